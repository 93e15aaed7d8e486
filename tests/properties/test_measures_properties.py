from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from coleadership.errors import ColeadershipError
from coleadership.goals.measures import Learning, Measure, Metric, Milestone, Milestones, Range, YesNo
from coleadership.goals.pace import Pace, Track
from coleadership.goals.progress import Progress, mean
from coleadership.goals.quantities import Number

NUMBERS = st.decimals(-(10**12), 10**12, places=6) | st.integers(-1_000, 1_000).map(Decimal)
WEIGHTS = st.decimals(0, 1_000, places=3)
SHARES = st.decimals(-3, 3, places=12)
LAST_PLACE = Fraction(1, 2 * 10**12)
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))


def near(told: Decimal | None, exact: Fraction) -> bool:
    """Whether a share is what is exact, rounded in the twelfth decimal."""
    return told is not None and abs(Fraction(told) - exact) <= LAST_PLACE


class TestMetric:
    """“Metric progress: (current - start)/(target - start), the same formula for decreasing targets”."""

    @given(NUMBERS, NUMBERS, NUMBERS)
    def test_is_the_formula_to_the_last_decimal(self, start: Decimal, target: Decimal, now: Decimal) -> None:
        """What is told is the exact fraction, rounded once."""
        assume(start != target)
        exact = (Fraction(now) - Fraction(start)) / (Fraction(target) - Fraction(start))
        assert near(Metric(start=start, target=target).progress(now).raw, exact)

    @given(NUMBERS, NUMBERS, NUMBERS)
    def test_does_not_care_for_the_direction(self, start: Decimal, target: Decimal, now: Decimal) -> None:
        """With every sign turned around, progress is the same."""
        upwards = Metric(start=start, target=target).progress(now)
        downwards = Metric(start=-start, target=-target).progress(-now)
        assert upwards.raw == downwards.raw

    @given(NUMBERS, NUMBERS)
    def test_begins_at_nothing_and_ends_at_everything(self, start: Decimal, target: Decimal) -> None:
        """At the start it is 0, and at the target 1."""
        assume(start != target)
        measure = Metric(start=start, target=target)
        assert measure.progress(start).raw == 0
        assert measure.progress(target).raw == 1

    @given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
    def test_never_falls_on_the_way_to_the_target(
        self, start: Decimal, target: Decimal, a: Decimal, b: Decimal
    ) -> None:
        """Of two readings, the one further along has no less progress."""
        assume(start != target)
        less, more = sorted((a, b), reverse=target < start)
        measure = Metric(start=start, target=target)
        assert (measure.progress(less).raw or 0) <= (measure.progress(more).raw or 0)


class TestRange:
    @given(NUMBERS, NUMBERS, NUMBERS)
    def test_is_a_metric_up_to_its_edge(self, edge: Decimal, start: Decimal, now: Decimal) -> None:
        """Coming from below, “at least” is as far as a metric to the same number, and no further than reached."""
        assume(start < edge)
        ranged = Range(low=edge, start=start).progress(now).raw
        straight = Metric(start=start, target=edge).progress(now).raw
        assert straight is not None
        assert ranged == min(straight, Decimal(1))

    @given(NUMBERS, NUMBERS, NUMBERS, st.none() | NUMBERS)
    def test_is_reached_inside_and_only_there(
        self, one: Decimal, other: Decimal, now: Decimal, start: Decimal | None
    ) -> None:
        """Progress is 1 if and only if the number is in the range (but for what twelve decimals cannot tell)."""
        low, high = sorted((one, other))
        raw = Range(low=low, high=high, start=start).progress(now).raw
        assert raw is not None
        assert raw <= 1
        if low <= now <= high:
            assert raw == 1
        elif start is None or low <= start <= high:
            assert raw == 0


class TestMilestones:
    @given(st.lists(st.tuples(WEIGHTS, st.booleans()), min_size=1, max_size=12))
    def test_are_the_weight_of_what_is_done(self, steps: list[tuple[Decimal, bool]]) -> None:
        """What is told is the exact share of weights, and what is left undone is the rest."""
        assume(any(weight for weight, _ in steps))
        measure = Milestones([Milestone("x", weight=weight, id=f"m{n}") for n, (weight, _) in enumerate(steps)])
        done = [f"m{n}" for n, (_, is_done) in enumerate(steps) if is_done]
        whole = sum(Fraction(weight) for weight, _ in steps)
        exact = sum((Fraction(weight) for weight, is_done in steps if is_done), Fraction(0)) / whole
        assert near(measure.progress(done).raw, exact)
        rest = {f"m{n}" for n in range(len(steps))} - {*done}
        assert near(measure.progress(rest).raw, 1 - exact)


