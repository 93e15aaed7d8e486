"""Run the examples in the docs, the README and the docstrings as tests, in document order and in an empty folder."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack, chdir
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sybil import Sybil
from sybil.integration.pytest import SybilItem
from sybil.parsers import myst, rest
from sybil.sybil import SybilCollection

HERE = Path(__file__).parent
DOCTEST = ELLIPSIS | NORMALIZE_WHITESPACE
AWAY = "_away"


def go_away(namespace: dict[str, Any]) -> None:
    """Enter an empty folder, so that the files an example writes do not land in the tree."""
    away = namespace[AWAY] = ExitStack()
    away.enter_context(chdir(away.enter_context(TemporaryDirectory(prefix="coleadership-"))))
    namespace["installed"] = lambda name: find_spec(name) is not None  # for examples of what comes with an extra


def come_back(namespace: dict[str, Any]) -> None:
    """Leave that folder and remove it."""
    namespace.pop(AWAY).close()


def pages(path: Path, pattern: str) -> Sybil:
    """Collect the Python blocks of Markdown pages; a block may also be a console session."""
    return Sybil(
        [myst.PythonCodeBlockParser(doctest_optionflags=DOCTEST), myst.SkipParser()],
        path=str(path),
        pattern=pattern,
        setup=go_away,
        teardown=come_back,
    )


docstrings = Sybil(
    [rest.DocTestParser(optionflags=DOCTEST), rest.PythonCodeBlockParser(), rest.SkipParser()],
    path=str(HERE / "src"),
    pattern="*.py",
    setup=go_away,
    teardown=come_back,
)

pytest_collect_file = SybilCollection([pages(HERE / "docs", "*.md"), pages(HERE, "README.md"), docstrings]).pytest()


def pytest_configure() -> None:
    """Give every machine the same clock and language. `TZ=Pacific/Chatham make test` tries another zone."""
    os.environ.setdefault("TZ", "UTC")
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ.pop("LANGUAGE", None)
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the examples of a document back in order: tests are shuffled, but a story is told from its beginning."""
    examples = [item for item in items if isinstance(item, SybilItem)]
    examples.sort(key=lambda item: (item.example.path, item.example.start))
    items[:] = [*(item for item in items if not isinstance(item, SybilItem)), *examples]
