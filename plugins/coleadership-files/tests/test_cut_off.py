"""What is left of an append that was never finished: it is there whole or not at all, and the journal goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from coleadership_files.blocks import is_cut_off
from coleadership_files.store import FileStore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coleadership.prose import Prose
from coleadership.records import Batch, Card, Query

Opened = Callable[..., FileStore]
Step = Callable[..., Batch]
SECTOR = 64
"""Smaller than that of any disk, so that a short append has many."""


@pytest.fixture
def whole(opened: Opened, step: Step, path: Path) -> bytes:
    """A file of three appends, a card put anew and one dropped."""
    store = opened()
    for number in (1, 2):
        _ = store.append(step("thing_a", number, Prose.write(f"ord nummer {number}: å\n"), key=f"k{number}"))
    _ = store.put_cards([Card("thing_a", "thing", "anew", 2)])
    store.drop_cards(["thing_a"])
    _ = store.append(step("thing_b", 1, Prose.write("tack"), body='{"a":"Ä","b":[1.5]}'))
    return path.read_bytes()


def told(store: FileStore) -> tuple[object, ...]:
    """All that a store tells."""
    return store.head(), store.feed(), store.cards(Query(states=True)), [*map(str, store.all_prose())]


def ends(data: bytes) -> list[int]:
    """Where the blocks of a file end, without the end of the line."""
    places, end = list[int](), -1
    for line in data.splitlines(keepends=True):
        end += len(line)
        if line.startswith((b'{"coleadership"', b'{"appended"', b'{"put"', b'{"dropped"')):
            places.append(end)
    return places


class TestCut:
    @pytest.mark.slow
    def test_anywhere_leaves_whole_appends(self, whole: bytes, opened: Opened, step: Step, path: Path) -> None:
        """Wherever a file ends, it holds what was whole by then, and takes the next append (each byte of the last)."""
        places = ends(whole)
        states: dict[int, tuple[object, ...]] = {}
        for place in places:
            _ = path.write_bytes(whole[:place] + b"\n")
            states[place] = told(opened())
        assert len({*map(repr, states.values())}) == len(places) == 6
        for cut in [*range(places[0], places[-2], 7), *range(places[-2], len(whole))]:
            _ = path.write_bytes(whole[:cut])
            store = opened()
            assert told(store) == states[max(place for place in places if place <= cut)]
            assert path.read_bytes() == whole[:cut], "a file was changed that was only read"
            _ = store.append(step("thing_new"))
            assert told(opened()) == told(store)
            assert path.read_bytes().startswith(whole[: max(place for place in places if place <= cut)] + b"\n")

    def test_in_the_first_line_leaves_a_new_journal(self, whole: bytes, opened: Opened, step: Step, path: Path) -> None:
        """A file whose making was cut off holds nothing yet, and becomes a journal."""
        for cut in range(whole.index(b"\n")):
            _ = path.write_bytes(whole[:cut])
            assert opened().append(step("thing_a")) == 1

    def test_by_zeros_in_the_first_line_leaves_a_new_journal(self, opened: Opened, path: Path) -> None:
        """A first line that never came to the disk is written anew."""
        _ = path.write_bytes(bytes(80))
        assert opened().head().position == 0
        assert path.read_bytes().startswith(b'{"coleadership": "files"')


class TestPowerLoss:
    @pytest.mark.slow
    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_leaves_the_last_append_whole_or_not_at_all(
        self, whole: bytes, opened: Opened, step: Step, path: Path, data: st.DataObject
    ) -> None:
        """Whichever sectors of an append never came to the disk, and wherever the file ends, nothing is half there."""
        begin = ends(whole)[-2] + 2
        _ = path.write_bytes(whole[:begin])
        before = told(opened())
        _ = path.write_bytes(whole)
        after = told(opened())
        sectors = range(begin // SECTOR, len(whole) // SECTOR + 1)
        lost = data.draw(st.lists(st.sampled_from(sectors), unique=True))
        left = bytearray(whole[: data.draw(st.integers(begin, len(whole)) | st.just(len(whole)))])
        for sector in lost:
            for place in range(max(sector * SECTOR, begin), min((sector + 1) * SECTOR, len(left))):
                left[place] = 0
        _ = path.write_bytes(left)
        found = told(opened())
        assert found == (after if bytes(left) in (whole, whole[:-1]) else before)
        store = opened()
        _ = store.append(step("thing_new"))
        assert told(opened()) == told(store)
        assert b"\0" not in path.read_bytes()


class TestIsCutOff:
    @pytest.mark.parametrize(
        "rest",
        [
            b"<<<<<<< HEAD", b"<<<<<<< HEAD\n", b"Dear diary", b'{"fact": "x"}\n', b'{"other": 1}\n{"fact": ',
            b'{"fact": \0\n{"appended": 1}\n{"fact": "x', b'{"fact": \0\n{"put": 1}\n{"put": 1}\n',
            b'{"appended": 1}\n', b'{"put": 1}\n{"fact": "x',
        ],
    )  # fmt: skip
    def test_is_not_said_of_what_somebody_changed(self, rest: bytes) -> None:
        """What does not begin as a block does, or has another block after it, is damage."""
        assert not is_cut_off(rest)


class TestAnEditor:
    def test_may_leave_out_the_last_line_end(self, opened: Opened, step: Step, path: Path) -> None:
        """The last append counts without its line end, which the next one adds."""
        store = opened()
        _ = store.append(step("thing_a"))
        _ = path.write_bytes(path.read_bytes().removesuffix(b"\n"))
        assert store.append(step("thing_a", 2)) == 2
        assert store.append(step("thing_a", 3)) == 3
        assert told(opened()) == told(store)
        lines = path.read_bytes().split(b"\n")
        assert [line[:12] for line in lines if line.startswith(b'{"app')] == [b'{"appended":'] * 3
        assert b"" not in lines[:-1]

    def test_may_add_blank_lines_at_the_end(self, opened: Opened, step: Step, path: Path) -> None:
        """Blank lines are nothing, and are gone after the next append."""
        _ = opened().append(step("thing_a"))
        before = path.read_bytes()
        _ = path.write_bytes(before + b"\n \n")
        store = opened()
        assert store.head().position == 1
        assert store.append(step("thing_a", 2)) == 2
        assert path.read_bytes().startswith(before + b'{"fact"')
        assert told(opened()) == told(store)

    def test_may_write_the_lines_anew_as_json(self, opened: Opened, step: Step, path: Path) -> None:
        """Blanks between what a line says do not matter, as long as it says the same in the same order."""
        store = opened()
        _ = store.append(step("thing_a", 1, Prose.write("hej")))
        before = told(store)
        _ = path.write_bytes(path.read_bytes().replace(b'": ', b'":').replace(b', "', b',"'))
        assert told(opened()) == before
