from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from typing import Any

import attrs
import pytest

import coleadership as co
from coleadership.recording.catalogue import CATALOGUE
from coleadership.recording.codec import Codec
from tests.cli.command import ROWS, URL, Command, lines


class TestImportAgreements:
    def test_tells_what_it_took(self, run: Command) -> None:
        """Each agreement is named, with how many wordings it has, and the sum at the end."""
        told = run("import-agreements", run.file(lines([*ROWS])))
        assert told == "Rota: 3 wordings\nPods: 1 wording\n2 new agreements from 4 rows\n"

    def test_twice_says_nothing_new(self, imported: Command) -> None:
        """A second import changes nothing and says so."""
        before = imported("export")
        told = imported("import-agreements", "rows.jsonl")
        assert "Rota: here already, unchanged\n" in told
        assert told.endswith("no new agreements from 4 rows\n")
        assert imported("export") == before

    def test_imports_nothing_if_the_last_of_1000_rows_is_bad(self, run: Command) -> None:
        """The row is told with line, field and reason; no file is made; to go on anyway takes one option."""
        rows = [("rota", n, "2020-01-01T10:00:00Z", "anna", f"Wording {n}") for n in range(1, 1_000)]
        name = run.file(lines([*rows, ("rota", 1_000, "2020-01-01T10:00:00", "anna", "x")]))
        code, out, err = run.raw("import-agreements", name)
        assert (code, out) == (1, b"")
        assert "rows.jsonl, line 1000, at: 2020-01-01T10:00:00 has no time zone" in err
        assert "1 fault in rows.jsonl, so nothing was imported; mend them, or add --keep-going" in err
        assert [path.name for path in run.folder.iterdir()] == ["rows.jsonl"]

        code, out, err = run.raw("import-agreements", name, "--keep-going")
        assert (code, out.decode()) == (0, "Rota: 999 wordings\n1 new agreement from 1,000 rows, 1 row left out\n")
        assert "line 1000, at" in err
        assert run.json("show", "rota")["wordings"] == 999

    def test_tells_twenty_faults_and_how_many_more(self, run: Command) -> None:
        """A file of something else does not flood the terminal."""
        code, _, err = run.raw("import-agreements", run.file(b"nonsense\n" * 50), "--keep-going")
        assert (code, err.count("\n")) == (1, 22)
        assert "and 30 more like these" in err

    def test_refuses_another_history_of_a_title(self, imported: Command) -> None:
        """What is in the journal already is not mixed with something else."""
        told = imported.refusal(1, "import-agreements", imported.file(lines([*ROWS[:2]]), "other.jsonl"))
        assert "“Rota” is in this journal already with another history" in told

    @pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
    def test_refuses_a_file_that_cannot_be_read(self, run: Command, name: str) -> None:
        """The file is named, and what to check."""
        assert "check the name" in run.refusal(2, "import-agreements", name)
        assert "check the name" in run.refusal(2, "import", name)

    def test_refuses_an_empty_file(self, run: Command) -> None:
        """Nothing to import is told."""
        assert "is empty" in run.refusal(1, "import-agreements", run.file(b""))

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
    def test_reads_a_pipe(self, run: Command) -> None:
        """A history may come straight from another program."""
        os.mkfifo(run.folder / "pipe")
        writer = subprocess.Popen(["/bin/sh", "-c", "cat rows.jsonl > pipe"], cwd=run.folder)
        _ = run.file(lines([*ROWS]))
        assert "2 new agreements" in run("import-agreements", "pipe")
        assert writer.wait() == 0

    def test_interrupted_goes_on_the_next_time(self, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whole agreements are there or not; the next run adds the rest and knows the people again."""
        name, save, saves = run.file(lines([*ROWS])), co.Journal.save, list[object]()

        def interrupted(journal: co.Journal, *subjects: Any, **rest: Any) -> object:  # noqa: ANN401 - passed on
            saves.append(subjects)
            if len(saves) == 3:
                raise KeyboardInterrupt
            return save(journal, *subjects, **rest)

        with monkeypatch.context() as patch:
            patch.setattr(co.Journal, "save", interrupted)
            assert run.raw("import-agreements", name)[0] == 130
        assert [one["title"] for one in run.json("list")] == ["Rota", "anna", "bo", "楊"]
        assert "1 new agreement" in run("import-agreements", name)
        assert [one["title"] for one in run.json("list")] == ["Rota", "Pods", "anna", "bo", "楊"]
        assert "whole" in run("verify")


class TestVerify:
    def test_says_that_all_is_whole(self, imported: Command) -> None:
        """The head is told too, as only a head that is kept elsewhere shows a journal that was cut."""
        with co.open_journal(URL) as journal:
            head = journal.head()
        assert imported("verify") == f"whole: 7 records, head {head.digest}\n"
        told = imported.json("verify")
        assert (told["ok"], told["records"], told["digest"]) == (True, 7, head.digest)

    def test_names_what_was_changed(self, imported: Command) -> None:
        """A record that somebody changed is named, and the exit code is 1."""
        import sqlite3  # noqa: PLC0415 - only here

        connection = sqlite3.connect(imported.folder / "acme.db")
        with connection:
            _ = connection.execute("UPDATE records SET at = '2001-01-01T00:00:00.000000+00:00' WHERE position = 5")
        connection.close()
        for command in (["verify"], ["verify", "--json"], ["doctor"], ["doctor", "--json"]):
            code, out, err = imported.raw(*command)
            assert (code, err) == (1, "")
            assert b"record 5" in out


class TestExport:
    def test_and_import_give_the_same_bytes(self, imported: Command) -> None:
        """A journal can be carried into another file and out of it again, byte for byte."""
        exported = imported.raw("export")[1]
        name = imported.file(exported, "journal.jsonl")
        assert imported("--journal", "sqlite:///copy.db", "import", name) == "7 records\n"
        assert imported.raw("--journal", "sqlite:///copy.db", "export")[1] == exported

    def test_import_refuses_to_mix_journals(self, imported: Command) -> None:
        """What holds something already stays as it is."""
        exported = imported.raw("export")[1]
        assert "holds 7 records" in imported.refusal(2, "import", imported.file(exported, "journal.jsonl"))
        assert imported.raw("export")[1] == exported

    @pytest.mark.parametrize(
        "harm",
        [
            pytest.param(lambda it: it[:-40], id="cut"),
            pytest.param(lambda it: it.replace(b"evenings", b"mornings"), id="changed"),
            pytest.param(lambda _: b"x\n", id="foreign"),
            pytest.param(lambda _: b"", id="empty"),
        ],
    )
    def test_import_of_a_bad_file_leaves_nothing(self, imported: Command, harm: Callable[[bytes], bytes]) -> None:
        """A file that was cut or changed is refused with its line, and makes no journal."""
        name = imported.file(harm(imported.raw("export")[1]), "bad.jsonl")
        assert "bad.jsonl" in imported.refusal(1, "--journal", "sqlite:///copy.db", "import", name)
        assert not (imported.folder / "copy.db").exists()


class TestDoctor:
    def test_tells_how_the_journal_is_kept(self, imported: Command) -> None:
        """SQLite's version, how durable it is and why, the journals in the file, and whether it is whole."""
        told, facts = imported("doctor"), imported.json("doctor")
        assert facts["durability"]["reason"] in " ".join(told.split())
        assert (facts["schema"], facts["verify"]["ok"], facts["unknown_records"]) == (2, True, {})
        assert [one["name"] for one in facts["journals"]] == ["main"]

    def test_counts_records_that_are_not_known_here(self, run: Command) -> None:
        """What a newer version wrote is counted by name, told in the history, and refused for show."""
        newer = Codec(attrs.evolve(CATALOGUE, versions={"person.joined": 2}))
        with co.open_journal(URL) as journal:
            anna = co.Journal(journal.store, newer).save(co.Person.join("Anna Ek"))
        assert run.json("doctor")["unknown_records"] == {"person.joined": 1}
        assert "does not know: person.joined" in " ".join(run("history", anna.id).split())
        assert "version 2" in run.refusal(1, "show", anna.id)
