"""The settings of plugins: which source wins, what is refused, and that secrets stay secret."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

from coleadership.errors import Inconsistent, InvalidInput, PluginError
from coleadership.hookspecs import Calendar, PluginContext, hookimpl
from coleadership.hosting.configuration import read_toml, settings_of, variable
from coleadership.hosting.host import Plugins
from coleadership.rhythm.workdays import WEEKDAYS
from coleadership.secret import Secret


class Colour(Enum):
    """A choice."""

    RED = "red"
    BLUE = "blue"


@attrs.frozen
class Acme:
    """Settings of every sort."""

    url: str = "default"
    timeout: float = 10.0
    tries: int = 3
    verify: bool = True
    sites: tuple[str, ...] = ()
    folder: Path | None = None
    colour: Colour = Colour.RED
    token: Secret | None = None


@attrs.frozen
class Needy:
    """Settings without a default."""

    url: str


def made(**sources: object) -> Acme:
    """Settings from these sources."""
    settings = settings_of("acme", Acme, **sources)  # type: ignore[arg-type]
    assert isinstance(settings, Acme)
    return settings


def refusal(kind: object = Acme, **sources: object) -> str:
    """Why settings are refused."""
    with pytest.raises(PluginError) as caught:
        _ = settings_of("acme", kind, **sources)  # type: ignore[arg-type]
    assert (caught.value.plugin, caught.value.hook) == ("acme", "settings")
    return caught.value.reason


class TestPrecedence:
    def test_is_argument_environment_file_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The first source that says something about a field wins, field by field."""
        monkeypatch.setenv("COLEADERSHIP_ACME__TIMEOUT", "2")
        monkeypatch.setenv("COLEADERSHIP_ACME__URL", "environment")
        settings = made(argument={"url": "argument"}, toml={"url": "file", "timeout": 3.0, "tries": 7})
        assert (settings.url, settings.timeout, settings.tries, settings.verify) == ("argument", 2.0, 7, True)

    def test_does_not_mix_plugins_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A variable belongs to the plugin that it names in full."""
        monkeypatch.setenv("COLEADERSHIP_ACME_STORE__URL", "other")
        assert made().url == "default"
        assert variable("acme-store", "url") == "COLEADERSHIP_ACME_STORE__URL"


class TestEnvironment:
    @pytest.mark.parametrize(
        ("field", "said", "value"),
        [
            ("URL", "5", "5"), ("URL", "", ""), ("TIMEOUT", "2", 2.0), ("TIMEOUT", "0.5", 0.5), ("TRIES", "7", 7),
            ("VERIFY", "false", False), ("VERIFY", "true", True), ("SITES", '["a", "b"]', ("a", "b")),
            ("FOLDER", "/srv", Path("/srv")), ("COLOUR", "blue", Colour.BLUE),
            ("TOKEN", "env:ACME_TOKEN", Secret("env:ACME_TOKEN")),
        ],
    )  # fmt: skip
    def test_says_texts_as_they_are_and_all_else_as_toml_does(
        self, monkeypatch: pytest.MonkeyPatch, field: str, said: str, value: object
    ) -> None:
        """Text, path, choice and secret are taken as they stand; numbers, truth values and lists as in a TOML file."""
        monkeypatch.setenv(f"COLEADERSHIP_ACME__{field}", said)
        assert getattr(made(), field.lower()) == value

    @pytest.mark.parametrize(
        ("field", "said"),
        [
            ("VERIFY", "False"), ("VERIFY", "1"), ("VERIFY", "yes"), ("VERIFY", '"false"'), ("TRIES", "1.5"),
            ("TRIES", "many"), ("TRIES", ""), ("SITES", "a,b"), ("COLOUR", "green"), ("TOKEN", "hunter2"),
        ],
    )  # fmt: skip
    def test_is_taken_at_its_word(self, monkeypatch: pytest.MonkeyPatch, field: str, said: str) -> None:
        """What is not exactly of the field's type is refused with field and source, never guessed."""
        monkeypatch.setenv(f"COLEADERSHIP_ACME__{field}", said)
        reason = refusal()
        assert reason.startswith(f"{field.lower()}: ")
        assert "environment, COLEADERSHIP_ACME__" in reason
        assert "hunter2" not in reason

    def test_is_refused_for_a_field_that_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A typo in a variable's name is told with the field that was meant."""
        monkeypatch.setenv("COLEADERSHIP_ACME__TMIEOUT", "2")
        assert "did you mean 'timeout'?" in refusal()


