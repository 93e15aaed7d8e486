"""Commands of plugins, beside the library's own while a request is run."""

from __future__ import annotations

import inspect
import re
from collections import OrderedDict
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import Annotated, Any, Final, get_type_hints

from cyclopts import App, Group, Parameter

from coleadership.cli.place import Place
from coleadership.errors import ColeadershipError, PluginError
from coleadership.hookspecs import Command
from coleadership.hosting.host import Offered

__all__ = ["Where", "extended"]

Where = Annotated[Place, Parameter(parse=False)]
"""The place of a request, which no command reads from its own arguments."""
_HOOK: Final = "coleadership_commands"
_GROUP: Final = Group("Commands of plugins")


@contextmanager
def extended(app: App, place: Place) -> Generator[None]:
    """The commands of the plugins of a place, too, for as long as this lasts."""
    added: list[str] = []
    if place.wishes:
        for name, offered in place.plugins.offers(_HOOK).items():
            try:
                _add(app, name, offered)
            except PluginError as error:
                _ = place.plugins.broken.setdefault(offered.plugin.name, error)
            else:
                added.append(name)
    try:
        yield
    finally:
        for name in added:
            del app[name]


def _add(app: App, name: str, offered: Offered) -> None:
    """Add one command, unless the library has one of that name."""
    command: Command = offered.descriptor
    plugin = str(offered.plugin.found)
    if name in {*app}:
        reason = f"offers the command {name!r}, which is the library's own; give it another name"
        raise PluginError(plugin, hook=_HOOK, reason=reason)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        reason = f"offers the command {name!r}; name it in small letters, digits and -"
        raise PluginError(plugin, hook=_HOOK, reason=reason)
    _ = app.command(_placed(plugin, command), name=name, help=command.summary or None, group=_GROUP)


def _placed(plugin: str, command: Command) -> Callable[..., object]:
    """The function of a command, given the journal of the request where it asks for one."""
    run = command.run
    try:
        signature, hints = inspect.signature(run), get_type_hints(run, include_extras=True)
    except (NameError, TypeError, ValueError) as error:
        reason = f"the parameters of {command.name!r} cannot be read ({error}); annotate a plain function"
        raise PluginError(plugin, hook=_HOOK, reason=reason) from None

    _check_form(plugin, command, signature)
    own: list[Any] = [
        one.replace(annotation=hints.get(one.name, str))
        for one in signature.parameters.values()
        if one.name != "journal"
    ]
    given = signature.replace(parameters=own)

    @wraps(run)
    def placed(*args: object, journal: Place, **kwargs: object) -> object:
        said = given.bind(*args, **kwargs).arguments
        with journal.opened() if "journal" in signature.parameters else nullcontext() as book:
            values = {name: book if name == "journal" else said[name] for name in _named(signature, said)}
            bound = inspect.BoundArguments(signature, OrderedDict(values))
            try:
                return run(*bound.args, **bound.kwargs)
            except (ColeadershipError, OSError):
                raise
            except Exception as error:
                reason = f"the command {command.name!r} failed ({type(error).__name__}: {error})"
                raise PluginError(plugin, hook=_HOOK, reason=reason) from error

    place = inspect.Parameter("journal", inspect.Parameter.KEYWORD_ONLY, annotation=Where)
    shown: list[Any] = [*own, place]
    placed.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
    placed.__annotations__ = {one.name: one.annotation for one in shown}
    return placed


def _check_form(plugin: str, command: Command, signature: inspect.Signature) -> None:
    """Raise for a function that no command line could call."""
    reason = None
    if inspect.iscoroutinefunction(command.run):
        reason = "is async and would do nothing; write def"
    elif any(one.kind is inspect.Parameter.VAR_KEYWORD for one in signature.parameters.values()):
        reason = "takes **, which no command line can name; name its options"
    if reason is not None:
        raise PluginError(plugin, hook=_HOOK, reason=f"the command {command.name!r} {reason}")


def _named(signature: inspect.Signature, said: Mapping[str, object]) -> list[str]:
    """The parameters that are given a value, in their order."""
    return [name for name in signature.parameters if name == "journal" or name in said]
