"""Progress rolled up through the line of sight, all of it at once or one change at a time.

The one rule: **what was measured itself is as far as its own measure says; anything else is as far as the weighted mean
of what contributes to it directly, where each contributor counts once, by the weight of its link, whatever other ways
lead from it; and in a mean over several goals each of these counts once, however many ways lead to it.**

What nothing is known of is left out, weight and all, and is named. The rule is this library's: goals are aligned, not
copied, so what contributes never overrides what was measured. Within, progress is whole numbers of the twelfth decimal:
sums are exact, and each goal is rounded once, a half to the even neighbour. So the result does not depend on the order
in which anything was given, and changes one by one lead to exactly what rolling up anew would.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, Overflow
from heapq import heappop, heappush
from itertools import compress, repeat
from operator import eq, is_not
from types import NoneType
from typing import Final, cast

from coleadership.errors import Inconsistent
from coleadership.goals.progress import Mean, Progress, mean
from coleadership.goals.quantities import UNIT, Number, nearest, number, told
from coleadership.insights.line_of_sight import LineOfSight
from coleadership.insights.network import PLACE

__all__ = ["RollUp"]

Known = Progress | Number | None
"""The progress of one goal: as a measure says it, as a number, or none yet."""

_FARTHEST: Final = Decimal(1_000_000)
_FARTHEST_BACK: Final = Decimal(-1_000_000)
_UNIT: Final = Decimal(UNIT)
_FLIPPED: Final = bytes([1, 0]) + bytes(254)
# Rounds nothing that progress can be, and refuses what it cannot be before a number of a million digits is made of it.
_READING: Final = Context(
    prec=200, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=200, capitals=1, clamp=0, flags=[],
    traps=[InvalidOperation, Overflow],
)  # fmt: skip
_PLAIN: Final = frozenset({Decimal, NoneType})
_REMEMBERED: Final = 10_000
_ONE_BY_ONE: Final = 32  # rolling up anew takes as long as this share of all goals changed one by one


class RollUp:
    """How far everything in a line of sight is, given how far what was measured is.

    Unlike most here it changes: `update` keeps it as things are, in microseconds among a million goals. Whoever holds
    it shares it with nobody, or gives away a copy.

    ``progress`` maps ids to what is known of them: `Progress` counts clamped, a number as it is (up to a million either
    way, to twelve decimals). What is not in the line of sight is passed over.

    >>> sight = LineOfSight.of(
    ...     ["swaps", "cover", "rota"], [("swaps", "rota", 3), ("cover", "rota"), ("rota", "calm")], visions=["calm"]
    ... )
    >>> rolled = RollUp(sight, {"swaps": Decimal("0.8"), "cover": None})
    >>> rolled.progress("calm"), rolled.contributed("rota")
    (Decimal('0.8'), Mean(value=Decimal('0.8'), counted=1, missing=('cover',)))
    >>> rolled.update({"cover": "0.4"}), rolled.progress("calm")
    (('cover', 'rota', 'calm'), Decimal('0.7'))
    """

    __slots__ = ("_known", "_measured", "_sums", "_values", "_whole", "sight")

    def __init__(self, sight: LineOfSight, progress: Mapping[str, Known]) -> None:
        self.sight = sight
        self._values, self._measured = _read(sight.ids, progress)
        """Progress in units of the last decimal, 0 where it is not known."""
        self._known = bytearray(self._measured)
        self._sums = [0] * len(sight)
        """What the contributors of each add up to, each times its weight."""
        self._whole = array("q", [0]) * len(sight)
        """What those of them weigh together that are known."""
        self._roll_up()

    def progress(self, id: str) -> Decimal | None:
        """How far it is, or None where nothing is known."""
        place = self.sight.place(id)
        return told(self._values[place]) if self._known[place] else None

    def contributed(self, id: str) -> Mean:
        """How far what contributes to it is, and of what of that nothing is known, also where it is measured itself.

        Where the two differ, the goal moves and its contributors do not, or the other way round: worth a talk.
        """
        place, down = self.sight.place(id), self.sight.network.down
        row, whole = down.at(place), self._whole[place]
        missing = tuple(self.sight.ids[end] for end in row if not self._known[end])
        if not whole:
            return Mean(None, 0, missing)
        return Mean(told(nearest(self._sums[place], whole)), len(row) - len(missing), missing)

    def mean(self, ids: Iterable[str], weights: Mapping[str, Number] | None = None) -> Mean:
        """The mean over some goals, such as a team's or all ``below`` a vision: each counts once.

        >>> sight = LineOfSight.of("abcd", [("d", "b"), ("d", "c"), ("b", "a"), ("c", "a")])
        >>> RollUp(sight, {"b": "0.5", "d": 1}).mean([*sight.below("a"), "d"])
        Mean(value=Decimal('0.833333333333'), counted=3, missing=())
        """
        return mean({id: self.progress(id) for id in ids}, weights)

    def missing(self) -> tuple[str, ...]:
        """The goals of which nothing is known, so that they count nowhere."""
        return tuple(compress(self.sight.ids[: self.sight.goals], self._known.translate(_FLIPPED)))

    def items(self) -> Iterator[tuple[str, Decimal | None]]:
        """Everything with its progress."""
        for id, known, value in zip(self.sight.ids, self._known, self._values, strict=True):
            yield id, told(value) if known else None

    def update(self, progress: Mapping[str, Known]) -> tuple[str, ...]:
        """Take in what was measured anew, None for what no longer is, and tell whose progress has changed by that.

        Only these and what is above them is touched (the first time, the links are sorted for it). If one of them is
        refused, nothing has changed.
        """
        sight, changes = self.sight, dict[int, int | None]()
        for id, value in progress.items():
            changes[sight.place(id)] = _units(id, value)
        few = len(changes) * _ONE_BY_ONE <= len(self._known)
        changed = self._upwards(changes) if few else self._all_anew(changes)
        return tuple(map(sight.ids.__getitem__, changed))

    def _measure(self, changes: Mapping[int, int | None]) -> None:
        for place, units in changes.items():
            self._measured[place] = units is not None
            self._values[place] = units or 0

    def _all_anew(self, changes: Mapping[int, int | None]) -> list[int]:
        """Roll up everything; what has changed, from the bottom to the top."""
        values, known = self._values[:], self._known
        self._measure(changes)
        self._known = bytearray(self._measured)
        self._roll_up()
        return [
            place
            for place in self.sight.network.order
            if values[place] != self._values[place] or known[place] != self._known[place]
        ]

    def _roll_up(self) -> None:
        """Everything that is not measured, from the bottom to the top."""
        values, known, measured, sums, whole = self._values, self._known, self._measured, self._sums, self._whole
        network = self.sight.network
        first, ends, weights = network.down.first, network.down.ends, network.down.weights
        for place in network.parents:
            total = size = 0
            for link in range(first[place], first[place + 1]):
                end = ends[link]
                if known[end]:
                    weight = weights[link]
                    total += values[end] * weight
                    size += weight
            sums[place], whole[place] = total, size
            if not measured[place]:
                values[place], known[place] = (nearest(total, size), 1) if size else (0, 0)

    def _upwards(self, changes: Mapping[int, int | None]) -> list[int]:
        """Follow changes to what is above them, each place after all that contributes to it."""
        values, known, measured, sums, whole = self._values, self._known, self._measured, self._sums, self._whole
        turns, up = self.sight.network.turns, self.sight.network.up
        first, ends, weights = up.first, up.ends, up.weights
        ahead, changed = self._begun(changes)
        while ahead:
            place = heappop(ahead) & PLACE
            while not measured[place]:  # and up, for as long as there is one way and nothing else waits
                size = whole[place]
                if not size or not known[place]:
                    if self._moved(place, nearest(sums[place], size) if size else 0, 1 if size else 0, ahead):
                        changed.append(place)
                    break
                now, rest = divmod(sums[place], size)  # `nearest`, which to call would take longer
                if rest * 2 >= size and (rest * 2 > size or now & 1):
                    now += 1
                gained = now - values[place]
                if not gained:
                    break
                values[place] = now
                changed.append(place)
                link, stop = first[place], first[place + 1]
                if ahead or stop - link != 1:
                    while link != stop:  # a range would take longer, too
                        above = ends[link]
                        sums[above] += weights[link] * gained
                        heappush(ahead, turns[above])  # perhaps again; then there is nothing left to do there
                        link += 1
                    break
                place = ends[link]
                sums[place] += weights[link] * gained
        return sorted(changed, key=turns.__getitem__) if len(changes) > 1 else changed

    def _begun(self, changes: Mapping[int, int | None]) -> tuple[list[int], list[int]]:
        """Take in what was measured; the turns of what may follow, and the places that have changed."""
        ahead, changed = list[int](), list[int]()
        for place, own in changes.items():
            self._measured[place] = own is not None
            if own is None:
                heappush(ahead, self.sight.network.turns[place])
            elif self._moved(place, own, 1, ahead):
                changed.append(place)
        return ahead, changed

    def _moved(self, place: int, now: int, is_known: int, ahead: list[int]) -> bool:
        """Let a place be so far from now on, or not known; whether that changes anything."""
        gained, learned = now - self._values[place], is_known - self._known[place]
        if not gained and not learned:
            return False
        self._values[place], self._known[place] = now, is_known
        turns, up, sums, whole = self.sight.network.turns, self.sight.network.up, self._sums, self._whole
        for link in range(up.first[place], up.first[place + 1]):
            above, weight = up.ends[link], up.weights[link]
            sums[above] += weight * gained
            if learned:
                whole[above] += weight * learned
            heappush(ahead, turns[above])
        return True


class _Units(dict[Decimal | None, int]):
    """Progress in units of the last decimal; goals often share theirs, so that few are worked out."""

    def __missing__(self, value: Decimal | None) -> int:
        units = _units("", value) or 0
        if len(self) < _REMEMBERED:
            self[value] = units
        return units


def _read(ids: tuple[str, ...], progress: Mapping[str, Known]) -> tuple[array[int], bytearray]:
    """The progress of all of these, 0 where there is none, and of which there is any."""
    told_in_order = len(progress) <= len(ids) and all(map(eq, progress, ids))  # as they are, out of one list of goals
    column = [*progress.values()] if told_in_order else [*map(progress.get, ids)]
    column += repeat(None, len(ids) - len(column))
    if {*map(type, column)} <= _PLAIN:  # or a float would pass for its equal
        with suppress(Inconsistent, TypeError):
            values = array("q", map(_Units().__getitem__, cast("list[Decimal | None]", column)))
            return values, bytearray(map(is_not, column, repeat(None)))
    units = [*map(_units, ids, column)]  # one by one, to take what is not plain and to name what is wrong
    return array("q", (one or 0 for one in units)), bytearray(one is not None for one in units)


def _units(id: str, value: Known) -> int | None:
    """The progress of one goal in units of the last decimal."""
    if type(value) is not Decimal or not value.is_finite():
        if value is None:
            return None
        if isinstance(value, Progress):
            return _units(id, value.clamped)
        value = number(value, f"progress[{id}]")
    if not _FARTHEST_BACK <= value <= _FARTHEST:
        raise Inconsistent(f"progress[{id}]", "is more than a million times the way; give it clamped")
    return round(_READING.multiply(value, _UNIT))
