"""Any event of a recorded name, made from what its fields say they hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
from hypothesis import strategies as st

from coleadership.agreements.clauses import Clause, Rhythm
from coleadership.agreements.terms import Terms
from coleadership.following_up.forms import Form, Question
from coleadership.heart.consent import RULES, DecisionRule
from coleadership.heart.due import Reminders
from coleadership.heart.events import Event
from coleadership.heart.kinds import Kind
from coleadership.organisation.holding import Holding
from coleadership.prose import Prose, seal_of
from coleadership.purpose.culture import Channel, QuietHours
from coleadership.purpose.vision import Aim
from coleadership.recording.catalogue import CATALOGUE
from coleadership.rhythm.cadence import Cadence, WorkdayShift
from tests.golden.measured import MEASURED

__all__ = ["events_called", "texts"]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_ids = st.text("abcdefghij0123456789_", min_size=1, max_size=12)


def _said(words: str, owner: str | None) -> Prose:
    salt = sha256(words.encode()).digest()[:16]
    return Prose(seal_of(words, salt), words, salt, owner)


def events_called(name: str) -> st.SearchStrategy[Event]:
    """Events of a recorded name."""
    return cast("st.SearchStrategy[Event]", _made(cast("type", CATALOGUE.events[name])))


def _value(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type as it is annotated
    """A value of an annotated type."""
    if kind in _KNOWN:
        return _KNOWN[kind]()
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {UnionType, Union}:
        return st.one_of(*(st.none() if one is NoneType else _value(one) for one in inner))
    if origin is tuple and inner[-1] is ...:
        return st.lists(_value(inner[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*(_value(one) for one in inner))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    return _made(kind)


def _made(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - as above
    """An instance of an attrs class."""
    sort = get_origin(kind) or kind
    hints, content = get_type_hints(sort), get_args(kind)
    if content:  # the one type that a generic event is of
        hints = {name: content[0] if isinstance(hint, TypeVar) else hint for name, hint in hints.items()}
    fields = {field.name: _value(hints[field.name]) for field in attrs.fields(sort)}
    if sort is Holding:
        fields["until"] = st.none() | st.just(date.max)
    if sort is Rhythm:
        fields["every_days"] = st.none() | st.integers(1, 366)
    return st.builds(sort, **fields)


def _terms() -> st.SearchStrategy[Terms]:
    hints = get_type_hints(Terms)
    fields = {field.name: _value(hints[field.name]) for field in attrs.fields(Terms)}
    fields["notice_days"] = st.integers(0, 3_660)
    fields["clauses"] = st.lists(_value(Clause), max_size=4, unique_by=lambda clause: clause.id).map(tuple)
    return st.builds(Terms, **fields)


def _is_said(prose: Prose) -> bool:
    return bool(prose.text and prose.text.strip())


def _moments() -> st.SearchStrategy[datetime]:
    spread = st.datetimes(datetime(2, 1, 2), datetime(9900, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
    return spread.map(lambda at: at.replace(fold=0))


def _rhythm(number: int, unit: str, timed: bool) -> Cadence:
    """A rhythm, with every exception or with none."""
    begin = date(2027, 1, 4)
    plain = Cadence.every(number, unit, begin=begin)
    if not timed:
        return plain
    at = attrs.evolve(plain, at=time(9, 30), zone="Europe/Stockholm", shift=WorkdayShift.NEAREST, count=40)
    second = at.next_after(begin)
    return at.skip(begin).move(second.original, second.day + timedelta(days=1)) if second else at


def _reminders(ahead: int | None, days: int) -> Reminders:
    return Reminders(ahead=ahead, grace=days, escalate=2 * days, to=("role_chair",))


def _clauses() -> st.SearchStrategy[Clause]:
    return st.one_of(*(_made(kind) for kind in Clause.__subclasses__()))


_KNOWN: dict[object, Callable[[], st.SearchStrategy[Any]]] = {
    str: lambda: texts,
    int: lambda: st.integers(1, 2**31),
    bool: st.booleans,
    date: st.dates,
    datetime: _moments,
    Prose: lambda: st.builds(_said, texts, st.none() | _ids),
    DecisionRule: lambda: st.sampled_from([*RULES.values()]),
    Clause: _clauses,
    Kind: lambda: st.builds(
        Kind, _ids, _ids, st.lists(st.tuples(_ids.filter(str.isidentifier), st.integers(1, 9))).map(tuple)
    ),
    Terms: _terms,
    Channel: lambda: st.builds(
        Channel, _ids.filter(str.isidentifier), _KNOWN[Prose]().filter(_is_said), st.none() | st.integers(1, 336)
    ),
    QuietHours: lambda: st.builds(
        QuietHours,
        st.just("18:00"),
        st.times().map(lambda at: f"{at:%H:%M}").filter(lambda at: at != "18:00"),
        st.sets(st.integers(1, 7), min_size=1),
    ),
    Cadence: lambda: st.builds(_rhythm, st.integers(1, 9), st.sampled_from(["days", "weeks", "months"]), st.booleans()),
    Reminders: lambda: st.builds(_reminders, st.none() | st.integers(1, 9), st.integers(1, 9)),
    Form: lambda: st.builds(
        Form,
        _ids,
        _ids,
        st.lists(st.builds(Question, _ids, _ids, st.booleans()), unique_by=lambda one: one.id).map(tuple),
    ),
    **MEASURED,
    Aim: lambda: st.builds(Aim, _KNOWN[Prose]().filter(_is_said), id=_ids),
}
