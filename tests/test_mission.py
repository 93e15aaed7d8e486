from __future__ import annotations

from typing import Any

import pytest

import coleadership as co
from coleadership.errors import Inconsistent
from coleadership.purpose.mission import Mission
from coleadership.purpose.vision import Vision
from tests.builders import AT, later


def mission(serves: list[str], **fields: Any) -> Mission:  # noqa: ANN401 - whatever a mission may say
    """A mission in force that serves something."""
    return Mission.on_record("The shop", asked=["bo"], by="anna", body="Repair", serves=serves, at=AT, **fields)


def vision() -> Vision:
    """A vision in force, carried by anna and bo."""
    return Vision.in_meeting("Calm", asked=["bo"], present=["anna", "bo"], by="anna", body="Rest", at=AT)


class TestServes:
    def test_leads_to_visions(self) -> None:
        """By their ids, each once."""
        assert [id for relation, id in mission(["v1", "v2", "v1"]).links() if relation == "serves"] == ["v1", "v2"]

    def test_is_what_is_in_force_while_other_words_are_worded(self) -> None:
        """A draft leads nowhere yet."""
        reworded = mission(["v1"]).revise(by="bo", serves=["v2"], at=later(1))
        assert ("serves", "v1") in [*reworded.links()]

    def test_without_is_worth_a_thought_and_no_wall(self) -> None:
        """A mission may be there before its vision; the line of sight shows what leads nowhere."""
        draft = Mission.draft("The shop", asked=["bo"], by="anna", body="Repair", at=AT)
        assert [(finding.path, finding.blocks) for finding in draft.readiness()] == [("serves", False)]

    def test_needs_words_about_what_it_is_there_for(self) -> None:
        """A title alone is no mission."""
        with pytest.raises(Inconsistent, match="body: say what you are there for"):
            _ = Mission.draft("The shop", asked=["bo"], by="anna", at=AT).propose(by="anna", at=AT)

    @pytest.mark.parametrize("serves", ["v1", [7], [f"v{n}" for n in range(101)]], ids=["text", "number", "many"])
    def test_refuses_what_is_no_list_of_ids(self, serves: Any) -> None:  # noqa: ANN401 - whatever is given
        """A sentence names the field."""
        with pytest.raises(Inconsistent, match=r"^serves: "):
            _ = mission(serves)


class TestInAJournal:
    def test_is_found_by_the_vision_it_serves(self) -> None:
        """From the vision down to what serves it."""
        with co.open_journal("memory:") as journal:
            calm = journal.save(vision())
            shop = journal.save(mission([calm.id]))
            assert [found.id for found in journal.find(Mission, serves=calm.id)] == [shop.id]

    def test_serves_nothing_that_has_ended(self) -> None:
        """What is over cannot be served anew, and nothing is saved."""
        with co.open_journal("memory:") as journal:
            over = journal.save(vision().end_together(by="anna", at=later(1)).consent(by="bo", at=later(1)))
            with pytest.raises(Inconsistent, match="is ended"):
                _ = journal.save(mission([over.id]))
            assert [*journal.cards(Mission)] == []

    def test_serves_in_no_circle(self) -> None:
        """Two missions that contain each other contain nothing, and nothing has changed."""
        with co.open_journal("memory:") as journal:
            shop = journal.save(mission([]))
            team = journal.save(mission([shop.id]))
            circle = shop.consent(by="anna", at=later(1)).revise(by="anna", serves=[team.id], at=later(1))
            circle = circle.propose(by="anna", at=later(1))
            assert circle.status == "in_force"
            with pytest.raises(Inconsistent, match="circle"):
                _ = journal.save(circle)
            assert journal.load(shop.id).revision == shop.revision
