from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from coleadership.errors import Inconsistent
from coleadership.heart.consent import (
    ADVICE,
    CARRIED,
    CONSENSUS,
    CONSENT,
    DELEGATED,
    MAJORITY,
    PROPOSER,
    QUALIFIED_MAJORITY,
    QUORUM,
    RULES,
    DecisionRule,
    Outcome,
    Result,
    Silence,
    Stance,
)
from tests.builders import AT, voice
from tests.test_workdays import Closed

YES, CONCERN, ASIDE, NO = Stance.CONSENT, Stance.CONCERN, Stance.STAND_ASIDE, Stance.OBJECT
OPEN, ADOPTED, REJECTED = Result.OPEN, Result.ADOPTED, Result.REJECTED
CLOSES = AT + timedelta(days=3)


def outcome(rule: DecisionRule, *stances: Stance | None, over: bool = False, parts: tuple[str, ...] = ()) -> Outcome:
    """What a rule makes of these stances, one of each seat in turn; None is silence."""
    eligible = {f"seat {n}": part for n, part in enumerate(parts or ["member"] * len(stances))}
    voices = [voice(f"seat {n}", stance) for n, stance in enumerate(stances) if stance is not None]
    return rule.outcome(voices, wording="w", eligible=eligible, closes=CLOSES, now=CLOSES if over else AT)


def result(rule: DecisionRule, *stances: Stance | None, over: bool = False, parts: tuple[str, ...] = ()) -> Result:
    """That outcome in one word."""
    return outcome(rule, *stances, over=over, parts=parts).result


class TestConsent:
    def test_takes_everybody_and_no_objection(self) -> None:
        """Everybody speaks, nobody objects, and at least one says yes."""
        assert result(CONSENT, YES, YES, YES) is ADOPTED
        assert result(CONSENT, YES, YES, None) is OPEN
        assert result(CONSENT, YES, YES, NO) is OPEN
        assert result(CONSENT, YES, ASIDE) is ADOPTED

    def test_concerns_never_block(self) -> None:
        """A concern is a yes that is remembered."""
        assert result(CONSENT, CONCERN, CONCERN) is ADOPTED

    def test_falls_where_nobody_wants_it(self) -> None:
        """If all stand aside, nobody said yes."""
        assert result(CONSENT, ASIDE, ASIDE) is REJECTED

    def test_has_no_time_limit(self) -> None:
        """Silence is not consent, however long it lasts."""
        assert CONSENT.closes(AT) is None
        waiting = CONSENT.outcome(
            [voice("a")], wording="w", eligible={"a": "m", "b": "m"}, now=datetime.max.replace(tzinfo=UTC)
        )
        assert waiting.result is OPEN
        assert waiting.changes_at is None


class TestConsensus:
    def test_takes_everybodys_yes(self) -> None:
        """Everybody agrees; who stands aside does not."""
        assert result(CONSENSUS, YES, CONCERN) is ADOPTED
        assert result(CONSENSUS, YES, ASIDE) is OPEN
        assert result(CONSENSUS, YES, None) is OPEN


class TestMajority:
    def test_takes_more_than_half_of_those_who_take_sides(self) -> None:
        """Who stands aside or is silent when the time is up is not counted."""
        assert result(MAJORITY, YES, YES, NO) is ADOPTED
        assert result(MAJORITY, YES, NO, NO) is REJECTED
        assert result(MAJORITY, YES, ASIDE, ASIDE, over=True) is ADOPTED
        assert result(MAJORITY, YES, None, None, over=True) is ADOPTED

    def test_a_tie_is_no(self) -> None:
        """Half is not more than half."""
        assert result(MAJORITY, YES, NO) is REJECTED
        assert result(MAJORITY, YES, NO, None, None, over=True) is REJECTED

    def test_is_adopted_early_once_nothing_can_change_it(self) -> None:
        """Three yes of five are a majority whatever the others say; two are not yet."""
        assert result(MAJORITY, YES, YES, YES, None, None) is ADOPTED
        assert result(MAJORITY, YES, YES, None, None, None) is OPEN
        assert result(MAJORITY, NO, NO, NO, None, None) is REJECTED

    def test_nothing_is_adopted_by_silence(self) -> None:
        """If nobody spoke within two weeks, it falls."""
        assert result(MAJORITY, None, None, over=True) is REJECTED
        assert MAJORITY.open_days == 14


