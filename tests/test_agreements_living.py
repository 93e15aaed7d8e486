from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.consent import MAJORITY
from coleadership.heart.kinds import Part
from coleadership.heart.life import Force, ReviewOutcome, Wording
from coleadership.rhythm.workdays import months_after
from tests.builders import (
    COORDINATED,
    agreed,
    amending,
    clauses,
    draft,
    happened,
    later,
    on,
    proposed,
    refold,
    team,
    team_in_force,
)

BOTH = ("anna", "bo")


class TestHoldReview:
    def test_keeps_it_for_three_months_unless_said_otherwise(self) -> None:
        """Still relevant and nobody minds: one call."""
        kept = agreed().hold_review("keep", present=BOTH, by="bo", notes="It helps", at=later(80))
        assert kept.review == date(2027, 5, 11)
        assert agreed().hold_review(ReviewOutcome.KEEP, present=BOTH, by="bo", until=on(90), at=later(80)).review == on(
            90
        )

    def test_keeps_it_no_longer_than_to_its_end(self) -> None:
        """A review is never after the end."""
        rota = agreed(end=on(100))
        assert rota.hold_review("keep", present=BOTH, by="bo", at=later(80)).review == on(100)
        with pytest.raises(Inconsistent, match=f"choose one after {on(80)} and not after the end on {on(100)}"):
            _ = rota.hold_review("keep", present=BOTH, by="bo", until=on(101), at=later(80))

    @pytest.mark.parametrize("outcome", ReviewOutcome)
    @pytest.mark.parametrize("until", [on(80), date(1, 1, 1), later(90), "soon"])
    def test_refuses_a_day_that_is_none_or_has_been(self, outcome: ReviewOutcome, until: date) -> None:
        """The next review lies ahead, whatever the outcome."""
        with pytest.raises(Inconsistent, match=r"^until: "):
            _ = agreed().hold_review(outcome, present=BOTH, by="bo", until=until, at=later(80))

    def test_amend_asks_for_new_words(self) -> None:
        """It binds as it is until there are some."""
        rota = agreed().hold_review("amend", present=BOTH, by="bo", notes="August", at=later(80))
        assert [str(reason) for reason in rota.renegotiation] == ["August"]
        assert rota.force is Force.IN_FORCE
        assert rota.review == agreed().review

    def test_the_day_it_set_stands_where_an_amendment_does_not_reword_it(self) -> None:
        """A new clause does not bring an old review date back."""
        rota = agreed(review=on(90)).hold_review("keep", present=BOTH, by="bo", until=on(200), at=later(80))
        rota = rota.change("rota", "Three", by="anna", at=later(81)).propose(by="anna", at=later(81))
        assert rota.consent(by="bo", at=later(82)).review == on(200)
        again = rota.revise(by="bo", review=on(150), at=later(82)).propose(by="bo", at=later(82))
        assert again.consent(by="anna", at=later(83)).review == on(150)

    def test_end_ends_it_with_everybody_present(self) -> None:
        """Together they may end it at once."""
        rota = agreed().hold_review("end", present=BOTH, by="bo", at=later(80))
        assert (rota.force, rota.ended_on, rota.status) == (Force.ENDED, on(80), "ended")
        talk = team_in_force("ann", "bo", "cim")
        with pytest.raises(Inconsistent, match="cim was absent; use end_together"):
            _ = talk.hold_review("end", present=["ann", "bo"], by="ann", at=later(80))

    @pytest.mark.parametrize(("present", "by"), [(["anna"], "anna"), (["anna", "anna"], "anna"), ([], "bo")])
    def test_is_held_together(self, present: list[str], by: str) -> None:
        """“Nobody changes alone what was agreed together”."""
        with pytest.raises(Inconsistent, match="a review is held together"):
            _ = agreed().hold_review("keep", present=present, by=by, at=later(80))

    def test_is_held_by_those_whom_it_binds(self) -> None:
        """Who is only named in an amendment has no say in what is in force."""
        rota = agreed().revise(by="anna", parties={**COORDINATED, "eve": Part.MEMBER}, at=later(1))
        with pytest.raises(NotAllowedFor, match="anna, bo"):
            _ = rota.hold_review("keep", present=["anna", "eve"], by="anna", at=later(80))

    def test_refuses_an_outcome_that_there_is_not(self) -> None:
        """The sentence names those that there are."""
        with pytest.raises(Inconsistent, match="choose one of keep, amend, end"):
            _ = agreed().hold_review("postpone", present=BOTH, by="bo", at=later(80))

    def test_alone_at_the_table_one_may_hold_it(self) -> None:
        """Who is left alone in a team can still look at what they have."""
        talk = team_in_force("ann", "bo").leave(by="bo", at=later(1))
        assert talk.hold_review("keep", present=["ann"], by="ann", at=later(80)).review == date(2027, 5, 11)


