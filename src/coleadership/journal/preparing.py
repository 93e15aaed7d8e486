"""A talk prepared from a journal: what is followed up, as it stands, and what was recorded of it since the last one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from coleadership.errors import Inconsistent
from coleadership.following_up.cycles import Cycle
from coleadership.heart.events import Event, Subject
from coleadership.insights.agenda import Agenda, agenda
from coleadership.insights.lessons import Offered
from coleadership.recording.replay import Replay
from coleadership.records import Query

__all__ = ["prepare"]

_NEWEST: Final = 200
"""The steps of each topic that are looked at: the newest."""

Recall = Callable[[Subject[Any]], tuple[Offered, ...]]


def prepare(replay: Replay, recall: Recall, cycle: str, now: datetime) -> Agenda:
    """The agenda of a cycle's next talk at a point in time."""
    found = replay.subject(cycle)
    if not isinstance(found, Cycle):
        raise Inconsistent("cycle", f"{cycle} is no cycle; give the id of the one whose talk is to be prepared")
    cards = replay.store.cards(Query(subjects=found.about, states=True, limit=len(found.about)))
    subjects = {subject.id: subject for subject in replay.subjects(cards)}
    happened = {id: _happened(replay, subject, found.talks.held_at, now) for id, subject in subjects.items()}
    lessons = {one.lesson: one for subject in subjects.values() for one in recall(subject)}
    return agenda(found, subjects, happened, tuple(lessons.values())[:10], day=found.course.cadence.local_day(now))


def _happened(replay: Replay, subject: Subject[Any], since: datetime | None, now: datetime) -> list[Event]:
    """What was recorded of a subject after the last talk, up to now."""
    records = replay.store.records(subject.id, after=max(subject.revision - _NEWEST, 0))
    entries = (entry for entry in replay.entries(records) if (since is None or entry.at > since) and entry.at <= now)
    return [entry.event for entry in entries if entry.event is not None]
