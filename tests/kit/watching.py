"""A process that holds broken stores to layers of the contract, and tells which case caught each.

    python -m tests.kit.watching '{"LostUpdate": ["examples", "concurrency"]}'

prints a line of JSON for every layer that caught a store, as soon as it has; the rest of that layer is left out.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

__all__ = ["main"]

BROKEN: Final = Path(__file__).with_name("broken.py")
Place = tuple[str, str]


def place(item: pytest.Item) -> Place | None:
    """Which store a case is run for, and in which layer it is."""
    if not isinstance(item, pytest.Function) or item.cls is None:
        return None
    from coleadership.testing.contract import LAYERS  # noqa: PLC0415 - pytest rewrites what is imported after it began

    owner = item.function.__qualname__.partition(".")[0]
    (layer,) = (layer for layer, kinds in LAYERS.items() if owner in {kind.__name__ for kind in kinds})
    return item.cls.__name__.removeprefix("Test"), layer


def why(report: pytest.TestReport) -> str:
    """The first line of what a failure says."""
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).partition("\n")[0]


class Watch:
    """A plugin of pytest: runs what is planned, each layer up to its first failure."""

    def __init__(self, plan: Mapping[str, Sequence[str]], out: int) -> None:
        self.plan, self.out = plan, out
        self.caught: set[Place] = set()
        self.places: dict[str, Place] = {}

    def pytest_pycollect_makeitem(self, name: str) -> list[pytest.Item] | None:
        """Collect no class of a store that is not planned: there are many."""
        return [] if name.startswith("Test") and name.removeprefix("Test") not in self.plan else None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what is not planned."""
        planned = {(store, layer) for store, layers in self.plan.items() for layer in layers}
        self.places = {item.nodeid: where for item in items if (where := place(item)) in planned and where is not None}
        items[:] = [item for item in items if item.nodeid in self.places]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Leave out what is known."""
        if self.places[item.nodeid] in self.caught:
            pytest.skip("caught already")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell of the first failure in a layer."""
        where = self.places[report.nodeid]
        if report.failed and where not in self.caught:
            self.caught.add(where)
            store, layer = where
            line = json.dumps(
                {"store": store, "layer": layer, "case": report.nodeid.rpartition("::")[2], "why": why(report)}
            )
            _ = os.write(self.out, line.encode() + b"\n")


def main(plan: str) -> int:
    """Run the plan, and print nothing but what is caught."""
    out = os.dup(1)
    _ = os.dup2(2, 1)
    arguments = [
        str(BROKEN),
        "-q",
        "--no-header",
        "--no-summary",
        "--tb=line",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
    ]
    status = pytest.main(arguments, plugins=[Watch(json.loads(plan), out)])
    return 0 if status in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED} else int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
