"""Moving goalposts, over the goals of a unit."""

from __future__ import annotations

from coleadership.goals.goal import Goal
from coleadership.goals.goalposts import Shift
from coleadership.goals.measures import Metric
from coleadership.insights.moved_goalposts import MovedGoalposts, moved_goalposts
from tests.builders import later, on
from tests.pursuing import agreed_goal, goal


def moved(*targets: int, day: float = 1, one: Goal | None = None) -> Goal:
    """A goal from twelve calls to two, reformulated to each of these targets."""
    one = one or agreed_goal(due=on(100))
    for target in targets:
        measure = Metric(start=12, target=target, unit="calls")
        one = one.reformulate(reason="We know more", measure=measure, by="anna", at=later(day))
        one = one.propose(by="anna", at=later(day)).consent(by="bo", at=later(day))
    return one


def counts(told: MovedGoalposts) -> dict[str, int]:
    """How often which way."""
    return {shift.value: count for shift, count in told.shifts if count}


class TestMovedGoalposts:
    def test_counts_how_often_and_which_way(self) -> None:
        """Over all goals that were agreed; to say it in other words moves nothing."""
        reworded = agreed_goal().reformulate(reason="Clearer", title="Calm", by="anna", at=later(1))
        reworded = reworded.propose(by="anna", at=later(1)).consent(by="bo", at=later(1))
        told = moved_goalposts([moved(4, 5), moved(1), reworded, agreed_goal(), goal()])
        assert (told.goals, told.reformulated, told.times) == (4, 3, 4)
        assert counts(told) == {"easier": 2, "harder": 1, "same": 1}
        assert (told.count("easier"), told.count(Shift.UNCLEAR), told.only_easier) == (2, 0, False)

    def test_tells_the_signs_of_each_goal(self) -> None:
        """“Reformulating after the due date, or only ever downwards, is flagged, not forbidden”."""
        late, easier = moved(1, day=101), moved(4)
        told = moved_goalposts([late, easier])
        assert (told.late, [one.goal for one in told.moved]) == (1, sorted([late.id, easier.id]))
        signs = {one.goal: one.signs for one in told.moved}
        assert signs[late.id] == (f"reformulated on {on(101)}, after it was due on {on(100)}",)
        assert signs[easier.id] == ("made easier once, and never harder",)

    def test_sees_over_all_what_no_goal_shows_alone(self) -> None:
        """Twice easier in a unit, and never harder."""
        told = moved_goalposts([moved(4), moved(3)])
        assert told.only_easier
        assert told.reasons[:2] == (
            "2 of 2 goals were reformulated: 2 easier", "over all of them, made easier 2 times and never harder",
        )  # fmt: skip
        assert not moved_goalposts([moved(4)]).only_easier
        assert not moved_goalposts([moved(4), moved(3), moved(1)]).only_easier

    def test_gives_its_reasons_in_sentences(self) -> None:
        """With how often it was late, and what each goal is called."""
        told = moved_goalposts([moved(4, day=101)])
        assert told.reasons == (
            "1 of 1 goals were reformulated: 1 easier",
            "1 of 1 times after the goal had been due",
            f"“Calm evenings”: reformulated on {on(101)}, after it was due on {on(100)}",
            "“Calm evenings”: made easier once, and never harder",
        )
        assert moved_goalposts([agreed_goal()]).reasons == ()

    def test_keeps_what_was_moved_before_a_goal_was_judged(self) -> None:
        """An achieved goal tells how it was achieved."""
        done = moved(4).read(4, by="anna", at=later(2)).achieve(by="anna", at=later(2))
        assert moved_goalposts([done]).count("easier") == 1

    def test_is_the_same_in_any_order(self) -> None:
        """And of nothing, nothing."""
        goals = [moved(4), moved(1), moved(5, 4)]
        assert moved_goalposts(goals) == moved_goalposts(reversed(goals))
        nothing = moved_goalposts([])
        assert (nothing.goals, nothing.times, nothing.moved, nothing.reasons) == (0, 0, (), ())
