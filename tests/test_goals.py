from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import attrs
import pytest

import coleadership as co
from coleadership.errors import ColeadershipError, Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.goals.goal import Goal
from coleadership.goals.goalposts import Shift
from coleadership.goals.measures import MEASURES, Measure, Metric, Milestone, Milestones, Range, YesNo
from coleadership.goals.pace import Phase, Track
from coleadership.goals.progress import Progress
from coleadership.goals.pursuit import Ending
from coleadership.goals.readings import Reading, Seen
from coleadership.heart.consent import CONSENSUS, CONSENT, MAJORITY
from coleadership.heart.kinds import Part
from coleadership.heart.life import AdoptedOnRecord, Force
from coleadership.prose import Prose
from coleadership.recording.codec import Codec
from tests.builders import AT, later, on
from tests.pursuing import OWNED, agreed_goal, goal, reformulating

EASIER = Metric(start=12, target=5, unit="calls")
HARDER = Metric(start=12, target=1, unit="calls")


def participles(subject: Goal) -> list[str]:
    """What has happened to a goal since it was last saved."""
    return [event.participle for event in subject.unrecorded]


class TestDraft:
    def test_may_be_incomplete_and_says_what_is_missing(self) -> None:
        """“A draft may be incomplete”, and both checks tell with the path of the field what is missing."""
        half = Goal.draft("Calm evenings", parties={"anna": Part.OWNER}, by="anna", at=AT)
        assert half.status == "draft"
        assert not half.concrete
        assert [lack.path for lack in half.concrete.missing] == ["due"]
        assert [lack.path for lack in half.followable.missing] == ["measure"]
        assert {lack.path for lack in half.readiness() if lack.blocks} == {"parties", "due", "measure"}

    def test_begins_today_unless_said(self) -> None:
        """One starts where one stands."""
        assert goal().content.begin == AT.date()
        assert goal(begin=on(10)).content.begin == on(10)

    def test_is_whole_once_nothing_is_missing(self) -> None:
        """Both checks hold, and hold on to what holds in every later wording."""
        assert goal().concrete
        assert goal().followable
        phased = goal(phases=[Phase(on(50), "0.1")])
        assert phased.content.phases == goal(phases={on(50): "0.1"}).content.phases
        assert str(phased.revise(title="Quiet evenings", by="bo", at=AT).title) == "Quiet evenings"

    def test_is_for_its_parties(self) -> None:
        """Nobody words a goal for others."""
        with pytest.raises(NotAllowedFor, match=r"eve cannot draft this here \(who could: its parties: anna, bo\)"):
            _ = Goal.draft("x", parties=OWNED, by="eve", at=AT)

    def test_is_owned_by_people_roles_and_teams(self) -> None:
        """“Goal owners are a set of role, person, team”; where none is named, it is the parties who own it."""
        assert goal().owners == ("anna",)
        assert goal(owners=["team_evening", "role_rota"]).owners == ("team_evening", "role_rota")

    def test_is_found_by_all_that_it_is_linked_with(self) -> None:
        """Parties, authors, owners, what it contributes to."""
        linked = goal(owners=["team_evening"], contributions=["mission_calm", co.Contribution("goal_rest", weight=2)])
        assert {*linked.links()} == {
            ("party", "anna"), ("party", "bo"), ("author", "anna"), ("owner", "team_evening"),
            ("contributes", "mission_calm"), ("contributes", "goal_rest"),
        }  # fmt: skip
        assert {relation for relation, _ in linked.links()} <= Goal.RELATIONS

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"due": on(-1)}, r"due: .* is before it begins"),
            ({"contributions": ["goal_a", "goal_a"]}, "it contributes to goal_a twice"),
            ({"contributions": "goal_a"}, "contributions: 'goal_a' is no list"),
            ({"contributions": ["person_bo"]}, "'person_bo' is none of goal, assignment, mission, vision, aim"),
            ({"contributions": [f"goal_{n}" for n in range(101)]}, "100 is the most"),
            ({"contributions": [co.Contribution("goal_a", how=Prose.write("a\nb"))]}, "write it on one line"),
            ({"measure": 5}, "5 is no measure"),
            ({"phases": {on(200): 1}}, "phases: .* does not come after"),
            ({"phases": [0.5]}, "0.5 is no phase"),
            ({"horizon": "soon"}, "'soon' is none of its words; choose here_and_now, long_term"),
            ({"ambition": None}, "None is none of its words; choose committed, stretch"),
            ({"owners": "anna"}, "owners: 'anna' is no list"),
            ({"owners": [f"role_{n}" for n in range(101)]}, "101 are more than 100"),
            ({"rule": "consent"}, "'consent' is no decision rule"),
            ({"due": "tomorrow"}, "due: 'tomorrow' is no day"),
            ({"target": 5}, "target: there is no such field here"),
            ({"dues": on(5)}, "did you mean 'due'?"),
        ],
    )
    def test_refuses_what_cannot_be(self, wrong: dict[str, object], says: str) -> None:
        """A sentence with the path of the field, and nothing has begun."""
        with pytest.raises(Inconsistent, match=says):
            _ = goal(**wrong)  # type: ignore[arg-type]

    @pytest.mark.parametrize("weight", [-1, "NaN", "Infinity", 0.5, "1000001", "0.0000001", "half", True])
    def test_refuses_weights_that_do_not_fit(self, weight: object) -> None:
        """A weight is an exact number from nothing to a million, as fine as can be added up."""
        with pytest.raises(Inconsistent, match=r"^contributions.weight: "):
            _ = co.Contribution("goal_a", weight=weight)  # type: ignore[arg-type]


