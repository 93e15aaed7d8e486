from __future__ import annotations

from datetime import date

import pytest

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Commitment, Support
from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.consent import DELEGATED
from coleadership.heart.kinds import Part
from coleadership.heart.life import Basis, Force
from tests.builders import AT, COORDINATED, agreed, amending, clauses, draft, happened, later, on, refold, team_in_force


def met(*present: str, by: str = "bo") -> Agreement:
    """A contract taken down in a meeting."""
    return Agreement.in_meeting("Rota", parties=COORDINATED, present=present, by=by, clauses=clauses(), at=AT)


def signed(on_day: date = date(2026, 6, 1), by: str = "bo", reference: str | None = "Binder 7, page 3") -> Agreement:
    """A contract that both have signed on paper."""
    return Agreement.on_paper(
        "Rota", signed=on_day, parties=COORDINATED, by=by, reference=reference, clauses=clauses(), at=AT
    )


def recorded(**fields: str) -> Agreement:
    """A text that was adopted elsewhere."""
    return Agreement.on_record(
        "Decisions", parties={"ann": Part.MEMBER}, by="ann", kind="team", body=fields.get("body", "We ask first"), at=AT
    )


class TestInMeeting:
    def test_is_one_request_and_no_draft_ceremony(self) -> None:
        """“Everybody present words it and says yes in the room”."""
        rota = met("anna", "bo")
        assert rota.force is Force.IN_FORCE
        assert happened(rota) == ["drafted", "proposed", "voice_given", "voice_given", "adopted"]
        assert refold(rota) == rota.settled()

    def test_nobody_who_talked_rather_than_typed_is_less_involved(self) -> None:
        """All who were there have worded it together."""
        origins = met("anna", "bo").how_it_came_about()
        assert origins.together == ("anna", "bo")
        assert {*origins.contributed} == {"anna", "bo"}
        assert origins.not_yet == ()

    def test_waits_for_a_party_who_was_away(self) -> None:
        """Nobody is bound by a meeting that they were not at."""
        rota = met("bo")
        assert rota.status == "proposed"
        assert rota.proposals[0].silent == ("anna",)
        assert rota.consent(by="anna", nothing_to_add=True, at=later(1)).force is Force.IN_FORCE

    def test_records_who_took_down_whose_voice(self) -> None:
        """The seat and the speaker are both kept."""
        voices = met("bo").proposals[0].voices
        assert [(voice.seat, voice.speaker) for voice in voices] == [("bo", "bo")]

    @pytest.mark.parametrize(
        ("present", "by"), [(["anna"], "bo"), (["anna", "bo", "eve"], "bo"), ([], "bo"), (["eve"], "eve")]
    )
    def test_is_taken_down_by_a_party_who_was_there(self, present: list[str], by: str) -> None:
        """Only parties are present, and one of them writes."""
        with pytest.raises(Inconsistent, match=r"^present: "):
            _ = met(*present, by=by)

    def test_two_lines_are_a_contract(self) -> None:
        """“A commitment and a promise of support are enough”."""
        two = [Commitment("I keep the rota", by="anna"), Support("I cover sick leave", by="bo")]
        rota = Agreement.in_meeting("Rota", parties=COORDINATED, present=["anna", "bo"], by="anna", clauses=two, at=AT)
        assert rota.is_binding(on(0))


class TestOnPaper:
    def test_is_unconfirmed_until_the_others_confirm(self) -> None:
        """Then it is in force since the day on which it was signed."""
        rota = signed()
        assert rota.status == "proposed"
        rota = rota.consent(by="anna", at=later(3))
        assert rota.in_force is not None
        assert (rota.in_force.since, rota.in_force.basis) == (date(2026, 6, 1), Basis.PAPER)
        assert str(rota.in_force.paper) == "Binder 7, page 3"
        assert rota.is_binding(date(2026, 6, 1))
        assert rota.review == date(2027, 2, 26)

    def test_a_review_that_has_passed_meanwhile_is_set_anew(self) -> None:
        """What was agreed on paper is looked at on the day agreed, or three months after it was confirmed."""
        parties, terms = COORDINATED, clauses()
        paper = Agreement.on_paper("Rota", signed=on(-9), parties=parties, by="bo", clauses=terms, review=on(7), at=AT)
        assert paper.consent(by="anna", at=later(3)).review == on(7)
        assert paper.consent(by="anna", at=later(8)).review == date(2027, 3, 1)

    def test_all_who_signed_have_worded_it(self) -> None:
        """Who signs on paper has had a say."""
        assert signed(reference=None).how_it_came_about().together == ("anna", "bo")

    def test_nobody_confirms_for_somebody_else(self) -> None:
        """Whoever says that a paper was signed cannot adopt it by a rule that lies on that paper."""
        rota = Agreement.on_paper(
            "Rota", signed=on(-1), parties=COORDINATED, by="bo", rule=DELEGATED, clauses=clauses(), at=AT
        )
        assert rota.status == "proposed"
        assert rota.stand_aside(by="anna", at=later(1)).status == "proposed"
        assert rota.consent(by="anna", at=later(1)).force is Force.IN_FORCE

    @pytest.mark.parametrize("day", [on(1), date.max, AT, "2026-06-01", None])
    def test_was_signed_on_a_day_that_has_been(self, day: date) -> None:
        """A paper is not signed tomorrow."""
        with pytest.raises(Inconsistent, match=r"^signed: "):
            _ = signed(day)

    def test_can_be_denied(self) -> None:
        """Whoever never signed objects."""
        assert signed().object("I never signed this", by="anna", at=later(1)).status == "proposed"


