"""Files and locks: a file is opened for each thing that is done, locked, and closed again.

So nothing is carried over a fork, two stores in one process keep each other out as two processes do, and a file that
was put in the place of another one is noticed. `flock` belongs to what was opened, and ends with the process.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from random import uniform
from stat import S_IMODE
from time import monotonic, sleep

from coleadership.errors import StoreError
from coleadership_files.place import Place

__all__ = ["locked", "replaced", "signature", "spare", "sync_folder", "write_at"]


@contextmanager
def locked(place: Place, *, writing: bool) -> Generator[FileIO]:
    """The file of a journal, locked: for oneself in order to write, with other readers in order to read."""
    file = _acquired(place, writing=writing)
    try:
        yield file
    finally:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)  # a fork may have copied it meanwhile, and would go on holding the lock
        file.close()


def _acquired(place: Place, *, writing: bool) -> FileIO:
    """The file that is in this place once it is locked: it may have been replaced while we waited."""
    until = monotonic() + place.timeout
    mode, sort = ("rb+", fcntl.LOCK_EX) if writing else ("rb", fcntl.LOCK_SH)
    while True:
        file = FileIO(place.path, mode)
        try:
            _wait(place, file, sort, until)
            if os.path.samestat(os.fstat(file.fileno()), place.path.stat()):
                return file
        except BaseException:
            file.close()
            raise
        file.close()


def _wait(place: Place, file: FileIO, sort: int, until: float) -> None:
    """Lock a file, trying again after short random sleeps while somebody else has it."""
    while True:
        try:
            return fcntl.flock(file, sort | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= until:
                reason = "somebody else has been writing for too long; try again, or wait longer with ?timeout=60"
                raise StoreError(place.url, reason) from None
        sleep(uniform(0.0002, 0.004))  # noqa: S311 - only to get out of step with other writers


def signature(found: os.stat_result) -> tuple[int, int, int, int]:
    """What is different as soon as a file was written to or replaced."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def write_at(file: FileIO, end: int, data: bytes, *, sync: bool) -> None:
    """Write at the end, after cutting off what is beyond it, and wait for the disk if that is wanted."""
    if os.fstat(file.fileno()).st_size > end:
        _ = file.truncate(end)
        if sync:  # or what was cut off could show in the holes that a power loss leaves of what follows
            os.fsync(file.fileno())
    _ = file.seek(end)
    _write(file, data)
    if sync:
        os.fsync(file.fileno())


def replaced(place: Place, before: FileIO, chunks: Iterable[bytes]) -> os.stat_result:
    """Put another file in the place of one, whole or not at all; it is locked until it is sure to stay there."""
    new = spare(place)
    new.unlink(missing_ok=True)
    with FileIO(new, "xb", opener=_for_us_alone) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)  # whoever waits for the old file comes to this one next
            _make_alike(file, os.fstat(before.fileno()))
            for chunk in chunks:
                _write(file, chunk)
            os.fsync(file.fileno())
            _ = new.replace(place.path)
            sync_folder(place.path)
            return os.fstat(file.fileno())
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)  # as in `locked`


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write(file: FileIO, data: bytes) -> None:
    """Write all of it, as the system may take less at a time."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) or 0 :]


def spare(place: Place) -> Path:
    """Where the next file is written before it takes its place; left there only by who died meanwhile."""
    return place.path.with_name(f"{place.path.name}.new")


def _make_alike(file: FileIO, before: os.stat_result) -> None:
    """Let those use a file who could use the one before."""
    os.fchmod(file.fileno(), S_IMODE(before.st_mode))
    for owner, group in ((-1, before.st_gid), (before.st_uid, -1)):
        with suppress(PermissionError):
            os.fchown(file.fileno(), owner, group)


def sync_folder(path: Path) -> None:
    """Wait until the name of a file is on the disk."""
    try:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        return  # a folder in which files may be made but not listed cannot be waited for
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
