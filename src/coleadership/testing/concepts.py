"""One of everything that people lead together with beside agreements: visions, goals, decisions, cycles, lessons.

Each builder gives what Anna and Bo worded and agreed in one room when everything began, at `builders.AT`. What is given
by keyword takes the place of what it says. Agreements and people have more builders, in `builders`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final, Unpack

from coleadership.deciding.decision_text import DecisionFields
from coleadership.deciding.decisions import Decision
from coleadership.deciding.initiatives import Initiative
from coleadership.following_up.cycles import Cycle, CycleFields
from coleadership.following_up.feedback import Feedback
from coleadership.following_up.lessons import Lesson
from coleadership.goals.goal import Goal
from coleadership.goals.goal_text import GoalFields
from coleadership.goals.measures import Metric
from coleadership.heart.events import Subject
from coleadership.heart.kinds import Part
from coleadership.organisation.assignment_text import AssignmentFields
from coleadership.organisation.assignments import Assignment
from coleadership.organisation.role_text import RoleFields
from coleadership.organisation.roles import Role
from coleadership.organisation.tasks import ManagementTask
from coleadership.organisation.teams import Team
from coleadership.purpose.culture import Channel, Norm, NormFields, QuietHours
from coleadership.purpose.mission import Mission, MissionFields
from coleadership.purpose.values import Value, ValueFields
from coleadership.purpose.vision import Vision, VisionFields
from coleadership.rhythm.cadence import Cadence
from coleadership.testing.builders import AT, COORDINATED, in_force, on, person
from coleadership.trust.disclosures import Disclosure
from coleadership.trust.retention import CountedFrom, ProseKind, Retention

__all__ = [
    "BOTH", "CONCEPTS", "GIVEN", "OWNED", "assignment", "cycle", "decision", "disclosure", "feedback", "followed_up",
    "goal", "initiative", "lesson", "management_task", "mission", "norm", "retention", "role", "team_of", "value",
    "vision",
]  # fmt: skip

BOTH: Final = ("anna", "bo")
"""Who is asked, and was in the room."""
OWNED: Final[Mapping[str, str]] = {"anna": Part.OWNER, "bo": Part.COORDINATOR}
"""Anna owns it, Bo coordinates."""
GIVEN: Final[Mapping[str, str]] = {"bo": Part.PRINCIPAL, "anna": Part.ASSIGNEE}
"""Bo gives it, Anna takes it."""


def vision(
    title: str = "Nobody dreads an evening", *, asked: Collection[str] = BOTH, at: datetime = AT,
    **said: Unpack[VisionFields],
) -> Vision:  # fmt: skip
    """A vision with two aims.

    >>> vision().status, [str(aim.text) for aim in vision().aims]
    ('in_force', ['Every evening is covered', 'Everybody knows two weeks ahead'])
    """
    told: VisionFields = {"aims": ["Every evening is covered", "Everybody knows two weeks ahead"], **said}
    return Vision.in_meeting(title, asked=asked, present=asked, by=next(iter(asked)), at=at, **told)


def mission(
    title: str = "We are there when evenings are hard", *, asked: Collection[str] = BOTH, at: datetime = AT,
    **said: Unpack[MissionFields],
) -> Mission:  # fmt: skip
    """A mission.

    >>> str(mission("We are there").title), mission().status
    ('We are there', 'in_force')
    """
    told: MissionFields = {"body": "Whoever is alone in the evening finds somebody who has time", **said}
    return Mission.in_meeting(title, asked=asked, present=asked, by=next(iter(asked)), at=at, **told)


def value(
    title: str = "We say it to each other first", *, asked: Collection[str] = BOTH, at: datetime = AT,
    **said: Unpack[ValueFields],
) -> Value:  # fmt: skip
    """A value, with a sign by which it shows.

    >>> [str(sign) for sign in value().signs]
    ['Nobody hears of it from a third']
    """
    told: ValueFields = {"body": "Before we tell others", "signs": ["Nobody hears of it from a third"], **said}
    return Value.in_meeting(title, asked=asked, present=asked, by=next(iter(asked)), at=at, **told)


def norm(
    title: str = "How we reach each other", *, asked: Collection[str] = BOTH, at: datetime = AT,
    **said: Unpack[NormFields],
) -> Norm:  # fmt: skip
    """A norm of when and how to reach each other.

    >>> norm().channel("phone").answer_hours
    4
    """
    told: NormFields = {
        "body": "What can wait until tomorrow does",
        "channels": [Channel("phone", "What cannot wait", 4)],
        "quiet_hours": [QuietHours("20:00", "07:00")],
        **said,
    }
    return Norm.in_meeting(title, asked=asked, present=asked, by=next(iter(asked)), at=at, **told)


def goal(
    title: str = "Nobody is called in at a day's notice", *, parties: Mapping[str, str] = OWNED, at: datetime = AT,
    **said: Unpack[GoalFields],
) -> Goal:  # fmt: skip
    """A goal that can be measured, from twelve calls a month to two in half a year.

    >>> goal().status, str(goal().read(7, by="anna", at=AT).progress().raw)
    ('in_force', '0.5')
    """
    told: GoalFields = {"measure": Metric(start=12, target=2, unit="calls a month"), "due": on(180), **said}
    return Goal.in_meeting(title, parties=parties, present=[*parties], by=next(iter(parties)), at=at, **told)


def assignment(
    title: str = "Evening cover until summer", *, parties: Mapping[str, str] = GIVEN, at: datetime = AT,
    **said: Unpack[AssignmentFields],
) -> Assignment:  # fmt: skip
    """An assignment that Bo gives and Anna takes.

    >>> assignment().status, [one.part for one in assignment().understandings()]
    ('in_force', ['principal', 'assignee'])
    """
    told: AssignmentFields = {"expected": "Every evening is covered two weeks ahead", **said}
    return Assignment.in_meeting(title, parties=parties, present=[*parties], by=next(iter(parties)), at=at, **told)


def decision(
    title: str = "Who may swap evenings?", *, parties: Mapping[str, str] = COORDINATED, method: str = "joint",
    at: datetime = AT, **said: Unpack[DecisionFields],
) -> Decision:  # fmt: skip
    """A decision for which the first of its parties answers.

    >>> decision().status, decision().decided.responsible
    ('in_force', ('anna',))
    """
    first = next(iter(parties))
    told: DecisionFields = {"outcome": "Anybody, up to a week before", "responsible": [first], **said}
    return Decision.in_meeting(title, parties=parties, method=method, present=[*parties], by=first, at=at, **told)


def initiative(
    title: str = "A board for swaps", *, by: str = "anna", concerns: Collection[str] = ("bo",), at: datetime = AT
) -> Initiative:
    """An initiative of Anna's that concerns Bo.

    >>> initiative().status, initiative().people
    ('taken', ('anna',))
    """
    return Initiative.take(title, by=by, concerns=concerns, why="We keep missing each other", at=at)


def role(
    title: str = "Keeper of the rota", *, parties: Mapping[str, str] = OWNED, at: datetime = AT,
    **said: Unpack[RoleFields],
) -> Role:  # fmt: skip
    """A role that nobody holds yet; `Role.appoint` and `Role.elect` change that.

    >>> role().status
    'vacant'
    """
    told: RoleFields = {"purpose": "Every evening is covered", **said}
    return Role.in_meeting(title, parties=parties, present=[*parties], by=next(iter(parties)), at=at, **told)


def management_task(
    title: str = "Plan the autumn", *, holders: Collection[str] = ("anna",), by: str = "bo", sort: str = "plan",
    at: datetime = AT,
) -> ManagementTask:  # fmt: skip
    """A task of management that was distributed in consultation, and taken.

    >>> management_task().status, management_task(holders=["anna", "cim"]).holders
    ('held', ('anna', 'cim'))
    """
    task = ManagementTask.define(title, sort=sort, by=by, at=at)
    task = task.distribute([*holders], consulted=[*holders], by=by, at=at)
    for holder in holders:
        task = task if holder == by else task.accept(by=holder, at=at)
    return task


def team_of(
    *members: str, title: str = "Evening team", coordinator: str | None = "bo", by: str = "bo", at: datetime = AT
) -> Team:
    """A team of these people.

    >>> team_of("anna", "cim").members(AT.date()), str(team_of(title="Weekends").title)
    (('anna', 'cim'), 'Weekends')
    """
    return Team.form(title, members=members, coordinator=coordinator, by=by, at=at)


def cycle(
    title: str = "Anna and Bo", *, about: Collection[str] = ("rota",), participants: Mapping[str, str] = COORDINATED,
    cadence: Cadence | None = None, at: datetime = AT, **said: Unpack[CycleFields],
) -> Cycle:  # fmt: skip
    """A cycle in which Anna and Bo follow the rota up every Monday, that on which everything begins included.

    >>> [one.day.isoformat() for one in cycle().course.coming]
    ['2026-11-23', '2026-11-30']
    """
    rhythm = cadence or Cadence.weekly("mon", begin=at.date())
    return Cycle.begin(
        title, about=about, participants=participants, cadence=rhythm, by=next(iter(participants)), at=at, **said
    )


def followed_up(
    title: str = "Anna and Bo", *, participants: Mapping[str, str] = COORDINATED, at: datetime = AT,
    **said: Unpack[CycleFields],
) -> Cycle:  # fmt: skip
    """That cycle once the first of two followed it up: thanks, feedback, a lesson, something asked of the other.

    >>> held = followed_up().talks.latest
    >>> sorted(held.purposes), held.outcome.value, str(held.support[0].words)
    (['confirmation', 'feedback', 'lesson'], 'support', 'Somebody for Friday')
    """
    first, second, *_ = participants
    return cycle(title, participants=participants, at=at, **said).follow_up(
        confirmations=["Every evening is covered"],
        feedback=["You told us early that Friday was short"],
        lessons=["Two weeks ahead are enough"],
        obstacles=["The printer stands still"],
        support={second: "Somebody for Friday"},
        next_step="Look at the swaps together",
        next_step_until=on(7),
        by=first,
        at=at,
    )


def feedback(
    words: str = "You asked Cim before you decided", *, to: Collection[str] = ("bo",), by: str = "anna",
    at: datetime = AT,
) -> Feedback:  # fmt: skip
    """Feedback of Anna's to Bo, upward.

    >>> feedback("Thanks for Friday").take_up(by="bo", at=AT).is_answered
    True
    """
    return Feedback.give(words, to=to, by=by, at=at)


def lesson(
    title: str = "Swaps before a holiday", *, about: Collection[str] = (), values: Collection[str] = (),
    by: str = "anna", at: datetime = AT,
) -> Lesson:  # fmt: skip
    """A lesson that was identified: what was expected, what there was, why, and what to improve.

    >>> lesson().status, lesson().learn(otherwise="We ask a week before", by="anna", at=AT).status
    ('identified', 'learned')
    """
    noted = Lesson.note(title, expected="Two evenings are swapped", about=about, values=values, by=by, at=at)
    seen = noted.observe("Nobody closed on the last Friday", by=by, at=at)
    return seen.identify("The rota came late", improve=["Settle swaps a week before"], by=by, at=at)


def disclosure(
    what: str = "private notes in cycle_1", *, of: str = "anna", by: str = "bo", at: datetime = AT
) -> Disclosure:
    """What Bo was shown of Anna's.

    >>> disclosure().reader, [str(one) for one in disclosure("an export").what]
    ('bo', ['an export'])
    """
    return Disclosure.begin(of, [what], by=by, at=at)


def retention(
    ground: str = "Nobody needs them longer", *, words: ProseKind | str = ProseKind.NOTES, years: int = 2,
    since: CountedFrom | str = CountedFrom.SAID, by: str = "bo", at: datetime = AT,
) -> Retention:  # fmt: skip
    """A rule by which private notes go after two years.

    >>> retention().goes_on(AT.date()).isoformat(), retention(words="talks", years=1).words.value
    ('2028-11-24', 'talks')
    """
    return Retention.set(words, years=years, since=since, ground=ground, by=by, at=at)


CONCEPTS: Final[Mapping[str, Callable[[str], Subject[Any]]]] = {
    "agreement": lambda title: in_force(title=title), "assignment": assignment, "cycle": cycle,
    "decision": decision, "disclosure": disclosure, "feedback": feedback, "goal": goal, "initiative": initiative,
    "lesson": lesson, "mission": mission, "norm": norm, "person": person, "retention": retention, "role": role,
    "task": management_task, "team": lambda title: team_of(*BOTH, title=title), "value": value, "vision": vision,
}  # fmt: skip
"""A builder for every kind of subject, by the name of the kind; each takes a title, a name, or words."""
