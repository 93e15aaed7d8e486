"""What a goal says: where to get, whose it is, why, until when, how one sees it, and what it contributes to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Self, TypedDict, Unpack, cast

import attrs

from coleadership.errors import Inconsistent
from coleadership.goals.contributions import Contribution
from coleadership.goals.goalposts import restarted
from coleadership.goals.measures import Measure
from coleadership.goals.pace import Pace, Phase
from coleadership.goals.quantities import Number
from coleadership.goals.readings import Reading
from coleadership.heart.consent import CONSENSUS, DecisionRule
from coleadership.heart.given import (
    Takes,
    decider_missing,
    ids_of,
    kept,
    listed,
    maybe_day,
    maybe_text,
    one_of,
    reworded,
    rule_of,
    seated,
    short_of,
)
from coleadership.heart.kinds import Part
from coleadership.heart.wording import Finding, Seat
from coleadership.prose import Prose, line

__all__ = ["Ambition", "Check", "GoalFields", "GoalText", "Horizon"]

_MOST_OWNERS: Final = 100
_MOST_CONTRIBUTIONS: Final = 100


class Horizon(StrEnum):
    """How far ahead a goal looks.

    >>> Horizon("long_term")
    <Horizon.LONG_TERM: 'long_term'>
    """

    HERE_AND_NOW = "here_and_now"
    LONG_TERM = "long_term"


class Ambition(StrEnum):
    """What is meant by agreeing on a goal.

    >>> Ambition("stretch")
    <Ambition.STRETCH: 'stretch'>
    """

    COMMITTED = "committed"
    """We shall get there."""
    STRETCH = "stretch"
    """We reach for more than we can be sure of: a good part of the way is a success."""


@attrs.frozen(slots=True, weakref_slot=False)
class Check:
    """Whether something holds, and what is missing if it does not.

    >>> bool(Check(())), bool(Check((Finding("due", "set the day", blocks=True),)))
    (True, False)
    """

    missing: tuple[Finding, ...]

    def __bool__(self) -> bool:
        return not self.missing


class GoalFields(TypedDict, total=False):
    """What a wording may say beside its title and parties; see `GoalText`."""

    body: str | Prose | None
    owners: Iterable[str]
    why: str | Prose | None
    horizon: Horizon | str
    ambition: Ambition | str
    measure: Measure | None
    begin: date | None
    due: date | None
    phases: Mapping[date, Number] | Iterable[Phase]
    contributions: Iterable[Contribution | str]
    review: date | None
    rule: DecisionRule


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class GoalText:
    """One wording of a goal, whole.

    ``title`` is the goal in one line and ``body`` what more there is to say. ``parties`` agree on it: owners, a
    coordinator, and whoever else has a part. ``owners`` are the people, roles and teams whose goal it is, where these
    are not simply the parties of that part. ``phases`` say by when how much of the way is expected, where that is not
    even. ``rule`` decides on other words once it is agreed; the first take the yes of everybody.
    """

    title: Prose
    body: Prose | None = None
    parties: tuple[Seat, ...] = ()
    owners: tuple[str, ...] = ()
    why: Prose | None = None
    horizon: Horizon = Horizon.HERE_AND_NOW
    ambition: Ambition = Ambition.COMMITTED
    measure: Measure | None = None
    begin: date | None = None
    due: date | None = None
    phases: tuple[Phase, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    review: date | None = None
    rule: DecisionRule = CONSENSUS
    follows: str | None = None
    """The goal of an earlier period that it takes up again."""

    def __attrs_post_init__(self) -> None:
        if self.begin is not None and self.due is not None:
            _ = Pace(self.begin, self.due, self.phases)
        known = set[str]()
        for contribution in self.contributions:
            if contribution.to in known:
                reason = f"it contributes to {contribution.to} twice; say it once, with one weight"
                raise Inconsistent("contributions", reason)
            known.add(contribution.to)

    @classmethod
    def worded(cls, title: str | Prose, parties: Mapping[str, str], today: date, **fields: Unpack[GoalFields]) -> Self:
        """A goal from what people give; it begins today unless they say otherwise."""
        return cls(title=line(title, field="title"), begin=today).reworded(None, parties, **fields)

    def reworded(
        self, title: str | Prose | None, parties: Mapping[str, str] | None, **fields: Unpack[GoalFields]
    ) -> Self:
        """The same goal with what is given here in the place of what was."""
        changes = reworded(self, _TAKE, fields)
        if title is not None:
            changes["title"] = kept(self.title, line(title, field="title"))
        if parties is not None:
            changes["parties"] = seated(parties)
        return attrs.evolve(self, **changes)

    def carried_over(self, goal: str, begin: date, due: date, last: Reading | None) -> Self:
        """The same goal for another period: it starts where the last reading left it, and nobody has agreed to it."""
        measure = restarted(self.measure, last)
        return attrs.evolve(self, begin=begin, due=due, measure=measure, phases=(), review=None, follows=goal)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who agrees on it, and as what."""
        return self.parties

    @property
    def end(self) -> date | None:
        """A goal does not run out by itself: past its due day it waits to be called achieved or not."""
        return None

    @property
    def whose(self) -> tuple[str, ...]:
        """Whose goal it is: the owners that are named, or else the parties that own it."""
        return self.owners or tuple(seat.person for seat in self.parties if seat.part == Part.OWNER)

    @property
    def pace(self) -> Pace | None:
        """By when how much is expected, if it has both its days."""
        return None if self.begin is None or self.due is None else Pace(self.begin, self.due, self.phases)

    @property
    def concrete(self) -> Check:
        """Whether it says what, whose and by when (*konkret*)."""
        return Check(tuple(self._vague()))

    @property
    def followable(self) -> Check:
        """Whether one can see how far it has come (*uppföljningsbar*)."""
        return Check(tuple(self._blind()))

    def owned_by(self, person: str) -> Self:
        """The same goal, every text without an owner being the words of this person."""
        return attrs.evolve(
            self,
            title=self.title.owned_by(person),
            body=None if self.body is None else self.body.owned_by(person),
            why=None if self.why is None else self.why.owned_by(person),
            measure=None if self.measure is None else self.measure.owned_by(person),
            contributions=tuple(one.owned_by(person) for one in self.contributions),
        )

    def without(self, people: Collection[str]) -> Self:
        """The same goal for those who stay."""
        return attrs.evolve(self, parties=tuple(seat for seat in self.parties if seat.person not in people))

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought."""
        yield from short_of(self.parties, Part.OWNER, Part.COORDINATOR)
        yield from self._vague()
        yield from self._blind()
        yield from decider_missing(self.rule, self.parties)
        if self.review is not None and self.due is not None and self.review > self.due:
            yield Finding("review", f"you look at it together only after it is due; choose a day up to {self.due}")
        if self.why is None:
            yield Finding("why", "nothing says why; who knows why finds other ways when this one is blocked")
        if not self.contributions:
            yield Finding("contributions", "it leads nowhere yet; say what it contributes to")

    def _vague(self) -> Iterator[Finding]:
        if self.title.is_erased:
            yield Finding("title", "its words were erased; say anew where to get", blocks=True)
        if not self.whose:
            yield Finding("owners", "say whose goal it is: a person, a role or a team", blocks=True)
        if self.due is None:
            yield Finding("due", "say by when", blocks=True)

    def _blind(self) -> Iterator[Finding]:
        if self.measure is None:
            yield Finding("measure", "say how one sees how far it has come", blocks=True)
        else:
            for lack in self.measure.findings():
                yield attrs.evolve(lack, path=f"measure.{lack.path}")
        if self.begin is None:
            yield Finding("begin", "say from when, or nobody knows how far it should be by now", blocks=True)


def _measure(value: object) -> Measure | None:
    if value is not None and not isinstance(value, Measure):
        raise Inconsistent("measure", f"{value!r:.60} is no measure; give one such as Metric(start=32, target=45)")
    return value


def _phases(value: object) -> tuple[Phase, ...]:
    if isinstance(value, Mapping):
        told = cast("Mapping[date, Number]", value)
        return tuple(Phase(day, share) for day, share in told.items())
    phases = listed(value, "phases")
    for phase in phases:
        if not isinstance(phase, Phase):
            raise Inconsistent("phases", f"{phase!r:.60} is no phase; say by when how much, as in {{day: '0.5'}}")
    return tuple(phase for phase in phases if isinstance(phase, Phase))


def _contributions(value: object) -> tuple[Contribution, ...]:
    given = listed(value, "contributions")
    if len(given) > _MOST_CONTRIBUTIONS:
        reason = f"it contributes to {len(given):,} things, and {_MOST_CONTRIBUTIONS} is the most; name the nearest"
        raise Inconsistent("contributions", reason)
    return tuple(_contribution(one) for one in given)


def _contribution(given: object) -> Contribution:
    """A contribution, or only the id of what is contributed to."""
    if not isinstance(given, Contribution):
        return Contribution(given)
    if given.how is not None:
        _ = line(given.how, field="contributions.how")
    return given


_TAKE: Final[Takes] = {
    "body": maybe_text("body"),
    "owners": ids_of("owners", _MOST_OWNERS),
    "why": maybe_text("why"),
    "horizon": one_of(Horizon, "horizon"),
    "ambition": one_of(Ambition, "ambition"),
    "measure": _measure,
    "begin": maybe_day("begin"),
    "due": maybe_day("due"),
    "phases": _phases,
    "contributions": _contributions,
    "review": maybe_day("review"),
    "rule": rule_of,
}
