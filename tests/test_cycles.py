"""Cycles: a rhythm that holds, follow-ups of two lines or twenty, and what each waits for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

import coleadership as co
from coleadership.following_up.follow_ups import FollowUpOutcome
from coleadership.following_up.following import FollowedUp
from coleadership.following_up.forms import AFTER_ACTION_REVIEW, FORMS, GROW, Form, Question
from coleadership.heart.due import FellDue, Stage
from coleadership.heart.obligations import Owed
from tests.builders import AT, later, on
from tests.following import MONDAY, PAIR, begun, days, names, noon, owed, week, weekly
from tests.pursuing import agreed_goal


class TestBegin:
    def test_begins_with_what_comes_from_today(self) -> None:
        """Nobody owes what would have come before it was begun."""
        cycle = begun(weekly(begin=date(2020, 1, 6)), at=noon(week(0, 2)))
        assert days(cycle) == [week(1), week(2)]
        assert (cycle.status, cycle.next_due, str(cycle.title)) == ("active", week(1), "Anna and Bo")
        assert {*cycle.links()} == {("participant", "anna"), ("participant", "bo"), ("about", "agreement_1")}

    def test_counts_today(self) -> None:
        """What comes on the day on which it is begun is owed."""
        assert days(begun(at=noon(MONDAY)))[0] == MONDAY

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"about": []}, "about: say what is followed up"),
            ({"about": "agreement_1"}, "about: 'agreement_1' is no list"),
            ({"participants": {}}, "participants: 0 take part"),
            ({"participants": ["anna"]}, "participants: say who has which part"),
            ({"cadence": "weekly"}, "cadence: 'weekly' is no cadence"),
            ({"reminders": 3}, "reminders: 3 are no reminders"),
            ({"form": "grow"}, "form: 'grow' is no form"),
            ({"calendar": 7}, "calendar: 7 is no id"),
            (
                {"cadence": weekly(date(2020, 1, 6), until=date(2020, 2, 3))},
                r"cadence: nothing comes from 2026-11-23 on",
            ),
            ({"agenda": ["a\nb"]}, "agenda: contains the control character"),
            ({"agenda": ["x"] * 51}, "agenda: 51 points are more than 50"),
        ],
    )
    def test_says_what_is_wrong(self, fields: dict[str, Any], reason: str) -> None:
        """A cycle of nothing, of nobody or of no rhythm is refused."""
        with pytest.raises(co.Inconsistent, match=reason):
            _ = begun(**fields)


class TestCheckIn:
    def test_is_one_call_and_two_lines(self) -> None:
        """“Thanks, carry on” is a complete follow-up."""
        cycle = begun().check_in("Thanks, carry on", next_step="Call the printers", by="anna", at=noon(MONDAY))
        held = cycle.talks.latest
        assert held is not None
        assert (held.outcome, held.purposes, held.on, held.present) == (
            FollowUpOutcome.KEEP, frozenset({"confirmation"}), MONDAY, ("anna",),
        )  # fmt: skip
        assert (str(held.confirmations[0]), str(held.next_step)) == ("Thanks, carry on", "Call the printers")
        assert days(cycle) == [week(1), week(2)]

    @pytest.mark.parametrize(
        ("on_day", "settles", "next_one"),
        [
            (week(0), week(0), week(1)),  # on its day
            (week(0, 2), week(0), week(1)),  # late
            (week(0, 6), week(0), week(1)),  # on the day before the next one
            (week(0, -3), week(0), week(1)),  # early
        ],
    )
    def test_counts_for_what_is_open_and_shifts_nothing(self, on_day: date, settles: date, next_one: date) -> None:
        """The next date follows from the rule, never from when the last follow-up happened."""
        cycle = begun().check_in("Thanks", by="anna", at=noon(on_day))
        event = cycle.unrecorded[-1]
        assert isinstance(event, FollowedUp)
        assert (event.settles, cycle.course.coming[0].day) == (settles, next_one)

    def test_on_top_counts_for_nothing(self) -> None:
        """A second one on the same day, or soon after, is welcome and leaves what comes as it was."""
        cycle = begun().check_in("Thanks", by="anna", at=noon(MONDAY))
        for day, settles in ((MONDAY, None), (week(0, 3), None), (week(0, 4), week(1))):
            event = cycle.check_in("And this", by="bo", at=noon(day)).unrecorded[-1]
            assert event.settles == settles  # type: ignore[union-attr]

    def test_after_the_next_one_has_come_counts_for_that(self) -> None:
        """What was not held before the next one came is missed, and recorded with the follow-up that shows it."""
        cycle = begun().check_in("Back again", by="anna", at=noon(week(3, 1)))
        assert names(cycle) == ["begun", "missed", "missed", "missed", "followed_up"]
        assert cycle.unrecorded[-1].settles == week(3)  # type: ignore[union-attr]

    def test_after_the_last_one_is_kept_all_the_same(self) -> None:
        """After the period there is nothing to count for, and still something to say."""
        cycle = begun(weekly(count=1)).check_in("Done", by="anna", at=noon(MONDAY))
        assert (days(cycle), cycle.next_due, cycle.wakes) == ([], None, None)
        late = cycle.check_in("One more thing", by="bo", at=noon(week(9)))
        assert late.unrecorded[-1].settles is None  # type: ignore[union-attr]

    def test_belongs_to_the_day_where_people_are(self) -> None:
        """A quarter past midnight in Stockholm is Monday there, and still Sunday in UTC."""
        cycle = begun(weekly(zone="Europe/Stockholm"))
        held = cycle.check_in("Thanks", by="anna", at=datetime(2026, 11, 29, 23, 15, tzinfo=UTC)).talks.latest
        assert held is not None
        assert held.on == MONDAY


class TestFollowUp:
    def test_holds_whatever_came_of_it(self) -> None:
        """Confirmation, feedback and lessons, and everything else that is offered."""
        goal = agreed_goal().read(7, by="anna", at=AT)
        cycle = begun().follow_up(
            by="bo", present=["anna"], confirmations=["The rota holds"], feedback=["You told us early"],
            lessons=["Two weeks are enough"], obstacles=["The printer"], support={"anna": "A second key"},
            readings={goal.id: goal.pursuit.newest}, confidence="0.7", decisions=["decision_1"],
            next_step="Order a key", next_step_until=on(20), notes="Tired, and glad", at=noon(MONDAY),
        )  # fmt: skip
        held = cycle.talks.latest
        assert held is not None
        assert (held.purposes, held.outcome) == (
            frozenset({"confirmation", "feedback", "lesson"}),
            FollowUpOutcome.SUPPORT,
        )
        assert held.readings[0].reading.wording == goal.wording
        assert {str(words) for words in (*held.feedback, *held.lessons, *held.obstacles)} == {
            "You told us early", "Two weeks are enough", "The printer",
        }  # fmt: skip
        assert (held.confidence, held.decisions, held.next_step_until, str(held.notes), held.present) == (
            Decimal("0.7"), ("decision_1",), on(20), "Tired, and glad", ("bo", "anna"),
        )  # fmt: skip
        assert {words.owner for words in (*held.feedback, held.notes) if words} == {"bo"}

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"support": {"bo": "x"}}, "support: bo cannot ask it of themselves"),
            ({"support": ["x"]}, "support: say who is asked for what"),
            ({"next_step_until": on(9)}, "next_step_until: nothing is to be done until"),
            ({"confidence": 2}, "confidence: 2 is outside the scale"),
            ({"readings": {"goal_1": 7}}, "readings.goal_1: 7 is no reading; read the goal"),
            ({"readings": {"goal_1": None}}, "readings.goal_1: None is no reading"),
            ({"outcome": "kept"}, "outcome: 'kept' is none of its words"),
            ({"feedback": "good"}, "feedback: 'good' is no list"),
            ({"lessons": ["x"] * 51}, "lessons: 51 are more than 50"),
            ({"answers": {"goal": "x"}}, "answers.goal: check-in does not ask this"),
            ({"answers": "x"}, "answers: say what is answered with what"),
            ({"readings": ["goal_1"]}, "readings: say what was read of which goal"),
            ({"form": "GROW"}, "form: 'GROW' is no form; give one"),
            ({"form": GROW, "answers": {"gaol": "x"}}, "answers.gaol: GROW does not ask this; did you mean 'goal'"),
            ({"present": "anna"}, "present: 'anna' is no list"),
        ],
    )
    def test_says_what_is_wrong(self, fields: dict[str, Any], reason: str) -> None:
        """Each with its path, and nothing is recorded."""
        with pytest.raises(co.Inconsistent, match=reason):
            _ = begun().follow_up(by="bo", at=noon(MONDAY), **fields)

    def test_writes_down_first_what_was_expected(self) -> None:
        """After an action nobody remembers what they expected: it is written before, or not at all."""
        cycle = begun(form=AFTER_ACTION_REVIEW)
        with pytest.raises(co.Inconsistent, match=r"answers\.expected: after-action review asks this before the talk"):
            _ = cycle.follow_up(by="bo", answers={"actual": "Three swaps"}, at=noon(MONDAY))
        ready = cycle.prepare({"expected": "No swaps"}, by="anna", at=later(1))
        with pytest.raises(co.Inconsistent, match="asks this before the talk"):
            _ = ready.follow_up(by="bo", answers={"expected": "Some swaps"}, at=noon(MONDAY))
        held = ready.follow_up(by="bo", answers={"actual": "Three swaps"}, at=noon(MONDAY)).talks.latest
        assert held is not None
        assert [(one.question, str(one.words), one.words.owner) for one in held.answers] == [
            ("expected", "No swaps", "anna"), ("actual", "Three swaps", "bo"),
        ]  # fmt: skip

    def test_asks_what_a_form_of_ones_own_asks(self) -> None:
        """Forms are values; one of your own is recorded whole with its cycle."""
        friday = Form("acme.friday", "Friday round", (Question("best", "What was the best of the week?"),))
        cycle = begun(form=friday).follow_up(by="bo", answers={"best": "The cake"}, at=noon(MONDAY))
        assert cycle.talks.latest is not None
        assert cycle.talks.latest.form == "acme.friday"

    @pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
    def test_demands_no_answer(self, form: Form) -> None:
        """Every form can be followed up with two lines."""
        assert begun(form=form).check_in("Thanks", by="bo", at=noon(MONDAY)).talks.latest is not None

    def test_is_of_those_who_take_part(self) -> None:
        """Nobody else writes into it."""
        with pytest.raises(co.NotAllowedFor, match="anna, bo"):
            _ = begun().check_in("Hello", by="cleo", at=noon(MONDAY))

    def test_is_not_of_what_is_over(self) -> None:
        """Once ended, nothing is followed up, told or owed."""
        over = begun(acknowledged=True).end(by="bo", reason="The contract is over", at=AT)
        assert (over.status, over.next_due, over.wakes, [*over.awaited]) == ("ended", None, None, [])
        assert over.settle(at=noon(week(3))) is over
        with pytest.raises(co.NotAllowedNow, match="ended"):
            _ = over.check_in("Hello", by="bo", at=noon(MONDAY))


class TestAcknowledgement:
    def test_is_owed_by_who_took_part_then_and_was_not_there(self) -> None:
        """A new participant owes nothing for what was before; who was there then still does."""
        cycle = begun(acknowledged=True, participants={**PAIR, "cleo": "mentor"})
        cycle = cycle.check_in("Thanks", by="anna", at=noon(MONDAY))
        cycle = cycle.change_participants({"anna": "co_leader", "dan": "coordinator"}, by="anna", at=noon(week(0, 1)))
        waits = {
            who for who in ["anna", "bo", "cleo", "dan"] if Owed.ACKNOWLEDGEMENT in owed(cycle, who, noon(week(0, 2)))
        }
        assert waits == {"bo", "cleo"}
        assert cycle.talks.latest is not None
        id = cycle.talks.latest.id
        with pytest.raises(co.NotAllowedFor, match="acknowledge this"):
            _ = cycle.acknowledge(id, by="dan", at=noon(week(0, 2)))
        read = cycle.acknowledge(id, by="bo", at=noon(week(0, 2))).acknowledge(id, by="cleo", at=noon(week(0, 2)))
        assert read.talks.waiting == ()
        with pytest.raises(co.Inconsistent, match="waits for nobody"):
            _ = read.acknowledge(id, by="bo", at=noon(week(0, 3)))

    def test_is_asked_only_where_a_cycle_says_so(self) -> None:
        """Compulsory acknowledgement of every check-in does harm."""
        assert begun().check_in("Thanks", by="anna", at=noon(MONDAY)).talks.waiting == ()

    def test_is_given_for_a_role_by_whoever_holds_it(self) -> None:
        """A role that takes part owes through whoever holds it."""
        cycle = begun(acknowledged=True, participants={"anna": "co_leader", "role_1": "coordinator"}, by="anna")
        cycle = cycle.check_in("Thanks", by="anna", at=noon(MONDAY))
        assert cycle.talks.latest is not None
        assert cycle.acknowledge(cycle.talks.latest.id, by="bo", seat="role_1", at=AT).talks.waiting == ()


class TestSupport:
    def test_is_owed_until_it_is_given_or_declined(self) -> None:
        """Unanswered requests do not disappear."""
        cycle = begun().follow_up(by="anna", support={"bo": "Somebody for Friday"}, at=noon(MONDAY))
        (request,) = cycle.talks.support
        assert (owed(cycle, "bo", noon(week(0, 1))), request.by, request.of) == ([Owed.SUPPORT], "anna", "bo")
        assert cycle.give_support(request.id, by="bo", words="Dan comes", at=noon(week(0, 1))).talks.support == ()
        assert cycle.decline_support(request.id, "Nobody is free", by="bo", at=AT).talks.support == ()
        with pytest.raises(co.NotAllowedFor, match="bo"):
            _ = cycle.give_support(request.id, by="anna", at=AT)
        with pytest.raises(co.Inconsistent, match="no open request"):
            _ = cycle.give_support("support_1", by="bo", at=AT)


class TestBeginning:
    def test_is_the_first_day_on_which_anything_is_done(self) -> None:
        """What is dated before it was begun, as by a slip in the year, is refused; earlier that day is early enough."""
        cycle, early = begun(), datetime(2020, 1, 1, tzinfo=UTC)
        verbs: tuple[Callable[[], co.Cycle], ...] = (
            lambda: cycle.check_in("Thanks", by="anna", at=early), lambda: cycle.follow_up(by="anna", at=early),
            lambda: cycle.end(by="anna", at=early), lambda: cycle.set_agenda(["x"], by="anna", at=early),
            lambda: cycle.skip(MONDAY, "x", by="anna", at=early),
        )  # fmt: skip
        for verb in verbs:
            with pytest.raises(co.Inconsistent, match="at: 2020-01-01 is before this was begun; choose 2026-11-23 or"):
                _ = verb()
        assert cycle.check_in("Thanks", by="anna", at=AT - timedelta(hours=3)).talks.latest is not None

    @pytest.mark.parametrize("part", ["co_laeder", "coordinatr", "members"])
    def test_refuses_a_part_that_is_misspelt(self, part: str) -> None:
        """The sentence names what was meant; parts of one's own are other words."""
        with pytest.raises(co.Inconsistent, match=rf"participants: '{part}' is no part known here; did you mean '"):
            _ = begun(participants={"anna": part})
        assert begun(participants={"anna": "chair"}).participants[0].part == "chair"


