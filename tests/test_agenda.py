"""The agenda of a talk: what to have at hand, gathered from what is followed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

import coleadership as co
from coleadership.insights.agenda import Agenda, agenda
from tests.builders import AT, agreed, later, on
from tests.pursuing import agreed_goal

PAIR = {"anna": "co_leader", "bo": "coordinator"}


@pytest.fixture
def journal() -> Iterator[co.Journal]:
    """An empty journal."""
    with co.open_journal("memory:") as made:
        yield made


def begun(*about: str, points: tuple[str, ...] = ()) -> co.Cycle:
    """A weekly cycle about these."""
    rhythm = co.Cadence.weekly("mon", begin=date(2026, 11, 30))
    return co.Cycle.begin("Anna and Bo", about=about, participants=PAIR, cadence=rhythm, agenda=points, by="bo", at=AT)


def opened(told: Agenda) -> list[tuple[str, str]]:
    """What is open in all topics, and from the last talk."""
    return [(one.what, str(one.words)) for one in (*told.open, *(one for topic in told.topics for one in topic.open))]


class TestAgenda:
    def test_tells_what_was_agreed_and_how_far_it_has_come(self, journal: co.Journal) -> None:
        """The words in force, and how far a goal has come by its newest reading."""
        rota, goal = journal.save(agreed(), agreed_goal().read(7, by="anna", at=later(1)))
        cycle = journal.save(begun(rota.id, goal.id, points=("The rota",)))
        told = journal.agenda(cycle.id, later(2))
        assert [topic.subject.id for topic in told.topics] == [rota.id, goal.id]
        assert "Evening rota" in [str(words) for words in told.topics[0].agreed]
        assert len(told.topics[0].agreed) > 2
        assert (told.topics[0].progress, told.topics[1].progress) == (None, goal.progress())
        assert [str(point) for point in told.points] == ["The rota"]

    def test_tells_what_happened_since_the_last_talk(self, journal: co.Journal) -> None:
        """What they knew when they last talked is not told again, and what is still to come is not told yet."""
        rota = journal.save(agreed().comment("Before", by="anna", at=later(1)))
        cycle = journal.save(begun(rota.id))
        assert len(journal.agenda(cycle.id, later(2)).topics[0].happened) == rota.revision
        cycle = journal.save(cycle.check_in("Thanks", by="anna", at=later(7)))
        _ = journal.save(rota.comment("Since", by="bo", at=later(8)).comment("Later", by="bo", at=later(20)))
        (topic,) = journal.agenda(cycle.id, later(9)).topics
        assert [event.participle for event in topic.happened] == ["commented"]

    def test_tells_what_was_due(self, journal: co.Journal) -> None:
        """A review from its day on, and a goal once it is past due, with what it is called and when that was."""
        rota, goal = journal.save(agreed(), agreed_goal())
        cycle = journal.save(begun(rota.id, goal.id))
        assert rota.review is not None
        assert goal.agreed.due is not None
        last = datetime.combine(max(rota.review, goal.agreed.due), AT.time(), UTC)
        found = [one for topic in journal.agenda(cycle.id, last + timedelta(days=1)).topics for one in topic.open]
        assert [(one.what, str(one.words), one.due) for one in found if one.due] == [
            ("review", "Evening rota", rota.review), ("judgement", str(goal.title), goal.agreed.due),
        ]  # fmt: skip
        on_the_day = journal.agenda(cycle.id, datetime.combine(rota.review, AT.time(), UTC))
        assert on_the_day.topics[0].open[0].due == rota.review
        before = journal.agenda(cycle.id, datetime.combine(rota.review, AT.time(), UTC) - timedelta(days=1))
        assert [one.due for one in before.topics[0].open if one.due] == []

    def test_tells_until_when_the_next_step_is(self, journal: co.Journal) -> None:
        """The day that was set for it is at hand with it."""
        cycle = begun(journal.save(agreed()).id).check_in("x", next_step="Ask", next_step_until=on(9), by="bo", at=AT)
        told = journal.agenda(journal.save(cycle).id)
        assert (str(told.next_step), told.next_step_until) == ("Ask", on(9))

    def test_tells_what_is_open(self, journal: co.Journal) -> None:
        """Concerns, objections, remarks, breaches, calls for new words, obstacles and requests for support."""
        rota = agreed().comment("And on Sundays?", by="anna", at=AT)
        rota = rota.report_breach(rota.content.clauses[0].id, "The rota came late", by="bo", at=AT)
        rota = rota.call_for_renegotiation("We open on Sundays", by="bo", at=AT)
        rota = rota.revise(title="Rota", by="bo", at=AT).propose(by="bo", at=AT).object("Too short", by="anna", at=AT)
        rota = journal.save(rota)
        cycle = begun(rota.id).follow_up(
            by="anna", obstacles=["The printer"], support={"bo": "A key"}, next_step="Call", at=later(7)
        )
        told = journal.agenda(journal.save(cycle).id, later(8))
        assert opened(told) == [
            ("obstacle", "The printer"), ("comment", "And on Sundays?"), ("objection", "Too short"),
            ("renegotiation", "We open on Sundays"), ("breach", "The rota came late"),
        ]  # fmt: skip
        assert ([str(one.words) for one in told.support], str(told.next_step)) == (["A key"], "Call")

    def test_remembers_concerns_that_came_with_a_yes(self, journal: co.Journal) -> None:
        """A concern never blocks, and is looked at when people talk."""
        rota = agreed().revise(title="Rota", by="bo", at=AT).propose(by="bo", at=AT)
        rota = journal.save(rota.consent(by="anna", concern="Christmas is unclear", at=AT))
        assert ("concern", "Christmas is unclear") in opened(journal.agenda(journal.save(begun(rota.id)).id, AT))

    def test_brings_lessons_back(self, journal: co.Journal) -> None:
        """What was learned from the same thing is offered with its reason."""
        rota = journal.save(agreed())
        lesson = co.Lesson.note("Ask for two more", actual="We were short", about=[rota.id], by="anna", at=AT)
        lesson = journal.save(lesson.identify("It was a holiday", improve=["Two more than we think"], by="anna", at=AT))
        (offered,) = journal.agenda(journal.save(begun(rota.id)).id, AT).lessons
        assert (offered.lesson, bool(offered.reasons)) == (lesson.id, True)

    def test_says_what_is_not_here(self, journal: co.Journal) -> None:
        """Something that this journal does not know is named, and the rest is told."""
        rota = journal.save(agreed())
        cycle = journal.save(begun(rota.id, "agreement_elsewhere"))
        told = journal.agenda(cycle.id, AT)
        assert (told.missing, len(told.topics)) == (("agreement_elsewhere",), 1)

    def test_asks_what_its_form_asks(self) -> None:
        """It needs no journal: subjects and events at hand are enough."""
        grow = co.Form("acme.one", "One question", ())
        cycle = co.Cycle.begin(
            "A", about=["team_1"], participants=PAIR, cadence=co.Cadence.weekly(begin=on(1)), form=grow, by="bo", at=AT
        )
        assert agenda(cycle, {}, {}).questions == ()

    def test_is_of_cycles_only(self, journal: co.Journal) -> None:
        """The id of something else is told."""
        rota = journal.save(agreed())
        with pytest.raises(co.Inconsistent, match=r"cycle: .* is no cycle; give the id"):
            _ = journal.agenda(rota.id)  # type: ignore[arg-type]
        with pytest.raises(co.NotFound):
            _ = journal.agenda(co.Id[co.Cycle]("cycle_1"))
