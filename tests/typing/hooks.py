"""What a type checker says of a plugin that is wrong: seven mistakes that pluggy alone lets pass."""

# pyright: reportUnnecessaryTypeIgnoreComment=error, reportUnusedParameter=false

from collections.abc import Iterable, Mapping

from coleadership.hookspecs import Calendar, HealthCheck, PluginContext, StoreProvider, Symptom, hook
from coleadership.journal.journal import Journal
from coleadership.records import Store
from coleadership.stores.memory import MemoryStore


def opened(url: str, options: Mapping[str, str], create: bool) -> Store:
    return MemoryStore()


def closed(url: str, options: Mapping[str, str], create: bool) -> str:
    return url


def looked(journal: Journal) -> Iterable[Symptom]:
    return []


@hook.stores
def right(ctx: PluginContext) -> Iterable[StoreProvider]:
    return [StoreProvider("acme", opened)]


@hook.health_checks
def right_too(ctx: PluginContext) -> list[HealthCheck]:
    return [HealthCheck("acme.disk", looked)]


@hook.stores  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
def wrong_descriptor(ctx: PluginContext) -> list[Calendar]:
    return []


@hook.stores  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
def wrong_context(ctx: str) -> list[StoreProvider]:
    return []


@hook.storages  # type: ignore[attr-defined, untyped-decorator] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUntypedFunctionDecorator]
def unknown_hook(ctx: PluginContext) -> list[StoreProvider]:
    return []


@hook.stores  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
async def asynchronous(ctx: PluginContext) -> list[StoreProvider]:
    return []


@hook.stores
def wrong_callable_result(ctx: PluginContext) -> list[StoreProvider]:
    return [StoreProvider("acme", closed)]  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


@hook.stores  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
def extra_argument(ctx: PluginContext, event: str) -> list[StoreProvider]:
    return []


@hook.stores  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
def misspelt_argument(context: PluginContext) -> list[StoreProvider]:
    return []
