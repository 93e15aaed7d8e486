"""What is in a journal, one line each."""

from __future__ import annotations

from coleadership.agreements.agreement import Agreement
from coleadership.cli.lookup import titled
from coleadership.cli.screen import screen
from coleadership.cli.words import as_json, shown
from coleadership.journal.readable import Readable
from coleadership.records import Card

__all__ = ["print_list"]

_PAGE = 200


def print_list(journal: Readable, kind: str | None = None, *, json: bool) -> None:
    """Print what there is, kind by kind, each in the order in which it came; only a page of them is held at a time."""
    if json:
        _print_json(journal, kind)
        return
    page: list[tuple[Card, str]] = []
    first = True
    for pair in titled(journal, kind):
        page.append(pair)
        if len(page) == _PAGE:
            _print_page(page, header=first)
            page, first = [], False
    if page or first:
        _print_page(page, header=first)


def _print_page(page: list[tuple[Card, str]], *, header: bool) -> None:
    from rich.box import SIMPLE  # noqa: PLC0415 - not for JSON
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    if not page:
        print("there is nothing to list")
        return
    table = Table(box=SIMPLE, show_header=header, expand=True, pad_edge=False)
    table.add_column("title and id", ratio=1, overflow="fold")
    table.add_column("status", width=13)
    table.add_column("next due", width=10)
    table.add_column("parties", width=7, justify="right")
    for card, title in page:
        name = Text.assemble((shown(title) or "(no title)", "bold"), "\n", (card.subject, "dim"))
        parties = sum(relation == "party" for relation, _ in card.links)
        shown_parties = str(parties) if card.kind == Agreement.KIND else ""
        table.add_row(name, Text(card.status.replace("_", " ")), card.due or "", shown_parties)
    screen().print(table)


def _print_json(journal: Readable, kind: str | None) -> None:
    """An array, written while it is read."""
    before = "["
    for card, title in titled(journal, kind):
        links: dict[str, list[str]] = {}
        for relation, id in card.links:
            links.setdefault(relation, []).append(id)
        row = {
            "id": card.subject, "kind": card.kind, "title": title, "status": card.status, "next_due": card.due,
            "audience": card.audience, "revision": card.revision, "links": links,
        }  # fmt: skip
        print(before, as_json(row), sep="\n")
        before = ","
    print("[]" if before == "[" else "]")
