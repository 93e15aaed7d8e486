"""Circles: goals that contribute to each other and, in the end, to themselves, so that they lead nowhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

__all__ = ["rings"]

_Graph = Mapping[str, Sequence[str]]


def rings(links: Iterable[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    """One circle for each knot of goals that contribute to one another, the shortest first; none if there is no knot.

    A link goes from what contributes to what it contributes to (a weight after these does not matter). To see whether
    a link may be added, give it together with the links of all that is above it.

    >>> rings([("a", "b"), ("b", "c"), ("c", "a"), ("c", "vision")])
    (('a', 'b', 'c', 'a'),)
    >>> rings([("a", "b"), ("a", "c"), ("b", "vision"), ("c", "vision")])
    ()
    """
    graph = dict[str, list[str]]()
    for contributor, to, *_ in links:
        graph.setdefault(str(contributor), []).append(str(to))
    found = [_circle(min(knot), {*knot}, graph) for knot in _components(graph)]
    return tuple(sorted((ring for ring in found if ring), key=lambda ring: (len(ring), ring)))


def _circle(start: str, knot: Collection[str], graph: _Graph) -> tuple[str, ...]:
    """The shortest way from a member of a knot back to itself, told with both its ends; nothing if there is none."""
    before, ahead = dict[str, str](), deque([start])
    while ahead:
        here = ahead.popleft()
        for there in graph.get(here, ()):
            if there == start:
                way = [start, here]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if there in knot and there not in before:
                before[there] = here
                ahead.append(there)
    return ()


def _components(graph: _Graph) -> Iterator[list[str]]:
    """The strongly connected components (Kosaraju and Sharir: back along the links, last finished first)."""
    back = dict[str, list[str]]()
    for here, ways in graph.items():
        for there in ways:
            back.setdefault(there, []).append(here)
    seen = set[str]()
    for root in reversed(_finished(graph)):
        if root in seen:
            continue
        seen.add(root)
        knot = [root]
        for here in knot:  # grows while it is walked
            new = [there for there in dict.fromkeys(back.get(here, ())) if there not in seen]
            seen.update(new)
            knot += new
        yield knot


def _finished(graph: _Graph) -> list[str]:
    """Every place in the order in which a walk in depth leaves it for good."""
    seen, finished = set[str](), list[str]()
    for root in graph:
        walk = [] if root in seen else [(root, iter(graph[root]))]
        seen.add(root)
        while walk:
            here, ways = walk[-1]
            there = next((place for place in ways if place not in seen), None)
            if there is None:
                finished.append(here)
                _ = walk.pop()
            else:
                seen.add(there)
                walk.append((there, iter(graph.get(there, ()))))
    return finished
