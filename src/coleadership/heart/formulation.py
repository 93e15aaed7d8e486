"""Formulation: the wordings proposed together, the voices on each, and what is in force.

A frozen value that everything co-led holds. It applies events and decides nothing; the verbs are in `coled`.
Earlier wordings are not carried along: they are in the history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Generic, TypeVar, cast

import attrs

from coleadership.evolving import evolve, made_often
from coleadership.heart.consent import PROPOSER, DecisionRule, Outcome, Result, Stance, Voice
from coleadership.heart.life import (
    WORDING_MOVES,
    Adopted,
    AdoptedOnRecord,
    Basis,
    Commented,
    ContributionDeclined,
    Drafted,
    Ended,
    EndingProposed,
    LifeEvent,
    ObjectionWithdrawn,
    Overtaken,
    PartyLeft,
    Proposed,
    Rejected,
    Reviewed,
    Revised,
    VoiceGiven,
    Withdrawn,
    Wording,
)
from coleadership.heart.wording import Content, Seat
from coleadership.prose import Prose

__all__ = ["Comment", "Formulation", "InForce", "Proposal"]

C = TypeVar("C", bound=Content)


@made_often
@attrs.frozen(slots=True, weakref_slot=False)
class Comment:
    """A question or remark on one wording, about a clause or about all of it."""

    by: str | None
    wording: str
    text: Prose
    about: str | None = None


@made_often
@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Proposal(Generic[C]):
    """A wording on its way, and what has been said to it.

    ``wording`` names the newest draft, ``number`` counts drafts of this subject, ``rule``, ``eligible`` and ``closes``
    are fixed when it is proposed. ``ends`` marks the proposal to end what is in force.
    """

    id: str
    content: C
    wording: str
    number: int
    author: str | None
    since: datetime
    """When it came to be as it is: worded, or put to everybody."""
    status: Wording = Wording.DRAFT
    rule: DecisionRule | None = None
    eligible: tuple[Seat, ...] = ()
    closes: datetime | None = None
    voices: tuple[Voice, ...] = ()
    comments: tuple[Comment, ...] = ()
    binds_from: date | None = None
    paper: Prose | None = None
    ends: bool = False
    left: tuple[str, ...] = ()
    """Who has left the table since it was drafted."""

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who this wording would bind, of those who have not left the table."""
        if not self.left:
            return self.content.seats
        return tuple(seat for seat in self.content.seats if seat.person not in self.left)

    @property
    def objections(self) -> tuple[Voice, ...]:
        """The objections that stand."""
        return tuple(voice for voice in self.voices if voice.stance is Stance.OBJECT)

    def moved(self, participle: str) -> Proposal[C]:
        """The proposal after an event of this name, by the table of moves."""
        then = WORDING_MOVES[self.status, participle]
        return self if then is self.status else evolve(self, status=then)

    def heard(self, voice: Voice) -> Proposal[C]:
        """The proposal with a voice in the place of an earlier one of that seat."""
        others = tuple(earlier for earlier in self.voices if earlier.seat != voice.seat)
        return evolve(self, voices=(*others, voice))

    def without(self, person: str) -> Proposal[C]:
        """The proposal after somebody left the table."""
        return evolve(
            self,
            eligible=tuple(seat for seat in self.eligible if seat.person != person),
            voices=tuple(voice for voice in self.voices if voice.seat != person),
            left=_with(self.left, person),
        )

    def outcome(self, now: datetime) -> Outcome:
        """What the rule makes of the voices at a point in time."""
        if self.rule is None:
            return Outcome(Result.OPEN, "it has not been proposed")
        eligible = {seat.person: seat.part for seat in self.eligible}
        if self.rule.decided_by == PROPOSER and self.author in eligible:
            eligible[self.author] = PROPOSER
        return self.rule.outcome(self.voices, wording=self.wording, eligible=eligible, closes=self.closes, now=now)

    @property
    def silent(self) -> tuple[str, ...]:
        """Who has yet to speak."""
        if not self.eligible:
            return ()
        heard = {voice.seat for voice in self.voices}
        return tuple([seat.person for seat in self.eligible if seat.person not in heard])


