"""Lines of JSON from outside: one object a line, each key once, and nothing that JSON does not know."""

from __future__ import annotations

from io import BytesIO

import pytest

from coleadership import InvalidInput
from coleadership.recording import jsonlines
from coleadership.recording.jsonlines import dumps, lines, parse


class TestParse:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (b"", "is not JSON"),
            (b"\n", "is not JSON"),
            (b"{", "is not JSON"),
            (b"{} {}", "is not JSON"),
            (b"{'a': 1}", "is not JSON"),
            (b"\xef\xbb\xbf{}", "is not JSON"),
            (b'{"a": "\x00"}', "is not JSON"),
            (b'{"a": 01}', "is not JSON"),
            (b'{"a": ' + b"9" * 5_000 + b"}", "is not JSON"),
            (b'{"a": -' + b"9" * 5_000 + b"}", "is not JSON"),
            (b'{"a": "\xff"}', "is not UTF-8 at byte 7"),
            (b'{"a": "\xed\xa0\x80"}', "is not UTF-8"),
            (b'{"a": "\\ud800"}', "half a character"),
            (b'{"\\uD800": 1}', "half a character"),
            (b'{"a": NaN}', "contains NaN"),
            (b'{"a": [Infinity]}', "contains Infinity"),
            (b'{"a": -Infinity}', "contains -Infinity"),
            (b'{"a": 1, "a": 1}', "has the key 'a' twice"),
            (b'{"b": {"a": 1, "\\u0061": 2}}', "has the key 'a' twice"),
            (b"[]", "is an array"),
            (b"[" * 100_000, "nested too deeply"),
            (b'{"a":' * 100_000, "nested too deeply"),
            (b'"a"', "is a string"),
            (b"true", "is a truth value"),
            (b"7", "is a number"),
            (b"7.5", "is a number"),
            (b"null", "is null"),
        ],
        ids=lambda value: repr(value[:24]),
    )
    def test_refuses_with_source_line_and_reason(self, line: bytes, reason: str) -> None:
        """What is no object, or not for everybody the same one, is refused in one sentence of a bearable length."""
        with pytest.raises(InvalidInput) as caught:
            _ = parse(line, "plan.jsonl", 7)
        error = caught.value
        assert (error.source, error.line) == ("plan.jsonl", 7)
        assert str(error).startswith("plan.jsonl, line 7: ")
        assert reason in str(error)
        assert len(str(error)) < 250
        assert "\n" not in str(error)

    def test_takes_every_text(self) -> None:
        """Any language and direction, emoji as themselves or as a pair of escapes, and control characters escaped."""
        assert parse('{"a": "öé漢🧭\u202e"}'.encode(), "x") == {"a": "öé漢🧭\u202e"}
        assert parse(b'{"a": "\\ud83e\\udded\\u0000"}\r\n', "x") == {"a": "🧭\0"}

    def test_takes_what_was_dumped(self) -> None:
        """`dumps` writes one compact line that `parse` reads."""
        value = {"a": [1, None, True, "ö\n\u2028"], "b": {"c": "d"}}
        assert "\n" not in dumps(value)
        assert parse(dumps(value).encode(), "x") == value


class TestLines:
    def test_are_numbered_from_one(self) -> None:
        """Lines come with their numbers and ends; the last may lack one, and empty ones count."""
        assert list(lines(BytesIO(b"a\n\nb\r\nc"), "x")) == [(1, b"a\n"), (2, b"\n"), (3, b"b\r\n"), (4, b"c")]
        assert list(lines(BytesIO(b""), "x")) == []

    def test_end_only_where_a_line_ends(self) -> None:
        """No other character that some take for the end of a line splits one."""
        text = "a\u2028b\u0085c\x0bd\x0c\x1ce".encode()
        assert list(lines(BytesIO(text), "x")) == [(1, text)]

    def test_have_a_stated_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A line beyond the limit is refused with its number, before all of it is read."""
        monkeypatch.setattr(jsonlines, "LONGEST_JSON", 10)
        stream = BytesIO(b"123456789\n" + b"1" * 1_000)
        with pytest.raises(InvalidInput, match="line 2: has more than 10 bytes"):
            _ = list(lines(stream, "x"))
        assert stream.tell() == 21
