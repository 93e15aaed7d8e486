from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from coleadership.errors import ColeadershipError, Inconsistent, NotAllowedFor, NotAllowedNow
from coleadership.heart.consent import ADVICE, CONSENT, DELEGATED, MAJORITY, Stance
from coleadership.journal.journal import Journal
from coleadership.organisation.holding import Way
from coleadership.organisation.people import Person
from coleadership.organisation.role_text import ROLE_KINDS, Domain
from coleadership.organisation.roles import Role
from coleadership.stores.memory import MemoryStore
from tests.builders import AT, DAY, later, on

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = {"anna": "member", "bo": "coordinator", "cim": "member"}
YES = dict.fromkeys(TABLE, "consent")


def draft(**fields: Any) -> Role:  # noqa: ANN401 - whatever a test wants to say
    """A role that Anna drafts with Bo and Cim."""
    told: dict[str, Any] = {"parties": TABLE, "purpose": "Every evening is covered", "by": "anna", "at": AT}
    return Role.draft("Rota", **{**told, **fields})


def vacant(**fields: Any) -> Role:  # noqa: ANN401 - as above
    """That role in force, held by nobody."""
    told: dict[str, Any] = {"parties": TABLE, "purpose": "Every evening is covered", "by": "anna", "at": AT}
    return Role.in_meeting("Rota", present=TABLE, **{**told, **fields})


def held(**term: Any) -> Role:  # noqa: ANN401 - as above
    """That role, held by Anna."""
    return vacant().elect("anna", voices=YES, by="bo", at=AT, **term)


def who(role: Role, day: date) -> list[str]:
    """Who holds a role on a day."""
    return [holding.person for holding in role.holders(day)]


def what(role: Role) -> list[str]:
    """What has happened to a role."""
    return [event.participle for event in role.unrecorded]


def refused(role: Role, ask: Callable[[Role], Role], sentence: str) -> None:
    """It is refused in a sentence, and nothing has changed."""
    before = role.unrecorded
    with pytest.raises(ColeadershipError, match=sentence):
        _ = ask(role)
    assert role.unrecorded == before
    assert Role.folded(role.unrecorded) == role.settled()


class TestText:
    def test_lives_the_one_life(self) -> None:
        """A role is worded together, agreed, reworded and ended like everything co-led."""
        role = draft(responsibilities=["Publish the rota"], domains=[Domain("Who works when", exclusive=True)])
        assert role.status == "draft"
        role = role.propose(by="anna", at=AT)
        for person in ("bo", "cim"):
            role = role.consent(by=person, nothing_to_add=True, at=AT)
        assert (role.status, role.force.name) == ("vacant", "IN_FORCE")
        amended = role.revise(purpose="Every evening and weekend", by="cim", at=AT)
        assert str(amended.content.purpose) == "Every evening and weekend"
        assert str(amended.in_force.content.purpose) == "Every evening is covered"  # type: ignore[union-attr]
        assert [str(line) for line in amended.content.responsibilities] == ["Publish the rota"]
        assert amended.content.domains[0].exclusive

    def test_is_somebodys_words(self) -> None:
        """Every text belongs to who said it, so that it can be erased."""
        content = draft(responsibilities=["A"], domains=["B"]).content
        texts = [content.title, content.purpose, *content.responsibilities, *(one.text for one in content.domains)]
        assert {text.owner for text in texts if text is not None} == {"anna"}

    @pytest.mark.parametrize(
        ("fields", "path"),
        [
            ({"purpose": None}, "purpose"),
            ({"parties": {"anna": "member"}}, "parties"),
            ({"review": None}, "review"),
            ({"review": on(30), "end": on(20)}, "review"),
            ({"rule": DELEGATED, "parties": {"anna": "member", "cim": "member"}}, "rule"),
        ],
    )
    def test_says_what_is_missing(self, fields: dict[str, Any], path: str) -> None:
        """A draft may be incomplete; it is proposed once it is not."""
        role = draft(**fields)
        assert path in [finding.path for finding in role.readiness() if finding.blocks]
        refused(role, lambda r: r.propose(by="anna", at=AT), f"^{path}: ")

    def test_gives_advice_that_stops_nothing(self) -> None:
        """Responsibility without any decision, and a role without a purpose, deserve a thought."""
        role = draft(purpose=None, responsibilities=["Publish the rota"])
        assert {finding.path for finding in role.readiness()} == {"purpose", "domains"}
        assert not any(finding.blocks for finding in role.readiness())

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"kind": "coordinatr"}, "kind: 'coordinatr' is no kind of role; .* did you mean 'coordinator'"),
            ({"several": 1}, "several: 1 is neither yes nor no"),
            ({"responsibilities": "Publish"}, "responsibilities: 'Publish' is no list"),
            ({"responsibilities": ["A", " "]}, r"responsibilities\[1\]: is empty"),
            ({"domains": [" "]}, "domains: is empty"),
            ({"domains": ["x"] * 101}, "domains: 101 are more than 100"),
            ({"team": ""}, "team: '' is no id"),
            ({"color": "red"}, "color: there is no such field here"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, fields: dict[str, Any], sentence: str) -> None:
        """What is wrong is said with the path of its field."""
        with pytest.raises(Inconsistent, match=f"^{sentence}"):
            _ = draft(**fields)

    def test_has_kinds_that_mean_something(self) -> None:
        """A coordinator is coach as well, an interim role has an end, and an organisation has kinds of its own."""
        assert {*ROLE_KINDS} == {"co_leader", "coordinator", "mentor", "facilitator", "representative", "interim"}
        assert draft(kind="coordinator").content.whole_kind.also == ("coach",)
        assert draft(kind="acme.host").content.whole_kind.name == "acme.host"
        refused(
            vacant(kind="interim"),
            lambda r: r.elect("anna", voices=YES, by="bo", at=AT),
            "^until: this kind of role .interim. is never open-ended",
        )
        ending = vacant(kind="interim").elect("anna", voices=YES, until=on(90), by="bo", at=AT)
        assert ending.next_due == on(90)


