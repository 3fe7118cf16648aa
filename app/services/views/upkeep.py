"""Rebuilding and checking, the same for every view."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.services.registry import Registry
from app.services.transparency import tree_state
from app.services.views.base import View
from app.services.views.following import catch_up, rebuild_from_log, views
from app.store import log
from app.store.locks import held
from app.store.rdf import StoreDamaged
from ctdl.ctid import CTID
from ctdl.errors import RegistryError
from search_index.protocol import SearchIndexError

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
                rebuild_from_log(registry, known[name])
    catch_up(registry)


def check(registry: Registry, *, content: bool = True) -> list[ViewReport]:
    """The log and every view compared with what the log says; with `content`, part by part."""
    number = log.latest_number(registry.database)
    reports = [_check_log(registry), _check_seals(registry)]
    for view in views(registry):
        with held(registry.lock_of(view.name), wait=True):
            reports.append(_check_view(registry, view, content))
    if log.latest_number(registry.database) > number:
        # Those who published meanwhile may have left the views to us, who had the locks.
        catch_up(registry, wait=False)
    return reports


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


def _check_seals(registry: Registry) -> ViewReport:
    # A quick look at the whole; `registry log verify` proves every entry and names what is wrong.
    state = tree_state(registry)
    root = state.head.root if state.head else ""
    return ViewReport(
        "seals", state.head.size if state.head else 0, state.sealed, root, state.faults
    )


def _all_changes(registry: Registry) -> Iterator[log.LoggedChange]:
    number = 0
    while batch := log.changes_after(registry.database, number):
        yield from batch
        number = batch[-1].number


def _check_view(registry: Registry, view: View, content: bool) -> ViewReport:
    latest, number = log.latest_number(registry.database), view.reached()
    differences = [] if number == latest else [f"it has reached change {number} of {latest}"]
    try:
        return _compared(registry, view, number, differences, content)
    except (SearchIndexError, StoreDamaged) as error:
        # It has nothing to compare; the others are still to be looked at.
        return ViewReport(view.name, number, 0, _digest(()), _shown([*differences, str(error)]))


def _compared(
    registry: Registry, view: View, number: int, differences: list[str], content: bool
) -> ViewReport:
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