class TestTime:
    def test_tells_each_time_once_and_in_order(self) -> None:
        """Coming up, due, overdue, escalated to whom it was said: for each occurrence, whatever was told before."""
        quick = co.Reminders(ahead=1, grace=1, escalate=4, to=("role_chair",))
        cycle = begun(reminders=quick)
        for day in range(20):
            cycle = cycle.settle(at=later(day))
        told = [(event.on, event.stage, event.to) for event in cycle.unrecorded if isinstance(event, FellDue)]
        assert told[:5] == [
            (week(0), Stage.UPCOMING, ()), (week(0), Stage.DUE, ()), (week(0), Stage.OVERDUE, ()),
            (week(0), Stage.ESCALATED, ("role_chair",)), (week(1), Stage.DUE, ()),
        ]  # fmt: skip

    @pytest.mark.parametrize("at", [time(0), time(9, 30), time(23, 59)])
    def test_is_due_from_the_morning_of_its_day(self, at: time) -> None:
        """Whatever its time of day, who takes part hears of it as the day begins where they are, and not after it."""
        cycle = begun(weekly(at=at, zone="Europe/Stockholm"), reminders=co.Reminders(ahead=None, grace=None))
        due = datetime(2026, 11, 29, 23, tzinfo=UTC)
        assert cycle.wakes == due
        assert (owed(cycle, "anna", due - timedelta(seconds=1)), owed(cycle, "anna", due)) == ([], [Owed.FOLLOW_UP])
        assert cycle.settle(at=due - timedelta(seconds=1)).unrecorded == cycle.unrecorded
        assert names(cycle.settle(at=due))[-1] == "fell_due"

    def test_says_until_when_it_is_in_time(self) -> None:
        """The grace, but not beyond the next one."""
        (one,) = begun(reminders=co.Reminders(grace=2)).owed("anna", noon(week(0, 1)))
        assert (one.until, one.verb, one.since, one.is_late(week(0, 3))) == (week(0, 2), "check_in", week(0, -3), True)
        assert begun().course.until == week(0, 6)
        assert begun(weekly(count=1)).course.until == week(1)

    def test_asks_for_the_next_step_of_those_who_were_there(self) -> None:
        """Where a day was set, they owe it from the talk to the next one; others do not, nor anybody once it ends."""
        alone = begun().check_in("Thanks", next_step="Order a key", next_step_until=on(9), by="anna", at=noon(MONDAY))
        assert [owed(alone, who, noon(week(0, 1))) for who in ("anna", "bo")] == [[Owed.NEXT_STEP], []]
        (one,) = alone.owed("anna", noon(week(0, 3)))
        assert (one.reason, one.verb, one.since, one.until, one.is_late(on(10))) == (
            "the next step in “Anna and Bo”, agreed on 2026-11-30, was due on 2026-12-02", "check_in", MONDAY, on(9),
            True,
        )  # fmt: skip
        both = begun().follow_up(by="bo", present=["anna"], next_step="Call", next_step_until=on(9), at=noon(MONDAY))
        assert [owed(both, who, noon(week(0, 1))) for who in ("anna", "bo")] == [[Owed.NEXT_STEP]] * 2
        others = both.change_participants({"cleo": "member"}, by="bo", at=noon(week(0, 1)))
        assert [owed(others, who, noon(week(0, 1))) for who in ("anna", "cleo")] == [[], [Owed.NEXT_STEP]]
        after = both.check_in("Done", by="bo", at=noon(week(1)))
        assert (
            owed(after, "anna", noon(week(1))) == owed(both.end(by="bo", at=noon(week(1))), "bo", noon(week(1))) == []
        )
        assert owed(begun().check_in("x", next_step="Call", by="bo", at=noon(MONDAY)), "bo", noon(week(0, 1))) == []

    def test_asks_for_the_next_step_after_the_last_talk(self) -> None:
        """Also where nothing more comes by the rule."""
        last = begun(weekly(count=1)).check_in("x", next_step="Call", next_step_until=on(9), by="bo", at=noon(MONDAY))
        assert ([*last.awaited], owed(last, "bo", noon(week(0, 1)))) == (["bo"], [Owed.NEXT_STEP])

    def test_asks_everybody_who_takes_part(self) -> None:
        """Either can open a check-in, and then neither owes it."""
        cycle = begun()
        assert [owed(cycle, who, noon(MONDAY)) for who in ("anna", "bo", "cleo")] == [[Owed.FOLLOW_UP]] * 2 + [[]]
        held = cycle.check_in("Thanks", by="bo", at=noon(MONDAY))
        assert [owed(held, who, noon(MONDAY)) for who in ("anna", "bo")] == [[], []]