class TestReview:
    def test_that_was_agreed_stands_where_it_lies_ahead(self) -> None:
        """Whoever says yes late has as much time as was agreed."""
        assert proposed(review=on(10)).consent(by="anna", at=later(9)).review == on(10)

    def test_that_has_passed_before_everybody_agreed_is_three_months_ahead(self) -> None:
        """Nothing comes into force with a review that is late already."""
        for day in (10, 12):
            assert proposed(review=on(10)).consent(by="anna", at=later(day)).review == months_after(on(day), 3)
        assert proposed(review=on(10), end=on(40)).consent(by="anna", at=later(12)).review == on(40)

    def test_that_has_passed_and_was_not_reworded_is_three_months_ahead(self) -> None:
        """An amendment that is adopted is a look at it together."""
        rota = agreed(review=on(10)).change("rota", "Three", by="anna", at=later(20)).propose(by="anna", at=later(20))
        assert rota.consent(by="bo", at=later(21)).review == months_after(on(21), 3)


class TestReviewIsOverdue:
    def test_is_a_state_and_no_error(self) -> None:
        """It is computed from the day that is asked about, and binds all the same."""
        rota = agreed(review=on(10))
        assert [rota.review_is_overdue(on(day)) for day in (9, 10, 11)] == [False, False, True]
        assert rota.is_binding(on(11))
        assert not draft(review=on(10)).review_is_overdue(on(11))
        assert not rota.pause("Parental leave", by="anna", at=later(5)).review_is_overdue(on(11))


class TestCallForRenegotiation:
    def test_can_be_done_by_any_party_at_any_time(self) -> None:
        """It binds until there are new words, and asks for them until then."""
        rota = agreed().call_for_renegotiation("Evenings have changed", by="anna", at=later(1))
        assert [str(reason) for reason in rota.renegotiation] == ["Evenings have changed"]
        assert rota.is_binding(on(1))
        rota = (
            rota.change("rota", "Three", by="anna", at=later(2))
            .propose(by="anna", at=later(2))
            .consent(by="bo", at=later(2))
        )
        assert rota.renegotiation == ()

    def test_is_for_those_whom_it_binds(self) -> None:
        """The sentence says in words what was asked for."""
        with pytest.raises(NotAllowedFor, match="cannot have it called back for renegotiation"):
            _ = agreed().call_for_renegotiation("?", by="eve", at=later(1))


class TestPause:
    def test_lets_it_rest(self) -> None:
        """Nothing binds during a parental leave, and all that falls due is its end."""
        rota = agreed(end=on(400)).pause("Parental leave", by="anna", until=on(60), at=later(10))
        assert (rota.force, rota.status, rota.next_due) == (Force.PAUSED, "paused", on(60))
        assert not rota.is_binding(on(20))
        assert rota.mandates(on(20)) == ()

    def test_cannot_be_done_twice(self) -> None:
        """What rests can be resumed."""
        paused = agreed().pause("Illness", by="anna", at=later(10))
        with pytest.raises(NotAllowedNow, match="is paused, so it cannot be paused"):
            _ = paused.pause("Illness", by="bo", at=later(11))

    @pytest.mark.parametrize("until", [on(10), on(3), later(60), "soon"])
    def test_refuses_a_day_that_is_none_or_has_been(self, until: date) -> None:
        """It rests until a day that lies ahead, if one is known."""
        with pytest.raises(Inconsistent, match=r"^until: "):
            _ = agreed().pause("Illness", by="anna", until=until, at=later(10))

    def test_can_be_amended_meanwhile(self) -> None:
        """A new wording rests as well."""
        rota = amending().pause("Illness", by="anna", at=later(2)).propose(by="anna", at=later(3))
        assert rota.consent(by="bo", at=later(4)).force is Force.PAUSED


