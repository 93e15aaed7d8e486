"""Letting plugins in: which are there, which are wanted, whether they are sound, and what each offers.

`discovery` finds them, `admission` looks at each, `configuration` fills in its settings, and `host` asks it. What the
library offers itself is in `built_in`. The contract that plugins read is `coleadership.hookspecs`.
"""
