"""Everything that a journal holds about one person, for them to have: as JSON, and as a page to read.

What a person wrote is there in full, and feedback to them alone unless it was taken back. Other people's words are left
out and counted: they are theirs. Whoever else acted is named by an id, and on the page not at all. The whole journal is
read once; nothing is left out for being old.

`SCHEMA` names the form of the JSON. A field may be added to it; one that is there never changes what it means.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from html import escape
from typing import Any, Final

import attrs

from coleadership.ids import kind_of
from coleadership.organisation.people import Person
from coleadership.prose import Prose, Seal
from coleadership.recording.codec import seals_in
from coleadership.recording.reaching import linked_from
from coleadership.records import SEEN_BY, Card, Query, Record, Store
from coleadership.trust.access import AUDIENCES

__all__ = ["SCHEMA", "Entry", "HeldAbout", "held_about"]

SCHEMA: Final = "coleadership.held-about/1"
_ABOUT_ONE: Final = "feedback.given"
_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>What is held about {name}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
dl {{ display: grid; grid-template-columns: 8rem 1fr }}
dd {{ margin: 0 }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ccc }}
td:nth-child(1) {{ white-space: nowrap }}
td:nth-child(5) {{ width: 40% }}
@media (max-width: 40rem) {{ thead {{ display: none }} td {{ display: block; border: 0; padding: .1rem 0 }}
tr {{ display: block; border-bottom: 1px solid #ccc; padding: .5rem 0 }} td:nth-child(5) {{ width: auto }} }}
small {{ color: #555; overflow-wrap: anywhere }}
td p {{ margin: 0 }}
</style>
<h1>What is held about {name}</h1>
<dl>{about}</dl>
<h2>What keeps your words from being forgotten</h2>
<ul>{held}</ul>
<h2>What you have a part in</h2>
<ul>{parts}</ul>
<h2>What was recorded</h2>
<p>Your own words are shown, and what was said to you alone. Words of others are counted and not shown: they are
theirs.</p>
<table>
<thead><tr><th>When<th>What<th>Of<th>By<th>Words
<tbody>
{rows}
</table>
</html>
"""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Entry:
    """One thing that was recorded: by the person, or naming them."""

    position: int
    at: str
    name: str
    subject: str
    by: str | None
    yours: bool
    """Whether the person did it."""
    words: tuple[str, ...]
    """Their own words, and those that are for them alone."""
    left_out: int
    """How many other people's words it holds."""
    forgotten: int
    """How many words were there and have been erased."""


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class HeldAbout:
    """Everything that is held about one person."""

    journal: str
    position: int
    """How far the journal had come."""
    person: str
    name: str
    status: str
    reference: str | None
    addresses: Mapping[str, str]
    holds: tuple[tuple[str, str], ...]
    """What keeps their words from being forgotten: why, and until when."""
    links: tuple[tuple[str, str], ...]
    """What they have a part in now: the relation, and the id of what it is."""
    titles: Mapping[str, str]
    """What that is called, by its id, if it is for them and has not been forgotten."""
    entries: tuple[Entry, ...]

    def json(self) -> str:
        """As JSON, by `SCHEMA`; a list of all that was recorded, oldest first, is under ``entries``."""
        told: dict[str, Any] = {"schema": SCHEMA, **attrs.asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    def page(self) -> str:
        """As a page of HTML that needs nothing else, for people to read."""
        rows = "".join(_row(entry, self.titles) for entry in self.entries)
        named = dict[str, list[str]]()
        for relation, id in self.links:
            named.setdefault(id, []).append(relation)
        parts = "".join(
            f"<li>{_of(id, self.titles)}<br>as {escape(', '.join(relations))}</li>" for id, relations in named.items()
        )
        facts = {"Name": self.name, "Status": self.status, "Reference": self.reference or "none", **self.addresses}
        about = "".join(f"<dt>{escape(what)}</dt><dd>{escape(said)}</dd>" for what, said in facts.items())
        held = "".join(f"<li>{escape(why)}, until {escape(until)}</li>" for why, until in self.holds)
        return _PAGE.format(
            name=escape(self.name), about=about, held=held or "<li>nothing</li>", parts=parts or "<li>nothing</li>",
            rows=rows,
        )  # fmt: skip


def held_about(
    store: Store, person: Person, relations: Iterable[str], progress: Callable[[int, int], None] | None = None
) -> HeldAbout:
    """Everything that a store holds about a person; the whole of it is read once, a page at a time.

    ``relations`` are those by which something can lead to a person.
    """
    head, entries, after = store.head(), list[Entry](), 0
    while page := store.feed(after=after):
        found = [record for record in page if _concerns(record, person.id)]
        private = _private(store, found)
        words = store.prose(seals_in(record.fact.body for record in found))
        entries += [_entry(record, words, person.id, private) for record in found]
        after = page[-1].position
        if progress is not None:
            progress(after, max(head.position, after))
    linked = [(relation, card) for relation in sorted(relations) for card in linked_from(store, relation, person.id)]
    return HeldAbout(
        journal=head.journal,
        position=head.position,
        person=person.id,
        name=str(person.name),
        status=person.status,
        reference=person.reference,
        addresses={address.channel: str(address.value) for address in person.addresses},
        holds=tuple((str(hold.reason), "lifted" if hold.until is None else str(hold.until)) for hold in person.holds),
        links=tuple((relation, card.subject) for relation, card in linked),
        titles=_titles(store, [card for _, card in linked], person.id),
        entries=tuple(entries),
    )


def _titles(store: Store, cards: Iterable[Card], person: str) -> dict[str, str]:
    """What things are called that are for them: who has left what they worded is not told what it says by now."""
    keys = {(SEEN_BY, "organisation"), *((SEEN_BY, f"{audience}:{person}") for audience in AUDIENCES)}
    seals = {card.subject: card.title for card in cards if card.title is not None and not keys.isdisjoint(card.links)}
    words = store.prose({*seals.values()})
    return {id: words[seal].text or "" for id, seal in seals.items() if seal in words and not words[seal].is_erased}


def _concerns(record: Record, person: str) -> bool:
    fact = record.fact
    return person in {fact.by, fact.subject} or f'"{person}"' in fact.body


def _private(store: Store, records: Iterable[Record]) -> set[str]:
    """Feedback that was taken back: it is no longer said to whom it was given."""
    given = {record.fact.subject for record in records if record.fact.name == _ABOUT_ONE}
    cards = store.cards(Query(subjects=given, limit=max(len(given), 1)))
    return {card.subject for card in cards if card.audience == "private"}


def _entry(record: Record, words: Mapping[Seal, Prose], person: str, private: Collection[str]) -> Entry:
    fact = record.fact
    said = [words[seal] for seal in sorted(seals_in([fact.body]), key=fact.body.index) if seal in words]
    to_them = fact.name == _ABOUT_ONE and json.loads(fact.body).get("receivers") == [person]
    theirs = to_them and fact.subject not in private
    shown = [prose for prose in said if prose.owner == person or theirs]
    return Entry(
        position=record.position,
        at=fact.at,
        name=fact.name,
        subject=fact.subject,
        by=fact.by,
        yours=fact.by == person,
        words=tuple(str(prose) for prose in shown if not prose.is_erased),
        left_out=len([prose for prose in said if prose not in shown and not prose.is_erased]),
        forgotten=len([prose for prose in said if prose.is_erased]),
    )


def _of(id: str, titles: Mapping[str, str]) -> str:
    """A thing by what it is, what it is called and its id."""
    called = f" “{escape(titles[id])}”" if id in titles else ""
    return f"{escape(kind_of(id).replace('_', ' '))}{called}<br><small>{escape(id)}</small>"


def _row(entry: Entry, titles: Mapping[str, str]) -> str:
    words = "".join(f"<p>{escape(said)}</p>" for said in entry.words)
    left = f"<p><i>{entry.left_out} of others</i></p>" if entry.left_out else ""
    gone = f"<p><i>{entry.forgotten} forgotten</i></p>" if entry.forgotten else ""
    by = "you" if entry.yours else "somebody else" if entry.by else "time"
    what = escape(entry.name.partition(".")[2].replace("_", " "))
    return f"<tr><td>{escape(entry.at[:10])}<td>{what}<td>{_of(entry.subject, titles)}<td>{by}<td>{words}{left}{gone}"
