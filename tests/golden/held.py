"""One event of every recorded name of a role, with every field in them filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

import coleadership as co
from coleadership.heart import life
from coleadership.heart.events import Event
from coleadership.organisation import holding
from coleadership.organisation.role_text import Domain, RoleText
from tests.golden.agreed import ANNA, BO, Said, Stamped, _lived

__all__ = ["held_samples"]

_CLEO: Final = "person_01m5z2k8x6e9fbm9y6w0c3hq7w"
_ROLE: Final = "role_01m5z2k8x7e9fbm9y6w0c3hq7x"
_WORDING: Final = "wording_0123456789abcdef0123456789abcdef"
_AT: Final = datetime(2026, 11, 23, 9, 30, 15, 250_000, tzinfo=UTC)
_DAY: Final = date(2027, 2, 1)
_LAST: Final = date(2027, 12, 31)


def held_samples(said: Said, stamped: Stamped) -> Iterator[tuple[str, Event]]:
    """The samples, with words and stamps as the others have them."""
    text, seats = _text(said), (co.Seat(ANNA, "member"), co.Seat(BO, "coordinator"))
    for event in _lived(_ROLE, text, text, said, stamped):
        yield "role", event
    yield "role", life.AdoptedOnRecord(stamped(_ROLE, 1), text, _WORDING, _DAY)
    term = holding.Holding(
        person=ANNA, since=_DAY, until=_LAST, way=holding.Way.APPOINTED, rule="delegated", focus=said("Weekends"),
        share=(1, 2), deputy=_CLEO,
    )  # fmt: skip
    notes = said("The binder is in room 210.")
    yield "role", holding.Offered(stamped(_ROLE, 20), "offer_1", term, co.DELEGATED, BO, notes)
    yield "role", holding.OfferAccepted(stamped(_ROLE, 21), "offer_1", _DAY)
    yield "role", holding.OfferDeclined(stamped(_ROLE, 22), "offer_1", said("I have no evenings."))
    elected = holding.Holding(person=ANNA, since=_DAY, way=holding.Way.ELECTED, rule="consent")
    voice = co.Voice(ANNA, co.Stance.CONCERN, _WORDING, BO, _AT, said("Christmas is unclear."))
    named = (holding.Nomination(BO, ANNA), holding.Nomination(ANNA, _CLEO))
    yield "role", holding.Elected(stamped(_ROLE, 23), elected, co.CONSENT, seats, (voice,), named)
    yield "role", holding.SteppedDown(stamped(_ROLE, 24), ANNA, _LAST, said("I study."))
    yield "role", holding.DeputyNamed(stamped(_ROLE, 25), ANNA, BO)


def _text(said: Said) -> RoleText:
    """A role in which every field is filled."""
    return RoleText(
        title=said("Rota, schemaläggare"),
        kind="coordinator",
        parties=(co.Seat(ANNA, "member"), co.Seat(BO, "coordinator")),
        purpose=said("Every evening is covered."),
        responsibilities=(said("Publish the rota two weeks ahead."), said("Find cover.")),
        domains=(Domain(said("Who works when"), exclusive=True), Domain(said("Swaps"))),
        team="team_evening",
        several=True,
        review=_DAY,
        end=_LAST,
        rule=co.QUALIFIED_MAJORITY,
    )
