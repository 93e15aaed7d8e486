"""What a type checker knows of journals: what comes back is what went in, and an id leads to its own kind."""

# pyright: reportUnusedCallResult=false

from collections.abc import Iterator
from typing import assert_type

import coleadership as co
from coleadership.heart.events import Event, Subject


def saving(journal: co.Journal, anna: co.Person, rota: co.Agreement) -> None:
    assert_type(journal.save(anna), co.Person)
    assert_type(journal.save(anna, rota), tuple[co.Person, co.Agreement])
    assert_type(journal.save(rota, anna, rota), tuple[co.Agreement, co.Person, co.Agreement])


def loading(journal: co.Journal, anna: co.Person, rota: co.Agreement) -> None:
    assert_type(journal.load(rota.id), co.Agreement)
    assert_type(journal.load(anna.id), co.Person)
    assert_type(journal.change(rota.id, lambda one: one.consent(by=anna.id, wording=rota.wording)), co.Agreement)
    assert_type(journal.find(co.Agreement, party=anna.id), Iterator[co.Agreement])
    _ = journal.change(rota.id, lambda one: one.sing())  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownLambdaType, reportUnknownArgumentType, reportUnknownVariableType]
    _ = journal.change(co.AgreementId("agreement_1"), agreed)


def agreed(rota: co.Agreement) -> co.Agreement:
    return rota.consent(by="person_1", wording="wording_1")


def verbs(rota: co.Agreement) -> None:
    assert_type(rota.consent(by="person_1"), co.Agreement)
    assert_type(rota.in_force.content if rota.in_force else None, co.Terms | None)
    _ = rota.consent("person_1")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue, reportUnknownVariableType]
    _ = co.Commitment("I publish the rota")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def events(rota: co.Agreement, anna: co.Person) -> None:
    joined = anna.unrecorded[0]
    _ = rota.after(joined)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    subject: Subject[Event] = rota  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]
    _ = subject
