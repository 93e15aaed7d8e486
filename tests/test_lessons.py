from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import coleadership as co
from coleadership.errors import ColeadershipError, Inconsistent, NotAllowedNow
from coleadership.following_up.lessons import Lesson, Stage
from coleadership.heart.verbs import brings_about
from coleadership.testing.concepts import lesson as identified
from coleadership.testing.concepts import value
from tests.builders import AT

if TYPE_CHECKING:
    from collections.abc import Callable


def expected(**given: Any) -> Lesson:  # noqa: ANN401 - whatever a test is about
    """What Anna expects of the opening on Sundays."""
    told = {"title": "Sundays", "expected": "Two of us are enough", "about": ["goal_sundays"], "by": "anna", "at": AT}
    return Lesson.note(**{**told, **given})


def observed() -> Lesson:
    """What Bo saw then."""
    return expected().observe("From noon there was a queue", by="bo", at=AT)


def learned() -> Lesson:
    """A lesson by which the rota was reworded."""
    return identified().learn(changed=["agreement_rota"], by="bo", at=AT)


def aside() -> Lesson:
    """A lesson of which nothing was made."""
    return observed().set_aside("We close on Sundays again", by="anna", at=AT)


def refused(lesson: Lesson, ask: Callable[[Lesson], Lesson], sentence: str) -> None:
    """It is refused in a sentence, and nothing has changed."""
    before = lesson.unrecorded
    with pytest.raises(ColeadershipError, match=sentence):
        _ = ask(lesson)
    assert lesson.unrecorded == before
    assert Lesson.folded(lesson.unrecorded) == lesson.settled()


class TestNote:
    def test_may_be_written_before_anything_happened(self) -> None:
        """“Write down #1 before discussing #2”: what was expected stands there before what there was."""
        assert (expected().status, expected().observations) == ("expected", ())
        assert observed().status == "observed"
        assert [event.participle for event in observed().unrecorded] == ["noted", "observed"]

    def test_may_begin_with_what_was_seen(self) -> None:
        """Where nobody wrote down what they expected, there is nothing to compare it with, and that is all right."""
        seen = expected(expected=None, actual="There was a queue")
        assert (seen.status, seen.expected, [str(one) for one in seen.observations]) == (
            "observed", None, ["There was a queue"],
        )  # fmt: skip

    def test_names_those_who_note_it_together(self) -> None:
        """Each once, and the words are whose who wrote them."""
        lesson = expected(together=["bo", "anna", "bo"], values=["value_care"])
        assert lesson.authors == ("anna", "bo")
        assert lesson.expected is not None
        assert (lesson.title.owner, lesson.expected.owner) == ("anna", "anna")
        assert {*lesson.links()} == {
            ("author", "anna"), ("author", "bo"), ("about", "goal_sundays"), ("value", "value_care"),
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"expected": None}, "actual: is missing; say what you saw, or what you expect to see"),
            ({"title": " "}, "title: is empty"),
            ({"title": "Two\nlines"}, "title: contains the control character"),
            ({"actual": ""}, "actual: is empty"),
            ({"about": "goal_1"}, "about: 'goal_1' is no list"),
            ({"about": [f"goal_{n}" for n in range(101)]}, "about: 101 are more than 100"),
            ({"about": ["person_01m5z2k8x4e9fbm9y6w0c3hq7t"]}, "about: person_.* is a person; name what it was"),
            ({"values": [None]}, "values: None is no id"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, given: dict[str, Any], sentence: str) -> None:
        """What is wrong is said with the path of its field."""
        with pytest.raises(Inconsistent, match=f"^{sentence}"):
            _ = expected(**given)


class TestObserve:
    def test_is_for_everybody_who_saw_something(self) -> None:
        """Each says it in their own words, also once it is clear what to make of it."""
        lesson = observed().observe("Nobody had lunch", by="cim", at=AT)
        assert [(str(one), one.owner) for one in lesson.observations] == [
            ("From noon there was a queue", "bo"), ("Nobody had lunch", "cim"),
        ]  # fmt: skip
        assert lesson.authors == ("anna", "bo", "cim")
        assert identified().observe("And the Friday after", by="cim", at=AT).status == "identified"

    def test_has_an_end(self) -> None:
        """A hundred are more than a lesson needs."""
        lesson = observed()
        for n in range(99):
            lesson = lesson.observe(f"And {n}", by="bo", at=AT)
        refused(lesson, lambda one: one.observe("More", by="bo"), "^actual: 100 observations are there already")


