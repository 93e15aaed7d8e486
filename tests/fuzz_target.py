"""What a fuzzer calls: bytes go in, and only errors of ours may come out.

python -m tests.fuzz_target -max_total_time=60      with atheris, which `pip install atheris` brings
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

import coleadership as co
from coleadership.journal.histories import check, take
from coleadership.recording.codec import Codec
from coleadership.recording.jsonlines import dumps, parse
from coleadership.records import Fact, chained, genesis
from coleadership.testing.builders import AT, on
from coleadership.testing.concepts import followed_up
from tests.golden.samples import SAMPLES

if TYPE_CHECKING:
    from coleadership.ids import CycleId

__all__ = ["KINDS", "LINES", "TARGETS", "everything", "sealed"]

CODEC: Final = Codec()
KINDS: Final = ("agreement", "person", "cycle")
"""Of which the kept states are bent."""
ONE_DAY: Final = datetime(2026, 11, 30, tzinfo=UTC)


def _filled() -> co.Journal:
    """A journal in which people, an agreement and a cycle of follow-ups have lived a little."""
    anna, bo = co.Person.join("Anna Ek", email="anna@acme.example"), co.Person.join("Bo Lind")
    parties: dict[str, str] = {anna.id: co.Part.CO_LEADER, bo.id: co.Part.COORDINATOR}
    rota = co.Agreement.in_meeting(
        "Rota", parties=parties, clauses=[co.Commitment("I keep it", by=anna.id)], present=[*parties], by=bo.id
    )
    rota = rota.revise(by=anna.id, title="Rota anew").comment("Why?", by=bo.id).propose(by=anna.id)
    cycle = followed_up(participants=parties, acknowledged=True, agenda=["The rota"])
    cycle = cycle.skip(on(7), "A fair", by=bo.id, at=AT).pause("Leave", until=on(20), by=bo.id, at=AT)
    journal = co.open_journal("memory:")
    _ = journal.save(anna.rename("Anna Björk", by=bo.id), bo.leave(by=bo.id), rota, cycle, key="request-1")
    return journal


LINES: Final = list(_filled().export())
"""An exported journal, to begin from."""


def sealed(lines: Sequence[bytes]) -> Iterator[bytes]:
    """The lines with positions, digests and counts that fit, as far as they can be read as records."""
    journal, digest, position, words = "", "", 0, 0
    for line in lines:
        try:
            row: Any = json.loads(line)
            if "coleadership" in row:
                journal = str(row["journal"])
                digest = genesis(journal)
            elif "record" in row:
                position += 1
                known = {field.name: row.get(field.name) for field in attrs.fields(Fact)}
                fact = Fact(**{**known, "body": dumps(row["body"])})
                digest = chained(digest, position, row["rest"], row["key"], fact)
                body = {"body": row.pop("body")}
                row = {**row, "record": position, "digest": digest, **body}
            elif "prose" in row:
                words += 1
            elif "words" in row:
                row = {**row, "records": position, "words": words, "digest": digest}
            yield dumps(row).encode() + b"\n"
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            yield line


def everything(journal: co.Journal) -> None:
    """Ask everything of a journal; each answer may be refused, by itself."""
    asked: list[Callable[[], object]] = [
        journal.verify, lambda: b"".join(journal.export()), lambda: list(journal.feed()),
        lambda: list(journal.find(co.Person)), lambda: list(journal.find(co.Agreement)),
        lambda: list(journal.find(co.Cycle)), lambda: journal.titles(journal.cards()), journal.rebuild,
        lambda: journal.tick(ONE_DAY),
    ]  # fmt: skip
    for id, _ in journal.store.subjects(limit=50):
        asked += (partial(ask, journal, id) for ask in (_load, _history, _as_of, _leave, _owed, _agenda))
    for one in asked:
        with suppress(co.ColeadershipError):
            _ = one()


def _load(journal: co.Journal, id: str) -> object:
    return repr(journal.load(id))


def _history(journal: co.Journal, id: str) -> object:
    return list(journal.history(id))


def _as_of(journal: co.Journal, id: str) -> object:
    return repr(journal.as_of(id, ONE_DAY))


def _leave(journal: co.Journal, id: str) -> object:
    subject: Any = journal.load(id)
    verb = subject.end if isinstance(subject, co.Cycle) else subject.leave
    return journal.save(verb(by=id))


def _owed(journal: co.Journal, id: str) -> object:
    return journal.obligations(id, ONE_DAY)


def _agenda(journal: co.Journal, id: str) -> object:
    return journal.agenda(cast("CycleId", id), ONE_DAY)


def _line(data: bytes) -> None:
    _ = parse(data, "fuzz", 1)


def _journal(data: bytes) -> None:
    journal = co.open_journal("memory:")
    _ = journal.import_(BytesIO(data), source="fuzz")
    everything(journal)


def _forged(data: bytes) -> None:
    _journal(b"".join(sealed(data.splitlines(keepends=True))))


def _event(data: bytes) -> None:
    name = [*SAMPLES][int.from_bytes(data[:2], "big") % len(SAMPLES)]  # there are more of them than one byte tells
    fact, _ = CODEC.fact(*SAMPLES[name])
    _ = CODEC.event(attrs.evolve(fact, body=data[2:].decode(errors="replace")), {})


def _state(data: bytes) -> None:
    kind = KINDS[data[0] % len(KINDS) if data else 0]
    subject = CODEC.subject(kind, data[1:].decode(errors="replace"), {})
    _ = CODEC.state(subject)


def _elsewhere(data: bytes) -> None:
    checked = check(BytesIO(data), "fuzz")
    journal = co.open_journal("memory:")
    _ = list(take(checked, BytesIO(data), journal))
    everything(journal)


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "line": _line, "journal": _journal, "forged": _forged, "event": _event, "state": _state, "history": _elsewhere,
}  # fmt: skip
"""What reads bytes from outside, by name."""


def one_input(data: bytes) -> None:
    """Give bytes to one of the targets; whatever escapes but our own errors is a bug."""
    target = [*TARGETS.values()][data[0] % len(TARGETS)] if data else _line
    with suppress(co.ColeadershipError):
        target(data[1:])


def main() -> None:
    """Hand over to atheris."""
    atheris = import_module("atheris")
    atheris.instrument_all()
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
