"""The audit of reads: what was shown of whose is recorded first, without a word of it, and found by whose it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import coleadership as co
from coleadership.policies import Asked, Policy
from coleadership.records import Batch
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, later

TIRED = "I am tired of it"


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal of each kind."""
    with co.open_journal("memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'a.db'}") as made:
        yield made


def talked(journal: co.Journal) -> tuple[co.Person, co.Person, co.Cycle]:
    """Anna took notes of a talk at which Bo was."""
    anna, bo = journal.save(co.Person.join("Anna Ek", at=AT), co.Person.join("Bo Lind", at=AT))
    cycle = co.Cycle.begin(
        "Talks", about=["team_1"], participants={anna.id: "co_leader", bo.id: "coordinator"}, by=bo.id, at=AT,
        cadence=co.Cadence.weekly("mon", begin=date(2026, 11, 23)),
    )  # fmt: skip
    cycle = cycle.follow_up(confirmations=["It works"], notes=TIRED, present=[bo.id], by=anna.id, at=AT)
    return anna, bo, journal.save(cycle)


def shown(journal: co.Journal) -> list[tuple[str, str, list[str]]]:
    """What was recorded: who was shown what of whose."""
    return sorted((one.reader, one.of, [str(what) for what in one.what]) for one in journal.find(co.Disclosure))


