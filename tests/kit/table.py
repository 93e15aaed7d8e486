"""Which layers of the contract catch which broken store: found out anew, and as it is kept in the docs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import attrs

from tests.kit.mutants import STORES

__all__ = ["LAYERS", "Catch", "watch", "watch_all"]

LAYERS: Final = ("examples", "fidelity", "durability", "concurrency", "stateful")
LIMIT: Final = 300
"""Seconds after which a process is ended: the contract itself must see to it that none needs so many."""


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
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired as error:
        raise Hung(*plan) from error
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return [Catch(**json.loads(line)) for line in done.stdout.splitlines()]


def watch_all(stores: Iterable[str] = STORES) -> Iterator[list[Catch]]:
    """Hold each store to every layer, as many at once as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(lambda store: watch({store: LAYERS}), stores)
