"""Teams: the formal line, and co-operation across it.

A team stands in the line (under another unit, coordinated by somebody) and is linked with other teams by people who
represent it there. All of it is dated: people join, leave and return, and every question is asked of a day.

This is *structure*. Who leads with whom, who agrees what with whom, is *culture*, and stands in agreements. The two are
separate graphs and neither is derived from the other: a hierarchy in structure can be interplay in leadership.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, Self, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedNow
from coleadership.heart.events import Stamp, Subject, moment
from coleadership.heart.wording import Finding
from coleadership.ids import any_id, new_id
from coleadership.organisation.belonging import (
    CoordinatorLeft,
    CoordinatorNamed,
    Dissolved,
    Formed,
    Link,
    Linked,
    MemberJoined,
    MemberLeft,
    MemberReturned,
    Placed,
    Placement,
    Renamed,
    Stay,
    TeamEvent,
    TeamKind,
    Unlinked,
)  # fmt: skip
from coleadership.prose import Prose, line, said_by
from coleadership.rhythm.periods import Period, before, on, up_to
from coleadership.rhythm.workdays import day_of

if TYPE_CHECKING:
    from coleadership.ids import TeamId

__all__ = ["Team"]


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Team(Subject[TeamEvent]):
    """People who work together, where they stand in the line, and who links them with others.

    Whatever is said for a day holds from that day on, in the place of what was planned before.
    """

    KIND: ClassVar[str] = "team"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"coordinator", "linked", "member", "representative", "under"})
    STATUSES: ClassVar[frozenset[str]] = frozenset({"active", "dissolved"})
    UPWARD: ClassVar[frozenset[str]] = frozenset({"under"})
    LIVING: ClassVar[frozenset[str]] = RELATIONS
    OVER: ClassVar[frozenset[str]] = frozenset({"dissolved"})

    if TYPE_CHECKING:
        id: TeamId

    name: Prose
    kind: TeamKind
    since: date
    until: date | None = None
    """The last day on which it is there, once it is to be dissolved."""
    stays: tuple[Stay, ...] = ()
    coordinated: tuple[Stay, ...] = ()
    placements: tuple[Placement, ...] = ()
    linked: tuple[Link, ...] = ()
    told: date
    """The day on which the last of this was recorded: what was over by then is no link to be found by."""

    # -- starter

    @classmethod
    def form(
        cls, name: str | Prose, *, by: str, kind: TeamKind | str = TeamKind.TEAM, members: Collection[str] = (),
        coordinator: str | None = None, under: str | None = None, since: date | None = None,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Begin a team, with whoever belongs to it from its first day (today, unless said).

        >>> evening = Team.form("Evening team", members=["anna", "cim"], coordinator="bo", by="bo")
        >>> evening.members(evening.since), evening.coordinator(evening.since)
        (('anna', 'cim'), 'bo')
        """
        at = moment(at)
        first = at.date() if since is None else day_of(since, "since")
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, any_id(by, "by"), at)
        own = line(name, field="name").owned_by(stamp.subject)
        above = None if under is None else any_id(under, "under")
        team = cls._begin(Formed(stamp, own, _kind(kind), first, above))
        if coordinator is not None:
            team = team.name_coordinator(coordinator, since=first, by=by, at=at)
        return team.join(*members, since=first, by=by, at=at) if members else team

    # -- verbs

    def rename(self, name: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Call it by another name."""
        self._allow("renamed", (at := moment(at)).date())
        return self._record(Renamed(self._stamp(by, at), line(name, field="name").owned_by(self.id)))

    def place(self, under: str | None, *, by: str, since: date | None = None, at: datetime | None = None) -> Self:
        """Put it under another unit from a day on (today, unless said); under None, it is at the top.

        A longer circle (A under B under A) is not seen from one team alone: see `coleadership.insights.structure`.
        """
        at = moment(at)
        day = self._day(since, at, "placed")
        if under is not None and any_id(under, "under") == self.id:
            raise Inconsistent("under", f"{self.id} cannot stand under itself; name the unit that it belongs to")
        return self._record(Placed(self._stamp(by, at), under, day))

    def join(self, *people: str, by: str, since: date | None = None, at: datetime | None = None) -> Self:
        """Note that people belong to it from a day on (today, unless said)."""
        at, team = moment(at), self
        day = self._day(since, at, "joined")
        if not people:
            raise Inconsistent("people", "nobody is named; say who joins")
        for person in people:
            team._check_away(any_id(person, "people"), day)
            if any(stay.person == person for stay in team.stays):
                raise Inconsistent("people", f"{person} has been here before; say come_back, so that it is one story")
            team = team._record(MemberJoined(team._stamp(by, at), person, day))
        return team

    def come_back(self, person: str, *, by: str, since: date | None = None, at: datetime | None = None) -> Self:
        """Note that somebody who had left belongs to it again from a day on."""
        at = moment(at)
        day = self._day(since, at, "joined again")
        self._check_away(any_id(person, "person"), day)
        if not any(stay.person == person for stay in self.stays):
            raise Inconsistent("person", f"{person} has never been here; say join")
        return self._record(MemberReturned(self._stamp(by, at), person, day))

    def leave(self, person: str, *, by: str, last_day: date | None = None, at: datetime | None = None) -> Self:
        """Note that somebody belongs to it until a day; then they neither coordinate nor represent it any longer.

        >>> team = Team.form("Evening team", members=["anna", "cim"], coordinator="anna", by="bo")
        >>> team.leave("anna", last_day=date.max.replace(year=9000), by="anna").coordinator(date.max)
        """
        at = moment(at)
        day = self._day(last_day, at, "left", field="last_day")
        if all(stay.person != person or (stay.until is not None and stay.until <= day) for stay in self.stays):
            here = ", ".join(self.members(day)) or "nobody"
            raise Inconsistent("person", f"{person} does not belong to it after {day} anyway (who does: {here})")
        team = self._record(MemberLeft(self._stamp(by, at), person, day))
        if any(stay.person == person and _goes_on(stay, day) for stay in team.coordinated):
            team = team._record(CoordinatorLeft(team._stamp(by, at), day))
        for other in dict.fromkeys(link.team for link in self.linked if link.representative == person):
            if any(link.team == other and _goes_on(link, day) for link in team.linked):
                team = team._record(Unlinked(team._stamp(by, at), other, day))
        return team

    def name_coordinator(self, person: str, *, by: str, since: date | None = None, at: datetime | None = None) -> Self:
        """Name who coordinates it from a day on, in the place of whoever did; need not be a member."""
        at = moment(at)
        day, person = self._day(since, at, "coordinated"), any_id(person, "person")
        for link in self.linked:
            if link.representative == person and not link.is_over(day):
                reason = (
                    f"{person} represents it in {link.team}, and who coordinates does not; link through somebody else"
                )
                raise Inconsistent("person", f"{reason} first")
        return self._record(CoordinatorNamed(self._stamp(by, at), person, day))

    def leave_coordination(self, *, by: str, last_day: date | None = None, at: datetime | None = None) -> Self:
        """Note until when it is coordinated, where nobody takes over yet."""
        at = moment(at)
        day = self._day(last_day, at, "left", field="last_day")
        if not any(_goes_on(stay, day) for stay in self.coordinated):
            raise Inconsistent("last_day", f"nobody coordinates it after {day} anyway; choose an earlier day")
        return self._record(CoordinatorLeft(self._stamp(by, at), day))

    def link(
        self, team: str, *, through: str, by: str, since: date | None = None, at: datetime | None = None
    ) -> Self:  # fmt: skip
        """Send a member as representative to another team; both teams linked with each other are double linked.

        >>> team = Team.form("Evening team", members=["anna", "cim"], coordinator="bo", by="bo")
        >>> [link.representative for link in team.link("day", through="cim", by="bo").representatives(team.since)]
        ['cim']
        """
        at = moment(at)
        day = self._day(since, at, "linked")
        if any_id(team, "team") == self.id:
            raise Inconsistent("team", f"{self.id} cannot be linked with itself; name the other team")
        if any_id(through, "through") not in self.members(day):
            here = ", ".join(self.members(day)) or "nobody"
            raise Inconsistent(
                "through", f"{through} does not belong to it on {day}; send a member (there are: {here})"
            )
        if any(stay.person == through and not stay.is_over(day) for stay in self.coordinated):
            raise Inconsistent("through", f"{through} coordinates it; a representative is somebody else, send another")
        linked = self._record(Linked(self._stamp(by, at), team, through, day))
        stay = next(stay for stay in self.stays if stay.person == through and stay.holds(day))
        if stay.until is None or stay.until == self.until:
            return linked
        return linked._record(Unlinked(linked._stamp(by, at), team, stay.until))

    def unlink(self, team: str, *, by: str, last_day: date | None = None, at: datetime | None = None) -> Self:
        """Note until when it is represented in another team."""
        at = moment(at)
        day = self._day(last_day, at, "unlinked", field="last_day")
        if not any(link.team == team and _goes_on(link, day) for link in self.linked):
            there = ", ".join(sorted({link.team for link in self.linked if _goes_on(link, day)})) or "none"
            raise Inconsistent("team", f"it is not represented in {team} after {day} (where it is: {there})")
        return self._record(Unlinked(self._stamp(by, at), team, day))

    def dissolve(
        self, *, by: str, reason: str | Prose | None = None, last_day: date | None = None, at: datetime | None = None
    ) -> Self:
        """Give it a last day; until then people still come and go."""
        at = moment(at)
        day = self._day(last_day, at, "dissolved", field="last_day")
        return self._record(Dissolved(self._stamp(by, at), day, said_by(by, reason)))

    # -- questions: each of a day

    def members(self, day: date) -> tuple[str, ...]:
        """Who belongs to it, in the order in which they came; a coordinator only if they have joined."""
        return tuple(stay.person for stay in on(self.stays, day))

    def coordinator(self, day: date) -> str | None:
        """Who coordinates it, if anybody."""
        return next((stay.person for stay in on(self.coordinated, day)), None)

    def parent(self, day: date) -> str | None:
        """The unit that it stands under, if any."""
        return next((placement.under for placement in on(self.placements, day)), None)

    def representatives(self, day: date) -> tuple[Link, ...]:
        """Who represents it where."""
        return on(self.linked, day)

    def is_there(self, day: date) -> bool:
        """Whether it has begun and is not dissolved."""
        return self.since <= day and (self.until is None or day <= self.until)

    def findings(self, day: date) -> Iterator[Finding]:
        """What deserves a thought: a team that nobody coordinates tends to fail, and one alone is no team."""
        if self.is_there(day) and self.coordinator(day) is None:
            yield Finding("coordinator", "nobody coordinates it; name somebody who holds it together")
        if self.is_there(day) and len({*self.members(day), self.coordinator(day)} - {None}) < 2:
            yield Finding("members", "fewer than two people belong to it")

    @property
    def status(self) -> str:
        """Whether it is ``active``, or ``dissolved`` as soon as its last day is set."""
        return "active" if self.until is None else "dissolved"

    @property
    def title(self) -> Prose:
        """Its name."""
        return self.name

    def links(self) -> Iterator[tuple[str, str]]:
        """Its people, the unit above it and the teams that it is linked with: all that were not over when last told."""
        yield from (("member", stay.person) for stay in self.stays if not stay.is_over(self.told))
        yield from (("coordinator", stay.person) for stay in self.coordinated if not stay.is_over(self.told))
        for placement in self.placements:
            if placement.under is not None and not placement.is_over(self.told):
                yield "under", placement.under
        for link in self.linked:
            if not link.is_over(self.told):
                yield from (("linked", link.team), ("representative", link.representative))

    # -- folding

    @classmethod
    def begun(cls, event: TeamEvent) -> Self:
        """The team as it was formed."""
        formed = cast("Formed", event)
        stamp, first = formed.stamp, Placement(since=formed.since, under=formed.under)
        id, told = cast("TeamId", stamp.subject), stamp.at.date()
        return cls(
            id=id, revision=stamp.step, name=formed.name, kind=formed.kind, since=formed.since, placements=(first,),
            told=told,
        )  # fmt: skip

    def after(self, event: TeamEvent) -> Self:
        """The team after an event."""
        team = attrs.evolve(self, revision=event.stamp.step, told=event.stamp.at.date())
        until = self.until
        match event:
            case Renamed():
                return attrs.evolve(team, name=event.name)
            case Placed():
                new = Placement(under=event.under, since=event.since, until=until)
                return attrs.evolve(team, placements=(*before(self.placements, event.since), new))
            case MemberJoined() | MemberReturned():
                stay = Stay(person=event.person, since=event.since, until=until)
                return attrs.evolve(team, stays=(*self.stays, stay))
            case MemberLeft():
                return attrs.evolve(team, stays=self._left(event.person, event.last_day))
            case CoordinatorNamed():
                stay = Stay(person=event.person, since=event.since, until=until)
                return attrs.evolve(team, coordinated=(*before(self.coordinated, event.since), stay))
            case CoordinatorLeft():
                return attrs.evolve(team, coordinated=up_to(self.coordinated, event.last_day))
            case Linked() | Unlinked():
                return attrs.evolve(team, linked=self._relinked(event))
            case Dissolved():
                return team._dissolved(event.last_day)
            case _:
                return team

    def _left(self, person: str, last_day: date) -> tuple[Stay, ...]:
        cut = (up_to((stay,), last_day) if stay.person == person else (stay,) for stay in self.stays)
        return tuple(chain.from_iterable(cut))

    def _relinked(self, event: Linked | Unlinked) -> tuple[Link, ...]:
        others = tuple(link for link in self.linked if link.team != event.team)
        same = tuple(link for link in self.linked if link.team == event.team)
        if isinstance(event, Unlinked):
            return (*others, *up_to(same, event.last_day))
        new = Link(team=event.team, representative=event.representative, since=event.since, until=self.until)
        return (*others, *before(same, event.since), new)

    def _dissolved(self, day: date) -> Self:
        return attrs.evolve(
            self, until=day, stays=up_to(self.stays, day), coordinated=up_to(self.coordinated, day),
            placements=up_to(self.placements, day), linked=up_to(self.linked, day),
        )  # fmt: skip

    # -- what the verbs stand on

    def _day(self, given: date | None, at: datetime, what: str, *, field: str = "since") -> date:
        """The day that a request speaks of, on which the team has to be there."""
        day = at.date() if given is None else day_of(given, field)
        self._allow(what, day, field)
        return day

    def _could(self, what: str, at: datetime) -> bool:  # noqa: ARG002 - as all of them are asked
        return self.until is None or at.date() <= self.until

    def _allow(self, what: str, day: date, field: str = "since") -> None:
        if day < self.since:
            raise Inconsistent(field, f"{day} is before it was formed; choose a day from {self.since}")
        if self.until is not None and day > self.until:
            raise NotAllowedNow(self.id, status=f"dissolved since {self.until}", wanted=what, allowed=())

    def _check_away(self, person: str, day: date) -> None:
        """Raise if somebody belongs to it on that day or later."""
        for stay in self.stays:
            if stay.person == person and not stay.is_over(day):
                reason = f"{person} belongs to it from {stay.since} to {stay.until or 'further notice'} already"
                raise Inconsistent("person", f"{reason}; nothing needs to be said")


def _goes_on(period: Period, last_day: date) -> bool:
    """Whether something is still there after a day."""
    return period.until is None or period.until > last_day


def _kind(value: object) -> TeamKind:
    try:
        return TeamKind(str(value))
    except ValueError:
        raise Inconsistent("kind", f"{value!r:.60} is no kind of team; choose one of {', '.join(TeamKind)}") from None
