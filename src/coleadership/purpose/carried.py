"""What people carry: words that bind nobody by the rule of others, and about which each says where they stand.

A vision, a mission, a value and a norm are worded and followed up like everything co-led. What is different: an
objection is seen and stops nobody, several may live side by side, and people can be asked, answer and change their
mind for as long as it is in force. Those who carry it decide on other words for it and on its end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedFor
from coleadership.heart.coled import CoLed
from coleadership.heart.consent import CONSENT, DecisionRule, Stance, Voice
from coleadership.heart.events import Event, Stamp, moment
from coleadership.heart.formulation import InForce, Proposal
from coleadership.heart.life import (
    FORCE_MOVES,
    FORMULATING,
    Adopted,
    AdoptedOnRecord,
    Drafted,
    Force,
    LifeEvent,
    Moves,
    Proposed,
)
from coleadership.heart.obligations import Obligation, Owed
from coleadership.heart.wording import Seat, wording_of
from coleadership.ids import any_id, new_id
from coleadership.prose import Prose, said_by, text
from coleadership.purpose.shared_text import MOST_ASKED, SharedText, seats_of

__all__ = ["Carried", "CarryingEvent", "PeopleAsked", "StandTaken", "StandTakenBack", "Standing"]


@attrs.frozen(slots=True, weakref_slot=False)
class PeopleAsked(Event):
    """More people are asked where they stand on what is in force."""

    participle: ClassVar[str] = "people_asked"
    seats: tuple[Seat, ...]


@attrs.frozen(slots=True, weakref_slot=False)
class StandTaken(Event):
    """Somebody said where they stand on what is in force, for the first time or otherwise than before."""

    participle: ClassVar[str] = "stand_taken"
    voice: Voice


@attrs.frozen(slots=True, weakref_slot=False)
class StandTakenBack(Event):
    """An objection to what is in force no longer stands; the seat has yet to say what it says instead."""

    participle: ClassVar[str] = "stand_taken_back"
    seat: str


CarryingEvent = PeopleAsked | StandTaken | StandTakenBack

_ANSWERED = ("people_asked", "stand_taken", "stand_taken_back")


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Standing:
    """Where people stand on one exact wording, and who has been asked at all.

    ``voices`` has one voice of each who is at the table and has spoken, with the argument where one was given.
    """

    wording: str
    voices: tuple[Voice, ...]
    asked: tuple[str, ...]
    """Who is at the table."""
    left: tuple[str, ...] = ()
    """Who was asked and has left the table since."""
    worded_by: tuple[str, ...] = ()
    """Who has worded something, alone or with others in one room."""
    nothing_to_add: tuple[str, ...] = ()
    """Who was offered to word something and had nothing to add."""
    everybody: tuple[str, ...] = ()
    """All people there are, as they were given with the question."""

    @property
    def carried_by(self) -> tuple[str, ...]:
        """Who consents, with or without a concern."""
        return self._who(Stance.CONSENT, Stance.CONCERN)

    @property
    def concerned(self) -> tuple[str, ...]:
        """Who carries it with a concern."""
        return self._who(Stance.CONCERN)

    @property
    def stood_aside(self) -> tuple[str, ...]:
        """Who neither carries it nor objects."""
        return self._who(Stance.STAND_ASIDE)

    @property
    def objected(self) -> tuple[str, ...]:
        """Whose objection stands: it is seen, and stops nobody."""
        return self._who(Stance.OBJECT)

    @property
    def not_yet_heard(self) -> tuple[str, ...]:
        """Who has been asked and has not said where they stand; silence is no answer."""
        heard = {voice.seat for voice in self.voices}
        return tuple(person for person in self.asked if person not in heard)

    @property
    def had_a_say(self) -> tuple[str, ...]:
        """Who has worded something, was offered to, or has said where they stand."""
        spoke = (voice.seat for voice in self.voices)
        return tuple(dict.fromkeys([*self.worded_by, *self.nothing_to_add, *spoke]))

    @property
    def not_yet_asked(self) -> tuple[str, ...]:
        """Who of everybody has never been asked."""
        known = {*self.asked, *self.left, *self.had_a_say}
        return tuple(person for person in self.everybody if person not in known)

    def argument_of(self, person: str) -> Prose | None:
        """What somebody gave as their concern, reason or objection."""
        return next((voice.argument for voice in self.voices if voice.seat == person), None)

    def _who(self, *stances: Stance) -> tuple[str, ...]:
        return tuple(voice.seat for voice in self.voices if voice.stance in stances)


C = TypeVar("C", bound=SharedText)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Carried(CoLed[C, CarryingEvent], Generic[C]):
    """Words in force for those who carry them."""

    RELATIONS: ClassVar[frozenset[str]] = frozenset({"party", "author"})
    MOVES: ClassVar[Moves[Force]] = {
        **FORCE_MOVES,
        **{(force, event): force for force in (Force.IN_FORCE, Force.PAUSED) for event in _ANSWERED},
    }
    ANYBODYS: ClassVar[frozenset[str]] = frozenset({*FORMULATING, *_ANSWERED, "renegotiation_called"})

    # -- verbs: asking and answering

    def ask(self, people: Iterable[str], *, by: str, at: datetime | None = None) -> Self:
        """Ask more people where they stand on what is in force; whoever has been asked already is passed over.

        While it is a draft, `revise` it with all who are to be ``asked``.
        """
        self._allow("people_asked", by, at := moment(at))
        there = {seat.person for seat in self._adopted.seats}
        new = tuple(seat for seat in seats_of(people, "people") if seat.person not in there)
        if not new:
            raise Inconsistent("people", "all of them have been asked already; name somebody else")
        if len(there) + len(new) > MOST_ASKED:
            raise Inconsistent("people", f"more than {MOST_ASKED:,} would be asked about one text; ask by unit")
        return self._record(PeopleAsked(self._stamp(by, at), new))

    def consent(
        self, *, by: str, concern: str | Prose | None = None, wording: str | None = None, proposal: str | None = None,
        nothing_to_add: bool = False, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Carry it: say yes to one exact wording, proposed or in force, with a concern if there is one."""
        if not self._is_in_force(wording, proposal):
            return super().consent(
                by=by, concern=concern, wording=wording, proposal=proposal, nothing_to_add=nothing_to_add, at=at
            )
        return self._stand(Stance.CONSENT if concern is None else Stance.CONCERN, concern, by, at)

    def stand_aside(
        self, reason: str | Prose | None = None, *, by: str, wording: str | None = None, proposal: str | None = None,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Neither carry a wording, proposed or in force, nor object to it."""
        if not self._is_in_force(wording, proposal):
            return super().stand_aside(reason, by=by, wording=wording, proposal=proposal, at=at)
        return self._stand(Stance.STAND_ASIDE, reason, by, at)

    def object(
        self, argument: str | Prose, *, by: str, wording: str | None = None, proposal: str | None = None,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Object to a wording, proposed or in force: what harm it does, or what would serve better."""
        if not self._is_in_force(wording, proposal):
            return super().object(argument, by=by, wording=wording, proposal=proposal, at=at)
        return self._stand(Stance.OBJECT, text(argument, field="argument"), by, at)

    def withdraw_objection(
        self, *, by: str, wording: str | None = None, proposal: str | None = None, at: datetime | None = None
    ) -> Self:
        """Let an objection go; the wording then still awaits one's answer."""
        if not self._is_in_force(wording, proposal):
            return super().withdraw_objection(by=by, wording=wording, proposal=proposal, at=at)
        self._allow("stand_taken_back", by, at := moment(at))
        objected = self.where_we_stand().objected
        if by not in objected:
            who = ", ".join(objected) or "nobody, as no objection stands"
            raise NotAllowedFor(by, wanted="withdraw an objection", who_could=who)
        return self._record(StandTakenBack(self._stamp(by, at), by))

    def leave(self, *, by: str, at: datetime | None = None) -> Self:
        """Leave the table, where somebody stays; one's voice no longer counts."""
        if {seat.person for seat in self.table} == {by}:
            raise Inconsistent("by", f"{by} is the last one at the table; end it, or ask somebody to it first")
        return super().leave(by=by, at=at)

    # -- questions

    def where_we_stand(self, everybody: Iterable[str] = ()) -> Standing:
        """Who carries what is in force (or, before that, the newest wording), who does not, and who was never asked.

        ``everybody`` are the ids of all people there are, for who has not been asked yet.
        """
        on = self.in_force or self._newest()
        asked = dict.fromkeys(seat.person for seat in on.seats)
        return Standing(
            wording=on.wording,
            voices=tuple(voice for voice in on.voices if voice.seat in asked),
            asked=tuple(asked),
            left=on.left,
            worded_by=self.formulation.contributed,
            nothing_to_add=self.formulation.declined,
            everybody=tuple(any_id(person, "everybody") for person in everybody),
        )

    @property
    def audience(self) -> str:
        """Who may read it: as is in force, so that nobody opens or shuts it alone; before that, as it is worded."""
        return str(self._current.audience)

    @property
    def awaited(self) -> Iterator[str]:
        """Also whoever has been asked where they stand on what is in force, and has not said."""
        yield from super().awaited
        if self.in_force is not None:
            yield from self.where_we_stand().not_yet_heard

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:
        """Also where one stands on what is in force, for whoever has been asked."""
        yield from super().owed(person, now)
        if self.in_force is not None and person in self.where_we_stand().not_yet_heard:
            reason = f"you were asked whether you carry “{self.title}”, and have not said"
            yield Obligation(
                person=person, subject=self.id, owed=Owed.VOICE, reason=reason, since=self.in_force.since,
                verb="consent", about=self.in_force.wording,
            )  # fmt: skip

    # -- folding

    @classmethod
    def begun(cls, event: LifeEvent[C] | CarryingEvent) -> Self:
        """What its first wording left."""
        return cls(id=event.stamp.subject).after(event)

    def after(self, event: LifeEvent[C] | CarryingEvent) -> Self:
        """What is carried, after an event."""
        match event:
            case PeopleAsked():
                return self._with(event, self._adopted.with_more(event.seats))
            case StandTaken():
                return self._with(event, self._adopted.heard(event.voice))
            case StandTakenBack():
                return self._with(event, self._adopted.unheard({event.seat}))
            case Adopted() if self.in_force is not None:
                lived, seats = self._lived(event), {seat.person: seat for seat in self.in_force.seats}
                new = lived._adopted  # whoever was asked while it was being reworded stays at the table
                left = tuple(person for person in new.left if person not in seats)
                worded = {seat.person for seat in new.content.seats}
                joined = tuple(seat for seat in self.in_force.joined if seat.person in seats.keys() - worded)
                return lived._with(event, attrs.evolve(new, left=left, joined=joined))
            case _:
                return self._lived(event)

    def _with(self, event: Event, in_force: InForce[C]) -> Self:
        formulation = attrs.evolve(self.formulation, in_force=in_force)
        return attrs.evolve(self, revision=event.stamp.step, formulation=formulation)

    # -- what the verbs stand on

    def _could(self, what: str, at: datetime) -> bool:
        """Also where one stands on what is in force, which has no round that could be over."""
        standing = {"voice_given": "stand_taken", "objection_withdrawn": "stand_taken_back"}.get(what)
        in_force = self.in_force is not None and standing is not None
        return super()._could(what, at) or (in_force and super()._could(str(standing), at))

    @property
    def _adopted(self) -> InForce[C]:
        """What is in force; the table of moves has made sure that there is something."""
        return cast("InForce[C]", self.in_force)

    @property
    def _current(self) -> C:
        """What it says: what is in force, or before that the newest wording."""
        return (self.in_force or self._newest()).content

    def _is_in_force(self, wording: str | None, proposal: str | None) -> bool:
        """Whether somebody speaks of what is in force, and not of what is proposed."""
        if self.in_force is None or proposal is not None or any(one.wording == wording for one in self.proposals):
            return False
        return wording == self.in_force.wording or (wording is None and not self.proposals and not self.unseen)

    def _stand(self, stance: Stance, why: str | Prose | None, by: str, at: datetime | None) -> Self:
        """Record where somebody stands on what is in force."""
        self._allow("stand_taken", by, at := moment(at))
        voice = Voice(by, stance, self._adopted.wording, by, at, said_by(by, why))
        return self._record(StandTaken(self._stamp(by, at), voice))

    def _reviewers(self) -> tuple[str, ...]:
        """Those who carry it and had a hand in wording it; where none of these is left, all who carry it."""
        bound, worded = super()._reviewers(), {*self.formulation.contributed}
        return tuple(person for person in bound if person in worded) or bound

    def _bound(self) -> tuple[Seat, ...]:
        """Those who carry it; where nobody does any longer, whoever has been asked."""
        if self.in_force is None:
            return ()
        carried_by, seats = {*self.where_we_stand().carried_by}, self.in_force.seats
        return tuple(seat for seat in seats if seat.person in carried_by) or seats

    def _eligible(self, target: Proposal[C]) -> tuple[Seat, ...]:
        """Who has a voice: those who carry what is in force, or on a first wording whoever has been asked."""
        return self._bound() or target.seats

    def _unasked(self, target: Proposal[C]) -> frozenset[str]:  # noqa: ARG002 - whatever it would be
        """Nobody: to be asked binds nobody, and only one's own voice makes one carry it."""
        return frozenset()

    def _rule(self) -> DecisionRule:
        """The rule that the first wording names; where several name different ones, none of them is agreed yet."""
        if self.in_force is not None:
            return super()._rule()
        rules = {proposal.content.first_rule for proposal in self._worded()}
        return rules.pop() if len(rules) == 1 else CONSENT

    def _base(self, proposal: str | None, *, apart: bool = False) -> C:
        """The text that a new wording starts from: apart, whoever was asked is asked again."""
        if self._worded() and not apart:
            return super()._base(proposal)
        last = self.in_force or self._newest()
        return attrs.evolve(last.content, asked=last.seats)

    @classmethod
    def _drafted(cls, content: C, by: str, at: datetime, together: tuple[str, ...] = ()) -> Self:
        content = content.owned_by(by)
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, any_id(by, "by"), at)
        return cls._begin(Drafted(stamp, new_id("proposal"), content, wording_of(content), together))

    @classmethod
    def _met(cls, content: C, present: Collection[str], by: str, at: datetime) -> Self:
        """Begun in one room, where everybody present worded it and said yes to it."""
        there = tuple(seat.person for seat in seats_of(present, "present"))
        if by not in there:
            raise Inconsistent("present", f"name {by}, who took it down, as one of those who were present")
        for person in reversed(there):
            content = content.with_author(person)
        drafted = cls._drafted(content, by, at, there)
        target, rule, stamp = drafted._pick(None, wanted="proposed"), drafted._rule(), drafted._stamp(by, at)
        drafted._check_ready(target)
        put = Proposed(stamp, target.id, target.wording, rule, target.seats, rule.closes(at))
        return drafted._record(put)._agreed_by(there, by, at)

    @classmethod
    def _on_record(cls, content: C, by: str, at: datetime) -> Self:
        content = content.owned_by(by)
        for lack in content.findings():
            if lack.blocks:
                raise Inconsistent(lack.path, lack.message)
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, any_id(by, "by"), at)
        return cls._begin(AdoptedOnRecord(stamp, content, wording_of(content), at.date()))

    def _revised(
        self, given: Mapping[str, Any], title: str | Prose | None, asked: Iterable[str] | None, by: str, *,
        proposal: str | None, apart: bool, at: datetime | None,
    ) -> Self:  # fmt: skip
        """Record other words for it, with what is given in the place of what was."""
        changes = {name: value for name, value in (("title", title), ("asked", asked)) if value is not None}
        content = self._base(proposal, apart=apart).reworded(**changes, **given)
        return self._reword(content.with_author(any_id(by, "by")), by, moment(at), proposal, apart=apart)
