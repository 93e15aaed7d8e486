"""Between the domain and plain JSON; with `structuring`, the only file that imports cattrs.

Validation belongs here, at the edge: a body is taken only if every value has exactly the type that the domain says.
Prose is never in a body, only its seal; the words travel beside it.
"""

from __future__ import annotations

import json
import marshal
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from threading import local
from typing import Any, Final, TypeVar, cast

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from coleadership.agreements import clauses
from coleadership.errors import Inconsistent, InvalidInput, UnknownRecord
from coleadership.following_up.follow_ups import FollowUp
from coleadership.following_up.forms import Form
from coleadership.goals.measures import MEASURES, Measure
from coleadership.heart.consent import DecisionRule
from coleadership.heart.due import Reminders
from coleadership.heart.events import Event, Stamp, Subject
from coleadership.heart.kinds import Kind
from coleadership.heart.wording import Seat
from coleadership.prose import Prose, Seal
from coleadership.recording.catalogue import CATALOGUE, Catalogue
from coleadership.recording.jsonlines import dumps, exactly, quickly
from coleadership.recording.structuring import strict_converter
from coleadership.records import LARGEST_BODY, SEEN_BY, Card, Fact
from coleadership.rhythm.cadence import Cadence, Occurrence
from coleadership.rhythm.recurrence import Recurrence
from coleadership.trust.access import opened_by

__all__ = ["NOT_KEPT", "Codec", "happened", "parsed", "seals_in", "shared_codec"]

Parse = Callable[[str], object]
NOT_KEPT: Final = ("unrecorded", "unseen", "partial")
"""The fields of a subject that are no part of its state."""
_OMITTED: Final[Mapping[str, Any]] = {name: override(omit=True) for name in NOT_KEPT}
_SEAL: Final = re.compile(r"seal_[0-9a-f]{64}")
_QUOTED: Final = re.compile(f'"({_SEAL.pattern})"')
_MOST_REMEMBERED: Final = 1_000
_CLAUSES: Final[Mapping[str, type[clauses.Clause]]] = {
    "commitment": clauses.Commitment,
    "support": clauses.Support,
    "mandate": clauses.Mandate,
    "statutory_task": clauses.StatutoryTask,
    "ground_rule": clauses.GroundRule,
    "expectation": clauses.Expectation,
    "criterion": clauses.Criterion,
    "rhythm": clauses.Rhythm,
}


def seals_in(bodies: Iterable[str]) -> set[Seal]:
    """The seals that bodies or states name."""
    return {*_SEAL.findall("\n".join(bodies))}


def happened(fact: Fact) -> datetime:
    """When what a fact tells of happened, or `InvalidInput` if that is no point in time."""
    try:
        at = datetime.fromisoformat(fact.at)
    except (TypeError, ValueError):
        at = datetime.min  # noqa: DTZ901 - has no time zone, so it is refused below
    if at.tzinfo is not UTC:
        raise InvalidInput(fact.name, f"{fact.at[:40]!r} is no point in time in UTC; it was changed or never ours")
    return at


