"""SQLite on a disk that keeps a log of all it is asked to do.

`recorded_journal` registers a VFS that passes everything on to the real file system and notes it in a `Log`;
`ApswConnection` lets a store that was written for the standard library's `sqlite3` work through it.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import apsw

import coleadership as co
from coleadership.stores.sqlite import SqliteStore
from coleadership.stores.sqlite_file import Durability, SqliteFile
from tests.torture.disk import DirectorySynced, Log, Synced, Truncated, Written
from tests.torture.journals import journal_url

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from typing_extensions import Buffer

__all__ = ["ApswConnection", "ApswCursor", "recorded_journal"]

VFS_NAME = "recording"
JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL
RECORDED = apsw.SQLITE_OPEN_MAIN_DB | JOURNALS


# The disk


class RecordedFile(apsw.VFSFile):
    """A real file that notes each change in a log."""

    def __init__(self, log: Log, name: str, flags: list[int]) -> None:
        """Open the file, and note it if it is new."""
        new = not Path(name).exists()
        super().__init__("", name, flags)
        self._happenings = log.happenings
        self._file = log.opened(Path(name).name, new=new)
        self._directory_due = new and bool(flags[0] & JOURNALS)

    def xWrite(self, data: Buffer, offset: int) -> None:  # noqa: N802 - SQLite's name
        """Write, and note the bytes."""
        super().xWrite(data, offset)
        self._happenings.append(Written(self._file, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        """Truncate, and note the size."""
        super().xTruncate(newsize)
        self._happenings.append(Truncated(self._file, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        """Sync, and note it; the first sync of a new journal syncs its directory too, as SQLite does on Unix."""
        super().xSync(flags)
        self._happenings.append(Synced(self._file))
        if self._directory_due:
            self._directory_due = False
            self._happenings.append(DirectorySynced())


class RecordingVfs(apsw.VFS):
    """The default VFS, with a log of what its files went through."""

    def __init__(self, log: Log) -> None:
        """Register over the default VFS."""
        super().__init__(VFS_NAME, "")
        self._log = log

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        """Open a recorded file for the database and its journals, a plain one for what is temporary."""
        if name is None or not flags[0] & RECORDED:
            return apsw.VFSFile("", name, flags)
        return RecordedFile(self._log, name if isinstance(name, str) else name.filename(), flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's name
        """Delete, and note it."""
        super().xDelete(filename, syncdir)
        self._log.deleted(Path(filename).name, synced=syncdir)


@contextmanager
def recording(log: Log) -> Generator[None]:
    """Within the block, have every `ApswConnection` write to the log."""
    vfs = RecordingVfs(log)
    try:
        yield
    finally:
        vfs.unregister()


# The connection


@contextmanager
def _errors_as_in_sqlite3() -> Generator[None]:
    """Raise what the standard library's module would raise."""
    try:
        yield
    except apsw.Error as error:
        kind = sqlite3.IntegrityError if isinstance(error, apsw.ConstraintError) else sqlite3.OperationalError
        translated = kind(str(error))
        translated.sqlite_errorcode = getattr(error, "extendedresult", apsw.SQLITE_ERROR)
        translated.sqlite_errorname = type(error).__name__
        raise translated from error


Value = str | int | float | bytes | None


class ApswCursor:
    """Rows, as the standard library's cursor gives them."""

    def __init__(self, cursor: apsw.Cursor) -> None:
        """Wrap apsw's own cursor."""
        self._cursor = cursor

    def fetchone(self) -> tuple[Value, ...] | None:
        """Give the next row, or nothing."""
        with _errors_as_in_sqlite3():
            return self._cursor.fetchone()

    def fetchall(self) -> list[tuple[Value, ...]]:
        """Give all rows that are left."""
        with _errors_as_in_sqlite3():
            return list(self._cursor)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.fetchone, None)


class ApswConnection:
    """A connection through the recording disk that a store can use instead of one from `sqlite3.connect`."""

    def __init__(self, path: str, *, alone: bool) -> None:
        """Open the file; with WAL a connection must be `alone`, as a VFS in Python has no memory to share."""
        with _errors_as_in_sqlite3():
            self._connection = apsw.Connection(path, vfs=VFS_NAME)
            if alone:
                self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.in_transaction

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> ApswCursor:
        """Run one statement."""
        with _errors_as_in_sqlite3():
            return ApswCursor(self._connection.execute(sql, parameters))

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> ApswCursor:
        """Run one statement for each row."""
        with _errors_as_in_sqlite3():
            return ApswCursor(self._connection.executemany(sql, rows))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def recorded_journal(path: Path, log: Log, durability: Durability) -> Generator[co.Journal]:
    """Lend a journal whose every write is noted in the log."""
    alone = durability.journal_mode == "wal"

    def connect(name: str) -> sqlite3.Connection:
        return cast("sqlite3.Connection", ApswConnection(name, alone=alone))

    file = SqliteFile(journal_url(path), path, durability, connect=connect)
    with recording(log), co.Journal(SqliteStore(file)) as journal:
        yield journal
