"""Rare rules of iCalendar (RFC 5545, section 3.3.10), whose days dateutil finds.

dateutil walks from where a rule starts, until a day is found or the years run out. So it is started close by, at a
period that counts, and four hundred years or more before the years run out: after 400 years the calendar repeats, day
for day and weekday for weekday. A rule that has no day in as many years has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from re import fullmatch
from typing import Final, Self

import attrs

from coleadership.errors import Inconsistent, did_you_mean
from coleadership.rhythm.series import BEYOND, LAST_DAY, NEVER, month_of

__all__ = ["DAYS", "FREQUENCIES", "Rare", "filled", "ints", "parts", "spots"]

FREQUENCIES: Final = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
"""In the order of dateutil, which counts them from 0."""
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBERS: Final = {
    "INTERVAL": range(1, 12_001),
    "COUNT": range(1, 1_000_001),
    "BYMONTH": range(1, 13),
    "BYWEEKNO": range(-53, 54),
    "BYYEARDAY": range(-366, 367),
    "BYMONTHDAY": range(-31, 32),
    "BYSETPOS": range(-366, 367),
}
_NEVER_WITH: Final = {
    "BYWEEKNO": ("MONTHLY", "WEEKLY", "DAILY"),
    "BYYEARDAY": ("MONTHLY", "WEEKLY", "DAILY"),
    "BYMONTHDAY": ("WEEKLY",),
    "BYSETPOS": ("DAILY",),
}
_ORDER: Final = ("FREQ", "INTERVAL", *[key for key in _NUMBERS if key.startswith("BY")], "BYDAY", "WKST")
_KEYS: Final = ("FREQ", "WKST", "UNTIL", "BYDAY", *_NUMBERS)
_FINER: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_MOST_WALKED: Final = 1_000
_WEEK: Final = 7
_CYCLE: Final = 146_097
"""Days in 400 years."""
_LIFTED_TO: Final = 9_599
"""The last year in which a walk starts, so that 400 years are left."""
_FARTHEST: Final = {"YEARLY": 100, "MONTHLY": 1_000, "WEEKLY": 1_000, "DAILY": 1_000}
"""The most years, months, weeks and days from one to the next."""


def parts(text: str) -> dict[str, str]:
    """What a rule says, key by key; refused is what is wrong, and what is finer than a day.

    >>> parts("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1")
    {'FREQ': 'MONTHLY', 'BYDAY': 'MO,TU', 'BYSETPOS': '-1'}
    >>> parts("FREQ=HOURLY")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: rrule: 'HOURLY' is no frequency here; choose YEARLY, MONTHLY, WEEKLY, DAILY
    """
    said = dict[str, str]()
    for part in text.upper().split(";"):
        key, found, value = part.partition("=")
        if not found or key in said:
            raise Inconsistent(
                "rrule", f"{part!r:.60} is said twice or says nothing; give each key once, as FREQ=WEEKLY"
            )
        if key in _FINER:
            raise Inconsistent("rrule", f"{key} is finer than a day; leave it out, and give the time of day as at=")
        if key not in _KEYS:
            raise Inconsistent("rrule", f"{key!r:.40} is no key of a rule{did_you_mean(key[:40], _KEYS)}")
        said[key] = value
    if said.get("FREQ") not in FREQUENCIES:
        reason = f"{said.get('FREQ', '')!r:.40} is no frequency here; choose {', '.join(FREQUENCIES)}"
        raise Inconsistent("rrule", reason)
    _check(said)
    return said


def _check(said: Mapping[str, str]) -> None:
    for key, allowed in _NUMBERS.items():
        for number in ints(said, key):
            if number not in allowed or not number:
                raise Inconsistent(
                    "rrule", f"{key}={number} is too far; choose from {allowed[0] or 1} to {allowed[-1]}"
                )
    if said.get("WKST", "MO") not in DAYS:
        raise Inconsistent("rrule", f"WKST={said['WKST']:.40} is no weekday; choose {', '.join(DAYS)}")
    numbered = [n for n, _ in spots(said) if n]
    if numbered and (said["FREQ"] in FREQUENCIES[2:] or "BYWEEKNO" in said):
        raise Inconsistent("rrule", f"BYDAY={said['BYDAY']:.40} counts in no month or year here; leave the number out")
    most = _most_numbered(said)
    if beyond := [n for n in numbered if abs(n) > most]:
        raise Inconsistent("rrule", f"BYDAY={beyond[0]} counts beyond any month or year; choose up to {most}")
    for key, frequencies in _NEVER_WITH.items():
        if key in said and said["FREQ"] in frequencies:
            raise Inconsistent("rrule", f"{key} does not go with {said['FREQ']}; choose another frequency")
    if "BYSETPOS" in said and not any(key in said for key in _ORDER if key.startswith("BY") and key != "BYSETPOS"):
        raise Inconsistent("rrule", "BYSETPOS chooses among other days; say which, as in BYDAY=MO,TU")


def _most_numbered(said: Mapping[str, str]) -> int:
    """How often a weekday may come in what BYDAY counts in: a year, or a month."""
    return 53 if said["FREQ"] == "YEARLY" and "BYMONTH" not in said else 5


def ints(said: Mapping[str, str], key: str) -> list[int]:
    """The numbers of a key."""
    if key not in said:
        return []
    numbers = [said[key]] if key in {"INTERVAL", "COUNT"} else said[key].split(",")
    if wrong := [number for number in numbers if not fullmatch(r"[+-]?[0-9]{1,7}", number)]:
        raise Inconsistent("rrule", f"{key}={wrong[0]:.40} is no whole number; give one")
    return [int(number) for number in numbers]


def spots(said: Mapping[str, str]) -> list[tuple[int, str]]:
    """The weekdays, each with which one of the month or year it is, or 0."""
    found: list[tuple[int, str]] = []
    for spot in said["BYDAY"].split(",") if "BYDAY" in said else []:
        match = fullmatch(r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)", spot)
        if match is None:
            raise Inconsistent("rrule", f"BYDAY={spot:.40} is no weekday; write MO, 1MO or -1MO")
        found.append((int(match[1] or 0), match[2]))
    return found


def filled(said: Mapping[str, str], begin: date) -> dict[str, str]:
    """The same with what follows from the day on which it begins, in a fixed order and without when it ends."""
    full = dict(said)
    if not any(key in said for key in ("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY")):
        match said["FREQ"]:
            case "YEARLY":
                full = {"BYMONTH": str(begin.month), **full, "BYMONTHDAY": str(begin.day)}
            case "MONTHLY":
                full["BYMONTHDAY"] = str(begin.day)
            case "WEEKLY":
                full["BYDAY"] = DAYS[begin.weekday()]
            case _:
                pass
    return {key: full[key] for key in _ORDER if key in full}


@attrs.frozen(slots=True, weakref_slot=False)
class Rare:
    """The days of a rare rule from one on; see `series.Series`.

    >>> last_workday = Rare.of("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", date(2027, 1, 1))
    >>> str(date.fromordinal(last_workday.on_or_after(date(2027, 1, 30).toordinal())))
    '2027-02-26'
    """

    begin: date
    frequency: int
    interval: int
    week_start: int
    numbers: Mapping[str, list[int]]
    weekdays: tuple[tuple[int, int], ...]
    """Which one of the month or year, and which weekday."""

    @classmethod
    def of(cls, rrule: str, begin: date) -> Self:
        """The days of a rule, as it is written."""
        said = filled(parts(rrule), begin)
        frequency, (interval,) = said["FREQ"], ints(said, "INTERVAL") or [1]
        if interval > _FARTHEST[frequency]:
            raise Inconsistent("rrule", f"INTERVAL={interval} is too rare; choose up to {_FARTHEST[frequency]:,}")
        on = spots(said)
        if frequency == "DAILY" and interval == 1:  # the same days are found faster by the month
            frequency, on = "MONTHLY", on or [(0, day) for day in DAYS]
        if {0} < {n for n, _ in on}:  # dateutil would take only those days that are both
            every = range(1, _most_numbered(said) + 1)
            on = [(n, day) for number, day in on for n in ([number] if number else every)]
        numbers = {key: ints(said, key) for key in said if key in _NUMBERS and key.startswith("BY")}
        weekdays = tuple((n, DAYS.index(day)) for n, day in on)
        week_start = DAYS.index(said.get("WKST", "MO"))
        return cls(begin, FREQUENCIES.index(frequency), interval, week_start, numbers, weekdays)

    def on_or_after(self, day: int) -> int:
        """See `series.Series`."""
        day = max(day, self.begin.toordinal())
        if day > LAST_DAY:
            return BEYOND
        return next((found for found in self._days(self._period(day)) if found >= day), BEYOND)

    def on_or_before(self, day: int) -> int:
        """See `series.Series`."""
        if day < self.begin.toordinal():
            return NEVER
        period, back = self._period(min(day, LAST_DAY)), 0
        while True:
            start, found = max(period - back, 0), NEVER
            for one in self._days(start):
                if one > day:
                    break
                found = one
            if found or not start:
                return found
            back = back * 4 + 1

    def nth(self, number: int) -> int:
        """See `series.Series`; no more than a thousand are counted, as each has to be found."""
        if number > _MOST_WALKED:
            reason = f"{number:,} times of a rare rule are too many to count; choose up to {_MOST_WALKED:,}"
            raise Inconsistent("count", reason)
        return next(islice(self._days(0), number - 1, None), BEYOND)

    def _place(self, day: date) -> int:
        """In which of all years, months, weeks or days a day is."""
        match self.frequency:
            case 0:
                return day.year
            case 1:
                return month_of(day)
            case 2:
                return (day.toordinal() - 1 - self.week_start) // _WEEK
            case _:
                return day.toordinal()

    def _period(self, day: int) -> int:
        """How many times it has come round by a day."""
        return (self._place(date.fromordinal(day)) - self._place(self.begin)) // self.interval

    def _start(self, period: int) -> date:
        """The first day of a period, or in the first one the day on which it begins."""
        place = self._place(self.begin) + period * self.interval
        if not period:
            return self.begin
        match self.frequency:
            case 0:
                return date(place, 1, 1)
            case 1:
                return date(place // 12, place % 12 + 1, 1)
            case 2:
                return date.fromordinal(place * _WEEK + self.week_start + 1)
            case _:
                return date.fromordinal(place)

    def _days(self, period: int) -> Iterator[int]:
        """Its days from the beginning of a period on, as far as there are any."""
        from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday  # noqa: PLC0415 - for rare rules only

        start, numbers = self._start(period), self.numbers
        lift = (_LIFTED_TO - start.year) // 400 * _CYCLE
        for moment in rrule(
            (YEARLY, MONTHLY, WEEKLY, DAILY)[self.frequency],
            datetime.fromordinal(start.toordinal() + lift),
            interval=self.interval,
            wkst=self.week_start,
            bymonth=numbers.get("BYMONTH"),
            byweekno=numbers.get("BYWEEKNO"),
            byyearday=numbers.get("BYYEARDAY"),
            bymonthday=numbers.get("BYMONTHDAY"),
            byweekday=[weekday(day, n or None) for n, day in self.weekdays] or None,
            bysetpos=numbers.get("BYSETPOS"),
        ):
            day = moment.toordinal() - lift
            if day > LAST_DAY:
                return
            yield day
