"""What the kit promises: no case is lost, deviations have reasons, nothing hangs, and failures explain themselves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from threading import Event

import pytest

import coleadership.testing as kit
from coleadership.errors import StoreError
from coleadership.testing import KIT_VERSION, Harness, StoreContract
from coleadership.testing.cases import Cases, binds
from coleadership.testing.contract import LAYERS
from coleadership.testing.together import Writer, at_once, within

pytest_plugins = ["pytester"]

HEAD = """
import pytest
from coleadership.testing import Harness, StoreContract, since
from tests.kit import mutants

def harness_of(mutant, tmp_path, patience=5):
    url = f"{mutants.scheme(mutant)}:{mutant}:{tmp_path}/a.db"
    return Harness(url=lambda _: url, plugins=[mutants], persistent=False, patience=patience)
"""
KEEPS = "test_append_keeps_facts_in_their_place"
BEGINS = "test_feed_begins_after_any_position"


@pytest.fixture
def tried(pytester: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Run a test file that an author could write."""

    def run(text: str, *arguments: str) -> pytest.RunResult:
        path = pytester.makepyfile(HEAD + text)
        return pytester.runpytest_inprocess(path, "-p", "no:randomly", "-p", "no:cacheprovider", *arguments)

    return run


class TestCases:
    def test_are_those_of_all_layers(self) -> None:
        """The contract is its layers and nothing besides, and a layer has cases."""
        of_layers = [
            {name for kind in kinds for name in vars(kind) if name.startswith("test_")} for kinds in LAYERS.values()
        ]
        assert all(of_layers)
        assert {*StoreContract.cases()} == set().union(*of_layers)
        assert sum(map(len, of_layers)) == len(StoreContract.cases())

    def test_say_what_they_promise(self) -> None:
        """Every case has a sentence, which a failure shows."""
        assert [name for name, case in StoreContract.cases().items() if not case.__doc__] == []

    @pytest.mark.parametrize("instead", [None, lambda _self: None])
    def test_cannot_be_replaced(self, instead: object) -> None:
        """A class that removes a case, or puts its own in the place of one, is refused when it is made."""
        with pytest.raises(TypeError, match=rf"{KEEPS} is a case of the kit, .* say why: deviations"):
            _ = type("TestAcme", (StoreContract,), {KEEPS: instead, "__module__": __name__})

    def test_cannot_be_replaced_by_another_base(self) -> None:
        """Neither can a class from which it inherits besides."""
        easier = type("Easier", (), {KEEPS: lambda _self: None})
        with pytest.raises(TypeError, match="not to be replaced or removed"):
            _ = type("TestAcme", (easier, StoreContract), {"__module__": __name__})

    def test_may_be_added_to(self) -> None:
        """An author's own cases run beside those of the kit."""
        made: type[Cases] = type("TestAcme", (StoreContract,), {"test_own": lambda _self: None, "__module__": __name__})
        assert made.cases() == StoreContract.cases()

    def test_run_the_cheap_layers_first(self, tried: Callable[..., pytest.RunResult]) -> None:
        """Examples come first and the stateful layer last, so that what is wrong shows soon."""
        shown = tried(
            """
class TestMemory(StoreContract):
    @pytest.fixture
    def harness(self):
        return Harness(url=lambda _: "memory:", persistent=False)
""",
            "--collect-only", "-q",
        )  # fmt: skip
        cases = [line.rpartition("::")[2].partition("[")[0] for line in shown.outlines if "::test_" in line]
        of = {name: layer for layer, kinds in LAYERS.items() for kind in kinds for name in vars(kind)}
        assert [*dict.fromkeys(of[case] for case in cases)] == [*LAYERS]