class TestCarried:
    def test_no_objection_stops_those_who_carry_it(self) -> None:
        """One yes is enough once everybody has spoken, however many object."""
        assert result(CARRIED, YES, NO, NO, ASIDE) is ADOPTED
        assert result(CARRIED, NO, ASIDE, CONCERN) is ADOPTED

    def test_hears_everybody_before_it_decides(self) -> None:
        """However certain the answer, those who have not spoken have their two weeks."""
        assert result(CARRIED, YES, YES, None) is OPEN
        assert outcome(CARRIED, YES, YES, None).reason == "not everybody has spoken"
        assert result(CARRIED, YES, None, None, over=True) is ADOPTED
        assert CARRIED.open_days == 14

    def test_falls_where_nobody_carries_it(self) -> None:
        """Neither silence nor standing aside is a yes."""
        assert result(CARRIED, ASIDE, NO) is REJECTED
        assert result(CARRIED, None, None, over=True) is REJECTED
        assert result(CARRIED, NO, None, over=True) is REJECTED

    def test_any_rule_can_be_made_to_hear_everybody(self) -> None:
        """A majority that is certain waits for those who have not spoken."""
        patient = evolve(MAJORITY, id="patient", hears_all=True)
        assert result(MAJORITY, YES, YES, None) is ADOPTED
        assert result(patient, YES, YES, None) is OPEN
        assert result(patient, YES, YES, None, over=True) is ADOPTED
        assert result(patient, YES, YES, NO) is ADOPTED


class TestQualifiedMajority:
    @pytest.mark.parametrize(("yes", "expected"), [(4, ADOPTED), (3, REJECTED)])
    def test_takes_two_thirds_of_all_who_are_eligible(self, yes: int, expected: Result) -> None:
        """At least four of six, the silent among them."""
        assert result(QUALIFIED_MAJORITY, *[YES] * yes, *[None] * (6 - yes), over=True) is expected

    def test_exactly_two_thirds_is_enough(self) -> None:
        """The share is counted in whole numbers, so that 2/3 is 2/3."""
        assert result(QUALIFIED_MAJORITY, YES, YES, NO) is ADOPTED


class TestQuorum:
    def test_takes_half_of_them_in_whatever_way(self) -> None:
        """A majority in which at least half of those eligible take part."""
        assert result(QUORUM, YES, ASIDE, None, None, over=True) is ADOPTED
        assert result(QUORUM, YES, None, None, None, over=True) is REJECTED
        assert result(QUORUM, YES, None, None, None) is OPEN


class TestAdvice:
    PARTS = (PROPOSER, "member", "member")

    def test_waits_until_everybody_was_heard_or_the_time_is_up(self) -> None:
        """Whoever proposes decides, once everybody has been heard or a week has passed."""
        assert result(ADVICE, YES, NO, None, parts=self.PARTS) is OPEN
        assert result(ADVICE, YES, NO, ASIDE, parts=self.PARTS) is ADOPTED
        assert result(ADVICE, YES, None, None, parts=self.PARTS, over=True) is ADOPTED
        assert ADVICE.open_days == 7

    def test_the_others_advise_and_do_not_decide(self) -> None:
        """Without the proposer's yes there is no decision, and with their no it is over."""
        assert result(ADVICE, None, YES, YES, parts=self.PARTS) is OPEN
        assert result(ADVICE, None, YES, YES, parts=self.PARTS, over=True) is REJECTED
        assert result(ADVICE, NO, YES, YES, parts=self.PARTS) is REJECTED


class TestDelegated:
    def test_the_coordinator_decides(self) -> None:
        """The others are told and may speak; a rule for which nobody holds the part decides nothing."""
        parts = ("coordinator", "co_leader")
        assert result(DELEGATED, YES, None, parts=parts) is ADOPTED
        assert result(DELEGATED, YES, NO, parts=parts) is ADOPTED
        assert result(DELEGATED, NO, YES, parts=parts) is REJECTED
        assert result(DELEGATED, ASIDE, YES, parts=parts) is OPEN
        assert result(DELEGATED, YES, YES, parts=("member", "member")) is OPEN

    def test_several_who_hold_the_part_decide_together(self) -> None:
        """One of two coordinators is not enough."""
        parts = ("coordinator", "coordinator")
        assert result(DELEGATED, YES, None, parts=parts) is OPEN
        assert result(DELEGATED, YES, CONCERN, parts=parts) is ADOPTED


class TestLazyConsent:
    LAZY = DecisionRule(id="lazy", open_days=3, silence=Silence.CONSENT)

    def test_silence_counts_once_the_time_is_up(self) -> None:
        """Where a time limit was set beforehand, silence is consent after it and nothing before it."""
        assert result(self.LAZY, None, None) is OPEN
        assert result(self.LAZY, None, None, over=True) is ADOPTED
        assert result(self.LAZY, YES, YES) is ADOPTED

    def test_an_objection_still_blocks(self) -> None:
        """One that stands when the time is up stops it for good."""
        assert result(self.LAZY, NO, None) is OPEN
        assert result(self.LAZY, NO, None, over=True) is REJECTED

    def test_needs_a_time_limit(self) -> None:
        """Silence without a limit never means anything."""
        with pytest.raises(Inconsistent, match=r"^silence: "):
            _ = DecisionRule(id="sloppy", silence=Silence.CONSENT)


