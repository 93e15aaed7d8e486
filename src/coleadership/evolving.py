"""The next value of a frozen one, for what is done at every step of every life.

`attrs.evolve` calls the class again, with every field by its name. Where no field is converted or checked by itself, a
copy in which some are others is the same, in half the time.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MemberDescriptorType
from typing import TYPE_CHECKING, TypeVar, cast

import attrs

__all__ = ["evolve"]

if TYPE_CHECKING:
    from attrs import evolve  # so that its arguments are checked as those of the class
else:
    T = TypeVar("T")

    def evolve(value: T, /, **changes: object) -> T:
        """A value of the same class with some fields changed, as `attrs.evolve` gives it."""
        kind = type(value)
        copy = _COPIES.get(kind)
        if copy is None:
            copy = _COPIES[kind] = _copier(kind) if _is_plain(kind) else attrs.evolve
        return copy(value, **changes)


_COPIES: dict[type, Callable[..., object]] = {}


def _is_plain(kind: type) -> bool:
    """Whether all of its fields are slots that take any value, as they are given."""
    fields = attrs.fields(kind)
    slots = (getattr(kind, field.name, None) for field in fields)
    plain = (field.init and field.converter is None and field.validator is None for field in fields)
    there = bool(fields) and all(isinstance(slot, MemberDescriptorType) for slot in slots)
    return there and all(plain) and not hasattr(kind, "__attrs_pre_init__")


def _copier(kind: type) -> Callable[..., object]:
    """A function that copies values of a class slot by slot, written out as attrs writes ``__init__``."""
    fields = attrs.fields(kind)
    known: dict[str, object] = {"_same": object(), "_new": object.__new__, "_kind": kind}
    known |= {f"_set_{field.alias}": getattr(kind, field.name).__set__ for field in fields}
    given = ", ".join(f"{field.alias}=_same" for field in fields)
    lines = [
        f"    _set_{field.alias}(_made, _value.{field.name} if {field.alias} is _same else {field.alias})"
        for field in fields
    ]
    if hasattr(kind, "__attrs_post_init__"):
        lines.append("    _made.__attrs_post_init__()")
    written = "\n".join([f"def copy(_value, /, *, {given}):", "    _made = _new(_kind)", *lines, "    return _made"])
    exec(written, known)  # noqa: S102 - names of fields, and nothing from outside
    return cast("Callable[..., object]", known["copy"])
