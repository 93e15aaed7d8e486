"""What time goes by, read from kept states and written back; the rest stays there as it is.

Most of what wakes on a Monday morning is a follow-up whose day has come. What was said at the last one, and who takes
part, has no part in that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import attrs

from coleadership.evolving import evolve
from coleadership.heart.events import Subject
from coleadership.prose import Prose, Seal
from coleadership.recording.codec import NOT_KEPT, Codec, parsed
from coleadership.recording.jsonlines import dumps, exactly, quickly
from coleadership.records import Card

__all__ = ["Timely"]

Part = tuple[Callable[[Any, Any], Any], Callable[[Any], Any], Any]
"""How a field is read from a state and written there, and its type."""
_NO_WORDS: Final[Mapping[Seal, Prose]] = {}


@attrs.frozen
class Timely:
    """Reads from states what time goes by (`Subject.TIMELY`): such a subject is partial, and for nothing else."""

    codec: Codec
    parts: dict[type[Subject[Any]], Mapping[str, Part | None]] = attrs.field(init=False, factory=dict)
    """By kind all fields that a state has, in their order; None for what stays as it is."""

    def sees(self, card: Card) -> bool:
        """Whether time goes by a part of the state on a card, and nothing was recorded after it."""
        kind = self.codec.catalogue.subjects.get(card.kind)
        if kind is None or not kind.TIMELY or card.shape != kind.SHAPE:
            return False
        return card.state is not None and card.state_revision == card.revision

    def subject(self, card: Card) -> Subject[Any]:
        """The subject of a card, read in part."""
        kind = self.codec.catalogue.subjects[card.kind]
        parts = self._parts_of(kind)

        def read(state: dict[str, Any], _: object) -> Subject[Any]:
            if state.keys() != parts.keys():
                msg = "some fields are missing, or too many"
                raise ValueError(msg)
            for name, part in parts.items():
                if part is not None:
                    state[name] = part[0](state[name], part[2])
            return kind(**state, partial=True)

        text = card.state or ""
        state = parsed(quickly, text, card.kind)
        if quickly is not exactly and dumps(state) != text:  # a number was rounded, and would be written back so
            state = parsed(exactly, text, card.kind)
        return cast("Subject[Any]", self.codec.structured(read, state, _NO_WORDS, card.kind))

    def card(self, subject: Subject[Any], before: Card) -> Card:
        """The card of a subject that was read in part and has gone on, by the one from which it was read."""
        due, wakes = subject.next_due, subject.wakes
        state: dict[str, object] = {}
        for name, part in self._parts_of(type(subject)).items():
            value = getattr(subject, name)
            state[name] = value if part is None else part[1](value)
        return evolve(
            before,
            status=subject.status,
            revision=subject.revision,
            due=None if due is None else due.isoformat(),
            state=dumps(state),
            state_revision=subject.revision,
            wakes=None if wakes is None else wakes.isoformat(),
        )

    def _parts_of(self, kind: type[Subject[Any]]) -> Mapping[str, Part | None]:
        parts = self.parts.get(kind)
        if parts is None:
            timely = {"id", "revision", *kind.TIMELY}
            parts = self.parts[kind] = {
                field.name: (*self.codec.ways(field.type), field.type) if field.name in timely else None
                for field in attrs.fields(attrs.resolve_types(kind))
                if field.name not in NOT_KEPT
            }
        return parts
