"""What somebody sees of an organisation made by chance: every word that is for them, and no other, anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any, cast

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import coleadership as co
from coleadership.ids import new_id
from coleadership.journal.views import View
from coleadership.records import SEEN_BY, Card
from coleadership.trust.access import Facts, decide
from coleadership.trust.entitlements import Action
from tests.builders import AT
from tests.inhabited import NOW, Inhabited

ID = re.compile(r"[a-z]+_[0-9a-hjkmnp-tv-z]{26}")
WORD = re.compile(r"wrd\d{5}")
KINDS = (
    co.Agreement, co.Cycle, co.Decision, co.Feedback, co.Goal, co.Initiative, co.Lesson, co.Mission, co.Person, co.Role,
    co.Team, co.Vision,
)  # fmt: skip
LINKS = ((co.Agreement, "party"), (co.Feedback, "receiver"), (co.Cycle, "participant"), (co.Initiative, "concerns"))
seeds = st.integers(0, 2**32)
few = settings(max_examples=8, deadline=None)


def strings(value: object) -> Iterator[str]:
    """Every string in something, however deep; of what people wrote, the words."""
    if isinstance(value, co.Prose):
        yield value.text or ""
    elif isinstance(value, bytes):
        yield value.decode()
    elif isinstance(value, Enum | str):
        yield str(value.value if isinstance(value, Enum) else value)
    elif attrs.has(type(value)):
        for field in attrs.fields(cast("Any", type(value))):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from strings(pair)
    elif isinstance(value, Iterable):
        for item in value:
            yield from strings(item)


def questions(view: View, id: str) -> tuple[Callable[[], object], ...]:
    """What can be asked of one subject."""
    return (
        lambda: view.load(id), lambda: [*view.history(id)], lambda: view.as_of(id, NOW), lambda: view.as_of(id, AT),
        lambda: view.line_of_sight(id), lambda: view.agenda(cast("co.CycleId", id), NOW),
    )  # fmt: skip


def given_by(view: View, organisation: Inhabited) -> Iterator[object]:
    """Everything that a view gives, whatever it is asked."""
    cards = [*view.cards()]
    yield from (cards, view.titles(cards), [*view.feed()], [*view.export()])
    for kind in KINDS:
        yield from view.find(kind)
        yield from view.cards(kind)
    for person in organisation.people:
        yield view.obligations(person, NOW)
        for kind, relation in LINKS:
            link: dict[str, Any] = {relation: person}
            yield [*view.find(kind, **link), *view.cards(kind, **link)]
    for id in organisation.seen:
        for ask in questions(view, id):
            with suppress(co.ColeadershipError):
                yield ask()
    for card in cards:
        yield view.lessons_for(view.load(card.subject))


def views(organisation: Inhabited) -> Iterator[tuple[str, View]]:
    """Everybody with what they see."""
    for person in organisation.people:
        yield person, organisation.journal.seen_by(person, at=NOW)


def words_of(view: View, organisation: Inhabited) -> set[str]:
    """The words that are anywhere in what somebody sees."""
    said = (string for thing in given_by(view, organisation) for string in strings(thing))
    return {word for string in said for word in WORD.findall(string)}


class TestView:
    @few
    @given(seeds)
    def test_gives_every_word_that_is_for_somebody_and_no_other(self, seed: int) -> None:
        """Nothing in any view of any person reveals text outside their audience, nor leaves out what is for them."""
        organisation = Inhabited.by_chance(seed)
        for person, view in views(organisation):
            assert words_of(view, organisation) == {word for word, rule in organisation.words.items() if rule(person)}

    @few
    @given(seeds)
    def test_names_nothing_that_somebody_does_not_see(self, seed: int) -> None:
        """What is hidden is nowhere named, but where something that they see names it itself."""
        organisation = Inhabited.by_chance(seed)
        for person, view in views(organisation):
            seen = {id for id, rule in organisation.seen.items() if rule(person)}
            assert {card.subject for card in view.cards()} == seen
            whole = [organisation.journal.load(id) for id in seen]
            named = {id for one in whole for string in strings((one, [*one.links()])) for id in ID.findall(string)}
            found = {id for thing in given_by(view, organisation) for said in strings(thing) for id in ID.findall(said)}
            assert found & organisation.seen.keys() <= seen | named

    @few
    @given(seeds)
    def test_tells_what_is_hidden_as_what_is_not_there(self, seed: int) -> None:
        """Whatever is asked about it, the answer is word for word that for an id that nothing ever had."""
        organisation = Inhabited.by_chance(seed)
        for person, view in views(organisation):
            for id, rule in organisation.seen.items():
                nobody = new_id(id.rpartition("_")[0])
                for hidden, missing in zip(questions(view, id), questions(view, nobody), strict=True):
                    if not rule(person):
                        assert refusal(hidden) == refusal(missing).replace(nobody, id)
                        assert view.may("see", id).reason == str(co.NotFound(id))

    @few
    @given(seeds)
    def test_decides_as_it_filters(self, seed: int) -> None:
        """Every subject is in a list of somebody exactly if `decide` lets them see it, by facts without any key."""
        organisation = Inhabited.by_chance(seed)
        cards = [*organisation.journal.cards()]
        for _, view in views(organisation):
            filtered = {card.subject for card in view.cards()}
            actor = view._seen.actor
            assert filtered == {card.subject for card in cards if decide(actor, Action.SEE, keyless(card), NOW)}

    def test_is_the_same_in_a_file(self, tmp_path: Path) -> None:
        """A store on disk shows everybody what the one in memory would."""
        for seed in range(3):
            with co.open_journal(f"sqlite:///{tmp_path / str(seed)}.db?durability=relaxed") as journal:
                organisation = Inhabited.by_chance(seed, journal)
                for person, view in views(organisation):
                    expected = {word for word, rule in organisation.words.items() if rule(person)}
                    assert words_of(view, organisation) == expected


def keyless(card: Card) -> Facts:
    """The facts of a card as if it had no keys on it."""
    return Facts.of(attrs.evolve(card, links=tuple(link for link in card.links if link[0] != SEEN_BY)))


def refusal(ask: Callable[[], object]) -> str:
    """The sentence with which something is refused; what is given instead is none."""
    try:
        given = ask()
    except co.NotFound as error:
        return str(error)
    return f"gave {given!r}"
