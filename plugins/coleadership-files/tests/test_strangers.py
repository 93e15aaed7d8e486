"""What is no journal of ours, or cannot be one, is refused in one sentence and left as it is."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from coleadership_files import hooks
from coleadership_files.place import Place
from coleadership_files.store import FileStore

import coleadership as co
from coleadership.errors import StoreError
from coleadership.hookspecs import PluginContext
from coleadership.records import Batch

Opened = Callable[..., FileStore]
Step = Callable[..., Batch]


def exported() -> bytes:
    """A journal as it is exported."""
    with co.open_journal("memory:") as journal:
        _ = journal.save(co.Person.join("Anna Ek"))
        return b"".join(journal.export())


OURS = b'{"coleadership": "files", "format": 1, "journal": "journal_a"}\n'
STRANGERS: Mapping[str, tuple[bytes, str]] = {
    "a diary": (b"Dear diary,\ntoday\n", "is no journal of files:; it was left as it is, so choose another name"),
    "a diary in one line": (b"Dear diary", "is no journal of files:"),
    "other lines of JSON": (b'{"at": 1}\n', "is no journal of files:"),
    "a list": (b"[]\n", "is no journal of files:"),
    "a line without end": (b"x" * 10_000, "is no journal of files:"),
    "a headline": (b"=======\nTitle\n=======\n", "is no journal of files:"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00", "is no journal of files:"),
    "a blank line": (b"\n", "is no journal of files:"),
    "many zeros": (bytes(1_000), "is no journal of files:"),
    "another format of ours": (b'{"coleadership": "songs", "format": 1, "journal": "j"}\n', "is no journal of files:"),
    "a version in words": (b'{"coleadership": "files", "format": "1", "journal": "j"}\n', "is no journal of files:"),
    "nobody's": (b'{"coleadership": "files", "format": 1}\n', "is no journal of files:"),
    "UTF-16": (OURS.decode().encode("utf-16"), "is no journal of files:"),
    "an export": (exported(), "is an export; import it into an empty journal"),
    "a newer version": (OURS.replace(b"1", b"2"), "is of format 2, newer than 1 here; update coleadership-files"),
    "a byte order mark": (b"\xef\xbb\xbf" + OURS, "begins with a byte order mark"),
    "CR LF": (OURS.replace(b"\n", b"\r\n"), "line 1 ends with CR LF, as git or an editor has changed it; put"),
    "a conflict in the first line": (
        b"<<<<<<< HEAD\n" + OURS,
        "line 1 is a merge conflict of git; take one side whole",
    ),
}


class TestFile:
    @pytest.mark.parametrize("name", STRANGERS)
    def test_of_somebody_else_is_left_as_it_is(self, opened: Opened, path: Path, name: str) -> None:
        """Whatever it is, nothing is written to it."""
        data, reason = STRANGERS[name]
        _ = path.write_bytes(data)
        for create in (True, False):
            with pytest.raises(StoreError) as caught:
                _ = opened(create=create)
            assert caught.value.reason.startswith(reason)
        assert path.read_bytes() == data
        assert [*path.parent.iterdir()] == [path]

    def test_of_sqlite_is_left_as_it_is(self, opened: Opened, path: Path) -> None:
        """A journal in SQLite is opened with sqlite: and not with files:."""
        co.open_journal(f"sqlite:///{path}").close()
        before = path.read_bytes()
        with pytest.raises(StoreError, match="is no journal of files:"):
            _ = opened()
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert path.read_bytes() == before

    def test_that_is_not_there_is_not_made_unless_asked(self, opened: Opened, path: Path) -> None:
        """With `create=False` a name that was misspelt makes no file."""
        with pytest.raises(StoreError, match="there is no such file; check the name, or save there first"):
            _ = opened(create=False)
        assert not path.exists()
        opened().close()
        assert opened(create=False).head().position == 0

    @pytest.mark.parametrize("begun", [b"", OURS[:20], OURS[:-4], bytes(60)])
    def test_that_is_empty_becomes_a_journal_only_if_asked(self, opened: Opened, path: Path, begun: bytes) -> None:
        """An empty file holds nobody's data; with `create=False` it is probably the wrong one."""
        _ = path.write_bytes(begun)
        with pytest.raises(StoreError, match="there is an empty file; check the name, or save there first"):
            _ = opened(create=False)
        assert path.read_bytes() == begun
        assert opened().head().position == 0


