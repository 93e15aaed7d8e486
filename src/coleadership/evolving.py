"""Frozen values, made and copied in a third of the time, for what is done at every step of every life.

attrs sets each field of a frozen value through `object.__setattr__`, as its class refuses to be assigned to. Here a
value is *open* while it is filled: of a class beside its own that has the same fields and refuses nothing. Where no
field is converted or checked by itself, what comes of it is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

__all__ = ["evolve", "made_often"]

T = TypeVar("T")

if TYPE_CHECKING:
    from attrs import evolve  # so that its arguments are checked as those of the class
else:

    def evolve(value: T, /, **changes: object) -> T:
        """A value of the same class with some fields changed, as `attrs.evolve` gives it."""
        kind = type(value)
        copy = _COPIES.get(kind)
        if copy is None:
            copy = _COPIES[kind] = _copier(kind) if _is_plain(kind) else attrs.evolve
        return copy(value, **changes)


_COPIES: dict[type, Callable[..., object]] = {}


def made_often(kind: type[T]) -> type[T]:
    """Let a frozen class be made in less time. Raises `TypeError` where a field is more than a slot for any value.

    >>> @made_often
    ... @attrs.frozen(slots=True, weakref_slot=False)
    ... class Step:
    ...     number: int = 1
    >>> Step(), Step(2) == Step(number=2)
    (Step(number=1), True)
    """
    fields, made = attrs.fields(cast("Any", kind)), cast("Any", kind).__init__
    if not _is_plain(kind) or any(hasattr(field.default, "factory") for field in fields):
        msg = f"{kind.__name__} checks, converts or makes a field, or has no slots; leave it as attrs makes it"
        raise TypeError(msg)
    known = {f"_default_{field.alias}": field.default for field in fields if field.default is not attrs.NOTHING}
    taken = [f"{one.alias}=_default_{one.alias}" if f"_default_{one.alias}" in known else one.alias for one in fields]
    passed = ", ".join(f"{field.alias}={field.alias}" for field in fields)
    head = f"__init__(self{', *' if fields[0].kw_only else ''}, {', '.join(taken)})"
    lines = [
        f"if self.__class__ is not _kind: return _made(self, {passed})",
        "_turn(self, '__class__', _open)",
        *(f"self.{field.name} = {field.alias}" for field in fields),
        "self.__class__ = _kind",
        *(["self.__attrs_post_init__()"] if hasattr(kind, "__attrs_post_init__") else []),
    ]
    known |= {"_made": made, "_turn": object.__setattr__}
    cast("Any", kind).__init__ = wraps(made)(_written(head, lines, kind, known))
    return kind


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
    given = ", ".join(f"{field.alias}=_same" for field in fields)
    lines = [
        "_made = _new(_open)",
        *(f"_made.{f.name} = _value.{f.name} if {f.alias} is _same else {f.alias}" for f in fields),
        "_made.__class__ = _kind",
        *(["_made.__attrs_post_init__()"] if hasattr(kind, "__attrs_post_init__") else []),
        "return _made",
    ]
    return _written(f"copy(_value, /, *, {given})", lines, kind, {"_same": object(), "_new": object.__new__})


def _written(head: str, lines: Iterable[str], kind: type, known: dict[str, Any]) -> Callable[..., object]:
    """A function of these lines that knows a class, and as what its values are open."""
    free = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    known |= {"_kind": kind, "_open": type(kind.__name__, (kind,), free)}
    exec("\n    ".join([f"def {head}:", *lines]), known)  # noqa: S102 - names of fields, and nothing from outside
    return cast("Callable[..., object]", known[head.partition("(")[0]])
