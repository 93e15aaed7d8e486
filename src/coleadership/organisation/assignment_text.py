"""What an assignment says: what it is for, what is expected, within which limits and with what means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, Self, TypedDict, Unpack

import attrs

from coleadership.errors import Inconsistent
from coleadership.heart.consent import CONSENSUS, DecisionRule
from coleadership.heart.given import (
    Takes,
    decider_missing,
    ids_of,
    kept,
    maybe_day,
    maybe_text,
    reworded,
    rule_of,
    seated,
    short_of,
)
from coleadership.heart.kinds import Part
from coleadership.heart.wording import Finding, Seat, next_review
from coleadership.ids import kind_of
from coleadership.prose import Prose, line

__all__ = ["AssignmentFields", "AssignmentText"]

_SERVED: Final = ("mission", "assignment", "vision", "aim")
_MOST_SERVED: Final = 100


class AssignmentFields(TypedDict, total=False):
    """What a wording may say beside its title and parties; see `AssignmentText`."""

    driver: str | Prose | None
    expected: str | Prose | None
    limits: str | Prose | None
    resources: str | Prose | None
    serves: Iterable[str]
    review: date | None
    end: date | None
    rule: DecisionRule


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class AssignmentText:
    """One wording of an assignment, whole.

    ``driver`` says what it is for, ``expected`` what is to come of it, ``limits`` within which frames, ``resources``
    with what means. ``serves`` are the ids of the mission or of the assignment that contains it. ``rule`` decides on
    other words once it is agreed; the first take the yes of everybody.
    """

    title: Prose
    parties: tuple[Seat, ...] = ()
    driver: Prose | None = None
    expected: Prose | None = None
    limits: Prose | None = None
    resources: Prose | None = None
    serves: tuple[str, ...] = ()
    review: date | None = None
    end: date | None = None
    rule: DecisionRule = CONSENSUS

    @classmethod
    def worded(
        cls, title: str | Prose, parties: Mapping[str, str], today: date, **fields: Unpack[AssignmentFields]
    ) -> Self:
        """An assignment from what people give; the review is three months ahead unless said, and not after the end."""
        content = cls(title=line(title, field="title")).reworded(None, parties, **fields)
        if content.review is None and "review" not in fields:
            content = attrs.evolve(content, review=next_review(today, content.end))
        return content

    def reworded(
        self, title: str | Prose | None, parties: Mapping[str, str] | None, **fields: Unpack[AssignmentFields]
    ) -> Self:
        """The same assignment with what is given here in the place of what was."""
        changes = reworded(self, _TAKE, fields)
        if title is not None:
            changes["title"] = kept(self.title, line(title, field="title"))
        if parties is not None:
            changes["parties"] = seated(parties)
        return attrs.evolve(self, **changes)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who gives it, who takes it, and whoever else agrees on it."""
        return self.parties

    def owned_by(self, person: str) -> Self:
        """The same assignment, every text without an owner being the words of this person."""
        said = (self.driver, self.expected, self.limits, self.resources)
        driver, expected, limits, resources = (None if one is None else one.owned_by(person) for one in said)
        title = self.title.owned_by(person)
        return attrs.evolve(self, title=title, driver=driver, expected=expected, limits=limits, resources=resources)

    def without(self, people: Collection[str]) -> Self:
        """The same assignment for those who stay."""
        return attrs.evolve(self, parties=tuple(seat for seat in self.parties if seat.person not in people))

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought."""
        yield from short_of(self.parties, Part.PRINCIPAL, Part.ASSIGNEE)
        if self.expected is None:
            yield Finding("expected", "say what is to come of it", blocks=True)
        if self.review is None:
            yield Finding("review", "set the day on which you look at it together", blocks=True)
        elif self.end is not None and self.review > self.end:
            yield Finding("review", f"the review is after the end; choose a day up to {self.end}", blocks=True)
        yield from decider_missing(self.rule, self.parties)
        for lacks, path, message in (
            (self.driver, "driver", "nothing says what it is for; who knows that finds ways of their own"),
            (self.limits, "limits", "nothing says within which limits one decides alone"),
            (self.resources, "resources", "nothing says with what time, money and help"),
            (self.serves or None, "serves", "it serves nothing yet; name the mission or assignment that it is part of"),
        ):
            if lacks is None:
                yield Finding(path, message)


_served_ids = ids_of("serves", _MOST_SERVED)


def _served(value: object) -> tuple[str, ...]:
    ids = _served_ids(value)
    for id in ids:
        if kind_of(id) not in _SERVED:
            raise Inconsistent("serves", f"{id[:60]!r} is none of {', '.join(_SERVED)}; give the id of one of these")
    return ids


_TAKE: Final[Takes] = {
    "driver": maybe_text("driver"),
    "expected": maybe_text("expected"),
    "limits": maybe_text("limits"),
    "resources": maybe_text("resources"),
    "serves": _served,
    "review": maybe_day("review"),
    "end": maybe_day("end"),
    "rule": rule_of,
}
