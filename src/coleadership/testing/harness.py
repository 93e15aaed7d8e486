"""How the kit gets at stores: by URL, so that it can open one again, twice, or in another process."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from coleadership.hookspecs import StoreProvider
from coleadership.plugins import Plugins, open_journal
from coleadership.records import Capability, Store

__all__ = ["Harness"]


@attrs.frozen(kw_only=True)
class Harness:
    """Where stores for tests are: a URL for each name, and the plugins that open it.

    ``persistent`` is false of a store that is gone when it is closed, such as ``memory:``; then it is never opened
    again, and by no other process. ``patience`` is how many seconds anything may take that could hang.

    >>> Harness(url=lambda name: "memory:", persistent=False).open().head().position
    0
    """

    url: Callable[[str], str]
    plugins: Sequence[object] = ()
    persistent: bool = True
    patience: float = 60.0

    def open(self, name: str = "a") -> Store:
        """The store of this name, made if it is not there."""
        return open_journal(self.url(name), plugins=self.plugins).store

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the provider of these stores declares."""
        scheme = self.url("a").partition(":")[0]
        return Plugins(self.plugins).all_of(StoreProvider)[scheme].capabilities
