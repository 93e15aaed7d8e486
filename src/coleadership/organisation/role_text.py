"""What a role says: its purpose, its responsibilities, its domains, and whether several may hold it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, Self, TypedDict, Unpack, cast

import attrs

from coleadership.errors import Inconsistent, did_you_mean
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
from coleadership.heart.wording import Finding, Seat, next_review
from coleadership.ids import any_id
from coleadership.prose import Prose, line, text

__all__ = ["ROLE_KINDS", "Domain", "RoleFields", "RoleKind", "RoleText"]

_MOST_LINES = 100


@attrs.frozen(slots=True, weakref_slot=False)
class RoleKind:
    """A kind of role: what it is called, what whoever holds it is as well, and whether it is never open-ended."""

    id: str
    name: str
    also: tuple[str, ...] = ()
    must_end: bool = False


ROLE_KINDS: Final[Mapping[str, RoleKind]] = {
    kind.id: kind
    for kind in (
        RoleKind("co_leader", "co-leader"),
        RoleKind("coordinator", "coordinator", also=("coach",)),
        RoleKind("mentor", "mentor"),
        RoleKind("facilitator", "facilitator"),
        RoleKind("representative", "representative"),
        RoleKind("interim", "interim", must_end=True),
    )
}
"""The kinds of role that the library knows; one of your own has an id with your own name before a dot."""


def _said(words: str | Prose) -> Prose:
    return words if isinstance(words, Prose) else text(words, field="domains")


@attrs.frozen(slots=True, weakref_slot=False)
class Domain:
    """An area of decision; where it is ``exclusive``, nobody decides in it but who holds the role.

    >>> Domain("The rota", exclusive=True)
    Domain(text=Prose('The rota'), exclusive=True)
    """

    text: Prose = attrs.field(converter=_said)
    exclusive: bool = attrs.field(default=False, kw_only=True)


class RoleFields(TypedDict, total=False):
    """What a wording may say beside its title and parties; see `RoleText`."""

    kind: str
    purpose: str | Prose | None
    responsibilities: Iterable[str | Prose]
    domains: Iterable[Domain | str]
    team: str | None
    several: bool
    review: date | None
    end: date | None
    rule: DecisionRule


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class RoleText:
    """One wording of a role, whole.

    ``parties`` word it and answer; they need not hold it. ``team`` is the id of the team that it is in, ``several``
    whether more than one person may hold it at a time.
    """

    title: Prose
    kind: str = "co_leader"
    parties: tuple[Seat, ...] = ()
    purpose: Prose | None = None
    responsibilities: tuple[Prose, ...] = ()
    domains: tuple[Domain, ...] = ()
    team: str | None = None
    several: bool = False
    review: date | None = None
    end: date | None = None
    rule: DecisionRule = CONSENT

    @classmethod
    def worded(
        cls, title: str | Prose, parties: Mapping[str, str], today: date, **fields: Unpack[RoleFields]
    ) -> Self:  # fmt: skip
        """A role from what people give; the review is three months ahead unless said, and not after the end."""
        content = cls(title=line(title, field="title")).reworded(None, parties, **fields)
        if content.review is None and "review" not in fields:
            content = attrs.evolve(content, review=next_review(today, content.end))
        return content

    def reworded(
        self, title: str | Prose | None, parties: Mapping[str, str] | None, **fields: Unpack[RoleFields]
    ) -> Self:
        """The same role with what is given here in the place of what was."""
        changes = reworded(self, _TAKE, fields)
        if title is not None:
            changes["title"] = kept(self.title, line(title, field="title"))
        if parties is not None:
            changes["parties"] = seated(parties)
        return attrs.evolve(self, **changes)

    @property
    def whole_kind(self) -> RoleKind:
        """What kind of role it is; of a kind that is somebody's own, only the id is known."""
        return ROLE_KINDS.get(self.kind) or RoleKind(self.kind, self.kind.replace("_", " "))

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who words it and answers."""
        return self.parties

    def owned_by(self, person: str) -> Self:
        """The same role, every text without an owner being the words of this person."""
        return attrs.evolve(
            self,
            title=self.title.owned_by(person),
            purpose=None if self.purpose is None else self.purpose.owned_by(person),
            responsibilities=tuple(one.owned_by(person) for one in self.responsibilities),
            domains=tuple(attrs.evolve(one, text=one.text.owned_by(person)) for one in self.domains),
        )

    def without(self, people: Collection[str]) -> Self:
        """The same role for those who stay."""
        return attrs.evolve(self, parties=tuple(seat for seat in self.parties if seat.person not in people))

    def findings(self) -> Iterator[Finding]:
        """What keeps it from being proposed, and what deserves a thought."""
        if len({seat.person for seat in self.parties}) < 2:
            yield Finding("parties", "a role is worded by at least two; name somebody else as well", blocks=True)
        if self.purpose is None and not self.responsibilities and not self.domains:
            yield Finding("purpose", "say what it is for, what it is responsible for, or what it decides", blocks=True)
        elif self.purpose is None:
            yield Finding("purpose", "nothing says what it is for")
        if self.review is None:
            yield Finding("review", "set the day on which you look at it together", blocks=True)
        elif self.end is not None and self.review > self.end:
            yield Finding("review", f"the review is after the end; choose a day up to {self.end}", blocks=True)
        yield from decider_missing(self.rule, self.parties)
        if self.responsibilities and not self.domains:
            yield Finding("domains", "it is responsible and decides nothing yet; name what it may decide")


def _kind(value: object) -> str:
    """A kind that the library knows, or one of somebody's own, with their name before a dot."""
    kind = any_id(value, "kind")
    if kind not in ROLE_KINDS and "." not in kind.strip("."):
        hint = did_you_mean(kind, ROLE_KINDS)
        raise Inconsistent("kind", f"{kind!r:.60} is no kind of role; one of your own is called acme.{kind:.40}{hint}")
    return kind


def _lines(value: object) -> tuple[Prose, ...]:
    several = _few(value, "responsibilities")
    return tuple(text(cast("str", words), field=f"responsibilities[{n}]") for n, words in enumerate(several))


def _domains(value: object) -> tuple[Domain, ...]:
    several = _few(value, "domains")
    domains = tuple(one if isinstance(one, Domain) else Domain(cast("str", one)) for one in several)
    for n, domain in enumerate(domains):
        _ = text(domain.text, field=f"domains[{n}]")
    return domains


def _few(value: object, field: str) -> tuple[object, ...]:
    several = listed(value, field)
    if len(several) > _MOST_LINES:
        raise Inconsistent(field, f"{len(several)} are more than {_MOST_LINES}; make it two roles")
    return several


def _several(value: object) -> bool:
    if type(value) is not bool:
        raise Inconsistent("several", f"{value!r:.60} is neither yes nor no; give True or False")
    return value


_TAKE: Final[Takes] = {
    "kind": _kind,
    "purpose": maybe_text("purpose"),
    "responsibilities": _lines,
    "domains": _domains,
    "team": lambda value: None if value is None else any_id(value, "team"),
    "several": _several,
    "review": maybe_day("review"),
    "end": maybe_day("end"),
    "rule": rule_of,
}
