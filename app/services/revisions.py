"""From an entry of the log back to the document, its provenance and its typed record."""

import json
from dataclasses import dataclass
from functools import cached_property

from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.documents import Document, stored_document
from ctdl.provenance import Provenance
from ctdl.records import Record, read_record


@dataclass(frozen=True)
class Revision:
    """One logged state of a record; the document is parsed when first asked for."""

    change: LoggedChange

    @cached_property
    def document(self) -> Document:
        """The document as it was logged."""
        return stored_document(self.change.document)

    @cached_property
    def record(self) -> Record:
        """What the document says about its main resource."""
        return read_record(self.document)

    @cached_property
    def provenance(self) -> Provenance:
        """Who stated the document's facts, where and when."""
        return Provenance.from_json(json.loads(self.change.provenance))

    def record_of(self, node: CTID) -> Record:
        """What the document says about one of its resources."""
        return read_record(self.document, node)
