"""What is known of a credential when it is held against a standard.

The record's own document, and what only the registry knows: the provider's country and kind, what
others say of its quality, the comparisons of levels, today's date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ctdl.crosswalk import Crosswalk
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.records.credentials import CredentialRecord
from ctdl.records.reading import NodeView
from ctdl.records.values import QAStatement
from ctdl.standards.found import Found
from ctdl.standards.verdicts import Verdict


@dataclass(frozen=True)
class Other:
    """Another record that a document refers to: what it is called, and its class."""

    name: str = ""
    type: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Around:
    """What the registry knows around a record; empty is not known.

    `provider_country` is an ISO 3166 code. `provider_types` are the classes, agent types and
    sectors of the providers' records ("ceterms:QACredentialOrganization", "FourYear", "Public").
    The statements are those that others publish about the credential and about its providers.
    `others` are the records that the document refers to.
    """

    provider_country: str | None = None
    provider_types: tuple[str, ...] = ()
    qa_about_credential: tuple[QAStatement, ...] = ()
    qa_about_provider: tuple[QAStatement, ...] = ()
    crosswalk: Crosswalk = field(default_factory=Crosswalk)
    today: date | None = None
    others: Mapping[CTID, Other] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Known:
    """A record and all that is known around it; each fact is read when first asked for."""

    view: NodeView
    record: CredentialRecord
    around: Around
    read: dict[str, tuple[Found, ...]] = field(default_factory=dict, repr=False)
    present: dict[str, Verdict] = field(default_factory=dict, repr=False)


def known(document: Document, record: CredentialRecord, around: Around | None = None) -> Known:
    """What is known of the credential that `document` describes as `record`."""
    node = document.node(record.ctid) or {}
    return Known(NodeView(document, node), record, around or Around())
