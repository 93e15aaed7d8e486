"""The short version of `python -m tests.torture`: what was acknowledged survives power loss, SIGKILL and I/O errors."""

from __future__ import annotations

from random import Random

import pytest

from coleadership.stores.sqlite_file import Durability
from tests.torture.disk import Disk, Log, Survival, Synced, Written, states
from tests.torture.io_errors import FAULTS, MISSING, Fault, refuse
from tests.torture.kill9 import kill_writers
from tests.torture.neighbours import share
from tests.torture.power_loss import DURABLE, RELAXED, lose_power


class TestDisk:
    def test_keeps_what_was_synced(self) -> None:
        """What was synced is on every disk, what was not is on some and torn on others."""
        log = Log(before={"file": b""})
        log.happenings += [Written(0, 0, b"a" * 1024), Synced(0), Written(0, 1024, b"b" * 1024)]
        after_sync = [disk.files["file"] for disk in states(log, Random(1), 400)][300:]
        assert all(content.startswith(b"a" * 1024) for content in after_sync)
        assert {len(content) for content in after_sync} == {1024, 1536, 2048}

    def test_makes_names_sure_when_the_directory_is_synced(self) -> None:
        """A deleted file may be back after a power loss until its directory was synced, and never after."""
        log = Log(before={"kept": b"k", "journal": b"j"})
        log.deleted("journal", synced=False)
        assert {"journal" in disk.files for disk in states(log, Random(1), 100)} == {True, False}
        synced = Log(before={"kept": b"k"})
        synced.opened("journal", new=True)
        synced.deleted("journal", synced=True)
        *_, last = states(synced, Random(1), 100)
        assert last.files == {"kept": b"k"}

    def test_is_told_apart_by_its_files(self) -> None:
        """Disks with the same files are looked at once."""
        assert Disk({"a": b"1"}).digest == Disk({"a": b"1"}, 3, Survival.NOTHING).digest
        assert Disk({"a": b"1"}).digest != Disk({"a": b"2"}).digest


class TestPowerLoss:
    @pytest.mark.parametrize("durability", DURABLE, ids=lambda durability: durability.journal_mode)
    def test_loses_nothing_that_was_acknowledged(self, durability: Durability) -> None:
        """After a power loss at any moment every acknowledged save is there, none is half there, and all verifies."""
        tally = lose_power(1, 400, durability)
        assert not tally.broken, tally.failure
        assert tally.acknowledged

    @pytest.mark.parametrize("durability", RELAXED, ids=lambda durability: durability.journal_mode)
    def test_sees_losses_where_there_are_some(self, durability: Durability) -> None:
        """With durability=relaxed the last saves may be lost, and the checker sees it."""
        assert lose_power(1, 250, durability).lost


@pytest.mark.slow
class TestKill:
    def test_loses_nothing_that_was_acknowledged(self) -> None:
        """Writers that are killed in the middle of a save leave whole saves, and every one that they told of."""
        tally = kill_writers(5, Random(1))
        assert tally.failure is None


@pytest.mark.slow
class TestNeighbours:
    def test_do_not_let_two_writers_in_at_once(self) -> None:
        """Opening and closing a file that is being written, in the same process, breaks no lock and damages nothing."""
        tally = share(100)
        assert tally.failure is None


@pytest.mark.skipif(MISSING is not None, reason=str(MISSING))
class TestInputOutputErrors:
    @pytest.mark.parametrize("fault", FAULTS[:2], ids=lambda fault: fault.name)
    def test_come_out_as_store_errors(self, fault: Fault) -> None:
        """A disk that refuses makes a save fail with StoreError; tried again, it is there once."""
        tally = refuse(fault, 100)
        assert tally.failure is None
