"""Documents as typed records: what pages, services and the JSON API read.

Nothing here fails on an odd document: a value of an unexpected form is simply not stated.
"""

from collections.abc import Callable
from typing import Final

from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.edges import Edge, edges
from ctdl.errors import RegistryError
from ctdl.records.credentials import CredentialRecord, read_credential
from ctdl.records.frameworks import (
    AlignmentMapRecord,
    AlignmentRow,
    FrameworkRecord,
    LevelRecord,
    ProgressionModelRecord,
    read_alignment_map,
    read_framework,
    read_level,
    read_progression_model,
)
from ctdl.records.organizations import OrganizationRecord, read_organization
from ctdl.records.others import (
    ConceptRecord,
    ConceptSchemeRecord,
    GenericRecord,
    TransferValueRecord,
    read_concept_scheme,
    read_generic,
    read_transfer_value,
)
from ctdl.records.pathways import PathwayRecord, read_pathway
from ctdl.records.quality import ActionRecord, read_action
from ctdl.records.reading import NodeView
from ctdl.records.values import (
    Amount,
    Assessment,
    Connection,
    Cost,
    Field,
    Hours,
    Identifier,
    Level,
    QAStatement,
    Reference,
    Skill,
    Span,
)
from ctdl.vocabulary import vocabulary

Record = (
    CredentialRecord
    | OrganizationRecord
    | FrameworkRecord
    | ProgressionModelRecord
    | AlignmentMapRecord
    | ActionRecord
    | TransferValueRecord
    | PathwayRecord
    | ConceptSchemeRecord
    | GenericRecord
)

__all__ = [
    "ActionRecord",
    "AlignmentMapRecord",
    "AlignmentRow",
    "Amount",
    "Assessment",
    "ConceptRecord",
    "ConceptSchemeRecord",
    "Connection",
    "Cost",
    "CredentialRecord",
    "Edge",
    "Field",
    "FrameworkRecord",
    "GenericRecord",
    "Hours",
    "Identifier",
    "Level",
    "LevelRecord",
    "NodeNotFound",
    "OrganizationRecord",
    "PathwayRecord",
    "ProgressionModelRecord",
    "QAStatement",
    "Record",
    "Reference",
    "Skill",
    "Span",
    "TransferValueRecord",
    "edges",
    "read_level",
    "read_record",
]

# The first that fits is taken: a progression model is a concept scheme as well.
_READERS: Final[tuple[tuple[str, Callable[[NodeView, CTID], Record]], ...]] = (
    ("ceterms:Credential", read_credential),
    ("ceterms:LearningOpportunityProfile", read_credential),
    ("ceterms:AssessmentProfile", read_credential),
    ("ceterms:Organization", read_organization),
    ("ceterms:QualificationsFramework", read_framework),
    ("asn:ProgressionModel", read_progression_model),
    ("ceterms:AlignmentMap", read_alignment_map),
    ("ceterms:CredentialingAction", read_action),
    ("ceterms:TransferValueProfile", read_transfer_value),
    ("ceterms:Pathway", read_pathway),
    ("skos:ConceptScheme", read_concept_scheme),
)


class NodeNotFound(RegistryError):
    """A document does not describe the resource asked for."""


def read_record(document: Document, node: CTID | None = None) -> Record:
    """The record of the document's main resource, or of another it describes."""
    ctid = node or document.ctid
    described = document.node(ctid)
    if described is None:
        raise NodeNotFound(f"The document {document.ctid} does not describe {ctid}.")
    view = NodeView(document, described)
    for ancestor, read in _READERS:
        if any(vocabulary().is_a(name, ancestor) for name in view.types):
            return read(view, ctid)
    return read_generic(view, ctid)
