"""Seals: what of an entry goes into the Merkle tree, and the registry's receipt for it.

A leaf's data are the entry's facts as canonical JSON (RFC 8785) with SHA-256 digests in the place
of the long texts, so whoever holds the document and the receipt can check one against the other.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, select

from app.store.models import LARGEST_NUMBER, LogLeaf
from app.store.signing import Signer

if TYPE_CHECKING:
    from app.store.log import LoggedChange

RECEIPT = "credential-registry-receipt+jws"
"""The `typ` of receipts."""
_BATCH = 500
_leaf = LogLeaf.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Seal:
    """The seal on entry `number`: its leaf hash (hexadecimal) and the receipt."""

    number: int
    leaf: str
    receipt: str


def sealed_facts(change: "LoggedChange") -> bytes:
    """The data of the entry's leaf: its facts as canonical JSON (RFC 8785), texts as digests."""
    facts = {
        "at": change.at,
        "ctid": change.ctid,
        "document_sha256": _sha256(change.document),
        "kind": change.kind,
        "number": change.number,
        "previous": change.previous,
        "provenance_sha256": _sha256(change.provenance),
        "published_by": change.published_by,
        "publisher": change.publisher,
        "reason": change.reason,
        "replaced_by": change.replaced_by,
        "signature_sha256": None if change.signature is None else _sha256(change.signature),
        "type": change.resource_type,
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf_hash(data: bytes) -> bytes:
    """The leaf hash of these data (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def seal(change: "LoggedChange", signer: Signer) -> Seal:
    """The seal on an entry."""
    data = sealed_facts(change)
    return Seal(change.number, leaf_hash(data).hex(), signer.sign(data, RECEIPT))


def data_of(receipt: str) -> str:
    """The leaf's data as a receipt states them, not verified; nothing where it is damaged."""
    _, _, rest = receipt.partition(".")
    payload = rest.partition(".")[0]
    try:
        return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
    except ValueError:
        return ""


def keep(connection: Connection, seals: list[Seal]) -> None:
    """Write seals down for good."""
    if seals:
        connection.execute(insert(_leaf), [vars(each) for each in seals])


def newest_sealed(connection: Connection) -> int:
    """The number of the newest sealed entry; 0 when none is."""
    return connection.scalar(select(func.max(_leaf.c.number))) or 0


def count(connection: Connection) -> int:
    """How many entries are sealed."""
    return connection.scalar(select(func.count()).select_from(_leaf)) or 0


def seal_of(connection: Connection, number: int) -> Seal | None:
    """The seal on one entry, if there is one; any whole number may be asked for."""
    if number > LARGEST_NUMBER:
        return None
    row = connection.execute(select(_leaf).where(_leaf.c.number == number)).first()
    return Seal(*row) if row else None


def seals_after(connection: Connection, number: int, limit: int = _BATCH) -> list[Seal]:
    """Up to `limit` seals after entry `number`, oldest first."""
    query = select(_leaf).where(_leaf.c.number > number).order_by(_leaf.c.number).limit(limit)
    return [Seal(*row) for row in connection.execute(query)]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
