"""A journal as somebody sees it, below: cards that their keys open, words that they may read, events that show to them.

What they may not see is not there. It is left out by the store (`Query.seen_by`), and what a store gives beyond that is
an error, not an answer. Words that are reserved for others are never asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final, cast, get_origin

import attrs

from coleadership.errors import InvalidInput, NotFound, StoreError, UnknownRecord
from coleadership.heart.events import Event, Reserved, Subject
from coleadership.privacy.auditing import Audit
from coleadership.prose import Prose, Seal
from coleadership.recording.codec import Codec, seals_in
from coleadership.recording.replay import Entry, Replay
from coleadership.records import PAGE, SEEN_BY, Card, Query, Record, Store
from coleadership.trust.access import Actor, Facts, Ruling, decide
from coleadership.trust.entitlements import PARTS, Action

__all__ = ["SeenReplay", "SeenStore"]

_NOTES: Final = "notes"

_WITHHELD: Final = Prose(Seal(f"seal_{0:064}"))
"""What stands for words that are reserved for others: their own seal could be said elsewhere, and would open them."""


@attrs.frozen
class SeenStore:
    """What a store keeps, as far as somebody's keys open it; nothing is written here."""

    beneath: Store
    actor: Actor
    keys: frozenset[str] = attrs.field(init=False)
    _opens: frozenset[tuple[str, str]] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "keys", self.actor.keys)
        object.__setattr__(self, "_opens", frozenset((SEEN_BY, key) for key in self.keys))

    @property
    def url(self) -> str:
        """Where it is."""
        return self.beneath.url

    def cards(self, query: Query) -> list[Card]:
        """One page of the cards that somebody sees."""
        query, kinds = attrs.evolve(query, seen_by=self.keys), self.actor.kinds
        if kinds is None:
            return self._checked(self.beneath.cards(query))
        page = list[Card]()
        for kind in sorted(kinds if query.kind is None else {query.kind} & kinds, key=lambda kind: f"{kind}_"):
            page += self.beneath.cards(attrs.evolve(query, kind=kind, limit=query.limit - len(page)))
        return self._checked(page)

    def _checked(self, page: list[Card]) -> list[Card]:
        """The page, if the store has left out what no key opens."""
        everybody = "organisation" if "organisation" in self.keys else None  # of most cards that is told at a glance
        for card in page:
            if card.audience != everybody and self._opens.isdisjoint(card.links):
                raise StoreError(
                    self.url, "gives what was not asked for, so nothing of it is shown; hold it to the kit"
                )
        return page

    def records(self, subject: str, *, after: int = 0) -> list[Record]:
        """What was recorded of a subject that somebody sees."""
        return self.beneath.records(subject, after=after) if self.cards(Query(subjects=(subject,), limit=1)) else []

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        """Records after a position, of whatever subject: `SeenReplay.entries` leaves out what does not show."""
        return self.beneath.feed(after=after, limit=limit)

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        """Words by their seals, which nobody knows who has not read what names them."""
        return self.beneath.prose(seals)


