"""Lessons that come back when they are needed: those that fit what is being worded, each with why it is offered.

What fits is found in two ways that anybody can follow: by links (it is about the same thing, or about something that
leads to the same, belongs to the same team, or touches the same value) and by words.

Only rare words count: those that at most one in ten of the lessons at hand uses, or no more than three of them. A word
weighs the more the fewer use it: the logarithm of how many lessons there are and one more, divided by how many use it
(an inverse document frequency, after K. Spärck Jones, 1972). Shared words alone are a reason once they weigh as much
together as one that three lessons use. Words are compared as they are written, in whatever language, without regard to
case; nothing is known of their endings. Those of fewer than four letters say little and are passed over (accents are
counted, too), and where a script knows no blanks, pairs of neighbouring signs are compared. Of each text the first
10,000 characters count. These numbers are this library's own.

`Journal.lessons_for` gathers what this needs.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from math import log
from typing import Any, Final

import attrs

from coleadership.following_up.lessons import Lesson
from coleadership.heart.events import Subject
from coleadership.ids import kind_of
from coleadership.insights.reading import texts_in
from coleadership.prose import Prose

__all__ = ["Offered", "Reason", "Thing", "Why", "lessons_for", "ties"]

MOST_OFFERED: Final = 10
_MOST_READ: Final = 10_000
_MOST_SHOWN: Final = 5
_FEW: Final = 3
_RARE: Final = 10
_LONG: Final = 4
_PURPOSES: Final = frozenset({"contributes", "serves"})
_WHOSE: Final = frozenset({"owner", "party", "team"})
_GROUPS: Final = frozenset({"role", "team"})
_UNFINISHED: Final = frozenset({"expected", "set_aside"})

Link = tuple[str, str]
"""A relation and what is at its end."""


class Why(StrEnum):
    """Why a lesson is offered, the closest first."""

    ITSELF = "itself"
    """It is about the very thing that is being worded."""
    FOLLOWS = "follows"
    """It is about the goal that this one takes up again."""
    PURPOSE = "purpose"
    """It is about what this leads to."""
    TEAM = "team"
    """It is about the team or role whose this is."""
    VALUE = "value"
    """It touches a value that this refers to."""
    SIBLING = "sibling"
    """It is about something that leads to the same, or belongs to the same team or role."""
    WORDS = "words"
    """It uses the same words."""


@attrs.frozen(slots=True, weakref_slot=False)
class Reason:
    """Why a lesson is offered: in a sentence, and by the ids or words that both share."""

    why: Why
    sentence: str
    shared: tuple[str, ...]


@attrs.frozen(slots=True, weakref_slot=False)
class Offered:
    """A lesson that fits, by its id and title, with how far it has come, and why it is offered."""

    lesson: str
    title: str
    status: str
    reasons: tuple[Reason, ...]


@attrs.frozen(slots=True, weakref_slot=False)
class Thing:
    """What a lesson is about or something leads to: what it is called, and its links."""

    title: str
    links: tuple[Link, ...] = ()


def ties(links: Iterable[Link]) -> dict[str, str]:
    """Of some links, those by which things belong together: what they lead to, and whose they are if not one person's.

    >>> ties([("contributes", "mission_calm"), ("party", "anna"), ("owner", "team_evening"), ("author", "bo")])
    {'mission_calm': 'contributes', 'team_evening': 'owner'}
    """
    return {
        id: relation
        for relation, id in links
        if relation in _PURPOSES or (relation in _WHOSE and kind_of(id) in _GROUPS)
    }


@attrs.frozen
class _Draft:
    """What is being worded, as far as lessons are compared with it."""

    id: str
    kind: str
    follows: frozenset[str]
    ties: Mapping[str, str]
    words: frozenset[str]

    @classmethod
    def of(cls, subject: Subject[Any]) -> _Draft:
        links = [*subject.links()]
        texts = [*([] if subject.title is None else [subject.title]), *texts_in(getattr(subject, "content", ()))]
        follows = frozenset(id for relation, id in links if relation == "follows")
        return cls(subject.id, subject.KIND, follows, ties(links), _words(texts))


@attrs.frozen
class _Match:
    """A lesson that may fit: its links, as (why, what it is about, what is shared), and the words that are shared."""

    lesson: str
    title: str
    status: str
    links: tuple[tuple[Why, str, str], ...]
    words: frozenset[str]


def lessons_for(
    subject: Subject[Any], lessons: Iterable[Lesson], *, things: Mapping[str, Thing] | None = None,
    most: int = MOST_OFFERED,
) -> tuple[Offered, ...]:  # fmt: skip
    """The lessons to remember while something is worded, in order.

    First those with the closest reason (see `Why`), then the most links, then the rarest words, then the newest.
    ``things`` are what the lessons are about and what the subject leads to, by id, as far as they are known: lessons
    about siblings are found by their links, and sentences call them by their titles. Each lesson is looked at once and
    let go, so that they may be read one after another. What is set aside, or only expected as yet, is left out.

    >>> from coleadership.goals.goal import Goal
    >>> swaps = Lesson.note("Swaps on Fridays", actual="Nobody knew who closes", about=["goal_swaps"], by="anna")
    >>> cover = Goal.draft("Fridays are covered", parties={"bo": "owner"}, contributions=["mission_calm"], by="bo")
    >>> calm = Thing("Calm evenings")
    >>> known = {"goal_swaps": Thing("Fewer swaps", (("contributes", "mission_calm"),)), "mission_calm": calm}
    >>> (offered,) = lessons_for(cover, [swaps], things=known)
    >>> for reason in offered.reasons:
    ...     print(reason.sentence)
    it is about goal “Fewer swaps”, which leads to mission “Calm evenings” as this does
    it uses the same words: fridays
    """
    draft, known = _Draft.of(subject), dict[str, Thing]() if things is None else things
    matches, used, count = list[_Match](), Counter[str](), 0
    for lesson in lessons:
        if lesson.status in _UNFINISHED:
            continue
        words = _words(lesson.texts) & draft.words
        used.update(words)
        count += 1
        links = tuple(sorted(_linked(draft, lesson, known), key=lambda link: _ORDER[link[0]]))
        if links or words:
            matches.append(_Match(lesson.id, str(lesson.title), lesson.status, links, words))
    rare = max(_FEW, count // _RARE)
    weights = {word: log((count + 1) / uses) for word, uses in used.items() if uses <= rare}
    return _offered(draft, matches, weights, log((count + 1) / _FEW), known)[:most]


def _offered(
    draft: _Draft, matches: Iterable[_Match], weights: Mapping[str, float], enough: float, known: Mapping[str, Thing]
) -> tuple[Offered, ...]:
    """Those that fit, in order; weights are summed up in the order of words, so that they are the same each time."""
    ranked = list[tuple[int, int, float, Offered]]()
    for match in sorted(matches, key=lambda match: match.lesson, reverse=True):
        words = sorted(match.words & weights.keys(), key=lambda word: (-weights[word], word))
        weight = sum(weights[word] for word in words)
        reasons = [*_by_link(draft, match, known), *([_by_words(words)] if words and weight >= enough else [])]
        if reasons:
            offered = Offered(match.lesson, match.title, match.status, tuple(reasons))
            ranked.append((_ORDER[reasons[0].why], -len(match.links), -weight, offered))
    return tuple(offered for *_, offered in sorted(ranked, key=lambda one: one[:3]))


def _linked(draft: _Draft, lesson: Lesson, known: Mapping[str, Thing]) -> Iterator[tuple[Why, str, str]]:
    """Why a lesson fits by its links, once for each thing that is shared."""
    about = tuple(dict.fromkeys((*lesson.about, *lesson.changed)))
    if draft.id in about:
        yield Why.ITSELF, draft.id, draft.id
    yield from ((Why.FOLLOWS, id, id) for id in about if id in draft.follows)
    for id in about:
        if id in draft.ties:
            yield (Why.PURPOSE if draft.ties[id] in _PURPOSES else Why.TEAM), id, id
    yield from ((Why.VALUE, id, id) for id in lesson.values if id in draft.ties)
    siblings = dict[str, str]()
    for id in about:
        if id != draft.id and id in known:
            siblings = {shared: id for shared in ties(known[id].links) if shared in draft.ties} | siblings
    yield from ((Why.SIBLING, id, shared) for shared, id in siblings.items())


def _by_link(draft: _Draft, match: _Match, known: Mapping[str, Thing]) -> Iterator[Reason]:
    for why, about, shared in match.links:
        yield Reason(why, _sentence(draft, why, _called(about, known), shared, known), (shared,))


def _by_words(words: Sequence[str]) -> Reason:
    """The rarest of the words that are shared."""
    rarest = tuple(unicodedata.normalize("NFC", word) for word in words[:_MOST_SHOWN])
    return Reason(Why.WORDS, f"it uses the same words: {', '.join(rarest)}", rarest)


def _sentence(draft: _Draft, why: Why, about: str, shared: str, known: Mapping[str, Thing]) -> str:
    match why:
        case Why.ITSELF:
            return f"it is about this {draft.kind} itself"
        case Why.FOLLOWS:
            return f"it is about {about}, which this takes up again"
        case Why.PURPOSE:
            return f"it is about {about}, to which this leads"
        case Why.TEAM:
            return f"it is about {about}, whose this is"
        case Why.VALUE:
            return f"it touches {about}, as this does"
        case _:
            same = "leads to" if draft.ties[shared] in _PURPOSES else "belongs to"
            return f"it is about {about}, which {same} {_called(shared, known)} as this does"


def _called(id: str, known: Mapping[str, Thing]) -> str:
    return f"{kind_of(id)} “{known[id].title}”" if id in known else id


def _words(texts: Iterable[Prose]) -> frozenset[str]:
    """The words of some texts that may count, each once, without regard to case and to how letters are composed."""
    from coleadership.insights.authorship import words  # noqa: PLC0415 - what else is there is slow to import

    found = set[str]()
    for text in texts:
        read = words(unicodedata.normalize("NFD", (text.text or "")[:_MOST_READ].casefold()))
        found.update(word for word in read if len(word) >= _LONG)
        found.update(one + other for one, other in pairwise(read) if _is_sign(one) and _is_sign(other))
    return frozenset(found)


def _is_sign(word: str) -> bool:
    """Whether it is a single letter, perhaps with marks: so `words` gives scripts that are written without blanks."""
    return len(word) < _LONG and all(unicodedata.category(mark)[0] == "M" for mark in word[1:])


_ORDER: Final = {why: place for place, why in enumerate(Why)}
