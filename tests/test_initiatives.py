from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

import coleadership as co
from coleadership.deciding.initiatives import Initiative
from coleadership.deciding.venture import Way
from coleadership.errors import ColeadershipError, Inconsistent
from tests.builders import AT, later, on
from tests.deciding import decided, taken, what

if TYPE_CHECKING:
    from collections.abc import Callable


VERBS: dict[str, Callable[[Initiative, str], Initiative]] = {
    "join": lambda i, by: i.join(by=by, at=AT),
    "leave": lambda i, by: i.leave(by=by, at=AT),
    "go_beyond": lambda i, by: i.go_beyond("x", by=by, at=AT),
    "carry_on": lambda i, by: i.carry_on("goal_1", by=by, at=AT),
    "finish": lambda i, by: i.finish(by=by, at=AT),
    "stop": lambda i, by: i.stop("x", by=by, at=AT),
}


def refused(initiative: Initiative, ask: Callable[[Initiative], object], sentence: str) -> None:
    """It is refused in a sentence, and nothing has changed."""
    before = initiative.unrecorded
    with pytest.raises(ColeadershipError, match=sentence):
        _ = ask(initiative)
    assert initiative.unrecorded == before
    assert Initiative.folded(initiative.unrecorded) == initiative.settled()


def beyond(**said: str) -> Initiative:
    """An initiative that went beyond what anna may decide."""
    return taken("cim").go_beyond("I signed the order", by="anna", at=AT, **said)  # type: ignore[arg-type]


def _leaves(value: object) -> list[object]:
    """All single values in nested ones."""
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list | tuple):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value]


def open_thoughts(initiative: Initiative) -> list[str]:
    """The paths of what deserves a thought."""
    return [lack.path for lack in initiative.findings()]


class TestTake:
    def test_is_for_anybody_alone_or_together(self) -> None:
        """With a post or without: whoever begins something leads."""
        assert (taken().people, taken("cim").people, taken().status) == (("anna",), ("anna", "cim"), "taken")

    def test_says_what_and_why_and_in_which_area(self) -> None:
        """In words of whoever takes it."""
        board = Initiative.take("A board", why="We miss each other", area="Swaps", by="anna", at=AT)
        assert (str(board.title), str(board.why), str(board.area)) == ("A board", "We miss each other", "Swaps")
        assert board.why is not None
        assert board.why.owner == "anna"

    def test_is_visible_to_those_whom_it_concerns(self) -> None:
        """They find it; where nobody is named, that deserves a thought."""
        assert {*taken("cim").links()} == {("party", "anna"), ("party", "cim"), ("concerns", "bo")}
        assert (taken().audience, open_thoughts(taken())) == ("parties", [])
        silent = Initiative.take("A board", by="anna", audience="team", at=AT)
        assert (silent.audience, open_thoughts(silent)) == ("team", ["concerns"])
        assert open_thoughts(silent.tell(["team_evening"], by="anna", at=AT)) == []

    def test_counts_and_ranks_nobody(self) -> None:
        """“Never a ranking”: nothing that it keeps of people is a number, and who supports it is found by no link."""
        told = beyond().support("Well done", by="bo", at=AT).finish(by="cim", at=AT)
        kept = attrs.asdict(
            told, filter=lambda field, _: field.name not in {"revision", "unrecorded", "unseen", "partial"}
        )
        numbers = [one for one in _leaves(kept) if isinstance(one, int | float) and not isinstance(one, bool)]
        assert numbers == []
        assert {*Initiative.RELATIONS} == {"party", "concerns", "became"}

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"title": ""}, "title: is empty"),
            ({"title": "a\nb"}, "title: contains the control character"),
            ({"by": ""}, "by: '' is no id"),
            ({"concerns": "bo"}, "concerns: 'bo' is no list"),
            ({"together_with": [7]}, "together_with: 7 is no id"),
            ({"why": 7}, "why: int is not text"),
            ({"audience": "all"}, "audience: 'all' is none of its words"),
            ({"concerns": [f"person_{n}" for n in range(501)]}, "concerns: 501 are more than 500"),
        ],
    )
    def test_refuses_what_cannot_be(self, wrong: dict[str, Any], says: str) -> None:
        """A sentence with the path of the field, and nothing has begun."""
        with pytest.raises(Inconsistent, match=says):
            _ = Initiative.take(**{"title": "A board", "by": "anna", "at": AT, **wrong})


