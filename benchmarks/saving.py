"""Saving one command: `save` alone, the verbs having been called beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from attrs import evolve, frozen
from eventsourcing.application import Application

import coleadership as co
from benchmarks.measuring import Figure, Goal, Prepare, Work, turns
from benchmarks.peer import PeerAgreement, app_at, app_in_memory, app_in_popo, mode_of, retold, set_mode
from benchmarks.raw import RawSqlite, Rows, Watched
from benchmarks.sample import commented, drafted
from coleadership.stores.sqlite import SqliteStore
from coleadership.stores.sqlite_file import Durability, SqliteFile

__all__ = ["Commands", "in_a_file", "in_memory", "ours", "raw", "remarks", "theirs"]

_AT_ONCE = 16
"""Commands a round: one for each distance to the next kept state, so that a round keeps exactly one."""


@frozen
class Commands:
    """What is saved in each round, and what has been saved before the first."""

    before: Sequence[co.Agreement]
    rounds: Sequence[Sequence[co.Agreement]]
    written_before: Sequence[Rows]
    written: Sequence[Sequence[Rows]]

    @classmethod
    def made(cls, before: Sequence[co.Agreement], rounds: Sequence[Sequence[co.Agreement]]) -> Commands:
        """Commands with the rows that they write."""
        store = Watched()
        journal = co.Journal(store)
        for agreement in (*before, *(one for several in rounds for one in several)):
            _ = journal.save(agreement)
        rows = iter(store.written)
        return cls(before, rounds, list(islice(rows, len(before))), [list(islice(rows, len(r))) for r in rounds])

    @property
    def events(self) -> int:
        """How many there are in all."""
        every = (*self.before, *(one for several in self.rounds for one in several))
        return sum(len(agreement.unrecorded) for agreement in every)


def remarks(rounds: int) -> Commands:
    """A remark on each of several agreements, round after round: a record, a text and a card."""
    anna, bo = co.Person.join("Anna Ek").id, co.Person.join("Bo Lind").id
    before, lives = [], []
    for number in range(_AT_ONCE):
        agreement = drafted(anna, bo)
        for step in commented(agreement.settled(), number):
            agreement = evolve(step, unrecorded=(*agreement.unrecorded, *step.unrecorded))
        before.append(agreement)
        lives.append(commented(agreement.settled(), rounds + 1))
    return Commands.made(before, list(zip(*lives, strict=True)))


def drafts(rounds: int) -> Commands:
    """A draft of eight clauses, as often: a record, ten texts, a card and its links."""
    anna, bo = co.Person.join("Anna Ek").id, co.Person.join("Bo Lind").id
    return Commands.made((), [[drafted(anna, bo) for _ in range(_AT_ONCE)] for _ in range(rounds + 1)])


def _in_rounds(work: Callable[[Sequence[co.Agreement]], Work], rounds: Iterable[Sequence[co.Agreement]]) -> Prepare:
    several = iter(rounds)
    return lambda: work(next(several))


def ours(journal: co.Journal, commands: Commands) -> Prepare:
    """Save them one by one in a journal of ours."""
    for agreement in commands.before:
        _ = journal.save(agreement)

    def work(several: Sequence[co.Agreement]) -> Work:
        return lambda: [journal.save(agreement) for agreement in several]

    return _in_rounds(work, commands.rounds)


def raw(database: RawSqlite, commands: Commands) -> Prepare:
    """Insert the rows that ours writes."""
    for rows in commands.written_before:
        database.insert(rows)
    rounds = iter(commands.written)

    def prepare() -> Work:
        several = next(rounds)
        return partial(database.insert_each, several)

    return prepare


def theirs(app: Application[UUID], commands: Commands) -> Prepare:
    """Save the same with `eventsourcing`."""
    known: dict[str, PeerAgreement] = {}

    def retell(agreement: co.Agreement) -> PeerAgreement:
        known[agreement.id] = retold(agreement, known.get(agreement.id))
        return known[agreement.id]

    for agreement in commands.before:
        _ = app.save(retell(agreement))

    def work(several: Sequence[co.Agreement]) -> Work:
        told = [retell(agreement) for agreement in several]
        return lambda: [app.save(agreement) for agreement in told]

    return _in_rounds(work, commands.rounds)


def in_a_file(rounds: int) -> Iterator[Figure]:
    """One command in an SQLite file: as durable as ours comes, and as eventsourcing comes; all in the same mode."""
    chosen = Durability.chosen("full")
    as_peer = Durability("wal", "FULL", "as eventsourcing comes")
    for name, commands in (("a remark", remarks(rounds)), ("a draft of 8 clauses", drafts(rounds))):
        for durability in dict.fromkeys((chosen, as_peer)):
            yield _in_a_file(name, commands, durability, rounds)


def _in_a_file(name: str, commands: Commands, durability: Durability, rounds: int) -> Figure:
    mode = f"{durability.journal_mode}, {durability.synchronous}"
    with TemporaryDirectory(prefix="coleadership-") as folder:
        file = SqliteFile.at(f"sqlite:///{folder}/ours.db", {}, create=True)
        journal = co.Journal(SqliteStore(evolve(file, durability=durability)))
        database = RawSqlite(Path(folder, "raw.db"), durability.journal_mode, durability.synchronous)
        apps = [app_at(Path(folder, "theirs.db"))]
        contenders = {
            "raw sqlite3, the same rows": raw(database, commands),
            "ours": ours(journal, commands),
            "eventsourcing": theirs(apps[0], commands),
        }
        if mode_of(apps[0]) != mode:
            apps.append(app_at(Path(folder, "as-it-comes.db")))
            contenders[f"eventsourcing, as it comes ({mode_of(apps[1])})"] = theirs(apps[1], commands)
            set_mode(apps[0], durability.journal_mode, durability.synchronous)
        seconds = turns(contenders, rounds, per=_AT_ONCE)
        assert mode_of(apps[0]) == mode
        _check(journal, database, apps, commands)
        for app in apps:
            app.close()
        journal.close()
    limit, own, other, *_ = seconds.values()
    notes = (f"all in {mode} ({durability.reason})", *("as it comes: less safe here, so no goal" for _ in apps[1:]))
    goals = (Goal("ours ÷ raw", own / limit, 1.5), Goal("ours ÷ eventsourcing", own / other, 1.0))
    return Figure(f"Save {name}, SQLite file, {mode}", seconds, goals, notes)


def in_memory(rounds: int) -> Iterator[Figure]:
    """One command in memory."""
    for name, commands in (("a remark", remarks(rounds)), ("a draft of 8 clauses", drafts(rounds))):
        journal, on_sqlite = co.open_journal("memory:"), co.Journal(_sqlite_in_memory())
        database, popo, app = RawSqlite(":memory:", "memory", "OFF"), app_in_popo(), app_in_memory()
        contenders = {
            "raw sqlite3 :memory:, the same rows": raw(database, commands),
            "ours, memory:": ours(journal, commands),
            "ours, SQLite :memory:": ours(on_sqlite, commands),
            "eventsourcing, plain Python objects": theirs(popo, commands),
            "eventsourcing, SQLite in memory": theirs(app, commands),
        }
        seconds = turns(contenders, rounds, per=_AT_ONCE)
        _check(journal, database, [popo, app], commands)
        assert on_sqlite.verify().ok
        assert on_sqlite.head().position == commands.events
        limit, own, _, _, other = seconds.values()
        app.close()
        goals = (Goal("ours ÷ raw", own / limit, 6.0), Goal("eventsourcing ÷ ours", other / own, 2.0, at_least=True))
        yield Figure(f"Save {name}, in memory", seconds, goals)


def _sqlite_in_memory() -> SqliteStore:
    file = SqliteFile("sqlite:///:memory:", Path(":memory:"), Durability("memory", "OFF", "gone when closed"))
    return SqliteStore(file)


def _check(journal: co.Journal, database: RawSqlite, apps: Iterable[Application[UUID]], commands: Commands) -> None:
    """Whether all of them have kept all of it."""
    assert journal.verify().ok
    assert journal.head().position == commands.events == database.count("records")
    assert sum(1 for _ in journal.cards(co.Agreement)) == database.count("cards")
    for app in apps:
        assert app.recorder.max_notification_id() == commands.events
