"""What a wording is made of: its seats, what it still lacks, and the name that only this exact wording has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Final, Protocol, Self, cast

import attrs

from coleadership.consent import DecisionRule
from coleadership.prose import Prose
from coleadership.workdays import months_after

__all__ = ["REVIEW_MONTHS", "Content", "Finding", "Seat", "next_review", "wording_of"]

REVIEW_MONTHS: Final = 3
"""A review is due this many months ahead unless people say otherwise."""


@attrs.frozen(slots=True, weakref_slot=False)
class Seat:
    """A place at the table: a person and the part they have.

    >>> Seat("anna", "co_leader").part
    'co_leader'
    """

    person: str
    part: str


@attrs.frozen(slots=True, weakref_slot=False)
class Finding:
    """Something missing or worth a thought, with the path of the field it is about.

    What ``blocks`` has to be mended first; the rest is advice. ``person`` is whom it concerns, if anybody.
    """

    path: str
    message: str
    blocks: bool = False
    person: str | None = None


class Content(Protocol):
    """What a wording of any concept tells the life that it lives."""

    @property
    def title(self) -> Prose:
        """What people call it."""
        ...

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who words it and answers."""
        ...

    @property
    def rule(self) -> DecisionRule:
        """The rule by which changes to it are decided once it is in force."""
        ...

    @property
    def review(self) -> date | None:
        """The day to look at it together."""
        ...

    @property
    def end(self) -> date | None:
        """The last day on which it binds."""
        ...

    def findings(self) -> Iterator[Finding]:
        """What it still lacks."""
        ...

    def owned_by(self, person: str) -> Self:
        """The same content, every text that is nobody's yet being this person's words."""
        ...

    def without(self, people: Collection[str]) -> Self:
        """The same content for those who stay."""
        ...


def next_review(today: date, end: date | None) -> date:
    """The day of the next review where nobody says otherwise: three months ahead, and not after the end.

    >>> next_review(date(2026, 11, 23), None)
    datetime.date(2027, 2, 23)
    """
    ahead = months_after(today, REVIEW_MONTHS)
    return ahead if end is None else min(ahead, end)


def wording_of(content: object) -> str:
    """The digest that names one exact wording: it covers the seals of its prose, never the plain text.

    Fields that are empty are left out, so that a later version with one field more gives an old text the same name.
    """
    digest = sha256("\x1f".join(_tokens(content)).encode()).hexdigest()
    return f"wording_{digest[:32]}"


def _tokens(value: object) -> list[str]:
    """A value as a flat run of unambiguous tokens."""
    if isinstance(value, Prose):
        return [value.seal]
    if isinstance(value, tuple | frozenset):
        items = cast("Collection[object]", value)
        parts = ["\x1e".join(_tokens(item)) for item in items]
        return [f"[{len(items)}", *(parts if isinstance(value, tuple) else sorted(parts))]
    if isinstance(value, Enum):
        return [str(value.value)]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, Decimal):
        part, whole = value.as_integer_ratio()  # 45 and 45.0 say the same, in whatever decimal context
        return [f"{part}/{whole}"]
    names = _fields(type(value))
    return _told(value, names) if names else [repr(value)]


def _told(value: object, names: tuple[str, ...]) -> list[str]:
    """An object of ours as tokens, field by field."""
    tokens = [f"{{{type(value).__name__}"]
    for name in names:
        inner: object = getattr(value, name)
        if type(inner) is str:
            tokens += (f"{name}=", repr(inner))
        elif inner is not None and (inner or inner != ()):
            tokens.append(f"{name}=")
            tokens += _tokens(inner)
    tokens.append("}")
    return tokens


_FIELDS: dict[type, tuple[str, ...]] = {}


def _fields(kind: type) -> tuple[str, ...]:
    """The names of the fields of an attrs class, looked up once; none of any other."""
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS[kind] = tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else ()
    return names
