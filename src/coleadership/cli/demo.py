"""The demo: a year of one small invented organisation, told while it is recorded."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from coleadership.agreements.agreement import LEGAL_NOTE
from coleadership.cli.place import Place
from coleadership.cli.screen import Screen, grid
from coleadership.cli.story import CHAPTERS, Story
from coleadership.cli.words import counted, shown
from coleadership.errors import StoreError
from coleadership.journal.journal import Journal

__all__ = ["FILE", "play"]

FILE = "coleadership-demo.db"
"""Where the demo is kept unless another journal is named."""


def play(place: Place, out: Screen) -> None:
    """Tell the year, record it in an empty journal, and say what to try with it.

    Nothing that is there already is touched: a second demo gets a journal of its own in the same file.
    """
    url, journal = _empty(place)
    with journal:
        out.print(Text("Kugghjulet: a year in a bicycle workshop that leads itself", style="bold"))
        out.print(
            "Everybody here is invented. They call themselves medledare (co-leaders); one of them is the samordnare "
            "(coordinator).\n"
        )
        story = Story(journal)
        for title, chapter in CHAPTERS:
            out.print(Rule(Text(title), align="left", style="dim"))
            for day, said in chapter(story):
                out.print(Padding(grid([(day.isoformat(), said)]), (0, 0, 0, 1)))
            out.print("")
        found = journal.verify()
    out.print(Text(LEGAL_NOTE, style="dim"))
    whole = "and the chain is whole" if found.ok else f"but {found.problem}"
    out.print(f"\nAll of it is kept in {shown(url)}: {counted(found.records, 'record')}, {whole}. Now try:\n")
    for command in _TRY:
        out.print(f'  {shown(sys.argv[0])} --journal "{shown(url)}" {command}', soft_wrap=True)


_TRY = (
    "list",
    "show evening-rota",
    "show how-the-evenings-go",
    "agenda how-the-evenings-go",
    "obligations anna-ek --at 2026-07-10",
    "access dana-levi how-the-evenings-go",
    "history evening-rota",
    "text evening-rota --as-of 2025-12-24",
    "doctor",
)


def _empty(place: Place) -> tuple[str, Journal]:
    """The journal that was named, if it is empty, or else the next free one in the file of the demo."""
    url = place.named
    if url is not None:
        journal = place.opened(create=True)
        records = journal.head().position
        if records:
            journal.close()
            raise StoreError(url, f"holds {records} records already; name an empty journal for the demo")
        return url, journal
    for number in count(1):
        name = f"sqlite:///{FILE}" + (f"?journal=demo-{number}" if number > 1 else "")
        journal = place.opened(create=number > 1 or not Path(FILE).exists(), url=name)
        if not journal.head().position:
            return name, journal
        journal.close()
    raise AssertionError  # pragma: no cover - numbers do not end
