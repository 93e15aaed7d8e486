"""Who contributes to whom, in whole numbers: rows of neighbours in flat arrays, and an order to walk them in.

A million goals fit into some tens of megabytes like this, and are walked without a dictionary.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, compress, pairwise
from typing import Final, Self

import attrs

__all__ = ["PLACE", "Network", "Rows"]

_BITS: Final = 32
PLACE: Final = (1 << _BITS) - 1
"""The bits of a turn that are a place."""

_MOST_IN_FOUR_BYTES: Final = 2**31 - 1


@attrs.frozen(slots=True, weakref_slot=False, eq=False, repr=False)
class Rows:
    """For each place its neighbours and the weights of the links to them, from ``first[n]`` up to ``first[n + 1]``.

    >>> rows = Rows.of(3, keys=[2, 0, 2], ends=[1, 1, 0], weights=[1, 1, 5])
    >>> [rows.at(place) for place in range(3)], list(rows.weights)
    ([[1], [], [1, 0]], [1, 1, 5])
    """

    first: array[int]
    ends: array[int]
    weights: array[int]

    @classmethod
    def of(cls, count: int, keys: Sequence[int], ends: Sequence[int], weights: Sequence[int]) -> Self:
        """Links in rows by their keys; within a row they keep their order."""
        sizes = [0] * (count + 1)
        for key in keys:
            sizes[key + 1] += 1
        first = array("i", accumulate(sizes))
        kind = "i" if max(weights, default=0) <= _MOST_IN_FOUR_BYTES else "q"
        free, sorted_ends, sorted_weights = first[:], array("i", ends), array(kind, weights)
        for key, end, weight in zip(keys, ends, weights, strict=True):
            at = free[key]
            sorted_ends[at] = end
            sorted_weights[at] = weight
            free[key] = at + 1
        return cls(first, sorted_ends, sorted_weights)

    def at(self, place: int) -> list[int]:
        """The neighbours of a place."""
        return self.ends[self.first[place] : self.first[place + 1]].tolist()

    def keys(self) -> Iterable[int]:
        """The place that each link is at, link by link."""
        for place, (start, stop) in enumerate(pairwise(self.first)):
            if start < stop:
                yield from [place] * (stop - start)


@attrs.frozen(slots=True, weakref_slot=False, eq=False, repr=False)
class Network:
    """Places that contribute to others: ``down`` from each to its contributors, and ``parents``, which have any.

    Parents come after all that contributes to them; those on a circle, and all above them, are not among them.

    >>> network = Network.of(3, lower=[2, 1], upper=[1, 0], weights=[1, 1])
    >>> list(network.parents), list(network.order), network.up.at(2), network.has_circles
    ([1, 0], [2, 1, 0], [1], False)
    >>> [turn & PLACE for turn in sorted(network.turns)]
    [2, 1, 0]
    """

    down: Rows
    parents: array[int]
    has_circles: bool

    @classmethod
    def of(cls, count: int, lower: Sequence[int], upper: Sequence[int], weights: Sequence[int]) -> Self:
        """The network of links from places to those that they contribute to."""
        inner = {*upper}
        parents = _ordered(count, inner, lower, upper)
        return cls(Rows.of(count, upper, lower, weights), parents, len(parents) < len(inner))

    @cached_property
    def order(self) -> array[int]:
        """All places, each after what contributes to it; without those on a circle or above one."""
        leaves = (place for place, (start, stop) in enumerate(pairwise(self.down.first)) if start == stop)
        return array("i", leaves) + self.parents

    @cached_property
    def up(self) -> Rows:
        """From each place to what it contributes to."""
        return Rows.of(len(self.down.first) - 1, self.down.ends, array("i", self.down.keys()), self.down.weights)

    @cached_property
    def turns(self) -> array[int]:
        """When it is each place's turn, as a number that has the place in its last bits (`PLACE`); -1 if it never is.

        Whoever walks the places by their turns, smallest first, meets each after all that contributes to it.
        """
        turns = array("q", [-1]) * (len(self.down.first) - 1)
        for at, place in enumerate(self.order):
            turns[place] = at << _BITS | place
        return turns


def _ordered(count: int, inner: Collection[int], lower: Sequence[int], upper: Sequence[int]) -> array[int]:
    """The places that have contributors, each after those of them that contribute to it (Kahn, 1962).

    Most places have none, and need no order.
    """
    marks, above = bytearray(count), dict[int, list[int]]()
    waiting = dict.fromkeys(inner, 0)
    for place in inner:
        marks[place] = 1
    between = [*map(marks.__getitem__, lower)]
    for place, to in zip(compress(lower, between), compress(upper, between), strict=True):
        above.setdefault(place, []).append(to)
        waiting[to] += 1
    order = array("i", (place for place in sorted(inner) if not waiting[place]))
    for place in order:  # grows while it is walked
        for to in above.get(place, ()):
            waiting[to] -= 1
            if not waiting[to]:
                order.append(to)
    return order
