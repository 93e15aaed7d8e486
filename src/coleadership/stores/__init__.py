"""The stores that come with the library, offered through the same hook as everybody else's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coleadership.errors import StoreError
from coleadership.hookspecs import PluginContext, StoreProvider, hookimpl
from coleadership.records import Capability, Store

__all__ = ["coleadership_stores"]

_CAPABILITIES = frozenset({Capability.ERASURE})
_SQLITE = _CAPABILITIES | {Capability.HOST_TRANSACTION}


@hookimpl
def coleadership_stores(ctx: PluginContext) -> Iterable[StoreProvider]:  # noqa: ARG001 - the form of every hook
    """Offer ``memory:`` and ``sqlite:///file``."""
    return [
        StoreProvider("memory", _memory, summary="in memory, gone when closed", capabilities=_CAPABILITIES),
        StoreProvider(
            "sqlite",
            _sqlite,
            options=frozenset({"journal", "durability", "timeout"}),
            summary="one SQLite file, durable",
            capabilities=_SQLITE,
        ),
    ]


def _memory(url: str, options: Mapping[str, str], create: bool) -> Store:  # noqa: ARG001, FBT001 - of one form
    from coleadership.stores.memory import MemoryStore  # noqa: PLC0415 - imported when used

    if url != "memory:":
        raise StoreError(url, "names a file, which memory: does not keep; write sqlite:///acme.db")
    return MemoryStore()


def _sqlite(url: str, options: Mapping[str, str], create: bool) -> Store:  # noqa: FBT001 - of one form
    from coleadership.stores.sqlite import open_sqlite  # noqa: PLC0415 - sqlite3 is imported when used

    return open_sqlite(url, options, create=create)
