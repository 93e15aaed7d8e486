"""What a journal promises, in whichever store it is kept: save, change, find, read back and look behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import attrs
import pytest

import coleadership as co
from coleadership.recording.codec import Codec
from coleadership.records import Card, Query
from tests.builders import AT, agreed, later, on, proposed, team
from tests.test_upcasting import LATER, LeftWhy, Sang, recorded

if TYPE_CHECKING:
    from coleadership.heart.events import Event


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal in each kind of store."""
    sqlite = f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
    with co.open_journal("memory:" if request.param == "memory" else sqlite) as made:
        yield made


def person(name: str = "Anna", **fields: str) -> co.Person:
    """Somebody new, not saved yet."""
    return co.Person.join(name, at=AT, reference=fields.get("reference"))


def renamed(person: co.Person, name: str) -> co.Person:
    """Somebody by another name, not saved yet."""
    return person.rename(name, by="hr", at=AT)


def names(journal: co.Journal, id: str) -> list[str]:
    """What is recorded about a subject."""
    return [entry.name.partition(".")[2] for entry in journal.history(id)]


def kept(journal: co.Journal) -> tuple[object, ...]:
    """All that a journal holds."""
    return journal.head(), journal.store.all_prose(), journal.store.cards(Query(states=True)), journal.store.subjects()


class TestSave:
    def test_gives_back_what_is_settled(self, journal: co.Journal) -> None:
        """One subject gives itself, several a tuple, in order and with nothing left to record."""
        anna = journal.save(person())
        bo, rota = journal.save(person("Bo"), agreed())
        assert (anna.unrecorded, bo.unrecorded, rota.unrecorded) == ((), (), ())
        assert [journal.load(one.id) for one in (anna, bo, rota)] == [anna, bo, rota]

    def test_keeps_several_subjects_as_one(self, journal: co.Journal) -> None:
        """The records of one save follow each other, and `rest` counts down to its end."""
        _ = journal.save(person(), renamed(person("Bo"), "Bob"))
        assert [(entry.position, entry.rest) for entry in journal.feed()] == [(1, 2), (2, 1), (3, 0)]

    def test_keeps_nothing_if_one_of_them_conflicts(self, journal: co.Journal) -> None:
        """Neither records, words, cards nor the key of the others are kept."""
        anna = journal.save(person())
        _ = journal.save(renamed(anna, "Anna Berg"))
        before, bo = kept(journal), person("Bo")
        with pytest.raises(co.Conflict, match="hr was faster") as caught:
            _ = journal.save(bo, renamed(anna, "Anna Ek"), key="k")
        assert (caught.value.subject_id, caught.value.expected, caught.value.found) == (anna.id, 1, 2)
        assert (kept(journal), journal.store.recorded("k")) == (before, ())
        with pytest.raises(co.NotFound):
            _ = journal.load(bo.id)

    def test_refuses_if_what_was_only_read_has_changed(self, journal: co.Journal) -> None:
        """What was read must be as it was, although nothing of it is saved."""
        anna = journal.save(person())
        now = journal.save(renamed(anna, "Anna Berg"))
        before, bo = kept(journal), person("Bo")
        with pytest.raises(co.Conflict) as caught:
            _ = journal.save(bo, reading=[anna])
        assert (caught.value.subject_id, kept(journal)) == (anna.id, before)
        assert journal.save(bo, reading=[now]).unrecorded == ()

    def test_of_the_same_value_twice_is_harmless(self, journal: co.Journal) -> None:
        """Whoever did not hear that it was saved may save again, whatever has happened since."""
        anna, bo = person(), person("Bo")
        first = journal.save(bo, anna)
        assert journal.save(bo, anna) == first
        _ = journal.save(renamed(first[1], "Anna Berg"))
        assert journal.save(bo, anna) == first
        assert (names(journal, anna.id), names(journal, bo.id)) == (["joined", "renamed"], ["joined"])

    def test_twice_is_harmless_although_what_was_read_has_changed(self, journal: co.Journal) -> None:
        """What was read had not changed when it was first saved."""
        anna, bo = journal.save(person()), person("Bo")
        _ = journal.save(bo, reading=[anna])
        _ = journal.save(renamed(anna, "Anna Berg"))
        assert journal.save(bo, reading=[anna]) == bo.settled()
        assert journal.head().position == 3

    def test_writes_only_the_rest_of_what_is_recorded_already(self, journal: co.Journal) -> None:
        """A value that went on from one that was saved, without the name rebound, is saved from there."""
        anna, bo = renamed(person(), "Anna Ek"), person("Bo")
        _ = journal.save(anna)
        further, bo = journal.save(renamed(anna, "Anna Berg"), bo)
        assert names(journal, anna.id) == ["joined", "renamed", "renamed"]
        assert [entry.subject for entry in journal.feed(after=2)] == [anna.id, bo.id]
        assert [journal.load(anna.id), journal.load(bo.id)] == [further, bo]
        before = journal.store.cards(Query(states=True))
        assert (journal.rebuild(), journal.store.cards(Query(states=True))) == (2, before)

    def test_refuses_the_rest_where_somebody_was_faster(self, journal: co.Journal) -> None:
        """What goes on from the same step as somebody else's change is a conflict."""
        anna = person()
        _ = journal.save(anna)
        _ = journal.save(renamed(anna, "Anna Ek"))
        with pytest.raises(co.Conflict):
            _ = journal.save(renamed(anna, "Anna Berg"))
        assert str(journal.load(anna.id).name) == "Anna Ek"

    def test_of_nothing_new_does_nothing(self, journal: co.Journal) -> None:
        """What is settled is given back as it is."""
        anna = journal.save(person())
        assert (journal.save(anna), journal.save(), journal.head().position) == (anna, (), 1)

    def test_refuses_a_subject_that_is_given_twice(self, journal: co.Journal) -> None:
        """Two values of one subject cannot both be its newest."""
        anna = person()
        with pytest.raises(co.Inconsistent, match="give its newest value"):
            _ = journal.save(anna, renamed(anna, "Anna Ek"))
        assert journal.head().position == 0

    def test_does_a_request_once(self, journal: co.Journal) -> None:
        """A key that was used gives what the first request led to, as it now stands, and keeps nothing more."""
        anna, bo = journal.save(person(), person("Bo"), key="request 1")
        anna = journal.save(renamed(anna, "Anna Berg"))
        before = kept(journal)
        assert journal.save(person(), person("Bo"), key="request 1") == (anna, bo)
        assert kept(journal) == before
        assert journal.save(person(), key="request 2").id != anna.id

    @pytest.mark.parametrize("key", ["", "a\nb", "x" * 201], ids=["empty", "two lines", "long"])
    def test_refuses_what_is_no_key(self, journal: co.Journal, key: str) -> None:
        """A key is one printable line that is not too long, for saving and for changing."""
        anna = journal.save(person())
        with pytest.raises(co.Inconsistent, match="is no key"):
            _ = journal.save(person(), key=key)
        with pytest.raises(co.Inconsistent, match="is no key"):
            _ = journal.change(anna.id, lambda p: renamed(p, "Anna Ek"), key=key)
        assert journal.head().position == 1


