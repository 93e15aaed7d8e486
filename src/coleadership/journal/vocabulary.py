"""The words that an organisation can choose from: kinds of agreement, decision rules and calendars, by their id.

What is chosen is recorded whole, so that a history can be read, and a contract lived by, whatever is installed later.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import attrs

from coleadership.errors import Inconsistent, did_you_mean
from coleadership.heart.consent import RULES, DecisionRule
from coleadership.heart.kinds import KINDS, Kind
from coleadership.rhythm.workdays import WEEKDAYS, WorkingDays

__all__ = ["Vocabulary"]

T = TypeVar("T")


@attrs.frozen
class Vocabulary:
    """Everything there is to choose from here: what the library brings, and what enabled plugins offer.

    >>> Vocabulary().kind("mentoring").name, Vocabulary().rule("majority").id
    ('mentoring agreement', 'majority')
    >>> Vocabulary().kind("mentorin")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: kind: 'mentorin' is not known here; did you mean 'mentoring'?
    """

    kinds: Mapping[str, Kind] = attrs.field(factory=lambda: KINDS)
    rules: Mapping[str, DecisionRule] = attrs.field(factory=lambda: RULES)
    calendars: Mapping[str, WorkingDays] = attrs.field(factory=lambda: {"weekdays": WEEKDAYS})

    def kind(self, id: str) -> Kind:
        """The kind of agreement of this id."""
        return _chosen("kind", id, self.kinds)

    def rule(self, id: str) -> DecisionRule:
        """The decision rule of this id."""
        return _chosen("rule", id, self.rules)

    def calendar(self, id: str) -> WorkingDays:
        """The calendar of working days of this id."""
        return _chosen("calendar", id, self.calendars)


def _chosen(field: str, id: str, known: Mapping[str, T]) -> T:
    if id in known:
        return known[id]
    raise Inconsistent(field, f"{id!r} is not known here{did_you_mean(id, known)}")
