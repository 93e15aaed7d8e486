"""The shop window: every public name is there, is explained, and costs nothing before it is used."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

import pytest

import coleadership as co
from tests.importing import imported_by

LATE = (
    "sqlite3",
    "cattrs",
    "dateutil",
    "zoneinfo",
    "importlib.metadata",
    "pluggy",
    "attr",
    "json",
    "typing_extensions",
    "cyclopts",
    "rich",
)


BARE = imported_by("")


class TestNames:
    @pytest.mark.parametrize("name", co.__all__)
    def test_can_be_had(self, name: str) -> None:
        """Every name in `__all__` is found, once in its module and for good in the window."""
        value = getattr(co, name)
        assert getattr(co, name) is value
        assert getattr(import_module(f"coleadership.{co._WHERE[name]}"), name) is value

    @pytest.mark.parametrize("name", co.__all__)
    def test_are_explained(self, name: str) -> None:
        """Every class and function says what it is."""
        value = getattr(co, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert inspect.getdoc(value)

    def test_are_given_once_and_in_order(self) -> None:
        """`__all__` is what the window knows, and what `dir` shows."""
        assert len(co.__all__) == len({*co.__all__}) <= 115
        assert {*co.__all__} == {*co._WHERE}
        assert {*co.__all__} <= {*dir(co)}

    def test_are_those_and_no_others(self) -> None:
        """A name that is not there is missed in the usual way."""
        with pytest.raises(AttributeError, match="module 'coleadership' has no attribute 'Song'"):
            _ = co.Song  # type: ignore[attr-defined]
        with pytest.raises(ImportError):
            exec("from coleadership import Song", {})  # noqa: S102 - as a user would write it

    def test_come_with_a_star(self) -> None:
        """`from coleadership import *` gives all of them."""
        names: dict[str, Any] = {}
        exec("from coleadership import *", names)  # noqa: S102 - as a user would write it
        assert {*co.__all__} <= {*names}

    @pytest.mark.parametrize(
        "module", sorted({*co._WHERE.values(), "records", "hookspecs", "stores.memory", "stores.sqlite"})
    )
    def test_of_every_module_are_there(self, module: str) -> None:
        """What a module promises in its `__all__` it has, and the module says what it is."""
        loaded = import_module(f"coleadership.{module}")
        assert loaded.__doc__
        assert [name for name in loaded.__all__ if not hasattr(loaded, name)] == []


class TestImporting:
    def test_the_library_imports_nothing_that_is_needed_later(self) -> None:
        """`import coleadership` costs next to nothing."""
        new = imported_by("import coleadership") - BARE
        assert [name for name in LATE if name in new] == []
        assert not [name for name in new if name.startswith("coleadership.")]

    def test_the_domain_needs_no_journal(self) -> None:
        """Who drafts an agreement has neither a database nor a serialiser nor plugins imported."""
        new = (
            imported_by("import coleadership as co; co.Person.join('Anna'); co.Agreement, co.CONSENT, co.Conflict")
            - BARE
        )
        late = {"sqlite3", "cattrs", "dateutil", "importlib.metadata", "pluggy"}
        assert new & late == set()

    def test_a_rhythm_needs_neither_dateutil_nor_zones(self) -> None:
        """Only a rare rule waits for the one, and a named zone for the other."""
        weekly = "co.Cadence.weekly('mon', begin=date(2027, 1, 4)).next_after(date(2027, 1, 4))"
        new = imported_by(f"import coleadership as co; from datetime import date; {weekly}") - BARE
        assert "coleadership.rhythm.cadence" in new
        assert new & {"dateutil", "zoneinfo", "coleadership.rhythm.rare", "coleadership.rhythm.rrules"} == set()

    def test_a_journal_in_memory_needs_no_database(self) -> None:
        """SQLite is imported when a file is opened; what is installed is never searched."""
        new = imported_by("import coleadership as co; co.open_journal('memory:').save(co.Person.join('Anna'))") - BARE
        assert new & {"sqlite3", "dateutil", "importlib.metadata", "email"} == set()

    def test_a_file_needs_no_search_for_plugins(self, tmp_path: object) -> None:
        """To open a SQLite file, nobody asks what is installed."""
        new = imported_by(f"import coleadership as co; co.open_journal('sqlite:///{tmp_path}/a.db')") - BARE
        assert "coleadership.stores.sqlite" in new
        assert new & {"importlib.metadata", "email", "dateutil"} == set()
