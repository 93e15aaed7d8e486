from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import attrs
import pytest

import coleadership as co
from coleadership import hookspecs
from coleadership.errors import NotAllowedFor, NotFound, RefusedByPolicy, StoreError
from coleadership.ids import new_id
from coleadership.journal.views import View
from coleadership.policies import Policy
from coleadership.records import SEEN_BY, Batch, Query
from coleadership.stores.memory import MemoryStore
from coleadership.trust.access import Actor
from coleadership.trust.entitlements import Action
from tests.builders import AT, DAY, agreed, later, on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from coleadership.prose import Prose, Seal
    from coleadership.records import Card

MONDAYS = co.Cadence.weekly("mon", begin=DAY)


class Asked(MemoryStore):
    """A store that remembers which words it was asked for."""

    __slots__ = ("seals",)

    def __init__(self) -> None:
        super().__init__()
        self.seals: set[Seal] = set()

    def prose(self, seals: Collection[Seal]) -> Mapping[Seal, Prose]:
        """Words by seal, which are remembered."""
        self.seals |= {*seals}
        return super().prose(seals)


@attrs.define
class House:
    """Anna and Bo follow up; Cim is in their team, Dan coordinates the unit above, Eva keeps the register."""

    journal: co.Journal
    anna: str
    bo: str
    cim: str
    dan: str
    eva: str
    team: str
    unit: str

    def keep(self, subject: Any) -> Any:  # noqa: ANN401 - whatever is saved
        """Save something."""
        return self.journal.save(subject)

    def sees(self, person: str, **how: Any) -> View:  # noqa: ANN401 - as `seen_by` takes it
        """What somebody sees, a hundred days later."""
        return self.journal.seen_by(person, at=later(100), **how)


@pytest.fixture
def house() -> House:
    """Five people and two teams."""
    journal = co.Journal(Asked())
    names = ("Anna Ek", "Bo Lind", "Cim Berg", "Dan Falk", "Eva Ros")
    anna, bo, cim, dan, eva = (journal.save(co.Person.join(name, at=AT)).id for name in names)
    unit = journal.save(co.Team.form("Shops", coordinator=dan, by=dan, at=AT))
    team = co.Team.form("Evening", members=[anna, cim], coordinator=bo, under=unit.id, by=dan, at=AT)
    return House(journal, anna, bo, cim, dan, eva, journal.save(team).id, unit.id)


def talk(house: House, **said: Any) -> co.Cycle:  # noqa: ANN401 - as `follow_up` takes it
    """A follow-up of Anna and Bo, with notes that Anna took down alone unless Bo was there as well."""
    cycle = co.Cycle.begin(
        "Anna and Bo", about=["agreement_1"], participants={house.anna: "co_leader", house.bo: "coordinator"},
        cadence=MONDAYS, by=house.bo, at=AT,
    )  # fmt: skip
    told = {"confirmations": ["It works"], "notes": "I am tired of it", **said}
    return cast("co.Cycle", house.keep(cycle.follow_up(by=house.anna, at=AT, **told)))


