"""Reading a journal: what is loaded, found and told is what was saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import attrs
import pytest

import coleadership as co
from coleadership.prose import Seal
from coleadership.records import Card, Query
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, agreed, amending, draft, later, on, proposed, team_in_force


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal of each kind."""
    sqlite = f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
    with co.open_journal("memory:" if request.param == "memory" else sqlite) as made:
        yield made


def person(name: str = "Anna Ek", reference: str | None = None) -> co.Person:
    """Somebody who joined when the tests begin."""
    return co.Person.join(name, reference=reference, at=AT)


def renamed(one: co.Person, *names: str) -> co.Person:
    """Somebody after some more names."""
    for name in names:
        one = one.rename(name, by=one.id, at=AT)
    return one


def unchanged(one: co.Person) -> co.Person:
    """A verb that does nothing."""
    return one


class TestLoad:
    @pytest.mark.parametrize(
        "id", ["", "anna", "person_", "person_x", "agreement_\ud800", "person_x\0", "x" * 100_000, "%"]
    )
    def test_says_what_is_not_there(self, journal: co.Journal, id: str) -> None:
        """Whatever is asked for by a wrong id, the sentence says how to look it up."""
        anna = journal.save(person())
        for asked in (
            lambda: journal.load(id),
            lambda: journal.history(id),
            lambda: journal.as_of(id, AT),
            lambda: journal.change(co.Id[co.Person](id), unchanged),
            lambda: journal.load(anna.id + "\0" + id),
            lambda: journal.load(anna.id.upper()),
        ):
            with pytest.raises(co.NotFound, match="nothing here is called"):
                _ = asked()

    def test_knows_a_title_again(self, journal: co.Journal) -> None:
        """Words come back exactly: composed or not, right to left, emoji, line ends and all."""
        titles = ["Ä", "A\u0308", "\u202etor", "漢字 🧭", "a\u00a0b", "'; --"]
        bodies = ["\r\n\t x \u2028\u0085", "🧭" * 1_000, "  ", "\\ud800 \\0"]
        saved = [
            journal.save(draft(body=body).revise(by="bo", title=title, at=AT)) for title in titles for body in bodies
        ]
        for one in saved:
            again = journal.load(one.id)
            assert (str(again.title), str(again.content.body)) == (str(one.title), str(one.content.body))
            assert again.wording == one.wording

    def test_gives_the_same_names_to_the_same_words(self, journal: co.Journal) -> None:
        """A wording that is loaded is named as it was when it was worded, so saying the same again is no revision."""
        rota = journal.save(amending(audience=co.Audience.TEAM, rule=co.MAJORITY, links=["goal_1"], review=on(60)))
        loaded = journal.load(rota.id)
        with pytest.raises(co.Inconsistent, match="says the same as before"):
            _ = loaded.revise(by="bo", audience="team")


class TestFind:
    def test_is_by_status_link_and_what_falls_due(self, journal: co.Journal) -> None:
        """Each condition narrows, several narrow further."""
        rota, open_one, team = journal.save(agreed(review=on(30)), proposed(review=on(10)), team_in_force("bo", "cleo"))
        found = {
            "all": [*journal.find(co.Agreement)],
            "in force": [*journal.find(co.Agreement, status="in_force")],
            "of anna": [*journal.find(co.Agreement, party="anna")],
            "worded by cleo": [*journal.find(co.Agreement, author="cleo")],
            "due": [*journal.find(co.Agreement, due_before=on(31))],
            "of bo and proposed": [*journal.find(co.Agreement, status="proposed", party="bo")],
            "of bo by anna": [*journal.find(co.Agreement, party="bo", author="anna")],
            "of nobody": [*journal.find(co.Agreement, party="nobody")],
        }
        assert {name: [one.id for one in ones] for name, ones in found.items()} == {
            "all": sorted([rota.id, open_one.id, team.id]),
            "in force": sorted([rota.id, team.id]),
            "of anna": sorted([rota.id, open_one.id]),
            "worded by cleo": [team.id],
            "due": [rota.id],
            "of bo and proposed": [open_one.id],
            "of bo by anna": sorted([rota.id, open_one.id]),
            "of nobody": [],
        }
        assert {one.id: one for one in found["all"]} == {one.id: one for one in (rota, open_one, team)}

    def test_is_by_the_host_s_own_reference(self, journal: co.Journal) -> None:
        """Letter by letter: no case, no accent and no wildcard is another's."""
        people = {
            reference: journal.save(person(reference, reference))
            for reference in ("e-1", "E-1", "e-1 ", "é", "e\u0301", "e%", "%")
        }
        for reference, one in people.items():
            assert list(journal.find(co.Person, reference=reference)) == [one]

    def test_refuses_a_link_that_there_is_not(self, journal: co.Journal) -> None:
        """The sentence names the links by which such a subject is found."""
        with pytest.raises(co.Inconsistent, match=r"colour: .*known: author, awaits, party, serves"):
            _ = [*journal.find(co.Agreement, colour="red")]
        with pytest.raises(co.Inconsistent, match=r"party: .*known: reference"):
            _ = [*journal.cards(co.Person, party="anna")]

    def test_holds_one_page_at_a_time(self) -> None:
        """It is lazy: nothing is read before it is asked for, and never more than a page."""
        store = Counting()
        journal = co.Journal(store)
        _ = journal.save(*(person(str(number)) for number in range(450)))
        store.asked.clear()
        found = journal.find(co.Person)
        assert store.asked == []
        assert str(next(found).name) == "0"
        assert store.asked == [200]
        assert len(list(found)) == 449
        assert store.asked == [200, 200, 50, 0]

    def test_goes_on_while_others_save(self, journal: co.Journal) -> None:
        """What is saved meanwhile neither ends it nor makes it tell anybody twice."""
        people = journal.save(*(person(str(number)) for number in range(250)))
        seen: list[str] = []
        for one in journal.find(co.Person):
            seen.append(one.id)
            if len(seen) == 10:
                _ = journal.save(renamed(people[20], "x"), renamed(people[5], "y"), person("new"))
        assert len(seen) == len({*seen}) == 251


