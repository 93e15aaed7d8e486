"""The settings of plugins: an attrs class for each, filled from what the host says, the environment, a file, defaults.

The first that says something about a field wins: the argument of `host.Plugins`, an environment variable
``COLEADERSHIP_<PLUGIN>__<FIELD>``, the table ``[plugins.<plugin>]`` of a TOML file, the default of the class.
Nothing is guessed: ``"false"`` is a text, and no truth value.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Union, cast, get_args, get_origin

import attrs

from coleadership.errors import ColeadershipError, InvalidInput, PluginError, did_you_mean
from coleadership.secret import Secret

__all__ = ["Table", "read_toml", "settings_of", "variable"]

Table = Mapping[str, object]
_KNOWN: Final = ("enable", "plugins")


def variable(plugin: str, field: str = "") -> str:
    """The environment variable that says what a field of a plugin's settings is.

    >>> variable("acme-store", "timeout")
    'COLEADERSHIP_ACME_STORE__TIMEOUT'
    """
    return f"COLEADERSHIP_{re.sub('[^a-z0-9]+', '_', plugin.lower())}__{field}".upper()


def read_toml(path: str | Path) -> tuple[tuple[str, ...], Mapping[str, Table]]:
    """The plugins that a file enables, and the settings it has for each.

    Raises `InvalidInput` for a file that is not there, no TOML, or with a key that is none of ours.
    """
    import tomllib  # noqa: PLC0415 - only where there is such a file

    source = str(path)
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(source, f"cannot be read ({error}); check its name and permissions") from None
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(source, f"is not TOML ({error}); see toml.io") from None
    for key in content:
        if key not in _KNOWN:
            raise InvalidInput(source, f"is not known here{did_you_mean(key, _KNOWN)}", field=key)
    enable, tables = content.get("enable", []), content.get("plugins", {})
    if not isinstance(enable, list) or not all(isinstance(one, str) for one in cast("list[object]", enable)):
        raise InvalidInput(source, 'is no list of names; write enable = ["acme"]', field="enable")
    if not isinstance(tables, dict) or not all(
        isinstance(one, dict) for one in cast("dict[str, Any]", tables).values()
    ):
        raise InvalidInput(source, "holds something else than tables; write [plugins.acme]", field="plugins")
    beside = Path(path).parent  # a file that is enabled lies where the settings say, not where the command is run
    names = [str(beside / one) if one.endswith(".py") else one for one in cast("list[str]", enable)]
    return tuple(names), cast("dict[str, Table]", tables)


def settings_of(plugin: str, kind: object, *, argument: Table | None = None, toml: Table | None = None) -> object:
    """The settings of a plugin, an instance of the class that it names; nothing for a plugin without one.

    Raises `PluginError` with the name of the field, where the wrong value is from, and what would work.
    """
    given = _given(plugin, argument or {}, toml or {})
    if kind is None:
        for source, table in given:
            for field in table:
                raise _refusal(plugin, field, f"is set ({source}), but this plugin has no settings; leave it out")
        return None
    if not isinstance(kind, type) or not attrs.has(kind):
        raise PluginError(plugin, hook="settings", reason=f"COLEADERSHIP_SETTINGS is {kind!r:.60}; name an attrs class")
    fields = {field.alias: field for field in attrs.fields(_resolved(plugin, kind)) if field.init}
    known = [name for name in fields if name]
    values: dict[str, object] = {}
    for source, table in given:
        for name, value in table.items():
            if name not in fields:
                raise _refusal(plugin, name, f"is not known ({source}){did_you_mean(name, known)}")
            if name not in values:
                values[name] = _taken(plugin, name, fields[name].type, value, source)
    for name, field in fields.items():
        if field.default is attrs.NOTHING and name not in values:
            how = f"is missing; set {variable(plugin, str(name))}, or say it in [plugins.{plugin}]"
            raise _refusal(plugin, str(name), how)
    return _made(plugin, kind, values)


def _resolved(plugin: str, kind: type[attrs.AttrsInstance]) -> type[attrs.AttrsInstance]:
    try:
        return attrs.resolve_types(kind)
    except Exception as error:
        reason = f"the types of {kind.__name__} cannot be read ({error}); import them at run time"
        raise PluginError(plugin, hook="settings", reason=reason) from error


def _given(plugin: str, argument: Table, toml: Table) -> list[tuple[str, Table]]:
    """What is said about a plugin, the strongest source first. Fields of the environment are known by their texts."""
    prefix = variable(plugin)
    environment = [
        (key.removeprefix(prefix).lower(), value) for key, value in os.environ.items() if key[: len(prefix)] == prefix
    ]
    named = {field: _Text(value) for field, value in environment}
    return [("argument", argument), (f"environment, {prefix}…", named), (f"[plugins.{plugin}]", toml)]


class _Text(str):
    """A value of the environment: a text, or written as in TOML where the field is something else."""

    __slots__ = ()


def _taken(plugin: str, name: str, kind: object, value: object, source: str) -> object:
    """One value as its field wants it."""
    if isinstance(value, _Text):
        value = str(value) if _is_said_as_text(kind) else _from_toml(str(value))
    if isinstance(kind, type) and type(value) is kind:
        return value
    if isinstance(value, str) and get_origin(kind) not in {None, Union, UnionType}:
        raise _refusal(plugin, name, f"is a text, where a list is taken; write one, even of one ({source})")
    value = [*cast("tuple[object, ...]", value)] if isinstance(value, tuple) else value
    try:
        return _converter().structure(value, cast("type[Any]", kind))
    except ColeadershipError as error:
        raise _refusal(plugin, name, f"{error} ({source})") from None
    except Exception as error:  # noqa: BLE001 - whatever a converter or a plugin's own class says
        reason = str(error).partition("\n")[0] or type(error).__name__
        if _holds_secrets(kind):  # never say what was given: it may be the secret itself
            reason = "what was given is no reference; say where each is, as env:NAME or file:PATH"
        shown = getattr(kind, "__name__", None) or str(kind)
        raise _refusal(plugin, name, f"takes {shown}: {reason} ({source})") from None


def _holds_secrets(kind: object) -> bool:
    fields = attrs.fields(kind) if isinstance(kind, type) and attrs.has(kind) else ()
    return kind is Secret or any(map(_holds_secrets, (*get_args(kind), *(field.type for field in fields))))


def _is_said_as_text(kind: object) -> bool:
    sorts = get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)
    return all(
        sort in {str, Path, Secret, NoneType} or (isinstance(sort, type) and issubclass(sort, Enum)) for sort in sorts
    )


def _from_toml(text: str) -> object:
    import tomllib  # noqa: PLC0415 - as above

    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


@lru_cache(1)
def _converter() -> Any:  # noqa: ANN401 - cattrs' own type is of no use here
    """A strict converter that knows paths, secrets, and whole numbers where fractions are taken."""
    from coleadership.recording.structuring import strict_converter  # noqa: PLC0415 - only for plugins with settings

    converter = strict_converter()

    def secret(value: object, _: object) -> Secret:
        return value if isinstance(value, Secret) else Secret(cast("str", value))

    def path(value: object, _: object) -> Path:
        if not isinstance(value, str | Path):
            msg = f"{value!r:.40} is not a path"
            raise TypeError(msg)
        return Path(value)

    def number(value: object, _: object) -> float:
        if type(value) not in {int, float}:
            msg = f"{value!r:.40} is not a number"
            raise TypeError(msg)
        return float(cast("float", value))

    converter.register_structure_hook(Secret, secret)
    converter.register_structure_hook(Path, path)
    converter.register_structure_hook(float, number)
    return converter


def _made(plugin: str, kind: type, values: Mapping[str, object]) -> object:
    try:
        return kind(**values)
    except (Exception, SystemExit) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise PluginError(plugin, hook="settings", reason=f"{kind.__name__} refuses them: {reason}") from error


def _refusal(plugin: str, field: str, reason: str) -> PluginError:
    return PluginError(plugin, hook="settings", reason=f"{field}: {reason}")
