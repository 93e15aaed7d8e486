"""A journal in one SQLite file, durable and safe from several threads and processes.

Every append is one transaction, on disk before it returns. Writers wait for one another by short random sleeps, as
SQLite's own ``busy_timeout`` lets one writer starve the others.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from threading import RLock
from typing import Any, cast

from coleadership.errors import Conflict, StoreError
from coleadership.ids import new_id
from coleadership.prose import Prose, Seal
from coleadership.records import PAGE, AlreadyRecorded, Batch, Card, Fact, Head, Query, Record, Store, chained, genesis
from coleadership.stores.sqlite_file import ANEW, SqliteFile, patiently, run_all, told
from coleadership.stores.sqlite_finding import FEW, conditions, leads, opened

__all__ = ["SqliteStore", "open_sqlite"]

_RECORD = "position, rest, key, subject, revision, name, version, event, by, at, body, digest"
_CARD = "c.subject, c.kind, c.status, c.revision, c.due, c.title, c.audience, c.links, c.wakes"
_STATE = "c.state, c.state_revision, c.shape"
_PROSE = "seal, CAST(text AS TEXT), CAST(coalesce(salt, '') AS BLOB), owner"  # whatever was put there past us


def open_sqlite(url: str, options: Mapping[str, str], *, create: bool) -> SqliteStore:
    """Open the file at ``sqlite:///file``; options are ``journal``, ``durability`` and ``timeout``."""
    return SqliteStore(SqliteFile.at(url, options, create=create), options.get("journal", "main"))


