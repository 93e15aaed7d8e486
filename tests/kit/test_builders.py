"""What builders build is what they say it is, at fixed times, and takes whatever else is given."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import coleadership as co
from coleadership.heart.life import Basis
from coleadership.recording.catalogue import CATALOGUE
from coleadership.testing import builders
from coleadership.testing.builders import AGREEMENTS, AT, DAY, later, on
from coleadership.testing.concepts import CONCEPTS

PLACES = {
    "drafted": "draft", "proposed": "proposed", "in force": "in_force", "with an amendment": "in_force",
    "paused": "paused", "under notice": "in_force", "ended": "ended", "adopted on record": "in_force",
}  # fmt: skip
PAIR = {"cim": co.Part.COORDINATOR, "dan": co.Part.CO_LEADER, "eva": co.Part.CO_LEADER}


class TestAgreements:
    @pytest.mark.parametrize("place", AGREEMENTS)
    def test_are_where_they_should_be(self, place: str) -> None:
        """Each builder leads to its place, and whatever happened did so when everything began."""
        agreement = AGREEMENTS[place]()
        assert agreement.status == PLACES[place]
        assert {event.stamp.at for event in agreement.unrecorded} == {AT}
        assert co.Agreement.folded(agreement.unrecorded) == agreement.settled()

    @pytest.mark.parametrize("place", AGREEMENTS)
    def test_take_other_words_people_and_times(self, place: str) -> None:
        """Title, parties, clauses, rule, days and the moment are those given."""
        said = [co.GroundRule("We greet first", id="greet")]
        agreement = AGREEMENTS[place](
            title="Weekends", parties=PAIR, clauses=said, rule=co.MAJORITY, review=on(90), audience="team", at=later(1)
        )
        assert agreement.status == PLACES[place]
        assert str(agreement.title).partition(",")[0] == "Weekends"
        assert {seat.person: seat.part for seat in agreement.table} == PAIR
        assert ([clause.id for clause in agreement.content.clauses], agreement.content.audience) == (["greet"], "team")
        assert agreement.content.rule == co.MAJORITY
        assert {event.stamp.at for event in agreement.unrecorded} == {later(1)}

    def test_tell_apart_what_is_in_force(self) -> None:
        """An amendment lies beside what binds; a notice has its last day; what was recorded has no voices."""
        amending, noticed, recorded = builders.amending(), builders.under_notice(), builders.on_record()
        assert len(amending.proposals) == 1
        assert amending.is_binding(DAY)
        assert (noticed.ends_on, noticed.keeping.noticed_by) == (on(30), "anna")
        assert recorded.in_force is not None
        assert recorded.in_force.basis is Basis.ON_RECORD

    def test_pause_until_a_day(self) -> None:
        """A pause may have its end."""
        assert builders.paused(until=on(20)).next_due == on(20)

    def test_of_a_team_await_the_others(self) -> None:
        """A team agreement is a text that the first proposed."""
        agreement = builders.team("anna", "bo", "cim", body="We eat together")
        assert str(agreement.content.body) == "We eat together"
        assert agreement.proposals[0].silent == ("bo", "cim")


class TestValues:
    def test_are_those_given(self) -> None:
        """What is given takes the place of what would be there."""
        assert builders.person("Bo Lind", reference="e-7", at=later(2)).reference == "e-7"
        assert builders.terms("Weekends", notice_days=9).notice_days == 9
        assert builders.rule(id="acme.slow", open_days=20, working_days=False).closes(AT) == (
            later(21) - timedelta(hours=12)
        )
        assert builders.voice("bo", co.Stance.OBJECT, "w", argument="No").argument == builders.prose("No")
        assert [clause.person for clause in builders.clauses("eva", "dan")] == ["eva", "dan", "eva"]


class TestConcepts:
    def test_are_of_every_kind(self) -> None:
        """Every kind of subject that the library knows has a builder."""
        assert {*CONCEPTS} == {*CATALOGUE.subjects}

    @pytest.mark.parametrize("kind", CONCEPTS)
    def test_are_what_they_are_called(self, kind: str) -> None:
        """Each builder gives its kind, at fixed times, under the title that it was given."""
        subject = CONCEPTS[kind]("Evenings, anew")
        words = subject.text if isinstance(subject, co.Feedback) else subject.title  # which has no title
        assert (subject.KIND, str(words)) == (kind, "Evenings, anew")
        assert {event.stamp.at for event in subject.unrecorded} == {AT}
        assert type(subject).folded(subject.unrecorded) == subject.settled()

    def test_fit_into_one_journal(self) -> None:
        """All of them can be kept beside each other, and are found by their kind."""
        with co.open_journal("memory:") as journal:
            saved = [journal.save(build("Evenings")) for build in CONCEPTS.values()]
            assert [journal.load(one.id) for one in saved] == saved
            assert sorted(card.kind for card in journal.cards()) == sorted(CONCEPTS)
            assert journal.verify().ok


class TestFilledJournal:
    def test_holds_some_of_all(self, tmp_path: Path) -> None:
        """People who are here and gone, and an agreement at each place; in a file as in memory."""
        with builders.filled_journal(f"sqlite:///{tmp_path / 'a.db'}") as journal:
            statuses = [agreement.status for agreement in journal.find(co.Agreement)]
            assert sorted(statuses) == sorted(PLACES.values())
            assert {person.status for person in journal.find(co.Person)} == {"here", "gone"}
            assert journal.verify().ok
