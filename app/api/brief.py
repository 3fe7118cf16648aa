"""Records in a few words, as several answers of the API name them, and credentials by address."""

from typing import Any

from app.http.current import registry, resource_iri
from app.services import reading
from app.services.reading import RecordNotFound
from app.services.summaries import Named, Summary
from ctdl.ctid import CTID
from ctdl.language import best_text
from ctdl.records import CredentialRecord


def brief_record(summary: Summary, language: str = "en") -> dict[str, Any]:
    """What tells a record from others: name, class and provider (`BriefRecordSchema`)."""
    return {
        "ctid": summary.ctid,
        "iri": resource_iri(summary.ctid),
        "name": best_text(summary.name, language)[0] or None,
        "type": summary.type,
        "provider": brief_name(summary.provider, language),
    }


def brief_name(named: Named | None, language: str = "en") -> dict[str, str | None] | None:
    """A thing with a page of its own, or only a name (`NamedSchema`)."""
    if named is None:
        return None
    return {"ctid": named.ctid, "name": best_text(named.name, language)[0] or None}


def require_credential(ctid: CTID) -> None:
    """Raise RecordNotFound or RecordWithdrawn unless a live credential or course has this CTID."""
    record = reading.get_record(registry(), ctid).record
    if not isinstance(record, CredentialRecord):
        raise RecordNotFound(f"{ctid} is of the class {record.type}, not a credential.")
