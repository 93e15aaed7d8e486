from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

import coleadership as co
from coleadership.agreements.clauses import Mandate
from coleadership.deciding.decisions import Decision
from coleadership.deciding.methods import CONSULT, METHODS
from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.consent import CONSENT, QUORUM, Stance
from coleadership.heart.kinds import Part
from tests.builders import AT, agreed, later, on
from tests.deciding import ALL, ALONE, CO_LEADERS, TWO, asked, decide, decided, opened, refused, walls


def voice(decision: Decision, **voices: str) -> Decision:
    """These voices one after another: yes, no, or aside."""
    for person, said in voices.items():
        match said:
            case "yes":
                decision = decision.consent(by=person, nothing_to_add=True, at=AT)
            case "no":
                decision = decision.object("It costs us the evening", by=person, at=AT)
            case _:
                decision = decision.stand_aside(by=person, at=AT)
    return decision


class TestDraft:
    def test_can_be_no_more_than_a_question(self) -> None:
        """“May be missing while only the question is open”; what is missing is said with the path of its field."""
        question = Decision.draft("Who may swap?", parties=TWO, method="joint", by="anna", at=AT)
        assert walls(question) == ["outcome", "responsible"]
        thoughts = [lack.path for lack in question.readiness() if not lack.blocks]
        assert thoughts == ["reasons", "mandate", "level"]
        refused(
            question, lambda d: d.propose(by="anna", at=AT), "outcome: only the question is there.*responsible: say"
        )

    def test_names_its_method_before_all_else(self) -> None:
        """“Method (chosen before)”, by its name or as a rule of one's own."""
        assert opened("quorum").decided.rule == opened(QUORUM).content.method == QUORUM

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"method": "vote"}, "method: 'vote' is no method"),
            ({"level": 8}, "level: 8 is no level of delegation"),
            ({"level": "7"}, "level: '7' is no level"),
            ({"mandate": "person_bo"}, "mandate: 'person_bo' is none of agreement, role"),
            ({"mandate": 7}, "mandate: 7 is no id"),
            ({"supersedes": ["goal_1"]}, "supersedes: 'goal_1' is no decision"),
            ({"supersedes": "decision_1"}, "supersedes: 'decision_1' is no list"),
            ({"responsible": "anna"}, "responsible: 'anna' is no list"),
            ({"outcome": ""}, "outcome: is empty"),
            ({"area": "a\nb"}, "area: contains the control character"),
            ({"valid_from": "soon"}, "valid_from: "),
            ({"result": "x"}, "result: there is no such field here"),
        ],
    )
    def test_refuses_what_cannot_be(self, wrong: dict[str, Any], says: str) -> None:
        """A sentence with the path of the field, and nothing has begun."""
        with pytest.raises(Inconsistent, match=says):
            _ = opened(**wrong)

    def test_can_be_asked_otherwise(self) -> None:
        """What says the same stays whose it was; other words are whose they are."""
        other = opened().revise(question="Who may swap, and when?", outcome="Anybody, a week ahead", by="bo", at=AT)
        assert (str(other.title), other.title.owner) == ("Who may swap, and when?", "bo")
        assert other.content.outcome is not None
        assert other.content.outcome.owner == "anna"

    def test_is_by_somebody_who_has_a_voice_in_it(self) -> None:
        """Others volunteer."""
        with pytest.raises(NotAllowedFor, match="eve cannot draft this"):
            _ = Decision.draft("Who?", parties=TWO, method="joint", by="eve", at=AT)

    def test_takes_somebody_who_answers_for_it(self) -> None:
        """“Each decision has ≥1 named responsible”, and they have a voice in it."""
        refused(opened(responsible=[]), lambda d: d.propose(by="anna", at=AT), "^responsible: say who answers for it")
        eve = opened(responsible=["eve"])
        refused(eve, lambda d: d.propose(by="anna", at=AT), "eve is to answer for it and has no voice")

    def test_takes_those_who_decide_by_its_method(self) -> None:
        """A decision that nobody could take is none, and nobody agrees with themselves."""
        assert walls(opened("command", ALONE)) == ["method"]
        assert walls(opened("delegated", {"bo": Part.COORDINATOR})) == ["method"]
        assert walls(opened("joint", CO_LEADERS)) == ["parties"]
        for method in ("consent", "consensus", "majority", "quorum"):
            assert walls(opened(method, ALONE)) == ["parties"]

    def test_fits_the_level_of_its_mandate(self) -> None:
        """“A method that does not fit … naming what would fit”."""
        wrong = opened("command", ALL, responsible=["bo"], level=7)
        (lack,) = [lack for lack in wrong.readiness() if lack.blocks]
        assert lack.message.startswith(
            "command does not fit level 7 (delegate), on which the co-leaders decide: choose"
        )
        refused(wrong, lambda d: d.propose(by="bo", nothing_to_add=True, at=AT), "method: command does not fit level 7")
        assert walls(opened("command", ALL, responsible=["bo"], level=1)) == []

    def test_is_looked_at_again_within_three_months_unless_said(self) -> None:
        """No wall, as not every decision has to be."""
        assert opened().content.review == date(2027, 2, 23)
        assert "review" in [lack.path for lack in opened(review=None).readiness() if not lack.blocks]
        early = opened(valid_from=on(40), review=on(20))
        assert [lack.message for lack in early.readiness() if lack.path == "review"] == [
            f"you look at it together before it holds; choose a day from {on(40)}"
        ]

    def test_a_vote_says_how_many_take_part(self) -> None:
        """“In vote state quorum”."""
        told = {method: [lack.path for lack in opened(method, CO_LEADERS).readiness()] for method in METHODS}
        assert {method for method, paths in told.items() if "method" in paths} == {
            "command", "consult", "majority", "qualified_majority",
        }  # fmt: skip
        assert "method" not in [lack.path for lack in opened("quorum", CO_LEADERS).readiness()]


