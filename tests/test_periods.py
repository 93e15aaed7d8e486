from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coleadership.errors import Inconsistent
from coleadership.rhythm.periods import Period, before, on, up_to

days = st.dates(date(2026, 1, 1), date(2026, 3, 1)) | st.sampled_from([date.min, date.max])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A period with or without a last day."""
    since, until = draw(days), draw(st.none() | days)
    return Period(since=since, until=None if until is None else max(since, until))


class TestPeriod:
    def test_refuses_to_end_before_it_begins(self) -> None:
        """A last day lies on or after the first."""
        with pytest.raises(Inconsistent, match=r"^until: 2026-01-01 is before it begins"):
            _ = Period(since=date(2026, 1, 2), until=date(2026, 1, 1))

    @given(one=periods(), other=periods())
    def test_meets_another_exactly_if_a_day_is_in_both(self, one: Period, other: Period) -> None:
        """Two periods meet if the later of their first days is in both."""
        later = max(one.since, other.since)
        assert one.meets(other) == other.meets(one) == (one.holds(later) and other.holds(later))


class TestCutting:
    @given(several=st.lists(periods(), max_size=4), last_day=days, day=days)
    def test_leaves_all_as_it_was_up_to_that_day(self, several: list[Period], last_day: date, day: date) -> None:
        """Up to its last day nothing changes, and after it nothing holds."""
        left = on(up_to(several, last_day), day)
        assert len(left) == (len(on(several, day)) if day <= last_day else 0)

    @given(several=st.lists(periods(), max_size=4), first=days, day=days)
    def test_before_a_day_leaves_what_was_the_day_before(self, several: list[Period], first: date, day: date) -> None:
        """On the day itself nothing holds any more, even on the first day that there is."""
        left = on(before(several, first), day)
        assert len(left) == (len(on(several, day)) if day < first else 0)
