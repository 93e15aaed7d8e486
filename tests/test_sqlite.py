"""A journal in one SQLite file: whose file it is, how durable it is, and what is said when it fails."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path

import attrs
import pytest

import coleadership as co
from coleadership.stores.sqlite import SqliteStore, open_sqlite
from coleadership.stores.sqlite_file import Durability, SqliteFile
from tests.builders import AT
from tests.test_transfer import filled


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a file may be."""
    return tmp_path / "a.db"


def opened(path: Path, query: str = "", *, create: bool = True) -> co.Journal:
    """The journal in a file."""
    return co.open_journal(f"sqlite:///{path}{query}", create=create)


def kept(path: Path, **given: Callable[[str], sqlite3.Connection]) -> co.Journal:
    """The journal in a file, connected to in a way of one's own."""
    file = SqliteFile.at(f"sqlite:///{path}", {"timeout": "0.05"}, create=True)
    return co.Journal(SqliteStore(attrs.evolve(file, **given)))  # type: ignore[arg-type]


def refused(path: Path, reason: str, query: str = "", *, create: bool = True) -> None:
    """Whether opening is refused with a reason, and leaves the folder as it was, to the byte."""
    before = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(co.StoreError, match=reason) as caught:
        _ = opened(path, query, create=create)
    assert caught.value.url == f"sqlite:///{path}"
    assert {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before


def pragma(path: Path, name: str) -> object:
    """A setting that a file keeps."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(f"PRAGMA {name}").fetchone()[0]


class TestOpen:
    def test_makes_a_file_that_is_known_again(self, path: Path) -> None:
        """A new file says whose it is in its header, and what was saved is there when it is opened again."""
        with opened(path) as journal:
            anna = journal.save(co.Person.join("Anna Ek"))
            head = journal.head()
        assert (pragma(path, "application_id"), pragma(path, "user_version")) == (0x636F6C64, 2)
        with opened(path, create=False) as journal:
            assert (journal.load(anna.id), journal.head()) == (anna, head)

    def test_takes_an_empty_file(self, path: Path) -> None:
        """A file without a byte is nobody's yet."""
        path.touch()
        refused(path, "there is an empty file; check the name, or save there first", create=False)
        with opened(path) as journal:
            assert journal.verify().ok

    @pytest.mark.parametrize(("mode", "size"), [("truncate", 16_384), ("delete", 16_384), ("wal", 4_096)])
    def test_makes_large_pages_without_a_log_and_takes_those_that_are_there(
        self, path: Path, mode: str, size: int
    ) -> None:
        """What people agree on fits a large page; a file with others is read and written as it is."""
        file = SqliteFile.at(f"sqlite:///{path}", {}, create=True)
        with co.Journal(SqliteStore(attrs.evolve(file, durability=Durability(mode, "FULL", "as tried")))) as journal:
            exported = list(filled(journal).export())
        assert pragma(path, "page_size") == size
        with closing(sqlite3.connect(path)) as connection:
            _ = connection.execute("PRAGMA journal_mode = delete").fetchone()
            _ = connection.execute("PRAGMA page_size = 8192")
            _ = connection.execute("VACUUM")
        with opened(path) as journal:
            assert list(journal.export()) == exported
            _ = journal.save(co.Person.join("Anna Ek"))
            assert journal.verify().ok
        assert pragma(path, "page_size") == 8_192

    def test_finds_a_file_from_wherever_the_program_goes(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A relative path is taken from where the program is when it opens the journal."""
        monkeypatch.chdir(path.parent)
        with co.open_journal("sqlite:///a.db") as journal:
            monkeypatch.chdir("/")
            _ = journal.save(co.Person.join("Anna Ek"))
        assert path.exists()

    def test_refuses_a_foreign_database(self, path: Path) -> None:
        """Another program's database is left as it is."""
        with closing(sqlite3.connect(path)) as database:
            _ = database.execute("CREATE TABLE records(a)")
        refused(path, "belongs to another program")

    def test_refuses_a_foreign_database_in_use(self, path: Path) -> None:
        """So is one that another program is writing to at this moment, and what it has not checkpointed yet."""
        with closing(sqlite3.connect(path)) as database:
            _ = database.execute("CREATE TABLE a(a)")
            _ = database.execute("PRAGMA journal_mode = WAL")
            _ = database.execute("INSERT INTO a VALUES (1)")
            database.commit()
            refused(path, "belongs to another program")
            assert database.execute("SELECT a FROM a").fetchall() == [(1,)]

    @pytest.mark.parametrize(
        "content", [b"a", b"ab", b"dear diary\n" * 100, b"SQLite format 3\0", b"SQLite format 3\0" + b"x" * 5_000]
    )
    def test_refuses_what_is_no_database(self, path: Path, content: bytes) -> None:
        """Any other file is left as it is."""
        _ = path.write_bytes(content)
        refused(path, "sqlite:///")

    def test_refuses_a_foreign_database_that_was_left_half_written(self, path: Path) -> None:
        """Not even what another program left to be rolled back is rolled back by us."""
        with closing(sqlite3.connect(path)) as database:
            _ = database.execute("CREATE TABLE a(a)")
            _ = database.execute("BEGIN")
            _ = database.execute("INSERT INTO a VALUES (1)")
            journal = Path(f"{path}-journal")
            half_written = journal.read_bytes()
        _ = journal.write_bytes(half_written or b"half written")
        refused(path, "belongs to another program")

    def test_refuses_a_file_of_a_later_version(self, path: Path) -> None:
        """What this version does not know how to write it does not touch."""
        opened(path).close()
        with closing(sqlite3.connect(path)) as database:
            _ = database.execute("PRAGMA user_version = 3")
        refused(path, "is of format 3, newer than 2 here; update coleadership")

    def test_brings_a_file_of_the_first_format_up_to_date(self, path: Path) -> None:
        """Cards then had no time to wake; what they were is kept, and `rebuild` fills it in."""
        with opened(path) as journal:
            anna = journal.save(co.Person.join("Anna Ek"))
        with closing(sqlite3.connect(path)) as database:
            _ = database.execute("DROP INDEX cards_wakes")
            _ = database.execute("DROP INDEX prose_owner")
            _ = database.execute("DROP INDEX links_seen_by")
            _ = database.execute("ALTER TABLE cards DROP COLUMN wakes")
            _ = database.execute("PRAGMA user_version = 1")
        with opened(path) as journal:
            assert (journal.load(anna.id), journal.rebuild(), journal.verify().ok) == (anna, 1, True)
        assert pragma(path, "user_version") == 2

    def test_says_what_is_wrong_with_a_place(self, path: Path) -> None:
        """Folders that are missing or in the place of a file, and names that no file can have, are told."""
        for place, reason in (
            (path.parent / "none" / "a.db", "there is no folder"),
            (path.parent, "is a folder"),
            (path.parent / ("a" * 300), "too long"),
            (path.parent / "a\0b.db", "no name that a file can have"),
            (path.parent / "a\ud800.db", "no name that a file can have"),
        ):
            with pytest.raises(co.StoreError, match=reason):
                _ = opened(place)
        assert list(path.parent.iterdir()) == []

    def test_makes_nothing_unless_it_may(self, path: Path) -> None:
        """With `create=False`, a file or journal that is not there is told, and none is made."""
        refused(path, "there is no such file", create=False)
        opened(path, "?journal=north").close()
        with pytest.raises(co.StoreError, match=r"holds no journal called 'main' \(journals: north\)"):
            _ = opened(path, create=False)
        opened(path, "?journal=north", create=False).close()

    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("?colour=red", r"knows no option 'colour' \(options: durability, journal, timeout\)"),
            ("?timeout=1&timeout=2", "has an option twice"),
            ("?timeout=soon", "give seconds from 0 to 3600"),
            ("?timeout=-1", "give seconds from 0 to 3600"),
            ("?timeout=nan", "give seconds from 0 to 3600"),
            ("?durability=none", "choose full or relaxed"),
            ("?journal=", "no name of a journal"),
            ("?journal=%00", "no name of a journal"),
            ("?journal=" + "a" * 101, "no name of a journal"),
        ],
    )
    def test_refuses_options_that_say_nothing(self, path: Path, query: str, reason: str) -> None:
        """An option is known, given once and has a value that means something; else the sentence says what would."""
        with pytest.raises(co.StoreError, match=reason):
            _ = opened(path, query)

    @pytest.mark.parametrize("url", ["sqlite:", "sqlite:a.db", "sqlite://a.db", "sqlite:///"])
    def test_refuses_a_url_without_a_file(self, url: str) -> None:
        """The sentence shows how a file is named."""
        with pytest.raises(co.StoreError, match=r"write sqlite:///acme\.db"):
            _ = co.open_journal(url)


