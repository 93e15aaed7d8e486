from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from coleadership.errors import Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.consent import ADVICE, CARRIED, CONSENT, DELEGATED, MAJORITY, DecisionRule, Silence
from coleadership.purpose.carried import Carried, PeopleAsked, Standing
from coleadership.purpose.culture import Norm
from coleadership.purpose.mission import Mission
from coleadership.purpose.shared_text import MOST_ASKED
from coleadership.purpose.values import Value
from coleadership.purpose.vision import Vision
from tests.builders import AT, later, on

if TYPE_CHECKING:
    from coleadership.purpose.shared_text import SharedText

EVERYBODY = ("anna", "bo", "cim", "dan", "eve")
OTHERS = ("bo", "cim")


def drafted(**fields: Any) -> Vision:  # noqa: ANN401 - whatever a vision may say
    """A vision of anna's, about which bo and cim are asked, who have nothing to add."""
    given: dict[str, Any] = {"asked": OTHERS, "body": "We go home in daylight", **fields}
    vision = Vision.draft("Calm evenings", by="anna", at=AT, **given)
    for person in vision.table[1:]:
        vision = vision.decline_to_add(by=person.person, at=AT)
    return vision


def proposed(**fields: Any) -> Vision:  # noqa: ANN401 - as above
    """That vision, proposed by anna."""
    return drafted(**fields).propose(by="anna", at=AT)


def carried(**fields: Any) -> Vision:  # noqa: ANN401 - as above
    """That vision in force: anna and cim carry it, bo objects."""
    return proposed(**fields).object("It costs us customers", by="bo", at=later(1)).consent(by="cim", at=later(2))


def reworded(vision: Vision, by: str = "anna") -> Vision:
    """That vision with other words drafted and proposed by somebody who carries it."""
    return vision.revise(by=by, body="We go home while shops are open", at=later(3)).propose(by=by, at=later(3))


def names(subject: Carried[Any]) -> list[str]:
    """What happened, by participle."""
    return [event.participle for event in subject.unrecorded]


class TestDraft:
    def test_seats_whoever_words_it(self) -> None:
        """The author sits at the table with those who are asked, once."""
        assert [seat.person for seat in drafted().table] == ["anna", "bo", "cim"]
        assert [seat.person for seat in drafted(asked=["bo", "anna"]).table] == ["bo", "anna"]

    def test_words_are_the_authors(self) -> None:
        """Every text is owned by who said it, so that it can be erased."""
        text = drafted(aims=["Rest"]).content
        assert {text.title.owner, text.body and text.body.owner, text.aims[0].text.owner} == {"anna"}

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"asked": "bo"}, "asked"),
            ({"asked": [7]}, "asked"),
            ({"asked": ["bo\n"]}, "asked"),
            ({"body": " "}, "body"),
            ({"rule": "majority"}, "rule"),
            ({"first_rule": None}, "rule"),
            ({"audience": "everybody"}, "audience"),
            ({"review": "soon"}, "review"),
            ({"end": AT}, "end"),
            ({"mood": "good"}, "mood"),
        ],
    )
    def test_refuses_what_is_no_such_thing(self, fields: dict[str, Any], field: str) -> None:
        """Each field takes what it is for, and the sentence begins with its name."""
        with pytest.raises(Inconsistent, match=rf"^{field}: "):
            _ = drafted(**fields)

    @pytest.mark.parametrize("field", ["rule", "first_rule"])
    def test_refuses_a_rule_by_which_silence_is_consent(self, field: str) -> None:
        """Nobody carries anything by saying nothing."""
        lazy = DecisionRule(id="lazy", open_days=3, silence=Silence.CONSENT)
        with pytest.raises(Inconsistent, match=rf"^{field}: nobody carries a text by saying nothing"):
            _ = drafted(**{field: lazy})

    def test_refuses_more_people_than_can_be_asked(self) -> None:
        """The limit is stated, and a sentence says what would work."""
        with pytest.raises(Inconsistent, match=r"^asked: 5,001 are more than 5,000"):
            _ = drafted(asked=[f"p{n}" for n in range(MOST_ASKED + 1)])


