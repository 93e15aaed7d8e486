"""Small agreements at fixed times, so that a test names only what it is about: those of the library, and some more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.terms import TermsFields
from coleadership.heart.consent import DecisionRule, Stance, Voice
from coleadership.heart.kinds import Part
from coleadership.testing import builders
from coleadership.testing.builders import AT, COORDINATED, DAY, clauses, later, on, proposed, team
from coleadership.testing.builders import drafted as draft
from coleadership.testing.builders import in_force as agreed

if TYPE_CHECKING:
    from coleadership.heart.events import Event

__all__ = [
    "AT",
    "COORDINATED",
    "DAY",
    "agreed",
    "amending",
    "changing",
    "clauses",
    "draft",
    "happened",
    "later",
    "on",
    "proposed",
    "refold",
    "team",
    "team_changing",
    "team_in_force",
    "voice",
]


def amending(**fields: Unpack[TermsFields]) -> Agreement:
    """That contract in force, with an amendment of anna's on the table."""
    return agreed(**fields).change("rota", "I publish the rota three weeks ahead", by="anna", at=later(1))


def changing(rule: DecisionRule) -> Agreement:
    """That contract in force with this rule, and an amendment that bo has proposed by it, awaiting anna's answer."""
    reworded = agreed(rule=rule).change("rota", "I publish the rota three weeks ahead", by="bo", at=AT)
    return reworded.propose(by="bo", at=AT)


def team_in_force(*people: str, **fields: Unpack[TermsFields]) -> Agreement:
    """A team agreement in force, agreed in one room."""
    given: TermsFields = {"kind": "team", "body": "We say it to each other first", **fields}
    parties = dict.fromkeys(people, Part.MEMBER)
    return Agreement.in_meeting("How we talk", parties=parties, present=people, by=people[0], at=AT, **given)


def team_changing(*people: str, rule: DecisionRule) -> Agreement:
    """A team agreement in force with this rule, and an amendment that the first has proposed by it."""
    reworded = team_in_force(*people, rule=rule).revise(by=people[0], body="We say it on Fridays", at=AT)
    return reworded.propose(by=people[0], at=AT)


def voice(seat: str, stance: Stance = Stance.CONSENT, wording: str = "w") -> Voice:
    """A voice on a wording."""
    return builders.voice(seat, stance, wording)


def happened(subject: Agreement) -> list[str]:
    """What has happened to a subject since it was last saved, by participle."""
    events: tuple[Event, ...] = subject.unrecorded
    return [event.participle for event in events]


def refold(subject: Agreement) -> Agreement | None:
    """The subject folded anew from its events."""
    return Agreement.folded(subject.unrecorded)
