from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from coleadership.errors import Inconsistent
from coleadership.ids import Id, any_id, kind_of, new_id, parse_id

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def bits(id: str) -> int:
    """The UUID that an id shows."""
    value = 0
    for character in id.rpartition("_")[2]:
        value = value << 5 | ALPHABET.index(character)
    return value


def some_ids(queue: Queue[list[str]]) -> None:
    """Send ids made by a process of its own."""
    queue.put([new_id("goal") for _ in range(500)])


class TestNewId:
    def test_is_a_type_id(self) -> None:
        """An id shows its kind, an underscore, and 128 bits in 26 characters of Crockford's base 32."""
        id = new_id("agreement")
        suffix = id.removeprefix("agreement_")
        assert len(suffix) == 26
        assert set(suffix) <= set(ALPHABET)
        assert suffix[0] in "01234567"

    def test_is_a_uuid_of_version_7_that_tells_the_millisecond(self) -> None:
        """RFC 9562: 48 bits of milliseconds, version 7, variant 2."""
        before, id, after = time.time_ns(), new_id("goal"), time.time_ns()
        value = bits(id)
        assert before // 1_000_000 <= value >> 80 <= after // 1_000_000
        assert value >> 76 & 0xF == 7
        assert value >> 62 & 0b11 == 0b10

    def test_the_bits_after_the_millisecond_are_its_fraction(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """RFC 9562 §6.2, method 3: twelve bits count in 4096ths of a millisecond."""
        monkeypatch.setattr("coleadership.ids.time_ns", lambda: 1_700_000_000_000_500_000)
        value = bits(new_id("goal"))
        assert value >> 80 == 1_700_000_000_000
        assert value >> 64 & 0xFFF == 2048

    def test_ids_sort_by_time_as_text(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was made later sorts later, down to a quarter of a microsecond."""
        clock = iter(range(1_700_000_000_000_000_000, 1_700_000_000_001_000_000, 1_000))
        monkeypatch.setattr("coleadership.ids.time_ns", lambda: next(clock))
        made = [new_id("goal") for _ in range(1_000)]
        assert all(one < other for one, other in pairwise(made))

    def test_is_unique_across_threads(self) -> None:
        """Many threads at once never make the same id."""
        with ThreadPoolExecutor(8) as pool:
            made = [id for ids in pool.map(lambda _: [new_id("goal") for _ in range(500)], range(8)) for id in ids]
        assert len({*made}) == 4_000

    @pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
    def test_is_unique_across_forked_processes(self) -> None:
        """Processes that share a past never share a future: nothing random is inherited."""
        fork = multiprocessing.get_context("fork")
        queue: Queue[list[str]] = fork.Queue()
        children = [fork.Process(target=some_ids, args=(queue,)) for _ in range(3)]
        for child in children:
            child.start()
        made = [id for _ in children for id in queue.get(timeout=30)]
        for child in children:
            child.join()
        assert len({*made, *(new_id("goal") for _ in range(500))}) == 2_000

    def test_at_run_time_it_is_simply_a_string(self) -> None:
        """A typed id costs nothing to read."""
        assert type(new_id("goal")) is str
        assert Id[object] is str


class TestKindOf:
    def test_is_what_stands_before_the_last_underscore(self) -> None:
        """The kind of an id can be told without looking it up."""
        assert kind_of(new_id("agreement")) == "agreement"
        assert kind_of("anna") == ""


class TestParseId:
    def test_takes_what_new_id_made(self) -> None:
        """An id goes out as text and comes back."""
        id = new_id("goal")
        assert parse_id(str(id), "goal") == id

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "goal",
            "goal_7",
            "goal_" + "8" + "0" * 25,
            "goal_" + "0" * 25 + "u",
            "goal_" + "0" * 27,
            "Goal_" + "0" * 26,
            "person_" + "0" * 26,
            "goal_" + "0" * 26 + "\n",
            "x" * 10_000,
        ],
    )
    def test_refuses_anything_else(self, text: str) -> None:
        """What is no id of that kind is refused with what one looks like, in a short sentence."""
        with pytest.raises(Inconsistent, match="it looks like 'goal_") as caught:
            _ = parse_id(text, "goal")
        assert len(str(caught.value)) < 200


class TestAnyId:
    @pytest.mark.parametrize("id", ["anna", "e-1007", "Åsa Öberg", "x" * 200])
    def test_takes_ids_of_whatever_make(self, id: str) -> None:
        """A host may bring ids of its own."""
        assert any_id(id) == id

    @pytest.mark.parametrize("id", ["", "x" * 201, "a\nb", "a\0", "\ud800", "\u202egnp", 7, None, b"anna", ["anna"]])
    def test_refuses_what_cannot_be_stored_or_shown(self, id: object) -> None:
        """Nothing unprintable, endless or of another type is an id."""
        with pytest.raises(Inconsistent, match=r"^by: .* is no id"):
            _ = any_id(id, "by")
