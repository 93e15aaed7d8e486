from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import coleadership as co
from coleadership.errors import ColeadershipError, Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.following_up.feedback import Feedback
from coleadership.following_up.feedback_text import Response
from coleadership.records import Batch
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, later

if TYPE_CHECKING:
    from collections.abc import Callable

SBI = {
    "situation": "At the Monday meeting",
    "behaviour": "You asked Cim before you decided",
    "impact": "He spoke up for the first time",
}


def thanks(**given: Any) -> Feedback:  # noqa: ANN401 - whatever a test is about
    """Thanks of Anna's to Bo."""
    return Feedback.give(**{"words": "Thanks for Friday", "to": ["bo"], "by": "anna", "at": AT, **given})


def to_team() -> Feedback:
    """Anna's and Cim's feedback to a team and to Bo."""
    return thanks(to=["bo", "team_evening"], together=["cim"])


def refused(feedback: Feedback, ask: Callable[[Feedback], Feedback], sentence: str) -> None:
    """It is refused in a sentence, and nothing has changed."""
    before = feedback.unrecorded
    with pytest.raises(ColeadershipError, match=sentence):
        _ = ask(feedback)
    assert feedback.unrecorded == before
    assert Feedback.folded(feedback.unrecorded) == feedback.settled()


class TestGive:
    @pytest.mark.parametrize(("by", "to"), [("coordinator", "co_leader"), ("co_leader", "coordinator"), ("a", "b")])
    def test_goes_in_every_direction(self, by: str, to: str) -> None:
        """Down, up and sideways it is the same call, and nobody is asked which it is."""
        feedback = thanks(by=by, to=[to])
        assert (feedback.givers, feedback.receivers, feedback.status) == ((by,), (to,), "given")

    def test_is_given_by_several_together(self) -> None:
        """Who gives it with somebody is named once; the words are whose who wrote them."""
        feedback = thanks(together=["cim", "anna", "cim"])
        assert feedback.givers == ("anna", "cim")
        assert feedback.text.words is not None
        assert feedback.text.words.owner == "anna"

    def test_may_be_situation_behaviour_and_impact(self) -> None:
        """All three, and a question beside them if one likes; each is somebody's words."""
        text = thanks(words=None, ask="Was that on purpose?", **SBI).text
        assert [str(getattr(text, name)) for name in SBI] == [*SBI.values()]
        assert {words.owner for words in (text.situation, text.behaviour, text.impact, text.ask) if words} == {"anna"}
        assert text.words is None
        assert str(text) == " ".join([*SBI.values(), "Was that on purpose?"])

    def test_refers_to_values_and_to_what_it_is_about(self) -> None:
        """It is found by either, and by who gave and who got it."""
        feedback = thanks(values=["value_care"], about=["agreement_rota", "followup_1"])
        assert {*feedback.links()} == {
            ("giver", "anna"), ("receiver", "bo"), ("value", "value_care"), ("about", "agreement_rota"),
            ("about", "followup_1"),
        }  # fmt: skip

    def test_is_between_those_who_give_and_get_it(self) -> None:
        """Only recognition is given openly."""
        assert thanks().audience == thanks(kind="suggestion").audience == "parties"
        assert thanks(kind="thanks", audience="organisation").audience == "organisation"
        assert thanks(kind="strength", audience="team").audience == "team"

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"to": ["anna"]}, "to: anna gives it, and nobody gives feedback to themselves"),
            ({"to": ["bo", "cim"], "together": ["cim"]}, "to: cim gives it, and nobody"),
            ({"to": []}, "to: say whom it is for"),
            ({"to": "bo"}, "to: 'bo' is no list"),
            ({"to": ["agreement_rota"]}, "to: agreement_rota is nobody; say whom it is for"),
            ({"to": [f"p{n}" for n in range(101)]}, "to: 101 are more than 100"),
            ({"words": None}, "words: is missing; say it in free words, or as situation, behaviour and impact"),
            ({"words": " "}, "words: is empty"),
            ({"words": None, "ask": "Why?"}, "words: is missing"),
            ({"situation": "On Monday"}, "words: stand beside situation"),
            ({"words": None, "situation": "On Monday"}, "behaviour: is missing; say .*; impact: is missing"),
            ({"words": None, "behaviour": "b", "impact": "i"}, "situation: is missing; say"),
            ({"kind": "praise"}, "kind: 'praise' is none of its words; choose thanks, strength, suggestion"),
            ({"audience": "everybody"}, "audience: 'everybody' is none of its words"),
            ({"audience": "team"}, "audience: only thanks and strengths are given openly"),
            ({"audience": "team", "kind": "suggestion"}, "audience: only thanks and strengths are given openly"),
            ({"values": "value_care"}, "values: 'value_care' is no list"),
            ({"about": [7]}, "about: 7 is no id"),
            ({"by": ""}, "by: '' is no id"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, given: dict[str, Any], sentence: str) -> None:
        """What is wrong is said with the path of its field."""
        with pytest.raises(Inconsistent, match=f"^{sentence}"):
            _ = thanks(**given)


