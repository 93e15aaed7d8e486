"""Several at one file: stores, processes, forks, and programs that know nothing of locks."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from threading import Event, Thread

import pytest
from coleadership_files.disk import locked
from coleadership_files.place import Place
from coleadership_files.store import FileStore

from coleadership.errors import Conflict, StoreError
from coleadership.prose import Prose
from coleadership.records import AlreadyRecorded, Batch, Card, Query

Opened = Callable[..., FileStore]
Step = Callable[..., Batch]

HOLDING = """
import fcntl, sys
with open(sys.argv[1], "rb") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("held", flush=True)
    input()
"""
FORKING = """
import os, sys
from threading import Event, Thread
from coleadership.records import Batch, Fact
from coleadership_files.place import Place
from coleadership_files.store import FileStore

store = FileStore(Place.at(f"files:///{sys.argv[1]}", {"durability": "relaxed"}, create=True))

def step(subject):
    fact = Fact(subject, 1, "thing.done", 1, "event", None, "2026-11-23", "{}")
    return Batch(facts=(fact,), expected={subject: 0})

def append(subject):
    return store.append(step(subject))

held, over = Event(), Event()

def hold():  # as a thread does that is half way through an append when another one forks
    try:
        with store._writing() as (index, file):
            index.store.append(step("thing_held"))
            held.set()
            over.wait(60)
            raise LookupError
    except LookupError:
        pass

assert append("thing_before") == 1
thread = Thread(target=hold)
thread.start()
held.wait(60)
child = os.fork()
if child == 0:
    os._exit(0 if append("thing_child") == 2 and len(store.feed()) == 2 else 1)
over.set()
thread.join(60)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert append("thing_parent") == 3
print([record.fact.subject for record in store.feed()])
"""

FORKED = """
import os, sys
from coleadership.prose import Prose
from coleadership.records import Batch, Fact
from coleadership_files.place import Place
from coleadership_files.store import FileStore

store = FileStore(Place.at(f"files:///{sys.argv[1]}", {"timeout": "0"}, create=True))
said, real, children = Prose.write("hej"), os.fsync, []
wait, go = os.pipe()

def step(revision, *words):
    fact = Fact("thing_a", revision, "thing.done", 1, "event", None, "2026-11-23", "{}")
    return Batch(facts=(fact,), expected={"thing_a": revision - 1}, prose=words)

def fork(file):  # as another thread may at any moment
    real(file)
    children.append(os.fork())
    if not children[-1]:
        os.close(go)
        os.read(wait, 1)  # lives on until its parent is done
        os._exit(0)

store.append(step(1, said))
os.fsync = fork
if sys.argv[2] == "erase":
    assert store.erase([said.seal], step(2)) == 1
else:
    store.append(step(2))
