"""`keygen`, `checkpoint` and `verify --witness`: what a witness keeps, and what it finds out."""

from __future__ import annotations

import json
import sqlite3
import stat
import sys
from contextlib import closing

import pytest

import coleadership as co
from tests.builders import AT
from tests.cli.command import URL, Command
from tests.signing import signatures

__all__ = ["signatures"]


@pytest.fixture
def witnessed(imported: Command) -> tuple[Command, str]:
    """A journal of seven records with a witness of one checkpoint, and the public key."""
    public = imported("keygen", "witness.key").strip()
    _ = imported("checkpoint", "--key", "file:witness.key", "--to", "acme.witness")
    return imported, public


def grow(times: int = 1) -> None:
    """Let somebody join."""
    with co.open_journal(URL) as journal:
        for number in range(times):
            _ = journal.save(co.Person.join(f"Anna {number}", at=AT))


class TestKeygen:
    def test_writes_the_private_key_and_prints_the_public_one(self, bare: Command) -> None:
        """Nobody else may read the one; the other is one line to hand out."""
        public = bare("keygen", "witness.key")
        assert public.startswith("ed25519:")
        assert len(public) == 8 + 64 + 1
        file = bare.folder / "witness.key"
        assert file.read_text(encoding="ascii").startswith("-----BEGIN PRIVATE KEY-----\n")
        if sys.platform != "win32":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_never_writes_over_a_key(self, bare: Command) -> None:
        """A key that is lost cannot be made again."""
        _ = bare("keygen", "witness.key")
        before = (bare.folder / "witness.key").read_bytes()
        told = bare.refusal(2, "keygen", "witness.key")
        assert told == "file: witness.key is there already, and may be a key in use; name a new file"
        assert (bare.folder / "witness.key").read_bytes() == before

    def test_tells_where_it_cannot_write(self, bare: Command) -> None:
        """The place is named."""
        assert "nowhere" in bare.refusal(2, "keygen", "nowhere/witness.key")


