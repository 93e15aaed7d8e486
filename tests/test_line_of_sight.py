from __future__ import annotations

from decimal import Decimal
from itertools import islice
from typing import Any

import pytest

from coleadership.errors import Inconsistent, NotFound
from coleadership.insights.line_of_sight import Lead, LineOfSight
from coleadership.insights.rings import rings

STORY = LineOfSight.of(
    ["swaps", "cover", "rota", "sleep", "party"],
    [
        ("swaps", "rota"),
        ("cover", "rota"),
        ("cover", "sleep"),
        ("rota", "assignment"),
        ("sleep", "assignment"),
        ("assignment", "mission"),
        ("mission", "calm"),
    ],
    visions=["calm", "growth"],
)
DIAMOND = LineOfSight.of("abcd", [("d", "b"), ("d", "c"), ("b", "a"), ("c", "a")])


class TestChains:
    def test_lead_from_a_goal_to_the_vision(self) -> None:
        """From what I do this week, through goal and assignment, to mission and vision: every way there is."""
        assert [*STORY.chains_up("cover")] == [
            ("cover", "rota", "assignment", "mission", "calm"),
            ("cover", "sleep", "assignment", "mission", "calm"),
        ]

    def test_lead_down_again(self) -> None:
        """And back: from the vision to everything that begins below it."""
        assert [*STORY.chains_down("calm")] == [
            ("calm", "mission", "assignment", "rota", "swaps"),
            ("calm", "mission", "assignment", "rota", "cover"),
            ("calm", "mission", "assignment", "sleep", "cover"),
        ]

    def test_of_what_stands_alone_are_short(self) -> None:
        """What contributes to nothing is the whole of its chain."""
        assert [*STORY.chains_up("party")] == [*STORY.chains_down("party")] == [("party",)]

    def test_come_one_at_a_time(self) -> None:
        """Forty diamonds in a row have a million million ways; whoever asks for three gets three."""
        links = [
            link
            for n in range(40)
            for link in ((f"{n}", f"{n}l"), (f"{n}", f"{n}r"), (f"{n}l", f"{n + 1}"), (f"{n}r", f"{n + 1}"))
        ]
        deep = LineOfSight.of(["0"], links, visions=["40"])
        first = [*islice(deep.chains_up("0"), 3)]
        assert [(chain[0], chain[-1], len(chain)) for chain in first] == [("0", "40", 81)] * 3
        assert len({*first}) == 3
        assert len(deep.above("0")) == 120
        assert deep.orphans() == ()


class TestAround:
    def test_names_each_once_and_the_nearest_first(self) -> None:
        """However many ways lead to it, it is one."""
        assert DIAMOND.above("d") == ("b", "c", "a")
        assert DIAMOND.below("a") == ("b", "c", "d")
        assert STORY.above("cover", "swaps") == ("rota", "sleep", "assignment", "mission", "calm")

    def test_leaves_out_where_it_began(self) -> None:
        """Of several given, one that is above another is where one stands already."""
        assert DIAMOND.above("d", "b") == ("c", "a")

    def test_names_neighbours(self) -> None:
        """One step up or down."""
        assert STORY.contributes_to("cover") == ("rota", "sleep")
        assert STORY.contributors("rota") == ("swaps", "cover")
        assert STORY.contributors("swaps") == STORY.contributes_to("calm") == ()

    @pytest.mark.parametrize(
        "question", ["above", "below", "contributors", "contributes_to", "chains_up", "chains_down"]
    )
    def test_says_what_it_does_not_know(self, question: str) -> None:
        """An id that no goal, vision or link names is not found, at once."""
        with pytest.raises(NotFound, match=r"nothing here is called 'nowhere'; no goal, vision or link names it"):
            getattr(STORY, question)("nowhere")


