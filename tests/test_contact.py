"""Free or abandoned: two axes, from what the parties recorded, with reasons, for the person first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

import pytest

import coleadership as co
from coleadership.agreements.terms import TermsFields
from coleadership.following_up.follow_ups import FollowUpFields
from coleadership.following_up.following import CycleEvent
from coleadership.insights.contact import Contact, Position, SelfReport, contact
from coleadership.insights.signs import Level, Sign
from tests.builders import AT, DAY, later
from tests.following import MONDAY, PAIR, begun, noon, week

OWN = co.Mandate("Swaps", by="anna", level=7, id="swaps")
JOINT = co.Mandate("Budget", by="anna", level=4, id="budget")
TOLD = co.Mandate("Hours", by="anna", level=2, id="hours")
LAST = week(12)


class Given(TypedDict, total=False):
    """What may be looked at beside cycles."""

    agreement: co.Agreement
    decisions: list[co.Decision]
    self_report: SelfReport


def contract(*agreed: co.Clause, **fields: Unpack[TermsFields]) -> co.Agreement:
    """What anna and bo agreed, with these clauses."""
    said: TermsFields = {"review": date(2099, 1, 1), "clauses": agreed, **fields}
    return co.Agreement.in_meeting("Rota", parties=PAIR, present=PAIR, by="bo", at=AT, **said)


def look(
    *cycles: co.Cycle, of: str = "anna", on: date = LAST, since: date = DAY, **given: Unpack[Given]
) -> Contact:  # fmt: skip
    """Where somebody stands after a quarter, by these cycles."""
    histories: list[Sequence[CycleEvent]] = [cycle.unrecorded for cycle in cycles]
    return contact(of, histories, since=since, now=noon(on), **given)


def held(*weeks: int, cycle: co.Cycle | None = None, **said: Unpack[FollowUpFields]) -> co.Cycle:
    """A talk of both in each of these weeks."""
    cycle = cycle or begun()
    for number in weeks:
        cycle = cycle.follow_up(by="anna", present=["bo"], at=noon(week(number)), **said)
    return cycle


def signs(told: Contact) -> set[str]:
    """What was noticed that points to too little."""
    return {signal.sign.value for signal in told.signals if signal.towards is Level.LOW}


def reason(told: Contact, sign: Sign) -> str:
    """The reason for one of the signs."""
    return next(signal.sentence for signal in told.signals if signal.sign is sign)


WELL = held(*range(13), feedback=["So"])
RARELY = held(0, 5, 12, feedback=["So"])


class TestPosition:
    @pytest.mark.parametrize(
        ("mandate", "cycle", "position"),
        [(OWN, WELL, "free"), (OWN, RARELY, "abandoned"), (TOLD, WELL, "controlled"), (TOLD, RARELY, "neglected")],
    )
    def test_is_told_by_two_axes(self, mandate: co.Mandate, cycle: co.Cycle, position: str) -> None:
        """“High latitude: abandoned with low contact, free with high; low latitude: neglected and controlled”."""
        told = look(cycle, agreement=contract(mandate))
        assert told.position == Position(position)
        assert len(told.reasons) >= 2

    def test_is_open_where_nothing_is_delegated_or_due(self) -> None:
        """No mandate says nothing about latitude, and a new rhythm nothing about contact; both are said."""
        assert look(WELL).position is None
        assert look(WELL).reasons[0] == "nothing says how far decisions are delegated to the co-leader"
        told = look(begun(), agreement=contract(OWN), on=week(0, -1))
        assert (told.position, told.latitude, told.contact) == (None, Level.HIGH, None)
        assert told.reasons[0] == "it is too early to say how much contact there is"

    def test_gives_the_person_the_last_word(self) -> None:
        """“Self-report overrides signals”; the signals are told all the same."""
        free = SelfReport("anna", Position.FREE, week(10))
        told = look(RARELY, agreement=contract(OWN), self_report=free)
        assert (told.position, told.contact, told.is_their_own_word) == (Position.FREE, Level.LOW, True)
        assert told.reasons[0] == (
            "the co-leader said on 2027-02-08 that they are free; that counts, whatever else is here"
        )
        assert signs(told) == {"gap", "missed"}
        alone = look(WELL, agreement=contract(OWN), self_report=SelfReport("anna", Position.ABANDONED, LAST))
        assert alone.position is Position.ABANDONED
        unknown = look(WELL, self_report=free)
        assert unknown.position is Position.FREE

    def test_keeps_to_what_was_said_in_the_period(self) -> None:
        """What somebody said before it is told and decides no longer."""
        before = SelfReport("anna", Position.FREE, week(0, -1))
        told = look(RARELY, agreement=contract(OWN), self_report=before, since=MONDAY)
        assert told.position is Position.ABANDONED
        assert told.reasons[0] == "the co-leader said on 2026-11-29 that they are free; that was before this period"

    def test_lets_nobody_else_say_it(self) -> None:
        """Nor anybody say it for a day to come."""
        with pytest.raises(co.NotAllowedFor, match=r"bo cannot say where anna stands here \(who could: anna\)"):
            _ = look(WELL, self_report=SelfReport("bo", Position.FREE, MONDAY))
        with pytest.raises(co.Inconsistent, match="self_report: 2027-02-23 is still to come"):
            _ = look(WELL, self_report=SelfReport("anna", Position.FREE, week(12, 1)))


class TestLatitude:
    @pytest.mark.parametrize(
        ("mandates", "level", "sentence"),
        [
            ([OWN], Level.HIGH, "1 area of decision: 1 by the co-leader (levels 5 to 7)"),
            ([JOINT], Level.HIGH, "1 area of decision: 1 together (level 4)"),
            ([TOLD], Level.LOW, "1 area of decision: 1 by whoever coordinates (levels 1 to 3)"),
            (
                [OWN, TOLD],
                Level.HIGH,
                "2 areas of decision: 1 by the co-leader (levels 5 to 7), 1 by whoever coordinates (levels 1 to 3)",
            ),
            (
                [JOINT, TOLD],
                Level.LOW,
                "2 areas of decision: 1 together (level 4), 1 by whoever coordinates (levels 1 to 3)",
            ),
        ],
    )
    def test_is_high_where_half_of_what_is_delegated_is_theirs(
        self, mandates: list[co.Mandate], level: Level, sentence: str
    ) -> None:
        """What is decided together counts half, as with management tasks."""
        told = look(WELL, agreement=contract(*mandates))
        assert told.latitude is level
        assert reason(told, Sign.MANDATES) == sentence

    def test_is_that_of_the_person_asked_about(self) -> None:
        """Nothing is delegated to bo here, who coordinates."""
        assert look(WELL, of="bo", agreement=contract(OWN)).latitude is None

    def test_counts_what_was_overridden_as_not_delegated(self) -> None:
        """An area in which the employer decided otherwise is theirs no more."""
        agreement = contract(OWN, JOINT).override("Merger", by="hr", clauses=["swaps"], at=later(1))
        told = look(WELL, agreement=agreement)
        assert told.latitude is Level.LOW
        said = "2 areas of decision: 1 together (level 4), 1 by the employer, who overrode it"
        assert reason(told, Sign.MANDATES) == said

    def test_of_what_does_not_bind_is_not_known(self) -> None:
        """A paused or expired contract gives no mandate."""
        assert look(WELL, agreement=contract(OWN).pause("Leave", by="anna", at=AT)).latitude is None
        assert look(WELL, agreement=contract(OWN, end=week(2), review=week(1))).latitude is None

    def decided(self, agreement: co.Agreement, *, by: str, area: str | None = "Swaps", day: int = 3) -> co.Decision:
        """A decision that somebody took alone, naming the agreement as its mandate."""
        return co.Decision.in_meeting(
            "Who swaps?", parties={by: PAIR[by]}, present=[by], method="command" if by == "bo" else "delegated",
            outcome="Dan", responsible=[by], mandate=agreement.id, area=area, by=by, at=later(day), no_affected="None",
        )  # fmt: skip

    def test_is_low_where_the_mandate_is_taken_over(self) -> None:
        """“Decisions escalated though within mandate”: twice, and half of all."""
        agreement = contract(OWN)
        over = [self.decided(agreement, by="bo"), self.decided(agreement, by="bo", area=" swaps ")]
        told = look(WELL, agreement=agreement, decisions=[*over, self.decided(agreement, by="anna", area=None)])
        assert told.position is Position.CONTROLLED
        said = "2 of 3 decisions within the mandate were taken by whoever coordinates"
        assert reason(told, Sign.TAKEN_OVER) == said

    def test_stays_where_that_is_rare_or_elsewhere(self) -> None:
        """Once, less than half, in another area, by another mandate, before the period, or not decided yet."""
        agreement, other = contract(OWN, TOLD), contract(OWN)
        bo, anna = self.decided(agreement, by="bo"), self.decided(agreement, by="anna")
        draft = co.Decision.draft(
            "Who?", parties={"bo": "coordinator"}, method="command", mandate=agreement.id, by="bo"
        )
        for decisions in (
            [bo], [bo, bo, anna, anna, anna], [bo, self.decided(agreement, by="bo", area="Hours")],
            [bo, self.decided(other, by="bo")], [bo, draft],
        ):  # fmt: skip
            told = look(WELL, agreement=agreement, decisions=decisions)
            assert "taken_over" not in signs(told)
        old = look(WELL, agreement=agreement, decisions=[bo, bo], since=week(0))
        assert "taken_over" not in signs(old)
        told_only = look(WELL, agreement=contract(TOLD), decisions=[bo, bo])
        assert "taken_over" not in signs(told_only)


class TestContact:
    def test_is_measured_against_what_these_two_agreed(self) -> None:
        """The same talks are rare where every second week was agreed, and often where every quarter was."""
        quarterly = co.Rhythm("Once a quarter", every_days=92)
        talks = held(0, 6, 12, cycle=begun(co.Cadence.every(6, "weeks", begin=MONDAY)), feedback=["So"])
        assert signs(look(talks, agreement=contract(OWN, quarterly))) == set()
        fortnight = co.Rhythm("Every other Monday", every_days=14)
        told = look(talks, agreement=contract(OWN, fortnight))
        assert reason(told, Sign.GAP) == (
            "nothing was followed up from 2026-11-30 to 2027-01-11: 42 days, where at least every 14 days is agreed"
        )
        assert signs(look(talks)) == set()

    @pytest.mark.parametrize(("weeks", "gap"), [((0, 1, 2, 4, 6), False), ((0, 1, 2, 5, 6), True)])
    def test_lapses_after_more_than_twice_the_agreed_time(self, weeks: tuple[int, ...], gap: bool) -> None:
        """One that is missed is no sign, two are."""
        told = look(held(*weeks, feedback=["So"]), on=week(6))
        assert signs(told) == ({"gap", "missed"} if gap else set())
        assert told.contact is (Level.LOW if gap else Level.HIGH)

    def test_counts_in_a_row_until_one_is_held(self) -> None:
        """The longest run, with its days."""
        told = look(held(0, 3, 7, feedback=["So"]), on=week(8))
        assert reason(told, Sign.MISSED) == "3 in a row were missed, from 2026-12-28 to 2027-01-11"

    def test_begins_where_the_agreement_and_the_cycles_do(self) -> None:
        """Nobody is abandoned before there was anything to keep."""
        late = begun(at=noon(week(10)))
        assert look(late, on=week(11)).contact is None
        assert "gap" not in signs(look(late, on=week(12)))
        assert "gap" in signs(look(late, on=week(12, 1)))
        nothing = look(agreement=contract(OWN, co.Rhythm("Weekly", every_days=7)), on=week(2))
        assert nothing.position is Position.ABANDONED

    def test_ends_where_they_do(self) -> None:
        """What is over is nobody's to follow up."""
        over = held(0, 1, 2, feedback=["So"]).end(by="bo", at=noon(week(2, 1)))
        assert signs(look(over)) == set()
        assert "gap" in signs(look(over, agreement=contract(OWN, co.Rhythm("Weekly", every_days=7))))
        assert look(over, since=week(5)).contact is None

    def test_leaves_rest_out(self) -> None:
        """A pause is no neglect, in the rhythm, in the cycle or in the agreement; nor is what was skipped."""
        away = held(0, 1, feedback=["So"]).pause("Leave", until=week(9), by="anna", at=noon(week(1, 1)))
        assert signs(look(held(10, 11, 12, cycle=away, feedback=["So"]))) == set()
        summer = begun(co.Cadence.weekly("mon", begin=MONDAY).pause(week(1, 1), week(9)))
        assert signs(look(held(0, 1, 10, 11, 12, cycle=summer, feedback=["So"]))) == set()
        skipping = held(0, feedback=["So"])
        for number in (1, 2, 3):
            skipping = skipping.skip(week(number), "Fair", by="bo", at=noon(week(0)))
        assert signs(look(held(4, 5, cycle=skipping, feedback=["So"]), on=week(5))) == set()
        resting = contract(OWN, co.Rhythm("Weekly", every_days=7)).pause("Leave", by="anna", at=noon(week(2)))
        talks = held(0, 1, cycle=begun(co.Cadence.weekly("mon", begin=MONDAY, count=2)), feedback=["So"])
        assert signs(look(talks, agreement=resting)) == set()

    def test_says_how_much_rest_was_left_out(self) -> None:
        """So that everybody can count for themselves."""
        away = held(0, feedback=["So"]).pause("Ill", until=week(2), by="anna", at=noon(week(0, 1)))
        assert reason(look(away, on=week(6)), Sign.GAP) == (
            "nothing was followed up from 2026-11-30 to 2027-01-11: 28 days (14 days of rest left out), "
            "where at least every 7 days is agreed"
        )

    def test_rests_only_where_everything_does(self) -> None:
        """While one of two rhythms goes on, so does what they agreed."""
        other = begun(co.Cadence.every(2, "weeks", begin=MONDAY))
        away = held(0, feedback=["So"]).pause("Fair", until=week(9), by="anna", at=noon(week(0, 1)))
        assert "gap" in signs(look(away, other, on=week(9)))
        assert "gap" not in signs(look(away, held(0, 2, 4, 6, 8, cycle=other, feedback=["So"]), on=week(9)))

    def test_is_that_with_the_person(self) -> None:
        """In a team, a talk at which they were not is no contact with them; between two, any is."""
        team = begun(participants={**PAIR, "cim": "co_leader"})
        without = team
        for number in range(6):
            without = without.follow_up(by="bo", present=["cim"], feedback=["So"], at=noon(week(number)))
        assert "gap" in signs(look(without, on=week(6)))
        assert signs(look(without, on=week(6), of="cim")) == set()
        between_two = begun()
        for number in range(6):
            between_two = between_two.follow_up(by="bo", feedback=["So"], at=noon(week(number)))
        assert "gap" not in signs(look(between_two, on=week(6)))

    def test_waits_for_support_no_longer_than_the_rhythm(self) -> None:
        """“Unanswered support requests: age, share”; a no is an answer, and somebody else's wait is not theirs."""
        asking = held(0, feedback=["So"], support={"role_it": "A screen"})
        asking = held(1, cycle=asking, feedback=["So"], support={"bo": "A key", "role_it": "A chair"})
        asking = held(2, cycle=asking, feedback=["So"])
        key = next(one for one in asking.talks.support if one.of == "bo")
        told = look(asking.decline_support(key.id, "None left", by="bo", at=noon(week(2))), on=week(2))
        said = "1 of 3 requests for support waits for an answer, the oldest for 14 days"
        assert reason(told, Sign.UNANSWERED) == said
        assert told.contact is Level.LOW
        assert "unanswered" not in signs(look(asking, on=week(2), of="bo"))
        again = look(asking, on=week(2, 1), since=week(2))
        assert (
            reason(again, Sign.UNANSWERED) == "3 of 3 requests for support wait for an answer, the oldest for 15 days"
        )
        without_rhythm = begun(co.Cadence.weekly("mon", begin=MONDAY, count=1))
        once = held(0, cycle=without_rhythm, support={"role_it": "A screen"})
        assert "unanswered" not in signs(look(once, on=week(2)))
        assert "unanswered" in signs(look(once, on=week(2, 1)))

    def test_takes_two_of_the_lighter_signs(self) -> None:
        """One is told and decides nothing: an overdue review, one side alone, nothing but “carry on”."""
        overdue = contract(OWN, review=week(5))
        told = look(WELL, agreement=overdue)
        assert (told.position, signs(told)) == (Position.FREE, {"review"})
        assert reason(told, Sign.REVIEW) == "the review of the agreement was due on 2027-01-04, 49 days ago"
        narrow = held(*range(13), confirmations=["Thanks"])
        told = look(narrow, agreement=contract(OWN))
        assert (told.position, signs(told)) == (Position.FREE, {"narrow"})
        assert reason(told, Sign.NARROW) == "13 follow-ups, and neither feedback nor a lesson came of any"
        assert look(narrow, agreement=overdue).position is Position.ABANDONED

    def test_notices_that_one_side_writes_alone(self) -> None:
        """Three or more, with nobody else there, and nobody who has read them."""
        cycle = begun(acknowledged=True)
        for number in range(3):
            cycle = cycle.follow_up(by="anna", lessons=["So"], at=noon(week(number)))
            assert signs(look(cycle, on=week(number))) == ({"one_side"} if number == 2 else set())
        assert reason(look(cycle, on=week(2)), Sign.ONE_SIDE) == (
            "all 3 follow-ups were written by the co-leader alone"
        )
        latest = cycle.talks.latest
        assert latest is not None
        assert signs(look(cycle.acknowledge(latest.id, by="bo", at=noon(week(2))), on=week(2))) == set()
        assert signs(look(cycle.follow_up(by="bo", at=noon(week(2))), on=week(2))) == set()

    def test_says_how_the_rhythm_was_kept(self) -> None:
        """What is as agreed is a reason, too."""
        told = look(held(0, 1, 2, 4, feedback=["So"]), on=week(4))
        assert reason(told, Sign.AS_AGREED) == (
            "4 of 5 that were due were held, and 14 days was the longest time without, "
            "where at least every 7 days is agreed"
        )
        once = held(0, cycle=begun(co.Cadence.weekly("mon", begin=MONDAY, count=1)))
        assert reason(look(once, on=week(4)), Sign.AS_AGREED) == "1 of 1 that were due were held"
        assert reason(look(held(2, cycle=once), on=week(4), since=week(1)), Sign.AS_AGREED) == "once followed up"
        early = held(0, 1, cycle=begun(co.Cadence.weekly("mon", begin=week(9), count=1)))
        assert reason(look(early, on=week(4)), Sign.AS_AGREED) == "2 times followed up"

    def test_knows_no_agreed_time_where_there_is_none(self) -> None:
        """Then only what was held can be told."""
        twice = held(0, 0, cycle=begun(co.Cadence.weekly("mon", begin=week(-9), count=10)))
        ended = twice.end(by="bo", at=noon(week(0)))
        assert look(ended).contact is Level.HIGH


