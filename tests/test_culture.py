from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from coleadership.errors import Inconsistent
from coleadership.heart.life import Force
from coleadership.purpose.culture import Channel, Norm, QuietHours
from tests.builders import AT, later, on

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def drafted(**fields: Any) -> Norm:  # noqa: ANN401 - whatever a norm may say
    """A norm of anna's, about which bo is asked."""
    return Norm.draft("How we keep in touch", asked=["bo"], by="anna", at=AT, **fields)


def in_force(**fields: Any) -> Norm:  # noqa: ANN401 - as above
    """That norm, agreed in one room."""
    return Norm.in_meeting("In touch", asked=["bo"], present=["anna", "bo"], by="anna", at=AT, **fields)


class TestChannels:
    def test_say_what_is_for_what_and_how_soon_an_answer_comes(self) -> None:
        """By name; of one that is not named, nothing is agreed."""
        norm = drafted(channels=[Channel("phone", "When it burns"), Channel("email", "All else", answer_hours=48)])
        email = norm.channel("email")
        assert email is not None
        assert (str(email.purpose), email.purpose.owner, email.answer_hours) == ("All else", "anna", 48)
        assert norm.channel("fax") is None

    def test_are_named_once(self) -> None:
        """One place says what a channel is for."""
        norm = drafted(channels=[Channel("chat", "Jokes"), Channel("chat", "Work")])
        with pytest.raises(Inconsistent, match="channels: a channel is named twice"):
            _ = norm.propose(by="anna", at=AT)

    @pytest.mark.parametrize("hours", [0, -1, 337, 1.5, True, "4"], ids=str)
    def test_refuses_what_is_no_time_to_answer_in(self, hours: Any) -> None:  # noqa: ANN401 - whatever is given
        """Whole hours, from one to two weeks."""
        with pytest.raises(Inconsistent, match=r"^channels.answer_hours: .* choose from 1 to 336 hours"):
            _ = Channel("chat", "Work", answer_hours=hours)

    @pytest.mark.parametrize("name", ["", "e mail", "x" * 51, 7], ids=["empty", "two", "long", "number"])
    def test_refuses_what_is_no_name_of_one(self, name: Any) -> None:  # noqa: ANN401 - whatever is given
        """One word."""
        with pytest.raises(Inconsistent, match=r"^channels.name: "):
            _ = Channel(name, "Work")

    def test_refuses_one_without_a_purpose(self) -> None:
        """What it is for is the point."""
        with pytest.raises(Inconsistent, match=r"^channels.purpose: is empty"):
            _ = Channel("chat", " ")

    @pytest.mark.parametrize("given", [["phone"], "phone", [Channel("a", "b")] * 51], ids=["names", "text", "many"])
    def test_refuses_what_is_no_list_of_them(self, given: Any) -> None:  # noqa: ANN401 - whatever is given
        """A sentence names the field."""
        with pytest.raises(Inconsistent, match=r"^channels: "):
            _ = drafted(channels=given)


class TestQuietHours:
    @pytest.mark.parametrize(
        ("day", "hour", "minute", "quiet"),
        [
            (23, 17, 59, False),
            (23, 18, 0, True),
            (24, 0, 0, True),
            (24, 6, 59, True),
            (24, 7, 0, False),
            (27, 23, 0, True),
            (28, 6, 0, True),
            (28, 12, 0, False),
            (28, 23, 0, False),
            (29, 6, 0, False),
            (30, 6, 0, False),
        ],
    )
    def test_pass_midnight_into_the_day_after(self, day: int, hour: int, minute: int, quiet: bool) -> None:
        """On working days from 18:00 to 07:00: Friday night ends on Saturday morning, Saturday night is not one."""
        evenings = QuietHours("18:00", "07:00", days=[1, 2, 3, 4, 5])
        assert evenings.covers(MONDAY.replace(day=day, hour=hour, minute=minute)) is quiet

    @pytest.mark.parametrize(("hour", "quiet"), [(11, False), (12, True), (12.98, True), (13, False)])
    def test_may_lie_within_a_day(self, hour: float, quiet: bool) -> None:
        """The begin is in them, the end is not."""
        at = MONDAY.replace(hour=int(hour), minute=int(hour % 1 * 60))
        assert QuietHours("12:00", "13:00").covers(at) is quiet

    def test_on_sunday_night_end_on_monday(self) -> None:
        """The week goes round."""
        sundays = QuietHours("20:00", "06:00", days=[7])
        assert sundays.covers(MONDAY.replace(hour=5))
        assert not sundays.covers(MONDAY.replace(hour=21))

    def test_take_times_as_well(self) -> None:
        """What a clock shows, to the minute."""
        assert QuietHours(time(18), "7:05") == QuietHours("18:00", "07:05")

    @pytest.mark.parametrize(
        ("begin", "end", "days"),
        [
            ("18:00", "18:00", [1]),
            ("24:00", "07:00", [1]),
            ("six", "07:00", [1]),
            ("18:00", "07:00", []),
            ("18:00", "07:00", [0]),
            ("18:00", "07:00", [8]),
            ("18:00", "07:00", [True]),
            ("18:00", "07:00", "monday"),
        ],
        ids=str,
    )
    def test_refuses_what_is_no_time_and_no_day(self, begin: str, end: str, days: Any) -> None:  # noqa: ANN401 - as given
        """A sentence says what would work."""
        with pytest.raises(Inconsistent, match=r"^quiet_hours: "):
            _ = QuietHours(begin, end, days=days)

    def test_are_asked_of_what_is_in_force(self) -> None:
        """A draft makes no evening quiet."""
        norm = in_force(quiet_hours=[QuietHours("18:00", "07:00")])
        norm = norm.revise(by="bo", quiet_hours=[QuietHours("20:00", "07:00")], at=later(1))
        assert norm.is_quiet(MONDAY.replace(hour=19))
        assert not norm.is_quiet(MONDAY.replace(hour=12))

    @pytest.mark.parametrize("given", [["18:00"], 7, [QuietHours("1:00", "2:00")] * 51], ids=["text", "number", "many"])
    def test_refuses_what_is_no_list_of_them(self, given: Any) -> None:  # noqa: ANN401 - whatever is given
        """A sentence names the field."""
        with pytest.raises(Inconsistent, match=r"^quiet_hours: "):
            _ = drafted(quiet_hours=given)


class TestTrying:
    def test_until_a_day_means_that_it_has_an_end(self) -> None:
        """It is looked at by then, expires after it, and can be adopted for good."""
        norm = in_force(end=on(30), body="We write instead of calling")
        assert norm.review == on(30)
        assert norm.force_on(on(31)) is Force.EXPIRED
        norm = norm.revise(by="anna", end=None, review=on(90), at=later(31)).propose(by="anna", at=later(31))
        norm = norm.consent(by="bo", at=later(31))
        assert norm.force_on(on(400)) is Force.IN_FORCE

    def test_a_norm_of_a_title_alone_gets_a_thought(self) -> None:
        """Short is good; how it is done helps who is new."""
        assert [(finding.path, finding.blocks) for finding in drafted().readiness()] == [("body", False)]
        assert drafted(quiet_hours=[QuietHours("18:00", "07:00")]).readiness() == ()

    def test_serves_values(self) -> None:
        """By their ids."""
        assert ("serves", "value_care") in [*drafted(serves=["value_care"]).links()]
