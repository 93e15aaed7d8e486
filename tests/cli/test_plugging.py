"""Plugins on the command line: which there are, their commands, and what the doctor says of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.command import Command
from tests.installing import Install, site

__all__ = ["site"]

COUNTING = '''
from coleadership.hookspecs import Command, HealthCheck, Symptom, hook


@hook.commands
def commands(ctx):
    return [Command("count", count, "Count what is here."), Command("greet", greet), Command("break", fail)]


def count(journal, kind: str = "agreement", *, twice: bool = False):
    print(sum(card.kind == kind for card in journal.cards()) * (2 if twice else 1))


def greet(name: str) -> int:
    """Greet somebody."""
    print("hello", name)
    return 1


def fail():
    raise LookupError("no licence")
'''
CHECKING = """
from threading import Event

from coleadership.hookspecs import HealthCheck, Symptom, hook


@hook.health_checks
def health_checks(ctx):
    return [
        HealthCheck("acme.fine", lambda journal: []),
        HealthCheck("acme.note", lambda journal: [Symptom("a thought", serious=False)]),
        HealthCheck("acme.hangs", lambda journal: Event().wait() or [], patience=0.01),
        HealthCheck("acme.fails", lambda journal: 1 / 0),
        HealthCheck("acme.wrong", lambda journal: ["a text"]),
    ]
"""
CALM = """
from coleadership.hookspecs import HealthCheck, Symptom, hook


@hook.health_checks
def health_checks(ctx):
    return [HealthCheck("acme.note", lambda journal: [Symptom("a thought", serious=False)])]
"""


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No plugin is named by the environment."""
    monkeypatch.delenv("COLEADERSHIP_PLUGINS", raising=False)
    monkeypatch.delenv("COLEADERSHIP_DISABLE_PLUGINS", raising=False)


pytestmark = pytest.mark.usefixtures("clean")


