"""The line of sight: from a goal, through what it contributes to, up to mission and vision, and back down.

Built from ids and links alone. What the ids stand for, whose they are and when they are due does not matter here, so a
goal may contribute to several others, across teams and periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Self

import attrs

from coleadership.errors import Inconsistent, NotFound
from coleadership.insights.links import ASIDE, Lead, Places
from coleadership.insights.network import Network, Rows
from coleadership.insights.rings import rings

__all__ = ["Lead", "LineOfSight"]

_MOST_CIRCLES: Final = 10


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
        links: Iterable[Lead],
        *,
        visions: Iterable[str] = (),
        aside: Iterable[str] = (),
    ) -> Self:
        """The graph of some goals, visions (or parts of visions) and the links between them.

        What is put ``aside``, being archived or dropped, is left out with all its links: it counts for nobody and
        carries nothing. The same link twice is one. Circles are refused, each named; so are two weights for one link,
        and weights below nothing, above a million or finer than six decimals.
        """
        places = Places.of(goals, aside=aside)
        count, seen = len(places.ids), [*visions]
        places.place(seen, "visions")
        if both := [id for id in seen if 0 <= places.by_id[id] < count]:
            raise Inconsistent("visions", f"{both[0]} is among the goals; give it as one or the other")
        seen_count = len(places.ids) - count
        lower, upper, weights = places.linked(links)
        ids = places.ids
        network = Network.of(len(ids), lower, upper, weights)
        if _repeats(network):
            network = Network.of(len(ids), *_unrepeated(zip(lower, upper, weights, strict=True), ids))
        if network.has_circles:
            raise _circular(network, ids)
        return cls(tuple(ids), count, seen_count, places.by_id, network)

    def place(self, id: str) -> int:
        """Where an id stands among the ids."""
        place = self.places.get(id)
        if place is None or place == ASIDE:
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


def _repeats(network: Network) -> bool:
    """Whether any link is there twice."""
    first, ends = network.down.first, network.down.ends
    rows = (ends[first[place] : first[place + 1]] for place in network.parents)
    return any(len({*row}) < len(row) for row in rows)


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
    """What to say of the circles among the places that have no turn."""
    turns, up = network.turns, network.up
    lost = (place for place in range(len(ids)) if turns[place] < 0)
    circles = rings((ids[place], ids[end]) for place in lost for end in up.at(place) if turns[end] < 0)
    told = [f"{' → '.join(ring)} is a circle, so it leads nowhere; take one of these links away" for ring in circles]
    return Inconsistent("links", told[0], also=told[1:_MOST_CIRCLES])
