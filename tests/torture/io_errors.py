"""Let the system refuse to sync, to write, to read and to cut.

libfiu (`fiu-run`, Debian package fiu-utils) makes system calls of a writer fail by chance. Each failure must come out
as a `StoreError` and as nothing else; a save that is tried again must be there once; what was acknowledged is there.

    python -m tests.torture.io_errors --saves 400
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from errno import EIO, ENOSPC
from pathlib import Path

from attrs import evolve, frozen

from tests.torture.journals import Memory, memory_of, workplace
from tests.torture.tally import Stopwatch, Tally, table
from tests.torture.writer import Report, command, read_report

__all__ = ["FAULTS", "MISSING", "Fault", "refuse"]

ROOT = Path(__file__).parents[2]
ATTEMPTS = 20
FIU_RUN = shutil.which("fiu-run")
MISSING = None if FIU_RUN else "fiu-run is not installed (Debian: fiu-utils)"
"""Why this cannot run here, if it cannot."""


@frozen
class Fault:
    """Which system calls fail, how often, and with which error."""

    name: str
    calls: tuple[str, ...]
    probability: float
    error: int

    @property
    def options(self) -> list[str]:
        """Say so to fiu-run."""
        return [
            option
            for call in self.calls
            for option in (
                "-c",
                f"enable_random name=posix/io/{call},probability={self.probability},failinfo={self.error}",
            )
        ]


FAULTS = (
    Fault("EIO on sync", ("sync/fsync", "sync/fdatasync"), 0.03, EIO),
    Fault("ENOSPC on write", ("rw/pwrite",), 0.02, ENOSPC),
    Fault("EIO on read", ("rw/pread",), 0.02, EIO),
    Fault("EIO on cut", ("rw/truncate", "rw/ftruncate"), 0.05, EIO),  # the rollback journal is cut, not deleted
)


def refuse(fault: Fault, saves: int) -> Tally:
    """Let a writer make so many saves under this fault, then look without it."""
    tally = Tally(fault.name, must_refuse=True)
    if MISSING:
        return evolve(tally, skipped=MISSING)
    watch = Stopwatch()
    with workplace() as directory:
        path = directory / "journal.db"
        report, returned, complaint = _starved_writer(path, fault, saves)
        memory = memory_of(path)
    damage = memory.damage or _unexpected(memory, report) or (returned and f"the writer ended with {complaint}")
    if damage:
        print(f"{fault.name}: {damage}", file=sys.stderr)
    return evolve(
        tally,
        runs=1,
        acknowledged=len(report.saved),
        lost=len(report.saved - set(memory.saves)),
        half=memory.half,
        damaged=int(bool(damage)),
        faults=report.refused,
        seconds=watch.seconds,
    )


def _starved_writer(path: Path, fault: Fault, saves: int) -> tuple[Report, int, str]:
    """Run a writer under fiu-run; return what it told, how it ended, and its last words."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [str(FIU_RUN), "-x", "-f", "", *fault.options, *command(path, saves=saves, attempts=ATTEMPTS)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )
    last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return read_report(done.stdout), done.returncode, f"{done.returncode}: {' '.join(last)}"


def _unexpected(memory: Memory, report: Report) -> str | None:
    """Find what is there twice, or though nobody tried to save it."""
    if len(set(memory.saves)) != len(memory.saves):
        return "a save is there twice"
    strange = set(memory.saves) - report.saved - report.unsure
    return f"{len(strange)} saves are there that nobody was told of" if strange else None


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Let the system refuse to sync, write, read and cut.")
    parser.add_argument("--saves", type=int, default=400, help="how many under each fault (default: 400)")
    saves = parser.parse_args().saves
    tallies = [refuse(fault, saves) for fault in FAULTS]
    print(table(tallies))
    return int(any(tally.failure for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
