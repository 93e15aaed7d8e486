"""Structure: the formal line of units and the links across it, where it takes more than one team to see it.

It says nothing about who leads with whom: that is culture, another graph, and neither is derived from the other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from coleadership.errors import Inconsistent
from coleadership.organisation.teams import Team

__all__ = ["check_line", "is_double_linked"]


def is_double_linked(one: Team, other: Team, day: date) -> bool:
    """Whether two teams are represented in each other on a day, by two people and not by one for both.

    >>> day = Team.form("Day team", members=["dan"], by="bo")
    >>> evening = Team.form("Evening team", members=["cim"], by="bo").link(day.id, through="cim", by="bo")
    >>> both = day.link(evening.id, through="dan", by="bo")
    >>> is_double_linked(evening, day, day.since), is_double_linked(evening, both, day.since)
    (False, True)
    """
    there = {link.representative for link in one.representatives(day) if link.team == other.id}
    back = {link.representative for link in other.representatives(day) if link.team == one.id}
    return bool(there) and bool(back) and there != back


def check_line(team: Team, known: Callable[[str], Team | None]) -> None:
    """Raise `Inconsistent` if a team stands under itself on any day, however long the way is.

    ``known`` finds the teams above it; what it does not find is at the top.

    >>> shop = Team.form("Shop", kind="unit", by="bo")
    >>> evening = Team.form("Evening team", under=shop.id, by="bo")
    >>> check_line(evening, {shop.id: shop}.get)
    >>> shop = shop.place(evening.id, by="bo")
    >>> check_line(shop, {evening.id: evening}.get)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: under: team_... would stand under itself from ...
    """
    days, asked = [placement.since for placement in team.placements], set[date]()
    while days:
        day = days.pop()
        if day in asked:
            continue
        asked.add(day)
        way, above = [str(team.id)], team.parent(day)
        while above is not None and above not in way:
            way.append(above)
            unit = known(above)
            above = None if unit is None else unit.parent(day)
            days += [] if unit is None else [other.since for other in unit.placements if other.since > day]
        if above == team.id:
            shown = " under ".join([*way, team.id])
            raise Inconsistent("under", f"{team.id} would stand under itself from {day} ({shown}); choose another unit")
