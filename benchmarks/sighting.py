"""The line of sight of one person in a large organisation, from an SQLite file, without loading the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import coleadership as co
from benchmarks.measuring import Figure, Goal, turns

__all__ = ["sighting"]

_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
_TEAM = 8
"""People to each assignment."""


def sighting(rounds: int, people: int) -> Iterator[Figure]:
    """So many people with a goal each, in assignments of eight, all for one mission and vision."""
    with TemporaryDirectory(prefix="coleadership-") as folder:
        url = f"sqlite:///{Path(folder, 'org.db')}?durability=relaxed"
        with co.open_journal(url) as journal:
            someone = _filled(journal, people)
            chains = list(journal.line_of_sight(someone).chains())
            assert max(map(len, chains)) == 5  # person, goal, assignment, mission, vision
            seconds = turns({"line of sight of one person": lambda: lambda: journal.line_of_sight(someone)}, rounds)
    (taken,) = seconds.values()
    notes = (f"{people:,} people, a goal each, assignments of {_TEAM}, one mission, one vision",)
    goal = Goal("one person", round(taken * 1_000, 2), 10, unit=" ms")
    yield Figure("See from one person to the vision", seconds, (goal,), notes)


def _filled(journal: co.Journal, people: int) -> str:
    bo = journal.save(co.Person.join("Bo Lind", at=_AT))
    cia = journal.save(co.Person.join("Cia Berg", at=_AT))
    both = [bo.id, cia.id]
    vision = co.Vision.in_meeting("All ride", asked=both, present=both, body="Everybody", by=bo.id, at=_AT)
    mission = co.Mission.in_meeting(
        "The shop", asked=both, present=both, body="Repairs", serves=[vision.id], by=bo.id, at=_AT
    )
    _ = journal.save(vision, mission)
    last = bo.id
    for _ in range(0, people, _TEAM):
        members = [co.Person.join(f"Person {number}", at=_AT) for number in range(_TEAM)]
        task = co.Assignment.in_meeting(
            "A day for a repair", parties={bo.id: co.Part.PRINCIPAL, members[0].id: co.Part.ASSIGNEE},
            present=[bo.id, members[0].id], expected="Done in a day", serves=[mission.id], by=bo.id, at=_AT,
        )  # fmt: skip
        goals = [_goal(member.id, bo.id, task.id) for member in members]
        _ = journal.save(*members, task, *goals)
        last = members[-1].id
    return last


def _goal(owner: str, coordinator: str, task: str) -> co.Goal:
    return co.Goal.in_meeting(
        "Same day", parties={owner: co.Part.OWNER, coordinator: co.Part.COORDINATOR}, present=[owner, coordinator],
        measure=co.Metric(start=0, target=10), due=date(2099, 6, 30), contributions=[task], by=owner, at=_AT,
    )  # fmt: skip
