"""Whether a journal is whole: the first thing that is not is named, and cards follow from records."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import pytest

import coleadership as co
from coleadership.prose import Prose
from coleadership.recording.integrity import Verification, keeps_state
from coleadership.records import PAGE, Batch, Card, Query, Record
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, agreed
from tests.test_transfer import filled

COPY = """INSERT INTO records SELECT j, :at, rest, key, 'person_x', 1, name, version, 'event_x', by, at, body, digest
          FROM records WHERE j = 1 AND position = :at - 1"""
"""Make a record of a new subject out of the one before it."""
EVERYTHING = Query(states=True, limit=1_000)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A SQLite file with a journal in it, and another journal beside it."""
    path = tmp_path / "a.db"
    for name in ("main", "north"):
        with co.open_journal(f"sqlite:///{path}?journal={name}") as journal:
            _ = filled(journal)
    return path


def verified(file: Path, journal: str = "main") -> Verification:
    """What is found in a file."""
    with co.open_journal(f"sqlite:///{file}?journal={journal}", create=False) as opened:
        return opened.verify()


def tamper(file: Path, *statements: str, **values: int) -> None:
    """Do something to the main journal of a file past the library."""
    with closing(sqlite3.connect(file)) as database, database:
        for statement in statements:
            _ = database.execute(statement, values)


def last(file: Path) -> int:
    """How many records there are."""
    with co.open_journal(f"sqlite:///{file}", create=False) as journal:
        return journal.head().position


class TestVerify:
    def test_finds_a_whole_journal_whole(self, file: Path) -> None:
        """An untouched journal is whole, and it is told how many records were looked at."""
        found = verified(file)
        assert (found.ok, found.problem, found.position, found.records) == (True, None, None, last(file))

    def test_finds_an_empty_journal_whole(self) -> None:
        """Nothing can be wrong with nothing."""
        assert co.open_journal("memory:").verify() == Verification(0)

    def test_tells_how_far_it_is(self, file: Path) -> None:
        """Progress ends with everything looked at."""
        told: list[tuple[int, int]] = []
        with co.open_journal(f"sqlite:///{file}") as journal:
            _ = journal.verify(lambda done, total: told.append((done, total)))
        assert told[-1] == (last(file), last(file))

    @pytest.mark.parametrize("column", ["subject", "name", "event", "by", "at", "body", "key", "digest"])
    @pytest.mark.parametrize("position", [1, 7, "last"])
    def test_names_the_first_record_whose_text_was_changed(self, file: Path, column: str, position: int | str) -> None:
        """Whatever field of whichever record was changed, that record is named first."""
        at = last(file) if position == "last" else int(position)
        tamper(file, f"UPDATE records SET {column} = 'changed' || position WHERE j = 1 AND position >= :at", at=at)  # noqa: S608
        found = verified(file)
        assert (found.ok, found.position, found.records) == (False, at, at - 1)
        assert f"record {at} (" in str(found.problem)
        assert "was changed, inserted or reordered" in str(found.problem)

    @pytest.mark.parametrize("column", ["revision", "version", "rest"])
    def test_names_the_first_record_whose_number_was_changed(self, file: Path, column: str) -> None:
        """A number is covered by the chain like any text."""
        tamper(file, f"UPDATE records SET {column} = 77 WHERE j = 1 AND position = 7")  # noqa: S608
        assert verified(file).position == 7

    @pytest.mark.parametrize("position", [1, 7])
    def test_names_the_first_record_that_was_lost(self, file: Path, position: int) -> None:
        """A gap at the beginning or in the middle is named where it begins."""
        tamper(file, "DELETE FROM records WHERE j = 1 AND position IN (:at, :at + 2)", at=position)
        found = verified(file)
        assert (found.position, found.problem) == (
            position,
            f"record {position} is lost: {position + 1} follows {position - 1}",
        )

    def test_names_what_was_cut_off_the_end(self, file: Path) -> None:
        """The last record alone cannot be lost in silence: its card knows of it."""
        tamper(file, "DELETE FROM records WHERE j = 1 AND position = :at", at=last(file))
        found = verified(file)
        assert not found.ok
        assert "its card is at" in str(found.problem)

    def test_names_a_record_that_was_lost_and_closed_up(self, file: Path) -> None:
        """To count positions anew hides nothing: the digests do not follow."""
        tamper(
            file,
            "DELETE FROM records WHERE j = 1 AND position = 5",
            "UPDATE records SET position = position - 1 WHERE j = 1 AND position > 5",
        )
        assert verified(file).position == 5

    def test_names_a_record_that_was_inserted(self, file: Path) -> None:
        """What somebody pushes in between does not follow from what is before it."""
        tamper(
            file,
            "UPDATE records SET position = -position - 1 WHERE j = 1 AND position >= 5",
            "UPDATE records SET position = -position WHERE j = 1 AND position < 0",
            COPY,
            at=5,
        )
        assert verified(file).position == 5

    def test_names_a_record_that_was_added_at_the_end(self, file: Path) -> None:
        """A record whose digest does not follow from the one before is named."""
        end = last(file)
        tamper(file, COPY, at=end + 1)
        assert verified(file).position == end + 1

    def test_names_the_first_of_records_that_were_reordered(self, file: Path) -> None:
        """Two records that changed places show at the first of the two places."""
        tamper(
            file,
            "UPDATE records SET position = -6 WHERE j = 1 AND position = 5",
            "UPDATE records SET position = 5 WHERE j = 1 AND position = 6",
            "UPDATE records SET position = 6 WHERE j = 1 AND position = -6",
        )
        assert verified(file).position == 5

    def test_names_a_journal_put_in_the_place_of_another(self, file: Path) -> None:
        """The chain begins with the journal's own id."""
        tamper(file, "UPDATE journals SET id = 'journal_x' WHERE j = 1")
        assert verified(file).position == 1

    @pytest.mark.parametrize(
        ("statement", "problem"),
        [
            ("UPDATE prose SET text = 'changed' WHERE j = 1", "words of record 1 were changed"),
            ("UPDATE prose SET salt = x'00' WHERE j = 1", "words of record 1 were changed"),
            ("UPDATE prose SET salt = 'a text' WHERE j = 1", "words of record 1 were changed"),
            ("UPDATE prose SET text = x'00' WHERE j = 1", "words of record 1 were changed"),
            ("DELETE FROM prose WHERE j = 1", "words of record 1 are lost"),
        ],
    )
    def test_names_the_first_record_whose_words_are_not_those_that_were_sealed(
        self, file: Path, statement: str, problem: str
    ) -> None:
        """Words that were changed or lost are told by the record that speaks of them."""
        tamper(file, statement)
        assert problem in str(verified(file).problem)

    def test_takes_erased_words_for_erased(self, file: Path) -> None:
        """Where only the seal is left, nothing was changed."""
        tamper(file, "UPDATE prose SET text = NULL, salt = NULL WHERE j = 1")
        assert verified(file).ok

    def test_leaves_the_other_journals_in_a_file_alone(self, file: Path) -> None:
        """What is wrong in one journal is not wrong in its neighbour."""
        tamper(file, "UPDATE records SET body = '{}' WHERE j = 1", "DELETE FROM prose WHERE j = 1")
        assert not verified(file).ok
        assert verified(file, "north").ok

    def test_does_not_take_a_save_meanwhile_for_damage(self) -> None:
        """Somebody who saves after the records were read leaves a card that is ahead of them, and nothing is wrong."""
        store = Meanwhile()
        journal = filled(co.Journal(store))
        (anna,) = journal.find(co.Person, reference="e-1007")
        store.then = lambda: journal.save(anna.rename("Anna meanwhile", by=anna.id))
        assert journal.verify().ok
        assert str(journal.load(anna.id).name) == "Anna meanwhile"