class Counting(MemoryStore):
    """A store that counts the cards it gives."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    def cards(self, query: Query) -> list[Card]:
        """A page, counted."""
        page = super().cards(query)
        self.asked.append(len(page))
        return page


class TestCards:
    def test_say_what_is_true_now(self, journal: co.Journal) -> None:
        """Kind, status, day, title, audience and links as of the last save."""
        rota = journal.save(agreed(review=on(30), audience="team", links=["goal_1"]))
        (card,) = journal.cards(co.Agreement, party="anna")
        assert (card.subject, card.kind, card.status, card.revision) == (
            rota.id,
            "agreement",
            "in_force",
            rota.revision,
        )
        assert (card.due, card.title, card.audience) == (on(30).isoformat(), rota.title.seal, "team")
        links = {*card.links}
        assert links >= {("party", "anna"), ("party", "bo"), ("author", "anna"), ("serves", "goal_1")}
        assert {link for link in links if link[0] == "awaits"} == {("awaits", "anna"), ("awaits", "bo")}

    def test_can_be_of_all_kinds(self, journal: co.Journal) -> None:
        """Without a kind, everything is listed."""
        anna, rota = journal.save(person(), draft())
        assert [card.subject for card in journal.cards()] == sorted([anna.id, rota.id])
        assert [card.subject for card in journal.cards(status="here")] == [anna.id]
        assert [card.subject for card in journal.cards(due_before=date.max)] == []

    def test_have_titles(self, journal: co.Journal) -> None:
        """What they are called is found in one go; without a title, or without its words, there is none."""
        _ = journal.save(person(), draft())
        cards = list(journal.cards())
        assert sorted(journal.titles(cards).values()) == ["Anna Ek", "Evening rota"]
        lost = [attrs.evolve(cards[0], title=None), attrs.evolve(cards[1], title=Seal("seal_x"))]
        assert journal.titles(lost) == {}


class TestHistory:
    def test_tells_everything_oldest_first(self, journal: co.Journal) -> None:
        """Each entry has its place, name, who, when, and the event itself."""
        rota = agreed()
        _ = journal.save(rota)
        entries = list(journal.history(rota.id))
        assert [entry.event for entry in entries] == list(rota.unrecorded)
        assert [entry.name for entry in entries][:2] == ["agreement.drafted", "agreement.contribution_declined"]
        assert [(entry.step, entry.by, entry.at) for entry in entries] == [
            (event.stamp.step, event.stamp.by, event.stamp.at) for event in rota.unrecorded
        ]

    def test_folds_to_what_is_loaded(self, journal: co.Journal) -> None:
        """History is all there is to know."""
        rota = journal.save(amending())
        events = [entry.event for entry in journal.history(rota.id) if entry.event is not None]
        assert co.Agreement.folded(events) == journal.load(rota.id)  # type: ignore[arg-type]


class TestAsOf:
    def test_gives_a_subject_as_it_stood(self, journal: co.Journal) -> None:
        """At a moment, and just before it."""
        anna = person()
        for day in (1, 2, 3):
            anna = anna.rename(f"Anna {day}", by=anna.id, at=later(day))
        _ = journal.save(anna)
        names = {moment: str(journal.as_of(anna.id, moment).title) for moment in (AT, later(1), later(2.5), later(99))}
        assert names == {AT: "Anna Ek", later(1): "Anna 1", later(2.5): "Anna 2", later(99): "Anna 3"}
        assert str(journal.as_of(anna.id, later(1) - timedelta(microseconds=1)).title) == "Anna Ek"

    def test_follows_the_order_of_saving_where_times_do_not(self, journal: co.Journal) -> None:
        """What was recorded late about an earlier time counts from its time on; nothing before it is left out."""
        anna = person().rename("Anna 5", by="anna", at=later(5)).rename("Anna 2", by="anna", at=later(2))
        _ = journal.save(anna)
        assert str(journal.as_of(anna.id, later(1)).title) == "Anna Ek"
        assert str(journal.as_of(anna.id, later(2)).title) == "Anna 2"
        assert journal.as_of(anna.id, later(2)) == journal.as_of(anna.id, later(9))

    def test_says_if_there_was_nothing_yet(self, journal: co.Journal) -> None:
        """Before its first day a subject is not found, and a time without a zone is none."""
        anna = journal.save(person())
        with pytest.raises(co.NotFound, match="nothing is recorded of it up to 2026-11-22"):
            _ = journal.as_of(anna.id, later(-1))
        with pytest.raises(co.Inconsistent, match="has no time zone"):
            _ = journal.as_of(anna.id, datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused
