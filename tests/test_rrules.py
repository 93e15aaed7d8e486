"""Rhythms as calendars tell them: read with what is recognised, refused in one sentence, and written."""

from __future__ import annotations

from datetime import date, time

import pytest

from coleadership.errors import Inconsistent
from coleadership.rhythm.cadence import Cadence
from coleadership.rhythm.recurrence import Recurrence, Unit

MONDAY = date(2027, 1, 4)
FULL = """\
DTSTART;TZID="Europe/Stockholm":20270104T090000
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,
 TH;UNTIL=20270630T215959Z
EXDATE;TZID=Europe/Stockholm:20270107T090000,20270118T100000
EXDATE:20270121T080000Z
"""


class TestFromRrule:
    def test_reads_a_start_a_rule_and_what_it_leaves_out(self) -> None:
        """Folded lines are one; an exception at another time of day is none."""
        expected = Cadence.every(
            2, "weeks", on=["mon", "thu"], begin=MONDAY, at=time(9), zone="Europe/Stockholm", until=date(2027, 6, 30)
        )
        skipped = expected.skip(date(2027, 1, 7)).skip(date(2027, 1, 21))
        assert Cadence.from_rrule(FULL) == skipped
        assert Cadence.from_rrule(FULL.replace("\n", "\r\n")) == skipped

    def test_an_exception_for_a_whole_day_is_that_day_wherever_it_is_told(self) -> None:
        """A day has no zone."""
        lines = "DTSTART;TZID=Europe/Stockholm:20270104T090000\nRRULE:FREQ=WEEKLY\nEXDATE;TZID=Asia/Tokyo:20270111"
        assert Cadence.from_rrule(lines).skipped == (date(2027, 1, 11),)

    def test_takes_from_the_caller_what_the_text_does_not_say(self) -> None:
        """A rule may stand there alone."""
        cadence = Cadence.from_rrule("freq=weekly;count=3", begin=MONDAY, at=time(9), zone="Asia/Tokyo")
        assert cadence == Cadence.weekly("mon", begin=MONDAY, at=time(9), zone="Asia/Tokyo", count=3)

    def test_until_is_the_last_day_whose_time_has_come(self) -> None:
        """A point in time ends it on the local day before if it is too early for that day's."""
        lines = "DTSTART;TZID=Europe/Stockholm:20270104T090000\nRRULE:FREQ=DAILY;UNTIL="
        until = {end: Cadence.from_rrule(lines + end).until for end in (
            "20270110", "20270110T080000Z", "20270110T075959Z", "20270110T090000", "20270109T233000Z",
        )}  # fmt: skip
        assert [str(day) for day in until.values()] == [
            "2027-01-10", "2027-01-10", "2027-01-09", "2027-01-10", "2027-01-09",
        ]  # fmt: skip

    def test_the_end_of_time_is_no_end(self) -> None:
        """So some calendars write for ever."""
        assert Cadence.from_rrule("FREQ=DAILY;UNTIL=99991231T235959Z", begin=MONDAY).until is None

    def test_refuses_what_stands_in_for_the_text_if_it_is_no_such_thing(self) -> None:
        """A text is no day, and no time of day."""
        with pytest.raises(Inconsistent, match=r"^begin: '2027-01-04' is no day"):
            _ = Cadence.from_rrule("FREQ=DAILY", begin="2027-01-04")  # type: ignore[arg-type]
        with pytest.raises(Inconsistent, match=r"^at: '9:00' is no local time of day"):
            _ = Cadence.from_rrule("FREQ=DAILY;UNTIL=20280101", begin=MONDAY, at="9:00")  # type: ignore[arg-type]

    def test_a_day_that_most_months_lack_is_left_out_as_the_standard_says(self) -> None:
        """BYMONTHDAY=31 skips short months; the last day of every month is BYMONTHDAY=-1."""
        rule, last = (Cadence.from_rrule(f"FREQ=MONTHLY;BYMONTHDAY={n}", begin=date(2027, 1, 31)) for n in (31, -1))
        assert [one.day.month for one in rule.between(MONDAY, date(2027, 6, 30))] == [1, 3, 5]
        assert last == Cadence.monthly("last", begin=MONDAY)
        assert [one.day.month for one in last.between(MONDAY, date(2027, 6, 30))] == [1, 2, 3, 4, 5, 6]

    def test_takes_weekdays_with_and_without_a_number_together(self) -> None:
        """Every Monday and the second Tuesday: both, where dateutil alone would find days that are both."""
        cadence = Cadence.from_rrule("FREQ=MONTHLY;BYDAY=MO,2TU", begin=date(2027, 3, 1))
        held = [one.day.day for one in cadence.between(date(2027, 3, 1), date(2027, 3, 31))]
        assert held == [1, 8, 9, 15, 22, 29]

    def test_29_february_is_every_four_years_as_the_standard_says(self) -> None:
        """By the century rule 2100 has none; people's yearly rhythm takes the 28th instead."""
        leap = Cadence.from_rrule("FREQ=YEARLY", begin=date(2092, 2, 29))
        assert [one.day.year for one in leap.between(date(2092, 1, 1), date(2110, 1, 1))] == [2092, 2096, 2104, 2108]
        yearly = Cadence.every(1, "year", begin=date(2092, 2, 29))
        assert [str(one.day) for one in yearly.between(date(2099, 1, 1), date(2101, 1, 1))] == [
            "2099-02-28", "2100-02-28",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", r"^rrule: one DTSTART and one RRULE make a rhythm"),
            ("FREQ=DAILY\nFREQ=DAILY", r"^rrule: one DTSTART and one RRULE make a rhythm"),
            ("RDATE:20270104", r"^rrule: 'RDATE' is not read here; move single occurrences instead$"),
            ("EXDAT:20270104", r"^rrule: 'EXDAT' is not read here; did you mean 'EXDATE'\?$"),
            ("DTSTART:2027-01-04\nRRULE:FREQ=DAILY", r"^rrule: DTSTART '2027-01-04' is no day; write 20270104"),
            ("DTSTART:20270230\nRRULE:FREQ=DAILY", r"^rrule: DTSTART '20270230' is no day"),
            ("DTSTART:20270104T250000\nRRULE:FREQ=DAILY", r"^rrule: DTSTART '20270104T250000' is no day"),
            ("DTSTART:20270104T090000\nRRULE:FREQ=DAILY", r"^zone: say where it is 09:00"),
            ("DTSTART;TZID=Mars:20270104T090000\nRRULE:FREQ=DAILY", r"^zone: 'Mars' is not known here"),
            ("FREQ=HOURLY", r"^rrule: 'HOURLY' is no frequency here; choose YEARLY"),
            ("INTERVAL=2", r"^rrule: '' is no frequency here"),
            ("FREQ=DAILY;BYHOUR=9", r"^rrule: BYHOUR is finer than a day"),
            ("FREQ=DAILY;FREQ=WEEKLY", r"^rrule: 'FREQ=WEEKLY' is said twice"),
            ("FREQ=DAILY;", r"^rrule: '' is said twice or says nothing"),
            ("FREQ=DAILY;BYMONHT=1", r"^rrule: 'BYMONHT' is no key of a rule; did you mean 'BYMONTH'\?$"),
            ("FREQ=DAILY;INTERVAL=0", r"^rrule: INTERVAL=0 is too far; choose from 1 to 12000$"),
            ("FREQ=DAILY;INTERVAL=1001", r"^interval: 1001 is no number from 1 to 1,000"),
            ("FREQ=DAILY;INTERVAL=1001;BYMONTH=1", r"^rrule: INTERVAL=1001 is too rare; choose up to 1,000$"),
            ("FREQ=DAILY;INTERVAL=1,2", r"^rrule: INTERVAL=1,2 is no whole number; give one$"),
            ("FREQ=DAILY;COUNT=1,2", r"^rrule: COUNT=1,2 is no whole number"),
            ("FREQ=DAILY;INTERVAL=x", r"^rrule: INTERVAL=X is no whole number"),
            ("FREQ=MONTHLY;BYMONTHDAY=0", r"^rrule: BYMONTHDAY=0 is too far"),
            ("FREQ=MONTHLY;BYMONTHDAY=٣", r"^rrule: BYMONTHDAY=٣ is no whole number"),
            ("FREQ=MONTHLY;BYDAY=XX", r"^rrule: BYDAY=XX is no weekday; write MO, 1MO or -1MO$"),
            ("FREQ=YEARLY;BYDAY=54MO", r"^rrule: BYDAY=54 counts beyond any month or year; choose up to 53$"),
            ("FREQ=MONTHLY;BYDAY=6MO", r"^rrule: BYDAY=6 counts beyond any month or year; choose up to 5$"),
            ("FREQ=YEARLY;BYMONTH=1;BYDAY=-6MO", r"^rrule: BYDAY=-6 counts beyond any month or year; choose up to 5$"),
            ("DTSTART:99991231\nRRULE:FREQ=WEEKLY;INTERVAL=1000", r"^begin: 9999-12-31 is too far away"),
            ("DTSTART:00010101\nRRULE:FREQ=WEEKLY", r"^begin: 0001-01-01 is too far away"),
            ("FREQ=DAILY;UNTIL=00010101T000000Z", r"^until: 0001-01-01 is too far away"),
            ("EXDATE:00010101T000000Z\nRRULE:FREQ=DAILY", r"^skipped: 0001-01-01 is too far away"),
            ("FREQ=MONTHLY;WKST=XX", r"^rrule: WKST=XX is no weekday"),
            ("FREQ=WEEKLY;BYDAY=1MO", r"^rrule: BYDAY=1MO counts in no month or year here"),
            ("FREQ=WEEKLY;BYMONTHDAY=1", r"^rrule: BYMONTHDAY does not go with WEEKLY"),
            ("FREQ=MONTHLY;BYWEEKNO=1", r"^rrule: BYWEEKNO does not go with MONTHLY"),
            ("FREQ=MONTHLY;BYSETPOS=1", r"^rrule: BYSETPOS chooses among other days"),
            ("FREQ=DAILY;COUNT=2;UNTIL=20270601", r"^rrule: UNTIL and COUNT both say when it ends"),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", r"^begin: nothing comes from 2027-01-04 on"),
            ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", r"^begin: nothing comes from 2027-01-04 on"),
            ("FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=2", r"^begin: nothing comes from 2027-01-04 on"),
            ("FREQ=DAILY;UNTIL=20270103", r"^until: 2027-01-03 is before it first comes; choose 2027-01-04"),
            ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=1001", r"^count: 1,001 times of a rare rule are too many to count"),
        ],
    )
    def test_refuses_what_is_no_rhythm(self, text: str, message: str) -> None:
        """Each in one sentence, with what would work."""
        with pytest.raises(Inconsistent, match=message):
            _ = Cadence.from_rrule(text, begin=MONDAY)

    def test_needs_a_beginning(self) -> None:
        """A rule alone does not say from when."""
        with pytest.raises(Inconsistent, match=r"^begin: the text has no DTSTART"):
            _ = Cadence.from_rrule("FREQ=DAILY")