class TestAppoint:
    def test_waits_for_a_yes(self) -> None:
        """It is offered by a rule that is kept, and held from the yes on."""
        offered = vacant().appoint("cim", method=DELEGATED, by="bo", focus="Weekends", at=AT)
        assert (offered.status, who(offered, DAY)) == ("vacant", [])
        accepted = offered.accept(by="cim", at=later(3))
        assert (accepted.status, who(accepted, on(2)), who(accepted, on(3))) == ("in_force", [], ["cim"])
        (holding,) = accepted.holders(on(3))
        assert (holding.way, holding.rule, str(holding.focus)) == (Way.APPOINTED, "delegated", "Weekends")
        assert what(accepted)[-2:] == ["offered", "offer_accepted"]

    def test_of_oneself_is_a_yes(self) -> None:
        """Who takes a role by advice does not ask themselves."""
        assert who(vacant().appoint("anna", method=ADVICE, by="anna", at=AT), DAY) == ["anna"]

    def test_can_be_declined(self) -> None:
        """Nobody holds a role against their will, and it stays vacant."""
        offered = vacant().appoint("cim", method=DELEGATED, by="bo", at=AT)
        declined = offered.decline(reason="I have no evenings", by="cim", at=AT)
        assert (declined.status, declined.holdings.offers) == ("vacant", ())

    def test_of_an_outsider_is_theirs_to_answer(self) -> None:
        """Whoever is to hold it need not be at the table; nobody answers for them."""
        offered = vacant().appoint("dan", method=DELEGATED, by="bo", at=AT)
        with pytest.raises(NotAllowedFor, match=r"bo cannot accept it here \(who could: dan\)"):
            _ = offered.accept(by="bo", at=AT)
        with pytest.raises(NotAllowedFor, match="nobody, as it is offered to nobody"):
            _ = vacant().decline(by="bo", at=AT)
        assert who(offered.accept(by="dan", at=AT), DAY) == ["dan"]

    def test_comes_too_late_after_its_term(self) -> None:
        """What was offered until a day cannot be accepted after it."""
        offered = vacant().appoint("cim", method=DELEGATED, until=on(5), by="bo", at=AT)
        refused(offered, lambda r: r.accept(by="cim", at=later(6)), "^until: the term ended on 2026-11-28 already")

    def test_takes_a_role_in_force(self) -> None:
        """What has not been agreed cannot be held."""
        with pytest.raises(NotAllowedNow, match="so it cannot be offered"):
            _ = draft().appoint("cim", method=DELEGATED, by="anna", at=AT)
        with pytest.raises(NotAllowedFor, match="eve cannot"):
            _ = vacant().appoint("cim", method=DELEGATED, by="eve", at=AT)
        refused(vacant(), lambda r: r.appoint("cim", method="boss", by="bo"), "^rule: 'boss' is no decision rule")  # type: ignore[arg-type]


