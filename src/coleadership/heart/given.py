"""What people give as the fields of a wording: taken as it is kept, or refused with the path of the field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, cast

from coleadership.errors import Inconsistent, did_you_mean
from coleadership.heart.consent import PROPOSER, DecisionRule
from coleadership.heart.kinds import is_part, meant_part
from coleadership.heart.wording import Finding, Seat
from coleadership.ids import any_id
from coleadership.prose import Prose, text
from coleadership.rhythm.workdays import day_of

__all__ = [
    "Takes", "check_names", "decider_missing", "ids_of", "kept", "listed", "maybe_day", "maybe_text", "one_of",
    "reworded", "rule_of", "seated", "short_of",
]  # fmt: skip

Takes = Mapping[str, Callable[[Any], object]]
"""For each field, by its name, how what is given for it is taken."""

W = TypeVar("W", bound=StrEnum)


def check_names(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise for the name of a field that there is not, which would otherwise be dropped without a word.

    >>> check_names(["next_steps"], ["next_step", "notes"])
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: next_steps: there is no such field here; did you mean 'next_step'?
    """
    known = {*known}
    for name in given:
        if name not in known:
            raise Inconsistent(name, f"there is no such field here{did_you_mean(name, known)}")


def reworded(content: object, takes: Takes, given: Mapping[str, object]) -> dict[str, Any]:
    """What is given, taken field by field, as changes to a content; words that are the same stay whose they were."""
    check_names(given, takes)
    changes: dict[str, Any] = {}
    for name, value in given.items():
        taken = takes[name](value)
        changes[name] = kept(getattr(content, name), taken) if isinstance(taken, Prose) else taken
    return changes


def kept(old: Prose | None, new: Prose) -> Prose:
    """The old words where the new ones say the same: said once, they stay whose they were.

    >>> said = Prose.write("Evening rota", owner="anna")
    >>> kept(said, Prose.write("Evening rota")).owner
    'anna'
    """
    return old if old is not None and old.text == new.text else new


def listed(value: object, field: str) -> tuple[object, ...]:
    """The things of a list, which a single text is not.

    >>> listed("anna", "owners")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: owners: 'anna' is no list; give a list, even of one
    """
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise Inconsistent(field, f"{repr(value)[:60]} is no list; give a list, even of one")
    return tuple(cast("Iterable[object]", value))


def ids_of(field: str, most: int) -> Callable[[object], tuple[str, ...]]:
    """Take a list of ids for a field, each once and not more than so many."""

    def take(value: object) -> tuple[str, ...]:
        ids = tuple(dict.fromkeys(any_id(id, field) for id in listed(value, field)))
        if len(ids) > most:
            raise Inconsistent(field, f"{len(ids):,} are more than {most:,}; leave some out")
        return ids

    return take


def maybe_text(field: str, *, empty: bool = False) -> Callable[[str | Prose | None], Prose | None]:
    """Take a text, or nothing, for a field."""
    return lambda value: None if value is None else text(value, field=field, empty=empty)


def maybe_day(field: str) -> Callable[[object], date | None]:
    """Take a day, or nothing, for a field."""
    return lambda value: None if value is None else day_of(value, field)


def one_of(words: type[W], field: str) -> Callable[[object], W]:
    """Take one of some words for a field."""

    def take(value: object) -> W:
        try:
            return words(str(value))
        except ValueError:
            raise Inconsistent(field, f"{value!r:.60} is none of its words; choose {', '.join(words)}") from None

    return take


def rule_of(value: object) -> DecisionRule:
    """Take a decision rule."""
    if not isinstance(value, DecisionRule):
        raise Inconsistent("rule", f"{value!r:.60} is no decision rule; give one such as CONSENT")
    return value


def seated(parties: object, own: Collection[str] = (), *, field: str = "parties") -> tuple[Seat, ...]:
    """Take who has which part, as seats; a part that is misspelt is refused, unless it is one of one's ``own``.

    >>> seated({"anna": "owner"})
    (Seat(person='anna', part='owner'),)
    >>> seated({"anna": "co_laeder"})
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: parties: 'co_laeder' is no part known here; did you mean 'co_leader'?
    """
    if not isinstance(parties, Mapping):
        raise Inconsistent(field, "say who has which part, as in {anna.id: Part.CO_LEADER}")
    told = cast("Mapping[object, object]", parties)
    for part in told.values():
        if not is_part(part):
            raise Inconsistent(field, f"{repr(part)[:60]} is no part; name it in one word, such as co_leader")
        if part not in own and (meant := meant_part(str(part))):
            raise Inconsistent(field, f"{str(part)!r} is no part known here; did you mean {meant!r}?")
    return tuple(Seat(any_id(person, field), str(part)) for person, part in told.items())


def short_of(seats: Iterable[Seat], *parts: str) -> Iterator[Finding]:
    """The parts of which somebody is needed and nobody here has them."""
    there = {seat.part for seat in seats}
    for part in parts:
        if part not in there:
            yield Finding("parties", f"name at least one {part.replace('_', '-')}", blocks=True)


def decider_missing(rule: DecisionRule, seats: Iterable[Seat]) -> Iterator[Finding]:
    """Whether a rule leaves the decision to a part that nobody here has."""
    decides = rule.decided_by
    if decides not in {None, PROPOSER, *(seat.part for seat in seats)}:
        told = str(decides).replace("_", "-")
        yield Finding("rule", f"nobody here is the {told} who decides by this rule", blocks=True)
