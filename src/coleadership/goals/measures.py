"""How a goal is measured: a metric, a range to stay in, milestones, yes or no, lessons to learn.

A measure is part of what people agree, and words of it can be changed like all others. It says how far a reading is on
the way, and what it still lacks to be followed up; it keeps no readings. Each kind is a plain frozen value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import ClassVar, Final, Self

import attrs

from coleadership.errors import Inconsistent
from coleadership.goals.progress import Progress
from coleadership.goals.quantities import Number, grains, number, share, weight
from coleadership.goals.readings import Reading, Seen, unit_of
from coleadership.heart.wording import Finding
from coleadership.ids import any_id, new_id
from coleadership.prose import Prose, line

__all__ = ["MEASURES", "Learning", "Measure", "Metric", "Milestone", "Milestones", "Range", "YesNo"]

_REACHED: Final = Progress(Decimal(1))
_NOT_REACHED: Final = Progress(Decimal(0))
_UNREAD: Final = Progress(None, "nothing has been read yet")
_WHOLE: Final = grains(Decimal(1))
_MOST_MILESTONES: Final = 500


def _start(value: Number | None) -> Decimal | None:
    return None if value is None else number(value, "start")


def _target(value: Number | None) -> Decimal | None:
    return None if value is None else number(value, "target")


def _low(value: Number | None) -> Decimal | None:
    return None if value is None else number(value, "low")


def _high(value: Number | None) -> Decimal | None:
    return None if value is None else number(value, "high")


@attrs.frozen(slots=True, weakref_slot=False)
class Measure:
    """What every kind of measure offers; a kind of one's own extends it, under a word of its own.

    >>> @attrs.frozen
    ... class Streak(Measure):
    ...     KIND = "acme.streak"
    ...     days: int
    ...
    ...     def progress(self, seen: Seen | None) -> Progress:
    ...         read = Reading.of(seen)
    ...         return Progress(None, "nothing yet") if read is None else Progress(read.number_in("days") / self.days)
    >>> Streak(days=10).progress(4).raw
    Decimal('0.4')
    """

    KIND: ClassVar[str]
    """The word by which it is told apart in records."""

    def progress(self, seen: Seen | None) -> Progress:
        """How far on the way what somebody saw is, or why that cannot be said."""
        raise NotImplementedError

    def findings(self) -> Iterator[Finding]:
        """What it lacks to be followed up; a draft may lack it, what is agreed may not."""
        return iter(())

    def owned_by(self, person: str) -> Self:
        """The same measure, its words said by this person unless they are somebody's already."""
        _ = person
        return self


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Metric(Measure):
    """A number that goes from where it starts to a target; that the target is below says that less is better.

    Progress is (current - start) ÷ (target - start) in either direction (help.metapulse.com, feedback4e.freshdesk.com).
    It is kept as it is, below 0 and above 1, and clamped where a score is asked for. Where start and target are the
    same the formula divides by nothing: then only the target itself counts as reached, and of all else nothing is said,
    as nothing says which way is better (this library's rule; `Range` is what keeps a number where it is).

    >>> nps, churn = Metric(start=32, target=45, unit="NPS"), Metric(start=8, target=5, unit="%")
    >>> nps.progress(42).raw, churn.progress(6).raw, churn.progress(9).clamped
    (Decimal('0.769230769231'), Decimal('0.666666666667'), Decimal('0'))
    """

    KIND: ClassVar[str] = "metric"

    start: Decimal | None = attrs.field(default=None, converter=_start)
    target: Decimal | None = attrs.field(default=None, converter=_target)
    unit: str | None = attrs.field(default=None, converter=unit_of)

    def progress(self, seen: Seen | None) -> Progress:
        """The share of the way from start to target."""
        reading = Reading.of(seen)
        if reading is None:
            return _UNREAD
        now = grains(reading.number_in(self.unit))
        if self.start is None or self.target is None:
            return Progress(None, f"it has no {'start' if self.start is None else 'target'} yet")
        start, target = grains(self.start), grains(self.target)
        if start != target:
            return Progress(share(now - start, target - start))
        same = Progress(None, f"start and target are both {self.target}, so nothing says which way is better")
        return _REACHED if now == target else same

    def findings(self) -> Iterator[Finding]:
        """Whether it has a baseline and a target that differ."""
        if self.start is None:
            yield Finding("start", "say where it stands today; without a start nobody sees what has moved", blocks=True)
        if self.target is None:
            yield Finding("target", "say where it is to get", blocks=True)
        elif self.start == self.target:
            message = f"start and target are both {self.target}; change one, or keep it there with a range"
            yield Finding("target", message, blocks=True)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Range(Measure):
    """A number that is to stay in a range, from ``low`` or up to ``high`` or both.

    Inside, it is reached. Outside it is not, unless ``start`` says how far outside it once was: then progress is the
    share of that distance which is gone, 1 - distance ÷ distance at the start. (MetaPulse tells areas and flat
    targets from others; the formula is this library's. Up to the edge it is the same as a metric's.)

    >>> Range(low=30, high=50).progress(50).raw, Range(low=95, unit="%").progress("94.9").raw
    (Decimal('1'), Decimal('0'))
    >>> Range(low=30, high=50, start=60).progress(55).raw
    Decimal('0.5')
    """

    KIND: ClassVar[str] = "range"

    low: Decimal | None = attrs.field(default=None, converter=_low)
    high: Decimal | None = attrs.field(default=None, converter=_high)
    start: Decimal | None = attrs.field(default=None, converter=_start)
    unit: str | None = attrs.field(default=None, converter=unit_of)

    def __attrs_post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise Inconsistent("low", f"{self.low} is above {self.high}, so nothing is between them; swap the two")

    def progress(self, seen: Seen | None) -> Progress:
        """1 inside, and outside how much of the distance at the start is gone."""
        reading = Reading.of(seen)
        if reading is None:
            return _UNREAD
        now = reading.number_in(self.unit)
        if self.low is None and self.high is None:
            return Progress(None, "it has neither a low nor a high end yet")
        outside, before = self._outside(now), 0 if self.start is None else self._outside(self.start)
        if before:
            return Progress(share(before - outside, before))
        return _NOT_REACHED if outside else _REACHED

    def _outside(self, value: Decimal) -> int:
        """How far outside a value is."""
        under = 0 if self.low is None else grains(self.low) - grains(value)
        over = 0 if self.high is None else grains(value) - grains(self.high)
        return max(under, over, 0)

    def findings(self) -> Iterator[Finding]:
        """Whether it has an end to stay within."""
        if self.low is None and self.high is None:
            yield Finding("low", "say from where or up to where it is to stay, or both", blocks=True)


