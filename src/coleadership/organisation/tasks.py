"""Management tasks: what leading consists of, distributed in consultation.

To plan, staff, follow up, recruit, budget, represent: each task can be carried by whoever leads, coordinator or not. A
task by law has exactly one named holder, who has authority, resources and knowledge for it and hands it back where one
of them is lacking. `RESPONSIBILITY_NOTE` stands with it: the employer's responsibility itself moves to nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final, Self, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.events import Stamp, Subject, moment
from coleadership.heart.given import listed, one_of
from coleadership.heart.obligations import Obligation, Owed
from coleadership.heart.wording import Finding
from coleadership.ids import any_id, kind_of, new_id
from coleadership.organisation.distribution import (
    Accepted,
    Declined,
    Defined,
    Distributed,
    Distribution,
    Footing,
    HandedBack,
    Holder,
    Leg,
    Retired,
    Retitled,
    Sort,
    TakenOn,
    TaskEvent,
)  # fmt: skip
from coleadership.prose import Prose, line, said_by, text

if TYPE_CHECKING:
    from coleadership.ids import TaskId

__all__ = ["RESPONSIBILITY_NOTE", "ManagementTask"]

RESPONSIBILITY_NOTE: Final = (
    "Whoever holds this task by law, the employer's responsibility stays with the employer; whoever lacks authority, "
    "resources or knowledge for it hands it back."
)
"""Stands wherever a task by law is shown."""


_MOVES: Final[Mapping[str, Collection[str]]] = {
    "undistributed": ("retitled", "distributed", "retired"),
    "offered": ("retitled", "distributed", "accepted", "declined", "retired"),
    "held": ("retitled", "distributed", "accepted", "declined", "handed_back", "retired"),
    "retired": (),
}
_NO_PERSONS: Final = frozenset({"team", "role", "agreement", "task"})


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class ManagementTask(Subject[TaskEvent]):
    """A task of management: who holds it, who was asked about that, and what they stand on."""

    KIND: ClassVar[str] = "task"
    SHAPE: ClassVar[int] = 2
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"holder", "offered", "stand_in", "team"})
    STATUSES: ClassVar[frozenset[str]] = frozenset({"undistributed", "offered", "held", "retired"})
    LIVING: ClassVar[frozenset[str]] = RELATIONS
    OVER: ClassVar[frozenset[str]] = frozenset({"retired"})

    if TYPE_CHECKING:
        id: TaskId

    name: Prose
    sort: Sort
    statutory: bool
    team: str | None = None
    held: Distribution | None = None
    """As it is spread now."""
    offer: Distribution | None = None
    """As it was last distributed, while somebody has yet to answer."""
    is_retired: bool = False

    # -- starter

    @classmethod
    def define(
        cls, title: str | Prose, *, by: str, sort: Sort | str = Sort.OTHER, statutory: bool | None = None,
        team: str | None = None, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Name a task of management; work environment is by law unless said otherwise.

        >>> safety = ManagementTask.define("Fire safety round", sort="work_environment", by="bo")
        >>> safety.status, safety.statutory, safety.note == RESPONSIBILITY_NOTE
        ('undistributed', True, True)
        """
        kind = one_of(Sort, "sort")(sort)
        by_law = kind is Sort.WORK_ENVIRONMENT if statutory is None else statutory
        if by_law not in {True, False}:
            raise Inconsistent("statutory", f"{statutory!r:.60} is neither yes nor no; give True or False")
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, any_id(by, "by"), moment(at))
        where = None if team is None else any_id(team, "team")
        return cls._begin(Defined(stamp, line(title, field="title").owned_by(stamp.subject), kind, bool(by_law), where))

    # -- verbs

    def retitle(self, title: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Call it otherwise."""
        self._allow("retitled")
        return self._record(Retitled(self._stamp(by, at), line(title, field="title").owned_by(self.id)))

    def distribute(
        self, holders: Iterable[str] | Mapping[str, tuple[int, int]], *, consulted: Collection[str], by: str,
        authority: str | Prose | None = None, resources: str | Prose | None = None,
        knowledge: str | Prose | None = None, stand_in: str | None = None, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Offer it to holders after consulting others; it is theirs once all of them have answered.

        ``holders`` may map people to shares that make one together. A task by law goes to one person, with
        ``authority``, ``resources`` and ``knowledge`` each said in words. Whoever takes a task on themselves says yes
        by that.

        >>> plan = ManagementTask.define("Plan the autumn", sort="plan", by="bo")
        >>> plan = plan.distribute(["anna", "bo"], consulted=["anna", "cim"], by="bo")
        >>> plan.status, plan.accept(by="anna").status
        ('offered', 'held')
        """
        self._allow("distributed")
        at, actor = moment(at), any_id(by, "by")
        offered = self._holders(holders)
        asked = tuple(dict.fromkeys(any_id(person, "consulted") for person in listed(consulted, "consulted")))
        if not {*asked} - {actor}:
            reason = f"nobody but {actor} was asked, and tasks are distributed in consultation; say who else was"
            raise Inconsistent("consulted", reason)
        if stand_in is not None and any_id(stand_in, "stand_in") in {holder.person for holder in offered}:
            raise Inconsistent("stand_in", f"{stand_in} cannot stand in for themselves; name somebody else or nobody")
        footing = self._footing(actor, {"authority": authority, "resources": resources, "knowledge": knowledge})
        task = self._record(Distributed(self._stamp(by, at), offered, asked, footing, stand_in))
        return task.accept(by=by, at=at) if actor in {holder.person for holder in offered} else task

    def accept(self, *, by: str, at: datetime | None = None) -> Self:
        """Say yes to a task that was offered to one."""
        self._allow_answer("accepted", by)
        at = moment(at)
        return self._record(Accepted(self._stamp(by, at), by))._settled(by, at)

    def decline(self, *, by: str, reason: str | Prose | None = None, at: datetime | None = None) -> Self:
        """Say no to a task that was offered to one; where nobody is left, all stays as it was before."""
        self._allow_answer("declined", by)
        at = moment(at)
        return self._record(Declined(self._stamp(by, at), by, said_by(by, reason)))._settled(by, at)

    def hand_back(
        self, reason: str | Prose, *, by: str, lacking: Collection[Leg | str] = (), at: datetime | None = None
    ) -> Self:
        """Give a task back; one by law where authority, resources or knowledge are lacking, and it says which.

        Once nobody holds it, it is with the employer again.
        """
        self._allow("handed_back")
        if by not in self.holders:
            raise NotAllowedFor(by, wanted="hand it back", who_could=", ".join(self.holders) or "nobody holds it")
        missing = {one_of(Leg, "lacking")(leg) for leg in listed(lacking, "lacking")}
        if self.statutory and not missing:
            raise Inconsistent("lacking", f"say what is lacking of {', '.join(Leg)}, so that it can be put right")
        legs = tuple(leg for leg in Leg if leg in missing)
        return self._record(HandedBack(self._stamp(by, at), by, text(reason, field="reason").owned_by(by), legs))

    def retire(self, *, by: str, reason: str | Prose | None = None, at: datetime | None = None) -> Self:
        """Note that there is no such task any more."""
        self._allow("retired")
        return self._record(Retired(self._stamp(by, at), said_by(by, reason)))

    # -- questions

    @property
    def holders(self) -> tuple[str, ...]:
        """Who holds it: whoever said yes to it."""
        return () if self.held is None else tuple(holder.person for holder in self.held.holders)

    @property
    def shares(self) -> Mapping[str, Fraction]:
        """Which part of it each holder carries: as was said, or else the same for all; together one.

        >>> task = ManagementTask.define("Budget", sort="budget", by="bo")
        >>> task = task.distribute({"anna": (2, 3), "bo": (1, 3)}, consulted=["anna"], by="bo").accept(by="anna")
        >>> task.shares["anna"]
        Fraction(2, 3)
        """
        if self.held is None:
            return {}
        said = {holder.person: Fraction(*(holder.share or (1, 1))) for holder in self.held.holders}
        whole = sum(said.values(), Fraction(0))
        return {person: share / whole for person, share in said.items()}

    @property
    def is_with_employer(self) -> bool:
        """Whether nobody holds it, so that it is with the employer."""
        return not self.holders and not self.is_retired

    def findings(self) -> Iterator[Finding]:
        """What deserves a thought: responsibility without authority, resources or knowledge stands on two legs."""
        for leg in () if self.held is None else self.held.footing.lacking:
            yield Finding(leg, f"nothing says which {leg} goes with it")

    @property
    def note(self) -> str | None:
        """What stands with a task by law wherever it is shown."""
        return RESPONSIBILITY_NOTE if self.statutory else None

    @property
    def status(self) -> str:
        """Where it is: ``undistributed`` (with the employer), ``offered``, ``held`` or ``retired``."""
        if self.is_retired:
            return "retired"
        if self.held is not None:
            return "held"
        return "undistributed" if self.offer is None else "offered"

    @property
    def title(self) -> Prose:
        """What it is called."""
        return self.name

    @property
    def awaited(self) -> tuple[str, ...]:
        """To whom it is offered and who has not answered."""
        return () if self.offer is None else self.offer.waiting

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:  # noqa: ARG002 - an offer has no last day
        """An answer, from whomever it was offered to."""
        if self.offer is not None and person in self.offer.waiting:
            reason = f"“{self.name}” was offered to you and waits for your answer"
            yield Obligation(
                person=person, subject=self.id, owed=Owed.OFFER, reason=reason, since=self.offer.since, verb="accept"
            )

    def links(self) -> Iterator[tuple[str, str]]:
        """Its team, who holds it, to whom it is offered, and who stands in."""
        if self.team is not None:
            yield "team", self.team
        yield from (("holder", person) for person in self.holders)
        if self.offer is not None:
            yield from (("offered", person) for person in self.offer.waiting)
        if self.held is not None and self.held.stand_in is not None:
            yield "stand_in", self.held.stand_in

    # -- folding

    @classmethod
    def begun(cls, event: TaskEvent) -> Self:
        """The task as it was named."""
        defined = cast("Defined", event)
        stamp = defined.stamp
        return cls(
            id=cast("TaskId", stamp.subject), revision=stamp.step, name=defined.title, sort=defined.sort,
            statutory=defined.statutory, team=defined.team,
        )  # fmt: skip

    def after(self, event: TaskEvent) -> Self:
        """The task after an event."""
        task = attrs.evolve(self, revision=event.stamp.step)
        match event:
            case Retitled():
                return attrs.evolve(task, name=event.title)
            case Distributed():
                offer = Distribution(
                    holders=event.holders, consulted=event.consulted, footing=event.footing, stand_in=event.stand_in,
                    since=event.stamp.at.date(),
                )  # fmt: skip
                return attrs.evolve(task, offer=offer)
            case Accepted() if self.offer is not None:
                accepted = (*self.offer.accepted, event.person)
                return attrs.evolve(task, offer=attrs.evolve(self.offer, accepted=accepted))
            case Declined() if self.offer is not None:
                return attrs.evolve(task, offer=self.offer.without(event.person))
            case TakenOn() if self.offer is not None:
                return attrs.evolve(task, held=attrs.evolve(self.offer, holders=event.holders), offer=None)
            case HandedBack() if self.held is not None:
                return attrs.evolve(task, held=self.held.without(event.person))
            case Retired():
                return attrs.evolve(task, held=None, offer=None, is_retired=True)
            case _:
                return task

    # -- what the verbs stand on

    def _could(self, what: str, at: datetime) -> bool:  # noqa: ARG002 - as all of them are asked
        return what in _MOVES[self.status] and (what not in {"accepted", "declined"} or self.offer is not None)

    def _allow(self, what: str) -> None:
        if what not in _MOVES[self.status]:
            wanted = what.replace("_", " ")
            raise NotAllowedNow(self.id, status=self.status, wanted=wanted, allowed=self.allowed())

    def _allow_answer(self, what: str, by: str) -> None:
        self._allow(what)
        waiting = () if self.offer is None else self.offer.waiting
        if by not in waiting:
            raise NotAllowedFor(by, wanted="answer", who_could=", ".join(waiting) or "nobody, as no offer is open")

    def _holders(self, given: object) -> tuple[Holder, ...]:
        """Whom it is to be offered to; one by law to one person only."""
        people = [any_id(person, "holders") for person in listed(given, "holders")]
        shares = cast("Mapping[object, object]", given) if isinstance(given, Mapping) else dict[object, object]()
        if not people or len({*people}) < len(people):
            raise Inconsistent("holders", "name at least one person, and each of them once")
        if self.statutory and len(people) > 1:
            raise Inconsistent("holders", f"a task by law has exactly one holder; name one of {', '.join(people)}")
        group = next((one for one in people if kind_of(one) in _NO_PERSONS), None)
        if group is not None:
            raise Inconsistent("holders", f"{group} is no person; name who holds it, as people carry tasks")
        holders = tuple(Holder(person, _share(shares[person]) if shares else None) for person in people)
        if shares and sum(Fraction(*(holder.share or (0, 1))) for holder in holders) != 1:
            raise Inconsistent(
                "holders", "the shares do not make one; give fractions that do, such as (2, 3) and (1, 3)"
            )
        return holders

    def _footing(self, giver: str, said: Mapping[str, str | Prose | None]) -> Footing:
        """What the holder stands on; by law, all three legs are there."""
        there = {leg: text(words, field=leg).owned_by(giver) for leg, words in said.items() if words is not None}
        footing = Footing(**there)
        if self.statutory and footing.lacking:
            reason = (
                "is lacking, and nobody holds a task by law without it; say what it is, or keep it with the employer"
            )
            first, *more = footing.lacking
            raise Inconsistent(first, reason, also=[f"{leg}: {reason}" for leg in more])
        return footing

    def _settled(self, by: str, at: datetime) -> Self:
        """Record that it is taken on, once all have answered and somebody has said yes."""
        if self.offer is None or self.offer.waiting:
            return self
        return self._record(TakenOn(self._stamp(by, at), self.offer.holders))


def _share(value: object) -> tuple[int, int]:
    """A share as (numerator, denominator), more than nothing and at most all."""
    match value:
        case (int() as part, int() as whole) if type(part) is type(whole) is int and 0 < part <= whole:
            return part, whole
        case _:
            raise Inconsistent("holders", f"{value!r:.60} is no share; give (numerator, denominator), such as (1, 2)")
