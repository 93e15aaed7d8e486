from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from coleadership.errors import Inconsistent
from coleadership.goals.measures import MEASURES, Learning, Measure, Metric, Milestone, Milestones, Range, YesNo
from coleadership.goals.progress import Progress
from coleadership.goals.quantities import Number
from coleadership.goals.readings import Reading, Seen
from coleadership.prose import Prose
from coleadership.recording.structuring import strict_converter

WEIGHTS = ("0.2", "0.3", "0.2", "0.2", "0.1")
ROLLOUT = Milestones([Milestone(f"Step {n}", weight=weight, id=f"step_{n}") for n, weight in enumerate(WEIGHTS, 1)])


def lacking(measure: Measure) -> list[str]:
    """The paths of what keeps a measure from being agreed."""
    return [finding.path for finding in measure.findings() if finding.blocks]


class TestMetric:
    @pytest.mark.parametrize(
        ("start", "target", "current", "raw", "clamped"),
        [
            pytest.param(10, 20, 16, "0.6", "0.6", id="rising"),
            pytest.param(10, 20, 22, "1.2", "1", id="over-achieved"),
            pytest.param(32, 45, 42, "0.769230769231", "0.769230769231", id="NPS"),
            pytest.param(8, 5, 6, "0.666666666667", "0.666666666667", id="churn, falling"),
            pytest.param(8, 5, 9, "-0.333333333333", "0", id="falling, worse than start"),
            pytest.param(0, 500, 400, "0.8", "0.8", id="revenue from 0"),
            pytest.param(0, 10, "5.9", "0.59", "0.59", id="decimals are not cut off"),
            pytest.param(8, 0, 2, "0.75", "0.75", id="down to a zero target"),
            pytest.param(-5, 0, -4, "0.2", "0.2", id="up to a zero target"),
            pytest.param(-10, -20, -5, "-0.5", "0", id="negative and falling"),
            pytest.param("0.1", "0.3", "0.2", "0.5", "0.5", id="where floats go wrong"),
            pytest.param(15, 8, 8, "1", "1", id="not 187.5 %"),
            pytest.param("1e17", "-1e17", 0, "0.5", "0.5", id="far apart"),
            pytest.param(0, "4e-18", "1e-18", "0.25", "0.25", id="close together"),
        ],
    )
    def test_goes_either_way(self, start: Number, target: Number, current: Number, raw: str, clamped: str) -> None:
        """“(current - start)/(target - start)”, the same for what is to fall; raw is kept, scores are clamped."""
        progress = Metric(start=start, target=target).progress(current)
        assert progress == Progress(Decimal(raw))
        assert progress.clamped == Decimal(clamped)

    @pytest.mark.parametrize(
        ("start", "target", "current", "published"), [(32, 45, 42, "0.77"), (8, 5, 6, "0.67"), (10, 20, 16, "0.60")]
    )
    def test_says_what_is_published(self, start: int, target: int, current: int, published: str) -> None:
        """Rounded to two decimals, progress is what its sources print."""
        raw = Metric(start=start, target=target).progress(current).raw
        assert raw is not None
        assert f"{raw:.2f}" == published

    def test_that_starts_at_its_target_says_nothing_about_the_rest(self) -> None:
        """From 45 to 45 nothing says whether 47 is better, so only 45 is reached, and what is lacking is named."""
        flat = Metric(start=45, target=45)
        assert flat.progress(45) == Progress(Decimal(1))
        assert flat.progress(47) == Progress(None, "start and target are both 45, so nothing says which way is better")
        assert lacking(flat) == ["target"]
        assert lacking(Metric(start=45, target="45.0")) == ["target"]
        assert Metric(start=0, target=0).progress(0).raw == 1

    @pytest.mark.parametrize(
        ("draft", "reason", "paths"),
        [
            (Metric(target=45), "it has no start yet", ["start"]),
            (Metric(start=32), "it has no target yet", ["target"]),
            (Metric(), "it has no start yet", ["start", "target"]),
        ],
    )
    def test_may_be_drafted_without_all_its_numbers(self, draft: Metric, reason: str, paths: list[str]) -> None:
        """A draft may lack its baseline or target; progress is then unknown, not nothing, and the lack is named."""
        assert draft.progress(40) == Progress(None, reason)
        assert lacking(draft) == paths
        assert lacking(Metric(start=32, target=45)) == []

    def test_without_a_reading_is_unknown(self) -> None:
        """Who has not looked yet is not at 0 %."""
        assert Metric(start=32, target=45).progress(None) == Progress(None, "nothing has been read yet")

    def test_is_read_in_its_own_unit(self) -> None:
        """A reading in another unit is refused, also by a draft; one without is taken to be in the right one."""
        revenue = Metric(start=0, target=500, unit="kSEK")
        assert revenue.progress(400) == revenue.progress(Reading(number=400, unit="kSEK")) == Progress(Decimal("0.8"))
        for measure in (revenue, Metric(unit="kSEK")):
            with pytest.raises(
                Inconsistent, match=r"^reading: it is in MSEK and the measure in kSEK; convert it first"
            ):
                _ = measure.progress(Reading(number=400, unit="MSEK"))

    @pytest.mark.parametrize("field", ["start", "target"])
    @pytest.mark.parametrize("value", [5.9, "NaN", Decimal("Infinity"), True, "five", 10**18])
    def test_takes_exact_numbers_only(self, field: str, value: object) -> None:
        """A float, no number, a number without end and one too large are refused at the field that has them."""
        with pytest.raises(Inconsistent, match=f"^{field}: "):
            _ = Metric(**{field: value})  # type: ignore[arg-type]

    @pytest.mark.parametrize("seen", [5.9, "NaN", True, ["a"], "five"])
    def test_is_read_as_an_exact_number(self, seen: object) -> None:
        """What is no exact number is no reading of a metric."""
        with pytest.raises(Inconsistent, match=r"^reading: "):
            _ = Metric(start=32, target=45).progress(seen)  # type: ignore[arg-type]


