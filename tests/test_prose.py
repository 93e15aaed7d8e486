from __future__ import annotations

import pickle

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from coleadership.errors import Inconsistent
from coleadership.prose import LONGEST_LINE, LONGEST_TEXT, Prose, line, seal_of, text

HEBREW = "\u05e9\u05dc\u05d5\u05dd \u202bab\u202c"


class TestProse:
    def test_is_the_same_words_said_once(self) -> None:
        """Two people who happen to say the same have not said one thing."""
        hello = Prose.write("Hello")
        assert hello == evolve(hello, text=None, salt=b"")
        assert hello != Prose.write("Hello")
        assert len({hello, evolve(hello, owner="anna")}) == 1

    def test_seals_reveal_nothing_without_the_salt(self) -> None:
        """Nobody finds a name by hashing all names: the same words have a new seal every time."""
        seals = {Prose.write("Anna Ek").seal for _ in range(100)}
        assert len(seals) == 100
        assert seal_of("Anna Ek", b"") not in seals
        assert all(len(Prose.write("x").salt) == 16 for _ in range(3))

    def test_keeps_its_words_exactly(self) -> None:
        """No trimming, no normalising: what was said is what was sealed."""
        words = "  e\u0301 \r\n\t" + HEBREW
        prose = Prose.write(words)
        assert str(prose) == words
        assert prose.is_intact()

    def test_shows_when_it_was_tampered_with(self) -> None:
        """Words under a seal that is not theirs are not intact."""
        assert not evolve(Prose.write("yes"), text="no").is_intact()
        assert not evolve(Prose.write("yes"), salt=b"other").is_intact()

    def test_is_still_sealed_when_erased(self) -> None:
        """What was forgotten shows as such, equals what it was, and counts as intact."""
        said = Prose.write("secret", owner="anna")
        erased = Prose(said.seal)
        assert erased.is_erased
        assert not said.is_erased
        assert erased == said
        assert erased.is_intact()
        assert str(erased) == "[erased]"

    def test_keeps_its_owner(self) -> None:
        """Whoever passes words on does not make them their own."""
        said = Prose.write("mine").owned_by("anna")
        assert said.owner == "anna"
        assert said.owned_by("bo").owner == "anna"
        assert said.owned_by("bo").salt == said.salt

    def test_is_shown_in_short(self) -> None:
        """A long text does not flood a log."""
        assert repr(Prose.write("short")) == "Prose('short')"
        assert len(repr(Prose.write("long " * 1_000))) < 60

    def test_can_be_sent_to_another_process(self) -> None:
        """Frozen values travel whole."""
        said = Prose.write("hello", owner="anna")
        back = pickle.loads(pickle.dumps(said))  # noqa: S301 - our own bytes
        assert (back.seal, back.text, back.salt, back.owner) == (said.seal, said.text, said.salt, said.owner)

    @given(st.text(), st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
    def test_another_salt_is_another_seal(self, words: str, salt: bytes, other: bytes) -> None:
        """A seal is a function of words and salt, and of nothing else."""
        assert (seal_of(words, salt) == seal_of(words, other)) == (salt == other)


class TestText:
    @pytest.mark.parametrize("words", ["a", HEBREW, "line\nbreak\ttab", "x" * LONGEST_TEXT, "\U0001f91d", "日本語"])
    def test_takes_any_language_and_direction(self, words: str) -> None:
        """Right to left, line breaks and a million characters are text."""
        assert text(words).text == words

    @pytest.mark.parametrize(
        "words", ["", " \t\n", "\u3000\u00a0", "a\0b", "\ud800", "x" * (LONGEST_TEXT + 1), 7, None, b"bytes"]
    )
    def test_refuses_what_is_no_text(self, words: object) -> None:
        """Nothing, NUL, half a character, too much, or another type is refused with its field."""
        with pytest.raises(Inconsistent, match=r"^clause: "):
            _ = text(words, field="clause")  # type: ignore[arg-type]

    def test_may_be_empty_where_that_is_said(self) -> None:
        """An imported body may have been empty."""
        assert text("", empty=True).text == ""

    def test_hands_on_prose_as_it_is(self) -> None:
        """Words that are sealed already keep their salt and owner, also when they are erased."""
        said = Prose.write("hello", owner="anna")
        assert text(said) is said
        assert text(Prose(said.seal)).is_erased

    @pytest.mark.parametrize("words", ["", "  ", "a\0b", "x" * (LONGEST_TEXT + 1)])
    def test_prose_is_no_way_round_the_rules(self, words: str) -> None:
        """A text that was sealed beforehand is looked at, too."""
        with pytest.raises(Inconsistent, match=r"^clause: "):
            _ = text(Prose.write(words), field="clause")


class TestLine:
    @pytest.mark.parametrize("words", ["Evening rota", HEBREW, "x" * LONGEST_LINE, "Åsas “rota” 🤝🏽"])
    def test_takes_one_line(self, words: str) -> None:
        """A title or name may be in any language."""
        assert line(words, field="title").text == words

    @pytest.mark.parametrize("words", ["a\nb", "a\x1b[31m", "a\x85b", "a\u2028b", "a\u2029b", "\x7f", "a\rb", "tab\t"])
    def test_refuses_control_characters(self, words: str) -> None:
        """Nothing in a title moves the cursor; the character is named."""
        with pytest.raises(Inconsistent, match=r"^title: contains the control character U\+[0-9A-F]{4}"):
            _ = line(words, field="title")
        with pytest.raises(Inconsistent, match="control character"):
            _ = line(Prose.write(words), field="title")

    def test_refuses_what_is_longer_than_a_line(self) -> None:
        """The limit is told."""
        with pytest.raises(Inconsistent, match="500 is the most for one line"):
            _ = line("x" * (LONGEST_LINE + 1), field="title")

    def test_an_erased_line_is_still_a_line(self) -> None:
        """What was forgotten is not looked at."""
        assert line(Prose(Prose.write("x").seal), field="title").is_erased
