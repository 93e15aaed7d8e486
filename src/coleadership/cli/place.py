"""Which journal a request speaks of, and with which plugins it is opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from functools import cached_property
from pathlib import Path
from typing import Final

from coleadership.cli.exits import WRONG, complain
from coleadership.errors import Inconsistent, InvalidInput
from coleadership.hosting.configuration import read_toml
from coleadership.hosting.discovery import allowed_by_environment
from coleadership.hosting.host import Plugins
from coleadership.journal.journal import Journal
from coleadership.plugins import open_journal

__all__ = ["SETTINGS", "VARIABLE", "Place"]

VARIABLE: Final = "COLEADERSHIP_JOURNAL"
SETTINGS: Final = "coleadership.toml"
"""The file of settings that is read where it lies in the folder and no other is named."""


class Place:
    """A journal by its URL, and the plugins of this request. Nothing is imported or opened before it is asked for."""

    def __init__(
        self, url: str | None, wishes: Sequence[str] | None = None, settings: Path | None = None, *, bare: bool = False
    ) -> None:
        self.named = url
        """The journal that the request itself names."""
        self._bare, self._wishes = bare, wishes
        self._settings = settings or (Path(SETTINGS) if Path(SETTINGS).is_file() else None)

    @property
    def wishes(self) -> tuple[str, ...]:
        """The plugins that are wished for: here, in the environment, or in the file of settings."""
        if self._bare:
            return ()
        if self._wishes:
            return tuple(self._wishes)
        allowed = allowed_by_environment()
        if allowed is None:
            return self._enabled()
        return allowed

    def _enabled(self) -> tuple[str, ...]:
        try:
            return read_toml(self._settings)[0] if self._settings else ()
        except InvalidInput as error:
            raise Inconsistent("settings", f"{error} (without any: --no-plugins)") from None

    @cached_property
    def plugins(self) -> Plugins:
        """The plugins of this request; the broken ones are told by who needs them, and the others go on."""
        wishes = self.wishes
        _ = self._enabled() if self.settings else ()
        with redirect_stdout(sys.stderr):  # what a plugin prints is no answer, which may be JSON
            return Plugins(wishes, toml=self.settings, strict=False)

    def opened(self, *, create: bool = False, url: str | None = None, tell: bool = True) -> Journal:
        """The journal of the request; one that is only read is never made. Broken plugins are told on stderr."""
        url = url or self.named or os.environ.get(VARIABLE)
        if not url:
            raise Inconsistent("journal", f"say which: --journal sqlite:///acme.db, or set {VARIABLE}")
        journal = open_journal(url, plugins=self.plugins, create=create)
        for error in self.plugins.broken.values() if tell else ():
            _ = complain(f"{error} (without any: --no-plugins)", WRONG)
        return journal

    @property
    def settings(self) -> Path | None:
        """The file of settings of plugins, if there is one."""
        return None if self._bare else self._settings