class SqliteStore:
    """One journal of those in a file. One connection a process, behind one lock."""

    def __init__(self, file: SqliteFile, journal: str = "main") -> None:
        self.file = file
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = file.open()
        self._process = self._locked_by = os.getpid()
        try:
            self._j = self._find(journal)
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """Where the file is."""
        return self.file.url

    # -- writing

    def append(self, batch: Batch) -> int:
        """Keep a batch; see `Store.append`."""
        with self._writing() as run:
            return self._append(run, batch)

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        """Forget words, in the pages of the file and its log too; see `SupportsErasure.erase`."""
        with self._turn():
            with self._writing() as run:
                _ = self._append(run, batch)
                forgotten = run.execute(_FORGET, (self._j, json.dumps([*seals]))).rowcount
                if forgotten:
                    run_all(run, ANEW)
            self._empty_the_log()
            return forgotten

    def owned(self, owner: str, *, after: str = "", limit: int = PAGE) -> list[Seal]:
        """One page of somebody's words; see `SupportsErasure.owned`."""
        sql = """SELECT seal FROM prose WHERE j = ? AND owner = ? AND seal > ? AND text IS NOT NULL
            ORDER BY seal LIMIT ?"""
        return [seal for (seal,) in self._rows(sql, (self._j, owner, after, limit))]

    def joined(self, transaction: object) -> Store:
        """The same journal within a transaction of a `sqlite3.Connection`; see `JoinsHostTransaction.joined`."""
        from coleadership.stores.sqlite_joined import JoinedStore  # noqa: PLC0415 - it is a store of this kind itself

        return JoinedStore(self, transaction)

    def put_cards(self, cards: Iterable[Card]) -> int:
        """Write cards anew; see `Store.put_cards`."""
        with self._writing() as run:
            return self._put_again(run, cards)

    def drop_cards(self, subjects: Iterable[str]) -> None:
        """Remove cards; see `Store.drop_cards`."""
        with self._writing() as run:
            for subject in subjects:
                self._relink(run, subject, self._links(run, subject), ())
                _ = run.execute("DELETE FROM cards WHERE j = ? AND subject = ?", (self._j, subject))

    def restore(
        self,
        journal: str,
        records: Iterable[Record],
        prose: Iterable[Prose],
        cards: Callable[[Store], Iterable[Card]],
    ) -> int:
        """Fill an empty journal; see `Store.restore`."""
        with self._writing() as run:
            if self._head(run)[0]:
                raise StoreError(self.url, "is not empty; restore into a new journal")
            _ = run.execute("UPDATE journals SET id = ? WHERE j = ?", (journal, self._j))
            _ = run.executemany(_INSERT_RECORD, map(self._row, records))
            _ = run.executemany(_INSERT_PROSE, map(self._prose_row, prose))
            _ = self._put_again(run, cards(self))
            return self._head(run)[0]

    # -- reading

    def recorded(self, key: str) -> tuple[str, ...]:
        """The subjects of a request; see `Store.recorded`."""
        sql = """SELECT subject FROM records INDEXED BY records_key
                 WHERE j = ? AND key = ? GROUP BY subject ORDER BY min(position)"""
        return tuple(row[0] for row in self._rows(sql, (self._j, key)))

    def records(self, subject: str, *, after: int = 0) -> list[Record]:
        """The records of one subject; see `Store.records`."""
        sql = f"SELECT {_RECORD} FROM records WHERE j = ? AND subject = ? AND revision > ? ORDER BY revision"
        return [_record(row) for row in self._rows(sql, (self._j, subject, after))]

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        """Records after a position; see `Store.feed`."""
        sql = f"SELECT {_RECORD} FROM records WHERE j = ? AND position > ? ORDER BY position LIMIT ?"
        return [_record(row) for row in self._rows(sql, (self._j, after, limit))]

    def cards(self, query: Query) -> list[Card]:
        """One page of cards; see `Store.cards`."""
        columns = f"{_CARD}, {_STATE}" if query.states else f"{_CARD}, NULL, c.state_revision, c.shape"
        few = leads(query) and self._rows(*opened(query, self._j))[0][0] < FEW
        where, values = conditions(query, self._j, few=few)
        return [_card(row) for row in self._rows(f"SELECT {columns} {where} LIMIT ?", (*values, query.limit))]

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        """Words by seal; see `Store.prose`."""
        if not seals:
            return {}
        # Joined, SQLite goes through the seals as they come; after IN it would sort them into a table first.
        sql = f"SELECT {_PROSE} FROM json_each(?) CROSS JOIN prose ON seal = value WHERE j = ?"
        return {row[0]: Prose(*row) for row in self._rows(sql, (json.dumps([*seals]), self._j))}

    def all_prose(self, *, after: str = "", limit: int = PAGE) -> list[Prose]:
        """One page of all words; see `Store.all_prose`."""
        sql = f"SELECT {_PROSE} FROM prose WHERE j = ? AND seal > ? ORDER BY seal LIMIT ?"
        return [Prose(*row) for row in self._rows(sql, (self._j, after, limit))]

    def subjects(self, *, after: str = "", limit: int = PAGE) -> list[tuple[str, int]]:
        """One page of ids and revisions; see `Store.subjects`."""
        sql = """SELECT subject, max(revision) FROM records INDEXED BY records_step
                 WHERE j = ? AND subject > ? GROUP BY subject ORDER BY subject LIMIT ?"""
        return [(subject, revision) for subject, revision in self._rows(sql, (self._j, after, limit))]

    def head(self) -> Head:
        """How far it has come; see `Store.head`."""
        sql = """SELECT id, position, digest FROM journals LEFT JOIN records USING (j)
                 WHERE j = ? ORDER BY position DESC LIMIT 1"""
        ((journal, position, digest),) = self._rows(sql, (self._j,))
        return Head(journal, position or 0, digest or genesis(journal))

    def close(self) -> None:
        """Let go of the file; see `Store.close`."""
        with self._turn():
            connection, self._connection = self._connection, None
            if connection is not None and self._process == os.getpid():
                connection.close()
            elif connection is not None:
                _FORKED.append(connection)

    # -- the file

    def _find(self, name: str) -> int:
        """The number of the journal of this name, made if it may be."""
        if not (0 < len(name) <= 100 and name.isprintable()):
            raise StoreError(self.url, f"{name[:40]!r} is no name of a journal; give up to 100 printable characters")
        find = "SELECT j FROM journals WHERE name = ?"
        found = self._rows(find, (name,))
        if not found and not self.file.create:
            known = ", ".join(row[0] for row in self._rows("SELECT name FROM journals ORDER BY name", ())) or "none"
            raise StoreError(self.url, f"holds no journal called {name!r} (journals: {known})")
        if not found:
            with self._writing() as run:
                _ = run.execute("INSERT OR IGNORE INTO journals(name, id) VALUES (?, ?)", (name, new_id("journal")))
            found = self._rows(find, (name,))
        number: int = found[0][0]
        return number

    def _turn(self) -> RLock:
        """The lock of this process: a fork may have copied one that a thread of the parent holds for ever."""
        if self._locked_by != os.getpid():
            self._lock, self._locked_by = RLock(), os.getpid()
        return self._lock

    def _at_hand(self) -> sqlite3.Connection:
        """The connection of this process: one must not be carried over a fork."""
        if self._connection is None:
            raise StoreError(self.url, "is closed; open it again")
        if self._process != os.getpid():
            _FORKED.append(self._connection)  # closing it here would drop the locks of the parent
            self._connection, self._process = self.file.open(), os.getpid()
        return self._connection

    def _rows(self, sql: str, values: Sequence[object]) -> list[Any]:
        """All rows of one statement, read at one moment."""
        with self._turn():
            connection = self._at_hand()
            try:
                return patiently(lambda: connection.execute(sql, values).fetchall(), self.file.timeout)
            except UnicodeEncodeError:  # half a character: nothing here is called that
                return []
            except sqlite3.Error as error:
                raise StoreError(self.url, told(error)) from error

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection, None, None]:
        """One transaction: on disk when this ends, or nothing of it."""
        with self._turn():
            connection = self._at_hand()
            try:
                _ = patiently(lambda: connection.execute("BEGIN IMMEDIATE"), self.file.timeout)
                try:
                    yield connection
                    _ = patiently(lambda: connection.execute("COMMIT"), self.file.timeout)
                finally:
                    if connection.in_transaction:
                        _ = connection.execute("ROLLBACK")
            except sqlite3.Error as error:
                raise StoreError(self.url, told(error)) from error

    def _empty_the_log(self) -> None:
        """Leave nothing in the write-ahead log, once all who are reading have come to the end of it."""
        connection = self._at_hand()
        try:
            patiently(lambda: _truncate(connection), self.file.timeout)
        except sqlite3.Error as error:
            reason = "the words are erased, but a reader keeps the log with their bytes; let it end, and erase again"
            raise StoreError(self.url, f"{reason} ({error})") from error

    # -- inside a transaction

    def _head(self, run: sqlite3.Connection) -> tuple[int, str]:
        last = cast("tuple[int, str] | None", run.execute(_LAST, (self._j,)).fetchone())
        if last is None:  # somebody else may have restored a journal of another id meanwhile
            return 0, genesis(*run.execute("SELECT id FROM journals WHERE j = ?", (self._j,)).fetchone())
        return last

    def _append(self, run: sqlite3.Connection, batch: Batch) -> int:
        links = self._standing(run, batch)
        position, digest = self._head(run)
        rest = len(batch.facts)
        rows: list[tuple[object, ...]] = []
        for fact in batch.facts:
            position, rest = position + 1, rest - 1
            digest = chained(digest, position, rest, batch.key, fact)
            rows.append(self._row(Record(position, rest, batch.key, fact, digest)))
        _ = run.executemany(_INSERT_RECORD, rows)
        if batch.prose:
            _ = run.executemany(_INSERT_PROSE, map(self._prose_row, batch.prose))
        for card in batch.cards:
            self._put(run, card, links.get(card.subject))
        return position

    def _standing(self, run: sqlite3.Connection, batch: Batch) -> dict[str, str | None]:
        """The links on the card of each subject, once all are where they are expected; raises before all is kept."""
        if batch.key is not None and (known := self.recorded(batch.key)):
            raise AlreadyRecorded(known)
        links: dict[str, str | None] = {}
        for subject, expected in batch.expected.items():
            found, links[subject] = run.execute(_STANDING, (self._j, subject)).fetchone()
            if (found or 0) != expected:
                who = "SELECT by FROM records WHERE j = ? AND subject = ? AND revision = ?"
                (by,) = run.execute(who, (self._j, subject, found)).fetchone() or (None,)
                raise Conflict(subject, expected=expected, found=found or 0, by=by)
        return links

    def _row(self, record: Record) -> tuple[object, ...]:
        fact = record.fact
        return (
            self._j, record.position, record.rest, record.key, fact.subject, fact.revision, fact.name, fact.version,
            fact.event, fact.by, fact.at, fact.body, record.digest,
        )  # fmt: skip

    def _prose_row(self, prose: Prose) -> tuple[object, ...]:
        return self._j, prose.seal, prose.owner, None if prose.is_erased else prose.salt, prose.text

    def _put(self, run: sqlite3.Connection, card: Card, before: str | None, *, anew: bool = False) -> None:
        """Write a card; one without a state leaves the kept state as it is, unless all is written anew."""
        links = _written(card.links)
        if links != before:
            self._relink(run, card.subject, before, card.links)
        values = (
            self._j, card.subject, card.kind, card.status, card.revision, card.due, card.title, card.audience, links,
            card.shape, card.state_revision, card.state, card.wakes,
        )  # fmt: skip
        _ = run.execute(_REPLACE_CARD if anew or card.state is not None else _UPSERT_CARD, values)

    def _relink(self, run: sqlite3.Connection, subject: str, before: str | None, now: Links) -> None:
        """Bring the table of links up to date with a card."""
        old, new = {tuple(link) for link in json.loads(before or "[]")}, {*now}
        gone = "DELETE FROM links WHERE j = ? AND target = ? AND relation = ? AND subject = ?"
        for sql, links in ((gone, old - new), (_INSERT_LINK, new - old)):
            if links:
                _ = run.executemany(sql, [(self._j, target, relation, subject) for relation, target in links])

    def _links(self, run: sqlite3.Connection, subject: str) -> str | None:
        """The links on a card, as they are written there."""
        found = run.execute("SELECT links FROM cards WHERE j = ? AND subject = ?", (self._j, subject)).fetchone()
        return found[0] if found else None

    def _put_again(self, run: sqlite3.Connection, cards: Iterable[Card]) -> int:
        written = 0
        for card in cards:
            sql = "SELECT max(revision) FROM records WHERE j = ? AND subject = ?"
            if run.execute(sql, (self._j, card.subject)).fetchone() == (card.revision,):
                self._put(run, card, self._links(run, card.subject), anew=True)
                written += 1
        return written


