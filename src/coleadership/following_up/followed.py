"""What is followed up again and again: its state, how it follows from what happened, and what time does to it.

The verbs are in `cycles`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Final, Self, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.evolving import evolve
from coleadership.following_up.course import Course
from coleadership.following_up.following import (
    Acknowledged,
    AgendaChanged,
    Begun,
    CycleEnded,
    CycleEvent,
    CyclePaused,
    CycleResumed,
    FollowedUp,
    Missed,
    ParticipantsChanged,
    Prepared,
    RhythmChanged,
    SupportAnswered,
)
from coleadership.following_up.forms import Form
from coleadership.following_up.talks import Talks
from coleadership.heart.due import FellDue, Stage, retold
from coleadership.heart.events import Calendars, Reserved, Stamp, Subject, moment
from coleadership.heart.obligations import Obligation, Owed
from coleadership.heart.wording import Seat
from coleadership.ids import any_id, derived_id, kind_of
from coleadership.prose import Prose
from coleadership.rhythm.workdays import WEEKDAYS, WorkingDays

if TYPE_CHECKING:
    from coleadership.ids import CycleId

__all__ = ["Followed"]

_MOST_MISSED: Final = 10_000
"""The most that are found to be missed at once: every day of 27 years."""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Followed(Subject[CycleEvent]):
    """Something that people follow up together, in a rhythm."""

    KIND: ClassVar[str] = "cycle"
    KEPT_EVERY: ClassVar[int] = 1
    SHAPE: ClassVar[int] = 2
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"participant", "about"})
    LIVING: ClassVar[frozenset[str]] = RELATIONS
    STATUSES: ClassVar[frozenset[str]] = frozenset({"active", "paused", "ended"})
    OVER: ClassVar[frozenset[str]] = frozenset({"ended"})
    TIMELY: ClassVar[tuple[str, ...]] = ("course", "calendar", "paused_until", "is_ended")

    if TYPE_CHECKING:
        id: CycleId

    name: Prose
    about: tuple[str, ...]
    """What is followed up: agreements, goals, assignments, teams, programmes."""
    participants: tuple[Seat, ...]
    """Who takes part now, people or roles, each with their part."""
    began: date
    """The day on which it was begun, where its cadence is."""
    course: Course
    form: Form
    agenda: tuple[Prose, ...] = ()
    acknowledged: bool = False
    """Whether those who were not there say that they have read it."""
    calendar: str | None = None
    """The id of the calendar by which days are shifted to working days."""
    talks: Talks = attrs.field(factory=Talks)
    """The last follow-up, and what is open from it and those before it."""
    paused_until: date | None = None
    is_ended: bool = False

    # -- the passing of time

    def settle(self, *, at: datetime | None = None, calendars: Calendars | None = None) -> Self:
        """Record what time alone has brought about: a pause is over, one was missed, the next is coming up or due."""
        if self.is_ended:
            return self
        at = moment(at)
        days = WEEKDAYS if self.calendar is None else (calendars or {}).get(self.calendar, WEEKDAYS)
        cycle = self._caught_up(at, days)
        news = None if cycle.paused_until else cycle.course.news(cycle.course.cadence.local_day(at))
        if news is None:
            return cycle
        to = self.course.reminders.to if news.stage is Stage.ESCALATED else ()
        return cycle._record(FellDue(cycle._timely(news.stage, news.on, at), news.what, news.on, news.stage, to))

    # -- questions

    @property
    def title(self) -> Prose:
        """What it is called."""
        return self.name

    @property
    def status(self) -> str:
        """One word for lists: active, paused or ended."""
        return "ended" if self.is_ended else "active" if self.paused_until is None else "paused"

    @property
    def next_due(self) -> date | None:
        """The day of what is open or comes next."""
        one = self.course.open
        return None if one is None or self.is_ended else one.day

    @property
    def audience(self) -> str:
        """Those who take part."""
        return "parties"

    @property
    def wakes(self) -> datetime | None:
        """When time next has something to tell: while it rests, that the pause is over."""
        if self.is_ended:
            return None
        if self.paused_until is not None:
            return self.course.cadence.midnight(self.paused_until + timedelta(days=1))
        return self.course.wakes

    @property
    def awaited(self) -> Iterator[str]:
        """Whoever takes part, and who has something to acknowledge, to answer or to do next."""
        people = self._people
        if not self.is_ended:
            yield from people if self.course.open is not None else self.talks.takers(people)
        yield from self.talks.awaited

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:
        """A follow-up that is due or comes up, by everybody who takes part; what is to be done next or answered."""
        named = f"“{self.name}”"
        yield from self.talks.owed(person, self.id, named)
        if self.is_ended or person not in self._people:
            return
        cycle, today = self._caught_up(now, WEEKDAYS), self.course.cadence.local_day(now)
        if cycle.paused_until is not None:
            return
        if person in self.talks.takers(self._people):
            yield from self.talks.next_step_owed(person, self.id, named, today)
        course, stage, one = cycle.course, cycle.course.stage(now), cycle.course.open
        if one is None or stage is None:
            return
        ahead = course.reminders.begins(Stage.UPCOMING, one.day)
        reason = f"{named} {'is' if one.day >= today else 'was'} to be followed up on {one.day}"
        yield Obligation(
            person=person, subject=self.id, owed=Owed.FOLLOW_UP, reason=reason, since=ahead or one.day,
            until=course.until, verb="check_in", about=one.original.isoformat(),
        )  # fmt: skip

    def links(self) -> Iterator[tuple[str, str]]:
        """Who takes part, and what is followed up."""
        yield from (("participant", seat.person) for seat in self.participants)
        yield from (("about", id) for id in self.about)

    @property
    def reserved(self) -> Iterator[Reserved]:
        """What is talked about is for those who take part: whom it waits for besides reads what concerns them."""
        yield Reserved("talk", self._people, self.agenda)
        yield from self.talks.reserved(self._people)

    def shown(self, may: Callable[[Reserved], bool]) -> Self:
        """The same for whoever takes part; of what is talked about, others see what waits for them."""
        if may(Reserved("talk", self._people)):
            return self
        return evolve(self, agenda=(), talks=self.talks.shown(may), partial=True)

    # -- folding

    @classmethod
    def begun(cls, event: CycleEvent) -> Self:
        """The cycle as it was begun."""
        begun = cast("Begun", event)
        course = Course(cadence=begun.cadence, reminders=begun.reminders, since=begun.since, coming=begun.coming)
        return cls(
            id=cast("CycleId", begun.stamp.subject), revision=begun.stamp.step, name=begun.title, about=begun.about,
            participants=begun.participants, began=begun.since, course=course, form=begun.form, agenda=begun.agenda,
            acknowledged=begun.acknowledged, calendar=begun.calendar,
        )  # fmt: skip

    def after(self, event: CycleEvent) -> Self:
        """The cycle after an event."""
        step = event.stamp.step
        match event:
            case FollowedUp() if event.settles is not None:
                course = self.course.closed(event.coming)
                return evolve(self, revision=step, talks=self.talks.after(event), course=course)
            case FollowedUp() | Acknowledged() | Prepared() | SupportAnswered():
                return evolve(self, revision=step, talks=self.talks.after(event))
            case Missed():
                return evolve(self, revision=step, course=self.course.closed(event.coming))
            case FellDue():
                return evolve(self, revision=step, course=evolve(self.course, told=retold(self.course.told, event)))
            case RhythmChanged():
                course = self.course.changed(event.cadence, event.coming, event.since)
                return evolve(self, revision=step, course=course)
            case CyclePaused():
                course = self.course.changed(event.cadence, event.coming, event.since)
                return evolve(self, revision=step, course=course, paused_until=event.until)
            case CycleResumed():
                course = self.course.changed(event.cadence, event.coming, event.since)
                return evolve(self, revision=step, course=course, paused_until=None)
            case ParticipantsChanged():
                return evolve(self, revision=step, participants=event.participants)
            case AgendaChanged():
                return evolve(self, revision=step, agenda=event.agenda)
            case CycleEnded():
                return evolve(self, revision=step, is_ended=True)
            case Begun():
                return evolve(self, revision=step)

    # -- what the verbs stand on

    @property
    def _people(self) -> tuple[str, ...]:
        """Who takes part."""
        return tuple(seat.person for seat in self.participants)

    def _could(self, what: str, at: datetime) -> bool:  # noqa: ARG002 - as all of them are asked
        asked = {"acknowledged": self.talks.waiting, "support_answered": self.talks.support}
        if self.is_ended or what in asked:
            return bool(asked.get(what))
        return what != "resumed" or self.paused_until is not None

    def _allow(self, by: str, at: datetime) -> None:
        """Raise before it began, once it is over, and for whoever takes no part; who holds a role is not known here."""
        if (day := self.course.cadence.local_day(at)) < self.began:
            raise Inconsistent("at", f"{day} is before this was begun; choose {self.began} or later")
        if self.is_ended:
            raise NotAllowedNow(self.id, status="ended", wanted="followed up", allowed=self.allowed(at))
        people = self._people
        if any_id(by, "by") not in people and all(kind_of(person) != "role" for person in people):
            raise NotAllowedFor(by, wanted="do this", who_could=", ".join(people))

    def _caught_up(self, at: datetime, working_days: WorkingDays) -> Self:
        """Record that a pause was over, and what was missed: the next one has come, and it had not been held."""
        cycle, today = self, self.course.cadence.local_day(at)
        if self.paused_until is not None and today > self.paused_until:
            cycle = cycle._resumed(None, at, self.paused_until + timedelta(days=1), working_days)
        most = self.revision + _MOST_MISSED
        while cycle.paused_until is None and (missed := cycle.course.open) and cycle.course.has_passed(today):
            if cycle.revision > most:
                raise Inconsistent("at", f"more than {_MOST_MISSED:,} were missed by {at:%F}; give the time that it is")
            stamp = cycle._timely("missed", missed.original, at)
            cycle = cycle._record(Missed(stamp, missed.original, cycle.course.advanced(working_days)))
        return cycle

    def _resumed(self, by: str | None, at: datetime, day: date, working_days: WorkingDays) -> Self:
        """Record that it goes on from a day."""
        cadence = self.course.cadence.resume(day)
        stamp = self._timely("resumed", day, at) if by is None else self._stamp(by, at)
        return self._record(CycleResumed(stamp, cadence, self.course.planned(cadence, day, working_days), day))

    def _timely(self, what: str, day: date, at: datetime) -> Stamp:
        """The stamp of what time alone brought about: the same id wherever that is recorded, and for nothing else."""
        step = self.revision + 1
        return Stamp(derived_id("event", day, self.id, f"{step}", day.isoformat(), what), self.id, step, None, at)
