"""The catalogue: every subject and event by its recorded name, and how old versions are lifted.

Recorded names are permanent. A version that changes gets the next number and an upcaster here; its golden file stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import attrs

from coleadership.agreements import keeping
from coleadership.agreements.agreement import Agreement
from coleadership.agreements.terms import Terms
from coleadership.deciding import counsel, superseding, venture
from coleadership.deciding.decision_text import DecisionText
from coleadership.deciding.decisions import Decision
from coleadership.deciding.initiatives import Initiative
from coleadership.following_up import feedback_text, following, lessons
from coleadership.following_up.cycles import Cycle
from coleadership.following_up.feedback import Feedback
from coleadership.following_up.lessons import Lesson
from coleadership.goals import pursuit
from coleadership.goals.goal import Goal
from coleadership.goals.goal_text import GoalText
from coleadership.heart import due, life
from coleadership.heart.events import Event, Subject
from coleadership.organisation import assignments, belonging, distribution, holding, people
from coleadership.organisation.assignment_text import AssignmentText
from coleadership.organisation.assignments import Assignment
from coleadership.organisation.people import Person
from coleadership.organisation.role_text import RoleText
from coleadership.organisation.roles import Role
from coleadership.organisation.tasks import ManagementTask
from coleadership.organisation.teams import Team
from coleadership.purpose import carried
from coleadership.purpose.culture import Norm, NormText
from coleadership.purpose.mission import Mission, MissionText
from coleadership.purpose.values import Value, ValueText
from coleadership.purpose.vision import Vision, VisionText
from coleadership.trust import forgetting, retention
from coleadership.trust.disclosures import Disclosure, Shown
from coleadership.trust.retention import Retention

__all__ = ["CATALOGUE", "Catalogue", "Upcaster"]

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Lifts the body of a record by one version."""


_WORDED = (life.Drafted, life.Revised, life.AdoptedOnRecord)
"""The events of the shared life that carry a wording: of whatever content a kind has."""
_LIVED = (
    life.Proposed, life.EndingProposed, life.VoiceGiven, life.ObjectionWithdrawn, life.ContributionDeclined,
    life.Commented, life.Adopted, life.Rejected, life.Withdrawn, life.Overtaken, life.PartyLeft,
    life.RenegotiationCalled, life.Reviewed, life.Paused, life.Resumed, due.FellDue, life.Ended,
)  # fmt: skip
_PERSON = (
    people.Joined, people.Renamed, people.AddressChanged, people.Left, people.Returned, forgetting.HoldPlaced,
    forgetting.HoldLifted, forgetting.Forgotten,
)  # fmt: skip
_RETENTION = (
    retention.RetentionSet, retention.RetentionChanged, retention.RetentionApplied, retention.RetentionEnded,
)  # fmt: skip
_ROLE = (
    holding.Offered, holding.OfferAccepted, holding.OfferDeclined, holding.Elected, holding.SteppedDown,
    holding.DeputyNamed,
)  # fmt: skip
_TASK = (
    distribution.Defined, distribution.Retitled, distribution.Distributed, distribution.Accepted, distribution.Declined,
    distribution.TakenOn, distribution.HandedBack, distribution.Retired,
)  # fmt: skip
_TEAM = (
    belonging.Formed, belonging.Renamed, belonging.Placed, belonging.MemberJoined, belonging.MemberReturned,
    belonging.MemberLeft, belonging.CoordinatorNamed, belonging.CoordinatorLeft, belonging.Linked, belonging.Unlinked,
    belonging.Dissolved,
)  # fmt: skip
_CARRIED = (carried.PeopleAsked, carried.StandTaken, carried.StandTakenBack)
_AGREEMENT = (
    keeping.BreachReported, keeping.BreachRepaired, keeping.NoticeGiven, keeping.NoticeWithdrawn, keeping.HandedOver,
    keeping.Overridden,
)  # fmt: skip
_FEEDBACK = (feedback_text.Given, feedback_text.Answered, feedback_text.Shared, feedback_text.TakenBack)
_LESSON = (
    lessons.Noted, lessons.Observed, lessons.Identified, lessons.Learned, lessons.SetAside, lessons.Reopened,
)  # fmt: skip
_CYCLE = (
    following.Begun, following.FollowedUp, following.Missed, following.Acknowledged, following.Prepared,
    following.SupportAnswered, following.RhythmChanged, following.ParticipantsChanged, following.AgendaChanged,
    following.CyclePaused, following.CycleResumed, due.FellDue, following.CycleEnded,
)  # fmt: skip
_ASSIGNMENT = (assignments.UnderstandingGiven,)
_DECISION = (
    counsel.AdviceAsked, counsel.Volunteered, counsel.AdviceGiven, counsel.AdviceWeighed, superseding.Superseded,
)  # fmt: skip
_INITIATIVE = (
    venture.Taken, venture.Joined, venture.Left, venture.PeopleTold, venture.WentBeyond, venture.Explained,
    venture.Repaired, venture.SupportGiven, venture.CarriedOn, venture.Finished, venture.Stopped,
)  # fmt: skip
_GOAL = (
    pursuit.ReadingTaken, pursuit.ReformulationBegun, pursuit.Reformulated, pursuit.Achieved, pursuit.NotAchieved,
    pursuit.Dropped,
)  # fmt: skip


