"""What others may know of a team: counts of five people or more, and names by their own wish."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import coleadership as co
from coleadership.insights.contact import Contact, Position, SelfReport
from coleadership.insights.signs import Axis, Level, Sign, Signal
from coleadership.insights.team_pattern import FEWEST, TeamPattern, team_pattern
from tests.builders import DAY

PLACES = {"f": Position.FREE, "a": Position.ABANDONED, "c": Position.CONTROLLED, "n": Position.NEGLECTED, "-": None}


def one(person: str, place: str = "f", *, since: date = DAY) -> Contact:
    """Somebody who says where they stand, or of whom it is not clear."""
    position, until = PLACES[place], since + timedelta(90)
    report = None if position is None else SelfReport(person, position, until)
    return Contact(person=person, part="co_leader", others=("bo",), since=since, until=until, report=report)


def team(places: str, *, begin: int = 0, since: date = DAY) -> list[Contact]:
    """People called p0, p1 … who stand where each letter says."""
    return [one(f"p{number}", place, since=since) for number, place in enumerate(places, begin)]


def told(places: str, *, begin: int = 0, since: date = DAY, before: tuple[TeamPattern, ...] = ()) -> TeamPattern:
    """The pattern of these."""
    return team_pattern(team(places, begin=begin, since=since), told=before)


class TestTeamPattern:
    def test_counts_who_stands_where(self) -> None:
        """All places in one order, those of nobody too, and no names."""
        pattern = told("ffaca-")
        assert pattern.counts == (
            (Position.FREE, 2), (Position.ABANDONED, 2), (Position.CONTROLLED, 1), (Position.NEGLECTED, 0), (None, 1),
        )  # fmt: skip
        assert [pattern.count(place) for place in ("free", Position.ABANDONED, None)] == [2, 2, 1]
        assert pattern.named == ()
        assert "p0" not in repr(pattern)

    @pytest.mark.parametrize("places", ["f", "fa", "ffac"])
    def test_refuses_fewer_than_five(self, places: str) -> None:
        """“At least five people”."""
        with pytest.raises(co.Inconsistent, match=f"{len(places)} people could be made out, and a pattern is of 5"):
            _ = told(places)

    @pytest.mark.parametrize("places", ["fffff", "aaaaaaaa"])
    def test_refuses_to_speak_of_each(self, places: str) -> None:
        """“Homogeneous answers (all same) in a small group also reveal”."""
        with pytest.raises(co.Inconsistent, match="all of them stand in the same place"):
            _ = told(places)

    def test_may_be_of_people_of_whom_nothing_is_clear(self) -> None:
        """That says nothing of anybody."""
        assert told("-----").count(None) == FEWEST

    def test_takes_each_person_once_and_one_period(self) -> None:
        """Of several relations, one has to be chosen."""
        with pytest.raises(co.Inconsistent, match="p0 is there twice"):
            _ = team_pattern([*team("ffaca"), one("p0", "a")])
        with pytest.raises(co.Inconsistent, match="2 periods are there"):
            _ = team_pattern([*team("ffaca"), one("x", since=DAY - timedelta(1))])
        with pytest.raises(co.Inconsistent, match="0 periods are there"):
            _ = team_pattern([])

    def test_tells_the_place_as_signals_have_it_too(self) -> None:
        """With or without their own word."""
        high = [Signal(sign, axis, Level.HIGH, "So") for sign, axis in (
            (Sign.MANDATES, Axis.LATITUDE), (Sign.AS_AGREED, Axis.CONTACT),
        )]  # fmt: skip
        free = Contact(person="x", part="c", others=(), since=DAY, until=DAY + timedelta(90), signals=tuple(high))
        assert team_pattern([*team("aaaa"), free]).count("free") == 1


class TestComplement:
    def test_of_a_unit_is_not_revealed_by_its_teams(self) -> None:
        """A unit of nine and a team of five of it leave four, whichever is told first."""
        unit, part = "ffacafacf", "ffaca"
        with pytest.raises(co.Inconsistent, match="4 people could be made out"):
            _ = told(part, before=(told(unit),))
        with pytest.raises(co.Inconsistent, match="4 people could be made out"):
            _ = told(unit, before=(told(part),))

    def test_of_a_unit_may_be_told_where_five_are_left(self) -> None:
        """Unless these all stand in the same place."""
        unit = told("ffacafacfa")
        assert told("ffaca", before=(unit,)).count("free") == 2
        with pytest.raises(co.Inconsistent, match="all of them stand in the same place"):
            _ = told("ffaca", before=(told("ffacaaaaaa"),))
        rest = told("ffaca"), told("facfa", begin=5)
        assert told("ffacafacfa", before=rest).count("free") == 4

    def test_of_overlapping_teams_is_not_told(self) -> None:
        """What two teams share and what they do not could be weighed against each other."""
        with pytest.raises(co.Inconsistent, match="told: it overlaps with one that was told before"):
            _ = told("facfafacfa", begin=5, before=(told("ffacafacfa"),))

    def test_of_the_same_team_is_the_same(self) -> None:
        """Whoever asks again learns nothing new."""
        assert told("ffaca", before=(told("ffaca"),)) == told("ffaca")

    def test_of_nested_teams_is_looked_at_to_the_end(self) -> None:
        """Of a unit, a department in it and a team in that, each rest counts."""
        unit, department = told("ffacafacfaffaca"), told("ffacafacfa")
        assert told("ffaca", before=(unit, department)).count("free") == 2
        with pytest.raises(co.Inconsistent, match="3 people could be made out"):
            _ = told("ffacafa", before=(unit, department))
        within = told("ffaca"), told("ffacafacfa")
        with pytest.raises(co.Inconsistent, match="all of them stand in the same place"):
            _ = told("ffacafacfaaaaaa", before=within)
        assert told("ffacafacfaffaca", before=within).count("controlled") == 3

    def test_over_time_is_not_revealed_by_who_came_or_left(self) -> None:
        """“Refuse if fewer than five differ from an earlier answer, incl. a previous wave with changed membership”."""
        before = told("ffacaf", since=DAY - timedelta(100))
        with pytest.raises(co.Inconsistent, match="1 people could be made out"):
            _ = told("ffaca", before=(before,))
        assert told("ccccaf", before=(before,)).count("controlled") == 4
        assert told("ffaca", begin=6, before=(before,)).count("free") == 2
        turned_over = told("ffacafacfa", begin=5, before=(told("ffacafacfa", since=DAY - timedelta(100)),))
        assert turned_over.count("free") == 4


class TestSharing:
    def test_names_only_who_shares(self) -> None:
        """“Named only if the person shares”, in the order of ids; strangers who share are not here."""
        pattern = team_pattern(team("ffacafa"), shared=["p6", "p1", "zoe"])
        assert pattern.named == (("p1", Position.FREE), ("p6", Position.ABANDONED))
        assert pattern.count("free") == 3

    def test_names_nobody_where_that_would_leave_few(self) -> None:
        """Of five, naming one would leave four: they are counted and not named."""
        assert team_pattern(team("ffaca"), shared=["p0"]).named == ()
        assert team_pattern(team("ffacaa"), shared=["p0", "p1"]).named == ()
        assert len(team_pattern(team("ffacaa"), shared=["p0"]).named) == 1
        assert team_pattern(team("faaaaa"), shared=["p0"]).named == ()

    def test_names_everybody_where_all_share(self) -> None:
        """Then nobody is left to be made out, even in a team that all stand in one place."""
        everybody = [f"p{number}" for number in range(5)]
        assert len(team_pattern(team("ffaca"), shared=everybody).named) == 5

    def test_counts_who_was_named_elsewhere_as_known(self) -> None:
        """Of a team of five, one is known by name from the unit: four are left."""
        unit = team_pattern(team("ffacafacfaa"), shared=["p0"])
        assert unit.named
        with pytest.raises(co.Inconsistent, match="4 people could be made out"):
            _ = told("ffaca", before=(unit,))
        assert told("ffacaf", before=(unit,)).count("free") == 3

    def test_looks_at_those_who_are_left(self) -> None:
        """Whether all stand in one place is asked of those who are not known by name."""
        assert team_pattern(team("faffff"), shared=["p0"]).named == (("p0", Position.FREE),)
        unit = team_pattern(team("faaaaafcfcf"), shared=["p0"], told=[told("faaaaa")])
        assert unit.named == ()
        unit = team_pattern(team("ffffffacacac"), shared=["p0"])
        assert unit.named
        with pytest.raises(co.Inconsistent, match="all of them stand in the same place"):
            _ = told("ffffff", before=(unit,))
