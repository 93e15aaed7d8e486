"""The template of a plugin, rendered as its author has it rendered."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["KINDS", "ROOT", "TEMPLATE", "render"]

ROOT: Final = Path(__file__).parents[2]
TEMPLATE: Final = ROOT / "templates" / "plugin"
KINDS: Final = ("store", "vocabulary", "policy", "commands", "health")
"""What a plugin can be asked to offer."""


def render(folder: Path, **answers: object) -> Path:
    """Render a plugin into a folder that is not there yet, of every kind and as suggested, but for these answers."""
    from copier import run_copy  # noqa: PLC0415 - no part of the group `test`

    _ = run_copy(str(TEMPLATE), folder, data={"kinds": [*KINDS], **answers}, defaults=True, quiet=True)
    return folder