class Meanwhile(MemoryStore):
    """A store in which somebody saves as soon as its feed was read to the end."""

    then: Callable[[], object] | None = None

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        """The feed; at its end, something else happens once."""
        page = super().feed(after=after, limit=limit)
        if not page and self.then is not None:
            then, self.then = self.then, None
            _ = then()
        return page


class TestVerifyInMemory:
    @pytest.fixture
    def journal(self) -> tuple[co.Journal, MemoryStore]:
        """A journal in memory, and its insides."""
        store = MemoryStore()
        return filled(co.Journal(store)), store

    @pytest.mark.parametrize("position", [1, 7])
    def test_names_the_first_record_changed_or_lost(
        self, journal: tuple[co.Journal, MemoryStore], position: int
    ) -> None:
        """The chain is the same in memory."""
        opened, store = journal
        kept = store._records[position - 1]
        store._records[position - 1] = attrs.evolve(kept, fact=attrs.evolve(kept.fact, by="changed"))
        assert opened.verify().position == position
        del store._records[position - 1]
        assert opened.verify().position == position

    def test_names_words_that_were_changed(self, journal: tuple[co.Journal, MemoryStore]) -> None:
        """Words are compared with their seals."""
        opened, store = journal
        store._prose = {seal: Prose(seal, "changed", prose.salt) for seal, prose in store._prose.items()}
        assert "words of record 1 were changed" in str(opened.verify().problem)


