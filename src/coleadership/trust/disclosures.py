"""What somebody was shown of somebody else's: recorded before it is shown, where an audit was asked for.

One disclosure is of one person to one reader on one day, in UTC; the same thing shown again on that day is no news. It
says where the words stand, and never holds them. What was shown is prose of the one whose it was: they find it in what
is held about them, and it goes by a rule of retention of its own. That something was shown, and when, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self, cast

import attrs

from coleadership.heart.events import Event, Stamp, Subject, moment
from coleadership.ids import any_id, derived_id, new_id
from coleadership.prose import Prose, line

if TYPE_CHECKING:
    from coleadership.ids import DisclosureId

__all__ = ["Disclosure", "Shown"]


@attrs.frozen(slots=True, weakref_slot=False)
class Shown(Event):
    """Somebody was shown something of somebody's: where it stands, not what it says."""

    participle: ClassVar[str] = "shown"
    of: str
    what: tuple[Prose, ...]


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Disclosure(Subject[Shown]):
    """What one reader was shown of one person's on one day."""

    KIND: ClassVar[str] = "disclosure"
    KEPT_EVERY: ClassVar[int] = 1
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"reader", "of"})
    STATUSES: ClassVar[frozenset[str]] = frozenset({"shown"})

    if TYPE_CHECKING:
        id: DisclosureId

    reader: str
    of: str
    what: tuple[Prose, ...]

    @classmethod
    def begin(cls, of: str, what: Iterable[str], *, by: str, at: datetime | None = None) -> Self:
        """Record what somebody (``by``) is shown of somebody's.

        >>> notes = Disclosure.begin("anna", ["private notes in cycle_1"], by="bo")
        >>> again = notes.again(["private notes in cycle_1", "private notes in cycle_2"])
        >>> [str(one) for one in again.what], len(again.unrecorded)
        (['private notes in cycle_1', 'private notes in cycle_2'], 2)
        """
        at = moment(at)
        stamp = Stamp(new_id("event"), cls.id_of(of, by, at), 1, any_id(by, "by"), at)
        return cls._begin(Shown(stamp, any_id(of, "of"), _said(what, of)))

    @classmethod
    def id_of(cls, of: str, by: str, at: datetime) -> str:
        """The id of what somebody is shown of somebody's on a day, whether anything was or not."""
        return derived_id(cls.KIND, at.date(), of, by)

    def again(self, what: Iterable[str], at: datetime | None = None) -> Self:
        """Record what else they are shown on that day; what they were shown already is left out."""
        known = {str(one) for one in self.what}
        new = [one for one in what if one not in known]
        return self._record(Shown(self._stamp(self.reader, at), self.of, _said(new, self.of))) if new else self

    @property
    def status(self) -> str:
        """It was ``shown``."""
        return "shown"

    @property
    def title(self) -> Prose:
        """What was shown first."""
        return self.what[0]

    @property
    def audience(self) -> str:
        """Whoever was shown it, and whose it was."""
        return "parties"

    def links(self) -> Iterator[tuple[str, str]]:
        """Who was shown it, and whose it was."""
        yield "reader", self.reader
        yield "of", self.of

    @classmethod
    def begun(cls, event: Shown) -> Self:
        """What was shown first on that day."""
        stamp = event.stamp
        id = cast("DisclosureId", stamp.subject)
        return cls(id=id, revision=stamp.step, reader=str(stamp.by), of=event.of, what=event.what)

    def after(self, event: Shown) -> Self:
        """What was shown up to an event."""
        return attrs.evolve(self, revision=event.stamp.step, what=(*self.what, *event.what))


def _said(what: Iterable[str], of: str) -> tuple[Prose, ...]:
    return tuple(line(one, field="what").owned_by(of) for one in dict.fromkeys(what))
