"""The pages on testing name every case, every sample and every layer that there is, and none that is not."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from coleadership.records import Store
from coleadership.testing import StoreContract, builders, concepts, strategies
from coleadership.testing.contract import LAYERS

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "how-to" / "write-a-store.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference" / "testing.md").read_text(encoding="utf-8")
CLAUSES = GUIDE.partition("## What each clause means")[2].partition("\n## ")[0]


class TestGuide:
    def test_links_every_clause_with_its_cases(self) -> None:
        """Every case of the contract stands beside a clause of the protocol, where it is, and no other does."""
        linked = re.findall(r"\{py:meth\}`(test_\w+) <coleadership\.testing\.(\w+)\.(\w+)\.\1>`", CLAUSES)
        where = {
            name: (kind.__module__.rpartition(".")[2], kind.__name__)
            for kinds in LAYERS.values()
            for kind in kinds
            for name in vars(kind)
            if name.startswith("test_")
        }
        assert {name: (module, kind) for name, module, kind in linked} == where
        assert {*where} == {*StoreContract.cases()}

    @pytest.mark.parametrize("method", [name for name in vars(Store) if name[0] != "_" and name != "url"])
    def test_has_a_clause_for_every_method(self, method: str) -> None:
        """No method of a store is left without a promise."""
        assert re.search(rf"^\| [^|]*`{method}`", CLAUSES, re.MULTILINE)


class TestReference:
    def test_shows_every_layer(self) -> None:
        """All classes of cases are in the reference, under the name of their layer."""
        for layer, kinds in LAYERS.items():
            section = REFERENCE.partition(f"### {layer.capitalize()}\n")[2].partition("\n### ")[0]
            for kind in kinds:
                assert f"autoclass:: {kind.__module__}.{kind.__name__}\n" in section

    @pytest.mark.parametrize("module", [builders, concepts, strategies])
    def test_shows_every_sample(self, module: object) -> None:
        """Builders and strategies are shown whole, and each has a docstring with an example that runs."""
        name: str = getattr(module, "__name__", "")
        assert f"automodule:: {name}\n   :members:\n" in REFERENCE
        samples = [getattr(module, one) for one in getattr(module, "__all__", ())]
        functions = [one for one in samples if inspect.isfunction(one)]  # not aliases of types, which are callable too
        assert functions
        assert [one.__name__ for one in functions if ">>> " not in (one.__doc__ or "")] == []
