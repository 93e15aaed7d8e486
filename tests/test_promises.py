"""Promises without what they take, and support that was promised and not given."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Unpack

import pytest

import coleadership as co
from coleadership.insights.promises import Lack, Unbacked, unbacked_promises
from tests.builders import AT, later, on
from tests.following import PAIR, begun, noon, week
from tests.pursuing import agreed_task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coleadership.agreements.terms import TermsFields

PROMISE = co.Commitment("I publish the rota two weeks ahead", by="anna", id="rota")
MANDATE = co.Mandate("Who works when", by="anna", level=5, id="shifts")
SUPPORT = co.Support("Cover for sick leave is always paid", by="bo", id="cover")
FIRE = co.StatutoryTask("Fire safety round", by="anna", id="fire")


def contract(
    *agreed: co.Clause, parties: Mapping[str, str] = PAIR, **fields: Unpack[TermsFields]
) -> co.Agreement:  # fmt: skip
    """A contract with these clauses."""
    said: TermsFields = {"review": date(2099, 1, 1), "clauses": agreed, **fields}
    return co.Agreement.in_meeting("Rota", parties=parties, present=parties, by="bo", at=AT, **said)


def lacks(*agreements: co.Agreement, now: datetime = AT, cycles: Sequence[co.Cycle] = ()) -> list[str]:
    """What is told of these agreements."""
    told = unbacked_promises(agreements, now=now, histories=[cycle.unrecorded for cycle in cycles])
    return [one.sentence for one in told]


class TestCommitments:
    def test_stand_on_a_mandate_and_on_support(self) -> None:
        """“Responsibility without befogenhet, resurs, kunskap raises a warning”."""
        assert lacks(contract(PROMISE, MANDATE, SUPPORT)) == []
        assert lacks(contract(PROMISE, SUPPORT)) == [
            "“Rota”: the co-leader commits to 1 thing, and nothing is delegated to them"
        ]
        assert lacks(contract(PROMISE, MANDATE)) == [
            "“Rota”: the co-leader commits to 1 thing and decides in 1 area, and nobody promises support"
        ]

    @pytest.mark.parametrize(("level", "found"), [(3, True), (4, False), (7, False)])
    def test_take_a_part_in_deciding(self, level: int, found: bool) -> None:
        """To be told or asked is no mandate; to decide together is one."""
        told = lacks(contract(PROMISE, SUPPORT, co.Mandate("Who works when", by="anna", level=level)))
        said = ["“Rota”: the co-leader commits to 1 thing, and decides none of it (levels 1 to 3)"]
        assert told == (said if found else [])

    def test_lose_their_mandate_where_the_employer_overrides_it(self) -> None:
        """And their support, where that is overridden."""
        overridden = contract(PROMISE, MANDATE, SUPPORT).override("Merger", by="hr", clauses=["shifts"], at=AT)
        assert lacks(overridden) == [
            "“Rota”: the co-leader commits to 1 thing, and what was delegated to them was overridden"
        ]
        unsupported = contract(PROMISE, MANDATE, SUPPORT).override("Merger", by="hr", clauses=["cover"], at=AT)
        assert lacks(unsupported) == [
            "“Rota”: the co-leader commits to 1 thing and decides in 1 area, and nobody promises support",
            "“Rota”: “Cover for sick leave is always paid” was promised, and overridden by the employer",
        ]

    def test_need_the_support_of_somebody_else(self) -> None:
        """One's own does not help oneself."""
        own = co.Support("I help whoever is new", by="anna")
        assert lacks(contract(PROMISE, MANDATE, own)) == [
            "“Rota”: the co-leader commits to 1 thing and decides in 1 area, and nobody promises support"
        ]

    def test_of_a_mandate_alone_need_support_too(self) -> None:
        """Whoever decides answers for it; whoever neither promises nor decides needs nothing."""
        assert lacks(contract(MANDATE)) == ["“Rota”: the co-leader decides in 1 area, and nobody promises support"]
        assert lacks(contract(co.GroundRule("We ask"))) == []

    def test_of_coordinators_and_members_are_not_asked(self) -> None:
        """Who coordinates has authority by that; among members and in mentoring nobody delegates."""
        assert lacks(contract(co.Commitment("I ask first", by="bo"))) == []
        pair = {"anna": "mentee", "bo": "mentor"}
        assert lacks(contract(PROMISE, parties=pair, kind="mentoring")) == []
        interim = {"anna": "interim", "bo": "sponsor"}
        told = lacks(contract(PROMISE, SUPPORT, parties=interim, kind="interim", end=on(90), review=on(30)))
        assert told == ["“Rota”: the interim commits to 1 thing, and nothing is delegated to them"]

    def test_bind_only_while_the_agreement_does(self) -> None:
        """Drafts, what rests and what has run out promise nothing."""
        alone = contract(PROMISE, end=on(30), review=on(20))
        assert lacks(alone) != []
        assert lacks(alone, now=later(31)) == lacks(alone.pause("Leave", by="anna", at=AT)) == []
        assert lacks(co.Agreement.draft("Rota", parties=PAIR, clauses=[PROMISE], by="anna", at=AT)) == []


