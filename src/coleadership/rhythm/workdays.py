"""Days: the working days of a calendar, the plain calendar, and months ahead.

A country's or a site's calendar comes from the host or from a plugin; without one, Monday to Friday are working days.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol

import attrs

from coleadership.errors import Inconsistent

__all__ = [
    "WEEKDAYS", "WorkingDays", "after_working_days", "day_of", "days_after", "months_after", "nearest_working_day",
    "working_day_from",
]  # fmt: skip


class WorkingDays(Protocol):
    """A calendar that knows which days people work.

    >>> WEEKDAYS.is_working(date(2026, 12, 25))     # a Friday, without a calendar of holidays
    True
    """

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
_LAST_DAY = date.max.toordinal()
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SHORTEST_MONTH = 28


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


def working_day_from(day: date, step: int, calendar: WorkingDays = WEEKDAYS) -> date:
    """The first working day from a day on, forward (1) or back (-1): the day itself if people work then.

    A day stays where it is when a calendar has no working day within a year of it.

    >>> working_day_from(date(2026, 12, 26), 1), working_day_from(date(2026, 12, 26), -1)
    (datetime.date(2026, 12, 28), datetime.date(2026, 12, 25))
    """
    first = day.toordinal()
    for tried in range(first, first + step * _LONGEST_BREAK, step):
        found = date.fromordinal(tried)
        if calendar.is_working(found):
            return found
    return day


def nearest_working_day(day: date, calendar: WorkingDays = WEEKDAYS) -> date:
    """The working day that is nearest to a day; of two, the later one.

    >>> nearest_working_day(date(2026, 12, 26)), nearest_working_day(date(2026, 12, 27))
    (datetime.date(2026, 12, 25), datetime.date(2026, 12, 28))
    """
    before, after = working_day_from(day, -1, calendar), working_day_from(day, 1, calendar)
    if day - before == after - day:
        return after
    if after == day or (before != day and day - before < after - day):
        return before
    return after


def day_of(value: object, field: str) -> date:
    """Take a day from outside, which is no point in time.

    >>> day_of("2027-02-01", "review")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: review: '2027-02-01' is no day; give a date
    """
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Inconsistent(field, f"{repr(value)[:60]} is no day; give a date")
    return value


def days_after(day: date, days: int) -> date:
    """The day that many days later, or the last that there is.

    >>> days_after(date(2027, 2, 1), 30)
    datetime.date(2027, 3, 3)
    """
    return date.fromordinal(min(day.toordinal() + days, _LAST_DAY))


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where there is no such day.

    >>> months_after(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month, last = day.year + years, month + 1, day.day
    if last > _SHORTEST_MONTH:
        leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        last = min(last, _LENGTHS[month - 1] + leap)
    return day.replace(year=year, month=month, day=last)