class TestNotes:
    def test_are_read_by_those_who_were_there(self, house: House) -> None:
        """Who was at a talk reads its notes, now and in the history; who only takes part reads what was said."""
        cycle = talk(house)
        for person, notes in ((house.anna, "I am tired of it"), (house.bo, "[erased]")):
            view = house.sees(person)
            (entry,) = (one for one in view.history(cycle.id) if one.name == "cycle.followed_up")
            for latest in (
                cast("Any", view.load(cycle.id)).talks.latest, cast("Any", view.as_of(cycle.id, AT)).talks.latest,
                cast("Any", entry.event).follow_up, cast("Any", next(view.find(co.Cycle))).talks.latest,
            ):  # fmt: skip
                assert [str(words) for words in latest.confirmations] == ["It works"]
                assert str(latest.notes) == notes

    def test_are_not_read_from_above_or_beside(self, house: House) -> None:
        """Neither the team, nor the formal line, nor whoever keeps the register finds the talk at all."""
        cycle = talk(house)
        for view in (house.sees(house.cim), house.sees(house.dan), house.sees(house.eva, administers=True)):
            assert [*view.cards(co.Cycle)] == []
            with pytest.raises(NotFound, match=f"^nothing here is called '{cycle.id}'; look it up with find$"):
                _ = view.load(cycle.id)

    def test_are_not_even_asked_for(self, house: House) -> None:
        """The words that somebody may not read never leave the store."""
        cycle = talk(house)
        notes = cast("Prose", cast("Any", cycle.talks.latest).notes)
        store = cast("Asked", house.journal.store)
        for person, asked in ((house.bo, False), (house.anna, True)):
            store.seals.clear()
            view = house.sees(person)
            _ = (
                view.load(cycle.id),
                [*view.history(cycle.id)],
                view.as_of(cycle.id, AT),
                [*view.feed()],
                [*view.export()],
            )
            assert (notes.seal in store.seals) is asked

    def test_are_opened_nowhere_else(self, house: House) -> None:
        """What stands for notes in a view is not their seal, with which they could be read as a title or a remark."""
        cycle = talk(house)
        notes = cast("Prose", cast("Any", cycle.talks.latest).notes)
        view = house.sees(house.bo)
        told: list[Any] = [view.load(cycle.id), view.as_of(cycle.id, AT), *view.find(co.Cycle)]
        assert not [one for one in (*told, *view.history(cycle.id)) if notes.seal in repr(attrs.asdict(one))]
        (card,) = view.cards(co.Cycle)
        withheld = told[0].talks.latest.notes
        assert view.titles([attrs.evolve(card, title=withheld.seal)]) == {}
        rota = agreed(parties={house.bo: co.Part.CO_LEADER, house.cim: co.Part.COORDINATOR})
        rota = house.keep(rota.comment(withheld, by=house.bo, at=AT))
        assert str(house.journal.load(rota.id).in_force.comments[0].text) == "[erased]"

    def test_leave_the_same_words_elsewhere_as_they_are(self, house: House) -> None:
        """What was said openly in another talk is not lost there, whatever else is read with it, and can be saved."""
        said = co.Prose.write("I am tired of it", owner=house.anna)
        kept, openly = talk(house, notes=said), talk(house, confirmations=[said])
        seen = {one.id: one for one in house.sees(house.bo).find(co.Cycle)}
        assert (seen[kept.id].partial, seen[openly.id].partial) == (True, True)  # the other has notes as well
        assert str(cast("Any", seen[openly.id].talks.latest).confirmations[0]) == "I am tired of it"
        assert str(cast("Any", house.sees(house.bo).load(kept.id).talks.latest).notes) == "[erased]"

    def test_are_not_lost_by_who_does_not_see_them(self, house: House) -> None:
        """A talk without its notes is not all of it, and so it is not saved; whose they are reads them still."""
        cycle = talk(house)
        seen = house.sees(house.bo).load(cycle.id).check_in("Good", by=house.bo, at=later(7))
        with pytest.raises(co.Inconsistent, match="is what somebody sees of it, not all of it; use change"):
            _ = house.journal.save(seen)
        assert not house.sees(house.anna).load(cycle.id).partial

    def test_are_guessed_by_nobody(self, house: House) -> None:
        """Whatever id somebody tries, that of a talk, of a follow-up or of nothing, the sentence is the same."""
        cycle = talk(house)
        follow_up = cast("Any", cycle.talks.latest).id
        view = house.sees(house.cim)
        for id in (cycle.id, follow_up, new_id("followup"), "notes"):
            for ask in (view.load, view.history, lambda id: view.as_of(id, AT), view.line_of_sight):
                with pytest.raises(NotFound, match=f"^nothing here is called '{id}'; look it up with find$"):
                    _ = ask(id)
            assert view.may("read_notes", id) == (False, str(NotFound(id)))

    def test_are_for_whoever_was_there_as_a_person(self, house: House) -> None:
        """Who holds a role now does not read what its holder noted then."""
        table = [house.anna, house.bo]
        role = co.Role.in_meeting(
            "Rota", parties=dict.fromkeys(table, "member"), present=table, purpose="Evenings", by=house.bo, at=AT
        )
        role = house.keep(role.appoint(house.cim, method=co.DELEGATED, by=house.bo, at=AT).accept(by=house.cim, at=AT))
        cycle = co.Cycle.begin(
            "Rota", about=["agreement_1"], participants={role.id: "member", house.bo: "coordinator"}, cadence=MONDAYS,
            by=house.bo, at=AT,
        )  # fmt: skip
        held = cycle.follow_up(by=house.bo, present=[role.id], confirmations=["So"], notes="Between us", at=AT)
        cycle = house.keep(held)
        latest = cast("Any", house.sees(house.cim).load(cycle.id)).talks.latest
        assert (str(latest.confirmations[0]), str(latest.notes)) == ("So", "[erased]")


