from __future__ import annotations

from datetime import date

import attrs
import pytest
from attrs import evolve

from coleadership.agreements.clauses import Commitment, Criterion, GroundRule
from coleadership.agreements.terms import Audience, Terms
from coleadership.heart.consent import MAJORITY, DecisionRule, Stance
from coleadership.heart.kinds import Part
from coleadership.heart.wording import Seat, wording_of
from coleadership.prose import Prose

TITLE = Prose.write("Evening rota")
TERMS = Terms(
    title=TITLE, parties=(Seat("anna", Part.CO_LEADER),), clauses=(GroundRule(Prose.write("We ask"), id="c"),)
)


class TestWordingOf:
    def test_names_one_exact_wording(self) -> None:
        """The same terms have the same name, wherever and whenever they are read."""
        assert wording_of(TERMS) == wording_of(evolve(TERMS))
        assert wording_of(TERMS).startswith("wording_")
        assert len(wording_of(TERMS)) == len("wording_") + 32

    @pytest.mark.parametrize(
        "other",
        [
            evolve(TERMS, title=Prose.write("Evening rota")),
            evolve(TERMS, kind="team"),
            evolve(TERMS, parties=(Seat("anna", Part.COORDINATOR),)),
            evolve(TERMS, parties=(*TERMS.parties, Seat("bo", Part.COORDINATOR))),
            evolve(TERMS, parties=()),
            evolve(TERMS, driver=Prose.write("why")),
            evolve(TERMS, body=Prose.write("why")),
            evolve(TERMS, clauses=()),
            evolve(TERMS, clauses=(*TERMS.clauses, Criterion(Prose.write("x"), id="d"))),
            evolve(TERMS, clauses=(Criterion(TERMS.clauses[0].text, id="c"),)),
            evolve(TERMS, review=date(2027, 2, 1)),
            evolve(TERMS, end=date(2027, 2, 1)),
            evolve(TERMS, notice_days=1),
            evolve(TERMS, rule=MAJORITY),
            evolve(TERMS, audience=Audience.TEAM),
            evolve(TERMS, links=("goal_1",)),
            evolve(TERMS, links=("goal_1", "goal_2")),
            evolve(TERMS, links=("goal_1\x1fgoal_2",)),
        ],
    )
    def test_any_change_has_another_name(self, other: Terms) -> None:
        """Whatever differs in what people agree, they agree to something else."""
        assert wording_of(other) != wording_of(TERMS)

    def test_covers_seals_and_never_the_plain_text(self) -> None:
        """An erased text keeps the name of its wording."""
        assert wording_of(evolve(TERMS, title=Prose(TITLE.seal))) == wording_of(TERMS)
        assert wording_of(evolve(TERMS, title=TITLE.owned_by("anna"))) == wording_of(TERMS)

    def test_order_matters_in_lists_and_not_in_sets(self) -> None:
        """Clauses are read in order; what blocks is a set."""
        two = (Commitment(TITLE, by="a", id="1"), Commitment(TITLE, by="a", id="2"))
        assert wording_of(two) != wording_of(two[::-1])
        one = DecisionRule(id="r", blocks=frozenset([Stance.OBJECT, Stance.STAND_ASIDE]))
        other = DecisionRule(id="r", blocks=frozenset([Stance.STAND_ASIDE, Stance.OBJECT]))
        assert wording_of(one) == wording_of(other)

    def test_a_later_version_with_one_field_more_gives_an_old_text_the_same_name(self) -> None:
        """Empty fields are left out, so that old voices stay valid."""

        @attrs.frozen
        class Old:
            title: Prose

        @attrs.frozen
        class New:
            title: Prose
            mood: Prose | None = None
            tags: tuple[str, ...] = ()

        New.__name__ = Old.__name__
        assert wording_of(New(TITLE)) == wording_of(Old(TITLE))
        assert wording_of(New(TITLE, tags=("x",))) != wording_of(Old(TITLE))

    @pytest.mark.parametrize(
        ("one", "other"), [(("ab", "c"), ("a", "bc")), ((("a",), "b"), ("a", ("b",))), (("1",), (1,)), ((False,), (0,))]
    )
    def test_is_not_fooled_by_where_one_thing_ends(self, one: object, other: object) -> None:
        """Different wordings never run together into the same text."""
        assert wording_of(one) != wording_of(other)
