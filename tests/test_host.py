"""The host of plugins: each is let in or refused by name, asked alone, and never in the way of the others."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from coleadership import hookspecs
from coleadership.errors import PluginError
from coleadership.hookspecs import API, Calendar, PluginContext, StoreProvider, hook, hookimpl
from coleadership.hosting.admission import HOOKS, Deprecation
from coleadership.hosting.host import Plugins
from coleadership.rhythm.workdays import WEEKDAYS
from coleadership.stores.memory import MemoryStore
from tests.installing import Install, site

__all__ = ["site"]


def calendar(id: str, name: str | None = None) -> object:
    """A plugin that offers a calendar of this id."""
    return SimpleNamespace(
        __name__=name or id, coleadership_calendars=hookimpl(lambda ctx: [Calendar(id, WEEKDAYS)] if ctx.api else [])
    )


def asking(function: Callable[..., object], **more: object) -> object:
    """A plugin called `rival` that answers for stores in its own way."""
    return SimpleNamespace(__name__="rival", coleadership_stores=hookimpl(function), **more)


def offering(offered: object) -> object:
    """A plugin called `rival` that offers something as stores."""
    return asking(lambda ctx: offered if ctx.api else None)


def refusal(*wishes: object, hook: str = "coleadership_stores") -> PluginError:
    """How these plugins are refused."""
    with pytest.raises(PluginError) as caught:
        _ = Plugins(wishes).offers(hook)
    return caught.value


class Methods:
    """A plugin that is an object: methods of every sort, and a property that nobody may touch."""

    @hookimpl
    def coleadership_stores(self, ctx: PluginContext) -> Iterable[StoreProvider]:
        """Offer a store."""
        yield StoreProvider(ctx.plugin.rpartition(".")[2].lower(), lambda *_: MemoryStore())

    @staticmethod
    @hookimpl(specname="coleadership_calendars")
    def quiet(ctx: PluginContext) -> Iterable[Calendar]:
        """Offer a calendar."""
        return [Calendar(ctx.plugin, WEEKDAYS)]

    @classmethod
    @hookimpl(specname="coleadership_calendars")
    def louder(cls, ctx: PluginContext) -> Iterable[Calendar]:
        """Offer another."""
        return [Calendar(f"{ctx.plugin}.{cls.__name__}", WEEKDAYS)]

    @property
    def expensive(self) -> object:
        """Fail whoever looks."""
        raise AssertionError("a property is evaluated by the plugin only")


class TestPlugins:
    def test_ask_methods_and_functions_of_any_name(self) -> None:
        """Methods, static and class methods are implementations where they are marked; properties are left alone."""
        plugins = Plugins([Methods()])
        assert "methods" in plugins.offers("coleadership_stores")
        assert {*plugins.offers("coleadership_calendars")} == {
            "weekdays", "tests.test_host.Methods", "tests.test_host.Methods.Methods",
        }  # fmt: skip

    def test_ask_each_plugin_once(self) -> None:
        """What is offered is asked for when it is first needed, and then remembered."""
        asked: list[str] = []

        def offer(ctx: PluginContext) -> list[StoreProvider]:
            asked.append(ctx.plugin)
            return []

        plugins = Plugins([asking(offer)])
        assert asked == []
        assert plugins.offers("coleadership_stores") is plugins.offers("coleadership_stores")
        assert asked == ["rival"]

    def test_are_the_same_in_whatever_order_they_are_wished_for(self) -> None:
        """Order carries no meaning: the library's own come first, then the others by name."""
        a, b = calendar("a"), calendar("b")
        there, back = Plugins([a, b]), Plugins([b, a])
        assert [one.name for one in there] == [one.name for one in back]
        assert [*there.offers("coleadership_calendars")] == [*back.offers("coleadership_calendars")] == [
            "weekdays", "a", "b",
        ]  # fmt: skip

    def test_know_nothing_of_the_plugins_of_another_journal(self) -> None:
        """Each has a manager of its own."""
        _ = Plugins([calendar("a")])
        assert [*Plugins().offers("coleadership_calendars")] == ["weekdays"]

    def test_tell_what_each_implements(self) -> None:
        """The hooks of a plugin are known before it is asked."""
        assert {one.name: one.hooks for one in Plugins([Methods()])} == {
            "coleadership.stores": ("coleadership_stores",),
            "coleadership.hosting.built_in": (
                "coleadership_calendars",
                "coleadership_decision_rules",
                "coleadership_kinds",
            ),
            "tests.test_host.Methods": ("coleadership_stores", "coleadership_calendars"),
        }

    def test_that_are_built_in_say_what_they_are(self) -> None:
        """Every store has one line about itself."""
        assert all(provider.summary for provider in Plugins().all_of(StoreProvider).values())


