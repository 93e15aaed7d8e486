"""Stores that give back something else than they were given."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import cast

import attrs

from coleadership.records import PAGE, Batch, Card, Query, Record
from tests.kit.stores.breakable import Memory, Sqlite, mapped

__all__: list[str] = []


def said(batch: Batch, change: Callable[[str], str]) -> Batch:
    """A batch with its words changed."""
    words = (one if one.text is None else attrs.evolve(one, text=change(one.text)) for one in batch.prose)
    return attrs.evolve(batch, prose=tuple(words))


class CaseFolded(Memory):
    """Takes ids for one that differ only in case."""

    def append(self, batch: Batch) -> int:
        expected = {subject.lower(): revision for subject, revision in batch.expected.items()}
        cards = tuple(attrs.evolve(card, subject=card.subject.lower()) for card in batch.cards)
        batch = mapped(batch, lambda fact: attrs.evolve(fact, subject=fact.subject.lower()))
        return super().append(attrs.evolve(batch, expected=expected, cards=cards))

    def records(self, subject: str, *, after: int = 0) -> list[Record]:
        return super().records(subject.lower(), after=after)


class NaiveTimes(Sqlite):
    """Keeps times without their zone."""

    def append(self, batch: Batch) -> int:
        return super().append(mapped(batch, lambda fact: attrs.evolve(fact, at=fact.at.removesuffix("+00:00"))))


class Milliseconds(Memory):
    """Keeps times to the millisecond."""

    def append(self, batch: Batch) -> int:
        return super().append(mapped(batch, lambda fact: attrs.evolve(fact, at=f"{fact.at[:23]}000{fact.at[26:]}")))


class FloatForInt(Memory):
    """Gives versions as floating-point numbers."""

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        return [
            attrs.evolve(one, fact=attrs.evolve(one.fact, version=cast("int", float(one.fact.version))))
            for one in super().feed(after=after, limit=limit)
        ]


class EmptyIsMissing(Memory):
    """Takes empty text for none."""

    def append(self, batch: Batch) -> int:
        prose = tuple(attrs.evolve(one, owner=one.owner or None) for one in batch.prose)
        return super().append(attrs.evolve(batch, prose=prose))


class Composed(Memory):
    """Normalises words to composed characters."""

    def append(self, batch: Batch) -> int:
        return super().append(said(batch, lambda text: unicodedata.normalize("NFC", text)))


class Truncated(Sqlite):
    """Cuts words after 65,535 characters."""

    def append(self, batch: Batch) -> int:
        return super().append(said(batch, lambda text: text[:65_535]))


class UnixLineEnds(Memory):
    """Makes all line ends the same."""

    def append(self, batch: Batch) -> int:
        return super().append(said(batch, lambda text: text.replace("\r\n", "\n")))


class NulEnds(Sqlite):
    """Ends words at their first NUL."""

    def append(self, batch: Batch) -> int:
        return super().append(said(batch, lambda text: text.partition("\0")[0]))


class SaltAsText(Memory):
    """Keeps salts as text, and so no salt that is none."""

    def append(self, batch: Batch) -> int:
        prose = (attrs.evolve(one, salt=one.salt.decode(errors="replace").encode()) for one in batch.prose)
        return super().append(attrs.evolve(batch, prose=tuple(prose)))


class BodyRewritten(Memory):
    """Reads bodies and writes them anew."""

    def append(self, batch: Batch) -> int:
        return super().append(mapped(batch, lambda fact: attrs.evolve(fact, body=json.dumps(json.loads(fact.body)))))


class LinksAsLists(Memory):
    """Gives links as lists."""

    def cards(self, query: Query) -> list[Card]:
        found = super().cards(query)
        return [attrs.evolve(card, links=cast("tuple[tuple[str, str], ...]", [*card.links])) for card in found]


class LinksSorted(Memory):
    """Gives links in an order of its own."""

    def cards(self, query: Query) -> list[Card]:
        return [attrs.evolve(card, links=tuple(sorted(card.links))) for card in super().cards(query)]