class TestDeviations:
    def test_become_failures_that_are_expected(self, tried: Callable[..., pytest.RunResult]) -> None:
        """A case that deviates may fail, and its reason is shown."""
        run = tried(
            f"""
class TestAcme(StoreContract):
    deviations = {{"{KEEPS}": "gives the first position", "{BEGINS}[the-last]": "cannot end"}}

    @pytest.fixture
    def harness(self, tmp_path):
        return harness_of("FirstPosition", tmp_path)
""",
            "-rxX", "-k", KEEPS,
        )  # fmt: skip
        assert (run.parseoutcomes()["xfailed"], run.ret) == (1, 0)
        run.stdout.fnmatch_lines(["XFAIL*gives the first position*"])

    def test_must_fail(self, tried: Callable[..., pytest.RunResult]) -> None:
        """A deviation that has become untrue fails, one of several values by itself, so that the list stays true."""
        run = tried(
            f"""
class TestAcme(StoreContract):
    deviations = {{"{BEGINS}[the-last]": "cannot end"}}

    @pytest.fixture
    def harness(self):
        return Harness(url=lambda _: "memory:", persistent=False)
""",
            "-k", BEGINS,
        )  # fmt: skip
        assert (run.parseoutcomes()["passed"], run.parseoutcomes()["failed"]) == (3, 1)
        run.stdout.fnmatch_lines(["*[[]XPASS(strict)[]] cannot end*"])

    @pytest.mark.parametrize(
        ("deviations", "wrong"),
        [
            ({"test_sings": "hoarse"}, "the kit has no case test_sings; see StoreContract.cases()"),
            ({f"{BEGINS}[the-middle]": "lost"}, r"no case .*\[the-middle\] \(ids: before-the-first, the-first,"),
            ({KEEPS: " "}, f"say why the store does not pass {KEEPS}"),
        ],
    )
    def test_are_known_and_have_a_reason(self, deviations: dict[str, str], wrong: str) -> None:
        """A case that is not there, an id that is not there, or a deviation without a reason is refused."""
        with pytest.raises(TypeError, match=wrong):
            _ = type("TestAcme", (StoreContract,), {"deviations": deviations, "__module__": __name__})


class TestVersions:
    @pytest.mark.parametrize(
        ("version", "held_to", "now", "binding"),
        [
            ("1.0", "1.0", "1.0", True), ("1.1", "1.1", "1.1", True), ("1.1", "1.0", "1.1", False),
            ("1.1", "1.0", "1.2", True), ("1.2", "1.0", "1.2", False), ("1.10", "1.9", "1.10", False),
        ],
    )  # fmt: skip
    def test_bind_one_version_later(self, version: str, held_to: str, now: str, binding: bool) -> None:
        """What is new in this version of the kit binds only those who say so, and everybody in the next."""
        assert binds(version, held_to=held_to, now=now) is binding

    def test_let_new_cases_fail_and_pass(self, tried: Callable[..., pytest.RunResult]) -> None:
        """A case of a version that a store is not held to is run and told of, and never fails."""
        run = tried(
            """
class TestAcme(StoreContract):
    @pytest.fixture
    def harness(self):
        return Harness(url=lambda _: "memory:", persistent=False)

    @since("1.99")
    def test_own_hard(self, store):
        assert store is None

    @since("1.99")
    def test_own_easy(self, store):
        assert store is not None
""",
            "-rx", "-k", "test_own",
        )  # fmt: skip
        assert (run.parseoutcomes()["xfailed"], run.parseoutcomes()["xpassed"], run.ret) == (1, 1, 0)
        run.stdout.fnmatch_lines(["XFAIL*new in 1.99*"])

    @pytest.mark.parametrize(("version", "wrong"), [("99.0", f"newer than {KIT_VERSION} here"), ("new", "no version")])
    def test_are_known(self, version: str, wrong: str) -> None:
        """A version that is newer than the kit, or none, is refused."""
        with pytest.raises(TypeError, match=wrong):
            _ = type("TestAcme", (StoreContract,), {"KIT": version, "__module__": __name__})


class TestHarness:
    def test_is_asked_for(self, tried: Callable[..., pytest.RunResult]) -> None:
        """Without one, every case says what to add."""
        run = tried("class TestAcme(StoreContract): pass", "-k", KEEPS)
        run.stdout.fnmatch_lines(["*TestAcme has no harness; give it a fixture of that name that returns a Harness*"])

    def test_needs_the_plugin_that_offers_its_urls(self) -> None:
        """A URL that nobody offers is told with those that somebody does."""
        with pytest.raises(StoreError, match=r"no plugin of the harness offers 'acme:'.*memory:"):
            _ = Harness(url=lambda name: f"acme:{name}").open()

    def test_explains_what_cannot_go_to_another_process(self) -> None:
        """Plugins are handed to the processes that write beside one another; what cannot be is told."""

        class Hidden:
            """A plugin inside a function."""

        harness = Harness(url=lambda name: f"memory:{name}", plugins=[Hidden()])
        with pytest.raises(
            TypeError, match=r"cannot be handed to another process .*; give modules, or objects whose class"
        ):
            _ = Writer(harness, "anna", 1)


