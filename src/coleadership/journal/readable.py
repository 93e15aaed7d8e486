"""What a journal can be asked, whoever asks: load, find, history, line of sight, obligations.

`Journal` answers with all that there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

import attrs

from coleadership.errors import NotFound
from coleadership.heart.events import Subject, moment
from coleadership.heart.obligations import Obligation
from coleadership.ids import any_id
from coleadership.insights.agenda import Agenda
from coleadership.insights.lessons import Offered
from coleadership.insights.sight import Seen, Sight
from coleadership.journal.owing import obligations
from coleadership.journal.preparing import prepare
from coleadership.journal.queries import query_for
from coleadership.journal.recalling import recall
from coleadership.recording.codec import happened
from coleadership.recording.reaching import Reach
from coleadership.recording.replay import Entry, Replay
from coleadership.records import Card, Query

if TYPE_CHECKING:
    from coleadership.following_up.cycles import Cycle
    from coleadership.ids import Id

__all__ = ["Readable"]

S = TypeVar("S", bound=Subject[Any])


class Readable:
    """What an organisation remembers, as far as it can be read here."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._reach = Reach.of(replay.store, replay.codec.catalogue.subjects)

    @overload
    def load(self, id: Id[S]) -> S: ...
    @overload
    def load(self, id: str) -> Subject[Any]: ...
    def load(self, id: str) -> Subject[Any]:
        """The subject as it stands. Raises `NotFound`, or `UnknownRecord` if a newer version wrote to it."""
        return self._replay.subject(id)

    def find(
        self, kind: type[S], *, status: str | None = None, due_before: date | None = None, **links: str
    ) -> Iterator[S]:
        """All subjects of a kind that fit, one after another: by status, by what falls due, by link.

        Links are named by their relation, as in ``find(Agreement, party=anna.id)`` or ``find(Person,
        reference="e-1007")``. However many there are, only a page of them is held at a time.
        """
        query = query_for(kind, status=status, due_before=due_before, links=links, states=True)
        return (cast("S", subject) for page in self._pages(query) for subject in self._replay.subjects(page))

    def cards(
        self,
        kind: type[Subject[Any]] | None = None,
        *,
        status: str | None = None,
        due_before: date | None = None,
        **links: str,
    ) -> Iterator[Card]:
        """What `find` would give, as cards: quicker where a list is all that is needed."""
        query = query_for(kind, status=status, due_before=due_before, links=links)
        return (card for page in self._pages(query) for card in page)

    def history(self, id: str) -> Iterator[Entry]:
        """Everything recorded about a subject, oldest first, what this version does not know included."""
        return self._replay.entries(self._replay.records(id))

    def as_of(self, id: str, when: datetime) -> Subject[Any]:
        """A subject as it stood: after the last thing recorded of it that happened at that time or before."""
        limit = moment(when)
        records = self._replay.store.records(id)
        reached = max((n for n, r in enumerate(records, 1) if happened(r.fact) <= limit), default=0)
        if not reached:
            raise NotFound(id, f"nothing is recorded of it up to {limit.isoformat()}")
        return self._replay.folded(id, None, records[:reached])

    def line_of_sight(self, id: str) -> Sight:
        """From what somebody does, through goals and assignments, to mission and vision, and back down.

        ``id`` is that of a person, role, team, agreement, assignment, goal, mission or vision. Only what is around it
        is read, however large the organisation. Raises `NotFound`.
        """
        cards, steps = self._reach.sight(id)
        if id not in cards:
            raise NotFound(id)
        titles = self.titles(cards.values())
        things = {
            card.subject: Seen(card.subject, card.kind, titles.get(card.subject, ""), card.status)
            for card in cards.values()
        }
        return Sight(id, things, steps)

    def obligations(self, person: str, at: datetime | None = None) -> tuple[Obligation, ...]:
        """The one list of what somebody owes: answers, follow-ups, reviews, support; what is to be done first is first.

        Each says why, since when, until when, and which verb of which subject settles it. Only what waits for this
        person, or for a role that they hold, is read. ``at`` is now, in UTC, if left out. It says what is late and what
        comes up by then: the list is of what waits as it stands today, also where ``at`` is long ago.
        """
        return obligations(self._replay, any_id(person, "person"), self._at(at))

    def agenda(self, cycle: Id[Cycle], at: datetime | None = None) -> Agenda:
        """What to have at hand in the next talk of a cycle; see `insights.agenda`.

        What was agreed, what happened since the last talk and up to ``at``, what is open, and lessons to remember.
        """
        return prepare(self._replay, self.lessons_for, cycle, self._at(at))

    def lessons_for(self, subject: Subject[Any]) -> tuple[Offered, ...]:
        """The lessons to remember while this is worded, saved or not, each with why; see `insights.lessons`."""
        return recall(self._replay, subject, self.titles)

    def feed(self, *, after: int = 0) -> Iterator[Entry]:
        """Everything recorded after a position, in the order in which it was saved; none is ever skipped."""
        while page := self._replay.store.feed(after=after):
            yield from self._replay.entries(page)
            after = page[-1].position

    def titles(self, cards: Iterable[Card]) -> dict[str, str]:
        """What these cards' subjects are called, by id."""
        titles = {card.subject: card.title for card in cards if card.title is not None}
        prose = self._replay.store.prose({*titles.values()})
        return {subject: str(prose[seal]) for subject, seal in titles.items() if seal in prose}

    # -- what these stand on

    def _at(self, at: datetime | None) -> datetime:
        """The time of a question: now, if left out."""
        return moment(at)

    def _pages(self, query: Query) -> Iterator[list[Card]]:
        """Cards that fit, a page at a time."""
        while page := self._replay.store.cards(query):
            yield page
            query = attrs.evolve(query, after=page[-1].subject)
