"""What everything co-led waits for: answers to what is proposed, words for what is drafted, a review held together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from coleadership.heart.due import DUES, Due, Stage
from coleadership.heart.formulation import Proposal
from coleadership.heart.life import Force, Wording
from coleadership.heart.obligations import Obligation, Owed
from coleadership.heart.worded import Worded

__all__ = ["awaited", "owed"]

Table = Worded[Any, Any]


def awaited(table: Table) -> list[str]:
    """Whom it waits for, or will once its review comes nearer."""
    state = table.formulation
    people = [person for proposal in state.proposals for person in proposal.silent]
    if state.in_force is None:
        people += _unheard(table)
    elif table.review is not None and table.force is Force.IN_FORCE:
        people += table._reviewers()
    return people


def owed(table: Table, person: str, now: datetime) -> Iterator[Obligation]:
    """What it waits for from a person at a point in time."""
    for proposal in table.proposals:
        if person in proposal.silent and (proposal.closes is None or now < proposal.closes):
            yield _voice(table, proposal, person)
    if table.in_force is None and person in _unheard(table):
        draft = table._newest()
        since = draft.since.date() if isinstance(draft, Proposal) else now.date()
        reason = f"{_named(table)} is being worded, and nothing of it is yours yet"
        yield Obligation(
            person=person, subject=table.id, owed=Owed.WORDING, reason=reason, since=since, verb="decline_to_add"
        )
    yield from _review(table, person, now)


def _unheard(table: Table) -> tuple[str, ...]:
    """Who has not had a say in the first wording, while it is a draft; once it is proposed, answering is enough."""
    for proposal in table.formulation.proposals:
        if proposal.status is Wording.DRAFT:
            return table._unheard()
    return ()


def _voice(table: Table, proposal: Proposal[Any], person: str) -> Obligation:
    what = "to end" if proposal.ends else "to change" if table.in_force is not None else "to agree on"
    return Obligation(
        person=person,
        subject=table.id,
        owed=Owed.VOICE,
        reason=f"it is proposed {what} {_named(table)}, and you have not said where you stand",
        since=proposal.since.date(),
        until=None if proposal.closes is None else proposal.closes.date(),
        verb="consent",
        about=proposal.id,
    )


def _review(table: Table, person: str, now: datetime) -> Iterator[Obligation]:
    """A review that is due or coming up, by whoever it is held."""
    if table.review is None or table.force_on(now.date()) is not Force.IN_FORCE:
        return
    reminders = DUES[Due.REVIEW]
    stage, first = reminders.stage(table.review, now.date()), reminders.begins(Stage.UPCOMING, table.review)
    if stage is not None and first is not None and person in table._reviewers():
        said = f"the review of {_named(table)} {'is' if now.date() <= table.review else 'was'} due on {table.review}"
        yield Obligation(
            person=person, subject=table.id, owed=Owed.REVIEW, reason=said, since=first, until=table.review,
            verb="hold_review",
        )  # fmt: skip


def _named(table: Table) -> str:
    return f"“{table.title}”"