class TestPlugins:
    def test_tells_what_is_enabled_broken_and_only_installed(self, bare: Command, site: Install) -> None:
        """Each with where it is from; a broken one is named with its reason, the others go on, and the answer is no."""
        fine, broken = site("acme-hr", "acme", version="1.4.2"), site("bad", "bad", "raise RuntimeError('no licence')")
        _ = site("idle", "idle", "raise RuntimeError('imported')")
        code, out, err = bare.raw("plugins", "--json", "--plugin", "acme", "--plugin", "bad")
        assert (code, err) == (1, "")
        told = {one["name"]: one for one in json.loads(out)}
        assert told["acme"] == {
            "name": "acme", "distribution": "acme-hr", "version": "1.4.2", "module": fine, "status": "enabled",
            "reason": None, "api": [1, 0], "hooks": ["coleadership_calendars"],
            "offers": {"coleadership_calendars": ["acme-hr"]}, "settings": {},
        }  # fmt: skip
        assert (told["bad"]["status"], told["bad"]["module"]) == ("broken", f"bad (bad 1.0, {broken})")
        assert told["bad"]["reason"] == "import: cannot be imported (RuntimeError: no licence)"
        assert told["idle"]["status"] == "installed, not enabled"
        assert told["coleadership.stores"]["offers"] == {"coleadership_stores": ["memory", "sqlite"]}

    def test_lists_what_is_available_without_importing_it(self, bare: Command, site: Install) -> None:
        """Metadata is enough to know what there is."""
        module = site("acme", "acme", "raise RuntimeError('imported')")
        told = {one["name"]: one["status"] for one in bare.json("plugins", "--available")}
        assert told["acme"] == "installed, not enabled"
        assert module not in sys.modules

    def test_is_read_by_people_too(self, bare: Command, site: Install) -> None:
        """Name, status, origin, reason and offers, on a terminal."""
        _ = site("acme-hr", "acme"), site("bad", "bad", "raise RuntimeError('no licence')")
        code, out, _ = bare.raw("plugins", "--plugin", "acme", "--plugin", "bad")
        assert code == 1
        for words in ("enabled", "acme-hr 1.0, acme_hr_hooks", "calendars: acme-hr", "broken", "no licence"):
            assert words in out.decode()

    def test_tells_what_is_forbidden(self, bare: Command, site: Install, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the environment forbids is told as such."""
        _ = site("acme", "acme")
        monkeypatch.setenv("COLEADERSHIP_DISABLE_PLUGINS", "acme")
        told = {one["name"]: one["status"] for one in bare.json("plugins", "--plugin", "acme")}
        assert told["acme"] == "forbidden by the environment"


class TestWishes:
    def test_come_from_the_command_the_environment_or_the_file(
        self, bare: Command, site: Install, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first of these that says anything names the plugins, and `--no-plugins` is stronger than all."""
        for name in ("one", "two", "three"):
            _ = site(name, name)

        def enabled(*arguments: str) -> list[str]:
            told = bare.json("plugins", *arguments)
            return [one["name"] for one in told if one["status"] == "enabled" and "." not in one["name"]]

        assert enabled() == []
        _ = (bare.folder / "coleadership.toml").write_text('enable = ["one"]\n', encoding="utf-8")
        assert enabled() == ["one"]
        monkeypatch.setenv("COLEADERSHIP_PLUGINS", "two, one")
        assert enabled() == ["one", "two"]
        assert enabled("--plugin", "three") == ["three"]
        assert enabled("--plugin", "three", "--no-plugins") == []
        monkeypatch.setenv("COLEADERSHIP_PLUGINS", "")
        assert enabled() == []

    def test_get_the_settings_of_a_file(self, bare: Command) -> None:
        """`--settings` names it; a typo in it breaks that plugin alone, with what was meant."""
        source = (
            "import attrs\n@attrs.frozen\nclass Settings:\n    timeout: int = 3\nCOLEADERSHIP_SETTINGS = Settings\n"
        )
        _ = bare.file(source.encode(), "acme.py")
        _ = bare.file(b"[plugins.acme]\ntimeout = 5\n", "good.toml")
        _ = bare.file(b"[plugins.acme]\ntmieout = 5\n", "typo.toml")
        told = bare.json("plugins", "--plugin", "./acme.py", "--settings", "good.toml")
        assert [one["settings"] for one in told if one["name"] == "acme"] == [{"timeout": "COLEADERSHIP_ACME__TIMEOUT"}]
        code, out, _ = bare.raw("plugins", "--plugin", "./acme.py", "--settings", "typo.toml", "--json")
        assert code == 1
        assert [one["reason"] for one in json.loads(out) if one["status"] == "broken"] == [
            "settings: tmieout: is not known ([plugins.acme]); did you mean 'timeout'?"
        ]

    def test_name_files_beside_the_file_of_settings(self, bare: Command) -> None:
        """A plugin of one file is looked for where the settings lie, and what it prints is no answer."""
        (bare.folder / "conf").mkdir()
        _ = bare.file(b"print('hello')\n", "conf/acme.py")
        settings = bare.file(b'\xef\xbb\xbfenable = ["./acme.py"]\n', "conf/coleadership.toml")
        code, out, err = bare.raw("plugins", "--json", "--settings", settings)
        assert (code, err) == (0, "hello\n")
        assert "enabled" in [one["status"] for one in json.loads(out) if one["name"] == "acme"]

    def test_refuse_a_file_that_is_no_settings(self, bare: Command) -> None:
        """A broken file is named; `--no-plugins` does without it."""
        _ = bare.file(b"enable = [", "coleadership.toml")
        assert "coleadership.toml: is not TOML" in bare.refusal(2, "plugins")
        assert bare.raw("plugins", "--no-plugins")[0] == 0


class TestCommands:
    def test_take_arguments_and_the_journal(self, played: Command) -> None:
        """A command of a plugin is an ordinary function, which gets the journal if it asks for one."""
        _ = played.file(COUNTING.encode(), "acme.py")
        once = int(played("count", "--plugin", "./acme.py"))
        assert once == len([one for one in played.json("list") if one["kind"] == "agreement"])
        assert int(played("--plugin", "./acme.py", "count", "agreement", "--twice")) == 2 * once
        assert played.raw("--plugin", "./acme.py", "greet", "Bo")[:2] == (1, b"hello Bo\n")

    def test_are_there_only_with_their_plugin(self, bare: Command) -> None:
        """Afterwards the command is as it was."""
        _ = bare.file(COUNTING.encode(), "acme.py")
        assert "Greet somebody." in bare("--plugin", "./acme.py", "--help")
        assert "Greet somebody." not in bare("--help")
        assert 'Unknown command "greet"' in bare.refusal(2, "greet", "Bo")

    def test_that_fail_name_their_plugin(self, bare: Command) -> None:
        """What goes wrong in a plugin is told as its own, in one sentence."""
        _ = bare.file(COUNTING.encode(), "acme.py")
        said = bare.refusal(2, "break", "--plugin", "./acme.py")
        assert said.startswith("plugin acme (./acme.py), coleadership_commands: the command 'break' failed")
        assert "no licence" in said

    @pytest.mark.parametrize(
        ("offer", "reason"),
        [
            ("Command('kw', lambda **kw: 0)", "takes **"), ("Command('two words', print)", "name it in small letters"),
            ("Command('--help', print)", "the library's own"), ("Command('later', later)", "is async"),
            ("Command('none', None)", "give a function"),
        ],
    )  # fmt: skip
    def test_that_could_not_be_called_are_told_and_spoil_no_other(
        self, played: Command, offer: str, reason: str
    ) -> None:
        """A command with a wrong name or form is its plugin's fault, and all other commands go on."""
        source = (
            "from coleadership.hookspecs import Command, hook\n"
            f"async def later(): ...\n@hook.commands\ndef commands(ctx): return [{offer}]\n"
        )
        _ = played.file(source.encode(), "acme.py")
        code, out, err = played.raw("list", "--plugin", "./acme.py")
        assert (code, b"Evening rota" in out) == (0, True)
        assert reason in err

    def test_cannot_shadow_the_library_s_own(self, run: Command) -> None:
        """A plugin that offers `doctor` is told so, and the doctor is still the library's."""
        source = (
            "from coleadership.hookspecs import Command, hook\n"
            "@hook.commands\ndef commands(ctx): return [Command('verify', print)]\n"
        )
        _ = run("demo", "--journal", "sqlite:///acme.db"), run.file(source.encode(), "acme.py")
        code, out, err = run.raw("verify", "--plugin", "./acme.py")
        assert code == 0
        assert out.startswith(b"whole: ")
        assert "offers the command 'verify', which is the library's own" in err


class TestBroken:
    def test_are_told_and_all_can_be_read(self, played: Command, site: Install) -> None:
        """A broken plugin is one line on stderr, with the way to do without, and the answer comes all the same."""
        _ = site("bad", "bad", "raise RuntimeError('no licence')")
        code, out, err = played.raw("list", "--plugin", "bad")
        assert code == 0
        assert b"Evening rota" in out
        assert err.count("\n") == 1
        assert "no licence" in err
        assert "--no-plugins" in err

    def test_close_the_journal_to_saving(self, run: Command, site: Install) -> None:
        """Nothing is imported past a plugin that might have refused it."""
        _ = site("bad", "bad", "raise RuntimeError('no licence')")
        code, _, err = run.raw("demo", "--journal", "sqlite:///acme.db", "--plugin", "bad")
        assert code == 2
        assert "plugin bad is broken" in err


class TestDoctor:
    def test_makes_the_checks_of_plugins_each_alone(self, played: Command) -> None:
        """One that hangs, fails or tells something else is a symptom, the others are heard, and the answer is no."""
        _ = played.file(CHECKING.encode(), "acme.py")
        code, out, _ = played.raw("doctor", "--json", "--plugin", "./acme.py")
        assert code == 1
        assert [(one["what"], one["serious"]) for one in json.loads(out)["symptoms"]] == [
            ("acme.note: a thought", False),
            ("acme.hangs: has not come back after 0.01 seconds, and was left behind", True),
            ("acme.fails: failed (ZeroDivisionError: division by zero)", True),
            ("acme.wrong: told 'a text', which is no Symptom", True),
        ]

    def test_comes_back_from_a_check_that_holds_the_journal(self, played: Command) -> None:
        """A check that hangs inside the store is left behind, and the report is there all the same."""
        source = (
            "from threading import Event\nfrom coleadership.hookspecs import HealthCheck, hook\n"
            "def held(journal):\n    with journal.store._turn():\n        Event().wait()\n    return []\n"
            "@hook.health_checks\ndef checks(ctx): return [HealthCheck('acme.held', held, patience=0.05)]\n"
        )
        _ = played.file(source.encode(), "acme.py")
        code, out, _ = played.raw("doctor", "--json", "--plugin", "./acme.py")
        assert code == 1
        told = json.loads(out)
        assert told["verify"]["ok"]
        assert [one["what"] for one in told["symptoms"]] == [
            "acme.held: has not come back after 0.05 seconds, and was left behind"
        ]

    def test_is_content_with_a_thought(self, played: Command) -> None:
        """What is not serious is told and does not make the answer no."""
        _ = played.file(CALM.encode(), "acme.py")
        assert "acme.note: a thought" in played("doctor", "--plugin", "./acme.py")

    def test_tells_what_is_broken_and_forbidden(
        self, played: Command, site: Install, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A plugin that needs a newer API, or is forbidden, is a symptom."""
        _ = site("new", "new", "COLEADERSHIP_API = (9, 9)"), site("idle", "idle")
        monkeypatch.setenv("COLEADERSHIP_DISABLE_PLUGINS", "idle")
        code, out, _ = played.raw("doctor", "--json", "--plugin", "new", "--plugin", "idle")
        assert code == 1
        (newer, idle) = json.loads(out)["symptoms"]
        assert "needs API 9.9, and this is 1.0; update coleadership" in newer["what"]
        assert (idle["serious"], "idle (idle 1.0, idle_hooks) is left out" in idle["what"]) == (False, True)

    def test_lists_what_is_in_use_and_no_longer_offered(self, run: Command, tmp_path: Path) -> None:
        """A kind and a rule of a plugin that is gone load as they were recorded, and are told."""
        import coleadership as co  # noqa: PLC0415 - the other tests speak through the command

        kind, rule = co.Kind("acme.pairing", "pairing", (("pair", 2),)), co.DecisionRule(id="acme.slow", open_days=60)
        with co.open_journal(f"sqlite:///{tmp_path / 'acme.db'}") as journal:
            anna, bo = co.Person.join("Anna Ek"), co.Person.join("Bo Lind")
            pair = co.Agreement.draft(
                "We pair", parties={anna.id: "pair", bo.id: "pair"}, kind=kind, rule=rule, by=anna.id,
                clauses=[co.GroundRule("Both type")],
            )  # fmt: skip
            _ = journal.save(anna, bo, pair)
        assert run.json("doctor")["no_longer_offered"] == [
            "decision rule acme.slow", "kind of agreement acme.pairing",
        ]  # fmt: skip
        assert run.json("show", "we-pair")["agreement_kind_name"] == "pairing"
