"""The thesaurus that search reads: every concept, and every label by the key of its words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from ctdl.concepts.model import Concept, Kind
from ctdl.concepts.reading import Entry, written
from ctdl.concepts.words import form, key, words
from registry_data.convert.concept_names import LANGUAGES, names_of_editors, names_of_esco
from registry_data.convert.outputs import MadeFile
from registry_data.convert.tables import Row, facts, rules
from registry_data.convert.vocabularies import ESCO_LICENCE

PATH = "concepts/thesaurus.txt"

NEVER = "never"
_QUALIFIER = re.compile(r"\s*\([^()]*\)\s*$")
_LONGEST_KEY = 120


def made_files() -> Iterator[MadeFile]:
    """What is made here, the same for the same facts."""
    found = _within_themselves(concepts())
    yield MadeFile(
        path=PATH,
        title="Skills, occupations and fields of study with their labels in English and French",
        origin="facts/esco (ESCO, ISCO-08, ISCED-F 2013) and tables/other_names.csv",
        licence=ESCO_LICENCE,
        retrieved="ESCO 1.1 and 1.2",
        made=written(
            found,
            _known_skills(),
            _common_words(),
            _french_words(),
            _spanish_words(),
            _english_words(found),
            _entries(found),
        ).encode(),
    )


def _within_themselves(found: Iterable[Concept]) -> list[Concept]:
    """The concepts in order, without the few broader ones that the extract does not have."""
    known = {each.id: each for each in found}
    return [
        replace(each, broader=tuple(above for above in each.broader if above in known))
        for _, each in sorted(known.items())
    ]


def concepts() -> Iterator[Concept]:
    """Every concept of the fact tables."""
    for row in facts("esco/skills"):
        yield _concept(row, "skill", row["broader"].split())
    for row in facts("esco/occupations"):
        yield _concept(row, "occupation", [f"isco/C{row['isco_08']}"])
    for row in facts("esco/skill_groups"):
        yield _concept(row, "group", row["broader"].split())
    for row in facts("esco/isco_08"):
        above = [f"isco/C{row['parent']}"] if row["parent"] else []
        yield _concept({**row, "id": f"isco/C{row['code']}"}, "group", above)
    for row in facts("esco/isced_f_2013"):
        above = [f"isced-f/{row['parent_code']}"] if row["parent_code"] else []
        yield _concept({**row, "id": f"isced-f/{row['code']}"}, "field", above)


def _known_skills() -> dict[str, list[str]]:
    """The skills of the occupations, and groups of them, that are known; essential ones first."""
    asked: dict[str, dict[str, None]] = {}
    for row in facts("esco/occupation_skills"):
        asked.setdefault(row["occupation"], {})[row["skill"]] = None
    for relation in ("essential", "optional"):
        for row in facts("esco/isco_skills"):
            if row["relation"] == relation:
                asked.setdefault(f"isco/C{row['isco_08']}", {})[row["skill"]] = None
    return {group: list(asked[group]) for group in sorted(asked)}


def _common_words() -> dict[str, str]:
    """The words that name something only under conditions (`tables/common_words.csv`)."""
    return {row["word"]: row["names"] for row in rules("common_words") if row["names"] != NEVER}


def _french_words() -> dict[str, str]:
    """What French words are in English: our own table first, then what labels tell."""
    known = {row["french"]: row["english"] for row in facts("esco/french_words")}
    known.update({form(row["french"]): row["english"] for row in rules("french_words")})
    return {word: known[word] for word in sorted(known) if word}


def _spanish_words() -> dict[str, str]:
    """What Spanish words of courses are in English (`tables/spanish_words.csv`)."""
    known = {form(row["spanish"]): row["english"] for row in rules("spanish_words")}
    return {word: known[word] for word in sorted(known) if word}


def _english_words(found: Iterable[Concept]) -> list[str]:
    labels = (
        label
        for concept in found
        for label in (concept.labels["en"], *concept.alternatives.get("en", ()))
    )
    return sorted({word.form for label in labels for word in words(label) if word.form.isalpha()})


def _concept(row: Row, kind: Kind, broader: Iterable[str]) -> Concept:
    labels = {"en": row["label_en"], "fr": row.get("label_fr", "")}
    added = {language: names_of_editors(row, kind, language) for language in LANGUAGES}
    others = {
        language: (*names_of_esco(row, kind, language), *added[language]) for language in LANGUAGES
    }
    return Concept(
        id=row["id"],
        kind=kind,
        labels={language: label for language, label in labels.items() if label},
        alternatives={language: names for language, names in others.items() if names},
        broader=tuple(broader),
        of_editors=frozenset(name for names in added.values() for name in names),
    )


def _entries(found: list[Concept]) -> dict[str, list[Entry]]:
    entries: dict[str, set[Entry]] = defaultdict(set)
    for number, concept in enumerate(found):
        for entry, label in _labels(number, concept):
            for spelling in {label, _QUALIFIER.sub("", label)}:
                made = key(spelling)
                if made and len(made) <= _LONGEST_KEY and made not in _never():
                    entries[made].add(entry)
    return {made: sorted(entries[made]) for made in sorted(entries)}


@cache
def _never() -> frozenset[str]:
    """The words that name nothing alone, though they are labels."""
    return frozenset(row["word"] for row in rules("common_words") if row["names"] == NEVER)


def _labels(number: int, concept: Concept) -> Iterator[tuple[Entry, str]]:
    for language in ("en", "fr"):
        labels = (concept.labels.get(language, ""), *concept.alternatives.get(language, ()))
        for rank, label in enumerate(labels):
            if label:
                yield Entry(min(rank, 1), number, language, rank), label