class TestAnswer:
    def test_is_the_receivers_to_decide_with_its_date(self) -> None:
        """To thank, to talk, to take it up, or to set it aside without a reason; words are optional."""
        told = thanks().thank(by="bo", at=later(1)).talk_over("On Friday?", by="bo", at=later(2))
        told = told.take_up("I begin with a round", by="bo", at=later(3))
        assert [(one.response, one.at) for one in told.answers] == [
            (Response.THANKED, later(1)), (Response.TALKED_OVER, later(2)), (Response.TAKEN_UP, later(3)),
        ]  # fmt: skip
        assert [one.words.owner for one in told.answers if one.words is not None] == ["bo", "bo"]
        assert thanks().set_aside(by="bo", at=AT).answers[0].words is None

    def test_is_never_owed(self) -> None:
        """Nothing of it is ever due, and no card tells whether it was answered."""
        open_, answered = thanks(), thanks().set_aside(by="bo", at=AT)
        assert open_.next_due is answered.next_due is None
        assert not [*open_.awaited, *open_.owed("bo", later(99))]
        assert open_.status == answered.status == "given"
        assert {*open_.links()} == {*answered.links()}
        assert (open_.is_answered, answered.is_answered) == (False, True)

    def test_may_be_changed_by_who_gave_it(self) -> None:
        """The newest of a sort holds: who took it up may set it aside after all, and a thank-you stays beside it."""
        told = thanks().thank(by="bo", at=AT).take_up(by="bo", at=AT).set_aside("It did not work", by="bo", at=AT)
        assert [one.response for one in told.answers] == [Response.THANKED, Response.SET_ASIDE]
        again = told.thank("Once more", by="bo", at=later(1))
        assert [str(one.words) for one in again.answers] == ["It did not work", "Once more"]

    def test_takes_something_new_to_say_it_again(self) -> None:
        """The same once more, without words, is refused."""
        told = thanks().take_up("A round", by="bo", at=AT)
        refused(told, lambda f: f.take_up(by="bo"), "^words: you said taken up already; say what is new")

    @pytest.mark.parametrize("by", ["anna", "cim", "dan"])
    def test_is_not_for_others(self, by: str) -> None:
        """Neither who gave it nor anybody else answers what was for Bo."""
        told = thanks(together=["cim"])
        for ask in (Feedback.thank, Feedback.talk_over, Feedback.take_up, Feedback.set_aside):
            with pytest.raises(NotAllowedFor, match=rf"{by} cannot answer it here \(who could: whoever got it: bo\)"):
                _ = ask(told, by=by)
        refused(told, lambda f: f.share(by=by), f"{by} cannot share it")

    def test_is_found_in_history_even_when_changed(self) -> None:
        """Each answer is an event of its own."""
        told = thanks().take_up(by="bo", at=AT).set_aside(by="bo", at=AT)
        assert [event.participle for event in told.unrecorded] == ["given", "answered", "answered"]

    def test_has_an_end(self) -> None:
        """No team makes a flood of it."""
        team = thanks(to=["team_all"])
        for n in range(1_000):
            team = team.thank(by=f"p{n}", at=AT)
        refused(team, lambda f: f.thank(by="late"), "^answers: 1,000 answers are there")


