from __future__ import annotations

from decimal import Decimal

import pytest

from coleadership.errors import Inconsistent
from coleadership.goals.progress import Band, Mean, Progress, band, confidence, mean


class TestProgress:
    @pytest.mark.parametrize(("raw", "clamped"), [("-0.3333", "0"), ("0.6", "0.6"), ("1.2", "1"), ("0", "0")])
    def test_is_kept_raw_and_clamped_for_scores(self, raw: str, clamped: str) -> None:
        """What goes backwards or beyond the target is kept as it is; a score of it is between 0 and 1."""
        progress = Progress(Decimal(raw))
        assert progress.raw == Decimal(raw)
        assert progress.clamped == Decimal(clamped)

    def test_may_be_unknown(self) -> None:
        """What is not known is not nothing."""
        assert Progress(None, "nothing has been read yet").clamped is None


class TestMean:
    def test_is_the_plain_average_without_weights(self) -> None:
        """An objective with key results at 0.6, 0.9 and 0.3 is at 0.60, which is yellow."""
        objective = mean({"a": "0.6", "b": "0.9", "c": "0.3"})
        assert objective == Mean(Decimal("0.6"), 3)
        assert objective.value is not None
        assert band(objective.value) is Band.YELLOW

    def test_follows_weights(self) -> None:
        """Weighed .5, .3 and .2 the same objective is at 0.63, which rounds to 0.6 and is yellow."""
        objective = mean({"a": "0.6", "b": "0.9", "c": "0.3"}, {"a": "0.5", "b": "0.3", "c": "0.2"})
        assert objective.value == Decimal("0.63")
        assert band("0.63") is Band.YELLOW

    def test_asks_only_for_the_ratio_of_weights(self) -> None:
        """Weights need not add up to 1."""
        parts = {"a": "0.6", "b": "0.9", "c": "0.3"}
        assert mean(parts, {"a": 5, "b": 3, "c": 2}) == mean(parts, {"a": "0.5", "b": "0.3", "c": "0.2"})

    def test_leaves_out_what_is_missing_and_says_so(self) -> None:
        """A part that nobody has read counts neither as nothing nor with its weight."""
        parts: dict[str, Progress | str | None] = {"a": "0.6", "b": None, "c": Progress(None, "not yet")}
        assert mean(parts, {"a": 1, "b": 8, "c": 1}) == Mean(Decimal("0.6"), 1, ("b", "c"))

    def test_of_nothing_is_not_known(self) -> None:
        """A goal without key results is not at 0 %, and neither is one whose key results were never read."""
        assert mean({}) == Mean(None, 0)
        assert mean({"a": None}) == Mean(None, 0, ("a",))

    def test_of_what_weighs_nothing_is_not_known(self) -> None:
        """Where all that weighs anything is missing, there is no mean."""
        assert mean({"a": "0.6", "b": None}, {"a": 0}) == Mean(None, 0, ("b",))

    def test_counts_progress_clamped(self) -> None:
        """Three times too much of one thing does not hide that of another nothing is done."""
        assert mean({"a": Progress(Decimal(3)), "b": Progress(Decimal("-0.5"))}).value == Decimal("0.5")
        assert mean({"a": 3, "b": "-0.5"}).value == Decimal("1.25")

    @pytest.mark.parametrize(
        ("weights", "sentence"),
        [
            ({"a": -1}, r"^weights\.a: -1 is less than nothing"),
            ({"a": 0, "b": 0}, r"^weights: no part weighs anything"),
            ({"z": 1}, r"^weights: 'z' is none of the parts; choose from a, b$"),
            ({"a": 0.5}, r"^weights\.a: 0\.5 is a float"),
            ({"a": "NaN"}, r"^weights\.a: NaN cannot be counted with"),
        ],
    )
    def test_refuses_weights_that_do_not_fit(self, weights: dict[str, int], sentence: str) -> None:
        """Weights below nothing, of nothing at all, or of what is no part are refused."""
        with pytest.raises(Inconsistent, match=sentence):
            _ = mean({"a": "0.6", "b": "0.9"}, weights)

    @pytest.mark.parametrize("value", ["NaN", Decimal("Infinity"), 0.6])
    def test_refuses_what_is_no_number(self, value: Decimal | str) -> None:
        """One wrong part is named; nothing is reckoned from the others."""
        with pytest.raises(Inconsistent, match=r"^b: "):
            _ = mean({"a": "0.6", "b": value})


class TestBand:
    @pytest.mark.parametrize(
        ("score", "colour"),
        [
            ("1", Band.GREEN), ("0.7", Band.GREEN), ("0.65", Band.GREEN), ("0.649", Band.YELLOW),
            ("0.6", Band.YELLOW), ("0.4", Band.YELLOW), ("0.35", Band.YELLOW), ("0.349", Band.RED),
            ("0.3", Band.RED), ("0", Band.RED), ("1.2", Band.GREEN), ("-0.5", Band.RED),
        ],
    )  # fmt: skip
    def test_has_no_gaps(self, score: str, colour: Band) -> None:
        """“0.7-1.0 green, 0.4-0.6 yellow, 0.0-0.3 red”, rounded to one decimal first, a half upwards."""
        assert band(score) is colour

    def test_refuses_what_is_no_score(self) -> None:
        """A float is no exact score."""
        with pytest.raises(Inconsistent, match=r"^score: 0\.7 is a float"):
            _ = band(0.7)  # type: ignore[arg-type]


class TestConfidence:
    @pytest.mark.parametrize(
        ("value", "out_of", "share"),
        [("0.7", 1, "0.7"), (1, 1, "1"), (0, 1, "0"), (7, 10, "0.7"), (1, 10, "0.1"), (10, 10, "1")],
    )
    def test_is_told_on_either_scale(self, value: str | int, out_of: int, share: str) -> None:
        """From 0 to 1, or up to 10 where that is said; nobody guesses which of the two a 1 is on."""
        assert confidence(value, out_of=out_of) == Decimal(share)

    @pytest.mark.parametrize(
        ("value", "out_of", "sentence"),
        [
            (7, 1, r"7 is outside the scale; choose from 0 to 1 \(out_of=10 takes the scale from 1 to 10\)"),
            (11, 10, "11 is outside the scale; choose from 0 to 10$"),
            ("-0.1", 1, r"-0\.1 is outside the scale"),
            (0.7, 1, r"0\.7 is a float"),
            (1, 0, "a scale up to 0 is none"),
            (1, True, "a scale up to True is none"),
            ("NaN", 1, "NaN cannot be counted with"),
        ],
    )
    def test_refuses_what_is_off_the_scale(self, value: str | int, out_of: int, sentence: str) -> None:
        """Nobody is surer than sure."""
        with pytest.raises(Inconsistent, match=f"^confidence: {sentence}"):
            _ = confidence(value, out_of=out_of)
