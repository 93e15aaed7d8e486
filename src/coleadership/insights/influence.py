"""Influence: who begins, words anew, proposes, decides and takes initiatives, by the parts that people have.

Co-leadership says that both sides word what binds them and both can change it. This tells whether that is so, of a
relation or a unit: of each act, how many were of one part alone and how many of several together. No person is in it,
and nothing of it measures how involved somebody is: who talks while another types, or has nothing to add, takes part as
well. Of words, it is told in how many adopted texts those of a part stand, and never how many.

``sides`` says how many people a part stands for. Where these are fewer than five, show it to themselves only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.insights.acts import Act, Happening, Life, Parts, Tally
from coleadership.insights.follow_through import middle
from coleadership.rhythm.workdays import day_of

__all__ = ["Influence", "Shares", "Waits", "influence"]

_ENOUGH: Final = 3

_SAID: Final[Mapping[Act, str]] = {
    Act.BEGAN: "first wordings", Act.REWORDED: "worded anew", Act.CALLED: "called for renegotiation",
    Act.PROPOSED: "proposed", Act.DECIDED: "decided", Act.WORDED: "words in what was adopted",
    Act.INITIATIVE: "initiatives taken",
}  # fmt: skip


@attrs.frozen(slots=True, weakref_slot=False)
class Shares:
    """How many acts were of which parts: of one alone, or of several together.

    >>> decided = Shares(((("co_leader",), 5), (("co_leader", "coordinator"), 3), (("coordinator",), 4)))
    >>> decided.total, decided.alone("coordinator"), decided.together, decided.of("co_leader")
    (12, 4, 3, Fraction(13, 24))
    """

    counts: tuple[tuple[Parts, int], ...] = ()

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(count for _, count in self.counts)

    @property
    def together(self) -> int:
        """How many were of several parts together."""
        return sum(count for parts, count in self.counts if len(parts) > 1)

    def alone(self, part: str) -> int:
        """How many were of this part alone."""
        return dict(self.counts).get((part,), 0)

    def of(self, part: str) -> Fraction | None:
        """The share of a part, from 0 to 1: what several did together counts for each in equal shares.

        As with management tasks, (alone + together / parts) / total; None where there was nothing.
        """
        whole = sum((Fraction(count, len(parts)) for parts, count in self.counts if part in parts), Fraction(0))
        return whole / self.total if self.total else None


@attrs.frozen(slots=True, weakref_slot=False)
class Waits:
    """How many days what some parts proposed waited for each answer of others, and for how many it waits still.

    Answers given in the room are none of these, nor those of whoever proposed.
    """

    parts: Parts
    days: tuple[int, ...]
    """Of each answer that came, the quickest first."""
    waiting: int = 0

    @property
    def median(self) -> Fraction | None:
        """How many days half of the answers took at the most."""
        return middle(self.days)


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True)
class Influence:
    """Who shaped the words of a relation or a unit in a period, by parts."""

    since: date
    until: date
    subjects: int
    """How many agreements, goals, decisions, initiatives … were looked at."""
    sides: tuple[tuple[str, int], ...]
    """How many people each part stands for."""
    acts: tuple[tuple[Act, Shares], ...]
    waits: tuple[Waits, ...] = ()

    def of(self, act: Act | str) -> Shares:
        """How many acts of a sort there were, and whose."""
        return dict(self.acts)[Act(act)]

    @property
    def one_sided(self) -> tuple[Act, ...]:
        """The acts of which there were three or more, all of one part alone, while others were at the table."""
        return tuple(
            act for act, shares in self.acts
            if shares.total >= _ENOUGH and len(shares.counts) == 1 and not shares.together and len(self.sides) > 1
        )  # fmt: skip

    @property
    def reasons(self) -> tuple[str, ...]:
        """The same in sentences, with their counts; what is one-sided says so."""
        return tuple(self._reasons())

    def _reasons(self) -> Iterator[str]:
        for act, shares in self.acts:
            if shares.total:
                told = ", ".join(f"{count} by {_called(parts)}" for parts, count in shares.counts)
                yield f"{_SAID[act]}: {told}{', and none by others' if act in self.one_sided else ''}"
        yield from (f"what was proposed by {_called(one.parts)} {_waited(one)}" for one in self.waits)


def influence(
    histories: Iterable[Iterable[Happening]], *, since: date, until: date, parts: Mapping[str, str] | None = None
) -> Influence:
    """Who shaped what in a period, both days in it.

    ``histories`` are all events of each agreement, goal, assignment, decision and initiative that is looked at, oldest
    first. What part somebody has, ``parts`` says (as in a unit: who coordinates, who leads with them); else their seat
    at the table does. An initiative has no table.

    >>> from coleadership import Agreement, GroundRule
    >>> pair = {"anna": "co_leader", "bo": "coordinator"}
    >>> rota = Agreement.draft("Rota", parties=pair, clauses=[GroundRule("We ask")], by="anna")
    >>> rota = rota.add(GroundRule("We answer"), by="bo").propose(by="bo").consent(by="anna")
    >>> told = influence([rota.unrecorded], since=date.min, until=date.max)
    >>> for reason in told.reasons:
    ...     print(reason)
    first wordings: 1 by co-leader
    worded anew: 1 by coordinator
    proposed: 1 by coordinator
    decided: 1 by co-leader and coordinator together
    words in what was adopted: 1 by co-leader and coordinator together
    what was proposed by coordinator waited 0 days for an answer (median of 1)
    """
    if day_of(until, "until") < day_of(since, "since"):
        raise Inconsistent("until", f"{until} is before the period begins; choose {since} or later")
    tally, subjects = Tally(since, until, parts or {}), 0
    for history in histories:
        life = Life(tally)
        subjects += 1
        for event in _reached(history, until):
            life.take(event)
        life.close()
    return Influence(
        since=since,
        until=until,
        subjects=subjects,
        sides=tuple(sorted((part, len(people)) for part, people in tally.people.items())),
        acts=tuple((act, Shares(tuple(sorted(counts.items())))) for act, counts in tally.acts.items()),
        waits=tuple(
            Waits(asked, tuple(sorted(tally.days.get(asked, []))), tally.waiting[asked])
            for asked in sorted({*tally.days, *(asked for asked, count in tally.waiting.items() if count)})
        ),
    )


def _reached(history: Iterable[Happening], until: date) -> list[Happening]:
    """What happened up to the last that did by a day."""
    events = list(history)
    return events[: max((count for count, event in enumerate(events, 1) if event.stamp.at.date() <= until), default=0)]


def _called(parts: Parts) -> str:
    names = [part.replace("_", "-") for part in parts]
    return f"{' and '.join(names)} together" if len(names) > 1 else names[0]


def _waited(waits: Waits) -> str:
    if waits.median is None:
        return f"waits for {waits.waiting} answer{'' if waits.waiting == 1 else 's'}"
    days = "1 day" if waits.median == 1 else f"{float(waits.median):g} days"
    still = f", and still waits for {waits.waiting}" if waits.waiting else ""
    return f"waited {days} for an answer (median of {len(waits.days)}){still}"
