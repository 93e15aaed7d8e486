"""A journal written within a transaction of the host: what both write is kept together, or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Generator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from coleadership.errors import StoreError
from coleadership.prose import Seal
from coleadership.records import Batch, Store
from coleadership.stores.sqlite import SqliteStore
from coleadership.stores.sqlite_file import told

__all__ = ["JoinedStore"]

_POINT = "coleadership"


class JoinedStore(SqliteStore):
    """The journal of a store, by a connection of the host's in which a transaction is open. Closing it leaves both."""

    def __init__(self, store: SqliteStore, transaction: object) -> None:
        self.file, self._j = store.file, store._j
        self._lock, self._process = RLock(), os.getpid()
        self._locked_by = self._process
        self._connection = self._taken(transaction)
        if not self._connection.in_transaction:
            raise StoreError(self.url, "the connection is in no transaction; begin one, as with BEGIN IMMEDIATE")

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        """Refuse: words are only gone once the log is empty, and the transaction of the host keeps it."""
        reason = f"{len(seals)} words cannot be erased for {len(batch.facts)} facts within the host's transaction"
        raise StoreError(self.url, f"{reason}; erase them outside of it")

    def joined(self, transaction: object) -> Store:
        """Refuse: it is joined already."""
        raise StoreError(self.url, f"is within a transaction already, so it cannot join {transaction!r:.60}")

    def close(self) -> None:
        """Leave the connection and its transaction to the host."""
        with self._turn():
            self._connection = None

    def _taken(self, transaction: object) -> sqlite3.Connection:
        """The connection, if it is one to this very file that gives rows as they are."""
        if not isinstance(transaction, sqlite3.Connection):
            raise StoreError(
                self.url, f"{transaction!r:.60} is no sqlite3.Connection; give the one that you write with"
            )
        if transaction.row_factory not in {None, sqlite3.Row} or transaction.text_factory is not str:
            raise StoreError(self.url, "the connection makes rows of its own; give one with the usual row_factory")
        try:
            # Pages that are split here would keep words that are erased later.
            _ = transaction.execute("PRAGMA secure_delete = ON").fetchone()
            files = [Path(row[2]) for row in transaction.execute("PRAGMA database_list") if row[1] == "main" and row[2]]
        except sqlite3.Error as error:
            raise StoreError(self.url, told(error)) from error
        if not files or not files[0].samefile(self.file.path):
            raise StoreError(self.url, "the connection is to another file; keep your tables in the file of the journal")
        return transaction

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        """One step of the host's transaction: taken back if it fails, kept with all the rest when the host commits."""
        with self._turn():
            connection = self._at_hand()
            if not connection.in_transaction:  # a savepoint of its own would be committed when it is released
                raise StoreError(self.url, "the transaction is over; join the next one")
            try:
                _ = connection.execute(f"SAVEPOINT {_POINT}")
                try:
                    yield connection
                except BaseException:
                    _ = connection.execute(f"ROLLBACK TO {_POINT}")
                    raise
                finally:
                    _ = connection.execute(f"RELEASE {_POINT}")
            except sqlite3.Error as error:
                raise StoreError(self.url, told(error)) from error
