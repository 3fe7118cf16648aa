"""Levels across frameworks in the answers of the search, over the shipped records."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.linked_data.small_registry import json_of

PATH = "/api/v1/search"


@pytest.fixture
def shipped(app: Flask) -> FlaskClient:
    """A client of the application over all shipped records."""
    return app.test_client()


def reasons(item: dict[str, Any]) -> list[str]:
    """Why a result is there by its level."""
    return [each["text"] for each in item["why"] if each["kind"] == "level"]


def test_a_result_by_way_of_a_comparison_says_which_document_compares_it(
    shipped: FlaskClient,
) -> None:
    items = json_of(shipped.get(f"{PATH}?level=eqf:5&country=NZ&size=100"))["items"]

    told = {item["levels"][0]: reasons(item) for item in items}
    assert told["nzqcf:5"] == [
        "NZQCF Level 5 is part of what is covered by EQF Level 5 (comparison report, 2016)"
    ]
    assert all(reasons(item) for item in items)


def test_a_result_that_states_the_level_itself_needs_no_reason(shipped: FlaskClient) -> None:
    items = json_of(shipped.get(f"{PATH}?level=nzqcf:5&country=NZ&size=100"))["items"]

    assert items
    for item in items:
        assert bool(reasons(item)) == ("nzqcf:5" not in item["levels"])


def test_a_search_without_a_level_gives_no_reason_of_level(shipped: FlaskClient) -> None:
    items = json_of(shipped.get(f"{PATH}?q=nursing&size=50"))["items"]

    assert items
    assert not any(map(reasons, items))


def test_chosen_frameworks_add_their_levels_to_the_facet(shipped: FlaskClient) -> None:
    plain = json_of(shipped.get(PATH))["facets"]["level"]
    chosen = json_of(shipped.get(f"{PATH}?levels_in=hkqf&levels_in=scqf"))["facets"]["level"]

    assert [each["value"] for each in plain][:8] == [f"eqf:{level}" for level in range(1, 9)]
    assert not [each for each in plain if each["value"].startswith("hkqf:")]
    labels = {each["value"]: each["label"] for each in chosen}
    assert labels["hkqf:5"] == "HKQF Level 5"
    assert labels["scqf:7"] == "SCQF Level 7"


@pytest.mark.parametrize(
    ("query", "parameter", "says"),
    [
        ("level=eqf:55", "level", "the values are eqf:1, eqf:2"),
        ("level=5", "level", "written like eqf:5"),
        ("level=nowhere:5", "level", "written like eqf:5"),
        ("levels_in=nowhere", "levels_in", "the values are eqf, nzqcf"),
        (
            "levels_in=eqf&levels_in=aqf&levels_in=oqf&levels_in=mqf&levels_in=scqf",
            "levels_in",
            "at most four frameworks",
        ),
    ],
)
def test_what_no_framework_knows_is_a_400_that_names_what_is_known(
    shipped: FlaskClient, query: str, parameter: str, says: str
) -> None:
    answer = shipped.get(f"{PATH}?{query}")

    assert answer.status_code == 400
    assert says in str(json_of(answer)["errors"][parameter])


def test_a_table_of_results_has_the_same_records(shipped: FlaskClient) -> None:
    items = json_of(shipped.get(f"{PATH}?level=eqf:5&country=NZ"))["items"]

    lines = shipped.get("/search.csv?level=eqf:5&country=NZ&levels_in=scqf").text.splitlines()

    assert [line.partition(",")[0] for line in lines[1:]] == [item["ctid"] for item in items]