class TestToRrule:
    def test_says_what_calendars_can_read(self) -> None:
        """The rule, what does not come, and where what was moved went."""
        cadence = Cadence.monthly([1, 30], begin=MONDAY, at=time(9, 30), zone="Europe/Stockholm", count=12)
        cadence = cadence.skip(date(2027, 2, 1)).move(date(2027, 2, 28), date(2027, 2, 26))
        assert cadence.pause(date(2027, 6, 15), date(2027, 7, 15)).to_rrule().splitlines() == [
            "DTSTART;TZID=Europe/Stockholm:20270130T093000",
            "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,30,-1;BYSETPOS=1,2;COUNT=12",
            "EXDATE;TZID=Europe/Stockholm:20270201T093000",
            "EXDATE;TZID=Europe/Stockholm:20270228T093000",
            "EXDATE;TZID=Europe/Stockholm:20270630T093000",
            "EXDATE;TZID=Europe/Stockholm:20270701T093000",
            "RDATE;TZID=Europe/Stockholm:20270226T093000",
        ]

    def test_in_utc(self) -> None:
        """It needs no zone to look up."""
        cadence = Cadence.every(
            1, "year", begin=date(2027, 12, 31), at=time(23, 59), zone="UTC", until=date(2030, 1, 1)
        )
        assert cadence.to_rrule().splitlines() == [
            "DTSTART:20271231T235900Z",
            "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1;UNTIL=20300101T235900Z",
        ]


