"""The lives of a goal and an assignment, with random people doing random things in any order, at any time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coleadership.errors import ColeadershipError
from coleadership.goals.goal import Goal
from coleadership.goals.goal_text import GoalFields
from coleadership.goals.goalposts import Shift
from coleadership.goals.measures import Metric
from coleadership.goals.pursuit import Achieved, Dropped, NotAchieved, Reformulated
from coleadership.heart.consent import CONSENSUS, CONSENT, MAJORITY, DecisionRule, Stance
from coleadership.heart.kinds import Part
from coleadership.heart.life import Adopted, Force, Proposed, VoiceGiven
from coleadership.organisation.assignments import Assignment
from tests.builders import AT, on
from tests.pursuing import OWNED, TAKEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

PEOPLE = ("anna", "bo", "anna", "bo", "cim", "eve")
MEASURES = [*(Metric(start=10, target=target, unit="calls") for target in (0, 2, 5, 6)), Metric(start=10)]

someone = st.sampled_from(PEOPLE)
seldom = st.sampled_from([False, False, False, False, True])
present = st.sampled_from([["anna", "bo"], ["anna", "bo", "cim"], [], ["eve"]])


class GoalLife(RuleBasedStateMachine):
    """“Any order of requests either does a legal thing or raises and changes nothing”."""

    goal: Goal
    now: datetime
    decides: DecisionRule

    @initialize(decides=st.sampled_from([CONSENSUS, CONSENT, MAJORITY]), three=st.booleans(), met=st.booleans())
    def begin(self, decides: DecisionRule, three: bool, met: bool) -> None:
        """Somebody drafts a goal, or all of them agree on one in a room."""
        self.now, self.decides = AT, decides
        parties = {**OWNED, **({"cim": Part.OWNER} if three else {})}
        given = GoalFields(measure=MEASURES[0], due=on(30), rule=decides) if met else GoalFields(rule=decides)
        self.goal = (
            Goal.in_meeting("Calm", parties=parties, present=[*parties], by="bo", at=AT, **given)
            if met
            else Goal.draft("Calm", parties=parties, by="anna", at=AT, **given)
        )

    def ask(self, verb: Callable[[Goal], Goal]) -> None:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before, copy = self.goal, Goal.folded(self.goal.unrecorded)
        try:
            after = verb(before)
        except ColeadershipError:
            assert before.settled() == copy
            return
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        self.check_moves(before, after)
        self.check_reformulation(before, after)
        self.goal = after

    def check_moves(self, before: Goal, after: Goal) -> None:
        """Force moves only as the table says."""
        step = before
        for event in after.unrecorded[len(before.unrecorded) :]:
            expected = Goal.MOVES.get((step.force, event.participle))
            step = step.after(event)
            assert expected is step.force

    def check_reformulation(self, before: Goal, after: Goal) -> None:
        """“Needs a reason and the consent of the same parties, freezes the score of the old wording”."""
        new = after.unrecorded[len(before.unrecorded) :]
        adopted = [event for event in new if isinstance(event, Adopted)]
        frozen = [event for event in new if isinstance(event, Reformulated)]
        if not adopted:
            assert frozen == []
            return
        asked = [event for event in after.unrecorded if isinstance(event, Proposed)
                 and event.proposal == adopted[0].proposal][-1]  # fmt: skip
        assert after.agreed.concrete
        assert after.agreed.followable
        if before.in_force is None:
            assert asked.rule == CONSENSUS
            assert frozen == []
        else:
            assert asked.rule == before.in_force.content.rule
            assert frozen[0].wording == before.in_force.wording
            assert frozen[0].score == before.progress()
            assert after.pursuit.earlier[-1].reason is not None
            assert {seat.person for seat in before.in_force.seats} <= {seat.person for seat in asked.eligible}
        if asked.rule == CONSENSUS:
            said = {event.voice.seat: event.voice.stance for event in after.unrecorded
                    if isinstance(event, VoiceGiven) and event.voice.wording == asked.wording}  # fmt: skip
            still_here = {seat.person for seat in asked.eligible} - {*(after.in_force.left if after.in_force else ())}
            assert {said[seat] for seat in still_here} <= {Stance.CONSENT, Stance.CONCERN}

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        """Nothing happens for a while."""
        self.now += timedelta(days=days)

    @rule(by=someone, measure=st.sampled_from(MEASURES), due=st.integers(-5, 200))
    def word(self, by: str, measure: Metric, due: int) -> None:
        """Somebody words what is on the table."""
        self.ask(lambda g: g.revise(by=by, measure=measure, due=on(due), at=self.now))

    @rule(by=someone, measure=st.sampled_from(MEASURES), due=st.integers(0, 200), apart=seldom)
    def reformulate(self, by: str, measure: Metric, due: int, apart: bool) -> None:
        """Somebody wants other words for what is agreed."""
        self.ask(lambda g: g.reformulate(reason="x", by=by, measure=measure, due=on(due), apart=apart, at=self.now))

    @rule(by=someone, what=st.sampled_from(["goal", "self", "twice"]))
    def lead_somewhere(self, by: str, what: str) -> None:
        """Somebody says what it contributes to."""
        others: dict[str, list[str]] = {
            "goal": ["goal_other"], "self": [self.goal.id], "twice": ["goal_other", "goal_other"],
        }  # fmt: skip
        to = others[what]
        self.ask(lambda g: g.revise(by=by, contributions=to, at=self.now))

    @rule(by=someone)
    def propose(self, by: str) -> None:
        """Somebody puts it to the others."""
        self.ask(lambda g: g.propose(by=by, nothing_to_add=True, at=self.now))

    @rule()
    def all_consent(self) -> None:
        """What lies on the table is proposed, and everybody who has not spoken says yes, so that lives get far."""
        first = self.goal.table[0].person
        self.ask(lambda g: g.propose(by=first, nothing_to_add=True, at=self.now))
        for open_one in self.goal.proposals[:1]:
            for by in open_one.silent:
                self.ask(lambda g, by=by: g.consent(by=by, nothing_to_add=True, at=self.now))  # type: ignore[misc]

    @rule(by=someone, how=st.sampled_from(["aside", "object", "withdraw", "leave", "end", "pause", "resume"]))
    def live(self, by: str, how: str) -> None:
        """Something of the shared life happens."""
        deeds: dict[str, Callable[[Goal], Goal]] = {
            "aside": lambda g: g.stand_aside(by=by, at=self.now),
            "object": lambda g: g.object("no", by=by, at=self.now),
            "withdraw": lambda g: g.withdraw(by=by, at=self.now),
            "leave": lambda g: g.leave(by=by, at=self.now),
            "end": lambda g: g.end_together(by=by, reason="over", at=self.now),
            "pause": lambda g: g.pause("leave", by=by, at=self.now),
            "resume": lambda g: g.resume(by=by, at=self.now),
        }
        self.ask(deeds[how])

    @rule(by=someone, value=st.integers(-3, 15), back=st.integers(-1, 9))
    def read(self, by: str, value: int, back: int) -> None:
        """Somebody looks how far it has come."""
        self.ask(lambda g: g.read(value, by=by, on=self.now.date() - timedelta(days=back), at=self.now))

    @rule(by=someone, others=present, how=st.sampled_from(["achieve", "short", "drop"]), do=st.booleans())
    def judge(self, by: str, others: list[str], how: str, do: bool) -> None:
        """Somebody says how it ended."""
        deeds: dict[str, Callable[[Goal], Goal]] = {
            "achieve": lambda g: g.achieve(by=by, present=others, at=self.now),
            "short": lambda g: g.fall_short("x", by=by, present=others, at=self.now),
            "drop": lambda g: g.drop("x", by=by, present=others, at=self.now),
        }
        if do:
            self.ask(deeds[how])

    @rule(by=someone)
    def carry_over(self, by: str) -> None:
        """Somebody takes it up again, and this one stays as it is."""
        before = self.goal
        try:
            again = before.carry_over(due=on(400), by=by, at=self.now)
        except ColeadershipError:
            return
        assert self.goal is before
        assert (again.status, again.pursuit.newest, again.pursuit.earlier) == ("draft", None, ())
        assert ("follows", before.id) in {*again.links()}
        assert Goal.folded(again.unrecorded) == again.settled()

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        assert Goal.folded(self.goal.unrecorded) == self.goal.settled()
        assert [event.stamp.step for event in self.goal.unrecorded] == [*range(1, self.goal.revision + 1)]

    @invariant()
    def its_status_and_its_end_agree(self) -> None:
        """Ended is one of three, and final; who ended it was entitled to."""
        goal = self.goal
        assert goal.status in Goal.STATUSES
        assert (goal.force is Force.ENDED) == (goal.pursuit.conclusion is not None) == (goal.status in Goal.OVER)
        last = goal.unrecorded[-1]
        if isinstance(last, Achieved | NotAchieved | Dropped):
            bound = {seat.person for seat in goal._bound()}
            assert {*last.present} <= bound
            whole = {*last.present} == bound
            assert whole or (isinstance(last, Achieved) and last.score.clamped == 1) or isinstance(last, NotAchieved)
            assert goal.proposals == ()

    @invariant()
    def there_is_always_something_to_show(self) -> None:
        """A page can be drawn in every state, and progress is that of the wording in force or not known."""
        goal = self.goal
        shown = (repr(goal), goal.next_due, goal.readiness(), [*goal.links()], goal.goalposts, goal.owners)
        assert all(part is not NotImplemented for part in shown)
        newest = goal.pursuit.newest
        read = newest is not None and goal.in_force is not None and newest.wording == goal.in_force.wording
        assert (goal.progress().raw is not None) == read
        shifts = {one.shift for one in goal.pursuit.earlier}
        flagged = any(sign.path == "measure" for sign in goal.goalposts)
        assert flagged == (Shift.EASIER in shifts and Shift.HARDER not in shifts)
        assert any(sign.path == "due" for sign in goal.goalposts) == any(one.late for one in goal.pursuit.earlier)

    @invariant()
    def owner_and_coordinator_stay(self) -> None:
        """“Agreed by owner and coordinator”: what is agreed always has both."""
        if self.goal.in_force is not None:
            assert {seat.part for seat in self.goal.in_force.seats} >= {Part.OWNER, Part.COORDINATOR}


class AssignmentLife(RuleBasedStateMachine):
    """Two sides word, understand, agree and reword an assignment in any order."""

    task: Assignment
    now: datetime

    @initialize()
    def begin(self) -> None:
        """Somebody gives an assignment."""
        self.now = AT
        self.task = Assignment.draft("Cover", parties=TAKEN, expected="x", by="bo", at=AT)

    def ask(self, verb: Callable[[Assignment], Assignment]) -> None:
        """It is either done or refused, and if refused, nothing has changed."""
        before, copy = self.task, Assignment.folded(self.task.unrecorded)
        try:
            after = verb(before)
        except ColeadershipError:
            assert before.settled() == copy
            return
        for event in after.unrecorded[len(before.unrecorded) :]:
            expected = Assignment.MOVES.get((before.force, event.participle))
            before = before.after(event)
            assert expected is before.force
        self.task = after

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        """Nothing happens for a while."""
        self.now += timedelta(days=days)

    @rule(by=someone, limits=st.sampled_from(["two hours", "three hours"]))
    def word(self, by: str, limits: str) -> None:
        """Somebody words it anew."""
        self.ask(lambda a: a.revise(by=by, limits=limits, at=self.now))

    @rule()
    def both_consent(self) -> None:
        """What lies on the table is proposed, and both say yes, so that lives get far."""
        self.ask(lambda a: a.propose(by="bo", nothing_to_add=True, at=self.now))
        self.ask(lambda a: a.consent(by="anna", nothing_to_add=True, at=self.now))
        self.ask(lambda a: a.consent(by="bo", nothing_to_add=True, at=self.now))

    @rule(by=someone, first=st.booleans(), words=st.sampled_from(["mine", "ours", ""]))
    def understand(self, by: str, first: bool, words: str) -> None:
        """Somebody says how they understand it."""
        wording = self.task._wordings()[0] if first else None
        self.ask(lambda a: a.understand(words, by=by, wording=wording, at=self.now))

    @rule(
        by=someone, how=st.sampled_from(["propose", "consent", "withdraw", "leave", "pause", "resume", "end", "review"])
    )
    def live(self, by: str, how: str) -> None:
        """Something of the shared life happens."""
        deeds: dict[str, Callable[[Assignment], Assignment]] = {
            "propose": lambda a: a.propose(by=by, nothing_to_add=True, at=self.now),
            "consent": lambda a: a.consent(by=by, nothing_to_add=True, at=self.now),
            "withdraw": lambda a: a.withdraw(by=by, at=self.now),
            "leave": lambda a: a.leave(by=by, at=self.now),
            "pause": lambda a: a.pause("leave", by=by, at=self.now),
            "resume": lambda a: a.resume(by=by, at=self.now),
            "end": lambda a: a.end_together(by=by, at=self.now),
            "review": lambda a: a.hold_review("keep", present=[by, "bo", "anna"], by=by, at=self.now),
        }
        self.ask(deeds[how])

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """What happened is all there is."""
        assert Assignment.folded(self.task.unrecorded) == self.task.settled()

    @invariant()
    def every_party_stands_there_once(self) -> None:
        """With their own words on this wording, with older ones marked, or without; nobody else's words are kept."""
        task = self.task
        for wording in (None, *task._wordings()):
            side_by_side = task.understandings(wording)
            assert [one.person for one in side_by_side] == [seat.person for seat in task.table]
            named = wording or (task.wording if task.in_force is None else task.in_force.wording)
            assert all(one.stale == (one.words is not None and one.wording != named) for one in side_by_side)
        assert {one.person for one in task.told} <= {"anna", "bo"}
        assert len(task.told) <= 2 * len(task._wordings()) + 2


TestGoalLife: type = GoalLife.TestCase
TestGoalLife.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)  # type: ignore[attr-defined]
TestAssignmentLife: type = AssignmentLife.TestCase
TestAssignmentLife.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)  # type: ignore[attr-defined]
