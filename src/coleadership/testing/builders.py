"""People, agreements and journals at fixed times, so that a test names only what it is about.

Every builder is a plain function with defaults for all that it takes. The people are called by short ids, as a test may
call anybody; give ``parties=`` with the ids of people of yours where that matters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypedDict, Unpack, cast

from coleadership.agreements.agreement import Agreement
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
from coleadership.agreements.terms import Terms, TermsFields
from coleadership.heart.consent import DecisionRule, Of, Silence, Stance, Voice
from coleadership.heart.kinds import Part
from coleadership.journal.journal import Journal
from coleadership.organisation.people import Person
from coleadership.plugins import open_journal
from coleadership.prose import Prose, seal_of

__all__ = [
    "AGREEMENTS", "AT", "COORDINATED", "DAY", "AgreementFields", "PersonFields", "RuleFields", "amending", "clauses",
    "drafted", "ended", "every_clause", "filled_journal", "in_force", "later", "on", "on_record", "paused", "person",
    "proposed", "prose", "rule", "team", "terms", "under_notice", "voice",
]  # fmt: skip

AT: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When everything begins: noon on a Monday."""
DAY: Final = AT.date()
"""The day on which everything begins."""
COORDINATED: Final[Mapping[str, str]] = {"anna": Part.CO_LEADER, "bo": Part.COORDINATOR}
"""Anna leads together with Bo, who coordinates."""


class PersonFields(TypedDict, total=False):
    """What may be said of somebody beside their name; see `Person.join`."""

    email: str | Prose | None
    reference: str | None
    by: str | None
    at: datetime | None


class RuleFields(TypedDict, total=False):
    """What a rule of one's own may say; see `DecisionRule`."""

    id: str
    blocks: frozenset[Stance]
    share: tuple[int, int]
    more_than: bool
    of: Of
    quorum: tuple[int, int]
    open_days: int | None
    working_days: bool
    silence: Silence
    decided_by: str | None


class AgreementFields(TermsFields, total=False):
    """What may be said of an agreement: its title, its parties, when it was drafted, and all that `Terms` take."""

    title: str
    parties: Mapping[str, str]
    at: datetime


# -- when


def later(days: float) -> datetime:
    """The moment some days after everything began.

    >>> later(0.5).isoformat()
    '2026-11-24T00:00:00+00:00'
    """
    return AT + timedelta(days=days)


def on(days: int) -> date:
    """The day some days after everything began.

    >>> on(7).isoformat()
    '2026-11-30'
    """
    return DAY + timedelta(days=days)


# -- who and what


def person(name: str = "Anna Ek", **given: Unpack[PersonFields]) -> Person:
    """Somebody who has joined, saved or not: `settled` makes them as they are when loaded.

    >>> anna = person(email="anna@acme.example")
    >>> str(anna.name), anna.status, anna.unrecorded[0].stamp.at == AT
    ('Anna Ek', 'here', True)
    """
    told: PersonFields = {"at": AT, **given}
    return Person.join(name, **told)


def prose(words: str = "Evenings are not covered", *, owner: str | None = None) -> Prose:
    """Words with the same salt in every test, and so the same seal: two that say the same are equal.

    >>> prose("Hello") == prose("Hello"), prose("Hello").is_intact()
    (True, True)
    """
    salt = b"the same for all"
    return Prose(seal_of(words, salt), words, salt, owner)


def clauses(first: str = "anna", second: str = "bo") -> list[Clause]:
    """What two people promise each other, by ids that a test can name: ``rota``, ``cover`` and ``shifts``.

    >>> [clause.person for clause in clauses()]
    ['anna', 'bo', 'anna']
    """
    return [
        Commitment("I publish the rota two weeks ahead", by=first, id="rota"),
        Support("Cover for sick leave is always paid", by=second, id="cover"),
        Mandate("Who works when", by=first, level=5, id="shifts"),
    ]


