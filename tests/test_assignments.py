from __future__ import annotations

import attrs
import pytest

import coleadership as co
from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.consent import CONSENSUS, MAJORITY
from coleadership.heart.kinds import Part
from coleadership.organisation.assignments import Assignment
from tests.builders import AT, later, on
from tests.pursuing import TAKEN, agreed_task, task


class TestDraft:
    def test_is_defined_by_the_one_who_gives_and_the_one_who_takes_it(self) -> None:
        """“At least one of each and different people”."""
        alone = Assignment.draft("Cover", parties={"bo": Part.PRINCIPAL}, expected="x", by="bo", at=AT)
        assert [lack.message for lack in alone.readiness() if lack.blocks] == ["name at least one assignee"]
        with pytest.raises(Inconsistent, match="parties: name at least one assignee"):
            _ = alone.propose(by="bo", at=AT)
        with pytest.raises(NotAllowedFor, match="eve cannot draft this"):
            _ = Assignment.draft("Cover", parties=TAKEN, by="eve", at=AT)

    def test_may_be_incomplete_and_says_what_is_missing(self) -> None:
        """What is expected has to be said before it is proposed; the rest is advice."""
        bare = Assignment.draft("Cover", parties=TAKEN, by="bo", at=AT)
        assert [lack.path for lack in bare.readiness() if lack.blocks] == ["expected"]
        advice = [lack.path for lack in bare.readiness() if not lack.blocks]
        assert advice == ["driver", "limits", "resources", "serves", "understandings", "understandings"]

    def test_is_looked_at_again_within_three_months_unless_said(self) -> None:
        """A review is part of it, and not after its end."""
        assert task().content.review == co.Agreement.draft("x", parties={"a": "b"}, by="a", at=AT).content.review
        assert task(end=on(20)).content.review == on(20)
        for wrong in ({"review": None}, {"review": on(30), "end": on(20)}):
            with pytest.raises(Inconsistent, match=r"^review: "):
                _ = task(**wrong).propose(by="bo", at=AT)

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"serves": "mission_calm"}, "serves: 'mission_calm' is no list"),
            ({"serves": ["person_bo"]}, "'person_bo' is none of mission, assignment, vision, aim"),
            ({"expected": ""}, "expected: is empty"),
            ({"limit": "x"}, "did you mean 'limits'?"),
            ({"rule": None}, "None is no decision rule"),
        ],
    )
    def test_refuses_what_cannot_be(self, wrong: dict[str, object], says: str) -> None:
        """A sentence with the path of the field, and nothing has begun."""
        with pytest.raises(Inconsistent, match=says):
            _ = task(**wrong)  # type: ignore[arg-type]

    def test_takes_somebody_who_decides_by_its_rule(self) -> None:
        """A rule that leaves it to a part that nobody has would never decide."""
        rule = co.DecisionRule(id="mentor", decided_by="mentor")
        with pytest.raises(Inconsistent, match="nobody here is the mentor who decides"):
            _ = task(rule=rule).propose(by="bo", at=AT)

    def test_is_found_by_all_that_it_is_linked_with(self) -> None:
        """Who gives it, who takes it, and what it serves."""
        links = {*task().links()}
        assert links == {
            ("party", "bo"), ("party", "anna"), ("principal", "bo"), ("assignee", "anna"), ("author", "bo"),
            ("serves", "mission_calm"),
        }  # fmt: skip
        assert {relation for relation, _ in links} == Assignment.RELATIONS


class TestAgree:
    def test_takes_the_yes_of_both(self) -> None:
        """Nobody gives an assignment that nobody takes."""
        asked = task().propose(by="bo", at=AT)
        assert (asked.status, asked.proposals[0].rule) == ("proposed", CONSENSUS)
        assert agreed_task().status == "in_force"

    def test_can_be_done_in_one_room(self) -> None:
        """Defined together, agreed at once."""
        met = Assignment.in_meeting("Cover", parties=TAKEN, present=["anna", "bo"], by="bo", expected="x", at=AT)
        assert (met.status, met.how_it_came_about().together) == ("in_force", ("bo", "anna"))

    def test_holds_until_other_words_are_adopted_by_the_rule_that_was_agreed(self) -> None:
        """An amendment is on the table while the old wording binds."""
        amended = agreed_task(rule=MAJORITY).revise(limits="Up to two hours a week", by="anna", at=AT)
        asked = amended.propose(by="anna", at=AT)
        assert (asked.status, asked.in_force and asked.in_force.content.limits) == ("in_force", None)
        assert asked.proposals[0].rule == MAJORITY
        again = amended.revise(limits="Up to three hours a week", by="bo", at=AT)
        assert (len(again.proposals), str(again.content.limits)) == (1, "Up to three hours a week")
        assert len(amended.revise(limits="None", by="bo", apart=True, at=AT).proposals) == 2

    def test_shows_what_it_serves_by_what_is_agreed(self) -> None:
        """What is merely proposed leads nowhere yet."""
        amended = agreed_task().revise(serves=["assignment_shop"], by="anna", at=AT)
        assert ("serves", "mission_calm") in {*amended.links()}
        assert ("serves", "assignment_shop") not in {*amended.links()}

    def test_is_called_by_its_newest_title(self) -> None:
        """Others than who gives it and who takes it may have a part, too."""
        wider = task().revise(title="Cover at night", parties={**TAKEN, "cleo": Part.MENTOR}, by="bo", at=AT)
        assert str(wider.title) == "Cover at night"
        assert {("party", "cleo")} == {link for link in wider.links() if "cleo" in link}

    def test_never_serves_itself(self) -> None:
        """It is part of something larger."""
        mine = task()
        with pytest.raises(Inconsistent, match="it cannot serve itself"):
            _ = mine.revise(serves=["mission_calm", mine.id], by="bo", at=AT)

    def test_keeps_somebody_who_gives_and_somebody_who_takes_it(self) -> None:
        """Who is the only one of their part does not just leave."""
        with pytest.raises(Inconsistent, match="once anna has left, nobody has their part"):
            _ = agreed_task().leave(by="anna", at=AT)
        both = task().revise(parties={**TAKEN, "cleo": Part.ASSIGNEE}, by="bo", at=AT)
        assert [seat.person for seat in both.leave(by="cleo", at=AT).table] == ["bo", "anna"]


