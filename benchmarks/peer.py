"""The peer: the same agreement with the `eventsourcing` library, in the way that its documentation shows.

Its events hold plain texts and dictionaries, which it writes fastest. It keeps one row an event: no card to list by, no
words that can be erased, no chain.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.sqlite import SQLiteRecorder

import coleadership as co
from coleadership.heart.life import Commented, Drafted, Revised

__all__ = ["PeerAgreement", "app_at", "app_in_memory", "app_in_popo", "mode_of", "retold", "set_mode"]

Clauses = list[dict[str, str]]


class PeerAgreement(Aggregate):
    """An agreement as an aggregate."""

    @event("Drafted")
    def __init__(self, title: str, parties: dict[str, str], driver: str, clauses: Clauses, by: str) -> None:
        self.title, self.parties, self.driver, self.clauses = title, parties, driver, clauses
        self.contributed = [by]
        self.comments: list[dict[str, str]] = []

    @event("Revised")
    def revise(self, title: str, parties: dict[str, str], driver: str, clauses: Clauses, by: str) -> None:
        """Word it anew."""
        self.title, self.parties, self.driver, self.clauses = title, parties, driver, clauses
        if by not in self.contributed:
            self.contributed.append(by)

    @event("Commented")
    def comment(self, words: str, wording: str, by: str, about: str | None) -> None:
        """Remark on a wording, or on one clause of it."""
        self.comments.append({"words": words, "wording": wording, "by": by, "about": about or ""})

    @event("Noted")
    def note(self, what: str, by: str | None, fields: dict[str, str]) -> None:
        """Let anything else happen."""
        self.last = what, by, fields


def app_at(path: Path) -> Application[UUID]:
    """Its application on an SQLite file, as it comes: WAL, and the ``synchronous`` that SQLite is built with."""
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})


def app_in_memory() -> Application[UUID]:
    """Its application on SQLite in memory."""
    name = "file:coleadership?mode=memory&cache=shared"
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": name})


def app_in_popo() -> Application[UUID]:
    """Its application on plain old Python objects."""
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.popo"})


def mode_of(app: Application[UUID]) -> str:
    """The journal mode and ``synchronous`` that its connections have."""
    recorder = app.recorder
    assert isinstance(recorder, SQLiteRecorder)
    with recorder.datastore.transaction(commit=False) as cursor:
        found = []
        for pragma in ("journal_mode", "synchronous"):
            cursor.execute(f"PRAGMA {pragma}")
            found.append(str(cursor.fetchone()[0]))
    names = {"0": "OFF", "1": "NORMAL", "2": "FULL", "3": "EXTRA"}
    return f"{found[0]}, {names.get(found[1], found[1])}"


def set_mode(app: Application[UUID], journal_mode: str, synchronous: str) -> None:
    """Let it write as durably as somebody else does; one thread uses one connection, again and again."""
    recorder = app.recorder
    assert isinstance(recorder, SQLiteRecorder)
    with recorder.datastore.get_connection(commit=True) as connection, connection.cursor() as cursor:
        cursor.execute(f"PRAGMA journal_mode = {journal_mode}")
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
    assert mode_of(app) == f"{journal_mode}, {synchronous}"


def retold(ours: co.Agreement, theirs: PeerAgreement | None) -> PeerAgreement:
    """What has happened to ours and is still to be saved, happening to theirs as well."""
    for one in ours.unrecorded:
        by = str(one.stamp.by)
        match one:
            case Drafted() if theirs is None:
                theirs = PeerAgreement(*_terms(one.content), by)
            case Drafted() | Revised() if theirs is not None:
                theirs.revise(*_terms(one.content), by)
            case Commented() if theirs is not None:
                theirs.comment(str(one.text), one.wording, by, one.about)
            case _:
                assert theirs is not None
                theirs.note(type(one).__name__, by, {"wording": ours.wording, "said": "The rota came a week late."})
    assert theirs is not None
    return theirs


def _terms(terms: co.Terms) -> tuple[str, dict[str, str], str, Clauses]:
    clauses = [
        {"clause": type(clause).__name__, "id": clause.id, "text": str(clause.text), "by": clause.person or ""}
        for clause in terms.clauses
    ]
    return str(terms.title), {seat.person: seat.part for seat in terms.parties}, str(terms.driver), clauses
