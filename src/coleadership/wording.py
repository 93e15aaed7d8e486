"""What a wording is made of: its seats, what it still lacks, and the name that only this exact wording has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import Protocol, Self

import attrs

from coleadership.consent import DecisionRule
from coleadership.prose import Prose

__all__ = ["Content", "Finding", "Seat", "wording_of"]


@attrs.frozen(slots=True, weakref_slot=False)
class Seat:
    """A place at the table: a person and the part they have."""

    person: str
    part: str


@attrs.frozen(slots=True, weakref_slot=False)
class Finding:
    """Something missing or worth a thought, with the path of the field it is about.

    What ``blocks`` has to be mended first; the rest is advice.
    """

    path: str
    message: str
    blocks: bool = False


class Content(Protocol):
    """What a wording of any concept tells the life that it lives."""

    @property
    def title(self) -> Prose: ...
    @property
    def seats(self) -> tuple[Seat, ...]: ...
    @property
    def rule(self) -> DecisionRule: ...
    @property
    def review(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    def findings(self) -> Iterator[Finding]: ...
    def owned_by(self, person: str) -> Self: ...
    def without(self, people: Collection[str]) -> Self: ...


def wording_of(content: object) -> str:
    """The digest that names one exact wording: it covers the seals of its prose, never the plain text.

    Fields that are empty are left out, so that a later version with one field more gives an old text the same name.
    """
    digest = sha256("\x1f".join(_tokens(content)).encode()).hexdigest()
    return f"wording_{digest[:32]}"


def _tokens(value: object) -> Iterator[str]:
    """A value as a flat run of unambiguous tokens."""
    if isinstance(value, Prose):
        yield value.seal
    elif isinstance(value, tuple | frozenset):
        parts: Iterable[str] = ("\x1e".join(_tokens(item)) for item in value)
        yield f"[{len(value)}"
        yield from parts if isinstance(value, tuple) else sorted(parts)
    elif isinstance(value, Enum):
        yield str(value.value)
    elif isinstance(value, date):
        yield value.isoformat()
    elif names := _fields(type(value)):
        yield f"{{{type(value).__name__}"
        for name in names:
            inner: object = getattr(value, name)
            if inner is not None and inner != ():
                yield f"{name}="
                yield from _tokens(inner)
        yield "}"
    else:
        yield repr(value)


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The names of the fields of an attrs class; none of any other."""
    return tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else ()
