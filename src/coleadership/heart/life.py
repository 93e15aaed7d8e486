"""The life that everything co-led shares, as events: formulate together, agree, follow up, reformulate or end.

Recorded names come from the kind of the subject and the participle: ``"agreement.revised"`` is `Revised` in the life of
an agreement. Only what a concept has of its own gets events of its own.

`WORDING_MOVES` and `FORCE_MOVES` say what may happen when; no other line sets a status. There are two lives, never one
status: an agreement that is in force while an amendment is discussed is simply both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import ClassVar, Final, Generic, TypeVar

import attrs

from coleadership.heart.consent import DecisionRule, Voice
from coleadership.heart.due import FellDue
from coleadership.heart.events import Event
from coleadership.heart.wording import Content, Seat
from coleadership.prose import Prose

__all__ = [
    "FORCE_MOVES",
    "FORMULATING",
    "SPOKEN",
    "WORDING_MOVES",
    "Adopted",
    "AdoptedOnRecord",
    "Basis",
    "Commented",
    "ContributionDeclined",
    "Drafted",
    "Ended",
    "EndingProposed",
    "Force",
    "LifeEvent",
    "Moves",
    "ObjectionWithdrawn",
    "Overtaken",
    "PartyLeft",
    "Paused",
    "Proposed",
    "Rejected",
    "RenegotiationCalled",
    "Resumed",
    "ReviewOutcome",
    "Reviewed",
    "Revised",
    "VoiceGiven",
    "Withdrawn",
    "Wording",
]  # fmt: skip


class Wording(Enum):
    """Where in its life a wording is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


class Force(Enum):
    """Whether something binds.

    ``EXPIRED`` and a notice that has run out follow from time alone: they are computed, never stored.
    """

    NOT_YET = "not yet in force"
    IN_FORCE = "in force"
    PAUSED = "paused"
    EXPIRED = "expired"
    ENDED = "ended"


class Basis(Enum):
    """On what ground a wording binds."""

    VOICES = "voices"
    PAPER = "paper"
    """Signed on paper, and confirmed here by everybody."""
    ON_RECORD = "on_record"
    """Adopted elsewhere; whose voices carried it is not known here."""


class ReviewOutcome(Enum):
    """What a review comes to."""

    KEEP = "keep"
    AMEND = "amend"
    END = "end"


C = TypeVar("C", bound=Content)


@attrs.frozen(slots=True, weakref_slot=False)
class Drafted(Event, Generic[C]):
    """A first wording, or the first wording of an amendment; ``together`` worded it with its author in one room."""

    participle: ClassVar[str] = "drafted"
    proposal: str
    content: C
    wording: str
    together: tuple[str, ...] = ()


@attrs.frozen(slots=True, weakref_slot=False)
class Revised(Event, Generic[C]):
    """Another wording, and every voice on the earlier one is void."""

    participle: ClassVar[str] = "revised"
    proposal: str
    content: C
    wording: str


@attrs.frozen(slots=True, weakref_slot=False)
class Proposed(Event):
    """A wording is put to everybody concerned, under a rule that is now fixed.

    ``binds_from`` is the day on which it was signed on paper.
    """

    participle: ClassVar[str] = "proposed"
    proposal: str
    wording: str
    rule: DecisionRule
    eligible: tuple[Seat, ...]
    closes: datetime | None = None
    binds_from: date | None = None
    paper: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class EndingProposed(Event):
    """To end what is in force is put to everybody concerned, like any other proposal."""

    participle: ClassVar[str] = "ending_proposed"
    proposal: str
    wording: str
    rule: DecisionRule
    eligible: tuple[Seat, ...]
    closes: datetime | None = None
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class VoiceGiven(Event):
    """Somebody said where they stand on one exact wording."""

    participle: ClassVar[str] = "voice_given"
    proposal: str
    voice: Voice


@attrs.frozen(slots=True, weakref_slot=False)
class ObjectionWithdrawn(Event):
    """An objection no longer stands; the seat has yet to say what it says instead."""

    participle: ClassVar[str] = "objection_withdrawn"
    proposal: str
    seat: str


@attrs.frozen(slots=True, weakref_slot=False)
class ContributionDeclined(Event):
    """Somebody was offered to word their part and has nothing to add."""

    participle: ClassVar[str] = "contribution_declined"
    person: str


@attrs.frozen(slots=True, weakref_slot=False)
class Commented(Event):
    """A question or remark on a wording: lighter than an objection, it stops nothing."""

    participle: ClassVar[str] = "commented"
    wording: str
    text: Prose
    about: str | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Adopted(Event):
    """A wording binds from now on, in the place of the one before."""

    participle: ClassVar[str] = "adopted"
    proposal: str
    wording: str
    since: date
    basis: Basis
    review: date | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class AdoptedOnRecord(Event, Generic[C]):
    """A wording that was adopted elsewhere; no voice is invented for it."""

    participle: ClassVar[str] = "adopted_on_record"
    content: C
    wording: str
    since: date


@attrs.frozen(slots=True, weakref_slot=False)
class Rejected(Event):
    """A proposal fell; ``reason`` is what the rule said, ``words`` what somebody did."""

    participle: ClassVar[str] = "rejected"
    proposal: str
    reason: str
    words: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Withdrawn(Event):
    """Whoever made a proposal took it back."""

    participle: ClassVar[str] = "withdrawn"
    proposal: str
    reason: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Overtaken(Event):
    """A proposal was built on a text that is no longer in force."""

    participle: ClassVar[str] = "overtaken"
    proposal: str


