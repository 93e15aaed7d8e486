"""Hypothesis strategies for rhythms: how often, at what time, and what comes in between.

>>> from hypothesis import given, settings
>>> @settings(max_examples=5, deadline=None)
... @given(cadences())
... def test_moves_forward(cadence):
...     following = cadence.next_after(DAY)
...     assert following is None or following.day > DAY
>>> test_moves_forward()
"""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import islice
from typing import Final

import attrs
from hypothesis import strategies as st

from coleadership.rhythm.cadence import Cadence
from coleadership.rhythm.recurrence import Spot, Weekday
from coleadership.rhythm.timeline import WorkdayShift
from coleadership.testing.builders import DAY

__all__ = ["ZONES", "cadences", "plain_cadences"]

ZONES: Final = (
    "UTC", "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "America/Sao_Paulo",
    "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia",
)  # fmt: skip
"""Zones whose clocks change in different ways, by whole hours and by halves, north and south, or not at all."""
_MOST_EXCEPTIONS: Final = 4
_NTHS: Final[tuple[int | tuple[int, ...], ...]] = (1, 2, 3, 4, -1, (1, 3), (1, -1))
_ON_YEARLY: Final[tuple[int | tuple[Spot, ...], ...]] = (1, 15, 28, (1, "last"))
_ON: Final[tuple[int | tuple[Spot, ...], ...]] = (1, 15, 28, 29, 30, 31, (1, 15), (10, 20, 30), (5, "last"))


@st.composite
def plain_cadences(draw: st.DrawFn, first: date = DAY) -> Cadence:
    """Rhythms of every unit that begin within two months of a day, without times, ends or exceptions.

    >>> from coleadership.testing.strategies import simplest
    >>> simplest(plain_cadences()).rule.unit
    <Unit.DAYS: 'days'>
    """
    unit = draw(st.sampled_from(["days", "weeks", "months", "quarters", "years"]))
    number, begin = draw(st.integers(1, 7)), first + timedelta(draw(st.integers(0, 60)))
    if unit == "days":
        return Cadence.every(number, unit, begin=begin)
    weekdays = draw(st.lists(st.sampled_from(Weekday), min_size=1, max_size=3))
    if unit == "weeks":
        return Cadence.every(number, unit, on=weekdays, begin=begin)
    month = None if unit == "months" else draw(st.integers(1, 3))
    if draw(st.booleans()):
        return Cadence.every(number, unit, on=weekdays, nth=draw(st.sampled_from(_NTHS)), month=month, begin=begin)
    on = draw(st.sampled_from(_ON if unit == "months" else _ON_YEARLY))
    return Cadence.every(number, unit, on=on, month=month, begin=begin)


@st.composite
def cadences(draw: st.DrawFn, first: date = DAY) -> Cadence:
    """Rhythms that begin within two months of a day, with or without a time, an end, and exceptions of every kind.

    >>> from coleadership.testing.strategies import simplest
    >>> simplest(cadences()).skipped
    ()
    """
    cadence = draw(plain_cadences(first))
    zone = draw(st.none() | st.sampled_from(ZONES))
    at = None if zone is None else draw(st.none() | st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30])))
    count = draw(st.none() | st.integers(1, 60))
    until = None if count else draw(st.none() | st.integers(0, 500).map(lambda ahead: cadence.begin + timedelta(ahead)))
    shift = draw(st.sampled_from(WorkdayShift))
    cadence = attrs.evolve(cadence, at=at, zone=zone, count=count, until=until, shift=shift)
    for _ in range(draw(st.integers(0, _MOST_EXCEPTIONS))):
        there = [one.original for one in islice(cadence.between(date.min, date.max), 30)]
        if there:
            cadence = _with_exception(draw, cadence, draw(st.sampled_from(there)))
    return cadence


def _with_exception(draw: st.DrawFn, cadence: Cadence, day: date) -> Cadence:
    match draw(st.sampled_from(["skip", "move", "pause"])):
        case "skip":
            return cadence.skip(day)
        case "move":
            to = day + timedelta(draw(st.integers(-40, 40)))
            paused = any(since <= to <= until for since, until in cadence.paused)
            return cadence if paused else cadence.move(day, to)
        case _:
            since = day + timedelta(draw(st.integers(-10, 10)))
            return cadence.pause(since, since + timedelta(draw(st.integers(0, 60))))
