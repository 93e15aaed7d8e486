"""The contract of a store, as cases that every store passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coleadership.testing.cases import KIT_VERSION, Cases, since
from coleadership.testing.concurrency import ConcurrencyCases
from coleadership.testing.durability import DurabilityCases
from coleadership.testing.erasure import ErasureCases
from coleadership.testing.examples import ExampleCases
from coleadership.testing.fidelity import FidelityCases
from coleadership.testing.finding import FindingCases
from coleadership.testing.joining import JoiningCases
from coleadership.testing.stateful import StatefulCases

__all__ = ["KIT_VERSION", "LAYERS", "StoreContract", "since"]


class StoreContract(  # pytest runs the cases of the last class first
    StatefulCases,
    ConcurrencyCases,
    DurabilityCases,
    FidelityCases,
    ErasureCases,
    JoiningCases,
    FindingCases,
    ExampleCases,
):
    """Everything that a store promises. Subclass it in a test file and give a harness; that is all.

    ::

        class TestAcme(StoreContract):
            @pytest.fixture
            def harness(self, tmp_path):
                return Harness(url=lambda name: f"acme:///{tmp_path}/{name}.db", plugins=[acme_store])
    """


LAYERS: Final[Mapping[str, tuple[type[Cases], ...]]] = {
    "examples": (ExampleCases, FindingCases, JoiningCases, ErasureCases),
    "fidelity": (FidelityCases,),
    "durability": (DurabilityCases,),
    "concurrency": (ConcurrencyCases,),
    "stateful": (StatefulCases,),
}
"""The five layers of the contract; each finds what no other does."""
