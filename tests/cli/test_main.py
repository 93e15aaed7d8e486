from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import coleadership as co
from coleadership.cli.words import as_json, shown
from tests.cli.command import ROWS, URL, Command, lines

COMMANDS = (
    "demo", "import-agreements", "list", "show", "text", "history", "verify", "checkpoint", "keygen", "export",
    "import", "doctor",
)  # fmt: skip


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

        def interrupted(*_: object, **__: object) -> None:
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
        plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=plain)
        assert ended.stdout == b"[]\n"


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


class TestShown:
    def test_writes_control_characters_out(self) -> None:
        """Lines and tabs stay only where lines are wanted; half characters and others are left alone."""
        assert shown("a\tb\nc\x00") == r"a\x09b\x0ac\x00"
        assert shown("a\tb\nc\r\u2029", lines=True) == "a\tb\nc\\x0d\\u2029"

    def test_json_says_them_in_its_own_way(self) -> None:
        """A program reads back what was written."""
        assert json.loads(as_json("\x7f\x9b\x00é")) == "\x7f\x9b\x00é"
        assert "\x9b" not in as_json("\x9b")
