from __future__ import annotations

import pytest

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Commitment, Mandate, Support
from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.kinds import Part
from coleadership.heart.life import Force
from tests.builders import (
    AT,
    COORDINATED,
    agreed,
    amending,
    clauses,
    draft,
    happened,
    later,
    on,
    refold,
    team_in_force,
)


class TestReportBreach:
    def test_says_what_happened_and_to_which_clause(self) -> None:
        """It is kept with who said it, and judges nobody."""
        (breach,) = agreed().report_breach("rota", "It came on the day before", by="bo", at=later(20)).keeping.breaches
        assert (breach.clause, breach.by, str(breach.what), breach.repaired) == (
            "rota",
            "bo",
            "It came on the day before",
            None,
        )

    def test_the_same_clause_twice_suggests_to_amend_it(self) -> None:
        """“≥2 deviations from the same clause ⇒ proposes amendment”."""
        rota = (
            agreed()
            .report_breach("rota", "Late", by="bo", at=later(20))
            .report_breach("cover", "Unpaid", by="anna", at=later(21))
        )
        assert rota.keeping.often_broken == ()
        assert rota.report_breach("rota", "Late again", by="bo", at=later(30)).keeping.often_broken == ("rota",)

    def test_new_words_for_the_clause_make_its_breaches_history(self) -> None:
        """Those of clauses that stay as they are stay open."""
        rota = (
            agreed()
            .report_breach("rota", "Late", by="bo", at=later(20))
            .report_breach("cover", "Unpaid", by="anna", at=later(21))
        )
        rota = (
            rota.change("rota", "One week", by="anna", at=later(22))
            .propose(by="anna", at=later(22))
            .consent(by="bo", at=later(23))
        )
        assert [breach.clause for breach in rota.keeping.breaches] == ["cover"]
        assert refold(rota) == rota.settled()

    def test_is_about_a_clause_in_force(self) -> None:
        """Nobody breaks what is only being discussed."""
        rota = amending().add(Support("Tools", by="bo", id="tools"), at=later(2))
        with pytest.raises(Inconsistent, match="tools is not in this wording"):
            _ = rota.report_breach("tools", "None yet", by="anna", at=later(3))
        with pytest.raises(NotAllowedNow, match="cannot be reported as broken"):
            _ = draft().report_breach("rota", "Late", by="bo", at=later(3))


class TestRepairBreach:
    def test_says_how_it_was_put_right(self) -> None:
        """A breach that was talked through is no longer open."""
        rota = agreed().report_breach("rota", "Late", by="bo", at=later(20))
        id = rota.keeping.breaches[0].id
        repaired = rota.report_breach("cover", "Unpaid", by="anna", at=later(20)).repair_breach(
            id, "We talked", by="anna", at=later(21)
        )
        assert [str(breach.repaired) for breach in repaired.keeping.breaches] == ["We talked", "None"]
        with pytest.raises(Inconsistent, match="is no open breach"):
            _ = repaired.repair_breach(id, "Again", by="anna", at=later(22))

    def test_needs_a_breach(self) -> None:
        """The sentence says which are open."""
        with pytest.raises(Inconsistent, match=r"breach_1 is no open breach \(open: none\)"):
            _ = agreed().repair_breach("breach_1", "x", by="anna", at=later(21))


class TestGiveNotice:
    def test_binds_for_as_many_days_as_were_agreed(self) -> None:
        """Either may give notice; what follows from it is computed from the day."""
        rota = agreed(notice_days=30).give_notice(by="anna", reason="I move", at=later(10))
        assert (rota.keeping.noticed_by, rota.ends_on) == ("anna", on(40))
        assert [rota.force_on(on(day)) for day in (40, 41)] == [Force.IN_FORCE, Force.ENDED]
        assert rota.next_due == on(40)

    def test_does_not_prolong_what_ends_sooner(self) -> None:
        """The agreed end stands."""
        assert agreed(notice_days=30, review=on(10), end=on(20)).give_notice(by="anna", at=later(10)).ends_on == on(20)

    def test_one_notice_is_not_replaced_by_another(self) -> None:
        """Otherwise the other party could take it back by giving theirs and withdrawing it."""
        rota = agreed(notice_days=30).give_notice(by="anna", at=later(10))
        with pytest.raises(NotAllowedNow, match=f"under notice by anna until {on(40)}"):
            _ = rota.give_notice(by="bo", at=later(11))

    def test_is_for_those_whom_it_binds(self) -> None:
        """Nobody who is only named in a draft ends what others agreed."""
        rota = agreed().revise(by="anna", parties={**COORDINATED, "eve": Part.MEMBER}, at=later(1))
        with pytest.raises(NotAllowedFor, match="eve cannot have it ended by notice here"):
            _ = rota.give_notice(by="eve", at=later(2))

    def test_once_it_has_run_out_nothing_follows(self) -> None:
        """It has ended without anybody noting it."""
        rota = agreed(notice_days=5).give_notice(by="anna", at=later(10))
        with pytest.raises(NotAllowedNow, match="is ended, so it cannot be freed of a notice"):
            _ = rota.withdraw_notice(by="anna", at=later(20))


