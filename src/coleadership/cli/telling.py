"""The history of something, one sentence for each thing that happened."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import cast

import attrs

from coleadership.cli.lookup import called_in
from coleadership.cli.phrases import PHRASES
from coleadership.cli.screen import screen
from coleadership.cli.words import as_json, counted, named, shown
from coleadership.goals.progress import Progress
from coleadership.goals.readings import Reading
from coleadership.heart.consent import Stance, Voice
from coleadership.heart.events import Event
from coleadership.insights.authorship import words
from coleadership.insights.reading import texts_in
from coleadership.journal.journal import Entry, Journal
from coleadership.prose import Prose

__all__ = ["print_history", "told"]

Names = dict[str, str]

_STANCES = {
    Stance.CONSENT: "consents",
    Stance.CONCERN: "consents with a concern",
    Stance.STAND_ASIDE: "stands aside",
    Stance.OBJECT: "objects",
}


def print_history(journal: Journal, subject: str, *, json: bool) -> None:
    """Print everything recorded of a subject, what this version does not know included."""
    called = called_in(journal, subject)
    if json:
        before = "["
        for entry in journal.history(subject):
            print(before, as_json(_row(entry, called)), sep="\n")
            before = ","
        print("]")
        return
    from rich.table import Table  # noqa: PLC0415 - not for JSON
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for entry in journal.history(subject):
        sentence = Text.assemble((shown(named(called, entry.by)), "bold"), " ", shown(_what(entry, called)))
        table.add_row(f"{entry.at:%Y-%m-%d %H:%M}", sentence)
    screen().print(table)


def _row(entry: Entry, called: Names) -> dict[str, object]:
    return {
        "position": entry.position, "step": entry.step, "name": entry.name, "at": entry.at.isoformat(),
        "by": entry.by, "by_name": named(called, entry.by), "told": _what(entry, called),
    }  # fmt: skip


def _what(entry: Entry, called: Names) -> str:
    if entry.event is None:
        return f"did something that this version does not know: {entry.name}"
    return told(entry.name, entry.event, called)


def told(name: str, event: Event, called: Names) -> str:
    """What happened, as a sentence that goes on after the name of who did it.

    >>> from coleadership.organisation.people import Person
    >>> told("person.joined", Person.join("Anna Ek").unrecorded[0], {})
    'joins'
    """
    phrase = PHRASES.get(name) or PHRASES.get(event.participle)
    if phrase is None:
        return f"did this: {event.participle.replace('_', ' ')}"
    fields = {field.name: _Said(getattr(event, field.name), called) for field in attrs.fields(type(event))}
    return phrase.format_map(fields)


@attrs.frozen
class _Said:
    """A field of an event, as people say it; what stands before it is left out with it."""

    value: object
    called: Names

    def __format__(self, before: str) -> str:
        said = self._said(self.value)
        return f"{before}{said}" if said else ""

    def _said(self, value: object) -> str:
        match value:
            case None | ():
                return ""
            case Prose():
                return f"“{value}”"
            case Voice():
                whose = "" if value.seat == value.speaker else f" for {named(self.called, value.seat)}, who was there"
                return f"{_STANCES[value.stance]}{whose}{_Said(value.argument, self.called):: }"
            case datetime():
                return value.date().isoformat()
            case tuple():
                return ", ".join(self._said(one) for one in cast("tuple[object, ...]", value))
            case Enum():
                return str(value.value).replace("_", " ")
            case str():
                return self.called.get(value, value)
            case Reading():
                return _seen(value)
            case Progress():
                return value.reason if value.raw is None else f"{value.raw:.0%}"
            case _ if hasattr(value, "person"):  # a seat, or somebody who holds something
                return named(self.called, str(getattr(value, "person")))  # noqa: B009 - whatever has one
            case _ if hasattr(value, "title"):
                return _length(value)
            case _:
                return str(value)


def _seen(reading: Reading) -> str:
    """What somebody read, in a word or two."""
    if reading.number is not None:
        return f"{reading.number} {reading.unit or ''}".rstrip()
    if reading.yes is not None:
        return "yes" if reading.yes else "no"
    return f"{counted(len(reading.done or ()), 'milestone')} done"


def _length(content: object) -> str:
    """A wording by its title, and how long it is."""
    count = sum(len(words(str(text))) for text in texts_in(content))
    clauses = getattr(content, "clauses", ())
    counts = f"{counted(len(clauses), 'clause')}, " if clauses else ""
    return f"“{getattr(content, 'title', '')}”, {counts}{counted(count, 'word')}"
