"""Retention with random rules, holds, ticks and interruptions in any order: what is due goes, and nothing else does."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import coleadership as co
from coleadership.records import Batch
from coleadership.stores.memory import MemoryStore
from tests.builders import AT

LENGTHS = (2, 3, 5)
RULES = st.tuples(
    st.sampled_from(["notes", "talks", "feedback"]), st.sampled_from(["said", "over"]), st.sampled_from(LENGTHS)
)  # fmt: skip


class Unsteady(MemoryStore):
    """A store that is too slow, or fails, when it is told to."""

    failing = False

    def erase(self, seals: object, batch: Batch) -> int:
        """As told above."""
        if self.failing:
            self.failing = False
            raise co.StoreError(self.url, "the disk failed")
        return super().erase(seals, batch)  # type: ignore[arg-type]


@attrs.define
class Words:
    """What was said: which words, by and to whom, on which day, and where."""

    said: co.Prose
    kind: str
    named: set[str]
    day: int
    cycle: str | None = None


class RetentionLife(RuleBasedStateMachine):
    """Time goes on, people talk, holds come and go; beside it stands a list of all words and of what is to be there."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Unsteady()
        self.journal = co.Journal(self.store)
        self.today = 0
        self.words = list[Words]()
        self.set_rules = dict[str, tuple[str, str, int]]()
        self.ended = dict[str, int]()
        self.gone = set[str]()
        self.clean = False

    @initialize(rules=st.lists(RULES, min_size=1, max_size=3))
    def begin(self, rules: list[tuple[str, str, int]]) -> None:
        """Three people, two cycles of talks, and some rules."""
        made = [self.journal.save(co.Person.join(name, at=AT)) for name in ("Anna", "Bo", "Cim")]
        self.people = [one.id for one in made]
        self.cycles = [self.begun(*self.people[:2]), self.begun(*self.people[1:])]
        for one in rules:
            self.set_one(*one)

    def begun(self, *people: str) -> str:
        """A cycle that is never missed in the time that this takes."""
        cycle = co.Cycle.begin(
            "Talks", about=["team_1"], participants=dict.fromkeys(people, "co_leader"), cadence=YEARLY, by=people[0],
            at=self.now,
        )  # fmt: skip
        return self.journal.save(cycle).id

    @property
    def now(self) -> datetime:
        """The time that it is."""
        return AT + timedelta(days=self.today)

    # -- what people do

    @rule(giver=st.integers(0, 2), other=st.integers(1, 2))
    def give_feedback(self, giver: int, other: int) -> None:
        """Somebody tells somebody else."""
        by, to = self.people[giver], self.people[(giver + other) % 3]
        told = self.journal.save(co.Feedback.give(f"F{len(self.words)}", to=[to], by=by, at=self.now))
        assert told.text.words is not None
        self.words.append(Words(told.text.words, "feedback", {by, to}, self.today))
        self.clean = False

    @rule(which=st.integers(0, 1), alone=st.booleans())
    def talk(self, which: int, alone: bool) -> None:
        """Two people follow up, and one of them takes notes."""
        if self.cycles[which] in self.ended:
            return
        cycle = self.journal.load(self.cycles[which])
        assert isinstance(cycle, co.Cycle)
        people = [seat.person for seat in cycle.participants]
        by, present = people[0], [] if alone else people[1:]
        number = len(self.words)
        held_now = cycle.follow_up(
            notes=f"N{number}", confirmations=[f"C{number}"], by=by, present=present, at=self.now
        )
        held = self.journal.save(held_now).talks.latest
        assert held is not None
        assert held.notes is not None
        for said, kind in ((held.notes, "notes"), (held.confirmations[0], "talks")):
            self.words.append(Words(said, kind, {by, *present}, self.today, cycle.id))
        self.clean = False

    @rule(days=st.integers(1, 3))
    def wait(self, days: int) -> None:
        """Time goes on, and nobody asks."""
        self.today += days
        self.clean = False

    @rule(which=st.integers(0, 1))
    def end_cycle(self, which: int) -> None:
        """A cycle is over, and another one begins."""
        old = self.cycles[which]
        cycle = self.journal.load(old)
        assert isinstance(cycle, co.Cycle)
        people = [seat.person for seat in cycle.participants]
        _ = self.journal.save(cycle.end(by=people[0], at=self.now))
        self.ended[old] = self.today
        self.cycles[which] = self.begun(*people)
        self.clean = False

    # -- what is decided

    @precondition(lambda self: len(self.set_rules) < 4)
    @rule(one=RULES)
    def set_rule(self, one: tuple[str, str, int]) -> None:
        """Somebody says how long words are kept."""
        self.set_one(*one)

    def set_one(self, kind: str, since: str, days: int) -> None:
        """Set a rule."""
        since = "said" if kind == "feedback" else since
        made = self.journal.save(co.Retention.set(kind, since=since, days=days, ground="x", by="hr", at=self.now))
        self.set_rules[made.id] = (kind, since, days)
        self.clean = False

    @precondition(lambda self: bool(self.set_rules))
    @rule(data=st.data(), days=st.sampled_from(LENGTHS))
    def change_rule(self, data: st.DataObject, days: int) -> None:
        """For longer, or shorter."""
        id = data.draw(st.sampled_from(sorted(self.set_rules)))
        kind, since, before = self.set_rules[id]
        if before != days:
            old = self.journal.load(id)
            assert isinstance(old, co.Retention)
            _ = self.journal.save(old.change(days=days, ground="y", by="hr", at=self.now))
            self.set_rules[id] = (kind, since, days)
            self.clean = False

    @precondition(lambda self: len(self.set_rules) > 1)
    @rule(data=st.data())
    def end_rule(self, data: st.DataObject) -> None:
        """No longer."""
        id = data.draw(st.sampled_from(sorted(self.set_rules)))
        old = self.journal.load(id)
        assert isinstance(old, co.Retention)
        _ = self.journal.save(old.end(by="hr", at=self.now))
        del self.set_rules[id]

    @rule(who=st.integers(0, 2), days=st.none() | st.integers(0, 6))
    def hold(self, who: int, days: int | None) -> None:
        """Somebody's words have to be kept."""
        until = None if days is None else (self.now + timedelta(days=days)).date()
        person = self.journal.load(self.people[who])
        assert isinstance(person, co.Person)
        _ = self.journal.save(person.hold("Dispute", by="hr", until=until, at=self.now))

    @rule(who=st.integers(0, 2))
    def lift(self, who: int) -> None:
        """They have to be kept no longer."""
        person = self.journal.load(self.people[who])
        assert isinstance(person, co.Person)
        for one in person.holds:
            person = person.lift_hold(one.id, by="hr", at=self.now)
        _ = self.journal.save(person)
        self.clean = False

    # -- time

    @rule(days=st.integers(0, 3), fails=st.sampled_from([False, False, True]), again=st.booleans())
    def tick(self, days: int, fails: bool, again: bool) -> None:
        """Time goes on and is asked for, and may fail halfway."""
        self.today += days
        self.store.failing = fails
        told = self.journal.tick(self.now)
        self.clean = not told.failed
        self.store.failing = False
        if again and self.clean:
            assert self.journal.tick(self.now).recorded == 0, "nothing is done twice"

    # -- what is promised

    def held(self) -> set[str]:
        """Who is under a hold today."""
        today, people = self.now.date(), self.journal.find(co.Person)
        return {one.id for one in people if any(hold.holds(today) for hold in one.holds)}

    def due(self, words: Words) -> bool:
        """Whether a rule lets some words go by today."""
        for kind, since, days in self.set_rules.values():
            begin = words.day
            if since == "over":
                if words.cycle not in self.ended:
                    continue
                begin = max(begin, self.ended[words.cycle])
            if kind == words.kind and self.today > begin + days:
                return True
        return False

    @invariant()
    def what_is_to_be_there_is(self) -> None:
        """Nothing goes under a hold or early; after a tick that did not fail, all else that is due has gone."""
        if not self.words:
            return
        there = self.store.prose([one.said.seal for one in self.words])
        held = self.held()
        for one in self.words:
            erased = there[one.said.seal].is_erased
            if erased and one.said.seal not in self.gone:
                assert self.due(one), "it went early"
                assert not held & one.named, "it went under a hold"
                self.gone.add(one.said.seal)
            assert erased or not self.clean or not self.due(one) or held & one.named, "it should have gone"

    @invariant()
    def a_plan_says_what_a_tick_does(self) -> None:
        """What is planned is what is due, and what keeps it."""
        if not self.words:
            return
        held, there = self.held(), self.store.prose([one.said.seal for one in self.words])
        planned = {one.words: one.kept_by for one in self.journal.plan_retention(self.now)}
        due = {
            one.said.seal: one.named & held
            for one in self.words
            if self.due(one) and not there[one.said.seal].is_erased
        }
        assert planned.keys() == due.keys()
        assert all((by in due[seal]) if due[seal] else by is None for seal, by in planned.items())

    def teardown(self) -> None:
        """The history is whole."""
        assert self.journal.verify().ok


YEARLY = co.Cadence.every(52, "week", on="mon", begin=AT.date())
TestRetentionLife = RetentionLife.TestCase
TestRetentionLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
