# ruff: noqa: INP001 - a program, not a package
"""Write the parts of the reference that follow from the code: tables of events, moves, rules, hooks and limits.

    python docs/generate.py            # rewrites what is out of date
    python docs/generate.py --check    # changes nothing, and exits with 1 if anything is out of date

A page says ``<!-- generated: name -->`` where such a part begins and ``<!-- end -->`` where it ends.
"""

from __future__ import annotations

import inspect
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from fractions import Fraction
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast, get_origin

import attrs

from coleadership import hookspecs
from coleadership.agreements.agreement import Agreement
from coleadership.agreements.clauses import Delegation
from coleadership.deciding.decisions import Decision
from coleadership.deciding.methods import JOINT, METHODS, misfit
from coleadership.goals.goal import Goal
from coleadership.heart.consent import PROPOSER, RULES, DecisionRule, Of, Silence
from coleadership.heart.events import Event, Subject
from coleadership.heart.kinds import KINDS, Part
from coleadership.heart.life import FORCE_MOVES, WORDING_MOVES, Force, Moves, Revised, Wording
from coleadership.heart.wording import Seat
from coleadership.organisation.role_text import ROLE_KINDS
from coleadership.purpose.carried import Carried
from coleadership.recording.catalogue import CATALOGUE
from coleadership.trust.entitlements import ENTITLEMENTS, READING, Action, Who

__all__ = ["DRAWINGS", "PARTS", "hooks", "outdated", "write"]

HERE: Final = Path(__file__).parent
_PART = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _table(head: list[str], rows: Iterator[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _first(documented: object) -> str:
    """The first line of a docstring, for Markdown."""
    return (inspect.getdoc(documented) or "").split("\n", 1)[0].replace("``", "`")


# -- events


def events() -> str:
    """Every recorded name: its version, what it means, its fields."""
    return _table(["Recorded name", "Version", "Meaning", "Fields of the body"], _event_rows())


def _event_rows() -> Iterator[list[str]]:
    known = [(name, _event_class(event)) for name, event in CATALOGUE.events.items()]
    for name, cls in sorted(known, key=_in_the_order_of_the_source):
        names = [field.name for field in attrs.fields(cls) if field.name != "stamp"]
        fields = ", ".join(f"`{field}`" for field in names) or "none"
        yield [f"`{name}`", str(CATALOGUE.version(name)), _first(cls), fields]


def _in_the_order_of_the_source(named: tuple[str, type[Event]]) -> tuple[str, bool, int]:
    """By kind, the shared life before what a kind has of its own."""
    name, cls = named
    return name.partition(".")[0], cls.__module__ != Revised.__module__, inspect.getsourcelines(cls)[1]


def _event_class(event: object) -> type[Event]:
    """The class of an event that may be generic in its content."""
    return cast("type[Event]", get_origin(event) or event)


# -- moves


def _moves(table: Moves[Any]) -> str:
    return _table(["Where it is", "What happens", "Where it is then"], _move_rows(table))


def _move_rows(table: Moves[Any]) -> Iterator[list[str]]:
    """One row for each pair of states; what leaves it where it is comes first."""
    pairs: dict[tuple[Enum, Enum], list[str]] = {}
    for (state, what), then in table.items():
        pairs.setdefault((state, then), []).append(f"`{what}`")
    for state, then in sorted(pairs, key=lambda pair: (_rank(pair[0]), pair[0] is not pair[1], _rank(pair[1]))):
        where = "the same" if then is state else f"**{then.value}**"
        yield [str(state.value), ", ".join(pairs[state, then]), where]


def _rank(state: Enum) -> int:
    return list(type(state)).index(state)


Place = tuple[int, int]
_WIDE, _HIGH, _ACROSS, _DOWN = 140, 40, 290, 76
_WORDING_AT: Final[Mapping[Enum, Place]] = {
    Wording.DRAFT: (0, 0), Wording.PROPOSED: (1, 0), Wording.ADOPTED: (2, 0), Wording.REJECTED: (2, 2),
    Wording.WITHDRAWN: (0, 2), Wording.OVERTAKEN: (1, 2),
}  # fmt: skip
_FORCE_AT: Final[Mapping[Enum, Place]] = {
    Force.NOT_YET: (0, 0), Force.IN_FORCE: (1, 0), Force.PAUSED: (2, 0), Force.EXPIRED: (1, 2), Force.ENDED: (2, 2),
}  # fmt: skip


def _drawing(table: Moves[Any], at: Mapping[Enum, Place], about: str) -> str:
    """A table of moves as a drawing: a box for each state, an arrow for each way out of it."""
    width = 40 + _ACROSS * max(x for x, _ in at.values()) + _WIDE
    height = 60 + _DOWN * max(y for _, y in at.values()) + _HIGH
    arrows: dict[tuple[Enum, Enum], list[str]] = {}
    for (state, what), then in table.items():
        if then is not state:
            arrows.setdefault((state, then), []).append(what.replace("_", " "))
    parts = [_arrow(at, state, then, what, (then, state) in arrows) for (state, then), what in arrows.items()]
    parts += [_box(place, str(state.value)) for state, place in at.items()]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'font-family="sans-serif" font-size="13">\n<title>{escape(about)}</title>\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#456"/></marker></defs>\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#fbfaf7"/>\n' + "".join(parts) + "</svg>\n"
    )


def _corner(place: Place) -> Place:
    return 20 + place[0] * _ACROSS, 30 + place[1] * _DOWN


def _box(place: Place, name: str) -> str:
    x, y = _corner(place)
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="6" fill="#fff" stroke="#456"/>'
        f'<text x="{x + _WIDE // 2}" y="{y + 25}" text-anchor="middle" fill="#123">{escape(name)}</text>\n'
    )


