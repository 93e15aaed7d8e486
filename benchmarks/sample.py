"""What is saved, loaded and listed: agreements with a life of their own, as an organisation has them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

import coleadership as co

__all__ = ["CLAUSES", "REMARKS", "commented", "drafted", "life"]

CLAUSES = (
    ("commitment", "I publish the rota two weeks ahead and answer wishes within three days."),
    ("commitment", "I keep the handbook of the ward up to date and say when I cannot."),
    ("support", "Cover for sick leave is always paid, and asked for before seven in the morning."),
    ("support", "You get two hours a week away from the floor for the rota, and a room to sit in."),
    ("ground rule", "We talk to each other before we talk about each other."),
    ("expectation", "I hope that swaps are settled between colleagues where that is possible."),
    ("criterion", "Nobody works more than three late shifts in a row, in any month."),
    ("rhythm", "We meet every second Thursday for half an hour, and more often in summer."),
)
REMARKS = (
    "Could we say what happens in the weeks around midsummer? Last year nobody knew.",
    "I read “ahead” as fourteen days before the first shift; is that what you mean?",
    "This is fine by me. Let us look at it again when the new colleagues have started.",
    "The ward next door does it differently: they post the wishes on the wall. Shall we try that?",
)


def drafted(anna: str, bo: str) -> co.Agreement:
    """An agreement of eight clauses between two people, its first step still to be saved."""
    return co.Agreement.draft(
        "Evening rota",
        parties={anna: co.Part.CO_LEADER, bo: co.Part.COORDINATOR},
        driver="Evenings were filled at the last minute, and always by the same people.",
        clauses=[_clause(sort, words, anna, bo) for sort, words in CLAUSES],
        by=anna,
    )


def _clause(sort: str, words: str, anna: str, bo: str) -> co.Clause:
    match sort:
        case "commitment":
            return co.Commitment(words, by=anna)
        case "support":
            return co.Support(words, by=bo)
        case "expectation":
            return co.Expectation(words, by=bo)
        case "criterion":
            return co.Criterion(words)
        case "rhythm":
            return co.Rhythm(words, every_days=14)
        case _:
            return co.GroundRule(words)


def commented(agreement: co.Agreement, times: int) -> list[co.Agreement]:
    """The same agreement after one remark more each time, as a command each: to be saved one after another."""
    people = [seat.person for seat in agreement.table]
    steps = []
    for words, by in islice(zip(cycle(REMARKS), cycle(people), strict=False), times):
        steps.append(agreement.comment(words, by=by))
        agreement = steps[-1].settled()
    return steps


def life(anna: str, bo: str, events: int) -> Iterator[co.Agreement]:
    """An agreement through so many events, command by command, each to be saved: worded, agreed, lived by, amended."""
    agreement = drafted(anna, bo)
    yield agreement
    agreement = agreement.settled()
    for commands in cycle((_worded, _agreed, _lived)):
        for agreement in commands(agreement, anna, bo):  # noqa: B020 - goes on from the last one
            if agreement.revision > events:
                return
            yield agreement
        agreement = agreement.settled()


def _worded(agreement: co.Agreement, anna: str, bo: str) -> Iterator[co.Agreement]:
    """They find words: remarks, and clauses changed by both."""
    for number, remark in enumerate(REMARKS):
        by = (bo, anna)[number % 2]
        clause = agreement.content.clauses[number]
        yield (agreement := agreement.settled().comment(remark, by=by, about=clause.id))
        words = f"{clause.text} From week {agreement.revision} on."
        yield (agreement := agreement.settled().change(clause.id, words, by=by))


def _agreed(agreement: co.Agreement, anna: str, bo: str) -> Iterator[co.Agreement]:
    """One proposes it, the other consents."""
    yield (agreement := agreement.settled().propose(by=anna))
    yield agreement.settled().consent(by=bo, concern="I doubt that the summer works out.")


def _lived(agreement: co.Agreement, anna: str, bo: str) -> Iterator[co.Agreement]:
    """They live by it: remarks, a breach and its repair, a review."""
    yield (agreement := agreement.settled().comment(REMARKS[2], by=bo))
    broken = agreement.content.clauses[0].id
    yield (agreement := agreement.settled().report_breach(broken, "The rota came a week late.", by=bo))
    breach = agreement.keeping.breaches[-1].id
    yield (agreement := agreement.settled().repair_breach(breach, "We made room for it on Mondays.", by=anna))
    kept = co.ReviewOutcome.KEEP
    yield agreement.settled().hold_review(kept, present=[anna, bo], by=anna, notes="It works, mostly.")
