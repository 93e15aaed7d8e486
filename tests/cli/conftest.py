"""The command line in an empty folder: bare, with a journal named, and with something in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import ROWS, URL, Command, lines


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
