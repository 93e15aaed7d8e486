"""Witnesses: what signatures add to following the chain, and what a checkpoint costs."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import coleadership as co
from benchmarks.listing import kept_agreements
from benchmarks.measuring import Figure, Goal, Prepare, told, turns
from coleadership.journal.ed25519 import SigningKey
from coleadership.journal.witness_files import extend
from coleadership.journal.witnesses import Checkpoint, witness
from coleadership.recording.integrity import Verification
from coleadership.records import Head

__all__ = ["witnessing"]

_APART = 100
"""How many records there are from one checkpoint to the next."""


def witnessing(few: int, many: int, rounds: int) -> Iterator[Figure]:
    """A long history, verified alone and beside a witness of it, and witnessed once more."""
    key = SigningKey.generate()
    with TemporaryDirectory(prefix="coleadership-") as folder, _opened(many) as journal:
        said = _signed(journal, key, _APART)
        lines = said.splitlines(keepends=True)
        last = Checkpoint.from_line(lines[-2])
        files = (Path(folder, f"{number}.witness") for number in count())

        def added() -> partial[Checkpoint]:
            file = next(files)
            _ = file.write_bytes(b"".join(lines[:-1]))
            return partial(extend, file, journal, key, [key.public])

        checkpoints = many // _APART
        contenders: dict[str, Prepare] = {
            "verify, by the chain alone": lambda: journal.verify,
            f"verify, beside {checkpoints:,} checkpoints": lambda: partial(_verified, journal, said, key),
            f"those {checkpoints:,} checkpoints alone, read and checked": lambda: partial(_read, said, key),
            "a checkpoint, the chain followed from its beginning": lambda: partial(journal.checkpoint, key),
            f"a checkpoint, after one that was {_APART} records ago": lambda: partial(
                journal.checkpoint, key, after=last
            ),
            "the same, added to a file and synced": added,
        }
        seconds = turns(contenders, rounds)
    alone, _, read, _, after, file = seconds.values()
    goals = (
        Goal(f"{checkpoints:,} checkpoints ÷ verify alone", round(read / alone, 3), 0.05),
        Goal("a checkpoint after the one before", round(after * 1_000, 2), 5, unit=" ms"),
        Goal("more memory for the witness", _held(few, key), 0.1, unit=" MB"),
    )
    note = f"a checkpoint is read and checked in {read / checkpoints * 1e6:.0f} µs"
    yield Figure(f"A witness of {many:,} records", seconds, goals, (f"{note}, the file costs {told(file - after)}",))


def _opened(number: int) -> co.Journal:
    return co.open_journal(f"sqlite:///{kept_agreements(number)}", create=False)


def _signed(journal: co.Journal, key: SigningKey, apart: int) -> bytes:
    """A witness that was asked every so many records."""
    name, lines = journal.head().journal, list[bytes]()
    after = 0
    while page := journal.store.feed(after=after):
        heads = [Head(name, record.position, record.digest) for record in page if record.position % apart == 0]
        lines += [Checkpoint.sign(head, by=key).line for head in heads]
        after = page[-1].position
    return b"".join(lines)


def _verified(journal: co.Journal, said: bytes, key: SigningKey) -> Verification:
    found = journal.verify(kept=witness(BytesIO(said), [key.public]))
    assert found.ok
    assert found.heads == said.count(b"\n")
    return found


def _read(said: bytes, key: SigningKey) -> None:
    assert sum(1 for _ in witness(BytesIO(said), [key.public])) == said.count(b"\n")


def _held(number: int, key: SigningKey) -> float:
    """How many more megabytes are held at most, beside a checkpoint for every single record."""
    with _opened(number) as journal:
        said = _signed(journal, key, 1)
        peaks = list[int]()
        for work in (journal.verify, partial(_verified, journal, said, key)):
            _ = work()
            tracemalloc.start()
            _ = work()
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    return round((peaks[1] - peaks[0]) / 1e6, 3)
