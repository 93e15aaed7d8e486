"""The plugin stands on the published contract alone, keeps the rules of the house, and its examples run."""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import coleadership_files
import pytest

HERE = Path(__file__).parent.parent
FILES = sorted(Path(coleadership_files.__file__).parent.glob("*.py"))
PUBLISHED = {"errors", "hookspecs", "ids", "prose", "records", "stores.memory"}
"""What a plugin that keeps records may import: the contract, and the store in memory that the reference shows."""


def imported(file: Path) -> Iterator[tuple[str, str]]:
    """Each module that a file imports from, with each name."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestFile:
    def test_imports_the_published_contract_only(self, file: Path) -> None:
        """Nothing of the domain, nothing private, and nothing that is not listed by the module that has it."""
        for module, name in imported(file):
            if module.partition(".")[0] == "coleadership":
                assert module.removeprefix("coleadership.") in PUBLISHED
                assert name in import_module(module).__all__

    def test_touches_nothing_private_of_others(self, file: Path) -> None:
        """An underscore after a dot is only ever one's own."""
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"\b(?!self\b|cls\b)\w+\._[a-z]\w*", text) == []

    def test_is_small(self, file: Path) -> None:
        """A file has fewer than 400 lines, and a function 35 at most."""
        text = file.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 400
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                assert (node.end_lineno or 0) - first.lineno < 35, node.name

    def test_has_examples_that_run(self, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What a docstring shows is what happens."""
        monkeypatch.chdir(tmp_path)
        name = "coleadership_files" if file.stem == "__init__" else f"coleadership_files.{file.stem}"
        found = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        assert found.failed == 0


class TestReadme:
    def test_has_examples_that_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every block of Python in it does what it says, one after another in one empty folder."""
        monkeypatch.chdir(tmp_path)
        text = (HERE / "README.md").read_text(encoding="utf-8")
        blocks = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        assert blocks
        names: dict[str, object] = {}
        for block in blocks:
            exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - our own
