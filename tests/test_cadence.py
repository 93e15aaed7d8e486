"""How often something is followed up: days by a rule, in closed form, with exceptions, times and working days."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

import attrs
import pytest
from cattrs.errors import ForbiddenExtraKeysError
from hypothesis import given
from hypothesis import strategies as st

from coleadership.errors import Inconsistent
from coleadership.recording.codec import Codec
from coleadership.rhythm.cadence import Cadence, Occurrence, WorkdayShift

MONDAY = date(2027, 1, 4)
WEEKLY = Cadence.weekly("mon", begin=MONDAY)


def days(cadence: Cadence, first: date, last: date) -> list[str]:
    """The days on which it is held, to look at."""
    return [str(one.day) for one in cadence.between(first, last)]


class TestEvery:
    @pytest.mark.parametrize(
        ("cadence", "first", "second", "third"),
        [
            (Cadence.every(10, "days", begin=MONDAY), "2027-01-04", "2027-01-14", "2027-01-24"),
            (Cadence.every(2, "weeks", on=["thu", "mon"], begin=MONDAY), "2027-01-04", "2027-01-07", "2027-01-18"),
            (Cadence.every(2, "weeks", on="mon", begin=date(2027, 1, 6)), "2027-01-11", "2027-01-25", "2027-02-08"),
            (Cadence.every(1, "week", begin=date(2027, 1, 6)), "2027-01-06", "2027-01-13", "2027-01-20"),
            (Cadence.monthly(31, begin=MONDAY), "2027-01-31", "2027-02-28", "2027-03-31"),
            (Cadence.monthly("last", begin=date(2028, 2, 1)), "2028-02-29", "2028-03-31", "2028-04-30"),
            (Cadence.monthly([1, 15], begin=date(2027, 1, 11)), "2027-01-15", "2027-02-01", "2027-02-15"),
            (Cadence.monthly("mon", nth=1, begin=date(2027, 1, 11)), "2027-02-01", "2027-03-01", "2027-04-05"),
            (Cadence.monthly("fri", nth=-1, begin=MONDAY), "2027-01-29", "2027-02-26", "2027-03-26"),
            (Cadence.every(1, "quarter", on="last", month=3, begin=MONDAY), "2027-03-31", "2027-06-30", "2027-09-30"),
            (Cadence.every(1, "quarter", on=1, begin=date(2027, 1, 10)), "2027-04-01", "2027-07-01", "2027-10-01"),
            (
                Cadence.every(2, "years", month=3, on=5, begin=date(2027, 4, 1)),
                "2028-03-05",
                "2030-03-05",
                "2032-03-05",
            ),
            (Cadence.every(1, "year", begin=date(2028, 2, 29)), "2028-02-29", "2029-02-28", "2030-02-28"),
        ],
    )
    def test_begins_with_the_first_such_day_and_goes_on_from_there(
        self, cadence: Cadence, first: str, second: str, third: str
    ) -> None:
        """What is left out is as on the day on which it begins."""
        assert days(cadence, date(2027, 1, 1), date(2032, 12, 31))[:3] == [first, second, third]
        assert str(cadence.begin) == first

    @pytest.mark.parametrize(
        ("number", "unit", "fields", "message"),
        [
            (0, "days", {}, r"^number: 0 is no number from 1 to 1,000; choose one$"),
            (True, "days", {}, r"^number: True is no number"),
            (1, "fortnights", {}, r"^unit: 'fortnights' is no unit \(known: days, months, quarters, weeks, years\)$"),
            (1, "moths", {}, r"^unit: 'moths' is no unit; did you mean 'months'\?$"),
            (1, "days", {"on": "mon"}, r"^on: days have no weekdays; say every week"),
            (1, "weeks", {"on": "modnay"}, r"^on: 'modnay' is no weekday; did you mean 'monday'\?$"),
            (1, "weeks", {"on": []}, r"^on: an empty list names nothing"),
            (1, "weeks", {"on": "mon", "nth": 1}, r"^unit: nth and month belong to months"),
            (1, "months", {"on": 32}, r"^on: 32 is no day of a month"),
            (1, "months", {"on": "mon"}, r"^on: 'mon' is no day of a month; choose from 1 to 31, 'last', or weekdays"),
            (1, "months", {"on": [28, 31]}, r"^on: days 28 and 31 are the same in a short month"),
            (1, "months", {"on": "mon", "nth": 5}, r"^nth: 5 is in no month for sure"),
            (1, "months", {"on": "mon", "nth": [4, -1]}, r"^nth: the fourth is often the last"),
            (1, "months", {"nth": 1}, r"^on: nth needs a weekday"),
            (1, "months", {"month": 1}, r"^month: month says which one of a quarter or year"),
            (1, "quarters", {"month": 4}, r"^month: 4 is no number from 1 to 3"),
            (1, "years", {"month": 2, "on": 30}, r"^on: February never has a day 30; choose up to 29, or 'last'$"),
            (12, "months", {"on": [1, 31], "begin": date(2027, 4, 1)}, r"^on: April never has a day 31"),
            (1, "weeks", {"begin": "2027-01-04"}, r"^begin: '2027-01-04' is no day"),
            (1, "weeks", {"begin": date(9999, 1, 1)}, r"^begin: 9999-01-01 is too far away"),
            (
                1,
                "weeks",
                {"until": date(2027, 1, 3)},
                r"^until: 2027-01-03 is before it first comes; choose 2027-01-04",
            ),
            (1, "weeks", {"until": MONDAY, "count": 1}, r"^count: until and count both say when it ends"),
            (1, "weeks", {"count": 0}, r"^count: 0 is no number from 1 to 1,000,000"),
            (1, "weeks", {"at": time(9)}, r"^zone: say where it is 09:00"),
            (1, "weeks", {"at": "9:00", "zone": "UTC"}, r"^at: '9:00' is no local time of day"),
            (1, "weeks", {"at": time(9, tzinfo=UTC), "zone": "UTC"}, r"^at: .* is no local time of day"),
            (1, "weeks", {"zone": "Europe/Stokholm"}, r"^zone: .* known here; did you mean 'Europe/Stockholm'\?$"),
            (1, "weeks", {"zone": "Europe"}, r"^zone: 'Europe' is not known here; did you mean"),
            (1, "weeks", {"zone": "../UTC"}, r"^zone: '../UTC' is not known here"),
            (1, "weeks", {"zone": 1}, r"^zone: 1 is not known here"),
            (
                1,
                "weeks",
                {"shift": "sideways"},
                r"^shift: 'sideways' is no shift; choose none, forward, back, nearest$",
            ),
        ],
    )
    def test_refuses_what_is_no_rhythm(self, number: int, unit: str, fields: dict[str, object], message: str) -> None:
        """Each in one sentence, with what would work."""
        with pytest.raises(Inconsistent, match=message):
            _ = Cadence.every(number, unit, **{"begin": MONDAY, **fields})  # type: ignore[arg-type]


class TestEnding:
    def test_until_is_the_last_day(self) -> None:
        """The last day is in it, and nothing comes after."""
        cadence = Cadence.weekly("mon", begin=MONDAY, until=date(2027, 1, 18))
        assert days(cadence, date.min, date.max) == ["2027-01-04", "2027-01-11", "2027-01-18"]
        assert cadence.next_after(date(2027, 1, 18)) is None

    def test_counts_by_the_rule(self) -> None:
        """What is skipped is not made up for in the end."""
        cadence = Cadence.weekly(["mon", "wed"], begin=date(2027, 1, 6), count=3).skip(date(2027, 1, 6))
        assert days(cadence, date.min, date.max) == ["2027-01-11", "2027-01-13"]

    def test_ends_on_a_day_unless_it_ended_sooner(self) -> None:
        """What was to come after it is gone, with its exceptions; what was moved from before stays."""
        cadence = WEEKLY.skip(date(2027, 2, 8)).move(date(2027, 1, 18), date(2027, 1, 28)).pause(MONDAY, MONDAY)
        ended = cadence.end(date(2027, 1, 20))
        assert days(ended, date.min, date.max) == ["2027-01-11", "2027-01-28"]
        assert (ended.until, ended.skipped) == (date(2027, 1, 20), ())
        assert cadence.end(date(2027, 2, 8)).skipped == (date(2027, 2, 8),)
        assert ended.end(date(2027, 1, 20)) is ended.end(date(2028, 1, 1)) is ended
        counted = Cadence.weekly("mon", begin=MONDAY, count=10)
        assert counted.end(date(2030, 1, 1)).count == 10
        assert days(counted.end(date(2027, 1, 12)), date.min, date.max) == ["2027-01-04", "2027-01-11"]
        with pytest.raises(Inconsistent, match=r"^until: 2027-01-03 is before it first comes"):
            _ = WEEKLY.end(date(2027, 1, 3))


class TestExceptions:
    def test_moved_onto_another_both_are_held(self) -> None:
        """Neither is lost, and going from one to the next comes by both."""
        cadence = WEEKLY.move(date(2027, 1, 18), date(2027, 1, 11))
        assert days(cadence, MONDAY, date(2027, 1, 25)) == ["2027-01-04", "2027-01-11", "2027-01-11", "2027-01-25"]
        first = cadence.next_after(MONDAY)
        assert first == Occurrence(date(2027, 1, 11), date(2027, 1, 11))
        assert cadence.next_after(first) == Occurrence(date(2027, 1, 18), date(2027, 1, 11))
        assert cadence.previous(Occurrence(date(2027, 1, 18), date(2027, 1, 11))) == first

    def test_moved_over_another_it_comes_later(self) -> None:
        """The order is that of the days on which they are held."""
        cadence = WEEKLY.move(date(2027, 1, 11), date(2027, 1, 20))
        assert days(cadence, MONDAY, date(2027, 1, 25)) == ["2027-01-04", "2027-01-18", "2027-01-20", "2027-01-25"]
        assert cadence.occurrence(date(2027, 1, 11)) == Occurrence(date(2027, 1, 11), date(2027, 1, 20))

    def test_pauses_that_meet_are_one(self) -> None:
        """However they were said."""
        cadence = WEEKLY.pause(date(2027, 2, 1), date(2027, 2, 20)).pause(date(2027, 1, 5), date(2027, 1, 31))
        assert cadence.paused == ((date(2027, 1, 5), date(2027, 2, 20)),)
        assert days(cadence, MONDAY, date(2027, 2, 28)) == ["2027-01-04", "2027-02-22"]

    def test_a_pause_tells_of_what_was_moved_by_where_it_is_held(self) -> None:
        """Moved before the holidays it stays; moved into them it is left out."""
        out = WEEKLY.move(date(2027, 1, 11), date(2027, 1, 5)).pause(date(2027, 1, 10), date(2027, 1, 12))
        into = WEEKLY.move(date(2027, 1, 4), date(2027, 1, 11)).pause(date(2027, 1, 10), date(2027, 1, 12))
        assert days(out, MONDAY, date(2027, 1, 18)) == ["2027-01-04", "2027-01-05", "2027-01-18"]
        assert days(into, MONDAY, date(2027, 1, 18)) == ["2027-01-18"]

    def test_what_is_skipped_moved_or_restored_last_counts(self) -> None:
        """One that was moved can be moved again, left out, and taken back."""
        day = date(2027, 1, 11)
        moved = WEEKLY.move(day, date(2027, 1, 12)).move(day, date(2027, 1, 13))
        assert moved.moved == ((day, date(2027, 1, 13)),)
        assert moved.skip(day) == WEEKLY.skip(day)
        assert moved.skip(day).restore(day) == moved.restore(day) == WEEKLY

    def test_resumed_it_goes_on_from_there(self) -> None:
        """Later pauses are over as well, and earlier ones stay what they were."""
        cadence = WEEKLY.pause(date(2027, 1, 5), date(2027, 1, 12)).pause(date(2027, 2, 1), date(2027, 3, 31))
        resumed = cadence.resume(date(2027, 2, 15))
        assert resumed.paused == ((date(2027, 1, 5), date(2027, 1, 12)), (date(2027, 2, 1), date(2027, 2, 14)))
        assert cadence.resume(date(2027, 1, 1)) == WEEKLY

    def test_refuses_what_makes_no_sense(self) -> None:
        """Each in one sentence, and the cadence is as it was."""
        skipped = WEEKLY.skip(date(2027, 1, 11))
        near = r"^day: nothing comes on 2027-01-11 by the rule; choose 2027-01-04 or 2027-01-18$"
        with pytest.raises(Inconsistent, match=near):
            _ = skipped.move(date(2027, 1, 11), date(2027, 1, 12))
        with pytest.raises(Inconsistent, match=r"^day: nothing comes on 2026-12-28 by the rule; choose 2027-01-04$"):
            _ = WEEKLY.skip(date(2026, 12, 28))
        with pytest.raises(Inconsistent, match=r"^until: a pause without end would be the end"):
            _ = WEEKLY.pause(date(2027, 1, 11), None)
        with pytest.raises(Inconsistent, match=r"^paused: 2027-01-10 is before it begins; choose a last day from"):
            _ = WEEKLY.pause(date(2027, 1, 11), date(2027, 1, 10))
        with pytest.raises(Inconsistent, match=r"^to: 2027-02-02 is in a pause until 2027-02-20"):
            _ = WEEKLY.pause(date(2027, 2, 1), date(2027, 2, 20)).move(date(2027, 1, 11), date(2027, 2, 2))
        with pytest.raises(Inconsistent, match=r"^day: 2027-01-18 was neither skipped nor moved"):
            _ = skipped.restore(date(2027, 1, 18))


class TestShift:
    def test_daily_with_every_shift(self) -> None:
        """Saturday and Sunday are held on the Friday before or the Monday after, and none of them is lost."""
        daily = Cadence.every(1, "day", begin=date(2027, 1, 8), count=4)
        held = {
            shift: [one.day.day for one in attrs.evolve(daily, shift=shift).between(date.min, date.max)]
            for shift in WorkdayShift
        }
        assert held == {
            WorkdayShift.NONE: [8, 9, 10, 11],
            WorkdayShift.FORWARD: [8, 11, 11, 11],
            WorkdayShift.BACK: [8, 8, 8, 11],
            WorkdayShift.NEAREST: [8, 8, 11, 11],
        }


@attrs.frozen
class Closed:
    """A calendar with some days off besides weekends."""

    days: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether it is open."""
        return day not in self.days and day.weekday() < 5