def _milestone_id() -> str:
    return new_id("milestone")


def _said(words: str | Prose) -> Prose:
    return line(words, field="milestone")


@attrs.frozen(slots=True, weakref_slot=False)
class Milestone:
    """A step that is done or not; ``id`` stays the same however it is reworded.

    >>> str(Milestone("The pilot team works by it").text), Milestone("The rest", weight="0.5").weight
    ('The pilot team works by it', Decimal('0.5'))
    """

    text: Prose = attrs.field(converter=_said)
    weight: Decimal = attrs.field(default=Decimal(1), converter=weight, kw_only=True)
    id: str = attrs.field(factory=_milestone_id, converter=any_id, kw_only=True)


def _steps(given: Iterable[Milestone | str | Prose]) -> tuple[Milestone, ...]:
    if isinstance(given, (str, Prose)):
        raise Inconsistent("steps", "one text is no list; give the milestones one by one, as in [“…”, “…”]")
    return tuple(step if isinstance(step, Milestone) else Milestone(step) for step in given)


@attrs.frozen(slots=True, weakref_slot=False)
class Milestones(Measure):
    """Steps to be done, in whatever order; each counts by its weight.

    Progress is the weight of what is done ÷ all weights (the “OKR scoring reference” of clawhub, where weights add up
    to 1; here only their ratio counts).

    >>> rollout = Milestones(["We have asked everybody", Milestone("We have tried it", weight=3)])
    >>> rollout.progress([rollout.steps[1].id]).raw
    Decimal('0.75')
    """

    KIND: ClassVar[str] = "milestones"

    steps: tuple[Milestone, ...] = attrs.field(default=(), converter=_steps)

    def __attrs_post_init__(self) -> None:
        if len(self.steps) > _MOST_MILESTONES:
            reason = f"{len(self.steps):,} milestones are more than {_MOST_MILESTONES}; make several goals of it"
            raise Inconsistent("steps", reason)
        if len({step.id for step in self.steps}) < len(self.steps):
            raise Inconsistent("steps", "two milestones have the same id; leave the id out and each gets its own")
        if self.steps and not any(step.weight for step in self.steps):
            raise Inconsistent("steps", "no milestone weighs anything; give at least one of them a weight")

    def progress(self, seen: Seen | None) -> Progress:
        """The weight of the milestones done, by their ids, of all."""
        reading = Reading.of(seen)
        if reading is None:
            return _UNREAD
        done = reading.ids_done()
        if unknown := done - {step.id for step in self.steps}:
            known = ", ".join(step.id for step in self.steps[:5]) or "none yet"
            raise Inconsistent("reading", f"{min(unknown)!r} is no milestone here; its milestones are {known}")
        if not self.steps:
            return Progress(None, "it has no milestones yet")
        weights = {step.id: grains(step.weight) for step in self.steps}
        return Progress(share(sum(weights[id] for id in done), sum(weights.values())))

    def findings(self) -> Iterator[Finding]:
        """Whether there are any."""
        if not self.steps:
            yield Finding("steps", "say at least one milestone", blocks=True)

    def owned_by(self, person: str) -> Self:
        """The same milestones, their words said by this person unless they are somebody's already."""
        steps = tuple(attrs.evolve(step, text=step.text.owned_by(person)) for step in self.steps)
        return attrs.evolve(self, steps=steps)


