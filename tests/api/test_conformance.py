"""Shipped records held against standards, as the API gives them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services.registry import Registry
from ctdl.standards import OBLIGATIONS, RESULTS, STANDARDS
from tests.linked_data.small_registry import json_of
from tests.site.pages import ctids

KEYS = ("met", "not_met", "not_stated", "not_applicable")


@pytest.fixture
def shipped(app: Flask) -> FlaskClient:
    """A client of the registry with every shipped record."""
    return app.test_client()


@pytest.mark.parametrize("framework", ["nzqcf", "nfq-ie", "scqf", "nqf-za"])
def test_a_record_is_held_against_every_standard(
    shipped: FlaskClient, loaded_registry: Registry, framework: str
) -> None:
    ctid = ctids(loaded_registry, f"family = 'credential' AND summary LIKE '%{framework}:%'")[0]

    answer = json_of(shipped.get(f"/api/v1/credentials/{ctid}/conformance"))

    assert answer["ctid"] == ctid
    assert [each["id"] for each in answer["standards"]] == list(STANDARDS)
    for each in answer["standards"]:
        elements = each["elements"]
        assert [one["id"] for one in elements] == [one.id for one in STANDARDS[each["id"]].elements]
        counted = [one["result"] for one in elements]
        assert [each[key] for key in KEYS] == [counted.count(result) for result in RESULTS]
        for one in elements:
            assert one["result"] in RESULTS
            assert one["obligation"] in OBLIGATIONS
            assert one["rule"]
            assert one["source"]
            assert one["value"] is None or one["value"]
            assert one["value"] is not None or one["result"] != "met", one
            assert one["reason"] is not None or one["result"] == "met", one


def test_standards_are_chosen_by_repeating_the_parameter(
    shipped: FlaskClient, loaded_registry: Registry
) -> None:
    ctid = ctids(loaded_registry, "family = 'credential'")[0]
    path = f"/api/v1/credentials/{ctid}/conformance"

    one = json_of(shipped.get(f"{path}?standard=eu-2022"))
    two = json_of(shipped.get(f"{path}?standard=nz-nzqa-2022&standard=eu-2022"))

    assert [each["id"] for each in one["standards"]] == ["eu-2022"]
    assert {each["id"] for each in two["standards"]} == {"eu-2022", "nz-nzqa-2022"}


def test_a_definition_is_neither_met_nor_failed(
    shipped: FlaskClient, loaded_registry: Registry
) -> None:
    ctid = ctids(loaded_registry, "family = 'credential'")[0]
    path = f"/api/v1/credentials/{ctid}/conformance?standard=unesco-oliver-2022"

    [found] = json_of(shipped.get(path))["standards"]

    assert found["meets"] is None
    assert {each["result"] for each in found["elements"]} == {"not applicable"}


def test_an_unknown_standard_is_answered_with_the_known_ones(
    shipped: FlaskClient, loaded_registry: Registry
) -> None:
    ctid = ctids(loaded_registry, "family = 'credential'")[0]

    asked = shipped.get(f"/api/v1/credentials/{ctid}/conformance?standard=no-such")
    shown = shipped.get("/api/v1/standards/no-such")

    assert (asked.status_code, shown.status_code) == (400, 404)
    for answer in (asked, shown):
        assert "eu-2022" in json_of(answer)["detail"]


def test_the_list_has_the_figures_of_each_standard(shipped: FlaskClient) -> None:
    listed = json_of(shipped.get("/api/v1/standards"))["standards"]

    assert [each["id"] for each in listed] == list(STANDARDS)
    for each in listed:
        whole = json_of(shipped.get(f"/api/v1/standards/{each['id']}"))
        assert {name: whole[name] for name in each} == each
        assert (each["meet"] is None) == (each["kind"] == "definition")
        for element in whole["elements"]:
            assert sum(element["records"][key] for key in KEYS) == each["checked"]


def test_a_record_that_is_no_credential_is_not_held_against_standards(
    shipped: FlaskClient, loaded_registry: Registry
) -> None:
    organization = ctids(loaded_registry, "family = 'organization'")[0]

    answer = shipped.get(f"/api/v1/credentials/{organization}/conformance")

    assert answer.status_code == 404
    assert "only credentials" in json_of(answer)["detail"]


def test_a_search_can_be_narrowed_to_what_meets_a_standard(
    shipped: FlaskClient, loaded_registry: Registry
) -> None:
    facets = json_of(shipped.get("/api/v1/search"))["facets"]["standard"]
    value, count = facets[0]["value"], facets[0]["count"]

    found = json_of(shipped.get(f"/api/v1/search?standard={value}&size=5"))

    assert found["total"] == count > 0
    for item in found["items"]:
        path = f"/api/v1/credentials/{item['ctid']}/conformance?standard={value}"
        [held] = json_of(shipped.get(path))["standards"]
        assert held["meets"] is True
