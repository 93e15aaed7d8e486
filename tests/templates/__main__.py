"""Prove the template: what is rendered from it is built, installed beside the wheel of the library, tested and checked.

python -m tests.templates dist/coleadership-….whl
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from attrs import frozen

from tests.templates.rendering import KINDS, ROOT, render

BIN: Final = Path(sys.executable).parent
GUIDE: Final = ROOT / "docs" / "how-to" / "write-a-plugin.md"
PINNED: Final = ("-c", ROOT / "constraints.txt")


@frozen
class Library:
    """The library as others have it: its wheel, and the Python of an environment in which that is installed."""

    wheel: Path
    python: Path


Proof = Callable[[Path, Library], str]
"""Given an empty folder, it says what was found; it raises `Failed` if that is not as it should be."""


class Failed(Exception):
    """A command did not end with 0; the message is what it printed."""


def run(where: Path, *command: str | Path, **more: str) -> str:
    """Run a command in a folder, with more in its environment, and give what it prints."""
    environment = {name: value for name, value in os.environ.items() if name.partition("_")[0] != "COLEADERSHIP"}
    _ = environment.pop("VIRTUAL_ENV", None)
    told = subprocess.run(
        [str(part) for part in command], cwd=where, env={**environment, **more}, check=False, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if told.returncode:
        raise Failed(f"$ {shlex.join(map(str, command))}\n{told.stdout}")
    return told.stdout


def installed(folder: Path, wheel: Path) -> Library:
    """Install the library from its wheel into an environment of its own."""
    _ = run(folder, sys.executable, "-m", "venv", "--without-pip", "environment")
    python = folder / "environment" / "bin" / "python"
    _ = run(folder, BIN / "uv", "pip", "install", "-q", "--python", python, *PINNED, f"{wheel}[cli,testing]")
    _ = run(folder, python, "-c", "import coleadership, sys; sys.exit('site-packages' not in coleadership.__file__)")
    return Library(wheel, python)


def plugin_of(kinds: list[str], **answers: str) -> Proof:
    """Whether a plugin of these kinds passes its own tests, the type checker, the linter and `check-plugin`.

    The contract takes longest and is gone through twice: by the tests of all kinds, by `check-plugin` of the store.
    """
    alone = kinds == ["store"]

    def proof(folder: Path, library: Library) -> str:
        plugin = render(folder / "plugin", kinds=kinds, **answers)
        _ = run(plugin, BIN / "uv", "build", "-q", "--wheel", "--build-constraints", PINNED[1], "--out-dir", folder)
        (built,) = folder.glob("*.whl")
        python, name = library.python, answers.get("name", "acme")
        _ = run(folder, BIN / "uv", "pip", "install", "-q", "--python", python, *PINNED, built)
        rest = ["--deselect", "tests/test_store.py::TestContract"] if alone else []
        tested = run(plugin, python, "-m", "pytest", "-q", "-W", "error", *rest).splitlines()[-1]
        _ = run(plugin, BIN / "mypy", "--strict", "--python-executable", python)
        _ = run(plugin, BIN / "ruff", "check")
        _ = run(plugin, BIN / "ruff", "format", "--check")
        stores = ["--store-url", f"{name}:///{folder / 'stores'}/{{name}}"] if alone else []
        checked = run(folder, python.parent / "coleadership", "check-plugin", name, *stores)
        if "!" in checked or ("✓ contract" in checked) is not alone:
            raise Failed(f"check-plugin has something to say:\n{checked}")
        _ = run(folder, python, "-W", "error", "-c", block(plugin / "README.md", "Use it", "python"))
        return f"{tested}; {checked.splitlines()[-1].rpartition(': ')[2]}"

    return proof


def as_written(folder: Path, library: Library) -> str:
    """Whether the commands of the guide, and then those of the README that it leads to, do what they say."""
    checkout, links = folder / "checkout", folder / "links"
    for place in (checkout, links):
        place.mkdir()
    (checkout / "templates").symlink_to(ROOT / "templates")
    _ = copy(library.wheel, links)  # where it was never before: of a place that it knows, uv takes what it has kept
    tools = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "UV_FIND_LINKS": str(links)}
    guide = block(GUIDE, "Package it", "sh").replace("copier copy", "copier copy --defaults")  # nobody is here to ask
    _ = run(checkout, "bash", "-ec", guide, **tools)
    plugin = folder / "coleadership-acme"
    readme = block(plugin / "README.md", "Work on it", "sh")
    _ = run(plugin, "bash", "-ec", readme, **tools)
    return f"{len(guide.splitlines())} and {len(readme.splitlines())} commands"


def block(page: Path, section: str, language: str) -> str:
    """The first block in a language in a section of a page."""
    _, _, text = page.read_text(encoding="utf-8").partition(f"\n## {section}\n")
    found = re.search(rf"^```{language}\n(.*?)^```$", text.partition("\n## ")[0], re.MULTILINE | re.DOTALL)
    if found is None:
        raise Failed(f"{page} has nothing in {language} in its section '{section}'")
    return found[1]


def proofs() -> dict[str, Proof]:
    """Everything that is to be proved, what takes longest first. Plugins of one kind have longer names."""
    names = {kind: {"distribution": f"hr-planning-{kind}", "name": f"hr_planning_{kind}"} for kind in KINDS}
    single = {kind: plugin_of([kind], **names[kind]) for kind in KINDS}
    return {"all kinds": plugin_of([*KINDS]), **single, "as written": as_written}


def main() -> int:
    """Run from the command line; the exit status is 1 if anything does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.templates", description="Prove the template of a plugin.")
    parser.add_argument("wheel", type=Path, help="the wheel of the library")
    wheel: Path = parser.parse_args().wheel.resolve(strict=True)
    failures = 0

    def prove(name: str, proof: Proof) -> None:
        nonlocal failures
        began, folder = monotonic(), away / name.replace(" ", "-")
        folder.mkdir()
        try:
            said = proof(folder, library)
        except Failed as failure:
            failures += 1
            said = f"FAILED\n{failure}"
        print(f"{name:12} {monotonic() - began:5.1f} s  {said}", flush=True)

    with TemporaryDirectory(prefix="coleadership-") as folder, ThreadPoolExecutor(os.cpu_count()) as workers:
        away = Path(folder)
        library = installed(away, wheel)
        _ = list(workers.map(prove, proofs(), proofs().values()))
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
