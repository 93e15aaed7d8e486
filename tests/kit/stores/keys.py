"""Stores that forget or mistake the keys of requests."""

from __future__ import annotations

import attrs

from coleadership.records import AlreadyRecorded, Batch
from tests.kit.stores.breakable import Memory, check, others_run

__all__: list[str] = []


class KeyForgotten(Memory):
    """Keeps no keys."""

    def append(self, batch: Batch) -> int:
        return super().append(attrs.evolve(batch, key=None))


class KeyOfOne(Memory):
    """Remembers of a key only its first subject."""

    def recorded(self, key: str) -> tuple[str, ...]:
        return super().recorded(key)[:1]

    def append(self, batch: Batch) -> int:
        try:
            return super().append(batch)
        except AlreadyRecorded as error:
            raise AlreadyRecorded(error.subjects[:1]) from None


class KeyFolded(Memory):
    """Takes K and k for one key."""

    def append(self, batch: Batch) -> int:
        if batch.key is not None and (known := self.recorded(batch.key)):
            raise AlreadyRecorded(known)
        return super().append(batch)

    def recorded(self, key: str) -> tuple[str, ...]:
        return super().recorded(key) or super().recorded(key.swapcase())


class KeyAfterConflict(Memory):
    """Tells a conflict before it looks at the key."""

    def append(self, batch: Batch) -> int:
        with self.turn:
            check(self, attrs.evolve(batch, key=None))
            return super().append(batch)


class KeyCheckedEarly(Memory):
    """Looks at the key before it takes the lock."""

    def append(self, batch: Batch) -> int:
        if batch.key is not None and (known := self.recorded(batch.key)):
            raise AlreadyRecorded(known)
        others_run()
        try:
            return super().append(batch)
        except AlreadyRecorded:
            return super().append(attrs.evolve(batch, key=None))
