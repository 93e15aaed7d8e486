"""Ids: strings that show their kind and sort by time.

An id is a TypeID (https://github.com/jetify-com/typeid): the kind, an underscore, and a UUIDv7 (RFC 9562) in
Crockford's base 32. The twelve bits after the millisecond hold its fraction (RFC 9562 §6.2, method 3), so that
ids made one after another by one process sort in that order.
"""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from os import urandom
from time import time_ns
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from coleadership.errors import Inconsistent

__all__ = [
    "AgreementId", "AssignmentId", "CycleId", "DecisionId", "DisclosureId", "FeedbackId", "GoalId", "Id",
    "InitiativeId", "LessonId", "MissionId", "NormId", "PersonId", "RetentionId", "RoleId", "TaskId", "TeamId",
    "ValueId", "VisionId", "any_id", "derived_id", "first_id", "kind_of", "new_id", "parse_id",
]  # fmt: skip

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(a + b for a in _ALPHABET for b in _ALPHABET)  # ten bits a step: half the work of five
_SHAPE = re.compile(r"[a-z][a-z0-9]{0,30}_[0-7][0-9a-hjkmnp-tv-z]{25}")

_LOW = 0x3FFF_FFFF_FFFF_FFFF
_EPOCH = date(1970, 1, 1)
_LONGEST = 200

if TYPE_CHECKING:
    from coleadership.agreements.agreement import Agreement
    from coleadership.deciding.decisions import Decision
    from coleadership.deciding.initiatives import Initiative
    from coleadership.following_up.cycles import Cycle
    from coleadership.following_up.feedback import Feedback
    from coleadership.following_up.lessons import Lesson
    from coleadership.goals.goal import Goal
    from coleadership.organisation.assignments import Assignment
    from coleadership.organisation.people import Person
    from coleadership.organisation.roles import Role
    from coleadership.organisation.tasks import ManagementTask
    from coleadership.organisation.teams import Team
    from coleadership.purpose.culture import Norm
    from coleadership.purpose.mission import Mission
    from coleadership.purpose.values import Value
    from coleadership.purpose.vision import Vision
    from coleadership.trust.disclosures import Disclosure
    from coleadership.trust.retention import Retention

    S_co = TypeVar("S_co", covariant=True)

    class Id(str, Generic[S_co]):
        """The id of a subject of one kind; at run time simply a string."""

        __slots__ = ()

    # What concepts call each other by: they are strangers and import nothing of one another.
    PersonId = Id[Person]
    VisionId = Id[Vision]
    MissionId = Id[Mission]
    ValueId = Id[Value]
    NormId = Id[Norm]
    AgreementId = Id[Agreement]
    AssignmentId = Id[Assignment]
    DecisionId = Id[Decision]
    CycleId = Id[Cycle]
    GoalId = Id[Goal]
    InitiativeId = Id[Initiative]
    TaskId = Id[ManagementTask]
    RoleId = Id[Role]
    TeamId = Id[Team]
    FeedbackId = Id[Feedback]
    LessonId = Id[Lesson]
    RetentionId = Id[Retention]
    DisclosureId = Id[Disclosure]
else:

    class Id(str):
        """The id of a subject of one kind; at run time simply a string, so that it costs nothing to read."""

        __slots__ = ()

        def __class_getitem__(cls, item: object) -> type[str]:
            return str

    PersonId = VisionId = MissionId = ValueId = NormId = AgreementId = AssignmentId = GoalId = str
    CycleId = DecisionId = FeedbackId = InitiativeId = LessonId = RoleId = TaskId = TeamId = str
    DisclosureId = RetentionId = str


def new_id(kind: str) -> Id[object]:
    """Make an id of a kind that has never been used before.

    >>> first, second = new_id("goal"), new_id("goal")
    >>> first < second, first[:5], len(first)
    (True, 'goal_', 31)
    """
    milliseconds, rest = divmod(time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(urandom(8), "big") & _LOW
    return _written(kind, milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | random)


def derived_id(kind: str, day: date, *parts: str) -> Id[object]:
    """The one id of a kind that follows from a day and some parts: the same whenever and wherever it is asked for.

    >>> derived_id("event", date(2027, 2, 1), "agreement_1", "review") < new_id("event")
    False
    >>> derived_id("event", date(2027, 2, 1), "a", "b") == derived_id("event", date(2027, 2, 1), "ab")
    False
    """
    milliseconds = max((day - _EPOCH).days, 0) * 86_400_000
    digest = int.from_bytes(sha256("\n".join(parts).encode()).digest()[:10], "big")
    return _written(kind, milliseconds << 80 | 7 << 76 | digest >> 68 << 64 | 2 << 62 | digest & _LOW)


def _written(kind: str, value: int) -> Id[object]:
    pairs = [_PAIRS[value >> shift & 1023] for shift in range(120, -1, -10)]
    return cast("Id[object]", f"{kind}_{''.join(pairs)}")


def first_id(kind: str, milliseconds: int) -> str:
    """The least id that something of a kind could have been given at a time, counted from 1970: to read on from there.

    >>> first_id("lesson", 0) < first_id("lesson", 1_763_888_400_000) < new_id("lesson")
    True
    """
    value = milliseconds << 80
    return f"{kind}_{''.join(_PAIRS[value >> shift & 1023] for shift in range(120, -1, -10))}"


def kind_of(id: str) -> str:
    """The kind that an id shows.

    >>> kind_of("agreement_01m5z2k8x4e9fbm9y6w0c3hq7t")
    'agreement'
    """
    return id.rpartition("_")[0]


def any_id(value: object, field: str = "id") -> str:
    r"""Take an id of whatever make from outside: one printable text of up to 200 characters.

    >>> any_id("anna\n", "by")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: by: 'anna\n' is no id; give the id of a person, a value, a goal …
    """
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= _LONGEST:
        whole = " (give its .id)" if hasattr(value, "id") else ""
        raise Inconsistent(field, f"{repr(value)[:60]} is no id{whole}; give the id of a person, a value, a goal …")
    return value


def parse_id(text: str, kind: str) -> Id[object]:
    """Take an id from outside, or say what is wrong with it.

    >>> parse_id("goal_7", "goal")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: id: 'goal_7' is no id of a goal; it looks like 'goal_01m5z2k8x4e9fbm9y6w0c3hq7t'
    """
    if not _SHAPE.fullmatch(text) or kind_of(text) != kind:
        shown = repr(text)[:60]
        reason = f"{shown} is no id of a {kind}; it looks like '{kind}_01m5z2k8x4e9fbm9y6w0c3hq7t'"
        raise Inconsistent("id", reason)
    return cast("Id[object]", text)