class TestPropose:
    def test_is_agreed_by_owner_and_coordinator(self) -> None:
        """“Agreed by owner and coordinator”: the yes of one is not enough, and nobody may stand aside at first."""
        asked = goal().propose(by="anna", at=AT)
        assert asked.status == "proposed"
        assert asked.proposals[0].rule == CONSENSUS
        assert asked.stand_aside(by="bo", at=AT).status == "proposed"
        assert asked.consent(by="bo", nothing_to_add=True, at=AT).status == "in_force"

    @pytest.mark.parametrize(
        ("lacking", "path"),
        [
            ({"measure": None}, "measure"),
            ({"due": None}, "due"),
            ({"begin": None}, "begin"),
            ({"measure": Metric(target=2)}, "measure.start"),
            ({"measure": Metric(start=2, target=2)}, "measure.target"),
            ({"measure": Milestones()}, "measure.steps"),
        ],
    )
    def test_takes_what_makes_it_concrete_and_followable(self, lacking: dict[str, object], path: str) -> None:
        """“An agreed goal may not” be incomplete: without measure or date nobody can even propose it."""
        with pytest.raises(Inconsistent) as refused:
            _ = goal(**lacking).propose(by="anna", at=AT)  # type: ignore[arg-type]
        assert refused.value.field == path

    def test_takes_an_owner_and_a_coordinator(self) -> None:
        """Both have their part at the table."""
        alone = goal().revise(parties={"anna": Part.MEMBER}, by="anna", at=AT)
        with pytest.raises(Inconsistent, match=r"name at least one owner; parties: name at least one coordinator"):
            _ = alone.propose(by="anna", at=AT)
        assert [lack.path for lack in alone.concrete.missing] == ["owners"]

    def test_takes_somebody_who_decides_by_its_rule(self) -> None:
        """A rule that leaves it to a part that nobody has would never decide."""
        mentored = goal(rule=co.DecisionRule(id="mentor", decided_by="mentor"))
        with pytest.raises(Inconsistent, match="nobody here is the mentor who decides"):
            _ = mentored.propose(by="anna", at=AT)

    def test_takes_words_that_are_still_there(self) -> None:
        """What was erased says nothing that one could agree on."""
        erased = goal().revise(title=Prose(Prose.write("Calm").seal), by="anna", at=AT)
        assert [lack.path for lack in erased.concrete.missing] == ["title"]

    def test_advises_and_does_not_insist(self) -> None:
        """Why, where it leads and when one looks at it are worth a thought."""
        bare = goal(why=None, contributions=[], review=on(200))
        assert [lack.path for lack in bare.readiness()] == ["review", "why", "contributions"]
        assert bare.propose(by="anna", at=AT).status == "proposed"


