"""The life of feedback: given, answered, shared and taken back by whoever likes, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coleadership.agreements.terms import Audience
from coleadership.errors import ColeadershipError
from coleadership.following_up.feedback import Feedback
from coleadership.following_up.feedback_text import OPPOSED
from coleadership.ids import kind_of
from tests.builders import AT

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = ("anna", "bo", "cim", "dan")
GROUPS = ("team_day", "role_rota")

someone = st.sampled_from(PEOPLE)
anything = st.none() | st.sampled_from([*PEOPLE, *GROUPS])
said = st.none() | st.just("So")
VERBS = ("thank", "talk_over", "take_up", "set_aside")


class FeedbackLife(RuleBasedStateMachine):
    """“Any order of requests either does a legal thing or raises and changes nothing”."""

    feedback: Feedback

    @initialize(
        to=st.lists(st.sampled_from([*PEOPLE[1:], *GROUPS]), min_size=1, max_size=4, unique=True),
        together=st.lists(st.sampled_from(PEOPLE), max_size=2),
        openly=st.booleans(),
    )
    def give(self, to: list[str], together: list[str], openly: bool) -> None:
        """Somebody gives feedback, perhaps with others."""
        kind, audience = ("thanks", "organisation") if openly else (None, "parties")
        others = [one for one in together if one not in to]
        self.feedback = Feedback.give(
            "Thanks", to=to, together=others, kind=kind, audience=audience, by="anna", at=AT
        )  # fmt: skip

    def ask(self, verb: Callable[[Feedback], Feedback]) -> bool:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before = self.feedback
        try:
            after = verb(before)
        except ColeadershipError:
            assert Feedback.folded(before.unrecorded) == before.settled()
            return False
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        self.feedback = after
        return True

    @rule(
        by=someone, receiver=anything, words=said, verb=st.sampled_from(["thank", "talk_over", "take_up", "set_aside"])
    )
    def answer(self, by: str, receiver: str | None, words: str | None, verb: str) -> None:
        """Somebody says what becomes of it."""
        answers: dict[str, Callable[[Feedback], Feedback]] = {
            "thank": lambda f: f.thank(words, by=by, receiver=receiver, at=AT),
            "talk_over": lambda f: f.talk_over(words, by=by, receiver=receiver, at=AT),
            "take_up": lambda f: f.take_up(words, by=by, receiver=receiver, at=AT),
            "set_aside": lambda f: f.set_aside(words, by=by, receiver=receiver, at=AT),
        }
        if self.ask(answers[verb]):
            assert by not in self.feedback.givers
            newest = self.feedback.answers[-1]
            assert receiver in {None, newest.receiver}
            assert newest.receiver == by or kind_of(newest.receiver) in {"team", "role"}

    @rule(by=someone, receiver=anything, audience=st.sampled_from(Audience))
    def share(self, by: str, receiver: str | None, audience: Audience) -> None:
        """Somebody says who else may read it."""
        if self.ask(lambda f: f.share(audience, by=by, receiver=receiver, at=AT)):
            assert by not in self.feedback.givers

    @rule(by=someone, do=st.sampled_from([False, False, True]))
    def take_back(self, by: str, do: bool) -> None:
        """Somebody takes it back."""
        before = self.feedback
        if do and self.ask(lambda f: f.take_back(by=by, at=AT)):
            assert by in before.givers
            assert not before.answers

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        assert Feedback.folded(self.feedback.unrecorded) == self.feedback.settled()

    @invariant()
    def is_nowhere_contradicted(self) -> None:
        """Nothing is both taken up and set aside for one of those who got it."""
        for receiver in self.feedback.receivers:
            outcomes = {one.response for one in self.feedback.answers if one.receiver == receiver} & OPPOSED
            assert len(outcomes) <= 1

    @invariant()
    def shows_no_answers(self) -> None:
        """Whatever a list shows is the same whether it was answered or not, and nobody sees another's answer."""
        told = self.feedback
        assert told.status in Feedback.STATUSES
        assert {relation for relation, _ in told.links()} <= Feedback.RELATIONS
        assert told.next_due is None
        for reader in {*PEOPLE} - {*told.givers}:
            assert all(answer.by == reader for answer in told.answers_for(reader))

    @invariant()
    def is_read_only_as_widely_as_all_say(self) -> None:
        """“Shared further by the receiver only”: the narrowest of what they say; nobody, if taken back."""
        said, widths = dict(self.feedback.shared), [*Audience]
        every = [widths.index(said.get(one, self.feedback.opened)) for one in self.feedback.receivers]
        narrowest = "private" if self.feedback.is_taken_back else widths[min(every)]
        assert self.feedback.audience == narrowest


TestFeedbackLife: type = FeedbackLife.TestCase
TestFeedbackLife.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)  # type: ignore[attr-defined]