class TestElect:
    def test_is_decided_by_the_rule(self) -> None:
        """Voices, rule, nominations and who could speak are kept with it."""
        said: dict[str, Stance | str] = {"anna": "consent", "bo": Stance.CONCERN, "cim": "stand_aside"}
        role = vacant().elect("anna", voices=said, nominations={"bo": "anna", "cim": "bo"}, by="bo", at=AT)
        event: Any = role.unrecorded[-1]
        assert (event.participle, event.rule, len(event.voices), len(event.eligible)) == ("elected", CONSENT, 3, 3)
        assert [(one.by, one.person) for one in event.nominations] == [("bo", "anna"), ("cim", "bo")]
        assert role.holders(DAY)[0].way is Way.ELECTED

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"voices": {**YES, "cim": "object"}}, "voices: anna is not elected by consent: somebody's voice stops it"),
            (
                {"voices": {"anna": "consent"}},
                "voices: anna is not elected by consent: too few have taken part",
            ),
            ({"voices": {**YES, "anna": "object"}, "rule": MAJORITY}, "voices: anna has not said yes"),
            ({"voices": {"bo": "consent", "cim": "consent"}, "rule": MAJORITY}, "voices: anna has not said yes"),
            (
                {"voices": {"anna": "consent", "bo": "object", "cim": "object"}, "rule": MAJORITY},
                "voices: anna is not elected by majority: too few agreed",
            ),
            ({"voices": {**YES, "eve": "consent"}}, "eve cannot elect here"),
            ({"voices": {**YES, "cim": "maybe"}}, "voices: 'maybe' is no stance"),
            ({"nominations": {"bo": "cim"}}, "nominations: nobody nominated anna; elect one of cim"),
            ({"share": (3, 2)}, r"share: \(3, 2\) is no share"),
            ({"share": "half"}, "share: 'half' is no share"),
            ({"until": on(-1)}, "until: .* is before it begins"),
            ({"deputy": "anna"}, "deputy: anna cannot stand in for themselves"),
            ({"focus": " "}, "focus: is empty"),
        ],
    )
    def test_refuses_who_was_not_elected(self, fields: dict[str, Any], sentence: str) -> None:
        """Where the rule does not adopt it, or who is elected has not said yes, nobody is."""
        told: dict[str, Any] = {"voices": YES, "by": "bo", "at": AT, **fields}
        refused(vacant(), lambda r: r.elect("anna", **told), f"^(?:{sentence})")

    def test_again_renews_the_term(self) -> None:
        """Re-election is due when the term ends; it is the same person with a new term."""
        role = held(until=on(30))
        assert role.next_due == on(30)
        again = role.elect("anna", voices=YES, since=on(31), until=on(60), by="bo", at=later(20))
        assert [len(again.holders(on(n))) for n in (30, 31, 60, 61)] == [1, 1, 1, 0]

    def test_by_outsiders_of_a_rule_whose_proposer_decides(self) -> None:
        """By advice, whoever proposes decides once everybody has been heard."""
        said = {"anna": "consent", "bo": "consent", "cim": "object"}
        assert who(vacant().elect("anna", voices=said, rule=ADVICE, by="bo", at=AT), DAY) == ["anna"]


