"""Stores that do not leave the host's transaction to the host."""

from __future__ import annotations

import sqlite3
from typing import cast

from coleadership.errors import Conflict
from coleadership.records import AlreadyRecorded, Batch, Store
from tests.kit.stores.breakable import Sqlite

__all__: list[str] = []


class _Joined:
    """A store within a transaction, to be broken."""

    def __init__(self, store: Store, transaction: object) -> None:
        self.store, self.host = store, cast("sqlite3.Connection", transaction)

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)

    def begin_anew(self, how: str) -> None:
        """End the host's transaction and begin another."""
        _ = self.host.execute(how)
        _ = self.host.execute("BEGIN IMMEDIATE")


class _Committing(_Joined):
    def append(self, batch: Batch) -> int:
        position = self.store.append(batch)
        self.begin_anew("COMMIT")
        return position


class _TakingBack(_Joined):
    def append(self, batch: Batch) -> int:
        try:
            return self.store.append(batch)
        except (Conflict, AlreadyRecorded):
            self.begin_anew("ROLLBACK")
            raise


class _Parting(_Joined):
    def close(self) -> None:
        self.store.close()
        self.begin_anew("ROLLBACK")


class JoinedCommits(Sqlite):
    """Commits the host's transaction with each append."""

    def joined(self, transaction: object) -> Store:
        return cast("Store", _Committing(super().joined(transaction), transaction))


class JoinedTakesBack(Sqlite):
    """Rolls all of the host's transaction back when it refuses something."""

    def joined(self, transaction: object) -> Store:
        return cast("Store", _TakingBack(super().joined(transaction), transaction))


class JoinedEndsIt(Sqlite):
    """Ends the host's transaction when it is closed."""

    def joined(self, transaction: object) -> Store:
        return cast("Store", _Parting(super().joined(transaction), transaction))


class JoinsAnything(Sqlite):
    """Takes anything for a transaction, and then writes past it."""

    def joined(self, transaction: object) -> Store:
        return super().joined(transaction) if isinstance(transaction, sqlite3.Connection) else self
