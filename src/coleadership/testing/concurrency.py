"""Layer 4, concurrency: several threads and processes at one store, and nothing is lost, skipped or seen too early.

Rounds are counted, never timed; threads take turns a hundred times as often as usual, so that races come out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from threading import Event

import pytest

from coleadership.records import Batch, Query, Record, Store
from coleadership.testing.batches import batch, card, check_whole, fact
from coleadership.testing.cases import Cases, each, skip_unless
from coleadership.testing.harness import Harness
from coleadership.testing.together import Writer, append_all, at_once, attempt_once, check_appended, hurried, within

__all__ = ["ConcurrencyCases"]

PEOPLE = ("anna", "bo", "cim", "dan")
ROUNDS = 12
opened = each("apart", {"one-store": False, "a-store-each": True})


def none_of(raised: list[BaseException | None]) -> None:
    """Raise what one of several tasks raised."""
    for error in raised:
        if error is not None:
            raise error


class Tail:
    """Somebody who reads on from where they were."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.seen: list[Record] = []

    def read(self) -> None:
        """Read what is new: whole appends that follow on what was seen before, and nothing between."""
        page, last = self.store.feed(after=len(self.seen), limit=1_000), len(self.seen)
        assert [one.position for one in page] == [last + n for n in range(1, len(page) + 1)], "a position is missing"
        assert not page or page[-1].rest == 0, "half an append was seen"
        self.seen.extend(page)


def append_own(reader: Tail, by: str, times: int) -> None:
    """Append pairs of facts to a subject of one's own, so that nobody waits for anybody, and read on after each."""
    for number in range(times):
        position = reader.store.append(batch(*(fact(f"thing_{by}", 2 * number + n, by=by) for n in (1, 2))))
        reader.read()
        assert len(reader.seen) >= position, "what was acknowledged is not there for who appended it"


def check_all_there(store: Store, record: Record) -> None:
    """Whatever came with a record that was seen is seen, too."""
    found = store.cards(Query(subjects=[record.fact.subject]))
    assert [one.subject for one in found] == [record.fact.subject], "a record was seen, and not its card"
    assert found[0].revision >= record.fact.revision, "a card is behind a record that was seen"
    assert found[0].title is None or found[0].title in store.prose([found[0].title]), "a title without its words"
    assert record.key is not None
    assert record.fact.subject in store.recorded(record.key), "a record was seen, and its key is not known yet"


def became_of(harness: Harness, stores: list[Store], wanted: list[Batch]) -> list[str | tuple[str, ...]]:
    """What became of appends that were tried at once, each in a store of its own."""
    became: list[str | tuple[str, ...]] = []

    def attempt(store: Store, one: Batch) -> None:
        became.append(attempt_once(store, one))

    none_of(at_once(harness.patience, *(partial(attempt, *pair) for pair in zip(stores, wanted, strict=False))))
    return became


