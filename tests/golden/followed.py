"""One event of every recorded name of a cycle, with every field in them filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

import coleadership as co
from coleadership.following_up import following
from coleadership.following_up.follow_ups import GoalReading, SupportRequest
from coleadership.following_up.forms import FormAnswer, Question
from coleadership.goals.pursuit import TakenReading
from coleadership.goals.readings import Reading
from coleadership.heart import due
from coleadership.heart.events import Event
from tests.golden.agreed import ANNA, BO, Said, Stamped

__all__ = ["followed_samples"]

_CYCLE: Final = "cycle_01m5z2k8x7e9fbm9y6w0c3hq7x"
_HELD: Final = "followup_01m5z2k8x8e9fbm9y6w0c3hq7y"
_ASKED: Final = "support_01m5z2k8x8e9fbm9y6w0c3hq7y"
_DAY: Final = date(2027, 2, 1)
_LAST: Final = date(2027, 12, 31)
_RHYTHM: Final = co.Cadence.every(
    2, "weeks", on=["mon", "thu"], begin=date(2027, 1, 4), until=_LAST, at=time(9, 30), zone="Europe/Stockholm",
    shift=co.WorkdayShift.FORWARD,
)  # fmt: skip
_CHANGED: Final = (
    _RHYTHM.skip(date(2027, 1, 7)).move(date(2027, 1, 18), date(2027, 1, 19)).pause(date(2027, 7, 1), date(2027, 8, 15))
)
_COMING: Final = (
    co.Occurrence(date(2027, 1, 18), date(2027, 1, 19), datetime(2027, 1, 19, 8, 30, tzinfo=UTC)),
    co.Occurrence(_DAY, _DAY, datetime(2027, 2, 1, 8, 30, tzinfo=UTC)),
)


def followed_samples(said: Said, stamped: Stamped) -> Iterator[tuple[str, Event]]:
    """The samples, with words and stamps as the others have them."""
    for event in _events(said, stamped):
        yield "cycle", event


def _events(said: Said, stamped: Stamped) -> Iterator[Event]:
    seats = (co.Seat(ANNA, "co_leader"), co.Seat("role_1", "coordinator"))
    form = co.Form("acme.friday", "Friday round", (Question("expected", "What do you expect?", before=True),))
    reminders = co.Reminders(ahead=2, grace=3, escalate=10, to=("role_chair",))
    yield following.Begun(
        stamped(_CYCLE, 1), said("Anna and Bo, avstämning"), ("agreement_1", "goal_1"), seats, _RHYTHM, "acme.site",
        form, (said("The rota"),), reminders, True, _DAY, _COMING,
    )  # fmt: skip
    yield following.FollowedUp(stamped(_CYCLE, 2), _held(said), _DAY, (BO,), _COMING)
    yield following.Missed(stamped(_CYCLE, 3), _DAY, _COMING)
    yield following.Acknowledged(stamped(_CYCLE, 4), _HELD, "role_1")
    yield following.Prepared(stamped(_CYCLE, 5), (FormAnswer("expected", said("No swaps.")),))
    yield following.SupportAnswered(stamped(_CYCLE, 6), _ASKED, given=False, words=said("Nobody is free."))
    yield following.RhythmChanged(stamped(_CYCLE, 7), _CHANGED, _COMING, _DAY, _LAST, said("We meet less."))
    yield following.ParticipantsChanged(stamped(_CYCLE, 8), seats, said("Bo has left."))
    yield following.AgendaChanged(stamped(_CYCLE, 9), (said("The rota"), said("The keys")))
    yield following.CyclePaused(stamped(_CYCLE, 10), said("Parental leave"), _LAST, _CHANGED, _COMING, _DAY)
    yield following.CycleResumed(stamped(_CYCLE, 11), _CHANGED, _COMING, _DAY)
    yield due.FellDue(stamped(_CYCLE, 12), due.Due.FOLLOW_UP, _DAY, due.Stage.ESCALATED, ("role_chair",))
    yield following.CycleEnded(stamped(_CYCLE, 13), said("The contract is over."))


def _held(said: Said) -> co.FollowUp:
    """A follow-up in which every field is filled."""
    reading = TakenReading(
        ANNA, "wording_1", Reading(number="7.25", unit="calls"), _DAY, Decimal("0.7"), said("So so.")
    )
    return co.FollowUp(
        id=_HELD,
        on=_DAY,
        by=ANNA,
        form="acme.friday",
        present=(ANNA, BO),
        confirmations=(said("Thanks, carry on."),),
        feedback=(said("You told us early."),),
        lessons=(said("Two weeks are enough."),),
        obstacles=(said("The printer."),),
        support=(SupportRequest(_ASKED, ANNA, BO, said("A second key."), _DAY),),
        readings=(GoalReading("goal_1", reading),),
        confidence=Decimal("0.7"),
        decisions=("decision_1",),
        next_step=said("Order a key."),
        next_step_by=_LAST,
        outcome=co.FollowUpOutcome.SUPPORT,
        answers=(FormAnswer("expected", said("No swaps.")),),
        notes=said("Tired, and glad."),
    )
