from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from coleadership.heart.consent import PROPOSER, RULES, DecisionRule, Of, Outcome, Result, Silence, Stance, Voice
from tests.builders import AT, later, voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEATS = ("ann", "bo", "cim", "dan", "eve")
PARTS = ("member", "coordinator", PROPOSER)
AGREES = {Stance.CONSENT, Stance.CONCERN}
CLOSES = later(3)


@st.composite
def rules(draw: st.DrawFn) -> DecisionRule:
    """Rules that are named here, and others that an organisation could write."""
    if draw(st.booleans()):
        return draw(st.sampled_from([*RULES.values()]))
    whole, days = draw(st.integers(1, 6)), draw(st.none() | st.integers(1, 30))
    return DecisionRule(
        id="own",
        blocks=draw(st.frozensets(st.sampled_from([Stance.OBJECT, Stance.STAND_ASIDE]))),
        share=(draw(st.integers(0, whole)), whole),
        more_than=draw(st.booleans()),
        of=draw(st.sampled_from(Of)),
        quorum=(draw(st.integers(0, whole)), whole),
        open_days=days,
        silence=Silence.NOTHING if days is None else draw(st.sampled_from(Silence)),
        decided_by=draw(st.sampled_from([None, *PARTS])),
    )


STANCES = st.sampled_from(Stance)
VOICES = st.lists(
    st.builds(voice, st.sampled_from([*SEATS, "stranger"]), STANCES, st.sampled_from(["w", "w", "other"]))
)
CONSENTS = st.builds(voice, st.sampled_from(SEATS), st.sampled_from([Stance.CONSENT, Stance.CONCERN]))
ELIGIBLE = st.dictionaries(st.sampled_from(SEATS), st.sampled_from(PARTS))
NOW = st.sampled_from([AT, CLOSES - timedelta(microseconds=1), CLOSES, later(30)])


def outcome(rule: DecisionRule, voices: Iterable[Voice], eligible: Mapping[str, str], now: datetime) -> Outcome:
    """What the rule makes of the voices; the time limit is the same in all tests."""
    closes = None if rule.open_days is None else CLOSES
    return rule.outcome(voices, wording="w", eligible=eligible, closes=closes, now=now)


class TestOutcome:
    """`DecisionRule.outcome` is a pure function of rule, voices, seats, time limit and now."""

    @given(rules(), VOICES, ELIGIBLE, NOW, CONSENTS)
    def test_adding_a_consent_never_turns_adopted_into_rejected(
        self, rule: DecisionRule, voices: list[Voice], eligible: dict[str, str], now: datetime, more: Voice
    ) -> None:
        """“Adding a consent never turns adopted into rejected”."""
        before = outcome(rule, voices, eligible, now)
        after = outcome(rule, [*voices, more], eligible, now)
        if before.result is Result.ADOPTED:
            assert after.result is Result.ADOPTED

    @given(rules(), VOICES, ELIGIBLE, NOW)
    def test_voices_for_another_draft_never_count(
        self, rule: DecisionRule, voices: list[Voice], eligible: dict[str, str], now: datetime
    ) -> None:
        """“Voices for another draft never count”."""
        others = [evolve(one, wording="other") for one in voices]
        mine = [one for one in voices if one.wording == "w"]
        assert outcome(rule, [*mine, *others], eligible, now) == outcome(rule, mine, eligible, now)

    @given(rules(), VOICES, ELIGIBLE, NOW)
    def test_voices_without_a_seat_never_count(
        self, rule: DecisionRule, voices: list[Voice], eligible: dict[str, str], now: datetime
    ) -> None:
        """“Voices for another wording or from elsewhere do not count”."""
        seated = [one for one in voices if one.seat in eligible]
        assert outcome(rule, voices, eligible, now) == outcome(rule, seated, eligible, now)

    @given(rules(), VOICES.flatmap(lambda v: st.tuples(st.just(v), st.permutations(v))), ELIGIBLE, NOW)
    def test_the_order_of_voices_and_seats_never_matters(
        self, rule: DecisionRule, voices: tuple[list[Voice], list[Voice]], eligible: dict[str, str], now: datetime,
    ) -> None:  # fmt: skip
        """“The result never depends on the order of voices”."""
        some, shuffled = voices
        backwards = dict(reversed(eligible.items()))
        assert outcome(rule, some, eligible, now) == outcome(rule, shuffled, backwards, now)

    @given(rules(), VOICES, ELIGIBLE, NOW)
    def test_nothing_is_adopted_by_silence_unless_the_rule_says_so(
        self, rule: DecisionRule, voices: list[Voice], eligible: dict[str, str], now: datetime
    ) -> None:
        """“Nothing is adopted by silence unless the rule says so”."""
        if outcome(rule, voices, eligible, now).result is Result.ADOPTED and rule.silence is Silence.NOTHING:
            said = {one.seat for one in voices if one.wording == "w" and one.stance in AGREES}
            assert said & eligible.keys()

    @given(rules(), VOICES, ELIGIBLE, NOW)
    def test_what_blocks_is_never_adopted(
        self, rule: DecisionRule, voices: list[Voice], eligible: dict[str, str], now: datetime
    ) -> None:
        """“An objection that stands blocks until it is withdrawn or the time is up”."""
        if any(one.stance in rule.blocks and one.wording == "w" and one.seat in eligible for one in voices):
            assert outcome(rule, voices, eligible, now).result is not Result.ADOPTED

    @given(rules(), VOICES, ELIGIBLE, NOW)
    def test_changes_at_is_when_time_alone_changes_it(
        self, rule: DecisionRule, voices: list[Voice], eligible: dict[str, str], now: datetime
    ) -> None:
        """“It also tells when time alone would change its answer”."""
        found = outcome(rule, voices, eligible, now)
        if found.changes_at is None:
            assert outcome(rule, voices, eligible, later(10_000)) == found
        else:
            assert found.changes_at > now
            assert outcome(rule, voices, eligible, found.changes_at - timedelta(microseconds=1)) == found
            assert outcome(rule, voices, eligible, found.changes_at).result is not found.result

    @given(VOICES, ELIGIBLE, NOW)
    def test_consent_adopts_only_what_everybody_has_answered(
        self, voices: list[Voice], eligible: dict[str, str], now: datetime
    ) -> None:
        """“In force only when every party consents to this exact version”."""
        assume(eligible)
        said = {one.seat for one in voices if one.wording == "w" and one.stance is not Stance.OBJECT}
        if outcome(RULES["consent"], voices, eligible, now).result is Result.ADOPTED:
            assert eligible.keys() <= said
