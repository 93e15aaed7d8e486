"""Holding a role: offers and answers, elections, terms, deputies, and who holds it from when to when.

`Holdings` is what a role remembers of this; like `Formulation`, it applies events and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self, TypedDict, cast

import attrs

from coleadership.errors import Inconsistent
from coleadership.heart.consent import DecisionRule, Voice
from coleadership.heart.events import Event
from coleadership.heart.given import check_names
from coleadership.heart.wording import Seat
from coleadership.ids import any_id
from coleadership.prose import Prose, said_by
from coleadership.rhythm.periods import Period, before, up_to
from coleadership.rhythm.workdays import day_of

__all__ = [
    "DeputyNamed",
    "Elected",
    "Holding",
    "HoldingEvent",
    "HoldingFields",
    "Holdings",
    "Nomination",
    "OfferAccepted",
    "OfferDeclined",
    "Offered",
    "RoleOffer",
    "SteppedDown",
    "Way",
]  # fmt: skip


class Way(StrEnum):
    """How somebody came to hold a role."""

    APPOINTED = "appointed"
    ELECTED = "elected"
    HANDED_OVER = "handed_over"


class HoldingFields(TypedDict, total=False):
    """What may be said of how somebody is to hold a role; see `Holding`."""

    since: date
    until: date | None
    focus: str | Prose | None
    share: tuple[int, int] | None
    deputy: str | None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Holding(Period):
    """That somebody holds a role for a term, with a focus, a share and a deputy where these were said.

    ``share`` is (numerator, denominator) of the whole role; ``rule`` the id of the rule by which it was decided.
    """

    person: str
    way: Way
    rule: str | None = None
    focus: Prose | None = None
    share: tuple[int, int] | None = None
    deputy: str | None = None

    @classmethod
    def given(cls, person: str, way: Way, by: str, today: date, term: HoldingFields, *, rule: str) -> Self:
        """What somebody is to hold, from what people give; from today, unless said.

        >>> told = Holding.given("anna", Way.ELECTED, "bo", date(2027, 1, 1), {"share": (1, 2)}, rule="consent")
        >>> told.since, told.share
        (datetime.date(2027, 1, 1), (1, 2))
        """
        check_names(term, HoldingFields.__annotations__)
        until, deputy, focus = term.get("until"), term.get("deputy"), term.get("focus")
        if deputy is not None and any_id(deputy, "deputy") == person:
            raise Inconsistent("deputy", f"{person} cannot stand in for themselves; name somebody else or nobody")
        return cls(
            person=any_id(person, "person"),
            since=day_of(term.get("since", today), "since"),
            until=None if until is None else day_of(until, "until"),
            way=way,
            rule=rule,
            focus=said_by(by, focus, field="focus"),
            share=_share(term.get("share")),
            deputy=deputy,
        )


@attrs.frozen(slots=True, weakref_slot=False)
class Nomination:
    """Whom somebody named before an election, and why."""

    by: str
    person: str


@attrs.frozen(slots=True, weakref_slot=False)
class Offered(Event):
    """A role is offered to somebody, by appointment or in the place of a holder who hands it over."""

    participle: ClassVar[str] = "offered"
    offer: str
    holding: Holding
    rule: DecisionRule | None = None
    leaver: str | None = None
    notes: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class OfferAccepted(Event):
    """Whoever a role was offered to holds it, from a day on."""

    participle: ClassVar[str] = "offer_accepted"
    offer: str
    since: date


@attrs.frozen(slots=True, weakref_slot=False)
class OfferDeclined(Event):
    """Whoever a role was offered to does not take it."""

    participle: ClassVar[str] = "offer_declined"
    offer: str
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Elected(Event):
    """The voices elected somebody by a rule; kept with who could speak and who was nominated."""

    participle: ClassVar[str] = "elected"
    holding: Holding
    rule: DecisionRule
    eligible: tuple[Seat, ...]
    voices: tuple[Voice, ...]
    nominations: tuple[Nomination, ...] = ()


@attrs.frozen(slots=True, weakref_slot=False)
class SteppedDown(Event):
    """Somebody no longer holds the role after a day."""

    participle: ClassVar[str] = "stepped_down"
    person: str
    last_day: date
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class DeputyNamed(Event):
    """Somebody stands in for a holder, or nobody any longer."""

    participle: ClassVar[str] = "deputy_named"
    person: str
    deputy: str | None


HoldingEvent = Offered | OfferAccepted | OfferDeclined | Elected | SteppedDown | DeputyNamed


@attrs.frozen(slots=True, weakref_slot=False)
class RoleOffer:
    """A role that was offered and not yet answered."""

    id: str
    holding: Holding
    since: date
    leaver: str | None = None
    by: str | None = None
    notes: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Holdings:
    """Who holds a role, held it and will hold it, and to whom it is offered."""

    held: tuple[Holding, ...] = ()
    offers: tuple[RoleOffer, ...] = ()

    def offer_to(self, person: str) -> RoleOffer | None:
        """What awaits somebody's answer."""
        return next((offer for offer in self.offers if offer.holding.person == person), None)

    def without(self, people: Iterable[str | None], since: date) -> tuple[Holding, ...]:
        """What is left where these people hold it no longer from a day on."""
        gone = {*people}
        cut = (before((one,), since) if one.person in gone else (one,) for one in self.held)
        return tuple(one for part in cut for one in part)

    def after(self, event: HoldingEvent) -> Holdings:
        """Who holds it after an event."""
        match event:
            case Offered():
                by, since = event.stamp.by, event.stamp.at.date()
                offer = RoleOffer(event.offer, event.holding, since, event.leaver, by, event.notes)
                others = tuple(one for one in self.offers if one.holding.person != event.holding.person)
                return attrs.evolve(self, offers=(*others, offer))
            case OfferAccepted():
                return self._accepted(event)
            case OfferDeclined():
                return attrs.evolve(self, offers=self._others(event.offer))
            case Elected():
                new = event.holding
                return attrs.evolve(self, held=(*self.without((new.person,), new.since), new))
            case SteppedDown():
                cut = (up_to((one,), event.last_day) if one.person == event.person else (one,) for one in self.held)
                return attrs.evolve(self, held=tuple(one for part in cut for one in part))
            case DeputyNamed():
                held = tuple(
                    attrs.evolve(one, deputy=event.deputy)
                    if one.person == event.person and not one.is_over(event.stamp.at.date())
                    else one
                    for one in self.held
                )
                return attrs.evolve(self, held=held)

    def _accepted(self, event: OfferAccepted) -> Holdings:
        (offer,) = (one for one in self.offers if one.id == event.offer)
        new = attrs.evolve(offer.holding, since=event.since)
        held = self.without((new.person, offer.leaver), new.since)
        return attrs.evolve(self, held=(*held, new), offers=self._others(event.offer))

    def _others(self, id: str) -> tuple[RoleOffer, ...]:
        return tuple(one for one in self.offers if one.id != id)


def _share(value: tuple[int, int] | None) -> tuple[int, int] | None:
    """A share as (numerator, denominator), more than nothing and at most all."""
    match cast("object", value):
        case None:
            return None
        case (int() as part, int() as whole) if type(part) is type(whole) is int and 0 < part <= whole:
            return part, whole
        case wrong:
            raise Inconsistent("share", f"{wrong!r:.60} is no share; give (numerator, denominator), such as (1, 2)")
