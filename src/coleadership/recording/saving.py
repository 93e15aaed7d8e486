"""What happened to subjects, appended to a journal whole or not at all, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from coleadership.errors import Conflict, Inconsistent
from coleadership.heart.events import Event, Subject
from coleadership.ids import kind_of
from coleadership.policies import Asked, Policy, check_policies
from coleadership.prose import Prose
from coleadership.recording.codec import Codec
from coleadership.recording.integrity import keeps_state
from coleadership.recording.reaching import Reach
from coleadership.recording.replay import Replay
from coleadership.recording.timely import Timely
from coleadership.records import LARGEST_BATCH, Batch, Card, Fact, Store

__all__ = ["ATTEMPTS", "Saving"]

New = tuple[Subject[Any], tuple[Event, ...]]
News = Sequence[New]
_NOTHING: Final[Mapping[str, Card]] = {}
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
    timely: Timely = attrs.field(init=False, default=attrs.Factory(lambda self: Timely(self.codec), takes_self=True))

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
        self, subjects: Iterable[Subject[Any]], reading: Iterable[Subject[Any]] = (), key: str | None = None
    ) -> int:
        """Append what is unrecorded, and give how many events that is; what is recorded already is left out."""
        news = [(subject, subject.unrecorded) for subject in subjects if subject.unrecorded]
        reading = tuple(reading)
        if not news and not reading:
            return 0
        try:
            self._append_when_still(news, reading, key)
        except Conflict:
            rest = [(subject, events) for subject, _ in news if (events := self._missing(subject))]
            if sum(len(events) for _, events in rest) == sum(len(events) for _, events in news):
                raise
            if rest:
                self._append_when_still(rest, reading, key)
            news = rest
        return sum([len(events) for _, events in news])

    def append_in_turn(self, subjects: Iterable[Subject[Any]], known: Mapping[str, Card]) -> int:
        """Append what is unrecorded, each subject let go of before the next one comes, and give how many events it is.

        Raises `Conflict` where others were faster. ``known`` are the cards from which the subjects were loaded.
        """
        news = ((subject, subject.unrecorded) for subject in subjects)
        batch = self._batch((one for one in news if one[1]), known=known)
        if batch.facts:
            _ = self.store.append(batch)
        return len(batch.facts)

    def batch(self, subjects: Iterable[Subject[Any]], reading: Iterable[Subject[Any]] = ()) -> Batch:
        """What happened to subjects and is not recorded, ready to be appended as it is."""
        return self._batch([(subject, subject.unrecorded) for subject in subjects], reading)

    def _append_when_still(self, news: News, reading: tuple[Subject[Any], ...], key: str | None) -> None:
        """Append, looking again where only what the links lead to has moved on since it was looked at."""
        for attempt in range(ATTEMPTS):
            try:
                _ = self.store.append(self._batch(news, reading, key))
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

    def _batch(
        self, news: Iterable[New], reading: Iterable[Subject[Any]] = (), key: str | None = None,
        known: Mapping[str, Card] = _NOTHING,
    ) -> Batch:  # fmt: skip
        """Events as facts, with the cards and the prose that go with them."""
        policies = self.policies()
        facts: list[Fact] = []
        prose: list[Prose] = []
        cards: list[Card] = []
        linked: dict[str, Card] = {}
        expected = {subject.id: subject.revision for subject in reading}
        for subject, events in news:
            now = subject.revision
            expected[subject.id] = before = now - len(events)
            for event in events:
                fact, words = self.codec.fact(subject.KIND, event)
                facts.append(fact)
                if policies:
                    check_policies(policies, Asked(fact.name, fact.by, event.stamp.at, subject, event))
                prose += words
            if subject.partial:  # by time alone, which leaves links as they are
                cards.append(self.timely.card(subject, known[subject.id]))
                continue
            card = self.codec.card(subject, keep_state=keeps_state(type(subject), before, now))
            cards.append(card)
            linked[subject.id] = card
        if len(facts) > LARGEST_BATCH:
            raise Inconsistent("subjects", f"{len(facts):,} events are more than {LARGEST_BATCH:,}; save them in parts")
        if looked_at := self.reach.check(linked, known):
            expected = {**looked_at, **expected}
        said = tuple([one for one in prose if one.text is not None])
        return Batch(facts=tuple(facts), expected=expected, cards=tuple(cards), prose=said, key=key)
