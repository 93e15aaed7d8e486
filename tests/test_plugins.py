"""Journals by their URL, through the stores that plugins offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace

import pytest

import coleadership as co
from coleadership.hookspecs import PluginContext, StoreProvider
from coleadership.plugins import hookimpl, new_manager, store_providers
from coleadership.records import Batch, Store
from coleadership.stores.memory import MemoryStore


class Slow(MemoryStore):
    """A stranger's store: it remembers how it was opened and what was appended."""

    __slots__ = ("appended", "opened")

    def __init__(self, *opened: object) -> None:
        super().__init__()
        self.opened, self.appended = opened, list[Batch]()

    def append(self, batch: Batch) -> int:
        """Keep a batch and remember it."""
        self.appended.append(batch)
        return super().append(batch)


class Acme:
    """A plugin with a store of its own."""

    @hookimpl
    def coleadership_stores(self, ctx: PluginContext) -> Iterable[StoreProvider]:
        """Offer `acme:`."""
        assert ctx.api >= (0, 1)
        yield StoreProvider("acme", Slow, options=frozenset({"shelf", "row"}), summary="on a shelf")


def plugin(offer: Callable[[PluginContext], object], name: str = "rival") -> object:
    """A plugin that answers a hook in its own way."""
    return SimpleNamespace(__name__=name, coleadership_stores=hookimpl(offer))


def offering(offered: object) -> object:
    """A plugin that offers something."""

    def offer(ctx: PluginContext) -> object:
        assert ctx.api
        return offered

    return plugin(offer)


def refusal(*plugins: object, url: str = "acme:x") -> co.PluginError:
    """How these plugins are refused."""
    with pytest.raises(co.PluginError) as caught:
        _ = co.open_journal(url, plugins=plugins)
    return caught.value


class TestOpenJournal:
    def test_opens_what_a_plugin_offers(self) -> None:
        """The store gets the URL without its query, its options, and whether it may make something."""
        with co.open_journal("acme:north?shelf=2&row=", plugins=[Acme()], create=False) as journal:
            store = journal.store
            assert isinstance(store, Slow)
            assert store.opened == ("acme:north", {"shelf": "2", "row": ""}, False)

    def test_lives_with_a_stranger_s_store_from_end_to_end(self) -> None:
        """Saved, changed, found, verified, exported and imported as in any other."""
        with co.open_journal("acme:", plugins=[Acme()]) as journal:
            anna = journal.save(co.Person.join("Anna Ek", reference="e-1007"))
            anna = journal.change(anna.id, lambda person: person.rename("Anna Björk", by=person.id))
            assert [person.id for person in journal.find(co.Person, reference="e-1007")] == [anna.id]
            assert journal.verify().records == 2
            assert isinstance(journal.store, Slow)
            assert [len(batch.facts) for batch in journal.store.appended] == [1, 1]

    @pytest.mark.parametrize("url", ["", ":", "acme", "postgres://x", "Memory:", "SQLITE:///a.db", "/srv/a.db"])
    def test_knows_no_other_url(self, url: str) -> None:
        """A URL that no store is known for is refused with those that are."""
        with pytest.raises(co.StoreError, match=r"known: acme:, memory:, sqlite:") as caught:
            _ = co.open_journal(url, plugins=[Acme()])
        assert caught.value.url == url

    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("colour=red", r"knows no option 'colour' \(options: row, shelf\)"),
            ("shelf=1&shelf=1", r"has an option twice \(options: row, shelf\)"),
        ],
    )
    def test_refuses_options_that_the_store_does_not_have(self, query: str, reason: str) -> None:
        """Options are those that the plugin names, each once."""
        with pytest.raises(co.StoreError, match=reason):
            _ = co.open_journal(f"acme:?{query}", plugins=[Acme()])

    def test_refuses_any_option_of_a_journal_in_memory(self) -> None:
        """A store without options says so."""
        with pytest.raises(co.StoreError, match=r"\(options: none\)"):
            _ = co.open_journal("memory:?durability=full")

    def test_lets_the_store_say_what_is_wrong(self) -> None:
        """An error of ours that a store raises comes through; any other is the plugin's, and names it."""

        def broken(url: str, options: Mapping[str, str], create: bool) -> Store:
            raise (co.StoreError(url, "is on fire") if create else OSError(str(options)))

        rival = offering([StoreProvider("rival", broken)])
        with pytest.raises(co.StoreError, match="rival:x: is on fire"):
            _ = co.open_journal("rival:x", plugins=[rival])
        with pytest.raises(co.PluginError, match="'rival:' could not be opened") as caught:
            _ = co.open_journal("rival:x", plugins=[rival], create=False)
        assert caught.value.plugin == __name__
        assert isinstance(caught.value.__cause__, OSError)