class TestChange:
    def test_loads_changes_and_saves(self, journal: co.Journal) -> None:
        """What is given back is what is kept, settled."""
        anna = journal.change(journal.save(person()).id, lambda p: renamed(p, "Anna Berg"))
        assert (str(anna.name), anna.unrecorded, anna.unseen) == ("Anna Berg", (), False)
        assert journal.load(anna.id) == anna

    def test_tries_again_if_somebody_was_faster(self, journal: co.Journal) -> None:
        """The verb sees what the faster one did, and both changes are kept."""
        id = journal.save(person()).id
        seen: list[str] = []

        def overtaken(p: co.Person) -> co.Person:
            if not seen:
                _ = journal.change(id, lambda p: renamed(p, "Faster"))
            seen.append(str(p.name))
            return renamed(p, "Slower")

        assert str(journal.change(id, overtaken).name) == "Slower"
        assert (seen, names(journal, id)) == (["Anna", "Faster"], ["joined", "renamed", "renamed"])

    def test_gives_up_in_the_end(self, journal: co.Journal) -> None:
        """Where somebody is faster each time, there is a conflict rather than an endless loop."""
        id = journal.save(person()).id

        def overtaken(p: co.Person) -> co.Person:
            _ = journal.change(id, lambda p: renamed(p, "Faster"))
            return renamed(p, "Slower")

        with pytest.raises(co.Conflict):
            _ = journal.change(id, overtaken)
        assert str(journal.load(id).name) == "Faster"

    def test_does_a_request_once(self, journal: co.Journal) -> None:
        """A repeated request is not asked again whether it is allowed, as it is no longer after the first."""
        id = journal.save(person()).id
        first = journal.change(id, lambda p: p.leave(by="hr", at=AT), key="k")
        assert journal.change(id, lambda p: p.leave(by="hr", at=AT), key="k") == first
        assert (first.status, names(journal, id)) == ("gone", ["joined", "left"])

    def test_does_a_request_once_although_it_arrives_twice_at_once(self, journal: co.Journal) -> None:
        """If the same request is done while it is being done, it is done by one of them."""
        id = journal.save(person()).id

        def twice(p: co.Person) -> co.Person:
            _ = journal.change(id, lambda p: renamed(p, "First"), key="k")
            return renamed(p, "Second")

        assert str(journal.change(id, twice, key="k").name) == "First"
        assert names(journal, id) == ["joined", "renamed"]

    def test_counts_the_voices_of_all(self, journal: co.Journal) -> None:
        """Voices on the wording that each has seen count together, though one was given while the other was."""
        talk = journal.save(team("anna", "bo", "cim"))
        seen = talk.wording

        def bo(a: co.Agreement) -> co.Agreement:
            if len(a.proposals[0].voices) == 1:
                _ = journal.change(talk.id, lambda a: a.consent(by="cim", wording=seen, at=AT))
            return a.consent(by="bo", wording=seen, at=AT)

        assert journal.change(talk.id, bo).status == "in_force"

    def test_says_that_a_wording_is_stale(self, journal: co.Journal) -> None:
        """A voice on a wording that was reworded meanwhile is refused, and told which one to read."""
        rota = journal.save(proposed())
        seen = rota.wording
        rota = journal.change(rota.id, lambda a: a.change("cover", "Cover is paid double", by="bo", at=AT))
        with pytest.raises(co.Inconsistent, match=f"not on the table any more: read {rota.wording}"):
            _ = journal.change(rota.id, lambda a: a.consent(by="anna", wording=seen, at=AT))
        assert journal.load(rota.id) == rota

    def test_refuses_a_voice_on_a_wording_that_is_not_named(self, journal: co.Journal) -> None:
        """Whoever is not there cannot be taken to have read what is newest."""
        rota = journal.save(proposed())
        voices: tuple[Callable[[co.Agreement], co.Agreement], ...] = (
            lambda a: a.consent(by="anna", at=AT), lambda a: a.object("It is too early", by="anna", at=AT),
            lambda a: a.stand_aside(by="anna", at=AT), lambda a: a.withdraw_objection(by="bo", at=AT),
            lambda a: a.change("rota", "Never", by="anna", at=AT).propose(by="anna", at=AT),
        )  # fmt: skip
        for voice in voices:
            with pytest.raises(co.Inconsistent, match="name the wording that its speaker saw"):
                _ = journal.change(rota.id, voice)
        assert journal.load(rota.id) == rota


