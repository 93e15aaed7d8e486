"""The life of a role: worded by some, held by others, offered, elected and handed over in any order, at any time."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coleadership.errors import ColeadershipError
from coleadership.heart.consent import ADVICE, CONSENT, MAJORITY, DecisionRule, Stance
from coleadership.heart.life import Force
from coleadership.organisation.holding import HoldingFields
from coleadership.organisation.roles import Role
from tests.builders import AT, on

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

TABLE = {"anna": "member", "bo": "coordinator", "cim": "member"}

someone = st.sampled_from(["anna", "bo", "cim", "dan"])
days = st.integers(-2, 40).map(on)
shares = st.sampled_from([None, None, (1, 2), (1, 3), (2, 3)])
voices = st.dictionaries(someone, st.sampled_from(["consent", "consent", "consent", "concern", *Stance]), max_size=4)


@st.composite
def terms(draw: st.DrawFn) -> HoldingFields:
    """When and how much somebody is to hold it."""
    term: HoldingFields = {"share": draw(shares), "until": draw(st.none() | days), "deputy": draw(st.none() | someone)}
    since = draw(st.none() | days)
    return term if since is None else {**term, "since": since}


class RoleLife(RuleBasedStateMachine):
    """“Any order of requests either does a legal thing or raises and changes nothing”."""

    role: Role
    now: datetime

    @initialize(several=st.booleans(), kind=st.sampled_from(["co_leader", "interim"]), end=st.none() | st.just(on(30)))
    def begin(self, several: bool, kind: str, end: date | None) -> None:
        """Three people agree on a role."""
        self.now = AT
        self.role = Role.in_meeting(
            "Rota",
            parties=TABLE,
            present=TABLE,
            purpose="Evenings",
            several=several,
            kind=kind,
            end=end,
            by="bo",
            at=AT,
        )

    def ask(self, verb: Callable[[Role], Role]) -> None:
        """Ask for something; it is either done or refused, and if refused, nothing has changed."""
        before = self.role
        try:
            after = verb(before)
        except ColeadershipError:
            assert Role.folded(before.unrecorded) == before.settled()
            return
        assert after.unrecorded[: len(before.unrecorded)] == before.unrecorded
        self.role = after

    @rule(days=st.integers(0, 10))
    def time_passes(self, days: int) -> None:
        """Nothing happens for a while."""
        self.now += timedelta(days=days)

    @rule(person=someone, by=someone, method=st.sampled_from([CONSENT, ADVICE]), term=terms())
    def appoint(self, person: str, by: str, method: DecisionRule, term: HoldingFields) -> None:
        """It is offered to somebody."""
        self.ask(lambda r: r.appoint(person, method=method, by=by, at=self.now, **term))

    @rule(person=someone, by=someone, said=voices, decides=st.sampled_from([None, MAJORITY, ADVICE]), term=terms())
    def elect(
        self, person: str, by: str, said: dict[str, Any], decides: DecisionRule | None, term: HoldingFields
    ) -> None:
        """Somebody is elected, or is not."""
        before = self.role
        self.ask(lambda r: r.elect(person, voices=said, rule=decides, by=by, at=self.now, **term))
        if self.role is not before:
            assert Stance(said[person]) in {Stance.CONSENT, Stance.CONCERN}

    @rule(leaver=someone, to=someone, by=someone, since=st.none() | days, until=st.none() | days)
    def hand_over(self, leaver: str, to: str, by: str, since: date | None, until: date | None) -> None:
        """Somebody wants to pass it on."""
        self.ask(lambda r: r.hand_over(leaver, to=to, by=by, since=since, until=until, at=self.now))

    @rule(by=someone, what=st.sampled_from(["accept", "accept", "decline"]))
    def answer(self, by: str, what: str) -> None:
        """Somebody says yes or no to what was offered to them."""
        self.ask(lambda r: r.accept(by=by, at=self.now) if what == "accept" else r.decline(by=by, at=self.now))

    @rule(person=someone, by=someone, other=st.none() | someone, last_day=st.none() | days, down=st.booleans())
    def change(self, person: str, by: str, other: str | None, last_day: date | None, down: bool) -> None:
        """Somebody steps down, or has another deputy."""
        if down:
            self.ask(lambda r: r.step_down(person=person, by=by, last_day=last_day, at=self.now))
        else:
            self.ask(lambda r: r.name_deputy(other, of=person, by=by, at=self.now))

    @rule(several=st.booleans(), by=someone)
    def reword(self, several: bool, by: str) -> None:
        """It is worded so that several may hold it, or only one, and all agree."""
        self.ask(lambda r: r.revise(several=several, by=by, at=self.now))
        self.ask(lambda r: r.propose(by=by, nothing_to_add=True, at=self.now))
        for person in TABLE:
            self.ask(lambda r, person=person: r.consent(by=person, nothing_to_add=True, at=self.now))  # type: ignore[misc]

    @rule(by=someone, do=st.sampled_from([False, False, False, True]), what=st.sampled_from(["pause", "resume", "end"]))
    def live(self, by: str, do: bool, what: str) -> None:
        """It rests, goes on, or ends."""
        deeds: dict[str, Callable[[Role], Role]] = {
            "pause": lambda r: r.pause("leave", by=by, at=self.now),
            "resume": lambda r: r.resume(by=by, at=self.now),
            "end": lambda r: r.hold_review("end", present=TABLE, by="bo", at=self.now),
        }
        if do:
            self.ask(deeds[what])

    @invariant()
    def folding_all_events_gives_it_back(self) -> None:
        """“Folding the events gives the subject back, at every step”."""
        assert Role.folded(self.role.unrecorded) == self.role.settled()

    @invariant()
    def nobody_holds_what_is_another_persons(self) -> None:
        """“A role with two exclusive holders at one time is refused”, and nobody holds more than the whole."""
        role = self.role
        in_force = role.in_force
        assert in_force is not None
        for day in [on(n) for n in range(-3, 45)]:
            held = role.holders(day)
            assert len({one.person for one in held}) == len(held)
            if day >= self.now.date() and role.told == self.now.date():
                assert in_force.content.several or len(held) <= 1
            assert sum((Fraction(*one.share) for one in held if one.share), Fraction(0)) <= 1
            assert all(one.deputy != one.person for one in held)
            assert not (held and role.is_vacant(day))
            if in_force.content.kind == "interim":
                assert all(one.until is not None for one in held)

    @invariant()
    def can_be_shown(self) -> None:
        """A line in a list can be drawn in every state."""
        role, day = self.role, self.now.date()
        assert role.status in Role.STATUSES
        assert {relation for relation, _ in role.links()} <= Role.RELATIONS
        assert (role.status == "vacant") <= (role.force is Force.IN_FORCE)
        assert all(finding.message for finding in role.findings(day))
        assert repr(role)
        assert role.next_due is None or isinstance(role.next_due, date)


TestRoleLife: type = RoleLife.TestCase
TestRoleLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)  # type: ignore[attr-defined]
