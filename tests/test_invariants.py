"""The invariants of a contract, as the handbook of the field says them (`domain.md`, section 1.6)."""

from __future__ import annotations

import attrs
import pytest

from coleadership.agreements.agreement import LEGAL_NOTE, Agreement
from coleadership.agreements.clauses import Commitment, Expectation, StatutoryTask, Support
from coleadership.errors import Inconsistent, NotAllowedFor
from coleadership.heart.consent import CONSENT, RULES, DecisionRule, Silence, Stance
from coleadership.heart.kinds import Part
from coleadership.heart.life import Force
from tests.builders import (
    AT,
    COORDINATED,
    agreed,
    amending,
    changing,
    clauses,
    draft,
    happened,
    later,
    on,
    proposed,
    refold,
    team,
)


class TestInvariant1:
    """“≥1 medledare and ≥1 samordnare, different people”."""

    @pytest.mark.parametrize(
        "parties",
        [
            {"anna": "co_leader"},
            {"anna": "coordinator"},
            {"anna": "co_leader", "bo": "co_leader"},
            {"anna": "member", "bo": "coordinator"},
        ],
    )
    def test_both_are_there_before_it_is_proposed(self, parties: dict[str, str]) -> None:
        """A contract lacking one of them is a draft and no more."""
        rota = Agreement.draft("Rota", parties=parties, by="anna", clauses=clauses()[:1], at=AT)
        with pytest.raises(Inconsistent, match=r"^parties: "):
            _ = rota.propose(by="anna", at=AT)

    def test_one_person_has_one_seat(self) -> None:
        """Parties are told by person, so nobody sits on both sides."""
        seats = agreed().table
        assert len({seat.person for seat in seats}) == len(seats) == 2


class TestInvariant2:
    """“**Every** party has contributed (authored or amended text, or explicitly accepted the offer to)”."""

    def test_who_has_not_been_heard_cannot_simply_consent(self) -> None:
        """They word something first, or say that they have nothing to add."""
        rota = Agreement.draft("Rota", parties=COORDINATED, clauses=clauses(), by="anna", at=AT).propose(
            by="anna", at=AT
        )
        with pytest.raises(Inconsistent, match=r"^nothing_to_add: bo has not had a say"):
            _ = rota.consent(by="bo", at=later(1))
        agreed_now = rota.consent(by="bo", nothing_to_add=True, at=later(1))
        assert agreed_now.how_it_came_about().declined == ("bo",)
        assert agreed_now.how_it_came_about().not_yet == ()


class TestInvariant3:
    """“Every party has ≥1 commitment *from* them (reciprocity); the coordinator has ≥1 support commitment”."""

    def test_is_a_warning_and_not_a_wall(self) -> None:
        """A missing commitment is said aloud and does not stop anybody."""
        rota = draft(clauses=clauses()[:1])
        advice = [finding.message for finding in rota.readiness() if not finding.blocks]
        assert {"bo commits to nothing yet", "bo coordinates and promises no support yet"} < {*advice}
        assert rota.propose(by="anna", at=AT).consent(by="bo", at=AT).force is Force.IN_FORCE


class TestInvariant4:
    """“In force only when every party consents **to this exact version** Any change resets consents”."""

    @pytest.mark.parametrize("named", RULES.values(), ids=lambda rule: rule.id)
    def test_no_rule_brings_a_contract_into_force_without_everybodys_yes(self, named: DecisionRule) -> None:
        """Neither silence nor time, a majority, the proposer or the coordinator binds somebody who has not agreed."""
        rota = proposed(rule=named)
        assert rota.settle(at=later(9_000)).force is Force.NOT_YET
        assert rota.stand_aside(by="anna", at=later(1)).force is Force.NOT_YET
        assert rota.consent(by="anna", at=later(1)).force is Force.IN_FORCE

    def test_every_party_and_no_fewer(self) -> None:
        """The last consent puts it in force, not the one before."""
        talk = team("ann", "bo", "cim").consent(by="bo", at=later(1))
        assert talk.force is Force.NOT_YET
        assert talk.consent(by="cim", at=later(2)).force is Force.IN_FORCE

    def test_any_change_resets_consents(self) -> None:
        """Two consents to two versions are no agreement."""
        talk = team("ann", "bo", "cim").consent(by="bo", at=later(1)).revise(by="cim", body="Otherwise", at=later(2))
        assert talk.proposals[0].voices == ()
        talk = talk.propose(by="cim", at=later(3))
        assert talk.proposals[0].silent == ("ann", "bo")

    def test_a_voice_for_another_version_is_refused(self) -> None:
        """Nobody consents to unseen text."""
        seen = proposed()
        changed = seen.change("rota", "Otherwise", by="bo", at=later(1)).propose(by="bo", at=later(1))
        with pytest.raises(Inconsistent, match="not on the table any more"):
            _ = changed.consent(by="anna", wording=seen.wording, at=later(2))


