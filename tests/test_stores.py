"""What every store promises: memory and SQLite keep the same promises, which are the kit's."""

from __future__ import annotations

from pathlib import Path

import pytest

from coleadership.testing import Harness, StoreContract


class TestMemory(StoreContract):
    @pytest.fixture
    def harness(self) -> Harness:
        """A journal that is gone when it is closed."""
        return Harness(url=lambda _: "memory:", persistent=False)


class TestSqlite(StoreContract):
    @pytest.fixture
    def harness(self, tmp_path: Path) -> Harness:
        """A file for each name."""
        return Harness(url=lambda name: f"sqlite:///{tmp_path / name}.db?durability=relaxed&timeout=60")