class TestOutcome:
    @pytest.mark.parametrize("rule", [MAJORITY, QUORUM, QUALIFIED_MAJORITY, evolve(CONSENT, open_days=3)])
    def test_tells_when_time_alone_would_change_it(self, rule: DecisionRule) -> None:
        """Up to ``changes_at`` the answer stays, and from that moment it is another."""
        eligible = {"a": "m", "b": "m", "c": "m"}
        now = rule.outcome([voice("a")], wording="w", eligible=eligible, closes=CLOSES, now=AT)
        assert now.changes_at == CLOSES
        before, at = CLOSES - timedelta(microseconds=1), CLOSES
        assert rule.outcome([voice("a")], wording="w", eligible=eligible, closes=CLOSES, now=before) == now
        after = rule.outcome([voice("a")], wording="w", eligible=eligible, closes=CLOSES, now=at)
        assert after.result is not now.result
        assert after.changes_at is None

    def test_a_decision_does_not_change_by_itself(self) -> None:
        """What is adopted or rejected stays so."""
        assert outcome(MAJORITY, YES, YES, NO).changes_at is None

    def test_voices_from_elsewhere_do_not_count(self) -> None:
        """Nobody votes who has no seat, and nothing said to another wording counts."""
        voices = [voice("a"), voice("eve", NO), voice("b", YES, "another")]
        assert CONSENT.outcome(voices, wording="w", eligible={"a": "m"}, now=AT).result is ADOPTED
        assert CONSENT.outcome(voices, wording="w", eligible={"a": "m", "b": "m"}, now=AT).result is OPEN

    def test_of_several_voices_of_one_seat_the_most_cautious_counts(self) -> None:
        """Whoever has said no once is not outvoted by themselves."""
        for voices in ([voice("a"), voice("a", NO)], [voice("a", NO), voice("a")]):
            assert CONSENT.outcome(voices, wording="w", eligible={"a": "m"}, now=AT).result is OPEN

    def test_an_empty_table_decides_nothing(self) -> None:
        """All of nobody is nobody."""
        for rule in RULES.values():
            assert result(rule, over=False) is OPEN

    def test_gives_its_reason(self) -> None:
        """Whoever asks why is told."""
        assert outcome(CONSENT, YES, NO).reason == "somebody's voice stops it"
        assert outcome(CONSENT, YES, YES).reason == "enough agreed"
        assert outcome(MAJORITY, None, None, over=True).reason.startswith("too few agreed")


class TestCloses:
    def test_after_the_last_of_its_days_at_midnight(self) -> None:
        """Open for three days means three whole days."""
        rule = DecisionRule(id="r", open_days=3)
        assert rule.closes(AT) == datetime(2026, 11, 27, tzinfo=UTC)

    def test_in_the_zone_in_which_it_was_opened(self) -> None:
        """Midnight is where people sleep, also when clocks change."""
        stockholm = ZoneInfo("Europe/Stockholm")
        closes = DecisionRule(id="r", open_days=2).closes(datetime(2026, 10, 23, 9, tzinfo=stockholm))
        assert closes == datetime(2026, 10, 26, tzinfo=stockholm)

    def test_counts_working_days_of_the_calendar_given(self) -> None:
        """Two working days over a free Friday end on Tuesday night."""
        rule = DecisionRule(id="r", open_days=2, working_days=True)
        friday = Closed(frozenset({date(2026, 11, 27)}))
        thursday = datetime(2026, 11, 26, 9, tzinfo=UTC)
        assert rule.closes(thursday, friday) == datetime(2026, 12, 2, tzinfo=UTC)
        assert rule.closes(thursday) == datetime(2026, 12, 1, tzinfo=UTC)


class TestDecisionRule:
    @pytest.mark.parametrize("share", [(3, 2), (-1, 2), (0, 0), (1, -1), (0.5, 1), (True, 2)])
    def test_refuses_what_is_no_share(self, share: tuple[int, int]) -> None:
        """A share lies between none and all, in whole numbers."""
        with pytest.raises(Inconsistent, match=r"^share: "):
            _ = DecisionRule(id="r", share=share)
        with pytest.raises(Inconsistent, match=r"^share: "):
            _ = DecisionRule(id="r", quorum=share)

    @pytest.mark.parametrize("days", [0, -1, 3_661, 2.5, True])
    def test_refuses_what_is_no_time_limit(self, days: int) -> None:
        """From a day to ten years, in whole days."""
        with pytest.raises(Inconsistent, match=r"^open_days: "):
            _ = DecisionRule(id="r", open_days=days)

    @pytest.mark.parametrize("stance", [YES, CONCERN])
    def test_a_consent_never_blocks(self, stance: Stance) -> None:
        """No organisation can write a rule by which a concern blocks."""
        with pytest.raises(Inconsistent, match=r"^blocks: "):
            _ = DecisionRule(id="r", blocks=frozenset({stance}))

    def test_refuses_an_id_that_cannot_be_kept(self) -> None:
        """A rule is recorded by its id, too."""
        with pytest.raises(Inconsistent, match="is no id"):
            _ = DecisionRule(id="")

    def test_named_instances_are_found_by_their_id(self) -> None:
        """Each is itself under its own name."""
        assert all(rule.id == id for id, rule in RULES.items())
        assert len(RULES) == 8
