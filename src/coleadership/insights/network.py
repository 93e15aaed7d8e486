"""Who contributes to whom, in whole numbers: rows of neighbours in flat arrays, and an order to walk them in.

A million goals fit into some tens of megabytes like this, and are walked without a dictionary.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final, Self

import attrs

__all__ = ["Network", "Rows"]

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
        free = array("i", [0]) * (count + 1)
        for key in keys:
            free[key + 1] += 1
        first = array("i", accumulate(free))
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
    """Places that contribute to others: ``down`` from each to its contributors, and the ``order`` to walk them in.

    In the order whatever contributes comes before what it contributes to. Places on a circle, and all below them, are
    not in it.

    >>> network = Network.of(3, lower=[2, 1], upper=[1, 0], weights=[1, 1])
    >>> list(network.order), list(network.rank), network.up.at(2)
    ([2, 1, 0], [2, 1, 0], [1])
    """

    down: Rows
    order: array[int]
    parents: array[int]
    """Those of the order that have contributors."""

    @classmethod
    def of(cls, count: int, lower: Sequence[int], upper: Sequence[int], weights: Sequence[int]) -> Self:
        """The network of links from places to those that they contribute to."""
        down, waiting = Rows.of(count, upper, lower, weights), array("i", [0]) * count
        for place in lower:
            waiting[place] += 1
        return cls(down, *_ordered(down, waiting))

    @cached_property
    def up(self) -> Rows:
        """From each place to what it contributes to."""
        return Rows.of(len(self.down.first) - 1, self.down.ends, array("i", self.down.keys()), self.down.weights)

    @cached_property
    def rank(self) -> array[int]:
        """Where each place stands in the order; -1 if it does not."""
        rank = array("i", [-1]) * (len(self.down.first) - 1)
        for at, place in enumerate(self.order):
            rank[place] = at
        return rank


def _ordered(down: Rows, waiting: array[int]) -> tuple[array[int], array[int]]:
    """All places, each after what contributes to it (Kahn, 1962, from the top); ``waiting`` counts what is above.

    And those of them that have contributors.
    """
    first, ends = down.first, down.ends
    order, parents = array("i", (place for place, above in enumerate(waiting) if not above)), array("i")
    for place in order:  # grows while it is walked
        start, stop = first[place], first[place + 1]
        if start < stop:
            parents.append(place)
            for below in ends[start:stop]:
                if waiting[below] == 1:
                    order.append(below)
                else:
                    waiting[below] -= 1
    order.reverse()
    parents.reverse()
    return order, parents
