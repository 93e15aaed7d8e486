"""Rolling up the progress of very many goals, beside networkx; and what one new reading costs."""

from __future__ import annotations

import json
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from attrs import frozen

from benchmarks.measuring import Figure, Goal, peak_memory, told, turns
from coleadership.insights.line_of_sight import LineOfSight
from coleadership.insights.roll_up import RollUp

__all__ = ["rolling_up"]

_MOST_PARENTS = 3
_FEWEST_BELOW, _MOST_BELOW = 3, 15
_WEIGHTS = (Decimal(1), Decimal(2), Decimal("0.5"))
_UPDATES = 20_000

Triple = tuple[str, str, Decimal]


@frozen
class Sample:
    """An organisation's goals below one vision: fan-out 3 to 15, 1.2 links a goal, nine of ten leaves measured."""

    goals: list[str]
    vision: str
    links: list[Triple]
    progress: Mapping[str, Decimal | None]
    """Of every goal in the order of the goals, as it comes out of a list of them; None of what nobody measures."""
    links_in_floats: list[tuple[str, str, float]]
    progress_in_floats: Mapping[str, float | None]
    leaves: list[str]

    @classmethod
    def of(cls, count: int) -> Sample:
        """So many goals, always the same."""
        chance = Random(20270101)
        ids = [f"goal_{n:026d}" for n in range(count + 1)]
        ends, parents, levels = _tree(count, chance)
        more, above = set[tuple[int, int]](ends), [1] * (count + 1)
        while len(more) < count * 12 // 10:
            below = chance.randrange(levels[2], count + 1)
            level = bisect_right(levels, below) - 1
            link = below, chance.randrange(levels[level - 1], min(levels[level], parents))
            if above[below] < _MOST_PARENTS and link not in more:
                more.add(link)
                ends.append(link)
                above[below] += 1
        links = [(ids[below], ids[to], chance.choice(_WEIGHTS)) for below, to in ends]
        leaves = ids[parents:]
        progress: dict[str, Decimal | None] = dict.fromkeys(ids[1:])
        progress |= {id: Decimal(chance.randrange(101)) / 100 for id in leaves if chance.random() < 0.9}
        floats = [(below, to, float(weight)) for below, to, weight in links]
        return cls(ids[1:], ids[0], links, progress, floats, _in_floats(progress), leaves)


def _in_floats(progress: Mapping[str, Decimal | None]) -> dict[str, float | None]:
    return {id: None if one is None else float(one) for id, one in progress.items()}


def _tree(count: int, chance: Random) -> tuple[list[tuple[int, int]], int, list[int]]:
    """Each goal under one of the level above; how many have any below them; and where each level begins."""
    ends, parent, levels = list[tuple[int, int]](), 0, [0, 1]
    while len(ends) < count:
        if parent == levels[-1]:
            levels.append(len(ends) + 1)
        below = chance.randint(_FEWEST_BELOW, _MOST_BELOW)
        ends += [(n, parent) for n in range(len(ends) + 1, min(len(ends) + below, count) + 1)]
        parent += 1
    return ends, parent, levels


def rolling_up(count: int, rounds: int) -> Iterator[Figure]:
    """Roll up so many goals."""
    sample = Sample.of(count)
    sight, theirs = _sight(sample), Theirs.of(sample)
    rolled = RollUp(sight, sample.progress)
    _check(rolled, theirs.rolled_up(), sample)
    of = f"{count:,} goals with {len(sample.links):,} links"
    yield _from_nothing(sample, rounds, of)
    yield _order_kept(sample, rolled, theirs, rounds * 3, of)
    yield _one_reading(sample, RollUp(_sight(sample), sample.progress), of)


def _sight(sample: Sample) -> LineOfSight:
    return LineOfSight.of(sample.goals, sample.links, visions=[sample.vision])


def _from_nothing(sample: Sample, rounds: int, of: str) -> Figure:
    """From lists of ids and links to the progress of all."""
    seconds = turns(
        {
            "every id into a dictionary, every end of a link looked up": lambda: partial(_looked_up, sample),
            "ours": lambda: lambda: RollUp(_sight(sample), sample.progress),
            "networkx": lambda: lambda: Theirs.of(sample).rolled_up(),
        },
        rounds,
    )
    _, ours, theirs = seconds.values()
    memory = _in_a_process_of_its_own(sample)
    peak, before = memory["peak"] / 1e6, memory["before"] / 1e6
    goals = (
        Goal("ours", ours, 6.0, unit=" s"),
        Goal("networkx ÷ ours", theirs / ours, 3.0, at_least=True),
        Goal("peak of a process that does nothing else", round(peak, 1), 400.0, unit=" MB"),
    )
    return Figure(
        f"Roll up {of}, from nothing", seconds, goals, (f"of the peak, {before:.1f} MB are ids and readings",)
    )


def _order_kept(sample: Sample, rolled: RollUp, theirs: Theirs, rounds: int, of: str) -> Figure:
    """The same again, the graph and its order being kept."""
    seconds = turns(
        {
            "every link once: progress times weight": lambda: partial(_every_link, rolled.sight),
            "ours, readings kept": lambda: rolled._roll_up,
            "ours, all readings taken from a mapping of Decimals": lambda: partial(
                RollUp, rolled.sight, sample.progress
            ),
            "networkx, all readings taken from a dictionary of floats": lambda: theirs.rolled_up,
        },
        rounds,
    )
    *_, anew, other = seconds.values()
    goals = (
        Goal("ours, all readings taken", anew, 0.5, unit=" s"),
        Goal("networkx ÷ ours, all readings taken", other / anew, 3.0, at_least=True),
    )
    return Figure(f"Roll up {of}, order kept", seconds, goals)


