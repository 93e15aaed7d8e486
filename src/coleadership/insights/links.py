"""Links as people and stores give them, taken in as whole numbers, many at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain, compress, islice
from math import gcd
from typing import Final, cast

import attrs

from coleadership.errors import Inconsistent
from coleadership.goals.quantities import Number, grains, weight
from coleadership.ids import any_id

__all__ = ["ASIDE", "Lead", "Places"]

ASIDE: Final = -1
_FINEST: Final = grains(weight("0.000001"))
_HEAVIEST: Final = 1_000_000
_LONGEST: Final = 200
_AT_ONCE: Final = 10_000
_PLAIN: Final = frozenset({int, str, Decimal})


Lead = tuple[str, str] | tuple[str, str, Number]
"""A link: what contributes, what it contributes to, and perhaps how much that weighs there (1 if nothing is said)."""


@attrs.frozen
class Places:
    """A number for every id, in the order in which they come; `ASIDE` for what has none.

    >>> places = Places.of(["a", "b"], aside=["old"])
    >>> places.linked([("a", "b"), ("c", "b", 3), ("a", "old")])
    (array('i', [0, 2]), array('i', [1, 1]), [1, 3])
    >>> places.ids
    ['a', 'b', 'c']
    """

    ids: list[str]
    by_id: dict[str, int]

    @classmethod
    def of(cls, ids: Iterable[str], *, aside: Iterable[str] = ()) -> Places:
        """Places for all of these that are not aside, each once."""
        left_out, placed = dict.fromkeys(_checked(aside, "aside"), ASIDE), _checked(ids, "goals")
        if left_out:
            placed = [id for id in placed if id not in left_out]
        by_id = dict(zip(placed, range(len(placed)), strict=True))
        if len(by_id) < len(placed):
            return cls.of(dict.fromkeys(placed), aside=left_out)
        by_id.update(left_out)
        return cls(placed, by_id)

    def place(self, ids: Iterable[str], field: str) -> None:
        """Give those of them a place that have none."""
        for id in _checked(ids, field):
            if id not in self.by_id:
                self.by_id[id] = len(self.ids)
                self.ids.append(id)

    def linked(self, links: Iterable[Lead]) -> tuple[array[int], array[int], list[int]]:
        """Where links begin and end, and their weights in the smallest whole numbers; of none that is aside."""
        lower, upper, weights = array("i"), array("i"), list[int]()
        sizes, source, place_of = dict[Number, int](), iter(links), self.by_id.__getitem__
        while some := [*islice(source, _AT_ONCE)]:
            below, above, weighs = _columns(some)
            try:
                starts, ends = [*map(place_of, below)], [*map(place_of, above)]
            except (KeyError, TypeError):  # what stands between goals and visions has no place yet, or it is no id
                self.place(chain.from_iterable(zip(below, above, strict=True)), "links")
                starts, ends = [*map(place_of, below)], [*map(place_of, above)]
            _look_at(weighs, sizes, below, above)
            heavy = [*map(sizes.__getitem__, weighs)]
            if len(self.by_id) > len(self.ids):  # some are aside
                kept = [ASIDE not in pair for pair in zip(starts, ends, strict=True)]
                starts, ends, heavy = [*compress(starts, kept)], [*compress(ends, kept)], [*compress(heavy, kept)]
            lower.fromlist(starts)
            upper.fromlist(ends)
            weights += heavy
        common = gcd(*sizes.values()) or 1
        return lower, upper, [*map({size: size // common for size in sizes.values()}.__getitem__, weights)]


def _checked(ids: Iterable[str], field: str) -> list[str]:
    """Ids from outside; if one is wrong, it is named."""
    listed = [*ids]
    try:
        fine = all(listed) and all(map(str.isprintable, listed)) and max(map(len, listed), default=0) <= _LONGEST
    except TypeError:
        fine = False
    return listed if fine else [any_id(id, field) for id in listed]


def _columns(links: Sequence[Lead]) -> tuple[Sequence[str], Sequence[str], Sequence[Number]]:
    """The contributors, what they contribute to, and the weights as they are given."""
    if {*map(len, links)} != {3}:
        links = [_whole(link) for link in links]
    return cast("tuple[Sequence[str], Sequence[str], Sequence[Number]]", (*zip(*links, strict=True),))


def _whole(link: Lead) -> tuple[str, str, Number]:
    if not 2 <= len(link) <= 3:
        raise Inconsistent("links", f"{repr(link)[:60]} is no link; give (contributor, to), perhaps with a weight")
    return link[0], link[1], link[2] if len(link) == 3 else 1


def _look_at(weighs: Sequence[Number], sizes: dict[Number, int], below: Sequence[str], above: Sequence[str]) -> None:
    """Enter the sizes of weights; there are few different ones, so each is looked at once."""
    try:
        if {*map(type, weighs)} <= _PLAIN:  # or 1 would stand for True
            sizes.update((one, _size(one)) for one in {*weighs}.difference(sizes))
            return
    except (Inconsistent, TypeError):
        pass
    for one, contributor, to in zip(weighs, below, above, strict=True):
        sizes[one] = _size(one, f"links[{contributor} → {to}].weight")


def _size(weighs: Number, field: str = "weight") -> int:
    """A weight in millionths."""
    taken = weight(weighs, field)
    size, finer = divmod(grains(taken), _FINEST)
    if finer or taken > _HEAVIEST:
        reason = f"{taken} is above a million or finer than six decimals; only the ratio counts, so choose others"
        raise Inconsistent(field, reason)
    return size
