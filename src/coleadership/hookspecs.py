"""What plugins can offer, one page. Hooks register, protocols converse: a hook returns descriptors and does nothing.

Every hook takes one ``ctx``, so that its signature never changes, and returns frozen descriptors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import attrs
import pluggy

from coleadership.records import Capability, Store

__all__ = ["PROJECT", "PluginContext", "StoreProvider", "coleadership_stores", "hookimpl", "hookspec"]

PROJECT: Final = "coleadership"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks the implementation of a hook."""


@attrs.frozen
class PluginContext:
    """What a plugin is told when it is asked what it offers."""

    api: tuple[int, int] = (0, 1)


@attrs.frozen
class StoreProvider:
    """A store for the URLs of one scheme.

    ``open`` is called with the URL without its query, the options of the query, and whether to create what is not
    there; it imports what it needs when it is called. ``options`` are the names it understands, ``capabilities`` what
    its stores can do beyond `Store`.
    """

    scheme: str
    open: Callable[[str, Mapping[str, str], bool], Store]
    options: frozenset[str] = frozenset()
    summary: str = ""
    capabilities: frozenset[Capability] = frozenset()


@hookspec
def coleadership_stores(ctx: PluginContext) -> Iterable[StoreProvider]:  # type: ignore[empty-body]
    """Offer stores, one per URL scheme; two for one scheme are refused, and both named."""
