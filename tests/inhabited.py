"""An organisation by chance in which every text is one word of its own, with who may read it said beside.

Who may read a word is said here once more, in sets of ids, without a look at the code that decides it: from who takes
part, and from who was in which team and role on the day. So whatever a view gives can be searched for words that it
should not have, and for those that it should.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from random import Random
from typing import Any, Final, cast

import attrs

import coleadership as co
from coleadership.heart.events import Subject
from tests.builders import AT

__all__ = ["NOW", "Inhabited", "Rule"]

NOW: Final = AT + timedelta(days=100)
TODAY: Final = NOW.date()
AUDIENCES: Final = ("parties", "team", "organisation")
Rule = Callable[[str], bool]
"""Whether a person may read something."""


@attrs.define
class Inhabited:
    """What there is, as far as it matters to who may read what."""

    chance: Random
    journal: co.Journal
    people: list[str] = attrs.field(factory=list)
    here: set[str] = attrs.field(factory=set)
    belong: dict[str, set[str]] = attrs.field(factory=dict)
    """Of each team, who belongs to it or coordinates it today."""
    coordinator: dict[str, str] = attrs.field(factory=dict)
    above: dict[str, str] = attrs.field(factory=dict)
    holders: dict[str, set[str]] = attrs.field(factory=dict)
    """Of each role, who holds it today."""
    team_of_role: dict[str, str] = attrs.field(factory=dict)
    words: dict[str, Rule] = attrs.field(factory=dict)
    seen: dict[str, Rule] = attrs.field(factory=dict)
    """Of each subject, who sees it."""

    @classmethod
    def by_chance(cls, seed: int, journal: co.Journal | None = None) -> Inhabited:
        """An organisation, the same for the same seed but for its ids."""
        it = cls(Random(seed), journal or co.open_journal("memory:"))
        for _ in range(it.chance.randint(3, 8)):
            it.join()
        for _ in range(it.chance.randint(1, 4)):
            it.form()
        for _ in range(it.chance.randint(0, 3)):
            it.give_role()
        makers = [it.agree, it.follow_up, it.give_feedback, it.take_initiative, it.share, it.aim, it.decide, it.learn]
        for _ in range(it.chance.randint(4, 14)):
            it.chance.choice(makers)()
        for person in it.chance.sample(it.people, it.chance.randint(0, 1)):
            it.leave(person)
        return it

    # -- who may

    def stands_for(self, person: str) -> set[str]:
        """A person, and the roles and teams for which they stand."""
        teams = {team for team, people in self.belong.items() if person in people}
        return {person, *teams, *(role for role, people in self.holders.items() if person in people)}

    def near(self, person: str) -> set[str]:
        """Who and what stands with a person in a team, or right below a unit that they coordinate; units above them."""
        teams = {team for team, people in self.belong.items() if person in people}
        led = {team for team in teams if self.coordinator.get(team) == person}
        below = {team for team, unit in self.above.items() if unit in led}
        found, ahead = {*below}, [*teams]
        while ahead:
            unit = self.above.get(ahead.pop())
            if unit is not None and unit not in found - below:
                found.add(unit)
                ahead.append(unit)
        for team in teams | below:
            found |= self.belong[team] | {role for role, there in self.team_of_role.items() if there == team}
        return found

    def readers(self, audience: str, part: Collection[str], waiting: Collection[str] = ()) -> Rule:
        """Who sees what is meant for an audience, where these take part and these are waited for."""

        def rule(person: str) -> bool:
            mine = self.stands_for(person)
            if person not in self.here:
                return False
            if audience == "organisation" or mine & {*part}:
                return True
            if audience == "team" and self.near(person) & {*part}:
                return True
            return bool(mine & {*waiting})

        return rule

    def taking_part(self, part: Collection[str]) -> Rule:
        """Who takes part."""
        return lambda person: person in self.here and bool(self.stands_for(person) & {*part})

    def alone(self, people: Collection[str]) -> Rule:
        """These by name."""
        return lambda person: person in self.here and person in people

    def both(self, *rules: Rule) -> Rule:
        """Whoever all of these let."""
        return lambda person: all(rule(person) for rule in rules)

    def word(self, rule: Rule) -> str:
        """A word of its own, for whom this lets."""
        word = f"wrd{len(self.words):05}"
        self.words[word] = rule
        return word

    def keep(self, subject: Subject[Any], rule: Rule) -> None:
        """Save something that these see."""
        _ = self.journal.save(subject)
        self.seen[subject.id] = rule

    def some(self, least: int, most: int, *, groups: bool = False) -> list[str]:
        """Some people, and perhaps a role or a team with them."""
        people = self.chance.sample(self.people, min(len(self.people), self.chance.randint(least, most)))
        group = [self.chance.choice([*self.belong, *self.holders])] if groups and self.chance.random() < 0.3 else []
        return [*people, *group]

    # -- people, teams and roles

    def join(self) -> None:
        """Somebody comes, and has another name since; the words of some are held."""
        named = list[str]()  # filled in once the id is known
        person = co.Person.join(self.word(self.alone(named)), at=AT)
        named.append(person.id)
        person = person.rename(self.word(self.everybody), by=person.id, at=AT)
        if self.chance.random() < 0.3:
            person = person.hold(self.word(self.alone(named)), by="hr", at=AT)
        self.people.append(person.id)
        self.here.add(person.id)
        self.keep(person, self.everybody)

    def leave(self, id: str) -> None:
        """Somebody goes; it shows nowhere else."""
        person = cast("co.Person", self.journal.load(id))
        _ = self.journal.save(person.leave(by=id, at=AT))
        self.here.discard(id)

    def form(self) -> None:
        """A team, with people who are in it, were before, or will be; the card still has those who were."""
        there = list[str]()
        team = co.Team.form(
            self.word(self.taking_part(there)), coordinator=self.chance.choice(self.people),
            under=self.chance.choice([None, *self.belong]), by="hr", at=AT,
        )  # fmt: skip
        for person in self.some(0, 4):
            begin = self.chance.choice([0, 0, 0, 130])
            team = team.join(person, since=AT.date() + timedelta(days=begin), by="hr", at=AT)
            if begin == 0 and self.chance.random() < 0.3:
                team = team.leave(person, last_day=AT.date() + timedelta(days=50), by="hr", at=AT)
        team = team.rename(self.word(self.everybody), by="hr", at=AT)
        there.append(team.id)
        coordinator, under = team.coordinator(TODAY), team.parent(TODAY)
        self.belong[team.id] = {*team.members(TODAY), *([] if coordinator is None else [coordinator])}
        if coordinator is not None:
            self.coordinator[team.id] = coordinator
        if under is not None:
            self.above[team.id] = under
        self.keep(team, self.everybody)

    def give_role(self) -> None:
        """A role that somebody holds, held before, or will hold; the card still has those who held it."""
        table, team = self.some(2, 2), self.chance.choice([None, *self.belong])
        role = co.Role.in_meeting(
            self.word(self.everybody), parties=dict.fromkeys(table, "member"), present=table, by=table[0], team=team,
            purpose=self.word(self.everybody), several=True, at=AT,
        )  # fmt: skip
        for person in self.some(0, 2):
            begin, end = self.chance.choice([(0, None), (0, 50), (130, None), (0, 150)])
            since, until = AT.date() + timedelta(days=begin), end and AT.date() + timedelta(days=end)
            role = role.appoint(person, method=co.DELEGATED, since=since, until=until or None, by=table[0], at=AT)
            role = role.accept(by=person, at=AT) if role.holdings.offers else role
        self.holders[role.id] = {one.person for one in role.holders(TODAY)}
        if team is not None:
            self.team_of_role[role.id] = team
        self.keep(role, self.everybody)

    # -- what they do

    def agree(self) -> None:
        """An agreement: a draft, or in force, perhaps with an amendment, perhaps without somebody who has left it."""
        parties, audience = self.some(2, 3, groups=True), self.chance.choice(AUDIENCES)
        first, *others = parties
        binds = self.chance.random() < 0.7 and {*parties} <= {*self.people}
        goes = others[-1:] if binds and len(parties) == 3 and self.chance.random() < 0.5 else []
        part = [one for one in parties if one not in goes]
        sees, knows = self.readers(audience if binds else "parties", part), self.taking_part(part)
        rota = co.Agreement.draft(
            self.word(knows), parties=dict.fromkeys(parties, "member"), kind="team", body=self.word(sees),
            audience=audience, by=first, at=AT,
        )  # fmt: skip
        rota = rota.comment(self.word(knows if binds else sees), by=first, at=AT)
        rota = rota.revise(title=self.word(sees), by=first, at=AT)
        if binds:
            rota = rota.propose(by=first, at=AT)
            for other in others:
                concern = self.word(sees) if self.chance.random() < 0.5 else None
                rota = rota.consent(by=other, concern=concern, nothing_to_add=True, at=AT)
            for one in goes:
                rota = rota.leave(by=one, at=AT)
            if self.chance.random() < 0.5:
                rota = rota.revise(title=self.word(sees), audience=self.chance.choice(AUDIENCES), by=first, at=AT)
        assert rota.audience == (audience if binds else "parties")
        self.keep(rota, sees)

    def follow_up(self) -> None:
        """A cycle with two talks, notes of each, somebody outside who is asked for support, and perhaps new people."""
        before = self.some(2, 3, groups=True)
        first, second, guest, asked = *before[:2], self.chance.choice(self.people), self.chance.choice(self.people)
        later = before if self.chance.random() < 0.6 else [first, *self.some(1, 1)]
        present = [[first, *self.chance.sample([guest, second], 1)], [second, *self.chance.sample([guest, first], 1)]]
        absent = [{*before} - {*there} for there in present]
        waiting = {*absent[0], *absent[1], *([asked] if asked != second else [])}
        sees, knows = self.readers("parties", later, waiting), self.taking_part(later)
        newest = self.both(sees, self.taking_part([*later, *present[1], *absent[1]]))
        cycle = co.Cycle.begin(
            self.word(sees), about=["rota"], participants=dict.fromkeys(before, "member"), acknowledged=True,
            cadence=co.Cadence.weekly("mon", begin=AT.date()), agenda=[self.word(knows)], by=first, at=AT,
        )  # fmt: skip
        cycle = cycle.follow_up(
            confirmations=[self.word(knows)], notes=self.word(self.both(knows, self.alone(present[0]))),
            present=present[0], by=first, at=AT,
        )  # fmt: skip
        asks = self.both(sees, self.taking_part([*later, *present[1], *absent[1], asked]))
        support = {asked: self.word(asks)} if asked != second else {}
        cycle = cycle.follow_up(
            feedback=[self.word(newest)], lessons=[self.word(newest)], next_step=self.word(newest),
            notes=self.word(self.both(newest, self.alone(present[1]))), support=support,
            present=present[1], by=second, at=AT + timedelta(days=7),
        )  # fmt: skip
        if later != before:
            cycle = cycle.change_participants(dict.fromkeys(later, "member"), by=first, at=AT + timedelta(days=8))
        self.keep(cycle, sees)

    def give_feedback(self) -> None:
        """Feedback: as it was given, answered, shared, or taken back."""
        giver, *to = self.some(2, 3, groups=True)
        openly = self.chance.random() < 0.3
        kind, audience = ("thanks", self.chance.choice(AUDIENCES)) if openly else (None, "parties")
        readers = list[Rule]()

        def sees(person: str) -> bool:
            return readers[0](person)

        told = co.Feedback.give(self.word(sees), to=to, kind=kind, audience=audience, by=giver, at=AT)
        what = self.chance.choice(["nothing", "answered", "shared", "taken back"])
        if what == "taken back":
            told = told.take_back(by=giver, at=AT)
        for receiver in to if what in {"answered", "shared"} else ():
            by = min(self.stands_in(receiver) - {giver}, default=None)
            if by is not None:
                answer = self.word(self.both(sees, self.alone([giver, receiver, by])))
                told = told.take_up(answer, receiver=receiver, by=by, at=AT)
                told = told.share(self.chance.choice(AUDIENCES), receiver=receiver, by=by, at=AT)
        audience = told.audience
        rule = self.alone([giver]) if audience == "private" else self.readers(audience, [giver, *to])
        readers.append(rule)
        self.keep(told, sees)

    def take_initiative(self) -> None:
        """An initiative, and whom it concerns."""
        people, concerns, audience = self.some(1, 2), self.some(0, 2, groups=True), self.chance.choice(AUDIENCES)
        sees = self.readers(audience, [*people, *concerns])
        one = co.Initiative.take(
            self.word(sees), by=people[0], together_with=people[1:], concerns=concerns, audience=audience,
            why=self.word(sees), at=AT,
        )  # fmt: skip
        self.keep(one, sees)

    def share(self) -> None:
        """A vision or a value that not everybody may have been asked about."""
        asked, audience = self.some(2, 4), self.chance.choice(AUDIENCES)
        sees = self.readers(audience, asked)
        text: dict[str, Any] = {"body": self.word(sees), "audience": audience}
        kind: Any = self.chance.choice([co.Vision, co.Mission])
        self.keep(
            kind.in_meeting(self.word(sees), asked=asked, present=asked, by=asked[0], at=AT, **text), sees
        )  # fmt: skip

    def aim(self) -> None:
        """A goal, with remarks on it, which is for all to see."""
        owner, coordinator = self.some(2, 2)
        goal = co.Goal.in_meeting(
            self.word(self.everybody), parties={owner: co.Part.OWNER, coordinator: co.Part.COORDINATOR}, by=owner,
            present=[owner, coordinator], measure=co.Metric(start=0, target=10), due=TODAY + timedelta(days=90),
            contributions=[id for id in self.seen if id.startswith(("mission", "goal"))][:2], at=AT,
        )  # fmt: skip
        self.keep(goal.comment(self.word(self.everybody), by=owner, at=AT), self.everybody)

    def decide(self) -> None:
        """A decision, with advice, which is for all to see."""
        first, adviser = self.some(2, 2)
        decision = co.Decision.draft(
            self.word(self.everybody),
            parties={first: "co_leader"},
            method="advice",
            responsible=[first],
            by=first,
            at=AT,
        )
        self.keep(decision.advise(self.word(self.everybody), by=adviser, at=AT), self.everybody)

    def learn(self) -> None:
        """A lesson, which is for all to see, whatever it is about."""
        about = self.chance.sample([*self.seen], min(2, len(self.seen)))
        about = [id for id in about if not id.startswith("person")]
        lesson = co.Lesson.note(
            self.word(self.everybody), actual=self.word(self.everybody), about=about, by=self.people[0]
        )
        self.keep(lesson, self.everybody)

    def stands_in(self, id: str) -> set[str]:
        """Who can speak for a person, a role or a team."""
        return self.belong.get(id) or self.holders.get(id) or ({id} if id in self.people else set())

    @property
    def everybody(self) -> Rule:
        """Whoever is here."""
        return self.readers("organisation", ())
