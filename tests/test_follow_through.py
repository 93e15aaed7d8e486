"""Whether what was to be followed up was, and whether the three purposes were served."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

import coleadership as co
from coleadership.insights.follow_through import FollowThrough, Purpose, SupportAsked, follow_through, in_all, middle
from tests.builders import AT
from tests.following import MONDAY, begun, noon, week

LAST = week(12, 6)
QUARTER: dict[str, Any] = {"since": MONDAY, "until": LAST}


def told(cycle: co.Cycle, *, since: date = MONDAY, until: date = LAST, weeks: int = 13) -> FollowThrough:
    """What became of a cycle in a quarter, as it is known some weeks after it began."""
    return follow_through(cycle.unrecorded, since=since, until=until, now=noon(week(weeks)))


def held(*weeks: int) -> co.Cycle:
    """A weekly check-in of two lines in each of these weeks."""
    cycle = begun()
    for number in weeks:
        cycle = cycle.check_in("Thanks, carry on", next_step="Call", by="anna", at=noon(week(number)))
    return cycle


class TestFollowThrough:
    def test_counts_what_was_held_of_what_was_due(self) -> None:
        """A quarter of thirteen weeks: held in nine, forgotten in four."""
        quarter = told(held(0, 1, 2, 4, 5, 6, 8, 9, 12))
        assert (quarter.held, quarter.missed, quarter.due, quarter.kept) == (9, 4, 13, Fraction(9, 13))

    def test_counts_apart_what_nobody_could_keep(self) -> None:
        """What was skipped, paused, let go or is still open makes nobody's share smaller."""
        cycle = held(0, 1).skip(week(2), "Fair", by="bo", at=noon(week(1)))
        cycle = cycle.pause("Leave", until=week(5), by="anna", at=noon(week(3, 1)))
        cycle = cycle.check_in("Thanks", by="anna", at=noon(week(6)))
        quarter = told(cycle, weeks=7)
        parts = (quarter.held, quarter.missed, quarter.skipped, quarter.paused, quarter.let_go, quarter.open)
        assert parts == (3, 0, 1, 2, 1, 1)
        assert quarter.kept == 1

    def test_belongs_to_the_period_by_the_day_on_which_it_was_due(self) -> None:
        """Held early before it or late after it; the follow-up itself belongs to its own day."""
        early = told(begun().check_in("Thanks", by="anna", at=noon(week(0, -2))), weeks=0)
        assert (early.held, early.follow_ups) == (1, 0)
        late = begun(reminders=co.Reminders(grace=0)).check_in("Thanks", by="anna", at=noon(week(0, 2)))
        first_day = told(late, until=MONDAY)
        assert (first_day.held, first_day.late, first_day.follow_ups) == (1, 1, 0)
        assert told(late, since=week(0, 1), weeks=0).follow_ups == 0
        assert told(late, since=week(0, 1), weeks=1).follow_ups == 1

    def test_says_which_purposes_were_served_over_the_period(self) -> None:
        """“Completeness = all three non-empty over a period, not necessarily in each check-in”."""
        cycle = held(0, 1)
        assert told(cycle).unserved == (Purpose.FEEDBACK, Purpose.LESSON)
        cycle = cycle.follow_up(by="bo", feedback=["Early"], at=noon(week(2)))
        cycle = cycle.follow_up(by="bo", lessons=["Two weeks"], confirmations=["Good"], at=noon(week(3)))
        quarter = told(cycle)
        assert quarter.is_complete
        assert [quarter.share(purpose) for purpose in Purpose] == [Fraction(3, 4), Fraction(1, 4), Fraction(1, 4)]
        assert quarter.share("lesson") == Fraction(1, 4)
        assert not told(cycle, since=week(1)).unserved
        assert told(cycle, since=week(3)).unserved == (Purpose.FEEDBACK,)
        with pytest.raises(co.Inconsistent, match="purpose: 'praise'"):
            _ = quarter.share("praise")

    def test_counts_next_steps_that_were_named(self) -> None:
        """And those that have a day."""
        cycle = held(0).follow_up(by="bo", next_step="Ask", next_step_until=week(3), at=noon(week(1)))
        quarter = told(cycle.check_in("Thanks", by="bo", at=noon(week(2))))
        assert (quarter.follow_ups, quarter.with_next_step, quarter.with_day) == (3, 2, 1)

    def test_counts_what_came_on_top(self) -> None:
        """It is welcome, serves its purposes, and keeps nothing that was due."""
        cycle = held(0).follow_up(by="bo", lessons=["So"], at=noon(week(0, 1)))
        quarter = told(cycle, weeks=0, until=week(0, 1))
        assert (quarter.held, quarter.follow_ups, quarter.on_top) == (1, 1, 0)
        quarter = told(cycle, weeks=1)
        assert (quarter.held, quarter.follow_ups, quarter.on_top, quarter.with_lesson) == (1, 2, 1, 1)

    def test_tells_what_became_of_support(self) -> None:
        """Given, declined or waiting, and how many days the answers took."""
        cycle = begun()
        for number in range(4):
            cycle = cycle.follow_up(by="anna", support={"bo": "Help"}, at=noon(week(number)))
        first, second, third, _ = cycle.talks.support
        cycle = cycle.give_support(first.id, by="bo", at=noon(week(3)))
        cycle = cycle.give_support(second.id, by="bo", at=noon(week(3, 1)))
        cycle = cycle.decline_support(third.id, "No budget", by="bo", at=noon(week(3, 1)))
        support = told(cycle).support
        assert (support.asked, support.given, support.declined, support.waiting) == (4, 2, 1, 1)
        assert support.days == (8, 15, 21)
        assert support.median == 15
        assert told(cycle, since=week(3)).support == SupportAsked(waiting=1)

    def test_of_nothing_has_no_share(self) -> None:
        """Where nothing was due, nothing was kept or broken."""
        nothing = told(begun(), weeks=-1)
        assert (nothing.due, nothing.kept, nothing.share("feedback"), nothing.support.median) == (0, None, None, None)
        assert nothing.unserved == tuple(Purpose)

    def test_refuses_a_period_that_ends_before_it_begins(self) -> None:
        """With the field and what would do."""
        with pytest.raises(co.Inconsistent, match="until: 2026-11-29 is before the period begins"):
            _ = told(begun(), until=MONDAY - timedelta(days=1))
        with pytest.raises(co.Inconsistent, match="since: '2026-11-30' is no day"):
            _ = follow_through(begun().unrecorded, since="2026-11-30", until=MONDAY, now=AT)  # type: ignore[arg-type]


