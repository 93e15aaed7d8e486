"""Prose: what people write, and may have erased.

A text is kept apart from what happened: records hold only its *seal*, a salted hash that says nothing once text and
salt are gone. So words can be forgotten and the history still verifies. ``str`` is never prose.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from os import urandom
from typing import NewType

import attrs

from coleadership.errors import Inconsistent
from coleadership.evolving import made_often

__all__ = ["LONGEST_LINE", "LONGEST_TEXT", "Prose", "Seal", "line", "said_by", "text"]

Seal = NewType("Seal", str)
"""The salted hash that stands for words in records."""

_SEAL = re.compile(r"seal_[0-9a-f]{64}")

LONGEST_TEXT = 1_000_000
"""The most characters one text may have."""
LONGEST_LINE = 500
"""The most characters one line (a name, a title) may have."""


@made_often
@attrs.frozen(slots=True, weakref_slot=False, repr=False)
class Prose:
    """A text with the salt it was born with, its seal, and the person whose words they are.

    Two proses are equal if they are the same words said once, not if two people happen to say the same.

    >>> hello = Prose.write("Hello")
    >>> str(hello), hello == Prose.write("Hello"), hello.is_erased
    ('Hello', False, False)
    """

    seal: Seal
    text: str | None = attrs.field(default=None, eq=False)
    salt: bytes = attrs.field(default=b"", eq=False)
    owner: str | None = attrs.field(default=None, eq=False)

    @classmethod
    def write(cls, words: str, *, owner: str | None = None) -> Prose:
        """Put words down, exactly as they are; ``owner`` is whose words they are.

        >>> Prose.write("Tack för i går", owner="bo")
        Prose('Tack för i går')
        """
        salt = urandom(16)
        return cls(seal_of(words, salt), words, salt, owner)

    @property
    def is_erased(self) -> bool:
        """Whether the words have been forgotten and only their seal is left."""
        return self.text is None

    def owned_by(self, person: str) -> Prose:
        """The same words, said by this person unless they are somebody's already."""
        return self if self.owner is not None else Prose(self.seal, self.text, self.salt, person)

    def is_intact(self) -> bool:
        """Whether words and salt are those that were sealed (of erased ones, whether the seal is one)."""
        try:
            if self.text is None:
                return _SEAL.fullmatch(self.seal) is not None
            return seal_of(self.text, self.salt) == self.seal
        except (AttributeError, TypeError, UnicodeEncodeError):  # a tampered store can hold anything
            return False

    def __str__(self) -> str:
        return "[erased]" if self.text is None else self.text

    def __repr__(self) -> str:
        shown = str(self)
        return f"Prose({shown[:40] + '…' if len(shown) > 40 else shown!r})"


def seal_of(words: str, salt: bytes) -> Seal:
    """The salted hash that stands for words in records."""
    return Seal("seal_" + sha256(salt + words.encode()).hexdigest())


def text(words: str | Prose, *, field: str = "text", empty: bool = False) -> Prose:
    """Take a text of any length up to a million characters, in any language and direction.

    >>> text("  ", field="clause")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: clause: is empty; write at least one word
    """
    if isinstance(words, Prose):
        if not words.is_intact():
            raise Inconsistent(field, "is not what was sealed; write it anew")
        if words.text is not None:
            _check(words.text, field=field, empty=empty)
        return words
    if not isinstance(words, str):
        raise Inconsistent(field, f"{type(words).__name__} is not text; give a str")
    _check(words, field=field, empty=empty)
    try:
        return Prose.write(words)
    except UnicodeEncodeError:
        raise Inconsistent(field, "contains half a character (a lone surrogate); decode it as UTF-8 first") from None


def _check(words: str, *, field: str, empty: bool) -> None:
    """Raise unless words are some, not too many, and without NUL."""
    if len(words) > LONGEST_TEXT:
        raise Inconsistent(field, f"has {len(words):,} characters; {LONGEST_TEXT:,} is the most")
    if not empty and not words.strip():
        raise Inconsistent(field, "is empty; write at least one word")
    if "\0" in words:
        raise Inconsistent(field, "contains a NUL character, which no text needs; leave it out")


def said_by(person: str, words: str | Prose | None, *, field: str = "reason") -> Prose | None:
    """What somebody gave as their words, or nothing where they said nothing.

    >>> said_by("anna", None), str(said_by("anna", "The summer was too short"))
    (None, 'The summer was too short')
    """
    return None if words is None else text(words, field=field).owned_by(person)


def line(words: str | Prose, *, field: str) -> Prose:
    r"""Take a text of one line, such as a name or a title: up to 500 characters and no control characters.

    >>> str(line("Evening rota", field="title"))
    'Evening rota'
    >>> line("Evening\nrota", field="title")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: title: contains the control character U+000A; write it on one line
    """
    prose = text(words, field=field)
    said = prose.text or ""
    if len(said) > LONGEST_LINE:
        raise Inconsistent(field, f"has {len(said):,} characters; {LONGEST_LINE} is the most for one line")
    for character in said:
        if unicodedata.category(character) in {"Cc", "Zl", "Zp"}:
            raise Inconsistent(field, f"contains the control character U+{ord(character):04X}; write it on one line")
    return prose