class TestPropose:
    def test_refuses_what_nobody_was_asked_about(self) -> None:
        """A vision nobody was asked about is refused, and nothing has changed."""
        alone = Vision.draft("Mine", asked=[], body="I am always right", by="anna", at=AT)
        with pytest.raises(Inconsistent, match="asked: nobody else has been asked about it"):
            _ = alone.propose(by="anna", at=AT)
        assert names(alone) == ["drafted"]

    def test_refuses_it_as_well_once_the_others_have_left(self) -> None:
        """Whoever is asked has to be there."""
        vision = drafted().leave(by="bo", at=AT).leave(by="cim", at=AT)
        with pytest.raises(Inconsistent, match="nobody else has been asked"):
            _ = vision.propose(by="anna", at=AT)

    @pytest.mark.parametrize("fields", [{"review": None}, {"review": on(31), "end": on(30)}, {"rule": DELEGATED}])
    def test_refuses_what_could_not_be_followed_up_or_decided(self, fields: dict[str, Any]) -> None:
        """A day of review up to the end, and somebody who decides, are needed as for an agreement."""
        with pytest.raises(Inconsistent, match=r"^(review|rule): "):
            _ = proposed(**fields)


class TestFirstWording:
    def test_an_objection_never_stops_those_who_carry_it(self) -> None:
        """It is in force with the objection in sight."""
        vision = carried()
        assert vision.status == "in_force"
        assert vision.where_we_stand().carried_by == ("anna", "cim")
        assert vision.where_we_stand().objected == ("bo",)
        assert str(vision.where_we_stand().argument_of("bo")) == "It costs us customers"

    def test_everybody_asked_has_time_to_speak(self) -> None:
        """It is not in force before all have spoken or two weeks are over, however many carry it."""
        vision = proposed().consent(by="cim", at=later(1))
        assert vision.status == "proposed"
        assert vision.settle(at=later(14)).status == "proposed"
        assert vision.next_due == on(15)
        assert vision.settle(at=later(15)).status == "in_force"

    def test_silence_makes_nobody_carry_it(self) -> None:
        """Whoever says nothing is waited for, and then simply not heard yet."""
        standing = proposed().settle(at=later(15)).where_we_stand()
        assert standing.carried_by == ("anna",)
        assert standing.not_yet_heard == ("bo", "cim")

    def test_falls_where_nobody_carries_it(self) -> None:
        """If all stand aside or object, it comes to nothing and can be worded anew."""
        vision = proposed().stand_aside(by="anna", at=later(1)).object("No", by="bo", at=later(1))
        vision = vision.stand_aside(by="cim", at=later(1))
        assert vision.status == "set_aside"
        assert vision.revise(by="bo", body="Otherwise", at=later(2)).status == "draft"

    def test_the_proposers_change_of_mind_stops_nobody_either(self) -> None:
        """Those who carry it still do."""
        vision = proposed().consent(by="cim", at=later(1)).object("I was wrong", by="anna", at=later(1))
        assert vision.stand_aside(by="bo", at=later(1)).where_we_stand().carried_by == ("cim",)

    def test_can_be_by_a_stricter_rule_that_it_names(self) -> None:
        """A team that wants nobody's objection against its words says so beforehand."""
        vision = proposed(first_rule=CONSENT).object("No", by="bo", at=later(1)).consent(by="cim", at=later(1))
        assert vision.settle(at=later(900)).status == "proposed"

    def test_takes_everybodys_consent_where_drafts_name_different_rules(self) -> None:
        """None of the rules has been agreed yet."""
        vision = drafted().revise(by="bo", body="Otherwise", first_rule=MAJORITY, apart=True, at=AT)
        first, _ = vision.proposals
        asked = vision.propose(by="anna", proposal=first.id, at=AT).proposals[0]
        assert asked.rule == CONSENT
        assert proposed().proposals[0].rule == CARRIED

    def test_several_may_live_side_by_side(self) -> None:
        """Each has those who carry it, and the one does not touch the other."""
        other = Vision.in_meeting(
            "Open late", asked=["anna", "cim"], present=["bo"], body="We are there when people are free", by="bo", at=AT
        ).settle(at=later(15))
        assert (carried().status, other.status) == ("in_force", "in_force")
        assert other.where_we_stand().carried_by == ("bo",)


