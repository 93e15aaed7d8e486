"""Layer 1, examples: what appending, reading, restoring and closing do, each promise by the smallest example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import pytest

from coleadership.errors import Conflict, StoreError
from coleadership.organisation.people import Person
from coleadership.plugins import open_journal
from coleadership.prose import Prose, Seal
from coleadership.recording.integrity import Verification
from coleadership.records import PAGE, AlreadyRecorded, Card, Query, Record, Store, chained, genesis
from coleadership.stores.memory import MemoryStore
from coleadership.testing.batches import NASTY, batch, card, fact, found
from coleadership.testing.cases import Cases, each
from coleadership.testing.harness import Harness

__all__ = ["ExampleCases"]

T = TypeVar("T")


class ExampleCases(Cases):
    """Appending, reading, restoring, closing."""

    def test_open_journal_opens_it(self, harness: Harness) -> None:
        """By its URL, with the options of the harness; what is saved is loaded, found, told and verified."""
        with open_journal(harness.url("journal"), plugins=harness.plugins) as journal:
            anna = journal.save(Person.join("Anna Ek"))
            anna = journal.save(anna.rename("Anna Berg", by=anna.id))
            assert journal.load(anna.id) == anna
            assert [*journal.find(Person)] == [anna]
            assert [entry.name for entry in journal.history(anna.id)] == ["person.joined", "person.renamed"]
            assert journal.verify() == Verification(records=2)

    def test_append_keeps_facts_in_their_place(self, store: Store) -> None:
        """Positions count from 1, `rest` counts down within an append, and each record follows from the one before."""
        assert store.append(batch(fact("thing_a", 1), fact("thing_b", 1), key="k")) == 2
        assert store.append(batch(fact("thing_a", 2))) == 3
        records = store.feed()
        assert [(r.position, r.rest, r.key) for r in records] == [(1, 1, "k"), (2, 0, "k"), (3, 0, None)]
        digest = genesis(store.head().journal)
        for r in records:
            digest = chained(digest, r.position, r.rest, r.key, r.fact)
            assert r.digest == digest
        assert (store.head().position, store.head().digest) == (3, digest)

    def test_append_gives_facts_back_unchanged(self, store: Store) -> None:
        """What is kept is what was given, line ends, emoji and emptiness included."""
        given = [fact(f"thing_{n}", 1, by=None if n % 2 else text, body='{"a":1}') for n, text in enumerate(NASTY)]
        _ = store.append(batch(*given))
        assert [record.fact for record in store.feed()] == given

    def test_append_refuses_a_subject_that_has_moved_on(self, store: Store) -> None:
        """`Conflict` tells which subject, where it is, and who was faster."""
        _ = store.append(batch(fact("thing_a", 1), fact("thing_a", 2, by="person_b")))
        with pytest.raises(Conflict, match="person_b was faster") as caught:
            _ = store.append(batch(fact("thing_a", 2)))
        assert (caught.value.subject_id, caught.value.expected, caught.value.found) == ("thing_a", 1, 2)

    def test_append_refuses_a_subject_that_is_not_there_yet(self, store: Store) -> None:
        """A step cannot be skipped; the sentence asks whether this is the right journal."""
        with pytest.raises(Conflict, match="right journal") as caught:
            _ = store.append(batch(fact("thing_a", 3)))
        assert (caught.value.expected, caught.value.found, caught.value.by) == (2, 0, None)

    def test_append_refuses_if_what_was_only_read_has_moved_on(self, store: Store) -> None:
        """Expected revisions hold for subjects without a fact of their own, too."""
        _ = store.append(batch(fact("thing_a", 1)))
        with pytest.raises(Conflict) as caught:
            _ = store.append(batch(fact("thing_b", 1), thing_a=0))
        assert caught.value.subject_id == "thing_a"
        assert store.append(batch(fact("thing_b", 1), thing_a=1)) == 2

    def test_append_keeps_all_or_nothing(self, store: Store) -> None:
        """A refused batch leaves no fact, no card, no words and no key behind."""
        _ = store.append(batch(fact("thing_a", 1)))
        before = store.head()
        words = Prose.write("unheard")
        refused = batch(fact("thing_b", 1), fact("thing_a", 1), cards=[card("thing_b")], prose=[words], key="k")
        with pytest.raises(Conflict):
            _ = store.append(refused)
        assert store.head() == before
        assert (store.records("thing_b"), store.cards(Query()), store.all_prose()) == ([], [], [])
        assert store.append(batch(fact("thing_b", 1), key="k")) == 2

    def test_append_knows_a_key_again(self, store: Store) -> None:
        """A used key is answered with the subjects of its request, in their order, and nothing is kept twice."""
        _ = store.append(batch(fact("thing_b", 1), fact("thing_b", 2), fact("thing_a", 1), key="k"))
        with pytest.raises(AlreadyRecorded) as caught:
            _ = store.append(batch(fact("thing_c", 1), key="k"))
        assert caught.value.subjects == store.recorded("k") == ("thing_b", "thing_a")
        assert store.head().position == 3
        assert store.recorded("K") == ()

    def test_append_tells_a_key_before_a_conflict(self, store: Store) -> None:
        """A repeated request is answered, not told that it was too slow: it was itself that was faster."""
        _ = store.append(batch(fact("thing_a", 1), key="k"))
        with pytest.raises(AlreadyRecorded):
            _ = store.append(batch(fact("thing_a", 1), key="k"))

    def test_append_tells_nasty_names_apart(self, store: Store) -> None:
        """Case, blanks, accents composed or not, wildcards and quotes make different subjects and keys."""
        for text in NASTY:
            assert store.recorded(text) == ()
            _ = store.append(batch(fact(f"thing_{text}", 1), cards=[card(f"thing_{text}")], key=text))
        assert store.subjects() == sorted((f"thing_{text}", 1) for text in NASTY)
        for text in NASTY:
            assert store.recorded(text) == (f"thing_{text}",)
            assert [record.fact.subject for record in store.records(f"thing_{text}")] == [f"thing_{text}"]
            assert found(store, Query(subjects=[f"thing_{text}"])) == [f"thing_{text}"]

    def test_feed_is_gapless_page_by_page(self, store: Store) -> None:
        """Pages of any size give every record once, in order."""
        _ = store.append(batch(*(fact("thing_a", n) for n in range(1, 8))))
        pages = [[record.position for record in store.feed(after=after, limit=3)] for after in (0, 3, 6, 7)]
        assert pages == [[1, 2, 3], [4, 5, 6], [7], []]
        assert store.feed(limit=0) == []

    def test_feed_gives_as_many_as_are_asked_for(self, store: Store) -> None:
        """A long page is as long as it should be, or whoever reads on would think that this is all."""
        for number in range(3):
            _ = store.append(batch(*(fact(f"thing_{number}", n) for n in range(1, 401))))
        assert [len(store.feed(limit=limit)) for limit in (1, 999, 1_200, 10_000)] == [1, 999, 1_200, 1_200]
        assert len(store.feed()) == PAGE
        assert len(store.records("thing_0")) == 400

    @each("after", {"before-the-first": -5, "the-first": 1, "the-last": 2, "beyond": 10**9})
    def test_feed_begins_after_any_position(self, store: Store, after: int) -> None:
        """Before the first is the beginning, and after the last is nothing."""
        _ = store.append(batch(fact("thing_a", 1), fact("thing_a", 2)))
        positions = [record.position for record in store.feed(after=after)]
        assert positions == [position for position in (1, 2) if position > after]

    def test_records_are_those_of_one_subject(self, store: Store) -> None:
        """They come in order, after a revision if that is wanted, and none for a stranger."""
        _ = store.append(batch(fact("thing_a", 1), fact("thing_b", 1), fact("thing_a", 2)))
        assert [(r.position, r.fact.revision) for r in store.records("thing_a")] == [(1, 1), (3, 2)]
        assert [r.fact.revision for r in store.records("thing_a", after=1)] == [2]
        assert [r.fact.revision for r in store.records("thing_a", after=-1)] == [1, 2]
        assert store.records("thing_a", after=2) == store.records("thing_c") == store.records("thing_\ud800") == []

    def test_subjects_are_paged_by_their_ids(self, store: Store) -> None:
        """All that have records come once with their last revision, in order, new ones included."""
        _ = store.append(batch(fact("thing_c", 1), fact("thing_a", 1), fact("thing_a", 2)))
        assert store.subjects(limit=1) == [("thing_a", 2)]
        _ = store.append(batch(fact("thing_b", 1)))
        assert store.subjects(after="thing_a", limit=5) == [("thing_b", 1), ("thing_c", 1)]
        assert store.subjects(limit=0) == store.subjects(after="thing_c") == []

    def test_restore_takes_over_another_journal(self, store: Store) -> None:
        """Records, words, cards and the journal's id are as they were, and it can be appended to."""
        source = MemoryStore()
        words = Prose.write("hello")
        _ = source.append(batch(fact("thing_a", 1), fact("thing_b", 1), prose=[words], key="k"))
        made = [card("thing_a"), card("thing_b", links=(("party", "x"),))]
        assert store.restore(source.head().journal, source.feed(), [words], lambda _: made) == 2
        assert (store.head(), store.feed(), store.all_prose()) == (source.head(), source.feed(), [words])
        assert store.cards(Query(links=(("party", "x"),))) == [made[1]]
        assert store.recorded("k") == ("thing_a", "thing_b")
        assert store.append(batch(fact("thing_a", 2))) == source.append(batch(fact("thing_a", 2))) == 3
        assert store.head() == source.head()

    def test_restore_lets_cards_be_derived_from_the_rest(self, store: Store) -> None:
        """Whoever makes the cards sees records, words and the new id already."""
        source = MemoryStore()
        words = Prose.write("hello")
        _ = source.append(batch(fact("thing_a", 1), prose=[words]))
        seen: list[object] = []

        def cards(filled: Store) -> Iterator[Card]:
            seen.extend([filled.head(), filled.feed(), filled.all_prose()])
            seen.extend([filled.subjects(), filled.records("thing_a")])
            yield card("thing_a")

        _ = store.restore(source.head().journal, source.feed(), [words], cards)
        assert seen == [source.head(), source.feed(), [words], [("thing_a", 1)], source.feed()]

    @each("breaking", {"records": "records", "prose": "prose", "cards": "cards"})
    def test_restore_keeps_all_or_nothing(self, store: Store, breaking: str) -> None:
        """If anything fails half way, the journal is as empty as before, and still itself."""
        source = MemoryStore()
        _ = source.append(batch(fact("thing_a", 1), fact("thing_b", 1)))
        before = store.head()

        def broken(name: str, items: Iterable[T]) -> Iterator[T]:
            yield from items
            if name == breaking:
                raise LookupError(name)

        records, prose = broken("records", source.feed()), broken("prose", [Prose.write("hello")])
        with pytest.raises(LookupError):
            _ = store.restore(source.head().journal, records, prose, lambda _: broken("cards", [card("thing_a")]))
        assert store.head() == before
        assert (store.feed(), store.all_prose(), store.cards(Query()), store.subjects()) == ([], [], [], [])
        assert store.append(batch(fact("thing_a", 1))) == 1
        assert store.feed()[0].digest == chained(genesis(before.journal), 1, 0, None, fact("thing_a", 1))

    def test_restore_refuses_a_journal_that_holds_something(self, store: Store) -> None:
        """What is there is never mixed with something else."""
        _ = store.append(batch(fact("thing_a", 1)))
        nothing: list[Record] = []
        with pytest.raises(StoreError, match="not empty"):
            _ = store.restore("journal_x", nothing, [], lambda _: [])
        assert store.head().position == 1

    def test_close_may_be_done_twice(self, store: Store) -> None:
        """Closing a closed store is harmless."""
        store.close()
        store.close()

    def test_close_ends_everything_else(self, store: Store) -> None:
        """A closed store says that it is closed, whatever it is asked."""
        _ = store.append(batch(fact("thing_a", 1)))
        store.close()
        for asked in (
            lambda: store.append(batch(fact("thing_a", 2))), lambda: store.records("thing_a"), store.feed, store.head,
            lambda: store.cards(Query()), lambda: store.prose([Seal("s")]), store.all_prose, store.subjects,
            lambda: store.put_cards([card("thing_a")]), lambda: store.drop_cards(["thing_a"]),
            lambda: store.recorded("k"), lambda: store.restore("journal_x", [], [], lambda _: []),
        ):  # fmt: skip
            with pytest.raises(StoreError, match="closed"):
                _ = asked()
