from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from coleadership.agreements.agreement import Agreement
from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.consent import ADVICE, CONSENSUS, CONSENT, MAJORITY, RULES, DecisionRule, Silence, Stance
from coleadership.heart.kinds import Part
from coleadership.heart.life import Basis, Force, Wording
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
    team_changing,
    team_in_force,
)
from tests.test_workdays import Closed

if TYPE_CHECKING:
    from collections.abc import Callable

LAZY = DecisionRule(id="lazy", open_days=3, silence=Silence.CONSENT)
VERBS = pytest.mark.parametrize(
    "answer",
    [
        lambda a, **told: a.consent(**told),
        lambda a, **told: a.stand_aside(**told),
        lambda a, **told: a.object("It is too much", **told),
        lambda a, **told: a.withdraw_objection(**told),
    ],
    ids=["consent", "stand_aside", "object", "withdraw_objection"],
)


class TestPropose:
    def test_is_consenting_oneself(self) -> None:
        """Whoever proposes stands behind it."""
        (proposal,) = proposed().proposals
        assert [(voice.seat, voice.stance) for voice in proposal.voices] == [("bo", Stance.CONSENT)]
        assert proposal.silent == ("anna",)
        assert proposed().status == "proposed"

    def test_fixes_rule_table_and_time_beforehand(self) -> None:
        """What decides is known before anybody answers."""
        (proposal,) = changing(MAJORITY).proposals
        assert proposal.rule == MAJORITY
        assert {seat.person for seat in proposal.eligible} == {"anna", "bo"}
        assert proposal.closes == MAJORITY.closes(AT)

    @pytest.mark.parametrize("named", [*RULES.values(), LAZY], ids=lambda rule: rule.id)
    def test_a_first_wording_takes_everybodys_yes_whatever_rule_it_names(self, named: DecisionRule) -> None:
        """A rule decides once it is agreed, and not about itself; a first round has no end that could decide it."""
        (contract,) = proposed(rule=named).proposals
        assert (contract.rule, contract.closes) == (CONSENSUS, None)
        if named.decided_by != Part.COORDINATOR:  # a team has none
            (first,) = team("ann", "bo", rule=named).proposals
            assert (first.rule, first.closes) == (CONSENT, None)

    def test_a_contract_takes_it_also_beside_the_wording_of_a_team(self) -> None:
        """Another first wording on the table does not make it easier."""
        rota = draft().revise(by="bo", kind="team", parties={"anna": "member", "bo": "member"}, apart=True, at=AT)
        rota = rota.propose(by="bo", proposal=rota.proposals[0].id, at=AT)
        assert [proposal.rule for proposal in rota.proposals if proposal.rule] == [CONSENSUS]

    @pytest.mark.parametrize("named", RULES.values(), ids=lambda rule: rule.id)
    def test_a_change_takes_what_the_wording_in_force_named(self, named: DecisionRule) -> None:
        """Once a rule is agreed, it is the one that counts."""
        rota = agreed(rule=named).change("rota", "Three", by="anna", at=later(1)).propose(by="anna", at=later(1))
        assert {proposal.rule for proposal in rota.proposals} == {named}

    def test_counts_working_days_of_the_calendar_given(self) -> None:
        """A deadline does not fall on a holiday of the site."""
        rule = DecisionRule(id="slow", open_days=1, working_days=True)
        free = Closed(frozenset({date(2026, 11, 24)}))
        reworded = agreed(rule=rule).change("rota", "Three", by="bo", at=AT)
        closes = reworded.propose(by="bo", calendar=free, at=AT).proposals[0].closes
        assert closes is not None
        assert closes.date() == date(2026, 11, 26)

    def test_cannot_be_done_twice(self) -> None:
        """What is proposed is answered, reworded or withdrawn."""
        with pytest.raises(NotAllowedNow, match="is proposed, so it cannot be proposed") as caught:
            _ = proposed().propose(by="anna", at=later(1))
        assert {"consent", "revise", "withdraw"} <= {*caught.value.allowed}

    def test_needs_a_say_in_the_wording(self) -> None:
        """Whoever proposes what others worded says that they have nothing to add."""
        rota = Agreement.draft("Rota", parties=COORDINATED, clauses=clauses(), by="anna", at=AT)
        with pytest.raises(Inconsistent, match="nothing_to_add=True"):
            _ = rota.propose(by="bo", at=AT)
        assert rota.propose(by="bo", nothing_to_add=True, at=AT).status == "proposed"

    def test_is_for_those_whom_it_concerns(self) -> None:
        """Somebody named in another amendment has no voice on this one."""
        rota = amending().revise(by="bo", parties={**COORDINATED, "cleo": "co_leader"}, apart=True, at=later(2))
        with pytest.raises(NotAllowedFor, match="anna, bo"):
            _ = rota.propose(by="cleo", proposal=rota.proposals[0].id, nothing_to_add=True, at=later(3))


