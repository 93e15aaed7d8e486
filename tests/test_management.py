from __future__ import annotations

from fractions import Fraction

from coleadership.insights.management import Management, coordinators_on, management
from coleadership.organisation.tasks import ManagementTask
from coleadership.organisation.teams import Team
from tests.builders import AT, DAY, on


def held(*people: str) -> ManagementTask:
    """A task that these people hold, in equal parts."""
    task = ManagementTask.define("Task", by="hr", at=AT).distribute(people, consulted=["all"], by="hr", at=AT)
    for person in people:
        task = task.accept(by=person, at=AT)
    return task


class TestManagement:
    def test_counts_what_is_carried_by_others_than_coordinators(self) -> None:
        """“12 tasks, 5 with medledare alone, 3 jointly ⇒ (5+½·3)/12 = 0.5417”."""
        alone = [held("anna"), held("anna"), held("cim"), held("dan", "cim"), held("dan")]
        jointly = [held("anna", "bo"), held("bo", "cim"), held("dan", "eve")]
        told = management([*alone, *jointly, *(held("bo") for _ in range(3)), held("eve")], {"bo", "eve"})
        assert told.carried_by_others == Fraction(13, 24)
        assert round(float(Fraction(13, 24)), 4) == 0.5417

    def test_says_who_holds_how_much_in_the_order_of_ids(self) -> None:
        """Parts of tasks are added up exactly, and nobody is ranked."""
        told = management([held("cim", "anna", "bo"), held("cim"), held("bo", "cim")], {"bo"})
        assert [*told.people.items()] == [
            ("anna", Fraction(1, 3)),
            ("bo", Fraction(5, 6)),
            ("cim", Fraction(11, 6)),
        ]
        assert sum(told.people.values()) == 3
        assert told.held_by("dan") == 0
        assert [one.task for one in told.tasks] == sorted(one.task for one in told.tasks)

    def test_counts_shares_that_were_said(self) -> None:
        """Unless shares were said, all holders of a task carry the same."""
        task = ManagementTask.define("Budget", by="hr", at=AT)
        task = task.distribute({"anna": (3, 4), "bo": (1, 4)}, consulted=["cim"], by="bo", at=AT)
        assert management([task.accept(by="anna", at=AT)], {"bo"}).carried_by_others == Fraction(3, 4)

    def test_what_is_with_the_employer_counts_among_the_tasks(self) -> None:
        """A task that nobody holds, or that still awaits an answer, is carried by no co-leader."""
        free = ManagementTask.define("Recruit", by="hr", at=AT)
        asked = free.distribute(["anna"], consulted=["anna"], by="hr", at=AT)
        told = management([held("anna"), asked], set())
        assert told.carried_by_others == Fraction(1, 2)
        assert told.undistributed == (asked.id,)

    def test_leaves_out_what_is_no_more(self) -> None:
        """A retired task is no part of the management, and of no tasks there is no share."""
        told = management([held("anna").retire(by="hr", at=AT)], {"bo"})
        assert told == Management((), frozenset({"bo"}))
        assert told.carried_by_others is None
        assert told.people == {}

    def test_takes_coordinators_from_the_teams_of_a_day(self) -> None:
        """Who coordinates is asked of the line on a day, and of no agreement."""
        one = Team.form("A", coordinator="bo", by="hr", at=AT).name_coordinator("eve", since=on(5), by="hr", at=AT)
        teams = [one, Team.form("B", by="hr", at=AT)]
        assert coordinators_on(teams, DAY) == {"bo"}
        assert coordinators_on(teams, on(5)) == {"eve"}