class TestSupport:
    def test_shows_who_is_asked_what_they_are_asked(self, house: House) -> None:
        """Somebody outside who is asked for support sees that, and nothing else that was said."""
        cycle = talk(house, support={house.eva: "Somebody for Friday"}, next_step="Look at the swaps")
        view = house.sees(house.eva)
        told = view.load(cycle.id)
        assert (told.agenda, told.talks.latest, [str(one.words) for one in told.talks.support]) == (
            (), None, ["Somebody for Friday"],
        )  # fmt: skip
        assert [owed.verb for owed in view.obligations(house.eva, later(1))] == ["give_support"]
        with pytest.raises(NotAllowedFor, match=r"cannot read its history here \(who could: who takes part in it\)$"):
            _ = view.history(cycle.id)

    def test_does_not_show_who_else_is_asked(self, house: House) -> None:
        """Neither a card nor an export, nor a search, tells somebody outside whom besides them it waits for."""
        cycle = talk(house, support={house.eva: "Somebody for Friday", house.dan: "A word with Bo"})
        view = house.sees(house.eva)
        (card,) = view.cards(co.Cycle)
        exported = next(line for line in map(json.loads, view.export()) if line["id"] == cycle.id)
        assert [id for relation, id in card.links if relation == "awaits"] == exported["links"]["awaits"] == [house.eva]
        assert [key for relation, key in card.links if relation == SEEN_BY] == [f"parties:{house.eva}"]
        assert [*view.cards(co.Cycle, awaits=house.dan), *view.find(co.Cycle, awaits=house.dan)] == []
        assert [one.id for one in view.find(co.Cycle, awaits=house.eva)] == [cycle.id]
        assert [one.id for one in house.sees(house.bo).find(co.Cycle, awaits=house.dan)] == [cycle.id]

    def test_asks_as_of_its_own_time(self, house: House) -> None:
        """What is owed and what a talk is prepared with is told as of when the view was made, unless said otherwise."""
        cycle = talk(house)
        early = house.journal.seen_by(house.anna, at=later(1))
        assert [one.reason for one in early.obligations(house.anna)] == []
        assert early.obligations(house.anna, at=later(100)) == house.sees(house.anna).obligations(house.anna) != ()
        assert early.agenda(cycle.id) == house.sees(house.anna).agenda(cycle.id, at=later(1))