def every_clause(first: str = "anna", second: str = "bo") -> list[Clause]:
    """A clause of every kind that there is, each by an id that a test can name.

    >>> sorted(clause.id for clause in every_clause())
    ['cover', 'failure', 'fire', 'rhythm', 'rota', 'shifts', 'success', 'swaps', 'thanks']
    """
    return [
        *clauses(first, second),
        StatutoryTask("Fire safety round every quarter", by=second, id="fire"),
        GroundRule("We thank first, and then say what to change", id="thanks"),
        Expectation("I hear of swaps before the week begins", by=second, id="swaps"),
        Criterion("Every evening is covered a week ahead", id="success"),
        Criterion("Three evenings in a row without cover", failure=True, id="failure"),
        Rhythm("Ten minutes, every other Monday", every_days=14, id="rhythm"),
    ]


def terms(
    title: str = "Evening rota", *, parties: Mapping[str, str] = COORDINATED, **said: Unpack[TermsFields]
) -> Terms:
    """A wording that is complete, with the clauses of `clauses` unless it is given others.

    >>> terms(notice_days=30).review.isoformat(), terms(clauses=every_clause()).clause("fire").person
    ('2027-02-23', 'bo')
    """
    return Terms.worded(title, parties, DAY, **_said(parties, said))


def rule(**given: Unpack[RuleFields]) -> DecisionRule:
    """A rule of one's own: open for five working days, and then silence is consent.

    >>> rule().closes(AT).isoformat(), rule(open_days=None, silence=Silence.NOTHING).closes(AT)
    ('2026-12-01T00:00:00+00:00', None)
    """
    told: RuleFields = {
        "id": "acme.lazy", "open_days": 5, "working_days": True, "silence": Silence.CONSENT, **given,
    }  # fmt: skip
    return DecisionRule(**told)


def voice(
    seat: str = "anna", stance: Stance = Stance.CONSENT, wording: str = "wording_a", *, argument: str | None = None,
    at: datetime = AT,
) -> Voice:  # fmt: skip
    """What somebody says for themselves to a wording.

    >>> voice("bo", Stance.OBJECT, argument="Too early for me").speaker
    'bo'
    """
    return Voice(seat, stance, wording, seat, at, None if argument is None else prose(argument, owner=seat))


# -- agreements, from the first draft to the end


def drafted(**given: Unpack[AgreementFields]) -> Agreement:
    """Drafted by the first of its parties; the others have had a say in it, and it may be proposed.

    >>> agreement = drafted(title="Weekend rota")
    >>> agreement.status, str(agreement.title), any(finding.blocks for finding in agreement.readiness())
    ('draft', 'Weekend rota', False)
    """
    parties, at = given.get("parties", COORDINATED), given.get("at", AT)
    first, *others = parties
    agreement = Agreement.draft(
        given.get("title", "Evening rota"), parties=parties, by=first, at=at, **_said(parties, given)
    )
    for other in others:
        agreement = agreement.decline_to_add(by=other, at=at)
    return agreement


def proposed(**given: Unpack[AgreementFields]) -> Agreement:
    """Proposed by the last of its parties, and awaiting the answer of the others.

    >>> proposed().status, [*proposed().proposals[0].silent]
    ('proposed', ['anna'])
    """
    parties, at = given.get("parties", COORDINATED), given.get("at", AT)
    return drafted(**given).propose(by=[*parties][-1], at=at)


def in_force(**given: Unpack[AgreementFields]) -> Agreement:
    """In force by the yes of everybody.

    >>> in_force().is_binding(DAY), in_force().review.isoformat()
    (True, '2027-02-23')
    """
    return _carried(proposed(**given), given.get("at", AT))


def amending(**given: Unpack[AgreementFields]) -> Agreement:
    """In force, with an amendment on the table that the first party worded and the last proposed.

    >>> agreement = amending()
    >>> agreement.status, str(agreement.in_force.content.title), str(agreement.title)
    ('in_force', 'Evening rota', 'Evening rota, anew')
    """
    people, at = [*given.get("parties", COORDINATED)], given.get("at", AT)
    agreement = in_force(**given)
    anew = agreement.revise(title=f"{agreement.title}, anew", by=people[0], at=at)
    for other in people[1:]:
        anew = anew.decline_to_add(by=other, at=at)
    return anew.propose(by=people[-1], at=at)


def paused(*, until: date | None = None, **given: Unpack[AgreementFields]) -> Agreement:
    """In force, and resting while somebody is on leave.

    >>> paused().status, paused().is_binding(DAY)
    ('paused', False)
    """
    first, *_ = given.get("parties", COORDINATED)
    return in_force(**given).pause("Parental leave", until=until, by=first, at=given.get("at", AT))


