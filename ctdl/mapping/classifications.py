"""Levels, fields, languages and modes, matched by known addresses and notations only."""

import csv
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.core import get_global

from ctdl.ctid import ctid_in, derive_ctid
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel
from ctdl.language import folded, primary_language
from ctdl.mapping.reading import Reading
from ctdl.mapping.table import Conversion, Node, each_value
from ctdl.mapping.texts import text_of
from ctdl.mapping.writing import Writing, language_texts
from ctdl.vocabulary import vocabulary

EQF: Final = "http://data.europa.eu/snb/eqf/"
ISCED_F: Final = "http://data.europa.eu/snb/isced-f/"
ISCED_F_ESCO: Final = "http://data.europa.eu/esco/isced-f/"
LANGUAGES_EU: Final = "http://publications.europa.eu/resource/authority/language/"
COUNTRIES_EU: Final = "http://publications.europa.eu/resource/authority/country/"
MODES_EU: Final = "http://data.europa.eu/snb/learning-assessment/"

#: Levels of national frameworks in the Union's list, as far as a public example names them.
_NQF: Final[Mapping[str, str]] = {"http://data.europa.eu/snb/qdr/c_c392e7a2": "rqf:6"}
_FIELDS_FILE: Final = (
    Path(__file__).parents[2] / "registry_data" / "facts" / "frameworks" / "iscedf.csv"
)
_FIELD_SCHEME: Final = f"resources/{derive_ctid('concept-scheme:isced-f-2013')}"
_DELIVERY: Final[Mapping[str, str]] = {
    "OnlineOnly": "Online Only",
    "InPerson": "In-Person Only",
    "BlendedDelivery": "Blended Delivery",
}
_EU_MODES: Final[Mapping[str, str]] = {
    f"{MODES_EU}920fbb3cbe": "OnlineOnly",
    f"{MODES_EU}9191af2ed9": "InPerson",
    f"{MODES_EU}e92d221e4d": "BlendedDelivery",
}
_COURSE_MODES: Final[Mapping[str, str]] = {
    "online": "OnlineOnly",
    "onsite": "InPerson",
    "blended": "BlendedDelivery",
}
#: Codes that the Union's list of languages uses (ISO 639-3) for the languages written here.
_EU_LANGUAGES: Final[Mapping[str, str]] = {
    "ar": "ARA",
    "bg": "BUL",
    "bs": "BOS",
    "ca": "CAT",
    "cs": "CES",
    "cy": "CYM",
    "da": "DAN",
    "de": "DEU",
    "el": "ELL",
    "en": "ENG",
    "es": "SPA",
    "et": "EST",
    "eu": "EUS",
    "fi": "FIN",
    "fr": "FRA",
    "ga": "GLE",
    "gl": "GLG",
    "hi": "HIN",
    "hr": "HRV",
    "hu": "HUN",
    "is": "ISL",
    "it": "ITA",
    "ja": "JPN",
    "ko": "KOR",
    "lt": "LIT",
    "lv": "LAV",
    "mi": "MRI",
    "mk": "MKD",
    "mt": "MLT",
    "nl": "NLD",
    "no": "NOR",
    "pl": "POL",
    "pt": "POR",
    "ro": "RON",
    "ru": "RUS",
    "sk": "SLK",
    "sl": "SLV",
    "sq": "SQI",
    "sr": "SRP",
    "sv": "SWE",
    "tr": "TUR",
    "uk": "UKR",
    "zh": "ZHO",
}
_AUDIENCE: Final[Mapping[str, str]] = {
    "beginner": "audLevel:BeginnerLevel",
    "intermediate": "audLevel:IntermediateLevel",
    "advanced": "audLevel:AdvancedLevel",
}


def level_of(value: Any) -> FrameworkLevel | None:
    """The level that `value` names by a known address or by a notation such as eqf:5."""
    for text in _identifying(value):
        known = FRAMEWORKS.level(_NQF.get(text, text))
        if text.startswith(EQF):
            known = FRAMEWORKS.level(f"eqf:{text.removeprefix(EQF)}")
        ctid = ctid_in(text)
        known = known or (FRAMEWORKS.level_of_ctid(ctid) if ctid else None)
        if known:
            return known
    return None


def level_alignment(level: FrameworkLevel) -> Node:
    """How a record points at a level of a framework that the registry describes."""
    framework = FRAMEWORKS.frameworks[level.framework]
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": f"resources/{framework.progression_model_ctid}",
        "ceterms:frameworkName": {"en": framework.name},
        "ceterms:targetNode": f"resources/{level.ctid}",
        "ceterms:targetNodeName": {"en": level.label},
        "ceterms:codedNotation": level.id,
    }


def stated_level(writing: Writing, value: Any) -> FrameworkLevel | None:
    """The level that a value of ceterms:atLevel points at."""
    node = writing.node(value) or {}
    found = [node.get("ceterms:targetNode"), node.get("ceterms:codedNotation"), value]
    return next((level for each in found if (level := level_of(each))), None)


def level_address(level: FrameworkLevel, base: str) -> str:
    """Where others find the level: the Union's address for an EQF level, else ours."""
    if level.framework == "eqf":
        return f"{EQF}{level.notation}"
    return f"{base}resources/{level.ctid}"


