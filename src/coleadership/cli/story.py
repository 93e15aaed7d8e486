"""What happens in the demo: each chapter uses the public verbs and yields what to tell, with its day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Final

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Commitment, Criterion, Delegation, GroundRule, Mandate, Rhythm, Support
from coleadership.cli.story_follow_up import follow_up, rest, time_passes
from coleadership.cli.story_purpose import follow_goals, set_goals, share_purpose, share_work
from coleadership.following_up.cycles import Cycle
from coleadership.goals.goal import Goal
from coleadership.heart.kinds import Part
from coleadership.heart.life import ReviewOutcome
from coleadership.journal.journal import Journal
from coleadership.organisation.assignments import Assignment
from coleadership.organisation.people import Person
from coleadership.organisation.teams import Team
from coleadership.purpose.culture import Norm
from coleadership.purpose.mission import Mission
from coleadership.purpose.values import Value
from coleadership.purpose.vision import Vision

__all__ = ["CHAPTERS", "Story"]

Told = Iterator[tuple[date, str]]


class Story:
    """The journal, the people, and what they have agreed so far."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        joined = _at(2025, 8, 25)
        self.anna, self.bo, self.chidi, self.dana = journal.save(
            Person.join("Anna Ek", email="anna@kugghjulet.example", at=joined),
            Person.join("Bo Lind", email="bo@kugghjulet.example", at=joined),
            Person.join("Chidi Okafor", email="chidi@kugghjulet.example", at=joined),
            Person.join("Dana Levi", email="dana@kugghjulet.example", at=joined),
        )
        self.rota: Agreement
        self.tools: Agreement
        self.talks: Cycle
        self.vision: Vision
        self.mission: Mission
        self.value: Value
        self.norm: Norm
        self.team: Team
        self.assignment: Assignment
        self.goal: Goal

    def change_rota(self, verb: Callable[[Agreement], Agreement]) -> Agreement:
        """Load the rota, apply a verb, save it: what a host does for each request."""
        self.rota = self.journal.change(self.rota.id, verb)
        return self.rota

    def consent_all(self, *people: Person, at: datetime) -> None:
        """Each reads the newest wording of the rota and says yes to it."""
        seen = self.rota.wording
        for person in people:
            _ = self.change_rota(partial(Agreement.consent, by=person.id, wording=seen, at=at))


def _at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def _word_it_together(story: Story) -> Told:
    """Drafts, a counter-proposal, a question."""
    anna, bo, chidi, at = story.anna, story.bo, story.chidi, _at(2025, 9, 1)
    story.rota = story.journal.save(
        Agreement.draft(
            "Evening rota",
            parties={anna.id: Part.CO_LEADER, chidi.id: Part.CO_LEADER, bo.id: Part.COORDINATOR},
            driver="People hear too late which evenings they work.",
            clauses=[
                Commitment("I publish the rota two weeks ahead", by=anna.id),
                Mandate("Who works which evening", by=anna.id, level=Delegation.DELEGATE),
                Rhythm("Ten minutes over coffee on the first Monday of the month", every_days=31),
            ],
            review=date(2025, 12, 1),
            by=anna.id,
            at=at,
        ).propose(by=anna.id, at=at)
    )
    yield at.date(), "Anna drafts the evening rota and proposes it to Bo and Chidi."
    at, support = _at(2025, 9, 2), Support("Cover for sick leave is always paid", by=bo.id)
    _ = story.change_rota(lambda rota: rota.add(support, at=at))
    yield at.date(), "Bo thanks her, and words his part: cover for sick leave is always paid. That is a new wording."
    at, seen = _at(2025, 9, 3), story.rota.wording
    words = "Could we talk about Fridays? Who closes then?"
    _ = story.change_rota(lambda rota: rota.comment(words, by=chidi.id, wording=seen, at=at))
    yield at.date(), f"Chidi asks: “{words}”"


