from __future__ import annotations

import attrs
import pytest

import coleadership as co
from coleadership.deciding.counsel import MOST_INVOLVED, AdviceUse, Involved
from coleadership.deciding.decisions import Decision
from coleadership.errors import NotAllowedFor
from coleadership.heart.kinds import Part
from tests.builders import AT, later, on
from tests.deciding import ALL, asked, by_advice, decided, opened, refused, walls, what


class TestAdviceProcess:
    """“Anyone may decide after seeking advice from those affected and those with expertise”."""

    def test_takes_one_who_is_affected_and_one_who_knows(self) -> None:
        """“Invalid without ≥1 affected and ≥1 expert asked”."""
        alone = by_advice()
        assert walls(alone) == ["advice", "advice"]
        refused(alone, lambda d: d.propose(by="anna", at=AT), "^advice: ask somebody whom it affects")
        half = alone.ask_advice(affected=["cleo"], by="anna", at=AT)
        refused(half, lambda d: d.propose(by="anna", at=AT), "^advice: ask somebody who knows about it")
        assert walls(asked()) == []

    def test_may_say_why_there_is_nobody(self) -> None:
        """“If such exist”."""
        assert walls(by_advice(no_affected="Only I work then")) == ["advice"]
        nobody = by_advice(no_affected="Only I work then", no_expert="Nobody knows this machine")
        assert nobody.propose(by="anna", at=AT).status == "in_force"

    def test_asks_others_than_who_decides(self) -> None:
        """Nobody advises themselves."""
        refused(
            by_advice(), lambda d: d.ask_advice(affected=["anna"], by="anna", at=AT), "name somebody other than anna"
        )
        two = opened("advice", {"anna": Part.CO_LEADER, "cim": Part.CO_LEADER}, responsible=["anna", "cim"])
        assert walls(two.ask_advice(affected=["cim"], experts=["dan"], by="anna", at=AT)) == ["advice"]

    def test_waits_for_those_who_were_asked(self) -> None:
        """To ask and decide in the same breath is not to ask; nor does silence stop anybody for longer than a week."""
        put = asked().propose(by="anna", at=AT)
        assert put.status == "proposed"
        one = put.advise("Two days are enough", by="cleo", at=later(1))
        assert one.status == "proposed"
        both = one.advise("Tell payroll", by="dan", at=later(2))
        assert (both.status, both.unrecorded[-1].stamp.by) == ("in_force", None)
        assert put.settle(at=later(7)).status == "proposed"
        assert put.settle(at=later(8)).status == "in_force"
        assert one.advise("Late", by="dan", at=later(9)).status == "in_force"

    def test_is_decided_at_once_where_all_have_answered(self) -> None:
        """Advice can come while only the question is there."""
        heard = asked(outcome=None).advise("Two days", by="cleo", at=AT).advise("Tell payroll", by="dan", at=AT)
        assert heard.revise(outcome="Two days ahead", by="anna", at=AT).propose(by="anna", at=AT).status == "in_force"

    def test_need_not_follow_it(self) -> None:
        """“Advice need not be followed; the decider owns it”."""
        heard = asked().advise("No", by="cleo", at=AT).advise("No", by="dan", at=AT)
        done = heard.weigh("cleo", "not_followed", "We try it until May", by="anna", at=AT).propose(by="anna", at=AT)
        assert done.status == "in_force"
        told = [(one.person, one.use) for one in done.counsel.given]
        assert told == [("cleo", AdviceUse.NOT_FOLLOWED), ("dan", None)]

    def test_is_decided_by_who_answers_for_it(self) -> None:
        """Nobody else puts it, changes it or ends it: whoever did would decide."""
        parties = {"anna": Part.CO_LEADER, "cim": Part.CO_LEADER}
        open_one = opened("advice", parties).ask_advice(affected=["cleo"], experts=["dan"], by="anna", at=AT)
        refused(open_one, lambda d: d.propose(by="cim", at=AT), "cim cannot decide this here .who could: anna")
        done = open_one.propose(by="anna", at=AT).settle(at=later(8))
        refused(done, lambda d: d.end_together(by="cim", at=later(9)), "cim cannot decide this")
        changed = done.revise(outcome="Nobody", by="cim", at=later(9))
        refused(changed, lambda d: d.propose(by="cim", at=later(9)), "cim cannot decide this")
        put = done.end_together(by="anna", at=later(9))
        assert (put.status, put.settle(at=later(17)).status) == ("in_force", "ended")
        with pytest.raises(NotAllowedFor, match="cim cannot decide this"):
            _ = Decision.in_meeting("Who?", parties=parties, method="advice", responsible=["anna"], outcome="x",
                                    present=[*parties], by="cim", at=AT)  # fmt: skip

    def test_can_be_decided_against(self) -> None:
        """Who asked and thought again says no to their own."""
        put = asked().propose(by="anna", at=AT)
        assert put.object("They convinced me", by="anna", at=later(1)).status == "set_aside"


