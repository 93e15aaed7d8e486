from __future__ import annotations

from coleadership.insights.shared_purpose import shared_purpose, unserved_aims
from coleadership.purpose.vision import Vision
from tests.builders import AT, later

EVERYBODY = ("anna", "bo", "cim", "dan", "eve")


def vision(title: str, *others: str) -> Vision:
    """A vision of anna's, adopted elsewhere, about which others are asked."""
    return Vision.on_record(title, asked=others, by="anna", aims=["Rest", "Daylight"], at=AT)


class TestSharedPurpose:
    def test_names_everybody_in_one_place(self) -> None:
        """Who has had a say in anything, who was asked and is silent everywhere, and who was never asked."""
        calm = vision("Calm", "bo", "cim").object("No", by="bo", at=later(1))
        late = vision("Late", "cim", "dan").leave(by="dan", at=later(1))
        purpose = shared_purpose([calm, late], EVERYBODY)
        assert purpose.had_a_say == ("anna", "bo")
        assert purpose.not_yet_heard == ("cim", "dan")
        assert purpose.never_asked == ("eve",)
        assert [id for id, _ in purpose.standings] == [calm.id, late.id]
        assert purpose.standings[1][1].not_yet_asked == ("bo", "eve")

    def test_of_nothing_is_that_nobody_was_asked(self) -> None:
        """An organisation that shares nothing yet."""
        purpose = shared_purpose([], [*EVERYBODY, "anna"])
        assert (purpose.standings, purpose.never_asked) == ((), EVERYBODY)


class TestUnservedAims:
    def test_are_the_parts_of_visions_that_nothing_serves(self) -> None:
        """Each with its vision, in the order of the words."""
        calm = vision("Calm", "bo")
        rest, daylight = calm.aims
        assert unserved_aims([calm], []) == ((calm.id, rest), (calm.id, daylight))
        assert unserved_aims([calm], {rest.id, calm.id}) == ((calm.id, daylight),)
