from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import attrs
import pytest

from coleadership.errors import Inconsistent
from coleadership.events import Subject
from coleadership.evolving import evolve
from coleadership.recurrence import Recurrence, Unit
from coleadership.terms import Terms
from coleadership.testing import builders


@attrs.frozen(slots=True, weakref_slot=False)
class Pair:
    left: int
    _right: int = 2


@attrs.frozen
class Open:
    left: int = 1


class TestEvolve:
    @pytest.mark.parametrize("build", [builders.amending, builders.person, builders.on_record])
    def test_gives_what_attrs_gives(self, build: Callable[[], Subject[Any]]) -> None:
        """Each field can be changed, and all others are as they were."""
        subject = build()
        for field in attrs.fields(type(subject)):
            changed = evolve(subject, **cast("Any", {field.alias: None}))
            assert attrs.asdict(changed, recurse=False) == {**attrs.asdict(subject, recurse=False), field.name: None}
        assert evolve(subject) == subject
        assert evolve(subject) is not subject

    def test_takes_fields_by_the_names_of_their_arguments(self) -> None:
        """A field of one's own is named as when the value is made."""
        assert evolve(Pair(1), right=3) == Pair(1, 3)
        assert evolve(Open(), left=3) == Open(3)

    def test_refuses_what_is_no_field(self) -> None:
        """A slip of the pen is told, not passed over."""
        with pytest.raises(TypeError, match="middle"):
            _ = evolve(Pair(1), middle=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]

    def test_checks_what_the_class_checks(self) -> None:
        """An object cannot exist wrong, however it came to be."""
        terms = builders.terms()
        with pytest.raises(Inconsistent, match="period of notice"):
            _ = evolve(terms, notice_days=-1)
        assert type(evolve(terms, notice_days=7)) is Terms

    def test_converts_what_the_class_converts(self) -> None:
        """A class that makes something of its values goes on doing so."""
        weekly = Recurrence(unit=Unit.WEEKS, weekdays=("mon",))
        assert evolve(weekly, weekdays=("fri", "mon")).weekdays == ("mon", "fri")
