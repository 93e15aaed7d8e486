"""A whole file anew: without words that are to be forgotten, or with a journal that was taken over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from io import FileIO
from itertools import islice
from typing import TypeVar

from coleadership.errors import StoreError
from coleadership.prose import Prose, Seal
from coleadership.records import Query, Record
from coleadership.stores.memory import MemoryStore
from coleadership_files.blocks import Block, Mark
from coleadership_files.index import Index
from coleadership_files.lines import STARTS, WORDS, Appended, Broken, Put, line_of, opening, parse

__all__ = ["filled_anew", "without"]

T = TypeVar("T")


def without(file: FileIO, mark: Mark, seals: Collection[Seal], data: bytes) -> Iterator[bytes]:
    """The lines of a file up to a mark, with the words under these seals erased, then what is new."""
    _ = file.seek(0)
    with open(file.fileno(), "rb", closefd=False) as stream:
        for number, line in enumerate(islice(stream, mark.line)):
            yield _erased(line, seals) if number else line
    yield data


def _erased(line: bytes, seals: Collection[Seal]) -> bytes:
    """A line without its words, if they are to be forgotten; one that somebody has written anew is read to be sure."""
    if line.isspace() or (line.startswith(STARTS) and not line.startswith(WORDS)):
        return line
    one = parse(line)
    return line_of(Prose(one.seal, owner=one.owner)) if isinstance(one, Prose) and one.seal in seals else line


def filled_anew(filled: MemoryStore, index: Index) -> Iterator[bytes]:
    """The lines of a journal that was taken over, each block read back by an index to be sure that it can be.

    Records come in the appends that they were; nobody knows which words and cards came with which, so these follow.
    """
    first = opening(index.store.head().journal)
    index.mark = Mark().after(first)
    yield first
    for facts in _appends(filled):
        last = facts[-1]
        closing = Appended(last.position, len(facts), last.key, last.digest)
        yield _taken(index, Block(closing, [one.fact for one in facts]))
    for prose in _pages(lambda after: filled.all_prose(after=after), lambda one: one.seal):
        yield _taken(index, Block(Put(len(prose)), prose=prose))
    for cards in _pages(lambda after: filled.cards(Query(after=after, states=True)), lambda one: one.subject):
        yield _taken(index, Block(Put(len(cards)), cards=cards))


def _taken(index: Index, block: Block) -> bytes:
    """A block as it is written, once an index has taken it."""
    data = block.written()
    try:
        index.take(block, index.mark.after(data))
    except Broken:
        reason = "was not filled, as the records given are not one whole history in order; export it again"
        raise StoreError(index.place.url, reason) from None
    return data


def _appends(filled: MemoryStore) -> Iterator[list[Record]]:
    """The records of one append after another."""
    facts: list[Record] = []
    after = 0
    while page := filled.feed(after=after):
        for record in page:
            facts.append(record)
            if record.rest == 0:
                yield facts
                facts = []
        after += len(page)
    if facts:
        yield facts


def _pages(ask: Callable[[str], list[T]], last: Callable[[T], str]) -> Iterator[list[T]]:
    after = ""
    while page := ask(after):
        yield page
        after = last(page[-1])
