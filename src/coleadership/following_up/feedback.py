"""Feedback: what people tell each other about what they did, in every direction, and what becomes of it.

A co-leader gives it to a coordinator as well as the other way round: one person or several together, to people, roles
and teams. Whoever gets it decides what becomes of it, or leaves it at that: feedback is never due and takes no answer,
and who has answered shows in no list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final, Self, cast

import attrs

from coleadership.agreements.terms import Audience
from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.following_up.feedback_text import (
    OPPOSED,
    Answer,
    Answered,
    FeedbackEvent,
    FeedbackKind,
    FeedbackText,
    Given,
    Response,
    Shared,
    TakenBack,
)
from coleadership.heart.events import Reserved, Stamp, Subject, moment
from coleadership.heart.given import ids_of, one_of
from coleadership.ids import any_id, kind_of, new_id
from coleadership.prose import Prose, said_by

if TYPE_CHECKING:
    from coleadership.ids import FeedbackId

__all__ = ["Feedback"]

_MOST: Final = 100
_MOST_ANSWERS: Final = 1_000
_GROUPS: Final = frozenset({"role", "team"})
_NOBODY: Final = frozenset({
    "agreement", "assignment", "cycle", "feedback", "goal", "lesson", "mission", "norm", "task", "value", "vision",
})  # fmt: skip
_MOVES: Final[Mapping[str, Collection[str]]] = {
    "given": ("answered", "shared", "taken_back"),
    "received": ("answered", "shared"),
    "taken_back": (),
}


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Feedback(Subject[FeedbackEvent]):
    """What somebody told somebody else, and what became of it."""

    KIND: ClassVar[str] = "feedback"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"giver", "receiver", "value", "about"})
    STATUSES: ClassVar[frozenset[str]] = frozenset({"given", "taken_back"})
    LIVING: ClassVar[frozenset[str]] = frozenset({"receiver", "value"})
    OVER: ClassVar[frozenset[str]] = frozenset({"taken_back"})

    if TYPE_CHECKING:
        id: FeedbackId

    text: FeedbackText
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    at: datetime
    kind: FeedbackKind | None = None
    values: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    opened: Audience = Audience.PARTIES
    """Who may read it as it was given."""
    shared: tuple[tuple[str, Audience], ...] = ()
    """Who may read it as those who got it said since, each for themselves."""
    answers: tuple[Answer, ...] = ()
    is_taken_back: bool = False

    # -- starter

    @classmethod
    def give(
        cls, words: str | Prose | None = None, *, to: Iterable[str], by: str, together: Iterable[str] = (),
        situation: str | Prose | None = None, behaviour: str | Prose | None = None, impact: str | Prose | None = None,
        ask: str | Prose | None = None, kind: FeedbackKind | str | None = None, values: Iterable[str] = (),
        about: Iterable[str] = (), audience: Audience | str = Audience.PARTIES, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Tell somebody; in free words, or as situation, behaviour and impact.

        ``to`` are the people, roles and teams whom it is for, ``together`` those who give it with you, ``values`` and
        ``about`` the ids of what it refers to: values, an agreement, a goal, a follow-up … Only recognition is given
        openly (``audience``): the rest is between those who give and who get it, who may share it.

        >>> Feedback.give("Thanks for Friday evening", to=["bo"], by="anna", kind="thanks")
        <feedback_...: given, step 1, 1 unrecorded>
        >>> upward = Feedback.give(
        ...     situation="At the Monday meeting",
        ...     behaviour="You asked Cim before you decided",
        ...     impact="He spoke up for the first time",
        ...     to=["bo"],
        ...     by="anna",
        ...     values=["value_care"],
        ... )
        >>> upward.take_up("I begin with a round", by="bo").answers[0].response
        <Response.TAKEN_UP: 'taken_up'>
        """
        giver, sort = any_id(by, "by"), None if kind is None else one_of(FeedbackKind, "kind")(kind)
        others = tuple(one for one in ids_of("together", _MOST)(together) if one != giver)
        said = {"words": words, "situation": situation, "behaviour": behaviour, "impact": impact, "ask": ask}
        openly = one_of(Audience, "audience")(audience)
        if openly is not Audience.PARTIES and not (sort is not None and sort.is_recognition):
            reason = "only thanks and strengths are given openly; leave this between you, and whoever gets it may share"
            raise Inconsistent("audience", reason)
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, giver, moment(at))
        return cls._begin(Given(
            stamp, FeedbackText.said(giver, said), _receivers(to, {giver, *others}), others, sort,
            ids_of("values", _MOST)(values), ids_of("about", _MOST)(about), openly,
        ))  # fmt: skip

    # -- verbs: of whoever got it

    def thank(
        self, words: str | Prose | None = None, *, by: str, receiver: str | None = None, at: datetime | None = None
    ) -> Self:
        """Say thank you.

        ``receiver`` is the role or team for which you answer, where that does not follow from who you are. Whether
        you may speak for it is for the host to know, as this is not.
        """
        return self._answer(Response.THANKED, words, by, receiver, at)

    def talk_over(
        self, words: str | Prose | None = None, *, by: str, receiver: str | None = None, at: datetime | None = None
    ) -> Self:
        """Ask to talk about it, or note that you did."""
        return self._answer(Response.TALKED_OVER, words, by, receiver, at)

    def take_up(
        self, words: str | Prose | None = None, *, by: str, receiver: str | None = None, at: datetime | None = None
    ) -> Self:
        """Make something of it, and say what if you like."""
        return self._answer(Response.TAKEN_UP, words, by, receiver, at)

    def set_aside(
        self, words: str | Prose | None = None, *, by: str, receiver: str | None = None, at: datetime | None = None
    ) -> Self:
        """Make nothing of it; that takes no reason."""
        return self._answer(Response.SET_ASIDE, words, by, receiver, at)

    def share(
        self, audience: Audience | str = Audience.ORGANISATION, *, by: str, receiver: str | None = None,
        at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Let others read it, or again only those who gave and got it (``parties``).

        Where several got it, it is read as widely as each of them says.
        """
        self._allow("shared")
        whose, openly = self._receiver(by, receiver, "share it"), one_of(Audience, "audience")(audience)
        return self._record(Shared(self._stamp(by, at), whose, openly))

    # -- verbs: of whoever gave it

    def take_back(self, *, by: str, at: datetime | None = None) -> Self:
        """Take it back before it was answered or shared, for all who gave it; those it was for no longer find it."""
        self._allow("taken_back")
        if by not in self.givers:
            raise NotAllowedFor(by, wanted="take it back", who_could=", ".join(self.givers))
        return self._record(TakenBack(self._stamp(by, at)))

    # -- questions

    def answers_for(self, reader: str) -> tuple[Answer, ...]:
        """The answers that are somebody's to see: all for who gave it, their own for who got it, none for others.

        >>> talk = Feedback.give("You interrupt Cim", to=["bo"], by="anna").set_aside(by="bo").share(by="bo")
        >>> talk.audience, [len(talk.answers_for(one)) for one in ("anna", "bo", "cim")]
        ('organisation', [1, 1, 0])
        """
        if reader in self.givers:
            return self.answers
        return tuple(answer for answer in self.answers if reader in {answer.receiver, answer.by})

    @property
    def is_answered(self) -> bool:
        """Whether anybody has said what becomes of it."""
        return bool(self.answers)

    @property
    def status(self) -> str:
        """Whether it is ``given`` or ``taken_back``; what became of it shows in no list."""
        return "taken_back" if self.is_taken_back else "given"

    @property
    def audience(self) -> str:
        """Who may read it, its answers left out: ``parties``, unless whoever got it shares it.

        What was taken back is ``private``: only who gave it finds it.
        """
        if self.is_taken_back:
            return "private"
        said, widths = dict(self.shared), [*Audience]
        return str(min((said.get(receiver, self.opened) for receiver in self.receivers), key=widths.index))

    @property
    def reserved(self) -> Iterator[Reserved]:
        """The answers, each for who gave it and for whose answer it is; how many there are is for who gave it."""
        return (answer.reserved for answer in self.answers)

    def shown(self, may: Callable[[Reserved], bool]) -> Self:
        """The same with the answers that are somebody's to see, as `answers_for` says, and not how many steps it took.

        Who gave it sees it whole.
        """
        if may(Reserved("whole")):
            return self
        answers = tuple(answer for answer in self.answers if may(answer.reserved))
        return attrs.evolve(self, answers=answers, revision=1, partial=True)

    def links(self) -> Iterator[tuple[str, str]]:
        """Who gave it and who got it, the values that it refers to, and what it is about."""
        yield from (("giver", person) for person in self.givers)
        if not self.is_taken_back:
            yield from (("receiver", receiver) for receiver in self.receivers)
        yield from (("value", value) for value in self.values)
        yield from (("about", id) for id in self.about)

    # -- folding

    @classmethod
    def begun(cls, event: FeedbackEvent) -> Self:
        """The feedback as it was given."""
        given = cast("Given", event)
        stamp = given.stamp
        return cls(
            id=cast("FeedbackId", stamp.subject), revision=stamp.step, text=given.text, receivers=given.receivers,
            givers=(str(stamp.by), *given.together), at=stamp.at, kind=given.kind, values=given.values,
            about=given.about, opened=given.audience,
        )  # fmt: skip

    def after(self, event: FeedbackEvent) -> Self:
        """The feedback after an event."""
        feedback = attrs.evolve(self, revision=event.stamp.step)
        match event:
            case Answered(stamp=stamp):
                new = Answer(event.receiver, event.response, str(stamp.by), stamp.at, event.words)
                kept = (
                    old for old in self.answers if (old.receiver, old.by, old.sort) != (new.receiver, new.by, new.sort)
                )
                return attrs.evolve(feedback, answers=(*kept, new))
            case Shared():
                others = (pair for pair in self.shared if pair[0] != event.receiver)
                return attrs.evolve(feedback, shared=(*others, (event.receiver, event.audience)))
            case TakenBack():
                return attrs.evolve(feedback, is_taken_back=True)
            case _:
                return feedback

    # -- what the verbs stand on

    @property
    def _place(self) -> str:
        return "received" if self.answers or self.shared else self.status

    def _could(self, what: str, at: datetime) -> bool:  # noqa: ARG002 - as all of them are asked
        return what in _MOVES[self._place]

    def _allow(self, what: str) -> None:
        if what not in _MOVES[self._place]:
            status, wanted = self._place.replace("_", " "), what.replace("_", " ")
            raise NotAllowedNow(self.id, status=status, wanted=wanted, allowed=self.allowed())

    def _answer(
        self, response: Response, words: str | Prose | None, by: str, receiver: str | None, at: datetime | None
    ) -> Self:
        self._allow("answered")
        whose = self._receiver(by, receiver, "answer it")
        said = said_by(by, words, field="words")
        for old in self.answers:
            if old.receiver != whose:
                continue
            if old.by != by and old.response is not response and {old.response, response} <= OPPOSED:
                who = f"{old.by}, who has {old.response.replace('_', ' ')} this for {whose}; talk to each other"
                raise NotAllowedFor(by, wanted="answer the contrary", who_could=who)
            if (old.by, old.response) == (by, response) and said is None:
                reason = f"you said {response.replace('_', ' ')} already; say what is new, or leave it at that"
                raise Inconsistent("words", reason)
        if len(self.answers) >= _MOST_ANSWERS:
            raise Inconsistent("answers", f"{_MOST_ANSWERS:,} answers are there, and no more are kept; talk it over")
        return self._record(Answered(self._stamp(by, at), whose, response, said))

    def _receiver(self, by: str, receiver: str | None, wanted: str) -> str:
        """For whom somebody speaks: themselves, or the role or team that got it; who gave it speaks for nobody."""
        groups = [one for one in self.receivers if kind_of(one) in _GROUPS]
        whose = [] if by in self.givers else [*([by] if by in self.receivers else []), *groups]
        if not whose or receiver not in {None, *whose}:
            raise NotAllowedFor(by, wanted=wanted, who_could=f"whoever got it: {', '.join(self.receivers)}")
        if receiver is None and by not in whose and len(whose) > 1:
            raise Inconsistent("receiver", f"say for which of {', '.join(whose)}")
        return receiver or whose[0]


def _receivers(given: object, givers: Collection[str]) -> tuple[str, ...]:
    """Whom it is for: somebody, and not oneself."""
    receivers = ids_of("to", _MOST)(given)
    if not receivers:
        raise Inconsistent("to", "say whom it is for: a person, a role or a team")
    for receiver in receivers:
        if kind_of(receiver) in _NOBODY:
            raise Inconsistent("to", f"{receiver} is nobody; say whom it is for, and this as what it is `about`")
        if receiver in givers:
            reason = f"{receiver} gives it, and nobody gives feedback to themselves; note a lesson, or leave them out"
            raise Inconsistent("to", reason)
    return receivers