os.fsync = real
print(store.append(step(3)), len(children))
"""


class TestOtherStores:
    def test_are_heard_of_at_the_next_call(self, opened: Opened, step: Step) -> None:
        """What one has appended, put, dropped or restored, the others tell."""
        first, second = opened(), opened()
        _ = first.restore("journal_z", [], [], lambda _: [])
        assert second.head().journal == "journal_z"
        for number in range(1, 4):
            _ = (first, second)[number % 2].append(step("thing_a", number, Prose.write(str(number)), key=f"k{number}"))
            assert first.head() == second.head()
        _ = second.put_cards([Card("thing_a", "thing", "anew", 3)])
        assert [one.status for one in first.cards(Query())] == ["anew"]
        first.drop_cards(["thing_a"])
        assert second.cards(Query()) == []
        assert second.recorded("k1") == ("thing_a",)

    def test_are_in_the_way_of_who_is_too_late(self, opened: Opened, step: Step, path: Path) -> None:
        """A conflict and a used key are found against what others have written meanwhile; nothing is written."""
        first, second = opened(), opened()
        _ = first.append(step("thing_a", key="k"))
        before = path.read_bytes()
        with pytest.raises(Conflict):
            _ = second.append(step("thing_a"))
        with pytest.raises(AlreadyRecorded):
            _ = second.append(step("thing_b", key="k"))
        assert path.read_bytes() == before

    def test_may_have_made_the_file_meanwhile(
        self, opened: Opened, step: Step, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of two that make the same file at once, the slower one finds what the faster one has kept in it."""
        heads: list[object] = []

        @contextmanager
        def slowly(place: Place, *, writing: bool) -> Iterator[FileIO]:
            monkeypatch.undo()
            faster = opened()
            _ = faster.append(step("thing_a"))
            heads.append(faster.head())
            with locked(place, writing=writing) as file:
                yield file

        monkeypatch.setattr("coleadership_files.beginning.locked", slowly)
        heads.append(opened().head())
        assert heads[0] == heads[1]

    def test_may_be_asked_while_cards_are_made(self, opened: Opened, step: Step) -> None:
        """Cards that are derived from the journal one by one are all made before anything is locked."""
        store, other = opened(timeout="0"), opened(timeout="0")
        _ = store.append(step("thing_a"))

        def cards() -> Iterator[Card]:
            for found in store.cards(Query()):
                _ = other.append(step("thing_b"))
                yield found

        assert store.put_cards(cards()) == 1
        assert store.head().position == 2

    def test_are_not_restored_over(self, opened: Opened, step: Step) -> None:
        """If somebody was faster, what was to be restored is left out, all of it."""
        first, second = opened(), opened()

        def cards(_: object) -> list[Card]:
            _ = first.append(step("thing_a"))
            return []

        with pytest.raises(StoreError, match="is not empty"):
            _ = second.restore("journal_z", [], [], cards)
        assert second.head() == first.head()
        assert second.head().position == 1

    def test_find_nothing_written_where_nothing_was_to_do(self, opened: Opened, step: Step, path: Path) -> None:
        """Cards that are not there are dropped, and cards that are behind are put, without a trace."""
        store = opened()
        _ = store.append(step("thing_a"))
        before = path.read_bytes()
        store.drop_cards(["thing_b"])
        assert store.put_cards([Card("thing_a", "thing", "anew", 7)]) == 0
        assert path.read_bytes() == before

    def test_cost_nothing_while_they_do_nothing(
        self, opened: Opened, step: Step, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As long as the file is the same, it is neither opened nor locked in order to read."""
        store, said = opened(), Prose.write("hej")
        locks: list[int] = []
        real = fcntl.flock

        def noted(file: int, sort: int) -> None:
            locks.append(sort)
            real(file, sort)

        monkeypatch.setattr(fcntl, "flock", noted)
        for write in (
            lambda: store.restore("journal_z", [], [], lambda _: []),
            lambda: store.append(step("thing_a", 1, said)),
            lambda: store.erase([said.seal], step("thing_a", 2)),
            lambda: store.put_cards(store.cards(Query())),
            lambda: store.drop_cards(["thing_a"]),
        ):
            _ = write()
            del locks[:]
            assert store.head().position == len(store.feed()) == len(store.records("thing_a"))
            assert locks == [], "what this store itself has written is read again"
        _ = opened().append(step("thing_b"))
        del locks[:]
        assert store.head().position == 3
        assert locks == [fcntl.LOCK_SH | fcntl.LOCK_NB, fcntl.LOCK_UN]


class TestLock:
    def test_of_another_process_is_waited_for(self, opened: Opened, step: Step, path: Path) -> None:
        """After the time-out the sentence says that somebody else is writing; when it ends, it works."""
        store = opened(timeout="0.05")
        command = [sys.executable, "-c", HOLDING, str(path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603 - this Python
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"
            assert store.head().position == 0, "what is known already needs no lock"
            for ask in (lambda: store.append(step("thing_a")), lambda: opened(timeout="0.05")):
                with pytest.raises(StoreError, match="somebody else has been writing for too long; try again, or wait"):
                    _ = ask()
            _ = other.communicate(b"\n")
        assert store.append(step("thing_a")) == 1

    def test_is_let_go_of_by_who_is_killed(self, opened: Opened, step: Step, path: Path) -> None:
        """No lock outlives its process, and no file has to be removed by hand."""
        store = opened(timeout="60")
        command = [sys.executable, "-c", HOLDING, str(path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603 - this Python
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"
            other.kill()
            assert store.append(step("thing_a")) == 1

    def test_is_not_carried_over_a_fork(self, path: Path) -> None:
        """A child goes on at once, though a thread of its parent was half way through an append when it was born."""
        command = [sys.executable, "-W", "ignore", "-c", FORKING, str(path)]
        ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)  # noqa: S603 - this Python
        assert ended.stdout == "['thing_before', 'thing_child', 'thing_parent']\n", ended.stderr

    def test_of_a_file_that_was_replaced_is_taken_on_the_new_one(
        self, opened: Opened, step: Step, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever waited for the old file while words were erased from it appends to the new one."""
        eraser, other, said = opened(durability="full"), opened(timeout="60"), Prose.write("hej")
        _ = eraser.append(step("thing_a", 1, said))
        _ = other.head()
        waiting, kept = Event(), list[int]()
        thread = Thread(target=lambda: kept.append(other.append(step("thing_b"))))
        real = os.fsync

        def begin_to_wait(file: int) -> None:
            if not thread.ident:
                thread.start()
                assert waiting.wait(60)
            real(file)

        monkeypatch.setattr("coleadership_files.disk.sleep", lambda _: waiting.set())
        monkeypatch.setattr(os, "fsync", begin_to_wait)
        assert eraser.erase([said.seal], step("thing_a", 2)) == 1
        thread.join(60)
        assert kept == [3]
        assert opened().feed() == eraser.feed()

    @pytest.mark.parametrize(("way", "forks"), [("append", 1), ("erase", 2)])
    def test_is_not_kept_by_a_child_that_was_born_meanwhile(self, path: Path, way: str, forks: int) -> None:
        """Whoever is done lets go of the file, though a process that was forked in between lives on."""
        command = [sys.executable, "-c", FORKED, str(path), way]
        ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)  # noqa: S603 - this Python
        assert ended.stdout == f"3 {forks}\n", ended.stderr


