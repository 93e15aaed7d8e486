"""What is held about somebody: all of it, their own words in full, nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser

import attrs
import pytest

import coleadership as co
from coleadership.privacy.portability import SCHEMA
from tests.builders import AT, later


@pytest.fixture
def journal() -> Iterator[co.Journal]:
    """An empty journal."""
    with co.open_journal("memory:") as made:
        yield made


def lived(journal: co.Journal) -> tuple[co.Person, co.Person]:
    """Anna and Bo, who gave each other feedback, and a contract of theirs."""
    anna, bo, cim = journal.save(
        co.Person.join("Anna <Ek>", email="anna@acme.example", reference="e-1007", at=AT),
        co.Person.join("Bo Lind", at=AT),
        co.Person.join("Cim Dahl", at=AT),
    )
    rota = co.Agreement.draft("Rota", parties={anna.id: "co_leader", bo.id: "coordinator"}, by=anna.id, at=AT)
    _ = journal.save(
        rota.comment("And on Sundays?", by=bo.id, at=later(1)),
        co.Feedback.give("Anna told us early", to=[anna.id], by=bo.id, at=later(1)),
        co.Feedback.give("Both were kind", to=[anna.id, cim.id], by=bo.id, at=later(1)),
        co.Feedback.give("Bo was patient", to=[bo.id], by=anna.id, at=later(2)),
        co.Feedback.give("Between Bo and Cim", to=[cim.id], by=bo.id, at=later(2)),
    )
    return anna, bo


class TestHeldAbout:
    def test_holds_all_of_theirs_and_nobody_elses_words(self, journal: co.Journal) -> None:
        """Own words and those for them alone; other people's are counted."""
        anna, _ = lived(journal)
        held = journal.held_about(anna.id)
        words = [said for entry in held.entries for said in entry.words]
        assert {"Anna <Ek>", "anna@acme.example", "Rota", "Anna told us early", "Bo was patient"} == {*words}
        assert [entry.left_out for entry in held.entries if entry.name == "feedback.given"] == [0, 1, 0]
        assert (held.name, held.reference, held.addresses) == ("Anna <Ek>", "e-1007", {"email": "anna@acme.example"})
        assert {relation for relation, _ in held.links} == {"party", "author", "giver", "receiver"}

    def test_does_not_say_what_others_call_by_now_what_they_have_left(self, journal: co.Journal) -> None:
        """Who has worded an agreement and left it since is told that it is there, and not its later title."""
        anna, bo = lived(journal)
        cim = next(person for person in journal.find(co.Person) if str(person.name) == "Cim Dahl")
        parties: dict[str, str] = dict.fromkeys([anna.id, bo.id, cim.id], "member")
        rota = co.Agreement.in_meeting(
            "Evenings", parties=parties, present=[*parties], kind="team", body="We ask", by=anna.id, at=AT
        )
        rota = journal.save(rota.leave(by=anna.id, at=later(1)).revise(title="Without Anna", by=bo.id, at=later(2)))
        held = journal.held_about(anna.id)
        assert ("author", rota.id) in held.links
        assert rota.id not in held.titles
        assert journal.held_about(bo.id).titles[rota.id] == "Without Anna"

    def test_leaves_out_what_was_taken_back(self, journal: co.Journal) -> None:
        """Feedback that was taken back is its giver's alone again: counted, and not shown to whom it was given."""
        anna, bo = lived(journal)
        told = co.Feedback.give("Anna, you shout", to=[anna.id], by=bo.id, at=later(1))
        _ = journal.save(told.take_back(by=bo.id, at=later(2)))
        held = {entry.subject: entry for entry in journal.held_about(anna.id).entries}
        assert (held[told.id].words, held[told.id].left_out) == ((), 1)
        assert "Anna, you shout" in str(journal.held_about(bo.id).entries)

    def test_names_everything_that_they_did_or_that_names_them(self, journal: co.Journal) -> None:
        """In the order in which it was recorded, with what they did marked as theirs."""
        anna, bo = lived(journal)
        held = journal.held_about(anna.id)
        expected = [
            entry.position
            for entry in journal.feed()
            if entry.by == anna.id or anna.id in str(attrs.asdict(entry.event, recurse=True))  # type: ignore[arg-type]
        ]
        assert [entry.position for entry in held.entries] == expected
        assert all(entry.yours == (entry.by == anna.id) for entry in held.entries)
        assert bo.id in {entry.by for entry in held.entries}

    def test_is_json_of_a_stable_form(self, journal: co.Journal) -> None:
        """Whoever reads it finds the same names tomorrow."""
        anna, _ = lived(journal)
        told = json.loads(journal.held_about(anna.id).json())
        assert [*told] == [
            "schema", "journal", "position", "person", "name", "status", "reference", "addresses", "holds", "links",
            "titles", "entries",
        ]  # fmt: skip
        assert [*told["entries"][0]] == [
            "position", "at", "name", "subject", "by", "yours", "words", "left_out", "forgotten",
        ]  # fmt: skip
        assert told["schema"] == SCHEMA == "coleadership.held-about/1"

    def test_is_a_page_to_read(self, journal: co.Journal) -> None:
        """Whole, escaped, and with everything on it that the JSON has of their words."""
        anna, _ = lived(journal)
        held = journal.held_about(anna.id)
        shown: list[str] = []

        class Reader(HTMLParser):
            def handle_data(self, data: str) -> None:
                shown.append(data)

        Reader().feed(held.page())
        assert {said for entry in held.entries for said in entry.words} <= {*shown}
        assert "<Ek>" not in held.page()

    def test_says_what_things_are_called(self, journal: co.Journal) -> None:
        """What they have a part in, and others are not named on the page."""
        anna, bo = lived(journal)
        held = journal.held_about(anna.id)
        assert {"Rota"} == {*held.titles.values()}
        assert "agreement “Rota”" in held.page()
        assert bo.id not in held.page()

    def test_of_somebody_forgotten_counts_what_was_there(self, journal: co.Journal) -> None:
        """Of what was erased, that there was something is all that is left."""
        anna, _ = lived(journal)
        _ = journal.save(journal.load(anna.id).leave(by=anna.id, at=later(3)))
        _ = journal.forget(anna.id, by="hr", at=later(4))
        held = journal.held_about(anna.id)
        assert [said for entry in held.entries for said in entry.words] == []
        assert held.entries[0].forgotten == 2

    def test_is_of_people(self, journal: co.Journal) -> None:
        """What is no person has nothing to be told."""
        with pytest.raises(co.NotFound):
            _ = journal.held_about(co.Id[co.Person]("person_x"))

    def test_shows_how_far_it_has_come(self, journal: co.Journal) -> None:
        """Long work shows progress."""
        anna, _ = lived(journal)
        told: list[tuple[int, int]] = []
        _ = journal.held_about(anna.id, progress=lambda *done: told.append(done))
        assert told == [(journal.head().position, journal.head().position)]
