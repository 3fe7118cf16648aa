"""A process that asks one engine's index many questions and tells how long each took.

Started by `benchmarks.engines`. Questions are measured in processor time, changes, which wait for
the disk, by the clock. No question is asked twice: nobody answers from memory.
"""

import json
import random
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from app.services.searching import FACETS
from app.services.understanding.understood import NOT_STATED
from benchmarks.corpus import titles
from benchmarks.figures import seconds_of
from ctdl.ctid import CTID, derive_ctid
from search_index import Engine, open_index
from search_index.protocol import SearchDocument, SearchIndex, SearchQuery

EACH = 60
_SEED = 11
_WARMING = 5
_SMALL = frozenset(("with", "from", "your", "into", "this", "that", "what", "using"))


def main(engine: Engine, folder: Path, also: Mapping[str, tuple[str, ...]]) -> None:
    """Open the index, ask, and print what was measured."""
    index = open_index(folder, engine)
    opening = seconds_of(lambda: index.search(SearchQuery("nursing", facets=FACETS)))
    total = index.search(SearchQuery(limit=1)).total
    times = {
        kind: _times(index, list(asked))
        for kind, asked in _questions(index, {"level": also}, total).items()
    }
    told = {
        "first answer, s": opening,
        "memory of a reader, MB": _kilobytes("VmRSS") / 1e3,
        "of it not in files, MB": _kilobytes("RssAnon") / 1e3,
    }
    times |= _writing_times(index)
    told["records"] = total
    print(json.dumps({"told": told, "times": times}))


def _times(index: SearchIndex, asked: list[SearchQuery]) -> list[float]:
    for query in asked[:_WARMING]:
        index.search(query)
    times = []
    for query in asked[_WARMING:]:
        # Both engines answer in one thread, so on a machine with nothing else to do this is what
        # the clock on the wall would show.
        start = time.process_time()
        index.search(query)
        times.append(time.process_time() - start)
    return times


def _questions(
    index: SearchIndex, also: Mapping[str, Mapping[str, tuple[str, ...]]], total: int
) -> dict[str, Iterator[SearchQuery]]:
    facets = index.search(SearchQuery(facets=FACETS, limit=1)).facets
    filters = {
        name: tuple(value for value, _ in facets[name] if value != NOT_STATED)[:wanted]
        for name, wanted in (("mode", 1), ("country", 2), ("language", 1))
    }
    chance = random.Random(_SEED)
    words, pairs, triples = _texts(chance, 1), _texts(chance, 2), _texts(chance, 3)
    everything = SearchQuery(facets=FACETS, also=also)
    filtered = replace(everything, filters=filters)
    levels = [value for value, _ in facets["level"]]
    return {
        "a word, 3 filters, all facets": _ask(filtered, words),
        "two words, 3 filters, all facets": _ask(filtered, pairs),
        "three words, 3 filters, all facets": _ask(filtered, triples),
        "two words, a level with others, all facets": (
            replace(query, filters={"level": (chance.choice(levels),)})
            for query in _ask(everything, pairs)
        ),
        "a word, all facets": _ask(everything, words),
        "a word, no facets": _ask(SearchQuery(), words),
        "a phrase, all facets": _ask(everything, (f'"{pair}"' for pair in pairs)),
        "words and meaning, 3 filters, all facets": (
            replace(query, lead=_some_ctids(chance, total)) for query in _ask(filtered, triples)
        ),
        "a misspelt word, all facets": _ask(everything, (_misspelt(chance, w) for w in words)),
        "two words by price, all facets": _ask(
            replace(everything, sort="cost", currency="USD"), pairs
        ),
        "a word, page 400": _ask(SearchQuery(offset=7_980), words),
        "no text, 3 filters, all facets": (
            replace(filtered, max_hours=10.0 + n) for n in range(EACH + _WARMING)
        ),
    }


def _ask(query: SearchQuery, texts: Iterator[str] | list[str]) -> Iterator[SearchQuery]:
    for text in texts:
        yield replace(query, text=text)


def _texts(chance: random.Random, length: int) -> list[str]:
    """Different runs of so many telling words, each in some title."""
    split = [title.casefold().split() for title in titles() if title.isascii()]
    plain = [
        [word for word in words if word.isalpha() and len(word) > 3 and word not in _SMALL]
        for words in split
    ]
    known = [words for words in plain if len(words) >= length]
    found: dict[str, None] = {}
    while len(found) < EACH + _WARMING:
        words = chance.choice(known)
        place = chance.randrange(len(words) - length + 1)
        found[" ".join(words[place : place + length])] = None
    return list(found)


def _misspelt(chance: random.Random, word: str) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _some_ctids(chance: random.Random, total: int) -> tuple[CTID, ...]:
    return tuple(derive_ctid(f"benchmark:{chance.randrange(total)}") for _ in range(200))


def _writing_times(index: SearchIndex) -> dict[str, list[float]]:
    """How long one changed record takes to be found, and a hundred."""
    times: dict[str, list[float]] = {"one record changed": [], "a hundred records changed": []}
    number = index.number()
    for kind, size, rounds in zip(times, (1, 100), (20, 8), strict=True):
        for round_ in range(rounds):
            number += 1
            changed = [_changed(round_ * size + n) for n in range(size)]
            start = time.perf_counter()
            index.apply(changed, [], number)
            index.search(SearchQuery("zeppelin", limit=1))
            times[kind].append(time.perf_counter() - start)
    return times


def _changed(number: int) -> SearchDocument:
    return SearchDocument(
        ctid=derive_ctid(f"benchmark:{number}"),
        revision="changed",
        names=(f"Zeppelin piloting {number}",),
        description="How to keep an airship in the air, and how to bring it down.",
        facets={"type": ("ceterms:Certificate",), "mode": ("online",)},
    )


def _kilobytes(name: str) -> float:
    status = Path("/proc/self/status").read_text()
    return float(status.split(f"{name}:")[1].split()[0])


if __name__ == "__main__":
    _, chosen, place, stand_ins = sys.argv
    known = {k: tuple(v) for k, v in json.loads(Path(stand_ins).read_text()).items()}
    main(cast(Engine, chosen), Path(place), known)
