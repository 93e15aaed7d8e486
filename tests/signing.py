"""What tests of witnesses share: real keys, and histories made anew by somebody who can write everything."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec

import attrs
import pytest

from coleadership.journal.ed25519 import SigningKey
from coleadership.journal.journal import Journal
from coleadership.journal.witnesses import Checkpoint
from coleadership.organisation.people import Person
from coleadership.records import Card, Head, Record, Store, chained, genesis
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, later

Change = Callable[[list[Record]], list[Record]]


@pytest.fixture(scope="module", autouse=True)
def signatures() -> None:
    """Let the tests of a file skip without the extra; where everything has to be there, they fail."""
    if find_spec("cryptography") is None:
        reason = "cryptography is not installed: coleadership[witness]"
        (pytest.fail if "COLEADERSHIP_CI" in os.environ else pytest.skip)(reason)


@pytest.fixture(scope="module")
def key() -> SigningKey:
    """A key."""
    return SigningKey.generate()


def lived(journal: Journal, names: Iterable[str] = ("Anna", "Bo", "Cleo")) -> Journal:
    """A journal in which people join and are renamed: two records for each, saved one by one or both at once."""
    for number, name in enumerate(names):
        joined = Person.join(name, at=AT)
        if number % 2:
            joined = journal.save(joined)
        _ = journal.save(joined.rename(f"{name} Ek", by=joined.id, at=later(1)), key=f"request of {name}")
    return journal


def heads(journal: Journal) -> list[Head]:
    """The heads that a journal had, from the empty one to its last."""
    name, records = journal.head().journal, journal.store.feed(limit=10_000)
    return [Head(name, 0, genesis(name)), *(Head(name, one.position, one.digest) for one in records)]


def signed(heads: Iterable[Head], key: SigningKey) -> bytes:
    """A witness that has kept these heads, a day apart."""
    return b"".join(Checkpoint.sign(head, by=key, at=later(day)).line for day, head in enumerate(heads))


def fitting(journal: str, records: Iterable[Record]) -> Iterator[Record]:
    """These records with places and digests that fit."""
    digest = genesis(journal)
    for position, record in enumerate(records, 1):
        digest = chained(digest, position, record.rest, record.key, record.fact)
        yield attrs.evolve(record, position=position, digest=digest)


def made_anew(journal: Journal, change: Change) -> Journal:
    """What somebody who can write everything makes of a journal: other records, and digests and cards that fit them."""
    forged, name = Journal(MemoryStore()), journal.head().journal
    _ = forged.store.restore(name, fitting(name, change(journal.store.feed())), journal.store.all_prose(), cards)
    return forged


def cards(store: Store) -> Iterator[Card]:
    """Cards that know of every step there is, and of no other."""
    return (Card(subject, "person", "unknown", steps) for subject, steps in store.subjects())
