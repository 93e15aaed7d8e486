"""What all tests share: how hard the property tests search."""

import os

from hypothesis import settings

# `HYPOTHESIS_PROFILE=thorough make test` searches for longer.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if "COLEADERSHIP_CI" in os.environ else "dev"))

collect_ignore = ["typing"]  # read by the type checkers, never run
