"""Goalposts: whether a measure was made easier or harder, and where it starts from when it is taken up again."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

import attrs

from coleadership.goals.measures import Learning, Measure, Metric, Milestones, Range
from coleadership.goals.readings import Reading

__all__ = ["Shift", "restarted", "shift"]


class Shift(Enum):
    """What another wording made of where a goal has to get."""

    EASIER = "easier"
    HARDER = "harder"
    SAME = "same"
    UNCLEAR = "unclear"
    """It is measured in another way, so that the two cannot be compared."""


def shift(old: Measure | None, new: Measure | None) -> Shift:
    """Whether a measure asks for less or for more than the one before.

    Where a metric starts from does not matter, only where it has to get and which way that is.

    >>> shift(Metric(start=32, target=45), Metric(start=32, target=40)).value
    'easier'
    >>> shift(Metric(start=8, target=5), Metric(start=8, target=4)).value
    'harder'
    """
    if old == new:
        return Shift.SAME
    if isinstance(old, Metric) and isinstance(new, Metric):
        return _of_metric(old, new)
    if isinstance(old, Range) and isinstance(new, Range):
        return _of_range(old, new)
    if isinstance(old, Milestones) and isinstance(new, Milestones):
        return _of_milestones(old, new)
    if isinstance(old, Learning) and isinstance(new, Learning):
        return _moved(down=new.lessons < old.lessons, up=new.lessons > old.lessons)
    return Shift.UNCLEAR


def _moved(*, down: bool, up: bool) -> Shift:
    if down and up:
        return Shift.UNCLEAR
    return Shift.EASIER if down else Shift.HARDER if up else Shift.SAME


def _of_metric(old: Metric, new: Metric) -> Shift:
    ways = _way(old), _way(new)
    if old.unit != new.unit or None in ways or ways[0] is not ways[1] or old.target is None or new.target is None:
        return Shift.UNCLEAR
    less, more = new.target < old.target, new.target > old.target
    return _moved(down=less, up=more) if ways[0] else _moved(down=more, up=less)


def _way(metric: Metric) -> bool | None:
    """Whether more is better, if anything says so."""
    if metric.start is None or metric.target is None or metric.start == metric.target:
        return None
    return metric.start < metric.target


def _of_range(old: Range, new: Range) -> Shift:
    if old.unit != new.unit:
        return Shift.UNCLEAR
    lows, highs = (_low(old), _low(new)), (_high(old), _high(new))
    wider = lows[1] < lows[0] or highs[1] > highs[0]
    return _moved(down=wider, up=lows[1] > lows[0] or highs[1] < highs[0])


def _low(measure: Range) -> Decimal:
    return Decimal("-Infinity") if measure.low is None else measure.low


def _high(measure: Range) -> Decimal:
    return Decimal("Infinity") if measure.high is None else measure.high


def _of_milestones(old: Milestones, new: Milestones) -> Shift:
    before, now = {step.id for step in old.steps}, {step.id for step in new.steps}
    return _moved(down=bool(before - now), up=bool(now - before))


def restarted(measure: Measure | None, last: Reading | None) -> Measure | None:
    """The same measure for another period: a number starts where it was last read, milestones done are left out.

    >>> restarted(Metric(start=32, target=45), Reading(number=41)).start
    Decimal('41')
    """
    if last is None:
        return measure
    if isinstance(measure, Metric | Range) and last.number is not None and last.unit in {None, measure.unit}:
        return attrs.evolve(measure, start=last.number)
    if isinstance(measure, Milestones) and last.done is not None:
        left = tuple(step for step in measure.steps if step.id not in last.done)
        return Milestones(left if any(step.weight for step in left) else ())
    return measure
