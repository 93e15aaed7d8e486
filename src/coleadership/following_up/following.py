"""What happens in a cycle of follow-ups, as events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import attrs

from coleadership.following_up.course import Coming
from coleadership.following_up.follow_ups import FollowUp
from coleadership.following_up.forms import Form, FormAnswer
from coleadership.heart.due import FellDue, Reminders
from coleadership.heart.events import Event, Reserved
from coleadership.heart.wording import Seat
from coleadership.prose import Prose
from coleadership.rhythm.cadence import Cadence

__all__ = [
    "Acknowledged", "AgendaChanged", "Begun", "CycleEnded", "CycleEvent", "CyclePaused", "CycleResumed",
    "FollowedUp", "Missed", "ParticipantsChanged", "Prepared", "RhythmChanged", "SupportAnswered",
]  # fmt: skip


@attrs.frozen(slots=True, weakref_slot=False)
class Begun(Event):
    """Somebody began to follow something up."""

    participle: ClassVar[str] = "begun"
    title: Prose
    about: tuple[str, ...]
    participants: tuple[Seat, ...]
    cadence: Cadence
    calendar: str | None
    form: Form
    agenda: tuple[Prose, ...]
    reminders: Reminders
    acknowledged: bool
    since: date
    """The day from which on what comes is owed."""
    coming: Coming


@attrs.frozen(slots=True, weakref_slot=False)
class FollowedUp(Event):
    """A follow-up was held; ``settles`` is the day by the rule that it counts for, None if it came on top of these."""

    participle: ClassVar[str] = "followed_up"
    follow_up: FollowUp
    settles: date | None
    waiting: tuple[str, ...]
    """Who is to acknowledge it: those who took part in the cycle then, and were not there."""
    coming: Coming

    @property
    def reserved(self) -> Iterator[Reserved]:
        """The notes, which are for those who were there; what was said is for all who take part."""
        if self.follow_up.notes is not None:
            yield Reserved("notes", self.follow_up.present, (self.follow_up.notes,))


@attrs.frozen(slots=True, weakref_slot=False)
class Missed(Event):
    """The next one came, and this one had not been held."""

    participle: ClassVar[str] = "missed"
    on: date
    """Its day by the rule."""
    coming: Coming


@attrs.frozen(slots=True, weakref_slot=False)
class Acknowledged(Event):
    """Somebody read a follow-up that they had not been at; ``seat`` is for whom, where they hold a role."""

    participle: ClassVar[str] = "acknowledged"
    follow_up: str
    seat: str


@attrs.frozen(slots=True, weakref_slot=False)
class Prepared(Event):
    """Somebody answered questions before the next talk."""

    participle: ClassVar[str] = "prepared"
    answers: tuple[FormAnswer, ...]


@attrs.frozen(slots=True, weakref_slot=False)
class SupportAnswered(Event):
    """Somebody gave the support that was asked of them, or said why not."""

    participle: ClassVar[str] = "support_answered"
    request: str
    given: bool
    words: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class RhythmChanged(Event):
    """Another rhythm, or one time skipped, moved or put back; ``day`` is which, by the rule."""

    participle: ClassVar[str] = "rhythm_changed"
    cadence: Cadence
    coming: Coming
    since: date | None = None
    """The day from which on what comes is owed, where it begins anew."""
    day: date | None = None
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class ParticipantsChanged(Event):
    """Others take part from now on; what was owed before stays with whoever took part then."""

    participle: ClassVar[str] = "participants_changed"
    participants: tuple[Seat, ...]
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class AgendaChanged(Event):
    """Other points are to be talked about next time."""

    participle: ClassVar[str] = "agenda_changed"
    agenda: tuple[Prose, ...]


@attrs.frozen(slots=True, weakref_slot=False)
class CyclePaused(Event):
    """It rests until a day, that day included."""

    participle: ClassVar[str] = "paused"
    reason: Prose
    until: date
    cadence: Cadence
    coming: Coming
    since: date


@attrs.frozen(slots=True, weakref_slot=False)
class CycleResumed(Event):
    """It goes on; by nobody where the pause was over."""

    participle: ClassVar[str] = "resumed"
    cadence: Cadence
    coming: Coming
    since: date


@attrs.frozen(slots=True, weakref_slot=False)
class CycleEnded(Event):
    """Nothing is followed up here any more."""

    participle: ClassVar[str] = "ended"
    reason: Prose | None = None


CycleEvent = (
    Begun | FollowedUp | Missed | Acknowledged | Prepared | SupportAnswered | RhythmChanged | ParticipantsChanged
    | AgendaChanged | CyclePaused | CycleResumed | FellDue | CycleEnded
)  # fmt: skip
