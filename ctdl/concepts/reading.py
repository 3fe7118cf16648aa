"""The file of the thesaurus: made to be read in a moment, and written by the conversion of facts.

A line for each concept, then for each occupation and group of them whose skills are known, for each
common word, each French and each Spanish word, one with the words of English labels, and a line for
each key, with empty lines between the seven. A line is taken apart only when it is
needed, so what is kept in memory is hardly more than the file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from ctdl.concepts.model import LANGUAGES, Concept, Kind

SHIPPED: Final = Path(__file__).parents[2] / "registry_data" / "concepts" / "thesaurus.txt"


_ADDED: Final = "~"
"""Stands before the names that the editors of this registry have added."""
ANY: Final = "any"
"""A common word names only where it stands alone."""
ALTERNATIVE: Final = "alternative"
"""So it does where it is an alternative label."""
CAPITALS: Final = "capitals"
"""An acronym or letter names only where it is written in capitals."""


class Entry(NamedTuple):
    """Where a label stands: `rank` is 0 for a preferred label, `place` its place among all."""

    rank: int
    concept: int
    language: str
    place: int


class Read(NamedTuple):
    """What stands in the file: `keys` and `concepts` as they are written there."""

    concepts: list[str]
    skills: Mapping[str, Sequence[str]]
    common: Mapping[str, str]
    french: Mapping[str, str]
    spanish: Mapping[str, str]
    english: frozenset[str]
    keys: Mapping[str, str]


def written(
    concepts: Iterable[Concept],
    skills: Mapping[str, Sequence[str]],
    common: Mapping[str, str],
    french: Mapping[str, str],
    spanish: Mapping[str, str],
    english: Iterable[str],
    entries: Mapping[str, Sequence[Entry]],
) -> str:
    """The text of the file."""
    lines = [_concept_line(concept) for concept in concepts]
    lines.append("")
    lines += [f"{group}\t" + " ".join(asked) for group, asked in skills.items()]
    lines.append("")
    lines += [f"{word}\t{names}" for word, names in common.items()]
    lines.append("")
    lines += [f"{word}\t{meant}" for word, meant in french.items()]
    lines.append("")
    lines += [f"{word}\t{meant}" for word, meant in spanish.items()]
    lines.append("")
    lines += [" ".join(english), ""]
    lines += [
        f"{key}\t" + " ".join(f"{e.concept}{e.language[0]}{e.place}" for e in found)
        for key, found in entries.items()
    ]
    return "\n".join(lines) + "\n"


def read(path: Path = SHIPPED) -> Read:
    """What stands in the file."""
    text = path.read_text(encoding="utf-8")
    concepts, skills, common, french, spanish, english, keys = text.split("\n\n")
    return Read(
        concepts.split("\n"),
        {group: ids.split(" ") for group, ids in _pairs(skills)},
        dict(_pairs(common)),
        dict(_pairs(french)),
        dict(_pairs(spanish)),
        frozenset(english.split(" ")),
        dict(_pairs(keys.rstrip("\n"))),
    )


def _pairs(lines: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in lines.split("\n"))


def concept_of(line: str) -> Concept:
    """The concept that a line tells of."""
    id_, kind, broader, *told = line.split("\t")
    labels: dict[str, str] = {}
    others: dict[str, tuple[str, ...]] = {}
    for language, preferred, alternatives in zip(LANGUAGES, told[::2], told[1::2], strict=True):
        if preferred:
            labels[language] = preferred
        if alternatives:
            others[language] = tuple(alternatives.split("|"))
    added = [name for names in others.values() for name in names if name.startswith(_ADDED)]
    return Concept(
        id_,
        _KINDS[kind],
        labels,
        {language: tuple(map(_plain, names)) for language, names in others.items()},
        tuple(broader.split()),
        frozenset(map(_plain, added)),
    )


@lru_cache(maxsize=4096)
def entries_of(told: str) -> tuple[Entry, ...]:
    """The labels that share a key, preferred ones first."""
    return tuple(_entry(each) for each in told.split(" "))


def _entry(told: str) -> Entry:
    letter = "e" if "e" in told else "f"
    concept, _, place = told.partition(letter)
    return Entry(min(int(place), 1), int(concept), "en" if letter == "e" else "fr", int(place))


def _concept_line(concept: Concept) -> str:
    cells = [concept.id, concept.kind[0], " ".join(concept.broader)]
    for language in LANGUAGES:
        cells.append(concept.labels.get(language, ""))
        names = concept.alternatives.get(language, ())
        marked = (_ADDED + name if name in concept.of_editors else name for name in names)
        cells.append("|".join(marked))
    return "\t".join(cells)


def _plain(name: str) -> str:
    return name.removeprefix(_ADDED)


_KINDS: Final[Mapping[str, Kind]] = {
    "s": "skill",
    "o": "occupation",
    "f": "field",
    "g": "group",
}
