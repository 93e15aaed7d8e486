"""Links that are saved never lead round in a circle or to what is over, and a line of sight follows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import pytest

import coleadership as co
from coleadership.records import Card, Query
from coleadership.stores.memory import MemoryStore
from tests.builders import AT

Open = Callable[[], co.Journal]


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal of each kind."""
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
    with co.open_journal(url) as made:
        yield made


def goal(title: str, *contributions: str, owner: str = "anna") -> co.Goal:
    """A goal in force that contributes to these."""
    return co.Goal.in_meeting(
        title,
        parties={owner: co.Part.OWNER, "bo": co.Part.COORDINATOR},
        present=[owner, "bo"],
        measure=co.Metric(start=0, target=10),
        due=date(2099, 6, 30),
        contributions=contributions,
        by=owner,
        at=AT,
    )


def leading_to(one: co.Goal, *contributions: str) -> co.Goal:
    """A goal that is to contribute to something else, for which a reason is given and all say yes."""
    other = one.reformulate(reason="It leads elsewhere", contributions=contributions, by="anna", at=AT)
    return other.propose(by="anna", at=AT).consent(by="bo", nothing_to_add=True, at=AT)


class TestCircles:
    def test_are_refused_when_saved(self, journal: co.Journal) -> None:
        """The sentence names the way round, and nothing is kept."""
        top = journal.save(goal("Top"))
        middle = journal.save(goal("Middle", top.id))
        low = journal.save(goal("Low", middle.id))
        before = journal.head()
        with pytest.raises(co.Inconsistent, match="leads round in a circle; leave one of these links out") as caught:
            _ = journal.save(leading_to(top, low.id))
        assert all(one.id in caught.value.reason for one in (top, middle, low))
        assert journal.head() == before

    def test_are_refused_within_one_save(self, journal: co.Journal) -> None:
        """Two that are saved together are looked at together."""
        a, b = goal("A"), goal("B")
        with pytest.raises(co.Inconsistent, match="circle"):
            _ = journal.save(leading_to(a, b.id), leading_to(b, a.id))
        assert journal.head().position == 0

    def test_may_be_left_by_turning_a_link_round(self, journal: co.Journal) -> None:
        """What led up may lead down, in one save."""
        top = journal.save(goal("Top"))
        low = journal.save(goal("Low", top.id))
        turned = journal.save(leading_to(low, "vision_1"), leading_to(top, low.id))
        assert [one.contributions[0].to for one in turned] == ["vision_1", low.id]

    def test_are_not_closed_by_two_at_the_same_moment(self, tmp_path: Path) -> None:
        """Of two that would close a circle together, at most one is kept, whoever is faster."""
        url = f"sqlite:///{tmp_path / 'b.db'}?durability=relaxed&timeout=60"
        for _ in range(5):
            with co.open_journal(url) as first, co.open_journal(url) as second:
                a, b = first.save(goal("A"), goal("B"))
                together, refused = Barrier(2), list[str]()

                def link(
                    journal: co.Journal, one: co.Goal, to: str, *, start: Barrier = together, told: list[str] = refused
                ) -> None:
                    changed = leading_to(one, to)
                    _ = start.wait(10)
                    try:
                        _ = journal.save(changed)
                    except co.Inconsistent as error:
                        told.append(error.reason)

                threads = [Thread(target=link, args=args) for args in ((first, a, b.id), (second, b, a.id))]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                assert len(refused) == 1
                assert "circle" in refused[0]
                assert first.verify().ok


class TestLiving:
    def test_refuses_to_begin_with_what_is_over(self, journal: co.Journal) -> None:
        """A goal cannot begin to contribute to one that was dropped; one that did so before goes on."""
        old = journal.save(goal("Old"))
        before = journal.save(goal("Before", old.id))
        _ = journal.save(old.drop("The shop has closed", by="anna", present=["anna", "bo"], at=AT))
        with pytest.raises(
            co.Inconsistent, match=rf"{old.id} is dropped, so it cannot newly be linked with .* \(contributes\)"
        ):
            _ = journal.save(goal("New", old.id))
        assert journal.save(before.read(5, by="anna", at=AT)).progress().raw is not None

    def test_refuses_an_owner_who_has_left(self, journal: co.Journal) -> None:
        """A new goal is somebody's who is here."""
        anna = journal.save(co.Person.join("Anna Ek", at=AT))
        _ = journal.save(anna.leave(by="hr", at=AT))
        with pytest.raises(co.Inconsistent, match=f"{anna.id} is gone"):
            _ = journal.save(goal("Hers", owner=anna.id))


