"""Which words are due by a rule of retention, and what keeps some of them: the history gone through once, in order.

A hold keeps what somebody wrote and whatever names them, as `portability` tells it. Words of a contract in force stay
as they do with forgetting.

Words are reached when all that was recorded before them has been. So what is dated in the past when it is entered goes
with what was entered just before it: never early, and later than its date says. What is dated in the future is put off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import attrs

from coleadership.errors import NotFound
from coleadership.heart.coled import CoLed
from coleadership.ids import kind_of
from coleadership.insights.reading import texts_in
from coleadership.organisation.people import Person
from coleadership.privacy.erasure import IN_FORCE, Erasure, Kept
from coleadership.prose import Prose, Seal
from coleadership.recording.codec import happened, seals_in
from coleadership.recording.replay import Replay
from coleadership.records import PAGE, Fact, Query, Record
from coleadership.trust.retention import CountedFrom, Cursor, ProseKind, PutOff, Retention

__all__ = ["Expiring", "Keepers", "Look", "looks"]

_PERSON: Final = re.compile(r'"(person_[0-9a-z]{26})"')
_ENOUGH: Final = 2_000
"""How many records with words that are due are looked at together."""
_MOST_KNOWN: Final = 10_000
_ENDED: Final = "cycle.ended"
_AFTER_THE_END: Final = frozenset({"cycle.support_answered"})
"""What of a cycle can still be said once it has ended."""
_PREPARED: Final = "cycle.prepared"

Texts = Callable[[Any], Iterable[Prose | None]]
_SAID: Final[Mapping[ProseKind, Mapping[str, Texts]]] = {
    ProseKind.NOTES: {"cycle.followed_up": lambda event: [event.follow_up.notes]},
    ProseKind.TALKS: {
        "cycle.followed_up": lambda event: texts_in(attrs.evolve(event.follow_up, notes=None)),
        _PREPARED: lambda event: texts_in(event.answers),
        "cycle.support_answered": lambda event: [event.words],
    },
    ProseKind.FEEDBACK: {
        "feedback.given": lambda event: texts_in(event.text),
        "feedback.answered": lambda event: [event.words],
    },
    ProseKind.DISCLOSURES: {"disclosure.shown": lambda event: event.what},
}
"""Where words of each kind stand: in which events, and which of their words."""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Expiring:
    """Words that are due by a rule, and what keeps them for now, if anything does."""

    rule: str
    words: Seal
    subject: str
    """Where they stand."""
    counted_from: date
    goes_on: date
    """The first day on which they go."""
    kept_by: str | None = None
    """Who is under a hold, or what is in force for others."""
    until: date | None = None
    """The last day of that hold, if it has one."""


@attrs.frozen
class Look:
    """What a part of the history comes to: what is due in it, and how far the rule has come then."""

    expiring: tuple[Expiring, ...]
    cursor: Cursor


@attrs.frozen
class Keepers:
    """Who and what keeps words on a day; each is looked up once."""

    replay: Replay
    erasure: Erasure
    today: date
    people: dict[str, Person | None] = attrs.field(factory=dict[str, Person | None])
    _lived_by: dict[str, dict[Seal, Kept]] = attrs.field(factory=dict[str, dict[Seal, Kept]])

    def meet(self, ids: Iterable[str]) -> None:
        """Look these people up, so many at a time."""
        unknown = {*ids} - self.people.keys()
        self.people.update(dict.fromkeys(unknown))
        new = sorted(id for id in unknown if kind_of(id) == Person.KIND)
        for start in range(0, len(new), PAGE):
            cards = self.replay.store.cards(Query(subjects=new[start : start + PAGE], states=True))
            self.people.update({one.id: one for one in self.replay.subjects(cards) if isinstance(one, Person)})

    def keeper(self, words: Prose, named: Iterable[str]) -> tuple[str, date | None] | None:
        """What keeps some words: a hold on whose they are or who is named there, until when; or what is in force."""
        owner = words.owner
        for id in (*(() if owner is None else (owner,)), *sorted(named)):
            holds = self._holds(id)
            if holds:
                days = [hold for hold in holds if hold is not None]
                return id, max(days) if len(days) == len(holds) else None
        if owner is None:
            return None
        if owner not in self._lived_by:
            self._lived_by[owner] = self.erasure.kept(owner)
        kept = self._lived_by[owner].get(words.seal)
        return None if kept is None else (kept.subject, None)

    def keeps(self, id: str) -> bool:
        """Whether somebody is under a hold still, or something still in force."""
        self.meet([id])
        if self.people[id] is not None:
            return bool(self._holds(id))
        try:
            subject = self.replay.subject(id)
        except NotFound:
            return False
        return isinstance(subject, CoLed) and subject.force in IN_FORCE  # pyright: ignore[reportUnknownMemberType] - of whatever content

    def trim(self) -> None:
        """Forget those that were looked up, once they are very many."""
        if len(self.people) + len(self._lived_by) > _MOST_KNOWN:
            self.people.clear()
            self._lived_by.clear()

    def _holds(self, id: str) -> list[date | None]:
        """The last days of the holds that somebody is under, None for one that has to be lifted."""
        person = self.people.get(id)
        return [] if person is None else [hold.until for hold in person.holds if hold.holds(self.today)]


def looks(rule: Retention, keepers: Keepers, *, all_put_off: bool = False) -> Iterator[Look]:
    """Go through what a rule has not done yet, a part at a time: first what was put off and is kept no longer.

    ``all_put_off`` asks for what is still kept, too.
    """
    walk, cursor = _Walk(rule, keepers), rule.cursor
    for one in _stretches(cursor.put_off) if all_put_off else cursor.put_off:
        if all_put_off or not _stays(one, keepers):
            for look in walk.again(one, cursor):
                cursor = look.cursor
                yield look
    if cursor.next is None or cursor.next <= keepers.today:
        yield from walk.on(cursor)


def _stays(one: PutOff, keepers: Keepers) -> bool:
    """Whether words that were put off still have to stay."""
    return keepers.keeps(one.keeper) if one.keeper is not None else (one.until or date.min) > keepers.today


def _stretches(put_off: Iterable[PutOff]) -> list[PutOff]:
    """What was put off, by whatever, with no part of it twice."""
    found = list[PutOff]()
    for one in sorted(put_off, key=lambda one: one.after):
        if found and one.after <= found[-1].last:
            found[-1] = attrs.evolve(found[-1], last=max(found[-1].last, one.last))
        else:
            found.append(one)
    return found


@attrs.frozen
class _Walk:
    """Goes through the history for one rule on one day."""

    rule: Retention
    keepers: Keepers
    _ended: dict[str, Record | None] = attrs.field(factory=dict[str, Record | None])

    def again(self, one: PutOff, cursor: Cursor) -> Iterator[Look]:
        """Go through a stretch that was put off."""
        cursor = attrs.evolve(cursor, put_off=tuple(other for other in cursor.put_off if other != one))
        while one.after < one.last and (page := self.keepers.replay.store.feed(after=one.after)):
            page = [record for record in page if record.position <= one.last]
            look, reached, _ = self._look(page, cursor, ahead=False)
            cursor, one = look.cursor, attrs.evolve(one, after=reached)
            rest = (one,) if one.after < one.last else ()
            yield attrs.evolve(look, cursor=attrs.evolve(cursor, put_off=(*cursor.put_off, *rest)))

    def on(self, cursor: Cursor) -> Iterator[Look]:
        """Go on from where the rule has come, up to what is not due yet, or to the end."""
        while page := self.keepers.replay.store.feed(after=cursor.passed):
            look, reached, later = self._look(page, cursor, ahead=True)
            cursor = attrs.evolve(look.cursor, passed=reached, next=cursor.next if later is None else later)
            yield attrs.evolve(look, cursor=cursor)
            if later is not None:
                return
        yield Look((), attrs.evolve(cursor, next=self.rule.goes_on(self.keepers.today)))

    def _look(self, page: list[Record], cursor: Cursor, *, ahead: bool) -> tuple[Look, int, date | None]:
        """What is due on a page, up to which record it was looked at, and when the next one is due if that is later."""
        due, today = list[tuple[Record, date]](), self.keepers.today
        reached, later = page[-1].position, None
        for record in page:
            if not self._matters(record.fact, ahead=ahead):
                continue
            day = happened(record.fact).date()
            if ahead and day <= today < self.rule.goes_on(day):
                later = self.rule.goes_on(day)
            if later is not None or len(due) >= _ENOUGH:
                reached = record.position - 1
                break
            for one, counted in self._counted(record, day, ahead=ahead):
                if self.rule.goes_on(counted) <= today:
                    due.append((one, counted))
                else:
                    until = self.rule.goes_on(counted)
                    cursor = cursor.putting_off(PutOff(None, one.position - 1, one.position, until))
        rows, cursor = self._expiring(due, cursor)
        return Look(rows, cursor), reached, later

    def _matters(self, fact: Fact, *, ahead: bool) -> bool:
        """Whether words can become due by a record."""
        if self.rule.since is CountedFrom.OVER and ahead and fact.name not in _AFTER_THE_END:
            return fact.name == _ENDED
        return fact.name in _SAID[self.rule.words]

    def _counted(self, record: Record, day: date, *, ahead: bool) -> Iterator[tuple[Record, date]]:
        """The records whose words go by a record, each with the day from which that is counted."""
        fact = record.fact
        if self.rule.since is CountedFrom.SAID:
            yield record, day
        elif fact.name == _ENDED:
            for one in self.keepers.replay.store.records(fact.subject):
                if one.position < record.position and one.fact.name in _SAID[self.rule.words]:
                    yield one, max(day, happened(one.fact).date())
        else:
            ended = self._end_of(fact.subject)
            if ended is not None and not (ahead and ended.position > record.position):
                yield record, max(day, happened(ended.fact).date())

    def _end_of(self, cycle: str) -> Record | None:
        """The record of the end of a cycle."""
        if cycle not in self._ended:
            if len(self._ended) > _MOST_KNOWN:
                self._ended.clear()
            records = self.keepers.replay.store.records(cycle)
            self._ended[cycle] = next((one for one in records if one.fact.name == _ENDED), None)
        return self._ended[cycle]

    def _expiring(self, due: list[tuple[Record, date]], cursor: Cursor) -> tuple[tuple[Expiring, ...], Cursor]:
        """The words of records that are due, with what keeps them, and those put off that something does."""
        replay, rows = self.keepers.replay, list[Expiring]()
        known = replay.store.prose(seals_in(record.fact.body for record, _ in due))
        named = {record.position: {*self._named(record)} for record, _ in due}
        owners = {prose.owner for prose in known.values() if prose.owner is not None}
        self.keepers.meet(owners.union(*named.values()))
        for record, counted in due:
            fact = record.fact
            for words in _SAID[self.rule.words][fact.name](replay.codec.event(fact, known)):
                if words is None or words.is_erased:
                    continue
                keeper, until = self.keepers.keeper(words, named[record.position]) or (None, None)
                if keeper is not None:
                    cursor = cursor.putting_off(PutOff(keeper, record.position - 1, record.position))
                rows.append(Expiring(
                    rule=self.rule.id, words=words.seal, subject=fact.subject, counted_from=counted,
                    goes_on=self.rule.goes_on(counted), kept_by=keeper, until=until,
                ))  # fmt: skip
        return tuple(rows), cursor

    def _named(self, record: Record) -> Iterator[str]:
        """Who did it and whom it names; what was prepared is told again in the talk that it was for."""
        yield from _people(record.fact)
        if record.fact.name == _PREPARED:
            said = seals_in([record.fact.body])
            for later in self.keepers.replay.store.records(record.fact.subject, after=record.fact.revision):
                if not said.isdisjoint(seals_in([later.fact.body])):
                    yield from _people(later.fact)


def _people(fact: Fact) -> Iterator[str]:
    yield from _PERSON.findall(fact.body)
    if fact.by is not None:
        yield fact.by
