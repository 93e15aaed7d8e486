"""The line of sight: from what somebody does up to the vision and back down, and links that would close a circle."""

from __future__ import annotations

from coleadership.insights.sight import Seen, Sight


def sight(*steps: tuple[str, str], start: str = "person_a") -> Sight:
    """A line of sight of these steps, everything being called by its id."""
    ids = dict.fromkeys([start, *(id for step in steps for id in step)])
    return Sight(start, {id: Seen(id, id.partition("_")[0], f"The {id}", "in_force") for id in ids}, steps)


DIAMOND = (
    ("person_a", "goal_a"),
    ("goal_a", "goal_b"),
    ("goal_a", "goal_c"),
    ("goal_b", "vision"),
    ("goal_c", "vision"),
)


class TestSight:
    def test_tells_every_way_up(self) -> None:
        """What leads to two things leads up by both."""
        assert [[one.id for one in chain] for chain in sight(*DIAMOND).chains()] == [
            ["person_a", "goal_a", "goal_b", "vision"], ["person_a", "goal_a", "goal_c", "vision"],
        ]  # fmt: skip

    def test_tells_what_leads_down(self) -> None:
        """From the vision, all that serves it and whose it is."""
        down = sight(*DIAMOND, start="vision").down()
        assert [branch.seen.id for branch in down.further] == ["goal_b", "goal_c"]
        assert down.further[0].further[0].further[0].seen.id == "person_a"

    def test_tells_what_leads_nowhere(self) -> None:
        """A goal from which no way leads to a vision is an orphan, however long the way."""
        orphans = sight(*DIAMOND, ("person_a", "goal_d"), ("goal_d", "assignment_a")).orphans()
        assert [one.id for one in orphans] == ["goal_d", "assignment_a"]

    def test_does_not_go_round_for_ever(self) -> None:
        """A circle that was recorded elsewhere is walked once."""
        round_again = sight(("goal_a", "goal_b"), ("goal_b", "goal_a"), start="goal_a")
        assert [[one.id for one in chain] for chain in round_again.chains()] == [["goal_a", "goal_b"]]

    def test_is_as_large_as_what_is_in_it(self) -> None:
        """Forty goals in layers have a million ways, and a chain of thousands is deep: both are trees at once."""
        layers = [(f"goal_{n}{a}", f"goal_{n + 1}{b}") for n in range(20) for a in "xy" for b in "xy"]
        wide = sight(*layers, start="goal_0x")
        assert len({id(branch) for branch in wide.up().further}) == 2
        assert len(next(iter(wide.chains()))) == 21
        deep = sight(*((f"goal_{n}", f"goal_{n + 1}") for n in range(3_000)), start="goal_0")
        assert len(next(deep.chains())) == 3_001

    def test_is_drawn_by_mermaid_whatever_things_are_called(self) -> None:
        """Quotes, angles and line breaks in a title are text, and every step is an arrow."""
        things = {id: Seen(id, "goal", title, "draft") for id, title in (("a", 'say "hi" <b>\n'), ("b", "x & y"))}
        assert Sight("a", things, (("a", "b"),)).mermaid().splitlines() == [
            "flowchart BT", '  n1["goal: say #quot;hi#quot; &lt;b> "]', '  n2["goal: x &amp; y"]', "  n1 --> n2",
        ]  # fmt: skip
