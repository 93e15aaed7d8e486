"""The file of a witness: a checkpoint is added to its end, whole and durably, and only if it continues the last one."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from coleadership.errors import InvalidInput
from coleadership.journal.journal import Journal
from coleadership.journal.witnesses import LONGEST_CHECKPOINT, Checkpoint, Signer, Verifier, trusted
from coleadership.recording.integrity import Progress

__all__ = ["extend"]


def extend(
    path: Path,
    journal: Journal,
    signer: Signer,
    keys: Iterable[Verifier],
    *,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Checkpoint:
    """Sign how far a journal has come and add that to a witness; the file is made if it is not there.

    The journal has to continue what the last line tells, and only the records since are read. The last line and the new
    one have to be signed with one of ``keys``. Raises `StoreError` if the history is another one and `InvalidInput` if
    the last line is damaged; then nothing is added.
    """
    known = trusted(keys)
    first = None if path.exists() else journal.checkpoint(signer, at=at, progress=progress)
    with _opened(path) as file:
        last = _last(file, known, path.name)
        if last is None and first is not None:
            said = first
        else:
            said = journal.checkpoint(signer, after=last, at=at, progress=progress)
        said.check(known, "the new checkpoint")
        _add(file, said.line)
    if first is not None:
        _sync_folder(path.parent)
    return said


@contextmanager
def _opened(path: Path) -> Generator[IO[bytes]]:
    """The file, to read and to add to; who comes meanwhile waits (not on Windows, which has no such locks)."""
    with path.open("ab+", buffering=0) as file:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415 - not on every system

            fcntl.flock(file, fcntl.LOCK_EX)  # ends when the file is closed
        yield file


def _last(file: IO[bytes], known: Mapping[str, Verifier], source: str) -> Checkpoint | None:
    """The checkpoint on the last line, if there is any; the others are left to who verifies."""
    size = file.seek(0, os.SEEK_END)
    _ = file.seek(max(0, size - LONGEST_CHECKPOINT - 1))
    end = file.read()
    if not end:
        return None
    line = end[end.rfind(b"\n", 0, -1) + 1 :]
    try:
        said = Checkpoint.from_line(line, source)
        said.check(known, source)
    except InvalidInput as error:
        raise InvalidInput(source, f"{error.reason} (nothing was added)", field="the last line") from None
    return said


def _add(file: IO[bytes], line: bytes) -> None:
    """Write a line and wait for the disk; what was written of it is taken back if it cannot be written whole."""
    size = file.seek(0, os.SEEK_END)
    try:
        while line:
            line = line[file.write(line) :]
        os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            _ = file.truncate(size)
        raise


def _sync_folder(folder: Path) -> None:
    """Wait until the name of a new file is on the disk, too."""
    if sys.platform == "win32":  # folders cannot be opened
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
