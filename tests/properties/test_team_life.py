"""The life of a team, with people who come and go in any order, on any day, planned ahead or noted afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coleadership.errors import ColeadershipError
from coleadership.organisation.teams import Team
from tests.builders import AT, later, on

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = ("anna", "bo", "cim", "dan")
ALL_DAYS = [on(n) for n in range(-2, 42)]

someone = st.sampled_from(PEOPLE)
whenever = st.integers(-1, 40).map(on)
other_teams = st.sampled_from(["day", "night"])


class TeamLife(RuleBasedStateMachine):
    """“Any order of requests either does a legal thing or raises and changes nothing”."""

    team: Team
    now: int

    @initialize(coordinator=st.none() | someone, members=st.lists(someone, unique=True))
    def form(self, coordinator: str | None, members: list[str]) -> None:
        """Some people are a team."""
        self.now = 0
        self.team = Team.form("Team", coordinator=coordinator, members=members, by="hr", at=AT)

    def ask(self, verb: Callable[[Team], Team]) -> None:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before = self.team
        try:
            after = verb(before)
        except ColeadershipError:
            assert Team.folded(before.unrecorded) == before.settled()
            return
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        assert after != before
        self.team = after

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        """Nothing happens for a while."""
        self.now += days

    @rule(person=someone, day=whenever, what=st.sampled_from(["join", "join", "come_back", "leave", "name", "nobody"]))
    def move(self, person: str, day: object, what: str) -> None:
        """Somebody comes or goes, or coordinates from a day on."""
        told = {"by": "hr", "at": later(self.now), "last_day" if what in {"leave", "nobody"} else "since": day}
        deeds: dict[str, Callable[[Team], Team]] = {
            "join": lambda t: t.join(person, **told),  # type: ignore[arg-type]
            "come_back": lambda t: t.come_back(person, **told),  # type: ignore[arg-type]
            "leave": lambda t: t.leave(person, **told),  # type: ignore[arg-type]
            "name": lambda t: t.name_coordinator(person, **told),  # type: ignore[arg-type]
            "nobody": lambda t: t.leave_coordination(**told),  # type: ignore[arg-type]
        }
        self.ask(deeds[what])

    @rule(person=someone, team=other_teams, day=whenever, what=st.sampled_from(["link", "link", "unlink", "place"]))
    def connect(self, person: str, team: str, day: object, what: str) -> None:
        """It is linked with another team, no longer so, or put under it."""
        told = {"by": "hr", "at": later(self.now), "last_day" if what == "unlink" else "since": day}
        deeds: dict[str, Callable[[Team], Team]] = {
            "link": lambda t: t.link(team, through=person, **told),  # type: ignore[arg-type]
            "unlink": lambda t: t.unlink(team, **told),  # type: ignore[arg-type]
            "place": lambda t: t.place(team, **told),  # type: ignore[arg-type]
        }
        self.ask(deeds[what])

    @rule(day=whenever, do=st.sampled_from([False, False, False, True]))
    def dissolve(self, day: object, do: bool) -> None:
        """It gets a last day, or an earlier one."""
        if do:
            self.ask(lambda t: t.dissolve(last_day=day, by="hr", at=later(self.now)))  # type: ignore[arg-type]

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        assert Team.folded(self.team.unrecorded) == self.team.settled()

    @invariant()
    def on_every_day_it_makes_sense(self) -> None:
        """“Several per person over time, one current”; a representative is a member and never the coordinator."""
        team = self.team
        for day in ALL_DAYS:
            members = team.members(day)
            assert len({*members}) == len(members)
            assert sum(stay.holds(day) for stay in team.coordinated) <= 1
            assert sum(placement.holds(day) for placement in team.placements) == team.is_there(day)
            links = team.representatives(day)
            assert len({link.team for link in links}) == len(links)
            for link in links:
                assert link.representative in members
                assert link.representative != team.coordinator(day)
            if not team.is_there(day):
                assert (members, team.coordinator(day), links) == ((), None, ())
            assert all(finding.message for finding in team.findings(day))

    @invariant()
    def can_be_shown(self) -> None:
        """A line in a list can be drawn in every state."""
        assert self.team.status in Team.STATUSES
        assert {relation for relation, _ in self.team.links()} <= Team.RELATIONS
        assert repr(self.team)


TestTeamLife: type = TeamLife.TestCase
TestTeamLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)  # type: ignore[attr-defined]
