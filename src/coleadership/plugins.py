"""Opening a journal by its URL, with the plugins that it shall have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from coleadership.errors import ColeadershipError, PluginError, StoreError
from coleadership.hookspecs import Calendar, StoreProvider, hook, hookimpl
from coleadership.hosting.discovery import allowed_by_environment
from coleadership.hosting.host import Plugins
from coleadership.journal.journal import Journal
from coleadership.journal.vocabulary import Vocabulary
from coleadership.policies import Asked, Policy
from coleadership.trust.access import Actor

__all__ = ["Plugins", "allowed_by_environment", "hook", "hookimpl", "open_journal", "policies", "vocabulary"]


def open_journal(url: str, *, plugins: Iterable[object] | Plugins = (), create: bool = True) -> Journal:
    """Open the journal at a URL, and make it if it is not there (unless ``create`` is false).

    ``memory:`` is gone when it is closed. ``sqlite:///acme.db`` is a file here, ``sqlite:////srv/acme.db`` one by its
    full path; ``?journal=north`` names one of several journals in it, ``?durability=relaxed`` trades the last moments
    before a power loss for speed, and ``?timeout=30`` waits so many seconds for other writers (10 otherwise).

    ``plugins`` are names of installed ones, files, objects, or `Plugins` with settings. Raises `PluginError` if one
    of them breaks its contract, before anything is opened.

    >>> with open_journal("memory:") as journal:
    ...     journal.head().position
    0
    """
    if not isinstance(url, str):
        raise StoreError(repr(url)[:60], "is no URL; write it as text, such as sqlite:///acme.db")
    host = plugins if isinstance(plugins, Plugins) else Plugins(plugins)
    address, _, query = url.partition("?")
    provider, name = _provider(url, address, host)
    options = _options(url, query, provider)
    asked = policies(host)  # before anything is opened: one that breaks its contract is told now, not at the first save
    try:
        store = provider.open(address, options, create)
    except ColeadershipError:
        raise
    except Exception as error:
        reason = f"'{provider.scheme}:' could not be opened ({type(error).__name__}: {error})"
        raise PluginError(name, hook="coleadership_stores", reason=reason) from error
    if not hasattr(store, "append"):
        reason = (
            f"'{provider.scheme}:' opened {store!r:.60}, which is no store; give back what keeps the protocol Store"
        )
        raise PluginError(name, hook="coleadership_stores", reason=reason)
    now = (lambda: asked) if host.strict else partial(policies, host)  # others may turn out to be broken later
    return Journal(store, vocabulary=partial(vocabulary, host), policies=now)


def vocabulary(plugins: Plugins) -> Vocabulary:
    """All kinds, rules and calendars that there are to choose from with these plugins."""
    from coleadership.heart.consent import DecisionRule  # noqa: PLC0415 - a journal is opened without them
    from coleadership.heart.kinds import Kind  # noqa: PLC0415 - as above

    calendars = {id: calendar.days for id, calendar in plugins.all_of(Calendar).items()}
    return Vocabulary(plugins.all_of(Kind), plugins.all_of(DecisionRule), calendars)


def policies(plugins: Plugins) -> tuple[Policy, ...]:
    """All that may refuse; for each plugin that is broken, one that refuses everything."""
    offered = plugins.all_of(Policy)
    return (*(_closed(name) for name in plugins.broken), *offered.values())


def _closed(plugin: str) -> Policy:
    """Refuse everything for a plugin that could not be asked what it would refuse."""

    def decide(_: Asked) -> str:
        return f"plugin {plugin} is broken, so nobody knows whether it would; mend it, or leave it out"

    def restrict(_: Actor) -> Actor:
        raise PluginError(plugin, hook="coleadership_policies", reason="is broken; mend it, or leave it out")

    return Policy(plugin, decide, restrict)


def _provider(url: str, address: str, plugins: Plugins) -> tuple[StoreProvider, str]:
    """The store for a URL, and the name of the plugin that offers it."""
    scheme, colon, _ = address.partition(":")
    providers = plugins.offers("coleadership_stores")
    if colon and scheme in providers:
        offered = providers[scheme]
        provider: StoreProvider = offered.descriptor
        return provider, str(offered.plugin.found)
    known = ", ".join(f"{name}:" for name in sorted(providers))
    hint = "" if colon else f"; for a file here, write sqlite:///{url}"
    broken = "".join(f"; {error}" for error in plugins.broken.values())
    raise StoreError(url, f"no store is known for this kind of URL (known: {known}){hint}{broken}")


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
