"""What promises lack, of agreements to which anything may have happened."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from coleadership.agreements.agreement import Agreement
from coleadership.insights.promises import unbacked_promises
from coleadership.testing.builders import AT
from coleadership.testing.strategies import agreements, moments

SEVERAL = st.lists(agreements(), max_size=3)


class TestUnbackedPromises:
    @given(several=SEVERAL, now=moments(), data=st.data())
    def test_are_the_same_in_any_order(self, several: list[Agreement], now: datetime, data: st.DataObject) -> None:
        """What is told does not depend on what was looked at first, and nothing is told twice."""
        told = unbacked_promises(several, now=now)
        assert unbacked_promises(data.draw(st.permutations(several)), now=now) == told
        assert len({*told}) == len(told)

    @given(several=SEVERAL)
    def test_have_reasons_and_are_of_what_binds(self, several: list[Agreement]) -> None:
        """Each says what is lacking and whose promise it is, of an agreement that binds."""
        binding = {one.id for one in several if one.is_binding(AT.date())}
        for one in unbacked_promises(several, now=AT):
            assert one.subject in binding
            assert one.lacks
            assert {*one.people} <= {"anna", "bo"}
            assert one.sentence.startswith("“")