class TestAnswerForTeam:
    def test_is_anybodys_of_it(self) -> None:
        """Who is in a team or holds a role is not known here: whoever answers is kept with the answer."""
        told = thanks(to=["team_evening"]).take_up(by="dan", at=AT)
        (answer,) = told.answers
        assert (answer.receiver, answer.by) == ("team_evening", "dan")
        role = thanks(to=["role_rota"]).thank(by="eva", at=AT)
        assert role.answers[0].receiver == "role_rota"

    def test_is_told_apart_from_ones_own(self) -> None:
        """Who got it by name answers for themselves, unless they say that they speak for the team."""
        told = to_team().take_up(by="bo", at=AT).set_aside(receiver="team_evening", by="bo", at=AT)
        assert {(one.receiver, one.response) for one in told.answers} == {
            ("bo", Response.TAKEN_UP), ("team_evening", Response.SET_ASIDE),
        }  # fmt: skip

    def test_names_the_team_where_there_are_two(self) -> None:
        """What cannot be known is asked for."""
        told = thanks(to=["team_day", "team_evening"])
        refused(told, lambda f: f.thank(by="dan"), "^receiver: say for which of team_day, team_evening")
        assert told.thank(receiver="team_day", by="dan", at=AT).answers[0].receiver == "team_day"

    def test_of_two_is_not_contrary(self) -> None:
        """Where one took it up for the team, another does not set it aside over their head; to thank is for all."""
        told = thanks(to=["team_evening"]).take_up(by="dan", at=AT).thank(by="eva", at=AT).thank(by="dan", at=AT)
        assert len(told.answers) == 3
        refused(
            told, lambda f: f.set_aside(by="eva"), "eva cannot answer the contrary here .who could: dan, who has taken"
        )
        assert told.set_aside(by="dan", at=AT).answers[-1].response is Response.SET_ASIDE

    def test_is_not_for_who_gave_it(self) -> None:
        """A member who gave it to their own team leaves the answer to the others, and nobody answers for Bo."""
        refused(to_team(), lambda f: f.thank(by="cim"), "cim cannot answer it here")
        refused(to_team(), lambda f: f.thank(receiver="bo", by="dan"), "dan cannot answer it here")
        refused(to_team(), lambda f: f.thank(receiver="team_day", by="dan"), "dan cannot answer it here")


class TestWhoSeesAnswers:
    def test_are_those_who_gave_it_and_each_their_own(self) -> None:
        """What one of two made of it is no mark that the other sees, nor anybody else."""
        told = to_team().thank(by="bo", at=AT).set_aside(receiver="team_evening", by="dan", at=AT)
        seen = {who: [one.by for one in told.answers_for(who)] for who in ("anna", "cim", "bo", "dan", "eva")}
        assert seen == {"anna": ["bo", "dan"], "cim": ["bo", "dan"], "bo": ["bo"], "dan": ["dan"], "eva": []}
        assert [one.by for one in told.answers_for("team_evening")] == ["dan"]


class TestShare:
    def test_is_the_receivers_alone(self) -> None:
        """They let others read it, and may keep it to themselves again, also what was given openly."""
        shared = thanks().share(by="bo", at=AT)
        assert shared.audience == "organisation"
        assert shared.share("parties", by="bo", at=AT).audience == "parties"
        assert thanks(kind="thanks", audience="organisation").share("team", by="bo", at=AT).audience == "team"

    def test_goes_as_far_as_all_of_them_say(self) -> None:
        """Nobody shares over the head of another who got it."""
        told = to_team().share(by="bo", at=AT)
        assert told.audience == "parties"
        told = told.share("team", receiver="team_evening", by="dan", at=AT)
        assert told.audience == "team"

    def test_is_over_once_it_is_taken_back(self) -> None:
        """What was given openly and taken back is for nobody but who gave it."""
        opened = thanks(kind="thanks", audience="organisation")
        assert (opened.audience, opened.take_back(by="anna", at=AT).audience) == ("organisation", "private")

    def test_takes_an_audience_that_there_is(self) -> None:
        """What there is to choose is said."""
        refused(thanks(), lambda f: f.share("all", by="bo"), "^audience: 'all' is none of its words; choose parties")