class TestPlugins:
    def test_do_not_know_the_plugins_of_another_journal(self) -> None:
        """Each journal has a manager of its own."""
        co.open_journal("acme:", plugins=[Acme()]).close()
        with pytest.raises(co.StoreError, match="known: memory:, sqlite:"):
            _ = co.open_journal("acme:")

    def test_are_both_named_if_they_offer_one_scheme(self) -> None:
        """The error names who offers it again and who offered it first."""
        rival = offering([StoreProvider("acme", Slow)])
        error = refusal(Acme(), rival)
        assert (error.plugin, error.hook) == ("rival", "coleadership_stores")
        assert error.reason == "offers 'acme:', which tests.test_plugins.Acme offers too; use one of them"

    def test_cannot_take_the_place_of_a_built_in_store(self) -> None:
        """`sqlite:` and `memory:` are the library's."""
        rival = offering([StoreProvider("sqlite", Slow)])
        assert "which coleadership.stores offers too" in refusal(rival).reason

    def test_are_named_if_they_raise(self) -> None:
        """Whatever goes wrong in a hook, the plugin is named, and what it said is told."""

        def raising(ctx: PluginContext) -> object:
            raise LookupError(ctx.api)

        error = refusal(plugin(raising))
        assert (error.plugin, error.hook) == ("rival", "coleadership_stores")
        assert error.reason.startswith("LookupError: ")

    @pytest.mark.parametrize("offered", [None, 7, ["acme"], [None]], ids=str)
    def test_are_named_if_they_offer_something_else(self, offered: object) -> None:
        """A hook returns descriptors, and nothing else passes for one."""
        assert refusal(offering(offered)).plugin == "rival"

    def test_are_named_if_they_are_given_twice(self) -> None:
        """One object is one plugin."""
        acme = Acme()
        assert "already registered" in refusal(acme, acme).reason

    def test_are_named_if_they_implement_a_hook_that_is_none(self) -> None:
        """A misspelt hook would be silent for ever, so it is refused at once."""
        typo = SimpleNamespace(__name__="typo", coleadership_store=hookimpl(lambda ctx: ctx))
        error = refusal(typo)
        assert error.plugin == "typo"
        assert "coleadership_store" in error.reason

    def test_are_named_if_they_want_more_than_a_hook_gives(self) -> None:
        """A hook gets `ctx` and nothing else."""

        def offer(ctx: PluginContext, more: int) -> object:
            return ctx, more

        more = SimpleNamespace(__name__="more", coleadership_stores=hookimpl(offer))
        assert refusal(more).plugin == "more"

    def test_offer_nothing_where_nothing_is_marked(self) -> None:
        """A function is a hook only if it says so."""
        unmarked = SimpleNamespace(coleadership_stores=lambda ctx: ctx)
        assert sorted(store_providers(new_manager([unmarked]))) == ["memory", "sqlite"]

    def test_that_are_built_in_say_what_they_are(self) -> None:
        """Every store has one line about itself."""
        assert all(provider.summary for provider in store_providers(new_manager()).values())
