"""Belonging: who belongs to a team, coordinates it and represents it, and where it stands, each for a time.

These are the events of a team, and the dated facts that they add up to; the team itself is in `teams`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

import attrs

from coleadership.heart.events import Event
from coleadership.prose import Prose
from coleadership.rhythm.periods import Period

__all__ = [
    "CoordinatorLeft", "CoordinatorNamed", "Dissolved", "Formed", "Link", "Linked", "MemberJoined", "MemberLeft",
    "MemberReturned", "Placed", "Placement", "Renamed", "Stay", "TeamEvent", "TeamKind", "Unlinked",
]  # fmt: skip


class TeamKind(StrEnum):
    """What kind of group it is.

    >>> TeamKind("circle")
    <TeamKind.CIRCLE: 'circle'>
    """

    UNIT = "unit"
    """A part of the formal line, such as a department."""
    TEAM = "team"
    CIRCLE = "circle"
    """People who decide together on an area, from whatever units they come."""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Stay(Period):
    """That somebody belongs to a team, or coordinates it, for a time."""

    person: str


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Placement(Period):
    """Under which other one a team stands for a time; under none, it is at the top."""

    under: str | None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Link(Period):
    """Who represents a team in another one for a time."""

    team: str
    representative: str


@attrs.frozen(slots=True, weakref_slot=False)
class Formed(Event):
    """A team is there."""

    participle: ClassVar[str] = "formed"
    name: Prose
    kind: TeamKind
    since: date
    under: str | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Renamed(Event):
    """A team has another name."""

    participle: ClassVar[str] = "renamed"
    name: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Placed(Event):
    """A team stands under another one from a day on, or under none."""

    participle: ClassVar[str] = "placed"
    under: str | None
    since: date


@attrs.frozen(slots=True, weakref_slot=False)
class MemberJoined(Event):
    """Somebody belongs to the team from a day on."""

    participle: ClassVar[str] = "member_joined"
    person: str
    since: date


@attrs.frozen(slots=True, weakref_slot=False)
class MemberReturned(Event):
    """Somebody who had left belongs to the team again."""

    participle: ClassVar[str] = "member_returned"
    person: str
    since: date


@attrs.frozen(slots=True, weakref_slot=False)
class MemberLeft(Event):
    """Somebody no longer belongs to the team after a day."""

    participle: ClassVar[str] = "member_left"
    person: str
    last_day: date


@attrs.frozen(slots=True, weakref_slot=False)
class CoordinatorNamed(Event):
    """Somebody coordinates the team from a day on."""

    participle: ClassVar[str] = "coordinator_named"
    person: str
    since: date


@attrs.frozen(slots=True, weakref_slot=False)
class CoordinatorLeft(Event):
    """Whoever coordinates the team no longer does so after a day, and nobody else does yet."""

    participle: ClassVar[str] = "coordinator_left"
    last_day: date


@attrs.frozen(slots=True, weakref_slot=False)
class Linked(Event):
    """A member represents the team in another one from a day on."""

    participle: ClassVar[str] = "linked"
    team: str
    representative: str
    since: date


@attrs.frozen(slots=True, weakref_slot=False)
class Unlinked(Event):
    """Nobody represents the team in another one after a day."""

    participle: ClassVar[str] = "unlinked"
    team: str
    last_day: date


@attrs.frozen(slots=True, weakref_slot=False)
class Dissolved(Event):
    """The team has a last day."""

    participle: ClassVar[str] = "dissolved"
    last_day: date
    reason: Prose | None = None


TeamEvent = (
    Formed | Renamed | Placed | MemberJoined | MemberReturned | MemberLeft | CoordinatorNamed | CoordinatorLeft
    | Linked | Unlinked | Dissolved
)  # fmt: skip
