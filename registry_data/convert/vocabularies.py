"""The lists of values records point into: fields of education, credit units, ESCO skills."""

import re
from collections.abc import Iterator
from functools import cache

from ctdl.ctid import CTID
from registry_data.convert import keys
from registry_data.convert.errors import FactError
from registry_data.convert.json_ld import (
    CTDL_ASN_CONTEXT,
    Node,
    alignment,
    document,
    record,
    reference,
    references,
    text,
    texts,
)
from registry_data.convert.outputs import Shipped
from registry_data.convert.statements import COMPILED, Statement, provenance
from registry_data.convert.tables import Row, facts, rules

FIELDS, UNITS, SKILLS = "isced-f-2013", "credit-units", "esco-skills"
ESCO_LICENCE = (
    "Commission Decision 2011/833/EU. "
    "This service uses the ESCO classification of the European Commission."
)


def vocabulary_documents() -> Iterator[Shipped]:
    """The three concept schemes, each with its concepts in the same document."""
    yield _fields()
    yield _units()
    yield _skills()


def field_alignment(code: str) -> Node:
    """How a record points at its ISCED-F field."""
    row = _field_rows().get(code)
    if row is None:
        raise FactError(f"{code!r} is not an ISCED-F 2013 code.")
    return alignment(
        ceterms__framework=reference(keys.concept_scheme(FIELDS)),
        ceterms__frameworkName=text("ISCED-F 2013"),
        ceterms__targetNode=reference(keys.concept(FIELDS, code)),
        ceterms__targetNodeName=text(row["label"]),
        ceterms__codedNotation=code,
    )


def unit_alignment(code: str) -> Node:
    """How a number of credits points at its unit."""
    return alignment(
        ceterms__framework=reference(keys.concept_scheme(UNITS)),
        ceterms__targetNode=reference(keys.concept(UNITS, code)),
        ceterms__targetNodeName=text(unit_label(code)),
    )


def skill_alignment(name: str) -> Node:
    """How a record names a skill, with its ESCO concept when the preferred label is the same."""
    found = _skills_by_label().get(name.casefold())
    if found is None:
        return alignment(ceterms__targetNodeName=text(name, "und"))
    return alignment(
        ceterms__framework=reference(keys.concept_scheme(SKILLS)),
        ceterms__frameworkName=text("ESCO skills"),
        ceterms__targetNode=found["uri"],
        ceterms__targetNodeName=text(name, "en"),
    )


def unit_code(written: str) -> str:
    """The code of the credit unit that is written this way; empty when the unit is not said."""
    return _unit_codes().get(written, "")


def unit_label(code: str) -> str:
    """The name of a credit unit."""
    return next(row["label"] for row in rules("credit_units") if row["code"] == code)


@cache
def _unit_codes() -> dict[str, str]:
    return {
        spelling: row["code"]
        for row in rules("credit_units")
        for spelling in row["written_as"].split("|")
    }


@cache
def _field_rows() -> dict[str, Row]:
    return {row["code"]: row for row in facts("frameworks/iscedf")}


@cache
def _skills_by_label() -> dict[str, Row]:
    return {row["preferred_label_en"].casefold(): row for row in facts("esco/skills_matched")}


def _fields() -> Shipped:
    in_french = {row["code"]: row["label_fr"] for row in facts("esco/isced_f_2013")}
    scheme = _scheme(
        FIELDS,
        "ISCED-F 2013: fields of education and training",
        "Broad, narrow and detailed fields of education of UNESCO's classification of 2013.",
        [keys.concept(FIELDS, row["code"]) for row in _field_rows().values() if not row["parent"]],
    )
    children: dict[str, list[str]] = {}
    for row in _field_rows().values():
        children.setdefault(row["parent"], []).append(row["code"])
    concepts = [
        _field(row, in_french.get(row["code"], ""), children.get(row["code"], []))
        for row in _field_rows().values()
    ]
    statement = Statement(
        source="UNESCO Institute for Statistics, ISCED-F 2013; French labels from ESCO",
        asserted_by="UNESCO Institute for Statistics",
        licence="ISCED-F: UNESCO-UIS. French labels: " + ESCO_LICENCE,
    )
    whole = document(scheme, *concepts, context=CTDL_ASN_CONTEXT)
    return Shipped(whole, provenance(whole, statement))


