"""`check-plugin`: everything that can be found out about a plugin, and the contract of its stores."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import attrs

from coleadership.cli.checkup import Note, about_import, about_metadata, about_offers, about_settings
from coleadership.cli.exits import FINE, NO
from coleadership.cli.place import Place
from coleadership.cli.screen import grid, screen
from coleadership.cli.words import as_json
from coleadership.errors import PluginError
from coleadership.hosting.discovery import Found, wanted
from coleadership.hosting.host import Plugins

__all__ = ["check"]

_MARKS: Final = {"right": "✓", "wrong": "✗", "advice": "!", "left out": "-"}
_CONTRACT: Final = """
from itertools import count
from uuid import uuid4

import pytest

from coleadership.testing import Harness, StoreContract

run, numbers = uuid4().hex[:8], count(1)


class TestStore(StoreContract):
    @pytest.fixture
    def harness(self):
        number = next(numbers)
        url = lambda name: {url!r}.replace("{{name}}", f"{{run}}-{{number}}-{{name}}")
        return Harness(url=url, plugins=[{wish!r}], persistent={persistent!r})
"""


def check(wish: str, place: Place, *, store_url: str | None, json: bool) -> int:
    """Look at a plugin, print what was found, and give the exit code."""
    (found,) = wanted([wish])
    notes: list[Note] = []
    for note in _notes(found, wish, place, store_url):
        notes.append(note)
        if not json:
            mark = _MARKS[note.result]
            screen().print(grid([(f"{mark} {note.about}", note.says)]))
    ok = not any(note.result == "wrong" for note in notes)
    if json:
        print(as_json({"plugin": str(found), "ok": ok, "findings": [attrs.asdict(note) for note in notes]}))
    else:
        print(f"{found}: {'nothing is wrong' if ok else 'something is wrong'}")
    return FINE if ok else NO


def _notes(found: Found, wish: str, place: Place, store_url: str | None) -> Iterator[Note]:
    yield from about_metadata(found)
    yield from about_import(found)
    try:
        with redirect_stdout(sys.stderr):
            plugins = Plugins([found], toml=place.settings)
            loaded = found.load()
    except PluginError as error:
        yield Note("letting in", "wrong", f"{error.hook}: {error.reason}")
        return
    if plugins.left_out:
        yield Note("letting in", "left out", "the environment forbids it")
        return
    yield from about_settings(loaded)
    yield from about_offers(found, plugins)
    try:
        stores = plugins.offers("coleadership_stores")
    except PluginError:
        return  # told with its offers
    own = [key for key, one in stores.items() if one.plugin.name == found.name]
    if own:
        yield _contract(own, wish, plugins, store_url)


def _contract(schemes: list[str], wish: str, plugins: Plugins, store_url: str | None) -> Note:
    """Run the contract of a store against the stores at a URL."""
    if store_url is None:
        return Note("contract", "left out", f"say where stores may be made: --store-url '{schemes[0]}:…{{name}}…'")
    if store_url.partition(":")[0] not in schemes or "{name}" not in store_url:
        return Note("contract", "wrong", f"--store-url begins with {schemes[0]}: and has {{name}} in it")
    if find_spec("pytest") is None or find_spec("hypothesis") is None:
        return Note("contract", "left out", 'needs pytest and hypothesis; install "coleadership[testing]"')
    persistent = _is_persistent(store_url, plugins)
    told = _tested(_CONTRACT.format(url=store_url, wish=_from_anywhere(wish), persistent=persistent))
    lines = told.stdout.strip().splitlines()
    failed = [line.partition("::")[2].partition(" - ")[0] for line in lines if line.startswith(("FAILED", "ERROR"))]
    summary = lines[-1].strip("= ") if lines else told.stderr.strip().rpartition("\n")[2]
    if told.returncode:
        return Note("contract", "wrong", f"{summary}: {', '.join(failed) or 'see the contract in a test of your own'}")
    lasting = "" if persistent else " (not persistent, so nothing is said of reopening)"
    return Note("contract", "right", f"{summary}{lasting}")


def _from_anywhere(wish: str) -> str:
    return str(Path(wish).absolute()) if wish.endswith(".py") else wish


def _tested(source: str) -> subprocess.CompletedProcess[str]:
    """Run tests in a folder of their own, with no configuration of anybody's."""
    with TemporaryDirectory(prefix="coleadership-") as folder:
        test = Path(folder) / "test_contract.py"
        _ = test.write_text(source, encoding="utf-8")
        options = ["-q", "-p", "no:cacheprovider", "--no-header", "--tb=line", "-c", os.devnull, "--rootdir", folder]
        return subprocess.run(  # noqa: S603 - this Python
            [sys.executable, "-m", "pytest", *options, str(test)],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip


def _is_persistent(store_url: str, plugins: Plugins) -> bool:
    """Whether a store that is opened again is the one it was."""
    from coleadership.plugins import open_journal  # noqa: PLC0415 - only for stores

    journals: list[str] = []
    for _ in range(2):
        with open_journal(store_url.replace("{name}", "probe"), plugins=plugins) as journal:
            journals.append(journal.head().journal)
    return journals[0] == journals[1]
