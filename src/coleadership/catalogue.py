"""The catalogue: every subject and event by its recorded name, and how old versions are lifted.

Recorded names are permanent. A version that changes gets the next number and an upcaster here; its golden file stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import attrs

from coleadership import keeping, life, people
from coleadership.agreements import Agreement
from coleadership.events import Event, Subject
from coleadership.people import Person
from coleadership.terms import Terms

__all__ = ["CATALOGUE", "Catalogue", "Upcaster"]

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Lifts the body of a record by one version."""


def _agreement_events() -> dict[str, object]:
    """Every event in the life of an agreement, the generic ones with its terms."""
    worded = (life.Drafted, life.Revised, life.AdoptedOnRecord)
    plain = (
        life.Proposed, life.EndingProposed, life.VoiceGiven, life.ObjectionWithdrawn, life.ContributionDeclined,
        life.Commented, life.Adopted, life.Rejected, life.Withdrawn, life.Overtaken, life.PartyLeft,
        life.RenegotiationCalled, life.Reviewed, life.Paused, life.Resumed, life.Ended,
        keeping.BreachReported, keeping.BreachRepaired, keeping.NoticeGiven, keeping.NoticeWithdrawn,
        keeping.HandedOver, keeping.Overridden,
    )  # fmt: skip
    ours: dict[str, object] = {event.participle: event for event in plain}
    return ours | {event.participle: cast("Any", event)[Terms] for event in worded}


_PERSON_EVENTS = (people.Joined, people.Renamed, people.AddressChanged, people.Left, people.Returned)


@attrs.frozen
class Catalogue:
    """What can be recorded: ``subjects`` by kind, ``events`` by kind and participle, versions and upcasters."""

    subjects: Mapping[str, type[Subject[Any]]]
    events: Mapping[str, object]
    """From a recorded name, such as ``agreement.revised``, to its event."""
    versions: Mapping[str, int] = attrs.field(factory=dict[Any, Any])
    """The version of a recorded name; 1 where none is given."""
    upcasters: Mapping[tuple[str, int], Upcaster] = attrs.field(factory=dict[Any, Any])
    """From (recorded name, version) to what lifts it to the next version."""

    def version(self, name: str) -> int:
        """The version that a name is recorded in now."""
        return self.versions.get(name, 1)

    @staticmethod
    def name(kind: str, event: Event) -> str:
        """The recorded name of an event in the life of a kind.

        >>> from coleadership.people import Person
        >>> Catalogue.name("person", Person.join("Anna Ek").unrecorded[0])
        'person.joined'
        """
        return f"{kind}.{event.participle}"


CATALOGUE = Catalogue(
    subjects={"agreement": Agreement, "person": Person},
    events={
        **{f"agreement.{participle}": event for participle, event in _agreement_events().items()},
        **{f"person.{event.participle}": event for event in _PERSON_EVENTS},
    },
)
"""Everything that this version of the library can record."""
