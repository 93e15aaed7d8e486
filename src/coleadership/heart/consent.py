"""Voices, and the rules by which they become a decision.

A rule is one frozen value, fixed before anybody speaks. `CONSENT`, `CONSENSUS`, `MAJORITY`, `QUALIFIED_MAJORITY`,
`QUORUM`, `ADVICE`, `DELEGATED` and `CARRIED` are named instances; an organisation writes its own by changing a field.

Terms follow Sociocracy 3.0 (objections block, concerns do not) and the Holacracy Constitution 5.0 (silence counts only
where a time limit was set beforehand).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.ids import any_id
from coleadership.prose import Prose
from coleadership.rhythm.workdays import WEEKDAYS, WorkingDays, after_working_days

__all__ = [
    "ADVICE", "CARRIED", "CONSENSUS", "CONSENT", "DELEGATED", "MAJORITY", "PROPOSER", "QUALIFIED_MAJORITY", "QUORUM",
    "RULES", "DecisionRule", "Of", "Outcome", "Result", "Silence", "Stance", "Voice",
]  # fmt: skip

PROPOSER: Final = "proposer"
"""The part of whoever made the proposal, in rules where that person decides in the end."""


class Stance(Enum):
    """What a voice says, from the most to the least willing."""

    CONSENT = "consent"
    CONCERN = "concern"
    """Consent with a concern: it never blocks, and is shown at the next review."""
    STAND_ASIDE = "stand_aside"
    OBJECT = "object"


class Of(Enum):
    """Whose share is counted."""

    ELIGIBLE = "eligible"
    SPOKEN = "spoken"
    """Those who agreed or objected; who stands aside took part but is not counted."""


class Silence(Enum):
    """What silence means once the time is up."""

    NOTHING = "nothing"
    CONSENT = "consent"


class Result(Enum):
    """What a rule makes of the voices."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"


@attrs.frozen(slots=True, weakref_slot=False)
class Voice:
    """What somebody says to one exact wording, on behalf of a seat.

    ``seat`` is whose voice it is, ``speaker`` who gave it (in a meeting one person records for all),
    ``argument`` the objection, concern or reason.

    >>> Voice("anna", Stance.CONSENT, "wording_1", speaker="bo", at=datetime.now(UTC)).argument is None
    True
    """

    seat: str
    stance: Stance
    wording: str
    speaker: str
    at: datetime
    argument: Prose | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Outcome:
    """What a rule makes of the voices, why, and when time alone would change the answer."""

    result: Result
    reason: str
    changes_at: datetime | None = None


_CAUTION = {stance: rank for rank, stance in enumerate(Stance)}
_AGREES = frozenset({Stance.CONSENT, Stance.CONCERN})
_MAY_BLOCK = frozenset({Stance.STAND_ASIDE, Stance.OBJECT})


