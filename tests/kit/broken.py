"""The contract for every mutant, one test class each, and for stores that only look like mutants.

Not collected on its own: see `tests.kit.watching`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from coleadership.testing import Harness, StoreContract
from tests.kit import mutants
from tests.kit.stores.breakable import transaction


def contract(name: str) -> type[StoreContract]:
    """The contract, for one of these stores."""

    class TestMutant(StoreContract):
        @pytest.fixture
        def harness(self, tmp_path: Path) -> Harness:
            """A store that may hang."""
            return Harness(
                url=lambda place: f"{mutants.scheme(name)}:{name}:{tmp_path / place}.db",
                plugins=[mutants],
                persistent=name in mutants.PERSISTENT,
                patience=5 if name in mutants.HANGING else 60,
                transaction=lambda url: transaction(url.split(":", 2)[2]),
            )

    TestMutant.__name__ = TestMutant.__qualname__ = f"Test{name}"
    return TestMutant


globals().update((f"Test{name}", contract(name)) for name in mutants.STORES)
