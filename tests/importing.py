"""What a program imports: the costs that a user pays before anything is done."""

from __future__ import annotations

import json
import os
import subprocess
import sys

__all__ = ["imported_by"]


def imported_by(program: str) -> set[str]:
    """The modules that a program has imported in the end, in a Python of its own that measures no coverage."""
    told = f"{program}\nimport sys; names = list(sys.modules)\nimport json; print(json.dumps(names))"
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    run = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, timeout=60, env=plain)
    return {*json.loads(run.stdout.splitlines()[-1])}
