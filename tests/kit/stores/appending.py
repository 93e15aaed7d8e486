"""Stores that append wrongly."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from threading import Lock

import attrs

from coleadership.errors import Conflict
from coleadership.records import PAGE, Batch, Head, Record, chained
from tests.kit.stores.breakable import Memory, Sqlite, check, others_run

__all__: list[str] = []


class LostUpdate(Memory):
    """Looks at revisions before it takes the lock."""

    def append(self, batch: Batch) -> int:
        check(self, batch)
        others_run()
        return super().append(attrs.evolve(batch, expected={}))


class RaceIsAnError(Sqlite):
    """Looks at revisions before the transaction, and leaves the rest to a unique index."""

    def append(self, batch: Batch) -> int:
        check(self, batch)
        others_run()
        return super().append(attrs.evolve(batch, expected={}))


class SwallowedConflict(Memory):
    """Takes a conflict for a success."""

    def append(self, batch: Batch) -> int:
        try:
            return super().append(batch)
        except Conflict:
            return self.head().position


class OnlyWrittenAreChecked(Memory):
    """Does not look at subjects that are only read."""

    def append(self, batch: Batch) -> int:
        written = {one.subject for one in batch.facts}
        expected = {subject: revision for subject, revision in batch.expected.items() if subject in written}
        return super().append(attrs.evolve(batch, expected=expected))


class WordsLater(Sqlite):
    """Commits facts and cards, and the words after them."""

    def append(self, batch: Batch) -> int:
        position = super().append(attrs.evolve(batch, prose=()))
        others_run()
        self.say(batch.prose)
        return position


class WordsFirst(Sqlite):
    """Commits words, and facts and cards after them."""

    def append(self, batch: Batch) -> int:
        check(self, batch)
        self.say(batch.prose)
        return super().append(batch)


class CardsLater(Sqlite):
    """Commits facts and words, and the cards after them."""

    def append(self, batch: Batch) -> int:
        position = super().append(attrs.evolve(batch, cards=()))
        others_run()
        self.put(batch.cards)
        return position


class FactByFact(Sqlite):
    """Commits each fact by itself, and the rest after them."""

    def append(self, batch: Batch) -> int:
        check(self, batch)
        head = self.head()
        position, rest, digest = head.position, len(batch.facts), head.digest
        for fact in batch.facts:
            position, rest = position + 1, rest - 1
            digest = chained(digest, position, rest, batch.key, fact)
            self.insert(Record(position, rest, batch.key, fact, digest))
        self.say(batch.prose)
        self.put(batch.cards)
        return position


class FirstPosition(Memory):
    """Gives the position of the first record of an append."""

    def append(self, batch: Batch) -> int:
        return super().append(batch) - len(batch.facts) + 1


class ConflictWithoutDetails(Memory):
    """Does not tell who was faster."""

    def append(self, batch: Batch) -> int:
        try:
            return super().append(batch)
        except Conflict as error:
            raise Conflict(error.subject_id, expected=error.expected, found=error.found, by=None) from None


class OpenTransaction(Sqlite):
    """Leaves a transaction open after a conflict."""

    def append(self, batch: Batch) -> int:
        try:
            return super().append(batch)
        except Conflict:
            _ = self.connection.execute("BEGIN IMMEDIATE")
            raise


class LockKept(Memory):
    """Does not let go of its lock after a conflict, so that the next one waits for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Lock()

    def append(self, batch: Batch) -> int:
        _ = self.gate.acquire()
        position = super().append(batch)
        self.gate.release()
        return position


class SharedConnection(Sqlite):
    """Lets threads share a connection without a lock."""

    def _turn(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


class WrittenBeforeChecked(Memory):
    """Writes first, checks then, and takes it back."""

    def __init__(self) -> None:
        super().__init__()
        self.early: list[Record] = []

    def append(self, batch: Batch) -> int:
        try:
            return super().append(batch)
        except Conflict:
            self.early = [Record(self.head().position + 1, 0, None, batch.facts[0], "")]
            others_run()
            self.early = []
            raise

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        early = [one for one in self.early if one.position > after]
        return [*super().feed(after=after, limit=limit), *early][:limit]

    def head(self) -> Head:
        return attrs.evolve(super().head(), position=super().head().position + len(self.early))