class TestDurability:
    @pytest.mark.parametrize(
        ("version", "mode", "full"),
        [
            ((3, 37, 2), "truncate", "EXTRA"),
            ((3, 40, 1), "truncate", "EXTRA"),
            ((3, 51, 2), "truncate", "EXTRA"),
            ((3, 51, 3), "wal", "FULL"),
            ((3, 52, 0), "truncate", "EXTRA"),
            ((3, 53, 0), "wal", "FULL"),
            ((4, 0, 0), "wal", "FULL"),
        ],
        ids=str,
    )
    def test_follows_from_the_version_of_sqlite(self, version: tuple[int, ...], mode: str, full: str) -> None:
        """WAL only where it cannot damage a file, a rollback journal elsewhere; the reason is told."""
        chosen, relaxed = Durability.chosen("full", version), Durability.chosen("relaxed", version)
        assert (chosen.journal_mode, chosen.synchronous) == (mode, full)
        assert (relaxed.journal_mode, relaxed.synchronous) == ({"truncate": "delete"}.get(mode, mode), "NORMAL")
        number = ".".join(map(str, version))
        assert f"SQLite {number}" in chosen.reason
        assert relaxed.reason.startswith("relaxed: the last saves may be lost when the power fails")

    @pytest.mark.parametrize(("query", "wanted"), [("", "full"), ("?durability=relaxed", "relaxed")])
    def test_is_what_a_file_is_opened_with(self, path: Path, query: str, wanted: str) -> None:
        """Every connection is set as chosen: EXTRA is 3, FULL 2, NORMAL 1."""
        chosen = Durability.chosen(wanted)
        with opened(path, query) as journal:
            store = journal.store
            assert isinstance(store, SqliteStore)
            assert store.file.durability == chosen
            run = store._at_hand().execute
            assert run("PRAGMA synchronous").fetchone()[0] == {"NORMAL": 1, "FULL": 2, "EXTRA": 3}[chosen.synchronous]
            assert run("PRAGMA journal_mode").fetchone()[0] == chosen.journal_mode

    def test_is_changed_when_a_file_comes_from_another_sqlite(self, path: Path) -> None:
        """A WAL file is brought into the mode that is safe here; if others hold it, that is said."""
        other = {"truncate": "wal", "wal": "delete"}[Durability.chosen("full").journal_mode]
        _ = filled(opened(path))
        with closing(sqlite3.connect(path)) as database:
            assert database.execute(f"PRAGMA journal_mode = {other}").fetchone() == (other,)
            _ = database.execute("SELECT count(*) FROM records").fetchone()
            if other == "wal":
                with pytest.raises(co.StoreError, match=r"writing for too long|is open in mode wal elsewhere"):
                    _ = opened(path, "?timeout=0.05")
        with opened(path) as journal:
            assert journal.verify().ok
        assert (pragma(path, "journal_mode") == "wal") is (other != "wal")


