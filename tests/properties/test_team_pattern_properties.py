"""Whoever is told patterns and calculates with all of them makes out nobody, whatever they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from coleadership.errors import Inconsistent
from coleadership.insights.contact import Contact, Position, SelfReport
from coleadership.insights.team_pattern import FEWEST, TeamPattern, team_pattern
from tests.builders import DAY

PEOPLE = [f"p{number:02}" for number in range(24)]
PLACES = st.lists(st.sampled_from([*Position, None]), min_size=len(PEOPLE), max_size=len(PEOPLE))
SOME = st.sets(st.sampled_from(PEOPLE))
SPANS = st.tuples(st.integers(0, 20), st.integers(4, 24)).map(lambda span: {*PEOPLE[span[0] : span[0] + span[1]]})
ASKED = st.lists(st.tuples(SPANS | SOME, st.sets(st.sampled_from(PEOPLE), max_size=4), st.integers(0, 1)), max_size=10)

MOST_CELLS = 5

Rows = Sequence[Sequence[int]]


def result(person: str, place: Position | None, since: date) -> Contact:
    """Where somebody stands, by their own word."""
    until = since + timedelta(90)
    report = None if place is None else SelfReport(person, place, until)
    return Contact(person=person, part="co_leader", others=("bo",), since=since, until=until, report=report)


def granted(asked: list[tuple[set[str], set[str], int]], places: list[Position | None]) -> list[TeamPattern]:
    """All patterns that somebody is told who asks for these, one after another, and is refused some."""
    told: list[TeamPattern] = []
    stands = dict(zip(PEOPLE, places, strict=True))
    for people, shared, period in asked:
        since = DAY + timedelta(100 * period)
        results = [result(person, stands[person], since) for person in sorted(people)]
        try:
            told.append(team_pattern(results, shared=shared, told=told))
        except Inconsistent:
            continue
    return told


def rank(rows: Rows) -> int:
    """How many of some rows are independent (Gauss, in fractions)."""
    left, found = [[Fraction(cell) for cell in row] for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for place, row in enumerate(left):
            if place != found and row[column]:
                factor = row[column] / pivot[column]
                left[place] = [cell - factor * other for cell, other in zip(row, pivot, strict=True)]
        found += 1
    return found


def cells(told: list[TeamPattern], known: set[str]) -> dict[tuple[int, ...], list[str]]:
    """Those who are in the same patterns, and are not known by name."""
    found = dict[tuple[int, ...], list[str]]()
    for person in PEOPLE:
        signature = tuple(int(person in pattern.people) for pattern in told)
        if any(signature) and person not in known:
            found.setdefault(signature, []).append(person)
    return found


def singled_out(told: list[TeamPattern], known: set[str], most: int) -> Iterator[list[str]]:
    """The groups of at most so many people of whom some sum of patterns, each taken any number of times, tells alone.

    Whatever is told is a sum over people. A combination of patterns weighs all of one cell alike, so it tells of a
    group of cells alone where leaving out their columns makes fewer rows independent.
    """
    by_signature = cells(told, known)
    signatures = [*by_signature]
    rows = [[signature[number] for signature in signatures] for number in range(len(told))]
    small = [place for place, one in enumerate(signatures) if len(by_signature[one]) <= most]
    for count in range(1, len(small) + 1):
        for group in combinations(small, count):
            people = [person for place in group for person in by_signature[signatures[place]]]
            rest = [[cell for place, cell in enumerate(row) if place not in group] for row in rows]
            if len(people) <= most and rank(rest) < rank(rows):
                yield people


class TestTeamPatterns:
    @given(asked=ASKED, places=PLACES)
    def test_single_out_nobody(
        self, asked: list[tuple[set[str], set[str], int]], places: list[Position | None]
    ) -> None:
        """No combination of patterns of one period, or of two, is of one to four people who are not named."""
        told = granted(asked, places)
        for together in (
            told, [one for one in told if one.since == DAY], [one for one in told if one.since != DAY],
        ):  # fmt: skip
            known = {person for pattern in together for person, _ in pattern.named}
            assert [*singled_out(together, known, FEWEST - 1)] == []

    @given(asked=ASKED, places=PLACES)
    def test_say_of_nobody_what_holds_for_all(
        self, asked: list[tuple[set[str], set[str], int]], places: list[Position | None]
    ) -> None:
        """No difference of groups that can be worked out within a period is as large as it could be.

        It would be if all of the one group stood in a place in which none of the other did.
        """
        stands = dict(zip(PEOPLE, places, strict=True))
        told = [one for one in granted(asked, places) if one.since == DAY]
        by_signature = cells(told, {person for pattern in told for person, _ in pattern.named})
        rows = [[signature[number] for signature in by_signature] for number in range(len(told))]
        groups = [*by_signature.values()] if len(by_signature) <= MOST_CELLS else []
        for weights in product((1, 0, -1), repeat=len(groups)):
            if 1 in weights and rank([*rows, weights]) == rank(rows):
                plus = [
                    stands[one] for weight, group in zip(weights, groups, strict=True) if weight > 0 for one in group
                ]
                minus = {
                    stands[one] for weight, group in zip(weights, groups, strict=True) if weight < 0 for one in group
                }
                assert plus[0] is None or len({*plus}) > 1 or plus[0] in minus

    @given(asked=ASKED, places=PLACES)
    def test_are_true_and_name_only_who_shares(
        self, asked: list[tuple[set[str], set[str], int]], places: list[Position | None]
    ) -> None:
        """Counts add up to the team, and a name is one that was shared, with its place."""
        stands = dict(zip(PEOPLE, places, strict=True))
        shared = {person for _, sharing, _ in asked for person in sharing}
        for pattern in granted(asked, places):
            assert sum(count for _, count in pattern.counts) == len(pattern.people)
            for place, count in pattern.counts:
                assert count == sum(stands[person] is place for person in pattern.people)
            assert all(person in shared and stands[person] is place for person, place in pattern.named)

    @given(people=SOME, places=PLACES, data=st.data())
    def test_are_the_same_in_any_order(
        self, people: set[str], places: list[Position | None], data: st.DataObject
    ) -> None:
        """It does not matter who is named first."""
        stands = dict(zip(PEOPLE, places, strict=True))
        results = [result(person, stands[person], DAY) for person in sorted(people)]
        outcomes: list[TeamPattern | str] = []
        for given_so in (results, data.draw(st.permutations(results))):
            try:
                outcomes.append(team_pattern(given_so, shared=people))
            except Inconsistent as error:
                outcomes.append(str(error))
        assert outcomes[0] == outcomes[1]
