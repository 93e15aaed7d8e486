"""Small agreements at fixed times, so that a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Unpack

from coleadership.agreements import Agreement
from coleadership.clauses import Clause, Commitment, Mandate, Support
from coleadership.consent import DecisionRule, Stance, Voice
from coleadership.kinds import Part
from coleadership.terms import TermsFields

if TYPE_CHECKING:
    from coleadership.events import Event

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

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = AT.date()
COORDINATED = {"anna": Part.CO_LEADER, "bo": Part.COORDINATOR}


def later(days: float) -> datetime:
    """The moment some days after the tests begin."""
    return AT + timedelta(days=days)


def on(days: int) -> date:
    """The day some days after the tests begin."""
    return DAY + timedelta(days=days)


def clauses() -> list[Clause]:
    """One clause of each party, by ids that a test can name."""
    return [
        Commitment("I publish the rota two weeks ahead", by="anna", id="rota"),
        Support("Cover for sick leave is always paid", by="bo", id="cover"),
        Mandate("Who works when", by="anna", level=5, id="shifts"),
    ]


def draft(**fields: Unpack[TermsFields]) -> Agreement:
    """A contract of anna and bo, drafted by anna; bo has had a say in it."""
    given: TermsFields = {"clauses": clauses(), "driver": "Evenings are not covered", **fields}
    drafted = Agreement.draft("Evening rota", parties=COORDINATED, by="anna", at=AT, **given)
    return drafted.decline_to_add(by="bo", at=AT)


def proposed(**fields: Unpack[TermsFields]) -> Agreement:
    """That contract, proposed by bo and awaiting anna's answer."""
    return draft(**fields).propose(by="bo", at=AT)


def agreed(**fields: Unpack[TermsFields]) -> Agreement:
    """That contract in force."""
    return proposed(**fields).consent(by="anna", at=AT)


def amending(**fields: Unpack[TermsFields]) -> Agreement:
    """That contract in force, with an amendment of anna's on the table."""
    return agreed(**fields).change("rota", "I publish the rota three weeks ahead", by="anna", at=later(1))


def changing(rule: DecisionRule) -> Agreement:
    """That contract in force with this rule, and an amendment that bo has proposed by it, awaiting anna's answer."""
    reworded = agreed(rule=rule).change("rota", "I publish the rota three weeks ahead", by="bo", at=AT)
    return reworded.propose(by="bo", at=AT)


def team(*people: str, **fields: Unpack[TermsFields]) -> Agreement:
    """A team agreement drafted by the first, proposed, and awaiting the others, who have nothing to add."""
    given: TermsFields = {"kind": "team", "body": "We say it to each other first", **fields}
    drafted = Agreement.draft("How we talk", parties=dict.fromkeys(people, Part.MEMBER), by=people[0], at=AT, **given)
    for person in people[1:]:
        drafted = drafted.decline_to_add(by=person, at=AT)
    return drafted.propose(by=people[0], at=AT)


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
    return Voice(seat, stance, wording, seat, AT)


def happened(subject: Agreement) -> list[str]:
    """What has happened to a subject since it was last saved, by participle."""
    events: tuple[Event, ...] = subject.unrecorded
    return [event.participle for event in events]


def refold(subject: Agreement) -> Agreement | None:
    """The subject folded anew from its events."""
    return Agreement.folded(subject.unrecorded)
