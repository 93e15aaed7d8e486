"""One event of every recorded name of a rule of retention and a disclosure, with every field in them filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import coleadership as co
from coleadership.heart.events import Event
from coleadership.trust import disclosures, retention
from tests.golden.agreed import BO, Said, Stamped

__all__ = ["retained_samples"]

_DISCLOSURE: Final = "disclosure_01m5z2k8x7e9fbm9y6w0c3hq7x"
_RULE: Final = "retention_01m5z2k8x7e9fbm9y6w0c3hq7x"


def retained_samples(said: Said, stamped: Stamped) -> Iterator[tuple[str, Event]]:
    """The samples, with words and stamps as the others have them."""
    ground, counted = said("Nobody needs them longer, gallring."), co.CountedFrom
    notes = co.ProseKind.NOTES
    yield "retention", retention.RetentionSet(stamped(_RULE, 1), notes, counted.OVER, 24, 10, ground)
    shorter = said("A year is enough.")
    yield "retention", retention.RetentionChanged(stamped(_RULE, 2), counted.SAID, 12, 1, shorter)
    put_off = (retention.PutOff(BO, 7, 12), retention.PutOff(None, 30, 31, date(2027, 2, 1)))
    cursor = retention.Cursor(117, date(2027, 2, 3), put_off)
    gone = (co.Prose(said("I was tired of it.").seal), co.Prose(said("So was I.").seal))
    yield "retention", retention.RetentionApplied(stamped(_RULE, 3), gone, cursor)
    shown = (said("private notes in cycle_1"), said("all that is held about them"))
    yield "disclosure", disclosures.Shown(stamped(_DISCLOSURE, 1), BO, shown)
    yield "retention", retention.RetentionEnded(stamped(_RULE, 4), said("We keep none any more."))
