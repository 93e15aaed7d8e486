"""Facts, batches and cards of no particular kind, for tests of stores and of what reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from coleadership.prose import Prose, Seal
from coleadership.records import Batch, Card, Fact, Query, Record, Store, chained, genesis

__all__ = ["MOMENT", "NASTY", "batch", "card", "check_whole", "fact", "found", "keep"]

MOMENT: Final = "2026-11-23T09:30:00.000000+00:00"
"""When every fact happened that does not say otherwise."""
NASTY: Final = (
    "A", "a", "a ", " a", "Ä", "A\u0308", "a%", "a_", "a'; DROP TABLE records; --", 'a"', "a\\", "a\t", "🧭", "\u202ea",
    "*", "?", "[a]", "NULL", "0", "0.0", "1e3", "ß", "SS", "\u017f",
)  # fmt: skip
"""Texts that are all different, and that careless stores take for one another or for something else."""


def fact(subject: str, revision: int, *, by: str | None = "person_a", at: str = MOMENT, body: str = "{}") -> Fact:
    """A fact of no particular kind.

    >>> fact("thing_a", 1).name
    'thing.done'
    """
    return Fact(subject, revision, "thing.done", 1, f"event_{subject}_{revision}", by, at, body)


def batch(
    *facts: Fact, cards: Iterable[Card] = (), prose: Iterable[Prose] = (), key: str | None = None, **expected: int
) -> Batch:
    """A batch that expects each subject where its first fact says, and those named besides.

    >>> batch(fact("thing_a", 3), fact("thing_a", 4), thing_b=1).expected
    {'thing_a': 2, 'thing_b': 1}
    """
    first: dict[str, int] = {}
    for one in facts:
        _ = first.setdefault(one.subject, one.revision - 1)
    return Batch(facts=facts, expected={**first, **expected}, cards=tuple(cards), prose=tuple(prose), key=key)


def card(
    subject: str, revision: int = 1, *, status: str = "open", due: str | None = None, title: Seal | None = None,
    links: tuple[tuple[str, str], ...] = (), state: str | None = None, wakes: str | None = None,
) -> Card:  # fmt: skip
    """A card with little on it.

    >>> card("thing_a", links=(("party", "anna"),)).kind
    'thing'
    """
    kind, kept = subject.partition("_")[0], int(state is not None)
    return Card(subject, kind, status, revision, due, title, "", links, state, kept, kept * 3, wakes)


def keep(store: Store, *cards: Card) -> None:
    """Keep cards, each with the one fact that it follows from."""
    _ = store.append(batch(*(fact(one.subject, one.revision) for one in cards), cards=cards))


def found(store: Store, query: Query) -> list[str]:
    """The ids on one page of cards."""
    return [one.subject for one in store.cards(query)]


def check_whole(store: Store) -> list[Record]:
    """All records, once it is sure that none is missing, half there or out of its place in the chain."""
    head, records = store.head(), store.feed(limit=1_000_000)
    digest, rest = genesis(head.journal), 0
    revisions: dict[str, int] = {}
    for position, record in enumerate(records, 1):
        fact = record.fact
        assert record.position == position, f"position {position} is missing: {record.position} is in its place"
        assert rest in (0, record.rest + 1), f"the append before position {position} is only half there"
        digest, rest = chained(digest, position, record.rest, record.key, fact), record.rest
        assert record.digest == digest, f"the chain breaks at position {position}"
        revisions[fact.subject] = revisions.get(fact.subject, 0) + 1
        assert fact.revision == revisions[fact.subject], f"{fact.subject} has no revision {revisions[fact.subject]}"
    assert rest == 0, "the last append is only half there"
    assert (head.position, head.digest) == (len(records), digest), "the head is not at the last record"
    return records