class TestLoad:
    def test_says_what_is_not_there(self, journal: co.Journal) -> None:
        """Somebody who was never saved here is neither loaded, told of nor changed."""
        id = person().id
        for asked in (journal.load, journal.history, lambda id: journal.change(id, lambda p: p)):
            with pytest.raises(co.NotFound):
                _ = cast("Callable[[str], object]", asked)(id)

    @pytest.mark.parametrize("unknown", [LeftWhy, Sang])
    def test_refuses_what_only_a_newer_version_knows(self, journal: co.Journal, unknown: Callable[..., Event]) -> None:
        """History and feed still give it, without the event, and all the rest is as it was."""
        later = co.Journal(journal.store, Codec(LATER))
        anna, bo = later.save(person(), person("Bo"))
        _ = later.save(recorded(anna, unknown(anna._stamp("hr", AT), "Visa")))
        with pytest.raises(co.UnknownRecord, match="read it with history"):
            _ = journal.load(anna.id)
        assert [(e.step, e.by, e.event is None) for e in journal.history(anna.id)] == [
            (1, anna.id, False), (2, "hr", True),
        ]  # fmt: skip
        assert [(e.position, e.event is None) for e in journal.feed()] == [(1, False), (2, False), (3, True)]
        assert journal.load(bo.id) == bo
        assert journal.as_of(bo.id, AT) == bo

    @pytest.mark.parametrize("stride", [1, 5, 40])
    @pytest.mark.parametrize(
        ("begin", "verb"),
        [
            (person, lambda p, n: renamed(p, f"Anna {n}")),
            (agreed, lambda a, n: a.comment(f"Remark {n}", by="bo", at=later(n))),
        ],
        ids=["person", "agreement"],
    )
    def test_gives_what_the_history_adds_up_to(
        self, journal: co.Journal, begin: Callable[[], Any], verb: Callable[[Any, int], Any], stride: int
    ) -> None:
        """The state that is kept now and then changes nothing but how fast it is loaded."""
        subject, kept_at = journal.save(begin()), 0
        for number in range(1, 41):
            before = subject.revision - len(subject.unrecorded)
            subject = verb(subject, number)
            if number % stride:
                continue
            subject = journal.save(subject)
            if subject.revision // subject.KEPT_EVERY > before // subject.KEPT_EVERY:
                kept_at = subject.revision
            (card,) = journal.store.cards(Query(states=True))
            assert (card.state_revision, card.state is None) == (kept_at, kept_at == 0)
            events = [cast("Any", entry.event) for entry in journal.history(subject.id)]
            assert journal.load(subject.id) == type(subject).folded(events).settled() == subject
            assert list(journal.find(type(subject))) == [subject]
        assert kept_at >= 2 * subject.KEPT_EVERY


