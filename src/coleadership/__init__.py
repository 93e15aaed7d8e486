"""Co-leadership: people who lead an organisation together, as a library.

Vision, agreements, goals and follow-up are words that people formulate together, agree, live by and reformulate. The
domain is plain frozen values; a journal keeps them. Names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coleadership.agreements import LEGAL_NOTE, Agreement
    from coleadership.assignments import Assignment
    from coleadership.cadence import Cadence, Occurrence, WorkdayShift
    from coleadership.clauses import (
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
    from coleadership.consent import (
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
    from coleadership.contributions import Contribution
    from coleadership.culture import Channel, Norm, QuietHours
    from coleadership.cycles import Cycle
    from coleadership.decisions import Decision
    from coleadership.disclosures import Disclosure
    from coleadership.due import Due, FellDue, Reminders, Stage
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
    from coleadership.feedback import Feedback
    from coleadership.feedback_text import FeedbackKind
    from coleadership.follow_ups import FollowUp, FollowUpOutcome
    from coleadership.forms import Form
    from coleadership.goal_text import Ambition, Horizon
    from coleadership.goals import Goal
    from coleadership.host import Plugins
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
    from coleadership.initiatives import Initiative
    from coleadership.journal import Entry, Journal
    from coleadership.kinds import Kind, Part
    from coleadership.lessons import Lesson
    from coleadership.life import Basis, Force, ReviewOutcome
    from coleadership.measures import Learning, Metric, Milestones, Range, YesNo
    from coleadership.mission import Mission
    from coleadership.obligations import Obligation, Owed
    from coleadership.people import Person
    from coleadership.plugins import open_journal
    from coleadership.prose import Prose
    from coleadership.retention import CountedFrom, ProseKind, Retention
    from coleadership.roles import Role
    from coleadership.tasks import ManagementTask
    from coleadership.teams import Team
    from coleadership.terms import Audience, Terms
    from coleadership.ticking import Tick
    from coleadership.values import Value
    from coleadership.vision import Vision
    from coleadership.wording import Finding, Seat
    from coleadership.workdays import WEEKDAYS, WorkingDays

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
    "agreements": "LEGAL_NOTE Agreement",
    "cadence": "Cadence Occurrence WorkdayShift",
    "clauses": "Clause Commitment Criterion Delegation Expectation GroundRule Mandate Rhythm StatutoryTask Support",
    "consent": (
        "ADVICE CARRIED CONSENSUS CONSENT DELEGATED MAJORITY QUALIFIED_MAJORITY QUORUM DecisionRule Of Outcome "
        "Result Silence Stance Voice"
    ),
    "culture": "Channel Norm QuietHours",
    "cycles": "Cycle",
    "follow_ups": "FollowUp FollowUpOutcome",
    "forms": "Form",
    "disclosures": "Disclosure",
    "due": "Due FellDue Reminders Stage",
    "errors": (
        "ColeadershipError Conflict Inconsistent InvalidInput NotAllowedFor NotAllowedNow NotFound "
        "PluginError RefusedByPolicy RuleBroken StoreError UnknownRecord"
    ),
    "assignments": "Assignment",
    "decisions": "Decision",
    "initiatives": "Initiative",
    "contributions": "Contribution",
    "feedback": "Feedback",
    "feedback_text": "FeedbackKind",
    "goal_text": "Ambition Horizon",
    "goals": "Goal",
    "measures": "Learning Metric Milestones Range YesNo",
    "host": "Plugins",
    "ids": (
        "AgreementId AssignmentId CycleId DecisionId FeedbackId GoalId Id InitiativeId LessonId PersonId RoleId "
        "TaskId TeamId new_id"
    ),
    "journal": "Entry Journal",
    "lessons": "Lesson",
    "life": "Basis Force ReviewOutcome",
    "mission": "Mission",
    "obligations": "Obligation Owed",
    "people": "Person",
    "plugins": "open_journal",
    "prose": "Prose",
    "kinds": "Kind Part",
    "retention": "CountedFrom ProseKind Retention",
    "roles": "Role",
    "tasks": "ManagementTask",
    "teams": "Team",
    "terms": "Audience Terms",
    "ticking": "Tick",
    "values": "Value",
    "vision": "Vision",
    "wording": "Finding Seat",
    "workdays": "WEEKDAYS WorkingDays",
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
