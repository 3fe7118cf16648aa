"""CTIDs in published form; malformed ones never get here, because the document is then refused."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ctdl.contexts import COERCIONS
from ctdl.ctid import CTID_PATTERN, is_version_4
from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described, address_of

# A place inside a resource has the address of the resource and a fragment.
_REGISTRY_ADDRESS: Final = re.compile(
    r"https?://(?:sandbox\.)?credentialengineregistry\.org/(?:resources|graph)/([^#]*)"
)


def check_ctids(described: Described) -> Iterator[Finding]:
    """CTIDs whose UUID is not of version 4, and registry addresses that end in no CTID."""
    for ctid in described.document.ctids:
        if not is_version_4(ctid):
            yield finding(
                "CTID_NOT_UUIDV4",
                f"{ctid} is not a version 4 UUID. Keep it when it is already in use; "
                "make new ones with a version 4 generator.",
                entity=f"resources/{ctid}",
                property="ceterms:ctid",
            )
    for entity in described.entities:
        for name in entity.node:
            if name == "@id" or COERCIONS.get(name) == "@id":
                for value in entity.values(name):
                    if (tail := _wrong_tail(value)) is not None:
                        yield finding(
                            "REGISTRY_URI_MALFORMED",
                            f"{name} is an address of the Credential Registry that ends in "
                            f"{tail[:60]!r}; write the CTID of the resource there, 'ce-' and a "
                            "lower-case UUID.",
                            entity=entity.label,
                            property=name,
                        )


def _wrong_tail(value: Any) -> str | None:
    address = address_of(value)
    # Most addresses are relative, so the first letter spares the search.
    if address is None or address[0] != "h":
        return None
    found = _REGISTRY_ADDRESS.match(address)
    if found is None or CTID_PATTERN.fullmatch(found.group(1).lower()):
        return None
    return found.group(1)
