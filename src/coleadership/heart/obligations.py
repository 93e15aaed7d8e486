"""What people owe each other: an answer, a follow-up, a word of advice. In Swedish: *Väntar på dig*.

Every subject says itself what it waits for (`Subject.owed`), and `Journal.obligations` makes one list of it. An
obligation is no entry of its own: it is there for as long as the subject waits, and gone with what settles it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

__all__ = ["Obligation", "Owed"]


class Owed(StrEnum):
    """What is owed."""

    VOICE = "voice"
    """Where one stands on a wording that was proposed."""
    WORDING = "wording"
    """To word one's part of a draft, or to say that one has nothing to add."""
    OFFER = "offer"
    """A yes or no to a role or task that was offered."""
    HAND_OVER = "hand_over"
    """A yes or no to taking over from somebody."""
    FOLLOW_UP = "follow_up"
    ACKNOWLEDGEMENT = "acknowledgement"
    """That one has read a follow-up, where its cycle asks for that."""
    REVIEW = "review"
    JUDGEMENT = "judgement"
    """Whether a goal that is past due was achieved."""
    NEXT_STEP = "next_step"
    """What was to be done next, where a day was set for it."""
    SUPPORT = "support"
    """What somebody asked for in a follow-up."""
    ADVICE = "advice"
    EXPLANATION = "explanation"
    """Why somebody went beyond what they may decide."""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Obligation:
    """What one subject waits for from one person: why, since when, until when, and the verb that settles it.

    >>> said = "“Evening rota” was proposed and waits for where you stand"
    >>> owed = Obligation(
    ...     person="anna", subject="agreement_1", owed=Owed.VOICE, reason=said, since=date(2026, 11, 2), verb="consent"
    ... )
    >>> owed.is_late(date(2026, 12, 1)), attrs.evolve(owed, until=date(2026, 11, 30)).is_late(date(2026, 12, 1))
    (False, True)
    """

    person: str
    """Whose turn it is: a person, or a role whoever holds it."""
    subject: str
    owed: Owed
    reason: str
    """One sentence for whoever reads the list."""
    since: date
    verb: str
    """The verb of the subject that settles it, with `about` where it asks for an id."""
    until: date | None = None
    """The last day on which it is in time."""
    about: str | None = None
    """Which proposal, follow-up or request it is, where there can be several."""

    def is_late(self, day: date) -> bool:
        """Whether the day until which it was owed has passed."""
        return self.until is not None and day > self.until

    @property
    def order(self) -> tuple[date, date, str, str]:
        """Where it comes in a list: what is to be done first, before what is owed without a day."""
        return self.until or date.max, self.since, self.subject, self.owed
