from __future__ import annotations

import pytest

import coleadership as co
from tests.builders import AT
from tests.cli.command import URL, Command


@pytest.fixture
def swaps(run: Command) -> Command:
    """A journal in which a decision was taken after advice, and grew out of an initiative."""
    with co.open_journal(URL) as journal:
        anna, bo, cleo = journal.save(*(co.Person.join(name, at=AT) for name in ("Anna Ek", "Bo Lind", "Cleo Ros")))
        swaps = co.Decision.draft(
            "Who may swap evenings?", parties={anna.id: co.Part.CO_LEADER}, method="advice", responsible=[anna.id],
            no_expert="Nobody has tried it", level=7, by=anna.id, at=AT,
        )  # fmt: skip
        swaps = swaps.ask_advice(affected=[cleo.id], question="Would it work?", by=anna.id, at=AT)
        swaps = swaps.advise("A week ahead", by=cleo.id, at=AT).revise(outcome="Anybody", by=anna.id, at=AT)
        swaps = swaps.weigh(cleo.id, "partly", "Five days will do", by=anna.id, at=AT).propose(by=anna.id, at=AT)
        board = co.Initiative.take("A board for swaps", concerns=[bo.id], by=cleo.id, at=AT)
        board = board.go_beyond("I bought it", spends=True, by=cleo.id, at=AT).support("At last", by=bo.id, at=AT)
        _ = journal.save(swaps, board.carry_on(swaps.id, by=cleo.id, at=AT))
    return run


class TestDecision:
    def test_shows_all_that_led_to_it(self, swaps: Command) -> None:
        """The answer, who answers for it, who was asked and what became of that, with names for ids."""
        facts = swaps.json("show", "who may swap evenings?")
        assert (facts["status"], facts["says"]["outcome"], facts["says"]["method"]) == ("in_force", "Anybody", "advice")
        assert (facts["says"]["responsible"], facts["says"]["level"]) == (["Anna Ek"], 7)
        (advice,) = facts["counsel"]["advice"]
        assert (advice["person"], advice["words"], advice["use"]) == ("Cleo Ros", "A week ahead", "partly")
        told = " ".join(swaps("show", "who-may-swap").split())
        assert "reason: Five days will do" in told

    def test_is_found_without_the_mark_at_the_end_of_its_question(self, swaps: Command) -> None:
        """Nobody types it, and a shell reads it otherwise."""
        ids = {swaps.json("show", what)["id"] for what in ("who_may_swap_evenings", "Who may swap evenings?")}
        assert len(ids) == 1
        assert "Who may swap evenings?" in swaps("list")

    def test_is_told_in_sentences(self, swaps: Command) -> None:
        """From the question to the day on which it holds."""
        told = " ".join(swaps("history", "who-may-swap").split())
        for said in (
            "Anna Ek asks Cleo Ros for advice (affected): “Would it work?”", "Cleo Ros advises: “A week ahead”",
            "says what became of the advice of Cleo Ros: partly, “Five days will do”",
            "Anna Ek sees it decided: it holds since 2026-11-23",
        ):  # fmt: skip
            assert said in told


class TestInitiative:
    def test_shows_who_carries_it_and_what_became_of_it(self, swaps: Command) -> None:
        """In words, with names for ids."""
        facts = swaps.json("show", "a-board")
        assert (facts["people"], facts["concerns"], facts["status"]) == (["Cleo Ros"], ["Bo Lind"], "carried_on")
        assert facts["support_given"] == [{"by": "Bo Lind", "words": "At last"}]
        assert facts["conclusion"]["became"] == "Who may swap evenings?"
        told = " ".join(swaps("history", "a-board").split())
        assert "Cleo Ros goes beyond what one may decide, in good faith: “I bought it”" in told
        assert "Bo Lind stands by it: “At last”" in told