class TestDamagedFiles:
    @pytest.mark.parametrize("left", [20, 99, 100, 1_000, 16_384, 40_000, -16_384])
    def test_are_told_and_left_as_they_are(self, path: Path, left: int) -> None:
        """A file that was cut short anywhere is told as an error of ours, sooner or later, and not made worse."""
        with opened(path) as journal:
            _ = filled(journal)
        content = path.read_bytes()
        _ = path.write_bytes(content[:left])

        def read_everything() -> None:
            with opened(path) as journal:
                if journal.verify().ok and b"".join(journal.export()):
                    raise AssertionError

        with pytest.raises(co.StoreError) as caught:
            read_everything()
        assert str(path) in caught.value.url
        assert path.read_bytes() == content[:left]

    def test_with_a_torn_page_are_told(self, path: Path) -> None:
        """Pages of zeros lead to an error of ours or to a finding; what is found whole is exported as it was."""
        with opened(path) as journal:
            lines = list(filled(journal).export())
        content = path.read_bytes()
        size = Durability.chosen("full").page_size
        for page in range(0, len(content), size):
            _ = path.write_bytes(content[:page] + b"\0" * size + content[page + size :])
            with suppress(co.ColeadershipError), opened(path) as journal:
                _ = [*journal.find(co.Person), *journal.find(co.Agreement, party="anna")]
                assert not journal.verify().ok or list(journal.export()) == lines


