"""A modelled disk, so that a power loss can be tried at any moment.

A `Log` tells what happened to the files of one directory: writes, syncs, deletions, in order (`recording` fills it).
`states` replays it up to random moments and yields disks as they may be after the power went: what was synced is there;
of the rest nothing, everything, a beginning with a torn last write, or any choice of sectors. Names follow the same
rule: a file is surely created or deleted only after its directory was synced.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from hashlib import blake2b
from typing import TYPE_CHECKING

from attrs import define, field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from random import Random

__all__ = [
    "Acknowledged",
    "Created",
    "Deleted",
    "DirectorySynced",
    "Disk",
    "Happening",
    "Log",
    "Survival",
    "Synced",
    "Truncated",
    "Written",
    "states",
]

SECTOR = 512


# What happens on a disk


@frozen
class Created:
    """A name was given to a new, empty file."""

    name: str
    file: int


@frozen
class Deleted:
    """A name was taken away."""

    name: str


@frozen
class Written:
    """Bytes were written to a file."""

    file: int
    offset: int
    data: bytes


@frozen
class Truncated:
    """A file was given a new length."""

    file: int
    size: int


@frozen
class Grown:
    """A file has its new length, but not the bytes that were to fill it: what a lost write may leave behind."""

    file: int
    size: int


@frozen
class Synced:
    """Everything written to one file so far is on the platters."""

    file: int


@frozen
class DirectorySynced:
    """Every name given or taken so far is on the platters."""


@frozen
class Acknowledged:
    """The program was told that so many saves are done."""

    saves: int


NameChange = Created | Deleted
FileChange = Written | Truncated | Grown
Change = NameChange | FileChange
Happening = Change | Synced | DirectorySynced | Acknowledged


@define
class Log:
    """Everything that happened to the files of one directory, in order, beginning with what was there `before`."""

    before: Mapping[str, bytes] = field(factory=dict)
    acknowledged_before: int = 0
    happenings: list[Happening] = field(factory=list)
    _numbers: dict[str, int] = field(init=False)
    _next: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Number the files that are there already."""
        self._numbers = {name: number for number, name in enumerate(self.before)}
        self._next = len(self._numbers)

    def acknowledge(self, saves: int) -> None:
        """Note that the program was told that so many saves are done."""
        self.happenings.append(Acknowledged(saves))

    def opened(self, name: str, *, new: bool) -> int:
        """Note that a file was opened, and return its number."""
        if new:
            self._numbers[name] = self._next
            self.happenings.append(Created(name, self._next))
            self._next += 1
        return self._numbers[name]

    def deleted(self, name: str, *, synced: bool) -> None:
        """Note that a name was taken away, and whether the directory was synced after it."""
        del self._numbers[name]
        self.happenings.append(Deleted(name))
        if synced:
            self.happenings.append(DirectorySynced())


# Power loss


class Survival(Enum):
    """What of the un-synced changes is still there after a power loss."""

    NOTHING = auto()
    EVERYTHING = auto()
    BEGINNING = auto()
    CHOICE = auto()


@frozen
class Disk:
    """The files as they may be found when the power is back, and how many saves had been acknowledged."""

    files: Mapping[str, bytes]
    acknowledged: int = 0
    survival: Survival = Survival.EVERYTHING

    @property
    def digest(self) -> bytes:
        """Be equal for disks with equal files."""
        digest = blake2b(digest_size=16)
        for name, content in sorted(self.files.items()):
            digest.update(b"%s %d " % (name.encode(), len(content)))
            digest.update(content)
        return digest.digest()

    def put_into(self, directory: Path) -> None:
        """Make the directory hold these files and no others."""
        for found in directory.iterdir():
            found.unlink()
        for name, content in self.files.items():
            (directory / name).write_bytes(content)


