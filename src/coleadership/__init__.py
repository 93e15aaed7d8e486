"""Co-leadership: people who lead an organisation together, as a library.

Vision, agreements, goals and follow-up are words that people formulate together, agree, live by and reformulate. The
domain is plain frozen values; a journal keeps them. Names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coleadership.agreements.agreement import LEGAL_NOTE, Agreement
    from coleadership.agreements.clauses import (
        Clause,
        Commitment,
        Criterion,
        Delegation,
        Expectation,
        GroundRule,
        Mandate,
        Rhythm,
        StatutoryTask,
        Support,
    )
    from coleadership.agreements.terms import Audience, Terms
    from coleadership.deciding.decisions import Decision
    from coleadership.deciding.initiatives import Initiative
    from coleadership.errors import (
        ColeadershipError,
        Conflict,
        Inconsistent,
        InvalidInput,
        NotAllowedFor,
        NotAllowedNow,
        NotFound,
        PluginError,
        RefusedByPolicy,
        RuleBroken,
        StoreError,
        UnknownRecord,
    )
    from coleadership.following_up.cycles import Cycle
    from coleadership.following_up.feedback import Feedback
    from coleadership.following_up.feedback_text import FeedbackKind
    from coleadership.following_up.follow_ups import FollowUp, FollowUpOutcome
    from coleadership.following_up.forms import Form
    from coleadership.following_up.lessons import Lesson
    from coleadership.goals.contributions import Contribution
    from coleadership.goals.goal import Goal
    from coleadership.goals.goal_text import Ambition, Horizon
    from coleadership.goals.measures import Learning, Metric, Milestones, Range, YesNo
    from coleadership.heart.consent import (
        ADVICE,
        CARRIED,
        CONSENSUS,
        CONSENT,
        DELEGATED,
        MAJORITY,
        QUALIFIED_MAJORITY,
        QUORUM,
        DecisionRule,
        Of,
        Outcome,
        Result,
        Silence,
        Stance,
        Voice,
    )
    from coleadership.heart.due import Due, FellDue, Reminders, Stage
    from coleadership.heart.kinds import Kind, Part
    from coleadership.heart.life import Basis, Force, ReviewOutcome
    from coleadership.heart.obligations import Obligation, Owed
    from coleadership.heart.wording import Finding, Seat
    from coleadership.hosting.host import Plugins
    from coleadership.ids import (
        AgreementId,
        AssignmentId,
        CycleId,
        DecisionId,
        FeedbackId,
        GoalId,
        Id,
        InitiativeId,
        LessonId,
        PersonId,
        RoleId,
        TaskId,
        TeamId,
        new_id,
    )
    from coleadership.journal.journal import Entry, Journal
    from coleadership.journal.ticking import Tick
    from coleadership.organisation.assignments import Assignment
    from coleadership.organisation.people import Person
    from coleadership.organisation.roles import Role
    from coleadership.organisation.tasks import ManagementTask
    from coleadership.organisation.teams import Team
    from coleadership.plugins import open_journal
    from coleadership.prose import Prose
    from coleadership.purpose.culture import Channel, Norm, QuietHours
    from coleadership.purpose.mission import Mission
    from coleadership.purpose.values import Value
    from coleadership.purpose.vision import Vision
    from coleadership.rhythm.cadence import Cadence, Occurrence, WorkdayShift
    from coleadership.rhythm.workdays import WEEKDAYS, WorkingDays
    from coleadership.trust.disclosures import Disclosure
    from coleadership.trust.retention import CountedFrom, ProseKind, Retention

__all__ = [
    "ADVICE",
    "CARRIED",
    "CONSENSUS",
    "CONSENT",
    "DELEGATED",
    "LEGAL_NOTE",
    "MAJORITY",
    "QUALIFIED_MAJORITY",
    "QUORUM",
    "WEEKDAYS",
    "Agreement",
    "AgreementId",
    "Ambition",
    "Assignment",
    "AssignmentId",
    "Audience",
    "Basis",
    "Cadence",
    "Channel",
    "Clause",
    "ColeadershipError",
    "Commitment",
    "Conflict",
    "Contribution",
    "CountedFrom",
    "Criterion",
    "Decision",
    "DecisionId",
    "Cycle",
    "CycleId",
    "DecisionRule",
    "Delegation",
    "Disclosure",
    "Due",
    "Entry",
    "Expectation",
    "Feedback",
    "FeedbackId",
    "FeedbackKind",
    "FellDue",
    "Finding",
    "FollowUp",
    "FollowUpOutcome",
    "Force",
    "Form",
    "Goal",
    "GoalId",
    "GroundRule",
    "Horizon",
    "Id",
    "Inconsistent",
    "Initiative",
    "InitiativeId",
    "InvalidInput",
    "Journal",
    "Kind",
    "Learning",
    "Lesson",
    "LessonId",
    "ManagementTask",
    "Mandate",
    "Metric",
    "Milestones",
    "Mission",
    "Norm",
    "NotAllowedFor",
    "NotAllowedNow",
    "NotFound",
    "Obligation",
    "Occurrence",
    "Of",
    "Outcome",
    "Owed",
    "Part",
    "Person",
    "PersonId",
    "PluginError",
    "Plugins",
    "Prose",
    "ProseKind",
    "QuietHours",
    "Range",
    "RefusedByPolicy",
    "Reminders",
    "Result",
    "Retention",
    "ReviewOutcome",
    "Rhythm",
    "Role",
    "RoleId",
    "RuleBroken",
    "Seat",
    "Silence",
    "Stage",
    "Stance",
    "StatutoryTask",
    "StoreError",
    "Support",
    "TaskId",
    "Team",
    "TeamId",
    "Terms",
    "Tick",
    "UnknownRecord",
    "Value",
    "Vision",
    "Voice",
    "WorkdayShift",
    "WorkingDays",
    "YesNo",
    "new_id",
    "open_journal",
]

_MODULES = {
    "agreements.agreement": "LEGAL_NOTE Agreement",
    "agreements.clauses": (
        "Clause Commitment Criterion Delegation Expectation GroundRule Mandate Rhythm StatutoryTask Support"
    ),
    "agreements.terms": "Audience Terms",
    "deciding.decisions": "Decision",
    "deciding.initiatives": "Initiative",
    "errors": (
        "ColeadershipError Conflict Inconsistent InvalidInput NotAllowedFor NotAllowedNow NotFound "
        "PluginError RefusedByPolicy RuleBroken StoreError UnknownRecord"
    ),
    "following_up.cycles": "Cycle",
    "following_up.feedback": "Feedback",
    "following_up.feedback_text": "FeedbackKind",
    "following_up.follow_ups": "FollowUp FollowUpOutcome",
    "following_up.forms": "Form",
    "following_up.lessons": "Lesson",
    "goals.contributions": "Contribution",
    "goals.goal": "Goal",
    "goals.goal_text": "Ambition Horizon",
    "goals.measures": "Learning Metric Milestones Range YesNo",
    "heart.consent": (
        "ADVICE CARRIED CONSENSUS CONSENT DELEGATED MAJORITY QUALIFIED_MAJORITY QUORUM DecisionRule Of Outcome "
        "Result Silence Stance Voice"
    ),
    "heart.due": "Due FellDue Reminders Stage",
    "heart.kinds": "Kind Part",
    "heart.life": "Basis Force ReviewOutcome",
    "heart.obligations": "Obligation Owed",
    "heart.wording": "Finding Seat",
    "hosting.host": "Plugins",
    "ids": (
        "AgreementId AssignmentId CycleId DecisionId FeedbackId GoalId Id InitiativeId LessonId PersonId RoleId "
        "TaskId TeamId new_id"
    ),
    "journal.journal": "Entry Journal",
    "journal.ticking": "Tick",
    "organisation.assignments": "Assignment",
    "organisation.people": "Person",
    "organisation.roles": "Role",
    "organisation.tasks": "ManagementTask",
    "organisation.teams": "Team",
    "plugins": "open_journal",
    "prose": "Prose",
    "purpose.culture": "Channel Norm QuietHours",
    "purpose.mission": "Mission",
    "purpose.values": "Value",
    "purpose.vision": "Vision",
    "rhythm.cadence": "Cadence Occurrence WorkdayShift",
    "rhythm.workdays": "WEEKDAYS WorkingDays",
    "trust.disclosures": "Disclosure",
    "trust.retention": "CountedFrom ProseKind Retention",
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names.split()}


if not TYPE_CHECKING:  # or type checkers would believe in every name

    def __getattr__(name: str) -> object:
        """Import a public name from its module when it is first used (PEP 562)."""
        if name not in _WHERE:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        from importlib import import_module  # noqa: PLC0415 - the point is to import late

        value: object = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
