"""The ``coleadership`` command: a journal read, checked, filled and carried from the terminal.

It exits with 0 if all is well, 1 if the answer is no or the journal is damaged, 2 if the request was wrong.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from coleadership.cli.exits import INTERRUPTED, NO, NOBODY_READS, WRONG, complain
from coleadership.errors import ColeadershipError, Conflict, InvalidInput, StoreError, UnknownRecord

__all__ = ["main"]

_EXTRA = 'the command line needs cyclopts and rich; install them with: pip install "coleadership[cli]"'


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; what went wrong is one sentence on stderr."""
    _write_whatever_happens()
    try:
        code = _run(sys.argv[1:] if arguments is None else [*arguments])
        if sys.stdout is not None:
            _ = sys.stdout.flush()
    except BrokenPipeError:
        _write_nowhere()
        return NOBODY_READS
    except KeyboardInterrupt:
        return complain("interrupted; nothing is half written", INTERRUPTED)
    except ColeadershipError as error:
        return complain(str(error), _code(error))
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EIO, errno.EDQUOT}:
            return complain(f"the output could not be written: {error.strerror}", NO)
        where = f"{error.filename}: " if error.filename else ""
        return complain(f"{where}{error.strerror or error}; check the name and its permissions", WRONG)
    else:
        return code


def _run(arguments: list[str]) -> int:
    try:
        from coleadership.cli.app import run  # noqa: PLC0415 - the library works without what this imports
    except ModuleNotFoundError as error:
        if error.name in {"cyclopts", "rich"}:
            return complain(_EXTRA, WRONG)
        raise
    return run(arguments)


def _code(error: ColeadershipError) -> int:
    """Whether the request was wrong, or right and the answer is no.

    A store that refuses a request raises by itself; one that fails has an error of the disk or of SQLite as its cause.
    A file that cannot be opened (14) or is no database (26) is the wrong one, not a damaged one.
    """
    failed = isinstance(error, StoreError) and error.__cause__ is not None
    if failed and getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF in {14, 26}:
        return WRONG
    return NO if failed or isinstance(error, Conflict | InvalidInput | UnknownRecord) else WRONG


def _write_whatever_happens() -> None:
    """Let no character stop a command: where the terminal cannot show one, its number is shown instead."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not (stream.encoding or "").lower().startswith("utf"):
            _ = reconfigure(errors="backslashreplace")


def _write_nowhere() -> None:
    """Keep Python from complaining at its end about a pipe that nobody reads."""
    try:
        _ = os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # not a file of the system, so nothing complains
        return
