"""Goals: agreed by those who own them and a coordinator, followed up, reformulated together, and in the end judged.

What a goal says is in `goal_text`, what it contributes to in `contributions`, how it is measured in `measures`, what it
remembers of being pursued in `pursuit`, and the verbs that it shares with everything co-led in `heart.coled`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self, Unpack, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedNow
from coleadership.evolving import evolve
from coleadership.goals.contributions import Contribution
from coleadership.goals.goal_text import Check, GoalFields, GoalText
from coleadership.goals.goalposts import shift
from coleadership.goals.pace import Standing
from coleadership.goals.progress import Progress
from coleadership.goals.progress import confidence as sureness
from coleadership.goals.pursuit import (
    Achieved,
    Dropped,
    GoalEvent,
    NotAchieved,
    Pursuit,
    ReadingTaken,
    Reformulated,
    ReformulationBegun,
)
from coleadership.goals.quantities import Number
from coleadership.goals.readings import Reading, Seen
from coleadership.heart.coled import CoLed
from coleadership.heart.consent import CONSENSUS, DecisionRule
from coleadership.heart.due import Due
from coleadership.heart.events import moment
from coleadership.heart.formulation import InForce
from coleadership.heart.life import (
    FORCE_MOVES,
    Ended,
    EndingProposed,
    Force,
    LifeEvent,
    Moves,
    Overtaken,
    Rejected,
    Withdrawn,
)
from coleadership.heart.obligations import Obligation, Owed
from coleadership.heart.seating import check_leaving, drafted, met, together
from coleadership.heart.wording import Finding
from coleadership.prose import Prose, said_by, text
from coleadership.rhythm.workdays import day_of

if TYPE_CHECKING:
    from coleadership.ids import GoalId

__all__ = ["Goal"]

_PURSUED = (Force.IN_FORCE, Force.PAUSED)
_ON_THE_WAY = ("reading_taken", "reformulation_begun", "reformulated")
_CONCLUDED = ("achieved", "not_achieved", "dropped")


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Goal(CoLed[GoalText, GoalEvent]):
    """Somewhere to get, worded by whose goal it is together with who coordinates."""

    KIND: ClassVar[str] = "goal"
    KEPT_EVERY: ClassVar[int] = 4  # it takes a dozen steps, and to follow them takes longer than to read a state
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"party", "author", "owner", "contributes", "follows"})
    UPWARD: ClassVar[frozenset[str]] = frozenset({"contributes"})
    LIVING: ClassVar[frozenset[str]] = frozenset({"contributes", "owner", "party"})
    STATUSES: ClassVar[frozenset[str]] = (CoLed.STATUSES - {"ended"}) | {*_CONCLUDED}
    OVER: ClassVar[frozenset[str]] = frozenset(_CONCLUDED)
    MOVES: ClassVar[Moves[Force]] = {
        **FORCE_MOVES,
        **{(force, event): force for force in _PURSUED for event in _ON_THE_WAY},
        **{(force, event): Force.ENDED for force in _PURSUED for event in _CONCLUDED},
    }

    if TYPE_CHECKING:
        id: GoalId

    pursuit: Pursuit = attrs.field(factory=Pursuit)

    # -- starters

    @classmethod
    def draft(
        cls, title: str | Prose, *, parties: Mapping[str, str], by: str, at: datetime | None = None,
        **fields: Unpack[GoalFields],
    ) -> Self:  # fmt: skip
        """Begin a goal with a first wording; it may still be incomplete (see `readiness`).

        >>> from coleadership import Metric, Part
        >>> goal = Goal.draft(
        ...     "Nobody is called in at a day's notice",
        ...     parties={"anna": Part.OWNER, "bo": Part.COORDINATOR},
        ...     contributions=["mission_calm"],
        ...     by="anna",
        ... )
        >>> [lack.path for lack in goal.concrete.missing], [lack.path for lack in goal.followable.missing]
        (['due'], ['measure'])
        >>> goal = goal.revise(measure=Metric(start=12, target=2), due=date(2099, 6, 30), by="bo")
        >>> goal.propose(by="bo").consent(by="anna").status
        'in_force'
        """
        at = moment(at)
        return drafted(cls, GoalText.worded(title, parties, at.date(), **fields), by, at)

    @classmethod
    def in_meeting(
        cls, title: str | Prose, *, parties: Mapping[str, str], present: Collection[str], by: str,
        at: datetime | None = None, **fields: Unpack[GoalFields],
    ) -> Self:  # fmt: skip
        """Record a goal that everybody present worded and said yes to in the room; ``by`` is who took it down.

        If a party was away, it waits for their answer.

        >>> from coleadership import Metric, Part
        >>> goal = Goal.in_meeting(
        ...     "Nobody is called in at a day's notice",
        ...     parties={"anna": Part.OWNER, "bo": Part.COORDINATOR},
        ...     measure=Metric(start=12, target=2, unit="calls a month"),
        ...     due=date(2099, 6, 30),
        ...     present=["anna", "bo"],
        ...     by="bo",
        ... )
        >>> goal.status, goal.read(7, by="anna").progress().raw
        ('in_force', Decimal('0.5'))
        """
        at = moment(at)
        return met(cls, GoalText.worded(title, parties, at.date(), **fields), present, by, at)

    def carry_over(self, *, due: date, by: str, begin: date | None = None, at: datetime | None = None) -> Self:
        """Begin a new goal that takes this one up again in another period; this one stays as it is.

        Copied from what was agreed: title, body, parties who are still here, owners, why, horizon, ambition,
        contributions, rule, and the measure, which starts where it was last read (milestones that are done are left
        out). Not copied: readings, scores, voices, comments, phases, the day of review and how it ended. It begins
        today unless ``begin`` says otherwise, and is linked to this one as what it ``follows``.
        """
        at, in_force = moment(at), self._agreed("carried over")
        begin = at.date() if begin is None else day_of(begin, "begin")
        last = None if self.pursuit.newest is None else self.pursuit.newest.reading
        content = in_force.content.without(in_force.left).carried_over(self.id, begin, day_of(due, "due"), last)
        return drafted(type(self), content, by, at)

    # -- verbs: wording it

    def revise(
        self, *, by: str, title: str | Prose | None = None, parties: Mapping[str, str] | None = None,
        proposal: str | None = None, apart: bool = False, at: datetime | None = None, **fields: Unpack[GoalFields],
    ) -> Self:  # fmt: skip
        """Word what is on the table anew: every voice on the earlier wording is void.

        What is agreed already takes a reason: see `reformulate`.
        """
        at = moment(at)
        self._check_force("drafted", at)
        if self.in_force is not None and (apart or not (proposal or self._worded())):
            allowed = ("reformulate, with a reason",)
            raise NotAllowedNow(self.id, status="agreed", wanted="worded anew just like that", allowed=allowed)
        return self._reword(self._base(proposal, apart=apart).reworded(title, parties, **fields), by, at, proposal,
                            apart=apart)  # fmt: skip

    def reformulate(
        self, *, reason: str | Prose, by: str, title: str | Prose | None = None,
        parties: Mapping[str, str] | None = None, apart: bool = False, at: datetime | None = None,
        **fields: Unpack[GoalFields],
    ) -> Self:  # fmt: skip
        """Put other words for an agreed goal on the table, and say why; the old ones hold until all agree to the new.

        They are proposed and answered like any wording. Once adopted, how far the goal had come by the old wording is
        kept for good (`pursuit.earlier`), and progress begins anew with the next reading. That the goalposts were
        moved shows in `goalposts`, and is not forbidden. ``apart`` puts them beside others that are on the table.
        """
        self._allow("reformulation_begun", by, at := moment(at))
        in_force, why = self._agreed("reformulated"), text(reason, field="reason").owned_by(by)
        if self._worded() and not apart:
            allowed = ("revise", "reformulate apart")
            raise NotAllowedNow(self.id, status="being reformulated", wanted="reformulated once more", allowed=allowed)
        content = in_force.content.without(in_force.left).reworded(title, parties, **fields)
        reworded = self._reword(content, by, at, None, apart=True)
        proposal = reworded.proposals[-1].id
        return reworded._record(ReformulationBegun(reworded._stamp(by, at), proposal, why))

    # -- verbs: pursuing it

    def read(
        self, seen: Seen, *, by: str, on: date | None = None, wording: str | None = None,
        confidence: Number | None = None, note: str | Prose | None = None, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Note how far it has come: a number, yes or no, the ids of milestones done, or a `Reading` with a unit.

        ``on`` is the day on which it was so, today if left out; ``wording`` the one that was measured, which has to be
        the one in force; ``confidence`` how sure one is to get there, from 0 to 1.
        """
        self._allow("reading_taken", by, at := moment(at))
        in_force, on = self._agreed("read"), at.date() if on is None else day_of(on, "on")
        if wording not in {None, in_force.wording}:
            reason = f"{wording} is not in force; read it by {in_force.wording}, as that is what was agreed"
            raise Inconsistent("wording", reason)
        if on > at.date():
            raise Inconsistent("on", f"{on} is still to come; give the day on which it was so")
        reading, measure = cast("Reading", Reading.of(seen)), in_force.content.measure
        _ = None if measure is None else measure.progress(reading)  # raises where it cannot be measured like this
        sure = None if confidence is None else sureness(confidence)
        said = said_by(by, note, field="note")
        return self._record(ReadingTaken(self._stamp(by, at), in_force.wording, reading, on, sure, said))

    def achieve(
        self, *, by: str, reason: str | Prose | None = None, present: Collection[str] = (), at: datetime | None = None
    ) -> Self:
        """Call it achieved: by anybody bound by it if the newest reading reaches it, else together with all others."""
        self._allow("achieved", by, at := moment(at))
        score = self.progress()
        why = "the measure does not show it reached" if score.clamped != 1 else None
        there = together(self._bound(), present, by, why)
        return self._record(Achieved(self._stamp(by, at), score, there, said_by(by, reason)))

    def fall_short(
        self, reason: str | Prose, *, by: str, present: Collection[str] = (), at: datetime | None = None
    ) -> Self:
        """Say that it was not achieved, and why: by anybody bound by it once it is past due, else with all others."""
        self._allow("not_achieved", by, at := moment(at))
        score, due = self.progress(), self._agreed("judged").content.due
        why = None if due is not None and at.date() > due and score.clamped != 1 else f"it is due on {due}"
        if score.clamped == 1:
            why = "its measure shows it reached"
        there = together(self._bound(), present, by, why)
        return self._record(NotAchieved(self._stamp(by, at), score, there, text(reason, field="reason").owned_by(by)))

    def drop(self, reason: str | Prose, *, by: str, present: Collection[str] = (), at: datetime | None = None) -> Self:
        """Pursue it no longer, and say why, all of you together; where not all are there, `end_together` asks them."""
        self._allow("dropped", by, at := moment(at))
        there = together(self._bound(), present, by, "nobody drops alone what was agreed together")
        said = text(reason, field="reason").owned_by(by)
        return self._record(Dropped(self._stamp(by, at), self.progress(), there, said))

    def leave(self, *, by: str, at: datetime | None = None) -> Self:
        """Leave the table, where somebody stays who owns it and somebody who coordinates."""
        left = self.in_force or self._newest()
        check_leaving(left.content.without(left.left), by)
        return super().leave(by=by, at=at)

    # -- questions

    @property
    def agreed(self) -> GoalText:
        """What was agreed, or where nothing is yet, the newest wording."""
        return self.content if self.in_force is None else self.in_force.content

    @property
    def owners(self) -> tuple[str, ...]:
        """The people, roles and teams whose goal it is."""
        return self.agreed.whose

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What it contributes to."""
        return self.agreed.contributions

    @property
    def concrete(self) -> Check:
        """Whether the newest wording says what, whose and by when; if not, what is ``missing``."""
        return self.content.concrete

    @property
    def followable(self) -> Check:
        """Whether one can see how far it has come by the newest wording; if not, what is ``missing``."""
        return self.content.followable

    def progress(self, day: date | None = None) -> Progress:
        """How far it has come by the wording in force, raw and clamped, as the newest reading shows (up to a day).

        Earlier readings are in the history: what was known on an earlier day, `Journal.as_of` tells.
        """
        in_force = self.in_force
        if in_force is None:
            return Progress(None, "nothing has been agreed yet")
        return self.pursuit.progress(in_force.wording, in_force.content.measure, day)

    def standing(self, day: date) -> Standing:
        """Where it stands on a day against the pace that one may expect."""
        pace = self._agreed("compared with its pace").content.pace
        if pace is None:
            raise Inconsistent("due", "it has no pace without the days on which it begins and is due; reformulate it")
        return pace.standing(self.progress(day), day)

    @property
    def goalposts(self) -> tuple[Finding, ...]:
        """The signs that the goalposts were moved: reformulated only after it was due, or only ever made easier."""
        return self.pursuit.goalposts

    def readiness(self) -> tuple[Finding, ...]:
        """What is missing before it can be proposed, and what deserves a thought: also that it would become easier."""
        findings, in_force = super().readiness(), self.in_force
        if in_force is None or not self._worded():
            return findings
        moved = shift(in_force.content.measure, self._worded()[-1].content.measure).value
        easier = (Finding("measure", "this makes it easier; say so when you propose it"),) if moved == "easier" else ()
        return (*findings, *easier)

    @property
    def status(self) -> str:
        """One word for lists: as of everything co-led, and in the end achieved, not_achieved or dropped."""
        conclusion = self.pursuit.conclusion
        return super().status if conclusion is None else conclusion.ending.value

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:
        """Also a judgement, by whoever is bound by it, once it is past due."""
        yield from super().owed(person, now)
        due, bound = self.agreed.due, {seat.person for seat in self._bound()}
        if self.force is Force.IN_FORCE and due is not None and due < now.date() and person in bound:
            reason = f"“{self.title}” was due on {due}; say whether it was achieved"
            yield Obligation(
                person=person, subject=self.id, owed=Owed.JUDGEMENT, reason=reason, since=due, verb="achieve"
            )

    @property
    def awaited(self) -> Iterator[str]:
        """Also whoever is bound by it, once it is past due."""
        yield from super().awaited
        if self.force is Force.IN_FORCE and self.agreed.due is not None:
            yield from (seat.person for seat in self._bound())

    def links(self) -> Iterator[tuple[str, str]]:
        """Its parties, authors and owners, what it contributes to, and the goal that it follows."""
        yield from super().links()
        agreed = self.agreed
        for owner in agreed.whose:
            yield "owner", owner
        for contribution in agreed.contributions:
            yield "contributes", contribution.to
        if agreed.follows is not None:
            yield "follows", agreed.follows

    # -- folding

    @classmethod
    def begun(cls, event: LifeEvent[GoalText] | GoalEvent) -> Self:
        """The goal as its first wording left it."""
        return cls(id=cast("GoalId", event.stamp.subject)).after(event)

    def after(self, event: LifeEvent[GoalText] | GoalEvent) -> Self:
        """The goal after an event."""
        match event:
            case ReadingTaken() | ReformulationBegun() | Reformulated():
                return evolve(self, revision=event.stamp.step, pursuit=self.pursuit.after(event))
            case Achieved() | NotAchieved() | Dropped():
                force = self.MOVES.get((self.force, event.participle), self.force)
                return evolve(
                    self,
                    revision=event.stamp.step,
                    force=force,
                    formulation=evolve(self.formulation, proposals=()),
                    pursuit=self.pursuit.after(event),
                    ended_on=event.stamp.at.date(),
                )
            case EndingProposed() | Ended() | Rejected() | Withdrawn() | Overtaken():
                return evolve(self._lived(event), pursuit=self.pursuit.lived(event))
            case _:
                return self._lived(event)

    # -- what the verbs stand on

    def _days(self) -> tuple[tuple[Due, date], ...]:
        """What falls due on which day: also the goal itself."""
        days, due = super()._days(), self.agreed.due if self.force is Force.IN_FORCE else None
        return days if due is None else (*days, (Due.GOAL, due))

    def _rule(self) -> DecisionRule:
        """A goal is agreed by the yes of everybody; on other words the rule decides that was agreed with it."""
        return CONSENSUS if self.in_force is None else self.in_force.content.rule

    def _agreed(self, wanted: str) -> InForce[GoalText]:
        """What is agreed, or `NotAllowedNow` where nothing is yet."""
        if self.in_force is None:
            raise NotAllowedNow(self.id, status="not agreed yet", wanted=wanted, allowed=("propose", "revise"))
        return self.in_force

    def _reword(self, content: GoalText, by: str, at: datetime, proposal: str | None, *, apart: bool = False) -> Self:
        if any(contribution.to == self.id for contribution in content.contributions):
            raise Inconsistent("contributions", "it cannot contribute to itself; name what it leads to beyond itself")
        return super()._reword(content, by, at, proposal, apart=apart)

    def _settled(self, id: str, by: str | None, at: datetime) -> Self:
        """Record what the rule decides; a wording that gives way leaves behind how far the goal had come by it."""
        settled, before = super()._settled(id, by, at), self.in_force
        now = settled.in_force
        if before is None or now is None or now.number == before.number:
            return settled
        moved, score = shift(before.content.measure, now.content.measure), self.progress()
        stamp = settled._stamp(by, at)
        return settled._record(Reformulated(stamp, id, before.wording, now.since, before.content.due, score, moved))
