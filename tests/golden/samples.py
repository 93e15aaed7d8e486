"""One event of every recorded name, with invented people and words, and nothing left to chance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final

import coleadership as co
from coleadership import belonging, distribution, keeping, life, people
from coleadership.catalogue import CATALOGUE
from coleadership.events import Event, Stamp
from coleadership.prose import seal_of
from coleadership.terms import Terms

__all__ = ["ANNA", "BO", "SAMPLES", "said", "terms"]

ANNA: Final = "person_01m5z2k8x4e9fbm9y6w0c3hq7t"
BO: Final = "person_01m5z2k8x5e9fbm9y6w0c3hq7v"
CLEO: Final = "person_01m5z2k8x6e9fbm9y6w0c3hq7w"
ROTA: Final = "agreement_01m5z2k8x7e9fbm9y6w0c3hq7x"
SAFETY: Final = "task_01m5z2k8x9e9fbm9y6w0c3hq7z"
EVENING: Final = "team_01m5z2k8x9e9fbm9y6w0c3hq7z"
_PROPOSAL: Final = "proposal_01m5z2k8x8e9fbm9y6w0c3hq7y"
_WORDING: Final = "wording_0123456789abcdef0123456789abcdef"
_AT: Final = datetime(2026, 11, 23, 9, 30, 15, 250_000, tzinfo=UTC)
_DAY: Final = date(2027, 2, 1)


def said(words: str, owner: str = ANNA) -> co.Prose:
    """Words with a salt that follows from them, as it must not in earnest."""
    salt = sha256(words.encode()).digest()[:16]
    return co.Prose(seal_of(words, salt), words, salt, owner)


def _stamp(subject: str, step: int, by: str | None = ANNA) -> Stamp:
    return Stamp(f"event_01m5z2k8x{step:02}e9fbm9y6w0c3hq7".ljust(32, "z"), subject, step, by, _AT)


def _rota(step: int, by: str | None = ANNA) -> Stamp:
    return _stamp(ROTA, step, by)


def _team(step: int, by: str | None = ANNA) -> Stamp:
    return _stamp(EVENING, step, by)


def _task(step: int, by: str | None = ANNA) -> Stamp:
    return _stamp(SAFETY, step, by)


def terms(title: str = "Evening rota, kvällsschema") -> Terms:
    """Terms in which every field and every kind of clause occurs."""
    return Terms(
        title=said(title),
        kind="co_leadership",
        parties=(co.Seat(ANNA, "co_leader"), co.Seat(BO, "coordinator")),
        driver=said("Evenings are short of people."),
        clauses=(
            co.Commitment(said("I publish the rota two weeks ahead."), id="clause_1", by=ANNA),
            co.Support(said("Cover for sick leave is always paid.", BO), id="clause_2", by=BO),
            co.Mandate(said("Who works when"), id="clause_3", by=ANNA, level=co.Delegation.INQUIRE),
            co.StatutoryTask(said("Fire safety", BO), id="clause_4", by=BO),
            co.GroundRule(said("We ask before we assume."), id="clause_5"),
            co.Expectation(said("I hope for quieter weekends."), id="clause_6", by=ANNA),
            co.Expectation(said("Fewer calls at night"), id="clause_7"),
            co.Criterion(said("Nobody is called in at a day's notice."), id="clause_8"),
            co.Criterion(said("Two resignations in one year"), id="clause_9", failure=True),
            co.Rhythm(said("We look at it over coffee, every second week."), id="clause_10", every_days=14),
        ),
        body=said("All of it once more, as one text.\nIn two lines."),
        review=_DAY,
        end=date(2027, 12, 31),
        notice_days=30,
        rule=co.QUALIFIED_MAJORITY,
        audience=co.Audience.TEAM,
        links=("value_care", "goal_evenings"),
    )


def _voice(stance: co.Stance, argument: co.Prose | None) -> co.Voice:
    return co.Voice(BO, stance, _WORDING, ANNA, _AT, argument)


_EVENTS: Final[tuple[tuple[str, Event], ...]] = (
    ("agreement", life.Drafted(_rota(1), _PROPOSAL, terms(), _WORDING, (ANNA, BO))),
    ("agreement", life.Revised(_rota(2, BO), _PROPOSAL, terms("Rota"), _WORDING)),
    ("agreement", life.AdoptedOnRecord(_rota(1), terms("Adopted elsewhere"), _WORDING, _DAY)),
    (
        "agreement",
        life.Proposed(
            _rota(3), _PROPOSAL, _WORDING, co.ADVICE, (co.Seat(ANNA, "co_leader"), co.Seat(BO, "coordinator")),
            _AT, _DAY, said("Binder 7, room 210"),
        ),
    ),
    (
        "agreement",
        life.EndingProposed(
            _rota(4), _PROPOSAL, _WORDING, co.CONSENT, (co.Seat(BO, "coordinator"),), _AT, said("It has done its work.")
        ),
    ),
    ("agreement", life.VoiceGiven(_rota(5), _PROPOSAL, _voice(co.Stance.CONCERN, said("Christmas is unclear.", BO)))),
    ("agreement", life.ObjectionWithdrawn(_rota(6, BO), _PROPOSAL, BO)),
    ("agreement", life.ContributionDeclined(_rota(7, BO), BO)),
    ("agreement", life.Commented(_rota(8), _WORDING, said("Does this hold on holidays?"), "clause_1")),
    ("agreement", life.Adopted(_rota(9, BO), _PROPOSAL, _WORDING, _DAY, co.Basis.VOICES, _DAY)),
    ("agreement", life.Rejected(_rota(10, None), _PROPOSAL, "too few agreed")),
    ("agreement", life.Withdrawn(_rota(11), _PROPOSAL, said("Too early."))),
    ("agreement", life.Overtaken(_rota(12), _PROPOSAL)),
    ("agreement", life.PartyLeft(_rota(13, BO), BO)),
    ("agreement", life.RenegotiationCalled(_rota(14), said("The shop opens on Sundays now."))),
    ("agreement", life.Reviewed(_rota(15), (ANNA, BO), co.ReviewOutcome.KEEP, _DAY, said("It works."))),
    ("agreement", life.Paused(_rota(16, BO), said("Parental leave", BO), _DAY)),
    ("agreement", life.Resumed(_rota(17, BO), _DAY)),
    ("agreement", life.Ended(_rota(18), _DAY, said("We part as friends."))),
    ("agreement", keeping.BreachReported(_rota(19), "breach_1", "clause_1", said("The rota came a day before."))),
    ("agreement", keeping.BreachRepaired(_rota(20, BO), "breach_1", said("We talked it through.", BO))),
    ("agreement", keeping.NoticeGiven(_rota(21, BO), _DAY, said("I move to Malmö.", BO))),
    ("agreement", keeping.NoticeWithdrawn(_rota(22, BO))),
    ("agreement", keeping.HandedOver(_rota(23, BO), _PROPOSAL, BO, CLEO)),
    ("agreement", keeping.Overridden(_rota(24, CLEO), said("The shop is being sold.", CLEO), ("clause_1", "clause_2"))),
    (
        "person",
        people.Joined(
            _stamp(ANNA, 1),
            said("Anna Ek"),
            (people.Address("email", said("anna@acme.example")), people.Address("phone", said("+46 70 000 00 00"))),
            "e-1007",
        ),
    ),
    ("person", people.Renamed(_stamp(ANNA, 2), said("Anna Björk"))),
    ("person", people.AddressChanged(_stamp(ANNA, 3), "email", said("bjork@acme.example"))),
    ("person", people.Left(_stamp(ANNA, 4, BO))),
    ("person", people.Returned(_stamp(ANNA, 5))),
    (
        "task",
        distribution.Defined(_task(1), said("Fire safety round"), distribution.Sort.WORK_ENVIRONMENT, True, EVENING),
    ),
    ("task", distribution.Retitled(_task(2), said("Brandskyddsrond"))),
    (
        "task",
        distribution.Distributed(
            _task(3, BO),
            (distribution.Holder(ANNA, (2, 3)), distribution.Holder(CLEO)),
            (ANNA, CLEO),
            distribution.Footing(said("May stop the machines", BO), said("Two hours a week", BO), said("A course", BO)),
            BO,
        ),
    ),
    ("task", distribution.Accepted(_task(4), ANNA)),
    ("task", distribution.Declined(_task(5, CLEO), CLEO, said("I study this autumn.", CLEO))),
    ("task", distribution.TakenOn(_task(6), (distribution.Holder(ANNA, (2, 3)), distribution.Holder(BO, (1, 3))))),
    (
        "task",
        distribution.HandedBack(
            _task(7), ANNA, said("The hours were cut."), (distribution.Leg.AUTHORITY, distribution.Leg.RESOURCES)
        ),
    ),
    ("task", distribution.Retired(_task(8, BO), said("The machines are sold.", BO))),
    ("team", belonging.Formed(_team(1), said("Evening team"), belonging.TeamKind.UNIT, _DAY, "team_shop")),
    ("team", belonging.Renamed(_team(2), said("Kvällslaget"))),
    ("team", belonging.Placed(_team(3), "team_stores", _DAY)),
    ("team", belonging.MemberJoined(_team(4), CLEO, _DAY)),
    ("team", belonging.MemberReturned(_team(5), CLEO, _DAY)),
    ("team", belonging.MemberLeft(_team(6), CLEO, _DAY)),
    ("team", belonging.CoordinatorNamed(_team(7), BO, _DAY)),
    ("team", belonging.CoordinatorLeft(_team(8, BO), _DAY)),
    ("team", belonging.Linked(_team(9), "team_day", CLEO, _DAY)),
    ("team", belonging.Unlinked(_team(10), "team_day", _DAY)),
    ("team", belonging.Dissolved(_team(11), _DAY, said("Evenings and days work as one."))),
)  # fmt: skip

SAMPLES: Final[Mapping[str, tuple[str, Event]]] = {
    CATALOGUE.name(kind, event): (kind, event) for kind, event in _EVENTS
}
"""From a recorded name to its kind and an event of it."""
