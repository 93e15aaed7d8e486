"""Retention, carried out: the words whose time is over are erased, a piece at a time, each piece in one step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import attrs

from coleadership.errors import Conflict
from coleadership.privacy.erasure import Erasure
from coleadership.privacy.expiring import Expiring, Keepers, looks
from coleadership.prose import Prose, Seal
from coleadership.recording.replay import Replay
from coleadership.recording.saving import ATTEMPTS, Saving
from coleadership.records import Query
from coleadership.trust.retention import Cursor, Retention

__all__ = ["Retaining"]

_PIECE: Final = 25_000
"""The most words, or so, that are looked at before something is recorded."""
_FAR: Final = 200
"""The most pages of the history that are gone through before it is recorded how far that is."""


@attrs.frozen
class Retaining:
    """Carries out the rules of one journal."""

    replay: Replay
    saving: Saving
    erasure: Erasure

    def plan(self, at: datetime) -> Iterator[Expiring]:
        """What is due by each rule, and what of it stays for now; nothing is changed."""
        query = Query(kind=Retention.KIND, status="in_force", states=True)
        while page := self.replay.store.cards(query):
            for rule in self.replay.subjects(page):
                if isinstance(rule, Retention):
                    keepers = Keepers(self.replay, self.erasure, at.date())
                    for look in looks(rule, keepers, all_put_off=True):
                        yield from look.expiring
                        keepers.trim()
            query = attrs.evolve(query, after=page[-1].subject)

    def apply(self, id: str, at: datetime) -> Iterator[int]:
        """Carry out a rule, a piece after another; give how many words are gone with each that was recorded."""
        conflicts, more = 0, True
        while more:
            rule = self.replay.subject(id)
            if not isinstance(rule, Retention) or rule.is_ended:
                return
            keepers = Keepers(self.replay, self.erasure, at.date())
            seals, cursor, more = _piece(rule, keepers)
            if not seals and cursor == rule.cursor:
                return
            try:
                yield self._record(rule, seals, cursor, keepers, at)
            except Conflict:  # somebody was faster, or is under a hold now: look again
                conflicts, more = conflicts + 1, True
                if conflicts == ATTEMPTS:
                    raise

    def _record(self, rule: Retention, seals: list[Seal], cursor: Cursor, keepers: Keepers, at: datetime) -> int:
        """Erase a piece and record it, unless anybody who was looked at is not as they were."""
        words = tuple(Prose(seal) for seal in seals)
        people = [person for person in keepers.people.values() if person is not None]
        batch = self.saving.batch([rule.apply(words, cursor, at=at)], people)
        if seals:
            return self.erasure.eraser().erase(seals, batch)
        _ = self.replay.store.append(batch)
        return 0


def _piece(rule: Retention, keepers: Keepers) -> tuple[list[Seal], Cursor, bool]:
    """The next words that go, how far that is, and whether there may be more."""
    going, kept, cursor = dict[Seal, None](), set[Seal](), rule.cursor
    for pages, look in enumerate(looks(rule, keepers), 1):
        cursor = look.cursor
        going.update(dict.fromkeys(one.words for one in look.expiring if one.kept_by is None))
        kept.update(one.words for one in look.expiring if one.kept_by is not None)
        if len(going) + len(kept) >= _PIECE or pages == _FAR:
            return [seal for seal in going if seal not in kept], cursor, True
    return [seal for seal in going if seal not in kept], cursor, False