class TestInvariant5:
    """“No unilateral amendment; any party may at any time call renegotiation; either may give notice”."""

    def test_nobody_amends_alone(self) -> None:
        """What anna words and proposes does not bind before bo agrees."""
        before = amending()
        rota = before.propose(by="anna", at=later(2))
        assert rota.in_force == before.in_force
        assert rota.consent(by="bo", at=later(3)).in_force != rota.in_force

    @pytest.mark.parametrize("person", ["anna", "bo"])
    def test_any_party_may_call_for_renegotiation_or_give_notice(self, person: str) -> None:
        """Both can influence it, in force or resting."""
        for rota in (agreed(notice_days=7), agreed(notice_days=7).pause("Illness", by="anna", at=later(1))):
            assert len(rota.call_for_renegotiation("It rubs", by=person, at=later(2)).renegotiation) == 1
            assert rota.give_notice(by=person, at=later(2)).ends_on == on(9)

    def test_nobody_else_may(self) -> None:
        """Strangers neither call nor give notice."""
        with pytest.raises(NotAllowedFor):
            _ = agreed().give_notice(by="eve", at=later(2))


class TestInvariant6:
    """“Silence is not consent unless the ground rules say so with a time limit”."""

    def test_silence_for_years_is_no_consent(self) -> None:
        """It stays proposed."""
        assert proposed().settle(at=later(9_000)).status == "proposed"

    def test_a_wording_does_not_make_silence_count_for_itself(self) -> None:
        """A ground rule says so once it is agreed; what is merely proposed says nothing yet."""
        lazy = DecisionRule(id="lazy", open_days=5, silence=Silence.CONSENT)
        for first in (proposed(rule=lazy), team("ann", "bo", rule=lazy)):
            assert first.settle(at=later(9_000)).force is Force.NOT_YET

    def test_silence_counts_where_a_time_limit_says_so(self) -> None:
        """After it, and not before."""
        lazy = DecisionRule(id="lazy", open_days=5, silence=Silence.CONSENT)
        assert happened(changing(lazy).settle(at=later(5)))[-1] == "voice_given"
        assert happened(changing(lazy).settle(at=later(6)))[-1] == "adopted"
        with pytest.raises(Inconsistent, match="only with a time limit"):
            _ = attrs.evolve(lazy, open_days=None)


class TestInvariant7:
    """“Only *qualified* objections block; concerns never block, but are kept and shown at review”."""

    def test_an_objection_takes_an_argument(self) -> None:
        """Without one there is nothing to resolve."""
        with pytest.raises(Inconsistent, match=r"^argument: "):
            _ = proposed().object("", by="anna", at=later(1))
        assert proposed().object("It leaves out August", by="anna", at=later(1)).status == "proposed"

    def test_concerns_are_kept_until_the_next_wording(self) -> None:
        """They are there at every review."""
        rota = proposed().consent(by="anna", concern="August", at=later(1))
        rota = rota.hold_review("keep", present=["anna", "bo"], by="bo", at=later(80))
        assert rota.in_force is not None
        assert [str(voice.argument) for voice in rota.in_force.concerns] == ["August"]

    def test_no_rule_can_make_a_concern_block(self) -> None:
        """Not even one that an organisation writes itself."""
        with pytest.raises(Inconsistent, match=r"^blocks: "):
            _ = attrs.evolve(CONSENT, blocks=frozenset({Stance.CONCERN}))


