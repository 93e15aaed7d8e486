"""The passing of time: recorded once, by whoever asks, and shown in one list to whoever has something to do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coleadership as co
from coleadership.heart.due import Due, FellDue, Stage
from coleadership.heart.events import Subject
from coleadership.heart.obligations import Owed
from coleadership.policies import Asked, Policy
from coleadership.records import Card, Query, Store
from coleadership.testing import builders
from coleadership.testing.follow_ups import cycles
from coleadership.testing.strategies import subjects
from tests.builders import AT, agreed, changing, draft, later, on, proposed
from tests.pursuing import agreed_goal

LAZY = co.DecisionRule(id="lazy", open_days=5, silence=co.Silence.CONSENT)


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal of each kind."""
    sqlite = f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
    with co.open_journal("memory:" if request.param == "memory" else sqlite) as made:
        yield made


def told(journal: co.Journal, id: str) -> list[tuple[Due, date, Stage]]:
    """What time has told of a subject."""
    events = (entry.event for entry in journal.history(id))
    return [(event.what, event.on, event.stage) for event in events if isinstance(event, FellDue)]


def owed(journal: co.Journal, person: str, at: datetime) -> list[tuple[str, Owed]]:
    """What somebody owes, and to which subject."""
    return [(one.subject, one.owed) for one in journal.obligations(person, at=at)]


