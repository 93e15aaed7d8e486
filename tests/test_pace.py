from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from coleadership.errors import Inconsistent
from coleadership.goals.measures import Metric
from coleadership.goals.pace import Pace, Phase, Standing, Track
from coleadership.goals.progress import Progress
from tests.builders import AT

BEGIN = date(2027, 1, 1)
DUE = BEGIN + timedelta(days=90)
QUARTER = Pace(BEGIN, DUE)


def after(days: int) -> date:
    """So many days after it begins."""
    return BEGIN + timedelta(days=days)


class TestExpected:
    @pytest.mark.parametrize(
        ("days", "share"),
        [
            (-400, "0"), (-1, "0"), (0, "0"), (30, "0.333333333333"), (45, "0.5"), (89, "0.988888888889"), (90, "1"),
            (400, "1"),
        ],
    )  # fmt: skip
    def test_goes_straight_from_nothing_to_everything(self, days: int, share: str) -> None:
        """“Min + (Max - Min)·(days passed/total days)”: a third on day 30 of 90; before and after it stands still."""
        assert QUARTER.expected(after(days)) == Decimal(share)

    def test_may_go_through_phases(self) -> None:
        """A fifth by day 60 and the rest in the last month; between the two it is straight."""
        pace = Pace(BEGIN, DUE, {after(60): "0.2"})
        assert [pace.expected(after(days)) for days in (0, 30, 60, 75, 90)] == [
            Decimal(share) for share in ("0", "0.1", "0.2", "0.6", "1")
        ]
        assert pace == Pace(BEGIN, DUE, (Phase(after(60), Decimal("0.2")),))

    def test_may_fall_back_first(self) -> None:
        """In a change it often gets worse before it gets better, and one may say so beforehand."""
        pace = Pace(BEGIN, DUE, {after(30): "-0.2", after(60): 0})
        assert pace.expected(after(15)) == Decimal("-0.1")
        assert pace.standing("-0.1", after(15)).track is Track.ON_TRACK
        assert pace.standing("-0.1", after(15)).index is None

    def test_takes_phases_from_a_measure(self) -> None:
        """Where phases are told as values, the measure says what share of the way they are."""
        measure = Metric(start=8, target=5, unit="%")
        step = measure.progress(7).clamped
        assert step is not None
        assert Pace(BEGIN, DUE, {after(45): step}).expected(after(45)) == Decimal("0.333333333333")

    def test_of_a_single_day_is_everything_on_that_day(self) -> None:
        """Begun and due on the same day there is nothing to divide by, and nothing is divided."""
        pace = Pace(BEGIN, BEGIN)
        assert [pace.expected(after(days)) for days in (-1, 0, 1)] == [Decimal(0), Decimal(1), Decimal(1)]


class TestStanding:
    def test_tells_how_fast_it_goes(self) -> None:
        """25 % done on day 30 of 90: a third was expected, so the index is 0.75 and it is behind."""
        standing = QUARTER.standing(Progress(Decimal("0.25")), after(30))
        assert standing == Standing(
            Track.OFF_TRACK, Decimal("0.333333333333"), ahead=Decimal("-0.083333333333"), index=Decimal("0.75")
        )

    @pytest.mark.parametrize(
        ("progress", "days", "track"),
        [
            ("0.5", 45, Track.ON_TRACK),
            ("0.6", 45, Track.ON_TRACK),
            ("0.499999", 45, Track.PROGRESSING),
            ("0.45", 45, Track.PROGRESSING),
            ("0.449999999999", 45, Track.OFF_TRACK),
            ("0", 45, Track.OFF_TRACK),
            ("-0.5", 45, Track.OFF_TRACK),
            ("0.95", 90, Track.PROGRESSING),
            ("0.5", 90, Track.OFF_TRACK),
            ("0.95", 91, Track.PAST_DUE),
            ("1", 91, Track.ON_TRACK),
            ("1.2", 400, Track.ON_TRACK),
            ("0", -7, Track.ON_TRACK),
            ("0", 0, Track.ON_TRACK),
            ("-0.1", 0, Track.OFF_TRACK),
        ],
    )
    def test_says_in_one_word_where_it_stands(self, progress: str, days: int, track: Track) -> None:
        """On track if as far as expected, progressing within a tenth below, else off track; or past due."""
        assert QUARTER.standing(progress, after(days)).track is track

    def test_is_exact_where_thirds_meet(self) -> None:
        """A third done after a third of the time is on track, although neither can be told exactly."""
        thirds = Metric(start=0, target=3).progress(1)
        assert thirds.raw == QUARTER.expected(after(30))
        assert QUARTER.standing(thirds, after(30)).index == Decimal("0.999999999999")

    def test_says_nothing_where_nothing_is_known(self) -> None:
        """Nobody is behind because nobody has looked."""
        for unknown in (None, Progress(None, "nothing has been read yet")):
            assert QUARTER.standing(unknown, after(30)) == Standing(Track.UNKNOWN, Decimal("0.333333333333"))

    def test_has_no_index_where_nothing_is_expected(self) -> None:
        """On the first day there is nothing to divide by."""
        assert QUARTER.standing("0.1", BEGIN) == Standing(Track.ON_TRACK, Decimal(0), ahead=Decimal("0.1"))

    def test_counts_what_is_beyond_the_target(self) -> None:
        """Raw progress shows how far ahead somebody is."""
        standing = QUARTER.standing(Progress(Decimal("1.2")), after(45))
        assert (standing.ahead, standing.index) == (Decimal("0.7"), Decimal("2.4"))

    @pytest.mark.parametrize("progress", [0.25, "NaN", True])
    def test_refuses_what_is_no_progress(self, progress: str) -> None:
        """A float, no number and a truth value are no progress."""
        with pytest.raises(Inconsistent):
            _ = QUARTER.standing(progress, after(30))


class TestPace:
    @pytest.mark.parametrize(
        ("due", "phases", "sentence"),
        [
            (after(-1), {}, "^due: 2026-12-31 is before it begins; choose 2027-01-01 or later"),
            (DUE, {after(60): "0.2", after(30): "0.1"}, "^phases: 2027-01-31 does not come after 2027-03-02"),
            (DUE, {after(0): "0.2"}, "^phases: 2027-01-01 does not come after 2027-01-01"),
            (DUE, {after(90): "0.2"}, "^phases: 2027-04-01 does not come after 2027-04-01"),
            (DUE, {after(100): "0.2"}, "^phases: 2027-04-01 does not come after 2027-04-11"),
            (DUE, {after(30): 0.2}, r"^share: 0\.2 is a float"),
            (DUE, {after(30): "Infinity"}, "^share: Infinity cannot be counted with"),
            (DUE, {AT: "0.2"}, r"^phases\.day: .* is no day"),
            (AT, {}, "^due: .* is no day"),
            (date(2040, 1, 1), {after(n): 0 for n in range(1, 1_002)}, "^phases: 1,001 phases are more than 1,000"),
        ],
    )
    def test_refuses_days_that_contradict_each_other(self, due: date, phases: dict[date, str], sentence: str) -> None:
        """A pace that ends before it begins, or whose phases are not in order between the two, cannot exist."""
        with pytest.raises(Inconsistent, match=sentence):
            _ = Pace(BEGIN, due, phases)

    def test_refuses_a_moment_for_a_day(self) -> None:
        """A point in time is another day elsewhere, so pace is asked about days."""
        with pytest.raises(Inconsistent, match=r"^day: .* is no day"):
            _ = QUARTER.expected(datetime(2027, 1, 31))  # noqa: DTZ001
