"""How an earlier decision gives way to a later one: by the voices on the later, and the method of the earlier."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, TypeVar, cast

import attrs

from coleadership.deciding.decision_text import DecisionText
from coleadership.errors import Inconsistent
from coleadership.heart.coled import CoLed
from coleadership.heart.consent import PROPOSER, Result
from coleadership.heart.events import Event
from coleadership.heart.formulation import InForce
from coleadership.heart.life import Force

__all__ = ["Superseded", "check_giving_way"]

S = TypeVar("S", bound=CoLed[DecisionText, Any])


@attrs.frozen(slots=True, weakref_slot=False)
class Superseded(Event):
    """A later decision took the place of this one."""

    participle: ClassVar[str] = "superseded"
    later: str


def check_giving_way(earlier: S, to: S, at: datetime) -> None:
    """Raise unless the later is decided, says what it supersedes, and has the voices that the earlier one asks for.

    Nobody undoes alone what was decided together: a change of the earlier would have taken these voices as well.
    """
    later, mine = _taking_its_place(earlier, to), cast("InForce[DecisionText]", earlier.in_force)
    rule = mine.content.method
    decide = mine.content.responsible if rule.decided_by == PROPOSER else ()
    eligible = {seat.person: PROPOSER if seat.person in decide else seat.part for seat in mine.seats}
    outcome = rule.outcome(later.voices, wording=later.wording, eligible=eligible, now=at)
    if outcome.result is not Result.ADOPTED:
        reason = f"it does not give way by the voices there, as {rule.id} is its method ({outcome.reason})"
        raise Inconsistent("to", f"{reason}; end it together, or take the later one with all who decided this")


def _taking_its_place(earlier: S, to: S) -> InForce[DecisionText]:
    """What the later one decided, if it can take the place of the earlier."""
    if not isinstance(to, type(earlier)):
        raise Inconsistent("to", f"{to!r:.60} is no decision; give the later decision itself")
    if to.id == earlier.id:
        raise Inconsistent("to", "it cannot supersede itself; give the later decision")
    if to.in_force is None or to.force is Force.ENDED:
        reason = f"{to.id} is {to.status.replace('_', ' ')}, and only what is decided takes the place of another"
        raise Inconsistent("to", f"{reason}; decide it first")
    if earlier.id not in to.in_force.content.supersedes:
        reason = f"{to.id} does not say that it supersedes this"
        raise Inconsistent("to", f"{reason}; word it so: supersedes=[{earlier.id!r}]")
    return to.in_force
