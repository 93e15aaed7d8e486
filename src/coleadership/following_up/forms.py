"""Forms of talk: what a follow-up may ask, from a check-in of two lines to an after-action review.

A form offers questions and demands no answer, but one: where something is to be written down *before* the talk, such as
what was expected before what came, it cannot be answered afterwards only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

import attrs

from coleadership.errors import Inconsistent, did_you_mean
from coleadership.ids import any_id
from coleadership.prose import Prose, text

__all__ = [
    "AFTER_ACTION_REVIEW",
    "AGREEMENT_REVIEW",
    "ASSIGNMENT_DIALOGUE",
    "CHECK_IN",
    "FORMS",
    "GROW",
    "Form",
    "FormAnswer",
    "Question",
    "answered",
]  # fmt: skip

_LONGEST_NAME: Final = 200
_MOST_QUESTIONS: Final = 50


def _is_line(words: object) -> bool:
    return isinstance(words, str) and words.isprintable() and 0 < len(words) <= _LONGEST_NAME


@attrs.frozen(slots=True, weakref_slot=False)
class FormAnswer:
    """What somebody said to a question of a form."""

    question: str
    words: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Question:
    """What a form asks; ``before`` is answered before the talk, so that nobody remembers it otherwise afterwards.

    >>> Question("expected", "What was supposed to happen?", before=True).before
    True
    """

    id: str
    text: str
    before: bool = False

    def __attrs_post_init__(self) -> None:
        _ = any_id(self.id, "question")
        if not _is_line(self.text):
            raise Inconsistent("question", f"{self.text!r:.60} asks nothing; write up to {_LONGEST_NAME} characters")


@attrs.frozen(slots=True, weakref_slot=False)
class Form:
    """A form of talk. One of your own has an id that begins with your own name; it is recorded whole with its cycle.

    >>> form = Form("acme.friday", "Friday round", (Question("week", "What was the best of the week?"),))
    >>> [question.text for question in form.questions]
    ['What was the best of the week?']
    """

    id: str
    name: str
    questions: tuple[Question, ...] = ()

    def __attrs_post_init__(self) -> None:
        _ = any_id(self.id, "form")
        if not _is_line(self.name):
            raise Inconsistent("form", f"{self.name!r:.60} is no name; write up to {_LONGEST_NAME} characters")
        ids = [question.id for question in self.questions]
        if len({*ids}) < len(ids) or len(ids) > _MOST_QUESTIONS:
            raise Inconsistent("form", f"it asks each question once, and at most {_MOST_QUESTIONS}; leave some out")

    @property
    def before(self) -> tuple[str, ...]:
        """The questions that are answered before the talk."""
        return tuple(question.id for question in self.questions if question.before)

    def asks(self, question: str) -> bool:
        """Whether this is one of its questions."""
        return any(known.id == question for known in self.questions)

    def check_order(self, answers: Iterable[FormAnswer], prepared: Iterable[FormAnswer]) -> None:
        """Raise where something is answered now, or was left out, that was to be written down before the talk."""
        now, early = {answer.question for answer in answers}, {answer.question for answer in prepared}
        for question in self.before:
            if question in now or (now and question not in early):
                raise Inconsistent(
                    f"answers.{question}",
                    f"{self.name} asks this before the talk, so that nobody remembers it otherwise; prepare it first",
                )


def answered(form: Form, given: Mapping[str, str | Prose], by: str) -> tuple[FormAnswer, ...]:
    """Take answers to questions of a form.

    >>> answered(GROW, {"gaol": "A calm Friday"}, "anna")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: answers.gaol: GROW does not ask this; did you mean 'goal'?
    """
    if not isinstance(cast("object", given), Mapping):
        raise Inconsistent("answers", "say what is answered with what, as in {'goal': 'A calm Friday'}")
    known = [question.id for question in form.questions]
    return tuple(_answers(form.name, known, given, by))


def _answers(name: str, known: Iterable[str], given: Mapping[str, str | Prose], by: str) -> Iterator[FormAnswer]:
    known = [*known]
    for question, words in given.items():
        if any_id(question, "answers") not in known:
            raise Inconsistent(f"answers.{question}", f"{name} does not ask this{did_you_mean(question, known)}")
        yield FormAnswer(question, text(words, field=f"answers.{question}").owned_by(by))


CHECK_IN: Final = Form("check_in", "check-in")
ASSIGNMENT_DIALOGUE: Final = Form(
    "assignment_dialogue",
    "assignment dialogue",
    (
        Question("back", "Looking back: what has been done, and what came of it?"),
        Question("now", "Now: how is it going, and what is it like to work here?"),
        Question("ahead", "Ahead: what is the assignment now, and what does it take?"),
    ),
)
"""Back, now and on, as Swedish employers hold an *uppdragsdialog* (Lund University)."""
AFTER_ACTION_REVIEW: Final = Form(
    "after_action_review",
    "after-action review",
    (
        Question("expected", "What was supposed to happen?", before=True),
        Question("actual", "What did happen?"),
        Question("why", "Why was there a difference?"),
        Question("next_time", "What do we keep, and what do we do better next time?"),
    ),
)
"""What was expected is written down first; it is about what, never about who."""
GROW: Final = Form(
    "grow",
    "GROW",
    (
        Question("goal", "What do you want to get out of this?"),
        Question("reality", "How is it now?"),
        Question("options", "What could you do?"),
        Question("will", "What will you do, and by when?"),
    ),
)
"""Goal, reality, options, will (John Whitmore): for a session of coaching."""
AGREEMENT_REVIEW: Final = Form(
    "agreement_review",
    "review of an agreement",
    (
        Question("helped", "How has it helped?"),
        Question("drop", "Is there a reason to drop it?"),
        Question("better", "How could it be better?"),
        Question("next", "When do we look at it again?"),
    ),
)
"""The short review of Sociocracy 3.0."""
FORMS: Final[Mapping[str, Form]] = {
    form.id: form for form in (CHECK_IN, ASSIGNMENT_DIALOGUE, AFTER_ACTION_REVIEW, GROW, AGREEMENT_REVIEW)
}
"""The forms that the library brings, by their id."""
