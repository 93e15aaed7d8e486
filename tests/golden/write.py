"""Write the golden files that are missing: ``python -m tests.golden.write``.

A golden file is a record as it was first written. It is never written again: whoever changes an event gives it a new
version, and the file of the old one stays as proof that old records can still be read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

from coleadership.prose import Prose
from coleadership.recording.codec import Codec
from tests.golden.samples import SAMPLES

__all__ = ["HERE", "content", "facts_of", "missing", "path_of", "write"]

HERE = Path(__file__).parent


def path_of(name: str, version: int) -> Path:
    """Where the golden file of a recorded name and version lies."""
    return HERE / f"{name}.v{version}.json"


def facts_of(value: object, path: str) -> Iterator[tuple[str, str]]:
    """What a value says, as flat pairs of a path and how its value is shown."""
    kind: type = type(value)
    if isinstance(value, tuple | frozenset):
        items: list[object] = sorted(value, key=repr) if isinstance(value, frozenset) else list(value)
        yield f"{path}.length", str(len(items))
        for index, item in enumerate(items):
            yield from facts_of(item, f"{path}[{index}]")
    elif attrs.has(kind) and kind is not Prose:
        yield path, kind.__name__
        for field in attrs.fields(kind):
            if field.init:  # what only follows from the others may change
                yield from facts_of(getattr(value, field.name), f"{path}.{field.name}")
    else:
        yield path, repr(value)


def content(name: str) -> str:
    """What the golden file of a name says in its version of today."""
    kind, event = SAMPLES[name]
    fact, words = Codec().fact(kind, event)
    prose = [
        {"seal": one.seal, "owner": one.owner, "salt": one.salt.hex(), "text": one.text}
        for one in sorted(words, key=lambda one: one.seal)
    ]
    kept = {"fact": attrs.asdict(fact), "prose": prose, "expected": dict(facts_of(event, "event"))}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def missing() -> list[str]:
    """The recorded names without a golden file in their version of today."""
    catalogue = Codec().catalogue
    return [name for name in catalogue.events if not path_of(name, catalogue.version(name)).exists()]


def write(name: str) -> Path:
    """Write one golden file; one that is there is never overwritten."""
    path = path_of(name, Codec().catalogue.version(name))
    with path.open("x", encoding="utf-8", newline="\n") as file:
        _ = file.write(content(name))
    return path


if __name__ == "__main__":
    written = "".join(f"{write(name).name}\n" for name in missing())
    _ = sys.stdout.write(written or "nothing is missing, and nothing is written again\n")
