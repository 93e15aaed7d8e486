"""Histories of texts that were agreed elsewhere, read from JSON Lines and kept as agreements.

One object a line: ``agreement`` (a slug), ``revision`` (1, 2, … within the agreement), ``at`` (ISO 8601 with offset),
``author``, ``text`` (the whole wording as it then stood). Rows of several agreements may be mixed.

A file is read twice: `check` streams all of it, collects what is wrong and remembers only where each row begins;
`take` then keeps one agreement after another, each whole or not at all. Whose voices carried a wording is not
known, so none is recorded.
"""

from __future__ import annotations

import io
import json
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import IO, Final, NamedTuple

import attrs

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.keeping import KeepingEvent
from coleadership.agreements.terms import Audience, Terms
from coleadership.errors import Inconsistent, InvalidInput
from coleadership.heart.events import moment
from coleadership.heart.kinds import Part
from coleadership.heart.life import LifeEvent
from coleadership.journal.journal import Journal
from coleadership.organisation.people import Person
from coleadership.prose import LONGEST_TEXT, line, text
from coleadership.recording.jsonlines import LONGEST_JSON, parse
from coleadership.records import LARGEST_BATCH

__all__ = ["Checked", "Fault", "History", "Row", "Taken", "check", "take", "title_of"]

_FIELDS: Final = ("agreement", "revision", "at", "author", "text")
_MOST_FAULTS: Final = 1_000
_EVERY: Final = 1_000  # rows between two calls of progress
_UNRECORDED: Final = 200  # events carried along by an agreement, as each verb copies them

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is in all."""


class Row(NamedTuple):
    """One wording of one agreement."""

    agreement: str
    revision: int
    at: datetime
    author: str
    text: str


@attrs.frozen
class Fault:
    """What is wrong with a row; one that is only out of step is not left out by those who go on."""

    line: int
    field: str | None
    reason: str
    left_out: bool = True

    def __str__(self) -> str:
        return f"line {self.line}{f', {self.field}' if self.field else ''}: {self.reason}"


@attrs.frozen
class History:
    """One agreement of a file: ``key`` names its rows, ``offsets`` tell where they begin, ``marks`` know them again."""

    title: str
    key: str
    offsets: Sequence[int]
    marks: Sequence[int]


@attrs.frozen
class Checked:
    """What a file holds and what is wrong with it. ``faults`` are the first thousand of ``faulty``."""

    source: str
    rows: int
    left_out: int
    faulty: int
    faults: tuple[Fault, ...]
    histories: tuple[History, ...]
    authors: Mapping[str, datetime]
    """Everybody who worded something, with the time of their first row."""


@attrs.frozen
class Taken:
    """An agreement that is in the journal now; ``new`` if it was not before."""

    title: str
    id: str
    wordings: int
    new: bool


def title_of(slug: str) -> str:
    """What an agreement is called.

    >>> title_of("harassment_and_abuse")
    'Harassment and abuse'
    """
    words = " ".join(slug.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


# -- reading a file


def check(stream: IO[bytes], source: str, progress: Progress | None = None) -> Checked:
    r"""Read a whole file without keeping anything, and tell what is in it and what is wrong, row by row.

    >>> report = check(io.BytesIO(b'{"agreement": "rota", "revision": 0}\n'), "rota.jsonl")
    >>> [str(fault) for fault in report.faults]
    ['line 1, at: is missing; a row has agreement, revision, at, author, text']
    """
    reading = _Reading(source)
    size = stream.seek(0, io.SEEK_END)
    offset = stream.seek(0)
    while read := stream.readline(LONGEST_JSON + 1):
        reading.take(read, offset)
        if len(read) > LONGEST_JSON:
            while read and not read.endswith(b"\n"):
                offset, read = offset + len(read), stream.readline(LONGEST_JSON)
        offset += len(read)
        if progress is not None and reading.number % _EVERY == 0:
            progress(offset, size)
    if not reading.number:
        raise InvalidInput(source, "is empty; expected one JSON object a line")
    return reading.checked()


class _Reading:
    """What has been read of a file so far."""

    def __init__(self, source: str) -> None:
        self.number = 0
        self._source = source
        self._faults: list[Fault] = []
        self._faulty = self._left_out = 0
        self._authors: dict[str, datetime] = {}
        self._titles: dict[str, str] = {}
        self._slugs: dict[str, str] = {}
        self._last: dict[str, int] = {}
        self._offsets: dict[str, array[int]] = {}
        self._marks: dict[str, array[int]] = {}
        self._digests: dict[str, _Digest] = {}

    def take(self, read: bytes, offset: int) -> None:
        """Look at one line; what is wrong with it is noted."""
        self.number += 1
        try:
            row = _row(read, self._source, self.number)
            self._check_title(row.agreement)
            if row.author not in self._authors:
                _ = line(row.author, field="author")
            self._check_step(row)
        except (InvalidInput, Inconsistent) as error:
            self._note(error.field, error.reason)
            self._left_out += 1
            return
        _ = self._authors.setdefault(row.author, row.at)
        self._offsets.setdefault(row.agreement, array("Q")).append(offset)
        self._marks.setdefault(row.agreement, array("q")).append(hash(read))
        self._digests.setdefault(row.agreement, _Digest(self._titles[row.agreement])).add(row)

    def checked(self) -> Checked:
        """What was found."""
        histories = tuple(
            History(self._titles[slug], self._digests[slug].key, offsets, self._marks[slug])
            for slug, offsets in self._offsets.items()
        )
        return Checked(
            self._source, self.number, self._left_out, self._faulty, tuple(self._faults), histories, self._authors
        )

    def _note(self, field: str | None, reason: str, *, left_out: bool = True) -> None:
        self._faulty += 1
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(Fault(self.number, field, reason, left_out))

    def _check_title(self, slug: str) -> None:
        if slug in self._titles:
            return
        title = str(line(title_of(slug), field="agreement"))
        other = self._slugs.setdefault(title.casefold(), slug)
        if other != slug:
            raise Inconsistent("agreement", f"{slug!r} would be called “{title}” like {other!r}; rename one of them")
        self._titles[slug] = title

    def _check_step(self, row: Row) -> None:
        """Revisions count 1, 2, 3 …; after a gap the count goes on from there, so that one fault is told once."""
        last = self._last.get(row.agreement, 0)
        if row.revision <= last:
            raise Inconsistent("revision", f"is {row.revision} after {last}; expected {last + 1}")
        if row.revision > last + 1:
            reason = f"is {row.revision} {f'after {last}' if last else 'at the beginning'}; expected {last + 1}"
            self._note("revision", reason, left_out=False)
        self._last[row.agreement] = row.revision
        if len(self._offsets.get(row.agreement, ())) >= LARGEST_BATCH:
            raise Inconsistent("revision", f"is one of more than {LARGEST_BATCH:,}, the most of one agreement")


def _row(read: bytes, source: str, number: int) -> Row:
    """One line as a row, or an error that names the field."""
    if len(read) > LONGEST_JSON:
        raise InvalidInput(source, f"has more than {LONGEST_JSON:,} bytes; split the text", line=number)
    value = parse(read, source, number)
    try:
        slug, revision, at, author, words = (value[field] for field in _FIELDS)
    except KeyError as missing:
        reason = f"is missing; a row has {', '.join(_FIELDS)}"
        raise InvalidInput(source, reason, line=number, field=str(missing.args[0])) from None
    if len(value) > len(_FIELDS):
        unknown = next(field for field in value if field not in _FIELDS)
        raise Inconsistent(unknown[:40], f"is unknown; a row has only {', '.join(_FIELDS)}")
    if type(revision) is not int or revision < 1:
        raise Inconsistent("revision", f"is {str(revision)[:20]!r}, no whole number from 1")
    if isinstance(slug, str) and isinstance(at, str) and isinstance(author, str) and isinstance(words, str):
        if len(words) > LONGEST_TEXT or "\0" in words:
            _ = text(words, field="text")  # says what is wrong with it
        return Row(slug, revision, _moment(at), author, words)
    field = next(field for field in _FIELDS if field != "revision" and not isinstance(value[field], str))
    raise Inconsistent(field, f"is {str(value[field])[:20]!r}, not text; put it in quotation marks")


def _moment(at: str) -> datetime:
    try:
        return moment(datetime.fromisoformat(at))
    except ValueError:
        reason = f"{at[:40]!r} is no time; write it as 2026-11-23T09:30:00+01:00"
        raise Inconsistent("at", reason) from None


class _Digest:
    """Names what was read of one agreement: the same rows, the same key."""

    def __init__(self, title: str) -> None:
        self._sum = sha256(title.encode())

    def add(self, row: Row) -> None:
        """Go on with another row."""
        self._sum.update(f"\n{row.at.isoformat()}\n{row.author}\n{len(row.text)}\n{row.text}".encode())

    @property
    def key(self) -> str:
        """The key under which it is saved."""
        return f"history:{self._sum.hexdigest()}"


# -- keeping it


def take(checked: Checked, stream: IO[bytes], journal: Journal, progress: Progress | None = None) -> Iterator[Taken]:
    """Keep the agreements of a file that was checked, and tell of each; those that are there already stay as they are.

    Interrupted, it can be run again: it goes on where it was. Raises `InvalidInput` before anything is kept if an
    agreement of the same title has another history.
    """
    known = _known(checked, journal)
    people = {} if len(known) == len(checked.histories) else _people(checked, journal)
    total, done = checked.rows - checked.left_out, 0
    for history in checked.histories:
        if history.key in known:
            yield Taken(history.title, known[history.key], len(history.offsets), new=False)
        else:
            agreement = _agreement(checked.source, history, stream, people)
            saved = journal.save(agreement, key=history.key)
            yield Taken(history.title, saved.id, len(history.offsets), new=saved.id == agreement.id)
        done += len(history.offsets)
        if progress is not None:
            progress(done, total)


def _known(checked: Checked, journal: Journal) -> dict[str, str]:
    """The keys that are in the journal already, with the agreements they led to."""
    known = {
        history.key: subjects[0] for history in checked.histories if (subjects := journal.store.recorded(history.key))
    }
    wanted = {history.title.casefold() for history in checked.histories if history.key not in known}
    cards = journal.cards(Agreement)
    while wanted and (page := list(islice(cards, 200))):
        for title in journal.titles(page).values():
            if title.casefold() in wanted:
                reason = f"“{title}” is in this journal already with another history; choose another journal for it"
                raise InvalidInput(checked.source, reason, field="agreement")
    return known


def _people(checked: Checked, journal: Journal) -> dict[str, str]:
    """Everybody who worded something, as persons; a file with the same authors finds them again."""
    names = list(checked.authors)
    digest = sha256("\n".join(names).encode()).hexdigest()
    people: dict[str, str] = {}
    for start in range(0, len(names), 1_000):
        part = names[start : start + 1_000]
        joined = [Person.join(name, at=checked.authors[name]) for name in part]
        key = f"authors:{digest}:{start}"
        _ = journal.save(*joined, key=key)
        people |= zip(part, journal.store.recorded(key), strict=True)
    return people


def _agreement(source: str, history: History, stream: IO[bytes], people: Mapping[str, str]) -> Agreement:
    """An agreement with all its wordings, each adopted on record."""
    agreement: Agreement | None = None
    parties: dict[str, str] = {}
    events: list[LifeEvent[Terms] | KeepingEvent] = []
    for row in _rows(source, history, stream):
        by = people.get(row.author, row.author)
        joins = by not in parties
        parties[by] = Part.MEMBER
        if agreement is None:
            agreement = Agreement.on_record(
                history.title, parties=parties, by=by, at=row.at, body=row.text, kind="team",
                audience=Audience.ORGANISATION,
            )  # fmt: skip
        else:
            agreement = agreement.adopt_on_record(by=by, at=row.at, body=row.text, parties=parties if joins else None)
        if len(agreement.unrecorded) > _UNRECORDED:
            events += agreement.unrecorded
            agreement = agreement.settled()
    if agreement is None:
        raise AssertionError  # pragma: no cover - a history has rows
    return attrs.evolve(agreement, unrecorded=(*events, *agreement.unrecorded))


def _rows(source: str, history: History, stream: IO[bytes]) -> Iterator[Row]:
    """The rows of an agreement again, as they were checked."""
    for offset, mark in zip(history.offsets, history.marks, strict=True):
        _ = stream.seek(offset)
        read = stream.readline(LONGEST_JSON + 1)
        if hash(read) != mark:
            raise InvalidInput(source, "changed while it was read; import it again")
        row = json.loads(read)
        yield Row(row["agreement"], row["revision"], _moment(row["at"]), row["author"], row["text"])
