"""What became of a cycle, whatever people did in whichever order and whoever ticked in between."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coleadership.following_up.cycles import Cycle
from coleadership.following_up.following import CycleEnded, FollowedUp, Missed
from coleadership.insights.follow_through import FollowThrough, Purpose, follow_through, in_all
from coleadership.insights.turns import Fate, Turns, turns
from coleadership.testing.builders import DAY
from tests.living import ALL, CYCLES, STEADY, Step, lived, steps


def told(cycle: Cycle, now: datetime) -> Turns:
    """What became of it."""
    return turns(cycle.unrecorded, now=now)


def summed(cycle: Cycle, now: datetime, since: date = DAY, until: date = date(2036, 1, 1)) -> FollowThrough:
    """What became of it in a period."""
    return follow_through(cycle.unrecorded, since=since, until=until, now=now)


class TestTurns:
    @given(cycle=CYCLES, done=steps(STEADY))
    def test_tell_of_every_day_of_the_rule_once(self, cycle: Cycle, done: list[Step]) -> None:
        """Every day of the rule that has come has exactly one fate, and nothing else has any."""
        rule = cycle.course.cadence
        cycle, now = lived(cycle, done)
        ends = [event.stamp.at for event in cycle.unrecorded if isinstance(event, CycleEnded)]
        last = min([now, *ends]).date()
        days = [turn.original for turn in told(cycle, now).turns]
        assert days == sorted({*days})
        come = {day for day in days if day <= last}
        due = {one.original for one in rule.between(DAY, last)}
        assert come == due

    @given(cycle=CYCLES, done=steps(ALL), ticks=st.lists(st.integers(0, 80), max_size=3))
    def test_are_the_same_whoever_ticked(self, cycle: Cycle, done: list[Step], ticks: list[int]) -> None:
        """What time alone brings about is known, recorded or not, in between and at the end."""
        alone, now = lived(cycle, done)
        ticked, _ = lived(cycle, done, ticked=True)
        later = now + timedelta(days=80)
        for days in sorted(ticks):
            ticked = ticked.settle(at=now + timedelta(days=days))
        one, other = told(alone, later), told(ticked, later)
        assert (one.turns, one.rests) == (other.turns, other.rests)

    @given(cycle=CYCLES, done=steps(ALL))
    def test_are_what_was_recorded(self, cycle: Cycle, done: list[Step]) -> None:
        """A follow-up keeps one time or comes on top; a time is missed where that was recorded."""
        cycle, now = lived(cycle, done, ticked=True)
        cycle = cycle.settle(at=now)
        found, happened = told(cycle, now), cycle.unrecorded
        held = [event for event in happened if isinstance(event, FollowedUp)]
        assert sum(turn.fate is Fate.HELD for turn in found.turns) == sum(event.settles is not None for event in held)
        assert sum(turn.fate is Fate.MISSED for turn in found.turns) == sum(isinstance(e, Missed) for e in happened)
        assert {one.id for one in found.follow_ups} == {event.follow_up.id for event in held}
        assert found.on_top == {event.follow_up.id for event in held if event.settles is None}
        assert all(turn.held_on is not None or turn.fate is not Fate.HELD for turn in found.turns)


class TestFollowThrough:
    @given(cycle=CYCLES, done=steps(ALL), days=st.lists(st.integers(-5, 200), min_size=2, max_size=6))
    def test_of_a_time_is_the_sum_of_its_parts(self, cycle: Cycle, done: list[Step], days: list[int]) -> None:
        """A quarter is the sum of its months, wherever one cuts, and every share is from nothing to all."""
        cycle, now = lived(cycle, done)
        cuts = [DAY + timedelta(day) for day in sorted({*days, 201})]
        parts: list[FollowThrough] = []
        for since, until in pairwise(cuts):
            parts.append(summed(cycle, now, since, until - timedelta(1)))
        whole = summed(cycle, now, cuts[0], cuts[-1] - timedelta(1))
        for name in ("held", "missed", "skipped", "paused", "let_go", "open", "late", "follow_ups", "on_top"):
            assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
        assert {*whole.unserved} == {*Purpose}.intersection(*({*part.unserved} for part in parts))
        shares = [whole.kept, *(whole.share(purpose) for purpose in Purpose)]
        assert all(share is None or 0 <= share <= 1 for share in shares)
        assert whole.late <= whole.held
        assert whole.on_top <= whole.follow_ups

    @given(lives=st.lists(st.tuples(CYCLES, steps(ALL)), min_size=1, max_size=4), data=st.data())
    def test_in_all_is_the_same_in_any_order(self, lives: list[tuple[Cycle, list[Step]]], data: st.DataObject) -> None:
        """A sum knows no first and no last, and lies between the best and the worst that it sums up."""
        parts = [summed(*lived(cycle, done)) for cycle, done in lives]
        whole = in_all(parts)
        assert in_all(data.draw(st.permutations(parts))) == whole
        kept = [part.kept for part in parts if part.kept is not None]
        if kept:
            assert whole.kept is not None
            assert min(kept) <= whole.kept <= max(kept)
        assert whole.support.asked == sum(part.support.asked for part in parts)
        assert whole.support.median is None or isinstance(whole.support.median, Fraction)
