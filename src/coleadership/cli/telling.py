"""The history of an agreement or a person, one sentence for each thing that happened."""

from __future__ import annotations

from datetime import date
from typing import cast

from coleadership import keeping, life, people
from coleadership.cli.lookup import people_in
from coleadership.cli.screen import screen
from coleadership.cli.words import as_json, counted, named, shown
from coleadership.consent import Stance
from coleadership.events import Event
from coleadership.insights.authorship import words
from coleadership.insights.reading import said
from coleadership.journal import Entry, Journal
from coleadership.prose import Prose
from coleadership.terms import Terms

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
    called = people_in(journal, subject)
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
    return told(entry.event, called)


def told(event: Event, called: Names) -> str:
    """What happened, as a sentence that goes on after the name of who did it.

    >>> told(people.Person.join("Anna Ek").unrecorded[0], {})
    'joins'
    """
    for tell in (_worded, _answered, _lived, _kept, _of_people):
        sentence = tell(event, called)
        if sentence is not None:
            return sentence
    return f"did this: {event.participle.replace('_', ' ')}"


def _worded(event: Event, called: Names) -> str | None:
    """Wordings, and remarks on them."""
    match event:
        case life.Drafted():
            room = ", ".join(named(called, one) for one in event.together)
            return f"words it{f' in one room with {room}' if room else ''}: {_length(event.content)}"
        case life.Revised():
            return f"words it anew: {_length(event.content)}"
        case life.AdoptedOnRecord():
            return f"words what was adopted on record, voices unknown: {_length(event.content)}"
        case life.Commented():
            return f"remarks: “{event.text}”"
        case life.ContributionDeclined():
            return "has nothing to add"
        case life.Withdrawn():
            return f"takes the proposal back{_because(event.reason)}"
        case _:
            return None


def _answered(event: Event, called: Names) -> str | None:
    """Proposals, voices, and what they decide."""
    match event:
        case life.Proposed():
            to = ", ".join(named(called, seat.person) for seat in event.eligible)
            return f"proposes it to {to}{_until(None if event.closes is None else event.closes.date())}"
        case life.EndingProposed():
            return f"proposes to end it{_because(event.reason)}"
        case life.VoiceGiven(voice=voice):
            whose = "" if voice.seat == voice.speaker else f" for {named(called, voice.seat)}, who was there"
            return f"{_STANCES[voice.stance]}{whose}{_because(voice.argument)}"
        case life.ObjectionWithdrawn():
            return "lets the objection go"
        case life.Adopted():
            return f"brings it into force: it binds since {event.since}"
        case life.Rejected():
            return f"sees the proposal fall: {event.reason}"
        case life.Overtaken():
            return "leaves a proposal behind that was built on an earlier text"
        case _:
            return None


def _lived(event: Event, called: Names) -> str | None:
    """Living by it."""
    match event:
        case life.RenegotiationCalled():
            return f"asks for new words{_because(event.reason)}"
        case life.Reviewed():
            who = ", ".join(named(called, one) for one in event.present)
            return f"reviews it with {who}: {event.outcome.value}{_until(event.until)}{_because(event.notes)}"
        case life.Paused():
            return f"lets it rest{_until(event.until)}{_because(event.reason)}"
        case life.Resumed():
            return "goes on after the pause"
        case life.PartyLeft():
            return f"notes that {named(called, event.person)} leaves the table"
        case life.Ended():
            return f"ends it on {event.on}{_because(event.reason)}"
        case _:
            return None


def _kept(event: Event, called: Names) -> str | None:
    """Keeping it."""
    match event:
        case keeping.BreachReported():
            return f"reports a breach: “{event.what}”"
        case keeping.BreachRepaired():
            return f"repairs it: “{event.how}”"
        case keeping.NoticeGiven():
            return f"gives notice: the last day is {event.last_day}{_because(event.reason)}"
        case keeping.NoticeWithdrawn():
            return "stays after all"
        case keeping.HandedOver():
            return f"offers the seat of {named(called, event.leaver)} to {named(called, event.successor)}"
        case keeping.Overridden():
            return f"overrides it{_because(event.reason)}"
        case _:
            return None


def _of_people(event: Event, called: Names) -> str | None:  # noqa: ARG001 - one form for all
    match event:
        case people.Joined():
            return "joins"
        case people.Renamed():
            return f"is called {event.name}"
        case people.AddressChanged():
            return f"is reached elsewhere by {event.channel}"
        case people.Left():
            return "leaves"
        case people.Returned():
            return "is back"
        case _:
            return None


def _length(content: object) -> str:
    terms = cast("Terms", content)
    count = len(words(said(terms)))
    clauses = f"{counted(len(terms.clauses), 'clause')}, " if terms.clauses else ""
    return f"“{terms.title}”, {clauses}{counted(count, 'word')}"


def _because(reason: Prose | None) -> str:
    return "" if reason is None else f": “{reason}”"


def _until(day: date | None) -> str:
    return "" if day is None else f", until {day}"
