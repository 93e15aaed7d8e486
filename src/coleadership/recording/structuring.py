"""From plain JSON to declared types, strictly: with `codec`, the only file that imports cattrs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal
from enum import Enum, EnumType
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NoReturn, Union, get_args, get_origin

from cattrs import Converter
from cattrs.fns import identity

from coleadership.errors import Inconsistent

__all__ = ["strict_converter"]

_LONGEST = 100  # more than any exact number of ours takes
_PLAIN = Context(capitals=1, traps=[])  # reads and writes the same whatever decimal context the host has set


def strict_converter(*ready: type) -> Converter:
    """A converter that takes exactly the types that are declared, and no key beyond those of a class.

    cattrs alone would turn ``5`` into ``"5"`` and a text into a list of its letters. Values of the types that are
    ``ready`` are taken as they are.

    >>> strict_converter().structure(["anna", "bo"], tuple[str, ...])
    ('anna', 'bo')
    >>> strict_converter().structure(["anna", 5], tuple[str, ...])
    Traceback (most recent call last):
    TypeError: '5' is not str
    """
    converter = Converter(
        forbid_extra_keys=True, detailed_validation=False, unstruct_collection_overrides={frozenset: sorted}
    )
    for plain in (str, int, bool, float, *ready):
        converter.register_structure_hook(plain, _exactly(plain))
    _ = converter.register_structure_hook_factory(_is_enum, _member)
    _ = converter.register_structure_hook_factory(_is_listed, _listed(converter))
    _ = converter.register_structure_hook_factory(_is_optional, _optional(converter))
    _ = converter.register_unstructure_hook_factory(_is_enum, _by_value)
    _ = converter.register_unstructure_hook_factory(_is_many, _writer(converter))
    _ = converter.register_unstructure_hook_factory(_is_optional, _optional_writer(converter))
    converter.register_unstructure_hook(float, _no_float)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(datetime, _moment)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_structure_hook(time, _time)
    converter.register_unstructure_hook(Decimal, _PLAIN.to_sci_string)
    converter.register_structure_hook(Decimal, _decimal)
    return converter


def _exactly(kind: type) -> Callable[[Any, Any], Any]:
    """Take a value only if it is of this very type: no truth value for a number, no number for a text."""

    def take(value: Any, wanted: Any) -> Any:
        if type(value) is not kind:
            msg = f"{str(value)[:40]!r} is not {kind.__name__}"
            raise TypeError(msg)
        if wanted is kind or not isinstance(wanted, EnumType):
            return value
        return wanted(value)  # cattrs takes a StrEnum for a str

    return take


def _no_float(value: float) -> NoReturn:
    raise Inconsistent("number", f"{value} is a float, so not exactly what it looks like; record a Decimal")


def _is_listed(kind: Any) -> bool:
    return get_origin(kind) in (tuple, frozenset, list)  # no set: not all that is asked about can be hashed


def _listed(converter: Converter) -> Callable[[Any], Callable[[Any, Any], Any]]:
    """Take a tuple, a list or a set only from a list: cattrs alone would take a text letter by letter."""

    def reader(kind: Any) -> Callable[[Any, Any], Any]:
        made, inner = get_origin(kind), [sort for sort in get_args(kind) if sort is not ...]
        takes = [converter.get_structure_hook(sort) for sort in inner]
        one, sort = takes[0], inner[0]

        def fixed(value: Any, _: Any) -> Any:
            if value.__class__ is not list or len(value) != len(takes):
                msg = f"{str(value)[:40]!r} is no list of {len(takes)}"
                raise TypeError(msg)
            return tuple([each(item, sort) for each, item, sort in zip(takes, value, inner, strict=True)])

        def any_number(value: Any, _: Any) -> Any:
            if value.__class__ is not list:
                msg = f"{str(value)[:40]!r} is no list"
                raise TypeError(msg)
            return made([one(item, sort) for item in value]) if value else made()

        return fixed if made is tuple and ... not in get_args(kind) else any_number

    return reader


def _by_value(_: Any) -> Callable[[Any], Any]:
    return attrgetter("_value_")  # as `Enum.value` gives it, without a detour through Python


def _is_many(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)


def _writer(converter: Converter) -> Callable[[Any], Callable[[Any], Any]]:
    """Write a tuple of any number as a list; most are empty, and cattrs would start a generator for none."""

    def writer(kind: Any) -> Callable[[Any], Any]:
        write = converter.get_unstructure_hook(get_args(kind)[0], cache_result=False)
        return lambda value: [write(one) for one in value] if value else []

    return writer


def _optional_writer(converter: Converter) -> Callable[[Any], Callable[[Any], Any]]:
    """Write nothing or a value: cattrs leaves out what leaves all as it is, but not where it may be nothing."""

    def writer(kind: Any) -> Callable[[Any], Any]:
        (inner,) = (sort for sort in get_args(kind) if sort is not NoneType)
        write: Callable[[Any], Any] = converter.get_unstructure_hook(inner, cache_result=False)
        return identity if write is identity else lambda value: None if value is None else write(value)

    return writer


def _is_optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and len(get_args(kind)) == 2 and NoneType in get_args(kind)


def _optional(converter: Converter) -> Callable[[Any], Callable[[object, object], object]]:
    """Take nothing, or a value of one kind; how that is taken is looked up once, not for each value."""

    def reader(kind: Any) -> Callable[[object, object], object]:
        (inner,) = (sort for sort in get_args(kind) if sort is not NoneType)
        take: Callable[[object, object], object] = converter.get_structure_hook(inner)
        return lambda value, _: None if value is None else take(value, inner)

    return reader


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _member(kind: type[Enum]) -> Callable[[object, object], object]:
    """Take a member of an enum only by a value of its very type."""
    members: dict[tuple[type, object], Enum] = {(type(member.value), member.value): member for member in kind}

    def take(value: object, _: object) -> object:
        try:
            return members[type(value), value]
        except KeyError:
            msg = f"{str(value)[:40]!r} is no {kind.__name__}"
            raise ValueError(msg) from None

    return take


def _moment(value: Any, _: object) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        msg = f"{value} has no time zone"
        raise ValueError(msg)
    return at.astimezone(UTC)


def _time(value: Any, _: object) -> time:
    """Take a time of day, wherever people are, only as it is written here: seconds and all, and without a zone."""
    read = time.fromisoformat(value)
    if read.tzinfo is not None or read.isoformat() != value:
        msg = f"{value} is no time of day as it is written here"
        raise ValueError(msg)
    return read


def _decimal(value: Any, _: object) -> Decimal:
    """Take an exact number only from the text that it is written as: no float, no NaN, no other spelling of it."""
    read = Decimal(value, _PLAIN) if type(value) is str and len(value) <= _LONGEST else None
    if read is None or not read.is_finite() or _PLAIN.to_sci_string(read) != value:
        msg = f"{str(value)[:40]!r} is no exact number as it is written here"
        raise ValueError(msg)
    return read