@made_often
@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class InForce(Generic[C]):
    """What binds: the adopted content, since when, on what ground, and the voices on it.

    These are the voices that it was adopted with, and, where people can still be asked, what they have said since.
    """

    content: C
    wording: str
    number: int
    since: date
    basis: Basis
    paper: Prose | None = None
    """Where the paper lies that it was signed on."""
    voices: tuple[Voice, ...] = ()
    comments: tuple[Comment, ...] = ()
    left: tuple[str, ...] = ()
    """Who has left the table since it was adopted."""
    joined: tuple[Seat, ...] = ()
    """Who was asked to the table since it was adopted, where its words bind nobody."""

    @property
    def concerns(self) -> tuple[Voice, ...]:
        """The concerns with which somebody said yes, to be looked at when it is reviewed."""
        return tuple(voice for voice in self.voices if voice.stance is Stance.CONCERN)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who is at the table now."""
        if not self.left and not self.joined:
            return self.content.seats
        return tuple(seat for seat in (*self.content.seats, *self.joined) if seat.person not in self.left)

    def heard(self, voice: Voice) -> InForce[C]:
        """What binds, with a voice on it in the place of an earlier one of that seat."""
        return evolve(self, voices=(*(one for one in self.voices if one.seat != voice.seat), voice))

    def unheard(self, people: Collection[str]) -> InForce[C]:
        """What binds, without the voices of these people."""
        return evolve(self, voices=tuple(one for one in self.voices if one.seat not in people))

    def with_more(self, seats: Iterable[Seat]) -> InForce[C]:
        """What binds, with more people at the table; who had left it begins anew."""
        more = {seat.person: seat for seat in seats}
        worded = {seat.person for seat in self.content.seats}
        stayed = tuple(seat for seat in self.joined if seat.person not in more)
        new = tuple(seat for seat in more.values() if seat.person not in worded)
        left = tuple(person for person in self.left if person not in more)
        return evolve(self.unheard(more.keys() & {*self.left}), joined=(*stayed, *new), left=left)


@made_often
@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Formulation(Generic[C]):
    """Everything about how a content is worded and agreed, as it stands."""

    proposals: tuple[Proposal[C], ...] = ()
    in_force: InForce[C] | None = None
    set_aside: Proposal[C] | None = None
    """The last proposal that came to nothing, where nothing else is left: it can be worded anew."""
    wordings: int = 0
    """How many wordings there have been."""
    contributed: tuple[str, ...] = ()
    """Who has worded something, alone or together with others in one room."""
    together: tuple[str, ...] = ()
    """Who has worded something together with others in one room."""
    declined: tuple[str, ...] = ()
    """Who was offered to word their part and had nothing to add."""

    def proposal(self, id: str) -> Proposal[C] | None:
        """The open proposal of this id."""
        return next((proposal for proposal in self.proposals if proposal.id == id), None)

    def after(self, event: LifeEvent[C]) -> Formulation[C]:
        """The formulation after an event of the shared life; events that only concern force leave it as it is."""
        match event:  # what happens most often comes first
            case Commented():
                return self._commented(event)
            case Proposed() | VoiceGiven() | ObjectionWithdrawn():
                return self._voiced(event)
            case Revised():
                return self._revised(event)
            case Drafted():
                return self._drafted(event)
            case AdoptedOnRecord():
                return self._adopted_on_record(event)
            case Adopted():
                return self._adopted(event)
            case EndingProposed():
                return self._ending_proposed(event)
            case Rejected() | Withdrawn() | Overtaken():
                return self._closed(event)
            case Ended():
                return evolve(self, proposals=())
            case ContributionDeclined():
                return evolve(self, declined=_with(self.declined, event.person))
            case PartyLeft():
                return self._party_left(event.person)
            case Reviewed() if self.in_force is not None:
                return evolve(self, in_force=evolve(self.in_force, comments=()))
            case _:
                return self

    def _others(self, id: str) -> tuple[Proposal[C], ...]:
        return tuple(proposal for proposal in self.proposals if proposal.id != id)

    def _replaced(self, proposal: Proposal[C]) -> tuple[Proposal[C], ...]:
        return tuple(proposal if other.id == proposal.id else other for other in self.proposals)

    def _closed(self, event: Rejected | Withdrawn | Overtaken) -> Formulation[C]:
        others = self._others(event.proposal)
        closed = self._open(event.proposal).moved(event.participle)
        left = closed if self.in_force is None and not others else None
        return evolve(self, proposals=others, set_aside=left)

    def _drafted(self, event: Drafted[C]) -> Formulation[C]:
        author = event.stamp.by
        proposal = Proposal(
            id=event.proposal, content=event.content, wording=event.wording, number=self.wordings + 1, author=author,
            since=event.stamp.at,
        )  # fmt: skip
        return evolve(
            self,
            proposals=(*self.proposals, proposal),
            set_aside=None,
            wordings=self.wordings + 1,
            contributed=_with(self.contributed, author, *event.together),
            together=_with(self.together, *event.together),
        )

    def _revised(self, event: Revised[C]) -> Formulation[C]:
        earlier = self._open(event.proposal)
        proposal = Proposal(
            id=earlier.id,
            content=event.content,
            wording=event.wording,
            number=self.wordings + 1,
            author=event.stamp.by,
            since=event.stamp.at,
            status=earlier.moved("revised").status,
            comments=earlier.comments,
        )
        return evolve(
            self,
            proposals=self._replaced(proposal),
            wordings=self.wordings + 1,
            contributed=_with(self.contributed, event.stamp.by),
        )

    def _voiced(self, event: Proposed | VoiceGiven | ObjectionWithdrawn) -> Formulation[C]:
        proposal = self._open(event.proposal).moved(event.participle)
        match event:
            case Proposed():
                proposal = evolve(
                    proposal,
                    rule=event.rule,
                    eligible=event.eligible,
                    closes=event.closes,
                    binds_from=event.binds_from,
                    paper=event.paper,
                    author=event.stamp.by,
                    since=event.stamp.at,
                )
            case VoiceGiven():
                proposal = proposal.heard(event.voice)
            case ObjectionWithdrawn():
                voices = tuple(voice for voice in proposal.voices if voice.seat != event.seat)
                proposal = evolve(proposal, voices=voices)
        return evolve(self, proposals=self._replaced(proposal))

    def _ending_proposed(self, event: EndingProposed) -> Formulation[C]:
        in_force = cast("InForce[C]", self.in_force)
        proposal = Proposal(
            id=event.proposal,
            content=in_force.content,
            wording=event.wording,
            number=in_force.number,
            author=event.stamp.by,
            since=event.stamp.at,
            rule=event.rule,
            eligible=event.eligible,
            closes=event.closes,
            ends=True,
            left=in_force.left,
        ).moved("ending_proposed")
        return evolve(self, proposals=(*self.proposals, proposal))

    def _adopted(self, event: Adopted) -> Formulation[C]:
        proposal = self._open(event.proposal)
        adopted = InForce(
            content=proposal.content,
            wording=event.wording,
            number=proposal.number,
            since=event.since,
            basis=event.basis,
            paper=proposal.paper,
            voices=proposal.voices,
            left=proposal.left,
        )
        return evolve(self, proposals=self._others(event.proposal), in_force=adopted)

    def _adopted_on_record(self, event: AdoptedOnRecord[C]) -> Formulation[C]:
        number = self.wordings + 1
        adopted = InForce(
            content=event.content, wording=event.wording, number=number, since=event.since, basis=Basis.ON_RECORD
        )
        contributed = _with(self.contributed, event.stamp.by)
        return evolve(self, in_force=adopted, wordings=number, contributed=contributed)

    def _party_left(self, person: str) -> Formulation[C]:
        in_force = self.in_force
        if in_force is not None:
            in_force = evolve(in_force, left=_with(in_force.left, person))
        proposals = tuple(proposal.without(person) for proposal in self.proposals)
        aside = None if self.set_aside is None else self.set_aside.without(person)
        return evolve(self, proposals=proposals, in_force=in_force, set_aside=aside)

    def _commented(self, event: Commented) -> Formulation[C]:
        comment = Comment(event.stamp.by, event.wording, event.text, event.about)
        for proposal in self.proposals:
            if proposal.wording == event.wording:
                said = evolve(proposal, comments=(*proposal.comments, comment))
                return evolve(self, proposals=self._replaced(said))
        if self.in_force is not None:
            kept = evolve(self.in_force, comments=(*self.in_force.comments, comment))
            return evolve(self, in_force=kept)
        aside = cast("Proposal[C]", self.set_aside)
        return evolve(self, set_aside=evolve(aside, comments=(*aside.comments, comment)))

    def _open(self, id: str) -> Proposal[C]:
        """The proposal that an event speaks of; verbs have made sure that it is open."""
        return cast("Proposal[C]", self.proposal(id))


def _with(people: tuple[str, ...], *more: str | None) -> tuple[str, ...]:
    """These people and some more, each once, in the order in which they came."""
    return tuple(dict.fromkeys([*people, *(person for person in more if person is not None)]))