class TestFind:
    def test_narrows_by_everything_that_is_given(self, journal: co.Journal) -> None:
        """Kind, status, due day and links each narrow; what fits none gives nothing."""
        anna, bo = journal.save(person(reference="e-1"), person("Bo", reference="e-2").leave(by="hr", at=AT))
        rota, open_one = journal.save(agreed(review=on(30)), proposed(links=("value_trust",)))
        assert [*journal.find(co.Person)] == [anna, bo]
        assert [*journal.find(co.Person, status="gone")] == [bo]
        assert [*journal.find(co.Person, reference="e-1")] == [anna]
        assert [*journal.find(co.Person, status="gone", reference="e-1")] == []
        assert [*journal.find(co.Agreement, party="anna")] == [rota, open_one]
        assert [*journal.find(co.Agreement, party="bo", author="anna", serves="value_trust")] == [open_one]
        assert [*journal.find(co.Agreement, party="anna", author="bo")] == []
        assert [*journal.find(co.Agreement, party="anna", status="in_force")] == [rota]
        assert [*journal.find(co.Agreement, due_before=on(31), status="in_force")] == [rota]
        assert [*journal.find(co.Agreement, due_before=on(30), status="in_force")] == []
        assert [card.subject for card in journal.cards(party="anna")] == [rota.id, open_one.id]
        assert journal.titles(journal.cards(co.Person)) == {anna.id: "Anna", bo.id: "Bo"}

    def test_refuses_a_link_that_leads_nowhere(self, journal: co.Journal) -> None:
        """A misspelt relation is told at once with those that are known, rather than found to have nothing."""
        with pytest.raises(co.Inconsistent, match=r"no person is found by this link \(known: reference\)"):
            _ = journal.find(co.Person, party="anna")

    def test_refuses_a_status_that_nothing_ever_has(self, journal: co.Journal) -> None:
        """A misspelt status is told at once with the one that was meant, or those that there are."""
        with pytest.raises(co.Inconsistent, match=r"no agreement is ever 'in force'; did you mean 'in_force'\?"):
            _ = journal.find(co.Agreement, status="in force")
        with pytest.raises(co.Inconsistent, match=r"no person is ever 'ended' \(known: forgotten, gone, here\)$"):
            _ = journal.cards(co.Person, status="ended")

    def test_knows_every_status_that_a_subject_can_have(self, journal: co.Journal) -> None:
        """Whatever the status of a subject, it is found by it."""
        for subject in (person(), person().leave(by="hr", at=AT), agreed(), proposed(), proposed().withdraw(by="bo")):
            saved = journal.save(subject)
            assert saved in [*journal.find(type(saved), status=saved.status)]

    def test_holds_no_more_than_a_page(self, journal: co.Journal, monkeypatch: pytest.MonkeyPatch) -> None:
        """The first few of many are given after one page was read, and all of them in the end, each once."""
        people = journal.save(*(person(f"Person {number}") for number in range(450)))
        store, pages = type(journal.store), list[int]()
        read = cast("Callable[[object, Query], list[Card]]", store.cards)

        def counted(self: object, query: Query) -> list[Card]:
            page = read(self, query)
            pages.append(len(page))
            return page

        monkeypatch.setattr(store, "cards", counted)
        assert [*islice(journal.find(co.Person), 3)] == [*people[:3]]
        assert len(pages) == 1
        assert [*journal.find(co.Person)] == [*people]
        assert max(pages) < 450