class TestWithdrawNotice:
    def test_stays_after_all(self) -> None:
        """It binds as before."""
        rota = agreed(notice_days=30).give_notice(by="anna", at=later(10)).withdraw_notice(by="anna", at=later(11))
        assert (rota.ends_on, rota.keeping.noticed_by) == (None, None)

    def test_is_for_whoever_gave_it(self) -> None:
        """Nobody keeps somebody else in."""
        with pytest.raises(NotAllowedFor, match="who could: anna"):
            _ = agreed(notice_days=30).give_notice(by="anna", at=later(10)).withdraw_notice(by="bo", at=later(11))
        with pytest.raises(NotAllowedFor, match="nobody, as no notice was given"):
            _ = agreed().withdraw_notice(by="bo", at=later(11))


class TestHandOver:
    def test_a_successor_inherits_nothing_silently(self) -> None:
        """Until they consent to the wording, the old one binds the old parties."""
        rota = agreed().hand_over("bo", to="cleo", by="bo", at=later(10))
        assert [offer.successor for offer in rota.offers] == ["cleo"]
        assert rota.mandates(on(10))
        assert rota.in_force is not None
        assert {seat.person for seat in rota.in_force.seats} == {"anna", "bo"}
        rota = rota.consent(by="anna", at=later(11))
        with pytest.raises(Inconsistent, match="has not had a say"):
            _ = rota.consent(by="cleo", at=later(12))
        rota = rota.consent(by="cleo", nothing_to_add=True, at=later(12))
        assert {seat.person for seat in rota.table} == {"anna", "cleo"}
        assert rota.content.clause("cover").person == "cleo"
        assert rota.offers == ()
        assert refold(rota) == rota.settled()

    def test_those_who_stay_have_a_voice(self) -> None:
        """“No unilateral amendment”: neither the leaver nor the successor chooses for the others."""
        rota = (
            agreed()
            .hand_over("bo", to="cleo", by="bo", at=later(10))
            .consent(by="cleo", nothing_to_add=True, at=later(11))
        )
        assert rota.in_force is not None
        assert {seat.person for seat in rota.in_force.seats} == {"anna", "bo"}

    def test_nobody_hands_over_somebody_elses_seat_alone(self) -> None:
        """Whoever is to go has a voice as well."""
        rota = (
            agreed()
            .hand_over("bo", to="eve", by="anna", at=later(10))
            .consent(by="eve", nothing_to_add=True, at=later(11))
        )
        assert rota.in_force is not None
        assert {seat.person for seat in rota.in_force.seats} == {"anna", "bo"}
        assert rota.proposals[0].silent == ("bo",)

    @pytest.mark.parametrize(
        ("leaver", "to"), [("eve", "cleo"), ("bo", "anna"), ("bo", "bo"), ("bo", ""), ("bo", "\ud800")]
    )
    def test_takes_a_party_and_somebody_who_is_none(self, leaver: str, to: str) -> None:
        """The sentence says what is needed."""
        with pytest.raises(Inconsistent, match=r"^to: "):
            _ = agreed().hand_over(leaver, to=to, by="anna", at=later(10))

    def test_takes_something_in_force(self) -> None:
        """A draft is reworded instead."""
        with pytest.raises(NotAllowedNow, match="cannot be handed over"):
            _ = draft().hand_over("bo", to="cleo", by="bo", at=later(10))


