"""Policies: rules of one organisation that may refuse what is about to be saved, and never allow more.

They are asked about what is new, never about what is read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import attrs

from coleadership.errors import RefusedByPolicy
from coleadership.events import Event, Subject

__all__ = ["Asked", "Policy", "check_policies"]


@attrs.frozen
class Asked:
    """What is about to be recorded: its name, by whom and when, and the subject as it would stand after this save."""

    name: str
    """The recorded name, such as ``agreement.proposed``."""
    by: str | None
    at: datetime
    subject: Subject[Any]
    event: Event


@attrs.frozen
class Policy:
    """A rule with a name of its own. ``decide`` gives a reason to refuse, in one sentence, or nothing.

    >>> def no_sundays(asked: Asked) -> str | None:
    ...     return "nobody signs on a Sunday; do it on Monday" if asked.at.weekday() == 6 else None
    >>> Policy("acme.no_sundays", no_sundays).name
    'acme.no_sundays'
    """

    name: str
    decide: Callable[[Asked], str | None] = attrs.field(validator=attrs.validators.is_callable())


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
