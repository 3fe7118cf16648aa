"""Conversions of levels, fields, languages and modes, by what the registry knows exactly."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ctdl.frameworks import FrameworkLevel
from ctdl.language import primary_language
from ctdl.mapping.known import (
    AUDIENCE_WORDS,
    COURSE_MODES,
    EU_LANGUAGES,
    EU_MODES,
    ISCED_F,
    LANGUAGES_EU,
    NQF_ADDRESSES,
    Node,
    concept_alignment,
    delivery_alignment,
    field_alignment,
    field_code,
    fields_of_education,
    identifying,
    language_tag,
    level_address,
    level_alignment,
    level_of,
)
from ctdl.mapping.reading import Reading
from ctdl.mapping.table import Conversion, each_value
from ctdl.mapping.texts import text_of
from ctdl.mapping.writing import Writing, language_texts
from ctdl.vocabulary import vocabulary


def stated_level(writing: Writing, value: Any) -> FrameworkLevel | None:
    """The level that a value of ceterms:atLevel points at."""
    node = writing.node(value) or {}
    found = [node.get("ceterms:targetNode"), node.get("ceterms:codedNotation"), value]
    return next((level for each in found if (level := level_of(each))), None)


def stated_field(writing: Writing, value: Any) -> tuple[str, str] | None:
    """The code and English name of the ISCED-F field that a value points at."""
    node = writing.node(value) or {}
    code = field_code(node.get("ceterms:targetNode") or value)
    return (code, fields_of_education()[code]) if code else None


def _read_levels(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        level = level_of(value)
        if level:
            made.append(level_alignment(level))
        else:
            reading.unread(_shown(value), "it is no level that this registry knows exactly")
    return made


def _read_fields(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        code = field_code(value)
        if code:
            made.append(field_alignment(code))
        else:
            reading.unread(_shown(value), "it is no field of ISCED-F 2013 by its address")
    return made


def _write_levels_eu(writing: Writing, values: list[Any]) -> list[Any]:
    levels = (stated_level(writing, value) for value in values)
    return [
        {
            "id": level_address(level, writing.base),
            "type": "Concept",
            "prefLabel": {"en": level.label},
        }
        for level in levels
        if level and level.framework == "eqf"
    ][:1]


def _write_other_levels(writing: Writing, values: list[Any]) -> list[Any]:
    levels = (stated_level(writing, value) for value in values)
    by_level = {level: address for address, level in NQF_ADDRESSES.items()}
    return [
        {
            "id": by_level.get(level.id, level_address(level, writing.base)),
            "type": "Concept",
            "prefLabel": {"en": level.label},
        }
        for level in levels
        if level and level.framework != "eqf"
    ]


def _write_fields_eu(writing: Writing, values: list[Any]) -> list[Any]:
    fields = (stated_field(writing, value) for value in values)
    return [
        {"id": f"{ISCED_F}{found[0]}", "type": "Concept", "prefLabel": {"en": found[1]}}
        for found in fields
        if found
    ]


def _read_languages_eu(reading: Reading, values: list[Any]) -> list[str]:
    made = []
    for value in values:
        tag = language_tag(value)
        if tag:
            made.append(tag)
        else:
            reading.unread(_shown(value), "it is no language of the Union's list with a short tag")
    return list(dict.fromkeys(made))


def _write_languages_eu(writing: Writing, values: list[Any]) -> list[Any]:
    codes = (EU_LANGUAGES.get(primary_language(str(value))) for value in values)
    return [{"id": f"{LANGUAGES_EU}{code}", "type": "Concept"} for code in codes if code]


def _modes(known: Mapping[str, str], why: str) -> Callable[[Reading, list[Any]], list[Node]]:
    def read(reading: Reading, values: list[Any]) -> list[Node]:
        made = []
        for value in values:
            found = [known[text] for text in map(_folded_mode, identifying(value)) if text in known]
            if found:
                made.append(delivery_alignment(found[0]))
            else:
                reading.unread(_shown(value), why)
        return list({node["ceterms:targetNode"]: node for node in made}.values())

    return read


def _folded_mode(text: str) -> str:
    return text if text.startswith("http") else text.strip().lower()


def _write_modes(known: Mapping[str, str], make: Callable[[str], Any]) -> Any:
    by_mode = {mode: text for text, mode in known.items()}

    def write(writing: Writing, values: list[Any]) -> list[Any]:
        nodes = (writing.node(value) or {} for value in values)
        terms = (str(node.get("ceterms:targetNode", "")).rpartition(":")[2] for node in nodes)
        return [make(by_mode[term]) for term in terms if term in by_mode]

    return write


def read_audience(text: Any) -> Node | None:
    """The word for a difficulty as CTDL lists it, if it is one of three exact words."""
    concept = AUDIENCE_WORDS.get(text.strip().lower()) if isinstance(text, str) else None
    if concept is None:
        return None
    return concept_alignment("AudienceLevel", concept, vocabulary().label(concept))


def audience_words(writing: Writing, values: list[Any]) -> list[str]:
    """The words of schema.org for the difficulties that have one."""
    words = {concept: word.capitalize() for word, concept in AUDIENCE_WORDS.items()}
    nodes = (writing.node(value) or {} for value in values)
    targets = (str(node.get("ceterms:targetNode")) for node in nodes)
    return [words[target] for target in targets if target in words]


def _read_subjects(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        label = value.get("prefLabel") or value.get("name") if isinstance(value, dict) else value
        name = text_of(reading, [label] if label else [])
        if name:
            node: Node = {"@type": "ceterms:CredentialAlignmentObject"}
            node["ceterms:targetNodeName"] = name
            made.append(node)
        else:
            reading.unread(_shown(value), "the name of a subject was expected")
    return made


def subject_names(writing: Writing, values: list[Any]) -> list[Any]:
    """The names of subjects as the target writes texts."""
    nodes = (writing.node(value) or {} for value in values)
    return [writing.text(node.get("ceterms:targetNodeName")) for node in nodes]


def _write_subjects_eu(writing: Writing, values: list[Any]) -> list[Any]:
    names = (
        language_texts((writing.node(value) or {}).get("ceterms:targetNodeName"))
        for value in values
    )
    return [{"type": "Concept", "prefLabel": name} for name in names if name]


def _write_first_subject(writing: Writing, values: list[Any]) -> list[Any]:
    return subject_names(writing, values)[:1]


def _shown(value: Any) -> Any:
    texts = identifying(value)
    return texts[0] if texts else value


def first_target(node: Mapping[str, Any]) -> str | None:
    """The address an alignment points at."""
    return next(
        (iri for iri in each_value(node.get("ceterms:targetNode")) if isinstance(iri, str)), None
    )


_CONCEPT_TERMS: Final = frozenset({"prefLabel", "inScheme", "notation", "definition"})

EQF_LEVEL: Final = Conversion(
    "the level of the same number in our EQF", _read_levels, _write_levels_eu, _CONCEPT_TERMS
)
NQF_LEVEL: Final = Conversion(
    "a level of a framework we hold, by known address only",
    _read_levels,
    _write_other_levels,
    _CONCEPT_TERMS,
)
ISCED_FIELD: Final = Conversion(
    "the field of the same ISCED-F 2013 code", _read_fields, _write_fields_eu, _CONCEPT_TERMS
)
LANGUAGE_EU: Final = Conversion(
    "the tag of the language in the Union's list",
    _read_languages_eu,
    _write_languages_eu,
    _CONCEPT_TERMS,
)
MODE_EU: Final = Conversion(
    "online, presential or blended, by address",
    _modes(EU_MODES, "CTDL has no way of delivery for it"),
    _write_modes(EU_MODES, lambda address: {"id": address, "type": "Concept"}),
    _CONCEPT_TERMS,
)
COURSE_MODE: Final = Conversion(
    "online, onsite or blended, by these words",
    _modes(COURSE_MODES, "only online, onsite and blended are ways of delivery in CTDL"),
    _write_modes(COURSE_MODES, str.capitalize),
)
SUBJECT: Final = Conversion("the name of the subject", _read_subjects, _write_first_subject)
SUBJECT_EU: Final = Conversion(
    "the name of the subject", _read_subjects, _write_subjects_eu, _CONCEPT_TERMS
)
