"""What people give as fields: taken as it is kept, or refused by its name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

import coleadership as co
from coleadership.errors import Inconsistent, RuleBroken
from coleadership.recording.catalogue import CATALOGUE
from coleadership.testing.builders import AT

TABLE = {"anna": co.Part.OWNER, "bo": co.Part.COORDINATOR}
GIVEN = {
    "title": "Evenings", "question": "Who may swap?", "parties": TABLE, "participants": TABLE,
    "asked": ["anna", "bo"], "present": ["anna", "bo"], "by": "bo", "about": ["goal_1"], "method": co.CONSENT,
    "cadence": co.Cadence.weekly("mon", begin=date(2026, 11, 30)), "signed": AT.date(), "person": "anna",
    "voices": {"anna": "consent", "bo": "consent"}, "reason": "It changed",
}  # fmt: skip
SAID: dict[type[Any], dict[str, Any]] = {
    co.Agreement: {"body": "We share the evenings"},
    co.Goal: {"measure": co.Metric(start=12, target=2), "due": date(2100, 1, 31)},
    co.Role: {"purpose": "Evenings are covered"},
}
"""What some say in their first wording, as they have to be in force for some of their verbs."""


def verbs() -> Iterator[tuple[type[Any], str]]:
    """Every starter and verb of every subject that takes fields by name."""
    for kind in CATALOGUE.subjects.values():
        for name in dir(kind):
            if not name.startswith("_") and callable(verb := getattr(kind, name)) and "**" in signed(verb):
                yield kind, name


def signed(verb: Callable[..., Any]) -> str:
    """What a verb takes, as it is written."""
    return str(inspect.signature(verb))


def wanted(verb: Callable[..., Any]) -> dict[str, Any]:
    """What a verb cannot do without."""
    asked = inspect.signature(verb).parameters.values()
    return {one.name: GIVEN[one.name] for one in asked if one.default is one.empty and one.kind is not one.VAR_KEYWORD}


def begun(kind: type[Any]) -> Iterator[Any]:
    """Some of the kind, as they can begin: worded, in force, or on record."""
    for way in ("begin", "draft", "in_meeting", "on_record"):
        if starter := getattr(kind, way, None):
            try:
                yield starter(**wanted(starter), **SAID.get(kind, {}))
            except Inconsistent:  # it cannot begin so without saying more
                continue


def refusal(verb: Callable[..., Any]) -> str:
    """What is said of a field that there is not."""
    with pytest.raises(RuleBroken) as refused:
        _ = verb(**wanted(verb), sungg="twice")
    return str(refused.value)


class TestFieldsByName:
    @pytest.mark.parametrize(("kind", "name"), [*verbs()], ids=lambda one: getattr(one, "__name__", one))
    def test_are_refused_where_there_is_no_such_field(self, kind: type[Any], name: str) -> None:
        """Whatever verb is called: what is misspelt is never dropped without a word."""
        starts = inspect.ismethod(getattr(kind, name))
        refusals = [refusal(getattr(one, name)) for one in ([kind] if starts else begun(kind))]
        assert any(said.startswith("sungg: there is no such field here") for said in refusals)

    def test_are_told_by_what_was_meant(self) -> None:
        """The sentence names the field that is like it, in those of the verb itself, too."""
        (cycle,) = begun(co.Cycle)
        for wrong, meant in (("next_steps", "next_step"), ("presnt", "present"), ("confidense", "confidence")):
            with pytest.raises(Inconsistent, match=f"did you mean '{meant}'"):
                _ = cycle.follow_up(by="anna", **{wrong: "x"})
        with pytest.raises(Inconsistent, match="did you mean 'agenda'"):
            _ = co.Cycle.begin(**wanted(co.Cycle.begin), agneda=["Rota"])  # type: ignore[call-arg]
