from __future__ import annotations

import pytest

from coleadership.agreements.clauses import (
    Clause,
    Commitment,
    Criterion,
    Delegation,
    Expectation,
    GroundRule,
    Mandate,
    Rhythm,
    StatutoryTask,
    Support,
)
from coleadership.errors import Inconsistent
from coleadership.prose import Prose


class TestClause:
    def test_has_an_id_of_its_own(self) -> None:
        """Two clauses are two, even if they say the same."""
        assert GroundRule("We ask first").id != GroundRule("We ask first").id
        assert GroundRule("We ask first").id.startswith("clause_")

    @pytest.mark.parametrize("words", ["", "   ", "a\0b", "\ud800", None, 7])
    def test_says_something(self, words: object) -> None:
        """An empty or broken clause cannot exist."""
        with pytest.raises(Inconsistent, match=r"^clause: "):
            _ = GroundRule(words)  # type: ignore[arg-type]

    def test_takes_words_that_are_sealed_already(self) -> None:
        """What is read back keeps its seal, erased or not."""
        said = Prose.write("We ask first")
        assert GroundRule(said).text is said
        assert GroundRule(Prose(said.seal)).text.is_erased

    @pytest.mark.parametrize(
        ("clause", "person"),
        [
            (Commitment("x", by="anna"), "anna"),
            (Support("x", by="bo"), "bo"),
            (Mandate("x", by="anna", level=Delegation.AGREE), "anna"),
            (StatutoryTask("x", by="bo"), "bo"),
            (Expectation("x", by="anna"), "anna"),
            (Expectation("x"), None),
            (GroundRule("x"), None),
            (Criterion("x", failure=True), None),
            (Rhythm("x", every_days=14), None),
        ],
    )
    def test_is_somebodys_where_it_binds_one(self, clause: Clause, person: str | None) -> None:
        """A commitment, support, mandate or task has a person; what holds for all has none."""
        assert clause.person == person


class TestExpectation:
    def test_is_no_commitment(self) -> None:
        """“Record expectations that are not commitments separately, so the implicit becomes explicit”."""
        assert not isinstance(Expectation("I hope for more weekends", by="anna"), Commitment)


class TestMandate:
    def test_has_one_of_seven_levels(self) -> None:
        """Levels may be given by number."""
        assert [level.value for level in Delegation] == [1, 2, 3, 4, 5, 6, 7]
        assert Mandate("budget", by="anna", level=7).level is Delegation.DELEGATE

    @pytest.mark.parametrize("level", [0, 8, "tell", None])
    def test_refuses_other_levels(self, level: object) -> None:
        """There is no eighth."""
        with pytest.raises(Inconsistent, match=r"^level: .* choose from 1 to 7"):
            _ = Mandate("budget", by="anna", level=level)


class TestRhythm:
    @pytest.mark.parametrize("days", [1, 366, None])
    def test_is_at_least_once_a_year(self, days: int | None) -> None:
        """From daily to yearly, or in words only."""
        assert Rhythm("We meet", every_days=days).every_days == days

    @pytest.mark.parametrize("days", [0, -7, 367, 1.5, True, "7"])
    def test_refuses_what_is_no_rhythm(self, days: object) -> None:
        """Never and seldom are no follow-up."""
        with pytest.raises(Inconsistent, match=r"^every_days: "):
            _ = Rhythm("We meet", every_days=days)  # type: ignore[arg-type]
