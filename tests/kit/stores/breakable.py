"""What mutants are made of: the stores of the library, broken through what is public.

Only the protocol of a store is overridden, and the tables of an SQLite file are written past the store, which are a
format that stays. So mutants stay broken in the same one way when the stores are written anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from threading import RLock
from time import sleep
from typing import Final

import attrs

from coleadership.errors import Conflict
from coleadership.prose import Prose, Seal
from coleadership.records import PAGE, AlreadyRecorded, Batch, Card, Fact, Head, Query, Record, Store, genesis
from coleadership.stores.memory import MemoryStore
from coleadership.stores.sqlite import SqliteStore
from coleadership.stores.sqlite_file import SqliteFile

__all__ = ["ALL", "MAIN", "Memory", "Overlaid", "Retold", "Sqlite", "check", "mapped", "others_run", "transaction"]

ALL: Final = 10**9
"""A limit beyond everything."""
MAIN: Final = 1
"""The number of the one journal in a file."""


@contextmanager
def transaction(path: str | Path) -> Generator[sqlite3.Connection]:
    """A transaction on a connection of its own; what raises is rolled back."""
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as run:
        _ = run.execute("BEGIN IMMEDIATE")
        yield run
        _ = run.execute("COMMIT")


class Memory(MemoryStore):
    """The store in memory, to be broken."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = RLock()


class Sqlite(SqliteStore):
    """The store in a file, to be broken."""

    def __init__(self, file: SqliteFile) -> None:
        self.turn = RLock()

        def noted(path: str) -> sqlite3.Connection:
            self.connection = file.connect(path)
            return self.connection

        super().__init__(attrs.evolve(file, connect=noted))

    def beside(self) -> AbstractContextManager[sqlite3.Connection]:
        """A transaction past the store."""
        return transaction(self.file.path)

    def insert(self, record: Record) -> None:
        """Write a record, past the store."""
        fact = record.fact
        row = (
            MAIN, record.position, record.rest, record.key, fact.subject, fact.revision, fact.name, fact.version,
            fact.event, fact.by, fact.at, fact.body, record.digest,
        )  # fmt: skip
        with self.beside() as run:
            _ = run.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def say(self, words: Iterable[Prose]) -> None:
        """Write words, past the store."""
        with self.beside() as run:
            for one in words:
                row = (MAIN, one.seal, one.owner, None if one.is_erased else one.salt, one.text)
                _ = run.execute("INSERT OR IGNORE INTO prose(j, seal, owner, salt, text) VALUES (?, ?, ?, ?, ?)", row)

    def put(self, cards: Collection[Card]) -> None:
        """Write cards as an append does: those without a state leave the kept one."""
        known = {one.subject: one for one in self.cards(Query(subjects=[card.subject for card in cards], states=True))}
        _ = self.put_cards(
            attrs.evolve(card, state=old.state, state_revision=old.state_revision, shape=old.shape)
            if card.state is None and (old := known.get(card.subject)) is not None
            else card
            for card in cards
        )


class Retold(Memory):
    """Tells its records otherwise than they were kept."""

    def retold(self, records: list[Record]) -> list[Record]:
        """All records, as they are told."""
        return records

    @property
    def first_digest(self) -> str:
        """The digest before the first record."""
        return genesis(super().head().journal)

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        """Records after a position, as they are told."""
        with self.turn:
            return [one for one in self.retold(super().feed(limit=ALL)) if one.position > after][:limit]

    def records(self, subject: str, *, after: int = 0) -> list[Record]:
        """The records of one subject, as they are told."""
        return [one for one in self.feed(limit=ALL) if one.fact.subject == subject and one.fact.revision > after]

    def head(self) -> Head:
        """The place and digest of the last record, as it is told."""
        with self.turn:
            journal = super().head().journal
            for last in self.feed(limit=ALL)[-1:]:
                return Head(journal, last.position, last.digest)
            return Head(journal, 0, genesis(journal))


class Overlaid(Memory):
    """Tells some words otherwise than they were kept."""

    def __init__(self) -> None:
        super().__init__()
        self.over: dict[Seal, Prose] = {}

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        """Words by seal, as they are told."""
        with self.turn:
            return {seal: self.over.get(seal, one) for seal, one in super().prose(seals).items()}

    def all_prose(self, *, after: str = "", limit: int = PAGE) -> list[Prose]:
        """One page of all words, as they are told."""
        with self.turn:
            return [self.over.get(one.seal, one) for one in super().all_prose(after=after, limit=limit)]


def check(store: Store, batch: Batch) -> None:
    """Raise if the key has been used, or a subject is not where it is expected."""
    if batch.key is not None and (known := store.recorded(batch.key)):
        raise AlreadyRecorded(known)
    for subject, expected in batch.expected.items():
        records = store.records(subject)
        if len(records) != expected:
            by = records[-1].fact.by if records else None
            raise Conflict(subject, expected=expected, found=len(records), by=by)


def mapped(batch: Batch, change: Callable[[Fact], Fact]) -> Batch:
    """A batch with its facts changed."""
    return attrs.evolve(batch, facts=tuple(change(one) for one in batch.facts))


def others_run() -> None:
    """Let other threads have a turn, as a slow disk would."""
    for _ in range(3):
        sleep(0)
