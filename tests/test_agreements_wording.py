from __future__ import annotations

import pytest

from coleadership.agreements.agreement import LEGAL_NOTE, Agreement
from coleadership.agreements.clauses import Commitment, GroundRule, Support
from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.consent import MAJORITY
from coleadership.heart.kinds import Part
from coleadership.heart.life import Force, Wording
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
    proposed,
    refold,
    team,
)


class TestDraft:
    def test_begins_as_a_draft_that_binds_nobody(self) -> None:
        """A first wording is on the table, and nothing is in force."""
        rota = draft()
        assert (rota.status, rota.force, rota.in_force) == ("draft", Force.NOT_YET, None)
        assert rota.proposals[0].status is Wording.DRAFT
        assert str(rota.title) == "Evening rota"
        assert rota.audience == "parties"

    def test_is_read_by_its_table_until_it_is_agreed(self) -> None:
        """Who drafts opens nothing to others; once all have agreed, it is read as widely as they say."""
        assert draft(audience="organisation").audience == "parties"
        rota = agreed(audience="team")
        assert rota.audience == "team"
        for audience in ("parties", "organisation"):
            assert rota.revise(audience=audience, by="anna", at=later(1)).audience == "team"

    def test_may_be_incomplete(self) -> None:
        """A form can be saved half filled."""
        rota = Agreement.draft("Rota", parties={"anna": Part.CO_LEADER}, by="anna", at=AT)
        assert {finding.path for finding in rota.readiness() if finding.blocks} == {"parties", "clauses"}

    def test_is_for_its_parties(self) -> None:
        """Nobody words an agreement between others."""
        with pytest.raises(NotAllowedFor, match=r"eve cannot draft this here \(who could: its parties: anna, bo\)"):
            _ = Agreement.draft("Rota", parties=COORDINATED, by="eve", at=AT)

    def test_is_linked_to_parties_authors_and_what_it_serves(self) -> None:
        """It is found by each of them."""
        assert {*draft(links=["goal_1"]).links()} == {
            ("party", "anna"), ("party", "bo"), ("author", "anna"), ("serves", "goal_1"),
        }  # fmt: skip

    def test_the_legal_note_says_what_it_does_not_change(self) -> None:
        """“… neither employment contract, collective agreement nor responsibility for the work environment”."""
        assert all(word in LEGAL_NOTE for word in ("employment contract", "collective agreement", "work environment"))


class TestAdd:
    def test_adds_clauses_and_makes_a_new_wording(self) -> None:
        """Whoever's clause it is may be left out as the actor."""
        rota = draft().add(Support("I pay for the tools", by="bo"), at=later(1))
        assert len(rota.content.clauses) == 4
        assert rota.unrecorded[-1].stamp.by == "bo"
        assert rota.formulation.wordings == 2

    def test_asks_who_adds_what_is_nobodys(self) -> None:
        """A ground rule is everybody's, so somebody has to say it."""
        with pytest.raises(Inconsistent, match="say who adds"):
            _ = draft().add(GroundRule("We ask first"))
        with pytest.raises(Inconsistent, match="say who adds"):
            _ = draft().add(Commitment("x", by="anna"), Support("y", by="bo"))
        assert len(draft().add(GroundRule("We ask first"), by="bo", at=AT).content.clauses) == 4

    def test_needs_a_clause(self) -> None:
        """Adding nothing is a mistake."""
        with pytest.raises(Inconsistent, match="at least one clause"):
            _ = draft().add(by="anna")

    def test_refuses_a_clause_that_is_there_already(self) -> None:
        """An id names one clause of a wording."""
        with pytest.raises(Inconsistent, match="same id"):
            _ = draft().add(Commitment("Another", by="anna", id="rota"))


