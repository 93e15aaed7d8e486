"""Days that come again and again: every so many days, weeks or months, in closed form.

A day is its ordinal here (`date.toordinal`), and the first ordinal is a Monday. Each of these finds a day by arithmetic
alone, so that a rhythm that began thirty years ago takes no longer than one that began last month.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, Protocol

import attrs

__all__ = ["BEYOND", "LAST_DAY", "NEVER", "Days", "Months", "Series", "Weeks", "month_of"]

LAST_DAY: Final = date(9900, 12, 31).toordinal()
"""The last day that is planned, in the last year of points in time."""
BEYOND: Final = LAST_DAY + 1
"""Where there is nothing later; whatever lies beyond is no day to come, either."""
NEVER: Final = 0
"""Where there is nothing earlier."""

_WEEK: Final = 7
_LAST_MONTH: Final = 9900 * 12 + 11


class Series(Protocol):
    """Days that come again and again from a first one on."""

    def on_or_after(self, day: int) -> int:
        """The first of its days from a day on, or `BEYOND`."""
        ...

    def on_or_before(self, day: int) -> int:
        """The last of its days up to a day, or `NEVER`."""
        ...

    def nth(self, number: int) -> int:
        """The day that comes so many-th, counted from 1, or `BEYOND`."""
        ...


@attrs.frozen(slots=True, weakref_slot=False)
class Days:
    """Every so many days.

    >>> Days(begin=10, every=3).on_or_after(14), Days(begin=10, every=3).on_or_before(14)
    (16, 13)
    """

    begin: int
    every: int

    def on_or_after(self, day: int) -> int:
        """See `Series`."""
        ahead = day - self.begin
        return self.begin if ahead <= 0 else day + -ahead % self.every

    def on_or_before(self, day: int) -> int:
        """See `Series`."""
        ahead = day - self.begin
        return NEVER if ahead < 0 else day - ahead % self.every

    def nth(self, number: int) -> int:
        """See `Series`."""
        return self.begin + (number - 1) * self.every


@attrs.frozen(slots=True, weakref_slot=False)
class Weeks:
    """On some weekdays (0 is Monday, in order) of every so many weeks; the first is that in which it begins.

    >>> monday = date(2027, 1, 4).toordinal()
    >>> twice = Weeks(begin=monday, every=2, weekdays=(0, 3))
    >>> twice.on_or_after(monday + 1) - monday, twice.on_or_after(monday + 4) - monday
    (3, 14)
    """

    begin: int
    every: int
    weekdays: tuple[int, ...]

    def on_or_after(self, day: int) -> int:
        """See `Series`."""
        week, weekday = divmod(max(day, self.begin) - 1, _WEEK)
        missing = ((self.begin - 1) // _WEEK - week) % self.every
        if not missing:
            for one in self.weekdays:
                if one >= weekday:
                    return week * _WEEK + one + 1
        return (week + (missing or self.every)) * _WEEK + self.weekdays[0] + 1

    def on_or_before(self, day: int) -> int:
        """See `Series`."""
        week, weekday = divmod(day - 1, _WEEK)
        passed = (week - (self.begin - 1) // _WEEK) % self.every
        found = (week - (passed or self.every)) * _WEEK + self.weekdays[-1] + 1
        if not passed:
            for one in self.weekdays:
                if one <= weekday:
                    found = week * _WEEK + one + 1
        return found if found >= self.begin else NEVER

    def nth(self, number: int) -> int:
        """See `Series`."""
        first, weekday = divmod(self.begin - 1, _WEEK)
        missed = sum(one < weekday for one in self.weekdays)
        periods, place = divmod(number - 1 + missed, len(self.weekdays))
        return (first + periods * self.every) * _WEEK + self.weekdays[place] + 1


@attrs.frozen(slots=True, weakref_slot=False)
class Months:
    """On some days of every so many months, counted from month ``first`` (see `month_of`).

    ``days`` are days of the month, in order, of which there are as many in every month: where a month is too short for
    one, its last day takes the place. Or else ``weekdays`` are meant, each as the nth of the month (-1 is the last).

    >>> last = Months(begin=date(2027, 1, 31).toordinal(), every=1, first=month_of(date(2027, 1, 31)), days=(31,))
    >>> date.fromordinal(last.on_or_after(date(2027, 2, 1).toordinal()))
    datetime.date(2027, 2, 28)
    """

    begin: int
    every: int
    first: int
    days: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    nth_of_month: tuple[int, ...] = ()

    def on_or_after(self, day: int) -> int:
        """See `Series`."""
        day = max(day, self.begin)
        if day > LAST_DAY:
            return BEYOND
        month = max(month_of(date.fromordinal(day)), self.first)
        missing = (self.first - month) % self.every
        if not missing:
            for one in self._days_of(month):
                if one >= day:
                    return one
        found = self._days_of(month + (missing or self.every))
        return found[0] if found else BEYOND

    def on_or_before(self, day: int) -> int:
        """See `Series`."""
        if day < self.begin:
            return NEVER
        month = month_of(date.fromordinal(min(day, LAST_DAY)))
        passed = (month - self.first) % self.every
        if not passed:
            for one in reversed(self._days_of(max(month, self.first))):
                if one <= day:
                    return one if one >= self.begin else NEVER
        month -= passed or self.every
        found = self._days_of(month)[-1] if month >= self.first else NEVER
        return found if found >= self.begin else NEVER

    def nth(self, number: int) -> int:
        """See `Series`."""
        missed = sum(one < self.begin for one in self._days_of(self.first))
        many = len(self.days) or len(self.weekdays) * len(self.nth_of_month)
        periods, place = divmod(number - 1 + missed, many)
        found = self._days_of(self.first + periods * self.every)
        return found[place] if found else BEYOND

    def _days_of(self, month: int) -> list[int]:
        """Its days in a month, in order; none in a month that is too far away."""
        if month > _LAST_MONTH:
            return []
        first, after = _bounds(month)
        if self.days:
            return [min(first - 1 + day, after - 1) for day in self.days]
        weeks = [first + (nth - 1) * _WEEK if nth > 0 else after + nth * _WEEK for nth in self.nth_of_month]
        found = [week + (weekday - week + 1) % _WEEK for week in weeks for weekday in self.weekdays]
        found.sort()
        return found


@lru_cache(maxsize=1_200)
def _bounds(month: int) -> tuple[int, int]:
    """The first day of a month and that after its last; those of a hundred years are remembered."""
    year, index = divmod(month, 12)
    first = date(year, index + 1, 1).toordinal()
    return first, date(year, index + 2, 1).toordinal() if index < 11 else first + 31


def month_of(day: date) -> int:
    """The number of the month in which a day is, counted from the year 0.

    >>> month_of(date(2027, 2, 1)) - month_of(date(2026, 12, 31))
    2
    """
    return day.year * 12 + day.month - 1