@define
class Platters:
    """What is surely on the disk, and the changes that may or may not be."""

    names: dict[str, int]
    contents: dict[int, bytearray]
    acknowledged: int
    pending: list[Change] = field(factory=list)

    @classmethod
    def before(cls, log: Log) -> Platters:
        """Start from the files that were there before the log."""
        names = {name: number for number, name in enumerate(log.before)}
        contents = {names[name]: bytearray(content) for name, content in log.before.items()}
        return cls(names, contents, log.acknowledged_before)

    def meet(self, happening: Happening) -> None:
        """Let one more thing happen."""
        match happening:
            case Acknowledged(saves):
                self.acknowledged = saves
            case DirectorySynced():
                self._settle(None)
            case Synced(file):
                self._settle(file)
            case _:
                self.pending.append(happening)

    def without_power(self, rng: Random) -> Disk:
        """Show the disk as it may be if the power goes now."""
        survival = rng.choice(tuple(Survival))
        changes = list(_surviving(self.pending, survival, rng))
        names, contents = dict(self.names), dict(self.contents)
        for file in {change.file for change in changes if isinstance(change, FileChange)}:
            contents[file] = bytearray(contents.get(file, b""))
        for change in changes:
            _apply(change, names, contents, rng)
        return Disk({name: bytes(contents.get(file, b"")) for name, file in names.items()}, self.acknowledged, survival)

    def _settle(self, file: int | None) -> None:
        """Make sure of one file's content, or of all names."""
        pending, self.pending = self.pending, []
        for change in pending:
            if file == (change.file if isinstance(change, FileChange) else None):
                _apply(change, self.names, self.contents)
            else:
                self.pending.append(change)


def states(log: Log, rng: Random, count: int) -> Iterator[Disk]:
    """Yield `count` disks as they may be when the power goes at random moments of the log."""
    platters = Platters.before(log)
    done = 0
    for moment in sorted(rng.randint(0, len(log.happenings)) for _ in range(count)):
        for happening in log.happenings[done:moment]:
            platters.meet(happening)
        done = moment
        yield platters.without_power(rng)


# What survives


def _surviving(pending: Sequence[Change], survival: Survival, rng: Random) -> Iterator[Change]:
    """Choose the changes that reached the platters without being synced."""
    match survival:
        case Survival.NOTHING | Survival.EVERYTHING:
            names_differ = rng.random() < 0.5  # a directory is written back at a time of its own
            everything = survival is Survival.EVERYTHING
            yield from (one for one in pending if everything != (names_differ and isinstance(one, NameChange)))
        case Survival.BEGINNING:
            length = rng.randint(0, len(pending))
            yield from pending[:length]
            for change in pending[length : length + 1]:
                yield from _first_sectors(change, rng)
        case Survival.CHOICE:
            likely = rng.random()
            for change in pending:
                yield from _any_sectors(change, likely, rng)


def _first_sectors(change: Change, rng: Random) -> Iterator[Change]:
    """Tear a write off after some sectors."""
    if isinstance(change, Written):
        sectors = list(_sectors(change))
        yield from sectors[: rng.randint(0, len(sectors))]


def _any_sectors(change: Change, likely: float, rng: Random) -> Iterator[Change]:
    """Keep a change with the given probability, or now and then an arbitrary half of it."""
    if isinstance(change, Written) and rng.random() < 0.3:
        yield from (sector for sector in _sectors(change) if rng.random() < 0.5)
    elif rng.random() < likely:
        yield change
    elif isinstance(change, Written) and rng.random() < 0.3:
        yield Grown(change.file, change.offset + len(change.data))


def _sectors(write: Written) -> Iterator[Written]:
    """Split a write where the sectors of the disk begin."""
    start, end = write.offset, write.offset + len(write.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Written(write.file, start, write.data[start - write.offset : stop - write.offset])
        start = stop


def _apply(change: Change, names: dict[str, int], contents: dict[int, bytearray], filler: Random | None = None) -> None:
    """Carry out one change; where bytes are missing there are zeros, or with a `filler` now and then rubbish."""
    match change:
        case Created(name, file):
            names[name] = file
        case Deleted(name):
            names.pop(name, None)
        case Truncated(file, size):
            content = contents.setdefault(file, bytearray())
            del content[size:]
            _grow(content, size, None)
        case Grown(file, size):
            _grow(contents.setdefault(file, bytearray()), size, filler)
        case Written(file, offset, data):
            content = contents.setdefault(file, bytearray())
            _grow(content, offset, filler)
            content[offset : offset + len(data)] = data


def _grow(content: bytearray, size: int, filler: Random | None) -> None:
    missing = max(0, size - len(content))
    content.extend(filler.randbytes(missing) if filler and missing and filler.random() < 0.5 else bytes(missing))