class TestTick:
    def test_tells_of_each_day_as_it_comes_and_passes(self, journal: co.Journal) -> None:
        """A review comes up, is due and is overdue: each is recorded once, on whatever day time is asked."""
        rota = journal.save(agreed(review=on(30)))
        for day in range(60):
            _ = journal.tick(later(day))
            assert journal.tick(later(day)).recorded == 0
        stages = [Stage.UPCOMING, Stage.DUE, Stage.OVERDUE]
        assert told(journal, rota.id) == [(Due.REVIEW, on(30), stage) for stage in stages]
        assert journal.verify().ok

    def test_reads_only_what_has_something_to_tell(self, journal: co.Journal) -> None:
        """What is further away, has been told of or is over is not looked at."""
        near, far = agreed(review=on(20)), agreed(review=on(90))
        _ = journal.save(near, far, draft(), builders.ended())
        assert [journal.tick(later(day)).woken for day in (5, 6, 7, 19, 20)] == [0, 1, 0, 0, 1]

    def test_settles_rounds_whose_time_is_up(self, journal: co.Journal) -> None:
        """Silence becomes what the rule said, without anybody's hand, at the very moment."""
        rota = journal.save(changing(LAZY))
        closes = rota.proposals[0].closes
        assert closes is not None
        assert journal.tick(closes - timedelta(microseconds=1)).recorded == 0
        assert journal.tick(closes).recorded == 1
        assert journal.load(rota.id).proposals == ()

    def test_ends_what_was_given_notice(self, journal: co.Journal) -> None:
        """A notice that has run out ends it, on its last day and by nobody."""
        rota = journal.save(builders.under_notice())
        last_day = rota.ends_on
        assert last_day is not None
        _ = journal.tick(rota.unrecorded[-1].stamp.at if rota.unrecorded else AT)
        _ = journal.tick(datetime.combine(last_day + timedelta(1), AT.timetz()))
        over = journal.load(rota.id)
        assert (over.status, over.ended_on, over.wakes) == ("ended", last_day, None)

    def test_tells_of_the_end_of_a_pause_and_nothing_else_meanwhile(self, journal: co.Journal) -> None:
        """Nothing falls due while it rests but that it goes on."""
        rota = journal.save(agreed(review=on(10)).pause("Parental leave", until=on(60), by="anna", at=AT))
        for day in range(70):
            _ = journal.tick(later(day))
        assert told(journal, rota.id) == [(Due.PAUSE, on(60), stage) for stage in (Stage.UPCOMING, Stage.DUE)]

    def test_is_recorded_once_by_all_who_ask_together(self, tmp_path: Path) -> None:
        """Several schedulers that run at the same moment do what one would."""
        url = f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
        with co.open_journal(url) as journal:
            rotas = journal.save(*(agreed(review=on(3)) for _ in range(30)))

            def run(_: int) -> co.Tick:
                with co.open_journal(url) as own:
                    return own.tick(later(3))

            with ThreadPoolExecutor(4) as pool:
                ticks = list(pool.map(run, range(4)))
            assert [tick.failed for tick in ticks] == [()] * 4
            assert sum(tick.recorded for tick in ticks) == 30
            assert {tuple(told(journal, rota.id)) for rota in rotas} == {((Due.REVIEW, on(3), Stage.DUE),)}

    def test_gives_what_it_records_the_same_id_wherever_it_runs(self) -> None:
        """Whoever has been told of an event knows it again, also after a backup was restored."""
        rota = agreed(review=on(3))
        (first,), (again,) = (rota.settled().settle(at=at).unrecorded for at in (later(3), later(4)))
        assert first.stamp.id == again.stamp.id
        assert first.stamp.id != rota.settled().settle(at=later(30)).unrecorded[0].stamp.id

    def test_tells_of_a_day_that_was_chosen_again_by_another_event(self) -> None:
        """Whoever knows events by their ids takes the second for no repetition of the first."""
        rota = agreed(review=on(30)).settle(at=later(20))
        for days in (31, 30):
            rota = rota.hold_review("keep", present=["anna", "bo"], until=on(days), by="bo", at=later(20))
            rota = rota.settle(at=later(20))
        told = [event for event in rota.unrecorded if isinstance(event, FellDue)]
        assert [(event.on, event.stage) for event in told] == [(on(day), Stage.UPCOMING) for day in (30, 31, 30)]
        assert len({event.stamp.id for event in told}) == 3

    def test_goes_on_past_what_fails(self, journal: co.Journal) -> None:
        """One that cannot be saved is named with the reason, keeps no other from it, and is tried again."""
        bad, good = journal.save(agreed(review=on(3)), agreed(review=on(3)))

        def judge(asked: Asked) -> str | None:
            return "not this one" if asked.subject.id == bad.id else None

        strict = co.Journal(journal.store, policies=lambda: [Policy("acme.strict", judge)])
        tick = strict.tick(later(3))
        assert (tick.woken, tick.recorded, [id for id, _ in tick.failed]) == (2, 1, [bad.id])
        assert "not this one" in tick.failed[0][1]
        assert (told(journal, good.id), told(journal, bad.id)) == ([(Due.REVIEW, on(3), Stage.DUE)], [])
        assert journal.tick(later(3)).recorded == 1

    def test_tells_how_far_it_has_come(self, journal: co.Journal) -> None:
        """Long work shows progress."""
        _ = journal.save(*(agreed(review=on(3)) for _ in range(3)))
        heard: list[int] = []
        _ = journal.tick(later(3), progress=heard.append)
        assert heard == [3]

    def test_judges_nothing_by_a_goal_that_is_past_due(self, journal: co.Journal) -> None:
        """Time tells that a goal is overdue; people say whether it was achieved."""
        goal = journal.save(agreed_goal())
        _ = journal.tick(later(120))
        assert (Due.GOAL, on(100), Stage.OVERDUE) in told(journal, goal.id)
        assert journal.load(goal.id).status == "in_force"

    def test_of_rebuilt_cards_goes_on_where_it_was(self, journal: co.Journal) -> None:
        """When something wakes follows from the records alone."""
        _ = journal.save(agreed(review=on(30)), proposed(rule=LAZY), builders.under_notice(), agreed_goal())
        _ = journal.tick(later(20))
        before = journal.store.cards(Query(states=True))
        _ = journal.rebuild()
        assert journal.store.cards(Query(states=True)) == before
        assert journal.tick(later(20)).recorded == 0

    @given(days=st.lists(st.integers(0, 200), min_size=1).map(sorted))
    def test_leaves_nothing_to_tell_whatever_days_it_is_asked(self, days: list[int]) -> None:
        """After a tick nothing wakes before the next moment that it has named itself."""
        with co.open_journal("memory:") as journal:
            _ = journal.save(agreed(review=on(30), end=on(100)), changing(LAZY), agreed_goal())
            for day in days:
                _ = journal.tick(later(day))
                cards = journal.store.cards(Query(wakes_before=later(day).isoformat()))
                assert cards == []


