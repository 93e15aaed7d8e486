from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coleadership.errors import ColeadershipError, Inconsistent, NotAllowedNow
from coleadership.insights.structure import check_line, is_double_linked
from coleadership.journal.journal import Journal
from coleadership.organisation.belonging import TeamKind
from coleadership.organisation.people import Person
from coleadership.organisation.teams import Team
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, DAY, later, on

if TYPE_CHECKING:
    from collections.abc import Callable


def evening(**fields: Any) -> Team:  # noqa: ANN401 - whatever a test wants to say
    """Anna and Cim, coordinated by Bo, since the tests begin."""
    told: dict[str, Any] = {"members": ["anna", "cim"], "coordinator": "bo", "by": "bo", "at": AT}
    return Team.form("Evening team", **{**told, **fields})


def what(team: Team) -> list[str]:
    """What has happened to a team."""
    return [event.participle for event in team.unrecorded]


def among(*teams: Team) -> Callable[[str], Team | None]:
    """What finds these teams by their ids."""
    known: dict[str, Team] = {team.id: team for team in teams}
    return known.get


def refused(team: Team, ask: Callable[[Team], Team], sentence: str) -> None:
    """It is refused in a sentence, and nothing has changed."""
    before = team.unrecorded
    with pytest.raises(ColeadershipError, match=sentence):
        _ = ask(team)
    assert team.unrecorded == before
    assert Team.folded(team.unrecorded) == team.settled()


class TestForm:
    def test_says_who_is_there_from_the_first_day(self) -> None:
        """Members, coordinator and the unit above are asked of a day, and there is nobody before the first."""
        team = evening(under="shop", kind="unit", since=on(10))
        assert (team.members(on(10)), team.coordinator(on(10)), team.parent(on(10))) == (("anna", "cim"), "bo", "shop")
        assert (team.members(on(9)), team.coordinator(on(9)), team.parent(on(9))) == ((), None, None)
        assert team.kind is TeamKind.UNIT
        assert str(team.title) == "Evening team"
        assert team.status == "active"

    def test_is_one_story_of_several_facts(self) -> None:
        """Each person has an event of their own, and folding them gives the team."""
        team = evening()
        assert what(team) == ["formed", "coordinator_named", "member_joined", "member_joined"]
        assert Team.folded(team.unrecorded) == team.settled()

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"kind": "tribe"}, "kind: 'tribe' is no kind of team; choose one of unit, team, circle"),
            ({"since": "today"}, "since: 'today' is no day"),
            ({"members": ["anna", "anna"]}, "person: anna belongs to it from"),
            ({"members": [7]}, "people: 7 is no id"),
            ({"under": ""}, "under: '' is no id"),
            ({"coordinator": 7}, "person: 7 is no id"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, fields: dict[str, Any], sentence: str) -> None:
        """What is wrong is said with the path of its field."""
        with pytest.raises(Inconsistent, match=f"^{sentence}"):
            _ = evening(**fields)

    def test_refuses_a_name_that_is_none(self) -> None:
        """A name is one line."""
        with pytest.raises(Inconsistent, match=r"^name: is empty"):
            _ = Team.form(" ", by="bo")