class TestResume:
    def test_moves_the_review_by_as_many_days_as_it_rested(self) -> None:
        """Nobody comes back to an overdue review."""
        rota = agreed(review=on(30)).pause("Illness", by="anna", at=later(10)).resume(by="bo", at=later(50))
        assert (rota.force, rota.review, rota.paused_on) == (Force.IN_FORCE, on(70), None)

    def test_moves_it_no_further_than_to_the_end(self) -> None:
        """A review is never after the end, nor after time."""
        rota = agreed(review=on(30), end=on(60)).pause("Illness", by="anna", at=later(10)).resume(by="bo", at=later(55))
        assert rota.review == on(60)
        forever = agreed(review=date.max).pause("Illness", by="anna", at=later(1))
        assert forever.resume(by="anna", at=datetime(9900, 12, 31, tzinfo=UTC)).review == date.max

    def test_takes_a_pause(self) -> None:
        """What goes on cannot go on again."""
        with pytest.raises(NotAllowedNow, match="is in force, so it cannot be resumed"):
            _ = agreed().resume(by="anna", at=later(1))


class TestEndTogether:
    def test_ends_once_the_others_agree(self) -> None:
        """To end it is proposed like anything else; until then it binds."""
        rota = agreed().end_together(by="anna", reason="We are done", at=later(5))
        assert rota.is_binding(on(5))
        assert rota.proposals[0].ends
        rota = rota.consent(by="bo", at=later(7))
        assert (rota.force, rota.ended_on, rota.proposals) == (Force.ENDED, on(7), ())
        assert refold(rota) == rota.settled()

    def test_can_be_objected_to(self) -> None:
        """Then it stays as it is."""
        rota = agreed().end_together(by="anna", at=later(5)).object("Not before May", by="bo", at=later(6))
        assert rota.force is Force.IN_FORCE
        assert rota.withdraw(by="anna", at=later(7)).proposals == ()

    def test_is_no_text_to_be_reworded(self) -> None:
        """Whoever words an amendment meanwhile leaves the question of ending on the table."""
        rota = agreed().end_together(by="anna", at=later(5)).change("rota", "Three", by="bo", at=later(6))
        assert [proposal.ends for proposal in rota.proposals] == [True, False]
        with pytest.raises(NotAllowedNow, match="without an open proposal"):
            _ = rota.revise(by="bo", title="Night", proposal=rota.proposals[0].id, at=later(7))

    def test_takes_something_in_force(self) -> None:
        """A draft is withdrawn instead."""
        with pytest.raises(NotAllowedNow, match="not yet in force, so it cannot be ended together"):
            _ = draft().end_together(by="anna", at=later(1))

    def test_nothing_follows_after_the_end(self) -> None:
        """Ended is final."""
        ended = agreed().end_together(by="anna", at=later(5)).consent(by="bo", at=later(7))
        assert ended.next_due is None
        with pytest.raises(NotAllowedNow, match="nothing, this state is final"):
            _ = ended.revise(by="anna", title="Again", at=later(8))


