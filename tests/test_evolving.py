from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any, cast

import attrs
import pytest

from coleadership.agreements.terms import Terms
from coleadership.errors import Inconsistent
from coleadership.evolving import evolve, made_often
from coleadership.heart.events import Subject
from coleadership.records import Batch, Card, Fact, Query
from coleadership.rhythm.recurrence import Recurrence, Unit
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


@attrs.frozen(slots=False)
class Loose:
    left: int = 1


@attrs.frozen(slots=True, weakref_slot=False)
class Made:
    left: list[int] = attrs.field(factory=list[int])


@made_often
@attrs.frozen(slots=True, weakref_slot=False)
class Sum:
    left: int
    _right: int = 2

    def __attrs_post_init__(self) -> None:
        if self.left > self._right:
            raise Inconsistent("left", "is more than the right one; swap them")


@attrs.frozen(slots=True, weakref_slot=False)
class Named(Sum):
    name: str = ""


class TestMadeOften:
    @pytest.mark.parametrize("value", [Sum(1), Named(1, 3, "three"), Fact("a", 1, "b", 1, "c", None, "d", "{}")])
    def test_makes_what_attrs_makes(self, value: Sum | Fact) -> None:
        """It is of its class, equal to what is made of its fields, frozen, and can be copied and pickled."""
        fields = {field.alias: getattr(value, field.name) for field in attrs.fields(type(value))}
        again = type(value)(**fields)
        assert (again, hash(again), repr(again)) == (value, hash(value), repr(value))
        assert type(evolve(value)) is type(again) is type(value)
        assert copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == attrs.evolve(value) == value  # noqa: S301 - our own
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            cast("Any", value).left = 3

    def test_takes_arguments_as_the_class_says(self) -> None:
        """By position or by name only, with the defaults of the fields and no others."""
        assert Card("goal_1", "goal", "draft", 1) == Card(subject="goal_1", kind="goal", status="draft", revision=1)
        assert (Query().limit, Batch(facts=(), expected={}).key) == (500, None)
        for wrong in ((), (1, 2, 3)):
            with pytest.raises(TypeError):
                _ = Sum(*cast("Any", wrong))
        with pytest.raises(TypeError):
            _ = Query("goal")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]

    def test_checks_what_the_class_checks(self) -> None:
        """What looks at the whole value still does."""
        with pytest.raises(Inconsistent, match="swap them"):
            _ = Sum(3)

    def test_is_refused_for_what_checks_a_field(self) -> None:
        """A class whose fields are more than slots stays as attrs makes it, and says so."""
        for kind in (Recurrence, Loose, Made):
            with pytest.raises(TypeError, match=f"{kind.__name__} checks, converts or makes a field, or has no slots"):
                _ = made_often(kind)