def _one_reading(sample: Sample, rolled: RollUp, of: str) -> Figure:
    """One leaf after another is read anew, and all above it follows."""
    chance, taken, changed = Random(20270102), list[float](), 0
    start = perf_counter()
    _ = rolled.update({sample.leaves[0]: None})
    first = perf_counter() - start
    for _ in range(_UPDATES):
        reading = {chance.choice(sample.leaves): Decimal(chance.randrange(101)) / 100}
        start = perf_counter()
        goals = rolled.update(reading)
        taken.append(perf_counter() - start)
        changed += len(goals)
    middle = median(taken)
    seconds = {"ours, the median": middle, "ours, nine of ten take less than": quantiles(taken, n=10)[-1]}
    goal = Goal("the median", round(middle * 1e6, 2), 15.0, unit=" µs")
    note = (
        f"{_UPDATES:,} readings; each changed {changed / _UPDATES:.1f} goals, {told(middle * _UPDATES / changed)} each"
    )
    once = f"before the first, the links were sorted upwards once, in {told(first)}"
    return Figure(f"One new reading among {of}", seconds, (goal,), (note, once))


@frozen
class Theirs:
    """The same rule with networkx, in floats, as one would write it."""

    graph: Any
    order: list[str]
    progress: Mapping[str, float | None]

    @classmethod
    def of(cls, sample: Sample) -> Theirs:
        """The graph, and the order to walk it in."""
        import networkx as nx  # noqa: PLC0415 - not in the process whose memory is measured

        graph = nx.DiGraph()
        graph.add_nodes_from(sample.goals)
        graph.add_weighted_edges_from(sample.links_in_floats)
        return cls(graph, [*nx.topological_sort(graph)], sample.progress_in_floats)

    def rolled_up(self) -> dict[str, float]:
        """The progress of all of which any is known."""
        found: dict[str, float] = {}
        for goal in self.order:
            own = self.progress.get(goal)
            if own is not None:
                found[goal] = own
                continue
            total, whole = 0.0, 0.0
            for below, _, weight in self.graph.in_edges(goal, data="weight"):
                if below in found:
                    total += found[below] * weight
                    whole += weight
            if whole:
                found[goal] = total / whole
        return found


def _check(ours: RollUp, theirs: Mapping[str, float], sample: Sample) -> None:
    """Whether both came to the same, and the sample is as it says."""
    assert len(sample.links) == len(sample.goals) * 12 // 10
    for id, value in ours.items():
        assert (value is None) == (id not in theirs)
        assert value is None or abs(float(value) - theirs[id]) < 1e-9
    few = sample.leaves[::1000]
    assert {len(chain) - 1 for id in few for chain in ours.sight.chains_up(id)} <= {*range(3, 9)}
    assert ours.sight.orphans() == ()


def _looked_up(sample: Sample) -> int:
    places = {id: n for n, id in enumerate(sample.goals)}
    places[sample.vision] = len(places)
    return sum(places[below] < places[to] for below, to, _ in sample.links)


def _every_link(sight: LineOfSight) -> int:
    ends, weights = sight.network.down.ends, sight.network.down.weights
    values, total = [1] * len(sight), 0
    for link in range(len(ends)):
        total += values[ends[link]] * weights[link]
    return total


# -- how much memory it takes, in a process that has the goals from files


def _in_a_process_of_its_own(sample: Sample) -> dict[str, int]:
    """The memory that it takes where links come one at a time, as they do from a journal."""
    with TemporaryDirectory(prefix="coleadership-") as folder:
        links, readings = Path(folder, "links"), Path(folder, "readings")
        _ = links.write_text("".join(f"{below} {to} {weight}\n" for below, to, weight in sample.links))
        _ = readings.write_text("".join(f"{id} {'' if one is None else one}\n" for id, one in sample.progress.items()))
        command = [sys.executable, "-m", "benchmarks.rolling_up", folder, sample.vision]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own
    found: dict[str, int] = json.loads(told)
    return found


def _main(folder: str, vision: str) -> None:
    """Roll up what is in the files, and tell the memory."""
    goals, progress = list[str](), dict[str, Decimal | None]()
    with Path(folder, "readings").open() as lines:
        for line in lines:
            id, _, reading = line.rstrip("\n").partition(" ")
            goals.append(id)
            progress[id] = Decimal(reading) if reading else None
    before = peak_memory()
    with Path(folder, "links").open() as lines:
        sight = LineOfSight.of(goals, (_link(line) for line in lines), visions=[vision])
    rolled = RollUp(sight, progress)
    _ = rolled.update({goals[-1]: Decimal(1)})
    print(json.dumps({"before": before, "peak": peak_memory()}))


def _link(line: str) -> Triple:
    below, to, weight = line.split()
    return below, to, Decimal(weight)


if __name__ == "__main__":
    _main(*sys.argv[1:])
