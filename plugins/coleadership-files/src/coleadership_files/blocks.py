"""What was written at once: lines that belong together, the last of which ends them.

Only with its last line is a block there, so what a dead writer or a power loss left of one is never half read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

import attrs

from coleadership.prose import Prose
from coleadership.records import Card, Fact
from coleadership_files.lines import CLOSING, STARTS, Appended, Broken, Dropped, Put, line_of, parse

__all__ = ["NOWHERE", "Block", "Closing", "Mark", "blocks", "is_cut_off"]

Closing = Appended | Put | Dropped


@attrs.frozen
class Mark:
    """How far a file has been read: its bytes and lines up to there, and the last line, to know it again by."""

    end: int = 0
    line: int = 0
    last: bytes = b""

    @property
    def line_end(self) -> bytes:
        """What is still to be written of the last line: its end, where an editor has left it out."""
        return b"\n" if self.end and not self.last.endswith(b"\n") else b""

    def after(self, data: bytes) -> Mark:
        r"""The mark once something has been written here, beginning with the line end that was missing.

        >>> Mark().after(b'{"put": 0}\n')
        Mark(end=11, line=1, last=b'{"put": 0}\n')
        """
        last = data[data.rfind(b"\n", 0, -1) + 1 :]
        return Mark(self.end + len(data), self.line - len(self.line_end) + data.count(b"\n"), last)


NOWHERE: Final = Mark()
"""The mark before the first line."""


@attrs.frozen
class Block:
    """What was written at once, and the line that ends it."""

    closing: Closing
    facts: Sequence[Fact] = ()
    prose: Sequence[Prose] = ()
    cards: Sequence[Card] = ()

    def written(self) -> bytes:
        r"""All its lines.

        >>> Block(Put(1), prose=[Prose.write("Tack")]).written().count(b"\n")
        2
        """
        return b"".join(line_of(one) for one in (*self.facts, *self.prose, *self.cards, self.closing))

    @property
    def fits(self) -> bool:
        """Whether the last line says what is there."""
        lines = len(self.facts) + len(self.prose) + len(self.cards)
        match self.closing:
            case Appended():
                return self.closing.lines == lines
            case Put():
                return self.closing.lines == lines and not self.facts
            case Dropped():
                return lines == 0


def blocks(stream: BinaryIO, mark: Mark) -> Iterator[tuple[Block, Mark]]:
    """The blocks that follow a mark, each with the mark after it, as long as they are whole.

    Raises `Broken` with the number of the line that is not. What comes after the last block is left to `is_cut_off`.
    """
    end, number = mark.end, mark.line - len(mark.line_end)
    facts, prose, cards = list[Fact](), list[Prose](), list[Card]()
    for line in stream:
        end, number = end + len(line), number + 1
        if line.isspace():
            continue
        try:
            one = parse(line)
        except Broken as error:
            error.line = number
            raise
        match one:
            case Fact():
                facts.append(one)
            case Prose():
                prose.append(one)
            case Card():
                cards.append(one)
            case closing:
                yield Block(closing, facts, prose, cards), Mark(end, number, line)
                facts, prose, cards = [], [], []


def is_cut_off(rest: bytes) -> bool:
    r"""Whether this is what a dead writer or a power loss leaves of one block: its beginning, or all of it with holes.

    What never came to the disk reads as zeros, and no line of ours has any. So holes are told from what somebody
    changed, and the one block that can have them from damage in the middle: nothing follows it.

    >>> is_cut_off(b'{"fact": "pers'), is_cut_off(b'{"fact": "p\0\0\0}\n{"appended": 1}\n')
    (True, True)
    >>> is_cut_off(b'{"fact": "p\0\0\0}\n{"appended": 1}\n{"fact": '), is_cut_off(b"<<<<")
    (False, False)
    """
    *whole, last = rest.split(b"\n")
    ends = [place for place, line in enumerate(whole, 1) if line.startswith(CLOSING)]
    if b"\0" in rest:
        return not ends or (ends == [len(whole)] and not last)
    begins = not last or any(last.startswith(start) or start.startswith(last) for start in STARTS)
    return not ends and begins and all(_is_whole(line) for line in whole)


def _is_whole(line: bytes) -> bool:
    try:
        _ = parse(line or b'{"put": 0}')
    except Broken:
        return False
    return True