def _field(row: Row, in_french: str, children: list[str]) -> Node:
    code, parent = row["code"], row["parent"]
    scheme = reference(keys.concept_scheme(FIELDS))
    return record(
        "skos:Concept",
        keys.concept(FIELDS, code),
        skos__prefLabel={**text(row["label"]), **text(_capital(in_french), "fr")},
        skos__notation=code,
        skos__inScheme=scheme,
        skos__topConceptOf=None if parent else scheme,
        skos__broader=references(keys.concept(FIELDS, parent)) if parent else None,
        skos__narrower=references(*(keys.concept(FIELDS, child) for child in children)),
        skos__exactMatch=[f"http://data.europa.eu/esco/isced-f/{code}"] if in_french else None,
    )


def _units() -> Shipped:
    rows = rules("credit_units")
    scheme = _scheme(
        UNITS,
        "Credit units",
        "Units in which the shipped records count credits. A number without its unit says nothing.",
        [keys.concept(UNITS, row["code"]) for row in rows],
    )
    address = reference(keys.concept_scheme(UNITS))
    concepts = [
        record(
            "skos:Concept",
            keys.concept(UNITS, row["code"]),
            skos__prefLabel=text(row["label"]),
            skos__altLabel=texts([("en", written) for written in row["written_as"].split("|")]),
            skos__notation=row["code"],
            skos__note=_unit_note(row),
            skos__inScheme=address,
            skos__topConceptOf=address,
            skos__closeMatch=[row["close_match"]] if row["close_match"] else None,
        )
        for row in rows
    ]
    statement = Statement(
        source="units written in the fact tables; hours from the frameworks' own pages",
        asserted_by=COMPILED,
        licence="facts only",
    )
    whole = document(scheme, *concepts, context=CTDL_ASN_CONTEXT)
    return Shipped(whole, provenance(whole, statement))


def _unit_note(row: Row) -> Node:
    """What the unit is, and how many hours of which kind it stands for, from which source."""
    rule = next((each for each in facts("credit_systems") if each["unit"] == row["code"]), None)
    if rule is None:
        return text(row["note"])
    low, high = rule["hours_low"], rule["hours_high"]
    hours = low if low == high else f"{low}-{high}" if high else f"at least {low}"
    about = "about " if rule["is_approximate"] == "yes" else ""
    kind = "hours of instruction" if rule["kind"] == "contact" else "hours of work"
    said = f"{row['note']}. One unit: {about}{hours} {kind} ({rule['source']})."
    return text(f"{said} {rule['dispute']}" if rule["dispute"] else said)


def _skills() -> Shipped:
    rows = facts("esco/skills_matched")
    scheme = _scheme(
        SKILLS,
        "ESCO skills named in the shipped records",
        "The part of the ESCO skills pillar whose preferred label is, letter for letter, "
        "a skill named in a shipped record.",
        [keys.concept(SKILLS, row["uri"]) for row in rows],
    )
    address = reference(keys.concept_scheme(SKILLS))
    concepts = [
        record(
            "skos:Concept",
            keys.concept(SKILLS, row["uri"]),
            skos__prefLabel=text(row["preferred_label_en"]),
            skos__altLabel={"en": labels} if (labels := _alternatives(row)) else None,
            skos__inScheme=address,
            skos__topConceptOf=address,
            skos__exactMatch=[row["uri"]],
        )
        for row in rows
    ]
    statement = Statement(
        source="ESCO skills pillar, versions 1.1 and 1.2 (extract)",
        asserted_by="European Commission (ESCO)",
        licence=ESCO_LICENCE,
        note="Extract: only skills named in the shipped records.",
    )
    whole = document(scheme, *concepts, context=CTDL_ASN_CONTEXT)
    return Shipped(whole, provenance(whole, statement))


def _alternatives(row: Row) -> list[str]:
    return [label for label in re.split(r"\|", row["alt_labels_en"]) if label]


def _scheme(scheme: str, name: str, description: str, tops: list[CTID]) -> Node:
    return record(
        "skos:ConceptScheme",
        keys.concept_scheme(scheme),
        ceasn__name=text(name),
        ceasn__description=text(description),
        ceasn__inLanguage=["en", "fr"] if scheme == FIELDS else ["en"],
        ceasn__publicationStatusType="publicationStatus:Published",
        skos__hasTopConcept=references(*tops),
    )


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