class TestRange:
    @pytest.mark.parametrize(
        ("low", "high", "start", "current", "raw"),
        [
            pytest.param(30, 50, None, 30, "1", id="on the lower edge"),
            pytest.param(30, 50, None, 50, "1", id="on the upper edge"),
            pytest.param(30, 50, None, "50.01", "0", id="just above"),
            pytest.param(30, 50, None, "29.99", "0", id="just below"),
            pytest.param(95, None, None, 1000, "1", id="at least"),
            pytest.param(None, 0, None, 0, "1", id="at most nothing"),
            pytest.param(None, 0, None, 1, "0", id="more than nothing"),
            pytest.param(45, 45, None, 45, "1", id="flat"),
            pytest.param(45, 45, None, 47, "0", id="not flat"),
            pytest.param(30, 50, 60, 55, "0.5", id="halfway back"),
            pytest.param(30, 50, 60, 50, "1", id="all the way back"),
            pytest.param(30, 50, 60, 65, "-0.5", id="further away"),
            pytest.param(30, 50, 60, 25, "0.5", id="out on the other side"),
            pytest.param(30, 50, 40, 55, "0", id="it was inside at the start"),
            pytest.param(20, None, 10, 16, "0.6", id="as a metric, up to the edge"),
            pytest.param(20, None, 10, 22, "1", id="and no further"),
        ],
    )
    def test_is_reached_inside(
        self, low: Number | None, high: Number | None, start: Number | None, current: Number, raw: str
    ) -> None:
        """“Keep between 30 and 50”: 1 inside, else nothing, or what is gone of the distance at the start."""
        assert Range(low=low, high=high, start=start).progress(current) == Progress(Decimal(raw))

    def test_has_its_ends_in_order(self) -> None:
        """Between 50 and 30 there is nothing."""
        with pytest.raises(Inconsistent, match=r"^low: 50 is above 30, so nothing is between them; swap the two"):
            _ = Range(low=50, high=30)

    def test_may_be_drafted_without_ends(self) -> None:
        """Progress is then unknown, and the lack is named."""
        assert Range().progress(40) == Progress(None, "it has neither a low nor a high end yet")
        assert lacking(Range()) == ["low"]
        assert lacking(Range(low=30)) == lacking(Range(high=50)) == []

    def test_is_read_in_its_own_unit(self) -> None:
        """A reading in another unit is refused; none at all is unknown."""
        with pytest.raises(Inconsistent, match=r"^reading: it is in ‰ and the measure in %"):
            _ = Range(low=95, unit="%").progress(Reading(number=95, unit="‰"))
        assert Range(low=95).progress(None).raw is None