class TestConsent:
    def test_of_everybody_puts_it_in_force(self) -> None:
        """The last voice adopts it, on that day, with its review."""
        rota = agreed()
        assert rota.force is Force.IN_FORCE
        assert rota.in_force is not None
        assert (rota.in_force.since, rota.in_force.basis) == (on(0), Basis.VOICES)
        assert rota.review == date(2027, 2, 23)
        assert happened(rota)[-2:] == ["voice_given", "adopted"]

    def test_is_refused_for_a_wording_that_is_not_on_the_table(self) -> None:
        """Somebody who reads wording 1 while another saves wording 2 never consents to unseen text."""
        seen = proposed()
        now = seen.revise(by="bo", title="Night rota", at=later(1)).propose(by="bo", at=later(1))
        with pytest.raises(Inconsistent, match=f"read {now.wording}, by bo, and answer that one"):
            _ = now.consent(by="anna", wording=seen.wording, at=later(2))
        assert now.consent(by="anna", wording=now.wording, at=later(2)).force is Force.IN_FORCE

    def test_to_what_is_in_force_already_says_so(self) -> None:
        """Two who answer at once: the second is told that it is done."""
        rota = agreed()
        with pytest.raises(NotAllowedNow, match="in force in that wording"):
            _ = rota.consent(by="anna", wording=rota.wording, at=later(1))

    def test_names_the_wording_where_it_was_loaded_on_somebodys_behalf(self) -> None:
        """A voice never takes an unseen wording for granted."""
        unseen = evolve(proposed().settled(), unseen=True)
        with pytest.raises(Inconsistent, match="name the wording that its speaker saw"):
            _ = unseen.consent(by="anna", at=later(1))
        assert unseen.consent(by="anna", wording=unseen.wording, at=later(1)).force is Force.IN_FORCE

    def test_with_a_concern_adopts_and_is_remembered(self) -> None:
        """“Concerns never block, but are kept and shown at review”."""
        rota = proposed().consent(by="anna", concern="August will be hard", at=later(1))
        assert rota.in_force is not None
        assert [(voice.seat, str(voice.argument)) for voice in rota.in_force.concerns] == [
            ("anna", "August will be hard")
        ]

    def test_takes_a_draft_that_was_proposed(self) -> None:
        """A draft is still being worded."""
        with pytest.raises(NotAllowedNow, match="is draft, so it cannot be answered"):
            _ = draft().consent(by="bo", at=AT)

    def test_can_replace_an_objection(self) -> None:
        """The newest voice of a seat is the one it has."""
        rota = proposed().object("Too much", by="anna", at=later(1)).consent(by="anna", at=later(2))
        assert rota.force is Force.IN_FORCE


