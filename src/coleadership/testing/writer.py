"""A process that appends to a store beside others, and tells of each append that was acknowledged.

It opens the store, says that it is ready, and begins when it is told to. Started by `together`.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from base64 import b64decode
from typing import cast

__all__ = ["main"]

Parcel = tuple[str, tuple[object, ...], str, int, int, bool]


def main(parcel: str) -> None:
    """Do what the parcel says, once told to."""
    from coleadership.testing.harness import Harness  # noqa: PLC0415 - imported when used
    from coleadership.testing.together import append_all  # noqa: PLC0415 - as above

    url, plugins, by, times, facts, dies = cast("Parcel", pickle.loads(b64decode(parcel)))  # noqa: S301 - from our parent
    store = Harness(url=lambda _: url, plugins=plugins).open()
    tell("ready")
    _ = sys.stdin.readline()
    append_all(store, by, times, facts=facts, told=tell)
    if dies:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    store.close()


def tell(line: str) -> None:
    """Print one line in one write, so that it is there whole or not at all."""
    _ = os.write(sys.stdout.fileno(), line.encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1])
