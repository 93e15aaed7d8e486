"""Finding the journal that a command speaks of, and the thing in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.terms import Terms
from coleadership.errors import Inconsistent, NotFound, did_you_mean
from coleadership.heart.events import Subject
from coleadership.journal.journal import Journal
from coleadership.journal.readable import Readable
from coleadership.recording.catalogue import CATALOGUE
from coleadership.records import Card, Query

__all__ = [
    "binding_terms", "called_in", "find", "ids_in", "kind_named", "names", "point_in_time", "titled", "with_names",
]  # fmt: skip

_PAGE: Final = 200
_TOLD: Final = 10  # candidates named in a message
_NEAR: Final = 3
_ALIKE: Final = 0.75  # as `difflib` measures it
_SEE: Final = "see what there is with: coleadership list"
_ID: Final = re.compile(r"[a-z]+_[0-9a-z]{26}")


def find(journal: Journal, what: str, *kinds: str) -> Card:
    """The one thing called so: by its id, its title or slug, or an unambiguous beginning of its id or its title.

    Where only some ``kinds`` can be meant, others of that name are not in the way.
    """
    found, near = _called_so(journal, what)
    meant = [pair for pair in found if not kinds or pair[0].kind in kinds]
    if not found:
        raise NotFound(what, f"did you mean {' or '.join(map(repr, near))}?" if near else _SEE)
    if not meant:
        raise Inconsistent("what", f"{what!r} is of the kind {found[0][0].kind}; name a {' or a '.join(kinds)}")
    if len(meant) > 1:
        candidates = ", ".join(f"{card.subject} ({title}, {card.status})" for card, title in meant[:_TOLD])
        more = " and others" if len(meant) > _TOLD else ""
        raise Inconsistent("what", f"{what!r} may mean {candidates}{more}; give more of the id")
    return meant[0][0]


def _called_so(journal: Journal, what: str) -> tuple[list[tuple[Card, str]], list[str]]:
    """What is called exactly so, or else begins so, each with its title; and if there is nothing, like names."""
    by_id = journal.store.cards(Query(subjects=(what,)))
    if by_id:
        return [(card, "") for card in by_id], []
    exactly, begins, near, wanted = list[tuple[Card, str]](), list[tuple[Card, str]](), list[str](), _plain(what)
    for card, title in titled(journal):
        plain = _plain(title)
        if plain == wanted:
            exactly.append((card, title))
        elif wanted and (card.subject.startswith(what) or f"{plain} ".startswith(f"{wanted} ")):
            begins.append((card, title))
        elif len(near) < _NEAR and get_close_matches(wanted, [plain], 1, _ALIKE):
            near.append(title)
    return exactly or begins, near


def titled(journal: Readable, kind: str | None = None) -> Iterator[tuple[Card, str]]:
    """Every card with its title, a page at a time."""
    cards = journal.cards(kind_named(kind))
    while page := list(islice(cards, _PAGE)):
        titles = journal.titles(page)
        yield from ((card, titles.get(card.subject, "")) for card in page)


def _plain(title: str) -> str:
    """A title as people type it: without case, "_", "-" and blanks alike, and without the mark at its end."""
    words = re.sub(r"[_\-\s]+", " ", unicodedata.normalize("NFC", title)).casefold().split()
    return " ".join(words).rstrip("?!. ")


def names(journal: Journal, ids: Iterable[str]) -> dict[str, str]:
    """What these are called, by id."""
    wanted, called = sorted({*ids}), dict[str, str]()
    for start in range(0, len(wanted), _PAGE):
        part = wanted[start : start + _PAGE]
        called |= journal.titles(journal.store.cards(Query(subjects=part, limit=len(part))))
    return called


def called_in(journal: Journal, subject: str) -> dict[str, str]:
    """What all is called that the records of a subject speak of: people, teams, goals …."""
    ids = set[str]()
    for record in journal.store.records(subject):
        ids.update(ids_in(record.fact.body), [record.fact.by] if record.fact.by else [])
    return names(journal, ids)


def ids_in(text: str) -> list[str]:
    """Every id in a text, in order."""
    return _ID.findall(text)


def with_names(text: str, called: dict[str, str]) -> str:
    """A text in which what is called something stands by that instead of its id."""
    return _ID.sub(lambda found: called.get(found[0], found[0]), text)


def kind_named(name: str | None) -> type[Subject[Any]] | None:
    """The kind of subjects of a name, or `Inconsistent`, which names like ones."""
    if name is not None and name not in CATALOGUE.subjects:
        raise Inconsistent("kind", f"{name!r} is no kind of thing here{did_you_mean(name, CATALOGUE.subjects)}")
    return None if name is None else CATALOGUE.subjects[name]


def point_in_time(when: str, name: str = "at") -> datetime:
    """A time with its offset, or a date, which is the end of that day in UTC.

    >>> point_in_time("2016-06-01").isoformat()
    '2016-06-01T23:59:59.999999+00:00'
    """
    try:
        if len(when) <= len("2016-06-01"):
            return datetime.combine(date.fromisoformat(when), time.max, UTC)
        at = datetime.fromisoformat(when)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        reason = f"{when[:40]!r} is no such time; write 2016-06-01, or 2016-06-01T09:30:00+02:00 with its offset"
        raise Inconsistent(name, reason)
    return at


def binding_terms(agreement: Agreement) -> Terms:
    """What is in force, or else the newest wording that there is."""
    return agreement.content if agreement.in_force is None else agreement.in_force.content
