"""A journal as a host uses it: opened by its URL, saved to, loaded, exported, imported, verified."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from io import BytesIO
from pathlib import Path

import coleadership_files
import pytest
from coleadership_files import hooks

import coleadership as co


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where the journal is."""
    return f"files:///{tmp_path}/acme.jsonl"


def story(journal: co.Journal) -> tuple[co.Person, co.Person, co.Agreement]:
    """Two people who word an agreement, agree on it, and live by it for a while, save by save."""
    anna, bo = journal.save(co.Person.join("Anna Ek", reference="e-1007"), co.Person.join("Bo Lind"))
    rota = co.Agreement.draft(
        "Evening rota",
        parties={anna.id: co.Part.CO_LEADER, bo.id: co.Part.COORDINATOR},
        clauses=[co.Commitment("I publish the rota two weeks ahead", by=anna.id)],
        by=anna.id,
    )
    rota = journal.save(rota, key="request 1")
    rota = journal.save(rota.add(co.Support("Cover for sick leave is always paid", by=bo.id)))
    rota = journal.change(rota.id, lambda rota: rota.comment("Även i jul?\nJag undrar 🧭", by=anna.id))
    rota = journal.save(rota.propose(by=bo.id))
    rota = journal.save(journal.load(rota.id).consent(by=anna.id))
    for number in range(20):  # past the step at which its state is kept
        rota = journal.save(rota.comment(f"Notering {number}", by=bo.id))
    anna = journal.save(anna.rename("Anna Björk", by=anna.id))
    return anna, bo, rota


class TestJournal:
    @pytest.mark.parametrize(
        "plugins", [["files"], [hooks], [coleadership_files.hooks]], ids=["name", "hooks", "package"]
    )
    def test_is_opened_by_name_or_by_module(self, url: str, plugins: list[object]) -> None:
        """The plugin is enabled by the name of its entry point, or handed over."""
        with co.open_journal(url, plugins=plugins) as journal:
            anna = journal.save(co.Person.join("Anna Ek"))
        with co.open_journal(url, plugins=plugins, create=False) as journal:
            assert journal.load(anna.id) == anna
            assert repr(journal) == f"<journal {url}>"

    def test_is_not_opened_unless_it_is_wanted(self, url: str) -> None:
        """What is only installed is not used."""
        with pytest.raises(co.StoreError, match="no store is known for this kind of URL"):
            _ = co.open_journal(url)

    def test_is_one_entry_point(self) -> None:
        """The distribution names its hooks in the group of the library."""
        (found,) = entry_points(group="coleadership", name="files")
        assert found.value == "coleadership_files.hooks"
        assert found.load() is hooks

    def test_imports_nothing_before_it_is_opened(self) -> None:
        """To enable the plugin costs the import of one light module."""
        code = "import coleadership_files.hooks, sys; print(*sorted(m for m in sys.modules if '_files' in m))"
        told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout  # noqa: S603
        assert told == "coleadership_files coleadership_files.hooks\n"

    def test_keeps_a_story(self, url: str) -> None:
        """An agreement is drafted, agreed on, saved, loaded, found and verified, by whoever opens the file next."""
        with co.open_journal(url, plugins=[hooks]) as journal:
            anna, bo, rota = story(journal)
            head = journal.head()
        with co.open_journal(url, plugins=[hooks], create=False) as journal:
            assert journal.load(rota.id) == rota
            assert journal.load(rota.id).status == "in_force"
            assert [*journal.find(co.Agreement, party=bo.id)] == [rota]
            assert [*journal.find(co.Person, reference="e-1007")] == [anna]
            assert str(journal.load(anna.id).name) == "Anna Björk"
            assert journal.store.recorded("request 1") == (rota.id,)
            assert journal.verify(kept=head).ok
            assert journal.rebuild() == 3
            assert journal.load(rota.id) == rota

    def test_goes_into_sqlite_and_back(self, url: str, tmp_path: Path) -> None:
        """An export is the same, byte for byte, whichever store it went through."""
        with co.open_journal(url, plugins=[hooks]) as journal:
            _ = story(journal)
            exported = b"".join(journal.export())
        for number, other in enumerate(
            (f"sqlite:///{tmp_path}/acme.db", f"files:///{tmp_path}/again.jsonl", "memory:")
        ):
            with co.open_journal(other, plugins=[hooks]) as journal:
                assert journal.import_(BytesIO(exported), source="acme") == exported.count(b'{"record":')
                assert b"".join(journal.export()) == exported, number
                assert journal.verify().ok
        with co.open_journal(f"files:///{tmp_path}/again.jsonl", plugins=[hooks], create=False) as journal:
            assert b"".join(journal.export()) == exported
            anna = next(journal.find(co.Person, reference="e-1007"))
            _ = journal.save(anna.rename("Anna Ek", by=anna.id))
            assert journal.verify().ok

    def test_refuses_a_broken_import_whole(self, url: str, tmp_path: Path) -> None:
        """An export that was changed is refused with its line, and the journal is as empty as before."""
        with co.open_journal("memory:") as journal:
            _ = story(journal)
            exported = b"".join(journal.export()).replace(b"Notering 7", b"Notering 8")
        with co.open_journal(url, plugins=[hooks]) as journal:
            before = (tmp_path / "acme.jsonl").read_bytes()
            with pytest.raises(co.InvalidInput, match="is not what was sealed"):
                _ = journal.import_(BytesIO(exported), source="acme")
            assert (tmp_path / "acme.jsonl").read_bytes() == before
            assert [*tmp_path.iterdir()] == [tmp_path / "acme.jsonl"]
            assert journal.head().position == 0

    def test_can_be_read_by_eye(self, url: str, tmp_path: Path) -> None:
        """Words, names of events and states stand in the file as people know them."""
        with co.open_journal(url, plugins=[hooks]) as journal:
            _ = story(journal)
        text = (tmp_path / "acme.jsonl").read_text(encoding="utf-8")
        for said in (
            '{"words": "Cover for sick leave is always paid", "owner": "person_', '"Även i jul?\\nJag undrar 🧭"',
            '{"fact": "agreement.proposed", "version": 1, "subject": "agreement_', '"stance": "consent"',
            '{"card": "agreement_', '"status": "in_force"',
        ):  # fmt: skip
            assert said in text
        assert "\\u00" not in text
        assert '\\"' not in text, "a body is kept as a string that could be an object"
