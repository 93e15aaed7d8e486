"""Secrets in settings: said by reference, read when used, and never shown."""

from __future__ import annotations

import os
from pathlib import Path

import attrs

from coleadership.errors import Inconsistent

__all__ = ["Secret"]

_HOW = "say where it is, as env:NAME or file:PATH"


def _check(_: object, _field: object, value: str) -> None:
    where, _colon, what = str(value).partition(":")
    if where not in {"env", "file"} or not what.strip():
        # Never say what was given: it may be the secret itself.
        raise Inconsistent("secret", f"what was given is no reference; {_HOW}")


@attrs.frozen
class Secret:
    """Where a password or token is, not what it is: ``env:NAME`` or ``file:PATH``.

    It is read anew at each use, so that it can be changed without a restart; a line break at the end of a file is
    not part of it.

    >>> Secret("env:ACME_TOKEN")
    Secret(reference='env:ACME_TOKEN')
    >>> Secret("hunter2")
    Traceback (most recent call last):
    coleadership.errors.Inconsistent: secret: what was given is no reference; say where it is, as env:NAME or file:PATH
    """

    reference: str = attrs.field(validator=_check)

    def reveal(self) -> str:
        """What it is. Raises `Inconsistent` if it is not there.

        >>> os.environ["ACME_TOKEN"] = "hunter2"
        >>> Secret("env:ACME_TOKEN").reveal()
        'hunter2'
        >>> del os.environ["ACME_TOKEN"]
        """
        where, _, what = self.reference.partition(":")
        if where == "env":
            found = os.environ.get(what)
            if not found:
                raise Inconsistent("secret", f"{self.reference} is not set; set this environment variable")
            return found
        try:
            said = Path(what).expanduser().read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r")
        except (OSError, ValueError) as error:
            reason = f"{self.reference} cannot be read ({error.__class__.__name__}); check the file and its permissions"
            raise Inconsistent("secret", reason) from None
        if not said:
            raise Inconsistent("secret", f"{self.reference} is empty; write the secret into it")
        return said
