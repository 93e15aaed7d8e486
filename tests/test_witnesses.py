"""Checkpoints and witnesses: what is signed, what is refused, and what a journal is found to be beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import attrs
import pytest

import coleadership as co
from coleadership.errors import Inconsistent, InvalidInput, StoreError
from coleadership.journal.ed25519 import PublicKey, SigningKey
from coleadership.journal.journal import Journal
from coleadership.journal.witnesses import LONGEST_CHECKPOINT, Checkpoint, Verifier, together, trusted, witness
from coleadership.recording.heads import KeptHead
from coleadership.records import PAGE, Head
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, later
from tests.signing import heads, key, lived, made_anew, signatures, signed

__all__ = ["key", "signatures"]

HEAD = Head("journal_1", 91, "06" * 32)


@pytest.fixture
def journal() -> Iterator[Journal]:
    """A journal with six records."""
    with Journal(MemoryStore()) as made:
        yield lived(made)


class Echo:
    """A signer that is easy to see through, as somebody's own device may be."""

    def __init__(self, key_id: str = "echo", signature: bytes = b"signed") -> None:
        self.key_id, self.signature = key_id, signature
        self.seen = list[bytes]()

    def sign(self, statement: bytes) -> bytes:
        """The same for everything."""
        self.seen.append(statement)
        return self.signature

    def verifies(self, statement: bytes, signature: bytes) -> bool:
        """Whether it has seen that."""
        return statement in self.seen and signature == self.signature


