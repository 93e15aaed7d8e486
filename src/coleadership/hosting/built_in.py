"""What the library brings along beside its stores, offered through the same hooks as everybody else's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from coleadership.hookspecs import Calendar, PluginContext, hook

if TYPE_CHECKING:
    from coleadership.heart.consent import DecisionRule
    from coleadership.heart.kinds import Kind

__all__ = ["calendars", "decision_rules", "kinds"]


@hook.kinds
def kinds(ctx: PluginContext) -> Iterable[Kind]:  # noqa: ARG001 - the form of every hook
    """Offer the kinds of agreement that `coleadership.heart.kinds.KINDS` lists."""
    from coleadership.heart.kinds import KINDS  # noqa: PLC0415 - a store is opened without them

    return KINDS.values()


@hook.decision_rules
def decision_rules(ctx: PluginContext) -> Iterable[DecisionRule]:  # noqa: ARG001 - as above
    """Offer the named decision rules."""
    from coleadership.heart.consent import RULES  # noqa: PLC0415 - as above

    return RULES.values()


@hook.calendars
def calendars(ctx: PluginContext) -> Iterable[Calendar]:  # noqa: ARG001 - as above
    """Offer Monday to Friday."""
    from coleadership.rhythm.workdays import WEEKDAYS  # noqa: PLC0415 - as above

    return [Calendar("weekdays", WEEKDAYS, "Monday to Friday, without holidays")]