class ConcurrencyCases(Cases):
    """Several at once."""

    TIMES = 10

    @pytest.fixture
    def stores(self, harness: Harness, apart: bool) -> Iterator[list[Store]]:  # noqa: FBT001 - parametrised
        """A store for each of four threads, and the last for whoever looks on: one for all, or one each."""
        skip_unless(harness.persistent or not apart, "this store is not persistent")
        with ExitStack() as stack, hurried():
            made = [within(harness.patience, harness.open) for _ in range(5 if apart else 1)]
            for store in made:
                _ = stack.callback(within, harness.patience, store.close)
            yield made if apart else made * 5

    @opened
    def test_threads_lose_no_append(self, harness: Harness, stores: list[Store]) -> None:
        """What four append to one subject is all there, each once, with cards, words and keys."""
        tasks = [partial(append_all, store, by, 6) for store, by in zip(stores, PEOPLE, strict=False)]
        none_of(at_once(harness.patience, *tasks))
        check_appended(stores[-1], [f"{by} {number}" for by in PEOPLE for number in range(6)])

    @opened
    def test_threads_have_one_winner(self, harness: Harness, stores: list[Store]) -> None:
        """Of four that take the same step at once, one takes it, and three hear of a conflict."""
        for revision in range(1, ROUNDS + 1):
            became = became_of(harness, stores, [batch(fact("thing_a", revision))] * 4)
            assert Counter(became) == {"kept": 1, "conflict": 3}
        assert len(check_whole(stores[-1])) == ROUNDS

    @opened
    def test_threads_do_one_request_once(self, harness: Harness, stores: list[Store]) -> None:
        """Of four that repeat one request at once, one does it, and three hear what it concerned."""
        for number in range(ROUNDS):
            wanted = [batch(fact(f"thing_{number}_{n}", 1), key=f"key {number}") for n in range(4)]
            became = became_of(harness, stores, wanted)
            subjects = [record.fact.subject for record in stores[-1].feed(after=number)]
            assert len(subjects) == 1, "a request was done more than once, or not at all"
            assert Counter(became) == {"kept": 1, (subjects[0],): 3}

    @opened
    def test_threads_miss_nothing_in_the_feed(self, harness: Harness, stores: list[Store]) -> None:
        """Whoever reads on from where they were gets every record once, in order, and only whole appends."""
        written = Event()
        readers = [Tail(store) for store in (*stores[:3], stores[-1])]

        def read() -> None:
            over = False
            while not over:
                over = written.is_set()  # once more afterwards, so that the end is seen
                readers[-1].read()

        def write() -> None:
            tasks = [partial(append_own, *pair, 25) for pair in zip(readers, PEOPLE[:3], strict=False)]
            try:
                none_of(at_once(harness.patience, *tasks))
            finally:
                written.set()

        none_of(at_once(harness.patience, read, write))
        for reader in readers:
            reader.read()
            assert reader.seen == check_whole(reader.store)
            assert len(reader.seen) == 3 * 25 * 2

    @opened
    def test_threads_see_appends_whole(self, harness: Harness, stores: list[Store]) -> None:
        """Once a record is seen, so are the card, the words and the key that came with it."""
        written = Event()

        def read() -> None:
            over = False
            while not over:
                over = written.is_set()
                store = stores[-1]
                head = store.head().position
                for record in store.feed(after=max(head - 2, 0), limit=2):
                    check_all_there(store, record)

        def write() -> None:
            try:
                append_all(stores[0], "anna", 25)
            finally:
                written.set()

        none_of(at_once(harness.patience, read, write))

    @opened
    def test_threads_see_nothing_that_is_refused(self, harness: Harness, stores: list[Store]) -> None:
        """What ends in a conflict is never seen, not even for a moment."""
        _ = stores[0].append(batch(fact("thing_a", 1), cards=[card("thing_a")]))
        over = Event()
        wrong = batch(fact("thing_b", 1), fact("thing_a", 1), cards=[card("thing_b")], key="k")

        def refused() -> None:
            try:
                for _ in range(ROUNDS * 4):
                    assert attempt_once(stores[0], wrong) == "conflict"
            finally:
                over.set()

        def read() -> None:
            store, done = stores[-1], False
            while not done:
                done = over.is_set()
                assert store.head().position == len(store.feed()) == 1
                assert [one.subject for one in store.cards(Query())] == ["thing_a"]
                assert store.recorded("k") == ()

        none_of(at_once(harness.patience, refused, read))

    def test_processes_lose_no_append(self, harness: Harness) -> None:
        """What three processes append to one subject is all there, each once, with cards, words and keys."""
        skip_unless(harness.persistent, "this store is not persistent")
        store = harness.open()
        people = PEOPLE[:3]
        with ExitStack() as stack:
            _ = stack.callback(store.close)
            writers = [stack.enter_context(Writer(harness, by, 10)) for by in people]
            for writer in writers:
                writer.begin()
            told = [line for writer in writers for line in writer.rest().splitlines()]
            assert sorted(told) == sorted(f"{by} {number}" for by in people for number in range(10))
            check_appended(store, told)
