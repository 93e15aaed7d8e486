"""Hypothesis strategies for all that builders build: legal people, wordings, rules, voices, agreements and journals.

What they draw is made by the verbs of the library, so it is something that could have happened. Everything shrinks
towards the plainest: short words, no clause that need not be there, an agreement that is only drafted.

>>> from hypothesis import HealthCheck, given, settings
>>> @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
... @given(agreements())
... def test_tells_of_its_parties(agreement):
...     assert agreement.table
>>> test_tells_of_its_parties()
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final, TypeVar

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import (
    Clause,
    Commitment,
    Criterion,
    Delegation,
    Expectation,
    GroundRule,
    Mandate,
    Rhythm,
    StatutoryTask,
    Support,
)
from coleadership.agreements.terms import Audience, Terms, TermsFields
from coleadership.errors import RuleBroken
from coleadership.heart.consent import PROPOSER, RULES, DecisionRule, Of, Silence, Stance, Voice
from coleadership.heart.events import Subject
from coleadership.heart.kinds import KINDS, Part
from coleadership.journal.journal import Journal
from coleadership.organisation.people import Person
from coleadership.plugins import open_journal
from coleadership.prose import Prose
from coleadership.testing import builders
from coleadership.testing.builders import AGREEMENTS, AT, COORDINATED, DAY
from coleadership.testing.concepts import CONCEPTS

__all__ = [
    "Deed", "agreements", "clauses", "days", "ids", "journals", "lines", "lived", "moments", "people", "prose", "rules",
    "simplest", "subjects", "terms", "texts", "voices", "wordings",
]  # fmt: skip

T = TypeVar("T", bound=Subject[Any])
V = TypeVar("V")
_PATIENT: Final = (HealthCheck.too_slow, HealthCheck.data_too_large)
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_LONGEST: Final = 40


def simplest(strategy: st.SearchStrategy[V]) -> V:
    """The plainest of what a strategy draws, to look at.

    >>> simplest(st.integers(3, 9))
    3
    """
    quick = settings(database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=[*_PATIENT])
    return find(strategy, lambda _: True, settings=quick)


# -- words and days


def texts(max_size: int = _LONGEST) -> st.SearchStrategy[str]:
    """What people may write: in any language, on as many lines as they like, and not only blanks.

    >>> bool(simplest(texts()).strip())
    True
    """
    written = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return st.text(written, min_size=1, max_size=max_size).filter(str.strip)


def lines(max_size: int = _LONGEST) -> st.SearchStrategy[str]:
    """What people may write on one line, such as a name or a title.

    >>> len(simplest(lines()).splitlines())
    1
    """
    written = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
    return st.text(written, min_size=1, max_size=max_size).filter(str.strip)


def prose(owner: str | None = None) -> st.SearchStrategy[Prose]:
    """Words with a seal; the same words have the same, as `builders.prose` makes them.

    >>> simplest(prose("anna")).owner
    'anna'
    """
    return st.builds(builders.prose, texts(), owner=st.just(owner))


def ids(kind: str = "person") -> st.SearchStrategy[str]:
    """Ids of a kind, as the library makes them.

    >>> simplest(ids("goal"))
    'goal_00000000000000000000000000'
    """
    return st.integers(0, 2**128 - 1).map(lambda value: f"{kind}_{_written(value)}")


def _written(value: int) -> str:
    """A number of 128 bits in Crockford's base 32, as ids are written."""
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))


def days(first: date = date(2000, 1, 1), last: date = date(2100, 1, 1)) -> st.SearchStrategy[date]:
    """Days of this century, or between two others.

    >>> simplest(days())
    datetime.date(2000, 1, 1)
    """
    return st.dates(first, last)


