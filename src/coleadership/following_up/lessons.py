"""Lessons: what people saw, what they make of it, and what they do otherwise since.

A lesson is observed, then identified (what to sustain, what to improve), and learned only when something was changed:
lessons-learned practice tells these apart, as most lessons end where they were written down. The questions are those of
the after-action review: what was expected, what there was, why, what next. What was expected is written before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final, Self, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedNow
from coleadership.heart.events import Event, Stamp, Subject, moment
from coleadership.heart.given import ids_of, listed
from coleadership.ids import any_id, kind_of, new_id
from coleadership.prose import Prose, line, said_by, text

if TYPE_CHECKING:
    from coleadership.ids import LessonId

__all__ = [
    "Identified", "Learned", "Lesson", "LessonEvent", "Noted", "Observed", "Reopened", "SetAside", "Stage",
]  # fmt: skip

_MOST: Final = 100


class Stage(StrEnum):
    """How far a lesson has come.

    >>> [stage.value for stage in Stage]
    ['expected', 'observed', 'identified', 'learned', 'set_aside']
    """

    EXPECTED = "expected"
    """It is written what is expected, and not yet what there was."""
    OBSERVED = "observed"
    IDENTIFIED = "identified"
    """It is said what to sustain or to improve."""
    LEARNED = "learned"
    """Something was changed."""
    SET_ASIDE = "set_aside"


@attrs.frozen(slots=True, weakref_slot=False)
class Noted(Event):
    """A lesson begins: with what is expected, with what was seen, or with both."""

    participle: ClassVar[str] = "noted"
    title: Prose
    expected: Prose | None = None
    actual: Prose | None = None
    about: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    together: tuple[str, ...] = ()


@attrs.frozen(slots=True, weakref_slot=False)
class Observed(Event):
    """Somebody says what they saw."""

    participle: ClassVar[str] = "observed"
    actual: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Identified(Event):
    """It is said why it was so and what to sustain or to improve, in the place of what was said before."""

    participle: ClassVar[str] = "identified"
    why: Prose | None = None
    sustain: tuple[Prose, ...] = ()
    improve: tuple[Prose, ...] = ()
    about: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@attrs.frozen(slots=True, weakref_slot=False)
class Learned(Event):
    """Something was changed: what has other words now, or what people do otherwise."""

    participle: ClassVar[str] = "learned"
    changed: tuple[str, ...] = ()
    otherwise: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class SetAside(Event):
    """Nothing is made of it, for a reason."""

    participle: ClassVar[str] = "set_aside"
    reason: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Reopened(Event):
    """It shows that it does not hold, or that it was set aside too soon."""

    participle: ClassVar[str] = "reopened"
    reason: Prose


LessonEvent = Noted | Observed | Identified | Learned | SetAside | Reopened

_MOVES: Final[Mapping[Stage, Collection[str]]] = {
    Stage.EXPECTED: ("observed", "set_aside"),
    Stage.OBSERVED: ("observed", "identified", "set_aside"),
    Stage.IDENTIFIED: ("observed", "identified", "learned", "set_aside"),
    Stage.LEARNED: ("reopened",),
    Stage.SET_ASIDE: ("reopened",),
}


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Lesson(Subject[LessonEvent]):
    """What people saw, and what they made of it."""

    KIND: ClassVar[str] = "lesson"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"author", "about", "value", "changed"})
    STATUSES: ClassVar[frozenset[str]] = frozenset(Stage)
    LIVING: ClassVar[frozenset[str]] = frozenset({"value"})
    OVER: ClassVar[frozenset[str]] = frozenset({"set_aside"})

    if TYPE_CHECKING:
        id: LessonId

    name: Prose
    stage: Stage
    expected: Prose | None = None
    observations: tuple[Prose, ...] = ()
    why: Prose | None = None
    sustain: tuple[Prose, ...] = ()
    improve: tuple[Prose, ...] = ()
    changed: tuple[str, ...] = ()
    """What has other words because of it."""
    otherwise: Prose | None = None
    """What people do otherwise because of it."""
    reason: Prose | None = None
    """Why it was last set aside or opened again."""
    about: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    # -- starter

    @classmethod
    def note(
        cls, title: str | Prose, *, by: str, expected: str | Prose | None = None, actual: str | Prose | None = None,
        about: Iterable[str] = (), values: Iterable[str] = (), together: Iterable[str] = (),
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Begin a lesson: with what you expect, before it happens, or with what you saw.

        ``about`` are the ids of what it is about: agreements, goals, assignments, teams, follow-ups, but no people, as
        it matters what was and not who. ``together`` are those who note it with you.

        >>> lesson = Lesson.note(
        ...     "Opening on Sundays", expected="Two of us are enough", about=["goal_sundays"], by="anna"
        ... )
        >>> lesson = lesson.observe("From noon there was a queue", by="bo")
        >>> lesson = lesson.identify("Everybody comes after lunch", improve=["A third from noon to three"], by="anna")
        >>> lesson.status, lesson.authors
        ('identified', ('anna', 'bo'))
        >>> lesson.learn(changed=["agreement_rota"], by="bo").status
        'learned'
        """
        if expected is None and actual is None:
            raise Inconsistent("actual", "is missing; say what you saw, or what you expect to see")
        author = any_id(by, "by")
        others = tuple(one for one in ids_of("together", _MOST)(together) if one != author)
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, author, moment(at))
        before, seen = said_by(author, expected, field="expected"), said_by(author, actual, field="actual")
        name, values = line(title, field="title").owned_by(author), ids_of("values", _MOST)(values)
        return cls._begin(Noted(stamp, name, before, seen, _things(about, "about"), values, others))

    # -- verbs

    def observe(self, actual: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Say what there was; several may, each what they saw."""
        self._allow("observed")
        if len(self.observations) >= _MOST:
            raise Inconsistent("actual", f"{_MOST} observations are there already; begin another lesson")
        return self._record(Observed(self._stamp(by, at), text(actual, field="actual").owned_by(by)))

    def identify(
        self, why: str | Prose | None = None, *, by: str, sustain: Iterable[str | Prose] = (),
        improve: Iterable[str | Prose] = (), about: Iterable[str] = (), values: Iterable[str] = (),
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Say what to sustain or to improve, and why it was so; this takes the place of what was said before.

        What it turns out to be ``about``, and the ``values`` that it touches, are added to those named already.
        """
        self._allow("identified")
        keep, mend = _texts(by, sustain, "sustain"), _texts(by, improve, "improve")
        if not keep and not mend:
            raise Inconsistent("improve", "is missing; say what to improve next time, or what to sustain")
        things = _more(self.about, _things(about, "about"), "about")
        touched = _more(self.values, ids_of("values", _MOST)(values), "values")
        said = said_by(by, why, field="why")
        return self._record(Identified(self._stamp(by, at), said, keep, mend, things, touched))

    def learn(
        self, *, by: str, changed: Iterable[str] = (), otherwise: str | Prose | None = None,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Note that something was changed: the ids of what has other words now, or what you do otherwise in words."""
        self._allow("learned")
        things = _things(changed, "changed")
        if not things and otherwise is None:
            reason = "a lesson is learned once something is changed; name the agreement, goal or norm that was reworded"
            raise Inconsistent("changed", f"{reason}, or say what you do `otherwise` now")
        _ = _more(self.changed, things, "changed")
        return self._record(Learned(self._stamp(by, at), things, said_by(by, otherwise, field="otherwise")))

    def set_aside(self, reason: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Make nothing of it, and say why."""
        self._allow("set_aside")
        return self._record(SetAside(self._stamp(by, at), text(reason, field="reason").owned_by(by)))

    def reopen(self, reason: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Take it up again, as it does not hold or was set aside too soon; what to make of it is then said anew."""
        self._allow("reopened")
        return self._record(Reopened(self._stamp(by, at), text(reason, field="reason").owned_by(by)))

    # -- questions

    @property
    def status(self) -> str:
        """How far it has come: ``expected``, ``observed``, ``identified``, ``learned`` or ``set_aside``."""
        return str(self.stage)

    @property
    def title(self) -> Prose:
        """What it is called."""
        return self.name

    @property
    def texts(self) -> tuple[Prose, ...]:
        """All that it says, in the order in which a review asks for it."""
        said = (self.name, self.expected, *self.observations, self.why, *self.sustain, *self.improve, self.otherwise)
        return tuple(words for words in said if words is not None)

    def links(self) -> Iterator[tuple[str, str]]:
        """Who has worded it, what it is about, the values that it touches, and what was changed."""
        yield from (("author", person) for person in self.authors)
        yield from (("about", id) for id in self.about)
        yield from (("value", value) for value in self.values)
        yield from (("changed", id) for id in self.changed)

    # -- folding

    @classmethod
    def begun(cls, event: LessonEvent) -> Self:
        """The lesson as it was noted."""
        noted = cast("Noted", event)
        stamp = noted.stamp
        return cls(
            id=cast("LessonId", stamp.subject), revision=stamp.step, name=noted.title, expected=noted.expected,
            stage=Stage.EXPECTED if noted.actual is None else Stage.OBSERVED,
            observations=() if noted.actual is None else (noted.actual,), about=noted.about, values=noted.values,
            authors=(str(stamp.by), *noted.together),
        )  # fmt: skip

    def after(self, event: LessonEvent) -> Self:
        """The lesson after an event."""
        authors = tuple(dict.fromkeys((*self.authors, str(event.stamp.by))))
        lesson = attrs.evolve(self, revision=event.stamp.step, authors=authors)
        match event:
            case Observed():
                seen = attrs.evolve(lesson, observations=(*self.observations, event.actual))
                return attrs.evolve(seen, stage=Stage.OBSERVED) if self.stage is Stage.EXPECTED else seen
            case Identified():
                return attrs.evolve(
                    lesson, stage=Stage.IDENTIFIED, why=event.why, sustain=event.sustain, improve=event.improve,
                    about=(*self.about, *event.about), values=(*self.values, *event.values),
                )  # fmt: skip
            case Learned():
                changed = tuple(dict.fromkeys((*self.changed, *event.changed)))
                return attrs.evolve(lesson, stage=Stage.LEARNED, changed=changed, otherwise=event.otherwise)
            case SetAside():
                return attrs.evolve(lesson, stage=Stage.SET_ASIDE, reason=event.reason)
            case Reopened():
                stage = Stage.OBSERVED if self.observations else Stage.EXPECTED
                return attrs.evolve(lesson, stage=stage, reason=event.reason)
            case _:
                return lesson

    def _could(self, what: str, at: datetime) -> bool:  # noqa: ARG002 - as all of them are asked
        return what in _MOVES[self.stage]

    def _allow(self, what: str) -> None:
        if what not in _MOVES[self.stage]:
            status, wanted = self.status.replace("_", " "), what.replace("_", " ")
            raise NotAllowedNow(self.id, status=status, wanted=wanted, allowed=self.allowed())


def _things(given: object, field: str) -> tuple[str, ...]:
    """The ids of things, of which nobody is one."""
    ids = ids_of(field, _MOST)(given)
    for id in ids:
        if kind_of(id) == "person":
            raise Inconsistent(field, f"{id} is a person; name what it was, as a lesson is not about who")
    return ids


def _more(known: tuple[str, ...], given: tuple[str, ...], field: str) -> tuple[str, ...]:
    """The ids that are new, where they do not become too many."""
    both = ids_of(field, _MOST)((*known, *given))
    return both[len(known) :]


def _texts(by: str, given: object, field: str) -> tuple[Prose, ...]:
    texts = tuple(text(cast("str", one), field=field).owned_by(by) for one in listed(given, field))
    if len(texts) > _MOST:
        raise Inconsistent(field, f"{len(texts)} things are more than {_MOST}; keep those that matter most")
    return texts
