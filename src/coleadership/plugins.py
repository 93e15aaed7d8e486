"""Opening a journal by its URL, through the stores that plugins offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import pluggy

from coleadership import hookspecs, stores
from coleadership.errors import ColeadershipError, PluginError, StoreError
from coleadership.hookspecs import PROJECT, PluginContext, StoreProvider, hookimpl
from coleadership.journal import Journal

__all__ = ["hookimpl", "new_manager", "open_journal", "store_providers"]


def new_manager(plugins: Iterable[object] = ()) -> pluggy.PluginManager:
    """A manager of its own for one journal, with the built-in stores and these plugins (modules or objects)."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    for plugin in (stores, *plugins):
        name = _called(plugin)
        try:
            _ = manager.register(plugin, name=name)
            manager.check_pending()
        except (ValueError, pluggy.PluginValidationError) as error:
            reason = f"cannot be registered ({str(error).splitlines()[0]})"
            raise PluginError(name, hook="any", reason=reason) from error
    return manager


def _called(plugin: object) -> str:
    """What a plugin is called in messages: a module by its name, an object by its class."""
    kind = type(plugin)
    return getattr(plugin, "__name__", None) or f"{kind.__module__}.{kind.__qualname__}"


def store_providers(manager: pluggy.PluginManager) -> dict[str, StoreProvider]:
    """Every store by its scheme. Each plugin is asked alone, so that the one that fails is named."""
    found: dict[str, tuple[str, StoreProvider]] = {}
    for implementation in manager.hook.coleadership_stores.get_hookimpls():
        name = implementation.plugin_name
        try:
            offered = list(cast("Iterable[object]", implementation.function(PluginContext())))
        except Exception as error:
            raise PluginError(name, hook="coleadership_stores", reason=f"{type(error).__name__}: {error}") from error
        for provider in offered:
            if not isinstance(provider, StoreProvider):
                reason = f"offers {provider!r:.60}, which is no StoreProvider"
                raise PluginError(name, hook="coleadership_stores", reason=reason)
            if provider.scheme in found:
                reason = f"offers '{provider.scheme}:', which {found[provider.scheme][0]} offers too; use one of them"
                raise PluginError(name, hook="coleadership_stores", reason=reason)
            found[provider.scheme] = (name, provider)
    return {scheme: provider for scheme, (_, provider) in found.items()}


def open_journal(url: str, *, plugins: Iterable[object] = (), create: bool = True) -> Journal:
    """Open the journal at a URL, and make it if it is not there (unless ``create`` is false).

    ``memory:`` is gone when it is closed. ``sqlite:///acme.db`` is a file here, ``sqlite:////srv/acme.db`` one by its
    full path; ``?journal=north`` names one of several journals in it, ``?durability=relaxed`` trades the last moments
    before a power loss for speed, and ``?timeout=30`` waits so many seconds for other writers (10 otherwise).

    >>> with open_journal("memory:") as journal:
    ...     journal.head().position
    0
    """
    if not isinstance(url, str):
        raise StoreError(repr(url)[:60], "is no URL; write it as text, such as sqlite:///acme.db")
    address, _, query = url.partition("?")
    scheme, colon, _ = address.partition(":")
    providers = store_providers(new_manager(plugins))
    if not colon or scheme not in providers:
        known = ", ".join(f"{name}:" for name in sorted(providers))
        hint = "" if colon else f"; for a file here, write sqlite:///{url}"
        raise StoreError(url, f"no store is known for this kind of URL (known: {known}){hint}")
    provider = providers[scheme]
    options = _options(url, query, provider)
    try:
        return Journal(provider.open(address, options, create))
    except ColeadershipError:
        raise
    except Exception as error:
        plugin = getattr(provider.open, "__module__", scheme)
        reason = f"'{scheme}:' could not be opened ({type(error).__name__}: {error})"
        raise PluginError(plugin, hook="coleadership_stores", reason=reason) from error


def _options(url: str, query: str, provider: StoreProvider) -> Mapping[str, str]:
    """The options of a URL, each known and given once."""
    from urllib.parse import parse_qsl  # noqa: PLC0415 - most URLs have none

    pairs = parse_qsl(query, keep_blank_values=True)
    options = dict(pairs)
    unknown = sorted({*options} - provider.options)
    if unknown or len(options) < len(pairs):
        known = ", ".join(sorted(provider.options)) or "none"
        what = f"knows no option {unknown[0]!r}" if unknown else "has an option twice"
        raise StoreError(url, f"{what} (options: {known})")
    return options
