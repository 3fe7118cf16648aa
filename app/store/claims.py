"""Claims: which record describes a thing, kept in step with the log inside each transaction.

A CTID stays with one resource for life (https://credreg.net/ctdl/ctid), so a thing is described by
one record only. That is decided here and not by the catalogue, which may be behind the log.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select

from app.store.log import in_parts
from app.store.models import ResourceClaim
from ctdl.ctid import CTID

_claim = ResourceClaim.__table__  # type: ignore[attr-defined]


def holders(connection: Connection, resources: Iterable[str]) -> dict[CTID, CTID]:
    """The record that describes each of these things, which are not records themselves."""
    found: dict[CTID, CTID] = {}
    for part in in_parts(sorted(set(resources))):
        query = select(_claim.c.resource, _claim.c.ctid).where(_claim.c.resource.in_(part))
        found.update((row.resource, row.ctid) for row in connection.execute(query))
    return found


def hold(connection: Connection, described: Mapping[CTID, Iterable[CTID]]) -> None:
    """Let each record describe exactly these things from now on."""
    for part in in_parts(sorted(described)):
        connection.execute(delete(_claim).where(_claim.c.ctid.in_(part)))
    rows = [
        {"resource": resource, "ctid": record}
        for record, resources in described.items()
        for resource in resources
    ]
    if rows:
        connection.execute(insert(_claim), rows)
