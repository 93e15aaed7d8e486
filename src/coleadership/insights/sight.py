"""The line of sight of one person, team, goal …: from what they do up to mission and vision, and back down.

Made from what is linked, not from numbers: who is responsible for what, and what it is for. `coleadership.Journal`
gathers it; `line_of_sight` beside this answers for a whole organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

__all__ = ["Branch", "Seen", "Sight"]

_TOPS: Final = frozenset({"vision"})
_AIMS: Final = frozenset({"goal", "assignment"})


@attrs.frozen(slots=True, weakref_slot=False)
class Seen:
    """One thing in a line of sight: what it is, what people call it, and how it stands."""

    id: str
    kind: str
    title: str
    status: str


@attrs.frozen(slots=True, weakref_slot=False)
class Branch:
    """A thing, and what follows it in one direction."""

    seen: Seen
    further: tuple[Branch, ...] = ()


@attrs.frozen(weakref_slot=False, repr=False)
class Sight:
    """What somebody or something leads up to, and what leads up to it.

    ``steps`` go from each thing to what it is for: from a person to their goal, from a goal to the mission.

    >>> things = [Seen("p", "person", "Anna", "here"), Seen("g", "goal", "Calm evenings", "in_force")]
    >>> sight = Sight("p", {one.id: one for one in things}, (("p", "g"),))
    >>> [tuple(one.title for one in chain) for chain in sight.chains()], [one.title for one in sight.orphans()]
    ([('Anna', 'Calm evenings')], ['Calm evenings'])
    """

    start: str
    things: Mapping[str, Seen]
    steps: tuple[tuple[str, str], ...]

    def up(self) -> Branch:
        """From the start to what it is for, and what that is for, as a tree; what two lead to stands under both."""
        return self._branch(self._ways(0, 1))

    def down(self) -> Branch:
        """From the start to what leads up to it, as a tree."""
        return self._branch(self._ways(1, 0))

    def chains(self) -> Iterator[tuple[Seen, ...]]:
        """Every way from the start up to where it ends."""
        return _chains(self.up())

    def orphans(self) -> tuple[Seen, ...]:
        """The goals and assignments here that lead to no vision."""
        down = self._ways(1, 0)
        served = {id for id, one in self.things.items() if one.kind in _TOPS}
        ahead = list(served)
        while ahead:
            new = [id for id in down.get(ahead.pop(), ()) if id not in served]
            served.update(new)
            ahead += new
        return tuple(one for id, one in self.things.items() if one.kind in _AIMS and id not in served)

    def mermaid(self) -> str:
        """The same as text that Mermaid draws, for pasting into a page.

        >>> print(Sight("p", {"p": Seen("p", "person", 'Anna "Ek"', "here")}, ()).mermaid())
        flowchart BT
          n1["person: Anna #quot;Ek#quot;"]
        """
        names = {id: f"n{number}" for number, id in enumerate(self.things, 1)}
        nodes = [f'  {names[id]}["{one.kind}: {_plain(one.title)}"]' for id, one in self.things.items()]
        arrows = [f"  {names[below]} --> {names[above]}" for below, above in self.steps]
        return "\n".join(["flowchart BT", *nodes, *arrows])

    def __repr__(self) -> str:
        return f"<line of sight of {self.start}: {len(self.things)} things, {len(self.steps)} steps>"

    def _ways(self, begin: int, end: int) -> Mapping[str, Sequence[str]]:
        ways = dict[str, list[str]]()
        for step in self.steps:
            ways.setdefault(step[begin], []).append(step[end])
        return ways

    def _branch(self, ways: Mapping[str, Sequence[str]]) -> Branch:
        """The tree from the start; what is reached by two ways is made once, and a circle is not walked twice."""
        made, under, ahead = dict[str, Branch](), set[str](), [self.start]
        while ahead:
            id = ahead[-1]
            under.add(id)
            waiting = [one for one in ways.get(id, ()) if one not in made and one not in under]
            if waiting:
                ahead.append(waiting[0])
                continue
            made[id] = Branch(self.things[id], tuple(made[one] for one in ways.get(id, ()) if one in made))
            _ = ahead.pop()
        return made[self.start]


def _chains(branch: Branch) -> Iterator[tuple[Seen, ...]]:
    chain, ahead = [branch.seen], [iter(branch.further)]
    if not branch.further:
        yield (branch.seen,)
    while ahead:
        further = next(ahead[-1], None)
        if further is None:
            _ = chain.pop(), ahead.pop()
        elif further.further:
            chain.append(further.seen)
            ahead.append(iter(further.further))
        else:
            yield (*chain, further.seen)


def _plain(title: str) -> str:
    """A title that Mermaid takes for nothing but text."""
    return re.sub(r"[\x00-\x1f\x7f]", " ", title).replace("&", "&amp;").replace('"', "#quot;").replace("<", "&lt;")
