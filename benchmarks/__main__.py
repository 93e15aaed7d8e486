"""Measure everything: ``python -m benchmarks [--quick] [--json] [WHAT …]``."""

from __future__ import annotations

from benchmarks.saving import in_a_file, in_memory

for f in in_memory(20):
    print(f)
for f in in_a_file(20):
    print(f)
