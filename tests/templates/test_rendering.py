from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from coleadership.hosting.admission import HOOKS
from tests.templates.rendering import KINDS, TEMPLATE, render

Rendered = Callable[[str], Path]
VARIANTS = ("all", *KINDS)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def _copier() -> None:
    if find_spec("copier") is None:
        reason = "copier is not here; install the group `templates`"
        (pytest.fail if "COLEADERSHIP_CI" in os.environ else pytest.skip)(reason)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The plugin of one kind, or of all of them, each rendered once."""
    known: dict[str, Path] = {}

    def once(variant: str) -> Path:
        if variant not in known:
            kinds = [*KINDS] if variant == "all" else [variant]
            known[variant] = render(tmp_path_factory.mktemp(variant) / "plugin", kinds=kinds)
        return known[variant]

    return once


def tree(folder: Path) -> dict[str, str]:
    """The files of a folder with what they say."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def project(folder: Path) -> dict[str, Any]:
    """What the project says of itself."""
    table: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


@pytest.mark.parametrize("variant", VARIANTS)
class TestTree:
    def test_has_no_trace_of_the_template(self, rendered: Rendered, variant: str) -> None:
        """Nothing is left of what was to be filled in, in names and in files."""
        for name, text in tree(rendered(variant)).items():
            for said in (name, text):
                assert not re.search(r"\{\{|\{%|\{#|jinja|copier|Undefined", said), name

    def test_has_what_was_chosen_and_nothing_else(self, rendered: Rendered, variant: str) -> None:
        """Each kind brings its modules and its tests."""
        own = {
            "store": {"store", "changes", "folder"}, "vocabulary": {"vocabulary"}, "policy": {"policy", "settings"},
            "commands": {"commands"}, "health": {"health"},
        }  # fmt: skip
        kinds = KINDS if variant == "all" else (variant,)
        modules = {"__init__", "hooks"}.union(*(own[kind] for kind in kinds))
        assert {*tree(rendered(variant))} == {
            ".gitignore", "README.md", "pyproject.toml", "src/coleadership_acme/py.typed", "tests/test_plugin.py",
            *(f"src/coleadership_acme/{module}.py" for module in modules),
            *(f"tests/test_{kind}.py" for kind in kinds),
        }  # fmt: skip

    def test_is_python(self, rendered: Rendered, variant: str) -> None:
        """Every module compiles, says what it is, and has lines that fit."""
        for name, text in tree(rendered(variant)).items():
            if name.endswith(".py"):
                assert ast.get_docstring(ast.parse(text, name)), name
                assert [line for line in text.splitlines() if len(line) > 120] == [], name
                assert text.endswith("\n"), name
                assert not text.endswith("\n\n"), name

    def test_is_a_project_with_one_plugin(self, rendered: Rendered, variant: str) -> None:
        """The metadata is TOML, with one entry point, and a range of versions of the library."""
        table = project(rendered(variant))
        assert table["name"] == "coleadership-acme"
        assert table["requires-python"] == ">=3.11"
        assert table["entry-points"] == {"coleadership": {"acme": "coleadership_acme.hooks"}}
        assert "coleadership>=0.1,<1" in str(table["dependencies"])

    def test_is_the_same_as_a_part_of_all(self, rendered: Rendered, variant: str) -> None:
        """What one kind brings does not depend on the others, so that what is proved of all holds of one."""
        shared = {"pyproject.toml", "README.md", "src/coleadership_acme/hooks.py"}
        whole = tree(rendered("all"))
        assert {name: text for name, text in tree(rendered(variant)).items() if whole[name] != text}.keys() <= shared


class TestAll:
    def test_implements_every_hook(self, rendered: Rendered) -> None:
        """There is an example of every hook, so that none is without one."""
        hooks = tree(rendered("all"))["src/coleadership_acme/hooks.py"]
        assert {f"coleadership_{name}" for name in re.findall(r"^@hook\.(\w+)$", hooks, re.MULTILINE)} == {*HOOKS}

    def test_is_every_kind_that_can_be_chosen(self) -> None:
        """What is tested is all that there is to choose from."""
        questions = (TEMPLATE / "copier.yml").read_text(encoding="utf-8")
        (choices,) = re.findall(r"^kinds:\n.*?  choices:\n(.*?)  default:", questions, re.MULTILINE | re.DOTALL)
        assert tuple(re.findall(r": (\w+)$", choices, re.MULTILINE)) == KINDS


class TestAnswers:
    def test_are_found_wherever_they_belong(self, tmp_path: Path) -> None:
        """Distribution, plugin, author and Python are named by their answers, however they are written."""
        author = 'Åsa "O\'Brien" \\ Ek'
        answers = {"distribution": "hr-planning-coleadership", "name": "hr_planning", "python": "3.12"}
        folder = render(tmp_path / "plugin", author=author, **answers)
        table = project(folder)
        assert table["authors"] == [{"name": author}]
        assert table["requires-python"] == ">=3.12"
        assert table["entry-points"] == {"coleadership": {"hr_planning": "hr_planning_coleadership.hooks"}}
        whole = tree(folder)
        assert "class HrPlanningStore:" in whole["src/hr_planning_coleadership/store.py"]
        assert "hr-planning-count" in whole["tests/test_commands.py"]
        assert "acme" not in "".join(text for name, text in whole.items() if name != "README.md").lower()

    @pytest.mark.parametrize(
        ("distribution", "name"), [("coleadership-acme", "acme"), ("coleadership-acme-hr", "acme_hr"), ("acme", "acme")]
    )
    def test_suggest_the_name_of_the_plugin(self, tmp_path: Path, distribution: str, name: str) -> None:
        """It is the distribution's, without what all have in front."""
        folder = render(tmp_path / "plugin", kinds=["health"], distribution=distribution)
        assert list(project(folder)["entry-points"]["coleadership"]) == [name]

    @pytest.mark.parametrize(
        ("answers", "says"),
        [
            ({"distribution": "Acme HR"}, "small letters and digits"),
            ({"distribution": "coleadership"}, "is taken"),
            ({"name": "acme-hr"}, "with single underscores"),
            ({"name": "2fast"}, "one word"),
            ({"name": "sqlite"}, "is taken"),
            ({"author": "  "}, "on one line"),
            ({"author": "Anna\nBo"}, "on one line"),
            ({"python": "3.10"}, "Invalid choice"),
            ({"kinds": ["shop"]}, "Invalid choice"),
            ({"kinds": []}, "at least one"),
        ],
    )
    def test_that_cannot_be_are_refused(self, tmp_path: Path, answers: dict[str, object], says: str) -> None:
        """What would not work later is told at once, and nothing is written."""
        with pytest.raises(ValueError, match=says):
            _ = render(tmp_path / "plugin", **answers)
        assert not (tmp_path / "plugin").exists()
