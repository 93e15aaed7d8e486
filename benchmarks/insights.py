"""A year of weekly talks between two, read back from a file: what became of it, and where somebody stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import coleadership as co
from benchmarks.measuring import Figure, Goal, turns
from coleadership.insights.contact import Contact, contact
from coleadership.insights.follow_through import FollowThrough, follow_through, in_all
from coleadership.insights.gathering import histories

__all__ = ["insights"]

_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
_NOW = _AT + timedelta(weeks=52)
_PAIR = {"anna": co.Part.CO_LEADER, "bo": co.Part.COORDINATOR}


def insights(rounds: int, relations: int) -> Iterator[Figure]:
    """So many contracts, each with a year of weekly talks of which one in ten was missed."""
    with TemporaryDirectory(prefix="coleadership-") as folder:
        url = f"sqlite:///{Path(folder, 'org.db')}?durability=relaxed"
        with co.open_journal(url) as journal:
            chance = Random(7)
            agreements = [_fill(journal, chance) for _ in range(relations)]
            seconds = turns(
                {
                    "where somebody stands": lambda: lambda: _stands(journal, agreements[0]),
                    "follow-through of all, each": lambda: lambda: _whole(journal),
                },
                rounds,
            )
            assert _whole(journal).cycles == relations
            assert _stands(journal, agreements[0]).reasons
    one, whole = seconds.values()
    seconds["follow-through of all, each"] = whole / relations
    goals = (
        Goal("one relation", round(one * 1_000, 1), 20, unit=" ms"),
        Goal("each cycle of many", round(whole / relations * 1_000, 1), 20, unit=" ms"),
    )
    yield Figure("Insights", seconds, goals, (f"{relations:,} contracts with a year of weekly talks, from a file",))


def _fill(journal: co.Journal, chance: Random) -> co.Agreement:
    clauses = [co.Mandate("Who works when", by="anna", level=7), co.Rhythm("Every week", every_days=7)]
    agreement = co.Agreement.in_meeting("Rota", parties=_PAIR, present=_PAIR, clauses=clauses, by="bo", at=_AT)
    cadence = co.Cadence.weekly("mon", begin=_AT.date())
    cycle = co.Cycle.begin("Talk", about=[agreement.id], participants=_PAIR, cadence=cadence, by="bo", at=_AT)
    for week in range(52):
        at = _AT + timedelta(weeks=week)
        cycle = cycle.settle(at=at)
        if chance.random() < 0.9:
            cycle = cycle.follow_up(
                by=chance.choice([*_PAIR]), confirmations=["Thanks, carry on"], next_step="Ask the others", at=at,
                feedback=["You told us early"] if chance.random() < 0.2 else [],
                support={"role_it": "A screen"} if chance.random() < 0.05 else {},
            )  # fmt: skip
    return journal.save(agreement, cycle)[0]


def _stands(journal: co.Journal, agreement: co.Agreement) -> Contact:
    found = histories(journal, co.Cycle, about=agreement.id)
    return contact("anna", found, since=date(2026, 1, 1), now=_NOW, agreement=agreement)


def _whole(journal: co.Journal) -> FollowThrough:
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    return in_all(
        follow_through(history, since=since, until=until, now=_NOW) for history in histories(journal, co.Cycle)
    )
