"""Subjects into records and back: what is saved, how it is written down, and whether it is whole.

`catalogue` knows every subject and event by name, `codec` reads and writes them, `saving` appends them, `replay` makes
them subjects again. `integrity` looks whether all is as it was, and `transfer` takes it to another store.
"""
