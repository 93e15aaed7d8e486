"""Free or abandoned: how much latitude somebody has, against how much contact and support, in one relation.

At a distance people should feel *free, not abandoned* (*fria istället för övergivna*). The two are often the same act,
seen from two ends: what one calls delegation, the other may call being left alone (Norris, Ghahremani and Lemoine,
2021). So there are two axes, and whoever it is about has the last word:

=============  ==============  ============
..             little contact  much contact
=============  ==============  ============
high latitude  abandoned       free
low latitude   neglected       controlled
=============  ==============  ============

Latitude is high where of the areas that are delegated to somebody at least half are theirs: (own + joint / 2) / all is
at least one half, where *own* lie on level 5 to 7, *joint* on level 4, and what was overridden counts as not delegated.
It is low where that is less, or where at least two, and half, of the decisions within the mandate were taken by whoever
coordinates. Contact is low where one of these is so: nothing was followed up for more than twice as long as agreed; two
in a row were missed; support is waited for longer than the agreed interval. It is low, too, where two of these are so:
the review is overdue; three or more follow-ups were all written by one side; neither feedback nor a lesson came of any
of them. It is high where something was followed up and none of that is so. Both rules are this library's.

Only what the parties themselves recorded is read, and measured only against what they agreed. It is never a score: a
position comes with its reasons, and says to whom it may be shown. See `team_pattern` for what others may see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import attrs

from coleadership.agreements.agreement import Agreement
from coleadership.deciding.decisions import Decision
from coleadership.errors import Inconsistent, NotAllowedFor
from coleadership.following_up.following import CycleEvent
from coleadership.heart.events import Calendars, moment
from coleadership.heart.wording import Seat
from coleadership.insights.signs import Axis, Level, Relation, Signal, of_contact, of_latitude
from coleadership.insights.turns import turns
from coleadership.rhythm.workdays import day_of

__all__ = ["Contact", "Position", "SelfReport", "contact"]


class Position(StrEnum):
    """Where somebody stands between latitude and contact.

    >>> Position("free")
    <Position.FREE: 'free'>
    """

    FREE = "free"
    """*Fri*: much latitude, and contact."""
    ABANDONED = "abandoned"
    """*Övergiven*: much latitude, and little contact."""
    CONTROLLED = "controlled"
    """*Styrd*: little latitude, and contact."""
    NEGLECTED = "neglected"
    """*Stängd ute*: little of both."""


_POSITIONS: Final = {
    (Level.HIGH, Level.HIGH): Position.FREE,
    (Level.HIGH, Level.LOW): Position.ABANDONED,
    (Level.LOW, Level.HIGH): Position.CONTROLLED,
    (Level.LOW, Level.LOW): Position.NEGLECTED,
}


@attrs.frozen(slots=True, weakref_slot=False)
class SelfReport:
    """What somebody says themselves of where they stand, and on which day."""

    person: str
    position: Position
    on: date


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Contact:
    """Where somebody stands in one relation over a period, and why; who they are with are the ``others``."""

    person: str
    part: str
    others: tuple[str, ...]
    """The other party: whoever has another part in what they agreed."""
    since: date
    until: date
    signals: tuple[Signal, ...] = ()
    report: SelfReport | None = None

    @property
    def latitude(self) -> Level | None:
        """How freely they decide, as the signals have it; None where nothing says so."""
        return _level(self.signals, Axis.LATITUDE)

    @property
    def contact(self) -> Level | None:
        """How much contact and support they have, as the signals have it; None where it is too early to say."""
        return _level(self.signals, Axis.CONTACT)

    @property
    def is_their_own_word(self) -> bool:
        """Whether they said in the period themselves where they stand: that counts, and the signals do not."""
        return self.report is not None and self.report.on >= self.since

    @property
    def position(self) -> Position | None:
        """Where they stand: as they say themselves, or else by the signals; None where these leave it open."""
        if self.report is not None and self.is_their_own_word:
            return self.report.position
        latitude, contact = self.latitude, self.contact
        return None if latitude is None or contact is None else _POSITIONS[latitude, contact]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in sentences; there is always one. They name parts, and no people."""
        who, said = self.part.replace("_", "-"), list[str]()
        if self.report is not None:
            counts = "counts, whatever else is here" if self.is_their_own_word else "was before this period"
            said.append(f"the {who} said on {self.report.on} that they are {self.report.position}; that {counts}")
        if self.latitude is None:
            said.append(f"nothing says how far decisions are delegated to the {who}")
        if self.contact is None:
            said.append("it is too early to say how much contact there is")
        return (*said, *(signal.sentence for signal in self.signals))

    def shown_to(self, seen: Collection[str] = ()) -> tuple[str, ...]:
        """Who may see it now, where these have ``seen`` it: first the person alone, then the other party as well.

        >>> told = Contact(
        ...     person="anna", part="co_leader", others=("bo",), since=date(2027, 1, 1), until=date(2027, 3, 31)
        ... )
        >>> told.shown_to(), told.shown_to(seen=["anna"])
        (('anna',), ('anna', 'bo'))
        """
        return (self.person, *(self.others if self.person in seen else ()))

    def told_to(self, reader: str, *, seen: Collection[str] = ()) -> tuple[str, ...]:
        """The reasons, for somebody who may see them now; raises `NotAllowedFor` for whoever may not."""
        if reader not in (may := self.shown_to(seen)):
            order = "" if self.person in seen else f", and once {self.person} has seen it: {', '.join(self.others)}"
            raise NotAllowedFor(reader, wanted="see this", who_could=f"{', '.join(may)}{order}")
        return self.reasons


