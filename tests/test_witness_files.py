"""The file of a witness: lines are added whole, one after another, and only where one history goes on."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

import attrs
import pytest

import coleadership as co
from coleadership.errors import Inconsistent, InvalidInput, StoreError
from coleadership.journal.ed25519 import SigningKey
from coleadership.journal.journal import Journal
from coleadership.journal.witness_files import extend
from coleadership.journal.witnesses import LONGEST_CHECKPOINT, witness
from coleadership.recording.integrity import Verification
from coleadership.stores.memory import MemoryStore
from tests.builders import AT
from tests.signing import key, lived, made_anew, signatures

__all__ = ["key", "signatures"]

MANY = """
import sys
from pathlib import Path

import coleadership as co
from coleadership.journal.ed25519 import SigningKey
from coleadership.secret import Secret
from coleadership.journal.witness_files import extend

key = SigningKey.from_secret(Secret("file:witness.key"))
with co.open_journal("sqlite:///a.db") as journal:
    for number in range(10):
        _ = journal.save(co.Person.join(f"{sys.argv[1]} {number}"))
        _ = extend(Path("a.witness"), journal, key, [key.public])
"""


@pytest.fixture
def journal() -> Iterator[Journal]:
    """A journal with six records."""
    with Journal(MemoryStore()) as made:
        yield lived(made)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a witness may be."""
    return tmp_path / "a.witness"


def asked(journal: Journal, path: Path, key: SigningKey) -> Verification:
    """What is found of a journal beside a witness."""
    with path.open("rb") as stream:
        return journal.verify(kept=witness(stream, [key.public], path.name))


