"""Layer 3, durability: what was acknowledged outlives closing, reopening and SIGKILL; what was refused does not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial

import attrs
import pytest

from coleadership.errors import Conflict
from coleadership.prose import Prose
from coleadership.records import AlreadyRecorded, Query, Store
from coleadership.stores.memory import MemoryStore
from coleadership.testing.batches import batch, card, check_whole, fact, found, keep
from coleadership.testing.cases import Cases, each, skip_unless
from coleadership.testing.harness import Harness
from coleadership.testing.together import Writer, append_all, check_appended, gist, within

__all__ = ["DurabilityCases"]


class DurabilityCases(Cases):
    """What is kept is kept."""

    TIMES = 10

    @pytest.fixture
    def lasting(self, harness: Harness) -> Iterator[Store]:
        """A store that can be opened again; the case is skipped where there is none."""
        skip_unless(harness.persistent, "this store is not persistent")
        made = within(harness.patience, harness.open)
        yield made
        within(harness.patience, made.close)

    def test_reopening_finds_everything(self, harness: Harness, lasting: Store) -> None:
        """Records, words, cards, links, keys and the journal's id are as they were before it was closed."""
        append_all(lasting, "anna", 5)
        _ = lasting.append(batch(fact("thing_a", 1), cards=[card("thing_a", state='{"a":1}', links=(("party", "x"),))]))
        before = gist(lasting)
        lasting.close()
        with contextlib.closing(harness.open()) as again:
            assert gist(again) == before
            assert again.append(batch(fact("thing_a", 2))) == len(check_whole(again))

    def test_reopening_finds_an_empty_journal_again(self, harness: Harness, lasting: Store) -> None:
        """A journal has its id from the beginning, before anything is appended."""
        before = lasting.head()
        lasting.close()
        with contextlib.closing(harness.open()) as again:
            assert again.head() == before

    def test_others_see_what_was_acknowledged(self, harness: Harness, lasting: Store) -> None:
        """When an append returns, somebody who has the store open elsewhere sees all of it, and goes on from there."""
        with contextlib.closing(harness.open()) as other:
            for number in range(3):
                append_all(lasting, f"anna{number}", 1)
                assert within(harness.patience, lambda: gist(other)) == gist(lasting)
                within(harness.patience, partial(append_all, other, f"bo{number}", 1))
                assert gist(lasting) == gist(other)

    def test_names_are_stores_of_their_own(self, harness: Harness, lasting: Store) -> None:
        """Two URLs are two journals, with nothing in common."""
        append_all(lasting, "anna", 1)
        with contextlib.closing(harness.open("b")) as other:
            assert other.head().journal != lasting.head().journal
            assert (other.feed(), other.all_prose(), other.cards(Query())) == ([], [], [])

    def test_reopening_finds_cards_as_they_were_put_and_dropped(self, harness: Harness, lasting: Store) -> None:
        """Cards that were written anew or dropped are so for whoever opens the store next."""
        keep(lasting, card("thing_a", links=(("party", "x"),)), card("thing_b", links=(("party", "x"),)))
        _ = lasting.put_cards([card("thing_a", status="anew", links=(("party", "y"),))])
        lasting.drop_cards(["thing_b"])
        lasting.close()
        with contextlib.closing(harness.open()) as again:
            assert [(one.subject, one.status) for one in again.cards(Query())] == [("thing_a", "anew")]
            assert [found(again, Query(links=(("party", who),))) for who in "xy"] == [[], ["thing_a"]]

    def test_reopening_finds_what_was_restored(self, harness: Harness, lasting: Store) -> None:
        """A journal that was taken over is there whole, under its own id."""
        source = MemoryStore()
        append_all(source, "anna", 3)
        records, words, cards = source.feed(), source.all_prose(), source.cards(Query())
        _ = lasting.restore(source.head().journal, records, words, lambda _: cards)
        lasting.close()
        with contextlib.closing(harness.open()) as again:
            assert gist(again) == gist(source)

    @each("refusal", {"conflict": "conflict", "used-key": "key", "unkeepable": "body", "broken-restore": "restore"})
    def test_refusals_leave_nothing_behind(self, harness: Harness, lasting: Store, refusal: str) -> None:
        """After a refusal others can append at once, the store itself goes on, and nothing of it is ever found."""
        append_all(lasting, "anna", 1)
        before = gist(lasting)
        refuse(lasting, refusal)
        with contextlib.closing(harness.open()) as other:
            assert within(harness.patience, lambda: gist(other)) == before == gist(lasting)
            within(harness.patience, lambda: append_all(other, "bo", 1))
            append_all(lasting, "cim", 1)
        lasting.close()
        with contextlib.closing(harness.open()) as again:
            check_appended(again, ["anna 0", "bo 0", "cim 0"])
            assert again.head().position == 9

    def test_a_process_that_dies_loses_nothing_acknowledged(self, harness: Harness, lasting: Store) -> None:
        """All that another process was told is kept is there, though it died without closing the store."""
        with Writer(harness, "anna", 4, dies=True) as writer:
            writer.begin()
            keys = writer.rest().splitlines()
        assert keys == [f"anna {number}" for number in range(4)]
        within(harness.patience, lambda: check_appended(lasting, keys))

    def test_killed_writers_leave_whole_appends(self, harness: Harness, lasting: Store) -> None:
        """Whenever a writer is killed, what it told of is there, nothing is half there, and others go on."""
        keys: list[str] = []
        for number, lines in enumerate((1, 3, 1, 2, 1)):
            with Writer(harness, f"anna{number}", 1_000, facts=100) as writer:
                writer.begin()
                keys += writer.hear(lines)
                if number > 1:
                    within(harness.patience, partial(see_more, lasting, lasting.head().position))
                writer.kill()
                keys += [line for line in writer.rest().splitlines() if line.startswith("anna")]
            within(harness.patience, partial(check_appended, lasting, keys, facts=100))


def see_more(store: Store, position: int) -> None:
    """Look until there is more than this, to kill whoever appends before they are told that it is kept."""
    for _ in range(10_000):
        if store.head().position > position:
            break


def refuse(store: Store, refusal: str) -> None:
    """Ask a store for something that it must refuse, with facts, cards and words that it could have kept."""
    good = fact("thing_new", 1), fact("thing_new", 2)
    one = batch(*good, cards=[card("thing_new", 2, links=(("party", "x"),))], prose=[Prose.write("unheard")], key="k")
    if refusal == "conflict":
        with pytest.raises(Conflict):
            _ = store.append(attrs.evolve(one, expected={**one.expected, "thing_shared": 0}))
    elif refusal == "key":
        with pytest.raises(AlreadyRecorded):
            _ = store.append(attrs.evolve(one, key="anna 0"))
    elif refusal == "body":
        with pytest.raises(Exception, match="surrogate"):
            _ = store.append(attrs.evolve(one, facts=(*good, fact("thing_new", 3, body='"\ud800"'))))
    else:
        with pytest.raises(Exception, match="not empty"):
            _ = store.restore("journal_x", [], one.prose, lambda _: one.cards)