@attrs.frozen
class SeenReplay(Replay):
    """Reads subjects and entries as somebody sees them, from a `SeenStore` and what lies beneath it."""

    actor: Actor
    at: datetime
    beneath: Store
    _reserving: frozenset[str] = attrs.field(repr=False)
    audit: Audit | None = None

    @classmethod
    def of(cls, beneath: Replay, actor: Actor, at: datetime, audit: Audit | None = None) -> SeenReplay:
        """What somebody sees of what can be read there; an ``audit`` is told first of private notes."""
        seen = cast("Store", SeenStore(beneath.store, actor))  # what only reads asks for nothing that it has not
        return cls(seen, beneath.codec, actor, at, beneath.store, _reserving(beneath.codec), audit)

    def facts(self, ids: Iterable[str]) -> dict[str, Facts]:
        """The facts of those of these subjects that somebody sees."""
        wanted, found = sorted({*ids}), dict[str, Facts]()
        for start in range(0, len(wanted), PAGE):
            part = wanted[start : start + PAGE]
            found |= {card.subject: self.facts_of(card) for card in self.store.cards(Query(subjects=part, limit=PAGE))}
        return found

    def facts_of(self, card: Card) -> Facts:
        """The facts of a card."""
        kind = self.codec.catalogue.subjects.get(card.kind)
        return Facts.of(card, over=() if kind is None else kind.OVER)

    def rules(self, action: Action, facts: Facts) -> Ruling:
        """Whether somebody may do something, and why."""
        return decide(self.actor, action, facts, self.at)

    def steps(self, id: str, *, after: int = 0) -> list[Record]:
        """What was recorded of a subject whose card somebody sees."""
        return self.beneath.records(id, after=after)

    def words(self, records: Iterable[Record], cards: Iterable[Card] = ()) -> Mapping[Seal, Prose]:
        """The words that records and states name, but those that are reserved for others: these are not asked for.

        What somebody may read in one place is not withheld in another, or what they see whole would lack it.
        """
        records, cards = [*records], [*cards]
        bodies = [*(record.fact.body for record in records), *(card.state for card in cards if card.state)]
        named, reserved = seals_in(bodies), dict(self._withheld(records, cards))
        withheld = {seal for seals in reserved.values() for seal in seals}
        if withheld:
            withheld -= {seal for body in bodies for seal in seals_in([body]) if seal not in reserved.get(body, ())}
        words = self.store.prose(named - withheld)
        if self.audit is not None:
            self.audit.record(self._notes(records, cards, words))
        return {**words, **dict.fromkeys(withheld, _WITHHELD)}

    def folded(
        self, id: str, card: Card | None, records: list[Record], words: Mapping[Seal, Prose] | None = None
    ) -> Subject[Any]:
        """A subject as somebody sees it; it is partial where words are withheld from it."""
        facts = self.facts([id]).get(id) if card is None else self.facts_of(card)
        if facts is None:
            raise NotFound(id)
        may, whole = self._may(facts), super().folded(id, card, records, words)
        shown = whole.shown(may)
        withheld = any(one.words and not may(one) for one in whole.reserved)
        return attrs.evolve(shown, partial=True) if withheld else shown

    def entries(self, records: list[Record]) -> Iterator[Entry]:
        """What records tell of what somebody takes part in, and that this version knows.

        How many records of the same save follow is not told, as others may not show.
        """
        known = self.facts(record.fact.subject for record in records)
        open_to = {id for id, facts in known.items() if self.rules(Action.READ_HISTORY, facts)}
        for entry in super().entries([record for record in records if record.fact.subject in open_to]):
            may = self._may(known[entry.subject])
            event = entry.event
            if event is None or any(one.hides and not may(one) for one in event.reserved):
                continue
            whole = may(Reserved("whole"))
            shown = event if whole else attrs.evolve(event, stamp=attrs.evolve(event.stamp, step=0))
            yield attrs.evolve(entry, rest=0, step=entry.step if whole else 0, event=shown)

    # -- what these stand on

    def _may(self, facts: Facts) -> Callable[[Reserved], bool]:
        """Whether somebody may read what is reserved in a subject."""
        return lambda one: self.rules(PARTS[one.part], facts.only_for(one.readers)).allowed

    def _notes(
        self, records: list[Record], cards: list[Card], words: Mapping[Seal, Prose]
    ) -> Iterator[tuple[str, str]]:
        """Whose private notes are among these words, and where they stand; one's own are left out."""
        bodies = list[tuple[str, Callable[[], Event | Subject[Any]]]]()
        for record in records:
            if record.fact.name in self._reserving:
                bodies.append((record.fact.subject, partial(self.codec.event, record.fact, words)))
        for card in cards:
            if card.state is not None and card.kind in self._reserving:
                bodies.append((card.subject, partial(self.codec.subject, card.kind, card.state, words)))
        for subject, read in bodies:
            for one in _reserved(read):
                for notes in one.words if one.part == _NOTES else ():
                    if notes.seal in words and not notes.is_erased and notes.owner != self.actor.person:
                        yield notes.owner or subject, f"private notes in {subject}"

    def _withheld(self, records: list[Record], cards: list[Card]) -> Iterator[tuple[str, set[Seal]]]:
        """Bodies with the seals in them of what is reserved for others; of what cannot be read, all."""
        records = [record for record in records if record.fact.name in self._reserving]
        known = {card.subject: self.facts_of(card) for card in cards}
        known |= self.facts({record.fact.subject for record in records} - known.keys())
        for record in records:
            event = partial(self.codec.event, record.fact, {})
            yield record.fact.body, {*self._held_back(known.get(record.fact.subject), record.fact.body, event)}
        for card in cards:
            if card.state is not None and card.kind in self._reserving:
                subject = partial(self.codec.subject, card.kind, card.state, {})
                yield card.state, {*self._held_back(known[card.subject], card.state, subject)}

    def _held_back(self, facts: Facts | None, body: str, read: Callable[[], Event | Subject[Any]]) -> Iterator[Seal]:
        """The seals in one body of what is reserved for others."""
        try:
            reserved = None if facts is None else [*read().reserved]
        except (UnknownRecord, InvalidInput):
            reserved = None
        if facts is None or reserved is None:
            yield from seals_in([body])
            return
        may = self._may(facts)
        yield from (words.seal for one in reserved if not may(one) for words in one.words)


def _reserved(read: Callable[[], Event | Subject[Any]]) -> list[Reserved]:
    """What is reserved in what can be read."""
    try:
        return [*read().reserved]
    except (UnknownRecord, InvalidInput):  # of which all is withheld
        return []


def _reserving(codec: Codec) -> frozenset[str]:
    """The names of events, and the kinds of subjects, in which something may be reserved."""
    events = ((name, cast("type[Event]", get_origin(event) or event)) for name, event in codec.catalogue.events.items())
    names = {name for name, event in events if event.reserved is not Event.reserved}
    return frozenset(
        names | {kind for kind, one in codec.catalogue.subjects.items() if one.reserved is not Subject.reserved}
    )
