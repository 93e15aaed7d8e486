"""Who worded how much of a text: by the words that survive from each author through every later wording.

Words say who typed, not who took part: whoever talked while another wrote is among the authors of a wording made
together, and no share of words is a measure of a person.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import Final

import attrs

__all__ = ["Attributed", "Authors", "surviving_words", "words"]

Authors = tuple[str, ...]
"""Those who made a wording: one person, or all who were together in the room."""

_SMALL: Final = 10_000  # word pairs; below this the exact comparison takes milliseconds
_RUNS: Final = (4, 2, 1)  # lengths of runs of words by which long texts are aligned, the surest first

# Scripts that are written without spaces: each character counts as a word.
_UNSPACED: Final = (
    "\u0e01-\u0e2f\u0e40-\u0e46\u0e81-\u0eae\u0ec0-\u0ec6"  # Thai, Lao
    "\u1000-\u102a\u1780-\u17b3"  # Burmese, Khmer
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)


@attrs.frozen(slots=True, weakref_slot=False)
class Attributed:
    """A text word by word, each with the authors of the wording in which it first appeared.

    >>> text = Attributed().reworded("anna", "We meet on Mondays").reworded("bo", "We all meet on Fridays")
    >>> text.counts
    {('anna',): 3, ('bo',): 2}
    """

    words: Sequence[str] = ()
    owners: Sequence[Authors] = ()

    def reworded(self, by: str | Iterable[str], wording: str) -> Attributed:
        """The text in its next wording, made by somebody or by all who were together in the room."""
        then = words(wording)
        if then == self.words:
            return self
        owners = [(by,) if isinstance(by, str) else tuple(dict.fromkeys(by))] * len(then)
        for old, new, size in _kept(self.words, then):
            owners[new : new + size] = self.owners[old : old + size]
        return Attributed(then, owners)

    @property
    def counts(self) -> dict[Authors, int]:
        """How many of its words are whose; the most come first."""
        counts: dict[Authors, int] = {}
        for owner in self.owners:
            counts[owner] = counts.get(owner, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def surviving_words(wordings: Iterable[tuple[str | Iterable[str], str]]) -> dict[Authors, int]:
    """Count the words of the last text by the authors of the wording in which each first appeared.

    Give the wordings oldest first, each with its author or with all who worded it together. The most words come first.

    >>> surviving_words([("anna", "We meet on Mondays"), ("bo", "We all meet on Fridays"), ("anna", "We all meet")])
    {('anna',): 2, ('bo',): 1}
    """
    text = Attributed()
    for by, wording in wordings:
        text = text.reworded(by, wording)
    return text.counts


def words(text: str) -> list[str]:
    """The words of a text in any language; punctuation is left out, as it says nothing about who thought it.

    >>> words("Don't rush - 一緒に")
    ["Don't", 'rush', '一', '緒', 'に']
    """
    return _word().findall(text)


@cache
def _word() -> re.Pattern[str]:
    r"""What a word is; vowel signs and other marks belong to the letter before them (``\w`` leaves them out)."""
    marks = "".join(c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c)[0] == "M")
    letter = rf"(?![{_UNSPACED}_])\w[{marks}]*"
    return re.compile(rf"[{_UNSPACED}][{marks}]*|{letter}(?:['\u2019]?{letter})*")


def _kept(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of words that stay: (where before, where after, how many)."""
    open_blocks = [(0, len(before), 0, len(after))]
    while open_blocks:
        low, high, new_low, new_high = open_blocks.pop()
        start = _alike(before, after, low, new_low, min(high - low, new_high - new_low))
        if start:
            yield low, new_low, start
        low, new_low = low + start, new_low + start
        end = _alike_backwards(before, after, high, new_high, min(high - low, new_high - new_low))
        high, new_high = high - end, new_high - end
        if end:
            yield high, new_high, end
        if low == high or new_low == new_high:
            continue
        if (high - low) * (new_high - new_low) <= _SMALL:
            exact = SequenceMatcher(None, before[low:high], after[new_low:new_high], autojunk=False)
            for old, new, size in exact.get_matching_blocks()[:-1]:
                yield low + old, new_low + new, size
        else:
            open_blocks += _split(before, after, (low, high, new_low, new_high))


def _alike(before: Sequence[str], after: Sequence[str], old: int, new: int, most: int) -> int:
    """How many words are the same from here on, found by comparing slices, halves of them where they differ."""
    same, step = 0, most
    while step:
        step = min(step, most - same)
        if before[old + same : old + same + step] == after[new + same : new + same + step]:
            same += step
            if same == most:
                break
        else:
            step //= 2
    return same


def _alike_backwards(before: Sequence[str], after: Sequence[str], old: int, new: int, most: int) -> int:
    """How many words are the same up to here."""
    same, step = 0, most
    while step:
        step = min(step, most - same)
        if before[old - same - step : old - same] == after[new - same - step : new - same]:
            same += step
            if same == most:
                break
        else:
            step //= 2
    return same


Block = tuple[int, int, int, int]


def _split(before: Sequence[str], after: Sequence[str], block: Block) -> Iterator[Block]:
    """A large block in smaller ones, as comparing every word with every other would take quadratic time.

    It is cut at runs of words that occur exactly once on either side (as in Bram Cohen's patience diff). Where there
    are none, the text repeats itself or is all new, and is cut in the middle.
    """
    low, high, new_low, new_high = block
    for length in _RUNS:
        old_places, new_places = _places(before, low, high, length), _places(after, new_low, new_high, length)
        anchors = _in_order([(old_places[run], new_places[run]) for run in old_places if run in new_places])
        if anchors:
            expected = None
            for old, new in anchors:
                if (old, new) != expected:  # what goes on from the anchor before needs no cut
                    yield low, old, new_low, new
                    low, new_low = old, new
                expected = old + 1, new + 1
            yield low, high, new_low, new_high
            return
    middle, new_middle = (low + high) // 2, (new_low + new_high) // 2
    yield low, middle, new_low, new_middle
    yield middle, high, new_middle, new_high


def _places(text: Sequence[str], low: int, high: int, length: int) -> dict[tuple[str, ...], int]:
    """Where each run of so many words stands, of those that occur once."""
    last = max(high - length + 1, low)
    runs = list(zip(*(text[low + n : last + n] for n in range(length)), strict=True))
    times = Counter(runs)
    return {run: place for place, run in enumerate(runs, low) if times[run] == 1}


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs that stand in the same order on both sides: the longest increasing subsequence."""
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs
    tops, ends, back = list[int](), list[int](), list[int]()
    for index, (_, new) in enumerate(pairs):
        pile = bisect_left(tops, new)
        back.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [new]
        ends[pile : pile + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = ends[-1]
    while index >= 0:
        chain.append(pairs[index])
        index = back[index]
    return chain[::-1]
