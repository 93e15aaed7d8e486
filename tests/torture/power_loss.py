"""Try a power loss at random moments of real runs, on a modelled disk.

What was acknowledged must be there, nothing may be half there, and whatever is there must verify. The same torture with
`durability=relaxed` must show losses; if it does not, the checker is blind, and the run fails.

    python -m tests.torture.power_loss --states 100000 --seed 1
"""

from __future__ import annotations

import argparse
import multiprocessing
import secrets
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from coleadership.stores.sqlite_file import Durability
from tests.torture.disk import Disk, Log, states
from tests.torture.journals import Memory, Save, events_of, many_people, memory_of, save, some_people, workplace
from tests.torture.recording import recorded_journal
from tests.torture.tally import Stopwatch, Tally, table, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    import coleadership as co

__all__ = ["DURABLE", "RELAXED", "in_parallel", "lose_power"]

FILE = "journal.db"
STATES_PER_RUN = 250
STATES_PER_SECOND_LOSS = 25
STATES_PER_TASK = 2_500
WITHOUT_WAL, WITH_WAL = (3, 40, 1), (3, 51, 3)
"""Versions of SQLite with which a journal is written with a rollback journal, and with a write-ahead log."""
DURABLE = tuple(Durability.chosen("full", version) for version in (WITHOUT_WAL, WITH_WAL))
RELAXED = tuple(Durability.chosen("relaxed", version) for version in (WITHOUT_WAL, WITH_WAL))


def may_lose(durability: Durability) -> bool:
    """Whether the last saves may be lost with this durability."""
    return durability in RELAXED


@frozen
class Run:
    """A recorded run: what happened to the disk, and the saves in the order in which they were asked for."""

    log: Log
    saves: tuple[Save, ...]


def record(directory: Path, rng: Random, durability: Durability, disk: Disk, memory: Memory) -> Run:
    """Save again and again on a recording disk, closing and opening the journal now and then."""
    disk.put_into(directory)
    log = Log(disk.files, len(memory.saves))
    saves = list(memory.saves)
    known: dict[str, co.Person] = {}
    for _ in range(rng.randint(1, 3)):
        with recorded_journal(directory / FILE, log, durability) as journal:
            for _ in range(rng.choice((rng.randint(0, 6), rng.randint(0, 20)))):
                people = many_people(rng) if rng.random() < 0.005 else some_people(tuple(known.values()), rng)
                saves.append(events_of(people))
                known |= {person.id: person for person in save(journal, people)}
                log.acknowledge(len(saves))
    return Run(log, tuple(saves))


@define
class Examination:
    """Looks at disks after a power loss, at equal ones only once, and keeps the first that broke a promise."""

    directory: Path
    rng: Random
    durability: Durability
    _seen: dict[bytes, Memory] = field(factory=dict)
    _kept: bool = False

    def of(self, run: Run, disk: Disk) -> Tally:
        """Compare what is remembered with what was acknowledged."""
        digest = disk.digest
        if distinct := digest not in self._seen:
            self._seen[digest] = self._look(disk)
        memory = self._seen[digest]
        damage = memory.damage or _not_as_saved(memory, run, disk)
        tally = Tally(
            "",
            runs=1,
            distinct=int(distinct),
            acknowledged=disk.acknowledged,
            lost=max(0, disk.acknowledged - len(memory.saves)),
            half=memory.half,
            damaged=int(damage is not None),
        )
        if tally.broken and not may_lose(self.durability) and not self._kept:
            self._kept = True
            _keep(disk, f"{tally.failure} {damage or ''}")
        return tally

    def memory(self, disk: Disk) -> Memory | None:
        """Tell what a disk remembers if it was looked at."""
        return self._seen.get(disk.digest)

    def _look(self, disk: Disk) -> Memory:
        disk.put_into(self.directory)
        return memory_of(self.directory / FILE, one_more=self.rng if self.rng.random() < 0.02 else None)


def _not_as_saved(memory: Memory, run: Run, disk: Disk) -> str | None:
    """Say so if something is there that was not saved then, or not in this order."""
    found = len(memory.saves)
    if memory.saves != run.saves[:found]:
        return "other saves are there than those that were made"
    return "more is there than had been begun" if found > disk.acknowledged + 1 else None


def _keep(disk: Disk, finding: str) -> None:
    """Leave a disk that broke a promise where somebody can look at it."""
    directory = Path(tempfile.mkdtemp(prefix="coleadership-lost-"))
    disk.put_into(directory)
    print(f"{directory}: {disk.survival.name}, {finding}", file=sys.stderr)


def lose_power(seed: int, count: int, durability: Durability = DURABLE[0]) -> Tally:
    """Try so many power losses, in this process."""
    rng = Random(seed)
    tally = Tally("")
    with workplace() as directory:
        examination = Examination(directory, rng, durability)
        while tally.runs < count:
            run = record(directory, rng, durability, Disk({}), Memory())
            disks = list(states(run.log, rng, min(STATES_PER_RUN, count - tally.runs)))
            tally = total(tally, (examination.of(run, disk) for disk in disks))
            if not may_lose(durability) and tally.runs < count:
                tally = total(tally, _second_losses(examination, disks, count - tally.runs))
    return tally


def _second_losses(examination: Examination, disks: list[Disk], most: int) -> Iterator[Tally]:
    """Lose power again while recovering from the first loss, and after it."""
    rng = examination.rng
    for disk in rng.sample(disks, min(2, len(disks))):
        memory = examination.memory(disk)
        if memory and not memory.damage:
            run = record(examination.directory, rng, examination.durability, disk, memory)
            yield from (
                examination.of(run, one) for one in states(run.log, rng, min(STATES_PER_SECOND_LOSS, most // 2))
            )


def in_parallel(seed: int, count: int, durability: Durability, *, processes: int = 2) -> Tally:
    """Try so many power losses, in several processes."""
    watch = Stopwatch()
    name = f"power loss, {durability.journal_mode}, {durability.synchronous}"
    tally = Tally(name, must_lose=may_lose(durability))
    shares = [min(STATES_PER_TASK, count - start) for start in range(0, count, STATES_PER_TASK)]
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        parts = [pool.submit(lose_power, seed + n, share, durability) for n, share in enumerate(shares)]
        for part in as_completed(parts):
            tally = tally.and_then(part.result())
            print(f"{name}: {tally.runs:,} of {count:,} disks, {tally.lost:,} lost", file=sys.stderr)
    return evolve(tally, seconds=watch.seconds)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Try a power loss at random moments, on a modelled disk.")
    parser.add_argument("--states", type=int, default=100_000, help="how many disks to look at (default: 100,000)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="where chance begins")
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", file=sys.stderr)
    tallies = [
        *(in_parallel(wanted.seed, wanted.states, durability) for durability in DURABLE),
        *(in_parallel(wanted.seed, max(2_000, wanted.states // 20), durability) for durability in RELAXED),
    ]
    print(table(tallies))
    return int(any(tally.failure for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
