"""Registries beside each other, each asked through its own web application."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.services import harvesting, publishing, views
from app.services.harvesting import HarvestReport
from app.services.polite_web import Answer, NotFetched, Page, PoliteWeb
from app.services.registry import Registry, set_up
from app.store import log
from ctdl.documents import quads, stored_document

SAME_AS: Final = "https://purl.org/ctdl/terms/sameAs"


@dataclass
class Neighbours(PoliteWeb):
    """A web of registries: a request goes to the application at its address."""

    user_agent: str = "Harvester/1"
    sites: dict[str, Flask] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    """Answers that are given instead."""
    asked: list[str] = field(default_factory=list)
    fails_after: int | None = None
    """After how many requests nobody answers any more."""

    def fetch(self, url: str, accept: str = "*/*", most: int = 0) -> Page:
        """What the application at the address answers."""
        self.asked.append(url)
        if self.fails_after is not None and len(self.asked) > self.fails_after:
            raise NotFetched(url, Answer("failed", note="nobody answers"))
        if url in self.pages:
            return self.pages[url]
        site = next((each for each in self.sites if url.startswith(each)), None)
        if site is None:
            raise NotFetched(url, Answer("failed", note="nobody is there"))
        path = url.removeprefix(site)
        answer = self.sites[site].test_client().get(path, headers={"Accept": accept})
        if answer.status_code != 200:
            raise NotFetched(url, Answer("gone", answer.status_code))
        return Page(url, answer.mimetype or "", answer.data)


@dataclass(frozen=True)
class Neighbour:
    """A registry with its place in the web of its neighbours."""

    registry: Registry
    web: Neighbours

    def address_for(self, kind: str) -> str:
        """Where it is followed by a protocol."""
        path = {"feed": "feed", "oai": "oai", "registry": "ce-registry/envelopes"}[kind]
        return f"{self.registry.base}{path}"

    def follow(
        self,
        other: "Neighbour",
        kind: str = "feed",
        *,
        restart: bool = False,
        dry_run: bool = False,
    ) -> HarvestReport:
        """Harvest another one by a protocol, and show what came."""
        source = harvesting.source_of(self.registry, other.address_for(kind), self.web, kind)
        report = harvesting.harvest(self.registry, source, restart=restart, dry_run=dry_run)
        views.catch_up(self.registry)
        return report

    def publish(self, document: dict[str, object]) -> None:
        """Publish a document as the operator."""
        publishing.publish(self.registry, document)
        views.catch_up(self.registry)

    @property
    def entries(self) -> int:
        """How long its log is."""
        return log.latest_number(self.registry.database)

    def live(self) -> dict[str, frozenset[str]]:
        """What each live record states, with addresses relative and without where it was first."""
        newest: dict[str, frozenset[str]] = {}
        for change in log.changes_after(self.registry.database, 0, 100_000):
            newest.pop(change.ctid, None)
            if not change.is_withdrawal:
                newest[change.ctid] = statements(change.document)
        return newest


def statements(document: str) -> frozenset[str]:
    """The statements of a document but those that say where else it is."""
    dataset = ox.Dataset(
        each
        for each in quads(stored_document(document), "https://registry.test")
        if each.predicate.value != SAME_AS
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(map(str, dataset))


@pytest.fixture
def follower(tmp_path: Path) -> Iterator[Registry]:
    """An empty registry that nobody can ask."""
    registry = set_up(Settings(home=tmp_path / "follower", base_url="https://registry.test"))
    yield registry
    registry.close()


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[Callable[[str], Neighbour]]:
    """Makes an empty registry of a name."""
    web = Neighbours()
    made: list[tuple[Registry, Flask]] = []

    def make(name: str) -> Neighbour:
        settings = Settings(home=tmp_path / name, base_url=f"https://{name}.test")
        registry = set_up(settings)
        site = create_app(settings)
        web.sites[settings.base_url] = site
        made.append((registry, site))
        return Neighbour(registry, web)

    yield make
    for registry, site in made:
        registry.close()
        site.extensions["registry"].close()
