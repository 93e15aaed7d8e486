"""How often something is followed up: a rule with its exceptions, as one frozen value.

The next day follows from the rule, never from when the last follow-up happened, so being early or late shifts nothing.
Every question is answered in closed form, however long ago it began. An occurrence keeps its name, the day on which it
falls by the rule, wherever it is moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, tzinfo
from typing import Final, Self, TypedDict, Unpack

import attrs

from coleadership.errors import Inconsistent
from coleadership.rhythm.recurrence import Recurrence, Spot, begun, counted
from coleadership.rhythm.series import BEYOND, LAST_DAY, NEVER, Series
from coleadership.rhythm.timeline import Spans, Timeline, WorkdayShift, moves, pauses, planned, skips
from coleadership.rhythm.workdays import WEEKDAYS, WorkingDays, day_of
from coleadership.rhythm.zones import moment_at, zone_of

__all__ = ["Cadence", "CadenceFields", "Occurrence", "When", "WorkdayShift"]

_MOST_COUNTED: Final = 1_000_000
_MOST_EXCEPTIONS: Final = 1_000


@attrs.frozen(slots=True, weakref_slot=False)
class Occurrence:
    """One time that something is due.

    ``day`` is when it is held, and ``at`` the point in time if there is a time of day. ``original`` is the day by the
    rule, before it was moved or shifted to a working day: its name, which no other occurrence of the same cadence has.

    >>> Occurrence(date(2027, 2, 1), day=date(2027, 2, 3)).is_moved
    True
    """

    original: date
    day: date
    at: datetime | None = None

    @property
    def is_moved(self) -> bool:
        """Whether it is held on another day than by the rule."""
        return self.day != self.original


When = date | datetime | Occurrence
"""A day, a point in time, or an occurrence: before and after which others come."""


class CadenceFields(TypedDict, total=False):
    """What a cadence may say beside how often and from when; see `Cadence`."""

    until: date | None
    count: int | None
    at: time | None
    zone: str | None
    shift: WorkdayShift


def _clock(at: time | None) -> time | None:
    if at is not None and (type(at) is not time or at.tzinfo is not None or at.microsecond or at.fold):
        raise Inconsistent("at", f"{at!r:.60} is no local time of day; give hours and minutes, as in time(9, 30)")
    return at


def _shift(value: WorkdayShift) -> WorkdayShift:
    try:
        return WorkdayShift(value)
    except ValueError:
        raise Inconsistent("shift", f"{value!r:.40} is no shift; choose {', '.join(WorkdayShift)}") from None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Cadence:
    """How often something is followed up: a rule, from when, until when, at what time, and its exceptions.

    Made by `every`, `weekly`, `monthly` or `from_rrule`.

    - ``begin`` is the day from which on it comes; its week or month is the first that counts.
    - ``until`` is the last day that may come, or ``count`` how often it comes by the rule, whatever is skipped.
    - ``at`` is a local time in ``zone``. Without a time there are only days; a zone then says where it is which day.
    - ``shift`` says what becomes of days on which nobody works.
    - ``skipped``, ``moved`` (from and to) and ``paused`` (first and last day) are the exceptions, by days of the rule.

    >>> talks = Cadence.every(2, "weeks", on=["mon", "thu"], begin=date(2027, 1, 4))
    >>> [str(talk.day) for talk in talks.between(date(2027, 1, 1), date(2027, 1, 31))]
    ['2027-01-04', '2027-01-07', '2027-01-18', '2027-01-21']
    """

    rule: Recurrence
    begin: date
    until: date | None = None
    count: int | None = None
    at: time | None = attrs.field(default=None, converter=_clock)
    zone: str | None = None
    shift: WorkdayShift = attrs.field(default=WorkdayShift.NONE, converter=_shift)
    skipped: tuple[date, ...] = attrs.field(default=(), converter=skips)
    moved: Spans = attrs.field(default=(), converter=moves)
    paused: Spans = attrs.field(default=(), converter=pauses)

    # What follows from the fields, kept so that a question costs no more than its arithmetic.
    _timeline: Timeline = attrs.field(init=False, eq=False, repr=False)
    _tz: tzinfo = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.at is not None and self.zone is None:
            raise Inconsistent("zone", f"say where it is {self.at:%H:%M}, as in zone='Europe/Stockholm', or 'UTC'")
        if max(len(self.skipped), len(self.moved), len(self.paused)) > _MOST_EXCEPTIONS:
            raise Inconsistent("skipped", f"more than {_MOST_EXCEPTIONS:,} exceptions are no rule; begin another one")
        series = self.rule.series(planned(self.begin, "begin"))
        last, moved = self._ends(series), tuple(sorted((to.toordinal(), day.toordinal()) for day, to in self.moved))
        off = frozenset([*(day.toordinal() for day in self.skipped), *(day for _, day in moved)])
        if len(off) < len(self.skipped) + len(moved):
            raise Inconsistent("skipped", "what is skipped cannot be moved; leave it out of one of the two")
        for day in off:
            if day > last or series.on_or_after(day) != day:
                raise Inconsistent("skipped", f"{date.fromordinal(day)} is no day of the rule; leave it out")
        paused = tuple((since.toordinal(), until.toordinal()) for since, until in self.paused)
        object.__setattr__(self, "_timeline", Timeline(series, last, off, moved, paused, self.shift))
        object.__setattr__(self, "_tz", zone_of(self.zone))

    def _ends(self, series: Series) -> int:
        """The last day that may come."""
        first = series.on_or_after(self.begin.toordinal())
        if first > LAST_DAY:
            raise Inconsistent("begin", f"nothing comes from {self.begin} on; choose a rule that has such days")
        if self.count is not None:
            if self.until is not None:
                raise Inconsistent("count", "until and count both say when it ends; leave one of them out")
            return min(series.nth(counted(self.count, "count", _MOST_COUNTED)), LAST_DAY)
        if self.until is None:
            return LAST_DAY
        if planned(self.until, "until").toordinal() < first:
            reason = f"{self.until} is before it first comes; choose {date.fromordinal(first)} or later"
            raise Inconsistent("until", reason)
        return self.until.toordinal()

    # -- starters

    @classmethod
    def every(
        cls, number: int, unit: str, *, begin: date, on: Spot | Iterable[Spot] | None = None,
        nth: int | Iterable[int] | None = None, month: int | None = None, **fields: Unpack[CadenceFields],
    ) -> Self:  # fmt: skip
        """Every so many days, weeks, months, quarters or years.

        The first is the first such day from ``begin`` on, and it goes on from there. ``on`` names weekdays; or from
        months up days of the month (1 to 31, ``"last"``), or weekdays of which the ``nth`` is meant (1 to 4, or -1 for
        the last). ``month`` is which one of the quarter or year. What is left out is as on the day ``begin``.

        >>> close = Cadence.every(1, "quarter", on="last", month=3, begin=date(2027, 1, 11))
        >>> str(close.next_after(date(2027, 3, 31)).day)
        '2027-06-30'
        >>> Cadence.every(1, "year", on=30, month=2, begin=date(2027, 1, 11))
        Traceback (most recent call last):
        coleadership.errors.Inconsistent: on: February never has a day 30; choose up to 29, or 'last'
        """
        rule, first = begun(number, unit, planned(begin, "begin"), on=on, nth=nth, month=month)
        return cls(rule=rule, begin=first, **fields)

    @classmethod
    def weekly(cls, on: Spot | Iterable[Spot] | None = None, *, begin: date, **fields: Unpack[CadenceFields]) -> Self:
        """Every week, on one weekday or several.

        >>> str(Cadence.weekly("fri", begin=date(2027, 1, 4)).begin)
        '2027-01-08'
        """
        return cls.every(1, "week", on=on, begin=begin, **fields)

    @classmethod
    def monthly(
        cls, on: Spot | Iterable[Spot] | None = None, *, begin: date, nth: int | Iterable[int] | None = None,
        **fields: Unpack[CadenceFields],
    ) -> Self:  # fmt: skip
        """Every month, on days of the month or on the ``nth`` of its weekdays.

        >>> str(Cadence.monthly("mon", nth=1, begin=date(2027, 1, 11)).begin)
        '2027-02-01'
        """
        return cls.every(1, "month", on=on, nth=nth, begin=begin, **fields)

    @classmethod
    def from_rrule(
        cls, text: str, *, begin: date | None = None, at: time | None = None, zone: str | None = None,
        shift: WorkdayShift = WorkdayShift.NONE,
    ) -> Self:  # fmt: skip
        """Read a rule of iCalendar (RFC 5545), with DTSTART and EXDATE if they stand there.

        ``begin``, ``at`` and ``zone`` stand in for what the text does not say. Rules finer than a day are refused.

        >>> Cadence.from_rrule("FREQ=WEEKLY;BYDAY=MO", begin=date(2027, 1, 6)) == Cadence.weekly(
        ...     "mon", begin=date(2027, 1, 6)
        ... )
        True
        """
        from coleadership.rhythm.rrules import read  # noqa: PLC0415 - only who reads iCalendar waits for it

        told = read(text, begin=begin, at=_clock(at), zone=zone)
        whole = cls(
            rule=told.rule, begin=told.begin, until=told.until, count=told.count, at=told.at, zone=told.zone,
            shift=shift,
        )  # fmt: skip
        skipped = tuple(day for day in told.skipped if whole.occurrence(day) is not None)
        return attrs.evolve(whole, skipped=skipped) if skipped else whole

    # -- verbs

    def skip(self, day: date) -> Self:
        """Leave one out; the others come as they would.

        >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4))
        >>> str(weekly.skip(date(2027, 1, 11)).next_after(date(2027, 1, 4)).day)
        '2027-01-18'
        >>> weekly.skip(date(2027, 1, 12))
        Traceback (most recent call last):
        coleadership.errors.Inconsistent: day: nothing comes on 2027-01-12 by the rule; choose 2027-01-11 or 2027-01-18
        """
        self._check_comes(day)
        moved = tuple((one, to) for one, to in self.moved if one != day)
        return attrs.evolve(self, skipped=(*self.skipped, day), moved=moved)

    def move(self, day: date, to: date) -> Self:
        """Hold one on another day, on which it is then not shifted. It keeps its name; two may be on the same day.

        >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4)).move(date(2027, 1, 11), date(2027, 1, 13))
        >>> weekly.next_after(date(2027, 1, 4))
        Occurrence(original=datetime.date(2027, 1, 11), day=datetime.date(2027, 1, 13), at=None)
        """
        self._check_comes(day)
        if until := self._timeline.pause_over(planned(to, "to").toordinal()):
            raise Inconsistent("to", f"{to} is in a pause until {date.fromordinal(until)}; choose a day outside")
        return attrs.evolve(self, moved=(*self.moved, (day, to)))

    def restore(self, day: date) -> Self:
        """Take back that one was skipped or moved.

        >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4))
        >>> weekly.skip(date(2027, 1, 11)).restore(date(2027, 1, 11)) == weekly
        True
        """
        skipped = tuple(one for one in self.skipped if one != day)
        moved = tuple((one, to) for one, to in self.moved if one != day)
        if skipped == self.skipped and moved == self.moved:
            raise Inconsistent("day", f"{day} was neither skipped nor moved; choose a day that was")
        return attrs.evolve(self, skipped=skipped, moved=moved)

    def pause(self, since: date, until: date | None) -> Self:
        """Leave out what would come from a day to another, both of them in it; what was moved counts where it is held.

        >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4)).pause(date(2027, 6, 1), date(2027, 8, 31))
        >>> str(weekly.next_after(date(2027, 5, 31)).day)
        '2027-09-06'
        """
        if until is None:
            raise Inconsistent("until", "a pause without end would be the end; say the last day of it")
        return attrs.evolve(self, paused=(*self.paused, (since, until)))

    def resume(self, day: date) -> Self:
        """End what is paused before a day, so that it goes on from there.

        >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4)).pause(date(2027, 6, 1), date(2027, 8, 31))
        >>> str(weekly.resume(date(2027, 8, 9)).next_after(date(2027, 5, 31)).day)
        '2027-08-09'
        """
        last = date.fromordinal(planned(day, "day").toordinal() - 1)
        left = tuple((since, min(until, last)) for since, until in self.paused if since <= last)
        return attrs.evolve(self, paused=left)

    def end(self, day: date) -> Self:
        """Let a day be the last that may come, unless it ends sooner; what was skipped or moved after it is forgotten.

        >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4)).skip(date(2027, 2, 1)).end(date(2027, 1, 31))
        >>> weekly.skipped, weekly.next_after(date(2027, 1, 25))
        ((), None)
        """
        if self._timeline.last <= planned(day, "day").toordinal():
            return self
        skipped = tuple(one for one in self.skipped if one <= day)
        moved = tuple((one, to) for one, to in self.moved if one <= day)
        return attrs.evolve(self, until=day, count=None, skipped=skipped, moved=moved)

    # -- questions

    def next_after(self, when: When, calendar: WorkingDays = WEEKDAYS) -> Occurrence | None:
        """What comes first after a day, a point in time or an occurrence; None if nothing does.

        After an occurrence comes the next one even where both are held on the same day, so nothing is left out by
        going from one to the next.
        """
        if isinstance(when, Occurrence):
            found = self._timeline.after(when.day.toordinal(), when.original.toordinal(), calendar)
        else:
            found = self._timeline.after(self._reached(when, before=False), BEYOND, calendar)
        return None if found is None else self._occurrence(*found)

    def previous(self, when: When, calendar: WorkingDays = WEEKDAYS) -> Occurrence | None:
        """What comes last before a day, a point in time or an occurrence; None if nothing does.

        >>> str(Cadence.weekly("mon", begin=date(2027, 1, 4)).previous(date(2027, 1, 11)).day)
        '2027-01-04'
        """
        if isinstance(when, Occurrence):
            found = self._timeline.before(when.day.toordinal(), when.original.toordinal(), calendar)
        else:
            found = self._timeline.before(self._reached(when, before=True), BEYOND, calendar)
        return None if found is None else self._occurrence(*found)

    def between(
        self, first: date | datetime, last: date | datetime, calendar: WorkingDays = WEEKDAYS
    ) -> Iterator[Occurrence]:
        """What comes from one day or point in time to another, both of them in it, in the order in which it comes."""
        begin, end = self._reached(first, before=True), self._reached(last, before=False)
        return self._walk(begin, end, calendar)

    def _walk(self, held: int, end: int, calendar: WorkingDays) -> Iterator[Occurrence]:
        found = self._timeline.after(held, BEYOND, calendar)
        while found is not None and found[0] <= end:
            yield self._occurrence(*found)
            found = self._timeline.after(*found, calendar)

    def occurrence(self, day: date, calendar: WorkingDays = WEEKDAYS) -> Occurrence | None:
        """That which comes on a day by the rule, wherever it is held; None if there is none, or not any more.

        >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4)).move(date(2027, 1, 11), date(2027, 1, 13))
        >>> str(weekly.occurrence(date(2027, 1, 11)).day), weekly.occurrence(date(2027, 1, 13))
        ('2027-01-13', None)
        """
        held = self._timeline.held(day_of(day, "day").toordinal(), calendar)
        return None if held is None else self._occurrence(*held)

    def to_rrule(self) -> str:
        """Itself in iCalendar: DTSTART, RRULE, EXDATE for what is skipped, paused or moved, RDATE for where that went.

        iCalendar has no words for a shift to working days, nor for the zone of days without a time: they are left out.

        >>> print(Cadence.monthly(30, begin=date(2027, 1, 30)).to_rrule())
        DTSTART;VALUE=DATE:20270130
        RRULE:FREQ=MONTHLY;BYMONTHDAY=30,-1;BYSETPOS=1
        """
        from coleadership.rhythm.rrules import written  # noqa: PLC0415 - as above

        return written(self)

    def local_day(self, when: datetime) -> date:
        """Which day it is in its zone."""
        return when.astimezone(self._tz).date()

    def midnight(self, day: date) -> datetime:
        """The point in time, in UTC, at which a day begins in its zone."""
        return moment_at(day, time(), self._tz)

    def _occurrence(self, held: int, original: int) -> Occurrence:
        day = date.fromordinal(held)
        named = day if held == original else date.fromordinal(original)
        return Occurrence(named, day, None if self.at is None else moment_at(day, self.at, self._tz))

    def _reached(self, when: date | datetime, *, before: bool) -> int:
        """The last day that has come by then, or ``before`` then, and its time of day if there is one."""
        if type(when) is date:
            return when.toordinal() - before
        if not isinstance(when, datetime):
            return day_of(when, "when").toordinal() - before
        if when.utcoffset() is None:
            raise Inconsistent("when", f"{when.isoformat()} has no time zone; add one, for example tzinfo=UTC")
        _ = planned(when.date(), "when")
        day = self.local_day(when)
        if self.at is None:
            return day.toordinal() - before
        while (moment := moment_at(day, self.at, self._tz)) > when or (before and moment == when):
            day = date.fromordinal(day.toordinal() - 1)
        return day.toordinal()

    def _check_comes(self, day: date) -> None:
        """Raise for a day that is the name of no occurrence, and say which are near."""
        if self.occurrence(day) is None:
            near = (self._timeline.on_or_before(day.toordinal()), self._timeline.on_or_after(day.toordinal()))
            could = " or ".join(str(date.fromordinal(one)) for one in near if one not in {NEVER, BEYOND})
            raise Inconsistent("day", f"nothing comes on {day} by the rule; choose {could or 'another cadence'}")
