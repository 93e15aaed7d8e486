"""Lessons in a journal that fit what is being worded: looked up by links and among the newest, not by loading all.

What is read is bounded, however large the journal: see the limits below. Lessons are read a page at a time and let go.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from time import time_ns
from typing import Any, Final, cast

import attrs

from coleadership.following_up.lessons import Lesson
from coleadership.heart.events import Subject
from coleadership.ids import first_id
from coleadership.insights.lessons import Offered, Thing, lessons_for, ties
from coleadership.recording.replay import Replay
from coleadership.records import Card, Query, Store

__all__ = ["LINKED", "LINKS", "NEWEST", "recall"]

NEWEST: Final = 500
"""The newest lessons, which are all looked at."""
LINKED: Final = 50
"""Of the older ones, the newest that each link leads to."""
LINKS: Final = 100
"""The links that are followed from what is being worded; of more, the first."""
_PAGE: Final = 100
_DAY: Final = 86_400_000  # milliseconds
_ABOUT: Final = frozenset({"about", "changed"})

Titles = Callable[[Iterable[Card]], Mapping[str, str]]


def recall(replay: Replay, subject: Subject[Any], titles: Titles) -> tuple[Offered, ...]:
    """The lessons that fit a subject, each with why: among the newest, and by links among all."""
    store = replay.store
    near = [subject.id, *(id for relation, id in subject.links() if relation == "follows"), *ties(subject.links())]
    near = near[: LINKS + 1]
    known = _things(store.cards(Query(subjects=near, limit=len(near))), titles)
    found = {card.subject for id in near for card in _linked(store, id)}
    found |= {card.subject for card in _newest(store, Query(kind=Lesson.KIND), NEWEST)}

    def lessons() -> Iterator[Lesson]:
        ids = sorted(found)
        for start in range(0, len(ids), _PAGE):
            page = store.cards(Query(subjects=ids[start : start + _PAGE], limit=_PAGE, states=True))
            known.update(_siblings(store, page, near, titles))  # before its lessons are looked at
            yield from (cast("Lesson", one) for one in replay.subjects(page))

    return lessons_for(subject, lessons(), things=known)


def _linked(store: Store, id: str) -> Iterator[Card]:
    """The newest lessons that are about something or touch it as a value."""
    for relation in (*sorted(_ABOUT), "value"):
        yield from _newest(store, Query(kind=Lesson.KIND, links=((relation, id),)), LINKED)


def _newest(store: Store, query: Query, most: int) -> list[Card]:
    """The newest that fit: ids are in the order of time, so they are read from a time on, farther and farther back."""
    found = store.cards(attrs.evolve(query, limit=most + 1))
    if len(found) <= most:
        return found
    now, kind = time_ns() // 1_000_000, str(query.kind)
    for days in (2**step for step in count()):
        since = first_id(kind, max(0, now - days * _DAY))
        last = deque(_pages(store, attrs.evolve(query, after=since)), maxlen=most)
        if len(last) == most:
            return [*last]
    raise AssertionError  # pragma: no cover - there are more than that many in all


def _pages(store: Store, query: Query) -> Iterator[Card]:
    while page := store.cards(query):
        yield from page
        if len(page) < query.limit:
            return
        query = attrs.evolve(query, after=page[-1].subject)


def _siblings(store: Store, lessons: Iterable[Card], near: Iterable[str], titles: Titles) -> dict[str, Thing]:
    """What these lessons are about, where it is linked with something that is near."""
    wanted = {*near}
    about = {id for card in lessons for relation, id in card.links if relation in _ABOUT} - wanted
    cards = list[Card]()
    for start in range(0, len(ids := sorted(about)), _PAGE):
        cards += store.cards(Query(subjects=ids[start : start + _PAGE], limit=_PAGE))
    return _things([card for card in cards if wanted & {id for _, id in card.links}], titles)


def _things(cards: Iterable[Card], titles: Titles) -> dict[str, Thing]:
    cards = [*cards]
    called = titles(cards)
    return {card.subject: Thing(called.get(card.subject, card.subject), card.links) for card in cards}