class TestHistory:
    def test_is_told_in_order(self, journal: co.Journal) -> None:
        """Each entry has its place, its step, who, when and what, and nothing of anybody else."""
        anna, bo = journal.save(person(), person("Bo"))
        _ = journal.save(anna.rename("Anna Berg", by="hr", at=later(1)))
        first, second = journal.history(anna.id)
        assert attrs.astuple(first, recurse=False)[:-1] == (1, 1, anna.id, 1, "person.joined", anna.id, AT)
        assert attrs.astuple(second, recurse=False)[:-1] == (3, 0, anna.id, 2, "person.renamed", "hr", later(1))
        assert names(journal, bo.id) == ["joined"]

    def test_gives_a_subject_as_of_a_time(self, journal: co.Journal) -> None:
        """It stands as after the last record of that time or before, also where times run backwards."""
        anna = person().rename("B", by="hr", at=later(4)).rename("C", by="hr", at=later(2))
        id = journal.save(anna.rename("D", by="hr", at=later(6))).id
        told = [str(cast("co.Person", journal.as_of(id, later(day))).name) for day in (0, 1.9, 2, 3, 4, 5.9, 6, 99)]
        assert told == ["Anna", "Anna", "C", "C", "C", "C", "D", "D"]
        assert journal.as_of(id, later(99)) == journal.load(id)
        with pytest.raises(co.NotFound, match="nothing is recorded of it up to"):
            _ = journal.as_of(id, later(-1))
        with pytest.raises(co.Inconsistent, match="no time zone"):
            _ = journal.as_of(id, AT.replace(tzinfo=None))


class TestFeed:
    def test_goes_on_after_a_position(self, journal: co.Journal) -> None:
        """Whoever remembers a position gets all that came after it, and where each save ends."""
        anna, bo = journal.save(person(), person("Bo"))
        _ = journal.save(renamed(anna, "Anna Ek"), renamed(renamed(bo, "Bob"), "Rob"))
        assert [(e.position, e.rest, e.subject, e.step) for e in journal.feed(after=1)] == [
            (2, 0, bo.id, 1), (3, 2, anna.id, 2), (4, 1, bo.id, 2), (5, 0, bo.id, 3),
        ]  # fmt: skip
        assert [*journal.feed(after=5)] == []


class TestJournal:
    def test_does_not_see_its_neighbour(self, tmp_path: Path) -> None:
        """Two journals in one file share nothing: subjects, keys, words, positions or verification."""
        file = f"sqlite:///{tmp_path / 'a.db'}"
        with co.open_journal(f"{file}?journal=north") as north, co.open_journal(f"{file}?journal=south") as south:
            anna = north.save(person(reference="e-1"), key="k")
            assert (list(south.feed()), list(south.cards()), south.store.all_prose()) == ([], [], [])
            with pytest.raises(co.NotFound):
                _ = south.load(anna.id)
            bo = south.save(person("Bo", reference="e-1"), key="k")
            assert (north.head().position, south.head().position) == (1, 1)
            assert ([*north.find(co.Person, reference="e-1")], [*south.find(co.Person)]) == ([anna], [bo])
            assert (north.rebuild(), south.rebuild(), north.verify().ok, south.verify().ok) == (1, 1, True, True)

    def test_says_that_it_is_closed(self, journal: co.Journal) -> None:
        """Whatever a closed journal is asked, it says so; closing it again is harmless."""
        anna = journal.save(person())
        cards = [*journal.cards()]
        journal.close()
        journal.close()
        for asked in (
            lambda: journal.save(person("Bo")), lambda: journal.change(anna.id, lambda p: renamed(p, "Anna Ek")),
            lambda: journal.load(anna.id), lambda: [*journal.find(co.Person)], lambda: [*journal.cards()],
            lambda: [*journal.history(anna.id)], lambda: journal.as_of(anna.id, AT), lambda: [*journal.feed()],
            lambda: journal.titles(cards), journal.head, journal.verify, journal.rebuild,
            lambda: [*journal.export()], lambda: journal.import_(BytesIO(b"")),
        ):  # fmt: skip
            with pytest.raises(co.StoreError, match="is closed"):
                _ = cast("Callable[[], object]", asked)()
