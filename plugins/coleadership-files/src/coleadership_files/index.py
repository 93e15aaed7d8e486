"""What a file says, in memory: its blocks are replayed into the library's own store in memory, which then answers.

So whatever can be asked is answered by code that is known to keep the contract, and all that is left to do is to keep
lines.
"""

from __future__ import annotations

import os
from contextlib import suppress
from io import FileIO
from typing import Final, Self

import attrs

from coleadership.errors import StoreError
from coleadership.records import AlreadyRecorded, Batch
from coleadership.stores.memory import MemoryStore
from coleadership_files.blocks import NOWHERE, Block, Mark, blocks, is_cut_off
from coleadership_files.disk import signature
from coleadership_files.lines import RESTORE, Appended, Broken, Dropped, Put, header
from coleadership_files.place import Place

__all__ = ["Index"]

_LONGEST_HEADER: Final = 1_000
_MIXED: Final = "a line was changed, lost or moved, or two histories were mixed"


class Index:
    """The store in memory, and how far in which file it has come."""

    def __init__(self, place: Place, journal: str, mark: Mark = NOWHERE) -> None:
        self.place, self.mark = place, mark
        self.store = MemoryStore()
        _ = self.store.restore(journal, [], [], lambda _: [])
        self.seen: tuple[int, int, int, int] | None = None

    @classmethod
    def of(cls, place: Place, file: FileIO) -> Self:
        """All that a file says."""
        _ = file.seek(0)
        first = file.read(_LONGEST_HEADER).partition(b"\n")
        line = first[0] + first[1]
        try:
            index = cls(place, header(line), Mark(len(line), 1, line))
        except Broken as error:
            raise StoreError(place.url, str(error)) from None
        index.read_on(file)
        return index

    def is_current(self) -> bool:
        """Whether nothing has been written since, and nothing waits to be cut off."""
        seen = signature(self.place.path.stat())
        return seen == self.seen and self.mark.end == seen[2]

    def is_of(self, file: FileIO) -> bool:
        """Whether a file goes on where this has come to, so that only the rest is to be read."""
        seen, last = signature(os.fstat(file.fileno())), self.mark.last
        if self.seen is None or seen[:2] != self.seen[:2]:
            return False
        if seen[2] == self.mark.end:
            return seen == self.seen
        return os.pread(file.fileno(), len(last), self.mark.end - len(last)) == last

    def read_on(self, file: FileIO) -> None:
        """Take what has come since."""
        seen = signature(os.fstat(file.fileno()))
        _ = file.seek(self.mark.end)
        try:
            with open(file.fileno(), "rb", closefd=False) as stream:
                for block, mark in blocks(stream, self.mark):
                    self.take(block, mark)
        except Broken as error:
            rest = os.pread(file.fileno(), seen[2] - self.mark.end, self.mark.end)
            if not is_cut_off(rest):
                raise StoreError(self.place.url, f"line {error.line} {error}") from None
        self.seen = seen

    def take(self, block: Block, mark: Mark) -> None:
        """Take a block that ends at a mark, or raise `Broken`; then the index is of no use any more."""
        closing, fits = block.closing, block.fits
        match closing:
            case Appended():
                fits = fits and self._has_appended(block, closing)
            case Put():
                _ = self.store.append(Batch(facts=(), expected={}, prose=tuple(block.prose)))
                _ = self.store.put_cards(block.cards)
            case Dropped():
                self.store.drop_cards(closing.subjects)
        if not fits:
            error = Broken(f"does not fit what is before it; {_MIXED}: {RESTORE}")
            error.line = mark.line
            raise error
        self.mark = mark

    def _has_appended(self, block: Block, closing: Appended) -> bool:
        """Whether an append follows from the one before, as its digest shows."""
        facts, prose, cards = tuple(block.facts), tuple(block.prose), tuple(block.cards)
        with suppress(AlreadyRecorded):  # then nothing is taken, and the head tells
            _ = self.store.append(Batch(facts=facts, expected={}, cards=cards, prose=prose, key=closing.key))
        head = self.store.head()
        return (head.position, head.digest) == (closing.position, closing.digest)

    def goes_on(self, mark: Mark, found: os.stat_result) -> None:
        """Know that a file was written to up to a mark, or anew, so that it ends where the mark says."""
        self.mark, self.seen = attrs.evolve(mark, end=found.st_size), signature(found)
