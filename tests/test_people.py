from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coleadership.errors import Inconsistent, NotAllowedNow
from coleadership.organisation.people import Person
from coleadership.prose import Prose
from tests.builders import AT, later

if TYPE_CHECKING:
    from collections.abc import Callable


def anna() -> Person:
    """Somebody who is here."""
    return Person.join("Anna Ek", email="anna@acme.example", reference="e-1007", at=AT)


class TestJoin:
    def test_keeps_name_and_address_as_their_own_words(self) -> None:
        """Both can be erased by her, whoever entered them."""
        person = Person.join("Anna Ek", email="anna@acme.example", by="hr", at=AT)
        assert str(person.title) == "Anna Ek"
        assert person.name.owner == person.id
        email = person.address("email")
        assert email is not None
        assert email.owner == person.id
        assert person.unrecorded[0].stamp.by == "hr"

    def test_enters_oneself_unless_said_otherwise(self) -> None:
        """Whoever joins is who did it."""
        person = anna()
        assert person.unrecorded[0].stamp.by == person.id

    def test_a_reference_is_a_link_and_no_prose(self) -> None:
        """The host finds its own people by its own opaque id."""
        assert [*anna().links()] == [("reference", "e-1007")]
        assert [*Person.join("Bo Lind", at=AT).links()] == []

    @pytest.mark.parametrize("name", ["", " ", "a\nb", "a\0b", "\ud800", "x" * 501, 7])
    def test_refuses_what_is_no_name(self, name: object) -> None:
        """A name is one line of any language."""
        with pytest.raises(Inconsistent, match=r"^name: "):
            _ = Person.join(name, at=AT)  # type: ignore[arg-type]

    @pytest.mark.parametrize("email", ["", "anna", "@acme", "anna@", " a@b", "a@b\n", 7])
    def test_refuses_what_is_no_address(self, email: object) -> None:
        """An e-mail address has somebody, an @ and somewhere."""
        with pytest.raises(Inconsistent, match=r"^email: "):
            _ = Person.join("Anna Ek", email=email, at=AT)  # type: ignore[arg-type]

    @pytest.mark.parametrize("reference", ["", "a\nb", "\ud800", "x" * 501, 7])
    def test_refuses_what_is_no_reference(self, reference: object) -> None:
        """A reference is opaque, printable and of one line."""
        with pytest.raises(Inconsistent, match=r"^reference: "):
            _ = Person.join("Anna Ek", reference=reference, at=AT)  # type: ignore[arg-type]

    def test_refuses_an_actor_without_an_id(self) -> None:
        """Nobody is entered by an empty string."""
        with pytest.raises(Inconsistent, match=r"^by: "):
            _ = Person.join("Anna Ek", by="", at=AT)

    def test_takes_an_erased_name(self) -> None:
        """What was forgotten elsewhere can still be referred to."""
        assert Person.join(Prose(Prose.write("x").seal), at=AT).name.is_erased


class TestRename:
    def test_replaces_the_name(self) -> None:
        """Somebody who marries keeps their id."""
        renamed = anna().rename("Anna Berg", by="hr", at=later(1))
        assert str(renamed.name) == "Anna Berg"
        assert renamed.name.owner == renamed.id
        assert renamed.revision == 2


class TestChangeAddress:
    def test_replaces_adds_and_removes_one_channel(self) -> None:
        """The other channels stay as they are."""
        person = anna().change_address("phone", "+46 70 123", by="hr", at=later(1))
        person = person.change_address("email", "a@b.example", by="hr", at=later(2))
        assert (str(person.address("phone")), str(person.address("email"))) == ("+46 70 123", "a@b.example")
        assert person.change_address("phone", None, by="hr", at=later(3)).address("phone") is None

    @pytest.mark.parametrize("channel", ["", "e mail", "\ud800", "x" * 51, 7, None])
    @pytest.mark.parametrize("value", ["a@b.example", None])
    def test_refuses_what_is_no_channel(self, channel: object, value: str | None) -> None:
        """A channel is one short word, also when an address is taken away."""
        with pytest.raises(Inconsistent, match=r"^channel: "):
            _ = anna().change_address(channel, value, by="hr", at=AT)  # type: ignore[arg-type]


class TestLeave:
    def test_who_has_left_is_gone_and_can_come_back(self) -> None:
        """Leaving is no deletion."""
        gone = anna().leave(by="hr", at=later(1))
        assert (gone.status, gone.is_here) == ("gone", False)
        assert gone.come_back(by="hr", at=later(2)).status == "here"

    @pytest.mark.parametrize(
        ("ask", "wanted"),
        [(lambda: anna().come_back(by="hr"), "returned"), (lambda: anna().leave(by="hr").leave(by="hr"), "left")],
    )
    def test_cannot_be_done_twice(self, ask: Callable[[], Person], wanted: str) -> None:
        """The sentence says what could be done instead."""
        with pytest.raises(NotAllowedNow) as caught:
            _ = ask()
        assert caught.value.wanted == wanted
        assert {"rename", "change_address"} < {*caught.value.allowed}

    def test_folding_gives_the_person_back(self) -> None:
        """What happened is all there is."""
        person = anna().rename("A", by="hr").change_address("email", None, by="hr").leave(by="hr").come_back(by="hr")
        assert Person.folded(person.unrecorded) == person.settled()
