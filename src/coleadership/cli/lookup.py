"""Finding the journal that a command speaks of, and the thing in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Final

from coleadership.agreements import Agreement
from coleadership.errors import Inconsistent, NotFound
from coleadership.journal import Journal
from coleadership.readable import Readable
from coleadership.records import Card, Query
from coleadership.terms import Terms

__all__ = ["binding_terms", "called_in", "find", "ids_in", "names", "point_in_time", "titled", "with_names"]

_PAGE: Final = 200
_TOLD: Final = 10  # candidates named in a message
_ID: Final = re.compile(r"[a-z]+_[0-9a-z]{26}")


def find(journal: Journal, what: str) -> Card:
    """The one thing called so: by its id, its title or slug, or an unambiguous beginning of its id or its title."""
    found = [(card, "") for card in journal.store.cards(Query(subjects=(what,)))]
    begins = list[tuple[Card, str]]()
    if not found:
        wanted = _plain(what)
        for card, title in titled(journal):
            plain = _plain(title)
            if plain == wanted:
                found.append((card, title))
            elif wanted and (card.subject.startswith(what) or f"{plain} ".startswith(f"{wanted} ")):
                begins.append((card, title))
    found = found or begins
    if not found:
        raise NotFound(what, "see what there is with: coleadership list")
    if len(found) > 1:
        candidates = ", ".join(f"{card.subject} ({title}, {card.status})" for card, title in found[:_TOLD])
        more = " and others" if len(found) > _TOLD else ""
        raise Inconsistent("what", f"{what!r} may mean {candidates}{more}; give more of the id")
    return found[0][0]


def titled(journal: Readable) -> Iterator[tuple[Card, str]]:
    """Every card with its title, a page at a time."""
    cards = journal.cards()
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


def point_in_time(when: str) -> datetime:
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
        raise Inconsistent("as-of", reason)
    return at


def binding_terms(agreement: Agreement) -> Terms:
    """What is in force, or else the newest wording that there is."""
    return agreement.content if agreement.in_force is None else agreement.in_force.content
