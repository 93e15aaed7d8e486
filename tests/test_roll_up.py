from __future__ import annotations

import copy
import pickle
from decimal import Context, Decimal, localcontext

import pytest

from coleadership.errors import ColeadershipError, Inconsistent, NotFound
from coleadership.goals.measures import Metric
from coleadership.goals.progress import Mean, Progress, mean
from coleadership.insights.line_of_sight import Lead, LineOfSight
from coleadership.insights.roll_up import Known, RollUp

DIAMOND: list[Lead] = [("d", "b"), ("d", "c"), ("b", "a"), ("c", "a")]


def rolled(links: list[Lead], **progress: Known) -> RollUp:
    """Goals of one letter, and what is known of some."""
    return RollUp(LineOfSight.of(sorted({id for link in links for id in link[:2]} | progress.keys()), links), progress)


class TestProgress:
    def test_is_the_mean_of_what_contributes(self) -> None:
        """An objective with key results at 0.6, 0.9 and 0.3 is at 0.6; weighed .5, .3 and .2, it is at 0.63."""
        plain = rolled([("x", "o"), ("y", "o"), ("z", "o")], x="0.6", y="0.9", z="0.3")
        assert plain.progress("o") == Decimal("0.6")
        weighed = rolled([("x", "o", "0.5"), ("y", "o", "0.3"), ("z", "o", "0.2")], x="0.6", y="0.9", z="0.3")
        assert weighed.progress("o") == Decimal("0.63")
        assert weighed.contributed("o") == mean(
            {"x": "0.6", "y": "0.9", "z": "0.3"}, {"x": "0.5", "y": "0.3", "z": "0.2"}
        )

    def test_of_what_is_measured_is_its_own(self) -> None:
        """What contributes never overrides what was measured; both are told."""
        both = rolled([("a", "nps"), ("b", "nps"), ("nps", "calm")], a=1, b="0.8", nps="0.2")
        assert both.progress("nps") == both.progress("calm") == Decimal("0.2")
        assert both.contributed("nps") == Mean(Decimal("0.9"), 2)

    def test_goes_all_the_way_up(self) -> None:
        """From key results through goals and a mission to the vision."""
        links: list[Lead] = [("x", "g"), ("y", "g"), ("g", "mission"), ("h", "mission", 3), ("mission", "vision")]
        assert rolled(links, x=0, y=1, h=1).progress("vision") == Decimal("0.875")

    def test_takes_measures_clamped_and_numbers_as_they_are(self) -> None:
        """Progress that a measure tells counts as a score; a number is whatever the host says."""
        churn = Metric(start=8, target=5).progress(9)
        assert rolled([("a", "o"), ("b", "o")], a=churn, b=1).progress("o") == Decimal("0.5")
        assert rolled([("a", "o"), ("b", "o")], a="-0.5", b=2).progress("o") == Decimal("0.75")

    def test_is_rounded_once_at_each_goal(self) -> None:
        """A third of a third is a third to twelve decimals, and a third of that."""
        thirds = rolled(
            [("x", "b"), ("y", "b"), ("z", "b"), ("b", "a"), ("u", "a"), ("v", "a")], x=1, y=0, z=0, u=0, v=0
        )
        assert thirds.progress("b") == Decimal("0.333333333333")
        assert thirds.progress("a") == Decimal("0.111111111111")

    def test_of_a_half_goes_to_the_even_neighbour(self) -> None:
        """Of two values equally near in the last decimal the even one is told, also below nothing."""
        tiny = Decimal("1E-12")
        assert rolled([("x", "o"), ("y", "o")], x=tiny, y=0).progress("o") == 0
        assert rolled([("x", "o"), ("y", "o")], x=3 * tiny, y=0).progress("o") == 2 * tiny
        assert rolled([("x", "o"), ("y", "o")], x=-tiny, y=0).progress("o") == 0
        assert rolled([("x", "o")], x=Decimal("0.1234567890125")).progress("o") == Decimal("0.123456789012")

    def test_owes_nothing_to_the_context_of_the_host(self) -> None:
        """A host that reckons in three digits gets the same result."""
        links: list[Lead] = [("x", "o"), ("y", "o", "0.7"), ("z", "o")]
        given: dict[str, Known] = {"x": Decimal("0.123456789"), "y": Decimal("0.987654321"), "z": 1}
        plain = rolled(links, **given).progress("o")
        with localcontext(Context(prec=3, Emax=9, Emin=-9)):
            careless = rolled(links, **given)
            assert careless.progress("o") == plain
            assert careless.update({"x": Decimal("0.1234567890123")}) == ("x", "o")

    def test_of_what_is_not_there_is_not_found(self) -> None:
        """Who asks for a goal that is not in sight is told so; progress given of one is passed over."""
        one = rolled([("x", "o")], x=1)
        with pytest.raises(NotFound, match="'nowhere'"):
            _ = one.progress("nowhere")
        assert RollUp(one.sight, {"nowhere": "0.5", "x": 1}).progress("o") == 1


