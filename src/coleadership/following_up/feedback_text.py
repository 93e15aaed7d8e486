"""What feedback says, and what happens to it: its text, its events and its answers.

The feedback itself is in `feedback`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, Self

import attrs

from coleadership.agreements.terms import Audience
from coleadership.errors import Inconsistent
from coleadership.heart.events import Event, Reserved
from coleadership.prose import Prose, said_by

__all__ = [
    "OPPOSED", "Answer", "Answered", "FeedbackEvent", "FeedbackKind", "FeedbackText", "Given", "Response", "Shared",
    "TakenBack",
]  # fmt: skip

_SBI: Final = ("situation", "behaviour", "impact")


class FeedbackKind(StrEnum):
    """What sort of feedback it is, where it serves to tell.

    >>> FeedbackKind("thanks").is_recognition, FeedbackKind.SUGGESTION.is_recognition
    (True, False)
    """

    THANKS = "thanks"
    STRENGTH = "strength"
    """Something to keep doing."""
    SUGGESTION = "suggestion"
    """Something to try from now on (feedforward)."""

    @property
    def is_recognition(self) -> bool:
        """Whether it says what was good."""
        return self is not FeedbackKind.SUGGESTION


class Response(StrEnum):
    """What somebody makes of feedback that they got.

    >>> Response("taken_up")
    <Response.TAKEN_UP: 'taken_up'>
    """

    THANKED = "thanked"
    TALKED_OVER = "talked_over"
    """They want to talk about it, or have done so."""
    TAKEN_UP = "taken_up"
    SET_ASIDE = "set_aside"


OPPOSED: Final = frozenset({Response.TAKEN_UP, Response.SET_ASIDE})
"""The answers that contradict each other."""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class FeedbackText:
    """What feedback says: situation, behaviour and impact, or all of it in free words; and perhaps a question.

    Situation, behaviour and impact are the model (SBI) of the Center for Creative Leadership: where and when it was,
    what somebody did that a camera could have filmed, and what that led to. ``ask`` asks what the other meant by it or
    makes of it.
    """

    words: Prose | None = None
    situation: Prose | None = None
    behaviour: Prose | None = None
    impact: Prose | None = None
    ask: Prose | None = None

    @classmethod
    def said(cls, by: str, given: Mapping[str, str | Prose | None]) -> Self:
        """What somebody says, if it is whole.

        >>> str(FeedbackText.said("anna", {"words": "Thanks for Friday", "ask": "How was it for you?"}))
        'Thanks for Friday How was it for you?'
        """
        there = {name: said_by(by, words, field=name) for name, words in given.items() if words is not None}
        parts = [name for name in _SBI if name in there]
        if "words" in there and parts:
            raise Inconsistent("words", f"stand beside {parts[0]}; give situation, behaviour and impact, or free words")
        if "words" not in there and not parts:
            raise Inconsistent("words", "is missing; say it in free words, or as situation, behaviour and impact")
        if parts and len(parts) < len(_SBI):
            lacks = [f"{name}: is missing" for name in _SBI if name not in there]
            reason = "is missing; say situation, behaviour and impact, or all of it in free words"
            raise Inconsistent(lacks[0].partition(":")[0], reason, also=lacks[1:])
        return cls(**there)

    def __str__(self) -> str:
        said = (self.words, self.situation, self.behaviour, self.impact, self.ask)
        return " ".join(str(words) for words in said if words is not None)


@attrs.frozen(slots=True, weakref_slot=False)
class Given(Event):
    """Somebody gives feedback, perhaps together with others, to whoever is named."""

    participle: ClassVar[str] = "given"
    text: FeedbackText
    receivers: tuple[str, ...]
    together: tuple[str, ...] = ()
    kind: FeedbackKind | None = None
    values: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    audience: Audience = Audience.PARTIES


@attrs.frozen(slots=True, weakref_slot=False)
class Answered(Event):
    """Somebody who got feedback, or speaks for the role or team that did, says what becomes of it."""

    participle: ClassVar[str] = "answered"
    receiver: str
    response: Response
    words: Prose | None = None

    @property
    def reserved(self) -> tuple[Reserved]:
        """All of it, and that it is there: for who gave the feedback, and for whose answer it is."""
        said = () if self.words is None else (self.words,)
        return (Reserved("answers", (self.receiver, str(self.stamp.by)), said, hides=True),)


@attrs.frozen(slots=True, weakref_slot=False)
class Shared(Event):
    """Somebody who got feedback says who else may read it."""

    participle: ClassVar[str] = "shared"
    receiver: str
    audience: Audience


@attrs.frozen(slots=True, weakref_slot=False)
class TakenBack(Event):
    """Somebody who gave feedback takes it back, before anything has become of it."""

    participle: ClassVar[str] = "taken_back"


FeedbackEvent = Given | Answered | Shared | TakenBack


@attrs.frozen(slots=True, weakref_slot=False)
class Answer:
    """What becomes of feedback: for which of those who got it, who says so, when, and in which words if any."""

    receiver: str
    response: Response
    by: str
    at: datetime
    words: Prose | None = None

    @property
    def reserved(self) -> Reserved:
        """It is for who gave the feedback, and for whose it is."""
        return Reserved("answers", (self.receiver, self.by), () if self.words is None else (self.words,), hides=True)

    @property
    def sort(self) -> str:
        """What it answers; the newest answer of a sort holds, and to take up and to set aside are of the same."""
        return "outcome" if self.response in OPPOSED else str(self.response)
