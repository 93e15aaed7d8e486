"""An invented organisation through a year, from a seed: for load tests of ours and of yours.

    python -m benchmarks.organisation sqlite:///org.db --people 500 --weeks 52 --seed 7

People in units of eight with a coordinator each; a contract, a weekly check-in and two goals a quarter for everybody;
feedback, holidays, illness, people who forget. The rhythm is that of real organisations: half of all check-ins fall on
one weekday, most goals into the first weeks of a quarter. Only what is due is held in memory.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random
from time import perf_counter
from typing import Any, Final

from attrs import field, frozen

import coleadership as co
from benchmarks.measuring import peak_memory

__all__ = ["Organisation", "Told"]

_BEGIN: Final = date(2026, 1, 5)  # a Monday
_UNIT: Final = 8
_PAGE: Final = 1_000
_DAYS: Final = ("mon", "mon", "mon", "mon", "tue", "wed", "thu", "fri")
_WORDS: Final = (
    "Thanks, carry on", "The swaps went well", "We found cover in time", "Good that you said so early",
    "The handover was clear", "Customers noticed it",
)  # fmt: skip


@frozen
class Told:
    """How far a simulation has come."""

    day: date
    events: int
    seconds: float


@frozen
class Organisation:
    """So many people, from a seed: the same seed makes the same lives (their ids are new each time)."""

    journal: co.Journal
    people: int
    seed: int = 7
    chance: Random = field(init=False, factory=Random)

    def live(self, weeks: int = 52) -> Iterator[Told]:
        """Found it, and let so many weeks pass, day by day; tells after each week how far it has come."""
        self.chance.seed(self.seed)
        start = perf_counter()
        self._found()
        for week in range(weeks):
            for weekday in range(5):
                day = _BEGIN + timedelta(weeks=week, days=weekday)
                if weekday == 0 and week % 13 == 0:
                    self._quarter(day)
                tick = self.journal.tick(_at(day, 6))
                assert tick.failed == (), tick.failed[:3]
                self._check_in(day)
                self._read(day)
            self._talk(_BEGIN + timedelta(weeks=week, days=4))
            yield Told(day, self.journal.head().position, perf_counter() - start)

    # -- founding

    def _found(self) -> None:
        """A mission, and everybody with a contract and a cycle with whoever coordinates their unit."""
        at = _at(_BEGIN, 5)
        _ = self.journal.save(co.Mission.on_record("All ride", asked=["bo", "cia"], body="Repairs", by="bo", at=at))
        for unit in range(0, self.people, _UNIT):
            members = [
                co.Person.join(f"Person {unit + n}", reference=f"e-{unit + n}", at=at)
                for n in range(min(_UNIT, self.people - unit))
            ]
            coordinator = members[0].id
            agreements = [self._contract(member.id, coordinator) for member in members[1:]]
            cycles = [self._cycle(one) for one in agreements]
            _ = self.journal.save(*members, *agreements, *cycles)

    def _contract(self, person: str, coordinator: str) -> co.Agreement:
        return co.Agreement.in_meeting(
            "What we agree on", parties={person: co.Part.CO_LEADER, coordinator: co.Part.COORDINATOR},
            clauses=[
                co.Commitment("I publish the rota two weeks ahead", by=person),
                co.Commitment("I answer wishes within three days", by=person),
                co.Support("Cover for sick leave is always paid", by=coordinator),
                co.GroundRule("We talk to each other before we talk about each other"),
                co.Rhythm("A few minutes every week", every_days=7),
            ],
            review=_BEGIN + timedelta(days=self.chance.randrange(60, 360)), present=[person, coordinator],
            by=coordinator, at=_at(_BEGIN, 5),
        )  # fmt: skip

    def _cycle(self, agreement: co.Agreement) -> co.Cycle:
        (person, _), (coordinator, _) = ((seat.person, seat.part) for seat in agreement.table)
        rhythm = co.Cadence.weekly(self.chance.choice(_DAYS), begin=_BEGIN, at=time(5, 30), zone="Europe/Stockholm")
        return co.Cycle.begin(
            "Check-in", about=[agreement.id], cadence=rhythm, reminders=co.Reminders(ahead=None, grace=2),
            participants={person: co.Part.CO_LEADER, coordinator: co.Part.COORDINATOR}, by=coordinator,
            at=_at(_BEGIN, 5),
        )  # fmt: skip

    # -- days

    def _check_in(self, day: date) -> None:
        """Whoever is due says two lines; some are away, some forget, some have more to say."""
        due = self.journal.find(co.Cycle, status="active", due_before=day + timedelta(days=1))
        self._save(self._checked_in(cycle, day) for cycle in due if cycle.next_due == day)

    def _checked_in(self, cycle: co.Cycle, day: date) -> co.Cycle:
        person, coordinator = (seat.person for seat in cycle.participants)
        at, luck = _at(day, 9), self.chance.random()
        if luck < 0.08:  # forgotten
            return cycle
        if luck < 0.09:
            return cycle.pause("On leave", until=day + timedelta(weeks=self.chance.randrange(2, 8)), by=person, at=at)
        if luck < 0.80:
            return cycle.check_in(self.chance.choice(_WORDS), next_step="As agreed", by=person, at=at)
        support = {coordinator: "Somebody for Friday"} if luck > 0.97 else {}
        return cycle.follow_up(
            by=person, present=[coordinator], confirmations=[self.chance.choice(_WORDS)],
            feedback=["You told us early"] if luck > 0.85 else [], support=support,
            lessons=["Two weeks are enough"] if luck > 0.9 else [], confidence="0.7", next_step="As agreed", at=at,
        )  # fmt: skip

    def _quarter(self, day: date) -> None:
        """Two goals for everybody who has a contract, for the mission."""
        (mission,) = self.journal.cards(co.Mission)
        agreements = self.journal.find(co.Agreement, status="in_force")
        self._save(self._goal(one, mission.subject, day) for one in agreements for _ in range(2))

    def _goal(self, agreement: co.Agreement, mission: str, day: date) -> co.Goal:
        person, coordinator = (seat.person for seat in agreement.table)
        return co.Goal.in_meeting(
            "Nobody is called in at a day's notice", present=[person, coordinator], by=person,
            parties={person: co.Part.OWNER, coordinator: co.Part.COORDINATOR}, measure=co.Metric(start=12, target=2),
            due=day + timedelta(weeks=12, days=4), contributions=[mission], at=_at(day, 10),
        )  # fmt: skip

    def _read(self, day: date) -> None:
        """Goals are read some six times a quarter, and judged once they are due."""
        if day.weekday() != 2:
            return
        goals = self.journal.find(co.Goal, status="in_force")
        self._save(self._pursued(goal, day) for goal in goals if goal.agreed.due and self.chance.random() < 0.5)

    def _pursued(self, goal: co.Goal, day: date) -> co.Goal:
        owner, at, due = goal.owners[0], _at(day, 15), goal.agreed.due
        if due is not None and day >= due - timedelta(days=7):
            seen = goal.read(2, by=owner, at=at)
            return seen.achieve(by=owner, at=at)
        return goal.read(self.chance.randrange(3, 12), by=owner, confidence="0.7", at=at)

    def _talk(self, day: date) -> None:
        """Feedback: ten a year for everybody, most of it thanked for."""
        people = islice(self.journal.cards(co.Person), self.people)
        self._save(
            co.Feedback.give("You told us early", to=[card.subject], by="person_colleague", at=_at(day, 16))
            for card in people
            if self.chance.random() < 10 / 52
        )

    def _save(self, subjects: Iterable[Any]) -> None:
        """So many at a time; what has not changed costs nothing."""
        waiting = iter(subjects)
        while page := list(islice(waiting, _PAGE)):
            _ = self.journal.save(*page)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def main(write: Callable[[str], object] = sys.stdout.write) -> None:
    """Make one, and tell what it took."""
    parser = argparse.ArgumentParser(description="An invented organisation through a year, for load tests.")
    parser.add_argument("url", help="an empty journal, such as sqlite:///org.db?durability=relaxed")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with co.open_journal(given.url) as journal:
        for told in Organisation(journal, given.people, given.seed).live(given.weeks):
            rate = told.events / told.seconds
            _ = write(f"{told.day}  {told.events:>12,} events  {told.seconds:>8.1f} s  {rate:>8,.0f} events/s\n")
    _ = write(f"{peak_memory() / 1e6:,.0f} MB at the peak\n")


if __name__ == "__main__":
    main()
