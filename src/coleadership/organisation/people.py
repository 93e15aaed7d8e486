"""People: who they are called and how they are reached, kept so that it can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self, cast

import attrs

from coleadership.errors import Inconsistent, NotAllowedNow
from coleadership.heart.events import Event, Reserved, Stamp, Subject, moment
from coleadership.ids import any_id, new_id
from coleadership.prose import LONGEST_LINE, Prose, line, text
from coleadership.rhythm.workdays import day_of
from coleadership.trust.forgetting import Forgotten, Hold, HoldLifted, HoldPlaced

if TYPE_CHECKING:
    from coleadership.ids import PersonId

__all__ = ["Address", "AddressChanged", "Joined", "Left", "Person", "PersonEvent", "Renamed", "Returned"]


@attrs.frozen(slots=True, weakref_slot=False)
class Address:
    """Where somebody is reached on one channel, such as ``email``."""

    channel: str
    value: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class Joined(Event):
    """Somebody is here now."""

    participle: ClassVar[str] = "joined"
    name: Prose
    addresses: tuple[Address, ...] = ()
    reference: str | None = None


@attrs.frozen(slots=True, weakref_slot=False)
class Renamed(Event):
    """Somebody has another name."""

    participle: ClassVar[str] = "renamed"
    name: Prose


@attrs.frozen(slots=True, weakref_slot=False)
class AddressChanged(Event):
    """Somebody is reached elsewhere on one channel, or there no longer."""

    participle: ClassVar[str] = "address_changed"
    channel: str
    value: Prose | None


@attrs.frozen(slots=True, weakref_slot=False)
class Left(Event):
    """Somebody has left the organisation."""

    participle: ClassVar[str] = "left"


@attrs.frozen(slots=True, weakref_slot=False)
class Returned(Event):
    """Somebody is back."""

    participle: ClassVar[str] = "returned"


_LONGEST_CHANNEL = 50

PersonEvent = Joined | Renamed | AddressChanged | Left | Returned | HoldPlaced | HoldLifted | Forgotten

_MOVES: Mapping[tuple[str, str], str] = {
    ("here", "renamed"): "here",
    ("here", "address_changed"): "here",
    ("here", "left"): "gone",
    ("gone", "renamed"): "gone",
    ("gone", "address_changed"): "gone",
    ("gone", "returned"): "here",
    ("gone", "forgotten"): "forgotten",
    ("forgotten", "forgotten"): "forgotten",
    **{(status, what): status for status in ("here", "gone", "forgotten") for what in ("hold_placed", "hold_lifted")},
}


@attrs.frozen(slots=True, weakref_slot=False, kw_only=True, repr=False)
class Person(Subject[PersonEvent]):
    """Somebody who leads together with others.

    Name and addresses are prose, so that they can be erased. ``reference`` is the host system's own opaque id, never
    prose: an employee number, not a name.
    """

    KIND: ClassVar[str] = "person"
    RELATIONS: ClassVar[frozenset[str]] = frozenset({"reference"})
    STATUSES: ClassVar[frozenset[str]] = frozenset({"here", "gone", "forgotten"})
    OVER: ClassVar[frozenset[str]] = frozenset({"gone", "forgotten"})
    SHAPE: ClassVar[int] = 3

    if TYPE_CHECKING:
        id: PersonId

    name: Prose
    addresses: tuple[Address, ...] = ()
    reference: str | None = None
    is_here: bool = True
    holds: tuple[Hold, ...] = ()
    """What keeps their words from being forgotten."""
    is_forgotten: bool = False

    # -- starter

    @classmethod
    def join(
        cls,
        name: str | Prose,
        *,
        email: str | Prose | None = None,
        reference: str | None = None,
        by: str | None = None,
        at: datetime | None = None,
    ) -> Self:
        """Welcome somebody; ``by`` is who enters them, they themselves unless said otherwise.

        >>> anna = Person.join("Anna Ek", email="anna@acme.example", reference="e-1007")
        >>> str(anna.name), str(anna.address("email")), anna.status
        ('Anna Ek', 'anna@acme.example', 'here')
        """
        id = new_id("person")
        own = line(name, field="name").owned_by(id)
        addresses = () if email is None else (Address("email", _address("email", email).owned_by(id)),)
        actor = id if by is None else any_id(by, "by")
        stamp = Stamp(new_id("event"), id, 1, actor, moment(at))
        return cls._begin(Joined(stamp, own, addresses, _reference(reference)))

    # -- verbs

    def rename(self, name: str | Prose, *, by: str, at: datetime | None = None) -> Self:
        """Call somebody by another name.

        >>> anna = Person.join("Anna Ek")
        >>> str(anna.rename("Anna Berg", by=anna.id).name)
        'Anna Berg'
        """
        self._allow("renamed")
        return self._record(Renamed(self._stamp(by, at), line(name, field="name").owned_by(self.id)))

    def change_address(self, channel: str, value: str | Prose | None, *, by: str, at: datetime | None = None) -> Self:
        """Reach somebody elsewhere on a channel (``email``, ``phone``, …); None where they are reached no longer.

        >>> anna = Person.join("Anna Ek", email="anna@acme.example")
        >>> anna.change_address("email", None, by=anna.id).addresses
        ()
        """
        self._allow("address_changed")
        known = _channel(channel)
        own = None if value is None else _address(known, value).owned_by(self.id)
        return self._record(AddressChanged(self._stamp(by, at), known, own))

    def leave(self, *, by: str, at: datetime | None = None) -> Self:
        """Note that somebody has left the organisation.

        >>> anna = Person.join("Anna Ek")
        >>> anna.leave(by=anna.id).status
        'gone'
        """
        self._allow("left")
        return self._record(Left(self._stamp(by, at)))

    def come_back(self, *, by: str, at: datetime | None = None) -> Self:
        """Note that somebody who had left is back."""
        self._allow("returned")
        return self._record(Returned(self._stamp(by, at)))

    def hold(self, reason: str | Prose, *, by: str, until: date | None = None, at: datetime | None = None) -> Self:
        """Keep their words from being forgotten, as a law or a dispute asks for; a hold always wins.

        >>> anna = Person.join("Anna Ek").hold("Dispute 7/2027", by="hr", until=date(2099, 12, 31))
        >>> [str(hold.reason) for hold in anna.holds]
        ['Dispute 7/2027']
        """
        self._allow("hold_placed")
        at, said = moment(at), text(reason, field="reason").owned_by(by)
        if until is not None and day_of(until, "until") < at.date():
            raise Inconsistent("until", f"{until} has passed; choose {at.date()} or later, or leave it open")
        return self._record(HoldPlaced(self._stamp(by, at), new_id("hold"), said, until))

    def lift_hold(self, hold: str, *, by: str, at: datetime | None = None) -> Self:
        """Say that what kept their words is over."""
        if hold not in {one.id for one in self.holds}:
            known = ", ".join(one.id for one in self.holds) or "there is none"
            raise Inconsistent("hold", f"{hold} is no hold on them (there is: {known})")
        return self._record(HoldLifted(self._stamp(by, at), hold))

    def forget(self, words: Iterable[Prose], *, left: int = 0, by: str, at: datetime | None = None) -> Self:
        """Record that words are forgotten; `Journal.forget` says which, and erases them in the same step.

        Raises `NotAllowedNow` for somebody who is here, or under a hold.
        """
        at = moment(at)
        self._allow("forgotten")
        held = [one for one in self.holds if one.holds(at.date())]
        if held:
            until = "until it is lifted" if held[0].until is None else f"until {held[0].until}"
            raise NotAllowedNow(self.id, status=f"under a hold {until}", wanted="forgotten", allowed=("lift_hold",))
        erased = tuple(Prose(one.seal, owner=one.owner) for one in words)
        return self._record(Forgotten(self._stamp(by, at), erased, left))

    # -- questions

    def address(self, channel: str) -> Prose | None:
        """Where they are reached on a channel, if anywhere."""
        return next((address.value for address in self.addresses if address.channel == channel), None)

    @property
    def status(self) -> str:
        """Whether they are ``here``, ``gone`` or ``forgotten``."""
        return "forgotten" if self.is_forgotten else "here" if self.is_here else "gone"

    @property
    def title(self) -> Prose:
        """Their name."""
        return self.name

    @property
    def reserved(self) -> tuple[Reserved]:
        """What keeps their words from being forgotten: for themselves, and for who keeps the register."""
        return (Reserved("whole", (), tuple(hold.reason for hold in self.holds), hides=True),)

    def shown(self, may: Callable[[Reserved], bool]) -> Self:
        """The same without that, and without how many steps it took."""
        return self if may(Reserved("whole")) else attrs.evolve(self, holds=(), revision=1, partial=True)

    def links(self) -> Iterator[tuple[str, str]]:
        """The host system's reference to them."""
        if self.reference is not None:
            yield "reference", self.reference

    # -- folding

    @classmethod
    def begun(cls, event: PersonEvent) -> Self:
        """The person as they joined."""
        joined = cast("Joined", event)
        return cls(
            id=cast("PersonId", joined.stamp.subject),
            revision=joined.stamp.step,
            name=joined.name,
            addresses=joined.addresses,
            reference=joined.reference,
        )

    def after(self, event: PersonEvent) -> Self:
        """The person after an event."""
        step = event.stamp.step
        match event:
            case Renamed():
                return attrs.evolve(self, revision=step, name=event.name)
            case AddressChanged():
                others = tuple(address for address in self.addresses if address.channel != event.channel)
                now = () if event.value is None else (Address(event.channel, event.value),)
                return attrs.evolve(self, revision=step, addresses=(*others, *now))
            case HoldPlaced():
                held = Hold(event.hold, event.reason, event.stamp.at.date(), event.until)
                return attrs.evolve(self, revision=step, holds=(*self.holds, held))
            case HoldLifted():
                return attrs.evolve(self, revision=step, holds=tuple(one for one in self.holds if one.id != event.hold))
            case Forgotten():
                return attrs.evolve(self, revision=step, is_forgotten=True, reference=None)
            case _:
                then = _MOVES.get((self.status, event.participle), self.status)
                return attrs.evolve(self, revision=step, is_here=then == "here")

    def _could(self, what: str, at: datetime) -> bool:
        held = any(one.holds(at.date()) for one in self.holds)
        free = {"hold_lifted": bool(self.holds), "forgotten": not held}.get(what, True)
        return (self.status, what) in _MOVES and free

    def _allow(self, what: str) -> None:
        if (self.status, what) not in _MOVES:
            raise NotAllowedNow(self.id, status=self.status, wanted=what, allowed=self.allowed())


def _channel(channel: object) -> str:
    """One word for a way to reach somebody."""
    if not isinstance(channel, str) or not channel.isidentifier() or len(channel) > _LONGEST_CHANNEL:
        raise Inconsistent("channel", f"{repr(channel)[:60]} is no channel; name it in one word, such as email")
    return channel


def _address(channel: str, value: str | Prose) -> Prose:
    """An address of one line; an e-mail address has somebody, an @ and somewhere."""
    prose = line(value, field=channel)
    before, at, after = str(prose).partition("@")
    if (channel == "email" and not (before and at and after)) or str(prose) != str(prose).strip():
        raise Inconsistent(channel, "is no address; it should look like anna@acme.example")
    return prose


def _reference(reference: object) -> str | None:
    """The host's opaque id: printable, of one line, and no longer than a line may be."""
    if reference is None:
        return None
    if not isinstance(reference, str) or not reference.isprintable() or not 0 < len(reference) <= LONGEST_LINE:
        raise Inconsistent("reference", "is no reference; give the host system's own opaque id, such as 'e-1007'")
    return reference
