"""Making a file where there is none yet."""

from __future__ import annotations

from io import FileIO
from typing import Final

from coleadership.errors import StoreError
from coleadership.ids import new_id
from coleadership_files.disk import locked, sync_folder, write_at
from coleadership_files.lines import Broken, header, opening
from coleadership_files.place import Place

__all__ = ["begin", "is_unbegun"]

_LONGEST: Final = 200
_START: Final = opening("")[:-3]


def begin(place: Place) -> None:
    """Write the first line if the file is not there, is empty, or was never finished; else leave it as it is."""
    if place.check() > _LONGEST:
        return
    with place.telling("opening"):
        if place.path.exists() and not is_unbegun(place.path.read_bytes()):
            return
        if not place.create:
            raise StoreError(place.url, "there is an empty file; check the name, or save there first")
        FileIO(place.path, "ab").close()
        with locked(place, writing=True) as file:
            if is_unbegun(file.read(_LONGEST + 1)):  # nobody was faster
                write_at(file, 0, opening(new_id("journal")), sync=True)
                sync_folder(place.path)


def is_unbegun(data: bytes) -> bool:
    """Whether a file holds nothing, or what a power loss leaves of a first line.

    >>> is_unbegun(b""), is_unbegun(b'{"coleadership": "fil'), is_unbegun(b"{}"), is_unbegun(b"Dear diary")
    (True, True, False, False)
    """
    said = data.rstrip(b"\0")
    if len(data) > _LONGEST or b"\n" in data or not (said.startswith(_START) or _START.startswith(said)):
        return False
    try:
        return not header(data)
    except Broken:
        return True
