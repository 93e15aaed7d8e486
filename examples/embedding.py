"""An HR system in miniature: forms that name what was seen, requests that arrive twice, threads that race."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import coleadership as co

EMPLOYEES = {"e-1007": "Anna Ek", "e-1012": "Bo Lind"}


def person_of(journal: co.Journal, number: str) -> co.Person:
    """Our person for an employee, welcomed when first seen."""
    known = next(journal.find(co.Person, reference=number), None)
    return known or journal.save(co.Person.join(EMPLOYEES[number], reference=number), key=f"welcome-{number}")


def show(journal: co.Journal, id: str) -> Mapping[str, object]:
    """A page as data: what stands there, what is missing, and the name of the wording for the form."""
    agreement = journal.load(id)
    assert isinstance(agreement, co.Agreement)
    return {
        "title": str(agreement.title),
        "clauses": [str(clause.text) for clause in agreement.content.clauses],
        "missing": {finding.path: finding.message for finding in agreement.readiness() if finding.blocks},
        "note": co.LEGAL_NOTE,
        "wording": agreement.wording,
    }


def answer(journal: co.Journal, id: co.AgreementId, number: str, form: Mapping[str, str]) -> tuple[int, str]:
    """A request: (HTTP status, what to tell)."""
    who = person_of(journal, number).id
    try:
        agreement = journal.change(id, lambda now: now.consent(by=who, wording=form["wording"]))
    except co.RuleBroken as refused:
        return 409, str(refused)
    return 200, agreement.status


def main() -> None:
    """Play a day."""
    with co.open_journal("sqlite:///hr.db?journal=north&timeout=30") as journal:
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda _: person_of(journal, "e-1007").id, range(8)))
        assert len(found) == 1
        print("eight requests saw Anna for the first time at once; she is there once")

        anna, bo = person_of(journal, "e-1007"), person_of(journal, "e-1012")
        rota = co.Agreement.draft(
            "Evening rota",
            parties={anna.id: co.Part.CO_LEADER, bo.id: co.Part.COORDINATOR},
            by=anna.id,
        )
        rota = journal.save(rota)
        print("still missing:", ", ".join(sorted(map(str, show(journal, rota.id)["missing"]))))  # type: ignore[call-overload]

        rota = rota.add(co.Commitment("I publish the rota", by=anna.id)).add(co.Support("I find cover", by=bo.id))
        rota = journal.save(rota.propose(by=anna.id))
        form = {"wording": str(show(journal, rota.id)["wording"])}

        with ThreadPoolExecutor(8) as pool:
            commented = [
                pool.submit(journal.change, rota.id, lambda now, n=n: now.comment(f"Question {n}", by=bo.id))
                for n in range(8)
            ]
        assert all(task.exception() is None for task in commented)
        print("eight comments at the same moment are all kept")

        assert answer(journal, rota.id, "e-1012", form) == (200, "in_force")
        status, told = answer(journal, rota.id, "e-1012", form)
        assert status == 409
        print("a second yes:", told.replace(rota.id, "it"))

    with co.open_journal("sqlite:///hr.db?journal=south") as south:
        assert south.head().position == 0
        print("the neighbouring tenant has seen nothing of it")


if __name__ == "__main__":
    main()
