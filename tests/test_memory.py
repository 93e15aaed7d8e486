"""The store in memory, beyond what every store promises."""

from __future__ import annotations

import coleadership as co
from coleadership.prose import Prose
from coleadership.records import Query
from coleadership.stores.memory import MemoryStore
from coleadership.testing.batches import batch, card, fact


class TestMemoryStore:
    def test_is_a_journal_of_its_own(self) -> None:
        """Two stores have different journals and share nothing."""
        one, other = MemoryStore(), MemoryStore()
        _ = one.append(batch(fact("thing_a", 1)))
        assert one.head().journal != other.head().journal
        assert other.feed() == []

    def test_keeps_nothing_of_a_fact_that_cannot_be_kept(self) -> None:
        """Half a character fails before the first fact of its batch is kept."""
        store = MemoryStore()
        try:
            _ = store.append(batch(fact("thing_a", 1), fact("thing_b", 1, body='"\ud800"')))
        except UnicodeEncodeError:
            assert store.head().position == 0
        assert (store.feed(), store.subjects()) == ([], [])

    def test_hands_out_pages_that_stay_as_they_are(self) -> None:
        """What was read does not change when more is kept."""
        store = MemoryStore()
        _ = store.append(batch(fact("thing_a", 1), cards=[card("thing_a")], prose=[Prose.write("a")]))
        pages = store.feed(), store.records("thing_a"), store.cards(Query()), store.all_prose(), store.subjects()
        sizes = [len(page) for page in pages]
        _ = store.append(batch(fact("thing_a", 2), fact("thing_b", 1), prose=[Prose.write("b")]))
        assert [len(page) for page in pages] == sizes

    def test_is_what_a_journal_without_a_file_is_kept_in(self) -> None:
        """`memory:` opens one that is gone when it is closed."""
        with co.open_journal("memory:") as journal:
            anna = journal.save(co.Person.join("Anna Ek"))
            assert repr(journal) == "<journal memory:>"
        with co.open_journal("memory:") as journal:
            assert list(journal.feed()) == []
            assert journal.store.records(anna.id) == []