class TestInMeeting:
    def test_is_in_force_where_all_were_present(self) -> None:
        """All worded it together and carry it."""
        vision = Vision.in_meeting("Calm", asked=OTHERS, present=["anna", *OTHERS], by="anna", body="Rest", at=AT)
        assert vision.status == "in_force"
        assert vision.how_it_came_about().together == ("anna", "bo", "cim")
        assert vision.where_we_stand().carried_by == ("anna", "bo", "cim")

    def test_waits_for_those_who_were_away(self) -> None:
        """They have their two weeks."""
        vision = Vision.in_meeting("Calm", asked=OTHERS, present=["anna", "bo"], by="anna", body="Rest", at=AT)
        assert vision.status == "proposed"
        assert vision.settle(at=later(15)).where_we_stand().not_yet_heard == ("cim",)

    def test_can_come_into_force_by_a_quicker_rule(self) -> None:
        """More than half of all present is a majority at once, and the others are counted as well."""
        vision = Vision.in_meeting(
            "Calm", asked=OTHERS, present=["anna", "bo"], by="anna", body="Rest", first_rule=MAJORITY, at=AT
        )
        assert vision.where_we_stand().carried_by == ("anna", "bo")

    def test_asks_whoever_was_present(self) -> None:
        """To be in the room is to be asked."""
        vision = Vision.in_meeting("Calm", asked=["cim"], present=["anna", "eve"], by="anna", body="Rest", at=AT)
        assert [seat.person for seat in vision.table] == ["eve", "anna", "cim"]
        assert vision.where_we_stand().carried_by == ("anna", "eve")

    @pytest.mark.parametrize("present", [[], ["bo"], "anna", ["anna", 7]], ids=str)
    def test_refuses_to_be_taken_down_by_whoever_was_not_there(self, present: list[str]) -> None:
        """Who takes it down was present, and so were people."""
        with pytest.raises(Inconsistent, match=r"^present: "):
            _ = Vision.in_meeting("Calm", asked=OTHERS, present=present, by="anna", body="Rest", at=AT)

    def test_refuses_what_is_not_ready(self) -> None:
        """What could not be proposed cannot be agreed in a room."""
        with pytest.raises(Inconsistent, match=r"^body: "):
            _ = Vision.in_meeting("Calm", asked=OTHERS, present=["anna"], by="anna", at=AT)


class TestOnRecord:
    def test_invents_no_voice(self) -> None:
        """What was adopted elsewhere is in force, carried by nobody yet, and can be answered."""
        vision = Vision.on_record("Calm", asked=OTHERS, by="anna", body="Rest", at=AT)
        assert (vision.status, vision.where_we_stand().carried_by) == ("in_force", ())
        vision = vision.consent(by="bo", at=later(1)).object("No", by="cim", at=later(1))
        assert vision.where_we_stand().carried_by == ("bo",)
        assert vision.where_we_stand().not_yet_heard == ("anna",)

    def test_refuses_what_nobody_was_asked_about(self) -> None:
        """Not even on record."""
        with pytest.raises(Inconsistent, match="nobody else has been asked"):
            _ = Vision.on_record("Calm", asked=["anna"], by="anna", body="Rest", at=AT)

    def test_is_decided_on_by_all_who_are_asked_while_nobody_carries_it(self) -> None:
        """Somebody has to be able to change or end it."""
        vision = Vision.on_record("Calm", asked=OTHERS, by="anna", body="Rest", at=AT)
        vision = vision.end_together(by="bo", at=later(1))
        assert {seat.person for seat in vision.proposals[0].eligible} == {"anna", "bo", "cim"}