_SUBJECTS: tuple[type[Subject[Any]], ...] = (
    Agreement, Assignment, Cycle, Decision, Disclosure, Feedback, Goal, Initiative, Lesson, ManagementTask, Mission,
    Norm, Person, Retention, Role, Team, Value, Vision,
)  # fmt: skip


def _life_of(subject: type[Subject[Any]], own: Iterable[type[Event]], content: type | None = None) -> dict[str, object]:
    """Every event in the life of a kind by its recorded name: its own, and the shared ones if it is worded."""
    events: list[object] = [*own]
    if content is not None:
        events += [*_LIVED, *(cast("Any", event)[content] for event in _WORDED)]
    return {f"{subject.KIND}.{cast('Any', event).participle}": event for event in events}


@attrs.frozen
class Catalogue:
    """What can be recorded: ``subjects`` by kind, ``events`` by kind and participle, versions and upcasters."""

    subjects: Mapping[str, type[Subject[Any]]]
    events: Mapping[str, object]
    """From a recorded name, such as ``agreement.revised``, to its event."""
    versions: Mapping[str, int] = attrs.field(factory=dict[Any, Any])
    """The version of a recorded name; 1 where none is given."""
    upcasters: Mapping[tuple[str, int], Upcaster] = attrs.field(factory=dict[Any, Any])
    """From (recorded name, version) to what lifts it to the next version."""

    def version(self, name: str) -> int:
        """The version that a name is recorded in now."""
        return self.versions.get(name, 1)

    @staticmethod
    def name(kind: str, event: Event) -> str:
        """The recorded name of an event in the life of a kind.

        >>> from coleadership.organisation.people import Person
        >>> Catalogue.name("person", Person.join("Anna Ek").unrecorded[0])
        'person.joined'
        """
        return f"{kind}.{event.participle}"


CATALOGUE = Catalogue(
    subjects={subject.KIND: subject for subject in _SUBJECTS},
    events={
        **_life_of(Agreement, _AGREEMENT, Terms),
        **_life_of(Assignment, _ASSIGNMENT, AssignmentText),
        **_life_of(Decision, _DECISION, DecisionText),
        **_life_of(Disclosure, (Shown,)),
        **_life_of(Feedback, _FEEDBACK),
        **_life_of(Cycle, _CYCLE),
        **_life_of(Goal, _GOAL, GoalText),
        **_life_of(Initiative, _INITIATIVE),
        **_life_of(Lesson, _LESSON),
        **_life_of(Mission, _CARRIED, MissionText),
        **_life_of(Norm, _CARRIED, NormText),
        **_life_of(Person, _PERSON),
        **_life_of(Retention, _RETENTION),
        **_life_of(Role, _ROLE, RoleText),
        **_life_of(ManagementTask, _TASK),
        **_life_of(Team, _TEAM),
        **_life_of(Value, _CARRIED, ValueText),
        **_life_of(Vision, _CARRIED, VisionText),
    },
)
"""Everything that this version of the library can record."""