class TestCommand:
    def test_is_decided_by_the_coordinator_alone(self) -> None:
        """The others are told, and may speak."""
        alone = opened("command", {"bo": Part.COORDINATOR}, level=1)
        assert alone.propose(by="bo", at=AT).status == "in_force"
        told = opened("command", ALL, responsible=["bo"])
        assert told.propose(by="anna", at=AT).status == "proposed"
        assert told.propose(by="bo", nothing_to_add=True, at=AT).status == "in_force"

    def test_is_stopped_by_nobody_else(self) -> None:
        """What the others say is kept and shown."""
        said = voice(opened("command", ALL, responsible=["bo"]).propose(by="anna", at=AT), cim="no")
        done = voice(said, bo="yes")
        assert done.status == "in_force"
        assert done.in_force is not None
        assert [one.seat for one in done.in_force.voices if one.stance is Stance.OBJECT] == ["cim"]

    def test_makes_nobody_answer_who_did_not_say_yes(self) -> None:
        """A coordinator decides, and does not make others answer for that."""
        put = opened("command", ALL, responsible=["anna"]).propose(by="bo", nothing_to_add=True, at=AT)
        assert put.status == "proposed"
        assert put.object("Not I", by="anna", at=AT).status == "proposed"
        assert put.consent(by="anna", at=AT).status == "in_force"


class TestConsult:
    def test_hears_everybody_first(self) -> None:
        """The coordinator decides, once everybody has been heard or a week has passed."""
        put = opened("consult", ALL, responsible=["bo"], level=3).propose(by="bo", nothing_to_add=True, at=AT)
        assert voice(put, anna="no").status == "proposed"
        assert voice(put, anna="no", cim="aside").status == "in_force"
        assert put.settle(at=later(7)).status == "proposed"
        assert put.settle(at=later(8)).status == "in_force"

    def test_takes_somebody_to_be_heard(self) -> None:
        """Who consults nobody commands."""
        alone = opened("consult", {"bo": Part.COORDINATOR})
        assert walls(alone) == ["advice"]
        assert walls(alone.revise(no_affected="Nobody else works that night", by="bo", at=AT)) == []
        put = alone.ask_advice(affected=["anna"], by="bo", at=AT).propose(by="bo", at=AT)
        assert (put.status, put.counsel.awaited) == ("proposed", ("anna",))
        assert put.advise("Rather not", by="anna", at=later(1)).status == "in_force"


