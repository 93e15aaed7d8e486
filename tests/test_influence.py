"""Who words, proposes, decides and takes initiatives: by parts, and never by person."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

import coleadership as co
from coleadership.insights.acts import OTHER, Act, Happening
from coleadership.insights.influence import Influence, Shares, Waits, influence
from tests.builders import AT, DAY, agreed, draft, later, proposed, team_in_force
from tests.deciding import ALL, opened, taken

CO, BO = ("co_leader",), ("coordinator",)
BOTH = ("co_leader", "coordinator")
FIRST, LAST = date.min, date.max


def told(
    *subjects: co.Agreement | co.Decision | co.Goal | co.Initiative, since: date = FIRST, until: date = LAST
) -> Influence:
    """Who shaped these."""
    return influence(events(*subjects), since=since, until=until)


def events(*subjects: co.Agreement | co.Decision | co.Goal | co.Initiative) -> list[tuple[Happening, ...]]:
    """All that happened to each."""
    return [one.unrecorded for one in subjects]


def counts(found: Influence, act: Act) -> dict[tuple[str, ...], int]:
    """How many acts of a sort were of which parts."""
    return dict(found.of(act).counts)


class TestShares:
    def test_count_together_in_equal_shares(self) -> None:
        """“12 tasks, 5 with medledare alone, 3 jointly ⇒ (5+½·3)/12 = 0.5417”: the same for acts."""
        shares = Shares(((CO, 5), (BOTH, 3), (BO, 4)))
        assert (shares.total, shares.alone("co_leader"), shares.together) == (12, 5, 3)
        assert (shares.of("co_leader"), shares.of("coordinator")) == (Fraction(13, 24), Fraction(11, 24))
        assert shares.of("mentor") == shares.alone("mentor") == 0
        assert Shares().of("mentor") is None


class TestInfluence:
    def test_tells_who_worded_proposed_and_decided(self) -> None:
        """A contract that anna began, bo reworded and proposed, and both decided."""
        rota = draft(at=AT).add(co.GroundRule("We thank first"), by="bo", at=later(1)).propose(by="bo", at=later(2))
        found = told(rota.consent(by="anna", at=later(5)))
        assert {act: counts(found, act) for act in Act} == {
            Act.BEGAN: {CO: 1},
            Act.REWORDED: {BO: 1},
            Act.CALLED: {},
            Act.PROPOSED: {BO: 1},
            Act.DECIDED: {BOTH: 1},
            Act.WORDED: {BOTH: 1},
            Act.INITIATIVE: {},
        }
        assert found.waits == (Waits(BO, (3,)),)
        assert (found.subjects, found.sides) == (1, (("co_leader", 1), ("coordinator", 1)))

    def test_counts_a_meeting_as_of_all_who_were_there(self) -> None:
        """Whoever took it down typed for all; answers in the room waited for nothing."""
        found = told(co.Agreement.in_meeting(
            "Rota", parties=ALL, present=ALL, clauses=[co.GroundRule("We ask")], by="bo", at=AT
        ))  # fmt: skip
        for act in (Act.BEGAN, Act.PROPOSED, Act.DECIDED, Act.WORDED):
            assert counts(found, act) == {BOTH: 1}
        assert found.waits == ()
        assert found.sides == (("co_leader", 2), ("coordinator", 1))

    def test_waits_for_who_was_away(self) -> None:
        """Those who were not in the room answer later."""
        rota = co.Agreement.in_meeting(
            "Rota", parties=ALL, present=["anna", "bo"], clauses=[co.GroundRule("We ask")], by="bo", at=AT
        )
        assert told(rota).waits == (Waits(BOTH, (), 1),)
        assert told(rota.consent(by="cim", nothing_to_add=True, at=later(6))).waits == (Waits(BOTH, (6,)),)

    @pytest.mark.parametrize(
        ("method", "by", "parts"),
        [("joint", "anna", BOTH), ("command", "bo", BO), ("delegated", "anna", CO), ("consent", "anna", BOTH)],
    )
    def test_tells_by_whose_voices_it_was_decided(self, method: str, by: str, parts: tuple[str, ...]) -> None:
        """As the method has it that was chosen before, not by who said yes in the end."""
        decision = opened(method, ALL, no_affected="Nobody", responsible=[by])
        decision = decision.propose(by="anna", at=AT)
        for person in ("cim", "bo"):
            if decision.status != "in_force":
                decision = decision.consent(by=person, nothing_to_add=True, at=AT)
        assert decision.status == "in_force"
        assert counts(told(decision), Act.DECIDED) == {parts: 1}

    def test_tells_who_decides_after_asking_for_advice(self) -> None:
        """Whoever answers for it, and proposed it."""
        decision = opened("advice", ALL, no_affected="N", no_expert="N").propose(by="anna", at=AT)
        for person in ("cim", "bo"):
            decision = decision.consent(by=person, nothing_to_add=True, at=AT)
        assert counts(told(decision), Act.DECIDED) == {CO: 1}

    def test_looks_whose_words_stand_in_what_was_adopted(self) -> None:
        """Only words that are still there, and in how many texts, not how many."""
        mine = draft(clauses=[co.GroundRule("We ask", id="ask")]).propose(by="anna", nothing_to_add=True, at=AT)
        assert counts(told(mine.consent(by="bo", at=AT)), Act.WORDED) == {CO: 1}
        gone = draft(clauses=[co.GroundRule("We ask", id="ask")], driver=None).change("ask", "So be it", by="bo", at=AT)
        gone = gone.revise(title="So be it", by="bo", at=AT).propose(by="bo", at=AT).consent(by="anna", at=AT)
        assert counts(told(gone), Act.WORDED) == {BO: 1}

    def test_builds_each_amendment_on_what_was_adopted(self) -> None:
        """Words of the first contract stand in the second, whoever drafted that; what was refused stands in neither."""
        refused = agreed().change("rota", "Three weeks ahead", by="bo", at=later(1)).withdraw(by="bo", at=later(1))
        second = refused.change("rota", "I publish the rota early", by="anna", at=later(2))
        second = second.propose(by="anna", at=later(2)).consent(by="bo", at=later(3))
        found = told(second)
        assert counts(found, Act.WORDED) == {CO: 2}
        assert counts(found, Act.REWORDED) == {CO: 1, BO: 1}
        assert counts(found, Act.BEGAN) == {CO: 1}

    def test_counts_calls_for_renegotiation(self) -> None:
        """“Both can influence”: anybody may ask for other words."""
        rota = agreed().call_for_renegotiation("The shop closes", by="bo", at=later(1))
        assert counts(told(rota), Act.CALLED) == {BO: 1}

    def test_takes_the_parts_of_a_unit_where_it_has_some(self) -> None:
        """Who coordinates a unit does so whatever their seat in one goal is; who has no part is others."""
        initiatives = events(taken("cim"), taken())
        assert influence(initiatives, since=FIRST, until=LAST).of("initiative").counts == (((OTHER,), 2),)
        parts = {"anna": "co_leader", "cim": "coordinator"}
        found = influence([*initiatives, *events(proposed())], since=FIRST, until=LAST, parts=parts)
        assert counts(found, Act.INITIATIVE) == {BOTH: 1, CO: 1}
        assert found.sides == (("co_leader", 1), ("coordinator", 2))

    def test_looks_at_goals_and_at_what_was_adopted_elsewhere(self) -> None:
        """A wording that is on record has authors, and nobody's voice is invented for it."""
        on_record = co.Agreement.on_record(
            "Rota", parties={"a": "member", "b": "member"}, kind="team", body="So", by="a", at=AT
        )
        on_record = on_record.adopt_on_record(by="b", body="So it is", at=later(1))
        found = told(on_record)
        assert (counts(found, Act.BEGAN), counts(found, Act.DECIDED), counts(found, Act.WORDED)) == ({}, {}, {})
        amended = on_record.revise(body="So it was", by="b", at=later(2)).propose(by="b", at=later(2))
        assert counts(told(amended.consent(by="a", nothing_to_add=True, at=later(2))), Act.REWORDED) == {("member",): 1}


