"""Signs of latitude and of contact in one relation, each as a sentence, from what the parties themselves recorded.

Everything is measured against what *these* parties agreed, never against others. The numbers below are this library's:
the evidence on distance work names what matters (how often, how long without, whether support is answered, whether
values and feedback are talked about), and no thresholds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Final

import attrs

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Clause, Mandate, Rhythm
from coleadership.deciding.decisions import Decision
from coleadership.following_up.follow_ups import FollowUp
from coleadership.heart.kinds import Part
from coleadership.heart.life import Force
from coleadership.insights.turns import Fate, Turns, interval

__all__ = ["PATIENCE", "Axis", "Level", "Relation", "Sign", "Signal", "agreed_interval", "of_contact", "of_latitude"]

_TOO_LONG: Final = 2  # times the agreed interval
_IN_A_ROW: Final = 2
_ENOUGH: Final = 3  # follow-ups from which on something can be said of all of them
PATIENCE: Final = 14
"""How many days support is waited for, where no rhythm is agreed."""
_JOINT: Final = 4  # the level on which both decide


class Axis(StrEnum):
    """What is looked at: how freely somebody decides, and how much contact and support they have."""

    LATITUDE = "latitude"
    CONTACT = "contact"


class Level(StrEnum):
    """How much of it there is."""

    HIGH = "high"
    LOW = "low"


class Sign(StrEnum):
    """What was noticed."""

    MANDATES = "mandates"
    """How far decisions are delegated."""
    TAKEN_OVER = "taken_over"
    """Decisions within the mandate were taken by somebody else."""
    AS_AGREED = "as_agreed"
    """The rhythm is kept."""
    GAP = "gap"
    """Nothing was followed up for more than twice as long as agreed."""
    MISSED = "missed"
    """Two or more in a row were missed."""
    UNANSWERED = "unanswered"
    """Support was asked for, and nobody answers."""
    REVIEW = "review"
    """The review of the agreement is overdue."""
    ONE_SIDE = "one_side"
    """Three or more follow-ups, all written by one side alone."""
    NARROW = "narrow"
    """Three or more follow-ups, and neither feedback nor a lesson came of any."""


@attrs.frozen(slots=True, weakref_slot=False)
class Signal:
    """Something that was noticed: towards which level of which axis it points, and the reason as a sentence.

    One that ``decides`` is enough by itself; of the others it takes two.
    """

    sign: Sign
    axis: Axis
    towards: Level
    sentence: str
    decides: bool = True


@attrs.frozen(slots=True, weakref_slot=False)
class Relation:
    """Somebody and those with whom they agreed something, by their parts, from a day to another."""

    person: str
    parts: Mapping[str, str]
    agreement: Agreement | None
    since: date
    today: date

    def called(self, person: str) -> str:
        """What somebody is called: by their part."""
        return f"the {self.parts[person].replace('_', '-')}" if person in self.parts else "somebody else"

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What they agreed that binds today."""
        agreement = self.agreement
        if agreement is None or agreement.in_force is None or not agreement.is_binding(self.today):
            return ()
        return agreement.in_force.content.clauses


# -- latitude


def of_latitude(relation: Relation, decisions: Iterable[Decision]) -> Iterator[Signal]:
    """How far decisions are delegated to somebody, and whether they take these."""
    agreement, person = relation.agreement, relation.person
    given = [clause for clause in relation.clauses if isinstance(clause, Mandate) and clause.by == person]
    if agreement is None or not given:
        return
    standing = [mandate for mandate in given if not agreement.keeping.overrules(mandate.id)]
    own = [mandate for mandate in standing if mandate.level.value > _JOINT]
    joint = [mandate for mandate in standing if mandate.level.value == _JOINT]
    share = (len(own) + Fraction(len(joint), 2)) / len(given)
    told = (
        (len(own), f"by {relation.called(person)} (levels 5 to 7)"), (len(joint), "together (level 4)"),
        (len(standing) - len(own) - len(joint), "by whoever coordinates (levels 1 to 3)"),
        (len(given) - len(standing), "by the employer, who overrode it"),
    )  # fmt: skip
    parts = ", ".join(f"{count} {how}" for count, how in told if count)
    level = Level.HIGH if 2 * share >= 1 else Level.LOW
    areas = "area of decision" if len(given) == 1 else "areas of decision"
    yield Signal(Sign.MANDATES, Axis.LATITUDE, level, f"{len(given)} {areas}: {parts}")
    yield from _taken_over(agreement, own, decisions, relation.since)