class TestStandAside:
    def test_neither_carries_nor_stops(self) -> None:
        """It counts as having spoken."""
        talk = team("ann", "bo", "cim").stand_aside("I am new here", by="cim", at=later(1))
        assert talk.status == "proposed"
        assert talk.consent(by="bo", at=later(2)).force is Force.IN_FORCE

    def test_stops_the_first_wording_of_a_contract(self) -> None:
        """Who owes something by it has said yes to it; once it is in force, the rule that it names decides."""
        rota = proposed().stand_aside("I am not sure", by="anna", at=later(1))
        assert rota.status == "proposed"
        assert rota.consent(by="anna", at=later(2)).force is Force.IN_FORCE
        change = changing(CONSENT).stand_aside(by="anna", at=later(1))
        assert happened(change)[-1] == "adopted"

    def test_of_everybody_lets_a_first_wording_fall(self) -> None:
        """What nobody carries is set aside, and can be taken up again."""
        talk = team("ann", "bo").stand_aside(by="ann", at=later(1)).stand_aside(by="bo", at=later(2))
        assert happened(talk)[-1] == "rejected"
        assert talk.status == "set_aside"
        assert refold(talk) == talk.settled()


class TestObject:
    def test_blocks_as_long_as_it_stands(self) -> None:
        """One argument is enough, and it is kept with its author."""
        talk = team("ann", "bo", "cim").object("It leaves out the night shift", by="cim", at=later(1))
        talk = talk.consent(by="bo", at=later(2))
        assert talk.status == "proposed"
        (objection,) = talk.proposals[0].objections
        assert objection.argument is not None
        assert objection.argument.owner == "cim"

    @pytest.mark.parametrize("argument", ["", " ", "\0"])
    def test_takes_an_argument(self, argument: str) -> None:
        """“Only qualified objections block”."""
        with pytest.raises(Inconsistent, match=r"^argument: "):
            _ = proposed().object(argument, by="anna", at=later(1))


class TestWithdrawObjection:
    def test_leaves_the_seat_to_answer_anew(self) -> None:
        """Letting go is not yet saying yes."""
        rota = proposed().object("Too much", by="anna", at=later(1)).withdraw_objection(by="anna", at=later(2))
        assert rota.status == "proposed"
        assert rota.proposals[0].silent == ("anna",)

    def test_is_for_whoever_objected(self) -> None:
        """Nobody takes somebody else's objection away."""
        rota = proposed().object("Too much", by="anna", at=later(1))
        with pytest.raises(NotAllowedFor, match="who could: anna"):
            _ = rota.withdraw_objection(by="bo", at=later(2))
        with pytest.raises(NotAllowedFor, match="nobody, as no objection stands"):
            _ = proposed().withdraw_objection(by="anna", at=later(2))

    def test_may_let_the_others_decide(self) -> None:
        """Where the rest is enough, it is adopted at once."""
        rule = evolve(MAJORITY, id="one_no_stops", blocks=frozenset({Stance.OBJECT}), share=(1, 3), open_days=3)
        talk = team_changing("ann", "bo", "cim", rule=rule).object("No", by="cim", at=AT).consent(by="bo", at=AT)
        talk = talk.withdraw_objection(by="cim", at=later(1))
        assert talk.proposals[0].status is Wording.PROPOSED
        assert happened(talk.settle(at=later(9)))[-1] == "adopted"


class TestEveryVoice:
    @VERBS
    def test_is_of_somebody_with_a_seat(self, answer: Callable[..., Agreement]) -> None:
        """The sentence names who could answer."""
        with pytest.raises(NotAllowedFor, match="anna, bo"):
            _ = answer(proposed(), by="eve", at=later(1))

    @VERBS
    def test_comes_before_the_time_is_up(self, answer: Callable[..., Agreement]) -> None:
        """A round that is closed awaits its settling."""
        closed = changing(MAJORITY)
        with pytest.raises(NotAllowedNow, match=r"closed since 2026-12-08.*allowed now: settle"):
            _ = answer(closed, by="anna", at=later(15))

    @VERBS
    def test_needs_a_proposal(self, answer: Callable[..., Agreement]) -> None:
        """Without one, the sentence says what to begin with."""
        with pytest.raises(NotAllowedNow, match="allowed now: revise"):
            _ = answer(agreed(), by="anna", at=later(1))


