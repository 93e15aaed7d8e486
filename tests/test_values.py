from __future__ import annotations

from typing import Any

import pytest

import coleadership as co
from coleadership.errors import Inconsistent
from coleadership.purpose.values import Value
from tests.builders import AT, agreed, later


def drafted(**fields: Any) -> Value:  # noqa: ANN401 - whatever a value may say
    """A value of anna's, about which bo is asked."""
    return Value.draft("Care", asked=["bo"], by="anna", at=AT, **fields)


class TestSigns:
    def test_say_how_we_notice_it(self) -> None:
        """Behaviours, one a line, owned by whoever worded them."""
        care = drafted(signs=["Who is late is asked how they are", "We thank first"])
        assert [str(sign) for sign in care.signs] == ["Who is late is asked how they are", "We thank first"]
        assert {sign.owner for sign in care.signs} == {"anna"}

    def test_are_needed_before_it_is_proposed(self) -> None:
        """A value that nobody could notice can be drafted, and no more."""
        with pytest.raises(Inconsistent, match="signs: say how you notice it"):
            _ = drafted(body="We care").propose(by="anna", at=AT)
        assert drafted(signs=["We ask"]).propose(by="anna", at=AT).status == "proposed"

    def test_stay_whose_they_were_when_others_are_added(self) -> None:
        """Bo's new sign is bo's, anna's old one is anna's."""
        care = drafted(signs=["We ask"]).revise(by="bo", signs=["We ask", "We thank"], at=later(1))
        assert [sign.owner for sign in care.signs] == ["anna", "bo"]

    @pytest.mark.parametrize(
        "signs", ["We ask", [""], ["a\nb"], [7], ["a"] * 51], ids=["text", "empty", "lines", "number", "many"]
    )
    def test_refuses_what_is_no_list_of_lines(self, signs: Any) -> None:  # noqa: ANN401 - whatever is given
        """A sentence names the field."""
        with pytest.raises(Inconsistent, match=r"^signs: "):
            _ = drafted(signs=signs)


class TestReference:
    def test_an_agreement_serves_it_by_its_id(self) -> None:
        """From a value to all that refers to it."""
        with co.open_journal("memory:") as journal:
            care = journal.save(
                Value.in_meeting("Care", asked=["bo"], present=["anna", "bo"], by="anna", signs=["We ask"], at=AT)
            )
            rota = journal.save(agreed(links=[care.id]))
            assert [found.id for found in journal.find(co.Agreement, serves=care.id)] == [rota.id]
