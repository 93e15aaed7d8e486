"""One event of every recorded name of feedback and a lesson, with every field in them filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import coleadership as co
from coleadership.following_up import feedback_text, lessons
from coleadership.heart.events import Event
from tests.golden.agreed import BO, Said, Stamped

__all__ = ["told_samples"]

_CLEO: Final = "person_01m5z2k8x6e9fbm9y6w0c3hq7w"
_FEEDBACK: Final = "feedback_01m5z2k8x7e9fbm9y6w0c3hq7x"
_LESSON: Final = "lesson_01m5z2k8x7e9fbm9y6w0c3hq7x"
_TEAM: Final = "team_01m5z2k8x9e9fbm9y6w0c3hq7z"


def told_samples(said: Said, stamped: Stamped) -> Iterator[tuple[str, Event]]:
    """The samples, with words and stamps as the others have them."""
    text = feedback_text.FeedbackText(
        words=said("You made room for everybody, tack."),
        situation=said("At the Monday meeting"),
        behaviour=said("you asked Cleo before you decided,"),
        impact=said("and she spoke up for the first time."),
        ask=said("Was that on purpose?"),
    )
    yield (
        "feedback",
        feedback_text.Given(
            stamped(_FEEDBACK, 1), text, (BO, _TEAM), (_CLEO,), co.FeedbackKind.STRENGTH, ("value_care",), ("goal_1",),
            co.Audience.ORGANISATION,
        ),
    )  # fmt: skip
    up = feedback_text.Response.TAKEN_UP
    yield "feedback", feedback_text.Answered(stamped(_FEEDBACK, 2), _TEAM, up, said("We begin with a round."))
    yield "feedback", feedback_text.Shared(stamped(_FEEDBACK, 3), BO, co.Audience.TEAM)
    yield "feedback", feedback_text.TakenBack(stamped(_FEEDBACK, 4))
    before, after = said("Two of us are enough."), said("From noon there was a queue.")
    yield (
        "lesson",
        lessons.Noted(
            stamped(_LESSON, 1), said("Opening on Sundays, söndagar"), before, after, ("goal_sundays", _TEAM),
            ("value_care",), (BO, _CLEO),
        ),
    )  # fmt: skip
    yield "lesson", lessons.Observed(stamped(_LESSON, 2), said("Nobody could have lunch."))
    yield (
        "lesson",
        lessons.Identified(
            stamped(_LESSON, 3), said("Everybody comes after church."), (said("Open at ten"), said("Coffee")),
            (said("A third from noon to three"),), ("agreement_rota",), ("value_calm",),
        ),
    )  # fmt: skip
    otherwise = said("A third comes at noon.")
    yield "lesson", lessons.Learned(stamped(_LESSON, 4), ("agreement_rota", "norm_sundays"), otherwise)
    yield "lesson", lessons.SetAside(stamped(_LESSON, 5), said("We close on Sundays again."))
    yield "lesson", lessons.Reopened(stamped(_LESSON, 6), said("In summer three are too many."))
