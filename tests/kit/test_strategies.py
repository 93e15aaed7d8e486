"""What strategies draw is legal, is kept, and comes back equal; and they draw what they say, not the plainest only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any, TypeVar, cast, get_args

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import coleadership as co
from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Clause
from coleadership.agreements.terms import Terms, TermsFields
from coleadership.following_up.cycles import Cycle
from coleadership.following_up.follow_ups import FollowUpFields
from coleadership.following_up.following import CycleEvent
from coleadership.heart.consent import DecisionRule, Outcome, Result, Stance, Voice
from coleadership.heart.events import Subject
from coleadership.ids import any_id, kind_of, parse_id
from coleadership.journal.journal import Journal
from coleadership.organisation.people import Person
from coleadership.prose import Prose, line, text
from coleadership.recording.catalogue import CATALOGUE
from coleadership.testing import builders, concepts, strategies
from coleadership.testing import follow_ups as strategies_of_talks
from coleadership.testing.builders import AT, COORDINATED, DAY, later
from coleadership.testing.strategies import simplest

V = TypeVar("V")
TEAM = {"anna": "member", "bo": "member", "cim": "member"}
some = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def comes_back(subject: Subject[Any]) -> None:
    """It folds from its events, and what is saved is loaded equal, after its cards were derived anew, too."""
    assert type(subject).folded(subject.unrecorded) == subject.settled()
    with co.open_journal("memory:") as journal:
        saved = journal.save(subject)
        assert journal.load(subject.id) == saved == subject.settled()
        assert journal.rebuild() == 1
        assert journal.load(subject.id) == saved
        assert [card.status for card in journal.cards()] == [subject.status]
        assert journal.verify().ok


class TestWords:
    @given(strategies.texts(), strategies.lines())
    def test_are_taken_as_they_are(self, words: str, title: str) -> None:
        """Every text is one that people may write, and every line one of one line."""
        assert str(text(words, field="text")) == words
        assert str(line(title, field="title")) == title

    @given(strategies.prose("anna"))
    def test_are_sealed(self, words: Prose) -> None:
        """Prose is intact, and the same words have the same seal."""
        assert words.is_intact()
        assert (words.owner, words) == ("anna", builders.prose(str(words)))


class TestIds:
    @given(strategies.ids("goal"))
    def test_are_of_their_kind(self, id: str) -> None:
        """Ids are those that the library could have made."""
        assert parse_id(id, "goal") == any_id(id) == id
        assert kind_of(id) == "goal"


class TestTime:
    @given(strategies.days(DAY, date(2026, 12, 31)), strategies.moments(AT, later(1)))
    def test_is_between_its_ends(self, day: date, at: datetime) -> None:
        """Days and moments are between those given, and every moment has a zone."""
        assert DAY <= day <= date(2026, 12, 31)
        assert AT <= at <= later(1)
        assert at.tzinfo is not None


class TestClauses:
    @some
    @given(strategies.clauses(["anna", "bo"]))
    def test_belong_to_somebody_there(self, clause: Clause) -> None:
        """A clause is nobody's, or that of one of the people given."""
        assert clause.person in {None, "anna", "bo"}
        assert co.Agreement.draft("Rota", parties=COORDINATED, by="anna", at=AT, clauses=[clause]).content.clauses

    def test_are_of_every_kind(self) -> None:
        """No kind is forgotten, by the strategy or by the builder, nor one that comes later."""
        kinds = {kind for kind in Clause.__subclasses__() if kind.__module__.startswith("coleadership.")}
        assert drawn(strategies.clauses(), lambda clause: {type(clause)}) == kinds
        assert {type(clause) for clause in builders.every_clause()} == kinds


class TestRules:
    @some
    @given(strategies.rules(), st.lists(strategies.voices()))
    def test_can_be_met(self, rule: DecisionRule, voices: list[Voice]) -> None:
        """Whatever voices say, a rule has an answer; where all say yes, it is adopted."""
        asked = {"wording": "wording_a", "eligible": COORDINATED, "closes": rule.closes(AT), "now": AT}
        assert isinstance(rule.outcome(voices, **asked), Outcome)  # type: ignore[arg-type]
        both = [builders.voice(seat) for seat in COORDINATED]
        eligible = {**COORDINATED, "anna": rule.decided_by or "co_leader"}
        assert rule.outcome(both, **{**asked, "eligible": eligible}).result is Result.ADOPTED  # type: ignore[arg-type]

    def test_are_of_every_making(self) -> None:
        """Every field of a rule takes more than one value."""
        fields = [field.name for field in attrs.fields(DecisionRule) if field.name != "id"]
        seen = drawn(strategies.rules(), lambda rule: {(name, getattr(rule, name)) for name in fields})
        counted = Counter(name for name, _ in cast("set[tuple[str, object]]", seen))
        assert [name for name in fields if counted[name] < 2] == []


class TestVoices:
    def test_say_anything_to_any_wording(self) -> None:
        """Every stance, every seat and every wording is drawn."""
        seen = drawn(strategies.voices(), lambda voice: {voice.stance, voice.seat, voice.wording})
        assert {*Stance, "anna", "bo", "wording_a", "wording_b"} <= seen


