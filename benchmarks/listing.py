"""Listing very many agreements by a link: as quick for each, and in as little memory, as few of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from tempfile import gettempdir
from time import perf_counter

from attrs import evolve

import coleadership as co
from benchmarks import sample
from benchmarks.measuring import Figure, Goal, peak_memory
from benchmarks.sample import drafted
from coleadership.ids import new_id
from coleadership.prose import Prose
from coleadership.recording.codec import Codec
from coleadership.records import Batch, Card, Fact
from coleadership.stores import sqlite_file
from coleadership.stores.sqlite import SqliteStore
from coleadership.stores.sqlite_file import SqliteFile

__all__ = ["kept_agreements", "listing"]

_BATCH = 2_000
_WAYS = ("cards", "find")
_BO = "person_01m5z2k8x4e9fbm9y6w0c3hq7t"


def listing(few: int, many: int) -> Iterator[Figure]:
    """List them in processes of their own, to see how much memory each takes at most."""
    nothing = _listed(kept_agreements(few), "nothing")
    for way in _WAYS:
        _ = (
            _listed(kept_agreements(few), way),
            _listed(kept_agreements(many), way),
        )  # both files lie in memory, not only the small one
        little, much = _listed(kept_agreements(few), way), _listed(kept_agreements(many), way)
        assert little["count"] == few
        assert much["count"] == many
        grown = (much["peak"] - little["peak"]) / 1e6
        seconds = {
            f"{way} of {few:,} agreements, for each": little["seconds"] / few,
            f"{way} of {many:,} agreements, for each": much["seconds"] / many,
        }
        goals = (
            Goal("more memory at most for ten times as many", round(grown, 2), 1.0, unit=" MB"),
            Goal("seconds for each, many ÷ few", (much["seconds"] / many) / (little["seconds"] / few), 1.5),
        )
        at_most = f"peak {much['peak'] / 1e6:.1f} MB, of which {nothing['peak'] / 1e6:.1f} MB before listing"
        note = f"{much['seconds']:.2f} s for all; {at_most}"
        yield Figure(f"journal.{way}(Agreement, party=…)", seconds, goals, (note,))


def kept_agreements(number: int) -> Path:
    """A journal of so many agreements, from last time if the format is still the same."""
    sources = (Path(str(file)).read_bytes() for file in (sqlite_file.__file__, sample.__file__, __file__))
    made = sha256(b"".join(sources)).hexdigest()[:12]
    path = Path(gettempdir(), f"coleadership-{number}-agreements-{made}.db")
    if not path.exists():
        unfinished = path.with_suffix(f".{new_id('try')}")
        print(f"  making a journal of {number:,} agreements in {path} …", file=sys.stderr)
        _fill(unfinished, number)
        _ = unfinished.rename(path)
    return path


def _fill(path: Path, number: int) -> None:
    """Make agreements of a hundred templates, each under an id of its own."""
    file = SqliteFile.at(f"sqlite:///{path}", {"durability": "relaxed"}, create=True)
    store, codec, templates, words = SqliteStore(file), Codec(), list[tuple[Fact, Card]](), list[Prose]()
    for _ in range(100):
        agreement = drafted(co.Person.join("Anna Ek").id, _BO)
        fact, said = codec.fact(agreement.KIND, agreement.unrecorded[0])
        templates.append((fact, codec.card(agreement, keep_state=False)))
        words += said
    ids, every = (new_id("agreement") for _ in range(number)), cycle(templates)
    while some := list(islice(ids, _BATCH)):
        made = [(id, *next(every)) for id in some]
        batch = Batch(
            facts=tuple(evolve(fact, subject=id, event=new_id("event")) for id, fact, _ in made),
            expected=dict.fromkeys(some, 0),
            cards=tuple(evolve(card, subject=id) for id, _, card in made),
            prose=tuple(words),
        )
        _ = store.append(batch)
        words = []
    store.close()


def _listed(path: Path, way: str) -> dict[str, float]:
    """How a process of its own fared."""
    command = [sys.executable, "-m", "benchmarks.listing", str(path), way]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own
    found: dict[str, float] = json.loads(told)
    return found


def _main(path: str, way: str) -> None:
    """List them here, and tell."""
    with co.open_journal(f"sqlite:///{path}", create=False) as journal:
        start, count = perf_counter(), 0
        if way == "cards":
            count = sum(1 for _ in journal.cards(co.Agreement, party=_BO))
        elif way == "find":
            count = sum(str(agreement.title) == "Evening rota" for agreement in journal.find(co.Agreement, party=_BO))
        seconds = perf_counter() - start
    print(json.dumps({"seconds": seconds, "count": count, "peak": peak_memory()}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
