"""What one record states to count elsewhere: a transfer value, an agreement, an intermediary."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.services import reading
from app.services.plans.gathering import Neighbourhood
from app.services.registry import Registry
from app.services.summaries import Named, Summary
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.pathways.reading import LocalThing
from ctdl.pathways.things import Acceptance

TRANSFERRING: Final = frozenset(
    {"ceterms:TransferValueProfile", "ceterms:TransferAgreement", "ceterms:TransferIntermediary"}
)
"""The classes of records that state what counts elsewhere."""


@dataclass(frozen=True)
class Transfers:
    """The statements of a record, and what is known of the things and receivers they name."""

    acceptances: tuple[Acceptance, ...]
    summaries: Mapping[CTID, Summary]
    local: Mapping[str, LocalThing]
    receivers: Mapping[CTID, Named]


def transfers_of(registry: Registry, ctid: CTID) -> Transfers:
    """All that this record states to count elsewhere; none for records of other classes."""
    found = Neighbourhood(registry)
    found.read_statements([ctid])
    stated = found.acceptances
    ids = {id_ for each in stated for id_ in (*each.things, each.counts_as, each.towards)}
    receivers = {each.receiver for each in stated}
    return Transfers(
        stated,
        reading.summaries(registry, _ctids(ids)),
        found.local,
        reading.named(registry, _ctids(receivers)),
    )


def _ctids(ids: set[str | None]) -> list[CTID]:
    return sorted(CTID(each) for each in ids if each and CTID_PATTERN.fullmatch(each))