class TestInMeeting:
    def test_is_agreed_at_once_by_all_who_are_there(self) -> None:
        """“Who set it together” is kept."""
        met = Goal.in_meeting("Calm", parties=OWNED, present=["anna", "bo"], by="bo", measure=YesNo(), due=on(9), at=AT)
        assert met.status == "in_force"
        assert met.how_it_came_about().together == ("anna", "bo")

    def test_awaits_those_who_were_away(self) -> None:
        """Nobody says yes for somebody else."""
        met = Goal.in_meeting("Calm", parties=OWNED, present=["bo"], by="bo", measure=YesNo(), due=on(9), at=AT)
        assert (met.status, met.proposals[0].silent) == ("proposed", ("anna",))

    def test_takes_parties_only(self) -> None:
        """Somebody else's presence says nothing."""
        with pytest.raises(Inconsistent, match="name parties only, bo among them"):
            _ = Goal.in_meeting("Calm", parties=OWNED, present=["bo", "eve"], by="bo", at=AT)

    def test_takes_a_whole_goal(self) -> None:
        """What is missing is missing in a meeting, too."""
        with pytest.raises(Inconsistent, match="due: say by when"):
            _ = Goal.in_meeting("Calm", parties=OWNED, present=["bo"], by="bo", at=AT)


class TestRead:
    def test_tells_how_far_it_has_come_raw_and_clamped(self) -> None:
        """Falling targets count like rising ones; beyond the target is kept raw."""
        assert agreed_goal().progress().raw is None
        assert agreed_goal().read(7, by="bo", at=AT).progress().raw == Decimal("0.5")
        beyond = agreed_goal().read(0, by="bo", at=AT).progress()
        assert (beyond.raw, beyond.clamped) == (Decimal("1.2"), Decimal(1))

    def test_remembers_which_wording_was_measured(self) -> None:
        """After other words were adopted, progress is not known until somebody looks again."""
        read = agreed_goal().read(7, by="bo", confidence="0.8", note="Quiet week", at=AT)
        assert read.pursuit.newest is not None
        assert read.pursuit.newest.wording == read.wording
        assert (read.pursuit.newest.confidence, str(read.pursuit.newest.note)) == (Decimal("0.8"), "Quiet week")
        reworded = read.reformulate(reason="x", measure=HARDER, by="bo", at=AT).propose(by="bo", at=AT)
        adopted = reworded.consent(by="anna", at=AT)
        assert adopted.progress().reason == "nothing has been read since it was reformulated"
        with pytest.raises(Inconsistent, match="is not in force; read it by"):
            _ = adopted.read(7, by="bo", wording=read.wording, at=AT)
        assert adopted.read(7, by="bo", wording=adopted.wording, at=AT).progress().raw == Decimal("0.454545454545")

    def test_takes_what_its_measure_can_be_read_as(self) -> None:
        """“Units that differ” and values that are none are refused in a sentence."""
        wrong: list[tuple[object, str]] = [
            (True, "is no number"), ("NaN", "cannot be counted with"), ("-Infinity", "cannot be counted with"),
            (7.5, "is a float"), (Reading(number=7, unit="kr"), "it is in kr and the measure in calls"),
        ]  # fmt: skip
        for seen, says in wrong:
            with pytest.raises(Inconsistent, match=says):
                _ = agreed_goal().read(seen, by="bo", at=AT)  # type: ignore[arg-type]

    def test_keeps_the_newest_by_the_day_on_which_it_was_so(self) -> None:
        """What is told late does not look newer than it is; of two on one day the later told counts."""
        read = agreed_goal().read(7, by="bo", at=later(9)).read(11, by="anna", on=on(3), at=later(10))
        assert read.progress().raw == Decimal("0.5")
        assert read.read(8, by="anna", on=on(9), at=later(11)).progress().raw == Decimal("0.4")
        assert read.progress(on(8)).reason == f"the newest reading is of {on(9)}; ask for what was known before"

    def test_is_for_those_who_agreed_on_it(self) -> None:
        """And of the past."""
        with pytest.raises(NotAllowedFor, match="eve cannot have it read"):
            _ = agreed_goal().read(7, by="eve", at=AT)
        with pytest.raises(Inconsistent, match="is still to come"):
            _ = agreed_goal().read(7, by="bo", on=on(1), at=AT)
        with pytest.raises(NotAllowedNow, match="is not yet in force, so it cannot be read"):
            _ = goal().read(7, by="anna", at=AT)

    def test_stands_against_the_pace_that_was_agreed(self) -> None:
        """Straight, or through phases; nothing is said before anything was read."""
        assert agreed_goal().standing(on(50)).track is Track.UNKNOWN
        read = agreed_goal().read(11, by="bo", at=later(50))
        assert (read.standing(on(50)).track, read.standing(on(50)).expected) == (Track.OFF_TRACK, Decimal("0.5"))
        phased = agreed_goal(phases={on(50): "0.1"}).read(11, by="bo", at=later(50))
        assert phased.standing(on(50)).track is Track.ON_TRACK
        with pytest.raises(NotAllowedNow, match="not agreed yet, so it cannot be compared with its pace"):
            _ = goal().standing(on(50))

    def test_of_a_goal_from_elsewhere_without_measure_is_kept_and_says_nothing(self) -> None:
        """What was recorded elsewhere may lack what is asked for here."""
        drafted = goal(measure=None, due=None)
        begun = drafted.unrecorded[0]
        elsewhere = AdoptedOnRecord(begun.stamp, drafted.content, drafted.wording, AT.date())
        recorded = Goal.begun(elsewhere)
        assert recorded.read(5, by="bo", at=AT).progress().reason == "it has no measure yet"
        with pytest.raises(Inconsistent, match="it has no pace"):
            _ = recorded.standing(on(5))