class TestIdentify:
    def test_says_what_to_sustain_or_improve_and_why(self) -> None:
        """Each thing is words of its own; what was said before is replaced, what it is about grows."""
        lesson = observed().identify("Lunch", improve=["A third"], sustain=["Coffee"], by="bo", at=AT)
        assert lesson.status == "identified"
        assert [str(one) for one in lesson.texts] == [
            "Sundays", "Two of us are enough", "From noon there was a queue", "Lunch", "Coffee", "A third",
        ]  # fmt: skip
        assert {one.owner for one in (*lesson.sustain, *lesson.improve)} == {"bo"}
        again = lesson.identify(sustain=["Tea"], about=["team_shop", "goal_sundays"], values=["value_care"], by="bo")
        assert (again.why, again.improve, str(again.sustain[0])) == (None, (), "Tea")
        assert (again.about, again.values) == (("goal_sundays", "team_shop"), ("value_care",))

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({}, "improve: is missing; say what to improve next time, or what to sustain"),
            ({"improve": "A third"}, "improve: 'A third' is no list"),
            ({"improve": [" "]}, "improve: is empty"),
            ({"sustain": ["Tea"] * 101}, "sustain: 101 things are more than 100"),
            ({"sustain": ["Tea"], "about": ["person_01m5z2k8x4e9fbm9y6w0c3hq7t"]}, "about: person_.* is a person"),
            ({"sustain": ["Tea"], "about": [f"goal_{n}" for n in range(100)]}, "about: 101 are more than 100"),
        ],
    )
    def test_refuses_what_says_nothing(self, given: dict[str, Any], sentence: str) -> None:
        """What is wrong is said with the path of its field."""
        refused(observed(), lambda one: one.identify(by="bo", **given), f"^{sentence}")


class TestLearn:
    def test_takes_a_change(self) -> None:
        """What was reworded, by its id, or what people do otherwise, in words, or both; nothing less."""
        assert learned().status == "learned"
        assert ("changed", "agreement_rota") in [*learned().links()]
        spoken = identified().learn(otherwise="We ask a week before", by="bo", at=AT)
        assert spoken.otherwise is not None
        assert (spoken.status, spoken.otherwise.owner) == ("learned", "bo")
        refused(identified(), lambda one: one.learn(by="bo"), "^changed: a lesson is learned once something is changed")
        refused(identified(), lambda one: one.learn(otherwise=" ", by="bo"), "^otherwise: is empty")
        person = "person_01m5z2k8x4e9fbm9y6w0c3hq7t"
        refused(identified(), lambda one: one.learn(changed=[person], by="bo"), "^changed: person_.* is a person")

    def test_comes_after_it_is_clear_what_to_learn(self) -> None:
        """What was only seen is no lesson yet."""
        refused(
            observed(), lambda one: one.learn(otherwise="A third", by="bo"),
            r"is observed, so it cannot be learned \(allowed now: identify, observe, set_aside\)",
        )  # fmt: skip


class TestSetAside:
    @pytest.mark.parametrize("before", [expected, observed, identified])
    def test_takes_a_reason_in_words(self, before: Callable[[], Lesson]) -> None:
        """Whoever comes later reads why."""
        gone = before().set_aside("We close on Sundays again", by="bo", at=AT)
        assert gone.reason is not None
        assert (gone.status, str(gone.reason), gone.reason.owner) == ("set_aside", "We close on Sundays again", "bo")
        refused(before(), lambda one: one.set_aside("", by="bo"), "^reason: is empty")


