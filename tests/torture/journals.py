"""Journals under torture: how they are opened, what is saved in them, and what is found in them afterwards."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

import coleadership as co
from coleadership.recording.codec import Codec
from coleadership.stores.sqlite import open_sqlite

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from random import Random

__all__ = [
    "Memory",
    "Save",
    "events_of",
    "journal_url",
    "many_people",
    "memory_of",
    "save",
    "some_people",
    "workplace",
]

Save = tuple[str, ...]
"""The ids of the events that were saved together."""


def journal_url(path: Path) -> str:
    """Name a journal in a SQLite file."""
    return f"sqlite:///{path}"


@contextmanager
def workplace() -> Generator[Path]:
    """Lend an empty directory, in memory where the system has such a place."""
    memory = Path("/dev/shm")  # noqa: S108 - a directory of our own is made in it
    with tempfile.TemporaryDirectory(prefix="coleadership-", dir=memory if memory.is_dir() else None) as directory:
        yield Path(directory)


# What is saved


def some_people(known: Sequence[co.Person], rng: Random) -> tuple[co.Person, ...]:
    """Make one to three events to save together, of people who are new or known."""
    events = rng.randint(1, 3)
    if known and rng.random() < 0.5:
        person = rng.choice(known)
        for _ in range(events):
            person = person.rename(_name(rng), by=person.id)
        return (person,)
    return tuple(co.Person.join(_name(rng)) for _ in range(events))


def many_people(rng: Random) -> tuple[co.Person, ...]:
    """Make a save that fills many pages."""
    return tuple(co.Person.join(_name(rng)) for _ in range(100))


def save(journal: co.Journal, people: Sequence[co.Person]) -> tuple[co.Person, ...]:
    """Save them together, and return them settled."""
    if len(people) == 1:
        return (journal.save(people[0]),)
    return journal.save(*people)


def events_of(people: Iterable[co.Person]) -> Save:
    """List the ids of the events that a save is going to record."""
    return tuple(event.stamp.id for person in people for event in person.unrecorded)


def _name(rng: Random) -> str:
    return rng.choice("ABCDEFGHIJ") + "n" * rng.randint(1, 40) + "a"


# What is found


@frozen
class Memory:
    """What a journal remembers: its saves in order, how many of them are not whole, and what else is wrong."""

    saves: tuple[Save, ...] = ()
    half: int = 0
    damage: str | None = None


def memory_of(path: Path, *, one_more: Random | None = None) -> Memory:
    """Open a journal, and see what it remembers, and if asked whether it takes one more save."""
    try:
        with _reopened(path) as journal:
            memory = _memory_of(journal)
            if one_more and not memory.damage:
                people = some_people((), one_more)
                save(journal, people)
                if _memory_of(journal).saves != (*memory.saves, events_of(people)):
                    return evolve(memory, damage="one more save does not come after the others")
        return evolve(memory, damage=memory.damage or _damage_in(path))
    except Exception as error:  # noqa: BLE001 - whatever cannot be read is damaged
        return Memory(damage=f"{type(error).__name__}: {error}")


_codec = cache(Codec)


def _reopened(path: Path) -> co.Journal:
    """Open a journal as `co.open_journal` does, with one codec for all: to make one takes longer than all the rest."""
    return co.Journal(open_sqlite(journal_url(path), {}, create=True), _codec())


def _memory_of(journal: co.Journal) -> Memory:
    saves, half, damage = _saves_in(journal.feed(after=0))
    verification = journal.verify()
    if not verification.ok:
        damage = f"verify at {verification.position}: {verification.problem}"
    elif not half and verification.records != sum(map(len, saves)):
        damage = f"{verification.records} records verified, {sum(map(len, saves))} in the feed"
    return Memory(saves, half, damage)


def _saves_in(feed: Iterable[co.Entry]) -> tuple[tuple[Save, ...], int, str | None]:
    """Split a feed into the saves that it came in; count those that are not whole."""
    saves: list[Save] = []
    half = rest = 0
    events: list[str] = []
    for position, entry in enumerate(feed, 1):
        if entry.position != position:
            return tuple(saves), half, f"position {entry.position} where {position} was due"
        if events and entry.rest != rest - 1:
            half, events = half + 1, []
        events.append(entry.event.stamp.id if entry.event else f"unknown {entry.name}")
        rest = entry.rest
        if rest == 0:
            saves.append(tuple(events))
            events = []
    return tuple(saves), half + bool(events), None


def _damage_in(path: Path) -> str | None:
    """Ask SQLite itself."""
    with closing(sqlite3.connect(path)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
    return None if answer == "ok" else f"integrity_check: {answer}"