class TestAsk:
    def test_puts_it_to_more_people(self) -> None:
        """They are at the table and have not been heard."""
        vision = carried().ask(["dan", "bo", "eve"], by="cim", at=later(3))
        assert vision.where_we_stand().not_yet_heard == ("dan", "eve")
        assert [seat.person for seat in vision.table] == ["anna", "bo", "cim", "dan", "eve"]
        assert ("party", "dan") in [*vision.links()]
        asked = vision.unrecorded[-1]
        assert isinstance(asked, PeopleAsked)
        assert [seat.person for seat in asked.seats] == ["dan", "eve"]

    def test_refuses_to_ask_nobody_new(self) -> None:
        """An empty question is no question."""
        with pytest.raises(Inconsistent, match=r"^people: all of them have been asked already"):
            _ = carried().ask(["bo"], by="anna", at=later(3))
        with pytest.raises(Inconsistent, match=r"^people: "):
            _ = carried().ask("eve", by="anna", at=later(3))

    def test_is_for_those_at_the_table(self) -> None:
        """A stranger asks nobody, not even themselves."""
        with pytest.raises(NotAllowedFor, match=r"eve cannot have it put to more people here \(who could: anna"):
            _ = carried().ask(["eve"], by="eve", at=later(3))

    def test_takes_something_in_force(self) -> None:
        """Before that, the draft names whom it asks, and after its end nobody is asked."""
        with pytest.raises(NotAllowedNow, match="is not yet in force, so it cannot be put to more people"):
            _ = proposed().ask(["eve"], by="anna", at=later(1))
        with pytest.raises(NotAllowedNow, match="is expired"):
            _ = carried(end=on(5), review=on(4)).ask(["eve"], by="anna", at=later(6))

    def test_stops_at_the_limit(self) -> None:
        """No more are asked than a text can carry."""
        with pytest.raises(Inconsistent, match=r"^people: more than 5,000 would be asked"):
            _ = carried().ask([f"p{n}" for n in range(MOST_ASKED - 2)], by="anna", at=later(3))
        assert len(carried().ask([f"p{n}" for n in range(MOST_ASKED - 3)], by="anna", at=later(3)).table) == MOST_ASKED

    def test_brings_back_who_had_left_with_a_voice_to_give_anew(self) -> None:
        """What they said before they left is not said by them now."""
        vision = carried().leave(by="cim", at=later(3))
        assert vision.where_we_stand().left == ("cim",)
        assert vision.where_we_stand().carried_by == ("anna",)
        vision = vision.ask(["cim"], by="anna", at=later(4))
        assert vision.where_we_stand().not_yet_heard == ("cim",)
        assert vision.where_we_stand().left == ()
        assert [seat.person for seat in vision.table] == ["anna", "bo", "cim"]

    def test_brings_back_who_was_asked_later_and_left(self) -> None:
        """Whoever joined and left can join again, once."""
        vision = carried().ask(["eve"], by="anna", at=later(3)).consent(by="eve", at=later(3))
        vision = vision.leave(by="eve", at=later(4)).ask(["eve"], by="bo", at=later(5))
        assert [seat.person for seat in vision.table].count("eve") == 1
        assert vision.where_we_stand().not_yet_heard == ("eve",)


