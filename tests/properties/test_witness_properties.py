"""Whatever is done to a history that was witnessed, or to the witness, is found; real signatures throughout.

From `docs/explanation/what-a-history-proves.md`: “No record up to the last checkpoint can be changed, left out, added,
moved or cut off without `verify` telling so, whoever did it and however well they know this library.”
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coleadership.errors import InvalidInput
from coleadership.journal.ed25519 import SigningKey
from coleadership.journal.journal import Journal
from coleadership.journal.witnesses import together, witness
from coleadership.recording.integrity import Verification
from coleadership.records import Fact, Head, Record
from coleadership.stores.memory import MemoryStore
from tests.signing import cards, heads, lived, made_anew, signatures, signed

__all__ = ["signatures"]

pytestmark = pytest.mark.slow

PEOPLE = ("Anna", "Bo", "Cleo", "Dan")
LAST = 2 * len(PEOPLE)
PLACES = st.integers(1, LAST)
FACT_FIELDS = [field.name for field in attrs.fields(Fact)]
RECORD_FIELDS = ["position", "rest", "key", "digest"]


@cache
def key() -> SigningKey:
    """One key for all."""
    return SigningKey.generate()


@cache
def journal() -> Journal:
    """One history for all, which no test adds to."""
    return lived(Journal(MemoryStore()), PEOPLE)


@cache
def stranger() -> list[Record]:
    """The records of somebody else, without words, which would be missed."""
    eve = lived(Journal(MemoryStore()), ["Eve"]).store.feed()
    return [attrs.evolve(one, fact=attrs.evolve(one.fact, body="{}")) for one in eve]


@cache
def known() -> list[Head]:
    """The heads that the history had."""
    return heads(journal())


def asked(journal: Journal, *witnesses: Sequence[Head]) -> Verification:
    """What is found of a journal, asked these witnesses."""
    kept = [
        witness(BytesIO(signed(one, key())), [key().public], name) for name, one in zip("abc", witnesses, strict=False)
    ]
    return journal.verify(kept=together(*kept))


def witnessed(places: set[int]) -> list[Head]:
    """The heads of the history at these places."""
    return [known()[place] for place in sorted(places)]


def other(value: object, *, again: bool) -> Any:  # noqa: ANN401 - whatever the field is
    """Another value of the same sort; ``again`` gives a second one."""
    if isinstance(value, int):
        return value + 1 + again
    if value is None:
        return "x" if again else ""
    return f"{value}x" if again else ""


def changed(record: Record, field: str, *, again: bool) -> Record:
    """A record in which one field says something else."""
    if field in RECORD_FIELDS:
        return attrs.evolve(record, **{field: other(getattr(record, field), again=again)})
    fact = attrs.evolve(record.fact, **{field: other(getattr(record.fact, field), again=again)})
    return attrs.evolve(record, fact=fact)


class TestHistory:
    @given(st.sets(PLACES))
    def test_that_only_grew_is_whole(self, places: set[int]) -> None:
        """However often it was witnessed, and wherever: all agree, and it is told up to where."""
        found = asked(journal(), [known()[0], *witnessed(places)])
        assert (found.ok, found.heads, found.vouched) == (True, len(places) + 1, max(places, default=0))

    @pytest.mark.parametrize("field", [*FACT_FIELDS, *RECORD_FIELDS])
    def test_with_any_field_changed_is_not_whole(self, field: str) -> None:
        """Every field of every record, nothing for an empty text included; the record itself is told."""
        for place, again in product(range(1, LAST + 1), (False, True)):
            stored = MemoryStore()
            records = journal().store.feed()
            records[place - 1] = changed(records[place - 1], field, again=again)
            _ = stored.restore(journal().head().journal, records, journal().store.all_prose(), cards)
            found = asked(Journal(stored), witnessed({place, LAST}))
            assert (found.ok, found.position) == (False, place)

    @given(st.sampled_from(["event", "by", "at", "version"]), PLACES, st.sets(PLACES, min_size=1))
    def test_that_was_rewritten_is_another_one(self, field: str, place: int, places: set[int]) -> None:
        """With all digests made to fit, plain `verify` sees nothing; the first witness behind the change does."""
        with made_anew(journal(), lambda records: [
            changed(one, field, again=True) if one.position == place else one for one in records
        ]) as forged:  # fmt: skip
            assert forged.verify().ok
            found = asked(forged, witnessed(places))
            behind = min((one for one in places if one >= place), default=None)
            assert (found.ok, found.position) == (behind is None, behind)
            assert found.vouched == max((one for one in places if one < place), default=0)

    @given(PLACES, PLACES)
    def test_that_was_cut_is_not_whole(self, left: int, place: int) -> None:
        """The first record that is missing is told, if a witness knew of it."""
        with made_anew(journal(), lambda records: records[:left]) as forged:
            found = asked(forged, witnessed({place}))
            assert (found.ok, found.position) == ((True, None) if place <= left else (False, left + 1))

    @given(PLACES, st.sets(PLACES, min_size=1), st.sampled_from(["left out", "added", "moved"]))
    def test_with_other_records_is_another_one(self, place: int, places: set[int], what: str) -> None:
        """Leave one person out, push one in or let one come last: whoever witnessed it before knows."""
        theirs = journal().store.feed()[place - 1].fact.subject

        def change(records: list[Record]) -> list[Record]:
            if what == "added":
                return [*records[: place - 1], *stranger(), *records[place - 1 :]]
            rest = [one for one in records if one.fact.subject != theirs]
            return rest if what == "left out" else [*rest, *(one for one in records if one.fact.subject == theirs)]

        first = place if what == "added" else (place + 1) // 2 * 2 - 1  # people have two records each
        untouched = {one for one in places if one < first or (what == "moved" and first == LAST - 1)}
        with made_anew(journal(), change) as forged:
            assert forged.verify().ok
            assert asked(forged, witnessed(places)).ok is (untouched == places)

    @given(st.integers(0, LAST), st.sets(PLACES, min_size=1), st.sets(PLACES, min_size=1), st.booleans())
    def test_that_was_forked_is_found_out(self, fork: int, ours: set[int], theirs: set[int], swapped: bool) -> None:
        """Two witnesses that were shown two histories agree with no journal, unless both saw only what is common."""

        def change(records: list[Record]) -> list[Record]:
            return [*records[:fork], *(changed(one, "event", again=True) for one in records[fork:])]

        with made_anew(journal(), change) as forged:
            theirs_had = heads(forged)
            others = [theirs_had[place] for place in sorted(theirs)]
            for shown in (journal(), forged):
                pair = [others, witnessed(ours)] if swapped else [witnessed(ours), others]
                found = asked(shown, *pair)
                last = max(theirs) if shown is journal() else max(ours)
                assert found.ok is (last <= fork)
                if found.position in ours & theirs:
                    assert f"two histories lead to record {found.position}, " in str(found.problem)


class TestWitness:
    def test_with_any_bit_flipped_is_refused(self) -> None:
        """Every one of the bits of a witness of two lines."""
        said = signed(witnessed({3, LAST}), key())
        for place in range(len(said)):
            for bit in range(8):
                harmed = said[:place] + bytes([said[place] ^ 1 << bit]) + said[place + 1 :]
                with pytest.raises(InvalidInput, match=r"a\.witness, line [12]: "):
                    _ = list(witness(BytesIO(harmed), [key().public], "a.witness"))

    @given(st.data())
    def test_that_was_cut_or_spliced_is_refused(self, data: st.DataObject) -> None:
        """Any piece taken out that is not whole lines, or any bytes put in, is told."""
        said = signed(witnessed({1, 3, LAST}), key())
        start = data.draw(st.integers(0, len(said)))
        end = data.draw(st.integers(start, len(said)))
        middle = data.draw(st.binary(max_size=20))
        harmed = said[:start] + middle + said[end:]
        lines = said.splitlines(keepends=True)
        whole = harmed and {*harmed.splitlines(keepends=True)} <= {*lines} and harmed.endswith(b"\n")
        try:
            kept = list(witness(BytesIO(harmed), [key().public]))
        except InvalidInput:
            assert not whole
        else:
            assert whole
            assert len(kept) == harmed.count(b"\n")

    @given(st.permutations(range(4)))
    def test_in_another_order_is_refused(self, order: list[int]) -> None:
        """It was only ever added to, so no line tells of an earlier place than the one before it."""
        lines = signed(witnessed({1, 3, 5, LAST}), key()).splitlines(keepends=True)
        stream = BytesIO(b"".join(lines[one] for one in order))
        if order == sorted(order):
            assert len(list(witness(stream, [key().public]))) == 4
        else:
            with pytest.raises(InvalidInput, match="goes back to record"):
                _ = list(witness(stream, [key().public]))

    @given(st.binary(max_size=300))
    def test_of_rubbish_is_refused(self, rubbish: bytes) -> None:
        """Whatever the bytes are, only a sentence comes of it."""
        with pytest.raises(InvalidInput):
            _ = list(witness(BytesIO(rubbish), [key().public]))
