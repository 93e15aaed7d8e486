"""Forgetting: words are gone for good, others keep what they live by, and the history still verifies."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs
import pytest

import coleadership as co
from coleadership.errors import Conflict
from coleadership.prose import Seal
from coleadership.records import Batch, Query
from coleadership.stores.memory import MemoryStore
from coleadership.trust.forgetting import Forgotten
from tests.builders import AT, later, on

STORES = ("memory", "sqlite", "files")


def url_of(kind: str, folder: Path) -> tuple[str, list[str]]:
    """A journal of each kind, and the plugins that it needs."""
    if kind == "memory":
        return "memory:", []
    if kind == "sqlite":
        return f"sqlite:///{folder / 'a.db'}", []
    _ = pytest.importorskip("coleadership_files", reason="the plugin coleadership-files is not installed")
    return f"files:///{folder / 'a.txt'}", ["files"]


@pytest.fixture(params=STORES)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal of each kind."""
    url, plugins = url_of(request.param, tmp_path)
    with co.open_journal(url, plugins=plugins) as made:
        yield made


def people(journal: co.Journal) -> tuple[co.Person, co.Person, co.Person]:
    """Anna, Bo and Cim."""
    return journal.save(
        co.Person.join("Anna Ekström", email="anna@acme.example", reference="e-1007", at=AT),
        co.Person.join("Bo Lind", at=AT),
        co.Person.join("Cim Dahl", at=AT),
    )


def contract(anna: co.Person, bo: co.Person, **more: str) -> co.Agreement:
    """A contract in force that both have worded."""
    parties = {anna.id: "co_leader", bo.id: "coordinator", **more}
    return co.Agreement.in_meeting(
        "Evening rota", parties=parties, present=[*parties], by=anna.id, at=AT,
        clauses=[
            co.Commitment("I publish the rota", by=anna.id), co.Support("I cover sick leave", by=bo.id),
            *(co.Support("I help", by=one) for one in more),
        ],
    )  # fmt: skip


def gone(journal: co.Journal, person: co.Person) -> None:
    """Somebody leaves the organisation."""
    _ = journal.save(person.leave(by=person.id, at=later(2)))


def every_word(journal: co.Journal) -> str:
    """All words that are left."""
    return "\n".join(one.text or "" for one in journal.store.all_prose(limit=10_000))


