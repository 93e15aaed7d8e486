"""Which plugins are installed, which are wanted, and how they are brought in."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from coleadership.errors import PluginError
from coleadership.hosting.discovery import DENY, Found, denied, installed, wanted
from coleadership.hosting.host import Plugins
from tests.importing import imported_by
from tests.installing import Install, site

__all__ = ["site"]


def refusal(wish: object) -> PluginError:
    """How a wish is refused when it is looked up and imported."""
    with pytest.raises(PluginError) as caught:
        _ = [found.load() for found in wanted([wish])]
    return caught.value


class TestInstalled:
    def test_tells_where_each_is_from(self, site: Install) -> None:
        """Name, distribution, version and module are known before anything is imported."""
        module = site("acme-hr", "acme", version="1.4.2")
        (acme,) = (one for one in installed() if one.name == "acme")
        assert (acme.distribution, acme.version, acme.module) == ("acme-hr", "1.4.2", module)
        assert str(acme) == f"acme (acme-hr 1.4.2, {module})"
        assert module not in sys.modules

    def test_keeps_two_of_one_name_apart(self, site: Install) -> None:
        """Two distributions with one name are both there, in the order of their names."""
        _ = site("zeta", "acme"), site("acme-hr", "acme")
        assert [one.distribution for one in installed() if one.name == "acme"] == ["acme-hr", "zeta"]


class TestWanted:
    def test_imports_only_what_is_wished_for(self, site: Install) -> None:
        """What is installed but not named is never imported."""
        named, other = site("acme", "acme"), site("other", "other", "raise RuntimeError('imported')")
        calendars = Plugins(["acme"]).offers("coleadership_calendars")
        assert {*calendars} == {"weekdays", "acme"}
        assert named in sys.modules
        assert other not in sys.modules

    def test_is_all_of_them_for_a_star(self, site: Install) -> None:
        """`*` is every plugin that is installed, and has to be said."""
        _ = site("acme", "acme"), site("other", "other")
        assert {"acme", "other"} <= {one.name for one in wanted(["*"])}

    @pytest.mark.parametrize("wish", ["acme-hr:acme", "Acme_HR:acme", "acme.hr:acme"])
    def test_tells_namesakes_apart_by_their_distribution(self, site: Install, wish: str) -> None:
        """A distribution is compared as indexes do: case, `-`, `_` and `.` are alike."""
        _ = site("acme-hr", "acme"), site("zeta", "acme")
        assert [one.distribution for one in wanted([wish])] == ["acme-hr"]

    def test_refuses_a_name_that_two_have(self, site: Install) -> None:
        """Both are named, and how to say which."""
        _ = site("acme-hr", "acme"), site("zeta", "acme")
        error = refusal("acme")
        assert "acme (acme-hr 1.0, acme_hr_hooks) and acme (zeta 1.0, zeta_hooks)" in error.reason
        assert "as in 'acme-hr:acme'" in error.reason

    def test_never_takes_a_namesake_of_another_distribution(self, site: Install) -> None:
        """Whoever names a distribution does not get somebody else's plugin of that name."""
        _ = site("zeta", "acme")
        assert "is not installed" in refusal("acme-hr:acme").reason

    def test_refuses_what_is_not_installed(self, site: Install) -> None:
        """A typo is told with the name that was meant."""
        _ = site("acme", "acme")
        assert refusal("acmee").reason == "is not installed; did you mean 'acme'?"

    def test_takes_a_file(self, tmp_path: Path) -> None:
        """A plugin of one file needs no packaging, and its classes can be looked up by their module."""
        file = tmp_path / "pairing.py"
        _ = file.write_text("import sys\nhere = sys.modules[__name__]\n", encoding="utf-8")
        (found,) = wanted([str(file)])
        assert found.name == "pairing"
        loaded = found.load()
        assert getattr(loaded, "here") is loaded  # noqa: B009 - no module of its own says so

    @pytest.mark.parametrize(("content", "reason"), [(None, "there is no file"), ("def", "SyntaxError")])
    def test_refuses_a_file_that_is_none(self, tmp_path: Path, content: str | None, reason: str) -> None:
        """A file that is not there, or is no Python, is named with what is wrong."""
        file = tmp_path / "broken.py"
        if content is not None:
            _ = file.write_text(content, encoding="utf-8")
        error = refusal(str(file))
        assert "broken" in error.plugin
        assert reason in error.reason
        assert "coleadership_file_broken" not in sys.modules

    def test_takes_what_is_at_hand(self) -> None:
        """An object is a plugin, called by its class, and a module by its name."""
        here = SimpleNamespace(__name__="here")
        assert [(one.name, one.load()) for one in wanted([here, sys])] == [("here", here), ("sys", sys)]


class TestLoad:
    @pytest.mark.parametrize(
        ("source", "reason"),
        [
            ("raise LookupError('no licence')", "LookupError: no licence"),
            ("raise SystemExit(3)", "SystemExit: 3"),
            ("import not_there_at_all", "as not_there_at_all is not there; install it"),
            ("def", "SyntaxError"),
        ],
    )
    def test_names_a_plugin_that_cannot_be_imported(self, site: Install, source: str, reason: str) -> None:
        """Whatever happens at import, the plugin is named with distribution, version, module and reason."""
        module = site("acme-hr", "acme", source, version="1.4.2")
        error = refusal("acme")
        assert error.plugin == f"acme (acme-hr 1.4.2, {module})"
        assert reason in error.reason

    def test_names_an_entry_point_that_leads_nowhere(self) -> None:
        """A module that is not there, or lacks what is named in it, is told."""
        with pytest.raises(PluginError, match="nowhere_at_all is not there"):
            _ = Found("acme", module="nowhere_at_all").load()
        with pytest.raises(PluginError, match="AttributeError"):
            _ = Found("acme", module="sys:nothing").load()


class TestDenied:
    @pytest.mark.parametrize(
        ("names", "forbidden"),
        [
            ("", False), ("other", False), ("acme", True), ("other, acme", True), ("*", True), ("acme-hr:acme", True),
            ("Acme.HR:acme", True), ("zeta:acme", False),
        ],
    )  # fmt: skip
    def test_is_what_the_environment_names(self, monkeypatch: pytest.MonkeyPatch, names: str, forbidden: bool) -> None:
        """By its name, by distribution and name, or all of them."""
        monkeypatch.setenv(DENY, names)
        assert denied(Found("acme", "acme-hr", "1.0", "acme_hooks")) is forbidden

    def test_is_left_out_before_it_is_imported(self, site: Install, monkeypatch: pytest.MonkeyPatch) -> None:
        """The operator's word comes before the import, whoever wishes for the plugin, and what was left out is told."""
        module = site("acme", "acme", "raise RuntimeError('imported')")
        monkeypatch.setenv(DENY, "acme")
        plugins = Plugins(["acme"])
        assert [found.name for found in plugins.left_out] == ["acme"]
        assert module not in sys.modules


class TestCost:
    def test_of_metadata_is_not_paid_by_those_without_plugins(self, tmp_path: Path) -> None:
        """Opening `sqlite:` never imports importlib.metadata or tomllib."""
        url = f"sqlite:///{(tmp_path / 'a.db').as_posix()}"
        imported = imported_by(f"import coleadership as co; co.open_journal({url!r}).save(co.Person.join('Anna Ek'))")
        assert "coleadership.stores.sqlite" in imported
        assert not {"importlib.metadata", "tomllib"} & imported
