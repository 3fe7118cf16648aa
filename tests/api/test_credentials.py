import pytest
from flask.testing import FlaskClient

from tests.linked_data.small_registry import (
    BASE,
    COURSE,
    CREDENTIAL,
    EQF,
    HOSTILE_NAME,
    ORGANIZATION,
    UNKNOWN,
    json_of,
)

PATH = f"/api/v1/credentials/{CREDENTIAL}"


def test_it_says_what_it_is_and_which_revision_is_shown(client: FlaskClient) -> None:
    answer = json_of(client.get(PATH))

    assert answer["ctid"] == CREDENTIAL
    assert answer["iri"] == f"{BASE}/resources/{CREDENTIAL}"
    assert answer["type"] == "ceterms:MicroCredential"
    assert len(answer["revision"]["sha256"]) == 64
    assert answer["revision"]["changed_at"].endswith("Z")


def test_every_fact_has_its_value_and_who_states_it(client: FlaskClient) -> None:
    facts = json_of(client.get(PATH))["facts"]

    assert facts["name"]["value"] == {"en": HOSTILE_NAME}
    for stated in facts.values():
        for fact in stated if isinstance(stated, list) else [stated] if stated else []:
            assert fact.keys() >= {"value", "source", "asserted_by", "stated_at"}
            assert fact["source"]
            assert fact["asserted_by"]
            assert fact["stated_at"]


def test_a_fact_from_another_source_names_that_one(client: FlaskClient) -> None:
    facts = json_of(client.get(PATH))["facts"]

    assert facts["name"]["source"] == "Course list, page 3"
    assert facts["name"]["asserted_by"] == "Provider Example"
    assert facts["costs"][0]["source"] == "Price list"
    assert facts["costs"][0]["asserted_by"] == "Platform Example"
    assert facts["costs"][0]["stated_at"] == "2026-05"


def test_what_is_not_stated_is_null(client: FlaskClient) -> None:
    facts = json_of(client.get(PATH))["facts"]

    for name in ("status", "levels", "modes", "skills", "quality_assurance", "webpage"):
        assert facts[name] is None


def test_numbers_and_prices_are_numbers(client: FlaskClient) -> None:
    facts = json_of(client.get(PATH))["facts"]

    assert facts["costs"][0]["value"]["price"] == 249.5
    assert facts["credits"][0]["value"]["minimum"] == 2
    assert facts["hours"]["value"]["minimum"] == 50


def test_other_records_are_named_as_they_are_called_now(client: FlaskClient) -> None:
    [owner] = json_of(client.get(PATH))["facts"]["owned_by"]

    assert owner["value"] == {
        "ctid": ORGANIZATION,
        "iri": f"{BASE}/resources/{ORGANIZATION}",
        "name": {"en": "Provider Example"},
    }


def test_a_relation_to_a_record_nobody_published_is_kept(client: FlaskClient) -> None:
    [connection] = json_of(client.get(PATH))["facts"]["connections"]

    assert connection["value"]["relation"] == "ceterms:isPartOf"
    assert connection["value"]["target"]["ctid"] == UNKNOWN
    assert connection["value"]["target"]["name"] is None


def test_a_course_is_shown_in_the_same_way(client: FlaskClient) -> None:
    facts = json_of(client.get(f"/api/v1/credentials/{COURSE}"))["facts"]

    assert facts["offered_by"][0]["value"]["ctid"] == ORGANIZATION


@pytest.mark.parametrize("ctid", [UNKNOWN, ORGANIZATION, EQF])
def test_what_is_no_credential_is_404(client: FlaskClient, ctid: str) -> None:
    response = client.get(f"/api/v1/credentials/{ctid}")

    assert response.status_code == 404
    assert ctid in json_of(response)["detail"]


def test_an_unknown_parameter_is_refused(client: FlaskClient) -> None:
    response = client.get(f"{PATH}?asof=2026-01-01")

    assert response.status_code == 400
    assert "takes none" in json_of(response)["detail"]