@attrs.frozen(slots=True, weakref_slot=False)
class YesNo(Measure):
    """Done or not, with nothing in between.

    >>> YesNo().progress(True).raw, YesNo().progress(False).raw
    (Decimal('1'), Decimal('0'))
    """

    KIND: ClassVar[str] = "yes_no"

    def progress(self, seen: Seen | None) -> Progress:
        """All of it or nothing."""
        reading = Reading.of(seen)
        if reading is None:
            return _UNREAD
        return _REACHED if reading.yes_or_no() else _NOT_REACHED


@attrs.frozen(slots=True, weakref_slot=False)
class Learning(Measure):
    """For what nobody yet knows how to do: so many lessons about how it can be done.

    While a task is new and complex, a goal to find out beats a goal to perform (Locke & Latham). That its progress is
    lessons found ÷ lessons wanted is this library's reading; the lessons themselves belong to the follow-ups.

    >>> Learning(lessons=4).progress(3).raw
    Decimal('0.75')
    """

    KIND: ClassVar[str] = "learning"

    lessons: int = 1

    def __attrs_post_init__(self) -> None:
        if type(self.lessons) is not int or not 1 <= self.lessons <= 1_000:
            raise Inconsistent("lessons", f"{self.lessons!r} lessons are no goal; choose from 1 to 1,000")

    def progress(self, seen: Seen | None) -> Progress:
        """How many of the lessons wanted were found."""
        reading = Reading.of(seen)
        if reading is None:
            return _UNREAD
        found = grains(reading.number_in("lessons"))
        if found < 0 or found % _WHOLE:
            raise Inconsistent("reading", "lessons are counted; give a whole number from 0")
        return Progress(share(found, self.lessons * _WHOLE))


MEASURES: Final[Mapping[str, type[Measure]]] = {
    kind.KIND: kind for kind in (Metric, Range, Milestones, YesNo, Learning)
}
"""The kinds that this library brings, by the word that records know them by."""
