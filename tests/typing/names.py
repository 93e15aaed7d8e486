"""What a type checker knows of the shop window: the names that are there, and no others."""

# pyright: reportUnnecessaryTypeIgnoreComment=error, reportUnusedCallResult=false

from typing import assert_type

import coleadership as co

assert_type(co.open_journal("memory:"), co.Journal)
assert_type(co.CONSENT, co.DecisionRule)
_ = co.Song  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
