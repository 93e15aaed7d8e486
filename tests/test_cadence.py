"""How often something is followed up: days by a rule, in closed form, with exceptions, times and working days."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime, time, timedelta

import attrs
import pytest

from coleadership.cadence import Cadence, Occurrence, WorkdayShift
from coleadership.errors import Inconsistent
from coleadership.structuring import strict_converter

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
            (1, "weeks", {"zone": "Europe"}, r"^zone: 'Europe' is no time zone that is known here"),
            (1, "weeks", {"zone": "../UTC"}, r"^zone: '../UTC' is no time zone"),
            (1, "weeks", {"zone": 1}, r"^zone: 1 is no time zone"),
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

    def test_refuses_a_moment_without_a_zone(self) -> None:
        """It could be any time."""
        with pytest.raises(Inconsistent, match=r"^when: 2027-01-06T20:00:00 has no time zone"):
            _ = WEEKLY.next_after(datetime(2027, 1, 6, 20))  # noqa: DTZ001 - that is the point


class TestRecording:
    def test_goes_through_json(self) -> None:
        """What is read back is the same, and answers the same."""
        cadence = Cadence.monthly(
            [1, "last"],
            begin=MONDAY,
            at=time(9, 30),
            zone="Asia/Tokyo",
            shift=WorkdayShift.BACK,
            until=date(2029, 1, 1),
        )
        cadence = cadence.skip(date(2027, 2, 1)).move(date(2027, 2, 28), date(2027, 2, 24))
        cadence = cadence.pause(date(2027, 6, 1), date(2027, 8, 31))
        converter = strict_converter()
        again = converter.structure(json.loads(json.dumps(converter.unstructure(cadence))), Cadence)
        assert again == cadence
        assert hash(again) == hash(cadence)
        assert days(again, date.min, date.max) == days(cadence, date.min, date.max)
        assert pickle.loads(pickle.dumps(cadence)) == cadence  # noqa: S301 - our own
