"""Transfer values, concept schemes, and whatever has no record of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.records.amounts import read_credits
from ctdl.records.reading import DESCRIPTIONS, NAMES, NodeView
from ctdl.records.values import Amount, Reference


@dataclass(frozen=True)
class TransferValueRecord:
    """What learning is worth elsewhere: from what, for what, how much, from when to when."""

    ctid: CTID
    type: str
    name: LangText
    description: LangText
    webpage: str | None
    owned_by: tuple[Reference, ...]
    values: tuple[Amount, ...]
    transfer_from: tuple[Reference, ...]
    transfer_for: tuple[Reference, ...]
    start: str | None
    end: str | None
    status: str | None


@dataclass(frozen=True)
class ConceptRecord:
    """One value of a concept scheme."""

    ctid: CTID
    notation: str | None
    name: LangText
    alternate_names: tuple[LangText, ...]
    broader: tuple[Reference, ...]
    exact_matches: tuple[str, ...]


@dataclass(frozen=True)
class ConceptSchemeRecord:
    """A list of values, in the order of the document."""

    ctid: CTID
    type: str
    name: LangText
    description: LangText
    concepts: tuple[ConceptRecord, ...]


@dataclass(frozen=True)
class GenericRecord:
    """Any other resource: what it is called and where to read about it."""

    ctid: CTID
    type: str
    name: LangText
    description: LangText
    webpage: str | None
    owned_by: tuple[Reference, ...]
    same_as: tuple[str, ...]


def read_transfer_value(view: NodeView, ctid: CTID) -> TransferValueRecord:
    """The record of the transfer value `view`."""
    statuses = (concept.term for concept in view.concepts("ceterms:lifeCycleStatusType"))
    return TransferValueRecord(
        ctid=ctid,
        type=view.type,
        name=view.text(*NAMES),
        description=view.text(*DESCRIPTIONS),
        webpage=view.page("ceterms:subjectWebpage"),
        owned_by=view.references("ceterms:ownedBy"),
        values=tuple(read_credits(view, "ceterms:transferValue")),
        transfer_from=view.references("ceterms:transferValueFrom"),
        transfer_for=view.references("ceterms:transferValueFor"),
        start=view.string("ceterms:startDate"),
        end=view.string("ceterms:endDate"),
        status=next((status for status in statuses if status), None),
    )


def read_concept_scheme(view: NodeView, ctid: CTID) -> ConceptSchemeRecord:
    """The record of the concept scheme `view` with the concepts described beside it."""
    return ConceptSchemeRecord(
        ctid=ctid,
        type=view.type,
        name=view.text(*NAMES),
        description=view.text(*DESCRIPTIONS),
        concepts=tuple(_concepts(view)),
    )


def read_generic(view: NodeView, ctid: CTID) -> GenericRecord:
    """The record of a resource of any class."""
    return GenericRecord(
        ctid=ctid,
        type=view.type,
        name=view.text(*NAMES),
        description=view.text(*DESCRIPTIONS),
        webpage=view.page("ceterms:subjectWebpage"),
        owned_by=view.references("ceterms:ownedBy"),
        same_as=view.iris("ceterms:sameAs"),
    )


def _concepts(view: NodeView) -> Iterator[ConceptRecord]:
    for node in view.document.nodes:
        concept = NodeView(view.document, node)
        if "skos:Concept" in concept.types and concept.ctid:
            yield ConceptRecord(
                ctid=concept.ctid,
                notation=concept.string("skos:notation", "ceterms:codedNotation"),
                name=concept.text(*NAMES),
                alternate_names=concept.texts("skos:altLabel"),
                broader=concept.references("skos:broader"),
                exact_matches=concept.iris("skos:exactMatch"),
            )