class TestDeclineHandOver:
    def test_ends_what_cannot_go_on_without_that_seat(self) -> None:
        """A contract without its only coordinator is none."""
        rota = (
            agreed()
            .hand_over("bo", to="cleo", by="bo", at=later(10))
            .decline_hand_over(by="cleo", reason="Not my field", at=later(12))
        )
        assert (rota.force, rota.ended_on) == (Force.ENDED, on(12))

    def test_lets_the_offer_fall_where_the_others_can_go_on(self) -> None:
        """Somebody who is no party does not end what enough others keep."""
        talk = team_in_force("ann", "bo", "cim").hand_over("bo", to="dan", by="bo", at=later(10))
        parties = {**COORDINATED, "cim": Part.COORDINATOR}
        two = Agreement.in_meeting("Rota", parties=parties, present=parties, clauses=clauses(), by="bo", at=AT)
        two = two.hand_over("bo", to="dan", by="bo", at=later(10))
        for offered in (talk, two):
            rota = offered.decline_hand_over(by="dan", at=later(12))
            assert happened(rota)[-1] == "rejected"
            assert (rota.force, rota.proposals) == (Force.IN_FORCE, ())
            assert rota.in_force == offered.in_force
            assert "dan" not in {seat.person for seat in rota.table}
            assert refold(rota) == rota.settled()
            with pytest.raises(NotAllowedFor, match="nobody, as no seat is offered"):
                _ = rota.decline_hand_over(by="dan", at=later(13))

    def test_is_for_the_successor(self) -> None:
        """Nobody else declines for them, and an offer that was taken back is none."""
        rota = agreed().hand_over("bo", to="cleo", by="bo", at=later(10))
        with pytest.raises(NotAllowedFor, match="who could: cleo"):
            _ = rota.decline_hand_over(by="anna", at=later(12))
        with pytest.raises(NotAllowedFor, match="nobody, as no seat is offered"):
            _ = rota.withdraw(by="bo", at=later(11)).decline_hand_over(by="cleo", at=later(12))


class TestOverride:
    def test_is_an_event_of_its_own_with_its_reason(self) -> None:
        """The employer need be no party, and what was agreed is not rewritten."""
        before = agreed()
        rota = before.override("New law on working hours", by="employer", clauses=["rota"], at=later(30))
        (override,) = rota.keeping.overrides
        assert (override.by, str(override.reason)) == ("employer", "New law on working hours")
        assert (override.clauses, override.at) == (("rota",), later(30))
        assert rota.in_force == before.in_force
        assert rota.force is Force.IN_FORCE

    def test_names_clauses_that_are_in_force(self) -> None:
        """A clause that is not there cannot be overridden, nor a draft."""
        with pytest.raises(Inconsistent, match="nope is not in this wording"):
            _ = agreed().override("The law", by="employer", clauses=["nope"], at=later(30))
        with pytest.raises(NotAllowedNow, match="cannot be overridden"):
            _ = draft().override("The law", by="employer", at=later(30))

    def test_needs_a_reason(self) -> None:
        """Nobody is overridden without being told why."""
        with pytest.raises(Inconsistent, match=r"^reason: "):
            _ = agreed().override(" ", by="employer", at=later(30))


class TestMandates:
    def test_are_those_of_the_wording_in_force(self) -> None:
        """What is only proposed delegates nothing."""
        rota = agreed().remove("shifts", by="bo", at=later(1))
        assert [str(mandate.text) for mandate in rota.mandates(on(1))] == ["Who works when"]

    def test_leave_out_what_was_overridden(self) -> None:
        """Nobody decides in the name of what the employer has decided otherwise; other clauses delegate as before."""
        rota = agreed()
        assert rota.override("The law", by="employer", clauses=["shifts"], at=later(3)).mandates(on(3)) == ()
        assert rota.override("The law", by="employer", at=later(3)).mandates(on(3)) == ()
        assert rota.override("The law", by="employer", clauses=["rota"], at=later(3)).mandates(on(3))

    def test_end_when_their_holder_leaves(self) -> None:
        """Who is no longer at the table decides nothing in its name."""
        talk = team_in_force(
            "ann", "bo", "cim", clauses=[Mandate("Budget", by="cim", level=7), Commitment("x", by="bo")]
        )
        assert [mandate.by for mandate in talk.mandates(on(0))] == ["cim"]
        assert talk.leave(by="cim", at=later(1)).mandates(on(1)) == ()