def _taken_over(
    agreement: Agreement, own: Sequence[Mandate], decisions: Iterable[Decision], since: date
) -> Iterator[Signal]:
    """Decisions in the areas of a mandate that whoever coordinates took alone: at least two, and half of all."""
    areas = {_same(mandate.text.text or "") for mandate in own}
    within = [one for one in decisions if _is_within(one, agreement.id, areas, since)]
    taken = [one for one in within if {seat.part for seat in one.decided.deciders} == {Part.COORDINATOR}]
    if len(taken) > 1 and 2 * len(taken) >= len(within):
        sentence = f"{len(taken)} of {len(within)} decisions within the mandate were taken by whoever coordinates"
        yield Signal(Sign.TAKEN_OVER, Axis.LATITUDE, Level.LOW, sentence)


def _is_within(decision: Decision, agreement: str, areas: Collection[str], since: date) -> bool:
    """Whether it was taken by a mandate of this agreement, in an area that is worded the same or not at all."""
    decided = decision.decided
    if decided.mandate != agreement or not areas or decision.in_force is None or decision.in_force.since < since:
        return False
    return decided.area is None or _same(decided.area.text or "") in areas


def _same(words: str) -> str:
    return " ".join(words.casefold().split())


# -- contact


def of_contact(relation: Relation, cycles: Sequence[Turns]) -> Iterator[Signal]:
    """How much contact and support there was, against what was agreed."""
    look, agreement, today = _Look.of(relation, cycles), relation.agreement, relation.today
    lapses = [*_lapses(look, cycles, relation.since)]
    yield from lapses
    if not lapses and look.follow_ups:
        yield Signal(Sign.AS_AGREED, Axis.CONTACT, Level.HIGH, _as_agreed(look, cycles, relation.since))
    yield from _unanswered(relation, cycles, look.agreed or PATIENCE)
    if agreement is not None and agreement.review is not None and agreement.review_is_overdue(today):
        days = (today - agreement.review).days
        sentence = f"the review of the agreement was due on {agreement.review}, {_days(days)} ago"
        yield Signal(Sign.REVIEW, Axis.CONTACT, Level.LOW, sentence, decides=False)
    yield from _manner(relation, look.follow_ups, cycles)


def _lapses(look: _Look, cycles: Sequence[Turns], since: date) -> Iterator[Signal]:
    """Where the rhythm was not kept."""
    gap, runs = look.longest(), [_in_a_row(one, since) for one in cycles]
    run = max(runs, key=lambda run: (len(run), run), default=list[date]())
    if gap is not None and look.agreed is not None and gap.days > _TOO_LONG * look.agreed:
        yield Signal(Sign.GAP, Axis.CONTACT, Level.LOW, gap.sentence(look.agreed))
    if len(run) >= _IN_A_ROW:
        sentence = f"{len(run)} in a row were missed, from {run[0]} to {run[-1]}"
        yield Signal(Sign.MISSED, Axis.CONTACT, Level.LOW, sentence)


def _as_agreed(look: _Look, cycles: Iterable[Turns], since: date) -> str:
    gap = look.longest()
    fates = [turn.fate for one in cycles for turn in one.turns if since <= turn.day <= look.finish]
    held, due = fates.count(Fate.HELD), fates.count(Fate.HELD) + fates.count(Fate.MISSED)
    said = f"{held} of {due} that were due were held" if due else f"{_times(len(look.follow_ups))} followed up"
    if gap is None or look.agreed is None:
        return said
    longest = f"{_days(gap.days)} was the longest time without"
    return f"{said}, and {longest}, where at least every {_days(look.agreed)} is agreed"


@attrs.frozen
class _Gap:
    """The longest time without a follow-up: from when to when, and how many of its days count."""

    since: date
    until: date
    days: int

    def sentence(self, agreed: int) -> str:
        whole = (self.until - self.since).days
        rested = f" ({_days(whole - self.days)} of rest left out)" if whole > self.days else ""
        said = f"nothing was followed up from {self.since} to {self.until}: {_days(self.days)}{rested}"
        return f"{said}, where at least every {_days(agreed)} is agreed"


