"""Plugins that are really installed, in a folder of the search path: metadata as installers write it, and a module."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

__all__ = ["Install", "site"]

Install = Callable[..., str]

CALENDAR = """
    from coleadership.hookspecs import Calendar, hook
    from coleadership.rhythm.workdays import WEEKDAYS

    @hook.calendars
    def offered(ctx):
        return [Calendar("{id}", WEEKDAYS)]
"""


def written(folder: Path, distribution: str, version: str, name: str, *, source: str, requires: str) -> str:
    """Write one distribution with one plugin and give the name of its module."""
    module = f"{distribution.replace('-', '_')}_hooks"
    _ = (folder / f"{module}.py").write_text(dedent(source), encoding="utf-8")
    about = folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
    about.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n{requires}"
    _ = (about / "METADATA").write_text(metadata, encoding="utf-8")
    _ = (about / "entry_points.txt").write_text(f"[coleadership]\n{name} = {module}\n", encoding="utf-8")
    return module


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install distributions with a plugin each; they and their modules are gone afterwards.

    The default plugin offers a calendar whose id is its distribution's name.
    """
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    modules: list[str] = []

    def install(
        distribution: str, name: str, source: str | None = None, *, version: str = "1.0",
        requires: str = "Requires-Dist: coleadership<1,>=0.1\n",
    ) -> str:  # fmt: skip
        source = CALENDAR.format(id=distribution) if source is None else source
        module = written(folder, distribution, version, name, source=source, requires=requires)
        modules.append(module)
        from coleadership.hosting.discovery import read_anew  # noqa: PLC0415 - what was installed is read once

        read_anew()
        return module

    yield install
    for module in modules:
        _ = sys.modules.pop(module, None)
