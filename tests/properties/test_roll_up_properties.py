from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from coleadership.goals.progress import Mean, mean
from coleadership.insights.line_of_sight import LineOfSight
from coleadership.insights.rings import rings
from coleadership.insights.roll_up import Known, RollUp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from coleadership.goals.quantities import Number

Links = dict[tuple[str, str], Decimal]

MOST = 9
IDS = [f"g{n}" for n in range(MOST)]
PLACES = st.integers(0, MOST - 1)
WEIGHTS = st.sampled_from([Decimal(1), Decimal(1), Decimal(0), Decimal("0.5"), Decimal(3), Decimal("0.333333")])
SHARES = st.decimals(-2, 2, places=12) | st.sampled_from([Decimal(0), Decimal(1), Decimal("1E-12"), Decimal("0.5")])
KNOWN = st.dictionaries(st.sampled_from(IDS), st.none() | SHARES)


@st.composite
def graphs(draw: st.DrawFn) -> Links:
    """Links without circles: each goes from a goal to one with a smaller number."""
    ends = draw(st.sets(st.tuples(PLACES, PLACES).filter(lambda pair: pair[0] > pair[1]), max_size=20))
    return {(f"g{below}", f"g{above}"): draw(WEIGHTS) for below, above in sorted(ends)}


def seen(links: Links) -> LineOfSight:
    """The line of sight of all goals, of which the first three are visions."""
    told = [(below, above, weight) for (below, above), weight in links.items()]
    return LineOfSight.of(IDS[3:], told, visions=IDS[:3])


def by_hand(links: Links, known: Mapping[str, Known]) -> dict[str, Decimal | None]:
    """The rule, read aloud: its own measure, or else the weighted mean of what contributes directly."""
    found: dict[str, Decimal | None] = {}
    for id in reversed(IDS):
        own = known.get(id)
        assert own is None or isinstance(own, Decimal)
        found[id] = own
        if own is None:
            parts: dict[str, Number | None] = {below: found[below] for below, above in links if above == id}
            weights: dict[str, Number] = {below: links[below, id] for below in parts}
            if any(weights.values()):
                found[id] = mean({**parts}, weights).value
    return found


def unrounded(links: Links, known: Mapping[str, Known]) -> dict[str, Fraction | None]:
    """The same in fractions that nobody rounds."""
    found: dict[str, Fraction | None] = {}
    for id in reversed(IDS):
        own = known.get(id)
        assert own is None or isinstance(own, Decimal)
        parts = [(found[below], Fraction(weight)) for (below, above), weight in links.items() if above == id]
        counted = [(value, weight) for value, weight in parts if value is not None]
        whole = sum(weight for _, weight in counted)
        found[id] = Fraction(own) if own is not None else None
        if own is None and whole:
            found[id] = sum((value * weight for value, weight in counted), Fraction(0)) / whole
    return found


def height(links: Links) -> dict[str, int]:
    """How many levels there are below each goal."""
    levels: dict[str, int] = {}
    for id in reversed(IDS):
        levels[id] = max((levels[below] + 1 for below, above in links if above == id), default=0)
    return levels