def contact(
    person: str, histories: Iterable[Iterable[CycleEvent]], *, since: date, now: datetime,
    agreement: Agreement | None = None, decisions: Iterable[Decision] = (), self_report: SelfReport | None = None,
    calendars: Calendars | None = None,
) -> Contact:  # fmt: skip
    """Where somebody stands from a day up to now.

    ``histories`` are those of the cycles in which they take part with the other party; ``decisions`` those that name
    the agreement as their mandate; ``self_report`` is what they say themselves. Raises `Inconsistent` for somebody who
    is no party.

    >>> from datetime import UTC
    >>> from coleadership import Cadence, Cycle, Mandate, Rhythm
    >>> at, pair = datetime(2027, 1, 4, 9, tzinfo=UTC), {"anna": "co_leader", "bo": "coordinator"}
    >>> rota = Agreement.in_meeting(
    ...     "Rota", parties=pair, present=pair, by="bo", at=at, review=date(2027, 9, 1),
    ...     clauses=[Mandate("Swaps", by="anna", level=7), Rhythm("Every other Monday", every_days=14)],
    ... )
    >>> weekly = Cadence.every(2, "weeks", begin=date(2027, 1, 4))
    >>> cycle = Cycle.begin("Talk", about=[rota.id], participants=pair, cadence=weekly, by="bo", at=at)
    >>> cycle = cycle.check_in("Thanks, carry on", by="anna", at=at)
    >>> later = datetime(2027, 3, 1, tzinfo=UTC)
    >>> told = contact("anna", [cycle.unrecorded], since=date(2027, 1, 1), now=later, agreement=rota)
    >>> told.position
    <Position.ABANDONED: 'abandoned'>
    >>> for reason in told.reasons:
    ...     print(reason)
    1 area of decision: 1 by the co-leader (levels 5 to 7)
    nothing was followed up from 2027-01-04 to 2027-03-01: 56 days, where at least every 14 days is agreed
    3 in a row were missed, from 2027-01-18 to 2027-02-15
    """
    at, today = moment(now), moment(now).date()
    if day_of(since, "since") > today:
        raise Inconsistent("since", f"{since} is still to come; choose a day up to {today}")
    cycles = [turns(history, now=at, calendars=calendars) for history in histories]
    seats = {
        seat.person: seat.part for seat in _seats(agreement, [seat for one in cycles for seat in one.participants])
    }
    if person not in seats:
        raise Inconsistent("person", f"{person} is no party here; name one of {', '.join(seats) or 'those who are'}")
    _check_report(self_report, person, today)
    relation, part = Relation(person, seats, agreement, since, today), seats[person]
    return Contact(
        person=person,
        part=part,
        others=tuple(sorted(other for other, theirs in seats.items() if theirs != part)),
        since=since,
        until=today,
        signals=(*of_latitude(relation, decisions), *of_contact(relation, cycles)),
        report=self_report,
    )


def _seats(agreement: Agreement | None, participants: Iterable[Seat]) -> tuple[Seat, ...]:
    """The parties of an agreement, or else those who take part."""
    if agreement is None:
        return tuple(participants)
    return agreement.table if agreement.in_force is None else agreement.in_force.seats


def _check_report(report: SelfReport | None, person: str, today: date) -> None:
    if report is None:
        return
    if report.person != person:
        raise NotAllowedFor(report.person, wanted=f"say where {person} stands", who_could=person)
    if day_of(report.on, "self_report") > today:
        raise Inconsistent("self_report", f"{report.on} is still to come; give the day on which it was said")


def _level(signals: Iterable[Signal], axis: Axis) -> Level | None:
    """Low by one signal that decides or by two that do not; else high, where something says so."""
    here = [signal for signal in signals if signal.axis is axis]
    low = [signal for signal in here if signal.towards is Level.LOW]
    if len(low) > 1 or any(signal.decides for signal in low):
        return Level.LOW
    return Level.HIGH if len(here) > len(low) else None
