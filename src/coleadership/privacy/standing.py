"""Who somebody is on a day, as a journal knows it: their roles, their teams, and who stands with them there.

Everything is looked up as of the day: a term that has run out gives nobody a role, whatever a card still says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import cast

import attrs

from coleadership.errors import NotFound
from coleadership.organisation.belonging import Stay
from coleadership.organisation.holding import Holding
from coleadership.organisation.roles import Role
from coleadership.organisation.teams import Team
from coleadership.recording.reaching import linked_from
from coleadership.recording.replay import Replay
from coleadership.records import Query
from coleadership.rhythm.periods import Period
from coleadership.rhythm.workdays import days_after
from coleadership.trust.access import Actor

__all__ = ["standing"]


def standing(replay: Replay, person: str, at: datetime, *, administers: bool = False) -> Actor:
    """Who somebody is at a point in time, with the days for which this holds. Raises `NotFound` for nobody known here.

    ``administers`` is what the host says of them: whether they keep the register of people and teams.
    """
    cards = replay.store.cards(Query(subjects=(person,), kind="person"))
    if not cards:
        raise NotFound(person)
    if cards[0].status != "here":
        return Actor(person=person, is_here=False)
    day = _Day(at.date())
    roles = {role.id for role in _roles(replay, person) if day.holds_role(role, person)}
    teams = [team for team in _teams(replay, ("member", "coordinator"), person) if day.is_in(team, person)]
    coordinated = [team for team in teams if day.any_of(team.coordinated, person)]
    below = [
        team for unit in coordinated for team in _teams(replay, ("under",), unit.id) if day.is_under(team, unit.id)
    ]
    near = [*teams, *below]
    ids = {team.id for team in near}
    return Actor(
        person=person,
        roles=frozenset(roles),
        teams=frozenset(team.id for team in teams),
        coordinates=frozenset(team.id for team in coordinated),
        near=frozenset({
            *(team.id for team in below), *(id for team in teams for id in _above(replay, team, day)),
            *(one for team in near for one in day.people_of(team)),
            *(card.subject for id in ids for card in linked_from(replay.store, "team", id) if card.kind == Role.KIND),
        }),
        administers=administers,
        since=day.since,
        until=day.until,
    )  # fmt: skip


def _roles(replay: Replay, person: str) -> Iterator[Role]:
    """The roles that somebody holds, has been given for later, or held when last something was told of them."""
    for card in linked_from(replay.store, "holder", person):
        if card.kind == Role.KIND:
            yield cast("Role", replay.subject(card.subject))


def _teams(replay: Replay, relations: Iterable[str], id: str) -> Iterator[Team]:
    """The teams that have one of these links."""
    found = {card.subject for relation in relations for card in linked_from(replay.store, relation, id)}
    for subject in sorted(found):
        team = replay.subject(subject)
        if isinstance(team, Team):
            yield team


def _above(replay: Replay, team: Team, day: _Day) -> Iterator[str]:
    """The units above a team, all the way up."""
    seen, unit = {str(team.id)}, day.parent(team)
    while unit is not None and unit not in seen:
        seen.add(unit)
        yield unit
        try:
            above = replay.subject(unit)
        except NotFound:
            return
        unit = day.parent(above) if isinstance(above, Team) else None


@attrs.define
class _Day:
    """A day, and the days around it for which whatever was asked of it holds as well."""

    day: date
    since: date = date.min
    until: date | None = None

    def holds(self, period: Period) -> bool:
        """Whether a period holds on the day; what it was asked of is known up to where that changes."""
        if period.since > self.day:
            self._until(days_after(period.since, -1))
        elif period.is_over(self.day):
            self.since = max(self.since, days_after(cast("date", period.until), 1))
        else:
            self.since = max(self.since, period.since)
            self._until(period.until)
            return True
        return False

    def any_of(self, periods: Iterable[Stay | Holding], person: str) -> bool:
        """Whether one of somebody's periods holds; each of them is asked, for the days around it."""
        return sum(self.holds(one) for one in periods if one.person == person) > 0

    def holds_role(self, role: Role, person: str) -> bool:
        """Whether somebody holds a role that is in force."""
        self._until(role.ends_on if role.ends_on is not None and role.ends_on >= self.day else None)
        held = self.any_of(role.holdings.held, person)
        return held and any(one.person == person for one in role.holders(self.day))

    def is_in(self, team: Team, person: str) -> bool:
        """Whether somebody belongs to a team, or coordinates it."""
        return self.any_of((*team.stays, *team.coordinated), person)

    def is_under(self, team: Team, unit: str) -> bool:
        """Whether a team stands right below a unit."""
        return self.parent(team) == unit

    def parent(self, team: Team) -> str | None:
        """The unit right above a team."""
        return next((one.under for one in [*filter(self.holds, team.placements)]), None)

    def people_of(self, team: Team) -> set[str]:
        """Who belongs to a team or coordinates it."""
        return {stay.person for stay in (*team.stays, *team.coordinated) if self.holds(stay)}

    def _until(self, day: date | None) -> None:
        if day is not None:
            self.until = day if self.until is None else min(self.until, day)
