"""The contract of a store, unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from coleadership_files import hooks

from coleadership.testing import Harness, StoreContract


class TestContract(StoreContract):
    @pytest.fixture
    def harness(self, tmp_path: Path) -> Harness:
        """A file for each name, durable as it is by default."""
        return Harness(url=lambda name: f"files:///{tmp_path / name}.jsonl?timeout=60", plugins=[hooks])
