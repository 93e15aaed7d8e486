"""With and without orjson (``coleadership[fast]``): the same bytes, the same values, the same refusals.

Where it is not installed, both sides of each comparison are the standard library, and what must hold does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import coleadership as co
from coleadership.heart.events import Event, Stamp
from coleadership.recording import jsonlines
from coleadership.recording.catalogue import Catalogue
from coleadership.recording.codec import Codec
from coleadership.recording.jsonlines import dumps, exactly, parse, plain, quickly, read_back
from coleadership.records import Query
from coleadership.testing.builders import later
from tests.builders import agreed
from tests.golden.samples import SAMPLES

Json = Any
any_text = st.text(st.characters(exclude_categories=()))  # half characters included
small = st.one_of(st.none(), st.booleans(), st.integers(), st.integers(-(2**70), 2**70), any_text)


@attrs.frozen(slots=True, weakref_slot=False)
class Counted(Event):
    """Something with a number, as no event of ours has."""

    participle: ClassVar[str] = "counted"
    number: int


def nested(leaves: st.SearchStrategy[Json], keys: st.SearchStrategy[str] = any_text) -> st.SearchStrategy[Json]:
    """Lists, tuples and objects of these."""
    inner = st.recursive(
        leaves, lambda some: st.one_of(st.lists(some), st.tuples(some, some), st.dictionaries(keys, some))
    )
    return st.dictionaries(keys, inner)


def deep(levels: int) -> Json:
    """A value so many levels deep."""
    value: Json = 1
    for _ in range(levels):
        value = {"a": value}
    return value


def told(work: Callable[[], object]) -> str:
    """What comes of it, each value with its type, or what is raised."""
    try:
        return repr(work())
    except Exception as error:  # noqa: BLE001 - whatever it is, both sides must agree
        return f"{type(error).__name__}: {error}"


class TestDumps:
    @given(nested(small))
    @example({"above": 2**63, "beyond": 2**64, "below": -(2**63) - 1})
    @example({"half": "\ud83e", "controls": '\0\x1f\x7f\x85\u2028\\"/', "\udded": 1})
    @example(deep(300))
    @example({1: "a number", None: "nothing", False: "a truth value"})
    @example({"is nothing of JSON's": {1, 2}})
    def test_writes_the_same_bytes_as_the_standard_library(self, value: Json) -> None:
        """Any language, numbers beyond 64 bits, half characters, deep nesting; what one refuses, the other does."""
        assert told(lambda: dumps(value)) == told(lambda: plain(value))

    def test_escapes_every_character_alike(self) -> None:
        """There is no character that is written in one way here and in another there."""
        whole = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
        assert dumps(whole) == plain(whole)

    @pytest.mark.parametrize("name", SAMPLES)
    def test_records_the_same_bytes(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """The body of every event there is, over which the digests of a journal go, is the same."""
        body = Codec().fact(*SAMPLES[name])[0].body
        monkeypatch.setattr("coleadership.recording.codec.dumps", plain)
        assert Codec().fact(*SAMPLES[name])[0].body == body


class TestReadBack:
    @given(nested(st.one_of(small, st.floats(), st.integers(-(10**30), 10**30))))
    @example({"small": 1e-7, "large": 1e22, "zero": -0.0, "not one": float("nan")})
    @example(deep(300))
    def test_reads_what_parse_reads(self, value: Json) -> None:
        """A line that was written here is read back as `parse` would read it, to values of the very same types."""
        line = plain(value).encode(errors="surrogatepass") + b"\n"
        assert read_back(line) is None or told(lambda: read_back(line)) == told(lambda: parse(line, "x"))

    @pytest.mark.parametrize(
        "line",
        [
            b'{"a":1,"a":1}\n', b'{"a":1,"\\u0061":2}\n', b'{"a": 1}\n', b'{"a":1}', b'{"a":1}\r\n', b'{"a":NaN}\n',
            b'{"a":18446744073709551616}\n', b'{"a":1e999}\n', b'{"a":01}\n', b'{"a":-0}\n', b'{"a":"\\ud800"}\n',
            b'{"a":"\xff"}\n', b'{"a":"\\/"}\n', b"[]\n", b"7\n", b"null\n", b"", b"\n", b"\xef\xbb\xbf{}\n",
            b'{"a":' * 2_000 + b"1" + b"}" * 2_000 + b"\n", b"[" * 100_000,
        ],
        ids=lambda line: repr(line[:24]),
    )  # fmt: skip
    def test_leaves_to_parse_what_is_written_otherwise(self, line: bytes) -> None:
        """A key that is there twice, a number that would be rounded, another spelling: all that `parse` looks at."""
        assert read_back(line) is None

    @given(st.binary())
    def test_leaves_rubbish_to_parse(self, line: bytes) -> None:
        """Whatever the bytes are, nothing is raised."""
        assert read_back(line) is None or read_back(line) == parse(line, "x")


class TestQuickly:
    @given(nested(st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.text()), st.text()))
    def test_reads_what_is_read_exactly(self, value: Json) -> None:
        """Whatever has no float and no number beyond 64 bits in it is the same, to the type of each value."""
        assert repr(quickly(plain(value))) == repr(exactly(plain(value)))

    @given(st.one_of(st.integers(), st.integers(-(2**200), 2**200)))
    def test_rounds_nothing_that_was_recorded(self, number: int) -> None:
        """A number of any length is read as it was written."""
        codec = Codec(Catalogue(subjects={}, events={"person.counted": Counted}))
        counted = Counted(Stamp("event_1", "person_1", 1, None, later(0)), number)
        assert codec.event(codec.fact("person", counted)[0], {}) == counted


class TestFast:
    def test_is_used_where_it_is_installed(self) -> None:
        """With orjson, what is exported is read back without a second look."""
        _ = pytest.importorskip("orjson")
        assert dumps is not plain
        assert read_back(b'{"a":[1,null,true,"\xc3\xb6"]}\n') == {"a": [1, None, True, "ö"]}

    def test_is_not_needed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without orjson the standard library does it all."""
        monkeypatch.setitem(sys.modules, "orjson", None)
        write, read, reads = jsonlines._ways()
        assert write is plain
        assert read(b"{}\n") is None
        assert reads is exactly

    def test_leads_to_the_same_cards(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was saved with it is exported, imported and rebuilt without it, to the same bytes everywhere."""
        with co.open_journal("memory:") as here, co.open_journal("memory:") as there:
            anna = co.Person.join("Anna Ek", email="anna@acme.example", at=later(0))
            for day in range(1, 40):
                anna = anna.rename(f'Anna "{day}" \\ 漢🧭', by=anna.id, at=later(day))
            _ = here.save(anna), here.save(agreed(driver="Tabs\tand\nlines\u2028 and \x1f in it"))
            exported = b"".join(here.export())
            every = Query(states=True)
            for module in ("recording.codec", "recording.transfer"):
                monkeypatch.setattr(f"coleadership.{module}.dumps", plain)
            monkeypatch.setattr("coleadership.recording.transfer.read_back", lambda _: None)
            monkeypatch.setattr("coleadership.recording.codec.quickly", exactly)
            _ = there.import_(BytesIO(exported))
            assert there.store.cards(every) == here.store.cards(every)
            assert b"".join(there.export()) == exported
            assert there.rebuild() == 2
            assert there.store.cards(every) == here.store.cards(every)
