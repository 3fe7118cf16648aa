"""Catching up, rebuilding and checking, the same for every view."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from app.services.registry import Registry
from app.services.transparency import seal_log
from app.services.views.base import View
from app.services.views.catalogue import CatalogueView
from app.services.views.rdf import RDFView
from app.services.views.search import SearchView
from app.store import log
from app.store.locks import held, held_in_turn, is_awaited
from ctdl.ctid import CTID
from ctdl.errors import RegistryError

BATCH = 2000
PATIENCE_SECONDS = 2.0
SHOWN_DIFFERENCES = 20
logger = logging.getLogger(__name__)


class UnknownView(RegistryError):
    """There is no view of that name."""


@dataclass(frozen=True)
class ViewReport:
    """How one view compares with the log."""

    name: str
    number: int
    records: int
    digest: str
    differences: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the view shows exactly what the log says."""
        return not self.differences


def views(registry: Registry) -> tuple[View, ...]:
    """All views; those that others read come first."""
    return (CatalogueView(registry), SearchView(registry), RDFView(registry))


def positions(registry: Registry) -> dict[str, int]:
    """How far each view has followed the log."""
    return {view.name: view.reached() for view in views(registry)}


def catch_up(registry: Registry, *, wait: bool = True) -> dict[str, int]:
    """Bring every view up to the newest change; the numbers they have reached.

    Without `wait`, a view that another process keeps for longer than PATIENCE_SECONDS is left to
    it, and one that fails is left to the next that catches up: what was published is in the log.
    """
    seal_log(registry)
    for view in views(registry):
        try:
            _follow(registry, view, wait=wait)
        except (RegistryError, OSError):
            if wait:
                raise
            logger.exception("The view %s could not follow the log.", view.name)
    return positions(registry)


def rebuild(
    registry: Registry, names: Iterable[str] = (), tell: Callable[[str], None] = lambda _: None
) -> None:
    """Make these views, or all of them, again from nothing."""
    known = {view.name: view for view in views(registry)}
    chosen = list(names) or list(known)
    for name in chosen:
        if name not in known:
            raise UnknownView(f"There is no view {name!r}; the views are {', '.join(known)}.")
    for name in known:
        if name in chosen:
            tell(name)
            with held(registry.lock_of(name), wait=True):
                _rebuild(registry, known[name])
    catch_up(registry)


def check(registry: Registry, *, content: bool = True) -> list[ViewReport]:
    """The log and every view compared with what the log says; with `content`, part by part."""
    number = log.latest_number(registry.database)
    reports = [_check_log(registry)]
    for view in views(registry):
        with held(registry.lock_of(view.name), wait=True):
            reports.append(_check_view(registry, view, content))
    if log.latest_number(registry.database) > number:
        # Those who published meanwhile may have left the views to us, who had the locks.
        catch_up(registry, wait=False)
    return reports


def _follow(registry: Registry, view: View, *, wait: bool) -> None:
    """Bring the view up to what is in the log now: by our work, or by that of another.

    Who gets the lock does all there is to do, for the others who wait too. What is logged after
    that is left to them, if there are any, so that nobody works for others without end
    (docs/adr/0025-publishers-take-turns.md).
    """
    lock = registry.lock_of(view.name)
    deadline = None if wait else time.monotonic() + PATIENCE_SECONDS
    while (goal := _goal(registry, view)) > view.reached():
        is_done = partial(_has_reached, view, goal)
        with held_in_turn(lock, deadline=deadline, is_needless=is_done) as is_ours:
            if is_ours:
                _apply_newest(registry, view)
        if is_awaited(lock) or not (is_ours or is_done()):
            return


def _apply_newest(registry: Registry, view: View) -> None:
    goal = _goal(registry, view)
    if view.reached() == 0:
        _rebuild(registry, view)
    while (reached := view.reached()) < goal:
        view.apply(log.changes_after(registry.database, reached, min(goal - reached, BATCH)))


def _has_reached(view: View, number: int) -> bool:
    return view.reached() >= number


def _goal(registry: Registry, view: View) -> int:
    latest, limit = log.latest_number(registry.database), view.limit()
    return latest if limit is None else min(latest, limit)


def _rebuild(registry: Registry, view: View) -> None:
    number = _goal(registry, view)
    view.rebuild(log.newest_changes(registry.database, number), number)


def _check_log(registry: Registry) -> ViewReport:
    differences: list[str] = []
    expected = 1
    live: dict[CTID, str] = {}
    newest: dict[CTID, int] = {}
    for change in _all_changes(registry):
        if change.number != expected:
            differences.append(f"change {expected} is missing")
        if hashlib.sha256(change.document.encode()).hexdigest() != change.sha256:
            differences.append(f"change {change.number}: the document is not the one recorded")
        if change.previous != newest.get(change.ctid):
            differences.append(f"change {change.number}: it does not follow the change it names")
        expected, newest[change.ctid] = change.number + 1, change.number
        live.pop(change.ctid, None)
        if not change.is_withdrawal:
            live[change.ctid] = change.sha256
    entries = sorted(live.items())
    return ViewReport("log", expected - 1, len(entries), _digest(entries), _shown(differences))


def _all_changes(registry: Registry) -> Iterator[log.LoggedChange]:
    number = 0
    while batch := log.changes_after(registry.database, number):
        yield from batch
        number = batch[-1].number


def _check_view(registry: Registry, view: View, content: bool) -> ViewReport:
    latest, number = log.latest_number(registry.database), view.reached()
    differences = [] if number == latest else [f"it has reached change {number} of {latest}"]
    expected = {
        ctid: sha256
        for ctid, sha256, resource_type in log.live_revisions(registry.database, number)
        if view.covers(resource_type)
    }
    shown = dict(view.entries())
    differences += [f"{ctid} is missing" for ctid in sorted(expected.keys() - shown.keys())]
    differences += [
        f"{ctid} should not be there" for ctid in sorted(shown.keys() - expected.keys())
    ]
    differences += [
        f"{ctid} is shown in another revision"
        for ctid in sorted(expected.keys() & shown.keys())
        if expected[ctid] != shown[ctid]
    ]
    if content and not differences:
        differences += view.faults(
            change
            for change in log.newest_changes(registry.database, number)
            if not change.is_withdrawal and view.covers(change.resource_type)
        )
    entries = sorted(shown.items())
    return ViewReport(view.name, number, len(entries), _digest(entries), _shown(differences))


def _digest(entries: Iterable[tuple[CTID, str]]) -> str:
    lines = "".join(f"{ctid} {sha256}\n" for ctid, sha256 in entries)
    return hashlib.sha256(lines.encode()).hexdigest()


def _shown(differences: list[str]) -> tuple[str, ...]:
    more = len(differences) - SHOWN_DIFFERENCES
    return (*differences[:SHOWN_DIFFERENCES], *([f"and {more} more"] if more > 0 else []))