class TestReopen:
    def test_is_for_what_shows_not_to_hold(self) -> None:
        """A learned lesson is observed again, with why; what it changed stays told, and it is identified anew."""
        again = learned().reopen("In summer three are too many", by="cim", at=AT)
        assert (again.status, str(again.reason), again.changed) == (
            "observed", "In summer three are too many", ("agreement_rota",),
        )  # fmt: skip
        once_more = again.identify(improve=["Two in summer"], by="cim", at=AT)
        once_more = once_more.learn(changed=["agreement_rota", "norm_summer"], by="cim", at=AT)
        assert (once_more.status, once_more.changed) == ("learned", ("agreement_rota", "norm_summer"))
        assert once_more.unrecorded[-1].changed == ("agreement_rota", "norm_summer")  # type: ignore[union-attr]

    def test_is_for_what_was_set_aside_too_soon(self) -> None:
        """It stands where something was seen, or where nothing was yet."""
        assert aside().reopen("We open again", by="bo", at=AT).status == "observed"
        early = expected().set_aside("It rains", by="bo", at=AT).reopen("It did not", by="bo", at=AT)
        assert early.status == "expected"
        refused(aside(), lambda one: one.reopen(" ", by="bo"), "^reason: is empty")


class TestMoves:
    VERBS: tuple[tuple[str, Callable[[Lesson], Lesson]], ...] = (
        ("observed", lambda one: one.observe("Seen", by="bo", at=AT)),
        ("identified", lambda one: one.identify(improve=["More"], by="bo", at=AT)),
        ("learned", lambda one: one.learn(otherwise="So", by="bo", at=AT)),
        ("set aside", lambda one: one.set_aside("No", by="bo", at=AT)),
        ("reopened", lambda one: one.reopen("Yes", by="bo", at=AT)),
    )

    @pytest.mark.parametrize(
        ("begun", "allowed"),
        [
            (expected, {"observe", "set_aside"}),
            (observed, {"observe", "identify", "set_aside"}),
            (identified, {"observe", "identify", "learn", "set_aside"}),
            (learned, {"reopen"}),
            (aside, {"reopen"}),
        ],
    )
    def test_are_those_and_no_others(self, begun: Callable[[], Lesson], allowed: set[str]) -> None:
        """From each stage, what can be done is done, and what cannot is refused with what could be."""
        for what, verb in self.VERBS:
            if {name for name in allowed if brings_about("lesson", name) == what.replace(" ", "_")}:
                assert verb(begun()).unrecorded[-1].participle == what.replace(" ", "_")
            else:
                with pytest.raises(NotAllowedNow) as caught:
                    _ = verb(begun())
                assert {*caught.value.allowed} == allowed

    def test_lead_to_every_stage(self) -> None:
        """Every stage can be reached, and is a word that can be looked for."""
        reached = {one().stage for one in (expected, observed, identified, learned, aside)}
        assert reached == {*Stage}
        assert {str(stage) for stage in Stage} == {*Lesson.STATUSES}


class TestInAJournal:
    def test_comes_back_as_it_was_and_is_found(self) -> None:
        """By what it is about, what it changed, its values, who worded it and how far it has come."""
        with co.open_journal("memory:") as journal:
            lesson = expected(values=["value_care"])
            for n in range(20):  # so far that a state is kept, too
                lesson = lesson.observe(f"Sunday {n}", by="bo", at=AT)
            lesson = lesson.identify("Lunch", improve=["A third"], by="bo", at=AT)
            lesson = journal.save(lesson.learn(changed=["agreement_rota"], by="bo", at=AT))
            assert journal.load(lesson.id) == lesson
            for link in ({"about": "goal_sundays"}, {"changed": "agreement_rota"}, {"value": "value_care"}):
                assert [one.id for one in journal.find(Lesson, status="learned", **link)] == [lesson.id]  # type: ignore[arg-type]
            assert [card.subject for card in journal.cards(Lesson, author="bo")] == [lesson.id]

    def test_may_be_about_what_is_over_but_not_touch_a_value_that_is(self) -> None:
        """Most lessons are about what has ended; a value that nobody carries any longer is no reason any more."""
        with co.open_journal("memory:") as journal:
            team = journal.save(co.Team.form("Evenings", by="hr", at=AT).dissolve(by="hr", at=AT))
            assert journal.save(expected(about=[team.id])).about == (team.id,)
            care = value(asked=["anna", "bo"])
            ended = care.end_together(by="anna", at=AT).consent(by="bo", at=AT)
            ended = journal.save(ended)
            assert ended.status == "ended"
            with pytest.raises(Inconsistent, match=rf"{ended.id} is ended, so it cannot newly be linked .* \(value\)"):
                _ = journal.save(expected(values=[ended.id]))
