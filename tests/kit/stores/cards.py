"""Stores that lose cards, keep the wrong ones, or find what was not asked for."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from coleadership.records import Batch, Card, Query
from tests.kit.stores.breakable import ALL, MAIN, Memory, Sqlite

__all__: list[str] = []


class CardsAsWritten(Memory):
    """Orders cards as they were written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def append(self, batch: Batch) -> int:
        position = super().append(batch)
        self.written += [one.subject for one in batch.cards if one.subject not in self.written]
        return position

    def cards(self, query: Query) -> list[Card]:
        found = super().cards(query)
        order = [*self.written, *(one.subject for one in found if one.subject not in self.written)]
        return sorted(found, key=lambda card: order.index(card.subject))


class CardsWithoutLimit(Memory):
    """Gives all cards, however few are asked for."""

    def cards(self, query: Query) -> list[Card]:
        return super().cards(attrs.evolve(query, limit=ALL))


class LimitBeforeCondition(Memory):
    """Takes a page of all cards, and gives those on it that fit."""

    def cards(self, query: Query) -> list[Card]:
        fitting = super().cards(attrs.evolve(query, limit=ALL))
        page = super().cards(Query(after=query.after, limit=query.limit))
        return [card for card in fitting if card.subject in {one.subject for one in page}]


class DueOnTheDay(Memory):
    """Counts the day itself as before it."""

    def cards(self, query: Query) -> list[Card]:
        return super().cards(attrs.evolve(query, due_before=query.due_before and f"{query.due_before}~"))


class WakesAtAnyTime(Memory):
    """Gives everything that wakes at all, however late."""

    def cards(self, query: Query) -> list[Card]:
        return super().cards(attrs.evolve(query, wakes_before=query.wakes_before and "~"))


class WakesOnceOnly(Memory):
    """Keeps the first time to wake."""

    def append(self, batch: Batch) -> int:
        kept = {card.subject: card.wakes for card in self.cards(Query(limit=ALL)) if card.wakes}
        cards = [attrs.evolve(card, wakes=kept.get(card.subject, card.wakes)) for card in batch.cards]
        return super().append(attrs.evolve(batch, cards=tuple(cards)))


class FirstLinkOnly(Memory):
    """Looks at the first link of a query only."""

    def cards(self, query: Query) -> list[Card]:
        return super().cards(attrs.evolve(query, links=query.links[:1]))


class KindIsAPrefix(Memory):
    """Takes every kind that begins so for the kind that was asked for."""

    def cards(self, query: Query) -> list[Card]:
        kind = query.kind or ""
        found = super().cards(attrs.evolve(query, kind=None, limit=ALL))
        return [card for card in found if card.kind.startswith(kind)][: query.limit]


class SeenByEverybody(Memory):
    """Gives cards whoever asks, whatever keys they have."""

    def cards(self, query: Query) -> list[Card]:
        return super().cards(attrs.evolve(query, seen_by=None))


class NoKeyOpensAll(Memory):
    """Takes somebody without any key for nobody in particular, and gives them everything."""

    def cards(self, query: Query) -> list[Card]:
        return super().cards(attrs.evolve(query, seen_by=query.seen_by or None))


class AllKeysWanted(Memory):
    """Gives only cards that every key of somebody opens."""

    def cards(self, query: Query) -> list[Card]:
        keys = {("seen_by", key) for key in query.seen_by or ()}
        return [card for card in super().cards(query) if keys <= {*card.links}]


class ShutOffThePage(Memory):
    """Takes a page first, and then leaves out what no key opens."""

    def cards(self, query: Query) -> list[Card]:
        page = super().cards(attrs.evolve(query, seen_by=None))
        keys = {("seen_by", key) for key in query.seen_by or ()}
        return [card for card in page if query.seen_by is None or keys & {*card.links}]


class StaleLinks(Sqlite):
    """Finds by links that a card no longer has."""

    def append(self, batch: Batch) -> int:
        before = self.cards(Query(subjects=[one.subject for one in batch.cards]))
        position = super().append(batch)
        with self.beside() as run:
            for card in before:
                for relation, target in card.links:
                    row = (MAIN, target, relation, card.subject)
                    _ = run.execute("INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)", row)
        return position


class DroppedLinksStay(Sqlite):
    """Leaves the links of a card that was dropped, so that they find it when it comes back without them."""

    def drop_cards(self, subjects: Iterable[str]) -> None:
        dropped = [*subjects]
        before = self.cards(Query(subjects=dropped))
        super().drop_cards(dropped)
        with self.beside() as run:
            for card in before:
                for relation, target in card.links:
                    row = (MAIN, target, relation, card.subject)
                    _ = run.execute("INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)", row)


class DroppedStateStays(Memory):
    """Gives a card that comes back the state that it had when it was dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.dropped: dict[str, Card] = {}

    def drop_cards(self, subjects: Iterable[str]) -> None:
        gone = [*subjects]
        self.dropped |= {one.subject: one for one in super().cards(Query(subjects=gone, states=True))}
        super().drop_cards(gone)

    def append(self, batch: Batch) -> int:
        position = super().append(batch)
        for card in super().cards(Query(subjects=[one.subject for one in batch.cards], states=True)):
            old = self.dropped.pop(card.subject, None)
            if old is not None and card.state is None:
                kept = attrs.evolve(card, state=old.state, state_revision=old.state_revision, shape=old.shape)
                _ = self.put_cards([kept])
        return position


class StateLost(Memory):
    """Loses the state when a card comes without one."""

    def append(self, batch: Batch) -> int:
        position = super().append(batch)
        _ = self.put_cards(batch.cards)
        return position


class StateStays(Memory):
    """Keeps a state that is written anew without one."""

    def put_cards(self, cards: Iterable[Card]) -> int:
        with self.turn:
            known = {card.subject: card for card in super().cards(Query(states=True, limit=ALL))}
            kept = [
                attrs.evolve(card, state=old.state, state_revision=old.state_revision, shape=old.shape)
                if card.state is None and (old := known.get(card.subject)) is not None
                else card
                for card in cards
            ]
            return super().put_cards(kept)


class PutOverNewer(Memory):
    """Writes cards anew without a look at the records."""

    def put_cards(self, cards: Iterable[Card]) -> int:
        now = dict(self.subjects(limit=ALL))
        return super().put_cards(attrs.evolve(card, revision=now.get(card.subject, 0)) for card in cards)


class StatesAlways(Memory):
    """Gives states without being asked."""

    def cards(self, query: Query) -> list[Card]:
        return super().cards(attrs.evolve(query, states=True))
