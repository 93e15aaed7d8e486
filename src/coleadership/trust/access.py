"""Who may see what, and do what, and why: one pure function that allows nothing unless a rule here says so.

What it needs to know are two small values. `Facts` tell of a subject: for whom it is meant, and who has a part in it.
An `Actor` tells of a person: which roles they hold, in which teams they are, and whether they are here at all. Neither
holds a word that anybody wrote, so no reason can reveal one.

The same rules as keys, for a store to filter by: `opened_by` is written on every card, `Actor.keys` is whoever looks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Final, NamedTuple, Self

import attrs

from coleadership.errors import not_there
from coleadership.records import Card
from coleadership.trust.entitlements import ENTITLEMENTS, READING, Action, Who

__all__ = ["AUDIENCES", "Action", "Actor", "Facts", "Ruling", "decide", "opened_by"]

AUDIENCES: Final = ("private", "parties", "team", "organisation")
"""For whom something can be meant, from few to many: whose it is, who takes part, their teams, everybody here."""


class Ruling(NamedTuple):
    """Whether something is allowed, and why, in one sentence. It is true if it is allowed."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


_Ids = frozenset[str]
_NONE: Final[_Ids] = frozenset()


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Actor:
    """Who somebody is, as far as it matters here, in the days from ``since`` to ``until``.

    - ``roles`` they hold, ``teams`` to which they belong or which they coordinate, and those that they ``coordinates``.
    - ``near``: the people and roles of these teams; in the formal line, the units above them, and the teams right below
      one that they coordinate, with people and roles. It counts only where something is meant for a team.
    - ``administers``: whether they keep the register. They see no more for that.
    - ``audiences`` and ``kinds`` are what is left to them once every policy of the organisation has been asked.

    >>> Actor(person="anna", teams=frozenset({"team_1"})).speaks_for == {"anna", "team_1"}
    True
    """

    person: str
    is_here: bool = True
    roles: _Ids = _NONE
    teams: _Ids = _NONE
    coordinates: _Ids = _NONE
    near: _Ids = _NONE
    administers: bool = False
    audiences: _Ids = frozenset(AUDIENCES)
    kinds: _Ids | None = None
    """Of which kinds they see anything; None is all that there are."""
    since: date = date.min
    until: date | None = None
    speaks_for: _Ids = attrs.field(init=False, eq=False, repr=False, default=_NONE)
    """Themselves, and the roles and teams that they stand for."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "speaks_for", self.roles | self.teams | {self.person})

    def narrowed(self, other: Actor) -> Self:
        """Only what both are allowed: a policy takes away, and whatever it adds is passed over."""
        return attrs.evolve(
            self,
            is_here=self.is_here and other.is_here,
            roles=self.roles & other.roles,
            teams=self.teams & other.teams,
            coordinates=self.coordinates & other.coordinates,
            near=self.near & other.near,
            administers=self.administers and other.administers,
            audiences=self.audiences & other.audiences,
            kinds=other.kinds if self.kinds is None else self.kinds.intersection(*_given(other.kinds)),
        )

    @property
    def keys(self) -> _Ids:
        """What opens a card to them, by which a store finds it: see `opened_by`.

        >>> sorted(Actor(person="anna", near=frozenset({"bo"})).keys)
        ['organisation', 'parties:anna', 'private:anna', 'team:anna', 'team:bo']
        """
        if not self.is_here:
            return _NONE
        keys = {f"{audience}:{id}" for audience in self.audiences - {"organisation"} for id in self.speaks_for}
        if "team" in self.audiences:
            keys |= {f"team:{id}" for id in self.near}
        return frozenset(keys | ({"organisation"} & self.audiences))


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Facts:
    """What a subject is, as far as it matters here; all of it follows from its card.

    - ``owners``: whose it is; ``parties``: who words, answers and keeps it; ``takes_part``: who has any part in it.
    - ``awaited``: whom it waits for; ``units``: the teams whose coordinator looks after it.
    - ``readers``: of one part of it that is not for all who see it, such as private notes, those whom it is for.
    """

    subject: str
    kind: str
    audience: str
    is_over: bool = False
    owners: _Ids = _NONE
    parties: _Ids = _NONE
    takes_part: _Ids = _NONE
    awaited: _Ids = _NONE
    units: _Ids = _NONE
    readers: _Ids = _NONE

    @classmethod
    def of(cls, card: Card, *, over: Collection[str] = ()) -> Self:
        """What a card tells; ``over`` are the words of its status that say that it is over."""
        return cls.told(card.subject, card.kind, card.audience, card.links, is_over=card.status in over)

    @classmethod
    def told(
        cls, subject: str, kind: str, audience: str, links: Iterable[tuple[str, str]], *, is_over: bool = False
    ) -> Self:
        """The same, from what stands on a card.

        >>> facts = Facts.told("goal_1", "goal", "organisation", [("party", "anna"), ("owner", "team_1")])
        >>> sorted(facts.parties), sorted(facts.takes_part)
        (['anna'], ['anna', 'team_1'])
        """
        known = ENTITLEMENTS.get(kind)
        if known is None:
            return cls(subject=subject, kind=kind, audience="", is_over=is_over)
        by: dict[str, list[str]] = {}
        for relation, id in links:
            by.setdefault(relation, []).append(id)

        def of(relations: Iterable[str], *more: str) -> _Ids:
            return frozenset(more).union(*(by[relation] for relation in relations if relation in by))

        itself = (subject,) if known.itself else ()
        takes_part = of(known.takes_part, *itself)
        return cls(
            subject=subject,
            kind=kind,
            audience=audience,
            is_over=is_over,
            takes_part=takes_part,
            parties=of(known.parties or known.takes_part),
            owners=of(known.owners) if known.owners else takes_part,
            awaited=of(("awaits",)),
            units=of(known.units, *itself),
        )

    def only_for(self, readers: Iterable[str]) -> Self:
        """The facts of one part of it, which is only for these."""
        return attrs.evolve(self, readers=frozenset(readers))


def _given(kinds: _Ids | None) -> tuple[_Ids, ...]:
    return () if kinds is None else (kinds,)


def opened_by(subject: str, kind: str, audience: str, links: Iterable[tuple[str, str]]) -> Collection[str]:
    """The keys that open a card: whoever has one of them sees it, and nobody else.

    >>> sorted(opened_by("agreement_1", "agreement", "parties", [("party", "anna"), ("serves", "goal_1")]))
    ['parties:anna']
    """
    known = ENTITLEMENTS.get(kind)
    if known is None:
        return _NONE
    if audience == "organisation":
        return _EVERYBODY
    if audience not in AUDIENCES:
        return _NONE
    relations = (known.owners or known.takes_part) if audience == "private" else known.takes_part
    waits = audience in _WAITING
    keys: set[str] = {f"{audience}:{subject}"} if known.itself else set()
    for relation, id in links:
        if relation in relations:
            keys.add(f"{audience}:{id}")
        elif waits and relation == "awaits":
            keys.add(f"parties:{id}")
    return keys


def decide(actor: Actor, action: Action, facts: Facts, at: datetime) -> Ruling:
    """Whether somebody may do something at a moment, and why. Everything that no rule allows is refused.

    What one may not see is refused in the words in which one is told that something is not there.

    >>> rota = Facts.told("agreement_1", "agreement", "parties", [("party", "anna"), ("party", "bo")])
    >>> noon = datetime(2027, 3, 1, 12)
    >>> decide(Actor(person="anna"), Action.READ_HISTORY, rota, noon)
    Ruling(allowed=True, reason='who takes part in it may')
    >>> decide(Actor(person="cim"), Action.READ_HISTORY, rota, noon).reason
    "nothing here is called 'agreement_1'; look it up with find"
    """
    if not actor.is_here:
        return _GONE
    day = at.date()
    if day < actor.since or (actor.until is not None and day > actor.until):
        return _OTHER_DAYS
    seen = _seen(actor, facts)
    if seen is None:
        return Ruling(False, not_there(facts.subject))  # noqa: FBT003 - by name takes longer
    if action is Action.SEE:
        return seen
    known = ENTITLEMENTS[facts.kind]
    who = known.may.get(action, ())
    if facts.is_over and action not in READING and action not in known.afterwards:
        return _OVER if who else _REFUSED[who]
    for one in who:
        if _IS[one](actor, facts):
            return _ALLOWED[one]
    return _REFUSED[who]


def _seen(actor: Actor, facts: Facts) -> Ruling | None:
    """Why somebody sees it, if they do."""
    audience, audiences, seats = facts.audience, actor.audiences, actor.speaks_for
    if actor.kinds is not None and facts.kind not in actor.kinds:
        return None
    if audience in audiences:
        if audience == "organisation":
            return _FOR_ALL
        if not (facts.owners if audience == "private" else facts.takes_part).isdisjoint(seats):
            return _ALLOWED[Who.OWNERS if audience == "private" else Who.TAKES_PART]
        if audience == "team" and not facts.takes_part.isdisjoint(actor.near):
            return _FOR_TEAM
    if audience in _WAITING and "parties" in audiences and not facts.awaited.isdisjoint(seats):
        return _ALLOWED[Who.AWAITED]
    return None


_IS: Final[Mapping[Who, Callable[[Actor, Facts], bool]]] = {
    Who.SEES: lambda _actor, _facts: True,
    Who.TAKES_PART: lambda actor, facts: not facts.takes_part.isdisjoint(actor.speaks_for),
    Who.PARTIES: lambda actor, facts: not facts.parties.isdisjoint(actor.speaks_for),
    Who.OWNERS: lambda actor, facts: actor.person in facts.owners,
    Who.RECEIVERS: lambda actor, facts: (
        actor.person not in facts.owners and not facts.parties.isdisjoint(actor.speaks_for)
    ),
    Who.AWAITED: lambda actor, facts: not facts.awaited.isdisjoint(actor.speaks_for),
    Who.THERE: lambda actor, facts: actor.person in facts.readers,
    Who.READERS: lambda actor, facts: not facts.readers.isdisjoint(actor.speaks_for),
    Who.COORDINATOR: lambda actor, facts: not facts.units.isdisjoint(actor.coordinates),
    Who.ADMINISTRATOR: lambda actor, _facts: actor.administers,
}
_WAITING: Final = frozenset({"team", "parties"})
_EVERYBODY: Final = frozenset({"organisation"})
_FOR_ALL: Final = Ruling(allowed=True, reason="it is for everybody here")
_FOR_TEAM: Final = Ruling(allowed=True, reason="it is for the teams of those who take part in it")
_GONE: Final = Ruling(allowed=False, reason="they are not here any more, and who is not here sees and does nothing")
_OTHER_DAYS: Final = Ruling(allowed=False, reason="who they are is known of other days only; look it up anew")
_OVER: Final = Ruling(allowed=False, reason="it is over, and can only be read")
_ALLOWED: Final[Mapping[Who, Ruling]] = {one: Ruling(allowed=True, reason=f"{one} may") for one in Who}
_REFUSED: Final[Mapping[tuple[Who, ...], Ruling]] = {
    who: Ruling(allowed=False, reason=f"only {' or '.join(who)} may" if who else "nobody does this here")
    for known in ENTITLEMENTS.values()
    for who in ((), *known.may.values())
}
