"""Which layers of the contract catch which broken store: found out anew, and as it is kept in the docs.

The kept table is a part of `docs/reference/testing.md`, between two comments; `python -m tests.kit --write` writes it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import attrs

from tests.kit.mutants import MUTANTS, SOUND, STORES

__all__ = ["CHEAPEST", "LAYERS", "Catch", "Hung", "Table", "rewritten", "watch", "watch_all"]

LAYERS: Final = ("examples", "fidelity", "durability", "concurrency", "stateful")
CHEAPEST: Final = ("examples", "fidelity", "stateful", "concurrency", "durability")
"""The layers, the one first that finds what it finds soonest and surest."""
LIMIT: Final = 600
"""Seconds after which a process is ended. The contract must see to it that no store needs so many."""
ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "reference" / "testing.md"
_PART: Final = re.compile(r"(<!-- found by `python -m tests\.kit` -->\n).*?(<!-- end -->)", re.DOTALL)
_ROW: Final = re.compile(r"^\| `(\w+)` \| .* \|((?: [●·] \|){5})$", re.MULTILINE)


@attrs.frozen
class Catch:
    """The case by which a layer caught a store, and what it said."""

    store: str
    layer: str
    case: str
    why: str


class Hung(Exception):
    """A store made the contract wait for ever."""


def watch(plan: Mapping[str, Sequence[str]], limit: float = LIMIT) -> list[Catch]:
    """Hold stores to layers, in a process of their own."""
    command = [sys.executable, "-m", "tests.kit.watching", json.dumps({**plan})]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=limit, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Hung(*plan) from error
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return [Catch(**json.loads(line)) for line in done.stdout.splitlines()]


def watch_all(stores: Iterable[str] = STORES) -> Iterator[list[Catch]]:
    """Hold each store to every layer, as many at once as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(lambda store: watch({store: LAYERS}), stores)


@attrs.frozen
class Table:
    """By which layers each broken store is caught."""

    rows: Mapping[str, frozenset[str]]

    @classmethod
    def found(cls, catches: Iterable[Catch]) -> Table:
        """As it was found out."""
        pairs = {(catch.store, catch.layer) for catch in catches}
        return cls({name: frozenset(layer for layer in LAYERS if (name, layer) in pairs) for name in MUTANTS})

    @classmethod
    def kept(cls, text: str | None = None) -> Table:
        """As it is kept in the docs."""
        page = PAGE.read_text(encoding="utf-8") if text is None else text
        marks = {name: marks.replace("|", "").split() for name, marks in _ROW.findall(page)}
        return cls(
            {
                name: frozenset(layer for layer, mark in zip(LAYERS, row, strict=True) if mark == "●")
                for name, row in marks.items()
            }
        )

    def first(self, store: str) -> str:
        """The layer that catches a store soonest."""
        return next(layer for layer in CHEAPEST if layer in self.rows[store])

    def caught_by(self, layer: str) -> list[str]:
        """The stores that a layer catches."""
        return [store for store, layers in self.rows.items() if layer in layers]

    def caught_only_by(self, layer: str) -> list[str]:
        """The stores that no other layer catches."""
        return [store for store, layers in self.rows.items() if layers == {layer}]

    def differences(self, other: Table) -> list[str]:
        """What another table says otherwise, in a sentence each."""
        both = {**self.rows, **other.rows}
        return [
            f"{store}: {', '.join(sorted(self.rows.get(store, ()))) or 'nothing'} here, "
            f"{', '.join(sorted(other.rows.get(store, ()))) or 'nothing'} there"
            for store in both
            if self.rows.get(store) != other.rows.get(store)
        ]

    def __str__(self) -> str:
        summary = [
            f"| {layer} | {len(self.caught_by(layer))} | {len(self.caught_only_by(layer))} |\n" for layer in LAYERS
        ]
        rows = [
            f"| `{name}` | {wrong(name)} | {' | '.join('●' if layer in layers else '·' for layer in LAYERS)} |\n"
            for name, layers in self.rows.items()
        ]
        return (
            f"{len(self.rows)} broken stores:\n\n"
            f"| Layer | Caught | Caught by no other |\n| --- | --- | --- |\n{''.join(summary)}\n"
            f"| Store | What is wrong | {' | '.join(LAYERS)} |\n| {' | '.join(['---'] * 7)} |\n{''.join(rows)}"
        )


def wrong(store: str) -> str:
    """What is wrong with a broken store."""
    return (STORES[store].__doc__ or "").partition("\n")[0].removesuffix(".")


def rewritten(page: str, table: Table) -> str:
    """The page of the docs with this table in it."""
    return _PART.sub(lambda part: f"{part[1]}\n{table}\n{part[2]}", page)


def false_alarms(catches: Iterable[Catch]) -> list[Catch]:
    """What was caught, and is not broken."""
    return [catch for catch in catches if catch.store in SOUND]
