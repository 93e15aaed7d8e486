"""Follow-ups: what comes of looking together at how it is going.

Its three purposes are to confirm, to give feedback and to learn. None of them is demanded of a single follow-up:
“thanks, carry on” is a whole one. What they come to over a period is an insight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypedDict, Unpack, cast

import attrs

from coleadership.errors import Inconsistent
from coleadership.following_up.forms import Form, FormAnswer
from coleadership.goals.progress import confidence as sureness
from coleadership.goals.pursuit import TakenReading
from coleadership.goals.quantities import Number
from coleadership.heart.events import Reserved
from coleadership.heart.given import check_names, ids_of, listed, one_of
from coleadership.ids import any_id, new_id
from coleadership.prose import Prose, said_by, text
from coleadership.rhythm.workdays import day_of

__all__ = ["FollowUp", "FollowUpFields", "FollowUpOutcome", "GoalReading", "SupportRequest"]

_MOST: Final = 50
"""The most entries of one sort in one follow-up."""


class FollowUpOutcome(StrEnum):
    """What a follow-up ends with."""

    KEEP = "keep"
    """Carry on."""
    SUPPORT = "support"
    """Something is needed to carry on."""
    RENEGOTIATE = "renegotiate"
    """The agreement needs other words."""
    REFORMULATE = "reformulate"
    """The goal needs other words."""
    ESCALATE = "escalate"
    """Somebody else has to decide."""


@attrs.frozen(slots=True, weakref_slot=False)
class SupportRequest:
    """What somebody asks of somebody, and since when."""

    id: str
    by: str
    of: str
    words: Prose
    since: date

    def reserved(self, people: Iterable[str]) -> Reserved:
        """It is for whoever asked and is asked, and for these."""
        return Reserved("talk", (*people, self.by, self.of), (self.words,))


@attrs.frozen(slots=True, weakref_slot=False)
class GoalReading:
    """How far a goal had come; the reading says by which wording of it that was measured."""

    goal: str
    reading: TakenReading


class FollowUpFields(TypedDict, total=False):
    """What a follow-up may hold beside who was there; see `FollowUp`."""

    confirmations: Iterable[str | Prose]
    feedback: Iterable[str | Prose]
    lessons: Iterable[str | Prose]
    obstacles: Iterable[str | Prose]
    support: Mapping[str, str | Prose]
    readings: Mapping[str, TakenReading | None]
    confidence: Number | None
    decisions: Iterable[str]
    next_step: str | Prose | None
    next_step_until: date | None
    outcome: FollowUpOutcome | str
    notes: str | Prose | None


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class FollowUp:
    """One follow-up, as it was held.

    - ``confirmations``, ``feedback``, ``lessons``: what was said to its three purposes.
    - ``obstacles``, ``support``: what is in the way, and what was asked of whom.
    - ``readings``: how far goals had come; ``confidence``: how sure one is, from 0 to 1.
    - ``decisions``: ids of decisions; ``next_step``, until when (recorded as ``next_step_by``), and the ``outcome``.
    - ``answers``: to the questions of its form; ``notes``: what those who were there keep to themselves.
    """

    id: str
    on: date
    by: str
    form: str
    present: tuple[str, ...]
    confirmations: tuple[Prose, ...] = ()
    feedback: tuple[Prose, ...] = ()
    lessons: tuple[Prose, ...] = ()
    obstacles: tuple[Prose, ...] = ()
    support: tuple[SupportRequest, ...] = ()
    readings: tuple[GoalReading, ...] = ()
    confidence: Decimal | None = None
    decisions: tuple[str, ...] = ()
    next_step: Prose | None = None
    next_step_by: date | None = None
    outcome: FollowUpOutcome = FollowUpOutcome.KEEP
    answers: tuple[FormAnswer, ...] = ()
    notes: Prose | None = None

    @classmethod
    def held(
        cls, on: date, by: str, form: Form, present: tuple[str, ...], answers: tuple[FormAnswer, ...] = (),
        **given: Unpack[FollowUpFields],
    ) -> FollowUp:  # fmt: skip
        """A follow-up from what was said in it; raises `Inconsistent` for what cannot be, with its path."""
        check_names(given, {*FollowUpFields.__annotations__, "answers", "form", "present"})
        asked = given.get("support", {})
        if not isinstance(cast("object", asked), Mapping):
            raise Inconsistent("support", "say who is asked for what, as in {bo.id: 'Somebody for Friday'}")
        due = given.get("next_step_until")
        if due is not None and given.get("next_step") is None:
            raise Inconsistent("next_step_until", f"nothing is to be done until {due}; say what, as next_step")
        sure = given.get("confidence")
        return cls(
            id=new_id("followup"),
            on=on,
            by=by,
            form=form.id,
            present=present,
            confirmations=_said(given, "confirmations", by),
            feedback=_said(given, "feedback", by),
            lessons=_said(given, "lessons", by),
            obstacles=_said(given, "obstacles", by),
            support=tuple(_request(of, words, by, on) for of, words in asked.items()),
            readings=_readings(given.get("readings", {})),
            confidence=None if sure is None else sureness(sure),
            decisions=ids_of("decisions", _MOST)(given.get("decisions", ())),
            next_step=said_by(by, given.get("next_step"), field="next_step"),
            next_step_by=None if due is None else day_of(due, "next_step_until"),
            outcome=one_of(FollowUpOutcome, "outcome")(given.get("outcome", "support" if asked else "keep")),
            answers=answers,
            notes=said_by(by, given.get("notes"), field="notes"),
        )

    def __str__(self) -> str:
        """What was said, but the notes: one text after another."""
        said = (
            *self.confirmations,
            *self.feedback,
            *self.lessons,
            *self.obstacles,
            *(one.words for one in self.support),
        )
        step = () if self.next_step is None else (self.next_step,)
        return " · ".join(f"“{words}”" for words in (*said, *(one.words for one in self.answers), *step)) or "no words"

    def reserved(self, people: Iterable[str]) -> Iterator[Reserved]:
        """What of it is only for these, and for those who were there: what was said; notes for the latter alone."""
        if self.notes is not None:
            yield Reserved("notes", self.present, (self.notes,))
        talk = (*people, *self.present)
        step = () if self.next_step is None else (self.next_step,)
        answers = (one.words for one in self.answers)
        said = (*self.confirmations, *self.feedback, *self.lessons, *self.obstacles, *answers, *step)
        yield Reserved("talk", talk, said)
        yield from (request.reserved(talk) for request in self.support)

    @property
    def next_step_until(self) -> date | None:
        """The last day on which the next step is taken in time, where one was set."""
        return self.next_step_by

    @property
    def purposes(self) -> frozenset[str]:
        """Which of the three purposes it served: confirmation, feedback, lesson."""
        served = {"confirmation": self.confirmations, "feedback": self.feedback, "lesson": self.lessons}
        return frozenset(purpose for purpose, words in served.items() if words)


def _said(given: FollowUpFields, field: str, by: str) -> tuple[Prose, ...]:
    words = listed(given.get(field, ()), field)
    if len(words) > _MOST:
        raise Inconsistent(field, f"{len(words)} are more than {_MOST}; say the most important")
    return tuple(text(cast("str", one), field=field).owned_by(by) for one in words)


def _request(of: str, words: str | Prose, by: str, on: date) -> SupportRequest:
    if any_id(of, "support") == by:
        raise Inconsistent("support", f"{by} cannot ask it of themselves; write it down as the next step")
    return SupportRequest(new_id("support"), by, of, text(words, field="support").owned_by(by), on)


def _readings(given: Mapping[str, TakenReading | None]) -> tuple[GoalReading, ...]:
    if not isinstance(cast("object", given), Mapping):
        raise Inconsistent("readings", "say what was read of which goal, as in {goal.id: goal.pursuit.newest}")
    for goal, reading in given.items():
        _ = any_id(goal, "readings")
        if reading is None or not isinstance(cast("object", reading), TakenReading):
            reason = f"{reading!r:.40} is no reading; read the goal, and give goal.pursuit.newest"
            raise Inconsistent(f"readings.{goal}", reason)
    return tuple(GoalReading(goal, reading) for goal, reading in given.items() if reading)