class TestGaps:
    def test_are_goals_that_lead_nowhere(self) -> None:
        """An orphan is a goal that reaches no vision, also if it reaches something."""
        assert STORY.orphans() == ("party",)
        half = LineOfSight.of(["a", "b", "c"], [("a", "b"), ("c", "calm")], visions=["calm"])
        assert half.orphans() == ("a", "b")

    def test_are_visions_that_nothing_serves(self) -> None:
        """A part of the vision with a mission below it but no goal is not served."""
        assert STORY.unserved() == ("growth",)
        paper = LineOfSight.of(["a"], [("mission", "calm"), ("a", "growth")], visions=["calm", "growth"])
        assert paper.unserved() == ("calm",)

    def test_may_be_told_by_part(self) -> None:
        """Parts of a vision contribute to the whole; each is served or not on its own."""
        parts = LineOfSight.of(
            ["a"], [("a", "part 1"), ("part 1", "vision"), ("part 2", "vision")], visions=["vision", "part 1", "part 2"]
        )
        assert parts.unserved() == ("part 2",)
        assert parts.orphans() == ()

    def test_of_nothing_are_none(self) -> None:
        """Where there is nothing, nothing is missing."""
        empty = LineOfSight.of([], [])
        assert (len(empty), empty.orphans(), empty.unserved()) == (0, (), ())


class TestAside:
    def test_carries_nothing(self) -> None:
        """When a goal is archived, what was below it leads nowhere until it is linked anew."""
        links = [("a", "b"), ("b", "calm"), ("c", "b"), ("c", "calm")]
        before = LineOfSight.of("abc", links, visions=["calm"])
        after = LineOfSight.of("abc", links, visions=["calm"], aside=["b"])
        assert before.orphans() == ()
        assert after.orphans() == ("a",)
        assert [*after.chains_up("c")] == [("c", "calm")]

    def test_is_not_asked(self) -> None:
        """What is aside has no line of sight, and the sentence says why."""
        sight = LineOfSight.of("ab", [("a", "b")], aside=["b"])
        with pytest.raises(NotFound, match=r"nothing here is called 'b'; it was put aside"):
            _ = sight.contributors("b")
        assert repr(sight) == "<LineOfSight: 1 goals, 0 visions, 0 links>"

    def test_may_be_a_vision_or_unknown(self) -> None:
        """A vision that is retired serves nobody; to put aside what is not there changes nothing."""
        sight = LineOfSight.of("a", [("a", "calm")], visions=["calm"], aside=["calm", "z"])
        assert sight.orphans() == ("a",)
        assert sight.unserved() == ()

    def test_breaks_a_circle(self) -> None:
        """A circle through something that is aside is none any more."""
        assert LineOfSight.of("abc", [("a", "b"), ("b", "c"), ("c", "a")], aside=["c"]).above("a") == ("b",)


