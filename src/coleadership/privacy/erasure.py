"""Forgetting somebody: what goes, what stays for now and on what ground, and what keeps them from being forgotten.

What goes are their name and addresses, all that they wrote, and what others wrote about them where they are named as
the one concerned: feedback to nobody else, what was asked of them, and why their words were held. What stays is what
others still live by, the words of a contract in force, which then show nobody's name; and what somebody wrote whose
words are under a hold. Records are never rewritten: their seals stay, and the history still verifies. Exports and
backups are not reached; `replay_ledger` erases again what a restored one brings back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import IO, Any, Final, cast

import attrs

from coleadership.errors import Conflict, Inconsistent, InvalidInput, NotAllowedNow, NotFound, StoreError
from coleadership.following_up.feedback_text import Given
from coleadership.following_up.following import FollowedUp
from coleadership.heart.coled import CoLed
from coleadership.heart.events import Event, Subject
from coleadership.heart.kinds import Part
from coleadership.heart.life import Force
from coleadership.heart.wording import Content
from coleadership.ids import any_id, parse_id
from coleadership.insights.reading import texts_in
from coleadership.organisation.people import Person
from coleadership.prose import Prose, Seal
from coleadership.recording.reaching import linked_from
from coleadership.recording.replay import Entry, Replay
from coleadership.recording.saving import ATTEMPTS, Saving
from coleadership.records import Store, SupportsErasure
from coleadership.trust.forgetting import Forgotten, Hold, HoldPlaced
from coleadership.trust.retention import Retention, RetentionApplied

__all__ = ["IN_FORCE", "Erasure", "ErasurePlan", "Kept"]

_CHUNK: Final = 50_000
"""The most words that are erased in one step."""
_NAMED: Final = 5
"""The most for whom something is in force that are named one by one."""
IN_FORCE: Final = frozenset({Force.IN_FORCE, Force.PAUSED})
_SEATS: Final = (
    "assignee", "coordinator", "holder", "member", "owner", "participant", "party", "principal", "representative",
    "responsible", "stand_in",
)  # fmt: skip
_WORDED_BY: Final = ("author", "party")


@attrs.frozen(slots=True, weakref_slot=False)
class Kept:
    """Somebody's words that stay for now, where they are, and on what ground."""

    seal: Seal
    subject: str
    ground: str


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class ErasurePlan:
    """What forgetting somebody comes to.

    ``words`` go; ``kept`` stay for now; a ``holds`` keeps all of it; ``vacant`` is in force and has no other
    coordinator; ``seats`` are theirs still, each with what it is of, to be handed over or given up by those who stay.
    """

    person: str
    words: tuple[Seal, ...]
    kept: tuple[Kept, ...] = ()
    holds: tuple[Hold, ...] = ()
    vacant: tuple[str, ...] = ()
    seats: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class Erasure:
    """Forgets people in one journal."""

    store: Store
    replay: Replay
    saving: Saving

    def plan(self, person: str, at: datetime) -> ErasurePlan:
        """What would go, what would stay and why, and what is in the way; nothing is changed."""
        found = self.person(person)
        mine, kept, vacant = [*self._owned(person)], dict[Seal, Kept](), list[str]()
        for id, others in self._lived_by(person):
            kept |= _kept(id, others, person)
            parts = {seat.person: seat.part for seat in others.seats}
            if [who for who, part in parts.items() if part == Part.COORDINATOR] == [person]:
                vacant.append(id)
        about = [*self._about(person)]
        held = self._held(about, at)
        staying = {*kept, *(one.seal for one in held)}
        going = dict.fromkeys(seal for seal in (*mine, *(prose.seal for _, prose in about)) if seal not in staying)
        return ErasurePlan(
            person=person,
            words=tuple(going),
            kept=(*(kept[seal] for seal in mine if seal in kept), *held),
            holds=tuple(hold for hold in found.holds if hold.holds(at.date())),
            vacant=tuple(vacant),
            seats=tuple(self._seats(person)),
        )

    def forget(
        self, person: str, *, by: str, at: datetime, leaving_vacant: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> ErasurePlan:  # fmt: skip
        """Do what the plan says. Interrupted, it goes on where it was when it is asked again."""
        plan, found = self.plan(person, at), self.person(person)
        if found.is_forgotten and not plan.words:
            stays = f"{len(plan.kept)} words stay, as others live by them" if plan.kept else "nothing of theirs is left"
            raise Inconsistent("person", f"{person} has been forgotten already: {stays}")
        if plan.vacant and not leaving_vacant and not plan.holds:
            reason = f"{', '.join(plan.vacant)} would be left without a coordinator; hand over or end it first"
            raise Inconsistent("person", f"{reason}, or say leaving_vacant=True")
        words = [Prose(seal) for seal in plan.words]
        for start in range(0, len(words), _CHUNK):
            _ = self._erase(person, words[start : start + _CHUNK], left=len(plan.kept), by=by, at=at)
            if progress is not None:
                progress(min(start + _CHUNK, len(words)), len(words))
        return plan

    def ledger(self) -> Iterator[bytes]:
        """Every erasure as a line of JSON, to be kept apart from the journal and its backups."""
        after = 0
        while page := self.store.feed(after=after):
            for entry in self.replay.entries(page):
                if isinstance(entry.event, Forgotten):
                    yield _told(entry, {"person": entry.subject}, entry.event.words)
                elif isinstance(entry.event, RetentionApplied) and entry.event.words:
                    rule = cast("Retention", self.replay.subject(entry.subject))
                    yield _told(entry, {"retention": entry.subject, **rule.terms}, entry.event.words)
            after = page[-1].position

    def replay_ledger(self, stream: IO[bytes], source: str, *, by: str, at: datetime) -> int:
        """Erase again what a restored backup has brought back, and give how many words that were.

        Where somebody is under a hold there, the others are forgotten first, and then that is raised.
        """
        lines = [_line(line, f"{source}, line {number}", by, at) for number, line in enumerate(stream, 1)]
        erased, held = 0, list[NotAllowedNow]()
        for whose, seals in lines:
            try:
                erased += self._again(whose, seals, by, at)
            except NotAllowedNow as under_a_hold:
                held.append(under_a_hold)
        if held:
            raise held[0]
        return erased

    # -- what these and `retaining` stand on

    def kept(self, person: str) -> dict[Seal, Kept]:
        """Somebody's words that others live by, and that stay for now."""
        return {seal: one for id, others in self._lived_by(person) for seal, one in _kept(id, others, person).items()}

    def eraser(self) -> SupportsErasure:
        """The store, as one that can erase; raises `StoreError` for one that cannot."""
        if not isinstance(self.store, SupportsErasure):
            raise StoreError(self.store.url, "cannot forget words; keep the journal in a store that can")
        return self.store

    def _lived_by(self, person: str) -> Iterator[tuple[str, Any]]:
        """What somebody has worded and is in force for others, by id."""
        for subject in self._linked(_WORDED_BY, person):
            others = _others(subject, person)
            if others is not None:
                yield subject.id, others

    def _again(self, whose: str | Retention, seals: list[Seal], by: str, at: datetime) -> int:
        there = [prose for prose in self.store.prose(seals).values() if not prose.is_erased]
        if isinstance(whose, str):
            return self._erase(whose, there, left=0, by=by, at=at, again=True) if there else 0
        held = {owner for owner in {prose.owner for prose in there} if self._is_held(owner, at)}
        erased = self._expire_again(whose, [prose for prose in there if prose.owner not in held], by, at)
        if held:
            raise NotAllowedNow(
                str(min(held, key=str)), status="under a hold", wanted="forgotten", allowed=("freed of it",)
            )
        return erased

    def _expire_again(self, known: Retention, words: list[Prose], by: str, at: datetime) -> int:
        """Erase words again that went by a rule; one that came later than the backup is ``known`` from the ledger."""
        if not words:
            return 0
        try:
            rule = cast("Retention", self.replay.subject(known.id))
        except NotFound:
            rule = known
        batch = self.saving.batch([rule.apply(tuple(words), rule.cursor, by=by, at=at)])
        return self.eraser().erase([prose.seal for prose in words], batch)

    def _erase(self, person: str, words: list[Prose], *, left: int, by: str, at: datetime, again: bool = False) -> int:
        """Erase some words and record it, in one step; tried again where somebody was faster."""
        eraser = self.eraser()
        for attempt in range(ATTEMPTS):
            found = self.person(person)
            if again and found.is_here:
                found = found.leave(by=by, at=at)
            try:
                batch = self.saving.batch([found.forget(words, left=left, by=by, at=at)])
                return eraser.erase([prose.seal for prose in words], batch)
            except Conflict:
                if attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def person(self, id: str) -> Person:
        """The person of this id, or `NotFound`."""
        found = self.replay.subject(id)
        if not isinstance(found, Person):
            raise NotFound(id, "only people are forgotten, and this is none")
        return found

    def _owned(self, person: str) -> Iterator[Seal]:
        eraser, after = self.eraser(), ""
        while page := eraser.owned(person, after=after):
            yield from page
            after = page[-1]

    def _seats(self, person: str) -> Iterator[tuple[str, str]]:
        """What somebody has a seat in that is not over."""
        kinds = self.replay.codec.catalogue.subjects
        for relation in _SEATS:
            for card in linked_from(self.store, relation, person):
                if card.kind in kinds and card.status not in kinds[card.kind].OVER:
                    yield relation, card.subject

    def _linked(self, relations: Iterable[str], person: str) -> Iterator[Subject[Any]]:
        cards = {card.subject: card for relation in relations for card in linked_from(self.store, relation, person)}
        return (self.replay.subject(id) for id in cards)

    def _about(self, person: str) -> Iterator[tuple[str, Prose]]:
        """What others wrote about somebody, where they are named as the one concerned, and where it stands.

        All of the journal is read: no link is left to what was taken back or answered, or is others' to follow up now.
        """
        after, named = 0, f'"{person}"'
        while page := self.store.feed(after=after):
            found = [one for one in page if one.fact.subject == person or named in one.fact.body]
            for entry in self.replay.entries(found):
                yield from ((entry.subject, one) for one in _concerning(entry.event, person) if not one.is_erased)
            after = page[-1].position

    def _held(self, about: list[tuple[str, Prose]], at: datetime) -> list[Kept]:
        """What of this stays, as whoever wrote it is under a hold."""
        held = {owner for owner in {prose.owner for _, prose in about} if self._is_held(owner, at)}
        return [Kept(one.seal, where, f"{one.owner} is under a hold") for where, one in about if one.owner in held]

    def _is_held(self, owner: str | None, at: datetime) -> bool:
        """Whether somebody is under a hold."""
        try:
            return owner is not None and any(hold.holds(at.date()) for hold in self.person(owner).holds)
        except NotFound:  # who wrote it need not be in the journal
            return False


def _told(entry: Entry, whose: dict[str, Any], words: Iterable[Prose]) -> bytes:
    """One erasure as a line of the ledger."""
    return json.dumps({**whose, "at": entry.at.isoformat(), "words": [prose.seal for prose in words]}).encode() + b"\n"


def _line(line: bytes, source: str, by: str, at: datetime) -> tuple[str | Retention, list[Seal]]:
    """Whose words were erased or by which rule, and which, from a line of `Erasure.ledger`."""
    try:
        told = json.loads(line)
        words = cast("list[object]", told["words"])
        if not isinstance(words, list):
            raise TypeError  # noqa: TRY301 - as what is no mapping raises
        seals = [Seal(str(seal)) for seal in words]
        if "retention" in told:
            return Retention.over_again(parse_id(told["retention"], Retention.KIND), told, by=by, at=at), seals
        return any_id(told["person"]), seals
    except (ValueError, KeyError, TypeError, Inconsistent) as error:
        reason = "is no erasure; nothing was done, so give the lines as they were written"
        raise InvalidInput(source, reason) from error


def _kept(id: str, others: Any, person: str) -> dict[Seal, Kept]:  # noqa: ANN401 - as below
    """The words of what is in force, and for whom."""
    ground = _ground([seat.person for seat in others.seats if seat.person != person])
    texts = (others.content.title, *texts_in(others.content))
    return {prose.seal: Kept(prose.seal, id, ground) for prose in texts}


def _others(subject: Subject[Any], person: str) -> Any:  # noqa: ANN401 - what is in force, of whatever content
    """What is in force for others than this person, if it is."""
    if not isinstance(subject, CoLed):
        return None
    worded = cast("CoLed[Content, Any]", subject)
    in_force = worded.in_force
    if in_force is None or worded.force not in IN_FORCE:
        return None
    return in_force if any(seat.person != person for seat in in_force.seats) else None


def _ground(others: list[str]) -> str:
    """For whom words stay, by name as long as they are few."""
    named, more = others[:_NAMED], len(others) - _NAMED
    return f"in force for {', '.join(named)}{f' and {more:,} others' if more > 0 else ''}"


def _concerning(event: Event | None, person: str) -> Iterator[Prose]:
    match event:
        case Given() if event.receivers == (person,):
            yield from texts_in(event.text)
        case FollowedUp():
            yield from (request.words for request in event.follow_up.support if request.of == person)
        case HoldPlaced() if event.stamp.subject == person:
            yield event.reason
        case _:
            return
