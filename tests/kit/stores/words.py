"""Stores that keep words wrongly, or do not forget what they say they forget."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import attrs

from coleadership.prose import Prose, Seal
from coleadership.records import PAGE, Batch, Card, Record, Store
from coleadership.stores.sqlite_file import SqliteFile
from tests.kit.stores.breakable import ALL, Memory, Overlaid, Sqlite

__all__: list[str] = []


def erased(words: Iterable[Prose]) -> dict[Seal, Prose]:
    """Words as they are once they are forgotten."""
    return {one.seal: attrs.evolve(one, text=None, salt=b"") for one in words}


class WordsReplaced(Overlaid):
    """Writes words over those that are there, and so brings back what was erased."""

    def append(self, batch: Batch) -> int:
        with self.turn:
            position = super().append(batch)
            self.over.update((one.seal, one) for one in batch.prose)
            return position

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        with self.turn:
            gone = super().erase(seals, batch)
            for seal in seals:
                _ = self.over.pop(seal, None)
            return gone


class WordsFromAfter(Memory):
    """Begins a page of words at the seal after which it should begin."""

    def all_prose(self, *, after: str = "", limit: int = PAGE) -> list[Prose]:
        first = list(super().prose([Seal(after)]).values())
        return (first + super().all_prose(after=after, limit=limit))[:limit]


class ErasedInName(Memory):
    """Erases nothing, and says that it did."""

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        _ = self.append(batch)
        return len(self.prose({*seals}))


class ErasedInOnePlace(Overlaid):
    """Still has erased words where all are listed."""

    def append(self, batch: Batch) -> int:
        position = super().append(batch)
        self.over |= {one.seal: one for one in batch.prose if one.seal not in self.over}
        return position

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        return super(Overlaid, self).prose(seals)


class SaltSurvives(Overlaid):
    """Forgets words but not their salt, so that they can be guessed."""

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        with self.turn:
            brought = {one.seal: one for one in batch.prose}
            before = brought | {**super().prose(seals)}
            gone = super().erase(seals, batch)
            self.over |= {seal: attrs.evolve(one, text=None) for seal, one in before.items() if seal in seals}
            return gone


class OwnedByNamesakes(Memory):
    """Gives the words of everybody whose id is the same but for its case."""

    def owned(self, owner: str, *, after: str = "", limit: int = PAGE) -> list[Seal]:
        everybody = {one.owner for one in self.all_prose(limit=ALL) if one.owner}
        alike = [one for one in everybody if one.casefold() == owner.casefold()]
        return sorted(seal for one in alike for seal in super(OwnedByNamesakes, self).owned(one, after=after))[:limit]


class OwnedThoughErased(Memory):
    """Goes on giving words that were erased."""

    def owned(self, owner: str, *, after: str = "", limit: int = PAGE) -> list[Seal]:
        mine = (one.seal for one in self.all_prose(limit=ALL) if one.owner == owner and one.seal > after)
        return sorted(mine)[:limit]


class ErasedBeforeChecked(Overlaid):
    """Forgets words before it knows whether the batch can be kept."""

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        with self.turn:
            self.over |= erased(self.prose({*seals}).values())
            return super().erase(seals, batch)


class ErasedUntilReopened(Sqlite):
    """Remembers what was erased, and leaves it in the file."""

    def __init__(self, file: SqliteFile) -> None:
        self.over: dict[Seal, Prose] = {}
        super().__init__(file)

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        with self.turn:
            _ = super().append(batch)
            gone = [one for one in self.prose({*seals}).values() if not one.is_erased]
            self.over |= erased(gone)
            return len(gone)

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        return {seal: self.over.get(seal, one) for seal, one in super().prose(seals).items()}

    def all_prose(self, *, after: str = "", limit: int = PAGE) -> list[Prose]:
        return [self.over.get(one.seal, one) for one in super().all_prose(after=after, limit=limit)]


class RestoredWordsStay(Overlaid):
    """Forgets only words that came with an append, and none that it was restored with."""

    def __init__(self) -> None:
        super().__init__()
        self.restored: dict[Seal, Prose] = {}

    def restore(
        self,
        journal: str,
        records: Iterable[Record],
        prose: Iterable[Prose],
        cards: Callable[[Store], Iterable[Card]],
    ) -> int:
        position = super().restore(journal, records, prose, cards)
        self.restored = {one.seal: one for one in self.all_prose(limit=ALL)}
        return position

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        gone = super().erase(seals, batch)
        self.over |= {seal: self.restored[seal] for seal in seals if seal in self.restored}
        return gone


class ErasedWithItsSeal(Overlaid):
    """Forgets that there were words, so that records name what nobody has heard of."""

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        gone = super().erase(seals, batch)
        self.over |= super().prose({*seals})
        return gone

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        return {seal: one for seal, one in super().prose(seals).items() if seal not in self.over}

    def all_prose(self, *, after: str = "", limit: int = PAGE) -> list[Prose]:
        return [one for one in super().all_prose(after=after, limit=limit) if one.seal not in self.over]
