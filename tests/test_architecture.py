"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_origin

import attrs
import pytest

import coleadership
from coleadership.errors import ColeadershipError
from coleadership.heart.events import Event
from coleadership.recording.catalogue import CATALOGUE

_SOURCE = Path(coleadership.__file__).parent
_FILES = sorted(_SOURCE.rglob("*.py"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(file: Path) -> Iterator[Function]:
    """Every function of a file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """How many lines the body takes, its docstring left out."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def folding(file: Path) -> Iterator[Function]:
    """The functions of a file that apply events: those that folds begin with, and in pure folds all of them."""
    pure = file.name in {"formulation.py", "keeping.py"}
    for function in functions(file):
        if function.name in {"after", "begun", "_lived"} or (pure and function.name != "outcome"):
            yield function


@pytest.mark.parametrize("file", _FILES, ids=lambda file: str(file.relative_to(_SOURCE)))
class TestFile:
    def test_stays_under_400_lines(self, file: Path) -> None:
        """When a file feels crowded, a concept is missing."""
        assert len(file.read_text(encoding="utf-8").splitlines()) < 400

    def test_has_functions_of_35_lines_at_most(self, file: Path) -> None:
        """A function fits on a screen."""
        assert {function.name: length(function) for function in functions(file) if length(function) > 35} == {}

    def test_decides_nothing_while_folding(self, file: Path) -> None:
        """Verbs decide, folds apply: no clock, no chance, no rule, no new id."""
        forbidden = {"now", "today", "urandom", "new_id", "moment", "outcome", "closes_at", "findings", "time_ns"}
        called = {
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for function in folding(file)
            for node in ast.walk(function)
            if isinstance(node, ast.Call)
        }
        assert called & forbidden == set()


ROOMS = sorted({file.parent for file in _FILES} - {_SOURCE} - {_SOURCE / door for door in ("cli", "stores", "testing")})


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
class TestRoom:
    def test_says_what_lives_there_and_nothing_else(self, room: Path) -> None:
        """To import one module brings no other of its room: `__init__` is a docstring."""
        told = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(told)
        assert len(told.body) == 1


def called(function: Function) -> set[str]:
    """What a function calls; what it reads of `self` counts, too, as that may be computed."""
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    names |= {
        call.attr for call in calls if isinstance(call, ast.Attribute) and not isinstance(call.value, ast.Constant)
    }
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    return names | {node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == "self"}


def fields(file: Path) -> set[str]:
    """The names of the fields in a file, which is not what is called so elsewhere."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return {node.target.id for node in nodes if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}


def folds() -> dict[tuple[str, str], set[str]]:
    """What applies events, and whatever of the domain that uses in turn: by file and name, with what it calls."""
    domain = (
        "agreements/agreement", "agreements/keeping", "deciding/counsel", "deciding/decisions", "deciding/initiatives",
        "deciding/venture", "following_up/feedback", "following_up/feedback_text", "following_up/lessons",
        "goals/goal", "goals/pursuit", "heart/coled", "heart/events", "heart/formulation", "heart/worded",
        "organisation/assignments", "organisation/distribution", "organisation/holding", "organisation/people",
        "organisation/roles", "organisation/tasks", "organisation/teams", "purpose/carried", "rhythm/periods",
    )  # fmt: skip
    known = {(file, one.name): called(one) for file in domain for one in functions(_SOURCE / f"{file}.py")}
    found, ahead = dict[tuple[str, str], set[str]](), [key for key in known if key[1] in {"after", "begun", "_lived"}]
    while ahead:
        key = ahead.pop()
        if key not in found:
            found[key] = known[key]
            near = {name for file, name in known if file == key[0]} | fields(_SOURCE / f"{key[0]}.py")
            ahead += [
                other for other in known if other[1] in known[key] and (other[0] == key[0] or other[1] not in near)
            ]
    return found


class TestFolds:
    def test_are_found(self) -> None:
        """What is looked at below is what an agreement and a person really go through."""
        assert {"after", "begun", "_lived", "_adopted", "_revised", "_voiced", "heard", "renewed"} <= {
            name for _, name in folds()
        }

    def test_use_nothing_that_decides_or_knows_the_time(self) -> None:
        """However deep, folding the same events gives the same subject, today and in ten years."""
        impure = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "urandom", "random", "randint", "choice"}
        impure |= {"uuid1", "uuid4", "new_id", "moment", "open", "getenv", "environ", "read_text", "print"}
        deciding = {
            "outcome",
            "closes_at",
            "findings",
            "_allow",
            "_check_move",
            "_judge",
            "_record",
            "_settled",
            "_stamp",
        }
        used = {key: names & (impure | deciding) for key, names in folds().items()}
        assert {key: names for key, names in used.items() if names} == {}


def subclasses(kind: type) -> Iterator[type]:
    """All classes below one, of this library."""
    below: type
    for below in kind.__subclasses__():
        if below.__module__.startswith("coleadership."):
            yield below
        yield from subclasses(below)


class TestCatalogue:
    @pytest.mark.parametrize("name", CATALOGUE.events)
    def test_names_are_kind_and_participle(self, name: str) -> None:
        """A recorded name is the kind of a subject that is known and the participle of its event."""
        kind, _, participle = name.partition(".")
        event: Any = CATALOGUE.events[name]
        sort = get_origin(event) or event
        assert kind in CATALOGUE.subjects
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", participle)
        assert issubclass(sort, Event)
        assert sort.participle == participle
        assert attrs.has(sort)

    def test_knows_every_event_that_there_is(self) -> None:
        """No event can happen that could not be recorded."""
        known = {get_origin(event) or event for event in CATALOGUE.events.values()}
        assert {*subclasses(Event)} == known

    def test_knows_every_kind_by_its_name(self) -> None:
        """A subject is catalogued under the kind that its ids show."""
        assert all(kind == subject.KIND for kind, subject in CATALOGUE.subjects.items())

    def test_lifts_every_older_version(self) -> None:
        """From each older version there is a step to the next."""
        steps = {(name, v) for name in CATALOGUE.events for v in range(1, CATALOGUE.version(name))}
        assert {*CATALOGUE.upcasters} == steps
        assert {*CATALOGUE.versions} <= {*CATALOGUE.events}


class TestNaming:
    def test_says_what_things_are_about(self) -> None:
        """Nothing is a manager, a service, a helper or a util, and nothing is got."""
        vague = re.compile(r"manager|service|handler|helper|util|base$|data$|info$|^common|^misc|models", re.IGNORECASE)
        trees = [ast.parse(file.read_text(encoding="utf-8")) for file in _FILES]
        names = [file.stem for file in _FILES]
        names += [node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        assert [name for name in names if vague.search(name)] == []
        assert [f.name for file in _FILES for f in functions(file) if f.name.startswith("get_")] == []

    def test_puts_all_errors_in_one_file(self) -> None:
        """Every error of ours lives in `errors.py`, and every one is public."""
        ours = {*subclasses(ColeadershipError)}
        assert {kind.__module__ for kind in ours} == {"coleadership.errors"}
        assert {kind.__name__ for kind in ours} <= {*coleadership.__all__}