class TestForget:
    def test_takes_names_addresses_and_words(self, journal: co.Journal) -> None:
        """What they wrote is gone for good, and nothing else is; the history still verifies."""
        anna, bo, _ = people(journal)
        talks = co.Cycle.begin(
            "Talks", about=["team_1"], participants={anna.id: "co_leader", bo.id: "coordinator"},
            cadence=co.Cadence.weekly("mon", begin=date(2026, 11, 30)), by=bo.id, at=AT,
        )  # fmt: skip
        cycle = talks.follow_up(
            by=anna.id, notes="I am tired", confirmations=["Good swaps"], support={bo.id: "A key"}, at=later(7)
        ).check_in("Bo says thanks", by=bo.id, at=later(8))
        _ = journal.save(cycle)
        gone(journal, anna)
        plan = journal.forget(anna.id, by="hr", at=later(9))
        left = every_word(journal)
        assert not [words for words in ("Anna", "anna@", "I am tired", "Good swaps", "A key") if words in left]
        assert all(words in left for words in ("Bo Lind", "Cim Dahl", "Talks", "Bo says thanks"))
        assert (plan.kept, journal.verify().ok, journal.load(anna.id).status) == ((), True, "forgotten")
        assert str(journal.load(anna.id).title) == "[erased]"
        assert [*journal.find(co.Person, reference="e-1007")] == []

    def test_leaves_what_others_live_by(self, journal: co.Journal) -> None:
        """A contract in force stays readable and shows nobody's name; once it has ended, its words go, too."""
        anna, bo, cim = people(journal)
        rota = journal.save(contract(anna, bo, **{cim.id: "coordinator"}))
        rota = journal.save(rota.comment("A remark of Anna's", by=anna.id, at=AT))
        gone(journal, anna)
        plan = journal.forget(anna.id, by="hr", at=later(9))
        assert {kept.subject for kept in plan.kept} == {rota.id}
        assert all(bo.id in kept.ground and anna.id not in kept.ground for kept in plan.kept)
        assert str(journal.load(rota.id).content.clauses[0].text) == "I publish the rota"
        assert "A remark of Anna's" not in every_word(journal)
        rota = journal.load(rota.id)
        ended = rota.hold_review("end", present=[seat.person for seat in rota.table], by=bo.id, at=later(20))
        _ = journal.save(ended)
        assert journal.forget(anna.id, by="hr", at=later(21)).kept == ()
        assert "I publish the rota" not in every_word(journal)
        assert "I cover sick leave" in every_word(journal)

    def test_leaves_what_teams_cycles_and_tasks_are_called(self, journal: co.Journal) -> None:
        """Others go on with them, whoever named them; renamed or not."""
        anna, bo, _ = people(journal)
        team = co.Team.form("Mornings", members=[bo.id], by=anna.id, at=AT).rename("Evenings", by=anna.id, at=AT)
        task = co.ManagementTask.define("Plan", sort="plan", by=anna.id, at=AT).retitle("Plan on", by=anna.id, at=AT)
        talks = co.Cycle.begin(
            "Talks", about=["team_1"], participants={anna.id: "co_leader", bo.id: "coordinator"},
            cadence=co.Cadence.weekly("mon", begin=date(2026, 11, 30)), agenda=["My leave"], by=anna.id, at=AT,
        )  # fmt: skip
        saved = journal.save(team, task, talks)
        gone(journal, anna)
        _ = journal.forget(anna.id, by="hr", at=later(9))
        assert [str(journal.load(one.id).title) for one in saved] == ["Evenings", "Plan on", "Talks"]
        assert "My leave" not in every_word(journal)

    def test_takes_what_others_wrote_about_them_alone(self, journal: co.Journal) -> None:
        """Feedback to them goes with them; feedback to several stays."""
        anna, bo, cim = people(journal)
        _ = journal.save(
            co.Feedback.give("You were late", to=[anna.id], by=bo.id, at=AT),
            co.Feedback.give("You were both kind", to=[anna.id, cim.id], by=bo.id, at=AT),
        )
        gone(journal, anna)
        _ = journal.forget(anna.id, by="hr", at=later(9))
        assert ("You were late" in every_word(journal), "You were both kind" in every_word(journal)) == (False, True)

    def test_takes_what_was_about_them_wherever_it_stands(self, journal: co.Journal) -> None:
        """What was taken back, asked of a guest, answered or not, and why they were held: no link leads to it."""
        anna, bo, cim = people(journal)
        talks = co.Cycle.begin(
            "Talks", about=["team_1"], participants={bo.id: "co_leader", cim.id: "coordinator"},
            cadence=co.Cadence.weekly("mon", begin=date(2026, 11, 30)), by=bo.id, at=AT,
        )  # fmt: skip
        talks = talks.follow_up(by=bo.id, support={anna.id: "Anna, do count", cim.id: "A key"}, at=later(1))
        talks = talks.give_support(talks.talks.support[0].id, by=anna.id, at=later(2))
        _ = journal.save(
            talks.follow_up(by=cim.id, support={anna.id: "Anna, count again"}, at=later(8)),
            co.Feedback.give("Anna shouts", to=[anna.id], by=bo.id, at=AT).take_back(by=bo.id, at=AT),
            anna.hold("Anna miscounted", by="hr", until=on(3), at=AT).leave(by=anna.id, at=later(2)),
        )
        _ = journal.forget(anna.id, by="hr", at=later(9))
        assert [line for line in every_word(journal).splitlines() if "Anna" in line] == []
        assert "A key" in every_word(journal)

    def test_leaves_what_somebody_wrote_who_is_under_a_hold(self, journal: co.Journal) -> None:
        """A hold wins over whom the words are about, too, until it is lifted."""
        anna, bo, _ = people(journal)
        told = journal.save(co.Feedback.give("You were late", to=[anna.id], by=bo.id, at=AT))
        held = journal.save(bo.hold("Dispute 7/2027", by="hr", at=AT))
        gone(journal, anna)
        plan = journal.forget(anna.id, by="hr", at=later(9))
        assert [(one.subject, one.ground) for one in plan.kept] == [(told.id, f"{bo.id} is under a hold")]
        assert "You were late" in every_word(journal)
        _ = journal.save(held.lift_hold(held.holds[0].id, by="hr", at=later(10)))
        assert len(journal.forget(anna.id, by="hr", at=later(11)).words) == 1
        assert "You were late" not in every_word(journal)

    def test_takes_what_another_system_calls_them(self, journal: co.Journal) -> None:
        """Neither they themselves nor what is held about them still say by which number they are found elsewhere."""
        anna, bo, _ = people(journal)
        gone(journal, anna)
        _ = journal.forget(anna.id, by="hr", at=later(9))
        assert (journal.load(anna.id).reference, journal.held_about(anna.id).reference) == (None, None)
        assert "e-1007" not in b"".join(journal.seen_by(bo.id).export()).decode()

    def test_tells_subscribers_which_copies_to_drop(self, journal: co.Journal) -> None:
        """The event names the seals of all that is gone, without a word."""
        anna, _, _ = people(journal)
        seals = {anna.name.seal, *(address.value.seal for address in anna.addresses)}
        gone(journal, anna)
        _ = journal.forget(anna.id, by="hr", at=later(9))
        events = [entry.event for entry in journal.feed()]
        (event,) = [one for one in events if isinstance(one, Forgotten)]
        assert ({one.seal for one in event.words}, {one.text for one in event.words}) == (seals, {None})

    @pytest.mark.parametrize("turn", range(9))  # where words lie in a file is up to chance
    def test_leaves_no_byte_behind(self, tmp_path: Path, turn: int) -> None:
        """Not in the file, its log, its free pages, or where pages were split."""
        secrets = [b"Anna Ekstr", b"anna@acme", b"tell nobody"]
        url, plugins = url_of("sqlite" if turn else "files", tmp_path)
        with co.open_journal(url, plugins=plugins) as journal:
            anna, bo, _ = people(journal)
            for number in range(40):
                said = f"Please tell nobody that {number} " + "x" * 300
                _ = journal.save(co.Feedback.give(said, to=[bo.id], by=anna.id, at=AT))
            gone(journal, anna)
            held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
            assert all(secret in held for secret in secrets)
            _ = journal.forget(anna.id, by="hr", at=later(9))
            held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
            assert not [secret for secret in secrets if secret in held]


