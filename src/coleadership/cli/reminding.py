"""What somebody owes, and what time brings about."""

from __future__ import annotations

from datetime import datetime

from coleadership.cli.exits import FINE, NO, complain
from coleadership.cli.lookup import names
from coleadership.cli.screen import patience, screen
from coleadership.cli.words import as_json, counted, shown
from coleadership.heart.obligations import Obligation
from coleadership.journal.journal import Journal

__all__ = ["print_obligations", "print_tick"]


def print_obligations(journal: Journal, person: str, now: datetime, *, json: bool) -> None:
    """Print the one list of what somebody owes, what is to be done first at the top."""
    owed = journal.obligations(person, now)
    if json:
        print(as_json([_told(one) for one in owed]))
        return
    if not owed:
        print("nothing waits for them")
        return
    called = names(journal, {person}).get(person, person)
    print(f"{counted(len(owed), 'thing')} waiting for {shown(called)} (väntar på dig):\n")
    for one in owed:
        _print_one(one, now)


def _print_one(one: Obligation, now: datetime) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - only for a terminal

    out = screen()
    late = "  LATE" if one.is_late(now.date()) else ""
    until = f", until {one.until}" if one.until else ""
    out.print(f"{one.owed.replace('_', '-')}: since {one.since}{until}{late}")
    about = f" {one.about}" if one.about else ""
    out.print(Padding(f"{shown(one.reason)}\n{one.verb} {one.subject}{about}", (0, 0, 1, 2)))


def _told(one: Obligation) -> dict[str, object]:
    return {
        "owed": one.owed.value, "subject": one.subject, "reason": one.reason, "since": one.since.isoformat(),
        "until": None if one.until is None else one.until.isoformat(), "verb": one.verb, "about": one.about,
        "person": one.person,
    }  # fmt: skip


def print_tick(journal: Journal, now: datetime, *, json: bool) -> int:
    """Record what time alone has brought about, and say how much that was."""
    with patience("looking") as tell:
        done = journal.tick(now, progress=None if tell is None else lambda many: tell(many, many))
    if json:
        failed = dict(done.failed)
        told = {"at": done.at.isoformat(), "woken": done.woken, "recorded": done.recorded}
        print(as_json({**told, "erased": done.erased, "failed": failed}))
    else:
        erased = f", {counted(done.erased, 'text')} erased" if done.erased else ""
        print(f"{counted(done.recorded, 'event')} recorded, {counted(done.woken, 'thing')} looked at{erased}")
        for id, reason in done.failed:
            _ = complain(f"{id} is tried again next time: {reason}", NO)
    return NO if done.failed else FINE
