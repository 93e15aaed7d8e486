"""Threads that read, reword and rebuild while others write: what they see was saved as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

import coleadership as co
from tests.builders import team


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal of each kind."""
    sqlite = f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
    with co.open_journal("memory:" if request.param == "memory" else sqlite) as made:
        yield made


def at_once(*work: Callable[[], object]) -> None:
    """Let several threads begin at the same moment; what one of them raises is raised here."""
    together = Barrier(len(work), timeout=60)

    def run(one: Callable[[], object]) -> None:
        _ = together.wait()
        _ = one()

    with ThreadPoolExecutor(len(work)) as pool:
        for done in [pool.submit(run, one) for one in work]:
            done.result(timeout=60)


def test_nobody_consents_to_text_that_was_changed_meanwhile(journal: co.Journal) -> None:
    """Whoever reads one wording while somebody saves another either was faster or is refused."""
    for _ in range(5):
        rota = journal.save(team("anna", "bo"))
        refused: list[co.RuleBroken] = []

        def agree(rota: co.Agreement = rota, refused: list[co.RuleBroken] = refused) -> None:
            try:
                _ = journal.change(rota.id, lambda a: a.consent(by="bo", wording=rota.wording))
            except co.RuleBroken as error:
                refused.append(error)

        def reword(rota: co.Agreement = rota, refused: list[co.RuleBroken] = refused) -> None:
            try:
                _ = journal.change(rota.id, lambda a: a.revise(by="anna", title="Something else"))
            except co.RuleBroken as error:
                refused.append(error)

        at_once(agree, reword)
        now = journal.load(rota.id)
        if now.in_force is None:
            assert refused
        else:
            assert now.in_force.wording == rota.wording


def test_what_is_read_meanwhile_was_saved_as_a_whole(journal: co.Journal) -> None:
    """What is loaded, found, verified or fed is never half of a save, and never older than what was seen before."""
    anna, bo = journal.save(co.Person.join("0", reference="a"), co.Person.join("0", reference="b"))

    def write() -> None:
        first, second = anna, bo
        for number in range(1, 30):
            first, second = first.rename(str(number), by="anna"), second.rename(str(number), by="anna")
            first, second = journal.save(first, second)

    def read() -> None:
        last = -1
        for _ in range(15):
            now = int(str(journal.load(anna.id).name))
            assert now >= last
            last = now
            (found,) = journal.find(co.Person, reference="b")
            assert int(str(found.name)) >= now
            assert journal.verify().ok
            assert journal.head().position % 2 == 0

    at_once(write, read, read)
    assert str(journal.load(bo.id).name) == "29"


def test_cards_derived_anew_meanwhile_are_those_of_the_end(journal: co.Journal) -> None:
    """Several rebuild while somebody saves, and every card says what is true in the end."""
    people = journal.save(*(co.Person.join(str(number)) for number in range(20)))

    def write() -> None:
        for one in people:
            _ = journal.save(one.rename("renamed", by=one.id))

    at_once(write, journal.rebuild, journal.rebuild)
    assert [str(one.name) for one in journal.find(co.Person)] == ["renamed"] * 20
    assert [card.revision for card in journal.cards()] == [2] * 20
