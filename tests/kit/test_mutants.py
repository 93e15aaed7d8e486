"""The kit finds what it should find: every broken store is caught, and none that is not broken."""

from __future__ import annotations

import pytest

from tests.kit.mutants import MUTANTS, SOUND
from tests.kit.table import LAYERS, PAGE, Catch, Hung, Table, rewritten, watch, wrong


@pytest.fixture(scope="module")
def caught() -> dict[str, Catch]:
    """What catches each store, by the layer that finds it soonest; all of them in one process."""
    kept = Table.kept()
    plan = {name: [kept.first(name)] for name in MUTANTS} | {name: ["examples", "fidelity"] for name in SOUND}
    return {catch.store: catch for catch in watch(plan)}


@pytest.mark.slow
class TestMutants:
    @pytest.mark.parametrize("name", MUTANTS)
    def test_are_caught(self, caught: dict[str, Catch], name: str) -> None:
        """A store that is broken in this way does not pass."""
        assert name in caught, f"{name} escapes: {wrong(name)}"

    @pytest.mark.parametrize("name", SOUND)
    def test_are_made_of_what_is_not_broken(self, caught: dict[str, Catch], name: str) -> None:
        """What mutants are made from passes, so that each is caught for what is wrong with it."""
        assert caught.get(name) is None


class TestTable:
    def test_has_a_row_for_every_mutant(self) -> None:
        """The table in the docs knows every broken store, and no other."""
        assert [*Table.kept().rows] == [*MUTANTS]
        assert len(MUTANTS) >= 25

    def test_says_what_is_wrong(self) -> None:
        """Rows and sums in the docs are those of this table; `python -m tests.kit --write` writes them."""
        page = PAGE.read_text(encoding="utf-8")
        assert rewritten(page, Table.kept()) == page
        assert all(wrong(name) for name in MUTANTS)

    @pytest.mark.parametrize("name", MUTANTS)
    def test_knows_a_layer_that_catches_each(self, name: str) -> None:
        """No broken store escapes all layers."""
        assert Table.kept().rows[name]

    @pytest.mark.parametrize("layer", LAYERS)
    def test_knows_what_only_one_layer_catches(self, layer: str) -> None:
        """Each layer finds something that no other finds."""
        assert Table.kept().caught_only_by(layer)

    def test_is_read_as_it_is_written(self) -> None:
        """A table that is written and read again is the same; one that differs says where."""
        one = Table({"LostUpdate": frozenset({"concurrency"}), "Truncated": frozenset({"examples", "fidelity"})})
        assert Table.kept(str(one)) == one
        other = Table({"LostUpdate": frozenset(), "Truncated": one.rows["Truncated"]})
        assert one.differences(one) == []
        assert one.differences(other) == ["LostUpdate: concurrency here, nothing there"]


class TestWatch:
    def test_does_not_wait_for_ever(self) -> None:
        """A process that takes too long is ended, and told of."""
        with pytest.raises(Hung, match="Memory"):
            _ = watch({"Memory": ["examples"]}, limit=0.01)

    def test_does_not_take_nothing_for_a_pass(self) -> None:
        """A store that is not there, and so was not looked at, is an error."""
        with pytest.raises(RuntimeError):
            _ = watch({"Nobody": ["examples"]})
