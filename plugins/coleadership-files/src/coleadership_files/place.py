"""Where a journal is: what its URL says, and whether a file can be there."""

from __future__ import annotations

import os
import stat
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from errno import EACCES, EDQUOT, EFBIG, EIO, ENOENT, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import Final

import attrs

from coleadership.errors import StoreError

__all__ = ["Place"]

_PREFIX: Final = "files:///"
_NO_LEAVE: Final = "is not allowed; check the permissions of file and folder"
_KNOWN: Final[Mapping[int, str]] = {
    EACCES: _NO_LEAVE,
    EPERM: _NO_LEAVE,
    EROFS: "is not possible, as the disk can only be read; copy the file to another one",
    ENOENT: "found no file any more; bring it back from version control or a backup",
    ENOSPC: "found the disk full; what was acknowledged is kept, this is not: make room and save again",
    EDQUOT: "went beyond a quota; what was acknowledged is kept, this is not: make room and save again",
    EFBIG: "went beyond the largest size of a file; what was acknowledged is kept, this is not",
    EIO: "failed on the disk; what was acknowledged is kept, whether this is cannot be known: save it again",
}


@attrs.frozen
class Place:
    """The file of a journal, and how it is to be treated.

    >>> Place.at("files:///acme.jsonl", {"timeout": "30"}, create=True).timeout
    30.0
    """

    url: str
    path: Path
    durable: bool = True
    timeout: float = 10.0
    create: bool = True

    @classmethod
    def at(cls, url: str, options: Mapping[str, str], *, create: bool) -> Place:
        """The place that a URL names, with the options of its query.

        >>> Place.at("files:acme.jsonl", {}, create=True)
        Traceback (most recent call last):
        coleadership.errors.StoreError: files:acme.jsonl: names no file; write files:///acme.jsonl, or
        files:////srv/acme.jsonl for a full path
        """
        name = url.removeprefix(_PREFIX)
        if name in {url, ""}:
            hint = "write files:///acme.jsonl, or files:////srv/acme.jsonl for a full path"
            raise StoreError(url, f"names no file; {hint}")
        wanted = options.get("durability", "full")
        if wanted not in {"full", "relaxed"}:
            raise StoreError(url, f"durability is {wanted!r}; choose full or relaxed")
        try:
            timeout = float(options.get("timeout", "10"))
        except ValueError:
            timeout = -1.0
        if not 0 <= timeout <= 3_600:
            raise StoreError(url, f"timeout is {options['timeout']!r}; give seconds from 0 to 3600")
        try:
            path = Path(os.path.realpath(name))  # or a rewritten file would take the place of a link to it
            _ = os.fsencode(path)
        except ValueError as error:  # NUL, or half a character
            raise StoreError(url, f"is no name that a file can have: {error}") from None
        return cls(url, path, wanted == "full", timeout, create)

    def check(self) -> int:
        """How large the file is, 0 where it is still to be made; raises if none can be here."""
        with self.telling("opening"):
            if not self.path.parent.is_dir():
                raise StoreError(self.url, f"there is no folder {self.path.parent}; make it first")
            found = self.path.stat() if self.path.exists() else None
        if found is not None and stat.S_ISDIR(found.st_mode):
            raise StoreError(self.url, "is a folder; name a file in it")
        if found is not None and not stat.S_ISREG(found.st_mode):
            raise StoreError(self.url, "is no ordinary file; choose another name")
        size = 0 if found is None else found.st_size
        if size == 0 and not self.create:
            what = "no such file" if found is None else "an empty file"
            raise StoreError(self.url, f"there is {what}; check the name, or save there first")
        return size

    @contextmanager
    def telling(self, doing: str) -> Generator[None]:
        """Tell what goes wrong in the system meanwhile as an error of the store."""
        try:
            yield
        except OSError as error:
            raise self.refusal(doing, error) from error

    def refusal(self, doing: str, error: OSError) -> StoreError:
        """What an error of the system means for whoever keeps a journal, and what would help.

        >>> place = Place.at("files:///acme.jsonl", {}, create=True)
        >>> print(place.refusal("writing", PermissionError(13, "Permission denied")))
        files:///acme.jsonl: writing is not allowed; check the permissions of file and folder (Permission denied)
        """
        known = _KNOWN.get(error.errno or 0, "failed; check the file and its folder")
        return StoreError(self.url, f"{doing} {known} ({error.strerror or error})")
