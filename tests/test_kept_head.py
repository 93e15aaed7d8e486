"""A head that was kept elsewhere shows what the chain of digests alone cannot: a history that was made anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import attrs
import pytest

from coleadership.journal.journal import Journal
from coleadership.organisation.people import Person
from coleadership.records import Fact, Head, Record, chained, genesis
from coleadership.stores.memory import MemoryStore
from coleadership.stores.sqlite import open_sqlite
from tests.builders import AT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    """A journal with three records, in each kind of store."""
    file = f"sqlite:///{tmp_path / 'a.db'}"
    store = MemoryStore() if request.param == "memory" else open_sqlite(file, {"durability": "relaxed"}, create=True)
    with Journal(store) as made:
        for name in ("Anna", "Bo", "Cleo"):
            _ = made.save(Person.join(name, at=AT))
        yield made


def chain(journal: str, facts: Iterable[Fact]) -> Iterator[Record]:
    """Records of these facts whose digests all fit."""
    digest = genesis(journal)
    for position, fact in enumerate(facts, 1):
        digest = chained(digest, position, 0, None, fact)
        yield Record(position, 0, None, fact, digest)


def made_anew(journal: Journal, change: Callable[[list[Fact]], list[Fact]]) -> Journal:
    """What somebody who can write everything makes of it: other facts, and digests and cards that fit them."""
    facts = [record.fact for record in journal.store.feed()]
    name = journal.head().journal
    forged = Journal(MemoryStore())
    _ = forged.store.restore(name, chain(name, change(facts)), journal.store.all_prose(), lambda _: ())
    _ = forged.rebuild()
    return forged


def test_a_journal_that_has_only_grown_is_whole(journal: Journal) -> None:
    """What has been saved since does not matter, and the head is the same as long as nothing was."""
    kept = journal.head()
    assert journal.verify(kept=kept).ok
    _ = journal.save(Person.join("Dan", at=AT))
    found = journal.verify(kept=kept)
    assert (found.ok, found.records) == (True, 4)


def test_the_head_of_an_empty_journal_says_which_one_it_is() -> None:
    """Nothing is recorded yet, and another journal is another one all the same."""
    with Journal(MemoryStore()) as journal, Journal(MemoryStore()) as other:
        kept = journal.head()
        _ = journal.save(Person.join("Anna", at=AT))
        assert journal.verify(kept=kept).ok
        assert not other.verify(kept=kept).ok


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_rewritten_history_shows_although_its_chain_is_consistent(journal: Journal, position: int) -> None:
    """Whoever computes all digests anew cannot make them end in the one that was kept."""
    kept = journal.head()

    def rewrite(facts: list[Fact]) -> list[Fact]:
        facts[position] = attrs.evolve(facts[position], by="somebody else")
        return facts

    with made_anew(journal, rewrite) as forged:
        assert forged.verify().ok
        found = forged.verify(kept=kept)
        assert (found.ok, found.position) == (False, 3)
        assert found.problem == "the history up to record 3 is not the one whose head was kept"


def test_a_history_rewritten_behind_the_head_is_not_shown_by_it(journal: Journal) -> None:
    """A head proves what lies before it, so a newer one is kept every day."""
    kept = journal.head()
    _ = journal.save(Person.join("Dan", at=AT))
    newer = journal.head()
    with made_anew(journal, lambda facts: [*facts[:-1], attrs.evolve(facts[-1], by="somebody else")]) as forged:
        assert forged.verify(kept=kept).ok
        assert not forged.verify(kept=newer).ok


@pytest.mark.parametrize("left", [0, 1, 2])
def test_a_tail_that_was_cut_off_shows(journal: Journal, left: int) -> None:
    """With its cards, the last records can be removed without a trace in the chain."""
    kept = journal.head()
    with made_anew(journal, lambda facts: facts[:left]) as forged:
        assert forged.verify().ok
        found = forged.verify(kept=kept)
        assert (found.ok, found.position) == (False, left + 1)
        assert found.problem == f"record {left + 1} is lost: the history whose head was kept goes to record 3"


def test_a_tail_that_was_cut_off_a_file_shows(tmp_path: Path) -> None:
    """The same, done by hand to the file itself."""
    file = tmp_path / "a.db"
    with Journal(open_sqlite(f"sqlite:///{file}", {}, create=True)) as journal:
        for name in ("Anna", "Bo"):
            _ = journal.save(Person.join(name, at=AT))
        kept = journal.head()
    with closing(sqlite3.connect(file)) as database, database:
        (subject,) = database.execute("SELECT subject FROM records WHERE position = 2").fetchone()
        for table in ("records", "cards", "links"):
            _ = database.execute(f"DELETE FROM {table} WHERE subject = ?", (subject,))  # noqa: S608
    with Journal(open_sqlite(f"sqlite:///{file}", {}, create=False)) as journal:
        assert journal.verify().ok
        assert journal.verify(kept=kept).position == 2


def test_another_journal_shows(journal: Journal) -> None:
    """A whole journal in the place of ours is not ours, whatever else it holds."""
    ours = journal.head()
    theirs = Head("journal_of_somebody_else", ours.position, ours.digest)
    found = journal.verify(kept=theirs)
    assert (found.ok, found.records) == (False, 0)
    assert found.problem == f"this is {ours.journal}, not journal_of_somebody_else whose head was kept"


def test_what_was_changed_shows_before_the_kept_head_is_asked(journal: Journal) -> None:
    """Where the chain itself is broken, the first broken record is named rather than the one that was kept."""
    kept = journal.head()
    records = journal.store.feed()
    records[0] = attrs.evolve(records[0], fact=attrs.evolve(records[0].fact, by="somebody else"))
    with Journal(MemoryStore()) as forged:
        _ = forged.store.restore(kept.journal, records, journal.store.all_prose(), lambda _: ())
        assert forged.verify(kept=kept).position == 1
