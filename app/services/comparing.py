"""Comparing: the records a reader set side by side, in the order asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.services.reading import (
    RecordNotFound,
    RecordWithdrawn,
    StoredRecord,
    get_record,
    summaries,
)
from app.services.registry import Registry
from app.services.summaries import Summary
from ctdl.ctid import CTID
from ctdl.errors import RegistryError
from ctdl.records import CredentialRecord

MOST = 4


class TooManyToCompare(RegistryError):
    """More records were asked for than fit side by side."""


@dataclass(frozen=True)
class Compared:
    """One record of a comparison."""

    stored: StoredRecord
    record: CredentialRecord
    summary: Summary


@dataclass(frozen=True)
class Comparison:
    """The records side by side, and those asked for that cannot be shown."""

    columns: tuple[Compared, ...]
    missing: tuple[CTID, ...]


def compare(registry: Registry, ctids: Sequence[CTID]) -> Comparison:
    """The credentials with these CTIDs, each once, in the order given."""
    wanted = tuple(dict.fromkeys(ctids))
    if len(wanted) > MOST:
        raise TooManyToCompare(
            f"{len(wanted)} records were asked for; at most {MOST} fit side by side."
        )
    known = summaries(registry, wanted)
    columns: list[Compared] = []
    missing: list[CTID] = []
    for ctid in wanted:
        try:
            stored = get_record(registry, ctid)
        except (RecordNotFound, RecordWithdrawn):
            missing.append(ctid)
            continue
        if isinstance(stored.record, CredentialRecord) and ctid in known:
            columns.append(Compared(stored, stored.record, known[ctid]))
        else:
            missing.append(ctid)
    return Comparison(tuple(columns), tuple(missing))
