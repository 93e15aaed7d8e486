"""Management: who holds how much of it, and the share that is carried by others than coordinators.

The share is the direct measure of co-leadership: 12 tasks, of which 5 are held by co-leaders alone and 3 jointly by one
co-leader and one coordinator, make (5 + 3/2) / 12 = 13/24. It says how a unit leads, and ranks nobody: what is told
about people is in the order of their ids, never in that of amounts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction

import attrs

from coleadership.organisation.tasks import ManagementTask
from coleadership.organisation.teams import Team

__all__ = ["Carried", "Management", "coordinators_on", "management"]


@attrs.frozen
class Carried:
    """One task and who carries which part of it; nobody where it is with the employer."""

    task: str
    shares: Mapping[str, Fraction]


@attrs.frozen
class Management:
    """All tasks of management, in the order of their ids, and who coordinates."""

    tasks: tuple[Carried, ...]
    coordinators: frozenset[str] = frozenset()

    @property
    def undistributed(self) -> tuple[str, ...]:
        """The tasks that are with the employer, as nobody holds them."""
        return tuple(carried.task for carried in self.tasks if not carried.shares)

    def held_by(self, person: str) -> Fraction:
        """How many tasks somebody carries, parts of tasks together."""
        return sum((carried.shares.get(person, Fraction(0)) for carried in self.tasks), Fraction(0))

    @property
    def people(self) -> Mapping[str, Fraction]:
        """How many tasks each person carries, in the order of their ids."""
        people = {person for carried in self.tasks for person in carried.shares}
        return {person: self.held_by(person) for person in sorted(people)}

    @property
    def carried_by_others(self) -> Fraction | None:
        """The share of all tasks that others than coordinators carry; None where there are no tasks.

        What is with the employer is carried by no co-leader, so it counts among the tasks.
        """
        if not self.tasks:
            return None
        others = (amount for person, amount in self.people.items() if person not in self.coordinators)
        return sum(others, Fraction(0)) / len(self.tasks)


def management(tasks: Iterable[ManagementTask], coordinators: Collection[str]) -> Management:
    """Who holds how much of the management; tasks that are no more are left out.

    >>> plan, budget = (ManagementTask.define(title, by="bo") for title in ("Plan", "Budget"))
    >>> plan = plan.distribute(["anna", "bo"], consulted=["anna"], by="bo").accept(by="anna")
    >>> told = management([plan, budget], {"bo"})
    >>> told.carried_by_others, told.undistributed == (budget.id,)
    (Fraction(1, 4), True)
    """
    carried = [Carried(str(task.id), task.shares) for task in tasks if not task.is_retired]
    return Management(tuple(sorted(carried, key=lambda one: one.task)), frozenset(coordinators))


def coordinators_on(teams: Iterable[Team], day: date) -> frozenset[str]:
    """Who coordinates any of these teams on a day.

    >>> team = Team.form("Evening team", coordinator="bo", by="bo")
    >>> coordinators_on([team], team.since)
    frozenset({'bo'})
    """
    return frozenset(person for team in teams if (person := team.coordinator(day)) is not None)
