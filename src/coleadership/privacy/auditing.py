"""The audit of what people are shown: what cannot be recorded is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from coleadership.errors import Conflict
from coleadership.recording.replay import Replay
from coleadership.recording.saving import ATTEMPTS, Saving
from coleadership.records import Query
from coleadership.trust.disclosures import Disclosure

__all__ = ["Audit"]


@attrs.frozen
class Audit:
    """Records what one reader is about to be shown."""

    replay: Replay
    saving: Saving
    reader: str
    at: datetime

    def record(self, shown: Iterable[tuple[str, str]]) -> None:
        """Record pairs of whose it is and what it is, all or nothing; nothing, if all of it is known of that day."""
        news = dict[str, list[str]]()
        for of, what in shown:
            news.setdefault(of, []).append(what)
        for attempt in range(ATTEMPTS):
            try:
                _ = self.saving.append(self._disclosures(news), (), None)
            except Conflict:  # the same reader, elsewhere at the same time
                if attempt == ATTEMPTS - 1:
                    raise
            else:
                return

    def _disclosures(self, news: dict[str, list[str]]) -> list[Disclosure]:
        ids = [Disclosure.id_of(of, self.reader, self.at) for of in news]
        cards = self.replay.store.cards(Query(subjects=ids, limit=len(ids), states=True)) if ids else []
        known = {one.of: one for one in self.replay.subjects(cards) if isinstance(one, Disclosure)}
        return [
            known[of].again(what, self.at) if of in known else Disclosure.begin(of, what, by=self.reader, at=self.at)
            for of, what in news.items()
        ]
