"""Another engine, by rules that were written apart, decides as `access` does; a long run is `make second-opinion`."""

from __future__ import annotations

import pytest

from tests.second_opinion import BATCH, POLICIES, differences


class TestDifferences:
    @pytest.mark.parametrize("seed", [1, 2])
    def test_are_none(self, seed: int) -> None:
        """Cedar allows what `decide` allows, and nothing else, whoever wants to do what to which subject."""
        assert [*differences(BATCH, seed)] == [[]]

    def test_would_be_found(self) -> None:
        """With one rule otherwise, as if notes were for whoever takes part, the two no longer agree."""
        notes = 'resource.kind == "cycle" && resource.readers.contains(principal.person)'
        assert POLICIES.count(notes) == 1
        (found,) = differences(BATCH, 1, POLICIES.replace(notes, 'resource.kind == "cycle"'))
        assert found
        assert all("read_notes" in one for one in found)
