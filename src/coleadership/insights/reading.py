"""The wording of an agreement as plain text, to be read, printed or compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, cast

import attrs

from coleadership.agreements.clauses import (
    Clause,
    Commitment,
    Criterion,
    Expectation,
    GroundRule,
    Mandate,
    Rhythm,
    StatutoryTask,
    Support,
)
from coleadership.agreements.terms import Terms
from coleadership.prose import Prose

__all__ = ["plain_text", "said", "texts_in"]

_HEADINGS: Final[Mapping[type[Clause], str]] = {
    Commitment: "What we take upon ourselves",
    Support: "The support we promise",
    Mandate: "Who decides what",
    StatutoryTask: "Tasks by law",
    GroundRule: "Ground rules",
    Expectation: "Expectations (these are not commitments)",
    Criterion: "How we shall see it",
    Rhythm: "How often we follow up",
}


def texts_in(content: object) -> Iterator[Prose]:
    """Every text of a wording of whatever kind but its title, in the order in which they stand there.

    >>> rota = Terms(title=Prose.write("Rota"), driver=Prose.write("Evenings"), clauses=(GroundRule("We ask"),))
    >>> [str(text) for text in texts_in(rota)]
    ['Evenings', 'We ask']
    """
    if isinstance(content, Prose):
        yield content
    elif isinstance(content, tuple):
        for one in cast("tuple[object, ...]", content):
            yield from texts_in(one)
    elif attrs.has(type(content)):
        for field in attrs.fields(cast("type[attrs.AttrsInstance]", type(content))):
            if field.name != "title":
                yield from texts_in(getattr(content, field.name))


def said(terms: Terms) -> str:
    """All that a wording says in somebody's words: its text and its clauses, one after another."""
    texts = [terms.body, *(clause.text for clause in terms.clauses)]
    return "\n".join(str(text) for text in texts if text is not None)


def plain_text(terms: Terms, names: Mapping[str, str]) -> str:
    r"""A wording alone: the body exactly as it is where there is one and no clauses, else Markdown made of the clauses.

    ``names`` tells what people are called, by id.

    >>> from datetime import date
    >>> plain_text(Terms.worded("Rota", {"a": "member"}, date(2026, 1, 1), body="We share the work.\n"), {})
    'We share the work.\n'
    """
    if terms.body is not None and not terms.clauses:
        return str(terms.body)
    parts = [f"# {terms.title}", *_opening(terms, names)]
    for sort, heading in _HEADINGS.items():
        items = [_item(clause, names) for clause in terms.clauses if type(clause) is sort]
        if items:
            parts.append(f"## {heading}\n\n" + "\n".join(items))
    dates = "\n".join(_dates(terms))
    return "\n\n".join([*parts, *([dates] if dates else [])]) + "\n"


def _opening(terms: Terms, names: Mapping[str, str]) -> Iterator[str]:
    if terms.driver is not None:
        yield f"Why: {terms.driver}"
    if terms.parties:
        who = [f"- {names.get(seat.person, seat.person)} ({seat.part.replace('_', '-')})" for seat in terms.parties]
        yield "## Between\n\n" + "\n".join(who)
    if terms.body is not None:
        yield str(terms.body).strip("\n")


def _item(clause: Clause, names: Mapping[str, str]) -> str:
    """A clause as an item of a list; lines after the first are set in under it."""
    who = "" if clause.person is None else f"{names.get(clause.person, clause.person)}: "
    item = str(clause.text).strip().replace("\n", "\n  ")
    match clause:
        case Mandate():
            item += f" (level {clause.level.value} of 7: {clause.level.name.lower()})"
        case Criterion():
            who = "It has failed when: " if clause.failure else "It works when: "
        case Rhythm() if clause.every_days is not None:
            item += f" (at least every {clause.every_days} days)"
        case _:
            pass
    return f"- {who}{item}"


def _dates(terms: Terms) -> Iterator[str]:
    if terms.review is not None:
        yield f"We look at this together on {terms.review}."
    if terms.end is not None:
        yield f"It ends on {terms.end}."
    if terms.notice_days:
        yield f"Anybody may end it with {terms.notice_days} days' notice."
