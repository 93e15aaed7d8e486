"""`check-plugin`: what is wrong with a plugin is found before others find it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.command import Command
from tests.installing import Install, site

__all__ = ["site"]

STORES = """
from coleadership.hookspecs import StoreProvider, hook
from coleadership.records import Capability


@hook.stores
def stores(ctx):
    return [StoreProvider("acme", opened, summary="in memory", capabilities={capabilities})]


def opened(url, options, create):
    from coleadership.stores.memory import MemoryStore

    return MemoryStore()
"""
NOTING = """
from coleadership.hookspecs import StoreProvider, hook


@hook.stores
def stores(ctx):
    return [StoreProvider("acme", opened, summary="in no place at all")]


def opened(url, options, create):
    from coleadership.stores.memory import MemoryStore

    with open("urls.txt", "a") as urls:
        print(url, file=urls)
    if url != "acme:probe":
        raise OSError("no room")
    return MemoryStore()
"""
ERASING = "frozenset({Capability.ERASURE})"


def notes(told: Any) -> dict[str, list[tuple[str, str]]]:  # noqa: ANN401 - JSON
    """What was found, by what it is about."""
    found: dict[str, list[tuple[str, str]]] = {}
    for note in told["findings"]:
        found.setdefault(note["about"], []).append((note["result"], note["says"]))
    return found


def wrongs(run: Command, *arguments: str) -> list[str]:
    """What is wrong with a plugin, by what it is about."""
    code, out, err = run.raw("check-plugin", *arguments, "--json")
    told = json.loads(out)
    assert (code, err, told["ok"]) == (1, "", False)
    return [f"{note['about']}: {note['says']}" for note in told["findings"] if note["result"] == "wrong"]


class TestCheckPlugin:
    def test_finds_nothing_wrong_with_a_good_one(self, bare: Command, site: Install) -> None:
        """Metadata, import, settings and offers are each told, and the answer is yes."""
        _ = site("coleadership-acme", "acme")
        told = bare.json("check-plugin", "acme")
        assert told["ok"]
        found = notes(told)
        assert found["metadata"] == [("right", "coleadership-acme 1.0, requires coleadership<1,>=0.1")]
        assert found["import"][0][0] == "right"
        assert found["calendars"][0] == ("right", "offers coleadership-acme")
        assert found["settings"] == [("right", "has none")]

    def test_is_read_by_people_too(self, bare: Command, site: Install) -> None:
        """One line for each thing that was looked at, and a verdict."""
        _ = site("coleadership-acme", "acme")
        said = bare("check-plugin", "acme")
        assert "✓ metadata" in said
        assert said.endswith("acme (coleadership-acme 1.0, coleadership_acme_hooks): nothing is wrong\n")

    @pytest.mark.parametrize(
        ("requires", "says"),
        [
            ("", "metadata: does not require coleadership; add a range, such as coleadership>=0.1,<1"),
            ("Requires-Dist: coleadership-other\n", "metadata: does not require coleadership; add a range"),
            ("Requires-Dist: coleadership>=0.1\n", "metadata: requires 'coleadership>=0.1' without an upper end"),
        ],
    )
    def test_finds_a_requirement_that_will_break_somebody(
        self, bare: Command, site: Install, requires: str, says: str
    ) -> None:
        """A plugin says for which versions of the library it was made."""
        _ = site("acme", "acme", requires=requires)
        assert [wrong for wrong in wrongs(bare, "acme") if wrong.startswith(says)]

    @pytest.mark.parametrize(
        ("source", "says"),
        [
            ("raise RuntimeError('no licence')", "import: fails: RuntimeError: no licence"),
            ("from coleadership.hookspecs import hookimpl\n@hookimpl\ndef coleadership_store(ctx): ...",
             "letting in: coleadership_store: is no hook; did you mean 'coleadership_stores'?"),
            ("def coleadership_stores(ctx): ...", "letting in: coleadership_stores: looks like a hook"),
            ("COLEADERSHIP_API = (9, 0)", "letting in: API: needs API 9.0"),
            ("x = 1", "hooks: implements no hook"),
            ("from coleadership.hookspecs import hook\n@hook.stores\ndef s(ctx): return [7]",
             "stores: offers 7, which is no StoreProvider"),
            ("from coleadership.hookspecs import *\n@hook.stores\ndef s(ctx): return [StoreProvider('sqlite', print)]",
             "stores: offers scheme 'sqlite', which coleadership.stores"),
            ("import attrs\n@attrs.frozen\nclass S:\n    api_token: str = ''\nCOLEADERSHIP_SETTINGS = S",
             "settings: api_token would be written down and shown"),
        ],
    )  # fmt: skip
    def test_finds_what_is_wrong(self, bare: Command, site: Install, source: str, says: str) -> None:
        """Each mistake is told with what would mend it."""
        _ = site("acme", "acme", source)
        assert [wrong for wrong in wrongs(bare, "acme") if wrong.startswith(says)], wrongs(bare, "acme")

    def test_finds_what_is_heavy(self, bare: Command, site: Install) -> None:
        """An import over the budget is told with the modules that take longest."""
        _ = site("acme", "acme", "total = sum(number * number for number in range(3_000_000))")
        (heavy,) = [wrong for wrong in wrongs(bare, "acme") if wrong.startswith("import:")]
        assert "more than 50: acme_hooks" in heavy

    def test_gives_advice_that_is_no_fault(self, bare: Command) -> None:
        """A name that may clash, a command without a word, settings that can be changed: told, and not wrong."""
        source = (
            "import attrs\nfrom coleadership.hookspecs import Calendar, Command, hook\n"
            "from coleadership.rhythm.workdays import WEEKDAYS\n"
            "@attrs.define\nclass Settings:\n    a: int = 1\n"
            "COLEADERSHIP_SETTINGS = Settings\n"
            "@hook.calendars\ndef calendars(ctx): return [Calendar('lund', WEEKDAYS, 'Lund')]\n"
            "@hook.commands\ndef commands(ctx): return [Command('quiet', lambda: None)]\n"
        )
        told = bare.json("check-plugin", "./" + bare.file(source.encode(), "acme.py"))
        assert told["ok"]
        advice = [note["says"] for note in told["findings"] if note["result"] == "advice"]
        assert [one.split(" ")[0] for one in advice] == ["Settings", "lund", "quiet"]

    def test_knows_no_plugin_that_is_not_there(self, bare: Command) -> None:
        """A typo is a wrong request."""
        assert "is not installed" in bare.refusal(2, "check-plugin", "acmee")


@pytest.mark.slow
class TestContract:
    def test_is_left_out_where_no_place_is_named(self, bare: Command) -> None:
        """The contract needs to know where stores may be made."""
        file = bare.file(STORES.replace("{capabilities}", ERASING).encode(), "acme.py")
        assert notes(bare.json("check-plugin", f"./{file}"))["contract"][0][0] == "left out"

    @pytest.mark.slow
    def test_passes_a_store_that_keeps_it(self, bare: Command) -> None:
        """The whole contract is run, and what cannot be said of a store that is not persistent is told."""
        file = bare.file(STORES.replace("{capabilities}", ERASING).encode(), "acme.py")
        ((result, says),) = notes(bare.json("check-plugin", f"./{file}", "--store-url", "acme:{name}"))["contract"]
        assert result == "right"
        assert " passed" in says
        assert "not persistent" in says

    @pytest.mark.slow
    def test_names_the_cases_that_a_store_fails(self, bare: Command) -> None:
        """A capability that the store has and its provider does not declare is found."""
        file = bare.file(STORES.replace("{capabilities}", "frozenset()").encode(), "acme.py")
        (wrong,) = wrongs(bare, f"./{file}", "--store-url", "acme:{name}")
        assert "test_capability_is_there_exactly_if_declared[erasure]" in wrong

    @pytest.mark.slow
    def test_begins_with_new_stores_each_time(self, bare: Command) -> None:
        """What an earlier run has left in stores that last is not taken for a fault of theirs."""
        file = bare.file(NOTING.encode(), "acme.py")
        runs: list[set[str]] = []
        for _ in range(2):
            assert wrongs(bare, f"./{file}", "--store-url", "acme:{name}")
            runs.append({*(bare.folder / "urls.txt").read_text(encoding="utf-8").split()})
            (bare.folder / "urls.txt").unlink()
        assert len(runs[0]) > 50
        assert runs[0] & runs[1] == {"acme:probe"}

    def test_wants_a_place_of_that_store(self, bare: Command) -> None:
        """A URL of another scheme, or without `{name}`, is refused."""
        file = bare.file(STORES.replace("{capabilities}", ERASING).encode(), "acme.py")
        for url in ("sqlite:///{name}.db", "acme:here"):
            (wrong,) = wrongs(bare, f"./{file}", "--store-url", url)
            assert wrong == "contract: --store-url begins with acme: and has {name} in it"
