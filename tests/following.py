"""Small cycles at fixed times, so that a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Unpack

from coleadership.following_up.cycles import Cycle
from coleadership.heart.events import Subject
from coleadership.heart.obligations import Owed
from coleadership.rhythm.cadence import Cadence, CadenceFields
from tests.builders import AT

__all__ = ["MONDAY", "PAIR", "begun", "days", "names", "noon", "owed", "week", "weekly"]

MONDAY = date(2026, 11, 30)
PAIR = {"anna": "co_leader", "bo": "coordinator"}


def begun(cadence: Cadence | None = None, **fields: object) -> Cycle:
    """Anna and Bo follow their contract up, every Monday unless said otherwise."""
    given: dict[str, Any] = {"about": ["agreement_1"], "participants": PAIR, "by": "bo", "at": AT, **fields}
    return Cycle.begin("Anna and Bo", cadence=cadence or Cadence.weekly("mon", begin=MONDAY), **given)


def noon(day: date) -> datetime:
    """Noon of a day."""
    return datetime.combine(day, time(12), UTC)


def week(number: int, days: int = 0) -> date:
    """The Monday that many weeks after the first, or some days later."""
    return MONDAY + timedelta(weeks=number, days=days)


def weekly(begin: date = MONDAY, **fields: Unpack[CadenceFields]) -> Cadence:
    """Every Monday."""
    return Cadence.weekly("mon", begin=begin, **fields)


def names(subject: Subject[Any]) -> list[str]:
    """What happened to it."""
    return [event.participle for event in subject.unrecorded]


def days(cycle: Cycle) -> list[date]:
    """What comes."""
    return [one.day for one in cycle.course.coming]


def owed(cycle: Cycle, person: str, now: datetime) -> list[Owed]:
    """What somebody owes it."""
    return [one.owed for one in cycle.owed(person, now)]