class TestReformulate:
    def test_needs_a_reason_and_the_consent_of_the_same_parties(self) -> None:
        """Until both have said yes, the old words hold."""
        asked = reformulating(due=on(150))
        assert (asked.status, asked.agreed.due) == ("in_force", on(100))
        assert str(asked.pursuit.reason_for(asked.proposals[0].id)) == "Sundays came on top"
        assert asked.proposals[0].silent == ("bo",)
        assert asked.consent(by="bo", at=AT).agreed.due == on(150)
        with pytest.raises(Inconsistent, match="reason: is empty"):
            _ = agreed_goal().reformulate(reason=" ", due=on(150), by="anna", at=AT)
        with pytest.raises(TypeError, match="reason"):
            _ = agreed_goal().reformulate(due=on(150), by="anna", at=AT)  # type: ignore[call-arg]

    def test_is_the_only_way_to_other_words_once_it_is_agreed(self) -> None:
        """No words change without a reason; what lies on the table can be worded further."""
        for apart in (False, True):
            with pytest.raises(NotAllowedNow, match=r"allowed now: reformulate, with a reason"):
                _ = agreed_goal().revise(due=on(150), by="anna", apart=apart, at=AT)
        reworded = reformulating(due=on(150)).revise(due=on(140), by="bo", at=AT)
        assert reworded.content.due == on(140)
        assert reworded.pursuit.reason_for(reworded.proposals[0].id) is not None

    def test_freezes_the_score_of_the_old_wording(self) -> None:
        """How far it had come is kept as it was counted then, with its reason, on the day of adoption."""
        read = agreed_goal().read(7, by="bo", at=AT)
        reworded = read.reformulate(reason="Sundays", measure=HARDER, by="bo", at=later(5)).propose(
            by="bo", at=later(5)
        )
        adopted = reworded.consent(by="anna", at=later(6))
        (earlier,) = adopted.pursuit.earlier
        assert (earlier.wording, earlier.on, earlier.due) == (read.wording, on(6), on(100))
        assert (earlier.score.raw, earlier.shift, str(earlier.reason)) == (Decimal("0.5"), Shift.HARDER, "Sundays")
        assert participles(adopted)[-2:] == ["adopted", "reformulated"]
        assert adopted.pursuit.reasons == ()

    def test_keeps_links_and_history(self) -> None:
        """It stays the same goal, with all that it was linked with."""
        before, after = agreed_goal(), reformulating(due=on(150)).consent(by="bo", at=AT)
        assert {*before.links()} == {*after.links()}
        assert after.unrecorded[0].participle == "drafted"

    def test_shows_links_of_what_is_agreed_only(self) -> None:
        """What is merely proposed leads nowhere yet."""
        asked = reformulating(contributions=["goal_other"])
        assert ("contributes", "goal_other") not in {*asked.links()}
        assert ("contributes", "goal_other") in {*asked.consent(by="bo", at=AT).links()}

    def test_flags_that_it_came_after_the_due_day(self) -> None:
        """“Flags moving goalposts (after the due date …) without forbidding them”."""
        late = agreed_goal().reformulate(reason="x", due=on(200), by="anna", at=later(101))
        adopted = late.propose(by="anna", at=later(101)).consent(by="bo", at=later(102))
        assert [sign.message for sign in adopted.goalposts] == [
            f"reformulated on {on(102)}, after it was due on {on(100)}"
        ]

    def test_flags_that_it_only_ever_became_easier(self) -> None:
        """“… only ever downwards”: one that was made harder in between does not only go down."""
        easier = reformulating(measure=EASIER)
        assert "this makes it easier; say so when you propose it" in {one.message for one in easier.readiness()}
        easier = easier.consent(by="bo", at=AT)
        assert [sign.message for sign in easier.goalposts] == ["made easier once, and never harder"]
        harder = easier.reformulate(reason="x", measure=HARDER, by="bo", at=AT).propose(by="bo", at=AT)
        assert harder.consent(by="anna", at=AT).goalposts == ()
        still = Metric(start=12, target=6, unit="calls")
        twice = easier.reformulate(reason="x", measure=still, by="bo", at=AT).propose(by="bo", at=AT)
        assert [one.message for one in twice.consent(by="anna", at=AT).goalposts] == [
            "made easier 2 times, and never harder"
        ]

    def test_says_nothing_of_goalposts_that_stay(self) -> None:
        """Another title moves nothing."""
        renamed = agreed_goal().reformulate(reason="x", title="Quiet evenings", by="bo", at=AT).propose(by="bo", at=AT)
        assert renamed.readiness() == ()
        assert renamed.consent(by="anna", at=AT).goalposts == ()

    def test_lies_beside_another_only_when_asked_to(self) -> None:
        """Two at once are meant, or a slip."""
        with pytest.raises(NotAllowedNow, match=r"is being reformulated.*allowed now: reformulate apart, revise"):
            _ = reformulating(due=on(150)).reformulate(reason="y", due=on(160), by="bo", at=AT)
        both = reformulating(due=on(150)).reformulate(reason="y", due=on(160), by="bo", apart=True, at=AT)
        assert [str(reason.words) for reason in both.pursuit.reasons] == ["Sundays came on top", "y"]
        first, second = both.proposals
        adopted = both.consent(by="bo", wording=first.wording, at=AT)
        assert adopted.proposals == ()
        assert [str(one.reason) for one in adopted.pursuit.earlier] == ["Sundays came on top"]
        assert both.withdraw(by="bo", proposal=second.id, at=AT).pursuit.reason_for(second.id) is None

    def test_forgets_the_reason_of_what_fell(self) -> None:
        """A proposal that was taken back leaves no reason behind."""
        assert reformulating(due=on(150)).withdraw(by="anna", at=AT).pursuit.reasons == ()

    def test_is_decided_by_the_rule_that_was_agreed(self) -> None:
        """Twelve owners may have agreed that most of them decide."""
        parties = {"anna": Part.OWNER, "cleo": Part.OWNER, "bo": Part.COORDINATOR}
        team = Goal.in_meeting(
            "Calm", parties=parties, present=[*parties], by="bo", measure=YesNo(), due=on(9), rule=MAJORITY, at=AT
        )
        reworded = team.reformulate(reason="x", due=on(12), by="bo", at=AT).propose(by="bo", at=AT)
        assert reworded.proposals[0].rule == MAJORITY

    @pytest.mark.parametrize("kinds", ["contributions"])
    def test_never_contributes_to_itself(self, kinds: str) -> None:
        """Self-contribution is refused, in a draft and in a reformulation."""
        for subject, ask in ((goal(), "revise"), (agreed_goal(), "reformulate")):
            more = {"reason": "x"} if ask == "reformulate" else {}
            with pytest.raises(Inconsistent, match="it cannot contribute to itself"):
                _ = getattr(subject, ask)(by="anna", at=AT, **more, **{kinds: [subject.id]})


