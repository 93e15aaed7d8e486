from __future__ import annotations

from datetime import UTC, date, datetime

import coleadership as co
from coleadership.cli.facts import status_on
from tests.cli.command import URL, Command


class TestDemo:
    def test_can_be_played_again_and_again(self, bare: Command) -> None:
        """Each demo is kept in a journal of its own, and nothing that was there is touched."""
        assert '--journal "sqlite:///coleadership-demo.db" show evening-rota' in bare("demo")
        url = "sqlite:///coleadership-demo.db"
        first = bare("--journal", url, "export")
        assert f'--journal "{url}?journal=demo-2" list' in bare("demo")
        assert bare("--journal", url, "export") == first
        assert [one["name"] for one in bare.json("--journal", url, "doctor")["journals"]] == ["main", "demo-2"]

    def test_is_not_mixed_with_a_real_journal(self, imported: Command) -> None:
        """A journal that holds something is refused; the variable is for real journals and is left alone."""
        assert "holds 7 records already" in imported.refusal(2, "demo", "--journal", URL)
        assert "sqlite:///coleadership-demo.db" in imported("demo")

    def test_tells_a_year_that_is_true(self, played: Command) -> None:
        """What is told is what the journal holds."""
        assert "whole" in played("verify")
        with co.open_journal(URL) as journal:
            rota, tools, books = journal.find(co.Agreement)
        assert (rota.status, books.status) == ("in_force", "in_force")
        assert status_on(tools, datetime(2026, 7, 2, tzinfo=UTC)) == "ended"
        assert rota.in_force is not None
        assert rota.in_force.since == date(2026, 4, 16)

    def test_runs_in_memory(self, bare: Command) -> None:
        """It can be told without leaving a file."""
        assert "the chain is whole" in " ".join(bare("demo", "--journal", "memory:").split())
        assert list(bare.folder.iterdir()) == []