class TestPlan:
    def test_names_the_seats_that_others_have_to_fill(self, journal: co.Journal) -> None:
        """What is not over, each with as what they are in it; it keeps nobody from being forgotten."""
        anna, bo, _ = people(journal)
        team, rota, ended, told = journal.save(
            co.Team.form("Evenings", members=[anna.id, bo.id], by=bo.id, at=AT),
            contract(anna, bo),
            contract(anna, bo).hold_review("end", present=[anna.id, bo.id], by=bo.id, at=later(1)),
            co.Feedback.give("You told us early", to=[anna.id], by=bo.id, at=AT),
        )
        seats = journal.plan_forgetting(anna.id, later(2)).seats
        assert seats == (("member", team.id), ("party", rota.id))
        assert {ended.id, told.id}.isdisjoint(id for _, id in seats)
        gone(journal, anna)
        assert journal.forget(anna.id, by="hr", at=later(9)).seats == seats

    def test_says_what_would_happen_and_changes_nothing(self, journal: co.Journal) -> None:
        """What goes, what stays and on what ground, what holds it, what would be left without a coordinator."""
        anna, bo, _ = people(journal)
        rota = journal.save(contract(anna, bo))
        _ = journal.save(bo.hold("Dispute 7/2027", by="hr", until=on(30), at=AT))
        before = journal.head()
        plan = journal.plan_forgetting(bo.id, later(9))
        assert (plan.vacant, [hold.until for hold in plan.holds]) == ((rota.id,), [on(30)])
        assert ({kept.subject for kept in plan.kept}, bo.name.seal in plan.words) == ({rota.id}, True)
        assert journal.plan_forgetting(bo.id, later(60)).holds == ()
        assert journal.head() == before


