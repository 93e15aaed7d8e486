"""Let several processes share one file, each with a neighbour that opens and closes it all the time.

On Unix a process that closes a file loses its locks on all of it, SQLite's among them. A store that looks at its file
by other means than SQLite, or that leaves SQLite's own book-keeping, lets two writers in at once and damages the file.

    python -m tests.torture.neighbours --saves 500
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from attrs import evolve

from tests.torture.journals import memory_of, workplace
from tests.torture.tally import Stopwatch, Tally, table
from tests.torture.writer import Report, command, read_report

__all__ = ["share"]

ROOT = Path(__file__).parents[2]
WRITERS = 2


def share(saves: int) -> Tally:
    """Let each writer make so many saves, then look."""
    watch = Stopwatch()
    with workplace() as directory:
        path = directory / "journal.db"
        reports, ended_well = _all_written(path, saves)
        memory = memory_of(path)
    acknowledged = {save for report in reports for save in report.saved}
    damage = memory.damage or (None if ended_well else "a writer ended with what is printed above")
    if damage:
        print(f"neighbours: {damage}", file=sys.stderr)
    tally = Tally(
        "two writers, each with a neighbour",
        runs=1,
        acknowledged=len(acknowledged),
        lost=len(acknowledged - set(memory.saves)),
        half=memory.half,
        damaged=int(damage is not None),
        faults=sum(report.refused for report in reports),
    )
    return evolve(tally, seconds=watch.seconds)


def _all_written(path: Path, saves: int) -> tuple[list[Report], bool]:
    """Run all writers at once, to their end; tell whether it was the one that they wanted."""
    start = command(path, saves=saves, neighbour=True)
    writers = [subprocess.Popen(start, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(WRITERS)]
    reports = [read_report(writer.communicate()[0]) for writer in writers]
    return reports, not any(writer.returncode for writer in writers)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Let processes share one file with neighbours that come and go.")
    parser.add_argument("--saves", type=int, default=500, help="how many by each writer (default: 500)")
    tally = share(parser.parse_args().saves)
    print(table([tally]))
    return int(tally.failure is not None)


if __name__ == "__main__":
    sys.exit(main())