class TestSettle:
    def test_adopts_by_silence_only_where_the_rule_says_so(self) -> None:
        """Silence is consent after a time limit that was set beforehand, and only then."""
        assert changing(LAZY).settle(at=later(3)).proposals[0].status is Wording.PROPOSED
        settled = changing(LAZY).settle(at=later(5))
        assert happened(settled)[-1] == "adopted"
        assert settled.unrecorded[-1].stamp.by is None
        assert changing(CONSENT).settle(at=later(3_000)).proposals[0].status is Wording.PROPOSED

    @pytest.mark.parametrize("named", [LAZY, MAJORITY, ADVICE], ids=lambda rule: rule.id)
    def test_never_adopts_a_first_wording(self, named: DecisionRule) -> None:
        """Nobody is bound by silence that they have not agreed to."""
        rota = proposed(rule=named)
        assert rota.settle(at=later(3_000)) is rota

    def test_late_binds_since_the_day_on_which_the_round_closed(self) -> None:
        """What time decided does not wait for somebody to note it."""
        settled = changing(LAZY).settle(at=later(30))
        assert settled.in_force is not None
        assert (settled.in_force.since, settled.unrecorded[-1].stamp.at) == (on(4), later(30))
        ending = team_in_force("ann", "bo", rule=MAJORITY).end_together(by="ann", at=AT)
        assert ending.settle(at=later(60)).ended_on == on(15)
        early = changing(MAJORITY).consent(by="anna", at=later(2))
        assert early.in_force is not None
        assert early.in_force.since == on(2)

    def test_lets_fall_what_found_too_little(self) -> None:
        """A round whose time is up does not stay open; the rule says why."""
        talk = team_changing("ann", "bo", "cim", rule=evolve(MAJORITY, quorum=(2, 3))).settle(at=later(20))
        assert happened(talk)[-1] == "rejected"
        assert (talk.status, talk.proposals) == ("in_force", ())
        assert refold(talk) == talk.settled()

    def test_a_closed_round_is_neither_reworded_nor_withdrawn(self) -> None:
        """What time has decided is not undone by who was late to note it."""
        closed = changing(LAZY)
        with pytest.raises(NotAllowedNow, match="allowed now: settle"):
            _ = closed.revise(by="anna", title="No", at=later(5))
        with pytest.raises(NotAllowedNow, match="allowed now: settle"):
            _ = closed.withdraw(by="bo", at=later(5))

    def test_settles_each_of_several(self) -> None:
        """What the first overtakes is not settled again."""
        rota = agreed(rule=LAZY).change("rota", "Three", by="anna", at=later(1))
        rota = rota.revise(by="bo", title="Night", apart=True, at=later(1))
        for proposal in rota.proposals:
            author = str(proposal.author)
            rota = rota.propose(by=author, proposal=proposal.id, at=later(1))
        settled = rota.settle(at=later(9))
        assert happened(settled)[-2:] == ["adopted", "overtaken"]
        assert str(settled.title) == "Evening rota"

    def test_changes_nothing_where_nothing_is_up(self) -> None:
        """Settling twice is harmless."""
        rota = agreed()
        assert rota.settle(at=later(1)) is rota

    def test_the_proposer_decides_by_advice_once_the_time_is_up(self) -> None:
        """The advice process ends with the proposer's word."""
        rota = changing(ADVICE)
        assert rota.settle(at=later(6)) is rota
        assert happened(rota.settle(at=later(9)))[-1] == "adopted"
        heard = rota.object("I would wait", by="anna", at=later(1))
        assert happened(heard)[-1] == "adopted"

    def test_nothing_is_settled_after_the_end(self) -> None:
        """An open round does not bring an agreement back that ended by notice."""
        rota = agreed(rule=LAZY).change("rota", "Three", by="anna", at=later(1)).propose(by="anna", at=later(1))
        rota = rota.give_notice(by="bo", at=later(2))
        over = rota.settle(at=later(20))
        assert (happened(over)[-1], over.ended_on, over.proposals) == ("ended", rota.keeping.last_day, ())
        assert rota.proposals[0].status is Wording.PROPOSED
