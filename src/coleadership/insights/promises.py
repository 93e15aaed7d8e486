"""Promises without what they take: responsibility without authority, resources, knowledge or support.

After the “three-legged stool” of Swedish work-environment rules: whoever holds a task has authority, resources and
knowledge for it, or hands it back. What is told here is where nothing *says* that they have; whether they have, they
know. And it tells where support was promised, asked for and not given. These are reasons to talk; nothing is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Clause, Commitment, Mandate, StatutoryTask, Support
from coleadership.following_up.following import CycleEvent
from coleadership.heart.events import Calendars, moment
from coleadership.heart.kinds import Part
from coleadership.heart.life import Force
from coleadership.heart.wording import Seat
from coleadership.insights.signs import PATIENCE, agreed_interval
from coleadership.insights.turns import Asked, Turns, turns
from coleadership.organisation.assignments import Assignment
from coleadership.organisation.tasks import ManagementTask
from coleadership.prose import Prose

__all__ = ["Lack", "Unbacked", "unbacked_promises"]

_ANSWERING: Final = frozenset({Part.CO_LEADER, Part.INTERIM})
_DECIDING: Final = 4  # from this level of delegation on, one has a part in deciding
_LONGEST: Final = 80  # characters of a clause that are quoted


class Lack(StrEnum):
    """What a promise stands without.

    >>> [lack.value for lack in Lack]
    ['authority', 'resources', 'knowledge', 'support']
    """

    AUTHORITY = "authority"
    RESOURCES = "resources"
    KNOWLEDGE = "knowledge"
    SUPPORT = "support"


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Unbacked:
    """A promise that lacks something: of which agreement, assignment or task, whose, and why, in a sentence."""

    subject: str
    people: tuple[str, ...]
    """Whose promise it is; where support was not given, who promised it."""
    lacks: tuple[Lack, ...]
    sentence: str
    about: str | None = None
    """The clause or the request for support that it is about, if it is one."""


def unbacked_promises(
    agreements: Iterable[Agreement] = (), *, now: datetime, tasks: Iterable[ManagementTask] = (),
    assignments: Iterable[Assignment] = (), histories: Iterable[Iterable[CycleEvent]] = (),
    calendars: Calendars | None = None,
) -> tuple[Unbacked, ...]:  # fmt: skip
    """What is promised now and lacks what it takes, in the order of ids; ``histories`` are those of cycles.

    Of an agreement that binds: what co-leaders and interim leaders commit to without a mandate on level 4 to 7, and
    that or a mandate without a promise of support by anybody else; tasks by law of whose three legs something is not
    said, unless a management task of the same name and holder is there; support that was overridden, promised by
    somebody who has left, reported as not kept, or asked for and declined, or waited for longer than the agreed
    interval. Of management tasks that are held: the legs of which nothing is said. Of assignments in force: limits and
    resources of which nothing is said. These rules are this library's.

    >>> from coleadership import Part
    >>> rota = Agreement.in_meeting(
    ...     "Evening rota",
    ...     parties={"anna": Part.CO_LEADER, "bo": Part.COORDINATOR},
    ...     clauses=[Commitment("I publish the rota", by="anna"), Support("Sick leave is paid", by="bo")],
    ...     present=["anna", "bo"],
    ...     by="bo",
    ... )
    >>> for one in unbacked_promises([rota], now=rota.formulation.in_force.voices[0].at):
    ...     print(one.lacks[0].value, "-", one.sentence)
    authority - “Evening rota”: the co-leader commits to 1 thing, and nothing is delegated to them
    """
    at, held = moment(now), [task for task in tasks if task.holders]
    cycles = [turns(history, now=at, calendars=calendars) for history in histories]
    found = [
        *(one for agreement in agreements for one in _of_agreement(agreement, held, cycles, at)),
        *(one for task in held for one in _of_task(task)),
        *(one for assignment in assignments for one in _of_assignment(assignment, at)),
    ]
    return tuple(sorted(found, key=lambda one: (one.subject, one.people, one.lacks, one.about or "", one.sentence)))


# -- agreements


def _of_agreement(
    agreement: Agreement, tasks: Collection[ManagementTask], cycles: Collection[Turns], at: datetime
) -> Iterator[Unbacked]:
    if agreement.in_force is None or not agreement.is_binding(at.date()):
        return
    clauses, seats = agreement.in_force.content.clauses, agreement.in_force.seats
    mandates = agreement.mandates(at.date())
    helping = [one for one in clauses if isinstance(one, Support) and _stands(one, agreement, seats)]
    for seat in seats:
        yield from _of_party(agreement, seat, clauses, mandates, helping)
    for clause in clauses:
        if isinstance(clause, StatutoryTask):
            yield from _by_law(agreement, clause, mandates, helping, tasks)
        if isinstance(clause, Support):
            yield from _not_given(agreement, clause, seats)
    yield from _not_answered(agreement, {one.by for one in helping}, cycles, at)


def _stands(support: Support, agreement: Agreement, seats: Iterable[Seat]) -> bool:
    here = {seat.person for seat in seats}
    return support.by in here and not agreement.keeping.overrules(support.id)


def _of_party(
    agreement: Agreement, seat: Seat, clauses: Iterable[Clause], mandates: Iterable[Mandate], helping: Iterable[Support]
) -> Iterator[Unbacked]:
    """What a co-leader answers for, with nothing to decide or nobody to help."""
    if seat.part not in _ANSWERING:
        return
    own = [one for one in clauses if one.person == seat.person]
    promised = sum(isinstance(one, Commitment) for one in own)
    levels = [mandate.level.value for mandate in mandates if mandate.by == seat.person]
    areas = sum(level >= _DECIDING for level in levels)
    said = f"“{agreement.title}”: the {seat.part.replace('_', '-')}"
    things = f"commits to {_counted(promised, 'thing')}" if promised else ""
    if promised and not areas:
        overridden = any(isinstance(one, Mandate) for one in own)
        why = "what was delegated to them was overridden" if overridden else "nothing is delegated to them"
        why = "decides none of it (levels 1 to 3)" if levels else why
        yield _lack(agreement.id, seat.person, Lack.AUTHORITY, f"{said} {things}, and {why}")
    if (promised or areas) and not any(one.by != seat.person for one in helping):
        decides = f"decides in {_counted(areas, 'area')}" if areas else ""
        answers = " and ".join(one for one in (things, decides) if one)
        yield _lack(agreement.id, seat.person, Lack.SUPPORT, f"{said} {answers}, and nobody promises support")


def _by_law(
    agreement: Agreement, task: StatutoryTask, mandates: Iterable[Mandate], helping: Iterable[Support],
    tasks: Iterable[ManagementTask],
) -> Iterator[Unbacked]:  # fmt: skip
    """A task by law of which nothing says what its holder stands on."""
    name = _same(str(task.text))
    if any(_same(str(one.name)) == name and task.by in one.holders for one in tasks):
        return  # the management task says it, or its own finding does
    there = {
        Lack.AUTHORITY: any(one.by == task.by and one.level.value >= _DECIDING for one in mandates),
        Lack.RESOURCES: any(one.by != task.by for one in helping),
    }
    lacks = tuple(lack for lack in (Lack.AUTHORITY, Lack.RESOURCES, Lack.KNOWLEDGE) if not there.get(lack))
    said = f"“{agreement.title}”: nothing is said of {_listed(lacks)} for the task by law {_quoted(task.text)}"
    yield Unbacked(subject=agreement.id, people=(task.by,), lacks=lacks, sentence=said, about=task.id)


def _not_given(agreement: Agreement, support: Support, seats: Iterable[Seat]) -> Iterator[Unbacked]:
    """Support that was promised and is not there."""
    said = f"“{agreement.title}”: {_quoted(support.text)} was promised, and"
    if support.by not in {seat.person for seat in seats}:
        yield _lack(agreement.id, support.by, Lack.SUPPORT, f"{said} whoever promised it has left", support.id)
    elif agreement.keeping.overrules(support.id):
        yield _lack(agreement.id, support.by, Lack.SUPPORT, f"{said} overridden by the employer", support.id)
    broken = [one for one in agreement.keeping.breaches if one.clause == support.id and one.repaired is None]
    if broken:
        times = "" if len(broken) == 1 else f" {len(broken)} times"
        yield _lack(agreement.id, support.by, Lack.SUPPORT, f"{said} reported as not kept{times}", support.id)


def _not_answered(
    agreement: Agreement, helping: Collection[str], cycles: Iterable[Turns], at: datetime
) -> Iterator[Unbacked]:  # fmt: skip
    """Support that was asked of somebody who promised it, and declined or not answered for longer than agreed."""
    about = [cycle for cycle in cycles if agreement.id in cycle.cycle.about]
    clauses = () if agreement.in_force is None else agreement.in_force.content.clauses
    patience = agreed_interval(clauses, about) or PATIENCE
    for one in (one for cycle in about for one in cycle.asked if one.request.of in helping):
        what = _unanswered(one, patience, at)
        if what is not None:
            asked = f"support was promised, and what was asked for on {one.request.since}"
            said = f"“{agreement.title}”: {asked} {what}"
            yield _lack(agreement.id, one.request.of, Lack.SUPPORT, said, one.request.id)


def _unanswered(asked: Asked, patience: int, at: datetime) -> str | None:
    if asked.answered_on is not None:
        return None if asked.given else f"was declined on {asked.answered_on}"
    days = (at.date() - asked.request.since).days
    return f"waits for {days} days" if days > patience else None


# -- tasks and assignments


def _of_task(task: ManagementTask) -> Iterator[Unbacked]:
    """A management task that is held, and of which nothing says what its holders stand on."""
    lacks = () if task.held is None else tuple(Lack(leg) for leg in task.held.footing.lacking)
    if lacks:
        said = f"“{task.name}”: nothing is said of {_listed(lacks)} for it"
        yield Unbacked(subject=task.id, people=task.holders, lacks=lacks, sentence=said)


def _of_assignment(assignment: Assignment, at: datetime) -> Iterator[Unbacked]:
    """An assignment that is in force, and does not say within which limits and with what means."""
    if assignment.in_force is None or assignment.force_on(at.date()) is not Force.IN_FORCE:
        return
    content = assignment.in_force.content
    takers = tuple(seat.person for seat in assignment.in_force.seats if seat.part == Part.ASSIGNEE)
    for lack, there, why in (
        (Lack.AUTHORITY, content.limits, "within which limits one decides alone"),
        (Lack.RESOURCES, content.resources, "with what time, money and help"),
    ):
        if there is None:
            said = f"“{content.title}”: nothing says {why}"
            yield Unbacked(subject=assignment.id, people=takers, lacks=(lack,), sentence=said)


def _lack(subject: str, person: str, lack: Lack, sentence: str, about: str | None = None) -> Unbacked:
    return Unbacked(subject=subject, people=(person,), lacks=(lack,), sentence=sentence, about=about)


def _counted(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}s"


def _quoted(words: Prose) -> str:
    said = " ".join(str(words).split())
    return f"“{said if len(said) <= _LONGEST else said[: _LONGEST - 1] + '…'}”"


def _listed(lacks: tuple[Lack, ...]) -> str:
    *most, last = lacks
    return f"{', '.join(most)} and {last}" if most else last


def _same(words: str) -> str:
    return " ".join(words.casefold().split())
