from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from coleadership.errors import ColeadershipError, Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.journal.journal import Journal
from coleadership.organisation.distribution import Leg, Sort
from coleadership.organisation.people import Person
from coleadership.organisation.tasks import RESPONSIBILITY_NOTE, ManagementTask
from coleadership.stores.memory import MemoryStore
from tests.builders import AT

if TYPE_CHECKING:
    from collections.abc import Callable

LEGS = {
    "authority": "Anna may stop the machines",
    "resources": "Two hours a week",
    "knowledge": "The course in June",
}


def plan() -> ManagementTask:
    """A task that can be shared."""
    return ManagementTask.define("Plan the autumn", sort="plan", team="team_1", by="bo", at=AT)


def safety() -> ManagementTask:
    """A task by law."""
    return ManagementTask.define("Fire safety", sort="work_environment", by="bo", at=AT)


def shared() -> ManagementTask:
    """A task that Anna and Bo hold together."""
    return plan().distribute(["anna", "bo"], consulted=["anna", "cim"], by="bo", at=AT).accept(by="anna", at=AT)


def held_by_law() -> ManagementTask:
    """A task by law that Anna holds, with Cim as stand-in."""
    asked = safety().distribute(["anna"], consulted=["anna"], by="bo", stand_in="cim", at=AT, **LEGS)
    return asked.accept(by="anna", at=AT)


def what(task: ManagementTask) -> list[str]:
    """What has happened to a task."""
    return [event.participle for event in task.unrecorded]


def refused(task: ManagementTask, ask: Callable[[ManagementTask], ManagementTask], sentence: str) -> None:
    """It is refused in a sentence, and nothing has changed."""
    before = task.unrecorded
    with pytest.raises(ColeadershipError, match=sentence):
        _ = ask(task)
    assert task.unrecorded == before
    assert ManagementTask.folded(task.unrecorded) == task.settled()


class TestDefine:
    def test_leaves_it_with_the_employer(self) -> None:
        """Before it is distributed, nobody holds it."""
        assert (plan().status, plan().is_with_employer, plan().holders) == ("undistributed", True, ())
        assert plan().sort is Sort.PLAN

    @pytest.mark.parametrize(("sort", "said", "statutory"), [
        ("work_environment", None, True), ("work_environment", False, False), ("plan", None, False),
        ("budget", True, True),
    ])  # fmt: skip
    def test_takes_work_environment_for_a_task_by_law(self, sort: str, said: bool | None, statutory: bool) -> None:
        """What is by law is so without being said, and can be said."""
        assert ManagementTask.define("It", sort=sort, statutory=said, by="bo", at=AT).statutory is statutory

    def test_says_that_responsibility_stays_with_the_employer(self) -> None:
        """The note stands with every task by law, in every status, and with no other."""
        for task in (safety(), held_by_law(), held_by_law().retire(by="bo", at=AT)):
            assert task.note == RESPONSIBILITY_NOTE
        assert "stays with the employer" in RESPONSIBILITY_NOTE
        assert plan().note is None

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"sort": "rule"}, "sort: 'rule' is none of its words"),
            ({"statutory": "yes"}, "statutory: 'yes' is neither yes nor no"),
            ({"team": ""}, "team: '' is no id"),
            ({"title": " "}, "title: is empty"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, fields: dict[str, Any], sentence: str) -> None:
        """What is wrong is said with the path of its field."""
        with pytest.raises(Inconsistent, match=f"^{sentence}"):
            _ = ManagementTask.define(**{"title": "It", "by": "bo", **fields})


