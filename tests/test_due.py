"""What falls due: when time says what, once each, and never out of order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coleadership.errors import Inconsistent
from coleadership.heart.due import DUES, Due, Reminders, Stage, Told, falling_due, midnight, wakes_at

DAY = date(2027, 2, 1)
DAYS = ((Due.REVIEW, DAY),)
spans = st.none() | st.integers(1, 60)


@st.composite
def reminders(draw: st.DrawFn) -> Reminders:
    """Any reminders."""
    grace = draw(st.none() | st.integers(0, 60))
    escalate = draw(st.none() | st.integers(1, 60).map(lambda days: days + (grace or 0)))
    return Reminders(ahead=draw(spans), grace=grace, escalate=escalate, to=() if escalate is None else ("role_chair",))


def told_over(reminding: Reminders, days: range) -> list[tuple[int, Stage]]:
    """What is told of one day where time is asked on each of these, counted from it."""
    told: tuple[Told, ...] = ()
    heard: list[tuple[int, Stage]] = []
    for after in days:
        for new in falling_due(DAYS, told, DAY + timedelta(after), {Due.REVIEW: reminding}):
            told = (new,)
            heard.append((after, new.stage))
    return heard


class TestReminders:
    def test_tell_each_stage_on_its_first_day(self) -> None:
        """Ahead, on the day, after the grace, and at last to others."""
        weekly = Reminders(ahead=2, grace=3, escalate=10, to=("role_chair",))
        assert told_over(weekly, range(-5, 30)) == [
            (-2, Stage.UPCOMING), (0, Stage.DUE), (4, Stage.OVERDUE), (10, Stage.ESCALATED),
        ]  # fmt: skip

    def test_are_silent_about_what_they_leave_out(self) -> None:
        """Whoever wants no reminder but the day itself gets none."""
        assert told_over(Reminders(ahead=None, grace=None), range(-9, 99)) == [(0, Stage.DUE)]

    @given(reminding=reminders(), asked=st.lists(st.integers(-70, 140), unique=True).map(sorted))
    def test_tell_everything_once_and_in_order(self, reminding: Reminders, asked: list[int]) -> None:
        """However seldom time is asked, no stage is told twice, late stages replace early ones, the last is told."""
        told: tuple[Told, ...] = ()
        heard = list[Stage]()
        for after in asked:
            today = DAY + timedelta(after)
            woken = wakes_at(DAYS, told, {Due.REVIEW: reminding})
            new = list(falling_due(DAYS, told, today, {Due.REVIEW: reminding}))
            assert bool(new) == (woken is not None and woken <= midnight(today))
            told = (new[0],) if new else told
            heard += [one.stage for one in new]
        assert heard == sorted({*heard}, key=[*Stage].index)
        if asked:
            assert (heard[-1] if heard else None) == reminding.stage(DAY, DAY + timedelta(asked[-1]))

    def test_of_a_moved_day_begin_anew(self) -> None:
        """What was told of the old day says nothing of the new one."""
        told = (Told(Due.REVIEW, DAY, Stage.OVERDUE),)
        moved = ((Due.REVIEW, DAY + timedelta(100)),)
        assert list(falling_due(moved, told, DAY + timedelta(20))) == []
        assert wakes_at(moved, told) == midnight(DAY + timedelta(86))

    def test_never_go_past_the_calendar(self) -> None:
        """The last day that there is can be told of."""
        assert DUES[Due.REVIEW].begins(Stage.OVERDUE, date.max) == date.max

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"ahead": 0}, "ahead: 0 is no number of days; choose from 1 to 366"),
            ({"grace": -1}, "grace: -1 is no number of days; choose from 0 to 366"),
            ({"grace": True}, "grace: True is no number of days"),
            ({"escalate": 30}, "to: who is told, and after how many days, go together"),
            ({"to": ("bo",)}, "to: who is told, and after how many days, go together"),
            ({"escalate": 7, "to": ("bo",)}, "escalate: after 7 days is within the grace of 7; wait longer"),
        ],
    )
    def test_say_what_is_wrong_with_them(self, fields: dict[str, object], reason: str) -> None:
        """A reminder that could not be, or would tell nobody, is refused."""
        with pytest.raises(Inconsistent, match=reason):
            _ = Reminders(**fields)  # type: ignore[arg-type]
