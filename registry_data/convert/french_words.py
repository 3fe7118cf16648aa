"""Makes `facts/esco/french_words.csv`: which English words French words of labels stand for.

Run `python -m registry_data.convert.french_words`. The 4,200 concepts that have a label in both
languages are read as a parallel text. IBM model 1 (Brown and others, 1993) is fitted in both
directions, and a pair is kept when both directions agree on it. The same labels give the same file.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from io import StringIO

from ctdl.concepts.words import words
from registry_data.convert.tables import FACTS, facts

PATH = FACTS / "esco" / "french_words.csv"

_TABLES = ("occupations", "skill_groups", "isco_08", "isced_f_2013")
_ROUNDS = 8
_FEWEST = 2
"""A pair stands in so many labels at least."""
_LEAST = 0.1
"""The product of the two probabilities that a pair needs."""
_SECOND = 0.3
"""A second English word is kept when it is so likely, against the best one."""
# Neither belongs to a word: they keep rare pairs from being certain.
_NOTHING = 0.02
_DOUBT = 0.5

_Pair = tuple[str, str]
_Labels = list[tuple[list[str], list[str]]]


def main() -> int:
    """Write the file."""
    PATH.write_text(french_words(), encoding="utf-8", newline="")
    return 0


def french_words() -> str:
    """The content of the file: the French form, English words, the labels a pair stands in."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(("french", "english", "labels"))
    rows.writerows(sorted(_rows()))
    return written.getvalue()


def _rows() -> Iterator[tuple[str, str, int]]:
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    labels = [
        (_forms(english, surfaces), _forms(french, defaultdict(Counter)))
        for english, french in _parallel()
    ]
    to_english = _fitted(labels)
    to_french = _fitted([(french, english) for english, french in labels])
    together = Counter(
        pair for english, french in labels for pair in {(e, f) for e in english for f in french}
    )
    by_french: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (english, french), likely in to_english.items():
        agreed = likely * to_french.get((french, english), 0.0)
        by_french[french].append((agreed, english))
    for french, found in by_french.items():
        found.sort(key=lambda each: (-each[0], each[1]))
        best = found[0][0]
        kept = [
            english
            for agreed, english in found[:2]
            if agreed >= max(_LEAST, best * _SECOND) and together[english, french] >= _FEWEST
        ]
        if kept and kept != [french] and french.isalpha():
            named = " ".join(surfaces[each].most_common(1)[0][0] for each in kept)
            yield french, named, together[kept[0], french]


def _parallel() -> Iterator[tuple[str, str]]:
    for table in _TABLES:
        for row in facts(f"esco/{table}"):
            english, french = row["label_en"], row["label_fr"]
            if english and french and english != french:
                # "directeur technique/directrice technique" says it twice.
                yield english, french.partition("/")[0] if table == "occupations" else french


def _forms(label: str, surfaces: dict[str, Counter[str]]) -> list[str]:
    found = list(words(label))
    for word in found:
        surfaces[word.form][label[word.start : word.end].lower()] += 1
    return [word.form for word in found]


def _fitted(labels: Iterable[tuple[list[str], list[str]]]) -> dict[_Pair, float]:
    """How likely a word of the first stands for a word of the second, by (first, second)."""
    labels = list(labels)
    likely = _closeness(labels)
    for _ in range(_ROUNDS):
        counted: dict[_Pair, float] = defaultdict(float)
        totals: dict[str, float] = defaultdict(float)
        for first, second in labels:
            for one in first:
                whole = sum(likely[one, other] for other in second) + _NOTHING
                for other in second:
                    share = likely[one, other] / whole
                    counted[one, other] += share
                    totals[other] += share
        likely = {pair: count / (totals[pair[1]] + _DOUBT) for pair, count in counted.items()}
    return likely


def _closeness(labels: _Labels) -> dict[_Pair, float]:
    """Where the fitting starts: how often two words stand in the same labels (Dice)."""
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    pairs: Counter[_Pair] = Counter()
    for first, second in labels:
        firsts.update(set(first))
        seconds.update(set(second))
        pairs.update({(one, other) for one in first for other in second})
    return {
        (one, other): 2 * count / (firsts[one] + seconds[other])
        for (one, other), count in pairs.items()
    }


if __name__ == "__main__":
    sys.exit(main())
