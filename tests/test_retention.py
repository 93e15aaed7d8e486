"""Retention: words go when their time is over, never early or under a hold, and once; the history still verifies."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import coleadership as co
from coleadership.following_up.forms import Question
from coleadership.policies import Asked, Policy
from coleadership.prose import Seal
from coleadership.records import Batch, Record
from coleadership.stores.memory import MemoryStore
from coleadership.trust.retention import Cursor, PutOff, RetentionApplied
from tests.builders import AT, later
from tests.test_erasure import STORES, every_word, people, url_of

MOST = date(9899, 12, 31)


@pytest.fixture(params=STORES)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal of each kind."""
    url, plugins = url_of(request.param, tmp_path)
    with co.open_journal(url, plugins=plugins) as made:
        yield made


def talks(anna: co.Person, bo: co.Person, at: datetime = AT) -> co.Cycle:
    """A cycle of Anna's and Bo's."""
    return co.Cycle.begin(
        "Talks", about=["team_1"], participants={anna.id: "co_leader", bo.id: "coordinator"},
        cadence=co.Cadence.weekly("mon", begin=at.date()), by=bo.id, at=at,
    )  # fmt: skip


def rule(words: str = "notes", *, since: str = "said", **length: int) -> co.Retention:
    """A rule from the very beginning."""
    return co.Retention.set(
        words, since=since, ground="Nobody needs them longer", by="hr", at=AT, **(length or {"days": 30})
    )


def left(journal: co.Journal, *words: str) -> list[str]:
    """Which of these words are left."""
    there = every_word(journal)
    return [one for one in words if one in there]


def kept(journal: co.Journal, day: int) -> list[tuple[str | None, date | None]]:
    """What keeps what is due on a day, and until when; None for what goes."""
    return [(one.kept_by, one.until) for one in journal.plan_retention(later(day))]


class TestSet:
    def test_refuses_what_cannot_be(self) -> None:
        """An unknown kind of words, a period of nothing or of too much, a count from an end that never comes."""
        for wrong, said in (
            ({"words": "letters"}, "words: 'letters' is none of its words; choose notes, talks, feedback, disclosures"),
            ({"days": 0}, "days: a period of nothing keeps nothing; say how many days, months or years"),
            ({"days": -1}, "days: -1 is no number of days; choose from 0 to 36,500"),
            ({"years": 100}, "years: 100 is no number of years; choose from 0 to 99"),
            ({"months": True}, "months: True is no number of months"),
            ({"years": 99, "months": 1}, "months: 1,189 months are more than 99 years; choose fewer"),
            ({"since": "yesterday"}, "since: 'yesterday' is none of its words; choose said, over"),
            ({"words": "feedback", "since": "over"}, "since: feedback belongs to nothing that ends"),
            ({"ground": "two\nlines"}, "ground: contains the control character"),
        ):
            given = {"words": "notes", "days": 1, "ground": "x", "by": "hr", **wrong}
            with pytest.raises(co.Inconsistent) as refused:
                _ = co.Retention.set(**given)  # type: ignore[arg-type]
            assert said in str(refused.value)

    def test_can_be_changed_and_ended(self) -> None:
        """A change goes through the history anew; the same again, and anything once it has ended, is refused."""
        two = attrs.evolve(rule(years=2), cursor=Cursor(7, date(2027, 1, 1)))
        one = two.change(years=1, since="over", ground="One is enough", by="hr")
        assert (one.months, one.since, one.cursor, str(one.ground)) == (12, "over", Cursor(), "One is enough")
        with pytest.raises(co.Inconsistent, match="it says so already"):
            _ = one.change(months=12, ground="x", by="hr")
        over = one.end(by="hr", reason="We keep none")
        assert (over.status, over.wakes) == ("ended", None)
        with pytest.raises(co.NotAllowedNow, match="is ended, so it cannot be ended"):
            _ = over.end(by="hr")
        with pytest.raises(co.NotAllowedNow, match="is ended, so it cannot be changed"):
            _ = over.change(days=1, ground="x", by="hr")
        with pytest.raises(co.NotAllowedNow, match="is ended, so it cannot be applied"):
            _ = over.apply((), Cursor())


