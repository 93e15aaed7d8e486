"""A journal as JSON Lines: out of one store, into another, byte for byte the same.

The first line names the journal, then come its records, then its prose, and the last line says how much there was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import NoneType
from typing import IO, Any, Final

from coleadership.errors import InvalidInput, StoreError
from coleadership.prose import Prose, Seal
from coleadership.recording.codec import Codec, happened
from coleadership.recording.integrity import LostWords, Progress, derive_cards
from coleadership.recording.jsonlines import dumps, lines, parse, plain, read_back
from coleadership.records import Card, Fact, Record, Store, chained, genesis

__all__ = ["export", "restore"]

_FORMAT: Final = 1


def export(store: Store, progress: Progress | None = None) -> Iterator[bytes]:
    """The lines of a journal as of now, one at a time."""
    head = store.head()
    yield _line({"coleadership": "journal", "format": _FORMAT, "journal": head.journal})
    done = 0
    while done < head.position and (page := store.feed(after=done)):
        for record in page[: head.position - done]:
            yield _record_line(record)
        done = page[-1].position
        if progress is not None:
            progress(min(done, head.position), head.position)
    after, words = "", 0
    while proses := store.all_prose(after=after):
        for prose in proses:
            salt = None if prose.is_erased else prose.salt.hex()
            yield _line({"prose": prose.seal, "owner": prose.owner, "salt": salt, "text": prose.text})
        after, words = proses[-1].seal, words + len(proses)
    yield _line({"records": head.position, "words": words, "digest": head.digest})


def _record_line(record: Record) -> bytes:
    """A record as a line; the body goes out exactly as it is kept, as that is what the digest covers."""
    fact = record.fact
    before = dumps({
        "record": record.position, "rest": record.rest, "key": record.key, "subject": fact.subject,
        "revision": fact.revision, "name": fact.name, "version": fact.version, "event": fact.event, "by": fact.by,
        "at": fact.at, "digest": record.digest,
    })  # fmt: skip
    return f'{before[:-1]},"body":{fact.body}}}\n'.encode()


def _line(value: dict[str, object]) -> bytes:
    return dumps(value).encode() + b"\n"


def restore(store: Store, codec: Codec, stream: IO[bytes], source: str, progress: Progress | None = None) -> int:
    """Fill an empty journal from exported lines, all or nothing; give how many records there are.

    Raises `InvalidInput` with the line, field and reason, `StoreError` if the journal holds something already.
    """
    head = store.head()
    if head.position:
        raise StoreError(store.url, f"holds {head.position} records of {head.journal}; import into an empty journal")
    reader = _Reader(stream, source, progress)

    def cards(filled: Store) -> Iterator[Card]:
        try:
            yield from derive_cards(filled, codec, progress, whole=True)
        except LostWords as lost:
            raise InvalidInput(source, f"{lost}: the file was cut or mixed; export it again") from None

    return store.restore(reader.journal, reader.records(), reader.prose(), cards)


class _Reader:
    """Reads exported lines once, in order, and checks each against the chain and its seal."""

    def __init__(self, stream: IO[bytes], source: str, progress: Progress | None) -> None:
        self._source, self._progress = source, progress
        self._lines = lines(stream, source)
        self._number, self._line = 0, b""
        self._next: dict[str, object] | None = None
        first = self._read()
        if first.get("coleadership") != "journal" or first.get("format") != _FORMAT:
            reason = "is no exported journal of this version; its first line should be as `export` writes it"
            raise InvalidInput(source, reason, line=1)
        self.journal = _text(first, "journal", self._refuse)
        self._digest, self._records, self._words = genesis(self.journal), 0, 0
        self._steps: dict[str, int] = {}

    def records(self) -> Iterator[Record]:
        """The records, each following from the one before."""
        while "record" in (row := self._read()):
            yield self._record(row)
            if self._progress is not None and self._records % 10_000 == 0:
                self._progress(self._records, self._records)
        self._next = row

    def prose(self) -> Iterator[Prose]:
        """The words, each under its seal; then the last line is checked."""
        last = ""
        row = self._next or self._read()
        while "prose" in row:
            prose = self._prose(row)
            if prose.seal <= last:
                raise self._refuse("prose", "is out of order or there twice")
            last, self._words = prose.seal, self._words + 1
            yield prose
            row = self._read()
        if row != {"records": self._records, "words": self._words, "digest": self._digest}:
            raise self._refuse("records", "does not add up with the lines before; the file was cut or mixed")
        if next(self._lines, None) is not None:
            raise self._refuse(None, "should be the last line, but more follows; import one journal at a time")

    def _read(self) -> dict[str, object]:
        self._number, self._line = next(self._lines, (self._number + 1, b""))
        if not self._line:
            raise self._refuse(None, "is missing: the file ends too early; export it again")
        return read_back(self._line) or parse(self._line, self._source, self._number)

    def _record(self, row: dict[str, object]) -> Record:
        before, _, body = self._line.partition(b',"body":')
        values: list[Any] = [*row.values()]
        if not _is_as_written(row, values, before):
            values = self._checked(row)
        position, rest, key, subject, revision, name, version, event, by, at, said, _ = values
        fact = Fact(subject, revision, name, version, event, by, at, self._body(row, before, body))
        digest = chained(self._digest, position, rest, key, fact)
        if position != self._records + 1 or digest != said:
            raise self._refuse("digest", "does not follow from the line before; it was changed, lost or moved")
        if fact.revision != self._steps.get(fact.subject, 0) + 1:
            raise self._refuse("revision", f"is step {fact.revision} of {fact.subject} out of turn")
        try:
            _ = happened(fact)
        except InvalidInput as error:
            raise self._refuse("at", error.reason) from None
        self._digest, self._records, self._steps[fact.subject] = digest, position, fact.revision
        return Record(position, rest, key, fact, digest)

    def _checked(self, row: dict[str, object]) -> list[Any]:
        """The values of a record, each looked at by itself; two of them may be nothing."""
        for field in _FIELDS[:-2]:
            if field in _NUMBERS:
                _ = _number(row, field, self._refuse)
            elif field not in _OFTEN_NOTHING or row.get(field) is not None:
                _ = _text(row, field, self._refuse)
        return [row.get(field) for field in _FIELDS]

    def _body(self, row: dict[str, object], before: bytes, body: bytes) -> str:
        """The body as text: cut out of its line, where it stands as `export` writes it, else written anew."""
        if not isinstance(row.get("body"), dict):
            raise self._refuse("body", "is no object")
        if b"{" not in before[1:] and next(reversed(row)) == "body" and body.endswith(b"}}\n"):
            return body[:-2].decode()
        try:
            return plain(row["body"])
        except RecursionError:
            raise self._refuse("body", "is nested too deeply") from None

    def _prose(self, row: dict[str, object]) -> Prose:
        seal, owner = Seal(_text(row, "prose", self._refuse)), row.get("owner")
        if owner is not None and not isinstance(owner, str):
            raise self._refuse("owner", "is no id")
        if row.get("text") is None:
            return Prose(seal, owner=owner)
        text, salt = _text(row, "text", self._refuse), _text(row, "salt", self._refuse)
        try:
            prose = Prose(seal, text, bytes.fromhex(salt), owner)
            if prose.is_intact():
                return prose
        except ValueError:
            pass  # no hexadecimal salt, or half a character in the text: not what was sealed either
        raise self._refuse("text", "is not what was sealed; it was changed")

    def _refuse(self, field: str | None, reason: str) -> InvalidInput:
        return InvalidInput(self._source, reason, line=self._number, field=field)


_FIELDS: Final = (
    "record", "rest", "key", "subject", "revision", "name", "version", "event", "by", "at", "digest", "body",
)  # fmt: skip
_NUMBERS: Final = frozenset({"record", "rest", "revision", "version"})
_OFTEN_NOTHING: Final = frozenset({"key", "by"})
_AS_WRITTEN: Final = frozenset(
    (int, int, key, str, int, str, int, str, by, str, str, dict) for key in (str, NoneType) for by in (str, NoneType)
)
_MOST: Final = 2**62
Refuse = Callable[[str, str], InvalidInput]


def _is_as_written(row: dict[str, object], values: list[Any], before: bytes) -> bool:
    """Whether a record is as `export` writes it, so that not every field has to be looked at by itself."""
    if (*row,) != _FIELDS or (*map(type, values),) not in _AS_WRITTEN or b"\\" in before:  # perhaps a line break
        return False
    numbers: tuple[int, ...] = values[0], values[1], values[4], values[6]
    return min(numbers) >= 0 and max(numbers) < _MOST


def _text(row: dict[str, object], field: str, refuse: Refuse) -> str:
    value = row.get(field)
    if not isinstance(value, str) or (field != "text" and "\n" in value):
        raise refuse(field, "is no line of text")
    return value


def _number(row: dict[str, object], field: str, refuse: Refuse) -> int:
    value = row.get(field)
    if type(value) is not int or not 0 <= value < _MOST:
        raise refuse(field, "is no whole number")
    return value
