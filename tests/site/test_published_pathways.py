"""The page of a published pathway and plans by it: whose it is, and what its rules bar."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.services import importing, publishing, views
from app.services.registry import Registry
from tests.ctdl.mapping.sources import sample
from tests.services.plans.test_three_levels import PATHWAY, backstage, ctid, needs
from tests.site.pages import open_page
from tests.support.documents import a_credential, an_organization, ctid_of


@pytest.fixture
def visitor(registry: Registry) -> Iterator[FlaskClient]:
    """A client of a site with one pathway: a hand must not count ropes, a rigger needs them."""
    publishing.publish(registry, an_organization("Backstage College"))
    rigger = needs("And", "Ropes", needs("Or", "Cables", "Sound"))
    publishing.publish(registry, backstage(rigger))
    views.catch_up(registry)
    application = create_app(registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()


def test_whose_pathway_it_is_stands_on_its_page_in_the_list_and_in_plans(
    visitor: FlaskClient,
) -> None:
    """All three said that its provider is not stated, although the record states it."""
    addresses = (
        f"/pathways/{PATHWAY}",
        "/pathways?q=backstage+college",
        f"/plan?target={PATHWAY}",
        f"/plan?target={ctid('Hand')}",
    )

    for address in addresses:
        text = open_page(visitor, address).one("main").text
        assert "Backstage College" in text
        assert "Provider:" not in text


def test_what_a_rule_bars_is_listed_and_not_drawn_as_leading_there(visitor: FlaskClient) -> None:
    page = open_page(visitor, f"/pathways/{PATHWAY}").one("main")

    # Ladders, desks, cables, colour and sound lead to a hand; ropes, cables and sound to a rigger.
    assert len(page.all("g", class_="edge asserted")) == 5 + 3
    assert "None of these" in page.text


def test_what_is_held_and_does_not_count_in_a_plan_is_named(visitor: FlaskClient) -> None:
    address = f"/plan?target={ctid('Hand')}&held={ctid('Ropes')}&held={ctid('Ladders')}"

    text = open_page(visitor, address).one("main").text

    assert "Held, and not counted here: Ropes" in text


def test_steps_of_pathways_are_called_so_in_french(visitor: FlaskClient) -> None:
    text = open_page(visitor, f"/fr/plan?target={ctid('Hand')}").one("main").text

    assert "Étape : un cours" in text
    assert "Component" not in text


def test_a_transfer_value_shows_what_counts_as_what_drawn_and_listed(registry: Registry) -> None:
    """Its page said that it counts towards nothing, and named a course by a label of the file."""
    done = importing.publish_import(registry, sample("ctdl-old-transfer.json"))
    views.catch_up(registry)
    application = create_app(registry.settings)

    page = open_page(application.test_client(), f"/pathways/{done.published[0].ctid}").one("main")

    application.extensions["registry"].close()
    assert "Lighting I" in page.one("ul", class_="entries stacks-stated").text
    assert "_:" not in page.text
    assert "Worth" in page.text
    assert len(page.all("g", class_="edge asserted")) == 1


def test_what_the_record_of_an_aim_states_that_cannot_be_is_named_with_the_answer(
    registry: Registry,
) -> None:
    """Of a credential that requires itself it was only said that nothing is stated."""
    selfish = a_credential("selfish")
    condition = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": {"en": "What is asked for."},
        "ceterms:targetCredential": [f"resources/{ctid_of(selfish)}"],
    }
    selfish["@graph"][0]["ceterms:requires"] = [condition]
    publishing.publish(registry, an_organization())
    publishing.publish(registry, selfish)
    views.catch_up(registry)
    application = create_app(registry.settings)
    browser = application.test_client()

    page = open_page(browser, f"/plan?target={ctid_of(selfish)}").one("main").text
    answer = browser.get(f"/api/v1/plan?target={ctid_of(selfish)}").get_json()

    application.extensions["registry"].close()
    assert "This requires itself: “Selfish”" in page
    assert answer["remarks"] == ["This requires itself: “Selfish”"]
