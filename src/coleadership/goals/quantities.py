"""Exact numbers: what is taken for one, and shares of one another that are rounded once.

Every number that is taken here is a whole multiple of 10^-18, so that differences, sums and products are those of whole
numbers. A share is rounded when it is told: to twelve decimals, a half to the even neighbour. Neither the decimal
context of the host nor binary fractions have a part in it.
"""

from __future__ import annotations

from decimal import Context, Decimal, InvalidOperation
from math import isfinite
from typing import Final

from coleadership.errors import Inconsistent

__all__ = ["PLACES", "UNIT", "Number", "grains", "nearest", "number", "share", "told", "weight"]

Number = Decimal | int | str
"""What is taken for a number: a Decimal, a whole number, or a text such as ``"5.9"``."""

PLACES: Final = 12
"""A share is told to this many decimals."""
UNIT: Final = 10**PLACES
"""The whole of something, in units of the last decimal told."""

_FINEST: Final = 18
_BEYOND: Final = Decimal(10) ** 18
_LONGEST: Final = 100
_EXACT: Final = Context(prec=200, Emin=-999_999, Emax=999_999, capitals=1, clamp=0, flags=[], traps=[InvalidOperation])


def number(value: Number, field: str = "number") -> Decimal:
    """Take an exact number from outside: below 10^18 in size, with up to 18 decimals.

    >>> number("5.9"), number(10)
    (Decimal('5.9'), Decimal('10'))
    >>> number(5.9)
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: number: 5.9 is a float, so not exactly what it looks like; give the text '5.9'
    """
    taken = _decimal(value, field)
    if not taken.is_finite():
        raise Inconsistent(field, f"{taken} cannot be counted with; give a finite number, or none if it is not known")
    if not taken.copy_abs() < _BEYOND:
        raise Inconsistent(field, "a number is below 10^18 in size; count in a larger unit, such as millions")
    if taken != _EXACT.quantize(taken, Decimal((0, (1,), -_FINEST))):
        raise Inconsistent(field, "a number has up to 18 decimals; round it, or count in a smaller unit")
    return _EXACT.plus(taken) if taken else Decimal(0)


def _decimal(value: object, field: str) -> Decimal:
    """What a value says exactly, however large."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value) if value.bit_length() <= _LONGEST else _BEYOND
    if isinstance(value, str) and len(value) <= _LONGEST:
        try:
            return Decimal(value, _EXACT)
        except InvalidOperation:
            pass
    if isinstance(value, float):
        if not isfinite(value):
            return Decimal(value)
        raise Inconsistent(field, f"{value} is a float, so not exactly what it looks like; give the text '{value}'")
    shown = f"{value[:40]!r}" if isinstance(value, str) else f"{type(value).__name__}"
    raise Inconsistent(field, f"{shown} is no number; give a Decimal, a whole number or a text such as '5.9'")


def weight(value: Number, field: str = "weight") -> Decimal:
    """Take a weight, nothing or more; only the ratio of weights counts, so they need not add up to 1.

    >>> weight(-1)
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: weight: -1 is less than nothing; give 0 for what shall not count, or more
    """
    taken = number(value, field)
    if taken < 0:
        raise Inconsistent(field, f"{taken} is less than nothing; give 0 for what shall not count, or more")
    return taken


def grains(value: Decimal) -> int:
    """A number in whole units of 10^-18, to reckon with exactly.

    >>> grains(Decimal("5.9")) * 2
    11800000000000000000
    """
    return int(value.scaleb(_FINEST, _EXACT))


def share(part: int, whole: int) -> Decimal:
    """How much of a whole a part is: both in the same units, the whole more or less than 0.

    >>> share(42 - 32, 45 - 32), share(6 - 8, 5 - 8), share(9 - 8, 5 - 8)
    (Decimal('0.769230769231'), Decimal('0.666666666667'), Decimal('-0.333333333333'))
    """
    return told(nearest(part * UNIT, whole) if whole > 0 else nearest(-part * UNIT, -whole))


def nearest(part: int, whole: int) -> int:
    """The whole number nearest to a quotient, the even one of two; the divisor is more than 0.

    >>> nearest(5, 2), nearest(7, 2), nearest(-5, 3)
    (2, 4, -2)
    """
    quotient, rest = divmod(part, whole)
    return quotient + (rest * 2 > whole or (rest * 2 == whole and quotient & 1))


def told(units: int) -> Decimal:
    """A share in units of the last decimal, as a number.

    >>> told(600_000_000_000), told(UNIT * 10)
    (Decimal('0.6'), Decimal('10'))
    """
    whole, rest = divmod(units, UNIT)
    return Decimal(units).scaleb(-PLACES, _EXACT).normalize(_EXACT) if rest else Decimal(whole)
