"""Counsel: who was asked before a decision, who volunteered, what they advised, and what became of that.

`Counsel` is what a decision remembers of this; like `Formulation`, it applies events and decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.heart.events import Event
from coleadership.prose import Prose

__all__ = [
    "MOST_INVOLVED", "Advice", "AdviceAsked", "AdviceGiven", "AdviceUse", "AdviceWeighed", "Counsel", "CounselEvent",
    "Involved", "Volunteered",
]  # fmt: skip

MOST_INVOLVED: Final = 500
"""The most people who are asked about one decision or volunteer for it."""


class Involved(StrEnum):
    """How somebody is involved in a decision without a voice in it.

    >>> Involved("expert")
    <Involved.EXPERT: 'expert'>
    """

    AFFECTED = "affected"
    """Asked, as they live with what is decided."""
    EXPERT = "expert"
    """Asked, as they know about it."""
    VOLUNTEER = "volunteer"
    """Not asked: they want to be involved, and anybody may."""


class AdviceUse(StrEnum):
    """What became of advice: it need not be followed, and whoever decides owns that."""

    FOLLOWED = "followed"
    PARTLY = "partly"
    NOT_FOLLOWED = "not_followed"


@attrs.frozen(slots=True, weakref_slot=False)
class AdviceAsked(Event):
    """Somebody who has a voice asks others for advice."""

    participle: ClassVar[str] = "advice_asked"
    people: tuple[str, ...]
    involved: Involved
    question: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Volunteered(Event):
    """Somebody wants to be involved, and says why if they like."""

    participle: ClassVar[str] = "volunteered"
    person: str
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class AdviceGiven(Event):
    """Somebody gives advice, in the place of what they advised before."""

    participle: ClassVar[str] = "advice_given"
    person: str
    advice: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class AdviceWeighed(Event):
    """Whoever decides says what became of somebody's advice, and why."""

    participle: ClassVar[str] = "advice_weighed"
    person: str
    use: AdviceUse
    reason: Prose | None = None


CounselEvent = AdviceAsked | Volunteered | AdviceGiven | AdviceWeighed


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Advice:
    """One person's part in the counsel on a decision: asked or not, what they advised, what became of it."""

    person: str
    involved: tuple[Involved, ...]
    asked_by: str | None = None
    asked_on: date | None = None
    question: Prose | None = None
    words: Prose | None = None
    use: AdviceUse | None = None
    reason: Prose | None = None
    """Why it was followed, or was not."""
    is_current: bool = True
    """Whether they were asked, or volunteered, since it was last decided."""

    @property
    def is_awaited(self) -> bool:
        """Whether they were asked and have not answered."""
        return self.is_current and self.asked_on is not None and self.words is None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Counsel:
    """All counsel on a decision, each person once, and who has spoken at all.

    >>> anna = Advice(person="anna", involved=(Involved.AFFECTED,), asked_by="bo", asked_on=date(2027, 1, 11))
    >>> Counsel(advice=(anna,)).awaited, Counsel(advice=(anna,)).asked_as(Involved.EXPERT)
    (('anna',), ())
    """

    advice: tuple[Advice, ...] = ()
    spoken: tuple[str, ...] = ()
    """Who has given a voice or advice: from then on the method is fixed."""

    def of(self, person: str) -> Advice | None:
        """Somebody's part in it."""
        return next((one for one in self.advice if one.person == person), None)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Who was asked and has not answered."""
        return tuple(one.person for one in self.advice if one.is_awaited)

    @property
    def given(self) -> tuple[Advice, ...]:
        """What was advised."""
        return tuple(one for one in self.advice if one.words is not None)

    def asked_as(self, involved: Involved) -> tuple[str, ...]:
        """Who was asked, since it was last decided, as one who is affected or who knows about it."""
        return tuple(one.person for one in self.advice if one.is_current and involved in one.involved)

    def check_room(self, people: Collection[str]) -> None:
        """Raise where more would be involved than one decision can hear."""
        whole = {*(one.person for one in self.advice), *people}
        if len(whole) > MOST_INVOLVED:
            reason = f"{len(whole):,} people would be involved, and {MOST_INVOLVED} is the most"
            raise Inconsistent("people", f"{reason}; hear some who speak for others")

    def having_heard(self, person: str) -> Counsel:
        """The same, once somebody has spoken."""
        return attrs.evolve(self, spoken=tuple(dict.fromkeys([*self.spoken, person])))

    def concluded(self) -> Counsel:
        """The same once it is decided: nobody's advice is awaited any longer, and a change takes counsel anew."""
        return attrs.evolve(self, advice=tuple(attrs.evolve(one, is_current=False) for one in self.advice))

    def after(self, event: CounselEvent) -> Counsel:
        """The counsel after an event of its own."""
        match event:
            case AdviceAsked():
                asked = self
                for person in event.people:
                    one = asked._involving(person, event.involved)
                    one = attrs.evolve(
                        one, asked_by=event.stamp.by, asked_on=event.stamp.at.date(), question=event.question,
                        words=None, use=None, reason=None,
                    )  # fmt: skip
                    asked = asked._with(one)
                return asked
            case Volunteered():
                return self._with(self._involving(event.person, Involved.VOLUNTEER))
            case AdviceGiven():
                one = attrs.evolve(self._known(event.person), words=event.advice, use=None, reason=None)
                return self._with(one).having_heard(event.person)
            case AdviceWeighed():
                return self._with(attrs.evolve(self._known(event.person), use=event.use, reason=event.reason))

    def _known(self, person: str) -> Advice:
        return self.of(person) or Advice(person=person, involved=())

    def _involving(self, person: str, how: Involved) -> Advice:
        known = self._known(person)
        before = known.involved if known.is_current else ()
        return attrs.evolve(known, involved=tuple(dict.fromkeys([*before, how])), is_current=True)

    def _with(self, new: Advice) -> Counsel:
        if self.of(new.person) is None:
            return attrs.evolve(self, advice=(*self.advice, new))
        return attrs.evolve(self, advice=tuple(new if one.person == new.person else one for one in self.advice))
