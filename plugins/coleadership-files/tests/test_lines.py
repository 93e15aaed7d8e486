"""Whatever is kept comes back from its line letter by letter, and a line is one line for every program."""

from __future__ import annotations

import json

import pytest
from coleadership_files.lines import Appended, Broken, Dropped, Line, Put, line_of, parse
from hypothesis import given
from hypothesis import strategies as st

from coleadership.prose import Prose, Seal
from coleadership.records import Card, Fact

texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\0\r\n\x1c\x85\u2028\u2029\ufeff"), max_size=20
)
numbers = st.integers(0, 2**63)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda some: st.lists(some, max_size=3) | st.dictionaries(texts, some, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(texts, values, max_size=4)
bodies = (
    objects.map(lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    | objects.map(json.dumps)
    | values.map(json.dumps)
    | texts
    | st.sampled_from(
        ['{"a":1,"a":2}', '{"a":1e300}', '{"a":1.50}', '{"a":NaN}', '{"a":"\\ud800"}', "{", "{}", '{"a":-0}']
    )
    | st.integers(1, 3_000).map(lambda deep: '{"a":' * deep + "1" + "}" * deep)
)
facts = st.builds(Fact, texts, numbers, texts, numbers, texts, st.none() | texts, texts, bodies)
proses = st.builds(Prose, texts.map(Seal), st.none() | texts, st.binary(max_size=20), st.none() | texts)
cards = st.builds(
    Card, texts, texts, texts, numbers, st.none() | texts, st.none() | texts.map(Seal), texts,
    st.lists(st.tuples(texts, texts), max_size=3).map(tuple), st.none() | bodies, numbers, numbers,
)  # fmt: skip
closings = (
    st.builds(Appended, numbers, numbers, st.none() | texts, texts)
    | st.builds(Put, numbers)
    | st.builds(Dropped, st.lists(texts, max_size=3).map(tuple))
)


class TestLine:
    @given(one=facts | proses | cards | closings)
    def test_gives_back_what_it_was_made_of(self, one: Line) -> None:
        """Every text, number and absence is what it was, words with their salt."""
        found = parse(line_of(one))
        assert found == one
        if isinstance(one, Prose):
            assert isinstance(found, Prose)
            assert (found.text, found.salt, found.owner) == (one.text, one.salt, one.owner)

    @given(one=facts | proses | cards | closings)
    def test_is_one_line_of_json_for_every_program(self, one: Line) -> None:
        """It is JSON, and nothing in it is the end of a line to any editor, nor a zero, nor half a character."""
        line = line_of(one)
        assert isinstance(json.loads(line), dict)
        assert line.endswith(b"\n")
        assert len(line.decode().splitlines()) == 1
        assert b"\0" not in line

    @pytest.mark.parametrize(
        ("body", "shown"),
        [
            ('{"name":"Å","at":[1,2.5]}', b'"body": {"name": "\xc3\x85", "at": [1, 2.5]}'),
            ('{ "a":1}', b'"body": "{ \\"a\\":1}"'), ('{"a":1,"a":2}', b'"body": "{\\"a\\":1,\\"a\\":2}"'),
            ('{"a":1.50}', b'"body": "{\\"a\\":1.50}"'), ("[1]", b'"body": "[1]"'), ("{", b'"body": "{"'),
            ("", b'"body": ""'),
        ],
    )  # fmt: skip
    def test_shows_a_body_as_an_object_if_it_comes_back(self, body: str, shown: bytes) -> None:
        """People read an object; what would come back otherwise stands there as the text that it is."""
        assert shown in line_of(Fact("s", 1, "n", 1, "e", None, "t", body))

    def test_leaves_out_what_a_card_does_not_have(self) -> None:
        """Most cards are short; what is empty is not what is missing."""
        assert line_of(Card("a", "k", "s", 1)) == b'{"card": "a", "kind": "k", "status": "s", "revision": 1}\n'
        assert b'"due": "", "title": "", "state": ""' in line_of(Card("a", "k", "s", 1, "", Seal(""), state=""))

    @pytest.mark.parametrize("line", [b"", b" ", b"null", b"7", b'"words"', b"\xff", b"{", b"[[[["])
    def test_that_is_none_is_refused(self, line: bytes) -> None:
        """What is no object is told as what it is."""
        with pytest.raises(Broken, match="is "):
            _ = parse(line)
