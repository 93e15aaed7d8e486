"""The life of what people carry: random people ask, answer, reword, leave and end in any order, at any time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import coleadership as co
from coleadership.errors import ColeadershipError
from coleadership.heart.consent import CARRIED, CONSENT, MAJORITY, QUALIFIED_MAJORITY, DecisionRule, Stance
from coleadership.heart.events import Event
from coleadership.heart.life import Adopted, AdoptedOnRecord, EndingProposed, PartyLeft, Proposed, VoiceGiven
from coleadership.purpose.carried import StandTaken
from coleadership.purpose.culture import Norm
from coleadership.purpose.mission import Mission
from coleadership.purpose.values import Value
from coleadership.purpose.vision import Vision
from coleadership.recording.codec import Codec
from tests.builders import AT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from coleadership.purpose.carried import Carried

PEOPLE = ("anna", "bo", "cim", "dan", "eve")
FIELDS: dict[type, dict[str, Any]] = {
    Vision: {"body": "Rest", "aims": ["Daylight"]},
    Mission: {"body": "Repair", "serves": ["vision_1"]},
    Value: {"signs": ["We ask"]},
    Norm: {"channels": [co.Channel("phone", "When it burns")]},
}
CODEC = Codec()
AGREES = {Stance.CONSENT, Stance.CONCERN}
Verb = Any

someone = st.sampled_from(PEOPLE)
picks = st.integers(0, 3)


class CarriedLife(RuleBasedStateMachine):
    """“An objection is seen and never stops those who carry it, and nobody is made a carrier by the rule of others”."""

    subject: Carried[Any]
    now: datetime
    wordings: list[str]

    @initialize(
        kind=st.sampled_from([*FIELDS]),
        first=st.sampled_from([CARRIED, CARRIED, CONSENT, MAJORITY]),
        later=st.sampled_from([QUALIFIED_MAJORITY, QUALIFIED_MAJORITY, CONSENT, MAJORITY, CARRIED]),
        how=st.sampled_from(["draft", "meeting", "record"]),
    )
    def begin(self, kind: Verb, first: DecisionRule, later: DecisionRule, how: str) -> None:
        """Somebody words something, alone, in a room, or as it was adopted elsewhere."""
        self.now = AT
        told: dict[str, Any] = {"asked": ["bo", "cim"], "by": "anna", "at": AT, "first_rule": first, "rule": later}
        told |= FIELDS[kind]
        starters: dict[str, Callable[[], Carried[Any]]] = {
            "draft": lambda: kind.draft("It", **told),
            "meeting": lambda: kind.in_meeting("It", present=["anna", "bo"], **told),
            "record": lambda: kind.on_record("It", **told),
        }
        self.subject = starters[how]()
        self.wordings = [self.subject.wording]

    def ask_for(self, verb: Callable[[Verb], Verb]) -> None:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before = self.subject
        copy = type(before).folded(before.unrecorded)
        try:
            after = verb(before)
        except ColeadershipError:
            assert before.settled() == copy
            return
        new = after.unrecorded[len(before.unrecorded) :]
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        for event in new:
            expected = before.MOVES.get((before.force, event.participle))
            check_round(before, event)
            before = before.after(event)
            assert expected is before.force
        self.subject = after
        self.wordings = [*dict.fromkeys([*self.wordings, *after._wordings()])]

    def wording(self, pick: int) -> str | None:
        """One of the wordings there have been, old ones among them, or none."""
        return self.wordings[-pick] if 0 < pick <= len(self.wordings) else None

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        """Nothing happens for a while, and then somebody notes what time has decided."""
        self.now += timedelta(days=days)
        self.ask_for(lambda s: s.settle(at=self.now))

    @rule(by=someone, words=st.sampled_from(["a", "b"]), apart=st.booleans())
    def reword(self, by: str, words: str, apart: bool) -> None:
        """Somebody finds other words."""
        self.ask_for(lambda s: s.revise(by=by, driver=words, apart=apart and words == "b", at=self.now))

    @rule(by=someone, asked=st.lists(someone, unique=True))
    def reask(self, by: str, asked: list[str]) -> None:
        """Somebody wants others to be asked."""
        self.ask_for(lambda s: s.revise(by=by, asked=asked, at=self.now))

    @rule(by=someone)
    def propose(self, by: str) -> None:
        """Somebody puts the newest wording to the others."""
        ids = [proposal.id for proposal in self.subject.proposals]
        if ids:
            self.ask_for(lambda s: s.propose(by=by, proposal=ids[-1], nothing_to_add=True, at=self.now))

    @rule(by=someone, people=st.lists(someone, max_size=3))
    def ask(self, by: str, people: list[str]) -> None:
        """Somebody asks more people."""
        self.ask_for(lambda s: s.ask(people, by=by, at=self.now))

    @rule(by=someone, pick=picks, how=st.sampled_from(["yes", "yes", "concern", "aside", "object", "let_go"]))
    def answer(self, by: str, pick: int, how: str) -> None:
        """Somebody says where they stand on some wording."""
        told = self.wording(pick)
        answers: dict[str, Callable[[Verb], Verb]] = {
            "yes": lambda s: s.consent(by=by, wording=told, nothing_to_add=True, at=self.now),
            "concern": lambda s: s.consent(by=by, concern="hm", wording=told, nothing_to_add=True, at=self.now),
            "aside": lambda s: s.stand_aside(by=by, wording=told, at=self.now),
            "object": lambda s: s.object("no", by=by, wording=told, at=self.now),
            "let_go": lambda s: s.withdraw_objection(by=by, wording=told, at=self.now),
        }
        self.ask_for(answers[how])

    @rule(by=someone, what=st.sampled_from(["leave", "call", "pause", "resume", "review", "end", "withdraw", "talk"]))
    def live(self, by: str, what: str) -> None:
        """Somebody goes, or something happens to what is in force."""
        deeds: dict[str, Callable[[Verb], Verb]] = {
            "leave": lambda s: s.leave(by=by, at=self.now),
            "call": lambda s: s.call_for_renegotiation("it rubs", by=by, at=self.now),
            "pause": lambda s: s.pause("leave", by=by, at=self.now),
            "resume": lambda s: s.resume(by=by, at=self.now),
            "review": lambda s: s.hold_review("keep", present=[by, "anna", "bo"], by=by, at=self.now),
            "end": lambda s: s.end_together(by=by, at=self.now),
            "withdraw": lambda s: s.withdraw(by=by, at=self.now),
            "talk": lambda s: s.comment("well", by=by, at=self.now),
        }
        self.ask_for(deeds[what])

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        subject = self.subject
        assert type(subject).folded(subject.unrecorded) == subject.settled()
        assert [event.stamp.step for event in subject.unrecorded] == [*range(1, subject.revision + 1)]

    @invariant()
    def only_ones_own_last_word_makes_one_carry_it(self) -> None:
        """Who carries what is in force has said so of that very wording, last, and themselves or in the room."""
        if self.subject.in_force is None:
            return
        expected = last_words(self.subject.unrecorded, self.subject.in_force.wording)
        standing = self.subject.where_we_stand(PEOPLE)
        there = {*standing.asked}
        carried_by = {person for person, stance in expected.items() if stance in AGREES and person in there}
        assert {*standing.carried_by} == carried_by
        assert {*standing.objected} == {p for p, stance in expected.items() if stance is Stance.OBJECT and p in there}

    @invariant()
    def everybody_is_in_one_place(self) -> None:
        """Heard in one way, asked and silent, gone, or never asked: each person once."""
        standing = self.subject.where_we_stand(PEOPLE)
        heard = (*standing.carried_by, *standing.stood_aside, *standing.objected)
        assert sorted((*heard, *standing.not_yet_heard)) == sorted(standing.asked)
        assert {*standing.concerned} <= {*standing.carried_by}
        assert {*standing.asked} & {*standing.left} == set()
        assert {*standing.not_yet_asked} & {*standing.asked, *standing.had_a_say} == set()

    @invariant()
    def somebody_else_was_asked(self) -> None:
        """“A vision nobody was asked about is refused”: what was proposed was put to at least two, or to those left."""
        for event in self.subject.unrecorded:
            if isinstance(event, Proposed) and not adopted_before(self.subject.unrecorded, event):
                assert len(event.eligible) >= 2

    @invariant()
    def there_is_always_something_to_show(self) -> None:
        """A page and a card can be drawn in every state, and reading both back gives the same."""
        subject, codec = self.subject, CODEC
        card = codec.card(subject, keep_state=True)
        assert card.status in subject.STATUSES
        assert {relation for relation, _ in card.links} <= subject.RELATIONS | {"awaits", "seen_by"}
        assert codec.subject(subject.KIND, str(card.state), {}) == subject.settled()


def check_round(before: Carried[Any], event: Event) -> None:
    """Those who carry what is in force decide on other words and on its end; where nobody does, all who are asked."""
    if isinstance(event, Proposed | EndingProposed) and before.in_force is not None:
        standing = before.where_we_stand()
        assert {seat.person for seat in event.eligible} == {*(standing.carried_by or standing.asked)}


def adopted_before(events: Iterable[Event], limit: Event) -> bool:
    """Whether something had been in force before an event."""
    return any(isinstance(event, Adopted | AdoptedOnRecord) and event.stamp.step < limit.stamp.step for event in events)


def last_words(events: Iterable[Event], wording: str) -> dict[str, Stance]:
    """What each person said last to a wording, told from the events alone; who left the table has said nothing."""
    said: dict[str, Stance] = {}
    opened: dict[str, str] = {}
    for event in events:
        match event:
            case Proposed() if event.wording == wording:
                said, opened[event.proposal] = {}, wording
            case AdoptedOnRecord() if event.wording == wording:
                said = {}
            case VoiceGiven() | StandTaken() if event.voice.wording == wording:
                said[event.voice.seat] = event.voice.stance
            case PartyLeft():
                _ = said.pop(event.person, None)
            case _ if event.participle == "stand_taken_back":
                _ = said.pop(event.seat, None)  # type: ignore[attr-defined]
            case _ if event.participle == "objection_withdrawn" and event.proposal in opened:  # type: ignore[attr-defined]
                _ = said.pop(event.seat, None)  # type: ignore[attr-defined]
            case _:
                pass
    return said


TestCarriedLife: type = CarriedLife.TestCase
TestCarriedLife.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)  # type: ignore[attr-defined]


class TestThroughAJournal:
    @given(answers=st.lists(st.tuples(someone, st.sampled_from(Stance)), max_size=12))
    @settings(max_examples=20, deadline=None)
    def test_what_was_said_is_read_back(self, answers: list[tuple[str, Stance]]) -> None:
        """“Round trips through a journal”: who stands where is the same after saving, loading and rebuilding."""
        with co.open_journal("memory:") as journal:
            vision = journal.save(
                Vision.in_meeting("It", asked=PEOPLE, present=PEOPLE, by="anna", body="Rest", aims=["Sleep"], at=AT)
            )
            for by, stance in answers:
                vision = journal.change(vision.id, lambda v, by=by, stance=stance: said(v, by, stance))  # type: ignore[misc]
            _ = journal.rebuild()
            loaded = journal.load(vision.id)
            assert loaded == vision
            expected = {by: stance for by, stance in answers}  # noqa: C416 - the last of each counts
            told = {voice.seat: voice.stance for voice in loaded.where_we_stand().voices}
            assert told == {**dict.fromkeys(PEOPLE, Stance.CONSENT), **expected}


def said(vision: Vision, by: str, stance: Stance) -> Vision:
    """A vision after somebody said where they stand on what is in force."""
    match stance:
        case Stance.CONSENT:
            return vision.consent(by=by, wording=vision.wording, at=AT)
        case Stance.CONCERN:
            return vision.consent(by=by, concern="hm", wording=vision.wording, at=AT)
        case Stance.STAND_ASIDE:
            return vision.stand_aside(by=by, wording=vision.wording, at=AT)
        case Stance.OBJECT:
            return vision.object("no", by=by, wording=vision.wording, at=AT)