class TestDistribute:
    def test_is_theirs_once_all_have_answered(self) -> None:
        """Who gives it to themselves has said yes by that; the others say so."""
        offered = plan().distribute(["anna", "bo"], consulted=["anna", "cim"], by="bo", at=AT)
        assert what(offered)[-2:] == ["distributed", "accepted"]
        assert (offered.status, offered.holders, offered.is_with_employer) == ("offered", (), True)
        assert (shared().status, shared().holders) == ("held", ("anna", "bo"))
        assert shared().held is not None
        assert shared().held.consulted == ("anna", "cim")  # type: ignore[union-attr]
        assert what(shared())[-2:] == ["accepted", "taken_on"]

    def test_whoever_declines_is_left_out(self) -> None:
        """Those who said yes hold it; where nobody did, it stays with the employer."""
        offered = plan().distribute(["anna", "cim"], consulted=["anna"], by="bo", at=AT)
        one = offered.accept(by="anna", at=AT).decline(reason="I study this autumn", by="cim", at=AT)
        assert (one.status, one.holders) == ("held", ("anna",))
        none = offered.decline(by="anna", at=AT).decline(by="cim", at=AT)
        assert (none.status, none.offer) == ("undistributed", None)

    def test_those_before_hold_it_until_the_new_ones_have_answered(self) -> None:
        """A task is never lost between two distributions."""
        again = shared().distribute(["cim"], consulted=["anna"], by="bo", at=AT)
        assert (again.status, again.holders) == ("held", ("anna", "bo"))
        assert again.decline(by="cim", at=AT).holders == ("anna", "bo")
        assert again.accept(by="cim", at=AT).holders == ("cim",)

    def test_keeps_shares_that_make_one(self) -> None:
        """Unless shares were said, all carry the same; where somebody is out, the rest is in proportion."""
        assert shared().shares == {"anna": Fraction(1, 2), "bo": Fraction(1, 2)}
        parts = {"anna": (1, 2), "bo": (1, 6), "cim": (1, 3)}
        offered = plan().distribute(parts, consulted=["anna"], by="bo", at=AT)
        three = offered.accept(by="anna", at=AT).accept(by="cim", at=AT)
        assert three.shares == {"anna": Fraction(1, 2), "bo": Fraction(1, 6), "cim": Fraction(1, 3)}
        assert three.hand_back("Too much", by="anna", at=AT).shares == {"bo": Fraction(1, 3), "cim": Fraction(2, 3)}
        assert plan().shares == {}

    @pytest.mark.parametrize(
        ("ask", "sentence"),
        [
            ({"consulted": []}, "consulted: nobody but bo was asked"),
            ({"consulted": ["bo"]}, "consulted: nobody but bo was asked"),
            ({"consulted": "anna"}, "consulted: 'anna' is no list"),
            ({"holders": []}, "holders: name at least one person"),
            ({"holders": "anna"}, "holders: 'anna' is no list"),
            ({"holders": ["anna", "anna"]}, "holders: name at least one person, and each of them once"),
            ({"holders": ["team_1"]}, "holders: team_1 is no person"),
            ({"holders": {"anna": (1, 2), "cim": (1, 3)}}, "holders: the shares do not make one"),
            ({"holders": {"anna": (3, 2)}}, r"holders: \(3, 2\) is no share"),
            ({"holders": {"anna": (0, 1)}}, r"holders: \(0, 1\) is no share"),
            ({"holders": {"anna": (True, 1)}}, r"holders: \(True, 1\) is no share"),
            ({"holders": {"anna": 0.5}}, "holders: 0.5 is no share"),
            ({"holders": {"anna": None}}, "holders: None is no share"),
            ({"stand_in": "anna"}, "stand_in: anna cannot stand in for themselves"),
            ({"authority": " "}, "authority: is empty"),
        ],
    )
    def test_refuses_what_does_not_fit(self, ask: dict[str, Any], sentence: str) -> None:
        """Nobody distributes without asking others, to nobody, twice to one, or in shares that do not add up."""
        told = {"holders": ["anna"], "consulted": ["cim"], "by": "bo", "at": AT, **ask}
        refused(plan(), lambda task: task.distribute(**told), f"^{sentence}")


class TestTasksByLaw:
    def test_stand_on_three_legs(self) -> None:
        """The holder, what they stand on in words, and who stands in, are there to be read."""
        task = held_by_law()
        assert (task.status, task.holders) == ("held", ("anna",))
        assert task.held is not None
        assert [str(getattr(task.held.footing, leg)) for leg in Leg] == [*LEGS.values()]
        assert task.held.footing.authority is not None
        assert task.held.footing.authority.owner == "bo"
        assert task.held.stand_in == "cim"
        assert [*task.findings()] == []

    @pytest.mark.parametrize("leg", Leg)
    def test_are_refused_where_a_leg_is_lacking(self, leg: Leg) -> None:
        """Which one is said."""
        words = {name: said for name, said in LEGS.items() if name != leg}
        refused(safety(), lambda t: t.distribute(["anna"], consulted=["anna"], by="bo", **words), f"^{leg}: is lacking")  # type: ignore[arg-type]

    def test_name_all_legs_that_are_lacking_at_once(self) -> None:
        """Nobody has to ask three times."""
        with pytest.raises(Inconsistent, match=r"^authority: .*; resources: .*; knowledge: "):
            _ = safety().distribute(["anna"], consulted=["anna"], by="bo")

    def test_have_one_holder(self) -> None:
        """One task by law is never on two people."""
        refused(
            safety(),
            lambda t: t.distribute(["anna", "cim"], consulted=["anna"], by="bo", **LEGS),  # type: ignore[arg-type]
            "^holders: a task by law has exactly one holder; name one of anna, cim",
        )

    def test_are_handed_back_with_what_is_lacking(self) -> None:
        """Then they are with the employer again, and there is nobody to stand in for."""
        back = held_by_law().hand_back("The hours were cut", lacking=["resources"], by="anna", at=AT)
        assert (back.status, back.is_with_employer, back.held) == ("undistributed", True, None)
        assert back.unrecorded[-1].lacking == (Leg.RESOURCES,)  # type: ignore[union-attr]
        assert [*back.links()] == []
        refused(held_by_law(), lambda t: t.hand_back("No", by="anna"), "^lacking: say what is lacking of authority")
        refused(held_by_law(), lambda t: t.hand_back("No", lacking=["luck"], by="anna"), "^lacking: 'luck' is none")

    def test_of_other_sorts_are_asked_about_what_is_lacking(self) -> None:
        """Responsibility without authority, resources and knowledge deserves a thought, and stops nobody."""
        assert [finding.path for finding in shared().findings()] == [*Leg]
        assert not any(finding.blocks for finding in shared().findings())
        assert [*plan().findings()] == []