class TestFeedback:
    def told(self, house: House) -> co.Feedback:
        """Anna told Bo something; he answered, and let everybody read it."""
        told = co.Feedback.give("You interrupt Cim", to=[house.bo], by=house.anna, at=AT)
        return cast(
            "co.Feedback", house.keep(told.take_up("I begin with a round", by=house.bo, at=AT).share(by=house.bo))
        )

    def test_shows_answers_as_it_says_itself(self, house: House) -> None:
        """Whoever reads it sees the answers that `answers_for` gives them."""
        told = self.told(house)
        for person in (house.anna, house.bo, house.cim, house.dan):
            seen = house.sees(person).load(told.id)
            assert seen.answers == told.answers_for(person)
            assert [str(one.words) for one in seen.answers] == ["I begin with a round"] * len(seen.answers)

    def test_does_not_show_that_there_is_an_answer(self, house: House) -> None:
        """Neither a list nor a step that is left out tells others that it was answered."""
        told = self.told(house)
        untold = house.keep(co.Feedback.give("Thanks", to=[house.bo], by=house.anna, at=AT).share(by=house.bo, at=AT))
        view = house.sees(house.cim)
        for one in (told, untold):
            card = next(card for card in view.cards(co.Feedback) if card.subject == one.id)
            assert (card.revision, card.state_revision, view.load(one.id).revision) == (1, 0, 1)
        history = [
            (entry.name, entry.step, entry.event and entry.event.stamp.step)
            for entry in house.sees(house.bo).history(told.id)
        ]
        assert history == [("feedback.given", 0, 0), ("feedback.answered", 0, 0), ("feedback.shared", 0, 0)]
        assert [entry.step for entry in house.sees(house.anna).history(told.id)] == [1, 2, 3]

    def test_hides_from_one_receiver_what_another_answered(self, house: House) -> None:
        """Each of those who got it finds the step of their own, and no trace of the others'."""
        told = co.Feedback.give("Thanks to you both", to=[house.bo, house.cim], by=house.anna, at=AT)
        told = house.keep(told.thank("Gladly", by=house.bo, at=AT))
        assert [entry.name for entry in house.sees(house.cim).history(told.id)] == ["feedback.given"]
        assert [entry.name for entry in house.sees(house.cim).feed() if entry.subject == told.id] == ["feedback.given"]
        assert "Gladly" not in b"".join(house.sees(house.cim).export()).decode()

    def test_is_changed_in_the_journal_and_not_in_a_view(self, house: House) -> None:
        """What somebody sees of it is not all of it, and so it is not saved."""
        told = self.told(house)
        seen = house.sees(house.bo).load(told.id).thank(by=house.bo, at=AT)
        with pytest.raises(
            co.Inconsistent, match="is what somebody sees of it, not all of it; use change, which loads"
        ):
            _ = house.journal.save(seen)
        thanked = house.journal.change(told.id, lambda one: one.thank(by=house.bo, at=AT))
        assert [answer.response.value for answer in thanked.answers] == ["taken_up", "thanked"]

    def test_is_gone_for_others_once_it_is_taken_back(self, house: House) -> None:
        """What was given openly and taken back is found by who gave it, and by nobody else."""
        openly = co.Feedback.give("Thanks", to=[house.bo], kind="thanks", audience="organisation", by=house.anna, at=AT)
        told = house.keep(openly.take_back(by=house.anna, at=AT))
        seen = {one: told.id in {card.subject for card in house.sees(one).cards()} for one in (house.anna, house.bo)}
        assert seen == {house.anna: True, house.bo: False}


class TestPeople:
    def test_show_what_holds_their_words_to_themselves(self, house: House) -> None:
        """That somebody's words are held for a dispute is for them, and for who keeps the register."""
        held = house.journal.load(house.anna)
        _ = house.keep(cast("co.Person", held).hold("Dispute 7/2027", by="hr", at=AT))
        for view, holds in (
            (house.sees(house.anna), ["Dispute 7/2027"]), (house.sees(house.bo), []),
            (house.sees(house.eva, administers=True), ["Dispute 7/2027"]), (house.sees(house.eva), []),
        ):  # fmt: skip
            seen = cast("co.Person", view.load(house.anna))
            assert ([str(hold.reason) for hold in seen.holds], str(seen.name)) == (holds, "Anna Ek")

    def test_who_have_left_see_nothing(self, house: House) -> None:
        """Whoever is gone finds nothing, not even what they wrote; back again, they do."""
        _ = house.keep(cast("co.Person", house.journal.load(house.anna)).leave(by=house.bo, at=AT))
        view = house.sees(house.anna)
        assert ([*view.cards()], view.obligations(house.anna), [*view.feed()], [*view.export()]) == ([], (), [], [])
        assert view.may("see", house.bo).reason == str(NotFound(house.bo))
        _ = house.journal.change(cast("co.PersonId", house.anna), lambda one: one.come_back(by=house.bo, at=AT))
        assert house.anna in {card.subject for card in house.sees(house.anna).cards(co.Person)}

    def test_who_are_not_known_are_told_so(self, house: House) -> None:
        """Only somebody who is in the journal sees anything of it."""
        for id in ("anna", new_id("person"), house.team):
            with pytest.raises(NotFound, match=r"^nothing here is called"):
                _ = house.journal.seen_by(id)


