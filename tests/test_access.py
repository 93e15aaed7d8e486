from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import attrs
import pytest

from coleadership.errors import NotFound
from coleadership.heart.events import Subject
from coleadership.recording.catalogue import CATALOGUE
from coleadership.records import Card
from coleadership.trust.access import AUDIENCES, Actor, Facts, decide, opened_by
from coleadership.trust.entitlements import ENTITLEMENTS, Action, Who, action_of
from tests.access_table import COLUMNS, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coleadership.trust.entitlements import Entitlement

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
LETTERS = dict(zip("otpv", reversed(AUDIENCES), strict=True))
WHO = {  # whom the links of every kind below name, by their relation
    "agreement": ("party",), "assignment": ("party", "principal", "assignee"), "cycle": ("participant",),
    "decision": ("party", "responsible", "affected", "expert", "volunteer"), "feedback": ("receiver", "giver"),
    "disclosure": ("reader", "of"),
    "goal": ("party", "owner"), "initiative": ("party", "concerns"), "lesson": ("author",), "mission": ("party",),
    "norm": ("party",), "person": (), "role": ("party", "holder", "deputy"), "task": ("holder", "offered", "stand_in"),
    "retention": (), "team": (), "value": ("party",), "vision": ("party",),
}  # fmt: skip


def links(kind: str) -> list[tuple[str, str]]:
    """The links of something: whoever stands in a relation to it is called by that; a role and a team do, too."""
    people = [(relation, relation) for relation in WHO[kind]]
    groups = [(relation, id) for relation in WHO[kind][:1] for id in ("role_r", "team_t")]
    return [*people, *groups, ("author", "author"), ("awaits", "awaited"), ("team", "team_u"), ("under", "team_u")]


def somebody(part: str, kind: str) -> Actor:
    """Whoever a row of the table speaks of."""
    itself = frozenset({f"{kind}_1"})
    everybody = frozenset({*WHO[kind], *itself})
    known = {
        "holds role": Actor(person="dana", roles=frozenset({"role_r"})),
        "role was there": Actor(person="dana", roles=frozenset({"role_r"})),
        "in team": Actor(person="eli", teams=frozenset({"team_t"})),
        "giver and receiver": Actor(person="giver", teams=frozenset({"team_t"})),
        "itself": Actor(person=f"{kind}_1"),
        "holds it": Actor(person="dana", roles=itself),
        "in it": Actor(person="dana", teams=itself),
        "coordinates it": Actor(person="kim", teams=itself, coordinates=itself),
        "coordinator": Actor(person="kim", coordinates=frozenset({"team_u"})),
        "near": Actor(person="near", near=everybody),
        "keeps register": Actor(person="admin", administers=True),
        "gone": Actor(person=next(iter(WHO[kind]), f"{kind}_1"), is_here=False),
        "participant, there": Actor(person="participant"),
        "answered it": Actor(person="receiver"),
        "author only": Actor(person="author"),
    }
    return known.get(part) or Actor(person=part)


READERS = {
    "participant, there": ("participant", "role_r"), "role was there": ("participant", "role_r"),
    "answered it": ("receiver",),
}  # fmt: skip
"""For whom a part of it is that is not for all, where that is said."""


def table() -> Iterator[tuple[str, str, list[str]]]:
    """The rows of the table: kind, part, and the letters in each column."""
    kinds: list[str] = []
    for line in TABLE.splitlines():
        if line.startswith(" "):
            for kind in kinds:
                yield kind, line[:28].strip(), line[28:].split()
        else:
            kinds = line[:28].split()


ROWS = [*table()]
EACH = pytest.mark.parametrize(("kind", "part", "cells"), ROWS, ids=[f"{kind}, {part}" for kind, part, _ in ROWS])