class TestComingAndGoing:
    def test_is_dated(self) -> None:
        """Who moves is in one team to the last day, and in the other from the first."""
        team = evening().leave("cim", last_day=on(30), by="bo", at=AT).join("dan", since=on(31), by="bo", at=AT)
        assert team.members(on(30)) == ("anna", "cim")
        assert team.members(on(31)) == ("anna", "dan")

    def test_knows_who_returns(self) -> None:
        """Whoever comes back has two stays, and is one person."""
        team = evening().leave("cim", last_day=on(30), by="bo", at=AT).come_back("cim", since=on(90), by="bo", at=AT)
        assert what(team)[-2:] == ["member_left", "member_returned"]
        assert [("cim" in team.members(on(n))) for n in (30, 31, 89, 90)] == [True, False, False, True]

    def test_leaving_earlier_than_planned_is_said_again(self) -> None:
        """The last word on a day counts, and what was planned after it is gone."""
        team = evening().leave("cim", last_day=on(30), by="bo", at=AT).come_back("cim", since=on(90), by="bo", at=AT)
        gone = team.leave("cim", last_day=on(10), by="bo", at=AT)
        assert [("cim" in gone.members(on(n))) for n in (10, 11, 30, 90)] == [True, False, False, False]

    def test_takes_coordination_and_links_along(self) -> None:
        """Who leaves neither coordinates nor represents, and each of this is a fact of its own."""
        team = evening(members=["anna", "bo", "cim"]).link("day", through="cim", by="bo", at=AT)
        without_bo = team.leave("bo", last_day=on(5), by="bo", at=AT)
        assert what(without_bo)[-2:] == ["member_left", "coordinator_left"]
        assert (without_bo.coordinator(on(5)), without_bo.coordinator(on(6))) == ("bo", None)
        without_cim = team.leave("cim", last_day=on(5), by="bo", at=AT)
        assert what(without_cim)[-2:] == ["member_left", "unlinked"]
        assert [len(without_cim.representatives(on(n))) for n in (5, 6)] == [1, 0]

    @pytest.mark.parametrize(
        ("ask", "sentence"),
        [
            (lambda t: t.join("anna", by="bo", at=AT), "person: anna belongs to it from 2026-11-23 to further notice"),
            (lambda t: t.join(by="bo", at=AT), "people: nobody is named"),
            (lambda t: t.join("dan", since=DAY - timedelta(1), by="bo", at=AT), "since: 2026-11-22 is before it was"),
            (lambda t: t.come_back("anna", by="bo", at=AT), "person: anna belongs to it"),
            (lambda t: t.come_back("dan", by="bo", at=AT), "person: dan has never been here; say join"),
            (lambda t: t.leave("dan", by="bo", at=AT), r"person: dan does not belong to it after .*: anna, cim"),
            (
                lambda t: t.leave("cim", by="bo", at=AT).join("cim", since=on(5), by="bo", at=AT),
                "people: cim has been here before; say come_back",
            ),
            (lambda t: t.leave("cim", by="bo", at=AT).leave("cim", by="bo", at=AT), "person: cim does not belong"),
        ],
    )
    def test_refuses_what_does_not_fit(self, ask: Callable[[Team], Team], sentence: str) -> None:
        """Nobody is here twice, leaves without having been here, or is here before the team is."""
        refused(evening(), ask, sentence)


class TestCoordinator:
    def test_hands_over_from_a_day(self) -> None:
        """The one before coordinates up to the day before; whoever was planned from then on is not."""
        team = evening().name_coordinator("eve", since=on(60), by="bo", at=AT)
        sooner = team.name_coordinator("dan", since=on(30), by="bo", at=AT)
        assert [team.coordinator(on(n)) for n in (0, 59, 60)] == ["bo", "bo", "eve"]
        assert [sooner.coordinator(on(n)) for n in (0, 29, 30, 60)] == ["bo", "bo", "dan", "dan"]

    def test_can_be_missing_which_deserves_a_thought(self) -> None:
        """Nobody is invented where nobody coordinates; it is a finding."""
        team = evening().leave_coordination(last_day=on(5), by="bo", at=AT)
        assert team.coordinator(on(6)) is None
        assert [finding.path for finding in team.findings(on(6))] == ["coordinator"]
        assert [*team.findings(on(5))] == []
        assert [finding.path for finding in evening(members=[], coordinator=None).findings(DAY)] == [
            "coordinator",
            "members",
        ]
        refused(team, lambda t: t.leave_coordination(last_day=on(5), by="bo", at=AT), "last_day: nobody coordinates")


class TestLine:
    def test_moves_from_a_day(self) -> None:
        """A unit stands under one other, another one later, and at the top in the end."""
        team = evening(under="shop").place("stores", since=on(10), by="bo", at=AT)
        team = team.place(None, since=on(20), by="bo", at=AT)
        assert [team.parent(on(n)) for n in (9, 10, 19, 20)] == ["shop", "stores", "stores", None]

    def test_refuses_a_team_under_itself(self) -> None:
        """Nothing stands under itself."""
        refused(evening(), lambda t: t.place(t.id, by="bo", at=AT), "under: team_.* cannot stand under itself")

    def test_refuses_a_longer_circle_where_it_can_be_seen(self) -> None:
        """Three units in a ring are refused with the whole way, on whatever day the ring is closed."""
        a = Team.form("A", by="bo", at=AT)
        b = Team.form("B", under=a.id, by="bo", at=AT)
        c = Team.form("C", under=b.id, by="bo", at=AT)
        known = among(a, b, c)
        check_line(c, known)
        for since in (DAY, on(100)):
            ring = a.place(c.id, since=since, by="bo", at=AT)
            with pytest.raises(Inconsistent, match=f"from {since} .{a.id} under {c.id} under {b.id} under {a.id}"):
                check_line(ring, known)

    def test_sees_a_circle_that_only_closes_later(self) -> None:
        """What was planned for others counts on the day on which it begins."""
        a = Team.form("A", by="bo", at=AT)
        b = Team.form("B", by="bo", at=AT).place(a.id, since=on(50), by="bo", at=AT)
        placed = a.place(b.id, since=on(10), by="bo", at=AT)
        with pytest.raises(Inconsistent, match=f"from {on(50)}"):
            check_line(placed, among(b))
        check_line(placed.place(None, since=on(50), by="bo", at=AT), among(b))

    def test_a_ring_of_others_is_not_this_teams_fault(self) -> None:
        """A walk through what was already wrong comes to an end and blames nobody else."""
        a, b = Team.form("A", by="bo", at=AT), Team.form("B", by="bo", at=AT)
        a, b = a.place(b.id, by="bo", at=AT), b.place(a.id, by="bo", at=AT)
        check_line(Team.form("C", under=a.id, by="bo", at=AT), among(a, b))


