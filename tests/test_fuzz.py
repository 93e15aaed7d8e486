"""Whatever comes from outside: it is taken, or an error of ours says what is wrong; nothing else ever escapes."""

from __future__ import annotations

import json
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import coleadership as co
from coleadership.recording.codec import Codec
from tests.fuzz_target import KINDS, LINES, TARGETS, one_input, sealed
from tests.golden.samples import SAMPLES

CODEC = Codec()
DEEP = "[" * 960 + "]" * 960
STRANGE: list[Any] = [
    None, True, 0, -1, 1.5, 2**63, 10**400, "", "\0", "a\nb", "\ud800", "seal_x", f"seal_{'0' * 64}", [], [[]], {},
    "2026-02-30", "9999-12-31T23:59:59.999999+00:00", "0001-01-01T00:00:00+00:00", "0001-01-01", "9999-12-31",
    "person_x", "agreement_x", "agreement.adopted", "person.left", "x" * 10_000,
]  # fmt: skip
VALUES = st.sampled_from(STRANGE) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
HISTORY = [
    json.dumps({"agreement": "pods", "revision": n, "at": f"2020-05-0{n}T09:30:00+12:00", "author": "a", "text": "x y"})
    for n in (1, 2, 3)
]


def paths(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where there is something in a value of JSON."""
    inner: list[tuple[Any, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(found for key, one in inner for found in paths(one, (*path, key)))]


@st.composite
def bent(draw: st.DrawFn, line: bytes | str) -> bytes:
    """A line of JSON in which one thing is another, is missing, or is there twice."""
    row: Any = json.loads(line)
    if len(paths(row)) == 1:  # nothing in it to bend
        return b'{"surplus": 1}\n'
    *way, last = draw(st.sampled_from(paths(row)[1:]))
    at = row
    for step in way:
        at = at[step]
    match draw(st.sampled_from(["another", "missing", "more", "text"])):
        case "another":
            at[last] = draw(VALUES)
        case "missing":
            del at[last]
        case "more" if isinstance(at, dict):
            at[draw(st.text(max_size=5))] = draw(VALUES)
        case _:
            text = json.dumps(row, ensure_ascii=draw(st.booleans()))
            cut = draw(st.integers(0, len(text)))
            return (text[:cut] + draw(st.text(max_size=3)) + text[cut:]).encode(errors="surrogatepass") + b"\n"
    return json.dumps(row, ensure_ascii=draw(st.booleans())).encode(errors="surrogatepass") + b"\n"


@st.composite
def mixed(draw: st.DrawFn, lines: list[bytes]) -> bytes:
    """A file in which lines are bent, lost, repeated or moved."""
    lines = [*lines]
    for _ in range(draw(st.integers(1, 3))):
        if not lines:
            break
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["bent", "bent", "bent", "lost", "again", "moved", "noise"])):
            case "bent":
                with suppress(ValueError):
                    lines[at] = draw(bent(lines[at]))
            case "lost":
                del lines[at]
            case "again":
                lines.insert(draw(st.integers(0, len(lines))), lines[at])
            case "moved":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case _:
                lines[at] = draw(st.binary(max_size=20)) + b"\n"
    return b"".join(lines)


@pytest.mark.parametrize("target", TARGETS)
@given(data=st.binary(max_size=200))
@example(data=b"")
@example(data=b"null")
@example(data=DEEP.encode())
@example(data=b"[" * 100_000)
@example(data=b'{"a":' * 5_000)
@example(data=b"9" * 5_000)
@example(data=b'{"a": "\\ud800"}')
@settings(max_examples=30)
def test_any_bytes(target: str, data: bytes) -> None:
    """Noise, bombs and half characters are refused by everything that reads bytes."""
    with suppress(co.ColeadershipError):
        TARGETS[target](data)


@given(data=mixed(LINES))
@settings(max_examples=40)
def test_a_damaged_journal(data: bytes) -> None:
    """An export with damage anywhere is refused, or is the journal that it was."""
    with suppress(co.ColeadershipError):
        TARGETS["journal"](data)


@given(data=mixed(LINES))
@settings(max_examples=80)
def test_a_forged_journal(data: bytes) -> None:
    """An export that was changed and given digests that fit is refused, or can be lived with."""
    with suppress(co.ColeadershipError):
        TARGETS["forged"](data)


@given(name=st.sampled_from(sorted(SAMPLES)), data=st.data())
@settings(max_examples=80)
def test_a_bent_event(name: str, data: st.DataObject) -> None:
    """The body of any event with something else in it is refused, or is an event that is written the same again."""
    fact, _ = CODEC.fact(*SAMPLES[name])
    body = data.draw(bent(fact.body))
    with suppress(co.ColeadershipError):
        TARGETS["event"]([*SAMPLES].index(name).to_bytes(2, "big") + body)


@given(kind=st.sampled_from(KINDS), data=st.data())
@settings(max_examples=80)
def test_a_bent_state(kind: str, data: st.DataObject) -> None:
    """A kept state with something else in it is refused, or is a subject that can be written again."""
    journal = co.open_journal("memory:")
    _ = journal.import_(BytesIO(b"".join(LINES)))
    subject: Any = next(journal.find(CODEC.catalogue.subjects[kind]))
    body = data.draw(bent(CODEC.state(subject)))
    with suppress(co.ColeadershipError):
        TARGETS["state"](bytes([KINDS.index(kind)]) + body)


@given(data=mixed([f"{line}\n".encode() for line in HISTORY]))
@settings(max_examples=40)
def test_a_damaged_history(data: bytes) -> None:
    """A history from elsewhere with damage anywhere is refused, or is taken whole."""
    with suppress(co.ColeadershipError):
        TARGETS["history"](data)


@given(data=st.binary(max_size=100))
@settings(max_examples=30)
def test_what_a_fuzzer_calls(data: bytes) -> None:
    """The target for atheris lets nothing of ours out, and everything else."""
    one_input(data)


def test_a_forgery_is_a_journal_if_nothing_was_changed() -> None:
    """The fuzzing above begins from something that is taken, or it would prove nothing."""
    assert list(sealed(LINES)) == LINES
    TARGETS["journal"](b"".join(LINES))
    TARGETS["history"]("\n".join(HISTORY).encode())
