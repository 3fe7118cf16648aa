"""Levels in words: "NZQF 6", "niveau 5", "level 7 or above", "bachelor level".

A level of a named framework is that level, and a search follows what documents compare with it. A
level of no framework is the level of that notation in whatever framework a record states, compared
with nothing: the frameworks have unlike levels 5. A degree stands for the levels whose framework
names that degree among its typical qualifications.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from app.services.understanding.understood import Note, Query, Reading
from app.services.understanding.words import last_word, word_set
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel

ANY: Final = "any"
"""In place of a framework's id: `any:5` is level 5 of whatever framework a record states."""

_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "nzqf": ("nzqcf",),
    "cec": ("eqf",),
    "ceq": ("eqf",),
    "qqi": ("nfq-ie",),
    "nfq": ("nfq-ie",),
    "nqf": ("nqf-za",),
    "saqa": ("nqf-za",),
    "nsqf": ("nsqf-in",),
    "mqf": ("mqf", "mqf-mt"),
    "isced": ("isced-2011",),
    "cite": ("isced-2011",),
    "ofqual": ("rqf",),
}
# Those that an id alone tells.
_PLAIN_IDS: Final = (
    "eqf",
    "nzqcf",
    "aqf",
    "oqf",
    "scqf",
    "rqf",
    "fheq",
    "cqfw",
    "hkqf",
    "bcf",
    "aqrf",
)
_FRAMEWORK: Final = "|".join((*_ALIASES, *_PLAIN_IDS))
_WRITTEN_OUT: Final[Mapping[str, float]] = {
    word: float(number)
    for words in (
        "one two three four five six seven eight nine ten",
        "un deux trois quatre cinq six sept huit neuf dix",
    )
    for number, word in enumerate(words.split(), start=1)
}
_NUMBER: Final = rf"(?:[0-9]{{1,2}}(?:\.5)?(?![\w]|\.[0-9])|(?:{'|'.join(_WRITTEN_OUT)})\b)"
_WORD: Final = r"(?:levels?|niveaux?|lvl)"
_OR: Final = r"(?: *(?:,|/|&|-|or|ou|and|et|to|a|through|jusqu'a) *)"
_NUMBERS: Final = rf"(?P<numbers>{_NUMBER}(?:{_OR}(?:{_WORD} +)?{_NUMBER}){{0,6}})"
_UPWARDS: Final = (
    r"(?P<up> *\+| +(?:or|and) +(?:above|higher|over|up|more|upwards?)| +(?:at +)?min(?:imum)?\b"
    r"| +(?:ou|et) +(?:plus|au-dessus|superieure?s?))?"
)
_DOWNWARDS: Final = (
    r"(?P<down> +(?:or|and) +(?:below|lower|under|less|down)| +max(?:imum)?\b"
    r"| +(?:ou|et) +(?:moins|au-dessous|inferieure?s?))?"
)
_BOUND: Final = (
    r"(?:(?P<least>(?:at +least|min(?:imum)?|from|au +moins|a +partir +du?)(?: +(?:a|un|de))? +)"
    r"|(?P<most>(?:up +to|at +most|max(?:imum)?|jusqu'au|au +plus)(?: +(?:a|un|de))? +)"
    r"|(?P<over>(?:above|over|higher +than|au-dessus +du?|superieur +au?) +)"
    r"|(?P<under>(?:below|under|lower +than|au-dessous +du?|inferieur +au?) +))?"
)
_IN_FRAMEWORK: Final = (
    r"(?:(?: +(?:of|on|in|du|dans|sur)(?: +(?:the|le|la))?)? *[(\[]?"
    rf"(?P<after>{_FRAMEWORK})\b[)\]]?)?"
)
_NUMBERED: Final = re.compile(
    rf"\b{_BOUND}(?:(?P<before>{_FRAMEWORK})[ -]*(?:{_WORD} *)?|{_WORD} +)"
    rf"{_NUMBERS}{_IN_FRAMEWORK}{_UPWARDS}{_DOWNWARDS}"
)
_ENTRY: Final = re.compile(r"\bentry +level +(?P<numbers>[123])\b(?! *[.,]?[0-9])")
_DEGREES: Final = {
    "bachelor": r"bachelor|first-cycle degree",
    "master": r"master(?!'?s? certificate)|second-cycle degree",
    "doctor": r"doctor|phd|third-cycle degree",
}
_DEGREE_LEVEL: Final = re.compile(
    r"\b(?:(?:at +|au +)?(?:(?P<en>bachelor|master|doctora[lt]e?|doctor|phd|licence)(?:'?s)?"
    r"(?: +degree)? +levels?|niveau +(?:de +)?(?P<fr>licence|bachelor|master|doctorat)e?))\b"
)
_NAMED: Final = {"licence": "bachelor", "phd": "doctor"}
# Levels of something else: a language test, a certificate with parts of its own, a charger.
_OTHER_LADDERS: Final = word_set(
    """
    hsk jlpt cmmi cefr cecr clb ielts toeic toefl topik delf dalf dele trl cfa cma cmt caia cipp
    padi sea ground eye skill energy noise water sound light stress top
    """
)
_OTHER_THINGS: Final = re.compile(
    r" +(?:charg\w*|cache|trauma|support|autonom\w*|design\w*|editor|crossing|playing|technician"
    r"|bac\b|headed)"
)


