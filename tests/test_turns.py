"""What became of each time at which something was to be followed up."""

from __future__ import annotations

from datetime import date, datetime

import pytest

import coleadership as co
from coleadership.insights.turns import Fate, Turns, interval, turns
from tests.builders import AT
from tests.following import MONDAY, begun, noon, week


def told(cycle: co.Cycle, now: datetime) -> Turns:
    """What became of it by a point in time."""
    return turns(cycle.unrecorded, now=now)


def fates(cycle: co.Cycle, now: datetime) -> list[tuple[date, str]]:
    """The day of each time, and what became of it."""
    return [(turn.day, turn.fate.value) for turn in told(cycle, now).turns]


class TestTurns:
    def test_are_held_missed_or_open(self) -> None:
        """The newest that has come is open until the next one comes; what is to come is not told."""
        cycle = begun().check_in("Thanks", by="anna", at=noon(week(0, 2)))
        assert fates(cycle, noon(week(2))) == [(week(0), "held"), (week(1), "missed"), (week(2), "open")]
        assert fates(cycle, noon(week(2, 6)))[-1] == (week(2), "open")

    def test_follow_from_what_time_has_brought_about(self) -> None:
        """It does not matter whether anybody has ticked since."""
        cycle = begun().check_in("Thanks", by="anna", at=noon(MONDAY))
        ticked = cycle.settle(at=noon(week(1))).settle(at=noon(week(4)))
        now = noon(week(5))
        assert [*ticked.unrecorded] != [*cycle.unrecorded]
        assert told(ticked, now).turns == told(cycle, now).turns

    def test_of_a_moment_know_nothing_later(self) -> None:
        """As things stood then, whatever was recorded since."""
        cycle = begun().check_in("Thanks", by="anna", at=noon(week(0, 2))).end(by="bo", at=noon(week(5)))
        assert fates(cycle, noon(MONDAY)) == [(MONDAY, "open")]
        assert fates(cycle, AT) == []

    @pytest.mark.parametrize(("grace", "late"), [(None, True), (0, True), (4, True), (5, False), (7, False)])
    def test_are_late_after_the_grace_of_the_cycle(self, grace: int | None, late: bool) -> None:
        """Held on its fifth day; without a grace, what is held after its day is late."""
        cycle = begun(reminders=co.Reminders(grace=grace)).check_in("Thanks", by="anna", at=noon(week(0, 5)))
        (turn, *_) = told(cycle, noon(week(0, 5))).turns
        assert (turn.fate, turn.held_on, turn.late) == (Fate.HELD, week(0, 5), late)

    def test_held_early_are_held(self) -> None:
        """An early one counts for the day that is due, in which period that may be."""
        (turn,) = told(begun().check_in("Thanks", by="anna", at=noon(week(0, -3))), noon(MONDAY)).turns
        assert (turn.day, turn.held_on, turn.late) == (MONDAY, week(0, -3), False)

    def test_know_what_came_on_top(self) -> None:
        """A second one on the same day counts for none."""
        cycle = begun().check_in("Thanks", by="anna", at=noon(MONDAY)).check_in("Also", by="bo", at=noon(MONDAY))
        all_turns = told(cycle, noon(MONDAY))
        assert [turn.fate for turn in all_turns.turns] == [Fate.HELD]
        assert all_turns.on_top == {all_turns.follow_ups[1].id}

    def test_know_what_was_skipped_once_it_has_come(self) -> None:
        """What is skipped ahead is told on its day."""
        cycle = begun().skip(week(1), "We are at the fair", by="anna", at=noon(week(0, -1)))
        cycle = cycle.check_in("Thanks", by="anna", at=noon(MONDAY))
        assert fates(cycle, noon(week(0, 6))) == [(week(0), "held")]
        assert fates(cycle, noon(week(2))) == [(week(0), "held"), (week(1), "skipped"), (week(2), "open")]

    def test_are_told_on_the_day_to_which_they_were_moved(self) -> None:
        """It keeps its name by the rule."""
        cycle = begun().move(MONDAY, week(0, 2), by="bo", at=AT)
        (turn,) = told(cycle, noon(week(0, 2))).turns
        assert (turn.original, turn.day, turn.fate) == (MONDAY, week(0, 2), Fate.OPEN)
        moved_then_skipped = cycle.skip(MONDAY, "No", by="bo", at=AT)
        (turn,) = told(moved_then_skipped, noon(week(0, 3))).turns
        assert (turn.original, turn.day, turn.fate) == (MONDAY, week(0, 2), Fate.SKIPPED)


