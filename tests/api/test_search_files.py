import csv
import io

import pytest
from flask.testing import FlaskClient

from app.api.search_files import COLUMNS
from tests.linked_data.small_registry import (
    BASE,
    COURSE,
    CREDENTIAL,
    FORMULA_NAME,
    HOSTILE_NAME,
    json_of,
)


def test_the_json_file_is_what_the_api_answers_but_for_its_own_address(client: FlaskClient) -> None:
    file, answer = (
        json_of(client.get("/search.json?q=data")),
        json_of(client.get("/api/v1/search?q=data")),
    )

    assert file["links"]["self"] == f"{BASE}/search.json?q=data&page=1"
    del file["links"], answer["links"]
    assert file == answer


def test_the_table_has_a_line_for_each_result(client: FlaskClient) -> None:
    response = client.get("/search.csv")

    header, *rows = csv.reader(io.StringIO(response.text))

    assert response.content_type == "text/csv; charset=utf-8"
    assert "search.csv" in response.headers["Content-Disposition"]
    assert tuple(header) == COLUMNS
    assert {row[0] for row in rows} == {CREDENTIAL, COURSE}


def test_the_table_says_what_is_stated_and_leaves_the_rest_empty(client: FlaskClient) -> None:
    rows = {row["ctid"]: row for row in csv.DictReader(io.StringIO(client.get("/search.csv").text))}

    assert rows[CREDENTIAL]["name"] == HOSTILE_NAME
    assert rows[CREDENTIAL]["hours_min"] == "50"
    assert rows[CREDENTIAL]["costs"] == "249.5 EUR"
    assert rows[COURSE]["hours_min"] == rows[COURSE]["costs"] == ""


def test_no_cell_begins_like_a_formula(client: FlaskClient) -> None:
    rows = {row["ctid"]: row for row in csv.DictReader(io.StringIO(client.get("/search.csv").text))}

    assert rows[COURSE]["name"] == f"'{FORMULA_NAME}"
    cells = [cell for row in rows.values() for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_header_leads_to_the_next_page(client: FlaskClient) -> None:
    header = client.get("/search.csv?size=1").headers["Link"]

    assert f'<{BASE}/search.csv?size=1&page=2>; rel="next"' in header
    assert 'rel="prev"' not in header


@pytest.mark.parametrize("address", ["/search.json", "/search.csv"])
def test_a_wrong_parameter_is_refused_as_in_the_api(client: FlaskClient, address: str) -> None:
    response = client.get(f"{address}?colour=red", headers={"Accept": "text/html"})

    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
