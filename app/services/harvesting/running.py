"""A run of harvesting: batch by batch, each taken before it is remembered."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from app.services.harvesting.feed import FeedSource
from app.services.harvesting.items import Source
from app.services.harvesting.taking import CONFLICT, REFUSED, Taken, Taker
from app.services.polite_web import SECONDS_BETWEEN, PoliteWeb
from app.services.registry import Registry
from app.store import harvest_sources

_TOLD: Final = (CONFLICT, REFUSED)


@dataclass
class HarvestReport:
    """What a run has done so far: how many records became what, and what was not taken."""

    url: str
    kind: str
    counts: Counter[str] = field(default_factory=Counter)
    not_taken: list[Taken] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every record could be taken over."""
        return not self.counts.keys() & set(_TOLD)

    def to_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "url": self.url,
            "kind": self.kind,
            "counts": dict(self.counts),
            "not_taken": [asdict(each) for each in self.not_taken],
        }


Tell = Callable[[HarvestReport], None]
MOST_KEPT: Final = 1000
"""How many records that were not taken a report names; the counts go on."""


def harvest(
    registry: Registry,
    source: Source,
    url: str,
    *,
    restart: bool = False,
    dry_run: bool = False,
    tell: Tell = lambda _report: None,
) -> HarvestReport:
    """What became of all that has changed at the source since the last run, or of all there is.

    The place to go on from is kept once a batch is in the log, so a run that was cut off repeats at
    most one batch, which then says nothing new. With `dry_run` nothing is saved.
    """
    taker = Taker(registry, url)
    report = HarvestReport(url, source.kind)
    with registry.database.reading() as connection:
        cursor = {} if restart else harvest_sources.cursor_of(connection, url)
    for batch in source.batches(cursor):
        taken = taker.foresee(batch) if dry_run else taker.take(batch)
        report.counts.update(each.outcome for each in taken)
        left = [each for each in taken if each.outcome in _TOLD]
        report.not_taken += left[: MOST_KEPT - len(report.not_taken)]
        if not dry_run:
            at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            with registry.database.writing() as connection:
                harvest_sources.remember(connection, url, batch.cursor, at)
        tell(report)
    return report


def source_of(url: str, web: PoliteWeb) -> Source:
    """The source at an address, by what answers there."""
    return FeedSource(url, web)


def web_of(registry: Registry, pause: float = SECONDS_BETWEEN) -> PoliteWeb:
    """The web as a harvester asks it, with an address to complain to."""
    return PoliteWeb(
        f"CredentialRegistryHarvester/1 (+{registry.base}about)",
        allowed=registry.settings.harvest_networks,
        seconds_between=pause,
    )
