"""What the documentation says is what the library does: tables, hooks, events, limits, names and links."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

import coleadership as co
from coleadership import hookspecs, prose, records
from coleadership.agreements import clauses, keeping, terms
from coleadership.heart import consent, life, worded
from coleadership.journal import journal, witnesses
from coleadership.organisation import teams
from coleadership.recording import codec, jsonlines
from coleadership.recording.catalogue import CATALOGUE
from docs import generate

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("examples/*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def page(name: str) -> str:
    """The text of a page of the reference."""
    return (REFERENCE / name).read_text(encoding="utf-8")


class TestGenerated:
    def test_says_what_the_code_says(self) -> None:
        """Tables and drawings that follow from the code are up to date; `python docs/generate.py` makes them so."""
        assert [path.name for path in generate.outdated()] == []


class TestEvents:
    def test_are_all_in_the_reference(self) -> None:
        """Every recorded name has a row with its version and what it means, and no other name has one."""
        rows = dict(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \| (\d+) \| \S", page("events.md"), re.MULTILINE))
        assert rows == {name: str(CATALOGUE.version(name)) for name in CATALOGUE.events}


class TestHooks:
    def test_are_in_the_reference_with_their_signatures(self) -> None:
        """Every hook of the published contract stands in the reference exactly as it is defined."""
        source = Path(hookspecs.__file__).read_text(encoding="utf-8")
        hooks = generate.hooks()
        assert hooks
        for signature in hooks.values():
            assert signature in source
            assert signature in page("hooks.md")


class TestLimits:
    @pytest.mark.parametrize(
        "limit",
        [
            prose.LONGEST_TEXT,
            prose.LONGEST_LINE,
            records.LARGEST_BATCH,
            records.LARGEST_BODY,
            jsonlines.LONGEST_JSON,
            witnesses.LONGEST_CHECKPOINT,
        ],
    )
    def test_are_stated(self, limit: int) -> None:
        """What the code refuses to go beyond stands in the reference."""
        assert re.search(rf"(?<![\d,]){limit:,}(?![\d,])", page("limits.md"))


class TestNames:
    @pytest.mark.parametrize("name", co.__all__)
    def test_are_in_the_reference(self, name: str) -> None:
        """The room of every public name has a page in the reference that shows it."""
        where = co._WHERE[name]
        shown = rf"auto(?:module:: coleadership\.{where}|\w+:: coleadership\.{where}\.{name})$"
        assert any(re.search(shown, path.read_text("utf-8"), re.MULTILINE) for path in REFERENCE.glob("*.md"))

    @pytest.mark.parametrize("name", [name for name in co.__all__ if isinstance(getattr(co, name), type)])
    def test_say_what_they_are(self, name: str) -> None:
        """Every public class has a docstring of its own."""
        cls: type = getattr(co, name)
        assert cls.__module__ == "builtins" or (cls.__doc__ or "").strip()


class TestGlossary:
    def test_uses_words_that_are_there(self) -> None:
        """What the glossary calls a name of the library is one."""
        rooms: tuple[ModuleType, ...] = (co, clauses, codec, consent, journal, keeping, life, teams, terms, worded)
        table = "".join(line for line in page("glossary.md").splitlines() if line.startswith("|"))
        names = [name for name in re.findall(r"`([A-Za-z_.]+)`", table) if name[0].isalpha()]
        assert names
        for name in names:
            first, _, rest = name.partition(".")
            owner = next((getattr(room, first) for room in rooms if hasattr(room, first)), None)
            assert owner is not None or hasattr(co.Agreement, first), name
            assert not rest or hasattr(owner, rest), name

    def test_takes_a_stand(self) -> None:
        """The three pairs that are easily confused are told apart."""
        for apart in ("not *delat ledarskap*", "breach is not a violation", "concern is not an objection"):
            assert apart in page("glossary.md")


class TestDecisions:
    @pytest.mark.parametrize("path", sorted(DOCS.glob("explanation/decisions/[0-9]*.md")), ids=lambda path: path.stem)
    def test_are_short_and_complete(self, path: Path) -> None:
        """A decision has its context and its consequence on a page of fewer than 40 lines."""
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) < 40
        assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequence"]


class TestPages:
    @pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
    def test_lead_somewhere(self, path: Path) -> None:
        """Every link to another file here has a file at its end."""
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), target

    @pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
    def test_name_no_machine(self, path: Path) -> None:
        """No page knows the folders of the machine it was written on."""
        assert not re.search(r"(?<![\w/])/(?:home|root|tmp|work|Users)/", path.read_text(encoding="utf-8"))


class TestCommandLine:
    def test_is_in_the_reference(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Every command has its section in the reference, and every option that its help tells of is in there."""
        from coleadership.cli import main  # noqa: PLC0415 - an extra, of which the other tests know nothing

        assert main(["--help"]) == 0
        commands = re.findall(r"^│ ([a-z][a-z-]*) ", capsys.readouterr().out, re.MULTILINE)
        assert {"list", "show", "verify"} <= {*commands}
        text = page("command-line.md")
        common = text.partition("## Commands")[0]
        sections = dict(re.findall(r"^### `([a-z-]+)`\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL))
        assert {*sections} == {*commands}
        for command in commands:
            assert main([command, "--help"]) == 0
            for option in re.findall(r"(--[a-z][a-z-]+)", capsys.readouterr().out):
                assert option in sections[command] or option in common, f"{command} {option}"

    def test_tells_its_exit_codes(self) -> None:
        """Every exit code of the command is explained in the reference."""
        from coleadership.cli import exits  # noqa: PLC0415 - as above

        told = {int(code) for code in re.findall(r"^\| (\d+) \|", page("command-line.md"), re.MULTILINE)}
        assert told == {value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}
