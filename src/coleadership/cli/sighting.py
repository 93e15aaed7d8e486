"""The line of sight on a terminal: a tree up to the visions, and one back down."""

from __future__ import annotations

from coleadership.cli.screen import screen
from coleadership.cli.words import as_json, shown
from coleadership.insights.sight import Branch, Seen, Sight

__all__ = ["print_sight"]


def print_sight(sight: Sight, *, mermaid: bool, json: bool) -> None:
    """Print where somebody's doings lead to, and what leads there."""
    if json:
        things = [
            {"id": one.id, "kind": one.kind, "title": one.title, "status": one.status} for one in sight.things.values()
        ]
        orphans = [one.id for one in sight.orphans()]
        print(as_json({"start": sight.start, "things": things, "steps": sight.steps, "orphans": orphans}))
    elif mermaid:
        print(sight.mermaid())
    else:
        _print_trees(sight)


def _print_trees(sight: Sight) -> None:
    from rich.tree import Tree  # noqa: PLC0415 - only for a terminal

    def grown(branch: Branch) -> Tree:
        root, drawn = Tree(_named(branch.seen)), set[str]()
        ahead = [(root, branch)]
        while ahead:
            tree, one = ahead.pop()
            again = one.seen.id in drawn and one.further
            drawn.add(one.seen.id)
            if again:  # it stands under something else as well
                _ = tree.add("… (as drawn before)")
            else:
                ahead += [(tree.add(_named(further.seen)), further) for further in one.further]
        return root

    up, down = sight.up(), sight.down()
    out = screen()
    if up.further or not down.further:
        out.print(grown(up))
    if down.further:
        out.print("and what leads to it:" if up.further else "what leads to it:")
        out.print(grown(down))
    for orphan in sight.orphans():
        out.print(f"leads to no vision: {_named(orphan)}")


def _named(one: Seen) -> str:
    return f"{one.kind.replace('_', ' ')}: {shown(one.title) or one.id} ({one.status.replace('_', ' ')})"
