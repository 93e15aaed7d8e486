"""Whose acts there were, whatever happened in whichever order it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coleadership.agreements.agreement import Agreement
from coleadership.heart.life import Adopted, Drafted, Proposed, RenegotiationCalled, Revised
from coleadership.insights.acts import Act
from coleadership.insights.influence import Influence, influence
from coleadership.testing.builders import DAY
from coleadership.testing.strategies import agreements

SEVERAL = st.lists(agreements(), max_size=3)


def told(several: Sequence[Agreement], since: date = date.min, until: date = date.max) -> Influence:
    """Who shaped these."""
    return influence([one.unrecorded for one in several], since=since, until=until)


class TestInfluence:
    @given(several=SEVERAL, data=st.data())
    def test_is_the_same_in_any_order(self, several: list[Agreement], data: st.DataObject) -> None:
        """It does not matter which agreement is looked at first."""
        assert told(data.draw(st.permutations(several))) == told(several)

    @given(several=SEVERAL)
    def test_shares_out_each_act_once(self, several: list[Agreement]) -> None:
        """The shares of all parts make one, and every act that was recorded counts once."""
        found = told(several)
        for _, shares in found.acts:
            parts = [shares.of(part) for part, _ in found.sides]
            assert all(share is None or 0 <= share <= 1 for share in parts)
            assert not shares.total or sum(share for share in parts if share is not None) == 1
        happened = [event for one in several for event in one.unrecorded]
        wordings = sum(isinstance(event, Drafted | Revised) for event in happened)
        assert found.of(Act.BEGAN).total + found.of(Act.REWORDED).total == wordings
        adopted = sum(isinstance(event, Adopted) for event in happened)
        assert found.of(Act.DECIDED).total == adopted
        assert found.of(Act.WORDED).total <= adopted
        assert found.of(Act.CALLED).total == sum(isinstance(event, RenegotiationCalled) for event in happened)
        assert found.of(Act.PROPOSED).total >= sum(isinstance(event, Proposed) for event in happened)

    @given(several=SEVERAL, days=st.lists(st.integers(-5, 200), min_size=1, max_size=4))
    def test_of_a_time_is_the_sum_of_its_parts(self, several: list[Agreement], days: list[int]) -> None:
        """Wherever one cuts, each act is in one of the parts."""
        cuts = [date.min, *(DAY + timedelta(day) for day in sorted({*days})), date.max]
        parts = [told(several, since, until - timedelta(1)) for since, until in pairwise(cuts)]
        whole = told(several, date.min, date.max - timedelta(1))
        for act in Act:
            assert whole.of(act).total == sum(part.of(act).total for part in parts)
        assert sum(len(one.days) for one in whole.waits) == sum(len(one.days) for part in parts for one in part.waits)

    @given(several=SEVERAL)
    def test_names_parts_and_nobody(self, several: list[Agreement]) -> None:
        """Reasons are about a relation."""
        found = told(several)
        assert all(not {"anna", "bo"} & {*reason.split()} for reason in found.reasons)
        assert {part for part, _ in found.sides} <= {"co_leader", "coordinator"}
