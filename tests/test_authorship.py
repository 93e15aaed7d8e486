from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coleadership.insights.authorship import surviving_words, words

FEW_WORDS = st.lists(st.sampled_from(["we", "meet", "on", "monday", "or", "friday", "talk"]), max_size=12).map(" ".join)


class TestWords:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("", []),
            (" \n\t ", []),
            ("We meet, every Monday!", ["We", "meet", "every", "Monday"]),
            ("don't", ["don't"]),
            ("don\u2019t", ["don\u2019t"]),
            ("**We** share_it", ["We", "share", "it"]),
            ("毎週会う", list("毎週会う")),
            ("हिन्दी में", ["हिन्दी", "में"]),
            ("e\u0301te\u0301", ["e\u0301te\u0301"]),
            ("שלום עולם", ["שלום", "עולם"]),
            ("ก่อน", ["ก่", "อ", "น"]),
            ("- … ™ 🙂", []),
        ],
    )
    def test_are_found_in_any_language(self, text: str, found: list[str]) -> None:
        """A word is what people of that language call one; where there are no spaces, a character."""
        assert words(text) == found


class TestSurvivingWords:
    def test_of_nothing_is_nothing(self) -> None:
        """A text that is empty has no author, however much was written before."""
        assert surviving_words([]) == {}
        assert surviving_words([("anna", "We meet"), ("bo", "")]) == {}

    def test_belong_to_whoever_wrote_them_first(self) -> None:
        """The last editor gets only what they added."""
        wordings = [("anna", "We meet on Mondays at nine"), ("bo", "We meet on Mondays at ten sharp")]
        assert surviving_words(wordings) == {("anna",): 5, ("bo",): 2}

    def test_survive_through_every_wording(self) -> None:
        """Words keep their author through wordings of others, before, between and after what they add."""
        wordings = [("anna", "b c"), ("bo", "a b c d"), ("chidi", "a b x c d"), ("bo", "b x c")]
        assert surviving_words(wordings) == {("anna",): 2, ("chidi",): 1}

    def test_taken_out_and_put_back_are_of_who_put_them_back(self) -> None:
        """What was gone from one wording was worded anew."""
        assert surviving_words([("anna", "a b"), ("bo", ""), ("chidi", "a b")]) == {("chidi",): 2}

    def test_made_together_belong_to_all_who_were_present(self) -> None:
        """Nobody who talked while another typed is left out; whoever is named twice was there once."""
        wordings: list[tuple[str | list[str], str]] = [
            (["anna", "bo", "anna"], "we share it"),
            ("bo", "we share it all"),
        ]
        assert surviving_words(wordings) == {("anna", "bo"): 3, ("bo",): 1}

    def test_punctuation_and_blanks_change_no_author(self) -> None:
        """Whoever mends a comma or the layout has worded nothing."""
        assert surviving_words([("anna", "We meet Mondays"), ("bo", "# We meet,\n\n* Mondays.")]) == {("anna",): 3}

    def test_of_a_language_without_spaces_are_characters(self) -> None:
        """One changed character does not make a whole sentence somebody else's."""
        assert surviving_words([("anna", "毎週月曜日に会う"), ("bo", "毎週火曜日に会う")]) == {("anna",): 7, ("bo",): 1}

    def test_of_a_long_text_are_found_between_large_changes(self) -> None:
        """Sections that stay are found where everything around them is new and repeats itself."""
        chance = random.Random(7)
        vocabulary = [f"word{number}" for number in range(300)]

        def some(count: int) -> list[str]:
            return chance.choices(vocabulary, k=count)

        kept = some(400)
        before, after = [*some(1_500), *kept, *some(1_500)], [*some(1_000), *kept, *some(2_000)]
        counts = surviving_words([("anna", " ".join(before)), ("bo", " ".join(after))])
        assert counts[("anna",)] >= 400
        assert sum(counts.values()) == len(after)

    @pytest.mark.parametrize("few", [1, 2, 3, 5])
    def test_of_a_few_words_are_found_in_a_long_text(self, few: int) -> None:
        """A sketch of some words may grow to a long text at once, or shrink to some words again."""
        sketch = [f"idea{number}" for number in range(few)]
        grown = "a b " * 4_000 + " ".join(sketch) + " b a" * 4_000
        counts = surviving_words([("anna", " ".join(sketch)), ("bo", grown)])
        assert counts[("anna",)] == few
        assert surviving_words([("anna", grown), ("bo", " ".join(sketch))]) == {("anna",): few}

    def test_of_a_long_repetitive_text_are_found(self) -> None:
        """A text in which no run of words is unique is compared as well, piece by piece."""
        before = "yes no " * 2_000
        counts = surviving_words([("anna", before), ("bo", "no " + before + "no yes yes")])
        assert counts[("anna",)] > 3_000

    @given(wordings=st.lists(st.tuples(st.sampled_from("abc"), FEW_WORDS), max_size=8))
    def test_add_up_to_the_last_text(self, wordings: list[tuple[str, str]]) -> None:
        """Every word of the last text has exactly one origin."""
        counts = surviving_words(wordings)
        assert sum(counts.values()) == (len(words(wordings[-1][1])) if wordings else 0)

    @given(wordings=st.lists(st.tuples(st.sampled_from("abc"), FEW_WORDS), min_size=1, max_size=8), author=st.just("z"))
    def test_saying_the_same_again_changes_nothing(self, wordings: list[tuple[str, str]], author: str) -> None:
        """Whoever saves a text unchanged has worded none of it."""
        assert surviving_words([*wordings, (author, wordings[-1][1])]) == surviving_words(wordings)
