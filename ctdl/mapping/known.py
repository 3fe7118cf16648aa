"""Addresses and notations this registry knows exactly: of levels, fields, languages, classes.

Nothing is matched by likeness; what is not listed here or in the shipped tables is not known.
"""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.core import get_global

from ctdl.ctid import ctid_in, derive_ctid
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel
from ctdl.language import folded
from ctdl.vocabulary import vocabulary

Node = dict[str, Any]

EQF: Final = "http://data.europa.eu/snb/eqf/"
ISCED_F: Final = "http://data.europa.eu/snb/isced-f/"
ISCED_F_ESCO: Final = "http://data.europa.eu/esco/isced-f/"
LANGUAGES_EU: Final = "http://publications.europa.eu/resource/authority/language/"
COUNTRIES_EU: Final = "http://publications.europa.eu/resource/authority/country/"
MODES_EU: Final = "http://data.europa.eu/snb/learning-assessment/"

#: Levels of national frameworks in the Union's list, as far as a public example names them.
NQF_ADDRESSES: Final[Mapping[str, str]] = {"http://data.europa.eu/snb/qdr/c_c392e7a2": "rqf:6"}
_FIELDS_FILE: Final = (
    Path(__file__).parents[2] / "registry_data" / "facts" / "frameworks" / "iscedf.csv"
)
_FIELD_SCHEME: Final = f"resources/{derive_ctid('concept-scheme:isced-f-2013')}"
_DELIVERY: Final[Mapping[str, str]] = {
    "OnlineOnly": "Online Only",
    "InPerson": "In-Person Only",
    "BlendedDelivery": "Blended Delivery",
}
EU_MODES: Final[Mapping[str, str]] = {
    f"{MODES_EU}920fbb3cbe": "OnlineOnly",
    f"{MODES_EU}9191af2ed9": "InPerson",
    f"{MODES_EU}e92d221e4d": "BlendedDelivery",
}
COURSE_MODES: Final[Mapping[str, str]] = {
    "online": "OnlineOnly",
    "onsite": "InPerson",
    "blended": "BlendedDelivery",
}
#: Codes that the Union's list of languages uses (ISO 639-3) for the languages written here.
EU_LANGUAGES: Final[Mapping[str, str]] = {
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
AUDIENCE_WORDS: Final[Mapping[str, str]] = {
    "beginner": "audLevel:BeginnerLevel",
    "intermediate": "audLevel:IntermediateLevel",
    "advanced": "audLevel:AdvancedLevel",
}


def level_of(value: Any) -> FrameworkLevel | None:
    """The level that `value` names by a known address or by a notation such as eqf:5."""
    for text in identifying(value):
        known = FRAMEWORKS.level(NQF_ADDRESSES.get(text, text))
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


def level_address(level: FrameworkLevel, base: str) -> str:
    """Where others find the level: the Union's address for an EQF level, else ours."""
    if level.framework == "eqf":
        return f"{EQF}{level.notation}"
    return f"{base}resources/{level.ctid}"


def field_code(value: Any) -> str | None:
    """The ISCED-F 2013 code that `value` names by a known address."""
    for text in identifying(value):
        for start in (ISCED_F, ISCED_F_ESCO):
            code = text.removeprefix(start)
            if code != text and code in fields_of_education():
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
        "ceterms:targetNodeName": {"en": fields_of_education()[code]},
        "ceterms:codedNotation": code,
    }


def isced_term(value: Any) -> str | None:
    """The code of a schema.org DefinedTerm in ISCED-F 2013."""
    if not isinstance(value, dict):
        return None
    code, scheme = value.get("termCode"), value.get("inDefinedTermSet")
    name = scheme.get("name") if isinstance(scheme, dict) else scheme
    named = isinstance(name, str) and folded(name) in ("isced-f 2013", "isced-f", ISCED_F)
    return code if named and isinstance(code, str) and code in fields_of_education() else None


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
    for text in identifying(value):
        code = text.removeprefix(LANGUAGES_EU)
        if code != text:
            found = get_global("language_aliases").get(code.lower())
            return str(found) if found and len(found) == 2 else None
    return None


def country_address(alpha_2: str) -> str | None:
    """The entry of the Union's list of countries, which goes by three letters."""
    code = _three_letters().get(alpha_2)
    return f"{COUNTRIES_EU}{code}" if code else None


@cache
def _three_letters() -> Mapping[str, str]:
    known = get_global("territory_aliases")
    return {
        found[0]: code
        for code, found in known.items()
        if len(code) == 3 and code.isalpha() and len(found) == 1
    }


def country_alpha_2(value: Any) -> str | None:
    """The ISO 3166 code of an entry of the Union's list of countries."""
    for text in identifying(value):
        code = text.removeprefix(COUNTRIES_EU)
        if code != text:
            found = get_global("territory_aliases").get(code.upper())
            return str(found[0]) if found else None
    return None


def class_called(name: str) -> str | None:
    """The CTDL credential class that is called exactly `name`, apart from case and hyphens."""
    return _classes().get(_plain(name))


def identifying(value: Any) -> list[str]:
    """What in `value` may be the address or code of what it names."""
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
def fields_of_education() -> Mapping[str, str]:
    """The fields of ISCED-F 2013 by code."""
    with _FIELDS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["label"] for row in csv.DictReader(file)}


@cache
def _fields_by_ctid() -> Mapping[Any, str]:
    return {derive_ctid(f"concept:isced-f-2013:{code}"): code for code in fields_of_education()}
