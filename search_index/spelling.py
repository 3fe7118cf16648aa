"""The words of a collection, to be searched for those a misspelt one may have been meant as.

A word is compared with all others by how often each letter is in it, which numpy does for a
hundred thousand words in about a millisecond; only what passes is compared letter by letter.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_LETTERS = {letter: place for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
_OTHERS = 6
_COLUMNS = len(_LETTERS) + _OTHERS


class Vocabulary:
    """Some of the words of a collection, such as those of one segment."""

    def __init__(self, words: Sequence[str]) -> None:
        by_length = sorted(filter(is_spelt, words), key=len)
        self._words = by_length
        lengths = np.fromiter(map(len, by_length), np.int64, len(by_length))
        self._starts = np.searchsorted(lengths, np.arange(64))
        self._counts = _letter_counts(by_length, lengths)

    def within(self, word: str, distance: int) -> list[str]:
        """The other words at most `distance` typing errors from `word`, in no order."""
        # Nothing that is longer than any word is near one.
        most = len(self._starts) - 1
        shortest, longest = max(len(word) - distance, 1), len(word) + distance
        start = int(self._starts[min(shortest, most)])
        stop = int(self._starts[min(longest + 1, most)])
        own = _letter_counts([word], np.array([len(word)]))
        differing = np.abs(self._counts[start:stop] - own).sum(axis=1, dtype=np.int64)
        near = (np.flatnonzero(differing <= 2 * distance) + start).tolist()
        return [w for w in (self._words[n] for n in near) if 0 < edits(word, w) <= distance]

    def going_on(self, word: str) -> list[str]:
        """The longer words that begin with `word`, the shortest first."""
        start = int(self._starts[min(len(word) + 1, len(self._starts) - 1)])
        return [each for each in self._words[start:] if each.startswith(word)]


def is_spelt(word: str) -> bool:
    """Whether a word is made of letters and so can be misspelt; `security+` is, `az900` is not."""
    return word.rstrip("+#").isalpha()


def edits(a: str, b: str) -> int:
    """The typing errors between two words: letters missed, added, mistaken or swapped."""
    before, previous = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, previous = previous, row
    return previous[-1]


def _letter_counts(words: Sequence[str], lengths: NDArray[np.int64]) -> NDArray[np.int8]:
    """How often each letter is in each word; letters beyond a-z share a few columns."""
    codes = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32).astype(np.int64)
    is_latin = (codes >= ord("a")) & (codes <= ord("z"))
    columns = np.where(is_latin, codes - ord("a"), len(_LETTERS) + codes % _OTHERS)
    rows = np.repeat(np.arange(len(words)), lengths)
    counts = np.bincount(rows * _COLUMNS + columns, minlength=len(words) * _COLUMNS)
    return counts.reshape(len(words), _COLUMNS).astype(np.int8)