class TestRollUp:
    @given(graphs(), KNOWN)
    def test_is_the_rule(self, links: Links, known: dict[str, Known]) -> None:
        """“what was measured is as far as its measure says; anything else as far as the mean of its contributors”."""
        assert dict(RollUp(seen(links), known).items()) == by_hand(links, known)

    @given(graphs(), KNOWN)
    def test_is_off_by_half_of_the_last_decimal_a_level_at_most(self, links: Links, known: dict[str, Known]) -> None:
        """Each goal is rounded once, and a mean makes no error larger, so errors add up by level and no faster."""
        exact, levels = unrounded(links, known), height(links)
        for id, value in RollUp(seen(links), known).items():
            of = exact[id]
            assert (value is None) == (of is None)
            if value is not None and of is not None:
                assert abs(Fraction(value) - of) <= levels[id] * Fraction(1, 2 * 10**12)

    @given(graphs(), KNOWN, st.randoms(use_true_random=False))
    def test_does_not_depend_on_any_order(self, links: Links, known: dict[str, Known], chance: Random) -> None:
        """Goals, links and progress may be given in any order."""
        shuffled, goals = [*links.items()], IDS[:]
        chance.shuffle(shuffled)
        chance.shuffle(goals)
        other = LineOfSight.of(goals, [(below, above, weight) for (below, above), weight in shuffled])
        assert dict(RollUp(other, dict(reversed(known.items()))).items()) == dict(RollUp(seen(links), known).items())

    @given(graphs(), KNOWN)
    def test_tells_the_same_mean_as_for_an_objective(self, links: Links, known: dict[str, Known]) -> None:
        """What contributes to a goal is counted and missed as `mean` does it."""
        rolled = RollUp(seen(links), known)
        for id in IDS:
            parts: dict[str, Number | None] = {below: rolled.progress(below) for below, above in links if above == id}
            weights: dict[str, Number] = {below: links[below, id] for below in parts}
            if any(weights.values()):
                assert rolled.contributed(id) == mean({**parts}, weights)
            else:
                missing = tuple(below for below, value in parts.items() if value is None)
                assert rolled.contributed(id) == Mean(None, 0, missing)

    @given(graphs(), KNOWN, st.lists(KNOWN.filter(bool), max_size=6))
    def test_follows_changes_exactly(
        self, links: Links, known: dict[str, Known], steps: list[dict[str, Known]]
    ) -> None:
        """After any changes, one by one, all is as if rolled up anew, and just what has changed was told, in order."""
        sight = seen(links)
        live = RollUp(sight, known)
        for changes in steps:
            before = dict(live.items())
            live_changed = live._upwards({sight.place(id): _units(value) for id, value in changes.items()})
            told = [sight.ids[place] for place in live_changed]
            known = {**known, **changes}
            assert dict(live.items()) == dict(RollUp(sight, known).items())
            assert {*told} == {id for id, value in live.items() if value != before[id]}
            assert len({*told}) == len(told)
            assert all(told.index(below) < told.index(above) for below, above in links if {below, above} <= {*told})

    @given(graphs(), KNOWN, KNOWN)
    def test_takes_many_changes_as_it_takes_few(
        self, links: Links, known: dict[str, Known], changes: dict[str, Known]
    ) -> None:
        """Rolling up everything anew tells the same as following each change."""
        sight = seen(links)
        few, many = RollUp(sight, known), RollUp(sight, known)
        places = {sight.place(id): _units(value) for id, value in changes.items()}
        assert {*few._upwards(places)} == {*many._all_anew(places)}
        assert [*few.items()] == [*many.items()]
        assert [*few.items()] == [*RollUp(sight, {**known, **changes}).items()]


def _units(value: Known) -> int | None:
    assert value is None or isinstance(value, Decimal)
    return None if value is None else int(value * 10**12)


class TestLineOfSight:
    @given(graphs())
    def test_leads_up_as_it_leads_down(self, links: Links) -> None:
        """What is above something has that below it, every chain is made of links, and the chains pass all of it."""
        sight = seen(links)
        for id in IDS:
            assert all(id in sight.below(above) for above in sight.above(id))
            chains = [*sight.chains_up(id)]
            assert {*sight.above(id)} | {id} == {one for chain in chains for one in chain}
            assert len({*chains}) == len(chains)
            assert all((a, b) in links for chain in chains for a, b in pairwise(chain))
            assert {chain[::-1] for top in IDS for chain in sight.chains_down(top) if chain[-1] == id} >= {
                chain for chain in chains if not sight.contributors(id)
            }

    @given(graphs())
    def test_knows_who_leads_nowhere_and_what_nobody_serves(self, links: Links) -> None:
        """Orphans reach no vision, and visions that are not served have no goal below them; all others do."""
        sight, visions = seen(links), {*IDS[:3]}
        assert {*sight.orphans()} == {id for id in IDS[3:] if not visions & {*sight.above(id)}}
        assert {*sight.unserved()} == {id for id in visions if not {*IDS[3:]} & {*sight.below(id)}}


class TestCycles:
    @given(st.lists(st.tuples(st.sampled_from(IDS[:6]), st.sampled_from(IDS[:6])), max_size=12))
    def test_are_found_if_and_only_if_there_are_any(self, links: list[tuple[str, str]]) -> None:
        """Each circle told is made of links and passes nothing twice; every knot of goals is told of, once."""
        up: dict[str, set[str]] = {}
        for below, above in links:
            up.setdefault(below, set()).add(above)

        def reached(start: str) -> set[str]:
            found, ahead = set[str](), [start]
            while ahead:
                new = up.get(ahead.pop(), set()) - found
                found |= new
                ahead += new
            return found

        circles = rings(links)
        for ring in circles:
            assert ring[0] == ring[-1]
            assert len({*ring}) == len(ring) - 1
            assert all((a, b) in links for a, b in pairwise(ring))
        knots = {frozenset(b for b in reached(a) if a in reached(b)) for a in IDS if a in reached(a)}
        assert {next(knot for knot in knots if ring[0] in knot) for ring in circles} == knots
        assert len(circles) == len(knots)