class TestStrictness:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("verify", "false"), ("verify", 1), ("url", 5), ("tries", True), ("tries", 1.0), ("timeout", "2"),
            ("sites", "abc"), ("sites", [1]), ("folder", 5), ("token", 5), ("colour", 1), ("url", None),
        ],
    )  # fmt: skip
    def test_takes_exactly_what_is_declared(self, field: str, value: object) -> None:
        """`"false"` is not true, and a number is no text."""
        assert refusal(argument={field: value}).startswith(f"{field}: ")

    def test_refuses_what_is_not_known(self) -> None:
        """An extra key is told with its source and what was meant."""
        assert refusal(toml={"tmieout": 1}) == "tmieout: is not known ([plugins.acme]); did you mean 'timeout'?"

    def test_refuses_what_is_missing(self) -> None:
        """A field without a default is asked for, with the variable that would set it."""
        assert refusal(Needy) == "url: is missing; set COLEADERSHIP_ACME__URL, or say it in [plugins.acme]"

    def test_refuses_settings_for_a_plugin_without_any(self) -> None:
        """Settings that nobody reads are a mistake."""
        assert "this plugin has no settings" in refusal(None, argument={"url": "x"})

    @pytest.mark.parametrize("kind", [dict, "Acme", Acme()])
    def test_refuses_a_class_that_is_none(self, kind: object) -> None:
        """COLEADERSHIP_SETTINGS names an attrs class."""
        assert "name an attrs class" in refusal(kind)

    def test_tells_what_the_class_itself_refuses(self) -> None:
        """A class may have a rule of its own over several fields."""

        @attrs.frozen
        class Odd:
            a: int = 1

            def __attrs_post_init__(self) -> None:
                raise ValueError("a is odd")

        assert refusal(Odd) == "Odd refuses them: a is odd"


@attrs.frozen
class Tokens:
    """Several secrets."""

    tokens: tuple[Secret, ...] = ()


class TestTyped:
    def test_takes_what_is_of_the_declared_type_already(self) -> None:
        """From Python, an enum member, a path, a secret and a tuple are what they are."""
        settings = made(
            argument={"colour": Colour.BLUE, "sites": ("a", "b"), "token": Secret("env:X"), "folder": Path("a")}
        )
        assert (settings.colour, settings.sites, settings.folder) == (Colour.BLUE, ("a", "b"), Path("a"))

    def test_shows_no_secret_of_several_that_were_given_in_plain(self) -> None:
        """What may be a secret is not repeated in the refusal, in whatever form it was given."""
        for given in (["hunter2"], [5, "hunter2"], {"hunter2": 1}):
            assert "hunter2" not in refusal(Tokens, argument={"tokens": given})
        assert "is a text, where a list is taken" in refusal(Tokens, argument={"tokens": "hunter2"})

    def test_tells_types_that_are_not_there_at_run_time(self) -> None:
        """An annotation that only a type checker sees cannot be read."""
        unread = type("Unread", (), {"__annotations__": {"day": "NotHere"}, "day": None, "__module__": __name__})
        assert "the types of Unread cannot be read" in refusal(attrs.define(unread))


