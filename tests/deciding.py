"""Small decisions and initiatives at fixed times, so that a test names only what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

import pytest

from coleadership.deciding.decision_text import DecisionFields
from coleadership.deciding.decisions import Decision
from coleadership.deciding.initiatives import Initiative
from coleadership.errors import ColeadershipError
from coleadership.heart.consent import DecisionRule
from coleadership.heart.kinds import Part
from tests.builders import AT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coleadership.agreements.clauses import Mandate

__all__ = [
    "ALL", "ALONE", "CO_LEADERS", "TWO", "asked", "by_advice", "decide", "decided", "opened", "refused", "taken",
    "walls", "what",
]  # fmt: skip

ALONE = {"anna": Part.CO_LEADER}
TWO = {"anna": Part.CO_LEADER, "bo": Part.COORDINATOR}
ALL = {"anna": Part.CO_LEADER, "cim": Part.CO_LEADER, "bo": Part.COORDINATOR}
CO_LEADERS = {"anna": Part.CO_LEADER, "cim": Part.CO_LEADER, "dan": Part.CO_LEADER}


def opened(
    method: DecisionRule | str = "joint", parties: Mapping[str, str] = TWO, **fields: Unpack[DecisionFields]
) -> Decision:
    """A question and its answer, drafted by the first of the parties, who is to answer for it unless said."""
    first = next(iter(parties))
    given: DecisionFields = {"outcome": "Anybody, a week ahead", "responsible": [first], **fields}
    return Decision.draft("Who may swap?", parties=parties, method=method, by=first, at=AT, **given)


def by_advice(**fields: Unpack[DecisionFields]) -> Decision:
    """A decision that anna takes alone, by the advice process."""
    return opened("advice", ALONE, **fields)


def asked(**fields: Unpack[DecisionFields]) -> Decision:
    """That decision, after anna asked one who is affected and one who knows."""
    return by_advice(**fields).ask_advice(affected=["cleo"], experts=["dan"], by="anna", at=AT)


def decide(decision: Decision, *yes: str) -> Decision:
    """It is proposed by the first of these, and the others say yes."""
    first, *others = yes
    decision = decision.propose(by=first, nothing_to_add=True, at=AT)
    for person in others:
        decision = decision.consent(by=person, nothing_to_add=True, at=AT)
    return decision


def decided(**fields: Unpack[DecisionFields]) -> Decision:
    """A joint decision of anna and bo."""
    return decide(opened(**fields), "anna", "bo")


def taken(*others: str) -> Initiative:
    """An initiative of anna's, and of these others, that concerns bo."""
    return Initiative.take("A board for swaps", by="anna", together_with=others, concerns=["bo"], at=AT)


def what(subject: Decision | Initiative) -> list[str]:
    """What has happened to it, by participle."""
    return [event.participle for event in subject.unrecorded]


def refused(decision: Decision, ask: Callable[[Decision], object], sentence: str) -> None:
    """It is refused in a sentence, and nothing has changed."""
    before = decision.unrecorded
    with pytest.raises(ColeadershipError, match=sentence):
        _ = ask(decision)
    assert decision.unrecorded == before
    assert Decision.folded(decision.unrecorded) == decision.settled()


def walls(decision: Decision, mandates: Iterable[Mandate] | None = None) -> list[str]:
    """The paths of what keeps it from being proposed."""
    return [lack.path for lack in decision.readiness(mandates) if lack.blocks]