class TestGoesOn:
    @given(st.dates(date(1900, 1, 1), MOST), st.integers(0, 98), st.integers(0, 11), st.integers(0, 400))
    def test_is_never_early(self, day: date, years: int, months: int, days: int) -> None:
        """A period ends with the last hour of the day of the same date; of a month without it, with that of its last.

        So says EU regulation 1182/71, article 3 (2) c.
        """
        if years + months + days == 0 or day.year + years > 9898:
            return
        goes = rule(years=years, months=months, days=days).goes_on(day)
        last = goes - timedelta(days=1 + days)
        assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == 12 * years + months
        assert last.day == day.day or (last.day < day.day and (last + timedelta(days=1)).day == 1)

    @pytest.mark.parametrize(
        ("said", "length", "goes"),
        [
            (date(2027, 1, 31), {"months": 1}, date(2027, 3, 1)),
            (date(2028, 1, 31), {"months": 1}, date(2028, 3, 1)),
            (date(2028, 2, 29), {"years": 1}, date(2029, 3, 1)),
            (date(2028, 2, 29), {"years": 4}, date(2032, 3, 1)),
            (date(2026, 12, 31), {"days": 1}, date(2027, 1, 2)),
        ],
    )
    def test_waits_for_the_end_of_the_last_day(
        self, tmp_path: Path, said: date, length: dict[str, int], goes: date
    ) -> None:
        """At month ends and on 29 February: there until the last moment of the last day, gone with the next."""
        at = datetime(said.year, said.month, said.day, 23, 59, tzinfo=UTC)
        with co.open_journal(f"sqlite:///{tmp_path / 'a.db'}") as journal:
            anna, bo, _ = people(journal)
            _ = journal.save(rule("feedback", since="said", **length))
            _ = journal.save(co.Feedback.give("You were late", to=[bo.id], by=anna.id, at=at))
            moment = datetime(goes.year, goes.month, goes.day, tzinfo=UTC)
            assert journal.tick(moment - timedelta(microseconds=1)).erased == 0
            assert journal.tick(moment).erased == 1


