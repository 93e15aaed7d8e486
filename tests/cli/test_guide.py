from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.command import Command

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
GUIDE = HOW_TO / "write-a-plugin.md"
BY_HAND = re.findall(r"^\$ coleadership (.*)$", (HOW_TO / "command-line.md").read_text(encoding="utf-8"), re.MULTILINE)
ALONE = [line.partition(" > ")[0] for line in BY_HAND if not {"&&", "|", "import", "--yes"} & {*line.split()}]
"""What of that page one command says by itself, without what a shell does with it."""


class TestOneFile:
    @pytest.fixture
    def begun(self, bare: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
        """The command, in a folder with the file that the guide begins with."""
        monkeypatch.delenv("COLEADERSHIP_PLUGINS", raising=False)
        found = re.search(r"write_text\('''\n(.*?)'''\)", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
        assert found is not None
        _ = bare.file(found[1].encode(), "acme.py")
        return bare

    def test_is_used_as_the_guide_says(self, begun: Command) -> None:
        """A plugin of one file needs no packaging: the commands of the guide do what they say, to the letter."""
        section = GUIDE.read_text(encoding="utf-8").partition("## Begin with one file")[2].partition("\n## ")[0]
        (block,) = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
        demo, count, doctor = (line.removeprefix("coleadership ").split() for line in block.splitlines())
        assert begun(*demo)
        assert int(begun(*count)) == len([one for one in begun.json("list", *demo[1:]) if one["kind"] == "person"])
        assert "symptoms" in begun(*doctor)

    def test_has_nothing_wrong_with_it(self, begun: Command) -> None:
        """What the guide shows, `check-plugin` finds right."""
        assert begun("check-plugin", "./acme.py").endswith("nothing is wrong\n")


class TestByHand:
    def test_is_all_there(self) -> None:
        """What the page says is tried here, but for a few lines that need a shell or another file."""
        assert len(ALONE) > len(BY_HAND) * 2 / 3

    @pytest.mark.parametrize("line", ALONE)
    def test_is_right_of_what_the_demo_tells(self, played: Command, line: str) -> None:
        """Each command of the guide, to the letter, answers; one that plans says by its code that it cannot be yet."""
        code, out, err = played.raw(*line.split())
        assert (code, err) == (line.startswith("forget"), "")
        assert out
