from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attrs import frozen

import coleadership as co
from coleadership.insights.follow_through import follow_through, in_all
from coleadership.insights.gathering import histories
from tests.following import MONDAY, begun, noon, week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coleadership.heart.events import Event
    from coleadership.insights.gathering import Remembered


class TestHistories:
    def test_tell_all_that_happened_to_each(self) -> None:
        """However a journal keeps what stands now, insights read what was."""
        with co.open_journal("memory:") as journal:
            cycles = [begun(), begun(about=["goal_1"]).check_in("Thanks", by="anna", at=noon(MONDAY)), begun()]
            saved = journal.save(*cycles)
            _ = journal.save(saved[0].check_in("Thanks", by="bo", at=noon(week(0, 1))))
            found = [*histories(journal, co.Cycle, about="agreement_1")]
            assert [[event.participle for event in history] for history in found] == [
                ["begun", "followed_up"],
                ["begun"],
            ]
            told = in_all(
                follow_through(history, since=MONDAY, until=week(1), now=noon(week(1)))
                for history in histories(journal, co.Cycle, participant="anna")
            )
            assert (told.cycles, told.held, told.missed, told.open) == (3, 2, 1, 3)

    def test_are_whole_or_refused(self) -> None:
        """Half a history would tell of people what is not so."""

        @frozen
        class Entry:
            """Something that a newer version recorded."""

            name: str = "cycle.sung"
            event: Event | None = None

        class Newer:
            """A journal in which a newer version has written."""

            def find(self, kind: type[Any], **_: object) -> Iterator[Any]:
                """One cycle."""
                yield kind.folded(begun().unrecorded)

            def history(self, id: str) -> Iterator[Remembered]:
                """What is not known here."""
                yield Entry(f"{id.partition('_')[0]}.sung")

        with pytest.raises(co.Inconsistent, match=r"history: cycle.sung of cycle_\w+ is not known to this version"):
            _ = [*histories(Newer(), co.Cycle)]
