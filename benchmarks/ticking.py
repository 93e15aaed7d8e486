"""A Monday morning in a large organisation: what falls due is recorded, and somebody asks what is theirs to do."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import coleadership as co
from benchmarks.measuring import Figure, Goal, turns

__all__ = ["ticking"]

_MONDAY = date(2026, 11, 30)
_DAYS = ("mon", "mon", "mon", "tue", "wed", "thu", "fri", "mon")
"""Half of all check-ins fall on one weekday."""
_PAGE = 1_000


def ticking(rounds: int, people: int) -> Iterator[Figure]:
    """So many people who check in with a coordinator every week, and tick on a Monday at six."""
    next_week = _MONDAY + timedelta(days=7)
    with (
        TemporaryDirectory(prefix="coleadership-") as folder,
        co.open_journal(f"sqlite:///{Path(folder, 'org.db')}?durability=relaxed") as journal,
    ):
        _fill(journal, people)
        due = sum(1 for _ in journal.cards(co.Cycle, due_before=_MONDAY + timedelta(days=1)))
        seconds = _ticked(journal, _MONDAY)
        tracemalloc.start()
        _ = _ticked(journal, next_week)
        held = tracemalloc.get_traced_memory()[1] / 1_000_000
        tracemalloc.stop()
        nothing = _ticked(journal, next_week)
        owing = _owing(journal, datetime.combine(next_week, time(8), UTC), rounds)
    notes = (f"{people:,} people, {due:,} of them due; a tick with nothing to tell takes {nothing * 1_000:.2f} ms",)
    goals = (
        Goal("Monday morning", round(seconds, 2), 5, unit=" s"),
        Goal("each that is due", round(seconds / due * 1e6, 1), 200, unit=" µs"),
        Goal("held at the same time", round(held, 1), 30, unit=" MB"),
    )
    yield Figure("Tick", {"all that falls due on a Monday": seconds}, goals, notes)
    (one, many) = owing.values()
    limits = (
        Goal("one person", round(one * 1_000, 2), 10, unit=" ms"),
        Goal("a coordinator", round(many * 1_000, 2), 10, unit=" ms"),
    )
    yield Figure("What somebody owes", owing, limits)


def _ticked(journal: co.Journal, day: date) -> float:
    start = perf_counter()
    assert journal.tick(datetime.combine(day, time(6), UTC)).failed == ()
    return perf_counter() - start


def _owing(journal: co.Journal, now: datetime, rounds: int) -> dict[str, float]:
    assert len(journal.obligations("person_7", now)) == 1
    return turns(
        {
            "obligations of one person": lambda: lambda: journal.obligations("person_7", now),
            "obligations of a coordinator of eight": lambda: lambda: journal.obligations("unit_3", now),
        },
        rounds,
    )


def _fill(journal: co.Journal, people: int) -> None:
    rhythms = {day: co.Cadence.weekly(day, begin=_MONDAY, at=time(5), zone="Europe/Stockholm") for day in {*_DAYS}}
    told = co.Reminders(ahead=None, grace=2)
    begun = datetime.combine(_MONDAY - timedelta(days=3), time(9), UTC)
    for first in range(0, people, _PAGE):
        cycles = (
            co.Cycle.begin(
                "Check-in", about=[f"agreement_{number}"], cadence=rhythms[_DAYS[number % len(_DAYS)]], reminders=told,
                participants={f"person_{number}": "co_leader", f"unit_{number // 8}": "coordinator"},
                by=f"unit_{number // 8}", at=begun,
            )
            for number in range(first, min(first + _PAGE, people))
        )  # fmt: skip
        _ = journal.save(*cycles)
