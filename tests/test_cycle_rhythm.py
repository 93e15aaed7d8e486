"""The rhythm of a cycle: skipped, moved, paused and changed, so that nothing is lost and nothing is told twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

import coleadership as co
from coleadership.following_up.forms import AFTER_ACTION_REVIEW
from coleadership.heart.due import FellDue
from tests.builders import AT
from tests.following import MONDAY, PAIR, begun, days, names, noon, owed, week, weekly


class TestRhythm:
    def test_is_skipped_for_a_reason(self) -> None:
        """One is left out, and the others come as they would."""
        cycle = begun().skip(MONDAY, "Everybody is at the fair", by="anna", at=AT)
        assert days(cycle) == [week(1), week(2)]
        assert cycle.settle(at=noon(week(0, 1))).course.last is None

    def test_is_moved_and_keeps_its_name(self) -> None:
        """One is held on another day; it still counts for its own."""
        cycle = begun().move(MONDAY, week(0, 2), by="anna", reason="Holiday", at=AT)
        assert days(cycle) == [week(0, 2), week(1)]
        assert cycle.check_in("Thanks", by="bo", at=noon(week(0, 2))).unrecorded[-1].settles == MONDAY  # type: ignore[union-attr]

    def test_changes_from_today(self) -> None:
        """What was open by the old rhythm is owed no more."""
        monthly = co.Cadence.monthly("mon", nth=1, begin=date(2026, 1, 5))
        cycle = begun().change_rhythm(monthly, by="bo", reason="It runs", at=noon(week(0, 3)))
        assert (days(cycle), owed(cycle, "anna", noon(week(0, 3)))) == ([date(2026, 12, 7), date(2027, 1, 4)], [])

    def test_rests_and_goes_on(self) -> None:
        """During a parental leave nothing is owed, told or missed; afterwards it goes on by itself."""
        cycle = begun().pause("Parental leave", until=week(10), by="bo", at=noon(week(0)))
        for day in range(70):
            cycle = cycle.settle(at=noon(week(0)) + timedelta(days=day))
            assert (cycle.status, owed(cycle, "anna", noon(week(0)) + timedelta(days=day))) == ("paused", [])
        back = cycle.settle(at=noon(week(11, 1)))
        assert (names(back), back.status, days(back)[0]) == (
            ["begun", "paused", "resumed", "fell_due"], "active", week(11),
        )  # fmt: skip

    def test_goes_on_earlier_by_somebodys_word(self) -> None:
        """A pause can be ended before its day."""
        cycle = begun().pause("Parental leave", until=week(10), by="bo", at=noon(week(0)))
        assert days(cycle.resume(by="bo", at=noon(week(3))))[0] == week(3)

    def test_after_a_pause_nobody_ended_counts_what_came_since(self) -> None:
        """Whoever asks late still hears what was missed after the pause."""
        cycle = begun().pause("Parental leave", until=week(2), by="bo", at=noon(week(0)))
        assert names(cycle.check_in("Back", by="bo", at=noon(week(5)))) == [
            "begun", "paused", "resumed", "missed", "missed", "followed_up",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("verb", "reason"),
        [
            (lambda cycle: cycle.skip(week(0, 1), "x", by="bo", at=AT), "day: nothing comes on 2026-12-01 by the rule"),
            (lambda cycle: cycle.skip(week(0), " ", by="bo", at=AT), "reason: is empty"),
            (
                lambda cycle: cycle.move(week(1), week(-3), by="bo", at=AT),
                "to: 2026-11-09 is behind you already; choose 2026-11-23",
            ),
            (lambda cycle: cycle.pause("x", until=None, by="bo", at=AT), "until: a pause without end"),
            (lambda cycle: cycle.pause("x", until=week(-9), by="bo", at=AT), "paused: 2026-09-28 is before it begins"),
            (lambda cycle: cycle.change_participants(PAIR, by="bo", at=AT), "participants: the same people"),
            (lambda cycle: cycle.prepare({}, by="bo", at=AT), "answers: answer at least one"),
        ],
    )
    def test_says_what_is_wrong(self, verb: Callable[[co.Cycle], co.Cycle], reason: str) -> None:
        """A change that cannot be is refused, and nothing changes."""
        with pytest.raises(co.Inconsistent, match=reason):
            _ = verb(begun())

    def test_leaves_what_is_behind(self) -> None:
        """What was held cannot be skipped or moved any more."""
        cycle = begun().check_in("Thanks", by="anna", at=noon(MONDAY))
        with pytest.raises(co.Inconsistent, match="day: 2026-11-30 is behind you already; choose 2026-12-07 or later"):
            _ = cycle.skip(MONDAY, "x", by="bo", at=noon(week(0, 1)))
        with pytest.raises(co.NotAllowedNow, match="active"):
            _ = cycle.resume(by="bo", at=AT)
        paused = cycle.pause("x", until=week(5), by="bo", at=noon(week(1)))
        with pytest.raises(co.Inconsistent, match=r"until: it rests until .* already; resume it"):
            _ = paused.pause("x", until=week(3), by="bo", at=noon(week(1)))

    def test_asks_the_calendar_that_it_names(self) -> None:
        """What would come on a day off is shifted by the calendar of the site."""

        class NoMondays:
            def is_working(self, day: date) -> bool:
                return day.weekday() not in {0, 5, 6}

        cycle = begun(weekly(shift=co.WorkdayShift.FORWARD), calendar="acme.site", working_days=NoMondays())
        assert days(cycle) == [week(0, 1), week(1, 1)]
        told = cycle.settle(at=noon(week(1, 1)), calendars={"acme.site": NoMondays()})
        assert (days(told), names(told)) == ([week(1, 1), week(2, 1)], ["begun", "missed", "fell_due"])

    def test_keeps_two_on_one_day_apart(self) -> None:
        """Moved onto the day of another, one can be held on that day still, and then the other; neither is lost."""
        cycle = begun().move(MONDAY, week(1), by="bo", at=AT).settle(at=noon(week(1)))
        assert names(cycle) == ["begun", "rhythm_changed", "fell_due"]
        assert [one.until for one in cycle.owed("anna", noon(week(1)))] == [week(1)]
        held = cycle.check_in("One", by="bo", at=noon(week(1))).check_in("Two", by="bo", at=noon(week(1)))
        assert [event.settles for event in held.unrecorded[-2:]] == [MONDAY, week(1)]  # type: ignore[union-attr]
        assert names(cycle.settle(at=noon(week(1, 1))))[-2:] == ["missed", "fell_due"]

    def test_moves_nothing_to_before_what_was_held_ahead_of_its_day(self) -> None:
        """There it would be neither held nor missed, and nobody would ask for it."""
        cycle = begun().check_in("Early", by="bo", at=noon(week(0, -2)))
        with pytest.raises(co.Inconsistent, match="to: 2026-11-29 is behind you already; choose 2026-12-01 or later"):
            _ = cycle.move(week(1), week(0, -1), by="bo", at=noon(week(0, -2)))
        assert days(cycle.move(week(1), week(0), by="bo", at=noon(week(0, -2)))) == [week(0), week(2)]

    def test_changes_nothing_that_was_missed_before(self) -> None:
        """Whether somebody let time pass in between makes no difference to what is told of the weeks before."""
        verbs: list[Callable[[co.Cycle], co.Cycle]] = [
            lambda cycle: cycle.pause("Leave", until=week(9), by="bo", at=noon(week(2))),
            lambda cycle: cycle.change_rhythm(weekly(), by="bo", at=noon(week(2))),
            lambda cycle: cycle.skip(week(4), "A fair", by="bo", at=noon(week(2))),
            lambda cycle: cycle.move(week(4), week(5), by="bo", at=noon(week(2))),
            lambda cycle: cycle.change_participants({"bo": "member"}, by="bo", at=noon(week(2))),
            lambda cycle: cycle.end(by="bo", at=noon(week(2))),
        ]
        for verb in verbs:
            late, ticked = verb(begun()), verb(begun().settle(at=noon(week(2))))
            assert names(late)[:3] == ["begun", "missed", "missed"]
            assert late.course.last == ticked.course.last
            assert days(late) == days(ticked)
        with pytest.raises(co.Inconsistent, match="day: 2026-11-30 is behind you already; choose 2026-12-14 or later"):
            _ = begun().skip(MONDAY, "Too late", by="bo", at=noon(week(2)))

    def test_changed_while_it_rests_goes_on_resting(self) -> None:
        """Another rhythm does not call anybody back from a leave."""
        cycle = begun().pause("Leave", until=week(4), by="bo", at=noon(week(0)))
        cycle = cycle.change_rhythm(co.Cadence.weekly("fri", begin=week(1)), by="anna", at=noon(week(1)))
        assert (cycle.status, days(cycle)) == ("paused", [week(4, 4), week(5, 4)])
        assert days(cycle.skip(week(4, 4), "Travel", by="anna", at=noon(week(1)))) == [week(5, 4), week(6, 4)]
        assert names(cycle.settle(at=noon(week(4, 1))))[-2:] == ["resumed", "fell_due"]
        with pytest.raises(co.Inconsistent, match="cadence: nothing comes from 2026-12-29 on"):
            _ = cycle.change_rhythm(weekly(until=week(3)), by="anna", at=noon(week(1)))

    def test_holds_on_top_while_it_rests(self) -> None:
        """A talk during a leave takes nothing away from the first one after it."""
        cycle = begun().pause("Leave", until=week(4), by="bo", at=noon(week(0)))
        cycle = cycle.check_in("Thinking of you", by="anna", at=noon(week(4)))
        assert (cycle.unrecorded[-1].settles, cycle.next_due) == (None, week(5))  # type: ignore[union-attr]

    def test_resumed_once_its_pause_is_over_was_resumed_by_time(self) -> None:
        """Whoever says so late changes nothing: what has come since is owed."""
        cycle = begun().pause("Leave", until=week(1), by="bo", at=noon(week(0)))
        assert names(cycle.resume(by="bo", at=noon(week(3)))) == ["begun", "paused", "resumed", "missed"]

    def test_is_told_of_again_by_another_event(self) -> None:
        """A day that was given up and chosen again comes up again: whoever knows events by their ids hears of it."""
        cycle = begun().settle(at=noon(week(0, -2)))
        fridays = co.Cadence.weekly("fri", begin=week(0))
        cycle = cycle.change_rhythm(fridays, by="bo", at=noon(week(0, -2)))
        cycle = cycle.change_rhythm(weekly(), by="bo", at=noon(week(0, -1))).settle(at=noon(week(0, -1)))
        told = [event for event in cycle.unrecorded if isinstance(event, FellDue)]
        assert [(event.on, event.stage.value) for event in told] == [(MONDAY, "upcoming")] * 2
        assert len({event.stamp.id for event in told}) == 2

    def test_counts_nothing_for_what_is_far_ahead(self) -> None:
        """A talk on the first day does not stand for one that comes at the end of the year."""
        yearly = co.Cadence.every(1, "year", begin=date(2027, 11, 1))
        cycle = begun(yearly).check_in("We begin", by="bo", at=AT + timedelta(days=1))
        assert (cycle.unrecorded[-1].settles, cycle.next_due) == (None, date(2027, 11, 1))  # type: ignore[union-attr]

    def test_is_not_carried_into_another_age_by_a_clock_that_is_wrong(self) -> None:
        """However far ahead time is said to be, the answer comes at once; a life of days can be caught up with."""
        daily = begun(co.Cadence.every(1, "day", begin=MONDAY))
        assert len(daily.settle(at=noon(MONDAY + timedelta(days=10_000))).unrecorded) == 10_002
        for ask in (
            lambda: daily.settle(at=noon(date(9000, 1, 1))),
            lambda: [*daily.owed("bo", noon(date(9000, 1, 1)))],
        ):
            with pytest.raises(co.Inconsistent, match="at: more than 10,000 were missed by 9000-01-01; give the time"):
                _ = ask()

    def test_is_owed_as_time_has_it_whoever_asked_last(self) -> None:
        """What was missed by now is owed no more, even before somebody has recorded it."""
        cycle, now = begun(), noon(week(2, 1))
        assert [one.about for one in cycle.owed("anna", now)] == [week(2).isoformat()]
        assert [*cycle.owed("anna", now)] == [*cycle.settle(at=now).owed("anna", now)]


class TestPreparation:
    def test_is_kept_for_the_talk_that_asks_for_it(self) -> None:
        """A check-in in between does not use up what was written down before a review."""
        cycle = begun(form=AFTER_ACTION_REVIEW).prepare({"expected": "No swaps"}, by="anna", at=AT)
        held = cycle.check_in("Thanks", by="bo", at=noon(MONDAY)).follow_up(
            answers={"actual": "Three swaps"}, by="bo", at=noon(week(1))
        )
        assert held.talks.latest is not None
        assert [answer.question for answer in held.talks.latest.answers] == ["expected", "actual"]
        assert held.talks.prepared == ()

    def test_is_possible_for_another_form_of_talk(self) -> None:
        """A cycle of check-ins may hold a review for once."""
        cycle = begun().prepare({"expected": "No swaps"}, form=AFTER_ACTION_REVIEW, by="anna", at=AT)
        held = cycle.follow_up(
            form=AFTER_ACTION_REVIEW, answers={"actual": "Three swaps"}, by="bo", at=noon(MONDAY)
        ).talks.latest
        assert held is not None
        assert (held.form, len(held.answers)) == ("after_action_review", 2)
