"""Whatever is given as a text, a day or a moment: it is taken, or one of our errors says what would work."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Commitment
from coleadership.deciding.decisions import Decision
from coleadership.deciding.initiatives import Initiative
from coleadership.errors import ColeadershipError
from coleadership.following_up.cycles import Cycle
from coleadership.following_up.forms import GROW
from coleadership.goals.contributions import Contribution
from coleadership.goals.goal import Goal
from coleadership.organisation.assignments import Assignment
from coleadership.organisation.people import Person
from coleadership.prose import LONGEST_TEXT, Prose
from coleadership.rhythm.cadence import Cadence
from tests.builders import AT, COORDINATED, agreed, clauses, draft, later, proposed
from tests.deciding import ALONE, asked, decided, opened, taken
from tests.following import MONDAY, PAIR, begun
from tests.pursuing import OWNED, TAKEN, agreed_goal, goal, task

if TYPE_CHECKING:
    from collections.abc import Callable

Verb: TypeAlias = "Callable[[Any, Any, Any], object]"
"""Asks for something with this text, day and moment."""

SURROGATES = st.text(st.characters(categories=["Cs", "Cc", "Lo", "Zs"]), max_size=5)
TEXTS = st.text(max_size=8) | SURROGATES | st.sampled_from([
    "", " ", "\0", "\ud800", "x" * 501, "x" * (LONGEST_TEXT + 1), "\u202eabc", "a\x1b[2Jb", "\u2028", "anna@b", None, 7,
    b"bytes", Prose.write(""), Prose.write("a\0"), Prose(Prose.write("x").seal), Prose.write("fine"),
])  # fmt: skip
NAIVE = [datetime(2027, 1, 1), datetime.min, datetime.max]  # noqa: DTZ001, DTZ901
LAST = datetime(9900, 12, 31, tzinfo=timezone(timedelta(hours=-23)))
FAR = [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), LAST]
MOMENTS = st.datetimes(timezones=st.timezones()) | st.sampled_from(
    [None, "now", 0, date(2027, 1, 1), later(1), *NAIVE, *FAR]
)
DAYS = st.dates() | st.sampled_from([None, date.min, date.max, "tomorrow", 0, later(30), *NAIVE])

BOTH = ("anna", "bo")
TWO = {"parties": COORDINATED, "by": "anna"}
BROKEN = agreed().report_breach("rota", "Late", by="bo", at=AT)
NOTICED = agreed(notice_days=3_660).give_notice(by="anna", at=AT)
PAUSED = agreed(review=date.max).pause("Illness", by="anna", at=AT)
OBJECTED = proposed().object("No", by="anna", at=AT)
HANDED = agreed().hand_over("bo", to="cleo", by="bo", at=AT)
RECORDED = Agreement.on_record("Old", body="x", at=AT, **TWO)  # type: ignore[arg-type]
ANNA = Person.join("Anna", at=AT)
TALKED = begun(acknowledged=True).follow_up(support={"bo": "x"}, by="anna", at=AT)
RESTING = begun().pause("Leave", until=date(2027, 2, 1), by="anna", at=AT)

VERBS: dict[str, Verb] = {
    "draft": lambda t, d, m: Agreement.draft(t, driver=t, body=t, review=d, end=d, at=m, **TWO),  # type: ignore[arg-type]
    "in_meeting": lambda t, d, m: Agreement.in_meeting(t, clauses=clauses(), end=d, present=["anna"], at=m, **TWO),  # type: ignore[arg-type]
    "on_paper": lambda t, d, m: Agreement.on_paper(t, signed=d, reference=t, clauses=clauses(), at=m, **TWO),  # type: ignore[arg-type]
    "on_record": lambda t, d, m: Agreement.on_record(t, body=t, end=d, at=m, **TWO),  # type: ignore[arg-type]
    "adopt_on_record": lambda t, d, m: RECORDED.adopt_on_record(by="bo", body=t, end=d, at=m),
    "revise": lambda t, d, m: agreed().revise(title=t, driver=t, review=d, end=d, by="anna", at=m),
    "add": lambda t, _, m: draft().add(Commitment(t, by="anna"), at=m),
    "add for": lambda t, _, m: draft().add(Commitment("x", by=t, id=t), by="anna", at=m),
    "change": lambda t, _, m: draft().change("rota", t, by="anna", at=m),
    "remove": lambda t, _, m: draft().remove(t, by="anna", at=m),
    "comment": lambda t, _, m: draft().comment(t, about=t, by="anna", at=m),
    "comment on": lambda t, _, m: draft().comment("x", wording=t, by="anna", at=m),
    "decline_to_add": lambda t, _, m: draft().decline_to_add(by=t, at=m),
    "propose": lambda t, _, m: draft().propose(by="bo", wording=t, at=m),
    "consent": lambda t, _, m: proposed().consent(by="anna", concern=t, at=m),
    "consent to": lambda t, _, m: proposed().consent(by="anna", wording=t, proposal=t, at=m),
    "stand_aside": lambda t, _, m: proposed().stand_aside(t, by="anna", at=m),
    "object": lambda t, _, m: proposed().object(t, by="anna", at=m),
    "withdraw_objection": lambda t, _, m: OBJECTED.withdraw_objection(by="anna", wording=t, at=m),
    "withdraw": lambda t, _, m: proposed().withdraw(reason=t, by="bo", at=m),
    "settle": lambda _, __, m: proposed().settle(at=m),
    "hold_review": lambda t, d, m: agreed().hold_review("keep", until=d, notes=t, present=BOTH, by="bo", at=m),
    "hold_review as": lambda t, d, m: agreed().hold_review(t, until=d, present=BOTH, by="bo", at=m),
    "call": lambda t, _, m: agreed().call_for_renegotiation(t, by="anna", at=m),
    "pause": lambda t, d, m: agreed().pause(t, until=d, by="anna", at=m),
    "resume": lambda _, __, m: PAUSED.resume(by="anna", at=m),
    "end_together": lambda t, _, m: agreed().end_together(reason=t, by="anna", at=m),
    "leave": lambda t, _, m: agreed().leave(by=t, at=m),
    "report_breach": lambda t, _, m: agreed().report_breach("rota", t, by="anna", at=m),
    "repair_breach": lambda t, _, m: BROKEN.repair_breach(BROKEN.keeping.breaches[0].id, t, by="anna", at=m),
    "give_notice": lambda t, _, m: agreed(notice_days=3_660).give_notice(reason=t, by="anna", at=m),
    "withdraw_notice": lambda _, __, m: NOTICED.withdraw_notice(by="anna", at=m),
    "hand_over": lambda t, _, m: agreed().hand_over("bo", to=t, by="bo", at=m),
    "decline_hand_over": lambda t, _, m: HANDED.decline_hand_over(reason=t, by="cleo", at=m),
    "override": lambda t, _, m: agreed().override(t, by=t, clauses=[t], at=m),
    "goal": lambda t, d, m: Goal.draft(t, parties=OWNED, body=t, why=t, due=d, review=d, owners=[t], by="anna", at=m),
    "goal in_meeting": lambda t, d, m: Goal.in_meeting(t, parties=OWNED, present=[t], due=d, by="anna", at=m),
    "goal leads": lambda t, _, m: goal().revise(contributions=[Contribution(t, how=t)], by="anna", at=m),
    "goal phases": lambda t, d, m: goal().revise(phases={d: t}, begin=d, by="anna", at=m),
    "goal horizon": lambda t, _, m: goal().revise(horizon=t, ambition=t, by="anna", at=m),
    "reformulate": lambda t, d, m: agreed_goal().reformulate(reason=t, title=t, due=d, by="anna", at=m),
    "read": lambda t, d, m: agreed_goal().read(t, on=d, note=t, by="anna", at=m),
    "read sure": lambda t, _, m: agreed_goal().read(5, confidence=t, wording=t, by="anna", at=m),
    "achieve": lambda t, _, m: agreed_goal().achieve(reason=t, by="anna", present=["bo"], at=m),
    "fall_short": lambda t, _, m: agreed_goal().fall_short(t, by="anna", present=["bo"], at=m),
    "drop": lambda t, _, m: agreed_goal().drop(t, by="anna", present=["bo", t], at=m),
    "carry_over": lambda _, d, m: agreed_goal().carry_over(due=d, begin=d, by="anna", at=m),
    "assignment": lambda t, d, m: Assignment.draft(t, parties=TAKEN, expected=t, limits=t, end=d, by="bo", at=m),
    "assignment serves": lambda t, _, m: task().revise(serves=[t], resources=t, by="bo", at=m),
    "understand": lambda t, _, m: task().understand(t, by="anna", at=m),
    "decision": lambda t, d, m: Decision.draft(
        t, parties=ALONE, method=t, by="anna", outcome=t, area=t, valid_from=d, review=d, at=m
    ),
    "decision in_meeting": lambda t, d, m: Decision.in_meeting(
        t, parties=ALONE, method="delegated", present=[t], by="anna", outcome=t, valid_from=d, at=m
    ),
    "decision says": lambda t, _, m: opened().revise(
        question=t, responsible=[t], level=t, mandate=t, supersedes=[t], no_expert=t, by="anna", at=m
    ),
    "decision propose": lambda t, _, m: asked().propose(by="anna", mandates=[t], at=m),
    "ask_advice": lambda t, _, m: asked().ask_advice(affected=[t], experts=t, question=t, by="anna", at=m),
    "volunteer": lambda t, _, m: asked().volunteer(by=t, reason=t, at=m),
    "advise": lambda t, _, m: asked().advise(t, by="cleo", at=m),
    "weigh": lambda t, _, m: asked().advise("x", by="cleo", at=AT).weigh("cleo", t, t, by="anna", at=m),
    "give_way": lambda t, _, m: decided().give_way(t, by="anna", at=m),
    "initiative": lambda t, _, m: Initiative.take(t, why=t, area=t, together_with=[t], concerns=[t], by="anna", at=m),
    "initiative for": lambda t, _, m: Initiative.take("x", audience=t, by=t, at=m),
    "initiative join": lambda t, _, m: taken().join(by=t, at=m).leave(by=t, at=m),
    "tell": lambda t, _, m: taken().tell([t], by="anna", at=m),
    "support": lambda t, _, m: taken().support(t, by="bo", at=m),
    "go_beyond": lambda t, _, m: taken().go_beyond(t, resolves=t, waiting=t, spends=t, by="anna", at=m),
    "explain": lambda t, _, m: taken().go_beyond("x", by="anna", at=AT).explain(t, to=[t], by="anna", at=m),
    "carry_on": lambda t, _, m: taken().carry_on(t, words=t, by="anna", at=m),
    "stop": lambda t, _, m: taken().stop(t, by="anna", at=m),
    "begin": lambda t, d, m: Cycle.begin(
        t, about=[t], participants=PAIR, cadence=Cadence.weekly(begin=d), by="bo", agenda=[t], calendar=t, at=m
    ),
    "begin with": lambda t, _, m: begun(about=t, participants=t, by=t, at=m),
    "begin as": lambda t, _, m: begun(form=t, at=m),
    "begin reminding": lambda t, _, m: begun(reminders=t, acknowledged=t, at=m),
    "check_in": lambda t, _, m: begun().check_in(t, next_step=t, by="bo", at=m),
    "check_in with": lambda t, _, m: begun().check_in("x", present=[t], by="anna", at=m),
    "follow_up": lambda t, d, m: begun().follow_up(
        confirmations=[t], feedback=[t], lessons=[t], obstacles=[t], notes=t, next_step=t, next_step_until=d, by="bo",
        at=m,
    ),
    "follow_up says": lambda t, _, m: begun().follow_up(
        support={t: t}, decisions=[t], confidence=t, outcome=t, by="bo", at=m
    ),
    "follow_up reads": lambda t, _, m: begun().follow_up(readings={t: t}, by="bo", at=m),
    "follow_up as": lambda t, _, m: begun().follow_up(form=t, present=t, by="bo", at=m),
    "follow_up answers": lambda t, _, m: begun().follow_up(form=GROW, answers={t: t, "goal": t}, by="bo", at=m),
    "follow_up lists": lambda t, _, m: begun().follow_up(lessons=t, decisions=t, support=t, by="bo", at=m),
    "follow_up maps": lambda t, _, m: begun().follow_up(readings=t, by="bo", at=m),
    "follow_up tells": lambda t, _, m: begun().follow_up(answers=t, by="bo", at=m),
    "prepare": lambda t, _, m: begun(form=GROW).prepare({"goal": t}, by="bo", at=m),
    "prepare for": lambda t, _, m: begun().prepare(t, form=t, by="bo", at=m),
    "acknowledge": lambda t, _, m: TALKED.acknowledge(t, by="bo", seat=t, at=m),
    "acknowledge as": lambda t, _, m: TALKED.acknowledge(TALKED.talks.waiting[0].follow_up, by=t, seat=t, at=m),
    "give_support": lambda t, _, m: TALKED.give_support(TALKED.talks.support[0].id, words=t, by="bo", at=m),
    "decline_support": lambda t, _, m: TALKED.decline_support(TALKED.talks.support[0].id, t, by="bo", at=m),
    "decline_support for": lambda t, _, m: TALKED.decline_support(t, "x", by=t, at=m),
    "change_rhythm": lambda t, d, m: begun().change_rhythm(Cadence.monthly(begin=d), reason=t, by="bo", at=m),
    "change_rhythm to": lambda t, _, m: begun().change_rhythm(t, by="bo", at=m),
    "skip": lambda t, d, m: begun().skip(d, t, by="bo", at=m),
    "skip it": lambda t, _, m: begun().skip(MONDAY, t, by="bo", at=m),
    "move": lambda t, d, m: begun().move(MONDAY, d, reason=t, by="bo", at=m),
    "move what": lambda t, d, m: begun().move(d, t, by="bo", at=m),
    "pause it": lambda t, d, m: begun().pause(t, until=d, by="bo", at=m),
    "resume it": lambda _, __, m: RESTING.resume(by="bo", at=m),
    "change_participants": lambda t, _, m: begun().change_participants({t: t, "bo": "member"}, reason=t, by="bo", at=m),
    "change_participants to": lambda t, _, m: begun().change_participants(t, by="bo", at=m),
    "set_agenda": lambda t, _, m: begun().set_agenda([t], by=t, at=m),
    "settle it": lambda _, __, m: begun().settle(at=m),
    "end it": lambda t, _, m: RESTING.end(reason=t, by="bo", at=m),
    "join": lambda t, _, m: Person.join(t, email=t, reference=t, by=t, at=m),
    "rename": lambda t, _, m: ANNA.rename(t, by=t, at=m),
    "change_address": lambda t, _, m: ANNA.change_address(t, t, by="hr", at=m),
}  # fmt: skip


@pytest.mark.parametrize("name", VERBS)
@settings(max_examples=12)
@given(TEXTS, DAYS, MOMENTS)
@example("x" * (LONGEST_TEXT + 1), date.max, later(1))
@example("fine", date.max, LAST)
@example("\ud800", date.min, later(1))
def test_only_errors_of_ours_escape(name: str, text: object, day: object, at: object) -> None:
    """“Only errors of ours escape from any input”; what is taken can be kept and folded."""
    try:
        made = VERBS[name](text, day, at)
    except ColeadershipError as error:
        said = str(error)
    else:
        assert isinstance(made, Agreement | Assignment | Cycle | Decision | Goal | Initiative | Person)
        assert type(made).folded(made.unrecorded) == made.settled()  # type: ignore[arg-type]
        assert all(event.stamp.at.utcoffset() == timedelta() for event in made.unrecorded)
        said = repr(made)
    assert not {unicodedata.category(character) for character in said} & {"Cc", "Cs"}
    assert len(said) < 1_000