def _share(value: tuple[int, int]) -> tuple[int, int]:
    """A share as (numerator, denominator), between none and all."""
    part, whole = value
    if not (type(part) is type(whole) is int):
        raise Inconsistent("share", f"{part!r}/{whole!r} is no share; give two whole numbers, such as (2, 3)")
    if not 0 <= part <= whole or whole < 1:
        raise Inconsistent("share", f"{part}/{whole} is no share; give (numerator, denominator) from (0, 1) to (1, 1)")
    return part, whole


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class DecisionRule:
    """How voices become a decision: which stop it, how many must agree and of whom, how long it stays open.

    - ``blocks``: the stances that stop it as long as they stand.
    - ``share``, ``more_than``, ``of``: at least (or more than) this share must agree, of those eligible or of those
      who agreed or objected.
    - ``quorum``: this share of those eligible must take part, in whatever way.
    - ``open_days``, ``working_days``: how long it stays open, in calendar or working days; None is without limit.
    - ``silence``: what it means when the time is up. Without a limit it never means anything.
    - ``decided_by``: the part whose holders decide in the end (`PROPOSER` for whoever proposed); the others advise.
    - ``hears_all``: it stays open until everybody has spoken or the time is up, however certain the answer.

    >>> lazy = DecisionRule(id="lazy_consent", open_days=5, working_days=True, silence=Silence.CONSENT)
    >>> lazy.closes(datetime(2026, 12, 24, 9, tzinfo=UTC)).isoformat()
    '2027-01-01T00:00:00+00:00'
    """

    id: str = attrs.field(converter=any_id)
    blocks: frozenset[Stance] = frozenset({Stance.OBJECT})
    share: tuple[int, int] = attrs.field(default=(0, 1), converter=_share)
    more_than: bool = True
    of: Of = Of.SPOKEN
    quorum: tuple[int, int] = attrs.field(default=(1, 1), converter=_share)
    open_days: int | None = None
    working_days: bool = False
    silence: Silence = Silence.NOTHING
    decided_by: str | None = None
    hears_all: bool | None = None  # None where it is not asked for, so that rules of before keep their names

    def __attrs_post_init__(self) -> None:
        if self.silence is Silence.CONSENT and self.open_days is None:
            raise Inconsistent("silence", "silence can mean consent only with a time limit; set open_days as well")
        if self.blocks - _MAY_BLOCK:
            raise Inconsistent("blocks", "a consent never blocks, with or without a concern; let objections block")
        days = self.open_days
        if days is not None and (type(days) is not int or not 1 <= days <= 3_660):
            raise Inconsistent("open_days", f"{self.open_days} days is no time limit; choose from 1 to 3,660")

    def closes(self, opened: datetime, calendar: WorkingDays = WEEKDAYS) -> datetime | None:
        """When a round that opens now is over: after the last of its days, at midnight in the zone of ``opened``."""
        if self.open_days is None:
            return None
        if self.working_days:
            last = after_working_days(opened.date(), self.open_days, calendar)
        else:
            last = opened.date() + timedelta(days=self.open_days)
        return datetime.combine(last + timedelta(days=1), time(), opened.tzinfo or UTC)

    def outcome(
        self,
        voices: Iterable[Voice],
        *,
        wording: str,
        eligible: Mapping[str, str],
        closes: datetime | None = None,
        now: datetime,
    ) -> Outcome:
        """What the voices on a wording amount to; ``eligible`` maps each seat to its part.

        Voices for another wording or from elsewhere do not count; of several voices of one seat, the most
        cautious does. An objection that stands blocks until it is withdrawn or the time is up.

        >>> CONSENT.outcome([], wording="w", eligible={"anna": "member"}, now=datetime.now(UTC)).result
        <Result.OPEN: 'open'>
        """
        stances = self._heard(voices, wording, eligible)
        over = closes is not None and now >= closes
        if over and self.silence is Silence.CONSENT:
            stances = {seat: stances.get(seat, Stance.CONSENT) for seat in eligible}
        result, reason = self._judge(stances, eligible, over=over)
        if result is Result.OPEN and over:
            result, reason = Result.REJECTED, f"{reason} when the time was up"
        return Outcome(result, reason, closes if result is Result.OPEN else None)

    @staticmethod
    def _heard(voices: Iterable[Voice], wording: str, eligible: Mapping[str, str]) -> dict[str, Stance]:
        """The one stance of each eligible seat that spoke on this wording."""
        stances: dict[str, Stance] = {}
        for voice in voices:
            if voice.wording == wording and voice.seat in eligible:
                earlier = stances.get(voice.seat, voice.stance)
                stances[voice.seat] = max(earlier, voice.stance, key=_CAUTION.__getitem__)
        return stances

    def _judge(self, stances: Mapping[str, Stance], eligible: Mapping[str, str], *, over: bool) -> tuple[Result, str]:
        """The result of these stances, and why."""
        if any(stance in self.blocks for stance in stances.values()):
            return Result.OPEN, "somebody's voice stops it"
        silent = len(eligible) - len(stances)
        if self.decided_by is not None:
            return self._by_part(stances, eligible, may_close=over or not silent)
        if not eligible or not _reaches(len(stances), len(eligible), self.quorum):
            return Result.OPEN, "too few have taken part"
        if (self.blocks or self.hears_all) and silent and not over:
            return Result.OPEN, "not everybody has spoken"
        agree = sum(stance in _AGREES for stance in stances.values())
        against = sum(stance is Stance.OBJECT for stance in stances.values())
        undecided = 0 if over else silent
        base = len(eligible) if self.of is Of.ELIGIBLE else agree + against + undecided
        if agree and _reaches(agree, base, self.share, more=self.more_than):
            return Result.ADOPTED, "enough agreed"
        if not silent or not _reaches(agree + undecided, base, self.share, more=self.more_than):
            return Result.REJECTED, "too few agreed"
        return Result.OPEN, "not enough have agreed yet"

    def _by_part(
        self, stances: Mapping[str, Stance], eligible: Mapping[str, str], *, may_close: bool
    ) -> tuple[Result, str]:
        """The result where the holders of one part decide after hearing the others."""
        deciding = {stances.get(seat) for seat, part in eligible.items() if part == self.decided_by}
        if Stance.OBJECT in deciding:
            return Result.REJECTED, f"the {self.decided_by} decided against it"
        if not deciding or not deciding <= _AGREES:
            return Result.OPEN, f"the {self.decided_by} has not decided"
        if not may_close and not _reaches(len(stances), len(eligible), self.quorum):
            return Result.OPEN, "too few have been heard"
        return Result.ADOPTED, f"the {self.decided_by} decided"