def under_notice(**given: Unpack[AgreementFields]) -> Agreement:
    """In force, and ended by the first party with thirty days' notice.

    >>> under_notice().status, under_notice().ends_on.isoformat()
    ('in_force', '2026-12-23')
    """
    first, *_ = given.get("parties", COORDINATED)
    told: AgreementFields = {"notice_days": 30, **given}
    return in_force(**told).give_notice(reason="I am moving away", by=first, at=given.get("at", AT))


def ended(**given: Unpack[AgreementFields]) -> Agreement:
    """Ended by all of them together.

    >>> ended().status
    'ended'
    """
    first, *_ = given.get("parties", COORDINATED)
    at = given.get("at", AT)
    return _carried(in_force(**given).end_together(reason="It has served its time", by=first, at=at), at)


def on_record(**given: Unpack[AgreementFields]) -> Agreement:
    """Adopted somewhere else, and recorded by the last of its parties; whose voices carried it is not known.

    >>> on_record().status, on_record().in_force.basis.value
    ('in_force', 'on_record')
    """
    parties = given.get("parties", COORDINATED)
    return Agreement.on_record(
        given.get("title", "Evening rota"), parties=parties, by=[*parties][-1], at=given.get("at", AT),
        **_said(parties, given),
    )  # fmt: skip


def team(*people: str, **given: Unpack[AgreementFields]) -> Agreement:
    """A team agreement of all of these, kept as one text and proposed by the first; the others have yet to answer.

    >>> team("anna", "bo", "cim").proposals[0].silent
    ('bo', 'cim')
    """
    told: TermsFields = {"kind": "team", "body": "We say it to each other first", **_terms_of(given)}
    parties, at = given.get("parties", dict.fromkeys(people, Part.MEMBER)), given.get("at", AT)
    first, *others = parties
    agreement = Agreement.draft(given.get("title", "How we talk"), parties=parties, by=first, at=at, **told)
    for other in others:
        agreement = agreement.decline_to_add(by=other, at=at)
    return agreement.propose(by=first, at=at)


AGREEMENTS: Final[Mapping[str, Callable[..., Agreement]]] = {
    "drafted": drafted, "proposed": proposed, "in force": in_force, "with an amendment": amending, "paused": paused,
    "under notice": under_notice, "ended": ended, "adopted on record": on_record,
}  # fmt: skip
"""The builder of an agreement for each place where one can be in its life."""


def filled_journal(url: str = "memory:") -> Journal:
    """A journal in which two people have an agreement at each place in its life, and a third has left.

    >>> with filled_journal() as journal:
    ...     [len([*journal.find(kind)]) for kind in (Person, Agreement)], journal.verify().ok
    ([3, 8], True)
    """
    anna, bo, cim = person("Anna Ek", email="anna@acme.example"), person("Bo Lind"), person("Cim Dahl")
    parties: dict[str, str] = {anna.id: Part.CO_LEADER, bo.id: Part.COORDINATOR}
    cim = cim.rename("Cim Berg", by=cim.id, at=later(1)).leave(by=bo.id, at=later(2))
    agreements = [build(title=f"Rota, {place}", parties=parties) for place, build in AGREEMENTS.items()]
    journal = open_journal(url)
    _ = journal.save(anna, bo, cim)
    _ = journal.save(*agreements)
    return journal


def _carried(agreement: Agreement, at: datetime) -> Agreement:
    """The agreement once all who are still asked have said yes to what lies on the table."""
    while agreement.proposals and agreement.proposals[0].silent:
        asked = agreement.proposals[0]
        agreement = agreement.consent(by=asked.silent[0], wording=asked.wording, at=at)
    return agreement


def _said(parties: Mapping[str, str], given: AgreementFields | TermsFields) -> TermsFields:
    """What a wording says, with a driver and a clause of each of two parties where nothing else is given."""
    first, *_, last = (*parties, *parties)
    told: TermsFields = {"clauses": clauses(first, last), "driver": "Evenings are not covered", **_terms_of(given)}
    return told


def _terms_of(given: AgreementFields | TermsFields) -> TermsFields:
    """Of what is given, what a wording takes."""
    return cast("TermsFields", {name: value for name, value in given.items() if name in TermsFields.__optional_keys__})