@attrs.frozen
class _Look:
    """What is looked at: the follow-ups that were contact, the agreed interval, and from when to when."""

    follow_ups: tuple[FollowUp, ...]
    agreed: int | None
    start: date
    finish: date
    rested: frozenset[date]
    skipped: tuple[date, ...]

    @classmethod
    def of(cls, relation: Relation, cycles: Sequence[Turns]) -> _Look:
        agreement, today = relation.agreement, relation.today
        binding = agreement is not None and agreement.is_binding(today)
        begins = [one.begun for one in cycles]
        begins += [agreement.in_force.since] if agreement is not None and agreement.in_force is not None else []
        start = max(relation.since, min(begins, default=today))
        over = [one.ended for one in cycles if one.ended is not None]
        finish = today if binding or len(over) < len(cycles) else max(over, default=today)
        seen = (one for cycle in cycles for one in cycle.follow_ups if _is_contact(relation.person, one, cycle))
        follow_ups = tuple(sorted((one for one in seen if start <= one.on), key=lambda one: (one.on, one.id)))
        skipped = tuple(turn.day for one in cycles for turn in one.turns if turn.fate is Fate.SKIPPED)
        rested = frozenset(_rested(agreement, cycles, start, finish))
        return cls(follow_ups, agreed_interval(relation.clauses, cycles), start, max(start, finish), rested, skipped)

    def longest(self) -> _Gap | None:
        """The longest time without, days of rest left out; what was skipped with a reason is an interval of rest."""
        days = sorted({self.start, self.finish, *(one.on for one in self.follow_ups)})
        return max((self._gap(since, until) for since, until in pairwise(days)), key=lambda gap: gap.days, default=None)

    def _gap(self, since: date, until: date) -> _Gap:
        rest = sum(since < day < until for day in self.rested)
        rest += (self.agreed or 0) * sum(since < day < until for day in self.skipped)
        return _Gap(since, until, max((until - since).days - rest, 0))


def _is_contact(person: str, follow_up: FollowUp, cycle: Turns) -> bool:
    """Whether it was contact with this person: they were there, or it is between two only."""
    return person in follow_up.present or len(cycle.participants) <= 2


def agreed_interval(clauses: Iterable[Clause], cycles: Iterable[Turns]) -> int | None:
    """How many days some parties agreed to go without at the most, as their agreement says, or else by their rhythm.

    Of several clauses or cycles, the closest rhythm counts.
    """
    said = [one.every_days for one in clauses if isinstance(one, Rhythm) and one.every_days is not None]
    rhythms = (interval(one.cycle.course.cadence) for one in cycles)
    return min(said or (days for days in rhythms if days is not None), default=None)


def _rested(agreement: Agreement | None, cycles: Sequence[Turns], start: date, finish: date) -> Iterator[date]:
    """The days on which the agreement rested, or every cycle that was there then."""
    resting = agreement is not None and agreement.force is Force.PAUSED
    since = agreement.paused_on if agreement is not None and resting else None
    for number in range((finish - start).days + 1):
        day = start + timedelta(days=number)
        there = [one for one in cycles if one.begun <= day and (one.ended is None or day <= one.ended)]
        pausing = all(_pauses(one, day) for one in there) if there else False
        if pausing or (since is not None and since <= day):
            yield day


def _pauses(cycle: Turns, day: date) -> bool:
    return any(since <= day <= until for since, until in (*cycle.rests, *cycle.cycle.course.cadence.paused))


def _in_a_row(cycle: Turns, since: date) -> list[date]:
    """The longest run of times that were missed, with none held in between."""
    longest, run = list[date](), list[date]()
    for turn in cycle.turns:
        if turn.day >= since and turn.fate is Fate.MISSED:
            run = [*run, turn.day]
            longest = max(longest, run, key=len)
        elif turn.fate is Fate.HELD:
            run = []
    return longest


def _unanswered(relation: Relation, cycles: Iterable[Turns], patience: int) -> Iterator[Signal]:
    """What they asked for since, or before, and still wait for."""
    asked = [one for cycle in cycles for one in cycle.asked if one.request.by == relation.person]
    asked = [one for one in asked if one.request.since >= relation.since or one.answered_on is None]
    waiting = [(relation.today - one.request.since).days for one in asked if one.answered_on is None]
    late = [days for days in waiting if days > patience]
    if late:
        verb = "waits" if len(late) == 1 else "wait"
        sentence = f"{len(late)} of {len(asked)} requests for support {verb} for an answer, the oldest for"
        yield Signal(Sign.UNANSWERED, Axis.CONTACT, Level.LOW, f"{sentence} {_days(max(late))}")


def _manner(relation: Relation, follow_ups: Sequence[FollowUp], cycles: Iterable[Turns]) -> Iterator[Signal]:
    """Who writes, and what for."""
    if len(follow_ups) < _ENOUGH:
        return
    read, writers = {id for cycle in cycles for id, _ in cycle.read}, {one.by for one in follow_ups}
    if len(writers) == 1 and all({*one.present} == writers and one.id not in read for one in follow_ups):
        (writer,) = writers
        said = f"all {len(follow_ups)} follow-ups were written by {relation.called(writer)} alone"
        yield Signal(Sign.ONE_SIDE, Axis.CONTACT, Level.LOW, said, decides=False)
    if not any(one.feedback or one.lessons for one in follow_ups):
        said = f"{len(follow_ups)} follow-ups, and neither feedback nor a lesson came of any"
        yield Signal(Sign.NARROW, Axis.CONTACT, Level.LOW, said, decides=False)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