class TestChange:
    def test_rewords_one_clause_and_keeps_its_id(self) -> None:
        """The new words are of whoever words them."""
        rota = draft().change("rota", "I publish the rota on Mondays", by="bo", at=later(1))
        clause = rota.content.clause("rota")
        assert (str(clause.text), clause.text.owner, clause.person) == ("I publish the rota on Mondays", "bo", "anna")

    def test_the_same_words_are_no_change(self) -> None:
        """Nothing is to be agreed anew because somebody pressed a button."""
        with pytest.raises(Inconsistent, match="says the same as before"):
            _ = draft().change("rota", "I publish the rota two weeks ahead", by="anna", at=later(1))


class TestRemove:
    def test_leaves_one_clause_out(self) -> None:
        """The others stay as they are."""
        assert [clause.id for clause in draft().remove("cover", by="anna", at=later(1)).content.clauses] == [
            "rota",
            "shifts",
        ]

    def test_says_which_clauses_there_are(self) -> None:
        """A clause that is not there is refused with those that are."""
        with pytest.raises(Inconsistent, match="rota, cover, shifts"):
            _ = draft().remove("nope", by="anna", at=later(1))


class TestRevise:
    def test_voids_every_voice(self) -> None:
        """Any change resets consents: it is a draft again."""
        rota = proposed().revise(by="anna", review=on(20), at=later(1))
        (proposal,) = rota.proposals
        assert (proposal.status, proposal.voices, proposal.author) == (Wording.DRAFT, (), "anna")
        assert rota.status == "draft"

    def test_what_is_left_out_stays_as_it_is(self) -> None:
        """Only what is given changes."""
        before, after = draft(), draft().revise(by="anna", title="Night rota", at=later(1))
        assert str(after.title) == "Night rota"
        assert [clause.id for clause in after.content.clauses] == [clause.id for clause in before.content.clauses]
        assert after.content.review == before.content.review

    def test_is_for_those_at_the_table(self) -> None:
        """Whoever is no party does not reword it."""
        with pytest.raises(NotAllowedFor, match="anna, bo"):
            _ = draft().revise(by="eve", title="Mine", at=later(1))

    def test_keeps_the_remarks_made_so_far(self) -> None:
        """A comment outlives the wording it was made on."""
        rota = draft().comment("Why two weeks?", by="bo", about="rota", at=AT).revise(by="anna", title="Night", at=AT)
        assert [str(comment.text) for comment in rota.proposals[0].comments] == ["Why two weeks?"]


class TestAmendment:
    def test_the_old_wording_binds_until_the_new_one_is_adopted(self) -> None:
        """In force, with an amendment open, is simply true of both."""
        rota = amending()
        assert rota.force is Force.IN_FORCE
        assert rota.in_force is not None
        assert str(rota.in_force.content.clause("rota").text) == "I publish the rota two weeks ahead"
        assert str(rota.content.clause("rota").text) == "I publish the rota three weeks ahead"
        then = rota.propose(by="anna", at=later(2)).consent(by="bo", at=later(3))
        assert then.in_force is not None
        assert "three weeks" in str(then.in_force.content.clause("rota").text)
        assert then.in_force.since == on(3)

    def test_several_may_be_open_and_have_to_be_named(self) -> None:
        """Two amendments apart are two proposals."""
        rota = amending().revise(by="bo", title="Night rota", apart=True, at=later(2))
        first, second = rota.proposals
        assert first.id != second.id
        assert str(second.content.clause("rota").text) == "I publish the rota two weeks ahead"
        with pytest.raises(Inconsistent, match=f"say which: {first.id}, {second.id}"):
            _ = rota.propose(by="anna", at=later(3))
        with pytest.raises(Inconsistent, match="say which"):
            _ = rota.revise(by="anna", review=on(9), at=later(3))
        assert rota.propose(by="anna", proposal=first.id, at=later(3)).proposals[0].status is Wording.PROPOSED

    def test_one_built_on_a_text_no_longer_in_force_is_overtaken(self) -> None:
        """When one is adopted, the others have lost their ground."""
        rota = amending().revise(by="bo", title="Night rota", apart=True, at=later(2))
        first, _second = rota.proposals
        rota = rota.propose(by="anna", proposal=first.id, at=later(3)).consent(by="bo", proposal=first.id, at=later(3))
        assert happened(rota)[-2:] == ["adopted", "overtaken"]
        assert rota.proposals == ()

    def test_old_and_new_parties_have_a_voice(self) -> None:
        """Nobody is put into an agreement, or out of it, unasked."""
        parties = {"anna": Part.CO_LEADER, "cleo": Part.COORDINATOR}
        rota = (
            agreed()
            .revise(by="anna", parties=parties, clauses=[clauses()[0]], at=later(1))
            .propose(by="anna", at=later(2))
        )
        assert {seat.person for seat in rota.proposals[0].eligible} == {"anna", "bo", "cleo"}
        rota = rota.consent(by="cleo", nothing_to_add=True, at=later(3))
        assert rota.in_force is not None
        assert rota.in_force.content.seats == agreed().table
        rota = rota.consent(by="bo", at=later(4))
        assert {seat.person for seat in rota.table} == {"anna", "cleo"}

    def test_is_decided_by_the_rule_agreed_before_it(self) -> None:
        """Nobody changes the rule and uses the new one for it."""
        rota = agreed().revise(by="anna", rule=MAJORITY, at=later(1)).propose(by="anna", at=later(2))
        assert rota.proposals[0].rule is not None
        assert rota.proposals[0].rule.id == "consent"


