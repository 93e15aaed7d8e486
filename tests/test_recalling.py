"""Lessons that come back when they are needed: why each is offered, in which order, and how little is read for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from time import time_ns
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import coleadership as co
from coleadership.following_up.lessons import Lesson, Noted
from coleadership.heart.events import Subject
from coleadership.ids import first_id, new_id
from coleadership.insights.lessons import Offered, Reason, Thing, Why, lessons_for
from coleadership.journal import recalling
from coleadership.prose import Prose, Seal
from coleadership.recording.codec import Codec
from coleadership.recording.replay import Replay
from coleadership.records import Card, Query
from coleadership.testing.concepts import goal
from tests.builders import AT, draft

DAY = 86_400_000


def lesson(title: str = "Swaps", actual: str = "Nobody closed", **links: list[str]) -> Lesson:
    """Something that Anna saw."""
    return Lesson.note(title, actual=actual, by="anna", at=AT, **links)  # type: ignore[arg-type]


def cover(title: str = "Cover", *contributions: str) -> co.Goal:
    """A goal that is being worded."""
    return co.Goal.draft(title, parties={"bo": co.Part.OWNER}, contributions=contributions, by="bo", at=AT)


def rota(*links: str, title: str = "Rota", **parties: str) -> co.Agreement:
    """An agreement that is being worded and serves these."""
    return co.Agreement.draft(title, parties=parties or {"anna": "co_leader"}, links=links, by="anna", at=AT)


def whys(offered: tuple[Offered, ...]) -> dict[str, list[Why]]:
    """Why each lesson is offered, by its title."""
    return {one.title: [reason.why for reason in one.reasons] for one in offered}


def sentence(offered: tuple[Offered, ...]) -> str:
    """The only reason of the only lesson that is offered."""
    ((reason,),) = (one.reasons for one in offered)
    return reason.sentence


class TestByLinks:
    def test_it_is_about_the_very_thing(self) -> None:
        """Whoever words a goal anew sees what was learned of it, or changed in it."""
        draft_ = cover()
        assert sentence(lessons_for(draft_, [lesson(about=[draft_.id])])) == "it is about this goal itself"
        changed = lesson().identify(improve=["Otherwise"], by="bo").learn(changed=[draft_.id], by="bo")
        assert whys(lessons_for(draft_, [changed])) == {"Swaps": [Why.ITSELF]}

    def test_it_is_about_what_is_taken_up_again(self) -> None:
        """A goal of another period remembers the one before."""
        old = goal()
        again = old.carry_over(due=AT.date().replace(year=2098), by="anna", at=AT)
        offered = lessons_for(again, [lesson(actual="So", about=[old.id])], things={old.id: Thing("Fewer calls")})
        assert sentence(offered) == "it is about goal “Fewer calls”, which this takes up again"

    def test_it_is_about_what_this_leads_to(self) -> None:
        """Called by its title where that is known, and else by its id."""
        known = {"mission_calm": Thing("Calm evenings")}
        offered = lessons_for(cover("Cover", "mission_calm"), [lesson(about=["mission_calm"])], things=known)
        assert sentence(offered) == "it is about mission “Calm evenings”, to which this leads"
        offered = lessons_for(rota("goal_1"), [lesson(about=["goal_1"])])
        assert sentence(offered) == "it is about goal_1, to which this leads"

    def test_it_is_about_the_team_whose_this_is(self) -> None:
        """Teams and roles count, people do not: lessons are not about who."""
        with_team = rota(anna="co_leader", team_evening="co_leader")
        offered = lessons_for(with_team, [lesson(about=["team_evening"]), lesson("Who", about=["anna"])])
        assert sentence(offered) == "it is about team_evening, whose this is"

    def test_it_touches_the_same_value(self) -> None:
        """Values that an agreement serves are those that it refers to."""
        offered = lessons_for(rota("value_care"), [lesson(values=["value_care"]), lesson(values=["value_calm"])])
        assert sentence(offered) == "it touches value_care, as this does"

    @pytest.mark.parametrize(
        ("link", "said"),
        [
            (("contributes", "mission_calm"), "leads to mission “Calm” as this does"),
            (("serves", "mission_calm"), "leads to mission “Calm” as this does"),
            (("party", "team_evening"), "belongs to team_evening as this does"),
            (("owner", "team_evening"), "belongs to team_evening as this does"),
        ],
    )
    def test_it_is_about_something_that_leads_to_the_same(self, link: tuple[str, str], said: str) -> None:
        """Or that belongs to the same team."""
        known = {"goal_old": Thing("Fewer swaps", (link, ("party", "anna"))), "mission_calm": Thing("Calm")}
        draft_ = rota("mission_calm", anna="co_leader", team_evening="co_leader")
        offered = lessons_for(draft_, [lesson(about=["goal_old"])], things=known)
        assert sentence(offered) == f"it is about goal “Fewer swaps”, which {said}"

    def test_the_same_people_or_other_links_are_no_reason(self) -> None:
        """That Anna is party to both says nothing."""
        known = {"goal_old": Thing("Old", (("party", "anna"), ("author", "anna"), ("contributes", "mission_far")))}
        assert lessons_for(rota("mission_calm"), [lesson(about=["goal_old"])], things=known) == ()


class TestByWords:
    def test_rare_words_weigh_more(self) -> None:
        """A word that many lessons use is no reason; one that few use is, and the rarest stand first."""
        told = [lesson(f"The {n}", "the evening was long") for n in range(20)]
        told += [lesson("Lantern", "the lantern in the evening, tonight"), lesson("Rope", "a rope tonight")]
        offered = lessons_for(cover("The lantern of the evening, tonight"), told)
        assert [one.reasons[0].shared for one in offered] == [("lantern", "tonight"), ("tonight",)]
        assert offered[0].reasons[0].sentence == "it uses the same words: lantern, tonight"

    def test_several_together_may_be_as_rare_as_one(self) -> None:
        """Of ninety lessons, nine use the one word and nine the other: alone neither is a reason, together they are."""
        told = [lesson(f"{n}", f"x {'lantern' if n < 9 else ''} {'bridge' if 8 <= n < 17 else ''}") for n in range(90)]
        assert lessons_for(cover("A lantern"), told) == lessons_for(cover("A bridge"), told) == ()
        assert [one.title for one in lessons_for(cover("A lantern on a bridge"), told)] == ["8"]

    def test_of_a_theme_that_comes_back_count_while_lessons_are_few(self) -> None:
        """Where three of five lessons are about swaps, whoever words something about swaps sees all three."""
        told = [lesson(f"{n}", "swaps again" if n < 3 else "cover") for n in range(5)]
        offered = lessons_for(cover("Swaps"), told)
        assert [one.title for one in offered] == ["2", "1", "0"]

    def test_know_neither_case_nor_how_letters_are_composed(self) -> None:
        """“Överlämning” is one word, however it is typed, and is shown as people type it."""
        decomposed = "O\N{COMBINING DIAERESIS}VERLA\N{COMBINING DIAERESIS}MNING"
        told = [lesson(decomposed, "kom sent"), lesson("Annat", "helt annat"), lesson("Mer", "mer annat")]
        assert sentence(lessons_for(cover("Överlämning"), told)) == "it uses the same words: överlämning"

    @pytest.mark.parametrize(
        ("title", "same", "other"),
        [
            ("夜勤の交代", "交代が遅れた", "夜は長い"),
            ("교대 근무", "야간 교대", "근육"),
            ("เปลี่ยนกะ", "กะเปลี่ยน", "วันหยุด"),
        ],
    )  # fmt: skip
    def test_are_found_in_scripts_without_blanks(self, title: str, same: str, other: str) -> None:
        """There, two signs that stand together count; what is a word in others is one, however few its signs."""
        told = [lesson("A", other), lesson("B", same), lesson("C", "x")]
        assert [one.title for one in lessons_for(cover(title), told)] == ["B"]

    def test_of_fewer_than_four_letters_do_not_count(self) -> None:
        """They are the most frequent ones in whatever language, and say the least."""
        assert lessons_for(cover("Who is to do it"), [lesson("Who", "is to do it")]) == ()

    def test_of_all_that_is_worded_and_all_that_was_learned_count(self) -> None:
        """Not only titles: clauses and body of an agreement, why and what to improve of a lesson."""
        wise = lesson().identify("The lantern broke", improve=["A spare fuse"], by="bo")
        others = [lesson(f"{n}", f"other {n}") for n in range(5)]
        for words in ("lantern", "fuse"):
            agreement = draft(body=f"We carry a {words}")
            assert [one.lesson for one in lessons_for(agreement, [wise, *others])] == [wise.id]

    def test_of_very_long_texts_the_beginning_counts(self) -> None:
        """Ten thousand characters, so that one endless text does not slow down everybody."""
        long = [lesson("Long", " ".join(["word"] * 2_100) + " lantern"), lesson("Other")]
        assert lessons_for(cover("Lantern"), long) == ()

    def test_erased_words_are_no_words(self) -> None:
        """What was forgotten is not found by what it said."""
        one = lesson("Lantern", "lantern")
        gone = attrs.evolve(one, name=attrs.evolve(one.name, text=None), observations=())
        assert lessons_for(cover("Lantern erased"), [gone, lesson("Other")]) == ()


class TestOrder:
    def test_is_by_closeness_then_links_then_words_then_newest(self) -> None:
        """No score is told; the place follows from the reasons that are."""
        draft_ = rota("mission_calm", "value_care", "value_rest", title="Lantern by night")
        itself = lesson("itself", about=[draft_.id])
        two = lesson("two values", values=["value_care", "value_rest"])
        older, newer = lesson("older", values=["value_care"]), lesson("newer", values=["value_care"])
        wordy = lesson("wordy", "a lantern", values=["value_care"])
        purpose, words = lesson("purpose", about=["mission_calm"]), lesson("words", "a lantern by night")
        told = [words, older, wordy, newer, two, purpose, itself]
        order = ["itself", "purpose", "two values", "wordy", "newer", "older", "words"]
        assert [one.title for one in lessons_for(draft_, told)] == order
        assert [one.title for one in lessons_for(draft_, reversed(told), most=3)] == order[:3]

    def test_leaves_out_what_is_only_expected_or_was_set_aside(self) -> None:
        """They are no lessons to learn from; the others tell how far they have come."""
        seen = lesson(about=["mission_calm"])
        told = [
            Lesson.note("Hoped", expected="Sun", about=["mission_calm"], by="anna", at=AT),
            lesson("No", about=["mission_calm"]).set_aside("No", by="bo", at=AT),
            seen,
        ]
        (offered,) = lessons_for(cover("Cover", "mission_calm"), told)
        assert (offered.lesson, offered.status) == (seen.id, "observed")

    @given(st.permutations(range(6)))
    def test_does_not_depend_on_the_order_in_which_they_are_given(self, order: list[int]) -> None:
        """The same lessons give the same answer."""
        known = [lessons_for(DRAFT, [TOLD[place] for place in places]) for places in (order, range(6))]
        assert known[0] == known[1]
        assert len(known[0]) == 5


DRAFT = rota("value_care", "mission_calm", title="Lantern and rope")
TOLD = [
    lesson("a", "lantern", values=["value_care"]),
    lesson("b", "rope", values=["value_care"]),
    lesson("c", "lantern", about=["mission_calm"]),
    lesson("d", "ropes and lantern"),
    lesson("e", "rope", about=["mission_calm"]),
    lesson("f"),
]


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal of each kind."""
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
    with co.open_journal(url) as made:
        yield made