class TestTogether:
    def test_by_consent_one_objection_stops_it(self) -> None:
        """“No qualified objection”; a concern stops nothing."""
        put = opened("consent", CO_LEADERS, level=7).propose(by="anna", at=AT)
        stopped = voice(put, cim="yes", dan="no")
        assert (stopped.status, stopped.settle(at=later(400)).status) == ("proposed", "proposed")
        freed = stopped.withdraw_objection(by="dan", at=AT)
        assert freed.consent(by="dan", concern="Christmas", nothing_to_add=True, at=AT).status == "in_force"

    def test_by_consensus_all_agree(self) -> None:
        """“All agree”: to stand aside is not to agree."""
        put = opened("consensus", CO_LEADERS, level=7).propose(by="anna", at=AT)
        assert voice(put, cim="yes", dan="aside").status == "proposed"
        assert voice(put, cim="yes", dan="yes").status == "in_force"

    def test_by_majority_more_than_half_of_those_who_take_sides(self) -> None:
        """A tie is no."""
        put = opened("majority", CO_LEADERS).propose(by="anna", at=AT)
        assert voice(put, dan="no").status == "proposed"
        assert voice(put, cim="yes").status == "in_force"
        assert voice(put, cim="no", dan="aside").status == "set_aside"

    def test_by_quorum_enough_take_part(self) -> None:
        """Two of four are half; one alone decides nothing, whatever time passes."""
        put = opened("quorum", {**CO_LEADERS, "eve": Part.CO_LEADER}).propose(by="anna", at=AT)
        assert put.settle(at=later(15)).status == "set_aside"
        assert voice(put, cim="aside").settle(at=later(15)).status == "in_force"
        assert voice(put, cim="no").settle(at=later(15)).status == "set_aside"

    def test_a_vote_cannot_make_somebody_answer_for_it(self) -> None:
        """Whoever is named says yes, or it falls with the time."""
        put = opened("majority", CO_LEADERS, responsible=["dan"]).propose(by="anna", at=AT)
        carried = voice(put, dan="no", cim="yes")
        assert (carried.status, carried.settle(at=later(15)).status) == ("proposed", "set_aside")

    def test_jointly_both_sides_agree(self) -> None:
        """“Joint (medledare + samordnare)”."""
        put = opened("joint", TWO, level=4).propose(by="anna", at=AT)
        assert put.status == "proposed"
        assert voice(put, bo="aside").status == "proposed"
        assert voice(put, bo="yes").status == "in_force"

    def test_delegated_the_co_leaders_decide(self) -> None:
        """Who coordinates is told, may speak, and stops nothing."""
        put = opened("delegated", ALL, level=7).propose(by="anna", at=AT)
        said = voice(put, bo="no")
        assert said.status == "proposed"
        assert voice(said, cim="yes").status == "in_force"

    def test_can_be_done_in_one_room(self) -> None:
        """One request; who was away is waited for where it takes their answer."""
        said = {"method": "consent", "outcome": "Yes", "responsible": ["cim"]}
        met = Decision.in_meeting("Sundays?", parties=CO_LEADERS, present=[*CO_LEADERS], by="anna", at=AT, **said)  # type: ignore[arg-type]
        assert (met.status, met.how_it_came_about().together) == ("in_force", ("anna", "cim", "dan"))
        away = Decision.in_meeting("Sundays?", parties=CO_LEADERS, present=["anna"], by="anna", at=AT, **said)  # type: ignore[arg-type]
        assert away.proposals[0].silent == ("cim", "dan")

    def test_in_one_room_is_open_for_as_long_as_its_method_says(self) -> None:
        """Whoever was away has as long to answer as anywhere else."""
        met = Decision.in_meeting("Sundays?", parties=ALL, method="consult", outcome="Yes", responsible=["bo"],
                                  present=["bo", "anna"], by="anna", at=AT)  # fmt: skip
        assert (met.status, met.settle(at=later(8)).status) == ("proposed", "in_force")
        assert voice(met, cim="no").status == "in_force"

    def test_by_a_rule_of_ones_own(self) -> None:
        """What an organisation writes for itself works whole, too."""
        own = co.DecisionRule(id="acme.lazy", open_days=2, silence=co.Silence.CONSENT)
        assert opened(own, CO_LEADERS).propose(by="anna", at=AT).settle(at=later(3)).status == "in_force"


