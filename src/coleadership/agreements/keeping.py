"""Keeping an agreement: breach and repair, notice, hand-over to a successor, and being overridden.

`Keeping` is what an agreement remembers of this; like `Formulation`, it applies events and decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar

import attrs

from coleadership.evolving import evolve
from coleadership.heart.events import Event
from coleadership.prose import Prose

__all__ = [
    "Breach", "BreachRepaired", "BreachReported", "HandedOver", "Keeping", "KeepingEvent", "NoticeGiven",
    "NoticeWithdrawn", "Offer", "Overridden", "Override",
]  # fmt: skip


@attrs.frozen(slots=True, weakref_slot=False)
class BreachReported(Event):
    """Somebody says that a clause was not kept; what happened, not who is to blame."""

    participle: ClassVar[str] = "breach_reported"
    breach: str
    clause: str
    what: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class BreachRepaired(Event):
    """What was broken has been put right, or talked through."""

    participle: ClassVar[str] = "breach_repaired"
    breach: str
    how: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class NoticeGiven(Event):
    """A party ends it alone, with the notice that was agreed."""

    participle: ClassVar[str] = "notice_given"
    last_day: date
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class NoticeWithdrawn(Event):
    """Whoever gave notice stays after all."""

    participle: ClassVar[str] = "notice_withdrawn"


@attrs.frozen(slots=True, weakref_slot=False)
class HandedOver(Event):
    """A party's seat is offered to a successor, who consents or declines and inherits nothing silently."""

    participle: ClassVar[str] = "handed_over"
    proposal: str
    leaver: str
    successor: str


@attrs.frozen(slots=True, weakref_slot=False)
class Overridden(Event):
    """The employer decided otherwise, and says why; no clause named means all of it."""

    participle: ClassVar[str] = "overridden"
    reason: Prose
    clauses: tuple[str, ...] = ()


KeepingEvent = BreachReported | BreachRepaired | NoticeGiven | NoticeWithdrawn | HandedOver | Overridden


@attrs.frozen(slots=True, weakref_slot=False)
class Breach:
    """A clause that was not kept, and how that was put right."""

    id: str
    clause: str
    by: str | None
    what: Prose
    repaired: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Override:
    """A decision of the employer over the heads of the parties."""

    by: str | None
    at: datetime
    reason: Prose
    clauses: tuple[str, ...] = ()


@attrs.frozen(slots=True, weakref_slot=False)
class Offer:
    """A seat that was offered to a successor, and the proposal by which they answer."""

    proposal: str
    leaver: str
    successor: str
    by: str | None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Keeping:
    """How an agreement is kept: what was broken and put right, who gave notice, who takes over, what was overridden."""

    breaches: tuple[Breach, ...] = ()
    overrides: tuple[Override, ...] = ()
    noticed_by: str | None = None
    last_day: date | None = None
    """The last day on which it binds, after notice was given."""
    offers: tuple[Offer, ...] = ()
    """The seats that were offered to a successor since it was last worded."""

    @property
    def often_broken(self) -> tuple[str, ...]:
        """The clauses broken twice or more: better amended than broken again."""
        return tuple(clause for clause, times in Counter(b.clause for b in self.breaches).items() if times > 1)

    def overrules(self, clause: str) -> bool:
        """Whether the employer has overridden a clause, or all of it."""
        return any(not override.clauses or clause in override.clauses for override in self.overrides)

    def could(self, what: str) -> bool:
        """Whether there is something to repair, and a notice to withdraw or room for one."""
        noticed, broken = self.last_day is not None, any(one.repaired is None for one in self.breaches)
        return {"breach_repaired": broken, "notice_given": not noticed, "notice_withdrawn": noticed}.get(what, True)

    def after(self, event: KeepingEvent) -> Keeping:
        """How it is kept after an event."""
        stamp = event.stamp
        match event:
            case BreachReported():
                breach = Breach(event.breach, event.clause, stamp.by, event.what)
                return evolve(self, breaches=(*self.breaches, breach))
            case BreachRepaired():
                breaches = tuple(
                    evolve(breach, repaired=event.how) if breach.id == event.breach else breach
                    for breach in self.breaches
                )
                return evolve(self, breaches=breaches)
            case NoticeGiven():
                return evolve(self, noticed_by=stamp.by, last_day=event.last_day)
            case NoticeWithdrawn():
                return evolve(self, noticed_by=None, last_day=None)
            case HandedOver():
                return evolve(
                    self, offers=(*self.offers, Offer(event.proposal, event.leaver, event.successor, stamp.by))
                )
            case Overridden():
                override = Override(stamp.by, stamp.at, event.reason, event.clauses)
                return evolve(self, overrides=(*self.overrides, override))

    def renewed(self, unchanged: Collection[str] = ()) -> Keeping:
        """How it is kept once a new wording is in force: what befell the words before is history."""
        breaches = tuple(breach for breach in self.breaches if breach.clause in unchanged)
        overrides = tuple(one for one in self.overrides if one.clauses and {*one.clauses} <= {*unchanged})
        return evolve(self, breaches=breaches, overrides=overrides, offers=())