class Codec:
    """Turns events and subjects into JSON and back, by the names of a catalogue. Safe to share between threads."""

    def __init__(self, catalogue: Catalogue = CATALOGUE, *, measures: Mapping[str, type[Measure]] = MEASURES) -> None:
        """``measures`` are the kinds of measure that can be recorded, by their word."""
        self.catalogue = catalogue
        self._words = local()
        self._converter = _converter(self._sealed, self._unsealed)
        _register_shared(self._converter, measures, lambda: self._words.read)
        self._facts: dict[tuple[str, type], tuple[Callable[[Any], dict[str, object]], str, int]] = {}
        self._states: dict[type, Callable[[Any], dict[str, object]]] = {}
        self._events: dict[tuple[str, int], tuple[Callable[[object, object], Any], int]] = {}
        self._subjects: dict[str, Callable[[object, object], Any]] = {}

    # -- events

    def fact(self, kind: str, event: Event) -> tuple[Fact, list[Prose]]:
        """An event as a fact to be kept, and the words that it says."""
        known = self._facts.get((kind, type(event)))
        if known is None:
            # Generic events are written by the types of their values, so one writer serves Revised[Terms] and others.
            write = make_dict_unstructure_fn(type(event), self._converter, stamp=override(omit=True))
            name = self.catalogue.name(kind, event)
            known = self._facts[kind, type(event)] = write, name, self.catalogue.version(name)
        write, name, version = known
        words: list[Prose] = []
        self._words.said = words
        body, stamp = dumps(write(event)), event.stamp
        if not body.isascii():
            _check_keepable(body)
        if len(body) > LARGEST_BODY:
            raise InvalidInput(name, f"has {len(body):,} characters; {LARGEST_BODY:,} is the most for one event")
        at = stamp.at.isoformat() if stamp.at.microsecond else stamp.at.isoformat(timespec="microseconds")
        return Fact(stamp.subject, stamp.step, name, version, stamp.id, stamp.by, at, body), words

    def event(self, fact: Fact, words: Mapping[Seal, Prose]) -> Event:
        """The event that a fact tells of; older versions are lifted first.

        Raises `UnknownRecord` for a name or version that is not known here, `InvalidInput` for a body that is wrong.
        """
        try:
            return self._event(fact, words, quickly)
        except InvalidInput:
            return self._event(fact, words, exactly)

    def _event(self, fact: Fact, words: Mapping[Seal, Prose], parse: Parse) -> Event:
        name, version = fact.name, fact.version
        read, current = self._events.get((name, version)) or self._known(name, version)
        body = parsed(parse, fact.body, name)
        if version != current:
            body = self._lifted(fact, body, current)
        body["stamp"] = Stamp(fact.event, fact.subject, fact.revision, fact.by, happened(fact))
        event: Event = self.structured(read, body, words, name)
        return event

    def _known(self, name: str, version: int) -> tuple[Callable[[object, object], Any], int]:
        """How an event recorded in a version of a name is read, and the version it has to be lifted to before."""
        current, kind = self.catalogue.version(name), self.catalogue.events.get(name)
        if kind is None or version > current:
            newest = "not known here" if kind is None else f"version {current} is the newest known here"
            raise UnknownRecord(name, version, known=newest)
        known = self._events[name, version] = self._converter.get_structure_hook(kind), current
        return known

    def after(
        self, kind: type[Subject[Any]], subject: Subject[Any] | None, fact: Fact, words: Mapping[Seal, Prose]
    ) -> Subject[Any]:
        """A subject after what a fact tells of, or as it left it where there was none before.

        Raises as `event` does, and `InvalidInput` where it cannot follow what is recorded before it.
        """
        event = self.event(fact, words)
        try:
            return kind.begun(event) if subject is None else subject.after(event)
        except Exception as error:
            reason = f"cannot follow what is recorded before it ({_told(error)}); it was changed or never ours"
            raise InvalidInput(fact.name, reason) from error

    # -- states and cards

    def state(self, subject: Subject[Any]) -> str:
        """A subject as JSON, its prose as seals."""
        write = self._states.get(type(subject))
        if write is None:
            write = self._states[type(subject)] = make_dict_unstructure_fn(type(subject), self._converter, **_OMITTED)
        self._words.said = []
        return dumps(write(subject))

    def subject(self, kind: str, state: str, words: Mapping[Seal, Prose]) -> Subject[Any]:
        """The subject that a state tells of."""
        read = self._subjects.get(kind)
        if read is None:
            made = make_dict_structure_fn(
                self.catalogue.subjects[kind], self._converter, _cattrs_forbid_extra_keys=True, **_OMITTED
            )
            read = self._subjects[kind] = cast("Callable[[object, object], Any]", made)
        try:
            return cast("Subject[Any]", self.structured(read, parsed(quickly, state, kind), words, kind))
        except InvalidInput:
            return cast("Subject[Any]", self.structured(read, parsed(exactly, state, kind), words, kind))

    def card(self, subject: Subject[Any], *, keep_state: bool) -> Card:
        """What is true now of a subject, with its state where that is to be kept."""
        id, kind, audience = subject.id, subject.KIND, subject.audience
        due, title, wakes = subject.next_due, subject.title, subject.wakes
        links = {*subject.links()}
        links.update([("awaits", person) for person in subject.awaited])
        links.update([(SEEN_BY, key) for key in opened_by(id, kind, audience, links)])
        state, state_revision, shape = None, 0, 0
        if keep_state:
            state, state_revision, shape = self.state(subject), subject.revision, subject.SHAPE
        return Card(
            id, kind, subject.status, subject.revision, None if due is None else due.isoformat(),
            None if title is None else title.seal, audience, tuple(sorted(links)), state, state_revision, shape,
            None if wakes is None else wakes.isoformat(),
        )  # fmt: skip

    # -- for people and programs to read

    def plain(self, subject: Subject[Any]) -> dict[str, Any]:
        """A subject as plain values: as its state, the words in their place, and None for what is not known."""
        state = self.state(subject)
        return _worded(state, self._words.said)

    def plain_event(self, kind: str, event: Event) -> dict[str, Any]:
        """The body of an event in the life of a kind, as `plain`."""
        fact, words = self.fact(kind, event)
        return _worded(fact.body, words)

    # -- what both stand on

    def ways(self, kind: Any) -> tuple[Callable[[Any, Any], Any], Callable[[Any], Any]]:
        """How a value of some type is read (also given that type) and written, as plain values."""
        return self._converter.get_structure_hook(kind), self._converter.get_unstructure_hook(kind)

    def structured(self, read: Callable[[Any, Any], Any], value: Any, words: Mapping[Seal, Prose], source: str) -> Any:
        """What plain values tell of by a way to read them, with these words in it, or `InvalidInput`."""
        if getattr(self._words, "known", None) is not words:
            self._words.known, self._words.read = words, {}
        try:
            return read(value, None)
        except Exception as error:  # whatever a wrong value leads to, only errors of ours escape
            raise InvalidInput(source, f"cannot be read ({_told(error)}); it was changed or never ours") from error

    def _lifted(self, fact: Fact, body: dict[str, Any], current: int) -> dict[str, Any]:
        """The body of an older version, as today's."""
        try:
            for version in range(fact.version, current):
                body = self.catalogue.upcasters[fact.name, version](body)
        except Exception as error:
            raise InvalidInput(fact.name, f"version {fact.version} cannot be lifted ({_told(error)})") from error
        return body

    def _sealed(self, prose: Prose) -> str:
        """Leave the words beside and keep their seal."""
        self._words.said.append(prose)
        return prose.seal

    def _unsealed(self, seal: object, _: object) -> Prose:
        """Find the words again; erased or not at hand, only the seal is left."""
        known: Mapping[object, Prose] = self._words.known
        found = known.get(seal)
        if found is not None:
            return found
        if not isinstance(seal, str) or not _SEAL.fullmatch(seal):
            msg = f"{str(seal)[:40]!r} is no seal"
            raise ValueError(msg)
        return Prose(Seal(seal))


