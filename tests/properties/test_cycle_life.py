"""The life of a cycle: followed up, missed, skipped, moved, paused and changed in any order, as days go by."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import coleadership as co
from coleadership.errors import ColeadershipError
from coleadership.following_up.cycles import Cycle
from coleadership.following_up.following import (
    CycleEvent,
    CyclePaused,
    CycleResumed,
    FollowedUp,
    Missed,
    RhythmChanged,
)
from coleadership.heart.due import Reminders
from coleadership.records import Query
from coleadership.rhythm.cadence import Cadence, CadenceFields
from coleadership.rhythm.timeline import WorkdayShift
from coleadership.rhythm.workdays import WEEKDAYS
from tests.builders import AT

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = ("anna", "bo", "cim", "role_chair")
TABLES = (
    {"anna": "co_leader", "bo": "coordinator"},
    {"anna": "co_leader", "bo": "coordinator", "cim": "mentor"},
    {"bo": "coordinator", "role_chair": "chair"},
    {"anna": "member"},
)
MONTHLY: tuple[int | str, ...] = (1, 15, "last")
FAR = timedelta(300)

someone = st.sampled_from(PEOPLE)
tables = st.sampled_from(TABLES)
steps = st.integers(0, 9)
places = st.integers(-1, 3)
"""The next one that is to come, one of those after it, or one that is behind."""
reminders = st.sampled_from(
    [
        Reminders(),
        Reminders(ahead=None, grace=None),
        Reminders(ahead=1, grace=0, escalate=1, to=("role_chair",)),
        Reminders(ahead=20, grace=None, escalate=30, to=("cim",)),
    ]
)


@st.composite
def rhythms(draw: st.DrawFn, first: date) -> Cadence:
    """Rhythms that come often, with or without a time, a zone, an end and a shift to working days."""
    zone = draw(st.sampled_from([None, "UTC", "Europe/Stockholm", "Pacific/Kiritimati"]))
    fields: CadenceFields = {
        "zone": zone,
        "at": None if zone is None else draw(st.sampled_from([None, time(9, 30), time(0), time(23, 45)])),
        "shift": draw(st.sampled_from(WorkdayShift)),
    }
    begin = first + timedelta(draw(st.integers(-30, 10)))
    match draw(st.sampled_from(["until", "count", None, None, None, None])):
        case "until":
            fields["until"] = begin + timedelta(draw(st.integers(40, 200)))
        case "count":
            fields["count"] = draw(st.integers(1, 30))
        case _:
            pass
    unit = draw(st.sampled_from(["days", "weeks", "weeks", "months"]))
    if unit == "days":
        return Cadence.every(draw(st.integers(1, 9)), unit, begin=begin, **fields)
    if unit == "weeks":
        days = draw(st.lists(st.sampled_from(["mon", "wed", "sat", "sun"]), min_size=1, max_size=3, unique=True))
        return Cadence.every(draw(st.integers(1, 2)), unit, on=days, begin=begin, **fields)
    on = draw(st.sampled_from(MONTHLY))
    return Cadence.monthly(on, begin=begin, **fields)


@attrs.define
class Plan:
    """What comes by a rule and its exceptions, worked out one day after another and not by the cadence."""

    rule: Cadence
    by_rule: Cadence
    skipped: set[date]
    moved: dict[date, date]
    paused: list[tuple[date, date]]

    @classmethod
    def of(cls, cadence: Cadence) -> Plan:
        """A rule and its exceptions, told apart."""
        plain = attrs.evolve(cadence, skipped=(), moved=(), paused=())
        return cls(
            plain,
            attrs.evolve(plain, shift=WorkdayShift.NONE),
            {*cadence.skipped},
            dict(cadence.moved),
            [*cadence.paused],
        )

    def between(self, first: date, last: date) -> list[tuple[date, date]]:
        """What is held from one day to another, with its day by the rule, in the order in which it comes."""
        near = timedelta(7)  # further than a shift leads
        names = {one.original for one in self.by_rule.between(first - near, last + near)} | {*self.moved}
        held = ((self.held(name), name) for name in names)
        return sorted((day, name) for day, name in held if day is not None and first <= day <= last)

    def held(self, name: date) -> date | None:
        """When what has this name is held, if it is at all."""
        if name in self.skipped:
            return None
        by_rule = self.moved.get(name, name)
        if any(since <= by_rule <= until for since, until in self.paused):
            return None
        return by_rule if name in self.moved else self.shifted(name)

    def shifted(self, day: date) -> date:
        """The working day that takes the place of a day."""
        ways = {
            WorkdayShift.NONE: [0],
            WorkdayShift.FORWARD: range(7),
            WorkdayShift.BACK: range(0, -7, -1),
            WorkdayShift.NEAREST: [0, 1, -1, 2, -2],
        }
        could = (day + timedelta(way) for way in ways[self.rule.shift])
        return next(one for one in could if self.rule.shift is WorkdayShift.NONE or WEEKDAYS.is_working(one))


class CycleLife(RuleBasedStateMachine):
    """“Any order of requests either does a legal thing or raises and changes nothing”."""

    cycle: Cycle
    now: datetime
    plan: Plan
    events: list[CycleEvent]
    settled: dict[date, str]
    """What became of those that are behind, by name: held or missed; those that were ahead of another rhythm."""

    def __init__(self) -> None:
        super().__init__()
        self.journal = co.open_journal("memory:")

    @initialize(rhythm=rhythms(AT.date()), table=tables, reminders=reminders, read=st.booleans())
    def begin(self, rhythm: Cadence, table: dict[str, str], reminders: Reminders, read: bool) -> None:
        """Some people begin to follow something up."""
        self.now, by = AT, next(iter(table))
        try:
            self.cycle = Cycle.begin(
                "Us", about=["goal_1"], participants=table, cadence=rhythm, reminders=reminders, acknowledged=read,
                by=by, at=AT,
            )  # fmt: skip
        except ColeadershipError:
            rhythm = Cadence.weekly("mon", begin=AT.date())
            self.cycle = Cycle.begin("Us", about=["goal_1"], participants=table, cadence=rhythm, by=by, at=AT)
        self.events, self.settled, self.plan = [*self.cycle.unrecorded], {}, Plan.of(rhythm)

    def teardown(self) -> None:
        """“The card of a saved cycle equals the rebuilt one”."""
        if hasattr(self, "cycle"):
            _ = self.journal.save(self.cycle)
            before = self.journal.store.cards(Query(states=True))
            _ = self.journal.rebuild()
            assert self.journal.store.cards(Query(states=True)) == before
            assert self.journal.load(self.cycle.id) == self.cycle.settled()
        self.journal.close()

    # -- asking

    def ask(self, verb: Callable[[Cycle], Cycle]) -> bool:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before = self.cycle
        try:
            after = verb(before)
        except ColeadershipError:
            assert Cycle.folded(self.events) == before.settled()
            return False
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        step = before
        for event in after.unrecorded[len(before.unrecorded) :]:
            self.note(step, event)
            step = step.after(event)
        self.cycle = after
        return True

    def note(self, before: Cycle, event: CycleEvent) -> None:
        """Work out what an event means for what is behind."""
        self.events.append(event)
        match event:
            case FollowedUp(settles=date() as name):
                assert self.settled.setdefault(name, "held") == "held"
                assert name == before.course.coming[0].original
            case Missed(on=name):
                (day,) = {day for day, one in self.unsettled(self.now.date() + FAR, before) if one == name}
                assert day < before.course.cadence.local_day(event.stamp.at)
                self.settled[name] = "missed"
            case RhythmChanged(since=date() as since, cadence=cadence):
                self.leave(before, event)
                self.plan, self.settled = Plan.of(cadence), {}
                if (ahead := before.course.last) is not None:
                    there = [one for one in self.plan.between(since, ahead.day) if one <= (ahead.day, ahead.original)]
                    self.settled = {name: "held by the rhythm before" for _, name in there}
            case CyclePaused() | CycleResumed():
                self.leave(before, event)
                self.plan.paused = [*event.cadence.paused]
            case _:
                pass

    def leave(self, before: Cycle, event: RhythmChanged | CyclePaused | CycleResumed) -> None:
        """“What was still open by the old one is owed no more”: that is one at most, and the one that was open."""
        assert event.since is not None
        today = before.course.cadence.local_day(event.stamp.at)
        resumes = isinstance(event, CycleResumed)
        left = [name for _, name in self.unsettled((event.since if resumes else today) - timedelta(1), before)]
        assert left in ([], [] if resumes else [one.original for one in before.course.coming[:1]])
        assert event.since >= event.cadence.local_day(event.stamp.at) or resumes

    def unsettled(self, last: date, cycle: Cycle | None = None) -> list[tuple[date, date]]:
        """What was or is to come up to a day, and has not been held or missed."""
        cycle = cycle or self.cycle
        since = cycle.course.since
        if cycle.paused_until is not None:
            since = max(since, cycle.paused_until + timedelta(1))
        return [one for one in self.plan.between(since, last) if one[1] not in self.settled]

    # -- what people do

    @rule(days=steps, hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        """Nothing happens for a while."""
        self.now += timedelta(days=days, hours=hours)

    @rule(days=st.none() | steps)
    def tick(self, days: int | None) -> None:
        """Time has its say, if it has one: “`settle` records something exactly if `wakes` said so”."""
        before, wakes = self.cycle, self.cycle.wakes
        self.now = max(self.now, wakes or self.now) if days is None else self.now + timedelta(days=days)
        assert self.ask(lambda c: c.settle(at=self.now))
        assert (wakes is not None and wakes <= self.now) == (self.cycle.revision > before.revision)
        assert self.cycle.wakes is None or self.cycle.wakes > self.now
        assert self.cycle.settle(at=self.now) is self.cycle
        again = before.settled().settle(at=self.now + timedelta(seconds=1)).unrecorded
        new = self.cycle.unrecorded[len(before.unrecorded) :]
        assert [one.stamp.id for one in again[: len(new)]] == [one.stamp.id for one in new]

    @rule(by=someone, others=st.lists(someone, max_size=2), more=st.booleans(), of=st.none() | someone)
    def follow_up(self, by: str, others: list[str], more: bool, of: str | None) -> None:
        """Some of them look at how it is going."""
        if more:
            asked = {} if of is None else {of: "Help"}
            self.ask(lambda c: c.follow_up(by=by, present=others, lessons=["So"], support=asked, at=self.now))
        else:
            self.ask(lambda c: c.check_in("Thanks", by=by, present=others, at=self.now))

    @precondition(lambda self: self.cycle.talks.waiting or self.cycle.talks.support)
    @rule(by=someone, seat=st.none() | someone, what=st.sampled_from(["read", "give", "decline"]))
    def answer(self, by: str, seat: str | None, what: str) -> None:
        """Somebody reads what they were not at, or answers what was asked of them."""
        talks = self.cycle.talks
        if what == "read" and talks.waiting:
            self.ask(lambda c: c.acknowledge(talks.waiting[0].follow_up, by=by, seat=seat, at=self.now))
        elif talks.support and what == "give":
            self.ask(lambda c: c.give_support(talks.support[0].id, by=by, at=self.now))
        elif talks.support:
            self.ask(lambda c: c.decline_support(talks.support[0].id, "No time", by=by, at=self.now))

    def coming(self, place: int) -> date:
        """The name of what is to come next or later, or of what is behind."""
        there = [name for _, name in self.unsettled(self.now.date() + timedelta(60))]
        return there[place] if 0 <= place < len(there) else self.now.date() - timedelta(place)

    @rule(by=someone, place=places)
    def skip(self, by: str, place: int) -> None:
        """One time is left out."""
        name = self.coming(place)
        if self.ask(lambda c: c.skip(name, "A fair", by=by, at=self.now)):
            self.plan.skipped.add(name)
            _ = self.plan.moved.pop(name, None)

    @rule(by=someone, place=places, other=places, days=st.sampled_from([0, 0, -1, 1, 5]))
    def move(self, by: str, place: int, other: int, days: int) -> None:
        """One time is held on another day, often near another one."""
        name, to = self.coming(place), self.coming(other) + timedelta(days)
        if self.ask(lambda c: c.move(name, to, by=by, at=self.now)):
            self.plan.moved[name] = to

    @rule(by=someone, days=st.integers(-1, 40))
    def pause(self, by: str, days: int) -> None:
        """It rests."""
        self.ask(lambda c: c.pause("Leave", until=self.now.date() + timedelta(days), by=by, at=self.now))

    @precondition(lambda self: self.cycle.paused_until is not None)
    @rule(by=someone)
    def resume(self, by: str) -> None:
        """It goes on."""
        self.ask(lambda c: c.resume(by=by, at=self.now))

    @rule(by=someone, data=st.data())
    def change_rhythm(self, by: str, data: st.DataObject) -> None:
        """They follow up more often, or less."""
        rhythm = data.draw(rhythms(self.now.date()))
        self.ask(lambda c: c.change_rhythm(rhythm, by=by, at=self.now))

    @rule(by=someone, table=st.sampled_from([*TABLES, *TABLES, None]))
    def change_participants(self, by: str, table: dict[str, str] | None) -> None:
        """Others take part, or nobody any more: it ends."""
        if table is None:
            self.ask(lambda c: c.end(by=by, at=self.now))
        else:
            self.ask(lambda c: c.change_participants(table, by=by, at=self.now))

    @precondition(lambda self: self.cycle.unrecorded)
    @rule()
    def save(self) -> None:
        """It is kept, and comes back equal."""
        self.cycle = self.journal.save(self.cycle)
        assert self.journal.load(self.cycle.id) == self.cycle

    # -- what holds

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        assert Cycle.folded(self.events) == self.cycle.settled()

    @invariant()
    def no_two_events_have_one_id(self) -> None:
        """Whoever has been told of an event knows it again, and takes no other for it."""
        assert len({event.stamp.id for event in self.events}) == len(self.events)

    @invariant()
    def everything_by_the_rule_is_behind_or_to_come(self) -> None:
        """Each ends in exactly one of held, missed, left out, or still open or to come; the first two are known."""
        course = self.cycle.course
        assert [course.cadence] == [attrs.evolve(
            self.plan.rule, skipped=tuple(self.plan.skipped), moved=tuple(self.plan.moved.items()),
            paused=tuple(self.plan.paused),
        )]  # fmt: skip
        to_come = self.unsettled(self.now.date() + FAR)
        assert [(one.day, one.original) for one in course.coming] == to_come[:2]
        ahead = [course.last, *course.coming]
        placed = [(one.day, one.original) for one in ahead if one is not None]
        if course.last is None or course.last.day >= course.since:
            assert all(one < other for one, other in pairwise(placed))
        assert all(one.day >= course.since for one in course.coming)
        if self.cycle.paused_until is not None and self.cycle.next_due is not None:
            assert self.cycle.next_due > self.cycle.paused_until

    @invariant()
    def whoever_owes_is_awaited(self) -> None:
        """“Whoever `owed` yields something for is in `awaited`”, whenever it is asked; time settled or not."""
        cycle = self.cycle
        for now in (self.now, self.now + timedelta(30)):
            owed = {person: [*cycle.owed(person, now)] for person in (*PEOPLE, "dan")}
            assert {person for person, some in owed.items() if some} <= {*cycle.awaited}
            settled = cycle.settle(at=now)
            for person, some in owed.items():
                assert some == [*settled.owed(person, now)]
                assert all(one.until is None or one.since <= one.until for one in some)
        cycle = cycle.settle(at=self.now)
        if cycle.next_due is not None and cycle.paused_until is None:
            due = cycle.course.cadence.midnight(cycle.next_due) + timedelta(hours=23, minutes=50)
            told = {person for person in PEOPLE if [*cycle.owed(person, max(due, self.now))]}
            assert told == {*cycle.awaited}

    @invariant()
    def can_be_shown(self) -> None:
        """A line in a list can be drawn in every state."""
        cycle = self.cycle
        assert cycle.status in Cycle.STATUSES
        assert {relation for relation, _ in cycle.links()} <= Cycle.RELATIONS
        assert repr(cycle)
        assert (cycle.next_due is None) or cycle.status != "ended"


TestCycleLife: type = CycleLife.TestCase
TestCycleLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)  # type: ignore[attr-defined]
