"""The lives of a decision and an initiative, with random people doing random things in any order, at any time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coleadership.deciding.counsel import AdviceUse, Involved
from coleadership.deciding.decision_text import DecisionFields
from coleadership.deciding.decisions import Decision
from coleadership.deciding.initiatives import Initiative
from coleadership.deciding.methods import METHODS, misfit
from coleadership.deciding.venture import Way
from coleadership.errors import ColeadershipError
from coleadership.heart.life import Adopted, Force
from tests.builders import AT
from tests.deciding import ALL, ALONE, CO_LEADERS, TWO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

PEOPLE = ("anna", "bo", "cim", "anna", "bo", "dan", "eve")
TABLES: list[Mapping[str, str]] = [TWO, ALL, CO_LEADERS, ALONE, {"bo": "coordinator"}]

someone = st.sampled_from(PEOPLE)
methods = st.sampled_from([*METHODS])
levels = st.sampled_from([None, None, None, *range(1, 8)])


class DecisionLife(RuleBasedStateMachine):
    """“Any order of requests either does a legal thing or raises and changes nothing”."""

    decision: Decision
    now: datetime

    @initialize(method=methods, table=st.sampled_from(TABLES), level=levels, whole=st.sampled_from([False, True, True]))
    def begin(self, method: str, table: Mapping[str, str], level: int | None, whole: bool) -> None:
        """Somebody opens a question, with an answer or without."""
        self.now, first = AT, next(iter(table))
        given: DecisionFields = {"level": level}
        if whole:
            given = {"level": level, "outcome": "Yes", "responsible": [first], "no_expert": "Nobody"}
        self.decision = Decision.draft("Who?", parties=table, method=method, by=first, at=AT, **given)

    def ask(self, verb: Callable[[Decision], Decision]) -> None:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before, copy = self.decision, Decision.folded(self.decision.unrecorded)
        try:
            after = verb(before)
        except ColeadershipError:
            assert before.settled() == copy
            return
        new, step = after.unrecorded[len(before.unrecorded) :], before
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        for event in new:
            expected = Decision.MOVES.get((step.force, event.participle))
            if isinstance(event, Adopted):
                self.check_adopted(step, event)
            step = step.after(event)
            assert expected is step.force
        if before.counsel.spoken:
            assert after._rule() == before._rule()
        self.decision = after

    def check_adopted(self, before: Decision, event: Adopted) -> None:
        """“Method fits delegation level”, “≥1 named responsible” who said yes, “≥1 affected and ≥1 expert asked”."""
        proposal = before.formulation.proposal(event.proposal)
        assert proposal is not None
        text = proposal.content.without(proposal.left)
        agreed = {voice.seat for voice in proposal.voices if voice.stance.value in {"consent", "concern"}}
        known = () if before.in_force is None else before.in_force.content.responsible
        assert text.responsible
        assert {*text.responsible} <= agreed | {*known}
        assert text.outcome is not None
        assert text.level is None or not [*misfit(text.level, text.method, text.deciders)]
        if text.takes_advice:
            for how, nobody in ((Involved.AFFECTED, text.no_affected), (Involved.EXPERT, text.no_expert)):
                assert nobody or {*before.counsel.asked_as(how)} - {seat.person for seat in text.deciders}
            closes = proposal.closes
            assert not before.counsel.awaited or (closes is not None and event.stamp.at >= closes)

    @rule(days=st.integers(0, 9))
    def time_passes(self, days: int) -> None:
        """Nothing happens for a while, and then time has its say."""
        self.now += timedelta(days=days)
        self.ask(lambda d: d.settle(at=self.now))

    @rule(by=someone, outcome=st.sampled_from(["Yes", "No", None]), who=someone, level=levels)
    def word(self, by: str, outcome: str | None, who: str, level: int | None) -> None:
        """Somebody words it anew."""
        self.ask(lambda d: d.revise(by=by, outcome=outcome, responsible=[who], level=level, at=self.now))

    @rule(by=someone, method=methods, table=st.sampled_from(TABLES), apart=st.sampled_from([False, False, True]))
    def choose(self, by: str, method: str, table: Mapping[str, str], apart: bool) -> None:
        """Somebody wants another method, or other voices."""
        self.ask(lambda d: d.revise(by=by, method=method, parties=table, apart=apart, at=self.now))

    @rule(by=someone, whom=st.lists(st.sampled_from(["cleo", "eve", "anna"]), max_size=2), experts=st.booleans())
    def ask_advice(self, by: str, whom: list[str], experts: bool) -> None:
        """Somebody asks others."""
        group: dict[str, list[str]] = {"experts": whom} if experts else {"affected": whom}
        self.ask(lambda d: d.ask_advice(by=by, at=self.now, **group))  # type: ignore[arg-type]

    @rule(by=st.sampled_from(["cleo", "eve", "anna"]), how=st.sampled_from(["advise", "volunteer"]))
    def advise(self, by: str, how: str) -> None:
        """Somebody who was asked answers, or somebody who was not."""
        self.ask(lambda d: d.advise("x", by=by, at=self.now) if how == "advise" else d.volunteer(by=by, at=self.now))

    @rule(by=someone, adviser=st.sampled_from(["cleo", "eve", "anna"]), use=st.sampled_from(AdviceUse))
    def weigh(self, by: str, adviser: str, use: AdviceUse) -> None:
        """Somebody says what became of advice."""
        self.ask(lambda d: d.weigh(adviser, use, "x", by=by, at=self.now))

    @rule(by=someone)
    def propose(self, by: str) -> None:
        """Somebody puts it to the others."""
        self.ask(lambda d: d.propose(by=by, nothing_to_add=True, at=self.now))

    @rule()
    def all_consent(self) -> None:
        """All that is lacking is done and everybody says yes, so that lives get far."""
        first = self.decision.table[0].person if self.decision.table else "anna"
        self.ask(
            lambda d: d.revise(by=first, outcome="Yes", level=None, responsible=[first], no_expert="x", at=self.now)
        )
        self.ask(lambda d: d.ask_advice(by=first, affected=["cleo"], at=self.now))
        self.ask(lambda d: d.propose(by=first, nothing_to_add=True, at=self.now))
        for open_one in self.decision.proposals[:1]:
            for by in open_one.silent:
                self.ask(lambda d, by=by: d.consent(by=by, nothing_to_add=True, at=self.now))  # type: ignore[misc]

    @rule(by=someone, how=st.sampled_from(["yes", "aside", "object", "withdraw", "leave", "end", "pause", "resume"]))
    def live(self, by: str, how: str) -> None:
        """Something of the shared life happens."""
        deeds: dict[str, Callable[[Decision], Decision]] = {
            "yes": lambda d: d.consent(by=by, nothing_to_add=True, at=self.now),
            "aside": lambda d: d.stand_aside(by=by, at=self.now),
            "object": lambda d: d.object("no", by=by, at=self.now),
            "withdraw": lambda d: d.withdraw(by=by, at=self.now),
            "leave": lambda d: d.leave(by=by, at=self.now),
            "end": lambda d: d.end_together(by=by, at=self.now),
            "pause": lambda d: d.pause("leave", by=by, at=self.now),
            "resume": lambda d: d.resume(by=by, at=self.now),
        }
        self.ask(deeds[how])

    @rule(by=someone, less=st.integers(0, 1), says_so=st.sampled_from([True, True, False]))
    def give_way(self, by: str, less: int, says_so: bool) -> None:
        """A later decision is taken by all of them, or by fewer, in the place of this one."""
        table = {seat.person: seat.part for seat in [*self.decision.table][less:]}
        if self.decision.in_force is None or len(table) < 2:
            return
        first, said = next(iter(table)), [self.decision.id] if says_so else []
        later = Decision.in_meeting(
            "Who now?", parties=table, method="consensus", present=[*table], by=first, supersedes=said, outcome="Yes",
            responsible=[first], at=AT,
        )  # fmt: skip
        before = self.decision
        self.ask(lambda d: d.give_way(later, by=by, at=self.now))
        if self.decision is not before:
            assert (says_so, self.decision.superseded_by, self.decision.status) == (True, later.id, "superseded")
            assert by in {seat.person for seat in before._bound()}
            assert {*before.responsible} & {*table} or before._rule().decided_by != "proposer"

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        assert Decision.folded(self.decision.unrecorded) == self.decision.settled()
        assert [event.stamp.step for event in self.decision.unrecorded] == [*range(1, self.decision.revision + 1)]

    @invariant()
    def there_is_always_something_to_show(self) -> None:
        """A page can be drawn in every state, and its words are those that can be looked up."""
        decision = self.decision
        shown = (repr(decision), decision.next_due, decision.readiness([]), [*decision.awaited], decision.wakes)
        assert all(part is not NotImplemented for part in shown)
        assert decision.status in Decision.STATUSES
        assert {relation for relation, _ in decision.links()} <= Decision.RELATIONS
        assert (decision.force is Force.ENDED) == (decision.status in Decision.OVER)

    @invariant()
    def somebody_answers_for_what_is_decided(self) -> None:
        """“Each decision has ≥1 named responsible”, as long as it is in force."""
        decision = self.decision
        if decision.force in {Force.IN_FORCE, Force.PAUSED}:
            assert decision.responsible
            assert {*decision.responsible} <= {seat.person for seat in decision.in_force.seats}  # type: ignore[union-attr]

    @invariant()
    def owes_what_it_awaits(self) -> None:
        """Whoever owes something is among those whom it waits for, at any time."""
        awaited = {*self.decision.awaited}
        for person in {*PEOPLE, "cleo"}:
            for days in (0, 30, 300):
                assert person in awaited or not [*self.decision.owed(person, self.now + timedelta(days=days))]


class InitiativeLife(RuleBasedStateMachine):
    """People carry an initiative, go beyond what they may decide, and put that right, in any order."""

    initiative: Initiative

    @initialize(others=st.lists(someone, max_size=2))
    def begin(self, others: list[str]) -> None:
        """Somebody takes it, alone or with others."""
        self.initiative = Initiative.take("A board", by="anna", together_with=others, at=AT)

    @rule(
        by=someone,
        what=st.sampled_from(["join", "leave", "tell", "beyond", "explain", "repair", "support"] * 2
                             + ["on", "finish", "stop"]),
    )  # fmt: skip
    def happen(self, by: str, what: str) -> None:
        """Something is done or refused, and if refused, nothing has changed."""
        deeds: dict[str, Callable[[Initiative], Initiative]] = {
            "join": lambda i: i.join(by=by, at=AT),
            "leave": lambda i: i.leave(by=by, at=AT),
            "tell": lambda i: i.tell(["bo", "team_1"], by=by, at=AT),
            "beyond": lambda i: i.go_beyond("x", by=by, at=AT),
            "explain": lambda i: i.explain("x", to=["bo", "cleo"], by=by, at=AT),
            "repair": lambda i: i.repair("x", by=by, at=AT),
            "support": lambda i: i.support("x", by=by, at=AT),
            "on": lambda i: i.carry_on("goal_1", by=by, at=AT),
            "finish": lambda i: i.finish(by=by, at=AT),
            "stop": lambda i: i.stop("x", by=by, at=AT),
        }
        before = self.initiative
        try:
            self.initiative = deeds[what](before)
        except ColeadershipError:
            assert before.settled() == Initiative.folded(before.unrecorded)
        else:
            assert len(self.initiative.unrecorded) == len(before.unrecorded) + 1

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """What happened is all there is."""
        assert Initiative.folded(self.initiative.unrecorded) == self.initiative.settled()

    @invariant()
    def its_status_follows_from_what_was_said(self) -> None:
        """Somebody carries it always; over is over; nothing is repaired before it is explained."""
        initiative = self.initiative
        assert initiative.people
        assert (initiative.conclusion is not None) == (initiative.status in {way.value for way in Way})
        assert all(one.explained is not None for one in initiative.beyond if one.repaired is not None)
        assert not [lack for lack in initiative.findings() if lack.blocks]
        owing = {one.by for one in initiative.beyond if one.explained is None}
        assert owing == {*initiative.awaited} == {by for by in PEOPLE if [*initiative.owed(by, AT)]}


TestDecisionLife: type = DecisionLife.TestCase
TestDecisionLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)  # type: ignore[attr-defined]
TestInitiativeLife: type = InitiativeLife.TestCase
TestInitiativeLife.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)  # type: ignore[attr-defined]
