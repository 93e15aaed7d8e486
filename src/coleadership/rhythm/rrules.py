"""A cadence as iCalendar tells it (RFC 5545): a start, a rule and exceptions; and back.

What has a closed form here is recognised. What has none stays the rule that it is (`rare`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from itertools import product
from typing import TYPE_CHECKING, Final

import attrs

from coleadership.errors import Inconsistent, did_you_mean
from coleadership.rhythm.rare import DAYS, filled, ints, parts, spots
from coleadership.rhythm.recurrence import Recurrence, Unit, Weekday
from coleadership.rhythm.series import LAST_DAY, month_of
from coleadership.rhythm.timeline import planned
from coleadership.rhythm.zones import moment_at, zone_of

if TYPE_CHECKING:
    from coleadership.rhythm.cadence import Cadence

__all__ = ["Told", "read", "rule_of", "written"]

_PROPERTIES: Final = ("DTSTART", "RRULE", "EXDATE")
_STAMP: Final = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_IN_EVERY_MONTH: Final = 28
_LONG_MONTHS: Final = frozenset({1, 3, 5, 7, 8, 10, 12})
_IN_MONTHS: Final = frozenset({"BYMONTHDAY", "BYDAY", "BYSETPOS"})
_DEFAULTS: Final = frozenset({"INTERVAL=1", "WKST=MO"})
_NTHS: Final = frozenset({1, 2, 3, 4, -1})


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Told:
    """What a text tells of a cadence."""

    rule: Recurrence
    begin: date
    until: date | None
    count: int | None
    at: time | None
    zone: str | None
    skipped: tuple[date, ...]


# -- reading


def read(text: str, *, begin: date | None = None, at: time | None = None, zone: str | None = None) -> Told:
    r"""Read a start, a rule and what it leaves out; the other arguments stand in for what the text does not say.

    >>> told = read("DTSTART;TZID=Europe/Stockholm:20270104T090000\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4")
    >>> told.count, told.zone, told.rule.weekdays
    (4, 'Europe/Stockholm', (<Weekday.MON: 'mon'>,))
    """
    found = _properties(text)
    for params, value in found["DTSTART"]:
        begin, clock, utc = _stamp(value, "DTSTART")
        at, zone = clock or at, "UTC" if utc else params.get("TZID", zone)
    if begin is None:
        raise Inconsistent("begin", "the text has no DTSTART; say from which day on, as begin=date(2027, 1, 4)")
    begin = planned(begin, "begin")
    ((_, value),) = found["RRULE"]
    said = parts(value)
    rule, first = rule_of(said, begin)
    if "UNTIL" in said and "COUNT" in said:
        raise Inconsistent("rrule", "UNTIL and COUNT both say when it ends; leave one of them out")
    until = _last_day(said["UNTIL"], at, zone) if "UNTIL" in said else None
    off = (_local(one, params, at, zone) for params, value in found["EXDATE"] for one in value.split(","))
    skipped = tuple(day for day in off if day is not None)
    count = next(iter(ints(said, "COUNT")), None)
    return Told(rule=rule, begin=first, until=until, count=count, at=at, zone=zone, skipped=skipped)


def _properties(text: str) -> dict[str, list[tuple[dict[str, str], str]]]:
    """The lines of a text, by name, with their parameters; a rule may also stand there alone."""
    found: dict[str, list[tuple[dict[str, str], str]]] = {name: [] for name in _PROPERTIES}
    for line in filter(None, map(str.strip, re.sub(r"\r?\n[ \t]", "", text).splitlines())):
        head, colon, value = line.partition(":")
        if not colon:
            head, value = "RRULE", line
        name, *params = head.split(";")
        if name.upper() not in found:
            hint = "; move single occurrences instead" if name.upper() in {"RDATE", "EXRULE"} else ""
            known = hint or did_you_mean(name.upper()[:40], _PROPERTIES)
            raise Inconsistent("rrule", f"{name!r:.40} is not read here{known}")
        told = (param.partition("=") for param in params)
        found[name.upper()].append(({key.upper(): value.strip('"') for key, _, value in told}, value.strip()))
    if len(found["RRULE"]) != 1 or len(found["DTSTART"]) > 1:
        raise Inconsistent("rrule", "one DTSTART and one RRULE make a rhythm; give no more and no fewer")
    return found


def _stamp(value: str, name: str) -> tuple[date, time | None, bool]:
    """A day, a time of day if there is one, and whether that is in UTC."""
    match = _STAMP.fullmatch(value.strip().upper())
    try:
        day = datetime.strptime(match[1], "%Y%m%d").date() if match else None  # noqa: DTZ007 - wherever people are
        clock = datetime.strptime(match[2], "%H%M%S").time() if match and match[2] else None  # noqa: DTZ007 - as above
    except ValueError:
        day, clock = None, None
    if match is None or day is None:
        raise Inconsistent("rrule", f"{name} {value!r:.40} is no day; write 20270104, or 20270104T090000")
    return day, clock, bool(match[3])


def _last_day(value: str, at: time | None, zone: str | None) -> date | None:
    """The last day whose time has come by UNTIL; None where that is so far away that it means for ever."""
    day, clock, utc = _stamp(value, "UNTIL")
    if day.toordinal() > LAST_DAY:
        return None
    _ = planned(day, "until")
    if clock is not None and utc:
        local = datetime.combine(day, clock, UTC).astimezone(zone_of(zone))
        day, clock = local.date(), local.time()
    early = clock is not None and at is not None and clock < at
    return date.fromordinal(day.toordinal() - early)


def _local(value: str, params: Mapping[str, str], at: time | None, zone: str | None) -> date | None:
    """The day of the rule that EXDATE means; None if it is another time of that day, on which nothing comes."""
    day, clock, utc = _stamp(value, "EXDATE")
    told = "UTC" if utc else params.get("TZID", zone)
    if clock is None or told == zone:
        return day if clock in {None, at} else None
    _ = planned(day, "skipped")
    there = datetime.combine(day, clock, zone_of(told)).astimezone(zone_of(zone))
    return there.date() if at is None or moment_at(there.date(), at, zone_of(zone)) == there else None


# -- what has a closed form


def rule_of(said: Mapping[str, str], begin: date) -> tuple[Recurrence, date]:
    """The rule that is said from a day on, and the first of its days if that is told in closed form.

    >>> rule_of(parts("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1"), date(2027, 1, 11))[1]
    datetime.date(2027, 2, 1)
    """
    full = filled(said, begin)
    rule = _plain(full, begin)
    if rule is None:
        text = ";".join(f"{key}={value}" for key, value in full.items() if f"{key}={value}" not in _DEFAULTS)
        return Recurrence(unit=Unit.RRULE, rrule=text), begin
    month = int(full["BYMONTH"]) if full["FREQ"] == "YEARLY" else begin.month
    series = rule.series(begin, first_month=month_of(begin.replace(month=month, day=1)))
    return rule, date.fromordinal(series.on_or_after(begin.toordinal()))


def _plain(full: Mapping[str, str], begin: date) -> Recurrence | None:
    """The same rule if it has a closed form here."""
    by = {key for key in full if key.startswith("BY")}
    (interval,) = ints(full, "INTERVAL") or [1]
    match full["FREQ"]:
        case "DAILY" if not by:
            return Recurrence(unit=Unit.DAYS, interval=interval)
        case "WEEKLY" | "DAILY" if by == {"BYDAY"} and (full["FREQ"] == "WEEKLY" or interval == 1):
            on = {DAYS.index(day) for _, day in spots(full)}
            start = DAYS.index(full.get("WKST", "MO"))
            if interval > 1 and len({day < start for day in (*on, begin.weekday())}) > 1:
                return None  # a week that begins on Sunday holds other days than one that begins on Monday
            return Recurrence(unit=Unit.WEEKS, interval=interval, weekdays=_weekdays(on))
        case "MONTHLY" if by <= _IN_MONTHS:
            return _in_months(full, interval, _IN_EVERY_MONTH)
        case "YEARLY" if by <= {"BYMONTH", *_IN_MONTHS} and full.get("BYMONTH", "").isdigit():
            month = int(full["BYMONTH"])
            return _in_months(full, interval * 12, 28 if month == 2 else 30 + (month in _LONG_MONTHS))
        case _:
            return None


def _in_months(full: Mapping[str, str], interval: int, shortest: int) -> Recurrence | None:
    """A rule of months, of which the shortest has so many days."""
    days, on, places = {*ints(full, "BYMONTHDAY")}, {*spots(full)}, {*ints(full, "BYSETPOS")}
    if days:
        chosen = () if on else _days(days, places, shortest)
        return Recurrence(unit=Unit.MONTHS, interval=interval, days=chosen) if chosen else None
    nths, weekdays = {n for n, _ in on}, {day for _, day in on}
    if places and nths == {0} and len(weekdays) == 1:
        nths, on = places, {*product(places, weekdays)}
    elif places:
        return None
    if on != {*product(nths, weekdays)} or not nths <= _NTHS or {4, -1} <= nths:
        return None
    named = _weekdays({DAYS.index(day) for day in weekdays})
    return Recurrence(unit=Unit.MONTHS, interval=interval, weekdays=named, nth=tuple(nths))


def _days(days: set[int], places: set[int], shortest: int) -> tuple[int, ...]:
    """Days of which there are as many in every month; none if there are not."""
    counted = sorted(day for day in days if day > 0)
    chosen = [*counted, *([31] if -1 in days else [])]
    if not days <= {*counted, -1}:
        return ()
    if places:  # the day or, where there is none, the last: as it is written below
        place = {*range(1, len(counted) + 1)}
        chosen = counted if -1 in days and places == place and counted[-1] in {29, 30} else []
    elif counted and counted[-1] > shortest:
        chosen = []
    return () if any(day >= _IN_EVERY_MONTH for day in chosen[:-1]) else tuple(chosen)


def _weekdays(places: set[int]) -> tuple[Weekday, ...]:
    return tuple(day for place, day in enumerate(Weekday) if place in places)


# -- writing


def written(cadence: Cadence) -> str:
    """A cadence as lines of iCalendar; see `cadence.Cadence.to_rrule`."""
    timeline = cadence._timeline
    first = date.fromordinal(timeline.series.on_or_after(cadence.begin.toordinal()))
    begin = cadence.begin if cadence.rule.unit is Unit.RRULE else first
    rule = [_rule(cadence.rule, begin), *_end(cadence)]
    lines = [f"DTSTART{_when(cadence, begin)}", f"RRULE:{';'.join(rule)}"]
    held = {to for to, _ in timeline.moved if not timeline.pause_over(to)}
    off = {*timeline.off, *(day for since, until in timeline.paused for day in _within(cadence, since, until))}
    off -= held  # EXDATE would strike out what comes there instead, too
    lines += [f"EXDATE{_when(cadence, date.fromordinal(day))}" for day in sorted(off)]
    return "\n".join([*lines, *(f"RDATE{_when(cadence, date.fromordinal(day))}" for day in sorted(held))])


def _within(cadence: Cadence, since: int, until: int) -> Iterator[int]:
    """The days of its rule from one to another."""
    series, last = cadence._timeline.series, min(until, cadence._timeline.last)
    day = series.on_or_after(since)
    while day <= last:
        yield day
        day = series.on_or_after(day + 1)


def _rule(rule: Recurrence, begin: date) -> str:
    if rule.rrule is not None:
        return rule.rrule
    interval, names = rule.interval, [DAYS[place] for place, day in enumerate(Weekday) if day in rule.weekdays]
    match rule.unit:
        case Unit.DAYS:
            said = ["FREQ=DAILY"]
        case Unit.WEEKS:
            said = ["FREQ=WEEKLY", f"BYDAY={','.join(names)}"]
        case _ if interval % 12 == 0:
            interval //= 12
            said = ["FREQ=YEARLY", f"BYMONTH={begin.month}"]
        case _:
            said = ["FREQ=MONTHLY"]
    if rule.nth:
        said.append(f"BYDAY={','.join(f'{n}{day}' for n in rule.nth for day in names)}")
    if rule.days:
        said.append(_month_days(rule.days))
    return ";".join([said[0], *([f"INTERVAL={interval}"] if interval > 1 else []), *said[1:]])


def _month_days(days: tuple[int, ...]) -> str:
    *rest, last = days
    if last <= _IN_EVERY_MONTH:
        return f"BYMONTHDAY={','.join(map(str, days))}"
    if last == 31:
        return f"BYMONTHDAY={','.join(map(str, [*rest, -1]))}"
    places = ",".join(str(place) for place in range(1, len(days) + 1))
    return f"BYMONTHDAY={','.join(map(str, [*days, -1]))};BYSETPOS={places}"


def _end(cadence: Cadence) -> Iterator[str]:
    if cadence.count is not None:
        yield f"COUNT={cadence.count}"
    if cadence.until is not None and cadence.at is not None:
        yield f"UNTIL={moment_at(cadence.until, cadence.at, zone_of(cadence.zone)):%Y%m%dT%H%M%SZ}"
    elif cadence.until is not None:
        yield f"UNTIL={cadence.until:%Y%m%d}"


def _when(cadence: Cadence, day: date) -> str:
    """A day as the end of a line, with its time of day if there is one."""
    if cadence.at is None:
        return f";VALUE=DATE:{day:%Y%m%d}"
    local = f"{day:%Y%m%d}T{cadence.at:%H%M%S}"
    return f":{local}Z" if cadence.zone == "UTC" else f";TZID={cadence.zone}:{local}"
