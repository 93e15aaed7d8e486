"""Roles: worded by those concerned, and held by whoever was elected or appointed and said yes.

A role is not a person and not a post: what it is for, what it is responsible for and what it decides is worded and
reviewed like everything co-led. Several may hold it, each with a focus, a share, a term and a deputy. One that nobody
holds is *vacant*, and shows. What a role says is in `role_text`, who holds it in `holding`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Self, Unpack, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedFor
from coleadership.heart.coled import CoLed
from coleadership.heart.consent import PROPOSER, DecisionRule, Result, Stance, Voice
from coleadership.heart.due import Due
from coleadership.heart.events import moment
from coleadership.heart.formulation import InForce, Proposal
from coleadership.heart.given import rule_of
from coleadership.heart.life import FORCE_MOVES, Force, LifeEvent, Moves, Wording
from coleadership.heart.obligations import Obligation, Owed
from coleadership.heart.seating import drafted, met
from coleadership.heart.wording import Finding, wording_of
from coleadership.ids import any_id, new_id
from coleadership.organisation.holding import (
    DeputyNamed,
    Elected,
    Holding,
    HoldingEvent,
    HoldingFields,
    Holdings,
    Nomination,
    OfferAccepted,
    OfferDeclined,
    Offered,
    SteppedDown,
    Way,
)
from coleadership.organisation.role_text import RoleFields, RoleText
from coleadership.prose import Prose, said_by
from coleadership.rhythm.periods import on
from coleadership.rhythm.workdays import day_of

if TYPE_CHECKING:
    from coleadership.ids import RoleId

__all__ = ["Role"]

_HELD = ("offered", "offer_accepted", "offer_declined", "elected", "stepped_down", "deputy_named")


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Role(CoLed[RoleText, HoldingEvent]):
    """A role, and who holds it."""

    KIND: ClassVar[str] = "role"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"party", "author", "team", "holder", "deputy", "offered"})
    LIVING: ClassVar[frozenset[str]] = frozenset({"party", "team", "holder", "deputy", "offered"})
    STATUSES: ClassVar[frozenset[str]] = CoLed.STATUSES | {"vacant"}
    MOVES: ClassVar[Moves[Force]] = {
        **FORCE_MOVES,
        **{(force, event): force for force in (Force.IN_FORCE, Force.PAUSED) for event in _HELD},
    }

    if TYPE_CHECKING:
        id: RoleId

    holdings: Holdings = attrs.field(factory=Holdings)
    told: date = date.min
    """The day on which the last of this was recorded: a term that was over by then is held no more."""

    # -- starters

    @classmethod
    def draft(
        cls, title: str | Prose, *, parties: Mapping[str, str], by: str, at: datetime | None = None,
        **fields: Unpack[RoleFields],
    ) -> Self:  # fmt: skip
        """Begin a role with a first wording; ``parties`` word it, whoever will hold it.

        >>> table = {"anna": "member", "bo": "coordinator"}
        >>> rota = Role.draft("Rota", parties=table, purpose="Every evening is covered", by="anna")
        >>> rota.propose(by="anna").consent(by="bo", nothing_to_add=True).status
        'vacant'
        """
        at = moment(at)
        return drafted(cls, RoleText.worded(title, parties, at.date(), **fields), by, at)

    @classmethod
    def in_meeting(
        cls, title: str | Prose, *, parties: Mapping[str, str], present: Collection[str], by: str,
        at: datetime | None = None, **fields: Unpack[RoleFields],
    ) -> Self:  # fmt: skip
        """Record a role that everybody present worded and said yes to in the room; ``by`` took it down."""
        at = moment(at)
        return met(cls, RoleText.worded(title, parties, at.date(), **fields), present, by, at)

    # -- verbs: wording it

    def revise(
        self, *, by: str, title: str | Prose | None = None, parties: Mapping[str, str] | None = None,
        proposal: str | None = None, apart: bool = False, at: datetime | None = None, **fields: Unpack[RoleFields],
    ) -> Self:  # fmt: skip
        """Word it anew: every voice on the earlier wording is void. What is left out stays as it is.

        Where it is in force, this drafts an amendment, and whoever holds it holds it as it was until that is adopted.
        """
        content = self._base(proposal, apart=apart).reworded(title, parties, **fields)
        return self._reword(content, by, moment(at), proposal, apart=apart)

    # -- verbs: holding it

    def appoint(
        self, person: str, *, method: DecisionRule, by: str, at: datetime | None = None,
        **term: Unpack[HoldingFields],
    ) -> Self:  # fmt: skip
        """Offer the role to somebody, by the rule that was chosen; they hold it once they `accept`.

        It may be held ``since`` a day, ``until`` a day, with a ``focus``, a ``share`` of it and a ``deputy``.

        >>> from coleadership import DELEGATED
        >>> table = {"anna": "member", "bo": "coordinator"}
        >>> rota = Role.in_meeting("Rota", parties=table, purpose="Evenings", present=table, by="bo")
        >>> rota = rota.appoint("anna", method=DELEGATED, by="bo").accept(by="anna")
        >>> rota.status, [holding.person for holding in rota.holders(rota.told)]
        ('in_force', ['anna'])
        """
        self._allow("offered", by, at := moment(at))
        rule = rule_of(method)
        new = Holding.given(person, Way.APPOINTED, by, at.date(), term, rule=rule.id)
        self._check_room(new)
        offered = self._record(Offered(self._stamp(by, at), new_id("offer"), new, rule))
        return offered.accept(by=by, at=at) if by == person else offered

    def elect(
        self, person: str, *, voices: Mapping[str, Stance | str], by: str, rule: DecisionRule | None = None,
        nominations: Mapping[str, str] | None = None, at: datetime | None = None, **term: Unpack[HoldingFields],
    ) -> Self:  # fmt: skip
        """Record an election: what each said to this person holding it, decided by the rule agreed for the role.

        ``nominations`` says who had nominated whom. Nobody is elected without their own yes.

        >>> table = {"anna": "member", "bo": "coordinator"}
        >>> rota = Role.in_meeting("Rota", parties=table, purpose="Evenings", present=table, by="bo")
        >>> said = {"anna": "consent", "bo": "concern"}
        >>> rota = rota.elect("anna", voices=said, nominations={"bo": "anna"}, until=date(9000, 6, 30), by="bo")
        >>> rota.next_due == rota.review, rota.holders(rota.told)[0].until.year
        (True, 9000)
        """
        self._allow("elected", by, at := moment(at))
        rule = self._agreed.content.rule if rule is None else rule_of(rule)
        new = Holding.given(person, Way.ELECTED, by, at.date(), term, rule=rule.id)
        self._check_room(new)
        named = _nominated(person, nominations or {})
        spoken = self._outcome(new, voices, rule, by, at)
        return self._record(Elected(self._stamp(by, at), new, rule, self._agreed.seats, spoken, named))

    def hand_over(
        self, leaver: str, *, to: str, by: str, since: date | None = None, until: date | None = None,
        notes: str | Prose | None = None, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Offer what somebody holds to a successor; the holder keeps it until that is accepted.

        Focus, share and term pass on, unless ``until`` sets another; the deputy does not.
        """
        at = moment(at)
        self._allow("offered", None if by == leaver else by, at)
        first = at.date() if since is None else day_of(since, "since")
        held = next((one for one in self.holders(first) if one.person == leaver), None)
        if held is None or any_id(to, "to") == leaver:
            here = ", ".join(one.person for one in self.holders(first)) or "nobody"
            raise Inconsistent("to", f"name who holds it on {first} (there is: {here}), and somebody else to take over")
        last = held.until if until is None else day_of(until, "until")
        new = attrs.evolve(held, person=to, since=first, until=last, way=Way.HANDED_OVER, rule=None, deputy=None)
        self._check_room(new, leaver)
        told = said_by(by, notes, field="notes")
        return self._record(Offered(self._stamp(by, at), new_id("offer"), new, None, leaver, told))

    def accept(self, *, by: str, at: datetime | None = None) -> Self:
        """Say yes to a role that was offered to one: it is held from the agreed day, and not before the yes."""
        self._check_force("offer_accepted", at := moment(at))
        offer = self.holdings.offer_to(by)
        if offer is None:
            raise self._not_offered(by, "accept it")
        since = max(offer.holding.since, at.date())
        if offer.holding.is_over(since):
            raise Inconsistent("until", f"the term ended on {offer.holding.until} already; have it offered anew")
        self._check_room(attrs.evolve(offer.holding, since=since), offer.leaver)
        return self._record(OfferAccepted(self._stamp(by, at), offer.id, since))

    def decline(self, *, by: str, reason: str | Prose | None = None, at: datetime | None = None) -> Self:
        """Not take a role that was offered to one; who holds it goes on."""
        self._check_force("offer_declined", at := moment(at))
        offer = self.holdings.offer_to(by)
        if offer is None:
            raise self._not_offered(by, "decline it")
        return self._record(OfferDeclined(self._stamp(by, at), offer.id, said_by(by, reason)))

    def step_down(
        self, *, by: str, person: str | None = None, last_day: date | None = None, reason: str | Prose | None = None,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Hold it no longer after a day; ``person`` is who, where somebody at the table notes it for them."""
        at, who = moment(at), by if person is None else person
        self._allow("stepped_down", None if by == who else by, at)
        day = at.date() if last_day is None else day_of(last_day, "last_day")
        if all(one.person != who or (one.until is not None and one.until <= day) for one in self.holdings.held):
            raise Inconsistent("person", f"{who} does not hold it after {day} anyway; nothing needs to be said")
        return self._record(SteppedDown(self._stamp(by, at), who, day, said_by(by, reason)))

    def name_deputy(self, deputy: str | None, *, of: str, by: str, at: datetime | None = None) -> Self:
        """Say who stands in for a holder who is away, or that nobody does any longer."""
        at = moment(at)
        self._allow("deputy_named", None if by == of else by, at)
        if all(one.person != of or one.is_over(at.date()) for one in self.holdings.held):
            raise Inconsistent("of", f"{of} does not hold it; name the deputy of somebody who does")
        if deputy is not None and any_id(deputy, "deputy") == of:
            raise Inconsistent("deputy", f"{of} cannot stand in for themselves; name somebody else or nobody")
        return self._record(DeputyNamed(self._stamp(by, at), of, deputy))

    # -- questions

    def holders(self, day: date) -> tuple[Holding, ...]:
        """Who holds it on a day, with focus, share, term and deputy."""
        over = self.force is Force.ENDED and self.ended_on is not None and day > self.ended_on
        expired = self.ends_on is not None and day > self.ends_on
        return () if over or expired else on(self.holdings.held, day)

    def is_vacant(self, day: date) -> bool:
        """Whether it is in force and nobody holds it on a day."""
        in_force = self.in_force is not None and self.in_force.since <= day and self.force_on(day) is Force.IN_FORCE
        return in_force and not self.holders(day)

    def findings(self, day: date) -> Iterator[Finding]:
        """What deserves a thought on a day: it is vacant, or part of it is nobody's."""
        held = self.holders(day)
        if self.is_vacant(day):
            yield Finding("holders", "nobody holds it; elect or appoint somebody")
        shares = [Fraction(*one.share) for one in held if one.share is not None]
        if shares and len(shares) == len(held) and sum(shares, Fraction(0)) < 1:
            yield Finding("share", f"{1 - sum(shares, Fraction(0))} of it is nobody's")

    @property
    def status(self) -> str:
        """One word for lists: as of everything co-led, and ``vacant`` where it is in force and nobody holds it."""
        vacant = self.force is Force.IN_FORCE and not self._held_yet()
        return "vacant" if vacant else super().status

    @property
    def awaited(self) -> Iterator[str]:
        """Also to whom it was offered."""
        yield from super().awaited
        if self.force is not Force.ENDED:
            yield from (offer.holding.person for offer in self.holdings.offers)

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:
        """Also an answer from whomever it was offered to."""
        yield from super().owed(person, now)
        offer = self.holdings.offer_to(person)
        if offer is not None and self.force is not Force.ENDED:
            what = f"“{self.title}” was offered to you{', to take over,' if offer.leaver else ''}"
            yield Obligation(
                person=person, subject=self.id, owed=Owed.HAND_OVER if offer.leaver else Owed.OFFER,
                reason=f"{what} and waits for your answer", since=offer.since, verb="accept", about=offer.id,
            )  # fmt: skip

    def links(self) -> Iterator[tuple[str, str]]:
        """Who words it, its team, who holds it, their deputies, and to whom it is offered."""
        yield from super().links()
        team = (self.in_force or self._newest()).content.team
        if team is not None:
            yield "team", team
        if self.force is not Force.ENDED:
            yield from (("holder", one.person) for one in self._held_yet())
            yield from (("deputy", one.deputy) for one in self._held_yet() if one.deputy is not None)
            yield from (("offered", offer.holding.person) for offer in self.holdings.offers)

    # -- folding

    @classmethod
    def begun(cls, event: LifeEvent[RoleText] | HoldingEvent) -> Self:
        """The role as its first wording left it."""
        return cls(id=cast("RoleId", event.stamp.subject)).after(event)

    def after(self, event: LifeEvent[RoleText] | HoldingEvent) -> Self:
        """The role after an event."""
        told = event.stamp.at.date()
        match event:
            case Offered() | OfferAccepted() | OfferDeclined() | Elected() | SteppedDown() | DeputyNamed():
                return attrs.evolve(
                    self, revision=event.stamp.step, holdings=self.holdings.after(event), told=told
                )  # fmt: skip
            case _:
                return attrs.evolve(self._lived(event), told=told)

    # -- what the verbs stand on

    def _could(self, what: str, at: datetime) -> bool:
        offered = bool(self.holdings.offers) or what not in {"offer_accepted", "offer_declined"}
        held = bool(self.holders(at.date())) or what not in {"stepped_down", "deputy_named"}
        return super()._could(what, at) and offered and held

    def _days(self) -> tuple[tuple[Due, date], ...]:
        """What falls due on which day: also the end of a term, when somebody is elected again."""
        days, terms = super()._days(), [one.until for one in self._held_yet() if one.until is not None]
        return (*days, (Due.TERM, min(terms))) if terms and self.force is Force.IN_FORCE else days

    @property
    def _agreed(self) -> InForce[RoleText]:
        """What is in force; the table of moves has made sure that there is something."""
        return cast("InForce[RoleText]", self.in_force)

    def _held_yet(self) -> tuple[Holding, ...]:
        """What is held, or will be, and was not over when last told."""
        return tuple(one for one in self.holdings.held if not one.is_over(self.told))

    def _check_room(self, new: Holding, leaver: str | None = None) -> None:
        """Raise where it is open-ended and may not be, held by somebody else, or shared out more than whole."""
        kind = self._agreed.content.whole_kind
        if kind.must_end and new.until is None:
            raise Inconsistent("until", f"this kind of role ({kind.name}) is never open-ended; set the last day")
        rest = self.holdings.without((new.person, leaver), new.since)
        others = [one for one in rest if one.meets(new)]
        texts = [self._agreed.content, *(one.content for one in self.proposals if one.status is Wording.PROPOSED)]
        if others and not all(content.several for content in texts):  # or what is proposed could not be adopted
            first = others[0]
            reason = f"{first.person} holds it from {first.since} to {first.until or 'further notice'}"
            raise Inconsistent("person", f"{reason}; hand it over, or word it so that several may hold it")
        for day in sorted({new.since, *(one.since for one in others if new.holds(one.since))}):
            whole = sum((Fraction(*one.share) for one in (new, *on(others, day)) if one.share), Fraction(0))
            if whole > 1:
                raise Inconsistent("share", f"from {day} the shares would be {whole} of the role; choose at most 1")

    def _outcome(
        self, new: Holding, said: Mapping[str, Stance | str], rule: DecisionRule, by: str, at: datetime
    ) -> tuple[Voice, ...]:
        """The voices that elect somebody, or `Inconsistent` with what the rule says where they do not."""
        wording = wording_of((self._agreed.wording, "elects", new.person, new.since))
        voices = tuple(Voice(any_id(seat, "voices"), _stance(one), wording, by, at) for seat, one in said.items())
        eligible = {seat.person: seat.part for seat in self._agreed.seats}
        strangers = [voice.seat for voice in voices if voice.seat not in {*eligible, new.person}]
        if strangers:
            raise NotAllowedFor(strangers[0], wanted="elect", who_could=", ".join(eligible))
        own = [voice.stance for voice in voices if voice.seat == new.person]
        if own not in ([Stance.CONSENT], [Stance.CONCERN]):
            raise Inconsistent("voices", f"{new.person} has not said yes, and nobody is elected without that; ask them")
        if rule.decided_by == PROPOSER:
            eligible[by] = PROPOSER
        outcome = rule.outcome(voices, wording=wording, eligible=eligible, now=at)
        if outcome.result is not Result.ADOPTED:
            raise Inconsistent("voices", f"{new.person} is not elected by {rule.id}: {outcome.reason}; talk it over")
        return voices

    def _not_offered(self, by: str, wanted: str) -> NotAllowedFor:
        asked = ", ".join(offer.holding.person for offer in self.holdings.offers)
        return NotAllowedFor(by, wanted=wanted, who_could=asked or "nobody, as it is offered to nobody")

    def _check_ready(self, target: Proposal[RoleText]) -> None:
        """Several who hold it together cannot be worded away: somebody steps down first."""
        super()._check_ready(target)
        for one, other in combinations(self._held_yet(), 2):
            if not target.content.several and one.person != other.person and one.meets(other):
                reason = f"{one.person} and {other.person} hold it together; one of them steps down first"
                raise Inconsistent("several", reason)


def _stance(value: object) -> Stance:
    try:
        return Stance(value)
    except ValueError:
        known = ", ".join(stance.value for stance in Stance)
        raise Inconsistent("voices", f"{value!r:.60} is no stance; choose one of {known}") from None


def _nominated(person: str, nominations: Mapping[str, str]) -> tuple[Nomination, ...]:
    """Who nominated whom; where anybody was nominated, who is elected is among them."""
    named = tuple(
        Nomination(any_id(by, "nominations"), any_id(whom, "nominations")) for by, whom in nominations.items()
    )
    if named and person not in {one.person for one in named}:
        whom = ", ".join(dict.fromkeys(one.person for one in named))
        raise Inconsistent("nominations", f"nobody nominated {person}; elect one of {whom}")
    return named
