"""Distribution: how a management task is spread over people, after asking others, and what its holders stand on.

These are the events of a task, and what they say; the task itself is in `tasks`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

import attrs

from coleadership.heart.events import Event
from coleadership.prose import Prose

__all__ = [
    "Accepted", "Declined", "Defined", "Distributed", "Distribution", "Footing", "HandedBack", "Holder", "Leg",
    "Retired", "Retitled", "Sort", "TakenOn", "TaskEvent",
]  # fmt: skip


class Sort(StrEnum):
    """What sort of management it is.

    >>> Sort("follow_up")
    <Sort.FOLLOW_UP: 'follow_up'>
    """

    PLAN = "plan"
    STAFF = "staff"
    FOLLOW_UP = "follow_up"
    RECRUIT = "recruit"
    BUDGET = "budget"
    REPRESENT = "represent"
    WORK_ENVIRONMENT = "work_environment"
    OTHER = "other"


class Leg(StrEnum):
    """What it takes to hold a task by law: three legs, and the stool falls without any of them.

    >>> [leg.value for leg in Leg]
    ['authority', 'resources', 'knowledge']
    """

    AUTHORITY = "authority"
    RESOURCES = "resources"
    KNOWLEDGE = "knowledge"


@attrs.frozen(slots=True, weakref_slot=False)
class Holder:
    """Who carries a task, and which share of it where that was said: (numerator, denominator)."""

    person: str
    share: tuple[int, int] | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Footing:
    """What a holder stands on, in words: which authority, which resources, which knowledge."""

    authority: Prose | None = None
    resources: Prose | None = None
    knowledge: Prose | None = None

    @property
    def lacking(self) -> tuple[Leg, ...]:
        """The legs of which nothing was said.

        >>> Footing(knowledge=Prose.write("The course in June")).lacking
        (<Leg.AUTHORITY: 'authority'>, <Leg.RESOURCES: 'resources'>)
        """
        return tuple(leg for leg in Leg if getattr(self, leg) is None)


@attrs.frozen(slots=True, weakref_slot=False)
class Defined(Event):
    """A task of management is named; it is with the employer until it is distributed."""

    participle: ClassVar[str] = "defined"
    title: Prose
    sort: Sort
    statutory: bool
    team: str | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Retitled(Event):
    """A task is called otherwise."""

    participle: ClassVar[str] = "retitled"
    title: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Distributed(Event):
    """A task is offered to holders, after these people were consulted; each of them answers."""

    participle: ClassVar[str] = "distributed"
    holders: tuple[Holder, ...]
    consulted: tuple[str, ...]
    footing: Footing
    stand_in: str | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Accepted(Event):
    """Somebody says yes to a task that was offered to them."""

    participle: ClassVar[str] = "accepted"
    person: str


@attrs.frozen(slots=True, weakref_slot=False)
class Declined(Event):
    """Somebody says no to a task that was offered to them."""

    participle: ClassVar[str] = "declined"
    person: str
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class TakenOn(Event):
    """All have answered, and whoever said yes holds the task now, in the place of those before."""

    participle: ClassVar[str] = "taken_on"
    holders: tuple[Holder, ...]


@attrs.frozen(slots=True, weakref_slot=False)
class HandedBack(Event):
    """A holder gives a task back, and says what is lacking."""

    participle: ClassVar[str] = "handed_back"
    person: str
    reason: Prose
    lacking: tuple[Leg, ...] = ()


@attrs.frozen(slots=True, weakref_slot=False)
class Retired(Event):
    """The task is no more."""

    participle: ClassVar[str] = "retired"
    reason: Prose | None = None


TaskEvent = Defined | Retitled | Distributed | Accepted | Declined | TakenOn | HandedBack | Retired


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Distribution:
    """How a task is spread: over whom, after asking whom, on what footing, and who stands in."""

    holders: tuple[Holder, ...]
    consulted: tuple[str, ...]
    footing: Footing
    since: date
    """When it was offered."""
    stand_in: str | None = None
    accepted: tuple[str, ...] = ()

    def without(self, person: str) -> Distribution | None:
        """The rest of it when somebody is out; nothing where nobody is left."""
        holders = tuple(holder for holder in self.holders if holder.person != person)
        return attrs.evolve(self, holders=holders) if holders else None

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who has yet to answer."""
        return tuple(holder.person for holder in self.holders if holder.person not in self.accepted)