def _reaches(count: int, base: int, share: tuple[int, int], *, more: bool = False) -> bool:
    """Whether count/base is at least (or more than) the share, in whole numbers."""
    part, whole = share
    return count * whole > part * base if more else count * whole >= part * base


CONSENT = DecisionRule(id="consent")
"""Everybody speaks, nobody objects, and at least one says yes."""
CONSENSUS = DecisionRule(
    id="consensus",
    blocks=frozenset({Stance.OBJECT, Stance.STAND_ASIDE}),
    share=(1, 1),
    more_than=False,
    of=Of.ELIGIBLE,
)
"""Everybody agrees."""
MAJORITY = DecisionRule(id="majority", blocks=frozenset(), share=(1, 2), quorum=(0, 1), open_days=14)
"""More than half of those who take sides, within two weeks; a tie is no."""
QUALIFIED_MAJORITY = DecisionRule(
    id="qualified_majority",
    blocks=frozenset(),
    share=(2, 3),
    more_than=False,
    of=Of.ELIGIBLE,
    quorum=(0, 1),
    open_days=14,
)
"""At least two thirds of all who are eligible, within two weeks."""
QUORUM = attrs.evolve(MAJORITY, id="quorum", quorum=(1, 2))
"""A majority in which at least half of those eligible take part."""
ADVICE = DecisionRule(id="advice", blocks=frozenset(), decided_by=PROPOSER, open_days=7)
"""Whoever proposes decides, once everybody has been heard or a week has passed."""
DELEGATED = DecisionRule(id="delegated", blocks=frozenset(), decided_by="coordinator", quorum=(0, 1))
"""The coordinator decides; the others are told and may speak."""
CARRIED = DecisionRule(id="carried", blocks=frozenset(), quorum=(0, 1), open_days=14, hears_all=True)
"""Somebody carries it; everybody has two weeks to say where they stand, and no objection stops those who do."""

RULES: Final[Mapping[str, DecisionRule]] = {
    rule.id: rule for rule in (CONSENT, CONSENSUS, MAJORITY, QUALIFIED_MAJORITY, QUORUM, ADVICE, DELEGATED, CARRIED)
}
