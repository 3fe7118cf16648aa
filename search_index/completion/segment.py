"""The names of some documents as arrays that never change: words in order, and where they lead.

Names are numbered by how many words they have, then by their text, so that the first ones found
are the first ones to offer.
"""

import json
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ctdl.language import primary_language
from search_index.completion.documents import LONGEST_WORD, CompletionDocument, rows_of
from search_index.completion.packed import Arrays, read_arrays, write_arrays

Mask = NDArray[np.bool_]
Ranges = NDArray[np.int64]

UNSTATED = "und"
"""The language of a name whose language nobody stated."""

_WORD = np.dtype(f"S{LONGEST_WORD + 1}")
# No byte of UTF-8 is as high: what sorts below is all that begins with the letters before it.
_AFTER_ALL = b"\xff"
_GONE = ""
"""The kind of a document that was deleted."""


class Segment:
    """Some documents and their names; `keys` are in order, deleted ones among them."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.keys = arrays["keys"]
        self.count = len(self.keys)
        self.row_entries = arrays["row_entries"]
        self._words = arrays["words"]
        self._starts = arrays["word_starts"]
        self._rows = arrays["posting_rows"]
        self._leads = arrays["posting_leads"]

    @classmethod
    def of(cls, documents: Iterable[CompletionDocument]) -> "Segment":
        """The segment that holds these documents, each once."""
        return cls(_Builder(documents).arrays())

    @classmethod
    def opened(cls, path: Path) -> "Segment":
        """The segment in a file, mapped into memory."""
        return cls(read_arrays(path))

    def write(self, path: Path) -> None:
        """Keep it in a file."""
        write_arrays(path, self.arrays)

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds there are, by their codes."""
        return [str(each, "utf-8") for each in self.arrays["kinds"].tolist()]

    @cached_property
    def languages(self) -> list[str]:
        """The languages that names are in, by their codes."""
        return [str(each, "utf-8") for each in self.arrays["languages"].tolist()]

    @cached_property
    def row_kinds(self) -> NDArray[np.uint8]:
        """The code of the kind of each name."""
        return np.asarray(self.arrays["entry_kinds"])[self.row_entries]

    @property
    def row_count(self) -> int:
        """How many names there are."""
        return len(self.row_entries)

    def ranges(self, beginnings: Sequence[str]) -> Ranges:
        """For each beginning the stretch of words that begin with it."""
        encoded = [each.encode() for each in beginnings]
        low = np.searchsorted(self._words, np.array(encoded, _WORD))
        high = np.searchsorted(
            self._words, np.array([each + _AFTER_ALL for each in encoded], _WORD)
        )
        return np.stack([low, high], axis=1)

    def exact(self, word: str) -> Ranges:
        """The stretch of one word, or of none, that is this very word."""
        encoded = np.array([word.encode()], _WORD)
        low = np.searchsorted(self._words, encoded)
        high = np.searchsorted(self._words, encoded, side="right")
        return np.stack([low, high], axis=1)

    def reached(self, ranges: Ranges, *, leading: bool = False) -> Mask:
        """The names that any word of these stretches leads to, or that begin with one."""
        found = np.zeros(self.row_count, np.bool_)
        for low, high in ranges.tolist():
            if low < high:
                start, end = int(self._starts[low]), int(self._starts[high])
                rows = self._rows[start:end]
                found[rows[self._leads[start:end]] if leading else rows] = True
        return found

    def rows_of_kind(self, kind: str) -> Mask:
        """The names of things of a kind."""
        if kind not in self.kinds:
            return np.zeros(self.row_count, np.bool_)
        found: Mask = self.row_kinds == self.kinds.index(kind)
        return found

    def places_of(self, keys: Collection[str]) -> NDArray[np.intp]:
        """Where those of these keys that are here stand among its own."""
        if not self.count or not keys:
            return np.empty(0, np.intp)
        wanted = np.array([each.encode() for each in keys], np.bytes_)
        places = np.minimum(np.searchsorted(self.keys, wanted), self.count - 1)
        found: NDArray[np.intp] = places[self.keys[places] == wanted]
        return found

    def all_keys(self) -> list[str]:
        """The key of every document, of deleted ones too."""
        return [str(each, "ascii") for each in self.keys.tolist()]

    def text(self, row: int) -> str:
        """A name, folded."""
        return self._blob("text", row)

    def name(self, row: int) -> tuple[dict[str, str], str]:
        """The names by language of what a row leads to, and the name that the row is."""
        name, others = json.loads(self._blob("entry", int(self.row_entries[row])))
        return name, [*name.values(), *others][int(self.arrays["row_numbers"][row])]

    def language(self, row: int) -> str:
        """The language of a name, or UNSTATED; another name than those shown has none: ""."""
        return self.languages[int(self.arrays["row_languages"][row])]

    def key(self, row: int) -> str:
        """The key of what a row leads to."""
        return str(self.keys[self.row_entries[row]], "ascii")

    def documents(self) -> Iterator[CompletionDocument]:
        """What it was made of, deleted ones as documents of no kind."""
        revisions = self.arrays["revisions"]
        for n, code in enumerate(self.arrays["entry_kinds"].tolist()):
            name, others = json.loads(self._blob("entry", n))
            yield CompletionDocument(
                str(self.keys[n], "ascii"),
                str(revisions[n], "ascii"),
                self.kinds[code],
                name,
                tuple(others),
            )

    def entries(self) -> Iterator[tuple[str, str]]:
        """The key and the revision of each document; a deleted one has no revision."""
        for key, revision in zip(self.keys, self.arrays["revisions"], strict=True):
            yield str(key, "ascii"), str(revision, "ascii")

    def _blob(self, name: str, number: int) -> str:
        offsets = self.arrays[f"{name}_offsets"]
        part = self.arrays[f"{name}_bytes"][int(offsets[number]) : int(offsets[number + 1])]
        return part.tobytes().decode()


