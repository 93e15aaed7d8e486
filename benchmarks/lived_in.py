"""A Monday morning where people have lived: some forgot, are on leave, asked for support or left goals open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from time import perf_counter

import coleadership as co
from benchmarks.measuring import Figure, Goal, turns
from benchmarks.organisation import Organisation
from coleadership.journal.ticking import Tick

__all__ = ["lived_in"]

_LARGE = 50_000
"""What is told of so many people is reckoned from fewer: each thing costs nearly the same however many there are."""


def lived_in(rounds: int, people: int, weeks: int) -> Iterator[Figure]:
    """So many people for so many weeks, and then a tick on the next Monday at six, each time on a copy of the file."""
    with TemporaryDirectory(prefix="coleadership-") as folder:
        file, copy = Path(folder, "org.db"), Path(folder, "copy.db")
        with co.open_journal(f"sqlite:///{file}?durability=relaxed") as journal:
            day = [told.day for told in Organisation(journal, people, seed=1).live(weeks)][-1]
        monday = datetime.combine(day + timedelta(days=3), time(6), UTC)
        ticks = [_ticked(copyfile(file, copy), monday) for _ in range(rounds)]
        seconds = min(taken for taken, _ in ticks)  # whatever else the machine does only adds to it
        woken, recorded = ticks[0][1].woken, ticks[0][1].recorded
        each, more = seconds / woken, _LARGE / people
        notes = (
            f"{people:,} people after {weeks} weeks: {woken:,} things had woken, and {recorded:,} events were recorded",
            f"reckoned for {_LARGE:,} people: {woken * more:,.0f} things in {seconds * more:.1f} s",
        )
        goals = (Goal("each that has woken", round(each * 1e6, 1), 175, unit=" µs"),
                 Goal(f"a Monday morning of {_LARGE:,}, reckoned", round(seconds * more, 2), 5, unit=" s"))  # fmt: skip
        yield Figure("Tick where people have lived", {"all that woke until a Monday": seconds}, goals, notes)
        with co.open_journal(f"sqlite:///{copy}") as journal:
            yield _owing(journal, monday + timedelta(hours=2), rounds)


def _ticked(file: Path, at: datetime) -> tuple[float, Tick]:
    with co.open_journal(f"sqlite:///{file}?durability=relaxed") as journal:
        start = perf_counter()
        tick = journal.tick(at)
        seconds = perf_counter() - start
    assert tick.failed == ()
    return seconds, tick


def _owing(journal: co.Journal, now: datetime, rounds: int) -> Figure:
    """What whoever coordinates seven others owes, and what one of them owes."""
    taking_part = Counter(seat.person for cycle in journal.find(co.Cycle) for seat in cycle.participants)
    (coordinator, _), *_, (person, _) = taking_part.most_common()
    many, few = (len(journal.obligations(who, now)) for who in (coordinator, person))
    owing = turns(
        {
            "obligations of one person": lambda: lambda: journal.obligations(person, now),
            "obligations of a coordinator of seven": lambda: lambda: journal.obligations(coordinator, now),
        },
        max(rounds, 5),
    )
    goal = Goal("a coordinator", round(max(owing.values()) * 1_000, 2), 10, unit=" ms")
    return Figure("What somebody owes where people have lived", owing, (goal,), (f"{few} and {many} things",))