class TestClash:
    def test_names_both(self) -> None:
        """The error names who offers a thing again and who offered it first."""
        error = refusal(calendar("x", "one"), calendar("x", "two"), hook="coleadership_calendars")
        assert (error.plugin, error.reason) == ("two", "offers id 'x', which one offers too; use one of them")

    def test_cannot_take_the_place_of_what_is_built_in(self) -> None:
        """`sqlite:` and all other things of the library's own stay its own."""
        assert (
            "scheme 'sqlite', which coleadership.stores offers too"
            in refusal(offering([StoreProvider("sqlite", lambda *_: MemoryStore())])).reason
        )
        assert (
            "which coleadership.hosting.built_in offers too"
            in refusal(calendar("weekdays", "rival"), hook="coleadership_calendars").reason
        )

    def test_is_refused_within_one_plugin(self) -> None:
        """A plugin does not offer one thing twice either."""
        twice = [StoreProvider("x", lambda *_: MemoryStore())] * 2
        assert "which rival offers too" in refusal(offering(twice)).reason

    def test_of_names_is_refused(self, site: Install) -> None:
        """Two plugins of one name would not be told apart, so both are named; one object is one plugin."""
        _ = site("acme-hr", "acme"), site("zeta", "acme")
        error = refusal("acme-hr:acme", "zeta:acme")
        assert error.plugin == "acme (zeta 1.0, zeta_hooks)"
        assert error.reason == "is called like acme (acme-hr 1.0, acme_hr_hooks); leave one of them out"
        one = calendar("a")
        assert refusal(one, one).reason == "is there twice; leave one of them out"