class TestComment:
    def test_stops_nothing(self) -> None:
        """“Let us talk” is lighter than an objection."""
        rota = proposed().comment("Could we talk about August?", by="anna", about="rota", at=later(1))
        (comment,) = rota.proposals[0].comments
        assert (str(comment.text), comment.by, comment.about) == ("Could we talk about August?", "anna", "rota")
        assert comment.text.owner == "anna"
        assert rota.consent(by="anna", at=later(2)).force is Force.IN_FORCE

    def test_can_be_made_on_what_is_in_force(self) -> None:
        """It is kept until the next review."""
        rota = agreed().comment("August was hard", by="anna", at=later(5))
        assert rota.in_force is not None
        assert [str(comment.text) for comment in rota.in_force.comments] == ["August was hard"]
        reviewed = rota.hold_review("keep", present=["anna", "bo"], by="bo", at=later(9))
        assert reviewed.in_force is not None
        assert reviewed.in_force.comments == ()

    def test_of_two_wordings_one_is_named(self) -> None:
        """A remark can be on the text in force while an amendment lies beside it."""
        rota = amending()
        assert rota.in_force is not None
        on_old = rota.comment("This one", by="bo", wording=rota.in_force.wording, at=later(2))
        assert on_old.in_force is not None
        assert len(on_old.in_force.comments) == 1
        assert len(rota.comment("The new one", by="bo", at=later(2)).proposals[0].comments) == 1

    def test_can_be_made_on_what_was_set_aside(self) -> None:
        """People may still talk about what came to nothing."""
        rota = draft().withdraw(by="anna", at=later(1)).comment("A pity", by="bo", at=later(2))
        assert rota.formulation.set_aside is not None
        assert [str(comment.text) for comment in rota.formulation.set_aside.comments] == ["A pity"]

    def test_is_refused_for_a_wording_that_is_gone(self) -> None:
        """The sentence names the one to comment on."""
        old, rota = draft().wording, draft().revise(by="anna", title="Night", at=later(1))
        with pytest.raises(Inconsistent, match=f"not on the table any more; comment on {rota.wording}"):
            _ = rota.comment("?", by="bo", wording=old, at=later(2))

    @pytest.mark.parametrize("about", ["", "a\nb", "\ud800", "x" * 201])
    def test_is_about_a_clause_and_no_prose(self, about: str) -> None:
        """What people write goes into the text, where it can be erased."""
        with pytest.raises(Inconsistent, match=r"^about: "):
            _ = draft().comment("?", by="bo", about=about, at=AT)


