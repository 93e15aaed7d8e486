"""One event of every recorded name of a goal and an assignment, with every field in them filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final, TypeAlias

import coleadership as co
from coleadership.goals import pursuit
from coleadership.goals.goal_text import GoalText
from coleadership.goals.goalposts import Shift
from coleadership.goals.measures import Measure, Milestone
from coleadership.goals.pace import Phase
from coleadership.goals.progress import Progress
from coleadership.goals.readings import Reading
from coleadership.heart import due, life
from coleadership.heart.events import Event, Stamp
from coleadership.organisation import assignments
from coleadership.organisation.assignment_text import AssignmentText

__all__ = ["agreed_samples"]

Said: TypeAlias = Callable[[str], co.Prose]
Stamped: TypeAlias = Callable[[str, int], Stamp]

ANNA: Final = "person_01m5z2k8x4e9fbm9y6w0c3hq7t"
BO: Final = "person_01m5z2k8x5e9fbm9y6w0c3hq7v"
_GOAL: Final = "goal_01m5z2k8x7e9fbm9y6w0c3hq7x"
_ASSIGNMENT: Final = "assignment_01m5z2k8x7e9fbm9y6w0c3hq7x"
_PROPOSAL: Final = "proposal_01m5z2k8x8e9fbm9y6w0c3hq7y"
_WORDING: Final = "wording_0123456789abcdef0123456789abcdef"
_AT: Final = datetime(2026, 11, 23, 9, 30, 15, 250_000, tzinfo=UTC)
_DAY: Final = date(2027, 2, 1)


def agreed_samples(said: Said, stamped: Stamped) -> Iterator[tuple[str, Event]]:
    """The samples, with words and stamps as the others have them."""
    metric = co.Metric(start="12", target="2.5", unit="calls a month")
    for event in _lived(_GOAL, _goal(said, metric), _goal(said, co.Range(low=-1, high="7.5", start=9)), said, stamped):
        yield "goal", event
    on_record = _goal(said, co.Milestones([Milestone(said("The pilot is done"), weight="0.2", id="milestone_1")]))
    yield "goal", life.AdoptedOnRecord(stamped(_GOAL, 1), on_record, _WORDING, _DAY)
    reading = Reading(number="7.25", unit="calls a month")
    yield (
        "goal",
        pursuit.ReadingTaken(stamped(_GOAL, 20), _WORDING, reading, _DAY, Decimal("0.7"), said("Before the summer.")),
    )
    yield "goal", pursuit.ReformulationBegun(stamped(_GOAL, 21), _PROPOSAL, said("The shop opens on Sundays now."))
    score = Progress(Decimal("0.5"))
    yield (
        "goal",
        pursuit.Reformulated(stamped(_GOAL, 22), _PROPOSAL, _WORDING, _DAY, date(2027, 6, 30), score, Shift.EASIER),
    )
    yield "goal", pursuit.Achieved(stamped(_GOAL, 23), Progress(Decimal("1.2")), (ANNA, BO), said("Well done."))
    unread = Progress(None, "nothing has been read yet")
    yield "goal", pursuit.NotAchieved(stamped(_GOAL, 24), unread, (ANNA,), said("We had too few people."))
    yield "goal", pursuit.Dropped(stamped(_GOAL, 25), score, (ANNA, BO), said("The shop is being sold."))

    task = _assignment(said)
    for event in _lived(_ASSIGNMENT, task, task, said, stamped):
        yield "assignment", event
    yield "assignment", life.AdoptedOnRecord(stamped(_ASSIGNMENT, 1), task, _WORDING, _DAY)
    own = said("I decide who works when, and ask before it costs more.")
    yield "assignment", assignments.UnderstandingGiven(stamped(_ASSIGNMENT, 20), _WORDING, own)


def _goal(said: Said, measure: Measure) -> GoalText:
    """A goal in which every field is filled."""
    return GoalText(
        title=said("Nobody is called in at a day's notice, ingen rings in"),
        body=said("Neither on weekdays\nnor at weekends."),
        parties=(co.Seat(ANNA, "owner"), co.Seat(BO, "coordinator")),
        owners=("team_evening", "role_rota", ANNA),
        why=said("Who is rested stays."),
        horizon=co.Horizon.LONG_TERM,
        ambition=co.Ambition.STRETCH,
        measure=measure,
        begin=date(2026, 11, 23),
        due=date(2027, 6, 30),
        phases=(Phase(date(2027, 1, 31), "0.1"), Phase(_DAY, "0.25")),
        contributions=(
            co.Contribution("mission_calm", weight="0.75", how=said("Calm evenings")),
            co.Contribution("goal_rest"),
        ),
        review=_DAY,
        rule=co.CONSENT,
        follows="goal_01m5z2k8x6e9fbm9y6w0c3hq7x",
    )


def _assignment(said: Said) -> AssignmentText:
    """An assignment in which every field is filled."""
    return AssignmentText(
        title=said("Evening cover, kvällsbemanning"),
        parties=(co.Seat(BO, "principal"), co.Seat(ANNA, "assignee")),
        driver=said("Evenings are short of people."),
        expected=said("Every evening is covered two weeks ahead."),
        limits=said("Within the budget for extra hours."),
        resources=said("Half a day a week."),
        serves=("mission_calm", "assignment_shop"),
        review=_DAY,
        end=date(2027, 12, 31),
        rule=co.CONSENT,
    )


def _lived(subject: str, content: object, other: object, said: Said, stamped: Stamped) -> Iterator[Event]:
    """The events of the shared life."""
    seats = (co.Seat(ANNA, "owner"), co.Seat(BO, "coordinator"))
    voice = co.Voice(BO, co.Stance.CONCERN, _WORDING, ANNA, _AT, said("Christmas is unclear."))

    def at(step: int) -> Stamp:
        return stamped(subject, step)

    yield life.Drafted(at(1), _PROPOSAL, content, _WORDING, (ANNA, BO))  # type: ignore[type-var]
    yield life.Revised(at(2), _PROPOSAL, other, _WORDING)  # type: ignore[type-var]
    yield life.Proposed(at(3), _PROPOSAL, _WORDING, co.CONSENSUS, seats)
    yield life.EndingProposed(at(4), _PROPOSAL, _WORDING, co.CONSENSUS, seats, _AT, said("It has done its work."))
    yield life.VoiceGiven(at(5), _PROPOSAL, voice)
    yield life.ObjectionWithdrawn(at(6), _PROPOSAL, BO)
    yield life.ContributionDeclined(at(7), BO)
    yield life.Commented(at(8), _WORDING, said("Does this hold on holidays?"))
    yield life.Adopted(at(9), _PROPOSAL, _WORDING, _DAY, co.Basis.VOICES, _DAY)
    yield life.Rejected(at(10), _PROPOSAL, "too few agreed")
    yield life.Withdrawn(at(11), _PROPOSAL, said("Too early."))
    yield life.Overtaken(at(12), _PROPOSAL)
    yield life.PartyLeft(at(13), BO)
    yield life.RenegotiationCalled(at(14), said("The shop opens on Sundays now."))
    yield life.Reviewed(at(15), (ANNA, BO), co.ReviewOutcome.KEEP, _DAY, said("It works."))
    yield life.Paused(at(16), said("Parental leave"), _DAY)
    yield life.Resumed(at(17), _DAY)
    yield due.FellDue(at(19), due.Due.REVIEW, _DAY, due.Stage.UPCOMING, (BO,))
    yield life.Ended(at(18), _DAY, said("It has done its work."))