class TestHandBack:
    def test_leaves_it_to_the_others(self) -> None:
        """Who is left holds it; the last one hands it back to the employer."""
        one = shared().hand_back("I study", by="anna", at=AT)
        assert (one.status, one.holders) == ("held", ("bo",))
        assert one.hand_back("I retire", by="bo", at=AT).is_with_employer

    def test_is_for_holders(self) -> None:
        """Nobody hands back what is not theirs."""
        refused(shared(), lambda t: t.hand_back("No", by="cim"), "cim cannot hand it back here .who could: anna, bo")


class TestAnswering:
    def test_is_for_those_who_were_asked_and_have_not_answered(self) -> None:
        """Nobody says yes for another, or twice."""
        offered = plan().distribute(["anna", "cim"], consulted=["anna"], by="bo", at=AT).accept(by="anna", at=AT)
        for by in ("anna", "bo"):
            with pytest.raises(NotAllowedFor, match=rf"{by} cannot answer here \(who could: cim\)"):
                _ = offered.accept(by=by)
            with pytest.raises(NotAllowedFor):
                _ = offered.decline(by=by)
        with pytest.raises(NotAllowedFor, match="nobody, as no offer is open"):
            _ = shared().accept(by="anna")
        with pytest.raises(NotAllowedNow, match=r"is undistributed, so it cannot be accepted"):
            _ = plan().accept(by="anna")


class TestRetire:
    def test_is_final(self) -> None:
        """What is no more is held by nobody, not even the employer, and changes no more."""
        gone = shared().retire(reason="The shop closes", by="bo", at=AT)
        assert (gone.status, gone.holders, gone.is_with_employer) == ("retired", (), False)
        for ask in (
            lambda t: t.retitle("Other", by="bo"),
            lambda t: t.distribute(["anna"], consulted=["anna"], by="bo"),
            lambda t: t.hand_back("No", by="anna"),
            lambda t: t.retire(by="bo"),
        ):  # type: Callable[[ManagementTask], ManagementTask]
            refused(gone, ask, "is retired, so it cannot be .* .allowed now: nothing, this state is final.")


class TestFinding:
    def test_a_task_is_found_by_who_holds_it_and_whom_it_waits_for(self) -> None:
        """Its links are those that there are now."""
        offered = shared().distribute(["cim", "bo"], consulted=["anna"], by="bo", at=AT)
        assert {*offered.links()} == {("team", "team_1"), ("holder", "anna"), ("holder", "bo"), ("offered", "cim")}
        assert ("stand_in", "cim") in [*held_by_law().links()]

    def test_a_journal_keeps_it(self) -> None:
        """A task goes round through records and kept states as it was, and the employer finds what is undistributed."""
        journal = Journal(MemoryStore())
        anna, bo = journal.save(Person.join("Anna", at=AT), Person.join("Bo", at=AT))
        task = safety().distribute([anna.id], consulted=[anna.id], by=bo.id, at=AT, **LEGS).accept(by=anna.id, at=AT)
        for n in range(20):  # so far that a state is kept, too
            task = task.retitle(f"Fire safety {n}", by=bo.id, at=AT)
        budget = ManagementTask.define("Budget", sort="budget", by=bo.id, at=AT)
        task, budget = journal.save(task, budget)
        assert journal.load(task.id) == task
        assert [found.id for found in journal.find(ManagementTask, holder=anna.id)] == [task.id]
        assert [found.id for found in journal.find(ManagementTask, status="undistributed")] == [budget.id]
