"""What one person may see and do, as the table of entitlements says."""

from __future__ import annotations

from typing import Final

from coleadership.cli.lookup import names
from coleadership.cli.screen import grid, screen
from coleadership.cli.words import as_json, named, shown
from coleadership.ids import kind_of
from coleadership.journal.journal import Journal
from coleadership.trust.access import Ruling
from coleadership.trust.entitlements import ENTITLEMENTS, PARTS, Action

__all__ = ["print_access"]

_BY_PART: Final = {*PARTS.values()} - {Action.SEE_WHOLE}
"""What is asked of each part of something anew: it depends on who was there."""


def print_access(journal: Journal, person: str, subject: str, *, json: bool) -> None:
    """Print for each action whether somebody may, and why."""
    view, known = journal.seen_by(person), ENTITLEMENTS[kind_of(subject)].may
    rulings = {action: view.may(action, subject) for action in Action if action is Action.SEE or known.get(action)}
    if json:
        told = {action.value: ruling._asdict() for action, ruling in rulings.items() if action not in _BY_PART}
        print(as_json({"person": person, "subject": subject, "may": told}))
        return
    called = names(journal, {person, subject})
    who, what = shown(named(called, person)), shown(named(called, subject))
    if not rulings[Action.SEE]:
        print(f"{who} does not see {what}")
        return
    rows = [(action.value, _said(action, ruling)) for action, ruling in rulings.items()]
    screen().print(f"{who} and {what}:", grid(rows), sep="\n")


def _said(action: Action, ruling: Ruling) -> str:
    answer = "of each part" if action in _BY_PART else "yes" if ruling else "no"
    return f"{answer}: {ruling.reason}"