class TestTick:
    def test_erases_what_is_due_and_nothing_else(self, journal: co.Journal) -> None:
        """Of each kind its words, those that are old enough; once, logged by seals alone, and the history verifies."""
        anna, bo, _ = people(journal)
        cycle = talks(anna, bo).follow_up(by=anna.id, notes="I am tired", confirmations=["Good swaps"], at=later(0))
        cycle = journal.save(cycle.follow_up(by=bo.id, notes="Later note", next_step="A key", at=later(5)))
        told = journal.save(co.Feedback.give("You were late", to=[bo.id], by=anna.id, at=AT))
        _ = journal.save(rule(days=30))
        words = ("I am tired", "Later note", "Good swaps", "A key", "You were late")
        assert journal.tick(later(30)).erased == 0
        assert journal.tick(later(31)).erased == 1
        assert left(journal, *words) == [*words[1:]]
        assert (journal.tick(later(31)).erased, journal.tick(later(35)).erased) == (0, 0)
        assert journal.tick(later(36)).erased == 1
        _ = journal.save(rule("talks", days=10), rule("feedback", days=10))
        assert journal.tick(later(36)).erased == 3
        assert left(journal, *words) == []
        assert left(journal, "Anna Ekstr", "Talks", "Nobody needs them longer")
        assert journal.verify().ok
        latest = journal.load(cycle.id).talks.latest
        assert latest is not None
        assert (str(latest.notes), str(journal.load(told.id).text.words)) == ("[erased]", "[erased]")

    def test_counts_from_the_end_where_a_rule_says_so(self, journal: co.Journal) -> None:
        """Notes stay while their cycle goes on, however old; what was answered after its end is counted from then."""
        anna, bo, _ = people(journal)
        cycle = talks(anna, bo).follow_up(by=anna.id, notes="I am tired", support={bo.id: "A key"}, at=later(0))
        cycle = journal.save(cycle)
        _ = journal.save(rule(since="over", years=2), rule("talks", since="over", months=1))
        assert journal.tick(later(4000)).erased == 0
        cycle = journal.save(journal.load(cycle.id).end(by=bo.id, at=later(4000)))
        asked = cycle.talks.support[0].id
        _ = journal.save(cycle.give_support(asked, words="In the drawer", by=bo.id, at=later(4010)))
        assert journal.tick(later(4035)).erased == 1
        assert left(journal, "I am tired", "A key", "In the drawer") == ["I am tired", "In the drawer"]
        assert (journal.tick(later(4045)).erased, left(journal, "In the drawer")) == (1, [])
        assert journal.tick(later(4000 + 730)).erased == 0
        assert journal.tick(later(4000 + 732)).erased == 1

    def test_costs_nothing_without_a_rule(self, journal: co.Journal, monkeypatch: pytest.MonkeyPatch) -> None:
        """No rule, or one whose words are not due yet: nothing is read for it."""
        anna, bo, _ = people(journal)
        _ = journal.save(co.Feedback.give("You were late", to=[bo.id], by=anna.id, at=AT), rule("feedback", days=30))
        _ = journal.tick(AT)

        def never(*_: object) -> None:
            raise AssertionError

        monkeypatch.setattr(type(journal._retaining), "apply", never)
        assert journal.tick(later(30)).woken == 0

    def test_goes_through_the_history_once(self) -> None:
        """However often it ticks, each record is passed once by a rule; only the one that was not due is met again."""
        read = list[int]()

        class Counting(MemoryStore):
            def feed(self, *, after: int = 0, limit: int = 500) -> list[Record]:
                page = super().feed(after=after, limit=min(limit, 5))
                read.extend(record.position for record in page)
                return page

        journal = co.Journal(Counting())
        anna, bo, _ = people(journal)
        _ = journal.save(rule("feedback", days=10))
        for day in range(60):
            _ = journal.save(co.Feedback.give(f"On day {day}", to=[bo.id], by=anna.id, at=later(day)))
            _ = journal.tick(later(day))
        assert len(read) < 8 * len({*read}), "a page is read anew for each day on which something is due"

    def test_shorter_rules_win(self, journal: co.Journal) -> None:
        """Where two rules speak of the same words, they go by the shorter one."""
        anna, bo, _ = people(journal)
        _ = journal.save(co.Feedback.give("You were late", to=[bo.id], by=anna.id, at=AT))
        _ = journal.save(rule("feedback", years=10), rule("feedback", days=5))
        assert journal.tick(later(6)).erased == 1
        assert journal.tick(later(4000)).erased == 0

    def test_is_not_stopped_by_a_wrong_date(self, journal: co.Journal) -> None:
        """What is dated in the future is put off until then, and what is behind it goes in its time."""
        anna, bo, _ = people(journal)
        for words, day in (("From the future", 3000), ("From today", 0), ("From the past", -400)):
            _ = journal.save(co.Feedback.give(words, to=[bo.id], by=anna.id, at=later(day)))
        _ = journal.save(rule("feedback", days=30))
        assert journal.tick(later(31)).erased == 2
        assert left(journal, "From the future") == ["From the future"]
        assert [journal.tick(later(day)).erased for day in (3000, 3030, 3031)] == [0, 0, 1]

    def test_applies_a_change_to_what_it_had_passed(self, journal: co.Journal) -> None:
        """Longer, and what is left stays longer; counted otherwise, and what was passed is met again."""
        anna, bo, _ = people(journal)
        cycle = journal.save(talks(anna, bo).follow_up(by=anna.id, notes="I am tired", at=AT))
        old = journal.save(rule(since="over", days=30))
        assert journal.tick(later(400)).erased == 0
        changed = journal.change(old.id, lambda one: one.change(days=600, since="said", ground="x", by="hr"))
        assert (changed.cursor, journal.tick(later(600)).erased) == (Cursor(), 0)
        assert journal.tick(later(601)).erased == 1
        assert journal.load(cycle.id).talks.latest.notes.is_erased  # type: ignore[union-attr]

    def test_ends_with_the_rule(self, journal: co.Journal) -> None:
        """Nothing goes by a rule that has ended."""
        anna, bo, _ = people(journal)
        _ = journal.save(co.Feedback.give("You were late", to=[bo.id], by=anna.id, at=AT))
        _ = journal.save(rule("feedback", days=5).end(by="hr", at=AT))
        assert (journal.tick(later(60)).erased, [*journal.plan_retention(later(60))]) == (0, [])


