"""Measuring side by side: in turns, in one run, medians of several; what counts is the ratio."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter

from attrs import frozen

__all__ = ["Figure", "Goal", "Prepare", "Work", "peak_memory", "told", "turns"]

Work = Callable[[], object]
"""What is timed."""
Prepare = Callable[[], Work]
"""What has to be made ready beforehand, untimed."""


def turns(contenders: Mapping[str, Prepare], rounds: int, *, per: int = 1) -> dict[str, float]:
    """The median seconds of each contender for one of ``per`` things, taking turns: A B A B.

    So whatever else the machine is doing strikes all of them alike. The first round warms up and does not count.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds + 1):
        for name, prepare in contenders.items():
            seconds[name].append(_timed(prepare()))
    return {name: median(taken[1:]) / per for name, taken in seconds.items()}


def _timed(work: Work) -> float:
    """The seconds that it takes, without a collection of garbage in between (as `timeit` does)."""
    gc.disable()
    try:
        start = perf_counter()
        _ = work()
        return perf_counter() - start
    finally:
        gc.enable()


@frozen
class Goal:
    """A value beside the one that we want: at most that much, or ``at_least``."""

    what: str
    value: float
    wanted: float
    at_least: bool = False
    unit: str = ""

    @property
    def reached(self) -> bool:
        """Whether it is as good as we want it."""
        return self.value >= self.wanted if self.at_least else self.value <= self.wanted

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        mark = "reached" if self.reached else "MISSED"
        return f"{self.what}: {self.value:,.4g}{self.unit} (goal {sign} {self.wanted:,.4g}{self.unit}: {mark})"


@frozen
class Figure:
    """One thing that was measured: the seconds of the limit, of the peers and of ours, and the goals."""

    title: str
    seconds: Mapping[str, float]
    """For one thing each; the first is the limit, 1.00."""
    goals: tuple[Goal, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        limit = next(iter(self.seconds.values()), 1.0)
        rows = [f"  {name:<58}{told(taken):>11}{taken / limit:>9.2f}" for name, taken in self.seconds.items()]
        rows += [f"  {goal}" for goal in self.goals]
        rows += [f"  {note}" for note in self.notes]
        return "\n".join([self.title, *rows])


def told(seconds: float) -> str:
    """Seconds in a unit that suits them.

    >>> told(0.00012), told(0.0123), told(2.5)
    ('120.0 µs', '12.3 ms', '2.50 s')
    """
    if seconds < 0.001:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def peak_memory() -> int:
    """The most bytes of memory that this process has had."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux; getrusage would tell of the parent's memory as well
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource  # noqa: PLC0415 - not on every system

    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
