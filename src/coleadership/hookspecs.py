"""What plugins can offer, one page. Hooks register, protocols converse: a hook returns descriptors and does nothing.

Every hook takes one ``ctx``, so that its signature never changes, and returns frozen descriptors. A plugin is a module,
or any object, with functions marked by `hook` (typed, for functions) or `hookimpl` (by name, for methods too). It may
say which API it was written for, ``COLEADERSHIP_API = (1, 0)``, and name the attrs class of its settings,
``COLEADERSHIP_SETTINGS = AcmeSettings``.
"""

# A specification has no body.
# mypy: disable-error-code="empty-body"
# pyright: reportReturnType=false

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final, Protocol, TypeVar

import attrs
import pluggy

from coleadership.errors import PluginError
from coleadership.records import Capability, Store

if TYPE_CHECKING:  # a storage plugin never needs the domain, and need not wait for its import
    from coleadership.heart.consent import DecisionRule
    from coleadership.heart.kinds import Kind
    from coleadership.journal.journal import Journal
    from coleadership.policies import Policy
    from coleadership.rhythm.workdays import WorkingDays

__all__ = [
    "API", "PROJECT", "Calendar", "Command", "HealthCheck", "Offer", "PluginContext", "StoreProvider", "Symptom",
    "coleadership_calendars", "coleadership_commands", "coleadership_decision_rules", "coleadership_health_checks",
    "coleadership_kinds", "coleadership_policies", "coleadership_stores", "hook", "hookimpl", "hookspec",
]  # fmt: skip

API: Final = (1, 0)
"""The version of this page. The second number grows when something is added, the first when something is taken away."""
PROJECT: Final = "coleadership"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks the implementation of a hook, a function or a method, by its own name or by ``specname=``."""

T = TypeVar("T")
D_co = TypeVar("D_co", covariant=True)


def _callable(_: object, field: attrs.Attribute[T], value: T) -> None:
    if not callable(value):
        msg = f"{field.name} is {value!r:.60}; give a function"
        raise TypeError(msg)


def _knows_days(_: object, _field: object, days: WorkingDays) -> None:
    if not callable(getattr(days, "is_working", None)):
        msg = f"{days!r:.60} does not know which days are working days; give it is_working(day)"
        raise TypeError(msg)


@attrs.frozen
class PluginContext:
    """What a plugin is told when it is asked what it offers."""

    plugin: str = ""
    """What it is called here."""
    api: tuple[int, int] = API
    _settings: object = None

    def settings(self, kind: type[T]) -> T:
        """The settings of this plugin, an instance of the class that it names as ``COLEADERSHIP_SETTINGS``."""
        if not isinstance(self._settings, kind):
            reason = f"asks for {kind.__name__}; name this class as COLEADERSHIP_SETTINGS in the plugin"
            raise PluginError(self.plugin, hook="settings", reason=reason)
        return self._settings


@attrs.frozen
class StoreProvider:
    """A store for the URLs of one scheme.

    ``open`` is called with the URL without its query, the options of the query, and whether to create what is not
    there; it imports what it needs when it is called. ``options`` are the names it understands, ``capabilities`` what
    its stores can do beyond `Store`.
    """

    scheme: str
    open: Callable[[str, Mapping[str, str], bool], Store] = attrs.field(validator=_callable)
    options: frozenset[str] = frozenset()
    summary: str = ""
    capabilities: frozenset[Capability] = frozenset()


@attrs.frozen
class Calendar:
    """The working days of a country or site, by an id such as ``acme.lund``."""

    id: str
    days: WorkingDays = attrs.field(validator=_knows_days)
    summary: str = ""


@attrs.frozen
class Command:
    """A subcommand of ``coleadership``.

    ``run`` is an ordinary function with annotated parameters, which become arguments and options; one called
    ``journal`` is given the journal that the command line names. What it returns is the exit code: nothing is 0.
    """

    name: str
    run: Callable[..., int | None] = attrs.field(validator=_callable)
    summary: str = ""


@attrs.frozen
class Symptom:
    """What a health check found, in one sentence that says what would help; ``serious`` if something is wrong."""

    what: str
    serious: bool = True


@attrs.frozen
class HealthCheck:
    """Something that ``coleadership doctor`` looks at; it is given up after ``patience`` seconds."""

    name: str
    check: Callable[[Journal], Iterable[Symptom]] = attrs.field(validator=_callable)
    patience: float = attrs.field(default=10.0, converter=float)


@hookspec
def coleadership_stores(ctx: PluginContext) -> Iterable[StoreProvider]:
    """Offer stores, one per URL scheme; two for one scheme are refused, and both named."""


@hookspec
def coleadership_kinds(ctx: PluginContext) -> Iterable[Kind]:
    """Offer kinds of agreement, one per id, such as ``acme.pairing``."""


@hookspec
def coleadership_decision_rules(ctx: PluginContext) -> Iterable[DecisionRule]:
    """Offer decision rules, one per id."""


@hookspec
def coleadership_calendars(ctx: PluginContext) -> Iterable[Calendar]:
    """Offer calendars of working days, one per id."""


@hookspec
def coleadership_policies(ctx: PluginContext) -> Iterable[Policy]:
    """Offer rules that may refuse what is about to be saved, or leave out what is seen; one that fails does."""


@hookspec
def coleadership_commands(ctx: PluginContext) -> Iterable[Command]:
    """Offer subcommands of ``coleadership``, one per name, none of which is the library's own."""


@hookspec
def coleadership_health_checks(ctx: PluginContext) -> Iterable[HealthCheck]:
    """Offer checks for ``coleadership doctor``; each is run alone, and one that fails is a symptom."""


class Offer(Protocol[D_co]):
    """The form of every hook: a plain function of one ``ctx``."""

    def __call__(self, ctx: PluginContext) -> Iterable[D_co]:
        """What the plugin offers."""
        ...


Mark = Callable[[Offer[T]], Offer[T]]
"""Marks a function as the implementation of one hook, and leaves it as it is."""


class hook:  # noqa: N801 - read as a decorator, @hook.stores; a class, so that the marks do not become methods
    """A mark for each hook, for functions of any name, that lets a type checker see what is wrong with them.

    >>> @hook.stores
    ... def offered(ctx: PluginContext) -> list[StoreProvider]:
    ...     return []
    """

    stores: ClassVar[Mark[StoreProvider]] = hookimpl(specname="coleadership_stores")
    kinds: ClassVar[Mark[Kind]] = hookimpl(specname="coleadership_kinds")
    decision_rules: ClassVar[Mark[DecisionRule]] = hookimpl(specname="coleadership_decision_rules")
    calendars: ClassVar[Mark[Calendar]] = hookimpl(specname="coleadership_calendars")
    policies: ClassVar[Mark[Policy]] = hookimpl(specname="coleadership_policies")
    commands: ClassVar[Mark[Command]] = hookimpl(specname="coleadership_commands")
    health_checks: ClassVar[Mark[HealthCheck]] = hookimpl(specname="coleadership_health_checks")
