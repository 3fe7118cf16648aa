"""`/api/v1/records/bulk` and the templates: files over HTTP, all or nothing."""

import csv
import io
import json
import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.http.following import SOON
from app.services.registry import Registry
from app.services.views import positions
from app.store import log
from ctdl.tabular import TEMPLATES, own_ctid
from tests.api.publishers import Publisher
from tests.support.documents import a_credential

TABLE = "/bulk?template=credentials"
HEADER = "id,type,name,description,webpage,languages,status,credits,credit_unit\n"


def rows(count: int, credits: str = "5") -> str:
    return "".join(
        f"C-{n},MicroCredential,Course {n},What it is.,https://college.example/,en,Active,{credits},ects\n"
        for n in range(count)
    )


def send(
    publisher: Publisher, data: str | bytes, path: str = TABLE, **headers: str
) -> TestResponse:
    return publisher.send("POST", path, data, **{"content-type": "text/csv", **headers})


def test_a_table_is_published_and_found_at_once(
    college: Publisher, registry: Registry, api: FlaskClient
) -> None:
    response = send(college, HEADER + rows(3))

    answer = response.get_json()
    assert (response.status_code, answer["kind"]) == (201, "published")
    assert (answer["rows"], answer["counts"]) == (3, {"published": 3})
    ctid = own_ctid("credentials", college.ctid, "C-0")
    assert answer["records"][0] == {
        "row": 2,
        "ctid": ctid,
        "iri": f"https://registry.test/resources/{ctid}",
        "number": 1,
        "kind": "published",
    }
    assert api.get("/search.json?q=course").get_json()["total"] == 3


def test_the_same_table_again_is_a_200_that_changes_nothing(
    college: Publisher, registry: Registry
) -> None:
    send(college, HEADER + rows(3))

    response = send(college, HEADER + rows(3))

    assert (response.status_code, response.get_json()["counts"]) == (200, {"unchanged": 3})
    assert log.latest_number(registry.database) == 3


def test_a_preview_says_what_would_come_of_it_and_saves_nothing(
    college: Publisher, registry: Registry
) -> None:
    response = send(college, HEADER + rows(3), f"{TABLE}&preview=1")

    answer = response.get_json()
    assert (response.status_code, answer["kind"]) == (200, "preview")
    assert answer["counts"] == {"published": 3}
    assert [each["number"] for each in answer["records"]] == [None] * 3
    assert log.latest_number(registry.database) == 0


@pytest.mark.parametrize("preview", ["", "&preview=1"])
def test_a_wrong_cell_is_a_422_by_row_and_column(
    college: Publisher, registry: Registry, preview: str
) -> None:
    response = send(college, HEADER + rows(5) + rows(1, credits="-3"), TABLE + preview)

    problem = response.get_json()
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    first = problem["findings"][0]
    assert (first["row"], first["column"]) == (7, "credits")
    assert first["message"].startswith("must be a number > 0")
    assert "row 7, credits: must be a number > 0" in problem["detail"]
    assert log.latest_number(registry.database) == 0


def test_documents_one_a_line_need_no_template(college: Publisher) -> None:
    data = "\n".join(json.dumps(a_credential(f"course {n}")) for n in range(2))

    response = send(college, data, "/bulk", **{"content-type": "application/x-ndjson"})

    assert (response.status_code, response.get_json()["counts"]) == (201, {"published": 2})


def test_a_table_in_latin_1_with_semicolons_is_read_and_remarked(college: Publisher) -> None:
    text = (HEADER + rows(1)).replace(",", ";").replace("Course", "Écologie")

    response = send(college, text.encode("latin-1"))

    answer = response.get_json()
    assert response.status_code == 201
    assert "Écologie" in next(
        each["message"] for each in answer["findings"] if each["code"] == "TABLE_ENCODING"
    )


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/bulk", {}, 400),
        ("/bulk?template=cats", {}, 400),
        (f"{TABLE}&previw=1", {}, 400),
        (TABLE, {"content-type": "application/zip"}, 415),
        (TABLE, {"content-type": "application/ld+json"}, 415),
        (TABLE, {"content-encoding": "gzip"}, 415),
        (TABLE, {"content-encoding": "br"}, 415),
    ],
)
def test_a_request_that_is_not_understood_is_refused(
    college: Publisher, path: str, headers: dict[str, str], status: int
) -> None:
    assert send(college, HEADER + rows(1), path, **headers).status_code == status


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04", b"\x1f\x8b", b"id\n\x81"])
def test_bytes_that_are_no_table_are_a_422(college: Publisher, data: bytes) -> None:
    response = send(college, data)

    assert response.status_code == 422
    assert response.get_json()["findings"][0]["code"].startswith("TABLE_")


def test_a_file_may_be_larger_than_a_document_but_not_endless(
    college: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    padding = "id\n" + "\n" * (9 * 1024 * 1024)
    assert send(college, padding).status_code == 422

    monkeypatch.setattr("app.api.bulk.LARGEST_FILE", 1000)
    response = send(college, HEADER + rows(20))

    assert response.status_code == 413
    assert "1,000 bytes" in response.get_json()["detail"]


def test_other_addresses_take_no_more_than_before(college: Publisher) -> None:
    response = college.send("POST", "", b" " * (9 * 1024 * 1024))

    assert response.status_code == 413


def test_a_key_that_is_not_good_for_files_is_refused(
    make_publisher: Callable[..., Publisher], api: FlaskClient
) -> None:
    limited = make_publisher(scopes=("publish",))

    assert send(limited, HEADER + rows(1)).status_code == 403
    assert api.post(f"/api/v1/records{TABLE}", data="x").status_code == 401


def test_the_views_follow_a_large_file_in_the_background(
    college: Publisher, registry: Registry
) -> None:
    response = send(college, HEADER + rows(SOON + 1))

    assert response.status_code == 201
    deadline = time.monotonic() + 60
    while set(positions(registry).values()) != {SOON + 1} and time.monotonic() < deadline:
        time.sleep(0.05)
    assert set(positions(registry).values()) == {SOON + 1}


def test_the_templates_are_listed_with_their_columns(api: FlaskClient) -> None:
    listed = {each["id"]: each for each in api.get("/api/v1/templates").get_json()["templates"]}

    assert listed.keys() == TEMPLATES.keys()
    level = next(c for c in listed["credentials"]["columns"] if c["name"] == "level")
    assert {"value": "eqf:5", "label": "European Qualifications Framework: EQF Level 5"} in level[
        "choices"
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_a_table_with_an_example(api: FlaskClient, name: str) -> None:
    response = api.get(f"/api/v1/templates/{name}.csv")

    header, example = csv.reader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff")))
    assert response.content_type == "text/csv; charset=utf-8"
    assert f'filename="{name}.csv"' in response.headers["Content-Disposition"]
    assert header == [column.name for column in TEMPLATES[name].columns]
    assert len(example) == len(header)


def test_there_is_no_template_of_another_name(api: FlaskClient) -> None:
    response = api.get("/api/v1/templates/cats.csv")

    assert response.status_code == 404
    assert "credentials, organizations" in response.get_json()["detail"]
