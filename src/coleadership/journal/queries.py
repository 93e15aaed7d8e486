"""What is looked for, in the words of the domain, as a query that a store answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from coleadership.errors import Inconsistent, did_you_mean
from coleadership.heart.events import Subject
from coleadership.ids import any_id
from coleadership.records import Query
from coleadership.rhythm.workdays import day_of

__all__ = ["query_for"]

_PAGE: Final = 200


def query_for(
    kind: type[Subject[Any]] | None,
    *,
    status: str | None = None,
    due_before: date | None = None,
    links: Mapping[str, str],
    states: bool = False,
) -> Query:
    """The first page of all that fit, or `Inconsistent` for a status or link that nothing of this kind has.

    >>> from coleadership.organisation.people import Person
    >>> query_for(Person, status="in_force", links={})
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: status: no person is ever 'in_force' (known: forgotten, gone, here)
    """
    name = "subject" if kind is None else kind.KIND
    if kind is not None:
        waits = kind.awaited is not Subject.awaited
        known = kind.RELATIONS | {"awaits"} if waits else kind.RELATIONS
        for link in links:
            _check(link, link, known, f"no {name} is found by this link")
        if status is not None:
            _check("status", status, kind.STATUSES, f"no {name} is ever {status!r}")
    return Query(
        kind=None if kind is None else kind.KIND,
        status=status,
        links=tuple((relation, any_id(target, relation)) for relation, target in links.items()),
        due_before=None if due_before is None else day_of(due_before, "due_before").isoformat(),
        limit=_PAGE,
        states=states,
    )


def _check(field: str, word: str, known: frozenset[str], reason: str) -> None:
    if word not in known:
        raise Inconsistent(field, f"{reason}{did_you_mean(word, known)}")
