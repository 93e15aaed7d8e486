from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Clause, Commitment, Criterion, GroundRule, Rhythm, StatutoryTask, Support
from coleadership.agreements.terms import Audience, Terms
from coleadership.errors import Inconsistent
from coleadership.heart.consent import DELEGATED
from coleadership.heart.kinds import KINDS, Part
from coleadership.prose import Prose
from tests.builders import AT, COORDINATED, DAY, clauses, draft, on

if TYPE_CHECKING:
    from collections.abc import Mapping

MEMBERS = {"anna": Part.MEMBER, "bo": Part.MEMBER}


def worded(parties: Mapping[str, str] = COORDINATED, **fields: object) -> Terms:
    """Terms from what people give, whether it fits or not."""
    return Terms.worded("Evening rota", parties, DAY, **fields)  # type: ignore[arg-type]


def walls(terms: Terms) -> dict[str, str]:
    """What keeps terms from being proposed, by path."""
    return {finding.path: finding.message for finding in terms.findings() if finding.blocks}


def thoughts(terms: Terms) -> list[str]:
    """What deserves a thought."""
    return [finding.message for finding in terms.findings() if not finding.blocks]


class TestReview:
    def test_is_three_months_ahead_unless_said_otherwise(self) -> None:
        """Nobody forgets to set the day."""
        assert worded().review == date(2027, 2, 23)
        assert worded(review=on(7)).review == on(7)

    def test_is_not_after_the_end_by_itself(self) -> None:
        """A contract of one month is looked at on its last day."""
        assert worded(end=on(30)).review == on(30)
        assert worded(end=on(300)).review == date(2027, 2, 23)


class TestWalls:
    def test_a_contract_without_them_can_be_proposed(self) -> None:
        """What is complete has no walls."""
        assert walls(worded(clauses=clauses())) == {}

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_kind_needs_its_parts(self, kind: str) -> None:
        """A mentoring needs a mentor and a mentee, and so on."""
        needed = {part: part for part, _ in KINDS[kind].needs}
        missing = worded({"anna": "somebody", "bo": "somebody"}, kind=kind, body="x", end=on(90))
        assert walls(missing).keys() == {"parties"}
        others = {"more": next(iter(needed))}
        assert walls(worded({**needed, **others}, kind=kind, body="x", end=on(90))) == {}

    @pytest.mark.parametrize("kind", ["team", "co_leadership"])
    def test_nobody_agrees_with_themselves(self, kind: str) -> None:
        """An agreement with oneself is none."""
        assert "parties" in walls(worded({"anna": Part.MEMBER}, kind=kind, body="x"))

    def test_an_interim_has_an_end(self) -> None:
        """“No open-ended interim”."""
        parties = {"ina": Part.INTERIM, "sam": Part.SPONSOR}
        assert walls(worded(parties, kind="interim", body="x")) == {
            "end": "this kind (interim agreement) is never open-ended; set the last day"
        }

    def test_says_something(self) -> None:
        """Either clauses or one text, which may be short."""
        assert walls(worded()).keys() == {"clauses"}
        assert walls(worded(MEMBERS, kind="team", body="Be kind")) == {}

    def test_a_review_is_set_and_not_after_the_end(self) -> None:
        """The message says up to when."""
        assert walls(worded(clauses=clauses(), review=None)).keys() == {"review"}
        late = worded(clauses=clauses(), review=on(31), end=on(30))
        assert walls(late) == {"review": f"the review is after the end; choose a day up to {on(30)}"}

    def test_clauses_are_of_its_parties(self) -> None:
        """A clause of somebody else is shown at its place."""
        found = walls(worded(clauses=[*clauses(), Commitment("I help", by="eve")]))
        assert [*found] == ["clauses[3].by"]
        assert "eve is no party" in found["clauses[3].by"]

    def test_a_task_by_law_has_one_holder(self) -> None:
        """The same task on two persons is refused, however it is spaced and capitalised."""
        two = [StatutoryTask("Fire safety", by="anna"), StatutoryTask("fire  Safety", by="bo")]
        assert [*walls(worded(clauses=two))] == ["clauses[1].by"]
        same = [StatutoryTask("Fire safety", by="bo"), StatutoryTask("Fire safety", by="bo")]
        assert walls(worded(clauses=same)) == {}

    def test_two_erased_tasks_are_not_taken_for_one(self) -> None:
        """What was forgotten is compared with nothing."""
        erased = [Prose(Prose.write(words).seal) for words in ("Fire safety", "First aid")]
        two = [StatutoryTask(erased[0], by="anna"), StatutoryTask(erased[1], by="bo")]
        assert walls(worded(clauses=two)) == {}

    def test_somebody_can_decide(self) -> None:
        """A rule by which the coordinator decides needs one."""
        assert walls(worded(MEMBERS, kind="team", body="x", rule=DELEGATED)).keys() == {"rule"}
        assert walls(worded(clauses=clauses(), rule=DELEGATED)) == {}


