"""The line of sight: from a goal, through what it contributes to, up to mission and vision, and back down.

Built from ids and links alone. What the ids stand for, whose they are and when they are due does not matter here, so a
goal may contribute to several others, across teams and periods.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import gcd
from typing import Final, NamedTuple, Self

import attrs

from coleadership.errors import Inconsistent, NotFound
from coleadership.ids import any_id
from coleadership.insights.cycles import cycles
from coleadership.insights.network import Network, Rows
from coleadership.quantities import Number, grains, weight

__all__ = ["LineOfSight", "Link", "PlainLink"]

_ASIDE: Final = -1
_FINEST: Final = grains(weight("0.000001"))
_HEAVIEST: Final = 1_000_000
_MOST_CIRCLES: Final = 10


class Link(NamedTuple):
    """Something contributes to something, and how much that weighs there.

    >>> Link("goal_1", "goal_2").weight
    1
    """

    contributor: str
    to: str
    weight: Number = 1


PlainLink = tuple[str, str] | tuple[str, str, Number]
"""A plain tuple does for a `Link`."""


@attrs.frozen(slots=True, weakref_slot=False, eq=False, repr=False)
class LineOfSight:
    """What contributes to what, without circles.

    Goals ought to lead to a vision; whatever else is named by a link, such as an assignment or a mission, stands
    between. Answers name each id once, however many ways lead to it, unless they are chains.

    >>> sight = LineOfSight.of(
    ...     ["swaps", "rota", "party"],
    ...     [("swaps", "rota"), ("rota", "mission"), ("mission", "calm")],
    ...     visions=["calm", "growth"],
    ... )
    >>> list(sight.chains_up("swaps"))
    [('swaps', 'rota', 'mission', 'calm')]
    >>> sight.orphans(), sight.unserved()
    (('party',), ('growth',))
    """

    ids: tuple[str, ...]
    """All that is in it: goals, visions, and what stands between."""
    goals: int
    """How many of the ids, from the first, are goals."""
    visions: int
    """How many after these are visions."""
    places: dict[str, int]
    network: Network

    @classmethod
    def of(
        cls,
        goals: Iterable[str],
        links: Iterable[PlainLink],
        *,
        visions: Iterable[str] = (),
        aside: Iterable[str] = (),
    ) -> Self:
        """The graph of some goals, visions (or parts of visions) and the links between them.

        What is put ``aside``, being archived or dropped, is left out with all its links: it counts for nobody and
        carries nothing. The same link twice is one. Circles are refused, each named; so are two weights for one link,
        and weights below nothing, above a million or finer than six decimals.
        """
        places, ids = {any_id(id, "aside"): _ASIDE for id in aside}, list[str]()
        for id in goals:
            if id not in places:
                _ = _placed(id, places, ids, "goals")
        count = len(ids)
        for id in visions:
            if places.get(id, count) < count and places[id] != _ASIDE:
                raise Inconsistent("visions", f"{id} is among the goals; give it as one or the other")
            if id not in places:
                _ = _placed(id, places, ids, "visions")
        seen = len(ids) - count
        lower, upper, weights = _gathered(links, places, ids)
        network = Network.of(len(ids), lower, upper, weights)
        if _repeats(network.up):
            network = Network.of(len(ids), *_unrepeated(zip(lower, upper, weights, strict=True), ids))
        if len(network.order) < len(ids):
            raise _circular(network, ids)
        return cls(tuple(ids), count, seen, places, network)

    def place(self, id: str) -> int:
        """Where an id stands among the ids."""
        place = self.places.get(id)
        if place is None or place == _ASIDE:
            hint = "no goal, vision or link names it" if place is None else "it was put aside"
            raise NotFound(id, f"{hint}, so it has no line of sight")
        return place

    def contributors(self, id: str) -> tuple[str, ...]:
        """What contributes to this directly."""
        return tuple(self.ids[place] for place in self.network.down.at(self.place(id)))

    def contributes_to(self, id: str) -> tuple[str, ...]:
        """What this contributes to directly."""
        return tuple(self.ids[place] for place in self.network.up.at(self.place(id)))

    def above(self, *ids: str) -> tuple[str, ...]:
        """All that these contribute to in the end, the nearest first."""
        return self._around(ids, self.network.up)

    def below(self, *ids: str) -> tuple[str, ...]:
        """All that contributes to these in the end, the nearest first.

        >>> diamond = LineOfSight.of("abcd", [("d", "b"), ("d", "c"), ("b", "a"), ("c", "a")])
        >>> diamond.below("a")
        ('b', 'c', 'd')
        """
        return self._around(ids, self.network.down)

    def chains_up(self, id: str) -> Iterator[tuple[str, ...]]:
        """Every way from here to where it ends above, one at a time: there may be very many."""
        return self._chains(self.place(id), self.network.up)

    def chains_down(self, id: str) -> Iterator[tuple[str, ...]]:
        """Every way from here to where it begins below, one at a time: there may be very many."""
        return self._chains(self.place(id), self.network.down)

    def orphans(self) -> tuple[str, ...]:
        """The goals that lead to no vision."""
        lead = bytearray(len(self.ids))
        lead[self.goals : self.goals + self.visions] = b"\1" * self.visions
        self._spread(lead, reversed(self.network.order), self.network.up)
        return tuple(self.ids[place] for place in range(self.goals) if not lead[place])

    def unserved(self) -> tuple[str, ...]:
        """The visions, or parts of them, that no goal leads to."""
        served = bytearray(len(self.ids))
        served[: self.goals] = b"\1" * self.goals
        self._spread(served, self.network.order, self.network.down)
        return tuple(self.ids[place] for place in range(self.goals, self.goals + self.visions) if not served[place])

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        links = len(self.network.up.ends)
        return f"<LineOfSight: {self.goals:,} goals, {self.visions:,} visions, {links:,} links>"

    def _around(self, ids: Iterable[str], rows: Rows) -> tuple[str, ...]:
        given = [self.place(id) for id in ids]
        seen, found = {*given}, list[int]()
        ahead = given
        while ahead:
            ahead = list(dict.fromkeys(end for place in ahead for end in rows.at(place) if end not in seen))
            seen.update(ahead)
            found += ahead
        return tuple(self.ids[place] for place in found)

    def _chains(self, start: int, rows: Rows) -> Iterator[tuple[str, ...]]:
        chain, ahead = [start], [iter(rows.at(start))]
        if not rows.at(start):
            yield (self.ids[start],)
        while ahead:
            place = next(ahead[-1], None)
            if place is None:
                _ = chain.pop(), ahead.pop()
                continue
            further = rows.at(place)
            if further:
                chain.append(place)
                ahead.append(iter(further))
            else:
                yield (*(self.ids[one] for one in chain), self.ids[place])

    @staticmethod
    def _spread(marks: bytearray, order: Iterable[int], rows: Rows) -> None:
        """Mark every place of which a neighbour is marked; neighbours come first in the order."""
        first, ends = rows.first, rows.ends
        for place in order:
            if not marks[place] and any(marks[end] for end in ends[first[place] : first[place + 1]]):
                marks[place] = 1


def _placed(id: str, places: dict[str, int], ids: list[str], field: str) -> int:
    """Give an id the next place."""
    place = places[any_id(id, field)] = len(ids)
    ids.append(id)
    return place


def _gathered(
    links: Iterable[PlainLink], places: dict[str, int], ids: list[str]
) -> tuple[array[int], array[int], array[int]]:
    """Where links begin and end and what they weigh, in the smallest whole numbers that are in the same ratio."""
    lower, upper, weights = array("i"), array("i"), array("q")
    sizes = dict[tuple[type, object], int]()
    for link in links:
        if not 2 <= len(link) <= 3:
            raise Inconsistent("links", f"{repr(link)[:60]} is no link; give (contributor, to), perhaps with a weight")
        contributor, to, weighs = link if len(link) == 3 else (*link, 1)
        below, above = places.get(contributor), places.get(to)
        if below is None:
            below = _placed(contributor, places, ids, "links")
        if above is None:
            above = _placed(to, places, ids, "links") if to != contributor else below
        key = weighs.__class__, weighs
        try:
            size = sizes[key]
        except (KeyError, TypeError):  # a new one, or what no weight can be
            size = sizes[key] = _size(weighs, contributor, to)
        if below != _ASIDE != above:
            lower.append(below)
            upper.append(above)
            weights.append(size)
    common = gcd(*{*weights})
    return lower, upper, array("q", (size // common for size in weights)) if common > 1 else weights


def _size(weighs: Number, contributor: str, to: str) -> int:
    """A weight in millionths."""
    taken = weight(weighs, f"links[{contributor} → {to}].weight")
    size, finer = divmod(grains(taken), _FINEST)
    if finer or taken > _HEAVIEST:
        reason = f"{taken} is above a million or finer than six decimals; only the ratio counts, so choose others"
        raise Inconsistent(f"links[{contributor} → {to}].weight", reason)
    return size


def _repeats(rows: Rows) -> bool:
    """Whether any link is there twice."""
    first, ends = rows.first, rows.ends
    return any(end - start > 1 and len({*ends[start:end]}) < end - start for start, end in pairwise(first))


def _unrepeated(
    links: Iterable[tuple[int, int, int]], ids: list[str]
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Each link once."""
    known = dict[tuple[int, int], int]()
    for below, above, size in links:
        if known.setdefault((below, above), size) != size:
            raise Inconsistent("links", f"{ids[below]} contributes to {ids[above]} with two weights; choose one")
    return tuple(below for below, _ in known), tuple(above for _, above in known), tuple(known.values())


def _circular(network: Network, ids: list[str]) -> Inconsistent:
    """What to say of the circles among the places that have no rank."""
    rank, up = network.rank, network.up
    lost = (place for place in range(len(ids)) if rank[place] < 0)
    rings = cycles((ids[place], ids[end]) for place in lost for end in up.at(place) if rank[end] < 0)
    told = [f"{' → '.join(ring)} is a circle, so it leads nowhere; take one of these links away" for ring in rings]
    return Inconsistent("links", told[0], also=told[1:_MOST_CIRCLES])
