"""What every store promises: memory and SQLite keep the same promises, which are the kit's."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from coleadership.testing import Harness, StoreContract


class TestMemory(StoreContract):
    @pytest.fixture
    def harness(self) -> Harness:
        """A journal that is gone when it is closed."""
        return Harness(url=lambda _: "memory:", persistent=False)


@contextmanager
def begun(url: str) -> Generator[sqlite3.Connection]:
    """A transaction of a host that has its own tables in the file."""
    path = url.removeprefix("sqlite:///").partition("?")[0]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _ = connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            _ = connection.execute("ROLLBACK")
            raise
        _ = connection.execute("COMMIT")


class TestSqlite(StoreContract):
    @pytest.fixture
    def harness(self, tmp_path: Path) -> Harness:
        """A file for each name."""
        url = "sqlite:///{}.db?durability=relaxed&timeout=60"
        return Harness(url=lambda name: url.format(tmp_path / name), transaction=begun)
