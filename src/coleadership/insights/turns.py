"""Turns: what became of each time at which something was to be followed up, as its cycle recorded it.

Nothing but the history of a cycle is read, which those who take part wrote themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice, pairwise
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.following_up.cycles import Cycle
from coleadership.following_up.follow_ups import FollowUp, SupportRequest
from coleadership.following_up.following import (
    Acknowledged,
    CycleEnded,
    CycleEvent,
    CyclePaused,
    CycleResumed,
    FollowedUp,
    Missed,
    RhythmChanged,
    SupportAnswered,
)
from coleadership.heart.events import Calendars, moment
from coleadership.heart.wording import Seat
from coleadership.rhythm.cadence import Cadence, Occurrence
from coleadership.rhythm.timeline import WorkdayShift
from coleadership.rhythm.workdays import WEEKDAYS

__all__ = ["Asked", "Fate", "Turn", "Turns", "interval", "turns"]

_ENOUGH: Final = 13
_DAY: Final = timedelta(days=1)


class Fate(StrEnum):
    """What became of one time at which something was to be followed up."""

    HELD = "held"
    MISSED = "missed"
    """The next one came, and it had not been held."""
    SKIPPED = "skipped"
    """It was left out, with a reason."""
    PAUSED = "paused"
    """It would have come in a pause."""
    LET_GO = "let_go"
    """It was still open when the rhythm changed, a pause began or all of it ended, and is owed no more."""
    OPEN = "open"
    """Its day is there, and it can still be held."""


@attrs.frozen(slots=True, weakref_slot=False)
class Turn:
    """One time: the day on which it was due, what became of it, and if it was held, when.

    ``original`` is its day by the rule. It is ``late`` where it was held after the grace that the cycle gives.
    """

    original: date
    day: date
    fate: Fate
    held_on: date | None = None
    late: bool = False


@attrs.frozen(slots=True, weakref_slot=False)
class Asked:
    """Support that was asked for, and on which day it was given or declined; neither, while it waits."""

    request: SupportRequest
    answered_on: date | None = None
    given: bool = False

    @property
    def days(self) -> int | None:
        """How many days the answer took."""
        return None if self.answered_on is None else max((self.answered_on - self.request.since).days, 0)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Turns:
    """All that became of a cycle up to a day, each in the order of days."""

    cycle: Cycle
    """As it stands then."""
    begun: date
    today: date
    turns: tuple[Turn, ...]
    follow_ups: tuple[FollowUp, ...]
    on_top: frozenset[str]
    """The follow-ups, by id, that counted for none of the turns."""
    asked: tuple[Asked, ...]
    read: frozenset[tuple[str, str]]
    """Which follow-up was acknowledged by whom."""
    rests: tuple[tuple[date, date], ...]
    """From which day to which it rested, both in it."""
    ended: date | None = None
    """On which day it ended."""

    @property
    def participants(self) -> tuple[Seat, ...]:
        """Who takes part."""
        return self.cycle.participants


def turns(history: Iterable[CycleEvent], *, now: datetime, calendars: Calendars | None = None) -> Turns:
    """What became of a cycle up to now; ``history`` are all its events, oldest first.

    What time alone has brought about by ``now`` counts as if it had been recorded (`Cycle.settle`), so it does not
    matter when somebody last asked. ``calendars`` are those of working days that cycles name, by their id.

    >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4))
    >>> pair, at = {"anna": "co_leader", "bo": "coordinator"}, datetime.fromisoformat("2027-01-04T09:00+00:00")
    >>> cycle = Cycle.begin("Talk", about=["goal_1"], participants=pair, cadence=weekly, by="bo", at=at)
    >>> cycle = cycle.check_in("Thanks, carry on", by="anna", at=at)
    >>> told = turns(cycle.unrecorded, now=at + timedelta(days=14))
    >>> [(str(turn.day), turn.fate.value) for turn in told.turns]
    [('2027-01-04', 'held'), ('2027-01-11', 'missed'), ('2027-01-18', 'open')]
    """
    limit, events = moment(now), list(history)
    reached = max((count for count, event in enumerate(events, 1) if event.stamp.at <= limit), default=0)
    if not reached:
        raise Inconsistent("history", f"nothing is recorded up to {limit.isoformat()}; give all events of one cycle")
    reading = _Reading(events[0], calendars or {})
    for event in events[1:reached]:
        reading.take(event)
    reading.settle(limit)
    return reading.told(reading.cycle.course.cadence.local_day(limit))


def interval(cadence: Cadence) -> int | None:
    """How many days lie between two times by a rule, at the most; None where it comes once only.

    The first thirteen are looked at, without their exceptions.

    >>> interval(Cadence.weekly(["mon", "thu"], begin=date(2027, 1, 4)))
    4
    >>> interval(Cadence.monthly(1, begin=date(2027, 1, 1)))
    31
    """
    rule = attrs.evolve(cadence, skipped=(), moved=(), paused=(), shift=WorkdayShift.NONE)
    days = [one.day for one in islice(rule.between(rule.begin, date.max), _ENOUGH)]
    return max(((after - day).days for day, after in pairwise(days)), default=None)


class _Reading:
    """What has been read of a history so far."""

    def __init__(self, begun: CycleEvent, calendars: Calendars) -> None:
        self.cycle = Cycle.begun(begun)
        self._begun = self.cycle.course.since
        self._calendars = calendars
        self._calendar = calendars.get(self.cycle.calendar or "", WEEKDAYS)
        self._turns: list[Turn] = []
        self._skipped: dict[date, date] = {}
        self._follow_ups: list[FollowUp] = []
        self._on_top: set[str] = set()
        self._asked: dict[str, Asked] = {}
        self._read: set[tuple[str, str]] = set()
        self._rest: tuple[Cadence, date] | None = None
        """The rhythm by which something would have come in the pause that goes on, and its first day."""
        self._rests: list[tuple[date, date]] = []
        self._ended: date | None = None

    def settle(self, at: datetime) -> None:
        """Let time bring about what nobody has recorded by then."""
        for event in self.cycle.settle(at=at, calendars=self._calendars).unrecorded:
            self.take(event)

    def take(self, event: CycleEvent) -> None:
        """Look at what happened next."""
        before, self.cycle = self.cycle, self.cycle.after(event)
        match event:
            case FollowedUp():
                self._followed_up(event, before)
            case Missed() if before.course.open is not None:
                self._turns.append(_turn(before.course.open, Fate.MISSED))
            case SupportAnswered() if event.request in self._asked:
                day = before.course.cadence.local_day(event.stamp.at)
                self._asked[event.request] = attrs.evolve(
                    self._asked[event.request], answered_on=day, given=event.given
                )
            case Acknowledged():
                self._read.add((event.follow_up, event.seat))
            case RhythmChanged():
                self._rhythm_changed(event, before)
            case CyclePaused():
                self._let_go(before, event.since)
                if self._rest is None:
                    self._rest = before.course.cadence, event.since
            case CycleResumed():
                self._let_go(before, event.since)
                self._rested(event.since - _DAY)
            case CycleEnded():
                day = self._ended = before.course.cadence.local_day(event.stamp.at)
                self._let_go(before, day + _DAY)
                self._rested(day)
                self._skipped = {name: skipped for name, skipped in self._skipped.items() if skipped <= day}
            case _:
                pass

    def told(self, today: date) -> Turns:
        """What was found, up to today."""
        one = self.cycle.course.open
        self._rested(today)
        if one is not None and one.day <= today and self.cycle.status == "active":
            self._turns.append(_turn(one, Fate.OPEN))
        skipped = [Turn(name, day, Fate.SKIPPED) for name, day in self._skipped.items() if day <= today]
        return Turns(
            cycle=self.cycle,
            begun=self._begun,
            today=today,
            turns=tuple(sorted((*self._turns, *skipped), key=lambda turn: (turn.day, turn.original))),
            follow_ups=tuple(sorted(self._follow_ups, key=lambda one: one.on)),
            on_top=frozenset(self._on_top),
            asked=tuple(self._asked.values()),
            read=frozenset(self._read),
            rests=tuple(self._rests),
            ended=self._ended,
        )

    def _followed_up(self, event: FollowedUp, before: Cycle) -> None:
        held, one, until = event.follow_up, before.course.open, before.course.until
        self._follow_ups.append(held)
        self._asked |= {request.id: Asked(request) for request in held.support}
        if event.settles is None or one is None:
            self._on_top.add(held.id)
        else:
            late = until is not None and held.on > until
            self._turns.append(attrs.evolve(_turn(one, Fate.HELD), held_on=held.on, late=late))

    def _rhythm_changed(self, event: RhythmChanged, before: Cycle) -> None:
        cadence = before.course.cadence
        if event.day is not None:
            _ = self._skipped.pop(event.day, None)
            if event.day in event.cadence.skipped:
                one = cadence.occurrence(event.day, self._calendar)
                self._skipped[event.day] = event.day if one is None else one.day
            if self._rest is not None:
                self._rest = event.cadence, self._rest[1]
        elif event.since is not None:
            since = event.since
            self._let_go(before, since)
            self._skipped = {name: day for name, day in self._skipped.items() if day < since}
            if self._rest is not None:
                self._rested(since - _DAY)
                self._rest = event.cadence, since

    def _let_go(self, before: Cycle, since: date) -> None:
        """What was open, and due before a day from which on something else holds."""
        one = before.course.open
        if one is not None and one.day < since and self._rest is None:
            self._turns.append(_turn(one, Fate.LET_GO))

    def _rested(self, until: date) -> None:
        """A pause was over after a day: what would have come in it, and was not held all the same, is told."""
        if self._rest is None:
            return
        (cadence, first), self._rest = self._rest, None
        if first <= until:
            self._rests.append((first, until))
            closed = {(turn.day, turn.original) for turn in self._turns}
            coming = attrs.evolve(cadence, paused=()).between(first, until, self._calendar)
            self._turns += [_turn(one, Fate.PAUSED) for one in coming if (one.day, one.original) not in closed]


def _turn(one: Occurrence, fate: Fate) -> Turn:
    return Turn(one.original, one.day, fate)