class TestEnding:
    def test_is_achieved_by_anybody_where_the_measure_shows_it(self) -> None:
        """A fact needs no vote."""
        done = agreed_goal().read(2, by="bo", at=AT).achieve(by="anna", reason="Well done", at=AT)
        assert (done.status, done.force, done.next_due) == ("achieved", Force.ENDED, None)
        assert done.pursuit.conclusion is not None
        assert (done.pursuit.conclusion.ending, done.pursuit.conclusion.by) == (Ending.ACHIEVED, "anna")
        assert done.pursuit.conclusion.score is not None
        assert done.pursuit.conclusion.score.raw == 1

    def test_is_called_achieved_by_all_where_it_does_not(self) -> None:
        """What the numbers do not say, people say together."""
        with pytest.raises(Inconsistent, match=r"the measure does not show it reached, .* and bo was not present"):
            _ = agreed_goal().achieve(by="anna", at=AT)
        assert agreed_goal().achieve(by="anna", present=["anna", "bo"], at=AT).status == "achieved"

    def test_is_not_achieved_once_the_day_has_passed(self) -> None:
        """Before that, and against what the measure shows, it takes all of them."""
        read = agreed_goal().read(7, by="bo", at=AT)
        assert read.fall_short("Too few people", by="anna", at=later(101)).status == "not_achieved"
        with pytest.raises(Inconsistent, match=f"it is due on {on(100)}"):
            _ = read.fall_short("Too few people", by="anna", at=later(100))
        with pytest.raises(Inconsistent, match="its measure shows it reached"):
            _ = read.read(1, by="bo", at=later(1)).fall_short("x", by="anna", at=later(101))
        assert read.fall_short("We see it", by="anna", present=["bo"], at=later(1)).status == "not_achieved"

    def test_is_dropped_by_all_of_them(self) -> None:
        """Nobody drops alone what was agreed together; to end together comes to the same."""
        with pytest.raises(Inconsistent, match="nobody drops alone"):
            _ = agreed_goal().drop("The shop is sold", by="anna", at=AT)
        dropped = agreed_goal().drop("The shop is sold", by="anna", present=["bo"], at=AT)
        asked = agreed_goal().end_together(reason="The shop is sold", by="anna", at=AT)
        assert asked.status == "in_force"
        ended = asked.consent(by="bo", at=AT)
        for one in (dropped, ended):
            assert one.status == "dropped"
            assert one.pursuit.conclusion is not None
            assert str(one.pursuit.conclusion.reason) == "The shop is sold"
        assert asked.withdraw(by="anna", at=AT).pursuit.reasons == ()

    def test_by_a_review_or_without_a_word_has_no_reason(self) -> None:
        """The reason of a reformulation is none for ending it."""
        asked = reformulating(due=on(150))
        ended = asked.hold_review("end", present=["anna", "bo"], by="bo", at=AT)
        assert ended.pursuit.conclusion is not None
        assert (ended.status, ended.pursuit.conclusion.reason) == ("dropped", None)
        assert agreed_goal().end_together(by="anna", at=AT).consent(by="bo", at=AT).status == "dropped"

    def test_takes_a_reason_for_what_was_not_reached(self) -> None:
        """A goal is never dropped without a word."""
        for ask in ("fall_short", "drop"):
            with pytest.raises(Inconsistent, match="reason: is empty"):
                _ = getattr(agreed_goal(), ask)("", by="anna", present=["bo"], at=AT)

    def test_is_judged_by_its_parties(self) -> None:
        """Others may have an opinion."""
        with pytest.raises(NotAllowedFor, match="eve cannot have it called achieved"):
            _ = agreed_goal().achieve(by="eve", at=AT)
        with pytest.raises(NotAllowedFor, match="eve cannot judge this"):
            _ = agreed_goal().achieve(by="anna", present=["bo", "eve"], at=AT)

    def test_is_final_and_clears_the_table(self) -> None:
        """What has ended can only be read about, and taken up again in another period."""
        done = reformulating(due=on(150)).read(2, by="bo", at=AT).achieve(by="bo", at=AT)
        assert done.proposals == ()
        asks: list[Callable[[], Goal]] = [
            lambda: done.read(1, by="bo", at=AT),
            lambda: done.drop("x", by="bo", present=["anna"], at=AT),
            lambda: done.reformulate(reason="x", by="bo", at=AT),
            lambda: done.revise(by="bo", due=on(1), at=AT),
        ]
        for ask in asks:
            with pytest.raises(NotAllowedNow, match="this state is final"):
                _ = ask()
        with pytest.raises(NotAllowedNow, match="is not yet in force, so it cannot be dropped"):
            _ = goal().drop("x", by="anna", at=AT)

    def test_has_a_status_that_lists_know(self) -> None:
        """Every word of `status` can be looked for; ended alone is none of a goal's."""
        assert "ended" not in Goal.STATUSES
        assert {"achieved", "not_achieved", "dropped"} == Goal.OVER < Goal.STATUSES

    def test_is_due_until_it_is_judged(self) -> None:
        """Past due is no end: it waits to be called achieved or not."""
        assert agreed_goal().next_due == on(100)
        assert agreed_goal(review=on(30)).next_due == on(30)
        assert agreed_goal().force_on(on(500)) is Force.IN_FORCE
        assert agreed_goal().pause("Leave", by="bo", at=AT).next_due is None
        assert goal().next_due is None