class TestTeam:
    def test_is_who_belongs_to_it_that_day(self, house: House) -> None:
        """What is for the team is read by it and one step up the line: not two steps, and not after one has left."""
        parties = {house.anna: co.Part.CO_LEADER, house.bo: co.Part.COORDINATOR}
        rota = house.keep(agreed(parties=parties, audience="team"))
        top = house.keep(co.Team.form("All", coordinator=house.eva, by=house.eva, at=AT))
        unit = cast("co.Team", house.journal.load(house.unit)).place(top.id, by=house.eva, at=AT)
        team = cast("co.Team", house.journal.load(house.team)).leave(house.cim, by=house.bo, last_day=on(120), at=AT)
        _ = house.journal.save(unit, team)
        sees = {one: rota.id in {card.subject for card in house.sees(one).cards(co.Agreement)} for one in (
            house.anna, house.cim, house.dan, house.eva,
        )}  # fmt: skip
        assert sees == {house.anna: True, house.cim: True, house.dan: True, house.eva: False}
        afterwards = house.journal.seen_by(house.cim, at=later(121))
        assert [*afterwards.cards(co.Agreement)] == []

    def test_takes_part_where_it_is_named(self, house: House) -> None:
        """What a team got is for everybody in it, by whichever link it is found, and for nobody above it."""
        told = house.keep(co.Feedback.give("Your handovers are a joy", to=[house.team], by=house.eva, at=AT))
        for person, there in ((house.anna, True), (house.bo, True), (house.dan, False)):
            assert bool([*house.sees(person).find(co.Feedback, receiver=house.team)]) is there
        assert house.sees(house.cim).may("thank", told.id)
        assert not house.sees(house.dan).may("thank", told.id)

    def test_is_known_up_to_the_next_change(self, house: House) -> None:
        """What is known of somebody says until when, so that a view that is kept too long allows nothing."""
        team = cast("co.Team", house.journal.load(house.team)).leave(house.cim, by=house.bo, last_day=on(120), at=AT)
        team = team.join(house.eva, since=on(110), by=house.bo, at=AT)
        _ = house.keep(team)
        actor = house.sees(house.anna)._seen.actor
        assert (actor.since, actor.until) == (DAY, on(109))
        assert house.sees(house.eva)._seen.actor.until == on(109)
        assert house.journal.seen_by(house.anna, at=later(110))._seen.actor.until == on(120)


class TestMay:
    def test_answers_for_every_verb_and_says_why(self, house: House) -> None:
        """A verb or an action, for what somebody sees; the reason names a part and nobody."""
        parties = {house.anna: co.Part.CO_LEADER, house.bo: co.Part.COORDINATOR}
        rota = house.keep(agreed(parties=parties, audience="organisation"))
        anna, cim, eva = house.sees(house.anna), house.sees(house.cim), house.sees(house.eva, administers=True)
        assert anna.may("revise", rota.id) == (True, "who words and answers it may")
        assert cim.may("revise", rota.id) == (False, "only who words and answers it may")
        assert cim.may(Action.SEE, rota.id) == (True, "it is for everybody here")
        assert (cim.may("override", rota.id).allowed, eva.may("override", rota.id).allowed) == (False, True)
        with pytest.raises(co.Inconsistent, match=r"^what: no agreement has a verb or action 'sing'"):
            _ = anna.may("sing", rota.id)
        cycle = talk(house)
        with pytest.raises(co.Inconsistent, match=r"no cycle has a verb or action 'consent' \(known: ack"):
            _ = anna.may("consent", cycle.id)
        with pytest.raises(co.Inconsistent, match=r"'chek_in'; did you mean 'check_in'\?"):
            _ = anna.may("chek_in", cycle.id)
        assert anna.may("check_in", cycle.id)

    def test_agrees_with_what_somebody_owes(self, house: House) -> None:
        """Whoever owes an answer may give it."""
        _ = talk(house, support={house.eva: "Somebody for Friday"})
        for person in (house.anna, house.bo, house.eva):
            view = house.sees(person)
            for owed in view.obligations(person, later(7)):
                assert view.may(str(owed.verb), owed.subject), owed


