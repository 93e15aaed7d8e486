"""Stores that do not become the journal that they restore."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coleadership.prose import Prose
from coleadership.records import Card, Record, Store
from tests.kit.stores.breakable import Memory, Sqlite

__all__: list[str] = []

Cards = Callable[[Store], Iterable[Card]]


class RestoredByHalves(Memory):
    """Keeps what it got when restoring fails."""

    def restore(self, journal: str, records: Iterable[Record], prose: Iterable[Prose], cards: Cards) -> int:
        kept: list[Record] = []

        def noted() -> Iterable[Record]:
            for record in records:
                kept.append(record)
                yield record

        try:
            return super().restore(journal, noted(), prose, cards)
        except LookupError:
            _ = super().restore(journal, kept, [], lambda _: [])
            raise


class RestoredOver(Sqlite):
    """Restores into a journal that holds something."""

    def restore(self, journal: str, records: Iterable[Record], prose: Iterable[Prose], cards: Cards) -> int:
        with self.beside() as run:
            _ = run.execute("DELETE FROM records")
        return super().restore(journal, records, prose, cards)


class RestoredUnderItsOwnName(Memory):
    """Does not become the journal that it restores."""

    def restore(self, journal: str, records: Iterable[Record], prose: Iterable[Prose], cards: Cards) -> int:
        return super().restore(self.head().journal or journal, records, prose, cards)


class RestoredWithoutKeys(Memory):
    """Forgets the keys of what it restores."""

    def __init__(self) -> None:
        super().__init__()
        self.forgotten: set[str | None] = set()

    def restore(self, journal: str, records: Iterable[Record], prose: Iterable[Prose], cards: Cards) -> int:
        position = super().restore(journal, records, prose, cards)
        self.forgotten = {record.key for record in self.feed(limit=position)}
        return position

    def recorded(self, key: str) -> tuple[str, ...]:
        return () if key in self.forgotten else super().recorded(key)


class CardsAskedFirst(Memory):
    """Asks for the cards before it holds the records that they follow from."""

    def restore(self, journal: str, records: Iterable[Record], prose: Iterable[Prose], cards: Cards) -> int:
        made = [*cards(Memory())]
        return super().restore(journal, records, prose, lambda _: made)
