"""The terminal: what is printed where, and how long work shows that it goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final, NoReturn

from rich.console import Console
from rich.table import Table
from rich.text import Text

from coleadership.cli.words import shown

__all__ = ["Screen", "grid", "patience", "screen"]

_LONG: Final = 0.5  # seconds after which work is long enough to tell of
_SMOOTH: Final = 0.1  # seconds between two pictures of a bar


class Screen(Console):
    """A console that takes no word for markup, and leaves a pipe that nobody reads to whoever called."""

    def on_broken_pipe(self) -> NoReturn:
        """Say so, instead of ending the program."""
        raise BrokenPipeError


def screen() -> Screen:
    """Where answers go."""
    return Screen(highlight=False, markup=False, emoji=False)


def grid(rows: list[tuple[str, str]]) -> Table:
    """Labels and what they say, side by side; what is empty is left out."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in rows:
        if value:
            table.add_row(label, Text(shown(value, lines=True)))
    return table


@contextmanager
def patience(what: str) -> Generator[Callable[[int, int], None] | None]:
    """A bar on stderr for long work, on a terminal only; it comes when half a second has passed."""
    if not sys.stderr.isatty():
        yield None
        return
    from time import monotonic  # noqa: PLC0415 - only on a terminal

    from rich.progress import Progress  # noqa: PLC0415 - as above

    began = monotonic()
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task(what, total=None, visible=False)
        drawn = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal drawn
            now = monotonic()
            if now - began > _LONG and now - drawn > _SMOOTH:
                progress.update(task, completed=done, total=total, visible=True, refresh=True)
                drawn = now

        yield tell
