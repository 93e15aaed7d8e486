"""Acts: who words, proposes, decides and takes initiatives, read from what happened and counted by parts.

What is made of the counts is in `influence`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

import attrs

from coleadership.agreements.keeping import KeepingEvent
from coleadership.deciding.counsel import CounselEvent
from coleadership.deciding.superseding import Superseded
from coleadership.deciding.venture import InitiativeEvent, Taken
from coleadership.goals.pursuit import GoalEvent
from coleadership.heart.consent import PROPOSER, DecisionRule
from coleadership.heart.life import (
    Adopted,
    AdoptedOnRecord,
    Drafted,
    Ended,
    EndingProposed,
    LifeEvent,
    Overtaken,
    PartyLeft,
    Proposed,
    Rejected,
    RenegotiationCalled,
    Revised,
    VoiceGiven,
    Withdrawn,
)
from coleadership.heart.wording import Content, Seat
from coleadership.insights.authorship import Attributed
from coleadership.insights.reading import texts_in
from coleadership.organisation.assignments import UnderstandingGiven

__all__ = ["OTHER", "Act", "Happening", "Life", "Parts", "Tally"]

OTHER: Final = "other"
"""The part of whoever sits at none of the tables and has none in the unit."""

Happening = LifeEvent[Any] | GoalEvent | CounselEvent | Superseded | KeepingEvent | UnderstandingGiven | InitiativeEvent
Parts = tuple[str, ...]
"""The parts of those who did something, each once."""


class Act(StrEnum):
    """What shapes the words that people lead by."""

    BEGAN = "began"
    """Somebody gave an agreement, a goal, an assignment or a decision its first wording."""
    REWORDED = "reworded"
    """Somebody worded it anew, before it was agreed or after."""
    CALLED = "called"
    """Somebody called for what is in force to be worded anew."""
    PROPOSED = "proposed"
    DECIDED = "decided"
    """Whose voices decided what was adopted, by the rule that was chosen before."""
    WORDED = "worded"
    """Whose words stand in what was adopted."""
    INITIATIVE = "initiative"
    """Somebody took an initiative, alone or together."""


class Tally:
    """What has been counted so far."""

    def __init__(self, since: date, until: date, parts: Mapping[str, str]) -> None:
        self.since, self.until, self._parts = since, until, parts
        self.acts: dict[Act, Counter[Parts]] = {act: Counter() for act in Act}
        self.days: dict[Parts, list[int]] = {}
        self.waiting: Counter[Parts] = Counter()
        self.people: dict[str, set[str]] = {}

    def parts(self, people: Iterable[str | None], seats: Mapping[str, str]) -> Parts:
        """The parts of some people, each once."""
        found = set[str]()
        for person in people:
            if person is not None:
                part = self._parts.get(person, seats.get(person, OTHER))
                self.people.setdefault(part, set()).add(person)
                found.add(part)
        return tuple(sorted(found))

    def count(self, act: Act, at: datetime, parts: Parts) -> None:
        """Count an act of the period."""
        if parts and self.since <= at.date() <= self.until:
            self.acts[act][parts] += 1

    def answered(self, parts: Parts, asked: datetime, at: datetime) -> None:
        """Count how long an answer of the period took."""
        if self.since <= at.date() <= self.until:
            self.days.setdefault(parts, []).append(max((at.date() - asked.date()).days, 0))

    def unanswered(self, parts: Parts, count: int) -> None:
        """Count answers that are waited for at the end of the period."""
        self.waiting[parts] += count


@attrs.define
class _Round:
    """A proposal that waits for answers."""

    parts: Parts
    by: tuple[str | None, ...]
    asked: datetime
    rule: DecisionRule
    eligible: tuple[Seat, ...]
    silent: set[str]

    @property
    def deciders(self) -> Iterator[str | None]:
        """Whose voices decide by its rule."""
        part = self.rule.decided_by
        if part == PROPOSER:
            yield from self.by
        else:
            yield from (seat.person for seat in self.eligible if part in {None, seat.part})


class Life:
    """One subject, as far as it has been read."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._seats: dict[str, str] = {}
        self._drafts: dict[str, Attributed] = {}
        self._adopted = Attributed()
        self._rooms: dict[str, tuple[str, ...]] = {}
        self._rounds: dict[str, _Round] = {}
        self._is_begun = False

    def take(self, event: Happening) -> None:
        """Look at what happened next."""
        match event:
            case Drafted() | Revised() | AdoptedOnRecord():
                self._worded(event)
            case Proposed() | EndingProposed():
                self._proposed(event)
            case VoiceGiven():
                self._answered(event)
            case Adopted():
                self._decided(event)
            case Rejected() | Withdrawn() | Overtaken():
                _ = self._rounds.pop(event.proposal, None)
            case Ended():
                self._rounds.clear()
            case PartyLeft():
                for one in self._rounds.values():
                    one.silent.discard(event.person)
            case RenegotiationCalled():
                self._count(Act.CALLED, event, (event.stamp.by,))
            case Taken():
                self._count(Act.INITIATIVE, event, event.people)
            case _:
                pass

    def close(self) -> None:
        """Nothing more happened: what is not answered yet waits."""
        for one in self._rounds.values():
            self._tally.unanswered(one.parts, len(one.silent))

    def _count(self, act: Act, event: Happening, people: Iterable[str | None]) -> None:
        self._tally.count(act, event.stamp.at, self._tally.parts(people, self._seats))

    def _worded(self, event: Drafted[Any] | Revised[Any] | AdoptedOnRecord[Any]) -> None:
        content: Content = event.content
        people: tuple[str | None, ...] = (event.stamp.by,)
        self._seats |= {seat.person: seat.part for seat in content.seats}
        _ = self._tally.parts(self._seats, self._seats)
        words = "\n".join(text.text for text in (content.title, *texts_in(content)) if text.text is not None)
        if isinstance(event, Drafted) and event.together:
            people = self._rooms[event.wording] = event.together
        authors = [person for person in people if person is not None]
        match event:
            case AdoptedOnRecord():
                self._adopted = self._adopted.reworded(authors, words)
            case Drafted() | Revised():
                _ = self._rounds.pop(event.proposal, None)
                text = self._drafts.get(event.proposal, self._adopted)
                self._drafts[event.proposal] = text.reworded(authors, words)
                self._count(Act.REWORDED if self._is_begun else Act.BEGAN, event, people)
        self._is_begun = True

    def _proposed(self, event: Proposed | EndingProposed) -> None:
        people = self._rooms.get(event.wording, (event.stamp.by,))
        self._count(Act.PROPOSED, event, people)
        silent = {seat.person for seat in event.eligible} - {*people}
        parts = self._tally.parts(people, self._seats)
        self._rounds[event.proposal] = _Round(parts, people, event.stamp.at, event.rule, event.eligible, silent)

    def _answered(self, event: VoiceGiven) -> None:
        one = self._rounds.get(event.proposal)
        if one is not None and event.voice.seat in one.silent:
            one.silent.discard(event.voice.seat)
            self._tally.answered(one.parts, one.asked, event.voice.at)

    def _decided(self, event: Adopted) -> None:
        one = self._rounds.pop(event.proposal, None)
        if one is not None:
            self._count(Act.DECIDED, event, one.deciders)
        self._adopted = self._drafts.pop(event.proposal, self._adopted)
        self._count(Act.WORDED, event, (person for authors in self._adopted.counts for person in authors))
