"""What is left of a series once some of it is skipped, moved, paused or shifted to working days, and in which order.

Days are ordinals here, as in `series`. Each day by the rule is told together with the day on which it is
held, as (held, original), and these pairs are its order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.rhythm.series import BEYOND, NEVER, Series
from coleadership.rhythm.workdays import WorkingDays, day_of, nearest_working_day, working_day_from

__all__ = ["Held", "Spans", "Timeline", "WorkdayShift", "moves", "pauses", "planned", "skips"]

Held = tuple[int, int]
"""On which day something is held, and on which it comes by the rule."""

Spans = tuple[tuple[date, date], ...]
"""From which day to which."""

_FIRST_YEAR: Final = 2
_LAST_YEAR: Final = 9900


class WorkdayShift(StrEnum):
    """What becomes of a day on which nobody works, by the calendar that is asked.

    >>> WorkdayShift("back")
    <WorkdayShift.BACK: 'back'>
    """

    NONE = "none"
    """It stays."""
    FORWARD = "forward"
    """The next working day."""
    BACK = "back"
    """The working day before."""
    NEAREST = "nearest"
    """Whichever is nearer; the later one where both are."""


@attrs.frozen(slots=True, weakref_slot=False)
class Timeline:
    """A series up to its ``last`` day, without those that are ``off`` or in a pause, and with those that were moved.

    ``off`` holds what is skipped or moved; ``moved``, in order, when it is held instead. What is in a pause is told by
    the day of the rule, or for what was moved by the day on which it is held.
    """

    series: Series
    last: int
    off: frozenset[int]
    moved: tuple[Held, ...]
    paused: tuple[tuple[int, int], ...]
    shift: WorkdayShift

    def after(self, held: int, original: int, calendar: WorkingDays) -> Held | None:
        """What comes first after a place in the order."""
        found = self._by_rule_after(held, original, calendar)
        if self.moved:
            for one in self.moved[bisect_right(self.moved, (held, original)) :]:
                if found is not None and found < one:
                    break
                if not self.pause_over(one[0]):
                    return one
        return found

    def before(self, held: int, original: int, calendar: WorkingDays) -> Held | None:
        """What comes last before a place in the order."""
        found = self._by_rule_before(held, original, calendar)
        if self.moved:
            for one in reversed(self.moved[: bisect_left(self.moved, (held, original))]):
                if found is not None and found > one:
                    break
                if not self.pause_over(one[0]):
                    return one
        return found

    def held(self, original: int, calendar: WorkingDays) -> Held | None:
        """That which comes on a day by the rule."""
        for one in self.moved:
            if one[1] == original:
                return None if self.pause_over(one[0]) else one
        return self._shifted(original, calendar) if self.on_or_after(original) == original else None

    # -- by the rule

    def on_or_after(self, day: int) -> int:
        """The first from a day on that is still by the rule, or `BEYOND`."""
        day = self.series.on_or_after(day)
        while day <= self.last:
            if day in self.off:
                day = self.series.on_or_after(day + 1)
            elif self.paused and (until := self.pause_over(day)):
                day = self.series.on_or_after(until + 1)
            else:
                return day
        return BEYOND

    def on_or_before(self, day: int) -> int:
        """The last up to a day that is still by the rule, or `NEVER`."""
        day = self.series.on_or_before(min(day, self.last))
        while day:
            if day in self.off:
                day = self.series.on_or_before(day - 1)
            elif self.paused and self.pause_over(day):
                since, _ = self.paused[bisect_right(self.paused, (day, BEYOND)) - 1]
                day = self.series.on_or_before(since - 1)
            else:
                return day
        return NEVER

    def pause_over(self, day: int) -> int:
        """The last day of the pause in which a day is, or 0."""
        place = bisect_right(self.paused, (day, BEYOND))
        until = self.paused[place - 1][1] if place else 0
        return until if until >= day else 0

    # No shift changes the order of days, so what is looked for is near the day itself: beyond it while that is
    # shifted too little, or else this side of it while that is shifted far enough.

    def _by_rule_after(self, held: int, original: int, calendar: WorkingDays) -> Held | None:
        day = self.on_or_after(held if original < held else held + 1)
        if self.shift is WorkdayShift.NONE:
            return None if day == BEYOND else (day, day)
        found, place = None, (held, original)
        while day != BEYOND and (found := self._shifted(day, calendar)) <= place:
            day, found = self.on_or_after(day + 1), None
        while (day := self.on_or_before(day - 1)) and (earlier := self._shifted(day, calendar)) > place:
            found = earlier
        return found

    def _by_rule_before(self, held: int, original: int, calendar: WorkingDays) -> Held | None:
        day = self.on_or_before(held if original > held else held - 1)
        if self.shift is WorkdayShift.NONE:
            return None if day == NEVER else (day, day)
        found, place = None, (held, original)
        while day != NEVER and (found := self._shifted(day, calendar)) >= place:
            day, found = self.on_or_before(day - 1), None
        while (day := self.on_or_after(day + 1)) < BEYOND and (later := self._shifted(day, calendar)) < place:
            found = later
        return found

    def _shifted(self, original: int, calendar: WorkingDays) -> Held:
        day = date.fromordinal(original)
        match self.shift:
            case WorkdayShift.FORWARD:
                day = working_day_from(day, 1, calendar)
            case WorkdayShift.BACK:
                day = working_day_from(day, -1, calendar)
            case WorkdayShift.NEAREST:
                day = nearest_working_day(day, calendar)
            case WorkdayShift.NONE:
                pass
        return day.toordinal(), original


# -- exceptions, as people give them


def planned(value: object, field: str) -> date:
    """Take a day on which something may be planned.

    >>> planned(date(9999, 1, 1), "begin")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: begin: 9999-01-01 is too far away; choose a year from 2 to 9900
    """
    day = day_of(value, field)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Inconsistent(field, f"{day} is too far away; choose a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


def skips(given: Iterable[date]) -> tuple[date, ...]:
    """Take what is skipped, in order and each once."""
    return tuple(sorted({planned(day, "skipped") for day in given}))


def moves(given: Iterable[tuple[date, date]]) -> Spans:
    """Take from which day to which something is moved, in order; what is moved twice goes where it was moved last."""
    return tuple(sorted({planned(day, "moved"): planned(to, "moved") for day, to in given}.items()))


def pauses(given: Iterable[tuple[date, date]]) -> Spans:
    """Take pauses, in order, those that meet made one.

    >>> pauses([(date(2027, 7, 5), date(2027, 8, 1)), (date(2027, 7, 1), date(2027, 7, 4))])
    ((datetime.date(2027, 7, 1), datetime.date(2027, 8, 1)),)
    """
    found: list[tuple[date, date]] = []
    for since, until in sorted((planned(since, "paused"), planned(until, "paused")) for since, until in given):
        if until < since:
            raise Inconsistent("paused", f"{until} is before it begins; choose a last day from {since}")
        if found and since.toordinal() <= found[-1][1].toordinal() + 1:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return tuple(found)