class TestDiamond:
    def test_counts_each_contributor_once(self) -> None:
        """Where d serves b and c, and these serve a, a is the mean of b and c, whatever other ways lead from d."""
        assert rolled(DIAMOND, d="0.4").progress("a") == Decimal("0.4")
        lopsided = rolled([*DIAMOND, ("e", "c")], d=1, e=0)
        assert [lopsided.progress(id) for id in "bca"] == [1, Decimal("0.5"), Decimal("0.75")]

    def test_counts_the_same_goal_alike_wherever_it_stands(self) -> None:
        """A goal has one progress, and each of those that it serves weighs it for themselves."""
        shared = rolled([("d", "b", 3), ("x", "b", 1), ("d", "c", 1), ("y", "c", 1)], d=1, x=0, y=0)
        assert [shared.progress(id) for id in "bcd"] == [Decimal("0.75"), Decimal("0.5"), 1]

    def test_counts_a_link_told_twice_once(self) -> None:
        """To say it again adds no weight."""
        assert rolled([("x", "o"), ("x", "o"), ("y", "o")], x=1, y=0).progress("o") == Decimal("0.5")

    def test_counts_a_shortcut_as_the_contribution_that_it_is(self) -> None:
        """Who serves a directly and through b is one of two contributors of a."""
        assert rolled([("d", "b"), ("x", "b"), ("b", "a"), ("d", "a")], d=1, x=0).progress("a") == Decimal("0.75")

    def test_counts_each_once_in_a_mean_over_several(self) -> None:
        """Over all that is below a, d counts once, although two ways lead to it, and so does what is named twice."""
        lopsided = rolled([*DIAMOND, ("e", "c")], d=1, e=0)
        below = lopsided.sight.below("a")
        assert sorted(below) == ["b", "c", "d", "e"]
        assert lopsided.mean(below) == Mean(Decimal("0.625"), 4)
        assert lopsided.mean(["d", "e", "d", "d"]) == Mean(Decimal("0.5"), 2)
        assert lopsided.mean(["d", "e"], {"d": 3}) == Mean(Decimal("0.75"), 2)


class TestMissing:
    def test_is_left_out_and_said(self) -> None:
        """A contributor that nobody has measured counts neither as nothing nor with its weight."""
        part = rolled([("x", "o"), ("y", "o", 8), ("z", "o")], x="0.6", y=None)
        assert part.progress("o") == Decimal("0.6")
        assert part.contributed("o") == Mean(Decimal("0.6"), 1, ("y", "z"))
        assert part.missing() == ("y", "z")

    def test_goes_up_as_far_as_nothing_is_known(self) -> None:
        """A goal of whose contributors nothing is known is missing itself, and left out above."""
        links: list[Lead] = [("x", "b"), ("y", "b"), ("b", "a", 5), ("c", "a")]
        some = rolled(links, c="0.5")
        assert some.progress("b") is None
        assert some.progress("a") == Decimal("0.5")
        assert some.contributed("b") == Mean(None, 0, ("x", "y"))
        assert some.missing() == ("b", "x", "y")
        assert rolled(links).progress("a") is None

    def test_is_not_nothing(self) -> None:
        """A goal without contributors or measure shows no progress rather than 0 %."""
        assert rolled([], a=None).progress("a") is None
        assert rolled([], a=0).progress("a") == 0
        assert rolled([("x", "o")], x=Progress(None, "nothing has been read yet")).progress("o") is None

    def test_includes_what_only_weighs_nothing(self) -> None:
        """Where all that is known weighs nothing there is no mean, and nothing is divided by nothing."""
        light = rolled([("x", "o", 0), ("y", "o", 0), ("o", "a"), ("z", "a")], x=1, y=0, z="0.3")
        assert light.progress("o") is None
        assert light.contributed("o") == Mean(None, 0)
        assert light.progress("a") == Decimal("0.3")
        assert rolled([("x", "o", 0), ("y", "o")], x=1, y="0.3").contributed("o") == Mean(Decimal("0.3"), 2)

    def test_does_not_include_what_is_aside(self) -> None:
        """An archived goal neither counts nor is missed, for none of those it served."""
        links = [("x", "b"), ("old", "b"), ("old", "c"), ("y", "c")]
        sight = LineOfSight.of(["x", "y", "old", "b", "c"], links, aside=["old"])
        after = RollUp(sight, {"x": 1, "y": "0.5", "old": 0})
        assert [after.progress(id) for id in "bc"] == [1, Decimal("0.5")]
        assert after.contributed("b") == Mean(Decimal(1), 1)
        assert after.missing() == ()

    def test_follows_when_a_goal_moves_elsewhere(self) -> None:
        """After a goal is linked to another parent, both the old and the new one have changed."""
        before = rolled([("x", "b"), ("y", "b"), ("z", "c")], x=1, y=0, z="0.5")
        after = rolled([("x", "c"), ("y", "b"), ("z", "c")], x=1, y=0, z="0.5")
        assert [before.progress(id) for id in "bc"] == [Decimal("0.5"), Decimal("0.5")]
        assert [after.progress(id) for id in "bc"] == [0, Decimal("0.75")]


