"""A process that comments on an agreement, or saves people of its own, beside others: see `test_concurrency`.

It opens the journal, says that it is ready, and begins when it is told to.

    python -m tests.concurrent_writer sqlite:///acme.db anna 8 agreement_01m5z2k8x4e9fbm9y6w0c3hq7t
"""

from __future__ import annotations

import os
import sys

import coleadership as co
from tests.builders import AT

__all__ = ["comment", "fork", "join"]


def comment(journal: co.Journal, id: co.AgreementId, by: str, times: int) -> None:
    """Comment on an agreement that others comment on, too."""
    for number in range(times):
        said = f"{by} {number}"
        _ = journal.change(id, lambda a, said=said: a.comment(said, by=by, at=AT))  # type: ignore[misc]


def join(journal: co.Journal, by: str, times: int) -> None:
    """Save pairs of people that nobody else saves, and rename one of each."""
    for number in range(times):
        first, _ = journal.save(*(co.Person.join(f"{by} {number} {which}", by=by, at=AT) for which in "ab"))
        _ = journal.save(first.rename(f"{by} {number} c", by=by, at=AT))


def fork(journal: co.Journal, id: co.AgreementId, times: int) -> None:
    """Go on in two processes with one journal that was opened, and used, before."""
    comment(journal, id, "cim", 1)
    child = os.fork()
    comment(journal, id, "anna" if child else "bo", times)
    journal.close()
    if not child:
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0


def main(url: str, by: str, times: str, *ids: co.AgreementId) -> None:
    """Do what the arguments say, once told to."""
    with co.open_journal(url, create=False) as journal:
        print("ready", flush=True)  # noqa: T201 - somebody waits for this
        _ = sys.stdin.readline()
        if by == "fork":
            fork(journal, ids[0], int(times))
        elif ids:
            comment(journal, ids[0], by, int(times))
        else:
            join(journal, by, int(times))


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]
