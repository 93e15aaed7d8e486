"""A journal within a transaction of the host: what both write is kept together, or nothing of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import coleadership as co
from coleadership.prose import Seal
from coleadership.records import JoinsHostTransaction, SupportsErasure
from coleadership.testing.batches import batch, fact


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[co.Journal]:
    """A journal in a file."""
    with co.open_journal(f"sqlite:///{tmp_path / 'acme.db'}?timeout=0") as made:
        yield made


@pytest.fixture
def host(tmp_path: Path, journal: co.Journal) -> Iterator[sqlite3.Connection]:
    """The host's own connection to that file, with a table of its own."""
    assert journal.head().position == 0
    with closing(sqlite3.connect(tmp_path / "acme.db", isolation_level=None)) as connection:
        _ = connection.execute("CREATE TABLE employees(number TEXT)")
        yield connection


def hire(host: sqlite3.Connection, journal: co.Journal, name: str) -> co.Person:
    """Write one row here and one person there."""
    _ = host.execute("INSERT INTO employees VALUES (?)", (name,))
    with journal.joining(host) as joined:
        return joined.save(co.Person.join(name, reference=name))


def employees(host: sqlite3.Connection) -> list[str]:
    """The rows of the host's own table."""
    return [row[0] for row in host.execute("SELECT number FROM employees")]


class TestJoining:
    @pytest.mark.parametrize("rows", [None, sqlite3.Row])
    def test_keeps_both_when_the_host_commits(
        self, host: sqlite3.Connection, journal: co.Journal, rows: type[sqlite3.Row] | None
    ) -> None:
        """Rows and records are there together, and the chain is whole."""
        host.row_factory = rows
        _ = host.execute("BEGIN IMMEDIATE")
        anna = hire(host, journal, "e-1")
        bo = hire(host, journal, "e-2")
        _ = host.execute("COMMIT")
        assert employees(host) == ["e-1", "e-2"]
        assert [journal.load(anna.id), journal.load(bo.id)] == [anna, bo]
        assert journal.verify().records == 2

    def test_keeps_neither_when_the_host_rolls_back(self, host: sqlite3.Connection, journal: co.Journal) -> None:
        """What was saved within the transaction is gone with it."""
        _ = host.execute("BEGIN IMMEDIATE")
        anna = hire(host, journal, "e-1")
        _ = host.execute("ROLLBACK")
        assert employees(host) == []
        assert journal.head().position == 0
        with pytest.raises(co.NotFound):
            _ = journal.load(anna.id)

    def test_shows_inside_what_nobody_sees_outside(self, host: sqlite3.Connection, journal: co.Journal) -> None:
        """Within the transaction a save can be read; others see it when the host has committed."""
        _ = host.execute("BEGIN IMMEDIATE")
        with journal.joining(host) as joined:
            anna = joined.save(co.Person.join("Anna Ek"))
            assert joined.load(anna.id) == anna
            assert joined.change(anna.id, lambda one: one.rename("Anna Berg", by=one.id)).revision == 2
            assert journal.head().position == 0
        _ = host.execute("COMMIT")
        assert journal.head().position == 2

    def test_leaves_the_transaction_as_it_was_after_a_refusal(
        self, host: sqlite3.Connection, journal: co.Journal
    ) -> None:
        """A conflict takes back its own save and nothing else; the host goes on and commits."""
        anna = journal.save(co.Person.join("Anna Ek"))
        _ = journal.save(anna.rename("Anna Berg", by=anna.id))
        _ = host.execute("BEGIN IMMEDIATE")
        _ = host.execute("INSERT INTO employees VALUES ('kept')")
        with journal.joining(host) as joined, pytest.raises(co.Conflict):
            _ = joined.save(anna.rename("Anna Alm", by=anna.id), co.Person.join("Bo Lind"))
        bo = hire(host, journal, "e-2")
        _ = host.execute("COMMIT")
        assert employees(host) == ["kept", "e-2"]
        assert [str(one.name) for one in journal.find(co.Person)] == ["Anna Berg", str(bo.name)]
        assert journal.verify().records == 3

    def test_leaves_no_old_words_where_pages_are_split(self, host: sqlite3.Connection, journal: co.Journal) -> None:
        """Words that were saved through the host's connection and erased later are in no byte of the file."""
        _ = host.execute("PRAGMA secure_delete = OFF").fetchone()
        names = [f"Quetzalcoatl{number:03} Ek" for number in range(40)]
        for name in names:
            _ = host.execute("BEGIN IMMEDIATE")
            with journal.joining(host) as joined:
                _ = joined.save(co.Person.join(name))
            _ = host.execute("COMMIT")
        assert isinstance(journal.store, SupportsErasure)
        seals = [one.seal for one in journal.store.all_prose()]
        assert journal.store.erase(seals, batch(fact("thing_a", 1))) == 40
        (file,) = [row[2] for row in host.execute("PRAGMA database_list")]
        content = Path(file).read_bytes()
        assert [name for name in names if name.encode() in content] == []

    def test_lets_other_writers_wait(self, host: sqlite3.Connection, journal: co.Journal) -> None:
        """As long as the host's transaction is open, a save outside of it finds the file taken."""
        _ = host.execute("BEGIN IMMEDIATE")
        _ = hire(host, journal, "e-1")
        with pytest.raises(co.StoreError, match="has been writing for too long"):
            _ = journal.save(co.Person.join("Bo Lind"))
        _ = host.execute("COMMIT")
        assert journal.save(co.Person.join("Bo Lind")).revision == 1