class TestCounsel:
    def test_is_taken_by_those_who_have_a_voice(self) -> None:
        """They ask others; of each it is known why they were asked, by whom and what."""
        one = asked().counsel.advice[0]
        assert (one.person, one.involved, one.asked_by, one.asked_on) == ("cleo", (Involved.AFFECTED,), "anna", on(0))
        refused(
            by_advice(), lambda d: d.ask_advice(affected=["dan"], by="eve", at=AT), "eve cannot have it put to others"
        )
        refused(by_advice(), lambda d: d.ask_advice(by="anna", at=AT), "name somebody other than anna")
        refused(by_advice(), lambda d: d.ask_advice(affected="cleo", by="anna", at=AT), "'cleo' is no list")

    def test_may_ask_somebody_as_both(self) -> None:
        """Who lives with it often knows most about it."""
        both = by_advice().ask_advice(affected=["cleo"], experts=["cleo"], question="Would it work?", by="anna", at=AT)
        (one,) = both.counsel.advice
        assert (one.involved, str(one.question)) == ((Involved.AFFECTED, Involved.EXPERT), "Would it work?")
        assert walls(both) == []

    def test_is_open_to_anybody(self) -> None:
        """“Anybody may volunteer”: advice that was not asked for is advice."""
        volunteer = by_advice().volunteer(by="eve", reason="I make the other rota", at=AT)
        assert volunteer.counsel.awaited == ()
        assert what(volunteer.advise("Ask the others", by="eve", at=AT))[-1] == "advice_given"
        straight = by_advice().advise("Ask the others", by="eve", at=AT)
        assert what(straight)[-2:] == ["volunteered", "advice_given"]
        assert ("volunteer", "eve") in {*straight.links()}
        refused(volunteer, lambda d: d.volunteer(by="eve", at=AT), "eve has volunteered already")

    def test_does_not_count_volunteers_as_asked(self) -> None:
        """Who decides has to ask; that others came by themselves is not that."""
        assert walls(by_advice().advise("No", by="eve", at=AT).advise("No", by="dan", at=AT)) == ["advice", "advice"]

    def test_takes_newer_advice_in_the_place_of_older(self) -> None:
        """What became of the older says nothing of the newer; all of it is in the history."""
        weighed = asked().advise("No", by="cleo", at=AT).weigh("cleo", "followed", by="anna", at=AT)
        again = weighed.advise("Yes, if payroll agrees", by="cleo", at=later(1))
        one = again.counsel.of("cleo")
        assert one is not None
        assert (str(one.words), one.use, one.is_awaited) == ("Yes, if payroll agrees", None, False)
        anew = again.ask_advice(affected=["cleo"], question="And on Sundays?", by="anna", at=later(2))
        assert anew.counsel.awaited == ("cleo", "dan")

    def test_says_what_became_of_each(self) -> None:
        """“Advice {from, text, how used}”; where it is not followed, why."""
        heard = asked().advise("Two days", by="cleo", at=AT)
        assert [lack.message for lack in heard.readiness() if lack.path == "advice"] == [
            "nothing says what became of the advice of cleo", "dan was asked and has not answered yet",
        ]  # fmt: skip
        refused(heard, lambda d: d.weigh("cleo", "partly", by="anna", at=AT), "^reason: say to cleo why")
        refused(heard, lambda d: d.weigh("cleo", "ignored", by="anna", at=AT), "^use: 'ignored' is none of its words")
        done = heard.weigh("cleo", "partly", "Three days, for payroll", by="anna", at=AT)
        assert (done.counsel.given[0].use, str(done.counsel.given[0].reason)) == (
            AdviceUse.PARTLY,
            "Three days, for payroll",
        )
        assert heard.weigh("cleo", "followed", by="anna", at=AT).counsel.given[0].use is AdviceUse.FOLLOWED

    def test_is_not_answered_for_before_it_is_given(self) -> None:
        """A sentence says who has given any."""
        heard = asked().advise("Two days", by="cleo", at=AT)
        refused(
            heard, lambda d: d.weigh("dan", "followed", by="anna", at=AT), "'dan' has given no advice .who has: cleo"
        )
        refused(asked(), lambda d: d.weigh("cleo", "followed", by="anna", at=AT), "who has: nobody")

    def test_is_answered_for_by_who_decides(self) -> None:
        """“The decider owns it”: not by others at the table, nor by who gave it."""
        heard = opened("command", ALL, responsible=["bo"]).advise("No", by="cleo", at=AT)
        says = "cim cannot answer for advice here .who could: bo"
        refused(heard, lambda d: d.weigh("cleo", "followed", by="cim", at=AT), says)
        refused(heard, lambda d: d.weigh("cleo", "followed", by="cleo", at=AT), "cleo cannot have it answered for")
        assert heard.weigh("cleo", "followed", by="bo", at=AT).counsel.given[0].use is AdviceUse.FOLLOWED

    def test_goes_on_after_it_is_decided_and_not_after_it_has_ended(self) -> None:
        """Advice on what is in force is for the next review."""
        assert decided().advise("Sundays", by="eve", at=AT).status == "in_force"
        ended = decided().hold_review("end", present=["anna", "bo"], by="bo", at=AT)
        refused(ended, lambda d: d.advise("x", by="eve", at=AT), "is ended, so it cannot be advised on")
        refused(ended, lambda d: d.volunteer(by="eve", at=AT), "is ended, so it cannot be joined by volunteers")
        refused(ended, lambda d: d.ask_advice(affected=["eve"], by="anna", at=AT), "cannot be put to others for advice")

    def test_has_a_limit(self) -> None:
        """Beyond it, some speak for others."""
        people = [f"person_{number}" for number in range(MOST_INVOLVED)]
        full = by_advice().ask_advice(affected=people, by="anna", at=AT)
        refused(full, lambda d: d.volunteer(by="eve", at=AT), "501 people would be involved, and 500 is the most")
        refused(full, lambda d: d.ask_advice(experts=["eve"], by="anna", at=AT), "500 is the most")
        assert full.advise("x", by="person_1", at=AT).counsel.given

    def test_is_owed_by_who_was_asked(self) -> None:
        """On their list until they advise or it is decided, in time while the round waits for it."""
        journal = co.open_journal("memory:")
        one = journal.save(asked())
        (owed,) = journal.obligations("cleo", AT)
        assert (owed.owed, owed.verb, owed.since, owed.until) == (co.Owed.ADVICE, "advise", on(0), None)
        assert "you were asked for advice on “Who may swap?”" in owed.reason
        put = journal.save(one.propose(by="anna", at=AT))
        assert [(what.owed, what.until) for what in journal.obligations("dan", AT)] == [(co.Owed.ADVICE, on(8))]
        said = journal.save(put.advise("Two days", by="cleo", at=later(1)))
        assert (journal.obligations("cleo", later(1)), len(journal.obligations("dan", later(1)))) == ((), 1)
        assert journal.tick(later(8)).recorded == 1
        assert (journal.load(said.id).status, journal.obligations("dan", later(8))) == ("in_force", ())

    def test_is_owed_by_nobody_who_volunteered(self) -> None:
        """Nor is anything owed once it is over."""
        journal = co.open_journal("memory:")
        one = journal.save(by_advice().volunteer(by="eve", at=AT))
        assert journal.obligations("eve", AT) == ()
        done = decided().ask_advice(experts=["dan"], by="bo", at=AT)
        assert [owed.owed for owed in done.owed("dan", AT)] == [co.Owed.ADVICE]
        ended = done.hold_review("end", present=["anna", "bo"], by="bo", at=AT)
        assert ([*ended.owed("dan", AT)], "dan" in {*ended.awaited}) == ([], False)
        assert {*one.awaited} == set()

    def test_is_taken_anew_for_a_change(self) -> None:
        """What was advised then is no advice on what is to hold now; that it was given stays."""
        done = asked().propose(by="anna", at=AT).settle(at=later(8))
        assert [lack for lack in done.readiness() if lack.blocks] == []
        changed = done.revise(outcome="Nobody", by="anna", at=later(20))
        assert walls(changed) == ["advice", "advice"]
        again = changed.ask_advice(affected=["cleo"], experts=["eve"], by="anna", at=later(20))
        assert (walls(again), again.counsel.awaited) == ([], ("cleo", "eve"))
        assert {*done.links()} >= {("affected", "cleo"), ("expert", "dan")}

    def test_does_not_take_late_advice_for_having_asked_anew(self) -> None:
        """Who answers after it was decided was asked about that, and can volunteer for the next."""
        done = asked().propose(by="anna", at=AT).settle(at=later(8)).advise("Late", by="cleo", at=later(9))
        assert what(done)[-1] == "advice_given"
        changed = done.revise(outcome="Nobody", by="anna", at=later(20))
        assert walls(changed) == ["advice", "advice"]
        eager = by_advice().volunteer(by="eve", at=AT).ask_advice(affected=["cleo"], experts=["dan"], by="anna", at=AT)
        again = eager.propose(by="anna", at=AT).settle(at=later(8)).volunteer(by="eve", at=later(9))
        assert again.counsel.of("eve") == attrs.evolve(eager.counsel.advice[0], is_current=True)
