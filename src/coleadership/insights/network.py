"""Who contributes to whom, in whole numbers: rows of neighbours in flat arrays, and an order to walk them in.

A million goals fit into some tens of megabytes like this, and are walked without a dictionary.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Self

import attrs

__all__ = ["Network", "Rows"]


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
        free, sorted_ends, sorted_weights = first.tolist(), array("i", ends), array("q", weights)
        for key, end, weight in zip(keys, ends, weights, strict=True):
            at = free[key]
            sorted_ends[at], sorted_weights[at], free[key] = end, weight, at + 1
        return cls(first, sorted_ends, sorted_weights)

    def at(self, place: int) -> list[int]:
        """The neighbours of a place."""
        return self.ends[self.first[place] : self.first[place + 1]].tolist()


@attrs.frozen(slots=True, weakref_slot=False, eq=False, repr=False)
class Network:
    """Places that contribute to others: ``up`` to what each does, ``down`` from whom, and the ``order`` of both.

    In the order whatever contributes comes before what it contributes to; ``rank`` is where each stands in it. Places
    on a circle, and all above them, are not in it. ``whole`` is what the contributors of a place weigh together.

    >>> network = Network.of(3, lower=[2, 1], upper=[1, 0], weights=[1, 1])
    >>> list(network.order), list(network.rank), list(network.parents)
    ([2, 1, 0], [2, 1, 0], [1, 0])
    """

    up: Rows
    down: Rows
    order: array[int]
    rank: array[int]
    parents: array[int]
    """Those that have contributors, in order."""
    whole: array[int]
    even: bool
    """Whether every link weighs 1."""

    @classmethod
    def of(cls, count: int, lower: Sequence[int], upper: Sequence[int], weights: Sequence[int]) -> Self:
        """The network of links from places to those that they contribute to."""
        up, down = Rows.of(count, lower, upper, weights), Rows.of(count, upper, lower, weights)
        order, rank = _ordered(count, up, down), array("i", [-1]) * count
        for at, place in enumerate(order):
            rank[place] = at
        first = down.first
        parents = array("i", (place for place in order if first[place] < first[place + 1]))
        whole = array("q", [0]) * count
        for place in parents:
            whole[place] = sum(down.weights[first[place] : first[place + 1]])
        return cls(up, down, order, rank, parents, whole, even={*up.weights} <= {1})


def _ordered(count: int, up: Rows, down: Rows) -> array[int]:
    """All places from the bottom to the top, each after whatever contributes to it (Kahn, 1962)."""
    first, ends = up.first, up.ends
    waiting = [end - start for start, end in pairwise(down.first)]
    order = array("i", (place for place in range(count) if not waiting[place]))
    at = 0
    while at < len(order):  # grows while it is walked
        place = order[at]
        at += 1
        for above in ends[first[place] : first[place + 1]]:
            waiting[above] -= 1
            if not waiting[above]:
                order.append(above)
    return order
