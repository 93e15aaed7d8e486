"""What an agreement says as a whole: its terms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Self, TypedDict, Unpack, cast

import attrs

from coleadership.agreements.clauses import Clause, Commitment, Criterion, Mandate, Rhythm, StatutoryTask, Support
from coleadership.errors import Inconsistent
from coleadership.evolving import evolve
from coleadership.heart.consent import CONSENT, DecisionRule
from coleadership.heart.given import (
    Takes,
    decider_missing,
    kept,
    listed,
    maybe_day,
    maybe_text,
    reworded,
    rule_of,
    seated,
)
from coleadership.heart.kinds import KINDS, Kind, Part
from coleadership.heart.wording import Finding, Seat, next_review
from coleadership.ids import any_id
from coleadership.prose import Prose, line, text

__all__ = ["Audience", "Terms", "TermsFields"]


class Audience(StrEnum):
    """Who an agreement is meant to be read by.

    >>> Audience("team")
    <Audience.TEAM: 'team'>
    """

    PARTIES = "parties"
    TEAM = "team"
    ORGANISATION = "organisation"


_MOST_CLAUSES = 500
_MOST_LINKS = 1_000


class TermsFields(TypedDict, total=False):
    """What a wording may say beside its title and parties; see `Terms`."""

    kind: str | Kind
    driver: str | Prose | None
    clauses: Iterable[Clause]
    body: str | Prose | None
    review: date | None
    end: date | None
    notice_days: int
    rule: DecisionRule
    audience: Audience | str
    links: Iterable[str]


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Terms:
    """One wording of an agreement, whole.

    ``body`` holds a text that is kept as one piece instead of clauses. ``review`` is the day to look at it together,
    ``end`` the last day on which it binds, ``notice_days`` how long it binds after somebody gives notice, ``links``
    the ids of the values, assignments and goals that it serves.
    """

    title: Prose
    kind: str | Kind = "co_leadership"
    """The id of a kind that the library brings, or a kind of one's own, whole."""
    parties: tuple[Seat, ...] = ()
    driver: Prose | None = None
    clauses: tuple[Clause, ...] = ()
    body: Prose | None = None
    review: date | None = None
    end: date | None = None
    notice_days: int = 0
    rule: DecisionRule = CONSENT
    audience: Audience = Audience.PARTIES
    links: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if len(self.clauses) > _MOST_CLAUSES:
            raise Inconsistent("clauses", f"{len(self.clauses)} clauses are more than {_MOST_CLAUSES}; split it in two")
        ids = [clause.id for clause in self.clauses]
        if len({*ids}) < len(ids):
            raise Inconsistent("clauses", "two clauses have the same id; leave the id out and each gets its own")
        if type(self.notice_days) is not int or not 0 <= self.notice_days <= 3_660:
            raise Inconsistent("notice_days", f"{self.notice_days} is no period of notice; choose from 0 to 3,660 days")

    @classmethod
    def worded(cls, title: str | Prose, parties: Mapping[str, str], today: date, **fields: Unpack[TermsFields]) -> Self:
        """Terms from what people give; the review is three months ahead unless said, and not after the end."""
        terms = cls(title=line(title, field="title")).reworded(None, parties, **fields)
        if terms.review is None and "review" not in fields:
            terms = evolve(terms, review=next_review(today, terms.end))
        return terms

    def reworded(
        self, title: str | Prose | None, parties: Mapping[str, str] | None, **fields: Unpack[TermsFields]
    ) -> Self:
        """The same terms with what is given here in the place of what was."""
        changes = reworded(self, _TAKE, fields)
        if title is not None:
            changes["title"] = kept(self.title, line(title, field="title"))
        if parties is not None:
            kind = evolve(self, **changes).whole_kind
            changes["parties"] = seated(parties, [part for part, _ in kind.needs])
        return evolve(self, **changes)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who is party to it, and as what."""
        return self.parties

    @property
    def whole_kind(self) -> Kind:
        """What kind of agreement it is, whole; of a kind that a later version brings, only the id is known."""
        if isinstance(self.kind, Kind):
            return self.kind
        known = KINDS.get(self.kind)
        return Kind(self.kind, self.kind.replace("_", " "), ()) if known is None else known

    def clause(self, id: str) -> Clause:
        """The clause of this id."""
        for clause in self.clauses:
            if clause.id == id:
                return clause
        known = ", ".join(clause.id for clause in self.clauses) or "none"
        raise Inconsistent("clause", f"{id} is not in this wording (clauses: {known})")

    def owned_by(self, person: str) -> Self:
        """The same terms, every text without an owner being the words of whose clause it is, or of this person."""
        clauses = tuple(
            clause
            if clause.text.owner is not None
            else evolve(clause, text=clause.text.owned_by(clause.person or person))
            for clause in self.clauses
        )
        driver = None if self.driver is None else self.driver.owned_by(person)
        body = None if self.body is None else self.body.owned_by(person)
        return evolve(self, title=self.title.owned_by(person), driver=driver, body=body, clauses=clauses)

    def without(self, people: Collection[str]) -> Self:
        """The same terms for those who stay."""
        if not people:
            return self
        return evolve(self, parties=tuple(seat for seat in self.parties if seat.person not in people))

    def with_words(self, id: str, words: Prose) -> Self:
        """The same terms with other words in one clause."""
        old = self.clause(id)
        new = evolve(old, text=kept(old.text, words))
        return evolve(self, clauses=tuple(new if clause is old else clause for clause in self.clauses))

    def handed_over(self, old: str, new: str) -> Self:
        """The same terms with a successor in somebody's seat and clauses."""
        parties = tuple(evolve(seat, person=new) if seat.person == old else seat for seat in self.parties)
        clauses = tuple(evolve(c, by=new) if c.person == old else c for c in self.clauses)  # type: ignore[call-arg]
        return evolve(self, parties=parties, clauses=clauses)

    def reviewable(self) -> Self:
        """The same terms, if there is a day to look at them again that is not after the end."""
        for lack in self._walls():
            if lack.path == "review":
                raise Inconsistent(lack.path, lack.message)
        return self

    def short_of(self) -> tuple[tuple[str, int], ...]:
        """The parts that its kind takes and too few here have, with how many it takes."""
        needs = self.whole_kind.needs
        return tuple((part, least) for part, least in needs if sum(seat.part == part for seat in self.parties) < least)

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought."""
        yield from self._walls()
        yield from self._thoughts()

    def _walls(self) -> Iterator[Finding]:
        for part, least in self.short_of():
            yield Finding("parties", f"name at least {least} {_words(part)}", blocks=True)
        if len({seat.person for seat in self.parties}) == 1:
            yield Finding("parties", "nobody agrees with themselves; name somebody else as well", blocks=True)
        if self.whole_kind.must_end and self.end is None:
            yield Finding(
                "end", f"this kind ({self.whole_kind.name}) is never open-ended; set the last day", blocks=True
            )
        if not self.clauses and self.body is None:
            yield Finding("clauses", "say at least one thing that is agreed", blocks=True)
        if self.review is None:
            yield Finding("review", "set the day on which you look at it together", blocks=True)
        elif self.end is not None and self.review > self.end:
            yield Finding("review", f"the review is after the end; choose a day up to {self.end}", blocks=True)
        yield from decider_missing(self.rule, self.parties)
        people = {seat.person for seat in self.parties}
        for index, clause in enumerate(self.clauses):
            if clause.person is not None and clause.person not in people:
                yield Finding(
                    f"clauses[{index}].by",
                    f"{clause.person} is no party to this; add them or change whose it is",
                    blocks=True,
                )
        yield from self._doubly_held()

    def _doubly_held(self) -> Iterator[Finding]:
        holders: dict[str, str] = {}
        for index, clause in enumerate(self.clauses):
            if isinstance(clause, StatutoryTask) and not clause.text.is_erased:
                task = " ".join(str(clause.text).casefold().split())
                if holders.setdefault(task, clause.by) != clause.by:
                    message = "a task by law has exactly one holder; name one of them"
                    yield Finding(f"clauses[{index}].by", message, blocks=True)

    def _thoughts(self) -> Iterator[Finding]:
        if self.body is not None or self.kind == "team":
            return
        for index, seat in enumerate(self.parties):
            own = [clause for clause in self.clauses if clause.person == seat.person]
            for lacks, message in _lacking(seat.part, own):
                if lacks:
                    yield Finding(f"parties[{index}]", f"{seat.person} {message}", person=seat.person)
        for sort, message in _OFFERED.items():
            if not any(isinstance(clause, sort) for clause in self.clauses):
                yield Finding("clauses", message)


def _lacking(part: str, own: Collection[Clause]) -> Iterator[tuple[bool, str]]:
    """What a party of this part may want to add to the clauses that are theirs."""
    sorts = {type(clause) for clause in own}
    yield not sorts & {Commitment, Support}, "commits to nothing yet"
    yield part == Part.COORDINATOR and Support not in sorts, "coordinates and promises no support yet"
    yield (
        part == Part.CO_LEADER and Mandate not in sorts,
        ("takes responsibility without a mandate: authority, means, knowledge?"),
    )


_OFFERED: Final[Mapping[type[Clause], str]] = {
    Criterion: "nothing says how you will see that it works, or has failed",
    Rhythm: "no rhythm of follow-up is agreed",
}


def _kind(value: object) -> str | Kind:
    """A kind of the library by its id, or one of somebody's own whole."""
    if isinstance(value, Kind):
        known = KINDS.get(value.id)
        if known is not None and known != value:
            raise Inconsistent("kind", f"{value.id!r} is a kind of the library's own; give yours another id")
        return value if known is None else value.id
    if not isinstance(value, str) or value not in KINDS:
        hint = f"choose one of {', '.join(KINDS)}, or give a Kind whole, as journal.vocabulary.kind(…) does"
        raise Inconsistent("kind", f"{value!r:.60} is no kind of agreement; {hint}")
    return str(value)


