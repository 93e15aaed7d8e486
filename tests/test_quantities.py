from __future__ import annotations

from decimal import Context, Decimal, localcontext

import pytest

from coleadership.errors import Inconsistent
from coleadership.goals.quantities import UNIT, grains, nearest, number, share, told, weight


class TestNumber:
    @pytest.mark.parametrize(
        ("given", "taken"),
        [
            (Decimal("5.9"), "5.9"),
            (10, "10"),
            ("5.9", "5.9"),
            (" -3 ", "-3"),
            ("1e3", "1E+3"),
            ("0.000000000000000001", "1E-18"),
            ("999999999999999999.999999999999999999", "999999999999999999.999999999999999999"),
            ("2.50", "2.50"),
            (Decimal("-0.00"), "0"),
            ("0E+999999", "0"),
        ],
    )
    def test_takes_what_is_exact(self, given: Decimal | int | str, taken: str) -> None:
        """A Decimal, a whole number and a text are taken as they are, except that there is no negative nothing."""
        assert str(number(given)) == taken

    @pytest.mark.parametrize("given", [0.1, 5.9, -3.0, 1e-7])
    def test_refuses_a_float_and_says_what_works(self, given: float) -> None:
        """A float is refused, as 0.1 is not a tenth; the text that the sentence offers is taken."""
        with pytest.raises(Inconsistent, match=r"^kilos: .* is a float, .*; give the text '(.*)'$") as refused:
            _ = number(given, "kilos")  # type: ignore[arg-type]
        offered = refused.value.reason.rpartition("the text ")[2].strip("'")
        assert float(number(offered)) == given

    @pytest.mark.parametrize(
        "given",
        ["NaN", "-Infinity", "sNaN", Decimal("NaN"), Decimal("Infinity"), float("nan"), float("inf"), -float("inf")],
    )
    def test_refuses_what_cannot_be_counted_with(self, given: Decimal | str) -> None:
        """Not a number and without end are refused, in whatever form they come."""
        with pytest.raises(Inconsistent, match=r"^number: .* cannot be counted with; give a finite number"):
            _ = number(given)

    @pytest.mark.parametrize("given", [True, None, "", "5,9", "ten", "1" * 101, [1], object(), b"5", 1j])
    def test_refuses_what_is_no_number(self, given: object) -> None:
        """A truth value, a comma and whatever else is no number are refused, with what works."""
        with pytest.raises(Inconsistent, match=r"^number: .* is no number; give a Decimal, a whole number or a text"):
            _ = number(given)  # type: ignore[arg-type]

    @pytest.mark.parametrize("given", ["1E+18", -(10**18), pytest.param(10**5_000, id="huge"), Decimal("1E+999999")])
    def test_refuses_what_is_too_large(self, given: Decimal | int | str) -> None:
        """Beyond 10^18 nobody measures; the sentence says to count in a larger unit."""
        with pytest.raises(Inconsistent, match=r"below 10\^18 in size; count in a larger unit"):
            _ = number(given)

    @pytest.mark.parametrize("given", ["1E-19", Decimal("1E-999999"), Decimal("0." + "1" * 60)])
    def test_refuses_what_is_too_fine(self, given: Decimal | str) -> None:
        """After 18 decimals it ends."""
        with pytest.raises(Inconsistent, match="has up to 18 decimals"):
            _ = number(given)

    def test_takes_noughts_after_that(self) -> None:
        """Only decimals that say something count."""
        assert number("1." + "0" * 90) == 1


class TestWeight:
    def test_may_be_nothing(self) -> None:
        """What weighs nothing does not count, and that can be said."""
        assert weight(0) == 0
        assert weight("0.25") == Decimal("0.25")

    @pytest.mark.parametrize("given", [-1, "-0.01"])
    def test_is_never_less(self, given: int | str) -> None:
        """Nothing counts against others."""
        with pytest.raises(Inconsistent, match=r"^weights\.a: .* is less than nothing"):
            _ = weight(given, "weights.a")


class TestShare:
    @pytest.mark.parametrize(
        ("part", "whole", "result"),
        [
            (6, 10, "0.6"),
            (10, 13, "0.769230769231"),
            (-2, -3, "0.666666666667"),
            (1, -3, "-0.333333333333"),
            (0, 7, "0"),
            (12, 10, "1.2"),
            (100, 10, "10"),
            (1, 2 * UNIT, "0"),
            (3, 2 * UNIT, "2E-12"),
            (-1, 2 * UNIT, "0"),
        ],
    )
    def test_is_rounded_once_to_the_even_neighbour(self, part: int, whole: int, result: str) -> None:
        """A share has twelve decimals; of two that are equally near, the even one is told."""
        assert share(part, whole) == Decimal(result)

    def test_owes_nothing_to_the_context_of_the_host(self) -> None:
        """A host that reckons in three digits, or traps what is inexact, gets the same share."""
        alone = share(grains(number("42.123456789") - 32), grains(Decimal(13)))
        for context in (Context(prec=3), Context(prec=3, Emax=5, Emin=-5), Context(prec=28, traps=[*Context().traps])):
            with localcontext(context):
                assert number("123456.789") == Decimal("123456.789")
                assert str(share(grains(number("10.123456789")), grains(Decimal(13)))) == str(alone)


class TestNearest:
    @pytest.mark.parametrize(
        ("part", "whole", "result"), [(5, 2, 2), (7, 2, 4), (-5, 2, -2), (-7, 2, -4), (8, 3, 3), (-8, 3, -3), (7, 3, 2)]
    )
    def test_takes_the_even_one_of_two(self, part: int, whole: int, result: int) -> None:
        """Halves go to the even neighbour, above and below nothing alike."""
        assert nearest(part, whole) == result
        assert type(nearest(part, whole)) is int


class TestTold:
    @pytest.mark.parametrize("units", [0, 1, -1, UNIT, 10 * UNIT, UNIT // 4, -UNIT // 3, 10**30 + 1])
    def test_says_exactly_that_many_units(self, units: int) -> None:
        """Nothing is lost in telling, and no nought is said that says nothing."""
        with localcontext(Context(prec=100)):
            assert told(units) * UNIT == units
        assert str(told(units)) == str(told(units)).rstrip("0") or told(units) == int(told(units))
