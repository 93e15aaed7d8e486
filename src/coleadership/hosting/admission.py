"""Letting a plugin in: whether it was written for this API, its hooks are hooks, and its settings are right.

What pluggy lets pass is refused here, and alike by all its versions: a misspelt hook would never be called, an
argument with a default gets its default from some and the value from others, and a coroutine offers nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from importlib import import_module
from types import SimpleNamespace
from typing import Final, cast
from warnings import warn

import attrs

from coleadership.errors import PluginError, did_you_mean
from coleadership.hookspecs import API, PROJECT, PluginContext
from coleadership.hosting.configuration import Table, settings_of
from coleadership.hosting.discovery import Found

_MARK: Final = f"{PROJECT}_impl"

__all__ = ["HOOKS", "Deprecation", "Hook", "Plugin", "admit"]


@attrs.frozen
class Deprecation:
    """A hook that will go: what to use instead, and the version of the library in which it is no longer there."""

    replacement: str
    removed_in: str


@attrs.frozen
class Hook:
    """One hook: what its implementations return, by which field two of them clash, and whether it is on its way out."""

    name: str
    descriptor: str
    key: str
    deprecated: Deprecation | None = None

    @property
    def kind(self) -> type:
        """The class of its descriptors, imported when it is needed."""
        module, _, name = self.descriptor.partition(":")
        return cast("type", getattr(import_module(f"coleadership.{module}"), name))


HOOKS: Final[Mapping[str, Hook]] = {
    hook.name: hook
    for hook in (
        Hook("coleadership_stores", "hookspecs:StoreProvider", "scheme"),
        Hook("coleadership_kinds", "heart.kinds:Kind", "id"),
        Hook("coleadership_decision_rules", "heart.consent:DecisionRule", "id"),
        Hook("coleadership_calendars", "hookspecs:Calendar", "id"),
        Hook("coleadership_policies", "policies:Policy", "name"),
        Hook("coleadership_commands", "hookspecs:Command", "name"),
        Hook("coleadership_health_checks", "hookspecs:HealthCheck", "name"),
    )
}
"""Every hook that there is."""


@attrs.frozen
class Plugin:
    """A plugin that was let in: where it comes from, the API it was written for, what it implements and is told."""

    found: Found
    api: tuple[int, int]
    context: PluginContext
    marked: SimpleNamespace
    """Its implementations alone, for pluggy, which would evaluate every property of the plugin itself."""
    hooks: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.found.name


def admit(
    found: Found, *, argument: Table | None = None, toml: Table | None = None, hooks: Mapping[str, Hook] = HOOKS
) -> Plugin:
    """Import a plugin and look at it. Raises `PluginError` for whatever it breaks, before anything of it is used."""
    loaded = found.load()
    try:
        return _looked_at(found, loaded, argument, toml, hooks)
    except PluginError:
        raise
    except (Exception, SystemExit) as error:
        reason = f"cannot be looked at ({type(error).__name__}: {error})"
        raise PluginError(str(found), hook="any", reason=reason) from error


def _looked_at(
    found: Found, loaded: object, argument: Table | None, toml: Table | None, hooks: Mapping[str, Hook]
) -> Plugin:
    api = _api(found, getattr(loaded, "COLEADERSHIP_API", API))
    marked: dict[str, Callable[..., object]] = {}
    implemented: list[str] = []
    for name, function, options in _marked(loaded):
        hook = str(options.get("specname") or name)
        _check_hook(found, hook, hooks, options)
        _check_form(found, hook, function)
        _tell_if_deprecated(found, hooks[hook])
        marked[name] = function
        implemented.append(hook)
    _check_marks(found, loaded, hooks)
    kind: object = getattr(loaded, "COLEADERSHIP_SETTINGS", None)
    settings = settings_of(found.name, kind, argument=argument, toml=toml)
    context = PluginContext(found.name, API, settings)
    return Plugin(found, api, context, SimpleNamespace(**marked), tuple(dict.fromkeys(implemented)))


def _api(found: Found, wanted: object) -> tuple[int, int]:
    """The API that a plugin was written for, if it is served here."""
    numbers = cast("tuple[object, ...]", wanted) if isinstance(wanted, tuple) else ()
    if [type(number) for number in numbers] != [int, int]:
        raise PluginError(str(found), hook="API", reason=f"COLEADERSHIP_API is {wanted!r:.40}; write it as {API}")
    major, minor = cast("tuple[int, int]", wanted)
    ours = ".".join(map(str, API))
    if major != API[0] or minor > API[1]:
        newer = (major, minor) > API
        what = "update coleadership" if newer else "look for a newer version of it"
        raise PluginError(str(found), hook="API", reason=f"needs API {major}.{minor}, and this is {ours}; {what}")
    return major, minor


def _marked(plugin: object) -> list[tuple[str, Callable[..., object], Mapping[str, object]]]:
    """What a plugin has marked as implementations, by name. No property is evaluated on the way."""
    found: list[tuple[str, Callable[..., object], Mapping[str, object]]] = []
    for name in dir(plugin):
        if not name.startswith("__"):
            static = inspect.getattr_static(plugin, name, None)
            options: object = getattr(static, _MARK, None) or getattr(getattr(static, "__func__", None), _MARK, None)
            if isinstance(options, dict):
                found.append((name, getattr(plugin, name), cast("dict[str, object]", options)))
    return found


def _check_marks(found: Found, plugin: object, hooks: Mapping[str, Hook]) -> None:
    """Raise for what is called like a hook and is not marked: it would never be asked, and might be a policy."""
    for name in hooks:
        static = inspect.getattr_static(plugin, name, None)
        function = getattr(static, "__func__", static)
        unmarked = callable(function) and not hasattr(function, _MARK) and not hasattr(function, f"{PROJECT}_spec")
        if unmarked and not hasattr(static, _MARK):
            reason = "looks like a hook and is not marked, so it would never be called; mark it with @hookimpl"
            raise PluginError(str(found), hook=name, reason=reason)


def _check_hook(found: Found, name: str, hooks: Mapping[str, Hook], options: Mapping[str, object]) -> None:
    if name not in hooks:
        raise PluginError(str(found), hook=name, reason=f"is no hook{did_you_mean(name, hooks)}")
    if options.get("hookwrapper") or options.get("wrapper"):
        raise PluginError(
            str(found), hook=name, reason="is a wrapper, and hooks are asked one by one; return descriptors"
        )


def _check_form(found: Found, name: str, function: Callable[..., object]) -> None:
    """Raise unless a function takes one ``ctx`` and gives something at once."""
    if not hasattr(function, _MARK):
        reason = "is marked outside of @classmethod or @staticmethod, where it is not seen; mark the function itself"
        raise PluginError(str(found), hook=name, reason=reason)
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        reason = "is async, and would offer nothing; write def, and be asynchronous in what you offer"
        raise PluginError(str(found), hook=name, reason=reason)
    parameters = list(inspect.signature(function).parameters.values())
    plain = {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY}
    if [one.name for one in parameters] != ["ctx"] or parameters[0].kind not in plain:
        shown = ", ".join(map(str, parameters))
        raise PluginError(str(found), hook=name, reason=f"takes ({shown}); a hook takes one ctx and nothing else")
    if parameters[0].default is not inspect.Parameter.empty:
        reason = "gives ctx a default, which some versions of pluggy would pass in its place; leave it out"
        raise PluginError(str(found), hook=name, reason=reason)


def _tell_if_deprecated(found: Found, hook: Hook) -> None:
    if hook.deprecated is not None:
        what = f"{hook.name} goes in {hook.deprecated.removed_in}; use {hook.deprecated.replacement}"
        warn(f"plugin {found}: {what}", DeprecationWarning, stacklevel=2)
