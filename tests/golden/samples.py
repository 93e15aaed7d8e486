"""One event of every recorded name, with invented people and words, and nothing left to chance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final, TypedDict

import coleadership as co
from coleadership.agreements import keeping
from coleadership.agreements.terms import Terms
from coleadership.heart import consent, due, life
from coleadership.heart.events import Event, Stamp
from coleadership.organisation import belonging, distribution, people
from coleadership.prose import seal_of
from coleadership.purpose import carried
from coleadership.purpose.culture import Channel, NormText, QuietHours
from coleadership.purpose.mission import MissionText
from coleadership.purpose.shared_text import SharedText
from coleadership.purpose.values import ValueText
from coleadership.purpose.vision import Aim, VisionText
from coleadership.recording.catalogue import CATALOGUE
from coleadership.trust import forgetting
from tests.golden.agreed import agreed_samples
from tests.golden.decided import decided_samples
from tests.golden.followed import followed_samples
from tests.golden.held import held_samples
from tests.golden.retained import retained_samples
from tests.golden.told import told_samples

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


class _Shared(TypedDict):
    title: co.Prose
    asked: tuple[co.Seat, ...]
    body: co.Prose
    driver: co.Prose
    review: date
    end: date
    rule: co.DecisionRule
    first_rule: co.DecisionRule
    audience: co.Audience


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


def _shared(title: str) -> _Shared:
    """The fields that every shared text has, each with something in it."""
    return {
        "title": said(title),
        "asked": (co.Seat(ANNA, "member"), co.Seat(BO, "member")),
        "body": said("What we want to see come true.\nIn two lines."),
        "driver": said("People leave because of the evenings."),
        "review": _DAY,
        "end": date(2027, 12, 31),
        "rule": co.QUALIFIED_MAJORITY,
        "first_rule": consent.CARRIED,
        "audience": co.Audience.TEAM,
    }


def _voice(stance: co.Stance, argument: co.Prose | None) -> co.Voice:
    return co.Voice(BO, stance, _WORDING, ANNA, _AT, argument)


_SHARED: Final[Mapping[str, SharedText]] = {
    "vision": VisionText(
        **_shared("Calm evenings"),
        aims=(Aim(said("Nobody works alone at night."), id="aim_1"), Aim(said("Rest"), id="aim_2")),
    ),
    "mission": MissionText(**_shared("Repair for everybody"), serves=("vision_calm", "aim_1")),
    "value": ValueText(**_shared("Care, omtanke"), signs=(said("Who is late is asked how they are."), said("Thanks"))),
    "norm": NormText(
        **_shared("How we keep in touch"),
        channels=(Channel("phone", said("When it burns")), Channel("email", said("All else"), 48)),
        quiet_hours=(QuietHours("18:00", "07:00", (1, 2, 3, 4, 5)), QuietHours("00:00", "23:59", (6, 7))),
        serves=("value_care",),
    ),
}


def _life_of(kind: str, text: SharedText) -> tuple[tuple[str, Event], ...]:
    """One event of every name in the life of a shared text."""
    subject, seats = f"{kind}_01m5z2k8x7e9fbm9y6w0c3hq7x", (co.Seat(ANNA, "member"), co.Seat(BO, "member"))

    def at(step: int, by: str | None = ANNA) -> Stamp:
        return _stamp(subject, step, by)

    events: tuple[Event, ...] = (
        life.Drafted(at(1), _PROPOSAL, text, _WORDING, (ANNA, BO)),
        life.Revised(at(2, BO), _PROPOSAL, text, _WORDING),
        life.AdoptedOnRecord(at(1), text, _WORDING, _DAY),
        life.Proposed(at(3), _PROPOSAL, _WORDING, consent.CARRIED, seats, _AT),
        life.EndingProposed(at(4), _PROPOSAL, _WORDING, co.MAJORITY, seats, _AT, said("We see farther now.")),
        life.VoiceGiven(at(5), _PROPOSAL, _voice(co.Stance.CONCERN, said("Who pays for it?", BO))),
        life.ObjectionWithdrawn(at(6, BO), _PROPOSAL, BO),
        life.ContributionDeclined(at(7, BO), BO),
        life.Commented(at(8), _WORDING, said("What does this mean on Sundays?")),
        life.Adopted(at(9, None), _PROPOSAL, _WORDING, _DAY, co.Basis.VOICES, _DAY),
        life.Rejected(at(10, None), _PROPOSAL, "too few agreed when the time was up"),
        life.Withdrawn(at(11), _PROPOSAL, said("Too early.")),
        life.Overtaken(at(12), _PROPOSAL),
        life.PartyLeft(at(13, BO), BO),
        life.RenegotiationCalled(at(14), said("The shop opens on Sundays now.")),
        life.Reviewed(at(15), (ANNA, BO), co.ReviewOutcome.KEEP, _DAY, said("It holds.")),
        life.Paused(at(16, BO), said("While we move", BO), _DAY),
        life.Resumed(at(17, BO), _DAY),
        due.FellDue(at(22, None), due.Due.REVIEW, _DAY, due.Stage.OVERDUE, (CLEO,)),
        life.Ended(at(18), _DAY, said("We have come there.")),
        carried.PeopleAsked(at(19), (co.Seat(CLEO, "member"),)),
        carried.StandTaken(at(20, BO), _voice(co.Stance.OBJECT, said("It costs us the late customers.", BO))),
        carried.StandTakenBack(at(21, BO), BO),
    )
    return tuple((kind, event) for event in events)


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
    ("agreement", due.FellDue(_rota(25, None), due.Due.END, _DAY, due.Stage.DUE, (CLEO,))),
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
    ("person", forgetting.HoldPlaced(_stamp(ANNA, 6, BO), "hold_1", said("Dispute 7/2027", BO), _DAY)),
    ("person", forgetting.HoldLifted(_stamp(ANNA, 7, BO), "hold_1")),
    ("person", forgetting.Forgotten(_stamp(ANNA, 8, BO), (said("Anna Ek"), said("anna@acme.example")), 3)),
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
    *(sample for kind, text in _SHARED.items() for sample in _life_of(kind, text)),
)  # fmt: skip

_ALL: Final = (
    *_EVENTS, *agreed_samples(said, _stamp), *decided_samples(said, _stamp), *held_samples(said, _stamp),
    *told_samples(said, _stamp), *followed_samples(said, _stamp), *retained_samples(said, _stamp),
)  # fmt: skip
SAMPLES: Final[Mapping[str, tuple[str, Event]]] = {CATALOGUE.name(kind, event): (kind, event) for kind, event in _ALL}
"""From a recorded name to its kind and an event of it."""
