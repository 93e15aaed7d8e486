"""What there is to find about a plugin, as its author would want to know it before others do."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final, cast, get_args

import attrs

from coleadership.errors import PluginError
from coleadership.hookspecs import PROJECT
from coleadership.hosting.admission import HOOKS
from coleadership.hosting.discovery import GROUP, Found
from coleadership.hosting.host import Plugins
from coleadership.secret import Secret

__all__ = ["BUDGET", "Note", "about_import", "about_metadata", "about_offers", "about_settings"]

BUDGET: Final = 50
"""How many milliseconds the import of a plugin may take beyond that of the page of hooks."""
_RUNS: Final = 3
_PATIENCE: Final = 60
_NAMESPACED: Final = frozenset({"kinds", "decision_rules", "calendars", "policies", "health_checks"})
_SECRET: Final = re.compile(r"password|passwd|secret|token|api_?key|credential", re.IGNORECASE)


@attrs.frozen
class Note:
    """One thing that was looked at: ``right``, ``wrong``, worth ``advice``, or ``left out``."""

    about: str
    result: str
    says: str


def about_metadata(found: Found) -> Iterator[Note]:
    """Whether the distribution says what others need to know of it."""
    from importlib.metadata import distribution  # noqa: PLC0415 - only for what is installed

    if not found.distribution:
        yield Note("metadata", "left out", "it is no installed distribution")
        return
    installed = distribution(found.distribution)
    entries = [entry.name for entry in installed.entry_points if entry.group == GROUP]
    if len(entries) > 1:
        yield Note(
            "metadata",
            "advice",
            f"has {len(entries)} entry points ({', '.join(entries)}); one module of hooks is enough",
        )
    needs = [need for need in installed.requires or [] if re.match(rf"{PROJECT}(?![\w-])", need)]
    if not needs:
        yield Note("metadata", "wrong", f"does not require {PROJECT}; add a range, such as {PROJECT}>=0.1,<1")
    elif not any(re.search(r"<|~=|==", need) for need in needs):
        yield Note("metadata", "wrong", f"requires {needs[0]!r} without an upper end; add one, such as <1")
    else:
        yield Note("metadata", "right", f"{found.origin}, requires {needs[0]}")
    yield from _about_types(found)


def _about_types(found: Found) -> Iterator[Note]:
    package = find_spec(found.module.partition(":")[0].partition(".")[0])
    folders = list(package.submodule_search_locations or ()) if package is not None else []
    if folders and not any((Path(folder) / "py.typed").is_file() for folder in folders):
        yield Note("metadata", "advice", "has no py.typed, so type checkers take no notice of its annotations")


def about_import(found: Found) -> Iterator[Note]:
    """How long its import takes, in a process of its own, and which modules take longest."""
    if found.module.endswith(".py"):
        bring = f"import runpy; runpy.run_path({found.module!r})"
    else:
        bring = f"import {found.module.partition(':')[0].strip()}"
    times: list[dict[str, float]] = []
    for _ in range(_RUNS):
        try:
            told = _timed(bring)
        except subprocess.TimeoutExpired:
            yield Note("import", "wrong", f"did not end within {_PATIENCE} seconds; do nothing at import")
            return
        if told.returncode:
            yield Note("import", "wrong", f"fails: {told.stderr.strip().rpartition(chr(10))[2]}")
            return
        after = told.stderr.rpartition("begin\n")[2]
        lines = re.findall(r"^import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)$", after, re.MULTILINE)
        times.append({name: int(microseconds) / 1_000 for microseconds, name in lines})
    best = min(times, key=lambda time: sum(time.values()))
    total = sum(best.values())
    heaviest = sorted(best, key=lambda name: best[name], reverse=True)[:3]
    named = ", ".join(f"{name} {best[name]:.0f} ms" for name in heaviest)
    within = total <= BUDGET
    reason = "" if within else f", more than {BUDGET}: {named}; import what is heavy where it is used"
    yield Note("import", "right" if within else "wrong", f"{total:.0f} ms beyond {PROJECT}{reason}")


def _timed(bring: str) -> subprocess.CompletedProcess[str]:
    """Import something in another process, which tells on stderr how long each module took."""
    code = f"import coleadership.hookspecs, runpy, sys; print('begin', file=sys.stderr); {bring}"
    return subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-X", "importtime", "-c", code],
        capture_output=True, text=True, check=False, timeout=_PATIENCE, stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip


def about_offers(found: Found, plugins: Plugins) -> Iterator[Note]:
    """What it offers, hook by hook."""
    plugin = next(one for one in plugins if one.name == found.name)
    if not plugin.hooks:
        yield Note("hooks", "wrong", "implements no hook; mark functions with hook or hookimpl")
    for hook in plugin.hooks:
        about = hook.removeprefix(f"{PROJECT}_").replace("_", " ")
        try:
            offered = {key: one.descriptor for key, one in plugins.offers(hook).items() if one.plugin is plugin}
        except PluginError as error:
            yield Note(about, "wrong", error.reason)
            continue
        yield Note(about, "right", f"offers {', '.join(offered) or 'nothing now'}")
        yield from _about_names(hook, about, offered)


def _about_names(hook: str, about: str, offered: Mapping[str, object]) -> Iterator[Note]:
    """Whether names are its own, and whether a list of what there is could say something about each."""
    if hook.removeprefix(f"{PROJECT}_") in _NAMESPACED:
        plain = [key for key in offered if "." not in key]
        if plain:
            says = f"{', '.join(plain)} may clash with others; begin with a name of your own, as in acme.{plain[0]}"
            yield Note(about, "advice", says)
    if "summary" in {field.name for field in attrs.fields(cast("type[attrs.AttrsInstance]", HOOKS[hook].kind))}:
        silent = [key for key, one in offered.items() if not getattr(one, "summary", "")]
        silent = [key for key in silent if not inspect.getdoc(getattr(offered[key], "run", None))]
        if silent:
            yield Note(about, "advice", f"{', '.join(silent)} has no summary; say in one line what it is")


def about_settings(loaded: object) -> Iterator[Note]:
    """Whether its settings cannot be changed, and whether what looks like a secret is one."""
    kind: object = getattr(loaded, "COLEADERSHIP_SETTINGS", None)
    if kind is None:
        yield Note("settings", "right", "has none")
        return
    cls = attrs.resolve_types(cast("type[attrs.AttrsInstance]", kind))
    frozen = "frozen" in getattr(cls.__setattr__, "__name__", "")
    if not frozen:
        yield Note("settings", "advice", f"{cls.__name__} can be changed after it was made; use attrs.frozen")
    shown = [
        field.name for field in attrs.fields(cls)
        if _SECRET.search(field.name) and Secret not in {field.type, *get_args(field.type)}
    ]  # fmt: skip
    if shown:
        says = f"{', '.join(shown)} would be written down and shown; make it a coleadership.secret.Secret"
        yield Note("settings", "wrong", says)
    else:
        yield Note(
            "settings", "right", f"{cls.__name__}: {', '.join(field.name for field in attrs.fields(cls)) or 'empty'}"
        )
