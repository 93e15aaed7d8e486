"""The host of plugins: how long letting five in takes, and asking them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import SimpleNamespace

import pluggy

from benchmarks.measuring import Figure, Goal, turns
from coleadership import hookspecs
from coleadership.hookspecs import PROJECT, Calendar, PluginContext, hookimpl
from coleadership.hosting.host import Plugins
from coleadership.rhythm.workdays import WEEKDAYS

__all__ = ["hosting"]

_FIVE = 5


def hosting(rounds: int) -> Iterator[Figure]:
    """Five plugins let in and asked, beside pluggy alone, which looks at nothing."""
    plugins = [_plugin(number) for number in range(_FIVE)]
    asked = Plugins(plugins)
    assert len(asked.offers("coleadership_calendars")) == _FIVE + 1
    seconds = turns(
        {
            "pluggy alone, five plugins registered": lambda: lambda: _registered(plugins),
            "ours, none": lambda: Plugins,
            "ours, five let in": lambda: lambda: Plugins(plugins),
            "ours, five let in and asked": lambda: lambda: Plugins(plugins).offers("coleadership_calendars"),
            "ours, asked again": lambda: lambda: asked.offers("coleadership_calendars"),
        },
        rounds,
    )
    built = seconds["ours, five let in"]
    yield Figure("Let plugins in", seconds, (Goal("five let in", round(built * 1_000, 2), 3, unit=" ms"),))


def _plugin(number: int) -> object:
    def offered(ctx: PluginContext) -> Iterable[Calendar]:
        return [Calendar(f"{ctx.plugin}.here", WEEKDAYS)]

    return SimpleNamespace(__name__=f"plugin{number}", coleadership_calendars=hookimpl(offered))


def _registered(plugins: Iterable[object]) -> pluggy.PluginManager:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    for plugin in plugins:
        _ = manager.register(plugin)
    return manager
