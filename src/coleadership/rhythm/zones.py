"""Local times in named zones.

A local time that does not exist, because clocks are put forward, is as much later as they are; one that exists twice is
the first of the two (RFC 5545, section 3.3.5). Zones are those of the machine, or of the package tzdata.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

from coleadership.errors import Inconsistent, did_you_mean

__all__ = ["moment_at", "zone_of"]


def zone_of(name: str | None) -> tzinfo:
    """The zone of that name; UTC without one.

    >>> zone_of("Europe/Stokholm")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: zone: 'Europe/Stokholm' is not known here; did you mean 'Europe/Stockholm'?
    """
    if name is None or name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, available_timezones  # noqa: PLC0415 - only who names a zone waits for it

    try:
        return ZoneInfo(name)
    except (AttributeError, KeyError, OSError, TypeError, ValueError):
        close = did_you_mean(str(name)[:40], available_timezones())
        hint = close if close.startswith(";") else "; give one such as Europe/Stockholm, or UTC"
        raise Inconsistent("zone", f"{name!r:.40} is not known here{hint}") from None


def moment_at(day: date, at: time, zone: tzinfo) -> datetime:
    """When a local time comes on a day, in UTC.

    >>> stockholm = zone_of("Europe/Stockholm")
    >>> moment_at(date(2027, 3, 28), time(2, 30), stockholm).astimezone(stockholm).time()   # clocks jump from 2 to 3
    datetime.time(3, 30)
    >>> str(moment_at(date(2027, 10, 31), time(2, 30), stockholm))                          # and back from 3 to 2
    '2027-10-31 00:30:00+00:00'
    """
    return datetime.combine(day, at, zone).astimezone(UTC)
