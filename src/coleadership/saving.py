"""What happened to subjects, appended to a journal whole or not at all, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from coleadership.codec import Codec
from coleadership.errors import Conflict, Inconsistent
from coleadership.events import Event, Subject
from coleadership.ids import kind_of
from coleadership.integrity import keeps_state
from coleadership.policies import Asked, Policy, check_policies
from coleadership.prose import Prose
from coleadership.reaching import Reach
from coleadership.records import LARGEST_BATCH, Batch, Card, Fact, Store
from coleadership.replay import Replay

__all__ = ["ATTEMPTS", "Saving"]

News = Sequence[tuple[Subject[Any], tuple[Event, ...]]]
ATTEMPTS: Final = 50
"""How often a save is tried again where others are faster."""


@attrs.frozen
class Saving:
    """Turns what is unrecorded into facts, cards and prose, and appends it to a store."""

    store: Store
    codec: Codec
    replay: Replay
    reach: Reach
    policies: Callable[[], Sequence[Policy]]

    def repeated(self, subjects: list[Subject[Any]], known: tuple[str, ...]) -> dict[str, Subject[Any]]:
        """What a request that is made again led to the first time; what it began has other ids now."""
        same = len(subjects) == len(known) and all(
            subject.id == id or (subject.revision == len(subject.unrecorded) and kind_of(id) == subject.KIND)
            for subject, id in zip(subjects, known, strict=False)
        )
        if not same:
            raise Inconsistent("key", f"it named another request before, about {', '.join(known)}; give a new key")
        return {subject.id: self.replay.subject(id) for subject, id in zip(subjects, known, strict=True)}

    def append(
        self, subjects: Iterable[Subject[Any]], reading: Iterable[Subject[Any]] = (), key: str | None = None,
        known: Mapping[str, Card] | None = None,
    ) -> int:  # fmt: skip
        """Append what is unrecorded, and give how many events that is; what is recorded already is left out.

        ``known`` are the cards from which subjects were loaded, where they are at hand.
        """
        news = [(subject, subject.unrecorded) for subject in subjects if subject.unrecorded]
        reading = tuple(reading)
        if not news and not reading:
            return 0
        try:
            self._append_when_still(news, reading, key, known or {})
        except Conflict:
            rest = [(subject, events) for subject, _ in news if (events := self._missing(subject))]
            if sum(len(events) for _, events in rest) == sum(len(events) for _, events in news):
                raise
            if rest:
                self._append_when_still(rest, reading, key, {})
            news = rest
        return sum(len(events) for _, events in news)

    def batch(self, subjects: Iterable[Subject[Any]], reading: Iterable[Subject[Any]] = ()) -> Batch:
        """What happened to subjects and is not recorded, ready to be appended as it is."""
        return self._batch([(subject, subject.unrecorded) for subject in subjects], reading, None, {})

    def _append_when_still(
        self, news: News, reading: tuple[Subject[Any], ...], key: str | None, known: Mapping[str, Card]
    ) -> None:
        """Append, looking again where only what the links lead to has moved on since it was looked at."""
        for attempt in range(ATTEMPTS):
            try:
                _ = self.store.append(self._batch(news, reading, key, known))
            except Conflict as conflict:
                own = {subject.id for subject in (*(subject for subject, _ in news), *reading)}
                if conflict.subject_id in own or attempt == ATTEMPTS - 1:
                    raise
            else:
                return

    def _missing(self, subject: Subject[Any]) -> tuple[Event, ...]:
        """The events of a subject that are not recorded yet, if what is recorded begins with the others."""
        events: tuple[Event, ...] = subject.unrecorded
        known = [record.fact.event for record in self.store.records(subject.id, after=subject.revision - len(events))]
        ours = [event.stamp.id for event in events]
        shared = min(len(known), len(ours))  # others may have gone on from there
        return events[shared:] if known[:shared] == ours[:shared] else events

    def _batch(self, news: News, reading: Iterable[Subject[Any]], key: str | None, known: Mapping[str, Card]) -> Batch:
        """Events as facts, with the cards and the prose that go with them."""
        policies = self.policies()
        facts: list[Fact] = []
        prose: list[Prose] = []
        cards: list[Card] = []
        expected = {subject.id: subject.revision for subject in reading}
        for subject, events in news:
            before = subject.revision - len(events)
            expected[subject.id] = before
            for event in events:
                fact, words = self.codec.fact(subject.KIND, event)
                facts.append(fact)
                if policies:
                    check_policies(policies, Asked(fact.name, fact.by, event.stamp.at, subject, event))
                prose += [one for one in words if one.text is not None]
            cards.append(self.codec.card(subject, keep_state=keeps_state(type(subject), before, subject.revision)))
        if len(facts) > LARGEST_BATCH:
            raise Inconsistent("subjects", f"{len(facts):,} events are more than {LARGEST_BATCH:,}; save them in parts")
        expected = {**self.reach.check({card.subject: card for card in cards}, known), **expected}
        return Batch(facts=tuple(facts), expected=expected, cards=tuple(cards), prose=tuple(prose), key=key)
