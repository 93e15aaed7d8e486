"""How people come to a table, act together at it, and leave it.

Something co-led begins with a first wording by somebody at its table, or is agreed by all in one room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from coleadership.errors import Inconsistent, NotAllowedFor
from coleadership.heart.coled import CoLed
from coleadership.heart.consent import DecisionRule
from coleadership.heart.events import Stamp
from coleadership.heart.life import Drafted, Proposed
from coleadership.heart.wording import Content, Seat, wording_of
from coleadership.ids import any_id, new_id
from coleadership.prose import Prose

__all__ = ["check_leaving", "drafted", "met", "put", "together"]

S = TypeVar("S", bound=CoLed[Any, Any])


def drafted(kind: type[S], content: Content, by: str, at: datetime, together: tuple[str, ...] = ()) -> S:
    """A first wording on the table, by one of those who answer it; ``together`` worded it in one room with them."""
    people = [seat.person for seat in content.seats]
    if by not in people:
        raise NotAllowedFor(by, wanted="draft this", who_could=f"its parties: {', '.join(people) or 'name some'}")
    content = content.owned_by(by)
    stamp = Stamp(new_id("event"), new_id(kind.KIND), 1, any_id(by, "by"), at)
    return kind._begin(Drafted(stamp, new_id("proposal"), content, wording_of(content), together))


def met(kind: type[S], content: Content, present: Collection[str], by: str, at: datetime) -> S:
    """What all who were present worded and said yes to in the room; it awaits the answer of those who were away."""
    there = tuple(seat.person for seat in content.seats if seat.person in present)
    if by not in there or len(there) < len({*present}):
        raise Inconsistent("present", f"name parties only, {by} among them, as those who were present")
    subject = drafted(kind, content, by, at, there)
    return put(subject, by, at, rule=subject._rule())._agreed_by(there, by, at)


def put(
    subject: S, by: str, at: datetime, *, rule: DecisionRule, signed: date | None = None, paper: Prose | None = None
) -> S:
    """What lies on the table put to everybody, without asking for a voice; ``signed`` is the day of the ``paper``."""
    target = subject._pick(None, wanted="proposed")
    subject._check_ready(target)
    eligible, stamp = subject._eligible(target), subject._stamp(by, at)
    return subject._record(Proposed(stamp, target.id, target.wording, rule, eligible, rule.closes(at), signed, paper))


def together(seats: Iterable[Seat], present: Collection[str], by: str, why: str | None) -> tuple[str, ...]:
    """Those present, ``by`` among them; where there is a reason why, everybody at the table has to be.

    >>> table = [Seat("anna", "owner"), Seat("bo", "coordinator")]
    >>> together(table, ["bo"], "anna", "nobody drops it alone")
    ('anna', 'bo')
    >>> together(table, [], "anna", "nobody drops it alone")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: present: nobody drops it alone, so it takes all of you, and bo was not ...
    """
    bound, there = {seat.person for seat in seats}, {*present, by}
    if strangers := sorted(there - bound):
        raise NotAllowedFor(strangers[0], wanted="judge this", who_could=", ".join(sorted(bound)))
    if why is not None and there < bound:
        absent = ", ".join(sorted(bound - there))
        reason = f"{why}, so it takes all of you, and {absent} was not present; name everybody or use end_together"
        raise Inconsistent("present", reason)
    return tuple(sorted(there))


def check_leaving(content: Content, by: str) -> None:
    """Raise if a table would lack somebody whom it needs once this person has left it."""
    for lack in content.without({by}).findings():
        if lack.path == "parties" and lack.blocks:
            reason = f"once {by} has left, nobody has their part ({lack.message}); word it with others, or end it"
            raise Inconsistent("by", reason)