class TestUpdate:
    def test_changes_what_is_above_and_tells_it(self) -> None:
        """One reading changes its goal and what that serves, from the bottom to the top; nothing else is named."""
        live = rolled([("x", "b"), ("y", "b"), ("b", "a"), ("z", "c"), ("c", "a")], x=0, y=0, z=0)
        assert live.update({"x": 1}) == ("x", "b", "a")
        assert [live.progress(id) for id in "xbac"] == [1, Decimal("0.5"), Decimal("0.25"), 0]

    def test_tells_nothing_where_nothing_changes(self) -> None:
        """The same reading again is no news."""
        live = rolled(DIAMOND, d="0.4")
        assert live.update({"d": Decimal("0.40")}) == ()
        assert live.update({}) == ()

    def test_stops_at_what_is_measured_itself(self) -> None:
        """What contributes to a measured goal changes what was contributed, not how far it is."""
        live = rolled([("x", "nps"), ("nps", "calm")], x=0, nps="0.2")
        assert live.update({"x": 1}) == ("x",)
        assert live.contributed("nps") == Mean(Decimal(1), 1)

    def test_reaches_a_diamond_once(self) -> None:
        """What is above on two ways is told once, after both."""
        live = rolled([*DIAMOND, ("e", "c"), ("d", "a")], d=0, e=0)
        changed = live.update({"d": 1})
        assert (changed[0], {*changed[1:3]}, changed[3:]) == ("d", {"b", "c"}, ("a",))
        assert live.progress("a") == Decimal("0.833333333333")

    def test_takes_in_the_first_reading_and_forgets_the_last(self) -> None:
        """What was missing counts from now on; what is no longer measured is left out, or is its contributors' mean."""
        live = rolled([("x", "b"), ("y", "b"), ("b", "a")], x="0.6")
        assert live.update({"y": 0}) == ("y", "b", "a")
        assert live.progress("a") == Decimal("0.3")
        assert live.update({"y": None}) == ("y", "b", "a")
        assert live.progress("a") == Decimal("0.6")
        assert live.update({"x": None}) == ("x", "b", "a")
        assert live.progress("a") is None
        assert live.missing() == ("a", "b", "x", "y")
        assert live.update({"b": 1, "x": "0.5"}) == ("x", "b", "a")
        assert live.progress("a") == 1
        assert live.update({"b": None}) == ("b", "a")
        assert live.progress("a") == Decimal("0.5")

    def test_that_leaves_the_mean_as_it_was_measured_changes_nothing(self) -> None:
        """A goal measured at just what its contributors say is as far without its measure."""
        live = rolled([("x", "b"), ("b", "a")], x="0.5", b="0.5")
        assert live.update({"b": None}) == ()
        assert live.progress("b") == live.progress("a") == Decimal("0.5")
        assert live.update({"x": 1}) == ("x", "b", "a")

    def test_of_nothing_known_to_nothing_done_is_news(self) -> None:
        """Not known and 0 are not the same."""
        live = rolled([("x", "b")])
        assert live.update({"x": 0}) == ("x", "b")
        assert live.progress("b") == 0

    @pytest.mark.parametrize("size", [3, 200])
    def test_of_many_at_once_is_the_same(self, size: int) -> None:
        """Whether few or many have changed, what is told and what comes out is what rolling up anew would say."""
        links: list[Lead] = [(f"x{n}", f"g{n // 10}", 1 + n % 3) for n in range(size)]
        links += [(f"g{n}", "top") for n in range(max(size // 10, 1))]
        ids = sorted({id for link in links for id in link[:2]})
        start: dict[str, Known] = {f"x{n}": Decimal(n % 7) / 10 for n in range(size)}
        changes: dict[str, Known] = {f"x{n}": 1 for n in range(1, size, 2)}
        live, sight = RollUp(LineOfSight.of(ids, links), start), LineOfSight.of(ids, links)
        changed = live.update(changes)
        anew = RollUp(sight, {**start, **changes})
        assert [*live.items()] == [*anew.items()]
        assert {*changed} == {id for id, value in RollUp(sight, start).items() if value != anew.progress(id)}
        assert changed[-1] == "top"
        assert live.update({"x0": "0.25"}) == ("x0", "g0", "top")

    def test_that_is_refused_changes_nothing(self) -> None:
        """One wrong number or unknown goal among several, and none is taken."""
        live = rolled([("x", "b"), ("y", "b")], x="0.5", y="0.5")
        before = [*live.items()]
        for wrong in ({"x": 1, "y": 0.5}, {"x": 1, "y": "NaN"}, {"x": 1, "nowhere": 1}, {"x": 1, "y": 1_000_001}):
            with pytest.raises(ColeadershipError):
                _ = live.update(wrong)  # type: ignore[arg-type]
            assert [*live.items()] == before


class TestBadProgress:
    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            (0.5, "0.5 is a float"),
            (True, "bool is no number"),
            ("half", "'half' is no number"),
            (Decimal("NaN"), "NaN cannot be counted with"),
            (Decimal("sNaN"), "sNaN cannot be counted with"),
            (Decimal("-Infinity"), "-Infinity cannot be counted with"),
            (Decimal("1E+999999"), "is more than a million times the way"),
            (Decimal(-1_000_001), "is more than a million times the way"),
            (10**30, "a number is below"),
        ],
    )
    def test_is_refused_by_name(self, value: object, sentence: str) -> None:
        """Among many goals the one is named whose progress is none, when it is rolled up and when it changes."""
        with pytest.raises(Inconsistent, match=rf"^progress\[y\]: {sentence}"):
            _ = rolled([("x", "b"), ("y", "b")], x=Decimal("0.5"), y=value)  # type: ignore[arg-type]
        with pytest.raises(Inconsistent, match=rf"^progress\[y\]: {sentence}"):
            _ = rolled([("x", "b"), ("y", "b")], x=Decimal("0.5")).update({"y": value})  # type: ignore[dict-item]

    def test_is_not_what_is_merely_large_or_fine(self) -> None:
        """A million times the way is taken, and what is finer than twelve decimals is rounded."""
        far = rolled([("x", "b"), ("y", "b")], x=Decimal(1_000_000), y=Decimal("-1E-999999"))
        assert far.progress("b") == 500_000
        assert far.progress("y") == 0


class TestRollUp:
    @pytest.mark.parametrize("order", [("x", "y", "o"), ("o", "y", "x"), ("y", "x", "o", "z")])
    def test_does_not_care_in_which_order_progress_is_told(self, order: tuple[str, ...]) -> None:
        """Told in the order of the goals, in another, with gaps or with more than is in sight: it is the same."""
        known: dict[str, Known] = {"x": Decimal(1), "y": Decimal("0.5"), "o": None, "z": Decimal(0)}
        sight = LineOfSight.of(["x", "y", "o"], [("x", "o"), ("y", "o", 3)])
        assert RollUp(sight, {id: known[id] for id in order}).progress("o") == Decimal("0.625")
        assert RollUp(sight, {"x": Decimal(1)}).progress("o") == 1

    def test_tells_everything(self) -> None:
        """Goals, visions and what stands between, each with its progress."""
        assert [*rolled(DIAMOND, d="0.4").items()] == [(id, Decimal("0.4")) for id in "abcd"]
        assert [*RollUp(LineOfSight.of([], []), {}).items()] == []

    def test_can_be_kept_and_copied(self) -> None:
        """A copy can be asked “what if” and leaves the original as it is; both can be sent to another process."""
        live = rolled(DIAMOND, d="0.4")
        what_if = copy.deepcopy(live)
        assert what_if.update({"d": 1})[-1] == "a"
        assert live.progress("a") == Decimal("0.4")
        assert [*pickle.loads(pickle.dumps(what_if)).items()] == [*what_if.items()]  # noqa: S301 - our own