class TestStatutoryTasks:
    def test_stand_on_three_legs(self) -> None:
        """An agreement can say who decides and who helps, and has no place for knowledge."""
        assert lacks(contract(FIRE)) == [
            "“Rota”: nothing is said of authority, resources and knowledge for the task by law “Fire safety round”"
        ]
        (told,) = unbacked_promises([contract(FIRE, MANDATE, SUPPORT)], now=AT)
        assert (told.people, told.lacks, told.about) == (("anna",), (Lack.KNOWLEDGE,), "fire")
        assert told.sentence == "“Rota”: nothing is said of knowledge for the task by law “Fire safety round”"

    def test_are_backed_by_a_management_task_that_says_all_three(self) -> None:
        """Of the same name, and held by the same person."""
        task = co.ManagementTask.define("FIRE safety  round", sort="work_environment", by="bo", at=AT)
        legs = {"authority": "May stop machines", "resources": "Two hours", "knowledge": "The course"}
        offered = task.distribute(["anna"], consulted=["anna"], by="bo", at=AT, **legs)
        held = offered.accept(by="anna", at=AT)
        agreement = contract(FIRE)
        assert unbacked_promises([agreement], now=AT, tasks=[held]) == ()
        assert len(unbacked_promises([agreement], now=AT, tasks=[offered])) == 1
        back = held.hand_back("Hours were cut", lacking=["resources"], by="anna", at=AT)
        assert len(unbacked_promises([agreement], now=AT, tasks=[back])) == 1
        other = task.distribute(["cim"], consulted=["cim"], by="bo", at=AT, **legs).accept(by="cim", at=AT)
        assert len(unbacked_promises([agreement], now=AT, tasks=[other])) == 1

    def test_quote_no_more_than_a_line(self) -> None:
        """A clause may be as long as a book."""
        (told,) = lacks(contract(co.StatutoryTask("Round\nand round " * 1_000, by="anna")))
        assert told.endswith("…”")
        assert len(told) < 200