class TestOtherPrograms:
    def test_that_write_in_place_are_noticed(self, opened: Opened, step: Step, path: Path) -> None:
        """An editor that changes the file without changing its length is found out at the next call."""
        store = opened()
        _ = store.append(step("thing_a"))
        whole = path.read_bytes()
        changed = whole.replace(b"person_a", b"person_b")
        _ = path.write_bytes(changed)
        later = path.stat().st_mtime_ns + 1_000_000_000  # whatever the clock of the disk counts in
        os.utime(path, ns=(later, later))
        with pytest.raises(StoreError, match="line 4 does not fit"):
            _ = store.head()
        _ = path.write_bytes(whole)
        assert store.head().position == 1

    def test_that_write_in_place_are_noticed_after_what_was_cut_off(
        self, opened: Opened, step: Step, path: Path
    ) -> None:
        """What looks cut off is looked at anew each time, even if the file has neither grown nor become newer."""
        store = opened()
        _ = store.append(step("thing_a"))
        whole, time = path.read_bytes(), (0, 10**18)
        for data, position in ((whole[:-9] + bytes(9), 0), (whole, 1)):
            _ = path.write_bytes(data)
            os.utime(path, ns=time)
            assert store.head().position == position

    def test_that_bring_back_an_older_file_are_followed(self, opened: Opened, step: Step, path: Path) -> None:
        """A file from a backup is the journal from then on; who has seen more hears that it was never recorded here."""
        store = opened()
        _ = store.append(step("thing_a"))
        early = path.read_bytes()
        _ = store.append(step("thing_a", 2))
        _ = path.write_bytes(early)
        assert store.head().position == 1
        with pytest.raises(Conflict, match="right journal"):
            _ = store.append(step("thing_a", 3))

    def test_that_take_the_file_away_are_told_of(self, opened: Opened, step: Step, path: Path) -> None:
        """A store that is open makes no new journal in the place of one that is gone."""
        store = opened()
        _ = store.append(step("thing_a"))
        away = path.rename(path.with_name("away.jsonl"))
        for ask in (store.head, lambda: store.append(step("thing_b"))):
            with pytest.raises(StoreError, match="found no file any more; bring it back"):
                _ = ask()
        assert not path.exists()
        _ = away.rename(path)
        assert store.append(step("thing_b")) == 2

    def test_that_replace_the_file_meanwhile_lose_no_acknowledged_append(
        self, opened: Opened, step: Step, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An append to a file that is no longer there is not acknowledged, and the next one goes into the new file."""
        store = opened(durability="full")
        before = path.read_bytes()
        real = os.fsync

        def replace(file: int) -> None:
            real(file)
            path.unlink()
            _ = path.write_bytes(before)

        _ = store.append(step("thing_a"))
        before = path.read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", replace)
            with pytest.raises(StoreError, match="was replaced by another program just now"):
                _ = store.append(step("thing_a", 2))
        assert path.read_bytes() == before
        assert store.append(step("thing_a", 2)) == 2
        assert opened().head() == store.head()

    def test_that_touch_the_file_do_no_harm(self, opened: Opened, step: Step, path: Path) -> None:
        """A file that only looks newer is read again, and is the same."""
        store = opened()
        _ = store.append(step("thing_a"))
        os.utime(path, ns=(0, 0))
        assert store.head().position == 1
        assert store.append(step("thing_a", 2)) == 2


class TestRelative:
    def test_names_are_the_same_file(self, tmp_path: Path, step: Step, monkeypatch: pytest.MonkeyPatch) -> None:
        """A relative and a full path keep each other out like any two stores."""
        monkeypatch.chdir(tmp_path)
        one = FileStore(Place.at("files:///acme.jsonl", {"durability": "relaxed"}, create=True))
        other = FileStore(Place.at(f"files:///{tmp_path}/acme.jsonl", {"durability": "relaxed"}, create=True))
        _ = one.append(step("thing_a"))
        assert other.append(step("thing_b")) == 2
