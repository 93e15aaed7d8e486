from __future__ import annotations

from coleadership.heart.consent import Result, Stance
from coleadership.heart.formulation import Formulation
from coleadership.heart.life import WORDING_MOVES, Wording
from tests.builders import AT, agreed, amending, draft, later, proposed, team


class TestProposal:
    def test_a_draft_decides_nothing(self) -> None:
        """Without a rule there is no outcome yet."""
        (proposal,) = draft().proposals
        outcome = proposal.outcome(AT)
        assert (outcome.result, outcome.reason) == (Result.OPEN, "it has not been proposed")

    def test_a_seat_has_one_voice(self) -> None:
        """The newest takes the place of the one before."""
        rota = proposed().object("No", by="anna", at=later(1)).object("Still no", by="anna", at=later(2))
        (proposal,) = rota.proposals
        assert [voice.stance for voice in proposal.voices] == [Stance.CONSENT, Stance.OBJECT]
        assert [str(voice.argument) for voice in proposal.objections] == ["Still no"]

    def test_counts_its_wording_among_all_there_were(self) -> None:
        """People speak of the third wording."""
        rota = draft().revise(by="bo", title="Night", at=AT).revise(by="anna", title="Day", at=AT)
        assert rota.proposals[0].number == rota.formulation.wordings == 3

    def test_is_found_by_its_id(self) -> None:
        """What is not on the table is None."""
        rota = draft()
        assert rota.formulation.proposal(rota.proposals[0].id) is rota.proposals[0]
        assert rota.formulation.proposal("proposal_x") is None


class TestMoves:
    def test_what_is_decided_moves_no_more(self) -> None:
        """Adopted, rejected, withdrawn and overtaken are final."""
        begun = {state for state, _ in WORDING_MOVES}
        assert begun == {Wording.DRAFT, Wording.PROPOSED}
        assert {*WORDING_MOVES.values()} == {*Wording}


class TestFormulation:
    def test_begins_with_nothing(self) -> None:
        """Nothing is on the table, nothing is in force."""
        empty: Formulation[object] = Formulation()  # type: ignore[type-var]
        assert (empty.proposals, empty.in_force, empty.wordings) == ((), None, 0)

    def test_does_not_carry_earlier_wordings_along(self) -> None:
        """An agreement with many drafts does not grow with each: they are in the history."""
        rota = draft()
        for number in range(20):
            rota = rota.change("rota", f"wording {number}", by="anna", at=AT)
        assert "wording 19" in repr(rota.formulation)
        assert "wording 18" not in repr(rota.formulation)

    def test_remembers_who_left_what_is_in_force_and_what_is_discussed(self) -> None:
        """Both tables are one seat shorter."""
        talk = team("ann", "bo", "cim").consent(by="bo", at=AT).consent(by="cim", at=AT)
        talk = talk.revise(by="ann", body="Otherwise", at=later(1)).leave(by="cim", at=later(2))
        assert talk.in_force is not None
        assert talk.in_force.left == talk.proposals[0].left == ("cim",)

    def test_is_a_value(self) -> None:
        """Two lives with the same events are the same; another event makes another."""
        rota = amending()
        assert rota.formulation == type(rota).folded(rota.unrecorded).formulation  # type: ignore[union-attr]
        assert rota.formulation != agreed().formulation
