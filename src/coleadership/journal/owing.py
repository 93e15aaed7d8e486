"""The one list of what somebody owes: what every subject that waits for them says so itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import attrs

from coleadership.heart.obligations import Obligation
from coleadership.organisation.people import Person
from coleadership.recording.replay import Replay
from coleadership.records import Query

__all__ = ["obligations"]

_PAGE: Final = 200


def obligations(replay: Replay, person: str, now: datetime) -> tuple[Obligation, ...]:
    """What is owed by a person, or through a role that they hold: what is to be done first is first."""
    if any(card.status in Person.OVER for card in replay.store.cards(Query(subjects=(person,), limit=1))):
        return ()  # who has left is waited for no longer
    found = [owed for seat in _seats(replay, person) for owed in _owed(replay, seat, now)]
    return tuple(sorted(found, key=lambda owed: owed.order))


def _seats(replay: Replay, person: str) -> list[str]:
    """A person, and the roles that they hold."""
    held = (card.subject for card in replay.store.cards(Query(links=(("holder", person),), kind="role")))
    return [person, *held]


def _owed(replay: Replay, seat: str, now: datetime) -> Iterator[Obligation]:
    query = Query(links=(("awaits", seat),), states=True, limit=_PAGE)
    while page := replay.store.cards(query):
        titles = replay.store.prose([card.title for card in page if card.title is not None])
        for card, subject in zip(page, replay.subjects(page, titles), strict=True):
            moved = subject.revision > card.revision  # somebody was faster, and may call it something else
            yield from (replay.subject(card.subject) if moved else subject).owed(seat, now)
        query = attrs.evolve(query, after=page[-1].subject)