class TestLeave:
    def test_open_rounds_go_on_without_them(self) -> None:
        """Somebody who leaves does not hold up those who stay."""
        talk = team("ann", "bo", "cim").consent(by="bo", at=later(1)).leave(by="cim", at=later(2))
        assert talk.force is Force.IN_FORCE
        assert {seat.person for seat in talk.table} == {"ann", "bo"}
        assert happened(talk)[-2:] == ["party_left", "adopted"]

    def test_their_voice_leaves_with_them(self) -> None:
        """An objection of somebody who left stops nothing any more."""
        talk = team("ann", "bo", "cim").object("No", by="cim", at=later(1)).leave(by="cim", at=later(2))
        assert talk.proposals[0].objections == ()
        assert talk.consent(by="bo", at=later(3)).force is Force.IN_FORCE

    def test_is_refused_where_the_contract_would_lose_a_part(self) -> None:
        """A contract without its coordinator is handed over or ended."""
        with pytest.raises(
            Inconsistent, match="without bo no coordinator is left; give notice, hand over or end it together"
        ):
            _ = agreed().leave(by="bo", at=later(1))

    def test_a_stand_in_who_is_only_proposed_does_not_count(self) -> None:
        """Somebody named in an amendment is no coordinator yet."""
        parties = {**COORDINATED, "cleo": Part.COORDINATOR}
        with pytest.raises(Inconsistent, match="no coordinator is left"):
            _ = agreed().revise(by="anna", parties=parties, at=later(1)).leave(by="bo", at=later(2))

    def test_a_round_that_needs_whoever_left_falls(self) -> None:
        """Nothing without a coordinator is adopted because the coordinator-to-be went away."""
        parties = {"anna": Part.CO_LEADER, "cleo": Part.COORDINATOR}
        rota = (
            agreed()
            .revise(by="anna", parties=parties, clauses=[clauses()[0]], at=later(1))
            .propose(by="anna", at=later(2))
        )
        rota = rota.consent(by="bo", at=later(3)).leave(by="cleo", at=later(4))
        assert happened(rota)[-2:] == ["party_left", "rejected"]
        assert rota.is_binding(on(4))

    def test_is_for_those_at_the_table(self) -> None:
        """Nobody else can leave it."""
        with pytest.raises(NotAllowedFor, match="cannot have it left"):
            _ = agreed().leave(by="eve", at=later(1))

    def test_who_left_is_asked_no_more(self) -> None:
        """A new wording is built without them."""
        talk = team_in_force("ann", "bo", "cim").leave(by="cim", at=later(1)).revise(by="ann", body="Anew", at=later(2))
        assert {seat.person for seat in talk.content.seats} == {"ann", "bo"}


class TestExpiry:
    def test_follows_from_time_alone(self) -> None:
        """It is computed from the day that is asked about, never stored."""
        rota = agreed(review=on(20), end=on(30))
        assert [rota.force_on(on(day)) for day in (30, 31)] == [Force.IN_FORCE, Force.EXPIRED]
        assert rota.status == "in_force"

    def test_an_expired_contract_gives_no_mandate(self) -> None:
        """What it delegated goes back where it came from."""
        rota = agreed(review=on(20), end=on(30))
        assert [clause.by for clause in rota.mandates(on(30))] == ["anna"]
        assert rota.mandates(on(31)) == ()

    def test_can_be_renewed_by_new_words(self) -> None:
        """What has expired is not kept, but worded and agreed anew."""
        rota = agreed(review=on(20), end=on(30))
        with pytest.raises(NotAllowedNow, match="is expired, so it cannot be reviewed"):
            _ = rota.hold_review("keep", present=BOTH, by="bo", at=later(40))
        rota = rota.revise(by="anna", review=on(80), end=on(90), at=later(40)).propose(by="anna", at=later(41))
        renewed = rota.consent(by="bo", at=later(42))
        assert renewed.force_on(on(42)) is Force.IN_FORCE
        assert renewed.ends_on == on(90)


class TestNextDue:
    def test_is_the_first_of_round_review_and_end(self) -> None:
        """A list of what is due needs one day of each."""
        assert draft().next_due is None
        assert proposed(rule=MAJORITY).next_due is None
        assert agreed(review=on(20), end=on(30)).next_due == on(20)
        assert amending(rule=MAJORITY).propose(by="anna", at=later(1)).next_due == on(16)


class TestIsBinding:
    def test_begins_with_the_day_since_which_it_is_in_force(self) -> None:
        """It binds nobody backwards."""
        assert not agreed().is_binding(on(-1))
        assert agreed().is_binding(on(0))
        assert not proposed().is_binding(on(0))
        assert proposed().proposals[0].status is Wording.PROPOSED
