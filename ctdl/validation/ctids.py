"""CTIDs in published form; malformed ones never get here, because the document is then refused."""

from collections.abc import Iterator

from ctdl.ctid import is_version_4
from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described


def check_ctids(described: Described) -> Iterator[Finding]:
    """CTIDs whose UUID is not of version 4."""
    for ctid in described.document.ctids:
        if not is_version_4(ctid):
            yield finding(
                "CTID_NOT_UUIDV4",
                f"{ctid} is not a version 4 UUID. Keep it when it is already in use; "
                "make new ones with a version 4 generator.",
                entity=f"resources/{ctid}",
                property="ceterms:ctid",
            )