class TestAudit:
    def test_records_notes_before_they_are_shown(self, journal: co.Journal) -> None:
        """Whose notes, where and by whom, once a day however often, and not a word of them."""
        anna, bo, cycle = talked(journal)
        view = journal.seen_by(bo.id, audit=True, at=later(1))
        for _ in range(3):
            assert str(view.load(cycle.id).talks.latest.notes) == TIRED  # type: ignore[union-attr]
        assert [*view.history(cycle.id)]
        assert [*view.find(co.Cycle)]
        assert shown(journal) == [(bo.id, anna.id, [f"private notes in {cycle.id}"])]
        (log,) = journal.find(co.Disclosure)
        assert log.revision == 1
        assert not [record for record in journal.store.records(log.id) if TIRED in record.fact.body]
        _ = journal.seen_by(bo.id, audit=True, at=later(2)).load(cycle.id)
        assert len(shown(journal)) == 2

    def test_is_of_nobody_who_reads_their_own_or_may_not(self, journal: co.Journal) -> None:
        """One's own notes are no news, notes one may not read are not shown, and lists of cards show none."""
        anna, bo, cycle = talked(journal)
        cim = journal.save(co.Person.join("Cim Berg", at=AT))
        _ = journal.seen_by(anna.id, audit=True, at=later(1)).load(cycle.id)
        assert [*journal.seen_by(cim.id, audit=True, at=later(1)).find(co.Person)]
        _ = [*journal.seen_by(cim.id, audit=True, at=later(1)).find(co.Cycle)]
        assert [*journal.seen_by(bo.id, audit=True, at=later(1)).cards()]
        assert shown(journal) == []

    def test_is_only_where_it_was_asked_for(self, journal: co.Journal) -> None:
        """A view without it, and a list of what is held, write nothing."""
        anna, bo, cycle = talked(journal)
        before = journal.head()
        _ = journal.seen_by(bo.id, at=later(1)).load(cycle.id), journal.held_about(anna.id)
        assert journal.head() == before

    def test_records_exports(self, journal: co.Journal) -> None:
        """An export of a view, and what is held about somebody where it is said who asks for it."""
        anna, bo, cycle = talked(journal)
        assert [*journal.seen_by(bo.id, audit=True, at=later(1)).export()]
        _ = journal.held_about(anna.id, by=bo.id, at=later(1))
        assert shown(journal) == sorted([
            (bo.id, bo.id, ["an export of all that they see"]),
            (bo.id, anna.id, [f"private notes in {cycle.id}", "all that is held about them"]),
        ])  # fmt: skip
        with pytest.raises(co.NotFound):
            _ = journal.held_about(cycle.id, by=bo.id)  # type: ignore[arg-type]

    def test_shows_nothing_that_it_cannot_record(self) -> None:
        """Where a store or a policy refuses, the words are not given."""

        class Full(MemoryStore):
            full = False

            def append(self, batch: Batch) -> int:
                if self.full:
                    raise co.StoreError(self.url, "the disk is full")
                return super().append(batch)

        refusing: list[Policy] = [Policy("acme.never", _never)]
        none: list[Policy] = []
        cases: tuple[tuple[list[Policy], type[Exception]], ...] = (
            (none, co.StoreError), (refusing, co.RefusedByPolicy),
        )  # fmt: skip
        for policies, wrong in cases:
            store = Full()
            journal = co.Journal(store, policies=policies.copy)
            anna, bo, cycle = talked(journal)
            store.full = not policies
            view = journal.seen_by(bo.id, audit=True, at=later(1))
            with pytest.raises(wrong):
                _ = view.load(cycle.id)
            with pytest.raises(wrong):
                _ = next(view.export())
            with pytest.raises(wrong):
                _ = next(view.history(cycle.id))
            with pytest.raises(wrong):
                _ = journal.held_about(anna.id, by=bo.id)
            assert shown(journal) == []

    def test_is_tried_again_where_somebody_was_faster(
        self, journal: co.Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The same reader in two places records both things."""
        anna, bo, cycle = talked(journal)
        append, others = type(journal._saving).append, [1]

        def late(self: object, *given: object) -> int:
            if others.pop() if others else False:
                other = co.Disclosure.begin(anna.id, ["something else"], by=bo.id, at=later(1))
                _ = append(self, [other], (), None)  # type: ignore[arg-type]
            return append(self, *given)  # type: ignore[arg-type]

        monkeypatch.setattr(type(journal._saving), "append", late)
        _ = journal.seen_by(bo.id, audit=True, at=later(1)).load(cycle.id)
        assert shown(journal) == [(bo.id, anna.id, ["something else", f"private notes in {cycle.id}"])]


def _never(asked: Asked) -> str | None:
    return "nothing is recorded here" if asked.name == "disclosure.shown" else None


class TestWhoseItWas:
    def test_finds_it(self, journal: co.Journal) -> None:
        """In their own view, and in what is held about them, in full; nobody else does."""
        anna, bo, cycle = talked(journal)
        cim = journal.save(co.Person.join("Cim Berg", at=AT))
        _ = journal.seen_by(bo.id, audit=True, at=later(1)).load(cycle.id)
        view = journal.seen_by(anna.id, at=later(2))
        (one,) = view.find(co.Disclosure, of=anna.id)
        assert (one.reader, [entry.name for entry in view.history(one.id)]) == (bo.id, ["disclosure.shown"])
        assert [*journal.seen_by(cim.id, at=later(2)).find(co.Disclosure)] == []
        (entry,) = (entry for entry in journal.held_about(anna.id).entries if entry.name == "disclosure.shown")
        assert (entry.by, entry.words, entry.left_out) == (bo.id, (f"private notes in {cycle.id}",), 0)

    def test_is_under_a_retention_of_its_own(self, journal: co.Journal) -> None:
        """What was shown goes in its time, or stays under a hold; that something was shown stays."""
        anna, bo, cycle = talked(journal)
        _ = journal.seen_by(bo.id, audit=True, at=later(1)).load(cycle.id)
        _ = journal.save(co.Retention.set("disclosures", days=30, ground="A month is enough", by="hr", at=AT))
        held = journal.save(anna.hold("Dispute", by="hr", until=(AT + timedelta(days=60)).date(), at=AT))
        assert (held.holds != (), journal.tick(later(50)).erased, journal.tick(later(61)).erased) == (True, 0, 1)
        assert shown(journal) == [(bo.id, anna.id, ["[erased]"])]
        assert journal.verify().ok

    def test_is_forgotten_with_them(self, journal: co.Journal) -> None:
        """Forgetting whose it was takes what was shown of theirs."""
        anna, bo, cycle = talked(journal)
        _ = journal.seen_by(bo.id, audit=True, at=later(1)).load(cycle.id)
        _ = journal.save(anna.leave(by=anna.id, at=later(2)))
        _ = journal.forget(anna.id, by="hr", at=later(3))
        assert shown(journal) == [(bo.id, anna.id, ["[erased]"])]