class TestRefusals:
    def test_say_why(self, journal: co.Journal) -> None:
        """Somebody who is here, unknown, no person, under a hold, needed, or forgotten already."""
        anna, bo, _ = people(journal)
        rota = journal.save(contract(anna, bo))
        with pytest.raises(co.NotAllowedNow, match="here, so it cannot be forgotten"):
            _ = journal.forget(anna.id, by="hr", at=AT)
        for id in ("person_unknown", rota.id):
            with pytest.raises(co.NotFound):
                _ = journal.forget(id, by="hr", at=AT)
        gone(journal, bo)
        with pytest.raises(co.Inconsistent, match=f"{rota.id} would be left without a coordinator"):
            _ = journal.forget(bo.id, by="hr", at=later(9))
        held = journal.save(journal.load(bo.id).hold("Dispute with Anna", by="hr", at=later(3)))
        with pytest.raises(co.NotAllowedNow, match="under a hold until it is lifted") as refused:
            _ = journal.forget(bo.id, by="hr", leaving_vacant=True, at=later(9))
        assert "Dispute" not in str(refused.value)
        _ = journal.save(held.lift_hold(held.holds[0].id, by="hr", at=later(10)))
        _ = journal.forget(bo.id, by="hr", leaving_vacant=True, at=later(11))
        with pytest.raises(co.Inconsistent, match=r"has been forgotten already: \d words stay, as others live by them"):
            _ = journal.forget(bo.id, by="hr", leaving_vacant=True, at=later(12))
        with pytest.raises(co.Inconsistent, match="there is none"):
            _ = journal.load(bo.id).lift_hold("hold_1", by="hr", at=AT)

    def test_are_of_stores_that_cannot_forget(self) -> None:
        """A store without that capability is told, and nothing is done."""

        class Keeps(MemoryStore):
            erase = None  # type: ignore[assignment]

        journal = co.Journal(Keeps())
        anna, _, _ = people(journal)
        gone(journal, anna)
        with pytest.raises(co.StoreError, match="cannot forget words"):
            _ = journal.forget(anna.id, by="hr", at=later(9))

    def test_are_of_a_hold_whose_day_has_passed_never(self, journal: co.Journal) -> None:
        """A hold ends with its last day, and cannot begin after it."""
        anna, _, _ = people(journal)
        gone(journal, journal.save(anna.hold("Until spring", by="hr", until=on(5), at=AT)))
        with pytest.raises(co.NotAllowedNow, match="under a hold until 2026-11-28"):
            _ = journal.forget(anna.id, by="hr", at=later(5))
        assert journal.forget(anna.id, by="hr", at=later(6)).words
        with pytest.raises(co.Inconsistent, match=r"until: .* has passed"):
            _ = journal.load(anna.id).hold("x", by="hr", until=on(-9), at=AT)


class Interrupted(MemoryStore):
    """Fails after the first erasure, or is slower than somebody else once."""

    erased = 0
    conflicts = 0

    def erase(self, seals: object, batch: Batch) -> int:
        """As told above."""
        if self.conflicts:
            self.conflicts -= 1
            raise Conflict("person_x", expected=1, found=2, by="somebody")
        if self.erased == 1:
            self.erased += 1
            raise OSError("the disk failed")
        self.erased += 1
        return super().erase(seals, batch)  # type: ignore[arg-type]


