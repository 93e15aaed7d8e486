"""What is held about somebody, what forgetting them would come to, and doing it; what time would let go."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import cast

from coleadership.cli.exits import FINE, NO
from coleadership.cli.lookup import ids_in, names, with_names
from coleadership.cli.screen import grid, patience, screen
from coleadership.cli.words import as_json, counted, named, shown
from coleadership.errors import Inconsistent
from coleadership.ids import Id
from coleadership.journal.journal import Journal
from coleadership.organisation.people import Person
from coleadership.privacy.erasure import ErasurePlan

__all__ = ["forget", "print_held", "print_plan", "print_retention"]


def print_held(journal: Journal, person: str, *, json: bool) -> None:
    """Print everything that is held about somebody: a page of HTML, or JSON."""
    with patience("reading") as progress:
        held = journal.held_about(cast("Id[Person]", person), progress=progress)
    print(held.json() if json else held.page(), end="")


def print_retention(journal: Journal, at: datetime, *, json: bool) -> None:
    """Print what a tick at a time would erase by each rule, and what of it something keeps."""
    found = Counter((one.rule, one.kept_by, one.until) for one in journal.plan_retention(at))
    if json:
        rows = [
            {"rule": rule, "texts": many, "kept_by": keeper, "until": until and until.isoformat()}
            for (rule, keeper, until), many in found.items()
        ]
        print(as_json(rows))
        return
    if not found:
        print("nothing would go")
        return
    called = names(journal, {id for rule, keeper, _ in found for id in (rule, keeper) if id is not None})
    for (rule, keeper, until), many in found.items():
        kept = "" if keeper is None else f" by {named(called, keeper)}{f' until {until}' if until else ''}"
        print(shown(f"{named(called, rule)}: {counted(many, 'text')} {'would go' if keeper is None else 'kept'}{kept}"))


def print_plan(journal: Journal, person: str, *, json: bool) -> int:
    """Print what forgetting somebody would come to; nothing is changed. The code says whether it could be done now."""
    plan, is_here = journal.plan_forgetting(person), journal.load(person).status == "here"
    if json:
        print(as_json({**_told(plan), "is_here": is_here}))
    else:
        _print(journal, plan, would=True)
        print(f"Nothing was changed. {_next(plan, is_here=is_here)}")
    return NO if plan.holds or plan.vacant or is_here else FINE


def _next(plan: ErasurePlan, *, is_here: bool) -> str:
    """What has to be done for them to be forgotten."""
    if plan.holds:
        return "A hold always wins: lift it first, or wait until it is over."
    if is_here:
        return "They are here, and who is forgotten has left first: journal.change(id, lambda one: one.leave(by=…))"
    if plan.vacant:
        return "Hand over what has no coordinator, or end it; else: --yes --by WHO --leaving-vacant"
    return "To do it: --yes --by WHO"


def forget(journal: Journal, person: str, by: str | None, *, leaving_vacant: bool, json: bool) -> None:
    """Forget somebody, and print what that came to."""
    if not by:
        raise Inconsistent("by", "say who forgets them, which is recorded: --by WHO")
    try:
        with patience("forgetting") as progress:
            done = journal.forget(person, by=by, leaving_vacant=leaving_vacant, progress=progress)
    except Inconsistent as error:  # it says what would work as Python has it
        raise Inconsistent(error.field, error.reason.replace("leaving_vacant=True", "--leaving-vacant")) from None
    if json:
        print(as_json(_told(done)))
    else:
        _print(journal, done, would=False)


def _print(journal: Journal, plan: ErasurePlan, *, would: bool) -> None:
    grounds = Counter((kept.subject, kept.ground) for kept in plan.kept)
    ids = [plan.person, *plan.vacant, *(id for _, id in plan.seats)]
    told = " ".join([*ids, *(f"{subject} {ground}" for subject, ground in grounds)])
    called = names(journal, ids_in(told))
    who = called[plan.person] if would else plan.person
    screen().print(f"{shown(who)}: {counted(len(plan.words), 'text')} {'would go' if would else 'gone'}")
    rows = [("held", f"{hold.reason}, until {hold.until or 'it is lifted'}") for hold in plan.holds]
    rows += [("vacant", f"{named(called, id)} ({id}): in force, and without a coordinator") for id in plan.vacant]
    rows += [("seat", f"{relation.replace('_', ' ')} of {named(called, id)} ({id})") for relation, id in plan.seats]
    for (subject, ground), many in grounds.items():
        text = f"{counted(many, 'text')} of {named(called, subject)} ({subject})"
        rows.append(("stays", f"{text}: {with_names(ground, called)}"))
    screen().print(grid(rows))


def _told(plan: ErasurePlan) -> dict[str, object]:
    return {
        "person": plan.person, "words": [*plan.words], "vacant": [*plan.vacant],
        "seats": [{"as": relation, "subject": id} for relation, id in plan.seats],
        "kept": [{"seal": one.seal, "subject": one.subject, "ground": one.ground} for one in plan.kept],
        "holds": [
            {"id": one.id, "since": one.since.isoformat(), "until": one.until and one.until.isoformat()}
            for one in plan.holds
        ],
    }  # fmt: skip
