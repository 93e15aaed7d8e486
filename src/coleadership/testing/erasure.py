"""Layer 1, examples: what a store can do beyond the protocol is what its provider declares, and works."""

from __future__ import annotations

from typing import cast

import attrs
import pytest

from coleadership.errors import Conflict
from coleadership.prose import Prose, Seal
from coleadership.records import CAPABILITIES, AlreadyRecorded, Capability, Store, SupportsErasure
from coleadership.testing.batches import batch, check_whole, fact
from coleadership.testing.cases import Cases, each, skip_unless
from coleadership.testing.harness import Harness

__all__ = ["ErasureCases", "erasing"]


def erasing(harness: Harness, store: Store) -> SupportsErasure:
    """The store as one that can erase; the case is skipped for one that does not declare it."""
    skip_unless(Capability.ERASURE in harness.capabilities, "the provider does not declare Capability.ERASURE")
    return cast("SupportsErasure", store)


class ErasureCases(Cases):
    """Capabilities, and the first of them: forgetting words."""

    @each("capability", {capability.value: capability for capability in Capability})
    def test_capability_is_there_exactly_if_declared(
        self, harness: Harness, store: Store, capability: Capability
    ) -> None:
        """What the provider declares the store has, and what it does not declare the store does not have."""
        assert isinstance(store, CAPABILITIES[capability]) is (capability in harness.capabilities)

    def test_erase_forgets_words_and_keeps_their_seal(self, harness: Harness, store: Store) -> None:
        """Erased words have seal and owner but neither text nor salt; all others stay, and the chain verifies."""
        gone, kept = Prose.write("gone", owner="person_a"), Prose.write("kept", owner="person_a")
        _ = store.append(batch(fact("thing_a", 1), prose=[gone, kept]))
        before = store.feed()
        assert erasing(harness, store).erase([gone.seal], batch(fact("thing_a", 2), key="k")) == 1
        told = store.prose([gone.seal, kept.seal])
        assert told.keys() == {gone.seal, kept.seal}, "a seal went with its words"
        assert attrs.astuple(told[gone.seal]) == (gone.seal, None, b"", "person_a")
        assert attrs.astuple(told[kept.seal]) == attrs.astuple(kept)
        assert sorted(one.is_erased for one in store.all_prose()) == [False, True]
        assert check_whole(store)[:-1] == before
        assert store.recorded("k") == ("thing_a",)

    def test_erase_counts_what_it_forgot(self, harness: Harness, store: Store) -> None:
        """Seals that are named twice, erased already or not there are not counted, and nothing is added for them."""
        words = [Prose.write(text) for text in "abc"]
        _ = store.append(batch(fact("thing_a", 1), prose=words))
        seals = [one.seal for one in words]
        eraser = erasing(harness, store)
        assert eraser.erase([seals[0], seals[0], Seal("seal_none")], batch(fact("thing_a", 2))) == 1
        assert eraser.erase(seals, batch(fact("thing_a", 3))) == 2
        assert eraser.erase([], batch(fact("thing_a", 4))) == 0
        assert [one.is_erased for one in store.all_prose()] == [True] * 3

    def test_erase_forgets_what_its_own_batch_brings(self, harness: Harness, store: Store) -> None:
        """Words that come with the batch are forgotten if they are among those to forget."""
        words = Prose.write("hardly said")
        assert erasing(harness, store).erase([words.seal], batch(fact("thing_a", 1), prose=[words])) == 1
        assert store.prose([words.seal])[words.seal].is_erased

    def test_erase_is_for_good(self, harness: Harness, store: Store) -> None:
        """The same words do not come back with a later batch."""
        words = Prose.write("gone")
        _ = store.append(batch(fact("thing_a", 1), prose=[words]))
        _ = erasing(harness, store).erase([words.seal], batch(fact("thing_a", 2)))
        _ = store.append(batch(fact("thing_a", 3), prose=[words]))
        assert [one.text for one in store.all_prose()] == [None]

    def test_erase_forgets_nothing_if_refused(self, harness: Harness, store: Store) -> None:
        """A conflict, or a key that has been used, leaves all words as they were."""
        words = Prose.write("kept")
        _ = store.append(batch(fact("thing_a", 1), prose=[words], key="k"))
        eraser = erasing(harness, store)
        with pytest.raises(Conflict):
            _ = eraser.erase([words.seal], batch(fact("thing_a", 1)))
        with pytest.raises(AlreadyRecorded):
            _ = eraser.erase([words.seal], batch(fact("thing_a", 2), key="k"))
        assert [attrs.astuple(one) for one in store.all_prose()] == [attrs.astuple(words)]
        assert len(check_whole(store)) == 1

    def test_owned_gives_somebodys_words_that_are_left(self, harness: Harness, store: Store) -> None:
        """Page by page in order of their seals, of exactly this owner, without those that were erased."""
        eraser = erasing(harness, store)
        mine = [Prose(Seal(f"seal_{n}"), n, b"s", "person_a") for n in "dbace"]
        others = [Prose.write("x", owner=owner) for owner in ("person_A", "person_b", "", None)]
        _ = store.append(batch(fact("thing_a", 1), prose=[*mine, *others]))
        _ = eraser.erase([Seal("seal_c")], batch(fact("thing_a", 2)))
        pages = [eraser.owned("person_a", after=after, limit=2) for after in ("", "seal_b", "seal_e")]
        assert pages == [["seal_a", "seal_b"], ["seal_d", "seal_e"], []]
        assert eraser.owned("person_z") == []

    def test_erase_outlives_reopening(self, harness: Harness, store: Store) -> None:
        """Words that were erased are erased for whoever opens the store next."""
        eraser = erasing(harness, store)
        skip_unless(harness.persistent, "this store is not persistent")
        words = Prose.write("gone")
        _ = store.append(batch(fact("thing_a", 1), prose=[words]))
        _ = eraser.erase([words.seal], batch(fact("thing_a", 2)))
        store.close()
        again = harness.open()
        assert [attrs.astuple(one) for one in again.all_prose()] == [(words.seal, None, b"", None)]
        again.close()
