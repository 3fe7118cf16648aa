"""Catching up, rebuilding and checking, the same for every view."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.services.registry import Registry
from app.services.views.base import View
from app.services.views.catalogue import CatalogueView
from app.services.views.rdf import RDFView
from app.services.views.search import SearchView
from app.store import log
from app.store.locks import held
from ctdl.ctid import CTID
from ctdl.errors import RegistryError

BATCH = 2000
SHOWN_DIFFERENCES = 20


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

    Without `wait`, a view that another process is updating is left to that process.
    """
    for view in views(registry):
        _follow(registry, view, wait=wait)
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
    reports = [_check_log(registry)]
    for view in views(registry):
        with held(registry.lock_of(view.name), wait=True):
            reports.append(_check_view(registry, view, content))
    return reports


def _follow(registry: Registry, view: View, *, wait: bool) -> None:
    # Asked again after the lock is given back: a change logged meanwhile found it taken and left
    # the work to us.
    while view.reached() < _goal(registry, view):
        with held(registry.lock_of(view.name), wait=wait) as is_ours:
            if not is_ours:
                return
            if view.reached() == 0:
                _rebuild(registry, view)
            while view.reached() < _goal(registry, view):
                room = _goal(registry, view) - view.reached()
                view.apply(log.changes_after(registry.database, view.reached(), min(room, BATCH)))


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