class TestMilestones:
    def test_count_by_weight(self) -> None:
        """Milestones of .2 .3 .2 .2 .1, the first three done: 0.7."""
        done = [step.id for step in ROLLOUT.steps[:3]]
        assert ROLLOUT.progress(done) == Progress(Decimal("0.7"))

    def test_count_alike_without_weights(self) -> None:
        """Of three plain milestones one is a third; none done is nothing, and not unknown."""
        plain = Milestones(["a", "b", "c"])
        assert plain.progress([plain.steps[1].id]).raw == Decimal("0.333333333333")
        assert plain.progress([]) == Progress(Decimal(0))
        assert plain.progress(step.id for step in plain.steps) == Progress(Decimal(1))
        assert plain.progress(None) == Progress(None, "nothing has been read yet")

    def test_may_weigh_nothing_each_but_not_all(self) -> None:
        """What weighs nothing counts for nothing; if nothing weighs anything there would be nothing to divide by."""
        extra = Milestones([Milestone("a", id="a"), Milestone("b", weight=0, id="b")])
        assert [extra.progress(done).raw for done in (["b"], ["a"])] == [0, 1]
        with pytest.raises(Inconsistent, match=r"^steps: no milestone weighs anything; give at least one"):
            _ = Milestones([Milestone("a", weight=0), Milestone("b", weight=0)])

    @pytest.mark.parametrize("weight", [-1, "NaN", 0.5, "Infinity", True])
    def test_refuse_weights_that_do_not_fit(self, weight: object) -> None:
        """A weight is an exact number, nothing or more."""
        with pytest.raises(Inconsistent, match=r"^weight: "):
            _ = Milestone("a", weight=weight)  # type: ignore[arg-type]

    def test_know_only_their_own(self) -> None:
        """An id that is none of theirs is refused, not passed over."""
        with pytest.raises(Inconsistent, match=r"^reading: 'step_9' is no milestone here; its milestones are step_1, "):
            _ = ROLLOUT.progress(["step_1", "step_9"])

    @pytest.mark.parametrize("seen", [3, True, "0.7"])
    def test_are_read_as_a_list(self, seen: object) -> None:
        """How many are done does not say which, and each weighs differently."""
        with pytest.raises(Inconsistent, match=r"^reading: .* does not say which are done"):
            _ = ROLLOUT.progress(seen)  # type: ignore[arg-type]

    def test_may_be_drafted_without_any(self) -> None:
        """Progress is then unknown, and the lack is named."""
        assert Milestones().progress([]) == Progress(None, "it has no milestones yet")
        assert lacking(Milestones()) == ["steps"]
        assert lacking(ROLLOUT) == []

    @pytest.mark.parametrize(
        ("steps", "sentence"),
        [
            ([Milestone("a", id="x"), Milestone("b", id="x")], "^steps: two milestones have the same id"),
            (["a"] * 501, "^steps: 501 milestones are more than 500"),
            ("Pilot", "^steps: one text is no list"),
            ([""], "^milestone: is empty"),
            (["a\nb"], "^milestone: contains the control character"),
        ],
    )
    def test_cannot_exist_wrong(self, steps: object, sentence: str) -> None:
        """Each is a line of words with an id of its own."""
        with pytest.raises(Inconsistent, match=sentence):
            _ = Milestones(steps)  # type: ignore[arg-type]

    def test_are_somebodys_words(self) -> None:
        """What people call a milestone can be erased like everything they wrote; numbers have no owner."""
        owned = Milestones([Milestone("a"), Milestone(Prose.write("b", owner="bo"))]).owned_by("anna")
        assert [step.text.owner for step in owned.steps] == ["anna", "bo"]
        assert YesNo().owned_by("anna") == YesNo()


