from __future__ import annotations

from typing import Any

import pytest

import coleadership as co
from coleadership.errors import Inconsistent
from coleadership.purpose.vision import Aim, Vision
from tests.builders import AT, later


def drafted(**fields: Any) -> Vision:  # noqa: ANN401 - whatever a vision may say
    """A vision of anna's, about which bo is asked."""
    return Vision.draft("Calm evenings", asked=["bo"], by="anna", at=AT, **fields)


def on_record(**fields: Any) -> Vision:  # noqa: ANN401 - as above
    """That vision as it was adopted elsewhere."""
    return Vision.on_record("Calm evenings", asked=["bo"], by="anna", at=AT, **fields)


class TestAims:
    def test_are_parts_that_can_be_served(self) -> None:
        """Each has an id of its own, by which the vision is found."""
        vision = drafted(aims=["Rest", Aim("Daylight", id="aim_light")])
        assert [str(aim.text) for aim in vision.aims] == ["Rest", "Daylight"]
        assert [id for relation, id in vision.links() if relation == "aim"] == [vision.aims[0].id, "aim_light"]

    def test_keep_their_ids_as_long_as_their_words(self) -> None:
        """Whatever serves one still does after the rest was worded anew."""
        vision = drafted(aims=["Rest", "Daylight"])
        before, after = vision.aims, vision.revise(by="bo", aims=["Money", "Rest"], at=AT).aims
        assert after[1] == before[0]
        assert after[0].id not in {aim.id for aim in before}

    def test_are_those_in_force_while_others_are_worded(self) -> None:
        """What is found and served is what holds."""
        vision = on_record(aims=["Rest"]).revise(by="bo", aims=["Money"], at=later(1))
        assert [str(aim.text) for aim in vision.aims] == ["Rest"]

    @pytest.mark.parametrize(
        ("aims", "reason"),
        [
            ("Rest", "is no list"),
            ([""], "is empty"),
            ([7], "is not text"),
            ([Aim("a", id="x"), Aim("b", id="x")], "two aims have the same id"),
            (["a"] * 101, "101 aims are more than 100"),
        ],
        ids=["text", "empty", "number", "twice", "many"],
    )
    def test_refuses_what_is_no_aim(self, aims: Any, reason: str) -> None:  # noqa: ANN401 - whatever is given
        """A sentence says what would work."""
        with pytest.raises(Inconsistent, match=rf"^aims: .*{reason}"):
            _ = drafted(aims=aims)

    def test_do_for_a_text(self) -> None:
        """A vision says what it wants to see, as a text or in aims."""
        assert [finding.path for finding in drafted().readiness() if finding.blocks] == ["body"]
        assert [finding for finding in drafted(aims=["Rest"]).readiness() if finding.blocks] == []


class TestInAJournal:
    def test_is_found_by_whom_it_asks_and_by_its_aims(self) -> None:
        """So is whatever serves it."""
        with co.open_journal("memory:") as journal:
            vision = journal.save(on_record(aims=["Rest"]))
            assert [found.id for found in journal.find(Vision, party="bo")] == [vision.id]
            assert [found.id for found in journal.find(Vision, author="anna", status="in_force")] == [vision.id]
            assert [found.id for found in journal.find(Vision, aim=vision.aims[0].id)] == [vision.id]
            assert [*journal.find(Vision, party="eve")] == []

    def test_two_who_answer_at_once_are_both_heard(self) -> None:
        """Whoever is slower answers the wording as it stands then."""
        with co.open_journal("memory:") as journal:
            vision = journal.save(on_record(body="Rest"))
            seen, slower = vision.wording, journal.load(vision.id)
            _ = journal.save(vision.consent(by="anna", at=later(1)))
            with pytest.raises(co.Conflict):
                _ = journal.save(slower.object("No", by="bo", at=later(1)))
            heard = journal.change(vision.id, lambda v: v.object("No", by="bo", wording=seen, at=later(1)))
            assert (heard.where_we_stand().carried_by, heard.where_we_stand().objected) == (("anna",), ("bo",))
