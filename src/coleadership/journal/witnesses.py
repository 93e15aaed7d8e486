"""Witnesses: how far a journal had come, signed, and kept where those who can rewrite the journal cannot.

A *checkpoint* is a head with the time and a signature. A *witness* is a file of them, one JSON object a line, to which
is only ever added. Signatures come from `ed25519`, or from a `Signer` of yours.

.. skip: start if(not installed("cryptography"), reason="cryptography is not installed: coleadership[witness]")
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from heapq import merge
from typing import IO, Final, Protocol, Self

import attrs

from coleadership.errors import Inconsistent, InvalidInput
from coleadership.heart.events import moment
from coleadership.recording.heads import KeptHead
from coleadership.recording.jsonlines import parse, plain
from coleadership.records import Head

__all__ = ["LONGEST_CHECKPOINT", "Checkpoint", "Signer", "Verifier", "together", "trusted", "witness"]

LONGEST_CHECKPOINT: Final = 32_000
"""The most bytes that one line of a witness may have: room for signatures of any sort, and no more."""
_FORMAT: Final = 1
_FAR: Final = 2**62
_LONGEST_NAME: Final = 200
_LONGEST_SIGNATURE: Final = 12_000
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Signer(Protocol):
    """Whoever can sign: a key in this process, or one that never leaves a device or a service."""

    @property
    def key_id(self) -> str:
        """Which key it is, on one line: checkpoints name it, so that keys can be changed."""
        ...

    def sign(self, statement: bytes) -> bytes:
        """The signature under a statement."""
        ...


class Verifier(Protocol):
    """The public half of a `Signer`."""

    @property
    def key_id(self) -> str:
        """Which key it is, as its signer says it."""
        ...

    def verifies(self, statement: bytes, signature: bytes) -> bool:
        """Whether this is the signature of that key under the statement."""
        ...


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_NAME and value.isprintable()


def _check_head(_: object, field: attrs.Attribute[Head], head: Head) -> None:
    position, digest = head.position, head.digest
    if not (_is_name(head.journal) and 0 <= position < _FAR and _DIGEST.fullmatch(digest)):
        raise Inconsistent(field.name, "is no head of a journal; take it from journal.head()")


def _check_key(_: object, field: attrs.Attribute[str], value: str) -> None:
    if not _is_name(value):
        raise Inconsistent(field.name, f"is no name of a key; give up to {_LONGEST_NAME} printable characters")


def _check_signature(_: object, field: attrs.Attribute[bytes], value: bytes) -> None:
    if not 0 < len(value) <= _LONGEST_SIGNATURE:
        raise Inconsistent(field.name, f"is no signature; a signer gives 1 to {_LONGEST_SIGNATURE:,} bytes")


@attrs.frozen(slots=True, weakref_slot=False)
class Checkpoint:
    """How far a journal had come, said at a time and signed: whoever has the public key can tell that it was said so.

    The time is what the clock of the signer showed; it is signed as well, and nothing here relies on it.

    >>> from coleadership.journal.ed25519 import SigningKey
    >>> key = SigningKey.generate()
    >>> said = Checkpoint.sign(Head("journal_1", 91, "06" * 32), by=key, at=datetime(2026, 11, 5, 21, tzinfo=UTC))
    >>> print(said.statement.decode().replace(key.key_id, "ed25519:…"), end="")
    coleadership checkpoint 1
    journal_1
    91
    0606060606060606060606060606060606060606060606060606060606060606
    2026-11-05T21:00:00.000000+00:00
    ed25519:…
    >>> Checkpoint.from_line(said.line) == said, key.public.verifies(said.statement, said.signature)
    (True, True)
    """

    head: Head = attrs.field(validator=_check_head)
    at: datetime = attrs.field(converter=moment)
    key_id: str = attrs.field(validator=_check_key)
    signature: bytes = attrs.field(validator=_check_signature)

    @classmethod
    def sign(cls, head: Head, *, by: Signer, at: datetime | None = None) -> Self:
        """Sign how far a journal has come, now unless said otherwise."""
        unsigned = cls(head, moment(at), by.key_id, b"-")
        return attrs.evolve(unsigned, signature=by.sign(unsigned.statement))

    @property
    def when(self) -> str:
        """The time as it is written: ISO 8601 in UTC, with microseconds."""
        return self.at.isoformat(timespec="microseconds")

    @property
    def statement(self) -> bytes:
        """What is signed: six lines of UTF-8, each with its line break, and no field can have one of its own."""
        head = self.head
        return (
            f"coleadership checkpoint {_FORMAT}\n{head.journal}\n{head.position}\n{head.digest}\n{self.when}\n"
            f"{self.key_id}\n"
        ).encode()

    @property
    def line(self) -> bytes:
        """How it is kept: one JSON object, written in one way only, and a line break."""
        row = {
            "checkpoint": _FORMAT, "journal": self.head.journal, "position": self.head.position,
            "digest": self.head.digest, "at": self.when, "key": self.key_id, "signature": self.signature.hex(),
        }  # fmt: skip
        return plain(row).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes, source: str = "witness", number: int | None = None) -> Self:
        """A checkpoint out of its line, to the byte as it is written, or `InvalidInput`; who signed it, `check` tells.

        >>> Checkpoint.from_line(b"Dear diary")
        Traceback (most recent call last):
        coleadership.errors.InvalidInput: witness: is no checkpoint as one is written; it was damaged or cut
        """
        damaged = InvalidInput(source, "is no checkpoint as one is written; it was damaged or cut", line=number)
        if len(line) > LONGEST_CHECKPOINT:
            raise damaged
        try:
            row = parse(line, source, number)
            said = cls._of(row)
        except (InvalidInput, Inconsistent, KeyError, ValueError, OverflowError):
            raise damaged from None  # never with what stands there: it may be any file
        if said is None:
            reason = "is of a format that this version does not know; verify it with a newer coleadership"
            raise InvalidInput(source, reason, line=number)
        if said.line != line:
            raise damaged
        return said

    @classmethod
    def _of(cls, row: Mapping[str, object]) -> Self | None:
        """What a row says, whatever the types of its values; nothing, if it is of another format."""
        form = row["checkpoint"]
        if type(form) is int and form > _FORMAT:
            return None
        at, key, signature = str(row["at"]), str(row["key"]), str(row["signature"])
        head = Head(str(row["journal"]), int(str(row["position"])), str(row["digest"]))
        return cls(head, datetime.fromisoformat(at).astimezone(UTC), key, bytes.fromhex(signature))

    def kept(self, where: str = "") -> KeptHead:
        """Its head, to verify a journal with; ``where`` it was found is told in messages."""
        return KeptHead(self.head, f"whose head was signed at {self.when}{f' ({where})' if where else ''}")

    def check(self, keys: Mapping[str, Verifier], source: str = "witness", number: int | None = None) -> None:
        """Raise `InvalidInput` unless one of these keys has signed it; see `trusted`."""
        key = keys.get(self.key_id)
        if key is None:
            reason = f"is signed with {self.key_id}, which is none of the public keys given; give it if you trust it"
            raise InvalidInput(source, reason, line=number)
        if not key.verifies(self.statement, self.signature):
            reason = f"does not carry the signature of {self.key_id}; it was changed or forged"
            raise InvalidInput(source, reason, line=number)


def trusted(keys: Iterable[Verifier]) -> dict[str, Verifier]:
    """Public keys by the names under which checkpoints speak of them; there has to be one at least."""
    known: dict[str, Verifier] = {}
    for key in keys:
        if known.setdefault(key.key_id, key) != key:
            raise Inconsistent("keys", f"two of them are called {key.key_id}; give each key once")
    if not known:
        raise Inconsistent("keys", "there is none, so no signature means anything; give the public key of the witness")
    return known


def witness(stream: IO[bytes], keys: Iterable[Verifier], source: str = "witness") -> Iterator[KeptHead]:
    """The heads that a witness has kept, for `Journal.verify`; each is read and checked when it is its turn.

    Raises `InvalidInput` with the number of the first line that is damaged, forged, signed with no key of ``keys``, or
    out of order, and for a witness that says nothing.
    """
    known = trusted(keys)
    last: Head | None = None
    number = 0
    while line := stream.readline(LONGEST_CHECKPOINT + 1):
        number += 1
        said = Checkpoint.from_line(line, source, number)
        said.check(known, source, number)
        if last is not None and last.journal == said.head.journal and said.head.position < last.position:
            reason = (
                f"goes back to record {said.head.position}, after {last.position} before; lines were moved or mixed"
            )
            raise InvalidInput(source, reason, line=number)
        last = said.head
        yield said.kept(f"line {number} of {source}")
    if last is None:
        raise InvalidInput(source, "holds no checkpoint, so it proves nothing; make one with coleadership checkpoint")


def together(*witnesses: Iterable[KeptHead]) -> Iterator[KeptHead]:
    """Several witnesses as one, so that two of them that were shown different histories are found out."""
    return merge(*witnesses, key=lambda kept: kept.head.position)