class TestShowing:
    told = look(RARELY, agreement=contract(OWN))

    def test_is_for_the_person_first(self) -> None:
        """Then, once they have seen it, for the other party; for nobody else."""
        assert self.told.shown_to() == ("anna",)
        assert self.told.shown_to(seen=["bo"]) == ("anna",)
        assert self.told.shown_to(seen=["anna"]) == ("anna", "bo")
        assert self.told.told_to("anna") == self.told.told_to("bo", seen=["anna"]) == self.told.reasons
        with pytest.raises(co.NotAllowedFor, match=r"who could: anna, and once anna has seen it: bo\)"):
            _ = self.told.told_to("bo")
        with pytest.raises(co.NotAllowedFor, match=r"cim cannot see this here \(who could: anna, bo\)"):
            _ = self.told.told_to("cim", seen=["anna"])

    def test_names_nobody_in_its_reasons(self) -> None:
        """Parts, not people: it is about a relation."""
        assert not {"anna", "bo"} & {*" ".join(self.told.reasons).split()}

    def test_has_no_other_party_among_equals(self) -> None:
        """In an agreement of members, it is for the person alone."""
        team = co.Agreement.in_meeting(
            "Talk", parties=dict.fromkeys("abc", "member"), present="abc", kind="team", body="So", by="a", at=AT
        )
        assert look(agreement=team, of="a").others == ()

    def test_takes_the_parties_from_the_agreement_or_the_cycles(self) -> None:
        """Of a draft, those at its table."""
        draft = co.Agreement.draft("Rota", parties=PAIR, by="anna", at=AT)
        assert look(agreement=draft).others == look(WELL).others == ("bo",)


class TestAsking:
    def test_takes_a_party_and_a_day_that_has_come(self) -> None:
        """Else it says who could be meant, or when."""
        with pytest.raises(co.Inconsistent, match="person: cim is no party here; name one of anna, bo"):
            _ = look(WELL, of="cim")
        with pytest.raises(co.Inconsistent, match="person: cim is no party here; name one of those who are"):
            _ = look(of="cim")
        with pytest.raises(co.Inconsistent, match="since: 2027-02-23 is still to come"):
            _ = look(WELL, since=week(12, 1))