class TestDecide:
    @EACH
    def test_allows_what_the_table_says_and_nothing_else(self, kind: str, part: str, cells: list[str]) -> None:
        """Every action is allowed to every part in every audience and state exactly where the table says so."""
        actor = somebody(part, kind)
        for what, letters in zip(COLUMNS, cells, strict=True):
            for letter, audience in LETTERS.items():
                for is_over in (False, True):
                    facts = Facts.told(f"{kind}_1", kind, audience, links(kind), is_over=is_over)
                    ruling = decide(actor, Action(what), facts.only_for(READERS.get(part, ("elsewhere",))), AT)
                    expected = letter.upper() in letters or (letter in letters and not is_over)
                    assert ruling.allowed is expected, (what, audience, is_over, ruling.reason)
                    assert bool(ruling) is expected

    def test_has_a_row_for_every_part(self) -> None:
        """The table knows every kind and action, and of each kind whoever is linked, waited for, near, gone or none."""
        parts = {(kind, part) for kind, part, _ in ROWS}
        assert {kind for kind, _ in parts} == {*CATALOGUE.subjects}
        assert list(COLUMNS) == [action.value for action in Action]
        for kind in CATALOGUE.subjects:
            linked = {*ENTITLEMENTS[kind].takes_part}
            assert {part for one, part in parts if one == kind} >= {
                *linked, "awaited", "near", "gone", "stranger", "keeps register"
            }  # fmt: skip

    @pytest.mark.parametrize("action", Action)
    def test_denies_what_it_does_not_know(self, action: Action) -> None:
        """A kind or an audience without a rule is there for nobody, whoever takes part."""
        everybody = Actor(person="anna", administers=True)
        for kind, audience in (("song", "organisation"), ("agreement", ""), ("agreement", "everybody")):
            facts = Facts.told("thing_1", kind, audience, [("party", "anna"), ("awaits", "anna")])
            assert decide(everybody, action, facts, AT) == (False, str(NotFound("thing_1")))

    def test_tells_what_is_hidden_as_what_is_not_there(self) -> None:
        """The reason for what one may not see is word for word that of a thing that never was."""
        facts = Facts.told("agreement_1", "agreement", "parties", [("party", "anna")])
        for action in Action:
            assert decide(Actor(person="cim"), action, facts, AT).reason == str(NotFound("agreement_1"))

    def test_names_nobody_in_a_reason(self) -> None:
        """Why something is allowed or not says which part one would need, and never who has it."""
        facts = Facts.told("goal_1", "goal", "organisation", [("party", "anna"), ("owner", "bo"), ("awaits", "dan")])
        for action in Action:
            for person in ("anna", "bo", "cim", "dan"):
                reason = decide(Actor(person=person), action, facts, AT).reason
                assert not {"anna", "bo", "cim", "dan"} & {*reason.split()}
        refused = decide(Actor(person="cim"), Action.WORD, facts, AT)
        assert refused == (False, "only who words and answers it may")

    def test_asks_who_they_are_on_that_day(self) -> None:
        """What is known of somebody for some days says nothing of others."""
        march = Actor(person="anna", since=date(2027, 3, 1), until=date(2027, 3, 31))
        facts = Facts.told("goal_1", "goal", "organisation", [("party", "anna")])
        days = [datetime(2027, 2, 28, 23, tzinfo=UTC), AT, datetime(2027, 3, 31, 23, tzinfo=UTC)]
        days.append(datetime(2027, 4, 1, tzinfo=UTC))
        assert [decide(march, Action.SEE, facts, at).allowed for at in days] == [False, True, True, False]