class TestOnRecord:
    def test_invents_no_consent(self) -> None:
        """“Adopted on record, voices unknown”."""
        text = recorded()
        assert happened(text) == ["adopted_on_record"]
        assert text.in_force is not None
        assert (text.in_force.basis, text.in_force.since) == (Basis.ON_RECORD, on(0))
        assert text.review == date(2027, 2, 23)

    def test_keeps_every_later_wording_and_author(self) -> None:
        """Each has its time, its author and its text, the same or another."""
        text = recorded().adopt_on_record(
            by="bo", parties={"ann": "member", "bo": "member"}, body="We ask", at=later(40)
        )
        text = text.adopt_on_record(by="ann", body="We ask", at=later(40))
        assert text.how_it_came_about().contributed == ("ann", "bo")
        assert text.formulation.wordings == 3
        assert str(text.content.body) == "We ask"
        assert text.review == date(2027, 4, 2)
        assert refold(text) == text.settled()

    def test_may_be_empty(self) -> None:
        """Other people's histories have empty texts in them."""
        assert str(recorded(body="").content.body) == ""

    @pytest.mark.parametrize(
        "begun", [draft(), agreed(), amending(), recorded().revise(by="ann", body="x", at=later(1))]
    )
    def test_changes_nothing_that_is_worded_here(self, begun: Agreement) -> None:
        """“Nobody changes alone what was agreed together”: what has voices here changes by voices."""
        with pytest.raises(NotAllowedNow, match="is worded here, so it cannot be adopted on record"):
            _ = begun.adopt_on_record(by="ann", body="Mine", at=later(2))

    def test_can_be_amended_by_voices(self) -> None:
        """From then on it is agreed like any other."""
        text = (
            recorded()
            .revise(by="ann", parties={"ann": "member", "bo": "member"}, at=later(1))
            .propose(by="ann", at=later(1))
        )
        text = text.consent(by="bo", nothing_to_add=True, at=later(2))
        assert text.in_force is not None
        assert text.in_force.basis is Basis.VOICES

    def test_keeps_the_review_before_the_end(self) -> None:
        """“review_date required and ≤ end”, also for what comes from elsewhere."""
        given = {"parties": {"ann": "member"}, "by": "ann", "kind": "team", "body": "x", "end": on(30)}
        text = Agreement.on_record("Old", at=AT, **given)  # type: ignore[arg-type]
        assert text.review == on(30)
        assert text.adopt_on_record(by="ann", body="y", at=later(1)).review == on(30)
        for review in (on(31), None):
            with pytest.raises(Inconsistent, match=r"^review: "):
                _ = Agreement.on_record("Old", review=review, at=AT, **given)  # type: ignore[arg-type]
            with pytest.raises(Inconsistent, match=r"^review: "):
                _ = text.adopt_on_record(by="ann", review=review, at=later(1))

    def test_is_over_once_it_has_ended(self) -> None:
        """Nothing is adopted after the end."""
        ended = recorded().give_notice(by="ann", at=later(1))
        with pytest.raises(NotAllowedNow, match="is ended, so it cannot be adopted on record"):
            _ = ended.adopt_on_record(by="ann", body="y", at=later(2))

    def test_knows_who_recorded_it(self) -> None:
        """An importer has an id as well."""
        with pytest.raises(Inconsistent, match=r"^by: "):
            _ = Agreement.on_record("Old", parties={"ann": "member"}, by="", body="x", at=AT)


class TestTeam:
    def test_is_agreed_in_one_room(self) -> None:
        """A team agreement is one text and one request."""
        assert team_in_force("ann", "bo", "cim").is_binding(on(0))

    def test_is_not_entered_by_strangers(self) -> None:
        """Whoever was not asked is not there."""
        with pytest.raises(NotAllowedFor, match="ann, bo"):
            _ = team_in_force("ann", "bo").revise(by="eve", body="Mine", at=later(1))
