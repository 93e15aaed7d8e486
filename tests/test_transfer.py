"""A journal as JSON Lines: out of one store and into another, byte for byte, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import attrs
import pytest

import coleadership as co
from coleadership.records import Batch, Head, Query, chained, genesis
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, agreed


def _batch() -> Batch:
    return Batch(facts=(), expected={})


def filled(journal: co.Journal) -> co.Journal:
    """A journal with people who were renamed often, an agreement, a key, and words in several languages."""
    anna = co.Person.join("Anna Ek", email="anna@acme.example", reference="e-1007", at=AT)
    bo = co.Person.join("Bo 漢字 🧭 \u202e", at=AT)
    anna, bo = journal.save(anna, bo, key="request 1")
    for number in range(17):
        anna = anna.rename(f"Anna {number}", by=anna.id, at=AT)
    _ = journal.save(anna)
    _ = journal.save(agreed(driver='A "quoted"\nline\u2028and \\ more'), bo.leave(by=anna.id, at=AT))
    return journal


def exported(journal: co.Journal) -> list[bytes]:
    """The lines of a journal."""
    return list(journal.export())


SOURCE = filled(co.open_journal("memory:"))
LINES = exported(SOURCE)
RECORDS = SOURCE.head().position


@pytest.fixture(params=["memory", "sqlite"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[co.Journal]:
    """An empty journal of each kind."""
    sqlite = f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed"
    with co.open_journal("memory:" if request.param == "memory" else sqlite) as journal:
        yield journal


def changed(number: int, **fields: object) -> list[bytes]:
    """The lines, with some fields of one of them (counted from 1) changed, or left out if None is given as ``...``."""
    row = {**json.loads(LINES[number - 1]), **fields}
    row = {key: value for key, value in row.items() if value is not ...}
    line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return [*LINES[: number - 1], line, *LINES[number:]]


def refusal(journal: co.Journal, lines: list[bytes]) -> co.InvalidInput:
    """How the import of some lines is refused; the journal is as it was before."""
    before = journal.head()
    with pytest.raises(co.InvalidInput) as caught:
        _ = journal.import_(BytesIO(b"".join(lines)), source="old.jsonl")
    assert (journal.head(), exported(journal)) == (before, exported_empty(before))
    assert (journal.store.cards(Query()), journal.store.subjects()) == ([], [])
    assert caught.value.source == "old.jsonl"
    return caught.value


def exported_empty(head: Head) -> list[bytes]:
    """What an empty journal is exported as."""
    first = f'{{"coleadership":"journal","format":1,"journal":"{head.journal}"}}\n'
    return [first.encode(), f'{{"records":0,"words":0,"digest":"{head.digest}"}}\n'.encode()]


class TestExport:
    def test_is_one_object_a_line(self) -> None:
        """The journal first, its records, its words, and last how much there was."""
        rows = [json.loads(line) for line in LINES]
        words = len(rows) - RECORDS - 2
        assert rows[0] == {"coleadership": "journal", "format": 1, "journal": SOURCE.head().journal}
        assert [row["record"] for row in rows[1 : RECORDS + 1]] == list(range(1, RECORDS + 1))
        assert all("prose" in row for row in rows[RECORDS + 1 : -1])
        assert rows[-1] == {"records": RECORDS, "words": words, "digest": SOURCE.head().digest}

    def test_tells_how_far_it_is(self) -> None:
        """Progress goes up to the number of records."""
        told: list[tuple[int, int]] = []
        _ = list(SOURCE.export(lambda done, total: told.append((done, total))))
        assert told[-1] == (RECORDS, RECORDS)

    def test_is_as_of_its_beginning(self) -> None:
        """What is saved meanwhile is not in it, and it can be imported all the same."""
        journal = filled(co.open_journal("memory:"))
        lines, head = journal.export(), journal.head()
        begun = [next(lines)]
        _ = journal.save(co.Person.join("Cleo"))
        other = co.open_journal("memory:")
        assert other.import_(BytesIO(b"".join([*begun, *lines]))) == head.position
        assert other.head() == head


class TestImport:
    def test_makes_the_same_journal(self, empty: co.Journal) -> None:
        """Records, words, cards and the journal's id come over, and what is exported again is the same to the byte."""
        assert empty.import_(BytesIO(b"".join(LINES))) == RECORDS
        assert exported(empty) == LINES
        assert empty.head() == SOURCE.head()
        assert empty.verify().ok
        everything = Query(states=True, limit=1_000)
        assert empty.store.cards(everything) == SOURCE.store.cards(everything)

    def test_can_be_lived_in_as_before(self, empty: co.Journal) -> None:
        """Keys are known, subjects are found and changed, and the chain goes on."""
        _ = empty.import_(BytesIO(b"".join(LINES)))
        (anna,) = empty.find(co.Person, reference="e-1007")
        assert str(anna.name) == "Anna 16"
        assert empty.store.recorded("request 1")[0] == anna.id
        anna = empty.change(anna.id, lambda person: person.rename("Anna Björk", by=person.id))
        assert empty.load(anna.id) == anna
        assert empty.verify().records == RECORDS + 1

    def test_goes_there_and_back(self, tmp_path: Path) -> None:
        """Memory to SQLite to memory to another SQLite: always the same bytes."""
        lines = LINES
        for url in (f"sqlite:///{tmp_path / 'a.db'}", "memory:", f"sqlite:///{tmp_path / 'b.db'}?journal=north"):
            with co.open_journal(url) as journal:
                _ = journal.import_(BytesIO(b"".join(lines)))
                lines = exported(journal)
        assert lines == LINES

    def test_takes_a_journal_without_records(self, empty: co.Journal) -> None:
        """An empty journal can be moved, too, and becomes that journal."""
        head = co.open_journal("memory:").head()
        assert empty.import_(BytesIO(b"".join(exported_empty(head)))) == 0
        assert empty.head() == head
        _ = empty.save(co.Person.join("Anna Ek"))
        assert empty.verify().ok

    def test_takes_words_that_were_erased(self, empty: co.Journal) -> None:
        """Where only a seal is left, it comes over as a seal, with its owner."""
        row = json.loads(LINES[RECORDS + 1])
        lines = changed(RECORDS + 2, text=None, salt=None)
        _ = empty.import_(BytesIO(b"".join(lines)))
        assert exported(empty) == lines
        assert empty.store.prose([row["prose"]])[row["prose"]].is_erased
        assert empty.verify().ok

    def test_takes_what_this_version_does_not_know(self, empty: co.Journal) -> None:
        """Records of a plugin that is not here come over untouched."""
        source = MemoryStore()
        known = SOURCE.store.feed(limit=1)[0].fact
        facts = [attrs.evolve(known, name="person.sang", body='{"song": [1.5, 1E5]}')]
        _ = source.append(attrs.evolve(_batch(), facts=tuple(facts), expected={known.subject: 0}))
        lines = exported(co.Journal(source))
        assert empty.import_(BytesIO(b"".join(lines))) == 1
        assert exported(empty) == lines

    def test_tells_how_far_it_is(self, empty: co.Journal) -> None:
        """Progress ends with everything done."""
        told: list[tuple[int, int]] = []
        _ = empty.import_(BytesIO(b"".join(LINES)), progress=lambda done, total: told.append((done, total)))
        assert told[-1] == (RECORDS, RECORDS)

    def test_refuses_a_journal_that_holds_something(self) -> None:
        """Journals are never mixed: not with another one, and not with itself."""
        journal = co.open_journal("memory:")
        _ = journal.save(co.Person.join("Cleo"))
        before = exported(journal)
        for lines in (LINES, before):
            with pytest.raises(co.StoreError, match="import into an empty journal"):
                _ = journal.import_(BytesIO(b"".join(lines)))
        assert exported(journal) == before


