"""Doing things at once, in threads and in processes. Nothing here waits for ever, as a broken store may hang."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from threading import Barrier, Thread
from types import ModuleType
from typing import IO, Self, TypeVar, cast

from coleadership.errors import Conflict
from coleadership.prose import Prose, Seal
from coleadership.records import AlreadyRecorded, Batch, Query, Store
from coleadership.testing.batches import batch, card, check_whole, fact
from coleadership.testing.harness import Harness

__all__ = ["SHARED", "Writer", "append_all", "at_once", "check_appended", "gist", "hurried", "within"]

T = TypeVar("T")
SHARED = "thing_shared"
"""The subject that all append to."""
_ATTEMPTS = 2_000


def at_once(patience: float, *tasks: Callable[[], object]) -> list[BaseException | None]:
    """Do all of these in threads that begin together; give what each raised. Whoever hangs is left behind."""
    together, raised = Barrier(len(tasks), timeout=patience), list[BaseException | None]([None] * len(tasks))

    def begin(number: int, task: Callable[[], object]) -> None:
        try:
            _ = together.wait()
            _ = task()
        except BaseException as error:  # noqa: BLE001 - told to whoever waits
            raised[number] = error

    threads = [Thread(target=begin, args=pair, daemon=True) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
        assert not thread.is_alive(), f"is still not done after {patience} seconds"
    return raised


def within(patience: float, task: Callable[[], T]) -> T:
    """Do something that could hang, in so many seconds."""
    done: list[T] = []
    (error,) = at_once(patience, lambda: done.append(task()))
    if error is not None:
        raise error
    return done[0]


@contextmanager
def hurried() -> Generator[None]:
    """Let threads take turns a hundred times as often, so that they get in each other's way."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 100)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


# -- what is appended


def own_subject(key: str) -> str:
    """The subject that only the append of this key has to do with."""
    by, _, number = key.partition(" ")
    return f"thing_{by}_{number:0>4}"


def step(by: str, number: int, revision: int, facts: int) -> Batch:
    """The next append of somebody: a step of what is shared, and a subject of their own with card and words."""
    own = own_subject(f"{by} {number}")
    links = (("by", by), ("number", str(number)))
    words = Prose.write(f"{by} {number}", owner=by)
    return batch(
        fact(SHARED, revision + 1, by=by),
        *(fact(own, n, by=by) for n in range(1, facts)),
        cards=[card(SHARED, revision + 1, status=by), card(own, facts - 1, title=words.seal, links=links)],
        prose=[words],
        key=f"{by} {number}",
    )


def append_all(store: Store, by: str, times: int, *, facts: int = 3, told: Callable[[str], object] = str) -> None:
    """Append so often, each time anew where somebody else was faster; tell the key of each once it is kept."""
    for number in range(times):
        for _ in range(_ATTEMPTS):
            known = store.cards(Query(subjects=[SHARED]))
            try:
                _ = store.append(step(by, number, known[0].revision if known else 0, facts))
            except Conflict:
                continue
            break
        else:
            msg = f"{_ATTEMPTS} times the card of {SHARED} was behind its records"
            raise AssertionError(msg)
        _ = told(f"{by} {number}")


def check_appended(store: Store, keys: list[str], *, facts: int = 3) -> None:
    """Each of these is there once and whole, and whatever else is there has its card, words and key."""
    records = check_whole(store)
    kept = [record.key for record in records]
    missing = [key for key in keys if kept.count(key) != facts]
    assert missing == [], "these were acknowledged, and are not there once and whole"
    cards = {one.subject: one for one in store.cards(Query(limit=1_000_000))}
    words = {one.seal: one.text for one in store.all_prose(limit=1_000_000)}
    for key in {*kept}:
        own = own_subject(key or "")
        assert store.recorded(key or "") == (SHARED, own)
        assert own in cards, f"there are records of {own}, and no card"
        assert words.get(cards[own].title or Seal("")) == key, "the words of an append are not those that came with it"
    if records:
        last = len([record for record in records if record.fact.subject == SHARED])
        assert cards[SHARED].revision == last, f"the card of {SHARED} is behind its records"


def gist(store: Store) -> dict[str, object]:
    """All that a store can tell, as comparable values."""
    words = [(one.seal, one.text, one.salt, one.owner) for one in store.all_prose(limit=1_000_000)]
    cards = store.cards(Query(states=True, limit=1_000_000))
    links = sorted({link for one in cards for link in one.links})
    found = [(link, [one.subject for one in store.cards(Query(links=(link,), limit=1_000_000))]) for link in links]
    records = store.feed(limit=1_000_000)
    keys = [(key, store.recorded(key)) for key in sorted({record.key or "" for record in records})]
    subjects = store.subjects(limit=1_000_000)
    return {
        "head": store.head(), "records": records, "subjects": subjects, "words": words, "cards": cards, "found": found,
        "keys": keys,
    }  # fmt: skip


def attempt_once(store: Store, wanted: Batch) -> str | tuple[str, ...]:
    """What became of one append: kept, too late, or known already with these subjects."""
    try:
        _ = store.append(wanted)
    except Conflict:
        return "conflict"
    except AlreadyRecorded as error:
        return error.subjects
    return "kept"


# -- processes


class _Pickler(pickle.Pickler):
    """Modules by their name, as plugins often are modules."""

    def reducer_override(self, obj: object) -> str | tuple[Callable[..., object], tuple[object, ...]]:
        if isinstance(obj, ModuleType):
            return import_module, (obj.__name__,)
        return cast("str", NotImplemented)  # which means: as usual


class Writer:
    """Another process that appends to a store; it is killed when it is left, if not before."""

    def __init__(self, harness: Harness, by: str, times: int, *, facts: int = 3, dies: bool = False) -> None:
        parcel = BytesIO()
        try:
            _Pickler(parcel).dump((harness.url("a"), tuple(harness.plugins), by, times, facts, dies))
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            what = f"the plugins cannot be handed to another process ({error})"
            msg = f"{what}; give modules, or objects whose class is in one"
            raise TypeError(msg) from error
        self._patience = harness.patience
        self._process = subprocess.Popen(  # noqa: S603 - this Python
            [sys.executable, "-m", "coleadership.testing.writer", b64encode(parcel.getvalue()).decode()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.kill()
        _ = self._process.wait(self._patience)
        for pipe in (self._process.stdin, self._process.stdout):
            cast("IO[str]", pipe).close()

    def hear(self, lines: int) -> list[str]:
        """The next lines that it tells."""
        out = cast("IO[str]", self._process.stdout)
        return within(self._patience, lambda: [out.readline().removesuffix("\n") for _ in range(lines)])

    def begin(self) -> None:
        """Wait until it has opened the store, and let it go on."""
        (ready,) = self.hear(1)
        assert ready == "ready", ready + self.rest()
        into = cast("IO[str]", self._process.stdin)
        _ = into.write("go\n")
        into.flush()

    def rest(self) -> str:
        """All that it tells until its end."""
        return within(self._patience, cast("IO[str]", self._process.stdout).read)

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self._process.kill()
