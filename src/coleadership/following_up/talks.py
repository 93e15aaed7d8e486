"""What came of the follow-ups of a cycle and is still open: the last of them, what it waits for, what was asked.

`Talks` applies events and decides nothing; of the follow-ups it carries the last along, all others are in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final

import attrs

from coleadership.evolving import evolve
from coleadership.following_up.follow_ups import FollowUp, SupportRequest
from coleadership.following_up.following import Acknowledged, FollowedUp, Prepared, SupportAnswered
from coleadership.following_up.forms import FormAnswer
from coleadership.heart.events import Reserved
from coleadership.heart.obligations import Obligation, Owed

__all__ = ["Talks", "Waiting"]

_MOST_WAITING: Final = 100
"""The most follow-ups that wait to be acknowledged, and requests to be answered: the oldest then wait no longer."""

TalksEvent = FollowedUp | Acknowledged | Prepared | SupportAnswered


@attrs.frozen(slots=True, weakref_slot=False)
class Waiting:
    """A follow-up that waits to be acknowledged by some people."""

    follow_up: str
    since: date
    people: tuple[str, ...]


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Talks:
    """What came of follow-ups and is still open."""

    latest: FollowUp | None = None
    held_at: datetime | None = None
    """When that was recorded."""
    prepared: tuple[FormAnswer, ...] = ()
    """What was written down before the next talk."""
    waiting: tuple[Waiting, ...] = ()
    """Which follow-ups wait to be acknowledged, and by whom."""
    support: tuple[SupportRequest, ...] = ()
    """What was asked for and is not answered yet."""

    @property
    def awaited(self) -> Iterator[str]:
        """Who has something to acknowledge or to answer."""
        for one in self.waiting:
            yield from one.people
        yield from (request.of for request in self.support)

    def reserved(self, people: tuple[str, ...]) -> Iterator[Reserved]:
        """What was said is for those who take part; what one is to acknowledge, or was asked for, for oneself, too."""
        said = () if self.latest is None else self.latest.support
        if self.latest is not None:
            waiting = (person for one in self.waiting if one.follow_up == self.latest.id for person in one.people)
            yield from self.latest.reserved((*people, *waiting))
        yield Reserved("talk", people, tuple(answer.words for answer in self.prepared))
        yield from (request.reserved(people) for request in self.support if request not in said)

    def shown(self, may: Callable[[Reserved], bool]) -> Talks:
        """The same for somebody who takes no part, and may read what they are asked or are to acknowledge."""
        waiting = tuple(
            evolve(one, people=people)
            for one in self.waiting
            if (people := tuple(person for person in one.people if may(Reserved("talk", (person,)))))
        )
        latest = self.latest
        if latest is not None and not may(Reserved("talk", latest.present)):
            latest = latest if latest.id in {one.follow_up for one in waiting} else None
        support = tuple(request for request in self.support if may(request.reserved(())))
        return Talks(latest=latest, waiting=waiting, support=support)

    def owed(self, person: str, subject: str, named: str) -> Iterator[Obligation]:
        """What a person has to acknowledge or to answer."""
        for one in self.waiting:
            if person in one.people:
                reason = f"{named} was followed up on {one.since} without you; say that you have read it"
                yield Obligation(
                    person=person, subject=subject, owed=Owed.ACKNOWLEDGEMENT, reason=reason, since=one.since,
                    verb="acknowledge", about=one.follow_up,
                )  # fmt: skip
        for request in self.support:
            if request.of == person:
                reason = f"you were asked for support in {named}"
                yield Obligation(
                    person=person, subject=subject, owed=Owed.SUPPORT, reason=reason, since=request.since,
                    verb="give_support", about=request.id,
                )  # fmt: skip

    def takers(self, people: tuple[str, ...]) -> tuple[str, ...]:
        """Whose the next step is, where a day is set for it: those of these who were there when it was said, or all."""
        latest = self.latest
        if latest is None or latest.next_step_until is None:
            return ()
        return tuple(person for person in people if person in latest.present) or people

    def next_step_owed(self, person: str, subject: str, named: str, today: date) -> Iterator[Obligation]:
        """What was to be done next until a day: whoever takes it says in the next follow-up what came of it."""
        latest = self.latest
        if latest is None or (until := latest.next_step_until) is None:
            return
        reason = f"the next step in {named}, agreed on {latest.on}, {'is' if until >= today else 'was'} due on {until}"
        yield Obligation(
            person=person, subject=subject, owed=Owed.NEXT_STEP, reason=reason, since=latest.on, until=until,
            verb="check_in", about=latest.id,
        )  # fmt: skip

    def after(self, event: TalksEvent) -> Talks:
        """What is open after an event."""
        match event:
            case FollowedUp():
                return self._followed_up(event)
            case Acknowledged():
                left = (self._read(one, event) for one in self.waiting)
                return evolve(self, waiting=tuple(one for one in left if one.people))
            case Prepared():
                again = {answer.question for answer in event.answers}
                kept = (answer for answer in self.prepared if answer.question not in again)
                return evolve(self, prepared=(*kept, *event.answers))
            case SupportAnswered():
                return evolve(self, support=tuple(one for one in self.support if one.id != event.request))

    def _followed_up(self, event: FollowedUp) -> Talks:
        held = event.follow_up
        new = (Waiting(held.id, held.on, event.waiting),) if event.waiting else ()
        return evolve(
            self,
            latest=held,
            held_at=event.stamp.at,
            prepared=tuple(answer for answer in self.prepared if answer not in held.answers),
            waiting=(*self.waiting, *new)[-_MOST_WAITING:],
            support=(*self.support, *held.support)[-_MOST_WAITING:],
        )

    @staticmethod
    def _read(one: Waiting, event: Acknowledged) -> Waiting:
        if one.follow_up != event.follow_up:
            return one
        return evolve(one, people=tuple(person for person in one.people if person != event.seat))
