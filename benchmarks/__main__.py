"""Measure everything, or some of it: ``python -m benchmarks [--quick] [--json] [WHAT …]``."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import asdict, frozen

from benchmarks.batches import one_event, thousand_at_once
from benchmarks.cadence import due_next
from benchmarks.forgetting import forgetting
from benchmarks.hosting import hosting
from benchmarks.insights import insights
from benchmarks.listing import listing
from benchmarks.lived_in import lived_in
from benchmarks.loading import loading
from benchmarks.measuring import Figure
from benchmarks.recalling import recalling
from benchmarks.rolling_up import rolling_up
from benchmarks.saving import in_a_file, in_memory
from benchmarks.seeing import seeing
from benchmarks.sighting import sighting
from benchmarks.startup import startup
from benchmarks.ticking import ticking
from benchmarks.transfer import histories, transfer
from benchmarks.witnessing import witnessing
from coleadership.recording.jsonlines import dumps, plain


@frozen
class Amount:
    """How much of each."""

    rounds: int
    agreements_imported: int
    few: int
    many: int


_QUICK = Amount(rounds=5, agreements_imported=10, few=1_000, many=10_000)
_FULL = Amount(rounds=31, agreements_imported=60, few=10_000, many=100_000)

_FIGURES: Mapping[str, Callable[[Amount], Iterator[Figure]]] = {
    "file": lambda amount: in_a_file(amount.rounds),
    "memory": lambda amount: in_memory(amount.rounds),
    "batch": lambda amount: thousand_at_once(min(amount.rounds, 9)),
    "load": lambda amount: loading(amount.rounds),
    "import": lambda amount: transfer(min(amount.rounds, 5), amount.agreements_imported),
    "history": lambda amount: histories(min(amount.rounds, 5), amount.agreements_imported),
    "event": lambda amount: one_event(amount.rounds),
    "startup": lambda amount: startup(min(amount.rounds, 15)),
    "list": lambda amount: listing(amount.few, amount.many),
    "seen": lambda amount: seeing(min(amount.rounds, 9), amount.many),
    "forget": lambda amount: forgetting(amount.many // 10_000),
    "plugins": lambda amount: hosting(amount.rounds),
    "sight": lambda amount: sighting(amount.rounds, amount.many // 2),
    "tick": lambda amount: ticking(min(amount.rounds, 9), amount.many // 2),
    "lived": lambda amount: lived_in(min(amount.rounds, 9), amount.few // 5, 8),
    "insights": lambda amount: insights(min(amount.rounds, 9), amount.few // 100),
    "lessons": lambda amount: recalling(min(amount.rounds, 9), amount.many // 2),
    "cadence": lambda amount: due_next(amount.rounds),
    "witness": lambda amount: witnessing(amount.few, amount.many, min(amount.rounds, 3)),
    "goals": lambda amount: rolling_up(amount.many * 10, min(amount.rounds, 3)),
}


def _summary(figures: Iterable[Figure]) -> str:
    """Every goal on one line."""
    rows = [(figure.title, goal) for figure in figures for goal in figure.goals]
    return "\n".join(f"{'✓' if goal.reached else '✗'}  {title:<58} {goal}" for title, goal in rows)


def main() -> int:
    """Measure what is asked for. What is slow is told, not punished: the exit status says that it ran."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure ourselves beside others.")
    parser.add_argument("what", nargs="*", metavar="WHAT", help=f"some of: {', '.join(_FIGURES)} (all, if left out)")
    parser.add_argument("--quick", action="store_true", help="less of everything, in about half a minute")
    parser.add_argument("--json", action="store_true", help="for a machine to read")
    wanted = parser.parse_args()
    if unknown := sorted({*wanted.what} - {*_FIGURES}):
        parser.error(f"{unknown[0]} is no figure; choose from {', '.join(_FIGURES)}")
    figures: list[Figure] = []
    json_by = "orjson" if dumps is not plain else "the standard library"
    told = f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, JSON by {json_by}"
    print(f"{told}; 1.00 is the limit\n", file=sys.stderr)
    for name in wanted.what or _FIGURES:
        for figure in _FIGURES[name](_QUICK if wanted.quick else _FULL):
            figures.append(figure)
            if not wanted.json:
                print(figure, end="\n\n", flush=True)
    print(json.dumps([asdict(figure) for figure in figures], indent=2) if wanted.json else _summary(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
