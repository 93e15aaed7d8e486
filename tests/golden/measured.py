"""Any goal, measure and reading, made of values that fit together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from coleadership.goals.contributions import CONTRIBUTED_TO, Contribution
from coleadership.goals.goal_text import Ambition, GoalText, Horizon
from coleadership.goals.measures import Learning, Measure, Metric, Milestone, Milestones, Range, YesNo
from coleadership.goals.pace import Phase
from coleadership.goals.readings import Reading
from coleadership.heart.consent import RULES
from coleadership.heart.wording import Seat
from coleadership.prose import Prose

__all__ = ["MEASURED", "goal_texts"]

_ids = st.text("abcdefghij0123456789_", min_size=1, max_size=12)
_numbers = st.decimals(-(10**17), 10**17, allow_nan=False, allow_infinity=False, places=6)
_weights = st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=6)
_units = st.none() | st.sampled_from(["%", "kr/month", "NPS"])
_maybe = st.none() | _numbers


def _milestones(said: st.SearchStrategy[Prose]) -> st.SearchStrategy[Milestones]:
    heavy = st.builds(Milestone, said, weight=st.just(Decimal(2)), id=st.just("milestone_heavy"))
    others = st.lists(st.builds(Milestone, said, weight=_weights, id=_ids), max_size=3, unique_by=lambda one: one.id)
    return st.builds(lambda first, more: Milestones((first, *more)), heavy, others) | st.just(Milestones())


def _ranges() -> st.SearchStrategy[Range]:
    ends = st.tuples(_numbers, _numbers).map(sorted)
    return st.builds(lambda pair, start, unit: Range(low=pair[0], high=pair[1], start=start, unit=unit), ends, _maybe,
                     _units)  # fmt: skip


def measures(said: st.SearchStrategy[Prose]) -> st.SearchStrategy[Measure]:
    """Measures of every kind that the library brings."""
    metrics = st.builds(Metric, start=_maybe, target=_maybe, unit=_units)
    learning = st.builds(Learning, lessons=st.integers(1, 1_000))
    return st.one_of(metrics, _ranges(), _milestones(said), st.just(YesNo()), learning)


def _readings() -> st.SearchStrategy[Reading]:
    numbers = st.builds(lambda number, unit: Reading(number=number, unit=unit), _numbers, _units)
    done = st.frozensets(_ids, max_size=3).map(lambda ids: Reading(done=ids))
    return st.one_of(numbers, st.booleans().map(lambda yes: Reading(yes=yes)), done)


def goal_texts(said: st.SearchStrategy[Prose]) -> st.SearchStrategy[GoalText]:
    """Goals in which every field may be there or not."""
    to = st.builds(lambda kind, rest: f"{kind}_{rest}", st.sampled_from(CONTRIBUTED_TO), st.text("abc", min_size=1))
    contribution = st.builds(Contribution, to, weight=_weights, how=st.none() | said)
    half = st.builds(Phase, st.just(date(2027, 1, 1)), _numbers)
    return st.builds(
        GoalText,
        title=said,
        body=st.none() | said,
        parties=st.lists(st.builds(Seat, _ids, _ids), max_size=3).map(tuple),
        owners=st.lists(_ids, max_size=3).map(tuple),
        why=st.none() | said,
        horizon=st.sampled_from(Horizon),
        ambition=st.sampled_from(Ambition),
        measure=st.none() | measures(said),
        begin=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        due=st.none() | st.dates(date(2027, 1, 2), date(2030, 12, 31)),
        phases=st.just(()) | st.tuples(half),
        contributions=st.lists(contribution, max_size=3, unique_by=lambda one: one.to).map(tuple),
        review=st.none() | st.dates(),
        rule=st.sampled_from([*RULES.values()]),
        follows=st.none() | _ids,
    )


_words: Final = st.sampled_from([Prose.write("Före sommaren", owner="anna"), Prose.write("Try it", owner="bo")])

MEASURED: Final[Mapping[object, Callable[[], st.SearchStrategy[Any]]]] = {
    Decimal: lambda: _numbers,
    Measure: lambda: measures(_words),
    Reading: _readings,
    GoalText: lambda: goal_texts(_words),
}
"""How values of these types are made."""
