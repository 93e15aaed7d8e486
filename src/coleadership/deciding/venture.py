"""What happens in the life of an initiative, and what it remembers of going beyond what its people may decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import ClassVar

import attrs

from coleadership.agreements.terms import Audience
from coleadership.heart.events import Event
from coleadership.heart.wording import Finding
from coleadership.prose import Prose

__all__ = [
    "Backing", "Beyond", "CarriedOn", "Closing", "Explained", "Finished", "InitiativeEvent", "Joined", "Left",
    "PeopleTold", "Repaired", "Stopped", "SupportGiven", "Taken", "Way", "WentBeyond",
]  # fmt: skip


class Way(StrEnum):
    """How an initiative went on or ended.

    >>> Way("finished")
    <Way.FINISHED: 'finished'>
    """

    CARRIED_ON = "carried_on"
    """As an agreement, an assignment, a decision or a goal."""
    FINISHED = "finished"
    STOPPED = "stopped"


@attrs.frozen(slots=True, weakref_slot=False)
class Backing:
    """What somebody who does not carry an initiative said for it."""

    by: str | None
    words: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Closing:
    """How it went on or ended, when, by whose word, and what was said."""

    way: Way
    on: date
    by: str | None
    words: Prose | None = None
    became: str | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Taken(Event):
    """People take an initiative, alone or together."""

    participle: ClassVar[str] = "taken"
    title: Prose
    people: tuple[str, ...]
    why: Prose | None = None
    area: Prose | None = None
    concerns: tuple[str, ...] = ()
    audience: Audience = Audience.PARTIES


@attrs.frozen(slots=True, weakref_slot=False)
class Joined(Event):
    """Somebody carries it as well from now on."""

    participle: ClassVar[str] = "joined"
    person: str


@attrs.frozen(slots=True, weakref_slot=False)
class Left(Event):
    """Somebody carries it no longer, and others do."""

    participle: ClassVar[str] = "left"
    person: str


@attrs.frozen(slots=True, weakref_slot=False)
class PeopleTold(Event):
    """It concerns more people, roles or teams than those who were told before."""

    participle: ClassVar[str] = "people_told"
    people: tuple[str, ...]


@attrs.frozen(slots=True, weakref_slot=False)
class WentBeyond(Event):
    """Somebody who carries it goes beyond what they may decide, in good faith, and says so."""

    participle: ClassVar[str] = "went_beyond"
    what: Prose
    resolves: Prose | None = None
    waiting: Prose | None = None
    spends: bool = False


@attrs.frozen(slots=True, weakref_slot=False)
class Explained(Event):
    """Why it went beyond was told to those who would have decided."""

    participle: ClassVar[str] = "explained"
    to: tuple[str, ...]
    words: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Repaired(Event):
    """What it disturbed by going beyond was put right."""

    participle: ClassVar[str] = "repaired"
    how: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class SupportGiven(Event):
    """Somebody acknowledges it or stands by it, in words."""

    participle: ClassVar[str] = "support_given"
    words: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class CarriedOn(Event):
    """It goes on as something that was agreed or decided."""

    participle: ClassVar[str] = "carried_on"
    became: str
    words: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Finished(Event):
    """It has come to where it was to come."""

    participle: ClassVar[str] = "finished"
    words: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Stopped(Event):
    """It is not carried any further, and why."""

    participle: ClassVar[str] = "stopped"
    reason: Prose


InitiativeEvent = (
    Taken
    | Joined
    | Left
    | PeopleTold
    | WentBeyond
    | Explained
    | Repaired
    | SupportGiven
    | CarriedOn
    | Finished
    | Stopped
)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Beyond:
    """That an initiative went beyond what its people may decide, in good faith; then it is explained and repaired.

    After Holacracy Constitution 5.0, 4.3: it resolves more than it creates, spends nothing that nobody authorised, and
    waiting would have lost much. None of this is a wall; `findings` says what is still open.
    """

    what: Prose
    by: str | None
    since: date
    resolves: Prose | None = None
    waiting: Prose | None = None
    """What waiting for whoever may decide would have lost."""
    spends: bool = False
    """Whether it spends what nobody has authorised."""
    explained: Prose | None = None
    explained_to: tuple[str, ...] = ()
    repaired: Prose | None = None

    def findings(self) -> Iterator[Finding]:
        """What is still to be said or done about it."""
        if self.resolves is None:
            yield Finding("resolves", "say what it resolves, and how that is more than it makes difficult")
        if self.waiting is None:
            yield Finding("waiting", "say what would have been lost by waiting for whoever may decide")
        if self.spends:
            yield Finding("spends", "it spends what nobody authorised; ask whoever may, and undo what can be undone")
        if self.explained is None:
            yield Finding("explained", "explain it to whoever would have decided", person=self.by)
        elif self.repaired is None:
            yield Finding("repaired", "put right what it disturbed, or say that nothing has to be", person=self.by)

    def after(self, event: Explained | Repaired) -> Beyond:
        """The same once it was explained or put right; what was so before stays as it was."""
        match event:
            case Explained() if self.explained is None:
                return attrs.evolve(self, explained=event.words, explained_to=event.to)
            case Repaired() if self.repaired is None:
                return attrs.evolve(self, repaired=event.how)
            case _:
                return self
