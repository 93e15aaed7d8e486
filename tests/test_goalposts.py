from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coleadership.goals.goalposts import Shift, restarted, shift
from coleadership.goals.measures import Learning, Measure, Metric, Milestone, Milestones, Range, YesNo
from coleadership.goals.readings import Reading

M1, M2 = Milestone("Ask", id="m1"), Milestone("Try", id="m2")
numbers = st.integers(-50, 50)


class TestShift:
    @pytest.mark.parametrize(
        ("old", "new", "moved"),
        [
            (Metric(start=32, target=45), Metric(start=32, target=40), Shift.EASIER),
            (Metric(start=32, target=45), Metric(start=32, target=46), Shift.HARDER),
            (Metric(start=8, target=5), Metric(start=8, target=6), Shift.EASIER),
            (Metric(start=8, target=5), Metric(start=8, target=4), Shift.HARDER),
            (Metric(start=8, target=5), Metric(start=7, target=5), Shift.SAME),
            (Metric(start=8, target=5), Metric(start=8, target="5.0"), Shift.SAME),
            (Metric(start=8, target=5), Metric(start=4, target=5), Shift.UNCLEAR),
            (Metric(start=8, target=5, unit="%"), Metric(start=8, target=6), Shift.UNCLEAR),
            (Metric(start=8, target=5), Metric(start=8), Shift.UNCLEAR),
            (Metric(start=8, target=5), Metric(target=5), Shift.UNCLEAR),
            (Metric(start=8, target=5), Metric(start=5, target=5), Shift.UNCLEAR),
            (Range(low=30, high=50), Range(low=30, high=60), Shift.EASIER),
            (Range(low=30, high=50), Range(low=30), Shift.EASIER),
            (Range(low=30), Range(low=30, high=50), Shift.HARDER),
            (Range(low=30, high=50), Range(low=35, high=50), Shift.HARDER),
            (Range(low=30, high=50), Range(low=20, high=40), Shift.UNCLEAR),
            (Range(low=30, high=50), Range(low=30, high=50, start=60), Shift.SAME),
            (Range(low=30, unit="%"), Range(low=20), Shift.UNCLEAR),
            (Milestones([M1, M2]), Milestones([M1]), Shift.EASIER),
            (Milestones([M1]), Milestones([M1, M2]), Shift.HARDER),
            (Milestones([M1]), Milestones([M2]), Shift.UNCLEAR),
            (Milestones([M1]), Milestones([Milestone("Ask all", id="m1")]), Shift.SAME),
            (Learning(lessons=4), Learning(lessons=3), Shift.EASIER),
            (Learning(lessons=4), Learning(lessons=5), Shift.HARDER),
            (YesNo(), YesNo(), Shift.SAME),
            (YesNo(), Learning(), Shift.UNCLEAR),
            (None, None, Shift.SAME),
            (None, YesNo(), Shift.UNCLEAR),
        ],
    )
    def test_tells_which_way_the_goalposts_moved(self, old: Measure | None, new: Measure | None, moved: Shift) -> None:
        """Nearer to where it started is easier, in either direction; what cannot be compared is not judged."""
        assert shift(old, new) is moved

    @given(start=numbers, first=numbers, second=numbers)
    def test_of_a_metric_is_the_opposite_the_other_way_round(self, start: int, first: int, second: int) -> None:
        """What is easier one way is harder back, and easier means that the old target lies beyond the new."""
        one, other = Metric(start=start, target=first), Metric(start=start, target=second)
        back = {Shift.EASIER: Shift.HARDER, Shift.HARDER: Shift.EASIER}
        assert shift(other, one) is back.get(shift(one, other), shift(one, other))
        if shift(one, other) is Shift.EASIER:
            beyond = one.progress(second).raw
            assert beyond is not None
            assert beyond < 1


class TestRestarted:
    def test_starts_where_it_was_last_read(self) -> None:
        """A number goes on from where it stands."""
        assert restarted(Metric(start=32, target=45), Reading(number=41)) == Metric(start=41, target=45)
        assert restarted(Range(low=30, high=50), Reading(number=60)) == Range(low=30, high=50, start=60)

    def test_stays_as_it_is_where_no_reading_fits(self) -> None:
        """Nothing read, or read in another way or unit."""
        metric = Metric(start=32, target=45, unit="NPS")
        for last in (None, Reading(yes=True), Reading(number=3, unit="%")):
            assert restarted(metric, last) == metric
        assert restarted(YesNo(), Reading(yes=True)) == YesNo()
        assert restarted(None, Reading(yes=True)) is None

    def test_leaves_out_what_is_done(self) -> None:
        """Milestones that are done are not done again; where nothing that counts is left, new ones are asked for."""
        assert restarted(Milestones([M1, M2]), Reading(done=["m2"])) == Milestones([M1])
        light = Milestone("Tell", weight=0, id="m3")
        assert restarted(Milestones([M1, light]), Reading(done=["m1"])) == Milestones()