def aged(days: int, title: str = "Old", actual: str = "Nobody closed", **links: list[str]) -> Lesson:
    """A lesson that was noted here so many days ago."""
    (event,) = lesson(title, actual, **links).unrecorded
    assert isinstance(event, Noted)
    id = first_id("lesson", time_ns() // 1_000_000 - days * DAY)[:-10] + new_id("lesson")[-10:]
    return Lesson._begin(attrs.evolve(event, stamp=attrs.evolve(event.stamp, subject=id)))


class TestInAJournal:
    def test_finds_what_was_learned_about_the_siblings(self, journal: co.Journal) -> None:
        """Anna words a goal for the same mission as Bo's old one, and the lesson of then comes back with its reason."""
        calm = journal.save(co.Mission.draft("Calm evenings", asked=["bo"], by="anna", at=AT))
        old = journal.save(cover("Fewer swaps", calm.id))
        wise = journal.save(lesson("Ask a week before", about=[old.id]))
        _ = journal.save(lesson("Something else", about=["goal_far"]))
        (offered,) = journal.lessons_for(cover("Calls are rare", calm.id))
        assert offered == Offered(wise.id, "Ask a week before", "observed", (
            Reason(
                Why.SIBLING, "it is about goal “Fewer swaps”, which leads to mission “Calm evenings” as this does",
                (calm.id,),
            ),
        ))  # fmt: skip

    def test_finds_by_links_however_old_and_by_words_among_the_newest(
        self, journal: co.Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is linked is looked up; words are compared with as many as there is time for."""
        monkeypatch.setattr(recalling, "NEWEST", 5)
        linked, far = aged(900, "linked", about=["mission_calm"]), aged(901, "far", "a lantern")
        touching, changed = aged(902, "touching", values=["value_care"]), aged(903, "changed")
        changed = changed.identify(improve=["So"], by="bo").learn(changed=["mission_calm"], by="bo")
        newest = [aged(days, f"{days} days", "a lantern" if days == 3 else "x") for days in range(1, 9)]
        _ = journal.save(linked, far, touching, changed, *newest)
        offered = journal.lessons_for(rota("mission_calm", "value_care", title="A lantern"))
        assert [one.title for one in offered] == ["linked", "changed", "touching", "3 days"]

    def test_takes_the_newest_of_what_many_are_linked_with(
        self, journal: co.Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A value that a thousand lessons touch costs no more than one that fifty do."""
        monkeypatch.setattr(recalling, "LINKED", 3)
        monkeypatch.setattr(recalling, "NEWEST", 1)
        _ = journal.save(*(aged(days, f"{days} days", values=["value_care"]) for days in (700, 40, 300, 1, 90)))
        offered = journal.lessons_for(rota("value_care"))
        assert [one.title for one in offered] == ["1 days", "40 days", "90 days"]

    @pytest.mark.parametrize("most", [1, 2, 3, 7, 10])
    def test_newest_are_the_newest(self, journal: co.Journal, most: int) -> None:
        """However unevenly they came, and even if some came from the future of another clock."""
        told = [aged(days, f"{days}") for days in (-2, 0, 0, 1, 5, 40, 40, 800, 9_000)]
        _ = journal.save(*told)
        found = recalling._newest(journal.store, Query(kind="lesson", limit=2), most)
        assert [card.subject for card in found] == sorted(one.id for one in told)[-most:]

    def test_reads_a_bounded_part_of_it(self, journal: co.Journal, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of many lessons with states no more are loaded than the limits say, a page at a time."""
        monkeypatch.setattr(recalling, "NEWEST", 20)
        monkeypatch.setattr(recalling, "LINKED", 5)
        _ = journal.save(*(aged(days, values=["value_care"]) for days in range(120)))
        loaded = list[int]()

        class Counting(Replay):
            """Notes how many are loaded at a time."""

            def subjects(
                self, cards: Iterable[Card], words: Mapping[Seal, Prose] | None = None
            ) -> Iterator[Subject[Any]]:
                """As it is; and counted."""
                page = [*cards]
                loaded.append(len(page))
                return super().subjects(page, words)

        _ = recalling.recall(Counting(journal.store, Codec()), rota("value_care"), journal.titles)
        assert sum(loaded) == 20
        assert max(loaded) <= 100

    def test_follows_so_many_links_and_no_more(self, journal: co.Journal, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of what serves hundreds of things, the first are looked up; the newest lessons are compared with all."""
        monkeypatch.setattr(recalling, "LINKS", 2)
        monkeypatch.setattr(recalling, "NEWEST", 1)
        old = [aged(900 + place, f"old {place}", about=[f"goal_{place}"]) for place in range(4)]
        _ = journal.save(*old, aged(1, "new", about=["goal_3"]))
        offered = journal.lessons_for(rota(*(f"goal_{place}" for place in range(4))))
        assert {one.title for one in offered} == {"old 0", "old 1", "new"}

    def test_asks_nothing_of_an_empty_journal(self, journal: co.Journal) -> None:
        """Where nothing was learned yet, nothing is offered."""
        assert journal.lessons_for(rota("mission_calm")) == ()
