"""Following the log: everybody who published takes part, one process at a time for each view."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from app.services.registry import Registry
from app.services.transparency import seal_log
from app.services.views.base import View
from app.services.views.catalogue import CatalogueView
from app.services.views.conformance import ConformanceView
from app.services.views.harvest import HarvestView
from app.services.views.meaning import MeaningView
from app.services.views.rdf import RDFView
from app.services.views.search import SearchView
from app.services.views.suggest import SuggestView
from app.services.views.turns import Follower, take_turns
from app.store import log, seals, tree
from app.store.locks import held
from ctdl.errors import RegistryError
from search_index.vectors import VectorsDamaged

BATCH = 2000
PATIENCE_SECONDS = 2.0
logger = logging.getLogger(__name__)


def views(registry: Registry) -> tuple[View, ...]:
    """All views; those that others read come first."""
    return (
        CatalogueView(registry),
        ConformanceView(registry),
        HarvestView(registry),
        SearchView(registry),
        MeaningView(registry),
        SuggestView(registry),
        RDFView(registry),
    )


def positions(registry: Registry) -> dict[str, int]:
    """How far each view has followed the log."""
    return {view.name: view.reached() for view in views(registry)}


def catch_up(registry: Registry, *, wait: bool = True) -> dict[str, int]:
    """Bring the newest tree head and every view up to the log; the numbers the views have reached.

    Without `wait`, what another process keeps for longer than PATIENCE_SECONDS is left to it, and
    what fails is left to the next that catches up: what was published is in the log.
    """
    patience = None if wait else PATIENCE_SECONDS
    if wait:
        _tidy(registry)
    for follower in followers(registry):
        try:
            take_turns(registry.lock_of(follower.name), follower, patience_seconds=patience)
        except (RegistryError, OSError):
            if wait:
                raise
            logger.exception("The view %s could not follow the log.", follower.name)
    return positions(registry)


def followers(registry: Registry) -> Iterator[Follower]:
    """All that follows the log; what others depend on comes first."""
    yield _Seal(registry)
    for view in views(registry):
        yield _Follow(registry, view)


def _tidy(registry: Registry) -> None:
    # What publishers leave to do because it would hold them up; nothing depends on it.
    with held(registry.lock_of(SearchView.name), wait=False) as is_ours:
        if is_ours and SearchView(registry).reached() > 0:
            registry.search_index.tidy()
    with held(registry.lock_of(MeaningView.name), wait=False) as is_ours:
        if is_ours and MeaningView(registry).reached() > 0:
            # What turns out to be altered is made again when its turn comes.
            with suppress(VectorsDamaged):
                registry.vectors.tidy()
    check_due(registry)


def check_due(registry: Registry) -> int:
    """Check again what held only until a day that has passed; how many records that were.

    They stay due until the index shows what came out: whatever ends this half way, the next one
    begins it again.
    """
    checks, search = ConformanceView(registry), SearchView(registry)
    with held(registry.lock_of(checks.name), wait=False) as is_ours:
        if not is_ours or not checks.reached() or not (due := checks.due()):
            return 0
        checked = checks.check_due(due)
        with held(registry.lock_of(search.name), wait=True):
            if search.reached() > 0:
                search.index_again(due)
        checks.let_hold(checked)
    return len(checked)


def goal_of(registry: Registry, view: View) -> int:
    """The last change that the view may show now."""
    latest, limit = log.latest_number(registry.database), view.limit()
    return latest if limit is None else min(latest, limit)


def rebuild_from_log(registry: Registry, view: View) -> None:
    """Make the view from nothing; the caller has its lock."""
    number = goal_of(registry, view)
    view.rebuild(log.newest_changes(registry.database, number), number)


@dataclass(frozen=True)
class _Follow:
    """A view that applies what it has not seen."""

    registry: Registry
    view: View

    @property
    def name(self) -> str:
        return self.view.name

    def reached(self) -> int:
        return self.view.reached()

    def goal(self) -> int:
        return goal_of(self.registry, self.view)

    def work(self) -> None:
        goal = self.goal()
        if self.reached() == 0:
            rebuild_from_log(self.registry, self.view)
        while (reached := self.reached()) < goal:
            batch = min(goal - reached, BATCH)
            self.view.apply(log.changes_after(self.registry.database, reached, batch))


@dataclass(frozen=True)
class _Seal:
    """The signed tree head; one covers everything that was logged before it."""

    registry: Registry
    name = "seal"

    def reached(self) -> int:
        with self.registry.database.reading() as connection:
            head = tree.newest_head(connection)
        return head.size if head else 0

    def goal(self) -> int:
        with self.registry.database.reading() as connection:
            return seals.newest_sealed(connection)

    def work(self) -> None:
        seal_log(self.registry)
