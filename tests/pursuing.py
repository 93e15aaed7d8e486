"""Small goals and assignments at fixed times, so that a test names only what it is about."""

from __future__ import annotations

from typing import Unpack

from coleadership.goals.goal import Goal
from coleadership.goals.goal_text import GoalFields
from coleadership.goals.measures import Metric
from coleadership.heart.kinds import Part
from coleadership.organisation.assignment_text import AssignmentFields
from coleadership.organisation.assignments import Assignment
from tests.builders import AT, on

__all__ = ["OWNED", "TAKEN", "agreed_goal", "agreed_task", "goal", "reformulating", "task"]

OWNED = {"anna": Part.OWNER, "bo": Part.COORDINATOR}
TAKEN = {"bo": Part.PRINCIPAL, "anna": Part.ASSIGNEE}


def goal(**fields: Unpack[GoalFields]) -> Goal:
    """A goal of anna's, coordinated by bo, drafted by anna with all that it takes."""
    given: GoalFields = {
        "measure": Metric(start=12, target=2, unit="calls"), "due": on(100), "why": "Who is rested stays",
        "contributions": ["mission_calm"], **fields,
    }  # fmt: skip
    return Goal.draft("Calm evenings", parties=OWNED, by="anna", at=AT, **given)


def agreed_goal(**fields: Unpack[GoalFields]) -> Goal:
    """That goal, agreed by both."""
    return goal(**fields).propose(by="anna", at=AT).consent(by="bo", nothing_to_add=True, at=AT)


def reformulating(**fields: Unpack[GoalFields]) -> Goal:
    """That goal, agreed, with other words on the table that anna has proposed."""
    reworded = agreed_goal().reformulate(reason="Sundays came on top", by="anna", at=AT, **fields)
    return reworded.propose(by="anna", at=AT)


def task(**fields: Unpack[AssignmentFields]) -> Assignment:
    """An assignment that bo gives to anna, drafted by bo with all that it takes."""
    given: AssignmentFields = {"expected": "Every evening is covered", "serves": ["mission_calm"], **fields}
    return Assignment.draft("Evening cover", parties=TAKEN, by="bo", at=AT, **given)


def agreed_task(**fields: Unpack[AssignmentFields]) -> Assignment:
    """That assignment, agreed by both."""
    return task(**fields).propose(by="bo", at=AT).consent(by="anna", nothing_to_add=True, at=AT)