class TestInvariant8:
    """“review_date required and ≤ end; overdue review is a visible state …; expired contract gives no mandate”."""

    def test_a_review_is_required_and_not_after_the_end(self) -> None:
        """Neither without one nor after the end is it proposed."""
        for rota in (draft(review=None), draft(review=on(31), end=on(30))):
            with pytest.raises(Inconsistent, match=r"^review: "):
                _ = rota.propose(by="anna", at=AT)

    def test_an_overdue_review_is_a_visible_state(self) -> None:
        """It binds, and shows that it is late."""
        rota = agreed(review=on(10))
        assert rota.review_is_overdue(on(11))
        assert rota.is_binding(on(11))

    def test_an_expired_contract_gives_no_mandate(self) -> None:
        """The day after its end, nothing is delegated."""
        rota = agreed(review=on(10), end=on(30))
        assert (len(rota.mandates(on(30))), len(rota.mandates(on(31)))) == (1, 0)


class TestInvariant9:
    """“Commitments are concrete; responsibility without befogenhet/resurs/kunskap raises a warning”."""

    def test_a_commitment_says_something_and_is_somebodys(self) -> None:
        """What is merely hoped for is an expectation, which is no commitment."""
        with pytest.raises(Inconsistent, match=r"^clause: is empty"):
            _ = Commitment(" ", by="anna")
        assert not isinstance(Expectation("Cheerfulness", by="anna"), Commitment | Support)

    def test_responsibility_without_a_mandate_raises_a_warning(self) -> None:
        """The “three-legged stool” is asked for, and does not block."""
        (found,) = [finding for finding in draft(clauses=clauses()[:2]).readiness() if "mandate" in finding.message]
        assert "authority, means, knowledge?" in found.message
        assert not found.blocks


class TestInvariant10:
    """“Deviation log: who, why, restored?, and ≥2 deviations from the same clause ⇒ proposes amendment”."""

    def test_who_what_and_whether_it_was_put_right(self) -> None:
        """Each is kept, and the second suggests to amend the clause."""
        rota = agreed().report_breach("rota", "Late", by="bo", at=later(1))
        rota = rota.repair_breach(rota.keeping.breaches[0].id, "We talked", by="anna", at=later(2))
        rota = rota.report_breach("rota", "Late again", by="bo", at=later(3))
        log = [(breach.by, str(breach.what), breach.repaired is not None) for breach in rota.keeping.breaches]
        assert log == [("bo", "Late", True), ("bo", "Late again", False)]
        assert rota.keeping.often_broken == ("rota",)


class TestInvariant11:
    """“Cannot assign statutory tasks to >1 person; never marks the employer's responsibility as transferred”."""

    def test_a_task_by_law_has_one_holder(self) -> None:
        """Two holders of the same task are a wall."""
        two = [StatutoryTask("Fire safety", by="anna"), StatutoryTask("Fire safety", by="bo")]
        with pytest.raises(Inconsistent, match="exactly one holder"):
            _ = draft(clauses=two).propose(by="anna", at=AT)

    def test_the_employers_responsibility_stays_put(self) -> None:
        """No field could say otherwise, and the note beside every contract says so."""
        assert {field.name for field in attrs.fields(StatutoryTask)} == {"text", "id", "by"}
        assert "changes neither" in LEGAL_NOTE
        assert "responsibility for the work environment" in LEGAL_NOTE


class TestInvariant12:
    """“History append-only; every version readable by the parties”."""

    def test_verbs_only_ever_add_to_what_happened(self) -> None:
        """Every wording there was can be read from the events."""
        rota = draft()
        for words in ("One", "Two", "Three"):
            then = rota.change("rota", words, by="anna", at=AT)
            assert then.unrecorded[: rota.revision] == rota.unrecorded
            rota = then
        wordings = [str(event.content.clause("rota").text) for event in rota.unrecorded if hasattr(event, "content")]
        assert wordings[1:] == ["One", "Two", "Three"]
        assert happened(rota).count("revised") == 3
        assert refold(rota) == rota.settled()

    def test_those_who_left_are_kept_in_it(self) -> None:
        """Leaving does not rewrite who was party."""
        talk = team("ann", "bo", "cim").leave(by="cim", at=later(1))
        first = Agreement.folded(talk.unrecorded[:1])
        assert first is not None
        assert [seat.person for seat in first.content.seats] == ["ann", "bo", "cim"]
        assert all(seat.part == Part.MEMBER for seat in first.table)
