from __future__ import annotations

import pytest

import coleadership as co
from coleadership.deciding.decisions import Decision
from coleadership.errors import Inconsistent
from coleadership.heart.kinds import Part
from tests.builders import AT, later, on
from tests.deciding import ALL, ALONE, TWO, asked, decide, decided, opened, refused


class TestGiveWay:
    def test_links_each_with_the_other(self) -> None:
        """“Superseded by”: the earlier ends by it, and both say so."""
        first = decided()
        second = decided(outcome="Two days", supersedes=[first.id])
        gone = first.give_way(second, by="anna", at=AT)
        assert (gone.status, gone.superseded_by, gone.ended_on) == ("superseded", second.id, on(0))
        assert ("superseded_by", second.id) in {*gone.links()}
        assert ("supersedes", first.id) in {*second.links()}
        assert Decision.folded(gone.unrecorded) == gone.settled()
        assert (gone.next_due, gone.is_valid(on(1))) == (None, False)

    def test_ends_what_is_open_on_the_earlier_one(self) -> None:
        """Nobody answers any more what is over."""
        first = decided().revise(outcome="Nobody", by="bo", at=AT).propose(by="bo", at=AT)
        second = decided(supersedes=[first.id])
        assert first.give_way(second, by="bo", at=AT).proposals == ()

    @pytest.mark.parametrize("by", ["anna", "bo"])
    def test_is_refused_where_it_cannot_be(self, by: str) -> None:
        """A sentence each: by itself, by what is not decided, by what does not say so, of what is over."""
        first = decided()
        itself = "^to: it cannot supersede itself"
        refused(first, lambda d: d.give_way(d, by=by, at=AT), itself)
        refused(first, lambda d: d.revise(supersedes=[d.id], by=by, at=AT), "^supersedes: it cannot supersede itself")
        draft = opened(supersedes=[first.id])
        refused(first, lambda d: d.give_way(draft, by=by, at=AT), "is draft, and only what is decided takes the place")
        refused(
            first, lambda d: d.give_way(decided(), by=by, at=AT), "does not say that it supersedes this; word it so"
        )
        refused(first, lambda d: d.give_way("decision_1", by=by, at=AT), "'decision_1' is no decision")  # type: ignore[arg-type]
        second = decided(supersedes=[first.id])
        ended = second.hold_review("end", present=["anna", "bo"], by="bo", at=AT)
        refused(first, lambda d: d.give_way(ended, by=by, at=AT), "is ended, and only what is decided")
        gone = first.give_way(second, by=by, at=AT)
        refused(gone, lambda d: d.give_way(second, by=by, at=AT), "is ended, so it cannot be superseded")
        refused(opened(), lambda d: d.give_way(second, by=by, at=AT), "is not yet in force, so it cannot be superseded")

    def test_undoes_nothing_alone_that_was_decided_together(self) -> None:
        """The voices on the later one have to be enough by the method of the earlier."""
        together = decide(opened("consensus", ALL), "anna", "cim", "bo")
        alone = opened("command", {"bo": Part.COORDINATOR}, supersedes=[together.id]).propose(by="bo", at=AT)
        says = "it does not give way by the voices there, as consensus is its method"
        refused(together, lambda d: d.give_way(alone, by="bo", at=AT), says)
        two = decide(opened("joint", TWO, supersedes=[together.id]), "anna", "bo")
        refused(together, lambda d: d.give_way(two, by="anna", at=AT), says)
        three = decide(opened("consent", ALL, supersedes=[together.id]), "anna", "cim", "bo")
        assert together.give_way(three, by="cim", at=AT).status == "superseded"

    def test_lets_who_decided_alone_decide_alone_again(self) -> None:
        """By the advice process it takes those who answered for it, by command the coordinator."""
        first = asked().propose(by="anna", at=AT).settle(at=later(8))
        second = opened("delegated", ALONE, supersedes=[first.id]).propose(by="anna", at=AT)
        assert first.give_way(second, by="anna", at=later(9)).status == "superseded"
        ruled = opened("command", {"bo": Part.COORDINATOR}).propose(by="bo", at=AT)
        other = opened("command", {"eve": Part.COORDINATOR}, supersedes=[ruled.id]).propose(by="eve", at=AT)
        refused(ruled, lambda d: d.give_way(other, by="bo", at=AT), "command is its method")

    def test_is_for_those_who_have_a_voice_in_it(self) -> None:
        """Others take part in the later one."""
        first = decided()
        second = decided(supersedes=[first.id])
        refused(first, lambda d: d.give_way(second, by="eve", at=AT), "eve cannot have it superseded")

    def test_leads_to_nothing_that_is_over_and_not_in_a_circle(self) -> None:
        """What links would close is found when they are saved."""
        journal = co.open_journal("memory:")
        first = journal.save(decided())
        second = journal.save(decided(supersedes=[first.id]))
        ring = first.revise(supersedes=[second.id], by="anna", at=AT).propose(by="anna", at=AT).consent(by="bo", at=AT)
        with pytest.raises(Inconsistent, match="leads round in a circle"):
            _ = journal.save(ring)
        gone = journal.save(first.give_way(second, by="anna", at=AT))
        with pytest.raises(Inconsistent, match="is superseded, so it cannot newly be linked"):
            _ = journal.save(opened(supersedes=[gone.id]))
        assert list(journal.find(Decision, superseded_by=second.id, status="superseded")) == [gone]
        assert list(journal.find(Decision, supersedes=gone.id)) == [second]
