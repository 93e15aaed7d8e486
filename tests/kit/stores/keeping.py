"""Stores that acknowledge what they have not kept, or do not find it again."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile
from typing import ClassVar

import attrs

from coleadership.ids import new_id
from coleadership.stores.sqlite_file import SqliteFile
from tests.kit.stores.breakable import Memory, Sqlite

__all__: list[str] = []


class WrittenWhenClosed(Sqlite):
    """Works on a copy of the file, and puts it in its place when it is closed."""

    def __init__(self, file: SqliteFile) -> None:
        self.place, self.copy = file.path, Path(f"{file.path}.{new_id('copy')}")
        if self.place.exists():
            _ = copyfile(self.place, self.copy)
        super().__init__(attrs.evolve(file, path=self.copy))

    def close(self) -> None:
        super().close()
        if self.copy.exists():
            _ = self.copy.replace(self.place)


class _Leaving(Sqlite):
    """Does something to its file before it is closed for the first time."""

    leaving: ClassVar[str]
    left = False

    def close(self) -> None:
        if not self.left:
            self.left = True
            with self.beside() as run:
                _ = run.execute(self.leaving)
        super().close()


class CloseDrops(_Leaving):
    """Takes back the last records when it is closed."""

    leaving = "DELETE FROM records WHERE position > (SELECT max(position) - 2 FROM records)"


class WordsUntilClosed(_Leaving):
    """Keeps words only as long as it is open."""

    leaving = "DELETE FROM prose"


class LinksUntilClosed(_Leaving):
    """Finds by links only as long as it is open."""

    leaving = "DELETE FROM links"


class KeysUntilClosed(_Leaving):
    """Remembers keys only as long as it is open."""

    leaving = "UPDATE records SET key = NULL"


class NewNameEachTime(Sqlite):
    """Is another journal every time it is opened, as long as it is empty."""

    def __init__(self, file: SqliteFile) -> None:
        super().__init__(file)
        if not self.head().position:
            _ = self.restore(new_id("journal"), [], [], lambda _: [])


class AnswersWhenClosed(Memory):
    """Goes on when it is closed."""

    def close(self) -> None:
        """Do nothing."""


class ClosedOnlyOnce(Memory):
    """Complains when it is closed twice."""

    def close(self) -> None:
        _ = self.head()
        super().close()
