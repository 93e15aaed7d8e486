"""Values: what matters to people in how they work, and how they notice it.

Agreements, decisions and feedback refer to a value by its id.
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
from coleadership.prose import Prose, line
from coleadership.purpose.carried import Carried
from coleadership.purpose.shared_text import SharedFields, SharedText

if TYPE_CHECKING:
    from coleadership.ids import ValueId

__all__ = ["Value", "ValueFields", "ValueText"]

_MOST_SIGNS = 50


class ValueFields(SharedFields, total=False):
    """What a value may say beside its title; see `ValueText`."""

    signs: Iterable[str | Prose]


def _signs(value: object) -> tuple[Prose, ...]:
    signs = tuple(line(cast("str", sign), field="signs") for sign in listed(value, "signs"))
    if len(signs) > _MOST_SIGNS:
        raise Inconsistent("signs", f"{len(signs)} signs are more than {_MOST_SIGNS}; keep those that tell the most")
    return signs


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class ValueText(SharedText):
    """One wording of a value; ``signs`` say how we notice it: behaviours that a camera could film, one a line."""

    TAKES: ClassVar[Takes] = {**SharedText.TAKES, "signs": _signs}

    signs: tuple[Prose, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought.

        A value that nobody could notice can be neither lived nor missed, so it takes one sign at least.
        """
        yield from SharedText.findings(self)
        if not self.signs:
            yield Finding("signs", "say how you notice it: what does somebody do who lives by it?", blocks=True)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Value(Carried[ValueText]):
    """A value, and those who carry it."""

    KIND: ClassVar[str] = "value"

    if TYPE_CHECKING:
        id: ValueId

    # -- starters

    @classmethod
    def draft(
        cls, title: str | Prose, *, asked: Iterable[str], by: str, at: datetime | None = None,
        **fields: Unpack[ValueFields],
    ) -> Self:  # fmt: skip
        """Begin a value with a first wording; ``asked`` are those who are asked about it.

        >>> care = Value.in_meeting(
        ...     "Care", asked=["bo"], present=["anna", "bo"], by="anna", signs=["Who is late is asked how they are"]
        ... )
        >>> care.status, [str(sign) for sign in care.signs]
        ('in_force', ['Who is late is asked how they are'])
        """
        at = moment(at)
        return cls._drafted(ValueText.worded(title, asked, by, at.date(), **fields), by, at)

    @classmethod
    def in_meeting(
        cls, title: str | Prose, *, asked: Iterable[str], present: Collection[str], by: str,
        at: datetime | None = None, **fields: Unpack[ValueFields],
    ) -> Self:  # fmt: skip
        """Record a value that everybody present worded and said yes to in the room; ``by`` is who took it down.

        Who was present is asked by that; those ``asked`` who were away have their time to say where they stand.
        """
        at = moment(at)
        return cls._met(ValueText.worded(title, asked, by, at.date(), **fields), present, by, at)

    @classmethod
    def on_record(
        cls, title: str | Prose, *, asked: Iterable[str], by: str, at: datetime | None = None,
        **fields: Unpack[ValueFields],
    ) -> Self:  # fmt: skip
        """Record a value that was adopted elsewhere: nobody carries it yet, and those ``asked`` can now say."""
        at = moment(at)
        return cls._on_record(ValueText.worded(title, asked, by, at.date(), **fields), by, at)

    # -- verbs

    def revise(
        self, *, by: str, title: str | Prose | None = None, asked: Iterable[str] | None = None,
        proposal: str | None = None, apart: bool = False, at: datetime | None = None, **fields: Unpack[ValueFields],
    ) -> Self:  # fmt: skip
        """Word it anew: every voice on the earlier wording is void. What is left out stays as it is.

        Where it is in force, this drafts other words for it, and the old ones hold until those who carry them adopt
        the new; ``apart`` drafts them beside those that are open.
        """
        return self._revised(fields, title, asked, by, proposal=proposal, apart=apart, at=at)

    # -- questions

    @property
    def signs(self) -> tuple[Prose, ...]:
        """How we notice it: what is in force says, or before that the newest wording."""
        return self._current.signs
