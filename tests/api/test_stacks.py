"""The stacks of a credential over HTTP, on the shipped records."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.services.registry import Registry
from ctdl.ctid import CTID
from tests.linked_data.small_registry import CREDENTIAL, ORGANIZATION, UNKNOWN, WITHDRAWN

MICROMASTERS = "ce-92f19a3f-215f-4d3e-b12b-0625f4e20e6f"
MASTER = "ce-6938003b-7c86-41b8-8136-450c71c13b6e"
STATED = "ce-35853d25-d34c-4a4c-8700-6fb17039b832"
LATER = "ce-08049066-a88a-468f-a1e3-f548da2ef9f6"
COUNSELLING = "ce-ff51b082-013e-484c-a861-9a69162af8d6"
HKU = "ce-b997ba13-fb94-4912-9646-75fc659b0480"
PROGRAMMING = "ce-0bfa2db9-f840-4f3d-a24d-37acf410efdc"
KEYS = {"ctid", "name", "basis", "by", "source", "reasons", "credit"}


@pytest.fixture(scope="module")
def shipped(loaded_registry: Registry) -> Iterator[FlaskClient]:
    """A client of the site with all shipped records."""
    application = create_app(loaded_registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()


def test_a_stated_stack_says_who_where_and_whether_it_is_confirmed(shipped: FlaskClient) -> None:
    answer = shipped.get(f"/api/v1/credentials/{STATED}/stacks").get_json()

    found = next(each for each in answer["vertical"] if each["ctid"] == LATER)
    assert found.keys() >= KEYS
    assert (found["basis"], found["label"]) == ("asserted", "stated")
    assert found["by"]
    assert found["source"]
    assert found["confirmed_by_receiver"] is False
    assert found["confidence"] is None
    assert found["relations"] == ["ceterms:isPreparationFor"]
    assert {each["record"] for each in found["statements"]} >= {STATED}


def test_that_all_parts_are_shared_is_a_suggestion(shipped: FlaskClient) -> None:
    """It was called stated: the editors had put a relation into the record."""
    answer = shipped.get(f"/api/v1/credentials/{MICROMASTERS}/stacks").get_json()

    found = next(each for each in answer["vertical"] if each["ctid"] == MASTER)
    assert (found["basis"], found["confirmed_by_receiver"]) == ("inferred", None)
    assert found["reasons"][0].startswith("6 of its 6 parts are stated to be parts of the other")
    assert found["confidence"]["points"] == 8


def test_a_suggestion_is_said_by_nobody_and_explains_its_points(shipped: FlaskClient) -> None:
    answer = shipped.get(f"/api/v1/credentials/{COUNSELLING}/stacks").get_json()

    found = answer["vertical"][0]
    assert found.keys() >= KEYS
    assert found["basis"] == "inferred"
    assert found["label"] == "suggested, no agreement found"
    assert (found["by"], found["source"], found["credit"]) == (None, None, None)
    explained = found["confidence"]["explained"]
    assert found["confidence"]["points"] == sum(each["points"] for each in explained)
    assert [each["words"] for each in explained] == found["reasons"]
    assert answer["lacking"]["horizontal"] == ["skills"]


def test_a_transfer_value_has_its_credits_in_the_unit_stated(shipped: FlaskClient) -> None:
    answer = shipped.get(f"/api/v1/credentials/{HKU}/stacks").get_json()

    worth = [each["credit"] for each in answer["vertical"] if each["transfer_value"]]
    assert {"minimum": 30.0, "maximum": 30.0, "unit": "hkqf", "words": "30 HKQF credits"} in worth
    assert all(each["ctid"] != HKU for each in answer["vertical"])


def test_alternatives_are_those_of_their_own_address(shipped: FlaskClient) -> None:
    stacks = shipped.get(f"/api/v1/credentials/{PROGRAMMING}/stacks").get_json()
    own = shipped.get(f"/api/v1/credentials/{PROGRAMMING}/alternatives").get_json()

    wanted = {each["ctid"] for kind in own["alternatives"].values() for each in kind}
    assert {each["ctid"] for each in stacks["alternatives"]} == wanted
    assert all(each.keys() >= KEYS and each["reasons"] for each in stacks["alternatives"])


def test_a_day_can_be_chosen_and_has_to_be_one(shipped: FlaskClient) -> None:
    address = f"/api/v1/credentials/{HKU}/stacks"

    assert shipped.get(f"{address}?asof=2020-05-01").get_json()["asof"] == "2020-05-01"
    for wrong in ("someday", "2020-02-30", "x" * 500):
        refused = shipped.get(f"{address}?asof={wrong}")
        assert refused.status_code == 400
        assert refused.mimetype == "application/problem+json"
    assert shipped.get(f"{address}?unknown=1").status_code == 400


def test_only_credentials_have_stacks(client: FlaskClient) -> None:
    def status(ctid: CTID) -> int:
        return client.get(f"/api/v1/credentials/{ctid}/stacks").status_code

    assert [status(each) for each in (UNKNOWN, ORGANIZATION, WITHDRAWN)] == [404, 404, 410]


def test_a_record_that_states_little_has_honest_emptiness(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/credentials/{CREDENTIAL}/stacks").get_json()

    suggested = [
        each
        for kind in ("vertical", "horizontal", "complementary")
        for each in answer[kind]
        if each["basis"] == "inferred"
    ]
    assert suggested == []
    assert set(answer["lacking"]) == {"vertical", "horizontal", "complementary"}


def test_the_page_keeps_what_is_stated_from_what_is_suggested(shipped: FlaskClient) -> None:
    page = shipped.get(f"/credentials/{STATED}").text
    other = shipped.get(f"/credentials/{COUNSELLING}").text
    french = shipped.get(f"/fr/credentials/{COUNSELLING}").text

    section = _section(page)
    assert LATER in section
    assert "<h4>Stated</h4>" in section
    assert "no agreement found" not in section
    suggested = _section(other)
    assert "Suggested, no agreement found" in suggested
    assert "<h4>Stated</h4>" not in suggested
    assert "of 10 points" in suggested
    assert "no agreement found" not in _section(french)


def _section(page: str) -> str:
    found = re.search(r'<div id="stacks".*?<div class="stack-columns">', page, re.DOTALL)
    assert found is not None
    return found.group()
