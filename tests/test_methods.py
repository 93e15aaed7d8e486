from __future__ import annotations

import attrs
import pytest

from coleadership.agreements.clauses import Delegation, Mandate
from coleadership.deciding.methods import (
    COMMAND,
    CONSULT,
    DELEGATED_TO_CO_LEADERS,
    JOINT,
    METHODS,
    hears_others,
    level_of,
    method_of,
    misfit,
    unmandated,
)
from coleadership.errors import Inconsistent
from coleadership.heart.consent import ADVICE, CONSENSUS, CONSENT, MAJORITY, DecisionRule
from coleadership.heart.kinds import Part
from coleadership.heart.wording import Seat

ANNA, CIM, BO = Seat("anna", Part.CO_LEADER), Seat("cim", Part.CO_LEADER), Seat("bo", Part.COORDINATOR)


class TestMethods:
    def test_are_those_of_the_field(self) -> None:
        """“Command; consult; advice process; consent; consensus; majority/qualified vote; delegated; joint”."""
        assert [*METHODS] == [
            "command", "consult", "advice", "consent", "consensus", "majority", "qualified_majority", "quorum",
            "delegated", "joint",
        ]  # fmt: skip

    def test_have_ids_of_their_own(self) -> None:
        """What is recorded with a decision names its method."""
        ids = [rule.id for rule in METHODS.values()]
        assert len({*ids}) == len(ids)

    def test_can_be_ones_own(self) -> None:
        """An organisation gives a rule of its own whole."""
        own = DecisionRule(id="acme.two_days", decided_by="coordinator", open_days=2)
        assert method_of(own) is own

    @pytest.mark.parametrize("wrong", ["vote", "", None, 7, ["consent"], "CONSENT "])
    def test_are_known_or_refused(self, wrong: object) -> None:
        """A sentence names those that there are."""
        with pytest.raises(Inconsistent, match=r"^method: .* is no method"):
            _ = method_of(wrong)

    def test_tell_whether_others_are_heard_first(self) -> None:
        """Where some decide after hearing the others, and nowhere else."""
        assert [name for name, rule in METHODS.items() if hears_others(rule)] == ["consult", "advice"]


class TestLevel:
    def test_is_one_of_seven(self) -> None:
        """“1 Tell 2 Sell 3 Consult 4 Agree 5 Advise 6 Inquire 7 Delegate”."""
        assert [level_of(number) for number in range(1, 8)] == [*Delegation]
        assert level_of(Delegation.SELL) is Delegation.SELL
        assert level_of(None) is None

    @pytest.mark.parametrize("wrong", [0, 8, -1, True, "7", 4.0, "agree", 10**30])
    def test_is_none_other(self, wrong: object) -> None:
        """A sentence says from where to where they go."""
        with pytest.raises(Inconsistent, match=r"^level: .* choose from 1 \(tell\) to 7 \(delegate\)"):
            _ = level_of(wrong)


class TestMisfit:
    """“1-3 coordinator decides, 4 joint, 5-7 co-leaders”."""

    @pytest.mark.parametrize(
        ("method", "deciders", "levels"),
        [
            (COMMAND, [BO], {1, 2}),
            (CONSULT, [BO], {1, 2, 3}),
            (ADVICE, [BO], {1, 2, 3}),
            (ADVICE, [ANNA], {5, 6, 7}),
            (ADVICE, [ANNA, BO], set[int]()),
            (DELEGATED_TO_CO_LEADERS, [ANNA, CIM], {5, 6, 7}),
            (JOINT, [ANNA, BO], {4}),
            (CONSENT, [ANNA, CIM, BO], {4}),
            (CONSENT, [ANNA, CIM], {5, 6, 7}),
            (CONSENSUS, [ANNA, BO], {4}),
            (CONSENSUS, [BO], {1, 2, 3}),
            (MAJORITY, [ANNA, CIM, BO], set[int]()),
            (MAJORITY, [ANNA, CIM], {5, 6, 7}),
            (attrs.evolve(CONSENSUS, id="acme.unanimous", blocks=frozenset()), [ANNA, BO], {4}),
        ],
    )
    def test_is_by_who_decides(self, method: DecisionRule, deciders: list[Seat], levels: set[int]) -> None:
        """Whose voices decide has to be whose decision it is; jointly, neither side is outvoted."""
        assert {level.value for level in Delegation if not [*misfit(level, method, deciders)]} == levels

    @pytest.mark.parametrize(
        ("level", "would"),
        [
            (1, "level 1 (tell), on which the coordinator decides: choose command, consult"),
            (2, "level 2 (sell), on which the coordinator decides: choose command, consult"),
            (3, "level 3 (consult), on which the coordinator decides after hearing others: choose consult"),
            (4, "level 4 (agree), on which both sides decide and neither is outvoted: choose joint"),
        ],
    )
    def test_says_what_would_fit(self, level: int, would: str) -> None:
        """It blocks, in one sentence."""
        (lack,) = misfit(Delegation(level), DELEGATED_TO_CO_LEADERS, [ANNA])
        assert (lack.path, lack.blocks) == ("method", True)
        assert would in lack.message

    @pytest.mark.parametrize("level", [5, 6, 7])
    def test_says_what_would_fit_co_leaders(self, level: int) -> None:
        """What is delegated is decided by co-leaders; who coordinates advises."""
        (lack,) = misfit(Delegation(level), COMMAND, [BO])
        assert "on which the co-leaders decide: choose delegated or advice" in lack.message
        assert lack.message.startswith(f"command does not fit level {level} (")


class TestUnmandated:
    """“Decider has mandate at that time”."""

    @pytest.mark.parametrize("held", range(1, 8))
    @pytest.mark.parametrize("level", range(1, 8))
    def test_lets_involve_others_more_than_agreed_and_never_less(self, level: int, held: int) -> None:
        """A co-leader up to what is delegated to them, a coordinator from where it is not."""
        mandate = Mandate("Swaps", by="anna", level=held)
        co_leader = not [*unmandated(Delegation(level), [ANNA], [mandate])]
        coordinator = not [*unmandated(Delegation(level), [BO], [mandate])]
        if level > 3:
            assert (co_leader, coordinator) == (held >= 4 and level <= held, True)
        else:
            assert (co_leader, coordinator) == (held >= 4, held <= level)

    def test_says_who_has_none_and_who_has(self) -> None:
        """One sentence, with whom it concerns."""
        given = [Mandate("Swaps", by="anna", level=7), Mandate("Swaps", by="cim", level=2)]
        (lack,) = unmandated(Delegation.DELEGATE, [ANNA, CIM], given)
        assert (lack.path, lack.blocks, lack.person) == ("mandate", True, "cim")
        assert "cim has no mandate to decide this on level 7 (there is: anna on 7, cim on 2)" in lack.message
        (lack,) = unmandated(Delegation.DELEGATE, [ANNA], [])
        assert "(there is: none)" in lack.message

    def test_asks_for_the_level(self) -> None:
        """Without it nobody can tell whose decision it is."""
        (lack,) = unmandated(None, [ANNA], [])
        assert (lack.path, lack.blocks) == ("level", True)

    def test_takes_mandates_only(self) -> None:
        """An agreement is not a mandate; the sentence says where to find them."""
        with pytest.raises(Inconsistent, match=r"^mandates: 'agreement_1' is no mandate"):
            _ = [*unmandated(Delegation.DELEGATE, [ANNA], ["agreement_1"])]  # type: ignore[list-item]
