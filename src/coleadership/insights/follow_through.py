"""Follow-through: whether what was to be followed up was, and whether its three purposes were served.

It tells how a rhythm fares, and is no mark for anybody: nothing is counted per person, no cycle is compared with
another, and several make a sum. What those who take part wrote is all that is looked at. It is theirs to see; shown to
others, let a sum be of at least five people.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.following_up.following import CycleEvent
from coleadership.heart.events import Calendars
from coleadership.heart.given import one_of
from coleadership.insights.turns import Asked, Fate, Turns, turns
from coleadership.rhythm.workdays import day_of

__all__ = ["FollowThrough", "Purpose", "SupportAsked", "follow_through", "in_all", "middle"]


class Purpose(StrEnum):
    """What a follow-up is for, as the founding text of co-leadership has it.

    >>> [purpose.value for purpose in Purpose]
    ['confirmation', 'feedback', 'lesson']
    """

    CONFIRMATION = "confirmation"
    FEEDBACK = "feedback"
    LESSON = "lesson"


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class SupportAsked:
    """How often support was asked for in a period, what came of it, and how many days the answers took."""

    given: int = 0
    declined: int = 0
    waiting: int = 0
    """Neither, as yet."""
    days: tuple[int, ...] = ()
    """Of each answer, the quickest first."""

    @property
    def asked(self) -> int:
        """How often it was asked for."""
        return self.given + self.declined + self.waiting

    @property
    def median(self) -> Fraction | None:
        """How many days half of the answers took at the most; of an even number, the mean of the two in the middle.

        >>> SupportAsked(given=3, declined=1, days=(0, 1, 4, 12)).median
        Fraction(5, 2)
        """
        return middle(self.days)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class FollowThrough:
    """What became of the times that were due in a period, and what the follow-ups held in it were for.

    Times belong to the period by the day on which they were due, follow-ups by the day on which they were held. Of all
    times that have come by now, each is exactly one of: ``held``, ``missed``, ``skipped`` with a reason, ``paused``,
    ``let_go`` (as the rhythm changed, a pause began or it ended) or still ``open``.
    """

    since: date
    until: date
    cycles: int = 1
    held: int = 0
    missed: int = 0
    skipped: int = 0
    paused: int = 0
    let_go: int = 0
    open: int = 0
    late: int = 0
    """How many of those held came after the grace of their cycle."""
    follow_ups: int = 0
    """All that were held in the period, those on top included."""
    on_top: int = 0
    """How many of these counted for no time that was due."""
    with_confirmation: int = 0
    with_feedback: int = 0
    with_lesson: int = 0
    with_next_step: int = 0
    with_day: int = 0
    """How many named a next step and the day by which it is done."""
    support: SupportAsked = attrs.field(factory=SupportAsked)

    @property
    def due(self) -> int:
        """The times that were to be held and can be no more: held or missed. The others are counted apart."""
        return self.held + self.missed

    @property
    def kept(self) -> Fraction | None:
        """The share of these that were held, held / (held + missed), from 0 to 1; None where none was due.

        >>> days = {"since": date(2027, 1, 1), "until": date(2027, 3, 31)}
        >>> FollowThrough(held=9, missed=3, skipped=1, **days).kept
        Fraction(3, 4)
        """
        return _share(self.held, self.due)

    def share(self, purpose: Purpose | str) -> Fraction | None:
        """The share of the follow-ups held that served a purpose, from 0 to 1; None where none was held.

        No single follow-up has to serve any: “thanks, carry on” is a whole one. See `unserved`.
        """
        return _share(getattr(self, f"with_{_purpose(purpose)}"), self.follow_ups)

    @property
    def unserved(self) -> tuple[Purpose, ...]:
        """The purposes that no follow-up of the period served."""
        return tuple(purpose for purpose in Purpose if not getattr(self, f"with_{purpose}"))

    @property
    def is_complete(self) -> bool:
        """Whether all three purposes were served over the period, if not in each follow-up. A rule of this library."""
        return not self.unserved


def follow_through(
    history: Iterable[CycleEvent], *, since: date, until: date, now: datetime, calendars: Calendars | None = None
) -> FollowThrough:
    """What became of one cycle in a period, both days in it, as far as it is known by ``now``.

    ``history`` are all events of the cycle, oldest first, also those before the period. Raises `Inconsistent` for a
    period that ends before it begins, and where nothing had been recorded by ``now``.

    >>> from datetime import UTC
    >>> from coleadership import Cadence, Cycle
    >>> weekly = Cadence.weekly("mon", begin=date(2027, 1, 4))
    >>> pair, at = {"anna": "co_leader", "bo": "coordinator"}, datetime(2027, 1, 4, 9, tzinfo=UTC)
    >>> cycle = Cycle.begin("Talk", about=["goal_1"], participants=pair, cadence=weekly, by="bo", at=at)
    >>> cycle = cycle.check_in("Thanks, carry on", by="anna", at=at)
    >>> told = follow_through(
    ...     cycle.unrecorded, since=date(2027, 1, 1), until=date(2027, 1, 31), now=datetime(2027, 1, 20, tzinfo=UTC)
    ... )
    >>> told.held, told.missed, told.open, [purpose.value for purpose in told.unserved]
    (1, 1, 1, ['feedback', 'lesson'])
    """
    if day_of(until, "until") < day_of(since, "since"):
        raise Inconsistent("until", f"{until} is before the period begins; choose {since} or later")
    return _told(turns(history, now=now, calendars=calendars), since, until)


def in_all(parts: Iterable[FollowThrough]) -> FollowThrough:
    """Several cycles of the same period together, as those of a team: a sum, in which no cycle shows.

    >>> days = {"since": date(2027, 1, 1), "until": date(2027, 3, 31)}
    >>> told = in_all([FollowThrough(held=9, missed=3, **days), FollowThrough(held=3, **days)])
    >>> told.cycles, told.kept
    (2, Fraction(4, 5))
    """
    told = list(parts)
    periods = {(one.since, one.until) for one in told}
    if len(periods) != 1:
        raise Inconsistent("parts", f"{len(periods)} periods are there; give what became of one period, all the same")
    ((since, until),) = periods
    counts = {name: sum(getattr(one, name) for one in told) for name in _COUNTS}
    asked = {name: sum(getattr(one.support, name) for one in told) for name in ("given", "declined", "waiting")}
    support = SupportAsked(**asked, days=tuple(sorted(days for one in told for days in one.support.days)))
    return FollowThrough(since=since, until=until, support=support, **counts)


def middle(days: Iterable[int]) -> Fraction | None:
    """The median of some numbers of days; None of none.

    >>> middle([9, 2, 4]), middle([])
    (Fraction(4, 1), None)
    """
    ordered = sorted(days)
    half = len(ordered) // 2
    return Fraction(ordered[half] + ordered[-half - 1], 2) if ordered else None


_purpose = one_of(Purpose, "purpose")
_COUNTS: Final = tuple(
    field.name for field in attrs.fields(FollowThrough) if field.name not in {"since", "until", "support"}
)


def _told(all_turns: Turns, since: date, until: date) -> FollowThrough:
    times = [turn for turn in all_turns.turns if since <= turn.day <= until]
    held = [one for one in all_turns.follow_ups if since <= one.on <= until]
    fates = {fate.value: sum(turn.fate is fate for turn in times) for fate in Fate}
    served = {f"with_{purpose}": sum(purpose in one.purposes for one in held) for purpose in Purpose}
    return FollowThrough(
        since=since,
        until=until,
        late=sum(turn.late for turn in times),
        follow_ups=len(held),
        on_top=sum(one.id in all_turns.on_top for one in held),
        with_next_step=sum(one.next_step is not None for one in held),
        with_day=sum(one.next_step_by is not None for one in held),
        support=_support([one for one in all_turns.asked if since <= one.request.since <= until]),
        **fates,
        **served,
    )


def _support(asked: list[Asked]) -> SupportAsked:
    answered = [one for one in asked if one.answered_on is not None]
    given = sum(one.given for one in answered)
    days = tuple(sorted(one.days for one in answered if one.days is not None))
    return SupportAsked(given=given, declined=len(answered) - given, waiting=len(asked) - len(answered), days=days)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