class TestHolds:
    def test_always_win(self, journal: co.Journal) -> None:
        """What somebody wrote and what names them stays; it goes on the first tick after the hold is lifted."""
        anna, bo, cim = people(journal)
        bo = journal.save(bo.hold("Dispute 7/2027", by="hr", at=AT))
        _ = journal.save(
            co.Feedback.give("To Bo", to=[bo.id], by=anna.id, at=AT),
            co.Feedback.give("From Bo", to=[cim.id], by=bo.id, at=AT),
            co.Feedback.give("Without him", to=[cim.id], by=anna.id, at=AT),
            rule("feedback", days=5),
        )
        assert kept(journal, 6) == [(bo.id, None), (bo.id, None), (None, None)]
        assert [journal.tick(later(day)).erased for day in (6, 6, 7, 50)] == [1, 0, 0, 0]
        assert kept(journal, 50) == [(bo.id, None), (bo.id, None)]
        _ = journal.save(bo.lift_hold(bo.holds[0].id, by="hr", at=later(51)))
        assert kept(journal, 51) == [(None, None), (None, None)]
        assert [journal.tick(later(day)).erased for day in (51, 51)] == [2, 0]
        assert left(journal, "To Bo", "From Bo", "Without him") == []

    def test_end_with_their_last_day(self, journal: co.Journal) -> None:
        """A hold that runs out keeps words on its last day and not after; the last of several counts."""
        anna, bo, _ = people(journal)
        held = bo.hold("One", by="hr", until=later(20).date(), at=AT).hold(
            "Two", by="hr", until=later(30).date(), at=AT
        )
        _ = journal.save(held)
        _ = journal.save(co.Feedback.give("To Bo", to=[bo.id], by=anna.id, at=AT), rule("feedback", days=5))
        assert kept(journal, 6) == [(bo.id, later(30).date())]
        assert [journal.tick(later(day)).erased for day in (6, 21, 30, 31)] == [0, 0, 0, 1]

    def test_of_another_still_keep_what_one_let_go(self, journal: co.Journal) -> None:
        """Words that two holds keep stay until the last of them is over, and nothing is done twice meanwhile."""
        anna, bo, _ = people(journal)
        anna = journal.save(anna.hold("A", by="hr", at=AT))
        bo = journal.save(bo.hold("B", by="hr", at=AT))
        _ = journal.save(co.Feedback.give("To Bo", to=[bo.id], by=anna.id, at=AT), rule("feedback", days=5))
        _ = journal.tick(later(6))
        _ = journal.save(anna.lift_hold(anna.holds[0].id, by="hr", at=later(7)))
        assert [(journal.tick(later(day)).erased, journal.tick(later(day)).recorded) for day in (7, 8)] == [
            (0, 0),
            (0, 0),
        ]
        _ = journal.save(bo.lift_hold(bo.holds[0].id, by="hr", at=later(9)))
        assert journal.tick(later(9)).erased == 1

    def test_placed_in_the_same_moment_win(self, journal: co.Journal, monkeypatch: pytest.MonkeyPatch) -> None:
        """A hold that is placed between looking and erasing is seen, as nobody who was looked at may have changed."""
        anna, bo, _ = people(journal)
        _ = journal.save(co.Feedback.give("To Bo", to=[bo.id], by=anna.id, at=AT), rule("feedback", days=5))
        batch, placed = type(journal._saving).batch, list[co.Person]()

        def late(self: object, *given: object) -> Batch:
            if not placed:
                placed.append(journal.save(bo.hold("Just now", by="hr", at=later(6))))
            return batch(self, *given)  # type: ignore[arg-type]

        monkeypatch.setattr(type(journal._saving), "batch", late)
        assert (journal.tick(later(6)).erased, left(journal, "To Bo")) == (0, ["To Bo"])
        assert placed

    def test_keep_what_was_prepared_for_a_talk_that_names_them(self, journal: co.Journal) -> None:
        """An answer given before a talk stands in the talk, too: whoever is named there keeps it."""
        anna, bo, cim = people(journal)
        three = co.Cycle.begin(
            "Talks", about=["team_1"], participants={one.id: "co_leader" for one in (anna, bo, cim)}, by=bo.id, at=AT,
            cadence=co.Cadence.weekly("mon", begin=AT.date()), form=FORM,
        )  # fmt: skip
        three = three.prepare({"acme.before": "Two will do"}, by=anna.id, at=AT)
        _ = journal.save(three.follow_up(by=bo.id, present=[cim.id], at=later(1)))
        _ = journal.save(cim.hold("Dispute", by="hr", at=AT), rule("talks", days=5))
        assert (journal.tick(later(9)).erased, left(journal, "Two will do")) == (0, ["Two will do"])

    def test_are_hidden_from_those_who_see_the_rule(self, journal: co.Journal) -> None:
        """Everybody sees which rules there are; who is under a hold shows to whoever keeps the register alone."""
        anna, bo, _ = people(journal)
        _ = journal.save(bo.hold("Dispute", by="hr", at=AT))
        made = journal.save(co.Feedback.give("To Bo", to=[bo.id], by=anna.id, at=AT), rule("feedback", days=5))[1]
        _ = journal.tick(later(6))
        view = journal.seen_by(anna.id, at=later(6))
        seen = view.load(made.id)
        assert (seen.words, seen.cursor, seen.revision) == ("feedback", Cursor(), 1)
        assert bo.id.encode() not in b"".join(line for line in view.export() if b'"retention"' in line)
        assert [(card.revision, card.wakes) for card in view.cards(co.Retention)] == [(1, None)]
        with pytest.raises(co.NotAllowedFor):
            _ = [*view.history(made.id)]
        assert [
            one.keeper for one in journal.seen_by(anna.id, administers=True, at=later(6)).load(made.id).cursor.put_off
        ]