class TestLeave:
    def test_takes_somebody_else_of_that_part(self) -> None:
        """A goal keeps its owner and its coordinator, or gets others first."""
        with pytest.raises(Inconsistent, match="once bo has left, nobody has their part"):
            _ = agreed_goal().leave(by="bo", at=AT)
        parties = {"anna": Part.OWNER, "cleo": Part.OWNER, "bo": Part.COORDINATOR}
        three = Goal.in_meeting(
            "Calm", parties=parties, present=[*parties], by="bo", measure=YesNo(), due=on(9), at=AT
        ).leave(by="cleo", at=AT)
        assert ("party", "cleo") not in {*three.links()}
        with pytest.raises(Inconsistent, match="once anna has left"):
            _ = three.leave(by="anna", at=AT)


class TestCarryOver:
    def test_copies_what_is_listed_and_not_the_results(self) -> None:
        """“Clone drops fields or copies results”: what is copied is listed, and it starts from the last reading."""
        before = agreed_goal(
            owners=["team_evening"], phases={on(50): "0.1"}, review=on(30), horizon="long_term", ambition="stretch",
            rule=CONSENT, body="At weekends, too",
        ).read(7, by="bo", at=AT)  # fmt: skip
        again = before.carry_over(due=on(200), begin=on(100), by="bo", at=later(90))
        kept = ("title", "body", "parties", "owners", "why", "horizon", "ambition", "contributions", "rule")
        assert [getattr(again.content, name) for name in kept] == [getattr(before.agreed, name) for name in kept]
        assert again.content.measure == Metric(start=7, target=2, unit="calls")
        assert (again.content.begin, again.content.due) == (on(100), on(200))
        assert (again.content.phases, again.content.review, again.pursuit.newest) == ((), None, None)
        assert (again.status, again.revision, before.status) == ("draft", 1, "in_force")
        assert ("follows", before.id) in {*again.links()}
        assert again.id != before.id

    def test_begins_today_and_works_for_what_has_ended(self) -> None:
        """Most are carried over once they have been judged."""
        done = agreed_goal().read(2, by="bo", at=AT).achieve(by="bo", at=AT)
        again = done.carry_over(due=on(300), by="anna", at=later(150))
        assert again.content.begin == on(150)
        assert [lack.path for lack in again.followable.missing] == ["measure.target"]  # it is there already

    def test_leaves_out_milestones_that_are_done_and_people_who_left(self) -> None:
        """What is done is done."""
        steps = [Milestone("Ask", id="m1"), Milestone("Try", id="m2")]
        read = agreed_goal(measure=Milestones(steps)).read(["m1"], by="bo", at=AT)
        assert read.carry_over(due=on(200), by="bo", at=AT).content.measure == Milestones(steps[1:])
        parties = {"anna": Part.OWNER, "cleo": Part.OWNER, "bo": Part.COORDINATOR}
        three = Goal.in_meeting("Calm", parties=parties, present=[*parties], by="bo", measure=YesNo(), due=on(9), at=AT)
        assert len(three.leave(by="cleo", at=AT).carry_over(due=on(50), by="bo", at=AT).content.parties) == 2

    def test_is_for_the_parties_of_what_was_agreed(self) -> None:
        """A draft has nothing to carry over."""
        with pytest.raises(NotAllowedNow, match="not agreed yet, so it cannot be carried over"):
            _ = goal().carry_over(due=on(200), by="anna", at=AT)
        with pytest.raises(NotAllowedFor, match="eve cannot draft this"):
            _ = agreed_goal().carry_over(due=on(200), by="eve", at=AT)
        with pytest.raises(Inconsistent, match="is before it begins"):
            _ = agreed_goal().carry_over(due=date(2020, 1, 1), by="bo", at=AT)