def _agree(story: Story) -> Told:
    """An objection, how it is resolved, and the day it binds."""
    anna, bo, chidi, at = story.anna, story.bo, story.chidi, _at(2025, 9, 4)
    seen = story.rota.wording
    _ = story.change_rota(lambda rota: rota.propose(by=bo.id, wording=seen, at=at))
    why = "Closing alone on a Friday night is not safe."
    _ = story.change_rota(lambda rota: rota.object(why, by=chidi.id, wording=seen, at=at))
    yield at.date(), f"Bo proposes it. Chidi objects: “{why}”"
    at, two = _at(2025, 9, 8), GroundRule("Two of us close on Fridays")
    _ = story.change_rota(
        lambda rota: rota.add(two, by=chidi.id, at=at).add(Criterion("Nobody has closed alone"), by=chidi.id, at=at)
    )
    yield at.date(), "They thank him, talk, and Chidi words what would serve better: two of us close on Fridays."
    at, new = _at(2025, 9, 9), story.rota.wording
    _ = story.change_rota(lambda rota: rota.propose(by=chidi.id, wording=new, at=at))
    yield at.date(), "Chidi proposes that wording. The objection belonged to the old one and is history."
    at = _at(2025, 9, 10)
    story.consent_all(anna, bo, at=at)
    yield at.date(), f"Anna and Bo consent to that exact wording: {_stands(story.rota, at)}."


def _live_by_it(story: Story) -> Told:
    """A breach, its repair, a review."""
    anna, bo, chidi, at = story.anna, story.bo, story.chidi, _at(2025, 10, 20)
    promise = story.rota.content.clauses[0]
    _ = story.change_rota(
        lambda rota: rota.report_breach(promise.id, "The rota came out two days late", by=chidi.id, at=at)
    )
    yield at.date(), f"Chidi reports what happened, not who is to blame: “{promise.text}” was not kept."
    at = _at(2025, 10, 22)
    breach = story.rota.keeping.breaches[0].id
    how = "We talked; the calendar now reminds Anna on Thursdays"
    _ = story.change_rota(lambda rota: rota.repair_breach(breach, how, by=anna.id, at=at))
    yield at.date(), f"Anna repairs it: “{how}”."
    at = _at(2025, 12, 1)
    present, until = [anna.id, bo.id, chidi.id], date(2026, 3, 2)
    _ = story.change_rota(
        lambda rota: rota.hold_review(ReviewOutcome.KEEP, present=present, until=until, by=bo.id, at=at)
    )
    yield at.date(), f"All three look at it together and keep it until {story.rota.review}."


def _effortless(story: Story) -> Told:
    """The easy ways are one call each."""
    yield from _in_a_meeting(story)
    yield from _on_paper(story)


def _in_a_meeting(story: Story) -> Told:
    """Everybody says yes in the room."""
    bo, chidi, at = story.bo, story.chidi, _at(2025, 11, 3, 14)
    story.tools = story.journal.save(
        Agreement.in_meeting(
            "Tool room",
            parties={chidi.id: Part.CO_LEADER, bo.id: Part.COORDINATOR},
            clauses=[
                Commitment("I keep the tool room in order", by=chidi.id),
                Support("New tools are bought within a week", by=bo.id),
            ],
            review=date(2026, 5, 4),
            notice_days=30,
            present=[chidi.id, bo.id],
            by=bo.id,
            at=at,
        )
    )
    yield (
        at.date(),
        f"Chidi and Bo word the tool room in a meeting and say yes in the room: {_stands(story.tools, at)}.",
    )


def _on_paper(story: Story) -> Told:
    """Signed on paper, and confirmed later."""
    bo, dana, at, signed = story.bo, story.dana, _at(2025, 11, 21), date(2025, 11, 20)
    books = story.journal.save(
        Agreement.on_paper(
            "Learning the books",
            signed=signed,
            kind="mentoring",
            parties={bo.id: Part.MENTOR, dana.id: Part.MENTEE},
            body="Bo shows Dana the books every other Thursday.\n",
            reference="Binder 3, page 12",
            by=bo.id,
            at=at,
        )
    )
    yield at.date(), f"Bo enters what he and Dana signed on paper yesterday. Dana has yet to confirm: {books.status}."
    at, seen = _at(2025, 11, 24), books.wording
    books = story.journal.change(books.id, lambda paper: paper.consent(by=dana.id, wording=seen, at=at))
    yield at.date(), f"Dana confirms: {_stands(books, at)}, the day on which they signed."