FORM = co.Form("acme.talk", "Talk", (Question("acme.before", "What do you expect?", before=True),))


class TestContracts:
    def test_in_force_keep_their_words(self, journal: co.Journal) -> None:
        """Words that became part of what others live by stay as they do with forgetting, and go once it has ended."""
        anna, bo, cim = people(journal)
        cycle = journal.save(talks(anna, bo).follow_up(by=anna.id, notes="I publish the rota, too", at=AT))
        assert cycle.talks.latest is not None
        notes = cycle.talks.latest.notes
        assert notes is not None
        rota = co.Agreement.in_meeting(
            "Rota", parties={anna.id: "co_leader", bo.id: "coordinator", cim.id: "coordinator"}, by=anna.id, at=AT,
            present=[anna.id, bo.id, cim.id],
            clauses=[co.Commitment(notes, by=anna.id), *(co.Support("I help", by=one.id) for one in (bo, cim))],
        )  # fmt: skip
        rota = journal.save(rota)
        _ = journal.save(rule(days=5))
        assert (kept(journal, 6), journal.tick(later(6)).erased) == ([(rota.id, None)], 0)
        ended = rota.hold_review("end", present=[seat.person for seat in rota.table], by=bo.id, at=later(20))
        _ = journal.save(ended)
        assert (journal.tick(later(21)).erased, left(journal, "publish the rota")) == (1, [])


