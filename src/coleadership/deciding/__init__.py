"""Decisions, by a method chosen before, and what people begin of their own accord.

`decisions` are worded as `decision_text` says, after the advice in `counsel` and by one of the `methods`; `superseding`
is how one gives way to a later one. `initiatives` need none; `venture` is what happens in them.
"""
