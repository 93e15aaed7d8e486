"""Whether a journal is whole, and how it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from threading import Thread

from coleadership.cli.examination import examined, orphans, symptoms_of_plugins
from coleadership.cli.exits import FINE, NO
from coleadership.cli.facts import Facts
from coleadership.cli.plugging import asked_for_all
from coleadership.cli.screen import grid, patience, screen
from coleadership.cli.words import as_json, counted, shown
from coleadership.hosting.host import Plugins
from coleadership.journal.journal import Journal
from coleadership.recording.heads import KeptHead
from coleadership.recording.integrity import Verification

__all__ = ["let_go", "print_health", "print_verification"]


def print_verification(journal: Journal, kept: Iterable[KeptHead] | None, *, cards: bool, json: bool) -> int:
    """Follow the chain, past the heads that were kept elsewhere, and tell the first thing that is wrong, if any."""
    found = _verified(journal, kept, cards=cards)
    head = journal.head()
    if json:
        witnessed = {} if kept is None else {"checkpoints": found.heads, "witnessed": found.vouched}
        print(as_json({**_told(found), **witnessed, "journal": head.journal, "digest": head.digest}))
    elif found.ok:
        print(f"whole: {found.records:,} records, head {head.digest}")
    else:
        which = "are" if found.position is None else "before are"
        print(f"not whole: {shown(found.problem)} (the {found.records:,} records {which} whole)")
    if kept is not None and found.ok and not json:
        print(f"witnessed: up to record {found.vouched:,}, by {counted(found.heads, 'checkpoint')}")
    return FINE if found.ok else NO


def _verified(journal: Journal, kept: Iterable[KeptHead] | None = None, *, cards: bool = False) -> Verification:
    with patience("verifying") as progress:
        return journal.verify(progress, kept=kept, cards=cards)


def _told(found: Verification) -> Facts:
    return {"ok": found.ok, "records": found.records, "problem": found.problem, "position": found.position}


def print_health(journal: Journal, plugins: Plugins, *, json: bool) -> int:
    """Tell how the journal is kept, what else is in its file, whether everything can be read here, and what is odd."""
    found = _verified(journal)
    unknown = Counter(entry.name for entry in journal.feed() if entry.event is None)
    ours: Facts = {"journal": journal.store.url, "id": journal.head().journal, **_kept(journal)}
    gone = orphans(journal)
    _ = asked_for_all(plugins)  # checks come last: one that hangs may hold the journal
    symptoms = [*examined(journal, plugins), *symptoms_of_plugins(plugins)]
    health: Facts = {
        **ours,
        "verify": _told(found),
        "unknown_records": dict(sorted(unknown.items())),
        "no_longer_offered": gone,
        "symptoms": [{"what": symptom.what, "serious": symptom.serious} for symptom in symptoms],
    }
    if json:
        print(as_json(health))
    else:
        _print_rows(health, found)
    return FINE if found.ok and not any(symptom.serious for symptom in symptoms) else NO


def let_go(journal: Journal) -> None:
    """Close the journal, unless a check that was left behind holds it for ever."""
    closing = Thread(target=journal.close, daemon=True)
    closing.start()
    closing.join(1.0)


def _kept(journal: Journal) -> Facts:
    """How a store of ours keeps it; of other stores nothing is known here."""
    from coleadership.stores.sqlite import SqliteStore  # noqa: PLC0415 - sqlite3 is imported when used

    store = journal.store
    if not isinstance(store, SqliteStore):
        return {"store": type(store).__name__}
    import sqlite3  # noqa: PLC0415 - as above

    durability = store.file.durability
    connection = store.file.open()
    try:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        journals = connection.execute("SELECT name, id FROM journals ORDER BY j").fetchall()
    finally:
        connection.close()
    return {
        "store": "sqlite",
        "sqlite": sqlite3.sqlite_version,
        "durability": {"journal_mode": mode, "synchronous": durability.synchronous, "reason": durability.reason},
        "schema": schema,
        "journals": [{"name": name, "id": id} for name, id in journals],
    }


def _print_rows(health: Facts, found: Verification) -> None:
    told = dict(health)
    if "durability" in health:
        kept = health["durability"]
        told["durability"] = f"{kept['journal_mode']}, synchronous {kept['synchronous']} ({kept['reason']})"
        told["journals"] = "\n".join(f"{one['name']}  {one['id']}" for one in health["journals"])
    unknown = [f"{name} ({times})" for name, times in health["unknown_records"].items()]
    told["unknown_records"] = ", ".join(unknown) or "none"
    told["no_longer_offered"] = ", ".join(health["no_longer_offered"]) or "nothing"
    told["symptoms"] = "\n".join(one["what"] for one in health["symptoms"]) or "none"
    told["verify"] = f"whole, {found.records:,} records" if found.ok else f"not whole: {found.problem}"
    screen().print(grid([(label.replace("_", " "), str(value)) for label, value in told.items()]))
