"""How far a cadence has come: what is open, what comes after it, what was last, and what time has told of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

import attrs

from coleadership.evolving import evolve
from coleadership.heart.due import Due, Reminders, Stage, Told, falling_due
from coleadership.rhythm.cadence import Cadence, Occurrence
from coleadership.rhythm.workdays import WEEKDAYS, WorkingDays, days_after

__all__ = ["Coming", "Course"]

Coming = tuple[Occurrence, ...]
"""What is open, and what comes after it. Fewer, where it comes to an end."""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Course:
    """The course of a cadence: applies what was planned, and answers what is due.

    - ``since``: the day from which on what comes is owed; ``coming``: what is open, and what comes after it.
    - ``last``: what was held, missed or left out last; ``told``: what time has told of what is open.

    >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4))
    >>> course = Course.begun(weekly, Reminders(), date(2027, 1, 6))
    >>> [str(one.day) for one in course.coming]
    ['2027-01-11', '2027-01-18']
    """

    cadence: Cadence
    reminders: Reminders
    since: date
    coming: Coming
    last: Occurrence | None = None
    told: tuple[Told, ...] = ()

    @classmethod
    def begun(cls, cadence: Cadence, reminders: Reminders, since: date, calendar: WorkingDays = WEEKDAYS) -> Self:
        """The course of a cadence from a day on."""
        course = cls(cadence=cadence, reminders=reminders, since=since, coming=())
        return evolve(course, coming=course.planned(cadence, since, calendar))

    # -- plans, for verbs

    def planned(self, cadence: Cadence, since: date, calendar: WorkingDays = WEEKDAYS) -> Coming:
        """What comes by a cadence: after what was last, where that was not before ``since``."""
        last = self.last
        first = cadence.next_after(last if last and last.day >= since else since - timedelta(days=1), calendar)
        return () if first is None else _with_next((first,), cadence, calendar)

    def advanced(self, calendar: WorkingDays = WEEKDAYS) -> Coming:
        """What comes once what is open is held, missed or left out."""
        return _with_next(self.coming[1:], self.cadence, calendar)

    # -- folding

    def closed(self, coming: Coming) -> Self:
        """The course once what was open is held or missed."""
        return evolve(self, last=self.open, coming=coming, told=())

    def changed(self, cadence: Cadence, coming: Coming, since: date | None = None) -> Self:
        """The course by another cadence, from a day on where that begins anew."""
        told = self.told if coming[:1] == self.coming[:1] else ()
        return evolve(self, cadence=cadence, coming=coming, since=since or self.since, told=told)

    # -- questions

    @property
    def open(self) -> Occurrence | None:
        """What is due, or comes next."""
        return self.coming[0] if self.coming else None

    @property
    def passes(self) -> date | None:
        """The day on which what is open is missed: the next one has come, and its own day is over."""
        if len(self.coming) < 2:
            return None
        one, after = self.coming[:2]
        return after.day if after.day > one.day else days_after(one.day, 1)

    def has_passed(self, day: date) -> bool:
        """Whether what is open is missed by a day."""
        passes = self.passes
        return passes is not None and passes <= day

    def is_closed(self, one: Occurrence) -> bool:
        """Whether this was held, missed or left out, or was never owed."""
        last = self.last
        return one.day < self.since or (last is not None and (one.day, one.original) <= (last.day, last.original))

    def counts_for(self, day: date) -> Occurrence | None:
        """What a follow-up on a day counts for: what is open, where it has come or is nearer than what was before.

        That is what was last, or else the day from which on what comes is owed.
        """
        one, before = self.open, self.since if self.last is None else max(self.since, self.last.day)
        return one if one is None or day >= one.day or one.day - day <= day - before else None

    def stage(self, at: datetime) -> Stage | None:
        """How far it is with what is open."""
        return None if self.open is None else self.reminders.stage(self.open.day, self.cadence.local_day(at))

    def news(self, day: date) -> Told | None:
        """What time has to tell on a day of what is open, and has not told before."""
        days = [(Due.FOLLOW_UP, one.day) for one in self.coming[:1]]
        return next(falling_due(days, self.told, day, {Due.FOLLOW_UP: self.reminders}), None)

    @property
    def wakes(self) -> datetime | None:
        """When time next has something to tell, or what is open is missed: as a day begins, whatever the time."""
        one = self.open
        if one is None:
            return None
        told = next((known.stage for known in self.told if known.on == one.day), None)
        days = [day for day in (self.reminders.next_day(one.day, told), self.passes) if day is not None]
        return self.cadence.midnight(min(days)) if days else None

    @property
    def until(self) -> date | None:
        """The last day on which what is open is held in time: the grace is not over, and it is not missed."""
        if self.open is None:
            return None
        grace = days_after(self.open.day, self.reminders.grace or 0)
        return grace if self.passes is None else min(grace, days_after(self.passes, -1))


def _with_next(coming: Coming, cadence: Cadence, calendar: WorkingDays) -> Coming:
    """What comes, and one more after it."""
    after = cadence.next_after(coming[-1], calendar) if coming else None
    return coming if after is None else (*coming, after)
