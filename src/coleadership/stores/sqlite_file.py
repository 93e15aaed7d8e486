"""Opening an SQLite file as a journal: whether it is ours, how durable it is, and what is in it.

Durability as measured with modelled power losses: WAL with ``synchronous=FULL`` and a rollback journal with
``synchronous=EXTRA`` lose nothing. SQLite before 3.51.3 can damage a WAL file when several connections write and
checkpoint at once (the WAL-reset bug, https://sqlite.org/wal.html), so there the rollback journal is used.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import Final, TypeVar

import attrs

from coleadership.errors import StoreError

__all__ = ["Durability", "SqliteFile", "patiently", "told"]

T = TypeVar("T")

APPLICATION: Final = 0x636F6C64  # "cold", in the header of every file of ours
SCHEMA_VERSION: Final = 2
_NOT_SQLITE: Final = 26
_PREFIX: Final = "sqlite:///"

_FOUND_LATER: Final = (
    "CREATE INDEX cards_wakes ON cards(j, wakes) WHERE wakes IS NOT NULL",
    "CREATE INDEX prose_owner ON prose(j, owner, seal) WHERE text IS NOT NULL",
    "CREATE INDEX links_seen_by ON links(j, subject, target) WHERE relation = 'seen_by'",
)
UPGRADE: Final = (
    "ALTER TABLE cards ADD COLUMN wakes TEXT",
    *_FOUND_LATER,
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
"""From format 1: cards had no time to wake at, and nobody was seen by. `Journal.rebuild` fills it in."""
_PROSE: Final = """(
        j INTEGER NOT NULL, seal TEXT NOT NULL, owner TEXT, salt BLOB, text TEXT,
        PRIMARY KEY(j, seal)) WITHOUT ROWID"""
SCHEMA: Final = (
    "CREATE TABLE journals(j INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, id TEXT NOT NULL)",
    """CREATE TABLE records(
        j INTEGER NOT NULL, position INTEGER NOT NULL, rest INTEGER NOT NULL, key TEXT, subject TEXT NOT NULL,
        revision INTEGER NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, event TEXT NOT NULL, by TEXT,
        at TEXT NOT NULL, body TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY(j, position)) WITHOUT ROWID""",
    "CREATE UNIQUE INDEX records_step ON records(j, subject, revision)",
    "CREATE INDEX records_key ON records(j, key) WHERE key IS NOT NULL",
    f"CREATE TABLE prose{_PROSE}",
    """CREATE TABLE cards(
        j INTEGER NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, revision INTEGER NOT NULL,
        due TEXT, title TEXT, audience TEXT NOT NULL, links TEXT NOT NULL, shape INTEGER NOT NULL,
        state_revision INTEGER NOT NULL, state TEXT, wakes TEXT, PRIMARY KEY(j, subject)) WITHOUT ROWID""",
    """CREATE TABLE links(
        j INTEGER NOT NULL, target TEXT NOT NULL, relation TEXT NOT NULL, subject TEXT NOT NULL,
        PRIMARY KEY(j, target, relation, subject)) WITHOUT ROWID""",
    *_FOUND_LATER,
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
ANEW: Final = (
    f"CREATE TABLE prose_anew{_PROSE}",
    "INSERT INTO prose_anew SELECT j, seal, owner, salt, text FROM prose ORDER BY j, seal",
    "DROP TABLE prose",
    "ALTER TABLE prose_anew RENAME TO prose",
    *(statement for statement in _FOUND_LATER if " ON prose(" in statement),
)
"""Writes all words anew: pages keep copies of what stood on them before they were split, until they are given back."""


@attrs.frozen
class Durability:
    """How a file is written, and why."""

    journal_mode: str
    synchronous: str
    reason: str

    @property
    def page_size(self) -> int:
        """Of a new file, in bytes.

        Most records and cards fit a quarter of 16 KiB, and so need no page of their own. In a log every page that a
        save touches is written whole, so that there small pages are quicker for what is saved alone.
        """
        return 4_096 if self.journal_mode == "wal" else 16_384

    @classmethod
    def chosen(cls, wanted: str, version: tuple[int, ...] = sqlite3.sqlite_version_info) -> Durability:
        """What keeps the promise (``full``) or trades the last moments for speed (``relaxed``) with this SQLite."""
        wal_is_safe = version >= (3, 51, 3) and version[:2] != (3, 52)
        number = ".".join(map(str, version))
        if wal_is_safe:
            full, relaxed, why = ("wal", "FULL"), "wal", f"SQLite {number} is free of the WAL-reset bug"
        else:
            full, relaxed = ("truncate", "EXTRA"), "delete"  # to truncate without syncing enough damaged modelled files
            why = f"SQLite {number} may have the WAL-reset bug, so no WAL is used"
        if wanted == "full":
            return cls(*full, f"durable: {why}")
        return cls(relaxed, "NORMAL", f"relaxed: the last saves may be lost when the power fails; {why}")


def _connect(path: str) -> sqlite3.Connection:
    """A connection that leaves transactions to us and may be used by any thread that holds our lock."""
    return sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)


@attrs.frozen
class SqliteFile:
    """A file to be opened as a journal, by whichever thread or process."""

    url: str
    path: Path
    durability: Durability
    timeout: float = 10.0
    create: bool = True
    connect: Callable[[str], sqlite3.Connection] = _connect

    @classmethod
    def at(cls, url: str, options: Mapping[str, str], *, create: bool) -> SqliteFile:
        """The file that a URL names, with the options of its query."""
        if not url.startswith(_PREFIX) or len(url) == len(_PREFIX):
            raise StoreError(url, "names no file; write sqlite:///acme.db, or sqlite:////srv/acme.db for a full path")
        wanted = options.get("durability", "full")
        if wanted not in {"full", "relaxed"}:
            raise StoreError(url, f"durability is {wanted!r}; choose full or relaxed")
        try:
            timeout = float(options.get("timeout", "10"))
        except ValueError:
            timeout = -1.0
        if not 0 <= timeout <= 3_600:
            raise StoreError(url, f"timeout is {options['timeout']!r}; give seconds from 0 to 3600")
        return cls(url, Path(url.removeprefix(_PREFIX)).absolute(), Durability.chosen(wanted), timeout, create)

    def open(self) -> sqlite3.Connection:
        """A connection to the file, made if it may be; a file that is not ours is refused and never touched."""
        self._check_place()
        try:
            self._glance()
            connection = self.connect(str(self.path))
            try:
                patiently(lambda: self._prepare(connection), self.timeout)
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise StoreError(self.url, told(error)) from error
        return connection

    def _check_place(self) -> None:
        """Raise unless there is a file, or a folder for one."""
        try:
            if not self.path.parent.is_dir():
                raise StoreError(self.url, f"there is no folder {self.path.parent}; make it first")
            if self.path.is_dir():
                raise StoreError(self.url, "is a folder; name a file in it")
            size = self.path.stat().st_size if self.path.exists() else 0
            if not size and not self.create:
                what = "an empty file" if self.path.exists() else "no such file"
                raise StoreError(self.url, f"there is {what}; check the name, or save there first")
            if size == 1:  # SQLite takes this for empty
                raise StoreError(self.url, "is no SQLite file; it was left as it is, so choose another name")
            _ = os.fsencode(self.path)
        except OSError as error:
            raise StoreError(self.url, f"cannot be read: {error.strerror}; check name and permissions") from error
        except ValueError as error:  # NUL, or half a character
            raise StoreError(self.url, f"is no name that a file can have: {error}") from None
        if "\0" in str(self.path):
            raise StoreError(self.url, "is no name that a file can have: it contains a NUL")

    def _glance(self) -> None:
        """Refuse a stranger's file before it is opened for good, as that could already change it.

        Only through SQLite: to open and close the file past it would drop this process's locks on it. What a power
        loss left half made is no SQLite file yet, but has a journal beside it that SQLite will roll back.
        """
        if not self.path.exists():
            return
        address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
        try:
            _ = self._check_owner(connection)
        except sqlite3.DatabaseError as error:
            journal = Path(f"{self.path}-journal")
            if _code(error) == _NOT_SQLITE and not (journal.exists() and journal.stat().st_size):
                raise
        finally:
            connection.close()

    def _check_owner(self, connection: sqlite3.Connection) -> int:
        """The format of the file, 0 if it is empty; somebody else's is refused."""
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if tables and application != APPLICATION:
            raise StoreError(self.url, "belongs to another program; it was left as it is, so choose another name")
        if tables and version > SCHEMA_VERSION:
            reason = f"is of format {version}, newer than {SCHEMA_VERSION} here; update coleadership"
            raise StoreError(self.url, reason)
        return version if tables else 0

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Set the pragmas, make the tables where there are none, and only then switch to another journal mode."""
        _ = connection.execute(f"PRAGMA synchronous = {self.durability.synchronous}")
        _ = connection.execute(f"PRAGMA page_size = {self.durability.page_size}")  # a file that is there keeps its own
        _ = connection.execute("PRAGMA secure_delete = ON")  # from the start, or pages that were split keep old words
        if self._check_owner(connection) != SCHEMA_VERSION:
            self._make(connection)
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        if mode != self.durability.journal_mode:
            (mode,) = connection.execute(f"PRAGMA journal_mode = {self.durability.journal_mode}").fetchone()
        if mode != self.durability.journal_mode:
            reason = f"is open in mode {mode} elsewhere; close it there first ({self.durability.reason})"
            raise StoreError(self.url, reason)

    def _make(self, connection: sqlite3.Connection) -> None:
        """Make the tables, or bring those of an earlier format up to date."""
        _ = connection.execute("BEGIN IMMEDIATE")
        try:
            version = self._check_owner(connection)
            if version != SCHEMA_VERSION:
                run_all(connection, UPGRADE if version else SCHEMA)
            _ = connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                _ = connection.execute("ROLLBACK")


def run_all(connection: sqlite3.Connection, statements: Iterable[str]) -> None:
    """Run statements one after another, inside the transaction that is open."""
    for statement in statements:
        _ = connection.execute(statement)


def patiently(attempt: Callable[[], T], timeout: float) -> T:
    """Try again after short random sleeps while somebody else holds the file, up to so many seconds."""
    until = monotonic() + timeout
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or monotonic() >= until:
                raise
            sleep(uniform(0.0002, 0.004))  # noqa: S311 - only to get out of step with other writers


def _is_busy(error: sqlite3.Error) -> bool:
    """Whether an error only says that somebody else is at it (SQLITE_BUSY or SQLITE_LOCKED)."""
    return _code(error) in {5, 6}


def _code(error: sqlite3.Error) -> int:
    """The primary result code of SQLite, 0 if there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def told(error: sqlite3.Error) -> str:
    """What an error of SQLite means for whoever keeps a journal, and what would help."""
    code = _code(error)
    known = {
        5: "somebody else has been writing for too long; try again, or wait longer with ?timeout=60",
        6: "somebody else has been writing for too long; try again, or wait longer with ?timeout=60",
        8: "cannot be written to; check its permissions",
        10: "the disk failed; what was acknowledged is kept, whether this is cannot be known: save it again",
        11: "is damaged; restore a backup, or export what `verify` can still read",
        13: "the disk is full; what was acknowledged is kept, this is not: make room and save again",
        14: "cannot be opened; check that the folder exists and may be written to",
        26: "is no SQLite file; it was left as it is, so choose another name",
    }
    return f"{known.get(code, 'SQLite refuses')} ({error})"
