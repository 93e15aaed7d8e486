"""Agreements: contracts that both sides have worded and both can change.

A co-leadership contract, a team agreement, a mentoring, coaching or interim agreement: each is drafted together, agreed
by voices on one exact wording, lived by, reviewed, reworded or ended. What it says is in `terms` and `clauses`, how it
is kept in `keeping`, and the verbs that it shares with everything co-led in `heart.coled`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Final, Self, Unpack, cast

import attrs

from coleadership.agreements.clauses import Clause, Mandate
from coleadership.agreements.keeping import (
    BreachRepaired,
    BreachReported,
    HandedOver,
    Keeping,
    KeepingEvent,
    NoticeGiven,
    NoticeWithdrawn,
    Offer,
    Overridden,
)
from coleadership.agreements.terms import Audience, Terms, TermsFields
from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.evolving import evolve
from coleadership.heart.coled import CoLed
from coleadership.heart.consent import CONSENSUS, DecisionRule
from coleadership.heart.due import midnight
from coleadership.heart.events import Calendars, Stamp, moment
from coleadership.heart.life import (
    FORCE_MOVES,
    Adopted,
    AdoptedOnRecord,
    Basis,
    Drafted,
    Ended,
    Force,
    LifeEvent,
    Moves,
    Proposed,
    Rejected,
)
from coleadership.heart.obligations import Obligation, Owed
from coleadership.heart.seating import drafted, met, put
from coleadership.heart.wording import Seat, next_review, wording_of
from coleadership.ids import any_id, new_id
from coleadership.prose import Prose, line, said_by, text
from coleadership.rhythm.workdays import day_of, days_after

if TYPE_CHECKING:
    from coleadership.ids import AgreementId

__all__ = ["LEGAL_NOTE", "Agreement"]

LEGAL_NOTE: Final = (
    "This agreement changes neither employment contract, collective agreement nor the responsibility for the work "
    "environment."
)
"""Stands wherever an agreement is shown."""

_KEPT = ("breach_reported", "breach_repaired", "notice_given", "notice_withdrawn", "handed_over", "overridden")


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Agreement(CoLed[Terms, KeepingEvent]):
    """An agreement between people, worded by all of them."""

    KIND: ClassVar[str] = "agreement"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"party", "author", "serves"})
    MOVES: ClassVar[Moves[Force]] = {
        **FORCE_MOVES,
        **{(force, event): force for force in (Force.IN_FORCE, Force.PAUSED) for event in _KEPT},
    }

    if TYPE_CHECKING:
        id: AgreementId

    keeping: Keeping = attrs.field(factory=Keeping)

    # -- starters

    @classmethod
    def draft(
        cls, title: str | Prose, *, parties: Mapping[str, str], by: str, at: datetime | None = None,
        **fields: Unpack[TermsFields],
    ) -> Self:  # fmt: skip
        """Begin an agreement with a first wording; it may still be incomplete (see `readiness`).

        >>> from coleadership import Commitment, Part, Support
        >>> rota = Agreement.draft(
        ...     "Evening rota",
        ...     parties={"anna": Part.CO_LEADER, "bo": Part.COORDINATOR},
        ...     clauses=[Commitment("I publish the rota two weeks ahead", by="anna")],
        ...     by="anna",
        ... )
        >>> rota = rota.add(Support("Cover for sick leave is always paid", by="bo")).propose(by="bo")
        >>> rota.status, rota.consent(by="anna").status
        ('proposed', 'in_force')
        """
        at = moment(at)
        return drafted(cls, Terms.worded(title, parties, at.date(), **fields), by, at)

    @classmethod
    def in_meeting(
        cls, title: str | Prose, *, parties: Mapping[str, str], present: Collection[str], by: str,
        at: datetime | None = None, **fields: Unpack[TermsFields],
    ) -> Self:  # fmt: skip
        """Record what everybody present worded and said yes to in the room; ``by`` is who took it down.

        If a party was away, it waits for their answer.

        >>> from coleadership import Commitment, Part, Support
        >>> Agreement.in_meeting(
        ...     "Evening rota",
        ...     parties={"anna": Part.CO_LEADER, "bo": Part.COORDINATOR},
        ...     clauses=[Commitment("I keep the rota", by="anna"), Support("I cover sick leave", by="bo")],
        ...     present=["anna", "bo"],
        ...     by="bo",
        ... ).status
        'in_force'
        """
        at = moment(at)
        return met(cls, Terms.worded(title, parties, at.date(), **fields), present, by, at)

    @classmethod
    def on_paper(
        cls, title: str | Prose, *, signed: date, parties: Mapping[str, str], by: str,
        reference: str | Prose | None = None, at: datetime | None = None, **fields: Unpack[TermsFields],
    ) -> Self:  # fmt: skip
        """Record what all parties signed on paper; once the others confirm it, it is in force since that day.

        ``reference`` says where the paper lies. To confirm is to `consent`.
        """
        at = moment(at)
        if day_of(signed, "signed") > at.date():
            raise Inconsistent("signed", f"{signed} is still to come; give the day on which it was signed")
        terms = Terms.worded(title, parties, signed, **fields)
        begun = drafted(cls, terms, by, at, together=tuple(seat.person for seat in terms.parties))
        paper = None if reference is None else line(reference, field="reference").owned_by(by)
        return put(begun, by, at, rule=CONSENSUS, signed=signed, paper=paper)._agreed_by((by,), by, at)

    @classmethod
    def on_record(
        cls, title: str | Prose, *, parties: Mapping[str, str], by: str, at: datetime | None = None,
        **fields: Unpack[TermsFields],
    ) -> Self:  # fmt: skip
        """Record a wording that was adopted elsewhere; whose voices carried it is not known, and none is invented."""
        at = moment(at)
        terms = Terms.worded(title, parties, at.date(), **fields).owned_by(by)
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, any_id(by, "by"), at)
        return cls._begin(AdoptedOnRecord(stamp, terms.reviewable(), wording_of(terms), at.date()))

    # -- verbs: wording it

    def revise(
        self, *, by: str, title: str | Prose | None = None, parties: Mapping[str, str] | None = None,
        proposal: str | None = None, apart: bool = False, at: datetime | None = None, **fields: Unpack[TermsFields],
    ) -> Self:  # fmt: skip
        """Word it anew: every voice on the earlier wording is void. What is left out stays as it is.

        Where it is in force, this drafts an amendment, and the old wording binds until the new one is adopted;
        ``apart`` drafts another one beside those that are open.
        """
        terms = self._base(proposal, apart=apart).reworded(title, parties, **fields)
        return self._reword(terms, by, moment(at), proposal, apart=apart)

    def add(
        self, *clauses: Clause, by: str | None = None, proposal: str | None = None, at: datetime | None = None
    ) -> Self:
        """Add clauses; ``by`` may be left out where all of them are one person's."""
        whose = {getattr(clause, "person", None) for clause in clauses}
        actor = by if by is not None or len(whose) != 1 else whose.pop()
        if not clauses or actor is None:
            raise Inconsistent("by", "say who adds these clauses, and give at least one clause")
        terms = self._base(proposal)
        terms = terms.reworded(None, None, clauses=(*terms.clauses, *clauses))
        return self._reword(terms, actor, moment(at), proposal)

    def change(
        self, clause: str, words: str | Prose, *, by: str, proposal: str | None = None, at: datetime | None = None
    ) -> Self:
        """Reword one clause, found by its id."""
        terms = self._base(proposal).with_words(clause, text(words, field="clause").owned_by(by))
        return self._reword(terms, by, moment(at), proposal)

    def remove(self, clause: str, *, by: str, proposal: str | None = None, at: datetime | None = None) -> Self:
        """Leave one clause out, found by its id."""
        terms = self._base(proposal)
        clauses = tuple(old for old in terms.clauses if old is not terms.clause(clause))
        return self._reword(evolve(terms, clauses=clauses), by, moment(at), proposal)

    def adopt_on_record(
        self, *, by: str, parties: Mapping[str, str] | None = None, at: datetime | None = None,
        **fields: Unpack[TermsFields],
    ) -> Self:  # fmt: skip
        """Record the next wording that was adopted elsewhere; ``by`` is its author, who may be new at the table.

        What was agreed here, or is being worded here, changes by voices only.
        """
        at, in_force = moment(at), self.in_force
        self._check_force("adopted_on_record", at)
        if self.proposals or in_force is None or in_force.basis is not Basis.ON_RECORD:
            raise NotAllowedNow(self.id, status="worded here", wanted="adopted on record", allowed=("revise",))
        terms = self._base(None).reworded(None, parties, **fields).owned_by(by)
        if "review" not in fields:
            terms = evolve(terms, review=next_review(at.date(), terms.end))
        terms = terms.reviewable()
        return self._record(AdoptedOnRecord(self._stamp(by, at), terms, wording_of(terms), at.date()))

    # -- verbs: keeping it

    def report_breach(self, clause: str, what: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Say that a clause in force was not kept: what happened, not who is to blame."""
        self._allow("breach_reported", by, at := moment(at))
        broken = self._binding_terms().clause(clause)
        said = text(what, field="what").owned_by(by)
        return self._record(BreachReported(self._stamp(by, at), new_id("breach"), broken.id, said))

    def repair_breach(self, breach: str, how: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Say how a breach was put right, or talked through."""
        self._allow("breach_repaired", by, at := moment(at))
        open_ones = [one.id for one in self.keeping.breaches if one.repaired is None]
        if breach not in open_ones:
            raise Inconsistent("breach", f"{breach} is no open breach (open: {', '.join(open_ones) or 'none'})")
        return self._record(BreachRepaired(self._stamp(by, at), breach, text(how, field="how").owned_by(by)))

    def give_notice(self, *, by: str, reason: str | Prose | None = None, at: datetime | None = None) -> Self:
        """End it alone: it binds for as many more days as were agreed."""
        self._allow("notice_given", by, at := moment(at))
        if self.keeping.last_day is not None:
            status = f"under notice by {self.keeping.noticed_by} until {self.keeping.last_day}"
            raise NotAllowedNow(self.id, status=status, wanted="ended by notice", allowed=("withdraw_notice",))
        last_day = days_after(at.date(), self._binding_terms().notice_days)
        last_day = min(day for day in (last_day, self.ends_on) if day is not None)
        why = said_by(by, reason)
        return self._record(NoticeGiven(self._stamp(by, at), last_day, why))

    def withdraw_notice(self, *, by: str, at: datetime | None = None) -> Self:
        """Stay after all, before the notice has run out."""
        self._allow("notice_withdrawn", by, at := moment(at))
        if by != self.keeping.noticed_by:
            who = self.keeping.noticed_by or "nobody, as no notice was given"
            raise NotAllowedFor(by, wanted="withdraw a notice", who_could=who)
        return self._record(NoticeWithdrawn(self._stamp(by, at)))

    def hand_over(self, leaver: str, *, to: str, by: str, at: datetime | None = None) -> Self:
        """Offer somebody's seat to a successor: all say yes or the old wording stays, and nobody inherits silently."""
        self._allow("handed_over", by, at := moment(at))
        seat = next((seat for seat in self._binding_seats() if seat.person == leaver), None)
        if seat is None or any_id(to, "to") in {seat.person for seat in self.table}:
            raise Inconsistent("to", f"name a party as the leaver and somebody who is no party yet, not {to}")
        proposal = new_id("proposal")
        offered = self._record(HandedOver(self._stamp(by, at), proposal, leaver, to))
        terms = offered._base(None, apart=True).handed_over(leaver, to)
        wording = wording_of(terms)
        drafted = offered._record(Drafted(offered._stamp(by, at), proposal, terms, wording))
        eligible = drafted._eligible(drafted._pick(proposal, wanted="handed over"))
        proposed = drafted._record(Proposed(drafted._stamp(by, at), proposal, wording, CONSENSUS, eligible))
        return proposed.consent(by=by, wording=wording, at=at)

    def decline_hand_over(self, *, by: str, reason: str | Prose | None = None, at: datetime | None = None) -> Self:
        """Not take over a seat that was offered: it ends if whose seat it is wants to go and is needed."""
        self._check_force("ended", at := moment(at))
        offered = {offer.successor: offer for offer in self.offers}
        if by not in offered:
            who = ", ".join(offered) or "nobody, as no seat is offered"
            raise NotAllowedFor(by, wanted="decline to take over", who_could=who)
        why = said_by(by, reason)
        offer = offered[by]
        others = self._pick(offer.proposal, wanted="declined").content.without({by})
        if offer.by != offer.leaver or not others.short_of():
            return self._record(Rejected(self._stamp(by, at), offer.proposal, "the successor declined", why))
        return self._record(Ended(self._stamp(by, at), at.date(), why))

    def override(
        self, reason: str | Prose, *, by: str, clauses: Collection[str] = (), at: datetime | None = None
    ) -> Self:
        """Record that the employer decided otherwise, and why; ``by`` need not be a party."""
        self._check_force("overridden", at := moment(at))
        named = tuple(self._binding_terms().clause(id).id for id in clauses)
        return self._record(Overridden(self._stamp(by, at), text(reason, field="reason").owned_by(by), named))

    def leave(self, *, by: str, at: datetime | None = None) -> Self:
        """Leave the table, where enough others stay; open rounds go on without one's voice."""
        if by in {offer.successor for offer in self.offers}:
            return self.decline_hand_over(by=by, at=at)
        for part, _ in self._base(None, apart=True).without({by}).short_of():
            raise Inconsistent("by", f"without {by} no {part} is left; give notice, hand over or end it together")
        return super().leave(by=by, at=at)

    # -- questions

    @property
    def audience(self) -> str:
        """Who may read it: as was agreed, so that nobody opens or shuts it alone; before that, those at its table."""
        return str(Audience.PARTIES if self.in_force is None else self.in_force.content.audience)

    @property
    def ends_on(self) -> date | None:
        """The last day on which it binds: the agreed end, or earlier where notice was given."""
        agreed = None if self.in_force is None else self.in_force.content.end
        last = self.keeping.last_day
        return agreed if last is None else last if agreed is None else min(agreed, last)

    def force_on(self, day: date) -> Force:
        """Whether it binds on a day: a notice that has run out ends it, an agreed end lets it expire."""
        if self.keeping.last_day is not None and day > self.keeping.last_day:
            return Force.ENDED
        return super().force_on(day)

    def _could(self, what: str, at: datetime) -> bool:
        if what == "adopted_on_record" and (self.proposals or getattr(self.in_force, "basis", None) != Basis.ON_RECORD):
            return False
        return super()._could(what, at) and self.keeping.could(what) and (what != "ended" or bool(self.offers))

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The seats offered to a successor who has yet to answer."""
        return tuple(offer for offer in self.keeping.offers if self.formulation.proposal(offer.proposal) is not None)

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:
        """What it waits for from a person: of a successor, whether they take over."""
        offered = {offer.proposal for offer in self.offers if offer.successor == person}
        for one in super().owed(person, now):
            if one.about in offered:
                reason = f"you were asked to take over in “{self.title}”"
                yield evolve(one, owed=Owed.HAND_OVER, reason=reason)
            else:
                yield one

    def settle(self, *, at: datetime | None = None, calendars: Calendars | None = None) -> Self:
        """Record what time alone has brought about: also that a notice has run out."""
        settled, last_day = super().settle(at=(at := moment(at)), calendars=calendars), self.keeping.last_day
        if last_day is None or settled.force is Force.ENDED or at.date() <= last_day:
            return settled
        return settled._record(Ended(settled._stamp(None, at), last_day))

    @property
    def wakes(self) -> datetime | None:
        """When time next has something to tell: also on the day after a notice has run out."""
        wakes, last_day = super().wakes, self.keeping.last_day
        if last_day is None or self.force is Force.ENDED:
            return wakes
        over = midnight(days_after(last_day, 1))
        return over if wakes is None else min(wakes, over)

    def is_binding(self, day: date) -> bool:
        """Whether its parties owe one another what it says on this day."""
        return self.in_force is not None and self.in_force.since <= day and self.force_on(day) is Force.IN_FORCE

    def mandates(self, day: date) -> tuple[Mandate, ...]:
        """What is delegated to whom on this day: nothing if it has expired, rests or was overridden."""
        clauses = self._binding_terms().clauses if self.is_binding(day) else ()
        here = {seat.person for seat in self._binding_seats()}
        mandates = (clause for clause in clauses if isinstance(clause, Mandate) and clause.by in here)
        return tuple(mandate for mandate in mandates if not self.keeping.overrules(mandate.id))

    def links(self) -> Iterable[tuple[str, str]]:
        """Its parties, its authors, and what it serves."""
        return [*super().links(), *[("serves", id) for id in self.content.links]]

    # -- folding

    @classmethod
    def begun(cls, event: LifeEvent[Terms] | KeepingEvent) -> Self:
        """The agreement as its first wording left it."""
        return cls(id=cast("AgreementId", event.stamp.subject)).after(event)

    def after(self, event: LifeEvent[Terms] | KeepingEvent) -> Self:
        """The agreement after an event."""
        match event:
            case BreachReported() | BreachRepaired() | NoticeGiven() | NoticeWithdrawn() | HandedOver() | Overridden():
                return evolve(self, revision=event.stamp.step, keeping=self.keeping.after(event))
            case Adopted() | AdoptedOnRecord():
                lived, before = self._lived(event), self._binding_terms().clauses if self.in_force else ()
                unchanged = {clause.id for clause in lived._binding_terms().clauses if clause in before}
                return evolve(lived, keeping=self.keeping.renewed(unchanged))
            case _:
                return self._lived(event)

    # -- what the verbs stand on

    def _rule(self) -> DecisionRule:
        """A contract comes into force by the yes of everybody; in a team, some may stand aside."""
        return super()._rule() if self.in_force or {p.content.kind for p in self.proposals} == {"team"} else CONSENSUS

    def _binding_terms(self) -> Terms:
        return self.content if self.in_force is None else self.in_force.content

    def _binding_seats(self) -> tuple[Seat, ...]:
        return () if self.in_force is None else self.in_force.seats
