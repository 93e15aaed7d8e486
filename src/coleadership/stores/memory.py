"""A journal in memory: for tests, notebooks and trying things out. It is gone when it is closed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from threading import RLock
from typing import Final

from coleadership.errors import Conflict, StoreError
from coleadership.evolving import evolve
from coleadership.ids import new_id
from coleadership.prose import Prose, Seal
from coleadership.records import (
    PAGE,
    SEEN_BY,
    AlreadyRecorded,
    Batch,
    Card,
    Head,
    Query,
    Record,
    Store,
    chained,
    genesis,
)

__all__ = ["MemoryStore"]

_FEW: Final = 20  # of so many cards, to look one up by its key takes as long as to walk past the others


class MemoryStore:
    """Keeps records, cards and prose in dictionaries, behind one lock."""

    __slots__ = (
        "_cards", "_closed", "_journal", "_keys", "_linked", "_lock", "_opened", "_order", "_prose", "_records",
        "_sorted", "_states", "_steps",
    )  # fmt: skip

    url = "memory:"

    def __init__(self) -> None:
        self._lock = RLock()
        self._journal: str = new_id("journal")
        self._records: list[Record] = []
        self._steps: dict[str, list[Record]] = {}
        self._cards: dict[str, Card] = {}
        self._states: dict[str, Card] = {}  # the last card of each subject that had a state
        self._order: list[str] = []
        self._linked: dict[tuple[str, str], list[str]] = {}
        self._opened: dict[str, frozenset[str]] = {}  # which keys open each card
        self._prose: dict[Seal, Prose] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._sorted: dict[int, list[str]] = {}
        self._closed = False

    def append(self, batch: Batch) -> int:
        """Keep a batch; see `Store.append`."""
        with self._lock:
            self._check(batch)
            position, digest = len(self._records), self._digest()
            rest = len(batch.facts)
            records: list[Record] = []
            for fact in batch.facts:
                position, rest = position + 1, rest - 1
                digest = chained(digest, position, rest, batch.key, fact)
                records.append(Record(position, rest, batch.key, fact, digest))
            for record in records:
                self._keep(record)
            for prose in batch.prose:
                _ = self._prose.setdefault(prose.seal, prose)
            for card in batch.cards:
                self._put(card)
            return position

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        """Forget words; see `SupportsErasure.erase`."""
        with self._lock:
            _ = self.append(batch)
            gone = [one for one in self.prose({*seals}).values() if not one.is_erased]
            self._prose.update((one.seal, evolve(one, text=None, salt=b"")) for one in gone)
            return len(gone)

    def recorded(self, key: str) -> tuple[str, ...]:
        """The subjects of a request; see `Store.recorded`."""
        with self._lock:
            return self._open()._keys.get(key, ())

    def records(self, subject: str, *, after: int = 0) -> list[Record]:
        """The records of one subject; see `Store.records`."""
        with self._lock:
            return self._open()._steps.get(subject, [])[max(after, 0) :]

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        """Records after a position; see `Store.feed`."""
        with self._lock:
            return self._open()._records[max(after, 0) : max(after, 0) + limit]

    def cards(self, query: Query) -> list[Card]:
        """One page of cards; see `Store.cards`."""
        with self._lock:
            order = self._open()._order
            if query.subjects is not None:
                order = sorted({*query.subjects} & self._cards.keys())
            elif query.links:
                order = self._linked.get(query.links[0], [])
            elif query.seen_by is not None:
                order = self._seen(query.seen_by)
            found = (order[place] for place in range(bisect_right(order, query.after), len(order)))
            if query.seen_by is not None:
                shut, opened = frozenset(query.seen_by).isdisjoint, self._opened
                found = (id for id in found if not shut(opened[id]))
            page = islice((card for id in found if _fits(card := self._cards[id], query)), query.limit)
            return [self._told(card, state=query.states) for card in page]

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        """Words by seal; see `Store.prose`."""
        with self._lock:
            prose = self._open()._prose
            return {seal: prose[seal] for seal in seals if seal in prose}

    def all_prose(self, *, after: str = "", limit: int = PAGE) -> list[Prose]:
        """One page of all words; see `Store.all_prose`."""
        with self._lock:
            return [self._prose[Seal(seal)] for seal in self._page(self._open()._prose, after, limit)]

    def owned(self, owner: str, *, after: str = "", limit: int = PAGE) -> list[Seal]:
        """One page of somebody's words; see `SupportsErasure.owned`."""
        with self._lock:
            mine = (seal for seal, one in self._open()._prose.items() if one.owner == owner and not one.is_erased)
            return sorted(seal for seal in mine if seal > after)[:limit]

    def subjects(self, *, after: str = "", limit: int = PAGE) -> list[tuple[str, int]]:
        """One page of ids and revisions; see `Store.subjects`."""
        with self._lock:
            return [(id, len(self._steps[id])) for id in self._page(self._open()._steps, after, limit)]

    def head(self) -> Head:
        """How far it has come; see `Store.head`."""
        with self._lock:
            return Head(self._open()._journal, len(self._records), self._digest())

    def put_cards(self, cards: Iterable[Card]) -> int:
        """Write cards anew; see `Store.put_cards`."""
        written = 0
        with self._lock:
            for card in cards:
                steps = self._open()._steps.get(card.subject)
                if steps and steps[-1].fact.revision == card.revision:
                    _ = self._states.pop(card.subject, None)
                    self._put(card)
                    written += 1
        return written

    def drop_cards(self, subjects: Iterable[str]) -> None:
        """Remove cards; see `Store.drop_cards`."""
        with self._lock:
            for subject in subjects:
                card = self._open()._cards.pop(subject, None)
                if card is not None:
                    _ = self._states.pop(subject, None), self._opened.pop(subject)
                    self._order.remove(subject)
                    self._unlink(card)

    def restore(
        self,
        journal: str,
        records: Iterable[Record],
        prose: Iterable[Prose],
        cards: Callable[[Store], Iterable[Card]],
    ) -> int:
        """Fill an empty journal; see `Store.restore`."""
        with self._lock:
            if self._open()._records:
                raise StoreError(self.url, "is not empty; restore into a new journal")
            filled = MemoryStore()
            filled._journal = journal
            for record in records:
                filled._keep(record)
            filled._prose = {one.seal: one for one in prose}
            _ = filled.put_cards(cards(filled))
            filled._lock = self._lock
            for name in self.__slots__:
                setattr(self, name, getattr(filled, name))
            return len(self._records)

    def close(self) -> None:
        """Forget everything; see `Store.close`."""
        with self._lock:
            self._closed = True

    def _open(self) -> MemoryStore:
        if self._closed:
            raise StoreError(self.url, "is closed; open a new one")
        return self

    def _page(self, keys: Collection[str], after: str, limit: int) -> list[str]:
        """The keys after a cursor, in order; sorted once for all pages while nothing is added."""
        order = self._sorted.get(id(keys), [])
        if len(order) != len(keys):
            order = self._sorted[id(keys)] = sorted(keys)
        start = bisect_right(order, after)
        return order[start : start + limit]

    def _digest(self) -> str:
        return self._records[-1].digest if self._records else genesis(self._journal)

    def _check(self, batch: Batch) -> None:
        """Raise before anything is kept."""
        steps = self._open()._steps
        if batch.key is not None and batch.key in self._keys:
            raise AlreadyRecorded(self._keys[batch.key])
        for subject, expected in batch.expected.items():
            known = steps.get(subject, ())
            if len(known) != expected:
                by = known[-1].fact.by if known else None
                raise Conflict(subject, expected=expected, found=len(known), by=by)

    def _keep(self, record: Record) -> None:
        self._records.append(record)
        self._steps.setdefault(record.fact.subject, []).append(record)
        if record.key is not None:
            known = self._keys.get(record.key, ())
            if record.fact.subject not in known:
                self._keys[record.key] = (*known, record.fact.subject)

    def _put(self, card: Card) -> None:
        earlier = self._cards.get(card.subject)
        if earlier is None:
            insort(self._order, card.subject)
        if earlier is None or earlier.links != card.links:
            self._unlink(earlier)
            for link in card.links:
                insort(self._linked.setdefault(link, []), card.subject)
            self._opened[card.subject] = frozenset([id for relation, id in card.links if relation == SEEN_BY])
        if card.state is not None:
            self._states[card.subject] = card
        self._cards[card.subject] = card

    def _seen(self, keys: Collection[str]) -> list[str]:
        """The ids to look through for what keys open: all, unless they open few."""
        opened = [self._linked.get((SEEN_BY, key), []) for key in keys]
        if sum(map(len, opened)) * _FEW < len(self._order):
            return sorted({id for ids in opened for id in ids})
        return self._order

    def _told(self, card: Card, *, state: bool) -> Card:
        """A card with what is known of the state that was kept last, and that state if it is asked for."""
        kept = self._states.get(card.subject)
        if kept is None:
            return card
        known = kept.state if state else None
        return evolve(card, state=known, state_revision=kept.state_revision, shape=kept.shape)

    def _unlink(self, card: Card | None) -> None:
        """Forget the links of a card."""
        for link in () if card is None else card.links:
            ids = self._linked[link]
            del ids[bisect_left(ids, card.subject if card else "")]


def _fits(card: Card, query: Query) -> bool:
    """Whether a card meets every condition."""
    return (
        (query.kind is None or card.kind == query.kind)
        and (query.status is None or card.status == query.status)
        and (query.due_before is None or (card.due is not None and card.due < query.due_before))
        and (query.wakes_before is None or (card.wakes is not None and card.wakes < query.wakes_before))
        and all(link in card.links for link in query.links)
    )