class TestCheckpoint:
    def test_prints_a_line_to_keep(self, imported: Command) -> None:
        """Without a file of its own, it can be mailed, or piped wherever somebody keeps it."""
        public = imported("keygen", "witness.key").strip()
        said = json.loads(imported("checkpoint", "--key", "file:witness.key"))
        with co.open_journal(URL) as journal:
            head = journal.head()
        assert (said["journal"], said["position"], said["digest"]) == (head.journal, 7, head.digest)
        assert said["key"] == public

    def test_is_added_to_a_witness(self, witnessed: tuple[Command, str]) -> None:
        """Each is a line of its own, and it is told what was signed."""
        run, _ = witnessed
        grow()
        told = run("checkpoint", "--key", "file:witness.key", "--to", "acme.witness")
        with co.open_journal(URL) as journal:
            assert told == f"signed: 8 records, head {journal.head().digest}; added to acme.witness\n"
        rows = [json.loads(line) for line in (run.folder / "acme.witness").read_text(encoding="utf-8").splitlines()]
        assert [row["position"] for row in rows] == [7, 8]

    def test_witnesses_a_copy(self, witnessed: tuple[Command, str]) -> None:
        """The witness need not reach the database: an export has the same head, and continues the same history."""
        run, public = witnessed
        copied = run.file(run.raw("export")[1], "today.jsonl")
        _ = run("import", copied, "--journal", "sqlite:///today.db")
        _ = run("checkpoint", "--journal", "sqlite:///today.db", "--key", "file:witness.key", "--to", "acme.witness")
        assert run.json("verify", "--witness", "acme.witness", "--public-key", public)["checkpoints"] == 2

    def test_takes_its_key_from_the_environment(self, imported: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """As a service is given its secrets."""
        public = imported("keygen", "witness.key").strip()
        monkeypatch.setenv("ACME_WITNESS", (imported.folder / "witness.key").read_text(encoding="ascii"))
        assert json.loads(imported("checkpoint", "--key", "env:ACME_WITNESS"))["key"] == public

    @pytest.mark.parametrize(
        ("key", "told"),
        [
            ("hunter2", "what was given is no reference; say where it is, as env:NAME or file:PATH"),
            ("file:nowhere.key", "file:nowhere.key cannot be read"),
            ("env:ACME_NOTHING", "env:ACME_NOTHING is not set"),
            ("file:rows.jsonl", "file:rows.jsonl holds no Ed25519 key in PEM"),
        ],
    )
    def test_refuses_what_is_no_key(self, imported: Command, key: str, told: str) -> None:
        """The sentence says where it was looked for, and repeats no secret."""
        refused = imported.refusal(2, "checkpoint", "--key", key, "--to", "acme.witness")
        assert told in refused
        assert "hunter2" not in refused
        assert not (imported.folder / "acme.witness").exists()

    def test_signs_no_rewritten_history(self, witnessed: tuple[Command, str]) -> None:
        """The witness file stays as it was, and the exit code tells."""
        run, _ = witnessed
        before = (run.folder / "acme.witness").read_bytes()
        with closing(sqlite3.connect(run.folder / "acme.db")) as database, database:
            _ = database.execute("UPDATE records SET digest = ? WHERE position = 7", ("0" * 64,))
        told = run.refusal(1, "checkpoint", "--key", "file:witness.key", "--to", "acme.witness")
        assert "the history up to record 7 is not the one whose head was signed at" in told
        assert "so it is not signed" in told
        assert (run.folder / "acme.witness").read_bytes() == before

    def test_changes_keys(self, witnessed: tuple[Command, str]) -> None:
        """The first line of a new key needs the old public key once; then both verify the whole file."""
        run, old = witnessed
        new = run("keygen", "newer.key").strip()
        signing = ("checkpoint", "--key", "file:newer.key", "--to", "acme.witness")
        assert "none of the public keys given" in run.refusal(1, *signing)
        _ = run(*signing, "--public-key", old)
        _ = run(*signing)
        told = run.json("verify", "--witness", "acme.witness", "--public-key", old, "--public-key", new)
        assert told["checkpoints"] == 3


class TestVerify:
    def test_tells_up_to_where_it_is_witnessed(self, witnessed: tuple[Command, str]) -> None:
        """What is newer is held by the chain alone, and that can be seen."""
        run, public = witnessed
        grow(2)
        told = run("verify", "--witness", "acme.witness", "--public-key", public)
        assert told.startswith("whole: 9 records, head ")
        assert told.endswith("\nwitnessed: up to record 7, by 1 checkpoint\n")
        told = run.json("verify", "--witness", "acme.witness", "--public-key", public)
        assert (told["ok"], told["records"], told["witnessed"], told["checkpoints"]) == (True, 9, 7, 1)
        assert "witnessed" not in run.json("verify")

    def test_takes_public_keys_from_a_file(self, witnessed: tuple[Command, str]) -> None:
        """One a line, with remarks; what is no public key there is told without repeating it."""
        run, public = witnessed
        keys = run.file(f"# Acme, from 2026\n\n{public}  # in the safe\n".encode(), "acme.pub")
        assert "witnessed" in run("verify", "--witness", "acme.witness", "--public-key", keys)
        private = (run.folder / "witness.key").read_text(encoding="ascii").splitlines()[1]
        told = run.refusal(1, "verify", "--witness", "acme.witness", "--public-key", "witness.key")
        assert told == "witness.key, line 1: is no public key; one is ed25519: and 64 hexadecimal digits"
        assert private not in told
        assert "is no public key" in run.refusal(2, "verify", "--witness", "acme.witness", "--public-key", "ed25519:7")

    def test_asks_several_witnesses(self, witnessed: tuple[Command, str]) -> None:
        """They may be kept in different places, with different keys."""
        run, public = witnessed
        grow()
        other = run("keygen", "other.key").strip()
        _ = run("checkpoint", "--key", "file:other.key", "--to", "other.witness")
        both = ("--witness", "acme.witness", "--witness", "other.witness")
        told = run("verify", *both, "--public-key", public, "--public-key", other)
        assert told.endswith("witnessed: up to record 8, by 2 checkpoints\n")

    def test_tells_a_history_that_was_made_anew(self, witnessed: tuple[Command, str]) -> None:
        """Another journal, rewritten from the export with every digest in order, passes `verify` alone and not this."""
        run, public = witnessed
        rows = [json.loads(line) for line in run.raw("export")[1].splitlines()]
        records = [row for row in rows if "record" in row]
        assert records[-1]["by"]
        with closing(sqlite3.connect(run.folder / "acme.db")) as database, database:
            _ = database.execute("DELETE FROM records WHERE subject = ?", (records[-1]["subject"],))
            for table in ("cards", "links"):
                _ = database.execute(f"DELETE FROM {table} WHERE subject = ?", (records[-1]["subject"],))  # noqa: S608
        assert "whole" in run("verify")
        code, out, err = run.raw("verify", "--witness", "acme.witness", "--public-key", public)
        assert (code, err) == (1, "")
        assert "is lost: the history whose head was signed at" in out.decode()
        assert "(line 1 of acme.witness) goes to record 7" in out.decode()

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "holds no checkpoint, so it proves nothing"),
            (b"Dear diary\n", "line 1: is no checkpoint as one is written; it was damaged or cut"),
        ],
    )
    def test_refuses_a_witness_that_is_damaged(self, witnessed: tuple[Command, str], content: bytes, told: str) -> None:
        """One sentence, which repeats nothing of what stands there."""
        run, public = witnessed
        harmed = run.file(content, "harmed.witness")
        refused = run.refusal(1, "verify", "--witness", harmed, "--public-key", public)
        assert refused.startswith(("harmed.witness, ", "harmed.witness: "))
        assert told in refused
        assert "diary" not in refused

    def test_trusts_nobody_by_itself(self, witnessed: tuple[Command, str]) -> None:
        """A witness names its keys itself, so whose signatures count has to be said."""
        run, _ = witnessed
        told = run.refusal(2, "verify", "--witness", "acme.witness")
        assert told == "witness: say whose signatures count: --public-key ed25519:…, as keygen printed it"
        stranger = run("keygen", "stranger.key").strip()
        told = run.refusal(1, "verify", "--witness", "acme.witness", "--public-key", stranger)
        assert "none of the public keys given" in told

    def test_tells_what_is_missing_in_the_request(self, witnessed: tuple[Command, str]) -> None:
        """A key without a witness, or a witness that is not there."""
        run, public = witnessed
        assert "name that, too: --witness FILE" in run.refusal(2, "verify", "--public-key", public)
        assert "nowhere" in run.refusal(2, "verify", "--witness", "nowhere", "--public-key", public)

    def test_says_what_to_install(self, witnessed: tuple[Command, str], monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the extra is missing, it says how to get it, and `verify` alone goes on."""
        from coleadership.journal import ed25519  # noqa: PLC0415 - only here

        run, public = witnessed
        for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
            monkeypatch.setitem(sys.modules, name, None)
        ed25519._loaded.cache_clear()
        for request in (
            ["verify", "--witness", "acme.witness", "--public-key", public],
            ["checkpoint", "--key", "file:witness.key"],
            ["keygen", "another.key"],
        ):
            assert 'pip install "coleadership[witness]"' in run.refusal(2, *request)
        assert "whole" in run("verify")