class TestObligations:
    def test_of_who_has_left_are_none(self, journal: co.Journal) -> None:
        """Others go on waiting for what they have a part in, and not for them."""
        anna = journal.save(co.Person.join("Anna Ek", at=AT))
        _ = journal.save(agreed(parties={anna.id: "co_leader", "bo": "coordinator"}, review=on(5)))
        assert len(journal.obligations(anna.id, later(4))) == len(journal.obligations("bo", later(4))) == 1
        _ = journal.save(anna.leave(by="bo", at=later(4)))
        assert journal.obligations(anna.id, later(4)) == ()
        assert len(journal.obligations("bo", later(4))) == 1

    def test_are_gone_with_what_settles_them(self, journal: co.Journal) -> None:
        """A voice is owed until it is given."""
        rota = journal.save(proposed())
        assert (owed(journal, "anna", AT), owed(journal, "bo", AT)) == ([(rota.id, Owed.VOICE)], [])
        _ = journal.save(rota.consent(by="anna", at=later(1)))
        assert owed(journal, "anna", later(1)) == []

    def test_say_why_since_when_until_when_and_how(self, journal: co.Journal) -> None:
        """The developer at 10 pm needs no other page."""
        rota = journal.save(changing(LAZY))
        (owes,) = journal.obligations("anna", AT)
        assert owes.reason == "it is proposed to change “Evening rota”, and you have not said where you stand"
        closes = rota.proposals[0].closes
        assert closes is not None
        assert (owes.since, owes.until, owes.verb, owes.about) == (
            AT.date(), closes.date(), "consent", rota.proposals[0].id,
        )  # fmt: skip
        assert journal.obligations("anna", closes) == ()

    def test_name_words_for_a_draft(self, journal: co.Journal) -> None:
        """Whoever is at the table of a draft is asked to word their part, or to say that they have nothing to add."""
        rota = journal.save(co.Agreement.draft("Evening rota", parties=builders.COORDINATED, by="anna", at=AT))
        assert owed(journal, "bo", AT) == [(rota.id, Owed.WORDING)]
        assert owed(journal, "anna", AT) == []
        _ = journal.save(rota.decline_to_add(by="bo", at=AT))
        assert owed(journal, "bo", AT) == []

    def test_name_reviews_from_when_they_come_up(self, journal: co.Journal) -> None:
        """A review is owed by all who are bound, ahead of its day and until it is held."""
        rota = journal.save(agreed(review=on(30)))
        assert [owed(journal, "bo", later(day)) for day in (10, 16, 40)] == [[], *[[(rota.id, Owed.REVIEW)]] * 2]
        (late,) = journal.obligations("bo", later(40))
        assert (late.is_late(on(40)), "was due" in late.reason) == (True, True)
        _ = journal.save(rota.hold_review("keep", present=["anna", "bo"], by="bo", at=later(41)))
        assert owed(journal, "bo", later(42)) == []

    def test_name_a_judgement_of_a_goal_past_due(self, journal: co.Journal) -> None:
        """Past due, a goal waits for its word."""
        goal = journal.save(agreed_goal())
        assert (goal.id, Owed.JUDGEMENT) not in owed(journal, "anna", later(100))
        assert (goal.id, Owed.JUDGEMENT) in owed(journal, "anna", later(101))
        _ = journal.save(goal.fall_short("Too few hands", by="anna", at=later(102)))
        assert owed(journal, "anna", later(103)) == []

    def test_name_a_seat_to_take_over(self, journal: co.Journal) -> None:
        """A successor is asked whether they take over, not only for a voice."""
        rota = journal.save(agreed().hand_over("anna", to="cleo", by="anna", at=AT))
        assert owed(journal, "cleo", AT) == [(rota.id, Owed.HAND_OVER)]
        assert owed(journal, "bo", AT) == [(rota.id, Owed.VOICE)]

    def test_name_roles_and_tasks_that_were_offered(self, journal: co.Journal) -> None:
        """A yes or no is owed to an offer."""
        table = {"anna": "member", "bo": "coordinator"}
        role = co.Role.in_meeting("Rota", parties=table, purpose="Evenings", present=table, by="bo", at=AT)
        role = role.appoint("anna", method=co.DELEGATED, by="bo", at=AT)
        task = co.ManagementTask.define("Recruiting", sort="recruit", by="bo", at=AT)
        task = task.distribute(["anna"], consulted=["anna"], by="bo", at=AT)
        role, task = journal.save(role, task)
        assert {*owed(journal, "anna", AT)} == {(role.id, Owed.OFFER), (task.id, Owed.OFFER)}
        _ = journal.save(role.accept(by="anna", at=AT), task.accept(by="anna", at=AT))
        assert owed(journal, "anna", AT) == []

    def test_name_where_one_stands_on_a_vision(self, journal: co.Journal) -> None:
        """Whoever was asked owes an answer; silence is none."""
        vision = journal.save(
            co.Vision.on_record("Calm evenings", asked=["anna", "bo"], body="Calm.", by="anna", at=AT)
        )
        assert owed(journal, "bo", AT) == [(vision.id, Owed.VOICE)]
        _ = journal.save(vision.object("Too calm", by="bo", at=AT))
        assert owed(journal, "bo", AT) == []

    def test_are_in_the_order_in_which_they_are_to_be_done(self, journal: co.Journal) -> None:
        """What is due first is first, and what has no day is last."""
        _ = journal.save(proposed(), agreed(review=on(10)), changing(LAZY), agreed(review=on(5)))
        days = [one.until for one in journal.obligations("anna", later(1))]
        assert days == sorted(days, key=lambda day: day or date.max)
        assert days[-1] is None

    def test_read_only_what_waits_for_somebody(self, journal: co.Journal) -> None:
        """What somebody has answered is found by this no longer, however much of it there is."""
        rota = journal.save(changing(LAZY))
        waiting = Query(kind="agreement", links=(("awaits", "cleo"),))
        assert journal.store.cards(waiting) == []
        offered = journal.save(rota.hand_over("anna", to="cleo", by="anna", at=AT))
        assert [card.subject for card in journal.store.cards(waiting)] == [rota.id]
        _ = journal.save(offered.decline_hand_over(by="cleo", at=AT))
        assert journal.store.cards(waiting) == []

    def test_refuse_what_is_no_id(self, journal: co.Journal) -> None:
        """A whole person is not an id."""
        with pytest.raises(co.Inconsistent, match=r"person: .* is no id"):
            _ = journal.obligations(journal.save(co.Person.join("Anna Ek")))  # type: ignore[arg-type]

    @given(subject=st.one_of(subjects(), cycles()), days=st.integers(0, 200))
    def test_are_what_the_subject_says_in_its_words(self, subject: Subject[Any], days: int) -> None:
        """Only titles are read for them, as no reason quotes anything else."""
        with co.open_journal("memory:") as journal:
            kept, at = journal.save(subject), later(days)
            (card,) = journal.store.cards(Query())
            for person in {id for relation, id in card.links if relation == "awaits"}:
                assert {*journal.obligations(person, at)} == {*kept.owed(person, at)}

    def test_call_it_by_the_title_that_it_has_by_now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also where somebody gives it another one while the list is made."""
        with co.open_journal("memory:") as journal:
            rota = journal.save(co.Agreement.draft("Evening rota", parties=builders.COORDINATED, by="anna", at=AT))
            faster, cards = [rota.revise(title="Night rota", by="anna", at=AT)], type(journal.store).cards

            def slow(store: Store, query: Query) -> list[Card]:
                found = cards(store, query)
                if query.states and faster:
                    _ = journal.save(faster.pop())
                return found

            monkeypatch.setattr(type(journal.store), "cards", slow)
            assert "“Night rota”" in journal.obligations("bo", AT)[0].reason
