from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.command import Command

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-plugin.md"


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
