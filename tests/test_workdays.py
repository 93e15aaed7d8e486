from __future__ import annotations

from datetime import date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coleadership.errors import Inconsistent
from coleadership.rhythm.workdays import WEEKDAYS, after_working_days, day_of, days_after, months_after
from tests.builders import AT

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@attrs.frozen
class Closed:
    """A calendar with some days off besides weekends."""

    days: frozenset[date] = frozenset()
    always: bool = False

    def is_working(self, day: date) -> bool:
        """Whether it is open."""
        return not self.always and day not in self.days and day.weekday() < 5


class TestWeekdays:
    def test_monday_to_friday(self) -> None:
        """Without a calendar, weekends are free and nothing else is."""
        monday = date(2026, 11, 23)
        assert [WEEKDAYS.is_working(monday + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


class TestAfterWorkingDays:
    def test_skips_the_days_off_of_the_calendar_given(self) -> None:
        """Two working days after the 23rd of December is the 29th where Christmas is free."""
        christmas = Closed(frozenset({date(2026, 12, 24), date(2026, 12, 25)}))
        assert after_working_days(date(2026, 12, 23), 2, christmas) == date(2026, 12, 29)
        assert after_working_days(date(2026, 12, 23), 2) == date(2026, 12, 25)

    def test_a_calendar_without_working_days_ends(self) -> None:
        """A deadline is then late, never endless."""
        assert after_working_days(date(2026, 1, 1), 1, Closed(always=True)) == date(2027, 1, 2)

    @given(DAYS, st.integers(0, 60), st.frozensets(DAYS, max_size=5))
    def test_exactly_that_many_working_days_pass(self, day: date, count: int, off: frozenset[date]) -> None:
        """Between a day and its deadline lie exactly as many working days as were asked for, the last among them."""
        calendar = Closed(off)
        last = after_working_days(day, count, calendar)
        passed = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
        assert sum(calendar.is_working(one) for one in passed) == count
        assert count == 0 or calendar.is_working(last)


class TestMonthsAfter:
    @pytest.mark.parametrize(
        ("day", "months", "then"),
        [
            (date(2026, 11, 30), 3, date(2027, 2, 28)),
            (date(2027, 11, 29), 3, date(2028, 2, 29)),
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
        ],
    )
    def test_is_the_last_of_the_month_where_there_is_no_such_day(self, day: date, months: int, then: date) -> None:
        """Three months after the last of November is the last of February."""
        assert months_after(day, months) == then


class TestDaysAfter:
    @given(DAYS, st.integers(0, 10_000))
    def test_counts_days(self, day: date, days: int) -> None:
        """It is plain addition."""
        assert days_after(day, days) == day + timedelta(days=days)

    def test_ends_with_time(self) -> None:
        """A day that does not exist is the last that does."""
        assert days_after(date(9999, 12, 1), 100) == date.max


class TestDayOf:
    def test_takes_a_day(self) -> None:
        """A date is a date."""
        assert day_of(date.max, "end") == date.max

    @pytest.mark.parametrize("value", [AT, datetime(2026, 1, 1), "2026-01-01", 7, None])  # noqa: DTZ001
    def test_refuses_a_moment(self, value: object) -> None:
        """A point in time is no day, as it is another day elsewhere."""
        with pytest.raises(Inconsistent, match=r"^end: .* is no day"):
            _ = day_of(value, "end")
