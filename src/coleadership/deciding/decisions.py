"""Decisions: a question, asked advice on, answered by a method that was chosen before, and owned by somebody.

What a decision says is in `decision_text`, by which methods it can be taken in `methods`, who was asked and what became
of their advice in `counsel`, and the verbs that it shares with everything co-led in `heart.coled`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Final, Self, Unpack, cast

import attrs

from coleadership.agreements.clauses import Mandate
from coleadership.deciding.counsel import (
    MOST_INVOLVED,
    AdviceAsked,
    AdviceGiven,
    AdviceUse,
    AdviceWeighed,
    Counsel,
    CounselEvent,
    Involved,
    Volunteered,
)
from coleadership.deciding.decision_text import DecisionFields, DecisionText
from coleadership.deciding.methods import hears_others
from coleadership.deciding.superseding import Superseded, check_giving_way
from coleadership.errors import Inconsistent, NotAllowedFor
from coleadership.heart.coled import CoLed
from coleadership.heart.consent import DecisionRule, Result, Stance
from coleadership.heart.events import moment
from coleadership.heart.formulation import InForce, Proposal
from coleadership.heart.given import ids_of, one_of
from coleadership.heart.life import FORCE_MOVES, FORMULATING, Adopted, Force, LifeEvent, Moves, VoiceGiven, Wording
from coleadership.heart.obligations import Obligation, Owed
from coleadership.heart.seating import drafted, met
from coleadership.heart.wording import Finding
from coleadership.ids import any_id
from coleadership.prose import Prose, said_by, text
from coleadership.rhythm.workdays import WEEKDAYS, WorkingDays

if TYPE_CHECKING:
    from coleadership.ids import DecisionId

__all__ = ["Decision"]

_COUNSELLED: Final = ("advice_asked", "volunteered", "advice_given", "advice_weighed")


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Decision(CoLed[DecisionText, CounselEvent | Superseded]):
    """Something that is decided, or was: it is in force once the method says so."""

    KIND: ClassVar[str] = "decision"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({
        "party", "author", "responsible", "mandate", "supersedes", "superseded_by", *Involved,
    })  # fmt: skip
    UPWARD: ClassVar[frozenset[str]] = frozenset({"supersedes"})
    LIVING: ClassVar[frozenset[str]] = RELATIONS - {"author"}
    STATUSES: ClassVar[frozenset[str]] = CoLed.STATUSES | {"superseded"}
    OVER: ClassVar[frozenset[str]] = CoLed.OVER | {"superseded"}
    MOVES: ClassVar[Moves[Force]] = {
        **FORCE_MOVES,
        **{(force, what): force for force in (Force.NOT_YET, Force.IN_FORCE, Force.PAUSED) for what in _COUNSELLED},
        **{(force, "superseded"): Force.ENDED for force in (Force.IN_FORCE, Force.PAUSED)},
    }
    ANYBODYS: ClassVar[frozenset[str]] = frozenset({*FORMULATING, *_COUNSELLED})

    if TYPE_CHECKING:
        id: DecisionId

    counsel: Counsel = attrs.field(factory=Counsel)
    superseded_by: str | None = None
    """The later decision that took its place."""

    # -- starters

    @classmethod
    def draft(
        cls, question: str | Prose, *, parties: Mapping[str, str], method: DecisionRule | str, by: str,
        at: datetime | None = None, **fields: Unpack[DecisionFields],
    ) -> Self:  # fmt: skip
        """Open a question, and say by which method it is to be decided; what is decided may come later.

        >>> from coleadership import Part
        >>> decision = Decision.draft(
        ...     "Who may swap evenings?",
        ...     parties={"anna": Part.CO_LEADER},
        ...     method="advice",
        ...     responsible=["anna"],
        ...     by="anna",
        ... )
        >>> decision = decision.ask_advice(affected=["cleo"], experts=["bo"], by="anna")
        >>> decision = decision.advise("Swap within a week", by="cleo").advise("Tell payroll", by="bo")
        >>> decision = decision.revise(outcome="Anybody, up to a week before", by="anna")
        >>> decision.propose(by="anna").status
        'in_force'
        """
        at = moment(at)
        return drafted(cls, DecisionText.worded(question, parties, method, at.date(), **fields), by, at)

    @classmethod
    def in_meeting(
        cls, question: str | Prose, *, parties: Mapping[str, str], method: DecisionRule | str,
        present: Collection[str], by: str, mandates: Iterable[Mandate] | None = None, at: datetime | None = None,
        **fields: Unpack[DecisionFields],
    ) -> Self:  # fmt: skip
        """Record a decision that everybody present said yes to in the room; ``by`` is who took it down.

        ``mandates`` are as for `propose`. Who was away and whose answer it takes is waited for.

        >>> from coleadership import Part
        >>> table = {"anna": Part.CO_LEADER, "bo": Part.COORDINATOR}
        >>> Decision.in_meeting(
        ...     "Do we open on Sundays?",
        ...     parties=table,
        ...     method="joint",
        ...     present=table,
        ...     outcome="No",
        ...     responsible=["bo"],
        ...     by="anna",
        ... ).status
        'in_force'
        """
        at = moment(at)
        content = DecisionText.worded(question, parties, method, at.date(), **fields)
        content.check_decider(by)
        _check_mandated(content, mandates)
        return met(cls, content, present, by, at)

    # -- verbs: wording it

    def revise(
        self, *, by: str, question: str | Prose | None = None, parties: Mapping[str, str] | None = None,
        method: DecisionRule | str | None = None, proposal: str | None = None, apart: bool = False,
        at: datetime | None = None, **fields: Unpack[DecisionFields],
    ) -> Self:  # fmt: skip
        """Word it anew: every voice on the earlier wording is void. What is left out stays as it is.

        The method can be another one as long as nobody has given a voice or advice, and never after that. Where it is
        decided already, this drafts a change, and what was decided holds until that is adopted.
        """
        content = self._base(proposal, apart=apart).reworded(question, parties, method, **fields)
        return self._reword(content, by, moment(at), proposal, apart=apart)

    def propose(
        self, *, by: str, wording: str | None = None, proposal: str | None = None, nothing_to_add: bool = False,
        calendar: WorkingDays = WEEKDAYS, mandates: Iterable[Mandate] | None = None, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Put it to everybody who has a voice; by some methods it is decided with that.

        ``mandates`` are those in its area that there are now, as `Agreement.mandates` gives them: whoever would decide
        without one is refused. Where others are heard first, whoever was asked for advice has as long to answer as the
        round stays open.
        """
        target = self._addressed(wording, proposal, "proposed")
        _check_mandated(target.content.without(target.left), mandates)
        return super().propose(
            by=by, wording=target.wording, proposal=target.id, nothing_to_add=nothing_to_add, calendar=calendar, at=at
        )

    # -- verbs: taking counsel

    def ask_advice(
        self, *, by: str, affected: Iterable[str] = (), experts: Iterable[str] = (),
        question: str | Prose | None = None, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Ask for advice: of those who live with what is decided, and of those who know about it."""
        self._allow("advice_asked", by, at := moment(at))
        asked = {
            Involved.AFFECTED: ids_of("affected", MOST_INVOLVED)(affected),
            Involved.EXPERT: ids_of("experts", MOST_INVOLVED)(experts),
        }
        everybody = {person for people in asked.values() for person in people}
        if not everybody or by in everybody:
            raise Inconsistent("affected", f"name somebody other than {by} whom it affects, or who knows about it")
        self.counsel.check_room(everybody)
        said, decision = said_by(by, question, field="question"), self
        for involved, people in asked.items():
            if people:
                decision = decision._record(AdviceAsked(decision._stamp(by, at), people, involved, said))
        return decision

    def volunteer(self, *, by: str, reason: str | Prose | None = None, at: datetime | None = None) -> Self:
        """Want to be involved in a decision, as anybody may."""
        self._check_force("volunteered", at := moment(at))
        known = self.counsel.of(any_id(by, "by"))
        if known is not None and known.is_current and Involved.VOLUNTEER in known.involved:
            raise Inconsistent("by", f"{by} has volunteered already; advise, if there is something to say")
        self.counsel.check_room({by})
        return self._record(Volunteered(self._stamp(by, at), by, said_by(by, reason)))

    def advise(self, advice: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Give advice, asked or not: who was not asked volunteers by that. Newer advice takes the place of older."""
        self._check_force("advice_given", at := moment(at))
        said = text(advice, field="advice").owned_by(by)
        decision = self if self.counsel.of(any_id(by, "by")) else self.volunteer(by=by, at=at)
        decision = decision._record(AdviceGiven(decision._stamp(by, at), by, said))
        for proposal in self.proposals:
            if proposal.status is Wording.PROPOSED and decision.formulation.proposal(proposal.id) is not None:
                decision = decision._settled(proposal.id, None, at)
        return decision

    def weigh(
        self, adviser: str, use: AdviceUse | str, reason: str | Prose | None = None, *, by: str,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Say what became of somebody's advice: ``followed``, ``partly`` or ``not_followed``, and then why."""
        self._allow("advice_weighed", by, at := moment(at))
        owners = dict.fromkeys([*self.responsible, *(seat.person for seat in self.decided.deciders)])
        if by not in owners:
            raise NotAllowedFor(by, wanted="answer for advice", who_could=", ".join(owners) or "nobody yet")
        given = [one.person for one in self.counsel.given]
        if adviser not in given:
            there = ", ".join(given) or "nobody"
            raise Inconsistent("adviser", f"{adviser!r:.60} has given no advice (who has: {there})")
        what, why = one_of(AdviceUse, "use")(use), said_by(by, reason)
        if why is None and what is not AdviceUse.FOLLOWED:
            raise Inconsistent("reason", f"say to {adviser} why their advice is not followed, or only partly")
        return self._record(AdviceWeighed(self._stamp(by, at), adviser, what, why))

    # -- verbs: giving way

    def give_way(self, to: Decision, *, by: str, at: datetime | None = None) -> Self:
        """End this decision, as a later one was taken in its place; each is linked with the other.

        The later one says that it ``supersedes`` this, and the voices on it decide by the method of this one: nobody
        undoes alone what was decided together.
        """
        self._allow("superseded", by, at := moment(at))
        check_giving_way(self, to, at)
        return self._record(Superseded(self._stamp(by, at), to.id))

    def leave(self, *, by: str, at: datetime | None = None) -> Self:
        """Leave the table, where somebody stays who decides on it and somebody who answers for it."""
        lying = [one for one in (self.in_force, *self.proposals, self.formulation.set_aside) if one is not None]
        for one in lying:
            one.content.without(one.left).check_leaving(by)
        return super().leave(by=by, at=at)

    # -- questions

    @property
    def decided(self) -> DecisionText:
        """What is decided, or where nothing is yet, the newest wording."""
        return self.content if self.in_force is None else self.in_force.content

    @property
    def responsible(self) -> tuple[str, ...]:
        """Who answers for it, of those who are still at the table."""
        lying = self.in_force or self._newest()
        return lying.content.without(lying.left).responsible

    def is_valid(self, day: date) -> bool:
        """Whether it holds on a day: it is decided, has begun, and neither rests nor is over."""
        if self.in_force is None or self.force_on(day) is not Force.IN_FORCE:
            return False
        return max(self.in_force.since, self.in_force.content.valid_from or date.min) <= day

    def readiness(self, mandates: Iterable[Mandate] | None = None) -> tuple[Finding, ...]:
        """What is missing before it can be proposed, and what deserves a thought; ``mandates`` as for `propose`."""
        content = self._newest().content.without(self._newest().left)
        return (*super().readiness(), *(() if mandates is None else content.unmandated(mandates)))

    @property
    def status(self) -> str:
        """One word for lists: as of everything co-led, and ``superseded`` where a later one took its place."""
        return super().status if self.superseded_by is None else "superseded"

    @property
    def awaited(self) -> Iterator[str]:
        """Also who was asked for advice and has not given any."""
        yield from super().awaited
        if self.force is not Force.ENDED:
            yield from self.counsel.awaited

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:
        """Also advice, from whoever was asked for it: in time until the round closes that waits for it."""
        yield from super().owed(person, now)
        asked = self.counsel.of(person)
        if self.force is not Force.ENDED and asked is not None and asked.is_awaited and asked.asked_on is not None:
            closing = [one.closes.date() for one in self.proposals if one.closes is not None]
            yield Obligation(
                person=person, subject=self.id, owed=Owed.ADVICE,
                reason=f"you were asked for advice on “{self.title}”, and have not given it", since=asked.asked_on,
                until=min(closing, default=None), verb="advise",
            )  # fmt: skip

    def links(self) -> Iterator[tuple[str, str]]:
        """Who has a voice, who answers for it, who is asked and who volunteers; the mandate, and what it replaces."""
        yield from super().links()
        decided = self.decided
        yield from (("responsible", person) for person in self.responsible)
        yield from ((how.value, one.person) for one in self.counsel.advice for how in one.involved)
        yield from (("supersedes", id) for id in decided.supersedes)
        if decided.mandate is not None:
            yield "mandate", decided.mandate
        if self.superseded_by is not None:
            yield "superseded_by", self.superseded_by

    # -- folding

    @classmethod
    def begun(cls, event: LifeEvent[DecisionText] | CounselEvent | Superseded) -> Self:
        """The decision as its first wording left it."""
        return cls(id=cast("DecisionId", event.stamp.subject)).after(event)

    def after(self, event: LifeEvent[DecisionText] | CounselEvent | Superseded) -> Self:
        """The decision after an event."""
        match event:
            case AdviceAsked() | Volunteered() | AdviceGiven() | AdviceWeighed():
                return attrs.evolve(self, revision=event.stamp.step, counsel=self.counsel.after(event))
            case Adopted():
                return attrs.evolve(self._lived(event), counsel=self.counsel.concluded())
            case VoiceGiven():
                return attrs.evolve(self._lived(event), counsel=self.counsel.having_heard(event.voice.seat))
            case Superseded():
                return attrs.evolve(
                    self,
                    revision=event.stamp.step,
                    force=self.MOVES.get((self.force, event.participle), self.force),
                    formulation=attrs.evolve(self.formulation, proposals=()),
                    ended_on=event.stamp.at.date(),
                    superseded_by=event.later,
                )
            case _:
                return self._lived(event)

    # -- what the verbs stand on

    def _rule(self) -> DecisionRule:
        """The method that was chosen before: one and the same for the first wording and for changes."""
        return self.decided.method

    def _allow(self, what: str, by: str | None, at: datetime, target: Proposal[DecisionText] | None = None) -> None:
        """As for everything co-led; and where whoever proposes decides, only who answers for it proposes."""
        super()._allow(what, by, at, target)
        lying = self.in_force or target
        if by is not None and lying is not None and what in {"proposed", "ending_proposed"}:
            lying.content.without(lying.left).check_decider(by)

    def _reword(
        self, content: DecisionText, by: str, at: datetime, proposal: str | None, *, apart: bool = False
    ) -> Self:
        if self.id in content.supersedes:
            raise Inconsistent("supersedes", "it cannot supersede itself; revise it, or name an earlier decision")
        content.check_method(self._rule(), self.counsel.spoken, alone=not apart and len(self._worded()) < 2)
        if self.in_force is None:
            content.check_voices(self.table, self.counsel.spoken)
        return super()._reword(content, by, at, proposal, apart=apart)

    def _lacks(self, lying: Proposal[DecisionText] | InForce[DecisionText]) -> Iterator[Finding]:
        """What a wording still lacks: also who should have been asked before it is decided."""
        yield from super()._lacks(lying)
        for lack in lying.content.without(lying.left).uncounselled(self.counsel):
            if isinstance(lying, Proposal) or not lack.blocks:
                yield lack

    def _reviewers(self) -> tuple[str, ...]:
        """Who answers for it sees to its review."""
        return self.responsible

    def _unasked(self, target: Proposal[DecisionText]) -> frozenset[str]:
        """Also who would newly answer for it and has not said yes to that."""
        before = () if self.in_force is None else self.in_force.content.responsible
        agreed = {voice.seat for voice in target.voices if voice.stance in {Stance.CONSENT, Stance.CONCERN}}
        answering = frozenset(target.content.without(target.left).responsible) - {*before} - agreed
        return super()._unasked(target) | answering

    def _settled(self, id: str, by: str | None, at: datetime) -> Self:
        """Record what the method decides now; where others are heard first, it waits for those who were asked."""
        target = cast("Proposal[DecisionText]", self.formulation.proposal(id))
        rule, late = target.rule, target.closes is not None and at >= target.closes
        hearing = rule is not None and hears_others(rule) and not target.ends and not late
        if hearing and self.counsel.awaited and target.outcome(at).result is Result.ADOPTED:
            return self
        return super()._settled(id, by, at)


def _check_mandated(content: DecisionText, mandates: Iterable[Mandate] | None) -> None:
    """Raise for the first who would decide without a mandate, where it is told which there are."""
    for lack in () if mandates is None else content.unmandated(mandates):
        raise Inconsistent(lack.path, lack.message)
