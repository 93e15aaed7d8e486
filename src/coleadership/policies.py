"""Policies: rules of one organisation that may refuse what is about to be saved, and never allow more.

They are asked about what is new, never about what is read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

import attrs

from coleadership.errors import RefusedByPolicy
from coleadership.heart.events import Event, Subject
from coleadership.trust.access import Actor

_SHOWING: Final = "a view"
__all__ = ["Asked", "Policy", "check_policies", "narrowed"]


@attrs.frozen
class Asked:
    """What is about to be recorded: its name, by whom and when, and the subject as it would stand after this save."""

    name: str
    """The recorded name, such as ``agreement.proposed``."""
    by: str | None
    at: datetime
    subject: Subject[Any]
    event: Event


def _allows(_: Asked) -> str | None:
    """Refuse nothing."""
    return None


def _leaves(actor: Actor) -> Actor:
    """Take away nothing."""
    return actor


@attrs.frozen
class Policy:
    """A rule with a name of its own.

    ``decide`` gives a reason to refuse what is about to be saved, in one sentence, or nothing. ``restrict`` is asked
    once for each view what it leaves of an `Actor`: what it takes away is not seen, and what it adds is passed over.

    >>> def no_sundays(asked: Asked) -> str | None:
    ...     return "nobody signs on a Sunday; do it on Monday" if asked.at.weekday() == 6 else None
    >>> Policy("acme.no_sundays", no_sundays).name
    'acme.no_sundays'
    """

    name: str
    decide: Callable[[Asked], str | None] = attrs.field(default=_allows, validator=attrs.validators.is_callable())
    restrict: Callable[[Actor], Actor] = attrs.field(default=_leaves, validator=attrs.validators.is_callable())


def check_policies(policies: Iterable[Policy], asked: Asked) -> None:
    """Raise `RefusedByPolicy` if any of them refuses; one that fails refuses, too."""
    for policy in policies:
        try:
            reason: object = policy.decide(asked)
        except Exception as error:
            reason = f"it failed, and a policy that fails refuses ({type(error).__name__}: {error})"
            raise RefusedByPolicy(policy.name, asked.name, asked.subject.id, reason) from error
        if reason is not None:
            if not isinstance(reason, str):
                reason = f"it answered {reason!r:.60} instead of a reason or nothing"
            raise RefusedByPolicy(policy.name, asked.name, asked.subject.id, reason)


def narrowed(policies: Iterable[Policy], actor: Actor) -> Actor:
    """What every policy leaves of somebody; raises `RefusedByPolicy` where one fails, as nobody knows what it would."""
    for policy in policies:
        try:
            left: object = policy.restrict(actor)
            narrower = actor.narrowed(left) if isinstance(left, Actor) else None
        except Exception as error:
            reason = f"it failed, and a policy that fails shows nothing ({type(error).__name__}: {error})"
            raise RefusedByPolicy(policy.name, _SHOWING, actor.person, reason) from error
        if narrower is None:
            reason = f"it answered {left!r:.60} instead of what it leaves of an Actor"
            raise RefusedByPolicy(policy.name, _SHOWING, actor.person, reason)
        actor = narrower
    return actor