class TestToml:
    def test_holds_what_is_enabled_and_settings(self, tmp_path: Path) -> None:
        """`enable` and a table for each plugin."""
        file = tmp_path / "coleadership.toml"
        _ = file.write_text('enable = ["acme"]\n[plugins.acme]\nurl = "file"\n', encoding="utf-8")
        assert read_toml(file) == (("acme",), {"acme": {"url": "file"}})

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"enable = [", "is not TOML"), (b"enabel = []", "did you mean 'enable'"), (b"enable = 'acme'", "no list"),
            (b"enable = [1]", "no list"), (b"plugins = 1", "write \\[plugins.acme\\]"), (b"plugins.acme = 1", "tables"),
            (b"\xff", "cannot be read"), (None, "cannot be read"),
        ],
    )  # fmt: skip
    def test_is_refused_with_its_name(self, tmp_path: Path, content: bytes | None, reason: str) -> None:
        """A file that is not there, no TOML, or says something else is named with what would work."""
        file = tmp_path / "coleadership.toml"
        if content is not None:
            _ = file.write_bytes(content)
        with pytest.raises(InvalidInput, match=reason) as caught:
            _ = read_toml(file)
        assert caught.value.source == str(file)


class TestSecret:
    def test_is_revealed_when_it_is_used(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """From the environment or a file, each time anew; a line break at the end of a file is not part of it."""
        monkeypatch.setenv("ACME_TOKEN", "hunter2")
        file = tmp_path / "token"
        _ = file.write_bytes(b"hunter3\r\n")
        assert (Secret("env:ACME_TOKEN").reveal(), Secret(f"file:{file}").reveal()) == ("hunter2", "hunter3")

    @pytest.mark.parametrize("reference", ["env:NOT_SET_AT_ALL", "file:not-there", "file:."])
    def test_says_what_is_missing_and_not_what_it_was(self, reference: str) -> None:
        """A secret that is not there is told by its reference."""
        with pytest.raises(Inconsistent, match=reference):
            _ = Secret(reference).reveal()

    def test_is_never_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Neither settings nor the context of a plugin show it."""
        monkeypatch.setenv("ACME_TOKEN", "hunter2")
        settings = made(argument={"token": "env:ACME_TOKEN"})
        assert settings.token is not None
        assert settings.token.reveal() == "hunter2"
        assert "hunter2" not in f"{settings!r} {PluginContext('acme', settings=settings)!r}"


class TestSettings:
    def test_reach_the_plugin_typed(self, tmp_path: Path) -> None:
        """A plugin asks its context for its own class."""
        file = tmp_path / "coleadership.toml"
        _ = file.write_text('[plugins.acme]\nurl = "file"\n', encoding="utf-8")

        def offered(ctx: PluginContext) -> list[Calendar]:
            return [Calendar(ctx.settings(Acme).url, WEEKDAYS)]

        plugin = SimpleNamespace(__name__="acme", COLEADERSHIP_SETTINGS=Acme, coleadership_calendars=hookimpl(offered))
        assert "file" in Plugins([plugin], toml=file).offers("coleadership_calendars")
        said = Plugins([plugin], toml=file, settings={"acme": {"url": "said"}})
        assert "said" in said.offers("coleadership_calendars")

    def test_are_of_the_class_that_was_named(self) -> None:
        """Asking for another class than the plugin named is told."""
        with pytest.raises(PluginError, match="name this class as COLEADERSHIP_SETTINGS"):
            _ = PluginContext("acme", settings=Needy("x")).settings(Acme)

    def test_of_a_plugin_that_is_not_enabled_are_a_mistake(self) -> None:
        """An argument for nobody is refused with the name that was meant."""
        plugin = SimpleNamespace(__name__="acme", COLEADERSHIP_SETTINGS=Acme)
        with pytest.raises(PluginError, match="not enabled; did you mean 'acme'"):
            _ = Plugins([plugin], settings={"acmee": {}})

    def test_in_a_file_may_be_of_others_unless_it_looks_like_a_typo(self, tmp_path: Path) -> None:
        """A file serves several programs, so a table of somebody else is fine, and one that is nearly ours is not."""
        plugin = SimpleNamespace(__name__="acme", COLEADERSHIP_SETTINGS=Acme)
        file = tmp_path / "coleadership.toml"
        _ = file.write_text("[plugins.something-else]\na = 1\n", encoding="utf-8")
        assert [one.name for one in Plugins([plugin], toml=file)][-1] == "acme"
        _ = file.write_text("[plugins.acmee]\na = 1\n", encoding="utf-8")
        with pytest.raises(PluginError, match="did you mean 'acme'"):
            _ = Plugins([plugin], toml=file)