def field_code(value: Any) -> str | None:
    """The ISCED-F 2013 code that `value` names by a known address."""
    for text in _identifying(value):
        for start in (ISCED_F, ISCED_F_ESCO):
            code = text.removeprefix(start)
            if code != text and code in _fields():
                return code
        ctid = ctid_in(text)
        if ctid in _fields_by_ctid():
            return _fields_by_ctid()[ctid]
    return None


def field_alignment(code: str) -> Node:
    """How a record points at a field of ISCED-F 2013."""
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": _FIELD_SCHEME,
        "ceterms:frameworkName": {"en": "ISCED-F 2013"},
        "ceterms:targetNode": f"resources/{derive_ctid(f'concept:isced-f-2013:{code}')}",
        "ceterms:targetNodeName": {"en": _fields()[code]},
        "ceterms:codedNotation": code,
    }


def stated_field(writing: Writing, value: Any) -> tuple[str, str] | None:
    """The code and English name of the ISCED-F field that a value points at."""
    node = writing.node(value) or {}
    code = field_code(node.get("ceterms:targetNode") or value)
    return (code, _fields()[code]) if code else None


def isced_term(value: Any) -> str | None:
    """The code of a schema.org DefinedTerm in ISCED-F 2013."""
    if not isinstance(value, dict):
        return None
    code, scheme = value.get("termCode"), value.get("inDefinedTermSet")
    name = scheme.get("name") if isinstance(scheme, dict) else scheme
    named = isinstance(name, str) and folded(name) in ("isced-f 2013", "isced-f", ISCED_F)
    return code if named and isinstance(code, str) and code in _fields() else None


def delivery_alignment(mode: str) -> Node:
    """How a record points at a way of delivery."""
    return concept_alignment("Delivery", f"deliveryType:{mode}", _DELIVERY[mode])


def concept_alignment(scheme: str, concept: str, label: str) -> Node:
    """How a record points at a value of one of CTDL's own lists."""
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": f"https://credreg.net/ctdl/terms/{scheme}",
        "ceterms:targetNode": concept,
        "ceterms:targetNodeName": {"en": label},
    }


def language_tag(value: Any) -> str | None:
    """The language tag of an entry of the Union's list of languages."""
    for text in _identifying(value):
        code = text.removeprefix(LANGUAGES_EU)
        if code != text:
            found = get_global("language_aliases").get(code.lower())
            return str(found) if found and len(found) == 2 else None
    return None


def country_alpha_2(value: Any) -> str | None:
    """The ISO 3166 code of an entry of the Union's list of countries."""
    for text in _identifying(value):
        code = text.removeprefix(COUNTRIES_EU)
        if code != text:
            found = get_global("territory_aliases").get(code.upper())
            return str(found[0]) if found else None
    return None


def class_called(name: str) -> str | None:
    """The CTDL credential class that is called exactly `name`, apart from case and hyphens."""
    return _classes().get(_plain(name))


def _identifying(value: Any) -> list[str]:
    members = (
        [value.get(name) for name in ("id", "@id", "url", "targetUrl", "termCode", "targetCode")]
        if isinstance(value, dict)
        else [value]
    )
    return [member for member in members if isinstance(member, str)]


def _plain(name: str) -> str:
    return re.sub(r"[\s'\u2019-]", "", folded(name))


@cache
def _classes() -> Mapping[str, str]:
    terms = vocabulary()
    found = {}
    for name in terms.subclasses("ceterms:Credential") - {"ceterms:Credential"}:
        found[_plain(terms.classes[name].label)] = name
        found[_plain(name.partition(":")[2])] = name
    return found


@cache
def _fields() -> Mapping[str, str]:
    with _FIELDS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["label"] for row in csv.DictReader(file)}


@cache
def _fields_by_ctid() -> Mapping[Any, str]:
    return {derive_ctid(f"concept:isced-f-2013:{code}"): code for code in _fields()}


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
    by_level = {level: address for address, level in _NQF.items()}
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
    codes = (_EU_LANGUAGES.get(primary_language(str(value))) for value in values)
    return [{"id": f"{LANGUAGES_EU}{code}", "type": "Concept"} for code in codes if code]


def _modes(known: Mapping[str, str], why: str) -> Callable[[Reading, list[Any]], list[Node]]:
    def read(reading: Reading, values: list[Any]) -> list[Node]:
        made = []
        for value in values:
            found = [
                known[text] for text in map(_folded_mode, _identifying(value)) if text in known
            ]
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
    concept = _AUDIENCE.get(text.strip().lower()) if isinstance(text, str) else None
    if concept is None:
        return None
    return concept_alignment("AudienceLevel", concept, vocabulary().label(concept))


def audience_words(writing: Writing, values: list[Any]) -> list[str]:
    """The words of schema.org for the difficulties that have one."""
    words = {concept: word.capitalize() for word, concept in _AUDIENCE.items()}
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
    texts = _identifying(value)
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
    _modes(_EU_MODES, "CTDL has no way of delivery for it"),
    _write_modes(_EU_MODES, lambda address: {"id": address, "type": "Concept"}),
    _CONCEPT_TERMS,
)
COURSE_MODE: Final = Conversion(
    "online, onsite or blended, by these words",
    _modes(_COURSE_MODES, "only online, onsite and blended are ways of delivery in CTDL"),
    _write_modes(_COURSE_MODES, str.capitalize),
)
SUBJECT: Final = Conversion("the name of the subject", _read_subjects, _write_first_subject)
SUBJECT_EU: Final = Conversion(
    "the name of the subject", _read_subjects, _write_subjects_eu, _CONCEPT_TERMS
)
