"""Cycles: what is followed up, by whom and in which rhythm, and what came of it each time.

The next time follows from the rhythm, never from when the last follow-up was: being early, late or away shifts nothing.
A follow-up counts for the time that is open; where that has not come yet, only if it is nearer than the last one, or
than the day on which it began. Another on top of these counts for none, and neither does one while it rests. Once the
next time has come, one that was not held is missed, and owed no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final, Self, TypedDict, Unpack, cast

from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.following_up.course import Course
from coleadership.following_up.follow_ups import FollowUp, FollowUpFields
from coleadership.following_up.followed import Followed
from coleadership.following_up.following import (
    Acknowledged,
    AgendaChanged,
    Begun,
    CycleEnded,
    CyclePaused,
    FollowedUp,
    ParticipantsChanged,
    Prepared,
    RhythmChanged,
    SupportAnswered,
)
from coleadership.following_up.forms import CHECK_IN, Form, answered
from coleadership.heart.due import Reminders
from coleadership.heart.events import Stamp, moment
from coleadership.heart.given import check_names, ids_of, listed, seated
from coleadership.heart.wording import Seat
from coleadership.ids import any_id, kind_of, new_id
from coleadership.prose import Prose, line, said_by, text
from coleadership.rhythm.cadence import Cadence, Occurrence
from coleadership.rhythm.workdays import WEEKDAYS, WorkingDays, day_of, days_after

__all__ = ["Cycle", "CycleFields"]

_MOST_FOLLOWED: Final = 100
_MOST_TAKING_PART: Final = 200
_MOST_POINTS: Final = 50


class CycleFields(TypedDict, total=False):
    """What a cycle may say beside what, who and how often; see `Cycle.begin`."""

    form: Form
    agenda: Iterable[str | Prose]
    reminders: Reminders
    acknowledged: bool
    calendar: str | None


class Cycle(Followed):
    """People who follow something up together, again and again."""

    # -- starter

    @classmethod
    def begin(
        cls, title: str | Prose, *, about: Iterable[str], participants: Mapping[str, str], cadence: Cadence, by: str,
        working_days: WorkingDays = WEEKDAYS, at: datetime | None = None, **fields: Unpack[CycleFields],
    ) -> Self:  # fmt: skip
        """Begin to follow something up, from today on.

        ``form`` is the form of talk, ``agenda`` what is talked about each time, ``reminders`` when time says that one
        is due. With ``acknowledged=True`` whoever was not at a follow-up says that they have read it. ``calendar``
        names the calendar of ``working_days`` that is asked from then on.

        >>> cycle = Cycle.begin(
        ...     "Anna and Bo",
        ...     about=["agreement_1"],
        ...     participants={"anna": "co_leader", "bo": "coordinator"},
        ...     cadence=Cadence.weekly("mon", begin=date(2027, 1, 4)),
        ...     by="bo",
        ... )
        >>> cycle = cycle.check_in("Thanks, carry on", next_step="Call the printers", by="anna")
        >>> cycle.status, cycle.talks.latest.purposes
        ('active', frozenset({'confirmation'}))
        """
        check_names(fields, CycleFields.__annotations__)
        at = moment(at)
        cadence, reminders = _cadence(cadence), _reminders(fields.get("reminders", Reminders()))
        course = Course.begun(cadence, reminders, cadence.local_day(at), working_days)
        if not course.coming:
            raise Inconsistent("cadence", f"nothing comes from {course.since} on; give one that goes on")
        followed = ids_of("about", _MOST_FOLLOWED)(about)
        if not followed:
            raise Inconsistent("about", "say what is followed up: the ids of agreements, goals, assignments or teams")
        calendar = fields.get("calendar")
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, any_id(by, "by"), at)
        begun = Begun(
            stamp, line(title, field="title").owned_by(stamp.subject), followed, _seats(participants), cadence,
            None if calendar is None else any_id(calendar, "calendar"),
            _form(fields.get("form", CHECK_IN)), _points(fields.get("agenda", ()), by), reminders,
            bool(fields.get("acknowledged")), course.since, course.coming,
        )  # fmt: skip
        return cls._begin(begun)

    # -- verbs: following up

    def check_in(
        self, words: str | Prose, *, by: str, next_step: str | Prose | None = None,
        next_step_until: date | None = None, present: Iterable[str] = (), working_days: WorkingDays = WEEKDAYS,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """The everyday follow-up, in one line or two: a confirmation, and perhaps what comes next."""
        self._allow(by, at := moment(at))
        today, there = self.course.cadence.local_day(at), self._there(present, by)
        held = FollowUp.held(
            today, by, CHECK_IN, there, confirmations=[words], next_step=next_step, next_step_until=next_step_until
        )
        return self._held(held, working_days, at)

    def follow_up(
        self, *, by: str, present: Iterable[str] = (), form: Form | None = None,
        answers: Mapping[str, str | Prose] | None = None, working_days: WorkingDays = WEEKDAYS,
        at: datetime | None = None, **fields: Unpack[FollowUpFields],
    ) -> Self:  # fmt: skip
        """Record a follow-up: whatever came of it is offered as a field of `FollowUp`, and nothing of it is demanded.

        ``by`` took it down, ``present`` are the others who were there. ``form`` is another form of talk for once.
        Questions that a form asks before the talk are answered by `prepare`.
        """
        self._allow(by, at := moment(at))
        form = self.form if form is None else _form(form)
        given = answered(form, {} if answers is None else answers, by)
        early = tuple(answer for answer in self.talks.prepared if form.asks(answer.question))
        form.check_order(given, early)
        today, there = self.course.cadence.local_day(at), self._there(present, by)
        return self._held(FollowUp.held(today, by, form, there, (*early, *given), **fields), working_days, at)

    def prepare(
        self, answers: Mapping[str, str | Prose], *, by: str, form: Form | None = None, at: datetime | None = None
    ) -> Self:
        """Answer questions of a form before the next talk of it, such as what is expected of what comes."""
        self._allow(by, at := moment(at))
        form = self.form if form is None else _form(form)
        given = answered(form, answers, by)
        if not given:
            raise Inconsistent("answers", f"answer at least one question of {form.name}")
        return self._record(Prepared(self._stamp(by, at), given))

    def acknowledge(self, follow_up: str, *, by: str, seat: str | None = None, at: datetime | None = None) -> Self:
        """Say that one has read a follow-up; whoever took part when it was held can, and nobody else.

        ``seat`` is the role that one holds, where that takes part.
        """
        found = next((one for one in self.talks.waiting if one.follow_up == follow_up), None)
        if found is None:
            known = ", ".join(one.follow_up for one in self.talks.waiting) or "none does"
            raise Inconsistent("follow_up", f"{follow_up} waits for nobody (waiting: {known})")
        if (seat := seat or by) not in found.people or (seat != by and kind_of(seat) != "role"):
            raise NotAllowedFor(by, wanted="acknowledge this", who_could=", ".join(found.people))
        return self._record(Acknowledged(self._stamp(by, at), follow_up, seat))

    def give_support(
        self, request: str, *, by: str, words: str | Prose | None = None, at: datetime | None = None
    ) -> Self:
        """Say that one has given what was asked."""
        return self._answered(request, by, given=True, words=words, at=at)

    def decline_support(self, request: str, reason: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Say why one cannot give what was asked, so that whoever asked can look elsewhere."""
        return self._answered(request, by, given=False, words=text(reason, field="reason"), at=at)

    # -- verbs: the rhythm

    def change_rhythm(
        self, cadence: Cadence, *, by: str, reason: str | Prose | None = None, working_days: WorkingDays = WEEKDAYS,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Follow up in another rhythm, from today on; what was still open by the old one is owed no more.

        While it rests, it goes on doing so.
        """
        cycle = self._by_now(by, at := moment(at), working_days)
        first = today = (cadence := _cadence(cadence)).local_day(at)
        if cycle.paused_until is not None and today <= cycle.paused_until:
            cadence, first = cadence.pause(today, cycle.paused_until), days_after(cycle.paused_until, 1)
        coming = cycle.course.planned(cadence, first, working_days)
        if not coming:
            raise Inconsistent("cadence", f"nothing comes from {first} on; give one that goes on, or end the cycle")
        return cycle._record(RhythmChanged(cycle._stamp(by, at), cadence, coming, today, None, said_by(by, reason)))

    def skip(
        self, day: date, reason: str | Prose, *, by: str, working_days: WorkingDays = WEEKDAYS,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Leave one time out, named by its day by the rule, and say why."""
        cycle, said = self._by_now(by, at := moment(at), working_days), text(reason, field="reason").owned_by(by)
        cadence = cycle.course.cadence.skip(cycle._open(day, working_days))
        return cycle._replanned(cadence, day, said, cycle._stamp(by, at), working_days)

    def move(
        self, day: date, to: date, *, by: str, reason: str | Prose | None = None,
        working_days: WorkingDays = WEEKDAYS, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Hold one time on another day; the others stay where they are."""
        cycle = self._by_now(by, at := moment(at), working_days)
        course, last = cycle.course, cycle.course.last
        today = course.cadence.local_day(at)
        if day_of(to, "to") < today or course.is_closed(Occurrence(day_of(day, "day"), to)):
            free = today if last is None else max(today, days_after(last.day, 1))
            raise Inconsistent("to", f"{to} is behind you already; choose {free} or later")
        cadence = course.cadence.move(cycle._open(day, working_days), to)
        return cycle._replanned(cadence, day, said_by(by, reason), cycle._stamp(by, at), working_days)

    def pause(
        self, reason: str | Prose, *, until: date, by: str, working_days: WorkingDays = WEEKDAYS,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Let it rest until a day, that day included, as for a parental leave: nothing is owed meanwhile."""
        cycle, said = self._by_now(by, at := moment(at), working_days), text(reason, field="reason").owned_by(by)
        today = cycle.course.cadence.local_day(at)
        cadence = cycle.course.cadence.pause(today, until)
        if cycle.paused_until is not None and until < cycle.paused_until:
            raise Inconsistent("until", f"it rests until {cycle.paused_until} already; resume it to go on earlier")
        coming = cycle.course.planned(cadence, days_after(until, 1), working_days)
        return cycle._record(CyclePaused(cycle._stamp(by, at), said, until, cadence, coming, today))

    def resume(self, *, by: str, working_days: WorkingDays = WEEKDAYS, at: datetime | None = None) -> Self:
        """Go on before the pause is over; once it is, this is what time has done already."""
        cycle = self._by_now(by, at := moment(at), working_days)
        if self.paused_until is None:
            raise NotAllowedNow(self.id, status="active", wanted="resumed", allowed=self.allowed(at))
        if cycle.paused_until is None:
            return cycle
        return cycle._resumed(by, at, cycle.course.cadence.local_day(at), working_days)

    # -- verbs: who and what

    def change_participants(
        self, participants: Mapping[str, str], *, by: str, reason: str | Prose | None = None,
        working_days: WorkingDays = WEEKDAYS, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Say who takes part from now on; what was owed before stays with whoever took part then."""
        cycle, seats = self._by_now(by, at := moment(at), working_days), _seats(participants)
        if seats == self.participants:
            raise Inconsistent("participants", "the same people take part already; nothing needs to be said")
        return cycle._record(ParticipantsChanged(cycle._stamp(by, at), seats, said_by(by, reason)))

    def set_agenda(self, points: Iterable[str | Prose], *, by: str, at: datetime | None = None) -> Self:
        """Say what is talked about from now on; an empty agenda is one, too."""
        self._allow(by, at := moment(at))
        return self._record(AgendaChanged(self._stamp(by, at), _points(points, by)))

    def end(
        self, *, by: str, reason: str | Prose | None = None, working_days: WorkingDays = WEEKDAYS,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Follow it up no more; what was asked in it, and is to be read, stays owed."""
        cycle = self._by_now(by, at := moment(at), working_days)
        return cycle._record(CycleEnded(cycle._stamp(by, at), said_by(by, reason)))

    # -- what the verbs stand on

    def _by_now(self, by: str, at: datetime, working_days: WorkingDays) -> Self:
        """The cycle by now, for somebody who takes part: what was missed is recorded before anything changes that."""
        self._allow(by, at)
        return self._caught_up(at, working_days)

    def _held(self, held: FollowUp, working_days: WorkingDays, at: datetime) -> Self:
        """Record a follow-up, and what it counts for, once what was missed before it is recorded."""
        cycle = self._caught_up(at, working_days)
        counts = None if cycle.paused_until else cycle.course.counts_for(held.on)
        coming = cycle.course.coming if counts is None else cycle.course.advanced(working_days)
        away = (seat.person for seat in self.participants if seat.person not in held.present)
        waiting = tuple(away) if self.acknowledged else ()
        settles = None if counts is None else counts.original
        return cycle._record(FollowedUp(cycle._stamp(held.by, at), held, settles, waiting, coming))

    def _there(self, present: Iterable[str], by: str) -> tuple[str, ...]:
        return ids_of("present", _MOST_TAKING_PART)((by, *cast("tuple[str, ...]", listed(present, "present"))))

    def _open(self, day: date, working_days: WorkingDays) -> date:
        """The name of one that is still to be held."""
        one = self.course.cadence.occurrence(day, working_days)
        if one is not None and self.course.is_closed(one):
            raise Inconsistent(
                "day", f"{day} is behind you already; choose {self.course.open and self.course.open.original} or later"
            )
        return day

    def _replanned(
        self, cadence: Cadence, day: date, why: Prose | None, stamp: Stamp, working_days: WorkingDays
    ) -> Self:
        """Record that what is to come comes otherwise on one day."""
        resting = self.paused_until
        first = self.course.since if resting is None else max(self.course.since, days_after(resting, 1))
        coming = self.course.planned(cadence, first, working_days)
        return self._record(RhythmChanged(stamp, cadence, coming, None, day, why))

    def _answered(self, request: str, by: str, *, given: bool, words: str | Prose | None, at: datetime | None) -> Self:
        found = next((one for one in self.talks.support if one.id == request), None)
        if found is None:
            known = ", ".join(one.id for one in self.talks.support) or "none is open"
            raise Inconsistent("request", f"{request} is no open request for support (open: {known})")
        if by != found.of and kind_of(found.of) != "role":
            raise NotAllowedFor(by, wanted="answer this", who_could=found.of)
        return self._record(SupportAnswered(self._stamp(by, at), request, given, said_by(by, words, field="words")))


def _cadence(value: object) -> Cadence:
    if not isinstance(value, Cadence):
        raise Inconsistent("cadence", f"{value!r:.40} is no cadence; give one, as Cadence.weekly makes it")
    return value


def _reminders(value: object) -> Reminders:
    if not isinstance(value, Reminders):
        raise Inconsistent("reminders", f"{value!r:.40} are no reminders; give some, as in Reminders(ahead=1)")
    return value


def _form(value: object) -> Form:
    if not isinstance(value, Form):
        raise Inconsistent("form", f"{value!r:.40} is no form; give one, such as ASSIGNMENT_DIALOGUE")
    return value


def _seats(participants: Mapping[str, str]) -> tuple[Seat, ...]:
    seats = seated(participants, field="participants")
    if not 1 <= len(seats) <= _MOST_TAKING_PART:
        raise Inconsistent("participants", f"{len(seats)} take part; name from 1 to {_MOST_TAKING_PART}")
    return seats


def _points(points: Iterable[str | Prose], by: str) -> tuple[Prose, ...]:
    given = listed(points, "agenda")
    if len(given) > _MOST_POINTS:
        raise Inconsistent("agenda", f"{len(given)} points are more than {_MOST_POINTS}; leave some for another time")
    return tuple(line(cast("str", point), field="agenda").owned_by(by) for point in given)