class TestPlan:
    def test_says_what_would_go_and_changes_nothing(self, journal: co.Journal) -> None:
        """Each text once, with its rule, where it stands, from when it is counted and when it goes."""
        anna, bo, _ = people(journal)
        told, made = journal.save(
            co.Feedback.give("To Bo", to=[bo.id], by=anna.id, at=later(2)), rule("feedback", days=5)
        )
        before = journal.head()
        (one,) = journal.plan_retention(later(9))
        assert (one.rule, one.subject, one.words) == (made.id, told.id, told.text.words.seal)  # type: ignore[union-attr]
        assert (one.counted_from, one.goes_on) == (later(2).date(), later(8).date())
        assert ([*journal.plan_retention(later(7))], journal.head()) == ([], before)

    def test_names_what_two_holds_keep_once(self, journal: co.Journal) -> None:
        """Stretches of the history that overlap are told once."""
        anna, bo, cim = people(journal)
        for one in (anna, bo, cim):
            _ = journal.save(one.hold("Dispute", by="hr", at=AT))
        for by, to in ((anna, bo), (cim, anna), (bo, cim), (anna, cim)):
            _ = journal.save(co.Feedback.give("x", to=[to.id], by=by.id, at=AT))
        _ = journal.save(rule("feedback", days=5))
        before = len(kept(journal, 6))
        _ = journal.tick(later(6))
        assert (before, len(kept(journal, 6))) == (4, 4)


