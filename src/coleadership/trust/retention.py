"""How long words are kept: rules that an organisation sets, as data, and that time carries out.

A rule says which kind of prose goes, after how long, counted from what, and on what ground. It is a promise to those
whose words these are: no longer than this. So where two rules speak of the same words, the shorter one wins: only then
are both promises kept. What has to be kept longer is what a hold is for (`Person.hold`), and that wins over every rule.

Days are those in UTC, and a period ends as EU law counts it (Regulation 1182/71, article 3): with the last hour of the
day of the same number, or of the last day of a month that has no such day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedNow
from coleadership.heart.due import midnight
from coleadership.heart.events import Event, Reserved, Stamp, Subject, moment
from coleadership.heart.given import one_of
from coleadership.ids import any_id, new_id
from coleadership.prose import Prose, line, said_by
from coleadership.rhythm.workdays import days_after, months_after

if TYPE_CHECKING:
    from coleadership.ids import RetentionId

__all__ = [
    "CountedFrom",
    "Cursor",
    "ProseKind",
    "PutOff",
    "Retention",
    "RetentionApplied",
    "RetentionChanged",
    "RetentionEnded",
    "RetentionEvent",
    "RetentionSet",
]  # fmt: skip

_MOST_YEARS: Final = 99
_MOST_DAYS: Final = 36_500


class ProseKind(StrEnum):
    """Which words a rule is about.

    >>> [kind.value for kind in ProseKind]
    ['notes', 'talks', 'feedback', 'disclosures']
    """

    NOTES = "notes"
    """The private notes of follow-ups."""
    TALKS = "talks"
    """What else was said in follow-ups, before them, and to what was asked in them."""
    FEEDBACK = "feedback"
    """Feedback, and the answers to it."""
    DISCLOSURES = "disclosures"
    """What of theirs people were shown, where that is audited."""


class CountedFrom(StrEnum):
    """From which day on it is counted.

    >>> CountedFrom("over") is CountedFrom.OVER
    True
    """

    SAID = "said"
    """That on which they were said."""
    OVER = "over"
    """That on which the cycle in which they were said ended; until then they stay."""


_NEVER_OVER: Final = frozenset({ProseKind.FEEDBACK, ProseKind.DISCLOSURES})


@attrs.frozen(slots=True, weakref_slot=False)
class PutOff:
    """A stretch of the history with words that are due and stay for now: behind one record, up to another.

    ``keeper`` is who is under a hold, or what is in force. Without one, it is ``until`` a day: somebody dated them in
    the future.
    """

    keeper: str | None
    after: int
    last: int
    until: date | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Cursor:
    """How far a rule has come in the history: it goes through it once, in order.

    All up to ``passed`` is done but what was ``put_off``; nothing more is due before ``next``.
    """

    passed: int = 0
    next: date | None = None
    put_off: tuple[PutOff, ...] = ()

    def putting_off(self, more: PutOff) -> Cursor:
        """The same, with one more stretch; each keeper has one.

        >>> far = Cursor().putting_off(PutOff("anna", 3, 4)).putting_off(PutOff("anna", 8, 9))
        >>> far.put_off
        (PutOff(keeper='anna', after=3, last=9, until=None),)
        """
        known = next((one for one in self.put_off if one.keeper == more.keeper), more)
        days = [one.until for one in (known, more) if one.until is not None]
        both = PutOff(more.keeper, min(known.after, more.after), max(known.last, more.last), min(days, default=None))
        return attrs.evolve(self, put_off=(*(one for one in self.put_off if one is not known), both))


@attrs.frozen(slots=True, weakref_slot=False)
class RetentionSet(Event):
    """Somebody said how long words of a kind are kept, and on what ground."""

    participle: ClassVar[str] = "set"
    words: ProseKind
    since: CountedFrom
    months: int
    days: int
    ground: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class RetentionChanged(Event):
    """They are kept for longer or shorter, or counted from another day; the history is gone through anew."""

    participle: ClassVar[str] = "changed"
    since: CountedFrom
    months: int
    days: int
    ground: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class RetentionApplied(Event):
    """Words are gone whose time was over. Whoever has a copy drops it, by these seals."""

    participle: ClassVar[str] = "applied"
    words: tuple[Prose, ...]
    """Erased: only their seals are left."""
    cursor: Cursor


@attrs.frozen(slots=True, weakref_slot=False)
class RetentionEnded(Event):
    """The rule holds no longer; what it erased stays erased."""

    participle: ClassVar[str] = "ended"
    reason: Prose | None = None


RetentionEvent = RetentionSet | RetentionChanged | RetentionApplied | RetentionEnded


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Retention(Subject[RetentionEvent]):
    """A rule by which words of one kind are kept for so long and no longer; `Journal.tick` carries it out."""

    KIND: ClassVar[str] = "retention"
    KEPT_EVERY: ClassVar[int] = 1
    STATUSES: ClassVar[frozenset[str]] = frozenset({"in_force", "ended"})
    OVER: ClassVar[frozenset[str]] = frozenset({"ended"})

    if TYPE_CHECKING:
        id: RetentionId

    words: ProseKind
    since: CountedFrom
    months: int
    days: int
    ground: Prose
    at: datetime
    """When it was set or last changed, or did something."""
    cursor: Cursor = attrs.field(factory=Cursor)
    is_ended: bool = False

    # -- starter

    @classmethod
    def set(
        cls, words: ProseKind | str, *, by: str, ground: str | Prose, years: int = 0, months: int = 0, days: int = 0,
        since: CountedFrom | str = CountedFrom.SAID, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Say how long words of a kind are kept, and on what ground, in one line.

        >>> rule = Retention.set("notes", years=2, since="over", ground="Nobody needs them longer", by="hr")
        >>> rule.status, rule.goes_on(date(2028, 2, 29))
        ('in_force', datetime.date(2030, 3, 1))
        >>> Retention.set("notes", ground="Nobody needs them longer", by="hr")
        Traceback (most recent call last):
        coleadership.errors.Inconsistent: days: a period of nothing keeps nothing; say how many days, months or years
        """
        kind = one_of(ProseKind, "words")(words)
        length = _length(years, months, days)
        stamp = Stamp(new_id("event"), new_id(cls.KIND), 1, any_id(by, "by"), moment(at))
        return cls._set(stamp, kind, _since(kind, since), length, ground)

    @classmethod
    def over_again(cls, id: str, terms: dict[str, Any], *, by: str, at: datetime) -> Self:
        """A rule that is not in a restored backup, as it was told of by `terms`: named, and ended at once.

        So that there is something to say why words are erased again; what it says from now on is set anew.
        """
        kind, stamp = one_of(ProseKind, "words")(terms["words_of"]), Stamp(new_id("event"), id, 1, any_id(by, "by"), at)
        length, ground = _length(0, terms["months"], terms["days"]), "Set and applied in a later copy of this journal"
        return cls._set(stamp, kind, _since(kind, terms["since"]), length, ground).end(by=by, at=at)

    @classmethod
    def _set(
        cls, stamp: Stamp, kind: ProseKind, since: CountedFrom, length: tuple[int, int], ground: str | Prose
    ) -> Self:
        said = line(ground, field="ground").owned_by(str(stamp.by))
        return cls._begin(RetentionSet(stamp, kind, since, *length, said))

    # -- verbs

    def change(
        self, *, by: str, ground: str | Prose, years: int = 0, months: int = 0, days: int = 0,
        since: CountedFrom | str | None = None, at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """Keep them for longer or shorter, or counted from another day, and say why. What is gone stays gone.

        >>> rule = Retention.set("notes", years=2, ground="Nobody needs them longer", by="hr")
        >>> rule.change(months=18, ground="A year and a half is enough", by="hr").goes_on(date(2027, 8, 31))
        datetime.date(2029, 3, 1)
        """
        self._allow("changed")
        counted, length = _since(self.words, self.since if since is None else since), _length(years, months, days)
        if (counted, length) == (self.since, (self.months, self.days)):
            raise Inconsistent("days", "it says so already; nothing needs to be said")
        said = line(ground, field="ground").owned_by(by)
        return self._record(RetentionChanged(self._stamp(by, at), counted, *length, said))

    def apply(
        self, words: tuple[Prose, ...], cursor: Cursor, *, by: str | None = None, at: datetime | None = None
    ) -> Self:
        """Record which words are gone, and how far that is; `Journal.tick` says which, and erases them in one step.

        ``by`` is who lets a restored backup forget again, which can be once it has ended.
        """
        if by is None:
            self._allow("applied")
        erased = tuple(Prose(one.seal, owner=one.owner) for one in words)
        return self._record(RetentionApplied(self._stamp(by, at), erased, cursor))

    def end(self, *, by: str, reason: str | Prose | None = None, at: datetime | None = None) -> Self:
        """Let the rule hold no longer: nothing more goes by it."""
        self._allow("ended")
        return self._record(RetentionEnded(self._stamp(by, at), said_by(by, reason)))

    # -- questions

    def goes_on(self, day: date) -> date:
        """The first day on which words go that are counted from a day: that after their last one.

        >>> month = Retention.set("talks", months=1, ground="x", by="hr")
        >>> month.goes_on(date(2027, 1, 31)), month.goes_on(date(2027, 2, 28))
        (datetime.date(2027, 3, 1), datetime.date(2027, 3, 29))
        """
        return days_after(months_after(day, self.months), self.days + 1)

    @property
    def terms(self) -> dict[str, Any]:
        """What it says, as plain values."""
        return {"words_of": str(self.words), "since": str(self.since), "months": self.months, "days": self.days}

    @property
    def status(self) -> str:
        """Whether it is ``in_force`` or ``ended``."""
        return "ended" if self.is_ended else "in_force"

    @property
    def title(self) -> Prose:
        """On what ground it stands."""
        return self.ground

    @property
    def wakes(self) -> datetime | None:
        """When the next words are due; at each tick while there are some that only stay for now."""
        if self.is_ended:
            return None
        at_once = self.cursor.next is None or self.cursor.put_off
        return self.at if at_once else midnight(cast("date", self.cursor.next))

    def shown(self, may: Callable[[Reserved], bool]) -> Self:
        """The same without how far it has come, which tells who is under a hold."""
        return self if may(Reserved("whole")) else attrs.evolve(self, cursor=Cursor(), revision=1, partial=True)

    # -- folding

    @classmethod
    def begun(cls, event: RetentionEvent) -> Self:
        """The rule as it was set."""
        told = cast("RetentionSet", event)
        return cls(
            id=cast("RetentionId", told.stamp.subject), revision=told.stamp.step, words=told.words, since=told.since,
            months=told.months, days=told.days, ground=told.ground, at=told.stamp.at,
        )  # fmt: skip

    def after(self, event: RetentionEvent) -> Self:
        """The rule after an event."""
        rule = attrs.evolve(self, revision=event.stamp.step, at=event.stamp.at)
        match event:
            case RetentionChanged():
                return attrs.evolve(
                    rule, since=event.since, months=event.months, days=event.days, ground=event.ground,
                    cursor=Cursor(),
                )  # fmt: skip
            case RetentionApplied():
                return attrs.evolve(rule, cursor=event.cursor)
            case RetentionEnded():
                return attrs.evolve(rule, is_ended=True)
            case _:
                return rule

    def _could(self, what: str, at: datetime) -> bool:  # noqa: ARG002 - as all of them are asked
        return not self.is_ended

    def _allow(self, what: str) -> None:
        if self.is_ended:
            raise NotAllowedNow(self.id, status="ended", wanted=what, allowed=("set anew, as another rule",))


def _since(kind: ProseKind, since: object) -> CountedFrom:
    counted = one_of(CountedFrom, "since")(since)
    if counted is CountedFrom.OVER and kind in _NEVER_OVER:
        raise Inconsistent("since", f"{kind} belongs to nothing that ends; count it from when it was said")
    return counted


def _length(years: object, months: object, days: object) -> tuple[int, int]:
    """A period as months and days: more than nothing, and at most a hundred years or so."""
    for field, value, most in (
        ("years", years, _MOST_YEARS),
        ("months", months, 12 * _MOST_YEARS),
        ("days", days, _MOST_DAYS),
    ):
        if type(value) is not int or not 0 <= value <= most:
            raise Inconsistent(field, f"{value!r:.40} is no number of {field}; choose from 0 to {most:,}")
    whole = 12 * cast("int", years) + cast("int", months), cast("int", days)
    if whole[0] > 12 * _MOST_YEARS:
        raise Inconsistent("months", f"{whole[0]:,} months are more than {_MOST_YEARS} years; choose fewer")
    if whole == (0, 0):
        raise Inconsistent("days", "a period of nothing keeps nothing; say how many days, months or years")
    return whole