class TestManyAtOnce:
    def test_are_looked_at_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ten times as many in one save take no more looks at what they lead to."""
        looks: list[Query] = []
        found = MemoryStore.cards

        def counting(store: MemoryStore, query: Query) -> list[Card]:
            looks.append(query)
            return found(store, query)

        monkeypatch.setattr(MemoryStore, "cards", counting)
        counts = []
        for many in (3, 30):
            with co.open_journal("memory:") as journal:
                top = journal.save(goal("Top"))
                looks.clear()
                _ = journal.save(*(goal("Low", top.id, owner=f"person_{number}") for number in range(many)))
                counts.append(len(looks))
        assert counts[0] == counts[1] > 0


class TestLineOfSight:
    def test_leads_from_a_person_to_the_vision(self, journal: co.Journal) -> None:
        """Through goal, assignment and mission, by what is linked alone; what is over is not hers any more."""
        anna, bo = journal.save(co.Person.join("Anna Ek", at=AT), co.Person.join("Bo Lind", at=AT))
        both = [anna.id, bo.id]
        vision = co.Vision.in_meeting("All ride", asked=both, present=both, body="Everybody", by=bo.id, at=AT)
        mission = co.Mission.in_meeting(
            "The shop", asked=both, present=both, body="Repairs", serves=[vision.id], by=bo.id, at=AT
        )
        task = co.Assignment.in_meeting(
            "A day", parties={bo.id: co.Part.PRINCIPAL, anna.id: co.Part.ASSIGNEE}, present=both,
            expected="Done in a day", serves=[mission.id], by=bo.id, at=AT,
        )  # fmt: skip
        aims = [
            co.Goal.in_meeting(
                title, parties={anna.id: co.Part.OWNER, bo.id: co.Part.COORDINATOR}, present=both, by=anna.id, at=AT,
                measure=co.Metric(start=0, target=10), due=date(2099, 6, 30), contributions=to,
            )
            for title, to in (("Same day", [task.id]), ("Nowhere", []), ("Gone", [task.id]))
        ]  # fmt: skip
        aims[2] = aims[2].drop("Done elsewhere", by=anna.id, present=both, at=AT)
        _ = journal.save(vision, mission, task, *aims)
        sight = journal.line_of_sight(anna.id)
        assert sorted(tuple(one.title for one in chain) for chain in sight.chains()) == [
            ("Anna Ek", "A day", "The shop", "All ride"),
            ("Anna Ek", "Nowhere"),
            ("Anna Ek", "Same day", "A day", "The shop", "All ride"),
        ]
        assert [one.title for one in sight.orphans()] == ["Nowhere"]
        down = journal.line_of_sight(vision.id).down()
        assert down.further[0].further[0].seen.title == "A day"

    def test_leads_through_a_team(self, journal: co.Journal) -> None:
        """What a team owns is its members' as well."""
        anna, bo = journal.save(co.Person.join("Anna Ek", at=AT), co.Person.join("Bo Lind", at=AT))
        team = co.Team.form("Evenings", members=[anna.id], coordinator=bo.id, by=bo.id, at=AT)
        aim = co.Goal.in_meeting(
            "Calm evenings", parties={anna.id: co.Part.OWNER, bo.id: co.Part.COORDINATOR}, present=[anna.id, bo.id],
            owners=[team.id], measure=co.Metric(start=0, target=10), due=date(2099, 6, 30), by=bo.id, at=AT,
        )  # fmt: skip
        _ = journal.save(team, aim)
        for person, name in ((anna, "Anna Ek"), (bo, "Bo Lind")):  # who coordinates it is in it, too
            ways = [tuple(one.title for one in chain) for chain in journal.line_of_sight(person.id).chains()]
            assert (name, "Evenings", "Calm evenings") in ways

    def test_leads_through_an_aim_to_its_vision(self, journal: co.Journal) -> None:
        """What serves one part of a vision leads to it, and is found from it."""
        vision = co.Vision.in_meeting(
            "All ride", asked=["anna", "bo"], present=["anna", "bo"], aims=["Repairs take a day"], by="bo", at=AT
        )
        aim = goal("Same day", vision.content.aims[0].id)
        _ = journal.save(vision, aim)
        assert [[one.title for one in chain] for chain in journal.line_of_sight(aim.id).chains()] == [
            ["Same day", "All ride"]
        ]
        assert [one.seen.title for one in journal.line_of_sight(vision.id).down().further] == ["Same day"]
        assert journal.line_of_sight(aim.id).orphans() == ()

    def test_knows_nobody_who_is_not_there(self, journal: co.Journal) -> None:
        """An id that the journal does not hold is refused."""
        with pytest.raises(co.NotFound):
            _ = journal.line_of_sight("person_nobody")
