from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import coleadership as co
from coleadership import cli
from coleadership.cli.facts import status_on
from coleadership.cli.words import as_json, shown

DATA = Path(__file__).parents[2] / "shared" / "data" / "enspiral-agreements.jsonl"
URL = "sqlite:///acme.db"
COMMANDS = (
    "demo", "import-agreements", "list", "show", "text", "history", "verify", "export", "import", "doctor",
)  # fmt: skip
ROWS = [
    ("rota", 1, "2020-01-01T10:00:00+01:00", "anna", "We share the evenings.\n"),
    ("pods", 1, "2020-01-02T10:00:00+01:00", "bo", ""),
    ("rota", 2, "2020-01-01T10:00:00+01:00", "bo", "We share the evenings and the keys.\n"),
    ("rota", 3, "2021-06-01T23:30:00-02:00", "楊", "我们分享夜晚和钥匙。\r\n"),
]


def lines(rows: list[tuple[object, ...]]) -> bytes:
    """Rows as JSON Lines."""
    names = ("agreement", "revision", "at", "author", "text")
    return b"".join(json.dumps(dict(zip(names, row, strict=True))).encode() + b"\n" for row in rows)


class Command:
    """The command line in an empty folder: each call gives the exit code, what was printed and what was complained."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[bytes]) -> None:
        self.folder, self._capture = folder, capture

    def raw(self, *arguments: str) -> tuple[int, bytes, str]:
        """What a call gives."""
        _ = self._capture.readouterr()
        code = cli.main(arguments)
        out, err = self._capture.readouterr()
        return code, out, err.decode()

    def __call__(self, *arguments: str) -> str:
        """What is printed when all is well."""
        code, out, err = self.raw(*arguments)
        assert (code, err) == (0, "")
        return out.decode()

    def json(self, *arguments: str) -> Any:  # noqa: ANN401 - whatever JSON says
        """What is printed for a program."""
        return json.loads(self(*arguments, "--json"))

    def refusal(self, code: int, *arguments: str) -> str:
        """The one sentence with which a request is refused, and nothing on stdout."""
        found, out, err = self.raw(*arguments)
        assert (found, out) == (code, b"")
        assert err.count("\n") == 1, err
        assert "Traceback" not in err
        return err.removeprefix("coleadership: ").rstrip("\n")

    def file(self, content: bytes, name: str = "rows.jsonl") -> str:
        """A file in the folder."""
        (self.folder / name).write_bytes(content)
        return name


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """The command in an empty folder, with no journal named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("COLEADERSHIP_JOURNAL", raising=False)
    return Command(tmp_path, capfdbinary)


