"""Erased words are in no byte of the file, whatever happens meanwhile, and all else stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from coleadership_files.store import FileStore

from coleadership.errors import Conflict, StoreError
from coleadership.prose import Prose
from coleadership.records import Batch

Opened = Callable[..., FileStore]
Step = Callable[..., Batch]
SAID = "Jag är så trött på Bo"


class TestErase:
    def test_leaves_no_byte_of_the_words(self, opened: Opened, step: Step, path: Path) -> None:
        """Text and salt are gone from the file; every other line is as it was, so that a comparison shows only this."""
        store, gone, kept = opened(), Prose.write(SAID, owner="anna"), Prose.write("tack")
        _ = store.append(step("thing_a", 1, gone, kept))
        before = path.read_bytes()
        assert SAID.encode() in before
        assert store.erase([gone.seal], step("thing_a", 2)) == 1
        after = path.read_bytes()
        assert SAID.encode() not in after
        assert gone.salt.hex().encode() not in after
        pairs = [*zip(before.splitlines(), after.splitlines(), strict=False)]
        assert [new for old, new in pairs if old != new] == [
            f'{{"words": null, "owner": "anna", "seal": "{gone.seal}", "salt": ""}}'.encode()
        ]
        assert after.splitlines()[len(pairs)].startswith(b'{"fact": ')
        assert [*path.parent.iterdir()] == [path]
        assert opened().feed() == store.feed()

    def test_leaves_no_byte_that_comes_again(self, opened: Opened, step: Step, path: Path) -> None:
        """Words that were erased are not written when they come with a later batch or with the one that erases them."""
        store, gone = opened(), Prose.write(SAID)
        assert store.erase([gone.seal], step("thing_a", 1, gone)) == 1
        _ = store.append(step("thing_a", 2, gone))
        assert SAID.encode() not in path.read_bytes()
        assert [one.text for one in store.all_prose()] == [one.text for one in opened().all_prose()] == [None]
        assert path.read_bytes().count(b'"words"') == 1, "what is there already is written again"

    def test_finds_words_in_lines_that_were_written_anew(self, opened: Opened, step: Step, path: Path) -> None:
        """A line that an editor or a formatter has changed is still read before it is kept."""
        store, gone = opened(), Prose.write("tired")
        _ = store.append(step("thing_a", 1, gone))
        said = path.read_bytes()
        for written in (b'{"words":"tired"', b'{ "\\u0077ords" : "ti\\u0072ed"'):
            _ = path.write_bytes(said.replace(b'{"words": "tired"', written))
            again = opened()
            assert [*map(str, again.all_prose())] == ["tired"]
            assert again.erase([gone.seal], step("thing_a", 2)) == 1
            assert written not in path.read_bytes()
            assert [one.text for one in opened().all_prose()] == [None]

    def test_finds_words_that_stand_twice(self, opened: Opened, step: Step, path: Path) -> None:
        """Words of one seal are erased wherever they stand."""
        store, gone = opened(), Prose.write(SAID)
        _ = store.append(step("thing_a", 1, gone))
        (line,) = (one for one in path.read_bytes().splitlines() if one.startswith(b'{"words"'))
        _ = path.write_bytes(path.read_bytes() + line + b'\n{"put": 1}\n')
        assert store.erase([gone.seal], step("thing_a", 2)) == 1
        assert SAID.encode() not in path.read_bytes()

    def test_takes_words_of_a_dead_writer_along(self, opened: Opened, step: Step, path: Path) -> None:
        """What is left of an append that was never finished does not outlive the next one that is."""
        store, gone = opened(), Prose.write("tack")
        _ = store.append(step("thing_a", 1, gone))
        with path.open("ab") as file:
            _ = file.write(f'{{"words": "{SAID}"'.encode())
        assert store.erase([gone.seal], step("thing_a", 2)) == 1
        assert SAID.encode() not in path.read_bytes()
        assert opened().feed() == store.feed()

    def test_adds_the_line_end_that_an_editor_left_out(self, opened: Opened, step: Step, path: Path) -> None:
        """The file is whole afterwards."""
        store, gone = opened(), Prose.write(SAID)
        _ = store.append(step("thing_a", 1, gone))
        _ = path.write_bytes(path.read_bytes().removesuffix(b"\n"))
        assert store.erase([gone.seal], step("thing_a", 2)) == 1
        assert store.append(step("thing_a", 3)) == 3
        assert opened().feed() == store.feed()

    def test_passes_over_blank_lines(self, opened: Opened, step: Step, path: Path) -> None:
        """Blank lines that somebody put between what was kept are no hindrance."""
        store, gone = opened(), Prose.write(SAID)
        _ = store.append(step("thing_a", 1, gone))
        _ = path.write_bytes(path.read_bytes().replace(b'{"words"', b'\n \n{"words"'))
        assert store.erase([gone.seal], step("thing_a", 2)) == 1
        assert SAID.encode() not in path.read_bytes()
        assert opened().feed() == store.feed()

    def test_writes_nothing_anew_where_nothing_is_said(self, opened: Opened, step: Step, path: Path) -> None:
        """Without words to forget it is an append like any other."""
        store, gone = opened(), Prose.write(SAID)
        _ = store.append(step("thing_a", 1, gone))
        _ = store.erase([gone.seal], step("thing_a", 2))
        file = path.stat().st_ino
        assert store.erase([gone.seal], step("thing_a", 3)) == 0
        assert path.stat().st_ino == file

    def test_refused_leaves_the_file_as_it_is(self, opened: Opened, step: Step, path: Path) -> None:
        """Who was too slow has erased nothing."""
        store, said = opened(), Prose.write(SAID)
        _ = store.append(step("thing_a", 1, said))
        before = path.read_bytes(), path.stat().st_ino
        with pytest.raises(Conflict):
            _ = store.erase([said.seal], step("thing_a", 1))
        assert (path.read_bytes(), path.stat().st_ino) == before

    def test_keeps_who_may_read_the_file(self, opened: Opened, step: Step, path: Path) -> None:
        """The new file has the permissions of the old one."""
        store, gone = opened(), Prose.write(SAID)
        _ = store.append(step("thing_a", 1, gone))
        path.chmod(0o640)
        _ = store.erase([gone.seal], step("thing_a", 2))
        assert path.stat().st_mode & 0o777 == 0o640

    def test_is_noticed_by_whoever_has_the_file_open(self, opened: Opened, step: Step) -> None:
        """Other stores read the new file at their next call, and append to it."""
        first, second, gone = opened(), opened(), Prose.write(SAID)
        _ = first.append(step("thing_a", 1, gone))
        assert [*map(str, second.all_prose())] == [SAID]
        _ = first.erase([gone.seal], step("thing_a", 2))
        assert second.append(step("thing_a", 3)) == 3
        assert [one.text for one in second.all_prose()] == [None]
        assert first.feed() == second.feed() == opened().feed()


DYING = """
import os, sys
from pathlib import Path
from coleadership.prose import Seal
from coleadership.records import Batch, Fact
from coleadership_files.place import Place
from coleadership_files.store import FileStore

