"""What time alone brings about, recorded: once, however often it is asked for and wherever it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from coleadership.errors import ColeadershipError, Conflict
from coleadership.heart.events import Subject
from coleadership.privacy.retaining import Retaining
from coleadership.recording.replay import Replay
from coleadership.recording.saving import ATTEMPTS, Saving
from coleadership.records import Card, Query
from coleadership.rhythm.workdays import WorkingDays
from coleadership.trust.retention import Retention

__all__ = ["Tick", "Ticking"]

_PAGE: Final = 1_000
"""How many subjects are held in memory, and saved, at a time."""


@attrs.frozen
class Tick:
    """What a tick came to: how many subjects time had something to tell of, what was recorded, and what failed."""

    at: datetime
    woken: int = 0
    recorded: int = 0
    """How many events."""
    erased: int = 0
    """How many words are gone, as their time was over."""
    failed: tuple[tuple[str, str], ...] = ()
    """The subjects that could not be looked at or saved, each with the reason: they are tried again next time."""


@attrs.frozen
class Ticking:
    """Lets time settle what has woken by a moment."""

    replay: Replay
    saving: Saving
    at: datetime
    calendars: Mapping[str, WorkingDays]
    retaining: Retaining

    def tick(self, progress: Callable[[int], None] | None = None) -> Tick:
        """Settle all of it, so many at a time; one that fails keeps no other from it."""
        woken = recorded = erased = 0
        failed: list[tuple[str, str]] = []
        for page in self._pages():
            woken += len(page)
            rules = [card for card in page if card.kind == Retention.KIND]
            others = [card for card in page if card.kind != Retention.KIND] if rules else page
            try:
                recorded += self._settled(others)
            except ColeadershipError:  # one of them failed, or somebody was faster: each alone, then
                for card in others:
                    try:
                        recorded += self._alone(card.subject)
                    except ColeadershipError as error:
                        failed.append((card.subject, str(error)))
            for card in rules:
                try:
                    for words in self.retaining.apply(card.subject, self.at):
                        recorded, erased = recorded + 1, erased + words
                except ColeadershipError as error:
                    failed.append((card.subject, str(error)))
            if progress is not None:
                progress(woken)
        return Tick(self.at, woken, recorded, erased, tuple(failed))

    def _pages(self) -> Iterator[list[Card]]:
        """Who has woken: what wakes at that very moment, too."""
        query = Query(wakes_before=self.at.isoformat() + "~", states=True, limit=_PAGE)  # "~" sorts after the moment
        while page := self.replay.store.cards(query):
            yield page
            query = attrs.evolve(query, after=page[-1].subject)

    def _settled(self, page: list[Card]) -> int:
        """Save what time has done to the subjects of these cards, all or nothing, and give how many events it was."""
        return self.saving.append_in_turn(self._gone_on(page), {card.subject: card for card in page})

    def _gone_on(self, page: list[Card]) -> Iterator[Subject[Any]]:
        """The subjects of these cards, once time has gone on.

        It goes by days: nobody's words are read, nor more of a subject than it goes by. A policy may ask for all of it.
        """
        if self.saving.policies():
            yield from map(self._settle, self.replay.subjects(page))
            return
        timely = self.saving.timely
        in_part = {card.subject for card in page if timely.sees(card)}
        others = self.replay.subjects([card for card in page if card.subject not in in_part], words={})
        for card in page:
            subject = self._settle(timely.subject(card) if card.subject in in_part else next(others))
            ends = subject.partial and subject.next_due is None  # nobody may be waited for any more
            yield self._settle(self.replay.subject(card.subject)) if ends else subject

    def _settle(self, subject: Subject[Any]) -> Subject[Any]:
        return subject.settle(at=self.at, calendars=self.calendars)

    def _alone(self, id: str, attempts: int = ATTEMPTS) -> int:
        """One subject settled by itself, tried again while others are faster."""
        try:
            return self.saving.append([self._settle(self.replay.subject(id))])
        except Conflict:
            if attempts == 1:
                raise
            return self._alone(id, attempts - 1)