class TestMethod:
    def test_can_change_while_nobody_has_spoken(self) -> None:
        """Before anybody speaks it is a draft like the rest."""
        changed = opened("consent", CO_LEADERS).revise(method="consensus", by="cim", at=AT)
        assert changed.propose(by="anna", at=AT).proposals[0].rule == METHODS["consensus"]

    def test_stays_once_somebody_has_spoken(self) -> None:
        """“Chosen before”: neither an objection nor advice is answered with another method."""
        spoken = voice(opened("consent", CO_LEADERS).propose(by="anna", at=AT), dan="no")
        says = "anna has spoken under consent, so it stays the method"
        refused(spoken, lambda d: d.revise(method="majority", by="anna", at=AT), says)
        refused(spoken.withdraw(by="anna", at=AT), lambda d: d.revise(method="majority", by="anna", at=AT), says)
        reworded = spoken.revise(outcome="Two days", by="anna", at=AT)
        refused(reworded, lambda d: d.revise(method="majority", by="anna", at=AT), says)
        advised = opened("consent", CO_LEADERS).advise("No", by="eve", at=AT)
        refused(advised, lambda d: d.revise(method="majority", by="anna", at=AT), "eve has spoken under consent")
        done = decide(opened("consent", CO_LEADERS), "anna", "cim", "dan")
        refused(done, lambda d: d.revise(method="majority", by="anna", at=AT), says)
        assert done.revise(outcome="Two days", method="consent", by="anna", at=AT).proposals[0].content.rule == CONSENT

    def test_is_one_for_all_wordings_on_the_table(self) -> None:
        """Two answers to one question are decided alike."""
        one = opened("consent", CO_LEADERS)
        says = "^method: all wordings on the table are decided by one method"
        refused(one, lambda d: d.revise(method="majority", outcome="No", apart=True, by="cim", at=AT), says)
        two = one.revise(outcome="No", apart=True, by="cim", at=AT)
        refused(two, lambda d: d.revise(method="majority", proposal=d.proposals[0].id, by="cim", at=AT), says)

    def test_is_not_helped_by_fewer_voices(self) -> None:
        """Who has spoken keeps their voice, unless they leave by themselves."""
        objected = voice(opened("consent", CO_LEADERS).propose(by="anna", at=AT), dan="no")
        fewer = {"anna": Part.CO_LEADER, "cim": Part.CO_LEADER}
        says = "^parties: dan has spoken and keeps their voice"
        refused(objected, lambda d: d.revise(parties=fewer, by="anna", at=AT), says)
        gone = objected.leave(by="dan", at=AT)
        assert gone.revise(parties=fewer, outcome="No", by="anna", at=AT).status == "draft"
        silent = opened("consent", CO_LEADERS).revise(parties=fewer, by="anna", at=AT)
        assert [seat.person for seat in silent.table] == ["anna", "cim"]

    def test_decides_on_changes_as_well(self) -> None:
        """What was decided holds until the same people have decided otherwise; a new one says yes first."""
        done = decide(opened("majority", CO_LEADERS), "anna", "cim")
        other = done.revise(outcome="Two days", parties={**CO_LEADERS, "eve": Part.CO_LEADER}, by="dan", at=AT)
        put = voice(other.propose(by="dan", at=AT), anna="yes", cim="yes")
        assert str(put.decided.outcome) == "Anybody, a week ahead"
        assert str(put.consent(by="eve", nothing_to_add=True, at=AT).decided.outcome) == "Two days"

    def test_hands_over_who_answers_for_it_with_their_yes(self) -> None:
        """Others may decide that, but not over the head of who is named."""
        done = decide(opened("majority", CO_LEADERS), "anna", "cim")
        put = done.revise(responsible=["dan"], by="anna", at=AT).propose(by="anna", at=AT)
        carried = voice(put, cim="yes")
        assert carried.decided.responsible == ("anna",)
        assert voice(carried, dan="yes").decided.responsible == ("dan",)


