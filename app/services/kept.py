"""Records as their publishers see them: the newest entry of the log, and the receipt for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.services.reading import RecordNotFound, get_record
from app.services.registry import Registry
from app.services.submissions import ONE_RECORD
from app.store import catalogue, kept, log
from app.store.log import Head, LoggedChange
from ctdl.ctid import CTID
from ctdl.findings import Finding


@dataclass(frozen=True)
class KeptRecord:
    """A live record: its newest entry, and the registry's signed receipt for that."""

    change: LoggedChange
    receipt: str


@dataclass(frozen=True)
class KeptPage:
    """Some of a publisher's records; `next` asks for those after them, None at the end."""

    heads: Sequence[Head]
    next: CTID | None


def kept_record(registry: Registry, ctid: CTID) -> KeptRecord:
    """The live record with this CTID; raises RecordNotFound or RecordWithdrawn."""
    stored = get_record(registry, ctid)
    if stored.document_ctid != ctid:
        raise RecordNotFound(f"{ctid} is described in the record {stored.document_ctid}.")
    return KeptRecord(stored.change, receipt(registry, stored.number))


def kept_page(registry: Registry, publisher: CTID, *, after: str, limit: int) -> KeptPage:
    """Up to `limit` records that the publisher keeps, by CTID, withdrawn ones too."""
    with registry.database.reading() as connection:
        found = kept.heads_kept_by(connection, publisher, after, limit + 1)
    page = found[:limit]
    return KeptPage(page, page[-1].ctid if len(found) > limit else None)


def remarks_on_replacement(registry: Registry, ctid: CTID, other: CTID | None) -> list[Finding]:
    """What readers will miss who are sent from a withdrawn record to `other`."""
    if other is None:
        return []
    with registry.database.reading() as connection:
        head = log.heads(connection, [other]).get(other)
        if head is None and catalogue.resources(connection, [other]):
            return []
    if head is not None and head.kind != "withdrawn":
        return []
    state = "is not in this registry (yet)" if head is None else "was withdrawn itself"
    return [
        Finding(
            code="REF_NOT_HERE",
            severity="warning",
            entity=ctid,
            property="replaced_by",
            message=f"{other}, which is to be used instead, {state}: publish it, or restore {ctid}"
            " and withdraw it again with another replacement.",
            rule="A relation should lead to a record that can be read.",
            source=ONE_RECORD,
        )
    ]


def receipt(registry: Registry, number: int) -> str:
    """The registry's signed statement that the entry is in the log (a compact JWS)."""
    with registry.database.reading() as connection:
        return log.receipt_of(connection, number)
