"""Team patterns: how many of a team stand where, for those who are not told of anybody by name.

A pattern is of five people or more, and whatever can be worked out from several is, too. Give what was `told` before.
Those who are in the same of all these patterns are a crowd, as no sum or difference of patterns tells them apart: each
crowd, those who are named left out, is of nobody or of at least five. Patterns of one period, moreover, are told of
teams that lie apart or one within the other, as units do; then the crowds are what a team leaves over beside the teams
within it, and of none of these may all stand in the same place, or the pattern would speak of each of them.

Five is what most instruments for surveys take, for what is shown and for what is left over when others are subtracted
(indirect identification). That the condition is put on crowds, which makes it hold for every combination, is this
library's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.insights.contact import Contact, Position

__all__ = ["FEWEST", "TeamPattern", "team_pattern"]

FEWEST: Final = 5
"""The fewest people of whom anything is told."""

Place = Position | None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class TeamPattern:
    """How many people stand where in a period; where that is not clear, it is None.

    ``people`` are all who are counted, to compare patterns by; who of them stands where is not in it.
    """

    since: date
    until: date
    people: frozenset[str] = attrs.field(repr=False)
    counts: tuple[tuple[Place, int], ...]
    named: tuple[tuple[str, Place], ...] = ()
    """Those who share where they stand, by their own wish; they are counted as well."""

    def count(self, position: Position | str | None) -> int:
        """How many stand there."""
        return dict(self.counts)[None if position is None else Position(position)]


def team_pattern(
    results: Iterable[Contact], *, shared: Collection[str] = (), told: Iterable[TeamPattern] = ()
) -> TeamPattern:
    """How many of a team stand where, and the names of those who ``shared`` theirs, where that names nobody else.

    Give one result for each person of the team, all of the same period, and all patterns that the same readers were
    ``told`` before. Raises `Inconsistent` where fewer than five people could be made out, and where all of them stand
    in the same place. Which that is, a refusal does not say; whoever knows of one of them may guess.

    >>> days = {"since": date(2027, 1, 1), "until": date(2027, 3, 31)}
    >>> team = [Contact(person=name, part="co_leader", others=("bo",), **days) for name in ("anna", "cim", "dan")]
    >>> team_pattern(team)
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: results: 3 people could be made out, and a pattern is of 5; tell one of more
    """
    by_person, before = _by_person(results), list(told)
    pattern = _pattern(by_person)
    _check([*before, pattern])
    names = tuple((person, by_person[person].position) for person in sorted(by_person) if person in shared)
    wished = attrs.evolve(pattern, named=names)
    try:
        _check([*before, wished])
    except Inconsistent:
        return pattern
    return wished


def _by_person(results: Iterable[Contact]) -> dict[str, Contact]:
    by_person = dict[str, Contact]()
    for one in results:
        if by_person.setdefault(one.person, one) is not one:
            reason = f"{one.person} is there twice; give one result of each, of the relation that the pattern tells of"
            raise Inconsistent("results", reason)
    return by_person


def _pattern(by_person: Mapping[str, Contact]) -> TeamPattern:
    """The pattern of some people, nobody named."""
    periods = {(one.since, one.until) for one in by_person.values()}
    if len(periods) != 1:
        raise Inconsistent("results", f"{len(periods)} periods are there; give results of one period, at least one")
    ((since, until),) = periods
    counted = Counter(one.position for one in by_person.values())
    counts = tuple((position, counted[position]) for position in (*Position, None))
    return TeamPattern(since=since, until=until, people=frozenset(by_person), counts=counts)


def _check(patterns: Sequence[TeamPattern]) -> None:
    """Raise if the last of these patterns, together with those before, would tell of fewer than five."""
    last = patterns[-1]
    same = [one for one in patterns if (one.since, one.until) == (last.since, last.until)]
    for together in (same, patterns):
        _check_crowds(together)
    _check_apart(same)
    named = dict(name for one in same for name in one.named)
    for people, places in _rests(same):
        unnamed = people - named.keys()
        places.subtract(named[person] for person in people if person in named)
        if any(places[position] == len(unnamed) > 0 for position in Position):
            reason = "all of them stand in the same place, so it would speak of each; ask whether they share it"
            raise Inconsistent("results", reason)


def _check_crowds(patterns: Iterable[TeamPattern]) -> None:
    """Raise if some of those who are not named are in the same of all patterns, and fewer than five."""
    known = {person for one in patterns for person, _ in one.named}
    everybody = {person for one in patterns for person in one.people} - known
    crowds = Counter(tuple(person in one.people for one in patterns) for person in everybody)
    few = min(crowds.values(), default=FEWEST)
    if few < FEWEST:
        raise Inconsistent("results", f"{few} people could be made out, and a pattern is of {FEWEST}; tell one of more")


def _check_apart(patterns: Iterable[TeamPattern]) -> None:
    """Raise if two patterns overlap, and neither is within the other."""
    for one, other in combinations({one.people for one in patterns}, 2):
        if (one & other) not in {frozenset(), one, other}:
            reason = "it overlaps with one that was told before; tell of whole teams, apart or one within the other"
            raise Inconsistent("told", reason)


def _rests(patterns: Iterable[TeamPattern]) -> Iterator[tuple[frozenset[str], Counter[Place]]]:
    """What each pattern leaves over beside those within it, and how many of these stand where."""
    by_people = {one.people: one for one in patterns}
    for people, pattern in by_people.items():
        within = [other for other in by_people if other < people]
        largest = [other for other in within if not any(other < between for between in within)]
        places = Counter(dict(pattern.counts))
        for other in largest:
            places.subtract(dict(by_people[other].counts))
        yield people.difference(*largest), places
