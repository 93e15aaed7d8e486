"""Missions: what an organisation or a team is there for, and which vision that serves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self, Unpack

import attrs

from coleadership.heart.events import moment
from coleadership.heart.given import Takes, ids_of
from coleadership.heart.wording import Finding
from coleadership.prose import Prose
from coleadership.purpose.carried import Carried
from coleadership.purpose.shared_text import SharedFields, SharedText

if TYPE_CHECKING:
    from coleadership.ids import MissionId

__all__ = ["Mission", "MissionFields", "MissionText"]

_MOST_SERVED = 100


class MissionFields(SharedFields, total=False):
    """What a mission may say beside its title; see `MissionText`."""

    serves: Iterable[str]


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class MissionText(SharedText):
    """One wording of a mission; ``serves`` names visions, aims of one, or the mission that contains it, by id."""

    TAKES: ClassVar[Takes] = {**SharedText.TAKES, "serves": ids_of("serves", _MOST_SERVED)}

    serves: tuple[str, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought."""
        yield from SharedText.findings(self)
        if self.body is None:
            yield Finding("body", "say what you are there for, and for whom", blocks=True)
        if not self.serves:
            yield Finding("serves", "it serves no vision yet")


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Mission(Carried[MissionText]):
    """A mission, and those who carry it."""

    KIND: ClassVar[str] = "mission"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({*Carried.RELATIONS, "serves"})
    UPWARD: ClassVar[frozenset[str]] = frozenset({"serves"})
    LIVING: ClassVar[frozenset[str]] = frozenset({"serves"})

    if TYPE_CHECKING:
        id: MissionId

    # -- starters

    @classmethod
    def draft(
        cls, title: str | Prose, *, asked: Iterable[str], by: str, at: datetime | None = None,
        **fields: Unpack[MissionFields],
    ) -> Self:  # fmt: skip
        """Begin a mission with a first wording; ``asked`` are those who are asked about it.

        >>> shop = Mission.draft("The shop", asked=["bo"], by="anna", body="Repair for everybody", serves=["vision_1"])
        >>> [*shop.links()]
        [('party', 'anna'), ('party', 'bo'), ('author', 'anna'), ('serves', 'vision_1')]
        """
        at = moment(at)
        return cls._drafted(MissionText.worded(title, asked, by, at.date(), **fields), by, at)

    @classmethod
    def in_meeting(
        cls, title: str | Prose, *, asked: Iterable[str], present: Collection[str], by: str,
        at: datetime | None = None, **fields: Unpack[MissionFields],
    ) -> Self:  # fmt: skip
        """Record a mission that everybody present worded and said yes to in the room; ``by`` is who took it down.

        Who was present is asked by that; those ``asked`` who were away have their time to say where they stand.
        """
        at = moment(at)
        return cls._met(MissionText.worded(title, asked, by, at.date(), **fields), present, by, at)

    @classmethod
    def on_record(
        cls, title: str | Prose, *, asked: Iterable[str], by: str, at: datetime | None = None,
        **fields: Unpack[MissionFields],
    ) -> Self:  # fmt: skip
        """Record a mission that was adopted elsewhere: nobody carries it yet, and those ``asked`` can now say."""
        at = moment(at)
        return cls._on_record(MissionText.worded(title, asked, by, at.date(), **fields), by, at)

    # -- verbs

    def revise(
        self, *, by: str, title: str | Prose | None = None, asked: Iterable[str] | None = None,
        proposal: str | None = None, apart: bool = False, at: datetime | None = None, **fields: Unpack[MissionFields],
    ) -> Self:  # fmt: skip
        """Word it anew: every voice on the earlier wording is void. What is left out stays as it is.

        Where it is in force, this drafts other words for it, and the old ones hold until those who carry them adopt
        the new; ``apart`` drafts them beside those that are open.
        """
        return self._revised(fields, title, asked, by, proposal=proposal, apart=apart, at=at)

    # -- questions

    def links(self) -> Iterator[tuple[str, str]]:
        """Who has been asked about it, who worded it, and what it serves."""
        yield from super().links()
        for id in self._current.serves:
            yield "serves", id
