"""Loading one agreement of a hundred events."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import coleadership as co
from benchmarks.measuring import Figure, Goal, Prepare, turns
from benchmarks.peer import PeerAgreement, app_at, retold
from benchmarks.sample import life
from coleadership.recording.codec import seals_in
from coleadership.records import Query
from coleadership.stores.sqlite import SqliteStore

__all__ = ["loading"]

_EVENTS = 100
_TIMES = 20


def loading(rounds: int) -> Iterator[Figure]:
    """Load it from a file: what is kept of its state, and the events after that."""
    with TemporaryDirectory(prefix="coleadership-") as folder, co.open_journal(f"sqlite:///{folder}/o.db") as journal:
        in_memory, app = co.open_journal("memory:"), app_at(Path(folder, "theirs.db"))
        anna, bo = co.Person.join("Anna Ek"), co.Person.join("Bo Lind")
        peer, agreement = None, None
        for agreement in life(anna.id, bo.id, _EVENTS):
            peer = retold(agreement, peer)
            _ = app.save(peer), journal.save(agreement), in_memory.save(agreement)
        assert agreement is not None
        assert peer is not None
        id, repository = agreement.id, app.repository
        _check(journal.load(id), repository.get(peer.id), agreement)
        contenders = {
            "raw sqlite3, fetching the rows that ours reads": _again(_fetching(journal, id)),
            "ours, SQLite file": _again(partial(journal.load, id)),
            "ours, memory:": _again(partial(in_memory.load, id)),
            "eventsourcing, SQLite file": _again(partial(repository.get, peer.id)),
        }
        seconds = turns(contenders, rounds, per=_TIMES)
        app.close()
    _, own, _, other = seconds.values()
    goal = Goal("eventsourcing ÷ ours", other / own, 8.0, at_least=True)
    yield Figure(f"Load an agreement of {agreement.revision} events", seconds, (goal,))


def _again(load: Callable[[], object]) -> Prepare:
    def work() -> None:
        for _ in range(_TIMES):
            _ = load()

    return lambda: work


def _fetching(journal: co.Journal, id: str) -> Callable[[], object]:
    """The same rows by the same keys, and nothing made of them."""
    store = journal.store
    assert isinstance(store, SqliteStore)
    connection = sqlite3.connect(store.file.path)
    (card,) = store.cards(Query(subjects=(id,), states=True))
    later = store.records(id, after=card.state_revision)
    seals = sorted(seals_in([str(card.state), *(record.fact.body for record in later)]))
    prose = f"SELECT * FROM prose WHERE j = 1 AND seal IN ({', '.join('?' * len(seals))})"  # noqa: S608 - marks only

    def fetch() -> list[Any]:
        found = connection.execute("SELECT * FROM cards WHERE j = 1 AND subject = ?", (id,)).fetchall()
        found += connection.execute(
            "SELECT * FROM records WHERE j = 1 AND subject = ? AND revision > ? ORDER BY revision",
            (id, card.state_revision),
        ).fetchall()
        return found + connection.execute(prose, seals).fetchall()

    assert len(fetch()) == 1 + len(later) + len(seals)
    return fetch


def _check(ours: co.Agreement, theirs: PeerAgreement, saved: co.Agreement) -> None:
    """Whether what was loaded is what was saved."""
    assert ours == saved.settled()
    assert [clause.text.text for clause in ours.content.clauses] == [clause["text"] for clause in theirs.clauses]
    assert theirs.version == saved.revision
