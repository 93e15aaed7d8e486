"""Kill writers in the middle of their work, again and again.

Two processes save to one journal as fast as they can and tell of each save; at a random moment each gets SIGKILL. Then
everything that was acknowledged must be there, nothing half there, and the journal must verify.

    python -m tests.torture.kill9 --cycles 300
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from attrs import evolve

from tests.torture.journals import Save, memory_of, workplace
from tests.torture.tally import Stopwatch, Tally, table
from tests.torture.writer import Report, command, read_report

__all__ = ["kill_writers"]

ROOT = Path(__file__).parents[2]
WRITERS = 2
CYCLES_PER_JOURNAL = 15
LONGEST = 0.25
"""Seconds that a writer may live once it is ready."""


def kill_writers(cycles: int, rng: Random) -> Tally:
    """Start and kill writers so many times, with a new journal now and then."""
    watch = Stopwatch()
    tally = Tally("SIGKILL, two writers")
    while tally.runs < cycles:
        with workplace() as directory:
            tally = _one_journal(tally, directory / "journal.db", min(CYCLES_PER_JOURNAL, cycles - tally.runs), rng)
        print(f"SIGKILL: {tally.runs:,} of {cycles:,} cycles, {tally.lost:,} lost", file=sys.stderr)
    return evolve(tally, seconds=watch.seconds)


def _one_journal(tally: Tally, path: Path, cycles: int, rng: Random) -> Tally:
    """Kill the writers of one journal so many times; look after each time."""
    acknowledged: set[Save] = set()
    for _ in range(cycles):
        reports = _one_cycle(path, rng)
        told = {save for report in reports for save in report.saved}
        acknowledged |= told
        tally = tally.and_then(_compared(path, acknowledged, sum(report.refused for report in reports), len(told)))
    return tally


def _compared(path: Path, acknowledged: set[Save], refused: int, new: int) -> Tally:
    """Look for everything that was ever acknowledged in this journal."""
    memory = memory_of(path)
    missing = acknowledged - set(memory.saves)
    if memory.damage:
        print(f"SIGKILL: {memory.damage}", file=sys.stderr)
    return Tally(
        "",
        runs=1,
        acknowledged=new,
        lost=len(missing),
        half=memory.half,
        damaged=int(memory.damage is not None),
        faults=refused,
    )


def _one_cycle(path: Path, rng: Random) -> list[Report]:
    """Let the writers write, kill each at a moment of its own, and return what they told."""
    moments = [rng.uniform(0, LONGEST) for _ in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(lambda moment: _one_life(path, moment), moments))


def _one_life(path: Path, moment: float) -> Report:
    with subprocess.Popen(command(path, attempts=100), stdout=subprocess.PIPE, bufsize=0, cwd=ROOT) as writer:
        if writer.stdout is None or writer.stdout.readline() != b"ready\n":
            raise RuntimeError("the writer could not start; run python -m tests.torture.writer by hand")
        try:
            output, _ = writer.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            writer.kill()
            output, _ = writer.communicate()
            return read_report(output)
    raise RuntimeError(f"the writer ended by itself with {writer.returncode}; what it printed is above")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Kill writers in the middle of their work.")
    parser.add_argument("--cycles", type=int, default=300, help="how often (default: 300)")
    tally = kill_writers(parser.parse_args().cycles, Random())
    print(table([tally]))
    return int(tally.failure is not None)


if __name__ == "__main__":
    sys.exit(main())
