"""Stores whose feed, or whose records of one subject, are not all there, not in order, or not theirs to give away."""

from __future__ import annotations

from coleadership.records import PAGE, Batch, Record
from tests.kit.stores.breakable import ALL, Memory, Sqlite, others_run

__all__: list[str] = []


class FeedGap(Memory):
    """Takes a position early and shows it late, so that a later one is seen first."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: set[int] = set()

    def append(self, batch: Batch) -> int:
        with self.turn:
            position = super().append(batch)
            new = {*range(position - len(batch.facts) + 1, position + 1)}
            self.hidden |= new
        others_run()
        with self.turn:
            self.hidden -= new
        return position

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        with self.turn:
            return [one for one in super().feed(after=after, limit=limit) if one.position not in self.hidden]


class FeedBySubject(Memory):
    """Orders the feed by subject."""

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        return sorted(super().feed(after=after, limit=limit), key=lambda record: record.fact.subject)


class FeedFromAfter(Memory):
    """Begins the feed at the position after which it should begin."""

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        return super().feed(after=after - 1, limit=limit)


class FeedWithoutLimit(Memory):
    """Gives all of the feed, however little is asked for."""

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:  # noqa: ARG002 - that is what is wrong
        return super().feed(after=after, limit=ALL)


class FeedOfAHundred(Memory):
    """Never gives more than a hundred records, and so says too early that there are no more."""

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        return super().feed(after=after, limit=min(limit, 100))


class FeedLendsItself(Memory):
    """Hands out one list to all who ask the same."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[tuple[int, int, int], list[Record]] = {}

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        with self.turn:
            return self.known.setdefault((self.head().position, after, limit), super().feed(after=after, limit=limit))


class StaleFeed(Sqlite):
    """Remembers what it read, and looks again only when it has appended itself."""

    seen: tuple[Record, ...] = ()
    own = 0

    def feed(self, *, after: int = 0, limit: int = PAGE) -> list[Record]:
        with self.turn:
            if not self.seen or len(self.seen) < self.own:
                self.seen = tuple(super().feed(limit=ALL))
            return [one for one in self.seen if one.position > after][:limit]

    def append(self, batch: Batch) -> int:
        self.own = super().append(batch)
        return self.own


class RecordsFromAfter(Memory):
    """Begins the records of a subject at the revision after which they should begin."""

    def records(self, subject: str, *, after: int = 0) -> list[Record]:
        return super().records(subject, after=after - 1)


class NewestFirst(Sqlite):
    """Gives the newest record of a subject first."""

    def records(self, subject: str, *, after: int = 0) -> list[Record]:
        return super().records(subject, after=after)[::-1]


class SubjectsOnce(Memory):
    """Lists subjects as they were when it was first asked."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[tuple[str, int]] = []

    def subjects(self, *, after: str = "", limit: int = PAGE) -> list[tuple[str, int]]:
        self.listed = self.listed or super().subjects(limit=ALL)
        return [one for one in self.listed if one[0] > after][:limit]
