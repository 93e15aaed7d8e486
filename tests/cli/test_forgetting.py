"""`access`, `list --seen-by`, `held-about` and `forget`: what is shown of somebody, and how they are forgotten."""

from __future__ import annotations

from typing import Any

import pytest

import coleadership as co
from tests.builders import AT, agreed, on
from tests.cli.command import URL, Command

Held = tuple[Command, dict[str, Any]]


@pytest.fixture
def held(run: Command) -> Held:
    """A journal of Anna and Bo, who agreed on something, and Cim, who did not; and what each thing's id is."""
    with co.open_journal(URL) as journal:
        anna, bo, cim = journal.save(*(co.Person.join(name, at=AT) for name in ("Anna Ek", "Bo Lind", "Cim Berg")))
        rota = journal.save(agreed(parties={anna.id: "co_leader", bo.id: "coordinator"}, review=on(90)))
        told = journal.save(co.Feedback.give("You told us early", to=[bo.id], by=anna.id, at=AT))
    return run, {"anna": anna.id, "bo": bo.id, "cim": cim.id, "rota": rota.id, "told": told.id}


def leave(*people: co.PersonId) -> None:
    """Let somebody leave."""
    with co.open_journal(URL) as journal:
        for id in people:
            _ = journal.change(id, lambda person: person.leave(by=person.id, at=AT))


class TestAccess:
    def test_says_who_may_do_what_and_why(self, held: Held) -> None:
        """Each action that there is for it, as the table of entitlements has it."""
        run, ids = held
        told = run("access", "bo-lind", ids["told"])
        assert "answer        yes: who got it may" in told
        assert "take_back     no: only whose it is may" in told
        assert "read_answers  of each part: " in told
        assert "administer" not in told
        may = run.json("access", "anna", ids["told"])["may"]
        assert may["take_back"] == {"allowed": True, "reason": "whose it is may"}
        assert "read_answers" not in may

    def test_says_that_somebody_does_not_see_it(self, held: Held) -> None:
        """Of what they do not see there is nothing else to tell."""
        run, ids = held
        assert run("access", "cim", ids["told"]).startswith("Cim Berg does not see ")
        assert run.json("access", "cim", ids["told"])["may"]["see"]["allowed"] is False


class TestList:
    def test_holds_what_somebody_sees(self, held: Held) -> None:
        """Somebody who takes part sees it, somebody else does not."""
        run, ids = held
        seen = {who: {row["id"] for row in run.json("list", "--seen-by", who)} for who in ("bo", "cim")}
        assert ids["told"] in seen["bo"] - seen["cim"]
        assert {ids["anna"], ids["bo"], ids["cim"]} <= seen["cim"]


class TestHeldAbout:
    def test_is_a_page_or_json(self, held: Held) -> None:
        """To be read, and for a program."""
        run, ids = held
        page = run("held-about", "anna-ek")
        assert page.startswith("<!doctype html>")
        assert "You told us early" in page
        assert run.json("held-about", "anna-ek")["person"] == ids["anna"]


class TestForget:
    def test_tells_first_what_it_would_come_to(self, held: Held) -> None:
        """Nothing is changed, and the exit code says that it cannot be done yet."""
        run, ids = held
        code, out, err = run.raw("forget", "anna-ek")
        told = " ".join(out.decode().split())
        assert (code, err) == (1, "")
        assert "Anna Ek: 2 texts would go" in told
        assert f"({ids['rota']}): in force for Bo Lind" in told
        assert f"seat party of Evening rota ({ids['rota']})" in told
        assert "Nothing was changed. They are here, and who is forgotten has left first" in told
        assert "Anna Ek" in run("list")

    def test_forgets_somebody_who_has_left(self, held: Held) -> None:
        """What they wrote is gone, and what others live by stays."""
        run, ids = held
        leave(ids["anna"])
        assert "Nothing was changed. To do it: --yes --by WHO" in run("forget", "anna-ek")
        planned = run.json("forget", "anna-ek")
        done = run.json("forget", "anna-ek", "--yes", "--by", "hr")
        assert done == {key: value for key, value in planned.items() if key != "is_here"}
        assert {one["subject"] for one in done["kept"]} == {ids["rota"]}
        with co.open_journal(URL) as journal:
            assert str(journal.load(ids["anna"]).title) == "[erased]"
            assert [entry.by for entry in journal.history(ids["anna"])][-1] == "hr"
        assert "has been forgotten already" in run.refusal(2, "forget", ids["anna"], "--yes", "--by", "hr")

    def test_wants_to_know_who_forgets_them(self, held: Held) -> None:
        """It is recorded; without it nothing is done."""
        run, ids = held
        leave(ids["anna"])
        assert run.refusal(2, "forget", "anna-ek", "--yes").startswith("by: say who forgets them")
        assert "Anna Ek" in run("list")

    def test_does_not_leave_something_in_force_without_a_coordinator_unasked(self, held: Held) -> None:
        """It is named first, and done if one says so."""
        run, ids = held
        leave(ids["bo"])
        code, out, _ = run.raw("forget", "bo-lind")
        assert code == 1
        told = " ".join(out.decode().split())
        assert f"({ids['rota']}): in force, and without a coordinator" in told
        assert "Hand over what has no coordinator, or end it; else: --yes --by WHO --leaving-vacant" in told
        assert run.refusal(2, "forget", "bo-lind", "--yes", "--by", "hr").endswith("or say --leaving-vacant")
        told = run("forget", "bo-lind", "--yes", "--by", "hr", "--leaving-vacant")
        assert told.startswith(f"{ids['bo']}: 2 texts gone")

    def test_says_what_holds_somebodys_words(self, held: Held) -> None:
        """A hold wins, and its reason is told to who looks after the journal."""
        run, ids = held
        with co.open_journal(URL) as journal:
            _ = journal.change(ids["cim"], lambda cim: cim.hold("Dispute 7/2027", by="hr", at=AT))
        leave(ids["cim"])
        code, out, _ = run.raw("forget", "cim")
        assert (code, b"Dispute 7/2027, until it is lifted" in out) == (1, True)
        assert b"A hold always wins: lift it first, or wait until it is over." in out
        assert "hold" in run.refusal(2, "forget", "cim", "--yes", "--by", "hr")


class TestPlanRetention:
    def test_tells_what_a_tick_would_let_go(self, held: Held) -> None:
        """By rule, with what keeps the others; a tick then tells how many are gone."""
        run, ids = held
        assert run("plan-retention", "--at", "2028-01-01") == "nothing would go\n"
        with co.open_journal(URL) as journal:
            _ = journal.save(
                co.Retention.set("feedback", years=1, ground="A year is enough", by="hr", at=AT),
                co.Feedback.give("You keep the keys", to=[ids["cim"]], by=ids["bo"], at=AT),
            )
            _ = journal.change(ids["cim"], lambda cim: cim.hold("Dispute", by="hr", at=AT))
        told = run("plan-retention", "--at", "2028-01-01")
        assert "1 text would go\n" in told
        assert "1 text kept by Cim Berg\n" in told
        rows = run.json("plan-retention", "--at", "2028-01-01")
        assert [(row["texts"], row["kept_by"]) for row in rows] == [(1, None), (1, ids["cim"])]
        assert ", 1 text erased" in run("tick", "--at", "2028-01-01")
        assert run.json("tick", "--at", "2028-01-01")["erased"] == 0
