"""A small registry that runs and changes, to be followed through every channel."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.config import Settings
from app.services import dumps, publishing, views
from app.services.registry import Registry, set_up
from app.store import log
from ctdl.ctid import CTID
from ctdl.provenance import Provenance, Statement
from tests.support.awkward import AWKWARD, WITHDRAWN, awkward_documents
from tests.support.documents import a_credential, an_organization
from tests.support.ports import free_port
from tests.support.servers import serving

KEPT = {AWKWARD, WITHDRAWN}
"""What stays as it is."""
RECORDS = 260
"""With the awkward ones: three pages of each channel."""


@dataclass
class Site:
    """A registry that runs, and the same one open, so that it can be changed."""

    address: str
    registry: Registry
    chance: random.Random
    published: int = 0

    def publish(self, number: int) -> None:
        """So many more records at once, with one and the same instant."""
        base, names = self.registry.base, range(self.published, self.published + number)
        documents = [a_credential(f"course {name}") for name in names]
        prepared = [publishing.prepare(each, publishing.OPERATOR, base=base) for each in documents]
        publishing.record(self.registry, prepared, publishing.OPERATOR)
        self.published += number

    def change(self, times: int) -> None:
        """Withdraw, restore, change and add records at random, one after the other."""
        for _ in range(times):
            live, withdrawn = (sorted(each - KEPT) for each in self.state())
            match self.chance.randrange(4):
                case 0:
                    publishing.withdraw(self.registry, self.chance.choice(live), reason="Given up.")
                case 1 if withdrawn:
                    publishing.restore(self.registry, self.chance.choice(withdrawn))
                case 2:
                    name = self.chance.randrange(self.published)
                    said = {"en": f"Said otherwise {self.chance.random()}"}
                    document = a_credential(f"course {name}", description=said)
                    publishing.publish(self.registry, document, restore=True)
                case _:
                    self.publish(1)
            views.catch_up(self.registry)
        dumps.write_dump(self.registry)

    def last(self) -> int:
        """The number of the newest change."""
        return log.latest_number(self.registry.database)

    def state(self) -> tuple[set[CTID], set[CTID]]:
        """What the log says: the live records, and the withdrawn ones."""
        newest = {
            each.ctid: each.is_withdrawal
            for each in log.changes_after(self.registry.database, 0, 100_000)
        }
        withdrawn = {ctid for ctid, is_withdrawn in newest.items() if is_withdrawn}
        return set(newest) - withdrawn, withdrawn


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running registry of three pages; some records of it are withdrawn, some awkward."""
    folder, port = tmp_path_factory.mktemp("channels"), free_port()
    settings = Settings(home=folder / "home", port=port, base_url=f"http://127.0.0.1:{port}")
    registry = set_up(settings)
    publishing.publish(registry, an_organization())
    collected = Provenance(Statement(source="Test of channels"), collected=True)
    for document in awkward_documents():
        publishing.publish(registry, document, provenance=collected)
    made = Site(settings.base_url, registry, random.Random())
    made.publish(RECORDS)
    for ctid in (WITHDRAWN, *sorted(made.state()[0] - KEPT)[::40]):
        publishing.withdraw(registry, ctid, reason="Taken over by <another> provider & closed.")
    made.change(10)
    with serving(settings, folder / "server.log"):
        yield made
    registry.close()