class TestRefusal:
    def test_of_a_connection_that_is_in_no_transaction(self, host: sqlite3.Connection, journal: co.Journal) -> None:
        """Nothing is committed behind the host's back: it begins first, and what is over cannot be written to."""
        with pytest.raises(co.StoreError, match="in no transaction; begin one"), journal.joining(host):
            pass
        _ = host.execute("BEGIN")
        with journal.joining(host) as joined:
            _ = host.execute("COMMIT")
            with pytest.raises(co.StoreError, match="the transaction is over"):
                _ = joined.save(co.Person.join("Anna Ek"))
        assert journal.head().position == 0

    def test_of_what_is_no_connection_to_this_file(self, host: sqlite3.Connection, journal: co.Journal) -> None:
        """Another file, another object, or rows of another make are each told."""
        with closing(sqlite3.connect(":memory:")) as elsewhere:
            for wrong, reason in ((elsewhere, "to another file"), ("BEGIN", "is no sqlite3.Connection")):
                with pytest.raises(co.StoreError, match=reason), journal.joining(wrong):
                    pass
        host.row_factory = lambda cursor, row: {"row": row, "cursor": cursor}
        with pytest.raises(co.StoreError, match="row_factory"), journal.joining(host):
            pass

    def test_of_a_store_that_cannot(self) -> None:
        """A journal in memory has no transactions to join."""
        with (
            co.open_journal("memory:") as journal,
            pytest.raises(co.StoreError, match="cannot write within a transaction"),
            journal.joining(object()),
        ):
            pass

    def test_of_erasing_and_joining_again_within(self, host: sqlite3.Connection, journal: co.Journal) -> None:
        """Words are erased outside, where their bytes can be wiped; and one transaction is enough."""
        _ = host.execute("BEGIN IMMEDIATE")
        with journal.joining(host) as joined:
            assert isinstance(joined.store, SupportsErasure)
            with pytest.raises(co.StoreError, match="erase them outside"):
                _ = joined.store.erase([Seal("seal_x")], batch(fact("thing_a", 1)))
            assert isinstance(joined.store, JoinsHostTransaction)
            with pytest.raises(co.StoreError, match="within a transaction already"):
                _ = joined.store.joined(host)
        _ = host.execute("ROLLBACK")
        with pytest.raises(co.StoreError, match="is closed"):
            _ = joined.head()
