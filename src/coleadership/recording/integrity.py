"""Whether a journal is whole, and its cards derived anew from its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, islice
from typing import Any

import attrs

from coleadership.errors import InvalidInput, StoreError, UnknownRecord
from coleadership.heart.events import Subject
from coleadership.ids import kind_of
from coleadership.recording.codec import Codec, seals_in
from coleadership.recording.heads import Elsewhere, Heads, KeptHead
from coleadership.records import PAGE, Card, Head, Query, Record, Store, chained, genesis

__all__ = [
    "LostWords",
    "Progress",
    "Verification",
    "card_problem",
    "derive_cards",
    "followed",
    "keeps_state",
    "rebuild",
    "verify",
    "words_problem",
]

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is in all."""


@attrs.frozen
class Verification:
    """What was found: everything whole, or the first thing that is not, and where.

    ``heads`` is how many heads kept elsewhere agree with it, and ``vouched`` the last record that they vouch for: what
    is newer is held by the chain alone.
    """

    records: int
    problem: str | None = None
    position: int | None = None
    heads: int = 0
    vouched: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything is as it was recorded."""
        return self.problem is None


def keeps_state(kind: type[Subject[Any]], before: int, now: int) -> bool:
    """Whether the state is kept with an append that takes a subject from one revision to another."""
    return now // kind.KEPT_EVERY > before // kind.KEPT_EVERY


def verify(store: Store, progress: Progress | None = None, kept: Heads | None = None) -> Verification:
    """Follow the chain from its beginning and name the first record that was changed, lost, inserted or reordered.

    A chain alone proves nothing against somebody who can rewrite all of it; a head ``kept`` elsewhere does, or many of
    them, which are taken one at a time in the order of their places.
    Cards are only counted here: see `card_problem`.
    """
    elsewhere = Elsewhere(kept or ())
    found = _verified(store, progress, elsewhere)
    return attrs.evolve(found, heads=elsewhere.agreed, vouched=elsewhere.vouched)


def _verified(store: Store, progress: Progress | None, elsewhere: Elsewhere) -> Verification:
    head = store.head()
    digest, steps, done = genesis(head.journal), dict[str, int](), 0
    if (problem := elsewhere.problem(head.journal, 0, digest)) is not None:
        return Verification(0, problem)
    while page := store.feed(after=done):
        for record in page:
            problem = _problem(record, done + 1, digest) or _step_problem(record, steps)
            if problem is not None:
                return Verification(done, problem, done + 1)
            steps[record.fact.subject] = record.fact.revision
            digest, done = record.digest, done + 1
            if done == elsewhere.due and (problem := elsewhere.problem(head.journal, done, digest)) is not None:
                return Verification(done, problem, done)
        found = words_problem(store, page)
        if found is not None:
            position, problem = found
            return Verification(position - 1, problem, position)
        if progress is not None:
            progress(done, max(head.position, done))
    if (problem := elsewhere.lost(done)) is not None:
        return Verification(done, problem, done + 1)
    return Verification(done, _tail_problem(store, steps))


def followed(store: Store, after: KeptHead | None = None, progress: Progress | None = None) -> Head:
    """The head that the records lead to, from the beginning or from a head that was kept of this journal.

    Only the records ``after`` it are read. Raises `StoreError` for the first that does not follow.
    """
    head = store.head()
    digest, done = (genesis(head.journal), 0) if after is None else (after.head.digest, after.head.position)
    problem = None if after is None else _parting(store, head.journal, after)
    while problem is None and (page := store.feed(after=done)):
        for record in page:
            problem = _problem(record, done + 1, digest)
            if problem is not None:
                break
            digest, done = record.digest, done + 1
        if progress is not None:
            progress(done, max(head.position, done))
    if problem is not None:
        raise StoreError(store.url, f"{problem}, so it is not signed; see what else is wrong with verify")
    return Head(head.journal, done, digest)


def _parting(store: Store, journal: str, kept: KeptHead) -> str | None:
    """Why the records do not go through a head, if they do not."""
    place = kept.head.position
    if kept.head.journal != journal:
        return f"this is {journal}, not {kept.head.journal} {kept.words}"
    if not place:
        return None if kept.head.digest == genesis(journal) else f"the history is not the one {kept.words}"
    if not (there := store.feed(after=place - 1, limit=1)):
        return f"records up to {place} are lost, to which the history goes {kept.words}"
    if there[0].digest != kept.head.digest:
        return f"the history up to record {place} is not the one {kept.words}"
    return None


def _problem(record: Record, position: int, digest: str) -> str | None:
    """What is wrong with a record in its place, if anything."""
    fact = record.fact
    if record.position != position:
        return f"record {position} is lost: {record.position} follows {position - 1}"
    # In a digest nobody and nothing look like an empty text, which is never recorded.
    if record.digest != chained(digest, position, record.rest, record.key, fact) or record.key == "" or fact.by == "":
        return f"record {position} ({fact.name} of {fact.subject}) was changed, inserted or reordered"
    return None


def _step_problem(record: Record, steps: dict[str, int]) -> str | None:
    """What is missing in the life of a subject before this record, if anything."""
    fact = record.fact
    if fact.revision != steps.get(fact.subject, 0) + 1:
        return f"record {record.position} is step {fact.revision} of {fact.subject}, but the step before it is lost"
    return None


def words_problem(store: Store, page: list[Record]) -> tuple[int, str] | None:
    """Where the first words of a page are missing or not those that were sealed, and what is wrong with them."""
    named = seals_in(record.fact.body for record in page)
    prose = store.prose(named)
    for record in page:
        for seal in sorted(seals_in([record.fact.body])):
            found = prose.get(seal)
            if found is None:
                return record.position, f"words of record {record.position} are lost ({seal[:13]}…)"
            if not found.is_intact():
                return record.position, f"words of record {record.position} were changed ({seal[:13]}…)"
    return None


def _tail_problem(store: Store, steps: dict[str, int]) -> str | None:
    """Whether a card knows of steps that no record tells of, as the end was cut off, or is missing or behind."""
    after, carded = "", 0
    while page := store.cards(Query(after=after)):
        for card in page:
            known = steps.get(card.subject, 0)
            # Somebody may have saved since the feed was read.
            if card.revision > known and len(store.records(card.subject, after=known)) < card.revision - known:
                return f"step {known + 1} of {card.subject} is lost: its card is at {card.revision}"
            if not card.revision:
                return f"there is a card of {card.subject}, of which nothing was recorded; rebuild drops it"
            if card.revision < known:
                return f"the card of {card.subject} is behind its records; rebuild derives it anew"
            carded += known > 0
        after = page[-1].subject
    return "a card is missing; rebuild derives it anew" if carded < len(steps) else None


class LostWords(Exception):
    """Words that a record names are not there, or not those that were sealed."""


def derive_cards(
    store: Store, codec: Codec, progress: Progress | None = None, *, whole: bool = False
) -> Iterator[Card]:
    """The cards that follow from the records, to the same bytes as those written with each append.

    Where all of it has to be ``whole``, missing words raise `LostWords`.
    """
    total, done, after = store.head().position, 0, ""
    while page := store.subjects(after=after):
        for subject, revision in page:
            yield _derived(subject, store.records(subject), store, codec, whole=whole)
            done += revision
        after = page[-1][0]
        if progress is not None:
            progress(done, total)


def _derived(id: str, records: list[Record], store: Store, codec: Codec, *, whole: bool = False) -> Card:
    """The card of one subject; bare where its records cannot be interpreted here."""
    seals = seals_in(record.fact.body for record in records)
    words = store.prose(seals)
    if whole and len(words) < len(seals) and (found := words_problem(store, records)) is not None:
        raise LostWords(found[1])
    subject: Subject[Any] | None = None
    kept: Subject[Any] | None = None
    try:
        kind = codec.catalogue.subjects[kind_of(id)]
        for _, append in groupby(records, key=lambda record: record.position + record.rest):
            before = 0 if subject is None else subject.revision
            for record in append:
                subject = codec.after(kind, subject, record.fact, words)
            if subject is not None and keeps_state(kind, before, subject.revision):
                kept = subject
    except (KeyError, UnknownRecord, InvalidInput):
        subject = None
    if subject is None:
        return Card(id, kind_of(id), "unknown", records[-1].fact.revision)
    card = codec.card(subject, keep_state=False)
    if kept is None:
        return card
    return attrs.evolve(card, state=codec.state(kept), state_revision=kept.revision, shape=kept.SHAPE)


def card_problem(store: Store, codec: Codec, progress: Progress | None = None) -> str | None:
    """The first card that does not say what follows from its records, while others may go on saving."""
    derived = derive_cards(store, codec, progress)
    while part := list(islice(derived, PAGE)):
        query = Query(subjects=[card.subject for card in part], states=True, limit=len(part))
        there = {card.subject: card for card in store.cards(query)}
        for card in part:
            found = there.get(card.subject)
            if found != card and (found is None or found.revision <= card.revision):
                return f"the card of {card.subject} does not say what its records do; rebuild derives it anew"
    return None


def rebuild(store: Store, codec: Codec, progress: Progress | None = None) -> int:
    """Derive every card anew, while others may go on saving; give how many there are."""
    known, written = set[str](), 0
    for card in derive_cards(store, codec, progress):
        known.add(card.subject)
        fresh = card
        while store.put_cards([fresh]) == 0:  # somebody saved meanwhile
            fresh = _derived(card.subject, store.records(card.subject), store, codec)
        written += 1
    after = ""
    while page := store.cards(Query(after=after)):
        store.drop_cards(
            [card.subject for card in page if card.subject not in known and not store.records(card.subject)]
        )
        after = page[-1].subject
    return written
