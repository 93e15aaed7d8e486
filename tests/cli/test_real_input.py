from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.command import Command

DATA = Path(__file__).parents[3] / "shared" / "data" / "enspiral-agreements.jsonl"


class TestRealInput:
    @pytest.fixture(autouse=True)
    def _data(self) -> None:
        if not DATA.exists():
            reason = "../shared/data/enspiral-agreements.jsonl is not here"
            (pytest.fail if "COLEADERSHIP_CI" in os.environ else pytest.skip)(reason)

    def test_is_taken_whole(self, run: Command) -> None:
        """Six agreements of a real network, each shown with its wordings and authors."""
        rows = [json.loads(line) for line in DATA.read_bytes().splitlines()]
        assert f"from {len(rows)} rows" in run("import-agreements", str(DATA))
        for slug in {row["agreement"] for row in rows}:
            mine = [row for row in rows if row["agreement"] == slug]
            facts = run.json("show", slug)
            assert facts["wordings"] == len(mine)
            assert {*facts["authors"]} == {row["author"] for row in mine}
            assert sum(one["words"] for one in facts["came_about"]["surviving_words"]) == facts["text"]["words"]
            assert run.raw("text", slug)[1] == mine[-1]["text"].encode()

    def test_is_read_as_of_a_day(self, run: Command) -> None:
        """The wording of a day is the last one up to its end, byte for byte."""
        _ = run("import-agreements", str(DATA))
        rows = [json.loads(line) for line in DATA.read_bytes().splitlines()]
        limit = datetime(2016, 6, 2, tzinfo=UTC)
        expected = [
            row["text"] for row in rows
            if row["agreement"] == "decisions" and datetime.fromisoformat(row["at"]) < limit
        ][-1]  # fmt: skip
        assert run.raw("text", "decisions", "--as-of", "2016-06-01") == (0, expected.encode(), "")