class TestAnswering:
    def test_each_says_where_they_stand_and_may_change_their_mind(self) -> None:
        """The last word counts, with its argument."""
        vision = carried().ask(["dan"], by="anna", at=later(3))
        vision = vision.consent(by="dan", concern="Who pays?", at=later(4))
        assert vision.where_we_stand().concerned == ("dan",)
        assert vision.where_we_stand().carried_by == ("anna", "cim", "dan")
        vision = vision.stand_aside("I leave in May", by="dan", at=later(5))
        assert (vision.where_we_stand().concerned, vision.where_we_stand().stood_aside) == ((), ("dan",))
        vision = vision.object("It leaves me out", by="dan", at=later(6)).consent(by="bo", at=later(6))
        assert vision.where_we_stand().objected == ("dan",)
        assert vision.where_we_stand().carried_by == ("anna", "cim", "bo")
        assert [event.participle for event in vision.unrecorded[-4:]] == ["stand_taken"] * 4

    def test_concerns_are_shown_at_the_next_review(self) -> None:
        """Also those that were said later."""
        vision = carried().consent(by="bo", concern="Sundays", at=later(3))
        assert vision.in_force is not None
        assert [str(voice.argument) for voice in vision.in_force.concerns] == ["Sundays"]

    def test_an_objection_takes_an_argument(self) -> None:
        """Without one there is nothing to see."""
        with pytest.raises(Inconsistent, match=r"^argument: "):
            _ = carried().object(" ", by="cim", at=later(3))

    def test_an_objection_can_be_let_go(self) -> None:
        """One's answer is then still to come; who does not object lets nothing go."""
        vision = carried().withdraw_objection(by="bo", at=later(3))
        assert vision.where_we_stand().not_yet_heard == ("bo",)
        with pytest.raises(NotAllowedFor, match="who could: nobody, as no objection stands"):
            _ = vision.withdraw_objection(by="cim", at=later(3))

    def test_is_for_those_who_were_asked(self) -> None:
        """Who has not been asked is told who can ask them."""
        with pytest.raises(NotAllowedFor, match=r"eve cannot have it answered here \(who could: anna, bo, cim\)"):
            _ = carried().consent(by="eve", at=later(3))

    def test_is_about_one_exact_wording(self) -> None:
        """The one in force, the one proposed, or none: what was worded before is not answered any more."""
        vision = reworded(carried())
        old, new = str(vision.in_force and vision.in_force.wording), vision.wording
        assert vision.consent(by="bo", wording=old, at=later(4)).where_we_stand().carried_by == ("anna", "cim", "bo")
        agreed = vision.consent(by="cim", wording=new, at=later(4))
        assert agreed.where_we_stand().wording == new
        with pytest.raises((Inconsistent, NotAllowedNow)):
            _ = agreed.consent(by="bo", wording=old, at=later(5))

    def test_takes_the_wording_where_it_was_loaded_on_somebodys_behalf(self) -> None:
        """Nobody carries a text that they may not have seen."""
        unseen = attrs.evolve(carried(), unseen=True)
        with pytest.raises(Inconsistent, match=r"^wording: name the wording"):
            _ = unseen.consent(by="bo", at=later(3))
        assert unseen.consent(by="bo", wording=unseen.wording, at=later(3)).where_we_stand().objected == ()

    def test_is_possible_while_it_rests_but_not_once_it_has_ended(self) -> None:
        """What has ended can only be read."""
        resting = carried().pause("We move", by="anna", at=later(3))
        assert resting.consent(by="bo", at=later(4)).where_we_stand().carried_by == ("anna", "cim", "bo")
        ended = carried().end_together(by="anna", at=later(3)).consent(by="cim", at=later(3))
        with pytest.raises(NotAllowedNow, match="is ended"):
            _ = ended.consent(by="bo", at=later(4))


