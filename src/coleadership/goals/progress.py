"""How far along: progress that may be unknown, means that name what is missing, the colours of scores, confidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.goals.quantities import Number, grains, number, share, weight

__all__ = ["Band", "Mean", "Progress", "band", "confidence", "mean"]

_NONE: Final = Decimal(0)
_ALL: Final = Decimal(1)
_GREEN: Final = Decimal("0.65")  # which is 0.7 to one decimal
_YELLOW: Final = Decimal("0.35")


class Band(StrEnum):
    """The colours in which scores of 0 to 1 are read.

    >>> [colour.value for colour in Band]
    ['green', 'yellow', 'red']
    """

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@attrs.frozen(slots=True, weakref_slot=False)
class Progress:
    """The share of the way that lies behind; ``raw`` is below 0 when going backwards, above 1 beyond the target.

    Where it cannot be said, ``raw`` is None and ``reason`` says why: not known is not the same as nothing done.

    >>> Progress(Decimal("1.2")).clamped, Progress(None, "nothing has been read yet").clamped
    (Decimal('1'), None)
    """

    raw: Decimal | None
    reason: str = ""

    @property
    def clamped(self) -> Decimal | None:
        """The same between 0 and 1, for scores and means: too much of one thing hides nothing of another."""
        return None if self.raw is None else min(max(self.raw, _NONE), _ALL)


@attrs.frozen(slots=True, weakref_slot=False)
class Mean:
    """A weighted mean, how many parts are in it, and which could not be.

    ``value`` is None where nothing could be counted: who was never asked is not at 0 %.
    """

    value: Decimal | None
    counted: int
    missing: tuple[str, ...] = ()


def mean(parts: Mapping[str, Progress | Number | None], weights: Mapping[str, Number] | None = None) -> Mean:
    """The mean of what is known of some parts; the others are left out, weight and all, and named.

    Without weights it is the plain average by which Google grades an objective (re:Work, “Set goals with OKRs”).
    `Progress` counts clamped, a bare number as it is. To leave out what is missing is this library's rule.

    >>> mean({"signups": "0.6", "revenue": "0.9", "churn": "0.3"}).value
    Decimal('0.6')
    >>> mean({"signups": "0.6", "revenue": None})
    Mean(value=Decimal('0.6'), counted=1, missing=('revenue',))
    """
    weights = {} if weights is None else weights
    if unknown := weights.keys() - parts.keys():
        raise Inconsistent("weights", f"{min(unknown)!r} is none of the parts; choose from {', '.join(parts)}")
    sizes = {part: grains(weight(weights.get(part, 1), f"weights.{part}")) for part in parts}
    if parts and not any(sizes.values()):
        raise Inconsistent("weights", "no part weighs anything, so there is no mean; give at least one a weight")
    known = {part: grains(value) for part, value in _known(parts)}
    missing = tuple(part for part in parts if part not in known)
    whole = sum(sizes[part] for part in known)
    if not whole:
        return Mean(None, 0, missing)
    sum_ = sum(sizes[part] * value for part, value in known.items())
    return Mean(share(sum_, whole * grains(_ALL)), len(known), missing)


def _known(parts: Mapping[str, Progress | Number | None]) -> Iterable[tuple[str, Decimal]]:
    for part, value in parts.items():
        if isinstance(value, Progress):
            if value.clamped is not None:
                yield part, value.clamped
        elif value is not None:
            yield part, number(value, part)


def band(score: Number) -> Band:
    """The colour of a score: 0.7 and more is green, 0.4 to 0.6 yellow, 0.3 and less red (John Doerr).

    His bands leave gaps, so a score is first rounded to one decimal, a half upwards; that rule is this library's.

    >>> band("0.63"), band("0.65"), band("0.35")
    (<Band.YELLOW: 'yellow'>, <Band.GREEN: 'green'>, <Band.YELLOW: 'yellow'>)
    """
    taken = number(score, "score")
    if taken >= _GREEN:
        return Band.GREEN
    return Band.YELLOW if taken >= _YELLOW else Band.RED


def confidence(value: Number, *, out_of: int = 1) -> Decimal:
    """How sure people are to get there, from 0 to 1; say ``out_of=10`` where they told it on a scale up to 10.

    >>> confidence("0.7"), confidence(7, out_of=10)
    (Decimal('0.7'), Decimal('0.7'))
    """
    taken = number(value, "confidence")
    if type(out_of) is not int or not 1 <= out_of <= 100:
        raise Inconsistent("confidence", f"a scale up to {out_of} is none; choose a whole number from 1 to 100")
    if not 0 <= taken <= out_of:
        hint = " (out_of=10 takes the scale from 1 to 10)" if out_of == 1 else ""
        raise Inconsistent("confidence", f"{taken} is outside the scale; choose from 0 to {out_of}{hint}")
    return share(grains(taken), out_of * grains(_ALL))