def _amend(story: Story) -> Told:
    """An amendment, while the old version keeps binding."""
    anna, bo, chidi, at = story.anna, story.bo, story.chidi, _at(2026, 2, 2)
    promise, *rest = story.rota.content.clauses
    words = "I publish the rota three weeks ahead"
    clauses = [Commitment(words, by=anna.id, id=promise.id), *rest]
    amended = story.rota.revise(clauses=clauses, review=date(2026, 8, 3), by=anna.id, at=at)
    story.rota = story.journal.save(amended.propose(by=anna.id, at=at))
    in_force = story.rota.in_force
    old = "" if in_force is None else f"“{in_force.content.clauses[0].text}”"
    yield at.date(), f"Anna proposes an amendment: “{words}”. Until it is agreed, {old} keeps binding."
    at, seen = _at(2026, 2, 5), story.rota.wording
    concern = "Swaps will be more common; let us look at that in spring"
    _ = story.change_rota(lambda rota: rota.consent(by=bo.id, wording=seen, at=at))
    _ = story.change_rota(lambda rota: rota.consent(by=chidi.id, concern=concern, wording=seen, at=at))
    yield at.date(), f"Bo consents; Chidi too, with a concern that blocks nothing: “{concern}”. {_since(story.rota)}."


def _hand_over(story: Story) -> Told:
    """Somebody takes over, and says yes themselves."""
    chidi, dana, at = story.chidi, story.dana, _at(2026, 4, 13)
    _ = story.change_rota(lambda rota: rota.hand_over(chidi.id, to=dana.id, by=chidi.id, at=at))
    yield at.date(), "Chidi goes on parental leave and offers Dana his seat. Nothing is inherited silently."
    at, seen = _at(2026, 4, 15), story.rota.wording
    _ = story.change_rota(lambda rota: rota.consent(by=dana.id, nothing_to_add=True, wording=seen, at=at))
    yield at.date(), "Dana reads it, has nothing to add, and consents."
    story.consent_all(story.anna, story.bo, at=_at(2026, 4, 16))
    yield date(2026, 4, 16), f"Anna and Bo welcome her and consent too. {_since(story.rota)}."


def _end(story: Story) -> Told:
    """A notice, and what follows from time alone."""
    bo, at = story.bo, _at(2026, 6, 9)
    why = "The tool room moves in with the neighbours"
    story.tools = story.journal.change(story.tools.id, lambda tools: tools.give_notice(by=bo.id, reason=why, at=at))
    last_day = story.tools.ends_on or at.date()
    yield at.date(), f"Bo thanks Chidi for a tidy year and gives notice: “{why}”. It binds until {last_day}."
    _ = story.journal.tick(datetime.combine(last_day + timedelta(days=1), time(6), UTC))
    for day in (last_day, last_day + timedelta(days=1)):
        yield day, f"The tool room agreement is {story.tools.force_on(day).value}: that follows from time alone."


def _stands(agreement: Agreement, at: datetime) -> str:
    since = "" if agreement.in_force is None else f" since {agreement.in_force.since}"
    return f"{agreement.force_on(at.date()).value}{since}"


def _since(agreement: Agreement) -> str:
    in_force = agreement.in_force
    return "" if in_force is None else f"Wording {in_force.number} is in force since {in_force.since}"


CHAPTERS: Final[tuple[tuple[str, Callable[[Story], Told]], ...]] = (
    ("Where we are going", share_purpose),
    ("Who does what", share_work),
    ("Formulate together", _word_it_together),
    ("Agree", _agree),
    ("From the vision to my next step", set_goals),
    ("Follow up", follow_up),
    ("Live by it", _live_by_it),
    ("Without ceremony: in a meeting, and on paper", _effortless),
    ("Reformulate", _amend),
    ("How far we have come", follow_goals),
    ("Time passes", time_passes),
    ("Hand over", _hand_over),
    ("Rest", rest),
    ("And end", _end),
)
