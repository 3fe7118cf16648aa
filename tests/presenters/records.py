"""Small records to present: each states only what a test needs."""

from typing import Any

from app.services.reading import StoredRecord
from app.services.revisions import Revision
from app.store.log import LoggedChange
from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import Document, parse_document

CREDENTIAL = derive_ctid("a credential to present")
PARENT = derive_ctid("a larger credential")
PROVIDER = derive_ctid("a provider to present")


def a_document(**properties: Any) -> Document:
    """The document of a micro-credential with these CTDL properties (`_` for `:`)."""
    node = {
        "@id": f"resources/{CREDENTIAL}",
        "@type": properties.pop("type", "ceterms:MicroCredential"),
        "ceterms:ctid": CREDENTIAL,
        "ceterms:name": properties.pop("name", {"en": "Data Analysis"}),
        **{f"ceterms:{name}": value for name, value in properties.items()},
    }
    return parse_document(
        {
            "@context": "https://credreg.net/ctdl/schema/context/json",
            "@id": f"graph/{CREDENTIAL}",
            "@graph": [node],
        }
    )


def a_stored_record(provenance: str = "{}", **properties: Any) -> StoredRecord:
    """The same as the log holds it."""
    document = a_document(**properties)
    change = LoggedChange(
        number=7,
        ctid=CREDENTIAL,
        kind="published",
        resource_type=document.type,
        at="2026-11-21T10:00:00Z",
        publisher=CTID("ce-publisher"),
        document=document.canonical,
        provenance=provenance,
        sha256=document.sha256,
        previous=None,
        reason=None,
        signature=None,
        replaced_by=None,
    )
    return StoredRecord(CREDENTIAL, Revision(change), "2026-11-20T10:00:00Z", "The Publisher")
