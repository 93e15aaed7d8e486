"""Rhythms beside dateutil's rules, beside a plain walk through all days, and beside themselves."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from random import Random
from zoneinfo import ZoneInfo

import attrs
import pytest
from dateutil.rrule import rruleset, rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coleadership.errors import Inconsistent
from coleadership.recording.codec import Codec
from coleadership.recording.structuring import strict_converter
from coleadership.rhythm.cadence import Cadence, Occurrence, WorkdayShift
from coleadership.rhythm.recurrence import Spot, Unit, Weekday
from coleadership.rhythm.workdays import WEEKDAYS
from coleadership.testing.builders import AT, DAY
from coleadership.testing.rhythms import ZONES, cadences

FIRST = date(1990, 1, 1)
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTHS: tuple[int | tuple[int, ...], ...] = (1, 2, 3, 4, -1, (1, 3), (2, 4), (1, -1))
ON: tuple[int | tuple[Spot, ...], ...] = (1, 15, 28, 29, 30, 31, (1, 15), (10, 20, 30), (5, "last"))
ON_QUARTERS: tuple[Spot, ...] = (1, 15, "last")
CONVERTERS = (strict_converter(), Codec()._converter)


def some(random: Random, among: range | tuple[str, ...], most: int = 3) -> str:
    """A few of them, as a list in iCalendar."""
    return ",".join(str(one) for one in random.sample([*among], random.randint(1, most)) if one != 0) or str(among[-1])


def plain_cadence(random: Random, begin: date) -> Cadence:
    """A rhythm as people say it."""
    number, on = random.choice([1, 1, 1, 2, 3, 7]), random.sample([*Weekday], random.randint(1, 3))
    match random.choice(["day", "week", "week", "month", "nth", "quarter", "year"]):
        case "day":
            return Cadence.every(number, "days", begin=begin)
        case "week":
            return Cadence.every(number, "weeks", on=on, begin=begin)
        case "nth":
            return Cadence.every(number, "months", on=on, nth=random.choice(NTHS), begin=begin)
        case "quarter":
            return Cadence.every(number, "quarters", on=random.choice(ON_QUARTERS), month=2, begin=begin)
        case "year":
            return Cadence.every(number, "years", on=random.choice([1, 29]), month=2, begin=begin)
        case _:
            return Cadence.every(number, "months", on=random.choice(ON), begin=begin)


def rule_text(random: Random) -> str:
    """A rule of RFC 5545 for days, as calendars write them and as they hardly ever do."""
    frequency = random.choice(["DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"])
    said = {"FREQ": frequency}
    if random.random() < 0.5:
        said["INTERVAL"] = str(random.choice([1, 2, 3, 4, 6, 12]))
    if random.random() < 0.3:
        said["WKST"] = random.choice(CODES)
    if random.random() < (0.6 if frequency == "YEARLY" else 0.2):
        said["BYMONTH"] = some(random, range(1, 13))
    if frequency != "WEEKLY" and random.random() < 0.4:
        said["BYMONTHDAY"] = some(random, range(-31, 32))
    elif frequency == "YEARLY" and random.random() < 0.3:
        said["BYYEARDAY"] = some(random, range(-366, 367))
    elif frequency == "YEARLY" and random.random() < 0.3:
        said["BYWEEKNO"] = some(random, range(-53, 54))
    if random.random() < 0.5:
        counts = frequency in {"MONTHLY", "YEARLY"} and not said.keys() & {"BYWEEKNO", "BYMONTHDAY"}
        number = random.choice([1, 2, 3, 4, 5, -1, -2, "", ""]) if counts else ""
        said["BYDAY"] = ",".join(f"{number}{day}" for day in some(random, CODES).split(","))
    if (
        frequency != "DAILY"
        and random.random() < 0.3
        and said.keys() & {"BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO"}
    ):
        said["BYSETPOS"] = some(random, ("1", "1", "-1", "-1", "2", "-2"), 2)
    return ";".join(f"{key}={value}" for key, value in said.items())


def by_dateutil(text: str, first: date, last: date) -> list[date]:
    """What dateutil makes of lines of iCalendar, in a window."""
    found = rrulestr(text)
    moments = takewhile(lambda one: one.date() <= last, iter(found))
    return [one.date() for one in moments if one.date() >= first]


def first_by_dateutil(text: str, begin: date) -> date | None:
    """The first day, or None; looked for where dateutil's years run out soon, as the calendar is the same there."""
    later = timedelta(146_097 * ((9_599 - begin.year) // 400))
    found = next(iter(rrulestr(text, dtstart=datetime.combine(begin + later, time()))), None)
    return None if found is None else found.date() - later


class TestBesideDateutil:
    @pytest.mark.parametrize("seed", range(20))
    def test_a_rhythm_comes_as_its_rule_says(self, seed: int) -> None:
        """What people say and the rule that it is written as have the same days, near the start and far from it."""
        random = Random(seed)
        for _ in range(60):
            cadence = plain_cadence(random, FIRST + timedelta(random.randrange(20_000)))
            far = cadence.begin + timedelta(random.randrange(15_000))
            for first in (cadence.begin, far):
                last = first + timedelta(random.randrange(1_500))
                expected = by_dateutil(cadence.to_rrule(), first, last)
                assert [one.day for one in cadence.between(first, last)] == expected, cadence

    @pytest.mark.parametrize("seed", range(20))
    def test_any_rule_is_read_as_dateutil_reads_it(self, seed: int) -> None:
        """Rules with a closed form and rare ones have the same days as there, near the start and far from it."""
        random = Random(seed)
        for _ in range(50):
            text, begin = rule_text(random), FIRST + timedelta(random.randrange(20_000))
            lines = f"DTSTART;VALUE=DATE:{begin:%Y%m%d}\nRRULE:{text}"
            try:
                cadence = Cadence.from_rrule(lines)
            except Inconsistent:
                assert first_by_dateutil(text, begin) is None, lines
                continue
            for first in (begin, begin + timedelta(random.randrange(5_000))):
                last = first + timedelta(random.randrange(800))
                assert [one.day for one in cadence.between(first, last)] == by_dateutil(lines, first, last), lines
            again = Cadence.from_rrule(cadence.to_rrule())
            assert again == cadence, lines

    @pytest.mark.parametrize("seed", range(10))
    def test_ends_when_dateutil_says(self, seed: int) -> None:
        """Counted or until a day, whether the rule is rare or not."""
        random = Random(seed)
        for _ in range(30):
            text, begin = rule_text(random), FIRST + timedelta(random.randrange(10_000))
            until = begin + timedelta(random.randrange(1_500))
            end = random.choice([f"COUNT={random.randint(1, 12)}", f"UNTIL={until:%Y%m%d}"])
            lines = f"DTSTART;VALUE=DATE:{begin:%Y%m%d}\nRRULE:{text};{end}"
            try:
                cadence = Cadence.from_rrule(lines)
            except Inconsistent:
                first = first_by_dateutil(text, begin)
                assert first is None or first > until, lines
                continue
            expected = [one.date() for one in rrulestr(lines)]
            assert [one.day for one in cadence.between(date.min, date.max)] == expected, lines
            assert Cadence.from_rrule(cadence.to_rrule()) == cadence, lines

    @pytest.mark.parametrize("zone", ZONES)
    def test_local_times_are_those_of_dateutil(self, zone: str) -> None:
        """Through years of clocks put forward and back, every point in time is the same."""
        random = Random(zone)
        for _ in range(12):
            at = time(random.choice([0, 1, 2, 2, 3, 9, 23]), random.choice([0, 15, 30, 45]))
            begin = date(2009, 1, 1) + timedelta(random.randrange(4_000))
            cadence = attrs.evolve(plain_cadence(random, begin), at=at, zone=zone)
            start = datetime.combine(cadence.begin, at, ZoneInfo(zone))
            _, rule, *_ = cadence.to_rrule().splitlines()
            expected = [one.astimezone(UTC) for one in islice(iter(rrulestr(rule, dtstart=start)), 400)]
            assert [one.at for one in islice(cadence.between(begin, date.max), 400)] == expected


def walked(cadence: Cadence, last: date) -> Iterator[Occurrence]:
    """Every occurrence by the rule up to a day, by looking at each, in the order in which it is held."""
    rule = attrs.evolve(cadence, skipped=(), moved=(), paused=(), shift=WorkdayShift.NONE)
    moved, found = dict(cadence.moved), list[Occurrence]()
    day = cadence.begin
    while day <= last:
        if rule.occurrence(day) is not None and day not in cadence.skipped:
            place = moved.get(day, day)
            if not any(since <= place <= until for since, until in cadence.paused):
                held = place if day in moved else shifted(day, cadence.shift)
                found.append(Occurrence(day, held))
        day += timedelta(1)
    return iter(sorted(found, key=lambda one: (one.day, one.original)))


def shifted(day: date, shift: WorkdayShift) -> date:
    """Where a day goes, by the plainest of definitions."""
    near = [day + timedelta(n) for n in range(-7, 8) if WEEKDAYS.is_working(day + timedelta(n))]
    match shift:
        case WorkdayShift.NONE:
            return day
        case WorkdayShift.FORWARD:
            return min(one for one in near if one >= day)
        case WorkdayShift.BACK:
            return max(one for one in near if one <= day)
        case WorkdayShift.NEAREST:
            return min(near, key=lambda one: (abs(one - day), day - one))


class TestAgree:
    @settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
    @given(cadence=cadences(), start=st.integers(-60, 600))
    def test_all_questions_with_a_walk_through_all_days(self, cadence: Cadence, start: int) -> None:
        """Whatever is skipped, moved, paused or shifted, nothing is lost, doubled or out of order."""
        cadence = attrs.evolve(cadence, at=None)
        day, end = DAY + timedelta(start), DAY + timedelta(730)
        every = [one for one in walked(cadence, end + timedelta(60)) if one.day <= end]
        assert [*cadence.between(DAY - timedelta(60), end)] == every
        assert [*cadence.between(day, end)] == [one for one in every if one.day >= day]
        assert cadence.previous(day) == next((one for one in reversed(every) if one.day < day), None)
        following = cadence.next_after(day)
        if following is None or following.day <= end:
            assert following == next((one for one in every if one.day > day), None)
        for earlier, later in pairwise(every):
            assert cadence.next_after(earlier) == later
            assert cadence.previous(later) == earlier
        for one in every:
            assert cadence.occurrence(one.original) == one

    @given(cadence=cadences())
    def test_a_shift_keeps_the_order_of_the_rule(self, cadence: Cadence) -> None:
        """Without moves, what comes earlier by the rule is never held later."""
        still = attrs.evolve(cadence, moved=())
        originals = [one.original for one in islice(still.between(date.min, date.max), 200)]
        assert originals == sorted(set(originals))

    @given(cadence=cadences(), zone=st.sampled_from(ZONES), hour=st.integers(0, 23), minutes=st.integers(0, 2_000_000))
    def test_points_in_time_with_days(self, cadence: Cadence, zone: str, hour: int, minutes: int) -> None:
        """What comes after a point in time is what is not over by then, and before it what is."""
        timed = attrs.evolve(cadence, at=time(hour, 30), zone=zone)
        moment, end = AT + timedelta(minutes=minutes), DAY + timedelta(2_000)
        every = [one for one in timed.between(DAY - timedelta(60), end) if one.at is not None]
        after, before = timed.next_after(moment), timed.previous(moment)
        if after is None or after.day <= end:
            assert after == next((one for one in every if one.at is not None and one.at > moment), None)
        assert before == next((one for one in reversed(every) if one.at is not None and one.at < moment), None)

    @given(cadence=cadences())
    def test_with_what_calendars_are_told(self, cadence: Cadence) -> None:
        """Without working days, dateutil makes the same days of its lines, exceptions and all."""
        plain, end = attrs.evolve(cadence, shift=WorkdayShift.NONE, at=None), DAY + timedelta(730)
        told = rrulestr(plain.to_rrule().replace(";VALUE=DATE", ""), forceset=True)  # RDATE;VALUE=DATE is new to it
        assert isinstance(told, rruleset)
        expected = [one.date() for one in takewhile(lambda one: one.date() <= end, iter(told))]
        held = [one.day for one in plain.between(date.min, end)]
        assert sorted(set(held)) == expected


class TestRoundTrip:
    @given(cadence=cadences())
    def test_through_json_and_pickle(self, cadence: Cadence) -> None:
        """What is recorded is read back, equal, with the same hash."""
        for converter in CONVERTERS:
            again = converter.structure(json.loads(json.dumps(converter.unstructure(cadence))), Cadence)
            assert again == cadence
            assert hash(again) == hash(cadence)
        assert pickle.loads(pickle.dumps(cadence)) == cadence  # noqa: S301 - our own

    @given(cadence=cadences(), zone=st.sampled_from(ZONES))
    def test_through_icalendar(self, cadence: Cadence, zone: str) -> None:
        """All but moves, pauses and working days comes back as it was; a pause comes back as what is skipped."""
        told = attrs.evolve(cadence, moved=(), paused=(), shift=WorkdayShift.NONE, at=time(9, 30), zone=zone)
        assert Cadence.from_rrule(told.to_rrule()) == told
        paused = attrs.evolve(told, paused=cadence.paused)
        again = Cadence.from_rrule(paused.to_rrule())
        end = DAY + timedelta(730)
        assert [*again.between(date.min, end)] == [*paused.between(date.min, end)]


WORDS = """\
FREQ = ; : , DTSTART RRULE EXDATE TZID VALUE DATE UTC Europe/Stockholm T Z DAILY WEEKLY MONTHLY YEARLY INTERVAL COUNT
UNTIL BYDAY BYMONTH BYMONTHDAY BYSETPOS BYYEARDAY BYWEEKNO WKST MO SU 1 -1 31 366 0 +5 9999 20270104 T090000
T235959Z 99991231 00010101 00020101 99001231 ٣ "
"""
TOKENS = st.sampled_from([*WORDS.split(), " ", "\n", "\0"])


class TestAnyText:
    @settings(max_examples=300)
    @given(text=st.text() | st.lists(TOKENS, max_size=30).map("".join))
    def test_is_a_rhythm_or_refused_in_a_sentence(self, text: str) -> None:
        """Whatever a calendar sends."""
        with suppress(Inconsistent):
            _ = Cadence.from_rrule(text, begin=DAY)

    @settings(max_examples=300)
    @given(seed=st.integers(0, 10_000), at=st.integers(0, 200), token=TOKENS, cut=st.integers(0, 12))
    def test_that_is_nearly_a_rule_as_well(self, seed: int, at: int, token: str, cut: int) -> None:
        """A rule with something else in the midst of it."""
        lines = f"DTSTART;TZID=Asia/Tokyo:20270104T090000\nRRULE:{rule_text(Random(seed))};UNTIL=20291231T000000Z"
        lines += "\nEXDATE:20270104T000000Z"
        place = at % len(lines)
        with suppress(Inconsistent):
            _ = Cadence.from_rrule(lines[:place] + token + lines[place + cut :], begin=DAY).next_after(DAY)


def test_rare_rules_are_those_without_a_closed_form() -> None:
    """What calendars usually write is recognised, so that it is fast."""
    usual = [
        "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY", "FREQ=YEARLY",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=30,-1;BYSETPOS=1", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    ]  # fmt: skip
    rare = [
        "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SU,TU", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYYEARDAY=100", "FREQ=YEARLY;BYDAY=20MO", "FREQ=MONTHLY;BYDAY=MO,2TU", "FREQ=WEEKLY;BYMONTH=1",
        "FREQ=DAILY;BYMONTH=1", "FREQ=DAILY;INTERVAL=2;BYDAY=MO",
    ]  # fmt: skip
    units = {text: Cadence.from_rrule(text, begin=date(2027, 1, 5)).rule.unit for text in [*usual, *rare]}
    assert [text for text, unit in units.items() if unit is Unit.RRULE] == rare
