"""The command line as tests use it: called in this process, in an empty folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coleadership import cli

URL = "sqlite:///acme.db"
ROWS = [
    ("rota", 1, "2020-01-01T10:00:00+01:00", "anna", "We share the evenings.\n"),
    ("pods", 1, "2020-01-02T10:00:00+01:00", "bo", ""),
    ("rota", 2, "2020-01-01T10:00:00+01:00", "bo", "We share the evenings and the keys.\n"),
    ("rota", 3, "2021-06-01T23:30:00-02:00", "楊", "我们分享夜晚和钥匙。\r\n"),
]


def lines(rows: list[tuple[object, ...]]) -> bytes:
    """Rows as JSON Lines."""
    names = ("agreement", "revision", "at", "author", "text")
    return b"".join(json.dumps(dict(zip(names, row, strict=True))).encode() + b"\n" for row in rows)


class Command:
    """The command line in an empty folder: each call gives the exit code, what was printed and what was complained."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[bytes]) -> None:
        self.folder, self._capture = folder, capture

    def raw(self, *arguments: str) -> tuple[int, bytes, str]:
        """What a call gives."""
        _ = self._capture.readouterr()
        code = cli.main(arguments)
        out, err = self._capture.readouterr()
        return code, out, err.decode()

    def __call__(self, *arguments: str) -> str:
        """What is printed when all is well."""
        code, out, err = self.raw(*arguments)
        assert (code, err) == (0, "")
        return out.decode()

    def json(self, *arguments: str) -> Any:  # noqa: ANN401 - whatever JSON says
        """What is printed for a program."""
        return json.loads(self(*arguments, "--json"))

    def refusal(self, code: int, *arguments: str) -> str:
        """The one sentence with which a request is refused, and nothing on stdout."""
        found, out, err = self.raw(*arguments)
        assert (found, out) == (code, b"")
        assert err.count("\n") == 1, err
        assert "Traceback" not in err
        return err.removeprefix("coleadership: ").rstrip("\n")

    def file(self, content: bytes, name: str = "rows.jsonl") -> str:
        """A file in the folder."""
        (self.folder / name).write_bytes(content)
        return name
