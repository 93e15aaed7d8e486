"""Requests that are made twice, mixed up or of the wrong kind: one sentence each, and nothing is kept."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

import coleadership as co
from coleadership.prose import Prose, Seal
from tests.builders import AT


@pytest.fixture
def journal() -> co.Journal:
    """A journal in memory."""
    return co.open_journal("memory:")


class TestKey:
    def test_names_one_request(self, journal: co.Journal) -> None:
        """Used for another one, it is refused, and nothing is silently left out."""
        anna = journal.save(co.Person.join("Anna Ek", at=AT), key="k")
        bo = journal.save(co.Person.join("Bo Lind", at=AT))
        with pytest.raises(co.Inconsistent, match="another request"):
            _ = journal.save(bo.rename("Bo Ek", by=bo.id), key="k")
        with pytest.raises(co.Inconsistent, match="another request"):
            _ = journal.change(bo.id, lambda one: one.rename("Bo Ek", by=one.id), key="k")
        assert journal.load(bo.id) == bo
        assert journal.save(co.Person.join("Anna Ek", at=AT), key="k") == anna

    def test_covers_what_was_new_only(self, journal: co.Journal) -> None:
        """A subject without news takes part in a request as often as it is made."""
        bo = journal.save(co.Person.join("Bo Lind", at=AT))
        anna, _ = journal.save(co.Person.join("Anna Ek", at=AT), bo, key="k")
        assert journal.save(co.Person.join("Anna Ek", at=AT), bo, key="k") == (anna, bo)


class TestReading:
    def test_is_looked_at_even_where_nothing_is_new(self, journal: co.Journal) -> None:
        """What was read and has changed since is a conflict, whatever else is saved."""
        anna, bo = journal.save(co.Person.join("Anna Ek", at=AT), co.Person.join("Bo Lind", at=AT))
        assert journal.save(anna, reading=[bo]) == anna
        _ = journal.save(bo.leave(by=bo.id, at=AT))
        with pytest.raises(co.Conflict, match="at step 2, not at step 1"):
            _ = journal.save(anna, reading=[bo])


class TestMistakes:
    @pytest.mark.parametrize("wrong", [None, "a person", ["a", "list"]])
    def test_what_is_no_subject_is_not_saved(self, journal: co.Journal, wrong: object) -> None:
        """Neither directly nor by a verb that forgets to return."""
        given: Any = wrong
        anna = journal.save(co.Person.join("Anna Ek", at=AT))
        with pytest.raises(co.Inconsistent, match="cannot be saved"):
            _ = journal.save(given)
        with pytest.raises(co.Inconsistent, match="cannot be saved"):
            _ = journal.change(anna.id, lambda _: given)

    def test_a_verb_gives_back_what_it_was_given(self, journal: co.Journal) -> None:
        """Another subject is not saved in the place of this one."""
        anna, bo = journal.save(co.Person.join("Anna Ek", at=AT), co.Person.join("Bo Lind", at=AT))
        with pytest.raises(co.Inconsistent, match="return the subject it was given"):
            _ = journal.change(anna.id, lambda _: bo.leave(by=bo.id))

    def test_a_person_is_no_id(self, journal: co.Journal) -> None:
        """The natural first mistake is told what would work."""
        wrong: Any = journal.save(co.Person.join("Anna Ek", at=AT))
        with pytest.raises(co.Inconsistent, match=r"give its \.id"):
            _ = journal.load(wrong)
        with pytest.raises(co.Inconsistent, match=r"give its \.id"):
            _ = list(journal.find(co.Agreement, party=wrong))

    def test_memory_keeps_no_file(self) -> None:
        """A name after memory: would be a file that is never written."""
        with pytest.raises(co.StoreError, match=r"sqlite:///acme\.db"):
            _ = co.open_journal("memory:acme.db")

    def test_a_seal_that_is_none_is_refused(self) -> None:
        """What could never be read again is not recorded."""
        for wrong in (Prose(Seal("bogus")), Prose(Seal("seal_" + "0" * 64), "Anna")):
            with pytest.raises(co.Inconsistent, match="not what was sealed"):
                _ = co.Person.join(wrong, at=AT)


class TestImport:
    def test_takes_no_journal_whose_words_were_cut_out(self, journal: co.Journal) -> None:
        """The count at the end is not believed alone."""
        _ = journal.save(co.Person.join("Anna Ek", at=AT))
        first, record, _, last = journal.export()
        with co.open_journal("memory:") as other, pytest.raises(co.InvalidInput, match="words of record 1 are lost"):
            _ = other.import_(BytesIO(b"".join([first, record, last.replace(b'"words":1', b'"words":0')])))


class TestVerify:
    def test_misses_a_card(self, journal: co.Journal) -> None:
        """A list that leaves somebody out is found, and what helps is said."""
        anna = journal.save(co.Person.join("Anna Ek", at=AT))
        journal.store.drop_cards([anna.id])
        assert journal.verify().problem == "a card is missing; rebuild derives it anew"
        assert journal.rebuild() == 1
        assert journal.verify().ok
