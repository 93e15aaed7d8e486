"""A view: a journal as one person sees it, to be read and not written. What they may not see is not in it.

What is left out shows in nothing: lists are as full as any, what is hidden is told as what is not there, and words that
are reserved for others read as erased ones do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

import attrs

from coleadership.errors import Inconsistent, NotAllowedFor, NotFound, did_you_mean
from coleadership.heart.events import Subject, moment
from coleadership.journal.queries import query_for
from coleadership.journal.readable import Readable
from coleadership.policies import Policy, narrowed
from coleadership.privacy.auditing import Audit
from coleadership.privacy.seeing import SeenReplay
from coleadership.privacy.standing import standing
from coleadership.recording.jsonlines import dumps
from coleadership.recording.replay import Entry, Replay
from coleadership.records import SEEN_BY, Card, Query
from coleadership.trust.access import Facts, Ruling
from coleadership.trust.entitlements import ENTITLEMENTS, Action, Who, action_of

__all__ = ["View", "see"]


_COUNTED: Final = frozenset(kind for kind, known in ENTITLEMENTS.items() if known.may[Action.SEE_WHOLE] != (Who.SEES,))
"""The kinds of which not everybody knows how many steps they took."""
_TALKED: Final = frozenset(kind for kind, known in ENTITLEMENTS.items() if Action.READ_TALK in known.may)
"""The kinds of which those who take no part see only what waits for them."""


def see(
    replay: Replay, person: str, at: datetime, policies: Sequence[Policy], *, administers: bool = False,
    audit: Audit | None = None,
) -> View:  # fmt: skip
    """What somebody sees at a point in time, once every policy has taken away what it takes away."""
    actor = narrowed(policies, standing(replay, person, at, administers=administers))
    return View(SeenReplay.of(replay, actor, at, audit))


class View(Readable):
    """A journal as one person sees it, at the time for which it was made: make one for each request.

    >>> import coleadership as co
    >>> with co.open_journal("memory:") as journal:
    ...     anna, bo, cim = journal.save(co.Person.join("Anna"), co.Person.join("Bo"), co.Person.join("Cim"))
    ...     told = journal.save(co.Feedback.give("You interrupt Cim", to=[bo.id], by=anna.id))
    ...     [len([*journal.seen_by(one.id).find(co.Feedback)]) for one in (anna, bo, cim)]
    ...     journal.seen_by(bo.id).may("take_up", told.id).reason
    [1, 1, 0]
    'who got it may'
    """

    def __init__(self, replay: SeenReplay) -> None:
        super().__init__(replay)
        self._seen = replay

    @property
    def person(self) -> str:
        """Who sees it so."""
        return self._seen.actor.person

    @property
    def at(self) -> datetime:
        """At which time."""
        return self._seen.at

    def __repr__(self) -> str:
        return f"<journal {self._seen.store.url} as {self.person} sees it>"

    # -- what may be done

    def may(self, what: Action | str, id: str) -> Ruling:
        """Whether they may do something with a subject, and why: an `Action`, or a verb, such as ``consent``.

        It says who may; what can be done now, `Subject.allowed` says. What they do not see is told as what is not
        there. Raises `Inconsistent` for a verb that the kind has not.
        """
        facts = self._seen.facts([id]).get(id)
        if facts is None:
            return Ruling(allowed=False, reason=str(NotFound(id)))
        kind, action = self._seen.codec.catalogue.subjects.get(facts.kind), action_of(facts.kind, what)
        if not isinstance(what, Action) and what not in {*Action} and not hasattr(kind, what):
            action = None
        if action is None:
            known = {*(verb for verb in dir(kind) if action_of(facts.kind, verb)), *Action}
            raise Inconsistent("what", f"no {facts.kind} has a verb or action {what!r:.60}{did_you_mean(what, known)}")
        return self._seen.rules(action, facts)

    # -- reading

    def cards(
        self,
        kind: type[Subject[Any]] | None = None,
        *,
        status: str | None = None,
        due_before: date | None = None,
        **links: str,
    ) -> Iterator[Card]:
        """What `find` would give, as cards: quicker where a list is all that is needed."""
        cards = super().cards(kind, status=status, due_before=due_before, **links)
        return cards if kind is not None and kind.KIND not in _COUNTED else map(self._told, cards)

    def history(self, id: str) -> Iterator[Entry]:
        """What was recorded about something that they take part in, oldest first, as far as it shows to them.

        Raises `NotAllowedFor` where they take no part, `NotFound` where they do not see it.
        """
        self._check_history(id)
        return super().history(id)

    def as_of(self, id: str, when: datetime) -> Subject[Any]:
        """Something that they take part in as it stood; raises as `history` does."""
        self._check_history(id)
        return super().as_of(id, when)

    def export(self) -> Iterator[bytes]:
        """Everything that they see, as JSON Lines, one subject a line: to be read elsewhere, not to be imported.

        ``state`` is the subject as it stands, its words in their place; ``history`` is there where they take part.
        """
        if self._seen.audit is not None:
            self._seen.audit.record([(self.person, "an export of all that they see")])
        for page in self._pages(query_for(None, links={}, states=True)):
            titles = self.titles(page)
            for card, subject in zip(page, self._seen.subjects(page), strict=True):
                yield dumps(self._line(card, subject, titles.get(card.subject))).encode() + b"\n"

    # -- what these stand on

    def _pages(self, query: Query) -> Iterator[list[Card]]:
        """Cards that fit, as far as it shows to them why."""
        for page in super()._pages(query):
            told = [self._awaiting(card) if card.kind in _TALKED else card for card in page]
            yield [card for card in told if {*query.links} <= {*card.links}] if query.links else told

    def _awaiting(self, card: Card) -> Card:
        """A card without whom else it waits for, where they see it only because it waits for them."""
        if self._seen.rules(Action.READ_HISTORY, self._seen.facts_of(card)):
            return card
        actor = self._seen.actor
        mine = {*(("awaits", id) for id in actor.speaks_for), *((SEEN_BY, key) for key in actor.keys)}
        links = (link for link in card.links if link in mine or link[0] not in {"awaits", SEEN_BY})
        return attrs.evolve(card, links=tuple(links))

    def _at(self, at: datetime | None) -> datetime:
        """The time of a question: that of the view, if left out."""
        return self.at if at is None else moment(at)

    def _line(self, card: Card, subject: Subject[Any], title: str | None) -> dict[str, Any]:
        """One subject as plain values."""
        links, codec = dict[str, list[str]](), self._seen.codec
        for relation, id in card.links:
            if relation != SEEN_BY:
                links.setdefault(relation, []).append(id)
        known: dict[str, Any] = {
            "id": card.subject, "kind": card.kind, "title": title, "status": card.status, "audience": card.audience,
            "next_due": card.due, "links": links, "state": codec.plain(subject),
        }  # fmt: skip
        if self._seen.rules(Action.READ_HISTORY, self._seen.facts_of(card)):
            entries = ((entry, entry.event) for entry in super().history(card.subject))
            known["history"] = [
                {"name": one.name, "by": one.by, "at": one.at.isoformat(), "body": codec.plain_event(card.kind, event)}
                for one, event in entries
                if event is not None
            ]
        return known

    def _told(self, card: Card) -> Card:
        """A card without how many steps it took, where that could tell of something that does not show."""
        if card.kind not in _COUNTED or self._seen.rules(Action.SEE_WHOLE, self._seen.facts_of(card)):
            return card
        return attrs.evolve(card, revision=1, state_revision=0, shape=0, wakes=None)

    def _check_history(self, id: str) -> None:
        facts = self._facts(id)
        if not self._seen.rules(Action.READ_HISTORY, facts):
            who = " or ".join(ENTITLEMENTS[facts.kind].may[Action.READ_HISTORY])
            raise NotAllowedFor(self.person, wanted="read its history", who_could=who)

    def _facts(self, id: str) -> Facts:
        found = self._seen.facts([id]).get(id)
        if found is None:
            raise NotFound(id)
        return found