class TestManyJournals:
    def test_in_one_file_do_not_see_one_another(self, path: Path) -> None:
        """Each has its own records, positions, keys, cards and words."""
        with opened(path) as main, opened(path, "?journal=north") as north:
            anna = main.save(co.Person.join("Anna Ek", reference="e-1"), key="k")
            bo = north.save(co.Person.join("Bo Lind", reference="e-1"), key="k")
            assert main.head().journal != north.head().journal
            for journal, known, unknown in ((main, anna, bo), (north, bo, anna)):
                assert [entry.position for entry in journal.feed()] == [1]
                assert list(journal.find(co.Person, reference="e-1")) == [known]
                assert journal.load(known.id) == known
                assert len(journal.store.all_prose()) == 1
                with pytest.raises(co.NotFound):
                    _ = journal.load(unknown.id)
                assert journal.verify().ok
                assert journal.rebuild() == 1


class TestWhatFails:
    def test_to_write_where_only_reading_is_allowed(self, path: Path) -> None:
        """A read-only file can be read and verified; a save is refused with a sentence."""
        anna = co.Person.join("Anna Ek")
        with opened(path) as journal:
            _ = journal.save(anna)

        def read_only(name: str) -> sqlite3.Connection:
            return sqlite3.connect(f"file:{name}?mode=ro", uri=True, isolation_level=None)

        with kept(path, connect=read_only) as journal:
            assert journal.load(anna.id) == anna.settled()
            assert journal.verify().ok
            with pytest.raises(co.StoreError, match="cannot be written to; check its permissions"):
                _ = journal.save(anna.rename("Anna Björk", by=anna.id))

    def test_to_write_while_somebody_else_does(self, path: Path) -> None:
        """After the time-out, the sentence says that somebody else is writing; then it works."""
        with opened(path, "?timeout=0.05") as journal, closing(sqlite3.connect(path, isolation_level=None)) as other:
            _ = other.execute("BEGIN IMMEDIATE")
            with pytest.raises(co.StoreError, match="wait longer with"):
                _ = journal.save(co.Person.join("Anna Ek"))
            _ = other.execute("ROLLBACK")
            _ = journal.save(co.Person.join("Anna Ek"))
            assert journal.head().position == 1

    def test_to_write_while_another_process_does(self, path: Path) -> None:
        """Another process's lock is respected, and let go of when that process ends."""
        opened(path).close()
        hold = f"""import sqlite3; database = sqlite3.connect({str(path)!r})
database.execute("BEGIN EXCLUSIVE"); print("held", flush=True); input()"""
        with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"
            with pytest.raises(co.StoreError, match="wait longer with"):
                _ = opened(path, "?timeout=0.05")
            _ = other.communicate(b"\n")
        with opened(path) as journal:
            _ = journal.save(co.Person.join("Anna Ek"))

    def test_to_write_on_a_full_disk(self, path: Path) -> None:
        """Nothing acknowledged is lost, nothing half written, and there is room again once room is made."""
        connections: list[sqlite3.Connection] = []

        def small(name: str) -> sqlite3.Connection:
            connection = sqlite3.connect(name, isolation_level=None)
            _ = connection.execute("PRAGMA max_page_count = 40").fetchone()
            connections.append(connection)
            return connection

        with kept(path, connect=small) as journal:
            saved: list[co.Person] = []

            def save_on() -> None:
                while len(saved) < 1_000:
                    saved.append(journal.save(co.Person.join(f"Person {len(saved)} " + "x" * 400, at=AT)))

            for _ in range(3):
                with pytest.raises(co.StoreError, match="the disk is full; what was acknowledged is kept"):
                    save_on()
                with pytest.raises(co.StoreError, match="the disk is full"):
                    _ = journal.save(*(co.Person.join("y" * 500) for _ in range(100)))
            assert len(saved) > 5
            assert [entry.subject for entry in journal.feed()] == [person.id for person in saved]
            assert journal.verify().ok
            _ = connections[0].execute("PRAGMA max_page_count = 1000").fetchone()
            last = journal.save(co.Person.join("y" * 500))
        with opened(path) as journal:
            assert [entry.subject for entry in journal.feed()] == [person.id for person in [*saved, last]]
            assert journal.rebuild() == len(saved) + 1

    def test_to_import_on_a_full_disk(self, path: Path) -> None:
        """An import that does not fit leaves the journal as empty as it was."""
        full = co.open_journal("memory:")
        _ = full.save(*(co.Person.join(f"Person {number}") for number in range(500)))

        def small(name: str) -> sqlite3.Connection:
            connection = sqlite3.connect(name, isolation_level=None)
            _ = connection.execute("PRAGMA max_page_count = 40").fetchone()
            return connection

        with kept(path, connect=small) as journal:
            with pytest.raises(co.StoreError, match="the disk is full"):
                _ = journal.import_(BytesIO(b"".join(full.export())))
            assert (journal.head().position, list(journal.cards())) == (0, [])
            _ = journal.save(co.Person.join("Anna Ek"))
        with opened(path) as journal:
            assert journal.verify().records == 1


