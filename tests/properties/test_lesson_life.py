"""The life of a lesson: seen, understood, learned, set aside and opened again, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coleadership.errors import ColeadershipError
from coleadership.following_up.lessons import Lesson, Stage
from tests.builders import AT

if TYPE_CHECKING:
    from collections.abc import Callable

someone = st.sampled_from(["anna", "bo", "cim"])
said = st.none() | st.just("So it was")
things = st.lists(st.sampled_from(["goal_a", "goal_b", "agreement_c"]), max_size=2)
few = st.lists(st.just("More light"), max_size=2)


class LessonLife(RuleBasedStateMachine):
    """“Any order of requests either does a legal thing or raises and changes nothing”."""

    lesson: Lesson

    @initialize(before=said, after=st.just("It rained"), about=things)
    def note(self, before: str | None, after: str, about: list[str]) -> None:
        """A lesson begins."""
        actual = after if before is None else None
        self.lesson = Lesson.note("Outdoors", expected=before, actual=actual, about=about, by="anna", at=AT)

    def ask(self, verb: Callable[[Lesson], Lesson]) -> bool:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before = self.lesson
        try:
            after = verb(before)
        except ColeadershipError:
            assert Lesson.folded(before.unrecorded) == before.settled()
            return False
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        self.lesson = after
        return True

    @rule(by=someone)
    def observe(self, by: str) -> None:
        """Somebody says what they saw."""
        self.ask(lambda one: one.observe("A queue", by=by, at=AT))

    @rule(by=someone, why=said, sustain=few, improve=few, about=things)
    def identify(self, by: str, why: str | None, sustain: list[str], improve: list[str], about: list[str]) -> None:
        """Somebody says what to make of it."""
        if self.ask(lambda one: one.identify(why, sustain=sustain, improve=improve, about=about, by=by, at=AT)):
            assert sustain or improve

    @rule(by=someone, changed=things, otherwise=said)
    def learn(self, by: str, changed: list[str], otherwise: str | None) -> None:
        """Somebody says what was changed."""
        was = self.lesson.stage
        if self.ask(lambda one: one.learn(changed=changed, otherwise=otherwise, by=by, at=AT)):
            assert was is Stage.IDENTIFIED
            assert changed or otherwise

    @rule(by=someone, again=st.booleans())
    def turn(self, by: str, again: bool) -> None:
        """Somebody sets it aside, or opens it again."""
        self.ask(lambda one: one.reopen("No", by=by, at=AT) if again else one.set_aside("No", by=by, at=AT))

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        assert Lesson.folded(self.lesson.unrecorded) == self.lesson.settled()

    @invariant()
    def is_learned_only_when_something_was_changed(self) -> None:
        """“Learned (only when something was changed)”: what, is there to be read."""
        lesson = self.lesson
        if lesson.stage is Stage.LEARNED:
            assert lesson.changed or lesson.otherwise
        if lesson.stage in {Stage.IDENTIFIED, Stage.LEARNED}:
            assert lesson.sustain or lesson.improve
        assert bool(lesson.observations) or lesson.stage in {Stage.EXPECTED, Stage.SET_ASIDE}

    @invariant()
    def can_be_shown(self) -> None:
        """A line in a list can be drawn in every stage, and nothing is linked twice."""
        links = [*self.lesson.links()]
        assert {relation for relation, _ in links} <= Lesson.RELATIONS
        assert len(links) == len({*links})
        assert repr(self.lesson)


TestLessonLife: type = LessonLife.TestCase
TestLessonLife.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)  # type: ignore[attr-defined]
