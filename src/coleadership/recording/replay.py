"""Records back into subjects and entries: a kept state, and what was recorded after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from coleadership.errors import InvalidInput, NotFound, UnknownRecord
from coleadership.heart.events import Event, Subject
from coleadership.ids import any_id, kind_of
from coleadership.prose import Prose, Seal
from coleadership.recording.codec import Codec, happened, seals_in
from coleadership.records import Card, Query, Record, Store

__all__ = ["Entry", "Replay"]


@attrs.frozen
class Entry:
    """Something recorded: its place, its name, and the event, or None where this version does not know it."""

    position: int
    rest: int
    """How many records of the same save follow."""
    subject: str
    step: int
    name: str
    by: str | None
    at: datetime
    event: Event | None


@attrs.frozen
class Replay:
    """Reads subjects and entries from a store."""

    store: Store
    codec: Codec

    def subject(self, id: str) -> Subject[Any]:
        """The subject as it stands."""
        if hasattr(id, "id"):  # the subject itself, by mistake
            _ = any_id(id)
        cards = self.store.cards(Query(subjects=(id,), states=True))
        if cards and cards[0].subject == id:  # not a store's idea of it
            return next(iter(self.subjects(cards)))
        return self.folded(id, None, self.records(id))

    def records(self, id: str) -> list[Record]:
        """Everything recorded of a subject, or `NotFound`."""
        records = self.store.records(id)
        if not records:
            raise NotFound(id)
        return records

    def steps(self, id: str, *, after: int = 0) -> list[Record]:
        """What was recorded of a subject whose card is known, for folding it."""
        return self.store.records(id, after=after)

    def words(self, records: Iterable[Record], cards: Iterable[Card] = ()) -> Mapping[Seal, Prose]:
        """The words that records, and the states on cards, name."""
        bodies = [record.fact.body for record in records]
        return self.store.prose(seals_in([*bodies, *(card.state for card in cards if card.state)]))

    def subjects(self, cards: Iterable[Card], words: Mapping[Seal, Prose] | None = None) -> Iterator[Subject[Any]]:
        """The subjects of some cards: the state of each, and what was recorded after it.

        ``words`` are those that are needed, where they are not all: of others only the seals are there.
        """
        cards = [*cards]
        later = {
            card.subject: self.steps(card.subject, after=card.state_revision)
            for card in cards
            if card.state is None or card.revision > card.state_revision
        }
        if words is None:
            words = self.words([record for records in later.values() for record in records], cards)
        for card in cards:
            yield self.folded(card.subject, card, later.get(card.subject, []), words)

    def folded(
        self, id: str, card: Card | None, records: list[Record], words: Mapping[Seal, Prose] | None = None
    ) -> Subject[Any]:
        """A subject from a kept state, if there is one of today's shape, and the records after it."""
        kind = self.codec.catalogue.subjects.get(kind_of(id))
        if kind is None:
            raise UnknownRecord(kind_of(id), 1, known="this kind of subject is not known here")
        if words is None:
            words = self.words(records)
        subject: Subject[Any] | None = None
        if card is not None and card.state is not None:
            if card.shape != kind.SHAPE:
                return self.folded(id, None, self.steps(id))
            subject = self.codec.subject(card.kind, card.state, words)
        for record in records:
            subject = self.codec.after(kind, subject, record.fact, words)
        if subject is None:
            raise NotFound(id)
        return subject

    def entries(self, records: list[Record]) -> Iterator[Entry]:
        """What records tell, those included that this version does not know."""
        words = self.words(records)
        for record in records:
            fact = record.fact
            try:
                event: Event | None = self.codec.event(fact, words)
            except (UnknownRecord, InvalidInput):
                event = None
            where = (record.position, record.rest, fact.subject, fact.revision)
            yield Entry(*where, fact.name, fact.by, happened(fact), event)
