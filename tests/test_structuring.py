"""From plain JSON to declared types: nothing is taken for something else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal, localcontext
from enum import StrEnum

import attrs
import pytest
from cattrs import BaseConverter
from cattrs.errors import ForbiddenExtraKeysError

from coleadership.errors import Inconsistent
from coleadership.recording.structuring import strict_converter


class Season(StrEnum):
    """Something with a few values."""

    SPRING = "spring"
    AUTUMN = "autumn"


@attrs.frozen
class Ready:
    """Something that is made elsewhere."""


@attrs.frozen
class Plan:
    """Something of every sort of field."""

    name: str
    days: int | None
    share: float
    seasons: frozenset[Season]
    notes: list[str]
    pair: tuple[str, int]
    since: date
    read: datetime
    ready: Ready
    price: Decimal
    clock: time


READY = Ready()
PLAIN: dict[str, object] = {
    "name": "Evening rota", "days": 14, "share": 0.5, "seasons": ["autumn"], "notes": ["a"], "pair": ["b", 1],
    "since": "2026-02-03", "read": "2026-02-03T10:00:00+02:00", "ready": READY,
    "price": "0.10", "clock": "09:30:00",
}  # fmt: skip
WRONG: list[tuple[str, object]] = [
    ("name", 5), ("name", None), ("days", True), ("days", "14"), ("days", 14.0), ("share", 1), ("share", "nan"),
    ("seasons", "autumn"), ("seasons", ["winter"]), ("seasons", [1]), ("notes", "abc"), ("notes", {"a": 1}),
    ("notes", [1]), ("pair", ["b"]), ("pair", ["b", 1, 2]), ("pair", "b1"), ("since", 5), ("since", "yesterday"),
    ("read", "2026-02-03T10:00:00"), ("read", None), ("ready", {}), ("surplus", 1),
    ("price", 5), ("price", 0.1), ("price", True), ("price", None), ("price", "NaN"), ("price", "Infinity"),
    ("price", "-0x1"), ("price", "cheap"), ("price", " 1"), ("price", "1e3"), ("price", "01"), ("price", "1_0"),
    ("price", "٣"), ("price", "1" * 101),
    ("clock", "9:30"), ("clock", "09:30"), ("clock", 9), ("clock", None), ("clock", "09:30:00Z"), ("clock", "093000"),
]  # fmt: skip


@pytest.fixture
def converter() -> BaseConverter:
    """One that takes what is ready as it is."""
    return strict_converter(Ready)


class TestStrictConverter:
    def test_takes_what_is_declared(self, converter: BaseConverter) -> None:
        """Every value of its very type is taken, points in time in UTC."""
        read = datetime(2026, 2, 3, 8, tzinfo=UTC)
        expected = Plan(
            "Evening rota",
            14,
            0.5,
            frozenset({Season.AUTUMN}),
            ["a"],
            ("b", 1),
            date(2026, 2, 3),
            read,
            READY,
            Decimal("0.10"),
            time(9, 30),
        )
        assert converter.structure(PLAIN, Plan) == expected
        assert converter.structure({**PLAIN, "days": None}, Plan) == attrs.evolve(expected, days=None)

    @pytest.mark.parametrize(("field", "value"), WRONG)
    def test_takes_nothing_for_something_else(self, converter: BaseConverter, field: str, value: object) -> None:
        """A value of another type, or a key beyond those declared, is refused and never bent into shape."""
        with pytest.raises((TypeError, ValueError, ForbiddenExtraKeysError)):
            _ = converter.structure({**PLAIN, field: value}, Plan)

    def test_writes_no_float(self, converter: BaseConverter) -> None:
        """A float is not exactly what it looks like, so it is refused before it is recorded."""
        with pytest.raises(Inconsistent, match=r"0\.1 is a float, .* record a Decimal"):
            _ = converter.unstructure({"reading": 0.1})

    def test_writes_what_it_takes(self, converter: BaseConverter) -> None:
        """What is written is read again as it was, sets in order."""
        seasons = json.loads(json.dumps(converter.unstructure(frozenset(Season))))
        assert seasons == ["autumn", "spring"]
        assert converter.structure(seasons, frozenset[Season]) == frozenset(Season)
        assert converter.unstructure(date(2026, 2, 3)) == "2026-02-03"

    @pytest.mark.parametrize("number", ["0", "-0.0", "5.90", "1E+3", "1E-18", "-123456789012345678901234567890.5"])
    def test_writes_exact_numbers_as_they_are(self, converter: BaseConverter, number: str) -> None:
        """No digit is lost and none is added, whatever decimal context the host has set."""
        with localcontext(Context(prec=2, capitals=0)):
            written = converter.unstructure(Decimal(number))
            assert written == number
            assert str(converter.structure(written, Decimal).as_tuple()) == str(Decimal(number).as_tuple())
