"""Stores that can do something else than they declare."""

from __future__ import annotations

from coleadership.stores.memory import MemoryStore
from tests.kit.stores.breakable import Memory

__all__: list[str] = []


class Boaster:
    """Declares that it can erase, and cannot."""

    def __init__(self) -> None:
        self._store = MemoryStore()

    def __getattr__(self, name: str) -> object:
        if name == "erase":
            raise AttributeError(name)
        return getattr(self._store, name)


class Modest(Memory):
    """Can erase, and does not declare it."""