class TestChanging:
    def test_is_decided_by_those_who_carry_it(self) -> None:
        """Whoever objects words something of their own, and neither stops nor takes over what others carry."""
        vision = carried().revise(by="bo", body="We stay open", at=later(3))
        with pytest.raises(NotAllowedFor, match=r"bo cannot answer here \(who could: anna, cim\)"):
            _ = vision.propose(by="bo", at=later(3))
        vision = vision.propose(by="anna", at=later(3))
        assert {seat.person for seat in vision.proposals[0].eligible} == {"anna", "cim"}

    def test_nobody_changes_alone_what_others_carry(self) -> None:
        """One of two are not two thirds; the old words hold, and the round falls when its time is up."""
        before = carried()
        vision = reworded(before)
        assert vision.in_force == before.in_force
        fallen = vision.settle(at=later(40))
        assert fallen.proposals == ()
        assert str(fallen.in_force and fallen.in_force.content.body) == "We go home in daylight"

    def test_clears_every_voice(self) -> None:
        """Who carried the old words and said nothing to the new is asked again."""
        vision = carried().ask(["dan"], by="anna", at=later(2)).consent(by="dan", at=later(2))
        vision = reworded(vision).consent(by="cim", wording=None, at=later(4))
        standing = vision.where_we_stand()
        assert (standing.carried_by, standing.not_yet_heard) == (("anna", "cim"), ("bo", "dan"))
        assert [seat.person for seat in vision.content.asked] == ["anna", "bo", "cim", "dan"]
        assert vision.table == vision.content.asked

    def test_keeps_whoever_was_asked_meanwhile_at_the_table(self) -> None:
        """They were asked about the old words and have not been heard on the new."""
        vision = reworded(carried()).ask(["eve"], by="bo", at=later(4))
        vision = vision.consent(by="cim", wording=vision.wording, at=later(5))
        assert "eve" in vision.where_we_stand().not_yet_heard
        assert [seat.person for seat in vision.table].count("eve") == 1

    def test_keeps_who_left_and_came_back_meanwhile(self) -> None:
        """To have left once is not for ever."""
        vision = reworded(carried()).leave(by="bo", at=later(4)).ask(["bo"], by="anna", at=later(4))
        vision = vision.consent(by="cim", wording=vision.wording, at=later(5))
        assert [seat.person for seat in vision.table] == ["anna", "bo", "cim"]
        assert vision.where_we_stand().not_yet_heard == ("bo",)

    def test_asks_those_whom_the_new_words_name(self) -> None:
        """They cannot stop the change, and it makes none of them carry it."""
        vision = carried().revise(by="anna", asked=["anna", "bo", "cim", "eve"], at=later(3)).propose(by="anna", at=AT)
        vision = vision.consent(by="cim", at=later(4))
        assert vision.where_we_stand().not_yet_heard == ("bo", "eve")

    def test_keeps_whoever_words_it_at_the_table(self) -> None:
        """Nobody words themselves out by naming the others."""
        vision = carried().revise(by="anna", asked=OTHERS, body="Otherwise", at=later(3))
        assert [seat.person for seat in vision.content.asked] == ["anna", *OTHERS]

    def test_may_only_bring_somebody_back(self) -> None:
        """The words are those in force, so whoever answers them answers what is proposed."""
        vision = carried().leave(by="bo", at=later(3))
        vision = vision.revise(by="anna", asked=["anna", *OTHERS], at=later(4)).propose(by="anna", at=later(4))
        assert vision.in_force is not None
        assert vision.wording == vision.in_force.wording
        vision = vision.consent(by="cim", wording=vision.wording, at=later(4))
        assert (vision.proposals, vision.where_we_stand().not_yet_heard) == ((), ("bo",))

    def test_goes_by_the_rule_in_force(self) -> None:
        """A new rule binds only after it is adopted."""
        vision = carried(rule=CONSENT).revise(by="anna", rule=ADVICE, at=later(3)).propose(by="anna", at=later(3))
        assert vision.proposals[0].rule == CONSENT

    def test_keeps_words_that_stay_whose_they_were(self) -> None:
        """Said once, they are not said anew by whoever words the rest."""
        vision = carried(aims=["Rest", "Daylight"])
        before = vision.content.aims
        after = vision.revise(by="cim", aims=["Daylight", "Money"], at=later(3)).content.aims
        assert after[0] == before[1]
        assert (after[0].text.owner, after[1].text.owner) == ("anna", "cim")

    def test_refuses_what_says_the_same(self) -> None:
        """There is nothing to revise."""
        with pytest.raises(Inconsistent, match="says the same as before"):
            _ = carried().revise(by="anna", body="We go home in daylight", at=later(3))

    def test_anybody_asked_may_call_for_it(self) -> None:
        """Also whoever objects; it holds until there are other words."""
        vision = carried().call_for_renegotiation("Shops close earlier now", by="bo", at=later(3))
        assert (len(vision.renegotiation), vision.status) == (1, "in_force")

    @pytest.mark.parametrize(
        "verb",
        [
            lambda v: v.pause("No", by="bo", at=later(3)),
            lambda v: v.end_together(by="bo", at=later(3)),
            lambda v: v.hold_review("keep", present=["anna", "bo"], by="bo", at=later(3)),
        ],
        ids=["pause", "end", "review"],
    )
    def test_whoever_does_not_carry_it_stops_it_in_no_other_way(self, verb: Any) -> None:  # noqa: ANN401 - a verb
        """To rest, end or review it is for those who carry it."""
        with pytest.raises(NotAllowedFor, match=r"who could: anna, cim"):
            _ = verb(carried())


class TestEnding:
    def test_is_decided_by_those_who_carry_it(self) -> None:
        """Two thirds of them end it; what others think neither keeps nor ends it."""
        vision = carried().end_together(by="anna", reason="We have come there", at=later(3))
        assert vision.status == "in_force"
        assert vision.consent(by="cim", at=later(4)).status == "ended"

    def test_falls_where_the_others_carry_on(self) -> None:
        """One of two does not end it."""
        vision = carried().end_together(by="anna", at=later(3)).object("Not yet", by="cim", at=later(4))
        assert (vision.status, vision.proposals) == ("in_force", ())


class TestLeave:
    def test_is_not_for_the_last_one(self) -> None:
        """What is in force is somebody's to end."""
        vision = carried().leave(by="anna", at=later(3)).leave(by="bo", at=later(3))
        with pytest.raises(Inconsistent, match="cim is the last one at the table"):
            _ = vision.leave(by="cim", at=later(3))


