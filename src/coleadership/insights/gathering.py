"""Gathering: the histories that insights read, from whatever remembers them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol, TypeVar, cast

from coleadership.errors import Inconsistent
from coleadership.heart.events import Event, Subject

__all__ = ["Remembered", "Remembers", "histories"]

E = TypeVar("E", bound=Event)
S = TypeVar("S", bound=Subject[Any])


class Remembered(Protocol):
    """Something recorded of a subject, as `Journal.history` tells it."""

    @property
    def name(self) -> str:
        """Its recorded name."""
        ...

    @property
    def event(self) -> Event | None:
        """What happened, or None where this version does not know it."""
        ...


class Remembers(Protocol):
    """Whoever finds subjects and tells their histories: a `Journal`, or something of yours."""

    def find(
        self, kind: type[S], *, status: str | None = None, due_before: date | None = None, **links: str
    ) -> Iterator[S]:
        """All subjects of a kind that fit."""
        ...

    def history(self, id: str) -> Iterator[Remembered]:
        """Everything recorded of a subject, oldest first."""
        ...


def histories(journal: Remembers, kind: type[Subject[E]], **links: str) -> Iterator[tuple[E, ...]]:
    """The whole history of each subject of a kind that has these links, one subject after another.

    Raises `Inconsistent` where a newer version has recorded something that is not known here: half a history would
    tell of people what is not so.

    >>> from coleadership import Goal, open_journal
    >>> from coleadership.testing.concepts import goal
    >>> with open_journal("memory:") as journal:
    ...     _ = journal.save(goal())
    ...     [[event.participle for event in history] for history in histories(journal, Goal, owner="anna")]
    [['drafted', 'proposed', 'voice_given', 'voice_given', 'adopted']]
    """
    for subject in journal.find(kind, status=None, due_before=None, **links):
        told = list(journal.history(subject.id))
        unknown = next((one.name for one in told if one.event is None), None)
        if unknown is not None:
            reason = f"{unknown} of {subject.id} is not known to this version; ask where it was recorded"
            raise Inconsistent("history", reason)
        yield tuple(cast("E", one.event) for one in told)
