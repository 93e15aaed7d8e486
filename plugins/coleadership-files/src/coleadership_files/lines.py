"""What is kept, as lines of JSON and back: one fact, text or card a line, the fields always in the same order.

Words stand as they were written, and bodies as objects, so that people can read them. A body that would not come back
letter by letter stands as a string in its line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final, cast

import attrs

from coleadership.prose import Prose, Seal
from coleadership.records import Card, Fact

__all__ = [
    "CLOSING", "RESTORE", "STARTS", "WORDS", "Appended", "Broken", "Dropped", "Line", "Put", "header", "line_of",
    "opening", "parse",
]  # fmt: skip

FORMAT: Final = 1
RESTORE: Final = "bring the file back from version control or a backup"
"""What helps where a file is damaged."""
WORDS: Final = b'{"words": '
"""How a line of words begins."""
CLOSING: Final = (b'{"appended": ', b'{"put": ', b'{"dropped": ')
"""How a line begins that ends what was written at once."""
STARTS: Final = (b'{"fact": ', WORDS, b'{"card": ', *CLOSING)
"""How any line begins but the first."""


@attrs.frozen
class Appended:
    """The end of an append: the position of its last fact, how many lines it has, its key, and the digest so far."""

    position: int
    lines: int
    key: str | None
    digest: str


@attrs.frozen
class Put:
    """The end of words added and cards written anew: how many lines there were."""

    lines: int


@attrs.frozen
class Dropped:
    """Cards that were removed."""

    subjects: tuple[str, ...]


Line = Fact | Prose | Card | Appended | Put | Dropped
"""What a line can say."""


class Broken(ValueError):
    """A line is not what it should be; whoever counts lines says which."""

    line = 1


# -- writing

_dumps: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_RARE: Final = (
    ("due", None), ("title", None), ("audience", ""), ("links", ()),
    ("state_revision", 0), ("shape", 0), ("wakes", None),
)  # fmt: skip
"""The fields of a card that most cards leave empty, so that they are left out of its line."""
_compact: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")
).encode
_MOST_BRACKETS: Final = 500
"""What has more could be nested so deeply that it could not be read again."""
_BREAKS: Final = {ord(one): f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"}


def _written(row: dict[str, object]) -> bytes:
    """One line; what some editors take for the end of a line is written as JSON can write it, too."""
    text = _dumps(row)
    return (text if text.isascii() else text.translate(_BREAKS)).encode() + b"\n"


def _legible(text: str) -> object:
    """A body as an object, for people to read, if that gives it back letter by letter; else as the text that it is."""
    if text.startswith("{") and text.count("{") + text.count("[") < _MOST_BRACKETS:
        try:
            value: object = json.loads(text)
            if _compact(value) == text:
                return value
        except ValueError:
            pass
    return text


def opening(journal: str) -> bytes:
    r"""The first line of a file.

    >>> opening("journal_a")
    b'{"coleadership": "files", "format": 1, "journal": "journal_a"}\n'
    """
    return _written({"coleadership": "files", "format": FORMAT, "journal": journal})


def line_of(one: Line) -> bytes:
    r"""What is to be kept as a line.

    >>> line_of(Prose(Seal("seal_a"), "Tack för i går", b"salt", "bo")).decode()
    '{"words": "Tack för i går", "owner": "bo", "seal": "seal_a", "salt": "73616c74"}\n'
    """
    match one:
        case Fact():
            return _written({
                "fact": one.name, "version": one.version, "subject": one.subject, "revision": one.revision,
                "by": one.by, "at": one.at, "event": one.event, "body": _legible(one.body),
            })  # fmt: skip
        case Prose():
            return _written({"words": one.text, "owner": one.owner, "seal": one.seal, "salt": one.salt.hex()})
        case Card():
            row: dict[str, object] = {
                "card": one.subject,
                "kind": one.kind,
                "status": one.status,
                "revision": one.revision,
            }
            row |= {name: getattr(one, name) for name, left_out in _RARE if getattr(one, name) != left_out}
            return _written(row if one.state is None else row | {"state": _legible(one.state)})
        case Appended(position, lines, key, digest):
            named = {} if key is None else {"key": key}
            return _written({"appended": position, "lines": lines, **named, "digest": digest})
        case Put(lines):
            return _written({"put": lines})
        case Dropped(subjects):
            return _written({"dropped": subjects})


# -- reading

_CONFLICT: Final = "is a merge conflict of git; take one side whole (git checkout --ours or --theirs)"
_CRLF: Final = (
    "ends with CR LF, as git or an editor has changed it; "
    "put `*.jsonl -text` into .gitattributes and check the file out again"
)


def header(line: bytes) -> str:
    r"""The id of the journal that a first line names; raises `Broken` if it is the first line of something else.

    >>> header(b'{"coleadership": "journal", "format": 1, "journal": "journal_a"}\n')
    Traceback (most recent call last):
    coleadership_files.lines.Broken: is an export; import it into an empty journal
    """
    if line.startswith(b"\xef\xbb\xbf"):
        msg = "begins with a byte order mark, which some editors add; save it as UTF-8 without one"
        raise Broken(msg)
    if line.startswith(b"<<<<<<< "):
        msg = f"line 1 {_CONFLICT}"
        raise Broken(msg)
    try:
        row = _Row(line)
        sort, version, journal = row.text("coleadership"), row.number("format"), row.text("journal")
    except Broken:
        sort, version, journal = "", 0, ""
    if sort == "journal":
        msg = "is an export; import it into an empty journal"
        raise Broken(msg)
    if sort != "files":
        msg = "is no journal of files:; it was left as it is, so choose another name"
        raise Broken(msg)
    if version > FORMAT:
        msg = f"is of format {version}, newer than {FORMAT} here; update coleadership-files"
        raise Broken(msg)
    if line.endswith(b"\r\n"):
        msg = f"line 1 {_CRLF}"
        raise Broken(msg)
    return journal


def parse(line: bytes) -> Line:
    """What a line says.

    >>> parse(b'{"words": "Tack", "owner": "bo", "seal": "seal_a", "salt": "73616c74"}')
    Prose('Tack')
    >>> parse(b"<<<<<<< HEAD")
    Traceback (most recent call last):
    coleadership_files.lines.Broken: is a merge conflict of git; take one side whole (git checkout --ours or --theirs)
    """
    if line.endswith(b"\r\n"):
        raise Broken(_CRLF)
    if line.startswith((b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")):
        raise Broken(_CONFLICT)
    row = _Row(line)
    read = _READ.get(next(iter(row.fields), ""))
    if read is None:
        msg = f"says nothing that is known here; {RESTORE}"
        raise Broken(msg)
    return read(row)


class _Row:
    """A line as an object, whose fields are taken one by one, each of the type that it should have."""

    __slots__ = ("fields",)

    def __init__(self, line: bytes) -> None:
        try:
            value: object = json.loads(line.decode())
        except UnicodeDecodeError as error:
            msg = f"is not UTF-8 at byte {error.start + 1}; {RESTORE}"
            raise Broken(msg) from None
        except RecursionError:
            msg = f"is nested too deeply; {RESTORE}"
            raise Broken(msg) from None
        except ValueError as error:
            msg = f"is no JSON ({str(error)[:100]}); {RESTORE}"
            raise Broken(msg) from None
        if not isinstance(value, dict):
            msg = f"is no object; {RESTORE}"
            raise Broken(msg)
        self.fields = cast("dict[str, object]", value)

    def text(self, name: str) -> str:
        """A text."""
        value = self.fields.get(name)
        if type(value) is not str:
            raise _wrong(name)
        return value

    def json(self, name: str) -> str:
        """A text that is JSON, which may stand there as an object."""
        value = self.fields.get(name)
        return _compact(value) if isinstance(value, dict) else self.text(name)

    def perhaps(self, name: str) -> str | None:
        """A text, or nothing."""
        value = self.fields.get(name)
        if value is not None and type(value) is not str:
            raise _wrong(name)
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self.fields.get(name, default)
        if type(value) is not int:
            raise _wrong(name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Texts in order."""
        value = self.fields.get(name)
        if not isinstance(value, list) or not all(type(one) is str for one in cast("list[object]", value)):
            raise _wrong(name)
        return tuple(cast("list[str]", value))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Pairs of texts in order, none if they are left out."""
        value = self.fields.get(name, [])
        if not isinstance(value, list):
            raise _wrong(name)
        pairs = [tuple(cast("list[object]", one)) for one in cast("list[object]", value) if isinstance(one, list)]
        if len(pairs) < len(cast("list[object]", value)) or any([*map(type, pair)] != [str, str] for pair in pairs):
            raise _wrong(name)
        return tuple(cast("list[tuple[str, str]]", pairs))


def _wrong(name: str) -> Broken:
    return Broken(f"has no right {name!r}; {RESTORE}")


def _fact(row: _Row) -> Fact:
    return Fact(
        row.text("subject"), row.number("revision"), row.text("fact"), row.number("version"), row.text("event"),
        row.perhaps("by"), row.text("at"), row.json("body"),
    )  # fmt: skip


def _prose(row: _Row) -> Prose:
    try:
        salt = bytes.fromhex(row.text("salt"))
    except ValueError:
        raise _wrong("salt") from None
    return Prose(Seal(row.text("seal")), row.perhaps("words"), salt, row.perhaps("owner"))


def _card(row: _Row) -> Card:
    title = row.perhaps("title")
    return Card(
        row.text("card"), row.text("kind"), row.text("status"), row.number("revision"), row.perhaps("due"),
        None if title is None else Seal(title), row.perhaps("audience") or "", row.pairs("links"),
        row.json("state") if "state" in row.fields else None,
        row.number("state_revision", 0), row.number("shape", 0), row.perhaps("wakes"),
    )  # fmt: skip


_READ: Final[Mapping[str, Callable[[_Row], Line]]] = {
    "fact": _fact,
    "words": _prose,
    "card": _card,
    "appended": lambda row: Appended(
        row.number("appended"), row.number("lines"), row.perhaps("key"), row.text("digest")
    ),
    "put": lambda row: Put(row.number("put")),
    "dropped": lambda row: Dropped(row.texts("dropped")),
}