class TestCalendar:
    def test_is_the_one_that_is_asked(self) -> None:
        """The same rhythm goes by the holidays of whoever asks."""
        christmas = Closed(frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)}))
        cadence = Cadence.weekly("fri", begin=date(2026, 12, 18), shift=WorkdayShift.FORWARD)
        held = [str(one.day) for one in cadence.between(date(2026, 12, 24), date(2027, 1, 7), christmas)]
        assert held == ["2026-12-28", "2027-01-04"]
        assert days(cadence, date(2026, 12, 24), date(2027, 1, 7)) == ["2026-12-25", "2027-01-01"]

    def test_what_was_moved_is_not_shifted(self) -> None:
        """If people choose a Saturday, a Saturday it is."""
        cadence = attrs.evolve(WEEKLY, shift=WorkdayShift.FORWARD).move(date(2027, 1, 11), date(2027, 1, 16))
        assert days(cadence, date(2027, 1, 5), date(2027, 1, 18)) == ["2027-01-16", "2027-01-18"]

    @pytest.mark.parametrize("shift", WorkdayShift)
    @given(off=st.frozensets(st.dates(date(2027, 1, 1), date(2027, 3, 31)), max_size=80), start=st.integers(0, 80))
    def test_neither_reorders_nor_loses_anything(self, shift: WorkdayShift, off: frozenset[date], start: int) -> None:
        """Whatever the holidays, everything comes once and in the order of the rule, on a day on which people work."""
        calendar, first = Closed(off), date(2027, 1, 1)
        cadence = Cadence.every(1, "day", begin=first, count=90, shift=shift)
        found = [*cadence.between(date.min, date.max, calendar)]
        assert [one.original for one in found] == [first + timedelta(n) for n in range(90)]
        assert [one.day for one in found] == sorted(one.day for one in found)
        assert shift is WorkdayShift.NONE or all(calendar.is_working(one.day) for one in found)
        day = first + timedelta(start)
        assert cadence.next_after(day, calendar) == next((one for one in found if one.day > day), None)
        assert cadence.previous(day, calendar) == next((one for one in reversed(found) if one.day < day), None)

    @pytest.mark.parametrize("shift", WorkdayShift)
    def test_a_calendar_without_working_days_shifts_nothing(self, shift: WorkdayShift) -> None:
        """It would never come otherwise."""
        closed = Closed(frozenset(date(2026, 1, 1) + timedelta(n) for n in range(1_500)))
        cadence = Cadence.monthly(10, begin=MONDAY, count=12, shift=shift)
        assert {one.is_moved for one in cadence.between(date.min, date.max, closed)} == {False}


