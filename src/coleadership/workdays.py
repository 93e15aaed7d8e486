"""Days: the working days of a calendar, the plain calendar, and months ahead.

A country's or a site's calendar comes from the host or from a plugin; without one, Monday to Friday are working days.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

import attrs

__all__ = ["WEEKDAYS", "WorkingDays", "after_working_days", "months_after"]


class WorkingDays(Protocol):
    """A calendar that knows which days people work."""

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""
        ...


@attrs.frozen
class Weekdays:
    """Monday to Friday, without holidays."""

    def is_working(self, day: date) -> bool:
        """Whether the day is a Monday to Friday."""
        return day.weekday() < 5


WEEKDAYS = Weekdays()

_LONGEST_BREAK = 366


def after_working_days(day: date, count: int, calendar: WorkingDays = WEEKDAYS) -> date:
    """The day on which ``count`` working days have passed after a day.

    A calendar without a working day in a whole year ends the search: the deadline is then a year late, never endless.

    >>> after_working_days(date(2026, 12, 24), 2)       # a Thursday, without a calendar of holidays
    datetime.date(2026, 12, 28)
    """
    idle = 0
    while count > 0 and idle < _LONGEST_BREAK:
        day += timedelta(days=1)
        if calendar.is_working(day):
            count, idle = count - 1, 0
        else:
            idle += 1
    return day


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where there is no such day.

    >>> months_after(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - costs 7 ms, and most imports never need it

    later: date = day + relativedelta(months=months)
    return later
