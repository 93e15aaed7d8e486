"""What `show` tells of an agreement or a person, as plain values: the same for a terminal and for a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, cast

from coleadership.agreements.agreement import LEGAL_NOTE, Agreement
from coleadership.agreements.clauses import Criterion, Mandate, Rhythm
from coleadership.agreements.terms import Terms
from coleadership.cli.lookup import binding_terms
from coleadership.cli.words import named
from coleadership.heart.consent import Voice
from coleadership.heart.formulation import Proposal
from coleadership.heart.life import AdoptedOnRecord, Basis, Force
from coleadership.insights.authorship import surviving_words, words
from coleadership.insights.reading import said
from coleadership.journal.journal import Journal
from coleadership.organisation.people import Person
from coleadership.recording.catalogue import CATALOGUE
from coleadership.records import Card
from coleadership.trust.entitlements import ENTITLEMENTS

__all__ = ["VOICES_UNKNOWN", "Facts", "agreement_facts", "person_facts", "status_on"]

VOICES_UNKNOWN = "Adopted on record: whose voices carried it is not known here, and none was invented."
_BELONGING = ("coordinator", "holder", "member")  # of a role or a team
Names = dict[str, str]
Facts = dict[str, Any]
"""Plain values that JSON can say."""


def person_facts(journal: Journal, person: Person) -> Facts:
    """A person: what they are called, how they are reached, what they take part in."""
    cards = [*_taking_part(journal, person.id)]
    titles = journal.titles(cards)
    return {
        "id": person.id,
        "kind": person.KIND,
        "title": str(person.name),
        "status": person.status,
        "reference": person.reference,
        "addresses": {address.channel: str(address.value) for address in person.addresses},
        "takes_part": [
            {"id": card.subject, "kind": card.kind, "title": titles.get(card.subject, ""), "status": card.status}
            for card in cards
        ],
    }


def _taking_part(journal: Journal, person: str) -> Iterator[Card]:
    """All that somebody takes part in by name, kind by kind, each thing once."""
    for name, kind in CATALOGUE.subjects.items():
        found = dict[str, Card]()
        for relation in sorted(kind.RELATIONS & {*ENTITLEMENTS[name].takes_part, *_BELONGING}):
            links: dict[str, Any] = {relation: person}
            found |= {card.subject: card for card in journal.cards(kind, **links)}
        yield from found.values()


def agreement_facts(journal: Journal, agreement: Agreement, people: Names, now: datetime) -> Facts:
    """An agreement: what it is, how it stands, how it came about, what is open."""
    in_force = agreement.in_force
    terms = binding_terms(agreement)
    return {
        "id": agreement.id,
        "kind": agreement.KIND,
        "title": str(terms.title),
        "agreement_kind": terms.whole_kind.id,
        "agreement_kind_name": terms.whole_kind.name,
        "status": status_on(agreement, now),
        "since": None if in_force is None else in_force.since.isoformat(),
        "basis": None if in_force is None else in_force.basis.value,
        "paper": None if in_force is None or in_force.paper is None else str(in_force.paper),
        "wordings": agreement.formulation.wordings,
        "authors": _called(agreement.formulation.contributed, people),
        "parties": [{**_one(seat.person, people), "part": seat.part} for seat in agreement.table],
        **_said(terms, people),
        "came_about": _came_about(journal, agreement, people),
        "last_touched": _last_touched(journal, agreement),
        "review": None if agreement.review is None else agreement.review.isoformat(),
        "review_overdue": agreement.review_is_overdue(now.date()),
        "ends_on": None if agreement.ends_on is None else agreement.ends_on.isoformat(),
        "proposals": [_open(proposal, people) for proposal in agreement.proposals],
        "concerns": [] if in_force is None else [_voice(voice, people) for voice in in_force.concerns],
        "asked_to_renegotiate": [str(reason) for reason in agreement.renegotiation],
        **_kept(agreement, people),
        "note": LEGAL_NOTE,
    }


def status_on(agreement: Agreement, now: datetime) -> str:
    """How it stands at a time; what follows from time alone is computed."""
    force = agreement.force_on(now.date())
    return agreement.status if force is Force.NOT_YET else force.name.lower()


def _said(terms: Terms, people: Names) -> Facts:
    """What a wording says: its clauses, or how long its text is."""
    clauses: list[Facts] = []
    for clause in terms.clauses:
        told: Facts = {"id": clause.id, "sort": type(clause).__name__, "text": str(clause.text)}
        if clause.person is not None:
            told["by"] = _one(clause.person, people)
        match clause:
            case Mandate():
                told["level"] = clause.level.value
            case Criterion():
                told["failure"] = clause.failure
            case Rhythm():
                told["every_days"] = clause.every_days
            case _:
                pass
        clauses.append(told)
    body = None if terms.body is None else str(terms.body)
    size = None if body is None else {"characters": len(body), "words": len(words(body))}
    return {"driver": None if terms.driver is None else str(terms.driver), "clauses": clauses, "text": size}


def _came_about(journal: Journal, agreement: Agreement, people: Names) -> Facts:
    """By whom: words where only texts are known, people where it was worded here."""
    in_force = agreement.in_force
    if in_force is not None and in_force.basis is Basis.ON_RECORD:
        return {"voices": VOICES_UNKNOWN, "surviving_words": _shares(journal, agreement, people)}
    origins = agreement.how_it_came_about()
    return {
        "together": _called(origins.together, people),
        "contributed": _called(origins.contributed, people),
        "declined": _called(origins.declined, people),
        "not_yet": _called(origins.not_yet, people),
    }


def _shares(journal: Journal, agreement: Agreement, people: Names) -> list[Facts]:
    counts = surviving_words(_wordings(journal, agreement))
    total = sum(counts.values())
    return [
        {"authors": _called(authors, people), "words": count, "share": round(count / total, 4)}
        for authors, count in counts.items()
    ]


def _wordings(journal: Journal, agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Every text that was in force on record, with its author, oldest first."""
    for entry in journal.history(agreement.id):
        if isinstance(entry.event, AdoptedOnRecord):
            event = cast("AdoptedOnRecord[Terms]", entry.event)
            yield entry.by or "", said(event.content)


