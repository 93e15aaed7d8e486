"""Where somebody stands, whatever happened: always with reasons, whoever is asked first."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Mandate, Rhythm
from coleadership.insights.contact import Contact, Position, SelfReport, contact
from coleadership.insights.signs import Axis, Level, Sign
from coleadership.testing.builders import AT, DAY
from tests.following import PAIR
from tests.living import ALL, CYCLES, lived, steps

LIVES = st.builds(lived, CYCLES, steps(ALL))


@st.composite
def agreements(draw: st.DrawFn) -> Agreement | None:
    """No agreement, or one with mandates and perhaps a rhythm, in force, paused or expired."""
    if draw(st.booleans()):
        return None
    clauses = [Mandate("Who decides", by=by, level=level) for by, level in draw(
        st.lists(st.tuples(st.sampled_from(["anna", "bo"]), st.integers(1, 7)), max_size=4)
    )]  # fmt: skip
    rhythm = [Rhythm("We talk", every_days=draw(st.integers(1, 60)))] if draw(st.booleans()) else []
    end = draw(st.none() | st.integers(1, 200))
    agreement = Agreement.in_meeting(
        "Rota", parties=PAIR, present=PAIR, by="bo", at=AT, body="So", clauses=[*clauses, *rhythm],
        end=None if end is None else DAY + timedelta(end), review=DAY + timedelta(draw(st.integers(1, end or 200))),
    )  # fmt: skip
    return agreement.pause("Leave", by="anna", at=AT) if draw(st.booleans()) else agreement


@st.composite
def relations(draw: st.DrawFn) -> tuple[Contact, Contact]:
    """Where one of two stands, twice: with the same cycles in another order."""
    lives = draw(st.lists(LIVES, min_size=1, max_size=3))
    now = max(at for _, at in lives) + timedelta(days=draw(st.integers(0, 60)))
    since = DAY + timedelta(draw(st.integers(-30, (now.date() - DAY).days)))
    agreement, person = draw(agreements()), draw(st.sampled_from(["anna", "bo"]))
    place, on = draw(st.none() | st.sampled_from(Position)), draw(st.dates(date(2026, 1, 1), now.date()))
    report = None if place is None else SelfReport(person, place, on)
    one, other = (
        contact(person, [life.unrecorded for life, _ in order], since=since, now=now, agreement=agreement,
                self_report=report)
        for order in (lives, draw(st.permutations(lives)))
    )  # fmt: skip
    return one, other


class TestContact:
    @given(relations())
    def test_has_reasons_for_what_it_says(self, both: tuple[Contact, Contact]) -> None:
        """A position is never alone: each axis has a sentence that says why, or that nothing says so."""
        told, _ = both
        assert told.reasons
        assert all(reason and not {"anna", "bo"} & {*reason.split()} for reason in told.reasons)
        for axis, level in ((Axis.LATITUDE, told.latitude), (Axis.CONTACT, told.contact)):
            towards = {signal.towards for signal in told.signals if signal.axis is axis}
            assert level is None or level in towards
            assert Level.HIGH not in towards or level is not None

    @given(relations())
    def test_is_what_the_person_says_or_the_two_axes_are(self, both: tuple[Contact, Contact]) -> None:
        """“Self-report overrides signals”, and without it, both axes have to be known."""
        told, _ = both
        if told.report is not None and told.report.on >= told.since:
            assert told.position is told.report.position
        elif told.latitude is None or told.contact is None:
            assert told.position is None
        else:
            assert told.position is not None
            assert (told.position in {Position.FREE, Position.ABANDONED}) == (told.latitude is Level.HIGH)
            assert (told.position in {Position.FREE, Position.CONTROLLED}) == (told.contact is Level.HIGH)

    @given(relations())
    def test_is_the_same_in_whichever_order_cycles_come(self, both: tuple[Contact, Contact]) -> None:
        """Signals and reasons are about what happened, not about what was looked at first."""
        one, other = both
        assert one == other

    @given(relations())
    def test_contradicts_itself_nowhere(self, both: tuple[Contact, Contact]) -> None:
        """A rhythm that lapsed is not told to be as agreed, and each sign is there once."""
        told, _ = both
        signs = [signal.sign for signal in told.signals]
        assert len({*signs}) == len(signs)
        assert Sign.AS_AGREED not in signs or not {Sign.GAP, Sign.MISSED} & {*signs}

    @given(relations())
    def test_is_shown_to_the_person_first(self, both: tuple[Contact, Contact]) -> None:
        """Whoever has seen what: never to the other party before, and never to anybody else."""
        told, _ = both
        (other,) = {*PAIR} - {told.person}
        assert told.shown_to() == told.shown_to([other, "cim"]) == (told.person,)
        assert told.shown_to([told.person]) == (told.person, other)
