"""Visions: what people want to see come true together.

Several may live side by side, each with those who consent, stand aside or object.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self, Unpack, cast

import attrs

from coleadership.errors import Inconsistent
from coleadership.heart.events import moment
from coleadership.heart.given import Takes, listed
from coleadership.heart.wording import Finding
from coleadership.ids import any_id, new_id
from coleadership.prose import Prose, text
from coleadership.purpose.carried import Carried
from coleadership.purpose.shared_text import SharedFields, SharedText

if TYPE_CHECKING:
    from coleadership.ids import VisionId

__all__ = ["Aim", "Vision", "VisionFields", "VisionText"]

_MOST_AIMS = 100


def _said(words: str | Prose) -> Prose:
    return text(words, field="aims")


def _aim_id() -> str:
    return new_id("aim")


@attrs.frozen(slots=True, weakref_slot=False)
class Aim:
    """A part of a vision that something can serve; ``id`` stays the same as long as its words do.

    >>> aim = Aim("Nobody works alone at night")
    >>> str(aim.text), aim.id[:4]
    ('Nobody works alone at night', 'aim_')
    """

    text: Prose = attrs.field(converter=_said)
    id: str = attrs.field(factory=_aim_id, kw_only=True)


class VisionFields(SharedFields, total=False):
    """What a vision may say beside its title; see `VisionText`."""

    aims: Iterable[Aim | str]


def _aims(value: object) -> tuple[Aim, ...]:
    aims = tuple(aim if isinstance(aim, Aim) else Aim(cast("str", aim)) for aim in listed(value, "aims"))
    if len(aims) > _MOST_AIMS:
        raise Inconsistent("aims", f"{len(aims)} aims are more than {_MOST_AIMS}; a vision is what people remember")
    if len({any_id(aim.id, "aims") for aim in aims}) < len(aims):
        raise Inconsistent("aims", "two aims have the same id; leave the id out and each gets its own")
    return aims


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class VisionText(SharedText):
    """One wording of a vision; ``aims`` are its parts, each of which a mission, an assignment or a goal can serve."""

    TAKES: ClassVar[Takes] = {**SharedText.TAKES, "aims": _aims}

    aims: tuple[Aim, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought."""
        yield from SharedText.findings(self)
        if self.body is None and not self.aims:
            yield Finding("body", "say what you want to see come true, as a text or in aims", blocks=True)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Vision(Carried[VisionText]):
    """A vision, and those who carry it."""

    KIND: ClassVar[str] = "vision"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({*Carried.RELATIONS, "aim"})

    if TYPE_CHECKING:
        id: VisionId

    # -- starters

    @classmethod
    def draft(
        cls, title: str | Prose, *, asked: Iterable[str], by: str, at: datetime | None = None,
        **fields: Unpack[VisionFields],
    ) -> Self:  # fmt: skip
        """Begin a vision with a first wording; ``asked`` are those who are asked about it.

        >>> calm = Vision.draft(
        ...     "Calm evenings", asked=["bo", "cleo"], by="anna", aims=["Nobody works alone at night"]
        ... ).propose(by="anna")
        >>> calm = calm.object("It costs us the late customers", by="bo").consent(by="cleo", nothing_to_add=True)
        >>> calm.status, calm.where_we_stand().carried_by, calm.where_we_stand().objected
        ('in_force', ('anna', 'cleo'), ('bo',))
        """
        at = moment(at)
        return cls._drafted(VisionText.worded(title, asked, by, at.date(), **fields), by, at)

    @classmethod
    def in_meeting(
        cls, title: str | Prose, *, asked: Iterable[str], present: Collection[str], by: str,
        at: datetime | None = None, **fields: Unpack[VisionFields],
    ) -> Self:  # fmt: skip
        """Record a vision that everybody present worded and said yes to in the room; ``by`` is who took it down.

        Who was present is asked by that; those ``asked`` who were away have their time to say where they stand.
        """
        at = moment(at)
        return cls._met(VisionText.worded(title, asked, by, at.date(), **fields), present, by, at)

    @classmethod
    def on_record(
        cls, title: str | Prose, *, asked: Iterable[str], by: str, at: datetime | None = None,
        **fields: Unpack[VisionFields],
    ) -> Self:  # fmt: skip
        """Record a vision that was adopted elsewhere: nobody carries it yet, and those ``asked`` can now say."""
        at = moment(at)
        return cls._on_record(VisionText.worded(title, asked, by, at.date(), **fields), by, at)

    # -- verbs

    def revise(
        self, *, by: str, title: str | Prose | None = None, asked: Iterable[str] | None = None,
        proposal: str | None = None, apart: bool = False, at: datetime | None = None, **fields: Unpack[VisionFields],
    ) -> Self:  # fmt: skip
        """Word it anew: every voice on the earlier wording is void. What is left out stays as it is.

        Where it is in force, this drafts other words for it, and the old ones hold until those who carry them adopt
        the new; ``apart`` drafts them beside those that are open.
        """
        return self._revised(fields, title, asked, by, proposal=proposal, apart=apart, at=at)

    # -- questions

    @property
    def aims(self) -> tuple[Aim, ...]:
        """Its parts: what is in force says, or before that the newest wording."""
        return self._current.aims

    def links(self) -> Iterator[tuple[str, str]]:
        """Who has been asked about it, who worded it, and its aims."""
        yield from super().links()
        for aim in self.aims:
            yield "aim", aim.id
