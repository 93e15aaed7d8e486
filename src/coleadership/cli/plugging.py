"""Which plugins there are: enabled, broken, left out, or only installed."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from coleadership.cli.exits import FINE, NO
from coleadership.cli.facts import Facts
from coleadership.cli.place import Place
from coleadership.cli.screen import grid, screen
from coleadership.cli.words import as_json
from coleadership.hosting.admission import HOOKS, Plugin
from coleadership.hosting.configuration import variable
from coleadership.hosting.discovery import Found, denied, installed
from coleadership.hosting.host import Plugins

__all__ = ["asked_for_all", "print_plugins"]


def print_plugins(place: Place, *, available: bool, json: bool) -> int:
    """Print every plugin with where it is from and what it offers; tell by the exit code whether one is broken."""
    told = [_only_installed(found) for found in installed()] if available else list(_told(place))
    if json:
        print(as_json(told))
    else:
        for one in told:
            _print_one(one)
        if not told:
            print("no plugin is installed")
    return NO if any(one["status"] == "broken" for one in told) else FINE


def asked_for_all(plugins: Plugins) -> dict[str, dict[str, list[str]]]:
    """What each plugin offers, by hook, every hook having been asked; whoever breaks is broken afterwards."""
    offers: dict[str, dict[str, list[str]]] = {}
    for hook in HOOKS:
        for key, offered in plugins.offers(hook).items():
            offers.setdefault(offered.plugin.name, {}).setdefault(hook, []).append(key)
    return offers


def _told(place: Place) -> Iterator[Facts]:
    plugins = place.plugins
    offers = asked_for_all(plugins)
    known: list[str] = []
    for plugin in plugins:
        error = plugins.broken.get(plugin.name)
        if error is None or error.plugin != str(plugin.found):
            known.append(str(plugin.found))
            yield {
                **_from(plugin.found), "status": "enabled", "reason": None, "api": list(plugin.api),
                "hooks": list(plugin.hooks), "offers": offers.get(plugin.name, {}), "settings": _settings(plugin),
            }  # fmt: skip
    for name, error in sorted(plugins.broken.items()):
        known.append(error.plugin)
        yield {"name": name, "module": error.plugin, "status": "broken", "reason": f"{error.hook}: {error.reason}"}
    for found in installed():
        if str(found) not in known:
            yield _only_installed(found)


def _only_installed(found: Found) -> Facts:
    """A plugin that is not imported."""
    return {**_from(found), "status": "forbidden by the environment" if denied(found) else "installed, not enabled"}


def _from(found: Found) -> Facts:
    return {
        "name": found.name, "distribution": found.distribution or None, "version": found.version or None,
        "module": found.module,
    }  # fmt: skip


def _settings(plugin: Plugin) -> Facts:
    """The settings that a plugin takes, each with its environment variable; never what they are."""
    kind = type(plugin.context._settings)
    fields = attrs.fields(kind) if attrs.has(kind) else ()
    return {str(field.alias): variable(plugin.name, str(field.alias)) for field in fields}


def _print_one(told: Facts) -> None:
    offers = "; ".join(
        f"{hook.removeprefix('coleadership_').replace('_', ' ')}: {', '.join(keys)}"
        for hook, keys in told.get("offers", {}).items()
    )
    origin = " ".join(filter(None, (told.get("distribution"), told.get("version"))))
    rows = [
        (told["name"], told["status"]),
        ("from", ", ".join(filter(None, (origin, told["module"])))),
        ("why", told.get("reason") or ""),
        ("offers", offers),
        ("settings", ", ".join(told.get("settings", {}).values())),
    ]
    screen().print(grid(rows))