class TestPauses:
    def test_count_what_would_have_come(self) -> None:
        """Up to the day on which it goes on by itself."""
        cycle = begun().pause("Leave", until=week(2, 6), by="anna", at=noon(week(0, -1)))
        assert fates(cycle, noon(week(1))) == [(week(0), "paused"), (week(1), "paused")]
        all_turns = told(cycle, noon(week(3)))
        assert [turn.fate.value for turn in all_turns.turns] == ["paused", "paused", "paused", "open"]
        assert all_turns.rests == ((week(0, -1), week(2, 6)),)

    def test_end_when_it_is_resumed_or_ended(self) -> None:
        """What comes after the pause was cut short is owed again, and nothing after the end."""
        cycle = begun().pause("Leave", until=week(9), by="anna", at=noon(week(0, -1)))
        resumed = cycle.resume(by="anna", at=noon(week(1, 1)))
        assert fates(resumed, noon(week(2))) == [(week(0), "paused"), (week(1), "paused"), (week(2), "open")]
        ended = cycle.end(by="anna", at=noon(week(1, 1)))
        assert fates(ended, noon(week(5))) == [(week(0), "paused"), (week(1), "paused")]

    def test_prolonged_are_one(self) -> None:
        """Whoever is away longer is still away."""
        cycle = begun().pause("Leave", until=week(1), by="anna", at=noon(week(0, -1)))
        cycle = cycle.pause("Ill", until=week(2), by="anna", at=noon(week(1)))
        all_turns = told(cycle, noon(week(3)))
        assert [turn.fate.value for turn in all_turns.turns] == ["paused", "paused", "paused", "open"]
        assert all_turns.rests == ((week(0, -1), week(2)),)

    def test_do_not_count_what_was_held_all_the_same(self) -> None:
        """What was held before on the same day; what is held in a pause is on top, also by another rhythm set in it."""
        cycle = (
            begun()
            .check_in("Thanks", by="anna", at=noon(MONDAY))
            .pause("Away", until=week(2), by="bo", at=noon(MONDAY))
        )
        assert [turn.fate.value for turn in told(cycle, noon(week(2))).turns] == ["held", "paused", "paused"]
        fridays = co.Cadence.weekly("fri", begin=week(1, 2))
        cycle = cycle.change_rhythm(fridays, by="bo", at=noon(week(1, 2))).check_in("So", by="bo", at=noon(week(1, 4)))
        assert fates(cycle, noon(week(2))) == [(week(0), "held"), (week(1), "paused"), (week(1, 4), "paused")]
        assert len(told(cycle, noon(week(2))).on_top) == 1
        assert told(cycle, noon(week(2))).rests == ((week(0), week(1, 1)), (week(1, 2), week(2)))

    def test_let_go_of_what_was_open(self) -> None:
        """What was due before the pause, and not held, is owed no more; that of its first day is in the pause."""
        late = begun().pause("Ill", until=week(1), by="anna", at=noon(week(0, 2)))
        assert fates(late, noon(week(1))) == [(week(0), "let_go"), (week(1), "paused")]
        same_day = begun().pause("Ill", until=week(1), by="anna", at=noon(week(0)))
        assert fates(same_day, noon(week(1))) == [(week(0), "paused"), (week(1), "paused")]

    def test_begin_after_what_was_missed_by_then(self) -> None:
        """It stays missed, whether or not that was recorded before the pause."""
        daily = begun(co.Cadence.every(1, "day", begin=MONDAY))
        paused = daily.pause("Ill", until=week(0, 3), by="anna", at=noon(week(0, 2)))
        expected = [(week(0), "missed"), (week(0, 1), "missed"), (week(0, 2), "paused"), (week(0, 3), "paused")]
        assert fates(paused, noon(week(0, 3))) == expected
        ticked = daily.settle(at=noon(week(0, 2))).pause("Ill", until=week(0, 3), by="anna", at=noon(week(0, 2)))
        assert fates(ticked, noon(week(0, 3))) == expected

    def test_over_without_a_note_of_it_are_over(self) -> None:
        """Whoever says late that it goes on loses nothing that was missed since."""
        cycle = begun().pause("Ill", until=week(0, 1), by="anna", at=noon(week(0, -1)))
        cycle = cycle.resume(by="anna", at=noon(week(2, 1)))
        assert fates(cycle, noon(week(3))) == [
            (week(0), "paused"), (week(1), "missed"), (week(2), "missed"), (week(3), "open"),
        ]  # fmt: skip


