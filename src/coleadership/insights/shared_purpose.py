"""Who has had a say in what people share, over all visions, missions, values and norms at once.

It tells whom to ask next, and is no measure of anybody: nothing is counted per person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import attrs

from coleadership.purpose.carried import Carried, Standing
from coleadership.purpose.vision import Aim, Vision

__all__ = ["SharedPurpose", "shared_purpose", "unserved_aims"]


@attrs.frozen(slots=True, weakref_slot=False)
class SharedPurpose:
    """What people share and who took part, each person named once, in the order of ``everybody``."""

    standings: tuple[tuple[str, Standing], ...]
    """Where people stand on each, by its id."""
    had_a_say: tuple[str, ...]
    """Who has worded or answered at least one of them."""
    not_yet_heard: tuple[str, ...]
    """Who has been asked about at least one and has had a say in none."""
    never_asked: tuple[str, ...]
    """Who has been asked about none of them."""


def shared_purpose(subjects: Iterable[Carried[Any]], everybody: Iterable[str]) -> SharedPurpose:
    """Bring together where everybody stands on all that is shared; give the ids of all people.

    >>> calm = Vision.draft("Calm evenings", asked=["bo"], by="anna", body="Rest").propose(by="anna")
    >>> purpose = shared_purpose([calm], ["anna", "bo", "cleo"])
    >>> purpose.had_a_say, purpose.not_yet_heard, purpose.never_asked
    (('anna',), ('bo',), ('cleo',))
    """
    people = tuple(dict.fromkeys(everybody))
    standings = tuple((subject.id, subject.where_we_stand(people)) for subject in subjects)
    had_a_say = {person for _, standing in standings for person in standing.had_a_say}
    asked = {person for _, standing in standings for person in (*standing.asked, *standing.left)}
    return SharedPurpose(
        standings,
        had_a_say=tuple(person for person in people if person in had_a_say),
        not_yet_heard=tuple(person for person in people if person in asked - had_a_say),
        never_asked=tuple(person for person in people if person not in asked | had_a_say),
    )


def unserved_aims(visions: Iterable[Vision], served: Collection[str]) -> tuple[tuple[str, Aim], ...]:
    """The parts of visions that nothing serves, each with the id of its vision; ``served`` are the ids that links name.

    >>> calm = Vision.draft("Calm evenings", asked=["bo"], by="anna", aims=["Nobody alone at night", "Daylight"])
    >>> night, _ = calm.content.aims
    >>> [str(aim.text) for _, aim in unserved_aims([calm], {night.id})]
    ['Daylight']
    """
    return tuple((vision.id, aim) for vision in visions for aim in vision.aims if aim.id not in served)