class TestRefusal:
    """What pluggy lets pass, refused alike by all its versions."""

    def test_names_a_plugin_that_raises(self) -> None:
        """Whatever goes wrong in a hook, the plugin is named, and what it said is told."""

        def raising(ctx: PluginContext) -> object:
            raise LookupError(ctx.plugin)

        def leaving(ctx: PluginContext) -> object:
            raise SystemExit(len(ctx.plugin))

        assert refusal(asking(leaving)).reason == "SystemExit: 5"
        error = refusal(asking(raising))
        assert (error.plugin, error.hook, error.reason) == ("rival", "coleadership_stores", "LookupError: rival")

    @pytest.mark.parametrize("offered", [None, 7, ["acme"], [None], [Calendar("x", WEEKDAYS)]], ids=str)
    def test_names_a_plugin_that_offers_something_else(self, offered: object) -> None:
        """A hook returns descriptors of its own kind, and nothing else passes for one."""
        assert refusal(offering(offered)).plugin == "rival"

    @pytest.mark.parametrize("key", ["", " ", "a\nb", 7, None])
    def test_names_a_plugin_whose_offer_has_no_name(self, key: Any) -> None:  # noqa: ANN401 - wrong on purpose
        """A key is a name in one printable line."""
        assert "give it a name" in refusal(offering([StoreProvider(key, lambda *_: MemoryStore())])).reason

    def test_names_a_hook_that_is_none(self) -> None:
        """A misspelt hook would be silent for ever, so it is refused with the one that was meant."""
        typo = SimpleNamespace(__name__="typo", coleadership_store=hookimpl(lambda ctx: ctx))
        error = refusal(typo)
        assert (error.plugin, error.hook) == ("typo", "coleadership_store")
        assert error.reason == "is no hook; did you mean 'coleadership_stores'?"

    def test_names_what_is_called_like_a_hook_and_not_marked(self) -> None:
        """It would never be asked, and might be a policy; a specification that was imported is none of the plugin's."""
        unmarked = SimpleNamespace(__name__="unmarked", coleadership_policies=lambda ctx: ctx)
        assert "is not marked, so it would never be called" in refusal(unmarked).reason
        page = SimpleNamespace(__name__="page", coleadership_stores=hookspecs.coleadership_stores)
        assert [*Plugins([page]).offers("coleadership_stores")] == ["memory", "sqlite"]

    def test_names_a_mark_in_the_wrong_place(self) -> None:
        """A mark outside of @classmethod is on something that is never called."""

        class Outside:
            @hookimpl
            @classmethod
            def coleadership_stores(cls, ctx: PluginContext) -> list[StoreProvider]:
                return list(ctx.plugin[:0])  # type: ignore[arg-type]

        assert "is marked outside of @classmethod" in refusal(Outside()).reason

    def test_names_an_object_that_answers_badly(self) -> None:
        """Whatever looking at it leads to is told as the plugin's."""

        class Rude:
            def __getattr__(self, name: str) -> object:
                raise RuntimeError(name)

        assert "cannot be looked at (RuntimeError: COLEADERSHIP_API)" in refusal(Rude()).reason

    def test_names_a_misspelt_specname(self) -> None:
        """A function marked for a hook that is none is refused, whatever it is called."""
        typo = SimpleNamespace(__name__="typo", stores=hookimpl(lambda ctx: ctx, specname="coleadership_storage"))
        assert "did you mean 'coleadership_stores'" in refusal(typo).reason

    def test_refuses_an_argument_with_a_default(self) -> None:
        """Some versions of pluggy would pass the default instead of the value."""

        def offer(ctx: object = None) -> object:
            return ctx

        assert "leave it out" in refusal(asking(offer)).reason

    def test_refuses_more_or_other_arguments(self) -> None:
        """A hook takes one `ctx` and nothing else."""

        def more(ctx: PluginContext, event: int) -> object:
            return ctx, event

        def keyword(*, ctx: PluginContext) -> object:
            return ctx

        def anything(**kwargs: object) -> object:
            return kwargs

        def several(*ctx: object) -> object:
            return ctx

        def nothing() -> object:
            return []

        def other(context: PluginContext) -> object:
            return context

        for function in (more, keyword, anything, several, nothing, other):
            assert "a hook takes one ctx" in refusal(asking(function)).reason, function.__name__

    def test_refuses_what_is_asynchronous(self) -> None:
        """A coroutine offers nothing, and would win."""

        async def offer(ctx: PluginContext) -> object:
            return ctx

        async def offers(ctx: PluginContext) -> Any:  # noqa: ANN401 - an asynchronous generator
            yield ctx

        assert "is async" in refusal(asking(offer)).reason
        assert "is async" in refusal(asking(offers)).reason

    @pytest.mark.parametrize("option", ["wrapper", "hookwrapper"])
    def test_refuses_wrappers(self, option: str) -> None:
        """There is nothing to wrap, as each is asked alone."""

        def wrapping(ctx: PluginContext) -> Iterator[object]:
            yield ctx

        wrapper = SimpleNamespace(__name__="rival", coleadership_stores=hookimpl(wrapping, **{option: True}))  # type: ignore[call-overload]
        assert "is a wrapper" in refusal(wrapper).reason


