"""The agenda of a talk: what was agreed, what has happened since the last one, what is open, what was learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

import attrs

from coleadership.agreements.agreement import Agreement
from coleadership.following_up.cycles import Cycle
from coleadership.following_up.follow_ups import SupportRequest
from coleadership.following_up.forms import Question
from coleadership.goals.goal import Goal
from coleadership.goals.progress import Progress
from coleadership.heart.coled import CoLed
from coleadership.heart.events import Event, Subject
from coleadership.heart.life import Force
from coleadership.heart.obligations import Owed
from coleadership.heart.wording import Content
from coleadership.insights.lessons import Offered
from coleadership.prose import Prose

__all__ = ["Agenda", "Open", "Topic", "agenda"]

MOST_HAPPENED: Final = 50
"""The most events that are told of each topic: the newest."""


@attrs.frozen(slots=True, weakref_slot=False)
class Open:
    """Something that still wants an answer: in one word what sort of thing it is, whose words, and the words."""

    what: str
    """concern, objection, comment, renegotiation, breach, obstacle; review, judgement (whether a goal was achieved)"""
    by: str | None
    words: Prose
    """Of a review or judgement, what that is called which is to be looked at."""
    due: date | None = None
    """Of a review or judgement, the day on which it was due."""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Topic:
    """One of the things that are followed up, as it stands."""

    subject: Subject[Any]
    agreed: tuple[Prose, ...] = ()
    """What is in force, in its own words: its title, what it says, and its clauses."""
    progress: Progress | None = None
    """Of a goal, how far it has come."""
    happened: tuple[Event, ...] = ()
    """What was recorded since the last talk, oldest first."""
    open: tuple[Open, ...] = ()


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Agenda:
    """Everything to have at hand in a talk."""

    cycle: Cycle
    points: tuple[Prose, ...]
    """What those who take part want to talk about."""
    questions: tuple[Question, ...]
    """What the form of talk asks."""
    topics: tuple[Topic, ...]
    missing: tuple[str, ...] = ()
    """What is followed up by the cycle, and is not here."""
    next_step: Prose | None = None
    """What was to be done next, when they last talked."""
    next_step_until: date | None = None
    """Until when, if a day was set for it."""
    open: tuple[Open, ...] = ()
    """The obstacles that were named when they last talked."""
    support: tuple[SupportRequest, ...] = ()
    """What was asked for and is not answered yet."""
    lessons: tuple[Offered, ...] = ()
    """What was learned from things like these, with why it is offered."""


def agenda(
    cycle: Cycle,
    subjects: Mapping[str, Subject[Any]],
    happened: Mapping[str, Sequence[Event]],
    lessons: Sequence[Offered] = (),
    *,
    day: date | None = None,
) -> Agenda:
    """The agenda of a cycle's next talk, from the subjects that it follows up and what has happened to them since.

    What was due by ``day``, the day of the talk, is open. `Journal.agenda` gathers what this needs.
    """
    latest = cycle.talks.latest
    topics = tuple(_topic(subjects[id], happened.get(id, ()), day) for id in cycle.about if id in subjects)
    return Agenda(
        cycle=cycle,
        points=cycle.agenda,
        questions=cycle.form.questions,
        topics=topics,
        missing=tuple(id for id in cycle.about if id not in subjects),
        next_step=None if latest is None else latest.next_step,
        next_step_until=None if latest is None else latest.next_step_until,
        open=() if latest is None else tuple(Open("obstacle", words.owner, words) for words in latest.obstacles),
        support=cycle.talks.support,
        lessons=tuple(lessons),
    )


def _topic(subject: Subject[Any], happened: Sequence[Event], day: date | None) -> Topic:
    return Topic(
        subject=subject,
        agreed=tuple(_agreed(subject)),
        progress=subject.progress() if isinstance(subject, Goal) else None,
        happened=tuple(happened)[-MOST_HAPPENED:],
        open=(*_due(subject, day), *_open(subject)),
    )


def _worded(subject: Subject[Any]) -> CoLed[Content, Any] | None:
    """The subject, if it is worded and agreed together."""
    return cast("CoLed[Content, Any]", subject) if isinstance(subject, CoLed) else None


def _agreed(subject: Subject[Any]) -> Iterator[Prose]:
    worded = _worded(subject)
    if worded is None or worded.in_force is None:
        return
    content = worded.in_force.content
    yield content.title
    for words in (getattr(content, "body", None), *(clause.text for clause in getattr(content, "clauses", ()))):
        if isinstance(words, Prose):
            yield words


def _due(subject: Subject[Any], day: date | None) -> Iterator[Open]:
    """A review that is due by a day, and of a goal that was due before it, whether it was achieved."""
    worded = _worded(subject)
    if worded is None or day is None or worded.force_on(day) is not Force.IN_FORCE:
        return
    if worded.review is not None and worded.review <= day:
        yield Open(Owed.REVIEW, None, worded.title, worded.review)
    if isinstance(subject, Goal) and subject.agreed.due is not None and subject.agreed.due < day:
        yield Open(Owed.JUDGEMENT, None, subject.title, subject.agreed.due)


def _open(subject: Subject[Any]) -> Iterator[Open]:
    worded = _worded(subject)
    if worded is None:
        return
    if worded.in_force is not None:
        for voice in worded.in_force.concerns:
            if voice.argument is not None:
                yield Open("concern", voice.seat, voice.argument)
        yield from (Open("comment", one.by, one.text) for one in worded.in_force.comments)
    for proposal in worded.proposals:
        for voice in proposal.objections:
            if voice.argument is not None:
                yield Open("objection", voice.seat, voice.argument)
    yield from (Open("renegotiation", words.owner, words) for words in worded.renegotiation)
    if isinstance(subject, Agreement):
        for breach in subject.keeping.breaches:
            if breach.repaired is None:
                yield Open("breach", breach.what.owner, breach.what)