class TestInAll:
    def test_is_the_sum_of_several(self) -> None:
        """Of a team or an organisation; which cycle is which cannot be seen."""
        one, other = held(0, 1), begun().follow_up(by="anna", support={"bo": "Help"}, lessons=["So"], at=noon(week(1)))
        request = other.talks.support[0].id
        both = in_all([told(one), told(other.give_support(request, by="bo", at=noon(week(2))))])
        assert (both.cycles, both.held, both.missed, both.follow_ups) == (2, 3, 23, 3)
        assert (both.with_confirmation, both.with_lesson, both.unserved) == (2, 1, (Purpose.FEEDBACK,))
        assert both.support == SupportAsked(given=1, days=(7,))

    def test_of_sums_is_the_sum_of_all(self) -> None:
        """An organisation is the sum of its units."""
        parts = [told(held(*range(number))) for number in range(4)]
        assert in_all([in_all(parts[:2]), in_all(parts[2:])]) == in_all(parts)

    @pytest.mark.parametrize(
        ("parts", "reason"),
        [
            ([], "0 periods are there"),
            ([FollowThrough(**QUARTER), FollowThrough(**{**QUARTER, "since": AT.date()})], "2 periods are there"),
        ],
    )
    def test_takes_one_period(self, parts: list[FollowThrough], reason: str) -> None:
        """Sums of different periods say nothing."""
        with pytest.raises(co.Inconsistent, match=reason):
            _ = in_all(parts)


class TestMiddle:
    @pytest.mark.parametrize(
        ("days", "median"),
        [([], None), ([7], 7), ([1, 2], Fraction(3, 2)), ([9, 1, 2], 2), ([4, 1, 3, 2], Fraction(5, 2))],
    )
    def test_is_the_median(self, days: list[int], median: Fraction | None) -> None:
        """Exact, and the same in whatever order they come."""
        assert middle(days) == middle(reversed(days)) == median