class TestHistory:
    def test_is_for_those_who_take_part(self, house: House) -> None:
        """Others read what it says now, and are told who could read how it came about."""
        parties = {house.anna: co.Part.CO_LEADER, house.bo: co.Part.COORDINATOR}
        rota = house.keep(agreed(parties=parties, audience="organisation"))
        assert len([*house.sees(house.anna).history(rota.id)]) == len([*house.journal.history(rota.id)])
        cim = house.sees(house.cim)
        assert str(cim.load(rota.id).title) == "Evening rota"
        for ask in (lambda: cim.history(rota.id), lambda: cim.as_of(rota.id, later(1))):
            with pytest.raises(
                NotAllowedFor, match=r"cannot read its history here \(who could: who takes part in it\)$"
            ):
                _ = ask()
        assert rota.id not in {entry.subject for entry in cim.feed()}

    def test_leaves_out_what_this_version_does_not_know(self, house: House) -> None:
        """Of an event that is not known here, nobody knows whom it is for."""
        store = house.journal.store
        (record,) = store.records(house.anna)
        fact = attrs.evolve(record.fact, revision=2, name="person.sung", event=new_id("event"))
        _ = store.append(Batch(facts=(fact,), expected={house.anna: 1}))
        assert [entry.name for entry in house.journal.history(house.anna)] == ["person.joined", "person.sung"]
        assert [entry.name for entry in house.sees(house.anna).history(house.anna)] == ["person.joined"]

    def test_does_not_tell_what_else_was_saved_with_it(self, house: House) -> None:
        """How many records of the same save follow is told to nobody."""
        parties = {house.anna: co.Part.CO_LEADER, house.bo: co.Part.COORDINATOR}
        rota = house.keep(agreed(parties=parties))
        assert {entry.rest for entry in house.sees(house.anna).history(rota.id)} == {0}


class TestExport:
    def test_gives_what_is_seen_with_its_words(self, house: House) -> None:
        """One line a subject, words in their place; the history where one takes part; what is reserved as nothing."""
        cycle = talk(house)
        lines = {line["id"]: line for line in map(json.loads, house.sees(house.bo).export())}
        assert {*lines} == {card.subject for card in house.sees(house.bo).cards()}
        told = lines[cycle.id]
        assert (told["title"], told["audience"], told["status"]) == ("Anna and Bo", "parties", "active")
        assert SEEN_BY not in told["links"]
        assert told["state"]["talks"]["latest"]["confirmations"] == ["It works"]
        assert told["state"]["talks"]["latest"]["notes"] is None
        assert [one["name"] for one in told["history"]] == ["cycle.begun", "cycle.followed_up"]
        assert told["history"][1]["body"]["follow_up"]["notes"] is None
        assert "history" not in lines[house.dan]
        assert json.loads(next(house.sees(house.dan).export()))["kind"] == "person"


class TestPolicies:
    def policed(self, house: House, *policies: Policy) -> co.Journal:
        """The same journal with policies."""
        return co.Journal(house.journal.store, policies=lambda: policies)

    def test_take_away_what_somebody_sees(self, house: House) -> None:
        """A policy leaves an audience, a kind or a role out, in every list and for every id."""
        cycle = talk(house)

        def outside(actor: Actor) -> Actor:
            kinds = frozenset({"agreement", "cycle", "person"})
            return attrs.evolve(actor, audiences=actor.audiences - {"organisation"}, kinds=kinds)

        def no_talks(actor: Actor) -> Actor:
            return attrs.evolve(actor, kinds=frozenset({"agreement", "person", "team"}))

        journal = self.policed(house, Policy("acme.outside", restrict=outside))
        view = journal.seen_by(house.anna, at=later(100))
        assert [card.subject for card in view.cards()] == [cycle.id]
        assert [*view.cards(co.Team)] == []
        journal = self.policed(house, Policy("acme.outside", restrict=outside), Policy("acme.talks", restrict=no_talks))
        view = journal.seen_by(house.anna, at=later(100))
        assert [*view.cards()] == []
        assert view.may("see", cycle.id) == (False, str(NotFound(cycle.id)))

    def test_fill_pages_of_the_kinds_that_are_left(self, house: House) -> None:
        """Where some kinds are left out, a page is full without them, in order, and none comes twice."""
        for number in range(450):
            _ = house.keep(co.Person.join(f"Person {number}", at=AT))
        left = Policy("acme.people", restrict=lambda actor: attrs.evolve(actor, kinds=frozenset({"person", "team"})))
        view = self.policed(house, left).seen_by(house.anna, at=later(100))
        assert [card.subject for card in view.cards()] == [card.subject for card in house.journal.cards()]
        page = view._seen.store.cards(Query(limit=456))
        assert [card.kind for card in page] == ["person"] * 455 + ["team"]

    def test_allow_no_more(self, house: House) -> None:
        """Whatever a policy adds is passed over."""
        _ = talk(house)
        more = Policy(
            "acme.more", restrict=lambda actor: attrs.evolve(actor, roles=frozenset({house.anna}), administers=True)
        )
        view = self.policed(house, more).seen_by(house.cim, at=later(100))
        assert [*view.cards(co.Cycle)] == []

    def test_show_nothing_if_they_fail(self, house: House) -> None:
        """An error, or an answer that is none, shows nothing and says which policy it is."""

        def fails(_: Actor) -> Actor:
            raise RuntimeError("no network")

        def rubbish(actor: Actor) -> Actor:
            return attrs.evolve(actor, audiences=cast("Any", ["organisation"]))

        failed = "it failed, and a policy that fails shows nothing"
        for restrict, told in ((fails, failed), (rubbish, failed), (bool, "it answered True")):
            journal = self.policed(house, Policy("acme.broken", restrict=cast("Any", restrict)))
            with pytest.raises(RefusedByPolicy, match=f"policy acme.broken refuses a view: {told}"):
                _ = journal.seen_by(house.anna)

    def test_of_a_broken_plugin_show_nothing(self) -> None:
        """As nobody knows what it would have left out."""

        class Broken:
            @hookspecs.hookimpl
            def coleadership_policies(self, ctx: object) -> Iterable[Policy]:  # noqa: ARG002 - the form of every hook
                raise RuntimeError

        plugins = co.Plugins([Broken()], strict=False)
        with co.open_journal("memory:", plugins=plugins) as journal:
            store = journal.store
            anna = co.Journal(store).save(co.Person.join("Anna Ek", at=AT))
            with pytest.raises(RefusedByPolicy, match="refuses a view: it failed"):
                _ = journal.seen_by(anna.id)


