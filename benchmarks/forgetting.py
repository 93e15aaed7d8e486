"""What it costs to forget somebody who has been in an organisation for years, and to show what is held about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

import coleadership as co
from benchmarks.measuring import Figure, Goal
from benchmarks.organisation import Organisation

__all__ = ["forgetting"]

_PEOPLE = 40
T = TypeVar("T")


def forgetting(years: int) -> Iterator[Figure]:
    """Somebody with so many years of goals, agreements and check-ins; done once, as it cannot be done twice."""
    with (
        TemporaryDirectory(prefix="coleadership-") as folder,
        co.open_journal(f"sqlite:///{Path(folder, 'org.db')}?durability=relaxed") as journal,
    ):
        *_, last = Organisation(journal, _PEOPLE, seed=3).live(years * 52)
        after = datetime.combine(last.day, datetime.min.time(), UTC) + timedelta(days=7)
        person = [card.subject for card in journal.cards(co.Person)][_PEOPLE // 4]
        _ = journal.change(co.PersonId(person), lambda one: one.leave(by=one.id, at=after))
        held, showing = _timed(lambda: journal.held_about(co.PersonId(person)))
        plan, planning = _timed(lambda: journal.plan_forgetting(person, after))
        _, doing = _timed(lambda: journal.forget(person, by=person, leaving_vacant=True, at=after))
        assert journal.verify().ok
    yield Figure(
        f"Somebody of {years} years",
        {"show what is held": showing, "plan to forget": planning, "forget": doing},
        (Goal("plan and forget", round(planning + doing, 2), 5, unit=" s"),),
        (f"{last.events:,} events of {_PEOPLE} people; {len(held.entries):,} name them, {len(plan.words):,} texts go",),
    )


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = perf_counter()
    result = work()
    return result, perf_counter() - start