class TestMean:
    """“missing excluded, n reported”."""

    @given(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.none() | SHARES, WEIGHTS), max_size=8))
    def test_is_that_of_what_is_known(self, parts: dict[str, tuple[Decimal | None, Decimal]]) -> None:
        """Every part is counted or named, and the mean is the exact one of those counted."""
        assume(not parts or any(weight for _, weight in parts.values()))
        known = {
            part: (Fraction(value), Fraction(weight)) for part, (value, weight) in parts.items() if value is not None
        }
        found = mean({part: value for part, (value, _) in parts.items()}, {part: w for part, (_, w) in parts.items()})
        assert {*found.missing} == parts.keys() - known.keys()
        whole = sum(weight for _, weight in known.values())
        if not whole:
            assert (found.value, found.counted) == (None, 0)
        else:
            assert found.counted == len(known)
            assert near(found.value, sum(value * weight for value, weight in known.values()) / whole)

    @given(st.dictionaries(st.sampled_from("abcdefgh"), SHARES, min_size=1), st.decimals("0.001", 1_000, places=3))
    def test_does_not_care_for_the_size_of_weights(self, parts: dict[str, Decimal], size: Decimal) -> None:
        """With all weights alike, whatever they are, it is the plain average; and it stays between its parts."""
        plain = mean(dict[str, Progress | Number | None](parts))
        assert mean(dict[str, Progress | Number | None](parts), dict.fromkeys(parts, size)) == plain
        assert plain.value is not None
        assert min(parts.values()) <= plain.value <= max(parts.values())


class TestPace:
    @given(DAYS, st.integers(1, 400), st.integers(-10, 500))
    def test_is_days_passed_of_all_days(self, begin: date, length: int, passed: int) -> None:
        """“days passed/total days”, no less than nothing and no more than everything."""
        pace = Pace(begin, begin + timedelta(days=length))
        exact = min(max(Fraction(passed, length), Fraction(0)), Fraction(1))
        assert near(pace.expected(begin + timedelta(days=passed)), exact)

    @given(DAYS, st.integers(1, 400), st.integers(-10, 500), SHARES)
    def test_makes_no_one_late_who_is_as_far_as_expected(
        self, begin: date, length: int, passed: int, progress: Decimal
    ) -> None:
        """Ahead and on track are the same thing said twice, and who is not ahead is not on track."""
        day = begin + timedelta(days=passed)
        standing = Pace(begin, begin + timedelta(days=length)).standing(progress, day)
        assert standing.ahead is not None
        if standing.track is Track.ON_TRACK:
            assert standing.ahead >= 0
            assert standing.index is None or standing.index >= 1
        else:
            assert standing.ahead <= 0


MEASURES = st.one_of(
    st.builds(Metric, start=st.none() | NUMBERS, target=st.none() | NUMBERS, unit=st.sampled_from([None, "kr"])),
    st.builds(Range, low=NUMBERS, start=st.none() | NUMBERS),
    st.builds(Range, high=NUMBERS),
    st.just(Milestones([Milestone("a", id="a"), Milestone("b", id="b", weight=3)])),
    st.just(YesNo()),
    st.builds(Learning, lessons=st.integers(1, 1_000)),
)
ANYTHING = st.one_of(
    st.none(),
    NUMBERS,
    st.floats(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.decimals(),
    st.lists(st.sampled_from(["a", "b", "c", ""]) | st.integers(), max_size=3),
    st.binary(max_size=3),
)


class TestAnyReading:
    @given(MEASURES, ANYTHING)
    def test_is_understood_or_refused(self, measure: Measure, seen: object) -> None:
        """Whatever is given for a reading, either there is progress, or why not is said, or a sentence refuses it."""
        try:
            progress = measure.progress(seen)  # type: ignore[arg-type]
        except ColeadershipError as refused:
            assert "; " in str(refused) or "(give its .id)" in str(refused)  # noqa: PT017 - most are understood
        else:
            assert (progress.raw is None) == bool(progress.reason)
            assert progress.raw is None or progress.raw.is_finite()
            assert progress.clamped is None or 0 <= progress.clamped <= 1
