"""Golden files: a record that was written once can be read for good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coleadership.prose import Prose, Seal
from coleadership.recording.catalogue import CATALOGUE
from coleadership.recording.codec import Codec
from coleadership.records import Fact
from tests.golden.samples import SAMPLES
from tests.golden.write import HERE, facts_of, missing, path_of, write

FILES = sorted(HERE.glob("*.json"))


def _read(path: Path) -> tuple[Fact, dict[Seal, Prose], dict[str, str]]:
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    words = [Prose(Seal(p["seal"]), p["text"], bytes.fromhex(p["salt"]), p["owner"]) for p in kept["prose"]]
    return Fact(**kept["fact"]), {prose.seal: prose for prose in words}, kept["expected"]


class TestGoldenFiles:
    def test_cover_every_recorded_name_in_todays_version(self) -> None:
        """Each name of the catalogue has a golden file; `python -m tests.golden.write` writes what is missing."""
        assert missing() == []

    def test_cover_every_version_that_can_still_be_lifted(self) -> None:
        """Each older version has a golden file, too."""
        old = [(name, v) for name in CATALOGUE.events for v in range(1, CATALOGUE.version(name))]
        assert [pair for pair in old if not path_of(*pair).exists()] == []

    def test_are_of_names_in_the_catalogue(self) -> None:
        """No golden file speaks of a name or version that the catalogue does not know."""
        known = {
            path_of(name, version) for name in CATALOGUE.events for version in range(1, CATALOGUE.version(name) + 1)
        }
        assert {*FILES} - known == set()

    def test_have_a_sample_each(self) -> None:
        """Samples and catalogue name the same events."""
        assert {*SAMPLES} == {*CATALOGUE.events}

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_say_what_they_are_called(self, path: Path) -> None:
        """The name of the file is the recorded name and version inside it."""
        fact, _, _ = _read(path)
        assert path == path_of(fact.name, fact.version)

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_are_understood_as_on_the_first_day(self, path: Path) -> None:
        """The record is read as the event that it was; fields that came later do not matter."""
        fact, words, expected = _read(path)
        event = Codec().event(fact, words)
        assert all(prose.is_intact() for prose in words.values())
        told = dict(facts_of(event, "event"))
        assert {path: told.get(path) for path in expected} == expected

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_are_written_the_same_today(self, path: Path) -> None:
        """A record of today's version is written to the same bytes, words and all."""
        fact, words, _ = _read(path)
        if fact.version != CATALOGUE.version(fact.name):
            pytest.skip("an older version is only read")
        again, said = Codec().fact(fact.name.partition(".")[0], Codec().event(fact, words))
        assert again == fact
        assert {prose.seal: (prose.text, prose.salt, prose.owner) for prose in said} == {
            prose.seal: (prose.text, prose.salt, prose.owner) for prose in words.values()
        }

    def test_are_never_written_again(self) -> None:
        """Writing a golden file that is there is refused."""
        with pytest.raises(FileExistsError):
            _ = write("person.joined")
