"""What an agency states about somebody else's credential reaches its page, its card and search."""

from typing import Any

import pytest

from app import create_app
from app.services import publishing, reading, searching, views
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from tests.support.documents import PROVIDER, a_credential, a_document, an_organization, ctid_of

COLLEGE = PublisherRef(PROVIDER, "Example College")
AGENCY = PublisherRef(derive_ctid("test:agency"), "Example Agency")
ACTION = derive_ctid("test:accreditation")


def an_accreditation(of: CTID, **stated: Any) -> dict[str, Any]:
    facts = {
        "name": {"en": "Accreditation"},
        "actingAgent": [f"resources/{AGENCY.ctid}"],
        "object": [f"resources/{of}"],
        "startDate": "2024-01-01",
        **stated,
    }
    return a_document(ACTION, "ceterms:AccreditAction", facts)


@pytest.fixture
def credential(registry: Registry) -> CTID:
    """A credential of the college that says nothing about quality assurance."""
    publishing.publish(registry, an_organization("Example Agency", AGENCY.ctid), AGENCY)
    publishing.publish(registry, an_organization(), COLLEGE)
    ctid = publishing.publish(registry, a_credential(), COLLEGE).ctid
    publishing.publish(registry, a_credential("other"), COLLEGE)
    views.catch_up(registry)
    return ctid


def accredited(registry: Registry) -> list[str]:
    request = searching.SearchRequest(filters={"qa": ("accreditation",)})
    return [each.summary.ctid for each in searching.search(registry, request, ()).hits]


def test_the_statement_is_found_shown_and_sourced(registry: Registry, credential: CTID) -> None:
    assert accredited(registry) == []

    publishing.publish(registry, an_accreditation(credential), AGENCY)
    views.catch_up(registry)

    assert accredited(registry) == [credential]
    [line] = reading.summaries(registry, [credential])[credential].qa
    assert (line.kind, line.by.name) == ("accreditation", {"en": "Example Agency"})
    application = create_app(registry.settings)
    page = application.test_client().get(f"/credentials/{credential}").text
    facts = application.test_client().get(f"/api/v1/credentials/{credential}").get_json()["facts"]
    application.extensions["registry"].close()
    assert "Example Agency" in page
    assert f"/records/{ACTION}" in page
    assert "Quality assurance not stated" not in page
    [told] = facts["quality_assurance"]
    assert (told["value"]["by"]["ctid"], told["asserted_by"]) == (AGENCY.ctid, AGENCY.name)
    assert told["source"].endswith(f"/resources/{ACTION}")


def test_a_statement_that_was_withdrawn_is_gone_everywhere(
    registry: Registry, credential: CTID
) -> None:
    publishing.publish(registry, an_accreditation(credential), AGENCY)
    views.catch_up(registry)

    publishing.withdraw(registry, ACTION, AGENCY, reason="a mistake")
    views.catch_up(registry)

    assert accredited(registry) == []
    assert reading.summaries(registry, [credential])[credential].qa == ()


def test_a_statement_that_is_about_another_record_now_moves(
    registry: Registry, credential: CTID
) -> None:
    other = ctid_of(a_credential("other"))
    publishing.publish(registry, an_accreditation(credential), AGENCY)
    views.catch_up(registry)

    publishing.publish(registry, an_accreditation(other), AGENCY)
    views.catch_up(registry)

    assert accredited(registry) == [other]


def test_an_index_made_again_knows_the_statement(registry: Registry, credential: CTID) -> None:
    publishing.publish(registry, an_accreditation(credential), AGENCY)
    views.catch_up(registry)

    views.rebuild(registry, ["search"])

    assert accredited(registry) == [credential]