class TestLinks:
    def test_are_double_if_both_are_represented(self) -> None:
        """Each team sends somebody of its own; one person for both does not do."""
        one, other = evening(), Team.form("Day team", members=["dan", "cim"], coordinator="eve", by="eve", at=AT)
        there = one.link(other.id, through="cim", by="bo", at=AT)
        back = other.link(one.id, through="dan", since=on(5), by="eve", at=AT)
        same = other.link(one.id, through="cim", by="eve", at=AT)
        assert not is_double_linked(there, back, on(4))
        assert is_double_linked(there, back, on(5))
        assert is_double_linked(back, there, on(5))
        assert not is_double_linked(there, same, on(5))
        assert not is_double_linked(one, other, on(5))

    def test_are_cut_on_a_day(self) -> None:
        """Another representative takes over from a day, and an unlinked team has none."""
        team = evening().link("day", through="cim", by="bo", at=AT)
        team = team.link("day", through="anna", since=on(10), by="bo", at=AT).link(
            "night", through="cim", by="bo", at=AT
        )
        team = team.unlink("day", last_day=on(20), by="bo", at=AT)
        told = [{(link.team, link.representative) for link in team.representatives(on(n))} for n in (9, 10, 21)]
        night = ("night", "cim")
        assert told == [{("day", "cim"), night}, {("day", "anna"), night}, {night}]

    def test_last_no_longer_than_whoever_represents_is_here(self) -> None:
        """Where it is known that a member leaves, the link through them ends on the same day."""
        team = evening().leave("cim", last_day=on(30), by="bo", at=AT).link("day", through="cim", by="bo", at=AT)
        assert what(team)[-2:] == ["linked", "unlinked"]
        assert [len(team.representatives(on(n))) for n in (30, 31)] == [1, 0]

    @pytest.mark.parametrize(
        ("ask", "sentence"),
        [
            (lambda t: t.link("day", through="dan", by="bo", at=AT), r"through: dan does not belong .*: anna, cim"),
            (lambda t: t.link(t.id, through="cim", by="bo", at=AT), "team: .* cannot be linked with itself"),
            (lambda t: t.unlink("day", by="bo", at=AT), r"team: it is not represented in day .*where it is: none"),
            (
                lambda t: t.join("bo", by="bo", at=AT).link("day", through="bo", by="bo", at=AT),
                "through: bo coordinates it; a representative is somebody else",
            ),
            (
                lambda t: t.name_coordinator("cim", since=on(9), by="bo", at=AT).link(
                    "day", through="cim", by="bo", at=AT
                ),
                "through: cim coordinates it",
            ),
            (
                lambda t: t.link("day", through="cim", by="bo", at=AT).name_coordinator("cim", by="bo", at=AT),
                "person: cim represents it in day",
            ),
        ],
    )
    def test_refuse_who_cannot_represent(self, ask: Callable[[Team], Team], sentence: str) -> None:
        """A representative is a member besides the coordinator, on whatever day they would meet."""
        refused(evening(), ask, sentence)


