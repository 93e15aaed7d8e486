"""Which plugins are installed, which are wanted, and bringing those in; nothing is imported before it is wanted.

What is installed is found in the metadata of distributions (entry points of the group ``coleadership``). A wanted
plugin is named by its entry point (``acme``), with its distribution where that is ambiguous (``acme-hr:acme``), by a
file (``./acme.py``), as an object that is at hand, or all that are installed as ``*``.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import attrs

from coleadership.errors import PluginError, did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import Distribution

__all__ = ["ALLOW", "DENY", "GROUP", "Found", "allowed_by_environment", "denied", "installed", "read_anew", "wanted"]

GROUP: Final = "coleadership"
ALLOW: Final = "COLEADERSHIP_PLUGINS"
"""The environment variable that names the plugins of the command line."""
DENY: Final = "COLEADERSHIP_DISABLE_PLUGINS"
"""The environment variable that names plugins which are not to be used, whoever wants them."""


@attrs.frozen
class Found:
    """A plugin before it is imported: what it is called and where it comes from."""

    name: str
    distribution: str = ""
    version: str = ""
    module: str = ""
    """Where its hooks are: the value of its entry point, a file, or the name of what is at hand."""
    at_hand: object = None
    """The plugin itself, where the host has it already."""

    def __str__(self) -> str:
        where = [one for one in (self.origin, self.module) if one and one != self.name]
        return f"{self.name} ({', '.join(where)})" if where else self.name

    @property
    def origin(self) -> str:
        """Its distribution and version, if it has any."""
        return f"{self.distribution} {self.version}".strip()

    def load(self) -> object:
        """Import it. Raises `PluginError` whatever goes wrong, with the reason."""
        if self.at_hand is not None:
            return self.at_hand
        try:
            return _from_file(self.name, self.module) if _is_file(self.module) else _from_value(self.module)
        except (Exception, SystemExit) as error:
            reason = f"cannot be imported ({type(error).__name__}: {str(error).partition(chr(10))[0]})"
            if isinstance(error, ModuleNotFoundError) and error.name:
                reason = f"cannot be imported, as {error.name} is not there; install it, or leave the plugin out"
            raise PluginError(str(self), hook="import", reason=reason) from error


def installed() -> tuple[Found, ...]:
    """All plugins that are installed, by name and distribution; read once for each search path."""
    return _installed(tuple(sys.path))


@lru_cache(8)
def _installed(path: tuple[str, ...]) -> tuple[Found, ...]:
    from importlib.metadata import distributions  # noqa: PLC0415 - costs 15 ms, and only plugins by name need it

    found: dict[tuple[str, str], Found] = {}
    for distribution in distributions(path=[*path]):
        for one in _entries(distribution):
            _ = found.setdefault((one.name, _plain(one.distribution)), one)  # what comes first on the path is imported
    return tuple(found[key] for key in sorted(found))


def _entries(distribution: Distribution) -> list[Found]:
    """The plugins of one distribution; none where its metadata is damaged, which hides nobody else's."""
    try:
        entries = [entry for entry in distribution.entry_points if entry.group == GROUP]
        if not entries:
            return []
        name, version = str(distribution.metadata["Name"]), str(distribution.version)
        return [Found(entry.name, name, version, entry.value) for entry in entries]
    except Exception:  # noqa: BLE001 - whatever a damaged file leads to
        return []


def read_anew() -> None:
    """Forget what was installed, for a process in which something has been installed since.

    >>> read_anew()
    """
    _installed.cache_clear()


def wanted(wishes: Iterable[object]) -> Iterator[Found]:
    """The plugins that are wished for, none imported; raises `PluginError` for a name that is not clear."""
    for one in wishes:
        wish = str(one) if isinstance(one, Path) else one
        if isinstance(wish, Found):
            yield wish
        elif isinstance(one, Path) and not _is_file(str(wish)):
            raise PluginError(str(wish), hook="import", reason="is no Python file; name one that ends in .py")
        elif not isinstance(wish, str):
            yield Found(_called(wish), module=_called(wish), at_hand=wish)
        elif wish == "*":
            yield from installed()
        elif _is_file(wish):
            yield Found(Path(wish).stem, module=wish)
        else:
            yield _named(wish)


def _named(wish: str) -> Found:
    """The one installed plugin of this name."""
    distribution, colon, name = wish.rpartition(":")
    fits = [
        one
        for one in installed()
        if one.name == name and (not colon or _plain(one.distribution) == _plain(distribution))
    ]
    if not fits:
        there = sorted({one.name for one in installed()} | {_full(one) for one in installed() if colon})
        raise PluginError(wish, hook="import", reason=f"is not installed{did_you_mean(wish, there)}")
    if len(fits) > 1:
        names = " and ".join(map(str, fits))
        raise PluginError(wish, hook="import", reason=f"may be {names}; say which, as in {_full(fits[0])!r}")
    return fits[0]


def denied(one: Found, names: Sequence[str] | None = None) -> bool:
    """Whether the environment forbids a plugin, by its name, its distribution and name, or all of them."""
    names = _listed(DENY) if names is None else names
    return any(name in {one.name, "*"} or (":" in name and _same(name, _full(one))) for name in names)


def allowed_by_environment() -> tuple[str, ...] | None:
    """The plugins that the environment names, or nothing where it says nothing; an empty variable names none."""
    return tuple(_listed(ALLOW)) if ALLOW in os.environ else None


def _listed(variable: str) -> list[str]:
    return [name.strip() for name in os.environ.get(variable, "").split(",") if name.strip()]


def _full(one: Found) -> str:
    return f"{one.distribution}:{one.name}"


def _same(name: str, other: str) -> bool:
    (one, _, called), (another, _, other_called) = name.rpartition(":"), other.rpartition(":")
    return (_plain(one), called) == (_plain(another), other_called)


def _plain(distribution: str) -> str:
    """The name of a distribution as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _is_file(wish: str) -> bool:
    return wish.endswith(".py")


def _called(plugin: object) -> str:
    """What a plugin at hand is called: a module by its name, an object by its class."""
    kind = type(plugin)
    try:
        name: object = getattr(plugin, "__name__", None)
    except Exception:  # noqa: BLE001 - an object that answers for itself, and badly
        name = None
    return name if isinstance(name, str) and name else f"{kind.__module__}.{kind.__qualname__}"


def _from_value(value: str) -> object:
    from importlib import import_module  # noqa: PLC0415 - only for what is wanted

    module, _, attribute = value.partition(":")
    found: object = import_module(module.strip())
    for name in filter(None, attribute.strip().split(".")):
        found = getattr(found, name)
    return found


def _from_file(name: str, file: str) -> object:
    from importlib.util import module_from_spec, spec_from_file_location  # noqa: PLC0415 - as above

    path = Path(file).absolute()
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {file}")
    spec = spec_from_file_location(f"coleadership_file_{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python file")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # attrs and pickle look a class up by its module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        _ = sys.modules.pop(spec.name, None)
        raise
    return cast("object", module)
