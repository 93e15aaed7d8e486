"""Contributions: what a goal is good for, said goal by goal, and not numbers that are handed down.

A goal *aligns*: whoever words it says what it contributes to and how. It may contribute to several things, in other
teams and other periods.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.goals.quantities import Number, grains, weight
from coleadership.ids import any_id, kind_of
from coleadership.prose import Prose, line

__all__ = ["CONTRIBUTED_TO", "Contribution"]

CONTRIBUTED_TO: Final = ("goal", "assignment", "mission", "vision", "aim")
"""What a goal can contribute to, by the kind that an id shows; an aim is a part of a vision."""

_HEAVIEST: Final = 1_000_000
_FINEST: Final = grains(Decimal("0.000001"))  # as fine as a roll-up through a million goals can count


def _to(value: object) -> str:
    id = any_id(value, "contributions.to")
    if kind_of(id) not in CONTRIBUTED_TO:
        known = ", ".join(CONTRIBUTED_TO)
        raise Inconsistent("contributions.to", f"{id[:60]!r} is none of {known}; give the id of one of these")
    return id


def _weight(value: Number) -> Decimal:
    taken = weight(value, "contributions.weight")
    if taken > _HEAVIEST or grains(taken) % _FINEST:
        reason = f"{taken} is above a million or finer than six decimals; only the ratio counts, so choose others"
        raise Inconsistent("contributions.weight", reason)
    return taken


def _how(words: str | Prose | None) -> Prose | None:
    return words if words is None or isinstance(words, Prose) else line(words, field="contributions.how")


@attrs.frozen(slots=True, weakref_slot=False)
class Contribution:
    """What a goal contributes to, how much that weighs there, and how it does so, in a line.

    Weights are compared with those of whatever else contributes to the same, so only their ratio counts.

    >>> calm = Contribution("vision_calm", weight="0.5", how="Nobody waits for the rota")
    >>> calm.weight, str(calm.how)
    (Decimal('0.5'), 'Nobody waits for the rota')
    >>> Contribution("person_bo")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: contributions.to: 'person_bo' is none of goal, assignment, mission, vision, ...
    """

    to: str = attrs.field(converter=_to)
    weight: Decimal = attrs.field(default=Decimal(1), converter=_weight, kw_only=True)
    how: Prose | None = attrs.field(default=None, converter=_how, kw_only=True)

    def owned_by(self, person: str) -> Contribution:
        """The same contribution, its words said by this person unless they are somebody's already."""
        return self if self.how is None else attrs.evolve(self, how=self.how.owned_by(person))