def _arrow(at: Mapping[Enum, Place], state: Enum, then: Enum, what: list[str], both_ways: bool) -> str:  # noqa: FBT001
    """From the side of one box to the side of the other; two that go to and fro run beside each other."""
    (column, row), (to_column, to_row) = at[state], at[then]
    (x, y), (to_x, to_y) = _corner(at[state]), _corner(at[then])
    if column == to_column:
        aside = _WIDE // 2 + (to_row < row) * 20
        points = (x + aside, y + (row < to_row) * _HIGH, to_x + aside, to_y + (to_row < row) * _HIGH)
    else:
        shift = (-9 if column < to_column else 9) if both_ways else 0
        right = column < to_column
        down = _HIGH // 2 + shift
        points = (x + right * _WIDE, y + down, to_x + (not right) * _WIDE, to_y + down)
    x1, y1, x2, y2 = points
    share = 0.5 if row == to_row or column == to_column else 0.78
    middle, high = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
    high += 16 if both_ways and column > to_column else -6 - 13 * (len(what) - 1)
    lines = "".join(
        f'<tspan x="{middle:.0f}" dy="{13 if n else 0}">{escape(one)}</tspan>' for n, one in enumerate(what)
    )
    label = (
        f'<text y="{high:.0f}" text-anchor="middle" font-size="11" fill="#456" stroke="#fbfaf7" stroke-width="4" '
        f'paint-order="stroke">{lines}</text>\n'
    )
    return f'<path d="M{x1} {y1}L{x2} {y2}" stroke="#456" fill="none" marker-end="url(#tip)"/>' + label


# -- rules, kinds, hooks


def rules() -> str:
    """Every named decision rule, field by field."""
    head = ["Rule", "What stops it", "Who must agree", "Who must take part", "Open for", "Silence", "Who decides"]
    return _table(head, (_rule_row(rule) for rule in RULES.values()))


def _rule_row(rule: DecisionRule) -> list[str]:
    stops = ", ".join(sorted(stance.value.replace("_", " ") for stance in rule.blocks)) or "nothing"
    return [
        f"`{rule.id.upper()}`",
        stops,
        f"the {rule.decided_by}" if rule.decided_by else _share(rule),
        _part(Fraction(*rule.quorum)),
        _open_for(rule),
        "is consent" if rule.silence is Silence.CONSENT else "means nothing",
        f"the {rule.decided_by}" if rule.decided_by else "the voices",
    ]


