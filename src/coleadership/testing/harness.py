"""How the kit gets at stores: by URL, so that it can open one again, twice, or in another process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from urllib.parse import parse_qsl

import attrs

from coleadership.errors import StoreError
from coleadership.hookspecs import StoreProvider
from coleadership.hosting.host import Plugins
from coleadership.records import Capability, Store

__all__ = ["Harness"]


@attrs.frozen(kw_only=True)
class Harness:
    """Where stores for tests are: a URL for each name, and the plugins that open it.

    ``persistent`` is false of a store that is gone when it is closed, such as ``memory:``; then it is never opened
    again, and by no other process. ``patience`` is how many seconds anything may take that could hang.
    ``transaction`` is for stores that join one of the host's: given a URL, it begins one when it is entered, commits
    when its block ends, and rolls back when that raises.

    >>> Harness(url=lambda name: "memory:", persistent=False).open().head().position
    0
    """

    url: Callable[[str], str]
    plugins: Sequence[object] = ()
    persistent: bool = True
    patience: float = 60.0
    transaction: Callable[[str], AbstractContextManager[object]] | None = None

    def open(self, name: str = "a") -> Store:
        """The store of this name, made if it is not there; without a journal around it, as the kit opens hundreds."""
        address, _, query = self.url(name).partition("?")
        options, create = dict(parse_qsl(query, keep_blank_values=True)), True
        return self.provider.open(address, options, create)

    @cached_property
    def provider(self) -> StoreProvider:
        """What the plugin offers for these URLs."""
        url, providers = self.url("a"), Plugins(self.plugins).all_of(StoreProvider)
        scheme = url.partition(":")[0]
        if scheme not in providers:
            known = ", ".join(f"{name}:" for name in sorted(providers))
            raise StoreError(url, f"no plugin of the harness offers '{scheme}:' (offered: {known}); name it in plugins")
        return providers[scheme]

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the provider of these stores declares."""
        return self.provider.capabilities
