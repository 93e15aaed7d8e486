from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from coleadership.errors import Inconsistent
from coleadership.heart.events import Event, Subject, moment
from coleadership.organisation.people import Person
from tests.builders import AT, agreed, draft, later


class Nowhere(tzinfo):
    """A time zone that does not know its offset, so that its times are naive."""

    def utcoffset(self, dt: datetime | None) -> None:
        """Know nothing."""

    def dst(self, dt: datetime | None) -> None:
        """Know nothing."""

    def tzname(self, dt: datetime | None) -> None:
        """Know nothing."""


class TestMoment:
    def test_is_kept_in_utc(self) -> None:
        """The same moment told elsewhere is the same moment."""
        assert moment(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Stockholm"))) == datetime(
            2026, 7, 1, 10, tzinfo=UTC
        )
        assert moment(AT.astimezone(timezone(timedelta(hours=9)))).utcoffset() == timedelta()

    def test_is_now_if_left_out(self) -> None:
        """Nobody needs to bring a clock."""
        before = datetime.now(UTC)
        assert before <= moment(None) <= datetime.now(UTC)

    @pytest.mark.parametrize("at", [datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=Nowhere())])  # noqa: DTZ001
    def test_refuses_a_moment_without_a_zone(self, at: datetime) -> None:
        """A naive time is never guessed to be of the machine's zone."""
        with pytest.raises(Inconsistent, match=r"^at: .* has no time zone"):
            _ = moment(at)

    @pytest.mark.parametrize("year", [1, 9901, 9999])
    def test_refuses_years_that_leave_no_room(self, year: int) -> None:
        """A deadline can be counted from every moment that is taken."""
        with pytest.raises(Inconsistent, match="choose a year from 2 to 9900"):
            _ = moment(datetime(year, 1, 1, tzinfo=UTC))

    @pytest.mark.parametrize("at", ["2026-01-01", 7, AT.date()])
    def test_refuses_what_is_no_moment(self, at: object) -> None:
        """A text, a number or a day is no point in time."""
        with pytest.raises(Inconsistent, match="is no point in time"):
            _ = moment(at)  # type: ignore[arg-type]


class TestSubject:
    def test_steps_count_from_one_without_a_gap(self) -> None:
        """Every event knows which step of which life it is."""
        rota = agreed()
        assert [event.stamp.step for event in rota.unrecorded] == list(range(1, rota.revision + 1))
        assert {event.stamp.subject for event in rota.unrecorded} == {rota.id}
        assert len({event.stamp.id for event in rota.unrecorded}) == rota.revision

    def test_folding_its_events_gives_it_back(self) -> None:
        """What happened is all there is."""
        rota = agreed()
        assert type(rota).folded(rota.unrecorded) == rota.settled()

    def test_folding_nothing_gives_nothing(self) -> None:
        """Without an event there is no subject."""
        assert Person.folded([]) is None

    def test_settling_forgets_only_what_is_to_be_recorded(self) -> None:
        """A settled subject has nothing left to save, and settling it again is free."""
        rota = evolve(draft(), unseen=True).settled()
        assert not rota.unrecorded
        assert not rota.unseen
        assert rota.settled() is rota

    def test_is_frozen(self) -> None:
        """A verb returns another value; nothing is changed behind anybody's back."""
        rota = draft()
        with pytest.raises(FrozenInstanceError):
            rota.revision = 7  # type: ignore[misc]
        with pytest.raises(FrozenInstanceError):
            rota.formulation.wordings = 7  # type: ignore[misc]

    def test_tells_what_it_is_in_short(self) -> None:
        """A subject in a log is one line: id, title, status, step."""
        rota = agreed()
        assert repr(rota) == f"<{rota.id} “Evening rota”: in_force, step 6, 6 unrecorded>"

    @pytest.mark.parametrize("by", ["", "a\nb", "\ud800", "x" * 201, 7])
    def test_whoever_does_something_has_an_id_that_can_be_kept(self, by: object) -> None:
        """An actor who need be no party is still somebody."""
        with pytest.raises(Inconsistent, match=r"^by: "):
            _ = agreed().override("The law says otherwise", by=by, at=later(1))  # type: ignore[arg-type]

    def test_says_little_of_itself_unless_a_concept_says_more(self) -> None:
        """A concept that has no title, deadline or links is still a subject."""
        plain: Subject[Event] = Subject(id="thing_1")
        assert (plain.title, plain.next_due, plain.audience, [*plain.links()]) == (None, None, "organisation", [])

    def test_a_concept_must_say_how_it_lives(self) -> None:
        """Folding and status are nothing that could be inherited."""
        plain: Subject[Event] = Subject(id="thing_1")
        event = draft().unrecorded[0]
        for ask in (lambda: plain.after(event), lambda: Subject.begun(event), lambda: plain.status):
            with pytest.raises(NotImplementedError):
                _ = ask()
