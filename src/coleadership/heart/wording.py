"""What a wording is made of: its seats, what it still lacks, and the name that only this exact wording has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, Protocol, Self

import attrs

from coleadership.heart.consent import DecisionRule
from coleadership.prose import Prose
from coleadership.rhythm.workdays import months_after

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
    kind = value.__class__
    way = _WAYS.get(kind)
    if way is None:
        way = _WAYS[kind] = _way(kind)
    return way(value)


def _way(kind: type[Any]) -> Callable[[Any], list[str]]:
    """How values of a class are told, found out once for each."""
    if issubclass(kind, Prose):
        return lambda prose: [prose.seal]
    if issubclass(kind, tuple):
        return lambda items: [f"[{len(items)}", *["\x1e".join(_tokens(item)) for item in items]]
    if issubclass(kind, frozenset):
        return lambda items: [f"[{len(items)}", *sorted("\x1e".join(_tokens(item)) for item in items)]
    if issubclass(kind, Enum):
        return lambda member: [str(member.value)]
    if issubclass(kind, date):
        return lambda day: [day.isoformat()]
    if issubclass(kind, Decimal):
        return lambda number: ["{}/{}".format(*number.as_integer_ratio())]  # 45 and 45.0 say the same
    return _field_by_field(kind) if attrs.has(kind) and attrs.fields(kind) else lambda value: [repr(value)]


def _field_by_field(kind: type) -> Callable[[object], list[str]]:
    """How objects of ours are told."""
    begin, names = f"{{{kind.__name__}", [(field.name, f"{field.name}=") for field in attrs.fields(kind)]

    def told(value: object) -> list[str]:
        tokens = [begin]
        for name, told_as in names:
            inner: object = getattr(value, name)
            if inner.__class__ is str:
                tokens += (told_as, repr(inner))
            elif inner is not None and (inner or inner != ()):
                tokens.append(told_as)
                tokens += _tokens(inner)
        tokens.append("}")
        return tokens

    return lru_cache(told) if kind is DecisionRule else told  # a handful of rules stand in all wordings


_WAYS: dict[type, Callable[[Any], list[str]]] = {}