class TestKeeping:
    @pytest.mark.parametrize(
        "measure",
        [
            Metric(start="1E+3", target="0.10", unit="%"),
            Range(low="-0.5", high=3, start=9),
            Milestones([Milestone("Ask", weight="0.25"), "Try"]),
            YesNo(),
            co.Learning(lessons=3),
        ],
    )
    def test_comes_back_from_a_journal_with_its_measure(self, measure: co.Metric) -> None:
        """A measure is told apart by its word, and exact numbers stay exact."""
        made = goal(measure=measure)
        with co.open_journal("memory:") as journal:
            saved = journal.save(made)
            assert journal.load(saved.id) == saved
            assert journal.load(saved.id).content.measure == measure
            assert list(journal.find(Goal, owner="anna", contributes="mission_calm")) == [saved]

    def test_keeps_its_state_whole(self) -> None:
        """All that a goal remembers is in the state that is kept now and then."""
        long = agreed_goal().read(7, by="bo", at=AT)
        for days in range(1, 9):
            long = long.reformulate(reason="x", due=on(100 + days), by="bo", at=later(days))
            long = long.propose(by="bo", at=later(days)).consent(by="anna", at=later(days))
            long = long.read(7 - days, by="anna", confidence=1, at=later(days))
        ended = long.drop("x", by="bo", present=["anna"], at=later(20))
        with co.open_journal("memory:") as journal:
            assert journal.load(journal.save(ended).id) == ended.settled()
            assert next(iter(journal.cards(Goal, status="dropped"))).subject == ended.id

    def test_does_not_depend_on_the_decimal_context_of_the_host(self) -> None:
        """The same words have the same name, and the same bytes, whatever a host has set."""
        from decimal import Context, localcontext  # noqa: PLC0415 - only this test sets a context

        from coleadership.heart.wording import wording_of  # noqa: PLC0415 - as above

        plain, fine = Metric(start="1E+3", target=5), Metric(start=1000, target="5.00")
        with localcontext(Context(prec=1, capitals=0)):
            odd = wording_of(plain)
        assert odd == wording_of(plain) == wording_of(fine)

    def test_of_a_measure_of_ones_own_comes_back_where_it_is_known(self) -> None:
        """A kind of one's own is recorded under its word, once the codec is told of it."""

        @attrs.frozen(slots=True, weakref_slot=False)
        class Streak(Measure):
            KIND = "acme.streak"
            days: int = 10

            def progress(self, seen: Seen | None) -> Progress:
                read = Reading.of(seen)
                return Progress(None, "nothing yet") if read is None else Progress(read.number_in("days") / self.days)

        codec = Codec(measures={**MEASURES, Streak.KIND: Streak})
        kept = agreed_goal(measure=Streak()).read(4, by="bo", at=AT).settled()
        again = codec.subject("goal", codec.state(kept), {})
        assert again == kept
        assert isinstance(again, Goal)
        assert again.progress().raw == Decimal("0.4")

    def test_of_a_measure_that_is_not_known_here_is_refused_by_name(self) -> None:
        """What could not be read again is not written."""

        class Streak(YesNo):
            KIND = "acme.streak"

        with co.open_journal("memory:") as journal:
            with pytest.raises(
                ColeadershipError, match=r"Streak is no measure that can be recorded here; choose one of"
            ):
                _ = journal.save(goal(measure=Streak()))
            assert list(journal.cards()) == []