class TestHanging:
    def test_is_not_waited_for(self) -> None:
        """What hangs is left behind, and told of."""
        never = Event()
        with pytest.raises(AssertionError, match=r"still not done after 0\.01 seconds"):
            within(0.01, never.wait)
        with pytest.raises(AssertionError, match="still not done"):
            _ = at_once(0.01, lambda: None, never.wait)
        never.set()

    def test_gives_what_does_not_hang(self) -> None:
        """Answers and errors come back as they are."""
        assert within(60, lambda: 7) == 7
        with pytest.raises(LookupError, match="lost"):
            within(60, lost)
        told = at_once(60, lost, lambda: 7)
        assert [type(error) for error in told] == [LookupError, type(None)]

    def test_ends_a_case_and_not_the_run(self, tried: Callable[..., pytest.RunResult]) -> None:
        """A store that waits for its own lock fails the cases in which it does, and the others are run."""
        run = tried(
            """
class TestAcme(StoreContract):
    @pytest.fixture
    def harness(self, tmp_path):
        return harness_of("LockKept", tmp_path, patience=1)
""",
            "-k", "test_append_refuses or test_feed",
        )  # fmt: skip
        outcomes = run.parseoutcomes()
        assert outcomes["passed"] >= 4
        assert 1 <= outcomes["failed"] <= 2
        run.stdout.fnmatch_lines(["*AssertionError: is still not done after 1 seconds*"])


class TestFailures:
    def test_explain_themselves(self, tried: Callable[..., pytest.RunResult]) -> None:
        """A failing case shows the values that it compared, though it is in a library."""
        run = tried(
            """
class TestAcme(StoreContract):
    @pytest.fixture
    def harness(self, tmp_path):
        return harness_of("FirstPosition", tmp_path)
""",
            "-k", KEEPS,
        )  # fmt: skip
        run.stdout.fnmatch_lines([f"*def {KEEPS}*", "*assert 1 == 2*"])

    def test_are_explained_in_every_layer(self) -> None:
        """No module with cases is left out of what pytest rewrites."""
        rooms = {kind.__module__.rpartition(".")[2] for kinds in LAYERS.values() for kind in kinds}
        assert rooms | {"batches", "together"} == {*kit._EXPLAINED}


class TestImports:
    @pytest.mark.parametrize(
        "module",
        [
            "coleadership.testing",
            "coleadership.testing.builders",
            "coleadership.testing.concepts",
            "coleadership.testing.harness",
            "coleadership.testing.batches",
        ],
    )
    def test_bring_no_test_tools(self, module: str) -> None:
        """What a host uses without pytest or hypothesis imports neither."""
        assert imported_with(f"import {module}") == []

    def test_of_the_core_bring_nothing_of_this(self) -> None:
        """No module of the library itself imports the kit or its tools."""
        script = """
import pkgutil, importlib, coleadership
for found in pkgutil.walk_packages(coleadership.__path__, "coleadership."):
    if not found.name.startswith(("coleadership.testing", "coleadership.cli")):
        importlib.import_module(found.name)
"""
        assert imported_with(script) == []

    def test_know_their_names(self) -> None:
        """Every public name of the kit is there, is listed, and no other is."""
        assert [name for name in kit.__all__ if not hasattr(kit, name)] == []
        assert {*kit.__all__} <= {*dir(kit)}
        with pytest.raises(AttributeError, match="has no attribute 'Harnes'"):
            _ = kit.Harnes  # type: ignore[attr-defined]


def imported_with(script: str) -> list[str]:
    """The test tools that a script imports in a fresh process."""
    tell = (
        f"{script}\nimport sys\nprint(*({{'pytest', 'hypothesis', 'coleadership.testing.cases'}} & {{*sys.modules}}))"
    )
    done = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, check=True)
    return done.stdout.split()


def lost() -> None:
    """Fail."""
    message = "lost"
    raise LookupError(message)
