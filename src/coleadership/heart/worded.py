"""The table at which something is worded: who sits there, what lies on it, what may be done now.

`Worded` holds the state and answers questions; its few verbs shape a wording. Answering one and living by it is in
`coled`. An illegal request raises and changes nothing. Points in time are given as ``at`` (now, if left out).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import ClassVar, Final, Generic, Self, TypeVar, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.consent import CONSENT, DecisionRule, Result, Stance
from coleadership.heart.due import Due, FellDue, Told, falling_due, wakes_at
from coleadership.heart.events import Calendars, Event, Stamp, Subject, moment
from coleadership.heart.formulation import Formulation, InForce, Proposal
from coleadership.heart.life import (
    FORCE_MOVES,
    FORMULATING,
    SPOKEN,
    WORDING_MOVES,
    Adopted,
    Basis,
    Commented,
    ContributionDeclined,
    Drafted,
    Ended,
    Force,
    LifeEvent,
    Moves,
    Overtaken,
    Rejected,
    Revised,
    Withdrawn,
)
from coleadership.heart.verbs import REWORDED
from coleadership.heart.wording import Content, Seat, next_review, wording_of
from coleadership.ids import any_id, derived_id, new_id
from coleadership.prose import Prose, said_by, text

__all__ = ["Origins", "Worded"]

_ADDRESSED: Final = frozenset({"proposed", "revised", "voice_given", "objection_withdrawn", "withdrawn"})
"""What is said of one of the wordings on the table."""

C = TypeVar("C", bound=Content)
E = TypeVar("E", bound=Event)
State = TypeVar("State", bound=Enum)


@attrs.frozen(slots=True, weakref_slot=False)
class Origins:
    """How a text came about. Whoever talked while another typed is among ``together``."""

    contributed: tuple[str, ...]
    together: tuple[str, ...]
    declined: tuple[str, ...]
    not_yet: tuple[str, ...]
    """Who is at the table and has neither worded anything nor declined to."""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Worded(Subject[LifeEvent[C] | E], Generic[C, E]):
    """Something formulated together: several wordings may be on the table while one is in force."""

    MOVES: ClassVar[Moves[Force]] = FORCE_MOVES
    ANYBODYS: ClassVar[frozenset[str]] = frozenset(FORMULATING)
    """What everybody at the table may do; the rest is for those who are bound by what is in force."""

    formulation: Formulation[C] = attrs.field(factory=Formulation)
    force: Force = Force.NOT_YET
    review: date | None = None
    """The next day on which those at the table look at it together."""
    reminded: tuple[Told, ...] = ()
    """What time has told of its days."""

    # -- verbs

    def decline_to_add(self, *, by: str, at: datetime | None = None) -> Self:
        """Answer the offer to word one's part with: I have nothing to add."""
        self._allow("contribution_declined", by, at := moment(at))
        return self._record(ContributionDeclined(self._stamp(by, at), by))

    def comment(
        self,
        words: str | Prose,
        *,
        by: str,
        about: str | None = None,
        wording: str | None = None,
        at: datetime | None = None,
    ) -> Self:
        """Ask or remark on a wording, or on one clause of it: “let us talk” is lighter than an objection."""
        self._allow("commented", by, at := moment(at))
        known = self._wordings()
        wording = wording or known[-1]
        if wording not in known:
            raise Inconsistent("wording", f"{wording} is not on the table any more; comment on {known[-1]}")
        about = None if about is None else any_id(about, "about")
        said = text(words, field="comment").owned_by(by)
        return self._record(Commented(self._stamp(by, at), wording, said, about))

    def withdraw(
        self, *, by: str, reason: str | Prose | None = None, proposal: str | None = None, at: datetime | None = None
    ) -> Self:
        """Take a draft or proposal of one's own back."""
        target = self._pick(proposal, wanted="withdrawn")
        self._allow("withdrawn", by, at := moment(at), target)
        if by != target.author:
            raise NotAllowedFor(by, wanted="withdraw this", who_could=f"{target.author}, who worded or proposed it")
        why = said_by(by, reason)
        return self._record(Withdrawn(self._stamp(by, at), target.id, why))

    def settle(self, *, at: datetime | None = None, calendars: Calendars | None = None) -> Self:  # noqa: ARG002 - days as they were agreed
        """Record what time alone has brought about: rounds that are over are adopted or fall, and days have come."""
        at, subject = moment(at), self
        for proposal in () if self.force_on(at.date()) is Force.ENDED else self.proposals:
            over = proposal.closes is not None and proposal.closes <= at
            if over and subject.formulation.proposal(proposal.id) is not None:
                subject = subject._settled(proposal.id, None, at)
        for told in falling_due(subject._days(), subject.reminded, at.date()):
            step = subject.revision + 1
            parts = (self.id, f"{step}", told.what, told.on.isoformat(), told.stage)
            stamp = Stamp(derived_id("event", told.on, *parts), self.id, step, None, at)
            subject = subject._record(FellDue(stamp, told.what, told.on, told.stage))
        return subject

    # -- questions

    @property
    def wakes(self) -> datetime | None:
        """When time next has something to tell: a round closes, or one of its days comes nearer or has passed."""
        first = wakes_at(self._days(), self.reminded)
        for proposal in self.formulation.proposals:
            if proposal.closes is not None and (first is None or proposal.closes < first):
                first = proposal.closes
        return first

    @property
    def in_force(self) -> InForce[C] | None:
        """What binds, or nothing."""
        return self.formulation.in_force

    @property
    def proposals(self) -> tuple[Proposal[C], ...]:
        """What is being worded or answered."""
        return self.formulation.proposals

    @property
    def title(self) -> Prose:
        """Its newest title."""
        return self.content.title

    @property
    def wording(self) -> str:
        """The name of the newest wording on the table, or else of the one in force."""
        return self._newest().wording

    @property
    def content(self) -> C:
        """The newest content on the table, or else the one in force."""
        return self._newest().content

    @property
    def table(self) -> tuple[Seat, ...]:
        """Who is at the table: the parties of what is in force and of every open proposal."""
        state = self.formulation
        lying = [one for one in (*state.proposals, state.in_force, state.set_aside) if one is not None]
        if len(lying) == 1:
            return lying[0].seats
        return tuple({seat.person: seat for one in lying for seat in one.seats}.values())

    @property
    def ends_on(self) -> date | None:
        """The last day on which it binds, if one is set."""
        return None if self.in_force is None else self.in_force.content.end

    def force_on(self, day: date) -> Force:
        """Whether it binds on a day; what time alone brings about is computed here, never stored."""
        over = self.ends_on is not None and day > self.ends_on
        return Force.EXPIRED if over and self.force in {Force.IN_FORCE, Force.PAUSED} else self.force

    def links(self) -> Iterable[tuple[str, str]]:
        """Who is at the table, and who has worded something."""
        links = [("party", seat.person) for seat in self.table]
        links += [("author", person) for person in self.formulation.contributed]
        return links

    def how_it_came_about(self) -> Origins:
        """Who worded it, who talked it through in one room, who had nothing to add, and who has not been heard."""
        state = self.formulation
        return Origins(state.contributed, state.together, state.declined, self._unheard())

    # -- what the verbs stand on

    def _days(self) -> tuple[tuple[Due, date], ...]:
        """What falls due on which day, as it stands."""
        if self.force is not Force.IN_FORCE:
            return ()
        review, end = self.review, self.ends_on
        days = () if review is None else ((Due.REVIEW, review),)
        return days if end is None else (*days, (Due.END, end))

    def _unheard(self) -> tuple[str, ...]:
        """Who is at the table and has neither worded anything nor declined to."""
        heard = {*self.formulation.contributed, *self.formulation.declined}
        return tuple([seat.person for seat in self.table if seat.person not in heard])

    def _reviewers(self) -> tuple[str, ...]:
        """Who reviews it together: whoever is bound by it."""
        return tuple(seat.person for seat in self._bound())

    def _allow(self, what: str, by: str | None, at: datetime, target: Proposal[C] | None = None) -> None:
        """Raise unless the tables allow this now, and to this person."""
        self._check_force(what, at)
        if target is not None:
            self._check_move(WORDING_MOVES, target.status, what, at)
            if target.closes is not None and at >= target.closes:
                status = f"closed since {target.closes.isoformat()}"
                raise NotAllowedNow(self.id, status=status, wanted=SPOKEN.get(what, what), allowed=("settle",))
        seats = self.table if what in self.ANYBODYS or self.in_force is None else self._bound()
        people = [seat.person for seat in seats]
        if by is not None and by not in people:
            who = ", ".join(people) or "nobody, as the table is empty"
            raise NotAllowedFor(by, wanted=f"have it {SPOKEN.get(what, what)}", who_could=who)

    def _check_force(self, what: str, at: datetime) -> None:
        """Raise unless this can happen to what is in force or is to be."""
        self._check_move(self.MOVES, self.force_on(at.date()), what, at)

    def _check_move(self, table: Moves[State], state: State, what: str, at: datetime) -> None:
        if (state, what) not in table:
            wanted = SPOKEN.get(what, what)
            raise NotAllowedNow(self.id, status=str(state.value), wanted=wanted, allowed=self.allowed(at))

    def _could(self, what: str, at: datetime) -> bool:
        """Also by where the wordings are that it speaks of: a round that is over is settled first."""
        force, worded = self.force_on(at.date()), self._worded()
        if what in {REWORDED, "revised"} and not worded:
            return (force, "drafted") in self.MOVES and (what == REWORDED or self.in_force is None)
        if what == "reformulation_begun" and worded:
            return False
        what = "revised" if what == REWORDED else what
        lying = (one for one in self.proposals if one.closes is None or at < one.closes)
        addressed = what not in _ADDRESSED or any((one.status, what) in WORDING_MOVES for one in lying)
        return (force, what) in self.MOVES and addressed

    def _pick(self, id: str | None, *, wanted: str, of: Sequence[Proposal[C]] | None = None) -> Proposal[C]:
        """The open proposal that a request speaks of: the one named, or the only one."""
        open_ones = self.proposals if of is None else tuple(of)
        if id is not None:
            open_ones = tuple(proposal for proposal in open_ones if proposal.id == id)
        if not open_ones:
            status = f"without an open proposal {id or ''}".rstrip()
            raise NotAllowedNow(self.id, status=status, wanted=wanted, allowed=self._could_begin())
        first, *others = open_ones
        if others:
            names = ", ".join(proposal.id for proposal in open_ones)
            raise Inconsistent("proposal", f"several are open, so say which: {names}")
        return first

    def _could_begin(self) -> tuple[str, ...]:
        """What is left to do where nothing is on the table."""
        return () if self.force is Force.ENDED else ("revise",)

    def _newest(self) -> Proposal[C] | InForce[C]:
        """What lies on the table: a proposal, or else what is in force, or what came to nothing."""
        state = self.formulation
        newest = state.proposals[-1] if state.proposals else state.in_force or state.set_aside
        return cast("Proposal[C] | InForce[C]", newest)  # a first wording is what everything begins with

    def _worded(self) -> tuple[Proposal[C], ...]:
        """The open proposals that can be reworded: all but those to end it."""
        return tuple(proposal for proposal in self.proposals if not proposal.ends)

    def _base(self, proposal: str | None, *, apart: bool = False) -> C:
        """The content that a new wording starts from, for those who are still at the table."""
        worded = self._worded() if not apart else ()
        kept = self._pick(proposal, wanted="revised", of=worded) if worded else self.in_force or self._newest()
        return kept.content.without(kept.left)

    def _wordings(self) -> tuple[str, ...]:
        """The wordings that can be spoken of, the newest last."""
        in_force = () if self.in_force is None else (self.in_force.wording,)
        return (*in_force, *(proposal.wording for proposal in self.proposals)) or (self.wording,)

    def _reword(self, content: C, by: str, at: datetime, proposal: str | None, *, apart: bool = False) -> Self:
        """Record another wording: of the open proposal, or of a new one built on what is in force."""
        worded = self._worded()
        begins = apart or (proposal is None and not worded)
        content = content.owned_by(by)
        wording = wording_of(content)
        target = None if begins else self._pick(proposal, wanted="revised", of=worded)
        self._allow("drafted" if target is None else "revised", by, at, target)
        gone = () if self.in_force is None else self.in_force.left
        back = any(seat.person in gone for seat in content.seats)  # the words may be the same, the table is not
        if wording in self._wordings() and not back:
            raise Inconsistent("wording", "says the same as before, so there is nothing to revise")
        if target is None:
            return self._record(Drafted(self._stamp(by, at), new_id("proposal"), content, wording))
        return self._record(Revised(self._stamp(by, at), target.id, content, wording))

    def _rule(self) -> DecisionRule:
        """The rule for a change is the one agreed before it; before that, everybody has to consent."""
        return CONSENT if self.in_force is None else self.in_force.content.rule

    def _bound(self) -> tuple[Seat, ...]:
        """Who is bound by what is in force."""
        return () if self.in_force is None else self.in_force.seats

    def _eligible(self, target: Proposal[C]) -> tuple[Seat, ...]:
        """Who has a voice on a change: the old and the new parties."""
        before = self._bound()
        seats = {seat.person: seat for seat in (*before, *target.seats)}
        return tuple(seats.values())

    def _first_review(self, content: C, today: date) -> date | None:
        """The review of a wording adopted today: as agreed, or three months ahead where that day has passed."""
        agreed = content.review
        if self.in_force is not None and agreed == self.in_force.content.review:
            agreed = self.review  # not reworded, so what a review has agreed since then stands
        return agreed if agreed is None or agreed > today else next_review(today, content.end)

    def _unasked(self, target: Proposal[C]) -> frozenset[str]:
        """Whom a change would bind that was not bound before and has not said yes: no rule of others binds them."""
        if self.in_force is None:
            return frozenset()
        bound = {seat.person for seat in self.in_force.seats}
        agreed = {voice.seat for voice in target.voices if voice.stance in {Stance.CONSENT, Stance.CONCERN}}
        return frozenset(seat.person for seat in target.seats) - bound - agreed

    def _settled(self, id: str, by: str | None, at: datetime) -> Self:
        """Record what the rule decides now, if it decides anything."""
        target = cast("Proposal[C]", self.formulation.proposal(id))
        outcome = target.outcome(at)
        stamp = self._stamp(by, at)
        if outcome.result is Result.OPEN:
            return self
        if outcome.result is Result.REJECTED:
            return self._record(Rejected(stamp, id, outcome.reason))
        day = at.date() if target.closes is None or at < target.closes else target.closes.date()
        if target.ends:
            return self._record(Ended(stamp, day))
        if self._unasked(target):
            late = target.closes is not None and at >= target.closes
            return self._record(Rejected(stamp, id, "somebody whom it would bind has not said yes")) if late else self
        if any(lack.blocks and lack.path == "parties" for lack in target.content.without(target.left).findings()):
            return self._record(Rejected(stamp, id, "somebody whom it needs has left"))
        basis = Basis.VOICES if target.binds_from is None else Basis.PAPER
        review = self._first_review(target.content, at.date())
        subject = self._record(Adopted(stamp, id, target.wording, target.binds_from or day, basis, review))
        for other in subject.proposals:
            subject = subject._record(Overtaken(subject._stamp(by, at), other.id))
        return subject
