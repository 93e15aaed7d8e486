"""One agreement, person or other thing on a screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import attrs
from rich.text import Text

from coleadership.agreements.agreement import LEGAL_NOTE, Agreement
from coleadership.cli.facts import Facts, agreement_facts, person_facts
from coleadership.cli.lookup import binding_terms, called_in
from coleadership.cli.screen import Screen, grid, screen
from coleadership.cli.things import rows_of, thing_facts
from coleadership.cli.words import as_json, counted, shown
from coleadership.heart.events import Subject
from coleadership.insights.reading import plain_text
from coleadership.journal.journal import Journal
from coleadership.organisation.people import Person

__all__ = ["print_agreement", "print_one"]

WORDS_SAY = "Words tell who typed, not who took part."


def print_one(journal: Journal, subject: Subject[Any], *, json: bool) -> None:
    """Print what is known of one agreement or person."""
    if isinstance(subject, Agreement):
        print_agreement(journal, subject, json=json)
    elif isinstance(subject, Person):
        facts = person_facts(journal, subject)
        if json:
            print(as_json(facts))
        else:
            _print_person(screen(), facts)
    else:
        facts = thing_facts(subject, called_in(journal, subject.id))
        if json:
            print(as_json(facts))
        else:
            screen().print(Text(shown(facts["title"]), style="bold"), grid(list(rows_of(facts))), sep="\n")


def print_agreement(journal: Journal, agreement: Agreement, *, json: bool, now: datetime | None = None) -> None:
    """Print an agreement as it stands now."""
    people = called_in(journal, agreement.id)
    facts = agreement_facts(journal, agreement, people, now or datetime.now(UTC))
    if json:
        print(as_json(facts))
        return
    out = screen()
    _print_head(out, facts)
    if facts["clauses"]:
        alone = attrs.evolve(binding_terms(agreement), parties=(), review=None, end=None)  # shown above
        text = plain_text(alone, people).partition("\n\n")[2]
        out.print(Text(shown(text.rstrip("\n"), lines=True)), "\n", sep="")
    _print_origin(out, facts["came_about"])
    for proposal in facts["proposals"]:
        _print_proposal(out, proposal)
    _print_kept(out, facts)
    out.print(Text(LEGAL_NOTE, style="dim"))


def _print_head(out: Screen, facts: Facts) -> None:
    out.print(Text(shown(facts["title"]), style="bold"))
    parts: dict[str, list[str]] = {}
    for one in facts["parties"]:
        parts.setdefault(one["part"].replace("_", "-"), []).append(one["name"])
    size, review = facts["text"], facts["review"]
    overdue = " (overdue)" if facts["review_overdue"] else ""
    rows = [
        ("id", facts["id"]),
        ("kind", facts["agreement_kind_name"]),
        ("status", facts["status"].replace("_", " ")),
        ("in force", _bound(facts)),
        ("on paper", facts["paper"] or ""),
        ("wordings", str(facts["wordings"])),
        ("authors", ", ".join(facts["authors"])),
        *((part, ", ".join(people)) for part, people in parts.items()),
        ("text", f"{counted(size['words'], 'word')}, {counted(size['characters'], 'character')}" if size else ""),
        ("last touched", facts["last_touched"][:16].replace("T", " ") + " UTC"),
        ("review", f"{review}{overdue}" if review else ""),
    ]
    out.print(grid(rows), "")


def _bound(facts: Facts) -> str:
    """From when to when it binds."""
    if not facts["since"]:
        return ""
    return f"from {facts['since']} to {facts['ends_on']}" if facts["ends_on"] else f"since {facts['since']}"


def _print_origin(out: Screen, facts: Facts) -> None:
    """How it came about."""
    out.print(Text("How it came about", style="bold"))
    if "voices" in facts:
        out.print(Text(facts["voices"]))
        rows = [
            (f"{counted(one['words'], 'word'):>13}  {one['share']:>6.1%}", ", ".join(one["authors"]))
            for one in facts["surviving_words"]
        ]
        if rows:
            out.print(Text("Of the text in force, by the words that survive from each author:"), grid(rows), sep="\n")
            out.print(Text(WORDS_SAY, style="dim"))
        else:
            out.print(Text("The text in force is empty."))
    else:
        out.print(grid(_people(facts, ("together", "contributed", "declined", "not_yet"))))
    out.print("")


def _people(facts: Facts, labels: Iterable[str]) -> list[tuple[str, str]]:
    called = {
        "together": "worded in one room", "contributed": "contributed", "declined": "had nothing to add",
        "not_yet": "not heard yet",
    }  # fmt: skip
    return [(called[label], ", ".join(facts[label])) for label in labels]


def _print_proposal(out: Screen, facts: Facts) -> None:
    """What is on the table, and who has yet to answer."""
    what = "Proposal to end it" if facts["ends_it"] else f"Wording {facts['number']}, {facts['status']}"
    out.print(Text(what, style="bold"))
    rows = [
        ("by", facts["author"]["name"] if facts["author"] else ""),
        ("wording", facts["wording"]),
        ("closes", facts["closes"] or ""),
        *((f"{voice['stance'].replace('_', ' ')}", _spoken(voice)) for voice in facts["voices"]),
        *(("objection", _spoken(voice)) for voice in facts["objections"]),
        *(("remark", f"{one['by']}: {one['text']}") for one in facts["comments"]),
        ("has yet to answer", ", ".join(facts["waiting_for"])),
    ]
    out.print(grid(rows), "")


def _spoken(voice: Facts) -> str:
    return f"{voice['name']}: {voice['argument']}" if voice["argument"] else str(voice["name"])


def _print_kept(out: Screen, facts: Facts) -> None:
    """Concerns, breaches, notice, overrides: whatever there is."""
    rows = [("concern", _spoken(voice)) for voice in facts["concerns"]]
    rows += [("asks for new words", reason) for reason in facts["asked_to_renegotiate"]]
    for breach in facts["breaches"]:
        how = f"repaired: {breach['repaired']}" if breach["repaired"] else "not repaired yet"
        rows.append(("breach", f"“{breach['clause']}”: {breach['what']} ({how})"))
    rows += [("better amended", f"“{clause}” was broken twice or more") for clause in facts["often_broken"]]
    if facts["notice"]:
        rows.append(("notice", f"given by {facts['notice']['by']}; the last day is {facts['notice']['last_day']}"))
    if facts["offered_to"]:
        rows.append(("offered to", ", ".join(facts["offered_to"])))
    rows += [("overridden", f"{one['at'][:10]} by {one['by']}: {one['reason']}") for one in facts["overrides"]]
    if rows:
        out.print(Text("Keeping it", style="bold"))
        out.print(grid(rows), "")


def _print_person(out: Screen, facts: Facts) -> None:
    out.print(Text(shown(facts["title"]), style="bold"))
    parts = dict[str, list[str]]()
    for one in facts["takes_part"]:
        parts.setdefault(one["kind"], []).append(f"{one['title']} ({one['status'].replace('_', ' ')})")
    addresses = [(channel, value) for channel, value in facts["addresses"].items()]
    rows = [("id", facts["id"]), ("status", facts["status"]), ("reference", facts["reference"] or ""), *addresses]
    out.print(grid([*rows, *((kind, "\n".join(titles)) for kind, titles in parts.items())]))