class TestCircles:
    @pytest.mark.parametrize(
        ("links", "circles"),
        [
            ([("a", "a")], [("a", "a")]),
            ([("a", "b"), ("b", "a")], [("a", "b", "a")]),
            ([("a", "b"), ("b", "c"), ("c", "a"), ("b", "a")], [("a", "b", "a")]),
            ([("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")], [("b", "c", "b")]),
            ([("x", "y"), ("y", "x"), ("y", "a"), ("a", "a")], [("a", "a"), ("x", "y", "x")]),
            ([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")], []),
            ([("a", "b"), ("a", "b")], []),
            ([], []),
        ],
    )
    def test_are_named(self, links: list[tuple[str, str]], circles: list[tuple[str, ...]]) -> None:
        """One for each knot, the shortest of it, with both its ends; a diamond is none."""
        assert [*rings(links)] == circles

    def test_are_refused_with_their_names(self) -> None:
        """A graph that leads in a circle is refused; every knot is named, not only the first."""
        with pytest.raises(
            Inconsistent, match=r"^links: a → a is a circle, so it leads nowhere; take one of"
        ) as refused:
            _ = LineOfSight.of("abxyz", [("x", "y"), ("y", "x"), ("a", "a"), ("b", "x"), ("y", "z")])
        assert refused.value.also == ("x → y → x is a circle, so it leads nowhere; take one of these links away",)

    def test_of_any_length_are_found(self) -> None:
        """A chain of 50,000 goals may be deep, but nothing is asked of the stack."""
        ring = [(f"{n}", f"{(n + 1) % 50_000}") for n in range(50_000)]
        assert len(rings(ring)[0]) == 50_001
        with pytest.raises(Inconsistent, match=r"^links: 0 → 1 → 2 → .*…"):
            _ = LineOfSight.of([], ring)
        assert len(LineOfSight.of([], ring[1:]).above("1")) == 49_999

    def test_show_before_they_are_saved(self) -> None:
        """Whoever saves a link gives it together with all links above it, and is told which circle it would close."""
        above = [("rota", "assignment"), ("assignment", "mission")]
        assert rings([*above, ("mission", "rota", 3)]) == (("assignment", "mission", "rota", "assignment"),)
        assert rings([*above, ("mission", "calm")]) == ()


class TestLinks:
    def test_may_be_told_twice(self) -> None:
        """The same link twice is one."""
        twice = LineOfSight.of("ab", [("a", "b"), ("a", "b", 1)])
        assert twice.contributors("b") == ("a",)
        with pytest.raises(Inconsistent, match=r"^links: a contributes to b with two weights; choose one"):
            _ = LineOfSight.of("ab", [("a", "b"), ("a", "b", 2)])

    @pytest.mark.parametrize("weight", [1, 0, "0.5", Decimal("0.25"), "0.000001", 1_000_000])
    def test_weigh_something_or_nothing(self, weight: Decimal | int | str) -> None:
        """A weight is nothing or more, up to a million, with up to six decimals."""
        assert LineOfSight.of("ab", [("a", "b", weight), ("c", "b", 1)]).contributors("b") == ("a", "c")

    @pytest.mark.parametrize(
        ("weight", "sentence"),
        [
            (-1, "-1 is less than nothing"),
            (0.5, "0.5 is a float"),
            ("NaN", "NaN cannot be counted with"),
            (Decimal("sNaN"), "sNaN cannot be counted with"),
            (Decimal("Infinity"), "Infinity cannot be counted with"),
            (True, "bool is no number"),
            ([1], "list is no number"),
            ("0.0000001", "1E-7 is above a million or finer than six decimals"),
            (1_000_001, "1000001 is above a million"),
        ],
    )
    def test_refuse_weights_that_do_not_fit(self, weight: object, sentence: str) -> None:
        """Each is refused with the link that it is on, also after a weight that is equal but right."""
        links = [("x", "y", 1), ("x", "z", "0.5"), ("a", "b", weight)]
        with pytest.raises(Inconsistent, match=rf"^links\[a → b\]\.weight: {sentence}"):
            _ = LineOfSight.of("ab", links)  # type: ignore[arg-type]

    @pytest.mark.parametrize("link", [("a",), ("a", "b", 1, 2), ()])
    def test_have_two_ends(self, link: Lead) -> None:
        """Less or more is no link."""
        with pytest.raises(Inconsistent, match=r"^links: .* is no link; give \(contributor, to\)"):
            _ = LineOfSight.of("ab", [link])

    @pytest.mark.parametrize("id", ["", 7, None, "a\n", ["a"]])
    def test_go_between_ids(self, id: object) -> None:
        """What is no id is refused, wherever it stands."""
        wrong: Any = id
        for goals, links, visions, aside in (
            ([wrong], [], [], []),
            ([], [(wrong, "b")], [], []),
            ([], [("a", wrong)], [], []),
            ([], [], [wrong], []),
            ([], [], [], [wrong]),
        ):
            with pytest.raises(Inconsistent, match=r" is no id"):
                _ = LineOfSight.of(goals, links, visions=visions, aside=aside)

    def test_do_not_make_a_goal_a_vision(self) -> None:
        """What is given as a goal and as a vision is refused; a goal given twice is one."""
        with pytest.raises(Inconsistent, match=r"^visions: a is among the goals; give it as one or the other"):
            _ = LineOfSight.of("ab", [], visions="a")
        assert len(LineOfSight.of("aab", [], visions="cc")) == 3
