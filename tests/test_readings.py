from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from coleadership.errors import Inconsistent
from coleadership.goals.readings import Reading, Seen, unit_of


class TestOf:
    @pytest.mark.parametrize(
        ("seen", "reading"),
        [
            (42, Reading(number=42)),
            ("5.9", Reading(number=Decimal("5.9"))),
            (Decimal(0), Reading(number=0)),
            (True, Reading(yes=True)),
            (False, Reading(yes=False)),
            (["a", "b", "a"], Reading(done=("b", "a"))),
            ([], Reading(done=())),
            (Reading(number=3, unit="kr"), Reading(number=3, unit="kr")),
            (None, None),
        ],
    )
    def test_takes_what_people_mean(self, seen: Seen | None, reading: Reading | None) -> None:
        """A number, a text with one, yes or no, and a list of ids each are the reading they look like."""
        assert Reading.of(seen) == reading

    def test_takes_no_float(self) -> None:
        """What was seen is told exactly."""
        with pytest.raises(Inconsistent, match=r"^reading: 5\.9 is a float"):
            _ = Reading.of(5.9)  # type: ignore[arg-type]


class TestReading:
    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({}, "a reading is one thing"),
            ({"number": 1, "yes": True}, "a reading is one thing"),
            ({"yes": 1}, "1 is neither yes nor no"),
            ({"yes": True, "unit": "kr"}, "only a number has a unit"),
            ({"number": "NaN"}, "NaN cannot be counted with"),
            ({"done": [""]}, "'' is no id"),
            ({"done": [7]}, "7 is no id"),
        ],
    )
    def test_cannot_exist_wrong(self, fields: dict[str, Any], sentence: str) -> None:
        """A reading is exactly one of the three, and right."""
        with pytest.raises(Inconsistent, match=f"^reading: {sentence}"):
            _ = Reading(**fields)

    def test_in_another_unit_is_refused(self) -> None:
        """Nobody takes millions for thousands; a number without a unit is in that of the measure."""
        assert Reading(number=3).number_in("kSEK") == Reading(number=3, unit="kSEK").number_in("kSEK") == 3
        with pytest.raises(Inconsistent, match=r"^reading: it is in MSEK and the measure in kSEK; convert it first"):
            _ = Reading(number=3, unit="MSEK").number_in("kSEK")
        with pytest.raises(Inconsistent, match=r"^reading: it is in MSEK and the measure without a unit"):
            _ = Reading(number=3, unit="MSEK").number_in(None)

    @pytest.mark.parametrize(
        ("reading", "question", "sentence"),
        [
            (Reading(yes=True), "number", "True is no number; this measure is read as one"),
            (Reading(done=["a"]), "number", "a list is no number"),
            (Reading(number=0), "yes", "0 is neither yes nor no; give True or False"),
            (Reading(number=1), "done", "1 does not say which are done"),
        ],
    )
    def test_of_another_sort_is_refused(self, reading: Reading, question: str, sentence: str) -> None:
        """A measure that asks for one thing takes no other for it."""
        ask = {"number": lambda: reading.number_in(None), "yes": reading.yes_or_no, "done": reading.ids_done}
        with pytest.raises(Inconsistent, match=f"^reading: {sentence}"):
            _ = ask[question]()


class TestUnitOf:
    def test_takes_a_few_characters(self) -> None:
        """What stands around it is no part of a unit."""
        assert unit_of(" kr/månad ") == "kr/månad"
        assert unit_of(None) is None

    @pytest.mark.parametrize("unit", ["", "  ", "a\nb", "x" * 51, 7])
    def test_refuses_others(self, unit: str) -> None:
        """A unit is a word, not a text."""
        with pytest.raises(Inconsistent, match=r"^unit: .* is no unit; give up to 50 characters"):
            _ = unit_of(unit)
