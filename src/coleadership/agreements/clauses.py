"""What people agree, clause by clause: commitments, support, mandates, ground rules, expectations, criteria, rhythm."""

from __future__ import annotations

from enum import Enum

import attrs

from coleadership.errors import Inconsistent
from coleadership.ids import new_id
from coleadership.prose import Prose, text

__all__ = [
    "Clause", "Commitment", "Criterion", "Delegation", "Expectation", "GroundRule", "Mandate", "Rhythm",
    "StatutoryTask", "Support",
]  # fmt: skip


class Delegation(Enum):
    """The levels of delegation (Management 3.0): the coordinator decides on 1 to 3, both on 4, co-leaders on 5 to 7."""

    TELL = 1
    SELL = 2
    CONSULT = 3
    AGREE = 4
    ADVISE = 5
    INQUIRE = 6
    DELEGATE = 7


def _clause_id() -> str:
    return new_id("clause")


def _said(words: str | Prose) -> Prose:
    return words if isinstance(words, Prose) else text(words, field="clause")


def _level(value: object) -> Delegation:
    try:
        return Delegation(value)
    except ValueError:
        raise Inconsistent("level", f"{value!r} is no level of delegation; choose from 1 to 7") from None


@attrs.frozen(slots=True, weakref_slot=False)
class Clause:
    """One thing that is agreed, in words of its own; ``id`` stays the same however it is reworded.

    >>> rule = GroundRule("Who cannot come says so the day before")
    >>> str(rule.text), rule.person
    ('Who cannot come says so the day before', None)
    """

    text: Prose = attrs.field(converter=_said)
    id: str = attrs.field(factory=_clause_id, kw_only=True)

    @property
    def person(self) -> str | None:
        """Whose clause it is, where it is somebody's."""
        return getattr(self, "by", None)


@attrs.frozen(slots=True, weakref_slot=False)
class Commitment(Clause):
    """What a party takes upon themselves.

    >>> Commitment("I publish the rota two weeks ahead", by="anna").person
    'anna'
    """

    by: str = attrs.field(kw_only=True)


@attrs.frozen(slots=True, weakref_slot=False)
class Support(Clause):
    """What a party, typically the coordinator, promises so that others can keep their commitments.

    >>> Support("Cover for sick leave is always paid", by="bo").person
    'bo'
    """

    by: str = attrs.field(kw_only=True)


@attrs.frozen(slots=True, weakref_slot=False)
class Mandate(Clause):
    """An area of decision and how far it is delegated to whom.

    >>> Mandate("Swaps within the evening team", by="anna", level=Delegation.DELEGATE).level
    <Delegation.DELEGATE: 7>
    """

    by: str = attrs.field(kw_only=True)
    level: Delegation = attrs.field(converter=_level, kw_only=True)


@attrs.frozen(slots=True, weakref_slot=False)
class StatutoryTask(Clause):
    """A task by law, such as work environment, with exactly one holder; the employer's responsibility stays put.

    >>> StatutoryTask("Fire safety round every quarter", by="bo").person
    'bo'
    """

    by: str = attrs.field(kw_only=True)


@attrs.frozen(slots=True, weakref_slot=False)
class GroundRule(Clause):
    """How we deal with one another.

    >>> str(GroundRule("We thank first, and then say what to change").text)
    'We thank first, and then say what to change'
    """


@attrs.frozen(slots=True, weakref_slot=False)
class Expectation(Clause):
    """What somebody hopes for, said aloud and explicitly *not* a commitment.

    >>> Expectation("I hear of swaps before the week begins", by="bo").person
    'bo'
    """

    by: str | None = attrs.field(default=None, kw_only=True)


@attrs.frozen(slots=True, weakref_slot=False)
class Criterion(Clause):
    """By what we shall see that it works, or, with ``failure``, that it has failed.

    >>> Criterion("Three evenings in a row without cover", failure=True).failure
    True
    """

    failure: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen(slots=True, weakref_slot=False)
class Rhythm(Clause):
    """How often we follow up; ``every_days`` is the longest we agree to go without.

    >>> Rhythm("Ten minutes, every other Monday", every_days=14).every_days
    14
    """

    every_days: int | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        every = self.every_days
        if every is not None and (type(every) is not int or not 1 <= every <= 366):
            raise Inconsistent("every_days", f"{self.every_days} days is no rhythm; choose from 1 to 366")
