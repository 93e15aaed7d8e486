"""What is acknowledged is on the disk, and what the disk refuses leaves the file as it was."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

import attrs
import pytest
from coleadership_files.store import FileStore

from coleadership.errors import StoreError
from coleadership.prose import Prose
from coleadership.records import Batch, Card, Fact, Query, Record

Opened = Callable[..., FileStore]
Step = Callable[..., Batch]


class Disk:
    """What would be left after a power loss: files as they were last synced, and names as their folder was."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[int, bytes] = {}
        self.names: dict[str, int] = {}
        self.sync = os.fsync

    def fsync(self, file: int) -> None:
        """Sync, and note what is on the disk from now on."""
        self.sync(file)
        found = os.fstat(file)
        if os.path.samestat(found, self.folder.stat()):
            self.names = {path.name: path.stat().st_ino for path in self.folder.iterdir()}
        else:
            (path,) = (one for one in self.folder.iterdir() if os.path.samestat(found, one.stat()))
            self.files[found.st_ino] = path.read_bytes()

    def left(self) -> dict[str, bytes]:
        """All files by name, as a power loss would leave them."""
        return {name: self.files.get(number, b"") for name, number in self.names.items()}


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Note all that is synced."""
    noted = Disk(tmp_path)
    monkeypatch.setattr(os, "fsync", noted.fsync)
    return noted


class TestAcknowledged:
    def test_is_on_the_disk(self, opened: Opened, step: Step, path: Path, disk: Disk) -> None:
        """When a call returns, a power loss would leave the file exactly as it is: after each way of writing."""
        store = opened(durability="full")
        assert disk.left() == {path.name: path.read_bytes()}
        said = Prose.write("hej")
        calls: list[Callable[[], object]] = [
            lambda: store.restore("journal_z", [], [], lambda _: []),
            lambda: store.append(step("thing_a", 1, said)),
            lambda: store.append(step("thing_a", 2)),
            lambda: store.put_cards([Card("thing_a", "thing", "anew", 2)]),
            lambda: store.drop_cards(["thing_a"]),
            lambda: store.erase([said.seal], step("thing_a", 3)),
            lambda: opened(durability="full").append(step("thing_a", 4)),
            lambda: store.append(step("thing_a", 5)),
        ]
        for call in calls:
            before = path.read_bytes()
            _ = call()
            assert path.read_bytes() != before
            assert disk.left() == {path.name: path.read_bytes()}

    def test_is_not_yet_on_the_disk_if_that_is_wanted(self, opened: Opened, step: Step, path: Path, disk: Disk) -> None:
        """With `durability=relaxed` an append does not wait, so that the test above is known to see a loss."""
        store = opened(durability="relaxed")
        _ = store.append(step("thing_a"))
        assert disk.left() != {path.name: path.read_bytes()}
        assert path.read_bytes().startswith(disk.left()[path.name])

    def test_is_on_the_disk_though_who_made_the_file_died(
        self, opened: Opened, step: Step, path: Path, disk: Disk
    ) -> None:
        """Whoever finds a file appends to it only once its name is sure to stay."""
        store = opened(durability="full")
        disk.names.clear()  # as if its maker had been killed before the folder was synced
        other = opened(durability="full")
        _ = other.append(step("thing_a"))
        assert disk.left() == {path.name: path.read_bytes()}
        assert store.head() == other.head()

    def test_is_on_the_disk_though_another_program_put_the_file_there(
        self, opened: Opened, step: Step, path: Path, disk: Disk
    ) -> None:
        """A file that was put in the place of the one that was known has a name that is still to be synced."""
        store = opened(durability="full")
        _ = store.append(step("thing_a"))
        restored = path.with_name("backup")
        _ = restored.write_bytes(path.read_bytes())
        _ = restored.replace(path)
        _ = store.append(step("thing_a", 2))
        assert disk.left() == {path.name: path.read_bytes()}

    def test_is_seen_only_once_it_is_on_the_disk(
        self, opened: Opened, step: Step, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nobody sees an append that a power loss could still take back."""
        writer, reader = opened(durability="full"), opened(timeout="0")
        real, seen = os.fsync, list[object]()

        def look(file: int) -> None:
            if path.stat().st_size > before:
                with pytest.raises(StoreError, match="somebody else has been writing"):
                    seen.append(reader.head())
                seen.append("waited")
            real(file)

        before = path.stat().st_size
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", look)
            _ = writer.append(step("thing_a"))
        assert seen == ["waited"]
        assert reader.head() == writer.head()

    def test_is_in_a_new_file_only_once_its_name_is_on_the_disk(
        self, opened: Opened, step: Step, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nobody appends to a file that was put in the place of another one before it is sure to stay there."""
        eraser, other, said = opened(durability="full"), opened(durability="full", timeout="0"), Prose.write("hej")
        _ = eraser.append(step("thing_a", 1, said))
        real, old, tried = os.fsync, path.stat().st_ino, list[str]()

        def look(file: int) -> None:
            if path.stat().st_ino != old:
                with pytest.raises(StoreError, match="somebody else has been writing"):
                    _ = other.append(step("thing_b"))
                tried.append("waited")
            real(file)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", look)
            _ = eraser.erase([said.seal], step("thing_a", 2))
        assert tried == ["waited"]
        assert other.append(step("thing_b")) == 3


@contextmanager
def largest(size: int) -> Iterator[None]:
    """Let no file become larger than this."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class TestRefused:
    def test_for_want_of_room_leaves_the_file_as_it_was(self, opened: Opened, step: Step, path: Path) -> None:
        """What the system takes only half of is taken back, and once there is room the same append works."""
        store = opened(durability="full")
        _ = store.append(step("thing_a"))
        before = path.read_bytes()
        with (
            largest(len(before) + 100),
            pytest.raises(StoreError, match="writing went beyond the largest size of a file"),
        ):
            _ = store.append(step("thing_a", 2))
        assert path.read_bytes() == before
        assert store.head().position == 1
        assert store.append(step("thing_a", 2)) == 2
        assert opened().feed() == store.feed()

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EBADF])
    def test_by_the_disk_is_told_and_not_kept(
        self, opened: Opened, step: Step, path: Path, monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        """If waiting for the disk fails, nothing is acknowledged, the file is as before, and the store goes on."""
        store = opened(durability="full")
        _ = store.append(step("thing_a"))
        before = path.read_bytes()

        def refuse(_: int) -> None:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", refuse)
            for ask in (lambda: store.append(step("thing_a", 2)), lambda: store.drop_cards(["thing_a"])):
                with pytest.raises(StoreError, match=rf"^files:.*: writing \w.*; .*\({os.strerror(number)}\)$"):
                    _ = ask()
        assert path.read_bytes() == before
        assert (store.head().position, len(store.cards(Query()))) == (1, 1)
        assert store.append(step("thing_a", 2)) == 2

    def test_by_permissions_is_told(self, opened: Opened, step: Step, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file that can only be read is read; a save is refused with a sentence."""
        store = opened()
        _ = store.append(step("thing_a"))

        def only_read(path: Path, mode: str) -> FileIO:
            if mode != "rb":
                raise PermissionError(errno.EACCES, "Permission denied")
            return FileIO(path, mode)

        monkeypatch.setattr("coleadership_files.disk.FileIO", only_read)
        again = opened()
        assert again.feed() == store.feed()
        with pytest.raises(StoreError, match="writing is not allowed; check the permissions of file and folder"):
            _ = again.append(step("thing_a", 2))

    def test_by_a_folder_that_cannot_be_listed_is_no_hindrance(
        self, opened: Opened, step: Step, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where files may be made and not listed, there is no waiting for names, and all else goes on."""

        def refuse(*_: object) -> int:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
        store = opened(durability="full")
        assert store.append(step("thing_a")) == 1

    def test_by_the_keyboard_leaves_the_file_as_it_was(
        self, opened: Opened, step: Step, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever stops a notebook in the middle of a save has not saved, and can go on."""
        store = opened(durability="full")
        _ = store.append(step("thing_a"))
        before = path.read_bytes()
        real, stops = os.fsync, [True]

        def stop(file: int) -> None:
            if stops:
                del stops[:]
                raise KeyboardInterrupt
            real(file)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", stop)
            with pytest.raises(KeyboardInterrupt):
                _ = store.append(step("thing_a", 2, Prose.write("hej")))
        assert path.read_bytes() == before
        assert (store.head().position, store.all_prose()) == (1, [])
        assert store.append(step("thing_a", 2)) == 2

    @pytest.mark.parametrize("where", ["body", "words", "card", "key"])
    def test_for_half_a_character_is_told(self, opened: Opened, step: Step, path: Path, where: str) -> None:
        """Text that is no text is refused in a sentence, and nothing of the batch is kept."""
        store = opened()
        _ = store.append(step("thing_a"))
        before, half = path.read_bytes(), "\ud800"
        fact = Fact("thing_b", 1, "thing.done", 1, "event", None, "2026-11-23", half if where == "body" else "{}")
        refused = Batch(
            facts=(fact,), expected={"thing_b": 0}, key=half if where == "key" else "k",
            cards=(Card("thing_b", "thing", half if where == "card" else "open", 1),),
            prose=(Prose(Prose.write("a").seal, half if where == "words" else "a", b"salt"),),
        )  # fmt: skip
        with pytest.raises(StoreError, match="cannot keep half a character"):
            _ = store.append(refused)
        assert path.read_bytes() == before
        assert (store.head().position, store.recorded("k"), store.all_prose()) == (1, (), [])

    def test_for_a_journal_that_holds_something_asks_for_nothing(self, opened: Opened, step: Step) -> None:
        """Nobody reads a whole export before they hear that there is no place for it."""
        store, asked = opened(), list[str]()
        _ = store.append(step("thing_a"))

        def records() -> Iterator[Record]:
            asked.append("records")
            yield from ()

        with pytest.raises(StoreError, match="is not empty; restore into a new journal"):
            _ = store.restore("journal_z", records(), [], lambda _: [])
        assert asked == []

    def test_for_a_broken_history_leaves_the_journal_empty(self, opened: Opened, step: Step, path: Path) -> None:
        """Records that do not follow from one another are not restored, and nothing is left beside the file."""
        source = opened()
        _ = source.append(step("thing_a"))
        two = step("thing_a", 2)
        _ = source.append(attrs.evolve(two, facts=(*two.facts, *step("thing_b").facts)))
        records, head = source.feed(), source.head()
        path.unlink()
        store = opened()
        before = path.read_bytes()
        for wrong in (records[1:], records[::-1], [records[0], records[0]], records[:2]):
            with pytest.raises(StoreError, match="was not filled, as the records given are not one whole history"):
                _ = store.restore(head.journal, wrong, [], lambda _: [])
            assert (path.read_bytes(), [*path.parent.iterdir()]) == (before, [path])
        assert store.restore(head.journal, records, [], lambda _: []) == 3
        assert opened().head() == head
