"""How what people wrote is shown on a terminal: as it is, but never as a command to the terminal."""

from __future__ import annotations

import json
import re
import sys
from typing import Final

__all__ = ["as_json", "counted", "named", "shown"]

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_BUT_LINES: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def shown(text: object, *, lines: bool = False) -> str:
    r"""A text with its control characters written out; with ``lines``, line breaks and tabs stay.

    Text of any direction is left as it is.

    >>> print(shown("red \x1b[31m\nalarm"))
    red \x1b[31m\x0aalarm
    """
    return (_CONTROL_BUT_LINES if lines else _CONTROL).sub(_number, str(text))


def _number(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "word"), counted(2_500, "word")
    ('1 word', '2,500 words')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def as_json(value: object) -> str:
    """A value as JSON on one line, with nothing in it that a terminal could take for a command."""
    ascii_only = not (sys.stdout.encoding or "").lower().startswith("utf")
    return re.sub(r"[\x7f-\x9f]", lambda c: f"\\u{ord(c[0]):04x}", json.dumps(value, ensure_ascii=ascii_only))


def named(people: dict[str, str], id: str | None) -> str:
    """What somebody is called; time alone has no name.

    >>> named({"person_1": "Anna Ek"}, "person_1"), named({}, "person_2"), named({}, None)
    ('Anna Ek', 'person_2', 'time')
    """
    return "time" if id is None else people.get(id, id)
