"""Records as vectors: which of a record's words say what it is about, and how much each counts."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from ctdl.concepts import thesaurus
from ctdl.concepts.reading import SHIPPED
from ctdl.language import UNDETERMINED, LangText, primary_language
from ctdl.records import CredentialRecord
from search_index.meaning import Encoder, Vectors

#: How far the names of an occupation move a question that is nothing but one of them.
OTHER_NAMES_WEIGHT: Final = 1.0


@dataclass(frozen=True)
class Recipe:
    """How much the names, the subjects and the descriptions of a record count in its vector.

    Vectors of another recipe are made again, which its `name` tells.
    """

    names: float
    subjects: float
    descriptions: float

    @property
    def name(self) -> str:
        """What tells this recipe from others."""
        return f"parts-{self.names:g}-{self.subjects:g}-{self.descriptions:g}"


#: Chosen for each encoder by the judged queries (docs/search.md).
_RECIPES: Final[Mapping[str, Recipe]] = {"all-minilm-l6-v2-int8": Recipe(1.0, 0.3, 0.15)}
USUAL: Final = Recipe(1.0, 0.5, 0.3)

#: Languages whose words the thesaurus knows in English, for encoders that know nothing else.
_PUT_INTO_ENGLISH: Final = frozenset({"es", "fr"})

Parts = tuple[tuple[float, str], ...]


def recipe_for(encoder: Encoder) -> Recipe:
    """How the parts of records are weighed for an encoder."""
    return _RECIPES.get(encoder.name, USUAL)


def made_how(encoder: Encoder) -> str:
    """All that the vectors of records depend on besides the records and the encoder."""
    recipe = recipe_for(encoder).name
    return recipe if encoder.languages is None else f"{recipe}-words-{_words_known()}"


@cache
def _words_known() -> str:
    return hashlib.sha256(SHIPPED.read_bytes()).hexdigest()[:8]


def embedded_text(
    record: CredentialRecord, languages: frozenset[str] | None, recipe: Recipe = USUAL
) -> Parts:
    """What is encoded of a record: texts with their weights; texts without words are left out.

    Names count most, then what it is about in few words, then what is told at length: the weights
    were chosen by judged queries (docs/search.md). Of texts in several languages only those in one
    that the encoder knows are taken, unless the record has none of these. An encoder of English
    gets Spanish and French texts that have no English beside them in English words (ADR 99).
    """
    subjects = [*(each.name for each in record.skills), *record.subjects, *record.keywords]
    parts = (
        (recipe.names, [record.name, *record.alternate_names]),
        (recipe.subjects, [*subjects, *(each.name for each in record.fields)]),
        (recipe.descriptions, [record.description, *record.outcomes]),
    )
    known = tuple((weight, _joined(texts, languages)) for weight, texts in parts)
    if not any(text for _, text in known):
        known = tuple((weight, _joined(texts, None)) for weight, texts in parts)
    return tuple((weight, text) for weight, text in known if text)


def record_vectors(records: Sequence[CredentialRecord], encoder: Encoder) -> Vectors:
    """One row for each record: the weighted sum of the vectors of its parts, of length 1."""
    recipe = recipe_for(encoder)
    parts = [
        (row, weight, text)
        for row, record in enumerate(records)
        for weight, text in embedded_text(record, encoder.languages, recipe)
    ]
    rows = np.zeros((len(records), encoder.dimensions), np.float32)
    vectors = encoder.encode_records([text for _, _, text in parts])
    for (row, weight, _), vector in zip(parts, vectors, strict=True):
        rows[row] += weight * vector
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=rows, where=lengths > 0)
    return rows


def question_vector(text: str, encoder: Encoder) -> Vectors:
    """The vector of what somebody asks for, to be compared with those of records."""
    vector: Vectors = encoder.encode([text])[0]
    return vector


def question_in_other_words(question: Vectors, names: Sequence[str], encoder: Encoder) -> Vectors:
    """The vector of a question, moved towards the names of what it asks for."""
    if not names:
        return question
    named: Vectors = encoder.encode([name.casefold() for name in names]).mean(axis=0)
    moved: Vectors = question + OTHER_NAMES_WEIGHT * named / max(float(np.linalg.norm(named)), 1e-9)
    return moved


def likeness(cosine: float, encoder: Encoder) -> float:
    """How alike two texts are by the cosine of their vectors: 1 the same, 0 nothing in common.

    So encoders can be compared; texts that are less alike than usual are below 0.
    """
    return (cosine - encoder.unrelated) / (1.0 - encoder.unrelated)


def _joined(texts: Sequence[LangText], languages: frozenset[str] | None) -> str:
    return ". ".join(dict.fromkeys(_known(texts, languages)))


def _known(texts: Sequence[LangText], languages: frozenset[str] | None) -> Iterator[str]:
    for text in texts:
        stated = [(primary_language(tag), words) for tag, words in text.items() if words]
        lacks = not any(languages is None or language in languages for language, _ in stated)
        for language, words in stated:
            if languages is None or language in languages:
                yield words
            elif language == UNDETERMINED:
                yield thesaurus().in_english(words) if "en" in languages else words
            elif lacks and "en" in languages and language in _PUT_INTO_ENGLISH:
                yield thesaurus().in_english(words, language)