class TestRoom:
    def test_is_for_one_unless_several_may_hold_it(self) -> None:
        """A role with two exclusive holders at one time is refused, on whatever day they would meet."""
        sentence = "^person: anna holds it from 2026-11-23 to further notice; hand it over"
        refused(held(), lambda r: r.appoint("cim", method=DELEGATED, by="bo", at=AT), sentence)
        refused(held(), lambda r: r.elect("cim", voices=YES, since=on(400), by="bo", at=AT), sentence)
        after = held(until=on(30)).elect("cim", voices=YES, since=on(31), by="bo", at=AT)
        assert (who(after, on(30)), who(after, on(31))) == (["anna"], ["cim"])

    def test_is_looked_at_again_when_an_offer_is_accepted(self) -> None:
        """Who was elected meanwhile holds it."""
        role = vacant().appoint("cim", method=DELEGATED, by="bo", at=AT).elect("anna", voices=YES, by="bo", at=AT)
        refused(role, lambda r: r.accept(by="cim", at=AT), "^person: anna holds it")

    def test_of_several_is_shared_up_to_the_whole(self) -> None:
        """Shares above the whole are refused, also where they would only meet later; what is left shows."""
        role = vacant(several=True).elect("anna", voices=YES, share=(1, 2), by="bo", at=AT)
        role = role.elect("bo", voices=YES, share=(1, 4), since=on(10), by="bo", at=AT)
        assert who(role, on(10)) == ["anna", "bo"]
        assert [finding.message for finding in role.findings(on(10))] == ["1/4 of it is nobody's"]
        refused(
            role,
            lambda r: r.elect("cim", voices=YES, share=(1, 3), by="bo", at=AT),
            f"^share: from {on(10)} the shares would be 13/12 of the role",
        )
        whole = role.elect("cim", voices=YES, share=(1, 4), by="bo", at=AT)
        assert [*whole.findings(on(10))] == []

    def test_cannot_be_worded_away_while_several_hold_it(self) -> None:
        """Who holds it with others steps down before only one may."""
        role = vacant(several=True)
        for person in ("anna", "bo"):
            role = role.elect(person, voices=YES, by="bo", at=AT)
        alone = role.revise(several=False, by="anna", at=AT)
        refused(alone, lambda r: r.propose(by="anna", at=AT), "^several: anna and bo hold it together")
        proposed = (
            vacant(several=True).elect("anna", voices=YES, by="bo", at=AT).revise(several=False, by="anna", at=AT)
        )
        proposed = proposed.propose(by="anna", at=AT)
        refused(proposed, lambda r: r.elect("bo", voices=YES, by="bo", at=AT), "^person: anna holds it")
        assert alone.step_down(by="bo", at=AT, last_day=on(1)).status == "in_force"


class TestHandOver:
    def test_waits_for_the_successor(self) -> None:
        """Who holds it holds on until the yes, and focus, share and term pass on."""
        role = held(focus="Weekends", until=on(90), deputy="cim")
        offered = role.hand_over("anna", to="cim", since=on(10), notes="The binder is in room 210", by="anna", at=AT)
        assert who(offered, on(10)) == ["anna"]
        taken = offered.accept(by="cim", at=AT)
        assert [who(taken, on(n)) for n in (9, 10, 90, 91)] == [["anna"], ["cim"], ["cim"], []]
        (holding,) = taken.holders(on(10))
        told = (holding.way, str(holding.focus), holding.until, holding.deputy)
        assert told == (Way.HANDED_OVER, "Weekends", on(90), None)

    def test_can_be_declined(self) -> None:
        """Then all stays as it was."""
        offered = held().hand_over("anna", to="cim", by="bo", at=AT)
        assert who(offered.decline(by="cim", at=AT), on(5)) == ["anna"]

    @pytest.mark.parametrize(("leaver", "to"), [("cim", "bo"), ("anna", "anna")])
    def test_refuses_who_holds_nothing(self, leaver: str, to: str) -> None:
        """Only what is held is handed over, and to somebody else."""
        refused(
            held(), lambda r: r.hand_over(leaver, to=to, by="bo", at=AT), r"^to: name who holds it .*there is: anna"
        )

    def test_is_for_the_holder_and_the_table(self) -> None:
        """A holder who is not at the table hands over what is theirs; strangers do not."""
        role = vacant().appoint("dan", method=DELEGATED, by="bo", at=AT).accept(by="dan", at=AT)
        assert who(role.hand_over("dan", to="cim", by="dan", at=AT).accept(by="cim", at=AT), DAY) == ["cim"]
        with pytest.raises(NotAllowedFor):
            _ = role.hand_over("dan", to="cim", by="eve", at=AT)


