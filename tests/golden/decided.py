"""One event of every recorded name of a decision and an initiative, with every field in them filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import coleadership as co
from coleadership.deciding import counsel, superseding, venture
from coleadership.deciding.decision_text import DecisionText
from coleadership.heart import life
from coleadership.heart.events import Event
from tests.golden.agreed import ANNA, BO, Said, Stamped, _lived

__all__ = ["decided_samples"]

_CLEO: Final = "person_01m5z2k8x6e9fbm9y6w0c3hq7w"
_DECISION: Final = "decision_01m5z2k8x7e9fbm9y6w0c3hq7x"
_LATER: Final = "decision_01m5z2k8x9e9fbm9y6w0c3hq7z"
_INITIATIVE: Final = "initiative_01m5z2k8x7e9fbm9y6w0c3hq7x"
_WORDING: Final = "wording_0123456789abcdef0123456789abcdef"
_DAY: Final = date(2027, 2, 1)


def decided_samples(said: Said, stamped: Stamped) -> Iterator[tuple[str, Event]]:
    """The samples, with words and stamps as the others have them."""
    text = _text(said)
    for event in _lived(_DECISION, text, text, said, stamped):
        yield "decision", event
    yield "decision", life.AdoptedOnRecord(stamped(_DECISION, 1), text, _WORDING, _DAY)
    question = said("What would it cost you?")
    asked = counsel.AdviceAsked(stamped(_DECISION, 20), (BO, _CLEO), counsel.Involved.AFFECTED, question)
    use, why = counsel.AdviceUse.PARTLY, said("Sundays stay as they were.")
    yield "decision", asked
    yield "decision", counsel.Volunteered(stamped(_DECISION, 21), _CLEO, said("I make the rota at the other shop."))
    yield "decision", counsel.AdviceGiven(stamped(_DECISION, 22), BO, said("Tell payroll before Wednesday."))
    yield "decision", counsel.AdviceWeighed(stamped(_DECISION, 23), BO, use, why)
    yield "decision", superseding.Superseded(stamped(_DECISION, 24), _LATER)
    for event in _venture(said, stamped):
        yield "initiative", event


def _text(said: Said) -> DecisionText:
    """A decision in which every field is filled."""
    return DecisionText(
        title=said("Who may swap evenings, och hur?"),
        method=co.ADVICE,
        parties=(co.Seat(ANNA, "co_leader"), co.Seat(BO, "coordinator")),
        responsible=(ANNA,),
        area=said("Swaps within the evening team"),
        outcome=said("Anybody,\nup to a week before."),
        reasons=said("Who lives with it knows best."),
        level=co.Delegation.INQUIRE,
        mandate="agreement_01m5z2k8x7e9fbm9y6w0c3hq7x",
        no_affected=said("Only I work that evening."),
        no_expert=said("Nobody knows this machine."),
        supersedes=("decision_01m5z2k8x6e9fbm9y6w0c3hq7x",),
        valid_from=date(2027, 1, 1),
        review=_DAY,
    )


def _venture(said: Said, stamped: Stamped) -> Iterator[Event]:
    title, why, area = said("A board for swaps"), said("We keep missing each other."), said("Swaps")
    yield venture.Taken(
        stamped(_INITIATIVE, 1), title, (ANNA, _CLEO), why, area, (BO, "team_evening"), co.Audience.TEAM
    )
    yield venture.Joined(stamped(_INITIATIVE, 2), BO)
    yield venture.Left(stamped(_INITIATIVE, 3), _CLEO)
    yield venture.PeopleTold(stamped(_INITIATIVE, 4), (_CLEO, "role_rota"))
    resolves, waiting = said("The shop can open."), said("A week shut")
    yield venture.WentBeyond(stamped(_INITIATIVE, 5), said("I signed the order."), resolves, waiting, True)
    yield venture.Explained(stamped(_INITIATIVE, 6), (BO,), said("The price rose at noon."))
    yield venture.Repaired(stamped(_INITIATIVE, 7), said("Bo has signed as well."))
    yield venture.SupportGiven(stamped(_INITIATIVE, 8), said("I have wished for this."))
    yield venture.CarriedOn(stamped(_INITIATIVE, 9), _LATER, said("We keep it."))
    yield venture.Finished(stamped(_INITIATIVE, 10), said("The board hangs."))
    yield venture.Stopped(stamped(_INITIATIVE, 11), said("Nobody used it."))
