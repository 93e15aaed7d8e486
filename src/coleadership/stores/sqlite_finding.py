"""How cards are found in an SQLite file: what is asked for as conditions of a statement, and what leads it."""

from __future__ import annotations

import json
from typing import Final

from coleadership.records import SEEN_BY, Query

__all__ = ["FEW", "conditions", "leads", "opened"]

FEW: Final = 200
"""Up to so many, it is quicker to look up what somebody's keys open than to walk past all cards."""
_OPENED: Final = f"""FROM json_each(?) CROSS JOIN links s
    ON s.target = value AND s.relation = '{SEEN_BY}' WHERE s.j = ? AND s.subject > ?"""
_OPENS: Final = f"""EXISTS (SELECT 1 FROM links s INDEXED BY links_seen_by
    WHERE s.j = c.j AND s.subject = c.subject AND s.relation = '{SEEN_BY}'
    AND +s.target IN (SELECT value FROM json_each(?)))"""

_WAKING: Final = """c.subject IN (SELECT subject FROM cards INDEXED BY cards_wakes
    WHERE j = ? AND wakes < ? AND subject > ?)"""
"""The index alone tells who wakes: only what is on the page is read, and not all that wakes is sorted each time."""

_LINKED: Final = """EXISTS (SELECT 1 FROM links o
    WHERE o.j = c.j AND o.target = ? AND o.relation = ? AND o.subject = c.subject)"""


def leads(query: Query) -> bool:
    """Whether what somebody's keys open may lead the search, as nothing else does."""
    return query.seen_by is not None and not query.links and query.subjects is None and query.wakes_before is None


def opened(query: Query, j: int) -> tuple[str, list[object]]:
    """A statement that counts what somebody's keys open, up to a limit, and its values."""
    which, values = _opened(query, j)
    return f"SELECT count(*) FROM (SELECT 1 {which} LIMIT {FEW})", values


def _opened(query: Query, j: int) -> tuple[str, list[object]]:
    """What somebody's keys open after the cursor, as the end of a statement, and its values."""
    values: list[object] = [json.dumps([*(query.seen_by or ())]), j, query.after]
    if query.kind is None:
        return _OPENED, values
    return f"{_OPENED} AND s.subject >= ? AND s.subject < ?", [*values, f"{query.kind}_", f"{query.kind}`"]


def conditions(query: Query, j: int, *, few: bool = False) -> tuple[str, list[object]]:
    """A query as what follows the columns of a statement, up to its limit, and its values.

    The first link leads, so that only what is linked is read; ``few`` says that somebody's keys do.
    """
    waking = query.wakes_before is not None and query.subjects is None and not query.links
    source, where, values = "cards c", ["c.j = ?"], list[object]([j])
    if query.links:
        relation, target = query.links[0]
        source = "links l CROSS JOIN cards c ON c.j = l.j AND c.subject = l.subject"
        where += ["l.j = ?", "l.target = ?", "l.relation = ?", "l.subject > ?"]
        values += [j, target, relation, query.after]
    for relation, target in query.links[1:]:
        where.append(_LINKED)
        values += [target, relation]
    if few:
        which, keys = _opened(query, j)
        where.append(f"c.subject IN (SELECT s.subject {which})")
        values += keys
    elif query.seen_by is not None:
        where.append(_OPENS)
        values.append(json.dumps([*query.seen_by]))
    if waking:
        where.append(_WAKING)
        values += [j, query.wakes_before, query.after]
    rest, more = _of_the_card(query, looked_up=few or waking or query.subjects is not None)
    order = "l.subject" if query.links else "c.subject"  # as the source is read, so that nothing is sorted
    return f"FROM {source} WHERE {' AND '.join((*where, *rest))} ORDER BY {order}", [*values, *more]


def _of_the_card(query: Query, *, looked_up: bool) -> tuple[list[str], list[object]]:
    """What a query asks of the fields of a card, as conditions and their values.

    Where ids are ``looked_up`` one by one, no range of them must tempt SQLite to walk all cards in it.
    """
    lead = "+" * looked_up
    where, values = [f"{lead}c.subject > ?"], list[object]([query.after])
    if query.kind is not None:
        where += [f"{lead}c.subject >= ?", f"{lead}c.subject < ?", "c.kind = ?"]
        values += [f"{query.kind}_", f"{query.kind}`", query.kind]  # "`" follows "_": ids begin with their kind
    if query.subjects is not None:
        one = len(query.subjects) == 1
        where.append("c.subject = ?" if one else "c.subject IN (SELECT value FROM json_each(?))")
        values += query.subjects if one else [json.dumps([*query.subjects])]
    for name, value in (("status =", query.status), ("due <", query.due_before), ("wakes <", query.wakes_before)):
        if value is not None:
            where.append(f"c.{name} ?")
            values.append(value)
    return where, values
