"""Qualifications frameworks as CTDL: a document for each, and one for its ladder of levels."""

from collections.abc import Iterator
from itertools import groupby

from registry_data.convert import keys
from registry_data.convert.json_ld import (
    CTDL_ASN_CONTEXT,
    Node,
    document,
    node,
    record,
    reference,
    references,
    text,
)
from registry_data.convert.levels import SHORT_NAMES, level_rows
from registry_data.convert.outputs import Shipped
from registry_data.convert.statements import COMPILED, Statement, provenance
from registry_data.convert.tables import Row


def framework_documents() -> Iterator[Shipped]:
    """Two documents for each framework of the level tables, in the order of the tables."""
    for framework, rows in groupby(level_rows(), key=lambda row: row["framework_id"]):
        levels = list(rows)
        statement = _statement(levels)
        for made in (
            _framework(framework, levels[0], len(levels)),
            _progression_model(framework, levels),
        ):
            yield Shipped(made, provenance(made, statement))


def _statement(levels: list[Row]) -> Statement:
    sources = "; ".join(dict.fromkeys(row["source"] for row in levels))
    return Statement(
        source=sources,
        asserted_by=COMPILED,
        licence="facts only",
        note="Levels collected from the named sources; level descriptors are not included.",
    )


def _framework(framework: str, row: Row, count: int) -> Node:
    name = row["framework_name"]
    return document(
        record(
            "ceterms:QualificationsFramework",
            keys.framework(framework),
            ceterms__name=text(name),
            ceterms__alternateName=text(SHORT_NAMES[framework]),
            ceterms__description=text(_framework_sentence(framework, row, count)),
            ceterms__subjectWebpage=row["framework_url"],
            ceterms__codedNotation=framework,
            ceterms__jurisdiction=[_jurisdiction(row["jurisdiction"])],
            asn__hasProgressionModel=references(keys.progression_model(framework)),
        )
    )


def _framework_sentence(framework: str, row: Row, count: int) -> str:
    name, where = row["framework_name"], row["jurisdiction"]
    if row["source"].startswith("level stated in rows"):
        known = "1 level is" if count == 1 else f"{count} levels are"
        return f"{name}: {where}. {known} listed here, the ones stated in shipped records."
    return f"{name}: {where}. It has {count} levels."


def _jurisdiction(name: str) -> Node:
    return node(
        "ceterms:JurisdictionProfile",
        ceterms__mainJurisdiction=[node("ceterms:Place", ceterms__name=text(name))],
    )


def _progression_model(framework: str, levels: list[Row]) -> Node:
    name = levels[0]["framework_name"]
    ctids = [keys.level(framework, row["level_notation"]) for row in levels]
    model = record(
        "asn:ProgressionModel",
        keys.progression_model(framework),
        ceasn__name=text(f"{name}: levels"),
        ceasn__description=text(f"The levels of the {name}, lowest first."),
        ceasn__inLanguage=["en"],
        ceasn__publicationStatusType="publicationStatus:Published",
        ceterms__inQualificationsFramework=reference(keys.framework(framework)),
        skos__hasTopConcept=references(*ctids),
    )
    nodes = [_level(framework, levels, position) for position in range(len(levels))]
    return document(model, *nodes, context=CTDL_ASN_CONTEXT)


def _level(framework: str, levels: list[Row], position: int) -> Node:
    row = levels[position]
    model = reference(keys.progression_model(framework))
    return record(
        "asn:ProgressionLevel",
        keys.level(framework, row["level_notation"]),
        skos__prefLabel=text(row["level_label"]),
        skos__notation=row["level_notation"],
        skos__note=text(_typical(row)),
        ceasn__inProgressionModel=model,
        skos__topConceptOf=model,
        ceterms__precededBy=_neighbour(framework, levels, position - 1),
        ceterms__precedes=_neighbour(framework, levels, position + 1),
    )


def _typical(row: Row) -> str:
    types = row["typical_qualification_types"]
    if not row["credit_unit"]:
        return types
    hours = f", {row['hours_per_credit']} hours each" if row["hours_per_credit"] else ""
    return "; ".join(part for part in (types, f"credit unit: {row['credit_unit']}{hours}") if part)


def _neighbour(framework: str, levels: list[Row], position: int) -> list[str]:
    if not 0 <= position < len(levels):
        return []
    return references(keys.level(framework, levels[position]["level_notation"]))
