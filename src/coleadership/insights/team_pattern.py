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
    if not names:
        return pattern
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
    _check_crowds(same)
    if len(same) < len(patterns):
        _check_crowds(patterns)
    named = dict(name for one in same for name in one.named)
    for people, places in _rests(last, {one.people: one for one in same}):
        unnamed = people - named.keys()
        places.subtract(named[person] for person in people if person in named)
        if any(places[position] == len(unnamed) > 0 for position in Position):
            reason = "all of them stand in the same place, so it would speak of each; ask whether they share it"
            raise Inconsistent("results", reason)


def _check_crowds(patterns: Iterable[TeamPattern]) -> None:
    """Raise if some of those who are not named are in the same of all patterns, and fewer than five."""
    found, known = dict[str, tuple[int, ...]](), set[str]()
    for number, one in enumerate(patterns):
        known |= dict(one.named).keys()
        for person in one.people:
            found[person] = (*found.get(person, ()), number)
    crowds = Counter(found[person] for person in found.keys() - known)
    few = min(crowds.values(), default=FEWEST)
    if few < FEWEST:
        raise Inconsistent("results", f"{few} people could be made out, and a pattern is of {FEWEST}; tell one of more")


def _rests(
    last: TeamPattern, by_people: Mapping[frozenset[str], TeamPattern]
) -> Iterator[tuple[set[str], Counter[Place]]]:
    """What some patterns leave over beside those within them, and how many of these stand where.

    Looked at are those for which the last one makes a difference: itself, those within it, as it may name somebody,
    and the smallest that it is in.
    """
    around = [people for people in by_people if last.people < people]
    for people in by_people:
        if (people & last.people) not in {frozenset(), people, last.people}:
            reason = "it overlaps with one that was told before; tell of whole teams, apart or one within the other"
            raise Inconsistent("told", reason)
    for people in (*sorted(around, key=len)[:1], *(people for people in by_people if people <= last.people)):
        rest, places = {*people}, Counter(dict(by_people[people].counts))
        for other in sorted((other for other in by_people if other < people), key=len, reverse=True):
            if other <= rest:  # and in none that is taken away already
                rest -= other
                places.subtract(dict(by_people[other].counts))
        yield rest, places