class TestRecurrence:
    def test_a_rare_rule_says_everything_itself(self) -> None:
        """And no other rule has one."""
        for wrong in (
            {"unit": Unit.RRULE}, {"unit": Unit.DAYS, "rrule": "FREQ=DAILY"},
            {"unit": Unit.RRULE, "rrule": "FREQ=DAILY", "interval": 2},
        ):  # fmt: skip
            with pytest.raises(Inconsistent, match=r"^rrule: a rare rule says everything itself"):
                _ = Recurrence(**wrong)
        with pytest.raises(Inconsistent, match=r"^on: a rare rule says everything itself"):
            _ = Recurrence(unit=Unit.RRULE, rrule="FREQ=DAILY", days=(1,))

    def test_is_found_whatever_the_century(self) -> None:
        """Up to the last year, and back."""
        last = Cadence.from_rrule("FREQ=YEARLY;BYYEARDAY=-1", begin=date(9890, 1, 1))
        assert [one.day.year for one in last.between(date.min, date.max)] == [*range(9890, 9901)]
        assert last.next_after(date(9900, 12, 31)) is None
        assert last.previous(date(9890, 12, 31)) is None
        assert last.previous(date(9880, 12, 31)) is None
        assert last.next_after(date.max) is None
        assert last.previous(date.max) == last.occurrence(date(9900, 12, 31))
