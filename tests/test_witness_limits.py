"""What a witness does not show, as `docs/explanation/what-a-history-proves.md` says it: nobody should rely on more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import attrs
import pytest

import coleadership as co
from coleadership.errors import InvalidInput
from coleadership.journal.ed25519 import SigningKey
from coleadership.journal.journal import Journal
from coleadership.journal.witnesses import Checkpoint, together, witness
from coleadership.recording.integrity import Verification
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, later
from tests.signing import heads, key, lived, made_anew, signatures, signed

__all__ = ["key", "signatures"]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A journal of six records in a file, which an administrator can write to."""
    with co.open_journal(f"sqlite:///{tmp_path / 'a.db'}") as made:
        yield lived(made)


@pytest.fixture
def said(journal: Journal, key: SigningKey) -> bytes:
    """What a witness keeps of it."""
    return journal.checkpoint(key).line


def administer(journal: Journal, statement: str) -> None:
    """Do something to the file past the library."""
    with closing(sqlite3.connect(journal.store.url.removeprefix("sqlite:///"))) as database, database:
        assert database.execute(statement).rowcount > 0


def asked(journal: Journal, said: bytes, key: SigningKey) -> Verification:
    """What is found of it beside the witness."""
    return journal.verify(kept=witness(BytesIO(said), [key.public]))


class TestForgetting:
    def test_leaves_a_witnessed_history_whole(self, journal: Journal, said: bytes, key: SigningKey) -> None:
        """What is signed covers seals and never words, so people can be forgotten and every signature still fits."""
        anna = next(person for person in journal.find(co.Person) if str(person.name) == "Anna Ek")
        anna = journal.save(anna.leave(by=anna.id, at=later(2)))
        _ = journal.forget(anna.id, by="hr", at=later(3))
        assert str(journal.load(anna.id).name) == "[erased]"
        assert asked(journal, said, key).ok


class TestWhatIsNotShown:
    def test_is_what_came_after_the_last_checkpoint(self, key: SigningKey) -> None:
        """A record that nobody has witnessed can be made anew, so ask often; up to where it is witnessed is told."""
        journal = lived(Journal(MemoryStore()))
        said = signed([heads(journal)[5]], key)
        with made_anew(journal, lambda all_: [
            attrs.evolve(one, fact=attrs.evolve(one.fact, by="somebody")) if one.position == 6 else one for one in all_
        ]) as forged:  # fmt: skip
            found = asked(forged, said, key)
            assert (found.ok, found.records, found.vouched) == (True, 6, 5)

    def test_is_what_cards_say(self, journal: Journal, said: bytes, key: SigningKey) -> None:
        """Lists, and the state that loading begins with, follow from the records: `rebuild` derives them anew."""
        before = [card.status for card in journal.cards()]
        administer(journal, "UPDATE cards SET status = 'left'")
        assert asked(journal, said, key).ok
        assert [card.status for card in journal.cards()] != before
        _ = journal.rebuild()
        assert [card.status for card in journal.cards()] == before

    def test_is_that_words_were_erased_by_hand(self, journal: Journal, said: bytes, key: SigningKey) -> None:
        """Words can go without an erasure that is recorded: they are missed, and nothing can be put in their place."""
        administer(journal, "UPDATE prose SET text = NULL, salt = NULL")
        assert asked(journal, said, key).ok
        assert {str(person.name) for person in journal.find(co.Person)} == {"[erased]"}

    def test_is_whose_words_they_are_said_to_be(self, journal: Journal, said: bytes, key: SigningKey) -> None:
        """Who recorded what is sealed; the owner that stands beside the words is not."""
        administer(journal, "UPDATE prose SET owner = 'somebody'")
        assert asked(journal, said, key).ok

    def test_is_what_the_key_signs_wrongly(self, journal: Journal, said: bytes, key: SigningKey) -> None:
        """Whoever has the private key can sign any history, at any time; a second witness with its own key tells."""
        other = SigningKey.generate()
        second = journal.checkpoint(other, at=AT).line
        with made_anew(journal, lambda records: records[:4]) as forged:
            assert not asked(forged, said, key).ok
            replaced = Checkpoint.sign(forged.head(), by=key, at=AT).line
            assert asked(forged, replaced, key).ok
            both = together(*(witness(BytesIO(one), [key.public, other.public]) for one in (replaced, second)))
            assert not forged.verify(kept=both).ok

    def test_is_a_witness_that_was_put_in_the_place_of_another(
        self, journal: Journal, said: bytes, key: SigningKey
    ) -> None:
        """It is told apart by its key alone, so public keys come from elsewhere, too."""
        stranger = SigningKey.generate()
        with made_anew(journal, lambda records: records[:4]) as forged:
            replaced = forged.checkpoint(stranger).line
            with pytest.raises(InvalidInput, match="none of the public keys given"):
                _ = asked(forged, replaced, key)
            assert asked(forged, replaced, stranger).ok
        assert asked(journal, said, key).ok
