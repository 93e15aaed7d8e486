"""The host of plugins: lets in those that are wanted, asks each alone what it offers, and names the one that fails.

pluggy keeps the implementations; asking them is our own loop. pluggy's would stop all at the first that raises, and
could not say whose it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import attrs
import pluggy

from coleadership import hookspecs
from coleadership.errors import PluginError, did_you_mean
from coleadership.hookspecs import PROJECT
from coleadership.hosting.admission import HOOKS, Hook, Plugin, admit
from coleadership.hosting.configuration import Table, read_toml
from coleadership.hosting.discovery import Found, denied, wanted

__all__ = ["Offered", "Plugins"]

T = TypeVar("T")
_BUILT_IN: Final = (
    Found("coleadership.stores", module="coleadership.stores"),
    Found("coleadership.hosting.built_in", module="coleadership.hosting.built_in"),
)


@attrs.frozen
class Offered:
    """A descriptor and the plugin that offers it."""

    plugin: Plugin
    descriptor: Any


class Plugins:
    """Which plugins are let in, and what they offer. Made for one journal; two share nothing.

    ``wishes`` are names of installed plugins (``"acme"``, or ``"acme-hr:acme"`` where that is ambiguous), files
    (``"./acme.py"``), objects, or ``"*"`` for all that are installed. ``settings`` are those of each by its name, and
    ``toml`` is a file with more of them. What is not wished for is not imported; what the environment variable
    ``COLEADERSHIP_DISABLE_PLUGINS`` names is left out, whoever wishes for it.

    A plugin that breaks its contract raises `PluginError` at once. With ``strict=False`` it is among the `broken`
    and the others go on; nothing can be saved then, as nobody knows what it would have refused.

    >>> [plugin.name for plugin in Plugins()], sorted(Plugins().offers("coleadership_stores"))
    (['coleadership.stores', 'coleadership.hosting.built_in'], ['memory', 'sqlite'])
    """

    def __init__(
        self,
        wishes: Iterable[object] = (),
        *,
        settings: Mapping[str, Table] | None = None,
        toml: str | Path | None = None,
        strict: bool = True,
        hooks: Mapping[str, Hook] = HOOKS,
    ) -> None:
        self.strict, self._hooks = strict, hooks
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(hookspecs)
        self._plugins: dict[str, Plugin] = {}
        self._offers: dict[str, dict[str, Offered]] = {}
        self.broken: dict[str, PluginError] = {}
        """Those that broke their contract, and how. Empty where it is strict, as that raises."""
        self.left_out: list[Found] = []
        """What was wished for and is forbidden by the environment."""
        said: Mapping[str, Table] = settings or {}
        written: Mapping[str, Table] = read_toml(toml)[1] if toml is not None else {}
        for found in (*_BUILT_IN, *self._wanted(wishes)):
            if found not in _BUILT_IN and denied(found):
                self.left_out.append(found)
                continue
            try:
                self._let_in(found, said.get(found.name), written.get(found.name))
            except PluginError as error:
                self._break(found.name, error)
        self._check_tables(said, written)

    def __iter__(self) -> Iterator[Plugin]:
        """Those that were let in: the library's own first, then by name."""
        own = [found.name for found in _BUILT_IN]
        others = sorted(name for name in self._plugins if name not in own)
        return iter([self._plugins[name] for name in (*own, *others)])

    def offers(self, hook: str) -> Mapping[str, Offered]:
        """All that is offered for a hook, by key; each plugin is asked once. Raises `PluginError` if one is wrong."""
        found = self._offers.get(hook)
        if found is None:
            found = self._offers[hook] = self._asked(self._hooks[hook])
        return found

    def all_of(self, kind: type[T]) -> dict[str, T]:
        """All descriptors of a kind that are offered, by key.

        >>> from coleadership.hookspecs import Calendar
        >>> Plugins().all_of(Calendar)["weekdays"].summary
        'Monday to Friday, without holidays'
        """
        where = f"{kind.__module__.removeprefix('coleadership.')}:{kind.__name__}"
        (hook,) = (hook.name for hook in self._hooks.values() if hook.descriptor == where)
        return {key: cast("T", offered.descriptor) for key, offered in self.offers(hook).items()}

    # -- letting in

    def _wanted(self, wishes: Iterable[object]) -> Iterator[Found]:
        for wish in wishes:
            try:
                yield from wanted([wish])
            except PluginError as error:
                self._break(str(wish), error)

    def _let_in(self, found: Found, argument: Table | None, toml: Table | None) -> None:
        known = self._plugins.get(found.name)
        if known is not None:
            reason = "is there twice; leave one of them out"
            if str(known.found) != str(found):
                reason = f"is called like {known.found}; leave one of them out"
            raise PluginError(str(found), hook="any", reason=reason)
        plugin = admit(found, argument=argument, toml=toml, hooks=self._hooks)
        _ = self._manager.register(plugin.marked, name=found.name)
        self._plugins[found.name] = plugin

    def _check_tables(self, said: Mapping[str, Table], written: Mapping[str, Table]) -> None:
        """Raise for settings of a plugin that is not there; in a file, only where a name is like one that is."""
        known = {*self._plugins, *self.broken, *(found.name for found in self.left_out)}
        for name in said:
            if name not in known:
                reason = f"has settings, but is not enabled{did_you_mean(name, known)}"
                self._break(name, PluginError(name, hook="settings", reason=reason))
        for name in written:
            like = did_you_mean(name, known - written.keys())
            if name not in known and "did you mean" in like:
                self._break(name, PluginError(name, hook="settings", reason=f"[plugins.{name}] is not enabled{like}"))

    def _break(self, name: str, error: PluginError) -> None:
        """Put a plugin among the broken, or raise where it is strict."""
        if self.strict:
            raise error
        _ = self.broken.setdefault(name, error)

    # -- asking

    def _asked(self, hook: Hook) -> dict[str, Offered]:
        """What all plugins offer for a hook, each asked alone."""
        offers: dict[str, Offered] = {}
        caller: pluggy.HookCaller = getattr(self._manager.hook, hook.name)
        functions: dict[str, list[Any]] = {}
        for implementation in caller.get_hookimpls():
            functions.setdefault(implementation.plugin_name, []).append(implementation.function)
        for plugin in self:
            try:
                own: dict[str, Offered] = {}
                for function in functions.get(plugin.name, ()):
                    for descriptor in _offered(plugin, hook, function):
                        _check_new(plugin, hook, descriptor, {**offers, **own})
                        own[getattr(descriptor, hook.key)] = Offered(plugin, descriptor)
            except PluginError as error:
                self._break(plugin.name, error)
            else:
                offers |= own
        return offers


