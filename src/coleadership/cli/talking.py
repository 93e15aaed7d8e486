"""Talks on a screen: a cycle as it stands, and the agenda of its next talk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import cast

from coleadership.cli.facts import Facts
from coleadership.cli.lookup import called_in, names
from coleadership.cli.screen import grid, screen
from coleadership.cli.telling import told
from coleadership.cli.words import as_json, named, shown
from coleadership.following_up.cycles import Cycle
from coleadership.following_up.follow_ups import FollowUp, SupportRequest
from coleadership.heart.events import Event
from coleadership.ids import Id
from coleadership.insights.agenda import Agenda, Open, Topic
from coleadership.journal.journal import Journal
from coleadership.rhythm.cadence import Cadence
from coleadership.rhythm.recurrence import Unit

__all__ = ["cycle_facts", "print_agenda"]

Names = Mapping[str, str]


def cycle_facts(cycle: Cycle, called: Names) -> Facts:
    """Who follows up what, how often, what came of it last and what waits; private notes are nobody else's."""
    latest, coming = cycle.talks.latest, cycle.course.coming
    seats = [(seat.person, seat.part) for seat in cycle.participants]
    return {
        "about": [called.get(id, id) for id in cycle.about],
        "participants": [f"{called.get(who, who)} ({part.replace('_', '-')})" for who, part in seats],
        "rhythm": _rhythm(cycle.course.cadence),
        "then": coming[1].day.isoformat() if coming[1:] else None,
        "rests_until": None if cycle.paused_until is None else cycle.paused_until.isoformat(),
        "form": cycle.form.name,
        "points": [str(words) for words in cycle.agenda],
        "last_talk": None if latest is None else _talk(latest, called),
        "to_acknowledge": [called.get(id, id) for one in cycle.talks.waiting for id in one.people],
        "support": [_request(one, called) for one in cycle.talks.support],
    }


def _talk(talk: FollowUp, called: Names) -> Facts:
    said = {
        "confirmations": talk.confirmations, "feedback": talk.feedback, "lessons": talk.lessons,
        "obstacles": talk.obstacles, "answers": tuple(one.words for one in talk.answers),
    }  # fmt: skip
    facts: Facts = {
        "on": talk.on.isoformat(),
        "there": [called.get(id, id) for id in talk.present],
        **{name: [str(one) for one in words] for name, words in said.items() if words},
        "outcome": talk.outcome.value,
    }
    return facts if talk.next_step is None else {**facts, "next_step": str(talk.next_step)}


def _request(one: SupportRequest, called: Names) -> str:
    return f"{called.get(one.of, one.of)}: {one.words} (asked by {called.get(one.by, one.by)} on {one.since})"


def _rhythm(cadence: Cadence) -> str:
    """How often, in words; of a rare rule, what iCalendar says."""
    rule = cadence.rule
    if rule.unit is Unit.RRULE:
        return rule.rrule or ""
    unit, days = rule.unit.value, [day.value for day in rule.weekdays]
    on = [f"the {_nth(nth)} {day}" for nth in rule.nth for day in days] or [*days, *(f"day {day}" for day in rule.days)]
    every = f"every {unit.removesuffix('s')}" if rule.interval == 1 else f"every {rule.interval} {unit}"
    at = "" if cadence.at is None else f" at {cadence.at:%H:%M} {cadence.zone}"
    return f"{every}{' on ' + ', '.join(on) if on else ''}{at}"


def _nth(nth: int) -> str:
    return "last" if nth == -1 else {1: "first", 2: "second", 3: "third"}.get(nth, f"{nth}.")


def print_agenda(journal: Journal, cycle: str, at: datetime, *, json: bool) -> None:
    """Print what to have at hand in the next talk of a cycle."""
    found = journal.agenda(cast("Id[Cycle]", cycle), at)
    called = called_in(journal, cycle) | names(journal, found.cycle.about)
    for topic in found.topics:
        called |= called_in(journal, topic.subject.id)
    facts = _agenda(found, called)
    if json:
        print(as_json(facts))
        return
    print(f"{shown(found.cycle.name)}: the next talk is on {found.cycle.next_due or 'no day'}")
    _print(facts, "points", "questions", "next_step", "open", "support")
    for topic in facts["topics"]:
        print(f"\n{shown(topic['title'])} ({topic['status'].replace('_', ' ')})")
        _print(topic, "agreed", "happened", "open")
    _print(facts, "lessons", "missing")


def _print(facts: Facts, *labels: str) -> None:
    """Those of some facts that there are, each with its label."""
    told = [(label, [facts[label]] if isinstance(facts[label], str) else facts[label] or []) for label in labels]
    rows = [(label.replace("_", " "), "\n".join(said)) for label, said in told if said]
    if rows:
        screen().print(grid(rows))


def _agenda(found: Agenda, called: dict[str, str]) -> Facts:
    return {
        "cycle": found.cycle.id,
        "next_due": None if found.cycle.next_due is None else found.cycle.next_due.isoformat(),
        "points": [str(words) for words in found.points],
        "questions": [question.text for question in found.questions],
        "next_step": None if found.next_step is None else str(found.next_step),
        "open": [*_open(found.open, called)],
        "support": [_request(one, called) for one in found.support],
        "topics": [_topic(topic, called) for topic in found.topics],
        "missing": [*found.missing],
        "lessons": [f"{one.title} ({one.status})" for one in found.lessons],
    }


def _topic(topic: Topic, called: dict[str, str]) -> Facts:
    subject = topic.subject
    return {
        "id": subject.id,
        "title": str(subject.title or ""),
        "status": subject.status,
        "agreed": [str(words) for words in topic.agreed],
        "happened": [_happened(f"{subject.KIND}.{one.participle}", one, called) for one in topic.happened],
        "open": [*_open(topic.open, called)],
    }


def _happened(name: str, event: Event, called: dict[str, str]) -> str:
    return f"{event.stamp.at:%Y-%m-%d} {named(called, event.stamp.by)} {told(name, event, called)}"


def _open(found: Iterable[Open], called: Names) -> Iterator[str]:
    for one in found:
        by = "" if one.by is None else f" of {called.get(one.by, one.by)}"
        yield f"{one.what}{by}: {one.words}"