LAST = len(LINES)
DAMAGE: dict[str, tuple[Callable[[], list[bytes]], int, str | None]] = {
    "nothing": (list, 1, None),
    "another file": (lambda: [b'{"id": 7}\n'], 1, None),
    "an array": (lambda: [b"[]\n", *LINES[1:]], 1, None),
    "a format of later": (lambda: changed(1, format=2), 1, None),
    "a journal without id": (lambda: changed(1, journal=7), 1, "journal"),
    "the id of another journal": (lambda: changed(1, journal="journal_x"), 2, "digest"),
    "no JSON": (lambda: [*LINES[:4], b"{\n", *LINES[5:]], 5, None),
    "an empty line": (lambda: [*LINES[:4], b"\n", *LINES[4:]], 5, None),
    "a changed word": (lambda: changed(5, by="person_x"), 5, "digest"),
    "a changed body": (lambda: changed(5, body={}), 5, "digest"),
    "a changed key": (lambda: changed(2, key="request 2"), 2, "digest"),
    "a changed digest": (lambda: changed(5, digest="0" * 64), 5, "digest"),
    "a body that is no object": (lambda: changed(5, body=[]), 5, "body"),
    "no body": (lambda: changed(5, body=...), 5, "body"),
    "a number for a text": (lambda: changed(5, subject=7), 5, "subject"),
    "a text of two lines": (lambda: changed(5, event="event_a\nb"), 5, "event"),
    "a text for a number": (lambda: changed(5, revision="4"), 5, "revision"),
    "a truth value for a number": (lambda: changed(5, version=True), 5, "version"),
    "a negative number": (lambda: changed(5, rest=-1), 5, "rest"),
    "an endless number": (lambda: changed(5, revision=2**70), 5, "revision"),
    "nobody as a number": (lambda: changed(5, by=0), 5, "by"),
    "a key that is a number": (lambda: changed(5, key=0), 5, "key"),
    "a lost record": (lambda: [*LINES[:4], *LINES[5:]], 5, "digest"),
    "a record twice": (lambda: [*LINES[:5], LINES[4], *LINES[5:]], 6, "digest"),
    "two records reordered": (lambda: [*LINES[:4], LINES[5], LINES[4], *LINES[6:]], 5, "digest"),
    "words instead of records": (lambda: [LINES[0], *LINES[RECORDS + 1 :]], LAST - RECORDS, "records"),
    "changed words": (lambda: changed(RECORDS + 3, text="never said"), RECORDS + 3, "text"),
    "changed salt": (lambda: changed(RECORDS + 3, salt="00"), RECORDS + 3, "text"),
    "salt that is none": (lambda: changed(RECORDS + 3, salt="xyz"), RECORDS + 3, "text"),
    "no salt": (lambda: changed(RECORDS + 3, salt=None), RECORDS + 3, "salt"),
    "words that are a number": (lambda: changed(RECORDS + 3, text=7), RECORDS + 3, "text"),
    "a seal of other words": (lambda: changed(RECORDS + 3, prose=f"seal_{'f' * 64}"), RECORDS + 3, "text"),
    "an owner that is a number": (lambda: changed(RECORDS + 3, owner=7), RECORDS + 3, "owner"),
    "lost words": (lambda: [*LINES[: RECORDS + 2], *LINES[RECORDS + 3 :]], LAST - 1, "records"),
    "words twice": (lambda: [*LINES[: RECORDS + 2], *LINES[RECORDS + 1 :]], RECORDS + 3, "prose"),
    "words reordered": (
        lambda: [*LINES[: RECORDS + 1], LINES[RECORDS + 2], LINES[RECORDS + 1], *LINES[RECORDS + 3 :]],
        RECORDS + 3,
        "prose",
    ),
    "no last line": (lambda: LINES[:-1], LAST, None),
    "only the first line": (lambda: LINES[:1], 2, None),
    "half a line at the end": (lambda: [*LINES[:-1], LINES[-1][:9]], LAST, None),
    "half a line in the middle": (lambda: [*LINES[:8], LINES[8][:40]], 9, None),
    "another count": (lambda: changed(LAST, words=1), LAST, "records"),
    "another last digest": (lambda: changed(LAST, digest="0" * 64), LAST, "records"),
    "something after the end": (lambda: [*LINES, b"\n"], LAST, None),
    "a journal after the end": (lambda: LINES * 2, LAST, None),
    "two journals mixed": (lambda: [*LINES[:6], *exported(filled(co.open_journal("memory:")))[6:]], 7, "digest"),
}  # fmt: skip