class TestTerms:
    @some
    @given(strategies.terms())
    def test_are_complete(self, terms: Terms) -> None:
        """Nothing stands in the way of proposing them."""
        assert [finding for finding in terms.findings() if finding.blocks] == []

    @some
    @given(strategies.wordings(TEAM))
    def test_are_for_whom_they_were_asked_for(self, said: TermsFields) -> None:
        """Whatever is theirs belongs to one of the parties, and may be handed on to a verb."""
        agreement = co.Agreement.draft("How we talk", parties=TEAM, by="bo", at=AT, **said)
        assert agreement.content.kind == "team"
        assert {clause.person for clause in agreement.content.clauses} <= {None, *TEAM}

    def test_say_anything(self) -> None:
        """Every field that a wording may have is said by some."""
        seen = drawn(strategies.wordings(), set)
        assert seen == TermsFields.__optional_keys__


class TestPeople:
    @some
    @given(strategies.people())
    def test_come_back(self, person: Person) -> None:
        """Whoever is drawn could have lived so."""
        comes_back(person)

    def test_have_lived(self) -> None:
        """All that can happen to people happens to some."""
        seen = drawn(strategies.people(), lambda person: {event.participle for event in person.unrecorded})
        assert seen == {"joined", "renamed", "address_changed", "left", "returned"}


class TestAgreements:
    @some
    @given(strategies.agreements())
    def test_come_back(self, agreement: Agreement) -> None:
        """Whatever is drawn could have been agreed so."""
        comes_back(agreement)

    @some
    @given(strategies.agreements(TEAM))
    def test_are_between_whom_they_were_asked_for(self, agreement: Agreement) -> None:
        """Any number of people may be parties."""
        assert {seat.person for seat in agreement.table} <= {*TEAM}

    def test_are_at_every_place(self) -> None:
        """Every status is drawn, and with it what leads there."""
        seen = drawn(strategies.agreements(), lambda agreement: {agreement.status, *happened(agreement)})
        assert {"draft", "proposed", "in_force", "paused", "ended"} <= seen
        assert {"commented", "revised", "notice_given", "adopted_on_record", "reviewed", "overridden"} <= seen


class TestFollowUps:
    @some
    @given(strategies_of_talks.follow_ups(), st.sampled_from(["anna", "cim"]))
    def test_may_be_handed_on(self, said: FollowUpFields, by: str) -> None:
        """Whatever comes of a talk can be taken down by anybody of whom nothing is asked."""
        cycle = concepts.cycle(participants={"anna": "member", "bo": "member", "cim": "member"})
        assert cycle.follow_up(by=by, at=AT, **said).talks.latest is not None

    def test_say_anything(self) -> None:
        """Every field that a follow-up may have is said by some, and every purpose is served."""
        assert drawn(strategies_of_talks.follow_ups(), set) == FollowUpFields.__optional_keys__


class TestCycles:
    @some
    @given(strategies_of_talks.cycles())
    def test_come_back(self, cycle: Cycle) -> None:
        """Whatever is drawn could have been followed up so."""
        comes_back(cycle)

    @some
    @given(strategies_of_talks.cycles(TEAM))
    def test_are_of_whom_they_were_asked_for(self, cycle: Cycle) -> None:
        """Any number of people may take part."""
        assert {seat.person for seat in cycle.participants} <= {*TEAM}

    def test_are_at_every_place(self) -> None:
        """Every status is drawn, and all that people can do with a cycle happens to some."""
        seen = drawn(strategies_of_talks.cycles(), lambda cycle: {cycle.status, *happened(cycle)}, examples=600)
        assert seen >= Cycle.STATUSES
        by_time = {"fell_due", "missed"}  # as the days that are drawn happen to fall
        assert {event.participle for event in get_args(CycleEvent)} - by_time <= seen


class TestSubjects:
    @some
    @given(strategies.subjects())
    def test_come_back(self, subject: Subject[Any]) -> None:
        """Whatever there is can be kept."""
        comes_back(subject)

    def test_are_of_every_kind(self) -> None:
        """No kind that the library knows is forgotten."""
        assert drawn(strategies.subjects(), lambda subject: {subject.KIND}) == {*CATALOGUE.subjects}


class TestJournals:
    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(strategies.journals())
    def test_hold_what_was_saved(self, journal: Journal) -> None:
        """A journal is whole, and everything in it loads as it was."""
        with journal:
            assert journal.verify().ok
            before = [*journal.find(Person), *journal.find(Agreement)]
            assert journal.rebuild() == len(before)
            assert [*journal.find(Person), *journal.find(Agreement)] == before


class TestSimplest:
    def test_is_the_plainest(self) -> None:
        """What strategies shrink to is something that one can read."""
        plain = simplest(strategies.agreements())
        assert (plain.status, len(plain.content.clauses), happened(plain)) == (
            "draft",
            1,
            ["drafted", "contribution_declined"],
        )
        assert happened(simplest(strategies.people())) == ["joined"]


def happened(subject: Person | Agreement | Cycle) -> list[str]:
    """What happened, by participle."""
    return [event.participle for event in subject.unrecorded]


def drawn(strategy: st.SearchStrategy[V], of: Callable[[V], Collection[object]], *, examples: int = 300) -> set[object]:
    """All that is told of what a strategy draws."""
    seen = set[object]()

    @settings(max_examples=examples, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(strategy)
    def look(one: V) -> None:
        seen.update(of(one))

    look()
    return seen
