"""All stores that are broken, each in one way that is found in the wild. As a plugin, this module offers them by name.

`mutant:LostUpdate:/some/where.db` opens one. What is wrong with it is what its docstring says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, cast

import attrs

from coleadership.hookspecs import PluginContext, StoreProvider, hookimpl
from coleadership.records import Capability, Store
from coleadership.stores.sqlite_file import Durability, SqliteFile
from tests.kit.stores import (
    appending,
    capabilities,
    cards,
    chain,
    feed,
    fidelity,
    joining,
    keeping,
    keys,
    restoring,
    words,
)
from tests.kit.stores.breakable import Memory, Overlaid, Retold, Sqlite

__all__ = ["HANGING", "MUTANTS", "PERSISTENT", "SOUND", "STORES", "coleadership_stores", "scheme"]

TOPICS: Final = (appending, keys, chain, feed, fidelity, cards, words, keeping, restoring, capabilities, joining)
MUTANTS: Final[Mapping[str, type]] = {
    name: kind
    for topic in TOPICS
    for name, kind in vars(topic).items()
    if isinstance(kind, type) and kind.__module__ == topic.__name__ and not name.startswith("_")
}
"""Every broken store by its name."""
SOUND: Final[Mapping[str, type]] = {kind.__name__: kind for kind in (Memory, Sqlite, Retold, Overlaid)}
"""What they are made from, which is not broken: none of these must be caught."""
STORES: Final = {**MUTANTS, **SOUND}
PERSISTENT: Final = frozenset(name for name, kind in STORES.items() if issubclass(kind, Sqlite))
"""Those that can be opened again."""
UNSYNCED: Final = Durability("truncate", "OFF", "processes are killed here, machines are not")
HANGING: Final = frozenset({"LockKept", "OpenTransaction", "SharedConnection"})
"""Those that make others wait, and are not waited for as long as a sound store on a slow machine."""


def scheme(name: str) -> str:
    """The scheme of the URLs of a store, by what it declares; one of them declares less than it can do."""
    if name in PERSISTENT:
        return "filed"
    return "modest" if name == "Modest" else "mutant"


def _open(url: str, options: Mapping[str, str], create: bool) -> Store:
    _, name, path = url.split(":", 2)
    kind = STORES[name]
    if name not in PERSISTENT:
        return cast("Store", kind())
    file = SqliteFile.at(f"sqlite:///{path}", {"timeout": "1" if name in HANGING else "60", **options}, create=create)
    return cast("Store", kind(attrs.evolve(file, url=url, durability=UNSYNCED)))


@hookimpl
def coleadership_stores(ctx: PluginContext) -> Iterable[StoreProvider]:  # noqa: ARG001 - the form of every hook
    """Offer them all."""
    erasing = frozenset({Capability.ERASURE})
    return [
        StoreProvider("filed", _open, capabilities=erasing | {Capability.HOST_TRANSACTION}),
        StoreProvider("mutant", _open, capabilities=erasing),
        StoreProvider("modest", _open),
    ]
