"""The pursuit of a goal: what was read on the way, how it was reformulated, and how it ended.

`Pursuit` is what a goal remembers of this; like `Formulation`, it applies events and decides nothing. Of the readings
it carries the newest along; all others are in the history.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import ClassVar

import attrs

from coleadership.evolving import evolve
from coleadership.goals.goalposts import Shift
from coleadership.goals.measures import Measure
from coleadership.goals.progress import Progress
from coleadership.goals.readings import Reading
from coleadership.heart.events import Event
from coleadership.heart.life import Ended, EndingProposed, Overtaken, Rejected, Withdrawn
from coleadership.heart.wording import Finding
from coleadership.prose import Prose

__all__ = [
    "Achieved", "Conclusion", "Dropped", "Earlier", "Ending", "GoalEvent", "NotAchieved", "Pursuit", "ReadingTaken",
    "Reason", "Reformulated", "ReformulationBegun", "TakenReading",
]  # fmt: skip


class Ending(Enum):
    """How a goal ended."""

    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not_achieved"
    DROPPED = "dropped"


@attrs.frozen(slots=True, weakref_slot=False)
class ReadingTaken(Event):
    """Somebody looked how far a goal has come; which wording of it was measured is kept with what they saw."""

    participle: ClassVar[str] = "reading_taken"
    wording: str
    reading: Reading
    on: date
    confidence: Decimal | None = None
    note: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class ReformulationBegun(Event):
    """Somebody says why an agreed goal needs other words; these lie on the table as a proposal."""

    participle: ClassVar[str] = "reformulation_begun"
    proposal: str
    reason: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Reformulated(Event):
    """Other words were adopted, and how far the goal had come by the old ones is kept for good."""

    participle: ClassVar[str] = "reformulated"
    proposal: str
    wording: str
    """The old one."""
    on: date
    due: date | None
    score: Progress
    shift: Shift


@attrs.frozen(slots=True, weakref_slot=False)
class Achieved(Event):
    """A goal was reached, as those present saw it or as its measure shows."""

    participle: ClassVar[str] = "achieved"
    score: Progress
    present: tuple[str, ...]
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class NotAchieved(Event):
    """A goal was not reached, and why."""

    participle: ClassVar[str] = "not_achieved"
    score: Progress
    present: tuple[str, ...]
    reason: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Dropped(Event):
    """A goal is pursued no longer, and why."""

    participle: ClassVar[str] = "dropped"
    score: Progress
    present: tuple[str, ...]
    reason: Prose


GoalEvent = ReadingTaken | ReformulationBegun | Reformulated | Achieved | NotAchieved | Dropped


@attrs.frozen(slots=True, weakref_slot=False)
class TakenReading:
    """What somebody saw on a day, and by which wording of the goal."""

    by: str | None
    wording: str
    reading: Reading
    on: date
    confidence: Decimal | None = None
    note: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Reason:
    """Why a proposal lies on the table, where one has to say so."""

    proposal: str
    by: str | None
    words: Prose
    ends: bool = False


@attrs.frozen(slots=True, weakref_slot=False)
class Earlier:
    """An agreed wording that gave way to another: on which day, when it was due, how far it had come, and why."""

    wording: str
    on: date
    due: date | None
    score: Progress
    shift: Shift
    """What the other wording made of where to get."""
    reason: Prose | None = None

    @property
    def late(self) -> bool:
        """Whether it gave way only after its due day."""
        return self.due is not None and self.on > self.due


@attrs.frozen(slots=True, weakref_slot=False)
class Conclusion:
    """How it ended, when, by whose word, and how far it had come."""

    ending: Ending
    on: date
    by: str | None
    score: Progress | None = None
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Pursuit:
    """How a goal is pursued."""

    newest: TakenReading | None = None
    reasons: tuple[Reason, ...] = ()
    """Why what lies on the table lies there."""
    earlier: tuple[Earlier, ...] = ()
    conclusion: Conclusion | None = None

    def reason_for(self, proposal: str) -> Prose | None:
        """Why a proposal lies on the table, if somebody said so."""
        return next((reason.words for reason in self.reasons if reason.proposal == proposal), None)

    def progress(self, wording: str, measure: Measure | None, day: date | None = None) -> Progress:
        """How far it has come by a wording, as the newest reading of it shows; at most up to a day."""
        newest = self.newest
        if newest is None:
            return Progress(None, "nothing has been read yet")
        if newest.wording != wording:
            return Progress(None, "nothing has been read since it was reformulated")
        if day is not None and newest.on > day:
            return Progress(None, f"the newest reading is of {newest.on}; ask for what was known before")
        return Progress(None, "it has no measure yet") if measure is None else measure.progress(newest.reading)

    @property
    def goalposts(self) -> tuple[Finding, ...]:
        """The signs that the goalposts were moved: worth a talk, and never forbidden.

        One is that it was reformulated after it was due, the other that where to get only ever came nearer.
        """
        late = [one for one in self.earlier if one.late]
        signs = [Finding("due", f"reformulated on {one.on}, after it was due on {one.due}") for one in late]
        shifts = [one.shift for one in self.earlier]
        easier = shifts.count(Shift.EASIER)
        if easier and Shift.HARDER not in shifts:
            times = "once" if easier == 1 else f"{easier} times"
            signs.append(Finding("measure", f"made easier {times}, and never harder"))
        return tuple(signs)

    def after(self, event: GoalEvent) -> Pursuit:
        """How it is pursued after an event of its own."""
        by, day = event.stamp.by, event.stamp.at.date()
        match event:
            case ReadingTaken():
                return self._read(event)
            case ReformulationBegun():
                return evolve(self, reasons=(*self.reasons, Reason(event.proposal, by, event.reason)))
            case Reformulated():
                reason = self.reason_for(event.proposal)
                gave_way = Earlier(event.wording, event.on, event.due, event.score, event.shift, reason)
                return evolve(self, earlier=(*self.earlier, gave_way), reasons=())
            case Achieved():
                return self._concluded(Conclusion(Ending.ACHIEVED, day, by, event.score, event.reason))
            case NotAchieved():
                return self._concluded(Conclusion(Ending.NOT_ACHIEVED, day, by, event.score, event.reason))
            case Dropped():
                return self._concluded(Conclusion(Ending.DROPPED, day, by, event.score, event.reason))

    def lived(self, event: EndingProposed | Ended | Rejected | Withdrawn | Overtaken) -> Pursuit:
        """How it is pursued after an event of the shared life that it has a word in: to end together is to drop it."""
        match event:
            case EndingProposed():
                why = () if event.reason is None else (Reason(event.proposal, event.stamp.by, event.reason, ends=True),)
                return evolve(self, reasons=(*self.reasons, *why))
            case Ended():
                asked = [reason.words for reason in self.reasons if reason.ends]
                reason = event.reason or (asked[-1] if asked else None)
                return self._concluded(Conclusion(Ending.DROPPED, event.on, event.stamp.by, None, reason))
            case _:
                left = tuple(reason for reason in self.reasons if reason.proposal != event.proposal)
                return evolve(self, reasons=left)

    def _read(self, event: ReadingTaken) -> Pursuit:
        """An older reading that is told late does not take the place of a newer one of the same wording."""
        newest = self.newest
        if newest is not None and newest.wording == event.wording and event.on < newest.on:
            return self
        taken = TakenReading(event.stamp.by, event.wording, event.reading, event.on, event.confidence, event.note)
        return evolve(self, newest=taken)

    def _concluded(self, conclusion: Conclusion) -> Pursuit:
        return evolve(self, conclusion=conclusion, reasons=())
