"""How a decision is taken: the methods by name, and whether one fits the level to which its area is delegated.

A method is a decision rule, chosen before anybody speaks. The levels are those of Management 3.0: on 1 to 3 the
coordinator decides, on 4 both together, on 5 to 7 the co-leaders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import attrs

from coleadership.agreements.clauses import Delegation, Mandate
from coleadership.errors import Inconsistent, did_you_mean
from coleadership.heart.consent import (
    ADVICE,
    CONSENSUS,
    CONSENT,
    MAJORITY,
    QUALIFIED_MAJORITY,
    QUORUM,
    DecisionRule,
    Of,
    Stance,
)
from coleadership.heart.kinds import Part
from coleadership.heart.wording import Finding, Seat

__all__ = [
    "COMMAND", "CONSULT", "DELEGATED_TO_CO_LEADERS", "JOINT", "METHODS", "hears_others", "level_of", "method_of",
    "misfit", "unmandated",
]  # fmt: skip

COMMAND: Final = DecisionRule(id="command", blocks=frozenset(), decided_by=Part.COORDINATOR, quorum=(0, 1))
"""The coordinator decides alone; the others are told and may speak."""
CONSULT: Final = DecisionRule(id="consult", blocks=frozenset(), decided_by=Part.COORDINATOR, open_days=7)
"""The coordinator decides, once everybody has been heard or a week has passed."""
DELEGATED_TO_CO_LEADERS: Final = attrs.evolve(COMMAND, id="delegated_to_co_leaders", decided_by=Part.CO_LEADER)
"""The co-leaders decide; the others are told and may speak."""
JOINT: Final = attrs.evolve(CONSENSUS, id="joint")
"""Co-leaders and coordinator decide together: all of them agree."""

METHODS: Final[Mapping[str, DecisionRule]] = {
    "command": COMMAND, "consult": CONSULT, "advice": ADVICE, "consent": CONSENT, "consensus": CONSENSUS,
    "majority": MAJORITY, "qualified_majority": QUALIFIED_MAJORITY, "quorum": QUORUM,
    "delegated": DELEGATED_TO_CO_LEADERS, "joint": JOINT,
}  # fmt: skip
"""The methods that the library knows, by name; an organisation gives a rule of its own whole."""

_FITTING: Final[Mapping[int, str]] = {
    1: "the coordinator decides: choose command, consult, or advice for which a coordinator answers",
    2: "the coordinator decides: choose command, consult, or advice for which a coordinator answers",
    3: "the coordinator decides after hearing others: choose consult, or advice for which a coordinator answers",
    4: "both sides decide and neither is outvoted: choose joint, consent or consensus, with a coordinator and a "
    "co-leader",
    5: "the co-leaders decide: choose delegated or advice, or give a voice to co-leaders alone and ask who coordinates "
    "for advice",
}  # fmt: skip


def method_of(value: object) -> DecisionRule:
    """Take a method by its name, or a rule of one's own whole.

    >>> method_of("consult") is CONSULT
    True
    >>> method_of("consensu")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: method: 'consensu' is no method; did you mean 'consensus'?
    """
    if isinstance(value, DecisionRule):
        return value
    if isinstance(value, str) and value in METHODS:
        return METHODS[value]
    raise Inconsistent("method", f"{value!r:.60} is no method{did_you_mean(str(value)[:60], METHODS)}")


def level_of(value: object) -> Delegation | None:
    """Take a level of delegation, by its number from 1 to 7, or nothing.

    >>> level_of(7), level_of(None)
    (<Delegation.DELEGATE: 7>, None)
    """
    if value is None or isinstance(value, Delegation):
        return value
    if type(value) is not int or not 1 <= value <= len(Delegation):
        raise Inconsistent("level", f"{value!r:.60} is no level of delegation; choose from 1 (tell) to 7 (delegate)")
    return Delegation(value)


def hears_others(method: DecisionRule) -> bool:
    """Whether some decide by it and hear the others first.

    >>> hears_others(CONSULT), hears_others(ADVICE), hears_others(COMMAND), hears_others(CONSENT)
    (True, True, False, False)
    """
    return method.decided_by is not None and method.quorum[0] > 0


def misfit(level: Delegation, method: DecisionRule, deciders: Collection[Seat]) -> Iterator[Finding]:
    """Why a method, by which these decide, does not fit a level, and what would.

    >>> anna, bo = Seat("anna", Part.CO_LEADER), Seat("bo", Part.COORDINATOR)
    >>> [*misfit(Delegation.AGREE, JOINT, [anna, bo])], [*misfit(Delegation.DELEGATE, ADVICE, [anna])]
    ([], [])
    >>> next(misfit(Delegation.DELEGATE, COMMAND, [bo])).message
    'command does not fit level 7 (delegate), on which the co-leaders decide: choose delegated or advice, ...
    """
    coordinates = [seat.part == Part.COORDINATOR for seat in deciders]
    match level.value:
        case 1 | 2:
            fits = all(coordinates)
        case 3:
            fits = all(coordinates) and (method.decided_by is None or hears_others(method))
        case 4:
            fits = any(coordinates) and not all(coordinates) and _binds_all(method)
        case _:
            fits = not any(coordinates)
    if not fits:
        who = _FITTING[min(level.value, 5)]
        name = f"level {level.value} ({level.name.lower()})"
        yield Finding("method", f"{method.id} does not fit {name}, on which {who}", blocks=True)


def unmandated(level: Delegation | None, deciders: Iterable[Seat], mandates: Iterable[Mandate]) -> Iterator[Finding]:
    """Who would decide without a mandate, where these are the mandates that there are.

    Who decides may involve the others more than agreed, never less: a co-leader with level 7 may decide on 5 or 4, a
    coordinator where it is on 1 may consult on 3.

    >>> anna = Seat("anna", Part.CO_LEADER)
    >>> swaps = Mandate("Swaps", by="anna", level=7)
    >>> [*unmandated(Delegation.ADVISE, [anna], [swaps])]
    []
    >>> next(unmandated(Delegation.ADVISE, [Seat("cim", Part.CO_LEADER)], [swaps])).message
    'cim has no mandate to decide this on level 5 (there is: anna on 7); let somebody decide who has'
    """
    given = tuple(mandates)
    for mandate in given:
        if not isinstance(mandate, Mandate):
            raise Inconsistent(
                "mandates", f"{mandate!r:.60} is no mandate; give those that Agreement.mandates(…) gives"
            )
    if level is None:
        yield Finding("level", "say on which level it is delegated, from 1 to 7", blocks=True)
        return
    there = ", ".join(f"{mandate.by} on {mandate.level.value}" for mandate in given) or "none"
    for seat in deciders:
        if seat.part == Part.COORDINATOR:
            has = level.value > 3 or any(mandate.level.value <= level.value for mandate in given)
        else:
            has = any(mandate.by == seat.person and mandate.level.value >= max(level.value, 4) for mandate in given)
        if not has:
            lack = f"{seat.person} has no mandate to decide this on level {level.value} (there is: {there})"
            yield Finding("mandate", f"{lack}; let somebody decide who has", blocks=True, person=seat.person)


def _binds_all(method: DecisionRule) -> bool:
    """Whether nobody who has a voice can be outvoted."""
    unanimous = method.of is Of.ELIGIBLE and method.share[0] == method.share[1]
    return method.decided_by is None and (Stance.OBJECT in method.blocks or unanimous)
