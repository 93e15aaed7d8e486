"""A year of one agreement: worded by two, brought into force, broken and repaired, amended, handed over, ended."""

from __future__ import annotations

from datetime import UTC, date, datetime

import coleadership as co


def on(month: int, day: int, year: int = 2026) -> datetime:
    """Nine o'clock on a day."""
    return datetime(year, month, day, 9, tzinfo=UTC)


def told(when: datetime, what: str) -> None:
    """Tell one thing that happened."""
    print(f"{when:%d %b %Y}  {what}")


def main() -> None:
    """Tell the story, and check it."""
    anna, bo, cia = (co.Person.join(name, at=on(1, 7)) for name in ("Anna Ek", "Bo Lind", "Cia Berg"))
    with co.open_journal("sqlite:///rota.db") as journal:
        anna, bo, cia = journal.save(anna, bo, cia)

        rota = co.Agreement.draft(
            "Evening rota",
            driver="Evenings are planned late, and swaps end in quarrels",
            parties={anna.id: co.Part.CO_LEADER, bo.id: co.Part.COORDINATOR},
            clauses=[
                co.Commitment("I publish the rota two weeks ahead", by=anna.id),
                co.Mandate("Swaps within the evening team", by=anna.id, level=co.Delegation.DELEGATE),
                co.Criterion("Nobody works more than two evenings running"),
            ],
            notice_days=30,
            by=anna.id,
            at=on(1, 8),
        )
        rota = rota.add(co.Support("Cover for sick leave is always paid", by=bo.id), at=on(1, 9))
        rota = rota.propose(by=bo.id, at=on(1, 9)).consent(by=anna.id, at=on(1, 12))
        rota = journal.save(rota)
        assert rota.status == "in_force"
        assert rota.review == date(2026, 4, 8)
        told(on(1, 12), "in force; both have worded it")

        promise = rota.content.clauses[0]
        for day in (on(2, 9), on(3, 9)):
            rota = rota.report_breach(promise.id, "It came four days late", by=bo.id, at=day)
            breach = rota.keeping.breaches[-1]
            rota = rota.repair_breach(breach.id, "We went through the calendar together", by=anna.id, at=day)
        assert rota.keeping.often_broken == (promise.id,)
        told(on(3, 9), "one promise was broken twice and talked through: better amended than broken again")

        rota = rota.hold_review(co.ReviewOutcome.AMEND, present=[anna.id, bo.id], by=anna.id, at=on(4, 8))
        rota = rota.change(promise.id, "I publish the rota ten days ahead", by=anna.id, at=on(4, 8))
        rota = rota.propose(by=anna.id, at=on(4, 8))
        assert rota.status == "in_force"
        assert rota.proposals
        told(on(4, 8), "an amendment is open, and the old wording still binds")
        rota = rota.consent(by=bo.id, wording=rota.wording, concern="Summer will be hard", at=on(4, 9))
        rota = journal.save(rota)
        assert rota.in_force is not None
        assert not rota.keeping.breaches
        assert rota.review == date(2026, 7, 9)
        told(on(4, 9), f"amended, with a concern kept for the review: {rota.in_force.concerns[0].argument}")

        rota = rota.hold_review(
            co.ReviewOutcome.KEEP,
            present=[anna.id, bo.id],
            notes="Summer went well",
            until=date(2026, 11, 9),
            by=bo.id,
            at=on(7, 9),
        )
        told(on(7, 9), "the review is held: kept until November")

        rota = rota.hand_over(anna.id, to=cia.id, by=anna.id, at=on(8, 3))
        seen = rota.wording
        rota = rota.consent(by=bo.id, wording=seen, at=on(8, 4))
        rota = rota.consent(by=cia.id, wording=seen, nothing_to_add=True, at=on(8, 5))
        assert {seat.person for seat in rota.table} == {bo.id, cia.id}
        assert rota.review == date(2026, 11, 9)
        told(on(8, 5), "Cia has taken over Anna's seat, and said so herself")

        rota = journal.save(rota.give_notice(by=cia.id, reason="The evenings move to another unit", at=on(11, 2)))
        assert rota.is_binding(date(2026, 12, 2))
        assert not rota.is_binding(date(2026, 12, 3))
        told(on(11, 2), "Cia gives notice; it binds for another thirty days")

        then = journal.as_of(rota.id, on(2, 1))
        assert isinstance(then, co.Agreement)
        assert str(then.content.clauses[0].text) == "I publish the rota two weeks ahead"
        assert journal.verify().ok
        print(f"{sum(1 for _ in journal.history(rota.id))} records, all of them as they were written")


if __name__ == "__main__":
    main()
