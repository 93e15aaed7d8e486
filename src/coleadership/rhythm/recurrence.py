"""By which rule something comes again: every so many days, weeks or months, and on which of their days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, cast

import attrs

from coleadership.errors import Inconsistent, did_you_mean
from coleadership.rhythm.series import Days, Months, Series, Weeks, month_of

__all__ = ["Recurrence", "Spot", "Unit", "Weekday", "begun", "counted", "days_in_month", "nths", "weekdays"]

Spot = str | int
"""Where in its week or month something is: a weekday, a day of the month or ``"last"``."""

_LONGEST_INTERVAL: Final = 1_000
_LONGEST_MONTH: Final = 31
_IN_EVERY_MONTH: Final = 28
_NEVER_LONGER: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SIZES: Final = {"month": 1, "quarter": 3, "year": 12}


class Unit(StrEnum):
    """What is counted; a quarter is three months, and a year twelve.

    >>> Unit("weeks")
    <Unit.WEEKS: 'weeks'>
    """

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    RRULE = "rrule"
    """Whatever a rare rule of iCalendar says."""


class Weekday(StrEnum):
    """The days of the week, from Monday.

    >>> [day.value for day in Weekday]
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
    """

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_PLACES: Final = {day: place for place, day in enumerate(Weekday)}
_SHAPES: Final[Mapping[Unit, tuple[str, set[tuple[bool, bool, bool]]]]] = {
    Unit.RRULE: ("a rare rule says everything itself; leave the rest out", {(False, False, False)}),
    Unit.DAYS: ("days have no weekdays and no other days; leave them out", {(False, False, False)}),
    Unit.WEEKS: (
        'weeks need weekdays and nothing else; name them, as in on=["mon", "thu"]',
        {(True, False, False)},
    ),
    Unit.MONTHS: (
        "months need days, or weekdays with nth; say one of the two, as in on=15",
        {(False, True, False), (True, False, True)},
    ),
}
"""For each unit what else a rule says: weekdays, days, nth."""


def weekdays(on: Spot | Iterable[Spot]) -> tuple[Weekday, ...]:
    """The weekdays that somebody names, in English and in any spelling of at least their first two letters.

    >>> weekdays(["Thursday", "mo"])
    (<Weekday.MON: 'mon'>, <Weekday.THU: 'thu'>)
    """
    named = {_weekday(word) for word in _several(on, "on")}
    return tuple(day for day in Weekday if day in named)


def _weekday(word: object) -> Weekday:
    said = str(word).casefold()
    for full in _WEEKDAYS:
        if len(said) >= 2 and full.startswith(said):
            return Weekday(full[:3])
    raise Inconsistent("on", f"{said!r:.40} is no weekday{did_you_mean(said[:40], _WEEKDAYS)}")


def days_in_month(on: Spot | Iterable[Spot]) -> tuple[int, ...]:
    """The days of the month that somebody names; ``"last"`` is 31, which no month goes beyond.

    >>> days_in_month([15, "last"])
    (15, 31)
    """
    days = sorted({_day_in_month(spot) for spot in _several(on, "on")})
    if len(days) > 1 and days[-2] >= _IN_EVERY_MONTH:
        reason = f"days {days[-2]} and {days[-1]} are the same in a short month; choose one of them"
        raise Inconsistent("on", reason)
    return tuple(days)


def _day_in_month(spot: object) -> int:
    if spot == "last":
        return _LONGEST_MONTH
    if type(spot) is not int or not 1 <= spot <= _LONGEST_MONTH:
        raise Inconsistent(
            "on", f"{spot!r:.40} is no day of a month; choose from 1 to 31, 'last', or weekdays with nth"
        )
    return spot


def nths(nth: int | Iterable[int]) -> tuple[int, ...]:
    """Which of the weekdays in a month somebody means, in order: 1 is the first, -1 the last.

    >>> nths([3, 1])
    (1, 3)
    """
    said = _several(nth, "nth")
    for one in said:
        if type(one) is not int or one not in {1, 2, 3, 4, -1}:
            reason = f"{one!r:.40} is in no month for sure; choose from 1 to 4, or -1 for the last"
            raise Inconsistent("nth", reason)
    found = sorted({*cast("tuple[int, ...]", said)}, key=lambda one: (one == -1, one))
    if found[-2:] == [4, -1]:
        raise Inconsistent("nth", "the fourth is often the last; choose one of them")
    return tuple(found)


def _several(said: object, field: str) -> tuple[object, ...]:
    one: tuple[object] = (said,)
    several = one if isinstance(said, str) or not isinstance(said, Iterable) else tuple(cast("Iterable[object]", said))
    if not several:
        raise Inconsistent(field, "an empty list names nothing; name one, or leave it out")
    return several


def _maybe_weekdays(on: Iterable[Spot]) -> tuple[Weekday, ...]:
    return weekdays(on) if on else ()


def _maybe_days(on: Iterable[Spot]) -> tuple[int, ...]:
    return days_in_month(on) if on else ()


def _maybe_nths(nth: Iterable[int]) -> tuple[int, ...]:
    return nths(nth) if nth else ()


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Recurrence:
    """A rule by which something comes again, from whatever day on.

    ``interval`` counts ``unit``: days, weeks (on ``weekdays``) or months, on ``days`` of the month or on the ``nth`` of
    the ``weekdays`` (-1 is the last). Where a month is too short for one of its ``days``, its last day takes the place,
    so 31 is always the last. ``rrule`` is a rare rule of iCalendar (RFC 5545), where ``unit`` says so.

    >>> Recurrence(unit=Unit.MONTHS, interval=3, weekdays=("fri",), nth=(-1,)).weekdays
    (<Weekday.FRI: 'fri'>,)
    >>> Recurrence(unit=Unit.WEEKS)
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: on: weeks need weekdays and nothing else; name them, as in on=["mon", "thu"]
    """

    unit: Unit
    interval: int = 1
    weekdays: tuple[Weekday, ...] = attrs.field(default=(), converter=_maybe_weekdays)
    days: tuple[int, ...] = attrs.field(default=(), converter=_maybe_days)
    nth: tuple[int, ...] = attrs.field(default=(), converter=_maybe_nths)
    rrule: str | None = None

    def __attrs_post_init__(self) -> None:
        longest = _LONGEST_INTERVAL * (12 if self.unit is Unit.MONTHS else 1)
        _ = counted(self.interval, "interval", longest)
        reason, holds = _SHAPES[self.unit]
        if (bool(self.weekdays), bool(self.days), bool(self.nth)) not in holds:
            raise Inconsistent("on", reason)
        if (self.unit is Unit.RRULE) != (self.rrule is not None) or (self.rrule is not None and self.interval != 1):
            raise Inconsistent("rrule", "a rare rule says everything itself, and no other needs one; leave it out")

    def series(self, begin: date, *, first_month: int | None = None) -> Series:
        """Its days from one on; months are counted from the first, which is that of ``begin`` unless it is given."""
        day, on = begin.toordinal(), tuple(_PLACES[one] for one in self.weekdays)
        match self.unit:
            case Unit.DAYS:
                return Days(day, self.interval)
            case Unit.WEEKS:
                return Weeks(day, self.interval, on)
            case Unit.MONTHS:
                first = month_of(begin) if first_month is None else first_month
                return Months(day, self.interval, first, self.days, on, self.nth)
            case Unit.RRULE:
                from coleadership.rhythm.rare import Rare  # noqa: PLC0415 - what is rare is read when it is met

                return Rare.of(self.rrule or "", begin)


def begun(
    number: int, unit: str, begin: date, *, on: Spot | Iterable[Spot] | None = None,
    nth: int | Iterable[int] | None = None, month: int | None = None,
) -> tuple[Recurrence, date]:  # fmt: skip
    """A rule as somebody says it, and the first of its days from ``begin`` on; what is left out is as on that day.

    >>> begun(2, "weeks", date(2027, 1, 6), on="mon")[1]
    datetime.date(2027, 1, 11)
    """
    number = counted(number, "number", _LONGEST_INTERVAL)
    word = str(unit).removesuffix("s")
    if word in _SIZES:
        return _begun_months(number, word, begin, on=on, nth=nth, month=month)
    if word not in {"day", "week"}:
        known = ("days", "weeks", "months", "quarters", "years")
        raise Inconsistent("unit", f"{unit!r:.40} is no unit{did_you_mean(word[:40], known)}")
    if nth is not None or month is not None:
        raise Inconsistent("unit", f"nth and month belong to months; leave them out for every {word}")
    if word == "week":
        said = (tuple(Weekday)[begin.weekday()],) if on is None else weekdays(on)
        rule = Recurrence(unit=Unit.WEEKS, weekdays=said)
        first = date.fromordinal(rule.series(begin).on_or_after(begin.toordinal()))
        return attrs.evolve(rule, interval=number), first
    if on is not None:
        raise Inconsistent("on", "days have no weekdays; say every week on those days, or leave it out")
    return Recurrence(unit=Unit.DAYS, interval=number), begin


def _begun_months(
    number: int, word: str, begin: date, *, on: Spot | Iterable[Spot] | None, nth: int | Iterable[int] | None,
    month: int | None,
) -> tuple[Recurrence, date]:  # fmt: skip
    size = _SIZES[word]
    if month is None:
        month = begin.month - 1
    elif size == 1:
        raise Inconsistent("month", "month says which one of a quarter or year; leave it out for every month")
    else:
        month = counted(month, "month", size) - 1
    if nth is None:
        rule = Recurrence(unit=Unit.MONTHS, interval=size, days=days_in_month(begin.day if on is None else on))
    elif on is None:
        raise Inconsistent("on", "nth needs a weekday; name it, as in on='mon'")
    else:
        rule = Recurrence(unit=Unit.MONTHS, interval=size, weekdays=weekdays(on), nth=nths(nth))
    ahead = (month - begin.month + 1) % size
    series = rule.series(begin, first_month=month_of(begin) + ahead)
    first = date.fromordinal(series.on_or_after(begin.toordinal()))
    rule = attrs.evolve(rule, interval=size * number)
    if rule.interval % 12 == 0 and on is not None:
        _check_in(first.month, [spot for spot in _several(on, "on") if isinstance(spot, int)])
    return rule, first


def _check_in(month: int, days: list[int]) -> None:
    """Raise for a day that a month never has; one that it lacks in some years is its last there."""
    longest = _NEVER_LONGER[month - 1]
    if days and max(days) > longest:
        name = _MONTHS[month - 1]
        raise Inconsistent("on", f"{name} never has a day {max(days)}; choose up to {longest}, or 'last'")


def counted(number: int, field: str, most: int) -> int:
    """Take a number of times or things from 1.

    >>> counted(0, "number", 12)
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: number: 0 is no number from 1 to 12; choose one
    """
    if type(number) is not int or not 1 <= number <= most:
        raise Inconsistent(field, f"{number!r:.40} is no number from 1 to {most:,}; choose one")
    return number
