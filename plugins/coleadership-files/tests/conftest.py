"""A file for each test, stores in it, and the smallest things to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from coleadership_files.place import Place
from coleadership_files.store import FileStore

from coleadership.prose import Prose
from coleadership.records import Batch, Card, Fact


def pytest_configure(config: pytest.Config) -> None:
    """Know the marks of the library's own tests, wherever these are run."""
    config.addinivalue_line("markers", "slow: takes more than a second or two; leave out with -m 'not slow'")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal is."""
    return tmp_path / "acme.jsonl"


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[..., FileStore]]:
    """Open the journal, as often as wanted; nothing waits for the disk unless a test asks for it."""
    stores: list[FileStore] = []

    def open_it(*, create: bool = True, **options: str) -> FileStore:
        options = {"durability": "relaxed", **options}
        stores.append(FileStore(Place.at(f"files:///{path}", options, create=create)))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def step() -> Callable[..., Batch]:
    """The next step of a subject, with its card and perhaps words."""

    def make(subject: str, revision: int = 1, *words: Prose, key: str | None = None, body: str = '{"a":1}') -> Batch:
        fact = Fact(
            subject, revision, "thing.done", 1, f"event_{revision}", "person_a", "2026-11-23T09:30:00+00:00", body
        )
        card = Card(subject, "thing", "open", revision)
        return Batch(facts=(fact,), expected={subject: revision - 1}, cards=(card,), prose=words, key=key)

    return make