def deleted(key: str) -> CompletionDocument:
    """What stands for a document that is no longer there."""
    return CompletionDocument(key, "", _GONE, {})


def is_deleted(document: CompletionDocument) -> bool:
    """Whether it only says that there is no such document any more."""
    return document.kind == _GONE


class _Builder:
    """Collects documents; words and names are numbered as they come and put in order at the end."""

    def __init__(self, documents: Iterable[CompletionDocument]) -> None:
        self._documents = sorted(documents, key=lambda document: document.key)
        self._word_codes: dict[str, int] = {}
        self._texts: list[str] = []
        self._lengths = array("H")
        self._row_entries, self._row_numbers = array("I"), array("H")
        self._languages: dict[str, int] = {}
        self._row_languages = array("H")
        self._posting_words, self._posting_rows = array("I"), array("I")
        self._posting_leads = bytearray()
        for entry, document in enumerate(self._documents):
            languages = [primary_language(tag) for tag in document.name]
            for number, row in rows_of(document):
                language = languages[number] if number < len(languages) else ""
                code = self._languages.setdefault(language, len(self._languages))
                self._row_languages.append(code)
                self._add_words(row.words, row.leading)
                self._texts.append(row.text)
                self._lengths.append(row.length)
                self._row_entries.append(entry)
                self._row_numbers.append(number)

    def _add_words(self, words: Sequence[str], leading: int) -> None:
        row = len(self._texts)
        for place, word in enumerate(words):
            self._posting_words.append(self._word_codes.setdefault(word, len(self._word_codes)))
            self._posting_rows.append(row)
            self._posting_leads.append(place < leading)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays of a segment."""
        kinds = sorted({document.kind for document in self._documents})
        codes = {kind: code for code, kind in enumerate(kinds)}
        order = sorted(
            range(len(self._texts)), key=lambda row: (self._lengths[row], self._texts[row], row)
        )
        rows = np.array(order, np.int64)
        return {
            "keys": np.array([d.key.encode() for d in self._documents], np.bytes_),
            "revisions": np.array([d.revision.encode() for d in self._documents], np.bytes_),
            "kinds": np.array([kind.encode() for kind in kinds], np.bytes_),
            "entry_kinds": np.array([codes[d.kind] for d in self._documents], np.uint8),
            "row_entries": np.array(self._row_entries, np.uint32)[rows],
            "languages": np.array([each.encode() for each in self._languages], np.bytes_),
            "row_languages": np.array(self._row_languages, np.uint16)[rows],
            "row_numbers": np.array(self._row_numbers, np.uint16)[rows],
            **_blobs("entry", (document.to_json() for document in self._documents)),
            **_blobs("text", (self._texts[row] for row in order)),
            **self._postings(rows),
        }

    def _postings(self, rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        words = sorted(self._word_codes, key=str.encode)
        word_places = np.empty(len(words), np.int64)
        word_places[[self._word_codes[word] for word in words]] = np.arange(len(words))
        row_places = np.empty(len(rows), np.int64)
        row_places[rows] = np.arange(len(rows))
        posting_words = word_places[np.array(self._posting_words, np.int64)]
        posting_rows = row_places[np.array(self._posting_rows, np.int64)]
        order = np.lexsort((posting_rows, posting_words))
        counts = np.bincount(posting_words, minlength=len(words))
        return {
            "words": np.array([word.encode() for word in words], _WORD),
            "word_starts": np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32),
            "posting_rows": posting_rows[order].astype(np.uint32),
            "posting_leads": np.frombuffer(bytes(self._posting_leads), np.bool_)[order],
        }


def _blobs(name: str, texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    encoded = [text.encode() for text in texts]
    ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)))
    return {
        f"{name}_offsets": np.concatenate([[0], ends]).astype(np.int64),
        f"{name}_bytes": np.frombuffer(b"".join(encoded), np.uint8),
    }
