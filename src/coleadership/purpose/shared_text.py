"""The text that people share: what a vision, a mission, a value and a norm have in common as wordings.

Such a text binds nobody by the rule of others. People are asked about it, and each says where they stand; whoever
consents carries it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any, ClassVar, Final, Self, TypedDict, TypeVar, cast

import attrs

from coleadership.agreements.terms import Audience
from coleadership.errors import Inconsistent
from coleadership.heart.consent import CARRIED, QUALIFIED_MAJORITY, DecisionRule, Silence
from coleadership.heart.given import Takes, decider_missing, ids_of, maybe_day, maybe_text, one_of, reworded, rule_of
from coleadership.heart.kinds import Part
from coleadership.heart.wording import Finding, Seat, next_review
from coleadership.prose import Prose, line

__all__ = ["MOST_ASKED", "SharedFields", "SharedText", "seats_of", "words_kept"]

T = TypeVar("T")

MOST_ASKED: Final = 5_000
"""The most people who are asked about one text; a larger organisation asks by unit, each about a text of its own."""


class SharedFields(TypedDict, total=False):
    """What every shared text may say beside its title; see `SharedText`."""

    body: str | Prose | None
    driver: str | Prose | None
    review: date | None
    end: date | None
    rule: DecisionRule
    first_rule: DecisionRule
    audience: Audience | str


def seats_of(people: object, field: str = "asked") -> tuple[Seat, ...]:
    """Take people by their ids, as seats of one and the same part.

    >>> seats_of(["anna"])
    (Seat(person='anna', part='member'),)
    >>> seats_of("anna")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: asked: 'anna' is no list; give a list, even of one
    """
    return tuple(Seat(id, str(Part.MEMBER)) for id in ids_of(field, MOST_ASKED)(people))


def words_kept(old: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
    """Items as they are given, but each as it was before where it says the same: it stays whose it was.

    >>> first, again = Prose.write("We ask", owner="anna"), Prose.write("We ask")
    >>> words_kept((first,), (again, Prose.write("We thank")))[0].owner
    'anna'
    """
    known = {_words(item): item for item in old if _words(item) is not None}
    return tuple(known.get(_words(item), item) for item in new)


def _words(item: object) -> str | None:
    said = item if isinstance(item, Prose) else getattr(item, "text", None)
    return said.text if isinstance(said, Prose) else None


def _rule(field: str) -> Callable[[object], DecisionRule]:
    """Take a rule by which nobody carries anything by being silent."""

    def take(value: object) -> DecisionRule:
        rule = rule_of(value)
        if rule.silence is Silence.CONSENT:
            raise Inconsistent(field, "nobody carries a text by saying nothing; choose a rule without silent consent")
        return rule

    return take


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class SharedText:
    """One wording of a text that people share, whole.

    - ``asked``: who has been asked about it, whoever words it among them.
    - ``body``: what it says; ``driver``: why it is needed.
    - ``review``: the day to look at it together; ``end``: the last day of it, where it is tried until a day.
    - ``first_rule``: how the first wording comes into force: once everybody asked has spoken or two weeks are over, if
      somebody carries it, unless another rule is named (`CARRIED`).
    - ``rule``: how those who carry it decide on other words or on its end (`QUALIFIED_MAJORITY`: at
      least two thirds of them).
    """

    TAKES: ClassVar[Takes] = {
        "title": lambda value: line(value, field="title"),
        "asked": seats_of,
        "body": maybe_text("body"),
        "driver": maybe_text("driver"),
        "review": maybe_day("review"),
        "end": maybe_day("end"),
        "rule": _rule("rule"),
        "first_rule": _rule("first_rule"),
        "audience": one_of(Audience, "audience"),
    }

    title: Prose
    asked: tuple[Seat, ...] = ()
    body: Prose | None = None
    driver: Prose | None = None
    review: date | None = None
    end: date | None = None
    rule: DecisionRule = QUALIFIED_MAJORITY
    first_rule: DecisionRule = CARRIED
    audience: Audience = Audience.ORGANISATION

    @classmethod
    def worded(cls, title: str | Prose, asked: Iterable[str], by: str, today: date, **fields: object) -> Self:
        """A first wording from what people give; the review is three months ahead unless said, and not after the end.

        Who words it sits at the table themselves.

        >>> care = SharedText.worded("Care", ["bo"], "anna", date(2026, 11, 23), body="We look after each other")
        >>> [seat.person for seat in care.seats], care.review
        (['anna', 'bo'], datetime.date(2027, 2, 23))
        """
        text = cls(title=line(title, field="title")).reworded(asked=asked, **fields).with_author(by)
        if text.review is None and "review" not in fields:
            text = attrs.evolve(text, review=next_review(today, text.end))
        return text

    def reworded(self, **given: object) -> Self:
        """The same text with what is given here in the place of what was."""
        changes = reworded(self, self.TAKES, given)
        for name, value in changes.items():
            if isinstance(value, tuple):
                changes[name] = words_kept(getattr(self, name), cast("tuple[object, ...]", value))
        return attrs.evolve(self, **changes)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who is at the table: whoever has been asked."""
        return self.asked

    def with_author(self, person: str) -> Self:
        """The same text with this person at the table."""
        there = any(seat.person == person for seat in self.asked)
        return self if there else attrs.evolve(self, asked=(Seat(person, str(Part.MEMBER)), *self.asked))

    def owned_by(self, person: str) -> Self:
        """The same text, all words without an owner being this person's."""
        return cast("Self", _owned(self, person))

    def without(self, people: Collection[str]) -> Self:
        """The same text for those who stay."""
        return attrs.evolve(self, asked=tuple(seat for seat in self.asked if seat.person not in people))

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought."""
        if len(self.asked) < 2:
            yield Finding("asked", "nobody else has been asked about it; name those whom it is for", blocks=True)
        if self.review is None:
            yield Finding("review", "set the day on which you look at it together", blocks=True)
        elif self.end is not None and self.review > self.end:
            yield Finding("review", f"the review is after the end; choose a day up to {self.end}", blocks=True)
        for rule in (self.rule, self.first_rule):
            yield from decider_missing(rule, self.asked)


def _owned(value: object, person: str) -> object:
    """A value, every prose in it without an owner being this person's words."""
    if isinstance(value, Prose):
        return value.owned_by(person)
    if isinstance(value, tuple):
        return tuple(_owned(item, person) for item in cast("tuple[object, ...]", value))
    kind: type = type(value)
    if not attrs.has(kind) or isinstance(value, Seat | DecisionRule):
        return value
    owned = {field.name: _owned(getattr(value, field.name), person) for field in attrs.fields(kind)}
    return attrs.evolve(cast("Any", value), **owned)