class TestCarry:
    def test_lets_people_join_and_leave(self) -> None:
        """“People who joined later, who left”."""
        joined = taken().join(by="cim", at=later(1))
        assert joined.people == ("anna", "cim")
        left = joined.leave(by="anna", at=later(2))
        assert (left.people, what(left)) == (("cim",), ["taken", "joined", "left"])
        assert left.join(by="anna", at=later(3)).people == ("cim", "anna")
        refused(taken(), lambda i: i.join(by="anna", at=AT), "anna carries it already")
        refused(taken(), lambda i: i.leave(by="anna", at=AT), "anna is the last who carries it; finish or stop it")
        refused(taken(), lambda i: i.leave(by="eve", at=AT), "eve cannot have it left")

    def test_is_supported_by_others_in_words(self) -> None:
        """Who carries it does not praise it, and an empty word is none."""
        backed = taken().support("I have wished for this", by="bo", at=AT).support("Me too", by="eve", at=later(1))
        assert [(one.by, str(one.words)) for one in backed.support_given] == [
            ("bo", "I have wished for this"), ("eve", "Me too"),
        ]  # fmt: skip
        refused(taken(), lambda i: i.support("Great", by="anna", at=AT), "anna cannot support this")
        refused(taken(), lambda i: i.support(" ", by="bo", at=AT), "words: is empty")

    def test_tells_more_people(self) -> None:
        """Each once, and by who carries it."""
        assert taken().tell(["bo", "role_rota"], by="anna", at=AT).concerns == ("bo", "role_rota")
        refused(taken(), lambda i: i.tell(["bo"], by="anna", at=AT), "all of them have been told already")
        refused(taken(), lambda i: i.tell(["eve"], by="eve", at=AT), "eve cannot have it told to more people")

    def test_has_limits(self) -> None:
        """Beyond them it is something else than an initiative."""
        many = [f"person_{number}" for number in range(499)]
        full = Initiative.take("A board", by="anna", together_with=many, concerns=[*many, "bo"], at=AT)
        refused(full, lambda i: i.join(by="eve", at=AT), "500 people carry it, and that is the most")
        refused(full, lambda i: i.tell(["eve"], by="anna", at=AT), "it would concern more than 500")
        backed, often = taken(), taken()
        for _ in range(500):
            backed = backed.support("Yes", by="bo", at=AT)
        refused(backed, lambda i: i.support("Yes", by="bo", at=AT), "supported 500 times")
        for _ in range(100):
            often = often.go_beyond("Again", by="anna", at=AT)
        refused(often, lambda i: i.go_beyond("Again", by="anna", at=AT), "beyond 100 times; ask for a mandate")


class TestGoBeyond:
    """“May act beyond authority if in good faith …; then must explain and restore”."""

    def test_is_no_wall(self) -> None:
        """It is said, and what it takes is told; nothing of it stops anybody."""
        bare = taken().go_beyond("I bought the board", spends=True, by="anna", at=AT)
        assert open_thoughts(bare) == [
            "beyond[0].resolves", "beyond[0].waiting", "beyond[0].spends", "beyond[0].explained",
        ]  # fmt: skip
        assert not [lack for lack in bare.findings() if lack.blocks]
        assert bare.finish(by="anna", at=AT).status == "finished"

    def test_is_explained_and_then_repaired(self) -> None:
        """Its status says how far that has come."""
        went = beyond(resolves="We can open", waiting="A week shut")
        assert (went.status, open_thoughts(went)) == ("taken", ["beyond[0].explained"])
        assert [lack.person for lack in went.findings()] == ["anna"]
        told = went.explain("The price rose at noon", to=["bo"], by="anna", at=later(1))
        assert (told.status, open_thoughts(told)) == ("explained", ["beyond[0].repaired"])
        done = told.repair("Bo has signed as well", by="cim", at=later(2))
        assert (done.status, open_thoughts(done)) == ("repaired", [])
        assert (done.beyond[0].explained_to, str(done.beyond[0].repaired)) == (("bo",), "Bo has signed as well")

    def test_can_happen_again(self) -> None:
        """What was explained and repaired stays so; what is new is explained anew."""
        done = beyond().explain("x", to=["bo"], by="anna", at=AT).repair("y", by="anna", at=AT)
        again = done.go_beyond("I opened on Sunday", by="cim", at=later(1))
        assert again.status == "taken"
        told = again.explain("z", to=["bo"], by="cim", at=later(1)).repair("w", by="cim", at=later(1))
        assert [(str(one.explained), str(one.repaired)) for one in told.beyond] == [("x", "y"), ("z", "w")]

    def test_is_explained_also_once_it_is_over_or_left(self) -> None:
        """To stop or to go does not free anybody of that."""
        stopped = beyond().stop("Too costly", by="cim", at=AT)
        told = stopped.explain("I thought it was cheap", to=["bo"], by="anna", at=AT)
        assert (told.status, told.repair("Sent back", by="anna", at=AT).status) == ("stopped", "stopped")
        left = beyond().leave(by="anna", at=AT)
        assert left.explain("x", to=["bo"], by="anna", at=AT).status == "explained"
        refused(left, lambda i: i.finish(by="anna", at=AT), "anna cannot have it finished")

    def test_refuses_what_cannot_be(self) -> None:
        """A sentence each."""
        refused(taken(), lambda i: i.explain("x", to=["bo"], by="anna", at=AT), "is within what its people may decide")
        refused(taken(), lambda i: i.repair("x", by="anna", at=AT), "is within what its people may decide")
        refused(beyond(), lambda i: i.repair("x", by="anna", at=AT), "is not explained yet, so it cannot be repaired")
        refused(beyond(), lambda i: i.explain("x", to=["cim", "anna"], by="anna", at=AT), "name somebody who does not")
        refused(beyond(), lambda i: i.explain("x", to=[], by="anna", at=AT), "^to: name somebody")
        refused(beyond(), lambda i: i.explain("x", to=["bo"], by="eve", at=AT), "eve cannot have it explained")
        done = beyond().explain("x", to=["bo"], by="anna", at=AT).repair("y", by="anna", at=AT)
        refused(done, lambda i: i.explain("x", to=["bo"], by="anna", at=AT), "is all explained and put right")
        over = taken().finish(by="anna", at=AT)
        refused(
            over, lambda i: i.explain("x", to=["bo"], by="anna", at=AT), "cannot be explained .allowed now: support"
        )
        refused(taken(), lambda i: i.go_beyond("x", spends="no", by="anna", at=AT), "^spends: 'no'")  # type: ignore[arg-type]
        refused(taken(), lambda i: i.go_beyond("", by="anna", at=AT), "what: is empty")