class TestApi:
    @pytest.mark.parametrize("wanted", [API, (API[0], 0)])
    def test_serves_what_was_written_for_it_or_before(self, wanted: tuple[int, int]) -> None:
        """The same first number, and a second up to ours; it is told with the plugin."""
        plugin = SimpleNamespace(__name__="acme", COLEADERSHIP_API=wanted)
        assert [one.api for one in Plugins([plugin])][-1] == wanted

    @pytest.mark.parametrize(
        ("wanted", "what"),
        [
            ((API[0], API[1] + 1), "update coleadership"),
            ((API[0] + 1, 0), "update coleadership"),
            ((0, 9), "newer version"),
        ],
    )
    def test_refuses_what_it_does_not_serve(self, wanted: tuple[int, int], what: str) -> None:
        """A plugin for a newer API says what to update, and one for an older major asks for a newer plugin."""
        error = refusal(SimpleNamespace(__name__="acme", COLEADERSHIP_API=wanted))
        assert error.reason.startswith(f"needs API {wanted[0]}.{wanted[1]}, and this is {API[0]}.{API[1]}; ")
        assert what in error.reason

    @pytest.mark.parametrize("wanted", ["1.0", 1, (1,), (1, "0"), (True, 0), None, (1.0, 0)])
    def test_refuses_what_is_no_version(self, wanted: object) -> None:
        """A version of the API is two whole numbers."""
        assert "write it as (" in refusal(SimpleNamespace(__name__="acme", COLEADERSHIP_API=wanted)).reason

    def test_warns_of_a_hook_that_will_go(self) -> None:
        """The warning names plugin, replacement and the version of removal; of other hooks there is none."""
        gone = attrs.evolve(HOOKS["coleadership_policies"], deprecated=Deprecation("coleadership_rules", "2.0"))
        old = SimpleNamespace(__name__="acme", coleadership_policies=hookimpl(lambda ctx: list(ctx.plugin[:0])))
        with pytest.warns(
            DeprecationWarning, match=r"plugin acme: coleadership_policies goes in 2\.0; use coleadership_r"
        ):
            _ = Plugins([old], hooks={**HOOKS, gone.name: gone})
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            _ = Plugins([old])


class TestIsolation:
    def test_goes_on_without_the_broken_ones(self, site: Install) -> None:
        """Where the host is not strict, each broken plugin is named with its reason, and all else keeps working."""
        _ = site("raises", "raises", "raise RuntimeError('no licence')"), site("works", "works")
        plugins = Plugins(
            ["raises", "works", "not-there", offering([7]), SimpleNamespace(__name__="new", COLEADERSHIP_API=(9, 9))],
            strict=False,
        )
        assert {*plugins.offers("coleadership_calendars")} == {"weekdays", "works"}
        assert sorted(plugins.offers("coleadership_stores")) == ["memory", "sqlite"]
        assert {name: error.reason for name, error in plugins.broken.items()} == {
            "raises": "cannot be imported (RuntimeError: no licence)",
            "not-there": plugins.broken["not-there"].reason,
            "new": "needs API 9.9, and this is 1.0; update coleadership",
            "rival": "offers 7, which is no StoreProvider",
        }
        assert plugins.broken["raises"].plugin == "raises (raises 1.0, raises_hooks)"
        assert plugins.broken["not-there"].reason.startswith("is not installed")

    def test_takes_all_of_a_plugin_s_offers_for_a_hook_or_none(self) -> None:
        """One wrong descriptor spoils the others of its plugin, so that nothing is half there."""
        offers = [StoreProvider("fine", lambda *_: MemoryStore()), 7]
        plugins = Plugins([offering(offers)], strict=False)
        assert "fine" not in plugins.offers("coleadership_stores")
        assert [*plugins.broken] == ["rival"]


class TestHooks:
    def test_are_all_on_the_published_page(self) -> None:
        """Every hook that is asked has its specification, a mark of its own, and a descriptor that is there."""
        specified = {name for name in vars(hookspecs) if name.startswith("coleadership_")}
        assert {*HOOKS} == specified
        for name, one in HOOKS.items():
            assert hasattr(hook, name.removeprefix("coleadership_"))
            assert one.key in {field.name for field in attrs.fields(one.kind)}
