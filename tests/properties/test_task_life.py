"""The life of a management task: given, taken on, declined and handed back, in any order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coleadership.errors import ColeadershipError
from coleadership.organisation.distribution import Leg
from coleadership.organisation.tasks import RESPONSIBILITY_NOTE, ManagementTask
from tests.builders import AT

if TYPE_CHECKING:
    from collections.abc import Callable

someone = st.sampled_from(["anna", "bo", "cim"])
several = st.lists(someone, unique=True, max_size=3)


class TaskLife(RuleBasedStateMachine):
    """“Any order of requests either does a legal thing or raises and changes nothing”."""

    task: ManagementTask

    @initialize(statutory=st.booleans())
    def define(self, statutory: bool) -> None:
        """A task is named."""
        self.task = ManagementTask.define("Task", statutory=statutory, by="hr", at=AT)

    def ask(self, verb: Callable[[ManagementTask], ManagementTask]) -> bool:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before = self.task
        try:
            after = verb(before)
        except ColeadershipError:
            assert ManagementTask.folded(before.unrecorded) == before.settled()
            return False
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        self.task = after
        return True

    @rule(
        holders=several, consulted=several, by=someone, stand_in=st.none() | someone, legs=st.sets(st.sampled_from(Leg))
    )
    def distribute(
        self, holders: list[str], consulted: list[str], by: str, stand_in: str | None, legs: set[Leg]
    ) -> None:
        """Somebody gives it to some, after asking some."""
        words: dict[str, Any] = {str(leg): "there" for leg in legs}
        done = self.ask(lambda t: t.distribute(holders, consulted=consulted, by=by, stand_in=stand_in, at=AT, **words))
        if done:
            assert {*consulted} - {by}
            assert not self.task.statutory or (len(holders) == 1 and legs == {*Leg})

    @rule(by=someone, what=st.sampled_from(["accept", "accept", "decline"]))
    def answer(self, by: str, what: str) -> None:
        """Somebody says yes or no."""
        self.ask(lambda t: t.accept(by=by, at=AT) if what == "accept" else t.decline(by=by, at=AT))

    @rule(by=someone, lacking=st.sets(st.sampled_from(Leg)))
    def hand_back(self, by: str, lacking: set[Leg]) -> None:
        """Somebody gives it back."""
        held = self.task.holders
        if self.ask(lambda t: t.hand_back("It is too much", by=by, lacking=lacking, at=AT)):
            assert lacking or not self.task.statutory
            assert {*held} - {*self.task.holders} == {by}

    @rule(do=st.sampled_from([False, False, False, True]))
    def retire(self, do: bool) -> None:
        """It is no more."""
        if do:
            self.ask(lambda t: t.retire(by="hr", at=AT))

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        assert ManagementTask.folded(self.task.unrecorded) == self.task.settled()

    @invariant()
    def is_somebodys_or_the_employers(self) -> None:
        """“A statutory task has exactly one named holder”, and the responsibility for it never moves."""
        task = self.task
        assert task.is_with_employer == (not task.holders and task.status != "retired")
        assert not task.statutory or len(task.holders) <= 1
        assert task.note == (RESPONSIBILITY_NOTE if task.statutory else None)
        assert sum(task.shares.values(), Fraction(0)) == bool(task.holders)
        if task.statutory and task.held is not None:
            assert task.held.footing.lacking == ()

    @invariant()
    def can_be_shown(self) -> None:
        """A line in a list can be drawn in every state."""
        assert self.task.status in ManagementTask.STATUSES
        assert {relation for relation, _ in self.task.links()} <= ManagementTask.RELATIONS
        assert repr(self.task)


TestTaskLife: type = TaskLife.TestCase
TestTaskLife.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)  # type: ignore[attr-defined]