class TestDamage:
    @pytest.mark.parametrize("what", DAMAGE)
    def test_is_named_by_line_and_field_and_nothing_is_taken(self, what: str, empty: co.Journal) -> None:
        """Whatever is wrong with a file, its line and field are named, and the journal stays empty."""
        damaged, line, field = DAMAGE[what]
        error = refusal(empty, damaged())
        assert (error.line, error.field) == (line, field)

    def test_leaves_a_journal_that_takes_the_whole_file(self, empty: co.Journal) -> None:
        """After a refusal, the undamaged file can be imported as if nothing had happened."""
        _ = refusal(empty, LINES[:-1])
        assert empty.import_(BytesIO(b"".join(LINES))) == RECORDS
        assert exported(empty) == LINES


class TestForgery:
    @pytest.mark.parametrize(
        ("field", "value"), [("at", "yesterday"), ("at", "2026-11-23T09:30:00"), ("revision", 2), ("revision", 0)]
    )
    def test_with_digests_that_fit_is_refused_all_the_same(self, empty: co.Journal, field: str, value: object) -> None:
        """A record in the wrong place of its subject's life, or at no time, is none, whatever its digest."""
        source = MemoryStore()
        fact = attrs.evolve(SOURCE.store.feed(limit=1)[0].fact, **{field: value})  # type: ignore[arg-type]
        _ = source.append(attrs.evolve(_batch(), facts=(fact,), expected={}))
        error = refusal(empty, exported(co.Journal(source)))
        assert (error.line, error.field) == (2, field)

    @pytest.mark.parametrize("position", [0, 2, 7])
    def test_of_a_position_is_refused(self, empty: co.Journal, position: int) -> None:
        """Positions count from 1 without a gap, whatever digests say."""
        record = SOURCE.store.feed(limit=1)[0]
        digest = chained(genesis(SOURCE.head().journal), position, record.rest, record.key, record.fact)
        error = refusal(empty, changed(2, record=position, digest=digest))
        assert (error.line, error.field) == (2, "digest")

    def test_of_a_life_that_never_was_is_history_only(self, empty: co.Journal) -> None:
        """Records that cannot follow one another are kept, with a bare card, and refused for change."""
        source = MemoryStore()
        fact = attrs.evolve(SOURCE.store.feed(limit=1)[0].fact, name="agreement.adopted", subject="agreement_x")
        body = '{"proposal":"p","wording":"w","since":"2026-01-01","basis":"voices"}'
        _ = source.append(attrs.evolve(_batch(), facts=(attrs.evolve(fact, body=body),), expected={}))
        assert empty.import_(BytesIO(b"".join(exported(co.Journal(source))))) == 1
        assert [card.status for card in empty.cards()] == ["unknown"]
        assert [entry.event is None for entry in empty.history("agreement_x")] == [False]
        with pytest.raises(co.InvalidInput, match="cannot follow what is recorded before it"):
            _ = empty.load("agreement_x")