class TestWaits:
    def test_are_of_the_first_answer_of_each(self) -> None:
        """An objection is an answer; what is said again is none."""
        rota = proposed().object("Too early", by="anna", at=later(2)).withdraw_objection(by="anna", at=later(3))
        assert told(rota.consent(by="anna", at=later(9))).waits == (Waits(BO, (2,)),)

    def test_end_with_the_round(self) -> None:
        """What was reworded, withdrawn, refused or left waits for nobody."""
        waiting = proposed()
        assert told(waiting).waits == (Waits(BO, (), 1),)
        reworded = waiting.revise(driver="So", by="anna", at=later(1))
        withdrawn = waiting.withdraw(by="bo", at=later(1))
        ending = agreed().end_together(by="bo", at=later(1))
        assert told(ending).waits == (Waits(BO, (0,), 1),)
        ended = ending.hold_review("end", present=["anna", "bo"], by="bo", at=later(2))
        for gone in (reworded, withdrawn):
            assert told(gone).waits == ()
        assert told(ended).waits == (Waits(BO, (0,)),)
        team = team_in_force("anna", "bo", "cim").revise(body="So", by="anna", at=AT).propose(by="anna", at=AT)
        assert told(team).waits == (Waits(("member",), (), 2),)
        assert told(team.leave(by="cim", at=later(1))).waits == (Waits(("member",), (), 1),)

    def test_have_a_median(self) -> None:
        """Of several answers the one in the middle."""
        assert Waits(CO, (1, 2, 9)).median == 2
        assert Waits(CO, (), 3).median is None


