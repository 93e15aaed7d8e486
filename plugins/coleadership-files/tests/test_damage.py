"""A file that somebody changed or a disk damaged is refused, with the line and what would help, and left as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from coleadership_files import hooks
from coleadership_files.store import FileStore

import coleadership as co
from coleadership.errors import StoreError
from coleadership.prose import Prose
from coleadership.records import Batch, Card

Opened = Callable[..., FileStore]
Step = Callable[..., Batch]
Lines = list[bytes]


@pytest.fixture
def lines(opened: Opened, step: Step, path: Path) -> Lines:
    """A file of three appends and a card put anew: 1 opening, 2-5, 6-8, 9-10, 11-13."""
    store = opened()
    _ = store.append(step("thing_a", 1, Prose.write("hej"), key="k"))
    _ = store.append(step("thing_a", 2))
    _ = store.put_cards([Card("thing_a", "thing", "anew", 2)])
    _ = store.append(step("thing_a", 3))
    store.close()
    found = path.read_bytes().splitlines(keepends=True)
    assert [json.loads(line).keys() & {"fact", "words", "card", "appended", "put"} for line in found[1:]] == [
        *({"fact"}, {"words"}, {"card"}, {"appended"}, {"fact"}, {"card"}, {"appended"}),
        *({"card"}, {"put"}, {"fact"}, {"card"}, {"appended"}),
    ]
    return found


def changed(number: int, old: bytes, new: bytes) -> Callable[[Lines], Lines]:
    """Change something in a line."""

    def change(lines: Lines) -> Lines:
        assert old in lines[number - 1]
        return [*lines[: number - 1], lines[number - 1].replace(old, new), *lines[number:]]

    return change


def moved(*order: int) -> Callable[[Lines], Lines]:
    """Put these lines in this order, from where the first of them is."""
    return lambda lines: [*lines[: min(order) - 1], *(lines[one - 1] for one in order), *lines[max(order) :]]


DAMAGES = {
    "a fact changed": (changed(6, b'"a": 1', b'"a": 2'), 8, "does not fit"),
    "a fact of the last append changed": (changed(11, b'"a": 1', b'"a": 2'), 13, "does not fit"),
    "another actor": (changed(6, b"person_a", b"person_b"), 8, "does not fit"),
    "a digest changed": (changed(8, b'"digest": "', b'"digest": "0'), 8, "does not fit"),
    "a position changed": (changed(8, b'"appended": 2', b'"appended": 3'), 8, "does not fit"),
    "a key changed": (changed(5, b'"key": "k"', b'"key": "l"'), 5, "does not fit"),
    "a fact lost": (lambda lines: lines[:5] + lines[6:], 7, "does not fit"),
    "words lost": (lambda lines: lines[:2] + lines[3:], 4, "does not fit"),
    "a card lost": (lambda lines: lines[:8] + lines[9:], 9, "does not fit"),
    "a card put twice": (lambda lines: [*lines[:9], lines[8], *lines[9:]], 11, "does not fit"),
    "the end of an append lost": (lambda lines: lines[:7] + lines[8:], 9, "does not fit"),
    "an append lost": (lambda lines: lines[:5] + lines[8:], 10, "does not fit"),
    "an append twice": (lambda lines: lines + lines[10:], 16, "does not fit"),
    "a request twice": (lambda lines: lines + lines[1:5], 17, "does not fit"),
    "two appends swapped": (moved(6, 7, 8, 2, 3, 4, 5), 4, "does not fit"),
    "a fact among cards that were put": (changed(10, b"1", b"2"), 10, "does not fit"),
    "a fact where cards were put": (
        lambda lines: [*lines[:8], lines[5], lines[8], b'{"put": 2}\n'], 11, "does not fit",
    ),
    "lines before what is dropped": (lambda lines: [*lines[:9], b'{"dropped": ["thing_a"]}\n'], 10, "does not fit"),
    "no JSON": (changed(6, b'{"fact"', b'"fact"'), 6, "is no JSON"),
    "no JSON at the end": (changed(13, b'"digest"', b"digest"), 13, "is no JSON"),
    "no object": (lambda lines: [*lines[:5], b"[1]\n", *lines[5:]], 6, "is no object"),
    "nested too deeply": (lambda lines: [*lines[:5], b"[" * 100_000 + b"\n", *lines[5:]], 6, "is nested too deeply"),
    "no UTF-8": (changed(3, b"hej", b"h\xe4j"), 3, "is not UTF-8 at byte 13"),
    "a control character": (changed(3, b"hej", b"h\x07j"), 3, "is no JSON"),
    "zeros in the middle": (changed(6, b"person_a", bytes(8)), 6, "is no JSON"),
    "something else": (lambda lines: [*lines[:5], b'{"song": "la"}\n', *lines[5:]], 6, "says nothing that is known"),
    "nothing": (lambda lines: [*lines[:5], b"{}\n", *lines[5:]], 6, "says nothing that is known"),
    "a number for a text": (changed(6, b'"thing_a"', b"7"), 6, "has no right 'subject'"),
    "a text for a number": (changed(6, b'"revision": 2', b'"revision": "2"'), 6, "has no right 'revision'"),
    "a truth for a number": (changed(2, b'"revision": 1', b'"revision": true'), 2, "has no right 'revision'"),
    "a list for a body": (changed(6, b'{"a": 1}', b"[1]"), 6, "has no right 'body'"),
    "a number for somebody": (changed(6, b'"person_a"', b"7"), 6, "has no right 'by'"),
    "no salt": (changed(3, b'"salt": "', b'"salt": "g'), 3, "has no right 'salt'"),
    "no seal": (changed(3, b'"seal"', b'"seel"'), 3, "has no right 'seal'"),
    "links of one": (changed(7, b'"revision": 2', b'"revision": 2, "links": [["a"]]'), 7, "has no right 'links'"),
    "no links": (changed(7, b'"revision": 2', b'"revision": 2, "links": {}'), 7, "has no right 'links'"),
    "links of nothing": (changed(7, b'"revision": 2', b'"revision": 2, "links": [7]'), 7, "has no right 'links'"),
    "a state of nothing": (changed(7, b'"revision": 2', b'"revision": 2, "state": null'), 7, "has no right 'state'"),
    "a shape in words": (changed(7, b'"revision": 2', b'"revision": 2, "shape": "x"'), 7, "has no right 'shape'"),
    "nobody dropped": (lambda lines: [*lines, b'{"dropped": "thing_a"}\n'], 14, "has no right 'dropped'"),
    "a number dropped": (lambda lines: [*lines, b'{"dropped": [7]}\n'], 14, "has no right 'dropped'"),
    "CR LF in one line": (changed(6, b"\n", b"\r\n"), 6, "ends with CR LF"),
    "a conflict": (lambda lines: [*lines[:5], b"<<<<<<< HEAD\n", *lines[5:]], 6, "is a merge conflict of git"),
    "a conflict at the end": (lambda lines: [*lines, b">>>>>>> theirs\n"], 14, "is a merge conflict of git"),
}  # fmt: skip


class TestDamage:
    @pytest.mark.parametrize("name", DAMAGES)
    def test_is_refused_with_its_line(self, lines: Lines, opened: Opened, path: Path, name: str) -> None:
        """The sentence says which line it is, what is wrong, and what would help; the file stays as it is."""
        damage, number, reason = DAMAGES[name]
        damaged = b"".join(damage(lines))
        _ = path.write_bytes(damaged)
        with pytest.raises(StoreError, match=rf"^files:///[^:]*: line {number} {re.escape(reason)}.*; \S") as caught:
            _ = opened()
        assert "\n" not in str(caught.value)
        assert path.read_bytes() == damaged

    @pytest.mark.parametrize("name", ["a fact changed", "no JSON at the end", "a conflict at the end"])
    def test_is_refused_by_a_store_that_is_open(
        self, lines: Lines, opened: Opened, step: Step, path: Path, name: str
    ) -> None:
        """A store that had read the file before tells of it at the next call, and goes on once it is mended."""
        store = opened()
        whole, damaged = b"".join(lines), b"".join(DAMAGES[name][0](lines))
        path.unlink()
        _ = path.write_bytes(damaged)
        for ask in (store.head, store.feed, lambda: store.append(step("thing_b"))):
            with pytest.raises(StoreError, match="line"):
                _ = ask()
        assert path.read_bytes() == damaged
        _ = path.write_bytes(whole)
        assert store.head().position == 3
        assert store.append(step("thing_b")) == 4

    def test_is_forgotten_once_it_is_mended_in_place(
        self, lines: Lines, opened: Opened, step: Step, path: Path
    ) -> None:
        """Of what did not fit nothing is left, whoever had begun to read it."""
        _ = path.write_bytes(b"".join(lines[:10]))
        store = opened()
        assert store.head().position == 2
        with path.open("ab") as file:
            _ = file.write(b"".join([*lines[10:12], lines[7]]))
        with pytest.raises(StoreError, match="line 13 does not fit"):
            _ = store.head()
        _ = path.write_bytes(b"".join(lines))
        assert (store.head(), store.feed()) == (opened().head(), opened().feed())
        assert store.append(step("thing_a", 4)) == 4

    def test_is_told_with_its_line_after_an_editor_left_out_a_line_end(
        self, lines: Lines, opened: Opened, step: Step, path: Path
    ) -> None:
        """Lines are counted as an editor counts them."""
        _ = path.write_bytes(b"".join(lines).removesuffix(b"\n"))
        first, second = opened(), opened()
        _ = first.append(step("thing_b"))
        _ = second.head()
        with path.open("ab") as file:
            _ = file.write(b"hm\n")
        number = len(lines) + 4
        for ask in (first.head, second.head, opened):
            with pytest.raises(StoreError, match=f"line {number} is no JSON"):
                _ = ask()

    def test_of_words_is_found_by_verify(self, path: Path) -> None:
        """Words are sealed one by one: whoever changes them is found out by `verify`, as in every store."""
        url = f"files:///{path}"
        with co.open_journal(url, plugins=[hooks]) as journal:
            _ = journal.save(co.Person.join("Anna Ek"))
            assert journal.verify().ok
        _ = path.write_bytes(path.read_bytes().replace(b"Anna Ek", b"Anna Berg"))
        with co.open_journal(url, plugins=[hooks]) as journal:
            assert "words of record 1 were changed" in str(journal.verify().problem)

    def test_by_cutting_the_end_is_found_by_a_kept_head(self, path: Path) -> None:
        """Nothing in a file shows that its end was cut off; a head that was kept elsewhere does."""
        url = f"files:///{path}"
        with co.open_journal(url, plugins=[hooks]) as journal:
            anna = journal.save(co.Person.join("Anna Ek"))
            early = path.read_bytes()
            _ = journal.save(anna.rename("Anna Berg", by=anna.id))
            head = journal.head()
            _ = path.write_bytes(early)
            assert journal.verify().ok
            assert "record 2 is lost" in str(journal.verify(kept=head).problem)
