"""The life that everything co-led shares, as verbs: propose and answer, review, renegotiate, pause, leave, end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import ClassVar, Generic, Self, TypeVar

import attrs

from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.evolving import evolve
from coleadership.heart.awaiting import awaited, owed
from coleadership.heart.consent import Stance, Voice
from coleadership.heart.due import Due, FellDue, retold
from coleadership.heart.events import Event, moment
from coleadership.heart.formulation import InForce, Proposal
from coleadership.heart.life import (
    Adopted,
    AdoptedOnRecord,
    Ended,
    EndingProposed,
    Force,
    LifeEvent,
    ObjectionWithdrawn,
    PartyLeft,
    Paused,
    Proposed,
    RenegotiationCalled,
    Resumed,
    Reviewed,
    ReviewOutcome,
    VoiceGiven,
    Wording,
)
from coleadership.heart.obligations import Obligation
from coleadership.heart.worded import Worded
from coleadership.heart.wording import Content, Finding, next_review, wording_of
from coleadership.ids import new_id
from coleadership.prose import Prose, said_by, text
from coleadership.rhythm.workdays import WEEKDAYS, WorkingDays, day_of, days_after

__all__ = ["CoLed"]

C = TypeVar("C", bound=Content)
E = TypeVar("E", bound=Event)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class CoLed(Worded[C, E], Generic[C, E]):
    """Something formulated together, agreed, followed up and reformulated."""

    SHAPE: ClassVar[int] = 4
    STATUSES: ClassVar[frozenset[str]] = frozenset({"draft", "proposed", "set_aside", "in_force", "paused", "ended"})

    OVER: ClassVar[frozenset[str]] = frozenset({"ended"})

    renegotiation: tuple[Prose, ...] = ()
    """Why new words have been asked for since the last were adopted."""
    paused_on: date | None = None
    paused_until: date | None = None
    ended_on: date | None = None

    # -- verbs: answering a wording

    def propose(
        self,
        *,
        by: str,
        wording: str | None = None,
        proposal: str | None = None,
        nothing_to_add: bool = False,
        calendar: WorkingDays = WEEKDAYS,
        at: datetime | None = None,
    ) -> Self:
        """Put the newest wording to everybody concerned; whoever proposes consents.

        Raises `Inconsistent` with everything that `readiness` finds missing.
        """
        at, target = moment(at), self._addressed(wording, proposal, "proposed")
        self._allow("proposed", by, at, target)
        self._check_ready(target)
        rule, stamp = self._rule(), self._stamp(by, at)
        eligible, closes = self._eligible(target), rule.closes(at, calendar)
        proposed = self._record(Proposed(stamp, target.id, target.wording, rule, eligible, closes))
        return proposed.consent(by=by, wording=target.wording, nothing_to_add=nothing_to_add, at=at)

    def consent(
        self,
        *,
        by: str,
        concern: str | Prose | None = None,
        wording: str | None = None,
        proposal: str | None = None,
        nothing_to_add: bool = False,
        at: datetime | None = None,
    ) -> Self:
        """Say yes to one exact wording, with a concern if there is one.

        A concern never blocks; it is kept and shown at the next review. Who has not had a say in the wording yet
        words something first or says ``nothing_to_add=True``, so that both sides have formulated what both agree to.
        """
        at, target = moment(at), self._addressed(wording, proposal, "answered")
        self._may_answer(target, by, at)
        subject = self
        heard = {*self.formulation.contributed, *self.formulation.declined}
        if by not in heard and not target.ends:
            if not nothing_to_add:
                reason = f"{by} has not had a say in the wording yet: revise it, or consent with nothing_to_add=True"
                raise Inconsistent("nothing_to_add", reason)
            subject = self.decline_to_add(by=by, at=at)
        stance = Stance.CONSENT if concern is None else Stance.CONCERN
        return subject._voiced(target, by, stance, concern, at)

    def stand_aside(
        self,
        reason: str | Prose | None = None,
        *,
        by: str,
        wording: str | None = None,
        proposal: str | None = None,
        at: datetime | None = None,
    ) -> Self:
        """Neither carry a wording nor stop it."""
        at, target = moment(at), self._addressed(wording, proposal, "answered")
        self._may_answer(target, by, at)
        return self._voiced(target, by, Stance.STAND_ASIDE, reason, at)

    def object(
        self,
        argument: str | Prose,
        *,
        by: str,
        wording: str | None = None,
        proposal: str | None = None,
        at: datetime | None = None,
    ) -> Self:
        """Object to a wording with an argument: what harm it does, or what would serve better."""
        at, target = moment(at), self._addressed(wording, proposal, "answered")
        self._may_answer(target, by, at)
        return self._voiced(target, by, Stance.OBJECT, text(argument, field="argument"), at)

    def withdraw_objection(
        self, *, by: str, wording: str | None = None, proposal: str | None = None, at: datetime | None = None
    ) -> Self:
        """Let an objection go; the wording then still awaits one's answer."""
        at, target = moment(at), self._addressed(wording, proposal, "answered")
        self._may_answer(target, by, at)
        if by not in {voice.seat for voice in target.objections}:
            who = ", ".join(voice.seat for voice in target.objections) or "nobody, as no objection stands"
            raise NotAllowedFor(by, wanted="withdraw an objection", who_could=who)
        return self._record(ObjectionWithdrawn(self._stamp(by, at), target.id, by))._settled(target.id, by, at)

    # -- verbs: living by it

    def call_for_renegotiation(self, reason: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Ask for new words, at any time; what is in force binds until there are some."""
        self._allow("renegotiation_called", by, at := moment(at))
        return self._record(RenegotiationCalled(self._stamp(by, at), text(reason, field="reason").owned_by(by)))

    def hold_review(
        self,
        outcome: ReviewOutcome | str,
        *,
        present: Collection[str],
        by: str,
        until: date | None = None,
        notes: str | Prose | None = None,
        at: datetime | None = None,
    ) -> Self:
        """Record a review held together: keep it until a day (three months ahead unless said), amend it, or end it.

        It takes at least two people, as nobody changes alone what was agreed together; to end it takes everybody.
        """
        self._allow("reviewed", by, at := moment(at))
        outcome = _outcome(outcome)
        self._check_present(present, by, ending=outcome is ReviewOutcome.END)
        if outcome is ReviewOutcome.KEEP or until is not None:
            until = self._kept_until(until, at.date())
        said = said_by(by, notes, field="notes")
        reviewed = self._record(Reviewed(self._stamp(by, at), tuple(sorted({*present})), outcome, until, said))
        if outcome is ReviewOutcome.END:
            return reviewed._record(Ended(reviewed._stamp(by, at), at.date()))
        return reviewed

    def pause(self, reason: str | Prose, *, by: str, until: date | None = None, at: datetime | None = None) -> Self:
        """Let it rest, for a parental leave or an illness: nothing falls due meanwhile."""
        self._allow("paused", by, at := moment(at))
        if until is not None and day_of(until, "until") <= at.date():
            raise Inconsistent("until", f"{until} is no day to let it rest to; choose one after {at.date()}")
        return self._record(Paused(self._stamp(by, at), text(reason, field="reason").owned_by(by), until))

    def resume(self, *, by: str, at: datetime | None = None) -> Self:
        """Go on after a pause; the review moves by as many days as it rested, up to the end."""
        self._allow("resumed", by, at := moment(at))
        review, end = self.review, self.ends_on
        if review is not None and self.paused_on is not None:
            review = days_after(review, max((at.date() - self.paused_on).days, 0))
            review = review if end is None else min(review, end)
        return self._record(Resumed(self._stamp(by, at), review))

    def end_together(
        self,
        *,
        by: str,
        reason: str | Prose | None = None,
        calendar: WorkingDays = WEEKDAYS,
        at: datetime | None = None,
    ) -> Self:
        """Propose to end what is in force; it ends once the others agree, by the rule that it was agreed under."""
        self._allow("ending_proposed", by, at := moment(at))
        in_force, id = self.in_force, new_id("proposal")
        if in_force is None:
            raise NotAllowedNow(self.id, status="not yet in force", wanted="ended", allowed=self.allowed(at))
        wording, rule = wording_of((in_force.wording, "ends", id)), in_force.content.rule
        why = said_by(by, reason)
        stamp, closes = self._stamp(by, at), rule.closes(at, calendar)
        event = EndingProposed(stamp, id, wording, rule, self._bound(), closes, why)
        return self._record(event).consent(by=by, wording=wording, at=at)

    def leave(self, *, by: str, at: datetime | None = None) -> Self:
        """Leave the table; open rounds go on without one's voice."""
        self._allow("party_left", by, at := moment(at))
        subject = self._record(PartyLeft(self._stamp(by, at), by))
        for proposal in self.proposals:
            if proposal.status is Wording.PROPOSED and subject.formulation.proposal(proposal.id) is not None:
                subject = subject._settled(proposal.id, by, at)
        return subject

    # -- questions

    def readiness(self) -> tuple[Finding, ...]:
        """What is missing before the newest wording can be proposed, and what deserves a thought, with field paths."""
        return tuple(self._lacks(self._newest()))

    def review_is_overdue(self, day: date) -> bool:
        """Whether the agreed day of review has passed while it is in force."""
        return self.review is not None and self.review < day and self.force_on(day) is Force.IN_FORCE

    @property
    def status(self) -> str:
        """One word for lists: draft, proposed, set_aside, in_force, paused or ended."""
        if self.force is not Force.NOT_YET:
            return self.force.name.lower()
        statuses = [proposal.status for proposal in self.formulation.proposals]
        if Wording.PROPOSED in statuses:
            return "proposed"
        return "draft" if statuses else "set_aside"

    @property
    def next_due(self) -> date | None:
        """The next day on which something falls due: a round closes, a review is held, a pause is over, it ends."""
        days = [day for _, day in self._days()]
        days += [proposal.closes.date() for proposal in self.formulation.proposals if proposal.closes is not None]
        return min(days, default=None)

    @property
    def awaited(self) -> Iterable[str]:
        """Who has yet to answer or to word something, and who reviews it together once that is due."""
        return awaited(self)

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:
        """An answer to what is proposed, words for what is drafted, a review: what it waits for from a person."""
        return owed(self, person, now)

    # -- folding

    def _lived(self, event: LifeEvent[C]) -> Self:
        """The subject after an event of the shared life."""
        force = self.MOVES.get((self.force, event.participle), self.force)
        lived = evolve(self, revision=event.stamp.step, force=force, formulation=self.formulation.after(event))
        match event:
            case Adopted():
                return evolve(lived, review=event.review, renegotiation=(), ended_on=None)
            case AdoptedOnRecord():
                return evolve(lived, review=event.content.review, renegotiation=())
            case Reviewed():
                asked = (event.notes,) if event.outcome is ReviewOutcome.AMEND and event.notes else ()
                return evolve(lived, review=event.until or self.review, renegotiation=(*self.renegotiation, *asked))
            case RenegotiationCalled():
                return evolve(lived, renegotiation=(*self.renegotiation, event.reason))
            case Paused():
                return evolve(lived, paused_on=event.stamp.at.date(), paused_until=event.until)
            case Resumed():
                return evolve(lived, paused_on=None, paused_until=None, review=event.review)
            case FellDue():
                return evolve(lived, reminded=retold(self.reminded, event))
            case Ended():
                return evolve(lived, ended_on=event.on)
            case _:
                return lived

    # -- what the verbs stand on

    def _days(self) -> tuple[tuple[Due, date], ...]:
        """What falls due on which day: while it rests, only the end of the pause."""
        if self.force is Force.IN_FORCE:
            return super()._days()
        paused = self.paused_until if self.force is Force.PAUSED else None
        return () if paused is None else ((Due.PAUSE, paused),)

    def _addressed(self, wording: str | None, proposal: str | None, wanted: str) -> Proposal[C]:
        """The proposal whose exact wording somebody saw and speaks of."""
        if wording is None:
            if self.unseen:
                reason = "name the wording that its speaker saw: wording=…, as this one was loaded on their behalf"
                raise Inconsistent("wording", reason)
            return self._pick(proposal, wanted=wanted)
        for open_one in self.proposals:
            if open_one.wording == wording and proposal in {None, open_one.id}:
                return open_one
        if self.in_force is not None and self.in_force.wording == wording:
            raise NotAllowedNow(self.id, status="in force in that wording", wanted=wanted, allowed=self._could_begin())
        now = self._pick(proposal, wanted=wanted)
        reason = f"{wording} is not on the table any more: read {now.wording}, by {now.author}, and answer that one"
        raise Inconsistent("wording", reason)

    def _lacks(self, lying: Proposal[C] | InForce[C]) -> Iterator[Finding]:
        """What a wording still lacks for those who are at the table."""
        return lying.content.without(lying.left).findings()

    def _check_ready(self, target: Proposal[C]) -> None:
        """Raise with everything that keeps a wording from being proposed."""
        missing = [finding for finding in self._lacks(target) if finding.blocks]
        if missing:
            first, *more = missing
            raise Inconsistent(first.path, first.message, also=[f"{other.path}: {other.message}" for other in more])

    def _may_answer(self, target: Proposal[C], by: str, at: datetime) -> None:
        """Raise unless this person has a voice on this proposal now."""
        self._allow("voice_given", by, at, target)
        eligible = [seat.person for seat in target.eligible]
        if by not in eligible:
            raise NotAllowedFor(by, wanted="answer", who_could=", ".join(eligible))

    def _voiced(self, target: Proposal[C], seat: str, stance: Stance, why: str | Prose | None, at: datetime) -> Self:
        """Record a voice and what it decides."""
        argument = said_by(seat, why)
        voice = Voice(seat, stance, target.wording, seat, at, argument)
        event = VoiceGiven(self._stamp(seat, at), target.id, voice)
        return self._record(event)._settled(target.id, seat, at)

    def _agreed_by(self, present: Collection[str], by: str, at: datetime) -> Self:
        """Record that these people said yes, noted by one of them, and what that decides."""
        subject, target = self, self._pick(None, wanted="answered")
        for seat in present:
            voice = Voice(seat, Stance.CONSENT, target.wording, by, at)
            subject = subject._record(VoiceGiven(subject._stamp(by, at), target.id, voice))
        return subject._settled(target.id, by, at)

    def _check_present(self, present: Collection[str], by: str, *, ending: bool) -> None:
        bound = self.table if self.in_force is None else self.in_force.seats
        people = {seat.person for seat in bound}
        strangers, absent = sorted({*present} - people), sorted(people - {*present})
        if strangers:
            raise NotAllowedFor(strangers[0], wanted="review this", who_could=", ".join(sorted(people)))
        if by not in present or (len({*present}) < 2 <= len(people)):
            raise Inconsistent("present", f"a review is held together: name {by} and somebody else of {sorted(people)}")
        if ending and absent:
            raise Inconsistent(
                "present", f"ending takes everybody, and {', '.join(absent)} was absent; use end_together"
            )

    def _kept_until(self, until: date | None, today: date) -> date:
        """The day of the next review, after today and not after the end."""
        end = self.ends_on
        if until is None:
            until = next_review(today, end)
        if day_of(until, "until") <= today or (end is not None and until > end):
            limit = "" if end is None else f" and not after the end on {end}"
            raise Inconsistent("until", f"{until} is no day to keep it to; choose one after {today}{limit}")
        return until


def _outcome(outcome: ReviewOutcome | str) -> ReviewOutcome:
    try:
        return ReviewOutcome(outcome)
    except ValueError:
        known = ", ".join(one.value for one in ReviewOutcome)
        raise Inconsistent("outcome", f"{outcome!r} is no outcome of a review; choose one of {known}") from None
