"""How records point at entries of lists: levels, fields of education, credit units, concepts."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

from ctdl.credit_units import UNIT_CODES, unit_code
from ctdl.ctid import CTID, ctid_in, derive_ctid
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel
from ctdl.nodes import Node
from ctdl.vocabulary import vocabulary

_SHIPPED: Final = Path(__file__).parents[2] / "registry_data"
_TERMS: Final = "https://credreg.net/ctdl/terms/"
_FIELDS: Final = "isced-f-2013"
_UNITS: Final = "credit-units"
_UNIT_SCHEME: Final = "ceterms:CreditUnit"


def alignment(**properties: object) -> Node:
    """A CredentialAlignmentObject of the properties that say something."""
    stated = {
        f"ceterms:{name}": value for name, value in properties.items() if value not in (None, {})
    }
    return {"@type": "ceterms:CredentialAlignmentObject", **stated}


def level_alignment(level: FrameworkLevel) -> Node:
    """How a credential points at its level."""
    framework = FRAMEWORKS.frameworks[level.framework]
    return alignment(
        framework=_address(framework.progression_model_ctid),
        frameworkName={"en": framework.name},
        targetNode=_address(level.ctid),
        targetNodeName={"en": level.label},
        codedNotation=level.id,
    )


def level_of(node: Node) -> str | None:
    """The id of the level that an alignment points at, such as "eqf:5"."""
    target, notation = node.get("ceterms:targetNode"), node.get("ceterms:codedNotation")
    ctid = ctid_in(target) if isinstance(target, str) else None
    known = FRAMEWORKS.level_of_ctid(ctid) if ctid else None
    if known is None and isinstance(notation, str):
        known = FRAMEWORKS.level(notation)
    return known.id if known else None


def field_alignment(code: str) -> Node:
    """How a record points at its field of education."""
    return alignment(
        framework=_address(derive_ctid(f"concept-scheme:{_FIELDS}")),
        frameworkName={"en": "ISCED-F 2013"},
        targetNode=_address(derive_ctid(f"concept:{_FIELDS}:{code}")),
        targetNodeName={"en": isced_fields()[code]},
        codedNotation=code,
    )


def field_of(node: Node) -> str | None:
    """The ISCED-F code that an alignment points at."""
    target = node.get("ceterms:targetNode")
    return _field_addresses().get(target) if isinstance(target, str) else None


def unit_alignment(code: str) -> Node:
    """How a number of credits points at its unit."""
    if code in UNIT_CODES:
        return alignment(
            framework=_address(derive_ctid(f"concept-scheme:{_UNITS}")),
            targetNode=_address(derive_ctid(f"concept:{_UNITS}:{code}")),
            targetNodeName={"en": credit_units()[code]},
        )
    return concept_alignment(_ctdl_units()[code])


def unit_of(node: Node) -> str | None:
    """The code of the unit that an alignment points at."""
    target = node.get("ceterms:targetNode")
    return unit_code(target) if isinstance(target, str) else None


def concept_alignment(term: str) -> Node:
    """How a record points at a value of one of CTDL's own lists, such as deliveryType:InPerson."""
    concept = vocabulary().concept_terms[term]
    return alignment(
        framework=_TERMS + concept.scheme.partition(":")[2],
        targetNode=term,
        targetNodeName={"en": concept.label},
    )


@cache
def isced_fields() -> dict[str, str]:
    """The fields of education by ISCED-F code."""
    return {row["code"]: row["label"] for row in _rows("facts/frameworks/iscedf.csv")}


@cache
def credit_units() -> dict[str, str]:
    """The units of credit by code: the shipped ones, then those of CTDL."""
    shipped = {row["code"]: row["label"] for row in _rows("tables/credit_units.csv")}
    known = {code: shipped[code] for code in UNIT_CODES}
    others = {code: vocabulary().label(term) for code, term in _ctdl_units().items()}
    return {**known, **others}


@cache
def unit_spellings() -> dict[str, str]:
    """The ways in which units are written, each with its code."""
    return {
        spelling.casefold(): row["code"]
        for row in _rows("tables/credit_units.csv")
        for spelling in row["written_as"].split("|")
    }


@cache
def _ctdl_units() -> dict[str, str]:
    terms = [concept.name for concept in vocabulary().concepts(_UNIT_SCHEME)]
    return {code: term for term in terms if (code := unit_code(term))}


@cache
def _field_addresses() -> dict[str, str]:
    return {_address(derive_ctid(f"concept:{_FIELDS}:{code}")): code for code in isced_fields()} | {
        f"http://data.europa.eu/esco/isced-f/{code}": code for code in isced_fields()
    }


def _address(ctid: CTID) -> str:
    return f"resources/{ctid}"


def _rows(path: str) -> list[dict[str, str]]:
    with (_SHIPPED / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
