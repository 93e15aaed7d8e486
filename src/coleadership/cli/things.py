"""What `show` tells of a vision, a team, a role, a goal …: every field of it in plain values, with names for ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, cast

import attrs

from coleadership.cli.facts import Facts
from coleadership.cli.talking import cycle_facts
from coleadership.following_up.cycles import Cycle
from coleadership.heart.coled import CoLed
from coleadership.heart.consent import DecisionRule
from coleadership.heart.events import Subject
from coleadership.prose import Prose

__all__ = ["rows_of", "thing_facts"]

Names = Mapping[str, str]
_LEFT_OUT: Final = frozenset({"id", "revision", "unrecorded", "unseen", "partial", "formulation", "title"})


def thing_facts(subject: Subject[Any], called: Names) -> Facts:
    """All that there is to tell of a subject."""
    facts: Facts = {
        "id": subject.id, "kind": subject.KIND, "title": str(subject.title or ""), "status": subject.status,
        "next_due": _plain(subject.next_due, called),
    }  # fmt: skip
    worded = _worded(cast("CoLed[Any, Any]", subject), called) if hasattr(subject, "formulation") else {}
    own = cycle_facts(subject, called) if isinstance(subject, Cycle) else _fields(subject, called)
    if "kind" in own:  # of feedback or of a team, say
        own[f"{subject.KIND}_kind"] = own.pop("kind")
    return facts | worded | own


def _worded(subject: CoLed[Any, Any], called: Names) -> Facts:
    """What a wording says, since when, by whose voices, and what else is on the table."""
    in_force = subject.in_force
    facts: Facts = {"says": _fields(subject.content if in_force is None else in_force.content, called)}
    if in_force is not None:
        facts["since"] = in_force.since.isoformat()
        facts["voices"] = [_plain(voice, called) for voice in in_force.voices]
    facts["proposals"] = [
        {
            "by": called.get(str(one.author), one.author),
            "status": one.status.value,
            "says": _fields(one.content, called),
        }
        for one in subject.proposals
    ]
    return facts


def _fields(thing: object, called: Names) -> Facts:
    """The fields of a thing that are not empty."""
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", type(thing)))
    told = {field.name: _plain(getattr(thing, field.name), called) for field in fields if _is_told(field)}
    return {name: value for name, value in told.items() if value not in (None, [], {}, "")}


def _is_told(field: attrs.Attribute[Any]) -> bool:
    """Whether a field says something of its own: what only follows from others does not."""
    return field.init and field.name not in _LEFT_OUT


def _plain(value: object, called: Names) -> object:
    """A value of the domain as JSON can say it."""
    match value:
        case None | bool() | int():
            return value
        case Prose() | Decimal():
            return str(value)
        case DecisionRule():
            return value.id
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case str():
            return called.get(value, value)
        case tuple() | frozenset():
            return [_plain(one, called) for one in cast("tuple[object, ...]", value)]
        case _ if attrs.has(type(value)):
            return _fields(value, called)
        case _:
            return str(value)


def rows_of(facts: Facts) -> Iterator[tuple[str, str]]:
    """Facts as labels and what they say, for a terminal."""
    for name, value in facts.items():
        if name != "title" and value not in (None, [], {}, ""):
            yield name.replace("_", " "), "\n".join(_lines(value))


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in cast("Facts", value).items():
            label, lines = name.replace("_", " "), list(_lines(inner))
            if isinstance(inner, dict | list):
                yield f"{label}:"
                yield from (f"  {line}" for line in lines)
            else:
                yield f"{label}: {lines[0]}"
                yield from lines[1:]
    elif isinstance(value, list):
        for one in cast("list[object]", value):
            first, *more = list(_lines(one)) or [""]
            yield f"- {first}"
            yield from (f"  {line}" for line in more)
    else:
        yield from str(value).splitlines() or [""]