class TestNarrowed:
    def test_takes_away_and_never_adds(self) -> None:
        """Whatever a policy answers, nobody is allowed more than before."""
        anna = Actor(person="anna", roles=frozenset({"role_1"}), kinds=frozenset({"goal", "team"}))
        more = Actor(
            person="anna", roles=frozenset({"role_1", "role_2"}), teams=frozenset({"team_1"}), administers=True,
            near=frozenset({"bo"}), coordinates=frozenset({"team_1"}),
        )  # fmt: skip
        assert anna.narrowed(more) == anna
        assert anna.narrowed(attrs.evolve(more, kinds=frozenset({"goal", "cycle"}))).kinds == frozenset({"goal"})
        assert Actor(person="anna").narrowed(anna).kinds == frozenset({"goal", "team"})
        assert Actor(person="anna").narrowed(attrs.evolve(more, is_here=False)).keys == frozenset()

    def test_leaves_nothing_where_nothing_is_left(self) -> None:
        """No kind is not the same as every kind."""
        nothing = attrs.evolve(Actor(person="anna"), kinds=frozenset())
        for narrowed in (nothing.narrowed(Actor(person="anna")), Actor(person="anna").narrowed(nothing)):
            assert narrowed.kinds == frozenset()
            assert not decide(narrowed, Action.SEE, Facts.told("goal_1", "goal", "organisation", []), AT)

    def test_is_asked_of_audiences_as_well(self) -> None:
        """Without one audience, what is meant for it is there only for whom it waits."""
        anna = attrs.evolve(Actor(person="anna"), audiences=frozenset({"parties"}))
        told = [("party", "anna"), ("awaits", "anna")]
        seen = [audience for audience in AUDIENCES if decide(anna, Action.SEE, facts_of(audience, told), AT)]
        assert seen == ["parties", "team"]
        assert [one for one in AUDIENCES if decide(anna, Action.SEE, facts_of(one, told[:1]), AT)] == ["parties"]


def facts_of(audience: str, told: list[tuple[str, str]]) -> Facts:
    """The facts of an agreement."""
    return Facts.told("agreement_1", "agreement", audience, told)


class TestKeys:
    @EACH
    def test_open_what_is_seen_and_nothing_else(self, kind: str, part: str, cells: list[str]) -> None:
        """Whoever has a key to a card sees what it is of, and who sees it has one."""
        actor = somebody(part, kind)
        for letter, audience in LETTERS.items():
            opens = not actor.keys.isdisjoint(opened_by(f"{kind}_1", kind, audience, links(kind)))
            assert opens is (letter in cells[0].lower()), audience

    def test_follow_from_a_card(self) -> None:
        """A card says all that has to be known of what it is of."""
        card = Card("agreement_1", "agreement", "ended", 3, audience="parties", links=(("party", "anna"),))
        facts = Facts.of(card, over={"ended"})
        assert facts == Facts.told("agreement_1", "agreement", "parties", [("party", "anna")], is_over=True)
        assert facts.is_over


class TestEntitlements:
    @pytest.mark.parametrize(("kind", "known"), ENTITLEMENTS.items())
    def test_are_given_by_links_that_there_are(self, kind: str, known: Entitlement) -> None:
        """Every relation that gives somebody a part is one by which the subject can be found."""
        relations = CATALOGUE.subjects[kind].RELATIONS
        assert {*known.takes_part, *known.parties, *known.owners, *known.units} <= relations

    @pytest.mark.parametrize("kind", CATALOGUE.subjects)
    def test_know_every_verb(self, kind: str) -> None:
        """Every verb of every subject is one action, and somebody may do it."""
        for verb in verbs(CATALOGUE.subjects[kind]):
            action = action_of(kind, verb)
            assert action is not None, verb
            assert ENTITLEMENTS[kind].may.get(action), verb

    def test_know_no_other_verb(self) -> None:
        """What is neither a verb nor an action is no action."""
        assert action_of("agreement", "sing") is None
        assert {action_of("agreement", action.value) for action in Action} == {*Action}

    def test_are_somebody_s(self) -> None:
        """Each way to be somebody to something is needed."""
        assert {one for known in ENTITLEMENTS.values() for who in known.may.values() for one in who} == {*Who}


def verbs(subject: type[Subject[object]]) -> list[str]:  # type: ignore[type-var]
    """The verbs of a kind: what somebody does to it, as they say who they are."""
    named = {name: getattr(subject, name) for name in dir(subject) if not name.startswith("_")}
    made = {name for cls in subject.__mro__ for name, value in vars(cls).items() if isinstance(value, classmethod)}
    return [name for name, verb in named.items() if name not in made and "by" in getattr(verb, "__annotations__", {})]
