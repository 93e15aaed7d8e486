"""What happened: stamps, events, and the subjects that they add up to.

A subject is a frozen value. Its verbs return it as it stands afterwards and remember the events that led there;
they read and write nothing. ``after`` applies one event and decides nothing, so that correcting a rule never
rewrites history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import ClassVar, Generic, Self, TypeVar

import attrs

from coleadership.errors import Inconsistent
from coleadership.evolving import evolve, made_often
from coleadership.heart.obligations import Obligation
from coleadership.heart.verbs import brings_about
from coleadership.ids import any_id, new_id
from coleadership.prose import Prose
from coleadership.rhythm.workdays import WorkingDays

__all__ = ["Calendars", "Event", "Reserved", "Stamp", "Subject", "moment"]

_LAST_YEAR = 9900  # leaves room for reviews and deadlines counted from it


@made_often
@attrs.frozen(slots=True, weakref_slot=False)
class Stamp:
    """Who did it, when, and as which step in the life of which subject.

    ``by`` is None when time alone did it. ``at`` is in UTC. ``step`` counts from 1.
    """

    id: str
    subject: str
    step: int
    by: str | None
    at: datetime


@attrs.frozen(slots=True, weakref_slot=False)
class Reserved:
    """What not everybody may read who sees where it stands: a part by its name, for whom, and the words in it.

    ``hides`` says that not even that it is there is for others. Who may is decided in `trust.access`.
    """

    part: str
    readers: tuple[str, ...] = ()
    words: tuple[Prose, ...] = ()
    hides: bool = False


@attrs.frozen(slots=True, weakref_slot=False)
class Event:
    """Something that happened, named by its past participle in records (``"agreement.revised"``)."""

    participle: ClassVar[str]

    stamp: Stamp

    @property
    def reserved(self) -> Iterable[Reserved]:
        """What of it not everybody may read who reads the history."""
        return ()


E = TypeVar("E", bound=Event)
Calendars = Mapping[str, WorkingDays]


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Subject(Generic[E]):
    """Something with an identity and a life: a person, an agreement, a goal.

    ``revision`` is the step it has reached, ``unrecorded`` the events since it was last saved.
    """

    KIND: ClassVar[str]
    KEPT_EVERY: ClassVar[int] = 16
    """Its state is kept again each time it has passed so many more steps: one that is read often, with each."""
    SHAPE: ClassVar[int] = 1
    """Changes when the fields do, so that a state kept under another shape is folded anew."""
    RELATIONS: ClassVar[frozenset[str]] = frozenset()
    """The links by which it can be found."""
    STATUSES: ClassVar[frozenset[str]] = frozenset()
    """The words that `status` can be."""
    UPWARD: ClassVar[frozenset[str]] = frozenset()
    """The links that lead from what is done up to what it is for, or is under: they never lead round in a circle."""
    LIVING: ClassVar[frozenset[str]] = frozenset()
    """The links that cannot begin with something that is over."""
    OVER: ClassVar[frozenset[str]] = frozenset()
    """The words of `status` that say that it is over."""
    TIMELY: ClassVar[tuple[str, ...]] = ()
    """The fields that time goes by, if it goes by a few: `settle`, `status`, `next_due` and `wakes` ask for no others.

    As long as there is a next day, time changes no others, nor any link."""

    id: str
    revision: int = 0
    unrecorded: tuple[E, ...] = attrs.field(default=(), repr=False)
    unseen: bool = attrs.field(default=False, repr=False, eq=False)
    """Loaded on somebody's behalf (see `Journal.change`): no voice may take its wording for granted."""
    partial: bool = attrs.field(default=False, repr=False, eq=False)
    """What somebody sees of it, not all of it (see `shown`), so that it cannot be saved; or what time goes by."""

    def after(self, event: E) -> Self:
        """The subject as it stands after an event; decides nothing."""
        raise NotImplementedError

    @classmethod
    def begun(cls, event: E) -> Self:
        """The subject as it stands after its very first event."""
        raise NotImplementedError

    @classmethod
    def folded(cls, events: Iterable[E]) -> Self | None:
        """The subject that events add up to, or None if there are none."""
        subject: Self | None = None
        for event in events:
            subject = cls.begun(event) if subject is None else subject.after(event)
        return subject

    @property
    def status(self) -> str:
        """One word for lists: where in its life the subject is."""
        raise NotImplementedError

    @property
    def title(self) -> Prose | None:
        """What people call it."""
        return None

    @property
    def next_due(self) -> date | None:
        """The next day on which something is due, for looking it up."""
        return None

    @property
    def audience(self) -> str:
        """Who it is meant for."""
        return "organisation"

    def links(self) -> Iterable[tuple[str, str]]:
        """Whom and what it is connected with: pairs of relation and id."""
        return ()

    @property
    def reserved(self) -> Iterable[Reserved]:
        """What of it not everybody may read who sees it."""
        return ()

    def shown(self, may: Callable[[Reserved], bool]) -> Self:  # noqa: ARG002 - most of what is seen is seen whole
        """It as somebody sees it, who ``may`` read some of what is reserved; then it is `partial`."""
        return self

    def allowed(self, at: datetime | None = None) -> tuple[str, ...]:
        """The verbs that can be done with it as it stands, by whoever may: what is left out raises `NotAllowedNow`.

        ``at`` is now, if left out. With `View.may`, which says who may, it draws a row of buttons.

        >>> from coleadership.organisation.people import Person
        >>> Person.join("Anna Ek").allowed()
        ('change_address', 'hold', 'leave', 'rename')
        """
        at, kind = moment(at), type(self)
        brought = ((verb, brings_about(self.KIND, verb)) for verb in dir(kind) if not verb.startswith("_"))
        return tuple(verb for verb, what in brought if what is not None and self._could(what, at))

    @property
    def awaited(self) -> Iterable[str]:
        """Whom it waits for, now or once time has passed: whoever `owed` can name something for."""
        return ()

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:  # noqa: ARG002 - what nobody owes anything to
        """What it waits for from a person (or from a role, whoever holds it)."""
        return iter(())

    @property
    def wakes(self) -> datetime | None:
        """When time alone next brings something about, for `settle` to record."""
        return None

    def settle(self, *, at: datetime | None = None, calendars: Calendars | None = None) -> Self:  # noqa: ARG002 - time does nothing to it
        """Record what time alone has brought about, once however often it is asked.

        ``calendars`` are those of working days that it may name, by their id.
        """
        return self

    def __repr__(self) -> str:
        title = f" “{self.title}”" if self.title is not None else ""
        return f"<{self.id}{title}: {self.status}, step {self.revision}, {len(self.unrecorded)} unrecorded>"

    def settled(self) -> Self:
        """The same subject with nothing left to record."""
        return evolve(self, unrecorded=(), unseen=False) if self.unrecorded or self.unseen else self

    def _could(self, what: str, at: datetime) -> bool:  # noqa: ARG002 - what has no table of moves allows nothing
        """Whether something can be brought about with it at a point in time, by the tables of moves."""
        return False

    def _stamp(self, by: str | None, at: datetime | None) -> Stamp:
        """The stamp of this subject's next event."""
        actor = None if by is None else any_id(by, "by")
        return Stamp(new_id("event"), self.id, self.revision + 1, actor, moment(at))

    def _record(self, event: E) -> Self:
        """The subject after an event that is still to be saved."""
        return evolve(self.after(event), unrecorded=(*self.unrecorded, event))

    @classmethod
    def _begin(cls, event: E) -> Self:
        """A new subject, its first event still to be saved."""
        return evolve(cls.begun(event), unrecorded=(event,))


def moment(at: datetime | None) -> datetime:
    """A point in time in UTC: the one given, or now.

    >>> moment(datetime(2026, 11, 23, 9, 30))
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: at: 2026-11-23T09:30:00 has no time zone; add one, for example tzinfo=UTC
    """
    if at is None:
        return datetime.now(UTC)
    if not isinstance(at, datetime):
        raise Inconsistent("at", f"{at!r} is no point in time; give a datetime with a time zone")
    if at.tzinfo is not UTC and at.utcoffset() is None:
        raise Inconsistent("at", f"{at.isoformat()} has no time zone; add one, for example tzinfo=UTC")
    if not 2 <= at.year <= _LAST_YEAR:
        raise Inconsistent("at", f"{at.isoformat()} is too far away; choose a year from 2 to {_LAST_YEAR}")
    return at if at.tzinfo is UTC else at.astimezone(UTC)
