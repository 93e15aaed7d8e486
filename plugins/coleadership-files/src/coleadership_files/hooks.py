"""What this plugin offers: a store for URLs such as ``files:///acme.jsonl``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coleadership.errors import StoreError
from coleadership.hookspecs import PluginContext, StoreProvider, hook
from coleadership.records import Capability, Store

__all__ = ["COLEADERSHIP_API", "coleadership_stores"]

COLEADERSHIP_API = (1, 0)
"""The version of the hooks that this was written for."""


@hook.stores
def coleadership_stores(ctx: PluginContext) -> Iterable[StoreProvider]:  # noqa: ARG001 - the form of every hook
    """Offer ``files:///file``.

    >>> [provider.scheme for provider in coleadership_stores(PluginContext())]
    ['files']
    """
    return [
        StoreProvider(
            "files",
            _open,
            options=frozenset({"durability", "timeout"}),
            summary="one text file, a fact a line, durable",
            capabilities=frozenset({Capability.ERASURE}),
        )
    ]


def _open(url: str, options: Mapping[str, str], create: bool) -> Store:  # noqa: FBT001 - of one form
    try:
        from coleadership_files.store import FileStore  # noqa: PLC0415 - imported when used
    except ModuleNotFoundError as error:
        if error.name != "fcntl":
            raise
        raise StoreError(url, "cannot be locked, as this system has no flock; use sqlite:/// here") from None
    from coleadership_files.place import Place  # noqa: PLC0415 - as above

    return FileStore(Place.at(url, options, create=create))