def _audience(value: object) -> Audience:
    try:
        return Audience(str(value))
    except ValueError:
        known = ", ".join(Audience)
        raise Inconsistent("audience", f"{value!r} is no audience; choose one of {known}") from None


def _clauses(value: object) -> tuple[Clause, ...]:
    clauses = listed(value, "clauses")
    for index, clause in enumerate(clauses):
        field = f"clauses[{index}]"
        if not isinstance(clause, Clause):
            raise Inconsistent(field, f"{repr(clause)[:60]} is no clause; give a Commitment, Support, GroundRule …")
        _ = text(clause.text, field=field), any_id(clause.id, f"{field}.id")
        if clause.person is not None:
            _ = any_id(clause.person, f"{field}.by")
    return cast("tuple[Clause, ...]", clauses)


def _links(value: object) -> tuple[str, ...]:
    links = tuple(dict.fromkeys(any_id(link, "links") for link in listed(value, "links")))
    if len(links) > _MOST_LINKS:
        raise Inconsistent("links", f"{len(links)} links are more than {_MOST_LINKS}")
    return links


_TAKE: Final[Takes] = {
    "kind": _kind,
    "driver": maybe_text("driver"),
    "clauses": _clauses,
    "body": maybe_text("body", empty=True),
    "review": maybe_day("review"),
    "end": maybe_day("end"),
    "notice_days": lambda value: value,
    "rule": rule_of,
    "audience": _audience,
    "links": _links,
}


def _words(part: str) -> str:
    return part.replace("_", "-")