def _last_touched(journal: Journal, agreement: Agreement) -> str:
    """When something was last recorded to have happened; clocks may have run backwards."""
    return max(entry.at for entry in journal.history(agreement.id)).isoformat()


def _open(proposal: Proposal[Terms], people: Names) -> Facts:
    """A proposal: who worded it, who has yet to answer, what stands against it."""
    return {
        "id": proposal.id,
        "wording": proposal.wording,
        "number": proposal.number,
        "author": None if proposal.author is None else _one(proposal.author, people),
        "status": proposal.status.value,
        "ends_it": proposal.ends,
        "closes": None if proposal.closes is None else proposal.closes.isoformat(),
        "waiting_for": _called(proposal.silent, people),
        "objections": [_voice(voice, people) for voice in proposal.objections],
        "voices": [_voice(voice, people) for voice in proposal.voices if voice not in proposal.objections],
        "comments": [{"by": named(people, one.by), "text": str(one.text)} for one in proposal.comments],
    }


def _kept(agreement: Agreement, people: Names) -> Facts:
    """How it is kept: breaches, notice, offers to take over, overrides."""
    keeping = agreement.keeping
    clauses = {} if agreement.in_force is None else {c.id: str(c.text) for c in agreement.in_force.content.clauses}
    return {
        "breaches": [
            {
                "id": one.id,
                "clause": clauses.get(one.clause, one.clause),
                "by": named(people, one.by),
                "what": str(one.what),
                "repaired": None if one.repaired is None else str(one.repaired),
            }
            for one in keeping.breaches
        ],
        "often_broken": [clauses.get(clause, clause) for clause in keeping.often_broken],
        "notice": None
        if keeping.last_day is None
        else {"by": named(people, keeping.noticed_by), "last_day": keeping.last_day.isoformat()},
        "offered_to": _called([offer.successor for offer in agreement.offers], people),
        "overrides": [
            {"by": named(people, one.by), "at": one.at.isoformat(), "reason": str(one.reason)}
            for one in keeping.overrides
        ],
    }


def _voice(voice: Voice, people: Names) -> Facts:
    why = None if voice.argument is None else str(voice.argument)
    return {**_one(voice.seat, people), "stance": voice.stance.value, "argument": why}


def _one(id: str, people: Names) -> Facts:
    return {"id": id, "name": named(people, id)}


def _called(ids: Iterable[str], people: Names) -> list[str]:
    return [named(people, id) for id in ids]
