"""Periods: from which day to which day something holds, where people come, go and return.

What is planned from a day on is cut off when something else is said for that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import attrs

from coleadership.errors import Inconsistent
from coleadership.rhythm.workdays import days_after

__all__ = ["Period", "before", "on", "up_to"]


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Period:
    """From a first day to a last one, both of them in it; without a last day it goes on.

    >>> summer = Period(since=date(2027, 6, 1), until=date(2027, 8, 31))
    >>> summer.holds(date(2027, 8, 31)), summer.holds(date(2027, 9, 1))
    (True, False)
    """

    since: date
    until: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise Inconsistent("until", f"{self.until} is before it begins; choose a last day from {self.since}")

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Whether its last day lies before a day."""
        return self.until is not None and self.until < day

    def meets(self, other: Period) -> bool:
        """Whether there is a day on which both hold.

        >>> Period(since=date(2027, 6, 1)).meets(Period(since=date(2027, 1, 1), until=date(2027, 5, 31)))
        False
        """
        return not self.is_over(other.since) and not other.is_over(self.since)


P = TypeVar("P", bound=Period)


def on(periods: Iterable[P], day: date) -> tuple[P, ...]:
    """Those that hold on a day."""
    return tuple(period for period in periods if period.holds(day))


def up_to(periods: Iterable[P], last_day: date) -> tuple[P, ...]:
    """What is left of periods that end on a day at the latest.

    >>> up_to([Period(since=date(2027, 1, 1)), Period(since=date(2028, 1, 1))], date(2027, 6, 30))
    (Period(since=datetime.date(2027, 1, 1), until=datetime.date(2027, 6, 30)),)
    """
    return tuple(
        period if period.until is not None and period.until <= last_day else attrs.evolve(period, until=last_day)
        for period in periods
        if period.since <= last_day
    )


def before(periods: Iterable[P], day: date) -> tuple[P, ...]:
    """What is left of periods that end before a day."""
    return () if day == date.min else up_to(periods, days_after(day, -1))