class TestPlace:
    def test_is_no_folder(self, opened: Opened, path: Path) -> None:
        """A folder is refused."""
        path.mkdir()
        with pytest.raises(StoreError, match="is a folder; name a file in it"):
            _ = opened()

    def test_is_in_a_folder(self, opened: Opened, path: Path) -> None:
        """A folder that is missing is not made, as its name may be misspelt."""
        path.parent.rmdir()
        with pytest.raises(StoreError, match="; make it first"):
            _ = opened()

    def test_is_an_ordinary_file(self, opened: Opened, path: Path) -> None:
        """A pipe is not waited for."""
        os.mkfifo(path)
        with pytest.raises(StoreError, match="is no ordinary file; choose another name"):
            _ = opened()

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("", "names no file"), ("a\0b.jsonl", "is no name that a file can have"),
            ("a\ud800.jsonl", "is no name that a file can have"), ("x" * 300, "File name too long"),
        ],
    )  # fmt: skip
    def test_has_a_name_that_a_file_can_have(self, name: str, reason: str) -> None:
        """What the system would not take is told in a sentence."""
        with pytest.raises(StoreError, match=reason):
            _ = FileStore(Place.at(f"files:///{name}", {}, create=True))

    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("durability=some", "durability is 'some'; choose full or relaxed"),
            ("timeout=soon", "timeout is 'soon'; give seconds from 0 to 3600"),
            ("timeout=-1", "timeout is '-1'; give"), ("timeout=nan", "timeout is 'nan'; give"),
            ("timeout=1e9", "timeout is '1e9'; give"), ("journal=north", "knows no option 'journal'"),
        ],
    )  # fmt: skip
    def test_has_options_that_are_known(self, path: Path, query: str, reason: str) -> None:
        """An option that is not known, or of no use, is refused before anything is made."""
        with pytest.raises(StoreError, match=reason):
            _ = co.open_journal(f"files:///{path}?{query}", plugins=[hooks])
        assert not path.exists()

    def test_may_be_a_link(self, opened: Opened, step: Step, path: Path) -> None:
        """A link to a file stays a link, also when the file is written anew."""
        real = path.with_name("real.jsonl")
        path.symlink_to(real)
        store = opened()
        _ = store.restore("journal_b", [], [], lambda _: [])
        _ = store.append(step("thing_a"))
        assert path.is_symlink()
        assert store.head().journal == "journal_b"
        assert real.read_bytes() == path.read_bytes()

    def test_is_by_its_full_path_whatever_the_folder_becomes(
        self, tmp_path: Path, step: Step, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A relative name is meant from where the program was when it opened the journal."""
        monkeypatch.chdir(tmp_path)
        store = FileStore(Place.at("files:///acme.jsonl", {"durability": "relaxed"}, create=True))
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        _ = store.append(step("thing_a"))
        assert (tmp_path / "acme.jsonl").stat().st_size > len(OURS) * 2
        assert [*Path().iterdir()] == []


class TestSystem:
    def test_without_flock_is_told(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where files cannot be locked (on Windows), nothing is made, and the sentence names what works there."""
        monkeypatch.setitem(sys.modules, "fcntl", None)
        for name in [name for name in sys.modules if name.startswith("coleadership_files.") and name != hooks.__name__]:
            monkeypatch.delitem(sys.modules, name)
        (provider,) = hooks.coleadership_stores(PluginContext())
        with pytest.raises(StoreError, match="cannot be locked, as this system has no flock; use sqlite:/// here"):
            _ = provider.open(f"files:///{path}", {}, True)  # noqa: FBT003 - as a host calls it
        assert not path.exists()