class TestMandates:
    """“Decider has mandate at that time”."""

    def test_refuse_who_has_none(self) -> None:
        """In one sentence, and nothing has changed."""
        text = asked(level=6, mandate="agreement_1")
        low, high = Mandate("Swaps", by="anna", level=5), Mandate("Swaps", by="anna", level=7)
        says = "^mandate: anna has no mandate to decide this on level 6 .there is: anna on 5"
        refused(text, lambda d: d.propose(by="anna", mandates=[low], at=AT), says)
        assert walls(text, mandates=[low]) == ["mandate"]
        assert walls(text, mandates=[high]) == []
        assert text.propose(by="anna", mandates=[high], at=AT).status == "proposed"

    def test_come_from_the_agreement_that_binds_on_the_day(self) -> None:
        """Once it rests, so does the mandate."""
        clauses = [co.Commitment("I keep the rota", by="anna"), Mandate("Swaps", by="anna", level=7)]
        rota = agreed(clauses=clauses)
        text = asked(level=7, mandate=rota.id)
        assert text.propose(by="anna", mandates=rota.mandates(on(0)), at=AT).status == "proposed"
        rests = rota.pause("Illness", by="anna", at=AT)
        refused(text, lambda d: d.propose(by="anna", mandates=rests.mandates(on(0)), at=AT), "there is: none")

    def test_are_asked_for_in_a_meeting_as_well(self) -> None:
        """Whoever takes it down names them."""
        said = {"method": "delegated", "outcome": "Yes", "responsible": ["anna"], "level": 7}
        with pytest.raises(Inconsistent, match="anna has no mandate"):
            _ = Decision.in_meeting("Who?", parties=ALONE, present=["anna"], by="anna", mandates=[], at=AT, **said)  # type: ignore[arg-type]
        with pytest.raises(Inconsistent, match=r"^level: say on which level"):
            _ = Decision.in_meeting(
                "Who?", parties=ALONE, method="delegated", outcome="Yes", responsible=["anna"], present=["anna"],
                by="anna", mandates=[], at=AT,
            )  # fmt: skip


class TestLeave:
    def test_leaves_somebody_who_answers_for_it(self) -> None:
        """Who is the last to do so does not just go."""
        refused(decided(), lambda d: d.leave(by="anna", at=AT), "once anna has left, nobody answers for it")
        two = decide(opened(parties=ALL, responsible=["anna", "cim"]), "anna", "cim", "bo")
        gone = two.leave(by="anna", at=AT)
        assert (gone.responsible, gone.decided.responsible) == (("cim",), ("anna", "cim"))
        refused(gone, lambda d: d.leave(by="cim", at=AT), "once cim has left, nobody answers for it")
        assert decided().leave(by="bo", at=AT).status == "in_force"

    def test_leaves_somebody_who_decides_on_it(self) -> None:
        """Or it could never be changed or ended again."""
        ruled = decide(opened("command", ALL), "anna", "bo")
        assert ruled.status == "in_force"
        refused(ruled, lambda d: d.leave(by="bo", at=AT), "once bo has left, nobody decides on it any longer")
        assert ruled.leave(by="cim", at=AT).status == "in_force"
        assert opened("command", {**ALONE, "cim": Part.CO_LEADER}).leave(by="cim", at=AT).status == "draft"