class TestInterruption:
    def test_goes_on_where_it_was(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was erased stays erased, and asking again does the rest."""
        monkeypatch.setattr("coleadership.privacy.erasure._CHUNK", 2)
        store = Interrupted()
        journal = co.Journal(store)
        anna, bo, _ = people(journal)
        _ = journal.save(co.Feedback.give("Thanks", to=[bo.id], by=anna.id, at=AT))
        gone(journal, anna)
        with pytest.raises(OSError, match="the disk failed"):
            _ = journal.forget(anna.id, by="hr", at=later(9))
        told: list[tuple[int, int]] = []
        assert len(journal.forget(anna.id, by="hr", at=later(9), progress=lambda *done: told.append(done)).words) == 1
        assert (told, store.owned(anna.id)) == ([(1, 1)], [])

    def test_tries_again_where_somebody_was_faster(self) -> None:
        """A conflict is no reason to keep words."""
        store = Interrupted()
        store.conflicts = 3
        journal = co.Journal(store)
        anna, _, _ = people(journal)
        gone(journal, anna)
        _ = journal.forget(anna.id, by="hr", at=later(9))
        assert store.owned(anna.id) == []


class TestBackups:
    def test_are_forgotten_again_when_they_are_restored(self, journal: co.Journal) -> None:
        """The lines of all erasures hold no word, and take from a restored backup what it brought back."""
        anna, bo, _ = people(journal)
        _ = journal.save(co.Feedback.give("Tell nobody", to=[bo.id], by=anna.id, at=AT))
        backup = b"".join(journal.export())
        gone(journal, anna)
        _ = journal.forget(anna.id, by="hr", at=later(9))
        ledger = b"".join(journal.erasures())
        assert b"Anna" not in ledger
        with co.open_journal("memory:") as restored:
            _ = restored.import_(io.BytesIO(backup))
            assert "Tell nobody" in every_word(restored)
            assert restored.erase_again(io.BytesIO(ledger), by="hr", at=later(10)) == 3
            assert "Tell nobody" not in every_word(restored)
            assert (restored.load(anna.id).status, restored.verify().ok) == ("forgotten", True)
            assert restored.erase_again(io.BytesIO(ledger), by="hr", at=later(10)) == 0

    def test_forget_the_others_where_one_is_under_a_hold(self, journal: co.Journal) -> None:
        """A hold that the backup still has keeps one person's words, and nobody else's."""
        anna, bo, _ = people(journal)
        held = journal.save(anna.hold("Dispute 7/2027", by="hr", at=AT))
        backup = b"".join(journal.export())
        gone(journal, journal.save(held.lift_hold(held.holds[0].id, by="hr", at=AT)))
        gone(journal, bo)
        _ = journal.forget(anna.id, by="hr", at=later(9)), journal.forget(bo.id, by="hr", at=later(9))
        ledger = b"".join(journal.erasures())
        with co.open_journal("memory:") as restored:
            _ = restored.import_(io.BytesIO(backup))
            with pytest.raises(co.NotAllowedNow, match=f"{anna.id} is under a hold until it is lifted"):
                _ = restored.erase_again(io.BytesIO(ledger), by="hr", at=later(10))
            assert ("Anna" in every_word(restored), "Bo" in every_word(restored)) == (True, False)
            back = restored.load(anna.id)
            _ = restored.save(back.lift_hold(back.holds[0].id, by="hr", at=later(10)))
            assert restored.erase_again(io.BytesIO(ledger), by="hr", at=later(10)) == 3
            assert "Anna" not in every_word(restored)

    @pytest.mark.parametrize("line", [b"", b"x", b"[]", b"{}", b'{"person": 1, "words": []}', b'{"person": "a"}'])
    def test_say_which_line_is_wrong(self, line: bytes) -> None:
        """A damaged ledger is named by its line, before anything is done."""
        good = json.dumps({"person": "person_a", "words": [Seal("seal_a")]}).encode()
        with (
            co.open_journal("memory:") as journal,
            pytest.raises(co.InvalidInput, match=r"ledger, line 2.*is no erasure; nothing was done"),
        ):
            _ = journal.erase_again(io.BytesIO(good + b"\n" + line + b"\n"), by="hr", source="ledger")


def test_cards_of_what_was_forgotten_follow_from_the_records(tmp_path: Path) -> None:
    """Rebuilt cards are the same, and no title comes back."""
    with co.open_journal(f"sqlite:///{tmp_path / 'a.db'}") as journal:
        anna, bo, _ = people(journal)
        _ = journal.save(contract(anna, bo))
        gone(journal, anna)
        _ = journal.forget(anna.id, by="hr", at=later(9))
        before = journal.store.cards(Query(states=True))
        _ = journal.rebuild()
        assert [attrs.astuple(card) for card in journal.store.cards(Query(states=True))] == [
            attrs.astuple(card) for card in before
        ]
        assert "Anna" not in " ".join(journal.titles(before).values())