class Careless(MemoryStore):
    """A store that knows nothing of who may see what."""

    __slots__ = ()

    def cards(self, query: Query) -> list[Card]:
        """Cards, whoever asks."""
        return super().cards(attrs.evolve(query, seen_by=None))


class TestStore:
    def test_is_not_believed(self) -> None:
        """A store that gives more than was asked for is found out, and nothing of it is shown."""
        journal = co.Journal(Careless())
        anna, bo = journal.save(co.Person.join("Anna Ek", at=AT), co.Person.join("Bo Lind", at=AT))
        _ = journal.save(co.Feedback.give("Thanks", to=[bo.id], by=anna.id, at=AT))
        cim = journal.save(co.Person.join("Cim Berg", at=AT))
        with pytest.raises(StoreError, match="gives what was not asked for, so nothing of it is shown"):
            _ = [*journal.seen_by(cim.id).cards()]

    def test_shows_cards_without_keys_to_nobody(self, house: House) -> None:
        """What was written before there were keys is hidden until it is rebuilt."""
        store = house.journal.store
        bare = [
            attrs.evolve(card, links=tuple(link for link in card.links if link[0] != SEEN_BY))
            for card in store.cards(Query(kind="team", states=True))
        ]
        assert store.put_cards(bare) == 2
        assert [*house.sees(house.anna).cards(co.Team)] == []
        _ = house.journal.rebuild()
        assert len([*house.sees(house.anna).cards(co.Team)]) == 2


class TestView:
    def test_is_read_and_not_written(self, house: House) -> None:
        """It has no verb that changes anything."""
        view = house.sees(house.anna)
        written = ("save", "change", "tick", "forget", "import_", "rebuild", "store")
        assert [verb for verb in written if hasattr(view, verb)] == []
        assert (view.person, repr(view)) == (house.anna, f"<journal memory: as {house.anna} sees it>")
        assert view.at == later(100)

    def test_remembers_only_lessons_that_are_for_all(self, house: House) -> None:
        """What is offered while something is worded is what somebody sees, with the titles that they may know."""
        both = [house.eva, house.dan]
        mission = house.keep(co.Mission.in_meeting(
            "Quiet shops", asked=both, present=both, body="Ours", audience="parties", by=house.eva, at=AT,
        ))  # fmt: skip
        lesson = house.keep(co.Lesson.note("Quiet", actual="It was loud", about=[mission.id], by=house.eva, at=AT))
        parties = {house.anna: co.Part.OWNER, house.bo: co.Part.COORDINATOR}
        goal = co.Goal.draft("Fewer bells", parties=parties, contributions=[mission.id], by=house.anna, at=AT)
        (offered,) = house.sees(house.anna).lessons_for(goal)
        assert (offered.lesson, "Quiet shops" in str(offered.reasons)) == (lesson.id, False)
        (offered,) = house.sees(house.eva).lessons_for(goal)
        assert "Quiet shops" in str(offered.reasons)
