"""How far one expects to be by when, and what that makes of the progress there is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.goals.progress import Progress
from coleadership.goals.quantities import Number, grains, number, share
from coleadership.rhythm.workdays import day_of

__all__ = ["Pace", "Phase", "Standing", "Track"]

_WHOLE: Final = grains(Decimal(1))
_MOST_PHASES: Final = 1_000


class Track(StrEnum):
    """What the expected pace makes of progress; the words and their order are those of innovationminds.com.

    >>> Track("off_track")
    <Track.OFF_TRACK: 'off_track'>
    """

    ON_TRACK = "on_track"
    """As far as expected, or ahead."""
    PROGRESSING = "progressing"
    """Behind, by no more than a tenth of what is expected."""
    OFF_TRACK = "off_track"
    """Further behind."""
    PAST_DUE = "past_due"
    """The due day has passed, and it is not reached."""
    UNKNOWN = "unknown"
    """Nothing is known of its progress, so nothing is said about its pace."""


@attrs.frozen(slots=True, weakref_slot=False)
class Standing:
    """Where progress stands against the pace on one day; ``ahead`` is below 0 when it is behind.

    ``index`` is progress divided by what was expected, None where nothing was: 0.75 is a quarter slower.
    """

    track: Track
    expected: Decimal
    ahead: Decimal | None = None
    index: Decimal | None = None


def _share(value: Number) -> Decimal:
    return number(value, "share")


@attrs.frozen(slots=True, weakref_slot=False)
class Phase:
    """A step on the way: what share of it is expected by a day.

    >>> Phase(date(2027, 3, 31), "0.1").share
    Decimal('0.1')
    """

    day: date
    share: Decimal = attrs.field(converter=_share)

    def __attrs_post_init__(self) -> None:
        _ = day_of(self.day, "phases.day")


def _phases(given: Mapping[date, Number] | tuple[Phase, ...]) -> tuple[Phase, ...]:
    return given if isinstance(given, tuple) else tuple(Phase(day, value) for day, value in given.items())


@attrs.frozen(slots=True, weakref_slot=False)
class Pace:
    """Straight from nothing on the first day to everything on the due day, or through phases in between.

    The straight line is that of innovationminds.com and ally.io, days passed ÷ total days. Progress is seldom even, so
    phases may bend it (ally.io's “phased targets”); that it is straight between two phases, and that one may expect to
    fall back first, are this library's reading. A phase is a share of the way, which a measure makes of a value.

    >>> quarter = Pace(date(2027, 1, 1), date(2027, 4, 1))
    >>> standing = quarter.standing("0.25", date(2027, 1, 31))     # a third of the time is gone
    >>> standing.track.value, standing.expected, standing.index
    ('off_track', Decimal('0.333333333333'), Decimal('0.75'))
    >>> Pace(date(2027, 1, 1), date(2027, 4, 1), {date(2027, 3, 1): "0.2"}).expected(date(2027, 3, 1))
    Decimal('0.2')
    """

    begin: date
    due: date
    phases: tuple[Phase, ...] = attrs.field(default=(), converter=_phases)

    def __attrs_post_init__(self) -> None:
        if day_of(self.due, "due") < day_of(self.begin, "begin"):
            raise Inconsistent("due", f"{self.due} is before it begins; choose {self.begin} or later")
        if len(self.phases) > _MOST_PHASES:
            raise Inconsistent("phases", f"{len(self.phases):,} phases are more than {_MOST_PHASES:,}; leave some out")
        for earlier, later in pairwise([self.begin, *(phase.day for phase in self.phases), self.due]):
            if self.phases and not earlier < later:
                reason = (
                    f"{later} does not come after {earlier}; give days in order, between {self.begin} and {self.due}"
                )
                raise Inconsistent("phases", reason)

    def expected(self, day: date) -> Decimal:
        """The share expected on a day: nothing until it begins, everything from the due day on."""
        return share(*self._expected(day))

    def standing(self, progress: Progress | Number | None, day: date) -> Standing:
        """What the pace makes of progress on a day; it counts raw, so that being beyond the target shows.

        The tenth by which one may be behind is a tenth of what is expected. “Within 10 %” leaves open of what, so that
        too is this library's reading.
        """
        part, whole = self._expected(day)
        expected = share(part, whole)
        raw = progress.raw if isinstance(progress, Progress) else None if progress is None else number(progress)
        if raw is None:
            return Standing(Track.UNKNOWN, expected)
        actual, wanted = grains(raw) * whole, part * _WHOLE
        ahead = share(actual - wanted, whole * _WHOLE)
        return Standing(
            self._track(actual, wanted, day), expected, ahead, share(actual, wanted) if wanted > 0 else None
        )

    def _track(self, actual: int, wanted: int, day: date) -> Track:
        if actual >= wanted:
            return Track.ON_TRACK
        if day > self.due:
            return Track.PAST_DUE
        return Track.PROGRESSING if (wanted - actual) * 10 <= abs(wanted) else Track.OFF_TRACK

    def _expected(self, day: date) -> tuple[int, int]:
        """The share expected, as a fraction that is not rounded yet."""
        if day_of(day, "day") >= self.due:
            return 1, 1
        if day <= self.begin:
            return 0, 1
        corners = [(self.begin, 0), *((phase.day, grains(phase.share)) for phase in self.phases), (self.due, _WHOLE)]
        after = bisect_right(corners, day, key=itemgetter(0))
        (since, low), (until, high) = corners[after - 1 : after + 1]
        days = (until - since).days
        return low * days + (high - low) * (day - since).days, days * _WHOLE
