"""A journal under version control: what git does to the file is told in a sentence, or does not happen."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from coleadership_files.store import FileStore

from coleadership.errors import StoreError
from coleadership.prose import Prose
from coleadership.records import Batch

Opened = Callable[..., FileStore]
Step = Callable[..., Batch]
Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A repository in the folder of the journal, and nobody's settings."""
    for name, value in {
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": str(tmp_path),
        "GIT_AUTHOR_NAME": "Anna", "GIT_AUTHOR_EMAIL": "anna@example.org",
        "GIT_COMMITTER_NAME": "Anna", "GIT_COMMITTER_EMAIL": "anna@example.org",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)

    def run(*arguments: str, fails: bool = False) -> str:
        command = ["git", "-C", str(tmp_path), *arguments]
        ended = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")  # noqa: S603 - git
        assert (ended.returncode != 0) is fails, ended.stderr
        return ended.stdout

    _ = run("init", "-q", "-b", "main")
    return run


@pytest.fixture
def apart(git: Git, opened: Opened, step: Step) -> FileStore:
    """A journal to which something else was appended on each of two branches."""
    store = opened()
    _ = store.append(step("thing_a"))
    _ = git("add", ".")
    _ = git("commit", "-qm", "begin")
    _ = git("checkout", "-qb", "other")
    _ = store.append(step("thing_a", 2))
    _ = git("commit", "-qam", "theirs")
    _ = git("checkout", "-q", "main")
    _ = store.append(step("thing_b", 1))
    _ = git("commit", "-qam", "ours")
    return store


class TestBranches:
    def test_are_seen_when_they_are_checked_out(self, apart: FileStore, git: Git) -> None:
        """A store that is open reads the file that git has put in the place of the one it knew."""
        assert [record.fact.subject for record in apart.feed()] == ["thing_a", "thing_b"]
        _ = git("checkout", "-q", "other")
        assert [record.fact.subject for record in apart.feed()] == ["thing_a", "thing_a"]

    def test_that_are_merged_leave_a_conflict_that_is_told(
        self, apart: FileStore, git: Git, opened: Opened, step: Step, path: Path
    ) -> None:
        """Two histories cannot become one: the sentence says which line, and what to do works."""
        _ = git("merge", "other", fails=True)
        before = path.read_bytes()
        assert b"\n<<<<<<< HEAD\n" in before
        sentence = "line 5 is a merge conflict of git; take one side whole"
        for ask in (apart.head, lambda: apart.append(step("thing_c")), opened):
            with pytest.raises(StoreError, match=sentence):
                _ = ask()
        assert path.read_bytes() == before
        _ = git("checkout", "--ours", "acme.jsonl")
        assert [record.fact.subject for record in apart.feed()] == ["thing_a", "thing_b"]
        assert opened().append(step("thing_c")) == 3

    def test_that_are_merged_by_union_are_refused(self, apart: FileStore, git: Git, path: Path) -> None:
        """A merge that takes both sides gives a file that looks right, and is not: the chain shows it."""
        _ = (path.parent / ".gitattributes").write_text("*.jsonl -text merge=union\n")
        _ = git("merge", "-q", "-m", "both", "other")
        with pytest.raises(
            StoreError,
            match="does not fit what is before it; a line was changed, lost or moved, or two histories were mixed",
        ):
            _ = apart.head()

    def test_that_are_merged_with_our_attributes_keep_one_side(
        self, apart: FileStore, git: Git, path: Path, opened: Opened
    ) -> None:
        """With `*.jsonl -text -merge` the file stays that of this branch, and git says that there is a choice."""
        _ = (path.parent / ".gitattributes").write_text("*.jsonl -text -merge\n")
        before = path.read_bytes()
        _ = git("merge", "other", fails=True)
        assert path.read_bytes() == before
        assert git("diff", "--name-only", "--diff-filter=U") == "acme.jsonl\n"
        assert opened().head() == apart.head()


class TestLineEnds:
    def test_that_git_has_changed_are_told_with_what_helps(
        self, git: Git, opened: Opened, step: Step, path: Path
    ) -> None:
        """With `core.autocrlf` git writes CR LF; the sentence names the line of .gitattributes that ends it."""
        _ = opened().append(step("thing_a", 1, Prose.write("hej")))
        whole = path.read_bytes()
        _ = git("add", ".")
        _ = git("commit", "-qm", "begin")
        _ = git("config", "core.autocrlf", "true")
        path.unlink()
        _ = git("checkout", "-q", "--", ".")
        assert path.read_bytes() == whole.replace(b"\n", b"\r\n")
        with pytest.raises(
            StoreError, match=r"put `\*\.jsonl -text` into \.gitattributes and check the file out again"
        ):
            _ = opened()
        _ = (path.parent / ".gitattributes").write_text("*.jsonl -text\n")
        path.unlink()
        _ = git("checkout", "-q", "--", ".")
        assert path.read_bytes() == whole
        assert opened().head().position == 1


class TestDiff:
    def test_shows_what_was_appended_and_nothing_else(self, git: Git, opened: Opened, step: Step) -> None:
        """Each append adds lines at the end, one for each fact, text and card, and changes none."""
        store = opened()
        _ = store.append(step("thing_a"))
        _ = git("add", ".")
        _ = git("commit", "-qm", "begin")
        _ = store.append(step("thing_a", 2, Prose.write("hej på dig")))
        changes = [
            line for line in git("diff", "-U0").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        assert [line[:11] for line in changes] == ['+{"fact": "', '+{"words": ', '+{"card": "', '+{"appended']
        assert '"hej på dig"' in changes[1]

    def test_shows_erased_words_as_one_line(self, git: Git, opened: Opened, step: Step) -> None:
        """Erasing changes the line of the words, and adds what was appended with it."""
        store, gone = opened(), Prose.write("hej")
        _ = store.append(step("thing_a", 1, gone, Prose.write("kvar")))
        _ = git("add", ".")
        _ = git("commit", "-qm", "begin")
        _ = store.erase([gone.seal], step("thing_a", 2))
        numbers = git("diff", "--numstat").split()
        assert numbers == ["4", "1", "acme.jsonl"]