path, seal, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = FileStore(Place.at(f"files:///{path}", {}, create=False))
count = 0

def dying(real):
    def call(*given, **named):
        global count
        count += 1
        if count > calls:
            os._exit(9)
        return real(*given, **named)
    return call

os.fsync, os.fchmod, Path.replace, Path.unlink = map(dying, (os.fsync, os.fchmod, Path.replace, Path.unlink))
fact = Fact("thing_a", 2, "thing.done", 1, "event", None, "2026-11-23", "{}")
assert store.erase([Seal(seal)], Batch(facts=(fact,), expected={"thing_a": 1})) == 1
"""


class TestDying:
    def test_half_way_leaves_the_old_file_or_the_new_one(self, opened: Opened, step: Step, path: Path) -> None:
        """Whenever whoever erases dies, either nothing was erased or all was, and the next one cleans up."""
        became: list[tuple[int, int]] = []
        for calls in range(20):
            path.unlink(missing_ok=True)
            gone = Prose.write(SAID)
            _ = opened().append(step("thing_a", 1, gone))
            before = path.read_bytes()
            ended = subprocess.run(  # noqa: S603 - this Python
                [sys.executable, "-c", DYING, str(path), gone.seal, str(calls)], check=False, capture_output=True
            )
            store = opened()
            (said,) = store.all_prose()
            assert (store.head().position, said.text) in ((1, SAID), (2, None)), ended.stderr
            assert store.head().position == 2 or path.read_bytes() == before
            became.append((ended.returncode, store.head().position))
            _ = store.append(step("thing_b"))
            assert [*path.parent.iterdir()] == [path], "what was begun is left beside the file"
            assert (SAID.encode() in path.read_bytes()) == (said.text is not None)
            if ended.returncode == 0:
                break
        assert became[0] == (9, 1)
        assert became[-1] == (0, 2)
        assert (9, 2) in became, "nobody died between the new file and the end"

    def test_leaves_words_nowhere_once_they_are_erased(self, opened: Opened, step: Step, path: Path) -> None:
        """A file that somebody began to write and left behind is gone before anything is erased."""
        store, gone = opened(), Prose.write(SAID)
        _ = store.append(step("thing_a", 1, gone))
        left = path.with_name("acme.jsonl.new")
        _ = left.write_bytes(path.read_bytes())
        _ = store.erase([gone.seal], step("thing_a", 2))
        assert [one for one in path.parent.iterdir() if SAID.encode() in one.read_bytes()] == []
        assert not left.exists()


class TestFailing:
    def test_leaves_the_old_file(self, opened: Opened, step: Step, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """If the new file cannot be put in its place, nothing was erased, and nothing is left beside it."""
        store, said = opened(), Prose.write(SAID)
        _ = store.append(step("thing_a", 1, said))
        before = path.read_bytes()

        def refuse(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", refuse)
            with pytest.raises(StoreError, match="writing found the disk full"):
                _ = store.erase([said.seal], step("thing_a", 2))
        assert path.read_bytes() == before
        assert [*path.parent.iterdir()] == [path]
        assert [*map(str, store.all_prose())] == [SAID]
        assert store.erase([said.seal], step("thing_a", 2)) == 1
