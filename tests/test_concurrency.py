"""Several threads and processes at one journal: nothing is lost, and nothing comes twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Event

import pytest

import coleadership as co
from tests.builders import team_in_force
from tests.concurrent_writer import comment, join

ROOT = Path(__file__).parent.parent
PEOPLE = ("anna", "bo", "cim", "dan")
TIMES = 6


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where a file may be."""
    return f"sqlite:///{tmp_path / 'a.db'}?durability=relaxed&timeout=60"


@pytest.fixture(params=["one in memory", "one in a file", "one file, opened by each"])
def journals(request: pytest.FixtureRequest, url: str) -> Iterator[list[co.Journal]]:
    """A journal for each of four threads, and the last for whoever looks on."""
    with ExitStack() as stack:
        if request.param == "one file, opened by each":
            yield [stack.enter_context(co.open_journal(url)) for _ in range(5)]
        else:
            yield [stack.enter_context(co.open_journal("memory:" if "memory" in request.param else url))] * 5


def at_once(*tasks: Callable[[], None]) -> None:
    """Do all of these in threads that begin together."""
    together = Barrier(len(tasks), timeout=60)

    def begin(task: Callable[[], None]) -> None:
        _ = together.wait()
        task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        for done in [pool.submit(begin, task) for task in tasks]:
            done.result(timeout=60)


def in_processes(url: str, *arguments: tuple[str, ...]) -> None:
    """Run writers with these arguments that begin together."""
    with ExitStack() as stack:
        writers: list[subprocess.Popen[str]] = []
        for given in arguments:
            command = [sys.executable, "-m", "tests.concurrent_writer", url, *given]
            pipe = subprocess.PIPE
            writer = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
            _ = stack.callback(writer.kill)
            writers.append(stack.enter_context(writer))
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
        for writer in writers:
            assert writer.stdin is not None
            _ = writer.stdin.write("go\n")
            writer.stdin.flush()
        for writer in writers:
            _, errors = writer.communicate(timeout=60)
            assert (writer.returncode, errors) == (0, "")


def check_whole(journal: co.Journal, records: int) -> None:
    """Positions have no gap, the chain verifies, and cards are as they follow from the records."""
    assert [entry.position for entry in journal.feed()] == list(range(1, records + 1))
    assert (journal.verify().ok, journal.verify().records) == (True, records)
    before = [*journal.cards()]
    _ = journal.rebuild()
    assert [*journal.cards()] == before


def said(agreement: co.Agreement, by: str) -> list[str]:
    """What somebody said about what is in force, in order."""
    assert agreement.in_force is not None
    return [str(comment.text) for comment in agreement.in_force.comments if comment.by == by]


def check_comments(journal: co.Journal, begun: co.Agreement, **times: int) -> None:
    """Everybody's comments are there, each once and in their order, and nothing else."""
    now = journal.load(begun.id)
    assert {by: said(now, by) for by in times} == {by: [f"{by} {n}" for n in range(times[by])] for by in times}
    assert now.revision == begun.revision + sum(times.values())
    check_whole(journal, now.revision)


def check_people(journal: co.Journal) -> None:
    """Everybody is there by the name that they were given last, and each save is in one piece."""
    found = sorted(str(person.name) for person in journal.find(co.Person))
    assert found == sorted(f"{by} {n} {which}" for by in PEOPLE for n in range(TIMES) for which in "bc")
    entries = [*journal.feed()]
    for entry, following in pairwise(entries):
        assert following.rest == entry.rest - 1 if entry.rest else following.rest in {0, 1}
        assert following.by == entry.by or not entry.rest
    check_whole(journal, len(PEOPLE) * TIMES * 3)


def remark(text: str) -> Callable[[co.Agreement], co.Agreement]:
    """A verb by which bo says something."""
    return lambda agreement: agreement.comment(text, by="bo")


class TestThreads:
    def test_lose_nothing_on_one_agreement(self, journals: list[co.Journal]) -> None:
        """What four say at once about one agreement is all kept, each once."""
        talk = journals[-1].save(team_in_force(*PEOPLE))
        at_once(
            *(
                lambda journal=journal, by=by: comment(journal, talk.id, by, TIMES)
                for journal, by in zip(journals, PEOPLE, strict=False)
            )
        )
        check_comments(journals[-1], talk, **dict.fromkeys(PEOPLE, TIMES))

    def test_lose_nothing_on_subjects_of_their_own(self, journals: list[co.Journal]) -> None:
        """Saves that have nothing to do with one another never conflict."""
        at_once(
            *(
                lambda journal=journal, by=by: join(journal, by, TIMES)
                for journal, by in zip(journals, PEOPLE, strict=False)
            )
        )
        check_people(journals[-1])

    def test_do_one_request_once(self, journals: list[co.Journal]) -> None:
        """Of four that do the same request at once one does it, and all get what it led to."""
        given: list[co.Person] = []

        def ask(journal: co.Journal) -> None:
            given.append(journal.save(co.Person.join("Anna"), key="request"))

        at_once(*(lambda journal=journal: ask(journal) for journal in journals[:4]))
        assert given == [journals[-1].load(given[0].id)] * 4
        check_whole(journals[-1], 1)

    def test_miss_nothing_when_they_follow_the_feed(self, journals: list[co.Journal]) -> None:
        """Whoever reads on from where they were gets every record once, in order, and only whole saves."""
        seen: list[tuple[int, int]] = []
        written = Event()

        def read() -> None:
            over = False
            while not over:
                over = written.is_set()  # once more afterwards, so that the end is seen
                seen.extend((e.position, e.rest) for e in journals[-1].feed(after=len(seen)))
                assert not seen or seen[-1][1] == 0

        def write() -> None:
            try:
                at_once(
                    *(
                        lambda journal=journal, by=by: join(journal, by, TIMES)
                        for journal, by in zip(journals, PEOPLE, strict=False)
                    )
                )
            finally:
                written.set()

        at_once(read, write)
        assert [position for position, _ in seen] == list(range(1, len(PEOPLE) * TIMES * 3 + 1))


class TestProcesses:
    def test_lose_nothing_on_one_agreement(self, url: str) -> None:
        """What four processes say at once about one agreement is all kept, each once."""
        with co.open_journal(url) as journal:
            talk = journal.save(team_in_force(*PEOPLE))
            in_processes(url, *((by, str(TIMES), talk.id) for by in PEOPLE))
            check_comments(journal, talk, **dict.fromkeys(PEOPLE, TIMES))

    def test_lose_nothing_on_subjects_of_their_own(self, url: str) -> None:
        """Saves of four processes that have nothing to do with one another never conflict."""
        with co.open_journal(url) as journal:
            in_processes(url, *((by, str(TIMES)) for by in PEOPLE))
            check_people(journal)

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
    def test_go_on_with_one_journal_after_a_fork(self, url: str) -> None:
        """A journal that was opened before a fork is used by parent and child, and both are heard."""
        with co.open_journal(url) as journal:
            talk = journal.save(team_in_force(*PEOPLE))
            in_processes(url, ("fork", str(TIMES), talk.id))
            check_comments(journal, talk, anna=TIMES, bo=TIMES, cim=1)
