"""A journal in one text file: what is asked is answered from memory, what is kept is written at the end of the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from io import FileIO
from threading import RLock

from coleadership.errors import Conflict, StoreError
from coleadership.prose import Prose, Seal
from coleadership.records import PAGE, AlreadyRecorded, Batch, Card, Head, Query, Record, Store
from coleadership.stores.memory import MemoryStore
from coleadership_files.beginning import begin
from coleadership_files.blocks import Block
from coleadership_files.disk import locked, replaced, signature, spare, sync_folder, write_at
from coleadership_files.index import Index
from coleadership_files.lines import Appended, Dropped, Put
from coleadership_files.place import Place
from coleadership_files.rewriting import filled_anew, without

__all__ = ["FileStore"]


class FileStore:
    """One journal in one file. Nothing of it stays open between two calls.

    >>> from coleadership_files.place import Place
    >>> store = FileStore(Place.at("files:///acme.jsonl", {}, create=True))
    >>> store.head().position
    0
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._lock, self._process = RLock(), os.getpid()
        self._index: Index | None = None
        self._settled: tuple[int, ...] = ()
        self._closed = False
        begin(place)
        with self._reading():
            pass  # so that what is not ours is refused at once

    @property
    def url(self) -> str:
        """Where the file is."""
        return self.place.url

    # -- writing

    def append(self, batch: Batch) -> int:
        """Keep a batch; see `Store.append`."""
        with self._writing() as (index, file):
            unheard = _unheard(index.store, batch)
            position = index.store.append(batch)
            self._keep(index, file, _appended(index.store, batch, unheard))
            return position

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        """Forget words, by writing the whole file anew without them; see `SupportsErasure.erase`."""
        with self._writing() as (index, file):
            said = {seal for seal, one in index.store.prose({*seals}).items() if not one.is_erased}
            unheard = _unheard(index.store, batch)
            forgotten = index.store.erase(seals, batch)
            data = _appended(index.store, batch, unheard)
            if said:
                data = index.mark.line_end + data
                found = replaced(self.place, file, without(file, index.mark, said, data))
                index.goes_on(index.mark.after(data), found)
            else:
                self._keep(index, file, data)
            return forgotten

    def owned(self, owner: str, *, after: str = "", limit: int = PAGE) -> list[Seal]:
        """One page of somebody's words; see `SupportsErasure.owned`."""
        with self._reading() as known:
            return known.owned(owner, after=after, limit=limit)

    def put_cards(self, cards: Iterable[Card]) -> int:
        """Write cards anew; see `Store.put_cards`."""
        wanted = [*cards]
        with self._writing() as (index, file):
            put = [card for card in wanted if index.store.put_cards([card])]
            if put:
                self._keep(index, file, Block(Put(len(put)), cards=put).written())
            return len(put)

    def drop_cards(self, subjects: Iterable[str]) -> None:
        """Remove cards; see `Store.drop_cards`."""
        wanted = {*subjects}
        with self._writing() as (index, file):
            found = index.store.cards(Query(subjects=wanted, limit=len(wanted)))
            dropped = tuple(card.subject for card in found)
            if dropped:
                index.store.drop_cards(dropped)
                self._keep(index, file, Block(Dropped(dropped)).written())

    def restore(
        self,
        journal: str,
        records: Iterable[Record],
        prose: Iterable[Prose],
        cards: Callable[[Store], Iterable[Card]],
    ) -> int:
        """Fill an empty journal, by writing the whole file anew; see `Store.restore`."""
        with self._turn():
            self._check_empty(self.head())
            filled = MemoryStore()
            _ = filled.restore(journal, records, prose, cards)
            with self._writing() as (index, file):
                self._check_empty(index.store.head())
                fresh = Index(self.place, journal)
                found = replaced(self.place, file, filled_anew(filled, fresh))
                fresh.goes_on(fresh.mark, found)
                self._index = fresh
            return fresh.store.head().position

    # -- reading

    def recorded(self, key: str) -> tuple[str, ...]:
        """The subjects of a request; see `Store.recorded`."""
        with self._reading() as known:
            return known.recorded(key)

    def records(self, subject: str, *, after: int = 0) -> list[Record]:
        """The records of one subject; see `Store.records`."""
        with self._reading() as known:
            return known.records(subject, after=after)

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        """Records after a position; see `Store.feed`."""
        with self._reading() as known:
            return known.feed(after=after, limit=limit)

    def cards(self, query: Query) -> list[Card]:
        """One page of cards; see `Store.cards`."""
        with self._reading() as known:
            return known.cards(query)

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        """Words by seal; see `Store.prose`."""
        with self._reading() as known:
            return known.prose(seals)

    def all_prose(self, *, after: str = "", limit: int = PAGE) -> list[Prose]:
        """One page of all words; see `Store.all_prose`."""
        with self._reading() as known:
            return known.all_prose(after=after, limit=limit)

    def subjects(self, *, after: str = "", limit: int = PAGE) -> list[tuple[str, int]]:
        """One page of ids and revisions; see `Store.subjects`."""
        with self._reading() as known:
            return known.subjects(after=after, limit=limit)

    def head(self) -> Head:
        """How far it has come; see `Store.head`."""
        with self._reading() as known:
            return known.head()

    def close(self) -> None:
        """Forget what was read; the file is closed already. See `Store.close`."""
        with self._turn():
            self._closed, self._index = True, None

    # -- the file

    @contextmanager
    def _turn(self) -> Generator[None]:
        """One thread at a time; after a fork, the file is read anew, as another thread may have been half way."""
        if self._process != os.getpid():
            self._lock, self._process, self._index = RLock(), os.getpid(), None
        with self._lock:
            yield

    @contextmanager
    def _reading(self) -> Generator[MemoryStore]:
        """The index, up to date. What is new is read with the file locked, so that it is on the disk once seen."""
        with self._turn():
            self._check_open()
            with self.place.telling("reading"):
                index = self._index
                if index is None or not index.is_current():
                    with locked(self.place, writing=False) as file:
                        index = self._caught_up(file)
            yield index.store

    @contextmanager
    def _writing(self) -> Generator[tuple[Index, FileIO]]:
        """The index and the locked file: what is taken into the one is written to the other, or both are as before."""
        with self._turn():
            self._check_open()
            with self.place.telling("writing"), locked(self.place, writing=True) as file:
                index = self._caught_up(file)
                self._settle(file)
                try:
                    yield index, file
                except (Conflict, AlreadyRecorded):
                    raise  # before anything was taken
                except BaseException as error:
                    self._index = None
                    with suppress(OSError):
                        write_at(file, index.mark.end, b"", sync=self.place.durable)
                    if isinstance(error, UnicodeEncodeError):
                        reason = "cannot keep half a character (a lone surrogate), and has kept nothing of it"
                        raise StoreError(self.url, reason) from None
                    raise

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(self.url, "is closed; open it again")

    def _check_empty(self, head: Head) -> None:
        if head.position:
            raise StoreError(self.url, "is not empty; restore into a new journal")

    def _caught_up(self, file: FileIO) -> Index:
        """The index, with all that the locked file says."""
        index, self._index = self._index, None  # not to go on with one that broke off half way
        if index is not None and index.is_of(file):
            index.read_on(file)
        else:
            index = Index.of(self.place, file)
        self._index = index
        return index

    def _settle(self, file: FileIO) -> None:
        """Finish what somebody may have died over who put this file here, or was about to put another in its place."""
        found = signature(os.fstat(file.fileno()))[:2]
        if found != self._settled:
            if self.place.durable:
                sync_folder(self.place.path)
            with suppress(OSError):
                spare(self.place).unlink()
            self._settled = found

    def _keep(self, index: Index, file: FileIO, data: bytes) -> None:
        """Write a block at the end of the file, and know how far it goes now."""
        data = index.mark.line_end + data
        write_at(file, index.mark.end, data, sync=self.place.durable)
        found = os.fstat(file.fileno())
        if not os.path.samestat(found, self.place.path.stat()):
            reason = (
                "was replaced by another program just now, and this was not kept; load what is there and save again"
            )
            raise StoreError(self.url, reason)
        index.goes_on(index.mark.after(data), found)


def _unheard(known: MemoryStore, batch: Batch) -> list[Seal]:
    """The seals of a batch whose words are not there yet: what is there stays as it is, above all what was erased."""
    seals = dict.fromkeys(one.seal for one in batch.prose)
    there = known.prose(seals.keys())
    return [seal for seal in seals if seal not in there]


def _appended(known: MemoryStore, batch: Batch, unheard: Collection[Seal]) -> bytes:
    """A batch as a block, once the index has taken it; words are written as they are there now."""
    head, words = known.head(), known.prose(unheard)
    lines = len(batch.facts) + len(unheard) + len(batch.cards)
    closing = Appended(head.position, lines, batch.key, head.digest)
    return Block(closing, batch.facts, [words[seal] for seal in unheard], batch.cards).written()