@pytest.fixture
def run(bare: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command in an empty folder, with a journal named that is not there yet."""
    monkeypatch.setenv("COLEADERSHIP_JOURNAL", URL)
    return bare


@pytest.fixture
def imported(run: Command) -> Command:
    """The command with a journal into which some rows have been imported."""
    _ = run("import-agreements", run.file(lines([*ROWS])))
    return run


@pytest.fixture
def played(run: Command) -> Command:
    """The command with a journal in which the demo has been played."""
    _ = run("demo", "--journal", URL)
    return run


class TestMain:
    def test_helps(self, bare: Command) -> None:
        """Without a command, or asked for help, it says what there is."""
        for arguments in ([], ["--help"], ["-h"]):
            told = bare(*arguments)
            for command in COMMANDS:
                assert re.search(rf"^\W*{command}\b", told, re.MULTILINE)
        assert "--as-of" in bare("text", "--help")

    @pytest.mark.parametrize(
        "arguments",
        [["nope"], ["show"], ["list", "--nope"], ["list", "extra"], ["text", "x", "--as-of"], ["--journal"], ["-x"]],
    )
    def test_refuses_what_is_no_command(self, bare: Command, arguments: list[str]) -> None:
        """A wrong request is one sentence and exit code 2."""
        assert "coleadership --help" in bare.refusal(2, *arguments)

    @pytest.mark.parametrize("command", [["list"], ["show", "x"], ["text", "x"], ["history", "x"], ["verify"],
                                         ["export"], ["doctor"]])  # fmt: skip
    def test_reading_never_makes_a_journal(self, bare: Command, command: list[str]) -> None:
        """Reading a journal that is not there, or not named, is refused and leaves no file."""
        told = bare.refusal(2, *command)
        assert "--journal" in told
        assert "COLEADERSHIP_JOURNAL" in told
        assert "there is no such file" in bare.refusal(2, "--journal", URL, *command)
        assert "no store is known" in bare.refusal(2, *command, "--journal", "carrier-pigeon:x")
        assert list(bare.folder.iterdir()) == []

    def test_takes_the_journal_before_or_after_the_command(self, imported: Command) -> None:
        """Where it stands does not matter, and what is said wins over the variable."""
        assert imported("--journal", URL, "list") == imported("list", "--journal", URL) == imported("list")
        assert "there is no such file" in imported.refusal(2, "list", "--journal", "sqlite:///other.db")

    def test_leaves_a_foreign_file_alone(self, run: Command) -> None:
        """A file of another program is refused by every command and stays as it is."""
        content = b"Dear diary" * 50
        _ = run.file(content, "acme.db")
        rows = run.file(lines([*ROWS]))
        for command in (
            ["list"],
            ["doctor"],
            ["import-agreements", rows],
            ["demo", "--journal", URL],
        ):
            assert "acme.db" in run.refusal(2, *command)
            assert (run.folder / "acme.db").read_bytes() == content

    def test_ends_quietly_when_interrupted(self, imported: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ctrl-C is one sentence and exit code 130."""

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(co.Journal, "verify", interrupted)
        assert imported.refusal(130, "verify") == "interrupted; nothing is half written"

    def test_says_what_to_install(self, bare: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the extra is missing, it says how to get it."""
        for name in [name for name in sys.modules if name.startswith("coleadership.cli.")]:
            if name not in {"coleadership.cli.exits", "coleadership.cli.words"}:
                monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "cyclopts", None)
        assert 'pip install "coleadership[cli]"' in bare.refusal(2, "list")

    def test_shows_names_in_messages_escaped(self, imported: Command) -> None:
        """What somebody typed is never sent to the terminal as a command."""
        told = imported.refusal(2, "show", "\x1b[31mred\n")
        assert "\x1b" not in told

    def test_imports_neither_rich_nor_cyclopts_by_itself(self) -> None:
        """The entry point is light; heavy modules come with the command that needs them."""
        code = "import sys, coleadership.cli; print(sorted({'rich', 'cyclopts', 'sqlite3', 'cattrs'} & {*sys.modules}))"
        assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"[]\n"


class TestProcess:
    """What only a process of its own can show."""

    @staticmethod
    def start(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """A process that runs one command in a folder."""
        code = "import sys; from coleadership.cli import main; sys.exit(main())"
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=folder,
            env={**os.environ, "COLEADERSHIP_JOURNAL": URL, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def test_is_quiet_when_nobody_reads(self, imported: Command) -> None:
        """`coleadership export | head -1` ends without a complaint."""
        many = [("rota", n, "2020-01-01T10:00:00Z", "anna", f"Wording {n} " * 40) for n in range(1, 301)]
        _ = imported("--journal", "sqlite:///many.db", "import-agreements", imported.file(lines([*many])))
        for arguments in (["export"], ["history", "rota"], ["history", "rota", "--json"], ["text", "rota"]):
            process = self.start(imported.folder, "--journal", "sqlite:///many.db", *arguments)
            assert process.stdout is not None
            assert process.stderr is not None
            _ = process.stdout.read(1)
            process.stdout.close()
            assert process.stderr.read() == b""
            process.stderr.close()
            assert process.wait() in {0, 141}

    def test_writes_to_a_terminal_that_knows_only_ascii(self, imported: Command) -> None:
        """A character that the terminal does not know is shown as its number."""
        for arguments in (["list"], ["show", "rota"], ["history", "rota"], ["show", "rota", "--json"]):
            out, err = self.start(imported.folder, *arguments, PYTHONIOENCODING="ascii", NO_COLOR="1").communicate()
            assert err == b""
            assert rb"\u694a" in out
            assert out.isascii()
        assert json.loads(out)["authors"] == ["anna", "bo", "楊"]

    def test_gives_its_exit_code(self, imported: Command) -> None:
        """A shell learns from the exit code whether all is well."""
        process = self.start(imported.folder, "show", "nobody")
        out, err = process.communicate()
        assert (process.returncode, out) == (2, b"")
        assert err.startswith(b"coleadership: nothing here is called 'nobody'")


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


class TestList:
    def test_names_what_is_there(self, imported: Command) -> None:
        """Every agreement and person is there with title, id and status."""
        told = imported("list")
        for one in imported.json("list"):
            assert one["title"] in told
            assert one["id"] in told

    def test_is_an_array_for_programs(self, imported: Command) -> None:
        """With --json it is one array, whatever is in it."""
        rota, pods, *people = imported.json("list")
        assert (rota["title"], rota["status"], rota["next_due"]) == ("Rota", "in_force", "2021-09-02")
        assert rota["links"]["party"] == sorted(person["id"] for person in people)
        assert pods["links"]["party"] == [people[1]["id"]]

    def test_of_an_empty_journal_says_so(self, run: Command) -> None:
        """Nothing there is not an error."""
        with co.open_journal(URL):
            pass
        assert run("list") == "nothing is in this journal yet\n"
        assert run.json("list") == []

    def test_goes_page_by_page(self, run: Command) -> None:
        """However much there is, all of it is listed, under one heading."""
        with co.open_journal(URL) as journal:
            _ = journal.save(*(co.Person.join(f"Person {n:03}") for n in range(405)))
        told = run("list")
        assert len(re.findall(r"Person \d+", told)) == 405
        assert told.count("status") == 1
        assert len(run.json("list")) == 405


class TestShow:
    def test_tells_of_a_text_adopted_on_record(self, imported: Command) -> None:
        """Wordings, authors, whose words survive, when it was touched; and that no voice was invented."""
        told = imported("show", "rota")
        for said in ("team agreement", "since 2021-06-02", "anna, bo, 楊", "2021-06-02 01:30 UTC", "(overdue)",
                     "100.0%", "none was invented", "neither employment contract"):  # fmt: skip
            assert said in " ".join(told.split())
        facts = imported.json("show", "rota")
        assert facts["came_about"]["surviving_words"] == [{"authors": ["楊"], "words": 9, "share": 1.0}]
        assert (facts["wordings"], facts["authors"]) == (3, ["anna", "bo", "楊"])
        assert facts["note"] == co.LEGAL_NOTE

    def test_tells_of_an_empty_text(self, imported: Command) -> None:
        """An empty text has no words, and that is said."""
        assert "The text in force is empty." in imported("show", "pods")

    def test_tells_of_an_agreement_worded_here(self, played: Command) -> None:
        """Who worded it together, who contributed, who declined; no shares of words."""
        told, facts = played("show", "evening-rota"), played.json("show", "evening-rota")
        assert facts["came_about"] == {
            "together": [],
            "contributed": ["Anna Ek", "Bo Lind", "Chidi Okafor"],
            "declined": ["Dana Levi"],
            "not_yet": [],
        }
        assert "%" not in told
        for said in ("Two of us close on Fridays", "level 7 of 7: delegate", co.LEGAL_NOTE.split(",")[0]):
            assert said in told
        assert facts["wordings"] == 6
        assert "worded in one room" in played("show", "tool room")
        assert "ended" in played("show", "tool room")
        assert "Binder 3, page 12" in played("show", "learning the books")

    def test_tells_what_is_open(self, run: Command) -> None:
        """Objections, remarks, and who has yet to answer."""
        at = datetime(2026, 1, 1, tzinfo=UTC)
        anna, bo, chidi = (co.Person.join(name, at=at) for name in ("Anna", "Bo", "Chidi"))
        parties: dict[str, str] = {anna.id: co.Part.MEMBER, bo.id: co.Part.MEMBER, chidi.id: co.Part.MEMBER}
        rota = co.Agreement.draft(
            "Rota", kind="team", parties=parties, body="We [bold]share[/bold] it", by=anna.id, at=at
        )
        rota = rota.comment("What of Fridays?", by=bo.id, at=at).propose(by=anna.id, at=at)
        with co.open_journal(URL) as journal:
            _ = journal.save(anna, bo, chidi, rota.object("Not alone :smile:", by=bo.id, at=at))
        told = " ".join(run("show", "rota").split())
        for said in ("Wording 1, proposed", "objection Bo: Not alone :smile:", "remark Bo: What of Fridays?",
                     "has yet to answer Chidi", "not heard yet"):  # fmt: skip
            assert said in told
        (proposal,) = run.json("show", "rota")["proposals"]
        assert proposal["waiting_for"] == ["Chidi"]
        assert run("text", "rota") == "We [bold]share[/bold] it"

    def test_tells_how_it_is_kept(self, run: Command) -> None:
        """Breaches, what had better be amended, notice, overrides and pleas for new words."""
        at = datetime(2026, 1, 1, tzinfo=UTC)
        anna, bo = co.Person.join("Anna", at=at), co.Person.join("Bo", at=at)
        rota = co.Agreement.in_meeting(
            "Rota", parties={anna.id: co.Part.CO_LEADER, bo.id: co.Part.COORDINATOR}, by=bo.id,
            present=[anna.id, bo.id],
            clauses=[co.Commitment("I keep it", by=anna.id), co.Support("I cover it", by=bo.id)], notice_days=10, at=at,
        )  # fmt: skip
        clause = rota.content.clauses[0].id
        for what in ("Late", "Late again"):
            rota = rota.report_breach(clause, what, by=bo.id, at=at)
        rota = rota.repair_breach(rota.keeping.breaches[0].id, "We talked", by=anna.id, at=at)
        rota = rota.call_for_renegotiation("Too tight", by=anna.id, at=at).override("The law", by=bo.id, at=at)
        with co.open_journal(URL) as journal:
            _ = journal.save(anna, bo, rota.give_notice(by=anna.id, at=at))
        told = " ".join(run("show", "rota").split())
        for said in ("“I keep it”: Late (repaired: We talked)", "Late again (not repaired yet)", "broken twice or more",
                     "Too tight", "given by Anna; the last day is 2026-01-11", "by Bo: The law"):  # fmt: skip
            assert said in told

    def test_tells_of_a_person(self, played: Command) -> None:
        """What they are called, how they are reached, what they are party to."""
        told = played("show", "anna ek")
        assert "anna@kugghjulet.example" in told
        assert "Evening rota (in force)" in told
        assert played.json("show", "Anna Ek")["addresses"] == {"email": "anna@kugghjulet.example"}

    def test_never_sends_a_command_to_the_terminal(self, run: Command) -> None:
        """Control characters in what people wrote are shown, not sent; other scripts stay as they are."""
        at = "2020-01-01T10:00:00Z"
        evil = "a\x1b]0;x\x07\x9b31m\x7f\u2028"
        rows = [("rota", 1, at, "مريم", evil)]
        _ = run("import-agreements", run.file(lines([*rows])))
        with co.open_journal(URL) as journal:
            (rota,) = journal.find(co.Agreement)
            _ = journal.save(rota.call_for_renegotiation(evil, by=rota.table[0].person))
        for arguments in (["list"], ["show", "rota"], ["history", "rota"], ["show", "rota", "--json"]):
            told = run(*arguments)
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", told), arguments
            assert "مريم" in told
        assert r"\x1b]0;x\x07\x9b31m\x7f" in run("show", "rota")
        assert run.raw("text", "rota")[1].decode() == evil

    def test_fits_a_narrow_terminal(self, played: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nothing is cut off where there is little room."""
        monkeypatch.setenv("COLUMNS", "40")
        for arguments in (["show", "evening-rota"], ["history", "evening-rota"], ["list"]):
            assert max(map(len, played(*arguments).splitlines())) <= 40
            assert "…" not in played(*arguments)


class TestWhat:
    def test_is_an_id_its_beginning_or_a_title(self, imported: Command) -> None:
        """People say what is easiest for them."""
        id = imported.json("list")[0]["id"]
        for what in (id, id[:-1], "Rota", "ROTA", " rota_"):
            assert imported.json("show", what)["id"] == id

    def test_reads_slugs_as_titles(self, played: Command) -> None:
        """Blanks, hyphens and underscores are alike."""
        for what in ("Evening rota", "evening_rota", "EVENING-ROTA"):
            assert played.json("show", what)["title"] == "Evening rota"

    def test_that_is_ambiguous_lists_the_candidates(self, run: Command) -> None:
        """Of two with the same title, the ids are told, with how each stands."""
        with co.open_journal(URL) as journal:
            first, second = journal.save(co.Person.join("Anna Ek"), co.Person.join("Anna Ek"))
        for what in ("anna-ek", "person_"):
            told = run.refusal(2, "show", what)
            assert first.id in told
            assert second.id in told
        with co.open_journal(URL) as journal:
            _ = journal.save(*(co.Person.join("Anna Ek") for _ in range(20)))
        assert "and others; give more of the id" in run.refusal(2, "show", "anna-ek")

    @pytest.mark.parametrize("what", ["nobody", "", "agreement_x", "%", "\0"])
    def test_that_is_not_there_is_refused(self, imported: Command, what: str) -> None:
        """A name that nothing has is told, and how to find the right one."""
        for command in ("show", "text", "history"):
            assert "see what there is with: coleadership list" in imported.refusal(2, command, what)


class TestText:
    def test_writes_the_wording_byte_for_byte(self, imported: Command) -> None:
        """Nothing is added, changed or translated, line ends included."""
        assert imported.raw("text", "rota") == (0, "我们分享夜晚和钥匙。\r\n".encode(), "")
        assert imported.raw("text", "pods") == (0, b"", "")

    @pytest.mark.parametrize(
        ("when", "text"),
        [
            ("2020-01-01", ROWS[2][4]),
            ("2020-01-01T10:00:00+01:00", ROWS[2][4]),
            ("2021-06-01", ROWS[2][4]),
            ("2021-06-02", ROWS[3][4]),
            ("2021-06-02T01:30:00Z", ROWS[3][4]),
            ("2021-06-02T01:29:59Z", ROWS[2][4]),
        ],
    )
    def test_as_of_a_day_or_time(self, imported: Command, when: str, text: str) -> None:
        """A day is over at its end in UTC; of what happened at the same time, the later recorded counts."""
        assert imported.raw("text", "rota", "--as-of", when) == (0, text.encode(), "")

    @pytest.mark.parametrize("when", ["yesterday", "2020-01-01T10:00:00", "2020-13-01", "", "2020"])
    def test_refuses_what_is_no_time(self, imported: Command, when: str) -> None:
        """A time without offset is not guessed at."""
        assert "write 2016-06-01, or" in imported.refusal(2, "text", "rota", "--as-of", when)

    def test_refuses_a_day_before_there_was_a_text(self, imported: Command) -> None:
        """Nothing is invented for the time before."""
        assert "nothing is recorded of it up to" in imported.refusal(2, "text", "rota", "--as-of", "2019-12-31")

    def test_refuses_a_person(self, imported: Command) -> None:
        """People have no wording."""
        assert "is a person and has no wording" in imported.refusal(2, "text", "anna")

    def test_gives_what_is_in_force_not_what_is_proposed(self, played: Command) -> None:
        """While an amendment is open, the old wording binds; an agreement of clauses is plain Markdown."""
        assert "two weeks ahead" in played("text", "evening-rota", "--as-of", "2026-02-03")
        told = played("text", "evening-rota", "--as-of", "2026-02-05")
        assert told.startswith("# Evening rota\n\nWhy: People hear too late which evenings they work.\n\n## Between\n")
        assert "- Anna Ek: I publish the rota three weeks ahead\n" in told


class TestHistory:
    def test_tells_everything_in_sentences(self, played: Command) -> None:
        """Each thing that happened is a sentence with its time and who did it."""
        told = " ".join(played("history", "evening-rota").split())
        for said in (
            "2025-09-01 09:00 Anna Ek words it: “Evening rota”, 3 clauses,",
            "Anna Ek proposes it to Anna Ek, Chidi Okafor, Bo Lind",
            "Chidi Okafor remarks: “Could we talk about Fridays? Who closes then?”",
            "Chidi Okafor objects: “Closing alone on a Friday night is not safe.”",
            "brings it into force: it binds since 2025-09-10",
            "Chidi Okafor reports a breach: “The rota came out two days late”",
            "reviews it with", "keep, until 2026-03-02",
            "consents with a concern",
            "offers the seat of Chidi Okafor to Dana Levi",
            "Dana Levi has nothing to add",
        ):  # fmt: skip
            assert said in told
        assert "gives notice: the last day is 2026-07-01" in played("history", "tool room")
        assert "Anna Ek joins" in played("history", "Anna Ek")

    def test_is_an_array_for_programs(self, imported: Command) -> None:
        """With --json every record is there by its recorded name."""
        rows = imported.json("history", "rota")
        assert [(row["step"], row["name"], row["by_name"]) for row in rows] == [
            (n, "agreement.adopted_on_record", name) for n, name in enumerate(["anna", "bo", "楊"], 1)
        ]

    def test_has_a_sentence_for_every_event(self) -> None:
        """No event that can be recorded is told by its bare name."""
        from coleadership.catalogue import CATALOGUE  # noqa: PLC0415 - only here
        from coleadership.cli import telling  # noqa: PLC0415 - only here

        source = Path(telling.__file__).read_text(encoding="utf-8")
        for event in CATALOGUE.events.values():
            kind = getattr(event, "__origin__", event)
            assert f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}(" in source  # type: ignore[attr-defined]


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
        assert (facts["schema"], facts["verify"]["ok"], facts["unknown_records"]) == (1, True, {})
        assert [one["name"] for one in facts["journals"]] == ["main"]

    def test_counts_records_that_are_not_known_here(self, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """What a newer version wrote is counted by name, told in the history, and refused for show."""
        from coleadership.catalogue import Catalogue  # noqa: PLC0415 - only here

        with monkeypatch.context() as newer, co.open_journal(URL) as journal:
            newer.setattr(Catalogue, "version", lambda _, name: 2 if name == "person.joined" else 1)
            anna = journal.save(co.Person.join("Anna Ek"))
        assert run.json("doctor")["unknown_records"] == {"person.joined": 1}
        assert "does not know: person.joined" in " ".join(run("history", anna.id).split())
        assert "version 2" in run.refusal(1, "show", anna.id)


class TestDemo:
    def test_can_be_played_again_and_again(self, bare: Command) -> None:
        """Each demo is kept in a journal of its own, and nothing that was there is touched."""
        assert '--journal "sqlite:///coleadership-demo.db" show evening-rota' in bare("demo")
        url = "sqlite:///coleadership-demo.db"
        first = bare("--journal", url, "export")
        assert f'--journal "{url}?journal=demo-2" list' in bare("demo")
        assert bare("--journal", url, "export") == first
        assert [one["name"] for one in bare.json("--journal", url, "doctor")["journals"]] == ["main", "demo-2"]

    def test_is_not_mixed_with_a_real_journal(self, imported: Command) -> None:
        """A journal that holds something is refused; the variable is for real journals and is left alone."""
        assert "holds 7 records already" in imported.refusal(2, "demo", "--journal", URL)
        assert "sqlite:///coleadership-demo.db" in imported("demo")

    def test_tells_a_year_that_is_true(self, played: Command) -> None:
        """What is told is what the journal holds."""
        assert "whole" in played("verify")
        with co.open_journal(URL) as journal:
            rota, tools, books = journal.find(co.Agreement)
        assert (rota.status, books.status) == ("in_force", "in_force")
        assert status_on(tools, datetime(2026, 7, 2, tzinfo=UTC)) == "ended"
        assert rota.in_force is not None
        assert rota.in_force.since == date(2026, 4, 16)

    def test_runs_in_memory(self, bare: Command) -> None:
        """It can be told without leaving a file."""
        assert "the chain is whole" in " ".join(bare("demo", "--journal", "memory:").split())
        assert list(bare.folder.iterdir()) == []


class TestShown:
    def test_writes_control_characters_out(self) -> None:
        """Lines and tabs stay only where lines are wanted; half characters and others are left alone."""
        assert shown("a\tb\nc\x00") == r"a\x09b\x0ac\x00"
        assert shown("a\tb\nc\r\u2029", lines=True) == "a\tb\nc\\x0d\\u2029"

    def test_json_says_them_in_its_own_way(self) -> None:
        """A program reads back what was written."""
        assert json.loads(as_json("\x7f\x9b\x00é")) == "\x7f\x9b\x00é"
        assert "\x9b" not in as_json("\x9b")


class TestRealInput:
    @pytest.fixture(autouse=True)
    def _data(self) -> None:
        if not DATA.exists():
            reason = "../shared/data/enspiral-agreements.jsonl is not here"
            (pytest.fail if "COLEADERSHIP_CI" in os.environ else pytest.skip)(reason)

    def test_is_taken_whole(self, run: Command) -> None:
        """Six agreements of a real network, each shown with its wordings and authors."""
        rows = [json.loads(line) for line in DATA.read_bytes().splitlines()]
        assert f"from {len(rows)} rows" in run("import-agreements", str(DATA))
        for slug in {row["agreement"] for row in rows}:
            mine = [row for row in rows if row["agreement"] == slug]
            facts = run.json("show", slug)
            assert facts["wordings"] == len(mine)
            assert {*facts["authors"]} == {row["author"] for row in mine}
            assert sum(one["words"] for one in facts["came_about"]["surviving_words"]) == facts["text"]["words"]
            assert run.raw("text", slug)[1] == mine[-1]["text"].encode()

    def test_is_read_as_of_a_day(self, run: Command) -> None:
        """The wording of a day is the last one up to its end, byte for byte."""
        _ = run("import-agreements", str(DATA))
        rows = [json.loads(line) for line in DATA.read_bytes().splitlines()]
        limit = datetime(2016, 6, 2, tzinfo=UTC)
        expected = [
            row["text"] for row in rows
            if row["agreement"] == "decisions" and datetime.fromisoformat(row["at"]) < limit
        ][-1]  # fmt: skip
        assert run.raw("text", "decisions", "--as-of", "2016-06-01") == (0, expected.encode(), "")