class TestGoOn:
    def test_ends_in_one_of_three_ways(self) -> None:
        """Carried on, finished or stopped, with what was said."""
        for ended, way, words in (
            (taken().carry_on("goal_1", words="It is worth it", by="anna", at=AT), Way.CARRIED_ON, "It is worth it"),
            (taken().finish(words="It hangs", by="anna", at=AT), Way.FINISHED, "It hangs"),
            (taken().stop("Nobody used it", by="anna", at=AT), Way.STOPPED, "Nobody used it"),
        ):
            assert ended.conclusion is not None
            assert (ended.status, ended.conclusion.way, str(ended.conclusion.words)) == (way.value, way, words)
            assert (ended.conclusion.on, ended.status in Initiative.OVER) == (on(0), True)

    def test_becomes_something_that_is_agreed_or_decided(self) -> None:
        """It is linked with that, which has to be in the journal and not over."""
        journal = co.open_journal("memory:")
        decision = journal.save(decided())
        board = journal.save(taken().carry_on(decision.id, by="anna", at=AT))
        assert list(journal.find(Initiative, became=decision.id, party="anna", concerns="bo")) == [board]
        over = journal.save(decision.hold_review("end", present=["anna", "bo"], by="bo", at=AT))
        with pytest.raises(Inconsistent, match="is ended, so it cannot newly be linked"):
            _ = journal.save(taken().carry_on(over.id, by="anna", at=AT))
        refused(taken(), lambda i: i.carry_on("person_1", by="anna", at=AT), "'person_1' is none of agreement, assign")

    @pytest.mark.parametrize("ask", VERBS)
    def test_is_not_carried_any_further_then(self, ask: str) -> None:
        """What can still be said says so: thanks come afterwards, too."""
        over, verb = taken("cim").finish(by="anna", at=AT), VERBS[ask]
        allowed = "allowed now: support, tell"
        refused(over, lambda i: verb(i, "anna"), rf"is finished, so it cannot be .*{allowed}")
        assert over.support("Thank you", by="bo", at=later(9)).status == "finished"

    @pytest.mark.parametrize("ask", [ask for ask in VERBS if ask != "join"])
    def test_is_for_those_who_carry_it(self, ask: str) -> None:
        """Nobody else goes on with it or ends it."""
        verb = VERBS[ask]
        refused(taken(), lambda i: verb(i, "bo"), r"bo cannot have it .*who could: anna")

    def test_comes_back_from_a_journal(self) -> None:
        """With all that was said."""
        journal = co.open_journal("memory:")
        saved = journal.save(
            beyond()
            .explain("x", to=["bo"], by="anna", at=AT)
            .support("Well done", by="bo", at=AT)
            .finish(by="cim", at=AT)
        )
        assert journal.load(saved.id) == saved
        assert journal.rebuild() == 1
        assert journal.load(saved.id) == saved


class TestOwed:
    """“An explanation is owed by whoever exceeded authority”."""

    def test_is_on_the_list_of_whoever_went_beyond(self) -> None:
        """With the verb that settles it, also once it is over, and gone with that."""
        journal = co.open_journal("memory:")
        saved = journal.save(beyond().stop("Too costly", by="cim", at=AT))
        (owed,) = journal.obligations("anna", later(1))
        assert (owed.owed, owed.verb, owed.since) == (co.Owed.EXPLANATION, "explain", on(0))
        assert "you went beyond what you may decide in “A board for swaps”" in owed.reason
        assert journal.obligations("cim", later(1)) == ()
        _ = journal.save(saved.explain("x", to=["bo"], by="anna", at=later(1)))
        assert journal.obligations("anna", later(1)) == ()

    def test_is_owed_by_nobody_who_stays_within(self) -> None:
        """Nothing is to be justified by taking an initiative."""
        assert ([*taken().owed("anna", AT)], [*taken().awaited]) == ([], [])