def _open_for(rule: DecisionRule) -> str:
    days = "working days" if rule.working_days else "days"
    limit = "no limit" if rule.open_days is None else f"{rule.open_days} {days}"
    return f"{limit}, or until all have spoken" if rule.hears_all else limit


def _share(rule: DecisionRule) -> str:
    share, of = Fraction(*rule.share), "those eligible" if rule.of is Of.ELIGIBLE else "those who agree or object"
    if share == 0:
        return "somebody"
    if share == 1:
        return f"all of {of}"
    return f"{'more than' if rule.more_than else 'at least'} {share} of {of}"


def _part(share: Fraction) -> str:
    return {Fraction(0): "nobody in particular", Fraction(1): "everybody"}.get(share, f"at least {share}")


def methods() -> str:
    """Every named method of decision: who decides by it, and on which levels of delegation it fits."""
    head = ["`method=`", "Who decides", "What stops it", "Who takes part", "Open for", "Fits the levels"]
    return _table(head, (_method_row(name, rule) for name, rule in METHODS.items()))


def _method_row(name: str, rule: DecisionRule) -> list[str]:
    part = "whoever answers for it" if rule.decided_by == PROPOSER else f"{rule.decided_by}s".replace("_", "-")
    stops = ", ".join(sorted(stance.value.replace("_", " ") for stance in rule.blocks)) or "nothing"
    who = part if rule.decided_by else _share(rule)
    return [f"`{name}`", who, stops, _part(Fraction(*rule.quorum)), _open_for(rule), "; ".join(_fits(rule))]


def _fits(rule: DecisionRule) -> Iterator[str]:
    """By whom it can be decided on which levels."""
    for by, parts in _SIDES.items():
        deciders = [Seat(f"person_{number}", part) for number, part in enumerate(parts)]
        able = rule.decided_by in {None, PROPOSER} or {*parts} == {rule.decided_by}
        able = able and (rule != JOINT or by == "both")
        levels = [str(level.value) for level in Delegation if able and not [*misfit(level, rule, deciders)]]
        if levels:
            yield f"{', '.join(levels)} by {by}"


_SIDES: Final = {
    "coordinators": (Part.COORDINATOR, Part.COORDINATOR), "both": (Part.CO_LEADER, Part.COORDINATOR),
    "co-leaders": (Part.CO_LEADER, Part.CO_LEADER),
}  # fmt: skip


def kinds() -> str:
    """Every kind of agreement and what it needs."""
    return _table(["`kind=`", "What it is", "Needs at least", "Must have an end"], _kind_rows())


def _kind_rows() -> Iterator[list[str]]:
    for kind in KINDS.values():
        needs = ", ".join(f"{least} `{part}`" for part, least in kind.needs)
        yield [f"`{kind.id}`", kind.name, needs, "yes" if kind.must_end else "no"]


def role_kinds() -> str:
    """Every kind of role that the library knows."""
    return _table(["`kind=`", "What whoever holds it is", "Must have an end"], _role_kind_rows())


def _role_kind_rows() -> Iterator[list[str]]:
    for kind in ROLE_KINDS.values():
        names = " and ".join([kind.name, *(f"{also} as well" for also in kind.also)])
        yield [f"`{kind.id}`", names, "yes" if kind.must_end else "no"]


def entitlements() -> str:
    """Every kind of subject: who takes part in it, and who of those who see it may do what."""
    head = ["Kind", "Who takes part", "What", "Who of those who see it", "When it is over"]
    return _table(head, _entitlement_rows())


def _entitlement_rows() -> Iterator[list[str]]:
    for kind, known in ENTITLEMENTS.items():
        part = [f"`{relation}`" for relation in known.takes_part]
        first = [f"`{kind}`", ", ".join([*part, *(["whoever it is, holds it or belongs to it"] * known.itself)])]
        for action in Action:
            who = known.may.get(action)
            if who and action is not Action.EXPORT and (action, who) != (Action.SEE_WHOLE, (Who.SEES,)):
                later = action in READING or action in known.afterwards
                yield [*first, f"`{action}`", ", or ".join(who), "as before" if later else "nobody"]
                first = ["", ""]


