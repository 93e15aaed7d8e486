"""Torture the SQLite store: power loss, SIGKILL, refused system calls; look for loss.

python -m tests.torture [--short] [--seed 1]
"""

from __future__ import annotations

import argparse
import secrets
import sys
from random import Random
from typing import TYPE_CHECKING

from attrs import frozen

from tests.torture.io_errors import FAULTS, refuse
from tests.torture.kill9 import kill_writers
from tests.torture.neighbours import share
from tests.torture.power_loss import DURABLE, RELAXED, in_parallel
from tests.torture.tally import Tally, table

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen
class Amount:
    """How much of each."""

    states: int
    relaxed_states: int
    cycles: int
    saves: int


SHORT = Amount(states=5_000, relaxed_states=500, cycles=12, saves=150)
LONG = Amount(states=100_000, relaxed_states=5_000, cycles=300, saves=1_000)


def tortures(amount: Amount, seed: int) -> Iterator[Tally]:
    """Run one after the other."""
    for durability in DURABLE:
        yield in_parallel(seed, amount.states, durability)
    for durability in RELAXED:
        yield in_parallel(seed, amount.relaxed_states, durability)
    yield kill_writers(amount.cycles, Random(seed))
    yield share(amount.saves)
    for fault in FAULTS:
        yield refuse(fault, amount.saves)


def main() -> int:
    """Run from the command line; the exit status is 1 if a promise was broken, or if the checker saw no loss."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description="Look for loss under torture.")
    parser.add_argument("--short", action="store_true", help="less of everything, in under a minute")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="where chance begins")
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", file=sys.stderr)
    tallies = list(tortures(SHORT if wanted.short else LONG, wanted.seed))
    print(table(tallies))
    return int(any(tally.failure for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
