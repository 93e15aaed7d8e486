"""Journals by their URL, through the stores that plugins offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import SimpleNamespace

import pytest

import coleadership as co
from coleadership.heart.kinds import Kind
from coleadership.hookspecs import Calendar, PluginContext, StoreProvider, hookimpl
from coleadership.policies import Asked, Policy
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


def refusal(*plugins: object, url: str) -> co.PluginError:
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

        offers = [StoreProvider("rival", broken)]
        rival = SimpleNamespace(__name__="rival", coleadership_stores=hookimpl(lambda ctx: offers if ctx.api else []))
        with pytest.raises(co.StoreError, match="rival:x: is on fire"):
            _ = co.open_journal("rival:x", plugins=[rival])
        with pytest.raises(co.PluginError, match="'rival:' could not be opened") as caught:
            _ = co.open_journal("rival:x", plugins=[rival], create=False)
        assert caught.value.plugin == "rival"
        assert isinstance(caught.value.__cause__, OSError)


class TestPolicies:
    def test_of_plugins_hold_in_the_journal(self) -> None:
        """What a plugin refuses is not saved, and the sentence names its policy."""

        def no_renaming(asked: Asked) -> str | None:
            return "names stay as they are here" if asked.name == "person.renamed" else None

        def offered(ctx: PluginContext) -> list[Policy]:
            return [Policy(f"{ctx.plugin}.names", no_renaming)]

        names = SimpleNamespace(__name__="acme", coleadership_policies=hookimpl(offered))
        with co.open_journal("memory:", plugins=[names]) as journal:
            anna = journal.save(co.Person.join("Anna Ek"))
            with pytest.raises(co.RefusedByPolicy, match=r"policy acme\.names refuses person\.renamed: names stay"):
                _ = journal.save(anna.rename("Anna Berg", by=anna.id))

    def test_are_asked_for_before_anything_is_opened(self) -> None:
        """A plugin whose policies cannot be had is refused at once, not at the first save."""
        opened: list[str] = []

        def open_it(url: str, options: Mapping[str, str], create: bool) -> Store:
            opened.append(url)
            return Slow(options, create)

        stores = SimpleNamespace(
            __name__="stores", coleadership_stores=hookimpl(lambda ctx: [StoreProvider(ctx.plugin, open_it)])
        )
        wrong = SimpleNamespace(__name__="wrong", coleadership_policies=hookimpl(lambda ctx: [ctx]))
        assert refusal(stores, wrong, url="stores:").plugin == "wrong"
        assert opened == []

    def test_are_closed_for_a_plugin_that_is_broken(self) -> None:
        """Where the host goes on without a broken plugin, all can be read and nothing saved, as it might refuse."""
        wrong = SimpleNamespace(__name__="wrong", COLEADERSHIP_API=(99, 0))
        with co.open_journal("memory:", plugins=co.Plugins([wrong], strict=False)) as journal:
            assert journal.verify().ok
            with pytest.raises(co.RefusedByPolicy, match="plugin wrong is broken"):
                _ = journal.save(co.Person.join("Anna Ek"))


class TestVocabulary:
    def test_is_what_the_library_brings_and_plugins_offer(self) -> None:
        """Kinds, rules and calendars of both, by their ids."""
        slow = co.DecisionRule(id="acme.slow", open_days=60)
        offered = SimpleNamespace(
            __name__="acme",
            coleadership_decision_rules=hookimpl(lambda ctx: [slow] if ctx.plugin else []),
            coleadership_calendars=hookimpl(lambda ctx: [Calendar(f"{ctx.plugin}.lund", co.WEEKDAYS)]),
            coleadership_kinds=hookimpl(lambda ctx: [Kind(f"{ctx.plugin}.pairing", "pairing", (("pair", 2),))]),
        )
        with co.open_journal("memory:", plugins=[offered]) as journal:
            words = journal.vocabulary
            assert words.rule("acme.slow") is slow
            assert words.rule("consent") is co.CONSENT
            assert words.calendar("acme.lund") is words.calendar("weekdays") is co.WEEKDAYS
            assert words.kind("acme.pairing").needs == (("pair", 2),)
            assert words.kind("team").name == "team agreement"