class TestYesNo:
    def test_is_all_or_nothing(self) -> None:
        """There is no half of it."""
        assert [YesNo().progress(seen).raw for seen in (True, False, None)] == [1, 0, None]
        assert lacking(YesNo()) == []

    @pytest.mark.parametrize("seen", [1, 0, "0.5", ["a"]])
    def test_is_read_as_yes_or_no(self, seen: object) -> None:
        """A 1 may be a yes or a count; nobody guesses."""
        with pytest.raises(Inconsistent, match=r"^reading: .* is neither yes nor no"):
            _ = YesNo().progress(seen)  # type: ignore[arg-type]


class TestLearning:
    def test_counts_lessons(self) -> None:
        """Three of four ways found are 0.75; a fifth is beyond what was asked."""
        assert [Learning(lessons=4).progress(found).raw for found in (0, 3, 5)] == [0, Decimal("0.75"), Decimal("1.25")]
        assert Learning().progress(None).raw is None
        assert lacking(Learning()) == []

    @pytest.mark.parametrize("seen", [-1, "0.5", True, Reading(number=1, unit="books")])
    def test_is_read_as_a_count(self, seen: object) -> None:
        """There is no half lesson."""
        with pytest.raises(Inconsistent, match=r"^reading: "):
            _ = Learning(lessons=4).progress(seen)  # type: ignore[arg-type]

    @pytest.mark.parametrize("lessons", [0, -1, 1_001, True, "3", Decimal(3)])
    def test_asks_for_at_least_one(self, lessons: object) -> None:
        """To learn nothing is no goal."""
        with pytest.raises(Inconsistent, match=r"^lessons: .* choose from 1 to 1,000"):
            _ = Learning(lessons=lessons)  # type: ignore[arg-type]


@attrs.frozen(slots=True, weakref_slot=False)
class Rating(Measure):
    """A kind of a plugin: stars of five."""

    KIND = "acme.rating"

    wanted: int

    def progress(self, seen: Seen | None) -> Progress:
        """Stars of those wanted."""
        reading = Reading.of(seen)
        return Progress(None, "no stars yet") if reading is None else Progress(reading.number_in(None) / self.wanted)


class TestKinds:
    def test_are_told_apart_by_a_word(self) -> None:
        """Every kind has a word of its own, under which it is found."""
        assert {word: kind.KIND for word, kind in MEASURES.items()} == {
            word: word for word in ("metric", "range", "milestones", "yes_no", "learning")
        }

    def test_may_come_from_elsewhere(self) -> None:
        """A plugin's kind does what the built-in ones do, and lacks nothing unless it says so."""
        rating: Measure = Rating(wanted=4)
        assert rating.progress(3) == Progress(Decimal("0.75"))
        assert rating.owned_by("anna") is rating
        assert lacking(rating) == []

    @pytest.mark.parametrize(
        "measure",
        [
            Metric(start="0.1", target="2.50", unit="%"), Metric(), Range(low=-1, start=7), ROLLOUT, YesNo(),
            Learning(lessons=3), Reading(number="5.9", unit="kr"), Reading(done=["b", "a"]), Reading(yes=False),
        ],
    )  # fmt: skip
    def test_are_plain_values(self, measure: Measure | Reading) -> None:
        """All that they hold can be written as JSON by declared types, and is the same when read back, to the digit."""
        converter = strict_converter(Prose)
        converter.register_unstructure_hook(Prose, lambda words: words)
        converter.register_unstructure_hook(Decimal, str)
        converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
        assert converter.structure(converter.unstructure(measure), type(measure)) == measure
        assert hash(measure) == hash(attrs.evolve(measure))
        assert str(converter.unstructure(Metric(start="2.50"))["start"]) == "2.50"