def levels(query: Query) -> Iterator[Reading]:
    """The levels in a query."""
    for found in _NUMBERED.finditer(query.plain):
        named = found["before"] or found["after"]
        if named or not _is_of_something_else(query.plain, found):
            values = tuple(_values(named, _wanted(found)))
            if values:
                note: Note = "" if named else "any framework"
                yield Reading("level", found.start(), found.end(), values, note=note)
    for found in _ENTRY.finditer(query.plain):
        values = tuple(
            each for each in ("rqf", "cqfw") if FRAMEWORKS.level(f"{each}:E{found['numbers']}")
        )
        ids = tuple(f"{each}:E{found['numbers']}" for each in values)
        yield Reading("level", *found.span(), ids, note="any framework")
    for found in _DEGREE_LEVEL.finditer(query.plain):
        word = found["en"] or found["fr"]
        named = _NAMED.get(word, word)
        degree = next(each for each in _DEGREES if named.startswith(each))
        yield Reading("level", *found.span(), _levels_of(degree), note="degree")


def stands_for(value: str) -> tuple[str, ...]:
    """The levels that `any:5` stands for; none for any other value."""
    framework, _, notation = value.partition(":")
    return _with_notation().get(notation, ()) if framework == ANY else ()


def _is_of_something_else(plain: str, found: re.Match[str]) -> bool:
    return last_word(plain[: found.start()]) in _OTHER_LADDERS or bool(
        _OTHER_THINGS.match(plain, found.end())
    )


def _wanted(found: re.Match[str]) -> tuple[float, float, frozenset[float]]:
    """The lowest and the highest number asked for, and those that are named."""
    numbers = [
        _WRITTEN_OUT.get(each) or float(each)
        for each in re.findall(r"[0-9]+(?:\.5)?|[a-z]+", found["numbers"])
        if each in _WRITTEN_OUT or each[0].isdigit()
    ]
    low, high = min(numbers), max(numbers)
    if re.search(r"-|to|\ba\b|through|jusqu", found["numbers"]):
        return low, high, frozenset()
    if found["over"]:
        return high + 0.5, float("inf"), frozenset()
    if found["under"]:
        return float("-inf"), low - 0.5, frozenset()
    if found["least"] or found["up"]:
        return low, float("inf"), frozenset()
    if found["most"] or found["down"]:
        return float("-inf"), high, frozenset()
    return low, high, frozenset(numbers)


def _values(named: str | None, wanted: tuple[float, float, frozenset[float]]) -> Iterator[str]:
    low, high, numbers = wanted

    def fits(notation: str) -> bool:
        number = _numeric(notation)
        return number is not None and low <= number <= high and (not numbers or number in numbers)

    if named is None:
        yield from (f"{ANY}:{each}" for each in _with_notation() if fits(each))
        return
    for framework in _ALIASES.get(named, (named,)):
        known = FRAMEWORKS.framework(framework)
        yield from (each.id for each in (known.levels if known else ()) if fits(each.notation))


def _numeric(notation: str) -> float | None:
    return float(notation) if re.fullmatch(r"[0-9]+(?:\.5)?", notation) else None


@cache
def _with_notation() -> Mapping[str, tuple[str, ...]]:
    """The levels of all frameworks by their notation, as far as it is a number."""
    found: dict[str, list[str]] = {}
    for level in FRAMEWORKS.levels.values():
        # ISCED and the levels of schooling number something else than what a learner calls a level.
        if _numeric(level.notation) is not None and level.framework != "isced-2011":
            found.setdefault(level.notation, []).append(level.id)
    ordered = sorted(found, key=float)
    return {notation: tuple(found[notation]) for notation in ordered}


@cache
def _levels_of(degree: str) -> tuple[str, ...]:
    """The levels whose typical qualifications are such a degree, by the tables of frameworks."""
    names = re.compile(_DEGREES[degree], re.IGNORECASE)

    def is_typical(level: FrameworkLevel) -> bool:
        return bool(names.search(f"{level.typical_types} {level.label}"))

    return tuple(each.id for each in FRAMEWORKS.levels.values() if is_typical(each))