class TestStepDown:
    def test_leaves_it_vacant(self) -> None:
        """A vacant role shows in lists, on pages and as a finding."""
        role = held().step_down(reason="I study", last_day=on(5), by="anna", at=AT)
        assert [role.is_vacant(on(n)) for n in (5, 6)] == [False, True]
        assert [finding.path for finding in role.findings(on(6))] == ["holders"]
        assert role.status == "in_force"
        assert role.comment("Who is next?", by="bo", at=later(6)).status == "vacant"

    def test_is_noted_for_somebody_by_the_table_only(self) -> None:
        """Who has gone is noted by those who stay."""
        assert held().step_down(person="anna", by="bo", at=AT).holders(on(1)) == ()
        with pytest.raises(NotAllowedFor):
            _ = held().step_down(person="anna", by="eve", at=AT)
        refused(held(), lambda r: r.step_down(by="cim", at=AT), "^person: cim does not hold it after")


class TestDeputy:
    def test_stands_in_for_a_holder(self) -> None:
        """Named at once or later, changed, or nobody."""
        role = held(deputy="cim")
        assert role.holders(DAY)[0].deputy == "cim"
        assert role.name_deputy("bo", of="anna", by="anna", at=AT).holders(DAY)[0].deputy == "bo"
        assert role.name_deputy(None, of="anna", by="bo", at=AT).holders(DAY)[0].deputy is None
        refused(role, lambda r: r.name_deputy("anna", of="anna", by="anna", at=AT), "^deputy: anna cannot stand in")
        refused(role, lambda r: r.name_deputy("bo", of="cim", by="bo", at=AT), "^of: cim does not hold it")


class TestEnding:
    def test_leaves_nobody_holding_it(self) -> None:
        """A role that has ended is neither held nor vacant, and nothing about it can be done."""
        role = held().hold_review("end", present=TABLE, by="bo", at=later(10))
        assert (role.status, who(role, on(10)), who(role, on(11))) == ("ended", ["anna"], [])
        assert not role.is_vacant(on(11))
        assert "holder" not in {relation for relation, _ in role.links()}
        refused(role, lambda r: r.step_down(by="anna", at=later(11)), "is ended, so it cannot be")

    def test_by_its_agreed_end_is_the_same(self) -> None:
        """After the last day that was agreed nobody holds it."""
        role = vacant(end=on(50), review=on(40)).elect("anna", voices=YES, by="bo", at=AT)
        assert (who(role, on(50)), who(role, on(51)), role.is_vacant(on(51))) == (["anna"], [], False)


class TestFinding:
    def test_a_role_is_found_by_its_people_and_its_team(self) -> None:
        """Its links are those that there are now."""
        role = vacant(team="team_1", several=True).elect("anna", voices=YES, deputy="cim", by="bo", at=AT)
        role = role.appoint("dan", method=DELEGATED, by="bo", at=AT)
        links = {*role.links()}
        assert links >= {("holder", "anna"), ("deputy", "cim"), ("offered", "dan"), ("team", "team_1")}
        assert {relation for relation, _ in links} == Role.RELATIONS

    def test_a_journal_keeps_it_and_finds_what_is_vacant(self) -> None:
        """A role goes round through records and kept states as it was; the vacant ones are one look."""
        journal = Journal(MemoryStore())
        anna, bo = journal.save(Person.join("Anna", at=AT), Person.join("Bo", at=AT))
        table: dict[str, str] = {anna.id: "member", bo.id: "coordinator"}
        free = Role.in_meeting("Host", parties=table, present=table, purpose="Guests", by=bo.id, at=AT)
        yes = dict.fromkeys(table, "consent")
        taken = Role.in_meeting(
            "Rota", parties=table, present=table, purpose="Evenings", domains=[Domain("Swaps", exclusive=True)],
            responsibilities=["Publish it"], several=True, by=bo.id, at=AT,
        )  # fmt: skip
        taken = taken.elect(
            anna.id, voices=yes, share=(1, 2), focus="Weekends", deputy=bo.id, until=on(90), by=bo.id, at=AT
        )
        for n in range(20):  # so far that a state is kept, too
            taken = taken.comment(f"Well {n}", by=bo.id, at=AT)
        free, taken = journal.save(free, taken)
        assert journal.load(taken.id) == taken
        assert journal.load(free.id) == free
        assert [found.id for found in journal.find(Role, status="vacant")] == [free.id]
        assert [found.id for found in journal.find(Role, holder=anna.id)] == [taken.id]
