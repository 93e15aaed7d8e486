"""Assignments (*uppdrag*): defined together by the one who gives and the one who takes it.

Each believes that they share the picture, and often they do not. So each says in their own words how they understand
one exact wording, and the two stand side by side. Nothing here compares them: that is what people do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self, Unpack, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedFor
from coleadership.heart.coled import CoLed
from coleadership.heart.consent import CONSENSUS, DecisionRule
from coleadership.heart.events import Event, moment
from coleadership.heart.kinds import Part
from coleadership.heart.life import FORCE_MOVES, SPOKEN, Force, LifeEvent, Moves
from coleadership.heart.seating import check_leaving, drafted, met
from coleadership.heart.wording import Finding
from coleadership.organisation.assignment_text import AssignmentFields, AssignmentText
from coleadership.prose import Prose, text

if TYPE_CHECKING:
    from coleadership.ids import AssignmentId

__all__ = ["Assignment", "OwnWords", "Understanding", "UnderstandingGiven"]


@attrs.frozen(slots=True, weakref_slot=False)
class UnderstandingGiven(Event):
    """Somebody said in their own words how they understand one exact wording."""

    participle: ClassVar[str] = "understanding_given"
    wording: str
    words: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class OwnWords:
    """What somebody said about one wording in words of their own."""

    person: str | None
    wording: str
    words: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Understanding:
    """How somebody understands an assignment; ``words`` is None where they have not told yet.

    It is ``stale`` where it speaks of another wording than the one that it stands beside.
    """

    person: str
    part: str
    words: Prose | None = None
    wording: str | None = None
    stale: bool = False


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Assignment(CoLed[AssignmentText, UnderstandingGiven]):
    """Something that somebody is asked to do, worded by both sides."""

    KIND: ClassVar[str] = "assignment"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"party", "author", "principal", "assignee", "serves"})
    UPWARD: ClassVar[frozenset[str]] = frozenset({"serves"})
    LIVING: ClassVar[frozenset[str]] = frozenset({"serves", "party"})
    MOVES: ClassVar[Moves[Force]] = {
        **FORCE_MOVES,
        **{(force, "understanding_given"): force for force in (Force.NOT_YET, Force.IN_FORCE, Force.PAUSED)},
    }

    if TYPE_CHECKING:
        id: AssignmentId

    told: tuple[OwnWords, ...] = ()
    """What the parties said in their own words: of each person the newest on each wording that lies on the table."""

    # -- starters

    @classmethod
    def draft(
        cls, title: str | Prose, *, parties: Mapping[str, str], by: str, at: datetime | None = None,
        **fields: Unpack[AssignmentFields],
    ) -> Self:  # fmt: skip
        """Begin an assignment with a first wording; it may still be incomplete (see `readiness`).

        >>> task = Assignment.draft(
        ...     "Evening cover until summer",
        ...     parties={"bo": Part.PRINCIPAL, "anna": Part.ASSIGNEE},
        ...     expected="Every evening is covered two weeks ahead",
        ...     by="bo",
        ... )
        >>> task = task.understand("I decide who works when, and ask before it costs more", by="anna")
        >>> [(one.person, one.words is not None) for one in task.understandings()]
        [('bo', False), ('anna', True)]
        """
        at = moment(at)
        return drafted(cls, AssignmentText.worded(title, parties, at.date(), **fields), by, at)

    @classmethod
    def in_meeting(
        cls, title: str | Prose, *, parties: Mapping[str, str], present: Collection[str], by: str,
        at: datetime | None = None, **fields: Unpack[AssignmentFields],
    ) -> Self:  # fmt: skip
        """Record an assignment that everybody present worded and said yes to in the room; ``by`` took it down."""
        at = moment(at)
        return met(cls, AssignmentText.worded(title, parties, at.date(), **fields), present, by, at)

    # -- verbs

    def revise(
        self, *, by: str, title: str | Prose | None = None, parties: Mapping[str, str] | None = None,
        proposal: str | None = None, apart: bool = False, at: datetime | None = None,
        **fields: Unpack[AssignmentFields],
    ) -> Self:  # fmt: skip
        """Word it anew: every voice on the earlier wording is void. What is left out stays as it is.

        Where it is in force, this drafts an amendment, and the old wording holds until the new one is adopted;
        ``apart`` drafts another one beside those that are open.
        """
        content = self._base(proposal, apart=apart).reworded(title, parties, **fields)
        return self._reword(content, by, moment(at), proposal, apart=apart)

    def understand(
        self, words: str | Prose, *, by: str, wording: str | None = None, at: datetime | None = None
    ) -> Self:
        """Say in one's own words how one understands it: the wording that one saw, which is the newest unless named.

        It agrees to nothing, and can be said anew at any time.
        """
        self._check_force("understanding_given", at := moment(at))
        people = [seat.person for seat in self.table]
        if by not in people:
            wanted = f"have it {SPOKEN['understanding_given']}"
            raise NotAllowedFor(by, wanted=wanted, who_could=", ".join(people) or "nobody, as the table is empty")
        if wording is None and self.unseen:
            reason = "name the wording that its speaker saw: wording=…, as this one was loaded on their behalf"
            raise Inconsistent("wording", reason)
        known = self._wordings()
        wording = known[-1] if wording is None else wording
        if wording not in known:
            raise Inconsistent("wording", f"{wording} is not on the table any more; read {known[-1]} and speak of that")
        said = text(words, field="words").owned_by(by)
        return self._record(UnderstandingGiven(self._stamp(by, at), wording, said))

    def leave(self, *, by: str, at: datetime | None = None) -> Self:
        """Leave the table, where somebody stays who gives it and somebody who takes it."""
        left = self.in_force or self._newest()
        check_leaving(left.content.without(left.left), by)
        return super().leave(by=by, at=at)

    # -- questions

    def understandings(self, wording: str | None = None) -> tuple[Understanding, ...]:
        """How each party understands a wording, side by side: the one in force, or else the newest, unless named.

        Who has not spoken of this one stands there with what they said of another, marked as ``stale``; who has not
        spoken at all stands there without words.
        """
        if wording is None:
            wording = self.wording if self.in_force is None else self.in_force.wording
        return tuple(self._understanding(seat.person, seat.part, wording) for seat in self.table)

    def _understanding(self, person: str, part: str, wording: str) -> Understanding:
        told = [one for one in self.told if one.person == person]
        said = next((one for one in told if one.wording == wording), told[-1] if told else None)
        if said is None:
            return Understanding(person, part)
        return Understanding(person, part, said.words, said.wording, stale=said.wording != wording)

    def readiness(self) -> tuple[Finding, ...]:
        """What is missing before it can be proposed, and what deserves a thought: also who has not told yet."""
        silent = (one for one in self.understandings(self.wording) if one.words is None or one.stale)
        message = "has not said yet how they understand it"
        told = (Finding("understandings", f"{one.person} {message}", person=one.person) for one in silent)
        return (*super().readiness(), *told)

    def links(self) -> Iterator[tuple[str, str]]:
        """Who gives it, who takes it, who else is party, its authors, and what it serves."""
        yield from super().links()
        yield from ((seat.part, seat.person) for seat in self.table if seat.part in {Part.PRINCIPAL, Part.ASSIGNEE})
        for id in (self.content if self.in_force is None else self.in_force.content).serves:
            yield "serves", id

    # -- folding

    @classmethod
    def begun(cls, event: LifeEvent[AssignmentText] | UnderstandingGiven) -> Self:
        """The assignment as its first wording left it."""
        return cls(id=cast("AssignmentId", event.stamp.subject)).after(event)

    def after(self, event: LifeEvent[AssignmentText] | UnderstandingGiven) -> Self:
        """The assignment after an event."""
        if not isinstance(event, UnderstandingGiven):
            return self._lived(event)
        new, lying = OwnWords(event.stamp.by, event.wording, event.words), self._wordings()
        kept = (one for one in self.told if one.person != new.person or one.wording in lying)
        told = (*(one for one in kept if (one.person, one.wording) != (new.person, new.wording)), new)
        return attrs.evolve(self, revision=event.stamp.step, told=told)

    # -- what the verbs stand on

    def _rule(self) -> DecisionRule:
        """An assignment is agreed by the yes of everybody; on other words the rule decides that was agreed with it."""
        return CONSENSUS if self.in_force is None else self.in_force.content.rule

    def _reword(
        self, content: AssignmentText, by: str, at: datetime, proposal: str | None, *, apart: bool = False
    ) -> Self:
        if self.id in content.serves:
            raise Inconsistent("serves", "it cannot serve itself; name the mission or assignment that it is part of")
        return super()._reword(content, by, at, proposal, apart=apart)
