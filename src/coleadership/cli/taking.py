"""Taking in: histories of agreements from elsewhere, and exported journals."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final, cast

from coleadership.cli.exits import FINE, NO, complain
from coleadership.cli.place import Place
from coleadership.cli.screen import patience
from coleadership.cli.words import shown
from coleadership.errors import StoreError
from coleadership.journal import histories
from coleadership.journal.histories import Checked
from coleadership.prose import Prose
from coleadership.recording.codec import shared_codec
from coleadership.recording.transfer import restore
from coleadership.records import Card, Head, Record, Store

__all__ = ["fill", "take_agreements"]

_TOLD: Final = 20  # faults told one by one


def take_agreements(file: Path, place: Place, *, keep_going: bool) -> int:
    """Import what a file tells, and say what became of it."""
    with _seekable(file) as stream:
        with patience("reading") as progress:
            checked = histories.check(stream, file.name, progress)
        _report(checked)
        if checked.faulty and not keep_going:
            rows = _counted(checked.faulty, "fault")
            return complain(f"{rows} in {file.name}, so nothing was imported; mend them, or add --keep-going", NO)
        if not checked.histories:
            return complain(f"{file.name} has no row that can be read, so nothing was imported", NO)
        with place.opened(create=True) as journal, patience("importing") as progress:
            new = 0
            for taken in histories.take(checked, stream, journal, progress):
                new += taken.new
                what = _counted(taken.wordings, "wording") if taken.new else "here already, unchanged"
                print(f"{shown(taken.title)}: {what}")
    left_out = f", {_counted(checked.left_out, 'row')} left out" if checked.left_out else ""
    print(f"{_counted(new, 'new agreement')} from {_counted(checked.rows, 'row')}{left_out}")
    return FINE


def _report(checked: Checked) -> None:
    for fault in checked.faults[:_TOLD]:
        _ = complain(f"{checked.source}, {fault}", NO)
    if checked.faulty > _TOLD:
        _ = complain(f"and {checked.faulty - _TOLD:,} more like these", NO)


def _counted(number: int, what: str) -> str:
    """A number of things.

    >>> _counted(1, "row"), _counted(1000, "row"), _counted(0, "new agreement")
    ('1 row', '1,000 rows', 'no new agreements')
    """
    return f"{number or 'no':{',' if number else ''}} {what}{'' if number == 1 else 's'}"


@contextmanager
def _seekable(file: Path) -> Generator[IO[bytes]]:
    """A file that can be read twice, be it a pipe."""
    with file.open("rb") as stream:
        if stream.seekable():
            yield stream
            return
        with TemporaryFile() as copy:
            shutil.copyfileobj(stream, copy)
            _ = copy.seek(0)
            yield copy


def fill(file: Path, place: Place) -> None:
    """Restore an exported journal; a file that cannot be read whole leaves no new journal behind."""
    with _seekable(file) as stream:
        try:
            place.opened().close()
        except StoreError:
            with patience("checking") as progress:
                _ = restore(cast("Store", _Nowhere()), shared_codec(), stream, file.name, progress)
            _ = stream.seek(0)
        with place.opened(create=True) as journal, patience("importing") as progress:
            number = journal.import_(stream, source=file.name, progress=progress)
    print(_counted(number, "record"))


class _Nowhere:
    """A store that only looks at what it is given, so that a bad file is known before a journal is made for it."""

    url = "nowhere"

    def head(self) -> Head:
        """Nothing is there."""
        return Head("", 0, "")

    def restore(
        self,
        journal: str,  # noqa: ARG002 - the form of every store
        records: Iterable[Record],
        prose: Iterable[Prose],
        cards: Callable[[Store], Iterable[Card]],  # noqa: ARG002 - as above
    ) -> int:
        """Read everything and keep nothing."""
        number = sum(1 for _ in records)
        return number + 0 * sum(1 for _ in prose)
