"""Records: what a store keeps, and the protocol of a store. A storage plugin imports this and nothing of the domain.

- `Fact`: an event as plain strings and numbers; `Record`: a fact in its place in the journal.
- `Card`: what is true now of one subject, for looking it up without replaying. Cards follow from records.
- `Prose`: the words that records only name by their seal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import Enum
from hashlib import sha256
from typing import Final, Protocol, runtime_checkable

import attrs

from coleadership.evolving import made_often
from coleadership.prose import Prose, Seal

__all__ = [
    "CAPABILITIES",
    "LARGEST_BATCH",
    "LARGEST_BODY",
    "PAGE",
    "SEEN_BY",
    "AlreadyRecorded",
    "Batch",
    "Capability",
    "Card",
    "Fact",
    "Head",
    "JoinsHostTransaction",
    "Query",
    "Record",
    "Store",
    "SupportsErasure",
    "chained",
    "genesis",
]  # fmt: skip

LARGEST_BATCH: Final = 100_000
"""The most facts that may be appended at once."""
LARGEST_BODY: Final = 4_000_000
"""The most characters that the body of one fact may have."""
SEEN_BY: Final = "seen_by"
"""The relation of the links on a card that say which keys open it to somebody."""
PAGE: Final = 500
"""How many rows a store gives at a time where nothing else is asked for."""


@made_often
@attrs.frozen(slots=True, weakref_slot=False)
class Fact:
    """An event, ready to be kept: whose, which step, what, by whom, when (ISO 8601 in UTC), and its body (JSON)."""

    subject: str
    revision: int
    name: str
    version: int
    event: str
    by: str | None
    at: str
    body: str


@made_often
@attrs.frozen(slots=True, weakref_slot=False)
class Record:
    """A fact in its place: ``position`` counts from 1 without a gap, ``rest`` facts of the same append follow it."""

    position: int
    rest: int
    key: str | None
    fact: Fact
    digest: str


@made_often
@attrs.frozen(slots=True, weakref_slot=False)
class Card:
    """What is true now of one subject. ``state`` is the subject itself as of ``state_revision`` (JSON), if it is kept.

    ``due`` is a day in ISO 8601, ``links`` are pairs of relation and id in order (those of `SEEN_BY` to keys).
    ``wakes`` is when time alone next brings something about (ISO 8601 in UTC, as of `Fact`): what has passed it is
    looked for by `Journal.tick`.
    """

    subject: str
    kind: str
    status: str
    revision: int
    due: str | None = None
    title: Seal | None = None
    audience: str = ""
    links: tuple[tuple[str, str], ...] = ()
    state: str | None = None
    state_revision: int = 0
    shape: int = 0
    wakes: str | None = None


@made_often
@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Query:
    """Which cards to give, in the order of their ids: all that fit every condition, after a cursor, up to a limit.

    ``seen_by`` are the keys that somebody has: of the links `SEEN_BY` of a card one has to lead to one of these.
    """

    subjects: Collection[str] | None = None
    kind: str | None = None
    status: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    due_before: str | None = None
    wakes_before: str | None = None
    seen_by: Collection[str] | None = None
    after: str = ""
    limit: int = PAGE
    states: bool = False


@made_often
@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Batch:
    """What is appended whole or not at all.

    ``expected`` is the revision at which each subject must stand, those that are only read included. A card without a
    state leaves the kept one as it is.
    """

    facts: tuple[Fact, ...]
    expected: Mapping[str, int]
    cards: tuple[Card, ...] = ()
    prose: tuple[Prose, ...] = ()
    key: str | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Head:
    """How far a journal has come: keep it elsewhere, and a rewritten or cut history shows."""

    journal: str
    position: int
    digest: str


class AlreadyRecorded(Exception):
    """The key of a batch has been used: these are the subjects that the request concerned."""

    def __init__(self, subjects: tuple[str, ...]) -> None:
        super().__init__(subjects)
        self.subjects = subjects


def genesis(journal: str) -> str:
    """The digest before the first record; it binds the chain to its journal."""
    return sha256(journal.encode()).hexdigest()


def chained(previous: str, position: int, rest: int, key: str | None, fact: Fact) -> str:
    """The digest of a record: sha256 over the one before and its own stored text.

    No field but the body may contain a line break, and JSON has none, so the text is unambiguous.
    """
    return sha256(
        f"{previous}\n{position}\n{rest}\n{key or ''}\n{fact.subject}\n{fact.revision}\n{fact.name}\n{fact.version}\n"
        f"{fact.event}\n{fact.by or ''}\n{fact.at}\n{fact.body}".encode()
    ).hexdigest()


class Store(Protocol):
    """One journal in a place that keeps it. Safe to use from several threads; every method is atomic."""

    @property
    def url(self) -> str:
        """Where it is, for messages; never a secret."""
        ...

    def append(self, batch: Batch) -> int:
        """Keep a batch durably and give the position of its last record.

        Raises `Conflict` if a subject is not at its expected revision, `AlreadyRecorded` if the key has been used.
        """
        ...

    def recorded(self, key: str) -> tuple[str, ...]:
        """The subjects that the request of this key concerned, in order; none if it was never recorded."""
        ...

    def records(self, subject: str, *, after: int = 0) -> list[Record]:
        """The records of one subject after a revision, in order."""
        ...

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        """The records after a position, in order; none is ever skipped."""
        ...

    def cards(self, query: Query) -> list[Card]:
        """One page of cards."""
        ...

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        """The words under these seals, erased ones without text; what is not there is left out."""
        ...

    def all_prose(self, *, after: str = "", limit: int = PAGE) -> list[Prose]:
        """One page of all words, in the order of their seals."""
        ...

    def subjects(self, *, after: str = "", limit: int = PAGE) -> list[tuple[str, int]]:
        """One page of the ids that have records, each with its last revision, in order."""
        ...

    def head(self) -> Head:
        """How far the journal has come."""
        ...

    def put_cards(self, cards: Iterable[Card]) -> int:
        """Write cards anew where no faster append has moved on; give how many were written."""
        ...

    def drop_cards(self, subjects: Iterable[str]) -> None:
        """Remove cards of subjects that have no records."""
        ...

    def restore(
        self,
        journal: str,
        records: Iterable[Record],
        prose: Iterable[Prose],
        cards: Callable[[Store], Iterable[Card]],
    ) -> int:
        """Fill an empty journal with records, prose and the cards that follow from them, and make it that journal.

        All or nothing. ``cards`` is asked last, and is given a store that already holds the rest.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is harmless."""
        ...


class Capability(Enum):
    """What a store may be able to do beyond `Store`. Each has a protocol of its own in `CAPABILITIES`."""

    ERASURE = "erasure"
    HOST_TRANSACTION = "host transaction"


@runtime_checkable
class SupportsErasure(Protocol):
    """A store that can forget words and keep the history whole. Its provider declares `Capability.ERASURE`."""

    def erase(self, seals: Collection[Seal], batch: Batch) -> int:
        """Append a batch and forget the words under these seals, in one step; give how many were forgotten.

        Text and salt are gone from where the store keeps them, seal and owner stay, and the same words do not come
        back with a later batch. Seals without words are passed over. Raises as `Store.append` does, and then forgets
        nothing.
        """
        ...

    def owned(self, owner: str, *, after: str = "", limit: int = PAGE) -> list[Seal]:
        """One page of the seals of somebody's words that have not been erased, in order."""
        ...


@runtime_checkable
class JoinsHostTransaction(Protocol):
    """A store that can write within a transaction of the host. Its provider declares `Capability.HOST_TRANSACTION`."""

    def joined(self, transaction: object) -> Store:
        """The same journal, written within a transaction that is open; what that is, the store says.

        Nothing is kept before the host commits, and nothing if it rolls back. Reads see what was written so far. Each
        append is still whole or not at all, and a refusal leaves the transaction as it was. Closing the store leaves
        the transaction to the host. Raises `StoreError` for what is no such transaction, or is over.
        """
        ...


CAPABILITIES: Final[Mapping[Capability, type]] = {
    Capability.ERASURE: SupportsErasure,
    Capability.HOST_TRANSACTION: JoinsHostTransaction,
}
"""The protocol of each capability: a store has it exactly if its provider declares it."""