class TestTakeBack:
    @pytest.mark.parametrize("by", ["anna", "cim"])
    def test_is_for_anybody_who_gave_it(self, by: str) -> None:
        """Whoever was named as giving it can say no to that; whom it was for no longer finds it, and it is final."""
        gone = to_team().take_back(by=by, at=AT)
        assert gone.status == "taken_back"
        assert not [target for relation, target in gone.links() if relation == "receiver"]
        refused(gone, lambda f: f.thank(by="bo"), "is taken back, so it cannot be answered .allowed now: nothing")
        refused(gone, lambda f: f.share(by="bo"), "is taken back, so it cannot be shared")
        refused(gone, lambda f: f.take_back(by=by), "is taken back, so it cannot be taken back")

    def test_is_not_for_others(self) -> None:
        """Who got it sets it aside instead."""
        refused(to_team(), lambda f: f.take_back(by="bo"), "bo cannot take it back here .who could: anna, cim")

    def test_is_too_late_once_something_became_of_it(self) -> None:
        """What was answered or shared was received."""
        for ask in (Feedback.thank, Feedback.share):
            received = ask(thanks(), by="bo", at=AT)
            refused(
                received,
                lambda f: f.take_back(by="anna"),
                "is received, so it cannot be taken back .allowed now: set_aside, share",
            )


class TestInAJournal:
    def test_comes_back_as_it_was_and_is_found(self) -> None:
        """By who gave and got it, by value and by what it is about, through records and kept states."""
        with co.open_journal("memory:") as journal:
            anna, bo = journal.save(co.Person.join("Anna Ek", at=AT), co.Person.join("Bo Lind", at=AT))
            told = thanks(by=anna.id, to=[bo.id], about=["goal_1"], words=None, **SBI)
            for n in range(20):  # so far that a state is kept, too
                told = told.take_up(f"Step {n}", by=bo.id, at=AT)
            told = journal.save(told.share(by=bo.id, at=AT))
            assert journal.load(told.id) == told
            assert [one.id for one in journal.find(Feedback, receiver=bo.id)] == [told.id]
            assert [card.audience for card in journal.cards(Feedback, about="goal_1")] == ["organisation"]
            assert journal.rebuild() == 3
            assert journal.load(told.id) == told

    def test_leaves_no_words_in_lists(self) -> None:
        """Feedback has no title, so that its words are read only where it is opened."""
        with co.open_journal("memory:") as journal:
            _ = journal.save(thanks())
            (card,) = journal.cards(Feedback)
            assert (card.title, journal.titles([card])) == (None, {})

    def test_is_not_given_to_who_has_left_or_by_a_value_that_ended(self) -> None:
        """What is over takes nothing new; what was given before can still be answered."""
        with co.open_journal("memory:") as journal:
            bo = journal.save(co.Person.join("Bo Lind", at=AT))
            before = journal.save(thanks(to=[bo.id]))
            bo = journal.save(bo.leave(by="hr", at=AT))
            with pytest.raises(Inconsistent, match=rf"{bo.id} is gone, so it cannot newly be linked .* \(receiver\)"):
                _ = journal.save(thanks(to=[bo.id]))
            assert journal.save(before.thank(by=bo.id, at=AT)).is_answered
            team = journal.save(co.Team.form("Evenings", by="hr", at=AT).dissolve(by="hr", at=AT))
            with pytest.raises(Inconsistent, match=f"{team.id} is dissolved"):
                _ = journal.save(thanks(to=[team.id]))

    def test_tells_who_and_when_once_its_words_are_erased(self) -> None:
        """All that somebody wrote is forgotten by its owner, and what happened is still there."""
        store = MemoryStore()
        journal = co.Journal(store)
        told = journal.save(thanks(kind="thanks").thank("You are welcome", by="bo", at=later(1)))
        words = [told.text.words, told.answers[0].words]
        assert store.erase([one.seal for one in words if one is not None], Batch(facts=(), expected={})) == 2
        again = journal.load(told.id)
        assert isinstance(again, Feedback)
        assert str(again.text) == str(again.answers[0].words) == "[erased]"
        assert (again.givers, again.answers[0].at) == (("anna",), later(1))
        assert journal.verify().ok


def test_a_request_that_is_not_allowed_now_tells_what_is() -> None:
    """The state stands in the error, for a host to show."""
    received = thanks().thank(by="bo", at=AT)
    with pytest.raises(NotAllowedNow) as caught:
        _ = received.take_back(by="anna")
    assert (caught.value.status, caught.value.allowed) == (
        "received", ("set_aside", "share", "take_up", "talk_over", "thank"),
    )  # fmt: skip
