"""How SQLite goes about what a journal asks: by index, however large the journal is."""

from __future__ import annotations

from pathlib import Path

from coleadership.records import Query
from coleadership.stores.sqlite import _conditions, open_sqlite


def plan(folder: Path, query: Query) -> list[str]:
    """The steps in which SQLite would answer a query of cards."""
    store = open_sqlite(f"sqlite:///{folder / 'a.db'}", {}, create=True)
    try:
        source, where, values = _conditions(query, 1)
        sql = f"EXPLAIN QUERY PLAN SELECT c.subject FROM {source} WHERE {' AND '.join(where)} ORDER BY c.subject"  # noqa: S608 - constants
        return [str(row[3]) for row in store._rows(sql, values)]
    finally:
        store.close()


class TestCards:
    def test_are_looked_up_by_their_ids(self, tmp_path: Path) -> None:
        """Where ids are given, each is looked up, and no card beside them is walked past."""
        for ids in (["thing_a"], ["thing_a", "thing_b"]):
            steps = plan(tmp_path, Query(subjects=ids))
            assert [step for step in steps if "subject=?" in step], steps
            assert not [step for step in steps if "subject>?" in step], steps

    def test_that_wake_are_found_from_their_index(self, tmp_path: Path) -> None:
        """Only what time has something to tell of is read, whatever else there is."""
        steps = plan(tmp_path, Query(wakes_before="2026-12-01"))
        assert "cards_wakes (j=? AND wakes<?)" in steps[0]

    def test_are_found_by_a_link_from_its_index(self, tmp_path: Path) -> None:
        """Only what is linked is read."""
        steps = plan(tmp_path, Query(links=(("party", "anna"),)))
        assert "target=? AND relation=?" in steps[0]