class TestLive:
    def test_holds_from_the_day_that_was_said(self) -> None:
        """Not before it is decided, whatever day was said."""
        later_on = decided(valid_from=on(30))
        assert [later_on.is_valid(on(day)) for day in (0, 29, 30)] == [False, False, True]
        assert [decided(valid_from=on(-30)).is_valid(on(day)) for day in (-1, 0)] == [False, True]
        assert not opened().is_valid(on(0))
        assert not decided().pause("Summer", by="anna", at=AT).is_valid(on(0))

    def test_is_reviewed_like_everything_co_led(self) -> None:
        """The day falls due, and is kept to another."""
        one = decided(review=on(20))
        assert (one.next_due, one.review_is_overdue(on(21))) == (on(20), True)
        kept = one.hold_review("keep", until=on(90), present=["anna", "bo"], by="bo", at=later(20))
        assert kept.next_due == on(90)

    def test_its_review_is_seen_to_by_who_answers_for_it(self) -> None:
        """Who has a voice takes part; who answers for it has it on their list."""
        journal = co.open_journal("memory:")
        _ = journal.save(decided(review=on(20)))
        assert [owed.owed for owed in journal.obligations("anna", later(20))] == [co.Owed.REVIEW]
        assert journal.obligations("bo", later(20)) == ()

    def test_is_found_by_all_that_it_is_linked_with(self) -> None:
        """Who has a voice, who answers, who was asked, by which mandate."""
        text = decided(mandate="role_rota", supersedes=["decision_1"])
        text = text.ask_advice(affected=["cleo"], experts=["dan"], by="anna", at=AT).volunteer(by="eve", at=AT)
        gone = text.give_way(decided(supersedes=[text.id]), by="anna", at=AT)
        links = {*gone.links()}
        assert links - {("superseded_by", str(gone.superseded_by))} == {
            ("party", "anna"), ("party", "bo"), ("author", "anna"), ("responsible", "anna"), ("mandate", "role_rota"),
            ("affected", "cleo"), ("expert", "dan"), ("volunteer", "eve"), ("supersedes", "decision_1"),
        }  # fmt: skip
        assert {relation for relation, _ in links} == Decision.RELATIONS

    def test_comes_back_from_a_journal(self) -> None:
        """With all counsel, and found by who answers for it."""
        journal = co.open_journal("memory:")
        saved = journal.save(asked(mandate=None).advise("Two days", by="cleo", at=AT))
        assert journal.load(saved.id) == saved
        put = journal.change(saved.id, lambda d: d.propose(by="anna", wording=saved.wording, at=AT))
        assert list(journal.find(Decision, responsible="anna", affected="cleo", status="proposed")) == [put]
        done = journal.change(saved.id, lambda d: d.advise("Tell payroll", by="dan", at=AT))
        assert (done.status, journal.rebuild(), journal.load(saved.id)) == ("in_force", 1, done)

    def test_asks_for_the_wording_that_was_seen(self) -> None:
        """On somebody's behalf, no wording is taken for granted."""
        journal = co.open_journal("memory:")
        saved = journal.save(opened())
        with pytest.raises(Inconsistent, match="name the wording that its speaker saw"):
            _ = journal.change(saved.id, lambda d: d.propose(by="anna", at=AT))

    def test_says_that_erased_words_are_to_be_said_anew(self) -> None:
        """A question that nobody can read any more is decided by nobody."""
        one = opened()
        bare = attrs.evolve(one.content, title=attrs.evolve(one.content.title, text=None))
        assert [lack.path for lack in bare.findings() if lack.blocks] == ["title"]

    def test_a_round_of_consulting_closes_after_a_week(self) -> None:
        """Who was asked has as long to answer as the round stays open."""
        assert CONSULT.open_days == 7
        put = opened("consult", ALL, responsible=["bo"]).propose(by="bo", nothing_to_add=True, at=AT)
        assert put.proposals[0].closes is not None
        assert put.proposals[0].closes - AT < timedelta(days=8)
        assert put.next_due == on(8)

    def test_cannot_be_answered_once_it_has_closed(self) -> None:
        """Time has decided; `settle` records it."""
        put = opened("majority", CO_LEADERS).propose(by="anna", at=AT)
        with pytest.raises(NotAllowedNow, match="closed since"):
            _ = put.consent(by="cim", nothing_to_add=True, at=later(20))