class TestWhereWeStand:
    def test_tells_a_first_time_reader_who_has_had_a_say_and_who_was_never_asked(self) -> None:
        """Everybody is in exactly one place: heard, asked and silent, or never asked."""
        vision = carried().ask(["dan"], by="anna", at=later(3)).leave(by="cim", at=later(3))
        standing = vision.where_we_stand(EVERYBODY)
        assert standing.had_a_say == ("anna", "bo", "cim")
        assert (standing.not_yet_heard, standing.not_yet_asked) == (("dan",), ("eve",))
        assert standing.carried_by == ("anna",)

    def test_shows_the_newest_wording_before_anything_is_in_force(self) -> None:
        """Also a draft shows whom it asks."""
        assert drafted().where_we_stand().not_yet_heard == ("anna", "bo", "cim")
        assert proposed().where_we_stand().carried_by == ("anna",)
        assert proposed().where_we_stand(EVERYBODY).not_yet_asked == ("dan", "eve")

    def test_is_frozen(self) -> None:
        """It is a result, to be kept and compared."""
        assert carried_standing() == carried_standing()
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            carried_standing().asked = ()  # type: ignore[misc]

    def test_refuses_what_is_no_id(self) -> None:
        """Whole people are not ids."""
        with pytest.raises(Inconsistent, match=r"^everybody: "):
            _ = carried().where_we_stand([7])  # type: ignore[list-item]


def carried_standing() -> Standing:
    """Where people stand, the same each time."""
    return Standing(wording="w", voices=(), asked=("anna",))


SAID: dict[str, Any] = {"body": "So it is"}


@pytest.mark.parametrize("kind", [Vision, Mission, Value, Norm])
class TestEachOfThem:
    def test_lives_the_same_life(self, kind: Any) -> None:  # noqa: ANN401 - one of four classes
        """Drafted, proposed, carried, answered, reworded and ended, each step folded back the same."""
        fields = SAID | ({"signs": ["We ask"]} if kind is Value else {})
        one: Carried[SharedText] = kind.draft("It", asked=["bo"], by="anna", at=AT, **fields)
        one = one.propose(by="anna", at=AT).object("No", by="bo", at=later(1))
        assert one.status == "in_force"
        one = one.ask(["cim"], by="bo", at=later(2)).consent(by="cim", at=later(2)).withdraw_objection(by="bo", at=AT)
        one = one.revise(by="cim", title="Them", at=later(3)).propose(by="cim", at=later(3))  # type: ignore[attr-defined]
        one = one.consent(by="anna", at=later(3))
        assert (str(one.title), one.where_we_stand().not_yet_heard) == ("Them", ("bo",))
        one = one.end_together(by="cim", at=later(4)).consent(by="anna", at=later(4))
        assert one.status == "ended"
        assert kind.folded(one.unrecorded) == one.settled()

    def test_is_meant_for_the_organisation(self, kind: Any) -> None:  # noqa: ANN401 - as above
        """Unless said otherwise, everybody may read it."""
        assert kind.draft("It", asked=["bo"], by="anna", at=AT).audience == "organisation"
        assert kind.draft("It", asked=["bo"], by="anna", audience="team", at=AT).audience == "team"

    def test_is_opened_and_shut_by_nobody_alone(self, kind: Any) -> None:  # noqa: ANN401 - as above
        """What somebody drafts about what is in force changes nothing about who may read it."""
        fields = SAID | ({"signs": ["We ask"]} if kind is Value else {})
        shared = kind.in_meeting("It", asked=["bo"], present=["anna", "bo"], by="anna", at=AT, **fields)
        assert shared.in_force is not None
        assert shared.revise(audience="parties", by="bo", at=AT).audience == "organisation"

    def test_has_a_title_of_one_line(self, kind: Any) -> None:  # noqa: ANN401 - as above
        """Lists show it."""
        with pytest.raises(Inconsistent, match=r"^title: contains the control character"):
            _ = kind.draft("It\nis", asked=["bo"], by="anna", at=AT)

    def test_shows_who_took_part(self, kind: Any) -> None:  # noqa: ANN401 - as above
        """Who worded it, and who has not been heard."""
        origins = kind.draft("It", asked=["bo"], by="anna", at=AT).how_it_came_about()
        assert (origins.contributed, origins.not_yet) == (("anna",), ("bo",))