class TestRebuild:
    @pytest.fixture(params=["memory", "sqlite"])
    def journal(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
        """A journal of each kind, with something in it."""
        sqlite = f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
        with co.open_journal("memory:" if request.param == "memory" else sqlite) as made:
            yield filled(made)

    def test_gives_the_cards_that_are_there(self, journal: co.Journal) -> None:
        """Cards follow from records alone: derived anew, they are the same to the byte, kept states included."""
        before = journal.store.cards(EVERYTHING)
        assert any(card.state for card in before)
        assert journal.rebuild() == len(before) == 3
        assert journal.store.cards(EVERYTHING) == before

    def test_mends_cards_that_are_wrong(self, journal: co.Journal) -> None:
        """Whatever was on a card, afterwards it says what the records say, and only what is true is found."""
        before = journal.store.cards(EVERYTHING)
        _ = journal.store.put_cards(
            Card(
                card.subject,
                card.kind,
                "wrong",
                card.revision,
                "2001-01-01",
                None,
                "all",
                (("party", "x"),),
                "{}",
                1,
                9,
                "2001-01-01",
            )
            for card in before
        )
        assert journal.rebuild() == len(before)
        assert journal.store.cards(EVERYTHING) == before
        assert journal.store.cards(Query(links=(("party", "x"),))) == []
        assert len(journal.store.cards(Query(links=(("party", "anna"),)))) == 1

    @pytest.mark.parametrize(
        "wrong",
        [{"status": "ended"}, {"links": (("seen_by", "organisation"),)}, {"state": None}, {"due": "2001-01-01"}],
    )
    def test_is_what_verify_asks_for_where_a_card_is_wrong(self, journal: co.Journal, wrong: dict[str, Any]) -> None:
        """A card that says something else than its records is named, if cards are to be compared."""
        assert journal.verify(cards=True).ok
        card = next(card for card in journal.store.cards(EVERYTHING) if card.state)
        _ = journal.store.put_cards([attrs.evolve(card, **wrong)])
        assert journal.verify().ok
        problem = f"the card of {card.subject} does not say what its records do; rebuild derives it anew"
        assert journal.verify(cards=True).problem == problem
        _ = journal.rebuild()
        assert journal.verify(cards=True).ok

    def test_is_what_verify_asks_for_where_a_card_is_of_nothing(self, journal: co.Journal) -> None:
        """Nothing is found in lists that was never recorded."""
        card = attrs.evolve(journal.store.cards(EVERYTHING)[0], subject="person_stray", revision=0)
        _ = journal.store.append(Batch(facts=(), expected={}, cards=(card,)))
        assert journal.verify().problem == (
            "there is a card of person_stray, of which nothing was recorded; rebuild drops it"
        )
        _ = journal.rebuild()
        assert journal.verify().ok

    def test_mends_cards_that_are_lost_or_of_nothing(self, journal: co.Journal) -> None:
        """Cards that are not there are made, and those of what has no records are dropped."""
        before = journal.store.cards(EVERYTHING)
        journal.store.drop_cards(card.subject for card in before[1:])
        stray = attrs.evolve(before[0], subject="person_stray", revision=0)
        _ = journal.store.append(Batch(facts=(), expected={}, cards=(stray,)))
        assert len(journal.store.cards(EVERYTHING)) == 2
        assert journal.rebuild() == len(before)
        assert journal.store.cards(EVERYTHING) == before

    def test_tells_how_far_it_is(self, journal: co.Journal) -> None:
        """Progress ends with all records read."""
        told: list[tuple[int, int]] = []
        _ = journal.rebuild(lambda done, total: told.append((done, total)))
        assert told[-1] == (journal.head().position, journal.head().position)

    def test_goes_on_while_others_save(self, journal: co.Journal) -> None:
        """Who saves between reading and writing wins: the card says what is true in the end."""
        (anna,) = journal.find(co.Person, reference="e-1007")

        def save(done: int, total: int) -> None:
            assert done <= total
            _ = journal.change(anna.id, lambda person: person.rename("Anna meanwhile", by=person.id))

        _ = journal.rebuild(save)
        cards = journal.store.cards(EVERYTHING)
        assert journal.rebuild() == len(cards)
        assert journal.store.cards(EVERYTHING) == cards
        assert str(journal.load(anna.id).name) == "Anna meanwhile"

    def test_makes_the_same_cards_however_it_was_saved(self) -> None:
        """Event by event, or all at once: a state is kept where so many steps were passed."""
        rota = agreed()
        for number in range(3 * co.Agreement.KEPT_EVERY):
            rota = rota.comment(f"Remark {number}", by="anna", at=AT)
        at_once, one_by_one = co.open_journal("memory:"), co.open_journal("memory:")
        _ = at_once.save(rota)
        for step in range(1, len(rota.unrecorded) + 1):
            so_far = co.Agreement.folded(rota.unrecorded[:step])
            assert so_far is not None
            _ = one_by_one.save(attrs.evolve(so_far, unrecorded=rota.unrecorded[:step]))
        for journal in (at_once, one_by_one):
            cards = journal.store.cards(EVERYTHING)
            assert journal.rebuild() == 1
            assert journal.store.cards(EVERYTHING) == cards
            assert journal.load(rota.id) == rota.settled()


@pytest.mark.parametrize(
    ("before", "now", "kept"), [(0, 1, False), (0, 15, False), (15, 16, True), (16, 31, False), (1, 40, True)]
)
def test_a_state_is_kept_each_time_so_many_steps_are_passed(before: int, now: int, kept: bool) -> None:
    """Often enough to load quickly, seldom enough to save quickly: each 16 steps, of a goal each 4."""
    assert keeps_state(co.Agreement, before, now) is kept
    assert keeps_state(co.Goal, before // 4, now // 4) is kept
