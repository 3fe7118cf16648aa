"""`/api/v1/compare`: the rows of the page for programs."""

import pytest
from flask.testing import FlaskClient

from tests.linked_data.small_registry import (
    COURSE,
    CREDENTIAL,
    EQF,
    ORGANIZATION,
    UNKNOWN,
    WITHDRAWN,
    json_of,
)

PATH = "/api/v1/compare"
BOTH = f"{PATH}?id={CREDENTIAL}&id={COURSE}"


def test_items_and_rows_come_in_the_order_asked_for(client: FlaskClient) -> None:
    answer = json_of(client.get(BOTH))

    assert [each["ctid"] for each in answer["items"]] == [CREDENTIAL, COURSE]
    for row in answer["rows"]:
        assert row.keys() >= {"key", "label", "values", "normalised", "same"}
        assert len(row["values"]) == len(row["normalised"]) == 2


def test_what_is_not_stated_is_null(client: FlaskClient) -> None:
    rows = {row["key"]: row for row in json_of(client.get(BOTH))["rows"]}

    assert rows["cost"]["values"][1] is None
    assert rows["hours"]["values"] == [["50 hours"], None]
    assert rows["hours"]["same"] is False
    assert rows["validity"] == {
        **rows["validity"],
        "values": [None, None],
        "same": True,
        "state": "none",
    }


def test_only_differences_are_the_same_rows_without_those_that_are_the_same(
    client: FlaskClient,
) -> None:
    whole = json_of(client.get(BOTH))["rows"]

    some = json_of(client.get(f"{BOTH}&differences=true"))["rows"]

    assert some == [row for row in whole if not row["same"]]
    assert 0 < len(some) < len(whole)


def test_api_and_file_of_the_page_have_the_same_rows(client: FlaskClient) -> None:
    file = json_of(client.get(f"/compare.json?id={CREDENTIAL}&id={COURSE}"))

    assert file == json_of(client.get(BOTH))


def test_what_is_no_credential_unknown_or_withdrawn_is_answered_as_its_own_address(
    client: FlaskClient,
) -> None:
    for ctid, status in ((UNKNOWN, 404), (ORGANIZATION, 404), (EQF, 404), (WITHDRAWN, 410)):
        answer = client.get(f"{PATH}?id={CREDENTIAL}&id={ctid}")

        assert answer.status_code == status
        assert answer.mimetype == "application/problem+json"
        assert ctid in json_of(answer)["detail"]


def test_too_many_none_and_malformed_ids_are_refused_with_the_remedy(client: FlaskClient) -> None:
    fifth = "&".join(f"id={CREDENTIAL[:-1]}{digit}" for digit in range(5))

    for query in ("", f"?{fifth}", "?id=CE-1", f"?id={CREDENTIAL}&level_in=eqf"):
        answer = client.get(f"{PATH}{query}")

        assert answer.status_code == 400, query
        assert json_of(answer)["errors"]


@pytest.mark.parametrize("file", ["/compare.csv", "/compare.json", "/fr/compare.csv"])
@pytest.mark.parametrize(
    "query",
    [
        *(f"?id={each}&id={CREDENTIAL}" for each in (WITHDRAWN, UNKNOWN, EQF)),
        f"?id={CREDENTIAL}&id=CE-1",
        "",
        "?" + "&".join(f"id={CREDENTIAL[:-1]}{digit}" for digit in range(5)),
    ],
    ids=["withdrawn", "unknown", "another class", "malformed", "none", "too many"],
)
def test_files_of_the_page_are_refused_as_the_api_refuses(
    client: FlaskClient, file: str, query: str
) -> None:
    answer, expected = client.get(f"{file}{query}"), client.get(f"{PATH}{query}")

    assert answer.status_code == expected.status_code != 200
    assert answer.mimetype == "application/problem+json"
    assert json_of(answer) == json_of(expected)


def test_unknown_framework_for_levels_is_refused_with_the_known_ones(client: FlaskClient) -> None:
    answer = client.get(f"{BOTH}&levels_in=nowhere")

    assert answer.status_code == 400
    assert "nzqcf" in answer.text


def test_answer_does_not_change_until_a_record_does(client: FlaskClient) -> None:
    tag = client.get(BOTH).headers["ETag"]

    assert client.get(BOTH, headers={"If-None-Match": tag}).status_code == 304