class TestThoughts:
    def test_what_would_be_good_to_have_is_said_and_does_not_block(self) -> None:
        """Criteria and a rhythm are offered, commitments and support asked for."""
        found = thoughts(worded(clauses=[GroundRule("We ask first")]))
        assert found == [
            "anna commits to nothing yet",
            "anna takes responsibility without a mandate: authority, means, knowledge?",
            "bo commits to nothing yet",
            "bo coordinates and promises no support yet",
            "nothing says how you will see that it works, or has failed",
            "no rhythm of follow-up is agreed",
        ]

    def test_what_is_about_a_person_names_them_and_their_place(self) -> None:
        """A page shows it beside that party, with the name that it knows."""
        found = [finding for finding in worded(clauses=clauses()[:1]).findings() if finding.person is not None]
        assert [(finding.path, finding.person) for finding in found] == [
            ("parties[0]", "anna"), ("parties[1]", "bo"), ("parties[1]", "bo"),
        ]  # fmt: skip
        others = [finding.path for finding in worded(clauses=clauses()[:1]).findings() if finding.person is None]
        assert others == ["clauses", "clauses"]

    def test_a_complete_contract_gives_no_advice(self) -> None:
        """Whoever has thought of everything is left in peace."""
        assert thoughts(worded(clauses=[*clauses(), Criterion("No gaps"), Rhythm("Weekly", every_days=7)])) == []

    def test_a_team_or_a_plain_text_is_not_asked_for_commitments(self) -> None:
        """Advice that does not fit is not given."""
        assert thoughts(worded(body="one text")) == []
        assert thoughts(worded(MEMBERS, kind="team", clauses=[GroundRule("We ask first")])) == []


class TestTaking:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("kind", "marriage"), ("kind", ["team"]), ("driver", " "), ("driver", 7), ("clauses", ["I help"]),
            ("clauses", "I help"), ("clauses", GroundRule("x")), ("clauses", None), ("body", "a\0b"),
            ("review", "soon"), ("review", AT), ("end", AT), ("end", 2027), ("notice_days", -1), ("notice_days", 3_661),
            ("notice_days", 1.5), ("notice_days", "30"), ("rule", "consent"), ("audience", "everybody"),
            ("links", "goal_1"), ("links", [""]), ("links", [None]), ("links", ["a\nb"]),
            ("links", [f"goal_{n}" for n in range(1_001)]),
            ("clauses", [GroundRule("x", id="a"), GroundRule("y", id="a")]),
            ("clauses", [GroundRule(f"{n}") for n in range(501)]),
        ],
    )  # fmt: skip
    def test_refuses_what_does_not_fit_and_names_the_field(self, field: str, value: object) -> None:
        """A wrong value is refused with the path of its field, so that a form can show it there."""
        with pytest.raises(Inconsistent) as caught:
            _ = worded(COORDINATED, **{field: value})
        assert caught.value.field.startswith(field)

    @pytest.mark.parametrize(
        "clause",
        [Commitment("x", by="\ud800"), Commitment("x", by=7), GroundRule("x", id=""), GroundRule(Prose.write(" "))],  # type: ignore[arg-type]
    )
    def test_refuses_clauses_that_could_not_be_kept(self, clause: Clause) -> None:
        """Ids and words of clauses are looked at when they come in."""
        with pytest.raises(Inconsistent, match=r"^clauses"):
            _ = worded(clauses=[clause])
        with pytest.raises(Inconsistent, match=r"^clauses"):
            _ = draft().add(clause, by="anna")

    @pytest.mark.parametrize(
        "parties", [["anna"], {"anna": ""}, {"anna": "a b"}, {"anna": 7}, {"": "member"}, {7: "member"}]
    )
    def test_refuses_what_are_no_parties(self, parties: Mapping[str, str]) -> None:
        """Each party has an id and a part in one word."""
        with pytest.raises(Inconsistent, match=r"^parties: "):
            _ = Agreement.draft("Rota", parties=parties, by="anna", at=AT)

    def test_takes_words_for_audiences_and_each_link_once(self) -> None:
        """What people write is taken as it is meant."""
        terms = worded(audience="team", links=["goal_1", "value_1", "goal_1"])
        assert terms.audience is Audience.TEAM
        assert terms.links == ("goal_1", "value_1")

    def test_a_host_may_name_parts_of_its_own(self) -> None:
        """Other kinds of agreement name other parts."""
        assert worded({"anna": "scribe"}).seats[0].part == "scribe"


class TestOwners:
    def test_words_are_of_whose_clause_it_is(self) -> None:
        """What bo promises are bo's words, also if anna typed them; the rest are the author's."""
        terms = draft().content
        assert terms.clause("cover").text.owner == "bo"
        assert terms.clause("rota").text.owner == "anna"
        assert terms.title.owner == "anna"
        assert terms.driver is not None
        assert terms.driver.owner == "anna"

    def test_words_that_stay_the_same_stay_whose_they_were(self) -> None:
        """A form that sends everything back changes only what was changed."""
        before = draft()
        after = before.revise(by="bo", title="Evening rota", driver="Evenings are not covered", review=on(10), at=AT)
        assert after.content.title == before.content.title
        assert after.content.driver == before.content.driver
        assert after.content.title.owner == "anna"

    def test_a_clause_that_is_not_there_is_refused_with_those_that_are(self) -> None:
        """The sentence says what would work."""
        with pytest.raises(Inconsistent, match="rota, cover, shifts"):
            _ = draft().content.clause("nope")
        with pytest.raises(Inconsistent, match="clauses: none"):
            _ = worded().clause("nope")


class TestHandedOver:
    def test_a_successor_takes_seat_and_clauses(self) -> None:
        """What was bo's is cleo's; what was nobody's stays nobody's."""
        terms = worded(clauses=[*clauses(), GroundRule("We ask first"), Support("Tools", by="bo")]).handed_over(
            "bo", "cleo"
        )
        assert [(seat.person, seat.part) for seat in terms.seats] == [
            ("anna", Part.CO_LEADER),
            ("cleo", Part.COORDINATOR),
        ]
        assert [clause.person for clause in terms.clauses] == ["anna", "cleo", "anna", None, "cleo"]
