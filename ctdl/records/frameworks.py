"""Qualifications frameworks, their levels, and the maps between them, as records."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.records.reading import DESCRIPTIONS, NAMES, NodeView
from ctdl.records.values import Reference

Relation = Literal["exact", "close", "broad", "narrow", "none"]
_RELATIONS: Final[dict[str, Relation]] = {
    "exactmatch": "exact",
    "closematch": "close",
    "broadmatch": "broad",
    "narrowmatch": "narrow",
    "nomatch": "none",
}


@dataclass(frozen=True)
class FrameworkRecord:
    """A qualifications framework; `code` is its id ("eqf")."""

    ctid: CTID
    type: str
    code: str | None
    name: LangText
    alternate_names: tuple[LangText, ...]
    description: LangText
    webpage: str | None
    jurisdictions: tuple[LangText, ...]
    progression_models: tuple[Reference, ...]
    same_as: tuple[str, ...]


@dataclass(frozen=True)
class LevelRecord:
    """One level in a progression model."""

    ctid: CTID
    notation: str | None
    name: LangText
    note: LangText
    precedes: tuple[Reference, ...]
    preceded_by: tuple[Reference, ...]


@dataclass(frozen=True)
class ProgressionModelRecord:
    """The levels of a framework, in the order of the document."""

    ctid: CTID
    type: str
    name: LangText
    description: LangText
    frameworks: tuple[Reference, ...]
    levels: tuple[LevelRecord, ...]


@dataclass(frozen=True)
class AlignmentRow:
    """One comparison of two levels; `target` is None where the source has no counterpart."""

    source: Reference
    target: Reference | None
    relation: Relation | None
    basis: str | None
    source_text: str | None
    year: str | None
    iri: str | None = None


@dataclass(frozen=True)
class AlignmentMapRecord:
    """A crosswalk between two frameworks. Comparability, never equivalence."""

    ctid: CTID
    type: str
    name: LangText
    description: LangText
    compares: tuple[Reference, ...]
    rows: tuple[AlignmentRow, ...]


def read_framework(view: NodeView, ctid: CTID) -> FrameworkRecord:
    """The record of the framework `view`."""
    return FrameworkRecord(
        ctid=ctid,
        type=view.type,
        code=view.string("ceterms:codedNotation"),
        name=view.text(*NAMES),
        alternate_names=view.texts("ceterms:alternateName"),
        description=view.text(*DESCRIPTIONS),
        webpage=view.page("ceterms:subjectWebpage"),
        jurisdictions=tuple(_jurisdictions(view)),
        progression_models=view.references("asn:hasProgressionModel"),
        same_as=view.iris("ceterms:sameAs"),
    )


def read_progression_model(view: NodeView, ctid: CTID) -> ProgressionModelRecord:
    """The record of the progression model `view` with the levels described beside it."""
    return ProgressionModelRecord(
        ctid=ctid,
        type=view.type,
        name=view.text(*NAMES),
        description=view.text(*DESCRIPTIONS),
        frameworks=view.references("ceterms:inQualificationsFramework"),
        levels=tuple(_levels(view)),
    )


def read_level(view: NodeView, ctid: CTID) -> LevelRecord:
    """The record of the level `view`."""
    return LevelRecord(
        ctid=ctid,
        notation=view.string("skos:notation", "ceterms:codedNotation"),
        name=view.text(*NAMES),
        note=view.text("skos:note"),
        precedes=view.references("ceterms:precedes"),
        preceded_by=view.references("ceterms:precededBy"),
    )


def read_alignment_map(view: NodeView, ctid: CTID) -> AlignmentMapRecord:
    """The record of the crosswalk `view`."""
    return AlignmentMapRecord(
        ctid=ctid,
        type=view.type,
        name=view.text(*NAMES),
        description=view.text(*DESCRIPTIONS),
        compares=view.references("ceterms:compares"),
        rows=tuple(_rows(view)),
    )


def _jurisdictions(view: NodeView) -> Iterator[LangText]:
    for profile in view.views("ceterms:jurisdiction"):
        for place in profile.views("ceterms:mainJurisdiction"):
            name = place.text(*NAMES)
            if name:
                yield name


def _levels(view: NodeView) -> Iterator[LevelRecord]:
    for node in view.document.nodes:
        level = NodeView(view.document, node)
        if "asn:ProgressionLevel" in level.types and level.ctid:
            yield read_level(level, level.ctid)


def _rows(view: NodeView) -> Iterator[AlignmentRow]:
    for row in view.views("ceterms:hasPart"):
        source = _end(row, "ceterms:sourceNode", "ceterms:sourceNodeName")
        if source is None:
            continue
        yield AlignmentRow(
            source=source,
            target=_end(row, "ceterms:targetNode", "ceterms:targetNodeName"),
            relation=_relation(row),
            basis=row.string("dct:type"),
            source_text=row.string("dct:source"),
            year=row.string("dct:date", "ceterms:alignmentDate"),
            iri=_address(row),
        )


def _address(row: NodeView) -> str | None:
    own = row.node.get("@id")
    return own if isinstance(own, str) and not own.startswith("_:") else None


def _end(row: NodeView, name: str, label: str) -> Reference | None:
    found = next(iter(row.references(name)), None)
    if found is None or found.name:
        return found
    return Reference(found.ctid, found.iri, row.text(label))


def _relation(row: NodeView) -> Relation | None:
    terms = (concept.term or "" for concept in row.concepts("ceterms:alignmentType"))
    return next((_RELATIONS[t.lower()] for t in terms if t.lower() in _RELATIONS), None)