def moments(first: datetime = AT, last: datetime = AT + timedelta(days=3_660)) -> st.SearchStrategy[datetime]:
    """Points in time, to the microsecond, told in any zone.

    >>> AT <= simplest(moments()) <= AT + timedelta(days=3_660)
    True
    """
    span = st.integers(0, (last - first) // timedelta(microseconds=1))
    return st.builds(_told, st.just(first), span, st.integers(-14 * 60, 14 * 60))


def _told(first: datetime, microseconds: int, minutes: int) -> datetime:
    """The moment so long after another, told in the zone so many minutes from UTC."""
    return (first + timedelta(microseconds=microseconds)).astimezone(timezone(timedelta(minutes=minutes)))


# -- what is agreed, and how


def clauses(people: Sequence[str] = ("anna", "bo")) -> st.SearchStrategy[Clause]:
    """Clauses of every kind, those that are somebody's belonging to one of these people.

    >>> simplest(clauses()).person is None
    True
    """
    said, whose, id = prose(), st.sampled_from([*people]), ids("clause")
    return st.one_of(
        st.builds(GroundRule, said, id=id),
        st.builds(Commitment, said, by=whose, id=id),
        st.builds(Support, said, by=whose, id=id),
        st.builds(Mandate, said, by=whose, level=st.sampled_from(Delegation), id=id),
        st.builds(StatutoryTask, said, by=whose, id=id),
        st.builds(Expectation, said, by=st.none() | whose, id=id),
        st.builds(Criterion, said, failure=st.booleans(), id=id),
        st.builds(Rhythm, said, every_days=st.none() | st.integers(1, 366), id=id),
    )


@st.composite
def rules(draw: st.DrawFn, parts: Sequence[str] = (Part.CO_LEADER, Part.COORDINATOR)) -> DecisionRule:
    """Rules that the library names, and others that an organisation could write; one of these parts may decide.

    >>> simplest(rules()).id
    'consent'
    """
    if not draw(st.booleans()):
        return draw(st.sampled_from([rule for rule in RULES.values() if rule.decided_by in {None, PROPOSER, *parts}]))
    whole, open_days = draw(st.integers(1, 6)), draw(st.none() | st.integers(1, 30))
    part = draw(st.integers(0, whole))
    return DecisionRule(
        id=f"acme.{draw(st.sampled_from('abc'))}",
        blocks=draw(st.frozensets(st.sampled_from([Stance.OBJECT, Stance.STAND_ASIDE]))),
        share=(part, whole),
        more_than=part < whole and draw(st.booleans()),  # nobody is more than all
        of=draw(st.sampled_from(Of)),
        quorum=(draw(st.integers(0, whole)), whole),
        open_days=open_days,
        working_days=draw(st.booleans()),
        silence=Silence.NOTHING if open_days is None else draw(st.sampled_from(Silence)),
        decided_by=draw(st.sampled_from([None, PROPOSER, *parts])),
        hears_all=draw(st.sampled_from([None, True])),
    )


def voices(
    seats: Sequence[str] = ("anna", "bo"), wordings: Sequence[str] = ("wording_a", "wording_b")
) -> st.SearchStrategy[Voice]:
    """Voices of these seats on these wordings.

    >>> simplest(voices()).stance
    <Stance.CONSENT: 'consent'>
    """
    return st.builds(
        builders.voice, st.sampled_from([*seats]), st.sampled_from(Stance), st.sampled_from([*wordings]),
        argument=st.none() | texts(), at=moments(),
    )  # fmt: skip


@st.composite
def wordings(draw: st.DrawFn, parties: Mapping[str, str] = COORDINATED) -> TermsFields:
    """All that a wording between these parties may say beside its title, to hand on to a verb or a builder.

    Its kind is one of the library's for which these parties are enough.

    >>> sorted(simplest(wordings()))
    ['clauses', 'kind']
    """
    own = st.lists(clauses([*parties]), min_size=1, max_size=4, unique_by=(_its_id, _its_words))
    said: TermsFields = {"clauses": draw(own)}
    kinds = [kind for kind in KINDS.values() if {part for part, _ in kind.needs} <= {*parties.values()}]
    kind = draw(st.sampled_from(kinds)) if kinds else None
    if kind is not None:
        said["kind"] = kind.id
    for name in ("driver", "body"):
        if draw(st.booleans()):
            said[name] = draw(texts())
    if draw(st.booleans()) or (kind is not None and kind.must_end):
        said["end"] = draw(days(DAY + timedelta(days=30), DAY + timedelta(days=3_660)))
    if draw(st.booleans()):
        said["review"] = draw(days(DAY + timedelta(days=1), said.get("end") or DAY + timedelta(days=366)))
    if draw(st.booleans()):
        said["notice_days"] = draw(st.integers(0, 366))
    if draw(st.booleans()):
        said["rule"] = draw(rules([*dict.fromkeys(parties.values())]))
    if draw(st.booleans()):
        said["audience"] = draw(st.sampled_from(Audience))
    if draw(st.booleans()):
        said["links"] = draw(st.lists(ids("value"), max_size=2, unique=True))
    return said


def _its_id(clause: Clause) -> str:
    return clause.id


def _its_words(clause: Clause) -> str:
    """The words of a clause as they are compared, so that a task by law is not given to two."""
    return " ".join(str(clause.text).casefold().split())


@st.composite
def terms(draw: st.DrawFn, parties: Mapping[str, str] = COORDINATED) -> Terms:
    """Wordings that are complete, of any content.

    >>> simplest(terms()).seats[0].person
    'anna'
    """
    return Terms.worded(draw(lines()), parties, DAY, **draw(wordings(parties)))


# -- people, agreements, journals


@st.composite
def people(draw: st.DrawFn) -> Person:
    """People who have joined, and to whom this or that has happened since.

    >>> simplest(people()).status
    'here'
    """
    email = draw(st.none() | st.sampled_from(["anna@acme.example", "bo@acme.example"]))
    joined = builders.person(
        draw(lines()), email=email, reference=draw(st.none() | ids("employee")), at=draw(moments())
    )
    return draw(lived(joined, _OF_PEOPLE, [joined.id]))


@st.composite
def agreements(draw: st.DrawFn, parties: Mapping[str, str] = COORDINATED) -> Agreement:
    """Agreements at any place in their life, of any content, and to which this or that has happened since.

    >>> simplest(agreements()).status
    'draft'
    """
    place = draw(st.sampled_from([*AGREEMENTS]))
    begun = AGREEMENTS[place](title=draw(lines()), parties=parties, **draw(wordings(parties)))
    return draw(lived(begun, _OF_AGREEMENTS, [*parties]))


def subjects() -> st.SearchStrategy[Subject[Any]]:
    """Subjects of every kind: people and agreements as above, all others as they were agreed, of any title.

    >>> simplest(subjects()).KIND
    'person'
    """
    others = (build for kind, build in CONCEPTS.items() if kind not in {"agreement", "person"})
    return st.one_of(people(), agreements(), *(lines().map(build) for build in others))


@st.composite
def journals(draw: st.DrawFn, url: str = "memory:") -> Journal:
    """Journals with people in them, and with agreements between the first two; close them when you are done.

    >>> simplest(journals()).verify().ok
    True
    """
    there = draw(st.lists(people(), max_size=4))
    journal = open_journal(url)
    saved = [journal.save(person) for person in there]
    if len(saved) > 1:
        parties: dict[str, str] = {saved[0].id: Part.CO_LEADER, saved[1].id: Part.COORDINATOR}
        for agreement in draw(st.lists(agreements(parties), max_size=3)):
            _ = journal.save(agreement)
    return journal


# -- what happens to them

Deed = Callable[[T, str, str, datetime], T]
"""Something that happens to somebody or something, with these words, by somebody, at a time."""

_OF_PEOPLE: Final[Sequence[Deed[Person]]] = (
    lambda person, words, by, at: person.rename(" ".join(words.split()), by=by, at=at),
    lambda person, words, by, at: person.change_address("phone", " ".join(words.split()), by=by, at=at),
    lambda person, _, by, at: person.change_address("email", None, by=by, at=at),
    lambda person, _, by, at: person.leave(by=by, at=at),
    lambda person, _, by, at: person.come_back(by=by, at=at),
)
_OF_AGREEMENTS: Final[Sequence[Deed[Agreement]]] = (
    lambda agreement, words, by, at: agreement.comment(words, by=by, at=at),
    lambda agreement, words, by, at: agreement.revise(driver=words, by=by, at=at),
    lambda agreement, _, by, at: agreement.propose(by=by, nothing_to_add=True, at=at),
    lambda agreement, words, by, at: agreement.consent(concern=words, by=by, nothing_to_add=True, at=at),
    lambda agreement, words, by, at: agreement.stand_aside(words, by=by, at=at),
    lambda agreement, words, by, at: agreement.object(words, by=by, at=at),
    lambda agreement, _, by, at: agreement.withdraw_objection(by=by, at=at),
    lambda agreement, words, by, at: agreement.withdraw(reason=words, by=by, at=at),
    lambda agreement, words, by, at: agreement.pause(words, by=by, at=at),
    lambda agreement, _, by, at: agreement.resume(by=by, at=at),
    lambda agreement, words, by, at: agreement.override(words, by=by, at=at),
    lambda agreement, words, by, at: agreement.give_notice(reason=words, by=by, at=at),
    lambda agreement, words, by, at: agreement.report_breach(agreement.content.clauses[0].id, words, by=by, at=at),
    lambda agreement, _, by, at: agreement.hold_review(
        "keep", present=[seat.person for seat in agreement.table], by=by, at=at
    ),
    lambda agreement, _, __, at: agreement.settle(at=at),
)


@st.composite
def lived(draw: st.DrawFn, subject: T, deeds: Sequence[Deed[T]], by: Sequence[str]) -> T:
    """A subject after up to four deeds in the course of time, each with a text and by one of these people.

    Those that are not allowed then are left out.

    >>> deed = lambda anna, words, by, at: anna.leave(by=by, at=at)
    >>> simplest(lived(builders.person(), [deed], ["bo"])).status
    'here'
    """
    at = subject.unrecorded[-1].stamp.at
    for deed in draw(st.lists(st.sampled_from([*deeds]), max_size=4)):
        at += timedelta(hours=draw(st.integers(0, 24 * 40)))
        try:
            subject = deed(subject, draw(texts()), draw(st.sampled_from([*by])), at)
        except RuleBroken:
            continue
    return subject
