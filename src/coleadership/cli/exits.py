"""How a command ends: its exit code, and one sentence on stderr where something is wrong."""

from __future__ import annotations

import sys
from typing import Final

from coleadership.cli.words import shown

__all__ = ["FINE", "INTERRUPTED", "NO", "NOBODY_READS", "WRONG", "complain"]

FINE: Final = 0
NO: Final = 1
"""The answer is no, or the journal is damaged."""
WRONG: Final = 2
"""The request was wrong."""
INTERRUPTED: Final = 130
NOBODY_READS: Final = 141
"""As a shell tells of a program whose reader has gone."""


def complain(sentence: str, code: int) -> int:
    """Say one sentence on stderr, whatever it quotes, and give the exit code."""
    print(f"coleadership: {shown(' '.join(sentence.split()))}", file=sys.stderr)
    return code
