"""The limit: sqlite3 without us, which inserts and fetches the very rows that our stores would."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from coleadership.prose import Prose
from coleadership.records import Batch, Card, Record
from coleadership.stores.memory import MemoryStore
from coleadership.stores.sqlite_file import SCHEMA

__all__ = ["RawSqlite", "Rows", "Watched"]

_RECORD = "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PROSE = "INSERT OR IGNORE INTO prose VALUES (?, ?, ?, ?, ?)"
_STATE = "INSERT OR REPLACE INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_CARD = """INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    kind = excluded.kind, status = excluded.status, revision = excluded.revision, due = excluded.due,
    title = excluded.title, audience = excluded.audience, links = excluded.links, wakes = excluded.wakes"""
_LINK = "INSERT INTO links VALUES (1, ?, ?, ?)"

Row = tuple[object, ...]


@frozen
class Rows:
    """What one save writes, table by table, ready to be inserted."""

    records: Sequence[Row]
    prose: Sequence[Row]
    cards: Sequence[Row]
    states: Sequence[Row]
    links: Sequence[Row]


class Watched(MemoryStore):
    """A journal in memory that remembers which rows each save would have written to a file."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[Rows] = []
        self._links: dict[str, set[tuple[str, str]]] = {}

    def append(self, batch: Batch) -> int:
        """Keep a batch, and its rows."""
        last = super().append(batch)
        records = self.feed(after=last - len(batch.facts), limit=len(batch.facts))
        self.written.append(
            Rows(
                records=[_record(record) for record in records],
                prose=[_prose(prose) for prose in batch.prose],
                cards=[_card(card) for card in batch.cards if card.state is None],
                states=[_card(card) for card in batch.cards if card.state is not None],
                links=[link for card in batch.cards for link in self._new_links(card)],
            )
        )
        return last

    def _new_links(self, card: Card) -> list[Row]:
        known = self._links.setdefault(card.subject, set())
        new = {*card.links} - known
        known |= new
        return [(target, relation, card.subject) for relation, target in new]


def _record(record: Record) -> Row:
    fact = record.fact
    return (
        1, record.position, record.rest, record.key, fact.subject, fact.revision, fact.name, fact.version,
        fact.event, fact.by, fact.at, fact.body, record.digest,
    )  # fmt: skip


def _prose(prose: Prose) -> Row:
    return 1, prose.seal, prose.owner, prose.salt, prose.text


def _card(card: Card) -> Row:
    return (
        1, card.subject, card.kind, card.status, card.revision, card.due, card.title, card.audience,
        json.dumps(card.links), card.shape, card.state_revision, card.state, card.wakes,
    )  # fmt: skip


class RawSqlite:
    """A database of our schema, and nothing but sqlite3 between us and it."""

    def __init__(self, path: Path | str, journal_mode: str, synchronous: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for statement in (*SCHEMA, f"PRAGMA journal_mode = {journal_mode}", f"PRAGMA synchronous = {synchronous}"):
            _ = self.connection.execute(statement)

    def insert(self, rows: Rows) -> None:
        """Insert the rows of one save, and commit."""
        run = self.connection
        _ = run.execute("BEGIN IMMEDIATE")
        for statement, several in (
            (_RECORD, rows.records),
            (_PROSE, rows.prose),
            (_CARD, rows.cards),
            (_STATE, rows.states),
            (_LINK, rows.links),
        ):
            if len(several) == 1:
                _ = run.execute(statement, several[0])
            elif several:
                _ = run.executemany(statement, several)
        _ = run.execute("COMMIT")

    def insert_each(self, saves: Iterable[Rows]) -> None:
        """Insert the rows of several saves, one after another."""
        for rows in saves:
            self.insert(rows)

    def count(self, table: str) -> int:
        """How many rows there are."""
        (number,) = self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own name
        return int(number)
