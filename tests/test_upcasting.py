"""Records of other versions: older ones are lifted, newer and unknown ones are history that cannot be changed here."""

from __future__ import annotations

from typing import ClassVar, cast

import attrs
import pytest

import coleadership as co
from coleadership.heart.events import Event
from coleadership.organisation.people import PersonEvent
from coleadership.recording.catalogue import CATALOGUE, Catalogue
from coleadership.recording.codec import Codec
from coleadership.records import Query, Store
from coleadership.stores.memory import MemoryStore
from tests.builders import AT


@attrs.frozen
class LeftWhy(Event):
    """Somebody has left, as a later version of this library may record it: with the reason."""

    participle: ClassVar[str] = "left"
    reason: str


@attrs.frozen
class Sang(Event):
    """What only a later version knows."""

    participle: ClassVar[str] = "sang"
    song: str


LATER = Catalogue(
    subjects=CATALOGUE.subjects,
    events={**CATALOGUE.events, "person.left": LeftWhy, "person.sang": Sang},
    versions={"person.left": 3},
    upcasters={
        ("person.left", 1): lambda body: {**body, "why": "not"},
        ("person.left", 2): lambda body: {"reason": f"{body['why']} said"},
    },
)
"""What a later version of the library may be able to record."""


def now_and_later() -> tuple[co.Journal, co.Journal]:
    """One journal as this version sees it, and as a later one does."""
    store: Store = MemoryStore()
    return co.Journal(store), co.Journal(store, Codec(LATER))


def recorded(person: co.Person, event: Event) -> co.Person:
    """A person to whom something has happened that this version has no verb for."""
    return person._record(cast("PersonEvent", event))


class TestAnOlderVersion:
    def test_is_lifted_step_by_step_to_todays(self) -> None:
        """Version 1 is read as version 3, through both upcasters, and what was recorded stays as it was."""
        now, later = now_and_later()
        anna = now.save(co.Person.join("Anna Ek", at=AT))
        anna = now.save(anna.leave(by=anna.id, at=AT))
        left = list(later.history(anna.id))[-1]
        assert left.event == LeftWhy(cast("Event", left.event).stamp, "not said")
        assert later.store.records(anna.id)[-1].fact.body == "{}"
        assert later.verify().ok

    def test_can_be_loaded_and_changed(self) -> None:
        """What an older version recorded is loaded, changed and saved as ever."""
        now, later = now_and_later()
        anna = now.save(co.Person.join("Anna Ek", at=AT))
        _ = now.save(anna.leave(by=anna.id, at=AT))
        anna = later.change(anna.id, lambda person: person.come_back(by=person.id))
        assert (anna.status, anna.revision) == ("here", 3)
        assert later.load(anna.id) == anna
        assert later.rebuild() == 1

    def test_that_cannot_be_lifted_says_so(self) -> None:
        """An upcaster that fails on a body is an error of ours, with the name and version in it."""
        codec = Codec(attrs.evolve(LATER, upcasters={("person.left", 1): lambda body: body["nothing"]}))
        anna = co.Person.join("Anna Ek").leave(by="anna")
        fact, _ = Codec().fact("person", anna.unrecorded[-1])
        with pytest.raises(co.InvalidInput, match=r"person\.left: version 1 cannot be lifted"):
            _ = codec.event(fact, {})


class TestANewerVersion:
    @pytest.fixture(params=["a newer version", "an unknown name"])
    def seen(self, request: pytest.FixtureRequest) -> tuple[co.Journal, co.PersonId]:
        """A journal that a later version wrote to, as this one sees it, and to whom it happened."""
        now, later = now_and_later()
        anna = later.save(co.Person.join("Anna Ek", reference="e-1007", at=AT))
        stamp = anna._stamp(anna.id, AT)
        event: Event = LeftWhy(stamp, "the sea") if request.param == "a newer version" else Sang(stamp, "Visa")
        _ = later.save(recorded(anna, event))
        return now, anna.id

    def test_is_history(self, seen: tuple[co.Journal, co.PersonId]) -> None:
        """Who, when and the recorded name can be read, in the history and in the feed; the event itself is None."""
        now, id = seen
        for entries in (list(now.history(id)), list(now.feed())):
            assert [(entry.event is None, entry.by, entry.at) for entry in entries] == [(False, id, AT), (True, id, AT)]

    def test_cannot_be_changed(self, seen: tuple[co.Journal, co.PersonId]) -> None:
        """To load it for a change is refused, with a sentence that says what would work."""
        now, id = seen
        with pytest.raises(co.UnknownRecord, match="read it with history, change it with"):
            _ = now.load(id)
        with pytest.raises(co.UnknownRecord, match="read it with history, change it with"):
            _ = now.change(id, lambda person: person.leave(by=id))
        assert now.head().position == 2

    def test_can_be_read_as_it_was_before(self, seen: tuple[co.Journal, co.PersonId]) -> None:
        """Cards list it, and the chain verifies."""
        now, id = seen
        assert [card.subject for card in now.cards(co.Person, reference="e-1007")] == [id]
        assert now.verify().ok

    def test_survives_a_rebuild_here(self, seen: tuple[co.Journal, co.PersonId]) -> None:
        """A version that cannot interpret it keeps a bare card and breaks nothing for the one that can."""
        now, id = seen
        assert now.rebuild() == 1
        (card,) = now.cards(co.Person)
        assert (card.subject, card.status, card.revision) == (id, "unknown", 2)
        later = co.Journal(now.store, Codec(LATER))
        assert later.rebuild() == 1
        assert [person.id for person in later.find(co.Person, reference="e-1007")] == [id]


class TestAnUnknownKind:
    def test_is_history_that_cannot_be_loaded(self) -> None:
        """A kind of subject that only a plugin knows is told by its name."""
        now, later = now_and_later()
        anna = later.save(co.Person.join("Anna Ek", at=AT))
        without = co.Journal(now.store, Codec(attrs.evolve(CATALOGUE, subjects={"agreement": co.Agreement}, events={})))
        with pytest.raises(co.UnknownRecord, match="this kind of subject is not known here"):
            _ = without.load(anna.id)
        assert [entry.event for entry in without.history(anna.id)] == [None]
        assert without.rebuild() == 1


class TestAnotherShape:
    def test_of_a_kept_state_is_folded_anew(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A state kept under another shape is not read; its subject is folded from its records."""
        now, _ = now_and_later()
        anna = co.Person.join("Anna Ek")
        for number in range(20):
            anna = anna.rename(f"Anna {number}", by=anna.id)
        anna = now.save(anna)
        (card,) = now.store.cards(Query(states=True))
        assert card.state is not None
        _ = now.store.put_cards([attrs.evolve(card, state='{"of": "another shape"}')])
        monkeypatch.setattr(co.Person, "SHAPE", co.Person.SHAPE + 1)
        assert now.load(anna.id) == anna
