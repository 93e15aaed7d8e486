"""Layer 1, examples: what a store writes within a transaction of the host is kept with it, or gone with it."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing
from typing import cast

import pytest

from coleadership.errors import Conflict, StoreError
from coleadership.prose import Prose
from coleadership.records import AlreadyRecorded, Capability, JoinsHostTransaction, Query, Store
from coleadership.testing.batches import batch, card, check_whole, fact
from coleadership.testing.cases import Cases, skip_unless
from coleadership.testing.harness import Harness
from coleadership.testing.together import gist

__all__ = ["JoiningCases"]


class Undone(Exception):
    """Makes the host roll back."""


class JoiningCases(Cases):
    """Joining the host's transaction."""

    @pytest.fixture
    def joins(self, harness: Harness, store: Store) -> JoinsHostTransaction:
        """The store as one that joins; the case is skipped for one that does not declare it."""
        declared = Capability.HOST_TRANSACTION in harness.capabilities
        skip_unless(declared, "the provider does not declare Capability.HOST_TRANSACTION")
        return cast("JoinsHostTransaction", store)

    @pytest.fixture
    def host(self, harness: Harness) -> AbstractContextManager[object]:
        """A transaction of the host's, begun when it is entered."""
        if harness.transaction is None:
            pytest.fail("the provider declares Capability.HOST_TRANSACTION; give the harness a transaction")
        return harness.transaction(harness.url("a"))

    def test_joined_appends_are_kept_when_the_host_commits(
        self, joins: JoinsHostTransaction, host: AbstractContextManager[object], store: Store
    ) -> None:
        """Facts, cards, words and keys of several appends are there at once, and go on from what was there before."""
        _ = store.append(batch(fact("thing_a", 1)))
        words = Prose.write("within")
        with host as transaction, closing(joins.joined(transaction)) as joined:
            assert joined.append(batch(fact("thing_a", 2), cards=[card("thing_a", 2)], prose=[words], key="k")) == 2
            assert joined.append(batch(fact("thing_b", 1))) == 3
            seen = gist(joined)
        assert gist(store) == seen
        assert len(check_whole(store)) == 3
        assert (store.recorded("k"), store.prose([words.seal])[words.seal].text) == (("thing_a",), "within")

    def test_joined_appends_are_gone_when_the_host_rolls_back(
        self, joins: JoinsHostTransaction, host: AbstractContextManager[object], store: Store
    ) -> None:
        """Nothing of them is left, no position is lost, and the next append follows what was there before."""
        _ = store.append(batch(fact("thing_a", 1)))
        before = gist(store)
        with pytest.raises(Undone), host as transaction, closing(joins.joined(transaction)) as joined:
            self._append_and_undo(joined)
        assert gist(store) == before
        assert store.append(batch(fact("thing_a", 2))) == 2
        assert len(check_whole(store)) == 2

    @staticmethod
    def _append_and_undo(joined: Store) -> None:
        _ = joined.append(batch(fact("thing_a", 2), cards=[card("thing_a", 2)], prose=[Prose.write("x")], key="k"))
        raise Undone

    def test_joined_refusals_leave_the_transaction_as_it_was(
        self, joins: JoinsHostTransaction, host: AbstractContextManager[object], store: Store
    ) -> None:
        """A conflict or a used key takes back its own append and nothing else; the host goes on and commits."""
        _ = store.append(batch(fact("thing_a", 1), key="k"))
        with host as transaction, closing(joins.joined(transaction)) as joined:
            _ = joined.append(batch(fact("thing_b", 1)))
            with pytest.raises(Conflict):
                _ = joined.append(batch(fact("thing_c", 1), fact("thing_a", 1), cards=[card("thing_c")]))
            with pytest.raises(AlreadyRecorded):
                _ = joined.append(batch(fact("thing_d", 1), key="k"))
            _ = joined.append(batch(fact("thing_e", 1)))
        assert [subject for subject, _ in store.subjects()] == ["thing_a", "thing_b", "thing_e"]
        assert store.cards(Query()) == []
        assert len(check_whole(store)) == 3

    def test_joined_stores_leave_the_transaction_to_the_host(
        self, joins: JoinsHostTransaction, host: AbstractContextManager[object], store: Store
    ) -> None:
        """Closing one neither commits nor rolls back; afterwards it says that it is closed."""
        with host as transaction:
            joined = joins.joined(transaction)
            _ = joined.append(batch(fact("thing_a", 1)))
            joined.close()
            with closing(joins.joined(transaction)) as again:
                assert again.append(batch(fact("thing_a", 2))) == 2
        with pytest.raises(StoreError, match="closed"):
            _ = joined.head()
        assert store.head().position == 2

    def test_joined_stores_refuse_what_is_no_transaction(self, joins: JoinsHostTransaction) -> None:
        """Anything else is refused in a sentence of ours."""
        for wrong in (None, "BEGIN", object()):
            with pytest.raises(StoreError):
                _ = joins.joined(wrong)
