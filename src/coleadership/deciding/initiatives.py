"""Initiatives: what somebody begins of their own accord, alone or together with others.

Whoever takes one leads, with a post or without. It shows to those whom it concerns, in words: nothing here counts or
ranks anybody. Where it goes beyond what its people may decide, in good faith, that is said, explained and repaired;
what happens in its life is in `venture`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final, Self, cast

import attrs

from coleadership.agreements.terms import Audience
from coleadership.deciding.venture import (
    Backing,
    Beyond,
    CarriedOn,
    Closing,
    Explained,
    Finished,
    InitiativeEvent,
    Joined,
    Left,
    PeopleTold,
    Repaired,
    Stopped,
    SupportGiven,
    Taken,
    Way,
    WentBeyond,
)
from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.events import Stamp, Subject, moment
from coleadership.heart.given import ids_of, one_of
from coleadership.heart.obligations import Obligation, Owed
from coleadership.heart.wording import Finding
from coleadership.ids import any_id, kind_of, new_id
from coleadership.prose import Prose, line, said_by, text

if TYPE_CHECKING:
    from coleadership.ids import InitiativeId

__all__ = ["Initiative"]

_GOING_ON: Final = (
    "joined", "left", "people_told", "went_beyond", "explained", "repaired", "support_given", "carried_on", "finished",
    "stopped",
)  # fmt: skip
_AFTERWARDS: Final = ("people_told", "explained", "repaired", "support_given")
_MOVES: Final[Mapping[str, Collection[str]]] = {
    "taken": _GOING_ON, "explained": _GOING_ON, "repaired": _GOING_ON,
    **{way.value: _AFTERWARDS for way in Way},
}  # fmt: skip
_SPOKEN: Final[Mapping[str, str]] = {
    "people_told": "told to more people", "went_beyond": "taken further than its people may decide",
    "support_given": "supported", "carried_on": "carried on",
}  # fmt: skip
_BECOMING: Final = ("agreement", "assignment", "decision", "goal")
_MOST_PEOPLE: Final = 500
_MOST_TIMES: Final = 100


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Initiative(Subject[InitiativeEvent]):
    """Something that people began of their own accord: what and why, who carries it, and whom it concerns."""

    KIND: ClassVar[str] = "initiative"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"party", "concerns", "became"})
    STATUSES: ClassVar[frozenset[str]] = frozenset(_MOVES)
    LIVING: ClassVar[frozenset[str]] = RELATIONS
    OVER: ClassVar[frozenset[str]] = frozenset(way.value for way in Way)

    if TYPE_CHECKING:
        id: InitiativeId

    name: Prose
    people: tuple[str, ...]
    """Who carries it."""
    why: Prose | None = None
    area: Prose | None = None
    concerns: tuple[str, ...] = ()
    """The people, roles and teams whom it concerns."""
    read_by: Audience = Audience.PARTIES
    beyond: tuple[Beyond, ...] = ()
    """Where it went beyond what its people may decide."""
    support_given: tuple[Backing, ...] = ()
    """What others said for it."""
    conclusion: Closing | None = None

    # -- starter

    @classmethod
    def take(
        cls, title: str | Prose, *, by: str, together_with: Iterable[str] = (), why: str | Prose | None = None,
        area: str | Prose | None = None, concerns: Iterable[str] = (), audience: Audience | str = Audience.PARTIES,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Take an initiative, alone or together; ``concerns`` are the people, roles and teams to whom it shows.

        >>> board = Initiative.take("A board for swaps", by="anna", why="We keep missing each other", concerns=["bo"])
        >>> board = board.join(by="cleo").support("I have wished for this", by="bo")
        >>> board.status, board.people, board.finish(by="cleo").status
        ('taken', ('anna', 'cleo'), 'finished')
        """
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, any_id(by, "by"), moment(at))
        where = None if area is None else line(area, field="area").owned_by(by)
        return cls._begin(
            Taken(
                stamp,
                line(title, field="title").owned_by(by),
                ids_of("together_with", _MOST_PEOPLE)([by, *ids_of("together_with", _MOST_PEOPLE)(together_with)]),
                said_by(by, why, field="why"),
                where,
                ids_of("concerns", _MOST_PEOPLE)(concerns),
                one_of(Audience, "audience")(audience),
            )
        )

    # -- verbs: carrying it

    def join(self, *, by: str, at: datetime | None = None) -> Self:
        """Carry it as well."""
        self._allow("joined")
        if any_id(by, "by") in self.people:
            raise Inconsistent("by", f"{by} carries it already")
        if len(self.people) == _MOST_PEOPLE:
            raise Inconsistent("by", f"{_MOST_PEOPLE} people carry it, and that is the most; carry it on as a goal")
        return self._record(Joined(self._stamp(by, at), by))

    def leave(self, *, by: str, at: datetime | None = None) -> Self:
        """Carry it no longer, where others do."""
        self._allow("left", by)
        if self.people == (by,):
            raise Inconsistent("by", f"{by} is the last who carries it; finish or stop it, or let somebody join first")
        return self._record(Left(self._stamp(by, at), by))

    def tell(self, people: Iterable[str], *, by: str, at: datetime | None = None) -> Self:
        """Say whom it concerns as well: people, roles or teams."""
        self._allow("people_told", by)
        new = tuple(one for one in ids_of("people", _MOST_PEOPLE)(people) if one not in self.concerns)
        if not new:
            raise Inconsistent("people", "all of them have been told already; name somebody else")
        if len(self.concerns) + len(new) > _MOST_PEOPLE:
            raise Inconsistent("people", f"it would concern more than {_MOST_PEOPLE}; name teams instead of people")
        return self._record(PeopleTold(self._stamp(by, at), new))

    def support(self, words: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Acknowledge it or stand by it, in words: whoever does not carry it."""
        self._allow("support_given")
        if any_id(by, "by") in self.people:
            raise NotAllowedFor(by, wanted="support this", who_could="whoever does not carry it")
        if len(self.support_given) == _MOST_PEOPLE:
            raise Inconsistent("words", f"it has been supported {_MOST_PEOPLE} times, and that is the most kept here")
        return self._record(SupportGiven(self._stamp(by, at), text(words, field="words").owned_by(by)))

    # -- verbs: beyond what one may decide

    def go_beyond(
        self, what: str | Prose, *, by: str, resolves: str | Prose | None = None, waiting: str | Prose | None = None,
        spends: bool = False, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Say that it goes beyond what one may decide, in good faith, and what that ``resolves``.

        ``waiting`` is what waiting would lose; ``spends`` says that it spends what nobody authorised. None of it is
        refused; `findings` says what it takes now.

        >>> parts = Initiative.take("Order the parts today", by="anna", concerns=["bo"])
        >>> parts = parts.go_beyond("I signed the order", resolves="We can open", waiting="A week shut", by="anna")
        >>> [lack.message for lack in parts.findings()]
        ['explain it to whoever would have decided']
        >>> parts = parts.explain("The price rose at noon", to=["bo"], by="anna")
        >>> parts.repair("Bo has signed as well", by="anna").status
        'repaired'
        """
        self._allow("went_beyond", by)
        if type(spends) is not bool:
            raise Inconsistent("spends", f"{spends!r:.60} is neither yes nor no; give True or False")
        if len(self.beyond) == _MOST_TIMES:
            raise Inconsistent("what", f"it went beyond {_MOST_TIMES} times; ask for a mandate, or make it a decision")
        said = text(what, field="what").owned_by(by)
        why, lost = said_by(by, resolves, field="resolves"), said_by(by, waiting, field="waiting")
        return self._record(WentBeyond(self._stamp(by, at), said, why, lost, spends))

    def explain(self, words: str | Prose, *, to: Iterable[str], by: str, at: datetime | None = None) -> Self:
        """Explain to those who would have decided why it went beyond; also once it is over."""
        self._allow("explained", by)
        if all(one.explained is not None for one in self.beyond):
            raise self._nothing_to("explained")
        told = ids_of("to", _MOST_PEOPLE)(to)
        if not {*told} - {*self.people}:
            raise Inconsistent("to", "name somebody who does not carry it: whoever would have decided")
        return self._record(Explained(self._stamp(by, at), told, text(words, field="words").owned_by(by)))

    def repair(self, how: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Say how what it disturbed was put right, once it is explained."""
        self._allow("repaired", by)
        if any(one.explained is None for one in self.beyond):
            raise NotAllowedNow(self.id, status="not explained yet", wanted="repaired", allowed=("explain",))
        if all(one.repaired is not None for one in self.beyond):
            raise self._nothing_to("repaired")
        return self._record(Repaired(self._stamp(by, at), text(how, field="how").owned_by(by)))

    # -- verbs: how it goes on

    def carry_on(self, became: str, *, by: str, words: str | Prose | None = None, at: datetime | None = None) -> Self:
        """Carry it on as an agreement, an assignment, a decision or a goal, given by its id."""
        self._allow("carried_on", by)
        if kind_of(any_id(became, "became")) not in _BECOMING:
            raise Inconsistent("became", f"{became[:60]!r} is none of {', '.join(_BECOMING)}; give the id of one")
        return self._record(CarriedOn(self._stamp(by, at), became, said_by(by, words, field="words")))

    def finish(self, *, by: str, words: str | Prose | None = None, at: datetime | None = None) -> Self:
        """Say that it has come to where it was to come."""
        self._allow("finished", by)
        return self._record(Finished(self._stamp(by, at), said_by(by, words, field="words")))

    def stop(self, reason: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Carry it no further, and say why."""
        self._allow("stopped", by)
        return self._record(Stopped(self._stamp(by, at), text(reason, field="reason").owned_by(by)))

    # -- questions

    def findings(self) -> Iterator[Finding]:
        """What deserves a thought: whom it concerns, and what going beyond takes. None of it stops anybody."""
        if not self.concerns:
            yield Finding("concerns", "nobody was told; say whom it concerns, so that they see it")
        for number, one in enumerate(self.beyond):
            if one.repaired is None:
                yield from (attrs.evolve(lack, path=f"beyond[{number}].{lack.path}") for lack in one.findings())

    @property
    def status(self) -> str:
        """One word for lists: taken, explained or repaired while it goes on; carried_on, finished or stopped."""
        if self.conclusion is not None:
            return self.conclusion.way.value
        if not self.beyond or any(one.explained is None for one in self.beyond):
            return "taken"
        return "explained" if any(one.repaired is None for one in self.beyond) else "repaired"

    @property
    def title(self) -> Prose:
        """What it is called."""
        return self.name

    @property
    def audience(self) -> str:
        """Who it is meant to be read by: those who carry it and those whom it concerns, unless said otherwise."""
        return str(self.read_by)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Who went beyond what they may decide and has not explained it."""
        return tuple(one.by for one in self.beyond if one.explained is None and one.by is not None)

    def owed(self, person: str, now: datetime) -> Iterator[Obligation]:  # noqa: ARG002 - no day is set for it
        """An explanation, from whoever went beyond what they may decide."""
        since = [one.since for one in self.beyond if one.explained is None and one.by == person]
        if since:
            reason = f"you went beyond what you may decide in “{self.name}”, and have not explained it"
            yield Obligation(
                person=person, subject=self.id, owed=Owed.EXPLANATION, reason=reason, since=since[0], verb="explain"
            )

    def links(self) -> Iterator[tuple[str, str]]:
        """Who carries it, whom it concerns, and what became of it."""
        yield from (("party", person) for person in self.people)
        yield from (("concerns", one) for one in self.concerns)
        if self.conclusion is not None and self.conclusion.became is not None:
            yield "became", self.conclusion.became

    # -- folding

    @classmethod
    def begun(cls, event: InitiativeEvent) -> Self:
        """The initiative as it was taken."""
        taken = cast("Taken", event)
        return cls(
            id=cast("InitiativeId", taken.stamp.subject), revision=taken.stamp.step, name=taken.title,
            people=taken.people, why=taken.why, area=taken.area, concerns=taken.concerns, read_by=taken.audience,
        )  # fmt: skip

    def after(self, event: InitiativeEvent) -> Self:
        """The initiative after an event."""
        by, day = event.stamp.by, event.stamp.at.date()
        after = attrs.evolve(self, revision=event.stamp.step)
        match event:
            case Joined():
                return attrs.evolve(after, people=(*self.people, event.person))
            case Left():
                return attrs.evolve(after, people=tuple(one for one in self.people if one != event.person))
            case PeopleTold():
                return attrs.evolve(after, concerns=(*self.concerns, *event.people))
            case WentBeyond():
                new = Beyond(
                    what=event.what, by=by, since=day, resolves=event.resolves, waiting=event.waiting,
                    spends=event.spends,
                )  # fmt: skip
                return attrs.evolve(after, beyond=(*self.beyond, new))
            case Explained() | Repaired():
                return attrs.evolve(after, beyond=tuple(one.after(event) for one in self.beyond))
            case SupportGiven():
                return attrs.evolve(after, support_given=(*self.support_given, Backing(by, event.words)))
            case CarriedOn():
                return attrs.evolve(after, conclusion=Closing(Way.CARRIED_ON, day, by, event.words, event.became))
            case Finished():
                return attrs.evolve(after, conclusion=Closing(Way.FINISHED, day, by, event.words))
            case Stopped():
                return attrs.evolve(after, conclusion=Closing(Way.STOPPED, day, by, event.reason))
            case Taken():
                return after

    # -- what the verbs stand on

    def _could(self, what: str, at: datetime) -> bool:  # noqa: ARG002 - as all of them are asked
        return what in _MOVES[self.status] and (bool(self.beyond) or what not in {"explained", "repaired"})

    def _allow(self, what: str, by: str | None = None) -> None:
        """Raise unless this can happen now, and is for this person where it is not for everybody."""
        if what not in _MOVES[self.status]:
            wanted = _SPOKEN.get(what, what)
            raise NotAllowedNow(self.id, status=self.status, wanted=wanted, allowed=self.allowed())
        people = [*self.people]
        if what in {"explained", "repaired"}:  # also whoever went beyond and has left since
            people = list(dict.fromkeys([*people, *(one.by for one in self.beyond if one.by is not None)]))
        if by is not None and by not in people:
            raise NotAllowedFor(by, wanted=f"have it {_SPOKEN.get(what, what)}", who_could=", ".join(people))

    def _nothing_to(self, wanted: str) -> NotAllowedNow:
        allowed = ("go_beyond",) if self.conclusion is None else ("support",)
        status = "within what its people may decide" if not self.beyond else "all explained and put right"
        return NotAllowedNow(self.id, status=status, wanted=wanted, allowed=allowed)
