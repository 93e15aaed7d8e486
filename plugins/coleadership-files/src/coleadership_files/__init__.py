"""A journal as one text file, one fact a line: readable in any editor, fit for version control.

>>> import coleadership
>>> import coleadership_files
>>> with coleadership.open_journal("files:///acme.jsonl", plugins=[coleadership_files.hooks]) as journal:
...     anna = journal.save(coleadership.Person.join("Anna Ek"))
>>> from pathlib import Path
>>> [line[:10] for line in Path("acme.jsonl").read_text(encoding="utf-8").splitlines()]
['{"coleader', '{"fact": "', '{"words": ', '{"card": "', '{"appended']
"""

from __future__ import annotations

from coleadership_files import hooks

__all__ = ["hooks"]
