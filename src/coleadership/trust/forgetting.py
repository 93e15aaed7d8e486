"""What happens on the way to forgetting somebody, as events: a hold that keeps their words, and words that are gone."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from coleadership.heart.events import Event
from coleadership.prose import Prose

__all__ = ["Forgotten", "Hold", "HoldLifted", "HoldPlaced"]


@attrs.frozen(slots=True, weakref_slot=False)
class HoldPlaced(Event):
    """Somebody's words have to be kept for now, as for a dispute before a court."""

    participle: ClassVar[str] = "hold_placed"
    hold: str
    reason: Prose
    until: date | None = None
    """The last day of it; without one it lasts until it is lifted."""


@attrs.frozen(slots=True, weakref_slot=False)
class HoldLifted(Event):
    """What kept somebody's words is over."""

    participle: ClassVar[str] = "hold_lifted"
    hold: str


@attrs.frozen(slots=True, weakref_slot=False)
class Forgotten(Event):
    """Words of somebody and about them are gone. Whoever has a copy drops it, by these seals."""

    participle: ClassVar[str] = "forgotten"
    words: tuple[Prose, ...]
    """Erased: only their seals are left."""
    left: int
    """How many words of theirs stay for now, as others rely on them."""


@attrs.frozen(slots=True, weakref_slot=False)
class Hold:
    """Something that keeps somebody's words from being forgotten."""

    id: str
    reason: Prose
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it keeps them on a day."""
        return self.until is None or day <= self.until