class TestDeclineToAdd:
    def test_answers_the_offer(self) -> None:
        """Whoever has nothing to add has been asked."""
        rota = Agreement.draft("Rota", parties=COORDINATED, by="anna", at=AT)
        assert rota.how_it_came_about().not_yet == ("bo",)
        assert rota.decline_to_add(by="bo", at=AT).how_it_came_about().declined == ("bo",)

    def test_is_for_those_at_the_table(self) -> None:
        """Nobody else was asked."""
        with pytest.raises(NotAllowedFor, match="answered with nothing to add"):
            _ = draft().decline_to_add(by="eve", at=AT)


class TestWithdraw:
    def test_takes_ones_own_proposal_back(self) -> None:
        """The wording is set aside; what is in force stays."""
        rota = amending().withdraw(by="anna", reason="Too early", at=later(2))
        assert rota.proposals == ()
        assert rota.force is Force.IN_FORCE
        assert rota.status == "in_force"

    def test_is_for_its_author(self) -> None:
        """Nobody takes back what somebody else proposed."""
        with pytest.raises(NotAllowedFor, match="bo, who worded or proposed it"):
            _ = proposed().withdraw(by="anna", at=later(1))

    def test_a_first_wording_that_was_withdrawn_can_be_taken_up_again(self) -> None:
        """What was set aside keeps its title and can be worded anew by those at its table."""
        rota = draft().withdraw(by="anna", at=later(1))
        assert (rota.status, str(rota.title), [seat.person for seat in rota.table]) == (
            "set_aside",
            "Evening rota",
            ["anna", "bo"],
        )
        again = rota.change("rota", "I publish it when I can", by="bo", at=later(2))
        assert again.status == "draft"
        assert len(again.content.clauses) == 3
        assert refold(again) == again.settled()

    def test_who_left_before_it_was_taken_up_again_is_no_party(self) -> None:
        """A party who leaves stays away from what was set aside."""
        talk = team("ann", "bo", "cim").withdraw(by="ann", at=later(1)).leave(by="cim", at=later(2))
        assert [seat.person for seat in talk.table] == ["ann", "bo"]
        assert [seat.person for seat in talk.revise(by="bo", body="Anew", at=later(3)).content.seats] == ["ann", "bo"]

    def test_needs_something_to_withdraw(self) -> None:
        """The sentence says what could be done instead."""
        with pytest.raises(NotAllowedNow, match="allowed now: revise") as caught:
            _ = agreed().withdraw(by="anna", at=later(1))
        assert caught.value.wanted == "withdrawn"
        with pytest.raises(NotAllowedNow, match="without an open proposal proposal_x"):
            _ = draft().withdraw(by="anna", proposal="proposal_x", at=later(1))


class TestReadiness:
    def test_lists_everything_missing_with_field_paths(self) -> None:
        """A form shows each at its place; proposing says all of it at once."""
        rota = Agreement.draft("Rota", parties={"anna": "co_leader"}, by="anna", review=None, at=AT)
        found = {finding.path for finding in rota.readiness() if finding.blocks}
        assert found == {"parties", "clauses", "review"}
        with pytest.raises(Inconsistent) as caught:
            _ = rota.propose(by="anna", at=later(1))
        assert {caught.value.field, *(also.partition(":")[0] for also in caught.value.also)} == found

    def test_counts_those_who_are_still_there(self) -> None:
        """A draft whose party left lacks what they brought."""
        talk = team("ann", "bo", "cim", body=None, clauses=[Commitment("I open", by="cim")])
        talk = talk.revise(by="bo", title="Talk", at=later(1)).leave(by="cim", at=later(2))
        assert [finding.path for finding in talk.readiness() if finding.blocks] == ["clauses[0].by"]
        with pytest.raises(Inconsistent, match="cim is no party"):
            _ = talk.propose(by="bo", at=later(3))
