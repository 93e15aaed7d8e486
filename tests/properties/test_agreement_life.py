"""The life of an agreement, with random people doing random things in any order, at any time, to any wording."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Commitment, Support
from coleadership.agreements.terms import TermsFields
from coleadership.errors import ColeadershipError
from coleadership.heart.consent import CONSENSUS, CONSENT, MAJORITY, DecisionRule, Silence, Stance
from coleadership.heart.kinds import Part
from coleadership.heart.life import FORCE_MOVES, Adopted, Basis, Force, Proposed, VoiceGiven
from coleadership.organisation.people import Person
from tests.builders import AT, COORDINATED

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

PEOPLE = ("anna", "bo", "cim", "dan", "eve")
LAZY = DecisionRule(id="lazy", open_days=3, silence=Silence.CONSENT)

someone = st.sampled_from(PEOPLE)
seldom = st.sampled_from([False, False, False, True])
picks = st.integers(0, 4)


def force_after(agreement: Agreement, participle: str) -> Force | None:
    """Where the table of moves leads from here."""
    return agreement.MOVES.get((agreement.force, participle))


class AgreementLife(RuleBasedStateMachine):
    """“Any order of requests either does a legal thing or raises and changes nothing”."""

    agreement: Agreement
    now: datetime
    wordings: list[str]

    @initialize(
        parties=st.sampled_from([2, 3, 4]),
        decides=st.sampled_from([CONSENT, CONSENT, MAJORITY, LAZY]),
        met=st.booleans(),
    )
    def begin(self, parties: int, decides: DecisionRule, met: bool) -> None:
        """Somebody drafts something, or all of them agree on it in one room."""
        self.now = AT
        if parties == 2:
            people: dict[str, str] = {**COORDINATED}
        else:
            people = dict.fromkeys(PEOPLE[:parties], Part.MEMBER)
        clauses = [Commitment("I open", by="anna", id="c1"), Support("I close", by="bo", id="c2")]
        told: TermsFields = {
            "kind": "co_leadership" if parties == 2 else "team", "clauses": clauses, "rule": decides, "notice_days": 10,
        }  # fmt: skip
        self.agreement = (
            Agreement.in_meeting("Rota", parties=people, present=[*people], by="anna", at=AT, **told)
            if met
            else Agreement.draft("Rota", parties=people, by="anna", at=AT, **told)
        )
        self.wordings = [self.agreement.wording]

    def ask(self, verb: Callable[[Agreement], Agreement]) -> None:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before, copy = self.agreement, Agreement.folded(self.agreement.unrecorded)
        try:
            after = verb(before)
        except ColeadershipError:
            assert before.settled() == copy
            return
        new = after.unrecorded[len(before.unrecorded) :]
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        self.check_moves(before, new)
        self.check_adoptions(before, after)
        self.agreement = after
        self.wordings = [*dict.fromkeys([*self.wordings, *after._wordings()])]

    def check_moves(self, before: Agreement, new: tuple[object, ...]) -> None:
        """Force moves only as the table says."""
        for event in new:
            expected = force_after(before, event.participle)  # type: ignore[attr-defined]
            before = before.after(event)  # type: ignore[arg-type]
            assert expected is before.force

    def check_adoptions(self, before: Agreement, after: Agreement) -> None:
        """What binds changes only by a decision on a proposal that lay on the table."""
        binding = None if before.in_force is None else before.in_force.wording
        now = None if after.in_force is None else after.in_force.wording
        if binding == now:
            return
        (adopted,) = [event for event in after.unrecorded[len(before.unrecorded) :] if isinstance(event, Adopted)]
        assert adopted.wording == now
        asked = [
            event for event in after.unrecorded if isinstance(event, Proposed) and event.proposal == adopted.proposal
        ][-1]
        assert asked.wording == now
        assert after.in_force is not None
        assert asked.stamp.at.date() <= after.in_force.since <= self.now.date()
        assert after.review is not None
        assert after.review > self.now.date()
        if before.in_force is None:
            assert asked.rule == (CONSENT if after.in_force.content.kind == "team" else CONSENSUS)
        if asked.rule in {CONSENT, CONSENSUS}:
            self.check_consent(after, asked)

    def check_consent(self, after: Agreement, asked: Proposed) -> None:
        """In force only after every eligible seat has spoken for, or stood aside from, this very wording."""
        latest: dict[str, Stance] = {}
        for event in after.unrecorded:
            if isinstance(event, VoiceGiven) and event.voice.wording == asked.wording:
                latest[event.voice.seat] = event.voice.stance
        assert after.in_force is not None
        still_here = {seat.person for seat in asked.eligible} - {*after.in_force.left}
        assert {seat: stance for seat, stance in latest.items() if stance is Stance.OBJECT and seat in still_here} == {}
        assert still_here <= latest.keys()
        if asked.rule == CONSENSUS:
            assert {latest[seat] for seat in still_here} <= {Stance.CONSENT, Stance.CONCERN}

    def wording(self, pick: int) -> str | None:
        """One of the wordings there have been, stale ones among them, or none."""
        return self.wordings[-pick] if 0 < pick <= len(self.wordings) else None

    def proposal(self, pick: int) -> str | None:
        """One of the open proposals, or none."""
        return self.agreement.proposals[pick].id if pick < len(self.agreement.proposals) else None

    @rule(days=st.integers(0, 40), hours=st.integers(0, 30))
    def time_passes(self, days: int, hours: int) -> None:
        """Nothing happens for a while."""
        self.now += timedelta(days=days, hours=hours)

    @rule(by=someone, words=st.sampled_from(["a", "b"]), apart=seldom, pick=picks, clause=st.sampled_from(["c1", "c2"]))
    def reword(self, by: str, words: str, apart: bool, pick: int, clause: str) -> None:
        """Somebody words something anew."""
        if apart:
            self.ask(lambda a: a.revise(by=by, body=words, apart=True, at=self.now))
        else:
            self.ask(lambda a: a.change(clause, words, by=by, proposal=self.proposal(pick), at=self.now))

    @rule(by=someone, parties=st.lists(someone, min_size=1, unique=True))
    def change_parties(self, by: str, parties: list[str]) -> None:
        """Somebody wants others at the table."""
        part = {person: dict(COORDINATED).get(person, Part.MEMBER) for person in parties}
        self.ask(lambda a: a.revise(by=by, parties=part, at=self.now))

    @rule(by=someone, pick=picks, which=picks, add=st.booleans())
    def propose(self, by: str, pick: int, which: int, add: bool) -> None:
        """Somebody puts a wording to the others."""
        told, of = self.wording(pick), self.proposal(which)
        self.ask(lambda a: a.propose(by=by, wording=told, proposal=of, nothing_to_add=add, at=self.now))

    @rule(by=someone, pick=picks, add=st.booleans(), concern=st.sampled_from([None, None, "hm"]))
    def consent(self, by: str, pick: int, add: bool, concern: str | None) -> None:
        """Somebody says yes."""
        told = self.wording(pick)
        self.ask(lambda a: a.consent(by=by, wording=told, nothing_to_add=add, concern=concern, at=self.now))

    @rule()
    def all_consent(self) -> None:
        """Everybody who has not spoken says yes, so that lives get far."""
        for open_one in self.agreement.proposals[:1]:
            for by in open_one.silent:
                told = open_one.wording
                self.ask(lambda a, by=by, told=told: a.consent(by=by, wording=told, nothing_to_add=True, at=self.now))  # type: ignore[misc]

    @rule(by=someone, pick=picks, how=st.sampled_from(["aside", "object", "let_go"]))
    def hesitate(self, by: str, pick: int, how: str) -> None:
        """Somebody does not say yes."""
        told = self.wording(pick)
        answers: dict[str, Callable[[Agreement], Agreement]] = {
            "aside": lambda a: a.stand_aside(by=by, wording=told, at=self.now),
            "object": lambda a: a.object("no", by=by, wording=told, at=self.now),
            "let_go": lambda a: a.withdraw_objection(by=by, wording=told, at=self.now),
        }
        self.ask(answers[how])

    @rule(by=someone, pick=picks)
    def talk(self, by: str, pick: int) -> None:
        """Somebody remarks on something, or has nothing to add."""
        told = self.wording(pick)
        self.ask(lambda a: a.comment("well", by=by, wording=told, at=self.now))
        self.ask(lambda a: a.decline_to_add(by=by, at=self.now))

    @rule(by=someone, pick=picks, do=seldom)
    def withdraw(self, by: str, pick: int, do: bool) -> None:
        """Somebody takes something back."""
        if do:
            self.ask(lambda a: a.withdraw(by=by, proposal=self.proposal(pick), at=self.now))

    @rule()
    def settle(self) -> None:
        """Somebody notes what time has decided."""
        self.ask(lambda a: a.settle(at=self.now))

    @rule(by=someone, present=st.lists(someone), outcome=st.sampled_from(["keep", "keep", "amend", "end"]))
    def review(self, by: str, present: list[str], outcome: str) -> None:
        """Some of them look at it together."""
        self.ask(lambda a: a.hold_review(outcome, present=[*present, by], by=by, at=self.now))

    @rule(by=someone, what=st.sampled_from(["pause", "resume", "call", "break", "repair", "override", "record"]))
    def live(self, by: str, what: str) -> None:
        """Something happens to what is in force."""
        breaches = [one.id for one in self.agreement.keeping.breaches] or ["none"]
        deeds: dict[str, Callable[[Agreement], Agreement]] = {
            "pause": lambda a: a.pause("leave", by=by, at=self.now),
            "resume": lambda a: a.resume(by=by, at=self.now),
            "call": lambda a: a.call_for_renegotiation("it rubs", by=by, at=self.now),
            "break": lambda a: a.report_breach("c1", "late", by=by, at=self.now),
            "repair": lambda a: a.repair_breach(breaches[-1], "talked", by=by, at=self.now),
            "override": lambda a: a.override("the law", by="employer", at=self.now),
            "record": lambda a: a.adopt_on_record(by=by, body="mine", at=self.now),
        }
        self.ask(deeds[what])

    @rule(
        by=someone,
        other=someone,
        do=seldom,
        what=st.sampled_from(["hand", "decline", "leave", "notice", "stay", "end"]),
    )
    def part(self, by: str, other: str, do: bool, what: str) -> None:
        """Somebody goes, or stays after all."""
        deeds: dict[str, Callable[[Agreement], Agreement]] = {
            "hand": lambda a: a.hand_over(by, to=other, by=by, at=self.now),
            "decline": lambda a: a.decline_hand_over(by=by, at=self.now),
            "leave": lambda a: a.leave(by=by, at=self.now),
            "notice": lambda a: a.give_notice(by=by, at=self.now),
            "stay": lambda a: a.withdraw_notice(by=by, at=self.now),
            "end": lambda a: a.end_together(by=by, at=self.now),
        }
        if do:
            self.ask(deeds[what])

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        agreement = self.agreement
        assert Agreement.folded(agreement.unrecorded) == agreement.settled()
        assert [event.stamp.step for event in agreement.unrecorded] == [*range(1, agreement.revision + 1)]

    @invariant()
    def what_binds_and_the_force_agree(self) -> None:
        """Something binds exactly if it was adopted, and ended is final."""
        agreement = self.agreement
        assert (agreement.force is Force.NOT_YET) == (agreement.in_force is None)
        assert agreement.force is not Force.EXPIRED
        if agreement.force is Force.ENDED:
            assert agreement.proposals == ()
        if agreement.in_force is not None:
            assert agreement.in_force.basis is Basis.VOICES

    @invariant()
    def there_is_always_something_to_show(self) -> None:
        """A page can be drawn in every state."""
        agreement, day = self.agreement, self.now.date()
        shown = (repr(agreement), agreement.status, agreement.next_due, agreement.readiness(), [*agreement.links()])
        assert all(part is not NotImplemented for part in shown)
        assert agreement.how_it_came_about().contributed
        binds = agreement.is_binding(day) and not agreement.keeping.overrides
        assert binds or agreement.mandates(day) == ()

    @invariant()
    def nobody_alone_is_party_to_a_contract(self) -> None:
        """“≥1 medledare and ≥1 samordnare, different people”."""
        if self.agreement.in_force is not None and self.agreement.in_force.content.kind == "co_leadership":
            assert {seat.part for seat in self.agreement.in_force.seats} >= {Part.CO_LEADER, Part.COORDINATOR}


class PersonLife(RuleBasedStateMachine):
    """Somebody is here or gone, and what is not allowed changes nothing."""

    person: Person

    @initialize(email=st.sampled_from([None, "a@b.example"]))
    def join(self, email: str | None) -> None:
        """Somebody comes."""
        self.person = Person.join("Anna", email=email, at=AT)

    @rule(what=st.sampled_from(["rename", "leave", "come_back"]), name=st.text(max_size=3))
    def change(self, what: str, name: str) -> None:
        """Something is noted about them."""
        before, person = self.person, self.person
        verbs: dict[str, Callable[[], Person]] = {
            "rename": lambda: person.rename(name, by="hr", at=AT),
            "leave": lambda: person.leave(by="hr", at=AT),
            "come_back": lambda: person.come_back(by="hr", at=AT),
        }
        try:
            self.person = verbs[what]()
        except ColeadershipError:
            assert self.person == before
            assert what != "rename" or not name.strip() or not name.isprintable()
            assert what != "leave" or not before.is_here
            assert what != "come_back" or before.is_here

    @rule(
        channel=st.sampled_from(["email", "phone", "e mail"]),
        value=st.none() | st.sampled_from(["a@c.example", "1", ""]),
    )
    def change_address(self, channel: str, value: str | None) -> None:
        """They are reached elsewhere."""
        try:
            self.person = self.person.change_address(channel, value, by="hr", at=AT)
        except ColeadershipError:
            return
        reached = self.person.address(channel)
        assert (None if reached is None else str(reached)) == value

    @invariant()
    def folding_all_events_gives_them_back(self) -> None:
        """What happened is all there is."""
        assert Person.folded(self.person.unrecorded) == self.person.settled()
        assert len({address.channel for address in self.person.addresses}) == len(self.person.addresses)


TestPersonLife: type = PersonLife.TestCase
TestPersonLife.settings = settings(max_examples=20, stateful_step_count=15, deadline=None)  # type: ignore[attr-defined]
TestAgreementLife: type = AgreementLife.TestCase
TestAgreementLife.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)  # type: ignore[attr-defined]


@pytest.mark.parametrize("force", Force)
def test_what_has_ended_can_only_be_read(force: Force) -> None:
    """No move leads out of ended, and none leads to expired, which time alone brings about."""
    rows = {then for (state, _), then in FORCE_MOVES.items() if state is force}
    assert (rows == set()) == (force is Force.ENDED)
    assert Force.EXPIRED not in rows - ({Force.EXPIRED} if force is Force.EXPIRED else set())
