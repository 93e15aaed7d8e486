"""Moving goalposts, over the goals of a unit: how often they were reformulated, which way, and how late.

To reformulate is normal, and done together. It deserves a talk where it happens only after goals were due, or where
they only ever get easier. `Goal.goalposts` tells the signs of one goal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from coleadership.goals.goal import Goal
from coleadership.goals.goalposts import Shift

__all__ = ["Moved", "MovedGoalposts", "moved_goalposts"]


@attrs.frozen(slots=True, weakref_slot=False)
class Moved:
    """A goal whose goalposts were moved, what it is called, and the signs, each as a sentence."""

    goal: str
    title: str
    signs: tuple[str, ...]


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class MovedGoalposts:
    """How often the goals of a unit were reformulated, and which of them show signs of moving goalposts."""

    goals: int
    """How many were agreed."""
    reformulated: int
    """How many of these were reformulated, once or more."""
    shifts: tuple[tuple[Shift, int], ...]
    """How often they became easier, harder, neither, or measured in another way."""
    late: int
    """How often that was after the goal had been due."""
    moved: tuple[Moved, ...] = ()
    """Those that show signs, in the order of their ids."""

    @property
    def times(self) -> int:
        """How often they were reformulated in all."""
        return sum(count for _, count in self.shifts)

    def count(self, shift: Shift | str) -> int:
        """How often a reformulation was of this sort."""
        return dict(self.shifts)[Shift(shift)]

    @property
    def only_easier(self) -> bool:
        """Whether over all goals where to get came nearer at least twice, and never went further away."""
        return self.count(Shift.EASIER) > 1 and not self.count(Shift.HARDER)

    @property
    def reasons(self) -> tuple[str, ...]:
        """All of it in sentences; none where nothing was reformulated."""
        return tuple(self._reasons())

    def _reasons(self) -> Iterator[str]:
        if not self.times:
            return
        ways = ", ".join(f"{count} {shift.value}" for shift, count in self.shifts if count)
        yield f"{self.reformulated} of {self.goals} goals were reformulated: {ways}"
        if self.late:
            yield f"{self.late} of {self.times} times after the goal had been due"
        if self.only_easier:
            yield f"over all of them, made easier {self.count(Shift.EASIER)} times and never harder"
        yield from (f"“{one.title}”: {sign}" for one in self.moved for sign in one.signs)


def moved_goalposts(goals: Iterable[Goal]) -> MovedGoalposts:
    """How often these goals were reformulated, and which way; drafts that nobody has agreed on are left out.

    >>> from coleadership.goals.measures import Metric
    >>> from coleadership.testing.concepts import goal
    >>> easier = Metric(start=12, target=6, unit="calls a month")
    >>> one = goal("Fewer calls").reformulate(reason="It was too far", measure=easier, by="bo")
    >>> one = one.propose(by="bo").consent(by="anna")
    >>> moved_goalposts([one, goal("Calm evenings")]).reasons
    ('1 of 2 goals were reformulated: 1 easier', '“Fewer calls”: made easier once, and never harder')
    """
    agreed = [goal for goal in goals if goal.in_force is not None]
    earlier = [one for goal in agreed for one in goal.pursuit.earlier]
    shifts = Counter(one.shift for one in earlier)
    signs = ((goal, tuple(finding.message for finding in goal.goalposts)) for goal in agreed)
    moved = [Moved(goal.id, str(goal.agreed.title), told) for goal, told in signs if told]
    return MovedGoalposts(
        goals=len(agreed),
        reformulated=sum(bool(goal.pursuit.earlier) for goal in agreed),
        shifts=tuple((shift, shifts[shift]) for shift in Shift),
        late=sum(one.late for one in earlier),
        moved=tuple(sorted(moved, key=lambda one: one.goal)),
    )