def _offered(plugin: Plugin, hook: Hook, function: Any) -> list[object]:  # noqa: ANN401 - pluggy's functions are
    """What one implementation offers, if all of it is what the hook asks for."""
    try:
        offered: list[object] = list(function(plugin.context))
    except PluginError:
        raise
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {error}"
        raise PluginError(str(plugin.found), hook=hook.name, reason=reason) from error
    for descriptor in offered:
        if not isinstance(descriptor, hook.kind):
            reason = f"offers {descriptor!r:.60}, which is no {hook.kind.__name__}"
            raise PluginError(str(plugin.found), hook=hook.name, reason=reason)
    return offered


def _check_new(plugin: Plugin, hook: Hook, descriptor: object, known: Mapping[str, Offered]) -> None:
    """Raise unless a descriptor has a key that nobody else's has."""
    key: object = getattr(descriptor, hook.key)
    if not isinstance(key, str) or not key.isprintable() or not key.strip():
        reason = f"offers {key!r:.60} as a {hook.key}; give it a name in one printable line"
        raise PluginError(str(plugin.found), hook=hook.name, reason=reason)
    if key in known:
        other = known[key].plugin.found
        reason = f"offers {hook.key} {key!r}, which {other} offers too; use one of them"
        raise PluginError(str(plugin.found), hook=hook.name, reason=reason)
