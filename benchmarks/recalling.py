"""The lessons that fit a draft, from an SQLite file with many of them, without loading the rest."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import attrs

import coleadership as co
from benchmarks.measuring import Figure, Goal, turns
from coleadership.ids import first_id, new_id

__all__ = ["recalling"]

_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
_FIVE_YEARS = 5 * 365 * 86_400_000  # milliseconds
_WORDS = [f"word{number}" for number in range(20_000)]


def recalling(rounds: int, lessons: int) -> Iterator[Figure]:
    """So many lessons of five years, about a thousand goals for twenty missions, touching twenty values."""
    with TemporaryDirectory(prefix="coleadership-") as folder:
        url = f"sqlite:///{Path(folder, 'org.db')}?durability=relaxed"
        with co.open_journal(url) as journal:
            chance = Random(7)
            _fill(journal, lessons, chance)
            draft = co.Agreement.draft(
                _said(chance, 6), parties={"anna": co.Part.CO_LEADER}, links=["mission_3", "value_7"],
                body=_said(chance, 60), by="anna", at=_AT,
            )  # fmt: skip
            assert len(journal.lessons_for(draft)) == 10
            seconds = turns({"lessons for one draft": lambda: lambda: journal.lessons_for(draft)}, rounds)
            tracemalloc.start()
            _ = journal.lessons_for(draft)
            held = tracemalloc.get_traced_memory()[1] / 1_000_000
            tracemalloc.stop()
    (taken,) = seconds.values()
    goals = (
        Goal("one draft", round(taken * 1_000, 1), 200, unit=" ms"),
        Goal("held at the same time", round(held, 1), 5, unit=" MB"),
    )
    yield Figure("Remember lessons", seconds, goals, (f"{lessons:,} lessons of some 80 words, 1,000 goals",))


def _fill(journal: co.Journal, lessons: int, chance: Random) -> None:
    goals = [
        co.Goal.draft(
            _said(chance, 5), parties={"anna": "owner"}, contributions=[f"mission_{n % 20}"], by="anna", at=_AT
        )
        for n in range(1_000)
    ]
    _ = journal.save(*goals)
    for _ in range(0, lessons, 1_000):
        _ = journal.save(*(_lesson(chance, chance.choice(goals).id) for _ in range(1_000)))


def _lesson(chance: Random, goal: str) -> co.Lesson:
    """A lesson that was noted some time in the last years: its id tells when."""
    lesson = co.Lesson.note(
        _said(chance, 5), expected=_said(chance, 20), actual=_said(chance, 30), about=[goal],
        values=[f"value_{chance.randrange(20)}"], by="anna", at=_AT,
    )  # fmt: skip
    lesson = lesson.identify(_said(chance, 15), improve=[_said(chance, 10)], by="anna", at=_AT)
    now = int(_AT.timestamp() * 1_000)
    id = first_id("lesson", now - chance.randrange(_FIVE_YEARS))[:-12] + new_id("lesson")[-12:]
    events = [attrs.evolve(event, stamp=attrs.evolve(event.stamp, subject=id)) for event in lesson.unrecorded]
    return attrs.evolve(lesson, id=id, unrecorded=tuple(events))


def _said(chance: Random, words: int) -> str:
    """Words of which some are frequent and most are rare."""
    return " ".join(_WORDS[int(chance.paretovariate(0.9)) % len(_WORDS)] for _ in range(words))
