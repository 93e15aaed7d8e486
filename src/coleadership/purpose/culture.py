"""Culture: what people say that they do together, as norms; also how they keep in touch at a distance.

A norm is worded and tried like everything else: tried until a day means that it has an ``end``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING, ClassVar, Final, Self, Unpack

import attrs

from coleadership.errors import Inconsistent
from coleadership.heart.events import moment
from coleadership.heart.given import Takes, ids_of, listed
from coleadership.heart.wording import Finding
from coleadership.prose import Prose, text
from coleadership.purpose.carried import Carried
from coleadership.purpose.shared_text import SharedFields, SharedText

if TYPE_CHECKING:
    from coleadership.ids import NormId

__all__ = ["Channel", "Norm", "NormFields", "NormText", "QuietHours"]

_MOST = 50
_MOST_SERVED = 100
_LONGEST_CHANNEL = 50
_LONGEST_WAIT: Final = 336
_EVERY_DAY: Final = (1, 2, 3, 4, 5, 6, 7)
_CLOCK: Final = "%H:%M"


def _name(word: object) -> str:
    if not isinstance(word, str) or not word.isidentifier() or len(word) > _LONGEST_CHANNEL:
        raise Inconsistent("channels.name", f"{word!r:.60} is no channel; name it in one word, such as email")
    return word


def _purpose(words: str | Prose) -> Prose:
    return text(words, field="channels.purpose")


@attrs.frozen(slots=True, weakref_slot=False)
class Channel:
    """What a channel (``email``, ``chat``, ``phone`` …) is for, and within how many hours an answer can be expected.

    No hours mean that no answer is expected at any time.

    >>> Channel("chat", "Questions that stop somebody", answer_hours=4).answer_hours
    4
    >>> Channel("chat", "Everything", answer_hours=0)
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: channels.answer_hours: 0 is no time to answer in; choose from 1 to 336 hours
    """

    name: str = attrs.field(converter=_name)
    purpose: Prose = attrs.field(converter=_purpose)
    answer_hours: int | None = None

    def __attrs_post_init__(self) -> None:
        hours = self.answer_hours
        if hours is not None and (type(hours) is not int or not 1 <= hours <= _LONGEST_WAIT):
            reason = f"{hours!r:.20} is no time to answer in; choose from 1 to {_LONGEST_WAIT} hours"
            raise Inconsistent("channels.answer_hours", reason)


def _hour(value: object) -> str:
    """A time of day as it is kept: ``18:00``."""
    if isinstance(value, time):
        return value.strftime(_CLOCK)
    try:
        told = datetime.strptime(str(value), _CLOCK).time()  # noqa: DTZ007 - a time of day, wherever people are
    except ValueError:
        raise Inconsistent("quiet_hours", f"{value!r:.20} is no time of day; write it as 18:00") from None
    return told.strftime(_CLOCK)


def _days(value: Iterable[int]) -> tuple[int, ...]:
    """Days of the week, each once and in order."""
    days = listed(value, "quiet_hours")
    if not days or any(type(day) is not int or day not in _EVERY_DAY for day in days):
        raise Inconsistent("quiet_hours", f"{days!r:.60} are no days; choose from 1 (Monday) to 7 (Sunday)")
    return tuple(day for day in _EVERY_DAY if day in days)


@attrs.frozen(slots=True, weakref_slot=False)
class QuietHours:
    """When nobody is expected to read or answer, in everybody's own local time.

    They may pass midnight and begin on each of ``days``, from 1 (Monday) to 7 (Sunday).

    >>> evenings = QuietHours("18:00", "07:00", days=[1, 2, 3, 4, 5])
    >>> friday, saturday = datetime(2026, 11, 27, 20), datetime(2026, 11, 28, 20)
    >>> evenings.covers(friday), evenings.covers(saturday)
    (True, False)
    """

    begin: str = attrs.field(converter=_hour)
    end: str = attrs.field(converter=_hour)
    days: tuple[int, ...] = attrs.field(default=_EVERY_DAY, converter=_days)

    def __attrs_post_init__(self) -> None:
        if self.begin == self.end:
            raise Inconsistent("quiet_hours", f"they begin and end at {self.begin}; give a begin and another end")

    def covers(self, local: datetime) -> bool:
        """Whether somebody's own local time lies in them."""
        clock, today = local.strftime(_CLOCK), local.isoweekday()
        if self.begin < self.end:
            return today in self.days and self.begin <= clock < self.end
        yesterday = today - 1 or 7
        return (today in self.days and clock >= self.begin) or (yesterday in self.days and clock < self.end)


class NormFields(SharedFields, total=False):
    """What a norm may say beside its title; see `NormText`."""

    channels: Iterable[Channel]
    quiet_hours: Iterable[QuietHours]
    serves: Iterable[str]


def _channels(value: object) -> tuple[Channel, ...]:
    given = listed(value, "channels")
    channels = tuple(one for one in given if isinstance(one, Channel))
    if len(channels) < len(given) or len(channels) > _MOST:
        raise Inconsistent("channels", f"give up to {_MOST} channels, each as Channel(name, purpose)")
    return channels


