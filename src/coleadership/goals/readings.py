"""What somebody saw when they looked how far a goal has come."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, TypeAlias, Union

import attrs

from coleadership.errors import Inconsistent
from coleadership.goals.quantities import Number, number
from coleadership.ids import any_id

__all__ = ["Reading", "Seen", "unit_of"]

_LONGEST_UNIT: Final = 50

Seen: TypeAlias = Union[Number, bool, Iterable[str], "Reading"]
"""What is taken for a reading: a number, yes or no, the ids of what is done, or a `Reading`."""


def unit_of(value: str | None) -> str | None:
    """Take a unit: a few printable characters, or none.

    >>> unit_of("kr/month")
    'kr/month'
    """
    if value is None:
        return None
    if not _is_unit(value):
        raise Inconsistent("unit", f"{repr(value)[:60]} is no unit; give up to {_LONGEST_UNIT} characters, such as “%”")
    return value.strip()


def _is_unit(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and 0 < len(value.strip()) <= _LONGEST_UNIT


def _number(value: Number | None) -> Decimal | None:
    return None if value is None else number(value, "reading")


def _done(ids: Iterable[str] | None) -> frozenset[str] | None:
    return None if ids is None else frozenset(any_id(id, "reading") for id in ids)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Reading:
    """A number and perhaps its unit, or a yes or no, or which milestones are done: exactly one of the three.

    >>> Reading(number="5.9", unit="%").number, Reading(yes=True).yes, Reading(done=["milestone_1"]).done
    (Decimal('5.9'), True, frozenset({'milestone_1'}))
    """

    number: Decimal | None = attrs.field(default=None, converter=_number)
    yes: bool | None = None
    done: frozenset[str] | None = attrs.field(default=None, converter=_done)
    unit: str | None = attrs.field(default=None, converter=unit_of)

    def __attrs_post_init__(self) -> None:
        if [self.number, self.yes, self.done].count(None) != 2:
            raise Inconsistent("reading", "a reading is one thing; give either a number, or yes or no, or what is done")
        if self.yes is not None and type(self.yes) is not bool:
            raise Inconsistent("reading", f"{self.yes!r} is neither yes nor no; give True or False")
        if self.unit is not None and self.number is None:
            raise Inconsistent("reading", "only a number has a unit; leave the unit out")

    @classmethod
    def of(cls, seen: Seen | None) -> Reading | None:
        """The reading that people mean by a plain value, if there is one.

        >>> Reading.of("5.9").number, Reading.of(False).yes, Reading.of(None)
        (Decimal('5.9'), False, None)
        """
        if seen is None:
            return None
        if isinstance(seen, Reading):
            return seen
        if isinstance(seen, bool):
            return cls(yes=seen)
        if isinstance(seen, Iterable) and not isinstance(seen, str):
            return cls(done=seen)
        return cls(number=seen)

    def number_in(self, unit: str | None) -> Decimal:
        """The number, where a number in this unit is asked for; one without a unit is taken to be in that.

        >>> Reading(number=3, unit="MSEK").number_in("kSEK")
        Traceback (most recent call last):
        coleadership.errors.Inconsistent: reading: it is in MSEK and the measure in kSEK; convert it first
        """
        if self.number is None:
            raise Inconsistent("reading", f"{self._shown} is no number; this measure is read as one")
        if self.unit is not None and self.unit != unit:
            measured = "without a unit" if unit is None else f"in {unit}"
            raise Inconsistent("reading", f"it is in {self.unit} and the measure {measured}; convert it first")
        return self.number

    def yes_or_no(self) -> bool:
        """Yes or no, where that is asked for."""
        if self.yes is None:
            raise Inconsistent("reading", f"{self._shown} is neither yes nor no; give True or False")
        return self.yes

    def ids_done(self) -> frozenset[str]:
        """The ids of what is done, where these are asked for."""
        if self.done is None:
            raise Inconsistent("reading", f"{self._shown} does not say which are done; give their ids, or [] for none")
        return self.done

    @property
    def _shown(self) -> str:
        given = self.number if self.number is not None else self.yes
        return f"{given}" if given is not None else "a list"
