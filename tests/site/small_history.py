"""A small registry whose records have a past: changed, withdrawn, brought back, disagreed about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services import publishing, views
from app.services.publishing import PublisherRef
from app.services.registry import Registry, set_up
from ctdl.ctid import CTID, derive_ctid
from ctdl.provenance import Provenance, Statement
from tests.services.board_statements import an_action
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of

BASE: Final = "https://registry.test"
COLLEGE: Final = PublisherRef(PROVIDER, "Example College")
HOSTILE: Final = 'Care}, author = {{Mallory}} \\input{/etc/passwd} %& <b>"x"</b> \u202egnp'
COLLECTED: Final = Provenance(
    Statement(source="Course list, page 3", asserted_by="A list maker", seen="2026-03"),
    {"ceterms:name": Statement(source="Prospectus", asserted_by="Example College")},
    collected=True,
)


@dataclass
class Past:
    """The records that were published, and the numbers of their revisions in order."""

    changed: CTID = ctid_of(a_credential("changed"))
    withdrawn: CTID = ctid_of(a_credential("withdrawn"))
    restored: CTID = ctid_of(a_credential("restored"))
    hostile: CTID = ctid_of(a_credential("hostile"))
    collected: CTID = ctid_of(a_credential("collected"))
    disputed: CTID = ctid_of(a_credential("disputed"))
    college: CTID = PROVIDER
    numbers: dict[CTID, list[int]] = field(default_factory=dict)

    def add(self, done: Any) -> None:
        """Remember a revision."""
        self.numbers.setdefault(done.ctid, []).append(done.number)


def eqf(level: int) -> dict[str, Any]:
    """The statement of a level of the EQF."""
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": f"resources/{derive_ctid(f'level:eqf:{level}')}",
        "ceterms:framework": f"resources/{derive_ctid('progression-model:eqf')}",
    }


def publish_past(registry: Registry) -> Past:
    """Publish them."""
    past = Past()

    def publish(document: dict[str, Any], **how: Any) -> None:
        past.add(publishing.publish(registry, document, how.pop("by", COLLEGE), **how))

    publish(an_organization())
    publish(a_credential("changed", atLevel=[eqf(4)], keyword={"en": ["bandage", "splint"]}))
    publish(a_credential("changed", atLevel=[eqf(5)], keyword={"en": ["bandage", "burn"]}))
    publish(an_organization("Renamed College"))
    publish(
        a_credential(
            "changed",
            name={"en": "First aid at work"},
            atLevel=[eqf(5)],
            accreditedBy=[f"resources/{PROVIDER}"],
        )
    )
    publish(a_credential("withdrawn"))
    replacement = past.changed
    past.add(
        publishing.withdraw(
            registry,
            past.withdrawn,
            COLLEGE,
            reason="No longer <b>awarded</b>.",
            replaced_by=replacement,
        )
    )
    publish(a_credential("restored"))
    past.add(publishing.withdraw(registry, past.restored, COLLEGE, reason="By mistake."))
    past.add(publishing.restore(registry, past.restored, COLLEGE))
    publish(a_credential("hostile", name={"en": HOSTILE}))
    publish(
        a_credential("collected", ownedBy=[f"resources/{PROVIDER}"]),
        by=publishing.OPERATOR,
        provenance=COLLECTED,
    )
    publish(a_credential("disputed"))
    agency = PublisherRef(derive_ctid("test:agency"), "The agency")
    ends = {"until 2024": "2024-12-31", "until 2025": "2025-12-31"}
    for (key, end), by in zip(ends.items(), (agency, publishing.OPERATOR), strict=True):
        publish(an_action(key, past.disputed, start="2020-01-01", end=end), by=by)
    views.catch_up(registry)
    return past


@pytest.fixture(scope="session")
def past_and_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Past, Flask]]:
    """The records and the web application over them; only to read."""
    settings = Settings(home=tmp_path_factory.mktemp("history") / "home", base_url=BASE)
    registry = set_up(settings)
    past = publish_past(registry)
    registry.close()
    application = create_app(settings)
    application.testing = True
    yield past, application
    application.extensions["registry"].close()


@pytest.fixture
def past(past_and_app: tuple[Past, Flask]) -> Past:
    """The records with a past."""
    return past_and_app[0]


@pytest.fixture
def visitor(past_and_app: tuple[Past, Flask]) -> FlaskClient:
    """A client of the web application over them."""
    return past_and_app[1].test_client()
