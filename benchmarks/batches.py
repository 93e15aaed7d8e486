"""A thousand events in one save, and what an event costs on its way: written, read, chained."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve

import coleadership as co
from benchmarks.measuring import Figure, Goal, Prepare, Work, turns
from benchmarks.peer import PeerAgreement, app_at, retold, set_mode
from benchmarks.raw import RawSqlite, Rows, Watched
from benchmarks.sample import commented, drafted
from coleadership.recording.codec import Codec
from coleadership.recording.jsonlines import plain
from coleadership.records import Fact, chained
from coleadership.stores.sqlite import SqliteStore

__all__ = ["one_event", "thousand_at_once"]

_SUBJECTS, _STEPS = 100, 10
_TIMES = 200


def thousand_at_once(rounds: int) -> Iterator[Figure]:
    """Save a hundred agreements of ten events each, together."""
    batches = [[_ten_events() for _ in range(_SUBJECTS)] for _ in range(rounds + 1)]
    store = Watched()
    for batch in batches:
        _ = co.Journal(store).save(*batch)
    with TemporaryDirectory(prefix="coleadership-") as folder:
        journal = co.open_journal(f"sqlite:///{folder}/ours.db")
        assert isinstance(journal.store, SqliteStore)
        mode = journal.store.file.durability
        database = RawSqlite(Path(folder, "raw.db"), mode.journal_mode, mode.synchronous)
        app = app_at(Path(folder, "theirs.db"))
        set_mode(app, mode.journal_mode, mode.synchronous)
        ours, theirs, rows = iter(batches), iter(batches), iter(store.written)

        def retell() -> Work:
            told: list[PeerAgreement] = [retold(agreement, None) for agreement in next(theirs)]
            return lambda: app.save(*told)

        contenders = {
            "raw sqlite3, the same rows": lambda: _inserting(database, next(rows)),
            "ours": lambda: _saving(journal, next(ours)),
            "eventsourcing": retell,
        }
        seconds = turns(contenders, rounds, per=_SUBJECTS * _STEPS)
        expected = len(batches) * _SUBJECTS * _STEPS
        assert journal.head().position == database.count("records") == expected
        assert app.recorder.max_notification_id() == expected
        assert journal.verify().ok
        app.close()
        journal.close()
    limit, own, other = seconds.values()
    title = f"Save 1,000 events at once, SQLite file, {mode.journal_mode}, {mode.synchronous}, for each"
    notes = (
        f"ours ÷ eventsourcing: {own / other:.4g} (no goal: it writes neither texts that can be erased nor cards)",
    )
    yield Figure(title, seconds, (Goal("ours ÷ raw", own / limit, 4.5),), notes)


def _ten_events() -> co.Agreement:
    anna, bo = co.Person.join("Anna Ek").id, co.Person.join("Bo Lind").id
    agreement = drafted(anna, bo)
    for step in commented(agreement.settled(), _STEPS - 1):
        agreement = evolve(step, unrecorded=(*agreement.unrecorded, *step.unrecorded))
    return agreement


def _saving(journal: co.Journal, batch: list[co.Agreement]) -> Work:
    return lambda: journal.save(*batch)


def _inserting(database: RawSqlite, rows: Rows) -> Work:
    return lambda: database.insert_each([rows])


def one_event(rounds: int) -> Iterator[Figure]:
    """A remark (small) and a draft of eight clauses (large): as facts, as events again, as links of the chain."""
    agreement = drafted(co.Person.join("Anna Ek").id, co.Person.join("Bo Lind").id)
    (remark,) = commented(agreement.settled(), 1)
    codec = Codec()
    for name, event in (("a remark", remark.unrecorded[0]), ("a draft of 8 clauses", agreement.unrecorded[0])):
        fact, prose = codec.fact("agreement", event)
        words, ready, text = {one.seal: one for one in prose}, json.loads(fact.body), _stored(fact)
        assert codec.event(fact, words) == event
        assert plain(ready) == fact.body
        contenders: dict[str, Callable[[], object]] = {
            "json.dumps of a ready dictionary": partial(plain, ready),
            "ours, event to fact": partial(codec.fact, "agreement", event),
            "json.loads": partial(json.loads, fact.body),
            "ours, fact to event, checked": partial(codec.event, fact, words),
            "sha256 of its stored bytes, ready to be hashed": partial(_digest, text),
            "ours, the digest of a record": partial(chained, "0" * 64, 1, 0, None, fact),
        }
        seconds = turns({name: _often(work) for name, work in contenders.items()}, rounds, per=_TIMES)
        dump, write, load, read, digest, chain = seconds.values()
        goals = (
            Goal("write ÷ json.dumps", write / dump, 4.0),
            Goal("read ÷ json.loads", read / load, 6.0),
            Goal("chain ÷ sha256", chain / digest, 1.2),
        )
        yield Figure(f"One event, {name} of {len(fact.body.encode()):,} bytes", seconds, goals)


def _stored(fact: Fact) -> bytes:
    """All of a record that its digest covers, as it is kept."""
    fields = ("0" * 64, 1, 0, "", fact.subject, fact.revision, fact.name, fact.version, fact.event, fact.by, fact.at)
    text = "\n".join([*map(str, fields), fact.body]).encode()
    assert sha256(text).hexdigest() == chained("0" * 64, 1, 0, None, fact)
    return text


def _digest(text: bytes) -> str:
    return sha256(text).hexdigest()


def _often(work: Callable[[], object]) -> Prepare:
    def several() -> None:
        for _ in range(_TIMES):
            _ = work()

    return lambda: several
