"""Checking the web pages that records name, a few at a time, and remembering what was found."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from app.services.board_rows import web_address
from app.services.polite_web import Answer, PoliteWeb
from app.services.registry import Registry
from app.store import link_checks
from app.store.link_checks import CheckRow
from app.store.locks import held
from ctdl.errors import RegistryError

DEAD_AFTER_DAYS = 3
"""On how many different days a page must fail before its link is called dead."""

DEFAULT_LIMIT = 500
DEFAULT_DAYS = 30
_FAILING = ("gone", "failed")
_LOCK = "check-links"


class AlreadyChecking(RegistryError):
    """Another process is checking links; two at once would not be polite."""


@dataclass
class CheckReport:
    """What a run has done: pages by outcome, links that are dead now, and failures not counted."""

    checked: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    dead: int = 0
    not_counted: int = 0

    def count(self, row: CheckRow) -> None:
        """Count one page."""
        self.checked += 1
        self.outcomes[row.outcome] = self.outcomes.get(row.outcome, 0) + 1
        self.dead += row.dead


Tell = Callable[[CheckRow], None]


def polite_web(registry: Registry) -> PoliteWeb:
    """The web, asked in the name of this registry."""
    return PoliteWeb(f"CredentialRegistryLinkCheck/1 (+{registry.base}about)")


def check_links(
    registry: Registry,
    web: PoliteWeb,
    *,
    limit: int = DEFAULT_LIMIT,
    older_than_days: int = DEFAULT_DAYS,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    tell: Tell = lambda _row: None,
) -> CheckReport:
    """Check up to `limit` pages that were not checked for so long; those never checked first.

    Each result is kept at once, so a run that is cut off is gone on with by the next one. Pages
    that did not answer at all are counted only when some other page has answered: otherwise it may
    be this machine that is not connected.
    """
    with held(registry.lock_of(_LOCK), wait=False) as is_ours:
        if not is_ours:
            raise AlreadyChecking("Another process is checking links; wait until it has finished.")
        before = _instant(now() - timedelta(days=older_than_days))
        with registry.database.reading() as connection:
            waiting = link_checks.to_check(connection, before, limit)
        run = _Run(registry, web, now, tell)
        for url in _by_turns(waiting):
            run.check(url)
    return run.finished()


def last_check(registry: Registry, address: str | None) -> CheckRow | None:
    """What the last check of this page found, if it ever was checked."""
    url = web_address(address) if address else None
    if url is None:
        return None
    with registry.database.reading() as connection:
        return link_checks.checks(connection, [url]).get(url)


@dataclass
class _Run:
    """One run: which sites want a rest, whether any page has answered, and what awaits that."""

    registry: Registry
    web: PoliteWeb
    now: Callable[[], datetime]
    tell: Tell
    report: CheckReport = field(default_factory=CheckReport)
    resting: set[str] = field(default_factory=set)
    unanswered: list[tuple[str, Answer]] = field(default_factory=list)
    is_connected: bool = False

    def check(self, url: str) -> None:
        """Ask for one page, unless its site has asked for a rest."""
        if _host(url) in self.resting:
            return
        answer = self.web.ask(url)
        if answer.outcome == "later":
            self.resting.add(_host(url))
        if answer.outcome == "failed" and answer.status is None and not self.is_connected:
            self.unanswered.append((url, answer))
            return
        if answer.status is not None:
            self.is_connected = True
            self._keep_unanswered()
        self._keep(url, answer)

    def finished(self) -> CheckReport:
        """What the run has done."""
        self.report.not_counted = len(self.unanswered)
        return self.report

    def _keep_unanswered(self) -> None:
        for url, answer in self.unanswered:
            self._keep(url, answer)
        self.unanswered.clear()

    def _keep(self, url: str, answer: Answer) -> None:
        at = self.now()
        with self.registry.database.writing() as connection:
            known = link_checks.checks(connection, [url]).get(url)
            row = _added(known, url, answer, at)
            link_checks.save(connection, row)
        self.report.count(row)
        self.tell(row)


def _added(known: CheckRow | None, url: str, answer: Answer, at: datetime) -> CheckRow:
    failures = known.failures if known else 0
    days = known.failed_days if known else 0
    failed_on, dead = (known.failed_on, known.dead) if known else (None, False)
    if answer.outcome == "ok":
        failures, days, failed_on, dead = 0, 0, None, False
    elif answer.outcome in _FAILING:
        today = at.date().isoformat()
        failures, days = failures + 1, days + (failed_on != today)
        failed_on, dead = today, dead or answer.outcome == "gone" or days >= DEAD_AFTER_DAYS
    # Any other outcome says nothing about the page: what was known of it stays.
    return CheckRow(
        url=url,
        checked_at=_instant(at),
        outcome=answer.outcome,
        status=answer.status,
        final_url=answer.final_url if answer.final_url != url else None,
        note=answer.note,
        failures=failures,
        failed_days=days,
        failed_on=failed_on,
        dead=dead,
    )


def _by_turns(urls: Iterable[str]) -> Iterator[str]:
    """The addresses with hosts taking turns, so that a pause for one is spent on another."""
    queues: dict[str, deque[str]] = {}
    for url in urls:
        queues.setdefault(_host(url), deque()).append(url)
    while queues:
        for host in list(queues):
            yield queues[host].popleft()
            if not queues[host]:
                del queues[host]


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