class TestInterruption:
    @pytest.mark.parametrize("size", [1, 3, 1000])
    def test_goes_on_where_it_was(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        """A piece is whole or not there; the next tick does the rest, whatever failed and wherever."""
        monkeypatch.setattr("coleadership.privacy.retaining._PIECE", size)
        monkeypatch.setattr("coleadership.privacy.expiring._ENOUGH", size)
        failing = iter([True, False] * 50)

        class Unsteady(MemoryStore):
            def erase(self, seals: object, batch: Batch) -> int:
                if next(failing):
                    raise co.StoreError(self.url, "the disk failed")
                return super().erase(seals, batch)  # type: ignore[arg-type]

        journal = co.Journal(Unsteady())
        anna, bo, _ = people(journal)
        for number in range(7):
            _ = journal.save(co.Feedback.give(f"Words {number}", to=[bo.id], by=anna.id, at=AT))
        made = journal.save(rule("feedback", days=5))
        ticks = [journal.tick(later(6)) for _ in range(9)]
        assert ticks[0].failed == ((made.id, "memory:: the disk failed"),)
        assert (sum(one.erased for one in ticks), left(journal, "Words")) == (7, [])

    def test_happens_once_wherever_it_runs(self, tmp_path: Path) -> None:
        """Many who tick at the same time erase each text once between them."""
        url = f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
        with co.open_journal(url) as journal:
            anna, bo, _ = people(journal)
            for number in range(20):
                _ = journal.save(co.Feedback.give(f"Words {number}", to=[bo.id], by=anna.id, at=AT))
            made = journal.save(rule("feedback", days=5))

            def tick(_: int) -> tuple[int, object]:
                with co.open_journal(url) as own:
                    told = own.tick(later(6))
                    return told.erased, told.failed

            with ThreadPoolExecutor(4) as pool:
                told = [*pool.map(tick, range(8))]
            assert (sum(erased for erased, _ in told), {failed for _, failed in told}) == (20, {()})
            events = [entry.event for entry in journal.history(made.id)]
            assert sum(len(one.words) for one in events if isinstance(one, RetentionApplied)) == 20

    def test_is_told_where_a_store_cannot_forget(self) -> None:
        """A store without that capability, or a policy that refuses, is named by the tick; nothing is done."""

        class Keeps(MemoryStore):
            erase = None  # type: ignore[assignment]

        refusing = Policy("acme.keep", _refuse)
        for journal, said in (
            (co.Journal(Keeps()), "cannot forget words"),
            (co.Journal(MemoryStore(), policies=lambda: [refusing]), "policy acme.keep refuses retention.applied"),
        ):
            anna, bo, _ = people(journal)
            _ = journal.save(co.Feedback.give("To Bo", to=[bo.id], by=anna.id, at=AT), rule("feedback", days=5))
            ((_, reason),) = journal.tick(later(6)).failed
            assert said in reason
            assert left(journal, "To Bo") == ["To Bo"]


def _refuse(asked: Asked) -> str | None:
    return "not now" if asked.name == "retention.applied" else None


class TestFiles:
    @pytest.mark.parametrize("turn", range(5))  # where words lie in a file is up to chance
    def test_hold_no_byte_of_it(self, tmp_path: Path, turn: int) -> None:
        """Not in the file, its log, its free pages, or where pages were split."""
        url, plugins = url_of("sqlite" if turn else "files", tmp_path)
        with co.open_journal(url, plugins=plugins) as journal:
            anna, bo, _ = people(journal)
            _ = journal.save(rule("feedback", days=15))
            for number in range(40):
                said = f"Please tell nobody that {number:03} " + "x" * 300
                _ = journal.save(co.Feedback.give(said, to=[bo.id], by=anna.id, at=later(number)))
            assert journal.tick(later(36)).erased == 21
            held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
            assert [number for number in range(40) if b"nobody that %03d" % number in held] == [*range(21, 40)]


class TestBackups:
    @pytest.mark.parametrize("with_rule", [True, False])
    def test_are_forgotten_again_when_they_are_restored(self, journal: co.Journal, with_rule: bool) -> None:
        """The ledger takes from a backup what had gone by then, whether the rule is in it or came later."""
        anna, bo, _ = people(journal)
        _ = journal.save(co.Feedback.give("You were late", to=[bo.id], by=anna.id, at=AT))
        _ = journal.save(rule("feedback", days=5)) if with_rule else None
        backup = b"".join(journal.export())
        made = next(journal.find(co.Retention), None) or journal.save(rule("feedback", days=5))
        _ = journal.tick(later(6))
        ledger = b"".join(journal.erasures())
        assert (ledger.count(b"\n"), b"late" in ledger) == (1, False)
        with co.open_journal("memory:") as restored:
            _ = restored.import_(io.BytesIO(backup))
            assert restored.erase_again(io.BytesIO(ledger), by="hr", at=later(10)) == 1
            assert restored.erase_again(io.BytesIO(ledger), by="hr", at=later(10)) == 0
            assert (left(restored, "You were late"), restored.verify().ok) == ([], True)
            again = restored.load(made.id)
            assert (again.status, again.words, again.days) == ("in_force" if with_rule else "ended", "feedback", 5)
            assert b"".join(restored.erasures()).count(b"\n") == 1
            assert restored.tick(later(11)).erased == 0

    def test_keep_what_is_under_a_hold_there(self, journal: co.Journal) -> None:
        """A hold wins in a restored backup, too."""
        anna, bo, _ = people(journal)
        anna = journal.save(anna.hold("Dispute", by="hr", at=AT))
        _ = journal.save(co.Feedback.give("You were late", to=[bo.id], by=anna.id, at=AT), rule("feedback", days=5))
        backup = b"".join(journal.export())
        _ = journal.save(anna.lift_hold(anna.holds[0].id, by="hr", at=later(2)))
        assert journal.tick(later(6)).erased == 1
        with co.open_journal("memory:") as restored:
            _ = restored.import_(io.BytesIO(backup))
            with pytest.raises(co.NotAllowedNow, match=f"{anna.id} is under a hold, so it cannot be forgotten"):
                _ = restored.erase_again(io.BytesIO(b"".join(journal.erasures())), by="hr", at=later(10))
            assert left(restored, "You were late")

    @pytest.mark.parametrize(
        "wrong", [{"retention": 1}, {"retention": "retention_1"}, {"words_of": "x"}, {"months": "1"}, {"since": None}]
    )
    def test_say_which_line_is_wrong(self, wrong: dict[str, object]) -> None:
        """A damaged line is named, before anything is done."""
        good = {"retention": rule().id, **rule().terms, "words": [Seal("seal_a")]}
        with (
            co.open_journal("memory:") as journal,
            pytest.raises(co.InvalidInput, match=r"ledger, line 1.*is no erasure; nothing was done"),
        ):
            _ = journal.erase_again(io.BytesIO(json.dumps({**good, **wrong}).encode()), by="hr", source="ledger")


def test_stretches_of_one_keeper_become_one() -> None:
    """However much is put off, what is remembered is one stretch for each who keeps it."""
    cursor = Cursor()
    for position in range(100):
        cursor = cursor.putting_off(PutOff("ab"[position % 2], position, position + 1))
    assert cursor.put_off == (PutOff("a", 0, 99), PutOff("b", 1, 100))
