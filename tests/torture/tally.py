"""What a torture came to, and the table that shows it."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from attrs import evolve, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Stopwatch", "Tally", "table", "total"]


@frozen
class Tally:
    """How often something was tried, and what was found afterwards; `lost` and `half` count saves."""

    what: str
    runs: int = 0
    distinct: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    damaged: int = 0
    faults: int = 0
    seconds: float = 0.0
    must_lose: bool = False
    must_refuse: bool = False
    skipped: str = ""

    @property
    def broken(self) -> bool:
        """Whether a promise was broken."""
        return bool(self.lost or self.half or self.damaged)

    @property
    def failure(self) -> str | None:
        """Say what is wrong with this outcome, if anything is."""
        if self.skipped:
            return None
        if self.must_lose:
            return None if self.lost else "nothing was lost where something must be: the checker is blind"
        if self.broken:
            return f"{self.lost} acknowledged saves lost, {self.half} half there, {self.damaged} journals damaged"
        if self.must_refuse and not self.faults:
            return "nothing was refused, so nothing was tested"
        return None if self.acknowledged else "nothing was acknowledged, so nothing was tested"

    def and_then(self, other: Tally) -> Tally:
        """Add what another part of the same torture came to; the seconds of parts run side by side do not add up."""
        return evolve(
            self,
            runs=self.runs + other.runs,
            distinct=self.distinct + other.distinct,
            acknowledged=self.acknowledged + other.acknowledged,
            lost=self.lost + other.lost,
            half=self.half + other.half,
            damaged=self.damaged + other.damaged,
            faults=self.faults + other.faults,
        )


class Stopwatch:
    """Seconds since it was started."""

    def __init__(self) -> None:
        """Start."""
        self._start = perf_counter()

    @property
    def seconds(self) -> float:
        """Read it."""
        return perf_counter() - self._start


def total(first: Tally, parts: Iterable[Tally]) -> Tally:
    """Add parts to a first tally."""
    for part in parts:
        first = first.and_then(part)
    return first


COLUMNS = ("what", "runs", "acknowledged", "lost", "half", "damaged", "faults", "seconds", "")


def table(tallies: Sequence[Tally]) -> str:
    """Lay out one row for each torture."""
    rows = [COLUMNS, *(_row(tally) for tally in tallies)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, len(COLUMNS) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _row(tally: Tally) -> tuple[str, ...]:
    numbers = (tally.runs, tally.acknowledged, tally.lost, tally.half, tally.damaged, tally.faults)
    verdict = f"skipped: {tally.skipped}" if tally.skipped else tally.failure or ("must lose" * tally.must_lose) or "ok"
    return tally.what, *(f"{number:,}" for number in numbers), f"{tally.seconds:,.1f}", verdict