class TestFork:
    def test_gives_the_child_a_connection_of_its_own(self, path: Path) -> None:
        """A journal that is open when a process forks can be used by both, and neither hurts the other."""
        program = f"""if True:
            import os, coleadership as co
            journal = co.open_journal("sqlite:///{path}")
            anna = journal.save(co.Person.join("Anna Ek"))
            child = os.fork()
            for number in range(5):
                journal.change(anna.id, lambda p: p.rename(f"Anna {{number}}", by=p.id))
            journal.close()
            if child == 0:
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0
        """
        _ = subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
        with opened(path) as journal:
            assert journal.verify() == type(journal.verify())(11)


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """A store in a file."""
    made = open_sqlite(f"sqlite:///{path}", {}, create=True)
    yield made
    made.close()


class TestSqliteStore:
    def test_notices_that_somebody_else_has_restored_another_journal(self, store: SqliteStore, path: Path) -> None:
        """The journal's id is read from the file each time, so that the chain begins where it should."""
        before = store.head().journal
        with opened(path) as journal:
            other = co.open_journal("memory:").head()
            _ = journal.store.restore(other.journal, [], [], lambda _: [])
        assert store.head() == other
        assert before != other.journal
        with co.Journal(store) as journal:
            _ = journal.save(co.Person.join("Anna Ek"))
            assert journal.verify().ok