class TestExtend:
    def test_makes_the_file_and_adds_to_it(self, journal: Journal, path: Path, key: SigningKey) -> None:
        """What is given is what stands on the last line, and what stood there before still does."""
        first = extend(path, journal, key, [key.public], at=AT)
        assert path.read_bytes() == first.line
        _ = journal.save(co.Person.join("Dan", at=AT))
        second = extend(path, journal, key, [key.public])
        assert path.read_bytes() == first.line + second.line
        assert (first.head.position, second.head.position) == (6, 7)
        assert asked(journal, path, key).heads == 2

    def test_fills_an_empty_file(self, journal: Journal, path: Path, key: SigningKey) -> None:
        """It may have been made beforehand, with permissions of its own."""
        path.touch()
        assert extend(path, journal, key, [key.public]).line == path.read_bytes()

    def test_finds_the_last_of_many(self, journal: Journal, path: Path, key: SigningKey) -> None:
        """However long the file is, its last line is what counts."""
        line = extend(path, journal, key, [key.public]).line
        path.write_bytes(line * (3 * LONGEST_CHECKPOINT // len(line)))
        _ = extend(path, journal, key, [key.public])
        assert asked(journal, path, key).ok

    @pytest.mark.parametrize(
        "harm",
        [
            pytest.param(lambda said: said[:-1], id="cut"),
            pytest.param(lambda said: said + b"\n", id="an empty line"),
            pytest.param(lambda said: said + b"x" * 100_000, id="rubbish"),
            pytest.param(lambda said: said[:-20] + bytes([said[-20] ^ 1]) + said[-19:], id="another signature"),
        ],
    )
    def test_adds_nothing_to_what_is_damaged(
        self, journal: Journal, path: Path, key: SigningKey, harm: type[bytes]
    ) -> None:
        """A half line that a failing disk left is not built upon; the file stays as it was found."""
        harmed = harm(extend(path, journal, key, [key.public]).line)
        path.write_bytes(harmed)
        with pytest.raises(InvalidInput, match=r"a\.witness, the last line: .* \(nothing was added\)"):
            _ = extend(path, journal, key, [key.public])
        assert path.read_bytes() == harmed

    def test_adds_no_other_history(self, journal: Journal, path: Path, key: SigningKey) -> None:
        """Whoever rewrote the journal gets no signature for it from an honest witness."""
        _ = extend(path, journal, key, [key.public])
        before = path.read_bytes()
        with made_anew(journal, lambda records: [
            attrs.evolve(one, fact=attrs.evolve(one.fact, by="somebody")) for one in records
        ]) as forged:  # fmt: skip
            assert forged.verify().ok
            with pytest.raises(StoreError, match="the history up to record 6 is not the one"):
                _ = extend(path, forged, key, [key.public])
        assert path.read_bytes() == before

    def test_makes_no_file_for_a_journal_that_is_not_whole(self, journal: Journal, path: Path, key: SigningKey) -> None:
        """Nothing is signed, so nothing is there."""
        store = MemoryStore()
        records = journal.store.feed()
        _ = store.restore("journal_1", records, [], lambda _: ())
        with pytest.raises(StoreError, match=r"record 1 .* was changed"):
            _ = extend(path, Journal(store), key, [key.public])
        assert not path.exists()

    def test_takes_a_new_key_where_the_old_one_is_known(self, journal: Journal, path: Path, key: SigningKey) -> None:
        """The last line is checked before one is added, so the old public key is given once more."""
        newer = SigningKey.generate()
        _ = extend(path, journal, key, [key.public])
        with pytest.raises(InvalidInput, match="is none of the public keys given"):
            _ = extend(path, journal, newer, [newer.public])
        _ = extend(path, journal, newer, [newer.public, key.public])
        _ = extend(path, journal, newer, [newer.public])
        assert path.read_bytes().count(b"\n") == 3

    def test_adds_nothing_that_nobody_could_verify(self, journal: Journal, path: Path, key: SigningKey) -> None:
        """What the signer gives is checked first, as a device may fail."""
        with pytest.raises(InvalidInput, match="the new checkpoint: is signed with"):
            _ = extend(path, journal, key, [SigningKey.generate().public])
        with pytest.raises(Inconsistent, match="there is none"):
            _ = extend(path, journal, key, [])
        assert not path.exists() or not path.read_bytes()

    @pytest.mark.parametrize("failing", ["write", "fsync"])
    def test_takes_back_what_the_disk_refuses(
        self, journal: Journal, path: Path, key: SigningKey, failing: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A disk that is full, or fails, leaves the file as it was."""
        _ = extend(path, journal, key, [key.public])
        before = path.read_bytes()
        with monkeypatch.context() as patch:
            if failing == "fsync":
                patch.setattr(os, "fsync", refuse)
            else:
                patch.setattr(Path, "open", lambda *_, **__: Full(path, "ab+"))
            with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
                _ = extend(path, journal, key, [key.public])
        assert path.read_bytes() == before
        _ = extend(path, journal, key, [key.public])
        assert asked(journal, path, key).heads == 2

    def test_waits_for_the_disk(
        self, journal: Journal, path: Path, key: SigningKey, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The line, and of a new file the folder, are synced before it is said that they are there."""
        synced, real = list[str](), os.fsync

        def sync(file: int) -> None:
            synced.append("folder" if stat.S_ISDIR(os.fstat(file).st_mode) else path.read_text(encoding="utf-8"))
            real(file)

        monkeypatch.setattr(os, "fsync", sync)
        first = extend(path, journal, key, [key.public])
        second = extend(path, journal, key, [key.public])
        text = first.line.decode()
        folder = ["folder"] if sys.platform != "win32" else []
        assert synced == [text, *folder, text + second.line.decode()]

    @pytest.mark.skipif(sys.platform == "win32", reason="this system has no flock")
    def test_continues_what_was_added_while_it_waited(
        self, journal: Journal, path: Path, key: SigningKey, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The last line is read once nobody else can add one."""
        import fcntl  # noqa: PLC0415 - not on every system

        real = fcntl.flock
        _ = extend(path, journal, key, [key.public])

        def waiting(file: IO[bytes], way: int) -> None:
            monkeypatch.setattr(fcntl, "flock", real)
            _ = extend(path, lived(journal, ["Dan"]), key, [key.public])
            real(file, way)

        monkeypatch.setattr(fcntl, "flock", waiting)
        assert extend(path, journal, key, [key.public]).head.position == 8
        assert asked(journal, path, key).heads == 3

    @pytest.mark.slow
    @pytest.mark.skipif(sys.platform == "win32", reason="this system has no flock")
    def test_lets_several_programs_add(self, tmp_path: Path, key: SigningKey) -> None:
        """They wait for one another: no line is lost or mixed, and none goes back."""
        _ = (tmp_path / "witness.key").write_text(key.pem(), encoding="ascii")
        co.open_journal(f"sqlite:///{tmp_path / 'a.db'}").close()
        running = [subprocess.Popen([sys.executable, "-c", MANY, name], cwd=tmp_path) for name in "abc"]
        assert [one.wait() for one in running] == [0, 0, 0]
        with co.open_journal(f"sqlite:///{tmp_path / 'a.db'}") as journal:
            found = asked(journal, tmp_path / "a.witness", key)
        assert (found.ok, found.records, found.heads, found.vouched) == (True, 30, 30, 30)


def refuse(_: object) -> None:
    """What a full disk says."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Full:
    """A file on a disk that takes half of what is written, and then no more."""

    def __init__(self, path: Path, mode: str) -> None:
        self._file = open(path, mode, buffering=0)  # noqa: PTH123, SIM115 - `Path.open` is what this stands for
        self._half = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def write(self, line: bytes) -> int:
        """Half of it; then nothing."""
        if self._half:
            self._half = False
            return self._file.write(line[: len(line) // 2])
        refuse(line)
        return 0