class TestSupport:
    def test_was_promised_by_somebody_who_has_left(self) -> None:
        """Nobody inherits a promise silently."""
        table = {**PAIR, "cim": "coordinator"}
        agreement = contract(PROMISE, MANDATE, SUPPORT, parties=table).leave(by="bo", at=later(1))
        assert lacks(agreement, now=later(1)) == [
            "“Rota”: the co-leader commits to 1 thing and decides in 1 area, and nobody promises support",
            "“Rota”: “Cover for sick leave is always paid” was promised, and whoever promised it has left",
        ]

    def test_was_reported_as_not_kept(self) -> None:
        """Until it is put right; a breach of something else is none of support."""
        agreement = contract(PROMISE, MANDATE, SUPPORT).report_breach("cover", "Nobody was paid", by="anna", at=AT)
        said = "“Rota”: “Cover for sick leave is always paid” was promised, and reported as not kept"
        assert lacks(agreement) == [said]
        twice = agreement.report_breach("cover", "Again", by="anna", at=AT)
        assert lacks(twice) == [f"{said} 2 times"]
        breach = agreement.keeping.breaches[0].id
        assert lacks(agreement.repair_breach(breach, "Paid now", by="bo", at=AT)) == []
        assert lacks(contract(PROMISE, MANDATE, SUPPORT).report_breach("rota", "Late", by="bo", at=AT)) == []

    def test_was_asked_for_and_not_given(self) -> None:
        """“Support promised and asked for but not given”: declined, or waited for longer than agreed."""
        agreement = contract(PROMISE, MANDATE, SUPPORT)
        cycle = begun(about=[agreement.id]).follow_up(by="anna", support={"bo": "A key"}, at=noon(week(0)))
        said = "“Rota”: support was promised, and what was asked for on 2026-11-30"
        assert lacks(agreement, now=noon(week(1)), cycles=[cycle]) == []
        assert lacks(agreement, now=noon(week(1, 1)), cycles=[cycle]) == [f"{said} waits for 8 days"]
        (told,) = unbacked_promises([agreement], now=noon(week(2)), histories=[cycle.unrecorded])
        request = cycle.talks.support[0].id
        assert (told.people, told.lacks, told.about) == (("bo",), (Lack.SUPPORT,), request)
        given = cycle.give_support(request, by="bo", at=noon(week(2)))
        assert lacks(agreement, now=noon(week(2)), cycles=[given]) == []
        declined = cycle.decline_support(request, "None left", by="bo", at=noon(week(0)))
        assert lacks(agreement, now=noon(week(0)), cycles=[declined]) == [f"{said} was declined on 2026-11-30"]

    def test_waits_as_long_as_the_agreement_says(self) -> None:
        """Where its rhythm is slower than the cycle's, that one counts."""
        agreement = contract(PROMISE, MANDATE, SUPPORT, co.Rhythm("Every month", every_days=31))
        cycle = begun(about=[agreement.id]).follow_up(by="anna", support={"bo": "A key"}, at=noon(week(0)))
        assert lacks(agreement, now=noon(week(4)), cycles=[cycle]) == []
        assert len(lacks(agreement, now=noon(week(5)), cycles=[cycle])) == 1

    def test_is_promised_only_by_who_promised_it(self) -> None:
        """What is asked of others, or in the talks about something else, breaks no promise of this agreement."""
        agreement = contract(PROMISE, MANDATE, SUPPORT)
        other = begun(about=[agreement.id]).follow_up(by="anna", support={"role_it": "A key"}, at=noon(week(0)))
        elsewhere = begun().follow_up(by="anna", support={"bo": "A key"}, at=noon(week(0)))
        assert lacks(agreement, now=noon(week(9)), cycles=[other, elsewhere]) == []


class TestTasks:
    def test_are_held_with_what_they_take(self) -> None:
        """A management task of which nothing says what its holders stand on."""
        plan = co.ManagementTask.define("Plan the autumn", sort="plan", by="bo", at=AT)
        offered = plan.distribute(["anna", "bo"], consulted=["anna"], authority="May plan", by="bo", at=AT)
        assert unbacked_promises(now=AT, tasks=[plan, offered]) == ()
        held = offered.accept(by="anna", at=AT)
        assert unbacked_promises(now=AT, tasks=[held]) == (
            Unbacked(
                subject=held.id, people=("anna", "bo"), lacks=(Lack.RESOURCES, Lack.KNOWLEDGE),
                sentence="“Plan the autumn”: nothing is said of resources and knowledge for it",
            ),
        )  # fmt: skip


class TestAssignments:
    def test_say_within_which_limits_and_with_what_means(self) -> None:
        """Whoever takes one knows what they may decide, and with what."""
        bare = agreed_task(limits=None, resources=None)
        told = unbacked_promises(now=AT, assignments=[bare])
        assert [(one.people, one.lacks) for one in told] == [
            (("anna",), (Lack.AUTHORITY,)), (("anna",), (Lack.RESOURCES,)),
        ]  # fmt: skip
        assert [one.sentence.partition(": ")[2] for one in told] == [
            "nothing says within which limits one decides alone",
            "nothing says with what time, money and help",
        ]
        assert unbacked_promises(now=AT, assignments=[agreed_task(limits="Weekdays", resources="Two days")]) == ()
        assert unbacked_promises(now=AT, assignments=[bare.pause("Ill", by="anna", at=AT)]) == ()


class TestOrder:
    def test_does_not_matter(self) -> None:
        """What is told is in the order of ids, whatever was looked at first."""
        agreements = [contract(PROMISE), contract(FIRE), contract(MANDATE)]
        told = unbacked_promises(agreements, now=AT)
        assert told == unbacked_promises(reversed(agreements), now=AT)
        assert [one.subject for one in told] == sorted(one.subject for one in told)