class TestCheckpoint:
    def test_says_what_is_signed(self) -> None:
        """Six lines, so that nothing of it can be taken for anything else."""
        device = Echo()
        said = Checkpoint.sign(HEAD, by=device, at=datetime(2026, 11, 5, 22, tzinfo=timezone(timedelta(hours=1))))
        assert device.seen == [said.statement]
        assert said.statement.decode() == (
            f"coleadership checkpoint 1\njournal_1\n91\n{'06' * 32}\n2026-11-05T21:00:00.000000+00:00\necho\n"
        )

    def test_is_one_line_of_json(self) -> None:
        """Any program can read it, and from its line it comes back the same."""
        said = Checkpoint.sign(HEAD, by=Echo(), at=AT)
        assert said.line.count(b"\n") == 1
        assert json.loads(said.line) == {
            "checkpoint": 1, "journal": "journal_1", "position": 91, "digest": "06" * 32,
            "at": "2026-11-23T12:00:00.000000+00:00", "key": "echo", "signature": b"signed".hex(),
        }  # fmt: skip
        assert Checkpoint.from_line(said.line) == said

    def test_is_of_now_unless_said_otherwise(self) -> None:
        """The time is in UTC, to the microsecond."""
        before = datetime.now(UTC)
        assert before <= Checkpoint.sign(HEAD, by=Echo()).at <= datetime.now(UTC)

    @pytest.mark.parametrize(
        ("signer", "field"),
        [
            (Echo(""), "key_id"), (Echo("two\nlines"), "key_id"), (Echo("k" * 201), "key_id"),
            (Echo("echo", b""), "signature"), (Echo("echo", b"s" * 12_001), "signature"),
        ],
    )  # fmt: skip
    def test_refuses_what_could_not_be_read_back(self, signer: Echo, field: str) -> None:
        """A signer that breaks its promise is told, and nothing is kept of it."""
        with pytest.raises(Inconsistent) as refused:
            _ = Checkpoint.sign(HEAD, by=signer, at=AT)
        assert refused.value.field == field

    def test_has_room_for_signatures_of_any_sort(self) -> None:
        """The longest that is taken is read back, with the longest names."""
        head = attrs.evolve(HEAD, journal="漢" * 200)
        said = Checkpoint.sign(head, by=Echo("k" * 200, b"s" * 12_000), at=AT)
        assert Checkpoint.from_line(said.line) == said
        assert len(said.line) <= LONGEST_CHECKPOINT

    @pytest.mark.parametrize(
        "head",
        [
            Head("", 1, "0" * 64), Head("a\nb", 1, "0" * 64), Head("a", -1, "0" * 64), Head("a", 2**62, "0" * 64),
            Head("a", 1, "0" * 63), Head("a", 1, "A" * 64), Head("a", 1, "0" * 64 + "\n"),
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_head(self, head: Head) -> None:
        """What could be read in two ways is not signed."""
        with pytest.raises(Inconsistent, match="is no head of a journal"):
            _ = Checkpoint.sign(head, by=Echo(), at=AT)

    def test_is_of_another_day_only_for_who_has_the_key(self, key: SigningKey) -> None:
        """The time is signed as well."""
        said = Checkpoint.sign(HEAD, by=key, at=AT)
        moved = attrs.evolve(said, at=later(-30))
        with pytest.raises(InvalidInput, match="does not carry the signature"):
            moved.check({key.key_id: key.public})


LINE = Checkpoint(HEAD, AT, "echo", b"signed").line
OTHERWISE = {
    "nothing": b"",
    "no object": b"[]\n",
    "no JSON": b"\xff\n",
    "no checkpoint": b"{}\n",
    "no end": LINE[:-1],
    "another end": LINE[:-1] + b"\r\n",
    "a blank before": b" " + LINE,
    "blanks within": LINE.replace(b'":', b'": '),
    "blanks without end": LINE[:-2] + b" " * LONGEST_CHECKPOINT + b"}\n",
    "a nest": b'{"checkpoint":' * 2_000,
    "a zero before": LINE.replace(b"91", b"091"),
    "a number as text": LINE.replace(b"91", b'"91"'),
    "a fraction": LINE.replace(b"91", b"91.0"),
    "a number without end": LINE.replace(b"91", b"9" * 5_000),
    "a number of another script": LINE.replace(b"91", '"٩١"'.encode()),
    "a truth value": LINE.replace(b'"checkpoint":1', b'"checkpoint":true'),
    "an older format": LINE.replace(b'"checkpoint":1', b'"checkpoint":0'),
    "a format as text": LINE.replace(b'"checkpoint":1', b'"checkpoint":"2"'),
    "capitals": LINE.replace(b"06", b"0A"),
    "another time zone": LINE.replace(b"+00:00", b"Z"),
    "no time zone": LINE.replace(b"+00:00", b""),
    "no time": LINE.replace(b"12:00", b"25:00"),
    "a time before all times": LINE.replace(b"2026-11-23T12:00:00.000000+00:00", b"0001-01-01T00:00:00.000000+23:00"),
    "a signature with a blank": LINE.replace(b"7369", b"73 69"),
    "no key": LINE.replace(b'"echo"', b"null"),
    "a key twice": LINE.replace(b"}", b',"key":"echo"}'),
    "a key that is spelt": LINE.replace(b"echo", b"\\u0065cho"),
    "half a character": LINE.replace(b"echo", b"\\ud800"),
    "more": LINE.replace(b"}", b',"more":1}'),
}
"""Lines that say what a checkpoint says, or nothing of the kind, in other ways than a checkpoint is written."""


class TestFromLine:
    @pytest.mark.parametrize("line", OTHERWISE.values(), ids=OTHERWISE)
    def test_refuses_whatever_is_written_otherwise(self, line: bytes) -> None:
        """There is one way to write a checkpoint; the sentence repeats nothing of what stands there."""
        with pytest.raises(InvalidInput) as refused:
            _ = Checkpoint.from_line(line, "a.witness", 7)
        assert str(refused.value) == "a.witness, line 7: is no checkpoint as one is written; it was damaged or cut"
        assert refused.value.__context__ is None or refused.value.__suppress_context__

    def test_tells_a_newer_format(self) -> None:
        """A newer version may write more; it is not taken for damage."""
        with pytest.raises(InvalidInput, match="verify it with a newer coleadership"):
            _ = Checkpoint.from_line(b'{"checkpoint":2,"what":"ever"}\n')


class TestTrusted:
    def test_refuses_to_trust_nobody(self) -> None:
        """Without a public key no signature means anything, and that is not passed over."""
        with pytest.raises(Inconsistent, match="there is none, so no signature means anything"):
            _ = trusted([])

    def test_refuses_two_keys_of_one_name(self) -> None:
        """Or it would be chance which of them counts; the same one twice does no harm."""
        public = PublicKey("ed25519:" + "07" * 32)
        assert trusted([public, PublicKey(public.key_id)]) == {public.key_id: public}
        with pytest.raises(Inconsistent, match="two of them are called echo"):
            _ = trusted([Echo(), Echo()])


class TestWitness:
    def test_vouches_for_what_it_has_seen(self, journal: Journal, key: SigningKey) -> None:
        """What is newer is told apart: it is held by the chain alone."""
        said = signed(heads(journal)[2:5], key)
        found = journal.verify(kept=witness(BytesIO(said), [key.public]))
        assert (found.ok, found.records, found.heads, found.vouched) == (True, 6, 3, 4)

    def test_of_the_same_place_may_be_told_often(self, journal: Journal, key: SigningKey) -> None:
        """On quiet nights nothing is added, and a witness says so."""
        said = signed([journal.head()] * 3, key)
        assert journal.verify(kept=witness(BytesIO(said), [key.public])).heads == 3

    def test_knows_another_history(self, journal: Journal, key: SigningKey) -> None:
        """The range in which it was rewritten is told, with the time and the line of both its ends."""
        said = signed([heads(journal)[2], heads(journal)[5]], key)
        with made_anew(journal, lambda all_: [
            attrs.evolve(one, fact=attrs.evolve(one.fact, by="somebody")) if one.position == 4 else one for one in all_
        ]) as forged:  # fmt: skip
            assert forged.verify().ok
            found = forged.verify(kept=witness(BytesIO(said), [key.public], "a.witness"))
        assert (found.position, found.heads, found.vouched) == (5, 1, 2)
        assert found.problem == (
            "the history up to record 5 is not the one whose head was signed at 2026-11-24T12:00:00.000000+00:00"
            " (line 2 of a.witness); up to record 2 it is the one whose head was signed at"
            " 2026-11-23T12:00:00.000000+00:00 (line 1 of a.witness)"
        )

    def test_knows_what_was_cut(self, journal: Journal, key: SigningKey) -> None:
        """The first record that is gone is told, and how far the history went."""
        with made_anew(journal, lambda records: records[:4]) as cut:
            assert cut.verify().ok
            found = cut.verify(kept=witness(BytesIO(signed(heads(journal)[6:], key)), [key.public], "a.witness"))
        assert found.position == 5
        assert found.problem == (
            "record 5 is lost: the history whose head was signed at 2026-11-23T12:00:00.000000+00:00"
            " (line 1 of a.witness) goes to record 6"
        )

    def test_knows_another_journal(self, journal: Journal, key: SigningKey) -> None:
        """Before anything is read of it, and also where lines of two journals are in one witness."""
        theirs = lived(Journal(MemoryStore()))
        for said in (signed([theirs.head()], key), signed([heads(journal)[3], theirs.head()], key)):
            found = journal.verify(kept=witness(BytesIO(said), [key.public]))
            assert not found.ok
            assert f"this is {journal.head().journal}, not {theirs.head().journal} whose" in str(found.problem)

    def test_takes_several_keys(self, journal: Journal, key: SigningKey) -> None:
        """A key is replaced by another: each line says with which it was signed, and both public keys are given."""
        newer = SigningKey.generate()
        said = signed(heads(journal)[2:4], key) + signed(heads(journal)[4:], newer)
        assert journal.verify(kept=witness(BytesIO(said), [newer.public, key.public])).heads == 5
        for one, line, of in ((key, 3, newer), (newer, 1, key)):
            with pytest.raises(InvalidInput) as refused:
                _ = journal.verify(kept=witness(BytesIO(said), [one.public], "a.witness"))
            assert str(refused.value) == (
                f"a.witness, line {line}: is signed with {of.key_id}, which is none of the public keys given;"
                " give it if you trust it"
            )

    def test_takes_signers_of_others(self, journal: Journal) -> None:
        """A key may be in a device or a service: what is asked of it is a name and two methods."""
        device = Echo()
        said = journal.checkpoint(device, at=AT)
        assert journal.verify(kept=witness(BytesIO(said.line), [device])).heads == 1
        unknown: list[Verifier] = [Echo()]
        with pytest.raises(InvalidInput, match="does not carry the signature of echo"):
            _ = list(witness(BytesIO(said.line), unknown))

    def test_that_says_nothing_is_refused(self, journal: Journal, key: SigningKey) -> None:
        """An empty file is no proof of anything."""
        with pytest.raises(InvalidInput, match="holds no checkpoint, so it proves nothing"):
            _ = journal.verify(kept=witness(BytesIO(b""), [key.public]))

    def test_that_lost_its_last_lines_vouches_for_less(self, journal: Journal, key: SigningKey) -> None:
        """That cannot be told from one that was asked less often, so the docs say: watch up to where, keep two."""
        said = signed(heads(journal)[1:], key).splitlines(keepends=True)
        found = journal.verify(kept=witness(BytesIO(b"".join(said[:2])), [key.public]))
        assert (found.ok, found.vouched) == (True, 2)

    def test_is_read_line_by_line(self, key: SigningKey) -> None:
        """However long it is, one line is held, and none is read before the line before has been compared."""
        journal = lived(Journal(MemoryStore()), map(str, range(PAGE)))
        stream = BytesIO(signed(heads(journal)[::10], key))
        ahead = list[tuple[int, int]]()

        def look(done: int, _: int) -> None:
            lines = stream.getvalue()[: stream.tell()].count(b"\n")
            ahead.append((done, lines))

        assert journal.verify(look, kept=witness(stream, [key.public])).heads == 2 * PAGE // 10 + 1
        assert ahead == [(PAGE, PAGE // 10 + 2), (2 * PAGE, 2 * PAGE // 10 + 1)]


class TestTogether:
    def test_several_witnesses_agree(self, journal: Journal, key: SigningKey) -> None:
        """They are asked as one, each by its own key."""
        other = SigningKey.generate()
        pair = [(signed(heads(journal)[1::2], key), key), (signed(heads(journal)[::2], other), other)]
        asked = [witness(BytesIO(said), [one.public]) for said, one in pair]
        assert journal.verify(kept=together(*asked)).heads == 7

    @pytest.mark.parametrize("shown", ["the latter", "neither"])
    def test_find_out_that_two_histories_were_shown(self, journal: Journal, key: SigningKey, shown: str) -> None:
        """Two checkpoints of one place are enough, whichever comes first, and whatever the journal is now."""

        def by(name: str) -> Journal:
            return made_anew(journal, lambda all_: [attrs.evolve(o, fact=attrs.evolve(o.fact, by=name)) for o in all_])

        mine, theirs = by("me"), by("them")
        pair = [signed([heads(one)[4]], key) for one in (mine, theirs)]
        here = {"the latter": [mine, theirs], "neither": [journal, journal]}[shown]
        for one, order in zip(here, (pair, pair[::-1]), strict=True):
            for lines in (order, order[::-1]):
                asked = [witness(BytesIO(said), [key.public], name) for said, name in zip(lines, "ab", strict=True)]
                found = one.verify(kept=together(*asked))
                assert found.position == 4
                assert str(found.problem).startswith("two histories lead to record 4, one whose head was signed at")
                assert str(found.problem).endswith(f"; this is {shown}")

    def test_find_it_out_although_more_is_damaged(self, journal: Journal, key: SigningKey) -> None:
        """A line that cannot be read further on does not hide that the history is another one."""
        said = signed([attrs.evolve(heads(journal)[4], digest="0" * 64)], key)
        found = journal.verify(kept=witness(BytesIO(said + b"damaged\n"), [key.public]))
        assert "the history up to record 4 is not the one" in str(found.problem)


class TestKept:
    def test_has_to_be_in_order(self, journal: Journal) -> None:
        """Heads of your own are asked one after another as well, and are not passed over if they come too late."""
        four, two = KeptHead(heads(journal)[4]), KeptHead(heads(journal)[2])
        assert journal.verify(kept=[two, four]).heads == 2
        with pytest.raises(Inconsistent, match="kept: go back from record 4 to 2"):
            _ = journal.verify(kept=[four, two])


class TestJournal:
    def test_signs_its_head(self, journal: Journal, key: SigningKey) -> None:
        """What is signed is what the records lead to."""
        said = journal.checkpoint(key, at=AT)
        assert (said.head, said.at, said.key_id) == (journal.head(), AT, key.key_id)

    def test_signs_that_it_is_empty(self, key: SigningKey) -> None:
        """So that a journal can be witnessed before anybody writes to it."""
        with Journal(MemoryStore()) as journal:
            said = journal.checkpoint(key)
            assert said.head == journal.head()
            assert lived(journal).checkpoint(key, after=said).head.position == 6
            assert journal.verify(kept=[said.kept()]).ok

    def test_goes_on_from_a_checkpoint(self, journal: Journal, key: SigningKey) -> None:
        """Only what is newer is read, so that a large journal can be witnessed every hour."""
        said = journal.checkpoint(key)
        _ = journal.save(co.Person.join("Dan", at=AT))
        told = list[tuple[int, int]]()
        first = journal.store.feed()[0]
        journal.store._records[0] = attrs.evolve(first, rest=7)  # type: ignore[attr-defined]
        assert journal.checkpoint(key, after=said, progress=lambda *done: told.append(done)).head.position == 7
        assert told == [(7, 7)]
        with pytest.raises(StoreError, match=r"record 1 \(person.joined of person_\w+\) was changed"):
            _ = journal.checkpoint(key)

    @pytest.mark.parametrize("place", [0, 3, 6])
    def test_signs_no_other_history(self, journal: Journal, key: SigningKey, place: int) -> None:
        """A witness that signed what does not continue what it signed before would be worth nothing."""
        before = Checkpoint.sign(attrs.evolve(heads(journal)[place], digest="0" * 64), by=key, at=AT)
        device = Echo()
        with pytest.raises(StoreError, match=r"is not the one whose head was signed at .*, so it is not signed"):
            _ = journal.checkpoint(device, after=before)
        assert device.seen == []

    def test_signs_nothing_that_was_cut(self, journal: Journal, key: SigningKey) -> None:
        """Nor that of another journal."""
        said = journal.checkpoint(key)
        with (
            made_anew(journal, lambda records: records[:4]) as cut,
            pytest.raises(StoreError, match="records up to 6 are lost, to which the history goes whose head"),
        ):
            _ = cut.checkpoint(key, after=said)
        with pytest.raises(StoreError, match=r"this is journal_\w+, not journal_\w+ whose head was signed"):
            _ = lived(Journal(MemoryStore())).checkpoint(key, after=said)

    def test_signs_nothing_that_does_not_fit(self, journal: Journal, key: SigningKey) -> None:
        """A record that was changed since is told instead."""
        said = Checkpoint.sign(heads(journal)[3], by=key, at=AT)
        records: Any = journal.store
        records._records[4] = attrs.evolve(records._records[4], key="another")
        with pytest.raises(StoreError, match=r"record 5 .* was changed, inserted or reordered, so it is not signed"):
            _ = journal.checkpoint(key, after=said)