@attrs.frozen(slots=True, weakref_slot=False)
class PartyLeft(Event):
    """Somebody is no longer at the table; open rounds go on without them."""

    participle: ClassVar[str] = "party_left"
    person: str


@attrs.frozen(slots=True, weakref_slot=False)
class RenegotiationCalled(Event):
    """Somebody asks for what is in force to be worded anew; it keeps binding until then."""

    participle: ClassVar[str] = "renegotiation_called"
    reason: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Reviewed(Event):
    """Those present looked at what is in force and said what becomes of it."""

    participle: ClassVar[str] = "reviewed"
    present: tuple[str, ...]
    outcome: ReviewOutcome
    until: date | None = None
    notes: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Paused(Event):
    """What is in force rests, for a parental leave or an illness."""

    participle: ClassVar[str] = "paused"
    reason: Prose
    until: date | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Resumed(Event):
    """What rested goes on; the review has moved by as many days as it rested."""

    participle: ClassVar[str] = "resumed"
    review: date | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Ended(Event):
    """It no longer binds."""

    participle: ClassVar[str] = "ended"
    on: date
    reason: Prose | None = None


LifeEvent = (
    Drafted[C] | Revised[C] | Proposed | EndingProposed | VoiceGiven | ObjectionWithdrawn | ContributionDeclined
    | Commented | Adopted | AdoptedOnRecord[C] | Rejected | Withdrawn | Overtaken | PartyLeft | RenegotiationCalled
    | Reviewed | Paused | Resumed | FellDue | Ended
)  # fmt: skip

State = TypeVar("State", bound=Enum)
Moves = Mapping[tuple[State, str], State]


def _moves(table: Mapping[State, Mapping[str, State]]) -> Moves[State]:
    """A table of moves, flat: (where it is, what happens) → where it is then."""
    return {(state, what): then for state, row in table.items() for what, then in row.items()}


def _stay(state: State, *events: str) -> dict[str, State]:
    """The part of a row in which nothing moves."""
    return dict.fromkeys(events, state)


WORDING_MOVES: Final[Moves[Wording]] = _moves({
    Wording.DRAFT: {
        **_stay(Wording.DRAFT, "drafted", "revised", "commented", "contribution_declined", "party_left"),
        "proposed": Wording.PROPOSED,
        "ending_proposed": Wording.PROPOSED,
        "rejected": Wording.REJECTED,
        "withdrawn": Wording.WITHDRAWN,
        "overtaken": Wording.OVERTAKEN,
    },
    Wording.PROPOSED: {
        **_stay(Wording.PROPOSED, "voice_given", "objection_withdrawn", "commented", "contribution_declined",
                "party_left"),
        "revised": Wording.DRAFT,
        "adopted": Wording.ADOPTED,
        "rejected": Wording.REJECTED,
        "withdrawn": Wording.WITHDRAWN,
        "overtaken": Wording.OVERTAKEN,
    },
})  # fmt: skip

SPOKEN: Final[Mapping[str, str]] = {
    "achieved": "called achieved",
    "adopted_on_record": "adopted on record",
    "advice_asked": "put to others for advice",
    "advice_given": "advised on",
    "advice_weighed": "answered for towards advisers",
    "breach_repaired": "repaired",
    "breach_reported": "reported as broken",
    "contribution_declined": "answered with nothing to add",
    "drafted": "worded anew",
    "ending_proposed": "ended together",
    "fell_due": "told to have fallen due",
    "handed_over": "handed over",
    "not_achieved": "called not achieved",
    "notice_given": "ended by notice",
    "notice_withdrawn": "freed of a notice",
    "objection_withdrawn": "freed of an objection",
    "party_left": "left",
    "reading_taken": "read",
    "reformulation_begun": "reformulated",
    "people_asked": "put to more people",
    "renegotiation_called": "called back for renegotiation",
    "stand_taken": "answered",
    "stand_taken_back": "freed of an objection",
    "understanding_given": "told in one's own words",
    "voice_given": "answered",
    "volunteered": "joined by volunteers",
}
"""How messages say a participle that is not a plain word."""

FORMULATING: Final = (
    "drafted", "revised", "proposed", "voice_given", "objection_withdrawn", "contribution_declined", "commented",
    "rejected", "withdrawn", "overtaken", "party_left",
)  # fmt: skip
"""What everybody at the table may do; the rest is for those who are bound by what is in force."""

_LIVING = (*FORMULATING, "ending_proposed", "renegotiation_called", "reviewed", "fell_due")

FORCE_MOVES: Final[Moves[Force]] = _moves({
    Force.NOT_YET: {
        **_stay(Force.NOT_YET, *FORMULATING),
        "adopted": Force.IN_FORCE,
        "adopted_on_record": Force.IN_FORCE,
    },
    Force.IN_FORCE: {
        **_stay(Force.IN_FORCE, *_LIVING, "adopted", "adopted_on_record"),
        "paused": Force.PAUSED,
        "ended": Force.ENDED,
    },
    Force.PAUSED: {
        **_stay(Force.PAUSED, *_LIVING, "adopted"),
        "resumed": Force.IN_FORCE,
        "ended": Force.ENDED,
    },
    Force.EXPIRED: {
        **_stay(Force.EXPIRED, *FORMULATING, "fell_due"),
        "adopted": Force.IN_FORCE,
        "adopted_on_record": Force.IN_FORCE,
        "ended": Force.ENDED,
    },
})  # fmt: skip