class TestTimes:
    def test_keeps_the_local_time_when_clocks_change(self) -> None:
        """Nine o'clock is nine o'clock, in winter and summer."""
        cadence = Cadence.weekly("mon", begin=date(2027, 3, 22), at=time(9), zone="Europe/Stockholm")
        held = [one.at for one in cadence.between(date(2027, 3, 22), date(2027, 3, 29))]
        assert held == [datetime(2027, 3, 22, 8, tzinfo=UTC), datetime(2027, 3, 29, 7, tzinfo=UTC)]

    def test_is_asked_by_points_in_time(self) -> None:
        """What comes at that very time is neither after nor before it, and is between it and itself."""
        cadence = Cadence.every(1, "day", begin=MONDAY, at=time(9), zone="UTC")
        nine = datetime(2027, 1, 6, 9, tzinfo=UTC)
        assert [one.day.day for one in cadence.between(nine, nine)] == [6]
        following, before = cadence.next_after(nine), cadence.previous(nine)
        assert following is not None
        assert before is not None
        assert (before.day.day, following.day.day) == (5, 7)
        earlier = cadence.next_after(nine - timedelta(microseconds=1))
        assert earlier is not None
        assert earlier.day.day == 6

    def test_without_a_time_the_zone_says_which_day_it_is(self) -> None:
        """Late in the evening in London it is the next day in Tokyo."""
        london, tokyo = (Cadence.every(1, "day", begin=MONDAY, zone=zone) for zone in ("Europe/London", "Asia/Tokyo"))
        evening = datetime(2027, 1, 6, 20, tzinfo=UTC)
        assert [one.next_after(evening) for one in (london, tokyo)] == [
            Occurrence(date(2027, 1, 7), date(2027, 1, 7)),
            Occurrence(date(2027, 1, 8), date(2027, 1, 8)),
        ]

    @pytest.mark.parametrize(
        ("zone", "day", "at", "moment"),
        [
            ("Europe/Stockholm", date(2027, 3, 28), time(2, 30), "2027-03-28T01:30"),
            ("America/New_York", date(2027, 3, 14), time(2, 30), "2027-03-14T07:30"),
            ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15), "2027-10-02T15:45"),
            ("America/Sao_Paulo", date(2018, 11, 4), time(0), "2018-11-04T03:00"),
            ("Pacific/Apia", date(2011, 12, 30), time(9), "2011-12-30T19:00"),
        ],
    )
    def test_a_time_that_does_not_exist_is_as_much_later(self, zone: str, day: date, at: time, moment: str) -> None:
        """As the clocks are put forward, by half an hour, an hour or a whole day."""
        one = Cadence.every(1, "day", begin=day, at=at, zone=zone).occurrence(day)
        assert one is not None
        assert one.at == datetime.fromisoformat(f"{moment}Z")

    @pytest.mark.parametrize(
        ("zone", "day", "at", "moment"),
        [
            ("Europe/Stockholm", date(2027, 10, 31), time(2, 30), "2027-10-31T00:30"),
            ("America/New_York", date(2027, 11, 7), time(1, 30), "2027-11-07T05:30"),
            ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45), "2027-04-03T14:45"),
            ("America/Sao_Paulo", date(2018, 2, 17), time(23, 30), "2018-02-18T01:30"),
        ],
    )
    def test_a_time_that_exists_twice_is_the_first(self, zone: str, day: date, at: time, moment: str) -> None:
        """It comes once, and nobody waits for it an hour more."""
        one = Cadence.every(1, "day", begin=day, at=at, zone=zone).occurrence(day)
        assert one is not None
        assert one.at == datetime.fromisoformat(f"{moment}Z")

    @pytest.mark.parametrize(
        "zone", ["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]
    )
    def test_comes_once_a_day_whatever_the_clocks_do(self, zone: str) -> None:
        """From one point in time to the next, a whole year has all its days."""
        cadence = Cadence.every(1, "day", begin=date(2027, 1, 1), at=time(2, 30), zone=zone, until=date(2027, 12, 31))
        found, one = list[date](), cadence.next_after(datetime(2026, 12, 30, tzinfo=UTC))
        while one is not None and one.at is not None:
            found.append(one.day)
            assert cadence.previous(one.at + timedelta(microseconds=1)) == one
            one = cadence.next_after(one.at)
        assert found == [date(2027, 1, 1) + timedelta(n) for n in range(365)]

    def test_a_day_that_a_zone_leaves_out_is_lost_to_nobody(self) -> None:
        """Samoa had no 30th of December in 2011, so what was due then came at the same time as that of the 31st."""
        cadence = Cadence.every(1, "day", begin=date(2011, 12, 29), at=time(9), zone="Pacific/Apia", count=4)
        found = [*cadence.between(date.min, date.max)]
        assert [one.day.day for one in found] == [29, 30, 31, 1]
        assert found[1].at == found[2].at
        assert cadence.next_after(found[1]) == found[2]

    @pytest.mark.parametrize(
        ("when", "message"),
        [
            (datetime(2027, 1, 6, 20), r"^when: 2027-01-06T20:00:00 has no time zone"),  # noqa: DTZ001 - the point
            (datetime.min.replace(tzinfo=UTC), r"^when: 0001-01-01 is too far away; choose a year from 2 to 9900"),
            ("2027-01-06", r"^when: '2027-01-06' is no day"),
        ],
    )
    def test_refuses_what_is_neither_a_day_nor_a_point_in_time(self, when: date, message: str) -> None:
        """A time without a zone could be any time."""
        for question in (WEEKLY.next_after, WEEKLY.previous, lambda when: WEEKLY.between(when, MONDAY)):
            with pytest.raises(Inconsistent, match=message):
                _ = question(when)

    @pytest.mark.parametrize("year", [2, 9900])
    def test_is_planned_from_the_first_year_to_the_last(self, year: int) -> None:
        """As points in time are."""
        begin = date(year, 6, 1)
        assert Cadence.every(1, "day", begin=begin).next_after(begin) == Occurrence(date(year, 6, 2), date(year, 6, 2))

    def test_nothing_is_planned_after_the_last_year(self) -> None:
        """Whatever comes round, it ends with the year 9900."""
        begin, end = date(9890, 1, 1), date(9900, 12, 31)
        for number, unit in ((1, "days"), (3, "weeks"), (5, "months"), (1_000, "years")):
            cadence = Cadence.every(number, unit, begin=begin)
            assert cadence.next_after(end) is cadence.next_after(date.max) is None
            last = cadence.previous(date.max)
            assert last is not None
            assert last.day <= end
            assert cadence.next_after(last) is None
            assert cadence.previous(begin) is None
        assert attrs.evolve(Cadence.every(1, "year", begin=begin), count=500).previous(date.max) == last_of(9900)


def last_of(year: int) -> Occurrence:
    """The first of January, as it comes by a yearly rule."""
    return Occurrence(date(year, 1, 1), date(year, 1, 1))


WRITTEN: dict[str, object] = {
    "rule": {"unit": "months", "days": [1, 31]},
    "begin": "2027-01-31",
    "until": "2029-01-01",
    "at": "09:30:00",
    "zone": "Asia/Tokyo",
    "shift": "back",
    "skipped": ["2027-02-01"],
    "moved": [["2027-02-28", "2027-02-24"]],
    "paused": [["2027-06-01", "2027-08-31"]],
}


class TestRecording:
    def test_is_short_and_plain(self) -> None:
        """What is not said is not written, and what is read back is the same."""
        cadence = Cadence.monthly(
            [1, "last"],
            begin=date(2027, 1, 2),
            at=time(9, 30),
            zone="Asia/Tokyo",
            shift=WorkdayShift.BACK,
            until=date(2029, 1, 1),
        )
        cadence = cadence.skip(date(2027, 2, 1)).move(date(2027, 2, 28), date(2027, 2, 24))
        cadence = cadence.pause(date(2027, 6, 1), date(2027, 8, 31))
        converter = Codec()._converter
        assert json.loads(json.dumps(converter.unstructure(cadence))) == WRITTEN
        assert converter.structure(WRITTEN, Cadence) == cadence

    @pytest.mark.parametrize(
        "wrong",
        [
            {"rule": {"unit": "fortnights"}}, {"rule": {"unit": "days", "interval": 0}}, {"rule": {"unit": "weeks"}},
            {"rule": {"unit": "months", "days": [0]}}, {"rule": {"unit": "months", "days": ["last"]}},
            {"rule": {"unit": "months", "weekdays": ["mon"], "nth": [5]}}, {"rule": {"unit": "rrule"}},
            {"rule": {"unit": "rrule", "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}}, {"begin": "0001-01-01"},
            {"rule": {"unit": "rrule", "rrule": "FREQ=HOURLY"}}, {"until": "2027-01-01"}, {"count": 0}, {"count": 3},
            {"at": "09:30"}, {"at": "09:30:00.5"}, {"zone": "Mars"}, {"zone": None}, {"shift": "up"},
            {"skipped": "2027-02-01"}, {"skipped": ["2027-02-02"]}, {"moved": [["2027-02-27", "2027-02-24"]]},
            {"moved": [["2027-02-28"]]}, {"paused": [["2027-06-01", None]]}, {"paused": [["2027-06-01", "2027-05-01"]]},
            {"skipped": ["2029-01-31"]}, {"skipped": ["2027-02-28"]}, {"song": 1},
        ],
    )  # fmt: skip
    def test_nothing_else_is_taken(self, wrong: dict[str, object]) -> None:
        """A body that was changed, or never ours, does not become a rhythm."""
        with pytest.raises((Inconsistent, TypeError, ValueError, ForbiddenExtraKeysError)):
            _ = Codec()._converter.structure({**WRITTEN, **wrong}, Cadence)

    def test_more_exceptions_than_a_rule_takes_are_refused(self) -> None:
        """A thousand are enough for anybody."""
        daily = Cadence.every(1, "day", begin=MONDAY)
        off = [MONDAY + timedelta(n) for n in range(1_001)]
        assert len(attrs.evolve(daily, skipped=off[1:]).skipped) == 1_000
        with pytest.raises(Inconsistent, match=r"^skipped: more than 1,000 exceptions are no rule"):
            _ = attrs.evolve(daily, skipped=off)
