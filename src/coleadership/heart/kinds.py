"""The kinds of agreement that there are, and the parts that people have in them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import attrs

from coleadership.errors import Inconsistent
from coleadership.ids import any_id

__all__ = ["KINDS", "Kind", "Part", "is_part"]

_LONGEST_KIND = 100
_MOST_NEEDED = 1_000
_LONGEST_PART = 50


class Part(StrEnum):
    """The parts that people have in what they agree; a host's own kinds of agreement may name others."""

    CO_LEADER = "co_leader"
    COORDINATOR = "coordinator"
    MEMBER = "member"
    MENTOR = "mentor"
    MENTEE = "mentee"
    COACH = "coach"
    COACHEE = "coachee"
    INTERIM = "interim"
    SPONSOR = "sponsor"
    OWNER = "owner"
    """Who owns a goal, or speaks for the team that does."""
    PRINCIPAL = "principal"
    """Who gives an assignment."""
    ASSIGNEE = "assignee"
    """Who takes an assignment."""


_PARTS: Final = frozenset(part.value for part in Part)
_ALIKE: Final = 0.82
"""How much alike two words are that mean the same: co_laeder is 0.89 of co_leader, co_member 0.8 of member."""


def _is_name(words: object) -> bool:
    return isinstance(words, str) and words.isprintable() and 0 < len(words) <= _LONGEST_KIND


def is_part(word: object) -> bool:
    """Whether something can be a part: one word of up to 50 letters.

    >>> is_part(Part.MENTOR), is_part("co leader")
    (True, False)
    """
    return isinstance(word, str) and word.isidentifier() and len(word) <= _LONGEST_PART


def meant_part(word: str) -> str | None:
    """The part that a word is like and is not: a slip of the pen, where a part of one's own would be another word.

    >>> meant_part("co_laeder"), meant_part("chair"), meant_part("co_leader")
    ('co_leader', None, None)
    """
    if word in _PARTS:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - only for parts of one's own

    return next(iter(get_close_matches(word, _PARTS, 1, _ALIKE)), None)


@attrs.frozen(slots=True, weakref_slot=False)
class Kind:
    """A kind of agreement: how many people of which part it takes at least, and whether it must have an end.

    One of your own has an id that begins with your own name. It is recorded whole with what is agreed by it, so that it
    can be read and lived by wherever it is not known.

    >>> Kind("acme.pairing", "pairing agreement", (("pair", 2),)).must_end
    False
    >>> Kind("acme.pairing", "pairing agreement", (("pair", 0),))
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: needs: 0 of 'pair' is no number of people; name parts in one word, each from 1
    """

    id: str
    name: str
    needs: tuple[tuple[str, int], ...]
    must_end: bool = False

    def __attrs_post_init__(self) -> None:
        _ = any_id(self.id, "kind")
        if not _is_name(self.name):
            raise Inconsistent("name", f"{self.name!r:.60} is no name of a kind; say it in a few words on one line")
        for part, least in self.needs:
            if not is_part(part) or type(least) is not int or not 1 <= least <= _MOST_NEEDED:
                reason = f"{least!r:.20} of {part!r:.60} is no number of people; name parts in one word, each from 1"
                raise Inconsistent("needs", reason)


KINDS: Final[Mapping[str, Kind]] = {
    kind.id: kind
    for kind in (
        Kind("co_leadership", "co-leadership contract", ((Part.CO_LEADER, 1), (Part.COORDINATOR, 1))),
        Kind("team", "team agreement", ((Part.MEMBER, 1),)),
        Kind("mentoring", "mentoring agreement", ((Part.MENTOR, 1), (Part.MENTEE, 1))),
        Kind("coaching", "coaching agreement", ((Part.COACH, 1), (Part.COACHEE, 1))),
        Kind("interim", "interim agreement", ((Part.INTERIM, 1), (Part.SPONSOR, 1)), must_end=True),
    )
}
