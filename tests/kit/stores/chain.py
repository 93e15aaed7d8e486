"""Stores whose chain of digests is not the one that anybody can compute anew."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from coleadership.errors import Conflict
from coleadership.records import Batch, Head, Record, chained
from coleadership.stores.memory import MemoryStore
from tests.kit.stores.breakable import ALL, Memory, Retold

__all__: list[str] = []


def rechained(digest: str, records: Iterable[Record]) -> list[Record]:
    """Records with digests of their own, after a first one."""
    told: list[Record] = []
    for one in records:
        digest = chained(digest, one.position, one.rest, one.key, one.fact)
        told.append(attrs.evolve(one, digest=digest))
    return told


class DigestWithoutKey(Retold):
    """Leaves the key out of the digest."""

    def retold(self, records: list[Record]) -> list[Record]:
        keyless = rechained(self.first_digest, (attrs.evolve(one, key=None) for one in records))
        return [attrs.evolve(one, digest=other.digest) for one, other in zip(records, keyless, strict=True)]


class UnboundChain(Retold):
    """Begins every chain with nothing, not with the journal's id."""

    def retold(self, records: list[Record]) -> list[Record]:
        return rechained("", records)


class RestIsNothing(Retold):
    """Says of every record that it is the last of its append."""

    def retold(self, records: list[Record]) -> list[Record]:
        return rechained(self.first_digest, (attrs.evolve(one, rest=0) for one in records))


class GapAfterRefusal(Retold):
    """Leaves a gap in the positions where an append was refused, as a sequence of a database does."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[int] = []

    def append(self, batch: Batch) -> int:
        try:
            return super().append(batch) + len(self.gaps)
        except Conflict:
            self.gaps.append(MemoryStore.head(self).position)
            raise

    def retold(self, records: list[Record]) -> list[Record]:
        moved = (
            attrs.evolve(one, position=one.position + sum(gap < one.position for gap in self.gaps)) for one in records
        )
        return rechained(self.first_digest, moved)


class PositionsOfSubjects(Retold):
    """Counts positions by subject, so that they go backwards."""

    def append(self, batch: Batch) -> int:
        _ = super().append(batch)
        return batch.facts[-1].revision

    def retold(self, records: list[Record]) -> list[Record]:
        return rechained(self.first_digest, (attrs.evolve(one, position=one.fact.revision) for one in records))


class HeadBehind(Memory):
    """Counts appends where it should count records."""

    def head(self) -> Head:
        with self.turn:
            ends = sum(record.rest == 0 for record in self.feed(limit=ALL))
            return attrs.evolve(super().head(), position=ends)
