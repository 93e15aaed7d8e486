"""When something is due next: ours beside dateutil's rrule, for rhythms that began lately and long ago."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from benchmarks.measuring import Figure, Goal, Prepare, turns
from coleadership.rhythm.cadence import Cadence

__all__ = ["due_next"]

_NOW = date(2027, 1, 13)
_MONTH, _YEARS_10, _YEARS_30 = (_NOW - timedelta(days) for days in (30, 3_652, 10_957))
_TIMES = 100
_NINE = time(9)
_TUESDAY = 1
W = TypeVar("W")


def due_next(rounds: int) -> Iterator[Figure]:
    """What comes after a day, for rhythms begun ten years ago; and whether it matters how long ago that was."""
    pairs = {"every other Monday": _other_mondays, "the last of the month": _month_ends, "second Tuesday": _tuesdays}
    contenders = {"arithmetic by hand: every other Monday": _by_hand()}
    contenders |= {f"ours: {name}": _ours(made(_YEARS_10)) for name, made in pairs.items()}
    contenders |= {
        "ours: every other Monday at 9 in UTC": _ours(_other_mondays(_YEARS_10, "UTC")),
        "ours: every other Monday at 9 in Stockholm": _ours(_other_mondays(_YEARS_10, "Europe/Stockholm")),
        "ours, rare: the last weekday of the month": _ours(_rare()),
    }
    contenders |= {f"rrule.after: {name}": _theirs(rule(_YEARS_10)) for name, rule in _RULES.items()}
    contenders["rrule.after, started close by: every other Monday"] = _theirs(_RULES["every other Monday"](_MONTH))
    seconds = turns(contenders, rounds, per=_TIMES)
    least = min(seconds[f"rrule.after: {name}"] / seconds[f"ours: {name}"] for name in pairs)
    most = max(seconds[f"ours: {name}"] for name in (*pairs, "every other Monday at 9 in UTC"))
    goals = (
        Goal("rrule.after ÷ ours, at the least", round(least, 1), 100, at_least=True),
        Goal("ours without a time or in UTC, at the most", round(most * 1e6, 2), 4, unit=" µs"),
    )
    yield Figure("Find what is due next, in a rhythm begun ten years ago", seconds, goals)
    begun = {"a month": _MONTH, "10 years": _YEARS_10, "30 years": _YEARS_30}
    ages = {f"{name}, begun {ago} ago": _ours(made(day)) for name, made in pairs.items() for ago, day in begun.items()}
    seconds = turns(ages, rounds, per=_TIMES)
    ratio = max(seconds[f"{name}, begun 30 years ago"] / seconds[f"{name}, begun a month ago"] for name in pairs)
    yield Figure("… and the age of the rhythm", seconds, (Goal("30 years ÷ a month", round(ratio, 3), 1.2),))


# -- contenders, each asked so many times a turn


def _ours(cadence: Cadence) -> Prepare:
    found = cadence.next_after(_NOW)
    assert found is not None
    assert found.day > _NOW
    return lambda: _asked(cadence.next_after, _NOW)


def _theirs(rule: rrule) -> Prepare:
    now = datetime.combine(_NOW, _NINE)
    assert rule.after(now) is not None
    return lambda: _asked(rule.after, now)


def _by_hand() -> Prepare:
    begin = _other_mondays(_YEARS_10).begin.toordinal()

    def due(now: date) -> date:
        today = now.toordinal()
        return date.fromordinal(today + 14 - (today - begin) % 14)

    return lambda: _asked(due, _NOW)


def _asked(question: Callable[[W], object], when: W) -> Callable[[], None]:
    def ask() -> None:
        for _ in range(_TIMES):
            _ = question(when)

    return ask


def _other_mondays(begin: date, zone: str | None = None) -> Cadence:
    return Cadence.every(2, "weeks", on="mon", begin=begin, at=_NINE if zone else None, zone=zone)


def _month_ends(begin: date) -> Cadence:
    return Cadence.monthly("last", begin=begin)


def _tuesdays(begin: date) -> Cadence:
    return Cadence.monthly("tue", nth=2, begin=begin)


def _rare() -> Cadence:
    return Cadence.from_rrule("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", begin=_YEARS_10)


_RULES: dict[str, Callable[[date], rrule]] = {
    "every other Monday": lambda day: rrule(WEEKLY, datetime.combine(day, _NINE), interval=2, byweekday=0, wkst=0),
    "the last of the month": lambda day: rrule(MONTHLY, datetime.combine(day, _NINE), bymonthday=-1),
    "second Tuesday": lambda day: rrule(MONTHLY, datetime.combine(day, _NINE), byweekday=weekday(_TUESDAY, 2)),
}
