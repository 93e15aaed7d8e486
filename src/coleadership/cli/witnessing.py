"""Witnesses: keys, checkpoints, and what they say of a journal."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from coleadership.cli.exits import FINE, NO, complain
from coleadership.cli.place import Place
from coleadership.cli.screen import patience
from coleadership.cli.words import shown
from coleadership.errors import Inconsistent, InvalidInput, StoreError
from coleadership.journal.ed25519 import PublicKey, SigningKey
from coleadership.journal.witness_files import extend
from coleadership.journal.witnesses import together, witness
from coleadership.recording.heads import KeptHead
from coleadership.secret import Secret

__all__ = ["heads_of", "make_key", "sign"]


def make_key(file: Path) -> None:
    """Write a new private key where there is no file yet, and print the public one."""
    key = SigningKey.generate()
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # private from the first moment
    except FileExistsError:
        raise Inconsistent("file", f"{file} is there already, and may be a key in use; name a new file") from None
    with os.fdopen(opened, "w", encoding="ascii") as stream:
        _ = stream.write(key.pem())
    print(key.public)


def sign(place: Place, key: str, to: Path | None, public_keys: Sequence[str] | None) -> int:
    """Sign how far a journal has come; print it, or add it to a witness."""
    signer = SigningKey.from_secret(Secret(key))
    known = [signer.public, *_keys(public_keys)]
    with place.opened() as journal, patience("following the chain") as progress:
        try:
            if to is not None:
                said = extend(to, journal, signer, known, progress=progress)
            else:
                said = journal.checkpoint(signer, progress=progress)
        except StoreError as error:  # what was asked for is right, and the journal is not
            return complain(str(error), NO)
    if to is not None:
        print(f"signed: {said.head.position:,} records, head {said.head.digest}; added to {shown(to)}")
    else:
        _ = sys.stdout.buffer.write(said.line)
        _ = sys.stdout.buffer.flush()
    return FINE


@contextmanager
def heads_of(files: Sequence[Path] | None, public_keys: Sequence[str] | None) -> Generator[Iterable[KeptHead] | None]:
    """The heads that these witnesses have kept; none, where no witness is asked."""
    if not files:
        if public_keys:
            raise Inconsistent("public-key", "says whose signatures count in a witness; name that, too: --witness FILE")
        yield None
        return
    keys = _keys(public_keys)
    if not keys:
        raise Inconsistent("witness", "say whose signatures count: --public-key ed25519:…, as keygen printed it")
    with ExitStack() as stack:
        yield together(*(witness(stack.enter_context(file.open("rb")), keys, file.name) for file in files))


def _keys(said: Sequence[str] | None) -> list[PublicKey]:
    """Public keys, each said itself or in a file of them, one a line; ``#`` begins a remark there."""
    keys = dict[PublicKey, None]()
    for one in said or ():
        keys |= dict.fromkeys([PublicKey(one)] if one.startswith("ed25519:") else _read(Path(one)))
    return [*keys]


def _read(file: Path) -> Generator[PublicKey]:
    text = file.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        if said := line.partition("#")[0].strip():
            try:
                yield PublicKey(said)
            except Inconsistent as error:
                raise InvalidInput(file.name, error.reason, line=number) from None
