"""CTIDs, the permanent identifiers of records: reading, deriving and finding them in addresses."""

import hashlib
import re
import uuid
from typing import NewType

from ctdl.errors import RegistryError

CTID = NewType("CTID", str)

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
CTID_PATTERN = re.compile(rf"ce-{_UUID}")
_ADDRESS_TAIL = re.compile(rf"(?:^|/)(?:resources|graph)/(ce-{_UUID})(?:#.*)?$")
_BARE_UUID = re.compile(_UUID, re.IGNORECASE)


class CTIDError(RegistryError):
    """A text that should be a CTID is not one."""


def parse_ctid(text: str) -> CTID:
    """The CTID that `text` is, or a CTIDError that says how to mend it.

    The grammar is `ce-` and a lower-case UUID, 39 characters (credreg.net/ctdl/ctid).
    """
    if CTID_PATTERN.fullmatch(text):
        return CTID(text)
    raise CTIDError(f"{_shortened(text)!r} is not a CTID: {_remedy(text)}")


def derive_ctid(key: str) -> CTID:
    """The CTID that always belongs to the stable `key`: a version 4 UUID made from its SHA-256."""
    digest = hashlib.sha256(f"credential-registry/{key}".encode()).digest()
    return CTID(f"ce-{uuid.UUID(bytes=digest[:16], version=4)}")


def new_ctid() -> CTID:
    """A CTID nobody has used before."""
    return CTID(f"ce-{uuid.uuid4()}")


def ctid_in(iri: str) -> CTID | None:
    """The CTID at the end of a registry address (`…/resources/<ctid>`, `graph/<ctid>`), if any."""
    found = _ADDRESS_TAIL.search(iri)
    return CTID(found.group(1)) if found else None


def is_version_4(ctid: CTID) -> bool:
    """Whether the UUID in `ctid` is of version 4, as the CTID rules ask."""
    return uuid.UUID(ctid[3:]).version == 4


def _remedy(text: str) -> str:
    if CTID_PATTERN.fullmatch(text.lower()):
        return "write it in lower case."
    if _BARE_UUID.fullmatch(text):
        return "put 'ce-' before the UUID."
    return "it must be 'ce-' followed by a lower-case UUID; write it whole, 39 characters."


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
