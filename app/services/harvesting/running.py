"""A run of harvesting: batch by batch, each taken before it is remembered."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from app.services.harvesting.items import Source
from app.services.harvesting.taking import CONFLICT, REFUSED, Taken, Taker, keeper_of
from app.services.registry import Registry
from app.store import harvest_sources
from app.store.harvest_sources import Followed, KnownItem
from app.store.locks import held
from ctdl.errors import RegistryError

NOT_TAKEN: Final = frozenset({CONFLICT, REFUSED})


class AlreadyHarvesting(RegistryError):
    """Another run follows the same source just now."""


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
        return not self.counts.keys() & NOT_TAKEN

    def to_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "url": self.url,
            "kind": self.kind,
            "counts": dict(self.counts),
            "not_taken": [asdict(each) for each in self.not_taken],
        }


@dataclass(frozen=True)
class FollowedSource:
    """A source this registry follows, with how many of its records became what."""

    url: str
    kind: str
    at: str
    keeper: str
    counts: dict[str, int]
    not_taken: tuple[KnownItem, ...]
    """The records that are not here as the source has them, with the reason."""


Tell = Callable[[HarvestReport], None]
MOST_KEPT: Final = 1000
"""How many records that were not taken a report names; the counts go on."""


def harvest(
    registry: Registry,
    source: Source,
    *,
    restart: bool = False,
    dry_run: bool = False,
    tell: Tell = lambda _report: None,
) -> HarvestReport:
    """What became of all that has changed at the source since the last run, or of all there is.

    The place to go on from is kept once a batch is in the log, so a run that was cut off repeats at
    most one batch, which then says nothing new. With `dry_run` nothing is saved. Raises
    AlreadyHarvesting while another run follows the same source.
    """
    keeper = keeper_of(source.url).ctid
    with held(registry.lock_of(f"harvest-{keeper}"), wait=False) as is_ours:
        if not is_ours:
            raise AlreadyHarvesting(f"{source.url} is being harvested by another run; let it end.")
        return _run(registry, source, restart, dry_run, tell)


def _run(
    registry: Registry, source: Source, restart: bool, dry_run: bool, tell: Tell
) -> HarvestReport:
    taker = Taker(registry, source.url)
    report = HarvestReport(source.url, source.kind)
    with registry.database.reading() as connection:
        known = harvest_sources.cursor_of(connection, source.url, source.kind)
    for batch in source.batches({} if restart else known):
        taken = taker.foresee(batch) if dry_run else taker.take(batch)
        report.counts.update(each.outcome for each in taken)
        left = [each for each in taken if each.outcome in NOT_TAKEN]
        report.not_taken += left[: MOST_KEPT - len(report.not_taken)]
        if not dry_run:
            at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            followed = Followed(source.url, source.kind, at)
            items = [_known(each, at) for each in taken]
            with registry.database.writing() as connection:
                harvest_sources.remember(
                    connection, followed, batch.cursor, taker.publisher.ctid, items
                )
        tell(report)
    return report


def followed_sources(registry: Registry, url: str | None = None) -> list[FollowedSource]:
    """The sources this registry follows, or the one at an address."""
    with registry.database.reading() as connection:
        return [
            FollowedSource(
                each.url,
                each.kind,
                each.at,
                keeper.ctid,
                harvest_sources.outcomes_of(connection, keeper.ctid),
                tuple(harvest_sources.items_of(connection, keeper.ctid, NOT_TAKEN)),
            )
            for each in harvest_sources.followed(connection)
            if url in (None, each.url)
            for keeper in (keeper_of(each.url),)
        ]


def _known(taken: Taken, at: str) -> KnownItem:
    return KnownItem(
        taken.identifier, taken.record, taken.changed[:40], at, taken.outcome, taken.message
    )
