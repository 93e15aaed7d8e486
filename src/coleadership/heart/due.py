"""What falls due, and what time says of it: ahead of the day, on it, once it has passed, and to whom else at last.

A subject has days (a review, an end, a follow-up). When one comes nearer or passes, `Journal.tick` records it as
`FellDue`, once for each stage; whoever reminds people listens to these. The day itself never moves by being told of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import ClassVar, Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.heart.events import Event
from coleadership.rhythm.workdays import days_after

__all__ = ["DUES", "Due", "FellDue", "Reminders", "Stage", "Told", "falling_due", "midnight", "retold", "wakes_at"]

_LONGEST: Final = 366


class Due(StrEnum):
    """What falls due."""

    REVIEW = "review"
    END = "end"
    PAUSE = "pause"
    """The end of a pause."""
    GOAL = "goal"
    TERM = "term"
    """The last day on which somebody holds a role."""
    FOLLOW_UP = "follow_up"


class Stage(StrEnum):
    """How far it is with what falls due, in this order."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


_ORDER: Final = tuple(Stage)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Reminders:
    """When time says what: so many days ahead, on the day, after so many days of grace, and at last to others.

    Each may be None: then time is silent about it. ``escalate`` counts from the day itself, not from the grace.

    >>> weekly = Reminders(ahead=1, grace=2, escalate=14, to=("role_chair",))
    >>> [weekly.stage(date(2026, 11, 30), date(2026, 11, day)) for day in (28, 29, 30)]
    [None, <Stage.UPCOMING: 'upcoming'>, <Stage.DUE: 'due'>]
    >>> weekly.stage(date(2026, 11, 30), date(2026, 12, 3)), weekly.stage(date(2026, 11, 30), date(2026, 12, 14))
    (<Stage.OVERDUE: 'overdue'>, <Stage.ESCALATED: 'escalated'>)
    """

    ahead: int | None = 3
    grace: int | None = 7
    escalate: int | None = None
    to: tuple[str, ...] = ()
    """Whom an escalation is told besides those concerned: people or roles."""

    def __attrs_post_init__(self) -> None:
        for field, value, least in (("ahead", self.ahead, 1), ("grace", self.grace, 0), ("escalate", self.escalate, 1)):
            if value is not None and not (type(value) is int and least <= value <= _LONGEST):
                raise Inconsistent(field, f"{value!r:.40} is no number of days; choose from {least} to {_LONGEST}")
        if (self.escalate is None) != (not self.to):
            raise Inconsistent("to", "who is told, and after how many days, go together; give both `escalate` and `to`")
        if self.escalate is not None and self.grace is not None and self.escalate <= self.grace:
            raise Inconsistent(
                "escalate", f"after {self.escalate} days is within the grace of {self.grace}; wait longer"
            )

    def begins(self, stage: Stage, day: date) -> date | None:
        """The first day on which what is due on ``day`` is at this stage, or None where it never is."""
        after = self._days[_ORDER.index(stage)]
        return None if after is None else days_after(day, after)

    def stage(self, day: date, today: date) -> Stage | None:
        """How far it is today with what is due on a day; None while that is further away than ``ahead``."""
        late = today.toordinal() - day.toordinal()
        if self.escalate is not None and late >= self.escalate:
            return Stage.ESCALATED
        if self.grace is not None and late > self.grace:
            return Stage.OVERDUE
        if late >= 0:
            return Stage.DUE
        return Stage.UPCOMING if self.ahead is not None and late >= -self.ahead else None

    def next_day(self, day: date, told: Stage | None) -> date | None:
        """The day on which there is something new to say of what is due on a day; None once all is said."""
        for after in self._days[0 if told is None else _ORDER.index(told) + 1 :]:
            if after is not None:
                return days_after(day, after)
        return None

    @property
    def _days(self) -> tuple[int | None, ...]:
        """How many days after that on which something is due each stage begins, in their order."""
        ahead, grace = self.ahead, self.grace
        return None if ahead is None else -ahead, 0, None if grace is None else grace + 1, self.escalate


DUES: Final[Mapping[Due, Reminders]] = {
    Due.REVIEW: Reminders(ahead=14, grace=14),
    Due.END: Reminders(ahead=30, grace=None),
    Due.PAUSE: Reminders(ahead=7, grace=None),
    Due.GOAL: Reminders(ahead=14, grace=7),
    Due.TERM: Reminders(ahead=30, grace=None),
}
"""When time says what about the days of what is co-led. A cycle has reminders of its own."""


@attrs.frozen(slots=True, weakref_slot=False)
class FellDue(Event):
    """Time has come to a stage of what falls due on a day; ``to`` are those told besides those concerned."""

    participle: ClassVar[str] = "fell_due"
    what: Due
    on: date
    stage: Stage
    to: tuple[str, ...] = ()


@attrs.frozen(slots=True, weakref_slot=False)
class Told:
    """The last stage that time has told of something and its day."""

    what: Due
    on: date
    stage: Stage


Days = Collection[tuple[Due, date]]


def falling_due(
    days: Days, told: Iterable[Told], today: date, reminders: Mapping[Due, Reminders] = DUES
) -> Iterator[Told]:
    """What time has to tell today of these days, and has not told before.

    Where several stages have passed unseen, only the last of them is told: nobody needs to hear that something was
    coming up which is overdue.

    >>> review = [(Due.REVIEW, date(2027, 2, 1))]
    >>> [one.stage.value for one in falling_due(review, (), date(2027, 2, 3))]
    ['due']
    >>> list(falling_due(review, [Told(Due.REVIEW, date(2027, 2, 1), Stage.DUE)], date(2027, 2, 3)))
    []
    """
    known = {(one.what, one.on): one.stage for one in told}
    for what, day in days:
        stage, before = reminders[what].stage(day, today), known.get((what, day))
        if stage is not None and (before is None or _ORDER.index(before) < _ORDER.index(stage)):
            yield Told(what, day, stage)


def wakes_at(days: Days, told: Iterable[Told], reminders: Mapping[Due, Reminders] = DUES) -> datetime | None:
    """When time next has something to tell of these days: a midnight in UTC, or None if it has told all."""
    if not days:
        return None
    known = {(one.what, one.on): one.stage for one in told}
    first: date | None = None
    for what, day in days:
        new = reminders[what].next_day(day, known.get((what, day)))
        if new is not None and (first is None or new < first):
            first = new
    return None if first is None else midnight(first)


def retold(told: tuple[Told, ...], event: FellDue) -> tuple[Told, ...]:
    """What time has told, after it told something more: of each thing only the last."""
    new = Told(event.what, event.on, event.stage)
    return (*(one for one in told if one.what is not event.what), new)


def midnight(day: date) -> datetime:
    """The point in time at which a day begins in UTC."""
    return datetime.combine(day, time(), UTC)
