"""Lines of JSON from outside, read strictly: one object a line, each key once, nothing that JSON does not know.

Where orjson is installed (``coleadership[fast]``), it writes them, to the same bytes, and reads back what was written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Final, NoReturn, cast

from coleadership.errors import InvalidInput

__all__ = ["LONGEST_JSON", "dumps", "exactly", "lines", "parse", "plain", "quickly", "read_back"]

LONGEST_JSON: Final = 16_000_000
"""The most bytes that one line may have."""

plain = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
"""A value as compact JSON on one line, by the standard library alone."""
exactly = json.JSONDecoder().decode
"""The value that JSON tells of, by the standard library alone; `plain` back again."""


def lines(stream: IO[bytes], source: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream with their numbers, from 1, each of a length that can be read safely."""
    number = 0
    while line := stream.readline(LONGEST_JSON + 1):
        number += 1
        if len(line) > LONGEST_JSON:
            raise InvalidInput(source, f"has more than {LONGEST_JSON:,} bytes; split the text", line=number)
        yield number, line


def parse(line: bytes, source: str, number: int | None = None) -> dict[str, object]:
    """One line as an object, or `InvalidInput` that says what is wrong with it.

    >>> parse(b'{"at": 1, "at": 2}', "plan.jsonl", 7)
    Traceback (most recent call last):
    coleadership.errors.InvalidInput: plan.jsonl, line 7: has the key 'at' twice; give each key once
    """
    try:
        value: object = _strict(line.decode())
        if b"\\ud" in line or b"\\uD" in line:
            _ = dumps(value).encode()
    except UnicodeDecodeError as error:
        raise InvalidInput(source, f"is not UTF-8 at byte {error.start}; save it as UTF-8", line=number) from None
    except UnicodeEncodeError:
        reason = "contains half a character (a lone surrogate); write it as UTF-8"
        raise InvalidInput(source, reason, line=number) from None
    except RecursionError:
        raise InvalidInput(source, "is nested too deeply; expected a flat object", line=number) from None
    except _Refused as refused:
        raise InvalidInput(source, str(refused), line=number) from None
    except ValueError as error:
        reason = str(error).split("\n", 1)[0][:120]
        raise InvalidInput(source, f"is not JSON ({reason}); expected one object", line=number) from None
    if not isinstance(value, dict):
        raise InvalidInput(source, f"is {_called(value)}, not an object; expected {{…}}", line=number)
    return cast("dict[str, object]", value)


class _Refused(ValueError):
    """What JSON lets pass and we do not."""


def _once(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        msg = f"has the key {twice[:40]!r} twice; give each key once"
        raise _Refused(msg)
    return value


def _no_constant(name: str) -> NoReturn:
    msg = f"contains {name}, which is not JSON; leave it out or give a number"
    raise _Refused(msg)


_strict = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant).decode


Ways = tuple[Callable[[object], str], Callable[[bytes], dict[str, object] | None], Callable[[str], object]]


def _ways() -> Ways:
    """How JSON is written, read back and read here."""
    try:
        import orjson  # noqa: PLC0415 - an extra
    except ImportError:
        return plain, lambda _: None, exactly
    exact = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS

    def write(value: object) -> str:
        try:
            return orjson.dumps(value, option=exact).decode()
        except TypeError:  # a number beyond 64 bits, half a character, deeply nested: the plain way, or not at all
            return plain(value)

    def read(line: bytes) -> dict[str, object] | None:
        try:
            value: object = orjson.loads(line)
            same = isinstance(value, dict) and orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE) == line
        except (TypeError, ValueError):
            return None
        return cast("dict[str, object]", value) if same else None  # and so no key is there twice

    return write, read, orjson.loads


dumps, read_back, quickly = _ways()
"""`dumps` is `plain`, or quicker and the same bytes for whatever has no float in it. `read_back` reads a line that is
exactly as `dumps` writes it, or gives None: `parse` tells then. `quickly` is `exactly`, or quicker and the same value
for whatever has no number beyond 64 bits in it: of such a one it makes a float."""


def _called(value: object) -> str:
    """What JSON calls a value."""
    names = {"list": "an array", "str": "a string", "bool": "a truth value", "int": "a number", "float": "a number"}
    return names.get(type(value).__name__, "null")
