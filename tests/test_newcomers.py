"""Nobody is bound, replaced or put back without having said yes."""

from __future__ import annotations

from coleadership.heart.kinds import Part
from coleadership.heart.life import Force
from tests.builders import agreed, later, refold, team_in_force

_MEMBERS = dict.fromkeys(("anna", "bo", "cleo"), Part.MEMBER)


class TestAmendment:
    def test_binds_nobody_new_who_stands_aside(self) -> None:
        """A newcomer's yes is always needed, whatever the others may do without one another."""
        rota = (
            team_in_force("anna", "bo").revise(by="anna", parties=_MEMBERS, at=later(1)).propose(by="anna", at=later(1))
        )
        aside = rota.consent(by="bo", at=later(2)).stand_aside(by="cleo", at=later(2))
        assert aside.proposals
        joined = aside.consent(by="cleo", nothing_to_add=True, at=later(3))
        assert {seat.person for seat in joined.table} == {"anna", "bo", "cleo"}

    def test_puts_nobody_back_who_is_not_asked(self) -> None:
        """Who has left and is named again has a voice again."""
        rota = team_in_force("anna", "bo", "cleo").leave(by="cleo", at=later(1))
        again = rota.revise(by="anna", parties=_MEMBERS, at=later(2)).propose(by="anna", at=later(2))
        assert {seat.person for seat in again.proposals[0].eligible} == {"anna", "bo", "cleo"}
        assert again.consent(by="bo", at=later(3)).proposals

    def test_to_end_it_brings_nobody_back(self) -> None:
        """Who has left is not at the table of an ending either."""
        rota = team_in_force("anna", "bo", "cleo").leave(by="cleo", at=later(1)).end_together(by="anna", at=later(2))
        assert {seat.person for seat in rota.table} == {"anna", "bo"}


class TestHandOver:
    def test_of_somebody_elses_seat_cannot_end_it(self) -> None:
        """One party and a stranger do not get round the period of notice."""
        rota = agreed(notice_days=90).hand_over("bo", to="cleo", by="anna", at=later(1))
        declined = rota.decline_hand_over(by="cleo", reason="No time", at=later(2))
        assert (declined.force, declined.offers) == (Force.IN_FORCE, ())
        assert refold(declined) == declined.settled()

    def test_takes_the_yes_of_the_successor(self) -> None:
        """To stand aside is not to take over."""
        rota = agreed().hand_over("bo", to="cleo", by="bo", at=later(1)).consent(by="anna", at=later(2))
        assert rota.stand_aside(by="cleo", at=later(3)).proposals

    def test_to_somebody_who_leaves_again_is_declined(self) -> None:
        """The seat stays with whom it was."""
        rota = team_in_force("anna", "bo", "dan").hand_over("bo", to="cleo", by="anna", at=later(1))
        left = rota.leave(by="cleo", at=later(2))
        assert (left.proposals, {seat.person for seat in left.table}) == ((), {"anna", "bo", "dan"})


class TestOverride:
    def test_ends_with_the_words_that_it_overrode(self) -> None:
        """What the parties agree anew is not overridden beforehand."""
        rota = agreed().override("Another law", by="boss", at=later(1))
        assert rota.mandates(later(2).date()) == ()
        new = rota.change("rota", "I publish the rota in time", by="anna", at=later(3)).propose(by="anna", at=later(3))
        assert new.consent(by="bo", at=later(4)).mandates(later(5).date())


class TestPause:
    def test_falls_due_when_it_is_to_end(self) -> None:
        """The end of a pause is a date like others."""
        paused = agreed().pause("Parental leave", by="anna", until=later(60).date(), at=later(1))
        assert paused.next_due == later(60).date()
        assert paused.resume(by="anna", at=later(60)).paused_until is None
