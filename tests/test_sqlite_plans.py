"""How SQLite goes about what a journal asks: by index, however large the journal is."""

from __future__ import annotations

from pathlib import Path

from coleadership.records import Query
from coleadership.stores.sqlite import open_sqlite
from coleadership.stores.sqlite_finding import conditions, opened


def plan(folder: Path, query: Query, *, few: bool = False) -> list[str]:
    """The steps in which SQLite would answer a query of cards."""
    store = open_sqlite(f"sqlite:///{folder / 'a.db'}", {}, create=True)
    try:
        where, values = conditions(query, 1, few=few)
        return [str(row[3]) for row in store._rows(f"EXPLAIN QUERY PLAN SELECT c.subject {where}", values)]
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
        """The index alone tells of what time has something to say, and of that only one page is read, unsorted."""
        steps = plan(tmp_path, Query(wakes_before="2026-12-01"))
        assert "PRIMARY KEY (j=? AND subject=?)" in steps[0], steps
        assert [step for step in steps if "COVERING INDEX cards_wakes (j=? AND wakes<?)" in step], steps
        assert not [step for step in steps if "TEMP B-TREE" in step], steps

    def test_are_found_by_a_link_from_its_index(self, tmp_path: Path) -> None:
        """Only what is linked is read."""
        steps = plan(tmp_path, Query(links=(("party", "anna"),)))
        assert "target=? AND relation=?" in steps[0]

    def test_that_keys_open_are_told_by_their_own_links(self, tmp_path: Path) -> None:
        """Of each card it is looked up once which keys open it, however many somebody has, and nothing is sorted."""
        for query in (Query(seen_by=["x", "y"]), Query(seen_by=["x"], links=(("party", "anna"),))):
            steps = plan(tmp_path, query)
            assert [step for step in steps if "links_seen_by (j=? AND subject=?)" in step], steps
            assert not [step for step in steps if "TEMP B-TREE" in step], steps

    def test_that_keys_open_lead_where_they_are_few(self, tmp_path: Path) -> None:
        """No card is walked past that somebody may not see, and nothing is sorted but what they may."""
        for query in (Query(seen_by=["x", "y"]), Query(seen_by=["x", "y"], kind="thing")):
            steps = plan(tmp_path, query, few=True)
            assert "PRIMARY KEY (j=? AND subject=?)" in steps[0], steps
            assert [step for step in steps if "PRIMARY KEY (j=? AND target=? AND relation=?" in step], steps
            assert not [step for step in steps if "ORDER BY" in step], steps

    def test_that_keys_open_are_counted_from_their_links(self, tmp_path: Path) -> None:
        """Whether they are few is told without a look at any card."""
        store = open_sqlite(f"sqlite:///{tmp_path / 'b.db'}", {}, create=True)
        sql, values = opened(Query(seen_by=["x"], kind="thing"), 1)
        steps = [str(row[3]) for row in store._rows(f"EXPLAIN QUERY PLAN {sql}", values)]
        store.close()
        assert not [step for step in steps if "cards" in step or step.startswith("SCAN s")], steps
