"""Filling a journal: from its export, and from a history that was kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import coleadership as co
from benchmarks.measuring import Figure, Goal, Prepare, Work, turns
from benchmarks.raw import RawSqlite, Rows, Watched
from benchmarks.sample import CLAUSES, life
from coleadership.journal.histories import check, take
from coleadership.stores.sqlite_file import Durability

__all__ = ["histories", "transfer"]

_WANTED = 1 / 20_000
_EVENTS = 50


def transfer(rounds: int, agreements: int) -> Iterator[Figure]:
    """Import an exported journal into a file and into memory, beside inserting its rows in one transaction."""
    store = Watched()
    journal = co.Journal(store)
    anna, bo = co.Person.join("Anna Ek"), co.Person.join("Bo Lind")
    for _ in range(agreements):
        for step in life(anna.id, bo.id, _EVENTS):
            _ = journal.save(step)
    exported, events = b"".join(journal.export()), journal.head().position
    with TemporaryDirectory(prefix="coleadership-") as folder:
        place = Path(folder)
        contenders = {
            "raw sqlite3, the same rows in one transaction": _inserting(place, [_together(store.written)]),
            "ours, import_ into an SQLite file": _importing(_files(place), exported),
            "ours, import_ into memory:": _importing(lambda: "memory:", exported),
        }
        seconds = turns(contenders, rounds, per=events)
    _, file, memory = seconds.values()
    goals = tuple(
        Goal(f"events/s into {name}", round(1 / taken), 1 / _WANTED, at_least=True)
        for name, taken in (("an SQLite file", file), ("memory", memory))
    )
    size = f"{len(exported) / events:,.0f} bytes each"
    yield Figure(f"Import a journal of {events:,} events, for each", seconds, goals, (size,))


def histories(rounds: int, agreements: int) -> Iterator[Figure]:
    """Take over texts that were agreed elsewhere: each wording a row, as `import-agreements` reads them."""
    stream, rows, store = BytesIO(_history(agreements)), agreements * _EVENTS, Watched()
    _ = list(take(check(stream, "history.jsonl"), stream, co.Journal(store)))
    with TemporaryDirectory(prefix="coleadership-") as folder:
        contenders: dict[str, Prepare] = {
            "json.loads of each line": lambda: partial(_reading, stream),
            "raw sqlite3, the same rows, a transaction each agreement": _inserting(Path(folder), store.written),
            "ours, checked only": lambda: partial(check, stream, "history.jsonl"),
            "ours, into an SQLite file": _taking(_files(Path(folder)), stream, rows),
            "ours, into memory:": _taking(lambda: "memory:", stream, rows),
        }
        seconds = turns(contenders, rounds, per=rows)
    *_, file, memory = seconds.values()
    goals = tuple(
        Goal(f"rows/s into {name}", round(1 / taken), 1 / _WANTED, at_least=True)
        for name, taken in (("an SQLite file", file), ("memory", memory))
    )
    size = f"{len(stream.getvalue()) / rows:,.0f} bytes each"
    yield Figure(f"Import histories of {rows:,} wordings, for each", seconds, goals, (size,))


def _history(agreements: int) -> bytes:
    """Rows of agreements that grow by a sentence with each wording, by five people in turns."""
    rows = []
    for number in range(agreements):
        said = "# What we do together\n\n"
        for revision in range(1, _EVENTS + 1):
            said += f"{revision}. {CLAUSES[revision % len(CLAUSES)][1]}\n"
            at = datetime(2016, 1, 1, 9, tzinfo=UTC) + timedelta(days=revision, minutes=number)
            row = {"agreement": f"agreement_{number}", "revision": revision, "at": at.isoformat()}
            rows.append(json.dumps({**row, "author": f"author-{revision % 5}", "text": said}))
    return "\n".join(rows).encode()


def _reading(stream: BytesIO) -> None:
    _ = stream.seek(0)
    for line in stream:
        _ = json.loads(line)


def _taking(url: Callable[[], str], stream: BytesIO, rows: int) -> Prepare:
    def prepare() -> Work:
        journal = co.open_journal(url())

        def work() -> None:
            taken = take(check(stream, "history.jsonl"), stream, journal)
            assert sum(one.wordings for one in taken) == rows
            journal.close()

        return work

    return prepare


def _together(saves: list[Rows]) -> Rows:
    """Everything that several saves have written, cards and states as they were left."""
    return Rows(
        records=[row for save in saves for row in save.records],
        prose=[row for save in saves for row in save.prose],
        cards=list({row[1]: row for save in saves for row in (*save.cards, *save.states)}.values()),
        states=[],
        links=[row for save in saves for row in save.links],
    )


def _files(folder: Path) -> Callable[[], str]:
    numbers = iter(range(1_000))
    return lambda: f"sqlite:///{folder}/ours-{next(numbers)}.db"


def _inserting(folder: Path, saves: list[Rows]) -> Prepare:
    numbers, durable = iter(range(1_000)), Durability.chosen("full")

    def prepare() -> Work:
        database = RawSqlite(folder / f"raw-{next(numbers)}.db", durable.journal_mode, durable.synchronous)
        return lambda: database.insert_each(saves)

    return prepare


def _importing(url: Callable[[], str], exported: bytes) -> Prepare:
    def prepare() -> Work:
        journal = co.open_journal(url())

        def work() -> None:
            _ = journal.import_(BytesIO(exported))
            assert journal.head().digest.encode() in exported[-200:]
            journal.close()

        return work

    return prepare