@cache
def shared_codec() -> Codec:
    """The codec of all journals that ask for no other: how each class is read and written is worked out once."""
    return Codec()


def parsed(parse: Parse, text: str, source: str) -> dict[str, Any]:
    """A body or a state as plain values, or `InvalidInput` where it is none."""
    try:
        value = parse(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(source, f"is not JSON ({_told(error)}); it was changed or never ours") from None
    if value.__class__ is not dict:
        raise InvalidInput(source, "is not an object; it was changed or never ours")
    return cast("dict[str, Any]", value)


def _worded(body: str, words: Iterable[Prose]) -> dict[str, Any]:
    """A body as plain values, with words in the place of the seals that stand for them."""
    said = {prose.seal: prose.text for prose in words}
    plain: dict[str, Any] = json.loads(_QUOTED.sub(lambda found: json.dumps(said.get(Seal(found[1]))), body))
    return plain


def _check_keepable(body: str) -> None:
    """Raise for half a character, which could be kept nowhere."""
    try:
        _ = body.encode()
    except UnicodeEncodeError:
        reason = "contains half a character (a lone surrogate); decode it as UTF-8 first"
        raise Inconsistent("body", reason) from None


def _converter(sealed: Callable[[Prose], str], unsealed: Callable[[object, object], Prose]) -> Converter:
    """A strict converter that knows prose, too; the stamp of an event is put beside its body."""
    converter = strict_converter(Stamp)
    converter.register_unstructure_hook(Prose, sealed)
    converter.register_structure_hook(Prose, unsealed)
    read_kind = make_dict_structure_fn(Kind, converter)
    converter.register_structure_hook(
        str | Kind, lambda value, _: value if type(value) is str else read_kind(value, None)
    )
    return converter


T = TypeVar("T")


def _once(read: Callable[[Any, Any], T], known: Callable[[], dict[bytes, T]]) -> Callable[[Any, Any], T]:
    """Read what says the same in several wordings once: values are frozen, so they can be shared."""

    def reads(value: Any, kind: Any) -> T:
        remembered, key = known(), marshal.dumps(value, 2)  # tells 1 from True, in half the time of repr
        found = remembered.get(key)
        if found is None:
            found = read(value, kind)
            if len(remembered) >= _MOST_REMEMBERED:
                remembered.clear()
            remembered[key] = found
        return found

    return reads


def _written_once(write: Callable[[Any], T]) -> Callable[[Any], T]:
    """Write the very same value once: those that were read `_once` are written with many a state."""
    written: dict[int, tuple[object, T]] = {}

    def writes(value: Any) -> T:
        found = written.get(id(value))
        if found is None or found[0] is not value:
            if len(written) >= _MOST_REMEMBERED:
                written.clear()
            found = written[id(value)] = value, write(value)
        return found[1]

    return writes


def _lasting() -> Callable[[], dict[bytes, Any]]:
    """What is remembered for as long as the codec lives: no words of anybody."""
    remembered: dict[bytes, Any] = {}
    return lambda: remembered


def _register_shared(
    converter: Converter, measures: Mapping[str, type[Measure]], known: Callable[[], dict[bytes, Any]]
) -> None:
    """Rules, seats, clauses and measures stand in many wordings; an organisation has a handful of rules and rhythms."""
    read_rule = make_dict_structure_fn(DecisionRule, converter)
    unasked = override(omit_if_default=True)  # a field that came later; what was recorded before it reads the same
    write_rule = make_dict_unstructure_fn(DecisionRule, converter, hears_all=unasked)
    converter.register_unstructure_hook(DecisionRule, _written_once(write_rule))
    converter.register_structure_hook(DecisionRule, _once(read_rule, _lasting()))
    converter.register_structure_hook(Seat, _once(make_dict_structure_fn(Seat, converter), known))
    for often in (Cadence, Occurrence, Reminders, Form):
        read_often = make_dict_structure_fn(cast("Any", often), converter)
        converter.register_structure_hook(often, _once(read_often, _lasting()))
    for mostly_empty in (Recurrence, Cadence, Occurrence, FollowUp):  # most of it is seldom said
        write = make_dict_unstructure_fn(cast("Any", mostly_empty), converter, _cattrs_omit_if_default=True)
        converter.register_unstructure_hook(mostly_empty, write)
    for often in (Cadence, Occurrence, Reminders):
        converter.register_unstructure_hook(often, _written_once(converter.get_unstructure_hook(often)))
    _register_told_apart(converter, clauses.Clause, "clause", _CLAUSES, known)
    _register_told_apart(converter, Measure, "measure", measures, known)


def _register_told_apart(
    converter: Converter, union: type[T], key: str, sorts: Mapping[str, type[T]], known: Callable[[], dict[bytes, Any]]
) -> None:
    """What is one of several sorts is told apart by a word of its own, under a key of its own."""
    read: dict[str, Callable[[object, object], T]] = {}
    write: dict[type, tuple[str, Callable[[Any], dict[str, object]]]] = {}
    for word, sort in sorts.items():
        read[word] = cast("Callable[[object, object], T]", make_dict_structure_fn(cast("Any", sort), converter))
        write[sort] = (word, make_dict_unstructure_fn(cast("Any", sort), converter))

    def written(value: T) -> dict[str, object]:
        found = write.get(type(value))
        if found is None:
            name = f"{type(value).__module__}.{type(value).__qualname__}"
            raise Inconsistent(key, f"{name} is no {key} that can be recorded here; choose one of {', '.join(sorts)}")
        word, fn = found
        return {key: word, **fn(value)}

    def reads(value: Any, _: object) -> T:
        rest = {**value}
        return read[rest.pop(key)](rest, None)

    converter.register_unstructure_hook(union, written)
    converter.register_structure_hook(union, _once(reads, known))


def _told(error: BaseException) -> str:
    """The innermost reason, in a few words."""
    if isinstance(error, BaseExceptionGroup):
        return _told(cast("tuple[Exception, ...]", error.exceptions)[0])
    return f"{type(error).__name__}: {str(error)[:120]}"
