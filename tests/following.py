"""Small cycles at fixed times, so that a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from coleadership.cadence import Cadence
from coleadership.cycles import Cycle
from tests.builders import AT

__all__ = ["MONDAY", "PAIR", "begun", "noon", "week"]

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