def _quiet_hours(value: object) -> tuple[QuietHours, ...]:
    given = listed(value, "quiet_hours")
    hours = tuple(one for one in given if isinstance(one, QuietHours))
    if len(hours) < len(given) or len(hours) > _MOST:
        raise Inconsistent("quiet_hours", f"give up to {_MOST} quiet hours, each as QuietHours(begin, end)")
    return hours


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class NormText(SharedText):
    """One wording of a norm.

    ``channels`` say which channel is for what, ``quiet_hours`` when nobody needs to answer, ``serves`` which values or
    visions it serves, by id.
    """

    TAKES: ClassVar[Takes] = {
        **SharedText.TAKES,
        "channels": _channels,
        "quiet_hours": _quiet_hours,
        "serves": ids_of("serves", _MOST_SERVED),
    }

    channels: tuple[Channel, ...] = ()
    quiet_hours: tuple[QuietHours, ...] = ()
    serves: tuple[str, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought."""
        yield from SharedText.findings(self)
        if len({channel.name for channel in self.channels}) < len(self.channels):
            yield Finding("channels", "a channel is named twice; say in one place what it is for", blocks=True)
        if self.end is None and self.body is None and not self.channels and not self.quiet_hours:
            yield Finding("body", "only its title says what you do; a few words on how help those who are new")


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Norm(Carried[NormText]):
    """A norm, and those who carry it."""

    KIND: ClassVar[str] = "norm"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({*Carried.RELATIONS, "serves"})
    UPWARD: ClassVar[frozenset[str]] = frozenset({"serves"})
    LIVING: ClassVar[frozenset[str]] = frozenset({"serves"})

    if TYPE_CHECKING:
        id: NormId

    # -- starters

    @classmethod
    def draft(
        cls, title: str | Prose, *, asked: Iterable[str], by: str, at: datetime | None = None,
        **fields: Unpack[NormFields],
    ) -> Self:  # fmt: skip
        """Begin a norm with a first wording; ``asked`` are those who are asked about it.

        >>> from datetime import UTC, date
        >>> touch = Norm.draft(
        ...     "How we keep in touch",
        ...     asked=["bo"],
        ...     by="anna",
        ...     channels=[Channel("phone", "When it burns"), Channel("email", "All else", answer_hours=48)],
        ...     quiet_hours=[QuietHours("18:00", "07:00")],
        ...     end=date(2027, 3, 31),
        ...     at=datetime(2026, 11, 23, tzinfo=UTC),
        ... )
        >>> touch.is_quiet(datetime(2026, 11, 24, 6, 30)), str(touch.channel("phone").purpose)
        (True, 'When it burns')
        """
        at = moment(at)
        return cls._drafted(NormText.worded(title, asked, by, at.date(), **fields), by, at)

    @classmethod
    def in_meeting(
        cls, title: str | Prose, *, asked: Iterable[str], present: Collection[str], by: str,
        at: datetime | None = None, **fields: Unpack[NormFields],
    ) -> Self:  # fmt: skip
        """Record a norm that everybody present worded and said yes to in the room; ``by`` is who took it down.

        Who was present is asked by that; those ``asked`` who were away have their time to say where they stand.
        """
        at = moment(at)
        return cls._met(NormText.worded(title, asked, by, at.date(), **fields), present, by, at)

    @classmethod
    def on_record(
        cls, title: str | Prose, *, asked: Iterable[str], by: str, at: datetime | None = None,
        **fields: Unpack[NormFields],
    ) -> Self:  # fmt: skip
        """Record a norm that was adopted elsewhere: nobody carries it yet, and those ``asked`` can now say."""
        at = moment(at)
        return cls._on_record(NormText.worded(title, asked, by, at.date(), **fields), by, at)

    # -- verbs

    def revise(
        self, *, by: str, title: str | Prose | None = None, asked: Iterable[str] | None = None,
        proposal: str | None = None, apart: bool = False, at: datetime | None = None, **fields: Unpack[NormFields],
    ) -> Self:  # fmt: skip
        """Word it anew: every voice on the earlier wording is void. What is left out stays as it is.

        Where it is in force, this drafts other words for it, and the old ones hold until those who carry them adopt
        the new; ``apart`` drafts them beside those that are open.
        """
        return self._revised(fields, title, asked, by, proposal=proposal, apart=apart, at=at)

    # -- questions

    def channel(self, name: str) -> Channel | None:
        """What is agreed about a channel, if anything."""
        return next((channel for channel in self._current.channels if channel.name == name), None)

    def is_quiet(self, local: datetime) -> bool:
        """Whether nobody needs to answer at somebody's own local time."""
        return any(hours.covers(local) for hours in self._current.quiet_hours)

    def links(self) -> Iterator[tuple[str, str]]:
        """Who has been asked about it, who worded it, and what it serves."""
        yield from super().links()
        for id in self._current.serves:
            yield "serves", id