class TestPeriod:
    def test_counts_what_happened_in_it(self) -> None:
        """What was worded before stands in what is adopted now; what comes later is not known yet."""
        rota = draft(at=AT).add(co.GroundRule("We thank first"), by="bo", at=later(1)).propose(by="bo", at=later(2))
        rota = rota.consent(by="anna", at=later(5))
        day = DAY + timedelta(5)
        last = told(rota, since=day)
        assert (counts(last, Act.BEGAN), counts(last, Act.WORDED)) == ({}, {BOTH: 1})
        assert last.waits == (Waits(BO, (3,)),)
        first = told(rota, until=day - timedelta(1))
        assert (counts(first, Act.BEGAN), counts(first, Act.WORDED)) == ({CO: 1}, {})
        assert first.waits == (Waits(BO, (), 1),)
        with pytest.raises(co.Inconsistent, match="until: 2026-11-22 is before the period begins"):
            _ = told(rota, since=DAY, until=DAY - timedelta(1))

    def test_of_nothing_is_nothing(self) -> None:
        """Neither acts nor reasons."""
        nothing = told()
        assert (nothing.subjects, nothing.sides, nothing.waits, nothing.reasons) == (0, (), (), ())


class TestReasons:
    def test_are_sentences_with_counts(self) -> None:
        """And name nobody."""
        rota = proposed(at=AT).object("Too early", by="anna", at=later(2))
        assert told(rota, agreed(), taken()).reasons == (
            "first wordings: 2 by co-leader",
            "proposed: 2 by coordinator",
            "decided: 1 by co-leader and coordinator together",
            "words in what was adopted: 1 by co-leader",
            "initiatives taken: 1 by other",
            "what was proposed by coordinator waited 1 day for an answer (median of 2)",
        )
        waiting = told(proposed(), proposed())
        assert waiting.reasons[-1] == "what was proposed by coordinator waits for 2 answers"
        assert told(proposed()).reasons[-1] == "what was proposed by coordinator waits for 1 answer"
        both = told(proposed(), agreed())
        assert both.reasons[-1] == (
            "what was proposed by coordinator waited 0 days for an answer (median of 1), and still waits for 1"
        )

    def test_say_what_is_one_sided(self) -> None:
        """Three or more, all of one part, while others sat at the table."""
        assert told(proposed(), proposed()).one_sided == ()
        three = told(proposed(), proposed(), proposed())
        assert three.one_sided == (Act.BEGAN, Act.PROPOSED)
        assert three.reasons[0] == "first wordings: 3 by co-leader, and none by others"
        assert told(*(team_in_force("anna", "bo") for _ in range(3))).one_sided == ()
        mixed = told(proposed(), proposed(), proposed(), agreed())
        assert Act.DECIDED not in mixed.one_sided
