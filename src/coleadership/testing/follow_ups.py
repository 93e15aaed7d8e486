"""Hypothesis strategies for following up: what comes of a talk, and cycles at any place in their life.

>>> from hypothesis import HealthCheck, given, settings
>>> @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
... @given(cycles())
... def test_asks_nobody_twice(cycle):
...     owed = [one.about for one in cycle.owed("anna", AT)]
...     assert len(owed) == len({*owed})
>>> test_asks_nobody_twice()
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from hypothesis import strategies as st

from coleadership.following_up.cycles import Cycle
from coleadership.following_up.follow_ups import FollowUpFields, FollowUpOutcome
from coleadership.following_up.forms import FORMS
from coleadership.goals.pursuit import TakenReading
from coleadership.heart.due import Reminders
from coleadership.rhythm.cadence import Cadence
from coleadership.testing import concepts
from coleadership.testing.builders import AT, COORDINATED, DAY
from coleadership.testing.rhythms import cadences
from coleadership.testing.strategies import Deed, days, ids, lines, lived, texts

__all__ = ["cycles", "follow_ups"]

_FEW: Final = 3
_REMINDERS: Final = (
    Reminders(),
    Reminders(ahead=None, grace=None),
    Reminders(ahead=1, grace=0, escalate=7, to=("role_chair",)),
)


@st.composite
def follow_ups(draw: st.DrawFn, others: Collection[str] = ("bo",)) -> FollowUpFields:
    """Whatever may come of a follow-up, to hand on to `Cycle.follow_up`; support is asked of these others.

    >>> from coleadership.testing.strategies import simplest
    >>> simplest(follow_ups())
    {}
    """
    said: FollowUpFields = {}
    for name in ("confirmations", "feedback", "lessons", "obstacles"):
        if draw(st.booleans()):
            said[name] = draw(st.lists(texts(), min_size=1, max_size=_FEW))
    if draw(st.booleans()) and others:
        said["support"] = draw(st.dictionaries(st.sampled_from([*others]), texts(), min_size=1))
    if draw(st.booleans()):
        said["readings"] = draw(st.dictionaries(ids("goal"), st.builds(_reading, st.integers(0, 12)), min_size=1))
    if draw(st.booleans()):
        said["confidence"] = draw(st.integers(0, 10)) / Decimal(10)
    if draw(st.booleans()):
        said["decisions"] = draw(st.lists(ids("decision"), min_size=1, max_size=_FEW))
    if draw(st.booleans()):
        said["next_step"] = draw(texts())
        said["next_step_until"] = draw(st.none() | days(DAY, DAY + timedelta(days=366)))
    if draw(st.booleans()):
        said["outcome"] = draw(st.sampled_from(FollowUpOutcome))
    if draw(st.booleans()):
        said["notes"] = draw(texts())
    return said


def _reading(number: int) -> TakenReading | None:
    """What was read of a goal on the day on which everything began."""
    return concepts.goal().read(number, by="anna", at=AT).pursuit.newest


@st.composite
def cycles(draw: st.DrawFn, participants: Mapping[str, str] = COORDINATED) -> Cycle:
    """Cycles of any rhythm and form, at any place in their life, in which this or that was followed up.

    >>> from coleadership.testing.strategies import simplest
    >>> cycle = simplest(cycles())
    >>> cycle.status, cycle.form.id, len(cycle.unrecorded)
    ('active', 'check_in', 1)
    """
    people = [*participants]
    begun = concepts.cycle(
        draw(lines()),
        about=draw(st.lists(ids("goal"), min_size=1, max_size=_FEW, unique=True)),
        participants=participants,
        cadence=draw(cadences().filter(_comes)),
        form=draw(st.sampled_from([*FORMS.values()])),
        agenda=draw(st.lists(lines(), max_size=_FEW)),
        reminders=draw(st.sampled_from(_REMINDERS)),
        acknowledged=draw(st.booleans()),
        calendar=draw(st.none() | st.just("acme.site")),
    )
    for talk in draw(st.lists(_talks(people), max_size=1)):
        begun = talk(begun, "", "", AT)
    return draw(lived(begun, [draw(_talks(people)), *_DEEDS], people))


def _comes(cadence: Cadence) -> bool:
    return cadence.next_after(DAY - timedelta(days=1)) is not None


@st.composite
def _talks(draw: st.DrawFn, people: Sequence[str]) -> Deed[Cycle]:
    """A follow-up of these people, as something that happens."""
    by = draw(st.sampled_from([*people]))
    others = [person for person in people if person != by]
    present = draw(st.lists(st.sampled_from(others), unique=True)) if others else []
    return partial(_held, said=draw(follow_ups(others)), by=by, present=present)


def _held(cycle: Cycle, _: str, __: str, at: datetime, *, said: FollowUpFields, by: str, present: list[str]) -> Cycle:
    return cycle.follow_up(by=by, present=present, at=at, **said)


def _prepared(cycle: Cycle, words: str, by: str, at: datetime) -> Cycle:
    """The first question of its form answered, if it has one."""
    return cycle.prepare({question.id: words for question in cycle.form.questions[:1]}, by=by, at=at)


def _answered(cycle: Cycle, words: str, _: str, at: datetime) -> Cycle:
    """Whatever waits first read or given by whomever it waits for."""
    for one in cycle.talks.waiting:
        return cycle.acknowledge(one.follow_up, by=one.people[0], at=at)
    for request in cycle.talks.support:
        return cycle.give_support(request.id, words=words, by=request.of, at=at)
    return cycle


def _skipped(cycle: Cycle, words: str, by: str, at: datetime) -> Cycle:
    """What is open left out."""
    return cycle.skip(_open(cycle, at), words, by=by, at=at)


def _moved(cycle: Cycle, words: str, by: str, at: datetime) -> Cycle:
    """What is open held tomorrow."""
    return cycle.move(_open(cycle, at), at.date() + timedelta(days=1), reason=words, by=by, at=at)


def _open(cycle: Cycle, at: datetime) -> date:
    """The day by the rule of what is open, or today where nothing is."""
    one = cycle.course.open
    return at.date() if one is None else one.original


_DEEDS: Final[Sequence[Deed[Cycle]]] = (
    lambda cycle, words, by, at: cycle.check_in(words, next_step=words, by=by, at=at),
    _prepared,
    _answered,
    _answered,
    _skipped,
    _moved,
    lambda cycle, words, by, at: cycle.pause(words, until=at.date() + timedelta(days=30), by=by, at=at),
    lambda cycle, _, by, at: cycle.resume(by=by, at=at),
    lambda cycle, words, by, at: cycle.change_rhythm(
        Cadence.monthly("last", begin=at.date()), reason=words, by=by, at=at
    ),
    lambda cycle, words, by, at: cycle.change_participants({by: "member"}, reason=words, by=by, at=at),
    lambda cycle, words, by, at: cycle.set_agenda([" ".join(words.split())], by=by, at=at),
    lambda cycle, _, __, at: cycle.settle(at=at),
    lambda cycle, words, by, at: cycle.end(reason=words, by=by, at=at),
)
