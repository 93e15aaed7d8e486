"""What can be done now: the verbs that something allows as it stands, by the tables that say it when they refuse."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coleadership as co
from coleadership.errors import NotAllowedNow, RuleBroken
from coleadership.heart.events import Subject
from coleadership.heart.verbs import brings_about
from coleadership.recording.catalogue import CATALOGUE
from coleadership.testing import concepts
from coleadership.testing.builders import (
    AT,
    COORDINATED,
    amending,
    in_force,
    later,
    on,
    paused,
    person,
    proposed,
    prose,
)
from coleadership.testing.builders import drafted as draft
from coleadership.testing.builders import ended as over
from coleadership.testing.builders import on_record as recorded
from coleadership.testing.builders import under_notice as noticed
from coleadership.testing.follow_ups import cycles
from coleadership.testing.strategies import agreements, people
from coleadership.trust.entitlements import action_of

GIVEN: dict[str, Any] = {
    "reason": "x", "words": "x", "argument": "x", "how": "x", "what": "x", "name": "x", "title": "x", "advice": "x",
    "actual": "x", "channel": "chat", "value": "x", "leaver": "anna", "to": "cleo", "outcome": "keep",
    "present": ["anna", "bo"], "participants": {"anna": "member"}, "points": ["x"], "answers": {"actual": "x"},
    "cadence": co.Cadence.weekly("fri", begin=date(2026, 11, 27)), "day": date(2026, 11, 30), "until": on(400),
    "clause": "clause_1", "breach": "breach_1", "follow_up": "followup_1", "request": "support_1", "hold": "hold_1",
    "adviser": "cleo", "use": "x", "due": on(400), "seen": 3, "became": "goal_1", "people": ["cleo"], "ground": "law",
    "person": "cleo", "method": co.CONSENT, "voices": {"anna": "consent"}, "deputy": "cleo", "of": "anna",
    "holders": ["cleo"], "consulted": ["anna"], "team": "team_2", "through": "cleo", "under": "team_2",
    "clauses": co.GroundRule("x"),
}  # fmt: skip
"""Something for whatever a verb cannot do without: often not what fits, which is another refusal."""


def verbs(kind: type[Subject[Any]]) -> Iterator[str]:
    """The verbs of a kind that its life has a word for."""
    made = {name for cls in kind.__mro__ for name, value in vars(cls).items() if isinstance(value, classmethod)}
    for name in dir(kind):
        if action_of(kind.KIND, name) and name not in made and callable(getattr(kind, name)):
            yield name


def given_for(verb: Callable[..., Any], name: str) -> object:
    """Something for what a verb cannot do without: what is forgotten is told by its seals."""
    return [prose()] if verb.__qualname__ == "Person.forget" and name == "words" else GIVEN[name]


def refused(verb: Callable[..., Any], by: str) -> RuleBroken | None:
    """Why a verb is refused to somebody, if it is."""
    asked = inspect.signature(verb).parameters
    needed = [one for one in asked.values() if one.default is one.empty and one.kind is not one.VAR_KEYWORD]
    told = {one.name: by if one.name == "by" else given_for(verb, one.name) for one in needed}
    first = [told.pop(one.name) for one in needed if one.kind in {one.POSITIONAL_OR_KEYWORD, one.VAR_POSITIONAL}]
    if "at" in asked:
        told["at"] = later(20)
    try:
        _ = verb(*first, **told)
    except RuleBroken as no:
        return no
    return None


def check(subject: Subject[Any]) -> None:
    """What is allowed is not refused for the time being, and what is not allowed is not done."""
    allowed = subject.allowed(later(20))
    for name in verbs(type(subject)):
        if brings_about(subject.KIND, name) is None:
            continue
        for by in ("anna", "bo"):
            no = refused(getattr(subject, name), by)
            assert not (name in allowed and isinstance(no, NotAllowedNow)), (name, no)
            assert name in allowed or no is not None, name


BUILT = [
    draft(), proposed(), in_force(), amending(), paused(), over(), recorded(), noticed(), person(),
    person().leave(by="bo", at=AT),
    *(
        made()
        for made in (
            concepts.vision, concepts.mission, concepts.value, concepts.norm, concepts.goal, concepts.assignment,
            concepts.decision, concepts.initiative, concepts.role, concepts.management_task, concepts.team_of,
            concepts.cycle, concepts.followed_up, concepts.feedback, concepts.lesson,
        )
    ),
]  # fmt: skip


class TestAllowed:
    @pytest.mark.parametrize("subject", [pytest.param(one, id=f"{one.KIND}-{n}") for n, one in enumerate(BUILT)])
    def test_is_what_is_not_refused_for_the_time_being(self, subject: Subject[Any]) -> None:
        """Of every kind, in every place of its life that the builders know."""
        check(subject)

    @given(subject=st.one_of(agreements(), people(), cycles(COORDINATED)))
    def test_is_so_anywhere_in_life(self, subject: Subject[Any]) -> None:
        """Wherever time and people have brought it."""
        check(subject)

    @pytest.mark.parametrize("kind", [kind for kind in CATALOGUE.subjects.values() if kind.KIND != "disclosure"])
    def test_knows_every_verb(self, kind: type[Subject[Any]]) -> None:
        """Each verb brings something about; to carry a goal over begins another one, and is always allowed."""
        assert [name for name in verbs(kind) if brings_about(kind.KIND, name) is None and name != "carry_over"] == []

    def test_draws_a_row_of_buttons(self) -> None:
        """What can be done is told in the verbs by which it is done, in errors, too."""
        gone = person().leave(by="bo", at=AT)
        assert gone.allowed() == ("change_address", "come_back", "forget", "hold", "rename")
        with pytest.raises(NotAllowedNow, match=r"allowed now: change_address, come_back, forget, hold, rename\)"):
            _ = gone.leave(by="bo")
        assert draft().allowed(AT) == (
            "add", "change", "comment", "decline_to_add", "leave", "propose", "remove", "revise", "withdraw",
        )  # fmt: skip
        assert "consent" in proposed().allowed(AT)
        assert over().allowed(later(400)) == ()
