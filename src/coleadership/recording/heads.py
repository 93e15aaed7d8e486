"""Heads that were kept elsewhere, and what they say of a history: no chain shows by itself that it was made anew."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import attrs

from coleadership.errors import Inconsistent, InvalidInput
from coleadership.records import Head

__all__ = ["Elsewhere", "Heads", "KeptHead"]


@attrs.frozen(slots=True, weakref_slot=False)
class KeptHead:
    """A head that was kept elsewhere, and the words by which messages know its history: the one “whose head …”."""

    head: Head
    words: str = "whose head was kept"


Heads = Head | Iterable[KeptHead]
"""One head that was kept, or many in the order of their places."""


class Elsewhere:
    """What kept heads say of a history, each asked when its place is reached; one at a time is held."""

    def __init__(self, heads: Heads) -> None:
        self._heads = iter([KeptHead(heads)] if isinstance(heads, Head) else heads)
        self._next = next(self._heads, None)
        self._last: KeptHead | None = None
        self.agreed = 0
        """How many of them agreed so far."""

    @property
    def due(self) -> int | None:
        """The place of the one that is asked next."""
        return None if self._next is None else self._next.head.position

    @property
    def vouched(self) -> int:
        """The last record that one of them vouched for."""
        return 0 if self._last is None else self._last.head.position

    def problem(self, journal: str, position: int, digest: str) -> str | None:
        """What those of this place have against a history that comes to this digest here."""
        while (kept := self._next) is not None:
            if kept.head.journal != journal:
                return f"this is {journal}, not {kept.head.journal} {kept.words}"
            if kept.head.position > position:
                break
            if kept.head.position < position:
                back = f"go back from record {position} to {kept.head.position}; give them in the order of their places"
                raise Inconsistent("kept", back)
            if kept.head.digest != digest:
                return self._disagreement(kept, digest)
            self.agreed, self._last, self._next = self.agreed + 1, kept, next(self._heads, None)
        return None

    def lost(self, done: int) -> str | None:
        """What is missing after the last record, if one of them knows of more."""
        if self._next is None:
            return None
        return f"record {done + 1} is lost: the history {self._next.words} goes to record {self._next.head.position}"

    def _disagreement(self, kept: KeptHead, digest: str) -> str:
        place, last = kept.head.position, self._last
        other = last if last is not None and last.head.position == place else self._another(kept)
        if other is not None:
            here = "the latter" if other.head.digest == digest else "neither"
            return f"two histories lead to record {place}, one {kept.words} and one {other.words}; this is {here}"
        since = "" if last is None else f"; up to record {last.head.position} it is the one {last.words}"
        return f"the history up to record {place} is not the one {kept.words}{since}"

    def _another(self, kept: KeptHead) -> KeptHead | None:
        """One of the same place that tells of another history, if it follows."""
        with suppress(InvalidInput):  # what is damaged further on is told when this is mended
            for other in self._heads:
                if other.head.position != kept.head.position:
                    break
                if other.head.digest != kept.head.digest:
                    return other
        return None