class TestUnderstand:
    def test_puts_the_words_of_both_side_by_side(self) -> None:
        """“Each party's own understanding in their own words, so that differences show”; nothing compares them."""
        told = agreed_task().understand("I decide who works when", by="anna", at=AT)
        told = told.understand("She asks me first", by="bo", at=AT)
        assert [(one.person, one.part, str(one.words), one.stale) for one in told.understandings()] == [
            ("bo", "principal", "She asks me first", False), ("anna", "assignee", "I decide who works when", False),
        ]  # fmt: skip

    def test_shows_who_has_not_told(self) -> None:
        """Silence is no understanding."""
        told = task().understand("I decide who works when", by="anna", at=AT)
        assert [(one.person, one.words is None) for one in told.understandings()] == [("bo", True), ("anna", False)]
        silent = [lack for lack in told.readiness() if lack.path == "understandings"]
        assert [(lack.person, lack.blocks) for lack in silent] == [("bo", False)]

    def test_speaks_of_one_exact_wording(self) -> None:
        """Once that is no longer what is looked at, it is marked, and said anew."""
        told = task().understand("I decide", by="anna", at=AT)
        reworded = told.revise(limits="Within the budget", by="bo", at=AT)
        (_, anna) = reworded.understandings()
        assert (anna.stale, anna.wording, str(anna.words)) == (True, told.wording, "I decide")
        with pytest.raises(Inconsistent, match="is not on the table any more; read"):
            _ = reworded.understand("I decide", by="anna", wording=told.wording, at=AT)
        again = reworded.understand("I decide within the budget", by="anna", at=AT)
        assert [one.stale for one in again.understandings() if one.person == "anna"] == [False]
        assert len(again.told) == 1

    def test_is_kept_for_what_binds_and_for_what_is_proposed(self) -> None:
        """An amendment is understood on its own; the words about what binds stay with that."""
        told = agreed_task().understand("I decide", by="anna", at=AT)
        binding = told.wording
        amended = told.revise(limits="Within the budget", by="bo", at=AT).understand(
            "Only if bo agrees", by="anna", at=AT
        )
        assert str(amended.understandings()[1].words) == "I decide"
        assert str(amended.understandings(amended.wording)[1].words) == "Only if bo agrees"
        back = amended.understand("I decide, and tell", by="anna", wording=binding, at=AT)
        assert [str(one.words) for one in back.told] == ["Only if bo agrees", "I decide, and tell"]
        assert back.understandings()[1].stale is False

    def test_is_for_the_parties_and_for_what_has_not_ended(self) -> None:
        """Others were not asked to do it."""
        with pytest.raises(NotAllowedFor, match="eve cannot have it told in one's own words"):
            _ = task().understand("x", by="eve", at=AT)
        ended = agreed_task().hold_review("end", present=["anna", "bo"], by="bo", at=AT)
        with pytest.raises(NotAllowedNow, match="is ended, so it cannot be told in one's own words"):
            _ = ended.understand("x", by="anna", at=AT)
        with pytest.raises(Inconsistent, match="words: is empty"):
            _ = task().understand("", by="anna", at=AT)

    def test_names_the_wording_that_its_speaker_saw(self) -> None:
        """On somebody's behalf, no wording is taken for granted."""
        with co.open_journal("memory:") as journal:
            saved = journal.save(task())
            with pytest.raises(Inconsistent, match="name the wording that its speaker saw"):
                _ = journal.change(saved.id, lambda one: one.understand("x", by="anna", at=AT))
            told = journal.change(saved.id, lambda one: one.understand("x", by="anna", wording=saved.wording, at=AT))
            assert journal.load(told.id) == told
            assert list(journal.find(Assignment, assignee="anna", serves="mission_calm")) == [told]

    def test_stays_small(self) -> None:
        """However often it is reworded, only what is said of wordings on the table is carried along."""
        subject = task()
        for day in range(1, 20):
            subject = subject.understand(f"Reading {day}", by="anna", at=later(day))
            subject = subject.revise(limits=f"{day} hours", by="bo", at=later(day))
        assert len(subject.understand("At last", by="anna", at=later(30)).told) == 1
        with co.open_journal("memory:") as journal:
            assert journal.load(journal.save(subject).id) == attrs.evolve(subject, unrecorded=())
