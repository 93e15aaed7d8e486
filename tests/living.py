"""Strategies for the lives of cycles: what people do with them in the course of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from coleadership.errors import RuleBroken
from coleadership.following_up.cycles import Cycle
from coleadership.heart.due import Reminders
from coleadership.rhythm.cadence import Cadence
from coleadership.testing.builders import AT, DAY
from coleadership.testing.rhythms import plain_cadences
from tests.following import begun

__all__ = ["ALL", "CYCLES", "STEADY", "Step", "lived", "steps"]

Deed = Callable[[Cycle, datetime, int], Cycle]
Step = tuple[str, int, int]


def coming(cycle: Cycle, at: datetime, number: int) -> date:
    """The time that is open at a moment, or the one after it, by its day of the rule."""
    return cycle.settle(at=at).course.coming[number % 2].original


STEADY: dict[str, Deed] = {
    "check in": lambda cycle, at, _: cycle.check_in("Thanks", by="anna", at=at),
    "follow up": lambda cycle, at, _: cycle.follow_up(
        by="bo", feedback=["So"], support={"anna": "Help"}, next_step="Ask", at=at
    ),
    "give support": lambda cycle, at, _: cycle.give_support(cycle.talks.support[0].id, by="anna", at=at),
    "skip": lambda cycle, at, number: cycle.skip(coming(cycle, at, number), "Fair", by="bo", at=at),
    "pause": lambda cycle, at, number: cycle.pause("Leave", until=at.date() + timedelta(number), by="anna", at=at),
    "resume": lambda cycle, at, _: cycle.resume(by="anna", at=at),
    "end": lambda cycle, at, number: cycle.end(by="anna", at=at) if number > 35 else cycle,
}
"""What leaves the rhythm as it is."""
ALL: dict[str, Deed] = {
    **STEADY,
    "move": lambda cycle, at, number: cycle.move(
        coming(cycle, at, number), at.date() + timedelta(number), by="anna", at=at
    ),
    "change": lambda cycle, at, number: cycle.change_rhythm(
        Cadence.every(1 + number % 9, "days", begin=DAY), by="anna", at=at
    ),
}


def steps(deeds: dict[str, Deed]) -> st.SearchStrategy[list[Step]]:
    """What is done, how many days after the one before, and a number for whatever takes one."""
    return st.lists(st.tuples(st.sampled_from([*deeds]), st.integers(0, 12), st.integers(0, 40)), max_size=15)


CYCLES = st.builds(
    lambda cadence, grace: begun(cadence, reminders=Reminders(ahead=None, grace=grace)),
    plain_cadences(),
    st.none() | st.integers(0, 9),
)


def lived(cycle: Cycle, done: Sequence[Step], *, ticked: bool = False) -> tuple[Cycle, datetime]:
    """A cycle after some deeds in the course of time; those that are not allowed then are left out."""
    at = AT
    for what, days, number in done:
        at += timedelta(days=days)
        if ticked:
            cycle = cycle.settle(at=at)
        try:
            cycle = ALL[what](cycle, at, number)
        except (RuleBroken, IndexError):
            continue
    return cycle, at
