"""Importing the library in a fresh process, and what comes along."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measuring import Figure, Goal, Prepare, turns

__all__ = ["startup"]

_NEEDED_LATER = ("sqlite3", "cattrs", "dateutil", "importlib.metadata", "pluggy")
_EVERY_NAME = "… and every public name"
_SCRIPTS = {
    "Python alone": "pass",
    "import attrs": "import attrs",
    "import coleadership": "import coleadership",
    "… and the words of the domain (Agreement, Person, clauses)": (
        "import coleadership as co; co.Agreement, co.Person, co.Commitment, co.CONSENT"
    ),
    _EVERY_NAME: "import coleadership as co; [getattr(co, name) for name in co.__all__]",
    "… and a journal in memory": "import coleadership as co; co.open_journal('memory:')",
    "import eventsourcing.application": "import eventsourcing.application",
}


def startup(rounds: int) -> Iterator[Figure]:
    """Start processes in turns."""
    seconds = turns({name: _starting(script) for name, script in _SCRIPTS.items()}, rounds)
    bare = seconds["Python alone"]
    own, attrs, every = (seconds[what] - bare for what in ("import coleadership", "import attrs", _EVERY_NAME))
    goals = (Goal("import coleadership, over bare Python", _milliseconds(own), 60, unit=" ms"),)
    told = (
        f"every public name ÷ import attrs: {every / attrs:.4g} (no goal: each is imported when it is first asked for)"
    )
    notes = tuple(f"{name} imports {_imported(script)}" for name, script in list(_SCRIPTS.items())[2:6])
    yield Figure("Start a process", seconds, goals, (told, *notes))


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1_000, 1)


def _starting(script: str) -> Prepare:
    return lambda: lambda: _run(script)


def _run(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own


def _imported(script: str) -> str:
    """Which of what is only needed later is imported at once."""
    told = _run(f"{script}\nimport json, sys\nprint(json.dumps([n for n in {_NEEDED_LATER!r} if n in sys.modules]))")
    return ", ".join(json.loads(told)) or f"none of {', '.join(_NEEDED_LATER)}"