class TestDissolve:
    def test_ends_everything_on_its_last_day(self) -> None:
        """After it there are no members, no coordinator, no unit above, no links."""
        team = evening(under="shop").link("day", through="cim", by="bo", at=AT)
        team = team.dissolve(last_day=on(30), reason="Evenings and days work as one", by="bo", at=AT)
        assert team.is_there(on(30))
        assert not team.is_there(on(31))
        assert team.members(on(30)) == ("anna", "cim")
        after = (team.members(on(31)), team.coordinator(on(31)), team.parent(on(31)), team.representatives(on(31)))
        assert after == ((), None, None, ())
        assert (team.status, [*team.findings(on(31))]) == ("dissolved", [])

    def test_lets_people_come_and_go_until_then(self) -> None:
        """What is said for a day before the last still counts, and goes on no longer than the team."""
        team = evening().dissolve(last_day=on(30), by="bo", at=AT)
        team = team.join("dan", since=on(10), by="bo", at=AT).name_coordinator("dan", since=on(10), by="bo", at=AT)
        assert (team.members(on(30))[-1], team.coordinator(on(30))) == ("dan", "dan")
        assert (team.members(on(31)), team.coordinator(on(31))) == ((), None)

    @pytest.mark.parametrize(
        "ask",
        [
            lambda t: t.join("dan", since=on(31), by="bo", at=AT),
            lambda t: t.rename("Late team", by="bo", at=later(31)),
            lambda t: t.dissolve(last_day=on(40), by="bo", at=AT),
            lambda t: t.place("shop", by="bo", at=later(31)),
        ],
        ids=["join", "rename", "dissolve", "place"],
    )
    def test_is_final(self, ask: Callable[[Team], Team]) -> None:
        """After its last day nothing can happen to it."""
        team = evening().dissolve(last_day=on(30), by="bo", at=AT)
        before = team.unrecorded
        with pytest.raises(NotAllowedNow, match="is dissolved since 2026-12-23, so it cannot be"):
            _ = ask(team)
        assert team.unrecorded == before


class TestFinding:
    def test_a_team_is_found_by_its_people_and_links(self) -> None:
        """What was over when the team was last told is no link any more; what is still to come is."""
        team = evening(under="shop").link("day", through="cim", by="bo", at=AT)
        team = team.leave("anna", last_day=on(10), by="bo", at=AT)
        expected = {
            ("member", "anna"), ("member", "cim"), ("coordinator", "bo"), ("under", "shop"), ("linked", "day"),
            ("representative", "cim"),
        }  # fmt: skip
        assert {*team.links()} == expected
        assert {*team.rename("Kvällslaget", by="bo", at=later(11)).links()} == expected - {("member", "anna")}
        assert {relation for relation, _ in expected} == Team.RELATIONS

    def test_a_journal_keeps_it(self) -> None:
        """A team goes round through records and kept states as it was, and is found by who is in it."""
        journal = Journal(MemoryStore())
        people = [Person.join(name, at=AT) for name in ("Anna", "Bo", "Cim")]
        anna, bo, cim = journal.save(*people)
        shop = Team.form("Shop", kind="unit", coordinator=bo.id, by=bo.id, at=AT)
        team = Team.form("Evening", members=[anna.id, cim.id], under=shop.id, by=bo.id, at=AT)
        team = team.leave(cim.id, last_day=on(10), by=bo.id, at=AT).come_back(cim.id, since=on(30), by=bo.id, at=AT)
        for n in range(20):  # so far that a state is kept, too
            team = team.rename(f"Evening {n}", by=bo.id, at=AT)
        shop, team = journal.save(shop, team)
        assert journal.load(team.id) == team
        assert [found.id for found in journal.find(Team, member=cim.id)] == [team.id]
        assert [found.id for found in journal.find(Team, under=shop.id, status="active")] == [team.id]

    def test_a_journal_sees_what_one_team_cannot(self) -> None:
        """A ring in the line, and people who are gone, are refused when they are saved, and nothing is."""
        journal = Journal(MemoryStore())
        bo, cim = journal.save(Person.join("Bo", at=AT), Person.join("Cim", at=AT))
        shop = Team.form("Shop", kind="unit", by=bo.id, at=AT)
        team = Team.form("Evening", under=shop.id, by=bo.id, at=AT)
        shop, team = journal.save(shop, team)
        ring = shop.place(team.id, since=on(10), by=bo.id, at=AT)
        with pytest.raises(Inconsistent, match="leads round in a circle"):
            _ = journal.save(ring)
        _ = journal.save(cim.leave(by=bo.id, at=AT))
        with pytest.raises(Inconsistent, match="is gone"):
            _ = journal.save(team.join(cim.id, by=bo.id, at=AT))
        assert (journal.load(shop.id), journal.load(team.id)) == (shop, team)


def test_days_at_the_ends_of_the_calendar_are_days() -> None:
    """The first and the last day that there are break nothing."""
    team = evening(since=date.min).name_coordinator("eve", since=date.min, by="bo", at=AT)
    assert team.coordinator(date.min) == "eve"
    assert team.leave("cim", last_day=date.max - timedelta(1), by="bo", at=AT).members(date.max) == ("anna",)