def finding() -> str:
    """Every kind of subject: by which links it is found, and which words its status can be."""
    return _table(["Kind", "Found by its links", "Its status"], _finding_rows())


def _finding_rows() -> Iterator[list[str]]:
    for kind in sorted(CATALOGUE.subjects.values(), key=lambda kind: kind.__name__):
        awaits = ["awaits"] if kind.awaited is not Subject.awaited else []
        cells = (sorted(kind.RELATIONS) + awaits, sorted(kind.STATUSES))
        yield [f"`{kind.__name__}`", *(", ".join(f"`{word}`" for word in words) or "none" for words in cells)]


def hooks() -> dict[str, str]:
    """Every hook with exactly its signature."""
    found = {name: hook for name, hook in vars(hookspecs).items() if hasattr(hook, f"{hookspecs.PROJECT}_spec")}
    return {name: _signature(hook) for name, hook in found.items()}


def _signature(function: object) -> str:
    """A definition as its source has it, on one line and without its colon."""
    source = inspect.getsource(cast("Callable[..., object]", function))
    found = re.search(r"^def .*?\) -> [^\n]+?(?=:(?:\s+#.*)?$)", source, re.DOTALL | re.MULTILINE)
    return "" if found is None else re.sub(r"\s*\n\s*", "", found[0])


def _hooks() -> str:
    parts = (
        f"### `{name}`\n\n```{{code-block}} python3\n{signature}\n```\n\n{inspect.getdoc(getattr(hookspecs, name))}\n"
        for name, signature in hooks().items()
    )
    return "\n".join(parts)


def rooms() -> str:
    """Every room and every file at the top, from the ground up, with what it says of itself."""
    told = tomllib.loads(HERE.parent.joinpath("pyproject.toml").read_text(encoding="utf-8"))
    (house,) = (one for one in told["tool"]["importlinter"]["contracts"] if one["id"] == "floors")
    return _table(["Floor", "Room", "What lives there"], _room_rows(reversed(house["layers"])))


def _room_rows(floors: Iterable[str]) -> Iterator[list[str]]:
    for floor, names in enumerate(floors):
        for name in names.split(" | "):
            room = import_module(f"coleadership.{name}")
            yield [str(floor), f"`{name}{'/' if hasattr(room, '__path__') else '.py'}`", _first(room)]


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "events": events,
    "wording-moves": lambda: _moves(WORDING_MOVES),
    "force-moves": lambda: _moves(Agreement.MOVES),
    "goal-moves": lambda: _moves(Goal.MOVES),
    "decision-moves": lambda: _moves(Decision.MOVES),
    "carried-moves": lambda: _moves(Carried.MOVES),
    "rules": rules,
    "methods": methods,
    "entitlements": entitlements,
    "finding": finding,
    "kinds": kinds,
    "role-kinds": role_kinds,
    "rooms": rooms,
    "hooks": _hooks,
}
DRAWINGS: Final[Mapping[str, Callable[[], str]]] = {
    "reference/wording.svg": lambda: _drawing(WORDING_MOVES, _WORDING_AT, "The life of a wording"),
    "reference/force.svg": lambda: _drawing(FORCE_MOVES, _FORCE_AT, "Whether it binds"),
}


def outdated() -> dict[Path, str]:
    """The files that no longer say what the code says, and what they should say."""
    wanted = {HERE / name: draw() for name, draw in DRAWINGS.items()}
    for page in sorted(HERE.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        wanted[page] = _PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]()}\n{part[3]}", text)
    return {path: text for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text}


def write(*, check: bool) -> int:
    """Bring every generated part up to date, or only tell which are not."""
    stale = outdated()
    for path, text in stale.items():
        sys.stderr.write(f"{path.relative_to(HERE)} {'is out of date' if check else 'written'}\n")
        if not check:
            _ = path.write_text(text, encoding="utf-8")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(write(check="--check" in sys.argv[1:]))
