"""What helps to test: a contract that every store passes, and samples and strategies for tests of a host's own.

Install it with ``coleadership[testing]``, which brings pytest and hypothesis. The library itself never imports this,
and names are imported when they are first used, so that samples need neither.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coleadership.testing.contract import KIT_VERSION, StoreContract, since
    from coleadership.testing.harness import Harness

__all__ = ["KIT_VERSION", "Harness", "StoreContract", "since"]

_WHERE = {"KIT_VERSION": "contract", "StoreContract": "contract", "since": "contract", "Harness": "harness"}
_EXPLAINED = (
    "batches", "concurrency", "durability", "erasure", "examples", "fidelity", "finding", "joining", "stateful",
    "together",
)  # fmt: skip

if "pytest" in sys.modules:  # before the cases are imported, or a failing one explains nothing
    sys.modules["pytest"].register_assert_rewrite(*(f"{__name__}.{module}" for module in _EXPLAINED))

if not TYPE_CHECKING:  # or type checkers would believe in every name

    def __getattr__(name: str) -> object:
        """Import a public name from its module when it is first used (PEP 562)."""
        if name not in _WHERE:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        from importlib import import_module  # noqa: PLC0415 - the point is to import late

        value: object = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