class TestChanges:
    def test_let_go_of_what_the_old_rhythm_left_open(self) -> None:
        """“What was still open by the old one is owed no more”."""
        fridays = co.Cadence.weekly("fri", begin=MONDAY)
        cycle = begun().change_rhythm(fridays, by="bo", at=noon(week(0, 1)))
        assert fates(cycle, noon(week(0, 4))) == [(week(0), "let_go"), (week(0, 4), "open")]

    def test_forget_what_was_to_be_skipped_by_the_old_rhythm(self) -> None:
        """It would not have come any more."""
        cycle = begun().skip(week(1), "Fair", by="bo", at=AT).skip(week(0), "Ill", by="bo", at=AT)
        cycle = cycle.change_rhythm(co.Cadence.weekly("mon", begin=MONDAY), by="bo", at=noon(week(0, 1)))
        assert fates(cycle, noon(week(1))) == [(week(0), "skipped"), (week(1), "open")]

    def test_end_lets_go_of_what_was_open(self) -> None:
        """Also on its very day; what was to come is nobody's concern."""
        assert fates(begun().end(by="bo", at=noon(week(0))), noon(week(3))) == [(week(0), "let_go")]
        assert fates(begun().end(by="bo", at=noon(week(0, -1))), noon(week(3))) == []


class TestSupport:
    def test_is_asked_and_answered(self) -> None:
        """Each request with the day of its answer, or none yet."""
        cycle = begun().follow_up(by="anna", support={"bo": "A key", "role_it": "A screen"}, at=noon(MONDAY))
        key, _ = cycle.talks.support
        cycle = cycle.give_support(key.id, by="bo", at=noon(week(0, 3)))
        given, waiting = told(cycle, noon(week(1))).asked
        assert (given.request.of, given.given, given.days) == ("bo", True, 3)
        assert (waiting.request.of, waiting.given, waiting.days) == ("role_it", False, None)

    def test_is_known_however_old_it_is(self) -> None:
        """The cycle itself carries the newest hundred; the history knows them all."""
        cycle = begun()
        for number in range(3):
            wants = {f"role_{n}": "Help" for n in range(50 * number, 50 * number + 50)}
            cycle = cycle.follow_up(by="anna", support=wants, at=noon(MONDAY))
        assert len(cycle.talks.support) == 100
        assert len(told(cycle, noon(MONDAY)).asked) == 150

    def test_knows_who_has_read_what(self) -> None:
        """Where a cycle asks for that."""
        cycle = begun(acknowledged=True).check_in("Thanks", by="anna", at=noon(MONDAY))
        held = cycle.talks.latest
        assert held is not None
        cycle = cycle.acknowledge(held.id, by="bo", at=noon(week(0, 1)))
        assert told(cycle, noon(week(1))).read == {(held.id, "bo")}


class TestHistory:
    def test_of_nothing_is_refused(self) -> None:
        """Before it was begun there is nothing to tell."""
        for history, now in (((), AT), (begun(at=noon(week(1))).unrecorded, AT)):
            with pytest.raises(co.Inconsistent, match="history: nothing is recorded up to 2026-11-23"):
                _ = turns(history, now=now)

    def test_follows_the_calendar_of_its_cycle(self) -> None:
        """Where a day is shifted as nobody works then."""

        class Closed:
            """Nobody works on the first Monday."""

            def is_working(self, day: date) -> bool:
                """Whether people work then."""
                return day != MONDAY

        shifted = co.Cadence.weekly("mon", begin=MONDAY, shift=co.WorkdayShift.FORWARD)
        cycle = begun(shifted, calendar="acme", working_days=Closed())
        cycle = cycle.skip(MONDAY, "No", by="bo", working_days=Closed(), at=AT)
        found = turns(cycle.unrecorded, now=noon(week(1)), calendars={"acme": Closed()}).turns
        assert [turn.day for turn in found] == [week(0, 1), week(1)]


class TestInterval:
    @pytest.mark.parametrize(
        ("cadence", "days"),
        [
            (co.Cadence.weekly("mon", begin=MONDAY), 7),
            (co.Cadence.weekly(["mon", "wed"], begin=MONDAY), 5),
            (co.Cadence.every(10, "days", begin=MONDAY), 10),
            (co.Cadence.monthly("last", begin=MONDAY), 31),
            (co.Cadence.every(1, "year", begin=MONDAY), 366),
            (co.Cadence.weekly("mon", begin=MONDAY, count=1), None),
            (co.Cadence.weekly("mon", begin=MONDAY).skip(week(1)).move(week(2), week(2, 3)), 7),
            (co.Cadence.weekly("mon", begin=MONDAY).pause(week(1), week(40)), 7),
        ],
    )
    def test_is_the_longest_time_by_the_rule(self, cadence: co.Cadence, days: int | None) -> None:
        """What was skipped, moved or paused does not make a rhythm slower."""
        assert interval(cadence) == days
