"""A process that saves in a loop and tells of each save that was acknowledged, for others to kill or to starve.

Each line it prints is one write of a word and the ids of the events: `saved`, or `unsure` when every attempt ended in
a `StoreError`, or `refused` for each such attempt. Anything else that is raised ends it.

    python -m tests.torture.writer acme.db --saves 100 --attempts 20
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

import coleadership as co
from tests.torture.journals import Save, events_of, journal_url, save, some_people

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REFUSED", "SAVED", "UNSURE", "Report", "command", "read_report"]

SAVED = "saved"
UNSURE = "unsure"
REFUSED = "refused"
T = TypeVar("T")


# On the side that reads


@frozen
class Report:
    """What a writer told."""

    saved: frozenset[Save] = frozenset()
    unsure: frozenset[Save] = frozenset()
    refused: int = 0


def command(path: Path, *, saves: int | None = None, attempts: int = 1, neighbour: bool = False) -> list[str]:
    """Give the command that starts a writer from the project's own directory."""
    limits = ["--attempts", str(attempts), *(["--saves", str(saves)] if saves else [])]
    limits += ["--neighbour"] * neighbour
    return [sys.executable, "-m", "tests.torture.writer", str(path), *limits]


def read_report(output: bytes) -> Report:
    """Understand what a writer printed, up to its last whole line."""
    lines = [tuple(line.decode().split()) for line in output[: output.rfind(b"\n") + 1].splitlines()]
    return Report(
        saved=frozenset(line[1:] for line in lines if line[0] == SAVED),
        unsure=frozenset(line[1:] for line in lines if line[0] == UNSURE),
        refused=sum(line[0] == REFUSED for line in lines),
    )


# On the side that writes


def tell(word: str, *events: str) -> None:
    """Print one line in one write, so that it is there whole or not at all."""
    os.write(sys.stdout.fileno(), " ".join((word, *events)).encode() + b"\n")


def persistently(attempt: Callable[[], T], attempts: int) -> T | None:
    """Try until it works; give up after so many attempts."""
    for _ in range(attempts):
        try:
            return attempt()
        except co.StoreError:
            tell(REFUSED)
    return None


def write(path: Path, *, saves: int | None, attempts: int, rng: Random) -> None:
    """Save until told to stop, or killed."""
    journal = persistently(lambda: co.open_journal(journal_url(path)), attempts)
    if journal is None:
        return
    known: dict[str, co.Person] = {}
    with journal:
        for _ in itertools.count() if saves is None else range(saves):
            people = some_people(tuple(known.values())[-20:], rng)
            settled = persistently(partial(save, journal, people), attempts)
            tell(UNSURE if settled is None else SAVED, *events_of(people))
            for person in people:
                known.pop(person.id, None)
            known |= {person.id: person for person in settled or ()}


def visit(path: Path) -> None:
    """Open and close another journal in the same file, over and over."""
    while True:
        with suppress(co.StoreError):
            co.open_journal(f"{journal_url(path)}?journal=neighbour").close()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Save in a loop, and tell of each save.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--saves", type=int, help="stop after so many (default: never)")
    parser.add_argument("--attempts", type=int, default=1, help="how often to try each (default: once)")
    parser.add_argument("--neighbour", action="store_true", help="open and close the file in another thread meanwhile")
    wanted = parser.parse_args()
    if wanted.neighbour:
        Thread(target=visit, args=(wanted.path,), daemon=True).start()
    tell("ready")
    write(wanted.path, saves=wanted.saves, attempts=wanted.attempts, rng=Random())


if __name__ == "__main__":
    main()