Links = Iterable[tuple[str, str]]
_FORKED: list[sqlite3.Connection] = []
_LAST = "SELECT position, digest FROM records WHERE j = ? ORDER BY position DESC LIMIT 1"
_STANDING = """SELECT (SELECT max(revision) FROM records WHERE j = ?1 AND subject = ?2),
    (SELECT links FROM cards WHERE j = ?1 AND subject = ?2)"""
_INSERT_RECORD = "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_PROSE = "INSERT OR IGNORE INTO prose VALUES (?, ?, ?, ?, ?)"
_INSERT_LINK = "INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)"
_FORGET = """UPDATE prose SET text = NULL, salt = NULL
    WHERE j = ? AND seal IN (SELECT value FROM json_each(?)) AND text IS NOT NULL"""
_REPLACE_CARD = "INSERT OR REPLACE INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_UPSERT_CARD = f"""{_REPLACE_CARD.replace("OR REPLACE ", "")}
    ON CONFLICT DO UPDATE SET kind = excluded.kind, status = excluded.status, revision = excluded.revision,
    due = excluded.due, title = excluded.title, audience = excluded.audience, links = excluded.links,
    wakes = excluded.wakes"""


def _truncate(connection: sqlite3.Connection) -> None:
    """Bring the write-ahead log into the file and cut it to nothing; without such a log this does nothing."""
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        error = sqlite3.OperationalError("the write-ahead log is being read")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error


@lru_cache(1_000)
def _written(links: tuple[tuple[str, str], ...]) -> str:
    """Links as they are written on a card; most cards keep theirs for a long time."""
    return json.dumps(links)


def _record(row: Any) -> Record:
    position, rest, key, subject, revision, name, version, event, by, at, body, digest = row
    return Record(position, rest, key, Fact(subject, revision, name, version, event, by, at, body), digest)


def _card(row: Any) -> Card:
    subject, kind, status, revision, due, title, audience, links, wakes, state, state_revision, shape = row
    pairs: tuple[tuple[str, str], ...] = tuple(map(tuple, json.loads(links)))
    return Card(subject, kind, status, revision, due, title, audience, pairs, state, state_revision, shape, wakes)
