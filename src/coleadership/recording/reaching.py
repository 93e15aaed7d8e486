"""What is linked with what in a journal: followed a level at a time, by cards, without loading the rest.

Also what a new link must not do when it is saved: lead round in a circle, or to something that is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Self

import attrs

from coleadership.errors import Inconsistent
from coleadership.heart.events import Subject
from coleadership.ids import kind_of
from coleadership.insights.rings import rings
from coleadership.records import PAGE, Card, Query, Store

__all__ = ["Reach", "linked_from"]

Link = tuple[str, str]
_SERVING: Final = frozenset({"contributes", "serves"})
_PLACES: Final = ("coordinator", "holder", "member")
"""The links by which somebody has a role, or is in a team or coordinates it."""
_RESPONSIBLE: Final = ("owner", "party")
_PART: Final = "aim"
"""A part of a vision, which can be served by itself."""
_AIMS: Final = frozenset({"assignment", "goal"})


def linked_from(store: Store, relation: str, id: str) -> Iterator[Card]:
    """The cards that have this link, a page at a time."""
    query = Query(links=((relation, id),))
    while page := store.cards(query):
        yield from page
        if len(page) < query.limit:
            return
        query = attrs.evolve(query, after=page[-1].subject)


@attrs.frozen
class Reach:
    """How far links reach in one journal. ``kinds`` say which of their links lead upward, and when they are over."""

    store: Store
    kinds: Mapping[str, type[Subject[Any]]]
    upward: frozenset[str]
    """The relations that lead from what people do up to what it is for."""
    bound: Mapping[str, frozenset[str]]
    """By kind the relations that must not lead just anywhere."""

    @classmethod
    def of(cls, store: Store, kinds: Mapping[str, type[Subject[Any]]]) -> Self:
        """The reach of links in the journal of a store, between subjects of these kinds."""
        upward = frozenset({relation for kind in kinds.values() for relation in kind.UPWARD})
        return cls(store, kinds, upward, {name: kind.UPWARD | kind.LIVING for name, kind in kinds.items()})

    def up(
        self, ids: Iterable[str], news: Mapping[str, Card] | None = None, *, relations: frozenset[str] | None = None
    ) -> dict[str, Card]:
        """The cards of these subjects and of all that they lead up to, by id; those in ``news`` as they are there.

        What is not in the journal leads nowhere. Each level is one query, however many there are on it.
        """
        news, wanted, found = news or {}, {*ids}, dict[str, Card]()
        relations = relations or self.upward
        while wanted:
            cards = [news[id] for id in wanted if id in news]
            cards += self._cards(wanted - news.keys())
            found |= {card.subject: card for card in cards}
            targets = {id for card in cards for relation, id in card.links if relation in relations}
            wanted = {self._whole(id) for id in targets} - found.keys()
        return found

    def down(self, cards: Iterable[Card], *, relations: frozenset[str] | None = None) -> dict[str, Card]:
        """The cards of all that lead up to these, or to a part of them, at any distance; what is over is left out."""
        waiting, found = list(cards), dict[str, Card]()
        while waiting:
            card = waiting.pop()
            for name in (card.subject, *(id for relation, id in card.links if relation == _PART)):
                for relation in sorted(relations or self.upward):
                    new = [one for one in self._living(relation, name) if one.subject not in found]
                    found |= {one.subject: one for one in new}
                    waiting += new
        return found

    def sight(self, id: str) -> tuple[dict[str, Card], tuple[Link, ...]]:
        """The cards around a subject, and the steps from each to what it is for: up to the visions, and back down.

        A person is responsible for what they own or are party to, and so are their roles and teams; whose a goal below
        is belongs to the way down.
        """
        begun, steps = self._held(id)
        above = self.up([id, *begun], relations=_SERVING)
        below = self.down([above[one] for one in (id, *begun) if one in above], relations=_SERVING)
        cards = {**above, **below}
        near = [cards[one] for one in (id, *begun, *below) if one in cards and cards[one].kind in _AIMS]
        owners = [(to, card.subject) for card in near for relation, to in card.links if relation == "owner"]
        cards |= {card.subject: card for card in self._cards({owner for owner, _ in owners} - cards.keys())}
        steps += owners
        serving = [(card, to) for card in cards.values() for relation, to in card.links if relation in _SERVING]
        steps += [(card.subject, self._whole(to)) for card, to in serving]
        return cards, tuple(dict.fromkeys(step for step in steps if step[0] in cards and step[1] in cards))

    def _held(self, id: str) -> tuple[list[str], list[Link]]:
        """What somebody is responsible for, by themselves or through a role or team, and the steps there."""
        places = (card for relation in _PLACES for card in self._living(relation, id))
        through = [card.subject for card in places if card.kind in {"role", "team"}]
        steps = list[Link]()
        for holder in (id, *through):
            for relation in _RESPONSIBLE:
                for card in self._living(relation, holder):
                    serving = any(relation in _SERVING for relation, _ in card.links)
                    if card.kind in _AIMS or (card.kind == "agreement" and serving):
                        steps += [(id, holder)] if holder != id else []
                        steps.append((holder, card.subject))
        return list(dict.fromkeys(to for _, to in steps)), steps

    def _whole(self, id: str) -> str:
        """What an id stands for: the vision of an aim, or itself."""
        if kind_of(id) != _PART:
            return id
        return next((card.subject for card in linked_from(self.store, _PART, id)), id)

    def _living(self, relation: str, id: str) -> list[Card]:
        """What has this link and is not over."""
        found = linked_from(self.store, relation, id)
        return [card for card in found if card.status not in self.kinds.get(card.kind, Subject).OVER]

    def check(self, news: Mapping[str, Card], known: Mapping[str, Card]) -> dict[str, int]:
        """Raise `Inconsistent` if a new link on one of these cards leads round in a circle, or to what is over.

        What is ``known`` of their cards before is not looked up. Gives the revisions at which all stood that was looked
        at: it must still stand there when this is saved, as two people could close a circle together.
        """
        asked = {id: links for id, card in news.items() if (links := self._asked(card))}
        if not asked:
            return {}
        before = {card.subject: card.links for card in self._cards(asked.keys() - known.keys())}
        before |= {id: card.links for id, card in known.items()}
        living, upward = dict[str, tuple[Card, str]](), list[str]()
        for id, links in asked.items():
            card, new = news[id], [link for link in links if link not in before.get(id, ())]
            kind = self.kinds[card.kind]
            living |= {self._whole(target): (card, relation) for relation, target in new if relation in kind.LIVING}
            upward += [target for relation, target in new if relation in kind.UPWARD]
        looked = self._check_living(living, news) | self._check_circle(upward, news)
        return {id: revision for id, revision in looked.items() if id not in news}

    def _asked(self, card: Card) -> list[Link]:
        """The links of a card that must not lead just anywhere."""
        bound = self.bound.get(card.kind)
        return [link for link in card.links if link[0] in bound] if bound else []

    def _check_living(self, links: Mapping[str, tuple[Card, str]], news: Mapping[str, Card]) -> dict[str, int]:
        """``links`` are by what they lead to: from which card, and by which relation."""
        found = self._cards(links.keys() - news.keys())
        for target in found:
            if target.status in self.kinds.get(target.kind, Subject).OVER:
                card, relation = links[target.subject]
                over, told = target.status.replace("_", " "), relation.replace("_", " ")
                reason = f"{target.subject} is {over}, so it cannot newly be linked with {card.subject} ({told})"
                raise Inconsistent("links", f"{reason}; choose what is not over")
        return {target.subject: target.revision for target in found}

    def _check_circle(self, targets: list[str], news: Mapping[str, Card]) -> dict[str, int]:
        if not targets:
            return {}
        above = self.up([*targets, *news], news)
        links = ((card.subject, id) for card in above.values() for id in self._above(card))
        for ring in rings(links):
            if {*ring} & news.keys():
                raise Inconsistent("links", f"{' → '.join(ring)} leads round in a circle; leave one of these links out")
        return {id: card.revision for id, card in above.items()}

    def _above(self, card: Card) -> list[str]:
        return [id for relation, id in card.links if relation in self.upward]

    def _cards(self, ids: Iterable[str]) -> list[Card]:
        """The cards of these subjects, so many at a time."""
        waiting, found = sorted(ids), list[Card]()
        for start in range(0, len(waiting), PAGE):
            part = waiting[start : start + PAGE]
            found += self.store.cards(Query(subjects=part, limit=len(part)))
        return found
