"""The other half of the demo: where they are going, who does what, and the way from the vision to the next step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

from coleadership.goals.goal import Goal
from coleadership.goals.measures import Metric
from coleadership.heart.kinds import Part
from coleadership.organisation.assignments import Assignment
from coleadership.organisation.tasks import ManagementTask
from coleadership.organisation.teams import Team
from coleadership.purpose.culture import Channel, Norm, QuietHours
from coleadership.purpose.mission import Mission
from coleadership.purpose.values import Value
from coleadership.purpose.vision import Vision

if TYPE_CHECKING:
    from coleadership.cli.story import Story

__all__ = ["follow_goals", "set_goals", "share_purpose", "share_work"]

Told = Iterator[tuple[date, str]]


def _at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def share_purpose(story: Story) -> Told:
    """A vision with those who carry it, what they are there for, a value and a norm."""
    anna, bo, chidi, dana, at = story.anna, story.bo, story.chidi, story.dana, _at(2025, 8, 26)
    vision = Vision.draft(
        "Everybody in town rides",
        asked=[bo.id, chidi.id, dana.id],
        body="Nobody leaves their bicycle at home because it is broken, and we go home in daylight.",
        aims=["A repair never takes longer than a day", "Nobody works alone at night"],
        by=anna.id,
        at=at,
    )
    story.vision = story.journal.save(vision.propose(by=anna.id, at=at))
    yield at.date(), f"Anna words a vision and asks the others where they stand: “{vision.title}”."
    yield from _stand_by_it(story)
    yield from _say_what_serves_it(story)


def _stand_by_it(story: Story) -> Told:
    at, seen, why = _at(2025, 8, 27), story.vision.wording, "We cannot promise a day when parts take a week."
    for answer in (
        partial(Vision.consent, by=story.bo.id, wording=seen, nothing_to_add=True, at=at),
        partial(Vision.consent, by=story.dana.id, wording=seen, nothing_to_add=True, at=at),
        partial(Vision.object, argument=why, by=story.chidi.id, wording=seen, at=at),
    ):
        story.vision = story.journal.change(story.vision.id, answer)
    standing = story.vision.where_we_stand()
    counts = f"{len(standing.carried_by)} carry it, {len(standing.objected)} does not"
    yield at.date(), f"Bo and Dana carry it, too. Chidi objects: “{why}” That is seen and stops nobody: {counts}."


def _say_what_serves_it(story: Story) -> Told:
    at, people = _at(2025, 8, 28, 14), (story.anna, story.bo, story.chidi, story.dana)
    everybody = [person.id for person in people]
    mission = Mission.in_meeting(
        "The workshop",
        asked=everybody,
        present=everybody,
        body="Whoever comes in the morning rides home in the evening.",
        serves=[story.vision.id],
        by=story.bo.id,
        at=at,
    )
    value = Value.in_meeting(
        "We ask first",
        asked=everybody,
        present=everybody,
        signs=["Who is late is asked how they are", "A mistake is told the same day"],
        by=story.dana.id,
        at=at,
    )
    norm = Norm.in_meeting(
        "How we keep in touch",
        asked=everybody,
        present=everybody,
        channels=[Channel("phone", "When it burns"), Channel("chat", "What stops somebody", answer_hours=4)],
        quiet_hours=[QuietHours("19:00", "07:00")],
        end=date(2025, 12, 31),
        by=story.chidi.id,
        at=at,
    )
    story.mission, story.value, story.norm = story.journal.save(mission, value, norm)
    noticed = f"how a value is noticed (“{value.title}”: {value.signs[0]})"
    told = f"In one meeting they say what they are there for (“{mission.title}”), {noticed}"
    yield at.date(), f"{told}, and try quiet hours until the end of the year."


def share_work(story: Story) -> Told:
    """A team in the formal line, and the tasks of management, distributed in consultation."""
    anna, bo, chidi, dana, at = story.anna, story.bo, story.chidi, story.dana, _at(2025, 8, 29)
    team = Team.form("The workshop", members=[anna.id, chidi.id, dana.id], coordinator=bo.id, by=bo.id, at=at)
    plan = ManagementTask.define("Plan the weeks", sort="plan", team=team.id, by=bo.id, at=at)
    plan = plan.distribute([anna.id, bo.id], consulted=[chidi.id, dana.id], by=bo.id, at=at).accept(by=anna.id, at=at)
    safety = ManagementTask.define("Fire safety round", sort="work_environment", team=team.id, by=bo.id, at=at)
    safety = safety.distribute(
        [chidi.id],
        consulted=[anna.id, chidi.id, dana.id],
        authority="May close the workshop at once",
        resources="Two hours a week",
        knowledge="Has taken the course",
        by=bo.id,
        at=at,
    ).accept(by=chidi.id, at=at)
    story.team, *_ = story.journal.save(team, plan, safety)
    yield (
        at.date(),
        (
            "They distribute the tasks of management in consultation: Anna and Bo plan the weeks together, and Chidi "
            "alone has the fire safety round, with authority, time and knowledge. The responsibility stays with the "
            "employer."
        ),
    )


def set_goals(story: Story) -> Told:
    """An assignment with both understandings, and a goal that leads to the mission."""
    anna, bo, at = story.anna, story.bo, _at(2025, 9, 15)
    assignment = Assignment.in_meeting(
        "A day for a repair",
        parties={bo.id: Part.PRINCIPAL, anna.id: Part.ASSIGNEE},
        present=[anna.id, bo.id],
        expected="Repairs are done on the day on which they come in, without anybody staying late.",
        serves=[story.mission.id],
        by=bo.id,
        at=at,
    )
    assignment = assignment.understand("I may say no to work that cannot be done in a day", by=anna.id, at=at)
    assignment = assignment.understand("Anna plans the bench; I see to the parts", by=bo.id, at=at)
    story.assignment = story.journal.save(assignment)
    yield (
        at.date(),
        (
            "Bo and Anna define an assignment together. Each says in their own words how they understand it, side by "
            "side: “I may say no to work that cannot be done in a day” and “Anna plans the bench; I see to the parts”."
        ),
    )
    yield from _set_the_goal(story)


def _set_the_goal(story: Story) -> Told:
    anna, bo = story.anna, story.bo
    at = _at(2025, 9, 16)
    goal = Goal.in_meeting(
        "Repairs are done the same day",
        parties={anna.id: Part.OWNER, bo.id: Part.COORDINATOR},
        present=[anna.id, bo.id],
        why="Whoever waits takes the car.",
        measure=Metric(start=40, target=90, unit="% of repairs"),
        begin=date(2025, 10, 1),
        due=date(2026, 3, 31),
        contributions=[story.assignment.id],
        by=anna.id,
        at=at,
    )
    story.goal = story.journal.save(goal)
    yield at.date(), f"They set a goal that is concrete and followable: “{goal.title}”, from 40 % to 90 % by March."
    chain = max(story.journal.line_of_sight(anna.id).chains(), key=len)
    yield at.date(), "Anna's line of sight: " + " → ".join(one.title for one in chain) + "."


def follow_goals(story: Story) -> Told:
    """Readings, and a goal that is reformulated with a reason."""
    anna, bo, at = story.anna, story.bo, _at(2025, 12, 15)
    seen = story.goal.wording
    story.goal = story.journal.change(story.goal.id, lambda goal: goal.read(55, by=anna.id, wording=seen, at=at))
    raw = story.goal.progress().raw
    yield at.date(), f"Anna reads 55 %: {raw:.0%} of the way." if raw is not None else "Anna reads 55 %."
    at, why = _at(2026, 1, 12), "The supplier moved; parts take two days now"
    easier = story.goal.reformulate(
        reason=why, measure=Metric(start=40, target=75, unit="% of repairs"), by=anna.id, at=at
    )
    story.goal = story.journal.save(easier.propose(by=anna.id, at=at))
    new = story.goal.wording
    story.goal = story.journal.change(
        story.goal.id, lambda goal: goal.consent(by=bo.id, wording=new, nothing_to_add=True, at=at)
    )
    kept = story.goal.pursuit.earlier[-1]
    told = f"They reformulate it together, and say why: “{why}”. How far the old wording had come is kept"
    yield at.date(), f"{told} ({kept.score.raw:.0%})."
    for finding in story.goal.goalposts:
        yield at.date(), f"And it is plain to see, and not forbidden: {finding.message}."
